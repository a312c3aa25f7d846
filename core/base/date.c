/* date.c: civil dates, in the proleptic Gregorian calendar. */
#include <minutebook/base.h>

#include <stdio.h>

#define ERA_YEARS   400
#define ERA_DAYS    146097    /* the calendar repeats after 400 years */
#define EPOCH_SHIFT 719468    /* from 0000-03-01 to 1970-01-01 */
#define FIRST_DAY   (-719162) /* 0001-01-01 */
#define LAST_DAY    2932896   /* 9999-12-31 */

static const char *const weekdays[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
					"Friday", "Saturday", "Sunday" };
static const char *const months[] = { "January", "February", "March",	  "April",   "May",	 "June",
				      "July",	 "August",   "September", "October", "November", "December" };

static int month_length(int year, int month)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && leap ? 29 : length[month - 1];
}

bool mb_day_make(mb_day *out, int year, int month, int day)
{
	int y, m, of_year;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
		return false;
	/* Years that begin in March: the leap day is then the last one, and months have a regular length. */
	y = month <= 2 ? year - 1 : year;
	m = (month + 9) % 12;
	of_year = (153 * m + 2) / 5 + day - 1;
	*out = y / ERA_YEARS * ERA_DAYS + y % ERA_YEARS * 365 + y % ERA_YEARS / 4 - y % ERA_YEARS / 100 +
	       of_year - EPOCH_SHIFT;
	return true;
}

void mb_day_civil(mb_day d, int *year, int *month, int *day)
{
	int64_t n = (int64_t)d + EPOCH_SHIFT;
	int64_t era = (n >= 0 ? n : n - (ERA_DAYS - 1)) / ERA_DAYS;
	int of_era = (int)(n - era * ERA_DAYS);
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153; /* 0 is March */

	if (year)
		*year = (int)(era * ERA_YEARS) + y + (m >= 10);
	if (month)
		*month = m < 10 ? m + 3 : m - 9;
	if (day)
		*day = of_year - (153 * m + 2) / 5 + 1;
}

/* `n` digits at s, or -1. */
static int digits(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

bool mb_day_parse(mb_day *out, const char *iso)
{
	/* Left to right: a short string stops at its NUL. */
	if (!iso || digits(iso, 4) < 0 || iso[4] != '-' || digits(iso + 5, 2) < 0 || iso[7] != '-' ||
	    digits(iso + 8, 2) < 0 || iso[10] != '\0')
		return false;
	return mb_day_make(out, digits(iso, 4), digits(iso + 5, 2), digits(iso + 8, 2));
}

int mb_day_year(mb_day d)
{
	int year;

	mb_day_civil(d, &year, NULL, NULL);
	return year;
}

int mb_weekday(mb_day d)
{
	int w = (int)(((int64_t)d + 3) % 7); /* 1970-01-01 was a Thursday */

	return (w < 0 ? w + 7 : w) + 1;
}

static bool in_range(mb_day d)
{
	return d >= FIRST_DAY && d <= LAST_DAY;
}

mb_day mb_day_add_months(mb_day d, int n)
{
	int year, month, day, length;
	int64_t count;
	mb_day sum;

	if (!in_range(d))
		return MB_NO_DAY;
	mb_day_civil(d, &year, &month, &day);
	count = (int64_t)year * 12 + (month - 1) + n;
	if (count < 12 || count >= (int64_t)10000 * 12)
		return MB_NO_DAY;
	year = (int)(count / 12);
	month = (int)(count % 12) + 1;
	length = month_length(year, month);
	return mb_day_make(&sum, year, month, day < length ? day : length) ? sum : MB_NO_DAY;
}

char *mb_day_iso(char out[MB_ISO_DATE], mb_day d)
{
	int y, m, day;

	out[0] = '\0';
	if (in_range(d)) {
		mb_day_civil(d, &y, &m, &day);
		snprintf(out, MB_ISO_DATE, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100,
			 (unsigned)day % 100); /* the remainders tell the compiler that it fits */
	}
	return out;
}

static char *in_words(char out[MB_LONG_DATE], mb_day d, int letters)
{
	int y, m, day;

	out[0] = '\0';
	if (in_range(d)) {
		mb_day_civil(d, &y, &m, &day);
		snprintf(out, MB_LONG_DATE, "%.*s %d %.*s %d", letters, weekdays[mb_weekday(d) - 1], day,
			 letters, months[m - 1], y);
	}
	return out;
}

char *mb_day_short(char out[MB_LONG_DATE], mb_day d)
{
	return in_words(out, d, 3);
}

char *mb_day_long(char out[MB_LONG_DATE], mb_day d)
{
	return in_words(out, d, 9);
}
