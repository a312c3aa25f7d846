/* Does a decision have effect on a day? What stands on a topic, and a matter's trail. */
#include "registers_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world w;

static void decision(const char *number, const char *state, const char *date, const char *text,
		     const char *more)
{
	world_doc(&w, "decision", mb_arena_printf(w.a, "HTB-2005-D%s", number), state,
		  mb_arena_printf(w.a, "title: %s\ndate: %s\ntext: %s\n%s", text, date, text, more));
}

/*  what each decision is about: the swings, one after the other; then single cases */
static int set_up(void **state)
{
	world_open(&w);
	world_doc(&w, "paper", "HTB-2005-P001", "published",
		  "title: Swings for the harbour park\ndate: 2005-05-01\npublished: 2005-04-20\nthemes: "
		  "[play]\n"
		  "consultees: [Park users]\nrecommendations:\n"
		  "  - {number: \"1\", text: New swings are bought for the harbour park., effect_from: "
		  "2005-07-01}\n"
		  "  - {number: \"2\", text: The slide is repaired.}\n");
	decision("001", "recorded", "2005-05-10", "New swings be bought for the harbour park",
		 "outcome: agreed\npaper: HTB-2005-P001\nnumber: \"1\"\n");
	decision("002", "recorded", "2005-05-10", "The slide be repaired",
		 "outcome: agreed\npaper: HTB-2005-P001\n");
	decision("003", "recorded", "2005-05-10", "Rangers be hired",
		 "outcome: agreed\nconditions:\n  - {text: money is found, met_on: 2005-08-01, met_by: "
		 "ben-ode, evidence: budget}\n");
	decision("004", "recorded", "2005-05-10", "Bins be moved",
		 "outcome: agreed\ncondition: subject to the wardens\n");
	decision("005", "recorded", "2005-05-10", "Gates be closed",
		 "outcome: agreed\nirregular:\n  - {marks: \"without effect: inquorate\", since: 2005-05-10, "
		 "rule: q}\n");
	decision("006", "recorded", "2005-05-10", "Lamps be lit",
		 "outcome: agreed\nirregular:\n  - {marks: \"without effect: inquorate\", since: 2005-05-10, "
		 "rule: q, cured: "
		 "2005-06-20}\n");
	decision("007", "recorded", "2005-05-10", "Ducks be fed until summer",
		 "outcome: agreed\neffect_until: 2005-06-30\n");
	decision("008", "rescinded", "2005-05-10", "Dogs be banned",
		 "outcome: agreed\nrescinded: 2005-09-01\n");
	decision("009", "recorded", "2005-05-10", "The report be noted", "outcome: noted\n");
	decision("010", "dropped from draft", "2005-05-10", "A slip", "outcome: agreed\n");
	decision("011", "recorded", "2005-09-06", "Wooden swings be bought instead",
		 "outcome: agreed\nsupersedes: [HTB-2005-D001]\n");
	decision("012", "recorded", "2005-10-04", "The slide be painted too",
		 "outcome: agreed\namends: [HTB-2005-D002]\neffect_from: 2006-06-01\n");
	decision("013", "recorded", "2005-10-04", "Rangers be dismissed once a warden is found",
		 "outcome: agreed\nsupersedes: [HTB-2005-D003]\ncondition: once a warden is found\n");
	decision("014", "recorded", "2005-10-04", "The kiosk be let with effect from 1 April 2006",
		 "outcome: agreed\n");
	decision("015", "recorded", "2005-10-04", "With effect from the autumn the 1 May 2006 fair be held",
		 "outcome: agreed\n");
	world_doc(&w, "decision", "HEX-2005-D001", "recorded",
		  "title: The swings be ratified\ndate: 2005-06-01\ntext: Decision HTB-2005-D001 be "
		  "ratified\noutcome: agreed\n"
		  "ratifies: HTB-2005-D001\n");
	world_doc(&w, "report", "HEX-2005-R001", "waiting",
		  "title: The slide be repaired\nfrom_group: board\nsubject: HTB-2005-D002\npurpose: for "
		  "ratification\nline: solid\n"
		  "since: 2005-05-10\n");
	world_doc(&w, "report", "HEX-2005-R002", "considered",
		  "title: New swings\nfrom_group: board\nsubject: HTB-2005-D001\npurpose: for "
		  "ratification\nline: solid\nsince: "
		  "2005-05-10\nconsidered: 2005-06-01\nconsidered_by: HEX-2005-D001\n");
	world_doc(&w, "action", "HTB-2005-A001", "done",
		  "title: buy the swings\nowner: ben-ode\ndue: 2005-08-01\nfirst_due: 2005-07-01\nset_on: "
		  "2005-05-10\ndone_on: "
		  "2005-07-20\ndecision: HTB-2005-D001\n");
	world_land(&w, "2005-05-10", "2005-05-12");
	return 0;
}

static int tear_down(void **state)
{
	world_close(&w);
	return 0;
}

static const struct mb_doc *doc(const char *id)
{
	const struct mb_doc *d = NULL;
	struct mb_error err;

	if (mb_view_doc(&d, mb_gate_view(w.g), id, &err) != MB_OK)
		fail_msg("%s", err.text);
	return d;
}

static const struct row {
	const char *name, *id, *on;
	enum mb_effect_state state;
	const char *why; /* within the reason */
} rows[] = {
	{ "before the day that its recommendation says", "HTB-2005-D001", "2005-06-30", MB_NOT_YET,
	  "recommendation 1 of HTB-2005-P001" },
	{ "from that day", "HTB-2005-D001", "2005-07-01", MB_IN_FORCE, "1 Jul 2005" },
	{ "replaced by a later one", "HTB-2005-D001", "2005-09-06", MB_SUPERSEDED, "HTB-2005-D011" },
	{ "not before the later one", "HTB-2005-D001", "2005-09-05", MB_IN_FORCE, "1 Jul 2005" },
	{ "the words say from when", "HTB-2005-D014", "2006-03-31", MB_NOT_YET, "1 Apr 2006" },
	{ "and then it is", "HTB-2005-D014", "2006-04-01", MB_IN_FORCE, "1 Apr 2006" },
	{ "another date in the words is not meant", "HTB-2005-D015", "2006-03-31", MB_IN_FORCE,
	  "4 Oct 2005" },
	{ "what awaits ratification says so", "HTB-2005-D002", "2005-05-10", MB_IN_FORCE,
	  "still to be ratified by Harbour Executive" },
	{ "before its condition is met", "HTB-2005-D003", "2005-07-31", MB_CONDITIONAL, "money is found" },
	{ "on the day it is met", "HTB-2005-D003", "2005-08-01", MB_IN_FORCE, "in force" },
	{ "not replaced by one that is itself conditional", "HTB-2005-D003", "2005-12-01", MB_IN_FORCE,
	  "HTB-2005-D013 replaces it once" },
	{ "a condition in words is open", "HTB-2005-D004", "2006-01-01", MB_CONDITIONAL,
	  "subject to the wardens" },
	{ "a mark that is not cured", "HTB-2005-D005", "2006-01-01", MB_WITHOUT_EFFECT, "inquorate" },
	{ "a cured one counts from the cure", "HTB-2005-D006", "2006-01-01", MB_IN_FORCE,
	  "put in order on Mon 20 Jun 2005" },
	{ "its last day", "HTB-2005-D007", "2005-06-30", MB_IN_FORCE, "in force" },
	{ "the day after it", "HTB-2005-D007", "2005-07-01", MB_LAPSED, "last day" },
	{ "taken back", "HTB-2005-D008", "2006-01-01", MB_RESCINDED, "1 Sep 2005" },
	{ "noted", "HTB-2005-D009", "2006-01-01", MB_NO_RESOLUTION, "noted" },
	{ "dropped from the draft", "HTB-2005-D010", "2006-01-01", MB_NO_RESOLUTION, "corrected draft" },
	{ "an amendment leaves it in force", "HTB-2005-D002", "2006-07-01", MB_IN_FORCE, "in force" },
	{ "an amendment before its day", "HTB-2005-D012", "2006-05-31", MB_NOT_YET, "1 Jun 2006" },
	{ "on the day before it was decided", "HTB-2005-D011", "2005-09-05", MB_NOT_YET, "decided later" },
};

static void effect(void **state)
{
	const struct row *r = *state;
	struct mb_standpoint from = w.from;
	struct mb_effect_of e;
	struct mb_error err;

	from.today = world_day(r->on);
	assert_int_equal(mb_decision_effect(&e, w.a, w.g, &from, doc(r->id), &err), MB_OK);
	if (e.state != r->state || !strstr(e.why, r->why))
		fail_msg("%s on %s is %s: %s", r->id, r->on, mb_effect_word(e.state), e.why);
}

static void a_paper_is_no_decision(void **state)
{
	struct mb_effect_of e;
	struct mb_error err;

	assert_int_equal(mb_decision_effect(&e, w.a, w.g, &w.from, doc("HTB-2005-P001"), &err), MB_EINVAL);
}

/* ---- stands ---------------------------------------------------------------------------------------------- */

static const char *ids(const struct mb_position *p, size_t n)
{
	const char *all = "";

	for (size_t i = 0; i < n; i++)
		all = mb_arena_printf(w.a, "%s%s%s", all, i ? " " : "", p[i].id);
	return all;
}

static struct mb_stands stands(const char *topic, const char *on)
{
	struct mb_standpoint from = w.from;
	struct mb_stands s;
	struct mb_error err;

	from.today = world_day(on);
	if (mb_stands_on(&s, w.a, w.g, &from, topic, &err) != MB_OK)
		fail_msg("%s", err.text);
	return s;
}

static void a_topic_takes_in_what_replaced_it(void **state)
{
	struct mb_stands s = stands("new swings", "2005-12-01");

	assert_string_equal(ids(s.now, s.n_now), "HTB-2005-D011 HTB-2005-D002");
	assert_string_equal(ids(s.past, s.n_past), "HTB-2005-D001");
	assert_string_equal(ids(s.pending, s.n_pending), "HTB-2005-D012");
	assert_int_equal(s.now[0].n_chain, 1);
	assert_string_equal(s.now[0].chain[0].id, "HTB-2005-D001");
}

static void a_topic_on_an_earlier_day(void **state)
{
	struct mb_stands s = stands("new swings", "2005-08-01");

	assert_non_null(strstr(ids(s.now, s.n_now), "HTB-2005-D001"));
	assert_non_null(strstr(ids(s.pending, s.n_pending), "HTB-2005-D011"));
	assert_int_equal(s.n_past, 0);
}

static void a_theme_by_its_title_takes_the_decisions_of_its_papers(void **state)
{
	struct mb_stands s = stands("Play and Open Spaces", "2005-08-01");

	assert_string_equal(s.theme, "play");
	assert_non_null(strstr(ids(s.now, s.n_now), "HTB-2005-D002"));
	assert_null(strstr(ids(s.now, s.n_now), "HTB-2005-D003"));
}

static void what_has_no_effect_stands_apart(void **state)
{
	struct mb_stands s = stands("gates", "2006-01-01");

	assert_int_equal(s.n_now, 0);
	assert_string_equal(ids(s.pending, s.n_pending), "HTB-2005-D005");
	assert_non_null(strstr(s.notes[0], "no effect yet"));
}

static void nothing_on_record_is_said(void **state)
{
	struct mb_stands s = stands("zeppelins", "2006-01-01");

	assert_int_equal(s.n_now + s.n_pending + s.n_past, 0);
	assert_string_equal(s.notes[0], "No decision on this is on record.");
}

static void no_words_are_refused(void **state)
{
	struct mb_stands s;
	struct mb_error err;

	assert_int_equal(mb_stands_on(&s, w.a, w.g, &w.from, " - ", &err), MB_EINVAL);
}

/* ---- trail ----------------------------------------------------------------------------------------------- */

static const char *steps(const struct mb_trail *t)
{
	const char *all = "";
	char iso[MB_ISO_DATE];

	for (size_t i = 0; i < t->n_steps; i++)
		all = mb_arena_printf(w.a, "%s%s %s %s\n", all, mb_day_iso(iso, t->steps[i].date),
				      t->steps[i].what, t->steps[i].doc);
	return all;
}

static void a_recommendation_through_every_body(void **state)
{
	struct mb_trail t;
	struct mb_error err;

	w.from.today = world_day("2005-12-01");
	assert_int_equal(mb_trail_follow(&t, w.a, w.g, &w.from, "HTB-2005-P001#1", &err), MB_OK);
	assert_string_equal(steps(&t), "2005-05-10 paper filed HTB-2005-P001\n"
				       " consulted HTB-2005-P001\n"
				       "2005-05-10 decided HTB-2005-D001\n"
				       "2005-05-10 reported up HEX-2005-R002\n"
				       "2005-05-10 action set HTB-2005-A001\n"
				       "2005-06-01 considered HEX-2005-R002\n"
				       "2005-06-01 ratified HTB-2005-D001 HEX-2005-D001\n"
				       "2005-07-20 action done HTB-2005-A001\n"
				       "2005-09-06 replaced HTB-2005-D001 HTB-2005-D011\n");
	assert_non_null(strstr(t.now, "HTB-2005-D011 is in force"));
}

static void a_trail_ends_at_the_day_asked_for(void **state)
{
	struct mb_standpoint from = w.from;
	struct mb_trail t;
	struct mb_error err;

	from.as_at = world_day("2005-05-09"); /* everything was entered as an act of the day after */
	assert_int_equal(mb_trail_follow(&t, w.a, w.g, &from, "HTB-2005-P001", &err), MB_ENOTFOUND);
}

static const struct wrong {
	const char *name, *id;
	int rc;
} wrongs[] = {
	{ "no such recommendation", "HTB-2005-P001#9", MB_ENOTFOUND },
	{ "no such decision", "HTB-2005-D099", MB_ENOTFOUND },
	{ "an action is nothing decided on", "HTB-2005-A001", MB_EINVAL },
	{ "a decision has no recommendations", "HTB-2005-D001#1", MB_EINVAL },
};

static void wrong_trail(void **state)
{
	const struct wrong *x = *state;
	struct mb_trail t;
	struct mb_error err;

	assert_int_equal(mb_trail_follow(&t, w.a, w.g, &w.from, x->id, &err), x->rc);
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(a_paper_is_no_decision),
		cmocka_unit_test(a_topic_takes_in_what_replaced_it),
		cmocka_unit_test(a_topic_on_an_earlier_day),
		cmocka_unit_test(a_theme_by_its_title_takes_the_decisions_of_its_papers),
		cmocka_unit_test(what_has_no_effect_stands_apart),
		cmocka_unit_test(nothing_on_record_is_said),
		cmocka_unit_test(no_words_are_refused),
		cmocka_unit_test(a_recommendation_through_every_body),
		cmocka_unit_test(a_trail_ends_at_the_day_asked_for),
	};
	struct CMUnitTest t[COUNT(rows) + COUNT(wrongs) + COUNT(others)];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, effect, NULL, NULL, (void *)&rows[i] };
	for (size_t i = 0; i < COUNT(wrongs); i++)
		t[n++] = (struct CMUnitTest){ wrongs[i].name, wrong_trail, NULL, NULL, (void *)&wrongs[i] };
	for (size_t i = 0; i < COUNT(others); i++)
		t[n++] = others[i];
	return cmocka_run_group_tests_name("registers_effect", t, set_up, tear_down);
}
