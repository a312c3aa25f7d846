/* When a visit begins and ends, and what is kept of the one before. */
#include "accounts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NOW   1000000
#define CLOCK 500 /* the record's clock is another here, as in a rehearsal */
#define PAUSE VISIT_PAUSE

static char home[] = "/tmp/mb-visit-XXXXXX";
static struct mb_accounts *s;
static struct mb_arena *a;

/* Requests of one person, each so many seconds after the one before, with the newest event that the record then had; and the visit
 * that the last one belongs to. */
static const struct row {
	const char *name;
	struct {
		int64_t after;
		long event;
	} asks[6];
	struct visit is;
} rows[] = {
	{ "a first visit has none before it", { { 0, 7 } }, { 0, 0, 7, 0 } },
	{ "requests without a pause are one visit",
	  { { 0, 7 }, { 60, 8 }, { PAUSE - 1, 9 }, { PAUSE - 1, 12 } },
	  { 0, 0, 7, 0 } },
	{ "after a pause the last visit is that one's beginning",
	  { { 0, 7 }, { 100, 9 }, { PAUSE, 12 } },
	  { PAUSE + 100, 0, 12, 7 } },
	{ "it stays the last while this one goes on",
	  { { 0, 7 }, { PAUSE, 12 }, { 600, 14 }, { PAUSE - 1, 15 } },
	  { PAUSE, 0, 12, 7 } },
	{ "a third visit forgets the first",
	  { { 0, 7 }, { PAUSE, 12 }, { 5 * PAUSE, 20 } },
	  { 6 * PAUSE, PAUSE, 20, 12 } },
	{ "a clock set back ends no visit", { { 5 * PAUSE, 7 }, { -4 * PAUSE, 8 } }, { 5 * PAUSE, 0, 7, 0 } },
	{ "and later ones end as ever",
	  { { 5 * PAUSE, 7 }, { -4 * PAUSE, 8 }, { PAUSE, 9 } },
	  { 2 * PAUSE, 5 * PAUSE, 9, 7 } },
};

static void check_row(void **state)
{
	const struct row *r = *state;
	const char *person = mb_arena_printf(a, "person-%zu", (size_t)(r - rows)), *secret;
	struct visit x = { 0 };
	int64_t now = NOW;

	assert_int_equal(mb_account_invite(&secret, a, s, person, false, NOW, NULL), MB_OK);
	for (size_t i = 0; i < 6 && r->asks[i].event; i++) {
		now += r->asks[i].after;
		assert_int_equal(
			visit_touch(&x, a, s, person, now, now - NOW + CLOCK, r->asks[i].event, NULL), MB_OK);
	}
	assert_int_equal(x.began, r->is.began + CLOCK);
	assert_int_equal(x.event, r->is.event);
	assert_int_equal(x.last_event, r->is.last_event);
	assert_int_equal(x.last, r->is.last_event ? r->is.last + CLOCK : 0);
}

static void whoever_has_no_account_makes_no_visit(void **state)
{
	struct visit x;

	assert_int_equal(visit_touch(&x, a, s, "nobody-here", NOW, CLOCK, 1, NULL), MB_ENOTFOUND);
}

static void one_person_is_one_row(void **state)
{
	struct mb_value *v;
	struct visit x;
	const char *secret;
	size_t n;

	assert_int_equal(mb_account_invite(&secret, a, s, "ann", false, NOW, NULL), MB_OK);
	for (int i = 0; i < 20; i++)
		assert_int_equal(visit_touch(&x, a, s, "ann", NOW + i * 2 * PAUSE, i, i, NULL), MB_OK);
	assert_int_equal(mb_store_ask(&v, &n, 1, a, s->s, "select count(*) from visit where person = 'ann'",
				      NULL, 0, NULL),
			 MB_OK);
	assert_int_equal(v[0].i, 1);
}

static void two_that_begin_a_visit_at_once_begin_one(void **state)
{
	struct mb_accounts *other;
	struct visit x, y;
	const char *secret;

	assert_int_equal(mb_accounts_open(&other, home, NULL), MB_OK);
	assert_int_equal(mb_account_invite(&secret, a, s, "tom", false, NOW, NULL), MB_OK);
	assert_int_equal(visit_touch(&x, a, s, "tom", NOW, 1, 5, NULL), MB_OK);
	assert_int_equal(visit_touch(&x, a, s, "tom", NOW + PAUSE, 2, 8, NULL), MB_OK);
	assert_int_equal(visit_touch(&y, a, other, "tom", NOW + PAUSE, 3, 9, NULL), MB_OK);
	assert_memory_equal(&x, &y, sizeof x);
	assert_int_equal(x.last_event, 5);
	mb_accounts_close(other);
}

/* Accounts made before visits were kept. */
static void an_older_file_is_brought_up_to_date(void **state)
{
	struct mb_accounts *old;
	const char *secret;
	struct visit x;

	assert_int_equal(mb_account_invite(&secret, a, s, "old", false, NOW, NULL), MB_OK);
	assert_int_equal(mb_store_run(NULL, s->s, "drop table visit", NULL, 0, NULL), MB_OK);
	assert_int_equal(mb_store_run(NULL, s->s, "pragma user_version = 4", NULL, 0, NULL), MB_OK);
	assert_int_equal(mb_accounts_open(&old, home, NULL), MB_OK);
	assert_int_equal(visit_touch(&x, a, old, "old", NOW, 1, 5, NULL), MB_OK);
	mb_accounts_close(old);
}

static int open_store(void **state)
{
	a = mb_arena_new();
	assert_non_null(mkdtemp(home));
	assert_int_equal(mb_accounts_open(&s, home, NULL), MB_OK);
	return 0;
}

static int close_store(void **state)
{
	mb_accounts_close(s);
	assert_int_equal(system(mb_arena_printf(a, "rm -rf '%s'", home)), 0);
	mb_arena_free(a);
	return 0;
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

int main(void)
{
	struct CMUnitTest t[COUNT(rows) + 4];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, check_row, NULL, NULL,
					      (void *)(uintptr_t)&rows[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(whoever_has_no_account_makes_no_visit);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(one_person_is_one_row);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(two_that_begin_a_visit_at_once_begin_one);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(an_older_file_is_brought_up_to_date);
	return cmocka_run_group_tests_name("visit", t, open_store, close_store);
}
