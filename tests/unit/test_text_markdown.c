/* Markdown without tables and raw HTML is exactly what cmark makes of it; raw HTML is shown, never passed; plain text
 * and outline. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <minutebook/text.h>

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

/* ---- the same as cmark ------------------------------------------------------------------------------------ */

static const char *const snippets[] = {
	/* paragraphs and line breaks */
	"One line\n",
	"Two\nlines\n",
	"Trailing blanks   \nbreak\n",
	"A backslash\\\nbreak\n",
	"  indented\n   text\n",
	"No line end",
	"\n\n\nblank lines before\n\n\n",
	"CRLF\r\nlines\r\n\r\nhere\r\n",
	"Old\rMac\r\rlines\r",
	"\tTab first\n",
	"a\tb\n",
	/* headings */
	"# One\n## Two\n### Three\n#### Four\n##### Five\n###### Six\n",
	"####### Seven\n",
	"#No blank\n",
	"# Closed #\n## Closed ####   \n",
	"# *Emphasis* and `code`\n",
	"#\n## \n",
	"Setext\n===\n\nSecond\n---\n",
	"Setext of\ntwo lines\n-----\n",
	"Not a heading\n\n===\n",
	"   # Indented\n    # Code\n",
	"\\# Not one\n",
	/* rules */
	"***\n---\n___\n",
	"- - -\n * * *\n",
	"--\n**\n__\n",
	"text\n***\ntext\n",
	/* code */
	"    code\n      more\n\n    again\n",
	"```\nfenced\n```\n",
	"~~~ lua info\nx < y & z\n~~~\n",
	"````\n```\n````\n",
	"```\nnever closed\n",
	"   ```\n   indented\n  fence\n   ```\n",
	"`code` and ``co`de`` and ` a `\n",
	"`unclosed\n",
	"`a\nb`\n",
	/* quotes */
	"> quote\n> goes on\n",
	"> lazy\nline\n",
	"> outer\n> > inner\n> back\n",
	"> # Heading\n> - list\n>\n>     code\n",
	">\n> x\n",
	"> a\n\n> b\n",
	/* lists */
	"- a\n- b\n- c\n",
	"- a\n\n- b\n\n- c\n",
	"* a\n+ b\n- c\n",
	"1. a\n2. b\n3. c\n",
	"7) a\n8) b\n",
	"0. zero\n",
	"1234567890. too long\n",
	"- a\n  - b\n    - c\n      - d\n",
	"- a\n\n  second paragraph\n\n      code\n\n- b\n",
	"1. a\n   - b\n   - c\n\n   text\n2. d\n",
	"-\n- x\n-\n",
	"- a\n - b\n  - c\n   - d\n",
	"- a\n> b\n",
	"- # Heading\n- ```\n  code\n  ```\n",
	"text\n- list right below\n",
	"text\n2. not a list\n",
	"- a\n\n\n- b\n",
	"* * *\n* a\n",
	"10. a\n\n    b\n",
	/* emphasis */
	"*a* _b_ **c** __d__ ***e***\n",
	"*a **b** c* **a *b* c**\n",
	"a*b*c a_b_c\n",
	"* not emphasis *\n",
	"**unclosed\n*also\n",
	"*a `*` b*\n",
	"**a\nb**\n",
	"\\*escaped\\*\n",
	"_(a)_ *(b)*.\n",
	"****a****\n",
	/* links and images */
	"[a](/b) [a](/b \"t\") [a](</b c> 't')\n",
	"[a]\n\n[a]: /b\n",
	"[a][b] [b][] [c]\n\n[b]: <x y> 'title'\n[C]: /c\n",
	"[a](/b\n'c')\n",
	"![image](/a.png \"t\") ![*alt*][r]\n\n[r]: /r\n",
	"[not a link] [nor](this one)\n",
	"[a [b](c) d](e)\n",
	"<https://example.org/?a=b&c=d> <someone@example.org>\n",
	"[x](javascript:alert(1)) [y](data:text/html,x) [z](vbscript:x)\n",
	"![x](data:image/png;base64,AA==)\n",
	"[a]: /first\n[a]: /second\n\n[a]\n",
	"[\u00e4\u00f6]: /x\n\n[\u00c4\u00d6]\n",
	/* entities, escapes, characters */
	"&amp; &copy; &#228; &#xe4; &nope; &#0; &\n",
	"\\! \\\" \\# \\$ \\a \\\\ \\<\n",
	"\u00e4 \u20ac \U0001f600 \"quotes\" 'single' -- ... &\n",
	"a < b > c\n",
	"\xef\xbb\xbf# With BOM\n",
	"pipes | without | a table\n",
	"| a | b |\n| c | d |\n",
	"\n",
	"",
};

static void assert_as_cmark(const char *p, size_t n)
{
	char *want = cmark_markdown_to_html(p, n, CMARK_OPT_DEFAULT);
	struct mb_buf out;

	mb_buf_init(&out, 0);
	mb_markdown_html(&out, p, n);
	if (strcmp(out.p, want) != 0)
		fail_msg("from:\n%s\n-- ours --\n%s\n-- cmark --\n%s", p, out.p, want);
	mb_buf_free(&out);
	free(want);
}

static void every_construct_is_rendered_as_cmark_does(void **state)
{
	for (size_t i = 0; i < sizeof snippets / sizeof snippets[0]; i++)
		assert_as_cmark(snippets[i], strlen(snippets[i]));
}

static uint64_t seed = 30052026;

static unsigned pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 11) % n;
}

static void random_mixtures_are_rendered_as_cmark_does(void **state)
{
	static const char *const before[] = { "", "", "> ", "- ", "  ", "    ", "1. ", "\t", "# ", ">" };
	struct mb_buf page;

	print_message("seed %llu\n", (unsigned long long)seed);
	for (int i = 0; i < 10000; i++) {
		mb_buf_init(&page, 0);
		for (unsigned k = 1 + pick(6); k > 0; k--) {
			mb_buf_puts(&page, before[pick(sizeof before / sizeof before[0])]);
			mb_buf_puts(&page, snippets[pick(sizeof snippets / sizeof snippets[0])]);
			if (pick(3) == 0)
				mb_buf_putc(&page, '\n');
		}
		assert_as_cmark(page.p, page.n);
		mb_buf_free(&page);
	}
}

/* ---- raw HTML --------------------------------------------------------------------------------------------- */

static const struct {
	const char *markdown, *html;
} raw[] = {
	{ "<b>x</b>\n", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n" },
	{ "a <i title=\"y\">x</i>\n", "<p>a &lt;i title=&quot;y&quot;&gt;x&lt;/i&gt;</p>\n" },
	{ "<div>\n*x*\n</div>\n\nafter\n", "<p>&lt;div&gt;\n*x*\n&lt;/div&gt;</p>\n<p>after</p>\n" },
	{ "<script>alert(1)</script>\n", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n" },
	{ "<!-- a note -->\n", "<p>&lt;!-- a note --&gt;</p>\n" },
	{ "# a <b>\n", "<h1>a &lt;b&gt;</h1>\n" },
	{ "*a <b> c*\n", "<p><em>a &lt;b&gt; c</em></p>\n" },
	{ "[a <b> c](/x)\n", "<p><a href=\"/x\">a &lt;b&gt; c</a></p>\n" },
	{ "- <p>x</p>\n- y\n", "<ul>\n<li>&lt;p&gt;x&lt;/p&gt;</li>\n<li>y</li>\n</ul>\n" },
	{ "<div>\n\nx | y\n\n</div>\n", "<p>&lt;div&gt;</p>\n<p>x | y</p>\n<p>&lt;/div&gt;</p>\n" },
	{ "a\n<b>\nc\n", "<p>a\n&lt;b&gt;\nc</p>\n" },
};

static void raw_html_is_shown_as_text(void **state)
{
	struct mb_buf out;

	mb_buf_init(&out, 0);
	for (size_t i = 0; i < sizeof raw / sizeof raw[0]; i++) {
		mb_buf_clear(&out);
		mb_markdown_html(&out, raw[i].markdown, strlen(raw[i].markdown));
		assert_string_equal(out.p, raw[i].html);
	}
	mb_buf_free(&out);
}

/* Whatever is thrown at it: the only tags are cmark's and ours, and no link runs a script. */
static void no_markup_of_a_stranger_comes_through(void **state)
{
	static const char *const parts[] = {
		"<script>",
		"</td>",
		"<img src=x onerror=y>",
		"javascript:",
		"[a](",
		")",
		"<!--",
		"-->",
		"<![CDATA[",
		"]]>",
		"|",
		"|---|\n",
		"\n",
		"\n\n",
		"`",
		"\\|",
		"&lt;",
		"<",
		">",
		"\"",
		"* ",
		"> ",
		"x",
		"[r]",
		"]: ",
		"<a href=\"",
		"&#xE000;",
		"\xee\x80\x80",
		"---\n",
		"    ",
		"1. ",
		"<?php",
		"<div>\n",
	};
	struct mb_buf page, out;

	mb_buf_init(&out, 0);
	for (int i = 0; i < 20000; i++) {
		mb_buf_init(&page, 0);
		for (unsigned k = 1 + pick(24); k > 0; k--)
			mb_buf_puts(&page, parts[pick(sizeof parts / sizeof parts[0])]);
		mb_buf_clear(&out);
		mb_markdown_html(&out, page.p, page.n);
		if (strstr(out.p, "<script") || strstr(out.p, "<img src=x") ||
		    strstr(out.p, "=\"javascript:") || strstr(out.p, "<div") || strstr(out.p, "<!") ||
		    strstr(out.p, "<?"))
			fail_msg("from:\n%s\n-- came --\n%s", page.p, out.p);
		mb_buf_free(&page);
	}
	mb_buf_free(&out);
}

static void bytes_that_are_no_text_do_not_come_through(void **state)
{
	struct mb_buf out;

	mb_buf_init(&out, 0);
	mb_markdown_html(&out,
			 "a\xff"
			 "b\0c\n",
			 6);
	assert_string_equal(out.p, "<p>a\xef\xbf\xbd"
				   "b\xef\xbf\xbd"
				   "c</p>\n");
	mb_buf_clear(&out);
	mb_markdown_html(&out, NULL, 0);
	assert_string_equal(out.p, "");
	mb_buf_free(&out);
}

/* ---- plain text ------------------------------------------------------------------------------------------- */

static const struct {
	const char *markdown, *plain;
} plains[] = {
	{ "", "" },
	{ "# A *b* `c`\n\nd\ne [f](/g) ![h](/i)\n", "A b c\n\nd e f h\n" },
	{ "a  \nb\n", "a\nb\n" },
	{ "- a\n- b\n\nc\n", "- a\n- b\n\nc\n" },
	{ "- a\n\n- b\n", "- a\n\n- b\n" },
	{ "text\n\n3. a\n4. b\n", "text\n\n3. a\n4. b\n" },
	{ "- a\n  - b\n    1. c\n- d\n", "- a\n  - b\n    1. c\n- d\n" },
	{ "1. a\n\n   b\n\n   - c\n   - d\n2. e\n", "1. a\n\n   b\n\n   - c\n   - d\n\n2. e\n" },
	{ "-\n- x\n", "- \n- x\n" },
	{ "> quote\n>\n> more\n", "quote\n\nmore\n" },
	{ "```\na\n\n  b\n```\n\nc\n", "a\n\n  b\n\nc\n" },
	{ "- ```\n  a\n  b\n  ```\n", "- a\n  b\n" },
	{ "a\n\n***\n\nb\n", "a\n\nb\n" },
	{ "before\n\n| *a* | b |\n|---|---|\n| c | |\n| d | e\\|f |\n\nafter\n",
	  "before\n\na | b\nc | \nd | e|f\n\nafter\n" },
	{ "<b>x</b> &amp;\n", "<b>x</b> &\n" },
};

static void plain_text_keeps_the_words(void **state)
{
	struct mb_buf out;

	mb_buf_init(&out, 0);
	for (size_t i = 0; i < sizeof plains / sizeof plains[0]; i++) {
		mb_buf_clear(&out);
		mb_markdown_plain(&out, plains[i].markdown, strlen(plains[i].markdown));
		assert_string_equal(out.p, plains[i].plain);
	}
	mb_buf_free(&out);
}

static void plain_text_is_appended(void **state)
{
	struct mb_buf out;

	mb_buf_init(&out, 0);
	mb_buf_puts(&out, "Title: ");
	mb_markdown_plain(&out, "*x*\n", 4);
	assert_string_equal(out.p, "Title: x\n");
	mb_buf_free(&out);
}

static void deep_lists_do_not_blow_plain_text_up(void **state)
{
	struct mb_buf page, out;

	mb_buf_init(&page, 0);
	mb_buf_init(&out, 0);
	for (int i = 0; i < 2000; i++)
		mb_buf_puts(&page, "- ");
	mb_buf_puts(&page, "x  \ny  \nz\n");
	mb_markdown_plain(&out, page.p, page.n);
	assert_true(out.n < 2 * page.n + 200);
	mb_buf_free(&page);
	mb_buf_free(&out);
}

/* ---- outline ---------------------------------------------------------------------------------------------- */

static void the_outline_has_levels_and_lines(void **state)
{
	static const char page[] =
		"# One *two*\n\ntext\n\nThree\nfour\n---\n\n> ## `five` <b>\n\n| a |\n|---|\n\n### Six\n"
		"\n[x]: /y\n";
	struct mb_arena *a = mb_arena_new();
	struct mb_heading *h;
	size_t n;

	mb_markdown_outline(&h, &n, a, page, strlen(page));
	assert_int_equal(n, 4);
	assert_string_equal(h[0].text, "One two");
	assert_int_equal(h[0].level, 1);
	assert_int_equal(h[0].line, 1);
	assert_string_equal(h[1].text, "Three four");
	assert_int_equal(h[1].level, 2);
	assert_int_equal(h[1].line, 5);
	assert_string_equal(h[2].text, "five <b>");
	assert_int_equal(h[2].line, 9);
	assert_int_equal(h[3].line, 14);
	mb_markdown_outline(&h, &n, a, "none\n", 5);
	assert_int_equal(n, 0);
	mb_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(every_construct_is_rendered_as_cmark_does),
		cmocka_unit_test(random_mixtures_are_rendered_as_cmark_does),
		cmocka_unit_test(raw_html_is_shown_as_text),
		cmocka_unit_test(no_markup_of_a_stranger_comes_through),
		cmocka_unit_test(bytes_that_are_no_text_do_not_come_through),
		cmocka_unit_test(plain_text_keeps_the_words),
		cmocka_unit_test(plain_text_is_appended),
		cmocka_unit_test(deep_lists_do_not_blow_plain_text_up),
		cmocka_unit_test(the_outline_has_levels_and_lines),
	};
	return cmocka_run_group_tests_name("text_markdown", t, NULL, NULL);
}
