/* Markdown to plain text: the words without the marks, laid out so that a terminal shows what is a list or a table. */
#include "md.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Deeper lists are not indented further: the output stays in proportion to the text. */
#define DEEPEST_COLUMN 40

struct plain {
	struct mb_buf *out;
	size_t start; /* of our text in out */
	size_t column;
	bool marked; /* a list marker was just written, what follows goes on the same line */
};

static void line_break(struct plain *w)
{
	mb_buf_putc(w->out, '\n');
	for (size_t i = 0; i < w->column && i < DEEPEST_COLUMN; i++)
		mb_buf_putc(w->out, ' ');
}

static bool tight(cmark_node *item)
{
	cmark_node *list = item ? cmark_node_parent(item) : NULL;

	return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

/* Do this block and the one before it stand on neighbouring lines? */
static bool close_to_previous(cmark_node *n)
{
	cmark_node *parent = cmark_node_parent(n);

	if (mb_md_kind(n) == MB_MD_ROW)
		return cmark_node_previous(n) || cmark_node_previous(parent);
	if (cmark_node_get_type(n) == CMARK_NODE_ITEM) {
		if (cmark_node_previous(n))
			return tight(n);
		parent = cmark_node_parent(parent); /* the first item stands where its list stands */
	}
	return parent && cmark_node_get_type(parent) == CMARK_NODE_ITEM && tight(parent);
}

static void begin_block(struct plain *w, cmark_node *n)
{
	if (!w->marked && w->out->n > w->start) {
		if (!close_to_previous(n))
			mb_buf_putc(w->out, '\n');
		line_break(w);
	}
	w->marked = false;
}

/* Items are numbered as they are entered; the number is kept in the node for the next one and for the way out. */
static size_t marker(char out[24], cmark_node *item)
{
	cmark_node *list = cmark_node_parent(item);

	if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST)
		return (size_t)snprintf(out, 24, "- ");
	return (size_t)snprintf(out, 24, "%ld. ", (long)(intptr_t)cmark_node_get_user_data(item));
}

static void enter_item(struct plain *w, cmark_node *item)
{
	cmark_node *before = cmark_node_previous(item);
	intptr_t number = before ? (intptr_t)cmark_node_get_user_data(before) + 1
				 : cmark_node_get_list_start(cmark_node_parent(item));
	char mark[24];

	cmark_node_set_user_data(item, (void *)number);
	begin_block(w, item);
	w->column += marker(mark, item);
	mb_buf_puts(w->out, mark);
	w->marked = true;
}

static void leave_item(struct plain *w, cmark_node *item)
{
	char mark[24];

	w->column -= marker(mark, item);
	w->marked = false;
}

static void put_code(struct plain *w, cmark_node *n)
{
	const char *s = cmark_node_get_literal(n);

	begin_block(w, n);
	while (*s) {
		size_t len = strcspn(s, "\n");

		mb_buf_put(w->out, s, len);
		s += len + (s[len] == '\n');
		if (*s)
			line_break(w);
	}
}

static void enter(struct plain *w, cmark_node *n)
{
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		begin_block(w, n);
		break;
	case CMARK_NODE_ITEM:
		enter_item(w, n);
		break;
	case CMARK_NODE_CODE_BLOCK:
		put_code(w, n);
		break;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		mb_buf_puts(w->out, cmark_node_get_literal(n));
		break;
	case CMARK_NODE_SOFTBREAK:
		mb_buf_putc(w->out, ' ');
		break;
	case CMARK_NODE_LINEBREAK:
		line_break(w);
		break;
	default:
		if (mb_md_kind(n) == MB_MD_ROW)
			begin_block(w, n);
		else if (mb_md_kind(n) == MB_MD_CELL && cmark_node_previous(n))
			mb_buf_puts(w->out, " | ");
	}
}

void mb_markdown_plain(struct mb_buf *out, const char *p, size_t n)
{
	cmark_node *doc = mb_md_parse(p, n);
	struct plain w = { .out = out, .start = out->n };
	cmark_iter *it = cmark_iter_new(doc);
	cmark_event_type ev;

	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);

		if (ev == CMARK_EVENT_ENTER)
			enter(&w, node);
		else if (cmark_node_get_type(node) == CMARK_NODE_ITEM)
			leave_item(&w, node);
	}
	if (out->n > w.start)
		mb_buf_putc(out, '\n');
	cmark_iter_free(it);
	cmark_node_free(doc);
}
