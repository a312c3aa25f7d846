/* Several documents moved on in one step: first which step, then for which of them, then what came of each. Each is judged by itself, as
 * if it were moved alone. */
#include "acts.h"
#include "home.h"
#include "templates.h"

#include <string.h>

#define DOCUMENTS_MAX 100 /* of one step */
#define LOOK_MAX      500 /* of one kind, when it is only asked what could be done */

struct moving {
	const struct mb_kind *kind; /* NULL: not chosen */
	const struct mb_move *move;
	const char *group, *meeting; /* only of these; NULL */
	const char **of_meeting;
	size_t n_of_meeting;
};
struct candidate {
	const char *id, *title, *group;
};

static bool listed(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(list[i], word))
			return true;
	return false;
}

/* Steps that people take with several: what is recorded with the minutes, or completes one of several rows, is done elsewhere; what comes
 * about by itself waits for nobody. */
static bool usual(const struct mb_move *m)
{
	return !m->records && !m->completes.rows && m->by_itself == MB_BY_HAND && m->n_from &&
	       !mb_streq(m->from[0], "new");
}

/* ---- of which documents ---------------------------------------------------------------------------------- */

static int add_agenda_papers(struct moving *x, struct web_req *q, const struct mb_standpoint *from,
			     struct mb_error *err)
{
	struct mb_version_row *rows;
	const struct mb_doc *d;
	size_t n;
	int rc = mb_docs_naming(&rows, &n, q->a, q->g, from, "agenda", "meeting", x->meeting, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_node *items;

		if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[i], err)) != MB_OK)
			return rc;
		items = mb_doc_node(d, "items");
		for (size_t k = 0; items && items->type == MB_LIST && k < items->n; k++)
			if (mb_node_text(items->items[k], "paper"))
				*MB_PUSH(q->a, x->of_meeting, x->n_of_meeting) = mb_arena_dup(
					q->a, mb_node_text(items->items[k], "paper"));
	}
	return rc;
}

/* What names the meeting, and what stands on its agendas. */
static int find_of_meeting(struct moving *x, struct web_req *q, struct mb_error *err)
{
	const struct mb_standpoint from = {
		.as_at = MB_NO_DAY, .known_at = MB_NO_DAY, .today = q->today, .reader = q->reader
	};
	const struct mb_schema *s = mb_gate_schema(q->g);
	struct mb_version_row *rows;
	size_t n;
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < s->n_kinds; i++) {
		if (!mb_kind_field(&s->kinds[i], "meeting"))
			continue;
		rc = mb_docs_naming(&rows, &n, q->a, q->g, &from, s->kinds[i].name, "meeting", x->meeting,
				    err);
		for (size_t k = 0; rc == MB_OK && k < n; k++)
			*MB_PUSH(q->a, x->of_meeting, x->n_of_meeting) = rows[k].id;
	}
	return rc == MB_OK ? add_agenda_papers(x, q, &from, err) : rc;
}

static const char *asked(struct web_req *q, const char *name)
{
	return acts_given(q, name);
}

static int open_moving(struct moving *x, struct web_req *q, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(q->g);
	const char *kind = asked(q, "kind"), *move = asked(q, "move");
	const struct mb_doc *d;
	int rc = MB_OK;

	*x = (struct moving){ .group = asked(q, "group"), .meeting = asked(q, "meeting") };
	if (kind && !(x->kind = mb_schema_kind(s, kind)))
		return mb_fail(err, MB_ENOTFOUND, "There is no such kind of document.");
	if (move && (!x->kind || !(x->move = mb_kind_move(x->kind, move)) || !usual(x->move)))
		return mb_fail(err, MB_ENOTFOUND, "There is no such step for several documents.");
	if (x->meeting && (rc = web_doc(&d, q, x->meeting, err)) == MB_OK) {
		x->meeting = mb_arena_dup(q->a, d->id);
		rc = find_of_meeting(x, q, err);
	}
	return rc;
}

/* Documents of a kind that the reader may move so, by role and state. */
static int candidates(struct candidate **out, size_t *n, struct web_req *q, const struct moving *x,
		      const struct mb_kind *k, const struct mb_move *m, size_t most, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = k->name,
				    .group = x->group,
				    .states = m->from,
				    .n_states = m->n_from,
				    .limit = x->meeting ? 0 : LOOK_MAX,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	size_t all;
	int rc = web_list(&rows, &all, q, &ask, err);

	*out = NULL;
	*n = 0;
	for (size_t i = 0, looked = 0; rc == MB_OK && i < all && *n < most && looked < LOOK_MAX; i++) {
		const struct mb_doc *d;

		if (x->meeting && !listed(x->of_meeting, x->n_of_meeting, rows[i].id))
			continue;
		looked++;
		if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[i], err)) == MB_OK &&
		    mb_may(q->reader, m->name, d))
			*MB_PUSH(q->a, *out, *n) = (struct candidate){ rows[i].id, rows[i].title,
								       rows[i].group };
	}
	return rc;
}

static const char *here(struct web_req *q, const struct moving *x, const struct mb_kind *k,
			const struct mb_move *m)
{
	const char *s = mb_arena_printf(q->a, "/move-on?kind=%s", web_escape(q->a, k->name));

	if (m)
		s = mb_arena_printf(q->a, "%s&move=%s", s, web_escape(q->a, m->name));
	if (x->group)
		s = mb_arena_printf(q->a, "%s&group=%s", s, web_escape(q->a, x->group));
	return x->meeting ? mb_arena_printf(q->a, "%s&meeting=%s", s, web_escape(q->a, x->meeting)) : s;
}

static const char *step_words(struct web_req *q, const struct mb_kind *k, const struct mb_move *m)
{
	return m->label ? m->label
			: mb_arena_printf(q->a, "%s: %s", show_move_words(q, m->name),
					  k->plural ? k->plural : k->name);
}

static const char *back(struct web_req *q, const struct moving *x)
{
	return x->meeting ? mb_arena_printf(q->a, "/meetings/%s", web_escape(q->a, x->meeting))
	       : x->kind  ? mb_arena_printf(q->a, "/registers/%s", web_escape(q->a, x->kind->name))
			  : "/";
}

/* ---- which step ------------------------------------------------------------------------------------------ */

static int put_steps(struct web_req *q, struct tpl_map *page, const struct moving *x, const struct mb_kind *k,
		     struct mb_error *err)
{
	struct tpl_map *part = NULL;
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < k->n_moves; i++) {
		const struct mb_move *m = &k->moves[i];
		struct candidate *list;
		struct tpl_map *fact;
		size_t n;

		if (!usual(m) || (rc = candidates(&list, &n, q, x, k, m, LOOK_MAX, err)) != MB_OK || n == 0)
			continue;
		if (!part)
			part = tpl_map(show_section(page, k->name, k->title), "summary_part");
		fact = tpl_list_add(part, "summary");
		tpl_set_text(fact, "key", show_act_words(q, k, m->name));
		tpl_set_textf(fact, "value", n == 1 ? "%zu document" : "%zu documents", n);
		tpl_set_url(fact, "href", here(q, x, k, m));
	}
	return rc;
}

int move_on_steps(struct move_on_step **out, size_t *n, struct web_req *q, const char *kind,
		  struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), kind);
	const struct moving all = { .kind = k };
	int rc = MB_OK;

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && k && i < k->n_moves; i++) {
		struct candidate *list;
		size_t count;

		if (!usual(&k->moves[i]) ||
		    (rc = candidates(&list, &count, q, &all, k, &k->moves[i], DOCUMENTS_MAX, err)) != MB_OK ||
		    !count)
			continue;
		*MB_PUSH(q->a, *out, *n) = (struct move_on_step){ show_act_words(q, k, k->moves[i].name),
								  here(q, &all, k, &k->moves[i]), count };
	}
	return rc;
}

static int which(struct web_req *q, struct web_res *res, const struct moving *x, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(q->g);
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	int rc = MB_OK;

	show_head(
		page, x->meeting, "Move several on",
		"Choose a step. Each document is judged by itself, and you see first which of them would go "
		"through.");
	for (size_t i = 0; rc == MB_OK && i < s->n_kinds; i++)
		if (!x->kind || x->kind == &s->kinds[i])
			rc = put_steps(q, page, x, &s->kinds[i], err);
	if (rc != MB_OK)
		return rc;
	if (!tpl_is_set(page, "sections"))
		tpl_set_text(show_section(page, "none", "Nothing to move on"), "empty",
			     "No document waits for a step that is yours to take.");
	return web_render(
		q, res,
		&WEB_HEAD(.title = "Move several on", .back = back(q, x), .command = "move DOCUMENT MOVE"),
		page, err);
}

/* ---- which documents ------------------------------------------------------------------------------------- */

/* What is in the way, in few words: of each rule what would do, else its name. */
static const char *in_the_way(struct web_req *q, const struct mb_ruling *r)
{
	const char *all = NULL;

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct mb_finding *f = &r->findings[i];

		if (f->outcome == MB_UNSATISFIED || f->outcome == MB_BROKEN)
			all = mb_arena_printf(q->a, "%s%s%s", all ? all : "", all ? "; " : "",
					      show_named(q, f->remedy ? f->remedy : f->rule));
	}
	return all;
}

static int try_one(const char **why, struct web_req *q, const struct moving *x, const char *id,
		   struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_ruling rest;
	struct mb_actor actor;
	int rc = web_actor(&actor, q, err);

	*why = NULL;
	if (rc != MB_OK)
		return rc;
	actor.reason = asked(q, "reason");
	rc = mb_gate_move(&r, q->a, q->g, id, x->move->name, acts_evidence(q, x->kind, x->move), &actor,
			  MB_DRY_RUN, &low);
	if (rc == MB_EFAIL)
		return mb_fail(err, rc, "%s", low.text);
	if (rc == MB_OK)
		return MB_OK;
	if (!r.ruling.n_findings) {
		*why = mb_arena_dup(q->a, low.text);
		return MB_OK;
	}
	rest = acts_unasked(q, &r.ruling, id, x->move);
	*why = in_the_way(q, &rest);
	return MB_OK;
}

static int choose(struct web_req *q, struct web_res *res, struct moving *x, const char *problem,
		  struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_move_many), *item;
	const char *words = step_words(q, x->kind, x->move);
	struct web_head head = WEB_HEAD(.title = words, .back = back(q, x), .wrong = problem != NULL,
					.command = mb_arena_printf(q->a, "move DOCUMENT %s", x->move->name));
	const struct mb_doc *first;
	struct candidate *list;
	size_t n;
	int rc = candidates(&list, &n, q, x, x->kind, x->move, DOCUMENTS_MAX, err);

	if (rc != MB_OK)
		return rc;
	if (n == 0)
		return which(q, res, x, err);
	show_head(page, x->meeting, words, x->move->about);
	if (problem) {
		item = tpl_list_add(tpl_map(page, "errors"), "list");
		tpl_set_text(item, "text", problem);
		tpl_set_url(item, "href", "#document-1");
		res->status = 400;
	}
	tpl_set_url(page, "action", "/move-on");
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	show_hidden(page, "kind", x->kind->name);
	show_hidden(page, "move", x->move->name);
	show_hidden(page, "group", x->group);
	show_hidden(page, "meeting", x->meeting);
	tpl_set_text(page, "legend", "Which of them?");
	for (size_t i = 0; i < n; i++) {
		const char *why;

		if ((rc = try_one(&why, q, x, list[i].id, err)) != MB_OK)
			return rc;
		item = tpl_list_add(page, "items");
		tpl_set_textf(item, "id", "document-%zu", i + 1);
		tpl_set_text(item, "value", list[i].id);
		tpl_set_textf(item, "label", "%s: %s", list[i].id, list[i].title);
		tpl_set_text(item, "hint",
			     why ? mb_arena_printf(q->a, "Would not go through: %s", why)
				 : "Would go through.");
		tpl_set_bool(item, "checked", !why && !problem);
	}
	if ((rc = web_doc(&first, q, list[0].id, err)) != MB_OK ||
	    (rc = acts_fields(q, page, first, x->move, err)) != MB_OK)
		return rc;
	tpl_set_text(page, "submit",
		     x->move->label
			     ? "Do this for those chosen"
			     : mb_arena_printf(q->a, "%s those chosen", show_move_words(q, x->move->name)));
	tpl_set_url(page, "cancel", back(q, x));
	tpl_set_text(page, "cancel_text", "Cancel");
	return web_render(q, res, &head, page, err);
}

static int begin(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct moving x;
	int rc = open_moving(&x, q, err);

	if (rc != MB_OK)
		return rc;
	return x.move ? choose(q, res, &x, NULL, err) : which(q, res, &x, err);
}

/* ---- done ------------------------------------------------------------------------------------------------ */

/* Each is a change of its own; what came of it is said on the page behind, which also a form sent twice leads to. */
static int carry_out(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *ids[DOCUMENTS_MAX], *id, *to;
	struct moving x;
	size_t n = 0;
	int rc = open_moving(&x, q, err);

	if (rc != MB_OK)
		return rc;
	if (!x.move)
		return mb_fail(err, MB_EINVAL, "The form does not say which step.");
	for (size_t i = 0; n < DOCUMENTS_MAX && (id = web_field_at(q, "document", i)); i++)
		if (*id && !listed(ids, n, id))
			ids[n++] = id;
	if (n == 0)
		return choose(q, res, &x, "Choose at least one.", err);
	to = here(q, &x, x.kind, x.move);
	to = mb_arena_printf(q->a, "/move-on/done%s", strchr(to, '?'));
	for (size_t i = 0; i < n; i++) {
		struct mb_result r = { 0 };
		struct mb_error low = { 0 };
		struct mb_actor actor;
		const struct mb_doc *d;

		if ((rc = web_actor(&actor, q, err)) != MB_OK)
			return rc;
		actor.reason = asked(q, "reason");
		rc = web_doc(&d, q, ids[i], &low); /* also so that nothing is told of what may not be seen */
		if (rc == MB_OK)
			rc = mb_gate_move(&r, q->a, q->g, ids[i], x.move->name,
					  acts_evidence(q, x.kind, x.move), &actor, 0, &low);
		to = mb_arena_printf(q->a, "%s&%s=%s", to, rc == MB_OK && !r.unchanged ? "did" : "not",
				     web_escape(q->a, ids[i]));
	}
	return web_see(res, "%s", to);
}

static const char *query_at(struct web_req *q, const char *name, size_t i)
{
	for (size_t k = 0; k < q->query.n; k++)
		if (mb_streq(q->query.list[k].name, name) && i-- == 0)
			return q->query.list[k].value.p;
	return NULL;
}

static int put_result(struct web_req *q, struct tpl_map *page, const struct moving *x, const char *id,
		      bool did, struct mb_error *err)
{
	struct tpl_map *item, *tag;
	const struct mb_doc *d;
	struct mb_error none;
	const char *why = NULL, *title;
	int rc;

	if (web_doc(&d, q, id, &none) != MB_OK) {
		item = tpl_list_add(page, "results");
		tpl_set_text(item, "text", id);
		tpl_set_url(item, "href", show_doc_href(q, id));
		tpl_set_text(item, "why", "There is no such document.");
		return MB_OK;
	}
	title = mb_arena_printf(q->a, "%s: %s", d->id, d->title);
	item = tpl_list_add(page, "results");
	tag = tpl_map(item, "tag");
	tpl_set_text(tag, "text", did ? (d->state ? d->state : "Done") : "Not done");
	tpl_set_text(tag, "colour", did ? "green" : "red");
	tpl_set_text(item, "text", title);
	tpl_set_url(item, "href", show_doc_href(q, id));
	if (did)
		return MB_OK;
	if ((rc = try_one(&why, q, x, id, err)) != MB_OK)
		return rc;
	tpl_set_text(item, "why", why ? why : "It was not done. Try it alone to see why.");
	tpl_set_url(item, "more", show_act_href(q, id, x->move->name, NULL));
	return MB_OK;
}

static int done(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_move_many);
	size_t did = 0, not = 0;
	struct moving x;
	const char *id;
	int rc = open_moving(&x, q, err);

	if (rc != MB_OK)
		return rc;
	if (!x.move)
		return mb_fail(err, MB_ENOTFOUND, "There is no such page.");
	for (; did < DOCUMENTS_MAX && (id = query_at(q, "did", did)); did++)
		if ((rc = put_result(q, page, &x, id, true, err)) != MB_OK)
			return rc;
	for (; not < DOCUMENTS_MAX && (id = query_at(q, "not", not )); not ++)
		if ((rc = put_result(q, page, &x, id, false, err)) != MB_OK)
			return rc;
	show_head(page, x.meeting, step_words(q, x.kind, x.move), NULL);
	tpl_set_textf(page, "count", "%zu of %zu went through.", did, did + not );
	tpl_set_url(page, "action", "/move-on");
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_url(page, "cancel", not ? here(q, &x, x.kind, x.move) : back(q, &x));
	tpl_set_text(page, "cancel_text", not ? "Try again" : "Back");
	return web_render(q, res, &WEB_HEAD(.title = step_words(q, x.kind, x.move), .back = back(q, &x)),
			  page, err);
}

const struct web_route move_on_routes[] = {
	{ WEB_GET, "/move-on", begin, WEB_SIGNED_IN, WEB_SLOW },
	{ WEB_POST, "/move-on", carry_out, WEB_SIGNED_IN, WEB_ONCE | WEB_SLOW },
	{ WEB_GET, "/move-on/done", done, WEB_SIGNED_IN, WEB_SLOW },
	{ 0 },
};
