/* Texts that mean harm, or none at all: every mutation of a good text is read without a fault, every place lies inside
 * the text, and a mebibyte of one thing takes no time to speak of. */
#include <minutebook/reading.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#define MIB ((size_t)1024 * 1024)

static const char seed[] = "# Minutes of the Trust Board\n\nHeld on Tuesday 11 October 2005 at 2.00 pm in "
			   "Room 1\n\n**Present**\n\n- Ann Bell (Chair), Council\n"
			   "- Tom Fox for Jo Moss (substitute)\n\nApologies: Jo Moss, Sam Reed\n\n## 1. Plan "
			   "(CTB-2005-P001)\n\nThe Chair ruled that item 1 be "
			   "urgent because of it.\n\n**RESOLVED:** That\n\n1. the plan be agreed;\n2. (a) "
			   "the risk be noted.\n\nVotes: 6 for, 1 against\n\n"
			   "**ACTION:** Ann Bell to call by 15 November 2005.\n\n| Action | Owner | Due "
			   "|\n|---|---|---|\n| Call | AB | next meeting |\n\n"
			   "Report of the Director\n\nSummary: short.\n\nRecommendations\n\nThe Board is "
			   "asked to agree:\n\n- 1. All of it\n\n- at once.\n\n"
			   "<td>x</td>&nbsp;\\*a_b__ \xe2\x80\x93 \xc2\xa0 \xe2\x80\x99\n\nDate of next "
			   "meeting\n\n15 November 2005\n";

static uint32_t state_of_chance;

static uint32_t chance(uint32_t n)
{
	state_of_chance = state_of_chance * 1664525u + 1013904223u;
	return (state_of_chance >> 8) % n;
}

static void inside(struct mb_place at, size_t n)
{
	assert_true(at.line >= 1 && at.column >= 1);
	assert_true(at.start <= n && at.length <= n - at.start);
}

static void places(const struct mb_reading *r, size_t n)
{
	for (size_t i = 0; i < r->n_present; i++)
		inside(r->present[i].place, n);
	for (size_t i = 0; i < r->n_apologies; i++)
		inside(r->apologies[i].place, n);
	for (size_t i = 0; i < r->n_items; i++)
		inside(r->items[i].place, n);
	for (size_t i = 0; i < r->n_decisions; i++) {
		inside(r->decisions[i].place, n);
		assert_non_null(r->decisions[i].text);
		assert_non_null(r->decisions[i].item);
		assert_non_null(r->decisions[i].kind);
	}
	for (size_t i = 0; i < r->n_actions; i++) {
		inside(r->actions[i].place, n);
		assert_non_null(r->actions[i].what);
	}
	for (size_t i = 0; i < r->n_recommendations; i++)
		inside(r->recommendations[i].place, n);
	for (size_t i = 0; i < r->n_sections; i++)
		inside(r->sections[i].place, n);
}

static void read_exactly(const char *text, size_t n, const char *as_kind)
{
	struct mb_arena *a = mb_arena_new();
	char *copy = malloc(n ? n : 1); /* no byte more, so that a read past the end is seen */
	struct mb_reading *r;

	assert_non_null(copy);
	memcpy(copy, text, n);
	mb_read_text(&r, a, copy, n, as_kind, 13000);
	places(r, n);
	free(copy);
	mb_arena_free(a);
}

static void mutations(void **state)
{
	static const char *const kinds[] = { NULL, "minutes", "agenda", "paper", "decision-record" };
	static const char *const bits[] = { "\n", "\n\n", "**",	      "|",	  "(",	     ")",
					    ":",  "- ",	  "1. ",      "RESOLVED", "ACTION:", " to ",
					    ",",  "\t",	  "\xe2\x80", "\0x",	  "#",	     "---\n" };
	char text[3 * sizeof(seed)];

	state_of_chance = 20051011;
	for (int turn = 0; turn < 2000; turn++) {
		size_t n = sizeof(seed) - 1;

		memcpy(text, seed, n);
		for (uint32_t k = chance(12) + 1; k > 0; k--) {
			size_t at = chance((uint32_t)n + 1), len = chance(40);
			const char *bit = bits[chance(sizeof(bits) / sizeof(bits[0]))];

			switch (chance(4)) {
			case 0: /* cut */
				len = at + len > n ? n - at : len;
				memmove(text + at, text + at + len, n - at - len);
				n -= len;
				break;
			case 1: /* put in */
				memmove(text + at + strlen(bit), text + at, n - at);
				memcpy(text + at, bit, strlen(bit));
				n += strlen(bit);
				break;
			case 2: /* spoil a byte */
				if (at < n)
					text[at] = (char)chance(256);
				break;
			default: /* break off */
				n = chance(4) ? n : at;
			}
		}
		read_exactly(text, n, kinds[chance(5)]);
	}
}

static void every_beginning(void **state)
{
	for (size_t n = 0; n < sizeof(seed); n++)
		read_exactly(seed, n, n % 2 ? "minutes" : NULL);
}

static const struct unit {
	const char *name, *text;
} units[] = {
	{ "words", "word " },
	{ "one word", "x" },
	{ "empty lines", "\n" },
	{ "numbers on lines", "1. \n" },
	{ "numbers in one line", "1. " },
	{ "markers", "RESOLVED " },
	{ "decisions in one line", "RESOLVED that a b. " },
	{ "actions", "ACTION: AB to go\n" },
	{ "actions in brackets", "(Action: Ann Bell) " },
	{ "stars", "* " },
	{ "rows", "|a|b|\n" },
	{ "tables", "| Action | Owner |\n|---|---|\n" },
	{ "open tags", "<" },
	{ "ampersands", "&" },
	{ "bars", "_ " },
	{ "open brackets", "(" },
	{ "clauses in one line", "(1) a (2) b " },
	{ "attendance lists", "Present:\nAnn Bell, Tom Fox,\n" },
	{ "one run-on list", "Ann Bell, " },
	{ "dates", "11 October 2005 " },
	{ "headings", "# A\n" },
	{ "items", "## 1. A\n\ntext\n\n" },
	{ "movers", "A Bell proposed, seconded by B Fox. Carried. " },
	{ "ids", "CTB-2005-P001 " },
	{ "capitals", "A" },
	{ "stops", ". " },
	{ "recommendations", "Recommendations\n\n- a thing\n" },
	{ "roman numbers", "(i) a\n" },
	{ "nested clauses", "1. a\n(a) b\n" },
	{ "page breaks", "1. word\n\nlower\n\n" },
	{ "names", "Ann " },
	{ "half a decision", "It was agreed " },
	{ "hard blanks", "\xc2\xa0" },
	{ "tables of HTML", "<table><tr><td>1.</td><td>a</td></tr></table>" },
	{ "tables that never end", "<table><tr><td>" },
	{ "cells of one row", "<table><tr></table><td>a" },
	{ "grids", "+---+---+\n| a | b |\n" },
	{ "borders", "+---+---+\n" },
	{ "rulers", "--- ---\n" },
	{ "rows under a ruler", "a  b\n--- ---\nc  d\n\n" },
	{ "open cells", "|---|---|\n| a | b\n" },
	{ "open cells and bars", "|---|---|---|\n| a |\n\nb\n\n|\n" },
	{ "bars on lines", "|\n" },
	{ "numbers that carry the year", "16/01/1 a 16/01/2 b " },
	{ "numbers in one paragraph", "1. A b. 2. C d. 3. E f. 4. G h. " },
	{ "keys in one paragraph", ". Present: " },
	{ "lists of people", "Present: Ann Bell Apologies: Tom Fox " },
	{ "items by word", "Item 1 Plan\n" },
	{ "people who come late", "Ann Bell arrived at 7. " },
	{ "motions without end", "A Bell moved it. Seconded by B Fox. " },
	{ "results without end", "Mrs Bell proposed it, seconded by Mr Fox. Carried. Carried. " },
	{ "lines that resolve", "Hall hire resolved to pay\n" },
	{ "owners at the end of lines", "The plan is done\tAB\n" },
	{ "owners in one sentence", "the Clerk to go and the Clerk to call, " },
	{ "tasks behind one marker", "ACTION: AB to go; AB to call; " },
	{ "summaries", "## Decisions\n\n- the budget of this year be agreed\n\n## A\n\nThe Board agreed the "
		       "budget of this year.\n\n" },
	{ "heads of meetings", "Minutes of the Board\n\n11 October 2005\n\n" },
	{ "agendas", "Agenda\n\n1. To receive a\n\nMinutes\n\n" },
	{ "page feet", "word\n\nPage 1 of 2\n\n" },
	{ "recorded votes", "RESOLVED that a b.\n\nFor (2): A, B\n\n" },
	{ "terms of reference",
	  "# Quorum\n\nat least one of whom, including the Chair, one third, 4 members\n\n" },
	{ "flattened grids", "Present:\nAnn Bell\nTom Fox\nAB\nTF\nChair\n\n" },
};

/* CPU seconds to read text as a document of this kind */
static double seconds_to_read(const char *text, size_t len, const char *kind)
{
	struct mb_arena *a = mb_arena_new();
	clock_t began = clock();
	struct mb_reading *r;
	double s;

	mb_read_text(&r, a, text, len, kind, MB_NO_DAY);
	s = (double)(clock() - began) / CLOCKS_PER_SEC;
	mb_arena_free(a);
	return s;
}

/*
 * What grows with the square of the text takes 256 times as long over sixteen times the text;
 * what grows with the text takes 16. The two are told apart within one run, so the machine, the
 * sanitizers and what else runs do not matter. Under a hundredth of a second nothing is told.
 */
static void a_mebibyte(void **state)
{
	static const char *const kinds[] = { "minutes", "paper", "terms-of-reference" };
	const struct unit *u = *state;
	const char *unit = u->text;
	size_t len = strlen(unit);
	char *text = malloc(MIB);
	bool grows_with_the_text = true;

	assert_non_null(text);
	for (size_t i = 0; i < MIB; i++)
		text[i] = unit[i % len];
	for (size_t k = 0; k < 3 && grows_with_the_text; k++) {
		size_t whole = k ? MIB / 4 : MIB;
		double part = seconds_to_read(text, whole / 16, kinds[k]);

		if (part < 0.01)
			part = 0.01;
		grows_with_the_text = seconds_to_read(text, whole, kinds[k]) < 100 * part;
	}
	free(text);
	assert_true(grows_with_the_text);
}

int main(void)
{
	enum { N = sizeof(units) / sizeof(units[0]) };
	struct CMUnitTest t[N + 2];

	for (size_t i = 0; i < N; i++)
		t[i] = (struct CMUnitTest){ units[i].name, a_mebibyte, NULL, NULL, (void *)&units[i] };
	t[N] = (struct CMUnitTest)cmocka_unit_test(mutations);
	t[N + 1] = (struct CMUnitTest)cmocka_unit_test(every_beginning);
	return cmocka_run_group_tests_name("reading_hostile", t, NULL, NULL);
}
