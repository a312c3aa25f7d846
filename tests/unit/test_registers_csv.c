/* CSV for spreadsheets: quoting, dates, and what a spreadsheet would take for a formula. Days within texts for people. */
#include <minutebook/registers.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct row {
	const char *name, *text;
	enum mb_cell_type type;
	const char *gives;
} rows[] = {
	{ "plain", "agreed", MB_CELL_TEXT, "agreed" },
	{ "empty", NULL, MB_CELL_TEXT, "" },
	{ "a comma is quoted", "one, two", MB_CELL_TEXT, "\"one, two\"" },
	{ "a quotation mark is doubled", "the \"board\"", MB_CELL_TEXT, "\"the \"\"board\"\"\"" },
	{ "a line end is quoted", "one\ntwo", MB_CELL_TEXT, "\"one\ntwo\"" },
	{ "a formula is text", "=HYPERLINK(\"http://x\")", MB_CELL_TEXT,
	  "\"'=HYPERLINK(\"\"http://x\"\")\"" },
	{ "a plus", "+1", MB_CELL_TEXT, "'+1" },
	{ "a minus", "-1 vote", MB_CELL_TEXT, "'-1 vote" },
	{ "an at", "@SUM(A1)", MB_CELL_TEXT, "'@SUM(A1)" },
	{ "a tab", "\t=1", MB_CELL_TEXT, "'\t=1" },
	{ "a return", "\r=1", MB_CELL_TEXT, "\"'\r=1\"" },
	{ "our own number may be negative", "-5", MB_CELL_NUMBER, "-5" },
	{ "a number that is none is text", "-5+A1", MB_CELL_NUMBER, "'-5+A1" },
	{ "a sign further in is left", "a=b", MB_CELL_TEXT, "a=b" },
};

static void check(void **state)
{
	const struct row *r = *state;
	struct mb_column column = { "x", "What", NULL, r->type, false, false };
	struct mb_cell cell = { .text = r->text, .day = MB_NO_DAY };
	struct mb_register_row row = { .cells = &cell };
	struct mb_register reg = { .columns = &column, .n_columns = 1, .rows = &row, .n_rows = 1 };
	char wanted[200];
	struct mb_buf b;

	mb_buf_init(&b, 0);
	mb_register_csv(&b, &reg);
	snprintf(wanted, sizeof wanted, "\xef\xbb\xbfWhat\r\n%s\r\n", r->gives);
	assert_string_equal(b.p, wanted);
	mb_buf_free(&b);
}

/* Days within a text, as people write them. */
static void days_named(void **state)
{
	static const char *const days[][2] = {
		{ "by 2005-10-05", "by Wed 5 Oct 2005" },
		{ "counted: 2005-10-05 2005-10-06, then", "counted: Wed 5 Oct 2005, Thu 6 Oct 2005, then" },
		{ "2005-10-05", "Wed 5 Oct 2005" },
		{ "2005-02-30 is no day", "2005-02-30 is no day" },
		{ "CTB-2005-10-05 and 2005-10-05-2 are codes", "CTB-2005-10-05 and 2005-10-05-2 are codes" },
		{ "12005-10-05", "12005-10-05" },
		{ "2005-10-5", "2005-10-5" },
		{ "", "" },
	};
	struct mb_arena *a = mb_arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		assert_string_equal(mb_days_named(a, days[i][0]), days[i][1]);
	assert_null(mb_days_named(a, NULL));
	mb_arena_free(a);
}

static void dates(void **state)
{
	struct mb_column columns[] = { { "x", "On", NULL, MB_CELL_DATE, false, false },
				       { "y", "=Title", NULL, MB_CELL_TEXT, false, false } };
	struct mb_cell cells[] = { { .text = "Tue 11 Oct 2005" }, { .text = "x", .day = MB_NO_DAY } };
	struct mb_register_row row = { .cells = cells };
	struct mb_register reg = { .columns = columns, .n_columns = 2, .rows = &row, .n_rows = 1 };
	struct mb_buf b;

	assert_true(mb_day_make(&cells[0].day, 2005, 10, 11));
	mb_buf_init(&b, 0);
	mb_register_csv(&b, &reg);
	assert_string_equal(b.p, "\xef\xbb\xbfOn,'=Title\r\n2005-10-11,x\r\n");
	mb_buf_free(&b);
}

int main(void)
{
	struct CMUnitTest t[sizeof rows / sizeof *rows + 2];
	size_t n = sizeof rows / sizeof *rows;

	for (size_t i = 0; i < n; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[n] = (struct CMUnitTest){ "dates are ISO, heads are guarded", dates, NULL, NULL, NULL };
	t[n + 1] = (struct CMUnitTest){ "days within a text", days_named, NULL, NULL, NULL };
	return cmocka_run_group_tests_name("registers_csv", t, NULL, NULL);
}
