/* Working out what a person may see on a day: seats, posts, what names the person, and the audiences declared. */
#include "may.h"

#include <string.h>

#define SUCCESSIONS 8 /* groups that succeed each other, one after the other */

static const char *group_kind(const struct mb_schema *s)
{
	for (size_t i = 0; i < s->n_kinds; i++)
		if (s->kinds[i].lives == MB_LIVES_IN_GROUP && mb_streq(s->kinds[i].file_name, "group"))
			return s->kinds[i].name;
	return NULL;
}

static bool listed(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(words[i], word))
			return true;
	return false;
}

static int take_seats(struct mb_reader *r, struct mb_arena *a, struct mb_view *v, struct mb_error *err)
{
	const struct mb_doc **groups = NULL;
	struct mb_query q = { .kind = group_kind(v->schema) };
	size_t n = 0;
	int rc = q.kind ? mb_view_list(&groups, &n, v, &q, err) : MB_OK;

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_member *members;
		size_t count;

		rc = mb_group_members(&members, &count, a, v, groups[i]->group, r->on, err);
		for (size_t k = 0; rc == MB_OK && k < count; k++)
			if (mb_streq(members[k].person, r->person) &&
			    !listed(r->groups, r->n_groups, groups[i]->group))
				*MB_PUSH(a, r->groups, r->n_groups) = mb_arena_dup(a, groups[i]->group);
	}
	/* What a group left behind passes to the one that succeeds it. */
	for (int step = 0; rc == MB_OK && step < SUCCESSIONS; step++)
		for (size_t i = 0; i < n; i++) {
			const char *before = mb_doc_field(groups[i], "succeeds");

			if (before && listed(r->groups, r->n_groups, groups[i]->group) &&
			    !listed(r->groups, r->n_groups, before))
				*MB_PUSH(a, r->groups, r->n_groups) = mb_arena_dup(a, before);
		}
	return rc;
}

/* A row whose dates cannot be read gives nobody a post. */
static bool in_force(const struct mb_node *row, mb_day on)
{
	const char *from = mb_node_text(row, "from"), *until = mb_node_text(row, "until");
	mb_day day;

	if (from && (!mb_day_parse(&day, from) || on < day))
		return false;
	return !until || (mb_day_parse(&day, until) && on <= day);
}

static void take_posts(struct mb_reader *r, struct mb_arena *a, const struct mb_node *root)
{
	const struct mb_node *rows = mb_node_get(root, "roles");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (mb_streq(mb_node_text(rows->items[i], "person"), r->person) &&
		    in_force(rows->items[i], r->on)) {
			const char *role = mb_node_text(rows->items[i], "role");

			*MB_PUSH(a, r->posts, r->n_posts) = mb_arena_dup(a, role ? role : "a post");
		}
	r->everywhere = r->n_posts > 0;
}

/* ---- what names the reader ------------------------------------------------------------------------------- */

static const struct mb_field *field_of(const struct mb_schema *s, const char *kind, const char *name)
{
	const struct mb_kind *k = mb_schema_kind(s, kind);
	const struct mb_field *f = mb_kind_field(k, name);

	return f || !k ? f : mb_common_field(name);
}

static const char *folder_of(struct mb_arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? mb_arena_ndup(a, path, (size_t)(slash - path) + 1) : path;
}

/* A field that names the person or, of a meeting with others, one of the person's groups. Rows (who came, who signed) do not
 * count: a document does not open to everybody it mentions. */
static int take_own(struct mb_reader *r, struct mb_arena *a, struct mb_gate *g, const char *id, bool group,
		    struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(g);
	struct mb_version_row *rows;
	const char **fields;
	size_t n;
	int rc = mb_index_links_to(&rows, &fields, &n, a, mb_gate_index(g), id, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_kind *k = mb_schema_kind(s, rows[i].kind);
		const struct mb_field *f = field_of(s, rows[i].kind, fields[i]);
		struct may_own *own;

		if (!f || mb_streq(f->name, "readers") ||
		    !(group ? f->type == MB_T_GROUPS : f->type == MB_T_PERSON || f->type == MB_T_PEOPLE))
			continue;
		own = MB_PUSH(a, r->own, r->n_own);
		own->path = group && k->lives == MB_LIVES_FOLDER ? folder_of(a, rows[i].path) : rows[i].path;
		own->author = mb_streq(f->name, "author");
	}
	return rc;
}

/* ---- audiences ------------------------------------------------------------------------------------------- */

static void take_words(const char ***out, size_t *n, struct mb_arena *a, const struct mb_node *list)
{
	for (size_t i = 0; list && list->type == MB_LIST && i < list->n; i++)
		if (list->items[i]->type == MB_TEXT)
			*MB_PUSH(a, *out, *n) = mb_arena_dup(a, list->items[i]->text);
}

static void take_audiences(struct mb_reader *r, struct mb_arena *a, const struct mb_node *root)
{
	const struct mb_node *rows = mb_node_get(root, "audiences");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *id = mb_node_text(row, "id"), **words = NULL;
		struct may_audience *x;
		size_t n = 0;

		if (!id)
			continue;
		x = MB_PUSH(a, r->audiences, r->n_audiences);
		x->id = mb_arena_dup(a, id);
		x->title = mb_arena_dup(a, mb_node_text(row, "title") ? mb_node_text(row, "title") : id);
		take_words(&x->reads, &x->n_reads, a, mb_node_get(row, "reads"));
		take_words(&words, &n, a, mb_node_get(row, "people"));
		x->belongs = r->known && listed(words, n, r->person);
		words = NULL;
		n = 0;
		take_words(&words, &n, a, mb_node_get(row, "groups"));
		for (size_t k = 0; k < n; k++)
			x->belongs |= listed(r->groups, r->n_groups, words[k]);
	}
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

static int take_person(struct mb_reader *r, struct mb_arena *a, struct mb_gate *g, struct mb_error *err)
{
	struct mb_view *v = mb_gate_view(g);
	const struct mb_doc *d;
	const char *until;
	mb_day left;
	int rc = mb_view_doc(&d, v, mb_arena_printf(a, "people/%s.md", r->person), err);

	if (rc == MB_ENOTFOUND)
		return MB_OK; /* an account whose person the record does not know is no more than the public */
	if (rc != MB_OK)
		return rc;
	until = mb_doc_field(d, "until");
	if (until && (!mb_day_parse(&left, until) || left < r->on))
		return MB_OK;
	r->known = true;
	r->inside = mb_doc_field(d, "organisation") != NULL;
	if ((rc = take_seats(r, a, v, err)) != MB_OK)
		return rc;
	take_posts(r, a, mb_gate_partnership(g)->root);
	r->inside |= r->n_groups > 0 || r->everywhere;
	rc = take_own(r, a, g, r->person, false, err);
	for (size_t i = 0; rc == MB_OK && i < r->n_groups; i++)
		rc = take_own(r, a, g, r->groups[i], true, err);
	return rc;
}

int mb_reader_new(struct mb_reader **out, struct mb_arena *a, struct mb_gate *g, const char *person,
		  mb_day on, struct mb_error *err)
{
	const struct mb_node *root = mb_gate_partnership(g)->root;
	struct mb_reader *r = mb_arena_alloc(a, sizeof *r);
	int rc = MB_OK;

	r->g = g;
	r->on = on;
	r->public_on = mb_streq(mb_node_text(root, "public"), "true");
	r->person = person && *person ? mb_arena_dup(a, person) : NULL;
	if (r->person)
		rc = take_person(r, a, g, err);
	if (rc != MB_OK)
		return rc;
	take_audiences(r, a, root);
	*out = r;
	return MB_OK;
}
