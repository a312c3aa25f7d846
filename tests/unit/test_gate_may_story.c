/* The explanation of who may read what never disagrees with the decision: over every document of the story and every person. */
#include <minutebook/gate.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char top[] = "/tmp/mb-may-story-XXXXXX";
static struct mb_gate *gate;
static struct mb_arena *arena;
static mb_day today;

static void must(int rc, const struct mb_error *err)
{
	if (rc != MB_OK)
		fail_msg("%s", err->text);
}

static struct mb_version_row *every(size_t *n, const char *kind)
{
	const struct mb_ask ask = { .kind = kind,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	struct mb_error err;

	must(mb_index_list(&rows, n, arena, mb_gate_index(gate), &ask, &err), &err);
	return rows;
}

/* @return how many of the documents this one may read */
static size_t agree(const char *person, const struct mb_version_row *rows, size_t n)
{
	struct mb_reader *r;
	struct mb_error err;
	size_t may = 0;

	must(mb_reader_new(&r, arena, gate, person, today, &err), &err);
	for (size_t i = 0; i < n; i++) {
		struct mb_may_why why;
		const struct mb_doc *d;
		bool yes;

		must(mb_view_doc(&d, mb_gate_view(gate), rows[i].path, &err), &err);
		yes = mb_may(r, "read", d);
		mb_may_explain(&why, arena, r, d);
		if (why.may != yes || mb_may_read(r, &rows[i]) != yes)
			fail_msg("%s, %s: may %d, explained %d (%s), by the row %d",
				 person ? person : "the public", rows[i].path, yes, why.may, why.reason,
				 mb_may_read(r, &rows[i]));
		assert_true(why.whom && *why.whom && why.from && *why.from && why.reason && *why.reason);
		/* the sentence says no where the answer is no */
		assert_int_equal(!yes, strstr(why.reason, " none ") || strstr(why.reason, "no seat") ||
					       strstr(why.reason, "nobody") ||
					       strstr(why.reason, "is not one"));
		may += yes;
	}
	return may;
}

static void the_explanation_is_the_decision(void **state)
{
	size_t n, pages, n_people, all, none = 0, some = 0;
	struct mb_version_row *rows = every(&n, NULL), *plain = every(&pages, ""),
			      *people = every(&n_people, "person");

	assert_true(n > 60 && pages > 5 && n_people > 15);
	for (size_t i = 0; i <= n_people + 1; i++) {
		const char *person = i < n_people ? people[i].id : i == n_people ? NULL : "nobody-known";

		all = agree(person, rows, n) + agree(person, plain, pages);
		none += all == 0;
		some += all > 0 && all < n + pages;
	}
	assert_true(none >= 1);	 /* the public pages are off */
	assert_true(some >= 10); /* the story has drafts and papers of one group */
}

static void a_reader_is_told_in_words(void **state)
{
	struct mb_reader_about about;
	struct mb_reader *r;
	struct mb_error err;

	must(mb_reader_new(&r, arena, gate, "beth-corrigan", today, &err), &err);
	mb_reader_about(&about, arena, r);
	assert_true(about.known && about.inside);
	assert_int_equal(about.n_posts, 1);
	assert_string_equal(about.posts[0], "board officer");
	must(mb_reader_new(&r, arena, gate, "helen-marsh", today, &err), &err);
	mb_reader_about(&about, arena, r);
	assert_int_equal(about.n_posts, 0);
	assert_true(about.n_groups >= 1 && about.n_audiences == 0);
	must(mb_reader_new(&r, arena, gate, "nobody-known", today, &err), &err);
	mb_reader_about(&about, arena, r);
	assert_true(!about.known && !about.inside && about.n_groups == 0);
}

static void a_check_is_remembered(void **state)
{
	struct mb_checked x;
	struct mb_error err;

	must(mb_gate_last_check(&x, arena, gate, MB_CHECK_RECORD, &err), &err); /* the story verifies */
	assert_true(x.sound);
	must(mb_gate_checked(gate, MB_CHECK_RECORD, true, &err), &err);
	must(mb_gate_last_check(&x, arena, gate, MB_CHECK_RECORD, &err), &err);
	assert_true(x.sound && x.event == mb_trailer_event(mb_gate_tip(gate)->message));
	assert_true(mb_now().utc - x.at.utc < 100);
	must(mb_gate_checked(gate, MB_CHECK_RECORD, false, &err), &err);
	must(mb_gate_last_check(&x, arena, gate, MB_CHECK_RECORD, &err), &err);
	assert_false(x.sound);
	must(mb_gate_checked(gate, MB_CHECK_INDEX, true, &err), &err);
	must(mb_gate_last_check(&x, arena, gate, MB_CHECK_INDEX, &err), &err);
	assert_true(x.sound);
	assert_true(mb_gate_founding(gate)); /* the story enacts nothing by decision */
}

static int tell_story(void **state)
{
	const char *home;
	struct mb_error err;

	arena = mb_arena_new();
	assert_non_null(mkdtemp(top));
	home = mb_arena_printf(arena, "%s/home", top);
	assert_true(mb_day_parse(&today, "2006-01-18"));
	assert_int_equal(system(mb_arena_printf(arena,
						"'%s' --on 2005-09-01 init '%s' --rehearsal >/dev/null &&"
						" '%s/scripts/story' '%s' '%s' >/dev/null",
						MB_PROGRAM, home, MB_SOURCE_DIR, MB_PROGRAM, home)),
			 0);
	must(mb_gate_open(&gate, home, &err), &err);
	return 0;
}

static int drop_story(void **state)
{
	mb_gate_close(gate);
	assert_int_equal(system(mb_arena_printf(arena, "rm -rf '%s'", top)), 0);
	mb_arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(the_explanation_is_the_decision),
		cmocka_unit_test(a_reader_is_told_in_words),
		cmocka_unit_test(a_check_is_remembered),
	};

	return cmocka_run_group_tests_name("may, told", t, tell_story, drop_story);
}
