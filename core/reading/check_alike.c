/* Names compared word by word: the same, the same in another order, one word dropped, one word slipped. */
#include "check.h"

#include <ctype.h>
#include <string.h>

/* "Children's" and "Childrens", "Services" and "Service" are one stem. */
static size_t stem_of(char out[CK_STEM], struct mb_str w)
{
	size_t n = 0;

	for (size_t i = 0; i < w.n && n < CK_STEM - 1; i++)
		if (w.p[i] != '\'' && w.p[i] != '-')
			out[n++] = (char)tolower((unsigned char)w.p[i]);
	if (n > 3 && out[n - 1] == 's' && out[n - 2] != 's')
		n--;
	out[n] = '\0';
	return n;
}

void ck_name_add(struct ck_name *name, struct mb_str word, bool join)
{
	if (name->n >= CK_NAME_WORDS || !stem_of(name->stem[name->n], word))
		return;
	if (join)
		name->joins |= 1U << name->n;
	name->n++;
}

void ck_name_of(struct ck_name *name, const char *s)
{
	static const char *const small[] = { "and", "of", "the", "for", "&", NULL };
	bool join = false;

	*name = (struct ck_name){ .n = 0 };
	while (*s) {
		struct mb_str w = { s, 0 };

		while (s[w.n] && (isalnum((unsigned char)s[w.n]) || (unsigned char)s[w.n] >= 0x80 ||
				  s[w.n] == '\'' || s[w.n] == '-' || s[w.n] == '&'))
			w.n++;
		if (!w.n) {
			join = join || *s == ',' || *s == '/';
			s++;
			continue;
		}
		if (ck_in(w, small)) {
			join = join || mb_str_case_eq(w, "and") || mb_str_eq(w, "&");
		} else {
			/* a curly apostrophe of a record's title: the two stems around it are what a straight one gives */
			ck_name_add(name, w, join);
			join = false;
		}
		s += w.n;
	}
}

bool ck_same_name(const struct ck_name *a, const struct ck_name *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->stem[i], b->stem[i]) != 0)
			return false;
	return true;
}

bool ck_same_letters(const struct ck_name *a, const struct ck_name *b)
{
	char x[CK_NAME_WORDS * CK_STEM] = "", y[CK_NAME_WORDS * CK_STEM] = "";

	for (size_t i = 0; i < a->n; i++)
		strcat(x, a->stem[i]);
	for (size_t i = 0; i < b->n; i++)
		strcat(y, b->stem[i]);
	return a->n != b->n && strcmp(x, y) == 0;
}

bool ck_tail_of(const struct ck_name *tail, const struct ck_name *name)
{
	if (tail->n > name->n)
		return false;
	for (size_t i = 0; i < tail->n; i++)
		if (strcmp(tail->stem[i], name->stem[name->n - tail->n + i]) != 0)
			return false;
	return true;
}

bool ck_near(const char *a, const char *b)
{
	const size_t x = strlen(a), y = strlen(b), less = x < y ? x : y;
	size_t common = 0;

	while (common < less && a[common] == b[common])
		common++;
	/* strategy, strategic; commissioning, commission: the beginning is most of the shorter */
	if (common >= 5 && common + 4 >= less && common + 7 >= (x > y ? x : y))
		return true;
	return less >= 6 && mb_edit_distance(a, b) <= 2;
}

bool ck_same_words(const struct ck_name *a, const struct ck_name *b)
{
	unsigned taken = 0;

	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		size_t k = 0;

		while (k < b->n && (taken & 1U << k || strcmp(a->stem[i], b->stem[k]) != 0))
			k++;
		if (k == b->n)
			return false;
		taken |= 1U << k;
	}
	return true;
}

bool ck_one_dropped(const struct ck_name *less, const struct ck_name *more)
{
	size_t k = 0;

	if (less->n + 1 != more->n || less->n < 2 || strcmp(less->stem[0], more->stem[0]) != 0 ||
	    strcmp(less->stem[less->n - 1], more->stem[more->n - 1]) != 0)
		return false;
	for (size_t i = 0; i < more->n && k < less->n; i++)
		k += strcmp(less->stem[k], more->stem[i]) == 0;
	return k == less->n;
}

int ck_one_differs(const struct ck_name *a, const struct ck_name *b)
{
	int at = -1;

	if (a->n != b->n)
		return -1;
	for (size_t i = 0; i < a->n; i++) {
		if (strcmp(a->stem[i], b->stem[i]) == 0)
			continue;
		if (at >= 0)
			return -1;
		at = (int)i;
	}
	return at;
}
