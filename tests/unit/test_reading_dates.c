/* Dates as people write them: found, completed, and told from numbers that only look like dates. */
#include <minutebook/reading.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static const struct row {
	const char *name, *in, *iso, *found, *near;
} rows[] = {
	{ "day first", "on 11 October 2005 at", "2005-10-11", "11 October 2005", NULL },
	{ "weekday, comma and ordinal", "Tuesday, 11th October, 2005", "2005-10-11",
	  "Tuesday, 11th October, 2005", NULL },
	{ "short month", "11 Oct 2005", "2005-10-11", "11 Oct 2005", NULL },
	{ "short month with a stop", "3 Sept. 2005", "2005-09-03", "3 Sept. 2005", NULL },
	{ "of", "the 1st of May 2006", "2006-05-01", "1st of May 2006", NULL },
	{ "month first", "October 11th, 2005", "2005-10-11", "October 11th, 2005", NULL },
	{ "capitals", "11 OCTOBER 2005", "2005-10-11", "11 OCTOBER 2005", NULL },
	{ "ISO", "due 2005-10-21.", "2005-10-21", "2005-10-21", NULL },
	{ "slashes, two figures", "by 11/10/05", "2005-10-11", "11/10/05", NULL },
	{ "slashes, four figures", "11/10/2005", "2005-10-11", "11/10/2005", NULL },
	{ "stops", "on 7.5.19 ", "2019-05-07", "7.5.19", NULL },
	{ "hyphens and a name", "19-Dec-2022", "2022-12-19", "19-Dec-2022", NULL },
	{ "the second date when the first is none", "31 February 2005 or 1 March 2005", "2005-03-01",
	  "1 March 2005", NULL },
	{ "no year, completed forwards", "by 15 November", "2005-11-15", "15 November", "2005-10-11" },
	{ "no year, past the turn of it", "by 9 January", "2006-01-09", "9 January", "2005-10-11" },
	{ "no year and nothing near", "by 15 November", NULL, NULL, NULL },
	{ "a span of years is no year", "10 May 2005/06", NULL, NULL, NULL },
	{ "a planning number is no date", "15/02050/O", NULL, NULL, NULL },
	{ "a verb is no month", "you may 5 times", NULL, NULL, "2005-10-11" },
	{ "a version is no date", "1.2.3.4", NULL, NULL, NULL },
	{ "nothing", "", NULL, NULL, NULL },
};

static void found(void **state)
{
	const struct row *r = *state;
	mb_day day = MB_NO_DAY, near = MB_NO_DAY;
	size_t from = 0, len = 0;
	char iso[MB_ISO_DATE];
	bool ok;

	if (r->near)
		assert_true(mb_day_parse(&near, r->near));
	ok = mb_read_date(&day, &from, &len, mb_str(r->in), near);
	assert_int_equal(ok, r->iso != NULL);
	if (!ok)
		return;
	assert_string_equal(mb_day_iso(iso, day), r->iso);
	assert_true(mb_str_eq((struct mb_str){ r->in + from, len }, r->found));
}

int main(void)
{
	struct CMUnitTest t[sizeof(rows) / sizeof(rows[0])];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		t[i] = (struct CMUnitTest){ rows[i].name, found, NULL, NULL, (void *)&rows[i] };
	return cmocka_run_group_tests_name("reading_dates", t, NULL, NULL);
}
