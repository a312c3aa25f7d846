/* Full text: words are words, whatever they would mean to the engine. */
#include "index_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define P(n) "groups/board/papers/2005/CTB-2005-P00" #n ".md"

static struct world w;
static struct mb_index *ix;

static int set_up(void **state)
{
	world_open(&w);
	world_put(&w, P(1),
		  "---\nkind: paper\ntitle: Breakfast clubs\nlead: helen-marsh\n---\n"
		  "Pupils who eat breakfast **AND** lunch near (the school) do better.\n\nA second "
		  "paragraph; the café opens late.\n");
	world_put(&w, P(2),
		  "---\nkind: paper\ntitle: Transport\nsummary: Buses for clubs\n---\nThe school bus is "
		  "late. «Quoted» here.\n");
	world_put(&w, "handbook/words.md", "# Words\n\nThe bus school is a phrase turned round.\n");
	world_land(&w, "2005-10-03", "2005-10-03");
	ix = world_index(&w);
	return 0;
}

static int tear_down(void **state)
{
	mb_index_close(ix);
	world_close(&w);
	return 0;
}

static const struct row {
	const char *name, *words;
	int rc;
	const char *gives;   /* sorted by rank */
	const char *snippet; /* part of the first's */
} rows[] = {
	{ "one word", "breakfast", MB_OK, "CTB-2005-P001", "«breakfast»" },
	{ "a word of the title comes first", "clubs", MB_OK, "CTB-2005-P001 CTB-2005-P002", "«clubs»" },
	{ "any case", "BREAKFAST", MB_OK, "CTB-2005-P001", NULL },
	{ "all must occur", "breakfast bus", MB_OK, "", NULL },
	{ "accents are folded", "cafe", MB_OK, "CTB-2005-P001", "«café»" },
	{ "AND is a word", "breakfast AND lunch", MB_OK, "CTB-2005-P001", "«AND»" },
	{ "OR is a word", "breakfast OR bus", MB_OK, "", NULL },
	{ "NOT is a word", "clubs NOT bus", MB_OK, "", NULL },
	{ "NEAR( is a word", "NEAR( school", MB_OK, "CTB-2005-P001", NULL },
	{ "a star is nothing", "breakf*", MB_OK, "", NULL },
	{ "a star behind a word is left out", "breakfast*", MB_OK, "CTB-2005-P001", NULL },
	{ "a column is a phrase of two words", "title:breakfast", MB_OK, "", NULL },
	{ "a caret and a plus", "^breakfast + lunch", MB_OK, "CTB-2005-P001", NULL },
	{ "phrase", "\"school bus\"", MB_OK, "CTB-2005-P002", "«school bus»" },
	{ "phrase as Word sets it", "“school bus”", MB_OK, "CTB-2005-P002", NULL },
	{ "phrase never closed", "\"school bus", MB_OK, "CTB-2005-P002", NULL },
	{ "quotes in the middle", "late\"school bus\"", MB_OK, "CTB-2005-P002", NULL },
	{ "doubled quotes", "\"\"bus\"\" late", MB_OK, "CTB-2005-P002", NULL },
	{ "an id", "CTB-2005-P002", MB_OK, "CTB-2005-P002", NULL },
	{ "a field", "helen-marsh", MB_OK, "helen-marsh group CTB-2005-P001", NULL },
	{ "their marks are not ours", "quoted", MB_OK, "CTB-2005-P002", "\"«Quoted»\" here" },
	{ "the kind is no word of the text", "terms", MB_OK, "", NULL },
	{ "a sign alone among words", "breakfast - — lunch", MB_OK, "CTB-2005-P001", NULL },
	{ "only a foreign sign", "—", MB_OK, "", NULL },
	{ "nothing", "", MB_EINVAL, NULL, NULL },
	{ "only signs", "\"\" ( ) * -", MB_EINVAL, NULL, NULL },
	{ "no UTF-8", "caf\xe9", MB_EINVAL, NULL, NULL },
	{ "too many words",
	  "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a", MB_EINVAL,
	  NULL, NULL },
};

static void check(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_hit *hits;
	const char *got = "";
	struct mb_error err;
	size_t n;

	assert_int_equal(mb_index_search(&hits, &n, a, ix, r->words, 0, &err), r->rc);
	for (size_t i = 0; i < n; i++)
		got = mb_arena_printf(a, "%s%s%s", got, i ? " " : "", world_names(a, &hits[i].row, 1));
	if (r->gives)
		assert_string_equal(got, r->gives);
	if (r->snippet && !strstr(hits[0].snippet, r->snippet))
		fail_msg("no '%s' in '%s'", r->snippet, hits[0].snippet);
	mb_arena_free(a);
}

static size_t hits_of(const char *words)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_hit *hits;
	struct mb_error err;
	size_t n;

	assert_int_equal(mb_index_search(&hits, &n, a, ix, words, 10, &err), MB_OK);
	mb_arena_free(a);
	return n;
}

static void an_updated_text_is_found_by_its_new_words_only(void **state)
{
	struct mb_error err;

	assert_int_equal(hits_of("lunch"), 1);
	world_put(&w, P(1), "---\nkind: paper\ntitle: Breakfast clubs\n---\nSupper instead.\n");
	world_remove(&w, "handbook/words.md");
	world_land(&w, "2005-10-04", "2005-10-04");
	assert_int_equal(mb_index_catch_up(ix, &err), MB_OK);
	assert_int_equal(hits_of("lunch"), 0);
	assert_int_equal(hits_of("supper"), 1);
	assert_int_equal(hits_of("turned"), 0);
	assert_int_equal(mb_index_check(ix, NULL, NULL, &err), MB_OK);
}

static void one_text_in_two_places_is_found_twice(void **state)
{
	struct mb_error err;

	world_put(&w, "handbook/a.md", "# Same\n\nquixotic\n");
	world_put(&w, "handbook/b.md", "# Same\n\nquixotic\n");
	world_land(&w, "2005-10-05", "2005-10-05");
	assert_int_equal(mb_index_catch_up(ix, &err), MB_OK);
	assert_int_equal(hits_of("quixotic"), 2);
}

static void what_does_not_read_as_a_document_is_still_found(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err;
	struct mb_hit *hits;
	size_t n;

	world_put(&w, P(3), "---\nkind: paper\ntitle: [unclosed\n---\nzebra crossing\n");
	world_put(&w, P(4), "---\nkind: nothing-known\n---\nzebra house\n");
	world_put(&w, "handbook/bytes.md", "\xff\xfe zebra\n");
	world_land(&w, "2005-10-06", "2005-10-06");
	assert_int_equal(mb_index_catch_up(ix, &err), MB_OK);
	assert_int_equal(mb_index_search(&hits, &n, a, ix, "zebra", 0, &err), MB_OK);
	assert_int_equal(n, 2);
	assert_string_equal(hits[0].row.title, hits[0].row.path);
	assert_string_equal(hits[0].row.kind, "");
	mb_arena_free(a);
}

static bool not_the_page(void *path, const struct mb_version_row *row)
{
	return strcmp(row->path, path) != 0;
}

static void a_page_of_a_search_is_counted_whole_and_sifted(void **state)
{
	static char page[] = "handbook/words.md";
	static const struct {
		struct mb_find f;
		size_t n, total;
	} asked[] = {
		{ { .words = "bus" }, 2, 2 },
		{ { .words = "bus", .limit = 1 }, 1, 2 },
		{ { .words = "bus", .limit = 1, .skip = 1 }, 1, 2 },
		{ { .words = "bus", .skip = 2 }, 0, 2 },
		{ { .words = "bus", .kind = "paper" }, 1, 1 },
		{ { .words = "bus", .group = "board" }, 1, 1 },
		{ { .words = "bus", .kind = "group" }, 0, 0 },
		{ { .words = "bus", .keep = not_the_page, .keep_ctx = page }, 1, 1 },
		{ { .words = "nowhere" }, 0, 0 },
	};

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_error err;
		struct mb_hit *hits;
		size_t n, total;

		assert_int_equal(mb_index_find(&hits, &n, &total, a, ix, &asked[i].f, &err), MB_OK);
		if (n != asked[i].n || total != asked[i].total)
			fail_msg("row %zu: %zu of %zu, not %zu of %zu", i, n, total, asked[i].n,
				 asked[i].total);
		mb_arena_free(a);
	}
}

static void a_bare_search_quotes_nothing(void **state)
{
	const struct mb_find f = { .words = "breakfast", .bare = true };
	struct mb_arena *a = mb_arena_new();
	struct mb_error err;
	struct mb_hit *hits;
	size_t n;

	assert_int_equal(mb_index_find(&hits, &n, NULL, a, ix, &f, &err), MB_OK);
	assert_int_equal(n, 1);
	assert_string_equal(hits[0].snippet, hits[0].row.title);
	mb_arena_free(a);
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

int main(void)
{
	struct CMUnitTest t[COUNT(rows) + 5];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_page_of_a_search_is_counted_whole_and_sifted);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_bare_search_quotes_nothing);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(an_updated_text_is_found_by_its_new_words_only);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(one_text_in_two_places_is_found_twice);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(what_does_not_read_as_a_document_is_still_found);
	return cmocka_run_group_tests_name("index_search", t, set_up, tear_down);
}
