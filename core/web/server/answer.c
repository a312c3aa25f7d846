/* From a request to its reply: may it be, who asks, has it been done already, is there a page kept; then the page itself. */
#include "server.h"

#include <string.h>
#include <time.h>

static bool unsafe(const struct web_req *q)
{
	return q->method != WEB_GET;
}

static const char *methods_of(struct mb_arena *a, unsigned m)
{
	return mb_arena_printf(a, "%s%s%s%s%s", m & WEB_GET ? "GET, HEAD" : "",
			       m & WEB_POST ? (m & WEB_GET ? ", POST" : "POST") : "",
			       m & WEB_PUT ? ", PUT" : "", m & WEB_PATCH ? ", PATCH" : "",
			       m & WEB_DELETE ? ", DELETE" : "");
}

static void no_route(struct web_req *q, struct web_res *res)
{
	if (!q->allowed) {
		error_page(q, res, 404,
			   "If you typed the address, check it. If you followed a link, the page may have "
			   "been taken away, or it is not for you to see. Search for what you need.");
		return;
	}
	error_page(q, res, 405,
		   "What was sent does not belong to this address, so nothing was done. Open the page by its "
		   "link and try again.");
	web_set_header(res, "Allow", "%s", methods_of(q->a, q->allowed));
}

/* ---- who may ask ----------------------------------------------------------------------------------------- */

static bool public_on(const struct web_req *q)
{
	return q->g && mb_streq(mb_node_text(mb_gate_partnership(q->g)->root, "public"), "true");
}

/* Nobody is signed in: to the sign-in page and back, or, when something was typed, without losing it. */
static int sign_in_first(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	if (q->route->flags & WEB_API) {
		error_page(q, res, 401,
			   "Make a token on your account page and send it with the request: Authorization: "
			   "Bearer ...");
		return MB_OK;
	}
	if (q->route->flags & WEB_QUIET) {
		error_page(
			q, res, 401,
			"Not saved: you are signed out. Press “Save”: you are asked to sign in, and what you "
			"typed is kept.");
		return MB_OK;
	}
	if (unsafe(q)) {
		int rc = check_origin(q, err);

		return rc == MB_OK ? kept_page(q, res, err) : rc;
	}
	if (q->web->how->header) {
		error_page(q, res, 401, "The proxy in front of this server says nobody is signed in.");
		return MB_OK;
	}
	return mb_streq(q->target, "/") ? web_see(res, "/sign-in")
					: web_see(res, "/sign-in?to=%s", web_escape(q->a, q->target));
}

/* @return MB_OK with *go false: res is the reply */
static int check_need(bool *go, struct web_req *q, struct web_res *res, struct mb_error *err)
{
	enum web_need need = q->route->need;

	*go = need == WEB_ANYONE || (need == WEB_READER && (q->who.person || public_on(q)));
	if (*go)
		return MB_OK;
	if (!q->who.person)
		return sign_in_first(q, res, err);
	*go = need == WEB_READER || need == WEB_SIGNED_IN || (need == WEB_CLERK && q->who.clerk) ||
	      (need == WEB_ADMIN && q->who.admin);
	if (*go)
		return MB_OK;
	return mb_fail(err, MB_EREFUSED,
		       need == WEB_ADMIN ? "This page is for administrators of this server."
					 : "This page is for those who keep the record.");
}

/* @return MB_OK with *go false: res is the reply */
static int check_form(bool *go, struct web_req *q, struct web_res *res, struct mb_error *err)
{
	int rc = check_origin(q, err);

	*go = rc == MB_OK && ((q->route->flags & WEB_NO_TOKEN) || q->who.by_token);
	/* A browser sends its cookie whoever made it ask: changes by programs need what only the program knows. */
	if (rc == MB_OK && !*go && (q->route->flags & WEB_API))
		return mb_fail(
			err, MB_EREFUSED,
			"A browser's sign-in only reads here. For changes make a token on your account "
			"page and send it: Authorization: Bearer ...");
	if (rc != MB_OK || *go || (rc = check_token(q, err)) == MB_OK) {
		*go = rc == MB_OK;
		return rc;
	}
	/* Sent from a page of a session that ended, and signed in again meanwhile. The browser says that it is our own page. */
	if ((q->in->origin || q->in->fetch_site) && q->who.session &&
	    !(q->route->flags & (WEB_RAW | WEB_API | WEB_QUIET)))
		return offer_again(q, res, &q->form, q->target, q->n_files > 0, err);
	return rc;
}

static int read_body(struct web_req *q, struct mb_error *err)
{
	bool upload = (q->route->flags & WEB_UPLOAD) != 0;
	int rc;

	if (q->route->flags & WEB_RAW || (q->body.n == 0 && !q->in->type))
		return MB_OK;
	rc = form_parse(&q->form, upload ? &q->files : NULL, upload ? &q->n_files : NULL, q->a, q->in->type,
			q->body.p, q->body.n, err);
	return rc == MB_EUSAGE ? MB_EINVAL : rc;
}

/* ---- once ------------------------------------------------------------------------------------------------ */

#define WAIT_STEPS 50
#define WAIT_MS	   100

/* A form whose key was used already is answered as it was then; while the first is being carried out, wait for it. */
static int run_once(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *key = web_field(q, "form"), *place, *session = q->who.session ? q->who.session : "";
	int64_t now = mb_now().utc;
	int rc;

	if (!key || !*key || strlen(key) >= MB_SECRET)
		return mb_fail(err, MB_EINVAL,
			       "The form is not whole. Load the page again and send it again.");
	for (int i = 0;; i++) {
		struct timespec pause = { 0, WAIT_MS * 1000000L };

		rc = form_begin(&place, q->a, q->accounts, session, key, now, err);
		if (rc != MB_ECONFLICT || place || i == WAIT_STEPS)
			break;
		nanosleep(&pause, NULL);
	}
	if (rc == MB_ECONFLICT && place)
		return web_see(res, "%s", place);
	if (rc != MB_OK)
		return rc;
	rc = q->route->run(q, res, err);
	(void)form_end(q->accounts, session, key, rc == MB_OK && res->status == 303 ? res->place : NULL,
		       NULL);
	return rc;
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

static int begin(struct web_req *q, struct mb_error *err)
{
	struct mb_error low = { 0 };
	int rc = worker_here(&q->worker, q->web, err);

	if (rc != MB_OK)
		return rc;
	q->accounts = q->worker->accounts;
	if (!q->route || !(q->route->flags & WEB_OLD_TIP)) {
		/* Whatever is the matter, it is no page that is missing, and where the record lies is nobody's business. */
		if ((rc = worker_look(q->worker, &low)) != MB_OK)
			return mb_fail(err, MB_EFAIL, "the record cannot be read: %s", low.text);
		q->g = q->worker->g;
	}
	q->now = web_now(q->worker, q->g);
	q->today = mb_instant_day(q->now);
	return MB_OK;
}

static int go_on(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	bool go = false, cached = q->route->flags & WEB_CACHED && !unsafe(q);
	int rc = q->route->flags & WEB_OLD_TIP ? MB_OK : who_asks(q, err);

	if (rc == MB_OK && unsafe(q))
		rc = read_body(q, err);
	if (rc != MB_OK || (rc = check_need(&go, q, res, err)) != MB_OK || !go)
		return rc;
	if (unsafe(q) && ((rc = check_form(&go, q, res, err)) != MB_OK || !go))
		return rc;
	if (cached && page_from_cache(q, res))
		return MB_OK;
	rc = unsafe(q) && (q->route->flags & WEB_ONCE) ? run_once(q, res, err) : q->route->run(q, res, err);
	if (rc == MB_OK && (rc = mb_buf_status(&res->body, err)) == MB_OK && cached)
		page_to_cache(q, res);
	return rc;
}

void answer(struct web_req *q, struct web_res *res)
{
	struct mb_error err = { 0 };
	int rc = begin(q, &err);

	if (rc == MB_OK && (rc = q->early) != MB_OK)
		err = q->why;
	if (rc == MB_OK)
		rc = check_host(q, &err);
	if (rc == MB_OK && !q->route) {
		(void)who_asks(q, NULL); /* who is signed in stays so on a page that is not there */
		no_route(q, res);
	} else if (rc == MB_OK)
		rc = go_on(q, res, &err);
	if (rc != MB_OK) {
		bool ours = rc == MB_EFAIL || rc < 0;

		/* For the head of the page. Programs get none, and their token is not tried a second time. */
		if (!ours && !q->who.person && q->accounts && !(q->route && q->route->flags & WEB_API) &&
		    check_host(q, NULL) == MB_OK)
			(void)who_asks(q, NULL);
		error_page(q, res, q->early_status ? q->early_status : status_of(rc),
			   ours ? "Nothing was lost or half done. Try again; if it stays so, tell whoever "
				  "looks after this server."
				: err.text);
		if (ours && q->web->how->log)
			q->web->how->log(q->web->how->ctx, mb_arena_printf(q->a, "failed: %s", err.text));
	}
	reply_finish(q, res);
	if (res->broken) {
		error_page(q, res, 500, "The reply could not be sent.");
		reply_finish(q, res);
	}
}
