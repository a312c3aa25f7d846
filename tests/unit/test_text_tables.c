/* Pipe tables. The first cases are the eight of the GitHub Flavored Markdown specification, section 4.10. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <minutebook/text.h>

#include <string.h>
#include <time.h>

#define TABLE(head, body) "<table>\n<thead>\n" head "</thead>\n" body "</table>\n"
#define BODY(rows)	  "<tbody>\n" rows "</tbody>\n"
#define ROW(cells)	  "<tr>\n" cells "</tr>\n"
#define TH(x)		  "<th>" x "</th>\n"
#define TD(x)		  "<td>" x "</td>\n"

static const struct row {
	const char *name, *markdown, *html;
} rows[] = {
	{ "GFM 198", "| foo | bar |\n| --- | --- |\n| baz | bim |\n",
	  TABLE(ROW(TH("foo") TH("bar")), BODY(ROW(TD("baz") TD("bim")))) },
	{ "GFM 199 alignment, short rows of dashes", "| abc | defghi |\n:-: | -----------:\nbar | baz\n",
	  TABLE(ROW("<th align=\"center\">abc</th>\n<th align=\"right\">defghi</th>\n"),
		BODY(ROW("<td align=\"center\">bar</td>\n<td align=\"right\">baz</td>\n"))) },
	{ "GFM 200 pipes in code and strong", "| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n",
	  TABLE(ROW(TH("f|oo")), BODY(ROW(TD("b <code>|</code> az")) ROW(TD("b <strong>|</strong> im")))) },
	{ "GFM 201 a block ends the table", "| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n",
	  TABLE(ROW(TH("abc") TH("def")),
		BODY(ROW(TD("bar") TD("baz")))) "<blockquote>\n<p>bar</p>\n</blockquote>\n" },
	{ "GFM 202 a short row, a blank line ends the table",
	  "| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n",
	  TABLE(ROW(TH("abc") TH("def")),
		BODY(ROW(TD("bar") TD("baz")) ROW(TD("bar") TD("")))) "<p>bar</p>\n" },
	{ "GFM 203 as many delimiters as cells", "| abc | def |\n| --- |\n| bar |\n",
	  "<p>| abc | def |\n| --- |\n| bar |</p>\n" },
	{ "GFM 204 rows are filled up and cut off",
	  "| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n",
	  TABLE(ROW(TH("abc") TH("def")), BODY(ROW(TD("bar") TD("")) ROW(TD("bar") TD("baz")))) },
	{ "GFM 205 no rows, no body", "| abc | def |\n| --- | --- |\n", TABLE(ROW(TH("abc") TH("def")), "") },

	{ "blocks' marks are text in a cell", "| # a | - b | > c | 1. d |\n|-|-|-|-|\n",
	  TABLE(ROW(TH("# a") TH("- b") TH("&gt; c") TH("1. d")), "") },
	{ "inlines", "| *a* | [b](/c) | `d` |\n|-|-|-|\n| ![e](/f) | <https://g.example> | h\\*i\\* |\n",
	  TABLE(ROW(TH("<em>a</em>") TH("<a href=\"/c\">b</a>") TH("<code>d</code>")),
		BODY(ROW(TD("<img src=\"/f\" alt=\"e\" />")
				 TD("<a href=\"https://g.example\">https://g.example</a>") TD("h*i*")))) },
	{ "a link defined on the page", "[r]: /there 'Why'\n\n| [b][r] | [r] |\n|-|-|\n",
	  TABLE(ROW(TH("<a href=\"/there\" title=\"Why\">b</a>")
			    TH("<a href=\"/there\" title=\"Why\">r</a>")),
		"") },
	{ "a link defined below", "| [b][r] |\n|-|\n\n[r]: /there\n",
	  TABLE(ROW(TH("<a href=\"/there\">b</a>")), "") },
	{ "text before the table", "One\n2. two *x*\n| a | b |\n|---|---|\n| c | d |\n",
	  "<p>One\n2. two <em>x</em></p>\n" TABLE(ROW(TH("a") TH("b")), BODY(ROW(TD("c") TD("d")))) },
	{ "definitions before the table", "[r]: /there\n| [r] | b |\n|---|---|\n",
	  TABLE(ROW(TH("<a href=\"/there\">r</a>") TH("b")), "") },
	{ "a rule below the table", "| a | b |\n|---|---|\n| c | d |\n---\nafter\n",
	  TABLE(ROW(TH("a") TH("b")), BODY(ROW(TD("c") TD("d")))) "<hr />\n<p>after</p>\n" },
	{ "in a quote", "> | a |\n> |---|\n> | b |\n",
	  "<blockquote>\n" TABLE(ROW(TH("a")), BODY(ROW(TD("b")))) "</blockquote>\n" },
	{ "in nested quotes", "> > | a |\n> >|---|\n>> | b |\n",
	  "<blockquote>\n<blockquote>\n" TABLE(ROW(TH("a")),
					       BODY(ROW(TD("b")))) "</blockquote>\n</blockquote>\n" },
	{ "in a list", "- | a |\n  |---|\n  | b |\n",
	  "<ul>\n<li>\n" TABLE(ROW(TH("a")), BODY(ROW(TD("b")))) "</li>\n</ul>\n" },
	{ "CRLF", "| a |\r\n|---|\r\n| b |\r\n", TABLE(ROW(TH("a")), BODY(ROW(TD("b")))) },
	{ "BOM", "\xef\xbb\xbf| a |\n|---|\n", TABLE(ROW(TH("a")), "") },
	{ "two tables", "| a |\n|---|\n\n| b |\n|---|\n", TABLE(ROW(TH("a")), "") TABLE(ROW(TH("b")), "") },
	{ "empty cells", "| |\n|-|\n| |\n", TABLE(ROW(TH("")), BODY(ROW(TD("")))) },
	{ "our own mark on the page", "| \xee\x80\x80 a |\n|-|\n", TABLE(ROW(TH("\xee\x80\x80 a")), "") },
	{ "our own mark as an entity", "&#xE000; lead\n| &#xE000; a |\n|-|\n",
	  "<p>\xee\x80\x80 lead</p>\n" TABLE(ROW(TH("\xee\x80\x80 a")), "") },
	{ "HTML in a cell is shown", "| <b>a</b> |\n|-|\n| <script>x</script> |\n",
	  TABLE(ROW(TH("&lt;b&gt;a&lt;/b&gt;")), BODY(ROW(TD("&lt;script&gt;x&lt;/script&gt;")))) },
	{ "a script link in a cell is dropped", "| [x](javascript:alert) |\n|-|\n",
	  TABLE(ROW(TH("<a href=\"\">x</a>")), "") },
	{ "a cell cannot close its tag", "| </td><td> |\n|-|\n",
	  TABLE(ROW(TH("&lt;/td&gt;&lt;td&gt;")), "") },

	{ "a heading of two lines is no table", "a | b\nc\n---\n", "<h2>a | b\nc</h2>\n" },
	{ "a heading under a text with a pipe elsewhere", "a\nb\n---\n\n|\n", "<h2>a\nb</h2>\n<p>|</p>\n" },
	{ "one column without a pipe is no table", "a\n:-\n\n|\n", "<p>a\n:-</p>\n<p>|</p>\n" },
	{ "code is no table", "    | a |\n    |---|\n", "<pre><code>| a |\n|---|\n</code></pre>\n" },
	{ "fenced code is no table", "```\n| a |\n|---|\n```\n", "<pre><code>| a |\n|---|\n</code></pre>\n" },
	{ "HTML is no table", "<div>\n| a |\n|---|\n</div>\n",
	  "<p>&lt;div&gt;\n| a |\n|---|\n&lt;/div&gt;</p>\n" },
};

static void a_page_is_rendered(void **state)
{
	const struct row *r = *state;
	struct mb_buf out;

	mb_buf_init(&out, 0);
	mb_markdown_html(&out, r->markdown, strlen(r->markdown));
	assert_string_equal(out.p, r->html);
	mb_buf_free(&out);
}

/* ---- rows cut by themselves ------------------------------------------------------------------------------- */

static void a_row_is_cut_into_cells(void **state)
{
	struct mb_str c[4];

	assert_int_equal(mb_table_cut(mb_str("| a | b\\|c |  |"), c, 4), 3);
	assert_true(mb_str_eq(c[0], "a"));
	assert_true(mb_str_eq(c[1], "b\\|c"));
	assert_true(mb_str_eq(c[2], ""));
	assert_int_equal(mb_table_cut(mb_str("a|b"), c, 4), 2);
	assert_int_equal(mb_table_cut(mb_str("a|b|c|d|e|f"), c, 4), 6);
	assert_int_equal(mb_table_cut(mb_str("plain"), c, 4), 1);
	assert_int_equal(mb_table_cut(mb_str(""), c, 4), 1);
}

static void a_delimiter_row_is_known(void **state)
{
	assert_int_equal(mb_table_delimiter(mb_str("|---|:-:|--:|")), 3);
	assert_int_equal(mb_table_delimiter(mb_str(" :-- ")), 1);
	assert_int_equal(mb_table_delimiter(mb_str("| a |")), 0);
	assert_int_equal(mb_table_delimiter(mb_str("|:|")), 0);
	assert_int_equal(mb_table_delimiter(mb_str("|::|")), 0);
	assert_int_equal(mb_table_delimiter(mb_str("| |")), 0);
	assert_int_equal(mb_table_delimiter(mb_str("")), 0);
}

/* ---- limits ----------------------------------------------------------------------------------------------- */

static void repeat(struct mb_buf *b, const char *s, int times)
{
	while (times--)
		mb_buf_puts(b, s);
}

static void too_many_cells_stay_text(void **state)
{
	struct mb_buf page, out;

	mb_buf_init(&page, 0);
	mb_buf_init(&out, 0);
	repeat(&page, "|a", 60);
	mb_buf_puts(&page, "\n");
	repeat(&page, "|-", 60);
	mb_buf_puts(&page, "\n");
	repeat(&page, "x\n", 400);
	mb_markdown_html(&out, page.p, page.n);
	assert_null(strstr(out.p, "<table>"));
	assert_non_null(strstr(out.p, "<p>|a|a"));
	mb_buf_free(&page);
	mb_buf_free(&out);
}

static void too_many_columns_stay_text(void **state)
{
	struct mb_buf page, out;

	mb_buf_init(&page, 0);
	mb_buf_init(&out, 0);
	repeat(&page, "|a", 65);
	mb_buf_puts(&page, "\n");
	repeat(&page, "|-", 65);
	mb_markdown_html(&out, page.p, page.n);
	assert_null(strstr(out.p, "<table>"));
	mb_buf_free(&page);
	mb_buf_free(&out);
}

static void a_large_page_is_rendered_in_time(void **state)
{
	struct mb_buf page, out;
	clock_t start = clock();

	mb_buf_init(&page, 0);
	mb_buf_init(&out, 0);
	repeat(&page, "| a | *b* |\n|---|---|\n| c | [d][r] |\n\n", 3000);
	repeat(&page, "text | with | pipes\nand [x]: more\n\n", 5000);
	mb_buf_puts(&page, "[r]: /x\n");
	mb_markdown_html(&out, page.p, page.n);
	assert_non_null(strstr(out.p, "<a href=\"/x\">d</a>"));
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 3.0);
	mb_buf_free(&page);
	mb_buf_free(&out);
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

int main(void)
{
	static struct CMUnitTest t[COUNT(rows) + 5];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, a_page_is_rendered, NULL, NULL,
					      (void *)&rows[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_row_is_cut_into_cells);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_delimiter_row_is_known);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(too_many_cells_stay_text);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(too_many_columns_stay_text);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_large_page_is_rendered_in_time);
	return cmocka_run_group_tests_name("text_tables", t, NULL, NULL);
}
