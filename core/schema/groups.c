/* groups.c: groups, their codes, lines and members. */
#include "schema_impl.h"

#include <string.h>

int mb_group_codes(const struct mb_group_code **out, size_t *n, struct mb_view *v, struct mb_error *err)
{
	const struct mb_kind *k = mb_group_kind(v->schema);
	struct mb_query q = { .kind = k ? k->name : NULL };
	struct mb_view *under = mb_view_under(v);
	struct mb_known *known;
	const struct mb_doc **docs = NULL;
	size_t count = 0;
	int rc;

	if (under && k && !mb_view_overlays_name(v, k->file_name))
		return mb_group_codes(out, n, under, err); /* a change seldom touches a group's page */
	known = mb_known(v);
	if (!known->codes_read) {
		if (k && (rc = mb_view_list(&docs, &count, v, &q, err)) != MB_OK)
			return rc;
		known->codes = mb_arena_alloc(v->arena, (count + 1) * sizeof *known->codes);
		for (size_t i = 0; i < count; i++)
			known->codes[i] = (struct mb_group_code){ docs[i]->id,
								  mb_doc_field(docs[i], "code") };
		known->n_codes = count;
		known->codes_read = true;
	}
	*out = known->codes;
	*n = known->n_codes;
	return MB_OK;
}

int mb_group_find(const struct mb_group_code **out, struct mb_view *v, const char *slug_or_code,
		  struct mb_error *err)
{
	const struct mb_group_code *codes;
	const char **words = NULL;
	struct mb_arena *a;
	size_t n, n_words = 0;
	int rc = mb_group_codes(&codes, &n, v, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (mb_streq(codes[i].slug, slug_or_code)) {
			*out = &codes[i];
			return MB_OK;
		}
	for (size_t i = 0; i < n; i++)
		if (codes[i].code && slug_or_code && mb_str_case_eq(mb_str(slug_or_code), codes[i].code)) {
			*out = &codes[i];
			return MB_OK;
		}
	a = mb_arena_new();
	for (size_t i = 0; i < n; i++) {
		*MB_PUSH(a, words, n_words) = codes[i].slug;
		if (codes[i].code)
			*MB_PUSH(a, words, n_words) = codes[i].code;
	}
	rc = mb_fail(err, MB_ENOTFOUND, "there is no group '%.80s'%s", slug_or_code ? slug_or_code : "",
		     mb_meant(a, slug_or_code, words, n_words));
	mb_arena_free(a);
	return rc;
}

int mb_group_coded(const struct mb_group_code **out, struct mb_view *v, const char *slug_or_code,
		   struct mb_error *err)
{
	int rc = mb_group_find(out, v, slug_or_code, err);

	if (rc == MB_OK && !mb_code_ok((*out)->code))
		return mb_fail(err, MB_EINVAL,
			       "groups/%s/group.md has no code that ids can start with; give it one, such as "
			       "`code: CTB`",
			       (*out)->slug);
	return rc;
}

int mb_group_doc(const struct mb_doc **out, struct mb_view *v, const char *slug_or_code, struct mb_error *err)
{
	const struct mb_kind *k = mb_group_kind(v->schema);
	const struct mb_group_code *group;
	struct mb_address at = { .kind = k };
	struct mb_arena *a;
	int rc = mb_group_find(&group, v, slug_or_code, err);

	if (rc != MB_OK)
		return rc;
	a = mb_arena_new();
	at.group = group->slug;
	rc = mb_view_at(out, v, mb_place_path(a, &at, NULL), err);
	mb_arena_free(a);
	return rc;
}

/* ---- rows with dates ------------------------------------------------------------------------------------- */

static int row_day(mb_day *out, const char *path, const struct mb_node *row, const char *key,
		   struct mb_error *err)
{
	const char *text = mb_node_text(row, key);

	*out = MB_NO_DAY;
	/* A slip in `until` must not leave somebody in office for ever. */
	if (text && !mb_day_parse(out, text))
		return mb_fail(
			err, MB_EINVAL,
			"%s line %d: %s: %.80s is not a date that exists (dates are written as 2005-03-02)",
			path, mb_node_get(row, key)->line, key, text);
	return MB_OK;
}

int mb_row_in_force(bool *out, mb_day *from, mb_day *until, const char *path, const struct mb_node *row,
		    mb_day on, struct mb_error *err)
{
	int rc;

	if (row->type != MB_MAP)
		return mb_fail(err, MB_EINVAL, "%s line %d: a row is written as {key: value, ...}", path,
			       row->line);
	if ((rc = row_day(from, path, row, "from", err)) != MB_OK ||
	    (rc = row_day(until, path, row, "until", err)) != MB_OK)
		return rc;
	*out = on == MB_NO_DAY ||
	       ((*from == MB_NO_DAY || *from <= on) && (*until == MB_NO_DAY || on <= *until));
	return MB_OK;
}

int mb_group_lines(struct mb_line **out, size_t *n, struct mb_arena *a, struct mb_view *v, const char *group,
		   mb_day on, struct mb_error *err)
{
	const struct mb_doc *d;
	const struct mb_node *rows;
	int rc = mb_group_doc(&d, v, group, err);

	*out = NULL;
	*n = 0;
	rows = rc == MB_OK ? mb_doc_node(d, "lines") : NULL;
	for (size_t i = 0; rc == MB_OK && rows && rows->type == MB_LIST && i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *to = mb_node_text(row, "to"), *type = mb_node_text(row, "type");
		mb_day from, until;
		bool in_force;

		rc = mb_row_in_force(&in_force, &from, &until, d->path, row, on, err);
		if (rc != MB_OK || !in_force || !to)
			continue;
		*MB_PUSH(a, *out, *n) = (struct mb_line){
			.to = mb_arena_dup(a, to),
			.type = mb_arena_dup(a, type ? type : "solid"),
			.accountability = mb_arena_dup(a, mb_node_text(row, "accountability")),
		};
	}
	return rc;
}

int mb_group_members(struct mb_member **out, size_t *n, struct mb_arena *a, struct mb_view *v,
		     const char *group, mb_day on, struct mb_error *err)
{
	const struct mb_doc *d;
	const struct mb_node *rows;
	int rc = mb_group_doc(&d, v, group, err);

	*out = NULL;
	*n = 0;
	rows = rc == MB_OK ? mb_doc_node(d, "members") : NULL;
	for (size_t i = 0; rc == MB_OK && rows && rows->type == MB_LIST && i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *person = mb_node_text(row, "person"), *role = mb_node_text(row, "role");
		mb_day from, until;
		bool in_force;

		rc = mb_row_in_force(&in_force, &from, &until, d->path, row, on, err);
		if (rc != MB_OK || !in_force || !person)
			continue;
		*MB_PUSH(a, *out, *n) = (struct mb_member){
			.person = mb_arena_dup(a, person),
			.role = mb_arena_dup(a, role ? role : "member"),
			.on_behalf_of = mb_arena_dup(a, mb_node_text(row, "on_behalf_of")),
			.voting = mb_yes(mb_node_text(row, "voting"), true),
			.from = from,
			.until = until,
		};
	}
	return rc;
}
