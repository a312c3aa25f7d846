/* The ruling over a draft: first round, marks and effects, second round for `advance`. */
#include "gate_impl.h"

#include <string.h>

static int judge(struct mb_ruling *out, struct draft *d, const struct mb_event *events, size_t n,
		 struct mb_error *err)
{
	const struct mb_actor *who = d->actor;
	struct mb_claim claim = { .by = who->by,
				  .entered_by = who->entered_by,
				  .on = d->on,
				  .reason = who->reason,
				  .waives = who->waives,
				  .n_waives = who->n_waives };
	struct mb_case c = { .base = d->base,
			     .events = events,
			     .n_events = n,
			     .claim = &claim,
			     .recorded = who->recorded,
			     .calendar = d->calendar,
			     .rehearsal = d->rehearsal };
	int rc = draft_view(&c.after, d, err);

	if (rc == MB_OK && d->seen)
		rc = d->seen(d->seen_ctx, d->rules, &c, err);
	return rc == MB_OK ? mb_rules_judge(out, d->a, d->rules, &c, err) : rc;
}

static void join(struct mb_arena *a, struct mb_ruling *all, const struct mb_ruling *more)
{
	for (size_t i = 0; i < more->n_findings; i++)
		*MB_PUSH(a, all->findings, all->n_findings) = more->findings[i];
	for (size_t i = 0; i < more->n_effects; i++)
		*MB_PUSH(a, all->effects, all->n_effects) = more->effects[i];
}

static const char *event_doc(const struct mb_event *e)
{
	return e->after ? e->after->id : e->before->id;
}

static bool refused(const struct mb_ruling *r, const char *doc)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if ((r->findings[i].outcome == MB_UNSATISFIED || r->findings[i].outcome == MB_BROKEN) &&
		    mb_streq(r->findings[i].doc, doc))
			return true;
	return false;
}

/* A consequence that the rules refuse does not take the fact down with it: the document stays as it was, and the reason is
 * kept as a finding that advises. */
static int drop_refused(struct draft *d, struct mb_event *events, size_t *n, struct mb_ruling *r,
			struct mb_error *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		const char *doc = event_doc(&events[i]);
		struct draft_file *f;
		int rc;

		if (!refused(r, doc)) {
			events[kept++] = events[i];
			continue;
		}
		if ((rc = draft_open(&f, d, events[i].after->path, err)) != MB_OK)
			return rc;
		mb_buf_clear(&f->text);
		mb_buf_put(&f->text, f->before.p, f->before.n);
		d->stale = true;
		for (size_t k = 0; k < r->n_findings; k++) {
			struct mb_finding *x = &r->findings[k];

			if (!mb_streq(x->doc, doc))
				continue;
			if (x->outcome == MB_UNSATISFIED || x->outcome == MB_BROKEN) {
				draft_note(d, "%s did not follow by itself for %s: %s (%s)", events[i].name,
					   doc, x->rule, x->found ? x->found : "");
				x->outcome = MB_ADVISED;
			}
			*MB_PUSH(d->a, d->out->ruling.findings, d->out->ruling.n_findings) = *x;
		}
	}
	*n = kept;
	return MB_OK;
}

static int second_round(struct draft *d, struct mb_event **events, size_t *n, struct mb_error *err)
{
	struct mb_ruling ruling = { 0 };
	bool more = false;
	int rc;

	if ((rc = draft_events(events, n, d, true, err)) != MB_OK || *n == 0)
		return rc;
	if ((rc = judge(&ruling, d, *events, *n, err)) != MB_OK)
		return rc;
	while (!ruling.accepted) { /* what one of them would have brought about may be what another needs */
		size_t before = *n;

		if ((rc = drop_refused(d, *events, n, &ruling, err)) != MB_OK || *n == 0)
			return rc;
		if (*n == before)
			return mb_fail(err, MB_EREFUSED,
				       "a consequence of this change is refused by the rules");
		memset(&ruling, 0, sizeof ruling);
		if ((rc = judge(&ruling, d, *events, *n, err)) != MB_OK)
			return rc;
	}
	join(d->a, &d->out->ruling, &ruling);
	if (d->ruling_only)
		return MB_OK;
	if ((rc = draft_mark(d, &ruling, err)) == MB_OK)
		rc = draft_effects(d, &ruling, &more, err);
	if (rc == MB_OK && more)
		draft_note(d, "a consequence of a consequence was not carried out: one further round is all "
			      "there is");
	return rc;
}

/* What is carried out changes the ruling only where it makes further moves. */
static bool leads_on(const struct mb_ruling *r)
{
	for (size_t i = 0; i < r->n_effects; i++)
		if (mb_streq(r->effects[i].kind, "advance"))
			return true;
	return false;
}

int draft_judge(struct draft *d, struct mb_event **events, size_t *n, struct mb_error *err)
{
	struct mb_ruling *ruling = &d->out->ruling;
	struct mb_event *later = NULL;
	size_t n_later = 0;
	bool advances = false;
	int rc;

	if (d->daily) {
		*n = 0;
		d->out->accepted = true;
		return d->advances ? second_round(d, events, n, err) : MB_OK;
	}
	memset(ruling, 0, sizeof *ruling);
	if (d->enactment) {
		*n = 0;
		return enact_judge(d, err);
	}
	if ((rc = draft_events(events, n, d, false, err)) != MB_OK ||
	    (rc = draft_dated(d, *events, *n, err)) != MB_OK)
		return rc;
	if (*n == 0) { /* plain pages only */
		d->out->accepted = ruling->accepted = true;
		return MB_OK;
	}
	if ((rc = judge(ruling, d, *events, *n, err)) != MB_OK)
		return rc;
	d->out->accepted = ruling->accepted;
	if (!ruling->accepted)
		return mb_fail(err, MB_EREFUSED, "refused by the rules");
	if (d->ruling_only && !leads_on(ruling))
		return MB_OK;
	if ((rc = draft_mark(d, ruling, err)) != MB_OK ||
	    (rc = draft_effects(d, ruling, &advances, err)) != MB_OK)
		return rc;
	if (advances && (rc = second_round(d, &later, &n_later, err)) == MB_OK)
		for (size_t i = 0; i < n_later; i++)
			*MB_PUSH(d->a, *events, *n) = later[i];
	return rc;
}
