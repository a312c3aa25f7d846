/* Two edits of one text, part by part: where they clash both wordings stand, and no line of either is taken for a mark. */
#include "record_world.h"

#include <string.h>

static const struct row {
	const char *name, *base, *ours, *theirs;
	const char *told; /* parts: "=same" or "!ours/theirs", a | between them, line ends as ~ */
} rows[] = {
	{ "nothing changed", "a\n", "a\n", "a\n", "=a~" },
	{ "only ours", "a\nb\nc\n", "A\nb\nc\n", "a\nb\nc\n", "=A~b~c~" },
	{ "far apart", "a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "=A~b~c~d~E~" },
	{ "the same line", "a\nb\nc\n", "a\nours\nc\n", "a\ntheirs\nc\n", "=a~|!ours~/theirs~|=c~" },
	{ "one took out what the other changed", "a\nb\nc\n", "a\nc\n", "a\ntheirs\nc\n",
	  "=a~|!/theirs~|=c~" },
	{ "a clash at both ends", "a\nk\nl\nm\nn\nz\n", "1\nk\nl\nm\nn\n2\n", "3\nk\nl\nm\nn\n4\n",
	  "!1~/3~|=k~l~m~n~|!2~/4~" },
	{ "clashes close together are one", "a\nm\nz\n", "1\nm\n2\n", "3\nm\n4\n", "!1~m~2~/3~m~4~" },
	{ "nothing in common", "", "ours\n", "theirs\n", "!ours~/theirs~" },
	{ "everything taken out", "a\n", "", "theirs\n", "!/theirs~" },
	{ "lines that look like marks", "a\n", "<<<<<<< x\nb\n=======\n", ">>>>>>> y\n=======\n",
	  "!<<<<<<< x~b~/>>>>>>> y~|========~" },
	{ "no line end", "a", "b", "c", "!b~/c~" },
};

static const char *told(struct world *w, const struct mb_merge_part *part, size_t n)
{
	struct mb_buf b;
	const char *s;

	mb_buf_init(&b, 0);
	for (size_t i = 0; i < n; i++) {
		mb_buf_puts(&b, i ? "|" : "");
		mb_buf_puts(&b, part[i].clash ? "!" : "=");
		mb_buf_put(&b, part[i].ours.p, part[i].ours.n);
		if (part[i].clash) {
			mb_buf_puts(&b, "/");
			mb_buf_put(&b, part[i].theirs.p, part[i].theirs.n);
		}
	}
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '\n')
			b.p[i] = '~';
	s = mb_arena_dup(w->a, b.p);
	mb_buf_free(&b);
	return s;
}

static void two_edits_are_told_part_by_part(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < N(rows); i++) {
		struct mb_merge_part *part;
		size_t n;

		assert_ok(w, mb_merge_parts(&part, &n, w->a, mb_str(rows[i].base), mb_str(rows[i].ours),
					    mb_str(rows[i].theirs), &w->err));
		print_message("%s\n", rows[i].name);
		assert_string_equal(told(w, part, n), rows[i].told);
	}
}

static void a_text_full_of_one_sign_is_refused_in_words(void **state)
{
	struct world *w = *state;
	char *long_line = mb_arena_alloc(w->a, 70001);
	struct mb_merge_part *part;
	size_t n;

	memset(long_line, '=', 70000);
	long_line[70000] = '\0';
	assert_int_equal(
		mb_merge_parts(&part, &n, w->a, mb_str("a\n"), mb_str(long_line), mb_str("b\n"), &w->err),
		MB_EINVAL);
	assert_non_null(strstr(w->err.text, "in a row"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_edits_are_told_part_by_part, world_up, world_down),
		cmocka_unit_test_setup_teardown(a_text_full_of_one_sign_is_refused_in_words, world_up,
						world_down),
	};

	return cmocka_run_group_tests_name("record_merge", tests, NULL, NULL);
}
