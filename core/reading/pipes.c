/* Tables of pipes, also those whose cells run over lines; and what every row becomes. */
#include "lines.h"

#include <string.h>

/* ---- any row --------------------------------------------------------------------------------------------- */

void rd_begin_table(struct cutter *c, enum table_form form, int columns)
{
	c->form = form;
	c->table++;
	c->columns = columns;
	c->minutes = false;
	c->open = false;
}

void rd_emit_row(struct cutter *c, const struct row *r, bool first)
{
	struct source *src = c->src;
	struct mb_str cell[CELLS_MAX], label;
	enum label_kind kind;
	struct block *b;
	size_t at;

	if (!r->n_parts)
		return;
	if (!first && c->minutes) {
		rd_minutes_row(c, r);
		return;
	}
	if (first) { /* a first row that counts: a table of minutes without a head */
		struct mb_str one = { NULL, 0 }, two = { NULL, 0 };

		for (size_t k = 0; k < r->n_parts; k++) {
			if (r->parts[k].cell == 0 && !one.n)
				one = r->parts[k].s;
			if (r->parts[k].cell == 1 && !two.n)
				two = r->parts[k].s;
		}
		if (!r->head && c->form == TABLE_HTML && r->cells >= 2 && r->cells <= 4 && two.n > 3 &&
		    rd_trim(one, "*_").n && rd_number_cell(one, &label, &kind)) {
			c->minutes = true;
			c->at.number = 0;
			c->at.title = 1;
			c->at.text = -1;
			c->at.who = r->cells > 2 ? r->cells - 1 : -1;
			c->at.due = -1;
			rd_minutes_row(c, r);
			return;
		}
	}
	b = rd_start_block(c, B_ROW, (size_t)(r->whole.p - src->p), 0);
	b->table = c->table;
	b->head = r->head;
	at = src->n_cells;
	for (int k = 0; k < r->cells; k++) {
		cell[k] = rd_clean_cell(c, r, k);
		*MB_PUSH(src->a, src->cells, src->n_cells) = cell[k];
	}
	b = &src->b[src->count - 1];
	b->cell = at;
	b->n_cell = (size_t)r->cells;
	b->text = r->whole;
	b->raw = (size_t)(r->whole.p - src->p);
	b->raw_end = b->raw + r->whole.n;
	c->open = false;
	if (first && c->form != TABLE_PIPE)
		rd_settle_table(c, cell, r->cells);
	if (first && c->minutes) {
		b->role = ROLE_DONE;
		src->minutes_tables++;
	}
}

/* ---- pipes ----------------------------------------------------------------------------------------------- */

struct mb_str rd_raw_line(const struct cutter *c, size_t at, size_t *next)
{
	const char *p = c->src->p + at, *end = memchr(p, '\n', c->src->n - at);
	struct mb_str s = { p, end ? (size_t)(end - p) : c->src->n - at };

	*next = at + s.n + 1;
	return s;
}

bool rd_ends_in_bar(struct mb_str s)
{
	return s.n > 1 && s.p[s.n - 1] == '|' && s.p[s.n - 2] != '\\';
}

/* A line without blanks at its ends, hard ones too. */
struct mb_str rd_bare_line(struct mb_str s)
{
	s = rd_trim(s, "\f");
	while (s.n > 1 && memcmp(s.p, "\xc2\xa0", 2) == 0)
		s = rd_trim(rd_sub(s, 2, s.n), "\f");
	while (s.n > 1 && memcmp(s.p + s.n - 2, "\xc2\xa0", 2) == 0)
		s = rd_trim(rd_sub(s, 0, s.n - 2), "\f");
	return s;
}

/* A row whose cells run over lines: up to the bars that close it. */
static void run_over(struct cutter *c, struct row *r)
{
	size_t at = c->next, next;
	bool closes = false;
	int cell = r->cells - 1;

	/* is there a bar on a line of its own before the next row? */
	for (size_t k = at; k < c->src->n && !closes; k = next) {
		struct mb_str s = rd_bare_line(rd_raw_line(c, k, &next));

		if (s.n == 1 && s.p[0] == '|')
			closes = true;
		else if (s.n && (s.p[0] == '|' || s.p[0] == '#'))
			break;
	}
	if (!closes)
		return;
	if (rd_ends_in_bar(rd_trim(r->whole, NULL)))
		cell++;
	while (at < c->src->n) {
		struct mb_str s = rd_bare_line(rd_raw_line(c, at, &next));

		if (s.n > 1 && s.p[0] == '|')
			break;
		at = next;
		if (s.n == 1 && s.p[0] == '|') {
			if (++cell >= c->columns)
				break;
			rd_row_part(c, r, cell, (struct mb_str){ s.p, 0 });
			continue;
		}
		rd_row_part(c, r, cell, s);
	}
	c->next = at < c->src->n ? at : c->src->n;
}

/* The heads of a table whose cells run over lines came as paragraphs: they are its first row. */
static void gather_head(struct cutter *c, int columns)
{
	struct source *src = c->src;
	size_t k = (size_t)columns, from = src->count - k, at = src->n_cells;
	struct block *b;

	if (!c->bar || src->count < k || columns > CELLS_MAX)
		return;
	for (size_t i = from; i < src->count; i++)
		if (src->b[i].kind != B_PARA || src->b[i].text.n > 60)
			return;
	rd_begin_table(c, TABLE_PIPE, columns);
	for (size_t i = from; i < src->count; i++)
		*MB_PUSH(src->a, src->cells, src->n_cells) = rd_trim(src->b[i].text, NULL);
	b = &src->b[from];
	b->raw_end = src->b[src->count - 1].raw_end;
	b->text = (struct mb_str){ src->p + b->raw, b->raw_end - b->raw };
	b->kind = B_ROW;
	b->label = b->mark = (struct mb_str){ NULL, 0 };
	b->label_kind = LB_NONE;
	b->table = c->table;
	b->head = true;
	b->cell = at;
	b->n_cell = k;
	src->count = from + 1;
}

static void delimiter(struct cutter *c, struct mb_str s, int columns)
{
	struct source *src = c->src;
	struct block *b = src->count ? &src->b[src->count - 1] : NULL;

	if (!b || b->kind != B_ROW || b->table != c->table || c->form != TABLE_PIPE || b->rule) {
		gather_head(c, columns);
		b = src->count ? &src->b[src->count - 1] : NULL;
	}
	if (!b || b->kind != B_ROW || b->table != c->table || c->form != TABLE_PIPE)
		rd_begin_table(c, TABLE_PIPE, columns);
	else if (!b->rule && rd_table_begins(src, src->count - 1)) {
		struct mb_str cell[CELLS_MAX];

		b->head = true;
		rd_settle_table(c, cell, rd_cells(src, b, cell));
		if (c->minutes) {
			b->role = ROLE_DONE;
			src->minutes_tables++;
		}
	}
	c->columns = columns;
	b = rd_start_block(c, B_ROW, (size_t)(s.p - src->p), 0);
	b->text = s;
	b->raw_end = b->raw + s.n;
	b->table = c->table;
	b->rule = true;
	if (c->minutes)
		b->role = ROLE_DONE;
	c->open = c->bar = false;
}

void rd_pipe_row(struct cutter *c, struct mb_str s)
{
	struct mb_str cell[CELLS_MAX];
	struct row r = { .whole = s };
	int n = mb_table_delimiter(s);
	bool same;

	if (n > 0) {
		delimiter(c, s, n);
		c->table_end = c->next;
		return;
	}
	/* rows follow each other without an empty line */
	same = c->form == TABLE_PIPE && c->table_end == c->pos;
	if (!same)
		rd_begin_table(c, TABLE_PIPE, 0);
	n = mb_table_cut(s, cell, CELLS_MAX);
	for (int k = 0; k < n && k < CELLS_MAX; k++)
		rd_row_part(c, &r, k, cell[k]);
	r.whole = s;
	if (c->columns && r.cells && (r.cells < c->columns || !rd_ends_in_bar(s)))
		run_over(c, &r);
	rd_emit_row(c, &r, !same);
	c->table_end = c->next;
	c->bar = false;
}
