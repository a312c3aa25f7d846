/* What the record knows before minutes are taken: the meeting, who could come, and what stands on its agenda. */
#include "page_minutes.h"

#include <stdlib.h>
#include <string.h>

static int take_people(struct taking *t, struct mb_error *err)
{
	struct web_req *q = t->q;
	struct mb_member *members;
	size_t n;
	int rc = mb_group_members(&members, &n, q->a, mb_gate_view(q->g), t->group, t->date, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct take_person *p = NULL;
		const struct mb_doc *org = NULL;

		for (size_t k = 0; k < t->n_people; k++)
			if (mb_streq(t->people[k].id, members[i].person))
				p = &t->people[k];
		if (p) { /* two seats, one person */
			p->voting |= members[i].voting;
			continue;
		}
		p = MB_PUSH(q->a, t->people, t->n_people);
		p->id = mb_arena_dup(q->a, members[i].person);
		p->name = mb_person_name(q->a, q->g, p->id);
		p->role = mb_arena_dup(q->a, members[i].role);
		p->voting = members[i].voting;
		if (members[i].on_behalf_of && web_doc(&org, q, members[i].on_behalf_of, NULL) == MB_OK)
			p->body = mb_arena_dup(q->a, org->title);
	}
	return rc;
}

static int nothing_here(const char *id, struct mb_error *err)
{
	return mb_fail(err, MB_ENOTFOUND,
		       "There is no document called '%.80s' here, or it is not for you to see. Sign in, or "
		       "search for it.",
		       id);
}

int take_open(struct taking *t, struct web_req *q, struct mb_error *err)
{
	const struct mb_standpoint from = {
		.as_at = MB_NO_DAY, .known_at = MB_NO_DAY, .today = q->today, .reader = q->reader
	};
	const struct mb_doc *d;
	struct mb_version_row *rows;
	size_t n;
	int rc = web_doc(&d, q, web_param(q, "id"), err);

	if (rc != MB_OK)
		return rc;
	*t = (struct taking){ .q = q };
	t->id = mb_arena_dup(q->a, d->id);
	if (!d->kind || !mb_streq(d->kind->name, "meeting") || !d->group ||
	    !mb_may_make(q->reader, "minutes", d->group))
		return nothing_here(t->id, err);
	t->title = mb_arena_dup(q->a, d->title);
	t->group = mb_arena_dup(q->a, d->group);
	t->group_title = mb_group_title(q->a, q->g, t->group);
	t->date = mb_doc_day(d, "date");
	t->time = mb_arena_dup(q->a, mb_doc_field(d, "time"));
	t->place = mb_arena_dup(q->a, mb_doc_field(d, "place"));
	if ((rc = mb_docs_naming(&rows, &n, q->a, q->g, &from, "minutes", "meeting", t->id, err)) != MB_OK)
		return rc;
	if (n)
		t->minutes = rows[0].id;
	if ((rc = take_people(t, err)) != MB_OK)
		return rc;
	return draft_find(&t->now, q->a, q->accounts, t->id, err);
}

/* ---- the agenda ------------------------------------------------------------------------------------------ */

static bool has_item(const struct taking *t, const char *title)
{
	const char **rows;
	size_t n = take_rows(&rows, t->q->a, &t->fields, "t-");

	for (size_t i = 0; i < n; i++)
		if (mb_str_case_eq(mb_trim(mb_str(take_of(t, rows[i], "title"))), title))
			return true;
	return false;
}

static const char *next_row(const struct taking *t)
{
	const char **rows;
	size_t n = take_rows(&rows, t->q->a, &t->fields, "t-");
	long most = 0;

	for (size_t i = 0; i < n; i++) {
		long at = strtol(rows[i] + 2, NULL,
				 10); /* the key of a row that somebody added begins with x */

		most = at > most ? at : most;
	}
	return mb_arena_printf(t->q->a, "t-%ld", most + 1);
}

static void put(struct taking *t, const char *row, const char *field, const char *value)
{
	if (value)
		take_set(t->q->a, &t->fields, mb_arena_printf(t->q->a, "%s-%s", row, field),
			 mb_arena_dup(t->q->a, value));
}

/* What would lift the mark of an agenda that came late, in the words of the rule; NULL: it is in order. */
static const char *cure_of(const struct mb_doc *agenda)
{
	const struct mb_node *rows = mb_doc_node(agenda, "irregular");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (!mb_node_text(rows->items[i], "cured"))
			return mb_node_text(rows->items[i], "cures") ? mb_node_text(rows->items[i], "cures")
								     : "yes";
	return NULL;
}

static void take_item(struct taking *t, const struct mb_node *item, const char *late)
{
	const char *title = mb_node_text(item, "title"), *row;

	if (!title || has_item(t, title))
		return;
	row = next_row(t);
	put(t, row, "number", mb_node_text(item, "number") ? mb_node_text(item, "number") : "");
	put(t, row, "title", title);
	put(t, row, "paper", mb_node_text(item, "paper"));
	put(t, row, "late", late || !mb_streq(mb_node_text(item, "urgent"), "true") ? late : "yes");
	put(t, row, "text", "");
}

/* Agendas of the meeting in the order of their ids: the first, then its supplements. */
static int take_agenda(struct taking *t, struct mb_error *err)
{
	struct web_req *q = t->q;
	const struct mb_standpoint from = {
		.as_at = MB_NO_DAY, .known_at = MB_NO_DAY, .today = q->today, .reader = q->reader
	};
	struct mb_version_row *rows;
	size_t n;
	int rc = mb_docs_naming(&rows, &n, q->a, q->g, &from, "agenda", "meeting", t->id, err);

	for (int later = 0; rc == MB_OK && later < 2; later++)
		for (size_t i = 0; rc == MB_OK && i < n; i++) {
			const struct mb_doc *d;
			const struct mb_node *items;

			if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[i], err)) != MB_OK)
				break;
			items = mb_doc_node(d, "items");
			if (mb_streq(d->state, "cancelled") ||
			    (mb_doc_field(d, "supplements") != NULL) != later)
				continue;
			for (size_t k = 0; items && items->type == MB_LIST && k < items->n; k++)
				take_item(t, items->items[k], cure_of(d));
		}
	return rc;
}

int take_prepare(struct taking *t, struct mb_error *err)
{
	bool fresh = t->fields.n == 0;

	if (fresh) {
		take_set(t->q->a, &t->fields, "time", t->time ? t->time : "");
		take_set(t->q->a, &t->fields, "place", t->place ? t->place : "");
		take_set(t->q->a, &t->fields, "chair", "");
		for (size_t i = 0; i < t->n_people; i++)
			if (mb_streq(t->people[i].role, "chair"))
				take_set(t->q->a, &t->fields, "chair", t->people[i].name);
	}
	return take_agenda(t, err);
}
