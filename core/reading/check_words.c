/* Labels, words and phrases of a paper that is checked. */
#include "check.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct mb_str ck_str(const struct ck_doc *d, size_t from, size_t to)
{
	return (struct mb_str){ d->text + from, to > from ? to - from : 0 };
}

struct mb_str ck_block_str(const struct ck_doc *d, const struct ck_block *b)
{
	return (struct mb_str){ d->text + b->text, b->n };
}

struct mb_str ck_word_str(const struct ck_doc *d, size_t w)
{
	return (struct mb_str){ d->text + d->word[w].at, d->word[w].len };
}

bool ck_is(const struct ck_doc *d, size_t w, const char *word)
{
	return w < d->n_words && mb_str_case_eq(ck_word_str(d, w), word);
}

bool ck_in(struct mb_str s, const char *const *words)
{
	for (; *words; words++)
		if (mb_str_case_eq(s, *words))
			return true;
	return false;
}

bool ck_is_any(const struct ck_doc *d, size_t w, const char *const *words)
{
	return w < d->n_words && ck_in(ck_word_str(d, w), words);
}

static bool letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

size_t ck_find(struct mb_str s, const char *phrase)
{
	const size_t n = strlen(phrase);

	for (size_t i = 0; i + n <= s.n; i++) {
		if (tolower((unsigned char)s.p[i]) != (unsigned char)phrase[0] || (i && letter(s.p[i - 1])))
			continue;
		if (strncasecmp(s.p + i, phrase, n) == 0 && (i + n == s.n || !letter(s.p[i + n])))
			return i;
	}
	return CK_NONE;
}

bool ck_has_any(struct mb_str s, const char *const *phrases)
{
	for (; *phrases; phrases++)
		if (ck_find(s, *phrases) != CK_NONE)
			return true;
	return false;
}

/* ---- labels ---------------------------------------------------------------------------------------------- */

static int roman(struct mb_str s)
{
	static const char *const numerals[] = { "i",  "ii", "iii", "iv",  "v",	  "vi",	 "vii", "viii",
						"ix", "x",  "xi",  "xii", "xiii", "xiv", "xv" };

	for (int i = 0; i < (int)(sizeof numerals / sizeof *numerals); i++)
		if (mb_str_eq(s, numerals[i]))
			return i + 1;
	return 0;
}

/* What stands between the bracket or the margin and the stop. */
static bool label_value(struct ck_block *b, struct mb_str s)
{
	size_t i = 0;

	b->depth = 0;
	if (s.n == 1 && islower((unsigned char)s.p[0])) {
		/* (i) may be the ninth letter: who counts looks at what came before */
		b->style = s.p[0] == 'i' || s.p[0] == 'v' || s.p[0] == 'x' ? CK_ROMAN : CK_LETTER;
		b->number[0] = b->style == CK_ROMAN ? roman(s) : s.p[0] - 'a' + 1;
		b->depth = 1;
		return true;
	}
	if (s.n > 1 && roman(s)) {
		b->style = CK_ROMAN;
		b->number[0] = roman(s);
		b->depth = 1;
		return true;
	}
	if (s.n > 1 && s.p[0] == 'R')
		i = 1;
	b->style = i ? CK_R : CK_NUMBER;
	while (i < s.n && isdigit((unsigned char)s.p[i]) && b->depth < CK_DEPTH) {
		int value = 0, n = 0;

		for (; i < s.n && isdigit((unsigned char)s.p[i]) && n < 4; i++, n++)
			value = 10 * value + s.p[i] - '0';
		if (n > 3)
			return false;
		b->number[b->depth++] = value;
		if (i < s.n && s.p[i] == '.')
			i++;
	}
	if (b->depth > 1)
		b->style = CK_DECIMAL;
	return i == s.n && b->depth > 0 && s.p[s.n - 1] != '.';
}

/* 2.00 pm, 10.30 am, 1.5 million */
static bool is_amount(struct mb_str s, size_t i)
{
	struct mb_str rest = { s.p + i, s.n - i };

	while (rest.n && rest.p[0] == ' ')
		rest.p++, rest.n--;
	return rest.n > 1 && (strncasecmp(rest.p, "am", 2) == 0 || strncasecmp(rest.p, "pm", 2) == 0 ||
			      rest.p[0] == '%' || (rest.n > 7 && strncasecmp(rest.p, "million", 7) == 0));
}

bool ck_label(struct ck_block *b, struct mb_str s, size_t *taken)
{
	struct mb_str label = s;
	bool stop = false, bold = s.n > 2 && s.p[0] == '*' && s.p[1] == '*';
	size_t i = bold ? 2 : 0, from;

	b->style = CK_PLAIN;
	b->paren = i < s.n && s.p[i] == '(';
	from = i += b->paren;
	while (i < s.n && i < from + 16 &&
	       (isalnum((unsigned char)s.p[i]) ||
		(s.p[i] == '.' && i + 1 < s.n && isdigit((unsigned char)s.p[i + 1]))))
		i++;
	label = (struct mb_str){ s.p + from, i - from };
	if (!label.n || label.n > 15)
		return false;
	if (i < s.n && s.p[i] == '\\')
		i++;
	if (i < s.n &&
	    (s.p[i] == ')' || (!b->paren && (s.p[i] == '.' || (s.p[i] == ':' && label.p[0] == 'R'))))) {
		stop = true;
		i++;
	}
	if (bold && i + 1 < s.n && s.p[i] == '*' && s.p[i + 1] == '*')
		i += 2;
	/* a space must follow, or nothing at all */
	if (i < s.n && s.p[i] != ' ' && s.p[i] != '\t' && (unsigned char)s.p[i] != 0xc2)
		return false;
	if (!label_value(b, label) || (b->paren && !stop) || is_amount(s, i))
		return b->style = CK_PLAIN, false;
	if (!stop && b->style != CK_DECIMAL && !(b->style == CK_R))
		return b->style = CK_PLAIN, false;
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	*taken = i;
	return true;
}

/* ---- words ----------------------------------------------------------------------------------------------- */

static bool in_word(const char *p, size_t i, size_t n)
{
	if (letter(p[i]))
		return true;
	/* an apostrophe or a hyphen between letters */
	return (p[i] == '\'' || p[i] == '-') && i > 0 && i + 1 < n && letter(p[i - 1]) && letter(p[i + 1]);
}

static void push_word(struct ck_doc *d, size_t block, size_t at, size_t len)
{
	struct ck_word *w = MB_PUSH(d->a, d->word, d->n_words);
	size_t upper = 0, lower = 0;

	for (size_t i = 0; i < len; i++) {
		upper += isupper((unsigned char)d->text[at + i]) != 0;
		lower += islower((unsigned char)d->text[at + i]) != 0;
	}
	*w = (struct ck_word){ .at = (uint32_t)at,
			       .len = (uint32_t)len,
			       .block = (uint32_t)block,
			       .cap = isupper((unsigned char)d->text[at]) != 0,
			       .caps = upper > 1 && !lower };
	if (d->n_words > 1) {
		const struct ck_word *before = w - 1;
		const size_t end = before->at + before->len;

		w->joined = before->block == w->block && at == end + 1 && d->text[end] == ' ';
	}
}

void ck_words(struct ck_doc *d)
{
	for (size_t k = 0; k < d->n_blocks; k++) {
		struct ck_block *b = &d->block[k];
		const size_t end = b->text + b->n;

		b->word = d->n_words;
		for (size_t i = b->text; i < end;) {
			size_t from = i;

			if (d->text[i] == '&' || (d->text[i] == '/' && i > b->text))
				i++;
			else
				while (i < end && in_word(d->text, i, end))
					i++;
			if (i > from)
				push_word(d, k, from, i - from);
			else
				i++;
		}
		b->word_end = d->n_words;
	}
}

size_t ck_word_at(const struct ck_doc *d, size_t text_at)
{
	size_t low = 0, high = d->n_words;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->word[mid].at < text_at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}
