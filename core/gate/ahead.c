/* Supposed acts: built as drafts over a supposed record, judged as the gate would judge them, and thrown away. */
#include "ahead.h"

#include <string.h>

void ahead_begin(struct ahead *w, struct mb_arena *a, struct mb_gate *g, size_t *judged)
{
	*w = (struct ahead){ .g = g, .a = a, .calendar = g->calendar, .judged = judged };
}

void ahead_fork(struct ahead *out, const struct ahead *w)
{
	*out = *w;
	out->view = NULL;
	out->files = NULL;
	out->n = 0;
	for (size_t i = 0; i < w->n; i++)
		*MB_PUSH(out->a, out->files, out->n) = w->files[i];
}

void ahead_end(struct ahead *w)
{
	mb_view_free(w->view);
	w->view = NULL;
}

int ahead_view(struct mb_view **out, struct ahead *w, struct mb_error *err)
{
	int rc = w->view ? MB_OK : mb_view_over(&w->view, w->g->view, w->files, w->n, err);

	*out = w->view;
	return rc;
}

/* ---- one act --------------------------------------------------------------------------------------------- */

static int build_new(const char **doc, struct draft *d, const struct ahead_act *x, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(mb_rules_schema(d->rules), x->kind);
	struct mb_address at;
	struct draft_file *f;
	int rc = draft_new(&f, &at, d, x->kind, x->group, x->year, x->meeting, NULL, err);

	if (rc != MB_OK)
		return rc;
	f->move = x->move;
	*doc = at.id;
	if ((rc = draft_set_text(d, f, "title", k->title, err)) == MB_OK && mb_kind_field(k, "meeting"))
		rc = draft_set_raw(d, f, "meeting", x->meeting, err);
	return rc;
}

static int build(const char **doc, struct draft *d, const struct ahead_act *x, struct mb_error *err)
{
	*doc = x->doc;
	if (!x->doc)
		return build_new(doc, d, x, err);
	return x->role ? draft_sign_off(d, x->doc, x->role, err) : draft_make_move(d, x->doc, x->move, err);
}

static int begin(struct draft *d, struct mb_actor *actor, struct mb_result *result, struct mb_arena *a,
		 struct ahead *w, const char *by, struct mb_instant at, const char *reason,
		 struct mb_error *err)
{
	struct mb_view *base;
	int rc = ahead_view(&base, w, err);

	if (rc != MB_OK)
		return rc;
	*actor = (struct mb_actor){
		.by = by, .entered_by = by, .on = MB_NO_DAY, .recorded = at, .reason = reason
	};
	memset(result, 0, sizeof *result);
	draft_begin(d, w->g, a, actor, result);
	d->base = base;
	return MB_OK;
}

static int judge(struct mb_ruling *out, struct draft *d, const struct mb_calendar *calendar,
		 struct mb_error *err)
{
	struct mb_claim claim = { .by = d->actor->by,
				  .entered_by = d->actor->entered_by,
				  .on = d->on,
				  .reason = d->actor->reason };
	struct mb_case c = { .base = d->base,
			     .claim = &claim,
			     .recorded = d->actor->recorded,
			     .calendar = calendar,
			     .rehearsal = d->rehearsal };
	struct mb_event *events;
	int rc;

	if ((rc = draft_events(&events, &c.n_events, d, false, err)) != MB_OK ||
	    (rc = draft_view(&c.after, d, err)) != MB_OK)
		return rc;
	c.events = events;
	return mb_rules_judge(out, d->a, d->rules, &c, err);
}

int ahead_judge(struct mb_ruling *out, struct mb_arena *a, struct ahead *w, const struct ahead_act *x,
		const char *by, struct mb_instant at, const char *reason, struct mb_error *err)
{
	struct mb_actor actor;
	struct mb_result result;
	const char *doc;
	struct draft d;
	int rc = begin(&d, &actor, &result, a, w, by, at, reason, err);

	if (rc != MB_OK)
		return rc;
	++*w->judged;
	memset(out, 0, sizeof *out);
	if ((rc = build(&doc, &d, x, err)) == MB_OK)
		rc = judge(out, &d, w->calendar, err);
	draft_end(&d);
	return rc;
}

bool ahead_unmet(const struct mb_finding *x)
{
	return x->outcome == MB_UNSATISFIED || x->outcome == MB_BROKEN || x->outcome == MB_IRREGULAR;
}

size_t ahead_count_unmet(const struct mb_ruling *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_findings; i++)
		n += ahead_unmet(&r->findings[i]);
	return n;
}

int ahead_too_late(int *minute, struct ahead *w, const struct ahead_act *x, const char *by, mb_day day,
		   int low, int high, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_actor actor;
	struct mb_result result;
	const char *doc;
	struct draft d;
	int rc = begin(&d, &actor, &result, a, w, by, mb_instant_at(day, low), NULL, err);

	if (rc == MB_OK) {
		rc = build(&doc, &d, x, err);
		while (rc == MB_OK && high - low > 1) { /* of one day: the same draft serves */
			int mid = low + (high - low) / 2;
			struct mb_ruling r;

			actor.recorded = mb_instant_at(day, mid);
			++*w->judged;
			rc = judge(&r, &d, w->calendar, err);
			*(ahead_count_unmet(&r) == 0 ? &low : &high) = mid;
		}
		draft_end(&d);
	}
	*minute = high;
	mb_arena_free(a);
	return rc;
}

void ahead_lay(struct ahead *w, const struct mb_file *f)
{
	size_t i = 0;

	while (i < w->n && !mb_streq(w->files[i].path, f->path))
		i++;
	if (i == w->n)
		(void)MB_PUSH(w->a, w->files, w->n);
	w->files[i] = *f;
	if (!f->remove)
		w->files[i].data.p = mb_arena_copy(w->a, f->data.p, f->data.n);
	ahead_end(w); /* made anew when asked for */
}

int ahead_do(const char **doc, struct ahead *w, const struct ahead_act *x, const char *by,
	     struct mb_instant at, struct mb_error *err)
{
	struct mb_actor actor;
	struct mb_result result;
	struct mb_file *files;
	const char *id;
	struct draft d;
	size_t n;
	int rc = begin(&d, &actor, &result, w->a, w, by, at, NULL, err);

	if (rc != MB_OK)
		return rc;
	if ((rc = build(&id, &d, x, err)) == MB_OK) {
		draft_files(&files, &n, &d);
		for (size_t i = 0; i < n; i++)
			ahead_lay(w, &files[i]);
		if (doc)
			*doc = id;
	}
	draft_end(&d);
	return rc;
}

int ahead_chased(mb_day *out, struct ahead *w, const char *id, mb_day from, mb_day end, struct mb_error *err)
{
	struct mb_event only = { .name = "daily" };
	struct mb_case c = { .events = &only,
			     .n_events = 1,
			     .calendar = w->calendar,
			     .rehearsal = w->g->partnership.rehearsal };
	int rc = ahead_view(&c.after, w, err);

	*out = MB_NO_DAY;
	if (rc != MB_OK || (rc = mb_view_doc(&only.after, c.after, id, err)) != MB_OK)
		return rc;
	c.base = c.after;
	for (mb_day day = from; rc == MB_OK && *out == MB_NO_DAY && day < end; day++) {
		struct mb_arena *scratch = mb_arena_new();
		struct mb_ruling r;

		c.recorded = mb_instant_at(day, 12 * 60);
		++*w->judged;
		rc = mb_rules_daily(&r, scratch, w->g->rules, &c, err);
		if (rc == MB_OK && r.n_effects)
			*out = r.effects[0].step != MB_NO_DAY ? r.effects[0].step : day;
		mb_arena_free(scratch);
	}
	return rc;
}

/* ---- who ------------------------------------------------------------------------------------------------- */

static void add_person(struct ahead_person **out, size_t *n, struct mb_arena *a, const char *person,
		       const char *role)
{
	for (size_t i = 0; i < *n; i++)
		if (mb_streq((*out)[i].person, person))
			return;
	*MB_PUSH(a, *out, *n) = (struct ahead_person){ mb_arena_dup(a, person), role };
}

int ahead_people(struct ahead_person **out, size_t *n, struct mb_arena *a, struct ahead *w,
		 const struct ahead_act *x, mb_day on, struct mb_error *err)
{
	const struct mb_kind *k;
	const struct mb_doc *doc = NULL;
	const struct mb_move *m;
	const char *const *roles = &x->role;
	size_t n_roles = 1;
	struct mb_view *v;
	int rc = ahead_view(&v, w, err);

	*out = NULL;
	*n = 0;
	if (rc != MB_OK || (x->doc && (rc = mb_view_doc(&doc, v, x->doc, err)) != MB_OK))
		return rc;
	k = doc ? doc->kind : mb_schema_kind(mb_rules_schema(w->g->rules), x->kind);
	if (!x->role) {
		m = mb_kind_move(k, x->move);
		roles = m ? m->who : NULL;
		n_roles = m ? m->n_who : 0;
	}
	for (size_t i = 0; i < n_roles; i++) {
		const char **people = NULL, *own = NULL;
		struct mb_error ignored;
		size_t count = 0;

		if (doc && (mb_streq(roles[i], "author") || mb_kind_field(k, roles[i])))
			own = mb_doc_field(doc, roles[i]);
		if (own)
			add_person(out, n, a, own, roles[i]);
		else if (mb_role_holders(&people, &count, a, v, roles[i], doc ? doc->group : x->group, on,
					 &ignored) == MB_OK)
			for (size_t p = 0; p < count; p++)
				add_person(out, n, a, people[p], roles[i]);
	}
	return MB_OK;
}
