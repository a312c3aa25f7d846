/* The difference of two texts in words. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <minutebook/text.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Runs in short: [-removed-]{+added+} */
static char *shown(struct mb_arena *a, struct mb_str before, struct mb_str after)
{
	struct mb_diff_run *run;
	struct mb_buf b;
	size_t n;
	char *out;

	mb_buf_init(&b, 0);
	mb_word_diff(&run, &n, a, before, after);
	for (size_t i = 0; i < n; i++) {
		mb_buf_puts(&b, run[i].kind == MB_REMOVED ? "[-" : run[i].kind == MB_ADDED ? "{+" : "");
		mb_buf_put(&b, run[i].text.p, run[i].text.n);
		mb_buf_puts(&b, run[i].kind == MB_REMOVED ? "-]" : run[i].kind == MB_ADDED ? "+}" : "");
	}
	out = mb_arena_dup(a, b.p);
	mb_buf_free(&b);
	return out;
}

static const struct row {
	const char *name, *before, *after, *shown;
} rows[] = {
	{ "nothing at all", "", "", "" },
	{ "the same", "a b\nc\n", "a b\nc\n", "a b\nc\n" },
	{ "all new", "", "a b\n", "{+a b\n+}" },
	{ "all gone", "a b\n", "", "[-a b\n-]" },
	{ "a word", "the old plan\n", "the new plan\n", "the [-old-]{+new+} plan\n" },
	{ "a word in the second line", "a\nb c\nd\n", "a\nb x\nd\n", "a\nb [-c-]{+x+}\nd\n" },
	{ "a word added", "by May 2026\n", "by early May 2026\n", "by {+early +}May 2026\n" },
	{ "a word taken out", "by early May 2026\n", "by May 2026\n", "by [-early -]May 2026\n" },
	{ "punctuation alone", "Agreed.\n", "Agreed, noted.\n", "Agreed{+, noted+}.\n" },
	{ "two words change together", "x a b y\n", "x c d y\n", "x [-a b-]{+c d+} y\n" },
	{ "an apostrophe belongs to its word", "children's plan\n", "child's plan\n",
	  "[-children's-]{+child's+} plan\n" },
	{ "a curly one too", "children\u2019s plan\n", "child\u2019s plan\n",
	  "[-children\u2019s-]{+child\u2019s+} plan\n" },
	{ "quotation marks stay", "'old' \u201cold\u201d\n", "'new' \u201cnew\u201d\n",
	  "'[-old-]{+new+}' \u201c[-old-]{+new+}\u201d\n" },
	{ "letters of other scripts", "caf\u00e9 noir\n", "caf\u00e9s noir\n",
	  "[-caf\u00e9-]{+caf\u00e9s+} noir\n" },
	{ "a line moved", "a\nb\nc\n", "b\nc\na\n", "[-a\n-]b\nc\n{+a\n+}" },
	{ "a paragraph between", "One.\n\nThree.\n", "One.\n\nTwo.\n\nThree.\n",
	  "One.\n\n{+Two.\n\n+}Three.\n" },
	{ "line ends join", "a\nb\n", "a b\n", "a[-\n-]{+ +}b\n" },
	{ "no line end", "a", "a\n", "a{+\n+}" },
};

static void a_difference_is_shown_in_words(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();

	assert_string_equal(shown(a, mb_str(r->before), mb_str(r->after)), r->shown);
	mb_arena_free(a);
}

static uint64_t seed = 77052026;

static unsigned pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 11) % n;
}

static void random_text(struct mb_buf *b, unsigned words)
{
	static const char *const w[] = { "a", "b", "c",	     " ",      " ", "\n",   "'",
					 "d", ".", "\u2014", "\u00e9", "e", "\xff", "\xe2" };

	while (words--)
		mb_buf_puts(b, w[pick(sizeof w / sizeof w[0])]);
}

/* A copy with words changed here and there. */
static void vary(struct mb_buf *to, const struct mb_buf *from)
{
	for (size_t i = 0; i < from->n; i++) {
		unsigned p = pick(20);

		if (p == 0)
			random_text(to, pick(4));
		if (p != 1)
			mb_buf_putc(to, from->p[i]);
	}
}

static void assert_joined(const struct mb_diff_run *run, size_t n, enum mb_diff_kind without,
			  const struct mb_buf *want)
{
	struct mb_buf b;

	mb_buf_init(&b, 0);
	for (size_t i = 0; i < n; i++)
		if (run[i].kind != without)
			mb_buf_put(&b, run[i].text.p, run[i].text.n);
	assert_int_equal(b.n, want->n);
	assert_memory_equal(b.p, want->p, b.n);
	mb_buf_free(&b);
}

static void the_parts_joined_are_the_texts(void **state)
{
	print_message("seed %llu\n", (unsigned long long)seed);
	for (int i = 0; i < 5000; i++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_diff_run *run;
		struct mb_buf x, y;
		size_t n;

		mb_buf_init(&x, 0);
		mb_buf_init(&y, 0);
		random_text(&x, pick(80));
		if (pick(4))
			vary(&y, &x);
		else
			random_text(&y, pick(80));
		mb_word_diff(&run, &n, a, (struct mb_str){ x.p, x.n }, (struct mb_str){ y.p, y.n });
		assert_joined(run, n, MB_ADDED, &x);
		assert_joined(run, n, MB_REMOVED, &y);
		for (size_t k = 0; k < n; k++) {
			assert_true(run[k].text.n > 0);
			assert_true(k == 0 || run[k].kind != run[k - 1].kind);
		}
		mb_buf_free(&x);
		mb_buf_free(&y);
		mb_arena_free(a);
	}
}

static void texts_that_differ_throughout_are_compared_in_time(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_diff_run *run;
	struct mb_buf x, y;
	size_t n;
	clock_t start = clock();

	mb_buf_init(&x, 0);
	mb_buf_init(&y, 0);
	for (int i = 0; i < 100000; i++) {
		mb_buf_printf(&x, "w%u%s", pick(50), pick(9) ? " " : "\n");
		mb_buf_printf(&y, "w%u%s", pick(50), pick(9) ? " " : "\n");
	}
	mb_word_diff(&run, &n, a, (struct mb_str){ x.p, x.n }, (struct mb_str){ y.p, y.n });
	assert_joined(run, n, MB_ADDED, &x);
	assert_joined(run, n, MB_REMOVED, &y);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 3.0);
	mb_buf_free(&x);
	mb_buf_free(&y);
	mb_arena_free(a);
}

static void one_change_in_a_long_text_stays_one_change(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_diff_run *run;
	struct mb_buf x, y;
	size_t n;

	mb_buf_init(&x, 0);
	mb_buf_init(&y, 0);
	for (int i = 0; i < 50000; i++) {
		mb_buf_printf(&x, "clause %d stands\n", i);
		mb_buf_printf(&y, "clause %d %s\n", i, i == 100 || i == 40000 ? "falls" : "stands");
	}
	mb_word_diff(&run, &n, a, (struct mb_str){ x.p, x.n }, (struct mb_str){ y.p, y.n });
	assert_int_equal(n, 7);
	assert_true(mb_str_eq(run[1].text, "stands"));
	assert_true(mb_str_eq(run[2].text, "falls"));
	mb_buf_free(&x);
	mb_buf_free(&y);
	mb_arena_free(a);
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

int main(void)
{
	static struct CMUnitTest t[COUNT(rows) + 3];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, a_difference_is_shown_in_words, NULL, NULL,
					      (void *)&rows[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(the_parts_joined_are_the_texts);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(texts_that_differ_throughout_are_compared_in_time);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(one_change_in_a_long_text_stays_one_change);
	return cmocka_run_group_tests_name("text_diff", t, NULL, NULL);
}
