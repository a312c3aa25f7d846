/* Judging: the workflow's own findings, requirements, modes, waivers, breakdowns, effects. */
#include "rules_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define PAPER	 "groups/board/papers/2005/CTB-2005-P001.md"
#define DECISION "groups/board/decisions/2005/CTB-2005-D001.md"
#define FRONT(state, more)                                                                                   \
	"---\nid: CTB-2005-P001\nkind: paper\nstate: " state "\nauthor: ann\ntitle: Play areas\n" more       \
	"---\n# Play areas\n"
#define DECIDED(more)                                                                                        \
	"---\nid: CTB-2005-D001\nkind: decision\nstate: recorded\ntitle: Play areas\ndate: "                 \
	"2005-10-11\ntext: Agreed.\noutcome: agreed\n"                                                       \
	"meeting: CTB-2005-M001\n" more "---\n"
#define AGENDA "groups/board/meetings/2005/CTB-2005-M001/agenda.md"
#define CALLED(state)                                                                                        \
	"---\nid: CTB-2005-M001-agenda\nkind: agenda\nstate: " state                                         \
	"\nmeeting: CTB-2005-M001\nauthor: ann\n---\n"

static const char workflows[] =
	"workflow 'paper' { states = { 'draft', 'approved' }, ends = { 'approved' },\n"
	"  moves = { file = move { from = 'new', to = 'draft', who = 'anyone' },\n"
	"            approve = move { from = 'draft', to = 'approved', who = 'chair', stamp = 'approved' } "
	"},\n"
	"  edit = { who = { 'author', 'board officer' }, while_in = 'draft' },\n"
	"  sign = { roles = { 'finance lead' }, while_in = 'draft' } }\n"
	"workflow 'decision' { states = { 'recorded' }, ends = { 'recorded' },\n"
	"  moves = { record = move { from = 'new', to = 'recorded', who = 'board officer', dated = 'act', "
	"records = true } } }\n"
	"workflow 'agenda' { states = { 'draft', 'published' }, ends = { 'published' },\n"
	"  moves = { publish = move { from = 'draft', to = 'published', who = 'board officer' } } }\n";

#define RULE(body) "rule 'r' { authority = 'ToR 1', " body " }"

static const struct row {
	const char *name, *rule;
	struct act act;
	bool accepted;
	const char *says;  /* part of the canonical ruling; NULL */
	const char * not ; /* no part of it; NULL */
} rows[] = {
	/* the workflow itself */
	{ "the chair may approve",
	  "",
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  "approve CTB-2005-P001 | may | satisfied | cath | chair",
	  NULL },
	{ "another may not, and the chair is named",
	  "",
	  { "approve", PAPER, "ann", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "may | unsatisfied | ann | chair",
	  NULL },
	{ "a move starts from its states only",
	  "",
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("approved", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "from | unsatisfied | approved | draft",
	  NULL },
	{ "what follows from another event does not ask who may",
	  "",
	  { "approve", PAPER, "ann", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", ""), .follows = true },
	  true,
	  "from | satisfied",
	  "| may |" },
	{ "anybody known may file",
	  "",
	  { "file", PAPER, "fay", "2005-10-03", .after = FRONT("draft", "") },
	  true,
	  NULL,
	  NULL },
	{ "nobody unknown may file",
	  "",
	  { "file", PAPER, "zed", "2005-10-03", .after = FRONT("draft", "") },
	  false,
	  "may | unsatisfied | zed | anyone",
	  NULL },
	{ "the author edits a draft",
	  "",
	  { "edit", PAPER, "ann", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("draft", "summary: s\n") },
	  true,
	  NULL,
	  NULL },
	{ "the text is fixed once approved",
	  "",
	  { "edit", PAPER, "ann", "2005-10-03", .before = FRONT("approved", ""),
	    .after = FRONT("approved", "summary: s\n") },
	  false,
	  "from | unsatisfied | approved | draft",
	  NULL },
	{ "taking over a paper does not give the author's rights",
	  "",
	  { "edit", PAPER, "fay", "2005-10-03", .before = FRONT("draft", ""),
	    .after = "---\nid: CTB-2005-P001\nkind: paper\nstate: draft\nauthor: fay\ntitle: Mine\n---\n" },
	  false,
	  "may | unsatisfied | fay | author, board officer",
	  NULL },
	{ "the holder of the role signs",
	  "",
	  { "sign", PAPER, "fay", "2005-10-03", .role = "finance lead", .before = FRONT("draft", ""),
	    .after = FRONT("draft", "") },
	  true,
	  "may | satisfied | fay | finance lead",
	  NULL },
	{ "nobody signs for another role",
	  "",
	  { "sign", PAPER, "cath", "2005-10-03", .role = "chair", .before = FRONT("draft", ""),
	    .after = FRONT("draft", "") },
	  false,
	  "role | unsatisfied | chair | finance lead",
	  NULL },
	{ "nothing is removed",
	  "",
	  { "remove", PAPER, "cath", "2005-10-03", .before = FRONT("draft", "") },
	  false,
	  "remove CTB-2005-P001 | from | unsatisfied",
	  NULL },
	{ "a kind without states is kept by the officer",
	  "",
	  { "edit", "groups/board/meetings/2005/CTB-2005-M001/meeting.md", "bo", "2005-10-03",
	    .before = "---\nid: CTB-2005-M001\nkind: meeting\ndate: 2005-10-11\n---\n",
	    .after = "---\nid: CTB-2005-M001\nkind: meeting\ndate: 2005-10-12\n---\n" },
	  true,
	  "may | satisfied | bo | board officer",
	  NULL },
	{ "what belongs to no group is kept by the clerk",
	  "",
	  { "edit", "people/ann.md", "ann", "2005-10-03",
	    .before = "---\nid: ann\nkind: person\nname: Ann\n---\n",
	    .after = "---\nid: ann\nkind: person\nname: Anne\n---\n" },
	  false,
	  "may | unsatisfied | ann | clerk",
	  NULL },
	{ "nobody appoints himself and acts in one go",
	  "",
	  { "edit", "groups/board/group.md", "ann", "2005-10-03",
	    .before = "---\nid: board\nkind: group\ntitle: B\ncode: CTB\n"
		      "members:\n  - {person: bo, role: board officer}\n---\n",
	    .after = "---\nid: board\nkind: group\ntitle: B\ncode: CTB\n"
		     "members:\n  - {person: ann, role: board officer}\n---\n" },
	  false,
	  "may | unsatisfied | ann | board officer",
	  NULL },
	/* requirements and modes */
	{ "all requirements are examined",
	  RULE("before = 'paper.approve', requires = { has 'summary', has 'purpose', has 'title' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "has | unsatisfied | empty: purpose | purpose",
	  NULL },
	{ "a check waits for the declared ones",
	  RULE("before = 'paper.approve', requires = { check { 'c', function(r) return #r.summary > 0 end }, "
	       "has 'summary' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "has | unsatisfied",
	  "check" },
	{ "one of any_of is enough",
	  RULE("before = 'paper.approve', requires = { any_of { has 'summary', has 'title' } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  "any_of | satisfied",
	  NULL },
	{ "advice does not refuse",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, mode = 'advise'"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  "has | advised | empty: summary",
	  NULL },
	{ "a fact enters, marked",
	  RULE("before = 'decision.record', requires = { has 'mover' }, marks = 'without effect'"),
	  { "record", DECISION, "bo", "2005-10-11", .after = DECIDED("") },
	  true,
	  "has | irregular | empty: mover",
	  NULL },
	{ "unless the rule says refuse",
	  RULE("before = 'decision.record', requires = { has 'mover' }, mode = 'refuse'"),
	  { "record", DECISION, "bo", "2005-10-11", .after = DECIDED("") },
	  false,
	  "has | unsatisfied",
	  NULL },
	{ "permission is not a fact",
	  "",
	  { "record", DECISION, "ann", "2005-10-11", .after = DECIDED("") },
	  false,
	  "may | unsatisfied | ann | board officer",
	  NULL },
	{ "a rule that does not apply leaves no line",
	  RULE("before = 'paper.approve', when = function(r) return r.purpose == 'decision' end, requires = "
	       "{ has 'summary' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  NULL,
	  "summary" },
	{ "a waiver of another's lifts it",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, waiver = { by = 'chair', needs = "
	       "'reason' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "waivers:\n  - {rule: r, by: kit, reason: late}\n") },
	  true,
	  "has | waived",
	  NULL },
	{ "one's own waiver does not",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, waiver = { by = 'chair', needs = "
	       "'reason' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "waivers:\n  - {rule: r, by: cath, reason: late}\n") },
	  false,
	  "has | unsatisfied",
	  NULL },
	{ "a waiver of an earlier text is none",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, waiver = { by = 'chair', needs = "
	       "'reason' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "waivers:\n  - {rule: r, by: kit, of: '00', reason: late}\n") },
	  false,
	  "has | unsatisfied",
	  NULL },
	{ "who may waive, with a reason",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, waiver = { by = 'chair', needs = "
	       "'reason' }"),
	  { "waive", PAPER, "cath", "2005-10-03", .waives = "r", .reason = "late",
	    .before = FRONT("draft", ""), .after = FRONT("draft", "") },
	  true,
	  "may | satisfied | cath | chair",
	  NULL },
	{ "and not without one",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, waiver = { by = 'chair', needs = "
	       "'reason' }"),
	  { "waive", PAPER, "cath", "2005-10-03", .waives = "r", .before = FRONT("draft", ""),
	    .after = FRONT("draft", "") },
	  false,
	  "reason | unsatisfied",
	  NULL },
	{ "nor a rule that has no waiver",
	  RULE("before = 'paper.approve', requires = { has 'summary' }"),
	  { "waive", PAPER, "cath", "2005-10-03", .waives = "r", .reason = "x", .before = FRONT("draft", ""),
	    .after = FRONT("draft", "") },
	  false,
	  "waiver | unsatisfied | r",
	  NULL },
	{ "a waiver under the rule's former name lifts it",
	  RULE("before = 'paper.approve', was = 'q', requires = { has 'summary' }, waiver = { by = 'chair' "
	       "}"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "waivers:\n  - {rule: q, by: kit, reason: late}\n") },
	  true,
	  "has | waived",
	  NULL },
	{ "at most: a number",
	  RULE("before = 'paper.approve', requires = { at_most { 'amount', 500 } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "amount: 501\n") },
	  false,
	  "at_most | unsatisfied | 501 | 500 | the rule",
	  NULL },
	{ "at most: a parameter, with where it comes from",
	  RULE("before = 'paper.approve', requires = { at_most { 'amount', param 'quorum' } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "amount: 4\n") },
	  true,
	  "at_most | satisfied | 4 | 4 | default",
	  NULL },
	{ "one of: a value of the list",
	  RULE("before = 'paper.approve', requires = { one_of { 'purpose', { 'decision', 'information' } } "
	       "}"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "purpose: decision\n") },
	  true,
	  "one_of | satisfied | decision",
	  NULL },
	{ "one of: and none besides",
	  RULE("before = 'paper.approve', requires = { one_of { 'purpose', { 'decision', 'information' } } "
	       "}"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "purpose: gossip\n") },
	  false,
	  "one_of | unsatisfied | gossip | decision, information",
	  NULL },
	{ "signed off by the organisation of each",
	  RULE("before = 'paper.approve', requires = { signed_off { 'finance lead', each = 'themes' } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "themes: [nhs, police]\n") },
	  false,
	  "signed_off | unsatisfied | signed: nobody; missing: nhs police | finance lead of each of themes",
	  NULL },
	/* scope */
	{ "rules of this group speak",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, groups = { 'exec', 'board' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "empty: summary",
	  NULL },
	{ "a rule that has not begun is silent",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, from = '2005-10-04'"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  NULL,
	  "summary" },
	{ "rules of other groups are silent",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, groups = { 'exec' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  NULL,
	  "summary" },
	{ "rules of this regime speak",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, regimes = { 'partnership' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "empty: summary",
	  NULL },
	{ "a rule that has ended is silent",
	  RULE("before = 'paper.approve', requires = { has 'summary' }, to = '2005-10-02'"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  NULL,
	  "summary" },
	{ "all kinds with the move are meant by *",
	  RULE("before = '*.approve', requires = { not_by 'author' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  "not_by | satisfied | cath | not author",
	  NULL },
	/* breakdowns */
	{ "a misspelt field breaks the rule",
	  RULE("before = 'paper.approve', requires = { check { 'c', function(r) return r.sumary end } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "check | broken",
	  NULL },
	{ "a rule may not remember a number",
	  "local seen = 0\n" RULE("before = 'paper.approve', requires = { check { 'c', function() seen = "
				  "seen + 1 return true end } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "check | broken",
	  NULL },
	{ "nor in a table",
	  "local seen = {}\n" RULE("before = 'paper.approve', requires = { check { 'c', function() seen[1] = "
				   "1 return true end } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "check | broken",
	  NULL },
	{ "an endless loop is stopped",
	  RULE("before = 'paper.approve', requires = { check { 'c', function() while true do end end } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "check | broken",
	  NULL },
	{ "a broken reaction leaves the move standing",
	  RULE("after = 'paper.approve', effects = function() return { 1 } end"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  "effects | broken",
	  NULL },
	/* requirements of the pack */
	{ "five clear days, a bank holiday not counted",
	  RULE("before = 'agenda.publish', requires = { clear_days { 4, before = 'meeting.date' } }"),
	  { "publish", AGENDA, "bo", "2005-10-03", .before = CALLED("draft"), .after = CALLED("published") },
	  true,
	  "satisfied | working days counted: 2005-10-04 2005-10-06 2005-10-07 2005-10-10 | 4",
	  NULL },
	{ "one day too few",
	  RULE("before = 'agenda.publish', requires = { clear_days { param 'agenda_clear_days', before = "
	       "'meeting.date' } }"),
	  { "publish", AGENDA, "bo", "2005-10-03", .before = CALLED("draft"), .after = CALLED("published") },
	  false,
	  "unsatisfied | working days counted: 2005-10-04 2005-10-06 2005-10-07 2005-10-10 | 5 | default",
	  NULL },
	{ "after the hour it counts from the next day",
	  RULE("before = 'agenda.publish', requires = { clear_days { 4, before = 'meeting.date' } }"),
	  { "publish", AGENDA, "bo", "2005-10-03", .before = CALLED("draft"), .after = CALLED("published"),
	    .minute = 1020 },
	  false,
	  "working days counted: 2005-10-06 2005-10-07 2005-10-10 | 4",
	  NULL },
	{ "who has an interest does not count towards the quorum",
	  RULE("before = 'decision.record', requires = { quorate { 'meeting', 2 } }"),
	  { "record", DECISION, "bo", "2005-10-11", .after = DECIDED("item: \"4\"\n") },
	  true,
	  "irregular | present: cath; not counted because of an interest: ann; missing: fay | 2 (the rule)",
	  NULL },
	{ "and does in another item",
	  RULE("before = 'decision.record', requires = { quorate { 'meeting', 2 } }"),
	  { "record", DECISION, "bo", "2005-10-11", .after = DECIDED("item: \"5\"\n") },
	  true,
	  "satisfied | present: ann cath | 2",
	  NULL },
	{ "an earlier text was signed",
	  RULE("before = 'paper.approve', requires = { signed_off 'finance lead' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved",
			   "signoffs:\n  - {role: finance lead, by: fay, of: '00', on: 2005-10-01}\n") },
	  false,
	  "signed_off | unsatisfied | signed an earlier text: fay | finance lead",
	  NULL },
	{ "entered by the author",
	  RULE("before = 'paper.approve', requires = { not_by 'author' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .entered_by = "ann", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  "not_by | unsatisfied | entered by ann",
	  NULL },
	{ "a heading by its words",
	  RULE("before = 'paper.approve', requires = { has_heading 'play' }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  "has_heading | satisfied",
	  NULL },
	/* effects */
	{ "reports go to the parent",
	  RULE("after = 'paper.approve', effects = { report { to = 'parent', purpose = 'to note' } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  true,
	  "effect | report | rules/51-a.lua:1 | CTB-2005-P001 | r/CTB-2005-P001/report/exec",
	  NULL },
	{ "an effect is not done twice",
	  RULE("after = 'paper.approve', effects = { remind { who = 'chair', about = 'x', key = 'k' } }"),
	  { "approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "notices:\n  - {kind: remind, key: r|CTB-2005-P001|remind|k}\n") },
	  true,
	  NULL,
	  "effect |" },
	{ "nothing comes of what is refused",
	  RULE("after = 'paper.approve', effects = { remind { who = 'chair', about = 'x' } }"),
	  { "approve", PAPER, "ann", "2005-10-03", .before = FRONT("draft", ""),
	    .after = FRONT("approved", "") },
	  false,
	  NULL,
	  "effect |" },
};

static void check(void **state)
{
	const struct row *row = *state;
	const char *texts[] = { workflows, row->rule };
	struct mb_arena *a = mb_arena_new();
	struct mb_ruling ruling;
	struct mb_rules *r = NULL;
	struct mb_error err = { 0 };
	struct mb_buf out;

	if (pack_load(&r, texts, 2, &err) != MB_OK)
		fail_msg("%s", err.text);
	if (act_judge(&out, &ruling, a, r, world, &row->act, &err) != MB_OK)
		fail_msg("%s", err.text);
	if (ruling.accepted != row->accepted || (row->says && !strstr(out.p, row->says)) ||
	    (row->not &&strstr(out.p, row->not )))
		fail_msg("%s", out.p);
	mb_buf_free(&out);
	mb_rules_free(r);
	mb_arena_free(a);
}

static const struct act approve = {
	"approve", PAPER, "cath", "2005-10-03", .before = FRONT("draft", ""), .after = FRONT("approved", "")
};

static const char *reason_of(const struct mb_ruling *ruling)
{
	for (size_t i = 0; i < ruling->n_findings; i++)
		if (ruling->findings[i].outcome == MB_BROKEN)
			return ruling->findings[i].reason;
	return "";
}

static void a_rule_that_remembers_is_named_and_forgets(void **state)
{
	const char *texts[] = { workflows,
				"\nlocal seen, other = 0, 1\n" RULE(
					"before = 'paper.approve', requires = { check { 'c', function()\n"
					"seen = seen + 1 return seen < 3 or other end } }") };
	struct mb_arena *a = mb_arena_new();
	struct mb_ruling ruling;
	struct mb_rules *r = NULL;
	struct mb_buf out, first = { 0 };

	assert_int_equal(pack_load(&r, texts, 2, NULL), MB_OK);
	for (int turn = 0; turn < 4; turn++) {
		assert_int_equal(act_judge(&out, &ruling, a, r, world, &approve, NULL), MB_OK);
		assert_string_equal(
			reason_of(&ruling),
			"this rule remembers something between events: local seen, rules/51-a.lua:2");
		if (turn == 0) {
			first = out;
			continue;
		}
		assert_string_equal(out.p, first.p);
		mb_buf_free(&out);
	}
	mb_buf_free(&first);
	mb_rules_free(r);
	mb_arena_free(a);
}

static void a_thousand_errors_leave_nothing_behind(void **state)
{
	const char *texts[] = { workflows,
				RULE("before = 'paper.approve', requires = { check { 'c', function(r, e)\n"
				     "local t = {} for i = 1, 100 do t[i] = { r.title .. i } end error('no ' "
				     ".. r.id) end } }") };
	struct mb_ruling ruling;
	struct mb_rules *r = NULL;

	assert_int_equal(pack_load(&r, texts, 2, NULL), MB_OK);
	for (int i = 0; i < 1000; i++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_buf out;

		assert_int_equal(act_judge(&out, &ruling, a, r, world, &approve, NULL), MB_OK);
		assert_string_equal(reason_of(&ruling), "rules/51-a.lua:2: no CTB-2005-P001");
		mb_buf_free(&out);
		mb_arena_free(a);
	}
	mb_rules_free(r);
}

static void the_order_of_files_changes_nothing(void **state)
{
	const char *texts[] = {
		workflows, RULE("before = 'paper.approve', requires = { has 'summary', not_by 'author' }"),
		"rule 'b' { authority = 'x', before = '*.approve', requires = { no_interest 'actor', has "
		"'purpose' } }",
		"rule 'a' { authority = 'x', after = 'paper.approve', effects = { remind { who = 'chair', "
		"about = 'x' } } }"
	};
	struct mb_buf first = { 0 };

	for (unsigned seed = 0; seed < 30; seed++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_ruling ruling;
		struct mb_rules *r = NULL;
		struct mb_buf out;

		assert_int_equal(pack_load_shuffled(&r, texts, 4, seed, NULL), MB_OK);
		assert_int_equal(act_judge(&out, &ruling, a, r, world, &approve, NULL), MB_OK);
		if (seed == 0) {
			first = out;
		} else {
			assert_string_equal(out.p, first.p);
			mb_buf_free(&out);
		}
		mb_rules_free(r);
		mb_arena_free(a);
	}
	mb_buf_free(&first);
}

static void documents_are_fetched_as_a_rule_asks(void **state)
{
	const char *texts[] = {
		workflows,
		RULE("before = 'paper.approve', requires = { check { 'c', function(r, e)\n"
		     "  local up, parts = lines.up(r.group), {}\n"
		     "  for _, way in ipairs(up) do parts[#parts + 1] = way.group.title .. ' ' .. way.step "
		     "end\n"
		     "  for _, m in ipairs(people.members(r.group)) do parts[#parts + 1] = "
		     "people.name(m.person) end\n"
		     "  for _, p in ipairs(docs.of('person')) do parts[#parts + 1] = p.id end\n"
		     "  parts[#parts + 1] = tostring(r.author.name) .. tostring(docs.get('nothing'))\n"
		     "  return false, text.join(parts, ',') end } }")
	};
	struct mb_arena *a = mb_arena_new();
	struct mb_ruling ruling;
	struct mb_rules *r = NULL;
	struct mb_buf out;
	const char *help = "";

	assert_int_equal(pack_load(&r, texts, 2, NULL), MB_OK);
	assert_int_equal(act_judge(&out, &ruling, a, r, world, &approve, NULL), MB_OK);
	for (size_t i = 0; i < ruling.n_findings; i++)
		if (strcmp(ruling.findings[i].requirement, "check") == 0)
			help = ruling.findings[i].remedy ? ruling.findings[i].remedy
							 : ruling.findings[i].reason;
	assert_string_equal(
		help, "Executive 1,Cath Moss,Bo Reed,Ann Field,Fay Hill,ann,bo,cath,fay,kit,Ann Fieldnil");
	mb_buf_free(&out);
	mb_rules_free(r);
	mb_arena_free(a);
}

static void a_requirement_says_the_way_to_meet_it(void **state)
{
	static const struct {
		const char *check;
		struct mb_way ways[2];
		size_t n;
	} cases[] = {
		{ "{ say = 'reason' }", { { "say", "reason", NULL } }, 1 },
		{ "{ { sign = 'finance lead', doc = r.id }, { move = 'approve', doc = 'CTB-2005-P002' } }",
		  { { "sign", "finance lead", "CTB-2005-P001" }, { "move", "approve", "CTB-2005-P002" } },
		  2 },
		{ "{ edit = true, doc = r.id }", { { "edit", NULL, "CTB-2005-P001" } }, 1 },
		{ "{ dance = 'tango' }", { { NULL, NULL, NULL } }, 0 },
		{ "'approve it'", { { NULL, NULL, NULL } }, 0 },
		{ "{ 1, { file = 'minutes' } }", { { "file", "minutes", NULL } }, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char rule[400];
		const char *texts[] = { workflows, rule };
		struct mb_arena *a = mb_arena_new();
		const struct mb_finding *f = NULL;
		struct mb_ruling ruling;
		struct mb_rules *r = NULL;
		struct mb_buf out;

		snprintf(rule, sizeof rule,
			 RULE("before = 'paper.approve', requires = { check { 'c', function(r, e) return "
			      "false, 'h', %s end } }"),
			 cases[i].check);
		assert_int_equal(pack_load(&r, texts, 2, NULL), MB_OK);
		assert_int_equal(act_judge(&out, &ruling, a, r, world, &approve, NULL), MB_OK);
		for (size_t k = 0; k < ruling.n_findings; k++)
			if (strcmp(ruling.findings[k].requirement, "check") == 0)
				f = &ruling.findings[k];
		assert_non_null(f);
		assert_int_equal(f->n_ways, cases[i].n);
		for (size_t k = 0; k < f->n_ways; k++) {
			assert_true(mb_streq(f->ways[k].act, cases[i].ways[k].act));
			assert_true(mb_streq(f->ways[k].what, cases[i].ways[k].what));
			assert_true(mb_streq(f->ways[k].doc, cases[i].ways[k].doc));
		}
		mb_buf_free(&out);
		mb_rules_free(r);
		mb_arena_free(a);
	}
}

static int begin(void **state)
{
	pack_open();
	return 0;
}

static int end(void **state)
{
	pack_close();
	return 0;
}

int main(void)
{
	const size_t n = sizeof rows / sizeof *rows;
	struct CMUnitTest t[sizeof rows / sizeof *rows + 5];

	for (size_t i = 0; i < n; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[n] = (struct CMUnitTest)cmocka_unit_test(a_rule_that_remembers_is_named_and_forgets);
	t[n + 1] = (struct CMUnitTest)cmocka_unit_test(a_thousand_errors_leave_nothing_behind);
	t[n + 2] = (struct CMUnitTest)cmocka_unit_test(the_order_of_files_changes_nothing);
	t[n + 3] = (struct CMUnitTest)cmocka_unit_test(documents_are_fetched_as_a_rule_asks);
	t[n + 4] = (struct CMUnitTest)cmocka_unit_test(a_requirement_says_the_way_to_meet_it);
	return cmocka_run_group_tests_name("rules_judge", t, begin, end);
}
