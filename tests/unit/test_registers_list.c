/* Registers: what they count, what they leave out, two clocks, and who may see. */
#include "registers_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world w;

static int set_up(void **state)
{
	world_open(&w);
	return 0;
}

static int tear_down(void **state)
{
	world_close(&w);
	return 0;
}

static void land(void)
{
	world_land(&w, "2005-05-10", "2005-05-12");
}

static void on(const char *day)
{
	w.from.today = world_day(day);
}

static void action(const char *number, const char *state, const char *fields)
{
	world_doc(&w, "action", mb_arena_printf(w.a, "HTB-2005-A%s", number), state,
		  mb_arena_printf(w.a, "title: Task %s\n%s", number, fields));
}

static struct mb_register actions(bool overdue)
{
	const struct mb_register_ask ask = {
		.name = "actions", .since = MB_NO_DAY, .until = MB_NO_DAY, .overdue = overdue
	};

	return world_ask(&w, &ask);
}

/* ---- actions that cannot flatter ------------------------------------------------------------------------- */

static const struct stand {
	const char *name, *state, *fields, *standing, *late;
} stands[] = {
	{ "before its day", "open", "due: 2006-03-02\nfirst_due: 2006-03-02\n", "open", "-" },
	{ "on its day", "open", "due: 2006-03-01\nfirst_due: 2006-03-01\n", "open", "-" },
	{ "a day late", "open", "due: 2006-02-28\nfirst_due: 2006-02-28\n", "overdue", "1" },
	{ "extended past today", "open",
	  "due: 2006-04-01\nfirst_due: 2006-02-01\nextensions:\n  - {from: 2006-02-01, to: 2006-04-01}\n",
	  "late, only extended", "28" },
	{ "extended and late again", "open",
	  "due: 2006-02-20\nfirst_due: 2006-02-01\nextensions:\n  - {from: 2006-02-01, to: 2006-02-20}\n",
	  "overdue", "28" },
	{ "extended before it was late", "open",
	  "due: 2006-05-01\nfirst_due: 2006-04-01\nextensions:\n  - {from: 2006-04-01, to: 2006-05-01}\n",
	  "open", "-" },
	{ "no date", "open", "owner_text: the clerk\n", "open, no date", "-" },
	{ "done in time", "done", "due: 2006-02-01\nfirst_due: 2006-02-01\ndone_on: 2006-02-01\n",
	  "done in time", "-" },
	{ "done within an extension is done late", "done",
	  "due: 2006-02-20\nfirst_due: 2006-02-01\ndone_on: 2006-02-19\n", "done late", "18" },
	{ "done, nobody knows when", "done", "due: 2006-02-01\nfirst_due: 2006-02-01\n", "done", "-" },
	{ "cancelled", "cancelled", "due: 2006-02-01\nfirst_due: 2006-02-01\n", "cancelled", "-" },
	{ "a first date that was lost counts as the date there is", "open", "due: 2006-02-28\n", "overdue",
	  "1" },
};

static void standing(void **state)
{
	const struct stand *s = *state;
	struct mb_register r;

	action("001", s->state, s->fields);
	land();
	r = actions(false);
	assert_string_equal(world_column(&w, &r, "standing"),
			    mb_arena_printf(w.a, "HTB-2005-A001 %s", s->standing));
	assert_string_equal(world_column(&w, &r, "days_late"),
			    mb_arena_printf(w.a, "HTB-2005-A001 %s", s->late));
}

static void three_open_and_one_done(void)
{
	action("001", "open",
	       "due: 2006-04-01\nfirst_due: 2006-02-01\nextensions:\n"
	       "  - {from: 2006-02-01, to: 2006-03-01, by: ann-hale, reason: staff sickness, decision: "
	       "HTB-2005-D004}\n"
	       "  - {from: 2006-03-01, to: 2006-04-01, by: cleo-marr}\n");
	action("002", "open", "due: 2006-04-01\nfirst_due: 2006-04-01\n");
	action("003", "open", "due: 2006-01-01\nfirst_due: 2006-01-01\n");
	action("004", "done", "due: 2006-01-01\nfirst_due: 2006-01-01\ndone_on: 2006-01-09\n");
	land();
}

static void the_summary_counts_what_an_extension_hides(void **state)
{
	struct mb_register r;

	three_open_and_one_done();
	r = actions(false);
	assert_string_equal(world_notes(&w, &r), "4 actions on Wed 1 Mar 2006: 3 open, 1 done late. Late "
						 "against the date first promised: 2 of the 3 open, by "
						 "up to 59 days; 1 of them look on time only by a later date "
						 "that was allowed. Extended and still open: 1, 2 "
						 "times in all.");
}

static void the_summary_does_not_depend_on_what_is_shown(void **state)
{
	struct mb_register_ask ask = {
		.name = "actions", .since = MB_NO_DAY, .until = MB_NO_DAY, .state = "done"
	};
	struct mb_register r;

	three_open_and_one_done();
	r = world_ask(&w, &ask);
	assert_string_equal(world_column(&w, &r, "id"), "HTB-2005-A004 HTB-2005-A004");
	assert_null(strstr(world_notes(&w, &r), "outstanding"));
	assert_non_null(strstr(world_notes(&w, &r), "3 open"));
}

static void overdue_is_late_against_the_first_date(void **state)
{
	struct mb_register r;

	three_open_and_one_done();
	r = actions(true);
	assert_string_equal(world_column(&w, &r, "days_late"), "HTB-2005-A003 59; HTB-2005-A001 28");
}

static void each_extension_says_who_allowed_it(void **state)
{
	struct mb_register r;

	three_open_and_one_done();
	r = actions(true);
	assert_non_null(strstr(world_column(&w, &r, "extensions_allowed"),
			       "from Wed 1 Feb 2006 to Wed 1 Mar 2006, allowed by Ann Hale by decision "
			       "HTB-2005-D004: staff sickness; from "
			       "Wed 1 Mar 2006 to Sat 1 Apr 2006, allowed by Cleo Marr, no decision cited"));
}

/* The sentence of the council whose late items had all been moved to another table. */
static void none_outstanding_is_impossible_while_one_was_only_extended(void **state)
{
	struct mb_register r;

	action("001", "open",
	       "due: 2006-12-31\nfirst_due: 2005-02-01\nextensions:\n  - {from: 2005-02-01, to: 2006-12-31, "
	       "by: ann-hale}\n");
	land();
	r = actions(false);
	assert_null(strstr(world_notes(&w, &r), "one outstanding"));
	assert_non_null(strstr(world_notes(&w, &r), "1 of the 1 open"));
}

static void none_outstanding_when_nothing_is_open(void **state)
{
	struct mb_register_ask ask = {
		.name = "actions", .since = MB_NO_DAY, .until = MB_NO_DAY, .group = "HTB"
	};
	struct mb_register r;

	action("001", "done", "due: 2006-02-01\nfirst_due: 2006-02-01\ndone_on: 2006-02-01\n");
	land();
	r = actions(false);
	assert_non_null(strstr(world_notes(&w, &r), "None outstanding."));
	r = world_ask(&w, &ask); /* of one group it says less */
	assert_non_null(strstr(world_notes(&w, &r), "None of these is outstanding."));
}

/* ---- two clocks, and who may see ------------------------------------------------------------------------- */

static void what_was_known_and_what_was_in_force(void **state)
{
	struct mb_register r;

	action("001", "open", "due: 2005-06-01\nfirst_due: 2005-06-01\n");
	world_land(&w, "2005-05-10", "2005-05-10");
	action("001", "done", "due: 2005-06-01\nfirst_due: 2005-06-01\ndone_on: 2005-05-30\n");
	world_land(&w, "2005-05-30", "2005-07-15"); /* entered late */
	w.from.as_at = world_day("2005-06-30");
	r = actions(false);
	assert_string_equal(world_column(&w, &r, "standing"), "HTB-2005-A001 done in time");
	w.from.known_at = world_day("2005-06-30");
	r = actions(false);
	assert_string_equal(world_column(&w, &r, "standing"), "HTB-2005-A001 overdue");
	w.from.as_at = MB_NO_DAY; /* then the day known at is the day */
	r = actions(false);
	assert_string_equal(world_column(&w, &r, "days_late"), "HTB-2005-A001 29");
}

static void what_may_not_be_seen_is_not_counted_nor_named(void **state)
{
	struct mb_register r;
	const struct mb_doc *d;
	struct mb_reader *reader;
	struct mb_error err, other;

	world_doc(&w, "decision", "HTB-2005-D001", "recorded",
		  "readers: [cleo-marr]\ntitle: A secret\ndate: 2005-05-10\ntext: A secret\noutcome: agreed\n"
		  "supersedes: [HTB-2005-D002]\n");
	world_doc(&w, "decision", "HTB-2005-D002", "recorded",
		  "title: Open\ndate: 2005-05-10\ntext: Open\noutcome: agreed\n");
	land();
	assert_int_equal(mb_reader_new(&reader, w.a, w.g, "ben-ode", w.from.today, &err), MB_OK);
	w.from.reader = reader;
	r = world_register(&w, "decisions");
	assert_int_equal(r.total, 1);
	assert_string_equal(world_column(&w, &r, "standing"), "HTB-2005-D002 superseded");
	assert_string_equal(world_notes(&w, &r), "1 decision on Wed 1 Mar 2006: 1 superseded.");
	for (size_t i = 0; i < r.n_columns; i++) {
		assert_true(!r.rows[0].cells[i].text || !strstr(r.rows[0].cells[i].text, "secret"));
		for (size_t k = 0; k < r.rows[0].cells[i].n_refs; k++)
			assert_null(strstr(r.rows[0].cells[i].refs[k].title, "secret"));
	}
	/* asked for by id it is as if it were not there */
	assert_int_equal(mb_doc_at(&d, NULL, w.a, w.g, &w.from, "HTB-2005-D001", &err), MB_ENOTFOUND);
	assert_int_equal(mb_doc_at(&d, NULL, w.a, w.g, &w.from, "HTB-2005-D003", &other), MB_ENOTFOUND);
	assert_string_equal(strchr(err.text, ':'), strchr(other.text, ':'));
}

static void a_page_of_a_register(void **state)
{
	struct mb_register_ask ask = {
		.name = "actions", .since = MB_NO_DAY, .until = MB_NO_DAY, .offset = 1, .limit = 2
	};
	struct mb_register r;

	three_open_and_one_done();
	r = world_ask(&w, &ask);
	assert_int_equal(r.total, 4);
	assert_string_equal(world_column(&w, &r, "state"), "HTB-2005-A004 done; HTB-2005-A001 open");
	ask.offset = 9;
	r = world_ask(&w, &ask);
	assert_int_equal(r.n_rows, 0);
}

static void a_page_of_a_kind(void **state)
{
	struct mb_register_ask ask = {
		.name = "papers", .since = MB_NO_DAY, .until = MB_NO_DAY, .offset = 1, .limit = 1
	};
	struct mb_register r;

	for (char c = '1'; c < '4'; c++)
		world_doc(&w, "paper", mb_arena_printf(w.a, "HTB-2005-P00%c", c), "draft",
			  "title: P\ndate: 2005-05-10\n");
	land();
	r = world_ask(&w, &ask);
	assert_int_equal(r.total, 3);
	assert_string_equal(world_column(&w, &r, "id"), "HTB-2005-P002 HTB-2005-P002");
	ask.state = "approved";
	r = world_ask(&w, &ask);
	assert_int_equal(r.total, 0);
}

static void same_rows(const struct mb_register *part, struct mb_register all, size_t offset, size_t limit)
{
	struct mb_buf is, should;

	all.rows = all.rows ? all.rows + offset : NULL;
	all.n_rows = all.n_rows > offset ? all.n_rows - offset : 0;
	if (all.n_rows > limit)
		all.n_rows = limit;
	mb_buf_init(&is, 0);
	mb_buf_init(&should, 0);
	mb_register_csv(&is, part);
	mb_register_csv(&should, &all);
	if (part->total != all.total || !mb_streq(is.p, should.p))
		fail_msg("%s from %zu: %zu in all, not %zu\n%s\n%s", all.name, offset, part->total, all.total,
			 is.p, should.p);
	mb_buf_free(&is);
	mb_buf_free(&should);
}

static void each_page_is_of_the_whole(const char *name, const char *word, bool newest_first)
{
	struct mb_register_ask ask = { .name = name,
				       .state = word,
				       .since = MB_NO_DAY,
				       .until = MB_NO_DAY,
				       .newest_first = newest_first };
	struct mb_register all, part;

	ask.limit = 0;
	ask.unsummed = false;
	ask.offset = 0;
	all = world_ask(&w, &ask);
	assert_true(all.n_rows > 0);
	ask.limit = 2;
	ask.unsummed = true;
	for (; ask.offset <= all.n_rows; ask.offset++) {
		part = world_ask(&w, &ask);
		same_rows(&part, all, ask.offset, ask.limit);
	}
}

static void each_page_has_the_rows_of_the_whole(const char *name, const char *word)
{
	each_page_is_of_the_whole(name, word, false);
	each_page_is_of_the_whole(name, word, true);
}

/* What happened begins with the newest when it is asked so; what falls due does not. */
static void the_newest_stands_first_of_what_happened(void **state)
{
	struct mb_register_ask ask = {
		.name = "decisions", .since = MB_NO_DAY, .until = MB_NO_DAY, .newest_first = true
	};
	struct mb_register r;

	three_open_and_one_done();
	world_doc(&w, "decision", "HTB-2005-D001", "recorded", "title: One\ntext: One\ndate: 2005-05-10\n");
	world_doc(&w, "decision", "HTB-2005-D002", "recorded", "title: Two\ntext: Two\ndate: 2005-06-10\n");
	land();
	r = world_ask(&w, &ask);
	assert_string_equal(world_column(&w, &r, "item"), "HTB-2005-D002 -; HTB-2005-D001 -");
	ask.limit = 1;
	ask.unsummed = true;
	r = world_ask(&w, &ask);
	assert_int_equal(r.total, 2);
	assert_string_equal(world_column(&w, &r, "id"), "HTB-2005-D002 HTB-2005-D002");
	ask.name = "actions";
	ask.limit = 2;
	r = world_ask(&w, &ask);
	assert_string_equal(world_column(&w, &r, "state"), "HTB-2005-A003 open; HTB-2005-A004 done");
}

/* Which documents are read differs; what stands in the rows does not. */
static void a_page_without_sums_says_the_same(void **state)
{
	three_open_and_one_done();
	world_doc(&w, "decision", "HTB-2005-D001", "recorded",
		  "title: One\ntext: One\ndate: 2005-05-10\noutcome: agreed\n");
	world_doc(&w, "decision", "HTB-2005-D002", "recorded",
		  "title: Two\ntext: Two\ndate: 2005-06-10\noutcome: agreed\nsupersedes: [HTB-2005-D001]\n");
	world_doc(&w, "decision", "HTB-2005-D003", "recorded",
		  "title: Three\ntext: Three\ndate: 2005-07-10\noutcome: agreed\namends: [HTB-2005-D002]\n"
		  "ratifies: [HTB-2005-D001]\n");
	world_doc(&w, "decision", "HTB-2005-D004", "recorded", "title: Four\ntext: Four\noutcome: noted\n");
	world_doc(&w, "report", "HEX-2005-R001", "waiting",
		  "title: R\nfrom_group: board\npurpose: for ratification\nsubject: HTB-2005-D002\n"
		  "since: 2006-02-01\n");
	world_doc(&w, "report", "HEX-2005-R002", "considered",
		  "title: S\nfrom_group: board\npurpose: for ratification\nsubject: HTB-2005-D003\n"
		  "since: 2006-01-01\n");
	world_doc(
		&w, "report", "HEX-2005-R003", "waiting",
		"title: T\nfrom_group: board\npurpose: to note\nsubject: HTB-2005-D003\nsince: 2006-01-01\n");
	land();
	each_page_has_the_rows_of_the_whole("actions", NULL);
	each_page_has_the_rows_of_the_whole("actions", "done");
	each_page_has_the_rows_of_the_whole("actions", "overdue");
	each_page_has_the_rows_of_the_whole("decisions", NULL);
	each_page_has_the_rows_of_the_whole("decisions", "recorded");
	each_page_has_the_rows_of_the_whole("decisions", "in force");
	each_page_has_the_rows_of_the_whole("reports", NULL);
	each_page_has_the_rows_of_the_whole("reports", "waiting");
}

/* What is closed is as if it were not there: in rows, in what is counted, and in sums. */
static void of_what_is_open_alone_the_closed_is_not_counted(void **state)
{
	struct mb_register_ask ask = { .name = "actions", .since = MB_NO_DAY, .until = MB_NO_DAY };
	struct mb_register all, open;

	three_open_and_one_done();
	land();
	all = world_ask(&w, &ask);
	ask.open = true;
	open = world_ask(&w, &ask);
	assert_int_equal(all.total, 4);
	assert_int_equal(open.total, 3);
	for (size_t i = 0; i < open.n_rows; i++)
		assert_string_equal(open.rows[i].state, "open");
	ask.state = "done";
	assert_int_equal(world_ask(&w, &ask).total, 0);
	ask.state = NULL;
	ask.overdue = true;
	open = world_ask(&w, &ask);
	ask.open = false;
	all = world_ask(&w, &ask);
	assert_int_equal(open.total, all.total);
	for (size_t i = 0; i < all.n_rows; i++)
		assert_string_equal(open.rows[i].id, all.rows[i].id);
}

/* ---- the other registers --------------------------------------------------------------------------------- */

static void delegations_used_and_exceeded(void **state)
{
	static const char *const ids[] = { "001", "002", "003", "004", "005" };
	static const char *const more[] = { "valid_from: 2005-06-01\nlimit: 500\n",
					    "valid_from: 2005-06-01\nlimit: 500\n",
					    "valid_from: 2005-06-01\nvalid_until: 2005-12-31\n",
					    "valid_from: 2006-06-01\n", "valid_from: 2005-06-01\n" };
	struct mb_register r;

	for (size_t i = 0; i < 5; i++)
		world_doc(
			&w, "delegation", mb_arena_printf(w.a, "HTB-2005-L%s", ids[i]), "given",
			mb_arena_printf(w.a, "title: Power %s\nto_role: Chief Officer\n%s", ids[i], more[i]));
	world_doc(&w, "officer-decision", "HTB-2005-O001", "recorded",
		  "title: Paint\ndate: 2005-07-01\ntext: Paint\ntaken_by: ben-ode\nunder: "
		  "HTB-2005-L001\namount: 500\n");
	world_doc(&w, "officer-decision", "HTB-2005-O002", "recorded",
		  "title: Roof\ndate: 2005-07-01\ntext: Roof\ntaken_by: ben-ode\nunder: "
		  "HTB-2005-L002\namount: 501\n");
	world_doc(&w, "officer-decision", "HTB-2005-O003", "recorded",
		  "title: Late\ndate: 2006-01-01\ntext: Late\ntaken_by: ben-ode\nunder: "
		  "HTB-2005-L003\namount: 1\n");
	world_doc(&w, "officer-decision", "HTB-2005-O004", "withdrawn",
		  "title: Gone\ndate: 2005-07-01\ntext: Gone\ntaken_by: ben-ode\nunder: "
		  "HTB-2005-L002\namount: 900\n");
	world_doc(&w, "decision", "HTB-2005-D001", "recorded",
		  "title: D\ndate: 2005-05-10\ntext: D\noutcome: agreed\ndelegate_to: the Chief Officer\n");
	land();
	r = world_register(&w, "delegations");
	assert_string_equal(world_column(&w, &r, "standing"),
			    "HTB-2005-L001 in force; HTB-2005-L002 exceeded; HTB-2005-L003 exceeded; "
			    "HTB-2005-L005 unused; HTB-2005-L004 "
			    "not yet");
	assert_string_equal(world_column(&w, &r, "outside"),
			    "HTB-2005-L001 -; HTB-2005-L002 HTB-2005-O002; HTB-2005-L003 HTB-2005-O003; "
			    "HTB-2005-L005 -; HTB-2005-L004 -");
	assert_non_null(strstr(world_notes(&w, &r),
			       "One decision delegates something with no entry here: HTB-2005-D001"));
}

static void conditions_met_and_open(void **state)
{
	struct mb_register r;

	world_doc(&w, "decision", "HTB-2005-D001", "recorded",
		  "title: D\ndate: 2005-05-10\ntext: D\noutcome: agreed\nconditions:\n"
		  "  - {text: first, met_on: 2005-06-01, met_by: ben-ode, evidence: a letter}\n  - {text: "
		  "second}\n");
	world_doc(&w, "decision", "HTB-2005-D002", "recorded",
		  "title: E\ndate: 2005-05-11\ntext: E\noutcome: agreed\ncondition: third\n");
	land();
	r = world_register(&w, "conditions");
	assert_string_equal(world_column(&w, &r, "condition"),
			    "HTB-2005-D001 first; HTB-2005-D001 second; HTB-2005-D002 third");
	assert_string_equal(world_column(&w, &r, "standing"),
			    "HTB-2005-D001 met; HTB-2005-D001 open; HTB-2005-D002 open");
	assert_string_equal(world_notes(&w, &r), "3 conditions, 2 of them open.");
	on("2005-05-31"); /* the day before the first was met */
	r = world_register(&w, "conditions");
	assert_string_equal(world_notes(&w, &r), "3 conditions, 3 of them open.");
}

static void the_forward_plan_has_each_promise_once(void **state)
{
	struct mb_register r;

	world_doc(&w, "paper", "HTB-2005-P001", "published",
		  "title: P\ndate: 2005-05-10\npublished: 2005-05-01\nrecommendations:\n"
		  "  - {number: \"1\", text: Come back, report_by: 2005-09-01}\n  - {number: \"2\", text: "
		  "And again, report_by: "
		  "2006-09-01}\n");
	world_doc(&w, "paper", "HTB-2005-P002", "draft",
		  "title: Q\ndate: 2005-05-10\nrecommendations:\n  - {number: \"1\", text: Only a draft, "
		  "report_by: 2005-09-01}\n");
	world_doc(&w, "decision", "HTB-2005-D001", "recorded",
		  "title: D\ndate: 2005-05-10\ntext: D\noutcome: agreed\npaper: "
		  "HTB-2005-P001\nreport_back_by: 2005-10-01\n");
	world_doc(&w, "decision", "HTB-2005-D002", "recorded",
		  "title: E\ndate: 2005-05-10\ntext: E\noutcome: agreed\nreport_back_by: 2006-10-01\n");
	world_doc(&w, "milestone", "HTB-2005-T001", "planned",
		  "title: Report back\ndue: 2006-04-01\nfirst_due: 2005-10-01\ndecision: HTB-2005-D001\n");
	world_doc(&w, "milestone", "HTB-2005-T002", "planned",
		  "title: Come back\ndue: 2005-09-01\nfirst_due: 2005-09-01\npaper: HTB-2005-P001\n");
	world_doc(&w, "milestone", "HTB-2005-T003", "done",
		  "title: Gone\ndue: 2005-09-01\ndone_on: 2005-09-01\n");
	land();
	r = world_register(&w, "forward plan");
	assert_string_equal(
		world_column(&w, &r, "standing"),
		"HTB-2005-T002 overdue; HTB-2005-T001 overdue; HTB-2005-P001 to come; HTB-2005-D002 to come");
	assert_string_equal(world_column(&w, &r, "days_late"),
			    "HTB-2005-T002 181; HTB-2005-T001 151; HTB-2005-P001 -; HTB-2005-D002 -");
	assert_non_null(strstr(world_notes(&w, &r), "1 milestone that is done or dropped is left out"));
}

static void seats_filled_and_vacant(void **state)
{
	struct mb_register r;

	world_put(&w, "groups/board/group.md",
		  "---\nkind: group\ntitle: Harbour Trust Board\ncode: HTB\nmembers:\n"
		  "  - {person: ann-hale, role: chair, from: 2005-01-01, until: 2005-06-30}\n"
		  "  - {person: ben-ode, on_behalf_of: harbour-police, from: 2005-01-01, until: 2005-06-30}\n"
		  "  - {person: cleo-marr, on_behalf_of: harbour-police, from: 2005-07-01}\n"
		  "  - {person: ben-ode, role: vice chair, from: 2006-06-01}\n---\n# Board\n");
	land();
	w.from.as_at = world_day("2005-08-01");
	r = world_register(&w, "memberships");
	assert_string_equal(
		world_column(&w, &r, "person"),
		"board (last: Ann Hale); board Cleo Marr; executive Cleo Marr; executive Ann Hale");
	assert_string_equal(world_column(&w, &r, "standing"),
			    "board vacant; board serving; executive serving; executive serving");
	assert_string_equal(world_notes(&w, &r), "Harbour Trust Board has no chair on Mon 1 Aug 2005. "
						 "Harbour Trust Board has 1 voting member and needs 2 for a "
						 "quorum (default). On Mon 1 Aug 2005: 3 seats filled, 1 "
						 "vacant; 2 past or to come are left out; ask for all to "
						 "see them.");
}

static void terms_due_for_review(void **state)
{
	struct mb_register r;

	world_put(&w, "groups/board/terms-of-reference.md",
		  "---\nkind: terms-of-reference\nstate: in force\ntitle: T\nadopted: 2005-01-01\nparams: "
		  "{review_every_months: 6}\n---\n");
	land();
	on("2005-07-01");
	r = world_register(&w, "terms-reviews");
	assert_string_equal(world_column(&w, &r, "standing"),
			    "HTB-terms-of-reference due soon; executive none");
	on("2005-07-02");
	r = world_register(&w, "terms-reviews");
	assert_string_equal(world_column(&w, &r, "days_late"), "HTB-terms-of-reference 1; executive -");
}

static void interests_of_both_sorts(void **state)
{
	struct mb_register r;

	world_doc(
		&w, "interest", "HTB-2005-I001", "declared",
		"person: ben-ode\nnature: works for the ferry\ndeclared: 2005-02-01\nitem: HTB-2005-P001\n");
	world_doc(&w, "interest", "HTB-2005-I002", "withdrawn",
		  "person: ann-hale\nnature: gone\ndeclared: 2005-02-01\n");
	world_put(
		&w, "groups/board/meetings/2005/HTB-2005-M001/meeting.md",
		"---\nid: HTB-2005-M001\nkind: meeting\nstate: held\ntitle: M\ndate: 2005-05-10\ninterests:\n"
		"  - {person: cleo-marr, item: \"5\", nature: trustee}\n---\n");
	land();
	r = world_register(&w, "interests");
	assert_string_equal(world_column(&w, &r, "person"), "HTB-2005-I001 Ben Ode; HTB-2005-M001 Cleo Marr");
	assert_string_equal(world_column(&w, &r, "matter"),
			    "HTB-2005-I001 HTB-2005-P001; HTB-2005-M001 item 5");
}

static void challenges_answered_late(void **state)
{
	struct mb_register r;

	world_doc(&w, "challenge", "HTB-2005-C001", "raised",
		  "title: A\nraised: 2005-05-10\nresponse_due: 2006-02-01\n");
	world_doc(&w, "challenge", "HTB-2005-C002", "answered",
		  "title: B\nraised: 2005-05-11\nresponse_due: 2005-06-01\nresponded: 2005-06-11\n");
	land();
	r = world_register(&w, "challenges");
	assert_string_equal(world_column(&w, &r, "standing"),
			    "HTB-2005-C001 answer overdue; HTB-2005-C002 answered late");
	assert_string_equal(world_column(&w, &r, "days_late"), "HTB-2005-C001 28; HTB-2005-C002 10");
}

static void irregularities_open_and_cured(void **state)
{
	struct mb_register_ask ask = {
		.name = "irregularities", .since = MB_NO_DAY, .until = MB_NO_DAY, .all = true
	};
	struct mb_register r;

	world_doc(&w, "paper", "HTB-2005-P001", "draft",
		  "title: P\nirregular:\n  - {marks: late, since: 2005-05-10, cured: 2005-06-01, cured_by: a "
		  "ruling}\n"
		  "  - {marks: unsigned, since: 2005-05-12, cures: sign it}\n");
	land();
	r = world_register(&w, "irregularities");
	assert_string_equal(world_column(&w, &r, "marks"), "HTB-2005-P001 unsigned");
	r = world_ask(&w, &ask);
	assert_string_equal(world_column(&w, &r, "standing"), "HTB-2005-P001 cured; HTB-2005-P001 open");
}

static void reports_owed_up_each_line(void **state)
{
	struct mb_register r;

	world_doc(&w, "report", "HEX-2005-R001", "waiting",
		  "title: R\nfrom_group: board\npurpose: to note\nline: solid\nsince: 2006-02-01\n");
	world_doc(&w, "report", "HEX-2005-R002", "considered",
		  "title: S\nfrom_group: board\npurpose: to note\nsince: 2006-01-01\n");
	land();
	r = world_register(&w, "reports");
	assert_string_equal(world_column(&w, &r, "days_waiting"), "HEX-2005-R002 -; HEX-2005-R001 28");
	assert_string_equal(world_notes(&w, &r), "Harbour Executive is owed by Harbour Trust Board (solid "
						 "line): 1 waiting, the longest for 28 days.");
}

/* ---- what the rules do not know, and what cannot be asked ------------------------------------------------ */

static void a_kind_that_the_rules_lack_is_an_empty_register(void **state)
{
	struct mb_register r = world_register(&w, "disputes");

	assert_int_equal(r.n_rows, 0);
	assert_true(r.n_columns > 5);
	assert_string_equal(world_notes(&w, &r),
			    "The rules of this record know no dispute, so nothing can stand here.");
}

static void a_kind_has_a_register_by_its_columns(void **state)
{
	struct mb_register r;

	world_doc(&w, "paper", "HTB-2005-P001", "draft", "title: On boats\ndate: 2005-05-10\n");
	land();
	r = world_register(&w, "papers");
	assert_string_equal(world_column(&w, &r, "title"), "HTB-2005-P001 On boats");
	assert_true(r.whole);
}

static const struct wrong {
	const char *name, *reg, *group, *state, *field;
	bool overdue;
	int rc;
	const char *says;
} wrongs[] = {
	{ "a name near another", "decisons", NULL, NULL, NULL, false, MB_EINVAL, "did you mean 'decisions'" },
	{ "a group that is not there", "actions", "atlantis", NULL, NULL, false, MB_ENOTFOUND, "atlantis" },
	{ "a state it has not", "actions", NULL, "opne", NULL, false, MB_EINVAL, "did you mean 'open'" },
	{ "a standing it has not", "conditions", NULL, "mett", NULL, false, MB_EINVAL, "did you mean 'met'" },
	{ "a field it has not", "actions", NULL, NULL, "ower", false, MB_EINVAL, "did you mean 'owner'" },
	{ "late decisions", "decisions", NULL, NULL, NULL, true, MB_EUSAGE, "due date" },
};

static void wrong_question(void **state)
{
	const struct wrong *x = *state;
	struct mb_wherefield where = { x->field, "x" };
	const struct mb_register_ask ask = { .name = x->reg,
					     .group = x->group,
					     .state = x->state,
					     .where = &where,
					     .n_where = x->field ? 1 : 0,
					     .overdue = x->overdue,
					     .since = MB_NO_DAY,
					     .until = MB_NO_DAY };
	struct mb_register r;
	struct mb_error err;

	assert_int_equal(mb_register_read(&r, w.a, w.g, &w.from, &ask, &err), x->rc);
	if (!strstr(err.text, x->says))
		fail_msg("%s", err.text);
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])
#define LIST_TEST(f)                                                                                         \
	{                                                                                                    \
#f, f, set_up, tear_down, NULL                                                               \
	}

int main(void)
{
	static const struct CMUnitTest others[] = {
		LIST_TEST(the_summary_counts_what_an_extension_hides),
		LIST_TEST(the_summary_does_not_depend_on_what_is_shown),
		LIST_TEST(overdue_is_late_against_the_first_date),
		LIST_TEST(of_what_is_open_alone_the_closed_is_not_counted),
		LIST_TEST(each_extension_says_who_allowed_it),
		LIST_TEST(none_outstanding_is_impossible_while_one_was_only_extended),
		LIST_TEST(none_outstanding_when_nothing_is_open),
		LIST_TEST(what_was_known_and_what_was_in_force),
		LIST_TEST(what_may_not_be_seen_is_not_counted_nor_named),
		LIST_TEST(a_page_of_a_register),
		LIST_TEST(a_page_of_a_kind),
		LIST_TEST(the_newest_stands_first_of_what_happened),
		LIST_TEST(a_page_without_sums_says_the_same),
		LIST_TEST(delegations_used_and_exceeded),
		LIST_TEST(conditions_met_and_open),
		LIST_TEST(the_forward_plan_has_each_promise_once),
		LIST_TEST(seats_filled_and_vacant),
		LIST_TEST(terms_due_for_review),
		LIST_TEST(interests_of_both_sorts),
		LIST_TEST(challenges_answered_late),
		LIST_TEST(irregularities_open_and_cured),
		LIST_TEST(reports_owed_up_each_line),
		LIST_TEST(a_kind_that_the_rules_lack_is_an_empty_register),
		LIST_TEST(a_kind_has_a_register_by_its_columns),
	};
	struct CMUnitTest t[COUNT(stands) + COUNT(wrongs) + COUNT(others)];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(stands); i++)
		t[n++] = (struct CMUnitTest){ stands[i].name, standing, set_up, tear_down,
					      (void *)&stands[i] };
	for (size_t i = 0; i < COUNT(wrongs); i++)
		t[n++] = (struct CMUnitTest){ wrongs[i].name, wrong_question, set_up, tear_down,
					      (void *)&wrongs[i] };
	for (size_t i = 0; i < COUNT(others); i++)
		t[n++] = others[i];
	return cmocka_run_group_tests_name("registers_list", t, NULL, NULL);
}
