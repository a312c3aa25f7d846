/* Signing in and out: password, second factor, invitation. */
#include "server.h"
#include "templates.h"

#include <stdio.h>
#include <string.h>

static struct tpl_map *wrong(struct tpl_map *page, const char *field, const char *text)
{
	struct tpl_map *item = tpl_list_add(tpl_map(page, "errors"), "list");

	tpl_set_text(item, "text", text);
	tpl_set_url(item, "href", field);
	return page;
}

static const char *to_of(const struct web_req *q)
{
	const char *to = q->method == WEB_GET ? web_query(q, "to") : web_field(q, "to");

	return to && to[0] == '/' && to[1] != '/' && to[1] != '\\' ? to : "/";
}

/* A session that begins is a new one: whoever knew the old number knows nothing. */
static int let_in(struct web_req *q, struct web_res *res, const char *person, bool pending,
		  struct mb_error *err)
{
	char secret[MB_SECRET];
	const char *old = cookie_find(q->a, q->in->cookie, COOKIE);
	int rc;

	if (old && *old) {
		char hash[MB_SHA256_HEX];

		secret_hash(hash, old);
		if ((rc = session_end(q->accounts, hash, err)) != MB_OK)
			return rc;
	}
	rc = session_new(secret, q->accounts, person, pending, mb_now().utc, err);
	if (rc == MB_OK)
		set_cookie(res, secret);
	mb_secret_wipe(secret, sizeof secret);
	return rc;
}

/* ---- password -------------------------------------------------------------------------------------------- */

static int sign_in_form(struct web_req *q, struct web_res *res, const char *problem, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_sign_in);

	tpl_set_text(page, "to", to_of(q));
	tpl_set_bool(page, "kept", mb_starts(to_of(q), "/kept/"));
	tpl_set_bool(page, "out", web_query(q, "out") != NULL);
	tpl_set_text(page, "person", web_field_or(q, "person", ""));
	if (problem)
		wrong(page, "#person", problem);
	return web_render(q, res, &WEB_HEAD(.title = "Sign in", .wrong = problem != NULL), page, err);
}

static int sign_in(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	if (q->web->how->header)
		return mb_fail(err, MB_ENOTFOUND, "People sign in at the proxy in front of this server.");
	return sign_in_form(q, res, NULL, err);
}

/* An id, a whole name, or the e-mail address on the person's page. Not found: what was typed, so that it is counted. */
static const char *person_of(struct web_req *q, const char *typed)
{
	struct mb_wherefield where = { "email", typed };
	struct mb_ask ask = { .kind = "person",
			      .since = MB_NO_DAY,
			      .until = MB_NO_DAY,
			      .as_at = MB_NO_DAY,
			      .known_at = MB_NO_DAY,
			      .where = &where,
			      .n_where = 1,
			      .limit = 2 };
	struct mb_version_row *rows;
	const struct mb_doc *d;
	size_t n;

	if (mb_person_find(&d, mb_gate_view(q->g), typed, NULL) == MB_OK)
		return mb_arena_dup(q->a, d->id);
	if (strchr(typed, '@') && mb_index_list(&rows, &n, q->a, mb_gate_index(q->g), &ask, NULL) == MB_OK &&
	    n == 1)
		return rows[0].id;
	return typed;
}

/* As long as for a password that is there: nobody can tell by the time which accounts exist. */
static bool password_fits(const struct login *l, const char *password)
{
	static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
				     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	bool fits = mb_password_fits(l && l->password ? l->password : nobody, password, strlen(password));

	return fits && l && l->password && !l->locked;
}

static const char *too_often(struct web_req *q, unsigned wait)
{
	if (wait < 120)
		return mb_arena_printf(q->a, "Too many attempts. Wait %u seconds, then try again.", wait);
	return mb_arena_printf(q->a, "Too many attempts. Wait %u minutes, then try again.", wait / 60 + 1);
}

static int enter(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *typed = web_field_or(q, "person", ""), *password = web_field_or(q, "password", "");
	const char *person = person_of(
		q, mb_arena_copy(q->a, mb_trim(mb_str(typed)).p, mb_trim(mb_str(typed)).n));
	const char *by_person = mb_arena_printf(q->a, "account %s", person),
		   *by_address = mb_arena_printf(q->a, "address %s", q->in->address);
	int64_t now = mb_now().utc;
	unsigned wait = guesses_wait(q->web->guesses, by_person, TRIES_ACCOUNT, now),
		 also = guesses_wait(q->web->guesses, by_address, TRIES_ADDRESS, now);
	struct login l;
	int rc;

	if (q->web->how->header)
		return mb_fail(err, MB_ENOTFOUND, "People sign in at the proxy in front of this server.");
	if (wait || also)
		return sign_in_form(q, res, too_often(q, wait > also ? wait : also), err);
	if (strlen(password) > PASSWORD_MOST)
		password = "";
	rc = login_find(&l, q->a, q->accounts, person, err);
	if (rc != MB_OK && rc != MB_ENOTFOUND)
		return rc;
	if (!password_fits(rc == MB_OK ? &l : NULL, password)) {
		guesses_failed(q->web->guesses, by_person, now);
		guesses_failed(q->web->guesses, by_address, now);
		return sign_in_form(q, res,
				    "The name or the password is not right. Check both and try again.", err);
	}
	guesses_forget(q->web->guesses, by_person);
	if ((rc = let_in(q, res, l.person, l.second != NULL, err)) != MB_OK)
		return rc;
	if (l.second)
		return web_see(res, "/sign-in/code?to=%s", web_escape(q->a, to_of(q)));
	return web_see(res, "%s", to_of(q));
}

/* ---- the second factor ----------------------------------------------------------------------------------- */

static int code_form(struct web_req *q, struct web_res *res, const char *problem, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_sign_in_code);

	tpl_set_text(page, "to", to_of(q));
	if (problem)
		wrong(page, "#code", problem);
	return web_render(q, res, &WEB_HEAD(.title = "Enter your code", .wrong = problem != NULL), page, err);
}

static int pending_session(struct session *out, struct web_req *q, struct mb_error *err)
{
	const char *secret = cookie_find(q->a, q->in->cookie, COOKIE);

	if (!secret || !*secret)
		return MB_ENOTFOUND;
	return session_find(out, q->a, q->accounts, secret, mb_now().utc, err);
}

static int code(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return code_form(q, res, NULL, err);
}

static int enter_code(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	int64_t now = mb_now().utc;
	const char *key;
	struct session s;
	struct login l;
	unsigned wait;
	int rc = pending_session(&s, q, err);

	if (rc == MB_ENOTFOUND)
		return web_see(res, "/sign-in?to=%s", web_escape(q->a, to_of(q)));
	if (rc != MB_OK || (rc = login_find(&l, q->a, q->accounts, s.person, err)) != MB_OK)
		return rc;
	if (!s.pending)
		return web_see(res, "%s", to_of(q));
	key = mb_arena_printf(q->a, "code %s", s.person);
	if ((wait = guesses_wait(q->web->guesses, key, TRIES_ACCOUNT, now)))
		return code_form(q, res, too_often(q, wait), err);
	if (!login_second_fits(q->accounts, &l, web_field_or(q, "code", ""), now)) {
		guesses_failed(q->web->guesses, key, now);
		return code_form(q, res,
				 "This is not the code of this moment. Wait for the next one and try again.",
				 err);
	}
	guesses_forget(q->web->guesses, key);
	if ((rc = let_in(q, res, s.person, false, err)) != MB_OK)
		return rc;
	return web_see(res, "%s", to_of(q));
}

static int leave(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	int rc = q->web->how->header ? MB_OK : session_end(q->accounts, q->who.session, err);

	if (rc != MB_OK)
		return rc;
	set_cookie(res, NULL);
	return web_see(res, q->web->how->header ? "/" : "/sign-in?out=yes");
}

/* ---- invitation ------------------------------------------------------------------------------------------ */

static int invitation_form(struct web_req *q, struct web_res *res, const char *person, const char *problem,
			   struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_invitation);
	const struct mb_doc *d;

	tpl_set_text(page, "person", person);
	tpl_set_text(page, "name",
		     mb_person_find(&d, mb_gate_view(q->g), person, NULL) == MB_OK ? d->title : person);
	tpl_set_number(page, "least", PASSWORD_LEAST);
	if (problem)
		wrong(page, "#password", problem);
	return web_render(q, res, &WEB_HEAD(.title = "Choose a password", .wrong = problem != NULL), page,
			  err);
}

/* Looking does not use it up: programs that check mail open every link. */
static int invitation(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *person;
	int rc = invitation_find(&person, q->a, q->accounts, web_param(q, "secret"), mb_now().utc, err);

	return rc == MB_OK ? invitation_form(q, res, person, NULL, err) : rc;
}

static int take_up(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *secret = web_param(q, "secret"), *password = web_field_or(q, "password", ""), *person;
	struct mb_error low;
	int rc = invitation_find(&person, q->a, q->accounts, secret, mb_now().utc, err);

	if (rc != MB_OK)
		return rc;
	if (password_check(password, person, &low) != MB_OK)
		return invitation_form(q, res, person, low.text, err);
	if (!mb_streq(password, web_field_or(q, "again", "")))
		return invitation_form(q, res, person, "The two passwords are not the same. Type both again.",
				       err);
	if ((rc = invitation_use(q->accounts, secret, password, mb_now().utc, err)) != MB_OK ||
	    (rc = let_in(q, res, person, false, err)) != MB_OK)
		return rc;
	return web_see(res, "/");
}

const struct web_route sign_routes[] = {
	{ WEB_GET, "/sign-in", sign_in, WEB_ANYONE, 0 },
	{ WEB_POST, "/sign-in", enter, WEB_ANYONE, WEB_NO_TOKEN | WEB_SLOW },
	{ WEB_GET, "/sign-in/code", code, WEB_ANYONE, 0 },
	{ WEB_POST, "/sign-in/code", enter_code, WEB_ANYONE, WEB_NO_TOKEN },
	{ WEB_POST, "/sign-out", leave, WEB_SIGNED_IN, 0 },
	{ WEB_GET, "/invitation/{secret}", invitation, WEB_ANYONE, 0 },
	{ WEB_POST, "/invitation/{secret}", take_up, WEB_ANYONE, WEB_NO_TOKEN | WEB_SLOW },
	{ 0 },
};
