/* What a rule file's text may not hold. */
#include "rules_impl.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void keep(void *ctx, const char *line)
{
	struct mb_buf *b = ctx;

	mb_buf_puts(b, line);
	mb_buf_putc(b, '\n');
}

static int check(struct mb_buf *told, const char *text, size_t n)
{
	struct mb_rules_file f = { "rules/x.lua", { text, n } };

	mb_buf_init(told, 0);
	return rules_check_text(&f, keep, told);
}

/* says: what the one line told holds, with the line number; NULL: nothing is told */
static const struct row {
	const char *name, *text, *says;
} rows[] = {
	{ "an empty file", "", NULL },
	{ "a plain rule", "rule \"a\" { before = \"paper.approve\", requires = { has \"title\" } }\n", NULL },

	/* bits */
	{ "and", "local x = a & b", "x.lua:1: the operator '&'" },
	{ "or", "\nlocal x = a | b", "x.lua:2: the operator '|'" },
	{ "exclusive or", "local x = a ~ b", "the operator '~'" },
	{ "complement", "local x = ~a", "the operator '~'" },
	{ "left", "local x = a << b", "the operator '<<'" },
	{ "right", "local x = a >> b", "the operator '>>'" },
	{ "unequal is no operator on bits", "if a ~= b then end", NULL },
	{ "whole division is none either", "local x = a // b", NULL },
	{ "bits in a string", "local x = 'a & b | ~c << d >> e'", NULL },
	{ "bits in a comment", "-- a & b | ~c << d >> e\n", NULL },
	{ "bits in a long comment", "--[==[ a & b\n]] ~c ]=] << ]==] local x = a & b",
	  "x.lua:2: the operator '&'" },
	{ "bits in a long string", "local x = [=[ a & b ]] ~c\n ]=] local y = a|b",
	  "x.lua:2: the operator '|'" },
	{ "behind a string with a quote in it", "local x = 'it\\'s & '  | 1", "the operator '|'" },
	{ "behind a backslash at the end of a string", "local x = 'a\\\\' & '&'", "the operator '&'" },
	{ "a string over several lines", "local x = 'a\\\n&\\z \n\n &' y = a & b",
	  "x.lua:4: the operator '&'" },
	{ "unequal without blanks", "if a~=b then x = c~d end", "the operator '~'" },
	{ "a string that is never closed", "local x = 'a & b\nlocal y = a & b", "x.lua:2: the operator '&'" },
	{ "a comment that is no long comment", "--[=x a & b\nlocal y = a & b", "x.lua:2: the operator '&'" },
	{ "a number with letters", "local x = 0xA & 3e-1", "the operator '&'" },
	{ "dots and numbers", "local x = 3 .. .5 .. a.b .. select('#', ...)", NULL },

	/* an index by a comparison */
	{ "greater", "local x = t[a > 3]", "x.lua:1: an index by a comparison" },
	{ "equal", "local x = t[a == b]", "an index by a comparison" },
	{ "unequal", "local x = t[a ~= b]", "an index by a comparison" },
	{ "not greater", "local x = t[a <= b]", "an index by a comparison" },
	{ "over lines", "local x = t[\n a\n < b]", "x.lua:1: an index by a comparison" },
	{ "in brackets that only group", "local x = t[((a > b))]", "an index by a comparison" },
	{ "behind a not", "local x = t[not (a > b)]", "an index by a comparison" },
	{ "with and", "local x = t[a and b == c or d]", "an index by a comparison" },
	{ "two in one index are one slip", "local x = t[a > b and c > d]", "an index by a comparison" },
	{ "after a call", "local x = f(a)[b == 1]", "an index by a comparison" },
	{ "after a group", "local x = (t)[b == 1]", "an index by a comparison" },
	{ "second index", "local x = t[1][b == 1]", "an index by a comparison" },
	{ "within a table", "x = { [1] = t[b == 1] }", "an index by a comparison" },
	{ "within a call", "f(t[b == 1])", "an index by a comparison" },
	{ "within a call within an index", "local x = t[f(t[b == 1])]", "an index by a comparison" },
	{ "assigned to", "t[a < b] = 1", "an index by a comparison" },
	{ "a comment between", "t[a --[[ ] ]] < b] = 1", "an index by a comparison" },
	{ "an argument of a call", "local x = t[f(a > b)]", NULL },
	{ "an argument of a method", "local x = t[s:f(a > b)]", NULL },
	{ "an argument of a call of a call", "local x = t[f(a)(a > b)]", NULL },
	{ "a table as an index", "local x = t[f{ a > b }]", NULL },
	{ "a key in a table", "local x = { [a] = b > c, [d] = e == f; [g] = h }", NULL },
	{ "the key itself", "local x = { [a > b] = c, [a < b] = d }", NULL },
	{ "a long string as an argument", "local x = t[ [[a > b]] ]", NULL },
	{ "a long string and a comparison outside", "local x = [[t[a > b]]] > y", NULL },
	{ "an index within a comparison", "if t[a] > t[b] then end", NULL },
	{ "an assignment behind an index", "t[a] = b == c", NULL },
	{ "a group outside", "local x = (a > b) and t[c]", NULL },

	/* goto, attributes */
	{ "goto", "goto done ::done::", "x.lua:1: 'goto'" },
	{ "a name that only begins so", "local goto_ = x.gotos", NULL },
	{ "close", "local x <close> = f()", "x.lua:1: the attribute '<close>'" },
	{ "const, spread out", "local a, b < const > = 1, 2", "the attribute '<const>'" },
	{ "the second name", "local a <close>, b = 1", "the attribute '<close>'" },
	{ "a comparison in the next statement", "local a\nf(a < b)", NULL },
	{ "a comparison behind the sign", "local a, b = c < d, e < f", NULL },
	{ "a function that compares", "local function f(a, b) return a < b end", NULL },

	/* letters */
	{ "umlauts and dashes are fine", "local x = 'Zoë — £5' -- naïve\n", NULL },
	{ "tabs and CRLF are fine", "local\tx = 1\r\nlocal y = 2\r\n", NULL },
	{ "a control character", "local x = '\x07'", "x.lua:1: U+0007: a control character" },
	{ "a control character in a comment", "\n-- \x1b[2J", "x.lua:2: U+001B: a control character" },
	{ "delete", "-- \x7f", "U+007F" },
	{ "a high control character", "-- \xc2\x9b", "U+009B" },
	{ "right to left override", "-- \u202e", "x.lua:1: U+202E: a mark that turns" },
	{ "embedding", "-- \u202a", "U+202A" },
	{ "isolate", "local x = '\u2066'", "U+2066" },
	{ "end of isolate", "\n\nlocal x = [[\u2069]]", "x.lua:3: U+2069" },
	{ "left to right mark", "-- \u200e", "U+200E" },
	{ "right to left mark", "-- \u200f", "U+200F" },
	{ "Arabic letter mark", "-- \u061c", "U+061C" },
	{ "a line separator", "-- \u2028 x = 1", "U+2028: a line end" },
	{ "a carriage return that starts code within a comment", "-- a\rlocal x = 1",
	  "U+000D: a carriage return alone" },
	{ "not UTF-8", "local x = '\xe4'", "x.lua:1: byte 0xE4: not UTF-8" },
	{ "an overlong form", "-- \xc0\xaf", "byte 0xC0: not UTF-8" },
	{ "a byte order mark", "\xef\xbb\xbflocal x = 1", "x.lua:1: a byte order mark" },
};

static void is_told(void **state)
{
	const struct row *r = *state;
	struct mb_buf told;
	int n = check(&told, r->text, strlen(r->text));

	if (n != (r->says ? 1 : 0))
		fail_msg("%d slips: %s", n, told.p);
	if (r->says && !strstr(told.p, r->says))
		fail_msg("'%s' is not in: %s", r->says, told.p);
	mb_buf_free(&told);
}

static void a_nul_is_named_too(void **state)
{
	struct mb_buf told;

	assert_int_equal(check(&told, "a = '\0' & 1", 11), 2);
	assert_non_null(strstr(told.p, "U+0000"));
	assert_non_null(strstr(told.p, "'&'"));
	mb_buf_free(&told);
}

static void a_screenful_is_enough(void **state)
{
	struct mb_buf told, text;
	size_t lines = 0;

	mb_buf_init(&text, 0);
	for (int i = 0; i < 5000; i++)
		mb_buf_puts(&text, "x = a & b\n");
	assert_int_equal(check(&told, text.p, text.n), 5000);
	for (const char *p = told.p; (p = strchr(p, '\n')); p++)
		lines++;
	assert_true(lines < 100);
	assert_non_null(strstr(told.p, "further slips"));
	mb_buf_free(&told);
	mb_buf_free(&text);
}

/* Each of these made some lexer or other look at the rest of the text once for every byte. */
static void time_is_linear(void **state)
{
	static const char *const bits[] = { "[",    "[=", "]=", "--[=[ ]=", "'\\",  "(",
					    "{[",   "t[", "0x", "\"",	    "--[",  "\r",
					    "a[b<", "<",  "~",	"local a<", "\x80", "\xe2\x80" };

	for (size_t i = 0; i < COUNT(bits); i++) {
		struct mb_buf text, told;
		clock_t t;

		mb_buf_init(&text, 0);
		mb_buf_puts(&text, "--[==[");
		if (i % 2)
			mb_buf_clear(&text);
		while (text.n < 1000000)
			mb_buf_puts(&text, bits[i]);
		t = clock();
		check(&told, text.p, text.n);
		assert_true(clock() - t < CLOCKS_PER_SEC);
		mb_buf_free(&told);
		mb_buf_free(&text);
	}
}

/* Random words of Lua in every order: no crash, no endless loop, and the same answer twice. */
static void any_text_is_read_to_its_end(void **state)
{
	static const char *const bits[] = { "[",    "]",    "[[",     "]]",	"[=[", "]=]", "(",  ")",
					    "{",    "}",    "--",     "\n",	"\r",  "'",   "\"", "\\",
					    "\\z",  "a",    "local ", "<",	">",   "=",   "~",  "&",
					    ".",    "..",   "0x",     "1e",	"+",   ",",   ";",  "goto ",
					    "end ", "not ", "\xe2",   "\u202e", "::",  "//" };
	uint64_t seed = 7;

	for (int turn = 0; turn < 50000; turn++) {
		struct mb_buf text, told, again;
		int n = (int)(turn % 40);
		char *exact;

		mb_buf_init(&text, 0);
		while (n-- > 0) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			mb_buf_puts(&text, bits[(seed >> 33) % COUNT(bits)]);
		}
		exact = mb_alloc(text.n); /* no NUL behind it: reading on is found by the sanitizer */
		memcpy(exact, text.p, text.n);
		assert_int_equal(check(&told, exact, text.n), check(&again, exact, text.n));
		assert_string_equal(told.p, again.p);
		free(exact);
		mb_buf_free(&again);
		mb_buf_free(&told);
		mb_buf_free(&text);
	}
}

int main(void)
{
	struct CMUnitTest t[COUNT(rows) + 4];
	size_t n = 0;

	for (; n < COUNT(rows); n++)
		t[n] = (struct CMUnitTest){ rows[n].name, is_told, NULL, NULL, (void *)&rows[n] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_nul_is_named_too);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_screenful_is_enough);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(time_is_linear);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(any_text_is_read_to_its_end);
	return _cmocka_run_group_tests("rules_check_text", t, n, NULL, NULL);
}
