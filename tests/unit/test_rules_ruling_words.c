/* A ruling in words. */
#include "minutebook/rules.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static char *words(const struct mb_ruling *r)
{
	struct mb_buf b;

	mb_buf_init(&b, 0);
	mb_ruling_words(&b, r);
	assert_int_equal(mb_buf_status(&b, NULL), MB_OK);
	return mb_buf_take(&b);
}

static const char *who_cleo[] = { "cleo-marsh" };
static const char *who_three[] = { "cleo-marsh", "ben-okoro", "ann-field" };

static struct mb_finding clear_days(enum mb_outcome o)
{
	return (struct mb_finding){
		.rule = "five clear working days",
		.file = "rules/20-meetings.lua",
		.line = 14,
		.doc = "CTB-2026-M003-agenda",
		.event = "publish",
		.requirement = "clear_days",
		.outcome = o,
		.found = "working days counted: 2026-05-08 2026-05-11 2026-05-12 2026-05-13",
		.needed = "5",
		.source = "default",
		.remedy = "publish by 2026-05-06",
		.who = who_cleo,
		.n_who = 1,
		.authority = "Terms of reference 7.2",
		.marks = "urgent, for the chair to rule at the meeting",
		.cures = "ruled on at the meeting",
		.reason = "the inspector's letter came on the Friday",
	};
}

static struct mb_finding met(const char *rule)
{
	return (struct mb_finding){ .rule = rule,
				    .file = "rules/a.lua",
				    .line = 2,
				    .doc = "CTB-2026-P001",
				    .event = "approve",
				    .requirement = "has",
				    .outcome = MB_SATISFIED,
				    .found = "title",
				    .needed = "",
				    .source = "" };
}

static void nothing_asked_says_nothing(void **state)
{
	struct mb_finding f[] = { met("not for this") };
	struct mb_ruling r = { .accepted = true };
	char *text = words(&r);

	assert_string_equal(text, "");
	free(text);
	f[0].outcome = MB_NOT_APPLICABLE;
	r.findings = f;
	r.n_findings = 1;
	text = words(&r);
	assert_string_equal(text, "");
	free(text);
}

static const struct words_row {
	const char *name;
	enum mb_outcome outcome;
	bool accepted;
	size_t n_met;
	const char *expect;
} words_rows[] = {
	{ "all met", MB_NOT_APPLICABLE, true, 3, "  3 requirements met\n" },
	{ "one met", MB_NOT_APPLICABLE, true, 1, "  1 requirement met\n" },
	{ "a refusal teaches", MB_UNSATISFIED, false, 3,
	  "  x five clear working days  (rules/20-meetings.lua:14)\n"
	  "    found: working days counted: 2026-05-08 2026-05-11 2026-05-12 2026-05-13\n"
	  "    needed: 5 (default)\n"
	  "    to satisfy it: publish by 2026-05-06; ask cleo-marsh\n"
	  "    authority: Terms of reference 7.2\n"
	  "    about: CTB-2026-M003-agenda\n"
	  "  3 other requirements met\n" },
	{ "an irregular entry says what lifts it", MB_IRREGULAR, true, 1,
	  "  ~ five clear working days - entered, but irregular: urgent, for the chair to rule at the "
	  "meeting  "
	  "(rules/20-meetings.lua:14)\n"
	  "    found: working days counted: 2026-05-08 2026-05-11 2026-05-12 2026-05-13\n"
	  "    needed: 5 (default)\n"
	  "    what lifts it: ruled on at the meeting; ask cleo-marsh\n"
	  "    authority: Terms of reference 7.2\n"
	  "    about: CTB-2026-M003-agenda\n"
	  "  1 other requirement met\n" },
	{ "a waiver says by whom and why", MB_WAIVED, true, 0,
	  "  - five clear working days  (rules/20-meetings.lua:14) - waived by cleo-marsh: the inspector's "
	  "letter came "
	  "on the Friday\n"
	  "    found: working days counted: 2026-05-08 2026-05-11 2026-05-12 2026-05-13\n"
	  "    needed: 5 (default)\n"
	  "  0 other requirements met\n" },
	{ "advice stops nothing and says so", MB_ADVISED, true, 0,
	  "  i five clear working days  (rules/20-meetings.lua:14) - advice only, nothing is stopped\n"
	  "    found: working days counted: 2026-05-08 2026-05-11 2026-05-12 2026-05-13\n"
	  "    needed: 5 (default)\n"
	  "    to satisfy it: publish by 2026-05-06; ask cleo-marsh\n"
	  "    authority: Terms of reference 7.2\n"
	  "  0 other requirements met\n" },
	{ "a broken gate leaves the record as it was", MB_BROKEN, false, 0,
	  "  ! five clear working days - the rule itself is broken (rules/20-meetings.lua:14): \u201cthe "
	  "inspector's letter came "
	  "on the Friday\u201d; the record is unchanged\n"
	  "  0 other requirements met\n" },
	{ "a broken reaction leaves the move standing", MB_BROKEN, true, 2,
	  "  ! five clear working days - the rule itself is broken (rules/20-meetings.lua:14): \u201cthe "
	  "inspector's letter came "
	  "on the Friday\u201d; the move stands, what the rule asks for is still to be done\n"
	  "    about: CTB-2026-M003-agenda\n"
	  "  2 other requirements met\n" },
};

static void in_words(void **state)
{
	const struct words_row *row = *state;
	struct mb_finding f[4] = { clear_days(row->outcome) };
	struct mb_ruling r = { .accepted = row->accepted, .findings = f, .n_findings = 1 + row->n_met };
	char *text;

	for (size_t i = 0; i < row->n_met; i++)
		f[1 + i] = met("a paper has a title");
	text = words(&r);
	assert_string_equal(text, row->expect);
	free(text);
}

static void what_stops_the_move_is_said_first(void **state)
{
	struct mb_finding f[] = { clear_days(MB_ADVISED), clear_days(MB_IRREGULAR),
				  clear_days(MB_UNSATISFIED), clear_days(MB_BROKEN) };
	struct mb_ruling r = { .findings = f, .n_findings = COUNT(f) };
	char *text = words(&r);

	assert_true(strstr(text, "  ! ") < strstr(text, "  x "));
	assert_true(strstr(text, "  x ") < strstr(text, "  ~ "));
	assert_true(strstr(text, "  ~ ") < strstr(text, "  i "));
	free(text);
}

static void what_is_not_known_is_left_out(void **state)
{
	struct mb_finding f[] = { { .rule = "paper workflow",
				    .requirement = "may",
				    .outcome = MB_UNSATISFIED,
				    .found = "",
				    .needed = "chair",
				    .who = who_three,
				    .n_who = 3 },
				  { .rule = "old", .outcome = MB_WAIVED, .found = "" } };
	struct mb_ruling r = { .findings = f, .n_findings = COUNT(f) };
	char *text = words(&r);

	assert_string_equal(text, "  x paper workflow\n"
				  "    needed: chair\n"
				  "    to satisfy it: ask cleo-marsh, ben-okoro or ann-field\n"
				  "  - old - waived: no reason is recorded\n"
				  "  0 other requirements met\n");
	free(text);
}

static void a_source_already_in_the_words_is_not_said_twice(void **state)
{
	struct mb_finding f[] = { { .rule = "quorum",
				    .outcome = MB_UNSATISFIED,
				    .found = "present: a b",
				    .needed = "4 (terms of reference of the board)",
				    .source = "terms of reference of the board" } };
	struct mb_ruling r = { .findings = f, .n_findings = 1 };
	char *text = words(&r);

	assert_non_null(strstr(text, "needed: 4 (terms of reference of the board)\n"));
	free(text);
}

static void values_cannot_forge_lines(void **state)
{
	struct mb_finding f[] = {
		{ .rule = "r",
		  .file = "rules/x.lua",
		  .line = 1,
		  .outcome = MB_BROKEN,
		  .reason = "oh\n  3 other requirements met\x1b[2J \u202eback\u201d; all is well" }
	};
	struct mb_ruling r = { .findings = f, .n_findings = 1 };
	char *text = words(&r);

	assert_string_equal(
		text,
		"  ! r - the rule itself is broken (rules/x.lua:1): \u201coh 3 other requirements met [2J "
		"?back\u2019; all is well\u201d; the record is unchanged\n  0 other requirements met\n");
	free(text);
}

static void one_reason_for_several_documents_is_said_once(void **state)
{
	struct mb_finding f[3] = {
		{ .rule = "r",
		  .file = "rules/x.lua",
		  .line = 1,
		  .doc = "CTB-2026-D001",
		  .requirement = "quorate",
		  .outcome = MB_IRREGULAR,
		  .found = "3",
		  .needed = "4" },
		{ .rule = "r",
		  .file = "rules/x.lua",
		  .line = 1,
		  .doc = "CTB-2026-D002",
		  .requirement = "quorate",
		  .outcome = MB_IRREGULAR,
		  .found = "3",
		  .needed = "4" },
		{ .rule = "r",
		  .file = "rules/x.lua",
		  .line = 1,
		  .doc = "CTB-2026-D003",
		  .requirement = "quorate",
		  .outcome = MB_IRREGULAR,
		  .found = "2",
		  .needed = "4" },
	};
	struct mb_ruling ruling = { .accepted = true, .findings = f, .n_findings = 3 };
	struct mb_buf out;

	mb_buf_init(&out, 0);
	mb_ruling_words(&out, &ruling);
	assert_non_null(strstr(out.p, "about: CTB-2026-D001, CTB-2026-D002\n"));
	assert_non_null(strstr(out.p, "about: CTB-2026-D003\n"));
	assert_null(strstr(strstr(out.p, "found: 3") + 1, "found: 3"));
	mb_buf_free(&out);
}

int main(void)
{
	struct CMUnitTest t[COUNT(words_rows) + 6];
	size_t n = 0;

	t[n++] = (struct CMUnitTest)cmocka_unit_test(nothing_asked_says_nothing);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(what_stops_the_move_is_said_first);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(what_is_not_known_is_left_out);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_source_already_in_the_words_is_not_said_twice);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(values_cannot_forge_lines);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(one_reason_for_several_documents_is_said_once);
	for (size_t i = 0; i < COUNT(words_rows); i++)
		t[n++] = (struct CMUnitTest){ words_rows[i].name, in_words, NULL, NULL,
					      (void *)&words_rows[i] };
	return _cmocka_run_group_tests("rules_ruling_words", t, n, NULL, NULL);
}
