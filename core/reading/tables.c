/* Rows of cells, and the table that holds minutes (number, item, text, who acts): it is cut into paragraphs, so that all
 * else reads it as it reads running text. */
#include "lines.h"

#include <string.h>

void rd_row_part(struct cutter *c, struct row *r, int cell, struct mb_str s)
{
	if (cell >= CELLS_MAX)
		cell = CELLS_MAX - 1; /* what stands further right goes with the last */
	*MB_PUSH(c->src->a, r->parts, r->n_parts) = (struct part){ cell, rd_trim(s, "\f") };
	r->cells = cell >= r->cells ? cell + 1 : r->cells;
	if (!r->whole.p)
		r->whole = s;
	r->whole.n = (size_t)(s.p + s.n - r->whole.p);
}

/* ---- a row of minutes ------------------------------------------------------------------------------------ */

static const char *const number_heads[] = { "no",	 "no.",	       "number",	 "item no",
					    "item no.",	 "ref",	       "ref.",		 "#",
					    "minute no", "minute no.", "min no",	 "agenda no",
					    "min no.",	 "nr",	       "agenda item no", NULL };
static const char *const title_heads[] = { "item",  "agenda item", "subject", "title",	"topic",
					   "items", "heading",	   "agenda",  "matter", NULL };
static const char *const text_heads[] = { "minute",
					  "minutes",
					  "discussion",
					  "notes",
					  "details",
					  "detail",
					  "discussion and decision",
					  "discussion/decision",
					  "discussion and decisions",
					  "discussion / decision",
					  "key points",
					  "summary of discussion",
					  "discussion and outcome",
					  "description",
					  NULL };
static const char *const act_heads[] = {
	"action",	  "actions",	   "action by",	  "action required",  "action/by whom",
	"action by whom", "action owner",  "action lead", "action (by whom)", "action for",
	"action / owner", "action / lead", NULL
};
static const char *const who_heads[] = { "by whom",   "owner",		"who",		"responsible", "lead",
					 "action by", "responsibility", "action owner", NULL };
static const char *const due_heads[] = { "action date", "by when",     "date",	   "when",
					 "deadline",	"due",	       "due date", "target date",
					 "timescale",	"complete by", NULL };

/* Is this the head of a table that holds minutes? */
void rd_settle_table(struct cutter *c, const struct mb_str *cell, int n)
{
	int what = -1, paper = -1;

	c->at.number = c->at.title = c->at.text = c->at.who = c->at.due = -1;
	for (int i = 0; i < n; i++) {
		struct mb_str s = rd_trim(cell[i], ":*_");

		if (c->at.number < 0 && (rd_is_any(s, number_heads) || (!i && !s.n)))
			c->at.number = i;
		else if (c->at.title < 0 && rd_is_any(s, title_heads))
			c->at.title = i;
		else if (c->at.text < 0 && rd_is_any(s, text_heads))
			c->at.text = i;
		else if (what < 0 && rd_is_any(s, act_heads))
			what = i;
		else if (c->at.who < 0 && rd_is_any(s, who_heads))
			c->at.who = i;
		else if (c->at.due < 0 && rd_is_any(s, due_heads))
			c->at.due = i;
		else
			paper = i;
	}
	if (c->at.text >= 0)
		c->minutes = c->at.number >= 0 || c->at.title >= 0 || what >= 0;
	else
		c->minutes = c->at.title >= 0 && what >= 0 && c->at.who < 0 && paper < 0;
	if (c->minutes && what >= 0 && c->at.who < 0)
		c->at.who = what;
	else if (c->minutes && what >= 0)
		c->minutes = false; /* a column of tasks and one of owners: a list of actions */
}

bool rd_number_cell(struct mb_str s, struct mb_str *label, enum label_kind *kind)
{
	size_t n;

	s = rd_trim(s, "*_");
	if (!s.n || s.n > 20)
		return false;
	n = rd_label(s, label, kind);
	if (n && n >= s.n)
		return true;
	for (n = 0; n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.' || s.p[n] == '\\'); n++)
		;
	if (n < s.n || s.p[0] < '0' || s.p[0] > '9')
		return false;
	*label = rd_trim(s, ".\\");
	*kind = LB_NUMBER;
	return true;
}

static bool breaks(struct mb_str s, size_t i, size_t *end)
{
	static const char *const names[] = { "br", "p", "li", "div", "ul", "ol", NULL };
	size_t k = i + 1, from;

	if (s.p[i] != '<')
		return false;
	k += k < s.n && s.p[k] == '/';
	for (from = k; k < s.n && rd_alnum(s.p[k]); k++)
		;
	if (!rd_is_any(rd_sub(s, from, k), names))
		return false;
	while (k < s.n && s.p[k] != '>' && k - i < 200)
		k++;
	*end = k < s.n && s.p[k] == '>' ? k + 1 : k;
	return true;
}

/* The lines of one cell, each as a line of the text. */
static void cell_lines(struct cutter *c, const struct row *r, int cell)
{
	bool blank = true;

	for (size_t k = 0; k < r->n_parts; k++) {
		struct mb_str s = r->parts[k].s;
		size_t from = 0, end;

		if (r->parts[k].cell != cell)
			continue;
		if (!s.n)
			blank = true;
		for (size_t i = 0; i <= s.n; i++) {
			if (i < s.n && !breaks(s, i, &end))
				continue;
			struct mb_str l = rd_trim(rd_sub(s, from, i), NULL);

			if (l.n) {
				if (blank || from > 0)
					c->open = false;
				rd_line(c, l, false);
				blank = false;
			}
			from = i < s.n ? end : i;
			i = i < s.n ? end - 1 : i;
		}
	}
}

struct mb_str rd_clean_cell(struct cutter *c, const struct row *r, int cell)
{
	struct source *src = c->src;
	struct block *b = &src->b[src->count - 1];
	bool any = false, gap = false;

	b->text = (struct mb_str){ src->clean + src->n_clean, 0 };
	for (size_t k = 0; k < r->n_parts; k++) {
		if (r->parts[k].cell != cell)
			continue;
		if (!r->parts[k].s.n) {
			gap = any;
			continue;
		}
		if (any)
			rd_add_blank(c, gap ? '\r' : '\n', (size_t)(r->parts[k].s.p - src->p));
		rd_add(c, r->parts[k].s);
		any = true;
		gap = false;
	}
	return rd_trim(b->text, "*_");
}

/* Who acts and by when stand beside the text: they go with every paragraph of the row. */
static void beside(struct cutter *c, const struct row *r, size_t from)
{
	struct source *src = c->src;
	struct mb_str owner = { NULL, 0 }, due = { NULL, 0 };
	struct block *b;
	size_t to = src->count;

	if (c->at.who < 0 && c->at.due < 0)
		return;
	b = rd_start_block(c, B_ROW, (size_t)(r->whole.p - src->p), 0);
	b->role = ROLE_DONE;
	b->table = c->table;
	b->cell = src->n_cells;
	if (c->at.who >= 0)
		owner = *MB_PUSH(src->a, src->cells, src->n_cells) = rd_clean_cell(c, r, c->at.who);
	if (c->at.due >= 0)
		due = *MB_PUSH(src->a, src->cells, src->n_cells) = rd_clean_cell(c, r, c->at.due);
	b = &src->b[src->count - 1];
	b->n_cell = src->n_cells - b->cell;
	b->text = (struct mb_str){ r->whole.p, 0 };
	c->open = false;
	for (size_t i = from; i < to; i++) {
		src->b[i].shared = (int)to;
		src->b[i].owner = owner;
		src->b[i].due = due;
	}
}

void rd_minutes_row(struct cutter *c, const struct row *r)
{
	struct source *src = c->src;
	struct mb_str number = { NULL, 0 }, label;
	enum label_kind kind;
	size_t from = src->count;
	int titles = c->at.title >= 0 ? c->at.title : c->at.text;

	for (size_t k = 0; k < r->n_parts && c->at.number >= 0; k++)
		if (r->parts[k].cell == c->at.number && r->parts[k].s.n && !number.n)
			number = r->parts[k].s;
	c->open = false;
	if (rd_number_cell(number, &label, &kind)) {
		struct block *b = rd_start_block(c, B_PARA, (size_t)(number.p - src->p), 0);

		b->label = label;
		b->mark = rd_trim(number, "*_");
		b->label_kind = kind;
		b->raw_end = b->raw + number.n;
		b->bold = true;
		/* the block is the number and the title's line */
		for (size_t k = 0; k < r->n_parts; k++) {
			struct mb_str s = r->parts[k].s;
			size_t i = 0, end = 0;

			if (r->parts[k].cell != titles || !s.n)
				continue;
			while (i < s.n && !breaks(s, i, &end))
				i++;
			if (!rd_trim(rd_sub(s, 0, i), NULL).n && i < s.n) {
				r->parts[k].s = rd_trim(rd_sub(s, end, s.n), NULL);
				k--;
				continue;
			}
			rd_add(c, rd_sub(s, 0, i));
			r->parts[k].s = i < s.n ? rd_sub(s, end, s.n) : (struct mb_str){ s.p, 0 };
			break;
		}
		c->open = false;
	} else if (number.n) {
		rd_line(c, number, false);
	}
	cell_lines(c, r, titles);
	if (titles != c->at.text && c->at.text >= 0) {
		c->open = false;
		cell_lines(c, r, c->at.text);
	}
	for (int k = 0; k < r->cells; k++)
		if (k != titles && k != c->at.text && k != c->at.number && k != c->at.who && k != c->at.due) {
			c->open = false;
			cell_lines(c, r, k);
		}
	c->open = false;
	beside(c, r, from);
}
