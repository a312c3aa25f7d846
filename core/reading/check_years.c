/* One matter under two dates: a heading against the text, the day something begins, a day by which it is too late. */
#include "check.h"

#include <ctype.h>
#include <string.h>

#define AROUND	     9 /* words on either side of a date that say what it is the date of */
#define SHARED	     2
#define LONG_AGO     183 /* days; something may well begin on the first of last month */
#define BEGINS_MAX   64
#define COMPARED_MAX 500 /* dates of the same month that a heading is held against */

/* ---- words around a date --------------------------------------------------------------------------------- */

static bool says_nothing(struct mb_str w)
{
	static const char *const small[] = {
		"the",	   "and",	"for",	   "from",   "with",  "that",	"this",	   "were",  "was",
		"have",	   "has",	"will",	   "been",   "which", "in",	"of",	   "to",    "on",
		"at",	   "by",	"be",	   "is",     "are",   "its",	"it",	   "a",	    "an",
		"as",	   "or",	"not",	   "early",  "late",  "mid",	"end",	   "date",  "year",
		"month",   "before",	"after",   "until",  "since", "report", "meeting", "board", "group",
		"council", "committee", "minutes", "effect", NULL
	};
	static const char *const months[] = { "january",  "february", "march",	"april",     "may",
					      "june",	  "july",     "august", "september", "october",
					      "november", "december", NULL };

	return w.n < 3 || ck_in(w, small) || ck_in(w, months) || (w.p[0] >= '0' && w.p[0] <= '9');
}

static bool same_stem(struct mb_str a, struct mb_str b)
{
	struct ck_name x = { .n = 0 };

	ck_name_add(&x, a, false);
	ck_name_add(&x, b, false);
	return x.n == 2 &&
	       (strcmp(x.stem[0], x.stem[1]) == 0 ||
		(strlen(x.stem[0]) > 5 && strlen(x.stem[1]) > 5 && strncmp(x.stem[0], x.stem[1], 6) == 0) ||
		(strlen(x.stem[0]) > 4 && strncmp(x.stem[0], x.stem[1], strlen(x.stem[0])) == 0));
}

struct span {
	size_t from, to; /* words */
};

static struct span around(const struct ck_doc *d, const struct ck_date *at, size_t by)
{
	const struct ck_block *b = &d->block[at->block];
	const size_t w = ck_word_at(d, at->at), end = ck_word_at(d, at->at + at->len);

	return (struct span){ w > b->word + by ? w - by : b->word,
			      end + by < b->word_end ? end + by : b->word_end };
}

static size_t shared(const struct ck_doc *d, struct span a, struct span b)
{
	size_t n = 0;

	for (size_t i = a.from; i < a.to; i++) {
		struct mb_str w = ck_word_str(d, i);
		size_t k = b.from;

		if (says_nothing(w))
			continue;
		while (k < b.to && !same_stem(w, ck_word_str(d, k)))
			k++;
		n += k < b.to;
	}
	return n;
}

/* ---- a heading against the text -------------------------------------------------------------------------- */

static void check_heading(struct ck_doc *d, const struct ck_date *head)
{
	const struct ck_block *b = &d->block[head->block];
	const struct span words = { b->word, b->word_end };
	const struct ck_date *against = NULL;
	struct mb_check_finding *f;
	size_t as_said = 0, compared = 0;

	/* how often the text gives the heading's date and how often another year's: one slip shows by being alone */
	for (size_t i = 0; i < d->n_dates && compared < COMPARED_MAX; i++) {
		const struct ck_date *at = &d->date[i];

		if (at->block == head->block || at->month != head->month || !at->year || at->day != head->day)
			continue;
		compared++;
		if (at->year == head->year && d->block[at->block].kind != CK_HEADING)
			as_said += shared(d, words, around(d, at, AROUND)) >= SHARED;
		else if (at->year != head->year && !against && d->block[at->block].kind != CK_HEADING &&
			 shared(d, words, around(d, at, AROUND)) >= SHARED)
			against = at;
	}
	if (!against || as_said)
		return;
	f = ck_found(d, "heading-date", "look which of the two years is right",
		     "the heading says %d, line %d says %d of the same", head->year, ck_line(d, against->at),
		     against->year);
	ck_place(d, f, b->text, b->text + b->n);
	ck_place(d, f, against->at, against->at + against->len);
}

/* "2006/07" or a year by itself at word w: its figures, 0 if it is none. Part of a date it is that date's. */
static int bare_year(const struct ck_doc *d, size_t w, bool *pair)
{
	struct mb_str s = ck_word_str(d, w);
	const size_t end = d->word[w].at + s.n;
	int year = 0;

	if (s.n != 4 && !(s.n == 7 && s.p[4] == '-'))
		return 0;
	for (size_t i = 0; i < 4; i++) {
		if (!isdigit((unsigned char)s.p[i]))
			return 0;
		year = 10 * year + s.p[i] - '0';
	}
	*pair = s.n == 7 ||
		(end + 2 < d->n_text && d->text[end] == '/' && isdigit((unsigned char)d->text[end + 1]) &&
		 isdigit((unsigned char)d->text[end + 2]));
	return year >= 1990 && year < 2060 ? year : 0;
}

static size_t part_end(const struct ck_doc *d, size_t heading)
{
	size_t i = heading + 1;

	while (i < d->n_blocks && d->block[i].kind != CK_HEADING)
		i++;
	return i;
}

/* "Budget 2006/07" over a text that gives only another year, of the same matter. */
static void check_heading_year(struct ck_doc *d, size_t heading)
{
	const struct ck_block *b = &d->block[heading];
	const size_t end = part_end(d, heading);
	size_t against = CK_NONE, last;
	bool pair = false, other;
	struct mb_check_finding *f;
	int year = 0, found;

	if (end <= heading + 1 || b->word_end - b->word < 3 || b->level == 1)
		return;
	for (size_t w = b->word; w < b->word_end && !year; w++)
		year = bare_year(d, w, &pair);
	last = d->block[end - 1].word_end;
	if (!year || !pair)
		return;
	for (size_t w = b->word_end; w < last && w < b->word_end + 400; w++) {
		if (!(found = bare_year(d, w, &other)) || other != pair)
			continue;
		if (found == year)
			return;
		if (against == CK_NONE && shared(d, (struct span){ b->word, b->word_end },
						 (struct span){ w > AROUND ? w - AROUND : 0, w }) >= 1)
			against = w;
	}
	if (against == CK_NONE)
		return;
	f = ck_found(d, "heading-date", "look which of the two years is right",
		     "the heading says %d, line %d says %.*s of the same", year,
		     ck_line(d, d->word[against].at), 4, d->text + d->word[against].at);
	ck_place(d, f, b->text, b->text + b->n);
	ck_place(d, f, d->word[against].at, d->word[against].at + d->word[against].len);
}

/* ---- the day something begins ---------------------------------------------------------------------------- */

static bool begins(const struct ck_doc *d, const struct ck_date *at)
{
	static const char *const words[] = {
		"effect",     "effective",   "force", "commence", "commences", "commencement",
		"start",      "starts",	     "begin", "begins",	  "launch",    "launched",
		"introduced", "established", "opens", "open",	  "live",      NULL
	};
	const size_t w = ck_word_at(d, at->at);
	const struct ck_block *b = &d->block[at->block];

	if (!at->day || !at->year || at->no_such)
		return false;
	if (b->kind == CK_HEADING || (w > b->word && ck_is(d, w - 1, "from") && b->recommends))
		return true;
	for (size_t i = w > b->word + 7 ? w - 7 : b->word; i < w; i++)
		if (ck_is_any(d, i, words))
			return true;
	return false;
}

static void check_beginnings(struct ck_doc *d)
{
	const struct ck_date *list[BEGINS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < d->n_dates && n < BEGINS_MAX; i++)
		if (begins(d, &d->date[i]))
			list[n++] = &d->date[i];
	for (size_t i = 1; i < n; i++)
		for (size_t k = 0; k < i; k++) {
			const struct ck_date *a = list[k], *b = list[i];
			struct mb_check_finding *f;

			if (a->day != b->day || a->month != b->month || a->year == b->year ||
			    a->block == b->block)
				continue;
			if (!shared(d, around(d, a, 12), around(d, b, 12)))
				continue;
			f = ck_found(d, "date-order", "look which of the two years is right",
				     "line %d gives the same day in %d", ck_line(d, a->at), a->year);
			ck_place(d, f, b->at, b->at + b->len);
			ck_place(d, f, a->at, a->at + a->len);
			k = i; /* said once */
		}
}

/* ---- asked for by a day that is past --------------------------------------------------------------------- */

static void check_past(struct ck_doc *d)
{
	static const char *const by[] = { "by", "before", "until", "than", NULL };
	const mb_day written = d->r->date;
	mb_day from, to;

	if (written == MB_NO_DAY)
		return;
	for (size_t i = 0; i < d->n_dates; i++) {
		const struct ck_date *at = &d->date[i];
		const size_t w = ck_word_at(d, at->at);

		if (!d->block[at->block].recommends || !w || !ck_span(&from, &to, at) || to >= written)
			continue;
		if (ck_is(d, w - 1, "from") && !at->in_range && to < written - LONG_AGO) {
			ck_place(
				d,
				ck_found(
					d, "date-past", "look whether the year is right",
					"the recommendation begins more than half a year before the meeting"),
				at->at, at->at + at->len);
			continue;
		}
		if (!ck_is_any(d, w - 1, by) &&
		    !(ck_is(d, w - 1, "of") && w > 2 && ck_is_any(d, w - 3, by)) &&
		    !(at->part != CK_WHOLE && w > 1 && ck_is_any(d, w - 2, by)))
			continue;
		ck_place(d,
			 ck_found(d, "date-past", "look whether the year is right",
				  "the recommendation asks for it by a day before the meeting"),
			 at->at, at->at + at->len);
	}
}

/* ---- the meeting's day, given twice at the head ---------------------------------------------------------- */

static void check_head(struct ck_doc *d)
{
	const struct ck_date *first = NULL;

	for (size_t i = 0; i < d->n_dates && d->date[i].block < 20; i++) {
		const struct ck_date *at = &d->date[i];
		const struct ck_block *b = &d->block[at->block];
		struct mb_check_finding *f;

		/* a line that is nothing but a date, perhaps with a time and a place */
		if (!at->day || !at->year || b->style != CK_PLAIN || b->bullet || b->kind == CK_ROW ||
		    at->at != b->text || b->n > at->len + 12)
			continue;
		if (!first) {
			first = at;
			continue;
		}
		if (first->day == at->day && first->month == at->month && first->year == at->year)
			continue;
		f = ck_found(d, "heading-date", "look which is the day of the meeting",
			     "the head of the paper gives two days: see line %d", ck_line(d, first->at));
		ck_place(d, f, at->at, at->at + at->len);
		ck_place(d, f, first->at, first->at + first->len);
		return;
	}
}

void ck_check_years(struct ck_doc *d)
{
	size_t headings = 0;

	for (size_t i = 0; i < d->n_dates && headings < 40; i++) {
		const struct ck_date *at = &d->date[i];

		/* one with a day is held against other beginnings below */
		if (d->block[at->block].kind != CK_HEADING || !at->year || at->day || at->no_such)
			continue;
		headings++;
		check_heading(d, at);
	}
	for (size_t i = 0; i < d->n_blocks; i++)
		if (d->block[i].kind == CK_HEADING)
			check_heading_year(d, i);
	check_beginnings(d);
	check_past(d);
	check_head(d);
}
