/* Minutes: the meeting's attendance, rulings of urgency and interests, then decisions and actions with their places. */
#include "gate_impl.h"

#include <string.h>

struct minutes {
	struct draft *d;
	const struct mb_doc *doc, *meeting;
	const struct mb_reading *r;
	mb_day date;
};

/* ---- attendance ------------------------------------------------------------------------------------------ */

static void add_people(struct minutes *m, struct mb_node *rows, const struct mb_found_person *list, size_t n,
		       const char *as)
{
	struct draft *d = m->d;

	for (size_t i = 0; i < n; i++) {
		const char *person = derive_person(d, list[i].name, m->doc->group, m->date), *stands_for;
		struct mb_node *row = mb_node_new_map(d->a);

		if (person)
			mb_node_put(d->a, row, "person", mb_node_new_raw(d->a, person));
		else
			draft_note(d, "%s (%s) is nobody whom the record knows: kept by name", list[i].name,
				   as);
		derive_put(d, row, "as", as);
		derive_put(d, row, "name", list[i].name);
		if (list[i].substitute_for) {
			stands_for = derive_person(d, list[i].substitute_for, m->doc->group, m->date);
			derive_put(d, row, "substitute_for",
				   stands_for ? stands_for : list[i].substitute_for);
		}
		derive_put(d, row, "items", list[i].items);
		derive_put(d, row, "role", list[i].role);
		mb_node_push(d->a, rows, row);
	}
}

static struct mb_node *attendance(struct minutes *m)
{
	struct mb_node *rows = mb_node_new_list(m->d->a);

	add_people(m, rows, m->r->present, m->r->n_present, "present");
	add_people(m, rows, m->r->in_attendance, m->r->n_in_attendance, "in attendance");
	add_people(m, rows, m->r->apologies, m->r->n_apologies, "apologies");
	add_people(m, rows, m->r->absent, m->r->n_absent, "absent");
	return rows->n ? rows : NULL;
}

/* ---- urgency and interests ------------------------------------------------------------------------------- */

/* The supplement that brought an item in late; NULL when none did. */
static const char *supplement_of(struct minutes *m, const char *item)
{
	const struct mb_query q = {
		.kind = "agenda", .group = m->doc->group, .field = "meeting", .value = m->meeting->id
	};
	const struct mb_doc **agendas;
	struct mb_error ignored;
	size_t n;

	if (mb_view_list(&agendas, &n, m->d->base, &q, &ignored) != MB_OK)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		const struct mb_node *rows = mb_doc_node(agendas[i], "items");

		if (!mb_doc_field(agendas[i], "supplements"))
			continue;
		for (size_t k = 0; rows && k < rows->n; k++)
			if (mb_streq(mb_node_text(rows->items[k], "number"), item))
				return agendas[i]->id;
	}
	return NULL;
}

/* "The Chair" is whoever presided. */
static void put_ruler(struct minutes *m, struct mb_node *row, const char *printed)
{
	const char *said = printed && strcasestr(printed, "chair") && m->r->chair ? m->r->chair : printed;
	const char *person = derive_person(m->d, said, m->doc->group, m->date);

	if (person)
		mb_node_put(m->d->a, row, "by", mb_node_new_raw(m->d->a, person));
	else
		derive_put(m->d, row, "name", printed);
}

static struct mb_node *urgencies(struct minutes *m)
{
	struct draft *d = m->d;
	struct mb_node *rows = mb_node_new_list(d->a);

	for (size_t i = 0; i < m->r->n_urgencies; i++) {
		const struct mb_found_urgency *u = &m->r->urgencies[i];
		struct mb_node *row = mb_node_new_map(d->a);
		const char *agenda = supplement_of(m, u->item);

		derive_put(d, row, "item", u->item);
		put_ruler(m, row, u->by);
		derive_put(d, row, "circumstances", u->circumstances);
		if (agenda)
			mb_node_put(d->a, row, "agenda", mb_node_new_raw(d->a, agenda));
		if (!u->circumstances)
			draft_note(d,
				   "item %s was ruled urgent, but the minutes do not state the special "
				   "circumstances",
				   u->item);
		mb_node_push(d->a, rows, row);
	}
	return rows->n ? rows : NULL;
}

static struct mb_node *interests(struct minutes *m)
{
	struct draft *d = m->d;
	struct mb_node *rows = mb_node_new_list(d->a);

	for (size_t i = 0; i < m->r->n_interests; i++) {
		const struct mb_found_interest *x = &m->r->interests[i];
		const char *person = derive_person(d, x->person, m->doc->group, m->date);
		struct mb_node *row = mb_node_new_map(d->a);

		if (person)
			mb_node_put(d->a, row, "person", mb_node_new_raw(d->a, person));
		derive_put(d, row, "name", x->person);
		derive_put(d, row, "item", x->item);
		derive_put(d, row, "nature", x->nature);
		mb_node_push(d->a, rows, row);
	}
	return rows->n ? rows : NULL;
}

/* ---- the meeting ----------------------------------------------------------------------------------------- */

static int set_meeting(bool *attendance_changed, struct minutes *m, struct mb_error *err)
{
	struct draft *d = m->d;
	struct mb_node *present = attendance(m), *rulings = urgencies(m), *declared = interests(m);
	const char *chair = derive_person(d, m->r->chair, m->doc->group, m->date);
	struct draft_file *f;
	int rc = draft_open(&f, d, m->meeting->path, err);

	if (rc != MB_OK)
		return rc;
	*attendance_changed = !mb_node_same(mb_doc_node(m->meeting, "attendance"), present) ||
			      !mb_node_same(mb_doc_node(m->meeting, "urgent_rulings"), rulings) ||
			      !mb_node_same(mb_doc_node(m->meeting, "interests"), declared);
	f->follows = true;
	if ((rc = draft_put(d, f, "attendance", present, err)) != MB_OK ||
	    (rc = draft_put(d, f, "chaired_by", chair ? mb_node_new_raw(d->a, chair) : NULL, err)) != MB_OK ||
	    (rc = draft_put(d, f, "urgent_rulings", rulings, err)) != MB_OK ||
	    (rc = draft_put(d, f, "interests", declared, err)) != MB_OK)
		return rc;
	if (!mb_streq(m->meeting->state, "held") && mb_kind_move(m->meeting->kind, "hold")) {
		f->move = "hold";
		rc = draft_set_text(d, f, "state", "held", err);
	}
	f->what = "held; attendance recorded";
	if (!present)
		draft_note(d, "no attendance could be read: without it no decision is quorate (write "
			      "**Present** and a list of names)");
	return rc;
}

/* ---- minutes --------------------------------------------------------------------------------------------- */

static int find_meeting(struct minutes *m, struct mb_error *err)
{
	const char *id = mb_doc_field(m->doc, "meeting");
	int rc = id ? mb_view_doc(&m->meeting, m->d->base, id, err)
		    : mb_fail(err, MB_EINVAL, "%s names no meeting", m->doc->path);

	if (rc == MB_OK)
		m->date = mb_doc_day(m->meeting, "date");
	if (rc == MB_OK && m->r->date != MB_NO_DAY && m->r->date != m->date) {
		char said[MB_LONG_DATE], is[MB_LONG_DATE];

		draft_note(m->d, "these minutes say %s, but meeting %s is on %s",
			   mb_day_short(said, m->r->date), id, mb_day_short(is, m->date));
	}
	return rc;
}

int derive_minutes(struct draft *d, struct draft_file *f, struct mb_error *err)
{
	struct minutes m = { .d = d };
	const struct mb_doc *before;
	struct mb_node *decisions = mb_node_new_list(d->a), *actions = mb_node_new_list(d->a);
	struct mb_reading *r;
	bool changed = false;
	int rc;

	if ((rc = draft_doc(&m.doc, d, f, err)) != MB_OK || (rc = draft_before(&before, d, f, err)) != MB_OK)
		return rc;
	mb_read_text(&r, d->a, m.doc->body.p, m.doc->body.n, "minutes", d->on);
	m.r = r;
	if ((rc = find_meeting(&m, err)) != MB_OK || (rc = set_meeting(&changed, &m, err)) != MB_OK ||
	    (rc = derive_decisions(d, m.doc, m.meeting, r, changed, decisions, err)) != MB_OK ||
	    (rc = derive_actions(d, m.doc, m.meeting, r, decisions, actions, err)) != MB_OK ||
	    (rc = derive_say(d, f, before, "title", derive_text(d, r->title), err)) != MB_OK ||
	    (rc = draft_put(d, f, "decisions", decisions->n ? decisions : NULL, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < r->n_notes; i++)
		draft_note(d, "%s", r->notes[i]);
	return draft_put(d, f, "actions", actions->n ? actions : NULL, err);
}
