/* Words, sentences and numbers: small scanners that never look back further than they have to. */
#include "read.h"

#include <string.h>

bool rd_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool rd_upper(char c)
{
	/* a longer letter is taken for a capital; 0xe2 begins quotes and dashes */
	return (c >= 'A' && c <= 'Z') || ((unsigned char)c >= 0xc3 && (unsigned char)c != 0xe2);
}

bool rd_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

bool rd_alnum(char c)
{
	return digit(c) || (c >= 'A' && c <= 'Z') || rd_lower(c) || (unsigned char)c >= 0xc0;
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

struct mb_str rd_sub(struct mb_str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return s.p ? (struct mb_str){ s.p + from, to - from } : s;
}

struct mb_str rd_clip(struct mb_str s, size_t max)
{
	return s.n > max ? (struct mb_str){ s.p, max } : s;
}

static bool strippable(char c, const char *also)
{
	return rd_blank(c) || (also && c && strchr(also, c));
}

struct mb_str rd_trim(struct mb_str s, const char *also)
{
	while (s.n && strippable(s.p[0], also))
		s.p++, s.n--;
	while (s.n && strippable(s.p[s.n - 1], also))
		s.n--;
	return s;
}

bool rd_at(struct mb_str s, size_t i, const char *phrase)
{
	if (i > 0 && rd_alnum(s.p[i - 1]) && rd_alnum(phrase[0]))
		return false;
	for (; *phrase; phrase++, i++) {
		if (i >= s.n)
			return false;
		if (*phrase == ' ' ? !rd_blank(s.p[i]) : fold(s.p[i]) != fold(*phrase))
			return false;
	}
	return i >= s.n || !rd_alnum(s.p[i]) || !rd_alnum(s.p[i - 1]);
}

size_t rd_find(struct mb_str s, size_t from, const char *phrase)
{
	char first = fold(phrase[0]);

	for (size_t i = from; i < s.n; i++)
		if (fold(s.p[i]) == first && rd_at(s, i, phrase))
			return i;
	return NPOS;
}

bool rd_has(struct mb_str s, const char *phrase)
{
	return rd_find(s, 0, phrase) != NPOS;
}

bool rd_starts(struct mb_str s, const char *phrase)
{
	return rd_at(s, 0, phrase);
}

size_t rd_find_any(struct mb_str s, size_t from, const char *const *phrases, size_t *which, size_t *len)
{
	for (size_t i = from; i < s.n; i++) {
		if (i > 0 && rd_alnum(s.p[i - 1]))
			continue;
		for (size_t k = 0; phrases[k]; k++) {
			if (fold(phrases[k][0]) != fold(s.p[i]) || !rd_at(s, i, phrases[k]))
				continue;
			if (which)
				*which = k;
			if (len)
				*len = strlen(phrases[k]);
			return i;
		}
	}
	return NPOS;
}

bool rd_is_any(struct mb_str s, const char *const *words)
{
	for (size_t k = 0; s.n && words[k]; k++)
		if (fold(words[k][0]) == fold(s.p[0]) && strlen(words[k]) == s.n && rd_at(s, 0, words[k]))
			return true;
	return false;
}

bool rd_word(struct mb_str s, size_t *at, struct mb_str *out)
{
	size_t i = *at, from;

	while (i < s.n && rd_blank(s.p[i]))
		i++;
	for (from = i; i < s.n && !rd_blank(s.p[i]); i++)
		;
	*at = i;
	*out = rd_sub(s, from, i);
	return i > from;
}

size_t rd_count_words(struct mb_str s, size_t stop)
{
	struct mb_str w;
	size_t at = 0, n = 0;

	while (n < stop && rd_word(s, &at, &w))
		n++;
	return n;
}

/* Does the stop at i end a sentence? Not after a title, a single letter or a usual short form. */
static bool ends_sentence(struct mb_str s, size_t i, size_t word)
{
	static const char *const shorts[] = { "cllr",  "cllrs", "dr",	"mr",	  "mrs",    "ms",
					      "prof",  "rev",	"st",	"no",	  "nos",    "para",
					      "paras", "prop",	"e.g",	"i.e",	  "etc",    "p",
					      "pp",    "hon",	"col",	"approx", "messrs", "supt",
					      "insp",  "sgt",	"revd", "capt",	  NULL };
	size_t next = i + 1;

	if (s.p[i] != '.' && s.p[i] != '!' && s.p[i] != '?')
		return false;
	while (next < s.n && (s.p[next] == ')' || s.p[next] == '"' || s.p[next] == '\''))
		next++;
	if (next < s.n && !rd_blank(s.p[next]))
		return false;
	if (s.p[i] == '.') {
		struct mb_str w = rd_sub(s, word, i);

		while (w.n && !rd_alnum(w.p[0]))
			w.p++, w.n--;
		if (w.n == 1 && rd_upper(w.p[0]))
			return false;
		/* "No." may be a short form or a whole answer: a number decides */
		if (rd_is_any(w, shorts) && next + 1 < s.n)
			return w.n == 2 && rd_is_any(w, (const char *[]){ "no", NULL }) &&
			       !digit(s.p[next + 1]);
	}
	while (next < s.n && rd_blank(s.p[next]))
		next++;
	return next >= s.n || !rd_lower(s.p[next]);
}

bool rd_sentence(struct mb_str s, size_t *at, struct mb_str *out)
{
	size_t from = *at, i, word;

	while (from < s.n && rd_blank(s.p[from]))
		from++;
	if (from >= s.n)
		return false;
	for (i = word = from; i < s.n; i++) {
		if (rd_blank(s.p[i])) {
			word = i + 1;
		} else if (ends_sentence(s, i, word)) {
			for (i++; i < s.n && !rd_blank(s.p[i]); i++)
				;
			break;
		}
	}
	*at = i;
	*out = rd_sub(s, from, i);
	return true;
}

bool rd_unfinished(struct mb_str s)
{
	s = rd_trim(s, "\"')");
	return s.n && !strchr(".;:!?", s.p[s.n - 1]);
}

int rd_number_word(struct mb_str w)
{
	static const char *const words[] = { "no",	"one",	   "two",	"three",    "four",
					     "five",	"six",	   "seven",	"eight",    "nine",
					     "ten",	"eleven",  "twelve",	"thirteen", "fourteen",
					     "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
					     "twenty" };
	int v = 0;

	w = rd_trim(w, "(),.:;");
	if (!w.n)
		return -1;
	if (digit(w.p[0])) {
		for (size_t i = 0; i < w.n; i++) {
			if (!digit(w.p[i]) || i > 5)
				return -1;
			v = v * 10 + (w.p[i] - '0');
		}
		return v;
	}
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (mb_str_case_eq(w, words[k]))
			return (int)k;
	return -1;
}

/* 2 to 8 capitals, hyphen, four figures, hyphen, a capital, three or more figures */
static size_t id_at(struct mb_str s, size_t i)
{
	size_t from = i, n = 0;

	while (i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z')
		i++;
	if (i - from < 2 || i - from > 8 || i >= s.n || s.p[i++] != '-')
		return 0;
	for (n = 0; i < s.n && digit(s.p[i]); i++)
		n++;
	if (n != 4 || i + 1 >= s.n || s.p[i] != '-' || s.p[i + 1] < 'A' || s.p[i + 1] > 'Z')
		return 0;
	for (i += 2, n = 0; i < s.n && digit(s.p[i]); i++)
		n++;
	return n >= 3 && (i >= s.n || !rd_alnum(s.p[i])) ? i - from : 0;
}

bool rd_id(struct mb_str s, size_t *at, struct mb_str *out)
{
	for (size_t i = *at; i < s.n; i++) {
		size_t len;

		if (s.p[i] < 'A' || s.p[i] > 'Z' || (i > 0 && (rd_alnum(s.p[i - 1]) || s.p[i - 1] == '-')))
			continue;
		if ((len = id_at(s, i)) > 0) {
			*out = rd_sub(s, i, i + len);
			*at = i + len;
			return true;
		}
	}
	*at = s.n;
	return false;
}

int rd_item_number(struct mb_str s, size_t from, struct mb_str *out)
{
	size_t i = rd_find(s, from, "item"), to;

	if (i == NPOS)
		return 0;
	i += 4;
	while (i < s.n && (rd_blank(s.p[i]) || s.p[i] == ':'))
		i++;
	for (to = i; to < s.n && (rd_alnum(s.p[to]) ||
				  ((s.p[to] == '/' || s.p[to] == '.') && to + 1 < s.n && digit(s.p[to + 1])));
	     to++)
		;
	if (to == i || !digit(s.p[i]) || to - i > 12)
		return 0;
	*out = rd_sub(s, i, to);
	return 1;
}

uint64_t rd_hash(struct mb_str text, uint64_t salt)
{
	uint64_t h = 1469598103934665603ULL ^ salt;

	for (size_t i = 0; i < text.n; i++)
		if (rd_alnum(text.p[i]))
			h = (h ^ (unsigned char)fold(text.p[i])) * 1099511628211ULL;
	h ^= h >> 32;
	return h ? h : 1;
}

static bool seen_add(uint64_t *slot, size_t cap, uint64_t h)
{
	size_t i = (size_t)h & (cap - 1);

	while (slot[i] && slot[i] != h)
		i = (i + 1) & (cap - 1);
	if (slot[i])
		return true;
	slot[i] = h;
	return false;
}

bool rd_seen(struct mb_arena *a, struct seen *set, struct mb_str text, uint64_t salt)
{
	bool was;

	if (set->n * 2 >= set->cap) {
		size_t cap = set->cap ? set->cap * 2 : 64;
		uint64_t *slot = mb_arena_alloc(a, cap * sizeof(*slot));

		for (size_t i = 0; i < set->cap; i++)
			if (set->slot[i])
				seen_add(slot, cap, set->slot[i]);
		set->slot = slot;
		set->cap = cap;
	}
	was = seen_add(set->slot, set->cap, rd_hash(text, salt));
	set->n += !was;
	return was;
}
