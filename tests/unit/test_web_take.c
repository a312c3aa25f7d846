/* The fields of minutes that are being taken: which are ours, what rows they make, how two people's changes join. */
#include "page_minutes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct mb_arena *a;

/* "name=value;name=value" */
static struct web_pairs fields(const char *text)
{
	struct web_pairs f = { 0 };
	char *copy = mb_arena_dup(a, text), *one;

	while ((one = strsep(&copy, ";")) != NULL)
		if (*one) {
			char *value = strchr(one, '=');

			*value = '\0';
			*MB_PUSH(a, f.list, f.n) = (struct web_pair){ one, mb_str(value + 1) };
		}
	return f;
}

static const char *as_text(const struct web_pairs *f)
{
	const char *all = "";

	for (size_t i = 0; i < f->n; i++)
		all = mb_arena_printf(a, "%s%s%s=%s", all, i ? ";" : "", f->list[i].name, f->list[i].value.p);
	return all;
}

static const struct join {
	const char *what, *base, *mine, *theirs, *joined, *clashes;
} joins[] = {
	{ "nobody changed anything", "time=2;t-1-text=a", "time=2;t-1-text=a", "time=2;t-1-text=a",
	  "time=2;t-1-text=a", "" },
	{ "one changed one thing, one another", "time=2;t-1-text=a", "time=3;t-1-text=a", "time=2;t-1-text=b",
	  "time=3;t-1-text=b", "" },
	{ "both made the same change", "time=2", "time=3", "time=3", "time=3", "" },
	{ "both changed one thing", "time=2", "time=3", "time=4", "time=4", "time:3:4" },
	{ "what was emptied by one stays empty", "time=2;place=x", "time=;place=x", "time=2;place=y",
	  "time=;place=y", "" },
	{ "emptied by one, changed by the other", "time=2", "time=", "time=4", "time=4", "time::4" },
	{ "a row that only they have stays", "time=2", "time=2", "time=2;t-1-d-x-text=A",
	  "time=2;t-1-d-x-text=A", "" },
	{ "a row that only I have comes", "time=2", "time=2;t-1-d-x-text=A", "time=2",
	  "time=2;t-1-d-x-text=A", "" },
	{ "also an empty one", "time=2", "time=2;t-1-d-x-text=", "time=2", "time=2;t-1-d-x-text=", "" },
	{ "rows of both", "", "t-1-d-x-text=A", "t-1-d-y-text=B", "t-1-d-y-text=B;t-1-d-x-text=A", "" },
	{ "a radio that was not sent is as it was", "p-ann=present", "time=2", "p-ann=absent",
	  "p-ann=absent;time=2", "" },
	{ "one that both chose at first", "", "p-ann=present", "p-ann=absent", "p-ann=absent",
	  "p-ann:present:absent" },
};

static void changes_of_two_people_join(void **state)
{
	const struct join *x = *state;
	struct web_pairs base = fields(x->base), mine = fields(x->mine), theirs = fields(x->theirs), out;
	struct take_clash *list;
	const char *clashes = "";
	size_t n;

	take_merge(&out, &list, &n, a, &base, &mine, &theirs);
	for (size_t i = 0; i < n; i++)
		clashes = mb_arena_printf(a, "%s%s%s:%s:%s", clashes, i ? ";" : "", list[i].name,
					  list[i].mine, list[i].theirs);
	assert_string_equal(as_text(&out), x->joined);
	assert_string_equal(clashes, x->clashes);
}

/* Joining again what was joined, from the version that is theirs, changes nothing: a second save is no second change. */
static void what_is_joined_is_joined(void **state)
{
	for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
		struct web_pairs theirs = fields(joins[i].theirs), joined = fields(joins[i].joined), out;
		struct take_clash *list;
		size_t n;

		take_merge(&out, &list, &n, a, &theirs, &joined, &theirs);
		assert_int_equal(n, 0);
		assert_true(take_same(&out, &joined));
	}
}

static void only_fields_of_minutes_are_kept(void **state)
{
	struct web_pairs form = fields(
				 "token=t;base=1;time=2;t-1-text=a;T-1-text=b;t-1-te/xt=c;do=save;add=x;"
				 "place=p;place=q;i-1-person=r;p-ann=present;x-1=s;page=k;t_1=u"),
			 own = take_own_fields(a, &form);

	assert_string_equal(as_text(&own), "time=2;t-1-text=a;place=p;i-1-person=r;p-ann=present");
}

static void rows_stand_in_the_order_in_which_they_came(void **state)
{
	struct web_pairs f = fields(
		"t-2-title=b;t-1-title=a;t-2-d-x-text=A;t-2-d-3-text=B;t-2-d-x-for=3;t-2-a-1-what=C");
	const char **rows;

	assert_int_equal(take_rows(&rows, a, &f, "t-"), 2);
	assert_string_equal(rows[0], "t-2");
	assert_string_equal(rows[1], "t-1");
	assert_int_equal(take_rows(&rows, a, &f, "t-2-d-"), 2);
	assert_string_equal(rows[0], "t-2-d-x");
	assert_int_equal(take_rows(&rows, a, &f, "t-1-d-"), 0);
	assert_int_equal(take_rows(&rows, a, &f, "i-"), 0);
}

static const struct {
	const char *row, *becomes; /* NULL: it is no row */
} adds[] = {
	{ "t-1-d-x7", "t-1-d-x7-text=" },
	{ "t-1-a-x7", "t-1-a-x7-what=" },
	{ "i-x7", "i-x7-person=" },
	{ "t-x7", "t-x7-title=;t-x7-own=yes" },
	{ "", NULL },
	{ "t-", NULL },
	{ "p-ann", NULL },
	{ "t-1-d-", NULL },
	{ "t-1--x", NULL },
	{ "t-1-z-x", NULL },
	{ "t-1-d-x-text", NULL },
	{ "t-1-d-X", NULL },
	{ "t-1-d-x\" onclick", NULL },
	{ "t-1-d-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL },
};

static void only_rows_that_there_are_can_be_added(void **state)
{
	for (size_t i = 0; i < sizeof adds / sizeof *adds; i++) {
		struct web_pairs f = { 0 };

		assert_int_equal(take_add(a, &f, adds[i].row), adds[i].becomes != NULL);
		assert_string_equal(as_text(&f), adds[i].becomes ? adds[i].becomes : "");
		assert_int_equal(take_add(a, &f, adds[i].row), adds[i].becomes != NULL);
		assert_string_equal(as_text(&f), adds[i].becomes ? adds[i].becomes : ""); /* sent twice */
	}
}

static void what_is_kept_is_read_back(void **state)
{
	struct web_pairs f = fields("time=2 & 3 = 5%;others=“Ann”\n\nBob+"), back;

	assert_int_equal(take_decode(&back, a, take_encode(a, &f), NULL), MB_OK);
	assert_true(take_same(&f, &back));
	assert_int_equal(take_decode(&back, a, "", NULL), MB_OK);
	assert_int_equal(back.n, 0);
}

int main(void)
{
	struct CMUnitTest t[sizeof joins / sizeof *joins + 5];
	size_t n = 0;

	a = mb_arena_new();
	for (; n < sizeof joins / sizeof *joins; n++)
		t[n] = (struct CMUnitTest){ joins[n].what, changes_of_two_people_join, NULL, NULL,
					    (void *)&joins[n] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(what_is_joined_is_joined);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(only_fields_of_minutes_are_kept);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(rows_stand_in_the_order_in_which_they_came);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(only_rows_that_there_are_can_be_added);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(what_is_kept_is_read_back);
	n = (size_t)_cmocka_run_group_tests("taking minutes", t, n, NULL, NULL);
	mb_arena_free(a);
	return (int)n;
}
