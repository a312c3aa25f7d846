/* Searching in everyday words: small ones, endings, spelling. */
#include "index_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world w;
static struct mb_index *ix;

static int set_up(void **state)
{
	world_open(&w);
	world_put(&w, "handbook/play.md",
		  "# Play schemes\n\nThe play schemes are kept open in the half-term week.\n");
	world_put(&w, "handbook/foster.md",
		  "# Emergency placements\n\nSix foster placements were funded for the winter; no van.\n");
	world_put(&w, "handbook/policy.md",
		  "# Policies\n\nWhat was agreed on sharing information, CTB-2005-D003.\n");
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
	enum mb_find_how how;
	const char *gives;
} rows[] = {
	{ "literal: all words as typed", "what did we decide on play schemes", MB_FIND_LITERAL, "" },
	{ "small words are left out", "what did we decide on play schemes", MB_FIND_EVERYDAY, "play" },
	{ "one of a plural", "play scheme", MB_FIND_EVERYDAY, "play" },
	{ "what only begins alike is another word", "plays vans", MB_FIND_EVERYDAY, "" },
	{ "a short plural", "vans", MB_FIND_EVERYDAY, "foster" },
	{ "another ending", "funding a placement", MB_FIND_EVERYDAY, "foster" },
	{ "a plural in -ies", "policy", MB_FIND_EVERYDAY, "policy" },
	{ "a wrong letter", "emergancy", MB_FIND_EVERYDAY, "foster" },
	{ "letters the other way round", "emergnecy winter", MB_FIND_EVERYDAY, "foster" },
	{ "two slips in a long word", "infomation shareing", MB_FIND_EVERYDAY, "policy" },
	{ "two misspelt words", "emergancy placments", MB_FIND_EVERYDAY, "foster" },
	{ "a short word is taken as it is", "ply", MB_FIND_EVERYDAY, "" },
	{ "an id is no misspelling of another", "CTB-2005-D004", MB_FIND_EVERYDAY, "" },
	{ "a quotation is what it is", "\"play scheme\"", MB_FIND_EVERYDAY, "" },
	{ "all words are still asked for", "play winter", MB_FIND_EVERYDAY, "" },
	{ "any of them", "play winter", MB_FIND_ANY, "foster play" },
	{ "any of them, misspelt", "emergancy scheme", MB_FIND_ANY, "foster play" },
	{ "nothing but small words are words", "what was", MB_FIND_EVERYDAY, "policy" },
	{ "words of the engine are words", "play AND OR NOT NEAR", MB_FIND_ANY, "play" },
	{ "marks do no harm", "play* (schemes) -winter ^x : {}", MB_FIND_ANY, "foster play" },
	{ "nothing like it", "quernstone", MB_FIND_ANY, "" },
};

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct mb_hit *)a)->row.path, ((const struct mb_hit *)b)->row.path);
}

static void check_row(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	const struct mb_find f = { .words = r->words, .how = r->how };
	const char *got = "";
	struct mb_error err = { 0 };
	struct mb_hit *hits;
	size_t n;

	if (mb_index_find(&hits, &n, NULL, a, ix, &f, &err) != MB_OK)
		fail_msg("%s", err.text);
	if (n)
		qsort(hits, n, sizeof *hits, by_path);
	for (size_t i = 0; i < n; i++)
		got = mb_arena_printf(a, "%s%s%s", got, i ? " " : "", world_names(a, &hits[i].row, 1));
	assert_string_equal(got, r->gives);
	for (size_t i = 0; i < n; i++)
		assert_non_null(
			strstr(hits[i].snippet, "«")); /* what was found is marked, in whichever form */
	mb_arena_free(a);
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

int main(void)
{
	struct CMUnitTest t[COUNT(rows)];

	for (size_t i = 0; i < COUNT(rows); i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check_row, NULL, NULL,
					    (void *)(uintptr_t)&rows[i] };
	return cmocka_run_group_tests_name("index_everyday", t, set_up, tear_down);
}
