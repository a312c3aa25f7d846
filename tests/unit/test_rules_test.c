/* The runner of rules' own tests: given laid over the world, what is expected, and what no test has seen. */
#include "rules_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char rules[] = "workflow 'paper' { states = { 'draft', 'approved' }, ends = { 'approved' },\n"
			    "  moves = { file = move { from = 'new', to = 'draft', who = 'anyone' },\n"
			    "            approve = move { from = 'draft', to = 'approved', who = 'chair', "
			    "stamp = 'approved' } },\n"
			    "  sign = { roles = { 'finance lead' } } }\n"
			    "rule 'signed' { authority = 'a', before = 'paper.approve', requires = { "
			    "signed_off 'finance lead' },\n"
			    "  waiver = { by = 'vice chair', needs = 'reason' } }\n"
			    "rule 'told' { authority = 'a', after = 'paper.approve', effects = { report { to "
			    "= 'parent', purpose = 'to note' } } }\n";

static const char world_text[] =
	"world { roles = { ['finance lead'] = 'fay' }, groups = {\n"
	"  exec = { title = 'Executive' }, board = { title = 'Board', code = 'CTB', parent = 'exec', roles = "
	"{ chair = 'cath', ['vice chair'] = 'vera' } } },\n"
	"  records = { P1 = { kind = 'paper', group = 'board', state = 'draft', title = 'Play', author = "
	"'ann',\n"
	"    signoffs = { { role = 'finance lead', by = 'fay', on = '2005-10-01' } } } } }\n";

#define WHEN "when = { move = 'approve', on = 'P1', by = 'cath', date = '2005-10-03' }, "

static const struct row {
	const char *name, *test;
	size_t passed, failed;
	const char *says; /* NULL */
} rows[] = {
	{ "what is as expected passes",
	  "test 't' { " WHEN "expect = { allowed = true, count = 1, effects = { { kind = 'report', to = "
	  "'exec', subject = 'P1' } } } }",
	  1, 0, NULL },
	{ "given is laid over the world",
	  "test 't' { given = { P1 = { signoffs = none } }, " WHEN
	  "expect = { refused_by = 'signed', says = { 'finance lead', 'fay' } } }",
	  1, 0, NULL },
	{ "an earlier text",
	  "test 't' { given = { P1 = { signoffs = { { role = 'finance lead', by = 'fay', of = 'earlier' } } "
	  "} }, " WHEN "expect = { allowed = false, says = 'sign again' } }",
	  1, 0, NULL },
	{ "a waiver",
	  "test 't' { given = { P1 = { signoffs = none, waivers = { { rule = 'signed', by = 'vera', reason = "
	  "'x' } } } }, " WHEN "expect = { allowed = true, waived = 'signed' } }",
	  1, 0, NULL },
	{ "signing makes the row",
	  "test 't' { given = { P1 = { signoffs = none } }, when = { move = 'sign', role = 'finance lead', "
	  "on = 'P1', by = 'fay', date = '2005-10-03' }, "
	  "expect = { allowed = true, no_effects = true } }",
	  1, 0, NULL },
	{ "a record that is new",
	  "test 't' { given = { P1 = { state = 'new' } }, when = { move = 'file', on = 'P1', by = 'bo', date "
	  "= '2005-10-03' }, expect = { allowed = true } }",
	  1, 0, NULL },
	{ "what is not as expected shows the ruling", "test 't' { " WHEN "expect = { allowed = false } }", 0,
	  1, "expected to be refused" },
	{ "an effect that is missing", "test 't' { " WHEN "expect = { effects = { { kind = 'remind' } } } }",
	  0, 1, "expected effect 1 (remind)" },
	{ "an unknown expectation", "test 't' { " WHEN "expect = { alowed = true } }", 0, 1,
	  "did you mean 'allowed'" },
	{ "an unknown record",
	  "test 't' { when = { move = 'approve', on = 'P9', by = 'cath' }, expect = { allowed = true } }", 0,
	  1, "no record 'P9'" },
	{ "gaps are named", "test 't' { " WHEN "expect = { allowed = true } }", 1, 0,
	  "coverage: rules/50-a.lua:5: requirement 1 (signed_off) of 'signed' never refuses" },
	{ "a move never made is a gap", "test 't' { " WHEN "expect = { allowed = true } }", 1, 0,
	  "rules/50-a.lua:2: paper 'file' is never made" },
	{ "tests of one file do not remember",
	  "local n = 0\ntest 'a' { " WHEN "expect = { allowed = true } }\ntest 'b' { " WHEN
	  "expect = { allowed = true } }",
	  2, 0, NULL },
};

static void gather(void *ctx, const char *line)
{
	mb_buf_printf(ctx, "%s\n", line);
}

static void check(void **state)
{
	const struct row *row = *state;
	const char *texts[] = { rules };
	struct mb_rules_file files[32];
	size_t n = pack_files(files, texts, 1);
	struct mb_error err = { 0 };
	struct mb_test_sum sum;
	struct mb_buf told;
	int rc;

	files[n++] = (struct mb_rules_file){ "rules/tests/00-world.lua", mb_str(world_text) };
	files[n++] = (struct mb_rules_file){ "rules/tests/a_test.lua", mb_str(row->test) };
	mb_buf_init(&told, 0);
	rc = mb_rules_test(&sum, files, n, NULL, gather, &told, &err);
	if (rc != (row->failed ? MB_EINVAL : MB_OK) || sum.passed != row->passed ||
	    sum.failed != row->failed || (row->says && !strstr(told.p, row->says)))
		fail_msg("%d %s\n%s", rc, err.text, told.p);
	mb_buf_free(&told);
}

/* ---- stopped ---------------------------------------------------------------------------------------------- */

struct stopper {
	size_t calls, at, all;
};

static bool stop_at(void *ctx, size_t done, size_t all)
{
	struct stopper *s = ctx;

	s->calls++;
	s->all = all;
	return done < s->at;
}

static void quiet(void *ctx, const char *line)
{
}

static void a_stop_is_never_all_passed(void **state)
{
	const char *texts[] = { rules };
	struct mb_rules_file files[32];
	size_t n = pack_files(files, texts, 1);
	struct mb_error err = { 0 };
	struct mb_test_sum sum;

	files[n++] = (struct mb_rules_file){ "rules/tests/00-world.lua", mb_str(world_text) };
	files[n++] = (struct mb_rules_file){ "rules/tests/a_test.lua",
					     mb_str("test 'a' { " WHEN
						    "expect = { allowed = true } }\ntest 'b' { " WHEN
						    "expect = { allowed = true } }") };
	for (size_t at = 0; at <= 2; at++) {
		struct stopper s = { .at = at };
		int rc = mb_rules_test_by_steps(&sum, files, n, NULL, quiet, stop_at, &s, &err);

		assert_int_equal(s.all, 2);
		assert_int_equal(s.calls, at < 2 ? at + 1 : 2);
		assert_int_equal(sum.passed + sum.failed, at);
		assert_int_equal(sum.stopped, at < 2);
		assert_int_equal(sum.gaps > 0, at == 2); /* a gap would only be what was not come to */
		assert_int_equal(rc, at < 2 ? MB_EFAIL : MB_OK);
		if (at < 2)
			assert_non_null(strstr(err.text, "of 2 tests"));
	}
}

static int begin(void **state)
{
	pack_open();
	return 0;
}

static int end(void **state)
{
	pack_close();
	return 0;
}

int main(void)
{
	enum { ROWS = sizeof rows / sizeof *rows };
	struct CMUnitTest t[ROWS + 1];

	for (size_t i = 0; i < ROWS; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[ROWS] = (struct CMUnitTest){ "a stop is never \"all passed\"", a_stop_is_never_all_passed, NULL,
				       NULL, NULL };
	return cmocka_run_group_tests_name("rules_test", t, begin, end);
}
