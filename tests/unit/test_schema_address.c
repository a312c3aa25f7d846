/* Ids and paths, both ways, and the ids of new documents. */
#include "schema_world.h"

#include <stdlib.h>
#include <string.h>

static const struct row {
	const char *name, *in;
	int rc;
	const char *kind, *id, *path, *group, *meeting;
	int year;
	unsigned number;
	const char *says;
} rows[] = {
	{ "a paper by id", "CTB-2005-P014", MB_OK, "paper", "CTB-2005-P014",
	  "groups/board/papers/2005/CTB-2005-P014.md", "board", NULL, 2005, 14, NULL },
	{ "an id in small letters", "cex-2006-d003", MB_OK, "decision", "CEX-2006-D003",
	  "groups/executive/decisions/2006/CEX-2006-D003.md", "executive", NULL, 2006, 3, NULL },
	{ "past a thousand", "CTB-2005-A1000", MB_OK, "action", "CTB-2005-A1000",
	  "groups/board/actions/2005/CTB-2005-A1000.md", "board", NULL, 2005, 1000, NULL },
	{ "a meeting", "CTB-2005-M001", MB_OK, "meeting", "CTB-2005-M001",
	  "groups/board/meetings/2005/CTB-2005-M001/meeting.md", "board", NULL, 2005, 1, NULL },
	{ "minutes", "CTB-2005-M001-minutes", MB_OK, "minutes", "CTB-2005-M001-minutes",
	  "groups/board/meetings/2005/CTB-2005-M001/minutes.md", "board", "CTB-2005-M001", 2005, 0, NULL },
	{ "a supplement", "ctb-2005-m001-Agenda-2", MB_OK, "agenda", "CTB-2005-M001-agenda-2",
	  "groups/board/meetings/2005/CTB-2005-M001/agenda-2.md", "board", "CTB-2005-M001", 2005, 2, NULL },
	{ "a group by slug", "board-sub", MB_OK, "group", "board-sub", "groups/board-sub/group.md",
	  "board-sub", NULL, 0, 0, NULL },
	{ "a group by code", "ctb", MB_OK, "group", "board", "groups/board/group.md", "board", NULL, 0, 0,
	  NULL },
	{ "terms by code", "CEX-terms-of-reference", MB_OK, "terms-of-reference", "CEX-terms-of-reference",
	  "groups/executive/terms-of-reference.md", "executive", NULL, 0, 0, NULL },
	{ "terms by slug", "board-terms-of-reference", MB_OK, "terms-of-reference", "CTB-terms-of-reference",
	  "groups/board/terms-of-reference.md", "board", NULL, 0, 0, NULL },
	{ "a person", "ann-holt", MB_OK, "person", "ann-holt", "people/ann-holt.md", NULL, NULL, 0, 0, NULL },
	{ "an organisation", "council", MB_OK, "organisation", "council", "organisations/council.md", NULL,
	  NULL, 0, 0, NULL },
	{ "a path", "groups/board/meetings/2005/CTB-2005-M001/agenda-2.md", MB_OK, "agenda",
	  "CTB-2005-M001-agenda-2", "groups/board/meetings/2005/CTB-2005-M001/agenda-2.md", "board",
	  "CTB-2005-M001", 2005, 2, NULL },
	{ "further terms by code", "CTB-terms-of-reference-2", MB_OK, "terms-of-reference",
	  "CTB-terms-of-reference-2", "groups/board/terms-of-reference-2.md", "board", NULL, 0, 2, NULL },
	{ "the path of further terms", "groups/board/terms-of-reference-12.md", MB_OK, "terms-of-reference",
	  "CTB-terms-of-reference-12", "groups/board/terms-of-reference-12.md", "board", NULL, 0, 12, NULL },
	{ "there are no first further terms", "groups/board/terms-of-reference-1.md", MB_ENOTFOUND,
	  .says = "" },
	{ "the path of terms", "groups/board/terms-of-reference.md", MB_OK, "terms-of-reference",
	  "CTB-terms-of-reference", "groups/board/terms-of-reference.md", "board", NULL, 0, 0, NULL },
	{ "the path of a group that is not there yet", "groups/new/group.md", MB_OK, "group", "new",
	  "groups/new/group.md", "new", NULL, 0, 0, NULL },
	{ "the path of a person who is not there yet", "people/zoe.md", MB_OK, "person", "zoe",
	  "people/zoe.md", NULL, NULL, 0, 0, NULL },

	{ "a page", "handbook/welcome.md", MB_ENOTFOUND,
	  .says = "handbook/welcome.md is not the place of any kind" },
	{ "a page at the root", "README.md", MB_ENOTFOUND, .says = "is not the place of any kind" },
	{ "agenda-1 is no supplement", "groups/board/meetings/2005/CTB-2005-M001/agenda-1.md", MB_ENOTFOUND,
	  .says = "not the place" },
	{ "agenda-02 is none either", "groups/board/meetings/2005/CTB-2005-M001/agenda-02.md", MB_ENOTFOUND,
	  .says = "not the place" },
	{ "a path deeper than any", "groups/a/b/c/d/e/f/g.md", MB_ENOTFOUND, .says = "not the place" },
	{ "a path with the wrong code", "groups/board/papers/2005/CEX-2005-P001.md", MB_EINVAL,
	  .says = "is CTB, not CEX" },
	{ "a code that no group has", "CTX-2005-P001", MB_ENOTFOUND,
	  .says = "there is no group 'CTX'; did you mean 'CTB'?" },
	{ "a letter that no kind has", "CTB-2005-Z001", MB_ENOTFOUND, .says = "has the letter Z" },
	{ "two digits are no id", "CTB-2005-P01", MB_ENOTFOUND,
	  .says = "nothing in this record is called 'CTB-2005-P01'" },
	{ "a zero too many is no id", "CTB-2005-P0014", MB_ENOTFOUND,
	  .says = "nothing in this record is called" },
	{ "nothing has the number nought", "CTB-2005-P000", MB_ENOTFOUND,
	  .says = "nothing in this record is called" },
	{ "a part that meetings do not have", "CTB-2005-M001-agende", MB_ENOTFOUND,
	  .says = "did you mean 'agenda'?" },
	{ "a part of a paper", "CTB-2005-P001-agenda", MB_ENOTFOUND,
	  .says = "nothing is kept in the folder of a paper" },
	{ "a person misspelt", "ann-hold", MB_ENOTFOUND, .says = "did you mean 'ann-holt'?" },
	{ "terms of no group", "zzz-terms-of-reference", MB_ENOTFOUND, .says = "there is no group 'zzz'" },
	{ "nothing", "", MB_ENOTFOUND, .says = "nothing in this record is called ''" },
};

static void check(void **state)
{
	const struct row *r = *state;
	void *up;
	struct world *w = trust_up(&up) ? NULL : up;
	struct mb_address at = { 0 };
	int rc = mb_address_of(&at, w->a, w->view, r->in, &w->err);

	if (rc != r->rc)
		fail_msg("%d, not %d: %s", rc, r->rc, w->err.text);
	if (rc != MB_OK) {
		says(&w->err, r->says);
	} else {
		assert_string_equal(at.kind->name, r->kind);
		assert_string_equal(at.id, r->id);
		assert_string_equal(at.path, r->path);
		assert_true(mb_streq(at.group, r->group));
		assert_true(mb_streq(at.meeting, r->meeting));
		assert_int_equal(at.year, r->year);
		assert_int_equal(at.number, r->number);
	}
	trust_down(&up);
}

static const struct new_row {
	const char *name, *kind, *group;
	int year;
	const char *meeting, *slug;
	int rc;
	const char *path, *id; /* id: or what is said */
	unsigned number;
} news[] = {
	{ "after the highest ever given", "paper", "board", 2005, NULL, NULL, MB_OK,
	  "groups/board/papers/2005/CTB-2005-P015.md", "CTB-2005-P015", 15 },
	{ "each year counts anew", "paper", "CTB", 2006, NULL, NULL, MB_OK,
	  "groups/board/papers/2006/CTB-2006-P001.md", "CTB-2006-P001", 1 },
	{ "each group counts by itself", "paper", "executive", 2005, NULL, NULL, MB_OK,
	  "groups/executive/papers/2005/CEX-2005-P002.md", "CEX-2005-P002", 2 },
	{ "a meeting", "meeting", "board", 2005, NULL, NULL, MB_OK,
	  "groups/board/meetings/2005/CTB-2005-M002/meeting.md", "CTB-2005-M002", 2 },
	{ "a second supplement", "agenda", NULL, 0, "CTB-2005-M001", NULL, MB_OK,
	  "groups/board/meetings/2005/CTB-2005-M001/agenda-3.md", "CTB-2005-M001-agenda-3", 3 },
	{ "the first minutes", "minutes", NULL, 0, "ctb-2005-m001", NULL, MB_OK,
	  "groups/board/meetings/2005/CTB-2005-M001/minutes.md", "CTB-2005-M001-minutes", 0 },
	{ "terms", "terms-of-reference", "board-sub", 0, NULL, NULL, MB_OK,
	  "groups/board-sub/terms-of-reference.md", "SUB-terms-of-reference", 0 },
	{ "a group", "group", NULL, 0, NULL, "schools", MB_OK, "groups/schools/group.md", "schools", 0 },
	{ "a person", "person", NULL, 0, NULL, "zoe-lee", MB_OK, "people/zoe-lee.md", "zoe-lee", 0 },

	{ "terms beside those that are there", "terms-of-reference", "board", 0, NULL, NULL, MB_OK,
	  "groups/board/terms-of-reference-2.md", "CTB-terms-of-reference-2", 2 },
	{ "a person who is there", "person", NULL, 0, NULL, "ann-holt", MB_ECONFLICT, NULL,
	  "is there already", 0 },
	{ "a group that is there", "group", NULL, 0, NULL, "board", MB_ECONFLICT, NULL, "is there already",
	  0 },
	{ "a person's id with blanks", "person", NULL, 0, NULL, "Zoe Lee", MB_EINVAL, NULL,
	  "cannot be the id of a person", 0 },
	{ "a person without an id", "person", NULL, 0, NULL, NULL, MB_EINVAL, NULL,
	  "cannot be the id of a person", 0 },
	{ "a group's id that climbs", "group", NULL, 0, NULL, "../x", MB_EINVAL, NULL,
	  "cannot be the id of a group", 0 },
	{ "a paper of no group", "paper", NULL, 2005, NULL, NULL, MB_EUSAGE, NULL, "say of which group", 0 },
	{ "a paper of an unknown group", "paper", "bord", 2005, NULL, NULL, MB_ENOTFOUND, NULL,
	  "did you mean 'board'?", 0 },
	{ "a paper of no year", "paper", "board", 0, NULL, NULL, MB_EINVAL, NULL, "is not a year", 0 },
	{ "an agenda of no meeting", "agenda", NULL, 0, NULL, NULL, MB_EUSAGE, NULL, "say of which meeting",
	  0 },
	{ "an agenda of a paper", "agenda", NULL, 0, "CTB-2005-P001", NULL, MB_EINVAL, NULL,
	  "is not a meeting", 0 },
	{ "an agenda of an unknown meeting", "agenda", NULL, 0, "CTB-2005-M009", NULL, MB_ENOTFOUND, NULL,
	  "there is no meeting", 0 },
};

static void check_new(void **state)
{
	const struct new_row *r = *state;
	void *up;
	struct world *w = trust_up(&up) ? NULL : up;
	struct mb_address at = { 0 }, again;
	int rc = mb_view_new_address(&at, w->a, w->view, mb_schema_kind(&trust_schema, r->kind), r->group,
				     r->year, r->meeting, r->slug, &w->err);

	if (rc != r->rc)
		fail_msg("%d, not %d: %s", rc, r->rc, w->err.text);
	if (rc != MB_OK) {
		says(&w->err, r->id);
	} else {
		assert_string_equal(at.path, r->path);
		assert_string_equal(at.id, r->id);
		assert_int_equal(at.number, r->number);
		must(w, mb_address_of_path(&again, w->a, w->view, at.path, &w->err));
		assert_string_equal(again.id, at.id);
		assert_int_equal(again.year, at.year);
		assert_true(mb_streq(again.group, at.group));
	}
	trust_down(&up);
}

static void a_removed_number_is_not_free_in_the_same_change(void **state)
{
	struct world *w = *state;
	const struct mb_file files[] = { file_of("groups/board/papers/2005/CTB-2005-P014.md", NULL),
					 file_of("groups/executive/papers/2005/CEX-2005-P007.md",
						 "---\nkind: paper\n---\n") };
	const struct mb_kind *k = mb_schema_kind(&trust_schema, "paper");
	struct mb_view *over;
	unsigned next;

	must(w, mb_view_over(&over, w->view, files, COUNT(files), &w->err));
	must(w, mb_view_next_number(&next, over, k, "board", 2005, &w->err));
	assert_int_equal(next, 15);
	must(w, mb_view_next_number(&next, over, k, "executive", 2005, &w->err));
	assert_int_equal(next, 8);
	mb_view_free(over);
}

static void a_group_without_a_code_gives_no_ids(void **state)
{
	struct world *w = *state;
	const struct mb_file file = file_of("groups/new/group.md", "---\nkind: group\nname: New\n---\n");
	struct mb_address at;
	struct mb_view *over;

	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	assert_int_equal(mb_view_new_address(&at, w->a, over, mb_schema_kind(&trust_schema, "paper"), "new",
					     2005, NULL, NULL, &w->err),
			 MB_EINVAL);
	says(&w->err, "groups/new/group.md has no code");
	mb_view_free(over);
}

int main(void)
{
	struct CMUnitTest t[COUNT(rows) + COUNT(news) + 2];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	for (size_t i = 0; i < COUNT(news); i++)
		t[n++] = (struct CMUnitTest){ news[i].name, check_new, NULL, NULL, (void *)&news[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(
		a_removed_number_is_not_free_in_the_same_change, trust_up, trust_down);
	t[n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(a_group_without_a_code_gives_no_ids,
								    trust_up, trust_down);
	return cmocka_run_group_tests_name("schema_address", t, NULL, NULL);
}
