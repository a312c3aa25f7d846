/* string.c: borrowed strings, and what counts as text. */
#include <minutebook/base.h>

#include <string.h>
#include <strings.h>

struct mb_str mb_str(const char *s)
{
	return (struct mb_str){ s, s ? strlen(s) : 0 };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct mb_str mb_trim(struct mb_str s)
{
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	while (s.n > 0 && is_blank(*s.p))
		s.p++, s.n--;
	return s;
}

bool mb_str_eq(struct mb_str a, const char *b)
{
	if (!a.p || !b)
		return !a.p && !b;
	return strlen(b) == a.n && memcmp(a.p, b, a.n) == 0;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool mb_str_case_eq(struct mb_str a, const char *b)
{
	if (!a.p || !b)
		return !a.p && !b;
	if (strlen(b) != a.n)
		return false;
	for (size_t i = 0; i < a.n; i++) /* not strcasecmp: that one asks the locale */
		if (lower(a.p[i]) != lower(b[i]))
			return false;
	return true;
}

bool mb_starts(const char *s, const char *prefix)
{
	return s && prefix && strncmp(s, prefix, strlen(prefix)) == 0;
}

bool mb_ends(const char *s, const char *suffix)
{
	size_t n = s ? strlen(s) : 0, k = suffix ? strlen(suffix) : 0;

	return s && suffix && k <= n && memcmp(s + n - k, suffix, k) == 0;
}

bool mb_streq(const char *a, const char *b)
{
	return a && b ? *a == *b && strcmp(a, b) == 0
		      : a == b; /* names are sought in lists: most differ at once */
}

/* The length of the well-formed UTF-8 character at p (Unicode 15, table 3-7), or 0. */
static size_t utf8_length(const unsigned char *p, size_t n)
{
	unsigned char low = 0x80, high = 0xbf; /* what the second byte may be */
	size_t k;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		k = 2;
	} else if (p[0] >= 0xe0 && p[0] <= 0xef) {
		k = 3;
		if (p[0] == 0xe0)
			low = 0xa0; /* below: a longer form than needed */
		if (p[0] == 0xed)
			high = 0x9f; /* above: surrogates */
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		k = 4;
		if (p[0] == 0xf0)
			low = 0x90;
		if (p[0] == 0xf4)
			high = 0x8f; /* above: past U+10FFFF */
	} else {
		return 0;
	}
	if (n < k || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < k; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return k;
}

/* Eight bytes of ' ' to '~': most of any text, and nothing to look closer at. */
static bool eight_plain(const unsigned char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
	uint64_t w, del;

	memcpy(&w, p, sizeof w);
	del = w ^ ones * 0x7f;
	return ((w | (w - ones * 0x20) | ((del - ones) & ~del)) & high) == 0;
}

int mb_text_check(const char *text, size_t n, struct mb_error *err)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t line = 1, k;

	for (size_t i = 0; i < n; i += k) {
		unsigned char c = p[i];

		k = 8;
		if (n - i >= k && eight_plain(p + i))
			continue;
		k = utf8_length(p + i, n - i);
		if (k == 0)
			return mb_fail(err, MB_EINVAL,
				       "byte 0x%02x at line %zu is not UTF-8 text; save the file as UTF-8", c,
				       line);
		if (c == 0)
			return mb_fail(err, MB_EINVAL, "a NUL byte at line %zu; take it out", line);
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			return mb_fail(err, MB_EINVAL,
				       "a control character (0x%02x) at line %zu; take it out", c, line);
		if (c == 0xc2 && p[i + 1] < 0xa0) /* U+0080 to U+009F: terminals act on them too */
			return mb_fail(err, MB_EINVAL,
				       "a control character (U+%04X) at line %zu; take it out",
				       (unsigned)p[i + 1], line);
		if (c == '\n')
			line++;
	}
	return MB_OK;
}
