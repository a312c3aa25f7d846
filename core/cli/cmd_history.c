/* history: every version of a document. */
#include "cli.h"

static const char *time_words(struct cli *c, struct mb_instant t)
{
	int minute = mb_instant_minute(t);

	return mb_arena_printf(c->a, "%s %02d:%02d", cli_day_words(c, mb_instant_day(t)), minute / 60,
			       minute % 60);
}

static void as_json(const struct mb_version_row *v)
{
	struct mb_json *j = mb_json_object();
	char recorded[MB_ISO_TIME];

	mb_json_set_int(j, "event", v->event.event);
	mb_json_set_day(j, "on", v->event.on);
	mb_json_set_text(j, "recorded", mb_instant_iso(recorded, v->event.recorded));
	mb_json_set_text(j, "by", v->event.by);
	mb_json_set_text(j, "entered_by", v->event.entered_by);
	mb_json_set_text(j, "headline", v->event.headline);
	mb_json_set_text(j, "state", v->state && *v->state ? v->state : NULL);
	mb_json_set_text(j, "title", v->title);
	mb_json_set_bool(j, "removed", v->removed);
	out_json(j);
}

int cmd_history(struct cli *c, struct mb_error *err)
{
	static const char *const head[] = { "event", "on", "recorded", "by", "state", "what" };
	struct mb_version_row *rows;
	const char *path;
	struct table t;
	size_t n;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_path(&path, c, c->words[0], err)) != MB_OK ||
	    (rc = mb_index_history(&rows, &n, c->a, mb_gate_index(c->g), path, err)) != MB_OK)
		return rc;
	table_begin(&t, c);
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		table_head(&t, head[i]);
	for (size_t i = 0; i < n; i++) {
		const struct mb_event_row *e = &rows[i].event;

		if (c->json) {
			as_json(&rows[i]);
			continue;
		}
		table_cell(&t, mb_arena_printf(c->a, "%ld", e->event));
		table_cell(&t, cli_day_words(c, e->on));
		table_cell(&t, time_words(c, e->recorded));
		table_cell(&t,
			   mb_streq(e->by, e->entered_by)
				   ? cli_person_name(c, e->by)
				   : mb_arena_printf(c->a, "%s (entered by %s)", cli_person_name(c, e->by),
						     cli_person_name(c, e->entered_by)));
		table_cell(&t, rows[i].removed ? "removed" : rows[i].state);
		table_cell(&t, e->headline);
	}
	if (!c->json)
		table_print(&t);
	return MB_OK;
}
