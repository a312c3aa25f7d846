/* Questions to the record as it stands: what is open here. */
#include "gate_impl.h"

#include <string.h>

/* ---- next ------------------------------------------------------------------------------------------------ */

static void add_holders(const char ***who, size_t *n, struct mb_arena *a, struct mb_gate *g,
			const struct mb_doc *doc, const char *role, mb_day on)
{
	const char **people = NULL, *own;
	struct mb_error ignored;
	size_t count = 0;

	if (mb_streq(role, "anyone"))
		return; /* everybody would be a list of all people */
	own = mb_streq(role, "author") || mb_kind_field(doc->kind, role) ? mb_doc_field(doc, role) : NULL;
	if (own) {
		people = &own;
		count = 1;
	} else if (mb_role_holders(&people, &count, a, g->view, role, doc->group, on, &ignored) != MB_OK) {
		return;
	}
	for (size_t i = 0; i < count; i++) {
		bool there = false;

		for (size_t k = 0; k < *n; k++)
			there |= mb_streq((*who)[k], people[i]);
		if (!there)
			*MB_PUSH(a, *who, *n) = mb_arena_dup(a, people[i]);
	}
}

static bool starts_at(const struct mb_move *m, const char *state)
{
	for (size_t i = 0; i < m->n_from; i++)
		if (mb_streq(m->from[i], state))
			return true;
	return false;
}

static struct mb_actor as_if(const struct mb_actor *day, const struct mb_open_move *m)
{
	struct mb_actor who = *day;

	if (m->n_who)
		who.by = who.entered_by = m->who[0];
	return who;
}

static bool signed_already(const struct mb_doc *doc, const char *role)
{
	const struct mb_node *rows = mb_doc_node(doc, "signoffs");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (mb_streq(mb_node_text(rows->items[i], "role"), role) &&
		    mb_streq(mb_node_text(rows->items[i], "of"), doc->text))
			return true;
	return false;
}

static void open_signoffs(struct mb_open_move **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
			  const struct mb_doc *doc, mb_day on)
{
	for (size_t i = 0; i < doc->kind->n_sign_in; i++)
		for (size_t k = 0; mb_streq(doc->kind->sign_in[i], doc->state) && k < doc->kind->n_sign_roles;
		     k++) {
			const char *role = doc->kind->sign_roles[k];
			struct mb_open_move *m;

			if (signed_already(doc, role))
				continue;
			m = MB_PUSH(a, *out, *n);
			m->role = role;
			add_holders(&m->who, &m->n_who, a, g, doc, role, on);
			m->ruling.accepted = m->n_who > 0;
		}
}

static void add_person(const char ***who, size_t *n, struct mb_arena *a, const char *person)
{
	for (size_t i = 0; i < *n; i++)
		if (mb_streq((*who)[i], person))
			return;
	*MB_PUSH(a, *who, *n) = person;
}

static struct mb_open_move *signing(struct mb_open_move *list, size_t n, const char *role)
{
	for (size_t i = 0; i < n; i++)
		if (!list[i].move && mb_streq(list[i].role, role))
			return &list[i];
	return NULL;
}

static const char *role_of(const struct mb_doc *doc, const char *role)
{
	for (size_t i = 0; i < doc->kind->n_sign_roles; i++)
		if (mb_streq(doc->kind->sign_roles[i], role))
			return doc->kind->sign_roles[i];
	return NULL;
}

/* In a role that one has signed in already another may have to: what a move wants says so, and names who. */
static void sign_again(struct mb_open_move **out, size_t *n, struct mb_arena *a, const struct mb_doc *doc)
{
	for (size_t i = 0, moves = *n; i < moves; i++)
		for (size_t k = 0; k < (*out)[i].ruling.n_findings; k++) {
			const struct mb_finding *f = &(*out)[i].ruling.findings[k];

			for (size_t w = 0; f->outcome == MB_UNSATISFIED && w < f->n_ways; w++) {
				const struct mb_way *way = &f->ways[w];
				const char *role = mb_streq(way->act, "sign") && mb_streq(way->doc, doc->id)
							   ? role_of(doc, way->what)
							   : NULL;
				struct mb_open_move *m;

				if (!role || !f->n_who || !signed_already(doc, role))
					continue;
				if (!(m = signing(*out, *n, role))) {
					m = MB_PUSH(a, *out, *n);
					m->role = role;
					m->ruling.accepted = true;
				}
				for (size_t p = 0; p < f->n_who; p++)
					add_person(&m->who, &m->n_who, a, mb_arena_dup(a, f->who[p]));
			}
		}
}

/* The number of the first row that the move would complete, as the move takes it; NULL: there is none. */
static const char *row_to_complete(struct mb_arena *a, const struct mb_doc *doc, const struct mb_move *m)
{
	const struct mb_node *rows = mb_doc_node(doc, m->completes.rows);

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (!mb_node_text(rows->items[i], m->completes.on))
			return mb_arena_printf(a, "%zu", i + 1);
	return NULL;
}

static void open_moves(struct mb_open_move **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		       const struct mb_doc *doc, mb_day on)
{
	for (size_t i = 0; i < doc->kind->n_moves; i++) {
		const struct mb_move *move = &doc->kind->moves[i];
		struct mb_open_move *m;

		if (!starts_at(move, doc->state) || move->by_itself == MB_BY_ITSELF_ONLY ||
		    (move->completes.rows && !row_to_complete(a, doc, move)))
			continue;
		m = MB_PUSH(a, *out, *n);
		m->move = move;
		for (size_t k = 0; k < move->n_who; k++)
			add_holders(&m->who, &m->n_who, a, g, doc, move->who[k], on);
	}
}

int mb_gate_next(struct mb_open_move **out, size_t *n, struct mb_arena *a, struct mb_gate *g, const char *id,
		 const struct mb_actor *day, struct mb_error *err)
{
	mb_day on = mb_instant_day(day->recorded);
	const struct mb_doc *doc;
	struct mb_result result;
	int rc = mb_view_doc(&doc, g->view, id, err);

	*out = NULL;
	*n = 0;
	if (rc != MB_OK || !doc->kind)
		return rc;
	id = mb_arena_dup(a, doc->id);
	open_signoffs(out, n, a, g, doc, on);
	open_moves(out, n, a, g, doc, on);
	/* From here the view may be made anew, and doc with it. */
	for (size_t i = 0; i < *n; i++) {
		struct mb_open_move *m = &(*out)[i];
		struct mb_actor who = as_if(day, m);
		struct mb_node *row = NULL;

		if (!m->move)
			continue;
		if (m->move->completes.rows) {
			if ((rc = mb_view_doc(&doc, g->view, id, err)) != MB_OK)
				return rc;
			row = mb_node_new_map(a);
			mb_node_put(a, row, "row", mb_node_new_raw(a, row_to_complete(a, doc, m->move)));
		}
		rc = mb_gate_move(&result, a, g, id, m->move->name, row, &who, MB_DRY_RUN, err);
		if (rc != MB_OK && rc != MB_EREFUSED)
			return rc;
		m->ruling = result.ruling;
		m->ruling.accepted = rc == MB_OK;
	}
	if ((rc = mb_view_doc(&doc, g->view, id, err)) == MB_OK)
		sign_again(out, n, a, doc);
	return rc;
}
