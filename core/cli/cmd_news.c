/* news: what came or changed since a day, document by document. */
#include "cli.h"

#define DAYS 30 /* back, when no day is given */

static void as_json(struct cli *c, const struct mb_news *x)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "id", x->row.id);
	mb_json_set_text(j, "kind", x->row.kind);
	mb_json_set_text(j, "group", x->row.group);
	mb_json_set_text(j, "title", x->row.title);
	mb_json_set_text(j, "state", x->row.state);
	mb_json_set_text(j, "what", x->what);
	mb_json_set_day(j, "recorded", mb_instant_day(x->row.event.recorded));
	mb_json_set_int(j, "event", x->row.event.event);
	out_json(j);
}

static void put(struct cli *c, const struct mb_news *x)
{
	out_bold(c, "%s", x->row.id);
	out(" %s\n", x->row.title);
	cli_fact(c, "New", x->what);
	cli_fact(c, "Group", *x->row.group ? cli_group_title(c, x->row.group) : NULL);
	cli_fact(c, "Recorded", cli_day_words(c, mb_instant_day(x->row.event.recorded)));
}

int cmd_news(struct cli *c, struct mb_error *err)
{
	const char *wanted = cli_option(c, OPT_GROUP);
	struct mb_news_ask ask = { 0 };
	struct mb_standpoint from = { MB_NO_DAY, MB_NO_DAY, MB_NO_DAY, NULL };
	struct mb_news *list;
	mb_day since;
	size_t n;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_option_day(&since, c, OPT_SINCE, err)) != MB_OK ||
	    (wanted && (rc = cli_group(&ask.group, c, wanted, err)) != MB_OK))
		return rc;
	from.today = cli_today(c);
	if (since == MB_NO_DAY)
		since = from.today - DAYS;
	if ((rc = mb_event_before(&ask.since, c->a, c->g, since, err)) != MB_OK ||
	    (rc = mb_news_read(&list, &n, NULL, c->a, c->g, &from, &ask, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (c->json)
			as_json(c, &list[i]);
		else
			put(c, &list[i]);
	if (n == 0 && !c->json)
		out("Nothing new since %s.\n", cli_day_words(c, since));
	return MB_OK;
}
