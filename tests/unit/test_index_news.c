/* What is new since an event, to one person. */
#include "index_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define D1 "groups/board/decisions/2005/CTB-2005-D001.md"
#define P1 "groups/board/papers/2005/CTB-2005-P001.md"
#define A1 "groups/board/actions/2005/CTB-2005-A001.md"

static struct world w;
static struct mb_index *ix;

static void land(const char *day)
{
	world_land(&w, day, day);
}

/*  seq
 *  1  the start: partnership.yaml, a group, two people
 *  2  D001, P001
 *  3  P001 approved
 *  4  A001; a page
 *  5  P001 once more; the page removed */
static int set_up(void **state)
{
	world_open(&w);
	world_put(&w, D1,
		  "---\nkind: decision\nstate: in-force\ntitle: One\ndate: 2005-10-03\n---\nAgreed.\n");
	world_put(&w, P1, "---\nkind: paper\nstate: draft\ntitle: Hours\n---\nText.\n");
	land("2005-10-03");
	world_put(&w, P1, "---\nkind: paper\nstate: approved\ntitle: Hours\n---\nText.\n");
	land("2005-10-05");
	world_put(&w, A1, "---\nkind: action\nstate: open\ntitle: Tell parents\nowner: helen-marsh\n---\n");
	world_put(&w, "handbook/how.md", "# How we work\n");
	land("2005-10-06");
	world_put(&w, P1, "---\nkind: paper\nstate: approved\ntitle: Hours\n---\nOther text.\n");
	world_remove(&w, "handbook/how.md");
	land("2005-10-07");
	ix = world_index(&w);
	return 0;
}

static int tear_down(void **state)
{
	mb_index_close(ix);
	world_close(&w);
	return 0;
}

static bool no_papers(void *ctx, const struct mb_version_row *row)
{
	return strcmp(row->kind, "paper") != 0;
}

/* gives: "name:seq<known" of each; all events are entered by esther-lane, and their headlines begin "Helen Marsh changed" */
static const struct row {
	const char *name;
	struct mb_index_news_ask ask;
	const char *gives;
	bool more;
} rows[] = {
	{ "nothing since the last", .ask = { .since = 5 }, .gives = "" },
	{ "nothing since one that is still to come", .ask = { .since = 99 }, .gives = "" },
	{ "one document once, with what it was", .ask = { .since = 2 },
	  .gives = "CTB-2005-P001:5<2 CTB-2005-A001:4<0" },
	{ "what stands as it was is not new", .ask = { .since = 3 },
	  .gives = "CTB-2005-P001:5<3 CTB-2005-A001:4<0" },
	{ "what came and went is not new", .ask = { .since = 4 }, .gives = "CTB-2005-P001:5<3" },
	{ "from the start, newest first", .ask = { .since = 1 },
	  .gives = "CTB-2005-P001:5<0 CTB-2005-A001:4<0 CTB-2005-D001:2<0" },
	{ "what I entered is no news", .ask = { .since = 1, .person = "esther-lane" }, .gives = "" },
	{ "in whose name it was does not count", .ask = { .since = 3, .person = "helen-marsh" },
	  .gives = "CTB-2005-P001:5<3 CTB-2005-A001:4<0" },
	{ "what a machine enters in my name is",
	  .ask = { .since = 3, .person = "esther-lane", .nobodys = "Helen Marsh changed" },
	  .gives = "CTB-2005-P001:5<3 CTB-2005-A001:4<0" },
	{ "another headline is no machine's",
	  .ask = { .since = 3, .person = "esther-lane", .nobodys = "Daily run" }, .gives = "" },
	{ "at most one", .ask = { .since = 1, .limit = 1 }, .gives = "CTB-2005-P001:5<0", .more = true },
	{ "at most as many as there are", .ask = { .since = 1, .limit = 3 },
	  .gives = "CTB-2005-P001:5<0 CTB-2005-A001:4<0 CTB-2005-D001:2<0" },
	{ "only a few versions are looked at", .ask = { .since = 1, .most = 2 }, .gives = "CTB-2005-P001:5<0",
	  .more = true },
	{ "only what is wanted", .ask = { .since = 1, .keep = no_papers },
	  .gives = "CTB-2005-A001:4<0 CTB-2005-D001:2<0" },
};

static void check_row(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_news_row *list;
	const char *got = "";
	bool more;
	size_t n;

	assert_int_equal(mb_index_news(&list, &n, &more, a, ix, &r->ask, NULL), MB_OK);
	for (size_t i = 0; i < n; i++) {
		got = mb_arena_printf(a, "%s%s%s:%ld<%ld", got, i ? " " : "", world_names(a, &list[i].now, 1),
				      list[i].now.seq, list[i].was.seq);
		assert_true(list[i].was.seq == 0 || strcmp(list[i].was.path, list[i].now.path) == 0);
		assert_int_equal(list[i].now.event.seq, list[i].now.seq);
	}
	if (r->ask.since <= 1 && !r->ask.limit && !r->ask.most && !r->ask.person && !r->ask.keep)
		assert_string_equal(list[n - 1].now.title, "One");
	assert_string_equal(got, r->gives);
	assert_int_equal(more, r->more);
	mb_arena_free(a);
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

int main(void)
{
	struct CMUnitTest t[COUNT(rows)];

	for (size_t i = 0; i < COUNT(rows); i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check_row, NULL, NULL,
					    (void *)(uintptr_t)&rows[i] };
	return cmocka_run_group_tests_name("index_news", t, set_up, tear_down);
}
