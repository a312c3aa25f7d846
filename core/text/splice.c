/* Which bytes give way to which, for one edit of front matter. Nothing here has to be right for every oddity of YAML:
 * the proof afterwards refuses what did not come out as meant. */
#include "edit.h"

#include <string.h>

/* ---- places in the text ---------------------------------------------------------------------------------- */

static size_t line_start(const struct edit *e, size_t i)
{
	while (i > e->s.from && e->s.p[i - 1] != '\n')
		i--;
	return i;
}

/* The start of the line after the one i lies on; i itself if a line starts there (behind a | text). */
static size_t next_line(const struct edit *e, size_t i)
{
	if (i > e->s.from && e->s.p[i - 1] == '\n')
		return i;
	while (i < e->s.to && e->s.p[i] != '\n')
		i++;
	return i + (i < e->s.to);
}

/* Where the line that ends with byte i-1, or goes on from i, has its line end. */
static size_t line_tail(const struct edit *e, size_t i)
{
	i = next_line(e, i);
	if (i > e->s.from && e->s.p[i - 1] == '\n')
		i--;
	if (i > e->s.from && e->s.p[i - 1] == '\r')
		i--;
	return i;
}

static size_t column(const struct edit *e, size_t i)
{
	return i - line_start(e, i);
}

static size_t key_column(const struct edit *e, const struct mb_ynode *map)
{
	return map->pub.n ? column(e, map->keys[0]->beg) : 0;
}

static void splice(struct edit *e, size_t from, size_t to)
{
	e->from = from;
	e->to = to;
}

static void put_bytes(struct edit *e, size_t from, size_t to)
{
	mb_buf_put(&e->put, e->s.p + from, to - from);
}

/* ---- set ------------------------------------------------------------------------------------------------- */

static void put_inline(struct edit *e, const struct mb_ynode *old)
{
	if (e->value->type == MB_TEXT)
		mb_y_put_text(&e->put, e->value, old ? old->style : MB_Y_PLAIN, e->flow);
	else
		mb_y_put_flow(&e->put, e->value);
}

/* Inside brackets everything stays on one line. */
static void replace_in_flow(struct edit *e, struct mb_ynode *old)
{
	if (old->style == MB_Y_NULL && !old->tag) {
		if (e->holder->pub.type == MB_MAP && !e->holder->keys[e->at]->colon)
			mb_buf_putc(&e->put, ':');
		mb_buf_putc(&e->put, ' ');
	}
	put_inline(e, old);
	splice(e, old->tag ? old->beg : old->core, old->end);
}

static void replace_one_line(struct edit *e, struct mb_ynode *old)
{
	if (old->style == MB_Y_NULL && !old->tag) {
		mb_y_put_behind(&e->put, e->value, 0, e->lf);
		splice(e, old->behind, old->behind);
		return;
	}
	put_inline(e, old);
	splice(e, old->tag ? old->beg : old->core, old->end);
}

/* A | or > text ends with its last line, so a line end is due behind what replaces it. */
static void replace_block_text(struct edit *e, struct mb_ynode *old, size_t col)
{
	splice(e, old->tag ? old->beg : old->core, old->end);
	if (e->value->type == MB_TEXT && mb_y_put_literal(&e->put, e->value->text, col + 2, e->lf))
		return;
	if (mb_y_one_line(e->value)) {
		put_inline(e, NULL);
	} else {
		mb_y_put_behind(&e->put, e->value, col, e->lf);
		e->from = old->behind;
	}
	mb_buf_puts(&e->put, e->lf);
}

/* Old or new stand on lines of their own: from behind the key (or dash) to the end of the old value's last line.
 * A comment on the key's line stays there. */
static void replace_lines(struct edit *e, struct mb_ynode *old, size_t col)
{
	size_t head = line_tail(e, old->behind), tail = line_tail(e, old->end);
	bool same_line = old->beg <= head;

	if (mb_y_one_line(e->value)) {
		mb_y_put_behind(&e->put, e->value, col, e->lf);
		if (!same_line)
			put_bytes(e, old->behind, head);
		splice(e, old->behind, tail);
		return;
	}
	if (same_line && old->style != MB_Y_BLOCK)
		put_bytes(e, old->end, tail);
	mb_y_put_behind(&e->put, e->value, col, e->lf);
	splice(e, same_line ? old->behind : head, tail);
}

static int set_old(struct edit *e)
{
	struct mb_ynode *old = mb_y_child(e->holder, e->at);
	size_t col;

	if (old->anchor)
		return mb_fail(e->err, MB_EINVAL,
			       "line %d: the value of \"%s\" is anchored (&%.40s); take the anchor out first",
			       old->pub.line, e->name, old->anchor);
	if (e->flow) {
		replace_in_flow(e, old);
		return MB_OK;
	}
	col = e->holder->pub.type == MB_MAP ? key_column(e, e->holder) : column(e, old->dash);
	if (old->style == MB_Y_LITERAL || old->style == MB_Y_FOLDED)
		replace_block_text(e, old, col);
	else if (old->style == MB_Y_BLOCK || !mb_y_one_line(e->value))
		replace_lines(e, old, col);
	else
		replace_one_line(e, old);
	return MB_OK;
}

static int add_in_flow(struct edit *e)
{
	struct mb_ynode *map = e->holder;
	size_t at = map->core + 1;

	if (map->style != MB_Y_FLOW)
		return mb_fail(e->err, MB_EINVAL,
			       "line %d: there is no room for \"%s\" here; write the map with { }",
			       map->pub.line, e->name);
	if (map->pub.n) {
		const struct mb_ynode *last = mb_y_child(map, map->pub.n - 1);

		at = last->end;
		mb_buf_puts(&e->put,
			    last->style == MB_Y_NULL && map->keys[map->pub.n - 1]->colon ? " , " : ", ");
	}
	mb_y_put_key(&e->put, e->name);
	mb_buf_puts(&e->put, ": ");
	put_inline(e, NULL);
	splice(e, at, at);
	return MB_OK;
}

static int set_new(struct edit *e)
{
	size_t col = key_column(e, e->holder), at = next_line(e, e->holder->end);

	if (e->flow)
		return add_in_flow(e);
	mb_y_pad(&e->put, col);
	mb_y_put_key(&e->put, e->name);
	mb_buf_putc(&e->put, ':');
	mb_y_put_behind(&e->put, e->value, col, e->lf);
	mb_buf_puts(&e->put, e->lf);
	splice(e, at, at);
	return MB_OK;
}

/* ---- append ---------------------------------------------------------------------------------------------- */

/* The new item looks like the last one: its dash, the blanks behind it, a map in lines or in brackets. */
static int append(struct edit *e)
{
	struct mb_ynode *list = mb_y_child(e->holder, e->at), *last = mb_y_child(list, list->pub.n - 1);
	size_t col, blanks = 1, at;

	if (list->style != MB_Y_BLOCK) {
		mb_buf_puts(&e->put, ", ");
		mb_y_put_flow(&e->put, e->value);
		splice(e, last->end, last->end);
		return MB_OK;
	}
	col = column(e, last->dash);
	at = next_line(e, last->end);
	if (last->style != MB_Y_NULL && last->beg - last->behind < 8 &&
	    !memchr(e->s.p + last->behind, '\n', last->beg - last->behind))
		blanks = last->beg - last->behind;
	mb_y_pad(&e->put, col);
	mb_buf_putc(&e->put, '-');
	if (e->value->type == MB_MAP && e->value->n &&
	    (last->style == MB_Y_BLOCK || !mb_y_one_line(e->value))) {
		mb_y_pad(&e->put, blanks);
		mb_y_put_entries(&e->put, e->value, col + 1 + blanks, e->lf);
	} else {
		if (mb_y_one_line(e->value))
			mb_y_pad(&e->put, blanks - 1);
		mb_y_put_behind(&e->put, e->value, col, e->lf);
	}
	mb_buf_puts(&e->put, e->lf);
	splice(e, at, at);
	return MB_OK;
}

/* ---- remove ---------------------------------------------------------------------------------------------- */

static void remove_in_flow(struct edit *e, const struct mb_ynode *first, const struct mb_ynode *last)
{
	const struct mb_ynode *h = e->holder;
	size_t to = last->end, comma;

	if (e->at + 1 < h->pub.n) {
		const struct mb_ynode *after = h->pub.type == MB_MAP ? h->keys[e->at + 1]
								     : mb_y_child(h, e->at + 1);

		splice(e, first->beg, after->beg);
	} else if (e->at > 0) {
		splice(e, mb_y_child(h, e->at - 1)->end, to);
	} else {
		comma = mb_y_gap(&e->s, to, false);
		splice(e, first->beg, comma < e->s.to && e->s.p[comma] == ',' ? comma + 1 : to);
	}
}

/* The last entry goes: the holder becomes {} or [], drawn up behind its key or dash. */
static void remove_only(struct edit *e)
{
	struct mb_ynode *h = e->holder;
	size_t head = line_tail(e, h->behind), tail = line_tail(e, h->end);

	mb_buf_puts(&e->put, h->pub.type == MB_MAP ? " {}" : " []");
	if (h->beg > head)
		put_bytes(e, h->behind, head);
	splice(e, h->behind, tail);
}

static int remove_entry(struct edit *e)
{
	struct mb_ynode *h = e->holder, *last = mb_y_child(h, e->at);
	struct mb_ynode *first = h->pub.type == MB_MAP ? h->keys[e->at] : last;
	size_t from, line, to;

	if (h->style == MB_Y_FLOW) {
		remove_in_flow(e, first, last);
		return MB_OK;
	}
	if (h->style == MB_Y_PAIR)
		return mb_fail(e->err, MB_EINVAL,
			       "line %d: \"%s\" cannot be taken out alone; take the whole item",
			       first->pub.line, e->name);
	if (h->pub.n == 1 && h != e->root) {
		if (h->anchor || h->tag)
			return mb_fail(e->err, MB_EINVAL,
				       "line %d: what holds \"%s\" is anchored or tagged; edit it by hand",
				       h->pub.line, e->name);
		remove_only(e);
		return MB_OK;
	}
	from = h->pub.type == MB_LIST ? last->dash : first->beg;
	line = line_start(e, from);
	to = next_line(e, last->end);
	if (from - line == strspn(e->s.p + line, " "))
		from = line;
	else
		while (to < e->s.to && e->s.p[to] == ' ')
			to++; /* "- a: 1" loses a: draw the next line up to the dash */
	splice(e, from, to);
	return MB_OK;
}

int mb_edit_work_out(struct edit *e)
{
	if (e->what == MB_Y_REMOVE)
		return remove_entry(e);
	if (e->what == MB_Y_APPEND)
		return append(e);
	return e->at == MB_NOWHERE ? set_new(e) : set_old(e);
}
