/* Work that goes on after its reply: few at a time, each in its turn, one of a name, stopped by somebody or with the server. */
#include "server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

/* Every task waits until it may end, or is stopped, and leaves how it ended. */
static atomic_int may_end, running, most, ends[4], order[16], n_order;
static struct web web;
static struct web_req q;

static void wait_ms(long ms)
{
	struct timespec t = { 0, ms * 1000000L };

	nanosleep(&t, NULL);
}

static void work(struct web_task *t, void *arg)
{
	int now = atomic_fetch_add(&running, 1) + 1, was = atomic_load(&most);

	if (now > was)
		atomic_store(&most, now);
	if (web_task_step(t, "Working", 1, 3)) {
		atomic_store(&order[atomic_fetch_add(&n_order, 1)], *(int *)arg);
		while (web_task_step(t, "Working", 2, 3) && !atomic_load(&may_end))
			wait_ms(1);
	}
	atomic_fetch_add(&ends[web_task_end(t)], 1);
	atomic_fetch_sub(&running, 1);
}

static int start(enum web_lane lane, const char *name, int number)
{
	int *arg = mb_alloc(sizeof *arg);

	*arg = number;
	return web_task_start(&q, lane, name, work, arg, NULL);
}

static bool at_work(const char *name)
{
	struct web_progress p;

	for (int i = 0; i < 2000; i++, wait_ms(1))
		if (web_task_look(&q, name, &p) && p.done == 2)
			return true;
	return false;
}

static bool over(const char *name)
{
	struct web_progress p;

	web_task_wait(&q, name, 5000);
	return !web_task_look(&q, name, &p);
}

static int begin(void **state)
{
	memset(&web, 0, sizeof web);
	q = (struct web_req){ .web = &web };
	tasks_begin(&web);
	atomic_store(&may_end, 0);
	atomic_store(&most, 0);
	atomic_store(&n_order, 0);
	for (int i = 0; i < 4; i++)
		atomic_store(&ends[i], 0);
	return 0;
}

static int end(void **state)
{
	tasks_end(&web);
	tasks_free(&web);
	return 0;
}

static void of_a_name_one_is_at_work(void **state)
{
	assert_int_equal(start(WEB_LANE_SHORT, "a", 1), MB_OK);
	assert_int_equal(start(WEB_LANE_SHORT, "a", 2), MB_ECONFLICT);
	assert_int_equal(start(WEB_LANE_LONG, "a", 3), MB_ECONFLICT);
	atomic_store(&may_end, 1);
	assert_true(over("a"));
	assert_int_equal(start(WEB_LANE_SHORT, "a", 4), MB_OK);
	assert_true(over("a"));
}

static void others_wait_for_their_turn_and_say_so(void **state)
{
	struct web_progress p;

	for (int i = 0; i < 4; i++)
		assert_int_equal(start(WEB_LANE_LONG, (const char *[]){ "a", "b", "c", "d" }[i], i), MB_OK);
	assert_true(at_work("a") && at_work("b"));
	assert_true(web_task_look(&q, "d", &p));
	assert_true(p.waiting && p.before == 3);
	assert_true(web_task_look(&q, "a", &p));
	assert_true(!p.waiting && p.before == 0 && p.all == 3);
	assert_string_equal(p.stage, "Working");
	/* what takes long keeps nobody from what is short */
	assert_int_equal(start(WEB_LANE_SHORT, "quick", 9), MB_OK);
	assert_true(at_work("quick"));
	atomic_store(&may_end, 1);
	assert_true(over("a") && over("b") && over("c") && over("d") && over("quick"));
	assert_true(atomic_load(&most) <= 3);
	assert_int_equal(atomic_load(&n_order), 5);
}

static void too_many_are_refused(void **state)
{
	char name[3] = "a0";
	int n = 0;

	while (n < 30 && start(WEB_LANE_LONG, name, n) == MB_OK) {
		n++;
		name[1]++;
	}
	assert_int_equal(n, 10);
	assert_int_equal(start(WEB_LANE_SHORT, "b", 1), MB_OK); /* the other lane has room */
}

static void one_that_waits_can_be_stopped(void **state)
{
	assert_int_equal(start(WEB_LANE_LONG, "a", 1), MB_OK);
	assert_int_equal(start(WEB_LANE_LONG, "b", 2), MB_OK);
	assert_int_equal(start(WEB_LANE_LONG, "c", 3), MB_OK);
	assert_true(at_work("a") && at_work("b"));
	web_task_stop(&q, "c");
	assert_true(over("c"));
	assert_int_equal(atomic_load(&ends[WEB_TASK_STOPPED]), 1);
	assert_int_equal(atomic_load(&n_order), 2); /* it never did anything */
	web_task_stop(&q, "nobody");
	web_task_stop(&q, "a");
	assert_true(over("a"));
	assert_true(at_work("b"));
}

static void the_end_of_the_server_ends_all(void **state)
{
	for (int i = 0; i < 5; i++)
		assert_int_equal(start(WEB_LANE_LONG, (const char *[]){ "a", "b", "c", "d", "e" }[i], i),
				 MB_OK);
	tasks_end(&web);
	assert_int_equal(atomic_load(&ends[WEB_TASK_SERVER_ENDS]), 5);
	assert_int_equal(start(WEB_LANE_LONG, "f", 6), MB_ECONFLICT);
}

static void a_moment_is_only_a_moment(void **state)
{
	struct web_progress p;
	int64_t begun = clock_ms();

	assert_int_equal(start(WEB_LANE_SHORT, "a", 1), MB_OK);
	web_task_wait(&q, "a", 50);
	assert_true(clock_ms() - begun >= 49);
	assert_true(web_task_look(&q, "a", &p));
	begun = clock_ms();
	web_task_wait(&q, "nobody", 5000);
	assert_true(clock_ms() - begun < 4000);
}

int main(void)
{
	static const struct CMUnitTest t[] = {
		cmocka_unit_test_setup_teardown(of_a_name_one_is_at_work, begin, end),
		cmocka_unit_test_setup_teardown(others_wait_for_their_turn_and_say_so, begin, end),
		cmocka_unit_test_setup_teardown(too_many_are_refused, begin, end),
		cmocka_unit_test_setup_teardown(one_that_waits_can_be_stopped, begin, end),
		cmocka_unit_test_setup_teardown(the_end_of_the_server_ends_all, begin, end),
		cmocka_unit_test_setup_teardown(a_moment_is_only_a_moment, begin, end),
	};

	return cmocka_run_group_tests_name("web_tasks", t, NULL, NULL);
}
