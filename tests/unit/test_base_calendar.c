/* Bank holidays as they were known, and clear days. */
#include "minutebook/base.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static mb_day day(const char *iso)
{
	mb_day d = MB_NO_DAY;

	if (iso)
		assert_true(mb_day_parse(&d, iso));
	return d;
}

/* England 2005 to 2027, those days that the rows below meet. */
static struct mb_calendar *england(void)
{
	static const struct {
		const char *day, *name, *known;
	} holidays[] = {
		{ "2026-04-06", "Easter Monday", NULL },
		{ "2026-04-03", "Good Friday", NULL },
		{ "2026-12-25", "Christmas Day", NULL },
		{ "2026-12-28", "Boxing Day (substitute)", NULL },
		{ "2027-01-01", "New Year's Day", NULL },
		{ "2023-05-01", "Early May bank holiday", NULL },
		{ "2023-05-08", "Coronation", "2022-11-06" },
		{ "2022-09-19", "State funeral", "2022-09-10" },
		{ "2020-05-08", "Early May bank holiday (VE day)", "2019-06-04" },
		{ "2020-05-04", "Early May bank holiday", NULL },
	};
	struct mb_calendar *c = mb_calendar_new(day("2005-01-01"), day("2027-12-31"));

	for (size_t i = 0; i < COUNT(holidays); i++)
		mb_calendar_add(c, day(holidays[i].day), holidays[i].name, day(holidays[i].known));
	mb_calendar_withdraw(c, day("2020-05-04"), day("2019-06-04"));
	return c;
}

static const struct clear_row {
	const char *name, *from, *to;
	enum mb_day_count how;
	const char *known_on;
	int n;
	const char *days; /* those counted, as day of the month; NULL: not compared */
} clear_rows[] = {
	{ "a weekend within", "2005-10-03", "2005-10-11", MB_DAYS_WORKING, NULL, 5, "4 5 6 7 10" },
	{ "a day later is one less", "2005-10-04", "2005-10-11", MB_DAYS_WORKING, NULL, 4, "5 6 7 10" },
	{ "Monday to Tuesday week", "2026-03-09", "2026-03-17", MB_DAYS_WORKING, NULL, 5, "10 11 12 13 16" },
	{ "Monday to Monday", "2026-03-09", "2026-03-16", MB_DAYS_WORKING, NULL, 4, "10 11 12 13" },
	{ "over Easter", "2026-03-27", "2026-04-08", MB_DAYS_WORKING, NULL, 5, "30 31 1 2 7" },
	{ "over Easter, one short", "2026-03-30", "2026-04-08", MB_DAYS_WORKING, NULL, 4, "31 1 2 7" },
	{ "over Christmas", "2026-12-23", "2027-01-05", MB_DAYS_WORKING, NULL, 5, "24 29 30 31 4" },
	{ "over Christmas, one short", "2026-12-23", "2027-01-04", MB_DAYS_WORKING, NULL, 4, "24 29 30 31" },
	{ "two holidays in May", "2023-04-28", "2023-05-10", MB_DAYS_WORKING, NULL, 5, "2 3 4 5 9" },
	{ "two holidays in May, one short", "2023-04-28", "2023-05-09", MB_DAYS_WORKING, NULL, 4, "2 3 4 5" },
	{ "a holiday not yet proclaimed counts", "2022-09-13", "2022-09-21", MB_DAYS_WORKING, "2022-09-08", 5,
	  "14 15 16 19 20" },
	{ "a holiday proclaimed does not", "2022-09-13", "2022-09-21", MB_DAYS_WORKING, "2022-09-13", 4,
	  "14 15 16 20" },
	{ "known from the very day", "2022-09-13", "2022-09-21", MB_DAYS_WORKING, "2022-09-10", 4, NULL },
	{ "not the day before", "2022-09-13", "2022-09-21", MB_DAYS_WORKING, "2022-09-09", 5, NULL },
	{ "all that is known at all", "2022-09-13", "2022-09-21", MB_DAYS_WORKING, NULL, 4, NULL },
	{ "a holiday moved: as planned", "2020-05-01", "2020-05-12", MB_DAYS_WORKING, "2019-06-03", 5,
	  "5 6 7 8 11" },
	{ "a holiday moved: as known later", "2020-05-01", "2020-05-12", MB_DAYS_WORKING, "2019-06-04", 5,
	  "4 5 6 7 11" },
	{ "28 days of the calendar", "2026-06-01", "2026-06-30", MB_DAYS_CALENDAR, NULL, 28, NULL },
	{ "calendar days take no holidays off", "2026-12-24", "2026-12-29", MB_DAYS_CALENDAR, NULL, 4,
	  "25 26 27 28" },
	{ "a parish counts Saturdays", "2026-03-09", "2026-03-17", MB_DAYS_PARISH, NULL, 6,
	  "10 11 12 13 14 16" },
	{ "a parish counts no holiday", "2026-04-01", "2026-04-08", MB_DAYS_PARISH, NULL, 3, "2 4 7" },
	{ "the same day", "2026-03-09", "2026-03-09", MB_DAYS_WORKING, NULL, 0, "" },
	{ "the next day", "2026-03-09", "2026-03-10", MB_DAYS_WORKING, NULL, 0, "" },
	{ "the wrong way round", "2026-03-17", "2026-03-09", MB_DAYS_WORKING, NULL, 0, "" },
	{ "the wrong way round, far out", "2050-01-01", "1950-01-01", MB_DAYS_WORKING, NULL, 0, "" },
	{ "up to the last day", "2027-12-24", "2028-01-01", MB_DAYS_WORKING, NULL, 5, "27 28 29 30 31" },
	{ "a weekend past the end counts nowhere", "2027-12-24", "2028-01-03", MB_DAYS_WORKING, NULL, 5,
	  NULL },
	{ "one day past the end", "2027-12-24", "2028-01-04", MB_DAYS_WORKING, NULL, -1, NULL },
	{ "for a parish that Saturday counts", "2027-12-24", "2028-01-02", MB_DAYS_PARISH, NULL, -1, NULL },
	{ "from the first day", "2004-12-31", "2005-01-08", MB_DAYS_WORKING, NULL, 5, "3 4 5 6 7" },
	{ "a weekday before the first", "2004-12-30", "2005-01-08", MB_DAYS_WORKING, NULL, -1, NULL },
	{ "calendar days never end", "2040-01-01", "2040-02-01", MB_DAYS_CALENDAR, NULL, 30, NULL },
};

static void check_clear(void **state)
{
	const struct clear_row *r = *state;
	struct mb_calendar *c = england();
	struct mb_error err = { 0 };
	char listed[400] = "";
	mb_day days[31];
	int dd, n = mb_clear_days(days, (int)COUNT(days), c, day(r->from), day(r->to), r->how,
				  day(r->known_on), &err);

	assert_int_equal(n, r->n);
	assert_int_equal(mb_clear_days(NULL, 0, c, day(r->from), day(r->to), r->how, day(r->known_on), NULL),
			 r->n);
	if (n < 0) {
		assert_int_equal(err.code, MB_EINVAL);
		assert_non_null(strstr(err.text, "bank holidays are known from 2005-01-01 to 2027-12-31"));
		assert_non_null(strstr(err.text, r->to));
	}
	for (int i = 0; i < n; i++) {
		mb_day_civil(days[i], NULL, NULL, &dd);
		snprintf(listed + strlen(listed), 8, i ? " %d" : "%d", dd);
	}
	if (r->days)
		assert_string_equal(listed, r->days);
	mb_calendar_free(c);
}

static void no_more_days_are_given_than_there_is_room_for(void **state)
{
	struct mb_calendar *c = england();
	mb_day days[3] = { 0, 0, 7 };

	assert_int_equal(mb_clear_days(days, 2, c, day("2005-10-03"), day("2005-10-11"), MB_DAYS_WORKING,
				       MB_NO_DAY, NULL),
			 5);
	assert_int_equal(days[1], day("2005-10-05"));
	assert_int_equal(days[2], 7);
	mb_calendar_free(c);
}

static void without_dates_or_calendar_nothing_is_certified(void **state)
{
	struct mb_error err = { 0 };
	mb_day a = day("2026-03-09"), b = day("2026-03-17");

	assert_int_equal(mb_clear_days(NULL, 0, NULL, MB_NO_DAY, b, MB_DAYS_CALENDAR, MB_NO_DAY, &err), -1);
	assert_non_null(strstr(err.text, "without both dates"));
	assert_int_equal(mb_clear_days(NULL, 0, NULL, a, MB_NO_DAY, MB_DAYS_CALENDAR, MB_NO_DAY, NULL), -1);
	assert_int_equal(mb_clear_days(NULL, 0, NULL, a, INT32_MAX, MB_DAYS_CALENDAR, MB_NO_DAY, NULL), -1);
	assert_int_equal(mb_clear_days(NULL, 0, NULL, a, b, MB_DAYS_WORKING, MB_NO_DAY, &err), -1);
	assert_non_null(strstr(err.text, "without a calendar of bank holidays"));
	assert_int_equal(mb_clear_days(NULL, 0, NULL, a, b, MB_DAYS_CALENDAR, MB_NO_DAY, NULL), 7);
}

static void a_holiday_is_what_was_known_of_it(void **state)
{
	struct mb_calendar *c = mb_calendar_new(day("2026-01-01"), day("2026-12-31"));
	mb_day d = day("2026-06-10"); /* a Wednesday */

	mb_calendar_add(c, d, "second name", day("2026-03-01"));
	mb_calendar_withdraw(c, d, day("2026-02-01"));
	mb_calendar_add(c, d, "first name", MB_NO_DAY);
	mb_calendar_add(c, d, "second name, corrected", day("2026-03-01"));
	assert_string_equal(mb_calendar_holiday(c, d, day("2026-01-31")), "first name");
	assert_null(mb_calendar_holiday(c, d, day("2026-02-01")));
	assert_true(mb_calendar_is_working(c, d, day("2026-02-28")));
	assert_string_equal(mb_calendar_holiday(c, d, day("2026-03-01")), "second name, corrected");
	assert_string_equal(mb_calendar_holiday(c, d, MB_NO_DAY), "second name, corrected");
	assert_false(mb_calendar_is_working(c, d, MB_NO_DAY));
	assert_null(mb_calendar_holiday(c, d - 1, MB_NO_DAY));
	assert_null(mb_calendar_holiday(c, d + 1, MB_NO_DAY));
	assert_null(mb_calendar_holiday(NULL, d, MB_NO_DAY));
	assert_int_equal(mb_calendar_until(c), day("2026-12-31"));
	mb_calendar_free(c);
	mb_calendar_free(NULL);
}

static void outside_the_span_only_the_weekday_decides(void **state)
{
	struct mb_calendar *c = mb_calendar_new(day("2026-01-01"), day("2026-12-31"));

	mb_calendar_add(c, day("2027-01-01"), "New Year's Day", MB_NO_DAY); /* a Friday */
	assert_true(mb_calendar_is_working(c, day("2027-01-01"), MB_NO_DAY));
	assert_false(mb_calendar_is_working(c, day("2027-01-02"), MB_NO_DAY));
	assert_false(mb_calendar_is_working(c, day("2026-06-13"), MB_NO_DAY));
	assert_true(mb_calendar_is_working(NULL, day("2026-06-12"), MB_NO_DAY));
	mb_calendar_free(c);
}

static const struct add_row {
	const char *name, *from;
	int n;
	enum mb_day_count how;
	const char *to; /* NULL: not reached */
} add_rows[] = {
	{ "six working days on: five clear", "2026-03-27", 6, MB_DAYS_WORKING, "2026-04-08" },
	{ "and back", "2026-04-08", -6, MB_DAYS_WORKING, "2026-03-27" },
	{ "none is the day itself, a Sunday or not", "2026-03-29", 0, MB_DAYS_WORKING, "2026-03-29" },
	{ "from a Sunday", "2026-03-29", 1, MB_DAYS_WORKING, "2026-03-30" },
	{ "back from a Sunday", "2026-03-29", -1, MB_DAYS_WORKING, "2026-03-27" },
	{ "over Christmas", "2026-12-23", 5, MB_DAYS_WORKING, "2027-01-04" },
	{ "days of the calendar", "2026-06-01", 29, MB_DAYS_CALENDAR, "2026-06-30" },
	{ "days of the calendar, back", "2026-06-30", -29, MB_DAYS_CALENDAR, "2026-06-01" },
	{ "Saturdays for a parish", "2026-04-02", 2, MB_DAYS_PARISH, "2026-04-07" },
	{ "to the last day", "2027-12-30", 1, MB_DAYS_WORKING, "2027-12-31" },
	{ "past the last day", "2027-12-30", 2, MB_DAYS_WORKING, NULL },
	{ "before the first", "2005-01-03", -1, MB_DAYS_WORKING, NULL },
	{ "a calendar day past the last", "2027-12-30", 5, MB_DAYS_CALENDAR, "2028-01-04" },
	{ "past all dates", "9999-12-30", 2, MB_DAYS_CALENDAR, NULL },
	{ "far past all dates", "2026-01-01", INT32_MAX, MB_DAYS_CALENDAR, NULL },
	{ "far before all dates", "2026-01-01", INT32_MIN, MB_DAYS_WORKING, NULL },
};

static void check_add(void **state)
{
	const struct add_row *r = *state;
	struct mb_calendar *c = england();
	mb_day d = 7;

	assert_int_equal(mb_add_days(&d, c, day(r->from), r->n, r->how, MB_NO_DAY), r->to != NULL);
	assert_int_equal(d, r->to ? day(r->to) : 7);
	assert_false(mb_add_days(&d, c, MB_NO_DAY, 1, r->how, MB_NO_DAY));
	mb_calendar_free(c);
}

/* The day n + 1 counted days on has n clear days before it, and one day earlier has fewer or is itself not counted. */
static void adding_and_counting_agree(void **state)
{
	struct mb_calendar *c = england();

	for (mb_day d = day("2026-03-01"); d < day("2026-12-31"); d++)
		for (int n = 0; n <= 12; n++)
			for (int how = MB_DAYS_WORKING; how <= MB_DAYS_PARISH; how++) {
				mb_day meet, back;

				assert_true(
					mb_add_days(&meet, c, d, n + 1, (enum mb_day_count)how, MB_NO_DAY));
				assert_int_equal(mb_clear_days(NULL, 0, c, d, meet, (enum mb_day_count)how,
							       MB_NO_DAY, NULL),
						 n);
				assert_true(mb_add_days(&back, c, meet, -(n + 1), (enum mb_day_count)how,
							MB_NO_DAY));
				assert_true(back <= d); /* less if d itself does not count */
			}
	mb_calendar_free(c);
}

int main(void)
{
	const struct CMUnitTest fixed[] = {
		cmocka_unit_test(no_more_days_are_given_than_there_is_room_for),
		cmocka_unit_test(without_dates_or_calendar_nothing_is_certified),
		cmocka_unit_test(a_holiday_is_what_was_known_of_it),
		cmocka_unit_test(outside_the_span_only_the_weekday_decides),
		cmocka_unit_test(adding_and_counting_agree),
	};
	struct CMUnitTest clear[COUNT(clear_rows)], add[COUNT(add_rows)];

	for (size_t i = 0; i < COUNT(clear_rows); i++)
		clear[i] = (struct CMUnitTest){ clear_rows[i].name, check_clear, NULL, NULL,
						(void *)&clear_rows[i] };
	for (size_t i = 0; i < COUNT(add_rows); i++)
		add[i] = (struct CMUnitTest){ add_rows[i].name, check_add, NULL, NULL, (void *)&add_rows[i] };
	return cmocka_run_group_tests_name("base_calendar clear days", clear, NULL, NULL) +
	       cmocka_run_group_tests_name("base_calendar add", add, NULL, NULL) +
	       cmocka_run_group_tests_name("base_calendar", fixed, NULL, NULL);
}
