/* Form -> text -> read gives the same facts, all of them sure. Random forms with fixed seeds, awkward characters included. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <minutebook/reading.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* ---- random forms ---------------------------------------------------------------------------------------- */

struct dice {
	uint64_t state;
	struct mb_arena *a;
};

static unsigned roll(struct dice *d, unsigned n)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return (unsigned)(d->state >> 33) % n;
}

static const char *pick(struct dice *d, const char *const *list, size_t n)
{
	return list[roll(d, (unsigned)n)];
}
#define PICK(d, list) pick(d, list, N(list))

static const char *const names[] = {
	"Helen Marsh",	   "Tom Adeyemi",      "Cllr Rosa Lindqvist", "Dr Jane Whitlock", "Seán O'Brien",
	"Zoë Ní Dhálaigh", "Mary-Ann Okafor",  "Victor D'Arcy",	      "Ann de Vries",	  "Cllr J P Farrow",
	"Łukasz Żak",	   "Mrs Olive Brandt", "Prof. Anita Verma",   "Ruth Dimmock",
};
static const char *const roles[] = { "Wendlebury Police", "Head of Finance", "Wendlebury Primary Care Trust",
				     "Children & Families", "Schools' Forum" };
static const char *const bodies[] = { "Children's Trust Strategy Board", "Executive",
				      "Early Years Partnership", "Wendlebury & District Joint Committee" };
static const char *const titles[] = {
	"Apologies for absence",	"Declarations of interest",	 "Budget for 2006/07",
	"Children's centres: progress", "Play & youth – the next steps", "Any other business",
	"Sure Start (phase 2)",		"Date of next meeting",		 "The \"ten-week\" rule"
};
static const char *const things[] = {
	"the report on school transport",      "the grant of £12,000 to the Play Association",
	"the “Every Child” plan (draft 3)",    "a rise of 2.5% from 1 April 2006",
	"the terms & conditions of posts 4/5", "the café at the centre – its lease",
	"the children's panel's remit",	       "option A/B of table 2",
	"the e-mail protocol; version 2",      "the post of co-ordinator (0.5 FTE)"
};
static const struct {
	const char *words, *outcome;
} verbs[] = { { "be noted", "noted" },
	      { "be agreed", "agreed" },
	      { "be approved", "agreed" },
	      { "be deferred to the next meeting", "deferred" },
	      { "be received", "noted" },
	      { "be endorsed", "agreed" },
	      /* the words say nothing of it: the word in front does, or how it was voted */
	      { "be made larger", "deferred" },
	      { "be made smaller", "recommended" },
	      { "be looked at anew", "referred" },
	      { "stand as it is", "withdrawn" },
	      { "be open to all", "noted" },
	      { "be open to members", "lost" } };
static const char *const tasks[] = {
	"write to all schools about the plan", "bring costs | and savings to the Board",
	"send the “opening dates” to parents", "check the lease (with Legal)",
	"ask for 3 quotes – in writing",       "arrange a visit to St. Mary's",
	"prepare the 2006/07 budget paper"
};
static const char *const talk[] = {
	"Members asked how families would learn whom to turn to.",
	"Paul Okafor introduced the report.\n\nThere was some discussion of cost (£4,500) & time.",
	"It was felt that “more of the same” would not help; others saw it differently.",
	"Figures: 212 of 340 staff had answered – 62%.",
	NULL,
};

static const struct mb_form_person *people(struct dice *d, size_t *n, size_t from, size_t most,
					   bool substitutes)
{
	struct mb_form_person *list = mb_arena_alloc(d->a, (most + 1) * sizeof *list);

	*n = roll(d, (unsigned)most + 1);
	for (size_t i = 0; i < *n; i++) {
		list[i].name = names[(from + i) % N(names)];
		list[i].role = roll(d, 3) ? PICK(d, roles) : NULL;
		list[i].stands_for = substitutes && i && !roll(d, 5) ? "Martin Quill"
								     : NULL; /* the first presides */
	}
	return list;
}

static void decide(struct dice *d, struct mb_form_item *item, const char *const *present, size_t n)
{
	struct mb_form_decision *list = mb_arena_alloc(d->a, 3 * sizeof *list);

	item->decisions = list;
	item->n_decisions = roll(d, 3);
	for (size_t i = 0; i < item->n_decisions; i++) {
		unsigned v = roll(d, N(verbs));

		/* what is decided twice in one item in the same words is one decision */
		list[i].text = mb_arena_printf(d->a, "That %s %s", things[(roll(d, 5) + i * 5) % N(things)],
					       verbs[v].words);
		list[i].outcome = verbs[v].outcome;
		if (n > 1 && roll(d, 2)) {
			list[i].mover = present[0];
			list[i].seconder = roll(d, 2) ? present[1] : NULL;
		}
		if (roll(d, 2)) {
			list[i].counted = true;
			list[i].votes_for = 3 + (int)roll(d, 9);
			list[i].votes_against = (int)roll(d, 3);
			list[i].abstentions = (int)roll(d, 3);
		} else if (!roll(d, 3)) {
			list[i].votes_text = "unanimous";
		}
		list[i].dissent = list[i].counted && list[i].votes_against && n > 2 ? present[2] : NULL;
	}
}

static void act(struct dice *d, struct mb_form_item *item, const char *const *present, size_t n, mb_day date)
{
	struct mb_form_action *list = mb_arena_alloc(d->a, 3 * sizeof *list);

	item->actions = list;
	item->n_actions = roll(d, 3);
	for (size_t i = 0; i < item->n_actions; i++) {
		/* the same task for the same person twice is one action: a list may repeat what stands above */
		list[i].what = mb_arena_printf(d->a, "%s (%s.%zu)", tasks[roll(d, N(tasks))], item->number,
					       i + 1);
		list[i].who = n && roll(d, 4) ? present[roll(d, (unsigned)n)] : NULL;
		list[i].due = roll(d, 3) ? date + 1 + (mb_day)roll(d, 60) : MB_NO_DAY;
		list[i].due_text = list[i].due == MB_NO_DAY && roll(d, 2) ? "next meeting" : NULL;
	}
}

static struct mb_minutes_form random_form(struct dice *d)
{
	struct mb_minutes_form f = { .body = PICK(d, bodies), .date = 12000 + (mb_day)roll(d, 3000) };
	struct mb_form_item *items = mb_arena_alloc(d->a, 10 * sizeof *items);
	struct mb_form_interest *interests = mb_arena_alloc(d->a, 2 * sizeof *interests);
	const char **present;

	f.time = roll(d, 2) ? "2.00 pm" : NULL;
	f.place = roll(d, 2) ? "Committee Room 2, Wendlebury Town Hall" : NULL;
	f.present = people(d, &f.n_present, 0, 5, true);
	f.in_attendance = people(d, &f.n_in_attendance, 6, 2, false);
	f.apologies = people(d, &f.n_apologies, 9, 2, false);
	f.absent = people(d, &f.n_absent, 12, 1, false);
	f.chair = f.n_present && roll(d, 3) ? f.present[0].name : NULL;
	f.public_text = roll(d, 4) ? NULL : "3 members of the public";
	present = mb_arena_alloc(d->a, (f.n_present + 1) * sizeof *present);
	for (size_t i = 0; i < f.n_present; i++)
		present[i] = f.present[i].name;
	f.items = items;
	f.n_items = 1 + roll(d, 6);
	for (size_t i = 0; i < f.n_items; i++) {
		items[i].number = mb_arena_printf(d->a, roll(d, 12) ? "%zu" : "%zua", i + 1);
		items[i].title = titles[(i + roll(d, 2)) % N(titles)];
		items[i].paper = roll(d, 4) ? NULL : mb_arena_printf(d->a, "CTB-2005-P%03zu", i + 1);
		items[i].urgent_why = roll(d, 9)
					      ? NULL
					      : "the agency's notice came on 3 October, and places end soon";
		/* below a heading "Apologies" a name is that of somebody who sent them */
		items[i].discussion = strstr(items[i].title, "Apologies") ? NULL : PICK(d, talk);
		decide(d, &items[i], present, f.n_present);
		act(d, &items[i], present, f.n_present, f.date);
	}
	f.interests = interests;
	f.n_interests = f.n_present ? roll(d, 3) : 0;
	for (size_t i = 0; i < f.n_interests; i++) {
		interests[i].person = f.present[i % f.n_present].name;
		interests[i].item = roll(d, 2) ? items[0].number : NULL;
		interests[i].nature = roll(d, 2) ? "trustee of the Play Association" : NULL;
	}
	return f;
}

static void what_a_form_says_is_read_back_for_certain(void **state)
{
	static const uint64_t seeds[] = { 1, 2, 3, 20051011, 0x9e3779b97f4a7c15u };
	size_t bad = 0;

	for (size_t s = 0; s < N(seeds); s++) {
		struct dice d = { .state = seeds[s] };

		for (int i = 0; i < 200; i++) {
			struct mb_minutes_form f;
			const char **lost;
			size_t n;

			d.a = mb_arena_new();
			f = random_form(&d);
			n = mb_minutes_lost(&lost, d.a, &f);
			for (size_t k = 0; k < n && bad < 20; k++)
				print_message("seed %zu, form %d: %s\n", s, i, lost[k]);
			if (n && bad < 3) {
				struct mb_buf text;

				mb_buf_init(&text, 0);
				mb_minutes_text(&text, &f);
				print_message("%s\n", text.p);
				mb_buf_free(&text);
			}
			bad += n > 0;
			mb_arena_free(d.a);
		}
	}
	assert_int_equal(bad, 0);
}

/* ---- what cannot be read back is said -------------------------------------------------------------------- */

static void what_the_words_do_not_say_is_told_before_anything_is_filed(void **state)
{
	static const struct mb_form_decision decision = { .text = "That the plan be noted",
							  .outcome = "rejected" };
	static const struct mb_form_item item = { .number = "4",
						  .title = "The plan",
						  .discussion = "The Board agreed the plan for play.",
						  .decisions = &decision,
						  .n_decisions = 1 };
	struct mb_minutes_form f = { .body = "Trust Board", .items = &item, .n_items = 1 };
	struct mb_arena *a = mb_arena_new();
	const char **lost;
	size_t n, outcome = 0, extra = 0, which = 0;

	mb_day_make(&f.date, 2005, 10, 11);
	n = mb_minutes_lost(&lost, a, &f);
	for (size_t i = 0; i < n; i++) {
		outcome += strstr(lost[i], "not \"rejected\"") != NULL;
		extra += strstr(lost[i], "1 decision in the form would be read as 2") != NULL;
		which += strstr(lost[i], "read as a decision: \"The Board agreed the plan for play.") != NULL;
	}
	assert_int_equal(outcome, 1);
	assert_int_equal(which, 1);
	assert_int_equal(extra, 1); /* what is told of the discussion would be taken for a decision */
	mb_arena_free(a);
}

static void a_text_over_several_lines_becomes_one(void **state)
{
	static const struct mb_form_decision decision = { .text = "That the plan\r\nbe   noted\n" };
	static const struct mb_form_item item = {
		.number = "4", .title = "The\nplan", .decisions = &decision, .n_decisions = 1
	};
	const struct mb_minutes_form f = {
		.body = "The Trust Board", .date = MB_NO_DAY, .items = &item, .n_items = 1
	};
	struct mb_buf text;

	mb_buf_init(&text, 0);
	mb_minutes_text(&text, &f);
	assert_string_equal(
		text.p,
		"# Minutes of the Trust Board\n\n## 4. The plan\n\n**RESOLVED:** That the plan be noted\n\n");
	mb_buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_form_says_is_read_back_for_certain),
		cmocka_unit_test(what_the_words_do_not_say_is_told_before_anything_is_filed),
		cmocka_unit_test(a_text_over_several_lines_becomes_one),
	};

	return cmocka_run_group_tests_name("reading_compose", tests, NULL, NULL);
}
