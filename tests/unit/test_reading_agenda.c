/* Agendas in their three forms, what they say of an item, and a text that is not what its name says. */
#include <minutebook/reading.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct mb_arena *arena;

static int fresh(void **state)
{
	arena = mb_arena_new();
	return 0;
}

static int done(void **state)
{
	mb_arena_free(arena);
	return 0;
}

static struct mb_reading *read_as(const char *text, const char *as_kind)
{
	struct mb_reading *r;

	mb_read_text(&r, arena, text, strlen(text), as_kind, MB_NO_DAY);
	return r;
}

static void is_item(const struct mb_found_item *it, const char *number, const char *title, const char *paper,
		    const char *part)
{
	assert_string_equal(it->number, number);
	assert_string_equal(it->title, title);
	if (paper)
		assert_string_equal(it->paper, paper);
	else
		assert_null(it->paper);
	if (part)
		assert_string_equal(it->part, part);
	else
		assert_null(it->part);
}

static void table(void **state)
{
	struct mb_reading *r = read_as(
		"# Agenda for the Trust Board\n\nTo be held on Tuesday 11 October 2005 at 2.00 pm in the "
		"Town Hall\n\n"
		"| No | Item | Paper | For |\n|---|---|---|---|\n| 1 | Apologies | | |\n"
		"| 6 | New department | CTB-2005-P001 | decision, urgent |\n| 7 | Plan | CTB-2005-P002 | "
		"information |\n"
		"| 8 | Staff | CTB-2005-P003 (exempt) | recommend |\n",
		NULL);

	assert_string_equal(r->kind, "agenda");
	assert_int_equal(r->kind_sure, MB_SURE);
	assert_string_equal(r->body, "Trust Board");
	assert_string_equal(r->place_held, "the Town Hall");
	assert_int_equal(r->n_items, 4);
	is_item(&r->items[0], "1", "Apologies", NULL, NULL);
	is_item(&r->items[1], "6", "New department", "CTB-2005-P001", "decide");
	assert_true(r->items[1].urgent);
	is_item(&r->items[2], "7", "Plan", "CTB-2005-P002", "note");
	assert_false(r->items[2].urgent);
	is_item(&r->items[3], "8", "Staff", "CTB-2005-P003", "recommend");
	assert_int_equal(r->n_decisions, 0);
}

static void numbered_list(void **state)
{
	struct mb_reading *r = read_as("Trust Board\n\nAgenda\n\n11 October 2005\n\n1. Apologies\n2. Minutes "
				       "of the last meeting (copy attached)\n"
				       "3. New department (CTB-2005-P001) (for decision) (urgent)\n4. To "
				       "note the plan\n   Paper: CTB-2005-P002\n",
				       NULL);

	assert_string_equal(r->kind, "agenda");
	assert_int_equal(r->n_items, 4);
	is_item(&r->items[1], "2", "Minutes of the last meeting", "copy attached", NULL);
	is_item(&r->items[2], "3", "New department", "CTB-2005-P001", "decide");
	assert_true(r->items[2].urgent);
	is_item(&r->items[3], "4", "To note the plan", "CTB-2005-P002", NULL);
}

static void words_behind_a_colon_belong_to_the_title(void **state)
{
	struct mb_reading *r = read_as(
		"# Agenda of the Trust Board\n\n1. Apologies\n2. Joint teams: the five "
		"managers\n3. Children's centres: progress (for information)\n"
		"4. Minutes: 3 October\n",
		NULL);

	assert_int_equal(r->n_items, 4);
	is_item(&r->items[1], "2", "Joint teams: the five managers", NULL, NULL);
	is_item(&r->items[2], "3", "Children's centres: progress", NULL, "note");
	is_item(&r->items[3], "4", "Minutes", NULL, NULL); /* a usual item: what stands behind it says more */
}

static void headings(void **state)
{
	struct mb_reading *r = read_as("# Agenda\n\n## 1. Apologies\n\n## 2. New department\n\nPaper: "
				       "CTB-2005-P001\nFor decision\n\n"
				       "## 3. Staff (exempt)\n\nFor information\n",
				       NULL);

	assert_string_equal(r->kind, "agenda");
	assert_int_equal(r->n_items, 3);
	is_item(&r->items[1], "2", "New department", "CTB-2005-P001", "decide");
	is_item(&r->items[2], "3", "Staff", NULL, "note");
	assert_true(r->items[2].exempt);
}

static const char filed_wrongly[] = "Minutes of the Trust Board\n\n11 October 2005\n\n1. To receive "
				    "apologies\n2. To approve the minutes\n"
				    "3. To consider the budget\n4. To note the plan\n";

static void an_agenda_named_minutes_is_noticed(void **state)
{
	struct mb_reading *r = read_as(filed_wrongly, NULL);

	assert_string_equal(r->kind, "agenda");
	assert_int_equal(r->kind_sure, MB_LIKELY);
	assert_int_equal(r->n_items, 4);
}

static void what_the_reader_is_told_is_trusted_but_said(void **state)
{
	struct mb_reading *r = read_as(filed_wrongly, "minutes");

	assert_string_equal(r->kind, "minutes");
	assert_int_equal(r->kind_sure, MB_SURE);
	assert_int_equal(r->n_notes, 1);
	assert_string_equal(r->notes[0], "The text was given as minutes but reads like an agenda.");
	assert_int_equal(r->n_decisions, 0);
}

static void a_cancelled_meeting_and_a_draft(void **state)
{
	assert_true(
		read_as("Agenda\n\nTrust Board - Tuesday, 11 October 2005, CANCELLED\n", NULL)->cancelled);
	assert_true(read_as("**DRAFT**\n\nMinutes of the Trust Board\n\nPresent: Ann Bell, Tom Fox\n", NULL)
			    ->draft);
	assert_string_equal(read_as("", NULL)->kind, "unknown");
	assert_string_equal(read_as("# Terms of reference of the Trust Board\n\n## Purpose\n\nTo agree "
				    "plans.\n\n## Quorum\n\nFour.\n",
				    NULL)
				    ->kind,
			    "terms-of-reference");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(table, fresh, done),
		cmocka_unit_test_setup_teardown(numbered_list, fresh, done),
		cmocka_unit_test_setup_teardown(words_behind_a_colon_belong_to_the_title, fresh, done),
		cmocka_unit_test_setup_teardown(headings, fresh, done),
		cmocka_unit_test_setup_teardown(an_agenda_named_minutes_is_noticed, fresh, done),
		cmocka_unit_test_setup_teardown(what_the_reader_is_told_is_trusted_but_said, fresh, done),
		cmocka_unit_test_setup_teardown(a_cancelled_meeting_and_a_draft, fresh, done),
	};

	return cmocka_run_group_tests_name("reading_agenda", tests, NULL, NULL);
}
