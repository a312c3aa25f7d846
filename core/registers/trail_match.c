/* Which decisions deal with which recommendation of a paper. */
#include "trail_impl.h"

#include <ctype.h>
#include <string.h>

#define WORDS_MAX   80
#define ENOUGH	    50 /* of 100 words of the recommendation must be those of the decision */
#define LETTERS_MIN 4  /* shorter words say nothing */

struct words {
	const char *at[WORDS_MAX];
	size_t n[WORDS_MAX], count;
};

/* Each word once, as it stands in the text. */
static void cut(struct words *w, const char *text)
{
	w->count = 0;
	while (text && *text && w->count < WORDS_MAX) {
		size_t n = 0;

		while (isalnum((unsigned char)text[n]) || (unsigned char)text[n] >= 0x80)
			n++;
		if (n >= LETTERS_MIN) {
			w->at[w->count] = text;
			w->n[w->count++] = n;
		}
		text += n ? n : 1;
	}
}

/* "formation" and "formed" are the same to this: what counts is how they begin. */
static bool alike(const char *a, size_t n_a, const char *b, size_t n_b)
{
	size_t n = n_a < n_b ? n_a : n_b;

	if (n > 5)
		n = 5;
	else if (n_a != n_b)
		return false;
	return strncasecmp(a, b, n) == 0;
}

static bool same_words(const char *recommendation, const char *decision)
{
	struct words asked, said;
	size_t shared = 0;

	cut(&asked, recommendation);
	cut(&said, decision);
	for (size_t i = 0; i < asked.count; i++)
		for (size_t k = 0; k < said.count; k++)
			if (alike(asked.at[i], asked.n[i], said.at[k], said.n[k])) {
				shared++;
				break;
			}
	return asked.count > 0 && shared * 100 >= asked.count * ENOUGH;
}

static const char *skip(const char *p, const char *blanks)
{
	return p + strspn(p, blanks);
}

/* "recommendations 5 to 7", "recommendations 1, 3 and 4"; all: it speaks of the recommendations and gives no number. */
static bool numbers_named(bool *all, const char *text, long number)
{
	const char *p = text ? strcasestr(text, "recommendation") : NULL;
	bool any = false, named = false;

	*all = false;
	for (; p; p = strcasestr(p, "recommendation")) {
		long last = 0;
		bool range = false;

		p += strlen("recommendation");
		p = skip(p + (*p == 's'), " ");
		for (;;) {
			bool has;
			long n = text_number(&has, p);

			if (!has)
				break;
			any = true;
			named |= n == number || (range && number > last && number <= n);
			last = n;
			p = skip(p, "0123456789");
			p = skip(p, " ,");
			range = mb_starts(p, "to ") || mb_starts(p, "-") || mb_starts(p, "\xe2\x80\x93");
			if (mb_starts(p, "to ") || mb_starts(p, "\xe2\x80\x93"))
				p += 3;
			else if (mb_starts(p, "and "))
				p += 4;
			else if (mb_starts(p, "-"))
				p += 1;
			p = skip(p, " ");
		}
	}
	*all = text && strcasestr(text, "recommendations") && !any;
	return named;
}

/* Nothing was decided on the recommendations one by one: the item as a whole went away. */
static bool whole_item(const struct mb_doc *d)
{
	static const char *const outcomes[] = {
		"deferred", "withdrawn", "referred", "rejected", "lost", NULL
	};
	const char *outcome = mb_doc_field(d, "outcome");

	return !mb_doc_field(d, "number") && outcome && among(outcome, outcomes);
}

bool trail_is_about(const struct mb_doc *decision, const char *number, const char *text)
{
	const char *named = mb_doc_field(decision, "recommendation"), *said = mb_doc_field(decision, "text");
	bool has, all;
	long n = text_number(&has, number);

	if (named)
		return mb_streq(named, number);
	if (has && numbers_named(&all, said, n))
		return true;
	return (has && all) || same_words(text, said) || whole_item(decision);
}
