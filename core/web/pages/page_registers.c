/* Registers: which there are, and each as a table with filters, sorting, pages, as at a date, and as a file for spreadsheets. */
#include "fields.h"
#include "templates.h"

#include <string.h>

#define ROWS	 50
#define PAGE_MAX 100000

static int may_list(struct mb_register_about **out, size_t *n, struct web_req *q, struct mb_error *err)
{
	return mb_register_list(out, n, q->a, q->g, err);
}

static int all(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *s = NULL, *part = NULL;
	struct mb_register_about *list;
	size_t n;
	int rc = may_list(&list, &n, q, err);

	if (rc != MB_OK)
		return rc;
	show_head(page, NULL, "Registers",
		  "What the record can be asked for as a table. Each can be filtered, sorted, shown as at a "
		  "date, and taken away as a file.");
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *item;

		if (!list[i].declared)
			continue;
		if (!s) {
			s = show_section(page, "registers", "All registers");
			part = tpl_map(s, "agenda_part");
		}
		item = tpl_list_add(part, "agenda");
		tpl_set_text(item, "title", list[i].title);
		tpl_set_text(item, "note", list[i].about);
		tpl_set_urlf(item, "href", "/registers/%s", list[i].name);
	}
	show_act(q, page, "Something new", "/new", false);
	return web_render(q, res, &WEB_HEAD(.title = "Registers", .section = "/registers", .command = "list"),
			  page, err);
}

/* ---- filters --------------------------------------------------------------------------------------------- */

static void put_new(struct web_req *q, struct tpl_map *page, const struct mb_kind *k)
{
	if (k && show_may_make(q, k))
		show_act(q, page, mb_arena_printf(q->a, "New %s", show_make_words(q, k)),
			 show_make_href(q, k), false);
}

static const char *const asked_for[] = { "group", "state", "since", "until", "overdue", "all" };

static const struct mb_kind *kind_of(struct web_req *q, const struct mb_register_about *about)
{
	return about->kind ? mb_schema_kind(mb_gate_schema(q->g), about->kind) : NULL;
}

static void put_chosen(struct web_req *q, struct tpl_map *filter, const struct mb_kind *k)
{
	static const char *const words[] = { "Group", "State",	   "From",
					     "To",    "Late only", "Also what is closed" };
	bool any = register_put_chosen(q, filter, k);

	for (size_t i = 0; i < sizeof asked_for / sizeof *asked_for; i++) {
		const char *v = web_query(q, asked_for[i]);
		struct tpl_map *c;

		if (!v || !*v)
			continue;
		any = true;
		c = tpl_list_add(filter, "chosen");
		if (i >= 4)
			tpl_set_text(c, "text", words[i]);
		else
			tpl_set_textf(c, "text", "%s: %s", words[i],
				      i == 0 ? mb_group_title(q->a, q->g, v) : v);
		tpl_set_url(c, "without", show_query_with(q, asked_for[i], NULL));
	}
	if (any)
		tpl_set_url(filter, "clear", q->path);
}

static void put_states(struct web_req *q, struct tpl_map *filter, const struct mb_register_about *about)
{
	const struct mb_kind *k = kind_of(q, about);
	const char *const *words = about->standings;
	size_t n = 0;

	if (!words && k) {
		words = (const char *const *)k->states;
		n = k->n_states;
	}
	while (about->standings && words[n])
		n++;
	if (n)
		show_choice(filter, "state", "State", words, words, n, web_query(q, "state"), "Any");
}

static int put_filter(struct web_req *q, struct tpl_map *page, const struct mb_register_about *about,
		      struct mb_error *err)
{
	static const char *const yes[] = { "yes" }, *const also[] = { "Also what is closed" },
				 *const late[] = { "Only what is late" };
	struct tpl_map *filter = tpl_map(page, "filter");
	int rc;

	tpl_set_url(filter, "action", q->path);
	for (size_t i = 0; i < q->query.n; i++) {
		const char *name = q->query.list[i].name;
		struct tpl_map *keep;

		if (!mb_streq(name, "sort") && !mb_streq(name, "as-at") && !mb_streq(name, "known-at"))
			continue;
		keep = tpl_list_add(filter, "keep");
		tpl_set_text(keep, "name", name);
		tpl_set_text(keep, "value", q->query.list[i].value.p);
	}
	put_chosen(q, filter, kind_of(q, about));
	if ((rc = show_groups(q, filter, web_query(q, "group"), err)) != MB_OK)
		return rc;
	put_states(q, filter, about);
	if ((rc = register_put_fields(q, filter, kind_of(q, about), err)) != MB_OK)
		return rc;
	show_day(q, filter, "since", "From");
	show_day(q, filter, "until", "To");
	if (mb_streq(about->name, "actions"))
		show_choice(filter, "overdue", "Lateness", yes, late, 1, web_query(q, "overdue"), "All");
	show_choice(filter, "all", "Closed", yes, also, 1, web_query(q, "all"), "As this register has it");
	return MB_OK;
}

/* ---- one ------------------------------------------------------------------------------------------------- */

static int question(struct mb_register_ask *ask, struct web_req *q, const char *name, struct mb_error *err)
{
	const char *group = web_query(q, "group"), *state = web_query(q, "state"),
		   *all_too = web_query(q, "all"), *late = web_query(q, "overdue");
	int rc;

	*ask = (struct mb_register_ask){ .name = name,
					 .group = group && *group ? group : NULL,
					 .state = state && *state ? state : NULL,
					 .all = all_too && *all_too,
					 .overdue = late && *late,
					 .unsummed = true };
	if ((rc = web_query_day(&ask->since, q, "since", err)) == MB_OK)
		rc = web_query_day(&ask->until, q, "until", err);
	return rc;
}

static int about_of(struct mb_register_about *out, struct web_req *q, const char *name, struct mb_error *err)
{
	const struct mb_kind *named = mb_schema_kind(mb_gate_schema(q->g), name);
	struct mb_register_about *list;
	size_t n;
	int rc = may_list(&list, &n, q, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_kind *k = list[i].kind ? mb_schema_kind(mb_gate_schema(q->g), list[i].kind)
						       : NULL;

		if (mb_streq(list[i].name, name) || (k && mb_streq(k->plural, name))) {
			*out = list[i];
			return MB_OK;
		}
	}
	if (rc == MB_OK &&
	    named) { /* its documents are rows of a register that has several kinds: here by themselves */
		*out = (struct mb_register_about){
			.name = named->name, .title = named->title, .kind = named->name, .declared = true
		};
		return MB_OK;
	}
	return rc != MB_OK ? rc : mb_fail(err, MB_ENOTFOUND, "There is no such register.");
}

static int as_csv(struct web_res *res, const struct mb_register *r)
{
	web_attachment(res, "text/csv; charset=utf-8", r->name);
	mb_register_csv(&res->body, r);
	return MB_OK;
}

enum shape { PAGE, CSV, JSON };

static int show(struct web_req *q, struct web_res *res, const char *name, const char *section,
		enum shape shape, struct mb_error *err)
{
	const bool csv = shape != PAGE; /* or JSON: a file with all rows */
	struct tpl_map *page = tpl_data(q->a, &tpl_register);
	struct web_head head = WEB_HEAD(.section = section);
	struct mb_register_about about = { 0 };
	struct mb_register_ask ask;
	struct mb_standpoint from;
	struct mb_register r;
	bool sorted;
	size_t at;
	int rc;

	sorted = csv || web_query(q, "sort"); /* then all rows are read, else those of the page alone */
	at = csv ? 0 : (size_t)web_query_number(q, "page", 1, PAGE_MAX, 1) - 1;
	if ((rc = about_of(&about, q, name, err)) != MB_OK || (rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = question(&ask, q, name, err)) != MB_OK)
		return rc;
	register_where(&ask, q, kind_of(q, &about));
	if (!sorted) {
		ask.newest_first = true;
		ask.offset = at * ROWS;
		ask.limit = ROWS;
	}
	if ((rc = mb_register_read(&r, q->a, q->g, &from, &ask, err)) != MB_OK)
		return rc;
	show_sort(q, &r);
	if (csv && !q->who.person)
		res->keeping = WEB_KEEP_TAGGED;
	if (csv)
		return shape == JSON ? register_json(q, res, &r, err) : as_csv(res, &r);
	show_pages(q, page, at, ROWS, r.total);
	if (sorted && at * ROWS < r.n_rows) {
		r.rows += at * ROWS;
		r.n_rows -= at * ROWS;
	}
	r.n_rows = r.n_rows < ROWS ? r.n_rows : ROWS;
	show_head(page, NULL, r.title, r.about);
	put_new(q, page, kind_of(q, &about));
	if (r.n_rows)
		show_table(q, tpl_map(page, "table_part"), "register", &r, NULL, q->path);
	else
		tpl_set_text(page, "empty",
			     r.n_notes && (q->who.person || strchr(q->target, '?')) ? r.notes[0]
			     : strchr(q->target, '?') ? "Nothing in this register fits what was asked for."
			     : q->who.person	      ? "There is nothing in this register yet."
						      : "Nothing of this is published.");
	if ((rc = put_filter(q, page, &about, err)) != MB_OK)
		return rc;
	show_link(q, page, "Take it away as a file for spreadsheets (CSV)",
		  mb_arena_printf(q->a, "/registers/%s.csv%s", name,
				  strchr(q->target, '?') ? strchr(q->target, '?') : ""));
	show_link(q, page, "Take it away for other programs (JSON)",
		  mb_arena_printf(q->a, "/registers/%s.json%s", name,
				  strchr(q->target, '?') ? strchr(q->target, '?') : ""));
	if (about.kind && mb_schema_kind(mb_gate_schema(q->g), about.kind) &&
	    mb_schema_kind(mb_gate_schema(q->g), about.kind)->n_moves)
		show_link(q, page, "Move several on",
			  mb_arena_printf(q->a, "/move-on?kind=%s", web_escape(q->a, about.kind)));
	show_link(q, page, "All registers", "/registers");
	show_choose_days(q, page, &from);
	show_clocks(&head, &from);
	head.title = r.title;
	head.api = mb_arena_printf(q->a, "/api/v1/registers/%s", name);
	if (about.kind) {
		head.feed = mb_arena_printf(q->a, "/feeds/%s.atom",
					    mb_schema_kind(mb_gate_schema(q->g), about.kind)->plural);
		head.feed_title = r.title;
	}
	head.command = mb_arena_printf(q->a, "list %s%s%s", name, ask.group ? " --group " : "",
				       ask.group ? ask.group : "");
	return web_render(q, res, &head, page, err);
}

static int named(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *name = web_param(q, "name");
	size_t n = strlen(name);

	if (mb_ends(name, ".csv"))
		return show(q, res, mb_arena_ndup(q->a, name, n - 4), "/registers", CSV, err);
	if (mb_ends(name, ".json"))
		return show(q, res, mb_arena_ndup(q->a, name, n - 5), "/registers", JSON, err);
	return show(q, res, name, "/registers", PAGE, err);
}

/* "/decisions" and the like: the register of that name, lit in the menu. */
static int aliased(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return show(q, res, q->path + 1, q->path, PAGE, err);
}

const struct web_route registers_routes[] = {
	{ WEB_GET, "/registers", all, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/registers/{name}", named, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/decisions", aliased, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/actions", aliased, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/papers", aliased, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/meetings", aliased, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/irregularities", aliased, WEB_READER, WEB_CACHED },
	{ 0 },
};
