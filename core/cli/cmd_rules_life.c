/* rules replay, propose, enact, upgrade: how rules come into force, and what they would have made of the past. */
#include "cli.h"

#include <string.h>

#define FIRST_CASES 3

static void tell_life(void *ctx, const char *line)
{
	struct cli *c = ctx;

	progress_end();
	if (c->json) {
		struct mb_json *j = mb_json_object();

		mb_json_set_text(j, "line", line);
		out_json(j);
	} else {
		out("%s\n", line);
	}
}

/* ---- replay -------------------------------------------------------------------------------------------------- */

struct cases {
	struct cli *c;
	const char *first[MB_REPLAY_CLASSES][FIRST_CASES];
	const char *why[MB_REPLAY_CLASSES][FIRST_CASES];
	size_t n[MB_REPLAY_CLASSES];
};

static void case_json(struct cli *c, const struct mb_replay_case *k)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "class", mb_replay_word(k->class));
	mb_json_set_int(j, "event", k->event);
	mb_json_set_bool(j, "attempt", k->attempt);
	mb_json_set_day(j, "recorded", k->recorded);
	mb_json_set_text(j, "sentence", k->sentence);
	mb_json_set_text(j, "doc", k->doc);
	mb_json_set_text(j, "rule", k->rule);
	mb_json_set_text(j, "file", k->file);
	if (k->file)
		mb_json_set_int(j, "line", k->line);
	else
		mb_json_set_null(j, "line");
	mb_json_set_text(j, "found", k->found);
	mb_json_set_text(j, "why", k->why);
	out_json(j);
}

static void take_case(void *ctx, const struct mb_replay_case *k)
{
	struct cases *x = ctx;
	size_t n = x->n[k->class]++;
	char day[MB_ISO_DATE];

	if (x->c->json)
		case_json(x->c, k);
	if (n >= FIRST_CASES || k->class == MB_REPLAY_SAME)
		return;
	x->first[k->class][n] = k->attempt ? mb_arena_printf(x->c->a, "attempt of %s: %s",
							     mb_day_iso(day, k->recorded), k->sentence)
					   : mb_arena_printf(x->c->a, "event %ld: %s", k->event, k->sentence);
	if (k->rule)
		x->why[k->class][n] = mb_arena_printf(x->c->a, "%s (%s:%d)%s%s", k->rule,
						      k->file ? k->file : "", k->line, k->why ? ": " : "",
						      k->why ? k->why : "");
	else if (k->why)
		x->why[k->class][n] = mb_arena_dup(x->c->a, k->why);
}

static void put_cases(struct cli *c, const struct cases *x, const struct mb_replay_sum *sum)
{
	static const char *const heads[] = { "same outcome and same effects",
					     "same outcome, other effects",
					     "would now be accepted",
					     "would now be marked irregular",
					     "would now be refused",
					     "a rule now breaks",
					     "cannot be judged" };

	if (sum->attempts_at_hand)
		out("%zu events and %zu refused attempts judged under the rules in force and under the "
		    "others.\n",
		    sum->events, sum->attempts);
	else
		out("%zu events judged under the rules in force and under the others. Refused attempts are "
		    "not at hand: "
		    "this is a copy.\n",
		    sum->events);
	if (sum->enactments)
		out("%zu enactment%s left out: the engine judges %s.\n", sum->enactments,
		    sum->enactments == 1 ? "" : "s", sum->enactments == 1 ? "it" : "them");
	for (int i = 0; i < MB_REPLAY_CLASSES; i++) {
		if (!sum->n[i] && i != MB_REPLAY_SAME)
			continue;
		out_bold(c, "%7zu", sum->n[i]);
		out("  %s\n", heads[i]);
		for (size_t k = 0; k < FIRST_CASES && k < x->n[i] && x->first[i][k]; k++) {
			out_wrapped(c, 13, "         first", x->first[i][k]);
			if (x->why[i][k])
				out_wrapped(c, 13, "", x->why[i][k]);
		}
	}
	out("Each event is judged by itself on the record as it stood; what would have followed from another "
	    "outcome is "
	    "not.\n");
}

static int replay_against(struct cli *c, const char *folder, mb_day from, mb_day to, struct mb_error *err)
{
	struct cases *x = mb_arena_alloc(c->a, sizeof *x);
	struct mb_replay_sum sum;
	struct mb_rules_file *files;
	struct mb_json *j, *counts;
	size_t n;
	int rc = mb_rules_files_of_folder(&files, &n, c->a, folder, err);

	if (rc == MB_ENOTFOUND || (rc == MB_OK && n == 0))
		return mb_fail(err, MB_ENOTFOUND, "%s %s: name the folder that holds the rule files (*.lua)",
			       folder, rc == MB_OK ? "holds no rules" : "is not there");
	if (rc != MB_OK)
		return rc;
	x->c = c;
	progress_begin("Replaying the record");
	rc = mb_gate_replay(&sum, c->g,
			    &(struct mb_replay){ .files = files, .n_files = n, .from = from, .to = to },
			    take_case, x, err);
	progress_end();
	if (rc != MB_OK)
		return rc;
	if (!c->json) {
		put_cases(c, x, &sum);
		return rc;
	}
	j = mb_json_object();
	mb_json_set_bool(j, "ok", true);
	mb_json_set_int(j, "events", (long)sum.events);
	mb_json_set_int(j, "attempts", (long)sum.attempts);
	mb_json_set_bool(j, "attempts_at_hand", sum.attempts_at_hand);
	mb_json_set_int(j, "enactments", (long)sum.enactments);
	counts = mb_json_set_object(j, "classes");
	for (int i = 0; i < MB_REPLAY_CLASSES; i++)
		mb_json_set_int(counts, mb_replay_word((enum mb_replay_class)i), (long)sum.n[i]);
	out_json(j);
	return rc;
}

static int replay_self(struct cli *c, mb_day from, mb_day to, struct mb_error *err)
{
	struct mb_verdict v = { 0 };
	struct mb_json *j;
	int rc;

	progress_begin("Making every ruling again");
	rc = mb_gate_replay_self(&v, c->g, from, to, tell_life, c, err);
	progress_end();
	if (rc != MB_OK && v.problems == 0)
		return rc;
	c->told = rc != MB_OK;
	if (c->json) {
		j = mb_json_object();
		mb_json_set_bool(j, "ok", rc == MB_OK);
		mb_json_set_int(j, "events", (long)v.commits);
		mb_json_set_int(j, "rulings", (long)v.rulings);
		mb_json_set_int(j, "reproduced", (long)v.reproduced);
		mb_json_set_int(j, "problems", (long)v.problems);
		out_json(j);
	} else if (rc == MB_OK) {
		out("%zu rulings made again under the rules then in force, and all of them the same.\n",
		    v.reproduced);
	} else {
		tell("minutebook: %s\n", err->text);
	}
	return rc;
}

int cmd_rules_replay(struct cli *c, struct mb_error *err)
{
	const char *folder = cli_option(c, OPT_AGAINST);
	mb_day from, to;
	int rc;

	if (!folder == !cli_has(c, OPT_SELF))
		return mb_fail(err, MB_EUSAGE,
			       "say what to replay by: --against DIR (the rules of a folder), or --self "
			       "(each ruling under the "
			       "rules then in force)");
	if ((rc = cli_option_day(&from, c, OPT_FROM, err)) != MB_OK ||
	    (rc = cli_option_day(&to, c, OPT_TO, err)) != MB_OK)
		return rc;
	if (from != MB_NO_DAY && to != MB_NO_DAY && from > to)
		return mb_fail(err, MB_EUSAGE, "--from is later than --to: no day lies between them");
	if ((rc = cli_open(c, err)) != MB_OK)
		return rc;
	return folder ? replay_against(c, folder, from, to, err) : replay_self(c, from, to, err);
}

/* ---- propose, enact ------------------------------------------------------------------------------------------ */

int cmd_rules_propose(struct cli *c, struct mb_error *err)
{
	bool dry = cli_has(c, OPT_DRY_RUN);
	struct mb_actor actor;
	struct mb_result r = { 0 };
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_actor(&actor, c, err)) != MB_OK)
		return rc;
	rc = mb_gate_propose_rules(&r, c->a, c->g, c->words[0], &actor, dry ? MB_DRY_RUN : 0, err);
	return cli_result(c, NULL, &r, rc, dry, err);
}

int cmd_rules_enact(struct cli *c, struct mb_error *err)
{
	struct mb_enactment how = { .folder = c->n_words ? c->words[0] : NULL,
				    .decision = cli_option(c, OPT_DECISION) };
	bool dry = cli_has(c, OPT_DRY_RUN);
	struct mb_actor actor;
	struct mb_result r = { 0 };
	int rc;

	if ((rc = cli_option_day(&how.from, c, OPT_FROM, err)) != MB_OK || (rc = cli_open(c, err)) != MB_OK ||
	    (rc = cli_actor(&actor, c, err)) != MB_OK)
		return rc;
	progress_begin("Checking, testing and replaying the rules");
	rc = mb_gate_enact(&r, c->a, c->g, &how, &actor, dry ? MB_DRY_RUN : 0, tell_life, c, err);
	progress_end();
	return cli_result(c, NULL, &r, rc, dry, err);
}

/* ---- upgrade ------------------------------------------------------------------------------------------------- */

int cmd_rules_upgrade(struct cli *c, struct mb_error *err)
{
	const char *to = cli_option(c, OPT_OUT);
	struct mb_upgrade sum;
	struct mb_json *j;
	int rc;

	if (!to)
		return mb_fail(err, MB_EUSAGE,
			       "say where the joined rules shall go: --out DIR (a new folder)");
	if ((rc = cli_open(c, err)) != MB_OK ||
	    (rc = mb_gate_upgrade(&sum, c->g, c->words[0], to, tell_life, c, err)) != MB_OK)
		return rc;
	if (c->json) {
		j = mb_json_object();
		mb_json_set_bool(j, "ok", true);
		mb_json_set_int(j, "taken", (long)sum.taken);
		mb_json_set_int(j, "kept", (long)sum.kept);
		mb_json_set_int(j, "merged", (long)sum.merged);
		mb_json_set_int(j, "conflicts", (long)sum.conflicts);
		out_json(j);
		return rc;
	}
	out("%s: %zu taken from the pack, %zu kept, %zu joined, %zu in conflict. Nothing in force changes.\n",
	    to, sum.taken, sum.kept, sum.merged, sum.conflicts);
	out("Next: %sminutebook rules check --rules %s, rules test, rules replay --against, rules propose.\n",
	    sum.conflicts ? "choose where <<<<<<< stands, then " : "", to);
	return rc;
}
