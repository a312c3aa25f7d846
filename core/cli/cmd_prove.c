/* prove: the chain behind a document, made again; and one ruling as a file that outsiders check. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define MARK 7 /* columns of "differs" */

/* ---- the chain ------------------------------------------------------------------------------------------- */

static void chain_json(const struct mb_proof *p, bool ok)
{
	struct mb_json *j = mb_json_object(), *list;

	mb_json_set_bool(j, "ok", ok);
	mb_json_set_text(j, "id", p->id);
	mb_json_set_text(j, "kind", p->kind);
	mb_json_set_text(j, "title", p->title);
	mb_json_set_int(j, "event", p->event);
	mb_json_set_text(j, "commit", p->commit.hex);
	mb_json_set_int(j, "rulings", (long)p->rulings);
	mb_json_set_int(j, "differ", (long)p->n_differ);
	list = mb_json_set_array(j, "steps");
	for (size_t i = 0; i < p->n_steps; i++) {
		const struct mb_proof_step *s = &p->steps[i];
		struct mb_json *row = mb_json_push_object(list);

		mb_json_set_text(row, "what", s->what);
		mb_json_set_text(row, "doc", s->doc);
		if (s->event)
			mb_json_set_int(row, "event", s->event);
		else
			mb_json_set_null(row, "event");
		mb_json_set_bool(row, "ok", !s->differs);
		mb_json_set_text(row, "says", s->says);
		mb_json_set_text(row, "differs", s->differs);
	}
	mb_json_set_text(j, "ruling", p->ruling);
	out_json(j);
}

static void chain_words(struct cli *c, const struct mb_proof *p)
{
	out_bold(c, "%s", p->id);
	out(", \"%s\"\n", p->title);
	for (size_t i = 0; i < p->n_steps; i++) {
		const struct mb_proof_step *s = &p->steps[i];
		const char *event = s->event ? mb_arena_printf(c->a, " (event %ld)", s->event) : "";
		const char *text = mb_arena_printf(c->a, "%s%s%s: %s%s", s->what, s->doc ? " " : "",
						   s->doc ? s->doc : "", s->says, event);

		out_wrapped(c, 2 + MARK + 2,
			    mb_arena_printf(c->a, "  %-*s  ", MARK, s->differs ? "differs" : "ok"), text);
		if (s->differs)
			out_wrapped(c, 2 + MARK + 2, mb_arena_printf(c->a, "  %-*s  ", MARK, ""), s->differs);
	}
	if (p->n_differ)
		tell("minutebook: %s does not prove: %zu of %zu steps differ\n", p->id, p->n_differ,
		     p->n_steps);
	else
		out("%s proves: %zu rulings made again, each the same, byte for byte.\n", p->id, p->rulings);
}

static int chain(struct cli *c, struct mb_error *err)
{
	struct mb_proof p = { 0 };
	int rc;

	progress_begin("Proving");
	rc = mb_gate_prove(&p, c->a, c->g, c->words[0], err);
	progress_end();
	if (rc != MB_OK && !p.n_differ)
		return rc;
	c->told = true;
	if (c->json)
		chain_json(&p, rc == MB_OK);
	else
		chain_words(c, &p);
	return rc;
}

/* ---- the envelope ---------------------------------------------------------------------------------------- */

static int envelope(struct cli *c, long event, struct mb_error *err)
{
	struct mb_envelope how = { c->words[0], event, cli_has(c, OPT_COMPLETE) };
	const char *file = cli_option(c, OPT_ENVELOPE);
	struct mb_envelope_sum sum;
	struct mb_buf text;
	int rc;

	mb_buf_init(&text, MB_ENVELOPE_MAX);
	if ((rc = mb_gate_envelope(&text, &sum, c->a, c->g, &how, err)) == MB_OK)
		rc = mb_write_file(file, text.p, text.n, 0644, err);
	mb_buf_free(&text);
	if (rc != MB_OK)
		return rc;
	if (c->json) {
		struct mb_json *j = mb_json_object();

		mb_json_set_bool(j, "ok", true);
		mb_json_set_text(j, "file", file);
		mb_json_set_int(j, "event", sum.event);
		mb_json_set_text(j, "commit", sum.commit.hex);
		mb_json_set_int(j, "bytes", (long)sum.bytes);
		mb_json_set_int(j, "pack_bytes", (long)sum.pack_bytes);
		mb_json_set_int(j, "objects", (long)(sum.commits + sum.trees + sum.blobs));
		mb_json_set_int(j, "on_word", (long)sum.on_word);
		out_json(j);
		return MB_OK;
	}
	out("%s: event %ld, %zu bytes: %zu objects (%zu commits, %zu folders, %zu files). It checks.\n", file,
	    sum.event, sum.bytes, sum.commits + sum.trees + sum.blobs, sum.commits, sum.trees, sum.blobs);
	if (sum.on_word)
		out("Other documents were only looked at to keep them out of a list and are not enclosed; "
		    "that they do not "
		    "belong to it is the record's word (--complete encloses them).\n");
	out("Whoever gets it should know from elsewhere that commit %s is in the record.\n", sum.commit.hex);
	return MB_OK;
}

int cmd_prove(struct cli *c, struct mb_error *err)
{
	char *end = NULL;
	long event = c->n_words > 1 ? strtol(c->words[1], &end, 10) : 0;
	int rc;

	if (end && (*end || end == c->words[1] || event < 1))
		return mb_fail(err, MB_EUSAGE,
			       "'%s' is not the number of an event (see: minutebook history %s)", c->words[1],
			       c->words[0]);
	if (!cli_has(c, OPT_ENVELOPE) && (event || cli_has(c, OPT_COMPLETE)))
		return mb_fail(
			err, MB_EUSAGE,
			"the chain is proved whole; an event and --complete belong to --envelope FILE");
	if ((rc = cli_open(c, err)) != MB_OK)
		return rc;
	return cli_has(c, OPT_ENVELOPE) ? envelope(c, event, err) : chain(c, err);
}

/* ---- the other side -------------------------------------------------------------------------------------- */

static void check_json(const struct mb_proof_check *p)
{
	struct mb_json *j = mb_json_object(), *list;

	mb_json_set_bool(j, "ok", true);
	mb_json_set_text(j, "id", p->doc);
	mb_json_set_text(j, "partnership", p->partnership);
	mb_json_set_int(j, "event", p->event);
	mb_json_set_text(j, "headline", p->headline);
	mb_json_set_day(j, "on", p->on);
	mb_json_set_day(j, "recorded", p->recorded);
	mb_json_set_text(j, "by", p->by);
	mb_json_set_bool(j, "rehearsal", p->rehearsal);
	mb_json_set_text(j, "commit", p->commit.hex);
	mb_json_set_text(j, "rules", p->rules.hex);
	list = mb_json_set_array(j, "checked");
	for (size_t i = 0; i < p->n_checked; i++)
		mb_json_push_text(list, p->checked[i]);
	list = mb_json_set_array(j, "trust");
	for (size_t i = 0; i < p->n_trust; i++)
		mb_json_push_text(list, p->trust[i]);
	mb_json_set_text(j, "ruling", p->ruling);
	out_json(j);
}

int cmd_check_proof(struct cli *c, struct mb_error *err)
{
	struct mb_proof_check p;
	struct mb_ruling ruling;
	struct mb_buf text;
	int rc = mb_read_file(&text, c->words[0], MB_ENVELOPE_MAX, err);

	if (rc == MB_OK)
		rc = mb_check_proof(&p, c->a, text.p, text.n, err);
	mb_buf_free(&text);
	if (rc != MB_OK)
		return rc;
	if (c->json) {
		check_json(&p);
		return MB_OK;
	}
	out_bold(c, "%s", p.doc);
	out(" of %s\nEvent %ld: %s\n", p.partnership ? p.partnership : "a partnership", p.event, p.headline);
	if (p.rehearsal)
		out("The record is a rehearsal: nothing in it has any effect.\n");
	for (size_t i = 0; i < p.n_checked; i++)
		out_wrapped(c, 6, "  ok  ", p.checked[i]);
	out("\nThe ruling:\n");
	if ((rc = mb_ruling_read(&ruling, c->a, p.ruling, err)) != MB_OK)
		return rc;
	cli_ruling_words(c, &ruling, NULL, false);
	out("\nWhat this file alone cannot show:\n");
	for (size_t i = 0; i < p.n_trust; i++)
		out_wrapped(c, 4, "  - ", p.trust[i]);
	return MB_OK;
}
