/* The golden vectors of the law on clear days, counted over the calendar file that a new record gets. */
#include <minutebook/schema.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* A view of the shipped calendar and of nothing else. */
static const char *file = MB_SOURCE_DIR "/repo-template/calendar/england-and-wales.yaml";

static int read_file(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		     struct mb_error *err)
{
	struct mb_buf text;
	int rc = mb_read_file(&text, file, MB_DOC_MAX, err);

	if (rc == MB_OK)
		*out = (struct mb_str){ mb_arena_copy(a, text.p, text.n), text.n };
	mb_buf_free(&text);
	return rc;
}

static int list_nothing(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
			const struct mb_query *q, struct mb_error *err)
{
	*paths = NULL;
	*n = 0;
	return MB_OK;
}

static int list_calendar(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
			 const char *folder, struct mb_error *err)
{
	*paths = NULL;
	*n = 0;
	*MB_PUSH(a, *paths, *n) = "calendar/england-and-wales.yaml";
	return MB_OK;
}

static struct mb_calendar *calendar;

static int setup(void **state)
{
	static const struct mb_view_ops ops = { .read = read_file,
						.list = list_nothing,
						.files = list_calendar };
	static const struct mb_schema none;
	struct mb_view *v = mb_view_new(&ops, &none, NULL);
	struct mb_error err = { 0 };
	int rc = mb_calendar_read(&calendar, v, &err);

	if (rc != MB_OK)
		print_error("%s\n", err.text);
	mb_view_free(v);
	return rc;
}

static int teardown(void **state)
{
	mb_calendar_free(calendar);
	return 0;
}

static mb_day day(const char *iso)
{
	mb_day d = MB_NO_DAY;

	assert_true(mb_day_parse(&d, iso));
	return d;
}

#define WORKING	 MB_DAYS_WORKING
#define CALENDAR MB_DAYS_CALENDAR
#define PARISH	 MB_DAYS_PARISH

/* known NULL: as known on the day of publication */
static const struct row {
	const char *name, *published, *meeting, *known;
	enum mb_day_count how;
	int days;
} rows[] = {
	{ "V1: from Monday 3 October 2005", "2005-10-03", "2005-10-11", NULL, WORKING, 5 },
	{ "V1: from Tuesday 4 October 2005", "2005-10-04", "2005-10-11", NULL, WORKING, 4 },
	{ "V2: to Tuesday 17 March 2026", "2026-03-09", "2026-03-17", NULL, WORKING, 5 },
	{ "V2: to Monday 16 March 2026", "2026-03-09", "2026-03-16", NULL, WORKING, 4 },
	{ "V3: over Easter, from Friday", "2026-03-27", "2026-04-08", NULL, WORKING, 5 },
	{ "V3: over Easter, from Monday", "2026-03-30", "2026-04-08", NULL, WORKING, 4 },
	{ "V4: over Christmas, to Tuesday", "2026-12-23", "2027-01-05", NULL, WORKING, 5 },
	{ "V4: over Christmas, to Monday", "2026-12-23", "2027-01-04", NULL, WORKING, 4 },
	{ "V5: coronation, to Wednesday", "2023-04-28", "2023-05-10", NULL, WORKING, 5 },
	{ "V5: coronation, to Tuesday", "2023-04-28", "2023-05-09", NULL, WORKING, 4 },
	{ "V6: before 19 September was proclaimed", "2022-09-13", "2022-09-21", "2022-09-09", WORKING, 5 },
	{ "V6: once it was proclaimed", "2022-09-13", "2022-09-21", "2022-09-13", WORKING, 4 },
	{ "V7: its shape, two days where three were needed", "2002-04-26", "2002-05-01", NULL, WORKING, 2 },
	{ "V8: 28 calendar days", "2026-06-01", "2026-06-30", NULL, CALENDAR, 28 },
	{ "V8: one day too early", "2026-06-01", "2026-06-29", NULL, CALENDAR, 27 },
	{ "V8: 28 working days", "2026-06-01", "2026-07-10", NULL, WORKING, 28 },
	{ "V8: 27 working days", "2026-06-01", "2026-07-09", NULL, WORKING, 27 },
	{ "A7: Saturday counts in a parish", "2026-03-09", "2026-03-16", NULL, PARISH, 5 },
	{ "A7: Sunday does not", "2026-03-13", "2026-03-16", NULL, PARISH, 1 },
	{ "past the end nothing is counted", "2027-12-29", "2028-01-12", NULL, WORKING, -1 },
};

static void clear_days(void **state)
{
	const struct row *r = *state;
	struct mb_error err = { 0 };
	mb_day days[64], from = day(r->published), to = day(r->meeting);
	int n = mb_clear_days(days, 64, calendar, from, to, r->how, r->known ? day(r->known) : from, &err);

	assert_int_equal(n, r->days);
	if (n < 0)
		assert_non_null(strstr(err.text, "2027-12-31"));
	for (int i = 0; i < n; i++) { /* the proof lists each day once, in order, and neither end */
		assert_true(days[i] > (i ? days[i - 1] : from) && days[i] < to);
		assert_true(r->how != WORKING || mb_weekday(days[i]) <= 5);
	}
}

/* F4: published on Wednesday 1 April 2026; the fifth working day after it is Friday 10 April. */
static void call_in_over_easter(void **state)
{
	mb_day closes;

	assert_true(mb_add_days(&closes, calendar, day("2026-04-01"), 5, WORKING, day("2026-04-01")));
	assert_int_equal(closes, day("2026-04-10"));
	assert_true(mb_add_days(&closes, calendar, closes, 1, WORKING, day("2026-04-01")));
	assert_int_equal(closes, day("2026-04-13"));
}

static void days_that_the_act_of_1971_does_not_name_are_in(void **state)
{
	static const char *const days[] = { "2026-04-03", "2026-12-25", "2005-03-25", "2000-12-25" };

	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		assert_non_null(mb_calendar_holiday(calendar, day(days[i]), MB_NO_DAY));
}

static void a_moved_holiday_is_a_working_day_again(void **state)
{
	assert_true(mb_calendar_is_working(calendar, day("2020-05-04"), day("2020-04-01")));
	assert_false(mb_calendar_is_working(calendar, day("2020-05-08"), day("2020-04-01")));
}

int main(void)
{
	enum { N = sizeof rows / sizeof *rows };
	struct CMUnitTest t[N + 3];

	for (size_t i = 0; i < N; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, clear_days, NULL, NULL, (void *)&rows[i] };
	t[N] = (struct CMUnitTest)cmocka_unit_test(call_in_over_easter);
	t[N + 1] = (struct CMUnitTest)cmocka_unit_test(days_that_the_act_of_1971_does_not_name_are_in);
	t[N + 2] = (struct CMUnitTest)cmocka_unit_test(a_moved_holiday_is_a_working_day_again);
	return cmocka_run_group_tests_name("calendar vectors", t, setup, teardown);
}
