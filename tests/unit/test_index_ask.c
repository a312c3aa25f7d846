/* Registers, the two clocks, histories, links, events. */
#include "index_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define D1  "groups/board/decisions/2005/CTB-2005-D001.md"
#define D2  "groups/board/decisions/2005/CTB-2005-D002.md"
#define P1  "groups/board/papers/2005/CTB-2005-P001.md"
#define A1  "groups/board/actions/2005/CTB-2005-A001.md"
#define TOR "groups/board/terms-of-reference.md"

static struct world w;
static struct mb_index *ix;

static void decision(const char *path, const char *state, const char *more)
{
	world_put(
		&w, path,
		"---\nkind: decision\nstate: %s\ntitle: Close the centre\ndate: 2005-10-03\n%s---\nAgreed.\n",
		state, more);
}

/*  seq  recorded    on          what
 *  1    2005-09-01  2005-09-01  the start
 *  2    2005-10-03  2005-10-03  D001 in force; P001
 *  3    2005-10-20  2005-10-05  D001 superseded by D002: recorded late
 *  4    2005-11-01  2005-11-01  P001 approved; A001
 *  5    2005-11-02  2005-11-02  a page, then removed by 6; terms of reference
 *  6    2005-11-03  2005-11-03
 *  7    2005-10-31  2005-11-04  a clock set back: a second page */
static int set_up(void **state)
{
	world_open(&w);
	decision(D1, "in-force", "paper: CTB-2005-P001\n");
	world_put(&w, P1,
		  "---\nkind: paper\ntitle: Opening hours\ndate: 2005-10-03\nthemes: [play, food]\nlead: "
		  "helen-marsh\n"
		  "goes_to: [board]\nvotes:\n  - {motion: one, for: 3, by: esther-lane}\nnote: see "
		  "CTB-2005-M001-minutes\n"
		  "---\nText.\n");
	world_land(&w, "2005-10-03", "2005-10-03");
	decision(D1, "superseded", "paper: CTB-2005-P001\n");
	decision(D2, "in-force", "supersedes: [CTB-2005-D001]\n");
	world_land(&w, "2005-10-05", "2005-10-20");
	world_put(&w, P1,
		  "---\nkind: paper\nstate: approved\ntitle: Opening hours\ndate: 2005-10-03\nthemes: "
		  "[play]\n---\nText.\n");
	world_put(&w, A1,
		  "---\nkind: action\nstate: open\ntitle: Tell parents\nowner: helen-marsh\nfrom: "
		  "CTB-2005-D002\n---\n");
	world_land(&w, "2005-11-01", "2005-11-01");
	world_put(&w, "handbook/how.md", "# How we work\n");
	world_put(&w, TOR,
		  "---\nkind: terms-of-reference\nparameters: {quorum: 4}\n---\n# Terms of reference of the "
		  "Board\n");
	world_land(&w, "2005-11-02", "2005-11-02");
	world_remove(&w, "handbook/how.md");
	world_land(&w, "2005-11-03", "2005-11-03");
	world_put(&w, "handbook/why.md", "# Why we work\n");
	world_land(&w, "2005-11-04", "2005-10-31");
	ix = world_index(&w);
	return 0;
}

static int tear_down(void **state)
{
	mb_index_close(ix);
	world_close(&w);
	return 0;
}

static const struct listing {
	const char *name, *kind, *group, *state, *states[3], *since, *until, *as_at, *known_at, *field,
		*value;
	size_t limit, skip;
	bool newest, but;
	const char *gives;
} listings[] = {
	{ "decisions now", .kind = "decision", .gives = "CTB-2005-D001 CTB-2005-D002" },
	{ "in force now", .kind = "decision", .state = "in-force", .gives = "CTB-2005-D002" },
	{ "in any of two states", .kind = "decision", .states = { "in-force", "superseded" },
	  .gives = "CTB-2005-D001 CTB-2005-D002" },
	{ "in any of two states, one of which is none", .kind = "decision",
	  .states = { "lost", "superseded" }, .gives = "CTB-2005-D001" },
	{ "in any state but one", .kind = "decision", .states = { "in-force" }, .but = true,
	  .gives = "CTB-2005-D001" },
	{ "in any state but two", .kind = "decision", .states = { "in-force", "superseded" }, .but = true,
	  .gives = "" },
	{ "in any state but one, of one field", .kind = "action", .states = { "done" }, .but = true,
	  .field = "owner", .value = "helen-marsh", .gives = "CTB-2005-A001" },
	{ "in any state but one as at between", .kind = "decision", .states = { "in-force" }, .but = true,
	  .as_at = "2005-10-04", .gives = "" },
	{ "in a state and in no other than it", .kind = "decision", .state = "in-force",
	  .states = { "superseded" }, .but = true, .gives = "CTB-2005-D002" },
	{ "as at the day before", .kind = "decision", .as_at = "2005-10-02", .gives = "" },
	{ "as at between", .kind = "decision", .state = "in-force", .as_at = "2005-10-04",
	  .gives = "CTB-2005-D001" },
	{ "as at the late act", .kind = "decision", .state = "in-force", .as_at = "2005-10-05",
	  .gives = "CTB-2005-D002" },
	{ "known at before the late act was recorded", .kind = "decision", .state = "in-force",
	  .known_at = "2005-10-19", .gives = "CTB-2005-D001" },
	{ "known at the day it was recorded", .kind = "decision", .state = "in-force",
	  .known_at = "2005-10-20", .gives = "CTB-2005-D002" },
	{ "as at after, known at before", .kind = "decision", .state = "in-force", .as_at = "2005-10-10",
	  .known_at = "2005-10-15", .gives = "CTB-2005-D001" },
	{ "as at after, known at after", .kind = "decision", .state = "in-force", .as_at = "2005-10-10",
	  .known_at = "2005-10-25", .gives = "CTB-2005-D002" },
	{ "known at before anything", .kind = "decision", .known_at = "2005-01-01", .gives = "" },
	{ "a clock set back does not hide what came before it", .kind = "action", .known_at = "2005-10-31",
	  .gives = "CTB-2005-A001" },
	{ "governed kinds, those without a date last", .kind = NULL, .group = "board",
	  .gives = "CTB-2005-D001 CTB-2005-D002 CTB-2005-P001 CTB-2005-A001 terms-of-reference group" },
	{ "pages", .kind = "", .gives = "why" },
	{ "pages as at a day that had another", .kind = "", .as_at = "2005-11-02", .gives = "how" },
	{ "a removed page as at the day after", .kind = "", .as_at = "2005-11-03", .gives = "" },
	{ "another group", .kind = "decision", .group = "executive", .gives = "" },
	{ "since", .kind = "decision", .since = "2005-10-04", .gives = "" },
	{ "until", .kind = "decision", .until = "2005-10-03", .gives = "CTB-2005-D001 CTB-2005-D002" },
	{ "no date is in no span", .kind = "action", .since = "2000-01-01", .gives = "" },
	{ "limit", .kind = "decision", .limit = 1, .gives = "CTB-2005-D001" },
	{ "the newest, limit", .kind = "decision", .newest = true, .limit = 1, .gives = "CTB-2005-D002" },
	{ "the newest, skip", .kind = "decision", .newest = true, .limit = 1, .skip = 1,
	  .gives = "CTB-2005-D001" },
	{ "the newest, those without a date first", .kind = NULL, .group = "board", .newest = true,
	  .gives = "group terms-of-reference CTB-2005-A001 CTB-2005-P001 CTB-2005-D002 CTB-2005-D001" },
	{ "the newest in force as at between", .kind = "decision", .state = "in-force", .as_at = "2005-10-04",
	  .newest = true, .gives = "CTB-2005-D001" },
	{ "a field", .kind = "action", .field = "owner", .value = "helen-marsh", .gives = "CTB-2005-A001" },
	{ "a field of a row", .kind = NULL, .field = "members.person", .value = "esther-lane",
	  .gives = "group" },
	{ "a field of a map", .kind = NULL, .field = "parameters.quorum", .value = "4",
	  .gives = "terms-of-reference" },
	{ "an item of a list", .kind = "paper", .field = "themes", .value = "food", .gives = "" },
	{ "an item of a list then", .kind = "paper", .field = "themes", .value = "food",
	  .as_at = "2005-10-31", .gives = "CTB-2005-P001" },
	{ "words that would be SQL", .kind = "paper", .field = "themes", .value = "' or 1 = 1 --",
	  .gives = "" },
};

static void check_listing(void **state)
{
	const struct listing *r = *state;
	struct mb_wherefield where = { r->field, r->value };
	struct mb_ask ask = { .kind = r->kind,
			      .group = r->group,
			      .state = r->state,
			      .limit = r->limit,
			      .skip = r->skip,
			      .states = r->states[0] ? r->states : NULL,
			      .n_states = !!r->states[0] + !!r->states[1],
			      .but_states = r->but,
			      .newest_first = r->newest };
	struct mb_arena *a = mb_arena_new();
	struct mb_version_row *rows;
	struct mb_error err;
	size_t n;

	ask.since = world_day(r->since);
	ask.until = world_day(r->until);
	ask.as_at = world_day(r->as_at);
	ask.known_at = world_day(r->known_at);
	ask.where = &where;
	ask.n_where = r->field ? 1 : 0;
	assert_int_equal(mb_index_list(&rows, &n, a, ix, &ask, &err), MB_OK);
	assert_string_equal(world_names(a, rows, n), r->gives);
	mb_arena_free(a);
}

static void history_tells_every_version_with_its_event(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_version_row *rows;
	struct mb_error err;
	size_t n;

	assert_int_equal(mb_index_history(&rows, &n, a, ix, D1, &err), MB_OK);
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].id, "CTB-2005-D001");
	assert_string_equal(rows[0].kind, "decision");
	assert_string_equal(rows[0].group, "board");
	assert_string_equal(rows[0].state, "in-force");
	assert_string_equal(rows[0].title, "Close the centre");
	assert_int_equal(rows[0].date, world_day("2005-10-03"));
	assert_int_equal(rows[0].seq, 2);
	assert_int_equal(rows[0].until, 3);
	assert_int_equal(rows[0].event.event, 2);
	assert_int_equal(rows[1].until, 0);
	assert_int_equal(rows[1].event.on, world_day("2005-10-05"));
	assert_int_equal(mb_instant_day(rows[1].event.recorded), world_day("2005-10-20"));
	assert_string_equal(rows[1].event.by, "helen-marsh");
	assert_string_equal(rows[1].event.entered_by, "esther-lane");
	assert_string_equal(rows[1].event.rules, WORLD_RULES);
	assert_string_equal(rows[1].event.headline, "Helen Marsh changed 2 files");
	assert_int_equal(mb_index_history(&rows, &n, a, ix, "handbook/how.md", &err), MB_OK);
	assert_int_equal(n, 2);
	assert_true(rows[1].removed);
	assert_string_equal(rows[1].title, "How we work");
	assert_string_equal(rows[1].blob.hex, "");
	assert_int_equal(mb_index_history(&rows, &n, a, ix, "handbook/never.md", &err), MB_ENOTFOUND);
	mb_arena_free(a);
}

static void one_document_at_two_clocks(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_version_row row;
	struct mb_error err;

	assert_int_equal(mb_index_version(&row, a, ix, D1, MB_NO_DAY, MB_NO_DAY, &err), MB_OK);
	assert_string_equal(row.state, "superseded");
	assert_int_equal(
		mb_index_version(&row, a, ix, D1, world_day("2005-10-06"), world_day("2005-10-06"), &err),
		MB_OK);
	assert_string_equal(row.state, "in-force");
	assert_int_equal(mb_index_version(&row, a, ix, D1, world_day("2005-10-01"), MB_NO_DAY, &err),
			 MB_ENOTFOUND);
	assert_int_equal(mb_index_version(&row, a, ix, "handbook/how.md", MB_NO_DAY, MB_NO_DAY, &err),
			 MB_ENOTFOUND);
	assert_non_null(strstr(err.text, "removed by event 6"));
	assert_int_equal(
		mb_index_version(&row, a, ix, "handbook/how.md", world_day("2005-11-02"), MB_NO_DAY, &err),
		MB_OK);
	mb_arena_free(a);
}

static const struct linking {
	const char *name, *id, *gives; /* document:field ... */
} linkings[] = {
	{ "a paper", "CTB-2005-P001", "CTB-2005-D001:paper" },
	{ "a decision", "CTB-2005-D001", "CTB-2005-D002:supersedes" },
	{ "a person, by declared type and in rows", "helen-marsh",
	  "CTB-2005-A001:owner group:members.person" },
	{ "an older version's link is gone", "CTB-2005-M001-minutes", "" },
	{ "not itself", "CTB-2005-A001", "" },
	{ "nobody", "nobody", "" },
};

static void check_linking(void **state)
{
	const struct linking *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_version_row *rows;
	const char **fields, *got = "";
	struct mb_error err;
	size_t n;

	assert_int_equal(mb_index_links_to(&rows, &fields, &n, a, ix, r->id, &err), MB_OK);
	for (size_t i = 0; i < n; i++)
		got = mb_arena_printf(a, "%s%s%s:%s", got, i ? " " : "", world_names(a, &rows[i], 1),
				      fields[i]);
	assert_string_equal(got, r->gives);
	mb_arena_free(a);
}

static void events_and_trees(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_event_row *rows, one;
	struct mb_error err;
	size_t n;

	assert_int_equal(mb_index_events(&rows, &n, a, ix, 0, &err), MB_OK);
	assert_int_equal(n, 7);
	assert_string_equal(rows[6].commit.hex, w.tip.id.hex);
	assert_int_equal(mb_index_events(&rows, &n, a, ix, 3, &err), MB_OK);
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].seq, 3);
	assert_int_equal(mb_index_tree_at(&one, a, ix, MB_NO_DAY, &err), MB_OK);
	assert_string_equal(one.tree.hex, w.tip.tree.hex);
	assert_int_equal(mb_index_tree_at(&one, a, ix, world_day("2005-10-19"), &err), MB_OK);
	assert_int_equal(one.seq, 2);
	assert_int_equal(mb_index_tree_at(&one, a, ix, world_day("2005-10-31"), &err), MB_OK);
	assert_int_equal(one.seq, 7);
	/* Recorded on the 31st by a clock set back, but after what was recorded on the 1st: so known by then as well. */
	assert_int_equal(mb_index_tree_at(&one, a, ix, world_day("2005-11-01"), &err), MB_OK);
	assert_int_equal(one.seq, 7);
	assert_int_equal(mb_index_tree_at(&one, a, ix, world_day("2005-10-30"), &err), MB_OK);
	assert_int_equal(one.seq, 3);
	assert_int_equal(mb_index_tree_at(&one, a, ix, world_day("2005-08-31"), &err), MB_ENOTFOUND);
	mb_arena_free(a);
}

static void what_came_with_an_event(void **state)
{
	static const struct {
		long from, until;
		const char *names;
	} asked[] = {
		{ 3, 3, "CTB-2005-D001 CTB-2005-D002" },
		{ 4, 4, "CTB-2005-A001 CTB-2005-P001" },
		{ 5, 6, "terms-of-reference how how" },
		{ 9, 99, "" },
	};
	struct mb_arena *a = mb_arena_new();
	struct mb_version_row *rows;
	struct mb_error err;
	size_t n;

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		assert_int_equal(mb_index_changes(&rows, &n, a, ix, asked[i].from, asked[i].until, &err),
				 MB_OK);
		assert_string_equal(world_names(a, rows, n), asked[i].names);
		for (size_t k = 0; k < n; k++)
			assert_true(rows[k].seq >= asked[i].from && rows[k].event.seq == rows[k].seq);
	}
	assert_int_equal(mb_index_changes(&rows, &n, a, ix, 6, 6, &err), MB_OK);
	assert_true(rows[0].removed);
	mb_arena_free(a);
}

static void what_lives_in_a_group_has_the_groups_code(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_version_row row;
	struct mb_error err;

	assert_int_equal(mb_index_version(&row, a, ix, TOR, MB_NO_DAY, MB_NO_DAY, &err), MB_OK);
	assert_string_equal(row.id, "CTB-terms-of-reference");
	assert_string_equal(row.title, "Terms of reference of the Board");
	mb_arena_free(a);
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

int main(void)
{
	struct CMUnitTest t[COUNT(listings) + COUNT(linkings) + 5];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(listings); i++)
		t[n++] = (struct CMUnitTest){ listings[i].name, check_listing, NULL, NULL,
					      (void *)&listings[i] };
	for (size_t i = 0; i < COUNT(linkings); i++)
		t[n++] = (struct CMUnitTest){ linkings[i].name, check_linking, NULL, NULL,
					      (void *)&linkings[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(history_tells_every_version_with_its_event);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(one_document_at_two_clocks);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(events_and_trees);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(what_came_with_an_event);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(what_lives_in_a_group_has_the_groups_code);
	return cmocka_run_group_tests_name("index_ask", t, set_up, tear_down);
}
