/* template: what makes a stranger's text harmless on a page: one escaper, one check of addresses. */
#include "template.h"
#include "template_safe.h"

#include <minutebook/text.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Length of the well-formed UTF-8 character at p, 0 if there is none (RFC 3629, table 3-7 of Unicode). */
static size_t utf8(const unsigned char *p, size_t n)
{
	size_t len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;

	if (p[0] < 0xC2 || p[0] > 0xF4 || len > n)
		return 0;
	if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF0 && p[1] < 0x90) ||
	    (p[0] == 0xF4 && p[1] > 0x8F))
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	/* U+0080 to U+009F are controls, which HTML does not allow either */
	return p[0] == 0xC2 && p[1] < 0xA0 ? 0 : len;
}

/* ASCII that stands for itself: most of any text. The bits are those of " & ' < > behind the blank. */
static bool plain(unsigned char c)
{
	static const uint32_t marks = 1U << ('"' - ' ') | 1U << ('&' - ' ') | 1U << ('\'' - ' ') |
				      1U << ('<' - ' ') | 1U << ('>' - ' ');

	return (c >= 0x40 && c < 0x7F) || (c >= 0x20 && c < 0x40 && !(marks >> (c - 0x20) & 1)) ||
	       c == '\n' || c == '\t' || c == '\r';
}

void tpl_escape(struct mb_buf *out, const char *text, size_t n)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t from = 0, i = 0;

	for (;;) {
		const char *instead = NULL;
		size_t len = 1;

		while (i < n && plain(p[i]))
			i++;
		if (i >= n)
			break;

		switch (p[i]) {
		case '&':
			instead = "&amp;";
			break;
		case '<':
			instead = "&lt;";
			break;
		case '>':
			instead = "&gt;";
			break;
		case '"':
			instead = "&quot;";
			break;
		case '\'':
			instead = "&#39;";
			break;
		default:
			if (p[i] >= 0x80)
				len = utf8(p + i, n - i);
			if (len == 0 || p[i] < 0x20 || p[i] == 0x7F) {
				instead = "\xEF\xBF\xBD";
				len = 1;
			}
		}
		if (instead) {
			mb_buf_put(out, text + from, i - from);
			mb_buf_puts(out, instead);
			from = i + len;
		}
		i += len;
	}
	mb_buf_put(out, text + from, n - from);
}

bool tpl_url_ok(const char *url)
{
	static const char *const schemes[] = { "https:", "http:", "mailto:" };

	/* Browsers drop tabs and line ends inside an address and blanks before it, and read "\" as "/". */
	for (const char *p = url; *p; p++)
		if ((unsigned char)*p <= 0x20 || *p == 0x7F || *p == '\\')
			return false;
	if (url[0] == '/')
		return url[1] != '/';
	if (url[0] == '?' || url[0] == '#')
		return true;
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
		if (!strncasecmp(url, schemes[i], strlen(schemes[i])) && url[strlen(schemes[i])])
			return true;
	return false;
}

static void percent(struct mb_buf *b, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c < 0x80 && isalnum(c)) || strchr("-._~", c))
			mb_buf_putc(b, *s);
		else
			mb_buf_printf(b, "%%%02X", c);
	}
}

void tpl_url_format(struct mb_buf *out, const char *fmt, va_list ap)
{
	for (; *fmt; fmt++) {
		if (*fmt != '%' || !fmt[1]) {
			mb_buf_putc(out, *fmt);
			continue;
		}
		fmt++;
		if (*fmt == 's') {
			const char *s = va_arg(ap, const char *);

			percent(out, s ? s : "");
		} else if (*fmt == 'd') {
			mb_buf_printf(out, "%d", va_arg(ap, int));
		} else {
			mb_buf_putc(out, *fmt);
		}
	}
}

/* ---- Markdown -------------------------------------------------------------------------------------------- */

/* The level of the heading whose tag opens (or closes) at p, 0 if none does. cmark writes exactly <hN> and </hN>, and
 * text never holds a bare "<". */
static int heading_at(const char *p, size_t n, size_t *digit)
{
	size_t at = n > 1 && p[1] == '/' ? 2 : 1;

	if (n < at + 3 || p[0] != '<' || p[at] != 'h' || p[at + 1] < '1' || p[at + 1] > '6' ||
	    p[at + 2] != '>')
		return 0;
	*digit = at + 1;
	return p[at + 1] - '0';
}

/* A picture from elsewhere would tell its server who reads this page, and is stopped by the content policy anyway: its words
 * stand in its place. cmark writes <img src="..." alt="..." title="..." />, with no bare quote in any of them.
 * @return bytes read of p; 0: no such picture */
static size_t put_far_picture(struct mb_buf *out, const char *p)
{
	static const char open[] = "<img src=\"", alt[] = "\" alt=\"";
	const char *src = p + sizeof open - 1, *words, *end;

	if (!mb_starts(p, open) || !(words = strstr(src, alt)) || !(end = strstr(words, " />")))
		return 0;
	if (!mb_starts(src, "//") && !memchr(src, ':', (size_t)(words - src)))
		return 0;
	words += sizeof alt - 1;
	mb_buf_puts(out, "[picture: ");
	mb_buf_put(out, words, strcspn(words, "\""));
	mb_buf_puts(out, "]");
	return (size_t)(end - p) + 3;
}

/* A link that names a file beside this one. cmark has escaped it already, so that it may stand in the quotes as it is.
 * @return bytes read of p; 0: no such link */
static size_t put_link_beside(struct mb_buf *out, const char *p, const char *folder)
{
	static const char open[] = "<a href=\"";
	const char *to = p + sizeof open - 1;
	size_t n, keep;

	if (!folder || !mb_starts(p, open))
		return 0;
	n = strcspn(to, "\"");
	if (n == 0 || strchr("/#?", *to) || memchr(to, ':', n))
		return 0;
	keep = strlen(folder);
	for (;;) { /* "../" takes a folder away, "./" none; above the record is nothing */
		if (n >= 3 && memcmp(to, "../", 3) == 0) {
			while (keep && folder[keep - 1] != '/')
				keep--;
			keep -= keep > 0;
			to += 3;
			n -= 3;
		} else if (n >= 2 && memcmp(to, "./", 2) == 0) {
			to += 2;
			n -= 2;
		} else {
			break;
		}
	}
	mb_buf_printf(out, "%s/record/", open);
	mb_buf_put(out, folder, keep);
	mb_buf_puts(out, keep ? "/" : "");
	mb_buf_put(out, to, n);
	return (size_t)(to + n - p);
}

struct safe_html tpl_markdown(struct mb_arena *a, const char *body, size_t n, int top)
{
	return tpl_markdown_in(a, body, n, top, NULL);
}

struct safe_html tpl_markdown_in(struct mb_arena *a, const char *body, size_t n, int top, const char *folder)
{
	/* A wide table scrolls in a region of its own that can be reached by the keyboard, not the page. */
	static const char open_table[] = "<table>", close_table[] = "</table>";
	struct mb_buf html, out;
	struct safe_html h;
	size_t digit = 0;
	int high = 6, tables = 0;

	mb_buf_init(&html, 0);
	mb_buf_init(&out, 0);
	mb_markdown_html(&html, body, n);
	for (size_t i = 0; i < html.n; i++) {
		int level = heading_at(html.p + i, html.n - i, &digit);

		high = level && level < high ? level : high;
	}
	for (size_t i = 0; i < html.n; i++) {
		const char *p = html.p + i;
		int level = *p == '<' ? heading_at(p, html.n - i, &digit) : 0;
		size_t far = *p == '<' ? put_far_picture(&out, p) : 0;

		if (*p == '<' && !far)
			far = put_link_beside(&out, p, folder);

		if (far) {
			i += far - 1;
		} else if (level) {
			level += top - high;
			mb_buf_put(&out, p, digit);
			mb_buf_printf(&out, "%d>", level > 6 ? 6 : level);
			i += digit + 1;
		} else if (*p == '<' && mb_starts(p, open_table)) {
			mb_buf_printf(&out,
				      "<div class=\"mb-scroll\" role=\"region\" tabindex=\"0\" "
				      "aria-label=\"Table %d\">%s",
				      ++tables, open_table);
			i += sizeof open_table - 2;
		} else if (*p == '<' && mb_starts(p, close_table)) {
			mb_buf_printf(&out, "%s</div>", close_table);
			i += sizeof close_table - 2;
		} else {
			mb_buf_putc(&out, *p);
		}
	}
	h.trusted = mb_arena_copy(a, out.p, out.n);
	h.trusted_n = out.n;
	mb_buf_free(&html);
	mb_buf_free(&out);
	return h;
}
