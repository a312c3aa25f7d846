/* Until which hour of today a page with a countdown holds. */
#include "show.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define NOW    600 /* 10:00 */
#define NO_DAY MB_NO_DAY

/* Days are counted from today. */
static const struct row {
	const char *name;
	struct {
		mb_day last;
		int minute;
	} steps[3];
	size_t n;
	int until; /* minute of today; 0: the whole day */
} rows[] = {
	{ "nothing is to be done", { { 0 } }, 0, 0 },
	{ "by an hour of today", { { 0, 720 } }, 1, 720 },
	{ "the first of several hours", { { 0, 840 }, { 0, 720 }, { 0, 900 } }, 3, 720 },
	{ "by an hour of tomorrow", { { 1, 720 } }, 1, 0 },
	{ "some time today", { { 0, -1 } }, 1, 0 },
	{ "an hour that is gone", { { 0, 540 } }, 1, 0 },
	{ "this very minute", { { 0, NOW } }, 1, 0 },
	{ "by no day", { { NO_DAY, -1 } }, 1, 0 },
	{ "today beside other days", { { 1, 720 }, { 0, 840 }, { NO_DAY, -1 } }, 3, 840 },
};

static mb_day day(void)
{
	mb_day d = MB_NO_DAY;

	assert_true(mb_day_make(&d, 2006, 1, 17));
	return d;
}

static void check(void **state)
{
	const struct row *r = *state;
	const mb_day today = day();
	struct web_req q = { .now = mb_instant_at(today, NOW), .today = today };
	struct mb_step steps[3] = { 0 };
	const struct mb_countdown c = { .steps = steps, .n_steps = r->n };

	for (size_t i = 0; i < r->n; i++) {
		steps[i].last = r->steps[i].last == NO_DAY ? NO_DAY : today + r->steps[i].last;
		steps[i].minute = r->steps[i].minute;
	}
	show_until(&q, &c);
	assert_int_equal(q.until, r->until ? mb_instant_at(today, r->until).utc : 0);
}

/* A page of several countdowns holds as long as all of them do. */
static void the_soonest_of_all_counts(void **state)
{
	const mb_day today = day();
	struct web_req q = { .now = mb_instant_at(today, NOW), .today = today };
	struct mb_step noon = { .last = today, .minute = 720 }, later = { .last = today, .minute = 900 };

	show_until(&q, &(struct mb_countdown){ .steps = &later, .n_steps = 1 });
	show_until(&q, &(struct mb_countdown){ .steps = &noon, .n_steps = 1 });
	show_until(&q, &(struct mb_countdown){ .steps = &later, .n_steps = 1 });
	assert_int_equal(q.until, mb_instant_at(today, 720).utc);
}

int main(void)
{
	struct CMUnitTest t[sizeof rows / sizeof *rows + 1];
	size_t n = 0;

	for (; n < sizeof rows / sizeof *rows; n++)
		t[n] = (struct CMUnitTest){ rows[n].name, check, NULL, NULL, (void *)(uintptr_t)&rows[n] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(the_soonest_of_all_counts);
	return _cmocka_run_group_tests("web_until", t, n, NULL, NULL);
}
