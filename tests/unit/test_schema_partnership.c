/* partnership.yaml and the calendars. */
#include "schema_world.h"

#include <stdlib.h>
#include <string.h>

static const struct row {
	const char *name, *path, *text;
	const char *says; /* NULL: reads */
} rows[] = {
	{ "the least that is needed", "partnership.yaml", "format: 1\n", NULL },
	{ "a later format", "partnership.yaml", "format: 2\n",
	  "this record is of format 2; this program reads up to format 1: use a newer Minutebook" },
	{ "no format", "partnership.yaml", "name: x\n", "`format: 1`" },
	{ "a format in words", "partnership.yaml", "format: one\n", "`format: 1`" },
	{ "a format of nought", "partnership.yaml", "format: 0\n", "`format: 1`" },
	{ "no such zone", "partnership.yaml", "format: 1\ntime_zone: Europe/Atlantis\n",
	  "partnership.yaml: there is no time zone 'Europe/Atlantis'" },
	{ "not YAML", "partnership.yaml", "format: [1\n", "partnership.yaml line " },
	{ "a list", "partnership.yaml", "- 1\n", "must be lines of `key: value`" },
	{ "empty", "partnership.yaml", "", "must be lines of `key: value`" },
	{ "removed", "partnership.yaml", NULL, "partnership.yaml is removed" },

	{ "no holidays yet", "calendar/local.yaml", "from: 2004-01-01\nuntil: 2004-12-31\nholidays:\n",
	  NULL },
	{ "a calendar without its end", "calendar/local.yaml", "from: 2004-01-01\n",
	  "calendar/local.yaml line 1: 'until' is missing" },
	{ "a calendar that ends first", "calendar/local.yaml", "from: 2004-01-01\nuntil: 2003-01-01\n",
	  "ends before it begins" },
	{ "calendars that never meet", "calendar/local.yaml", "from: 1990-01-01\nuntil: 1991-01-01\n",
	  "have no day in common" },
	{ "a holiday on no date", "calendar/local.yaml",
	  "from: 2004-01-01\nuntil: 2005-01-01\nholidays:\n  - {date: 2004-02-30, name: x}\n",
	  "calendar/local.yaml line 4: date: 2004-02-30 is not a date" },
	{ "a holiday with a typing slip in its year", "calendar/local.yaml",
	  "from: 2004-01-01\nuntil: 2005-01-01\nholidays:\n  - {date: 2040-12-25, name: x}\n",
	  "line 4: this holiday lies outside" },
	{ "a holiday without a date", "calendar/local.yaml",
	  "from: 2004-01-01\nuntil: 2005-01-01\nholidays:\n  - {name: x}\n", "line 4: 'date' is missing" },
	{ "a holiday that is a text", "calendar/local.yaml",
	  "from: 2004-01-01\nuntil: 2005-01-01\nholidays: [2004-12-25]\n", "a holiday is written as" },
	{ "holidays that are a text", "calendar/local.yaml",
	  "from: 2004-01-01\nuntil: 2005-01-01\nholidays: none\n", "holidays must be a list" },
	{ "a calendar that is empty", "calendar/local.yaml", "",
	  "must have `from:`, `until:` and `holidays:`" },
	{ "a calendar that does not read", "calendar/local.yaml", "a: [\n", "calendar/local.yaml line " },
};

static void check(void **state)
{
	const struct row *r = *state;
	const struct mb_file file = file_of(r->path, r->text);
	struct mb_calendar *c = NULL;
	struct mb_partnership p;
	struct mb_view *over;
	void *up;
	struct world *w = trust_up(&up) ? NULL : up;
	int rc;

	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	rc = mb_starts(r->path, "calendar/") ? mb_calendar_read(&c, over, &w->err)
					     : mb_partnership_read(&p, over, &w->err);
	if (!r->says && rc != MB_OK)
		fail_msg("refused: %s", w->err.text);
	if (r->says) {
		assert_int_equal(rc, r->text ? MB_EINVAL : MB_ENOTFOUND);
		says(&w->err, r->says);
		assert_null(c);
	}
	mb_calendar_free(c);
	mb_view_free(over);
	trust_down(&up);
}

static void the_partnership_is_read_once(void **state)
{
	struct world *w = *state;
	struct mb_partnership p, again;
	unsigned reads;

	must(w, mb_partnership_read(&p, w->view, &w->err));
	assert_int_equal(p.format, 1);
	assert_string_equal(p.name, "Ambleford Children's Trust");
	assert_string_equal(p.authority, "Ambleford Council");
	assert_string_equal(p.time_zone, "Europe/London");
	assert_string_equal(p.clerk_post, "clerk");
	assert_false(p.rehearsal);
	reads = w->record.reads;
	must(w, mb_partnership_read(&again, w->view, &w->err));
	assert_int_equal(w->record.reads, reads);
	assert_ptr_equal(again.root, p.root);
}

static void what_is_left_out_has_a_standard(void **state)
{
	struct world *w = *state;
	const struct mb_file file = file_of("partnership.yaml", "format: 1\nrehearsal: true\n");
	struct mb_partnership p;
	struct mb_view *over;

	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	must(w, mb_partnership_read(&p, over, &w->err));
	assert_string_equal(p.time_zone, "Europe/London");
	assert_non_null(p.name);
	assert_null(p.authority);
	assert_true(p.rehearsal);
	mb_view_free(over);
}

static void reading_does_not_move_the_clock(void **state)
{
	struct world *w = *state;
	const struct mb_file file = file_of("partnership.yaml", "format: 1\ntime_zone: Asia/Tokyo\n");
	struct mb_partnership p;
	struct mb_view *over;

	must(w, mb_zone_set("Europe/London", &w->err));
	must(w, mb_view_over(&over, w->view, &file, 1, &w->err));
	must(w, mb_partnership_read(&p, over, &w->err));
	assert_int_equal(mb_instant_at(day_of("2005-07-01"), 720).offset, 60);
	mb_view_free(over);
}

static void calendars_join(void **state)
{
	struct world *w = *state;
	const mb_day later = day_of("2020-01-01");
	struct mb_calendar *c;

	must(w, mb_calendar_read(&c, w->view, &w->err));
	assert_int_equal(mb_calendar_until(c), day_of("2010-12-31"));
	assert_string_equal(mb_calendar_holiday(c, day_of("2005-12-26"), later), "Boxing Day");
	assert_string_equal(mb_calendar_holiday(c, day_of("2005-07-01"), later), "Founders");
	assert_null(mb_calendar_holiday(c, day_of("2002-06-03"), day_of("2000-11-22")));
	assert_string_equal(mb_calendar_holiday(c, day_of("2002-06-03"), day_of("2000-11-23")),
			    "Golden Jubilee");
	assert_string_equal(mb_calendar_holiday(c, day_of("2002-05-27"), day_of("2000-11-22")), "Spring");
	assert_null(mb_calendar_holiday(c, day_of("2002-05-27"), day_of("2000-11-23")));
	mb_calendar_free(c);
}

static void no_calendar_is_none(void **state)
{
	struct world *w = *state;
	const struct mb_file files[] = { file_of("calendar/england.yaml", NULL),
					 file_of("calendar/local.yaml", NULL) };
	struct text_record bare = { .files = trust_files, .n = n_trust_files, .cannot_list_files = true };
	struct mb_calendar *c = NULL;
	struct mb_view *over;

	must(w, mb_view_over(&over, w->view, files, 2, &w->err));
	must(w, mb_calendar_read(&c, over, &w->err));
	assert_null(c);
	mb_view_free(over);
	over = view_of_texts(&bare);
	must(w, mb_calendar_read(&c, over, &w->err));
	assert_null(c);
	mb_view_free(over);
}

#define IN_WORLD(f) ((struct CMUnitTest)cmocka_unit_test_setup_teardown(f, trust_up, trust_down))

int main(void)
{
	struct CMUnitTest t[COUNT(rows) + 5];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[n++] = IN_WORLD(the_partnership_is_read_once);
	t[n++] = IN_WORLD(what_is_left_out_has_a_standard);
	t[n++] = IN_WORLD(reading_does_not_move_the_clock);
	t[n++] = IN_WORLD(calendars_join);
	t[n++] = IN_WORLD(no_calendar_is_none);
	return cmocka_run_group_tests_name("schema_partnership", t, NULL, NULL);
}
