/* The first page: what comes next, what is mine to do, what is new; for the public what was published. */
#include "page_review.h"
#include "home.h"
#include "show.h"
#include "templates.h"

#include <string.h>

#define ITEMS 6
#define FEW   3 /* where nothing is new */

struct tpl_map *home_panel(struct tpl_map *page, const char *id, const char *title, const char *none)
{
	struct tpl_map *p = tpl_list_add(page, "panels");

	tpl_set_text(p, "id", id);
	tpl_set_text(p, "title", title);
	tpl_set_text(p, "none", none);
	return p;
}

void home_more(struct tpl_map *p, const char *text, const char *href)
{
	struct tpl_map *m = tpl_map(p, "more");

	tpl_set_text(m, "text", text);
	tpl_set_url(m, "href", href);
}

void home_item(struct web_req *q, struct tpl_map *p, const char *text, const char *href, const char *note)
{
	struct tpl_map *item = tpl_list_add(p, "items");

	tpl_set_text(item, "text", show_title(q, text));
	tpl_set_url(item, "href", href);
	tpl_set_text(item, "note", note);
}

static const struct mb_cell *cell(const struct mb_register *r, size_t row, const char *key)
{
	static const struct mb_cell none = { .day = MB_NO_DAY };

	for (size_t i = 0; i < r->n_columns; i++)
		if (mb_streq(r->columns[i].key, key))
			return &r->rows[row].cells[i];
	return &none;
}

/* ---- the next meeting ------------------------------------------------------------------------------------ */

void home_meeting(struct web_req *q, struct tpl_map *m, const struct mb_version_row *v,
		  const struct mb_doc *d)
{
	char day[MB_LONG_DATE];
	const char *time = mb_doc_field(d, "time"), *at = time ? mb_arena_printf(q->a, ", %s", time) : "";
	int days = (int)(v->date - q->today);
	const char *in = days == 0   ? "Today"
			 : days == 1 ? "Tomorrow"
				     : mb_arena_printf(q->a, "In %d days", days);

	tpl_set_text(m, "title", v->title);
	tpl_set_url(m, "href", show_doc_href(q, v->id));
	if (strstr(v->title, mb_day_long(day, v->date))) /* the date need not be said twice */
		tpl_set_textf(m, "when", "%s%s", in, at);
	else
		tpl_set_textf(m, "when", "%s%s", mb_day_words(q->a, v->date), at);
	tpl_set_text(m, "place", mb_doc_field(d, "place"));
}

static int next_meeting(struct web_req *q, struct tpl_map *page, bool mine, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "meeting",
				    .state = "planned",
				    .since = q->today,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	const struct mb_doc *d;
	struct mb_version_row *rows;
	struct tpl_map *m;
	size_t n, at = 0;
	int rc = web_list(&rows, &n, q, &ask, err);

	if (rc != MB_OK)
		return rc;
	while (mine && at < n && !mb_reader_in(q->reader, rows[at].group))
		at++;
	if (at >= n) {
		tpl_set_text(page, "none", "No meeting is in the diary.");
		return MB_OK;
	}
	if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[at], err)) != MB_OK)
		return rc;
	m = tpl_map(page, "meeting");
	home_meeting(q, m, &rows[at], d);
	return home_countdown(q, m, rows[at].id, rows[at].group, err);
}

/* ---- panels ---------------------------------------------------------------------------------------------- */

static int my_actions(struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from,
		      struct mb_error *err)
{
	struct mb_wherefield where = { "owner", q->who.person };
	const struct mb_register_ask ask = { .name = "actions",
					     .state = "open",
					     .where = &where,
					     .n_where = 1,
					     .open = true,
					     .since = MB_NO_DAY,
					     .until = MB_NO_DAY };
	struct tpl_map *p = home_panel(page, "mine", "My actions", "You have no open action.");
	struct mb_register r;
	int rc = mb_register_read(&r, q->a, q->g, from, &ask, err);

	for (size_t i = 0; rc == MB_OK && i < r.n_rows && i < ITEMS; i++) {
		const struct mb_cell *due = cell(&r, i, "first_due"), *standing = cell(&r, i, "standing");

		home_item(q, p, r.rows[i].title, show_doc_href(q, r.rows[i].id),
			  mb_arena_printf(
				  q->a, "%s%s%s", due->text ? "first due " : "", due->text ? due->text : "",
				  standing->text ? mb_arena_printf(q->a, ", %s", standing->text) : ""));
	}
	home_more(p, "All of them", show_person_href(q, q->who.person));
	return rc;
}

/* "without effect: inquorate. What lifts it: ... Who can: the chair" */
static const char *to_cure(struct web_req *q, const struct mb_register *r, size_t i)
{
	const char *cures = cell(r, i, "cures")->text, *can = cell(r, i, "can")->text;

	return mb_arena_printf(q->a, "%s%s%s%s%s", cell(r, i, "marks")->text,
			       cures ? ". What lifts it: " : "", cures ? show_named(q, cures) : "",
			       can ? ". Who can: " : "", can ? can : "");
}

static int register_panel(struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from,
			  const char *name, const char *title, const char *none, bool overdue,
			  struct mb_error *err)
{
	const struct mb_register_ask ask = {
		.name = name, .overdue = overdue, .open = overdue, .since = MB_NO_DAY, .until = MB_NO_DAY
	};
	struct tpl_map *p = home_panel(page, name, title, none);
	struct mb_register r;
	int rc = mb_register_read(&r, q->a, q->g, from, &ask, err);

	for (size_t i = 0; rc == MB_OK && i < r.n_rows && i < ITEMS; i++)
		home_item(q, p, *r.rows[i].title ? r.rows[i].title : r.rows[i].id,
			  show_doc_href(q, r.rows[i].id),
			  cell(&r, i, "marks")->text ? to_cure(q, &r, i) : r.rows[i].id);
	if (rc == MB_OK && r.total > 0)
		tpl_set_text(p, "tone", overdue ? "late" : "warn");
	home_more(p, "All of them",
		  mb_arena_printf(q->a, "/registers/%s%s", name, overdue ? "?overdue=yes" : ""));
	return rc;
}

static int newest(struct web_req *q, struct tpl_map *page, const char *kind, const char *title,
		  const char *none, size_t items, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = kind, /* an end: what has no date is not among them */
				    .since = MB_NO_DAY,
				    .until = q->today,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY,
				    .newest_first = true,
				    .limit = items };
	struct tpl_map *p = home_panel(page, kind, title, none);
	struct mb_version_row *rows;
	size_t n = 0;
	int rc = mb_schema_kind(mb_gate_schema(q->g), kind) ? web_list(&rows, &n, q, &ask, err) : MB_OK;

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		home_item(q, p, rows[i].title, show_doc_href(q, rows[i].id),
			  mb_arena_printf(q->a, "%s, %s", rows[i].id, mb_day_words(q->a, rows[i].date)));
	home_more(p, "All of them",
		  mb_arena_printf(q->a, "/registers/%s",
				  mb_schema_kind(mb_gate_schema(q->g), kind)
					  ? mb_schema_kind(mb_gate_schema(q->g), kind)->plural
					  : kind));
	return rc;
}

/* Since the last visit; where nothing is new, the few newest; on a first visit more of them. */
static int news(struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from,
		struct mb_error *err)
{
	bool any = false, first = q->who.last_visit == 0;
	int rc = first ? MB_OK : home_news(&any, q, page, from, err);

	if (rc != MB_OK || any)
		return rc;
	if ((rc = newest(q, page, "decision", "Newest decisions", "No decision is recorded.",
			 first ? ITEMS : FEW, err)) != MB_OK)
		return rc;
	return newest(q, page, "paper", "Newest papers", "There are no papers.", first ? ITEMS : FEW, err);
}

static int my_groups(struct web_req *q, struct tpl_map *page, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "group",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct tpl_map *p = home_panel(page, "groups", "My groups", "You are in no group today.");
	struct mb_version_row *rows;
	size_t n;
	int rc = web_list(&rows, &n, q, &ask, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (mb_reader_in(q->reader, rows[i].group))
			home_item(q, p, rows[i].title, show_group_href(q, rows[i].group), NULL);
	home_more(p, "All groups", "/groups");
	return rc;
}

/* Minutes being taken stand beside the record: for those who may take any, the page is kept as long as they are the same. */
static int drafts_panel(struct web_req *q, struct web_res *res, struct tpl_map *page, struct mb_error *err)
{
	struct draft_waiting *list;
	struct tpl_map *p;
	size_t n = 0;
	bool may;
	int rc = may_take_minutes(&may, q, err);

	if (rc != MB_OK || !may || (rc = drafts_waiting(&list, &n, &res->drafts, q, err)) != MB_OK || n == 0)
		return rc;
	p = home_panel(page, "drafts", "Minutes being taken", "");
	tpl_set_text(p, "tone", "warn");
	for (size_t i = 0; i < n; i++)
		home_item(q, p, list[i].title, list[i].href, list[i].saved);
	return MB_OK;
}

/* ---- the page -------------------------------------------------------------------------------------------- */

static int home(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_home);
	struct mb_standpoint from;
	int rc;

	if (!q->who.person)
		return show_public_home(q, res, err);
	if ((rc = show_from(&from, q, err)) != MB_OK)
		return rc;
	show_head(page, NULL, mb_arena_printf(q->a, "Hello, %s", q->who.name ? q->who.name : q->who.person),
		  NULL);
	if ((rc = next_meeting(q, page, !q->who.clerk, err)) != MB_OK ||
	    (rc = drafts_panel(q, res, page, err)) != MB_OK ||
	    (rc = my_actions(q, page, &from, err)) != MB_OK)
		return rc;
	if (q->who.clerk) {
		show_act(q, page, "File a text", "/file", false);
		show_act(q, page, "Put a meeting in the diary", "/new-meeting", true);
		if ((rc = register_panel(q, page, &from, "irregularities", "To be put right",
					 "Nothing is irregular.", false, err)) != MB_OK ||
		    (rc = register_panel(q, page, &from, "actions", "Late actions", "No action is late.",
					 true, err)) != MB_OK ||
		    (rc = home_held(q, page, err)) != MB_OK)
			return rc;
	}
	if ((rc = home_moves(q, page, err)) != MB_OK)
		return rc;
	if ((rc = news(q, page, &from, err)) != MB_OK || (rc = my_groups(q, page, err)) != MB_OK)
		return rc;
	return web_render(q, res,
			  &WEB_HEAD(.title = "Home", .section = "/", .command = "list",
				    .feed = "/feeds/new.atom", .feed_title = "New"),
			  page, err);
}

const struct web_route home_routes[] = {
	{ WEB_GET, "/", home, WEB_READER, WEB_CACHED | WEB_BY_VISIT },
	{ 0 },
};
