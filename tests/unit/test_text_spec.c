/* All examples of the CommonMark specification, read from the file that MB_COMMONMARK_SPEC names. An example with raw
 * HTML must show it as text; all others must be the specification's bytes. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <minutebook/text.h>

#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FENCE "````````````````````````````````"

static const char *spec_path;

/* The specification writes a tab as an arrow. */
static void put_line(struct mb_buf *b, const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (n - i >= 3 && !memcmp(line + i, "\xe2\x86\x92", 3)) {
			mb_buf_putc(b, '\t');
			i += 2;
		} else {
			mb_buf_putc(b, line[i]);
		}
}

/* @return 1 when it was an example with raw HTML */
static int check(int number, const struct mb_buf *markdown, const struct mb_buf *html)
{
	char *safe = cmark_markdown_to_html(markdown->p, markdown->n, CMARK_OPT_DEFAULT);
	bool raw = strstr(safe, "<!-- raw HTML omitted -->") != NULL;
	struct mb_buf out;

	mb_buf_init(&out, 0);
	mb_markdown_html(&out, markdown->p, markdown->n);
	if (raw ? strstr(out.p, "omitted -->") || !strstr(out.p, "&lt;") : strcmp(out.p, html->p) != 0)
		fail_msg("example %d:\n%s\n-- ours --\n%s\n-- the specification --\n%s", number, markdown->p,
			 out.p, html->p);
	mb_buf_free(&out);
	free(safe);
	return raw;
}

static void the_examples_are_rendered_as_specified(void **state)
{
	struct mb_buf spec, part[2];
	struct mb_error err;
	int number = 0, raw = 0, in = -1;

	if (mb_read_file(&spec, spec_path, 4 * 1024 * 1024, &err) != MB_OK)
		fail_msg("%s", err.text);
	mb_buf_init(&part[0], 0);
	mb_buf_init(&part[1], 0);
	for (const char *p = spec.p; *p;) {
		size_t n = strcspn(p, "\n") + 1;

		n -= p[n - 1] == '\0';
		if (mb_starts(p, FENCE " example")) {
			in = 0;
		} else if (mb_starts(p, FENCE) && in == 1) {
			raw += check(++number, &part[0], &part[1]);
			mb_buf_clear(&part[0]);
			mb_buf_clear(&part[1]);
			in = -1;
		} else if (in == 0 && n == 2 && p[0] == '.') {
			in = 1;
		} else if (in >= 0) {
			put_line(&part[in], p, n);
		}
		p += n;
	}
	print_message("%d examples, %d of them with raw HTML\n", number, raw);
	assert_true(number > 600);
	mb_buf_free(&part[0]);
	mb_buf_free(&part[1]);
	mb_buf_free(&spec);
}

int main(void)
{
	const struct CMUnitTest t[] = { cmocka_unit_test(the_examples_are_rendered_as_specified) };

	spec_path = getenv("MB_COMMONMARK_SPEC");
	if (!spec_path || !*spec_path) {
		printf("skipped: set MB_COMMONMARK_SPEC to the specification's spec.txt (version 0.30)\n");
		return 0;
	}
	return cmocka_run_group_tests_name("text_spec", t, NULL, NULL);
}
