/* Views: what was parsed once stays, queries, and files laid over. */
#include "schema_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOARD_P "groups/board/papers/2005/CTB-2005-P00"

static const char *ids(struct world *w, struct mb_view *v, struct mb_query q)
{
	const struct mb_doc **docs;
	const char *text = "";
	size_t n;

	must(w, mb_view_list(&docs, &n, v, &q, &w->err));
	for (size_t i = 0; i < n; i++)
		text = mb_arena_printf(w->a, "%s%s%s", text, i ? " " : "", docs[i]->id);
	return text;
}

static void a_document_is_read_once(void **state)
{
	struct world *w = *state;
	const struct mb_doc *by_id, *by_path, *again;
	unsigned reads;

	must(w, mb_view_doc(&by_id, w->view, "CTB-2005-P001", &w->err));
	reads = w->record.reads;
	must(w, mb_view_doc(&by_path, w->view, BOARD_P "1.md", &w->err));
	must(w, mb_view_doc(&again, w->view, "ctb-2005-p001", &w->err));
	assert_ptr_equal(by_id, by_path);
	assert_ptr_equal(by_id, again);
	assert_int_equal(w->record.reads, reads);
}

static void pages_and_plain_files_are_found_by_path(void **state)
{
	struct world *w = *state;
	const struct mb_doc *d;

	must(w, mb_view_doc(&d, w->view, "handbook/welcome.md", &w->err));
	assert_null(d->kind);
	must(w, mb_view_doc(&d, w->view, "partnership.yaml", &w->err));
	assert_null(d->kind);
}

static void groups_are_found_by_slug_or_code(void **state)
{
	struct world *w = *state;
	const struct mb_doc *one, *other;

	must(w, mb_view_doc(&one, w->view, "board", &w->err));
	must(w, mb_view_doc(&other, w->view, "CTB", &w->err));
	assert_ptr_equal(one, other);
	assert_string_equal(one->id, "board");
}

static void terms_have_the_id_that_the_groups_code_makes(void **state)
{
	struct world *w = *state;
	const struct mb_doc *one, *other;

	must(w, mb_view_doc(&one, w->view, "groups/board/terms-of-reference.md", &w->err));
	must(w, mb_view_doc(&other, w->view, "CTB-terms-of-reference", &w->err));
	assert_ptr_equal(one, other);
	assert_string_equal(one->id, "CTB-terms-of-reference");
}

static void what_is_missing_is_named_with_a_hint(void **state)
{
	static const struct {
		const char *ask, *says;
	} rows[] = {
		{ "CTB-2005-P044", "there is no paper CTB-2005-P044 "
				   "(groups/board/papers/2005/CTB-2005-P044.md); the last one of "
				   "2005 is CTB-2005-P014" },
		{ "CTB-2007-P001",
		  "there is no paper CTB-2007-P001 (groups/board/papers/2007/CTB-2007-P001.md)" },
		{ "CTB-2005-M001-minutes", "there is no minutes CTB-2005-M001-minutes" },
		{ BOARD_P "3.md", "there is no paper CTB-2005-P003" },
		{ "handbook/none.md", "there is no file handbook/none.md in this record" },
		{ "groups/bord/papers/2005/CTB-2005-P001.md", "there is no file groups/bord" },
		{ "excutive", "did you mean 'executive'?" },
	};
	struct world *w = *state;
	const struct mb_doc *d;

	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(mb_view_doc(&d, w->view, rows[i].ask, &w->err), MB_ENOTFOUND);
		says(&w->err, rows[i].says);
	}
}

static const struct row {
	const char *name, *kind, *group, *field, *value, *ids, *over; /* over: with the change laid over */
} rows[] = {
	{ "all of a kind", "paper", NULL, NULL, NULL,
	  "CTB-2004-P009 CTB-2005-P001 CTB-2005-P002 CTB-2005-P014 CEX-2005-P001",
	  "CTB-2004-P009 CTB-2005-P001 CTB-2005-P003 CTB-2005-P014 CEX-2005-P001" },
	{ "of a group", "paper", "executive", NULL, NULL, "CEX-2005-P001", "CEX-2005-P001" },
	{ "of a group that is not there", "paper", "none", NULL, NULL, "", "" },
	{ "of an unknown kind", "papr", NULL, NULL, NULL, "", "" },
	{ "one value", "paper", NULL, "title", "Outreach", "CTB-2005-P002", "" },
	{ "an item of a list", "paper", NULL, "themes", "money", "CTB-2005-P001 CEX-2005-P001",
	  "CTB-2005-P003 CEX-2005-P001" },
	{ "a state that is written", "paper", "board", "state", "approved", "CTB-2005-P001", "" },
	{ "a state that is meant", "paper", NULL, "state", "draft",
	  "CTB-2004-P009 CTB-2005-P002 CEX-2005-P001",
	  "CTB-2004-P009 CTB-2005-P001 CTB-2005-P003 CEX-2005-P001" },
	{ "an id", "paper", NULL, "id", "CEX-2005-P001", "CEX-2005-P001", "CEX-2005-P001" },
	{ "a row", "group", NULL, "members.person", "cleo-marsh", "executive", "" },
	{ "a row of several groups", "group", NULL, "lines.to", "board", "executive", "executive" },
	{ "a field of rows without a key", "group", NULL, "members", "cleo-marsh", "", "" },
	{ "a key of what is no row", "paper", NULL, "title.x", "Outreach", "", "" },
	{ "no value is all", "agenda", NULL, "items", NULL, "CTB-2005-M001-agenda-2 CTB-2005-M001-agenda",
	  "CTB-2005-M001-agenda-2 CTB-2005-M001-agenda" },
	{ "a parameter", "terms-of-reference", NULL, "params.quorum", "6", "CTB-terms-of-reference",
	  "CTB-terms-of-reference" },
};

/* P001 loses its state and themes, P002 goes, P003 comes; the executive group loses its chair. */
static const struct {
	const char *path, *text;
} change[] = {
	{ BOARD_P "3.md", "---\nkind: paper\ntitle: New\nthemes: [money]\n---\n" },
	{ BOARD_P "2.md", NULL },
	{ BOARD_P "1.md", "---\nkind: paper\ntitle: Placement budget\nthemes: [care]\n---\n" },
	{ "groups/executive/group.md", "---\nkind: group\nname: Executive Group\ncode: CEX\n"
				       "lines:\n  - {to: board, type: solid}\n---\n" },
	{ "handbook/new.md", "Words\n" },
};

static struct mb_view *laid_over(struct world *w, struct mb_file *files)
{
	struct mb_view *over;

	for (size_t i = 0; i < COUNT(change); i++)
		files[i] = file_of(change[i].path, change[i].text);
	must(w, mb_view_over(&over, w->view, files, COUNT(change), &w->err));
	return over;
}

static void check(void **state)
{
	const struct row *r = *state;
	const struct mb_query q = { r->kind, r->group, r->field, r->value };
	struct mb_file files[COUNT(change)];
	void *up;
	struct world *w = trust_up(&up) ? NULL : up;
	struct mb_view *over = laid_over(w, files);

	assert_string_equal(ids(w, w->view, q), r->ids);
	assert_string_equal(ids(w, over, q), r->over);
	mb_view_free(over);
	trust_down(&up);
}

static void laid_over_files_win_and_the_rest_is_shared(void **state)
{
	struct world *w = *state;
	struct mb_file files[COUNT(change)];
	struct mb_view *over = laid_over(w, files);
	const struct mb_doc *d, *below;

	must(w, mb_view_doc(&d, over, "CTB-2005-P001", &w->err));
	assert_string_equal(d->state, "draft");
	must(w, mb_view_doc(&below, w->view, "CTB-2005-P001", &w->err));
	assert_string_equal(below->state, "approved");
	must(w, mb_view_doc(&d, over, "ann-holt", &w->err));
	must(w, mb_view_doc(&below, w->view, "ann-holt", &w->err));
	assert_ptr_equal(d, below);
	assert_int_equal(mb_view_doc(&d, over, "CTB-2005-P002", &w->err), MB_ENOTFOUND);
	assert_int_equal(mb_view_doc(&d, over, BOARD_P "2.md", &w->err), MB_ENOTFOUND);
	must(w, mb_view_doc(&d, over, "handbook/new.md", &w->err));
	mb_view_free(over);
}

static void a_change_over_a_change(void **state)
{
	struct world *w = *state;
	struct mb_file files[COUNT(change)];
	const struct mb_file again[] = { file_of(BOARD_P "2.md", "---\nkind: paper\ntitle: Back\n---\n"),
					 file_of(BOARD_P "3.md", "---\nkind: paper\n---\n"),
					 file_of(BOARD_P "3.md", NULL) };
	struct mb_view *over = laid_over(w, files), *top;

	must(w, mb_view_over(&top, over, again, COUNT(again), &w->err));
	assert_string_equal(ids(w, top, (struct mb_query){ "paper", "board", "state", "draft" }),
			    "CTB-2004-P009 CTB-2005-P001 CTB-2005-P002");
	mb_view_free(top);
	mb_view_free(over);
}

static void a_new_code_changes_what_ids_mean(void **state)
{
	struct world *w = *state;
	const struct mb_file file = file_of("groups/board/group.md",
					    "---\nkind: group\nname: Strategy Board\ncode: STB\n---\n");
	const struct mb_doc *d;
	struct mb_view *over;

	must(w, mb_view_doc(&d, w->view, "CTB-terms-of-reference", &w->err));
	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	must(w, mb_view_doc(&d, over, "groups/board/terms-of-reference.md", &w->err));
	assert_string_equal(d->id, "STB-terms-of-reference");
	assert_int_equal(mb_view_doc(&d, over, "CTB-2005-P001", &w->err), MB_ENOTFOUND);
	mb_view_free(over);
}

static void a_document_that_does_not_read_stops_the_list(void **state)
{
	struct world *w = *state;
	const struct mb_file file = file_of(BOARD_P "3.md", "---\nkind: papr\n---\n");
	const struct mb_query q = { .kind = "paper" };
	const struct mb_doc **docs;
	struct mb_view *over;
	size_t n;

	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	assert_int_equal(mb_view_list(&docs, &n, over, &q, &w->err), MB_EINVAL);
	says(&w->err, BOARD_P "3.md line 2: kind 'papr'");
	mb_view_free(over);
}

/* A cache with a scan in it would take minutes here. */
static void twenty_thousand_documents_are_no_matter(void **state)
{
	enum { MANY = 20000 };
	struct world *w = *state;
	struct mb_file *files = mb_alloc(MANY * sizeof *files);
	const struct mb_doc **docs, *d;
	struct mb_view *over;
	unsigned next;
	size_t n;

	for (unsigned i = 0; i < MANY; i++)
		files[i] = file_of(
			mb_arena_printf(w->a, "groups/board/actions/2005/CTB-2005-A%03u.md", i + 1),
			i % 1000 ? "---\nkind: action\nowner: ann-holt\n---\n"
				 : "---\nkind: action\nowner: fay-lund\n---\n");
	must(w, mb_view_over(&over, w->view, files, MANY, &w->err));
	must(w, mb_view_list(&docs, &n, over, &(struct mb_query){ "action", NULL, "owner", "fay-lund" },
			     &w->err));
	assert_int_equal(n, 20);
	must(w, mb_view_list(&docs, &n, over, &(struct mb_query){ .kind = "action" }, &w->err));
	assert_int_equal(n, MANY);
	for (size_t i = 0; i < n; i++) {
		must(w, mb_view_doc(&d, over, docs[i]->id, &w->err));
		assert_ptr_equal(d, docs[i]);
	}
	must(w, mb_view_next_number(&next, over, docs[0]->kind, "board", 2005, &w->err));
	assert_int_equal(next, MANY + 1);
	mb_view_free(over);
	free(files);
}

#define IN_WORLD(f) ((struct CMUnitTest)cmocka_unit_test_setup_teardown(f, trust_up, trust_down))

int main(void)
{
	struct CMUnitTest t[COUNT(rows) + 10];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[n++] = IN_WORLD(a_document_is_read_once);
	t[n++] = IN_WORLD(pages_and_plain_files_are_found_by_path);
	t[n++] = IN_WORLD(groups_are_found_by_slug_or_code);
	t[n++] = IN_WORLD(terms_have_the_id_that_the_groups_code_makes);
	t[n++] = IN_WORLD(what_is_missing_is_named_with_a_hint);
	t[n++] = IN_WORLD(laid_over_files_win_and_the_rest_is_shared);
	t[n++] = IN_WORLD(a_change_over_a_change);
	t[n++] = IN_WORLD(a_new_code_changes_what_ids_mean);
	t[n++] = IN_WORLD(a_document_that_does_not_read_stops_the_list);
	t[n++] = IN_WORLD(twenty_thousand_documents_are_no_matter);
	return cmocka_run_group_tests_name("schema_view", t, NULL, NULL);
}
