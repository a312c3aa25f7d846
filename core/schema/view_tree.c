/* view_tree.c: a view straight from a tree of the record. A tree never changes, so what was listed once stays true. */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

struct listed {
	const char *kind, *group; /* group NULL: all */
	struct mb_listing l;	  /* sorted by path */
};

struct tree {
	struct mb_record *rec;
	struct mb_oid id;
	struct listed *lists; /* in the view's arena */
	size_t n_lists;
	struct mb_cache *cache;		     /* shared with other views; NULL */
	struct tree *before;		     /* the tree that `changed` is the difference to; NULL */
	const struct mb_difference *changed; /* sorted by path */
	size_t n_changed;
};

static bool is_file(const struct mb_entry *e)
{
	return e->mode == 0100644 || e->mode == 0100755;
}

/* What follows the past from tree to tree, when it stands at this one. */
static struct mb_follow *follows(const struct tree *t)
{
	struct mb_follow *f = t->cache ? mb_cache_follow(t->cache) : NULL;

	return mb_follow_stands(f, &t->id) ? f : NULL;
}

static const struct mb_difference *change_at(const struct tree *t, const char *path)
{
	size_t low = 0, high = t->n_changed;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(t->changed[mid].path, path);

		if (order == 0)
			return &t->changed[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* The blob of a file by what is known already. false: the way through the folders must be gone. */
static bool known_file(struct mb_oid *blob, const struct tree *t, const char *path)
{
	const struct mb_difference *d = change_at(t, path);
	const struct mb_follow *f = follows(t->before ? t->before : t);
	unsigned mode = d ? d->mode_after : 0;

	if (d)
		*blob = d->after;
	else if (!f || !mb_follow_file(blob, &mode, f, path))
		return false;
	return mode == 0100644 || mode == 0100755;
}

static int file_at(struct mb_oid *blob, const struct tree *t, const char *path, struct mb_error *err)
{
	struct mb_arena *a;
	struct mb_entry e;
	int rc;

	if (known_file(blob, t, path))
		return MB_OK;
	a = mb_arena_new();
	if ((rc = mb_tree_entry(&e, a, t->rec, &t->id, path, err)) == MB_OK && !is_file(&e))
		rc = mb_fail(err, MB_ENOTFOUND, "%s is not a file of the record", path);
	if (rc == MB_OK)
		*blob = e.id;
	mb_arena_free(a);
	return rc;
}

static int tree_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		     struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_oid blob;
	int rc = file_at(&blob, t, path, err);

	return rc == MB_OK ? mb_blob_read(out, a, t->rec, &blob, err) : rc;
}

/* ---- listing --------------------------------------------------------------------------------------------- */

static int walk_into(struct mb_listing *l, struct mb_arena *keep, struct mb_view *v, const struct mb_kind *k,
		     const struct mb_oid *id, const char *folder, int depth, struct mb_error *err);

/* The files in a folder and `depth` folders below it that are the place of kind k; what is kept is in the arena `keep`. */
static int walk_tree(struct mb_listing *l, struct mb_arena *keep, struct mb_view *v, const struct mb_kind *k,
		     const struct mb_oid *id, const char *folder, int depth, struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_arena *a = mb_arena_new();
	struct mb_entry *e = NULL;
	size_t n = 0, n_ids;
	int rc = mb_tree_list(&e, &n, a, t->rec, id, "", err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const char *path, *code;
		struct mb_address at;

		if (e[i].folder ? depth == 0 : depth > 0 || !is_file(&e[i]))
			continue;
		path = mb_arena_printf(a, "%s/%s", folder, e[i].name);
		if (e[i].folder) {
			rc = walk_into(l, keep, v, k, &e[i].id, path, depth - 1, err);
		} else if (mb_place_of_path(&at, &code, a, v->schema, path, NULL) == MB_OK && at.kind == k) {
			n_ids = l->n;
			*MB_PUSH(keep, l->paths, l->n) = mb_arena_dup(keep, path);
			*MB_PUSH(keep, l->ids, n_ids) = e[i].id;
		}
	}
	mb_arena_free(a);
	return rc;
}

static void join(struct mb_listing *l, struct mb_arena *keep, const struct mb_listing *more)
{
	for (size_t i = 0; i < more->n; i++) {
		size_t n_ids = l->n;

		*MB_PUSH(keep, l->paths, l->n) = more->paths[i];
		*MB_PUSH(keep, l->ids, n_ids) = more->ids[i];
	}
}

static int walk_into(struct mb_listing *l, struct mb_arena *keep, struct mb_view *v, const struct mb_kind *k,
		     const struct mb_oid *id, const char *folder, int depth, struct mb_error *err)
{
	struct mb_cache *c = ((struct tree *)v->self)->cache;
	const struct mb_listing *known;
	struct mb_listing own = { 0 };
	int rc;

	if (!c)
		return walk_tree(l, keep, v, k, id, folder, depth, err);
	if (!(known = mb_cache_listing(c, k, folder, id))) {
		if ((rc = walk_tree(&own, mb_cache_arena(c), v, k, id, folder, depth, err)) != MB_OK)
			return rc;
		mb_cache_put_listing(c, v->schema, k, folder, id, &own);
		known = &own;
	}
	join(l, keep, known);
	return MB_OK;
}

static int walk(struct mb_listing *l, struct mb_view *v, const struct mb_kind *k, const char *folder,
		int depth, struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_arena *a = mb_arena_new();
	struct mb_entry e;
	int rc = mb_tree_entry(&e, a, t->rec, &t->id, folder, NULL);

	if (rc == MB_OK && e.folder)
		rc = walk_into(l, v->arena, v, k, &e.id, folder, depth, err);
	else if (rc != MB_ENOTFOUND && rc != MB_OK)
		rc = mb_tree_entry(&e, a, t->rec, &t->id, folder, err); /* once more, for its message */
	else
		rc = MB_OK;
	mb_arena_free(a);
	return rc;
}

static int walk_group(struct mb_listing *l, struct mb_view *v, const struct mb_kind *k, const char *group,
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

static int walk_groups(struct mb_listing *l, struct mb_view *v, const struct mb_kind *k, struct mb_error *err)
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

struct pair {
	const char *path;
	struct mb_oid id;
};

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pair *)a)->path, ((const struct pair *)b)->path);
}

/* Git's order is that of whole paths but for folders; what was walked folder by folder is nearly sorted already. */
static void sort(struct mb_listing *l)
{
	struct pair *all;
	size_t i = 1;

	while (i < l->n && strcmp(l->paths[i - 1], l->paths[i]) < 0)
		i++;
	if (i >= l->n)
		return;
	all = mb_alloc(l->n * sizeof *all);
	for (i = 0; i < l->n; i++)
		all[i] = (struct pair){ l->paths[i], l->ids[i] };
	qsort(all, l->n, sizeof *all, by_path);
	for (i = 0; i < l->n; i++) {
		l->paths[i] = all[i].path;
		l->ids[i] = all[i].id;
	}
	free(all);
}

/* All documents of a kind (of a group), by their paths alone. */
static int paths_of(const struct mb_listing **out, struct mb_view *v, const struct mb_kind *k,
		    const char *group, struct mb_error *err)
{
	struct tree *t = v->self;
	struct listed made = { .kind = k->name, .group = mb_arena_dup(v->arena, group) };
	int rc;

	for (size_t i = 0; i < t->n_lists; i++)
		if (mb_streq(t->lists[i].kind, k->name) && mb_streq(t->lists[i].group, group)) {
			*out = &t->lists[i].l;
			return MB_OK;
		}
	if (k->lives == MB_LIVES_TOP)
		rc = group ? MB_OK : walk(&made.l, v, k, k->folder, 0, err);
	else
		rc = group ? walk_group(&made.l, v, k, group, err) : walk_groups(&made.l, v, k, err);
	if (rc != MB_OK)
		return rc;
	sort(&made.l);
	*MB_PUSH(v->arena, t->lists, t->n_lists) = made;
	*out = &t->lists[t->n_lists - 1].l;
	return MB_OK;
}

static int parsed(struct mb_doc **out, struct mb_view *v, const char *path, const struct mb_oid *blob,
		  struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_arena *a = mb_cache_arena(t->cache);
	struct mb_str raw;
	int rc;

	if ((*out = mb_cache_doc(t->cache, v->schema, path, blob)))
		return MB_OK;
	if ((rc = mb_blob_read(&raw, a, t->rec, blob, err)) != MB_OK)
		return rc;
	*out = mb_cache_text(t->cache, v->schema, path, raw); /* as it was made again for the change before */
	if (!*out && (rc = mb_cache_read(out, t->cache, v->schema, path, raw, NULL, err)) != MB_OK)
		return rc;
	mb_cache_put_doc(t->cache, v->schema, path, blob, *out);
	return MB_OK;
}

static int tree_parsed(struct mb_view *v, struct mb_doc **out, const char *path, struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_oid blob;
	int rc;

	*out = NULL;
	if (!t->cache)
		return MB_OK;
	rc = file_at(&blob, t, path, err);
	return rc == MB_OK ? parsed(out, v, path, &blob, err) : rc;
}

/* Into an arena that lives for a look, unless the cache has it or is to keep it. */
static int parse_for_follow(struct mb_doc **out, void *ctx, struct mb_arena *a, const char *path,
			    const struct mb_oid *blob, struct mb_error *err)
{
	struct mb_view *v = ctx;
	struct tree *t = v->self;
	struct mb_str raw;
	int rc;

	if (!a)
		return parsed(out, v, path, blob, err);
	if ((*out = mb_cache_doc(t->cache, v->schema, path, blob)))
		return MB_OK;
	rc = mb_blob_read(&raw, a, t->rec, blob, err);
	return rc == MB_OK ? mb_doc_parse(out, a, v->schema, path, raw, err) : rc;
}

/* The i-th of a listing. Its blob is known, so that the way through the folders is not gone again for each. */
static int listed_doc(const struct mb_doc **out, struct mb_view *v, const struct mb_listing *l, size_t i,
		      bool has_code, struct mb_error *err)
{
	struct tree *t = v->self;
	struct mb_doc *d;
	int rc;

	if (!t->cache || has_code) /* such an id is completed view by view */
		return mb_view_at(out, v, l->paths[i], err);
	if ((rc = parsed(&d, v, l->paths[i], &l->ids[i], err)) == MB_OK)
		*out = d;
	return rc;
}

/* Did documents of this kind come or go between this tree and the one before? */
static bool kind_changed(const struct mb_view *v, const struct tree *t, const struct mb_kind *k)
{
	struct mb_arena *a = mb_arena_new();
	bool changed = false;

	for (size_t i = 0; !changed && i < t->n_changed; i++) {
		const struct mb_difference *d = &t->changed[i];
		struct mb_address at;
		const char *code;

		if (d->mode_before != d->mode_after)
			changed = mb_place_of_path(&at, &code, a, v->schema, d->path, NULL) == MB_OK &&
				  at.kind == k;
	}
	mb_arena_free(a);
	return changed;
}

/* What follows the past, when it can say which documents of this kind there are at this tree. */
static struct mb_follow *can_list(const struct mb_view *v, const struct mb_kind *k, const struct mb_query *q)
{
	const struct tree *t = v->self;
	bool by_value = q->field && q->value;
	struct mb_follow *f = follows(t);

	if (!f && t->before && !by_value && (f = follows(t->before)) && kind_changed(v, t, k))
		f = NULL;
	return f;
}

static int tree_list(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		     const struct mb_query *q, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(v->schema, q->kind);
	const struct mb_listing *found;
	struct mb_follow *f;
	struct mb_listing l;
	int rc;

	*paths = NULL;
	*n = 0;
	if (!k || (q->group && !mb_slug_ok(q->group)))
		return MB_OK;
	if ((f = can_list(v, k, q))) {
		const struct mb_follow_reader reader = { v->schema, parse_for_follow, v };
		bool known;

		if ((rc = mb_follow_list(&known, paths, n, a, f, &reader, k, q, err)) != MB_OK || known)
			return rc;
	}
	if ((rc = paths_of(&found, v, k, q->group, err)) != MB_OK)
		return rc;
	l = *found; /* reading a document may list other kinds, which moves the lists */
	for (size_t i = 0; i < l.n; i++) {
		const struct mb_doc *d;

		if (q->field && q->value &&
		    (rc = listed_doc(&d, v, &l, i, k->lives == MB_LIVES_IN_GROUP, err)) != MB_OK)
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
	struct tree *t = v->self;

	if (t->cache)
		mb_cache_view_ends(t->cache);
	free(t);
}

static const struct mb_view_ops tree_ops = {
	.read = tree_read, .list = tree_list, .free = tree_free, .files = tree_files, .parsed = tree_parsed
};

struct mb_cache *mb_view_cache(struct mb_view *v)
{
	return v->ops == &tree_ops ? ((struct tree *)v->self)->cache : NULL;
}

struct mb_cache *mb_tree_view_cache(struct mb_view *v, struct mb_oid *blob, const char *path)
{
	struct tree *t = v->ops == &tree_ops ? v->self : NULL;

	return t && t->cache && file_at(blob, t, path, NULL) == MB_OK ? t->cache : NULL;
}

int mb_view_of_tree_cached(struct mb_view **out, struct mb_record *rec, const struct mb_oid *tree,
			   const struct mb_schema *s, struct mb_cache *cache, struct mb_error *err)
{
	struct tree *t = mb_alloc(sizeof *t);

	t->rec = rec;
	t->id = *tree;
	t->cache = cache;
	if (cache)
		mb_cache_view_begins(cache);
	*out = mb_view_new(&tree_ops, s, t);
	return MB_OK;
}

int mb_view_of_tree_followed(struct mb_view **out, struct mb_record *rec, const struct mb_oid *tree,
			     const struct mb_schema *s, struct mb_cache *cache, struct mb_error *err)
{
	int rc = mb_follow_to(mb_cache_follow(cache), rec, tree, err);

	return rc == MB_OK ? mb_view_of_tree_cached(out, rec, tree, s, cache, err) : rc;
}

int mb_view_of_tree_changed(struct mb_view **out, struct mb_view *before, struct mb_record *rec,
			    const struct mb_oid *tree, const struct mb_difference *diff, size_t n,
			    struct mb_error *err)
{
	struct tree *t = before->ops == &tree_ops ? before->self : NULL;
	int rc = mb_view_of_tree_cached(out, rec, tree, before->schema, t ? t->cache : NULL, err);

	if (rc != MB_OK || !t || !t->cache)
		return rc;
	mb_follow_tell(mb_cache_follow(t->cache), &t->id, tree, diff, n);
	((struct tree *)(*out)->self)->before = t;
	((struct tree *)(*out)->self)->changed = diff;
	((struct tree *)(*out)->self)->n_changed = n;
	return MB_OK;
}

int mb_view_of_tree(struct mb_view **out, struct mb_record *rec, const struct mb_oid *tree,
		    const struct mb_schema *s, struct mb_error *err)
{
	return mb_view_of_tree_cached(out, rec, tree, s, NULL, err);
}
