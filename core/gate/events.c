/* What the difference between base and draft means: created, edited, moved, signed off, waived, removed. */
#include "gate_impl.h"

#include <stdio.h>
#include <string.h>

static size_t rows_of(const struct mb_doc *doc, const char *field)
{
	const struct mb_node *rows = doc ? mb_doc_node(doc, field) : NULL;

	return rows && rows->type == MB_LIST ? rows->n : 0;
}

static const char *last_role(const struct mb_doc *doc)
{
	const struct mb_node *rows = mb_doc_node(doc, "signoffs");

	return rows && rows->n ? mb_node_text(rows->items[rows->n - 1], "role") : NULL;
}

static bool leads_from(const struct mb_move *m, const char *state)
{
	for (size_t i = 0; i < m->n_from; i++)
		if (mb_streq(m->from[i], state))
			return true;
	return false;
}

/* The move that explains going from one state to another: the one asked for, or the only one there is. */
static int explain(const char **out, struct draft *d, const struct draft_file *f, const struct mb_doc *after,
		   const char *from, struct mb_error *err)
{
	const struct mb_kind *k = after->kind;
	char list[300] = "";
	size_t found = 0, used = 0;

	for (size_t i = 0; i < k->n_moves; i++) {
		const struct mb_move *m = &k->moves[i];

		if (!mb_streq(m->to, after->state))
			continue;
		if (f->move &&
		    mb_streq(
			    f->move,
			    m->name)) { /* asked for by name: whether it starts here is a finding, not a guess */
			*out = m->name;
			return MB_OK;
		}
		if (!leads_from(m, from))
			continue;
		if (!found++)
			*out = m->name;
		used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", m->name);
		if (used >= sizeof list)
			used = sizeof list - 1;
	}
	if (found == 1)
		return MB_OK;
	if (found == 0 && mb_streq(from, "new")) {
		*out = "create";
		return MB_OK;
	}
	if (found == 0)
		return mb_fail(err, MB_EREFUSED, "%s: no move leads from '%s' to '%s'", after->id, from,
			       after->state);
	return mb_fail(err, MB_EINVAL, "%s: from '%s' to '%s' lead several moves: say which (%s)", after->id,
		       from, after->state, list);
}

static bool front_same(const struct mb_doc *a, const struct mb_doc *b)
{
	return mb_node_same(a->matter.root, b->matter.root);
}

static bool body_same(const struct mb_doc *a, const struct mb_doc *b)
{
	return a->body.n == b->body.n && memcmp(a->body.p, b->body.p, a->body.n) == 0;
}

/* What follows from minutes again (a corrected draft) is the same fact told anew: its rules are asked again. */
static const char *fact_again(const struct mb_kind *k)
{
	for (size_t i = 0; i < k->n_moves; i++)
		if (k->moves[i].records && leads_from(&k->moves[i], "new"))
			return k->moves[i].name;
	for (size_t i = 0; i < k->n_moves; i++)
		if (k->moves[i].records)
			return k->moves[i].name;
	return NULL;
}

static int name_event(struct mb_event *e, struct draft *d, struct draft_file *f, bool *none,
		      struct mb_error *err)
{
	const struct mb_doc *before = e->before, *after = e->after;
	bool moved;

	*none = false;
	if (!after) {
		e->name = "remove";
		return MB_OK;
	}
	if (!before)
		return after->kind->n_states ? explain(&e->name, d, f, after, "new", err)
					     : (e->name = "create", MB_OK);
	if (f->again && fact_again(after->kind)) {
		e->name = fact_again(after->kind);
		return MB_OK;
	}
	moved = !mb_streq(before->state, after->state);
	if (rows_of(after, "signoffs") > rows_of(before, "signoffs")) {
		e->name = "sign";
		e->role = f->role ? f->role : last_role(after);
	} else if (rows_of(after, "waivers") > rows_of(before, "waivers")) {
		e->name = "waive";
	} else if (moved) {
		return explain(&e->name, d, f, after, before->state, err);
	} else if (f->move) { /* a move that leads back to the same state, such as an extension */
		e->name = f->move;
	} else if (f->follows && body_same(before, after) && fact_again(after->kind)) {
		e->name = fact_again(after->kind);
	} else if (!front_same(before, after) || !body_same(before, after)) {
		e->name = "edit";
	} else {
		*none = true;
	}
	return MB_OK;
}

static bool file_changed(const struct draft_file *f)
{
	if (f->removed)
		return f->existed;
	return !f->existed || f->before.n != f->text.n || memcmp(f->before.p, f->text.p, f->text.n) != 0;
}

int draft_events(struct mb_event **out, size_t *n, struct draft *d, bool second, struct mb_error *err)
{
	*out = NULL;
	*n = 0;
	for (size_t i = 0; i < d->n; i++) {
		struct draft_file *f = d->files[i];
		struct mb_event e = { .follows = f->follows };
		bool none;
		int rc;

		if (f->event_less || f->second != second || (!file_changed(f) && !f->again))
			continue;
		if ((rc = draft_before(&e.before, d, f, err)) != MB_OK ||
		    (!f->removed && (rc = draft_doc(&e.after, d, f, err)) != MB_OK))
			return rc;
		if (!(e.after && e.after->kind) && !(e.before && e.before->kind))
			continue; /* a plain page */
		if (e.before && e.after && e.before->kind != e.after->kind)
			return mb_fail(err, MB_EREFUSED, "%s: a document does not change its kind", f->path);
		if ((rc = name_event(&e, d, f, &none, err)) != MB_OK)
			return rc;
		if (!none)
			*MB_PUSH(d->a, *out, *n) = e;
	}
	return MB_OK;
}

/* A fact, and the account of it that is corrected, has the day on which it happened; everything else the day it is recorded. */
static bool may_be_dated(const struct mb_event *e)
{
	const struct mb_kind *k = (e->after ? e->after : e->before)->kind;
	const struct mb_move *m = mb_kind_move(k, e->name);

	if (m) /* what is taken over has the day of its meeting; who may take it over is asked for today */
		return m->dated_act || received_move(k) == m;
	for (size_t i = 0; i < k->n_moves && mb_streq(e->name, "edit"); i++)
		if (k->moves[i].records && k->moves[i].dated_act && leads_from(&k->moves[i], "new"))
			return true;
	return false;
}

int draft_dated(struct draft *d, const struct mb_event *events, size_t n, struct mb_error *err)
{
	mb_day recorded = mb_instant_day(d->actor->recorded);
	char on[MB_ISO_DATE];

	for (size_t i = 0; i < n && d->on != recorded; i++)
		if (!events[i].follows && (d->on > recorded || !may_be_dated(&events[i])))
			return mb_fail(err, MB_EREFUSED,
				       "%s: '%s' counts on the day it is recorded and cannot be dated %s "
				       "(--on is for what happened at a meeting)",
				       (events[i].after ? events[i].after : events[i].before)->id,
				       events[i].name, mb_day_iso(on, d->on));
	return MB_OK;
}
