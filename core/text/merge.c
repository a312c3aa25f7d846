/* Three-way merge of front matter by top-level key: into ours goes what only theirs changed, as they wrote it. */
#include "matter.h"

#include <string.h>

struct side {
	struct mb_str text;
	struct mb_matter m;
};

struct merge {
	struct mb_arena *arena; /* of this call */
	struct side base, ours, theirs;
	struct mb_buf made;	/* ours, with theirs coming in */
	struct mb_arena *names; /* the caller's: clashing keys live there */
	const char **clash;
	size_t n_clash;
	struct mb_error *err;
};

static int read_side(struct side *s, struct merge *g, struct mb_str text)
{
	s->text = text;
	return mb_matter_parse(&s->m, g->arena, text.p ? text.p : "", text.n, g->err);
}

/* ---- their entry, byte for byte -------------------------------------------------------------------------- */

/* The whole lines of one top-level entry. false: there is none, or it does not stand on lines of its own */
static bool entry_lines(size_t *from, size_t *to, const char *p, const struct mb_matter *m, const char *key)
{
	const struct mb_ynode *root = m->root ? mb_y(m->root) : NULL;

	if (!root || root->style != MB_Y_BLOCK)
		return false;
	for (size_t i = 0; i < root->pub.n; i++)
		if (!strcmp(root->pub.keys[i], key)) {
			*from = root->keys[i]->beg;
			*to = mb_y_child(root, i)->end;
			while (*to < m->yaml_to && p[*to - 1] != '\n')
				++*to;
			return *from == m->yaml_from || p[*from - 1] == '\n';
		}
	return false;
}

/* Theirs with our line ends. */
static void put_lines(struct mb_buf *out, const char *p, size_t n, bool crlf)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n')
			continue;
		if (p[i] == '\n' && crlf)
			mb_buf_putc(out, '\r');
		mb_buf_putc(out, p[i]);
	}
}

static bool splice_entry(struct mb_buf *out, struct merge *g, const struct mb_matter *m, const char *key)
{
	const struct mb_buf *made = &g->made;
	const char *lf = memchr(made->p, '\n', made->n);
	size_t from, to, at, until;

	if (!m->root || mb_y(m->root)->style != MB_Y_BLOCK ||
	    !entry_lines(&from, &to, g->theirs.text.p, &g->theirs.m, key))
		return false;
	if (!mb_node_get(m->root, key)) { /* behind our last entry */
		for (at = mb_y(m->root)->end; at < m->yaml_to && made->p[at - 1] != '\n';)
			at++;
		until = at;
	} else if (!entry_lines(&at, &until, made->p, m, key)) {
		return false;
	}
	mb_buf_put(out, made->p, at);
	put_lines(out, g->theirs.text.p + from, to - from, lf > made->p && lf[-1] == '\r');
	mb_buf_put(out, made->p + until, made->n - until);
	return mb_buf_status(out, NULL) == MB_OK;
}

/* @return false when it cannot be done or would not read back as ours with just that key */
static bool take_lines(struct merge *g, const char *key, struct mb_node *value)
{
	struct mb_matter m, again;
	struct mb_node *want;
	struct mb_buf out;
	bool done = false;

	mb_buf_init(&out, g->made.max);
	if (mb_matter_parse(&m, g->arena, g->made.p, g->made.n, NULL) == MB_OK &&
	    splice_entry(&out, g, &m, key) &&
	    mb_matter_parse(&again, g->arena, out.p, out.n, NULL) == MB_OK) {
		want = mb_node_copy(g->arena, m.root);
		mb_node_put(g->arena, want, key, value);
		done = mb_node_same(want, again.root) && out.n - again.body_from == g->made.n - m.body_from;
	}
	if (done)
		mb_y_replace(&g->made, &out);
	mb_buf_free(&out);
	return done;
}

/* ---- the merge ------------------------------------------------------------------------------------------- */

static int merge_key(struct merge *g, const char *key)
{
	struct mb_node *b = mb_node_get(g->base.m.root, key), *o = mb_node_get(g->ours.m.root, key);
	struct mb_node *t = mb_node_get(g->theirs.m.root, key);
	struct mb_ypath path = { &key, 1 };

	if (mb_node_same(t, b) || mb_node_same(t, o))
		return MB_OK;
	if (!mb_node_same(o, b)) {
		*MB_PUSH(g->names, g->clash, g->n_clash) = mb_arena_dup(g->names, key);
		return MB_OK;
	}
	if (!t)
		return mb_matter_edit(&g->made, MB_Y_REMOVE, path, NULL, g->err);
	if (take_lines(g, key, t))
		return MB_OK;
	return mb_matter_edit(&g->made, MB_Y_SET, path, t, g->err);
}

static int merge_keys(struct merge *g)
{
	const struct mb_node *theirs = g->theirs.m.root, *base = g->base.m.root;
	int rc = MB_OK;

	for (size_t i = 0; theirs && i < theirs->n && rc == MB_OK; i++)
		rc = merge_key(g, theirs->keys[i]);
	for (size_t i = 0; base && i < base->n && rc == MB_OK; i++)
		if (!mb_node_get(theirs, base->keys[i]))
			rc = merge_key(g, base->keys[i]);
	return rc;
}

static int fail_clash(struct merge *g)
{
	struct mb_buf names;
	int rc;

	mb_buf_init(&names, 0);
	for (size_t i = 0; i < g->n_clash; i++)
		mb_buf_printf(&names, "%s%s", i ? ", " : "", g->clash[i]);
	rc = mb_fail(g->err, MB_ECONFLICT, "both sides changed %.400s; choose one text for each", names.p);
	mb_buf_free(&names);
	return rc;
}

int mb_matter_merge(struct mb_buf *out, const char ***clash, size_t *n_clash, struct mb_arena *a,
		    struct mb_str base, struct mb_str ours, struct mb_str theirs, struct mb_error *err)
{
	struct merge g = { .arena = mb_arena_new(), .names = a, .err = err };
	int rc;

	mb_buf_init(&g.made, out->max);
	mb_buf_put(&g.made, ours.p, ours.n);
	*clash = NULL;
	*n_clash = 0;
	if ((rc = mb_buf_status(&g.made, err)) != MB_OK || (rc = read_side(&g.base, &g, base)) != MB_OK ||
	    (rc = read_side(&g.ours, &g, ours)) != MB_OK ||
	    (rc = read_side(&g.theirs, &g, theirs)) != MB_OK || (rc = merge_keys(&g)) != MB_OK)
		goto out;
	if (g.n_clash) {
		*clash = g.clash;
		*n_clash = g.n_clash;
		rc = fail_clash(&g);
		goto out;
	}
	mb_y_replace(out, &g.made);
out:
	mb_buf_free(&g.made);
	mb_arena_free(g.arena);
	return rc;
}
