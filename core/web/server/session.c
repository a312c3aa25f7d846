/* Who asks: by session, by token, or by a proxy's word; and whether a form that changes something was really ours. */
#include "server.h"

#include <stdio.h>
#include <string.h>

/* ---- who ------------------------------------------------------------------------------------------------- */

static void session_of_header(char out[MB_SHA256_HEX], const struct mb_accounts *s, const char *person)
{
	char both[MB_SECRET + 200];

	snprintf(both, sizeof both, "%s header %.120s", s->key, person);
	secret_hash(out, both);
}

/* The proxy's word counts because nobody else can reach the socket. Without an account nobody comes in. */
static int by_header(struct web_req *q, struct mb_error *err)
{
	char *session = mb_arena_alloc(q->a, MB_SHA256_HEX);
	struct login l;
	int rc;

	if (!q->in->by_proxy || !q->in->header_person || !*q->in->header_person)
		return MB_OK;
	rc = login_outside(&l, q->a, q->accounts, q->in->header_person, err);
	if (rc == MB_ENOTFOUND)
		return mb_fail(err, MB_EREFUSED,
			       "You are signed in outside, but nobody has given you an account here yet. Ask "
			       "the administrator.");
	if (rc != MB_OK)
		return rc;
	session_of_header(session, q->accounts, l.person);
	q->who.person = l.person;
	q->who.admin = l.admin;
	q->who.session = session;
	return MB_OK;
}

static int by_token(struct web_req *q, int64_t now, struct mb_error *err)
{
	const char *token = q->in->authorization + strlen("Bearer ");
	const char *key = mb_arena_printf(q->a, "token %s", q->in->address);
	unsigned wait = guesses_wait(q->web->guesses, key, TRIES_ADDRESS, now);
	int rc;

	if (wait) {
		q->early_status = 429;
		return mb_fail(err, MB_EREFUSED, "Too many tokens that are not known; wait %u seconds", wait);
	}
	rc = token_find(&q->who.person, &q->who.admin, q->a, q->accounts, "api", token, now, err);
	q->who.by_token = rc == MB_OK;
	if (rc == MB_ENOTFOUND) {
		guesses_failed(q->web->guesses, key, now);
		q->early_status = 401;
		return mb_fail(err, MB_EREFUSED,
			       "This token is not known, or was ended. Make another on your account page.");
	}
	return rc;
}

static int by_session(struct web_req *q, int64_t now, struct mb_error *err)
{
	const char *secret = cookie_find(q->a, q->in->cookie, COOKIE);
	struct session s;
	int rc;

	if (!secret || !*secret)
		return MB_OK;
	rc = session_find(&s, q->a, q->accounts, secret, now, err);
	if (rc == MB_ENOTFOUND || (rc == MB_OK && s.pending))
		return MB_OK;
	if (rc != MB_OK)
		return rc;
	q->who.person = s.person;
	q->who.admin = s.admin;
	q->who.session = mb_arena_dup(q->a, s.hash);
	return MB_OK;
}

int who_asks(struct web_req *q, struct mb_error *err)
{
	int64_t now = mb_now().utc; /* sessions live by the clock on the wall, also in a rehearsal */
	const struct known_person *known;
	struct visit visit;
	int rc;

	q->who = (struct web_who){ 0 };
	mb_accounts_by(q->accounts, NULL);
	if (q->route && (q->route->flags & WEB_API) && q->in->authorization &&
	    mb_starts(q->in->authorization, "Bearer "))
		rc = by_token(q, now, err);
	else if (q->web->how->header)
		rc = by_header(q, err);
	else
		rc = by_session(q, now, err);
	if (rc == MB_OK)
		mb_accounts_by(q->accounts, q->who.person);
	if (rc != MB_OK || !q->g)
		return rc;
	if ((rc = worker_knows(&known, q->worker, q->who.person, q->today, err)) != MB_OK)
		return rc;
	q->reader = known->reader;
	q->who.name = q->who.person ? known->name : NULL;
	q->who.clerk = known->clerk;
	if (q->who.person && !q->who.by_token) {
		worker_visit(&visit, q->worker, known);
		q->who.last_visit = visit.last;
		q->who.last_event = visit.last_event;
	}
	return MB_OK;
}

/* ---- ours? ----------------------------------------------------------------------------------------------- */

static const char *host_of(const char *origin)
{
	const char *p = origin ? strstr(origin, "://") : NULL;

	return p ? p + 3 : "";
}

int check_origin(const struct web_req *q, struct mb_error *err)
{
	const struct incoming *in = q->in;
	const char *ours = q->web->how->origin;
	bool same = true;

	if (in->fetch_site)
		same = mb_streq(in->fetch_site, "same-origin");
	if (in->origin)
		same = same && (ours ? mb_streq(in->origin, ours)
				     : *host_of(in->origin) && mb_streq(host_of(in->origin), in->host));
	return same ? MB_OK
		    : mb_fail(err, MB_EREFUSED,
			      "This form was sent from another site, so nothing was done. Open the page here "
			      "and send it again.");
}

static bool is_local(const char *host)
{
	static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t n = strlen(names[i]);

		if (strncmp(host, names[i], n) == 0 && (!host[n] || host[n] == ':'))
			return true;
	}
	return mb_starts(host, "127.") && host[strspn(host, "0123456789.:")] == '\0';
}

/* A name that somebody else's name server points at this machine must not make a browser here speak to us in that name. */
int check_host(const struct web_req *q, struct mb_error *err)
{
	const struct incoming *in = q->in;
	const char *ours = q->web->how->origin;

	if (!in->host || !host_ok(in->host))
		return mb_fail(err, MB_EINVAL, "the request does not say for which host it is");
	if (in->by_proxy || !in->loopback || is_local(in->host) ||
	    (ours && mb_streq(host_of(ours), in->host)))
		return MB_OK;
	return mb_fail(err, MB_EINVAL, "this server does not answer for '%.80s'", in->host);
}

static const char *token_of(const struct web_req *q)
{
	char *hash = mb_arena_alloc(q->a, MB_SHA256_HEX);

	secret_hash(hash, mb_arena_printf(q->a, "%s form %s", q->accounts->key, q->who.session));
	return hash;
}

const char *web_token(struct web_req *q, struct web_res *res)
{
	if (!q->who.session)
		return "";
	res->personal = true;
	return token_of(q);
}

int check_token(const struct web_req *q, struct mb_error *err)
{
	if (q->who.session && mb_secret_same(web_field(q, "token"), token_of(q)))
		return MB_OK;
	return mb_fail(err, MB_EREFUSED,
		       "This form belongs to a session that has ended, so nothing was done. Go back, load "
		       "the page again and "
		       "send it again.");
}

const char *web_form_key(struct web_req *q, struct web_res *res)
{
	const char *again = web_field(q, "form");
	char *key;

	res->personal = true;
	if (q->form_key)
		return q->form_key;
	key = mb_arena_alloc(q->a, MB_SECRET);
	if (again && *again && strlen(again) < MB_SECRET)
		strcpy(key, again);
	else if (mb_secret_new(key, NULL) != MB_OK)
		*key = '\0';
	return q->form_key = key;
}

void set_cookie(struct web_res *res, const char *secret)
{
	web_set_header(res, "Set-Cookie", COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Lax%s",
		       secret ? secret : "", secret ? "" : "; Max-Age=0");
}
