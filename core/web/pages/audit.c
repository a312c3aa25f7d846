/* What was done and what was refused, told to one reader: a change is named to whoever may read what it is about. */
#include "page_admin.h"

#include <stdlib.h>
#include <string.h>

static const char hidden[] = "A change of what is not for you to see";

/* ---- what an event is about ------------------------------------------------------------------------------ */

static const struct mb_version_row *first_of(const struct audit *x, long seq)
{
	size_t low = 0, high = x->n_versions;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (x->versions[mid].seq < seq)
			low = mid + 1;
		else
			high = mid;
	}
	return low < x->n_versions && x->versions[low].seq == seq ? &x->versions[low] : NULL;
}

static bool wanted(const struct audit *x, const char *kind, const char *group)
{
	return (!x->kind || mb_streq(kind, x->kind)) && (!x->group || mb_streq(group, x->group));
}

/* @return whether one of its documents is of the kind and group asked for, and may be read */
static bool event_fits(const struct audit *x, const struct audit_line *l)
{
	const struct mb_version_row *end = x->versions + x->n_versions;

	for (const struct mb_version_row *v = first_of(x, l->event->seq);
	     v && v < end && v->seq == l->event->seq; v++)
		if (wanted(x, v->kind, v->group) && mb_may_read(x->q->reader, v))
			return true;
	return false;
}

/* The sentence of an event names what it began with, so it is shown to whoever may read all of it. */
static void tell_event(const struct audit *x, struct audit_line *l)
{
	const struct mb_version_row *end = x->versions + x->n_versions, *about = NULL;
	bool all = true;

	for (const struct mb_version_row *v = first_of(x, l->event->seq);
	     v && v < end && v->seq == l->event->seq; v++) {
		bool may = mb_may_read(x->q->reader, v);

		all &= may;
		if (may && *v->kind && (!about || strstr(l->event->headline, v->id)))
			about = v;
	}
	l->doc = about ? about->id : NULL;
	l->said = all	  ? show_named(x->q, l->event->headline)
		  : about ? mb_arena_printf(x->q->a,
					    "A change of %s, together with what is not for you to see",
					    about->id)
			  : hidden;
}

/* ---- what an attempt was about --------------------------------------------------------------------------- */

struct aim {
	const char *id, *kind, *group;
	bool seen; /* by this reader */
};

static bool sees_place(struct web_req *q, const char *group)
{
	struct mb_reader_about about;

	if (group)
		return mb_reader_in(q->reader, group);
	mb_reader_about(&about, q->a, q->reader);
	return about.inside;
}

/* What was never filed has no audience of its own: whoever belongs where it was to stand may hear of it. */
static void aim_at(struct aim *out, struct web_req *q, const char *id, const char *kind)
{
	struct mb_address at;
	const struct mb_doc *d;

	*out = (struct aim){ .id = id, .kind = kind };
	if (mb_view_doc(&d, mb_gate_view(q->g), id, NULL) == MB_OK) {
		out->group = d->group ? mb_arena_dup(q->a, d->group) : NULL;
		out->seen = mb_may(q->reader, "read", d);
		return;
	}
	if (mb_address_of(&at, q->a, mb_gate_view(q->g), id, NULL) == MB_OK)
		out->group = at.group;
	out->seen = sees_place(q, out->group);
}

/* The lines of the trailer "Acts": "+paper.approve CTB-2005-P001 as ..." behind a count. */
static void aims_of(struct aim **out, size_t *n, struct web_req *q, const char *message)
{
	const char *acts = mb_trailer(q->a, message, "Acts"), *line = acts ? strchr(acts, '\n') : NULL;

	*out = NULL;
	*n = 0;
	while (line && *++line) {
		const char *event = line + strspn(line, "+ "), *space, *end = strchrnul(line, '\n');
		size_t kind = strcspn(event, ". \n");

		space = event + strcspn(event, " \n");
		if (space < end)
			aim_at(MB_PUSH(q->a, *out, *n), q,
			       mb_arena_ndup(q->a, space + 1, strcspn(space + 1, " \n")),
			       mb_arena_ndup(q->a, event, kind));
		line = *end ? end : NULL;
	}
}

static bool attempt_fits(const struct audit *x, const struct audit_line *l)
{
	struct aim *aims;
	size_t n;

	aims_of(&aims, &n, x->q, l->attempt->message);
	for (size_t i = 0; i < n; i++)
		if (aims[i].seen && wanted(x, aims[i].kind, aims[i].group))
			return true;
	return false;
}

static bool is_seen(const struct aim *aims, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(aims[i].id, id))
			return aims[i].seen;
	return false;
}

static const char *why_not(struct web_req *q, const char *message, const struct aim *aims, size_t n)
{
	const char *text = mb_trailer(q->a, message, "Ruling");
	struct mb_ruling r;

	text = text ? strchr(text, '\n') : NULL;
	if (!text || mb_ruling_read(&r, q->a, text + 1, NULL) != MB_OK)
		return NULL;
	for (size_t i = 0; i < r.n_findings; i++) {
		const struct mb_finding *f = &r.findings[i];

		if ((f->outcome != MB_UNSATISFIED && f->outcome != MB_BROKEN) || !is_seen(aims, n, f->doc))
			continue;
		return mb_arena_printf(q->a, "%s%s%s", f->rule ? f->rule : "",
				       f->found && *f->found ? ": " : "",
				       f->found && *f->found ? show_named(q, f->found) : "");
	}
	return NULL;
}

/* "approve paper CTB-2005-P001 (asked for by Helen Marsh, Thu 22 Sep 2005)": who and when stand beside it. */
static const char *tried(struct web_req *q, const char *message)
{
	const char *line = mb_arena_ndup(q->a, message, strcspn(message, "\n")), *by = NULL;

	for (const char *p = strstr(line, " (asked for by "); p; p = strstr(p + 1, " (asked for by "))
		by = p;
	return show_title(q, show_named(q, by ? mb_arena_ndup(q->a, line, (size_t)(by - line)) : line));
}

static void tell_attempt(struct web_req *q, struct audit_line *l)
{
	const char *message = l->attempt->message;
	struct aim *aims;
	bool all = true;
	size_t n;

	aims_of(&aims, &n, q, message);
	for (size_t i = 0; i < n; i++) {
		const struct mb_doc *d;

		all &= aims[i].seen;
		if (aims[i].seen && !l->doc && mb_view_doc(&d, mb_gate_view(q->g), aims[i].id, NULL) == MB_OK)
			l->doc = aims[i].id;
	}
	l->said = all && n ? tried(q, message) : hidden;
	l->why = why_not(q, message, aims, n);
}

/* ---- all of it ------------------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
	const struct mb_commit *x = a, *y = b;

	return (x->recorded.utc > y->recorded.utc) - (x->recorded.utc < y->recorded.utc);
}

static int attempts_of(struct mb_commit **out, size_t *n, struct web_req *q, struct mb_error *err)
{
	int rc = mb_attempt_list(out, n, q->a, mb_gate_record(q->g), err);

	if (rc == MB_ENOTFOUND) { /* a copy: attempts stay with the home */
		*out = NULL;
		*n = 0;
		return MB_OK;
	}
	if (rc == MB_OK && *n > 1)
		qsort(*out, *n, sizeof **out, by_time);
	return rc;
}

static struct audit_line line_of(struct web_req *q, const struct mb_commit *attempt)
{
	const char *by = mb_trailer(q->a, attempt->message, "By"),
		   *entered = mb_trailer(q->a, attempt->message, "Entered-By");

	return (struct audit_line){ .attempt = attempt,
				    .at = attempt->recorded,
				    .by = by ? by : "",
				    .entered_by = entered ? entered : "" };
}

static bool line_wanted(const struct audit *x, const struct audit_line *l)
{
	mb_day day = mb_instant_day(l->at);

	return (!x->person || mb_streq(l->by, x->person) || mb_streq(l->entered_by, x->person)) &&
	       (x->since == MB_NO_DAY || day >= x->since) && (x->until == MB_NO_DAY || day <= x->until);
}

/* Newest first: events in the order in which they came, attempts between them by their time. */
static int gather(struct audit *x, struct mb_error *err)
{
	struct web_req *q = x->q;
	struct mb_event_row *events = NULL;
	struct mb_commit *attempts;
	size_t n_events = 0, n_attempts;
	int rc = attempts_of(&attempts, &n_attempts, q, err);

	if (rc == MB_OK && !x->refused)
		rc = mb_index_events(&events, &n_events, q->a, mb_gate_index(q->g), 0, err);
	while (rc == MB_OK && (n_events || n_attempts)) {
		struct audit_line l;

		if (n_attempts && (!n_events || attempts[n_attempts - 1].recorded.utc >=
							events[n_events - 1].recorded.utc)) {
			l = line_of(q, &attempts[--n_attempts]);
		} else {
			const struct mb_event_row *e = &events[--n_events];

			l = (struct audit_line){
				.event = e, .at = e->recorded, .by = e->by, .entered_by = e->entered_by
			};
		}
		if (line_wanted(x, &l))
			*MB_PUSH(q->a, x->lines, x->n) = l;
	}
	return rc;
}

static int read_versions(struct audit *x, long from, long until, struct mb_error *err)
{
	return mb_index_changes(&x->versions, &x->n_versions, x->q->a, mb_gate_index(x->q->g), from, until,
				err);
}

static int sift(struct audit *x, struct mb_error *err)
{
	size_t kept = 0;
	int rc;

	if (!x->group && !x->kind)
		return MB_OK;
	if ((rc = read_versions(x, 0, 1L << 40, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < x->n; i++)
		if (x->lines[i].event ? event_fits(x, &x->lines[i]) : attempt_fits(x, &x->lines[i]))
			x->lines[kept++] = x->lines[i];
	x->n = kept;
	return MB_OK;
}

int audit_tell(struct audit *x, size_t first, size_t n, struct mb_error *err)
{
	long from = 1L << 40, until = 0;
	int rc = MB_OK;

	for (size_t i = first; i < first + n; i++)
		if (x->lines[i].event) {
			from = x->lines[i].event->seq < from ? x->lines[i].event->seq : from;
			until = x->lines[i].event->seq > until ? x->lines[i].event->seq : until;
		}
	if (until && (rc = read_versions(x, from, until, err)) != MB_OK)
		return rc;
	for (size_t i = first; i < first + n; i++)
		if (x->lines[i].event)
			tell_event(x, &x->lines[i]);
		else
			tell_attempt(x->q, &x->lines[i]);
	return MB_OK;
}

int audit_gather(struct audit *x, struct mb_error *err)
{
	int rc = gather(x, err);

	return rc == MB_OK ? sift(x, err) : rc;
}

int audit_refused(struct audit_line **out, size_t *n, struct web_req *q, size_t limit, struct mb_error *err)
{
	struct audit x = { .q = q, .refused = true, .since = MB_NO_DAY, .until = MB_NO_DAY };
	int rc = gather(&x, err);

	*out = NULL;
	*n = 0;
	if (rc != MB_OK || (rc = audit_tell(&x, 0, x.n < limit ? x.n : limit, err)) != MB_OK)
		return rc;
	*out = x.lines;
	*n = x.n;
	return MB_OK;
}
