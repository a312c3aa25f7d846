/* Meetings: putting one in the diary. The list of them is a register like any other (cmd_list.c). */
#include "cli.h"

#include <string.h>

static bool is_time(const char *s)
{
	return strlen(s) == 5 && s[2] == ':' && strspn(s, "0123456789") == 2 &&
	       strspn(s + 3, "0123456789") == 2 && (s[0] < '2' || (s[0] == '2' && s[1] < '4')) && s[3] < '6';
}

int cmd_meeting_new(struct cli *c, struct mb_error *err)
{
	const char *time = cli_option(c, OPT_TIME), *group;
	struct mb_result result = { 0 };
	struct mb_actor actor;
	mb_day date;
	int rc;

	if (!mb_day_parse(&date, c->words[1]))
		return mb_fail(err, MB_EINVAL, "'%s' is not a date that exists (write it like 2005-10-11)",
			       c->words[1]);
	if (time && !is_time(time))
		return mb_fail(err, MB_EINVAL, "--time: '%s' is not a time of day (write it like 17:00)",
			       time);
	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_actor(&actor, c, err)) != MB_OK ||
	    (rc = cli_group(&group, c, c->words[0], err)) != MB_OK)
		return rc;
	rc = mb_gate_new_meeting(&result, c->a, c->g, group, date, time, cli_option(c, OPT_PLACE), &actor,
				 cli_has(c, OPT_DRY_RUN) ? MB_DRY_RUN : 0, err);
	return cli_result(c, NULL, &result, rc, cli_has(c, OPT_DRY_RUN), err);
}
