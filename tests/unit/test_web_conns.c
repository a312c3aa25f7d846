/* Who makes room for whom, and when each has taken too long. Ends of socket pairs stand for connections. */
#include "server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int far_ends[4096];

static int near_end(void)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	far_ends[pair[0]] = pair[1];
	return pair[0];
}

static bool ended(const struct conn *x)
{
	char c;

	return recv(far_ends[x->fd], &c, 1, MSG_DONTWAIT) == 0;
}

static void drop(struct conns *c, struct conn *x)
{
	int fd = x->fd;

	conns_drop(c, x);
	close(far_ends[fd]);
	close(fd);
}

static struct conn *add(struct conns *c, uint64_t address, int64_t now)
{
	return conns_add(c, near_end(), 0, address, now);
}

static void the_oldest_that_asks_nothing_makes_room(void **state)
{
	struct conn *x[4], *late;
	struct conns c;

	conns_init(&c, 4096, 4, 0, 0, 0);
	for (int i = 0; i < 4; i++)
		x[i] = add(&c, 10 + (uint64_t)i, i);
	conns_set(&c, x[0], CONN_RECEIVING, 4);
	conns_set(&c, x[0], CONN_ANSWERING, 4);
	conns_set(&c, x[1], CONN_RECEIVING, 5);
	late = add(&c, 99, 6);
	assert_non_null(late);
	assert_false(ended(x[0]) || ended(x[1]) || ended(x[3]));
	assert_true(ended(x[2]));
	assert_non_null(add(&c, 98, 7));
	assert_true(ended(x[3]));
	conns_set(&c, late, CONN_RECEIVING, 8);
	conns_set(&c, late, CONN_ANSWERING, 8);
	assert_non_null(add(&c, 97, 9)); /* the newcomer of 98, which asked nothing yet */
	assert_false(ended(x[0]) || ended(x[1]));
	conns_free(&c);
}

static void what_is_being_answered_is_never_ended_for_room(void **state)
{
	struct conns c;
	struct conn *x;

	conns_init(&c, 4096, 4, 0, 0, 0);
	for (int i = 0; i < 4; i++) {
		x = add(&c, 10 + (uint64_t)i, i);
		conns_set(&c, x, CONN_RECEIVING, i);
		conns_set(&c, x, CONN_ANSWERING, i);
	}
	assert_null(add(&c, 99, 9));
	drop(&c, x);
	assert_non_null(add(&c, 99, 9));
	conns_free(&c);
}

static void one_address_takes_only_its_own_places(void **state)
{
	struct conn *others[10], *x;
	struct conns c;

	conns_init(&c, 4096, 0, 0, 0, 0);
	for (int i = 0; i < 10; i++)
		others[i] = add(&c, 100 + (uint64_t)i, i);
	for (int i = 0; i < MAX_PER_ADDRESS + 100; i++)
		assert_non_null(x = add(&c, 7, 20 + i));
	for (int i = 0; i < 10; i++)
		assert_false(ended(others[i]));
	assert_false(ended(x));
	assert_int_equal(c.live, 10 + MAX_PER_ADDRESS);
	assert_int_equal(c.n, 10 + MAX_PER_ADDRESS + 100);
	conns_free(&c);
}

static void too_many_on_their_way_out_are_waited_for(void **state)
{
	struct conns c;
	struct conn *first, *x;

	conns_init(&c, 4096, 8, 0, 0, 0);
	first = add(&c, 0, 0);
	for (int i = 0; i < 25; i++)
		assert_non_null(add(&c, 0, i));
	assert_true(conns_crowded(&c));
	assert_true(ended(first));
	assert_ptr_equal(conns_of(&c, first->fd), first);
	x = conns_of(&c, first->fd);
	drop(&c, x);
	assert_false(conns_crowded(&c));
	conns_free(&c);
}

static void each_state_has_its_deadline(void **state)
{
	struct conn *fresh, *idle, *receiving, *answering;
	struct conns c;

	conns_init(&c, 4096, 100, 10, 60, 30);
	fresh = add(&c, 1, 0);
	idle = add(&c, 1, 0);
	receiving = add(&c, 1, 0);
	answering = add(&c, 1, 0);
	conns_set(&c, idle, CONN_IDLE, 0);
	conns_set(&c, receiving, CONN_RECEIVING, 0);
	conns_set(&c, answering, CONN_RECEIVING, 0);
	conns_set(&c, answering, CONN_ANSWERING, 50000); /* what came before counts too */
	conns_sweep(&c, 9000);
	assert_false(ended(fresh));
	conns_sweep(&c, 11000);
	assert_true(ended(fresh));
	assert_false(ended(idle) || ended(receiving) || ended(answering));
	conns_sweep(&c, 31000);
	assert_true(ended(idle));
	assert_false(ended(receiving) || ended(answering));
	conns_sweep(&c, 61000);
	assert_true(ended(receiving) && ended(answering));
	conns_free(&c);
}

static void a_number_that_comes_again_is_another_connection(void **state)
{
	struct conns c;
	struct conn *x, *y;

	conns_init(&c, 4096, 100, 10, 60, 30);
	x = add(&c, 1, 0);
	y = conns_add(&c, x->fd, 0, 2, 1); /* x was given up and its number used again */
	assert_int_equal(c.n, 1);
	assert_int_equal(c.live, 1);
	assert_ptr_equal(conns_of(&c, y->fd), y);
	conns_sweep(&c, 5000);
	assert_false(ended(y));
	conns_free(&c);
}

static void guessing_costs_more_and_more_time(void **state)
{
	struct guesses *g = guesses_new();
	unsigned before = 0;

	for (int i = 0; i < 5; i++) {
		assert_int_equal(guesses_wait(g, "a", 5, 1000), 0);
		guesses_failed(g, "a", 1000);
	}
	for (int i = 0; i < 12; i++) {
		unsigned wait = guesses_wait(g, "a", 5, 1000);

		assert_true(wait >= before && wait > 0 && wait <= 900);
		before = wait;
		guesses_failed(g, "a", 1000);
	}
	assert_int_equal(guesses_wait(g, "b", 5, 1000), 0);
	assert_int_equal(guesses_wait(g, "a", 5, 1000 + 900), 0);
	assert_true(guesses_wait(g, "a", 5, 1000 + 800) > 0);
	guesses_forget(g, "a");
	assert_int_equal(guesses_wait(g, "a", 5, 1000), 0);
	for (int i = 0; i < 20000; i++) { /* the table is bounded, and what is newest is remembered */
		char key[16];

		snprintf(key, sizeof key, "k%d", i);
		guesses_failed(g, key, 2000 + i);
	}
	for (int i = 0; i < 6; i++)
		guesses_failed(g, "new", 30000);
	assert_true(guesses_wait(g, "new", 5, 30000) > 0);
	guesses_free(g);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(the_oldest_that_asks_nothing_makes_room),
		cmocka_unit_test(what_is_being_answered_is_never_ended_for_room),
		cmocka_unit_test(one_address_takes_only_its_own_places),
		cmocka_unit_test(too_many_on_their_way_out_are_waited_for),
		cmocka_unit_test(each_state_has_its_deadline),
		cmocka_unit_test(a_number_that_comes_again_is_another_connection),
		cmocka_unit_test(guessing_costs_more_and_more_time),
	};

	return cmocka_run_group_tests_name("conns", t, NULL, NULL);
}
