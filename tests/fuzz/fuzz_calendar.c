/* partnership.yaml and two calendars of any text: read or refused with the file's name; clear days add up. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static struct mb_str pages[3];
static const char *const paths[] = { "partnership.yaml", "calendar/a.yaml", "calendar/b.yaml" };

static int pages_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		      struct mb_error *err)
{
	for (size_t i = 0; i < 3; i++)
		if (!strcmp(paths[i], path)) {
			*out = pages[i];
			return MB_OK;
		}
	return mb_fail(err, MB_ENOTFOUND, "there is no file %.200s", path);
}

static int pages_list(struct mb_view *v, const char ***out, size_t *n, struct mb_arena *a,
		      const struct mb_query *q, struct mb_error *err)
{
	*out = NULL;
	*n = 0;
	return MB_OK;
}

static int pages_files(struct mb_view *v, const char ***out, size_t *n, struct mb_arena *a,
		       const char *folder, struct mb_error *err)
{
	*out = NULL;
	*n = 0;
	for (size_t i = 1; i < 3; i++)
		if (pages[i].n)
			*MB_PUSH(a, *out, *n) = paths[i];
	return MB_OK;
}

static void check_days(const struct mb_calendar *c, mb_day from, int n, enum mb_day_count how)
{
	mb_day days[8], to;
	int clear;

	if (!mb_add_days(&to, c, from, n, how, MB_NO_DAY))
		return;
	clear = mb_clear_days(days, 8, c, from, to, how, MB_NO_DAY, NULL);
	INSIST(n < 1 ? clear <= 0 : clear == n - 1);
	for (int i = 0; i < clear && i < 8; i++)
		INSIST(days[i] > from && days[i] < to && (!i || days[i] > days[i - 1]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct mb_view_ops ops = { .read = pages_read,
						.list = pages_list,
						.files = pages_files };
	static const struct mb_schema nothing;
	struct input in = { data, size };
	enum mb_day_count how = (enum mb_day_count)choose(&in, 3);
	mb_day from = (mb_day)choose(&in, 40000);
	int n = (int)choose(&in, 600) - 300;
	size_t one = choose(&in, 2000), two = choose(&in, 2000);
	char *text = text_left(&in);
	struct mb_partnership p = { 0 };
	struct mb_calendar *c = NULL;
	struct mb_error err = { 0 };
	struct mb_view *v;

	one = one < in.n ? one : in.n;
	two = two < in.n - one ? two : in.n - one;
	pages[0] = (struct mb_str){ text, one };
	pages[1] = (struct mb_str){ text + one, in.n - one - two };
	pages[2] = (struct mb_str){ text + in.n - two, two };
	v = mb_view_new(&ops, &nothing, NULL);
	if (mb_partnership_read(&p, v, &err) == MB_OK)
		INSIST(p.format == 1 && p.name && p.time_zone);
	else
		INSIST(err.text[0] && !strchr(err.text, '\n'));
	if (mb_calendar_read(&c, v, &err) == MB_OK)
		check_days(c, from, n, how);
	else
		INSIST(!c && strstr(err.text, "calendar"));
	mb_calendar_free(c);
	mb_view_free(v);
	free(text);
	return 0;
}
