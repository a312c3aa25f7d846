/* People and groups as an administrator looks after them: who there is, who sits where, and where that is changed. The pages of
 * people and groups are documents like any other: their forms and rules are those of their kinds. */
#include "page_admin.h"
#include "templates.h"

#include <string.h>

#define ROWS	 100
#define PAGE_MAX 100000

/* A button to one more of a kind, where this administrator may enter one. */
static void admin_add(struct web_req *q, struct tpl_map *page, const char *text, const char *kind)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), kind);

	if (k && show_may_make(q, k))
		show_act(q, page, text, show_make_href(q, k), false);
}

static const struct mb_account *account_of(const struct mb_account *all, size_t n, const char *person)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(all[i].person, person))
			return &all[i];
	return NULL;
}

static void put_account(struct web_req *q, struct tpl_map *row, const struct mb_account *x,
			const char *person)
{
	struct tpl_map *cell;

	if (!x) {
		admin_cell(row, "Invite",
			   mb_arena_printf(q->a, "/admin/invite?person=%s", web_escape(q->a, person)), false);
		return;
	}
	cell = admin_cell(row,
			  x->locked	? "Locked"
			  : x->admin	? "Administrator"
			  : x->password ? "Can sign in"
			  : x->invited	? "Invited"
					: "Not taken up",
			  mb_arena_printf(q->a, "/admin/accounts/%s", web_escape(q->a, person)), false);
	tpl_set_text(cell, "note", x->second_factor ? "with a second factor" : NULL);
}

/* "Strategy Board", and posts, one below the other. */
static int put_seats(struct web_req *q, struct tpl_map *row, const char *person, bool *left,
		     struct mb_error *err)
{
	struct tpl_map *cell = tpl_list_add(row, "cells");
	struct mb_reader_about about;
	struct mb_reader *r;
	int rc = mb_reader_new(&r, q->a, q->g, person, q->today, err);

	if (rc != MB_OK)
		return rc;
	mb_reader_about(&about, q->a, r);
	*left = !about.known;
	for (size_t i = 0; i < about.n_posts; i++)
		tpl_set_text(tpl_list_add(cell, "lines"), "text", about.posts[i]);
	for (size_t i = 0; i < about.n_groups; i++) {
		struct tpl_map *line = tpl_list_add(cell, "lines");

		tpl_set_text(line, "text", mb_group_title(q->a, q->g, about.groups[i]));
	}
	if (about.n_posts + about.n_groups == 0)
		tpl_set_text(cell, "text", *left ? "" : "no seat and no post");
	return MB_OK;
}

static void put_change(struct web_req *q, struct tpl_map *row, const char *id)
{
	const char *edit = mb_arena_printf(q->a, "/d/%s/edit", web_escape(q->a, id));

	admin_cell(row, "Change", web_there(q, edit) ? edit : show_doc_href(q, id), false);
}

static int people(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const columns[] = { "Name",	  "State", "Seats and posts today",
					       "Account", "Page",  NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_register), *table;
	struct mb_version_row *rows;
	struct mb_account *accounts;
	size_t n, n_accounts, at = (size_t)web_query_number(q, "page", 1, PAGE_MAX, 1) - 1;
	int rc = admin_people(&rows, &n, q, err);

	if (rc != MB_OK ||
	    (rc = mb_account_list(&accounts, &n_accounts, q->a, q->accounts, mb_now().utc, err)) != MB_OK)
		return rc;
	show_head(page, NULL, "People",
		  "Everybody the record knows, what they sit on today, and whether they can sign in. Nobody "
		  "is taken "
		  "away: a person who leaves gets a last day, and old minutes still name them.");
	admin_add(q, page, "Add a person", "person");
	show_link(q, page, "Groups: begin or end a seat", "/admin/groups");
	show_link(q, page, "Posts: who holds them", "/admin/posts");
	show_link(q, page, "Accounts", "/admin/accounts");
	table = admin_table(tpl_map(page, "table_part"), "people", "People", columns);
	for (size_t i = at * ROWS; i < n && i < (at + 1) * ROWS; i++) {
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell;
		bool left;

		admin_cell(row, rows[i].title, show_person_href(q, rows[i].id), true);
		cell = admin_cell(row, NULL, NULL, false);
		if ((rc = put_seats(q, row, rows[i].id, &left, err)) != MB_OK)
			return rc;
		admin_tag(cell, left ? "Left" : "Active", left ? "grey" : "green");
		put_account(q, row, account_of(accounts, n_accounts, rows[i].id), rows[i].id);
		put_change(q, row, rows[i].id);
	}
	show_pages(q, page, at, ROWS, n);
	return web_render(q, res, &ADMIN_HEAD(.title = "People", .command = "list person"), page, err);
}

static int put_members(struct web_req *q, struct tpl_map *row, const char *group, struct mb_error *err)
{
	struct mb_member *members;
	size_t n, chairs = 0;
	struct tpl_map *cell;
	int rc = mb_group_members(&members, &n, q->a, mb_gate_view(q->g), group, q->today, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		chairs += mb_streq(members[i].role, "chair");
	cell = admin_cell(row, mb_arena_printf(q->a, "%zu", n), NULL, false);
	tpl_set_bool(cell, "number", true);
	tpl_set_text(cell, "note", n && !chairs ? "no chair" : NULL);
	return MB_OK;
}

static int groups(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const columns[] = { "Group", "Code", "State", "#Members today", "Seats and fields",
					       NULL };
	const struct mb_ask ask = { .kind = "group",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct tpl_map *page = tpl_data(q->a, &tpl_register), *table;
	struct mb_version_row *rows;
	size_t n;
	int rc = web_list(&rows, &n, q, &ask, err);

	if (rc != MB_OK)
		return rc;
	show_head(page, NULL, "Groups",
		  "Seats stand on the page of their group: a member begins with a day in the column from, "
		  "and ends "
		  "with one in until.");
	admin_add(q, page, "Add a group", "group");
	show_link(q, page, "Posts that serve every group", "/admin/posts");
	show_link(q, page, "Memberships and vacancies", "/registers/memberships");
	show_link(q, page, "Who reports to whom", "/map");
	table = admin_table(tpl_map(page, "table_part"), "groups", "Groups", columns);
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell;
		const char *id = mb_arena_dup(q->a, rows[i].id), *until, *code;
		const struct mb_doc *d;
		mb_day day;
		bool ended;

		if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[i], err)) != MB_OK)
			return rc;
		until = mb_doc_field(d, "until");
		code = mb_doc_field(d, "code");
		ended = until && mb_day_parse(&day, until) && day < q->today;
		admin_cell(row, rows[i].title, show_group_href(q, rows[i].group), true);
		admin_cell(row, code ? mb_arena_dup(q->a, code) : "", NULL, false);
		cell = admin_cell(row, NULL, NULL, false);
		admin_tag(cell, ended ? "Ended" : "Active", ended ? "grey" : "green");
		if ((rc = put_members(q, row, rows[i].group, err)) != MB_OK)
			return rc;
		put_change(q, row, id);
	}
	return web_render(q, res, &ADMIN_HEAD(.title = "Groups", .command = "groups"), page, err);
}

const struct web_route admin_people_routes[] = {
	{ WEB_GET, "/admin/people", people, WEB_ADMIN, WEB_SLOW },
	{ WEB_GET, "/admin/groups", groups, WEB_ADMIN, 0 },
	{ 0 },
};
