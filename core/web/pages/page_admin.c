/* Administration: is all well with the record and this server, and the way to everything an administrator looks after. */
#include "page_admin.h"
#include "server.h"
#include "templates.h"

#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#define REFUSED_SHOWN 8
#define VERIFY_DAYS   7 /* after which a check is old */
#define DISK_LEAST    5 /* per cent free; below it is said */

const struct web_link admin_crumbs[1] = { { "Administration", "/admin" } };

/* ---- what the pages share -------------------------------------------------------------------------------- */

const char *admin_when(struct web_req *q, struct mb_instant t)
{
	int minute = mb_instant_minute(t);

	return mb_arena_printf(q->a, "%s at %d:%02d", mb_day_words(q->a, mb_instant_day(t)), minute / 60,
			       minute % 60);
}

const char *admin_when_utc(struct web_req *q, int64_t seconds)
{
	struct mb_instant t = mb_now();

	if (!seconds)
		return "never";
	t.utc = seconds;
	return admin_when(q, t);
}

struct tpl_map *admin_table(struct tpl_map *part, const char *id, const char *caption,
			    const char *const *columns)
{
	tpl_set_text(part, "id", id);
	tpl_set_text(part, "caption", caption);
	tpl_set_bool(part, "quiet", true);
	for (; *columns; columns++) {
		struct tpl_map *column = tpl_list_add(part, "columns");

		tpl_set_text(column, "label", *columns + (**columns == '#'));
		tpl_set_bool(column, "number", **columns == '#');
	}
	return part;
}

struct tpl_map *admin_cell(struct tpl_map *row, const char *text, const char *href, bool names)
{
	struct tpl_map *cell = tpl_list_add(row, "cells");

	tpl_set_bool(cell, "head", names);
	tpl_set_text(cell, "text", text ? text : "");
	if (href)
		tpl_set_url(cell, "href", href);
	return cell;
}

void admin_tag(struct tpl_map *cell, const char *text, const char *colour)
{
	struct tpl_map *tag = tpl_map(cell, "tag");

	tpl_set_text(tag, "text", text);
	tpl_set_text(tag, "colour", colour);
}

static int by_title(const void *a, const void *b)
{
	return strcasecmp(((const struct mb_version_row *)a)->title,
			  ((const struct mb_version_row *)b)->title);
}

int admin_people(struct mb_version_row **out, size_t *n, struct web_req *q, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "person",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	int rc = web_list(out, n, q, &ask, err);

	if (rc == MB_OK && *n > 1)
		qsort(*out, *n, sizeof **out, by_title);
	return rc;
}

int admin_choose_person(struct web_req *q, struct tpl_map *part, const char *id, const char *label,
			const char *chosen, const char *any, struct mb_error *err)
{
	const char **ids = NULL, **names = NULL;
	struct mb_version_row *rows;
	size_t n, n_ids = 0, n_names = 0;
	int rc = admin_people(&rows, &n, q, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		*MB_PUSH(q->a, ids, n_ids) = rows[i].id;
		*MB_PUSH(q->a, names, n_names) = rows[i].title;
	}
	if (rc == MB_OK)
		show_choice(part, id, label, ids, names, n_ids, chosen, any);
	return rc;
}

/* ---- is all well ----------------------------------------------------------------------------------------- */

struct health {
	struct web_req *q;
	struct tpl_map *page, *facts, *needs;
	size_t worries;
};

static void worry(struct health *h, const char *text, const char *href)
{
	struct tpl_map *item = tpl_list_add(tpl_map(h->needs, "tasks_part"), "tasks"),
		       *tag = tpl_map(item, "tag");

	tpl_set_textf(item, "id", "need-%zu", ++h->worries);
	tpl_set_text(item, "text", text);
	tpl_set_text(tag, "text", "Look at this");
	tpl_set_text(tag, "colour", "yellow");
	if (href)
		tpl_set_url(item, "href", href);
}

static void fact_tag(struct health *h, const char *key, const char *text, const char *colour,
		     const char *note)
{
	struct tpl_map *fact = tpl_list_add(h->facts, "summary");

	tpl_set_text(fact, "key", key);
	if (text) {
		struct tpl_map *tag = tpl_map(fact, "tag");

		tpl_set_text(tag, "text", text);
		tpl_set_text(tag, "colour", colour);
	}
	tpl_set_text(fact, "value", note);
}

static void put_check(struct health *h, enum mb_check what, const char *key, const char *command,
		      const char *broken)
{
	struct web_req *q = h->q;
	long now = mb_trailer_event(mb_gate_tip(q->g)->message);
	struct mb_checked x;

	if (mb_gate_last_check(&x, q->a, q->g, what, NULL) != MB_OK) {
		fact_tag(h, mb_arena_printf(q->a, "%s checked", key), "Never", "yellow", NULL);
		worry(h,
		      mb_arena_printf(q->a, "%s: never checked on this machine. Run: minutebook %s", key,
				      command),
		      NULL);
		return;
	}
	fact_tag(h, mb_arena_printf(q->a, "%s checked", key), x.sound ? "Sound" : "Not sound",
		 x.sound ? "green" : "red",
		 x.event < now ? mb_arena_printf(q->a, "%s, up to event %ld; %ld have come since",
						 admin_when(q, x.at), x.event, now - x.event)
			       : mb_arena_printf(q->a, "%s, up to the last event", admin_when(q, x.at)));
	if (!x.sound)
		worry(h, broken, NULL);
	else if (mb_now().utc - x.at.utc > VERIFY_DAYS * 86400)
		worry(h,
		      mb_arena_printf(q->a, "%s: checked more than %d days ago. Run: minutebook %s", key,
				      VERIFY_DAYS, command),
		      NULL);
}

static const char *size_words(struct web_req *q, double bytes)
{
	static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB" };
	size_t i = 0;

	for (; bytes >= 1000 && i < 4; i++)
		bytes /= 1000;
	return mb_arena_printf(q->a, "%.*f %s", i >= 3 && bytes < 100 ? 1 : 0, bytes, units[i]);
}

static void put_disk(struct health *h)
{
	const char *home = mb_record_home(mb_gate_record(h->q->g));
	struct statvfs fs;
	double available, all;

	if (statvfs(home, &fs) != 0 || fs.f_blocks == 0) {
		fact_tag(h, "Room on the disk", NULL, NULL, "cannot be found out");
		return;
	}
	available = (double)fs.f_bavail * (double)fs.f_frsize;
	all = (double)fs.f_blocks * (double)fs.f_frsize;
	fact_tag(h, "Room on the disk", NULL, NULL,
		 mb_arena_printf(h->q->a, "%s of %s", size_words(h->q, available), size_words(h->q, all)));
	if (available * 100 < all * DISK_LEAST)
		worry(h, "The disk is nearly full. Nothing can be recorded when it is.", NULL);
}

static int put_record(struct health *h, struct mb_error *err)
{
	struct web_req *q = h->q;
	const struct mb_partnership *p = mb_gate_partnership(q->g);
	const char *calendar = mb_gate_calendar_warning(q->a, q->g, q->today);
	bool open = mb_streq(mb_node_text(p->root, "public"), "true");
	const struct mb_calendar *c = mb_gate_calendar(q->g);
	struct mb_event_row *last;
	size_t n;
	int rc = mb_index_events(&last, &n, q->a, mb_gate_index(q->g),
				 mb_trailer_event(mb_gate_tip(q->g)->message), err);

	if (rc != MB_OK)
		return rc;
	h->facts = tpl_map(show_section(h->page, "record", "The record"), "summary_part");
	fact_tag(h, "Last change", NULL, NULL,
		 mb_arena_printf(q->a, "%s (event %ld)", admin_when(q, mb_gate_tip(q->g)->recorded),
				 mb_trailer_event(mb_gate_tip(q->g)->message)));
	put_check(h, MB_CHECK_RECORD, "Record", "verify",
		  "The last check found the record not sound. Run minutebook verify: it tells every problem "
		  "by itself.");
	put_check(h, MB_CHECK_INDEX, "Index", "index check",
		  "The index differs from the record. Run: minutebook index rebuild");
	fact_tag(h, "Bank holidays", NULL, NULL,
		 c ? mb_arena_printf(q->a, "known until %s", mb_day_words(q->a, mb_calendar_until(c)))
		   : "none known");
	fact_tag(h, "Public pages", open ? "On" : "Off", open ? "blue" : "grey",
		 open ? "anybody may read what is published, without signing in"
		      : "only people with an account see anything");
	put_disk(h);
	fact_tag(h, "Version", NULL, NULL, "Minutebook " MB_VERSION);
	if (calendar)
		worry(h, calendar, NULL);
	return MB_OK;
}

static int put_accounts(struct health *h, struct mb_error *err)
{
	struct web_req *q = h->q;
	struct mb_account *all;
	size_t n, locked = 0, invited = 0, sessions = 0, tokens = 0, second = 0, active = 0;
	int rc = mb_account_list(&all, &n, q->a, q->accounts, mb_now().utc, err);
	struct tpl_map *s;

	if (rc != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		locked += all[i].locked;
		active += all[i].password && !all[i].locked;
		invited += all[i].invited;
		second += all[i].second_factor;
		sessions += all[i].sessions;
		tokens += all[i].tokens;
	}
	s = show_section(h->page, "accounts", "Accounts");
	h->facts = tpl_map(s, "summary_part");
	fact_tag(h, "Can sign in", NULL, NULL, mb_arena_printf(q->a, "%zu", active));
	fact_tag(h, "With a second factor", NULL, NULL, mb_arena_printf(q->a, "%zu", second));
	fact_tag(h, "Invitations out", NULL, NULL, mb_arena_printf(q->a, "%zu", invited));
	fact_tag(h, "Locked", NULL, NULL, mb_arena_printf(q->a, "%zu", locked));
	fact_tag(h, "Open sessions", NULL, NULL, mb_arena_printf(q->a, "%zu", sessions));
	fact_tag(h, "Tokens of programs", NULL, NULL, mb_arena_printf(q->a, "%zu", tokens));
	return MB_OK;
}

static int put_refused(struct health *h, struct mb_error *err)
{
	static const char *const columns[] = { "When", "What", "Who", NULL };
	struct tpl_map *s = show_section(h->page, "refused", "Refused lately"), *table, *more;
	struct web_req *q = h->q;
	struct audit_line *lines;
	size_t n;
	int rc = audit_refused(&lines, &n, q, REFUSED_SHOWN, err);

	if (rc != MB_OK)
		return rc;
	if (n == 0) {
		tpl_set_text(s, "empty", "Nothing was refused.");
		return MB_OK;
	}
	tpl_set_text(s, "intro", "What the rules did not allow. It is no part of the record.");
	table = admin_table(tpl_map(s, "table_part"), "t-refused", "Refused lately", columns);
	for (size_t i = 0; i < n && i < REFUSED_SHOWN; i++) {
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell;

		admin_cell(row, admin_when(q, lines[i].at), NULL, true);
		cell = admin_cell(row, lines[i].said, lines[i].doc ? show_doc_href(q, lines[i].doc) : NULL,
				  false);
		tpl_set_bool(cell, "words", true);
		tpl_set_text(cell, "note", lines[i].why);
		admin_cell(row, mb_person_name(q->a, q->g, lines[i].by), NULL, false);
	}
	more = tpl_list_add(s, "more");
	tpl_set_textf(more, "text", "All that was refused (%zu)", n);
	tpl_set_url(more, "href", "/admin/audit?refused=yes");
	return MB_OK;
}

static int admin(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const struct web_link places[] = {
		{ "People", "/admin/people" },
		{ "Groups", "/admin/groups" },
		{ "Posts", "/admin/posts" },
		{ "Accounts", "/admin/accounts" },
		{ "What can somebody see?", "/admin/see" },
		{ "Rules", "/rules" },
		{ "Who did what", "/admin/audit" },
		{ "What was done with accounts", "/admin/account-log" },
	};
	struct health h = { .q = q, .page = tpl_data(q->a, &tpl_page) };
	int rc;

	show_head(h.page, NULL, "Administration",
		  "Is all well with the record and this server, and who may do what in it.");
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		show_link(q, h.page, places[i].text, places[i].href);
	h.needs = show_section(h.page, "needs", "Needs you");
	if (mb_gate_founding(q->g)) {
		show_mark(h.page, "Founding period", MB_TONE_PLAIN);
		worry(&h,
		      "The record is in its founding period: one person may bring rules into force. It ends "
		      "with the "
		      "first rules that come into force by a decision.",
		      web_there(q, "/rules") ? "/rules" : NULL);
	}
	if ((rc = put_record(&h, err)) != MB_OK || (rc = put_accounts(&h, err)) != MB_OK ||
	    (rc = put_refused(&h, err)) != MB_OK)
		return rc;
	if (!h.worries)
		tpl_set_text(h.needs, "empty", "Nothing: all is well.");
	return web_render(q, res,
			  &WEB_HEAD(.title = "Administration", .section = "/admin", .command = "verify"),
			  h.page, err);
}

const struct web_route admin_routes[] = {
	{ WEB_GET, "/admin", admin, WEB_ADMIN, WEB_SLOW },
	{ 0 },
};
