/* The forward plan: milestones, and what papers and decisions promised to report back by a day. */
#include "registers_impl.h"

#include <string.h>

static const struct mb_column columns[] = {
	{ "id", "Entry", "the milestone, or the decision or paper that promised it", MB_CELL_LINK, false,
	  false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "by", "By", NULL, MB_CELL_DATE, false, false },
	{ "what", "What", NULL, MB_CELL_TEXT, false, false },
	{ "source", "From", NULL, MB_CELL_TAG, false, false },
	{ "owner", "Owner", NULL, MB_CELL_PERSON, false, false },
	{ "decision", "Decision", NULL, MB_CELL_LINK, false, false },
	{ "standing", "Standing", NULL, MB_CELL_TAG, false, false },
	{ "days_late", "Days late", "against the day first planned", MB_CELL_NUMBER, false, false },
	{ "done_on", "Done on", NULL, MB_CELL_DATE, false, false },
	{ "came_with", "Came with", NULL, MB_CELL_LINK, true, false },
};
static const char *const words[] = { "to come", "overdue", "day has passed", "done", "dropped", NULL };

struct plan {
	struct found *milestones;
	size_t n;
};

static mb_day first_day(const struct mb_doc *d)
{
	mb_day first = mb_doc_day(d, "first_due");

	return first == MB_NO_DAY ? mb_doc_day(d, "due") : first;
}

static struct mb_register_row *add(struct reg *b, const struct found *f, mb_day by, const char *what,
				   const char *source)
{
	struct mb_register_row *row = reg_row(b, f);

	row->date = by;
	cell_day(b->l.a, reg_cell(b, row, "by"), by);
	cell_text(reg_cell(b, row, "what"), what);
	cell_tag(reg_cell(b, row, "source"), source, MB_TONE_PLAIN);
	return row;
}

static void put_milestone(struct reg *b, const struct found *f)
{
	bool over = at_its_end(f->doc), done = over && !mb_streq(f->doc->state, "dropped");
	mb_day first = first_day(f->doc);
	struct mb_register_row *row;
	struct mb_cell *c;

	if (over && !b->ask->all) {
		b->n_hidden++;
		return;
	}
	row = add(b, f, mb_doc_day(f->doc, "due"), f->doc->title, "milestone");
	reg_fields(b, row, f->doc);
	c = reg_cell(b, row, "standing");
	if (over)
		cell_tag(c, done ? "done" : "dropped", done ? MB_TONE_GOOD : MB_TONE_PLAIN);
	else if (first != MB_NO_DAY && first < b->l.day)
		cell_tag(c, "overdue", MB_TONE_BAD);
	else
		cell_tag(c, "to come", MB_TONE_PLAIN);
	if (!over && first != MB_NO_DAY && first < b->l.day)
		cell_number(b->l.a, reg_cell(b, row, "days_late"), (long)b->l.day - first);
}

/* Nobody said yet whether it came, so the record does not say that it is overdue. */
static void promised(struct reg *b, struct mb_register_row *row, mb_day by)
{
	cell_tag(reg_cell(b, row, "standing"), by < b->l.day ? "day has passed" : "to come",
		 by < b->l.day ? MB_TONE_WARN : MB_TONE_PLAIN);
}

/* Does a milestone stand for this promise? */
static bool planned(const struct look *l, const struct plan *p, const char *decision, const char *paper,
		    mb_day by)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct mb_doc *m = p->milestones[i].doc, *d;
		const char *of = mb_doc_field(m, "decision");

		if (decision && mb_streq(of, decision))
			return true;
		if (!paper || (mb_doc_day(m, "due") != by && first_day(m) != by))
			continue;
		if (mb_streq(mb_doc_field(m, "paper"), paper) ||
		    (of && look_up(&d, l, of, NULL) == MB_OK && mb_streq(mb_doc_field(d, "paper"), paper)))
			return true;
	}
	return false;
}

static int of_decisions(struct reg *b, const struct plan *p, struct mb_error *err)
{
	struct found *found;
	size_t n;
	int rc = look_list(&found, &n, &b->l, "decision", b->group, "report_back_by", NULL, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		mb_day by = mb_doc_day(found[i].doc, "report_back_by");
		struct mb_register_row *row;

		if (by == MB_NO_DAY || mb_streq(found[i].doc->state, "dropped from draft") ||
		    planned(&b->l, p, found[i].doc->id, NULL, by))
			continue;
		row = add(b, &found[i], by, mb_arena_printf(b->l.a, "report back: %s", found[i].doc->title),
			  "decision");
		cell_doc(&b->l, reg_cell(b, row, "decision"), found[i].doc->id);
		promised(b, row, by);
	}
	return rc;
}

/* A draft promises nothing. */
static bool is_out(const struct mb_doc *paper)
{
	return mb_doc_day(paper, "published") != MB_NO_DAY || mb_streq(paper->state, "published");
}

static int of_papers(struct reg *b, const struct plan *p, struct mb_error *err)
{
	struct found *found;
	size_t n;
	int rc = look_list(&found, &n, &b->l, "paper", b->group, "recommendations.report_by", NULL, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_node *const *rows;
		size_t count = rows_of(&rows, found[i].doc, "recommendations");

		for (size_t k = 0; is_out(found[i].doc) && k < count; k++) {
			mb_day by = day_of(rows[k], "report_by");
			const char *number = text_of(rows[k], "number"), *text = text_of(rows[k], "text");

			if (by == MB_NO_DAY || planned(&b->l, p, NULL, found[i].doc->id, by))
				continue;
			promised(b,
				 add(b, &found[i], by,
				     mb_arena_printf(b->l.a, "%s%s%s", number ? number : "",
						     number ? ": " : "", text ? text : found[i].doc->title),
				     "paper"),
				 by);
		}
	}
	return rc;
}

static int read_plan(struct reg *b, struct mb_error *err)
{
	struct plan p = { 0 };
	int rc = look_list(&p.milestones, &p.n, &b->l, "milestone", NULL, NULL, NULL, err);

	for (size_t i = 0; rc == MB_OK && i < p.n; i++)
		if (reg_wants_group(b, p.milestones[i].doc->group))
			put_milestone(b, &p.milestones[i]);
	if (rc == MB_OK)
		rc = of_decisions(b, &p, err);
	return rc == MB_OK ? of_papers(b, &p, err) : rc;
}

static int sum_up(struct reg *b, struct mb_error *err)
{
	size_t late = 0, passed = 0, to_come = 0;

	for (size_t i = 0; i < b->r->n_rows; i++) {
		const char *word = reg_cell(b, &b->r->rows[i], "standing")->text;

		late += mb_streq(word, "overdue");
		passed += mb_streq(word, "day has passed");
		to_come += mb_streq(word, "to come");
	}
	if (b->r->n_rows)
		reg_note(b, "On %s: %zu to come, %zu overdue%s.", mb_day_words(b->l.a, b->l.day), to_come,
			 late,
			 passed ? mb_arena_printf(
					  b->l.a,
					  ", %zu promised for a day that has passed without an entry that"
					  " says whether it came",
					  passed)
				: "");
	if (b->n_hidden)
		reg_note(b, "%s left out; ask for all to see them.",
			 reg_count(b->l.a, b->n_hidden, "milestone that is done or dropped is",
				   "milestones that are done or dropped are"));
	return MB_OK;
}

const struct reg_def reg_forward = {
	.name = "forward-plan",
	.title = "Forward plan",
	.about = "What was promised for a day: milestones, and reports back in papers and decisions.",
	.kinds = { "milestone", "decision", "paper", NULL },
	.standings = words,
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.read = read_plan,
	.sum_up = sum_up,
};
