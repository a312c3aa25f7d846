/* Borrowed strings, what counts as text, nearest words, hashes. */
#include "minutebook/base.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A literal with its length, NULs included. */
#define BYTES(s) s, sizeof(s) - 1

static const struct text_row {
	const char *name, *text;
	size_t n;
	const char *says; /* NULL: fine */
} text_rows[] = {
	{ "nothing", BYTES(""), NULL },
	{ "plain lines", BYTES("a\tb\r\nc\n"), NULL },
	{ "two, three and four bytes", BYTES("\xc2\xa3 \xe2\x82\xac \xf0\x9f\x93\x9d"), NULL },
	{ "a mark at the start", BYTES("\xef\xbb\xbf# Agenda\n"), NULL },
	{ "the first and last of each length",
	  BYTES("\xc2\xa0\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), NULL },
	{ "either side of the surrogates", BYTES("\xed\x9f\xbf\xee\x80\x80"), NULL },
	{ "a stray byte", BYTES("a\nb\nc\xff"), "byte 0xff at line 3 is not UTF-8 text" },
	{ "Latin-1", BYTES("caf\xe9 nine"), "byte 0xe9 at line 1 is not UTF-8 text" },
	{ "UTF-16", BYTES("\xff\xfe#\0"), "byte 0xff at line 1 is not UTF-8 text" },
	{ "cut short at the end", BYTES("a\n\xe2\x82"), "byte 0xe2 at line 2 is not UTF-8 text" },
	{ "continuation alone", BYTES("\x80"), "byte 0x80 at line 1 is not UTF-8 text" },
	{ "slash, too long", BYTES("\xc0\xaf"), "byte 0xc0 at line 1 is not UTF-8 text" },
	{ "slash, much too long", BYTES("\xe0\x80\xaf"), "byte 0xe0 at line 1 is not UTF-8 text" },
	{ "four bytes for three", BYTES("\xf0\x8f\xbf\xbf"), "byte 0xf0 at line 1 is not UTF-8 text" },
	{ "a surrogate", BYTES("\xed\xa0\x80"), "byte 0xed at line 1 is not UTF-8 text" },
	{ "past the last character", BYTES("\xf4\x90\x80\x80"), "byte 0xf4 at line 1 is not UTF-8 text" },
	{ "a NUL", BYTES("a\nb\0c"), "a NUL byte at line 2" },
	{ "a bell", BYTES("1\n2\n3\n4\n5\n6\n7\n8\n\a"), "a control character (0x07) at line 9" },
	{ "an escape", BYTES("\x1b[2J"), "a control character (0x1b) at line 1" },
	{ "a delete", BYTES("\x7f"), "a control character (0x7f) at line 1" },
	{ "an escape of the second set", BYTES("\n\xc2\x9b"), "a control character (U+009B) at line 2" },
};

static void check_text(void **state)
{
	const struct text_row *r = *state;
	struct mb_error err = { 0 };

	assert_int_equal(mb_text_check(r->text, r->n, &err), r->says ? MB_EINVAL : MB_OK);
	if (r->says && !mb_starts(err.text, r->says))
		assert_string_equal(err.text, r->says);
	assert_int_equal(mb_text_check(r->text, r->n, NULL), r->says ? MB_EINVAL : MB_OK);
}

static const struct distance_row {
	const char *name, *a, *b;
	unsigned distance;
} distance_rows[] = {
	{ "the same", "quorum", "quorum", 0 },
	{ "nothing to something", "", "abc", 3 },
	{ "an insertion", "titel", "titeel", 1 },
	{ "a deletion", "agenda", "agnda", 1 },
	{ "a replacement", "date", "dote", 1 },
	{ "a swap of neighbours", "title", "titel", 1 },
	{ "a swap at the start", "ab", "ba", 1 },
	{ "a swap and a replacement", "ca", "abc", 3 }, /* neighbours only, each once */
	{ "the textbook pair", "kitten", "sitting", 3 },
	{ "case matters", "Due", "due", 1 },
	{ "only 64 bytes are looked at", "0123456789012345678901234567890123456789012345678901234567890123x",
	  "0123456789012345678901234567890123456789012345678901234567890123yzz", 0 },
};

static void check_distance(void **state)
{
	const struct distance_row *r = *state;

	assert_int_equal(mb_edit_distance(r->a, r->b), r->distance);
	assert_int_equal(mb_edit_distance(r->b, r->a), r->distance);
}

static const struct nearest_row {
	const char *name, *word, *nearest;
} nearest_rows[] = {
	{ "itself", "due", "due" },
	{ "a swap", "titel", "title" },
	{ "two edits in a long word", "desicion", "decision" },
	{ "three are too many", "dsicon", NULL },
	{ "one edit in a short word", "ow", "own" },
	{ "two edits in a short word are another word", "dxx", NULL },
	{ "the nearer one wins", "owners", "owners" },
	{ "a word nobody knows", "colour", NULL },
	{ "no word", NULL, NULL },
};

static void check_nearest(void **state)
{
	static const char *const words[] = { "title", "due", "own", "owner", "owners", "decision" };
	const struct nearest_row *r = *state;
	const char *found = mb_nearest(r->word, words, COUNT(words));

	if (r->nearest)
		assert_string_equal(found, r->nearest);
	else
		assert_null(found);
}

static void trimming_takes_blanks_off_both_ends(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" }, { " \t\r\n", "" }, { " a b \r\n", "a b" }, { "ab", "ab" }, { "\n\na", "a" }
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_true(mb_str_eq(mb_trim(mb_str(rows[i].in)), rows[i].out));
	assert_null(mb_trim(mb_str(NULL)).p);
}

static void comparisons_are_safe_with_null(void **state)
{
	assert_true(mb_streq("a", "a"));
	assert_false(mb_streq("a", "b"));
	assert_false(mb_streq("a", NULL));
	assert_false(mb_streq(NULL, ""));
	assert_true(mb_streq(NULL, NULL));
	assert_true(mb_str_eq(mb_str("yes"), "yes"));
	assert_false(mb_str_eq(mb_str("yes"), "ye"));
	assert_false(mb_str_eq((struct mb_str){ "yes", 2 }, "yes"));
	assert_true(mb_str_eq((struct mb_str){ "yes", 2 }, "ye"));
	assert_false(mb_str_eq(mb_str("yes"), NULL));
	assert_false(mb_str_eq(mb_str(NULL), ""));
	assert_true(mb_str_eq(mb_str(NULL), NULL));
	assert_true(mb_str_case_eq(mb_str("Item 4"), "iTEM 4"));
	assert_false(mb_str_case_eq(mb_str("Item"), "items"));
	assert_false(mb_str_case_eq(mb_str("[a"), "{a")); /* 0x20 apart, and no letters */
	assert_false(mb_str_case_eq(mb_str(NULL), "x"));
	assert_false(mb_str_case_eq(mb_str("\xc3\x89"), "\xc3\xa9"));
}

static void starts_and_ends(void **state)
{
	assert_true(mb_starts("agenda.md", "agenda"));
	assert_true(mb_starts("agenda.md", ""));
	assert_false(mb_starts("age", "agenda"));
	assert_false(mb_starts(NULL, ""));
	assert_true(mb_ends("agenda.md", ".md"));
	assert_true(mb_ends("agenda.md", ""));
	assert_false(mb_ends("md", ".md"));
	assert_false(mb_ends(NULL, ".md"));
}

static void sha256_agrees_with_its_standard(void **state)
{
	static const struct {
		const char *in, *hex;
	} rows[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	char hex[MB_SHA256_HEX];

	for (size_t i = 0; i < COUNT(rows); i++) {
		mb_sha256_hex(hex, rows[i].in, strlen(rows[i].in));
		assert_string_equal(hex, rows[i].hex);
	}
}

int main(void)
{
	const struct CMUnitTest fixed[] = {
		cmocka_unit_test(trimming_takes_blanks_off_both_ends),
		cmocka_unit_test(comparisons_are_safe_with_null),
		cmocka_unit_test(starts_and_ends),
		cmocka_unit_test(sha256_agrees_with_its_standard),
	};
	struct CMUnitTest text[COUNT(text_rows)], distance[COUNT(distance_rows)],
		nearest[COUNT(nearest_rows)];
	int failed = cmocka_run_group_tests_name("base_string", fixed, NULL, NULL);

	for (size_t i = 0; i < COUNT(text_rows); i++)
		text[i] = (struct CMUnitTest){ text_rows[i].name, check_text, NULL, NULL,
					       (void *)&text_rows[i] };
	for (size_t i = 0; i < COUNT(distance_rows); i++)
		distance[i] = (struct CMUnitTest){ distance_rows[i].name, check_distance, NULL, NULL,
						   (void *)&distance_rows[i] };
	for (size_t i = 0; i < COUNT(nearest_rows); i++)
		nearest[i] = (struct CMUnitTest){ nearest_rows[i].name, check_nearest, NULL, NULL,
						  (void *)&nearest_rows[i] };
	failed += cmocka_run_group_tests_name("base_string text", text, NULL, NULL);
	failed += cmocka_run_group_tests_name("base_string distance", distance, NULL, NULL);
	failed += cmocka_run_group_tests_name("base_string nearest", nearest, NULL, NULL);
	return failed;
}
