/* Items of an agenda moved, taken off and added in its text: tables, headings, numbered lines; what cannot be done is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <minutebook/reading.h>

#include <string.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define TABLE                                                                                                \
	"# Agenda\n\nTuesday 11 October 2005\n\n| No | Item | Paper | For |\n|----|------|-------|-----|\n"
#define LISTED                                                                                               \
	"# Agenda of the Board\n\n1. Apologies for absence\n2. Budget for 2006/07\n3. Any other "            \
	"business\n\nBring your diary.\n"
#define HEADED                                                                                               \
	"# Agenda of the Board\n\n## 1. Apologies for absence\n\n## 2. Budget\n\nThe board is asked to "     \
	"agree it.\n\n## 3. Plans\n"
#define YEARED "# Agenda\n\n| Item | No |\n|---|---|\n| Apologies for absence | 70/17 |\n| Budget | 71/17 |\n"

static const struct {
	const char *name, *before;
	struct mb_agenda_change c;
	const char *after; /* NULL: it cannot be done */
} cases[] = {
	{ "a row goes up and numbers stay in their places",
	  TABLE "| 1 | Apologies | | |\n| 2 | Grant \\| play | CTB-2005-P001 | decide |\n",
	  { .act = MB_AGENDA_UP, .item = 1 },
	  TABLE "| 1 | Grant \\| play | CTB-2005-P001 | decide |\n| 2 | Apologies | | |\n" },
	{ "a row goes down",
	  TABLE "| 1 | Apologies | | |\n| 2 | Grant | | |\n\nNote.\n",
	  { .act = MB_AGENDA_DOWN, .item = 0 },
	  TABLE "| 1 | Grant | | |\n| 2 | Apologies | | |\n\nNote.\n" },
	{ "the first row does not go higher",
	  TABLE "| 1 | Apologies | | |\n| 2 | Grant | | |\n",
	  { .act = MB_AGENDA_UP, .item = 0 },
	  TABLE "| 1 | Apologies | | |\n| 2 | Grant | | |\n" },
	{ "numbers that ran on close up",
	  TABLE "| 1 | Apologies | | |\n| 2 | Grant | | |\n| 3 | Plans | | |\n",
	  { .act = MB_AGENDA_TAKE_OFF, .item = 1 },
	  TABLE "| 1 | Apologies | | |\n| 2 | Plans | | |\n" },
	{ "numbers with gaps are left alone",
	  TABLE "| 1 | Apologies | | |\n| 4 | Grant | | |\n| 9 | Plans | | |\n",
	  { .act = MB_AGENDA_TAKE_OFF, .item = 1 },
	  TABLE "| 1 | Apologies | | |\n| 9 | Plans | | |\n" },
	{ "a paper is added as a row",
	  TABLE "| 1 | Apologies | | |\n",
	  { .act = MB_AGENDA_ADD, .added = { "Joint\nteams | now", "CTB-2005-P002", "decide", NULL } },
	  TABLE "| 1 | Apologies | | |\n| 2 | Joint teams \\| now | CTB-2005-P002 | decide |\n" },
	{ "a first row goes into the empty table",
	  TABLE,
	  { .act = MB_AGENDA_ADD, .added = { "Late item", NULL, NULL, "7" } },
	  TABLE "| 7 | Late item | | |\n" },
	{ "a text without items gets a table",
	  "# Agenda\n\nTuesday 11 October 2005",
	  { .act = MB_AGENDA_ADD, .added = { "Budget", NULL, "note", NULL } },
	  "# Agenda\n\nTuesday 11 October 2005\n\n| No | Item | Paper | For "
	  "|\n|----|------|-------|-----|\n| 1 | Budget | | note |\n" },
	{ "other columns in another order are filled",
	  YEARED,
	  { .act = MB_AGENDA_ADD, .added = { "Plans", NULL, NULL, NULL } },
	  YEARED "| Plans | 71/18 |\n" },
	{ "numbered lines change places, and what stands below the list stays there",
	  LISTED,
	  { .act = MB_AGENDA_UP, .item = 2 },
	  "# Agenda of the Board\n\n1. Apologies for absence\n2. Any other business\n3. Budget for "
	  "2006/07\n\nBring your diary.\n" },
	{ "a heading takes its text along",
	  HEADED,
	  { .act = MB_AGENDA_DOWN, .item = 1 },
	  "# Agenda of the Board\n\n## 1. Apologies for absence\n\n## 2. Plans\n\n## 3. Budget\n\nThe board "
	  "is asked to agree it.\n" },
	{ "a numbered line is added behind the last",
	  LISTED,
	  { .act = MB_AGENDA_ADD, .added = { "Play schemes", NULL, NULL, NULL } },
	  "# Agenda of the Board\n\n1. Apologies for absence\n2. Budget for 2006/07\n3. Any other "
	  "business\n4. Play schemes\n\nBring your diary.\n" },
	{ "an item without words is none",
	  TABLE "| 1 | Apologies | | |\n",
	  { .act = MB_AGENDA_ADD, .added = { " \n", NULL, NULL, NULL } },
	  NULL },
	{ "there is no fifth item",
	  TABLE "| 1 | Apologies | | |\n",
	  { .act = MB_AGENDA_UP, .item = 4 },
	  NULL },
};

static void changes_are_as_meant(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct mb_error err = { 0 };
		struct mb_buf out;
		int rc;

		mb_buf_init(&out, 0);
		rc = mb_agenda_change(&out, mb_str(cases[i].before), &cases[i].c, &err);
		if ((rc == MB_OK) != (cases[i].after != NULL) ||
		    (rc == MB_OK && !mb_streq(out.n ? out.p : "", cases[i].after)))
			fail_msg("%s: %d %s\n%s", cases[i].name, rc, err.text, out.n ? out.p : "");
		mb_buf_free(&out);
	}
}

static void what_is_made_is_read_back(void **state)
{
	static const char *const items[] = { "Apologies for absence", "Declarations of interest",
					     "Minutes of the last meeting", "Any other business" };
	const struct mb_agenda_form f = { .body = "Children's Trust Strategy Board",
					  .time = "14:00",
					  .place = "Town Hall",
					  .items = items,
					  .n_items = N(items) };
	struct mb_agenda_form form = f;
	struct mb_arena *a = mb_arena_new();
	struct mb_reading *r;
	struct mb_buf out;

	(void)state;
	assert_true(mb_day_parse(&form.date, "2006-02-14"));
	mb_buf_init(&out, 0);
	mb_agenda_text(&out, &form);
	mb_read_text(&r, a, out.p, out.n, NULL, MB_NO_DAY);
	assert_string_equal(r->kind, "agenda");
	assert_string_equal(r->body, "Children's Trust Strategy Board");
	assert_int_equal(r->date, form.date);
	assert_int_equal(r->n_items, N(items));
	for (size_t i = 0; i < N(items); i++) {
		assert_string_equal(r->items[i].title, items[i]);
		assert_int_equal(r->items[i].sure, MB_SURE);
	}
	assert_true(mb_agenda_can_change(out.p, out.n));
	mb_buf_free(&out);
	mb_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_as_meant),
		cmocka_unit_test(what_is_made_is_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
