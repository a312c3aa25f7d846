/* Documents as they stood at two clocks, for one reader. */
#include "registers_impl.h"

#include <stdint.h>
#include <string.h>

mb_day mb_standpoint_day(const struct mb_standpoint *from)
{
	if (from->as_at != MB_NO_DAY)
		return from->as_at;
	return from->known_at != MB_NO_DAY ? from->known_at : from->today;
}

const char *mb_standpoint_words(struct mb_arena *a, const struct mb_standpoint *from)
{
	const char *as_at = NULL, *known = NULL;

	if (from->as_at != MB_NO_DAY)
		as_at = mb_arena_printf(a, "in force on %s", mb_day_words(a, from->as_at));
	if (from->known_at != MB_NO_DAY)
		known = mb_arena_printf(a, "as known on %s", mb_day_words(a, from->known_at));
	return as_at && known ? mb_arena_printf(a, "%s, %s", as_at, known) : as_at ? as_at : known;
}

struct remembered {
	const char *id; /* NULL: free */
	const struct mb_doc *doc;
	int rc;
};
struct memo {
	struct remembered *all; /* open hash; cap is a power of two, never full */
	size_t n, cap;
};

static struct remembered *slot(struct remembered *all, size_t cap, const char *id)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */
	size_t i;

	for (const char *p = id; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	for (i = (size_t)(h ^ h >> 32) & (cap - 1); all[i].id && strcmp(all[i].id, id) != 0;)
		i = (i + 1) & (cap - 1);
	return &all[i];
}

static void remember(const struct look *l, const char *id, const struct mb_doc *doc, int rc)
{
	struct memo *m = l->memo;

	if (m->n * 2 >= m->cap) {
		size_t cap = m->cap ? m->cap * 2 : 64;
		struct remembered *all = mb_arena_alloc(l->a, cap * sizeof *all);

		for (size_t i = 0; i < m->cap; i++)
			if (m->all[i].id)
				*slot(all, cap, m->all[i].id) = m->all[i];
		m->all = all;
		m->cap = cap;
	}
	*slot(m->all, m->cap, id) = (struct remembered){ mb_arena_dup(l->a, id), doc, rc };
	m->n++;
}

struct look look_from(struct mb_arena *a, struct mb_gate *g, const struct mb_standpoint *from)
{
	return (struct look){ .a = a,
			      .g = g,
			      .from = from,
			      .day = mb_standpoint_day(from),
			      .memo = mb_arena_alloc(a, sizeof(struct memo)) };
}

bool look_may(const struct look *l, const struct mb_doc *d)
{
	return !l->from->reader || mb_may(l->from->reader, "read", d);
}

int mb_doc_of_version(const struct mb_doc **doc, struct mb_arena *a, struct mb_gate *g,
		      const struct mb_version_row *row, struct mb_error *err)
{
	struct mb_doc *parsed;
	struct mb_str raw;
	int rc = mb_blob_read(&raw, a, mb_gate_record(g), &row->blob, err);

	if (rc != MB_OK || (rc = mb_doc_parse(&parsed, a, mb_gate_schema(g), row->path, raw, err)) != MB_OK)
		return rc;
	/* The id of what lives in a group begins with the group's code, which the index knows. */
	if (parsed->kind && parsed->kind->lives == MB_LIVES_IN_GROUP && row->id && *row->id) {
		if (parsed->title == parsed->id)
			parsed->title = row->id;
		parsed->id = row->id;
	}
	*doc = parsed;
	return MB_OK;
}

int look_doc(const struct mb_doc **doc, const struct look *l, const struct mb_version_row *row,
	     struct mb_error *err)
{
	if (row->until == 0 && !row->removed &&
	    mb_view_doc(doc, mb_gate_view(l->g), row->path, NULL) == MB_OK)
		return MB_OK;
	return mb_doc_of_version(doc, l->a, l->g, row, err);
}

static int path_of(const char **path, const struct look *l, const char *doc, struct mb_error *err)
{
	struct mb_address at;
	int rc;

	if (strchr(doc, '/') && (rc = mb_path_check(doc, err)) != MB_OK)
		return rc;
	rc = mb_address_of(&at, l->a, mb_gate_view(l->g), doc, err);
	if (rc == MB_OK) {
		*path = mb_arena_dup(l->a, at.path);
		return MB_OK;
	}
	if (rc == MB_ENOTFOUND &&
	    (strchr(doc, '/') || mb_ends(doc, ".md") || mb_ends(doc, ".yaml"))) { /* a page */
		*path = doc;
		return MB_OK;
	}
	return rc;
}

int mb_doc_at(const struct mb_doc **doc, struct mb_version_row *row, struct mb_arena *a, struct mb_gate *g,
	      const struct mb_standpoint *from, const char *id, struct mb_error *err)
{
	const struct look l = look_from(a, g, from);
	struct mb_version_row found;
	const struct mb_doc *now;
	const char *path;
	int rc = path_of(&path, &l, id, err);

	if (rc != MB_OK)
		return rc;
	rc = mb_index_version(&found, a, mb_gate_index(g), path, from->as_at, from->known_at, err);
	if (rc == MB_ENOTFOUND && from->as_at == MB_NO_DAY && from->known_at == MB_NO_DAY &&
	    mb_view_doc(&now, mb_gate_view(g), id, NULL) == MB_OK) {
		if (now->kind || mb_ends(path, ".md"))
			return mb_fail(
				err, MB_EFAIL,
				"%s is in the record but not in its index: run minutebook index rebuild", id);
		if (!from->reader)
			return mb_fail(err, MB_ENOTFOUND,
				       "%s holds settings and is no document: minutebook edit %s opens it",
				       id, id);
	}
	/* what may not be read is answered in the words for what is not there */
	if (rc == MB_ENOTFOUND || (rc == MB_OK && from->reader && !mb_may_read(from->reader, &found)))
		return mb_fail(err, MB_ENOTFOUND, "%.200s: no such document%s", id,
			       from->as_at == MB_NO_DAY && from->known_at == MB_NO_DAY ? ""
										       : " at that time");
	if (rc != MB_OK)
		return rc;
	if ((rc = look_doc(doc, &l, &found, err)) == MB_OK && row)
		*row = found;
	return rc;
}

int look_up(const struct mb_doc **doc, const struct look *l, const char *id, struct mb_error *err)
{
	struct remembered *r = l->memo->cap ? slot(l->memo->all, l->memo->cap, id) : NULL;
	const struct mb_doc *found = NULL;
	int rc;

	if (r && r->id && r->rc == MB_OK) {
		*doc = r->doc;
		return MB_OK;
	}
	if (r && r->id)
		return mb_fail(err, r->rc, "%.80s: no such document", id);
	rc = mb_doc_at(&found, NULL, l->a, l->g, l->from, id, err);
	if (rc == MB_OK || rc == MB_ENOTFOUND)
		remember(l, id, found, rc);
	if (rc == MB_OK)
		*doc = found;
	return rc;
}

bool look_keep(void *ctx, const struct mb_version_row *row)
{
	return mb_may_read(ctx, row);
}

static struct mb_ask from_here(const struct look *l, const struct mb_ask *ask)
{
	struct mb_ask own = *ask;

	own.as_at = l->from->as_at;
	own.known_at = l->from->known_at;
	if (l->from->reader) {
		own.keep = look_keep;
		own.keep_ctx = (void *)(uintptr_t)l->from->reader; /* only read: mb_may_read() takes it so */
	}
	return own;
}

int look_rows(struct mb_version_row **out, size_t *n, const struct look *l, const struct mb_ask *ask,
	      struct mb_error *err)
{
	const struct mb_ask own = from_here(l, ask);

	return mb_index_list(out, n, l->a, mb_gate_index(l->g), &own, err);
}

int look_ask(struct found **out, size_t *n, const struct look *l, const struct mb_ask *ask,
	     struct mb_error *err)
{
	struct mb_version_row *rows;
	size_t count;
	int rc;

	*out = NULL;
	*n = 0;
	if ((rc = look_rows(&rows, &count, l, ask, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < count; i++) {
		const struct mb_doc *doc;

		if ((rc = look_doc(&doc, l, &rows[i], err)) != MB_OK && rc != MB_EINVAL)
			return rc;
		if (rc == MB_OK && doc->kind)
			*MB_PUSH(l->a, *out, *n) = (struct found){ rows[i], doc };
	}
	return MB_OK;
}

int look_count(size_t *n, const struct look *l, const struct mb_ask *ask, struct mb_error *err)
{
	const struct mb_ask own = from_here(l, ask);

	return mb_index_count(n, mb_gate_index(l->g), &own, err);
}

int look_list(struct found **out, size_t *n, const struct look *l, const char *kind, const char *group,
	      const char *field, const char *value, struct mb_error *err)
{
	struct mb_wherefield where = { field, value };
	const struct mb_ask ask = { .kind = kind,
				    .group = group,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .where = &where,
				    .n_where = field ? 1 : 0 };

	*out = NULL;
	*n = 0;
	return kind && !mb_schema_kind(mb_gate_schema(l->g), kind) ? MB_OK : look_ask(out, n, l, &ask, err);
}

int look_standing(struct found **out, size_t *n, const struct look *l, const char *kind, const char *group,
		  struct mb_error *err)
{
	struct mb_standpoint from = *l->from;
	struct look known = *l;

	from.as_at = MB_NO_DAY;
	known.from = &from;
	return look_list(out, n, &known, kind, group, NULL, NULL, err);
}

int mb_docs_naming(struct mb_version_row **rows, size_t *n, struct mb_arena *a, struct mb_gate *g,
		   const struct mb_standpoint *from, const char *kind, const char *field, const char *id,
		   struct mb_error *err)
{
	const struct look l = look_from(a, g, from);
	struct found *found;
	size_t count;
	int rc = look_list(&found, &count, &l, kind, NULL, field, id, err);

	*rows = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		*MB_PUSH(a, *rows, *n) = found[i].row;
	return rc;
}
