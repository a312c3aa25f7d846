/* A drawing of graphviz made fit to stand in a page. */
#include "registers_impl.h"

#include <string.h>

static void put_text(struct mb_buf *out, const char *s)
{
	for (; *s; s++)
		switch (*s) {
		case '&':
			mb_buf_puts(out, "&amp;");
			break;
		case '<':
			mb_buf_puts(out, "&lt;");
			break;
		case '>':
			mb_buf_puts(out, "&gt;");
			break;
		case '"':
			mb_buf_puts(out, "&quot;");
			break;
		default:
			mb_buf_putc(out, *s);
		}
}

/* What a reader hears instead of the picture: every line in a sentence. */
static void put_description(struct mb_buf *out, const struct mb_map *m)
{
	char day[MB_LONG_DATE];

	mb_buf_printf(out, "%zu groups and %zu reporting lines on %s.", m->n_groups, m->n_lines,
		      mb_day_long(day, m->on));
	for (size_t i = 0; i < m->n_lines; i++) {
		const struct mb_map_line *l = &m->lines[i];

		mb_buf_puts(out, " ");
		put_text(out, m->groups[l->from].title);
		mb_buf_puts(out, mb_streq(l->type, "dotted")  ? " tells of itself, by a dotted line, to "
				 : mb_streq(l->type, "joint") ? " reports jointly to "
							      : " reports to ");
		put_text(out, m->groups[l->to].title);
		if (l->accountability) {
			mb_buf_puts(out, " (");
			put_text(out, l->accountability);
			mb_buf_puts(out, ")");
		}
		mb_buf_puts(out, ".");
	}
}

static bool at(const char *p, const char *end, const char *s)
{
	size_t n = strlen(s);

	return (size_t)(end - p) >= n && memcmp(p, s, n) == 0;
}

static const char *behind(const char *p, const char *end, const char *s)
{
	const char *found = p < end ? memmem(p, (size_t)(end - p), s, strlen(s)) : NULL;

	return found ? found + strlen(s) : end;
}

/* Parts of the drawing that a page has no use for: names that only repeat the labels, links, comments. */
static const char *skipped(const char *p, const char *end)
{
	static const struct {
		const char *from, *to;
	} parts[] = { { "<title>", "</title>" }, { "<!--", "-->" }, { "<a ", ">" }, { "</a>", "" } };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (at(p, end, parts[i].from)) {
			p = *parts[i].to ? behind(p, end, parts[i].to) : p + strlen(parts[i].from);
			return p < end && *p == '\n' ? p + 1 : p;
		}
	return NULL;
}

static void put_body(struct mb_buf *out, const char *p, const char *end, const char *id)
{
	static const struct {
		const char *was, *is;
	} words[] = { { " stroke=\"black\"", " stroke=\"currentColor\"" },
		      { " fill=\"black\"", " fill=\"currentColor\"" },
		      { " font-family=\"Helvetica,sans-Serif\"", " font-family=\"sans-serif\"" },
		      { "<text ", "<text fill=\"currentColor\" " } };

	while (p < end) {
		const char *next = skipped(p, end);
		bool done = next != NULL;

		if (!done && at(p, end, " id=\"")) { /* no id of ours may meet one of the page */
			mb_buf_printf(out, " id=\"%s-", id);
			next = p + strlen(" id=\"");
			done = true;
		}
		for (size_t i = 0; !done && i < sizeof words / sizeof *words; i++)
			if (at(p, end, words[i].was)) {
				mb_buf_puts(out, words[i].is);
				next = p + strlen(words[i].was);
				done = true;
			}
		if (!done)
			mb_buf_putc(out, *p);
		p = done ? next : p + 1;
	}
}

void map_svg_clean(struct mb_buf *out, const struct mb_map *m, const char *raw, size_t n, const char *id)
{
	const char *end = raw + n, *svg = memmem(raw, n, "<svg", 4), *box = NULL, *close = NULL, *last = NULL;

	if (!svg)
		return;
	if ((box = memmem(svg, (size_t)(end - svg), "viewBox=\"", 9)))
		close = memchr(box + 9, '"', (size_t)(end - box - 9));
	last = memmem(svg, (size_t)(end - svg), "</svg>", 6);
	mb_buf_printf(
		out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"%s-title %s-desc\"",
		id, id);
	if (close)
		mb_buf_printf(out, " viewBox=\"%.*s\"", (int)(close - box - 9), box + 9);
	mb_buf_printf(
		out,
		">\n<title id=\"%s-title\">Map of groups and reporting lines</title>\n<desc id=\"%s-desc\">",
		id, id);
	put_description(out, m);
	mb_buf_puts(out, "</desc>\n");
	put_body(out, behind(svg, end, ">"), last ? last : end, id);
	mb_buf_puts(out, "</svg>\n");
}
