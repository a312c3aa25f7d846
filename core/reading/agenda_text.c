/* An agenda's text, made and changed: items moved, taken off, added. What is not theirs keeps every byte, and what comes out is read
 * again before it is given out: the items must be those that were meant. */
#include "read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum form { ROW, HEADING, NUMBERED, OTHER };

/* An item's lines, and the number printed at their start. */
struct part {
	size_t from, to;
	const char *number;
};
struct agenda {
	struct mb_arena *a;
	struct mb_str body;
	const struct mb_reading *r;
	struct part *parts;
	size_t n;
	enum form form;
};

static size_t line_start(struct mb_str s, int line)
{
	size_t at = 0;

	for (int i = 1; i < line && at < s.n; i++) {
		const char *nl = memchr(s.p + at, '\n', s.n - at);

		at = nl ? (size_t)(nl - s.p) + 1 : s.n;
	}
	return at;
}

static struct mb_str line_at(struct mb_str s, size_t at)
{
	const char *nl = at < s.n ? memchr(s.p + at, '\n', s.n - at) : NULL;

	return (struct mb_str){ s.p + at, nl ? (size_t)(nl - s.p) - at : s.n - at };
}

static size_t past_line(struct mb_str s, size_t at)
{
	size_t n = line_at(s, at).n;

	return at + n < s.n ? at + n + 1 : s.n;
}

/* Marks in front of a number: "| 3", "## 3.", "**3". */
static size_t marks(struct mb_str line)
{
	size_t i = 0;

	while (i < line.n && strchr(" \t|#*", line.p[i]))
		i++;
	return i;
}

static int level(struct mb_str line)
{
	int n = 0;

	while ((size_t)n < line.n && line.p[n] == '#')
		n++;
	return n;
}

static enum form form_of(struct mb_str line)
{
	size_t i = marks(line);
	struct mb_str s = mb_trim(line);

	if (s.n && s.p[0] == '|')
		return ROW;
	if (level(line) > 0)
		return HEADING;
	return i <= 6 && i < line.n && line.p[i] >= '0' && line.p[i] <= '9' ? NUMBERED : OTHER;
}

static bool blank_line(struct mb_str line)
{
	return mb_trim(line).n == 0;
}

/* Where an item that begins at `from` ends: before the next one, before a heading above it; the last of numbered lines before what
 * stands at the margin again. */
static size_t end_of(const struct agenda *x, size_t from, size_t next)
{
	struct mb_str own = line_at(x->body, from);
	size_t at = past_line(x->body, from), end = at; /* empty lines behind it are nobody's */
	bool gap = false;

	for (; x->form != ROW && at < next; at = past_line(x->body, at)) {
		struct mb_str line = line_at(x->body, at);
		int h = level(line);

		if (h && (x->form != HEADING || h < level(own)))
			break;
		if (x->form == NUMBERED && next == x->body.n && gap && !blank_line(line) &&
		    !rd_blank(line.p[0]))
			break;
		gap = blank_line(line);
		if (!gap)
			end = past_line(x->body, at);
	}
	return end;
}

/* Cut the text into its items. false: it is not written so that they could be told apart by lines. */
static bool cut(struct agenda *x, struct mb_arena *a, struct mb_str body)
{
	struct mb_reading *r;

	*x = (struct agenda){ .a = a, .body = body, .form = OTHER };
	mb_read_text(&r, a, body.p, body.n, "agenda", MB_NO_DAY);
	x->r = r;
	for (size_t i = 0; i < r->n_items; i++) {
		struct part *p = MB_PUSH(a, x->parts, x->n);

		p->from = line_start(body, r->items[i].place.line);
		p->number = r->items[i].number;
		if (i == 0)
			x->form = form_of(line_at(body, p->from));
		if (form_of(line_at(body, p->from)) != x->form || (i > 0 && p->from <= p[-1].from))
			x->form = OTHER;
	}
	for (size_t i = 0; i < x->n; i++)
		x->parts[i].to = end_of(x, x->parts[i].from, i + 1 < x->n ? x->parts[i + 1].from : body.n);
	return x->n == 0 || x->form != OTHER;
}

bool mb_agenda_can_change(const char *p, size_t n)
{
	struct mb_arena *a = mb_arena_new();
	struct agenda x;
	bool yes = cut(&x, a, (struct mb_str){ p, n });

	mb_arena_free(a);
	return yes;
}

/* ---- numbers --------------------------------------------------------------------------------------------- */

/* The number after this one, in its own style: "70/17" and then "70/18". */
static const char *after(struct mb_arena *a, const char *number)
{
	size_t n = strlen(number), digits = 0;

	while (digits < n && digits < 9 && number[n - 1 - digits] >= '0' && number[n - 1 - digits] <= '9')
		digits++;
	if (!digits)
		return "";
	return mb_arena_printf(a, "%.*s%ld", (int)(n - digits), number,
			       strtol(number + n - digits, NULL, 10) + 1);
}

/* Do the numbers run on, so that they close up when an item is taken off? */
static bool run_on(const struct agenda *x)
{
	for (size_t i = 1; i < x->n; i++)
		if (!*x->parts[i].number ||
		    !mb_streq(after(x->a, x->parts[i - 1].number), x->parts[i].number))
			return false;
	return x->n > 0 && *x->parts[0].number;
}

/* An item's lines with another number in front. */
static void put_part(struct mb_buf *out, const struct agenda *x, const struct part *p, const char *number)
{
	struct mb_str s = { x->body.p + p->from, p->to - p->from };
	size_t i = marks(line_at(s, 0)), n = strlen(p->number);

	if (n && *number && s.n - i >= n && memcmp(s.p + i, p->number, n) == 0) {
		mb_buf_put(out, s.p, i);
		mb_buf_puts(out, number);
		mb_buf_put(out, s.p + i + n, s.n - i - n);
	} else {
		mb_buf_put(out, s.p, s.n);
	}
	if (s.n && s.p[s.n - 1] != '\n')
		mb_buf_putc(out, '\n');
}

/* ---- a new item ------------------------------------------------------------------------------------------ */

/* A typed text as a cell or a line: no line ends, and nothing that would end a cell. */
static void put_words(struct mb_buf *out, const char *s, bool cell)
{
	bool gap = false, any = false;

	for (; s && *s; s++) {
		if (rd_blank(*s) || *s == '\n' || *s == '\r') {
			gap = any;
			continue;
		}
		if (gap)
			mb_buf_putc(out, ' ');
		if (cell && *s == '|')
			mb_buf_putc(out, '\\');
		mb_buf_putc(out, *s);
		gap = false;
		any = true;
	}
}

static void put_cell(struct mb_buf *out, const char *s)
{
	mb_buf_puts(out, " ");
	put_words(out, s, true);
	mb_buf_puts(out, s && *s ? " |" : "|");
}

/* A row under the columns that the table has; without a table under those of the house. */
static void put_row(struct mb_buf *out, const struct agenda *x, const struct mb_agenda_item *item,
		    const char *number)
{
	struct mb_str cells[CELLS_MAX];
	struct rd_columns c = { 0, 1, 2, 3 };
	int n = 4;

	for (size_t at = x->n ? x->parts[0].from : 0, up = 0; x->n && at > 0 && up < 40; up++) {
		size_t from = at - 1;

		while (from > 0 && x->body.p[from - 1] != '\n')
			from--;
		n = mb_table_cut(line_at(x->body, from), cells, CELLS_MAX);
		if (n > CELLS_MAX)
			n = CELLS_MAX;
		if (rd_agenda_columns(&c, cells, n))
			break;
		at = from;
	}
	mb_buf_putc(out, '|');
	for (int i = 0; i < n; i++)
		put_cell(out, i == c.number  ? number
			      : i == c.title ? item->title
			      : i == c.paper ? item->paper
			      : i == c.part  ? item->part
					     : "");
	mb_buf_putc(out, '\n');
}

static void put_line(struct mb_buf *out, const struct agenda *x, const struct mb_agenda_item *item,
		     const char *number)
{
	const struct part *last = &x->parts[x->n - 1];
	struct mb_str line = line_at(x->body, last->from);
	size_t i = marks(line), n = strlen(last->number);

	if (x->form == HEADING)
		mb_buf_putc(out, '\n');
	if (n && line.n - i >= n && memcmp(line.p + i, last->number, n) == 0) {
		size_t stop = i + n;

		mb_buf_put(out, line.p, i);
		mb_buf_puts(out, number);
		while (stop < line.n && strchr(".):", line.p[stop]))
			stop++;
		mb_buf_put(out, line.p + i + n, stop - i - n);
		mb_buf_putc(out, ' ');
		put_words(out, item->title, false);
		while (i > 0 && line.p[i - 1] == '*') {
			mb_buf_putc(out, '*');
			i--;
		}
	} else {
		mb_buf_put(out, line.p, i);
		put_words(out, item->title, false);
	}
	if (item->paper && *item->paper)
		mb_buf_printf(out, " (%s)", item->paper);
	if (item->part && *item->part)
		mb_buf_printf(out, " (%s)", mb_streq(item->part, "note") ? "for information" : item->part);
	mb_buf_putc(out, '\n');
}

/* Behind the last item; in a text without items a table of its own, at the end. */
static void put_new(struct mb_buf *out, const struct agenda *x, const struct mb_agenda_item *item)
{
	const char *number = x->n	    ? after(x->a, x->parts[x->n - 1].number)
			     : item->number ? item->number
					    : "1";

	if (x->n && x->form != ROW) {
		put_line(out, x, item, number);
		return;
	}
	if (x->n == 0) {
		if (out->n && out->p[out->n - 1] != '\n')
			mb_buf_putc(out, '\n');
		mb_buf_puts(out, "\n| No | Item | Paper | For |\n|----|------|-------|-----|\n");
	}
	put_row(out, x, item, number);
}

/* ---- changes --------------------------------------------------------------------------------------------- */

/* The table that a text without rows may have already: its last line is its delimiter. */
static bool empty_table(struct mb_str body)
{
	struct mb_str s = mb_trim(body);
	size_t from = s.n;

	while (from > 0 && s.p[from - 1] != '\n')
		from--;
	return mb_table_delimiter((struct mb_str){ s.p + from, s.n - from }) == 4;
}

static void put_body(struct mb_buf *out, const struct agenda *x, const size_t *order, size_t n,
		     const struct mb_agenda_item *added)
{
	bool close = run_on(x);
	size_t at = 0;

	for (size_t i = 0; i < x->n; i++) {
		mb_buf_put(out, x->body.p + at, x->parts[i].from - at);
		if (i < n)
			put_part(out, x, &x->parts[order[i]],
				 n == x->n || close ? x->parts[i].number : x->parts[order[i]].number);
		at = x->parts[i].to;
		if (i + 1 == x->n && added)
			put_new(out, x, added);
	}
	mb_buf_put(out, x->body.p + at, x->body.n - at);
	if (x->n || !added)
		return;
	if (!empty_table(x->body)) {
		put_new(out, x, added);
		return;
	}
	while (out->n && rd_blank(out->p[out->n - 1]))
		out->n--;
	if (out->n && out->p[out->n - 1] != '\n')
		mb_buf_putc(out, '\n');
	put_row(out, x, added, added->number ? added->number : "1");
}

/* Is what came out what was meant? */
static bool as_meant(const struct agenda *x, struct mb_arena *a, const struct mb_buf *out,
		     const size_t *order, size_t n, const struct mb_agenda_item *added)
{
	struct mb_reading *r;

	mb_read_text(&r, a, out->p ? out->p : "", out->n, "agenda", MB_NO_DAY);
	if (r->n_items != n + (added != NULL))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct mb_found_item *was = &x->r->items[order[i]], *now = &r->items[i];

		if (!mb_streq(was->title, now->title) || !mb_streq(was->paper, now->paper) ||
		    !mb_streq(was->part, now->part) || was->urgent != now->urgent ||
		    was->exempt != now->exempt)
			return false;
	}
	return !added || !added->paper || !*added->paper || mb_streq(added->paper, r->items[n].paper);
}

int mb_agenda_change(struct mb_buf *out, struct mb_str body, const struct mb_agenda_change *c,
		     struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct agenda x;
	size_t *order = NULL, n = 0, at = c->item;
	bool add = c->act == MB_AGENDA_ADD, fine = cut(&x, a, body);
	int rc = MB_OK;

	if (!fine)
		rc = mb_fail(
			err, MB_EINVAL,
			"The items of this agenda are not written one a line, one below the other: change "
			"its text instead.");
	else if (!add && at >= x.n)
		rc = mb_fail(err, MB_ENOTFOUND, "There is no such item on this agenda.");
	else if (add && !mb_trim(mb_str(c->added.title ? c->added.title : "")).n)
		rc = mb_fail(err, MB_EINVAL, "Say what the item is called.");
	for (size_t i = 0; rc == MB_OK && i < x.n; i++)
		if (c->act != MB_AGENDA_TAKE_OFF || i != at)
			*MB_PUSH(a, order, n) = i;
	if (rc == MB_OK && (c->act == MB_AGENDA_UP || c->act == MB_AGENDA_DOWN)) {
		size_t other = c->act == MB_AGENDA_UP ? at - 1 : at + 1;

		if (other < n) {
			order[at] = other;
			order[other] = at;
		}
	}
	if (rc == MB_OK) {
		put_body(out, &x, order, n, add ? &c->added : NULL);
		rc = mb_buf_status(out, err);
	}
	if (rc == MB_OK && !as_meant(&x, a, out, order, n, add ? &c->added : NULL))
		rc = mb_fail(
			err, MB_EINVAL,
			add ? "This cannot be put on as an item: say its title in other words, or change "
			      "the agenda's text."
			    : "The items of this agenda hang together in a way that this cannot part: "
			      "change its text instead.");
	mb_arena_free(a);
	return rc;
}

void mb_agenda_text(struct mb_buf *out, const struct mb_agenda_form *f)
{
	char day[MB_LONG_DATE];

	mb_buf_printf(out, "# Agenda of the %s\n\n%s", mb_starts(f->body, "The ") ? f->body + 4 : f->body,
		      mb_day_long(day, f->date));
	if (f->time && *f->time)
		mb_buf_printf(out, " at %s", f->time);
	if (f->place && *f->place) {
		mb_buf_puts(out, " in ");
		put_words(out, f->place, false);
	}
	mb_buf_puts(out, "\n\n| No | Item | Paper | For |\n|----|------|-------|-----|\n");
	for (size_t i = 0; i < f->n_items; i++) {
		mb_buf_printf(out, "| %zu |", i + 1);
		put_cell(out, f->items[i]);
		mb_buf_puts(out, " | |\n");
	}
}
