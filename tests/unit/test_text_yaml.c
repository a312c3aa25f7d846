/* Reading YAML, looking into it, writing it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <minutebook/text.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

static struct mb_arena *arena;
static struct mb_error err;

static int setup(void **state)
{
	arena = mb_arena_new();
	memset(&err, 0, sizeof err);
	return 0;
}

static int teardown(void **state)
{
	mb_arena_free(arena);
	return 0;
}

static struct mb_node *read_ok(const char *text)
{
	struct mb_node *n = NULL;

	if (mb_yaml_parse(&n, arena, text, strlen(text), &err) != MB_OK)
		fail_msg("refused: %s in: %s", err.text, text);
	return n;
}

/* ---- values ---------------------------------------------------------------------------------------------- */

static const struct {
	const char *yaml, *path, *value;
} values[] = {
	{ "a: 1\n", "a", "1" },
	{ "a: yes\nb: no\n", "b", "no" },
	{ "a:\nb: x\n", "a", "" },
	{ "a: ''\n", "a", "" },
	{ "a: 'it''s'\n", "a", "it's" },
	{ "a: \"x\\ty\\u00e9\"\n", "a", "x\ty\u00e9" },
	{ "\xef\xbb\xbf"
	  "a: 1\n",
	  "a", "1" },
	{ "a: 1\r\nb:\r\n  - x\r\n  - y\r\n", "b/1", "y" },
	{ "a:\n- x\n- y\n", "a/0", "x" },
	{ "a: |\n  one\n  two\n", "a", "one\ntwo\n" },
	{ "a: >\n  one\n  two\n\nb: 1\n", "a", "one two\n" },
	{ "a: >-\n  one\n  two\n\nb: 1\n", "a", "one two" },
	{ "a: {b: [x, {c: d}]}\n", "a/b/1/c", "d" },
	{ "a: [b: 1]\n", "a/0/b", "1" },
	{ "a: [x,\n    y,\n  # why\n    z]\n", "a/2", "z" },
	{ "? a\n: b\n", "a", "b" },
	{ "'a b': c\n", "a b", "c" },
	{ "a: &mark x\n", "a", "x" },
	{ "a: !!str 12\n", "a", "12" },
	{ "---\na: 1\n", "a", "1" },
	{ "- - x\n  - y\n- z\n", "0/1", "y" },
	{ "a: plain\n  goes on\n", "a", "plain goes on" },
	{ "a: ~\n", "a", "~" },
	{ "url: https://example.org/a#b\n", "url", "https://example.org/a#b" },
	{ "{\"a\":\"b\"}\n", "a", "b" },
};

static void values_are_the_text_they_are(void **state)
{
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		const struct mb_node *n = mb_node_at(read_ok(values[i].yaml), values[i].path);

		assert_non_null(n);
		assert_int_equal(n->type, MB_TEXT);
		assert_string_equal(n->text, values[i].value);
	}
}

static void an_empty_text_gives_nothing(void **state)
{
	assert_null(read_ok(""));
	assert_null(read_ok("# only a comment\n"));
	assert_null(read_ok("\n\n"));
}

static void nodes_know_their_line(void **state)
{
	struct mb_node *n = read_ok("# one\na: 1\n\nb:\n  - x\n  - y: {c: z}\n");

	assert_int_equal(mb_node_at(n, "a")->line, 2);
	assert_int_equal(mb_node_at(n, "b/0")->line, 5);
	assert_int_equal(mb_node_at(n, "b/1/y/c")->line, 6);
}

static void looking_for_what_is_not_there_gives_null(void **state)
{
	struct mb_node *n = read_ok("a: 1\nb: [x]\nc:\n");

	assert_null(mb_node_get(n, "zz"));
	assert_null(mb_node_get(NULL, "a"));
	assert_null(mb_node_get(mb_node_get(n, "b"), "a"));
	assert_null(mb_node_text(n, "b"));
	assert_null(mb_node_text(n, "c"));
	assert_null(mb_node_at(n, "b/1"));
	assert_null(mb_node_at(n, "b/-1"));
	assert_null(mb_node_at(n, "b/0/x"));
	assert_null(mb_node_at(n, "b/99999999999999999999"));
	assert_ptr_equal(mb_node_at(n, ""), n);
}

static void values_are_the_same_whatever_their_quotes_and_the_order_of_keys(void **state)
{
	struct mb_node *a = read_ok("a: 'x'\nb: [1, {c: d}]\n"), *b = read_ok("b:\n- 1\n- c: \"d\"\na: x\n");

	assert_true(mb_node_same(a, b));
	assert_true(mb_node_same(a, mb_node_copy(arena, b)));
	assert_false(mb_node_same(a, read_ok("a: x\nb: [{c: d}, 1]\n")));
	assert_false(mb_node_same(a, read_ok("a: x\nz: [1, {c: d}]\n")));
	assert_true(mb_node_same(NULL, NULL));
	assert_false(mb_node_same(a, NULL));
}

/* ---- refusals -------------------------------------------------------------------------------------------- */

static const struct {
	const char *yaml, *says;
} refused[] = {
	{ "a: 1\nb: *a\n", "line 2: \"*a\" is an alias; write the value out" },
	{ "a: &x 1\nb: {c: *x}\n", "line 2: \"*x\" is an alias" },
	{ "a: 1\nb: 2\na: 3\n", "line 3: the key \"a\" stands already on line 1" },
	{ "a: {b: 1, 'b': 2}\n", "line 1: the key \"b\" stands already on line 1" },
	{ "x:\n  - a: 1\n    b: 2\n    a: 3\n", "line 4: the key \"a\" stands already on line 2" },
	{ "a: b: c\n", "line 1: a \": \" stands where none may be" },
	{ "a: 1\n b: 2\n", "line 2" },
	{ "a: [1, 2\nb: 3\n", "line" },
	{ "a: \"x\n", "never closed" },
	{ "a: @x\n", "line 1: a value cannot start with this character" },
	{ "a:\n\t- b\n", "line 2: a value cannot start with this character" },
	{ "a: 1\n---\nb: 2\n", "line 2: a second YAML document" },
	{ "a: 1\nb: \"x\\0y\"\n", "line 2: the value in quotes makes a control character" },
	{ "a: \"\\e[31m\"\n", "line 1: the value in quotes makes a control character" },
	{ "[a]: 1\n", "line 1: a key must be a word" },
	{ "? \n: 1\n", "line 1: a key must be a word" },
	{ "a: \xff\n", "" },
	{ "a: \x07\n", "" },
	{ "%YAML\xc2\x85 1\n", "line 1" },
	{ "a: 1\nb\n", "line" },
};

static void what_cannot_be_kept_is_refused_with_its_line(void **state)
{
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct mb_node *n = NULL;

		if (mb_yaml_parse(&n, arena, refused[i].yaml, strlen(refused[i].yaml), &err) != MB_EINVAL)
			fail_msg("accepted: %s", refused[i].yaml);
		if (!strstr(err.text, refused[i].says))
			fail_msg("\"%s\" should say \"%s\"", err.text, refused[i].says);
		assert_null(n);
	}
}

static struct mb_buf repeated(const char *s, size_t times)
{
	struct mb_buf b;

	mb_buf_init(&b, 0);
	while (times--)
		mb_buf_puts(&b, s);
	return b;
}

static void assert_refused_quickly(struct mb_buf *b, const char *says)
{
	struct mb_node *n = NULL;
	clock_t start = clock();

	assert_int_equal(mb_yaml_parse(&n, arena, b->p, b->n, &err), MB_EINVAL);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC <
		    2.0); /* milliseconds, and far more under ASan */
	if (!strstr(err.text, says))
		fail_msg("\"%s\" should say \"%s\"", err.text, says);
	mb_buf_free(b);
}

static void bombs_are_refused_early(void **state)
{
	struct mb_buf b = repeated("[", 1000000);

	assert_refused_quickly(&b, "more than 64 levels");
	b = repeated("- ", 500000);
	assert_refused_quickly(&b, "more than 64 levels");
	b = repeated("{a: ", 250000);
	assert_refused_quickly(&b, "more than 64 levels");
	b = repeated("- x\n", 250000);
	assert_refused_quickly(&b, "more than 100000 values");
	mb_buf_init(&b, 0);
	mb_buf_puts(&b, "a0: &a0 [x, x]\n");
	for (int i = 1; i < 12; i++)
		mb_buf_printf(&b, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
	assert_refused_quickly(&b, "line 2: \"*a0\" is an alias");
}

static void sixty_four_levels_are_read(void **state)
{
	struct mb_buf b = repeated("[", 64);

	for (int i = 0; i < 64; i++)
		mb_buf_putc(&b, ']');
	assert_non_null(read_ok(b.p));
	mb_buf_free(&b);
}

static void many_keys_in_another_order_are_compared_in_time(void **state)
{
	struct mb_node *a = mb_node_new_map(arena), *b = mb_node_new_map(arena);
	struct mb_buf text;
	clock_t start;

	mb_buf_init(&text, 0);
	for (int i = 0; i < 40000; i++)
		mb_buf_printf(&text, "key%d: v\n", i);
	a = read_ok(text.p);
	mb_buf_clear(&text);
	for (int i = 40000; i-- > 0;)
		mb_buf_printf(&text, "key%d: v\n", i);
	b = read_ok(text.p);
	start = clock();
	assert_true(mb_node_same(a, b));
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2.0);
	mb_buf_free(&text);
}

/* ---- writing --------------------------------------------------------------------------------------------- */

static void assert_written(const struct mb_node *n, const char *want)
{
	struct mb_buf out;

	mb_buf_init(&out, 0);
	mb_yaml_write(&out, n);
	assert_string_equal(out.p, want);
	mb_buf_free(&out);
}

static void a_new_map_is_written_as_people_write_it(void **state)
{
	struct mb_node *map = mb_node_new_map(arena), *list = mb_node_new_list(arena);
	struct mb_node *who = mb_node_new_map(arena), *deep = mb_node_new_map(arena);
	mb_day day;

	assert_true(mb_day_make(&day, 2026, 5, 14));
	mb_node_put(arena, map, "kind", mb_node_new_text(arena, "decision"));
	mb_node_put(arena, map, "date", mb_node_new_day(arena, day));
	mb_node_put(arena, map, "number", mb_node_new_int(arena, -3));
	mb_node_put(arena, map, "urgent", mb_node_new_raw(arena, "true"));
	mb_node_put(arena, map, "title", mb_node_new_text(arena, "Children's plan (draft) / part 2"));
	mb_node_put(arena, map, "answer", mb_node_new_text(arena, "no"));
	mb_node_put(arena, map, "as_text", mb_node_new_text(arena, "2026-05-14"));
	mb_node_put(arena, map, "colon", mb_node_new_text(arena, "Agreed: yes"));
	mb_node_put(arena, map, "lines", mb_node_new_text(arena, "one\n\"two\"\n"));
	mb_node_put(arena, map, "nothing", mb_node_new_raw(arena, ""));
	mb_node_put(arena, map, "none", mb_node_new_list(arena));
	mb_node_put(arena, who, "person", mb_node_new_text(arena, "ann-lowe"));
	mb_node_put(arena, who, "as", mb_node_new_text(arena, "present"));
	mb_node_push(arena, list, who);
	mb_node_put(arena, deep, "motion", mb_node_new_text(arena, "to agree"));
	mb_node_put(arena, deep, "count", mb_node_copy(arena, who));
	mb_node_push(arena, list, deep);
	mb_node_push(arena, list, mb_node_new_text(arena, "x, y"));
	mb_node_put(arena, map, "attendance", list);
	assert_written(map, "kind: decision\n"
			    "date: 2026-05-14\n"
			    "number: -3\n"
			    "urgent: true\n"
			    "title: Children's plan (draft) / part 2\n"
			    "answer: \"no\"\n"
			    "as_text: \"2026-05-14\"\n"
			    "colon: \"Agreed: yes\"\n"
			    "lines: \"one\\n\\\"two\\\"\\n\"\n"
			    "nothing:\n"
			    "none: []\n"
			    "attendance:\n"
			    "  - {person: ann-lowe, as: present}\n"
			    "  - motion: to agree\n"
			    "    count: {person: ann-lowe, as: present}\n"
			    "  - \"x, y\"\n");
	assert_written(mb_node_new_map(arena), "{}\n");
}

static uint64_t seed = 20260514;

static unsigned pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 11) % n;
}

static const char *const pieces[] = {
	"a",	      "on",	    "yes",
	"No",	      "null",	    "~",
	"-",	      "- ",	    "?",
	"? ",	      ":",	    ": ",
	"#",	      " #",	    " ",
	"  ",	      "\t",	    "\n",
	"\n\n",	      "\r\n",	    "'",
	"\"",	      "\\",	    "\\n",
	"[",	      "]",	    "{",
	"}",	      ",",	    "&",
	"*x",	      "!",	    "|",
	">",	      "%",	    "@",
	"`",	      "---",	    "...",
	"1",	      "2.5",	    "0x1f",
	"é",	      "\u2028",	    "\ufeff",
	"\u00a0",     "\U0001f600", "word",
	"Children's", "<<",	    "=",
	"2026-05-14", "09:30",	    "fifty bytes or so, twice they are more than hundred"
};

static const char *random_text(void)
{
	struct mb_buf b;
	char *out;

	mb_buf_init(&b, 0);
	for (unsigned n = pick(5); n > 0; n--)
		mb_buf_puts(&b, pieces[pick(sizeof pieces / sizeof pieces[0])]);
	out = mb_arena_dup(arena, b.p);
	mb_buf_free(&b);
	return out;
}

static struct mb_node *random_tree(int depth)
{
	struct mb_node *n;
	unsigned what = pick(depth > 0 ? 6 : 3);

	if (what < 3)
		return what ? mb_node_new_text(arena, random_text()) : mb_node_new_raw(arena, random_text());
	n = what == 3 ? mb_node_new_list(arena) : mb_node_new_map(arena);
	for (unsigned k = pick(5); k > 0; k--) {
		const char *key = pick(2) ? "key" : mb_arena_printf(arena, "k%s", random_text());
		struct mb_node *part = random_tree(depth - 1); /* in order: a seed gives one run everywhere */

		if (what == 3)
			mb_node_push(arena, n, part);
		else
			mb_node_put(arena, n, key, part);
	}
	return n;
}

static void what_is_written_reads_back_the_same(void **state)
{
	print_message("seed %llu\n", (unsigned long long)seed);
	for (int i = 0; i < 20000; i++) {
		struct mb_node *tree = mb_node_new_map(arena), *again = NULL;
		struct mb_buf out;

		for (unsigned k = 1 + pick(4); k > 0; k--) {
			const char *key = mb_arena_printf(arena, "%s%u", random_text(), k);

			mb_node_put(arena, tree, key, random_tree(4));
		}
		mb_buf_init(&out, 0);
		mb_yaml_write(&out, tree);
		if (mb_yaml_parse(&again, arena, out.p, out.n, &err) != MB_OK)
			fail_msg("%s\n%s", err.text, out.p);
		if (!mb_node_same(tree, again))
			fail_msg("reads back otherwise:\n%s", out.p);
		mb_buf_free(&out);
		mb_arena_free(arena);
		arena = mb_arena_new();
	}
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest t[] = {
		T(values_are_the_text_they_are),
		T(an_empty_text_gives_nothing),
		T(nodes_know_their_line),
		T(looking_for_what_is_not_there_gives_null),
		T(values_are_the_same_whatever_their_quotes_and_the_order_of_keys),
		T(what_cannot_be_kept_is_refused_with_its_line),
		T(bombs_are_refused_early),
		T(sixty_four_levels_are_read),
		T(many_keys_in_another_order_are_compared_in_time),
		T(a_new_map_is_written_as_people_write_it),
		T(what_is_written_reads_back_the_same),
	};
	return cmocka_run_group_tests_name("text_yaml", t, NULL, NULL);
}
