/* The record against itself. Each change is taken back to what it was before its effects, judged again under the rules its
 * message names, and what comes out must be the stored ruling and the very bytes of the tree. */
#include "past.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
	struct mb_gate *g;
	mb_tell tell;
	void *ctx;
	struct mb_verdict *out;
	long last_event;
};

static void problem(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void problem(struct check *c, const char *fmt, ...)
{
	char line[900];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	c->out->problems++;
	c->tell(c->ctx, line);
}

/* ---- one change ------------------------------------------------------------------------------------------- */

static int same_bytes(struct check *c, struct draft *d, const struct mb_difference *diff, size_t n,
		      struct mb_error *err)
{
	struct mb_file *files;
	size_t count;

	draft_files(&files, &count, d);
	for (size_t i = 0; i < n; i++) {
		bool found = false;

		for (size_t k = 0; k < count && !found; k++) {
			struct mb_oid id = { { 0 } };
			int rc;

			if (!mb_streq(files[k].path, diff[i].path))
				continue;
			if (!files[k].remove &&
			    (rc = mb_blob_id(&id, files[k].data.p, files[k].data.n, err)) != MB_OK)
				return rc;
			found = mb_streq(id.hex, diff[i].after.hex);
			files[k].path = found ? "" : files[k].path;
		}
		if (!found)
			problem(c,
				"event %ld: %s is not what the rules and effects of this change make of it",
				d->event, diff[i].path);
	}
	for (size_t k = 0; k < count; k++)
		if (*files[k].path)
			problem(c,
				"event %ld: the rules ask for a change to %s that the record does not have",
				d->event, files[k].path);
	return MB_OK;
}

static void compare_rulings(struct check *c, struct draft *d, const struct message_claim *claim)
{
	struct mb_buf canonical;
	const char *line;

	mb_buf_init(&canonical, 0);
	mb_ruling_canonical(&canonical, &d->out->ruling);
	if ((line = past_difference(d->a, claim->ruling, canonical.p)))
		problem(c, "event %ld: judged again, the rules give another ruling than the one stored: %s",
			d->event, line);
	else
		c->out->reproduced++;
	mb_buf_free(&canonical);
}

static void tell_refusal(struct check *c, const struct past *p, const struct mb_error *why)
{
	const struct mb_ruling *r = &p->result.ruling;

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct mb_finding *x = &r->findings[i];

		if (x->outcome != MB_UNSATISFIED && x->outcome != MB_BROKEN)
			continue;
		problem(c,
			"event %ld: the rules refuse what the record shows as accepted: %s (%s of %s): found "
			"%s, needed %s",
			p->claim.event, x->rule, x->requirement, x->doc ? x->doc : "",
			x->found && *x->found ? x->found : "nothing", x->needed ? x->needed : "");
		return;
	}
	problem(c, "event %ld: the rules refuse what the record shows as accepted: %s", p->claim.event,
		why->text);
}

/* An act that brings a calendar or a setting of its own along is no act of the gate's. */
static void check_settings(struct check *c, const struct past *p)
{
	if (past_enacts(p) || (!p->claim.n_acts && !p->claim.daily))
		return;
	for (size_t i = 0; i < p->n_diff; i++)
		if (!mb_ends(p->diff[i].path, ".md"))
			problem(c,
				"event %ld: %s was changed together with documents, which the gate never "
				"does",
				p->claim.event, p->diff[i].path);
}

static int check_change(struct check *c, struct mb_arena *a, struct past *p, struct mb_error *err)
{
	int rc = past_judge(p, a, NULL, err);

	if (p->n_diff == 0)
		problem(c, "event %ld changes nothing: the gate never lands such a thing", p->claim.event);
	if (rc == MB_EREFUSED) {
		tell_refusal(c, p, err);
		rc = MB_OK;
	} else if (rc == MB_OK) {
		compare_rulings(c, &p->d, &p->claim);
		check_settings(c, p);
		rc = same_bytes(c, &p->d, p->diff, p->n_diff, err);
	}
	past_close(p);
	return rc;
}

static int check_commit(struct check *c, const struct mb_oid *id, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct past p;
	struct mb_error why;
	int rc = past_open(&p, a, c->g, NULL, id, &why);

	c->out->commits++;
	if (rc == MB_EINVAL) {
		problem(c, "%.12s passed no gate: %s", id->hex, why.text);
		goto out;
	}
	if (rc != MB_OK) {
		problem(c, "%.12s: %s", id->hex, why.text);
		goto out;
	}
	c->out->rulings++;
	if (p.claim.event != c->last_event + 1)
		problem(c, "event %ld follows event %ld: event numbers have a gap", p.claim.event,
			c->last_event);
	c->last_event = p.claim.event;
	if (p.claim.founding && !p.commit.parent.hex[0])
		c->out->reproduced++;
	else if (check_change(c, a, &p, &why) != MB_OK)
		problem(c, "event %ld: %s", p.claim.event, why.text);
out:
	mb_arena_free(a);
	return MB_OK;
}

/* ---- the record as it stands ----------------------------------------------------------------------------- */

static int check_documents(struct check *c, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(c->g);
	struct mb_arena *a = mb_arena_new();
	struct mb_error why;
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < s->n_kinds; i++) {
		struct mb_ask ask = { .kind = s->kinds[i].name,
				      .since = MB_NO_DAY,
				      .until = MB_NO_DAY,
				      .as_at = MB_NO_DAY,
				      .known_at = MB_NO_DAY };
		struct mb_version_row *rows;
		size_t n;

		if ((rc = mb_index_list(&rows, &n, a, c->g->ix, &ask, err)) != MB_OK)
			break;
		for (size_t k = 0; k < n; k++) {
			const struct mb_doc *doc;

			if (mb_view_doc(&doc, c->g->view, rows[k].path, &why) != MB_OK ||
			    mb_doc_check(doc, c->g->view, a, NULL, NULL, &why) != MB_OK)
				problem(c, "%s", why.text);
		}
	}
	mb_arena_free(a);
	return rc;
}

static void tell_object(void *ctx, const char *line)
{
	problem(ctx, "%s", line);
}

int mb_gate_verify(struct mb_verdict *out, struct mb_gate *g, mb_tell tell, void *ctx, struct mb_error *err)
{
	struct check c = { .g = g, .tell = tell, .ctx = ctx, .out = out };
	struct mb_arena *a = mb_arena_new();
	struct mb_oid *ids;
	struct mb_error why;
	size_t n;
	int rc;

	memset(out, 0, sizeof *out);
	if (mb_record_check(g->rec, tell_object, &c, &why) != MB_OK && !out->problems)
		problem(&c, "%s", why.text);
	if ((rc = past_chain(&ids, &n, a, g, err)) == MB_OK)
		for (size_t i = 0; rc == MB_OK && i < n; i++)
			rc = check_commit(&c, &ids[i], err);
	if (rc == MB_OK)
		rc = check_documents(&c, err);
	mb_arena_free(a);
	if (rc == MB_OK && out->problems)
		rc = mb_fail(err, MB_EFAIL, "%zu problem%s found", out->problems,
			     out->problems == 1 ? "" : "s");
	return rc;
}
