/* Three-way merge of front matter. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <minutebook/text.h>

#include <string.h>

#define DOC(matter)    "---\n" matter "---\nours\n"
#define THEIRS(matter) "---\n" matter "---\ntheirs\n"

static const struct row {
	const char *name, *base, *ours, *theirs;
	const char *merged; /* or "!" and the keys that clash */
} rows[] = {
	{ "nobody changed", DOC("a: 1\n"), DOC("a: 1\n"), THEIRS("a: 1\n"), DOC("a: 1\n") },
	{ "we changed", DOC("a: 1\n"), DOC("a: 2\n"), THEIRS("a: 1\n"), DOC("a: 2\n") },
	{ "they changed", DOC("a: 1\nb: 2\n"), DOC("a: 1\nb: 2\n"), THEIRS("a: 1 # new\nb: 3 # why\n"),
	  DOC("a: 1\nb: 3 # why\n") },
	{ "both, different keys", DOC("a: 1\nb: 2\n"), DOC("a: 9\nb: 2\n"), THEIRS("a: 1\nb: '3'\n"),
	  DOC("a: 9\nb: '3'\n") },
	{ "both alike", DOC("a: 1\n"), DOC("a: 2\n"), THEIRS("a: '2'\n"), DOC("a: 2\n") },
	{ "they added", DOC("a: 1\n"), DOC("a: 1\n# ours\n"), THEIRS("a: 1\nl:\n- x # one\n- {y: z}\n"),
	  DOC("a: 1\nl:\n- x # one\n- {y: z}\n# ours\n") },
	{ "they took away", DOC("a: 1\nb: 2\n"), DOC("a: 1\nb: 2 # x\n"), THEIRS("a: 1\n"), DOC("a: 1\n") },
	{ "both took away", DOC("a: 1\nb: 2\n"), DOC("a: 1\n"), THEIRS("a: 1\n"), DOC("a: 1\n") },
	{ "they only reordered", DOC("a: 1\nb: 2\n"), DOC("a: 1\nb: 2\n"), THEIRS("b: 2\na: 1\n"),
	  DOC("a: 1\nb: 2\n") },
	{ "a block against a flow", DOC("l: [x]\nb: 2\n"), DOC("l: [x] # ours\nb: 3\n"),
	  THEIRS("l:\n  # theirs\n  - x\n  - y\nb: 2\n"), DOC("l:\n  # theirs\n  - x\n  - y\nb: 3\n") },
	{ "ours is one flow map", DOC("{a: 1, b: 2}\n"), DOC("{a: 1, b: 2}\n"),
	  THEIRS("a: 1\nb: 2026-05-14\nc: [x]\n"), DOC("{a: 1, b: 2026-05-14, c: [x]}\n") },
	{ "theirs is one flow map", DOC("a: 1\n"), DOC("a: 1\n"), THEIRS("{a: 2, b: {c: d}}\n"),
	  DOC("a: 2\nb: {c: d}\n") },
	{ "a block text", DOC("a: |\n  x\n\nb: 1\n"), DOC("a: |\n  x\n\nb: 2\n"),
	  THEIRS("a: |\n  y\n  z\n\nb: 1\n"), DOC("a: |\n  y\n  z\n\nb: 2\n") },
	{ "we have CRLF", "---\r\na: 1\r\n---\r\nours\r\n", "---\r\na: 1\r\n---\r\nours\r\n",
	  THEIRS("a: 1\nb:\n  - x\n"), "---\r\na: 1\r\nb:\r\n  - x\r\n---\r\nours\r\n" },
	{ "they have CRLF", DOC("a: 1\n"), DOC("a: 1\n"), "---\r\na: |\r\n  x\r\n---\r\ntheirs\r\n",
	  DOC("a: |\n  x\n") },
	{ "nobody has front matter", "x\n", "ours\n", "theirs\n", "ours\n" },
	{ "they began one", "x\n", "ours\n", "---\na: {b: c}\n---\nx\n", "---\na: {b: c}\n---\nours\n" },
	{ "they dropped theirs", DOC("a: 1\n"), DOC("a: 1\n"), "x\n", DOC("") },
	{ "both changed", DOC("a: 1\nb: 2\nc: 3\n"), DOC("a: 2\nb: 3\nc: 4\n"), THEIRS("a: 3\nb: 3\nc: 5\n"),
	  "!a, c" },
	{ "they changed what we took away", DOC("a: 1\nb: 2\n"), DOC("a: 1\n"), THEIRS("a: 1\nb: 3\n"),
	  "!b" },
	{ "they took away what we changed", DOC("a: 1\nb: 2\n"), DOC("a: 1\nb: 3\n"), THEIRS("a: 1\n"),
	  "!b" },
	{ "both added", DOC("a: 1\n"), DOC("a: 1\nb: 2\n"), THEIRS("a: 1\nb: 3\n"), "!b" },
};

static void front_matter_is_merged_by_key(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	const char **clash;
	struct mb_buf out, names;
	size_t n;
	int rc;

	mb_buf_init(&out, 0);
	mb_buf_init(&names, 0);
	rc = mb_matter_merge(&out, &clash, &n, a, mb_str(r->base), mb_str(r->ours), mb_str(r->theirs), &err);
	if (r->merged[0] == '!') {
		assert_int_equal(rc, MB_ECONFLICT);
		for (size_t i = 0; i < n; i++)
			mb_buf_printf(&names, "%s%s", i ? ", " : "", clash[i]);
		assert_string_equal(names.p, r->merged + 1);
		assert_non_null(strstr(err.text, r->merged + 1));
		assert_int_equal(out.n, 0);
	} else {
		if (rc != MB_OK)
			fail_msg("%s", err.text);
		assert_int_equal(n, 0);
		assert_string_equal(out.p, r->merged);
	}
	mb_buf_free(&out);
	mb_buf_free(&names);
	mb_arena_free(a);
}

static void a_side_that_cannot_be_read_is_an_error(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	const char **clash;
	struct mb_buf out;
	size_t n;

	mb_buf_init(&out, 0);
	mb_buf_puts(&out, "kept");
	assert_int_equal(mb_matter_merge(&out, &clash, &n, a, mb_str("---\na: 1\n---\n"),
					 mb_str("---\na: 1\n---\n"), mb_str("---\na: [\n---\n"), &err),
			 MB_EINVAL);
	assert_string_equal(out.p, "kept");
	mb_buf_free(&out);
	mb_arena_free(a);
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

int main(void)
{
	static struct CMUnitTest t[COUNT(rows) + 1];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, front_matter_is_merged_by_key, NULL, NULL,
					      (void *)&rows[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_side_that_cannot_be_read_is_an_error);
	return cmocka_run_group_tests_name("text_merge", t, NULL, NULL);
}
