/* A ruling in canonical form, and read back. */
#include "minutebook/rules.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static char *canonical(const struct mb_ruling *r)
{
	struct mb_buf b;

	mb_buf_init(&b, 0);
	mb_ruling_canonical(&b, r);
	assert_int_equal(mb_buf_status(&b, NULL), MB_OK);
	return mb_buf_take(&b);
}

static char *words(const struct mb_ruling *r)
{
	struct mb_buf b;

	mb_buf_init(&b, 0);
	mb_ruling_words(&b, r);
	assert_int_equal(mb_buf_status(&b, NULL), MB_OK);
	return mb_buf_take(&b);
}

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
		.who = who_three,
		.n_who = 1,
		.authority = "Terms of reference 7.2",
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

/* ---- canonical ------------------------------------------------------------------------------------------- */

static void every_outcome_has_its_word(void **state)
{
	static const char *const expect[] = { "satisfied", "not-applicable", "waived", "advised",
					      "irregular", "unsatisfied",    "broken" };

	for (size_t i = 0; i < COUNT(expect); i++)
		assert_string_equal(mb_outcome_word((enum mb_outcome)i), expect[i]);
	assert_string_equal(mb_outcome_word((enum mb_outcome)99), "unknown");
}

static void the_canonical_form_is_sorted_and_leaves_out_what_does_not_apply(void **state)
{
	struct mb_finding f[] = { met("z comes last"), clear_days(MB_UNSATISFIED), met("not for this"),
				  met("a has title") };
	struct mb_effect e[] = { { .kind = "remind",
				   .key = "k|2",
				   .rule = "r",
				   .file = "rules/b.lua",
				   .line = 9,
				   .doc = "CTB-2026-A001",
				   .step = MB_NO_DAY } };
	struct mb_ruling r = { .findings = f, .n_findings = COUNT(f), .effects = e, .n_effects = COUNT(e) };
	char *text;

	f[2].outcome = MB_NOT_APPLICABLE;
	text = canonical(&r);
	assert_string_equal(
		text,
		"refused\n"
		"a has title | rules/a.lua:2 | approve CTB-2026-P001 | has | satisfied | title |  |\n"
		"effect | remind | rules/b.lua:9 | CTB-2026-A001 | k/2\n"
		"five clear working days | rules/20-meetings.lua:14 | publish CTB-2026-M003-agenda | "
		"clear_days | unsatisfied | working days counted: 2026-05-08 2026-05-11 2026-05-12 "
		"2026-05-13 | 5 | default\n"
		"z comes last | rules/a.lua:2 | approve CTB-2026-P001 | has | satisfied | title |  |\n");
	free(text);
}

static void the_order_of_findings_does_not_matter(void **state)
{
	struct mb_finding f[] = { met("one"), met("two"), met("three"), clear_days(MB_WAIVED) };
	struct mb_ruling r = { .accepted = true, .findings = f, .n_findings = COUNT(f) };
	char *first = canonical(&r), *again;

	for (size_t turn = 1; turn < COUNT(f); turn++) {
		struct mb_finding head = f[0];

		memmove(f, f + 1, sizeof(f) - sizeof(*f));
		f[COUNT(f) - 1] = head;
		again = canonical(&r);
		assert_string_equal(again, first);
		free(again);
	}
	free(first);
}

static void only_what_is_in_it_is_read_back(void **state)
{
	struct mb_finding f[] = { clear_days(MB_IRREGULAR) };
	struct mb_effect e[] = { { .kind = "ask",
				   .key = "k",
				   .rule = "r",
				   .file = "rules/b.lua",
				   .line = 9,
				   .doc = "CTB-2026-A001",
				   .step = 5 } };
	struct mb_ruling r = { .accepted = true,
			       .findings = f,
			       .n_findings = 1,
			       .effects = e,
			       .n_effects = 1 },
			 back;
	struct mb_arena *a = mb_arena_new();
	char *text = canonical(&r);

	assert_int_equal(mb_ruling_read(&back, a, text, NULL), MB_OK);
	assert_true(back.accepted);
	assert_int_equal(back.n_findings, 1);
	assert_string_equal(back.findings[0].rule, "five clear working days");
	assert_string_equal(back.findings[0].file, "rules/20-meetings.lua");
	assert_int_equal(back.findings[0].line, 14);
	assert_string_equal(back.findings[0].event, "publish");
	assert_string_equal(back.findings[0].doc, "CTB-2026-M003-agenda");
	assert_string_equal(back.findings[0].requirement, "clear_days");
	assert_int_equal(back.findings[0].outcome, MB_IRREGULAR);
	assert_string_equal(back.findings[0].needed, "5");
	assert_string_equal(back.findings[0].source, "default");
	assert_null(back.findings[0].remedy);
	assert_null(back.findings[0].authority);
	assert_null(back.findings[0].reason);
	assert_int_equal(back.n_effects, 1);
	assert_string_equal(back.effects[0].kind, "ask");
	assert_string_equal(back.effects[0].key, "k");
	assert_int_equal(back.effects[0].line, 9);
	assert_int_equal(back.effects[0].step, MB_NO_DAY);
	assert_null(back.effects[0].rule);
	free(text);
	mb_arena_free(a);
}

static const struct bad_row {
	const char *name, *text, *says;
} bad_rows[] = {
	{ "nothing", "", "empty" },
	{ "another first line", "perhaps\n", "line 1" },
	{ "an empty first line", "\naccepted\n", "line 1" },
	{ "too few parts", "accepted\na | b:1 | c\n", "line 2" },
	{ "too many parts", "accepted\n\na|b:1|c|d|waived|e|f|g|h\n", "line 3" },
	{ "no line number", "refused\na | b | c d | e | waived | f | g | h\n", "file:line" },
	{ "a line number that is none", "refused\na | b:1x | c d | e | waived | f | g | h\n", "file:line" },
	{ "a line number past all bounds",
	  "refused\na | b:99999999999999999999 | c d | e | waived | f | g | h\n", "file:line" },
	{ "an outcome that is none", "refused\na | b:1 | c d | e | forgiven | f | g | h\n", "'forgiven'" },
	{ "five parts that are no effect", "accepted\nresult | ask | b:1 | c | d\n", "not an effect" },
	{ "an effect without a place", "accepted\neffect | ask | b | c | d\n", "file:line" },
};

static void what_is_no_ruling_is_refused_with_its_line(void **state)
{
	const struct bad_row *row = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_ruling r = { .n_findings = 77 };
	struct mb_error err = { 0 };

	assert_int_equal(mb_ruling_read(&r, a, row->text, &err), MB_EINVAL);
	assert_non_null(strstr(err.text, row->says));
	assert_int_equal(r.n_findings, 77); /* untouched */
	mb_arena_free(a);
}

static void a_ruling_that_mail_or_an_editor_touched_still_reads(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_ruling r;

	assert_int_equal(
		mb_ruling_read(&r, a,
			       "accepted\r\n\r\n  a|b:1|c d|e|waived|f||\r\n  effect|ask|b:1|c|d  \r\n\r\n",
			       NULL),
		MB_OK);
	assert_int_equal(r.n_findings, 1);
	assert_int_equal(r.n_effects, 1);
	assert_string_equal(r.effects[0].key, "d");
	mb_arena_free(a);
}

static void a_canonical_form_over_its_limit_is_not_cut_but_fails(void **state)
{
	struct mb_finding f[] = { met("one"), met("two") };
	struct mb_ruling r = { .findings = f, .n_findings = COUNT(f) };
	struct mb_buf b;

	mb_buf_init(&b, 100);
	mb_ruling_canonical(&b, &r);
	assert_int_equal(mb_buf_status(&b, NULL), MB_EINVAL);
	mb_buf_free(&b);
}

/* ---- random rulings -------------------------------------------------------------------------------------- */

static uint64_t seed;

static unsigned dice(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static const char *const bits[] = {
	"a",
	"rule",
	" ",
	"  ",
	"\n",
	"\r\n",
	"|",
	" | ",
	":",
	":12",
	"effect",
	"accepted",
	"\t",
	"\x01",
	"\x7f",
	"\xff",
	"\xc3",
	"\xe2",
	"ä",
	"—",
	"\u2028",
	"\u202e",
	"\xc2\x85",
	"\u00a0",
	"2026-05-08",
	"x",
	"9",
	"-",
	"\\",
	"\"",
	"%s",
	"\xed\xa0\x80",
	"\xf4\x90\x80\x80",
	"\xc0\xaf",
	"😀",
	"",
};

static const char *some_text(struct mb_arena *a)
{
	char text[200] = "";
	unsigned n = dice(7);

	if (dice(12) == 0)
		return NULL;
	for (unsigned i = 0; i < n; i++)
		strcat(text, bits[dice(COUNT(bits))]);
	return mb_arena_dup(a, text);
}

static int some_line(void)
{
	return dice(20) == 0 ? -(int)dice(100) : dice(20) == 0 ? INT32_MAX : (int)dice(400);
}

static void some_ruling(struct mb_ruling *r, struct mb_arena *a)
{
	unsigned n = dice(6), m = dice(4);

	*r = (struct mb_ruling){ .accepted = dice(2) };
	for (unsigned i = 0; i < n; i++) {
		struct mb_finding *f = MB_PUSH(a, r->findings, r->n_findings);

		*f = (struct mb_finding){ some_text(a),
					  some_text(a),
					  some_line(),
					  some_text(a),
					  some_text(a),
					  some_text(a),
					  dice(7),
					  some_text(a),
					  some_text(a),
					  some_text(a),
					  some_text(a),
					  NULL,
					  0,
					  NULL,
					  0,
					  some_text(a),
					  some_text(a),
					  some_text(a),
					  some_text(a),
					  NULL };
		f->who = dice(2) ? who_three : NULL;
		f->n_who = f->who ? dice(4) : 0;
	}
	for (unsigned i = 0; i < m; i++) {
		struct mb_effect *e = MB_PUSH(a, r->effects, r->n_effects);

		*e = (struct mb_effect){ .kind = some_text(a),
					 .key = some_text(a),
					 .file = some_text(a),
					 .line = some_line(),
					 .doc = some_text(a) };
	}
}

static void check_form(const char *text, const struct mb_ruling *r)
{
	struct mb_error err;
	size_t lines = 0, expect = 1 + r->n_effects;
	const char *before = NULL;

	for (size_t i = 0; i < r->n_findings; i++)
		expect += r->findings[i].outcome != MB_NOT_APPLICABLE;
	assert_int_equal(mb_text_check(text, strlen(text), &err), MB_OK);
	for (const char *p = text; *p; p = strchr(p, '\n') + 1) {
		const char *end = strchr(p, '\n');

		assert_non_null(end);
		assert_true(end > p && end[-1] != ' ');
		if (lines++ > 1) { /* sorted: no line before the one above */
			size_t n = (size_t)(end - p), m = (size_t)(strchr(before, '\n') - before);
			int c = memcmp(before, p, n < m ? n : m);

			assert_true(c < 0 || (c == 0 && m <= n));
		}
		before = p;
	}
	assert_int_equal(lines, expect);
}

static void a_canonical_form_read_back_and_written_again_is_the_same_bytes(void **state)
{
	for (int turn = 0; turn < 20000; turn++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_ruling r, back;
		struct mb_error err = { 0 };
		char *text, *again, *told;

		seed = (uint64_t)turn;
		some_ruling(&r, a);
		text = canonical(&r);
		check_form(text, &r);
		if (mb_ruling_read(&back, a, text, &err) != MB_OK)
			fail_msg("turn %d: %s\n%s", turn, err.text, text);
		again = canonical(&back);
		assert_string_equal(again, text);
		told = words(&r);
		assert_int_equal(mb_text_check(told, strlen(told), &err), MB_OK);
		free(told);
		free(text);
		free(again);
		mb_arena_free(a);
	}
}

/* Any text whatever: read or refused, and what was read has a canonical form that stands. */
static void a_text_that_was_tampered_with_is_read_or_refused(void **state)
{
	for (int turn = 0; turn < 20000; turn++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_ruling r, back;
		char *text, *once, *twice;
		size_t n;

		seed = (uint64_t)turn;
		some_ruling(&r, a);
		text = canonical(&r);
		n = strlen(text);
		for (unsigned i = dice(4); i > 0; i--)
			text[dice((unsigned)n)] = "|\n :x1\xff"[dice(7)];
		if (mb_ruling_read(&back, a, text, NULL) == MB_OK) {
			once = canonical(&back);
			assert_int_equal(mb_ruling_read(&back, a, once, NULL), MB_OK);
			twice = canonical(&back);
			assert_string_equal(twice, once);
			free(once);
			free(twice);
		}
		free(text);
		mb_arena_free(a);
	}
}

int main(void)
{
	struct CMUnitTest t[COUNT(bad_rows) + 8];
	size_t n = 0;

	t[n++] = (struct CMUnitTest)cmocka_unit_test(every_outcome_has_its_word);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(
		the_canonical_form_is_sorted_and_leaves_out_what_does_not_apply);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(the_order_of_findings_does_not_matter);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(only_what_is_in_it_is_read_back);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_ruling_that_mail_or_an_editor_touched_still_reads);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_canonical_form_over_its_limit_is_not_cut_but_fails);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_canonical_form_read_back_and_written_again_is_the_same_bytes);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_text_that_was_tampered_with_is_read_or_refused);
	for (size_t i = 0; i < COUNT(bad_rows); i++)
		t[n++] = (struct CMUnitTest){ bad_rows[i].name, what_is_no_ruling_is_refused_with_its_line,
					      NULL, NULL, (void *)&bad_rows[i] };
	return _cmocka_run_group_tests("rules_ruling", t, n, NULL, NULL);
}
