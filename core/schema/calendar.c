/* calendar.c: the record's bank holidays. Several files (one a nation, or one a decade) are read as one: every holiday of
 * each, for the span that all of them answer for. */
#include "schema_impl.h"

#include <string.h>

struct almanac {
	const char *path;
	struct mb_node *root;
	mb_day from, until;
};

static int read_day(mb_day *out, const char *path, const struct mb_node *map, const char *key, bool needed,
		    struct mb_error *err)
{
	const struct mb_node *n = mb_node_get(map, key);
	const char *text = mb_node_text(map, key);

	*out = MB_NO_DAY;
	if (!text && !needed)
		return MB_OK;
	if (!text)
		return mb_fail(err, MB_EINVAL,
			       "%s line %d: '%s' is missing; add a date, as in `%s: 2005-12-26`", path,
			       map->line, key, key);
	if (!mb_day_parse(out, text))
		return mb_fail(
			err, MB_EINVAL,
			"%s line %d: %s: %.80s is not a date that exists (dates are written as 2005-03-02)",
			path, n->line, key, text);
	return MB_OK;
}

static int open_almanac(struct almanac *al, struct mb_arena *a, struct mb_view *v, const char *path,
			struct mb_error *err)
{
	struct mb_error low = { 0 };
	struct mb_str raw;
	int rc = v->ops->read(v, &raw, a, path, err);

	al->path = path;
	if (rc != MB_OK)
		return rc;
	if ((rc = mb_yaml_parse(&al->root, a, raw.p ? raw.p : "", raw.n, &low)) != MB_OK)
		return mb_fail(err, rc, "%s %s", path, low.text);
	if (!al->root || al->root->type != MB_MAP)
		return mb_fail(err, MB_EINVAL, "%s must have `from:`, `until:` and `holidays:`", path);
	if ((rc = read_day(&al->from, path, al->root, "from", true, err)) != MB_OK ||
	    (rc = read_day(&al->until, path, al->root, "until", true, err)) != MB_OK)
		return rc;
	if (al->until < al->from)
		return mb_fail(err, MB_EINVAL, "%s ends before it begins; check `from` and `until`", path);
	return MB_OK;
}

static int add_holidays(struct mb_calendar *c, const struct almanac *al, struct mb_error *err)
{
	const struct mb_node *rows = mb_node_get(al->root, "holidays");

	if (rows && rows->type != MB_LIST && !(rows->type == MB_TEXT && !rows->text[0]))
		return mb_fail(err, MB_EINVAL,
			       "%s line %d: holidays must be a list of {date: ..., name: ...}", al->path,
			       rows->line);
	for (size_t i = 0; rows && i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		mb_day day, known;
		int rc;

		if (row->type != MB_MAP)
			return mb_fail(err, MB_EINVAL,
				       "%s line %d: a holiday is written as {date: ..., name: ...}", al->path,
				       row->line);
		if ((rc = read_day(&day, al->path, row, "date", true, err)) != MB_OK ||
		    (rc = read_day(&known, al->path, row, "known", false, err)) != MB_OK)
			return rc;
		if (day < al->from || day > al->until)
			return mb_fail(err, MB_EINVAL,
				       "%s line %d: this holiday lies outside `from` and `until`", al->path,
				       row->line);
		if (mb_yes(mb_node_text(row, "withdrawn"), false))
			mb_calendar_withdraw(c, day, known);
		else
			mb_calendar_add(c, day, mb_node_text(row, "name"), known);
	}
	return MB_OK;
}

static int read_all(struct mb_calendar **out, struct mb_arena *a, struct mb_view *v, struct mb_error *err)
{
	struct almanac *all = NULL;
	struct mb_calendar *c;
	const char **paths = NULL;
	size_t n = 0, count = 0;
	mb_day from = INT32_MIN, until = INT32_MAX;
	int rc = v->ops->files ? v->ops->files(v, &paths, &n, a, "calendar", err) : MB_OK;

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct almanac *al;

		if (!mb_ends(paths[i], ".yaml"))
			continue;
		al = MB_PUSH(a, all, count);
		if ((rc = open_almanac(al, a, v, paths[i], err)) != MB_OK)
			break;
		from = al->from > from ? al->from : from;
		until = al->until < until ? al->until : until;
	}
	if (rc != MB_OK || count == 0)
		return rc;
	if (until < from)
		return mb_fail(err, MB_EINVAL, "the calendars (%s and others) have no day in common",
			       all[0].path);
	c = mb_calendar_new(from, until);
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		rc = add_holidays(c, &all[i], err);
	if (rc == MB_OK)
		*out = c;
	else
		mb_calendar_free(c);
	return rc;
}

int mb_calendar_read(struct mb_calendar **out, struct mb_view *v, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	int rc;

	*out = NULL;
	rc = read_all(out, a, v, err);
	mb_arena_free(a);
	return rc;
}
