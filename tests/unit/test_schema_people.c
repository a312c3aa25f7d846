/* People, memberships, lines, roles and parameters, on a day. */
#include "schema_world.h"

#include <stdlib.h>
#include <string.h>

static const struct row {
	const char *name, *role, *group, *on, *people;
} rows[] = {
	{ "the chair before", "chair", "board", "2005-06-30", "ann-holt" },
	{ "the chair after", "chair", "board", "2005-07-01", "fay-lund" },
	{ "before anybody", "chair", "board", "2003-12-31", "" },
	{ "a row without dates always counts", "member", "board", "2003-12-31", "sam-reed" },
	{ "any membership is a member's", "member", "board", "2005-08-01", "fay-lund ann-holt sam-reed" },
	{ "each person once", "member", "board", NULL, "ann-holt fay-lund sam-reed" },
	{ "a group by its code", "chair", "CTB", "2005-07-01", "fay-lund" },
	{ "the whole partnership's", "finance lead", "board", "2005-03-31", "ann-holt" },
	{ "the whole partnership's, later", "finance lead", "board", "2005-04-01", "fay-lund" },
	{ "without a group", "clerk", NULL, "2005-01-01", "cleo-marsh" },
	{ "a group's own role without the group", "chair", NULL, "2005-01-01", "" },
	{ "a parent's", "chair of parent", "executive", "2005-08-01", "fay-lund" },
	{ "a parent's parent's", "chair of parent of parent", "board-sub", "2005-08-01", "fay-lund" },
	{ "a dotted line gives no parent", "member of parent", "executive", "2004-06-01",
	  "ann-holt sam-reed" },
	{ "a line not yet in force", "chair of parent", "executive", "2003-06-01", "" },
	{ "no parent at all", "chair of parent", "board", "2005-08-01", "" },
	{ "a parent's role is not the partnership's", "finance lead of parent", "executive", "2005-08-01",
	  "" },
	{ "anyone", "anyone", "board", "2005-08-01", "ann-holt cleo-marsh fay-lund sam-reed-2 sam-reed" },
	{ "a role nobody has", "treasurer", "board", "2005-08-01", "" },
};

static void check(void **state)
{
	const struct row *r = *state;
	void *up;
	struct world *w = trust_up(&up) ? NULL : up;
	const char **people, *text = "";
	size_t n;

	must(w, mb_role_holders(&people, &n, w->a, w->view, r->role, r->group, day_of(r->on), &w->err));
	for (size_t i = 0; i < n; i++) {
		text = mb_arena_printf(w->a, "%s%s%s", text, i ? " " : "", people[i]);
		assert_true(mb_role_holds(w->view, people[i], r->role, r->group, day_of(r->on)));
	}
	assert_string_equal(text, r->people);
	assert_false(mb_role_holds(w->view, "nobody", r->role, r->group, day_of(r->on)));
	trust_down(&up);
}

static void ids_in_a_text_become_names(void **state)
{
	static const char *const texts[][2] = {
		{ "ask ann-holt", "ask Ann Holt" },
		{ "present: ann-holt fay-lund; missing: sam-reed",
		  "present: Ann Holt, Fay Lund; missing: Sam Reed" },
		{ "ann-holt", "Ann Holt" },
		{ "a well-known person, ann-holt-smith, x-ann-holt",
		  "a well-known person, ann-holt-smith, x-ann-holt" },
		{ "rules/ann-holt.lua:3", "rules/ann-holt.lua:3" },
		{ "2005-10-04 2005-10-05", "2005-10-04 2005-10-05" },
		{ "this ends with ann-holt.", "this ends with Ann Holt." },
		{ "-ann-holt- --", "-ann-holt- --" },
		{ "", "" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mb_buf out;

		mb_buf_init(&out, 0);
		mb_people_named(&out, w->view, texts[i][0]);
		assert_string_equal(out.n ? out.p : "", texts[i][1]);
		mb_buf_free(&out);
	}
}

static void lines_of_a_group(void **state)
{
	struct world *w = *state;
	struct mb_line *lines;
	size_t n;

	must(w, mb_group_lines(&lines, &n, w->a, w->view, "executive", day_of("2004-12-31"), &w->err));
	assert_int_equal(n, 2);
	assert_string_equal(lines[0].to, "board");
	assert_string_equal(lines[0].accountability, "partnership");
	assert_string_equal(lines[1].type, "dotted");
	assert_null(lines[1].accountability);
	must(w, mb_group_lines(&lines, &n, w->a, w->view, "executive", day_of("2005-01-01"), &w->err));
	assert_int_equal(n, 1);
	must(w, mb_group_lines(&lines, &n, w->a, w->view, "board", MB_NO_DAY, &w->err));
	assert_int_equal(n, 0);
	assert_int_equal(mb_group_lines(&lines, &n, w->a, w->view, "bord", MB_NO_DAY, &w->err), MB_ENOTFOUND);
	says(&w->err, "did you mean 'board'?");
}

static void members_of_a_group(void **state)
{
	struct world *w = *state;
	struct mb_member *m;
	size_t n;

	must(w, mb_group_members(&m, &n, w->a, w->view, "board", day_of("2005-08-01"), &w->err));
	assert_int_equal(n, 3);
	assert_string_equal(m[0].person, "fay-lund");
	assert_string_equal(m[0].role, "chair");
	assert_true(m[0].voting);
	assert_int_equal(m[0].from, day_of("2005-07-01"));
	assert_int_equal(m[0].until, MB_NO_DAY);
	assert_string_equal(m[2].role, "member");
	assert_string_equal(m[2].on_behalf_of, "council");
	assert_false(m[2].voting);
}

/* Read as open, the slip would keep somebody in office for ever. */
static void a_membership_until_no_date_is_an_error(void **state)
{
	struct world *w = *state;
	const struct mb_file file = file_of("groups/board/group.md",
					    "---\nkind: group\nname: B\ncode: CTB\nmembers:\n"
					    "  - {person: ann-holt, until: 2005-02-30}\n---\n");
	struct mb_view *over;
	struct mb_member *m;
	size_t n;

	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	assert_int_equal(mb_group_members(&m, &n, w->a, over, "board", day_of("2006-01-01"), &w->err),
			 MB_EINVAL);
	says(&w->err, "groups/board/group.md line 6: until: 2005-02-30 is not a date");
	assert_false(mb_role_holds(over, "ann-holt", "member", "board", day_of("2006-01-01")));
	mb_view_free(over);
}

static void groups_that_are_each_others_parents_end(void **state)
{
	struct world *w = *state;
	const struct mb_file file = file_of("groups/board/group.md",
					    "---\nkind: group\nname: B\ncode: CTB\nlines:\n"
					    "  - {to: board, type: solid}\n---\n");
	struct mb_view *over;
	const char **people;
	size_t n;

	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	must(w, mb_role_holders(&people, &n, w->a, over, "chair of parent", "board", MB_NO_DAY, &w->err));
	assert_int_equal(
		mb_role_holders(
			&people, &n, w->a, over,
			"chair of parent of parent of parent of parent of parent of parent of parent of "
			"parent of parent",
			"board", MB_NO_DAY, &w->err),
		MB_EINVAL);
	mb_view_free(over);
}

static void people_by_id_or_whole_name(void **state)
{
	struct world *w = *state;
	const struct mb_doc *d;

	must(w, mb_person_find(&d, w->view, "ann-holt", &w->err));
	assert_string_equal(d->title, "Ann Holt");
	must(w, mb_person_find(&d, w->view, "fay LUND", &w->err));
	assert_string_equal(d->id, "fay-lund");
	assert_int_equal(mb_person_find(&d, w->view, "Sam Reed", &w->err), MB_EINVAL);
	says(&w->err, "two people are called Sam Reed: say sam-reed-2 or sam-reed");
	assert_int_equal(mb_person_find(&d, w->view, "Ann Holz", &w->err), MB_ENOTFOUND);
	says(&w->err, "did you mean 'Ann Holt'?");
	assert_int_equal(mb_person_find(&d, w->view, "Holt", &w->err), MB_ENOTFOUND);
	assert_int_equal(mb_person_find(&d, w->view, NULL, &w->err), MB_ENOTFOUND);
}

static void parameters_come_from_terms_in_force(void **state)
{
	static const struct {
		const char *name, *group, *value, *source;
	} want[] = {
		{ "quorum", "board", "6", "terms of reference of Strategy Board" },
		{ "notice_days", "board", "5", "default" }, /* the terms do not say */
		{ "quorum", "executive", "4", "default" },  /* terms still a draft */
		{ "quorum", "board-sub", "4", "default" },  /* none */
		{ "quorum", NULL, "4", "default" },
	};
	struct world *w = *state;
	const struct mb_node *value;
	const char *source;

	for (size_t i = 0; i < COUNT(want); i++) {
		must(w, mb_param_value(&value, &source, w->a, w->view, want[i].name, want[i].group, &w->err));
		assert_string_equal(value->text, want[i].value);
		assert_string_equal(source, want[i].source);
	}
	assert_int_equal(mb_param_value(&value, &source, w->a, w->view, "qourum", "board", &w->err),
			 MB_ENOTFOUND);
	says(&w->err, "did you mean 'quorum'?");
	assert_int_equal(mb_param_value(&value, &source, w->a, w->view, "quorum", "bord", &w->err),
			 MB_ENOTFOUND);
}

#define IN_WORLD(f) ((struct CMUnitTest)cmocka_unit_test_setup_teardown(f, trust_up, trust_down))

int main(void)
{
	struct CMUnitTest t[COUNT(rows) + 7];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[n++] = IN_WORLD(ids_in_a_text_become_names);
	t[n++] = IN_WORLD(lines_of_a_group);
	t[n++] = IN_WORLD(members_of_a_group);
	t[n++] = IN_WORLD(a_membership_until_no_date_is_an_error);
	t[n++] = IN_WORLD(groups_that_are_each_others_parents_end);
	t[n++] = IN_WORLD(people_by_id_or_whole_name);
	t[n++] = IN_WORLD(parameters_come_from_terms_in_force);
	return cmocka_run_group_tests_name("schema_people", t, NULL, NULL);
}
