/* Tables of every make - pipes, pipes whose cells run over lines, grids, columns under rules, HTML - cut into rows of
 * cells. A table that holds minutes (number, item, text, who acts) is cut into paragraphs instead, so that all else
 * reads it as it reads running text. */
#include "lines.h"

#include <string.h>

struct part { /* one line of one cell, as it stands */
	int cell;
	struct mb_str s;
};

struct row {
	struct part *parts;
	size_t n_parts;
	int cells;
	struct mb_str whole; /* from the first byte to the last */
	bool head;
};

static void part(struct cutter *c, struct row *r, int cell, struct mb_str s)
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
static void settle(struct cutter *c, const struct mb_str *cell, int n)
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

static bool number_cell(struct mb_str s, struct mb_str *label, enum label_kind *kind)
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

static struct mb_str clean_cell(struct cutter *c, const struct row *r, int cell)
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
		owner = *MB_PUSH(src->a, src->cells, src->n_cells) = clean_cell(c, r, c->at.who);
	if (c->at.due >= 0)
		due = *MB_PUSH(src->a, src->cells, src->n_cells) = clean_cell(c, r, c->at.due);
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

static void minutes_row(struct cutter *c, const struct row *r)
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
	if (number_cell(number, &label, &kind)) {
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

/* ---- any row --------------------------------------------------------------------------------------------- */

static void begin_table(struct cutter *c, enum table_form form, int columns)
{
	c->form = form;
	c->table++;
	c->columns = columns;
	c->minutes = false;
	c->open = false;
}

static void emit(struct cutter *c, const struct row *r, bool first)
{
	struct source *src = c->src;
	struct mb_str cell[CELLS_MAX], label;
	enum label_kind kind;
	struct block *b;
	size_t at;

	if (!r->n_parts)
		return;
	if (!first && c->minutes) {
		minutes_row(c, r);
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
		    rd_trim(one, "*_").n && number_cell(one, &label, &kind)) {
			c->minutes = true;
			c->at.number = 0;
			c->at.title = 1;
			c->at.text = -1;
			c->at.who = r->cells > 2 ? r->cells - 1 : -1;
			c->at.due = -1;
			minutes_row(c, r);
			return;
		}
	}
	b = rd_start_block(c, B_ROW, (size_t)(r->whole.p - src->p), 0);
	b->table = c->table;
	b->head = r->head;
	at = src->n_cells;
	for (int k = 0; k < r->cells; k++) {
		cell[k] = clean_cell(c, r, k);
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
		settle(c, cell, r->cells);
	if (first && c->minutes) {
		b->role = ROLE_DONE;
		src->minutes_tables++;
	}
}

/* ---- pipes ----------------------------------------------------------------------------------------------- */

static struct mb_str line_at(const struct cutter *c, size_t at, size_t *next)
{
	const char *p = c->src->p + at, *end = memchr(p, '\n', c->src->n - at);
	struct mb_str s = { p, end ? (size_t)(end - p) : c->src->n - at };

	*next = at + s.n + 1;
	return s;
}

static bool ends_in_bar(struct mb_str s)
{
	return s.n > 1 && s.p[s.n - 1] == '|' && s.p[s.n - 2] != '\\';
}

/* A line without blanks at its ends, hard ones too. */
static struct mb_str bare(struct mb_str s)
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
		struct mb_str s = bare(line_at(c, k, &next));

		if (s.n == 1 && s.p[0] == '|')
			closes = true;
		else if (s.n && (s.p[0] == '|' || s.p[0] == '#'))
			break;
	}
	if (!closes)
		return;
	if (ends_in_bar(rd_trim(r->whole, NULL)))
		cell++;
	while (at < c->src->n) {
		struct mb_str s = bare(line_at(c, at, &next));

		if (s.n > 1 && s.p[0] == '|')
			break;
		at = next;
		if (s.n == 1 && s.p[0] == '|') {
			if (++cell >= c->columns)
				break;
			part(c, r, cell, (struct mb_str){ s.p, 0 });
			continue;
		}
		part(c, r, cell, s);
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
	begin_table(c, TABLE_PIPE, columns);
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
		begin_table(c, TABLE_PIPE, columns);
	else if (!b->rule && rd_table_begins(src, src->count - 1)) {
		struct mb_str cell[CELLS_MAX];

		b->head = true;
		settle(c, cell, rd_cells(src, b, cell));
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

static void pipe_row(struct cutter *c, struct mb_str s)
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
		begin_table(c, TABLE_PIPE, 0);
	n = mb_table_cut(s, cell, CELLS_MAX);
	for (int k = 0; k < n && k < CELLS_MAX; k++)
		part(c, &r, k, cell[k]);
	r.whole = s;
	if (c->columns && r.cells && (r.cells < c->columns || !ends_in_bar(s)))
		run_over(c, &r);
	emit(c, &r, !same);
	c->table_end = c->next;
	c->bar = false;
}

/* ---- grids and columns under rules ----------------------------------------------------------------------- */

static bool border(struct mb_str s)
{
	if (s.n < 5 || s.p[0] != '+' || s.p[s.n - 1] != '+')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!s.p[i] || !strchr("+-=:", s.p[i]))
			return false;
	return true;
}

/* The bytes of a line from one letter to another. */
static struct mb_str letters(struct mb_str s, int from, int to)
{
	size_t a = s.n, b = s.n;
	int k = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (((unsigned char)s.p[i] & 0xc0) == 0x80)
			continue;
		if (k == from)
			a = i;
		if (k == to) {
			b = i;
			break;
		}
		k++;
	}
	return rd_sub(s, a, b);
}

static int edges(struct cutter *c, struct mb_str s)
{
	int n = 0;

	for (size_t i = 0; i < s.n && n <= CELLS_MAX; i++)
		if (s.p[i] == '+')
			c->edge[n++] = (int)i;
	return n - 1;
}

static void grid(struct cutter *c, struct mb_str s)
{
	struct row r = { .cells = 0 };
	size_t at = c->next, next;
	bool first = true;

	begin_table(c, TABLE_GRID, edges(c, s));
	while (at < c->src->n) {
		s = rd_trim(line_at(c, at, &next), "\f");
		if (!s.n || (s.p[0] != '|' && !border(s)))
			break;
		at = next;
		if (border(s)) {
			r.head = memchr(s.p, '=', s.n) != NULL;
			if (c->columns > 1 && r.n_parts) {
				emit(c, &r, first);
				first = false;
			}
			c->open = false;
			r = (struct row){ .cells = 0 };
			c->columns = edges(c, s);
		} else if (c->columns <= 1) { /* a box round running text */
			rd_line(c, rd_sub(s, 1, s.n - ends_in_bar(s)), false);
		} else {
			for (int k = 0; k < c->columns; k++)
				part(c, &r, k, letters(s, c->edge[k] + 1, c->edge[k + 1]));
		}
	}
	if (r.n_parts)
		emit(c, &r, first);
	c->open = false;
	c->form = TABLE_NONE;
	c->next = at < c->src->n ? at : c->src->n;
}

/* "------ ----- ---": two runs of dashes and more. */
static int ruler(struct cutter *c, struct mb_str s)
{
	int n = 0, k = 0;

	for (size_t i = 0; i < s.n; i++, k++) {
		if (s.p[i] != '-' && s.p[i] != ' ' && s.p[i] != '\r')
			return 0;
		if (s.p[i] == '-' && (i == 0 || s.p[i - 1] != '-')) {
			if (i + 1 >= s.n || s.p[i + 1] != '-' || n >= CELLS_MAX)
				return 0;
			if (c)
				c->edge[n] = k;
			n++;
		}
	}
	if (c)
		c->edge[n] = 1 << 20;
	return n;
}

static bool dashes(struct mb_str s)
{
	s = rd_trim(s, "\f");
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '-')
			return false;
	return s.n >= 3;
}

/* Are the rows below parted by empty lines, up to a last line of dashes? */
static bool spaced(struct cutter *c)
{
	bool gap = false;
	size_t next;

	for (size_t at = c->next, n = 0; at < c->src->n && n < 400; at = next, n++) {
		struct mb_str s = line_at(c, at, &next);

		if (dashes(s))
			return gap;
		if (ruler(NULL, s) > 1)
			return false;
		gap |= !rd_trim(s, "\f").n;
	}
	return false;
}

static void ruled_line(struct cutter *c, struct row *r, struct mb_str s)
{
	for (int k = 0; k < c->columns; k++) {
		struct mb_str l = rd_trim(letters(s, c->edge[k], c->edge[k + 1]), NULL);

		if (l.n || !k)
			part(c, r, k, l);
		r->cells = c->columns;
	}
	r->whole = r->whole.p ? (struct mb_str){ r->whole.p, (size_t)(s.p + s.n - r->whole.p) } : s;
}

static void ruled(struct cutter *c, struct mb_str s)
{
	struct source *src = c->src;
	struct row r = { .cells = 0 };
	struct block *b = src->count ? &src->b[src->count - 1] : NULL;
	size_t at = c->next, next;
	bool apart = spaced(c), first = true, headed = c->open && b && b->kind == B_PARA && c->before.n;

	begin_table(c, TABLE_RULED, ruler(c, s));
	if (headed && b->raw >= (size_t)(c->before.p - src->p)) { /* the line above is its head */
		src->count--;
		r.head = true;
		ruled_line(c, &r, c->before);
		emit(c, &r, true);
		first = false;
		r = (struct row){ .cells = 0 };
	}
	while (at < src->n) {
		s = line_at(c, at, &next);
		if (!apart && !rd_trim(s, "\f").n)
			break;
		at = next;
		if (dashes(s))
			break;
		if (rd_trim(s, "\f").n)
			ruled_line(c, &r, s);
		if (r.n_parts && (!apart || !rd_trim(s, "\f").n)) {
			emit(c, &r, first);
			first = false;
			r = (struct row){ .cells = 0 };
		}
	}
	if (r.n_parts)
		emit(c, &r, first);
	c->form = TABLE_NONE;
	c->next = at < src->n ? at : src->n;
}

/* ---- HTML ------------------------------------------------------------------------------------------------ */

static size_t tag_end(struct mb_str s, size_t i)
{
	const char *end = memchr(s.p + i, '>', s.n - i);

	return end ? (size_t)(end - s.p) + 1 : s.n;
}

static bool tag_is(struct mb_str s, size_t i, const char *name)
{
	size_t n = strlen(name);

	return i + n < s.n && strncasecmp(s.p + i, name, n) == 0 && !rd_alnum(s.p[i + n]);
}

static void close_cell(struct cutter *c, struct row *r, struct mb_str s, size_t *from, size_t to, int *cell)
{
	if (*from == NPOS)
		return;
	part(c, r, *cell, rd_sub(s, *from, to));
	(*cell)++;
	*from = NPOS;
}

static void close_row(struct cutter *c, struct row *r, bool *first, int *cell)
{
	if (r->n_parts) {
		emit(c, r, *first);
		*first = false;
	}
	*r = (struct row){ .cells = 0 };
	*cell = 0;
}

static void html(struct cutter *c, struct mb_str s)
{
	struct row r = { .cells = 0 };
	size_t from = NPOS;
	bool first = true;
	int cell = 0;

	begin_table(c, TABLE_HTML, 0);
	for (size_t i = tag_end(s, 0); i < s.n;) {
		const char *open = memchr(s.p + i, '<', s.n - i);
		size_t at = open ? (size_t)(open - s.p) : s.n;

		i = at + 1;
		if (!open)
			break;
		if (tag_is(s, at, "<td") || tag_is(s, at, "<th")) {
			close_cell(c, &r, s, &from, at, &cell);
			r.head |= (s.p[at + 2] | 32) == 'h';
			from = i = tag_end(s, at);
		} else if (tag_is(s, at, "</td") || tag_is(s, at, "</th")) {
			close_cell(c, &r, s, &from, at, &cell);
		} else if (tag_is(s, at, "<tr") || tag_is(s, at, "</tr")) {
			close_cell(c, &r, s, &from, at, &cell);
			close_row(c, &r, &first, &cell);
		}
	}
	close_cell(c, &r, s, &from, s.n, &cell);
	close_row(c, &r, &first, &cell);
	c->form = TABLE_NONE;
	c->open = false;
}

/* "<table": its place in the line. */
static size_t table_tag(struct mb_str s)
{
	for (size_t i = 0; i + 6 < s.n; i++) {
		const char *p = memchr(s.p + i, '<', s.n - i);

		if (!p)
			return NPOS;
		i = (size_t)(p - s.p);
		if (tag_is(s, i, "<table"))
			return i;
	}
	return NPOS;
}

static bool html_table(struct cutter *c, struct mb_str whole)
{
	struct mb_str all = { c->src->p, c->src->n }, before;
	size_t i = c->no_end ? NPOS : table_tag(whole), end, from;

	if (i == NPOS)
		return false;
	from = (size_t)(whole.p - all.p) + i;
	for (end = from; end < all.n; end++) {
		const char *p = memchr(all.p + end, '<', all.n - end);

		if (!p) {
			end = all.n;
			break;
		}
		end = (size_t)(p - all.p);
		if (tag_is(all, end, "</table"))
			break;
	}
	if (end >= all.n) {
		c->no_end = true;
		return false;
	}
	before = rd_sub(whole, 0, i);
	if (rd_trim(before, "\f").n)
		rd_line(c, before, false);
	html(c, rd_sub(all, from, end));
	c->next = tag_end(all, end);
	return true;
}

bool rd_table_line(struct cutter *c, struct mb_str whole)
{
	struct mb_str s = bare(whole);

	if (html_table(c, whole))
		return true;
	if (!s.n)
		return false;
	if (s.p[0] == '+' && border(s)) {
		grid(c, s);
	} else if (s.p[0] == '-' && ruler(NULL, whole) > 1) {
		ruled(c, whole);
	} else if (s.p[0] == '|') {
		if (s.n > 1) {
			pipe_row(c, s);
		} else {
			c->bar = true;
			c->open = false;
		}
	} else {
		return false;
	}
	return true;
}
