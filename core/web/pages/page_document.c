/* Any document: its facts, its text, what came of it, what may be done with it, what the rules said. */
#include "acts.h"
#include "templates.h"

#include <stdlib.h>
#include <string.h>

/* ---- what may be done ------------------------------------------------------------------------------------ */

static const char *sentence(struct web_req *q, const char *move)
{
	char *s = mb_arena_dup(q->a, move);

	for (char *p = s; *p; p++)
		if (*p == '_')
			*p = ' ';
	if (*s >= 'a' && *s <= 'z')
		*s = (char)(*s - 32);
	return s;
}

static const char *act_words(struct web_req *q, const struct mb_open_move *m, const struct mb_kind *k)
{
	return m->move ? show_act_words(q, k, m->move->name)
		       : mb_arena_printf(q->a, "Sign off as %s", m->role);
}

/* What the reader may do here by role and state; the rules are asked when it is tried. */
static int put_acts(struct web_req *q, struct tpl_map *page, const struct mb_doc *d, struct mb_error *err)
{
	struct mb_actor day = {
		.by = q->who.person, .entered_by = q->who.person, .on = MB_NO_DAY, .recorded = q->now
	};
	struct mb_open_move *open;
	const struct mb_kind *k = d->kind;
	const char *id = mb_arena_dup(q->a, d->id);
	bool edit;
	size_t n;
	int rc;

	if (!q->who.person)
		return MB_OK;
	edit = mb_may(q->reader, "edit", d);
	if ((rc = mb_gate_next(&open, &n, q->a, q->g, id, &day, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		bool mine = q->who.clerk;
		const char *words = act_words(q, &open[i], k), *href;

		for (size_t p = 0; p < open[i].n_who; p++)
			mine |= mb_streq(open[i].who[p], q->who.person);
		if (!mine)
			continue;
		href = show_act_href(q, id, open[i].move ? open[i].move->name : NULL, open[i].role);
		/* what the form itself asks for is not missing yet */
		if (open[i].ruling.accepted ||
		    (open[i].move && acts_only_asked(&open[i].ruling, id, open[i].move)))
			show_act(q, page, words, href, true);
		else
			show_link(q, page, mb_arena_printf(q->a, "%s: what is missing", words), href);
	}
	if (edit)
		show_act(q, page, "Change the text",
			 mb_arena_printf(q->a, "/d/%s/edit", web_doc_name(q->a, id)), true);
	return MB_OK;
}

/* ---- parts of a document's page -------------------------------------------------------------------------- */

static int put_facts(struct web_req *q, struct tpl_map *page, const struct mb_doc *d,
		     const struct mb_standpoint *from, struct mb_error *err)
{
	/* of what was read out of minutes: where it was said, and on which paper */
	static const char *const source[] = { "meeting", "paper", "minutes" };
	static const char *const told[] = { "notices", "signoffs", NULL }; /* by the trail */
	struct mb_fact *facts;
	size_t n;
	int rc = mb_facts(&facts, &n, q->a, q->g, from, d, err);

	if (rc != MB_OK)
		return rc;
	show_facts(q, page, d, facts, n, tpl_is_set(page, "events") ? told : NULL);
	show_rows(q, page, from, d, facts, n, NULL);
	for (size_t i = 0; mb_doc_node(d, "place") && i < sizeof source / sizeof *source; i++) {
		const struct mb_field *f = d->kind ? mb_kind_field(d->kind, source[i]) : NULL;
		const struct mb_doc *other;
		struct mb_error ignored = { 0 };
		struct mb_cell c;

		if (!f || !mb_doc_field(d, source[i]) ||
		    web_doc(&other, q, mb_doc_field(d, source[i]), &ignored) != MB_OK)
			continue; /* nor is a reader led to what is not for him or her */
		c = mb_field_cell(q->a, q->g, from, d, f);
		show_fact(q, page, mb_label(q->a, source[i]), &c, MB_CELL_LINK);
	}
	return MB_OK;
}

static int put_effect(struct web_req *q, struct tpl_map *page, const struct mb_doc *d,
		      const struct mb_standpoint *from, struct mb_error *err)
{
	static const enum mb_tone tones[] = { MB_TONE_GOOD,  MB_TONE_WARN,  MB_TONE_WARN,  MB_TONE_BAD,
					      MB_TONE_PLAIN, MB_TONE_PLAIN, MB_TONE_PLAIN, MB_TONE_PLAIN };
	struct mb_effect_of e;
	int rc = mb_decision_effect(&e, q->a, q->g, from, d, err);

	if (rc != MB_OK)
		return rc;
	show_mark(page, mb_effect_word(e.state), tones[e.state]);
	tpl_set_text(page, "lead", e.why);
	for (size_t i = 0; i < e.n_by; i++) {
		struct tpl_map *note = tpl_list_add(page, "notes");

		tpl_set_text(note, "text", "This decision was replaced.");
		tpl_set_url(note, "href", show_doc_href(q, e.by[i].id));
		tpl_set_textf(note, "link", "See %s", e.by[i].id);
	}
	return MB_OK;
}

/* How it stands in the register of its kind, where that says more than its state: an action is overdue against its first date. */
static int put_standing(struct web_req *q, struct tpl_map *page, const struct mb_doc *d,
			const struct mb_standpoint *from, struct mb_error *err)
{
	struct mb_wherefield where = { "id", mb_arena_dup(q->a, d->id) };
	const struct mb_register_ask ask = { .name = d->kind->plural,
					     .where = &where,
					     .n_where = 1,
					     .since = MB_NO_DAY,
					     .until = MB_NO_DAY,
					     .all = true };
	struct mb_register r;
	int rc = mb_register_read(&r, q->a, q->g, from, &ask, err);

	for (size_t i = 0; rc == MB_OK && r.n_rows == 1 && i < r.n_columns; i++) {
		const struct mb_cell *c = &r.rows[0].cells[i];

		if (mb_streq(r.columns[i].key, "standing") && c->text && !mb_streq(c->text, d->state))
			show_mark(page, c->text, c->tone);
	}
	return rc;
}

static void put_words(struct web_req *q, struct tpl_map *page, const struct mb_doc *d,
		      const struct mb_standpoint *from)
{
	long line;
	struct mb_str words = mb_very_words(&line, q->a, q->g, from, d);
	const char *minutes = mb_doc_field(d, "minutes"), *item = mb_doc_field(d, "item");
	struct tpl_map *part;

	if (!words.p)
		return;
	part = tpl_map(page, "words");
	tpl_set_html(part, "html", web_markdown(q, words, 3));
	if (!minutes)
		return;
	tpl_set_textf(part, "source", "The very words of %s%s%s", minutes, item ? ", item " : "",
		      item ? item : "");
	tpl_set_url(part, "href", show_doc_href(q, minutes));
}

/* Reports go to a body, the rest happens at one; where it is the matter's own body nothing need be said. */
static const char *where_of(struct web_req *q, const struct mb_trail *t, const struct mb_trail_step *s)
{
	static const struct {
		const char *what, *how;
	} known[] = { { "reported", "to" },  { "considered", "by" }, { "ratified", "by" },
		      { "took back", "by" }, { "replaced", "by" },   { "amended", "by" },
		      { "decided", "by" },   { "action", "set by" }, { "on the agenda", "of" } };

	if (!*s->body || mb_streq(s->group, t->group))
		return NULL;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strncmp(s->what, known[i].what, strlen(known[i].what)) == 0)
			return mb_arena_printf(q->a, "%s %s", known[i].how, s->body);
	return s->body;
}

/* Said once: what the line below says of the same document, and a report's title, which is the matter's own. */
static const char *link_words(struct web_req *q, const struct mb_trail *t, size_t i)
{
	const struct mb_trail_step *s = &t->steps[i];
	bool below = i > 0 && mb_streq(t->steps[i - 1].doc, s->doc);

	if (!s->title || below || mb_streq(s->title, t->title))
		return s->doc;
	return mb_arena_printf(q->a, "%s, %s", s->doc, show_title(q, s->title));
}

static int put_trail(struct web_req *q, struct tpl_map *page, struct mb_trail *trail, const char *id,
		     const struct mb_standpoint *from, struct mb_error *err)
{
	struct mb_trail t;
	struct mb_error none;
	int rc = mb_trail_follow(&t, q->a, q->g, from, id, &none);

	if (rc == MB_EINVAL ||
	    rc == MB_ENOTFOUND) /* nothing that is decided on: it has a history, not a trail */
		return MB_OK;
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", none.text);
	*trail = t;
	for (size_t i = t.n_steps; i > 0; i--) {
		const struct mb_trail_step *s = &t.steps[i - 1];
		struct tpl_map *e = tpl_list_add(page, "events");
		char iso[MB_ISO_DATE];

		tpl_set_text(e, "title", sentence(q, s->what));
		tpl_set_text(e, "where", where_of(q, &t, s));
		if (s->date != MB_NO_DAY) {
			tpl_set_text(e, "date", mb_day_words(q->a, s->date));
			tpl_set_text(e, "datetime", mb_arena_dup(q->a, mb_day_iso(iso, s->date)));
		}
		tpl_set_text(e, "text", show_named(q, s->outcome));
		if (s->doc && !mb_streq(s->doc, id)) {
			struct tpl_map *link = tpl_list_add(e, "links");

			tpl_set_text(link, "text", link_words(q, &t, i - 1));
			tpl_set_url(link, "href", show_doc_href(q, s->doc));
		}
	}
	return MB_OK;
}

static const char *field_words(struct web_req *q, const char *field)
{
	char *s = mb_arena_dup(q->a, field);

	for (char *p = s; *p; p++)
		if (*p == '_' || *p == '-')
			*p = ' ';
	return s;
}

static bool in_trail(const struct mb_trail *t, const char *id)
{
	for (size_t i = 0; i < t->n_steps; i++)
		if (mb_streq(t->steps[i].doc, id))
			return true;
	return false;
}

static int put_relations(struct web_req *q, struct tpl_map *page, const struct mb_doc *d,
			 const struct mb_trail *trail, const struct mb_standpoint *from, struct mb_error *err)
{
	struct mb_relation *list, *last = NULL;
	struct tpl_map *part = NULL, *fact = NULL;
	size_t n;
	int rc = mb_relations(&list, &n, q->a, q->g, from, d, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		bool own = mb_streq(list[i].field, d->kind->name) || mb_streq(list[i].field, "subject");
		struct tpl_map *line;

		if (in_trail(trail, list[i].doc->id))
			continue;
		if (!part)
			part = tpl_map(show_section(page, "named-by", "What refers to this"), "summary_part");
		if (!last || list[i].kind != last->kind || !mb_streq(list[i].field, last->field)) {
			fact = tpl_list_add(part, "summary");
			tpl_set_textf(fact, "key", "%s%s%s%s", mb_kind_plural(q->a, list[i].kind),
				      own ? "" : " (", own ? "" : field_words(q, list[i].field),
				      own ? "" : ")");
		}
		last = &list[i];
		line = tpl_list_add(fact, "lines");
		tpl_set_text(line, "text",
			     show_named_by_title(list[i].kind)
				     ? show_title(q, list[i].doc->title)
				     : mb_arena_printf(q->a, "%s, %s", list[i].doc->id,
						       show_title(q, list[i].doc->title)));
		tpl_set_url(line, "href", show_doc_href(q, list[i].doc->id));
	}
	return rc;
}

static void put_irregular(struct web_req *q, struct tpl_map *page, const struct mb_doc *d)
{
	const char *marks = mb_open_marks(q->a, d);
	struct tpl_map *note;

	if (!marks)
		return;
	note = tpl_list_add(page, "notes");
	tpl_set_text(note, "text", marks);
	tpl_set_url(note, "href", "/irregularities");
	tpl_set_text(note, "link", "What lifts this");
}

static int fill(struct web_req *q, struct tpl_map *page, const struct mb_doc *d,
		const struct mb_standpoint *from, struct mb_error *err)
{
	bool decision = d->kind && mb_streq(d->kind->name, "decision"),
	     now = from->as_at == MB_NO_DAY && from->known_at == MB_NO_DAY;
	struct mb_str text = show_text_of(d);
	struct mb_trail trail = { 0 };
	int rc;

	show_head(page, show_caption(q, d->kind, d->id), show_title(q, d->title), NULL);
	show_mark(page, d->state, MB_TONE_PLAIN);
	put_irregular(q, page, d);
	put_words(q, page, d, from);
	if ((decision && (rc = put_effect(q, page, d, from, err)) != MB_OK) ||
	    (d->kind && mb_kind_field(d->kind, "first_due") &&
	     (rc = put_standing(q, page, d, from, err)) != MB_OK) ||
	    (rc = put_trail(q, page, &trail, d->id, from, err)) != MB_OK ||
	    (rc = put_facts(q, page, d, from, err)) != MB_OK)
		return rc;
	if (text.n) {
		if (d->kind)
			tpl_set_text(page, "prose_title", "The text");
		tpl_set_html(page, "prose", web_markdown_of(q, d, text, d->kind ? 3 : 2));
	}
	if (!d->kind)
		show_pictures(q, page, d->path);
	if ((rc = put_relations(q, page, d, &trail, from, err)) != MB_OK)
		return rc;
	show_link(q, page, "Every version", mb_arena_printf(q->a, "%s/history", show_doc_href(q, d->id)));
	show_link(q, page, "What changed", mb_arena_printf(q->a, "%s/compare", show_doc_href(q, d->id)));
	show_choose_days(q, page, from);
	return now ? put_acts(q, page, d, err) : MB_OK;
}

/* A page without a kind is one of a folder, whose README.md leads to all of them. */
static void put_crumb(struct web_req *q, struct web_head *head, const struct mb_doc *d)
{
	const char *slash = strrchr(d->path, '/'), *first;
	struct web_link *crumb = mb_arena_alloc(q->a, sizeof *crumb);
	const struct mb_doc *other;
	struct mb_error none;

	if (d->kind || !slash)
		return;
	first = mb_arena_printf(q->a, "%.*s/README.md", (int)(slash - d->path), d->path);
	if (mb_streq(first, d->path) || web_doc(&other, q, first, &none) != MB_OK)
		return;
	*crumb = (struct web_link){ show_title(q, mb_arena_dup(q->a, other->title)),
				    show_doc_href(q, first) };
	head->crumbs = crumb;
	head->n_crumbs = 1;
}

static int document(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_document);
	struct web_head head = WEB_HEAD(.title = NULL);
	struct mb_standpoint from;
	const struct mb_doc *d;
	int rc;

	if ((rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_doc_at(&d, NULL, q->a, q->g, &from, web_doc_id(q), err)) != MB_OK)
		return rc;
	if (d->kind && mb_streq(d->kind->name, "meeting"))
		return web_see(res, "/meetings/%s%s", d->id, show_clock_query(q, &from));
	if (d->kind && mb_streq(d->kind->name, "group"))
		return web_see(res, "/groups/%s%s", d->group, show_clock_query(q, &from));
	head.title = !d->kind || show_named_by_title(d->kind)
			     ? d->title
			     : mb_arena_printf(q->a, "%s %s", d->id, d->title);
	head.command = mb_arena_printf(q->a, "show %s", d->id);
	head.api = d->kind ? mb_arena_printf(q->a, "/api/v1/documents/%s", web_escape(q->a, d->id))
			   : mb_arena_printf(q->a, "/api/v1/pages/%s", d->path);
	head.section = d->kind ? mb_arena_printf(q->a, "/%s", d->kind->plural) : NULL;
	show_clocks(&head, &from);
	put_crumb(q, &head, d);
	if ((rc = fill(q, page, d, &from, err)) != MB_OK)
		return rc;
	return web_render(q, res, &head, page, err);
}

static int decision(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return document(q, res, err);
}

/* ---- the stored ruling ----------------------------------------------------------------------------------- */

static int why(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *s;
	struct mb_event_row *events;
	struct mb_ruling ruling, own = { 0 };
	struct mb_commit commit;
	const struct mb_doc *d;
	const char *id, *text;
	char *end;
	long event = strtol(web_param(q, "event"), &end, 10);
	size_t n;
	int rc = web_doc(&d, q, web_doc_id(q), err);

	if (rc != MB_OK)
		return rc;
	id = mb_arena_dup(q->a, d->id);
	if (*end || event < 1 ||
	    (rc = mb_index_events(&events, &n, q->a, mb_gate_index(q->g), event, err)) != MB_OK || n == 0)
		return rc != MB_OK ? rc : mb_fail(err, MB_ENOTFOUND, "There is no such event.");
	if ((rc = mb_record_commit(&commit, q->a, mb_gate_record(q->g), &events[0].commit, err)) != MB_OK)
		return rc;
	text = mb_trailer(q->a, commit.message, "Ruling");
	text = text ? strchr(text, '\n') : NULL;
	if (!text || (rc = mb_ruling_read(&ruling, q->a, text + 1, err)) != MB_OK)
		return rc != MB_OK ? rc : mb_fail(err, MB_ENOTFOUND, "This change carries no ruling.");
	own.accepted = ruling.accepted;
	for (size_t i = 0; i < ruling.n_findings;
	     i++) /* other documents of the change may not be for this reader */
		if (mb_streq(ruling.findings[i].doc, id))
			*MB_PUSH(q->a, own.findings, own.n_findings) = ruling.findings[i];
	show_head(page, id, "What the rules said",
		  mb_arena_printf(
			  q->a, "Recorded on %s. It is shown as it was stored, and is never worked out anew.",
			  mb_day_words(q->a, mb_instant_day(events[0].recorded))));
	s = show_section(page, "findings", "Requirements");
	if (own.n_findings)
		show_findings(q, tpl_map(s, "findings_part"), &own, true);
	else
		tpl_set_text(s, "empty", "The rules had nothing to say about this document then.");
	return web_render(q, res,
			  &WEB_HEAD(.title = mb_arena_printf(q->a, "What the rules said about %s", id),
				    .back = show_doc_href(q, id),
				    .command = mb_arena_printf(q->a, "why %s %ld", id, event)),
			  page, err);
}

/* A file of the record by its path: what links within its texts name. */
static int by_path(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct mb_doc *d;
	int rc = web_doc(&d, q, web_param(q, "path"), err);

	if (rc != MB_OK)
		return rc;
	if (d->kind && mb_streq(d->kind->name, "person"))
		return web_see(res, "/people/%s", web_escape(q->a, d->id));
	if (d->kind && mb_streq(d->kind->name, "group"))
		return web_see(res, "/groups/%s", web_escape(q->a, d->group));
	if (d->kind && mb_streq(d->kind->name, "meeting"))
		return web_see(res, "/meetings/%s", web_escape(q->a, d->id));
	return web_see(res, "%s", show_doc_href(q, d->id));
}

const struct web_route document_routes[] = {
	{ WEB_GET, "/record/{path...}", by_path, WEB_READER, 0 },
	{ WEB_GET, "/d/{id}", document, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/decisions/{id}", decision, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/actions/{id}", document, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/papers/{id}", document, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/d/{id}/why/{event}", why, WEB_READER, WEB_CACHED },
	{ 0 },
};
