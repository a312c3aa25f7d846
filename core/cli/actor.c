/* Who acts, and on which day. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define NOON (12 * 60) /* of a rehearsal's day when no time is given */

/* In a rehearsal one person plays all parts, each signed in as him- or herself. */
static int signed_in(const char **person, struct cli *c, struct mb_error *err)
{
	const char *played = getenv("MINUTEBOOK_SIGNED_IN");

	if (played && *played && c->rehearsal) {
		*person = mb_arena_dup(c->a, played);
		return MB_OK;
	}
	if (played && *played)
		tell("minutebook: MINUTEBOOK_SIGNED_IN counts in a rehearsal only\n");
	*person = NULL;
	return mb_gate_operator(person, c->a, c->g, err);
}

static void begin(struct mb_actor *actor, const struct cli *c)
{
	*actor = (struct mb_actor){ .on = c->on,
				    .reason = cli_option(c, OPT_REASON),
				    .waives = c->given[OPT_WAIVE],
				    .n_waives = c->n_given[OPT_WAIVE] };
}

static int who(struct mb_actor *actor, struct cli *c, struct mb_error *err)
{
	const char *as = cli_option(c, OPT_AS);
	const struct mb_doc *person;
	int rc;

	begin(actor, c);
	if ((rc = signed_in(&actor->entered_by, c, err)) != MB_OK)
		return rc;
	actor->by = actor->entered_by;
	if (as) {
		if ((rc = mb_person_find(&person, mb_gate_view(c->g), as, err)) != MB_OK)
			return rc;
		actor->by = mb_arena_dup(c->a, person->id); /* the view may be made anew */
	}
	return MB_OK;
}

/* In a copy of the record nobody is signed in, and a question may be asked all the same: for whom --as names, else as
 * whoever holds the clerk's post. */
static int who_asks(struct mb_actor *actor, struct cli *c, struct mb_error *err)
{
	const char *post = mb_gate_partnership(c->g)->clerk_post, *as = cli_option(c, OPT_AS);
	const struct mb_doc *person;
	const char **holders = NULL;
	size_t n = 0;
	int rc;

	begin(actor, c);
	if (as) {
		if ((rc = mb_person_find(&person, mb_gate_view(c->g), as, err)) != MB_OK)
			return rc;
		actor->by = actor->entered_by = mb_arena_dup(c->a, person->id);
		return MB_OK;
	}
	if (post && (rc = mb_role_holders(&holders, &n, c->a, mb_gate_view(c->g), post, NULL, cli_today(c),
					  err)) != MB_OK)
		return rc;
	if (n == 0)
		return mb_fail(err, MB_EUSAGE, "say for whom: --as PERSON");
	actor->by = actor->entered_by = holders[0];
	return MB_OK;
}

/* The moment that --on names. Without a time of day it is noon, or later when something was recorded later on that day:
 * a record's time does not run backwards. */
static struct mb_instant moment(const struct cli *c)
{
	struct mb_instant noon = mb_instant_at(c->on, c->minute < 0 ? NOON : c->minute),
			  last = mb_gate_tip(c->g)->recorded;

	return c->minute < 0 && last.utc > noon.utc && mb_instant_day(last) == c->on ? last : noon;
}

int cli_actor(struct mb_actor *actor, struct cli *c, struct mb_error *err)
{
	int rc;

	if (mb_record_is_home(mb_gate_record(c->g)))
		rc = who(actor, c, err);
	else if (cli_has(c, OPT_DRY_RUN))
		rc = who_asks(actor, c, err);
	else
		return mb_fail(err, MB_EREFUSED,
			       "%s is a copy of the record, not its home: only the home takes changes",
			       mb_record_home(mb_gate_record(c->g)));
	actor->recorded = c->rehearsal && c->on != MB_NO_DAY ? moment(c) : mb_now();
	return rc;
}

int cli_actor_asking(struct mb_actor *actor, struct cli *c, struct mb_error *err)
{
	int rc = who(actor, c, err);

	if (rc != MB_OK && !actor->entered_by)
		rc = who_asks(actor, c, err);
	actor->recorded = c->on != MB_NO_DAY ? moment(c) : mb_now();
	return rc;
}

mb_day cli_today(const struct cli *c)
{
	if (c->on != MB_NO_DAY)
		return c->on; /* cli_open() has seen whether it may be given */
	return mb_instant_day(mb_now());
}
