/* view.c: documents of a view, each read and parsed once. */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

struct mb_view *mb_view_new(const struct mb_view_ops *ops, const struct mb_schema *s, void *self)
{
	struct mb_view *v = mb_alloc(sizeof *v);

	v->ops = ops;
	v->schema = s;
	v->arena = mb_arena_new();
	v->self = self;
	return v;
}

void mb_view_free(struct mb_view *v)
{
	if (!v)
		return;
	if (v->ops->free)
		v->ops->free(v);
	free(v->docs);
	mb_arena_free(v->arena);
	free(v);
}

struct mb_known *mb_known(struct mb_view *v)
{
	if (!v->known)
		v->known = mb_arena_alloc(v->arena, sizeof *v->known);
	return v->known;
}

/* ---- the cache ------------------------------------------------------------------------------------------- */

static size_t hash(const char *s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

/* Where the document at path stands, or the free place where it would go. cap is a power of two, never full. */
static struct mb_doc **slot(struct mb_doc **docs, size_t cap, const char *path)
{
	size_t i = hash(path) & (cap - 1);

	while (docs[i] && strcmp(docs[i]->path, path) != 0)
		i = (i + 1) & (cap - 1);
	return &docs[i];
}

static void remember(struct mb_view *v, struct mb_doc *d)
{
	if (v->n_docs * 2 >= v->cap_docs) {
		size_t cap = v->cap_docs ? v->cap_docs * 2 : 64;
		struct mb_doc **docs = mb_alloc(cap * sizeof *docs);

		for (size_t i = 0; i < v->cap_docs; i++)
			if (v->docs[i])
				*slot(docs, cap, v->docs[i]->path) = v->docs[i];
		free(v->docs);
		v->docs = docs;
		v->cap_docs = cap;
	}
	*slot(v->docs, v->cap_docs, d->path) = d;
	v->n_docs++;
}

static bool has_code_in_id(const struct mb_doc *d)
{
	return d->kind && d->kind->lives == MB_LIVES_IN_GROUP && !mb_is_group_kind(d->kind);
}

/* The id of what lives in a group starts with the group's code, which is in another file. */
static int complete_id(struct mb_doc *d, struct mb_view *v, struct mb_error *err)
{
	const struct mb_group_code *group;
	const char *id, *said = mb_doc_field(d, "id"), *name = strrchr(d->path, '/') + 1;
	int rc = mb_group_find(&group, v, d->group, err);

	if (rc == MB_ENOTFOUND || (rc == MB_OK && !group->code))
		return MB_OK; /* mb_doc_check() says so */
	if (rc != MB_OK)
		return rc;
	id = mb_arena_printf(v->arena, "%s-%.*s", group->code, (int)strlen(name) - 3, name);
	if (said && strcmp(said, id) != 0)
		return mb_fail(err, MB_EINVAL, "%s line %d: the id is %.80s but must be %s", d->path,
			       mb_doc_node(d, "id")->line, said, id);
	if (d->title == d->id)
		d->title = id;
	d->id = id;
	return MB_OK;
}

int mb_view_at(const struct mb_doc **out, struct mb_view *v, const char *path, struct mb_error *err)
{
	struct mb_view *under = mb_view_under(v);
	struct mb_doc *d = v->cap_docs ? *slot(v->docs, v->cap_docs, path) : NULL;
	struct mb_str raw;
	int rc;

	if (d) {
		*out = d;
		return MB_OK;
	}
	if (under &&
	    !mb_view_overlays(v, path)) { /* what is below has it parsed, or keeps it for the next view */
		rc = mb_view_at(out, under, path, err);
		if (rc != MB_OK || !has_code_in_id(*out))
			return rc;
	}
	if (under && !mb_view_overlays(v, path))
		d = (struct mb_doc *)*out;
	else if (v->ops->parsed && (rc = v->ops->parsed(v, &d, path, err)) != MB_OK)
		return rc;
	if (d && has_code_in_id(d)) { /* its id is this view's, the rest is shared */
		struct mb_doc *own = mb_arena_alloc(v->arena, sizeof *own);

		*own = *d;
		d = own;
	}
	if (!d && ((rc = v->ops->read(v, &raw, v->arena, path, err)) != MB_OK ||
		   (rc = mb_doc_parse(&d, v->arena, v->schema, path, raw, err)) != MB_OK))
		return rc;
	if (has_code_in_id(d) && (rc = complete_id(d, v, err)) != MB_OK)
		return rc;
	remember(v, d);
	*out = d;
	return MB_OK;
}

/* ---- asking ---------------------------------------------------------------------------------------------- */

/* Where the numbers of that year end is what a mistyped id needs. */
static int no_such(struct mb_view *v, const struct mb_address *at, struct mb_arena *a, struct mb_error *err)
{
	bool numbered = at->kind->lives == MB_LIVES_NUMBERED || at->kind->lives == MB_LIVES_FOLDER;
	const struct mb_group_code *group;
	unsigned next = 1;
	int rc;

	if (numbered && (rc = mb_view_next_number(&next, v, at->kind, at->group, at->year, err)) != MB_OK)
		return rc;
	if (next > 1 && mb_group_coded(&group, v, at->group, NULL) == MB_OK)
		return mb_fail(err, MB_ENOTFOUND, "there is no %s %s (%s); the last one of %d is %s",
			       at->kind->name, at->id, at->path, at->year,
			       mb_id_write(a, group->code, at->year, at->kind->letter, next - 1));
	return mb_fail(err, MB_ENOTFOUND, "there is no %s %s (%s)", at->kind->name, at->id, at->path);
}

static int doc_of(const struct mb_doc **out, struct mb_view *v, const char *id_or_path, struct mb_arena *a,
		  struct mb_error *err)
{
	bool is_path = strchr(id_or_path, '/') || mb_ends(id_or_path, ".md") || mb_ends(id_or_path, ".yaml");
	struct mb_address at;
	struct mb_error low = { 0 };
	int rc;

	if (!is_path && (rc = mb_address_of(&at, a, v, id_or_path, err)) != MB_OK)
		return rc;
	rc = mb_view_at(out, v, is_path ? id_or_path : at.path, &low);
	if (rc != MB_ENOTFOUND)
		return rc == MB_OK ? rc : mb_fail(err, rc, "%s", low.text);
	if (is_path && mb_address_of_path(&at, a, v, id_or_path, NULL) != MB_OK)
		return mb_fail(err, MB_ENOTFOUND, "there is no file %.400s in this record", id_or_path);
	return no_such(v, &at, a, err);
}

int mb_view_doc(const struct mb_doc **out, struct mb_view *v, const char *id_or_path, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	int rc = doc_of(out, v, id_or_path, a, err);

	mb_arena_free(a);
	return rc;
}

int mb_view_list(const struct mb_doc ***out, size_t *n, struct mb_view *v, const struct mb_query *q,
		 struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	const struct mb_doc **docs = NULL;
	const char **paths = NULL;
	size_t count = 0;
	int rc = v->ops->list(v, &paths, &count, a, q, err);

	if (rc == MB_OK && count > 0)
		docs = mb_arena_alloc(v->arena, count * sizeof *docs);
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		rc = mb_view_at(&docs[i], v, paths[i], err);
	if (rc == MB_OK) {
		*out = docs;
		*n = count;
	}
	mb_arena_free(a);
	return rc;
}
