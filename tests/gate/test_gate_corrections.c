/* What a correction of minutes takes out and what it puts in: one row, one way of saying it. */
#include "gate_impl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *text, *old_words, *new_words; /* "": it says none */
};

static const struct row rows[] = {
	{ "That minute 7 of 13 June 2006 should read “£25,400” in place of “£24,500”.", "£24,500",
	  "£25,400" },
	{ "That minute 7 should read 'four' and not 'five'.", "five", "four" },
	{ "That the minutes should read \"four\", not \"five\".", "five", "four" },
	{ "That minute 7 should read ‘B’ instead of ‘A’.", "A", "B" },
	{ "That minute 7 should read 'B' rather than the words 'A'.", "A", "B" },
	{ "That in minute 7 'A' should read 'B'.", "A", "B" },
	{ "the minutes be approved subject to the correction from 'A' to 'B' on page 2.", "A", "B" },
	{ "the minutes be approved subject to the correction from 'to be agreed' to 'agreed'", "to be agreed",
	  "agreed" },
	{ "That in minute 7 'A' be replaced by 'B'.", "A", "B" },
	{ "That 'A' be replaced with the words 'B' in the minutes.", "A", "B" },
	{ "That 'B' be substituted for 'A' in minute 3.", "A", "B" },
	{ "That in minute 3 the words 'B' be substituted for the words 'A'.", "A", "B" },
	{ "That minute 3 be corrected: substitute 'B' for 'A'.", "A", "B" },
	{ "That minute 3 be amended: delete 'A' and insert 'B'.", "A", "B" },
	{ "That minute 3 be amended: delete 'A', insert 'B'.", "A", "B" },
	{ "the minutes be approved subject to the deletion of 'A' and the insertion of 'B'", "A", "B" },
	{ "That in place of 'A' in minute 4, 'B' be inserted.", "A", "B" },
	{ "That 'Family Support' in minute 7 should read 'B' in place of 'A'.", "A", "B" },
	{ "the minutes be approved subject to the deletion of 'A' in minute 4", "A", "" },
	{ "That in the minutes 'A' be deleted.", "A", "" },
	{ "That the minutes be corrected to add 'B'.", "", "B" },
	/* without marks */
	{ "That minute 7 of 13 June 2006 should read £25,400 in place of £24,500.", "£24,500", "£25,400" },
	{ "That minute 7 should read £25,400 and not £24,500.", "£24,500", "£25,400" },
	{ "the minutes be approved subject to the correction from £18,000 to £16,000 in minute 3.", "£18,000",
	  "£16,000" },
	{ "That in minute 3, £18,000 should read £16,000.", "£18,000", "£16,000" },
	{ "That in minute 3, £16,000 be substituted for £18,000.", "£18,000", "£16,000" },
	{ "That in minute 3, the figure of 58 be replaced by 53.", "58", "53" },
	{ "That minute 3 be amended: replace Mr Hall with Mr Hill.", "Mr Hall", "Mr Hill" },
	{ "That minute 3 should read the Board noted the report.", "", "the Board noted the report" },
	{ "the minutes be approved subject to Ann Bell being listed as attending.", "",
	  "Ann Bell being listed as attending" },
	/* one with marks, one without */
	{ "That minute 7 should read '£25,400' in place of £24,500.", "£24,500", "£25,400" },
};

static void which_words(void **state)
{
	const struct row *x = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_correction c = { .text = x->text };

	correction_words(&c, a);
	assert_string_equal(c.old_words ? c.old_words : "", x->old_words);
	assert_string_equal(c.new_words ? c.new_words : "", x->new_words);
	assert_true(correction_said(x->text));
	mb_arena_free(a);
}

static void what_is_none(void **state)
{
	(void)state;
	assert_false(correction_said("That Ms Bell be substituted for Mr Hall as a member of the panel."));
	assert_false(
		correction_said("That the minutes be received and the old boiler be replaced by a new one."));
	assert_false(correction_said("That the minutes of the meeting held on 13 June 2006 be approved."));
}

int main(void)
{
	struct CMUnitTest tests[sizeof rows / sizeof *rows + 1];
	size_t n = sizeof rows / sizeof *rows;

	for (size_t i = 0; i < n; i++)
		tests[i] = (struct CMUnitTest){ rows[i].text, which_words, NULL, NULL, (void *)&rows[i] };
	tests[n] = (struct CMUnitTest)cmocka_unit_test(what_is_none);
	return _cmocka_run_group_tests("corrections", tests, n + 1, NULL, NULL);
}
