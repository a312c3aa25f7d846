/* Actions, counted so that nothing is flattered: late is late against the first date, whatever was allowed since. */
#include "registers_impl.h"

#include <string.h>

static const struct mb_column columns[] = {
	{ "id", "Action", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "state", "State", NULL, MB_CELL_TAG, false, false },
	{ "due", "Due", NULL, MB_CELL_DATE, false, false },
	{ "title", "What", NULL, MB_CELL_TEXT, false, false },
	{ "owner", "Owner", NULL, MB_CELL_PERSON, false, false },
	{ "first_due", "First due", "the date first promised", MB_CELL_DATE, false, false },
	{ "standing", "Standing", "against the date first promised", MB_CELL_TAG, false, false },
	{ "days_late", "Days late", "against the date first promised", MB_CELL_NUMBER, false, false },
	{ "extended", "Extended", "how often it got a later date", MB_CELL_NUMBER, false, false },
	{ "extensions_allowed", "Extensions", "who allowed each, and by which decision", MB_CELL_TEXT, true,
	  false },
	{ "done_on", "Done on", NULL, MB_CELL_DATE, false, false },
	{ "decision", "Decision", NULL, MB_CELL_LINK, true, false },
	{ "meeting", "Meeting", NULL, MB_CELL_LINK, true, false },
	{ "marks", "In order?", NULL, MB_CELL_TEXT, false, false },
};
enum standing { OPEN, NO_DATE, OVERDUE, LATE_BUT_EXTENDED, IN_TIME, DONE_LATE, DONE, CANCELLED, N_STANDINGS };
static const char *const words[] = {
	"open", "open, no date", "overdue", "late, only extended", "done in time", "done late",
	"done", "cancelled",	 NULL
};
static const enum standing order[] = { OPEN,	NO_DATE,   OVERDUE, LATE_BUT_EXTENDED,
				       IN_TIME, DONE_LATE, DONE,    CANCELLED };

static mb_day first_due(const struct mb_doc *d)
{
	mb_day first = mb_doc_day(d, "first_due");

	return first == MB_NO_DAY ? mb_doc_day(d, "due") : first;
}

static const char *extension_words(struct reg *b, const struct mb_node *row)
{
	const struct look *l = &b->l;
	const char *by = text_of(row, "by"), *decision = text_of(row, "decision"),
		   *reason = text_of(row, "reason");
	mb_day from = day_of(row, "from"), to = day_of(row, "to");

	return mb_arena_printf(l->a, "from %s to %s, allowed by %s%s%s%s%s",
			       from == MB_NO_DAY ? "no date" : mb_day_words(l->a, from),
			       to == MB_NO_DAY ? "?" : mb_day_words(l->a, to),
			       by ? mb_person_name(l->a, l->g, by) : "?",
			       decision ? " by decision " : ", no decision cited", decision ? decision : "",
			       reason ? ": " : "", reason ? reason : "");
}

static size_t extensions(struct reg *b, struct mb_register_row *row)
{
	const char *all = NULL;
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, row->doc, "extensions");

	for (size_t i = 0; i < n; i++)
		all = joined(b->l.a, all, "; ", extension_words(b, rows[i]));
	cell_text(reg_cell(b, row, "extensions_allowed"), all);
	if (n)
		cell_number(b->l.a, reg_cell(b, row, "extended"), (long)n);
	return n;
}

static bool is_done(const struct mb_doc *d)
{
	return at_its_end(d) && !mb_streq(d->state, "cancelled") && !mb_streq(d->state, "dropped");
}

static enum standing stand(struct reg *b, const struct mb_doc *d, long *late)
{
	mb_day first = first_due(d), due = mb_doc_day(d, "due"), done = mb_doc_day(d, "done_on");

	*late = 0;
	if (is_done(d)) {
		if (first == MB_NO_DAY || done == MB_NO_DAY)
			return DONE;
		*late = done > first ? (long)done - first : 0;
		return *late ? DONE_LATE : IN_TIME;
	}
	if (at_its_end(d))
		return CANCELLED;
	if (first == MB_NO_DAY)
		return NO_DATE;
	*late = first < b->l.day ? (long)b->l.day - first : 0;
	if (*late == 0)
		return OPEN;
	return due != MB_NO_DAY && due >= b->l.day ? LATE_BUT_EXTENDED : OVERDUE;
}

static enum mb_tone tone_of(enum standing s)
{
	switch (s) {
	case OVERDUE:
		return MB_TONE_BAD;
	case LATE_BUT_EXTENDED:
	case NO_DATE:
	case DONE_LATE:
		return MB_TONE_WARN;
	case IN_TIME:
		return MB_TONE_GOOD;
	default:
		return MB_TONE_PLAIN;
	}
}

static void put(struct reg *b, struct mb_register_row *row)
{
	struct mb_cell *owner = reg_cell(b, row, "owner"), *c = reg_cell(b, row, "standing");
	long late;
	enum standing s = stand(b, row->doc, &late);

	if (!owner->text) /* as the minutes have it */
		cell_text(owner, mb_doc_field(row->doc, "owner_text"));
	if (!reg_cell(b, row, "first_due")->text)
		cell_day(b->l.a, reg_cell(b, row, "first_due"), first_due(row->doc));
	cell_tag(c, words[s], tone_of(s));
	c->number = (long)s;
	if (late)
		cell_number(b->l.a, reg_cell(b, row, "days_late"), late);
	extensions(b, row);
	cell_text(reg_cell(b, row, "marks"), mb_open_marks(b->l.a, row->doc));
}

static int read_actions(struct reg *b, struct mb_error *err)
{
	return reg_documents(b, put, err);
}

/* ---- the summary ----------------------------------------------------------------------------------------- */

struct counts {
	size_t n[N_STANDINGS], extended, extensions;
	long worst;
};

static struct counts count(struct reg *b)
{
	struct counts k = { 0 };

	for (size_t i = 0; i < b->r->n_rows; i++) {
		struct mb_register_row *row = &b->r->rows[i];
		long s = reg_cell(b, row, "standing")->number, times = reg_cell(b, row, "extended")->number;
		long late = reg_cell(b, row, "days_late")->number;

		k.n[s]++;
		if (s <= LATE_BUT_EXTENDED && times) {
			k.extended++;
			k.extensions += (size_t)times;
		}
		if (s <= LATE_BUT_EXTENDED && late > k.worst)
			k.worst = late;
	}
	return k;
}

/* Only when nothing is open, which an extension does not bring about. */
static void none_outstanding(struct reg *b)
{
	bool all = !b->group && !b->ask->n_where && b->ask->since == MB_NO_DAY && b->ask->until == MB_NO_DAY;

	reg_note(b, "%s", all ? "None outstanding." : "None of these is outstanding.");
}

static int sum_up(struct reg *b, struct mb_error *err)
{
	struct mb_arena *a = b->l.a;
	struct counts k = count(b);
	size_t open = k.n[OPEN] + k.n[NO_DATE] + k.n[OVERDUE] + k.n[LATE_BUT_EXTENDED];
	size_t late = k.n[OVERDUE] + k.n[LATE_BUT_EXTENDED];
	const char *rest = NULL;

	if (!b->r->n_rows)
		return MB_OK;
	for (size_t i = IN_TIME; i < sizeof order / sizeof *order; i++)
		if (k.n[order[i]])
			rest = joined(a, rest, ", ",
				      mb_arena_printf(a, "%zu %s", k.n[order[i]], words[order[i]]));
	if (open)
		reg_note(b, "%s on %s: %zu open%s%s.", reg_count(a, b->r->n_rows, "action", "actions"),
			 mb_day_words(a, b->l.day), open, rest ? ", " : "", rest ? rest : "");
	else
		reg_note(b, "%s on %s: %s.", reg_count(a, b->r->n_rows, "action", "actions"),
			 mb_day_words(a, b->l.day), rest ? rest : "none open");
	if (late)
		reg_note(b, "Late against the date first promised: %zu of the %zu open, by up to %s%s.", late,
			 open, reg_count(a, (size_t)k.worst, "day", "days"),
			 k.n[LATE_BUT_EXTENDED]
				 ? mb_arena_printf(a,
						   "; %zu of them look on time only by a later date"
						   " that was allowed",
						   k.n[LATE_BUT_EXTENDED])
				 : "");
	if (k.extended)
		reg_note(b, "Extended and still open: %zu, %s.", k.extended,
			 k.extensions == 1 ? "once" : mb_arena_printf(a, "%zu times in all", k.extensions));
	if (k.n[NO_DATE])
		reg_note(b, "Open without any date: %zu.", k.n[NO_DATE]);
	if (!open)
		none_outstanding(b);
	return MB_OK;
}

const struct reg_def reg_actions = {
	.name = "actions",
	.title = "Actions",
	.about = "What people were asked to do, against the date first promised.",
	.kind = "action",
	.each = true,
	.standings = words,
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.read = read_actions,
	.sum_up = sum_up,
};
