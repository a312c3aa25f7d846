/* Loading: what is declared becomes the schema; nonsense is refused with file, line and the word that was meant. */
#include "rules_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const struct row {
	const char *name, *text, *says; /* NULL: it loads */
} rows[] = {
	{ "nothing at all", "", NULL },
	{ "a kind of its own",
	  "kind 'risk' { lives = 'numbered', folder = 'risks', letter = 'K', fields = { owner = 'person' } }",
	  NULL },
	{ "a kind named before it is declared",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { y = 'yy' } } kind 'yy' { lives = 'top', folder "
	  "= 'y' }",
	  NULL },
	{ "a list of a kind", "kind 'x' { lives = 'top', folder = 'x', fields = { y = 'list of paper' } }",
	  NULL },
	{ "an unknown type", "kind 'x' { lives = 'top', folder = 'x', fields = { y = 'papr' } }",
	  "no type or kind 'papr'; did you mean 'paper'" },
	{ "a kind twice", "kind 'paper' { lives = 'top', folder = 'x' }",
	  "declared already, at rules/00-words.lua:" },
	{ "a place that is none", "kind 'x' { lives = 'botom', folder = 'x' }",
	  "rules/50-a.lua:1: kind 'x': lives is" },
	{ "a letter that another kind has", "kind 'x' { lives = 'numbered', folder = 'xs', letter = 'P' }",
	  "kind 'x': 'P' is the letter of kind 'paper', at rules/00-words.lua:" },
	{ "a field with choices and words for people",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = { 'number', label = 'How bad', choices = { "
	  "'1', "
	  "'2' }, about = 'y' }, b = { 'rows', columns = { 'what', 'by person', 'until date' } }, c = { "
	  "'text', "
	  "long = true } } }",
	  NULL },
	{ "choices of a date",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = { 'date', choices = { '1' } } } }",
	  "choices are for a text, a number or a list" },
	{ "columns of a text",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = { 'text', columns = { 'b' } } } }",
	  "only rows have columns" },
	{ "a column that is a list",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = { 'rows', columns = { 'b people' } } } }",
	  "column 'b' is a text, number" },
	{ "a column with words for people, choices, and one that names a document",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = { 'rows', columns = { { 'b', label = "
	  "'Bee', "
	  "choices = { '1' } }, { 'c paper', about = 'y' }, 'd any' } } } }",
	  NULL },
	{ "a misspelt word of a column",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = { 'rows', columns = { { 'b', labl = 'B' } "
	  "} } } }",
	  "a field has no 'labl'; did you mean 'label'" },
	{ "a column without a name",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = { 'rows', columns = { { label = 'B' } } } "
	  "} }",
	  "a column is \"name type\"" },
	{ "a column of a kind that is none",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = { 'rows', columns = { 'b papr' } } } }",
	  "no type or kind 'papr'; did you mean 'paper'" },
	{ "a move with words for its button",
	  "workflow 'paper' { states = { 'draft' }, moves = { a = move { from = 'new', to = 'draft', who = "
	  "'chair', label = 'Go on', by_itself = 'or by hand' } } }",
	  NULL },
	{ "a move that comes about in no known way",
	  "workflow 'paper' { states = { 'draft' }, moves = { a = move { from = 'new', to = 'draft', who = "
	  "'chair', by_itself = 'sometimes' } } }",
	  "by_itself is true, false or \"or by hand\"" },
	{ "a misspelt word of a field",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = { 'text', choice = {} } } }",
	  "a field has no 'choice'; did you mean 'choices'" },
	{ "a managed field that is none",
	  "kind 'x' { lives = 'top', folder = 'x', fields = { a = 'text' }, managed = { 'b' } }",
	  "names a field 'b'" },
	{ "a misspelt key", "kind 'x' { lives = 'top', foldr = 'x' }", "no 'foldr'; did you mean 'folder'" },
	{ "a workflow of nothing", "workflow 'papr' { states = { 'a' } }",
	  "unknown kind 'papr'; did you mean 'paper'" },
	{ "a state that is none",
	  "workflow 'paper' { states = { 'draft' }, moves = { a = move { from = 'drft', to = 'draft', who = "
	  "'chair' } } }",
	  "unknown state 'drft' of 'paper'; did you mean 'draft'" },
	{ "a role that is none",
	  "workflow 'paper' { states = { 'draft' }, moves = { a = move { from = 'new', to = 'draft', who = "
	  "'char' } } }",
	  "unknown role 'char'; did you mean 'chair'" },
	{ "a role of the parent",
	  "workflow 'paper' { states = { 'draft' }, moves = { a = move { from = 'new', to = 'draft', who = "
	  "'chair of parent' } } }",
	  NULL },
	{ "a stamp that is no date",
	  "workflow 'paper' { states = { 'draft' }, moves = { a = move { from = 'new', to = 'draft', who = "
	  "'chair', stamp = 'title' } } }",
	  "has no date field 'title'" },
	{ "an event's name for a move",
	  "workflow 'paper' { states = { 'draft' }, moves = { sign = move { from = 'new', to = 'draft', who "
	  "= 'chair' } } }",
	  "is an event of its own" },
	{ "a rule without authority", "rule 'x' { before = '*.edit', requires = { has 'title' } }",
	  "names no authority" },
	{ "a rule of nothing",
	  "rule 'x' { authority = 'a', before = 'paper.aprove', requires = { has 'title' } }",
	  "no move 'paper.aprove'" },
	{ "a rule never asked", "rule 'x' { authority = 'a', requires = { has 'title' } }",
	  "would never be asked" },
	{ "requirements that are none",
	  "rule 'x' { authority = 'a', before = 'paper.edit', requires = { 'title' } }",
	  "is no requirement" },
	{ "effects that are none",
	  "rule 'x' { authority = 'a', after = 'paper.edit', effects = { has 'title' } }", "is no effect" },
	{ "an effect's key",
	  "rule 'x' { authority = 'a', after = 'paper.edit', effects = { remind { whom = 'chair', about = "
	  "'x' } } }",
	  "remind has no 'whom'" },
	{ "a mode that is none",
	  "rule 'x' { authority = 'a', before = 'paper.edit', requires = { has 'title' }, mode = 'refuze' }",
	  "did you mean 'refuse'" },
	{ "two rules of one name",
	  "rule 'x' { authority = 'a', before = 'paper.edit', requires = { has 'title' } }\n"
	  "rule 'x' { authority = 'a', before = 'paper.edit', requires = { has 'title' } }",
	  "rules/50-a.lua:2: a rule of this name is at rules/50-a.lua:1" },
	{ "a global", "x = 1", "rules/50-a.lua:1: 'x' is not declared; write 'local x = ...'" },
	{ "an unknown word", "\npapr 'x'", "rules/50-a.lua:2: 'papr' is not known here" },
	{ "a slip of syntax", "rule 'x' {", "rules/50-a.lua:1:" },
	{ "an endless file", "while true do end", "out of instructions" },
	{ "a hungry file", "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end",
	  "rules/50-a.lua:1: out of" },
	{ "a question at the top of a file", "local x = docs.get('CTB-2005-P001')",
	  "while a rule is judged" },
	{ "a requirement outside the library", "requirement 'x' (function() end)",
	  "'requirement' is not known here" },
	{ "a file that imitates another", "error('rules/99-other.lua:1: broken', 0)",
	  "rules/50-a.lua: rules/99-other.lua:1: broken" },
	{ "a library changed", "string.len = nil", "library tables are read-only" },
	{ "patterns", "local x = ('x'):find('x')", "rules/50-a.lua:1:" },
};

static void check(void **state)
{
	const struct row *row = *state;
	const char *texts[] = { row->text };
	struct mb_rules *r = NULL;
	struct mb_error err = { 0 };
	int rc = pack_load(&r, texts, 1, &err);

	if (row->says && (rc != MB_EINVAL || !strstr(err.text, row->says)))
		fail_msg("%d %s", rc, err.text);
	if (!row->says && rc != MB_OK)
		fail_msg("%d %s", rc, err.text);
	mb_rules_free(r);
}

static void the_words_become_a_schema(void **state)
{
	const char *texts[] = {
		"workflow 'paper' { states = { 'draft', 'approved' }, ends = { 'approved' }, moves = {\n"
		"  approve = move { from = { 'draft', 'new' }, to = 'approved', who = { 'chair', 'vice "
		"chair' }, records = true,\n"
		"                   dated = 'act', stamp = 'approved', about = 'a' } },\n"
		"  edit = { who = 'author', while_in = 'draft' }, sign = { roles = { 'legal lead' }, "
		"while_in = { 'draft' } } }"
	};
	struct mb_rules *r = NULL;
	const struct mb_kind *k;
	const struct mb_move *m;

	assert_int_equal(pack_load(&r, texts, 1, NULL), MB_OK);
	k = mb_schema_kind(mb_rules_schema(r), "paper");
	assert_non_null(k);
	assert_int_equal(k->lives, MB_LIVES_NUMBERED);
	assert_int_equal(k->letter, 'P');
	assert_string_equal(k->plural, "papers");
	assert_int_equal(mb_kind_field(k, "meeting")->type, MB_T_DOC);
	assert_string_equal(mb_kind_field(k, "meeting")->of, "meeting");
	assert_true(mb_kind_field(k, "meeting")->outside_text);
	assert_true(mb_kind_field(k, "approved")->managed);
	assert_true(mb_kind_field(k, "title")->required);
	assert_int_equal(mb_kind_field(k, "implications")->type, MB_T_ROWS);
	m = mb_kind_move(k, "approve");
	assert_non_null(m);
	assert_int_equal(m->n_from, 2);
	assert_int_equal(m->n_who, 2);
	assert_true(m->records && m->dated_act);
	assert_string_equal(m->stamp, "approved");
	assert_string_equal(m->file, "rules/50-a.lua");
	assert_int_equal(m->line, 2);
	assert_string_equal(k->edit_who[0], "author");
	assert_string_equal(k->sign_roles[0], "legal lead");
	k = mb_schema_kind(mb_rules_schema(r), "interest");
	assert_int_equal(mb_kind_field(k, "item")->type, MB_T_DOC);
	assert_null(mb_kind_field(k, "item")->of);
	assert_string_equal(mb_schema_param(mb_rules_schema(r), "quorum")->standard->text, "4");
	assert_int_equal(mb_schema_param(mb_rules_schema(r), "quorum")->least, 2);
	mb_rules_free(r);
}

static void limits_of_a_version(void **state)
{
	struct mb_rules_file big = { "rules/60-big.lua", { NULL, 65 * 1024 } };
	char *text = malloc(big.text.n);
	struct mb_rules *r = NULL;
	struct mb_error err = { 0 };
	struct mb_buf many;

	memset(text, ' ', big.text.n);
	big.text.p = text;
	assert_int_equal(mb_rules_load(&r, &big, 1, &err), MB_EINVAL);
	assert_non_null(strstr(err.text, "rules/60-big.lua"));
	free(text);
	mb_buf_init(&many, 0);
	for (int i = 0; i < 201; i++)
		mb_buf_printf(
			&many,
			"rule 'x%d' { authority = 'a', before = 'paper.edit', requires = { has 't' } }\n", i);
	assert_int_equal(pack_load(&r, (const char *const *)&many.p, 1, &err), MB_EINVAL);
	assert_non_null(strstr(err.text, "more than 200 rules"));
	mb_buf_free(&many);
}

/* Of 5.4.4 it is known what it compiles wrongly: a test of it that finds nothing is worth nothing. */
static void every_rule_is_told_with_what_it_comes_to(void **state)
{
	static const char *const text =
		"workflow 'paper' { states = { 'draft', 'seen' }, ends = { 'seen' }, moves = {"
		" file = move { from = 'new', to = 'draft', who = 'chair' },"
		" note = move { from = 'draft', to = 'seen', who = 'chair', records = true } } }\n"
		"rule 'refuses' { authority = 'A 1', before = 'paper.file', requires = { has 'title' } }\n"
		"rule 'marks' { authority = 'A 2', before = 'paper.note', cures = 'ruled on',"
		" requires = { has 'title' } }\n"
		"rule 'advises' { authority = 'A 3', before = 'paper.file', mode = 'advise', to = "
		"'2027-12-31',"
		" requires = { has 'title' } }\n";
	const enum mb_outcome want[] = { MB_UNSATISFIED, MB_IRREGULAR, MB_ADVISED };
	struct mb_arena *a = mb_arena_new();
	struct mb_rule_about *list;
	struct mb_rules *r = NULL;
	struct mb_error err;
	size_t n;

	(void)state;
	if (pack_load(&r, &text, 1, &err) != MB_OK)
		fail_msg("%s", err.text);
	mb_rules_list(&list, &n, a, r);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(list[i].not_met, want[i]);
		assert_string_equal(list[i].file, "rules/50-a.lua");
		assert_int_equal(list[i].line, (int)i + 2);
	}
	assert_string_equal(list[1].authority, "A 2");
	assert_string_equal(list[1].before[0], "paper.note");
	assert_int_equal(list[2].to, on_day("2027-12-31"));
	assert_int_equal(list[0].from, MB_NO_DAY);
	mb_rules_free(r);
	mb_arena_free(a);
}

static void the_lua_that_runs_is_tested(void **state)
{
	const char *release = mb_rules_lua_release(), *with = mb_rules_judged_with();

	assert_int_equal(strncmp(release, "Lua 5.4.", 8), 0);
	assert_int_equal(strncmp(with, "minutebook ", 11), 0);
	assert_non_null(strstr(with, release));
	if (strcmp(release, "Lua 5.4.4") == 0)
		assert_non_null(
			strstr(with, "Lua 5.4.4 (compiles wrongly: index by comparison, bits of constants)"));
	assert_ptr_equal(with, mb_rules_judged_with());
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
	struct CMUnitTest t[sizeof rows / sizeof *rows + 4];

	for (size_t i = 0; i < n; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[n] = (struct CMUnitTest)cmocka_unit_test(the_words_become_a_schema);
	t[n + 1] = (struct CMUnitTest)cmocka_unit_test(limits_of_a_version);
	t[n + 2] = (struct CMUnitTest)cmocka_unit_test(the_lua_that_runs_is_tested);
	t[n + 3] = (struct CMUnitTest)cmocka_unit_test(every_rule_is_told_with_what_it_comes_to);
	return cmocka_run_group_tests_name("rules_load", t, begin, end);
}
