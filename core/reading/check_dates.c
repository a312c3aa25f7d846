/* Dates in a paper: found with their weekday and their vagueness, and those that cannot be. */
#include "check.h"

#include <ctype.h>
#include <string.h>

static int month_of(struct mb_str w)
{
	static const char *const names[] = { "january",	  "february", "march",	  "april",
					     "may",	  "june",     "july",	  "august",
					     "september", "october",  "november", "december" };

	if (w.n < 3)
		return 0;
	for (int i = 0; i < 12; i++) {
		if (mb_str_case_eq(w, names[i]))
			return i + 1;
		/* Jan, Sept: "may" and "march" are words as well, but these are whole names above */
		if ((w.n == 3 && mb_str_case_eq(w, (char[4]){ names[i][0], names[i][1], names[i][2], 0 })) ||
		    (i == 8 && mb_str_case_eq(w, "sept")))
			return i + 1;
	}
	return 0;
}

static int weekday_of(struct mb_str w)
{
	static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
					    "friday", "saturday", "sunday" };
	static const char *const brief[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

	for (int i = 0; i < 7; i++)
		if (mb_str_case_eq(w, days[i]) || mb_str_case_eq(w, brief[i]) ||
		    (i == 1 && mb_str_case_eq(w, "tues")) || (i == 3 && mb_str_case_eq(w, "thurs")))
			return i + 1;
	return 0;
}

static int number_of(struct mb_str w, size_t *used)
{
	int value = 0;
	size_t i = 0;

	for (; i < w.n && i < 5 && isdigit((unsigned char)w.p[i]); i++)
		value = 10 * value + w.p[i] - '0';
	*used = i;
	return i ? value : -1;
}

/* "11", "11th" */
static int day_of(struct mb_str w)
{
	size_t used;
	int value = number_of(w, &used);
	struct mb_str rest = { w.p + used, w.n - used };

	if (value < 1 || value > 39 || used > 2)
		return 0;
	if (rest.n && !mb_str_case_eq(rest, "st") && !mb_str_case_eq(rest, "nd") &&
	    !mb_str_case_eq(rest, "rd") && !mb_str_case_eq(rest, "th"))
		return 0;
	return value;
}

static int year_of(struct mb_str w)
{
	size_t used;
	int value = number_of(w, &used);

	return used == 4 && used == w.n && value >= 1900 && value < 2100 ? value : 0;
}

/* Are the words w-1 and w parted by blanks, perhaps with a comma? */
static bool near_before(const struct ck_doc *d, size_t w)
{
	const struct ck_word *a = &d->word[w - 1], *b = &d->word[w];
	const size_t end = a->at + a->len;

	if (a->block != b->block || b->at > end + 2)
		return false;
	for (size_t i = end; i < b->at; i++)
		if (d->text[i] != ' ' && d->text[i] != ',' && d->text[i] != '\t')
			return false;
	return b->at > end;
}

static bool follows(const struct ck_doc *d, size_t w)
{
	return w > 0 && w < d->n_words && near_before(d, w);
}

static enum ck_part part_before(const struct ck_doc *d, size_t w)
{
	static const char *const early[] = { "early", "beginning", "start", NULL };
	static const char *const late[] = { "late", "end", NULL };
	size_t k = w;

	if (k > 0 && ck_is(d, k - 1, "of") && follows(d, k))
		k--;
	if (!follows(d, k))
		return CK_WHOLE;
	if (ck_is_any(d, k - 1, early))
		return CK_EARLY;
	if (ck_is_any(d, k - 1, late))
		return CK_LATE;
	return ck_is(d, k - 1, "mid") ? CK_MID : CK_WHOLE;
}

static void judge(struct ck_date *at)
{
	mb_day day;

	if (at->day)
		at->no_such = !mb_day_make(&day, at->year ? at->year : 2004, at->month, at->day);
}

/* The day's number in front of a month, and the weekday in front of that. @return first word of the date */
static size_t look_back(struct ck_date *at, const struct ck_doc *d, size_t w)
{
	size_t from = w;

	if (from > 0 && ck_is(d, from - 1, "of") && follows(d, from) && from > 1 &&
	    day_of(ck_word_str(d, from - 2)))
		from--;
	if (follows(d, from) && (at->day = day_of(ck_word_str(d, from - 1))))
		from--;
	else
		from = w;
	if (at->day && from > 0) {
		size_t k = from;

		if (ck_is(d, k - 1, "the") && follows(d, k))
			k--;
		if (follows(d, k) && d->word[k - 1].cap && (at->weekday = weekday_of(ck_word_str(d, k - 1))))
			return k - 1;
	}
	return from;
}

static bool date_in_words(struct ck_date *at, const struct ck_doc *d, size_t w, size_t *next)
{
	size_t from, to = w + 1;
	const int month = month_of(ck_word_str(d, w));

	/* "may", "march" as verbs, "Jan" as a name: a month is capitalised and has a number or such a word beside it */
	if (!month || !d->word[w].cap)
		return false;
	*at = (struct ck_date){ .month = month };
	from = look_back(at, d, w);
	if (follows(d, to) && to < d->n_words) {
		if (!at->day && day_of(ck_word_str(d, to)) && to + 1 < d->n_words && follows(d, to + 1) &&
		    year_of(ck_word_str(d, to + 1)))
			at->day = day_of(ck_word_str(d, to++));
		if (to < d->n_words && follows(d, to) && (at->year = year_of(ck_word_str(d, to))))
			to++;
	}
	if (!at->day)
		at->part = part_before(d, w);
	if (!at->day && !at->year && at->part == CK_WHOLE && ck_word_str(d, w).n < 5)
		return false;
	at->block = d->word[w].block;
	at->at = d->word[from].at;
	at->len = d->word[to - 1].at + d->word[to - 1].len - at->at;
	judge(at);
	*next = to;
	return true;
}

/* 11/10/2005, 11/10/05, 11.10.2005: the words are numbers parted by one such mark; 2005-10-11 is one word. */
static bool date_in_figures(struct ck_date *at, const struct ck_doc *d, size_t w, size_t *next)
{
	const struct mb_str first = ck_word_str(d, w);
	int part[3] = { 0 };
	size_t used, k = w, n = 0;

	*at = (struct ck_date){ .block = d->word[w].block, .at = d->word[w].at };
	if (first.n == 10 && first.p[4] == '-' && first.p[7] == '-' && number_of(first, &used) > 1900 &&
	    used == 4) {
		at->year = number_of(first, &used);
		at->month = number_of((struct mb_str){ first.p + 5, 2 }, &used);
		at->day = number_of((struct mb_str){ first.p + 8, 2 }, &used);
		at->len = 10;
		*next = w + 1;
		judge(at);
		return at->month >= 1 && at->month <= 12 && at->day >= 1;
	}
	for (; n < 3 && k < d->n_words && d->word[k].block == at->block; n++) {
		struct mb_str s = ck_word_str(d, k);

		part[n] = number_of(s, &used);
		if (part[n] < 0 || used != s.n || (n < 2 && used > 2) || (n == 2 && used != 4 && used != 2))
			return false;
		at->len = d->word[k].at + d->word[k].len - at->at;
		if (n == 2)
			break;
		k++;
		if (k < d->n_words && ck_is(d, k, "/") && d->word[k].at == at->at + at->len)
			k++;
		else
			return false;
		if (k >= d->n_words || d->word[k].at != d->word[k - 1].at + 1)
			return false;
	}
	if (n != 2)
		return false;
	at->day = part[0];
	at->month = part[1];
	at->year = used == 2 ? 2000 + part[2] : part[2];
	*next = k + 1;
	judge(at);
	return at->month >= 1 && at->month <= 12 && at->day >= 1 && at->day <= 39 && at->year >= 1900 &&
	       at->year < 2100;
}

/* "late February/early March 2006", "3 and 10 May 2006", "April/May 2006": the first takes the year of the second. */
static void share_years(struct ck_doc *d)
{
	for (size_t i = d->n_dates; i-- > 1;) {
		struct ck_date *a = &d->date[i - 1], *b = &d->date[i];
		struct mb_str between;

		if (a->block != b->block || a->year || !b->year)
			continue;
		between = mb_trim(ck_str(d, a->at + a->len, b->at));
		if (between.n < 16 &&
		    (ck_has_any(between, (const char *const[]){ "and", "to", "until", "early", "late", "mid",
								"or", NULL }) ||
		     mb_str_eq(between, "/") || mb_str_eq(between, "-") || mb_str_eq(between, ",")) &&
		    (a->month < b->month || (a->month == b->month && a->day <= b->day)))
			a->year = b->year;
	}
}

static void mark_ranges(struct ck_doc *d)
{
	for (size_t i = 0; i + 1 < d->n_dates; i++) {
		struct ck_date *a = &d->date[i], *b = a + 1;
		struct mb_str between, before;

		if (a->block != b->block)
			continue;
		between = mb_trim(ck_str(d, a->at + a->len, b->at));
		before = mb_trim(ck_str(d, a->at > 10 ? a->at - 10 : 0, a->at));
		if (mb_str_case_eq(between, "to") || mb_str_case_eq(between, "until") ||
		    mb_str_eq(between, "-") ||
		    (mb_str_case_eq(between, "and") && before.n >= 7 &&
		     mb_str_case_eq((struct mb_str){ before.p + before.n - 7, 7 }, "between")))
			a->in_range = b->range_to = true;
	}
}

void ck_dates(struct ck_doc *d)
{
	struct ck_date at;
	size_t next;

	for (size_t w = 0; w < d->n_words; w = next) {
		next = w + 1;
		if (date_in_words(&at, d, w, &next) || date_in_figures(&at, d, w, &next))
			*MB_PUSH(d->a, d->date, d->n_dates) = at;
	}
	share_years(d);
	mark_ranges(d);
}

bool ck_span(mb_day *from, mb_day *to, const struct ck_date *at)
{
	static const int first[] = { 1, 1, 11, 21 }, last[] = { 0, 10, 20, 0 };
	const int day = at->day ? at->day : first[at->part];

	if (!at->year || at->no_such || !mb_day_make(from, at->year, at->month, day))
		return false;
	if (at->day) {
		*to = *from;
		return true;
	}
	if (last[at->part])
		return mb_day_make(to, at->year, at->month, last[at->part]);
	*to = *from - (day - 1);
	*to = mb_day_add_months(*to, 1) - 1;
	return true;
}

/* ---- dates that cannot be -------------------------------------------------------------------------------- */

static const char *day_name(int weekday)
{
	static const char *const days[] = { "",		"Monday", "Tuesday",  "Wednesday",
					    "Thursday", "Friday", "Saturday", "Sunday" };

	return days[weekday];
}

static void wrong_weekday(struct ck_doc *d, const struct ck_date *at)
{
	char shown[MB_LONG_DATE];
	mb_day day, other;
	int year = 0;

	if (!mb_day_make(&day, at->year, at->month, at->day) || mb_weekday(day) == at->weekday)
		return;
	for (int by = 1; by <= 2 && !year; by++) /* a slip in the year is the commonest reason */
		for (int sign = -1; sign <= 1 && !year; sign += 2)
			if (mb_day_make(&other, at->year + sign * by, at->month, at->day) &&
			    mb_weekday(other) == at->weekday)
				year = at->year + sign * by;
	mb_day_long(shown, day);
	if (year && at->year - year <= 1 && year - at->year <= 1)
		ck_place(d,
			 ck_found(d, "weekday", "look it up and put the weekday, the day or the year right",
				  "that day is a %s; in %d it is a %s", day_name(mb_weekday(day)), year,
				  day_name(at->weekday)),
			 at->at, at->at + at->len);
	else
		ck_place(d,
			 ck_found(d, "weekday", "look it up and put the weekday or the date right",
				  "that day is a %s: %s", day_name(mb_weekday(day)), shown),
			 at->at, at->at + at->len);
}

/* Without a year: no year near the paper's own gives that weekday. */
static void wrong_weekday_any_year(struct ck_doc *d, const struct ck_date *at)
{
	const int about = d->r->date == MB_NO_DAY ? 0 : mb_day_year(d->r->date);
	mb_day day;

	if (!about)
		return;
	for (int year = about - 1; year <= about + 1; year++)
		if (mb_day_make(&day, year, at->month, at->day) && mb_weekday(day) == at->weekday)
			return;
	ck_place(d,
		 ck_found(d, "weekday", "look it up and put the weekday or the date right",
			  "in no year from %d to %d is that day a %s", about - 1, about + 1,
			  day_name(at->weekday)),
		 at->at, at->at + at->len);
}

void ck_check_days(struct ck_doc *d)
{
	for (size_t i = 0; i < d->n_dates; i++) {
		const struct ck_date *at = &d->date[i], *next = at + 1;
		mb_day from, to, from2, to2;

		if (at->no_such) {
			ck_place(d,
				 ck_found(d, "no-such-date", "put the day or the month right",
					  "there is no such day in the calendar"),
				 at->at, at->at + at->len);
			continue;
		}
		if (at->weekday && at->day && at->year)
			wrong_weekday(d, at);
		else if (at->weekday && at->day)
			wrong_weekday_any_year(d, at);
		if (at->in_range && i + 1 < d->n_dates && next->range_to && ck_span(&from, &to, at) &&
		    ck_span(&from2, &to2, next) && to2 < from)
			ck_place(d,
				 ck_found(d, "date-range", "look which of the two dates is meant otherwise",
					  "it ends before it begins"),
				 at->at, next->at + next->len);
	}
}
