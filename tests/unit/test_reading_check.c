/* A paper checked for its author: each kind of slip is found at its line, and what only looks like one is not. */
#include <minutebook/reading.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#define MUCH ((size_t)256 * 1024) /* of one thing; four times as much takes four times as long */
#define HEAD                                                                                                 \
	"STRATEGY BOARD\n\n14 MARCH 2006\n\nREPORT OF THE HEAD OF EARLY YEARS\n\nA Plan\tFor Decision\n\n"   \
	"Summary:\n\nA plan.\n\nFinancial: None.\n\nLegal: None.\n\nRecommendations\n\nThe Board is asked "  \
	"to agree:\n\n"

static const struct row {
	const char *name, *text;
	const char *kind; /* NULL: nothing is found */
	int line;
} rows[] = {
	{ "a weekday that disagrees", "The meeting is on Monday 14 March 2006.\n", "weekday", 1 },
	{ "a weekday that agrees", "The meeting is on Tuesday, 14th March 2006 and on Tue 13 June 2006.\n",
	  NULL, 0 },
	{ "thirty-first of June", "It closes on 31 June 2006.\n", "no-such-date", 1 },
	{ "29 February in a common year", "It closes on 29 February 2006.\n", "no-such-date", 1 },
	{ "29 February in a leap year", "It closes on 29 February 2008.\n", NULL, 0 },
	{ "in figures", "It closed on 31/11/2006.\n", "no-such-date", 1 },
	{ "from later to earlier", "It runs from 1 May 2006 to 30 April 2006.\n", "date-range", 1 },
	{ "from earlier to later", "It runs from 1 May to 30 April 2007, and between 3 and 9 June 2007.\n",
	  NULL, 0 },
	{ "a step a year late",
	  "The timetable is:\n\n- Consultation closes end March 2006\n- Report in May 2007\n- Staff trained "
	  "in July 2006\n- Start on 1 September 2006\n",
	  "date-order", 4 },
	{ "steps before the effective date, a year late",
	  "The timetable is:\n\n- Draft early November 2006\n- Report on 29 November 2006\n- Posts filled "
	  "mid February 2006\n- Briefing in March 2006\n"
	  "- Effective date 1 April 2006\n",
	  "date-order", 3 },
	{ "two tracks in one timetable",
	  "The timetable is:\n\n- Managers: close early January 2006\n- Managers: appoint mid February "
	  "2006\n- Staff: close late December 2005\n"
	  "- Staff: appoint April 2006\n- Start on 1 May 2006\n",
	  NULL, 0 },
	{ "a review a year later",
	  "The timetable is:\n\n- Draft in March 2006\n- Report in May 2006\n- Start on 1 June 2006\n- "
	  "Review in June 2007\n",
	  NULL, 0 },
	{ "an action table in no order",
	  "| Action | Owner | Date |\n|---|---|---|\n| Write | Head of Law | June 2007 |\n| Ring | Head of "
	  "Law | May 2006 |\n| Ask | Head of Law | April 2007 |\n",
	  NULL, 0 },
	{ "one beginning in two years",
	  "# Joint Teams by 1 April 2006\n\nText of the report.\n\nThe joint teams start with effect from 1 "
	  "April 2007.\n",
	  "date-order", 5 },
	{ "asked for by a past day", HEAD "1. A report on the plan is brought back by 30 September 2005.\n",
	  "date-past", 21 },
	{ "asked for by a day to come",
	  HEAD "1. A report on the plan is brought back by 30 September 2006.\n", NULL, 0 },
	{ "a heading's year",
	  "Some of the actions approved in the May 2004 report are done.\n\nActions Approved in May "
	  "2005\n\nThey were four.\n",
	  "heading-date", 3 },
	{ "a heading's financial year", "Grants in 2006/07\n\nThe grants for 2005/06 came to £4,000.\n",
	  "heading-date", 1 },
	{ "a heading that compares",
	  "Grants in 2006/07\n\nThe grants for 2005/06 came to £4,000; for 2006/07 they are more.\n", NULL,
	  0 },
	{ "two days at the head", "STRATEGY BOARD\n\nTuesday 14 March 2006\n\nText.\n\n15 MARCH 2006\n",
	  "heading-date", 7 },
	{ "a board that becomes a group",
	  "The Children's Services Strategy Board met. The Children's Services Strategy Group agreed.\n",
	  "body-name", 1 },
	{ "a word dropped",
	  "The Children's Trust Strategy Board met.\n\nThe Children's Trust Board agreed.\n", "body-name",
	  1 },
	{ "a word slipped", "The Joint Commissioning Board met.\n\nThe Joint Commission Board agreed.\n",
	  "body-name", 1 },
	{ "an abbreviation one letter off",
	  "The Children's Services Strategy Board (CSSB) met.\n\nThe CSESB agreed.\n", "body-name", 3 },
	{ "short for the whole",
	  "The Children's Trust Strategy Board met. The Strategy Board agreed; the Board was glad.\n", NULL,
	  0 },
	{ "a pair of bodies",
	  "The Children's Trust Strategy Board and the Children's Trust Executive Group met with the Early "
	  "Years Group.\n",
	  NULL, 0 },
	{ "half of a pair",
	  "The Head of Quality & Learning came.\n\nThe Head of Quality and Standards spoke.\n", "post-name",
	  1 },
	{ "the middle of three",
	  "The Head of Policy, Performance & Support came.\n\nThe Head of Policy, Planning and Support "
	  "spoke.\n",
	  "post-name", 1 },
	{ "finance and financial", "The Head of Finance came. The Head of Financial Services spoke.\n",
	  "post-name", 1 },
	{ "two posts that sound alike",
	  "The Director of Adult Services, the Director of Children's Services, the Head of Youth Justice "
	  "and the Head of Youth Services.\n",
	  NULL, 0 },
	{ "one person, two posts",
	  "Ann Bell, Head of Finance, spoke.\n\nAnn Bell, Director of Resources, left.\n", "post-name", 3 },
	{ "a post in short", "Ann Bell, Director of Education, spoke.\n\nAnn Bell (Director) left.\n", NULL,
	  0 },
	{ "a paragraph that is not there", "1. Aim\n\n1.1 One aim.\n\n1.2 See paragraph 3.4 for more.\n",
	  "reference", 5 },
	{ "a paragraph that is there",
	  "1. Aim\n\n1.1 One aim.\n\n1.2 See paragraph 1.1 and section 1 above.\n", NULL, 0 },
	{ "sections of Acts",
	  "The duty under section 10 of the Children Act 2004, section 17 assessments and paragraph 3 of "
	  "Part 1 of Schedule 12A.\n",
	  NULL, 0 },
	{ "an appendix that is not there",
	  HEAD "1. The plan at Appendix C is agreed.\n\nAppendix A: Plan\n\nA plan.\n", "reference", 21 },
	{ "appendices that are files of their own",
	  HEAD "1. The plans at Appendix 1 and Appendix 2 are agreed.\n", NULL, 0 },
	{ "a recommendation that is not there",
	  HEAD "1. The plan is agreed.\n\nReasons\n\nRecommendation 4 saves money.\n", "reference", 25 },
	{ "no financial implications",
	  "STRATEGY BOARD\n\n14 MARCH 2006\n\nREPORT OF THE HEAD OF EARLY YEARS\n\nA Plan\tFor "
	  "Decision\n\nSummary:\n\nA plan.\n\nLegal: None.\n\n"
	  "Recommendations\n\nThe Board is asked to agree:\n\n1. The plan is agreed.\n",
	  "missing-part", 1 },
	{ "a head with nothing under it",
	  "STRATEGY BOARD\n\n14 MARCH 2006\n\nREPORT OF THE HEAD OF EARLY YEARS\n\nA Plan\tFor "
	  "Decision\n\nSummary:\n\nA plan.\n\nFinancial: TBC\n\nLegal: None.\n\n"
	  "Recommendations\n\nThe Board is asked to agree:\n\n1. The plan is agreed.\n",
	  "missing-part", 13 },
	{ "cut by a page",
	  HEAD "1. The plan is agreed from the time\n\nPage 2 of 3\n\nof the last review.\n2. It is noted.\n",
	  "recommendation", 21 },
	{ "cut by a blank line",
	  HEAD "- 1. The plan is agreed from the time\n\n- of the last review.\n- 2. It is noted.\n",
	  "recommendation", 21 },
	{ "without a full stop", HEAD "1. The plan is agreed\n2. The cost is noted\n\nReasons\n\nNone.\n",
	  NULL, 0 },
	{ "with points under it",
	  HEAD "1. The Head of Law is asked to\n\n- write to schools\n- ring them\n\n2. It is noted.\n", NULL,
	  0 },
	{ "a dotted line and a direct one",
	  "The Early Years Group has a dotted line to the Strategy Board.\n\nThe Early Years Group has a "
	  "direct line to the Strategy Board.\n",
	  "reporting-line", 1 },
	{ "to one body and to another",
	  "The Early Years Group reports to the Strategy Board.\n\nThe Early Years Group reports to the "
	  "Council's Executive.\n",
	  "reporting-line", 1 },
	{ "to two bodies, then to one of them",
	  "The Strategy Board reports both to the Council's Executive and the Local Strategic "
	  "Partnership.\n\nThe Strategy Board reports to the Local Strategic Partnership.\n",
	  NULL, 0 },
	{ "a dotted line beside a solid one",
	  "The Early Years Group has a dotted line to the Safeguarding Board.\n\nThe Early Years Group "
	  "reports to the Strategy Board.\n",
	  NULL, 0 },
	{ "a report is no line",
	  "The Early Years Group reports to the Strategy Board.\n\nThe Early Years Group reports to the "
	  "Council's Executive in May.\n",
	  NULL, 0 },
	{ "a number left out", "1. One\n\n2. Two\n\n4. Four\n", "numbering", 5 },
	{ "a decimal left out", "2.1 One thing.\n\n2.2 Two things.\n\n2.4 Four things.\n", "numbering", 5 },
	{ "a letter left out", "(a) one thing;\n(b) two things;\n(d) four things.\n", "numbering", 3 },
	{ "a numeral left out", "(i) one thing;\n(ii) two things;\n(iv) four things.\n", "numbering", 3 },
	{ "a number twice", "1. One\n\n2. Two\n\n2. Two again\n\n3. Three\n", "numbering", 5 },
	{ "lists inside a list", "1. One\n\n1. a\n2. b\n3. c\n\n2. Two\n\n1. d\n2. e\n\n3. Three\n", NULL,
	  0 },
	{ "lazy Markdown", "1. one\n1. two\n1. three\n", NULL, 0 },
	{ "letters to i", "(g) x;\n(h) y;\n(i) z;\n(j) w.\n", NULL, 0 },
	{ "items that begin at 41", "41. One\n\n42. Two\n\n43. Three\n", NULL, 0 },
	{ "a row left out", "| No | Item |\n|---|---|\n| 1 | One |\n| 2 | Two |\n| 4 | Four |\n", "numbering",
	  5 },
	{ "nothing", "", NULL, 0 },
};

static const struct mb_check_finding *find(const struct mb_paper_check *check, const char *kind)
{
	for (size_t i = 0; i < check->n_findings; i++)
		if (strcmp(check->findings[i].kind, kind) == 0)
			return &check->findings[i];
	return NULL;
}

static void a_row(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_paper_check *check;

	mb_check_paper(&check, a, r->text, strlen(r->text), NULL, NULL);
	if (!r->kind) {
		for (size_t i = 0; i < check->n_findings; i++)
			print_message("%s line %d: %s\n", check->findings[i].kind,
				      check->findings[i].places[0].line, check->findings[i].why);
		assert_int_equal(check->n_findings, 0);
	} else {
		const struct mb_check_finding *f = find(check, r->kind);
		bool there = false;

		assert_non_null(f);
		assert_int_equal(check->n_findings, 1);
		for (size_t i = 0; i < f->n_places; i++)
			there = there || f->places[i].line == r->line;
		assert_true(there);
		assert_true(strlen(f->why) > 0 && strlen(f->todo) > 0);
	}
	mb_arena_free(a);
}

/* ---- against a record ------------------------------------------------------------------------------------ */

static bool has(void *self, const char *id)
{
	return strcmp(id, self) == 0;
}

static struct mb_known_person people[] = { { "Ann Bell", "AB", "Head of Finance", true },
					   { "Tom Fox", "TF", NULL, true },
					   { "Old Hand", "OH", NULL, false } };
static struct mb_known_group groups[] = { { "Children's Trust Strategy Board", "Strategy Board" },
					  { "Early Years Group", NULL },
					  { "Council's Executive", "Executive" } };
static struct mb_known_line lines[] = { { "Early Years Group", "Children's Trust Strategy Board", "solid" } };

static const struct row against[] = {
	{ "a document it has", "See CTB-2006-P001.\n", NULL, 0 },
	{ "a document it has not", "See CTB-2006-P009.\n", "reference", 1 },
	{ "a body it knows", "The Strategy Board and the Early Years Group met.\n", NULL, 0 },
	{ "a body nearly known", "The Children's Trust Strategic Board met.\n", "body-name", 1 },
	{ "a short name nearly known", "The Strategic Board met.\n", "body-name", 1 },
	{ "a post nearly known", "The Head of Financial Services came.\n", "post-name", 1 },
	{ "a person with another post", "Ann Bell, Director of Resources, came.\n", "post-name", 1 },
	{ "owners it knows",
	  "| Action | Owner |\n|---|---|\n| Write | Ann Bell / TF |\n| Ring | Head of Law |\n| Ask | All |\n",
	  NULL, 0 },
	{ "an owner it does not know",
	  "| Action | Owner |\n|---|---|\n| Write | Ann Bell |\n| Ring | Wilma Stone |\n", "owner", 4 },
	{ "initials it does not know", "| Action | Owner |\n|---|---|\n| Write | QX |\n", "owner", 3 },
	{ "an owner who serves no more", "ACTION: Old Hand to write to schools.\n", "owner", 1 },
	{ "a line it has", "The Early Years Group reports to the Strategy Board.\n", NULL, 0 },
	{ "a line it has not", "The Early Years Group reports to the Council's Executive.\n",
	  "reporting-line", 1 },
	{ "another sort of line", "The Early Years Group has a dotted line to the Strategy Board.\n",
	  "reporting-line", 1 },
};

static void a_row_against(void **state)
{
	const struct row *r = *state;
	const struct mb_check_known known = { .people = people,
					      .groups = groups,
					      .lines = lines,
					      .n_people = 3,
					      .n_groups = 3,
					      .n_lines = 1,
					      .has = has,
					      .self = "CTB-2006-P001",
					      .near = MB_NO_DAY };
	struct mb_arena *a = mb_arena_new();
	struct mb_paper_check *check;

	mb_check_paper(&check, a, r->text, strlen(r->text), NULL, &known);
	for (size_t i = 0; i < check->n_findings; i++)
		print_message("%s line %d: %s\n", check->findings[i].kind, check->findings[i].places[0].line,
			      check->findings[i].why);
	assert_int_equal(check->n_findings, r->kind != NULL);
	if (r->kind) {
		assert_non_null(find(check, r->kind));
		assert_int_equal(check->findings[0].places[0].line, r->line);
	}
	mb_arena_free(a);
}

/* ---- harm ------------------------------------------------------------------------------------------------ */

static const char *const units[] = {
	"word ",
	"x",
	"\n",
	"1. \n",
	"(a) x;\n",
	"Head of Quality & Learning, ",
	"Aa Bb Board ",
	"The Aa Board met. ",
	"May 2005 ",
	"Heading in May 2005\n\n",
	"11 October 2005 ",
	"|a|b|\n",
	"a\tb\n",
	"paragraph 3.4 ",
	"Appendix A ",
	"reports to the Board. ",
	"Recommendations\n\n1. a\n\nb\n",
	"Page 2\n",
	"- step May 2006\n",
	"Ann Bell, Head of Law, ",
	"ABCB ",
	"(ABCB) ",
	"\xe2\x80\x99",
	"\xc2\xa0",
	"**",
	"<u>",
	"A",
	"&",
	"1.1 ",
	"Summary\n",
	"'s ",
	"(Action: Ann Bell) ",
	"Owner\tWho\n",
	"dotted line to ",
	"section ",
	"1.1 x\n\n",
};

static void much_of_one_thing(void **state)
{
	const char *unit = *state;
	const size_t len = strlen(unit);
	char *text = malloc(MUCH);
	struct mb_arena *a = mb_arena_new();
	struct mb_paper_check *check;
	clock_t began;

	assert_non_null(text);
	for (size_t i = 0; i < MUCH; i++)
		text[i] = unit[i % len];
	began = clock();
	mb_check_paper(&check, a, text, MUCH, "paper", NULL);
	/* far above what it takes, far below what anything quadratic would */
	assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 10.0);
	for (size_t i = 0; i < check->n_findings; i++)
		for (size_t k = 0; k < check->findings[i].n_places; k++)
			assert_true(check->findings[i].places[k].start +
					    check->findings[i].places[k].length <=
				    MUCH);
	mb_arena_free(a);
	free(text);
}

static void every_beginning(void **state)
{
	static const char seed[] = HEAD "1. The plan at Appendix C from the time\n\nPage 2\n\nof 31 June "
					"2006.\n\n1. Head of Quality & Learning\n\n3. "
					"Monday 14 March 2006\n\n| Action | Owner |\n|---|---|\n| x | Ann "
					"Bell / TF |\n\nThe Aa Bb Board (AABB) reports to the Cc\n"
					"- step May 2006\n- step June 2006\n- timetable 1 May "
					"2007\n\xe2\x80\x99\xc2\xa0<u>**(Action: ";

	for (size_t n = 0; n < sizeof seed; n++) {
		struct mb_arena *a = mb_arena_new();
		char *copy = malloc(n ? n : 1); /* no byte more, so that a read past the end is seen */
		struct mb_paper_check *check;

		assert_non_null(copy);
		memcpy(copy, seed, n);
		mb_check_paper(&check, a, copy, n, n % 2 ? "paper" : NULL, NULL);
		for (size_t i = 0; i < check->n_findings; i++)
			assert_true(check->findings[i].n_places > 0);
		free(copy);
		mb_arena_free(a);
	}
}

int main(void)
{
	enum {
		N = sizeof rows / sizeof *rows,
		M = sizeof against / sizeof *against,
		U = sizeof units / sizeof *units
	};
	struct CMUnitTest t[N + M + U + 1];
	size_t n = 0;

	for (size_t i = 0; i < N; i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, a_row, NULL, NULL, (void *)&rows[i] };
	for (size_t i = 0; i < M; i++)
		t[n++] = (struct CMUnitTest){ against[i].name, a_row_against, NULL, NULL,
					      (void *)&against[i] };
	for (size_t i = 0; i < U; i++)
		t[n++] = (struct CMUnitTest){ units[i], much_of_one_thing, NULL, NULL, (void *)units[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(every_beginning);
	return cmocka_run_group_tests_name("reading_check", t, NULL, NULL);
}
