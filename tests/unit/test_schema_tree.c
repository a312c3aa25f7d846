/* A view straight from a tree says what a view of the same texts says. */
#include "schema_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct home {
	char dir[64];
	struct mb_record *rec;
	struct mb_view *tree;
	struct mb_cache *cache;
	struct mb_oid id;
	struct world *texts;
};

static int up_with(void **state, struct mb_cache *cache)
{
	struct home *h = mb_alloc(sizeof *h);
	struct mb_file *files = mb_alloc(n_trust_files * sizeof *files);
	const char *tmp = getenv("TMPDIR");
	struct mb_oid id, none = { "" };
	struct mb_error *err;
	void *texts;

	trust_up(&texts);
	h->texts = texts;
	err = &h->texts->err;
	snprintf(h->dir, sizeof h->dir, "%.40s/mb-schema-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(h->dir));
	must(h->texts, mb_home_init(h->dir, err));
	must(h->texts, mb_record_open(&h->rec, h->dir, err));
	for (size_t i = 0; i < n_trust_files; i++)
		files[i] = file_of(trust_files[i].path, trust_files[i].text);
	must(h->texts, mb_tree_write(&id, h->rec, &none, files, n_trust_files, err));
	h->cache = cache;
	h->id = id;
	must(h->texts, mb_view_of_tree_cached(&h->tree, h->rec, &id, &trust_schema, cache, err));
	free(files);
	*state = h;
	return 0;
}

static int up(void **state)
{
	return up_with(state, NULL);
}

/* A cache that is emptied whenever it may be, and is met again by a second view. */
static int up_cached(void **state)
{
	return up_with(state, mb_cache_new(1));
}

static int down(void **state)
{
	struct home *h = *state;
	void *texts = h->texts;
	char command[128];

	mb_view_free(h->tree);
	mb_cache_free(h->cache);
	mb_record_close(h->rec);
	snprintf(command, sizeof command, "rm -rf '%s'", h->dir);
	assert_int_equal(system(command), 0);
	trust_down(&texts);
	free(h);
	return 0;
}

static void both_providers_list_the_same(void **state)
{
	static const struct mb_query more[] = {
		{ "paper", "board", NULL, NULL },
		{ "paper", "none", NULL, NULL },
		{ "paper", NULL, "themes", "money" },
		{ "paper", NULL, "state", "draft" },
		{ "paper", "../board", NULL, NULL },
		{ "group", NULL, "members.person", "ann-holt" },
		{ "person", "board", NULL, NULL },
		{ "terms-of-reference", NULL, "id", "CEX-terms-of-reference" },
		{ "agenda", "board", NULL, NULL },
		{ "unknown", NULL, NULL, NULL },
		{ "meeting", NULL, "date", "2005-10-03" },
	};
	struct home *h = *state;
	struct world *w = h->texts;

	for (size_t i = 0; i < trust_schema.n_kinds + COUNT(more); i++) {
		size_t of = i < trust_schema.n_kinds ? 0 : i - trust_schema.n_kinds;
		struct mb_query q = i < trust_schema.n_kinds
					    ? (struct mb_query){ .kind = trust_schema.kinds[i].name }
					    : more[of];
		const struct mb_doc **tree, **texts;
		size_t n_tree, n_texts;

		must(w, mb_view_list(&tree, &n_tree, h->tree, &q, &w->err));
		must(w, mb_view_list(&texts, &n_texts, w->view, &q, &w->err));
		if (n_tree != n_texts)
			fail_msg("%s %s: %zu, not %zu", q.kind, q.field ? q.field : "", n_tree, n_texts);
		for (size_t d = 0; d < n_tree; d++) {
			assert_string_equal(tree[d]->path, texts[d]->path);
			assert_string_equal(tree[d]->id, texts[d]->id);
			assert_string_equal(tree[d]->text, texts[d]->text);
		}
	}
}

static void single_documents_are_found(void **state)
{
	struct home *h = *state;
	struct world *w = h->texts;
	const struct mb_doc *d, *again;

	must(w, mb_view_doc(&d, h->tree, "CTB-2005-P001", &w->err));
	must(w, mb_view_doc(&again, h->tree, d->path, &w->err));
	assert_ptr_equal(d, again);
	must(w, mb_view_doc(&d, h->tree, "CTB-2005-M001-agenda-2", &w->err));
	must(w, mb_view_doc(&d, h->tree, "CTB-terms-of-reference", &w->err));
	must(w, mb_view_doc(&d, h->tree, "ann-holt", &w->err));
	assert_int_equal(mb_view_doc(&d, h->tree, "CTB-2005-P044", &w->err), MB_ENOTFOUND);
	says(&w->err, "the last one of 2005 is CTB-2005-P014");
	assert_int_equal(mb_view_doc(&d, h->tree, "groups/board/papers", &w->err), MB_ENOTFOUND);
	assert_int_equal(mb_view_doc(&d, h->tree, "handbook/none.md", &w->err), MB_ENOTFOUND);
}

static void the_world_is_the_same(void **state)
{
	struct home *h = *state;
	struct world *w = h->texts;
	struct mb_calendar *c;
	struct mb_partnership p;
	unsigned next;

	must(w, mb_partnership_read(&p, h->tree, &w->err));
	assert_string_equal(p.clerk_post, "clerk");
	must(w, mb_calendar_read(&c, h->tree, &w->err));
	assert_int_equal(mb_calendar_until(c), day_of("2010-12-31"));
	mb_calendar_free(c);
	assert_true(mb_role_holds(h->tree, "fay-lund", "chair of parent", "executive", day_of("2005-08-01")));
	must(w, mb_view_next_number(&next, h->tree, mb_schema_kind(&trust_schema, "paper"), "board", 2005,
				    &w->err));
	assert_int_equal(next, 15);
}

static void files_are_laid_over_a_tree(void **state)
{
	struct home *h = *state;
	struct world *w = h->texts;
	const struct mb_file files[] = {
		file_of("groups/board/papers/2005/CTB-2005-P001.md", NULL),
		file_of("groups/board/papers/2006/CTB-2006-P001.md", "---\nkind: paper\ntitle: New\n---\n"),
		file_of("groups/new/group.md", "---\nkind: group\nname: New\ncode: NEW\n---\n"),
	};
	const struct mb_doc **docs, *d;
	struct mb_view *over;
	size_t n;

	must(w, mb_view_over(&over, h->tree, files, COUNT(files), &w->err));
	must(w, mb_view_list(&docs, &n, over, &(struct mb_query){ "paper", "board", NULL, NULL }, &w->err));
	assert_int_equal(n, 4);
	assert_string_equal(docs[3]->id, "CTB-2006-P001");
	must(w, mb_view_doc(&d, over, "NEW", &w->err));
	assert_string_equal(d->id, "new");
	mb_view_free(over);
}

#define AT_HOME(f) cmocka_unit_test_setup_teardown(f, up, down)

static void views_share_what_they_parsed(void **state)
{
	struct home *h = *state;
	const struct mb_query papers = { "paper", NULL, NULL, NULL };
	const struct mb_doc **first, **second;
	struct mb_view *other;
	size_t n, m;

	must(h->texts, mb_view_list(&first, &n, h->tree, &papers, &h->texts->err));
	must(h->texts,
	     mb_view_of_tree_cached(&other, h->rec, &h->id, &trust_schema, h->cache, &h->texts->err));
	must(h->texts, mb_view_list(&second, &m, other, &papers, &h->texts->err));
	assert_int_equal(n, m);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++)
		assert_ptr_equal(first[i], second[i]);
	mb_view_free(other);
	mb_cache_forget(h->cache, &trust_schema);
	must(h->texts,
	     mb_view_of_tree_cached(&other, h->rec, &h->id, &trust_schema, h->cache, &h->texts->err));
	must(h->texts, mb_view_list(&second, &m, other, &papers, &h->texts->err));
	assert_int_equal(n, m);
	assert_ptr_not_equal(first[0], second[0]);
	mb_view_free(other);
}

static void the_same_bytes_are_parsed_once(void **state)
{
	struct home *h = *state;
	const struct mb_str raw = { "# A page\n", 9 };
	struct mb_doc *first, *second, *elsewhere;

	must(h->texts, mb_cache_parse(&first, h->cache, &trust_schema, "handbook/a.md", raw, &h->texts->err));
	must(h->texts,
	     mb_cache_parse(&second, h->cache, &trust_schema, "handbook/a.md", raw, &h->texts->err));
	must(h->texts,
	     mb_cache_parse(&elsewhere, h->cache, &trust_schema, "handbook/b.md", raw, &h->texts->err));
	assert_ptr_equal(first, second);
	assert_ptr_not_equal(first, elsewhere);
	assert_string_equal(elsewhere->path, "handbook/b.md");
}

#define CACHED(f) cmocka_unit_test_setup_teardown(f, up_cached, down)

int main(void)
{
	const struct CMUnitTest t[] = {
		AT_HOME(both_providers_list_the_same), AT_HOME(single_documents_are_found),
		AT_HOME(the_world_is_the_same),	       AT_HOME(files_are_laid_over_a_tree),
		CACHED(both_providers_list_the_same),  CACHED(single_documents_are_found),
		CACHED(the_world_is_the_same),	       CACHED(files_are_laid_over_a_tree),
		CACHED(views_share_what_they_parsed),  CACHED(the_same_bytes_are_parsed_once)
	};

	return cmocka_run_group_tests_name("schema_tree", t, NULL, NULL);
}
