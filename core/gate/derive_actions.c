/* The action log out of minutes. An action keeps its first due date for ever. */
#include "gate_impl.h"

#include <string.h>

#define DROPPED "dropped from the draft minutes"

struct actions {
	struct draft *d;
	const struct mb_doc *minutes, *meeting;
	const struct mb_doc **old;
	size_t n_old;
	bool *taken;
	mb_day date;
};

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

static int fill(struct actions *l, struct draft_file *f, const struct mb_doc *old,
		const struct mb_found_action *x, const char *decision, struct mb_error *err)
{
	struct mb_arena *a = l->d->a;
	const char *owner = derive_person(l->d, x->who, l->minutes->group, l->date);
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
	if (!x->who)
		draft_note(l->d, "an action under item %s names no owner: %s", x->item ? x->item : "?",
			   x->what);
	else if (!owner)
		draft_note(l->d,
			   "the owner of an action, '%s', is nobody whom the record knows: kept as text",
			   x->who);
	return rc;
}

static int one(struct actions *l, const struct mb_found_action *x, const struct mb_node *decisions,
	       struct mb_node *rows, struct mb_error *err)
{
	const struct mb_doc *old = derive_same(l->old, l->taken, l->n_old, "title", x->what, x->item);
	struct mb_node *row = derive_place(l->d->a, &x->place);
	struct mb_address at;
	struct draft_file *f;
	int rc;

	if (old)
		rc = draft_open(&f, l->d, old->path, err);
	else
		rc = draft_new(&f, &at, l->d, "action", l->minutes->group, mb_day_year(l->date), NULL, NULL,
			       err);
	if (rc != MB_OK)
		return rc;
	f->follows = true;
	f->what = !old						  ? "action recorded"
		  : mb_streq(mb_doc_field(old, "title"), x->what) ? "the same words, at their new place"
								  : "corrected";
	if (old && mb_streq(old->state, "cancelled") && mb_streq(mb_doc_field(old, "outcome"), DROPPED)) {
		f->move = "record";
		f->what = "back in the draft";
		if ((rc = draft_set_text(l->d, f, "state", old->kind->states[0], err)) != MB_OK ||
		    (rc = draft_unset(l->d, f, "outcome", err)) != MB_OK)
			return rc;
	}
	if ((rc = fill(l, f, old, x, decision_of(decisions, x), err)) != MB_OK)
		return rc;
	mb_node_put(l->d->a, row, "id", mb_node_new_raw(l->d->a, old ? old->id : at.id));
	derive_put(l->d, row, "item", x->item);
	mb_node_push(l->d->a, rows, row);
	return MB_OK;
}

static int drop_missing(struct actions *l, struct mb_error *err)
{
	for (size_t i = 0; i < l->n_old; i++) {
		struct draft_file *f;
		int rc;

		if (l->taken[i] || !mb_streq(l->old[i]->state, "open"))
			continue;
		if ((rc = draft_open(&f, l->d, l->old[i]->path, err)) != MB_OK)
			return rc;
		f->follows = true;
		f->move = "drop";
		f->what = "dropped from the draft: keeps its number";
		if ((rc = draft_set_text(l->d, f, "state", "cancelled", err)) != MB_OK ||
		    (rc = draft_set_text(l->d, f, "outcome", DROPPED, err)) != MB_OK)
			return rc;
	}
	return MB_OK;
}

int derive_actions(struct draft *d, const struct mb_doc *minutes, const struct mb_doc *meeting,
		   const struct mb_reading *r, const struct mb_node *decision_rows, struct mb_node *rows,
		   struct mb_error *err)
{
	const struct mb_query mine = {
		.kind = "action", .group = minutes->group, .field = "minutes", .value = minutes->id
	};
	struct actions l = {
		.d = d, .minutes = minutes, .meeting = meeting, .date = mb_doc_day(meeting, "date")
	};
	int rc = mb_view_list(&l.old, &l.n_old, d->base, &mine, err);

	if (rc != MB_OK)
		return rc;
	l.taken = mb_arena_alloc(d->a, l.n_old + 1);
	for (size_t i = 0; i < r->n_actions; i++)
		if ((rc = one(&l, &r->actions[i], decision_rows, rows, err)) != MB_OK)
			return rc;
	return drop_missing(&l, err);
}
