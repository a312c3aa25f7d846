/* Moments, and the civil time they had. */
#include "minutebook/base.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static mb_day day(const char *iso)
{
	mb_day d = MB_NO_DAY;

	assert_true(mb_day_parse(&d, iso));
	return d;
}

static const struct at_row {
	const char *name, *zone, *day;
	int minute;
	const char *iso;
} at_rows[] = {
	{ "summer time", "Europe/London", "2005-10-03", 540, "2005-10-03T09:00:00+01:00" },
	{ "winter time", "Europe/London", "2026-01-15", 1439, "2026-01-15T23:59:00+00:00" },
	{ "before 1970", "Europe/London", "1960-02-29", 615, "1960-02-29T10:15:00+00:00" },
	{ "British Standard Time", "Europe/London", "1969-01-15", 0, "1969-01-15T00:00:00+01:00" },
	{ "double summer time", "Europe/London", "1943-06-01", 720, "1943-06-01T12:00:00+02:00" },
	{ "before standard time, odd seconds", "Europe/London", "1840-01-01", 600,
	  "1840-01-01T10:00:00-00:01" },
	{ "the day the clocks go forward, before", "Europe/London", "2026-03-29", 59,
	  "2026-03-29T00:59:00+00:00" },
	{ "an hour that is skipped", "Europe/London", "2026-03-29", 90, "2026-03-29T02:30:00+01:00" },
	{ "the day the clocks go forward, after", "Europe/London", "2026-03-29", 120,
	  "2026-03-29T02:00:00+01:00" },
	{ "the day the clocks go back, before", "Europe/London", "2026-10-25", 30,
	  "2026-10-25T00:30:00+01:00" },
	{ "an hour that comes twice", "Europe/London", "2026-10-25", 90, "2026-10-25T01:30:00+01:00" },
	{ "the day the clocks go back, after", "Europe/London", "2026-10-25", 120,
	  "2026-10-25T02:00:00+00:00" },
	{ "west of Greenwich", "America/St_Johns", "2026-01-15", 600, "2026-01-15T10:00:00-03:30" },
	{ "far east", "Pacific/Kiritimati", "2026-01-15", 0, "2026-01-15T00:00:00+14:00" },
	{ "UTC", "UTC", "2026-07-01", 600, "2026-07-01T10:00:00+00:00" },
	{ "the last day", "UTC", "9999-12-31", 1439, "9999-12-31T23:59:00+00:00" },
	{ "the first day", "UTC", "0001-01-01", 0, "0001-01-01T00:00:00+00:00" },
};

static void check_at(void **state)
{
	const struct at_row *r = *state;
	struct mb_instant t, back = { 0 };
	char iso[MB_ISO_TIME];

	assert_int_equal(mb_zone_set(r->zone, NULL), MB_OK);
	for (int again = 0; again < 2; again++) {
		t = mb_instant_at(day(r->day), r->minute);
		assert_string_equal(mb_instant_iso(iso, t), r->iso);
		mb_instant_at(day("2026-07-01"), 0); /* what was asked in between must not matter */
	}
	assert_int_equal(mb_instant_day(t), day(r->day));
	if (mb_instant_minute(t) != r->minute)
		assert_string_equal(r->name, "an hour that is skipped");
	assert_true(mb_instant_parse(&back, iso));
	assert_true(back.utc == t.utc && back.offset == t.offset);
}

/* Through a year and both changes of the clocks: the moments agree with libc's own calendar. */
static void every_half_hour_of_a_year_agrees_with_libc(void **state)
{
	assert_int_equal(mb_zone_set("Europe/London", NULL), MB_OK);
	for (mb_day d = day("2026-01-01"); d <= day("2026-12-31"); d++)
		for (int minute = 0; minute < 1440; minute += 30) {
			struct mb_instant t = mb_instant_at(d, minute);
			time_t utc = (time_t)t.utc;
			struct tm tm;
			int of_month;

			mb_day_civil(d, NULL, NULL, &of_month);
			assert_non_null(localtime_r(&utc, &tm));
			assert_int_equal(tm.tm_gmtoff, t.offset * 60);
			assert_int_equal(tm.tm_mday, of_month);
			if (d != day("2026-03-29") || minute < 60 ||
			    minute >= 120) /* there was no such hour */
				assert_int_equal(tm.tm_hour * 60 + tm.tm_min, minute);
		}
}

static void a_moment_knows_its_own_civil_day(void **state)
{
	struct mb_instant t = { .utc = (int64_t)day("2026-06-30") * 86400 + 23 * 3600 + 1830, .offset = 60 };

	assert_int_equal(mb_instant_day(t), day("2026-07-01"));
	assert_int_equal(mb_instant_minute(t), 30);
	t.offset = 0;
	assert_int_equal(mb_instant_day(t), day("2026-06-30"));
	assert_int_equal(mb_instant_minute(t), 23 * 60 + 30);
	t = (struct mb_instant){ .utc = -1, .offset = 0 };
	assert_int_equal(mb_instant_day(t), -1);
	assert_int_equal(mb_instant_minute(t), 1439);
}

static void moments_past_all_dates_do_no_harm(void **state)
{
	static const struct mb_instant far[] = {
		{ INT64_MAX, 0 }, { INT64_MIN, 0 }, { INT64_MAX, INT32_MAX }, { INT64_MIN, INT32_MIN + 1 },
		{ 0, 1440 },
	};
	char iso[MB_ISO_TIME];

	for (size_t i = 0; i < COUNT(far); i++) {
		assert_in_range(mb_instant_minute(far[i]), 0, 1439);
		assert_string_equal(mb_instant_iso(iso, far[i]), "");
	}
	assert_int_equal(mb_instant_day(far[0]), MB_NO_DAY);
}

static void only_the_written_form_is_read(void **state)
{
	static const char *const bad[] = {
		"",
		"2026-01-15",
		"2026-01-15T10:00:00",
		"2026-01-15T10:00:00Z",
		"2026-01-15T10:00:00+0100",
		"2026-01-15T10:00:00-00:00",
		"2026-01-15 10:00:00+01:00",
		"2026-01-15T24:00:00+01:00",
		"2026-01-15T10:60:00+01:00",
		"2026-01-15T10:00:60+01:00",
		"2026-01-15T10:00:00+24:00",
		"2026-01-15T10:00:00+01:60",
		"2026-02-30T10:00:00+01:00",
		"2026-01-15T1x:00:00+01:00",
		"2026-01-15T10:00:00+01:00 ",
		"2026-01-15T-1:00:00+01:00",
	};
	struct mb_instant t = { 7, 7 };

	for (size_t i = 0; i < COUNT(bad); i++)
		if (mb_instant_parse(&t, bad[i]))
			fail_msg("'%s' was read", bad[i]);
	assert_false(mb_instant_parse(&t, NULL));
	assert_true(t.utc == 7 && t.offset == 7);
	assert_true(mb_instant_parse(&t, "2005-10-03T09:00:00+01:00"));
	assert_true(t.utc == 1128326400 && t.offset == 60);
}

static void unknown_zones_are_refused_and_the_old_one_stays(void **state)
{
	static const char *const bad[] = {
		"",	  "Europe/Atlantis", "../zoneinfo/UTC", "Europe/../UTC", "/etc/localtime",
		"Europe", "zone.tab",	     "GMT0BST",		"UTC;x",	 ":UTC"
	};
	struct mb_error err = { 0 };

	assert_int_equal(mb_zone_set("Europe/London", NULL), MB_OK);
	for (size_t i = 0; i < COUNT(bad); i++)
		if (mb_zone_set(bad[i], &err) != MB_EINVAL)
			fail_msg("'%s' was taken", bad[i]);
	assert_int_equal(mb_zone_set(NULL, &err), MB_EINVAL);
	mb_zone_set("Europe/Atlantis", &err);
	assert_string_equal(
		err.text, "there is no time zone 'Europe/Atlantis' here; give a name such as Europe/London");
	assert_int_equal(mb_instant_at(day("2026-07-01"), 0).offset, 60);
}

static void utc_needs_no_zone_data(void **state)
{
	setenv("TZDIR", "/nonexistent", 1);
	assert_int_equal(mb_zone_set("UTC", NULL), MB_OK);
	assert_int_equal(mb_zone_set("Europe/London", NULL), MB_EINVAL);
	unsetenv("TZDIR");
	assert_int_equal(mb_instant_at(day("2026-07-01"), 0).offset, 0);
}

static void now_is_now(void **state)
{
	time_t before = time(NULL);
	struct mb_instant t;

	assert_int_equal(mb_zone_set("Asia/Kolkata", NULL), MB_OK);
	t = mb_now();
	assert_true(t.utc >= before && t.utc <= before + 5);
	assert_int_equal(t.offset, 330);
}

int main(void)
{
	const struct CMUnitTest fixed[] = {
		cmocka_unit_test(every_half_hour_of_a_year_agrees_with_libc),
		cmocka_unit_test(a_moment_knows_its_own_civil_day),
		cmocka_unit_test(moments_past_all_dates_do_no_harm),
		cmocka_unit_test(only_the_written_form_is_read),
		cmocka_unit_test(unknown_zones_are_refused_and_the_old_one_stays),
		cmocka_unit_test(utc_needs_no_zone_data),
		cmocka_unit_test(now_is_now),
	};
	struct CMUnitTest at[COUNT(at_rows)];

	for (size_t i = 0; i < COUNT(at_rows); i++)
		at[i] = (struct CMUnitTest){ at_rows[i].name, check_at, NULL, NULL, (void *)&at_rows[i] };
	return cmocka_run_group_tests_name("base_zone at", at, NULL, NULL) +
	       cmocka_run_group_tests_name("base_zone", fixed, NULL, NULL);
}
