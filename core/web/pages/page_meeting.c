/* A meeting: when and where, what must still happen for it, its agenda with papers, who came, what was decided; and the pack. */
#include "show.h"
#include "templates.h"

#include <string.h>

struct meeting {
	struct web_req *q;
	struct mb_standpoint from;
	const struct mb_doc *doc;
	const char *id;
};

static int open_meeting(struct meeting *m, struct web_req *q, struct mb_error *err)
{
	int rc;

	m->q = q;
	if ((rc = show_from(&m->from, q, err)) != MB_OK ||
	    (rc = mb_doc_at(&m->doc, NULL, q->a, q->g, &m->from, web_param(q, "id"), err)) != MB_OK)
		return rc;
	if (!m->doc->kind || !mb_streq(m->doc->kind->name, "meeting"))
		return mb_fail(err, MB_ENOTFOUND, "There is no such meeting.");
	m->id = m->doc->id;
	return MB_OK;
}

/* Documents of the meeting of one kind that the reader may see. */
static int parts_of(struct mb_version_row **rows, size_t *n, struct meeting *m, const char *kind,
		    struct mb_error *err)
{
	*rows = NULL;
	*n = 0;
	if (!mb_schema_kind(mb_gate_schema(m->q->g), kind))
		return MB_OK;
	return mb_docs_naming(rows, n, m->q->a, m->q->g, &m->from, kind, "meeting", m->id, err);
}

/* ---- agenda ---------------------------------------------------------------------------------------------- */

static void put_item(struct meeting *m, struct tpl_map *page, const struct mb_node *row)
{
	const char *paper = mb_node_text(row, "paper"), *part = mb_node_text(row, "part"),
		   *number = mb_node_text(row, "number");
	struct tpl_map *item = tpl_list_add(page, "agenda"), *tag;
	const struct mb_doc *doc;
	struct mb_error none;

	tpl_set_text(item, "number", number ? number : "");
	tpl_set_text(item, "title", mb_node_text(row, "title") ? mb_node_text(row, "title") : "");
	if (paper && mb_doc_at(&doc, NULL, m->q->a, m->q->g, &m->from, paper, &none) == MB_OK) {
		tpl_set_url(item, "href", show_doc_href(m->q, paper));
		tpl_set_textf(item, "note", "%s%s%s", paper, part ? ", to " : "", part ? part : "");
	} else if (part) {
		tpl_set_textf(item, "note", "to %s", part);
	}
	if (mb_streq(mb_node_text(row, "urgent"), "true")) {
		tag = tpl_map(item, "tag");
		tpl_set_text(tag, "text", "Urgent");
		tpl_set_text(tag, "colour", "yellow");
	} else if (mb_streq(mb_node_text(row, "exempt"), "true")) {
		tag = tpl_map(item, "tag");
		tpl_set_text(tag, "text", "Not for the public");
		tpl_set_text(tag, "colour", "purple");
	}
}

static int put_agenda(struct meeting *m, struct tpl_map *page, struct mb_error *err)
{
	struct mb_version_row *rows;
	size_t n;
	int rc = parts_of(&rows, &n, m, "agenda", err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_node *items;
		const struct mb_doc *d;

		if ((rc = mb_doc_of_version(&d, m->q->a, m->q->g, &rows[i], err)) != MB_OK)
			return rc;
		items = mb_doc_node(d, "items");
		for (size_t k = 0; items && items->type == MB_LIST && k < items->n; k++)
			put_item(m, page, items->items[k]);
	}
	return rc;
}

static int put_files(struct meeting *m, struct tpl_map *page, struct mb_error *err)
{
	static const char *const kinds[] = { "agenda", "minutes" };
	int rc = MB_OK;

	for (size_t k = 0; rc == MB_OK && k < sizeof kinds / sizeof *kinds; k++) {
		struct mb_version_row *rows;
		size_t n;

		struct tpl_map *fact;

		rc = parts_of(&rows, &n, m, kinds[k], err);
		if (rc != MB_OK || n == 0)
			continue;
		fact = tpl_list_add(page, "summary");
		tpl_set_text(fact, "key", mb_label(m->q->a, kinds[k]));
		for (size_t i = 0; i < n; i++) {
			struct tpl_map *line = tpl_list_add(fact, "lines");

			tpl_set_textf(line, "text", "%s, %s", rows[i].id,
				      *rows[i].state ? rows[i].state : "filed");
			tpl_set_url(line, "href", show_doc_href(m->q, rows[i].id));
		}
	}
	return rc;
}

/* ---- what must still happen ------------------------------------------------------------------------------ */

static int put_steps(struct meeting *m, struct tpl_map *page, struct mb_error *err)
{
	struct mb_countdown c;
	int rc;

	if (!m->q->who.person || m->from.as_at != MB_NO_DAY || m->from.known_at != MB_NO_DAY ||
	    !mb_reader_in(m->q->reader, m->doc->group))
		return MB_OK;
	if ((rc = show_countdown(&c, m->q, m->id, err)) != MB_OK)
		return rc;
	tpl_set_text(page, "tasks_title", "What must still happen");
	tpl_set_bool(page, "side", c.n_steps > 0);
	show_steps(m->q, page, "step", &c, NULL);
	(void)show_blocks(m->q, page, &c);
	show_clock(m->q, page, &c);
	return MB_OK;
}

/* ---- who came, what was decided -------------------------------------------------------------------------- */

static int put_attendance(struct meeting *m, struct tpl_map *page, struct mb_error *err)
{
	struct mb_attended *list;
	struct tpl_map *part = NULL, *fact = NULL;
	const char *as = "";
	size_t n;
	int rc = mb_attendance(&list, &n, m->q->a, m->q->g, m->doc, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct tpl_map *line;

		if (!part)
			part = tpl_map(show_section(page, "attendance", "Who came"), "summary_part");
		if (!mb_streq(as, list[i].as)) {
			fact = tpl_list_add(part, "summary");
			as = list[i].as;
			tpl_set_text(fact, "key", mb_label(m->q->a, as));
		}
		line = tpl_list_add(fact, "lines");
		tpl_set_textf(line, "text", "%s%s%s", list[i].name,
			      list[i].substitute_for_name ? ", for " : "",
			      list[i].substitute_for_name ? list[i].substitute_for_name : "");
		if (list[i].person)
			tpl_set_url(line, "href", show_person_href(m->q, list[i].person));
	}
	return rc;
}

static int put_outcomes(struct meeting *m, struct tpl_map *page, const char *name, const char *heading,
			const char *const *columns, struct mb_error *err)
{
	struct mb_wherefield where = { "meeting", m->id };
	const struct mb_register_ask ask = { .name = name,
					     .where = &where,
					     .n_where = 1,
					     .since = MB_NO_DAY,
					     .until = MB_NO_DAY,
					     .all = true };
	struct mb_register r;
	int rc = mb_register_read(&r, m->q->a, m->q->g, &m->from, &ask, err);

	if (rc == MB_OK && r.n_rows)
		show_table(m->q, tpl_map(show_section(page, name, heading), "table_part"),
			   mb_arena_printf(m->q->a, "t-%s", name), &r, columns, NULL);
	return rc;
}

/* Today's meeting, still to come about. */
static bool still_to_come(const struct meeting *m)
{
	const struct mb_kind *k = m->doc->kind;

	for (size_t i = 0; i < k->n_ends; i++)
		if (mb_streq(k->ends[i], m->doc->state))
			return false;
	return m->from.as_at == MB_NO_DAY && m->from.known_at == MB_NO_DAY;
}

static int meeting(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const decisions[] = { "id", "item", "title", "outcome", "standing", NULL },
				 *const actions[] = { "id", "title", "owner", "first_due", "standing", NULL },
				 *const elsewhere[] = { "attendance", NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_meeting);
	struct web_head head = WEB_HEAD(.section = "/meetings");
	struct meeting m;
	struct mb_fact *facts;
	size_t n;
	int rc = open_meeting(&m, q, err);

	if (rc != MB_OK || (rc = mb_facts(&facts, &n, q->a, q->g, &m.from, m.doc, err)) != MB_OK)
		return rc;
	show_head(page, mb_arena_printf(q->a, "Meeting %s", m.id), m.doc->title, NULL);
	show_mark(page, m.doc->state, MB_TONE_PLAIN);
	show_facts(q, page, m.doc, facts, n, elsewhere);
	if ((rc = put_agenda(&m, page, err)) != MB_OK || (rc = put_files(&m, page, err)) != MB_OK ||
	    (rc = put_attendance(&m, page, err)) != MB_OK)
		return rc;
	show_rows(q, page, &m.from, m.doc, facts, n, elsewhere);
	if ((rc = put_outcomes(&m, page, "decisions", "What was decided", decisions, err)) != MB_OK ||
	    (rc = put_outcomes(&m, page, "actions", "Who does what", actions, err)) != MB_OK)
		return rc;
	if (q->who.person && m.from.as_at == MB_NO_DAY && m.from.known_at == MB_NO_DAY && m.doc->group &&
	    !mb_streq(m.doc->state, "cancelled") && mb_may_make(q->reader, "minutes", m.doc->group)) {
		struct mb_version_row *filed;

		if ((rc = parts_of(&filed, &n, &m, "minutes", err)) != MB_OK)
			return rc;
		if (n == 0)
			show_act(q, page, "Take minutes",
				 mb_arena_printf(q->a, "/meetings/%s/minutes/take", m.id),
				 mb_doc_day(m.doc, "date") > q->today);
	}
	show_act(q, page, "Read the pack", mb_arena_printf(q->a, "/meetings/%s/pack", m.id), true);
	if (still_to_come(&m) && show_may_begin(q, "agenda", m.doc->group))
		show_act(q, page, "Build the agenda", mb_arena_printf(q->a, "/meetings/%s/agenda", m.id),
			 true);
	if (q->who.person && still_to_come(&m))
		show_link(q, page, "Move several of its papers on",
			  mb_arena_printf(q->a, "/move-on?meeting=%s", m.id));
	show_link(q, page, m.doc->group ? mb_group_title(q->a, q->g, m.doc->group) : "Groups",
		  m.doc->group ? show_group_href(q, m.doc->group) : "/groups");
	show_link(q, page, "Every version", mb_arena_printf(q->a, "/d/%s/history", m.id));
	show_choose_days(q, page, &m.from);
	show_clocks(&head, &m.from);
	head.title = mb_arena_dup(q->a, m.doc->title);
	head.command = mb_arena_printf(q->a, "next %s", m.id);
	head.api = mb_arena_printf(q->a, "/api/v1/meetings/%s", m.id);
	if ((rc = put_steps(&m, page, err)) != MB_OK) /* the last: the document may be gone behind it */
		return rc;
	return web_render(q, res, &head, page, err);
}

/* ---- the pack -------------------------------------------------------------------------------------------- */

static int put_paper(struct meeting *m, struct tpl_map *item, const char *id, size_t n, struct mb_error *err)
{
	struct tpl_map *paper, *tag;
	const struct mb_doc *d;
	struct mb_error none;

	if (mb_doc_at(&d, NULL, m->q->a, m->q->g, &m->from, id, &none) != MB_OK) {
		tpl_set_textf(item, "about", "%s is not for you to read here.", id);
		return MB_OK;
	}
	paper = tpl_list_add(item, "papers");
	tpl_set_textf(paper, "id", "paper-%zu", n);
	tpl_set_text(paper, "title", d->title);
	tpl_set_text(paper, "about", d->id);
	if (d->state) {
		tag = tpl_map(paper, "tag");
		tpl_set_text(tag, "text", d->state);
		tpl_set_text(tag, "colour", "grey");
	}
	tpl_set_html(paper, "html", web_markdown_of(m->q, d, d->body, 4));
	return MB_OK;
}

static int pack(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_pack);
	struct web_head head = WEB_HEAD(.section = "/meetings", .print = true);
	struct mb_version_row *rows;
	struct meeting m;
	size_t n, at = 0;
	int rc = open_meeting(&m, q, err);

	if (rc != MB_OK || (rc = parts_of(&rows, &n, &m, "agenda", err)) != MB_OK)
		return rc;
	show_head(page, "Pack", m.doc->title, n ? NULL : "No agenda is filed yet.");
	show_act(q, page, "Back to the meeting", mb_arena_printf(q->a, "/meetings/%s", m.id), true);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_node *items;
		const struct mb_doc *d;

		if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[i], err)) != MB_OK)
			return rc;
		items = mb_doc_node(d, "items");
		for (size_t k = 0; rc == MB_OK && items && items->type == MB_LIST && k < items->n; k++) {
			const struct mb_node *row = items->items[k];
			struct tpl_map *item = tpl_list_add(page, "items");

			at++;
			tpl_set_textf(item, "id", "item-%zu", at);
			tpl_set_text(item, "number",
				     mb_node_text(row, "number") ? mb_node_text(row, "number") : "");
			tpl_set_text(item, "title",
				     mb_node_text(row, "title") ? mb_node_text(row, "title") : "");
			if (mb_node_text(row, "paper"))
				rc = put_paper(&m, item, mb_node_text(row, "paper"), at, err);
		}
	}
	show_clocks(&head, &m.from);
	head.title = mb_arena_printf(q->a, "Pack: %s", m.doc->title);
	head.command = mb_arena_printf(q->a, "show %s-agenda", m.id);
	return rc == MB_OK ? web_render(q, res, &head, page, err) : rc;
}

const struct web_route meeting_routes[] = {
	{ WEB_GET, "/meetings/{id}", meeting, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/meetings/{id}/pack", pack, WEB_READER, WEB_CACHED },
	{ 0 },
};
