/* The daily run: reminders and escalations that are due and were not carried out yet. */
#include "gate_impl.h"

#include <string.h>

int daily_effects(struct draft *d, struct mb_error *err)
{
	struct mb_case c = { .base = d->base,
			     .after = d->base,
			     .recorded = d->actor->recorded,
			     .calendar = d->calendar,
			     .rehearsal = d->rehearsal };
	int rc;

	d->daily = true;
	d->advances = false;
	if (d->seen && (rc = d->seen(d->seen_ctx, d->rules, &c, err)) != MB_OK)
		return rc;
	if ((rc = mb_rules_daily(&d->out->ruling, d->a, d->rules, &c, err)) != MB_OK)
		return rc;
	return draft_effects(d, &d->out->ruling, &d->advances, err);
}

static int build(struct draft *d, void *arg, struct mb_error *err)
{
	char day[MB_LONG_DATE];
	size_t n, told[4] = { 0 };
	int rc = daily_effects(d, err);

	n = d->out->ruling.n_effects;
	for (size_t i = 0; i < n; i++) {
		const char *kind = d->out->ruling.effects[i].kind;

		told[mb_streq(kind, "escalate")	 ? 1
		     : mb_streq(kind, "report")	 ? 2
		     : mb_streq(kind, "advance") ? 3
						 : 0]++;
	}
	d->headline = mb_arena_printf(d->a,
				      MB_DAILY_HEADLINE "%s: %zu reminder%s, %zu escalation%s, %zu report%s",
				      mb_day_short(day, d->on), told[0], told[0] == 1 ? "" : "s", told[1],
				      told[1] == 1 ? "" : "s", told[2], told[2] == 1 ? "" : "s");
	if (told[3])
		d->headline = mb_arena_printf(d->a, "%s, %zu document%s moved on", d->headline, told[3],
					      told[3] == 1 ? "" : "s");
	return rc;
}

int mb_gate_daily(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const struct mb_actor *actor,
		  unsigned flags, struct mb_error *err)
{
	return gate_run(out, a, g, actor, flags, build, NULL, err);
}
