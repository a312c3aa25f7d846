/* Minutes: the meeting's attendance, rulings of urgency and interests, then decisions and actions with their places. */
#include "gate_impl.h"

#include <string.h>

/* ---- attendance ------------------------------------------------------------------------------------------ */

/* Whom the same printed words meant when these minutes were filed before. */
static const char *meant_before(const struct minutes *m, const char *name, const char *as)
{
	const struct mb_node *rows = mb_doc_node(m->meeting, "attendance");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (mb_streq(mb_node_text(rows->items[i], "name"), name) &&
		    (!as || mb_streq(mb_node_text(rows->items[i], "as"), as)))
			return mb_node_text(rows->items[i], "person") ? mb_node_text(rows->items[i], "person")
								      : "";
	return NULL;
}

static const char *person_of(struct minutes *m, const char *printed, int line)
{
	return derive_person(m->d, printed, m->doc->group, m->date, meant_before(m, printed, NULL), line);
}

/* Words that might be a name are one for certain when the record knows somebody of exactly that name. */
static bool is_known(struct minutes *m, const char *name)
{
	const struct mb_doc *person;
	struct mb_error ignored;

	return mb_person_find(&person, m->d->base, name, &ignored) == MB_OK;
}

static bool counts(struct minutes *m, const struct mb_found_person *x, const char *as)
{
	const struct mb_question q = {
		.what = as,
		.words = x->name,
		.line = x->place.line,
		.suggestion = mb_arena_printf(m->d->a, "list this as the name of somebody %s%s",
					      mb_streq(as, "apologies") ? "who sent " : "", as),
	};

	if (x->sure == MB_SURE)
		return true;
	if (is_known(m, x->name)) {
		m->d->n_likely++; /* the finds behind it keep their numbers when somebody is put into the record */
		return true;
	}
	return ask_likely(m->d, &q, meant_before(m, x->name, as) != NULL);
}

static void add_person(struct minutes *m, struct mb_node *rows, const struct mb_found_person *x,
		       const char *as)
{
	struct draft *d = m->d;
	const char *person = person_of(m, x->name, x->place.line), *stands_for;
	struct mb_node *row = mb_node_new_map(d->a);

	if (person)
		mb_node_put(d->a, row, "person", mb_node_new_raw(d->a, person));
	else
		draft_note(d, "%s (%s) is nobody whom the record knows for certain: kept by name", x->name,
			   as);
	derive_put(d, row, "as", as);
	derive_put(d, row, "name", x->name);
	if (x->substitute_for) {
		stands_for = person_of(m, x->substitute_for, x->place.line);
		derive_put(d, row, "substitute_for", stands_for ? stands_for : x->substitute_for);
	}
	derive_put(d, row, "items", x->items);
	derive_put(d, row, "role", x->role);
	mb_node_push(d->a, rows, row);
}

static void add_people(struct minutes *m, struct mb_node *rows, const struct mb_found_person *list, size_t n,
		       const char *as)
{
	for (size_t i = 0; i < n; i++)
		if (counts(m, &list[i], as))
			add_person(m, rows, &list[i], as);
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
static void put_ruler(struct minutes *m, struct mb_node *row, const char *printed, int line)
{
	const char *said = printed && strcasestr(printed, "chair") && m->r->chair ? m->r->chair : printed;
	const char *person = person_of(m, said, line);

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
		put_ruler(m, row, u->by, u->place.line);
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
		const char *person = person_of(m, x->person, x->place.line);
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

static int set_meeting(struct minutes *m, struct mb_error *err)
{
	struct draft *d = m->d;
	struct mb_node *present = attendance(m), *rulings = urgencies(m), *declared = interests(m);
	const char *chair = person_of(m, m->r->chair, 0);
	struct draft_file *f;
	int rc = draft_open(&f, d, m->meeting->path, err);

	if (rc != MB_OK)
		return rc;
	m->attendance_changed = !mb_node_same(mb_doc_node(m->meeting, "attendance"), present) ||
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
	if (!f->move || !mb_streq(f->move, "receive"))
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
	struct draft_file *f;
	struct mb_address at;
	struct mb_view *v;
	int rc;

	if (!id)
		return mb_fail(err, MB_EINVAL, "%s names no meeting", m->doc->path);
	if ((rc = draft_view(&v, m->d, err)) != MB_OK ||
	    (rc = mb_address_of(&at, m->d->a, v, id, err)) != MB_OK ||
	    (rc = draft_open(&f, m->d, at.path, err)) != MB_OK)
		return rc;
	if (!f->text.n)
		return mb_fail(err, MB_ENOTFOUND, "there is no meeting '%s' (see: minutebook meetings)", id);
	if ((rc = draft_doc(&m->meeting, m->d, f, err)) != MB_OK)
		return rc;
	m->date = mb_doc_day(m->meeting, "date");
	return MB_OK;
}

static void note_dates(struct minutes *m)
{
	char said[MB_LONG_DATE], is[MB_LONG_DATE];

	if (m->r->date != MB_NO_DAY && m->r->date != m->date)
		draft_note(m->d, "these minutes say %s, but meeting %s is on %s",
			   mb_day_short(said, m->r->date), m->meeting->id, mb_day_short(is, m->date));
}

static int read_texts(struct minutes *m, struct draft_file *f, struct mb_error *err)
{
	struct mb_reading *r;
	int rc;

	if ((rc = draft_doc(&m->doc, m->d, f, err)) != MB_OK ||
	    (rc = draft_before(&m->before, m->d, f, err)) != MB_OK || (rc = find_meeting(m, err)) != MB_OK)
		return rc;
	mb_read_text(&r, m->d->a, m->doc->body.p, m->doc->body.n, "minutes", m->date);
	m->r = r;
	if (m->before) {
		mb_read_text(&r, m->d->a, m->before->body.p, m->before->body.n, "minutes", m->date);
		m->r_before = r;
	}
	m->d->on_trust |= mb_doc_field(m->doc, "received") != NULL;
	note_dates(m);
	return MB_OK;
}

static bool withheld_in(const struct mb_reading *r, const char *item)
{
	for (size_t i = 0; i < r->n_decisions; i++)
		if (r->decisions[i].withheld && mb_streq(r->decisions[i].item, item))
			return true;
	return false;
}

/* The first item that is exempt and whose words stand here (not "as detailed in the confidential minutes"); NULL: none. */
static const char *exempt_item(const struct mb_reading *r)
{
	for (size_t i = 0; i < r->n_items; i++)
		if (r->items[i].exempt && !withheld_in(r, r->items[i].number))
			return r->items[i].number;
	for (size_t i = 0; i < r->n_decisions; i++)
		if (r->decisions[i].exempt && !r->decisions[i].withheld)
			return r->decisions[i].item;
	return NULL;
}

/* Minutes with the words of an exempt item are for the group, whatever becomes of them, until whoever knows the text says
 * otherwise. */
static int set_exempt(struct minutes *m, struct draft_file *f, struct mb_error *err)
{
	const char *item = exempt_item(m->r);

	if (item && !mb_doc_node(m->doc, "audience") && !mb_doc_node(m->doc, "readers"))
		draft_note(
			m->d,
			"item %s is exempt: these minutes are for the group alone. If nothing in their text "
			"must stay with it, write `audience: public` at their head",
			item);
	return draft_put_exempt(m->d, f, "minutes", item != NULL, err);
}

int derive_minutes(struct draft *d, struct draft_file *f, struct mb_error *err)
{
	struct minutes m = { .d = d };
	struct mb_node *decisions = mb_node_new_list(d->a), *actions = mb_node_new_list(d->a);
	int rc;

	if ((rc = read_texts(&m, f, err)) != MB_OK || (rc = set_meeting(&m, err)) != MB_OK ||
	    (rc = derive_decisions(&m, decisions, err)) != MB_OK ||
	    (rc = derive_actions(&m, decisions, actions, err)) != MB_OK ||
	    (rc = set_exempt(&m, f, err)) != MB_OK ||
	    (rc = derive_say(d, f, m.before, "title", derive_text(d, m.r->title), err)) != MB_OK ||
	    (rc = draft_put(d, f, "decisions", decisions->n ? decisions : NULL, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < m.r->n_notes; i++)
		if (!strstr(m.r->notes[i], "has no owner")) /* said with the action itself */
			draft_note(d, "%s", m.r->notes[i]);
	return draft_put(d, f, "actions", actions->n ? actions : NULL, err);
}
