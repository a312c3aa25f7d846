/* move, sign, try. */
#include "cli.h"

#include <ctype.h>
#include <string.h>

/* The worst of several ends: a machine that let us down first, then the gravest answer. */
static int worse(int a, int b)
{
	if (a == MB_EFAIL || b == MB_EFAIL)
		return MB_EFAIL;
	return a > b ? a : b;
}

/* Ids, dates and numbers are written as they stand; anything else as text. */
static struct mb_node *value_node(struct mb_arena *a, const char *value)
{
	for (const char *p = value; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '-' && *p != '.')
			return mb_node_new_text(a, value);
	return mb_node_new_raw(a, value);
}

static int evidence(struct mb_node **map, struct cli *c, struct mb_error *err)
{
	*map = c->n_given[OPT_SET] ? mb_node_new_map(c->a) : NULL;
	for (size_t i = 0; i < c->n_given[OPT_SET]; i++) {
		const char *pair = c->given[OPT_SET][i], *equals = strchr(pair, '=');

		if (!equals || equals == pair)
			return mb_fail(
				err, MB_EUSAGE,
				"--set: write FIELD=VALUE, for instance --set due=2005-12-16 (not '%s')",
				pair);
		mb_node_put(c->a, *map, mb_arena_ndup(c->a, pair, (size_t)(equals - pair)),
			    value_node(c->a, equals + 1));
	}
	return MB_OK;
}

/* Outside a rehearsal --on dates only what may be dated: nobody dates an approval back. */
static int may_be_dated(struct cli *c, const char *id, const char *move, struct mb_error *err)
{
	const struct mb_move *m = NULL;
	const struct mb_doc *doc;
	struct mb_error ignored;

	if (c->on == MB_NO_DAY || c->rehearsal)
		return MB_OK;
	if (mb_view_doc(&doc, mb_gate_view(c->g), id, &ignored) == MB_OK && doc->kind)
		m = mb_kind_move(doc->kind, move);
	if (m && !m->dated_act)
		return mb_fail(err, MB_EUSAGE, "'%s' counts from the day it is recorded: --on cannot date it",
			       move);
	return MB_OK;
}

static int one_move(struct cli *c, const char *doc, const char *move, const struct mb_actor *actor,
		    unsigned flags, struct mb_error *err)
{
	struct mb_result result = { 0 };
	struct mb_node *set;
	int rc = evidence(&set, c, err);

	if (rc != MB_OK)
		return rc;
	rc = mb_gate_move(&result, c->a, c->g, doc, move, set, actor, flags, err);
	return cli_result(c, doc, &result, rc, flags & MB_DRY_RUN, err);
}

static int check_words(struct cli *c, const char *move, struct mb_error *err)
{
	if (mb_streq(move, "waive") && !cli_has(c, OPT_WAIVE))
		return mb_fail(err, MB_EUSAGE, "say which rule is waived: --waive \"the rule's sentence\"");
	if (mb_streq(move, "sign"))
		return mb_fail(err, MB_EUSAGE, "a sign-off is made with: minutebook sign %s --role ROLE",
			       c->words[0]);
	return MB_OK;
}

int cmd_move(struct cli *c, struct mb_error *err)
{
	const char *move = c->words[c->n_words - 1];
	unsigned flags = cli_has(c, OPT_DRY_RUN) ? MB_DRY_RUN : 0;
	struct mb_actor actor;
	struct mb_node *set;
	int rc, worst = MB_OK;

	if ((rc = check_words(c, move, err)) != MB_OK || (rc = evidence(&set, c, err)) != MB_OK ||
	    (rc = cli_open(c, err)) != MB_OK || (rc = cli_actor(&actor, c, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i + 1 < c->n_words; i++)
		if ((rc = may_be_dated(c, c->words[i], move, err)) != MB_OK)
			return rc;
	for (size_t i = 0; i + 1 < c->n_words && worst != MB_EFAIL; i++)
		worst = worse(worst, one_move(c, c->words[i], move, &actor, flags, err));
	return worst;
}

int cmd_sign(struct cli *c, struct mb_error *err)
{
	const char *role = cli_option(c, OPT_ROLE);
	const bool dry = cli_has(c, OPT_DRY_RUN);
	struct mb_result result = { 0 };
	struct mb_actor actor;
	int rc;

	if (!role)
		return mb_fail(err, MB_EUSAGE, "say as what: --role \"finance lead\"");
	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_actor(&actor, c, err)) != MB_OK)
		return rc;
	rc = mb_gate_sign(&result, c->a, c->g, c->words[0], role, &actor, dry ? MB_DRY_RUN : 0, err);
	return cli_result(c, c->words[0], &result, rc, dry, err);
}

int cmd_try(struct cli *c, struct mb_error *err)
{
	const char *move = c->words[0], *role = cli_option(c, OPT_ROLE);
	struct mb_result result = { 0 };
	struct mb_actor actor;
	int rc;

	if (mb_streq(move, "sign") && !role)
		return mb_fail(err, MB_EUSAGE, "say as what: minutebook try sign %s --role \"finance lead\"",
			       c->words[1]);
	if ((rc = cli_open_trying(c, err)) != MB_OK || (rc = cli_actor_asking(&actor, c, err)) != MB_OK)
		return rc;
	if (!mb_streq(move, "sign"))
		return one_move(c, c->words[1], move, &actor, MB_DRY_RUN, err);
	rc = mb_gate_sign(&result, c->a, c->g, c->words[1], role, &actor, MB_DRY_RUN, err);
	return cli_result(c, c->words[1], &result, rc, true, err);
}
