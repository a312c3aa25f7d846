/* The action log out of minutes. An action keeps its first due date for ever. */
#include "gate_impl.h"

#include <string.h>

#define DROPPED "dropped from the draft minutes"

struct actions {
	struct minutes *m;
	struct draft *d;
	const struct mb_doc *minutes, *meeting;
	const struct mb_doc **old;
	size_t n_old;
	bool *taken,
		*told; /* told: of each action of the reading, an earlier action that is only told again */
	struct same *finds;
	mb_day date;
};

static bool says_day(const char *s)
{
	return strpbrk(s, "0123456789") != NULL;
}

/* "28 October" does not: 2005, 05, '05 behind a month or a stroke do. */
static bool says_year(const char *s)
{
	size_t figures = 0, runs = 0;

	for (; *s; s++) {
		bool figure = *s >= '0' && *s <= '9';

		runs += figure && !figures;
		figures = figure ? figures + 1 : 0;
		if (figures == 4)
			return true;
	}
	return runs > 2 || (runs > 1 && !strchr(s, ':'));
}

/* The decision an action comes of: the last one of its item that stands above it. */
static const char *decision_of(const struct mb_node *rows, const struct mb_found_action *x)
{
	const char *id = NULL;

	for (size_t i = 0; i < rows->n; i++) {
		const char *item = mb_node_text(rows->items[i], "item");

		if (mb_streq(item ? item : "", x->item ? x->item : ""))
			id = mb_node_text(rows->items[i], "id");
	}
	return id;
}

/* A due date in a corrected draft is a slip put right while nobody has extended it; after that only extensions move it. */
static int set_due(struct actions *l, struct draft_file *f, const struct mb_doc *old,
		   const struct mb_found_action *x, struct mb_error *err)
{
	struct mb_node *due = x->due == MB_NO_DAY ? NULL : mb_node_new_day(l->d->a, x->due);
	int rc;

	if (old && mb_doc_node(old, "extensions"))
		return MB_OK;
	if ((rc = draft_put(l->d, f, "due", due, err)) != MB_OK ||
	    (rc = draft_put(l->d, f, "first_due", due, err)) != MB_OK)
		return rc;
	return draft_put(l->d, f, "due_text", derive_text(l->d, x->due_text), err);
}

static bool was_dropped(const struct mb_doc *old)
{
	return mb_streq(old->state, "cancelled") && mb_streq(mb_doc_field(old, "outcome"), DROPPED);
}

static void note_gaps(struct actions *l, const struct mb_found_action *x, const char *owner)
{
	char day[MB_LONG_DATE];

	if (!x->who)
		draft_note(l->d, "an action%s%s names no owner, and is kept without one: %s",
			   x->item && *x->item ? " under item " : "", x->item ? x->item : "", x->what);
	else if (!owner)
		draft_note(l->d,
			   "the owner of an action, '%s', is nobody whom the record knows for certain: kept "
			   "as text",
			   x->who);
	if (x->due != MB_NO_DAY && x->due_text && !says_year(x->due_text) && says_day(x->due_text))
		draft_note(l->d, "'%s' names no year: taken as %s, the first after the meeting", x->due_text,
			   mb_day_short(day, x->due));
}

/* Whom a hand has named as owner stays while the minutes name the same words. */
static const char *owner_of(struct actions *l, const struct mb_doc *old, const struct mb_found_action *x)
{
	const char *had = old ? mb_doc_field(old, "owner") : NULL,
		   *words = old ? mb_doc_field(old, "owner_text") : NULL;
	const char *before = mb_streq(words, x->who) ? had : NULL;
	const char *owner = derive_person(l->d, x->who, l->minutes->group, l->date, before, x->place.line);

	return owner ? owner : before;
}

/* What an exempt item sets going is as little for others as the item. */
static bool is_exempt(const struct mb_reading *r, const char *item)
{
	for (size_t i = 0; i < r->n_items; i++)
		if (r->items[i].exempt && mb_streq(r->items[i].number, item))
			return true;
	for (size_t i = 0; i < r->n_decisions; i++)
		if (r->decisions[i].exempt && mb_streq(r->decisions[i].item, item))
			return true;
	return false;
}

static int fill(struct actions *l, struct draft_file *f, const struct mb_doc *old,
		const struct mb_found_action *x, const char *decision, struct mb_error *err)
{
	struct mb_arena *a = l->d->a;
	const char *owner = owner_of(l, old, x);
	const struct {
		const char *field;
		struct mb_node *value;
	} fields[] = {
		{ "title", derive_text(l->d, x->what) },
		{ "owner", owner ? mb_node_new_raw(a, owner) : NULL },
		{ "owner_text", derive_text(l->d, x->who) },
		{ "set_on", mb_node_new_day(a, l->date) },
		{ "meeting", mb_node_new_raw(a, l->meeting->id) },
		{ "item", derive_text(l->d, x->item) },
		{ "decision", decision ? mb_node_new_raw(a, decision) : NULL },
		{ "minutes", mb_node_new_raw(a, l->minutes->id) },
		{ "place", derive_place(a, &x->place) },
	};
	int rc = set_due(l, f, old, x, err);

	for (size_t i = 0; rc == MB_OK && i < sizeof fields / sizeof *fields; i++)
		rc = draft_put(l->d, f, fields[i].field, fields[i].value, err);
	if (rc == MB_OK)
		rc = draft_put_exempt(l->d, f, "action", is_exempt(l->m->r, x->item ? x->item : ""), err);
	note_gaps(l, x, owner);
	return rc;
}

static bool is_action(struct actions *l, const struct mb_found_action *x, const struct mb_doc *old)
{
	const struct mb_question q = {
		.what = "action",
		.words = x->what,
		.item = x->item,
		.line = x->place.line,
		.suggestion = mb_arena_printf(l->d->a, "record this as an action for %s",
					      x->who ? x->who : "nobody yet"),
	};

	return x->sure == MB_SURE || ask_likely(l->d, &q, old && !was_dropped(old));
}

static int bring_back(struct actions *l, struct draft_file *f, const struct mb_doc *old, struct mb_error *err)
{
	int rc = draft_set_text(l->d, f, "state", old->kind->states[0], err);

	f->move = "record";
	f->what = "back in the draft";
	f->change = "restored";
	return rc == MB_OK ? draft_unset(l->d, f, "outcome", err) : rc;
}

static int open_one(struct draft_file **f, const char **id, struct actions *l,
		    const struct mb_found_action *x, const struct mb_doc *old, struct mb_error *err)
{
	struct mb_address at;
	bool same = old && mb_streq(mb_doc_field(old, "title"), x->what);
	int rc = old ? draft_open(f, l->d, old->path, err)
		     : draft_new(f, &at, l->d, "action", l->minutes->group, mb_day_year(l->date), NULL, NULL,
				 err);

	if (rc != MB_OK)
		return rc;
	*id = old ? old->id : at.id;
	(*f)->follows = true;
	(*f)->what = !old ? "action recorded" : same ? "the same words, at their new place" : "corrected";
	(*f)->change = !old ? "added" : same ? NULL : "changed";
	(*f)->had_words = old && !same ? mb_arena_dup(l->d->a, mb_doc_field(old, "title")) : NULL;
	if (old && was_dropped(old))
		return bring_back(l, *f, old, err);
	return old ? MB_OK
		   : derive_receive(l->d, *f, mb_schema_kind(mb_rules_schema(l->d->rules), "action"), err);
}

static int one(struct actions *l, size_t i, const struct mb_node *decisions, struct mb_node *rows,
	       struct mb_error *err)
{
	const struct mb_found_action *x = &l->m->r->actions[i];
	const struct mb_doc *old = l->finds[i].doc;
	struct mb_node *row = derive_place(l->d->a, &x->place);
	struct draft_file *f;
	const char *id;
	int rc;

	if (l->told[i] && !old) { /* it keeps its number among the questions */
		l->d->n_likely += x->sure != MB_SURE;
		return MB_OK;
	}
	if (!is_action(l, x, old))
		return MB_OK;
	if ((rc = open_one(&f, &id, l, x, old, err)) != MB_OK ||
	    (rc = fill(l, f, old, x, decision_of(decisions, x), err)) != MB_OK)
		return rc;
	mb_node_put(l->d->a, row, "id", mb_node_new_raw(l->d->a, id));
	derive_put(l->d, row, "item", x->item);
	mb_node_push(l->d->a, rows, row);
	return MB_OK;
}

static int drop_missing(struct actions *l, struct mb_error *err)
{
	for (size_t i = 0; i < l->n_old; i++) {
		struct draft_file *f;
		int rc;

		if (l->taken[i] ||
		    (!mb_streq(l->old[i]->state, "open") && !mb_streq(l->old[i]->state, "received")))
			continue;
		if ((rc = draft_open(&f, l->d, l->old[i]->path, err)) != MB_OK)
			return rc;
		f->follows = true;
		f->move = "drop";
		f->what = "dropped from the draft: keeps its number";
		f->change = "dropped";
		if ((rc = draft_set_text(l->d, f, "state", "cancelled", err)) != MB_OK ||
		    (rc = draft_set_text(l->d, f, "outcome", DROPPED, err)) != MB_OK)
			return rc;
	}
	return MB_OK;
}

static int match(struct actions *l, struct mb_error *err)
{
	const struct mb_reading *r = l->m->r;

	l->taken = mb_arena_alloc(l->d->a, l->n_old + 1);
	l->told = mb_arena_alloc(l->d->a, r->n_actions + 1);
	l->finds = mb_arena_alloc(l->d->a, (r->n_actions + 1) * sizeof *l->finds);
	for (size_t i = 0; i < r->n_actions; i++)
		l->finds[i] = (struct same){ .text = r->actions[i].what,
					     .item = r->actions[i].item,
					     .line = r->actions[i].place.line };
	return derive_match(l->m, l->finds, r->n_actions, l->old, l->taken, l->n_old, "title", "same action");
}

int derive_actions(struct minutes *m, const struct mb_node *decision_rows, struct mb_node *rows,
		   struct mb_error *err)
{
	const struct mb_query mine = {
		.kind = "action", .group = m->doc->group, .field = "minutes", .value = m->doc->id
	};
	struct actions l = { .m = m, .d = m->d, .minutes = m->doc, .meeting = m->meeting, .date = m->date };
	int rc = mb_view_list(&l.old, &l.n_old, m->d->base, &mine, err);

	if (rc != MB_OK || (rc = match(&l, err)) != MB_OK || (rc = derive_follow_up(m, l.told, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < m->r->n_actions; i++)
		if ((rc = one(&l, i, decision_rows, rows, err)) != MB_OK)
			return rc;
	return drop_missing(&l, err);
}
