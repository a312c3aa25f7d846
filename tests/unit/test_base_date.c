/* Civil dates. */
#include "minutebook/base.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static mb_day day(const char *iso)
{
	mb_day d = MB_NO_DAY;

	assert_true(mb_day_parse(&d, iso));
	return d;
}

static void every_day_from_year_1_to_9999_follows_the_one_before(void **state)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	mb_day expected = day("0001-01-01"), d;
	int weekday = 1, year, month, dd; /* it was a Monday */

	for (int y = 1; y <= 9999; y++)
		for (int m = 1; m <= 12; m++) {
			int last = length[m - 1] + (m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));

			for (int k = 1; k <= last; k++, expected++, weekday = weekday % 7 + 1) {
				mb_day_civil(expected, &year, &month, &dd);
				if (!mb_day_make(&d, y, m, k) || d != expected || mb_weekday(d) != weekday ||
				    year != y || month != m || dd != k)
					fail_msg("%04d-%02d-%02d", y, m, k);
			}
			assert_false(mb_day_make(&d, y, m, last + 1));
		}
	assert_int_equal(expected - 1, day("9999-12-31"));
}

static void days_are_counted_from_1970(void **state)
{
	assert_int_equal(day("1970-01-01"), 0);
	assert_int_equal(day("1969-12-31"), -1);
	assert_int_equal(day("2005-10-03"), 13059);
	assert_int_equal(mb_day_year(day("1960-02-29")), 1960);
	mb_day_civil(0, NULL, NULL, NULL);
}

static void dates_that_do_not_exist_are_refused(void **state)
{
	static const int rows[][3] = { { 0, 1, 1 },	{ 10000, 1, 1 },  { 2026, 0, 1 },  { 2026, 13, 1 },
				       { 2026, 1, 0 },	{ 2026, 1, 32 },  { 2026, 2, 29 }, { 1900, 2, 29 },
				       { 2026, 4, 31 }, { 2026, -1, -1 }, { -5, 6, 7 } };
	mb_day d = 7;

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_false(mb_day_make(&d, rows[i][0], rows[i][1], rows[i][2]));
	assert_int_equal(d, 7);
	assert_true(mb_day_make(&d, 2000, 2, 29));
}

static void only_the_iso_form_is_read(void **state)
{
	static const char *const bad[] = { "",
					   "2026",
					   "2026-1-1",
					   "2026-01-1",
					   "2026-01-01 ",
					   " 2026-01-01",
					   "2026-01-01T",
					   "2026/01/01",
					   "20260101",
					   "26-01-01",
					   "+026-01-01",
					   "2026-02-30",
					   "2026-01-0x",
					   "02026-01-01",
					   "2026-01-",
					   "0000-01-01" };
	mb_day d = 7;

	for (size_t i = 0; i < COUNT(bad); i++)
		if (mb_day_parse(&d, bad[i]))
			fail_msg("'%s' was read", bad[i]);
	assert_false(mb_day_parse(&d, NULL));
	assert_int_equal(d, 7);
}

static void months_are_added_within_the_shorter_month(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} rows[] = {
		{ "2026-01-15", 1, "2026-02-15" },  { "2026-01-31", 1, "2026-02-28" },
		{ "2024-01-31", 1, "2024-02-29" },  { "2024-02-29", 12, "2025-02-28" },
		{ "2024-02-29", 48, "2028-02-29" }, { "2026-03-31", -1, "2026-02-28" },
		{ "2026-01-31", -1, "2025-12-31" }, { "2026-12-31", 2, "2027-02-28" },
		{ "2026-05-31", 0, "2026-05-31" },  { "2026-08-31", -2, "2026-06-30" },
		{ "0001-02-01", -1, "0001-01-01" }, { "9999-11-30", 1, "9999-12-30" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(mb_day_add_months(day(rows[i].from), rows[i].months), day(rows[i].to));
	assert_int_equal(mb_day_add_months(day("9999-12-01"), 1), MB_NO_DAY);
	assert_int_equal(mb_day_add_months(day("0001-01-31"), -1), MB_NO_DAY);
	assert_int_equal(mb_day_add_months(day("2026-01-01"), INT32_MAX), MB_NO_DAY);
	assert_int_equal(mb_day_add_months(day("2026-01-01"), INT32_MIN), MB_NO_DAY);
	assert_int_equal(mb_day_add_months(MB_NO_DAY, 1), MB_NO_DAY);
}

static void dates_are_written_three_ways(void **state)
{
	char iso[MB_ISO_DATE], text[MB_LONG_DATE];
	static const mb_day outside[] = { MB_NO_DAY, INT32_MAX, INT32_MIN + 1, 2932897, -719163 };

	assert_string_equal(mb_day_iso(iso, day("2005-10-03")), "2005-10-03");
	assert_string_equal(mb_day_iso(iso, day("0001-01-01")), "0001-01-01");
	assert_string_equal(mb_day_short(text, day("2005-10-03")), "Mon 3 Oct 2005");
	assert_string_equal(mb_day_long(text, day("2005-10-03")), "Monday 3 October 2005");
	assert_string_equal(mb_day_long(text, day("2026-09-30")), "Wednesday 30 September 2026");
	assert_string_equal(mb_day_short(text, day("2026-05-31")), "Sun 31 May 2026");
	for (size_t i = 0; i < COUNT(outside); i++) {
		assert_string_equal(mb_day_iso(iso, outside[i]), "");
		assert_string_equal(mb_day_short(text, outside[i]), "");
		assert_string_equal(mb_day_long(text, outside[i]), "");
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(every_day_from_year_1_to_9999_follows_the_one_before),
		cmocka_unit_test(days_are_counted_from_1970),
		cmocka_unit_test(dates_that_do_not_exist_are_refused),
		cmocka_unit_test(only_the_iso_form_is_read),
		cmocka_unit_test(months_are_added_within_the_shorter_month),
		cmocka_unit_test(dates_are_written_three_ways),
	};

	return cmocka_run_group_tests_name("base_date", t, NULL, NULL);
}
