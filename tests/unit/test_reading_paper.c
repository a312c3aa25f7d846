/* Reports: the title block, the headed parts, recommendations in one run - and a real one, when it is at hand. */
#include <minutebook/reading.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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

static struct mb_reading *read_it(const char *text, size_t n)
{
	struct mb_reading *r;

	mb_read_text(&r, arena, text, n, NULL, MB_NO_DAY);
	return r;
}

static void is_day(mb_day d, const char *iso)
{
	char text[MB_ISO_DATE];

	assert_string_equal(mb_day_iso(text, d), iso);
}

static const char markdown[] = "# Moving the family centre\n\nReport of the Director of Services\n\nFor "
			       "decision\n\nContact officer: Ann Bell\n\n"
			       "## Summary\n\nThe centre moves.\n\nIt costs little.\n\n## "
			       "Recommendations\n\nThe Board is recommended to:\n\n"
			       "1. agree the move from 1 May 2006, to take effect from 1 May 2006;\n"
			       "2. note the cost, subject to audit, and the\n\nadvice given;\n"
			       "3. ask for a report back by 30 June 2006:\n   (a) on cost\n   (b) on use\n\n"
			       "## Reasons\n\nThe lease ends.\n\n## Financial implications\n\nNone.\n\n## "
			       "Legal implications\n\nNone yet.\n\n"
			       "## Consultees\n\n- Staff\n- Parents\n\n## Background papers\n\nNone\n";

static void a_report_in_markdown(void **state)
{
	struct mb_reading *r = read_it(markdown, strlen(markdown));
	const struct mb_found_recommendation *rec = r->recommendations;

	assert_string_equal(r->kind, "paper");
	assert_string_equal(r->title, "Moving the family centre");
	assert_string_equal(r->purpose, "decision");
	assert_string_equal(r->report_of, "Director of Services");
	assert_string_equal(r->contact_officer, "Ann Bell");
	assert_string_equal(r->summary, "The centre moves.\n\nIt costs little.");
	assert_string_equal(r->reasons, "The lease ends.");
	assert_int_equal(r->n_recommendations, 3);
	assert_string_equal(rec[0].kind, "agree");
	is_day(rec[0].effect_from, "2006-05-01");
	assert_string_equal(rec[0].from_text, "to take effect from 1 May 2006");
	assert_string_equal(rec[1].text, "note the cost, subject to audit, and the advice given;");
	assert_string_equal(rec[1].kind, "note");
	assert_string_equal(rec[1].condition, "subject to audit");
	assert_string_equal(rec[2].text, "ask for a report back by 30 June 2006: (a) on cost (b) on use");
	is_day(rec[2].report_by, "2006-06-30");
	assert_string_equal(rec[2].report_by_text, "by 30 June 2006");
	assert_string_equal(rec[2].kind, "recommend");
	assert_int_equal(r->n_implications, 2);
	assert_string_equal(r->implications[1].heading, "Legal implications");
	assert_string_equal(r->implications[1].text, "None yet.");
	assert_int_equal(r->n_consultees, 2);
	assert_string_equal(r->consultees[1], "Parents");
	assert_int_equal(r->n_background, 0);
	assert_false(r->asks_urgency);
	assert_int_equal(r->n_sections, 9); /* eight headings and the contact */
}

static void a_page_break_cuts_no_recommendation(void **state)
{
	static const char text[] = "Report of the Director\n\nThe plan\tFor Information\nof the "
				   "year\t\n\nRecommendations\n\nThe Panel is asked to note:\n\n"
				   "- 1. The plan as it stood at the time\n\nPage 2 of 3\n\n- of the last "
				   "review.\n- 2. The cost.\n\nReason(s)\n\nNone.\n";
	struct mb_reading *r = read_it(text, strlen(text));

	assert_string_equal(r->title, "The plan of the year");
	assert_string_equal(r->purpose, "information");
	assert_int_equal(r->n_recommendations, 2);
	assert_string_equal(r->recommendations[0].text,
			    "The plan as it stood at the time of the last review.");
	assert_string_equal(r->recommendations[0].kind, "note");
	assert_string_equal(r->recommendations[1].number, "2");
	/* the place takes in the other side of the break */
	assert_int_equal(r->recommendations[0].place.line, 10);
	assert_true(memcmp(text + r->recommendations[0].place.start + r->recommendations[0].place.length - 7,
			   "review.", 7) == 0);
}

/* Kept outside the project: a report of thirteen recommendations, as it was published. */
static void a_real_report(void **state)
{
	const char *dir = getenv("MB_SAMPLES");
	char path[512];
	struct mb_buf file = { 0 };
	struct mb_error err;
	struct mb_reading *r;
	const struct mb_found_recommendation *rec;

	snprintf(path, sizeof(path), "%s/lbbd-executive-2005-10-11.txt", dir ? dir : "");
	if (!dir || mb_read_file(&file, path, 1024 * 1024, &err) != MB_OK) {
		print_message(
			"SKIPPED: set MB_SAMPLES to the folder of sample documents to read a real report\n");
		skip();
	}
	r = read_it(file.p, file.n);
	assert_string_equal(r->kind, "paper");
	assert_string_equal(
		r->title,
		"Formation of a Children's Services Department and Principles for Reshaping the Council's "
		"Organisational Structure by 1 April 2006");
	assert_string_equal(r->purpose, "decision");
	is_day(r->date, "2005-10-11");
	assert_string_equal(r->agenda_item, "6");
	assert_true(r->asks_urgency);
	assert_string_equal(r->report_of, "CHIEF EXECUTIVE");
	assert_int_equal(r->n_recommendations, 13);
	rec = r->recommendations;
	for (size_t i = 0; i < 13; i++) {
		assert_int_equal(atoi(rec[i].number), (int)i + 1);
		assert_string_equal(rec[i].kind, i < 5 ? "agree" : "note");
		assert_int_equal(rec[i].report_by != MB_NO_DAY, i == 4 || i == 10 || i == 11);
	}
	is_day(rec[0].effect_from, "2006-04-01");
	assert_string_equal(rec[1].condition, "Subject to consultation with affected officers");
	assert_non_null(strstr(rec[2].text, "from the time of the last JNC review (2002/3)."));
	assert_string_equal(rec[3].delegate_to, "the Chief Executive");
	is_day(rec[4].report_by, "2005-11-30");
	is_day(rec[10].report_by, "2006-03-31");
	assert_string_equal(rec[10].report_by_text, "before 1 April 2006");
	is_day(rec[11].report_by, "2005-12-31");
	assert_string_equal(rec[11].report_by_text, "in December 2005");
	assert_int_equal(r->n_consultees, 9);
	assert_int_equal(r->n_background, 2);
	assert_int_equal(r->n_implications, 4);
	assert_string_equal(r->implications[0].heading, "Financial");
	assert_string_equal(r->implications[1].heading, "Legal");
	assert_string_equal(r->implications[2].heading, "Risk Management");
	assert_string_equal(r->implications[3].heading, "Crime and Disorder");
	assert_non_null(r->summary);
	assert_non_null(r->reasons);
	assert_non_null(r->contact_officer);
	mb_buf_free(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_report_in_markdown, fresh, done),
		cmocka_unit_test_setup_teardown(a_page_break_cuts_no_recommendation, fresh, done),
		cmocka_unit_test_setup_teardown(a_real_report, fresh, done),
	};

	return cmocka_run_group_tests_name("reading_paper", tests, NULL, NULL);
}
