/* view_over.c: files laid over a view, as a change would leave the record. */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

struct over {
	struct mb_view *base;
	const struct mb_file **files; /* sorted by path; of a path given twice the last */
	size_t n;
	const char *asked; /* the last answer of mb_view_overlays_name() */
	bool holds;
};

static int by_path(const void *a, const void *b)
{
	const struct mb_file *x = *(const struct mb_file *const *)a, *y = *(const struct mb_file *const *)b;
	int order = strcmp(x->path, y->path);

	return order ? order : (x > y) - (x < y); /* of one array: later ones after */
}

static const struct mb_file *find(const struct over *o, const char *path)
{
	size_t low = 0, high = o->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(o->files[mid]->path, path);

		if (order == 0)
			return o->files[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static int over_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		     struct mb_error *err)
{
	const struct over *o = v->self;
	const struct mb_file *f = find(o, path);

	if (!f)
		return o->base->ops->read(o->base, out, a, path, err);
	if (f->remove)
		return mb_fail(err, MB_ENOTFOUND, "%s is removed by this change", path);
	*out = f->data;
	return MB_OK;
}

static int fits(bool *yes, struct mb_view *v, const struct mb_query *q, const struct mb_file *f,
		struct mb_arena *a, struct mb_error *err)
{
	const struct mb_doc *d;
	struct mb_address at;
	const char *code;
	int rc;

	*yes = !f->remove && mb_place_of_path(&at, &code, a, v->schema, f->path, NULL) == MB_OK &&
	       mb_streq(at.kind->name, q->kind) && (!q->group || mb_streq(at.group, q->group));
	if (!*yes || !q->field || !q->value)
		return MB_OK;
	rc = mb_view_at(&d, v, f->path, err);
	*yes = rc == MB_OK && mb_query_fits(q, d);
	return rc;
}

static int over_list(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		     const struct mb_query *q, struct mb_error *err)
{
	const struct over *o = v->self;
	const char **below = NULL;
	size_t n_below = 0;
	bool yes;
	int rc = o->base->ops->list(o->base, &below, &n_below, a, q, err);

	*paths = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < n_below; i++)
		if (!find(o, below[i]))
			*MB_PUSH(a, *paths, *n) = below[i];
	for (size_t i = 0; rc == MB_OK && i < o->n; i++)
		if ((rc = fits(&yes, v, q, o->files[i], a, err)) == MB_OK && yes)
			*MB_PUSH(a, *paths, *n) = o->files[i]->path;
	mb_sort_paths(*paths, *n);
	return rc;
}

static int over_files(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		      const char *folder, struct mb_error *err)
{
	const struct over *o = v->self;
	const char **below = NULL;
	size_t n_below = 0, len = strlen(folder);
	int rc = o->base->ops->files ? o->base->ops->files(o->base, &below, &n_below, a, folder, err) : MB_OK;

	*paths = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < n_below; i++)
		if (!find(o, below[i]))
			*MB_PUSH(a, *paths, *n) = below[i];
	for (size_t i = 0; rc == MB_OK && i < o->n; i++) {
		const char *path = o->files[i]->path;

		if (!o->files[i]->remove && mb_starts(path, folder) && path[len] == '/' &&
		    !strchr(path + len + 1, '/'))
			*MB_PUSH(a, *paths, *n) = path;
	}
	mb_sort_paths(*paths, *n);
	return rc;
}

/* What is laid over a view that has a cache is kept there too: judged again, it is mostly what the record came to hold. */
static int over_parsed(struct mb_view *v, struct mb_doc **out, const char *path, struct mb_error *err)
{
	const struct over *o = v->self;
	const struct mb_file *f = find(o, path);
	struct mb_cache *c = f && !f->remove ? mb_view_cache(o->base) : NULL;

	*out = NULL;
	return c ? mb_cache_parse(out, c, v->schema, path, f->data, err) : MB_OK;
}

static void over_free(struct mb_view *v)
{
	struct over *o = v->self;

	free(o->files);
	free(o);
}

static const struct mb_view_ops over_ops = {
	.read = over_read, .list = over_list, .free = over_free, .files = over_files, .parsed = over_parsed
};

struct mb_view *mb_view_under(const struct mb_view *v)
{
	return v->ops == &over_ops ? ((const struct over *)v->self)->base : NULL;
}

bool mb_view_overlays(const struct mb_view *v, const char *path)
{
	return v->ops == &over_ops && find(v->self, path);
}

const char *mb_view_overlaid(const struct mb_view *v, size_t i)
{
	const struct over *o = v->self;

	return v->ops == &over_ops && i < o->n ? o->files[i]->path : NULL;
}

static bool holds_name(const struct over *o, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < o->n; i++) {
		const char *slash = strrchr(o->files[i]->path, '/');

		if (slash && strncmp(slash + 1, name, len) == 0 && strcmp(slash + 1 + len, ".md") == 0)
			return true;
	}
	return false;
}

bool mb_view_overlays_name(const struct mb_view *v, const char *name)
{
	struct over *o = v->self;

	if (v->ops != &over_ops)
		return false;
	if (!o->asked ||
	    strcmp(o->asked, name) != 0) { /* asked at each id that is looked up, always of groups */
		o->asked = mb_arena_dup(v->arena, name);
		o->holds = holds_name(o, name);
	}
	return o->holds;
}

int mb_view_over(struct mb_view **out, struct mb_view *base, const struct mb_file *files, size_t n,
		 struct mb_error *err)
{
	struct over *o = mb_alloc(sizeof *o);
	size_t kept = 0;

	o->base = base;
	o->files = mb_alloc((n + 1) * sizeof *o->files);
	for (size_t i = 0; i < n; i++)
		o->files[i] = &files[i];
	if (n > 1)
		qsort(o->files, n, sizeof *o->files, by_path);
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && strcmp(o->files[kept - 1]->path, o->files[i]->path) == 0)
			kept--;
		o->files[kept++] = o->files[i];
	}
	o->n = kept;
	*out = mb_view_new(&over_ops, base->schema, o);
	return MB_OK;
}
