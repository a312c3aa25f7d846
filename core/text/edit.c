/* Editing front matter: work out one splice, cut it in, read the result again, and take it only if it is the old tree
 * with exactly the change that was asked for. Bytes outside the splice are never touched. */
#include "edit.h"

#include <string.h>

#define SPLICES_MAX 8 /* keys set at once; more are set one by one */

static bool is_null(const struct mb_ynode *n)
{
	const char *t = n->pub.text;

	return n->style == MB_Y_NULL ||
	       (n->style == MB_Y_PLAIN &&
		(!strcmp(t, "~") || !strcmp(t, "null") || !strcmp(t, "Null") || !strcmp(t, "NULL")));
}

static int fail_place(struct edit *e, const char *why)
{
	return mb_fail(e->err, e->what == MB_Y_REMOVE ? MB_ENOTFOUND : MB_EINVAL, "front matter: \"%s\" %s",
		       e->name, why);
}

/* What is missing below the place reached is made as maps around the value. */
static void wrap(struct edit *e)
{
	for (size_t i = e->path.n; i-- > e->depth;) {
		struct mb_node *map = mb_node_new_map(e->arena);

		mb_node_put(e->arena, map, e->path.steps[i], (struct mb_node *)e->value);
		e->value = map;
	}
	e->path.n = e->depth;
	e->what = MB_Y_SET;
}

/* A list to be made holds the one item. */
static void item_to_list(struct edit *e)
{
	struct mb_node *list = mb_node_new_list(e->arena);

	mb_node_push(e->arena, list, (struct mb_node *)e->value);
	e->value = list;
	e->what = MB_Y_SET;
}

static int walk(struct edit *e)
{
	struct mb_ynode *n = e->root;

	for (e->depth = 0; e->depth < e->path.n;) {
		e->holder = n;
		e->name = e->path.steps[e->depth++];
		e->flow |= n->style == MB_Y_FLOW || n->style == MB_Y_PAIR;
		if (n->pub.type == MB_TEXT)
			return fail_place(e, "is below a value that is neither a map nor a list");
		e->at = mb_y_step(&n->pub, e->name);
		if (e->at == MB_NOWHERE && (e->what == MB_Y_REMOVE || n->pub.type == MB_LIST))
			return fail_place(e, "is not there");
		if (e->at == MB_NOWHERE ||
		    (e->depth < e->path.n && e->what != MB_Y_REMOVE && is_null(mb_y_child(n, e->at)))) {
			if (e->what == MB_Y_APPEND)
				item_to_list(e);
			wrap(e);
			return MB_OK;
		}
		n = mb_y_child(n, e->at);
	}
	if (e->what == MB_Y_APPEND) {
		if (n->pub.type != MB_LIST && !is_null(n))
			return fail_place(e, "is not a list, so nothing can be appended");
		if (n->pub.n == 0)
			item_to_list(e);
	}
	return MB_OK;
}

static int prove(struct edit *e, const struct mb_buf *old, const struct mb_buf *made)
{
	struct mb_error why = { 0 };
	struct mb_matter m;
	const char *unsure;

	if (mb_matter_read(&m, &unsure, e->arena, made->p, made->n, &why) != MB_OK)
		return mb_fail(e->err, MB_EINVAL,
			       "front matter: \"%s\" cannot be changed in place (%.300s); edit it by hand",
			       e->name, why.text);
	if (unsure || !m.root || made->n - m.body_from != old->n - e->m.body_from ||
	    !mb_edit_proved(e, e->root, mb_y(m.root), 0))
		return mb_fail(e->err, MB_EINVAL,
			       "front matter: \"%s\" cannot be changed in place without changing more; edit "
			       "it by hand",
			       e->name);
	e->proved = m;
	return MB_OK;
}

/* ---- the edit -------------------------------------------------------------------------------------------- */

static const char *line_end_of(const struct mb_buf *text)
{
	const char *lf = memchr(text->p, '\n', text->n);

	return lf && lf > text->p && lf[-1] == '\r' ? "\r\n" : "\n";
}

/* A document without front matter gets one; the bytes of its text stay. */
static int edit_none(struct edit *e)
{
	if (e->what == MB_Y_REMOVE)
		return mb_fail(e->err, MB_ENOTFOUND, "front matter: there is none");
	e->root = mb_arena_alloc(e->arena, sizeof *e->root);
	e->root->pub.type = MB_MAP;
	e->root->style = MB_Y_BLOCK;
	e->root->end = e->m.yaml_to;
	mb_buf_printf(&e->put, "---%s", e->lf);
	return MB_OK;
}

/* A text that stands there already. */
static bool is_so(const struct edit *e)
{
	const struct mb_node *n = e->m.root;

	if (e->what != MB_Y_SET || e->value->type != MB_TEXT)
		return false;
	for (size_t i = 0; n && i < e->path.n; i++) {
		size_t at = mb_y_step(n, e->path.steps[i]);

		n = at == MB_NOWHERE ? NULL : n->items[at];
	}
	return n && mb_node_same(n, e->value);
}

static int edit_once(struct edit *e, struct mb_buf *text)
{
	struct mb_buf made;
	const char *unsure = NULL;
	bool none;
	int rc = MB_OK;

	if (e->proved.root) /* by the edit before this one */
		e->m = e->proved;
	else
		rc = mb_matter_read(&e->m, &unsure, e->arena, text->p, text->n, e->err);
	if (rc != MB_OK || is_so(e))
		return rc;
	if (unsure)
		return mb_fail(e->err, MB_EINVAL,
			       "front matter: written in a way that cannot be edited in place (%s)", unsure);
	mb_buf_init(&e->put, text->max);
	mb_buf_init(&made, text->max);
	e->s = (struct mb_yspan){ text->p, e->m.yaml_from, e->m.yaml_to, 2 };
	e->lf = line_end_of(text);
	e->root = e->m.root ? mb_y(e->m.root) : NULL;
	none = !e->root;
	if ((none && (rc = edit_none(e)) != MB_OK) || (rc = walk(e)) != MB_OK ||
	    (rc = mb_edit_work_out(e)) != MB_OK)
		goto out;
	if (none)
		mb_buf_printf(&e->put, "---%s", e->lf);
	mb_buf_put(&made, text->p, e->from);
	mb_buf_put(&made, e->put.p, e->put.n);
	mb_buf_put(&made, text->p + e->to, text->n - e->to);
	if ((rc = mb_buf_status(&e->put, e->err)) != MB_OK || (rc = mb_buf_status(&made, e->err)) != MB_OK ||
	    (rc = prove(e, text, &made)) != MB_OK)
		goto out;
	mb_y_replace(text, &made);
out:
	mb_buf_free(&made);
	mb_buf_free(&e->put);
	return rc;
}

int mb_matter_edit(struct mb_buf *text, enum mb_yedit what, struct mb_ypath path, const struct mb_node *value,
		   struct mb_error *err)
{
	struct edit e = { .arena = mb_arena_new(), .what = what, .path = path, .value = value, .err = err };
	int rc = edit_once(&e, text);

	mb_arena_free(e.arena);
	return rc;
}

/* ---- several keys at once -------------------------------------------------------------------------------- */

struct splice {
	size_t from, to;
	struct mb_buf put;
};

/* Each key by itself against the text as it stands. false: not all of them can be so. */
static bool work_out_all(struct splice *out, size_t *n, struct mb_arena *a, const struct mb_buf *text,
			 const struct mb_matter *m, const struct mb_node *map)
{
	struct mb_error none;

	for (size_t i = 0; i < map->n; i++) {
		struct edit e = {
			.arena = a, .what = MB_Y_SET, .value = map->items[i], .err = &none, .m = *m
		};
		struct splice *x = &out[*n];

		e.path = (struct mb_ypath){ &map->keys[i], 1 };
		if (e.value->type != MB_TEXT)
			return false;
		if (is_so(&e))
			continue;
		mb_buf_init(&e.put, text->max);
		e.s = (struct mb_yspan){ text->p, m->yaml_from, m->yaml_to, 2 };
		e.lf = line_end_of(text);
		e.root = mb_y(m->root);
		++*n;
		if (walk(&e) != MB_OK || mb_edit_work_out(&e) != MB_OK) {
			x->put = e.put;
			return false;
		}
		*x = (struct splice){ e.from, e.to, e.put };
		for (size_t k = *n - 1; k > 0 && out[k - 1].from > out[k].from; k--) {
			struct splice later = out[k - 1];

			out[k - 1] = out[k];
			out[k] = later;
		}
	}
	return true;
}

/* All splices in one go, and one proof. false: it did not come to that; text is untouched. */
static bool set_at_once(struct mb_matter *out, struct mb_buf *text, struct mb_arena *a,
			const struct mb_matter *m, const struct mb_node *map)
{
	struct splice list[SPLICES_MAX] = { 0 };
	struct mb_arena *own = mb_arena_new();
	struct mb_buf made;
	const char *unsure;
	size_t n = 0, at = 0;
	bool done = m->root && !m->unsure && map->n <= SPLICES_MAX &&
		    work_out_all(list, &n, own, text, m, map);

	mb_buf_init(&made, text->max);
	for (size_t i = 0; done && i < n; i++) {
		done = list[i].from >= at;
		if (!done)
			break;
		mb_buf_put(&made, text->p + at, list[i].from - at);
		mb_buf_put(&made, list[i].put.p, list[i].put.n);
		at = list[i].to;
	}
	mb_buf_put(&made, text->p + at, text->n - at);
	done = done && mb_buf_status(&made, NULL) == MB_OK &&
	       mb_matter_read(out, &unsure, a, made.p, made.n, NULL) == MB_OK && !unsure && out->root &&
	       made.n - out->body_from == text->n - m->body_from &&
	       mb_edit_proved_all(mb_y(m->root), mb_y(out->root), map);
	if (done)
		mb_y_replace(text, &made);
	for (size_t i = 0; i < n; i++)
		mb_buf_free(&list[i].put);
	mb_buf_free(&made);
	mb_arena_free(own);
	return done;
}

int mb_matter_set_known(struct mb_matter *out, struct mb_buf *text, struct mb_arena *a,
			const struct mb_matter *known, const struct mb_node *map, struct mb_error *err)
{
	int rc;

	if (set_at_once(out, text, a, known, map))
		return MB_OK;
	rc = mb_matter_set_all(text, map, err);
	return rc == MB_OK ? mb_matter_parse(out, a, text->p, text->n, err) : rc;
}

int mb_matter_set_all(struct mb_buf *text, const struct mb_node *map, struct mb_error *err)
{
	struct edit e = { .arena = mb_arena_new(), .err = err };
	struct mb_buf made;
	int rc = MB_OK;

	mb_buf_init(&made, text->max);
	mb_buf_put(&made, text->p, text->n);
	for (size_t i = 0; rc == MB_OK && i < map->n; i++) {
		struct mb_matter known = e.proved;

		e = (struct edit){ .arena = e.arena, .err = err, .what = MB_Y_SET, .proved = known };
		e.path = (struct mb_ypath){ &map->keys[i], 1 };
		e.value = map->items[i];
		if (e.value->type == MB_TEXT || !mb_matter_fit(&made, e.path, e.value))
			rc = edit_once(&e, &made);
		else
			memset(&e.proved, 0, sizeof e.proved);
	}
	if (rc == MB_OK)
		mb_y_replace(text, &made);
	mb_buf_free(&made);
	mb_arena_free(e.arena);
	return rc;
}

/* ---- paths in words -------------------------------------------------------------------------------------- */

static int edit_path(struct mb_buf *text, enum mb_yedit what, const char *path, const struct mb_node *value,
		     struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	const char **steps = NULL;
	size_t n = 0;
	int rc = MB_OK;

	for (const char *p = path; rc == MB_OK;) {
		size_t len = strcspn(p, "/");

		if (len == 0 || n == MB_YAML_DEPTH)
			rc = mb_fail(err, MB_EINVAL, "\"%.200s\" is no path into front matter", path);
		else
			*MB_PUSH(a, steps, n) = mb_arena_ndup(a, p, len);
		if (!p[len])
			break;
		p += len + 1;
	}
	if (rc == MB_OK)
		rc = what == MB_Y_SET && value->type != MB_TEXT &&
				     mb_matter_fit(text, (struct mb_ypath){ steps, n }, value)
			     ? MB_OK
			     : mb_matter_edit(text, what, (struct mb_ypath){ steps, n }, value, err);
	mb_arena_free(a);
	return rc;
}

int mb_matter_set(struct mb_buf *text, const char *path, const struct mb_node *value, struct mb_error *err)
{
	return edit_path(text, MB_Y_SET, path, value, err);
}

int mb_matter_append(struct mb_buf *text, const char *path, const struct mb_node *item, struct mb_error *err)
{
	return edit_path(text, MB_Y_APPEND, path, item, err);
}

int mb_matter_remove(struct mb_buf *text, const char *path, struct mb_error *err)
{
	return edit_path(text, MB_Y_REMOVE, path, NULL, err);
}
