/* view_tree.c: a view straight from a tree of the record. A tree never changes, so what was listed once stays true. */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

struct listed {
	const char *kind, *group; /* group NULL: all */
	const char **paths;
	size_t n;
};

struct tree {
	struct mb_record *rec;
	struct mb_oid id;
	struct listed *lists; /* in the view's arena */
	size_t n_lists;
};

static bool is_file(const struct mb_entry *e)
{
	return e->mode == 0100644 || e->mode == 0100755;
}

static int tree_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		     struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_entry e;
	int rc = mb_tree_entry(&e, a, t->rec, &t->id, path, err);

	if (rc != MB_OK)
		return rc;
	if (!is_file(&e))
		return mb_fail(err, MB_ENOTFOUND, "%s is not a file of the record", path);
	return mb_blob_read(out, a, t->rec, &e.id, err);
}

/* The files in a folder and `depth` folders below it that are the place of kind k. */
static int walk(struct listed *l, struct mb_view *v, const struct mb_kind *k, const char *folder, int depth,
		struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_arena *a = mb_arena_new();
	struct mb_entry *e = NULL;
	size_t n = 0;
	int rc = mb_tree_list(&e, &n, a, t->rec, &t->id, folder, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const char *path = mb_arena_printf(a, "%s/%s", folder, e[i].name);
		struct mb_address at;
		const char *code;

		if (e[i].folder && depth > 0)
			rc = walk(l, v, k, path, depth - 1, err);
		else if (is_file(&e[i]) && depth == 0 &&
			 mb_place_of_path(&at, &code, a, v->schema, path, NULL) == MB_OK && at.kind == k)
			*MB_PUSH(v->arena, l->paths, l->n) = mb_arena_dup(v->arena, path);
	}
	mb_arena_free(a);
	return rc;
}

static int walk_group(struct listed *l, struct mb_view *v, const struct mb_kind *k, const char *group,
		      struct mb_error *err)
{
	const struct mb_schema *s = v->schema;
	struct mb_arena *a = mb_arena_new();
	int rc = MB_OK;

	switch (k->lives) {
	case MB_LIVES_NUMBERED:
	case MB_LIVES_FOLDER:
		rc = walk(l, v, k, mb_arena_printf(a, "groups/%s/%s", group, k->folder),
			  k->lives == MB_LIVES_FOLDER ? 2 : 1, err);
		break;
	case MB_LIVES_IN_MEETING:
		for (size_t i = 0; rc == MB_OK && i < s->n_kinds; i++)
			if (s->kinds[i].lives == MB_LIVES_FOLDER)
				rc = walk(l, v, k,
					  mb_arena_printf(a, "groups/%s/%s", group, s->kinds[i].folder), 2,
					  err);
		break;
	case MB_LIVES_IN_GROUP:
		rc = walk(l, v, k, mb_arena_printf(a, "groups/%s", group), 0, err);
		break;
	case MB_LIVES_TOP:
		break;
	}
	mb_arena_free(a);
	return rc;
}

static int walk_groups(struct listed *l, struct mb_view *v, const struct mb_kind *k, struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_arena *a = mb_arena_new();
	struct mb_entry *e = NULL;
	size_t n = 0;
	int rc = mb_tree_list(&e, &n, a, t->rec, &t->id, "groups", err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (e[i].folder)
			rc = walk_group(l, v, k, e[i].name, err);
	mb_arena_free(a);
	return rc;
}

/* All documents of a kind (of a group), by their paths alone. */
static int paths_of(const struct listed **out, struct mb_view *v, const struct mb_kind *k, const char *group,
		    struct mb_error *err)
{
	struct tree *t = v->self;
	struct listed l = { .kind = k->name, .group = mb_arena_dup(v->arena, group) };
	int rc;

	for (size_t i = 0; i < t->n_lists; i++)
		if (mb_streq(t->lists[i].kind, k->name) && mb_streq(t->lists[i].group, group)) {
			*out = &t->lists[i];
			return MB_OK;
		}
	if (k->lives == MB_LIVES_TOP)
		rc = group ? MB_OK : walk(&l, v, k, k->folder, 0, err);
	else
		rc = group ? walk_group(&l, v, k, group, err) : walk_groups(&l, v, k, err);
	if (rc != MB_OK)
		return rc;
	mb_sort_paths(l.paths, l.n);
	*MB_PUSH(v->arena, t->lists, t->n_lists) = l;
	*out = &t->lists[t->n_lists - 1];
	return MB_OK;
}

static int tree_list(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		     const struct mb_query *q, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(v->schema, q->kind);
	const struct listed *found;
	struct listed l = { 0 };
	int rc;

	*paths = NULL;
	*n = 0;
	if (!k || (q->group && !mb_slug_ok(q->group)))
		return MB_OK;
	if ((rc = paths_of(&found, v, k, q->group, err)) != MB_OK)
		return rc;
	l = *found; /* reading a document may list other kinds, which moves the lists */
	for (size_t i = 0; i < l.n; i++) {
		const struct mb_doc *d;

		if (q->field && q->value && (rc = mb_view_at(&d, v, l.paths[i], err)) != MB_OK)
			return rc;
		if (!q->field || !q->value || mb_query_fits(q, d))
			*MB_PUSH(a, *paths, *n) = l.paths[i];
	}
	return MB_OK;
}

static int tree_files(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		      const char *folder, struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_entry *e = NULL;
	size_t count = 0;
	int rc = mb_tree_list(&e, &count, a, t->rec, &t->id, folder, err);

	*paths = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		if (is_file(&e[i]))
			*MB_PUSH(a, *paths, *n) = mb_arena_printf(a, "%s/%s", folder, e[i].name);
	mb_sort_paths(*paths, *n);
	return rc;
}

static void tree_free(struct mb_view *v)
{
	free(v->self);
}

static const struct mb_view_ops tree_ops = {
	.read = tree_read, .list = tree_list, .free = tree_free, .files = tree_files
};

int mb_view_of_tree(struct mb_view **out, struct mb_record *rec, const struct mb_oid *tree,
		    const struct mb_schema *s, struct mb_error *err)
{
	struct tree *t = mb_alloc(sizeof *t);

	t->rec = rec;
	t->id = *tree;
	*out = mb_view_new(&tree_ops, s, t);
	return MB_OK;
}
