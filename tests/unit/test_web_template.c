/* Values into templates and out as pages: what is shown, what is escaped, which mistakes of ours are caught. */
#include "template.h"
#include "templates.h"

#include <minutebook/base.h>

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct mb_arena *a;
static struct mb_buf page;

static int setup(void **state)
{
	a = mb_arena_new();
	mb_buf_init(&page, 0);
	return 0;
}

static int teardown(void **state)
{
	mb_arena_free(a);
	mb_buf_free(&page);
	return 0;
}

static struct tpl_map *trial(void)
{
	struct tpl_map *m = tpl_data(a, &tpl_trial);

	tpl_set_text(m, "title", "A title");
	tpl_set_url(m, "back", "/");
	tpl_set_text(m, "anchor", "x");
	tpl_set_number(m, "count", 3);
	return m;
}

static const char *render(const struct tpl_map *m)
{
	mb_buf_clear(&page);
	assert_int_equal(tpl_render(&page, m, NULL), MB_OK);
	return page.p;
}

#define HAS(text)   assert_non_null(strstr(page.p, text))
#define LACKS(text) assert_null(strstr(page.p, text))

static void shows_values(void **state)
{
	struct tpl_map *m = trial(), *row;

	tpl_set_text(m, "note", "line one\nline two");
	tpl_set_bool(m, "yes", true);
	row = tpl_list_add(m, "rows");
	tpl_set_text(row, "name", "first");
	tpl_set_urlf(row, "href", "/d/%s?n=%d", "CTB-2005-D001", 7);
	tpl_set_text(tpl_list_add(row, "tags"), "word", "late");
	tpl_set_text(tpl_list_add(row, "tags"), "word", "urgent");
	row = tpl_list_add(m, "rows");
	tpl_set_text(row, "name", "second");
	tpl_set_url(row, "href", "https://example.org/");
	tpl_set_text(tpl_map(m, "one"), "name", "the part");
	tpl_set_text(tpl_map(m, "one"), "extra", "more");
	render(m);
	HAS("<h1 id=\"x\" title='A title'>A title</h1>\n");
	HAS("<p>rows of A title</p>\n<ul>");
	HAS("<input checked name=\"a\">");
	HAS("<b>3</b>");
	HAS("<a href=\"/page?n=3\">");
	HAS("<li class=\"row tag-late tag-urgent\"><a href=\"/d/CTB-2005-D001?n=7\">first</a> of A title, "
	    "late, "
	    "urgent</li>\n<li class=\"row\"><a href=\"https://example.org/\">second</a> of A "
	    "title</li>\n</ul>");
	HAS("<i>the part</i><em>more</em><u>A title</u>");
	HAS("<textarea>\nline one\nline two</textarea>");
	LACKS("none");
	LACKS("no note");
}

static void leaves_out_what_is_not_set(void **state)
{
	render(trial());
	HAS("<input name=\"a\">");
	LACKS("rows of");
	HAS("<li>none</li>");
	HAS("<p>no note</p>");
	LACKS("<i>");
	LACKS("<div>");
	assert_false(tpl_is_set(trial(), "note"));
	assert_true(tpl_is_set(trial(), "title"));
	assert_true(tpl_has(trial(), "note"));
	assert_false(tpl_has(trial(), "nothing"));
}

static void keeps_blanks_only_where_they_count(void **state)
{
	render(trial());
	HAS("<pre>\n kept\n   as it is\n</pre>");
	HAS("<ul>\n<li>none</li>\n</ul>");
}

static void writes_a_template_without_keys(void **state)
{
	assert_string_equal(render(tpl_data(a, &tpl_plain)), "<p>Nothing to fill.</p>\n");
}

static void a_layout_holds_a_page(void **state)
{
	struct tpl_map *m = tpl_data(a, &tpl_frame), *inner = tpl_data(a, &tpl_inner);

	tpl_set_page(m, "content", inner);
	tpl_set_text(m, "title", "outer <");
	tpl_set_text(inner, "title", "inner <");
	assert_string_equal(render(m), "<main title=\"outer &lt;\"><p>inner &lt;</p>\n</main>\n");
}

static void says_when_a_page_is_too_large(void **state)
{
	struct mb_buf small;

	mb_buf_init(&small, 40);
	assert_int_equal(tpl_render(&small, trial(), NULL), MB_EINVAL);
	mb_buf_free(&small);
}

/* ---- escaping -------------------------------------------------------------------------------------------- */

static const struct escape_row {
	const char *name, *in, *out;
} escapes[] = {
	{ "escapes a script", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;" },
	{ "escapes double quotes", "\" onmouseover=\"x", "&quot; onmouseover=&quot;x" },
	{ "escapes single quotes", "' onmouseover='x", "&#39; onmouseover=&#39;x" },
	{ "escapes references", "&lt; &amp;", "&amp;lt; &amp;amp;" },
	{ "escapes the end of a textarea", "</textarea><b>", "&lt;/textarea&gt;&lt;b&gt;" },
	{ "escapes a template's own marks not at all", "{{title}} {{{body}}}", "{{title}} {{{body}}}" },
	{ "keeps letters of every script", "\xC3\xA9 \xE2\x80\x99 \xF0\x9F\x98\x80 \xD7\x90",
	  "\xC3\xA9 \xE2\x80\x99 \xF0\x9F\x98\x80 \xD7\x90" },
	{ "keeps tabs and line ends", "a\tb\r\nc", "a\tb\r\nc" },
	{ "replaces control characters", "a\x01\x1B\x7F z", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD z" },
	{ "replaces C1 controls", "a\xC2\x85z", "a\xEF\xBF\xBD\xEF\xBF\xBDz" },
	{ "replaces an overlong <", "\xC0\xBCscript", "\xEF\xBF\xBD\xEF\xBF\xBDscript" },
	{ "replaces a surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "replaces a cut character, not what follows", "\xE2\x80<", "\xEF\xBF\xBD\xEF\xBF\xBD&lt;" },
	{ "replaces a character cut by the end", "a\xF0\x9F", "a\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "of nothing makes nothing", "", "" },
};

static void check_escape(void **state)
{
	const struct escape_row *r = *state;

	mb_buf_init(&page, 0);
	tpl_escape(&page, r->in, strlen(r->in));
	assert_string_equal(page.p, r->out);
	mb_buf_free(&page);
}

static void escapes_in_every_place(void **state)
{
	static const char evil[] = "</h1>\"'><script>x</script>";
	struct tpl_map *m = trial(), *row = tpl_list_add(m, "rows");

	tpl_set_text(m, "title", evil);
	tpl_set_text(m, "note", evil);
	tpl_set_text(m, "anchor", evil);
	tpl_set_text(row, "name", evil);
	tpl_set_text(tpl_list_add(row, "tags"), "word", evil);
	tpl_set_urlf(row, "href", "/find?q=%s", evil);
	tpl_set_text(tpl_map(m, "one"), "name", evil);
	render(m);
	LACKS("<script");
	LACKS("\"'>");
	HAS("/find?q=%3C%2Fh1%3E%22%27%3E%3Cscript%3Ex%3C%2Fscript%3E\"");
}

static const struct url_row {
	const char *name, *url;
	bool ok;
} urls[] = {
	{ "a path", "/decisions/CTB-2005-D001?as-at=2005-09-01", true },
	{ "a query", "?sort=-date", true },
	{ "a place", "#main", true },
	{ "https", "https://example.org/x", true },
	{ "a scheme in capitals", "HTTPS://example.org/x", true },
	{ "mail", "mailto:clerk@example.org", true },
	{ "script", "javascript:alert(1)", false },
	{ "script in capitals", "JaVaScRiPt:alert(1)", false },
	{ "script behind a blank", " javascript:alert(1)", false },
	{ "script with a tab", "java\tscript:alert(1)", false },
	{ "a line end within", "/a\nb", false },
	{ "data", "data:text/html,<script>", false },
	{ "vbscript", "vbscript:x", false },
	{ "another host without scheme", "//example.org/", false },
	{ "another host by backslash", "/\\example.org/", false },
	{ "a relative path", "decisions", false },
	{ "a scheme alone", "https:", false },
	{ "nothing", "", false },
};

static void check_url(void **state)
{
	const struct url_row *r = *state;
	struct mb_arena *own = mb_arena_new();
	struct tpl_map *m = tpl_data(own, &tpl_trial);

	assert_int_equal(tpl_url_ok(r->url), r->ok);
	assert_int_equal(tpl_set_url(m, "back", r->url), r->ok);
	mb_arena_free(own);
}

static void shows_no_address_that_is_not_allowed(void **state)
{
	struct tpl_map *m = trial();

	assert_false(tpl_set_url(m, "back", "javascript:alert(1)"));
	render(m);
	HAS("<a href=\"#address-not-allowed\">Back</a>");
	LACKS("javascript");
}

static void markdown(const char *text, int top)
{
	struct tpl_map *m = trial();

	tpl_set_html(m, "body", tpl_markdown(a, text, strlen(text), top));
	render(m);
}

static void markdown_is_shown_and_harmless(void **state)
{
	markdown("# One\n\nSome *words*, <b>raw</b>.\n\n[x](javascript:alert(1))\n\n### Three\n", 2);
	HAS("<h2>One</h2>");
	HAS("<h4>Three</h4>");
	HAS("<em>words</em>");
	HAS("&lt;b&gt;");
	LACKS("javascript");
}

static void a_link_beside_a_file_leads_into_the_record(void **state)
{
	static const struct {
		const char *link, *leads_to;
	} rows[] = {
		{ "signing.md", "/record/handbook/pages/signing.md" },
		{ "./a.md#b", "/record/handbook/pages/a.md#b" },
		{ "../README.md", "/record/handbook/README.md" },
		{ "../../groups/x/group.md", "/record/groups/x/group.md" },
		{ "../../../../etc/passwd", "/record/etc/passwd" },
		{ "/d/x", "/d/x" },
		{ "#there", "#there" },
		{ "https://example.org/a", "https://example.org/a" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tpl_map *m = trial();
		char text[100], want[100];

		snprintf(text, sizeof text, "[x](%s)\n", rows[i].link);
		snprintf(want, sizeof want, "<a href=\"%s\">x</a>", rows[i].leads_to);
		tpl_set_html(m, "body", tpl_markdown_in(a, text, strlen(text), 2, "handbook/pages"));
		render(m);
		HAS(want);
	}
	markdown("[x](signing.md)\n", 2);
	HAS("<a href=\"signing.md\">x</a>");
}

static void a_picture_from_elsewhere_is_told_and_not_fetched(void **state)
{
	static const char *const far[] = { "//evil.example/p.png", "https://evil.example/p.png",
					   "HTTP://evil.example/p.png" };

	for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
		char text[100];

		snprintf(text, sizeof text, "before ![a \"map\"](%s \"t\") after\n", far[i]);
		markdown(text, 2);
		HAS("before [picture: a &quot;map&quot;] after");
		LACKS("<img");
	}
	markdown("![a map](/assets/map.png)\n", 2);
	HAS("<img src=\"/assets/map.png\"");
}

static void markdown_headings_stop_at_six(void **state)
{
	markdown("## A\n\n###### B\n", 4);
	HAS("<h4>A</h4>");
	HAS("<h6>B</h6>");
}

static void markdown_tables_scroll_by_themselves(void **state)
{
	markdown("| a | b |\n|---|---|\n| 1 | 2 |\n", 2);
	HAS("role=\"region\" tabindex=\"0\" aria-label=\"Table 1\"><table>");
	HAS("</table></div>");
}

/* ---- mistakes of ours stop a debug build ------------------------------------------------------------------ */

static void unknown_key(struct tpl_map *m)
{
	tpl_set_text(m, "titel", "x");
}
static void wrong_type(struct tpl_map *m)
{
	tpl_set_text(m, "count", "3");
}
static void text_as_address(struct tpl_map *m)
{
	tpl_set_text(m, "back", "javascript:x");
}
static void key_of_another_part(struct tpl_map *m)
{
	tpl_set_text(tpl_list_add(m, "rows"), "note", "x");
}
static void needed_and_not_set(struct tpl_map *m)
{
	tpl_set_url(tpl_list_add(m, "rows"), "href", "/");
	(void)tpl_render(&page, m, NULL);
}
static void a_part_alone(struct tpl_map *m)
{
	(void)tpl_render(&page, tpl_map(m, "one"), NULL);
}
static void nothing_wrong(struct tpl_map *m)
{
	(void)tpl_render(&page, m, NULL);
}

static const struct fault_row {
	const char *name;
	void (*act)(struct tpl_map *);
	bool stops;
} faults[] = {
	{ "an unknown key", unknown_key, true },
	{ "a value of the wrong type", wrong_type, true },
	{ "a text where an address belongs", text_as_address, true },
	{ "a key of another part", key_of_another_part, true },
	{ "a needed key that was not set", needed_and_not_set, true },
	{ "a part written without its page", a_part_alone, true },
	{ "nothing wrong stops nothing", nothing_wrong, false },
};

static void check_fault(void **state)
{
	const struct fault_row *r = *state;
	pid_t pid;
	int status = 0;

	(void)fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct rlimit none = { 0, 0 };

		(void)setrlimit(RLIMIT_CORE, &none);
		(void)signal(SIGABRT, SIG_DFL);
		if (!freopen("/dev/null", "w", stderr))
			_exit(3);
		r->act(trial());
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
#ifndef NDEBUG
	assert_int_equal(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, r->stops);
#endif
	if (!r->stops)
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

int main(void)
{
	static const struct CMUnitTest plain[] = {
		cmocka_unit_test_setup_teardown(shows_values, setup, teardown),
		cmocka_unit_test_setup_teardown(leaves_out_what_is_not_set, setup, teardown),
		cmocka_unit_test_setup_teardown(keeps_blanks_only_where_they_count, setup, teardown),
		cmocka_unit_test_setup_teardown(writes_a_template_without_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(a_layout_holds_a_page, setup, teardown),
		cmocka_unit_test_setup_teardown(says_when_a_page_is_too_large, setup, teardown),
		cmocka_unit_test_setup_teardown(escapes_in_every_place, setup, teardown),
		cmocka_unit_test_setup_teardown(shows_no_address_that_is_not_allowed, setup, teardown),
		cmocka_unit_test_setup_teardown(markdown_is_shown_and_harmless, setup, teardown),
		cmocka_unit_test_setup_teardown(a_link_beside_a_file_leads_into_the_record, setup, teardown),
		cmocka_unit_test_setup_teardown(a_picture_from_elsewhere_is_told_and_not_fetched, setup,
						teardown),
		cmocka_unit_test_setup_teardown(markdown_headings_stop_at_six, setup, teardown),
		cmocka_unit_test_setup_teardown(markdown_tables_scroll_by_themselves, setup, teardown),
	};
	struct CMUnitTest t[ROWS(plain) + ROWS(escapes) + ROWS(urls) + ROWS(faults)];
	size_t n = 0;

	for (size_t i = 0; i < ROWS(plain); i++)
		t[n++] = plain[i];
	for (size_t i = 0; i < ROWS(escapes); i++)
		t[n++] = (struct CMUnitTest){ escapes[i].name, check_escape, NULL, NULL,
					      (void *)&escapes[i] };
	for (size_t i = 0; i < ROWS(urls); i++)
		t[n++] = (struct CMUnitTest){ urls[i].name, check_url, NULL, NULL, (void *)&urls[i] };
	for (size_t i = 0; i < ROWS(faults); i++)
		t[n++] = (struct CMUnitTest){ faults[i].name, check_fault, setup, teardown,
					      (void *)&faults[i] };
	return cmocka_run_group_tests_name("template", t, NULL, NULL);
}
