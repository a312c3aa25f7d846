/* The many forms of minutes: attendance, items, decisions, actions, votes. One row, one form. What a row expects is
 * compared with what the text says, written as one line. */
#include <minutebook/reading.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define NEAR "2005-10-11"
#define HEAD "Minutes of the Trust Board\nTuesday 11 October 2005\n\n"

static void people(struct mb_buf *b, const char *mark, const struct mb_found_person *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		mb_buf_printf(b, "%s%s", mark, p[i].name);
		if (p[i].initials)
			mb_buf_printf(b, " [%s]", p[i].initials);
		if (p[i].role)
			mb_buf_printf(b, " (%s)", p[i].role);
		if (p[i].substitute_for)
			mb_buf_printf(b, " for %s", p[i].substitute_for);
		if (p[i].items)
			mb_buf_printf(b, " {%s}", p[i].items);
		mb_buf_puts(b, "; ");
	}
}

static void show_people(struct mb_buf *b, const struct mb_reading *r)
{
	people(b, "+", r->present, r->n_present);
	people(b, "@", r->in_attendance, r->n_in_attendance);
	people(b, "-", r->apologies, r->n_apologies);
	people(b, "0", r->absent, r->n_absent);
	if (r->public_text)
		mb_buf_printf(b, "public: %s; ", r->public_text);
	if (r->chair)
		mb_buf_printf(b, "chair: %s", r->chair);
}

static void show_items(struct mb_buf *b, const struct mb_reading *r)
{
	for (size_t i = 0; i < r->n_items; i++)
		mb_buf_printf(b, "%s %s; ", r->items[i].number, r->items[i].title);
}

static void show_decisions(struct mb_buf *b, const struct mb_reading *r)
{
	for (size_t i = 0; i < r->n_decisions; i++) {
		const struct mb_found_decision *d = &r->decisions[i];

		mb_buf_printf(b, "%s%s%s %s%s: %s", d->item, *d->number ? "#" : "", d->number, d->kind,
			      d->sure == MB_SURE ? "" : "?", d->text);
		if (d->mover)
			mb_buf_printf(b, " mover %s", d->mover);
		if (d->seconder)
			mb_buf_printf(b, " seconder %s", d->seconder);
		if (d->votes_for >= 0 || d->votes_against >= 0 || d->abstentions >= 0)
			mb_buf_printf(b, " votes %d/%d/%d", d->votes_for, d->votes_against, d->abstentions);
		else if (d->votes_text)
			mb_buf_printf(b, " votes %s", d->votes_text);
		if (d->condition)
			mb_buf_printf(b, " condition %s", d->condition);
		if (d->delegate_to)
			mb_buf_printf(b, " delegate %s", d->delegate_to);
		if (d->referred_to)
			mb_buf_printf(b, " referred %s", d->referred_to);
		for (size_t k = 0; k < d->n_refers; k++)
			mb_buf_printf(b, " names %s", d->refers[k]);
		mb_buf_puts(b, " | ");
	}
}

static void show_actions(struct mb_buf *b, const struct mb_reading *r)
{
	char iso[MB_ISO_DATE];

	for (size_t i = 0; i < r->n_actions; i++) {
		const struct mb_found_action *a = &r->actions[i];

		mb_buf_printf(b, "%s%s: %s", a->who ? a->who : "nobody", a->sure == MB_SURE ? "" : "?",
			      a->what);
		if (a->due_text)
			mb_buf_printf(b, " [%s=%s]", a->due_text, mb_day_iso(iso, a->due));
		mb_buf_puts(b, " | ");
	}
}

static void show_rulings(struct mb_buf *b, const struct mb_reading *r)
{
	for (size_t i = 0; i < r->n_urgencies; i++)
		mb_buf_printf(b, "urgent %s by %s: %s; ", r->urgencies[i].item, r->urgencies[i].by,
			      r->urgencies[i].circumstances ? r->urgencies[i].circumstances : "nothing said");
	for (size_t i = 0; i < r->n_interests; i++)
		mb_buf_printf(b, "interest %s in %s: %s; ", r->interests[i].person,
			      r->interests[i].item ? r->interests[i].item : "?",
			      r->interests[i].nature ? r->interests[i].nature : "?");
	if (r->quorum_stated)
		mb_buf_puts(b, "quorum; ");
	if (r->inquorate_stated)
		mb_buf_puts(b, "inquorate; ");
}

static void show_notes(struct mb_buf *b, const struct mb_reading *r)
{
	for (size_t i = 0; i < r->n_notes; i++)
		mb_buf_printf(b, "%s ", r->notes[i]);
}

typedef void show_fn(struct mb_buf *b, const struct mb_reading *r);

static const struct row {
	const char *name;
	show_fn *show;
	const char *in, *expect;
} rows[] = {
	/* who was there */
	{ "a run-on list", show_people,
	  HEAD "Present: Cllr A Bell (Chair), Cllr T Fox, Mrs J Moss and S Reed\n",
	  "+Cllr A Bell (Chair); +Cllr T Fox; +Mrs J Moss; +S Reed; chair: Cllr A Bell" },
	{ "a run-on list over two lines", show_people,
	  HEAD "Present\nCouncillors A Bell (Chair), T Fox and\nJ Moss\nClerk S Reed\n",
	  "+A Bell (Chair); +T Fox; +J Moss; +S Reed (Clerk); chair: A Bell" },
	{ "semicolons part, commas belong", show_people,
	  HEAD "Present: Ann Bell (Chair, Borough Council); Tom Fox, Police\n",
	  "+Ann Bell (Chair, Borough Council); +Tom Fox (Police); chair: Ann Bell" },
	{ "one a line with dashes and initials", show_people,
	  HEAD "Attendees:\nAnn Bell (AB) (Chair)\t-\tBorough Council\nTom Fox "
	       "(TF)\t-\tPolice\n\nApologies:\nJo Moss (JM) - Health\n",
	  "+Ann Bell [AB] (Chair); +Tom Fox [TF] (Police); -Jo Moss [JM] (Health); chair: Ann Bell" },
	{ "a table flattened to slashes", show_people,
	  HEAD "1. / Present\nCllr Ann Bell (Chair) / AB / - / Cabinet Member\nBorough Council\nTom Fox / TF "
	       "/ - / Police\n",
	  "+Cllr Ann Bell [AB] (Chair); +Tom Fox [TF] (Police); chair: Cllr Ann Bell" },
	{ "a table with a mark column", show_people,
	  HEAD "| Name | Organisation | Attendance |\n|---|---|---|\n| Ann Bell | Council | Present |\n| Tom "
	       "Fox | Police | Apologies |\n",
	  "+Ann Bell (Council); -Tom Fox (Police); " },
	{ "headings over lists", show_people,
	  HEAD "## Present\n\n- Ann Bell, Council (items 1 to 5)\n\n## Absent\n\n- Tom Fox\n",
	  "+Ann Bell (Council) {items 1 to 5}; 0Tom Fox; " },
	{ "apologies in a sentence", show_people,
	  HEAD "1. Apologies\n\nApologies for absence were received from Ann Bell and Tom Fox.\n",
	  "-Ann Bell; -Tom Fox; " },
	{ "apologies without a colon", show_people,
	  HEAD "Present: Ann Bell, Jo Moss\nApologies Dr Fox, Tom Reed.\n",
	  "+Ann Bell; +Jo Moss; -Dr Fox; -Tom Reed; " },
	{ "a substitute behind the apologies", show_people,
	  HEAD "Apologies:\n\n- Tom Fox - Ann Bell substituting\n", "+Ann Bell for Tom Fox; -Tom Fox; " },
	{ "a substitute in brackets", show_people, HEAD "Present:\n\n- Ann Bell (for Tom Fox), Police\n",
	  "+Ann Bell (Police) for Tom Fox; " },
	{ "names that look like other words", show_people,
	  HEAD "Present:\n\n- Helen Hall, Council\n- \xc5\xbd"
	       "eljka d'Arcy, Police\n- Youth Council member\n",
	  "+Helen Hall (Council); +\xc5\xbd"
	  "eljka d'Arcy (Police); +Youth Council member; " },
	{ "no apologies", show_people, HEAD "Apologies: None\n", "" },
	{ "the public", show_people, HEAD "Present: Ann Bell, Tom Fox, 5 Members of the Public.\n",
	  "+Ann Bell; +Tom Fox; public: 5 Members of the Public; " },
	{ "in the chair", show_people, HEAD "Present: Ann Bell, Tom Fox\n\nTom Fox took the chair.\n",
	  "+Ann Bell; +Tom Fox; chair: Tom Fox" },
	{ "both present and sorry", show_notes, HEAD "Present: Ann Bell, Tom Fox\nApologies: Tom Fox\n",
	  "Tom Fox is listed as present and among the apologies. " },
	/* items */
	{ "numbers on lines of their own", show_items,
	  HEAD "1.\n\nWELCOME\n\nMinutes:\n\nNone\n\n2.\n\nBUDGET pdf icon PDF 48 KB\n\nMinutes:\n\nIt was "
	       "long.\n",
	  "1 WELCOME; 2 BUDGET; " },
	{ "numbers with the year", show_items,
	  HEAD "17.03.1 Welcome\nNone\n\n17.03.2 Minutes\nSigned.\n\n17.03.3 Finance\nPaid.\n",
	  "17.03.1 Welcome; 17.03.2 Minutes; 17.03.3 Finance; " },
	{ "number and year with a slash", show_items,
	  HEAD "70/17 Welcome\n\n71/17 Minutes\n\n72/17 Finance\n",
	  "70/17 Welcome; 71/17 Minutes; 72/17 Finance; " },
	{ "escaped stops and bold", show_items,
	  HEAD "**1\\. Welcome**\n\nText.\n\n**2\\. Budget:** The report was long.\n",
	  "1 Welcome; 2 Budget; " },
	{ "clauses are no items", show_items,
	  HEAD "1. Budget\n\nRESOLVED that:\n\n1. the budget be agreed;\n2. the risk be noted.\n\n2. Close\n",
	  "1 Budget; 2 Close; " },
	{ "the item after as many clauses", show_items,
	  HEAD "1. Welcome\n\n2. Budget\n\nRESOLVED that:\n\n1. one be agreed;\n2. two be noted.\n\n3. Any "
	       "other business\n",
	  "1 Welcome; 2 Budget; 3 Any other business; " },
	{ "headings without numbers", show_items,
	  "# Minutes of the Board\n\n## Budget\n\nText.\n\n## Any other business\n\nNone.\n",
	  " Budget;  Any other business; " },
	{ "a number that comes twice is told", show_notes, HEAD "1. Welcome\n\n2. Budget\n\n2. Close\n",
	  "The item number 2 stands more than once, again on line 8. " },
	/* decisions */
	{ "a correction of minutes is no condition", show_decisions,
	  HEAD "1. Minutes\n\nRESOLVED that the minutes be approved as a correct record, subject to the "
	       "correction "
	       "from \"£18,000\" to \"£16,000\" in minute 3.\n",
	  "1 agreed: that the minutes be approved as a correct record, subject to the correction from "
	  "\"£18,000\" "
	  "to \"£16,000\" in minute 3. | " },
	{ "a condition is not cut in a figure", show_decisions,
	  HEAD "1. Plan\n\nRESOLVED that the plan be agreed, subject to the cost being under £18,000.50 and "
	       "approved by Mr. Reed at 2:30, and noted.\n",
	  "1 agreed: that the plan be agreed, subject to the cost being under £18,000.50 and approved by Mr. "
	  "Reed "
	  "at 2:30, and noted. condition subject to the cost being under £18,000.50 and approved by Mr. Reed "
	  "at "
	  "2:30 | " },
	{ "an amendment may be a condition of something else", show_decisions,
	  HEAD "1. Lease\n\nRESOLVED that the lease be agreed, subject to an amendment of clause 4.\n",
	  "1 agreed: that the lease be agreed, subject to an amendment of clause 4. condition subject to an "
	  "amendment of clause 4 | " },
	{ "a motion put to the vote and lost was not agreed", show_decisions,
	  HEAD
	  "1. Fund\n\nIt was moved by Ann Bell and seconded by Tom Fox that the fund be made permanent. The "
	  "motion was put to the vote. 2 votes for, 4 against. The motion was lost.\n",
	  "1 lost: It was moved by Ann Bell and seconded by Tom Fox that the fund be made permanent. The "
	  "motion "
	  "was put to the vote. 2 votes for, 4 against. The motion was lost. mover Ann Bell seconder Tom Fox "
	  "votes "
	  "2/4/-1 | " },
	{ "a marker and that", show_decisions, HEAD "1. Budget\n\nRESOLVED - that the budget be agreed.\n",
	  "1 agreed: that the budget be agreed. | " },
	{ "a marker alone", show_decisions, HEAD "1. Budget\n\nResolved:\n\nThat the report be noted.\n",
	  "1 noted: That the report be noted. | " },
	{ "clauses in one paragraph", show_decisions,
	  HEAD "1. Plan\n\nAGREED: (1) That the plan be approved; (2) That the risk be noted.\n",
	  "1#(1) agreed: That the plan be approved; | 1#(2) noted: That the risk be noted. | " },
	{ "noted and approved", show_decisions,
	  HEAD "1. Plan\n\nRESOLVED that the plan be noted and approved.\n",
	  "1 agreed: that the plan be noted and approved. | " },
	{ "deferred", show_decisions,
	  HEAD "1. Plan\n\nRESOLVED that the plan be deferred to the next meeting.\n",
	  "1 deferred: that the plan be deferred to the next meeting. | " },
	{ "referred", show_decisions,
	  HEAD "1. Plan\n\nRESOLVED that the plan be referred to the Executive for approval.\n",
	  "1 referred: that the plan be referred to the Executive for approval. referred the Executive | " },
	{ "lost", show_decisions, HEAD "1. Plan\n\nDecision: the motion was lost.\n",
	  "1 lost: the motion was lost. | " },
	{ "delegated, and an id", show_decisions,
	  HEAD
	  "1. Plan\n\nRESOLVED that authority be delegated to the Director to carry out CTB-2005-D001.\n",
	  "1 agreed: that authority be delegated to the Director to carry out CTB-2005-D001. delegate the "
	  "Director names CTB-2005-D001 | " },
	{ "a decision twice in one item is one", show_decisions,
	  HEAD "1. Plan\n\nDecision:\n\nRESOLVED that the plan be agreed.\n\nMinutes:\n\nTalk.\n\nRESOLVED "
	       "that the plan be agreed.\n",
	  "1 agreed: that the plan be agreed. | " },
	{ "the same words in two items are two", show_decisions,
	  HEAD "1. A\n\nRESOLVED that the report be noted.\n\n2. B\n\nRESOLVED that the report be noted.\n",
	  "1 noted: that the report be noted. | 2 noted: that the report be noted. | " },
	{ "the body's own verb is sure", show_decisions,
	  HEAD "1. Plan\n\nThe Board agreed the plan. It rained.\n",
	  "1 agreed: The Board agreed the plan. | " },
	{ "an opinion is likely at most", show_decisions,
	  HEAD "1. Plan\n\nIt was agreed that the rise is inevitable.\n",
	  "1 agreed?: It was agreed that the rise is inevitable. | " },
	{ "a mere note is no decision", show_decisions,
	  HEAD "1. Plan\n\nThe Board noted that it had rained. It was noted that it stopped. Apologies were "
	       "noted.\n",
	  "" },
	{ "what another body approved", show_decisions,
	  HEAD
	  "1. Plan\n\nThe plan was approved by the Borough Council. The plan had been approved before.\n",
	  "" },
	{ "marked in capitals by its kind", show_decisions,
	  HEAD "1. Plan\n\nNOTED: the report of the Director.\n\nRECOMMENDED that Council adopt the plan.\n",
	  "1 noted: the report of the Director. | 1 recommended: that Council adopt the plan. | " },
	{ "a line a decision", show_decisions,
	  HEAD "1. Bills\n\nHall \xc2\xa3 40.00 resolved to pay\nInk \xc2\xa3 9.00 resolved to pay\n",
	  "1 agreed: Hall \xc2\xa3 40.00 resolved to pay | 1 agreed: Ink \xc2\xa3 9.00 resolved to pay | " },
	{ "to note and to approve are two", show_decisions,
	  HEAD "1. Money\n\nDecision:\nTo note the forecast.\nTo approve the budget.\n",
	  "1 noted: To note the forecast. | 1 agreed: To approve the budget. | " },
	{ "moved and seconded, then resolved, is one", show_decisions,
	  HEAD
	  "1. Plan\n\nMrs Moss moved the plan, seconded by Mr Reed.\n\nRESOLVED that the plan be agreed.\n",
	  "1 agreed: that the plan be agreed. | " },
	{ "told by hand as votes to votes", show_decisions,
	  HEAD "1. Plan\n\nRESOLVED by 5 votes to 2 that the plan be agreed.\n",
	  "1 agreed: by 5 votes to 2 that the plan be agreed. votes 5/2/-1 | " },
	{ "a talk is no decision", show_decisions,
	  HEAD "1. Plan\n\nTom Fox said the Board agreed the plan last year. The Board agreed with him. No "
	       "decision was taken.\n",
	  "" },
	{ "an agenda note is no decision", show_decisions,
	  HEAD "1. Minutes\n\nTo confirm the minutes of the last meeting.\n", "" },
	{ "movers and votes", show_decisions,
	  HEAD "1. Plan\n\nRESOLVED that the plan be agreed.\n\nProposed by Ann Bell, seconded by Tom Fox: 7 "
	       "in favour, 2 against\n",
	  "1 agreed: that the plan be agreed. mover Ann Bell seconder Tom Fox votes 7/2/-1 | " },
	{ "proposed, seconded, carried", show_decisions,
	  HEAD "1. Election of Chair\n\nMrs Moss proposed Mr Fox, seconded by Mr Reed. **6 votes for - "
	       "Carried.**\n",
	  "1 elected: Mrs Moss proposed Mr Fox, seconded by Mr Reed. 6 votes for - Carried. mover Mrs Moss "
	  "seconder Mr Reed votes 6/-1/-1 | " },
	{ "unanimous", show_decisions, HEAD "1. Plan\n\nRESOLVED unanimously that the plan be agreed.\n",
	  "1 agreed: that the plan be agreed. | " },
	{ "a number of its own", show_decisions,
	  HEAD "16/01/4 A\n\n16/01/5 Minutes\n\nRead. Resolved 16/01/5.01 The minutes were "
	       "adopted.\n\n16/01/6 B\n",
	  "16/01/5#16/01/5.01 agreed: The minutes were adopted. | " },
	/* actions */
	{ "a line below an action", show_actions,
	  HEAD "Present: Ann Bell, Tom Fox\n\n1. Plan\n\nACTION: AB to write the draft within three "
	       "weeks.\nTF to send it on.\n",
	  "AB: write the draft [within three weeks=] | TF?: send it on | " },
	{ "in brackets", show_actions, HEAD "1. Plan\n\nThe draft goes to schools. (Action: Ann Bell)\n",
	  "Ann Bell: The draft goes to schools | " },
	{ "at the end of a sentence", show_actions,
	  HEAD "Present: Ann Bell, Tom Fox\n\n1. Plan\n\nThe draft goes to schools. Action AB/TF\n",
	  "AB/TF: The draft goes to schools | " },
	{ "a list headed Actions", show_actions,
	  HEAD "1. Plan\n\nTalk.\n\n## Actions\n\n1. Ann Bell to call by 28 October\n2. Close the file\n",
	  "Ann Bell: call [28 October=2005-10-28] | nobody: Close the file | " },
	{ "a table", show_actions,
	  HEAD "1. Plan\n\n| Action | By whom | By when |\n|---|---|---|\n| Call | Ann Bell | next meeting "
	       "|\n\n2. Date of next meeting\n\n15 November 2005\n",
	  "Ann Bell: Call [next meeting=2005-11-15] | " },
	{ "the owner in brackets", show_actions, HEAD "1. Plan\n\n**Action:** Send the letters (Ann Bell)\n",
	  "Ann Bell: Send the letters | " },
	{ "the clerk was asked", show_actions,
	  HEAD
	  "1. Plan\n\nThe Clerk was asked to call. Members thanked Ann Bell. The path is to be mended.\n",
	  "The Clerk?: call | " },
	{ "initials that nobody has are asked about", show_actions,
	  HEAD "Present: Ann Bell, Tom Fox\n\n1. Plan\n\nACTION: ZZ to call\n", "ZZ?: call | " },
	{ "an action without an owner is told", show_notes, HEAD "1. Plan\n\nACTION: Send the letters\n",
	  "Line 6: an action has no owner: \"Send the letters\". " },
	/* rulings */
	{ "urgency on the grounds that", show_rulings,
	  HEAD "5. Plan\n\nThe Chair ruled that item 6 be considered as a matter of urgency on the grounds "
	       "that the following special circumstances applied: the offer lapses.\n",
	  "urgent 6 by The Chair: applied: the offer lapses; " },
	{ "an agenda note rules nothing", show_rulings,
	  HEAD "5. Urgent items\n\nTo consider any items agreed as a matter of urgency.\n\nThere were no "
	       "urgent items.\n",
	  "" },
	{ "interests", show_rulings,
	  HEAD "2. Declarations of interest\n\nCllr Ann Bell declared an interest in item 4 as a governor. "
	       "No interests were declared by others.\n",
	  "interest Cllr Ann Bell in 4: a governor; " },
	{ "inquorate", show_rulings, HEAD "1. Welcome\n\nThe meeting was inquorate.\n", "inquorate; " },
	{ "not quorate", show_rulings, HEAD "1. Welcome\n\nThe meeting was not quorate after item 3.\n",
	  "inquorate; " },
	{ "quorate", show_rulings, HEAD "1. Welcome\n\nThe Chair confirmed that a quorum was present.\n",
	  "quorum; " },
	/* contradictions */
	{ "the weekday is wrong", show_notes,
	  "Minutes of the Trust Board\nMonday 11 October 2005\n\nPresent: Ann Bell, Tom Fox\n",
	  "Line 2 says \"Monday 11 October 2005\", but that day was a Tuesday: the weekday or the date is "
	  "wrong. " },
	{ "a day without its year", show_notes,
	  "Minutes of the Trust Board\nHeld on 14 March\n\nPresent: Ann Bell, Tom Fox\n",
	  "\"14 March\" has no year; it is taken for 2006-03-14. Check the date of the meeting. " },
	{ "the text breaks off", show_notes, HEAD "1. Plan\n\nThe plan was long and it was said to be\n",
	  "Line 6: the text breaks off in the middle of a sentence; a part of the paper may be missing. " },
	{ "a cover page with a day of its own is no first meeting", show_notes,
	  "Put on the web: 23 May 2013\n\nParish councils\n\nVillages\n\nVillage pump\n\nMinutes of Wend "
	  "Parish Council\n\n"
	  "Held on 15 May 2013\n\nPresent: Ann Holt, Bo Reed\n\n1. Accounts\n\nRESOLVED: That the accounts "
	  "be approved.\n",
	  "" },
	{ "a second meeting is not read as the first", show_notes,
	  HEAD "Present: Ann Bell, Tom Fox\n\n1. Plan\n\nNone.\n\nMinutes of the Trust Board\n8 November "
	       "2005\n\n1. Plan\n",
	  "The minutes of a second meeting (2005-11-08) begin on line 10: only the first meeting is read. "
	  "File each on its "
	  "own. " },
	{ "an agenda given as minutes", show_notes,
	  "Agenda\n\n1. To receive apologies\n2. To approve the minutes\n3. To consider the plan\n",
	  "The text was given as minutes but reads like an agenda. " },
	{ "nothing is said of an empty text", show_notes, "", "" },
};

static void form(void **state)
{
	const struct row *row = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_reading *r;
	struct mb_buf b;
	mb_day near;
	bool same;

	assert_true(mb_day_parse(&near, NEAR));
	mb_read_text(&r, a, row->in, strlen(row->in), "minutes", near);
	mb_buf_init(&b, 0);
	row->show(&b, r);
	same = strcmp(b.p, row->expect) == 0;
	if (!same)
		print_message("expected: %s\n  but got: %s\n", row->expect, b.p);
	mb_buf_free(&b);
	mb_arena_free(a);
	assert_true(same);
}

int main(void)
{
	struct CMUnitTest t[sizeof(rows) / sizeof(rows[0])];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		t[i] = (struct CMUnitTest){ rows[i].name, form, NULL, NULL, (void *)&rows[i] };
	return cmocka_run_group_tests_name("reading_forms", t, NULL, NULL);
}
