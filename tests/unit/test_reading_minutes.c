/* The house's own form of minutes: everything in it is read, and read as sure. */
#include <minutebook/reading.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char house[] =
	"# Minutes of the Children's Trust Strategy Board\n"
	"\n"
	"Held on Tuesday 11 October 2005 at 2.00 pm in Committee Room 1, Town Hall\n"
	"\n"
	"## Attendance\n"
	"\n"
	"**Present**\n"
	"\n"
	"- Helen Marsh (Chair), Wendlebury Borough Council\n"
	"- Dr Paul Okafor, Wendlebury Primary Care Trust\n"
	"- Rosa Lindqvist for Tom Adeyemi, Wendlebury Police        (substitute)\n"
	"\n"
	"**In attendance**\n"
	"\n"
	"- Esther Lane, Board Officer\n"
	"\n"
	"**Apologies**\n"
	"\n"
	"- Tom Adeyemi, Wendlebury Police\n"
	"\n"
	"## 1. Apologies and substitutes\n"
	"\n"
	"Apologies were noted as above.\n"
	"\n"
	"## 2. Declarations of interest\n"
	"\n"
	"Paul Okafor declared an interest in item 5: trustee of the provider.\n"
	"\n"
	"## 3. Minutes of the last meeting\n"
	"\n"
	"**RESOLVED:** That the minutes of the meeting held on 13 September 2005 be approved as a correct "
	"record.\n"
	"\n"
	"## 6. Formation of a Children's Services Department (CTB-2005-P001)\n"
	"\n"
	"The Chair ruled that item 6 be taken as urgent because of special circumstances: the posts must be "
	"advertised before the half-term break.\n"
	"\n"
	"Members spoke of the timetable.\n"
	"\n"
	"**RESOLVED:** That\n"
	"\n"
	"1. the formation of the department with effect from 1 April 2006 be agreed;\n"
	"2. subject to consultation with affected officers, the structure be agreed;\n"
	"3. the timetable be noted.\n"
	"\n"
	"Votes: 6 for, 1 against, 1 abstention\n"
	"\n"
	"**ACTION:** Paul Okafor to bring a joint commissioning plan to the board by 15 November 2005.\n"
	"\n"
	"| Action | Owner | Due |\n"
	"|---|---|---|\n"
	"| Circulate the consultation paper | Esther Lane | 2005-10-21 |\n"
	"\n"
	"## 7. Date of next meeting\n"
	"\n"
	"Tuesday 15 November 2005\n";

static struct mb_arena *arena;
static struct mb_reading *r;

static int read_house(void **state)
{
	arena = mb_arena_new();
	mb_read_text(&r, arena, house, strlen(house), NULL, MB_NO_DAY);
	return 0;
}

static int done(void **state)
{
	mb_arena_free(arena);
	return 0;
}

static void is_day(mb_day d, const char *iso)
{
	char text[MB_ISO_DATE];

	assert_string_equal(mb_day_iso(text, d), iso);
}

/* The source at a place. */
static void stands_at(struct mb_place at, int line, const char *text)
{
	assert_int_equal(at.line, line);
	assert_true(at.start + at.length <= strlen(house));
	assert_true(mb_str_eq((struct mb_str){ house + at.start, at.length }, text));
}

static void head(void **state)
{
	assert_string_equal(r->kind, "minutes");
	assert_int_equal(r->kind_sure, MB_SURE);
	assert_string_equal(r->title, "Minutes of the Children's Trust Strategy Board");
	assert_string_equal(r->body, "Children's Trust Strategy Board");
	is_day(r->date, "2005-10-11");
	assert_string_equal(r->date_text, "Tuesday 11 October 2005");
	assert_string_equal(r->time_held, "2.00 pm");
	assert_string_equal(r->place_held, "Committee Room 1, Town Hall");
	assert_int_equal(r->n_notes, 0);
}

static void attendance(void **state)
{
	assert_string_equal(r->chair, "Helen Marsh");
	assert_int_equal(r->n_present, 3);
	assert_string_equal(r->present[0].name, "Helen Marsh");
	assert_string_equal(r->present[0].role, "Chair");
	assert_string_equal(r->present[1].name, "Dr Paul Okafor");
	assert_string_equal(r->present[1].role, "Wendlebury Primary Care Trust");
	assert_string_equal(r->present[2].name, "Rosa Lindqvist");
	assert_string_equal(r->present[2].substitute_for, "Tom Adeyemi");
	assert_string_equal(r->present[2].role, "Wendlebury Police");
	for (size_t i = 0; i < r->n_present; i++)
		assert_int_equal(r->present[i].sure, MB_SURE);
	assert_int_equal(r->n_in_attendance, 1);
	assert_string_equal(r->in_attendance[0].role, "Board Officer");
	assert_int_equal(r->n_apologies, 1);
	assert_string_equal(r->apologies[0].name, "Tom Adeyemi");
	assert_int_equal(r->n_absent, 0);
}

static void items(void **state)
{
	static const char *const numbers[] = { "1", "2", "3", "6", "7" };

	assert_int_equal(r->n_items, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(r->items[i].number, numbers[i]);
		assert_int_equal(r->items[i].sure, MB_SURE);
	}
	assert_string_equal(r->items[3].title, "Formation of a Children's Services Department");
	assert_string_equal(r->items[3].paper, "CTB-2005-P001");
	assert_null(r->items[2].paper);
}

static void decisions(void **state)
{
	const struct mb_found_decision *d = r->decisions;

	assert_int_equal(r->n_decisions, 4);
	assert_string_equal(d[0].item, "3");
	assert_string_equal(
		d[0].text,
		"That the minutes of the meeting held on 13 September 2005 be approved as a correct record.");
	assert_true(d[0].procedural);
	assert_string_equal(d[1].number, "1");
	assert_string_equal(d[1].text,
			    "the formation of the department with effect from 1 April 2006 be agreed;");
	assert_string_equal(d[1].kind, "agreed");
	assert_string_equal(d[2].condition, "subject to consultation with affected officers");
	assert_string_equal(d[3].number, "3");
	assert_string_equal(d[3].kind, "noted");
	for (size_t i = 1; i < 4; i++) { /* the vote is on all clauses of one RESOLVED */
		assert_string_equal(d[i].item, "6");
		assert_int_equal(d[i].sure, MB_SURE);
		assert_int_equal(d[i].votes_for, 6);
		assert_int_equal(d[i].votes_against, 1);
		assert_int_equal(d[i].abstentions, 1);
		assert_false(d[i].procedural);
	}
	assert_int_equal(d[0].votes_for, -1);
	stands_at(d[3].place, 43, "the timetable be noted.");
}

static void actions(void **state)
{
	const struct mb_found_action *a = r->actions;

	assert_int_equal(r->n_actions, 2);
	assert_string_equal(a[0].who, "Paul Okafor");
	assert_string_equal(a[0].what, "bring a joint commissioning plan to the board");
	is_day(a[0].due, "2005-11-15");
	assert_string_equal(a[0].item, "6");
	assert_int_equal(a[0].sure, MB_SURE);
	assert_string_equal(a[1].what, "Circulate the consultation paper");
	assert_string_equal(a[1].who, "Esther Lane");
	is_day(a[1].due, "2005-10-21");
	assert_string_equal(a[1].due_text, "2005-10-21");
	assert_string_equal(a[1].item, "6");
	stands_at(a[1].place, 51, "Circulate the consultation paper");
}

static void urgency_and_interests(void **state)
{
	assert_int_equal(r->n_urgencies, 1);
	assert_string_equal(r->urgencies[0].item, "6");
	assert_string_equal(r->urgencies[0].by, "The Chair");
	assert_string_equal(r->urgencies[0].circumstances,
			    "the posts must be advertised before the half-term break");
	assert_int_equal(r->n_interests, 1);
	assert_string_equal(r->interests[0].person, "Paul Okafor");
	assert_string_equal(r->interests[0].item, "5");
	assert_string_equal(r->interests[0].nature, "trustee of the provider");
	assert_false(r->quorum_stated);
	assert_false(r->inquorate_stated);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(head),	   cmocka_unit_test(attendance),
		cmocka_unit_test(items),   cmocka_unit_test(decisions),
		cmocka_unit_test(actions), cmocka_unit_test(urgency_and_interests),
	};

	return cmocka_run_group_tests_name("reading_minutes", tests, read_house, done);
}
