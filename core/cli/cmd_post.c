/* posts: who holds the posts that serve every group, and changing it. */
#include "cli.h"

#include <string.h>

static void as_json(const struct mb_post *x)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "role", x->role);
	mb_json_set_text(j, "person", x->person);
	mb_json_set_day(j, "from", x->from);
	mb_json_set_day(j, "until", x->until);
	mb_json_set_text(j, "decision", x->decision);
	out_json(j);
}

static void put(struct cli *c, const struct mb_post *x)
{
	out_bold(c, "%s", x->role);
	out(" %s", mb_person_name(c->a, c->g, x->person));
	if (x->from != MB_NO_DAY)
		out(", from %s", cli_day_words(c, x->from));
	if (x->until != MB_NO_DAY)
		out(", until %s", cli_day_words(c, x->until));
	out("%s%s\n", x->decision ? ", by " : "", x->decision ? x->decision : "");
}

int cmd_posts(struct cli *c, struct mb_error *err)
{
	struct mb_post *list;
	mb_day on;
	size_t n;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_option_day(&on, c, OPT_AS_AT, err)) != MB_OK ||
	    (rc = mb_gate_posts(&list, &n, c->a, c->g, err)) != MB_OK)
		return rc;
	if (on == MB_NO_DAY)
		on = cli_today(c);
	for (size_t i = 0; i < n; i++) {
		if (!cli_has(c, OPT_ALL) && !mb_post_held(&list[i], on))
			continue;
		if (c->json)
			as_json(&list[i]);
		else
			put(c, &list[i]);
	}
	return MB_OK;
}

/* post give ROLE PERSON [INSTEAD], post add ROLE PERSON, post end ROLE [PERSON] */
int cmd_post(struct cli *c, struct mb_error *err)
{
	bool end = mb_ends(c->command->name, "end");
	struct mb_post_change how = { .role = c->words[0],
				      .person = end ? NULL : c->words[1],
				      .instead = end && c->n_words > 1 ? c->words[1]
						 : c->n_words > 2      ? c->words[2]
								       : NULL,
				      .beside = mb_ends(c->command->name, "add"),
				      .decision = cli_option(c, OPT_DECISION) };
	unsigned flags = cli_has(c, OPT_DRY_RUN) ? MB_DRY_RUN : 0;
	struct mb_result result = { 0 };
	struct mb_actor actor;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_actor(&actor, c, err)) != MB_OK ||
	    (rc = cli_option_day(&how.from, c, OPT_FROM, err)) != MB_OK)
		return rc;
	rc = mb_gate_change_post(&result, c->a, c->g, &how, &actor, flags, err);
	return cli_result(c, NULL, &result, rc, flags != 0, err);
}
