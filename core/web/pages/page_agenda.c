/* Building an agenda: its items, papers that could come and what each still needs, the clock of the notice, what the rules say now. */
#include "agenda.h"
#include "templates.h"

#include <stdlib.h>
#include <string.h>

#define PAPERS_MAX 20 /* what is asked of the rules for each takes time */

/* ---- what stands ----------------------------------------------------------------------------------------- */

static struct mb_standpoint here(struct web_req *q)
{
	return (struct mb_standpoint){
		.as_at = MB_NO_DAY, .known_at = MB_NO_DAY, .today = q->today, .reader = q->reader
	};
}

/* The number behind the last one of an agenda that has gone out. */
static const char *number_behind(struct web_req *q, const struct mb_doc *d)
{
	const struct mb_node *items = mb_doc_node(d, "items");
	const char *last = items && items->type == MB_LIST && items->n
				   ? mb_node_text(items->items[items->n - 1], "number")
				   : NULL;
	size_t n = last ? strlen(last) : 0;

	return n && n < 4 && strspn(last, "0123456789") == n
		       ? mb_arena_printf(q->a, "%ld", strtol(last, NULL, 10) + 1)
		       : NULL;
}

static int take_agenda(struct building *b, struct web_req *q, const struct mb_doc *d, struct mb_error *err)
{
	struct mb_version_row row;
	int rc = mb_index_version(&row, q->a, mb_gate_index(q->g), d->path, MB_NO_DAY, MB_NO_DAY, err);

	if (rc != MB_OK)
		return rc;
	b->id = mb_arena_dup(q->a, d->id);
	b->path = mb_arena_dup(q->a, d->path);
	b->raw = (struct mb_str){ mb_arena_copy(q->a, d->raw.p, d->raw.n), d->raw.n };
	b->body = (struct mb_str){ b->raw.p + (d->body.p - d->raw.p), d->body.n };
	b->now = row.blob;
	b->by = mb_person_name(q->a, q->g, row.event.by);
	b->on = mb_instant_day(row.event.recorded);
	mb_read_text(&b->read, q->a, b->body.p, b->body.n, "agenda", MB_NO_DAY);
	return MB_OK;
}

static int find_agenda(struct building *b, struct web_req *q, struct mb_error *err)
{
	const struct mb_standpoint from = here(q);
	struct mb_version_row *rows;
	size_t n;
	int rc = mb_docs_naming(&rows, &n, q->a, q->g, &from, "agenda", "meeting", b->meeting, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_doc *d;

		if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[i], err)) != MB_OK)
			return rc;
		if (mb_may(q->reader, "edit", d)) {
			rc = take_agenda(b, q, d, err);
			continue;
		}
		b->earlier = true;
		if (number_behind(q, d))
			b->next_number = number_behind(q, d);
	}
	return rc;
}

int building_open(struct building *b, struct web_req *q, struct mb_error *err)
{
	const struct mb_doc *d, *group;
	int rc = web_doc(&d, q, web_param(q, "id"), err);

	if (rc != MB_OK)
		return rc;
	if (!d->kind || !mb_streq(d->kind->name, "meeting") || !d->group)
		return mb_fail(err, MB_ENOTFOUND, "There is no such meeting.");
	*b = (struct building){ .meeting = mb_arena_dup(q->a, d->id),
				.title = mb_arena_dup(q->a, d->title),
				.group = mb_arena_dup(q->a, d->group),
				.date = mb_doc_day(d, "date") };
	if (mb_doc_field(d, "time"))
		b->time = mb_arena_dup(q->a, mb_doc_field(d, "time"));
	if (mb_doc_field(d, "place"))
		b->place = mb_arena_dup(q->a, mb_doc_field(d, "place"));
	if ((rc = find_agenda(b, q, err)) != MB_OK ||
	    (rc = mb_view_doc(&group, mb_gate_view(q->g), b->group, err)) != MB_OK)
		return rc;
	b->group_title = mb_arena_dup(q->a, group->title);
	b->usual = show_usual_items(&b->n_usual, q, group);
	if (!b->id && !show_may_begin(q, "agenda", b->group))
		return mb_fail(err, MB_EREFUSED, "The agendas of this group are not yours to build.");
	return MB_OK;
}

const char *building_href(struct web_req *q, const struct building *b)
{
	return mb_arena_printf(q->a, "/meetings/%s/agenda", web_escape(q->a, b->meeting));
}

/* ---- papers that could come ------------------------------------------------------------------------------ */

static bool ended(const struct mb_kind *k, const char *state)
{
	for (size_t i = 0; i < k->n_ends; i++)
		if (mb_streq(k->ends[i], state))
			return true;
	return false;
}

/* On an agenda whose meeting takes place; one that was cancelled holds nothing back. */
static int stands_somewhere(bool *yes, struct web_req *q, const char *paper, struct mb_error *err)
{
	const struct mb_standpoint all = { .as_at = MB_NO_DAY, .known_at = MB_NO_DAY, .today = q->today };
	struct mb_version_row *rows;
	size_t n;
	int rc = mb_docs_naming(&rows, &n, q->a, q->g, &all, "agenda", "items.paper", paper, err);

	*yes = false;
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		*yes |= !mb_streq(rows[i].state, "cancelled");
	return rc;
}

int building_papers(struct mb_version_row **out, size_t *n, struct web_req *q, const struct building *b,
		    struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), "paper");
	const struct mb_ask ask = { .kind = "paper",
				    .group = b->group,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	size_t all = 0;
	int rc = k ? web_list(&rows, &all, q, &ask, err) : MB_OK;

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < all && *n < PAPERS_MAX; i++) {
		bool there;

		if (ended(k, rows[i].state))
			continue;
		if ((rc = stands_somewhere(&there, q, rows[i].id, err)) == MB_OK && !there)
			*MB_PUSH(q->a, *out, *n) = rows[i];
	}
	return rc;
}

/* "Draft. Still to come: sign off as finance lead (Farah Nazir), approve (Helen Marsh)." */
static const char *still_to_come(struct web_req *q, const char *state, const struct mb_fit *fit)
{
	const char *s = mb_arena_printf(q->a, "%s. ", show_move_words(q, state));

	if (fit->n_steps == 0)
		return mb_arena_printf(q->a, "%sReady.", s);
	s = mb_arena_printf(q->a, "%sNot ready. Still to come: ", s);
	for (size_t i = 0; i < fit->n_steps; i++) {
		const struct mb_step *x = &fit->steps[i];
		const char *act = x->role ? mb_arena_printf(q->a, "sign-off of the %s", x->role) : x->act;

		s = mb_arena_printf(q->a, "%s%s%s (%s)", s, i ? ", " : "", act,
				    x->n_who ? mb_person_name(q->a, q->g, x->who[0].person)
					     : "nobody holds the role");
	}
	return mb_arena_printf(q->a, "%s.", s);
}

static bool ticked(struct web_req *q, const char *id)
{
	const char *v;

	for (size_t i = 0; (v = web_field_at(q, "paper", i)); i++)
		if (mb_streq(v, id))
			return true;
	return false;
}

static int put_papers(struct web_req *q, struct tpl_map *page, const struct building *b, struct mb_error *err)
{
	struct mb_actor day = {
		.by = q->who.person, .entered_by = q->who.person, .on = MB_NO_DAY, .recorded = q->now
	};
	struct mb_version_row *rows;
	struct mb_fit fits[PAPERS_MAX];
	const char *ids[PAPERS_MAX];
	size_t n;
	int rc = building_papers(&rows, &n, q, b, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		ids[i] = rows[i].id;
	if (rc == MB_OK)
		rc = mb_gate_fit(fits, q->a, q->g, b->id, ids, n, &day, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct tpl_map *p = tpl_list_add(page, "papers");

		tpl_set_textf(p, "id", "paper-%zu", i + 1);
		tpl_set_text(p, "value", rows[i].id);
		tpl_set_textf(p, "label", "%s: %s", rows[i].id, rows[i].title);
		tpl_set_text(p, "hint", still_to_come(q, rows[i].state, &fits[i]));
		tpl_set_bool(p, "checked", ticked(q, rows[i].id));
	}
	tpl_set_text(page, "no_papers", "No paper of this group waits for an agenda.");
	return rc;
}

/* ---- the page -------------------------------------------------------------------------------------------- */

static void put_items(struct web_req *q, struct tpl_map *page, const struct building *b)
{
	const struct mb_standpoint from = here(q);
	const struct mb_reading *r = b->read;
	bool moves = mb_agenda_can_change(b->body.p, b->body.n);

	for (size_t i = 0; i < r->n_items; i++) {
		const struct mb_found_item *x = &r->items[i];
		struct tpl_map *item = tpl_list_add(page, "items");
		const struct mb_doc *doc;
		struct mb_error none;

		tpl_set_text(item, "number", x->number);
		tpl_set_text(item, "title", x->title);
		tpl_set_textf(item, "value", "%zu", i);
		if (x->paper && mb_doc_at(&doc, NULL, q->a, q->g, &from, x->paper, &none) == MB_OK) {
			tpl_set_url(item, "href", show_doc_href(q, x->paper));
			tpl_set_textf(item, "note", "%s, %s%s%s", x->paper, doc->state ? doc->state : "paper",
				      x->part ? ", to " : "", x->part ? x->part : "");
		} else if (x->paper || x->part) {
			tpl_set_textf(item, "note", "%s%s%s%s", x->paper ? x->paper : "",
				      x->paper && x->part ? ", " : "", x->part ? "to " : "",
				      x->part ? x->part : "");
		}
		tpl_set_bool(item, "can_up", moves && i > 0);
		tpl_set_bool(item, "can_down", moves && i + 1 < r->n_items);
		tpl_set_bool(item, "can_off", moves);
	}
	if (moves)
		return;
	page = tpl_map(page, "fixed");
	tpl_set_text(page, "text",
		     "The items of this agenda are not written one a line, so they cannot be moved here.");
	tpl_set_url(page, "href", mb_arena_printf(q->a, "/d/%s/edit", web_escape(q->a, b->id)));
	tpl_set_text(page, "link", "Change its text");
}

static void put_parts(struct tpl_map *page, const char *chosen)
{
	static const char *const values[] = { "", "decide", "recommend", "note", "advise" },
				 *const labels[] = { "Discuss", "Decide", "Recommend", "Note", "Advise" };

	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct tpl_map *p = tpl_list_add(page, "parts");

		tpl_set_text(p, "value", values[i]);
		tpl_set_text(p, "label", labels[i]);
		tpl_set_bool(p, "chosen", mb_streq(chosen ? chosen : "", values[i]));
	}
}

/* The next step of this agenda, judged as if it were taken now. */
static int put_judgement(struct web_req *q, struct tpl_map *page, const struct building *b,
			 const struct mb_countdown *c, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	const char *act = NULL, *words;
	struct tpl_map *go;
	int rc;

	for (size_t i = 0; i < c->n_steps && !act; i++)
		if (mb_streq(c->steps[i].doc, b->id) && !c->steps[i].role)
			act = c->steps[i].act;
	if (!act)
		return MB_OK;
	if ((rc = web_actor(&actor, q, err)) != MB_OK)
		return rc;
	words = show_act_words(q, mb_schema_kind(mb_gate_schema(q->g), "agenda"), act);
	rc = mb_gate_move(&r, q->a, q->g, b->id, act, NULL, &actor, MB_DRY_RUN, &low);
	if (rc != MB_OK && !(rc == MB_EREFUSED && r.ruling.n_findings))
		return rc == MB_EREFUSED || rc == MB_EINVAL ? MB_OK : mb_fail(err, rc, "%s", low.text);
	tpl_set_textf(page, "judged",
		      rc == MB_OK ? "\"%s\" now: the rules allow it."
				  : "\"%s\" now: the rules would not allow it.",
		      words);
	show_findings(q, page, &r.ruling, false);
	if (rc != MB_OK)
		return MB_OK;
	go = tpl_map(page, "go");
	tpl_set_text(go, "text", words);
	tpl_set_url(go, "href", show_act_href(q, b->id, act, NULL));
	return MB_OK;
}

static void put_begin(struct web_req *q, struct tpl_map *page, const struct building *b)
{
	struct tpl_map *begin = tpl_map(page, "begin");
	const char *items = "";

	for (size_t i = 0; i < b->n_usual; i++)
		items = mb_arena_printf(q->a, "%s%s%s", items, i ? ", " : "", b->usual[i]);
	if (b->earlier)
		tpl_set_text(begin, "text",
			     "The agenda of this meeting has gone out. What comes later goes on a "
			     "supplement, which "
			     "the rules judge by itself.");
	else if (b->n_usual)
		tpl_set_textf(begin, "text",
			      "There is no agenda yet. It begins with the usual items of this group: %s.",
			      items);
	else
		tpl_set_text(begin, "text", "There is no agenda yet.");
	tpl_set_text(begin, "submit", b->earlier ? "Begin a supplement" : "Begin the agenda");
}

int building_show(struct web_req *q, struct web_res *res, struct building *b, const char *problem,
		  const char *at, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_agenda_edit), *item;
	struct web_head head =
		WEB_HEAD(.title = mb_arena_printf(q->a, "Build the agenda: %s", b->title),
			 .section = "/meetings", .back = mb_arena_printf(q->a, "/meetings/%s", b->meeting),
			 .command = mb_arena_printf(q->a, "file FILE --meeting %s", b->meeting),
			 .wrong = problem != NULL);
	struct mb_countdown c;
	int rc = MB_OK;

	show_head(page, b->title, b->id && b->earlier ? "Build the supplement" : "Build the agenda", NULL);
	if (problem) {
		item = tpl_list_add(tpl_map(page, "errors"), "list");
		tpl_set_text(item, "text", problem);
		tpl_set_url(item, "href", at);
	}
	tpl_set_url(page, "action", building_href(q, b));
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_state", b->id ? b->now.hex : "");
	tpl_set_url(page, "done", mb_arena_printf(q->a, "/meetings/%s", b->meeting));
	tpl_set_text(page, "upload_hint",
		     "Ending in .txt or .md. From Word: copy its text and paste it above.");
	tpl_set_text(page, "new_title", b->new_title);
	tpl_set_text(page, "paper_text", b->text);
	put_parts(page, b->part);
	tpl_set_text(page, "no_papers", "");
	if (!b->id) {
		put_begin(q, page, b);
		return web_render(q, res, &head, page, err);
	}
	put_items(q, page, b);
	if ((rc = put_papers(q, page, b, err)) != MB_OK ||
	    (rc = show_countdown(&c, q, b->meeting, err)) != MB_OK)
		return rc;
	show_clock(q, page, &c);
	if ((rc = put_judgement(q, page, b, &c, err)) != MB_OK)
		return rc;
	return web_render(q, res, &head, page, err);
}

static int build(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct building b;
	int rc = building_open(&b, q, err);

	return rc == MB_OK ? building_show(q, res, &b, NULL, NULL, err) : rc;
}

const struct web_route agenda_routes[] = {
	{ WEB_GET, "/meetings/{id}/agenda", build, WEB_SIGNED_IN, WEB_SLOW },
	{ WEB_POST, "/meetings/{id}/agenda", building_act, WEB_SIGNED_IN, WEB_UPLOAD | WEB_SLOW },
	{ 0 },
};
