/* A document against the declaration of its kind: one slip a row, and what is said about it. */
#include "schema_world.h"

#include <stdlib.h>
#include <string.h>

#define P	     "groups/board/papers/2005/CTB-2005-P003.md"
#define A	     "groups/board/actions/2005/CTB-2005-A001.md"
#define M	     "groups/board/meetings/2005/CTB-2005-M002/meeting.md"
#define PAPER(lines) "---\nkind: paper\ntitle: x\n" lines "\n---\nText\n"
#define GROUP(lines) "---\nkind: group\nname: New\ncode: NEW\n" lines "\n---\n"
#define NEW	     "groups/new/group.md"

static const struct row {
	const char *name, *path, *text;
	const char *says; /* NULL: in order */
} rows[] = {
	{ "all in order", P,
	  PAPER("meeting: CTB-2005-M001\ncost: 12.50\nurgent: yes\nthemes: [a, b]\ncontacts: [ann-holt]\n"
		"refers_to: [CTB-2005-P001, CEX-2005-P001, CTB-terms-of-reference]\ngoes_to: "
		"executive\nauthor: ann-holt\n"
		"published_on: 2005-03-02\nrisks: {a: b}\nstate: for review"),
	  NULL },
	{ "empty values are absent", P, PAPER("cost:\nmeeting:\nthemes:\nurgent: \"\""), NULL },
	{ "a page is never checked", "handbook/a.md", "---\ntitel: x\n---\n", NULL },
	{ "a required field missing", P, "---\nkind: paper\n---\n",
	  P ": a paper must have 'title'; add the line `title: ...`" },
	{ "a required field empty", P, "---\nkind: paper\ntitle:\n---\n",
	  P " line 3: a paper must have 'title'" },
	{ "a key close to a declared one", P, PAPER("titel: y"),
	  P " line 4: 'titel' is not a field of a paper; did you mean 'title'?" },
	{ "a key close to a common one", P, PAPER("signofs: []"), "did you mean 'signoffs'?" },
	{ "a date that does not exist", A, "---\nkind: action\nowner: ann-holt\ndue: 2005-02-30\n---\n",
	  A " line 4: due: 2005-02-30 is not a date that exists" },
	{ "a date in another form", A, "---\nkind: action\nowner: ann-holt\ndue: 2/3/2005\n---\n",
	  "written as 2005-03-02" },
	{ "a number in words", P, PAPER("cost: twelve"), "cost: twelve is not a number" },
	{ "half a number", P, PAPER("cost: 12."), "is not a number" },
	{ "a number below nought", P, PAPER("cost: -3"), NULL },
	{ "neither true nor false", P, PAPER("urgent: maybe"), "urgent: maybe is neither true nor false" },
	{ "a time", M, "---\nkind: meeting\ndate: 2005-10-03\nstart: 23:59\n---\n", NULL },
	{ "no such time", M, "---\nkind: meeting\ndate: 2005-10-03\nstart: 24:00\n---\n",
	  "line 4: start: 24:00 is not a time" },
	{ "a time cut short", M, "---\nkind: meeting\ndate: 2005-10-03\nstart: '9:30'\n---\n",
	  "written as 09:30" },
	{ "a time with two colons", M, "---\nkind: meeting\ndate: 2005-10-03\nstart: '1::30'\n---\n",
	  "not a time" },
	{ "a list for one value", P, PAPER("cost: [1]"), "cost must be one value" },
	{ "one value for a list", P, PAPER("themes: money"),
	  "themes must be a list, written as [first, second]" },
	{ "a list within a list", P, PAPER("themes: [[a]]"), "themes: each item must be a text" },
	{ "a text for a map", P, PAPER("risks: many"), "risks must be written as {key: value, ...}" },

	{ "a person unknown", A, "---\nkind: action\nowner: ann-hold\n---\n",
	  "line 3: owner: there is no person 'ann-hold'; did you mean 'ann-holt'?" },
	{ "a person's name for an id", A, "---\nkind: action\nowner: Ann Holt\n---\n",
	  "there is no person 'Ann Holt'" },
	{ "a person's path for an id", A, "---\nkind: action\nowner: ../ann-holt\n---\n",
	  "there is no person" },
	{ "an author unknown", P, PAPER("author: nobody-here"), "author: there is no person 'nobody-here'" },
	{ "one of several people unknown", P, PAPER("contacts: [ann-holt, bob]"),
	  "contacts: there is no person 'bob'" },
	{ "a group unknown", P, PAPER("goes_to: exekutive"),
	  "goes_to: there is no group 'exekutive'; did you mean 'executive'?" },
	{ "a group by its code", P, PAPER("goes_to: CEX"), "goes_to: write the group as executive" },
	{ "a document unknown", P, PAPER("meeting: CTB-2005-M044"),
	  "meeting: there is no meeting CTB-2005-M044 (groups/board/meetings/2005/CTB-2005-M044/meeting.md); "
	  "the last one of 2005 "
	  "is CTB-2005-M001" },
	{ "a document of another kind", P, PAPER("meeting: CTB-2005-P001"),
	  "meeting: CTB-2005-P001 is a paper, and a meeting is wanted" },
	{ "a document by its path", P, PAPER("refers_to: [groups/board/papers/2005/CTB-2005-P001.md]"),
	  "write the document's id, CTB-2005-P001" },
	{ "a document in small letters", P, PAPER("meeting: ctb-2005-m001"),
	  "write the document's id, CTB-2005-M001" },
	{ "a page for a document", P, PAPER("refers_to: [handbook/welcome.md]"),
	  "write the document's id, not handbook" },

	{ "a state not declared", P, PAPER("state: aproved"),
	  "line 4: a paper has no state 'aproved'; did you mean 'approved'?" },
	{ "no state is the first state", P, PAPER("state:"), NULL },
	{ "sign-offs", P,
	  PAPER("signoffs:\n  - {role: finance lead, by: ann-holt, entered_by: cleo-marsh, of: 'abc', on: "
		"2005-03-02, event: 3}"),
	  NULL },
	{ "a sign-off by nobody known", P,
	  PAPER("signoffs:\n  - {role: x, by: ann-holt}\n  - {role: y, by: max}"),
	  "line 6: by: there is no person 'max'" },
	{ "a sign-off on no date", P, PAPER("signoffs:\n  - {by: ann-holt, on: 2005-13-01}"),
	  "on: 2005-13-01 is not a date" },
	{ "rows that are texts", P, PAPER("signoffs: [ann-holt]"),
	  "signoffs: a row is written as {key: value, ...}" },
	{ "notices as rows", P, PAPER("notices: [{key: b}]"), NULL },

	{ "a group", NEW,
	  GROUP("members:\n  - {person: ann-holt, from: 2005-01-01}\nlines:\n  - {to: board, type: solid}"),
	  NULL },
	{ "a member unknown", NEW, GROUP("members:\n  - {person: zoe}"),
	  "line 6: person: there is no person 'zoe'" },
	{ "a membership until no date", NEW, GROUP("members:\n  - {person: ann-holt, until: 2005-02-30}"),
	  "until: 2005-02-30 is not a date" },
	{ "a line to no group", NEW, GROUP("lines:\n  - {to: bord, type: solid}"),
	  "to: there is no group 'bord'; did you mean 'board'?" },
	{ "a code taken", NEW, "---\nkind: group\nname: New\ncode: CTB\n---\n",
	  "code: group 'board' has the code CTB already" },
	{ "a code that is none", NEW, "---\nkind: group\nname: New\ncode: ctb\n---\n",
	  "code must be 2 to 12 capitals" },

	{ "a path with another group's code", "groups/board/papers/2005/CEX-2005-P003.md", PAPER("cost: 1"),
	  "groups/board/papers/2005/CEX-2005-P003.md: the code of group 'board' is CTB, not CEX" },
	{ "a path in no group", "groups/bord/papers/2005/CTB-2005-P003.md", PAPER("cost: 1"),
	  "there is no group 'bord'; did you mean 'board'?" },
	{ "a path by a group's code", "groups/ctb/papers/2005/CTB-2005-P003.md", PAPER("cost: 1"),
	  "there is no group 'ctb'" },

	{ "parameters within bounds", "groups/board-sub/terms-of-reference.md",
	  "---\nkind: terms-of-reference\nparams: {quorum: 3, notice_days: 7}\n---\n", NULL },
	{ "a parameter too small", "groups/board-sub/terms-of-reference.md",
	  "---\nkind: terms-of-reference\nparams: {quorum: 2}\n---\n", "quorum may not be less than 3" },
	{ "a parameter too large", "groups/board-sub/terms-of-reference.md",
	  "---\nkind: terms-of-reference\nparams: {quorum: 13}\n---\n", "quorum may not be more than 12" },
	{ "a quorum that says who is among them", "groups/board/terms-of-reference.md",
	  "---\nkind: terms-of-reference\nparams: {quorum: {at_least: 4, of_each: [health]}}\n---\n", NULL },
	{ "and is bounded like any other", "groups/board/terms-of-reference.md",
	  "---\nkind: terms-of-reference\nparams: {quorum: {at_least: 2, of_each: [health]}}\n---\n",
	  "quorum may not be less than 3" },
	{ "and says how many", "groups/board/terms-of-reference.md",
	  "---\nkind: terms-of-reference\nparams: {quorum: {of_each: [health]}}\n---\n",
	  "must say at_least" },
	{ "a parameter that is no number", "groups/board-sub/terms-of-reference.md",
	  "---\nkind: terms-of-reference\nparams: {quorum: half}\n---\n", "quorum must be a whole number" },
	{ "a parameter that no rule reads", "groups/board-sub/terms-of-reference.md",
	  "---\nkind: terms-of-reference\nparams: {qourum: 4}\n---\n",
	  "no rule declares a parameter 'qourum'; did you mean 'quorum'?" },
};

/* As the gate does it: the change laid over the record, then its documents read from there. */
static void check(void **state)
{
	const struct row *r = *state;
	void *up;
	struct world *w = trust_up(&up) ? NULL : up;
	const struct mb_file file = file_of(r->path, r->text);
	const struct mb_doc *d;
	struct mb_view *over;
	int rc;

	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	rc = mb_view_doc(&d, over, r->path, &w->err);
	if (rc == MB_OK)
		rc = mb_doc_check(d, over, w->a, NULL, NULL, &w->err);
	if (!r->says && rc != MB_OK)
		fail_msg("refused: %s", w->err.text);
	if (r->says) {
		assert_int_equal(rc, MB_EINVAL);
		says(&w->err, r->says);
	}
	mb_view_free(over);
	trust_down(&up);
}

static void other_unknown_keys_are_kept_and_noted(void **state)
{
	struct world *w = *state;
	const struct mb_file file = file_of(P, PAPER("colour: red\nweather: fine"));
	const struct mb_doc *d;
	struct mb_view *over;
	const char **notes;
	size_t n;

	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	must(w, mb_view_doc(&d, over, "CTB-2005-P003", &w->err));
	must(w, mb_doc_check(d, over, w->a, &notes, &n, &w->err));
	assert_int_equal(n, 2);
	assert_string_equal(notes[0], P " line 4: 'colour' is not a field of a paper: kept as it is");
	assert_non_null(strstr(notes[1], "'weather'"));
	mb_view_free(over);
}

static void what_the_same_change_brings_is_known(void **state)
{
	struct world *w = *state;
	const struct mb_file files[] = {
		file_of("people/zoe-lee.md", "---\nkind: person\nname: Zoe Lee\n---\n"),
		file_of("people/ann-holt.md", NULL),
		file_of(A, "---\nkind: action\nowner: zoe-lee\n---\n"),
		file_of("groups/board/actions/2005/CTB-2005-A002.md",
			"---\nkind: action\nowner: ann-holt\n---\n"),
	};
	const struct mb_doc *d;
	struct mb_view *over;

	must(w, mb_view_over(&over, w->view, files, COUNT(files), &w->err));
	must(w, mb_view_doc(&d, over, "CTB-2005-A001", &w->err));
	must(w, mb_doc_check(d, over, w->a, NULL, NULL, &w->err));
	must(w, mb_view_doc(&d, over, "CTB-2005-A002", &w->err));
	assert_int_equal(mb_doc_check(d, over, w->a, NULL, NULL, &w->err), MB_EINVAL);
	says(&w->err, "there is no person 'ann-holt'");
	mb_view_free(over);
}

int main(void)
{
	struct CMUnitTest t[COUNT(rows) + 2];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(other_unknown_keys_are_kept_and_noted,
								    trust_up, trust_down);
	t[n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(what_the_same_change_brings_is_known,
								    trust_up, trust_down);
	return cmocka_run_group_tests_name("schema_check", t, NULL, NULL);
}
