/* Who did what when: events of the record with their rulings, and refused attempts. */
#include "page_admin.h"
#include "templates.h"

#include <string.h>

#define ROWS	 50
#define PAGE_MAX 100000

static const char *said_in(struct web_req *q, const char *name)
{
	const char *v = web_query(q, name);

	return v && *v ? v : NULL;
}

static int question(struct audit *x, struct web_req *q, struct mb_error *err)
{
	int rc;

	*x = (struct audit){ .q = q,
			     .person = said_in(q, "person"),
			     .group = said_in(q, "group"),
			     .kind = said_in(q, "kind"),
			     .refused = said_in(q, "refused") != NULL };
	if ((rc = web_query_day(&x->since, q, "since", err)) != MB_OK ||
	    (rc = web_query_day(&x->until, q, "until", err)) != MB_OK)
		return rc;
	return audit_gather(x, err);
}

static void put_kinds(struct web_req *q, struct tpl_map *filter, const char *chosen)
{
	const struct mb_schema *s = mb_gate_schema(q->g);
	const char **names = NULL, **titles = NULL;
	size_t n = 0, n_titles = 0;

	for (size_t i = 0; i < s->n_kinds; i++) {
		*MB_PUSH(q->a, names, n) = s->kinds[i].name;
		*MB_PUSH(q->a, titles, n_titles) = s->kinds[i].title;
	}
	show_choice(filter, "kind", "Kind of document", names, titles, n, chosen, "All kinds");
}

static void put_chosen(struct web_req *q, struct tpl_map *filter, const struct audit *x)
{
	const struct mb_kind *k = x->kind ? mb_schema_kind(mb_gate_schema(q->g), x->kind) : NULL;

	if (x->person)
		show_chosen(q, filter, "person",
			    mb_arena_printf(q->a, "Person: %s", mb_person_name(q->a, q->g, x->person)));
	if (x->group)
		show_chosen(q, filter, "group",
			    mb_arena_printf(q->a, "Group: %s", mb_group_title(q->a, q->g, x->group)));
	if (x->kind)
		show_chosen(q, filter, "kind", mb_arena_printf(q->a, "Kind: %s", k ? k->title : x->kind));
	if (x->since != MB_NO_DAY)
		show_chosen(q, filter, "since",
			    mb_arena_printf(q->a, "From: %s", mb_day_words(q->a, x->since)));
	if (x->until != MB_NO_DAY)
		show_chosen(q, filter, "until",
			    mb_arena_printf(q->a, "To: %s", mb_day_words(q->a, x->until)));
	if (x->refused)
		show_chosen(q, filter, "refused", "Only what was refused");
}

static int put_filter(struct web_req *q, struct tpl_map *page, const struct audit *x, struct mb_error *err)
{
	static const char *const yes[] = { "yes" }, *const only[] = { "Only what was refused" };
	struct tpl_map *filter = tpl_map(page, "filter");
	int rc;

	tpl_set_url(filter, "action", "/admin/audit");
	put_chosen(q, filter, x);
	if ((rc = admin_choose_person(q, filter, "person", "Person", x->person, "Everybody", err)) != MB_OK ||
	    (rc = show_groups(q, filter, x->group, err)) != MB_OK)
		return rc;
	put_kinds(q, filter, x->kind);
	show_day(q, filter, "since", "From");
	show_day(q, filter, "until", "To");
	show_choice(filter, "refused", "Outcome", yes, only, 1, x->refused ? "yes" : NULL, "All");
	return MB_OK;
}

static const char *who_words(struct web_req *q, const struct audit_line *l)
{
	const char *by = mb_person_name(q->a, q->g, l->by);

	if (mb_streq(l->by, l->entered_by) || !*l->entered_by)
		return by;
	return mb_arena_printf(q->a, "%s, entered by %s", by, mb_person_name(q->a, q->g, l->entered_by));
}

static const char *ruling_href(struct web_req *q, const struct audit_line *l)
{
	if (!l->doc)
		return NULL;
	if (!l->event)
		return show_doc_href(q, l->doc);
	return mb_arena_printf(q->a, "%s/why/%ld", show_doc_href(q, l->doc), l->event->event);
}

static void put_line(struct web_req *q, struct tpl_map *table, const struct audit_line *l)
{
	struct tpl_map *row = tpl_list_add(table, "rows"), *cell;

	cell = admin_cell(row, admin_when(q, l->at), NULL, true);
	cell = admin_cell(row, l->said, ruling_href(q, l), false);
	tpl_set_bool(cell, "words", true);
	tpl_set_text(cell, "note", l->why);
	admin_cell(row, who_words(q, l), NULL, false);
	cell = admin_cell(row, NULL, NULL, false);
	admin_tag(cell, l->event ? "Done" : "Refused", l->event ? "green" : "red");
	if (l->event)
		tpl_set_textf(cell, "note", "event %ld", l->event->event);
}

static int audit(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const columns[] = { "When", "What", "Who", "Outcome", NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_register), *table;
	size_t at = (size_t)web_query_number(q, "page", 1, PAGE_MAX, 1) - 1, first, n;
	struct audit x;
	int rc = question(&x, q, err);

	if (rc != MB_OK)
		return rc;
	first = at * ROWS < x.n ? at * ROWS : x.n;
	n = x.n - first < ROWS ? x.n - first : ROWS;
	if ((rc = audit_tell(&x, first, n, err)) != MB_OK || (rc = put_filter(q, page, &x, err)) != MB_OK)
		return rc;
	show_head(page, NULL, "Who did what",
		  "Every change of the record with what the rules said about it, and what was refused, "
		  "newest first. "
		  "What you may not read yourself is not named here either.");
	if (n) {
		table = admin_table(tpl_map(page, "table_part"), "audit", "Who did what", columns);
		for (size_t i = first; i < first + n; i++)
			put_line(q, table, &x.lines[i]);
	} else {
		tpl_set_text(page, "empty", "Nothing that you asked for.");
	}
	show_pages(q, page, at, ROWS, x.n);
	show_link(q, page, "Take it away as a file for spreadsheets (CSV)",
		  mb_arena_printf(q->a, "/admin/audit.csv%s",
				  strchr(q->target, '?') ? strchr(q->target, '?') : ""));
	show_link(q, page, "What was done with accounts", "/admin/account-log");
	return web_render(q, res, &ADMIN_HEAD(.title = "Who did what"), page, err);
}

/* ---- as a file ------------------------------------------------------------------------------------------- */

static const struct mb_column file_columns[] = {
	{ .key = "recorded", .title = "Recorded", .type = MB_CELL_TEXT },
	{ .key = "event", .title = "Event", .type = MB_CELL_NUMBER },
	{ .key = "outcome", .title = "Outcome", .type = MB_CELL_TEXT },
	{ .key = "by", .title = "By", .type = MB_CELL_TEXT },
	{ .key = "entered_by", .title = "Entered by", .type = MB_CELL_TEXT },
	{ .key = "what", .title = "What", .type = MB_CELL_TEXT },
	{ .key = "document", .title = "Document", .type = MB_CELL_TEXT },
	{ .key = "why", .title = "Why it was refused", .type = MB_CELL_TEXT },
};
enum { FILE_COLUMNS = sizeof file_columns / sizeof *file_columns };

static void file_row(struct mb_register_row *row, struct web_req *q, const struct audit_line *l)
{
	char iso[MB_ISO_TIME];
	const char *const text[FILE_COLUMNS] = {
		mb_arena_dup(q->a, mb_instant_iso(iso, l->at)),
		l->event ? mb_arena_printf(q->a, "%ld", l->event->event) : NULL,
		l->event ? "done" : "refused",
		mb_person_name(q->a, q->g, l->by),
		mb_person_name(q->a, q->g, l->entered_by),
		l->said,
		l->doc,
		l->why,
	};

	row->cells = mb_arena_alloc(q->a, FILE_COLUMNS * sizeof *row->cells);
	for (size_t i = 0; i < FILE_COLUMNS; i++)
		row->cells[i] = (struct mb_cell){ .text = text[i], .day = MB_NO_DAY };
}

static int audit_csv(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_column columns[FILE_COLUMNS];
	struct mb_register r = {
		.name = "audit", .title = "Who did what", .columns = columns, .n_columns = FILE_COLUMNS
	};
	struct audit x;
	int rc = question(&x, q, err);

	if (rc != MB_OK || (rc = audit_tell(&x, 0, x.n, err)) != MB_OK)
		return rc;
	memcpy(columns, file_columns, sizeof columns);
	r.rows = mb_arena_alloc(q->a, (x.n + 1) * sizeof *r.rows);
	for (size_t i = 0; i < x.n; i++)
		file_row(&r.rows[r.n_rows++], q, &x.lines[i]);
	web_attachment(res, "text/csv; charset=utf-8", r.name);
	mb_register_csv(&res->body, &r);
	return MB_OK;
}

const struct web_route admin_audit_routes[] = {
	{ WEB_GET, "/admin/audit", audit, WEB_ADMIN, WEB_SLOW },
	{ WEB_GET, "/admin/audit.csv", audit_csv, WEB_ADMIN, WEB_SLOW },
	{ 0 },
};
