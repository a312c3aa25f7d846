/* Dates, times and words of a stranger's: what is understood is written back as it was read. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_dates(const char *s)
{
	char iso[MB_ISO_TIME], words[MB_LONG_DATE];
	struct mb_instant t, again;
	mb_day d, same;

	if (mb_day_parse(&d, s)) {
		INSIST(!strcmp(mb_day_iso(iso, d), s));
		INSIST(mb_weekday(d) >= 1 && mb_weekday(d) <= 7);
		mb_day_long(words, d);
		mb_day_short(words, d);
		for (int m = -20; m <= 20; m++)
			INSIST((same = mb_day_add_months(d, m)) == MB_NO_DAY ||
			       (m < 0 ? same < d : same >= d));
	}
	if (mb_instant_parse(&t, s)) {
		mb_instant_iso(iso, t);
		INSIST(mb_instant_parse(&again, iso) && again.utc == t.utc && again.offset == t.offset);
		INSIST(mb_instant_minute(t) >= 0 && mb_instant_minute(t) <= 1439);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const words[] = { "approve", "publish", "withdraw", "sign", "as" };
	struct input in = { data, size };
	struct mb_arena *a = mb_arena_new();
	const char *s = choose_text(&in, a, 64);
	struct mb_error err = { 0 };
	char *text = text_left(&in);
	struct mb_str whole = mb_trim((struct mb_str){ text, in.n });

	check_dates(s);
	mb_nearest(s, words, 5);
	INSIST(mb_edit_distance(s, words[0]) == mb_edit_distance(words[0], s));
	INSIST(whole.n <= in.n);
	if (mb_text_check(text, in.n, &err) == MB_OK)
		INSIST(!in.n || !memchr(text, '\0', in.n));
	else
		INSIST(err.text[0] && !strchr(err.text, '\n'));
	mb_zone_set(s, NULL);
	check_dates(mb_arena_ndup(a, text, in.n));
	free(text);
	mb_arena_free(a);
	return 0;
}
