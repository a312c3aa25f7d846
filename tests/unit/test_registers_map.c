/* The map of groups: its lines on a day, its findings, its drawing. */
#include "registers_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world w;

static void group(const char *slug, const char *title, const char *fields, const char *body)
{
	static int number;
	char code[8];

	snprintf(code, sizeof code, "G%c%c", 'A' + number / 26, 'A' + number % 26);
	number++;
	world_put(&w, mb_arena_printf(w.a, "groups/%s/group.md", slug),
		  mb_arena_printf(w.a, "---\nkind: group\ntitle: %s\ncode: %s\n%s---\n\n# %s\n\n%s\n", title,
				  code, fields, title, body));
}

static void terms(const char *slug, const char *body)
{
	world_put(&w, mb_arena_printf(w.a, "groups/%s/terms-of-reference.md", slug),
		  mb_arena_printf(w.a, "---\nkind: terms-of-reference\nstate: in force\n---\n\n%s\n", body));
}

static int set_up(void **state)
{
	world_open(&w);
	return 0;
}

static int tear_down(void **state)
{
	world_close(&w);
	return 0;
}

static struct mb_map map(const char *on)
{
	struct mb_standpoint from = w.from;
	struct mb_map m;
	struct mb_error err;

	from.as_at = world_day(on);
	if (mb_map_read(&m, w.a, w.g, &from, &err) != MB_OK)
		fail_msg("%s", err.text);
	return m;
}

/* "loop: a b; orphan: c", without those about priorities unless they are all there is. */
static const char *findings(const struct mb_map *m)
{
	const char *all = "";

	for (size_t i = 0; i < m->n_findings; i++) {
		const char *groups = "";

		for (size_t k = 0; k < m->findings[i].n_groups; k++)
			groups = mb_arena_printf(w.a, "%s %s", groups, m->findings[i].groups[k]);
		all = mb_arena_printf(w.a, "%s%s%s:%s", all, i ? "; " : "",
				      mb_map_fault_word(m->findings[i].fault), groups);
	}
	return all;
}

static void a_sound_map_has_no_finding(void **state)
{
	struct mb_map m = map("2005-10-01");

	assert_string_equal(findings(&m), "");
	assert_int_equal(m.n_groups, 2);
	assert_int_equal(m.n_lines, 1);
	assert_int_equal(m.n_list, 2);
	assert_string_equal(m.groups[m.list[0].group].slug, "executive");
	assert_int_equal(m.list[1].depth, 1);
}

static void lines_have_dates(void **state)
{
	struct mb_map m;

	group("youth", "Youth Forum",
	      "lines:\n  - {to: board, type: solid, from: 2005-06-01, until: 2005-09-30}\n",
	      "Young people speak for themselves here.");
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-09-30");
	assert_int_equal(m.n_lines, 2);
	assert_string_equal(findings(&m), "");
	m = map("2005-10-01");
	assert_int_equal(m.n_lines, 1);
	assert_string_equal(findings(&m), "orphan: youth");
}

static void groups_have_dates(void **state)
{
	struct mb_map m;

	group("shadow", "Shadow Panel",
	      "began: 2005-06-01\nended: 2005-12-31\nlines:\n  - {to: board, type: solid}\n", "Watches.");
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-05-31");
	assert_int_equal(m.n_groups, 2);
	m = map("2005-12-31");
	assert_int_equal(m.n_groups, 3);
	m = map("2006-01-01");
	assert_int_equal(m.n_groups, 2);
}

static void a_ring_is_a_loop_and_has_no_way_up(void **state)
{
	struct mb_map m;

	group("red", "Red Group", "lines:\n  - {to: blue, type: solid}\n", "One.");
	group("blue", "Blue Group", "lines:\n  - {to: red, type: joint}\n", "Two.");
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-10-01");
	assert_string_equal(findings(&m), "loop: blue red; no route up: blue; no route up: red");
	assert_int_equal(m.n_list, 5); /* each group, and the one that closes the ring once more */
}

static void dotted_lines_are_no_way_up(void **state)
{
	struct mb_map m;

	group("red", "Red Group", "lines:\n  - {to: board, type: dotted}\n", "One.");
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-10-01");
	assert_string_equal(findings(&m), "no route up: red");
}

static void a_line_to_nobody(void **state)
{
	struct mb_map m;

	group("red", "Red Group", "lines:\n  - {to: nowhere, type: solid}\n  - {to: board, type: solid}\n",
	      "One.");
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-10-01");
	assert_string_equal(findings(&m), "leads to nobody: red");
}

static const struct said {
	const char *name, *lines, *page, *terms, *gives;
} saids[] = {
	{ "terms that agree", "  - {to: board, type: solid}\n", "One.",
	  "The group reports its decisions to the Harbour Trust Board.", "" },
	{ "terms that name the type", "  - {to: board, type: dotted}\n  - {to: executive, type: solid}\n",
	  "One.", "There is a dotted line to the Harbour Trust Board.", "" },
	{ "another type in the terms", "  - {to: board, type: solid}\n", "One.",
	  "It is accountable by a dotted line to the Harbour Trust Board.",
	  "described in two ways: red board" },
	{ "a line in the terms alone", "  - {to: board, type: solid}\n", "One.",
	  "The group reports to the Harbour Executive.", "described in two ways: red executive" },
	{ "what others report to it is no line of its own", "  - {to: board, type: solid}\n", "One.",
	  "The Harbour Executive reports to the Harbour Trust Board every year.", "" },
	{ "a report that waits goes nowhere", "  - {to: board, type: solid}\n", "One.",
	  "The annual report of the Harbour Executive is read.", "" },
	{ "two types on one page", "  - {to: board, type: solid}\n  - {to: board, type: dotted}\n", "One.",
	  "Nothing.", "described in two ways: red board" },
	{ "the page's own list", "  - {to: board, type: solid}\n",
	  "One.\n\n- [The Board](../board/group.md), a dotted line\n", "Nothing.",
	  "described in two ways: red board" },
	{ "the page's own list agrees", "  - {to: board, type: solid}\n",
	  "One.\n\n- [The Board](../board/group.md), a solid line\n", "Nothing.", "" },
	{ "two lines of one type are no contradiction",
	  "  - {to: board, type: solid, accountability: political}\n  - {to: board, type: solid, "
	  "accountability: statutory}\n",
	  "One.", "Nothing.", "" },
};

static void said(void **state)
{
	const struct said *s = *state;
	struct mb_map m;

	group("red", "Red Group", mb_arena_printf(w.a, "lines:\n%s", s->lines), s->page);
	terms("red", s->terms);
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-10-01");
	assert_string_equal(findings(&m), s->gives);
}

static void the_other_end_says_otherwise(void **state)
{
	struct mb_map m;

	group("red", "Red Group", "lines:\n  - {to: top, type: solid}\n", "One.");
	group("top", "Top Group", "lines:\n  - {to: board, type: solid}\n",
	      "Two.\n\n## Who reports to it\n\n- Red Group, by a dotted line\n");
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-10-01");
	assert_string_equal(findings(&m), "described in two ways: red top");
}

static void two_groups_for_one_thing(void **state)
{
	struct mb_map m;

	group("parks", "Parks Panel", "lines:\n  - {to: board, type: solid}\n",
	      "Plans parks, playgrounds and open spaces together with families.");
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-10-01");
	assert_string_equal(findings(&m), "same remit: board parks");
	assert_non_null(strstr(m.findings[0].text, "playgrounds"));
}

static void themes_that_groups_declare_count_alone(void **state)
{
	struct mb_map m;

	group("red", "Red Group", "themes: [transport]\nlines:\n  - {to: board, type: solid}\n", "One.");
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-10-01");
	assert_string_equal(findings(&m), "uncovered priority:");
	assert_non_null(strstr(m.findings[0].text, "Play and open spaces"));
}

/* ---- the drawing ----------------------------------------------------------------------------------------- */

static void the_drawing_stands_in_a_page(void **state)
{
	struct mb_map m;
	struct mb_error err;
	struct mb_buf b;

	group("red", "Red & <Blue> \\N Group",
	      "lines:\n  - {to: board, type: dotted}\n  - {to: executive, type: solid}\n", "One.");
	world_land(&w, "2005-05-10", "2005-05-12");
	m = map("2005-10-01");
	mb_buf_init(&b, 0);
	if (mb_map_svg(&b, &m, "m1", &err) != MB_OK)
		fail_msg("%s", err.text);
	assert_true(mb_starts(b.p, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
				   "aria-labelledby=\"m1-title m1-desc\""));
	assert_true(mb_ends(b.p, "</svg>\n"));
	assert_non_null(strstr(b.p, "viewBox=\"0.00 0.00 "));
	assert_non_null(strstr(
		b.p, "<desc id=\"m1-desc\">3 groups and 3 reporting lines on Saturday 1 October 2005."));
	assert_non_null(strstr(b.p, "Red &amp; &lt;Blue&gt; \\N Group tells of itself, by a dotted line, to "
				    "Harbour Trust Board."));
	assert_non_null(strstr(b.p, "currentColor"));
	assert_null(strstr(b.p, " width=\""));
	assert_null(strstr(b.p, "<a "));
	assert_null(strstr(b.p, "xlink"));
	assert_null(strstr(b.p, "=\"black\""));
	assert_null(strstr(b.p, "=\"white\""));
	assert_null(strstr(b.p, "<Blue>"));
	assert_null(strstr(b.p + 40, "<title>"));
	mb_buf_free(&b);
}

static void an_empty_map_is_drawn(void **state)
{
	struct mb_map m = map("1999-01-01");
	struct mb_error err;
	struct mb_buf b;

	m.n_groups = m.n_lines = 0;
	mb_buf_init(&b, 0);
	assert_int_equal(mb_map_svg(&b, &m, NULL, &err), MB_OK);
	assert_non_null(strstr(b.p, "0 groups and 0 reporting lines"));
	mb_buf_free(&b);
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])
#define MAP_TEST(f)                                                                                          \
	{                                                                                                    \
#f, f, set_up, tear_down, NULL                                                               \
	}

int main(void)
{
	static const struct CMUnitTest others[] = {
		MAP_TEST(a_sound_map_has_no_finding),
		MAP_TEST(lines_have_dates),
		MAP_TEST(groups_have_dates),
		MAP_TEST(a_ring_is_a_loop_and_has_no_way_up),
		MAP_TEST(dotted_lines_are_no_way_up),
		MAP_TEST(a_line_to_nobody),
		MAP_TEST(the_other_end_says_otherwise),
		MAP_TEST(two_groups_for_one_thing),
		MAP_TEST(themes_that_groups_declare_count_alone),
		MAP_TEST(the_drawing_stands_in_a_page),
		MAP_TEST(an_empty_map_is_drawn),
	};
	struct CMUnitTest t[COUNT(saids) + COUNT(others)];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(saids); i++)
		t[n++] = (struct CMUnitTest){ saids[i].name, said, set_up, tear_down, (void *)&saids[i] };
	for (size_t i = 0; i < COUNT(others); i++)
		t[n++] = others[i];
	return cmocka_run_group_tests_name("registers_map", t, NULL, NULL);
}
