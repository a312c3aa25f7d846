/* What is new to the one who asks: since the last visit on the first page, and all of it on a page of its own. */
#include "home.h"
#include "page_admin.h"
#include "templates.h"

#include <string.h>

#define LINES	 10   /* on the first page */
#define LOOK	 60   /* documents that these are made of */
#define LOOK_ALL 1000 /* ... on the page of all */
#define VERSIONS 2000 /* looked at for them, as long as the reader may read one of them */
#define MANY	 3    /* so many of a sort are told in one line */
#define ROWS	 50
#define PAGE_MAX 1000
#define DAYS	 30 /* back, for whom there is no visit before this one */

/* ---- when ------------------------------------------------------------------------------------------------- */

/* A moment in the zone of the record, with the hour that its season had. */
static struct mb_instant moment(struct web_req *q, int64_t utc)
{
	struct mb_instant t = q->now;

	t.utc = utc;
	t.offset = mb_instant_at(mb_instant_day(t), mb_instant_minute(t)).offset;
	return t;
}

/* "your last visit on Tue 24 Nov 2026" */
static const char *last_visit(struct web_req *q)
{
	struct mb_instant t = moment(q, q->who.last_visit);
	int minute = mb_instant_minute(t);

	return mb_instant_day(t) == q->today
		       ? mb_arena_printf(q->a, "your last visit at %d:%02d today", minute / 60, minute % 60)
		       : mb_arena_printf(q->a, "your last visit on %s",
					 mb_day_words(q->a, mb_instant_day(t)));
}

const char *home_last_visit(struct web_req *q)
{
	const char *on = q->who.last_visit ? last_visit(q) + strlen("your last visit ") : NULL;

	return on ? mb_arena_printf(q->a, "You were last here %s.", on) : "This is your first visit.";
}

/* ---- on the first page ------------------------------------------------------------------------------------ */

static bool alike(const struct mb_news *a, const struct mb_news *b)
{
	return !a->yours && !b->yours && a->sort == b->sort && mb_streq(a->row.kind, b->row.kind) &&
	       mb_streq(a->row.group, b->row.group) &&
	       (a->sort != MB_NEWS_STATE || mb_streq(a->row.state, b->row.state));
}

static const char *group_and_day(struct web_req *q, const struct mb_news *x)
{
	return mb_arena_printf(q->a, "%s%s%s", *x->row.group ? mb_group_title(q->a, q->g, x->row.group) : "",
			       *x->row.group ? ", " : "",
			       mb_day_words(q->a, mb_instant_day(x->row.event.recorded)));
}

/* Minutes and agendas of one body have one title: the day of their meeting tells them apart. */
static const char *title_of(struct web_req *q, const struct mb_news *x)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), x->row.kind);
	const char *title = *x->row.title ? x->row.title : x->row.id, *slash = strrchr(x->row.path, '/');
	const struct mb_doc *meeting;

	if (!k || k->lives != MB_LIVES_IN_MEETING || !slash ||
	    web_doc(&meeting, q,
		    mb_arena_printf(q->a, "%.*s/meeting.md", (int)(slash - x->row.path), x->row.path),
		    NULL) != MB_OK ||
	    mb_doc_day(meeting, "date") == MB_NO_DAY)
		return title;
	return mb_arena_printf(q->a, "%s, %s", title, mb_day_words(q->a, mb_doc_day(meeting, "date")));
}

static void put_line(struct web_req *q, struct tpl_map *panel, const struct mb_news *x, size_t alikes)
{
	if (alikes < MANY)
		home_item(q, panel, title_of(q, x), show_doc_href(q, x->row.id),
			  mb_arena_printf(q->a, "%s, %s", x->what, group_and_day(q, x)));
	else
		home_item(q, panel, mb_news_several(q->a, q->g, x, alikes),
			  mb_arena_printf(q->a, "/news?kind=%s%s%s", web_escape(q->a, x->row.kind),
					  *x->row.group ? "&group=" : "", web_escape(q->a, x->row.group)),
			  group_and_day(q, x));
}

/* Minutes that are filed bring a dozen decisions and actions: those of a sort are one line, and one's own stand by themselves. */
static size_t put_lines(struct web_req *q, struct tpl_map *panel, const struct mb_news *list, size_t n)
{
	size_t lines = 0;

	for (size_t i = 0; i < n && lines < LINES; i++) {
		size_t alikes = 1, before = 0;

		for (size_t k = 0; k < n; k++)
			if (k != i && alike(&list[k], &list[i])) {
				alikes++;
				before += k < i;
			}
		if (alikes >= MANY && before)
			continue;
		put_line(q, panel, &list[i], alikes);
		lines++;
	}
	return lines;
}

int home_news(bool *any, struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from,
	      struct mb_error *err)
{
	struct mb_news_ask ask = {
		.since = q->who.last_event, .person = q->who.person, .limit = LOOK, .most = VERSIONS
	};
	const char *since = last_visit(q);
	struct mb_news *list;
	struct tpl_map *p;
	bool more;
	size_t n;
	int rc = mb_news_read(&list, &n, &more, q->a, q->g, from, &ask, err);

	if (rc == MB_OK && n == 0 && more) {
		ask.most = ask.limit = 0;
		rc = mb_news_read(&list, &n, &more, q->a, q->g, from, &ask, err);
	}
	if (rc != MB_OK)
		return rc;
	*any = n > 0;
	p = home_panel(page, "new", mb_arena_printf(q->a, "New since %s", since),
		       mb_arena_printf(q->a, "Nothing new since %s.", since));
	if (put_lines(q, p, list, n) > 0)
		home_more(p, "All that is new", "/news");
	return MB_OK;
}

/* ---- all of it -------------------------------------------------------------------------------------------- */

struct asked {
	struct mb_news_ask ask;
	mb_day since;	   /* MB_NO_DAY: the last visit */
	const char *words; /* since when */
};

static const char *said_in(struct web_req *q, const char *name)
{
	const char *v = web_query(q, name);

	return v && *v ? v : NULL;
}

static int question(struct asked *x, struct web_req *q, struct mb_error *err)
{
	int rc = web_query_day(&x->since, q, "since", err);

	x->ask = (struct mb_news_ask){ .since = q->who.last_event,
				       .person = q->who.person,
				       .kind = said_in(q, "kind"),
				       .group = said_in(q, "group"),
				       .limit = LOOK_ALL };
	if (rc != MB_OK)
		return rc;
	if (x->since == MB_NO_DAY && q->who.last_visit) {
		x->words = last_visit(q);
		return MB_OK;
	}
	if (x->since == MB_NO_DAY)
		x->since = q->today - DAYS;
	x->words = mb_day_words(q->a, x->since);
	return mb_event_before(&x->ask.since, q->a, q->g, x->since, err);
}

static int put_filter(struct web_req *q, struct tpl_map *page, const struct asked *x, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(q->g);
	const char **names = NULL, **titles = NULL;
	struct tpl_map *filter = tpl_map(page, "filter");
	size_t n = 0, n_titles = 0;

	tpl_set_url(filter, "action", "/news");
	for (size_t i = 0; i < s->n_kinds; i++)
		if (s->kinds[i].lives != MB_LIVES_TOP) {
			*MB_PUSH(q->a, names, n) = s->kinds[i].name;
			*MB_PUSH(q->a, titles, n_titles) = s->kinds[i].title;
		}
	if (said_in(q, "since"))
		show_chosen(q, filter, "since", mb_arena_printf(q->a, "From: %s", x->words));
	if (x->ask.group)
		show_chosen(q, filter, "group",
			    mb_arena_printf(q->a, "Group: %s", mb_group_title(q->a, q->g, x->ask.group)));
	if (x->ask.kind)
		show_chosen(q, filter, "kind",
			    mb_arena_printf(q->a, "Kind: %s",
					    mb_schema_kind(s, x->ask.kind)
						    ? mb_schema_kind(s, x->ask.kind)->title
						    : x->ask.kind));
	show_day(q, filter, "since", "From");
	show_choice(filter, "kind", "Kind of document", names, titles, n, x->ask.kind, "All kinds");
	return show_groups(q, filter, x->ask.group, err);
}

static void put_row(struct web_req *q, struct tpl_map *table, const struct mb_news *x)
{
	struct tpl_map *row = tpl_list_add(table, "rows"), *cell;

	cell = admin_cell(row, show_title(q, title_of(q, x)), show_doc_href(q, x->row.id), true);
	tpl_set_bool(cell, "words", true);
	tpl_set_text(cell, "note", x->row.id);
	tpl_set_bool(admin_cell(row, x->what, NULL, false), "words", true);
	admin_cell(row, *x->row.group ? mb_group_title(q->a, q->g, x->row.group) : "",
		   *x->row.group ? show_group_href(q, x->row.group) : NULL, false);
	admin_cell(row, mb_day_words(q->a, mb_instant_day(x->row.event.recorded)), NULL, false);
}

static int news(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const columns[] = { "Document", "What is new", "Group", "Recorded", NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_register), *table;
	size_t n, at = (size_t)web_query_number(q, "page", 1, PAGE_MAX, 1) - 1;
	struct mb_standpoint from = { MB_NO_DAY, MB_NO_DAY, q->today, q->reader };
	struct mb_news *list;
	struct asked x;
	bool more;
	int rc = question(&x, q, err);

	if (rc != MB_OK || (rc = mb_news_read(&list, &n, &more, q->a, q->g, &from, &x.ask, err)) != MB_OK ||
	    (rc = put_filter(q, page, &x, err)) != MB_OK)
		return rc;
	show_head(page, NULL, mb_arena_printf(q->a, "New since %s", x.words),
		  more ? "What came, or changed, newest first; of so much only the newest is shown. What you "
			 "entered yourself is left out."
		       : "What came, or changed, newest first. What you entered yourself is left out.");
	if (n) {
		table = admin_table(tpl_map(page, "table_part"), "news", "What is new", columns);
		for (size_t i = at * ROWS; i < n && i < (at + 1) * ROWS; i++)
			put_row(q, table, &list[i]);
		show_pages(q, page, at, ROWS, n);
	} else {
		tpl_set_textf(page, "empty", "Nothing new since %s.", x.words);
	}
	return web_render(
		q, res,
		&WEB_HEAD(.title = "What is new", .section = "/", .back = "/",
			  .command = x.since == MB_NO_DAY
					     ? "news"
					     : mb_arena_printf(q->a, "news --since %s",
							       mb_day_iso((char[MB_ISO_DATE]){ 0 }, x.since)),
			  .feed = "/feeds/new.atom", .feed_title = "New"),
		page, err);
}

const struct web_route news_routes[] = {
	{ WEB_GET, "/news", news, WEB_SIGNED_IN, WEB_CACHED | WEB_BY_VISIT },
	{ 0 },
};
