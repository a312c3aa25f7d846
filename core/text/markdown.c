/* Markdown to HTML and to an outline. */
#include "md.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What is no UTF-8 becomes U+FFFD; on checked text this changes nothing. */
#define PARSE_OPTIONS (CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8)

static void append_text(cmark_node *into, const char *s, size_t n)
{
	cmark_node *t = cmark_node_new(CMARK_NODE_TEXT);
	char *copy = mb_strndup(s, n);

	cmark_node_set_literal(t, copy);
	cmark_node_append_child(into, t);
	free(copy);
}

/* cmark's safe mode drops raw HTML. A record must not lose words, so they are shown as they were typed. */
static void html_to_text(cmark_node *n)
{
	bool block = cmark_node_get_type(n) == CMARK_NODE_HTML_BLOCK;
	const char *s = cmark_node_get_literal(n);
	cmark_node *to = cmark_node_new(block ? CMARK_NODE_PARAGRAPH : CMARK_NODE_TEXT);

	if (!block)
		cmark_node_set_literal(to, s);
	while (block && *s) {
		size_t len = strcspn(s, "\n");

		append_text(to, s, len);
		s += len + (s[len] == '\n');
		if (*s)
			cmark_node_append_child(to, cmark_node_new(CMARK_NODE_SOFTBREAK));
	}
	cmark_node_insert_before(n, to);
	cmark_node_unlink(n);
	cmark_node_free(n);
}

/* Nodes are replaced after the walk: an iterator does not survive it. */
static void show_html(cmark_node *doc)
{
	struct mb_arena *a = mb_arena_new();
	cmark_node **found = NULL;
	size_t n_found = 0;
	cmark_iter *it = cmark_iter_new(doc);
	cmark_event_type ev;

	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);
		cmark_node_type t = cmark_node_get_type(n);

		if (ev == CMARK_EVENT_ENTER && (t == CMARK_NODE_HTML_BLOCK || t == CMARK_NODE_HTML_INLINE))
			*MB_PUSH(a, found, n_found) = n;
	}
	cmark_iter_free(it);
	for (size_t i = 0; i < n_found; i++)
		html_to_text(found[i]);
	mb_arena_free(a);
}

cmark_node *mb_md_parse_plain(const char *p, size_t n)
{
	cmark_node *doc = cmark_parse_document(p ? p : "", n, PARSE_OPTIONS);

	if (n && memchr(p, '<', n))
		show_html(doc);
	return doc;
}

cmark_node *mb_md_parse(const char *p, size_t n)
{
	cmark_node *doc = mb_md_parse_plain(p, n);

	if (n && memchr(p, '|', n))
		mb_md_tables(doc, p, n);
	return doc;
}

enum mb_md_kind mb_md_kind(cmark_node *n)
{
	cmark_node_type t = cmark_node_get_type(n);

	if (t != CMARK_NODE_CUSTOM_BLOCK && t != CMARK_NODE_CUSTOM_INLINE)
		return MB_MD_OTHER;
	return (enum mb_md_kind)(intptr_t)cmark_node_get_user_data(n);
}

void mb_markdown_html(struct mb_buf *out, const char *p, size_t n)
{
	cmark_node *doc = mb_md_parse(p, n);
	char *html = cmark_render_html(doc, CMARK_OPT_DEFAULT);

	mb_buf_puts(out, html);
	free(html);
	cmark_node_free(doc);
}

/* ---- outline --------------------------------------------------------------------------------------------- */

static void put_heading_text(struct mb_buf *out, cmark_node *heading)
{
	cmark_iter *it = cmark_iter_new(heading);

	while (cmark_iter_next(it) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);
		cmark_node_type t = cmark_node_get_type(n);

		if (t == CMARK_NODE_TEXT || t == CMARK_NODE_CODE)
			mb_buf_puts(out, cmark_node_get_literal(n));
		else if (t == CMARK_NODE_SOFTBREAK || t == CMARK_NODE_LINEBREAK)
			mb_buf_putc(out, ' ');
	}
	cmark_iter_free(it);
}

void mb_markdown_outline(struct mb_heading **out, size_t *count, struct mb_arena *a, const char *p, size_t n)
{
	cmark_node *doc = mb_md_parse(p, n);
	cmark_iter *it = cmark_iter_new(doc);
	cmark_event_type ev;
	struct mb_buf text;

	mb_buf_init(&text, 0);
	*out = NULL;
	*count = 0;
	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *h = cmark_iter_get_node(it);

		if (ev != CMARK_EVENT_ENTER || cmark_node_get_type(h) != CMARK_NODE_HEADING)
			continue;
		mb_buf_clear(&text);
		put_heading_text(&text, h);
		*MB_PUSH(a, *out, *count) = (struct mb_heading){
			.level = cmark_node_get_heading_level(h),
			.line = cmark_node_get_start_line(h),
			.text = mb_arena_ndup(a, text.p, text.n),
		};
	}
	mb_buf_free(&text);
	cmark_iter_free(it);
	cmark_node_free(doc);
}
