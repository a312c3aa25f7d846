/* Tables of other makes: grids, columns under rules, HTML. */
#include "lines.h"

#include <string.h>

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

	rd_begin_table(c, TABLE_GRID, edges(c, s));
	while (at < c->src->n) {
		s = rd_trim(rd_raw_line(c, at, &next), "\f");
		if (!s.n || (s.p[0] != '|' && !border(s)))
			break;
		at = next;
		if (border(s)) {
			r.head = memchr(s.p, '=', s.n) != NULL;
			if (c->columns > 1 && r.n_parts) {
				rd_emit_row(c, &r, first);
				first = false;
			}
			c->open = false;
			r = (struct row){ .cells = 0 };
			c->columns = edges(c, s);
		} else if (c->columns <= 1) { /* a box round running text */
			rd_line(c, rd_sub(s, 1, s.n - rd_ends_in_bar(s)), false);
		} else {
			for (int k = 0; k < c->columns; k++)
				rd_row_part(c, &r, k, letters(s, c->edge[k] + 1, c->edge[k + 1]));
		}
	}
	if (r.n_parts)
		rd_emit_row(c, &r, first);
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
		struct mb_str s = rd_raw_line(c, at, &next);

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
			rd_row_part(c, r, k, l);
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

	rd_begin_table(c, TABLE_RULED, ruler(c, s));
	if (headed && b->raw >= (size_t)(c->before.p - src->p)) { /* the line above is its head */
		src->count--;
		r.head = true;
		ruled_line(c, &r, c->before);
		rd_emit_row(c, &r, true);
		first = false;
		r = (struct row){ .cells = 0 };
	}
	while (at < src->n) {
		s = rd_raw_line(c, at, &next);
		if (!apart && !rd_trim(s, "\f").n)
			break;
		at = next;
		if (dashes(s))
			break;
		if (rd_trim(s, "\f").n)
			ruled_line(c, &r, s);
		if (r.n_parts && (!apart || !rd_trim(s, "\f").n)) {
			rd_emit_row(c, &r, first);
			first = false;
			r = (struct row){ .cells = 0 };
		}
	}
	if (r.n_parts)
		rd_emit_row(c, &r, first);
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
	rd_row_part(c, r, *cell, rd_sub(s, *from, to));
	(*cell)++;
	*from = NPOS;
}

static void close_row(struct cutter *c, struct row *r, bool *first, int *cell)
{
	if (r->n_parts) {
		rd_emit_row(c, r, *first);
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

	rd_begin_table(c, TABLE_HTML, 0);
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
	struct mb_str s = rd_bare_line(whole);

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
			rd_pipe_row(c, s);
		} else {
			c->bar = true;
			c->open = false;
		}
	} else {
		return false;
	}
	return true;
}
