/* calendar.c: bank holidays as they were known, and the days that count. */
#include <minutebook/base.h>

#include <stdlib.h>
#include <string.h>

/* What became known about one day. */
struct event {
	mb_day day, known;
	char *name; /* NULL: the holiday is withdrawn */
};

struct mb_calendar {
	mb_day from, until;
	struct event *events; /* by day, then by when it became known, then as added */
	size_t n, cap;
};

struct mb_calendar *mb_calendar_new(mb_day from, mb_day until)
{
	struct mb_calendar *c = mb_alloc(sizeof(*c));

	c->from = from;
	c->until = until;
	return c;
}

void mb_calendar_free(struct mb_calendar *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++)
		free(c->events[i].name);
	free(c->events);
	free(c);
}

/* How many events stand before or at (d, known): the place after the last of them. */
static size_t place_after(const struct mb_calendar *c, mb_day d, mb_day known)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct event *e = &c->events[mid];

		if (e->day < d || (e->day == d && e->known <= known))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void add_event(struct mb_calendar *c, mb_day d, mb_day known, char *name)
{
	size_t at = place_after(c, d, known);

	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 64;
		c->events = mb_realloc(c->events, c->cap * sizeof(*c->events));
	}
	memmove(c->events + at + 1, c->events + at, (c->n - at) * sizeof(*c->events));
	c->events[at] = (struct event){ d, known, name };
	c->n++;
}

void mb_calendar_add(struct mb_calendar *c, mb_day d, const char *name, mb_day known)
{
	add_event(c, d, known, mb_strdup(name ? name : "bank holiday"));
}

void mb_calendar_withdraw(struct mb_calendar *c, mb_day d, mb_day known)
{
	add_event(c, d, known, NULL);
}

mb_day mb_calendar_until(const struct mb_calendar *c)
{
	return c->until;
}

const char *mb_calendar_holiday(const struct mb_calendar *c, mb_day d, mb_day known_on)
{
	size_t at;

	if (!c)
		return NULL;
	at = place_after(c, d, known_on == MB_NO_DAY ? INT32_MAX : known_on);
	return at > 0 && c->events[at - 1].day == d ? c->events[at - 1].name : NULL;
}

/* Would the day count if there were no bank holidays? */
static bool weekday_counts(mb_day d, enum mb_day_count how)
{
	switch (how) {
	case MB_DAYS_CALENDAR:
		return true;
	case MB_DAYS_PARISH:
		return mb_weekday(d) <= 6;
	case MB_DAYS_WORKING:
		break;
	}
	return mb_weekday(d) <= 5;
}

static bool counts(const struct mb_calendar *c, mb_day d, enum mb_day_count how, mb_day known_on)
{
	return weekday_counts(d, how) && (how == MB_DAYS_CALENDAR || !mb_calendar_holiday(c, d, known_on));
}

static bool reaches(const struct mb_calendar *c, mb_day d)
{
	return c && d >= c->from && d <= c->until;
}

bool mb_calendar_is_working(const struct mb_calendar *c, mb_day d, mb_day known_on)
{
	return reaches(c, d) ? counts(c, d, MB_DAYS_WORKING, known_on) : weekday_counts(d, MB_DAYS_WORKING);
}

static bool is_date(int64_t d)
{
	return d > INT32_MIN && d <= INT32_MAX && mb_day_year((mb_day)d) >= 1 &&
	       mb_day_year((mb_day)d) <= 9999;
}

static int out_of_reach(const struct mb_calendar *c, mb_day from, mb_day to, struct mb_error *err)
{
	char a[MB_ISO_DATE], b[MB_ISO_DATE], first[MB_ISO_DATE], last[MB_ISO_DATE];

	mb_day_iso(a, from);
	mb_day_iso(b, to);
	if (!c)
		mb_fail(err, MB_EINVAL,
			"the clear days from %s to %s cannot be counted without a calendar of bank holidays",
			a, b);
	else
		mb_fail(err, MB_EINVAL,
			"the clear days from %s to %s cannot be counted: bank holidays are known from %s to "
			"%s; "
			"add the missing years to the calendar",
			a, b, mb_day_iso(first, c->from), mb_day_iso(last, c->until));
	return -1;
}

int mb_clear_days(mb_day *days, int max, const struct mb_calendar *c, mb_day from, mb_day to,
		  enum mb_day_count how, mb_day known_on, struct mb_error *err)
{
	int n = 0;

	if (!is_date(from) || !is_date(to)) { /* also what bounds the loop */
		mb_fail(err, MB_EINVAL,
			"clear days cannot be counted without both dates; give the missing one");
		return -1;
	}
	for (mb_day d = from + 1; d < to; d++) {
		if (!weekday_counts(d, how))
			continue;
		/* A weekend past the end is no matter: it counts under no calendar. */
		if (how != MB_DAYS_CALENDAR && !reaches(c, d))
			return out_of_reach(c, from, to, err);
		if (!counts(c, d, how, known_on))
			continue;
		if (days && n < max)
			days[n] = d;
		n++;
	}
	return n;
}

bool mb_add_days(mb_day *out, const struct mb_calendar *c, mb_day d, int n, enum mb_day_count how,
		 mb_day known_on)
{
	const int step = n < 0 ? -1 : 1;
	int64_t at = d, left = n < 0 ? -(int64_t)n : n;

	if (how == MB_DAYS_CALENDAR) {
		at += n;
		left = 0;
	}
	while (left > 0 && is_date(at)) {
		at += step;
		if (!weekday_counts((mb_day)at, how))
			continue;
		if (!reaches(c, (mb_day)at))
			return false;
		left -= counts(c, (mb_day)at, how, known_on);
	}
	if (!is_date(at))
		return false;
	*out = (mb_day)at;
	return true;
}
