/* The first page for everybody: what a visitor comes for, and nothing that is not published. */
#include "home.h"
#include "templates.h"

#include <string.h>

#define ITEMS 5

static struct tpl_map *panel(struct tpl_map *page, const char *id, const char *title, const char *none)
{
	struct tpl_map *p = tpl_list_add(page, "panels");

	tpl_set_text(p, "id", id);
	tpl_set_text(p, "title", title);
	tpl_set_text(p, "none", none);
	return p;
}

static void more(struct web_req *q, struct tpl_map *p, const char *text, const char *href)
{
	struct tpl_map *m;

	if (!web_there(q, href))
		return;
	m = tpl_map(p, "more");
	tpl_set_text(m, "text", text);
	tpl_set_url(m, "href", href);
}

static void item(struct tpl_map *p, const char *text, const char *href, const char *note)
{
	struct tpl_map *i = tpl_list_add(p, "items");

	tpl_set_text(i, "text", text);
	tpl_set_url(i, "href", href);
	tpl_set_text(i, "note", note);
}

/* What may be read of one kind, by its date; none where the rules declare no such kind. */
static int listed(struct mb_version_row **rows, size_t *n, struct web_req *q, const char *kind,
		  const char *state, mb_day since, mb_day until, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = kind,
				    .state = state,
				    .since = since,
				    .until = until,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };

	*rows = NULL;
	*n = 0;
	return mb_schema_kind(mb_gate_schema(q->g), kind) ? web_list(rows, n, q, &ask, err) : MB_OK;
}

static const char *where_and_when(struct web_req *q, const struct mb_doc *d, mb_day date)
{
	const char *time = mb_doc_field(d, "time"), *place = mb_doc_field(d, "place");

	return mb_arena_printf(q->a, "%s%s%s%s%s", mb_day_words(q->a, date), time ? ", " : "",
			       time ? time : "", place ? ", " : "", place ? place : "");
}

static int next_meeting(struct web_req *q, struct tpl_map *page, const struct mb_version_row *v,
			struct mb_error *err)
{
	struct tpl_map *m;
	const struct mb_doc *d;
	int rc = mb_doc_of_version(&d, q->a, q->g, v, err);

	if (rc != MB_OK)
		return rc;
	m = tpl_map(page, "meeting");
	home_meeting(q, m, v, d);
	tpl_set_text(m, "tasks_title", "Before the meeting");
	return MB_OK;
}

static int meetings(struct web_req *q, struct tpl_map *page, struct mb_error *err)
{
	struct mb_version_row *rows;
	struct tpl_map *p;
	size_t n;
	int rc = listed(&rows, &n, q, "meeting", "planned", q->today, MB_NO_DAY, err);

	if (rc != MB_OK)
		return rc;
	if (n == 0)
		tpl_set_text(page, "none", "No meeting is in the diary.");
	else if ((rc = next_meeting(q, page, &rows[0], err)) != MB_OK)
		return rc;
	p = panel(page, "meetings", n > 1 ? "After that" : "Latest meetings",
		  "No other meeting is in the diary.");
	for (size_t i = 1; i < n && i <= ITEMS; i++) {
		const struct mb_doc *d;

		if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[i], err)) != MB_OK)
			return rc;
		item(p, rows[i].title, show_doc_href(q, rows[i].id), where_and_when(q, d, rows[i].date));
	}
	if (n <= 1 && (rc = listed(&rows, &n, q, "meeting", NULL, MB_NO_DAY, q->today, err)) == MB_OK)
		for (size_t i = n; i > 0 && n - i < ITEMS; i--)
			item(p, rows[i - 1].title, show_doc_href(q, rows[i - 1].id), rows[i - 1].state);
	more(q, p, "All meetings", "/meetings");
	return rc;
}

/* What belongs to a meeting goes by the meeting's day: minutes are approved weeks later. */
static const char *about(struct web_req *q, const struct mb_version_row *v)
{
	const struct mb_doc *d, *meeting;
	const char *id = NULL;
	mb_day day = v->date;

	if (mb_doc_of_version(&d, q->a, q->g, v, NULL) == MB_OK)
		id = mb_doc_field(d, "meeting");
	if (id && mb_view_doc(&meeting, mb_gate_view(q->g), id, NULL) == MB_OK)
		day = mb_doc_day(meeting, "date");
	return mb_arena_printf(q->a, "%s, %s%s%s", v->id, mb_day_words(q->a, day), *v->group ? ", " : "",
			       *v->group ? mb_group_title(q->a, q->g, v->group) : "");
}

static int newest(struct web_req *q, struct tpl_map *page, const char *kind, const char *title,
		  const char *none, const char *all, const char *href, struct mb_error *err)
{
	struct tpl_map *p = panel(page, kind, title, none);
	struct mb_version_row *rows;
	size_t n;
	int rc = listed(&rows, &n, q, kind, NULL, MB_NO_DAY, MB_NO_DAY, err);

	while (rc == MB_OK && n && rows[n - 1].date == MB_NO_DAY) /* those without a date stand last */
		n--;
	for (size_t i = n; rc == MB_OK && i > 0 && n - i < ITEMS; i--)
		item(p, show_title(q, rows[i - 1].title), show_doc_href(q, rows[i - 1].id),
		     about(q, &rows[i - 1]));
	more(q, p, all, href);
	return rc;
}

static int groups(struct web_req *q, struct tpl_map *page, struct mb_error *err)
{
	struct tpl_map *p = panel(page, "groups", "Who decides", "No group is published.");
	struct mb_version_row *rows;
	size_t n;
	int rc = listed(&rows, &n, q, "group", NULL, MB_NO_DAY, MB_NO_DAY, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		item(p, rows[i].title, show_group_href(q, rows[i].group), NULL);
	more(q, p, "How the groups report to each other", "/map");
	return rc;
}

int show_public_home(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_home);
	const char *name = mb_gate_partnership(q->g)->name;
	int rc;

	show_head(
		page, NULL, name,
		"Meetings, papers, minutes and decisions as they are published. Search for a word, or begin "
		"with what is new.");
	if ((rc = meetings(q, page, err)) != MB_OK ||
	    (rc = newest(q, page, "decision", "Newest decisions", "No decision is published.",
			 "All decisions", "/decisions", err)) != MB_OK ||
	    (rc = newest(q, page, "minutes", "Minutes", "No minutes are published yet.", "All minutes",
			 "/registers/minutes", err)) != MB_OK ||
	    (rc = newest(q, page, "paper", "Newest papers", "No paper is published.", "All papers", "/papers",
			 err)) != MB_OK ||
	    (rc = groups(q, page, err)) != MB_OK)
		return rc;
	return web_render(q, res, &WEB_HEAD(.title = "Home", .section = "/", .command = "list"), page, err);
}
