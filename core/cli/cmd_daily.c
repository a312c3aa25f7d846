/* daily: reminders and escalations that are due. Missed days are caught up by one run; a span of days is for rehearsals
 * and for looking ahead. */
#include "cli.h"

#include <string.h>

#define DAYS_MAX 3700

struct keys {
	const char **list;
	size_t n;
};

/* A dry run leaves no trace, so what fired on an earlier day of the span would fire again. */
static size_t forget_known(struct cli *c, struct keys *known, struct mb_ruling *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->n_effects; i++) {
		bool old = false;

		for (size_t k = 0; !old && k < known->n; k++)
			old = mb_streq(known->list[k], r->effects[i].key);
		if (old)
			continue;
		*MB_PUSH(c->a, known->list, known->n) = r->effects[i].key;
		r->effects[kept++] = r->effects[i];
	}
	return r->n_effects = kept;
}

static int span(mb_day *from, mb_day *until, struct cli *c, struct mb_error *err)
{
	int rc = cli_option_day(until, c, OPT_UNTIL, err);

	if (rc != MB_OK)
		return rc;
	if (!c->rehearsal && !cli_has(c, OPT_DRY_RUN) && (c->on != MB_NO_DAY || *until != MB_NO_DAY))
		return mb_fail(err, MB_EUSAGE,
			       "outside a rehearsal the daily run is of today, and catches up what was "
			       "missed; add --dry-run to look at another day");
	*from = cli_today(c);
	if (*until == MB_NO_DAY)
		*until = *from;
	if (*until < *from)
		return mb_fail(err, MB_EUSAGE, "--until lies before the first day");
	if (*until - *from >= DAYS_MAX)
		return mb_fail(err, MB_EINVAL, "at most %d days at once", DAYS_MAX);
	return MB_OK;
}

static const char *receivers(struct cli *c, const struct mb_effect *e)
{
	const struct mb_node *to = mb_node_get(e->args, "to");
	const char *all = NULL;

	if (!to)
		to = mb_node_get(e->args, "who");
	if (to && to->type == MB_TEXT)
		return mb_streq(e->kind, "report") ? cli_group_title(c, to->text)
						   : cli_person_name(c, to->text);
	for (size_t i = 0; to && to->type == MB_LIST && i < to->n; i++)
		all = mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? ", " : "",
				      cli_person_name(c, to->items[i]->text));
	return all ? all : "nobody";
}

static void put_effects(struct cli *c, const struct mb_ruling *r)
{
	for (size_t i = 0; i < r->n_effects; i++) {
		const struct mb_effect *e = &r->effects[i];
		const char *about = mb_node_text(e->args, "about");

		if (!about)
			about = mb_node_text(e->args, "purpose");
		if (mb_streq(e->kind, "advance")) {
			out_wrapped(c, 4, "  >",
				    mb_arena_printf(c->a, "%s of %s: %s", mb_node_text(e->args, "move"),
						    mb_node_text(e->args, "doc"), e->rule));
			continue;
		}
		out_wrapped(c, 4, "  >",
			    mb_arena_printf(c->a, "%s to %s about %s: %s", e->kind, receivers(c, e), e->doc,
					    about ? about : e->rule));
	}
}

static int one_day(struct cli *c, mb_day day, struct mb_actor *actor, struct keys *known, bool quiet,
		   struct mb_error *err)
{
	const bool dry = cli_has(c, OPT_DRY_RUN);
	struct mb_result result = { 0 };
	int rc;

	if (c->on != MB_NO_DAY || day != cli_today(c))
		actor->recorded = mb_instant_at(day, c->minute < 0 ? 12 * 60 : c->minute);
	actor->on = day;
	rc = mb_gate_daily(&result, c->a, c->g, actor, dry ? MB_DRY_RUN : 0, err);
	if (rc != MB_OK)
		return cli_result(c, NULL, &result, rc, dry, err);
	if (dry && forget_known(c, known, &result.ruling) == 0)
		result.unchanged = true;
	if (result.unchanged && quiet)
		return MB_OK;
	if (c->json) {
		struct mb_json *j = cli_result_json(c, NULL, &result, rc, dry, err);

		mb_json_set_day(j, "day", day);
		out_json(j);
		return MB_OK;
	}
	if (result.unchanged) {
		out("Nothing is due on %s.\n", cli_day_words(c, day));
		return MB_OK;
	}
	out_bold(c, "%s: ", dry ? "Would be done" : "Done");
	out("%s\n", result.headline);
	put_effects(c, &result.ruling);
	for (size_t i = 0; i < result.n_notes; i++)
		out_wrapped(c, 8, "  note:", result.notes[i]);
	return MB_OK;
}

int cmd_daily(struct cli *c, struct mb_error *err)
{
	struct mb_actor actor;
	struct keys known = { 0 };
	mb_day from = MB_NO_DAY, until = MB_NO_DAY;
	int rc;

	if ((rc = cli_open_trying(c, err)) != MB_OK || (rc = span(&from, &until, c, err)) != MB_OK ||
	    (rc = cli_actor(&actor, c, err)) != MB_OK)
		return rc;
	cli_calendar_warning(c);
	for (mb_day day = from; rc == MB_OK && day <= until; day++)
		rc = one_day(c, day, &actor, &known, from != until, err);
	return rc;
}
