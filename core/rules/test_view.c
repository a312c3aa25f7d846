/* test_view.c: the pages of a test's record as a view, one of them left out or replaced. */
#include "rules_impl.h"

#include <stdlib.h>
#include <string.h>

struct pages {
	const struct test_world *w;
	const char *skip;
	struct test_page instead;
};

static const struct mb_str *page_at(const struct pages *p, const char *path)
{
	if (p->instead.path && strcmp(p->instead.path, path) == 0)
		return &p->instead.text;
	for (size_t i = 0; i < p->w->n_pages; i++)
		if (strcmp(p->w->pages[i].path, path) == 0 && !mb_streq(path, p->skip))
			return &p->w->pages[i].text;
	return NULL;
}

static int pages_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		      struct mb_error *err)
{
	const struct mb_str *text = page_at(v->self, path);

	(void)a;
	if (!text)
		return mb_fail(err, MB_ENOTFOUND, "there is no file %.200s", path);
	*out = *text;
	return MB_OK;
}

static bool is_there(const struct pages *p, const char *path)
{
	return (!p->skip || strcmp(p->skip, path) != 0) && mb_ends(path, ".md");
}

/* The paths in order, that of the replaced page among them though it may be new. */
static const char **all_paths(size_t *n, struct mb_arena *a, const struct pages *p)
{
	const char **out = NULL;
	bool placed = p->instead.path == NULL;

	*n = 0;
	for (size_t i = 0; i < p->w->n_pages; i++) {
		const char *path = p->w->pages[i].path;

		if (!placed && strcmp(p->instead.path, path) <= 0) {
			placed = true;
			*MB_PUSH(a, out, *n) = p->instead.path;
			if (strcmp(p->instead.path, path) == 0)
				continue;
		}
		if (is_there(p, path))
			*MB_PUSH(a, out, *n) = path;
	}
	if (!placed)
		*MB_PUSH(a, out, *n) = p->instead.path;
	return out;
}

static int pages_list(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		      const struct mb_query *q, struct mb_error *err)
{
	const struct pages *p = v->self;
	size_t n_all;
	const char **all = all_paths(&n_all, a, p);

	*paths = NULL;
	*n = 0;
	for (size_t i = 0; i < n_all; i++) {
		const char *path = all[i];
		const struct mb_doc *d;
		int rc;

		/* Ids ask for the list of groups, so groups themselves are told by their place. */
		if (mb_streq(q->kind, "group") && !mb_ends(path, "/group.md"))
			continue;
		if ((rc = mb_view_doc(&d, v, path, err)) != MB_OK)
			return rc;
		if (mb_query_fits(q, d))
			*MB_PUSH(a, *paths, *n) = path;
	}
	return MB_OK;
}

static void pages_free(struct mb_view *v)
{
	free(v->self);
}

struct mb_view *test_world_view(struct test_world *w, const char *skip, const struct test_page *instead)
{
	static const struct mb_view_ops ops = { .read = pages_read, .list = pages_list, .free = pages_free };
	struct pages *p = mb_alloc(sizeof(*p));

	p->w = w;
	p->skip = skip;
	if (instead)
		p->instead = *instead;
	return mb_view_new(&ops, w->schema, p);
}
