/* Dates as people write them, whole months, and the words that say until when. */
#include "read.h"

#include <string.h>

static bool digit(struct mb_str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* A number of up to `max` figures at *i; -1 if there is none or it is longer. */
static int number(struct mb_str s, size_t *i, int max)
{
	int v = 0, n = 0;
	size_t k = *i;

	while (digit(s, k) && n <= max)
		v = v * 10 + (s.p[k++] - '0'), n++;
	if (!n || n > max)
		return -1;
	*i = k;
	return v;
}

static void skip(struct mb_str s, size_t *i, const char *chars)
{
	while (*i < s.n && (rd_blank(s.p[*i]) || (chars && s.p[*i] && strchr(chars, s.p[*i]))))
		(*i)++;
}

/* The month named at *i, 1 to 12, 0 if none is. "may" and "march" need their capital. */
static int month_word(struct mb_str s, size_t *i)
{
	static const char *const names[] = { "january",	  "february", "march",	  "april",
					     "may",	  "june",     "july",	  "august",
					     "september", "october",  "november", "december" };
	size_t from = *i, to = from;

	while (to < s.n && ((s.p[to] | 32) >= 'a' && (s.p[to] | 32) <= 'z'))
		to++;
	if (to - from < 3 || to - from > 9 || (to < s.n && rd_alnum(s.p[to]) && !digit(s, to)))
		return 0;
	for (int m = 0; m < 12; m++) {
		size_t n = to - from, full = strlen(names[m]);
		bool shorter = n == 3 || (m == 8 && n == 4);

		if (n != full && !shorter)
			continue;
		if (n > full || strncasecmp(s.p + from, names[m], n) != 0)
			continue;
		if ((m == 2 || m == 4) && s.p[from] != 'M')
			continue;
		*i = to;
		if (to < s.n && s.p[to] == '.' && shorter)
			(*i)++;
		return m + 1;
	}
	return 0;
}

int rd_weekday_word(struct mb_str s, size_t from, size_t *len)
{
	static const char *const names[] = { "monday", "tuesday",  "wednesday", "thursday",
					     "friday", "saturday", "sunday" };
	size_t to = from;

	while (to < s.n && ((s.p[to] | 32) >= 'a' && (s.p[to] | 32) <= 'z'))
		to++;
	if (to - from < 3 || to - from > 9)
		return 0;
	for (int d = 0; d < 7; d++) {
		size_t n = to - from, full = strlen(names[d]);

		if (n == full || (n == 3) || (n == 4 && (d == 1 || d == 3)) || (n == 5 && d == 3))
			if (n <= full && strncasecmp(s.p + from, names[d], n) == 0) {
				*len = n;
				return d + 1;
			}
	}
	return 0;
}

static int full_year(int y, size_t figures)
{
	return figures == 2 ? y + (y < 70 ? 2000 : 1900) : y;
}

/* The year at *i: four figures, or two after an apostrophe or a mark. -1: none. */
static int year(struct mb_str s, size_t *i, bool two)
{
	size_t k = *i, from;
	int y;

	if (k < s.n && s.p[k] == '\'')
		k++, two = true;
	from = k;
	y = number(s, &k, 4);
	if (y < 0 || (k - from != 4 && !(two && k - from == 2)) || (k < s.n && rd_alnum(s.p[k])))
		return -1;
	if (k + 1 < s.n && (s.p[k] == '/' || s.p[k] == '-') && digit(s, k + 1) && k - from == 4)
		return -1; /* 2005/06 */
	*i = k;
	return full_year(y, k - from);
}

/* Complete a day and month with the nearest year on or after near. */
static bool complete(mb_day *out, int m, int d, mb_day near)
{
	int y;

	if (near == MB_NO_DAY)
		return false;
	y = mb_day_year(near);
	for (int k = 0; k < 9; k++)
		if (mb_day_make(out, y + k, m, d) && *out >= near)
			return true;
	return false;
}

/* All in figures: 2005-10-11, 11/10/05, 11.10.2005, 11-10-2005 */
static bool figures(mb_day *out, size_t *to, struct mb_str s, size_t i)
{
	size_t k = i, from;
	int a = number(s, &k, 4), b, c;
	char sep;

	if (a < 0 || k >= s.n || !strchr("/-.", s.p[k]) || !s.p[k])
		return false;
	sep = s.p[k];
	if (k - i == 4 && sep != '-')
		return false;
	if (k - i == 3)
		return false;
	from = k;
	k++;
	if ((b = number(s, &k, 2)) < 0 || k >= s.n || s.p[k] != sep)
		return false;
	if (from - i == 4) {
		k++;
		if (digit(s, k + 2) || (c = number(s, &k, 2)) < 0)
			return false;
		*to = k;
		return mb_day_make(out, a, b, c);
	}
	k++;
	if ((c = year(s, &k, true)) < 0)
		return false;
	*to = k;
	return mb_day_make(out, c, b, a);
}

static size_t ordinal(struct mb_str s, size_t i)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };

	for (size_t k = 0; k < 4 && i + 2 <= s.n; k++)
		if (strncasecmp(s.p + i, ends[k], 2) == 0)
			return 2;
	return 0;
}

/* "11th of October, 2005", "14-Sep-2019", "15 November" */
static bool day_first(mb_day *out, size_t *to, struct mb_str s, size_t i, mb_day near)
{
	size_t k = i, end;
	int d = number(s, &k, 2), m, y;

	if (d < 1 || d > 31)
		return false;
	k += ordinal(s, k);
	skip(s, &k, ",-");
	if (rd_at(s, k, "of"))
		k += 2;
	skip(s, &k, NULL);
	if (!(m = month_word(s, &k)))
		return false;
	end = k;
	skip(s, &k, ",-");
	if ((y = year(s, &k, false)) >= 0) {
		*to = k;
		return mb_day_make(out, y, m, d);
	}
	*to = end;
	return complete(out, m, d, near);
}

/* "October 11th, 2005" */
static bool month_first(mb_day *out, size_t *to, struct mb_str s, size_t i, mb_day near)
{
	size_t k = i, end;
	int m = month_word(s, &k), d, y;

	if (!m)
		return false;
	skip(s, &k, NULL);
	if ((d = number(s, &k, 2)) < 1 || d > 31)
		return false;
	k += ordinal(s, k);
	if (k < s.n && rd_alnum(s.p[k]))
		return false;
	end = k;
	skip(s, &k, ",");
	if ((y = year(s, &k, false)) >= 0) {
		*to = k;
		return mb_day_make(out, y, m, d);
	}
	*to = end;
	return complete(out, m, d, near);
}

static bool date_at(mb_day *out, size_t *to, struct mb_str s, size_t i, mb_day near)
{
	if (digit(s, i))
		return figures(out, to, s, i) || day_first(out, to, s, i, near);
	return month_first(out, to, s, i, near);
}

bool mb_read_date(mb_day *out, size_t *from, size_t *len, struct mb_str s, mb_day near)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t start = i, to, n;

		if (i > 0 && rd_alnum(s.p[i - 1]))
			continue;
		if (i > 1 && strchr("/.-", s.p[i - 1]) && digit(s, i - 2) && digit(s, i))
			continue; /* the tail of a longer number */
		if (rd_weekday_word(s, i, &n)) {
			start = i + n;
			skip(s, &start, ",");
			if (rd_at(s, start, "the"))
				start += 3;
			skip(s, &start, NULL);
		}
		if (start < s.n && date_at(out, &to, s, start, near)) {
			if (from)
				*from = i;
			if (len)
				*len = to - i;
			return true;
		}
	}
	return false;
}

bool rd_month(mb_day *out, size_t *from, size_t *len, struct mb_str s, mb_day near)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t k = i, end;
		int m, y;
		mb_day first;

		if ((i > 0 && rd_alnum(s.p[i - 1])) || !rd_upper(s.p[i]) || !(m = month_word(s, &k)))
			continue;
		end = k;
		skip(s, &k, ",");
		if ((y = year(s, &k, false)) >= 0) {
			end = k;
			if (!mb_day_make(&first, y, m, 1))
				continue;
		} else {
			int ny, nm;

			if (near == MB_NO_DAY)
				continue;
			mb_day_civil(near, &ny, &nm, NULL);
			if (!mb_day_make(&first, ny + (m < nm), m, 1))
				continue;
		}
		*out = mb_day_add_months(first, 1) - 1;
		*from = i;
		*len = end - i;
		return true;
	}
	return false;
}

/* The day at the head of s ("15 November", "the end of March 2018", "the next meeting"), and where it ends. */
static bool due_day(mb_day *day, size_t *end, struct mb_str s, mb_day near, mb_day next)
{
	static const char *const meetings[] = { "the next meeting",	  "next meeting",
						"the next board meeting", "next board meeting",
						"the next board",	  NULL };
	size_t from, len, which, i = 0;
	struct mb_str head = rd_clip(s, 60);

	if (rd_find_any(head, 0, meetings, &which, &len) == 0) {
		*day = next;
		*end = len;
		return true;
	}
	if (mb_read_date(day, &from, &len, head, near) && from <= 4 && (from == 0 || rd_starts(s, "the"))) {
		*end = from + len;
		return true;
	}
	while (rd_at(s, i, "the") || rd_at(s, i, "end") || rd_at(s, i, "of") || rd_at(s, i, "late") ||
	       rd_at(s, i, "early") || rd_at(s, i, "mid")) {
		while (i < s.n && !rd_blank(s.p[i]))
			i++;
		while (i < s.n && rd_blank(s.p[i]))
			i++;
	}
	if (rd_month(day, &from, &len, rd_sub(head, i, head.n), near) && from == 0) {
		*end = i + len;
		if (rd_at(s, *end, " meeting"))
			*end += 8;
		return true;
	}
	return false;
}

bool rd_due(struct due *out, struct mb_str s, mb_day near, mb_day next_meeting)
{
	static const char *const words[] = {
		"no later than", "not later than", "before",	  "by",		 "within", "at the next",
		"for the next",	 "until",	   "to the next", "in time for", NULL
	};
	static const char *const spans[] = { "day",   "days",	"week",	     "weeks",
					     "month", "months", "fortnight", NULL };
	size_t i = 0, which = 0, len = 0, end = 0;

	for (; (i = rd_find_any(s, i, words, &which, &len)) != NPOS; i += len) {
		size_t at = i + len;

		*out = (struct due){ .from = i, .day = MB_NO_DAY };
		while (at < s.n && rd_blank(s.p[at]))
			at++;
		if (mb_streq(words[which], "within")) {
			struct mb_str w;
			size_t k = at;

			for (int n = 0; n < 4 && rd_word(s, &k, &w); n++)
				if (rd_is_any(rd_trim(w, ".,;)"), spans))
					end = (size_t)(rd_trim(w, ".,;)").p - s.p) + rd_trim(w, ".,;)").n;
			if (end <= at)
				continue;
			out->to = end;
			out->text = rd_sub(s, i, end);
			return true;
		}
		if (mb_ends(words[which], "next")) /* "at the next meeting": the day begins at "next" */
			at = i + len - 4;
		if (!due_day(&out->day, &end, rd_sub(s, at, s.n), near, next_meeting))
			continue;
		out->to = at + end;
		out->text = rd_sub(s, at, out->to);
		if (mb_streq(words[which], "before")) {
			out->text = rd_sub(s, i, out->to);
			if (out->day != MB_NO_DAY)
				out->day--;
		}
		return true;
	}
	return false;
}

bool rd_due_cell(mb_day *out, struct mb_str cell, mb_day near, mb_day next_meeting)
{
	size_t end, from, len;
	struct due due;

	*out = MB_NO_DAY;
	cell = rd_clip(cell, 200);
	if (due_day(out, &end, cell, near, next_meeting))
		return true;
	if (mb_read_date(out, &from, &len, cell, near))
		return true;
	if (rd_due(&due, cell, near, next_meeting)) {
		*out = due.day;
		return true;
	}
	return false;
}

void rd_check_weekdays(struct reader *rd)
{
	static const char *const days[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
					    "Friday", "Saturday", "Sunday" };

	for (size_t b = 0; b < rd->src->count; b++) {
		struct mb_str s = rd->src->b[b].text;
		size_t from, len, n;
		mb_day d;

		while (mb_read_date(&d, &from, &len, s, MB_NO_DAY)) {
			int said = rd_weekday_word(s, from, &n);

			if (said && mb_weekday(d) != said) {
				struct mb_place at = rd_place(rd->src, &rd->src->b[b],
							      rd_sub(s, from, from + len));

				rd_note(rd,
					"Line %d says \"%s\", but that day was a %s: the weekday or the date "
					"is wrong.",
					at.line, rd_say(rd->a, rd_sub(s, from, from + len)),
					days[mb_weekday(d) - 1]);
			}
			s = rd_sub(s, from + len, s.n);
		}
	}
}
