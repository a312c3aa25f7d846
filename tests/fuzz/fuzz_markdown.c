/* Any body as HTML, as plain words and as an outline: no tag and no address gets through that the writer did not mean
 * as Markdown. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static bool known_tag(const char *name, size_t n)
{
	static const char *const tags[] = { "p",  "h1",	  "h2",	    "h3",	 "h4",	  "h5", "h6",
					    "ul", "ol",	  "li",	    "pre",	 "em",	  "hr", "br",
					    "a",  "img",  "table",  "thead",	 "tbody", "tr", "th",
					    "td", "code", "strong", "blockquote" };

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (strlen(tags[i]) == n && !memcmp(tags[i], name, n))
			return true;
	return false;
}

static void check_html(const char *html)
{
	for (const char *p = html; (p = strchr(p, '<')); p++) {
		const char *name = p + 1 + (p[1] == '/');

		INSIST(known_tag(name, strspn(name, "abcdefghijklmnopqrstuvwxyz123456")));
		INSIST(strchr(p, '>'));
	}
	for (const char *p = html; (p = strstr(p, "=\"")); p++) {
		const char *end = strchr(p + 2, '"');

		INSIST(end);
		INSIST(memcmp(p + 2, "javascript:", 11) != 0 && memcmp(p + 2, "vbscript:", 9) != 0);
		p = end;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct mb_arena *a = mb_arena_new();
	char *text = text_left(&in);
	struct mb_heading *headings;
	struct mb_buf html, plain;
	size_t n;

	mb_buf_init(&html, 0);
	mb_buf_init(&plain, 0);
	mb_markdown_html(&html, text, in.n);
	mb_markdown_plain(&plain, text, in.n);
	mb_markdown_outline(&headings, &n, a, text, in.n);
	check_html(html.p);
	INSIST(mb_buf_status(&html, NULL) == MB_OK && mb_buf_status(&plain, NULL) == MB_OK);
	for (size_t i = 0; i < n; i++)
		INSIST(headings[i].level >= 1 && headings[i].level <= 6 && headings[i].line >= 1 &&
		       (size_t)headings[i].line <= in.n && headings[i].text);
	if (mb_text_check(text, in.n, NULL) == MB_OK) {
		INSIST(mb_text_check(html.p, html.n, NULL) == MB_OK);
		INSIST(mb_text_check(plain.p, plain.n, NULL) == MB_OK);
	}
	mb_buf_free(&plain);
	mb_buf_free(&html);
	free(text);
	mb_arena_free(a);
	return 0;
}
