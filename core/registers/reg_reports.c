/* Reports: what one body owes another up each line, and how long it has waited. */
#include "registers_impl.h"

#include <string.h>

static const struct mb_column columns[] = {
	{ "id", "Report", NULL, MB_CELL_LINK, false, false },
	{ "group", "Owed to", NULL, MB_CELL_GROUP, false, false },
	{ "state", "State", NULL, MB_CELL_TAG, false, false },
	{ "since", "Since", NULL, MB_CELL_DATE, false, false },
	{ "title", "About", NULL, MB_CELL_TEXT, false, false },
	{ "purpose", "Purpose", NULL, MB_CELL_TEXT, false, false },
	{ "from_group", "From", NULL, MB_CELL_GROUP, false, false },
	{ "line", "Line", NULL, MB_CELL_TEXT, true, false },
	{ "subject", "Subject", NULL, MB_CELL_LINK, false, false },
	{ "days_waiting", "Days waiting", NULL, MB_CELL_NUMBER, false, false },
	{ "considered", "Considered", NULL, MB_CELL_DATE, true, false },
	{ "considered_by", "Considered by", NULL, MB_CELL_LINK, true, false },
	{ "marks", "In order?", NULL, MB_CELL_TEXT, false, false },
};

static bool waits(const struct mb_register_row *row)
{
	return !at_its_end(row->doc) && !mb_streq(row->state, "lapsed");
}

static void put(struct reg *b, struct mb_register_row *row)
{
	mb_day since = mb_doc_day(row->doc, "since");

	if (waits(row) && since != MB_NO_DAY && since <= b->l.day)
		cell_number(b->l.a, reg_cell(b, row, "days_waiting"), (long)b->l.day - since);
	cell_text(reg_cell(b, row, "marks"), mb_open_marks(b->l.a, row->doc));
}

static int read_reports(struct reg *b, struct mb_error *err)
{
	return reg_documents(b, put, err);
}

/* What waits between two bodies. */
struct owed {
	const char *from, *to;
	size_t n;
	long longest;
};

static void owe(struct reg *b, struct owed **list, size_t *n, const struct mb_register_row *row, long days)
{
	const char *from = mb_doc_field(row->doc, "from_group");
	struct owed *o = NULL;

	for (size_t i = 0; i < *n && !o; i++)
		if (mb_streq((*list)[i].from, from) && mb_streq((*list)[i].to, row->group))
			o = &(*list)[i];
	if (!o) {
		o = MB_PUSH(b->l.a, *list, *n);
		*o = (struct owed){ from, row->group, 0, 0 };
	}
	o->n++;
	if (days > o->longest)
		o->longest = days;
}

/* By the line that it goes up: a report from further down says its own line, which the map shows. */
static const char *line_between(struct reg *b, const char *from, const char *to)
{
	struct mb_line *lines;
	size_t n;

	if (!from || mb_group_lines(&lines, &n, b->l.a, mb_gate_view(b->l.g), from, b->l.day, NULL) != MB_OK)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (mb_streq(lines[i].to, to))
			return lines[i].type;
	return NULL;
}

static int sum_up(struct reg *b, struct mb_error *err)
{
	struct owed *owed = NULL;
	size_t n = 0;

	for (size_t i = 0; i < b->r->n_rows; i++)
		if (waits(&b->r->rows[i]))
			owe(b, &owed, &n, &b->r->rows[i],
			    reg_cell(b, &b->r->rows[i], "days_waiting")->number);
	for (size_t i = 0; i < n; i++) {
		const char *line = line_between(b, owed[i].from, owed[i].to);
		bool own = mb_streq(owed[i].from, owed[i].to) || !owed[i].from;

		reg_note(b, "%s %s %s%s%s%s: %zu waiting, the longest for %s.",
			 mb_group_title(b->l.a, b->l.g, owed[i].to), own ? "has before itself" : "is owed by",
			 own ? "what came back to it" : mb_group_title(b->l.a, b->l.g, owed[i].from),
			 own	? ""
			 : line ? " ("
				: "",
			 own || !line ? "" : line,
			 own	? ""
			 : line ? " line)"
				: " (by way of others)",
			 owed[i].n, reg_count(b->l.a, (size_t)owed[i].longest, "day", "days"));
	}
	return MB_OK;
}

const struct reg_def reg_reports = {
	.name = "reports",
	.title = "Reports",
	.about = "What each body owes those above it, and what has become of it.",
	.kind = "report",
	.each = true,
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.read = read_reports,
	.sum_up = sum_up,
};
