/* Who can sign in: invitations, locks, sessions, second factors, tokens; and the log of all that. Accounts lie beside the record. */
#include "page_admin.h"
#include "server.h"
#include "templates.h"

#include <string.h>

#define LOG_ROWS 100
#define PAGE_MAX 100000

static const char *person_href(struct web_req *q, const char *person)
{
	return mb_arena_printf(q->a, "/admin/accounts/%s", web_escape(q->a, person));
}

static int account_of(struct mb_account *out, struct web_req *q, const char *person, struct mb_error *err)
{
	struct mb_account *all;
	size_t n;
	int rc = mb_account_list(&all, &n, q->a, q->accounts, mb_now().utc, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (mb_streq(all[i].person, person)) {
			*out = all[i];
			return MB_OK;
		}
	return rc != MB_OK ? rc : mb_fail(err, MB_ENOTFOUND, "This person has no account.");
}

static void put_state(struct tpl_map *cell, const struct mb_account *x)
{
	admin_tag(cell,
		  x->locked	? "Locked"
		  : x->password ? "Can sign in"
		  : x->invited	? "Invited"
				: "Not taken up",
		  x->locked	? "red"
		  : x->password ? "green"
		  : x->invited	? "blue"
				: "grey");
}

/* ---- all of them ----------------------------------------------------------------------------------------- */

static int accounts(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const columns[] = { "Person",    "State",   "Administrator", "Second factor",
					       "#Sessions", "#Tokens", "Last seen",	NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_register), *table;
	struct mb_account *all;
	size_t n;
	int rc = mb_account_list(&all, &n, q->a, q->accounts, mb_now().utc, err);

	if (rc != MB_OK)
		return rc;
	show_head(page, NULL, "Accounts",
		  "Who can sign in to these pages. What they see and may do hangs on the record: on their "
		  "seats and "
		  "posts, not on the account.");
	show_act(q, page, "Invite a person", "/admin/invite", false);
	show_link(q, page, "What was done with accounts", "/admin/account-log");
	show_link(q, page, "What can somebody see?", "/admin/see");
	table = admin_table(tpl_map(page, "table_part"), "accounts", "Accounts", columns);
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *row = tpl_list_add(table, "rows");

		admin_cell(row, mb_person_name(q->a, q->g, all[i].person), person_href(q, all[i].person),
			   true);
		put_state(admin_cell(row, NULL, NULL, false), &all[i]);
		admin_cell(row, all[i].admin ? "yes" : "", NULL, false);
		admin_cell(row, all[i].second_factor ? "on" : "", NULL, false);
		tpl_set_bool(admin_cell(row, mb_arena_printf(q->a, "%zu", all[i].sessions), NULL, false),
			     "number", true);
		tpl_set_bool(admin_cell(row, mb_arena_printf(q->a, "%zu", all[i].tokens), NULL, false),
			     "number", true);
		admin_cell(row, admin_when_utc(q, all[i].last_seen), NULL, false);
	}
	return web_render(q, res, &ADMIN_HEAD(.title = "Accounts", .command = "account list"), page, err);
}

/* ---- one ------------------------------------------------------------------------------------------------- */

static int put_log(struct web_req *q, struct tpl_map *table, const struct mb_account_act *acts, size_t n,
		   bool person)
{
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell;

		admin_cell(row, admin_when_utc(q, acts[i].at), NULL, true);
		if (person)
			admin_cell(row, mb_person_name(q->a, q->g, acts[i].person),
				   person_href(q, acts[i].person), false);
		cell = admin_cell(row, acts[i].what, NULL, false);
		tpl_set_text(cell, "note", acts[i].note);
		admin_cell(row,
			   acts[i].by ? mb_person_name(q->a, q->g, acts[i].by) : "somebody at this machine",
			   NULL, false);
	}
	return MB_OK;
}

static int put_tokens(struct web_req *q, struct tpl_map *page, const char *person, struct mb_error *err)
{
	static const char *const columns[] = { "For what", "Opens",  "Made", "Last used",
					       "Kept as",  "End it", NULL };
	struct tpl_map *s = show_section(page, "tokens", "Tokens of programs and feeds"), *table;
	struct own_token *tokens;
	size_t n;
	int rc = token_list(&tokens, &n, q->a, q->accounts, person, err);

	if (rc != MB_OK)
		return rc;
	if (n == 0) {
		tpl_set_text(s, "empty", "None.");
		return MB_OK;
	}
	tpl_set_text(s, "intro",
		     "With a token a program, or a feed reader, reads and acts as this person. Only its "
		     "fingerprint is kept, so it cannot "
		     "be shown again.");
	table = admin_table(tpl_map(s, "table_part"), "t-tokens", "Tokens", columns);
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *row = tpl_list_add(table, "rows");

		admin_cell(row, tokens[i].name, NULL, true);
		admin_cell(row, mb_streq(tokens[i].use, "feed") ? "feeds" : "the record, for programs", NULL,
			   false);
		tpl_set_bool(admin_cell(row, admin_when_utc(q, tokens[i].made), NULL, false), "date", true);
		tpl_set_bool(admin_cell(row, admin_when_utc(q, tokens[i].used), NULL, false), "date", true);
		admin_cell(row, mb_arena_printf(q->a, "%.12s…", tokens[i].hash), NULL, false);
		admin_cell(row, "End",
			   mb_arena_printf(q->a, "%s/end-token?name=%s", person_href(q, person),
					   web_escape(q->a, tokens[i].name)),
			   false);
	}
	return MB_OK;
}

static void put_acts(struct web_req *q, struct tpl_map *page, const struct mb_account *x)
{
	const char *at = person_href(q, x->person);

	if (!x->locked)
		show_act(q, page, x->password ? "New link to set a password" : "New invitation link",
			 mb_arena_printf(q->a, "/admin/invite?person=%s", web_escape(q->a, x->person)), true);
	if (x->sessions)
		show_act(q, page, "Sign out everywhere", mb_arena_printf(q->a, "%s/sign-out", at), true);
	if (x->second_factor)
		show_act(q, page, "Take the second factor away",
			 mb_arena_printf(q->a, "%s/second-factor", at), true);
	if (x->locked)
		show_act(q, page, "Unlock", mb_arena_printf(q->a, "%s/unlock", at), true);
	else if (!mb_streq(x->person, q->who.person))
		show_act(q, page, "Lock", mb_arena_printf(q->a, "%s/lock", at), true);
}

static int account(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const struct web_link crumbs[] = { { "Administration", "/admin" },
						  { "Accounts", "/admin/accounts" } };
	static const char *const columns[] = { "When", "What", "By", NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *part, *fact, *s;
	const char *person = web_param(q, "person"), *name;
	struct mb_account_act *acts;
	struct mb_account x;
	size_t n;
	int rc = account_of(&x, q, person, err);

	if (rc != MB_OK)
		return rc;
	name = mb_person_name(q->a, q->g, person);
	show_head(page, "Account", name, NULL);
	put_acts(q, page, &x);
	part = tpl_map(show_section(page, "about", "About"), "summary_part");
	fact = tpl_list_add(part, "summary");
	tpl_set_text(fact, "key", "State");
	put_state(fact, &x);
	show_fact_text(part, "Person", person);
	show_fact_text(part, "Administrator", x.admin ? "yes" : "no");
	show_fact_text(part, "Invitation",
		       x.invited ? "one is out and can still be taken up" : "none is out");
	show_fact_text(part, "Second factor", x.second_factor ? "on" : "off");
	show_fact_text(part, "Open sessions", mb_arena_printf(q->a, "%zu", x.sessions));
	show_fact_text(part, "Made", admin_when_utc(q, x.made));
	show_fact_text(part, "Last seen", admin_when_utc(q, x.last_seen));
	if ((rc = put_tokens(q, page, person, err)) != MB_OK ||
	    (rc = mb_account_acts(&acts, &n, q->a, q->accounts, person, LOG_ROWS, err)) != MB_OK)
		return rc;
	s = show_section(page, "log", "What was done with it");
	if (n)
		put_log(q, admin_table(tpl_map(s, "table_part"), "t-log", "What was done with it", columns),
			acts, n, false);
	else
		tpl_set_text(s, "empty", "Nothing is noted.");
	show_link(q, page, "What can this person see?",
		  mb_arena_printf(q->a, "/admin/see?person=%s", web_escape(q->a, person)));
	show_link(q, page, "The person's page", show_person_href(q, person));
	return web_render(q, res,
			  &WEB_HEAD(.title = mb_arena_printf(q->a, "Account of %s", name),
				    .section = "/admin", .crumbs = crumbs, .n_crumbs = 2,
				    .command = "account list"),
			  page, err);
}

/* ---- acts on one ----------------------------------------------------------------------------------------- */

static int lock(struct web_req *q, const char *person, struct mb_error *err)
{
	if (mb_streq(person, q->who.person))
		return mb_fail(err, MB_EINVAL,
			       "You cannot lock your own account: nobody could let you in again.");
	return mb_account_lock(q->accounts, person, true, err);
}

static int unlock(struct web_req *q, const char *person, struct mb_error *err)
{
	return mb_account_lock(q->accounts, person, false, err);
}

static int sign_out(struct web_req *q, const char *person, struct mb_error *err)
{
	return mb_account_end_sessions(NULL, q->accounts, person, err);
}

static int second_factor(struct web_req *q, const char *person, struct mb_error *err)
{
	return mb_account_reset_second(q->accounts, person, err);
}

static int end_token(struct web_req *q, const char *person, struct mb_error *err)
{
	return mb_account_end_token(q->accounts, person, web_field_or(q, "name", ""), err);
}

static const struct act {
	const char *name, *heading, *submit, *what[3], *done, *command;
	bool grave;
	int (*run)(struct web_req *q, const char *person, struct mb_error *err);
} acts[] = {
	{ "lock",
	  "Lock this account?",
	  "Lock",
	  { "%s is signed out everywhere at once and cannot sign in.",
	    "Invitations that are out and tokens of programs end; they do not come back with unlocking.",
	    "What this person did stays in the record." },
	  "%s is locked.",
	  "account lock",
	  true,
	  lock },
	{ "unlock",
	  "Unlock this account?",
	  "Unlock",
	  { "%s can sign in again with the password set before." },
	  "%s can sign in again.",
	  "account unlock",
	  false,
	  unlock },
	{ "sign-out",
	  "Sign out everywhere?",
	  "Sign out everywhere",
	  { "Every browser in which %s is signed in asks for the password again.",
	    "What is being typed there is kept and can be sent after signing in." },
	  "%s is signed out everywhere.",
	  "account sessions end",
	  false,
	  sign_out },
	{ "second-factor",
	  "Take the second factor away?",
	  "Take it away",
	  { "%s signs in with the password alone until a new second factor is set up.",
	    "Do this only when you know that it is this person who asks." },
	  "%s signs in without a second factor from now on.",
	  NULL,
	  true,
	  second_factor },
	{ "end-token",
	  "End this token?",
	  "End it",
	  { "The program that acts for %s with it is let in no more." },
	  "A token of %s has ended.",
	  "account token end",
	  true,
	  end_token },
};

static const struct act *act_of(const char *name)
{
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (mb_streq(acts[i].name, name))
			return &acts[i];
	return NULL;
}

/* "%s" of our own sentences. */
static const char *about(struct web_req *q, const char *sentence, const char *name)
{
	const char *at = strstr(sentence, "%s");

	return at ? mb_arena_printf(q->a, "%.*s%s%s", (int)(at - sentence), sentence, name, at + 2)
		  : sentence;
}

static int ask(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_confirm), *hidden;
	const char *person = web_param(q, "person"), *name, *token = web_query(q, "name");
	const struct act *act = act_of(web_param(q, "act"));
	struct mb_account x;
	int rc = act ? account_of(&x, q, person, err) : mb_fail(err, MB_ENOTFOUND, "There is no such page.");

	if (rc != MB_OK)
		return rc;
	name = mb_person_name(q->a, q->g, person);
	show_head(page, mb_arena_printf(q->a, "Account of %s", name), act->heading,
		  token ? mb_arena_printf(q->a, "For: %s", token) : NULL);
	for (size_t i = 0; i < sizeof act->what / sizeof *act->what && act->what[i]; i++)
		tpl_set_text(tpl_list_add(page, "what"), "text", about(q, act->what[i], name));
	if (token) {
		hidden = tpl_list_add(page, "hidden");
		tpl_set_text(hidden, "name", "name");
		tpl_set_text(hidden, "value", token);
	}
	tpl_set_url(page, "action", q->path);
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	tpl_set_text(page, "submit", act->submit);
	tpl_set_bool(page, "grave", act->grave);
	tpl_set_url(page, "cancel", person_href(q, person));
	return web_render(
		q, res,
		&WEB_HEAD(.title = act->heading, .section = "/admin", .back = person_href(q, person),
			  .command = act->command ? mb_arena_printf(q->a, "%s %s", act->command, person)
						  : NULL),
		page, err);
}

static int carry_out(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *person = web_param(q, "person");
	const struct act *act = act_of(web_param(q, "act"));
	struct mb_account x;
	int rc = act ? account_of(&x, q, person, err) : mb_fail(err, MB_ENOTFOUND, "There is no such page.");

	if (rc != MB_OK || (rc = act->run(q, person, err)) != MB_OK)
		return rc;
	web_notice(q, "success", "%s", about(q, act->done, mb_person_name(q->a, q->g, person)));
	return web_see(res, "/admin/accounts/%s", web_escape(q->a, person));
}

/* ---- invitations ----------------------------------------------------------------------------------------- */

static const char *link_to(struct web_req *q, const char *secret)
{
	if (q->web->how->origin)
		return mb_arena_printf(q->a, "%s/invitation/%s", q->web->how->origin, secret);
	return mb_arena_printf(q->a, "%s://%s/invitation/%s", q->in->by_proxy ? "https" : "http", q->in->host,
			       secret);
}

static void put_admin_box(struct tpl_map *section, bool checked)
{
	struct tpl_map *f = tpl_list_add(section, "fields"), *part = tpl_map(f, "checks"), *item;

	tpl_set_text(f, "id", "admin");
	tpl_set_text(f, "name", "admin");
	tpl_set_text(f, "label", "What this person looks after");
	item = tpl_list_add(part, "items");
	tpl_set_text(item, "id", "admin-yes");
	tpl_set_text(item, "value", "yes");
	tpl_set_text(item, "label", "Accounts and this server");
	tpl_set_text(item, "hint", "May invite, lock and sign out others. It gives no right in the record.");
	tpl_set_bool(item, "checked", checked);
}

static int invite_form(struct web_req *q, struct web_res *res, const char *person, const char *problem,
		       struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_form), *s = tpl_list_add(page, "sections"), *item;
	int rc = admin_choose_person(q, s, "person", "Person", person, "Choose a person", err);

	if (rc != MB_OK)
		return rc;
	show_head(page, NULL, "Invite a person",
		  "You get a link that opens once, within a week, to hand to this person. With it they "
		  "choose a "
		  "password. A link made before for the same person opens nothing any more. Where the person "
		  "had an account "
		  "already, using it ends all sessions, tokens and feeds of it.");
	put_admin_box(s, web_field(q, "admin") != NULL);
	if (problem) {
		item = tpl_list_add(tpl_map(page, "errors"), "list");
		tpl_set_text(item, "text", problem);
		tpl_set_url(item, "href", "#person");
		res->status = 400;
	}
	tpl_set_url(page, "action", "/admin/invite");
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	tpl_set_text(page, "submit", "Make the link");
	tpl_set_url(page, "cancel", "/admin/accounts");
	show_link(q, page, "Somebody who is not in the list: add a person first", "/new/person");
	return web_render(q, res,
			  &WEB_HEAD(.title = "Invite a person", .section = "/admin",
				    .back = "/admin/accounts", .wrong = problem != NULL,
				    .command = "account invite PERSON"),
			  page, err);
}

static int invite(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return invite_form(q, res, web_query(q, "person"), NULL, err);
}

static int show_invitation(struct web_req *q, struct web_res *res, const char *person, const char *secret,
			   struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *s;
	const char *name = mb_person_name(q->a, q->g, person);

	show_head(page, NULL, mb_arena_printf(q->a, "A link for %s", name),
		  "Copy it now: it is shown here only, and nobody can look it up again.");
	s = show_section(page, "link", "The link");
	tpl_set_text(s, "source", link_to(q, secret));
	tpl_set_textf(s, "intro", "It opens once, until %s. Hand it to %s on a way that only they can read.",
		      admin_when_utc(q, mb_now().utc + INVITATION_LIFE), name);
	show_link(q, page, mb_arena_printf(q->a, "Account of %s", name), person_href(q, person));
	show_link(q, page, "All accounts", "/admin/accounts");
	return web_render(q, res,
			  &ADMIN_HEAD(.title = mb_arena_printf(q->a, "A link for %s", name),
				      .command = mb_arena_printf(q->a, "account invite %s", person)),
			  page, err);
}

/* The reply is the only place where the link stands; sent twice, the second link takes the place of the first. */
static int make_invitation(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *person = web_field_or(q, "person", ""), *secret;
	const char *admin = web_field(q, "admin");
	const struct mb_doc *d;
	struct mb_account x;
	int rc;

	if (!*person)
		return invite_form(q, res, NULL, "Choose whom you invite.", err);
	if (web_doc(&d, q, mb_arena_printf(q->a, "people/%s.md", person), NULL) != MB_OK)
		return invite_form(q, res, NULL, "The record does not know this person. Add a person first.",
				   err);
	person = mb_arena_dup(q->a, d->id);
	if (account_of(&x, q, person, NULL) == MB_OK && x.locked)
		return invite_form(q, res, person, "This account is locked. Unlock it first, then invite.",
				   err);
	rc = mb_account_invite(&secret, q->a, q->accounts, person, admin && *admin, mb_now().utc, err);
	return rc == MB_OK ? show_invitation(q, res, person, secret, err) : rc;
}

/* ---- the log --------------------------------------------------------------------------------------------- */

static int account_log(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const columns[] = { "When", "Whose account", "What", "By", NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_register);
	size_t at = (size_t)web_query_number(q, "page", 1, PAGE_MAX, 1) - 1, n, first;
	struct mb_account_act *all;
	int rc = mb_account_acts(&all, &n, q->a, q->accounts, NULL, 0, err);

	if (rc != MB_OK)
		return rc;
	first = at * LOG_ROWS < n ? at * LOG_ROWS : n;
	show_head(page, NULL, "What was done with accounts",
		  "Invitations, passwords, locks, sessions ended, tokens; newest first. Who read what is not "
		  "noted.");
	if (n > first)
		put_log(q,
			admin_table(tpl_map(page, "table_part"), "log", "What was done with accounts",
				    columns),
			all + first, n - first < LOG_ROWS ? n - first : LOG_ROWS, true);
	else
		tpl_set_text(page, "empty", "Nothing is noted.");
	show_pages(q, page, at, LOG_ROWS, n);
	show_link(q, page, "Accounts", "/admin/accounts");
	show_link(q, page, "Who did what in the record", "/admin/audit");
	return web_render(q, res, &ADMIN_HEAD(.title = "What was done with accounts"), page, err);
}

const struct web_route admin_accounts_routes[] = {
	{ WEB_GET, "/admin/accounts", accounts, WEB_ADMIN, 0 },
	{ WEB_GET, "/admin/accounts/{person}", account, WEB_ADMIN, 0 },
	{ WEB_GET, "/admin/accounts/{person}/{act}", ask, WEB_ADMIN, 0 },
	{ WEB_POST, "/admin/accounts/{person}/{act}", carry_out, WEB_ADMIN, WEB_ONCE },
	{ WEB_GET, "/admin/account-log", account_log, WEB_ADMIN, 0 },
	{ WEB_GET, "/admin/invite", invite, WEB_ADMIN, 0 },
	{ WEB_POST, "/admin/invite", make_invitation, WEB_ADMIN, WEB_ONCE },
	{ 0 },
};
