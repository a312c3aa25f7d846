/* The static check names every slip; the runner of tests says what failed and what no test has seen. */
#include "rules_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char workflow[] =
	"workflow 'paper' { states = { 'draft', 'approved' }, ends = { 'approved' },\n"
	"  moves = { approve = move { from = 'draft', to = 'approved', who = 'chair' } } }\n";

static const struct row {
	const char *name, *text, *says; /* NULL: clean */
} rows[] = {
	{ "clean",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { has 'title', check { 'c', "
	  "function(r, e)\n"
	  "  return r.meeting.date < e.today and r.group.title ~= r.author.name end } } }",
	  NULL },
	{ "a field of a requirement",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { has 'tittle' } }",
	  "rules/51-a.lua:1: 'paper' has no field 'tittle'; did you mean 'title'?" },
	{ "a path",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { clear_days { 5, before = "
	  "'meeting.dat' } } }",
	  "'meeting' has no field 'dat'; did you mean 'date'?" },
	{ "a field in a function",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { check { 'c', function(r)\n"
	  "  return r.meeting.titel end } } }",
	  "rules/51-a.lua:2: 'meeting' has no field 'titel'" },
	{ "not one in a text or a comment",
	  "rule 'x' { authority = 'a', about = 'r.nothing', before = 'paper.approve', -- r.nothing\n"
	  "  requires = { has 'title' } }",
	  NULL },
	{ "a word of the event",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { check { 'c', function(r, e) "
	  "return e.tody end } } }",
	  "an event has no 'tody'; did you mean 'today'?" },
	{ "a parameter",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { at_most { 'amount', param "
	  "'quorm' } } }",
	  "unknown parameter 'quorm'; did you mean 'quorum'?" },
	{ "a role",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { signed_off 'finance leed' } }",
	  "unknown role 'finance leed'; did you mean 'finance lead'?" },
	{ "who cures it",
	  "rule 'x' { authority = 'a', before = 'decision.record', requires = { has 'title' }, cured_by = "
	  "'chiar' }",
	  "unknown role 'chiar'; did you mean 'chair'?" },
	{ "at whose meeting",
	  "rule 'x' { authority = 'a', before = 'decision.record', requires = { has 'title' }, cured_at = { "
	  "'parent', "
	  "'group', 'correts' } }",
	  "'decision' has no field 'correts'; did you mean 'corrects'?" },
	{ "what a move completes",
	  "workflow 'meeting' { states = { 'a' }, ends = { 'a' }, moves = { mark = move { from = 'a', to = "
	  "'a', who = "
	  "'anyone', completes = { rows = 'title', on = 'x' } } } }",
	  "completes names a field of rows of 'meeting'" },
	{ "and how",
	  "workflow 'meeting' { states = { 'a' }, ends = { 'a' }, moves = { mark = move { from = 'a', to = "
	  "'a', who = "
	  "'anyone', completes = { rows = 'interests', on = 'x', hwo = 'y' } } } }",
	  "completes has no 'hwo'" },
	{ "what a move asks for",
	  "workflow 'meeting' { states = { 'a' }, ends = { 'a' }, moves = { mark = move { from = 'a', to = "
	  "'a', who = "
	  "'anyone', asks = { 'reason', 'plac' } } } }",
	  "'plac' is nothing that can be said with a move of 'meeting'; did you mean 'place'?" },
	{ "nor what only moves change",
	  "workflow 'meeting' { states = { 'a' }, ends = { 'a' }, moves = { mark = move { from = 'a', to = "
	  "'a', who = "
	  "'anyone', asks = 'attendance' } } }",
	  "'attendance' is nothing that can be said" },
	{ "an action of a kind that is none",
	  "rule 'x' { authority = 'a', daily = 'action', effects = { create_action { title = 't', owner = "
	  "'owner', ast = "
	  "'milestone' } } }",
	  "create_action has no 'ast'; did you mean 'as'?" },
	{ "a role of an effect",
	  "rule 'x' { authority = 'a', daily = 'action', effects = { remind { who = 'ownr', on = 'due', "
	  "about = 'x' } } }",
	  "unknown role 'ownr'; did you mean 'owner'?" },
	{ "a date of an effect",
	  "rule 'x' { authority = 'a', daily = 'action', effects = { remind { who = 'owner', on = "
	  "before('deu', days(1)), about = 'x' } } }",
	  "'action' has no field 'deu'; did you mean 'due'?" },
	{ "a state without way in",
	  "workflow 'report' { states = { 'a', 'b' }, ends = { 'a', 'b' }, moves = {} }",
	  "state 'b' of 'report' can never be reached" },
	{ "a state without way out",
	  "workflow 'report' { states = { 'a', 'b' }, ends = { 'b' }, moves = {} }",
	  "state 'a' of 'report' has no way out" },
	{ "a rule cured that is none",
	  "rule 'x' { authority = 'a', after = 'paper.approve', effects = { cure { 'P', rule = 'y', by = 'z' "
	  "} } }",
	  "cure names a rule 'y'" },
	{ "a word that is none",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { signed_of 'finance lead' } }",
	  "'signed_of' is not known here; did you mean 'signed_off'?" },
	{ "a state it waits in",
	  "rule 'x' { authority = 'a', daily = 'paper', while_in = 'drft', effects = { remind { who = "
	  "'author', about = 'x' } } }",
	  "unknown state 'drft'; did you mean 'draft'?" },
	{ "what a library does not have",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { check { 'c', function(r)\n"
	  "  return text.contain(r.title, 'x') end } } }",
	  "rules/51-a.lua:2: 'text' has no 'contain'; did you mean 'contains'?" },
	{ "what is withheld",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { check { 'c', function(r)\n"
	  "  return string.find(r.title, 'x') end } } }",
	  "'string' has no 'find'" },
	{ "what stock Lua has",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { check { 'c', function(r)\n"
	  "  print(r.title) return os.time() > 1 end } } }",
	  "rules/51-a.lua:2: 'print' is not known here\nrules/51-a.lua:2: 'os' is not known here" },
	{ "and as a method",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { check { 'c', function(r)\n"
	  "  return r.title:find('x') end } } }",
	  "a text has no ':find' here; write text.contains" },
	{ "a parameter that a function reads",
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { check { 'c', function(r)\n"
	  "  return params.value('quorm', r) == 1 end } } }",
	  "rules/51-a.lua:2: unknown parameter 'quorm'; did you mean 'quorum'?" },
	{ "but not what a file calls so itself",
	  "local text = { contain = function() return true end }\n"
	  "rule 'x' { authority = 'a', before = 'paper.approve', requires = { check { 'c', function(r)\n"
	  "  return text.contain(r.title) end } } }",
	  NULL },
	{ "what cannot be loaded", "rule 'x' {", "rules/51-a.lua:1:" },
};

static void gather(void *ctx, const char *line)
{
	mb_buf_printf(ctx, "%s\n", line);
}

static void check(void **state)
{
	const struct row *row = *state;
	const char *texts[] = { workflow, row->text };
	struct mb_rules_file files[32];
	size_t n = pack_files(files, texts, 2);
	struct mb_error err = { 0 };
	struct mb_buf told;
	int rc;

	mb_buf_init(&told, 0);
	rc = mb_rules_check(files, n, gather, &told, &err);
	if (rc != (row->says ? MB_EINVAL : MB_OK) || (row->says && !strstr(told.p, row->says)) ||
	    (!row->says && told.n))
		fail_msg("%d %s", rc, told.p);
	mb_buf_free(&told);
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
	struct CMUnitTest t[sizeof rows / sizeof *rows];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	return cmocka_run_group_tests_name("rules_check", t, begin, end);
}
