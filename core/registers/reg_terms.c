/* Terms of reference that are due for review. */
#include "registers_impl.h"

#include <string.h>

static const struct mb_column columns[] = {
	{ "id", "Terms of reference", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "state", "State", NULL, MB_CELL_TAG, false, false },
	{ "adopted", "Adopted or confirmed", NULL, MB_CELL_DATE, false, false },
	{ "every", "Reviewed every", "months", MB_CELL_NUMBER, false, false },
	{ "review_due", "Review due", NULL, MB_CELL_DATE, false, false },
	{ "standing", "Standing", NULL, MB_CELL_TAG, false, false },
	{ "days_late", "Days late", NULL, MB_CELL_NUMBER, false, false },
};
static const char *const words[] = { "in time",	      "due soon", "overdue", "no day of adoption",
				     "never adopted", "none",	  "past",    NULL };

#define SOON_MONTHS 2

/* The months in the text itself, else what the rules lay down for all. */
static long months_between(struct reg *b, const struct mb_doc *terms)
{
	const struct mb_param *p = mb_schema_param(mb_gate_schema(b->l.g), "review_every_months");
	const char *own = mb_node_text(mb_doc_node(terms, "params"), "review_every_months");
	bool has;
	long n = text_number(&has, own ? own : p && p->standard->type == MB_TEXT ? p->standard->text : NULL);

	return has ? n : 0;
}

static void weigh(struct reg *b, struct mb_register_row *row)
{
	struct mb_cell *c = reg_cell(b, row, "standing");
	mb_day adopted = mb_doc_day(row->doc, "adopted"), due;
	long every = months_between(b, row->doc);

	cell_day(b->l.a, reg_cell(b, row, "adopted"), adopted);
	if (mb_streq(row->state, "superseded")) {
		cell_tag(c, "past", MB_TONE_PLAIN);
		return;
	}
	if (adopted == MB_NO_DAY && mb_streq(row->state, "in force")) {
		cell_tag(c, "no day of adoption", MB_TONE_WARN);
		return;
	}
	if (adopted == MB_NO_DAY || adopted > b->l.day) {
		cell_tag(c, "never adopted", MB_TONE_BAD);
		return;
	}
	if (every <= 0) {
		cell_tag(c, "in time", MB_TONE_PLAIN);
		return;
	}
	due = mb_day_add_months(adopted, (int)every);
	row->date = due;
	cell_number(b->l.a, reg_cell(b, row, "every"), every);
	cell_day(b->l.a, reg_cell(b, row, "review_due"), due);
	if (due < b->l.day) {
		cell_tag(c, "overdue", MB_TONE_BAD);
		cell_number(b->l.a, reg_cell(b, row, "days_late"), (long)b->l.day - due);
	} else if (due <= mb_day_add_months(b->l.day, SOON_MONTHS)) {
		cell_tag(c, "due soon", MB_TONE_WARN);
	} else {
		cell_tag(c, "in time", MB_TONE_GOOD);
	}
}

static bool ended(const struct mb_doc *group, mb_day on)
{
	mb_day began = mb_doc_day(group, "began"), gone = mb_doc_day(group, "ended");

	return (began != MB_NO_DAY && began > on) || (gone != MB_NO_DAY && gone < on);
}

static int read_terms(struct reg *b, struct mb_error *err)
{
	struct found *groups, *terms;
	size_t n, n_terms;
	int rc = look_standing(&groups, &n, &b->l, "group", b->group, err);

	if (rc == MB_OK)
		rc = look_list(&terms, &n_terms, &b->l, "terms-of-reference", b->group, NULL, NULL, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		bool any = false;

		if (ended(groups[i].doc, b->l.day))
			continue;
		for (size_t k = 0; k < n_terms; k++)
			if (mb_streq(terms[k].doc->group, groups[i].doc->group)) {
				weigh(b, reg_row(b, &terms[k]));
				any = true;
			}
		if (!any)
			cell_tag(reg_cell(b, reg_row(b, &groups[i]), "standing"), "none", MB_TONE_BAD);
	}
	return rc;
}

static int sum_up(struct reg *b, struct mb_error *err)
{
	const char *all = NULL;

	for (const char *const *w = words; *w; w++) {
		size_t n = 0;

		for (size_t i = 0; i < b->r->n_rows; i++)
			n += mb_streq(reg_cell(b, &b->r->rows[i], "standing")->text, *w);
		if (n)
			all = joined(b->l.a, all, ", ",
				     mb_arena_printf(b->l.a, "%zu %s", n,
						     mb_streq(*w, "none") ? "without any" : *w));
	}
	if (all)
		reg_note(b, "%s on %s: %s.", reg_count(b->l.a, b->r->n_rows, "group", "groups"),
			 mb_day_words(b->l.a, b->l.day), all);
	return MB_OK;
}

const struct reg_def reg_terms = {
	.name = "terms-reviews",
	.title = "Terms of reference due for review",
	.about = "When each group's terms of reference were last adopted or confirmed, and when that is due "
		 "again.",
	.kinds = { "terms-of-reference", NULL },
	.standings = words,
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.read = read_terms,
	.sum_up = sum_up,
};
