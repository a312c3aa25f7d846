/* A view of the index says what a view of the tree says, over a record of some hundred documents made up by dice. */
#include "index_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world w;
static uint32_t dice = 20051003;

static unsigned roll(unsigned n)
{
	dice = dice * 1664525u + 1013904223u;
	return (dice >> 16) % n;
}

#define PICK(list) (list)[roll(sizeof(list) / sizeof(list)[0])]

static const char *const people[] = { "helen-marsh", "esther-lane", "omar-reed", "" };
static const char *const themes[] = { "play", "food", "care", "travel" };
static const char *const groups[] = { "board", "executive", "early-years" };
static const char *const codes[] = { "CTB", "CTE", "EYG" };
static const char *const states[] = { "draft", "approved", "published" };

static void roll_paper(unsigned g, unsigned n)
{
	char path[128];
	const char *state = roll(4) ? mb_arena_printf(w.a, "state: %s\n", PICK(states)) : "";

	snprintf(path, sizeof path, "groups/%s/papers/2005/%s-2005-P%03u.md", groups[g], codes[g], n);
	world_put(
		&w, path,
		"---\nkind: paper\n%stitle: Paper %u\nlead: \"%s\"\nthemes: [%s, %s]\nvotes:\n  - {by: "
		"\"%s\", "
		"names: [\"%s\", \"%s\"]}\n"
		"  - {by: \"%s\", deep: {by: hidden}}\nnested: {who: \"%s\", deeper: {who: hidden}}\nlists: "
		"[[play], food]\n"
		"a.b: \"%s\"\nnote: \"%s\"\n---\nText %u.\n",
		state, n, PICK(people), PICK(themes), PICK(themes), PICK(people), PICK(people), PICK(people),
		PICK(people), PICK(people), PICK(people),
		roll(2) ? ""
			: "A remark that is a good deal longer than a hundred and twenty bytes, so that "
			  "the index keeps its hash "
			  "alone and not the words themselves, of which there are many.",
		roll(1000));
}

static void roll_other(unsigned i)
{
	unsigned g = roll(3), n = roll(30) + 1;
	char path[160];

	switch (roll(7)) {
	case 0:
		snprintf(path, sizeof path, "groups/%s/decisions/2005/%s-2005-D%03u.md", groups[g], codes[g],
			 n);
		world_put(&w, path, "---\nkind: decision\ntitle: D\npaper: CTB-2005-P%03u\n---\n",
			  roll(20) + 1);
		break;
	case 1:
		snprintf(path, sizeof path, "groups/%s/meetings/2005/%s-2005-M%03u/meeting.md", groups[g],
			 codes[g], n);
		world_put(&w, path,
			  "---\nkind: meeting\nattendance:\n  - person: \"%s\"\n    items: [1, %u]\n---\n",
			  PICK(people), roll(9));
		break;
	case 2:
		snprintf(path, sizeof path, "groups/%s/meetings/2005/%s-2005-M%03u/minutes%s.md", groups[g],
			 codes[g], n, roll(2) ? "" : "-2");
		world_put(&w, path, "---\nkind: minutes\nname: Minutes %u\n---\n", i);
		break;
	case 3:
		snprintf(path, sizeof path, "people/person-%u.md", n);
		world_put(&w, path, "---\nkind: person\nname: Person %u\n---\n", n);
		break;
	case 4:
		snprintf(path, sizeof path, "handbook/page-%u.md", n);
		world_put(&w, path, "---\nlead: helen-marsh\n---\n# Page %u\n", i);
		break;
	case 5:
		snprintf(path, sizeof path, "groups/%s/terms-of-reference.md", groups[g]);
		world_put(&w, path, "---\nkind: terms-of-reference\nparameters: {quorum: %u}\n---\n",
			  roll(5));
		break;
	default:
		snprintf(path, sizeof path, "groups/%s/notes/x-%u.md", groups[g], n);
		world_put(&w, path, "# A note\n");
		break;
	}
}

static int set_up(void **state)
{
	world_open(&w);
	world_put(&w, "groups/executive/group.md", "---\nkind: group\nname: Executive\ncode: CTE\n---\n");
	world_put(&w, "groups/early-years/group.md", "---\nkind: group\nname: Early years\ncode: EYG\n---\n");
	world_put(&w, "calendar/england.yaml", "from: 2005-01-01\nuntil: 2006-12-31\nholidays: []\n");
	for (unsigned i = 0; i < 120; i++) {
		for (unsigned k = 0; k < 3; k++)
			roll_paper(roll(3), roll(60) + 1);
		roll_other(i);
		if (i % 20 == 7)
			world_remove(&w, mb_arena_printf(w.a, "groups/board/papers/2005/CTB-2005-P%03u.md",
							 200 + i));
		if (i % 20 == 5)
			world_put(&w,
				  mb_arena_printf(w.a, "groups/board/papers/2005/CTB-2005-P%03u.md", 202 + i),
				  "---\nkind: paper\ntitle: To be removed\n---\n");
		world_land(&w, "2005-10-03", "2005-10-03");
	}
	return 0;
}

static int tear_down(void **state)
{
	world_close(&w);
	return 0;
}

static const struct asked {
	const char *field;
	const char *const *values;
	size_t n;
} asked[] = {
	{ NULL, people, 1 },
	{ "lead", people, 4 },
	{ "themes", themes, 4 },
	{ "votes.by", people, 4 },
	{ "votes.names", people, 4 },
	{ "votes.deep", people, 4 },
	{ "votes.deep.by", (const char *const[]){ "hidden" }, 1 },
	{ "nested.who", people, 4 },
	{ "nested.deeper.who", (const char *const[]){ "hidden" }, 1 },
	{ "nested.deeper", people, 4 },
	{ "lists", themes, 4 },
	{ "a.b", people, 4 },
	{ "state", states, 3 },
	{ "state", people, 4 },
	{ "id", (const char *const[]){ "CTB-2005-P001", "CTB-terms-of-reference", "board", "CTE-2005-M001" },
	  4 },
	{ "kind", (const char *const[]){ "paper", "decision" }, 2 },
	{ "paper", (const char *const[]){ "CTB-2005-P001", "CTB-2005-P002", "CTB-2005-P003" }, 3 },
	{ "attendance.person", people, 4 },
	{ "attendance.items", (const char *const[]){ "1", "2", "3" }, 3 },
	{ "parameters.quorum", (const char *const[]){ "1", "2", "3" }, 3 },
	{ "note",
	  (const char *const[]){
		  "", "A remark that is a good deal longer than a hundred and twenty bytes, so that the "
		      "index keeps its hash alone and not the words themselves, of which there are "
		      "many." },
	  2 },
	{ "nothing", people, 4 },
};

static const char *const kinds[] = { "paper",  "decision",	     "action",	"meeting", "minutes", "group",
				     "person", "terms-of-reference", "nothing", "" };

static const char *ask(struct mb_view *v, struct mb_arena *a, const struct mb_query *q)
{
	const struct mb_doc **docs = NULL;
	struct mb_error err = { 0 };
	const char *out = "";
	size_t n = 0;
	int rc = mb_view_list(&docs, &n, v, q, &err);

	if (rc != MB_OK)
		return mb_arena_printf(a, "%d %s", rc, err.text);
	for (size_t i = 0; i < n; i++)
		out = mb_arena_printf(a, "%s %s=%s", out, docs[i]->path, docs[i]->id);
	return out;
}

static struct mb_view *tree_view(void)
{
	struct mb_view *v;
	struct mb_error err;

	if (mb_view_of_tree(&v, w.rec, &w.tip.tree, &world_schema, &err) != MB_OK)
		fail_msg("%s", err.text);
	return v;
}

static struct mb_view *index_view(struct mb_index *ix)
{
	struct mb_view *v;
	struct mb_error err;

	if (mb_view_of_index(&v, ix, &w.tip.tree, &world_schema, &err) != MB_OK)
		fail_msg("%s", err.text);
	return v;
}

/* Two views that both refuse, or both find nothing, agree too: how often they did more than that. */
static size_t found, refused;

static void same_answer(struct mb_view *by_tree, struct mb_view *by_index, const struct mb_query *q)
{
	struct mb_arena *a = mb_arena_new();
	const char *x = ask(by_tree, a, q), *y = ask(by_index, a, q);

	if (strcmp(x, y) != 0)
		fail_msg("%s of %s, %s = %s:\n tree%s\n index%s", q->kind, q->group, q->field, q->value, x,
			 y);
	found += *x == ' ';
	refused += *x && *x != ' ';
	mb_arena_free(a);
}

static void same_answers(struct mb_view *by_tree, struct mb_view *by_index)
{
	found = refused = 0;
	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
		for (size_t g = 0; g < 5; g++)
			for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
				for (size_t j = 0; j < asked[i].n; j++) {
					struct mb_query q = { .kind = kinds[k], .field = asked[i].field };

					q.group = g == 0 ? NULL : g == 4 ? "No Such" : groups[g - 1];
					q.value = asked[i].field ? asked[i].values[j] : NULL;
					same_answer(by_tree, by_index, &q);
				}
	assert_true(found + refused > 150);
}

static void both_views_give_the_same_lists(void **state)
{
	struct mb_index *ix = world_index(&w);
	struct mb_view *by_tree = tree_view(), *by_index = index_view(ix);
	const struct mb_doc *d;
	const char **paths;
	struct mb_error err;
	size_t n;

	same_answers(by_tree, by_index);
	assert_int_equal(refused, 0);
	assert_int_equal(mb_view_doc(&d, by_index, "CTB-terms-of-reference", &err), MB_OK);
	assert_int_equal(mb_view_doc(&d, by_index, "CTB-2005-P999", &err), MB_ENOTFOUND);
	assert_int_equal(by_index->ops->files(by_index, &paths, &n, w.a, "calendar", &err), MB_OK);
	assert_int_equal(n, 1);
	assert_string_equal(paths[0], "calendar/england.yaml");
	mb_view_free(by_tree);
	mb_view_free(by_index);
	mb_index_close(ix);
}

static void a_view_stays_at_its_tree_while_the_index_goes_on(void **state)
{
	struct mb_index *ix = world_index(&w);
	struct mb_view *by_tree = tree_view(), *by_index = index_view(ix);
	struct mb_oid old = w.tip.tree;
	struct mb_view *none;
	struct mb_error err;

	world_put(&w, "groups/board/papers/2005/CTB-2005-P500.md",
		  "---\nkind: paper\ntitle: Later\nlead: helen-marsh\n---\n");
	world_remove(&w, "groups/board/group.md");
	world_land(&w, "2005-10-04", "2005-10-04");
	assert_int_equal(mb_index_catch_up(ix, &err), MB_OK);
	same_answers(by_tree, by_index);
	assert_int_equal(mb_view_of_index(&none, ix, &old, &world_schema, &err), MB_ECONFLICT);
	mb_view_free(by_tree);
	mb_view_free(by_index);
	world_put(&w, "groups/board/group.md", "---\nkind: group\nname: The Board\ncode: CTB\n---\n");
	world_land(&w, "2005-10-05", "2005-10-05");
	mb_index_close(ix);
}

static void a_group_that_changes_its_code_renames_what_lives_in_it(void **state)
{
	struct mb_query now = { .kind = "terms-of-reference",
				.field = "id",
				.value = "NEW-terms-of-reference" };
	struct mb_query then = { .kind = "terms-of-reference",
				 .field = "id",
				 .value = "CTB-terms-of-reference" };
	struct mb_commit before = w.tip;
	struct mb_view *by_tree, *by_index;
	struct mb_index *ix;

	world_put(&w, "groups/board/group.md", "---\nkind: group\nname: The Board\ncode: NEW\n---\n");
	world_land(&w, "2005-10-06", "2005-10-06");
	ix = world_index(&w);
	by_tree = tree_view();
	by_index = index_view(ix);
	found = refused = 0;
	same_answer(by_tree, by_index, &now);
	assert_int_equal(found, 1);
	same_answer(by_tree, by_index, &then);
	assert_int_equal(found, 1);
	mb_view_free(by_tree);
	mb_view_free(by_index);
	world_rewind(&w, &before.id);
	mb_index_close(ix);
}

static void documents_that_do_not_read_are_treated_alike(void **state)
{
	struct mb_query all = { .kind = "paper" },
			some = { .kind = "paper", .field = "lead", .value = "helen-marsh" };
	struct mb_query group = {
		.kind = "paper", .group = "executive", .field = "lead", .value = "helen-marsh"
	};
	struct mb_commit before = w.tip;
	struct mb_view *by_tree, *by_index;
	struct mb_index *ix;

	world_put(&w, "groups/board/papers/2005/CTB-2005-P600.md", "---\nkind: decision\n---\n");
	world_put(&w, "groups/board/papers/2005/CTB-2005-P601.md", "no kind\n");
	world_put(&w, "people/nobody.md", "---\nkind: [x\n---\n");
	world_land(&w, "2005-10-06", "2005-10-06");
	ix = world_index(&w);
	by_tree = tree_view();
	by_index = index_view(ix);
	same_answer(by_tree, by_index, &all);
	same_answer(by_tree, by_index, &some);
	found = refused = 0;
	same_answer(by_tree, by_index, &some);
	assert_int_equal(refused, 1);
	same_answer(by_tree, by_index, &group); /* the bad ones are in another group */
	assert_int_equal(refused, 1);
	assert_int_equal(found, 1);
	same_answers(by_tree, by_index);
	mb_view_free(by_tree);
	mb_view_free(by_index);
	world_rewind(&w, &before.id);
	mb_index_close(ix);
}

static void a_view_of_history_that_was_replaced_says_so(void **state)
{
	struct mb_query q = { .kind = "paper" };
	struct mb_arena *a = mb_arena_new();
	struct mb_oid parent = w.tip.parent;
	struct mb_commit before = w.tip;
	struct mb_index *ix = world_index(&w);
	struct mb_view *v = index_view(ix);
	struct mb_error err;
	const char **paths;
	size_t n;

	world_rewind(&w, &parent);
	world_put(&w, "handbook/other.md", "# Another way\n");
	world_land(&w, "2005-10-07", "2005-10-07");
	assert_int_equal(mb_index_catch_up(ix, &err), MB_OK);
	assert_int_equal(v->ops->list(v, &paths, &n, a, &q, &err), MB_ECONFLICT);
	mb_view_free(v);
	mb_index_close(ix);
	mb_arena_free(a);
	world_rewind(&w, &before.id);
}

static int no_kinds(void *ctx, const struct mb_schema **out, const char *rules_tree, struct mb_error *err)
{
	static const struct mb_schema none;

	*out = &none;
	return MB_OK;
}

/* All was indexed under rules without kinds, and is looked at with kinds. */
static void kinds_declared_later_are_found(void **state)
{
	struct mb_view *by_tree, *by_index;
	struct mb_index *ix;
	struct mb_error err;

	remove(world_file(&w, "index.sqlite"));
	assert_int_equal(mb_index_open(&ix, w.rec, &world_schema, no_kinds, NULL, &err), MB_OK);
	by_tree = tree_view();
	by_index = index_view(ix);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct mb_query q = { .kind = kinds[i] };

		same_answer(by_tree, by_index, &q);
		q.field = "lead";
		q.value = "helen-marsh";
		same_answer(by_tree, by_index, &q);
	}
	mb_view_free(by_tree);
	mb_view_free(by_index);
	mb_index_close(ix);
	remove(world_file(&w, "index.sqlite"));
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(both_views_give_the_same_lists),
		cmocka_unit_test(a_view_stays_at_its_tree_while_the_index_goes_on),
		cmocka_unit_test(a_group_that_changes_its_code_renames_what_lives_in_it),
		cmocka_unit_test(documents_that_do_not_read_are_treated_alike),
		cmocka_unit_test(a_view_of_history_that_was_replaced_says_so),
		cmocka_unit_test(kinds_declared_later_are_found),
	};

	return cmocka_run_group_tests_name("index_view", t, set_up, tear_down);
}
