/* utf8: one character at a time out of text that a stranger wrote. */
#ifndef MB_RULES_UTF8_H
#define MB_RULES_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The character at p[0..n), n > 0; its length in *len. -1 with length 1 where it is not UTF-8 (overlong forms,
 * surrogates and what lies past U+10FFFF included), so that a caller always gets on. */
static inline int32_t rules_utf8(const char *p, size_t n, size_t *len)
{
	const unsigned char *u = (const unsigned char *)p;
	size_t want = u[0] < 0x80   ? 1
		      : u[0] < 0xc2 ? 0
		      : u[0] < 0xe0 ? 2
		      : u[0] < 0xf0 ? 3
		      : u[0] < 0xf5 ? 4
				    : 0;
	int32_t c;

	*len = 1;
	if (want == 1)
		return u[0];
	if (want == 0 || want > n)
		return -1;
	c = u[0] & (0x7f >> want);
	for (size_t i = 1; i < want; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return -1;
		c = c << 6 | (u[i] & 0x3f);
	}
	if ((want == 3 && c < 0x800) || (want == 4 && c < 0x10000) || c > 0x10ffff ||
	    (c >= 0xd800 && c <= 0xdfff))
		return -1;
	*len = want;
	return c;
}

/* Marks that turn the order of what is shown, so that a reader sees another text than the machine does. */
static inline int rules_turns_text(int32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f ||
	       c == 0x061c;
}

/* What some programs show as a new line and others do not. */
static inline int rules_splits_line(int32_t c)
{
	return c == 0x2028 || c == 0x2029 || c == 0x85;
}

#endif
