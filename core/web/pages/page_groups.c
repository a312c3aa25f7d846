/* Groups and people: who belongs to what on a day, who reports to whom. */
#include "show.h"
#include "templates.h"

#include <pthread.h>
#include <string.h>

/* ---- the map --------------------------------------------------------------------------------------------- */

static void put_lines_up(struct web_req *q, struct tpl_map *item, const struct mb_map *m, size_t group)
{
	for (size_t i = 0; i < m->n_lines; i++) {
		const struct mb_map_line *l = &m->lines[i];
		struct tpl_map *to;

		if (l->from != group)
			continue;
		to = tpl_list_add(item, "to");
		tpl_set_textf(to, "text", "reports to %s (%s%s%s)", m->groups[l->to].title, l->type,
			      l->accountability ? ", " : "", l->accountability ? l->accountability : "");
		tpl_set_url(to, "href", show_group_href(q, m->groups[l->to].slug));
	}
}

static int map(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_structure);
	struct web_head head = WEB_HEAD(.title = "Who reports to whom", .section = "/groups",
					.command = "lines");
	struct mb_standpoint from;
	struct mb_map m;
	int rc;

	if ((rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_map_read(&m, q->a, q->g, &from, err)) != MB_OK)
		return rc;
	show_head(page, NULL, "Who reports to whom",
		  "The groups of the partnership and the lines between them.");
	for (size_t i = 0; i < m.n_list; i++) {
		const struct mb_map_place *at = &m.list[i];
		const struct mb_map_group *g = &m.groups[at->group];
		struct tpl_map *item;

		if (at->again)
			continue;
		item = tpl_list_add(page, "groups");
		tpl_set_text(item, "name", g->title);
		tpl_set_url(item, "href", show_group_href(q, g->slug));
		tpl_set_text(item, "about", g->remit);
		put_lines_up(q, item, &m, at->group);
	}
	for (size_t i = 0; i < m.n_findings; i++) {
		struct tpl_map *item = tpl_list_add(page, "faults");

		tpl_set_text(item, "text", m.findings[i].text);
	}
	if (m.n_lines) {
		struct tpl_map *picture = tpl_map(page, "picture");

		tpl_set_url(picture, "src", mb_arena_printf(q->a, "/map.svg%s", show_clock_query(q, &from)));
		tpl_set_text(
			picture, "text",
			"A drawing of the groups and the lines between them. The list below says the same.");
	}
	show_choose_days(q, page, &from);
	show_clocks(&head, &from);
	return web_render(q, res, &head, page, err);
}

/* graphviz keeps state for the whole process. */
static pthread_mutex_t drawing = PTHREAD_MUTEX_INITIALIZER;

static int picture(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_standpoint from;
	struct mb_map m;
	int rc;

	if ((rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_map_read(&m, q->a, q->g, &from, err)) != MB_OK)
		return rc;
	res->type = "image/svg+xml";
	if (!q->who.person)
		res->keeping = WEB_KEEP_TAGGED;
	(void)pthread_mutex_lock(&drawing);
	rc = mb_map_svg(&res->body, &m, NULL, err);
	(void)pthread_mutex_unlock(&drawing);
	return rc;
}

/* ---- groups ---------------------------------------------------------------------------------------------- */

static int groups(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *part;
	struct web_head head = WEB_HEAD(.title = "Groups", .section = "/groups", .command = "groups");
	struct mb_standpoint from;
	struct mb_map m;
	int rc;

	if ((rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_map_read(&m, q->a, q->g, &from, err)) != MB_OK)
		return rc;
	show_head(page, NULL, "Groups",
		  "Boards, executive and sub-groups: who is on them, what binds them, what they decided.");
	part = tpl_map(show_section(page, "groups", "All groups"), "agenda_part");
	for (size_t i = 0; i < m.n_groups; i++) {
		struct tpl_map *item = tpl_list_add(part, "agenda");

		tpl_set_text(item, "title", m.groups[i].title);
		tpl_set_url(item, "href", show_group_href(q, m.groups[i].slug));
		tpl_set_textf(item, "note", "%s, %zu member%s%s%s", m.groups[i].code, m.groups[i].members,
			      m.groups[i].members == 1 ? "" : "s", m.groups[i].remit ? ". " : "",
			      m.groups[i].remit ? m.groups[i].remit : "");
	}
	show_link(q, page, "Who reports to whom", "/map");
	show_link(q, page, "Memberships and vacancies", "/registers/memberships");
	if (q->who.clerk || q->who.admin)
		show_link(q, page, "Posts that serve every group", "/admin/posts");
	show_choose_days(q, page, &from);
	show_clocks(&head, &from);
	return web_render(q, res, &head, page, err);
}

static int put_register(struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from,
			const char *name, const char *group, const char *heading, const char *const *columns,
			size_t limit, struct mb_error *err)
{
	const struct mb_register_ask ask = {
		.name = name, .group = group, .since = MB_NO_DAY, .until = MB_NO_DAY
	};
	struct tpl_map *s, *more;
	struct mb_register r;
	int rc = mb_register_read(&r, q->a, q->g, from, &ask, err);

	if (rc != MB_OK)
		return rc;
	s = show_section(page, name, heading);
	if (r.n_rows == 0) {
		tpl_set_text(s, "empty", "None.");
		return MB_OK;
	}
	if (r.n_rows > limit) { /* the newest are last */
		r.rows += r.n_rows - limit;
		r.n_rows = limit;
	}
	show_table(q, tpl_map(s, "table_part"), mb_arena_printf(q->a, "t-%s", name), &r, columns, NULL);
	more = tpl_list_add(s, "more");
	tpl_set_textf(more, "text", "All %s", name);
	tpl_set_url(more, "href",
		    mb_arena_printf(q->a, "/registers/%s?group=%s", name, web_escape(q->a, group)));
	return MB_OK;
}

static int group(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const members[] = { "person",   "role", "on_behalf_of", "from", "until",
					       "standing", NULL },
				 *const meetings[] = { "date", "id", "title", "place", "state", NULL },
				 *const elsewhere[] = { "members", NULL },
				 *const decisions[] = { "date", "id", "title", "outcome", "standing", NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	struct web_head head = WEB_HEAD(.section = "/groups");
	struct mb_standpoint from;
	const struct mb_doc *d, *terms;
	const char *slug, *terms_id;
	struct mb_error none;
	struct mb_fact *facts;
	struct tpl_map *part;
	size_t n;
	int rc;

	if ((rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_group_named(&slug, q->a, q->g, web_param(q, "slug"), err)) != MB_OK ||
	    (rc = mb_doc_at(&d, NULL, q->a, q->g, &from, slug, err)) != MB_OK ||
	    (rc = mb_facts(&facts, &n, q->a, q->g, &from, d, err)) != MB_OK)
		return rc;
	show_head(page, "Group", d->title, NULL);
	head.title = d->title;
	head.command = mb_arena_printf(q->a, "group %s", slug);
	head.api = mb_arena_printf(q->a, "/api/v1/groups/%s", slug);
	part = tpl_map(show_section(page, "about", "About"), "summary_part");
	show_facts(q, part, d, facts, n, elsewhere);
	show_rows(q, page, &from, d, facts, n, elsewhere);
	if (d->body.n)
		tpl_set_html(page, "prose", web_markdown_of(q, d, show_text_of(d), 2));
	if ((rc = put_register(q, page, &from, "memberships", slug, "Members", members, 60, err)) != MB_OK ||
	    (rc = put_register(q, page, &from, "meetings", slug, "Meetings", meetings, 8, err)) != MB_OK ||
	    (rc = put_register(q, page, &from, "decisions", slug, "Decisions", decisions, 8, err)) != MB_OK)
		return rc;
	terms_id = mb_arena_printf(q->a, "groups/%s/terms-of-reference.md", slug);
	if (mb_doc_at(&terms, NULL, q->a, q->g, &from, terms_id, &none) == MB_OK)
		show_link(q, page, terms->title, show_doc_href(q, terms->id));
	show_link(q, page, "Who reports to whom", "/map");
	show_choose_days(q, page, &from);
	show_clocks(&head, &from);
	return web_render(q, res, &head, page, err);
}

/* ---- people ---------------------------------------------------------------------------------------------- */

static int person(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const owned[] = { "id", "title", "due", "first_due", "standing", NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *part, *s;
	struct web_head head = WEB_HEAD(.section = "/groups");
	const char *id = web_param(q, "id");
	struct mb_wherefield where = { "owner", id };
	const struct mb_register_ask ask = {
		.name = "actions", .where = &where, .n_where = 1, .since = MB_NO_DAY, .until = MB_NO_DAY
	};
	struct mb_standpoint from;
	struct mb_register r;
	const struct mb_doc *d;
	struct mb_fact *facts;
	size_t n;
	int rc;

	if ((rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_doc_at(&d, NULL, q->a, q->g, &from, mb_arena_printf(q->a, "people/%s.md", id), err)) !=
		    MB_OK ||
	    (rc = mb_facts(&facts, &n, q->a, q->g, &from, d, err)) != MB_OK)
		return rc;
	show_head(page, "Person", d->title, NULL);
	head.title = d->title;
	head.command = mb_arena_printf(q->a, "show people/%s.md", id);
	part = tpl_map(show_section(page, "about", "About"), "summary_part");
	show_facts(q, part, d, facts, n, NULL);
	if ((rc = mb_register_read(&r, q->a, q->g, &from, &ask, err)) != MB_OK)
		return rc;
	s = show_section(page, "actions", "Actions");
	if (r.n_rows)
		show_table(q, tpl_map(s, "table_part"), "t-actions", &r, owned, NULL);
	else
		tpl_set_text(s, "empty", "None.");
	show_choose_days(q, page, &from);
	show_clocks(&head, &from);
	return web_render(q, res, &head, page, err);
}

const struct web_route groups_routes[] = {
	{ WEB_GET, "/groups", groups, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/groups/{slug}", group, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/people/{id}", person, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/map", map, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/map.svg", picture, WEB_READER, WEB_CACHED | WEB_SLOW },
	{ 0 },
};
