/* A person's own account: password, second factor, sessions. */
#include "home.h"
#include "server.h"
#include "templates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *in_hex(struct mb_arena *a, const unsigned char *p, size_t n)
{
	char *hex = mb_arena_alloc(a, 2 * n + 1);

	for (size_t i = 0; i < n; i++)
		sprintf(hex + 2 * i, "%02x", p[i]);
	return hex;
}

static bool from_hex(unsigned char out[TOTP_BYTES], const char *hex)
{
	if (!hex || strlen(hex) != 2 * TOTP_BYTES || strspn(hex, "0123456789abcdef") != 2 * TOTP_BYTES)
		return false;
	for (size_t i = 0; i < TOTP_BYTES; i++) {
		const char pair[3] = { hex[2 * i], hex[2 * i + 1], '\0' };

		out[i] = (unsigned char)strtoul(pair, NULL, 16);
	}
	return true;
}

static void wrong(struct tpl_map *page, const char *field, const char *text)
{
	struct tpl_map *item = tpl_list_add(tpl_map(page, "errors"), "list");

	tpl_set_text(item, "text", text);
	tpl_set_url(item, "href", field);
}

static int account_page(struct web_req *q, struct web_res *res, const char *field, const char *problem,
			struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_account);
	struct login l;
	int rc = login_find(&l, q->a, q->accounts, q->who.person, err);

	if (rc != MB_OK)
		return rc;
	tpl_set_text(page, "name", q->who.name);
	tpl_set_text(page, "person", q->who.person);
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_bool(page, "local", !q->web->how->header);
	tpl_set_bool(page, "second", l.second != NULL);
	tpl_set_number(page, "least", PASSWORD_LEAST);
	tpl_set_text(page, "visit", home_last_visit(q));
	if (problem)
		wrong(page, field, problem);
	return web_render(q, res, &WEB_HEAD(.title = "Your account", .wrong = problem != NULL), page, err);
}

static int account(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return account_page(q, res, NULL, NULL, err);
}

/* All other sessions end, and this one begins anew. */
static int renew(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	char secret[MB_SECRET], hash[MB_SHA256_HEX];
	int rc = mb_account_end_sessions(NULL, q->accounts, q->who.person, err);

	if (rc != MB_OK ||
	    (rc = session_new(secret, q->accounts, q->who.person, false, mb_now().utc, err)) != MB_OK)
		return rc;
	set_cookie(res, secret);
	secret_hash(hash, secret);
	q->who.session = mb_arena_dup(q->a, hash); /* what is to be said stands on its next page */
	mb_secret_wipe(secret, sizeof secret);
	return MB_OK;
}

/* Whoever found an open browser does not know the password. */
static int password_fits(bool *fits, struct web_req *q, const char *field, struct mb_error *err)
{
	const char *key = mb_arena_printf(q->a, "account %s", q->who.person),
		   *typed = web_field_or(q, field, "");
	struct login l;
	int rc = login_find(&l, q->a, q->accounts, q->who.person, err);

	*fits = false;
	if (rc != MB_OK || guesses_wait(q->web->guesses, key, TRIES_ACCOUNT, mb_now().utc))
		return rc;
	*fits = strlen(typed) <= PASSWORD_MOST && mb_password_fits(l.password, typed, strlen(typed));
	if (!*fits)
		guesses_failed(q->web->guesses, key, mb_now().utc);
	return MB_OK;
}

static int change_password(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *fresh = web_field_or(q, "password", "");
	struct mb_error low;
	bool fits;
	int rc = password_fits(&fits, q, "old", err);

	if (rc != MB_OK)
		return rc;
	if (!fits)
		return account_page(q, res, "#old", "The present password is not right.", err);
	if (password_check(fresh, q->who.person, &low) != MB_OK)
		return account_page(q, res, "#password", low.text, err);
	if (!mb_streq(fresh, web_field_or(q, "again", "")))
		return account_page(q, res, "#again", "The two new passwords are not the same.", err);
	if ((rc = login_set_password(q->accounts, q->who.person, fresh, err)) != MB_OK ||
	    (rc = renew(q, res, err)) != MB_OK)
		return rc;
	web_notice(q, "success", "Your password is changed. You are signed out everywhere else.");
	return web_see(res, "/account");
}

static int leave_everywhere(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	int rc = mb_account_end_sessions(NULL, q->accounts, q->who.person, err);

	if (rc != MB_OK)
		return rc;
	set_cookie(res, NULL);
	return web_see(res, "/sign-in?out=yes");
}

/* ---- second factor --------------------------------------------------------------------------------------- */

static int second_page(struct web_req *q, struct web_res *res, const unsigned char key[TOTP_BYTES],
		       const char *problem, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_account_second);
	const char *partnership = mb_gate_partnership(q->g)->name;
	struct mb_buf b;
	char *groups;

	mb_buf_init(&b, 0);
	mb_base32(&b, key, TOTP_BYTES);
	groups = mb_arena_alloc(q->a, 2 * b.n + 1);
	for (size_t i = 0, k = 0; i < b.n; i++) { /* in fours, to be read out and typed */
		if (i && i % 4 == 0)
			groups[k++] = ' ';
		groups[k++] = b.p[i];
	}
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "key", groups);
	tpl_set_textf(page, "address", "otpauth://totp/%s:%s?secret=%s&issuer=%s",
		      web_escape(q->a, partnership), web_escape(q->a, q->who.person), b.p,
		      web_escape(q->a, partnership));
	tpl_set_text(page, "hex", in_hex(q->a, key, TOTP_BYTES));
	mb_buf_free(&b);
	if (problem)
		wrong(page, "#code", problem);
	return web_render(
		q, res,
		&WEB_HEAD(.title = "Set up a second factor", .back = "/account", .wrong = problem != NULL),
		page, err);
}

static int second(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	unsigned char key[TOTP_BYTES];
	int rc = mb_random(key, sizeof key, err);

	return rc == MB_OK ? second_page(q, res, key, NULL, err) : rc;
}

static int second_on(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *hex = web_field(q, "key");
	unsigned char key[TOTP_BYTES];
	struct login l;
	int64_t step;
	int rc = login_find(&l, q->a, q->accounts, q->who.person, err);

	if (rc != MB_OK)
		return rc;
	if (l.second)
		return account_page(q, res, "#off-old",
				    "There is a second factor already. Do without it first.", err);
	if (!from_hex(key, hex))
		return mb_fail(err, MB_EINVAL, "The form is not whole. Load the page again.");
	if (!(step = second_step(hex, web_field_or(q, "code", ""), 0, mb_now().utc)))
		return second_page(
			q, res, key,
			"This is not the code of this moment. Wait for the next one and try again.", err);
	if ((rc = login_set_second(q->accounts, q->who.person, hex, step, err)) != MB_OK)
		return rc;
	if ((rc = renew(q, res, err)) != MB_OK)
		return rc;
	web_notice(q, "success", "From now on signing in also needs a code from your telephone.");
	return web_see(res, "/account");
}

static int second_off(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	bool fits;
	int rc = password_fits(&fits, q, "old", err);

	if (rc != MB_OK)
		return rc;
	if (!fits)
		return account_page(q, res, "#off-old", "The present password is not right.", err);
	if ((rc = login_set_second(q->accounts, q->who.person, NULL, 0, err)) != MB_OK ||
	    (rc = renew(q, res, err)) != MB_OK)
		return rc;
	web_notice(q, "important", "Signing in needs only your password again.");
	return web_see(res, "/account");
}

const struct web_route account_routes[] = {
	{ WEB_GET, "/account", account, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/account/password", change_password, WEB_SIGNED_IN, WEB_SLOW },
	{ WEB_POST, "/account/sign-out-everywhere", leave_everywhere, WEB_SIGNED_IN, 0 },
	{ WEB_GET, "/account/second", second, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/account/second", second_on, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/account/second/off", second_off, WEB_SIGNED_IN, WEB_SLOW },
	{ 0 },
};
