/* What every reply has: the headers that keep a browser from doing what we did not mean, and a tag of its content; and the
 * pages that say why there is no page. */
#include "server.h"

#include <minutebook/exchange.h>

#include <stdio.h>
#include <string.h>

unsigned status_of(int rc)
{
	switch (rc) {
	case MB_OK:
		return 200;
	case MB_ENOTFOUND:
		return 404;
	case MB_EREFUSED:
		return 403;
	case MB_ECONFLICT:
		return 409;
	case MB_EINVAL:
	case MB_EUSAGE:
		return 400;
	default:
		return 500;
	}
}

/* Nothing but our own style, script and pictures; no frame, no plugin, no other site's form. Same for every reply. */
static const struct {
	const char *name, *value;
} standing[] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
	  "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=()" },
};

static bool tag_fits(const char *header, const char *etag)
{
	size_t n = strlen(etag);

	for (const char *p = header; p && (p = strstr(p, etag)); p += n)
		if (p > header && p[-1] == '"' && p[n] == '"')
			return true;
	return header && mb_streq(header, "*");
}

static const char *tag_of(struct web_res *res)
{
	char *hash = mb_arena_alloc(res->a, MB_SHA256_HEX);

	if (res->fixed)
		mb_sha256_hex(hash, res->fixed, res->fixed_n);
	else
		mb_sha256_hex(hash, res->body.p, res->body.n);
	hash[32] = '\0';
	return hash;
}

/* Of a reply that is to be had in two forms, the one that who asks would rather have. */
static void choose_form(const struct web_req *q, struct web_res *res)
{
	const struct packed *x = res->packed;

	if (!x || !takes_gzip(q->in->encodings))
		return;
	res->gzipped = true;
	res->fixed = x->p;
	res->fixed_n = x->n;
	res->etag = x->etag;
	res->ready = x->ready;
}

static void set_keeping(struct web_res *res)
{
	const char *vary = NULL;

	switch (res->keeping) {
	case WEB_KEEP_FOREVER:
		web_set_header(res, "Cache-Control", "public, max-age=31536000, immutable");
		break;
	case WEB_KEEP_TAGGED:
		web_set_header(res, "Cache-Control", "no-cache");
		vary = "Cookie";
		break;
	case WEB_KEEP_OWN:
		web_set_header(res, "Cache-Control", "private, no-cache");
		vary = "Authorization, Cookie";
		break;
	default:
		web_set_header(res, "Cache-Control", "no-store");
	}
	if (vary || res->packed) /* also of the plain form, or a cache between would give it to everybody */
		web_set_header(res, "Vary", "%s%s%s", res->packed ? "Accept-Encoding" : "",
			       vary && res->packed ? ", " : "", vary ? vary : "");
}

void reply_finish(struct web_req *q, struct web_res *res)
{
	bool same, last = q->last || atomic_load(&q->web->closing);

	choose_form(q, res);
	same = res->etag && q->method == WEB_GET && tag_fits(q->in->if_none_match, res->etag);
	if (res->ready &&
	    (same || last || q->web->how->debug)) /* not the page itself, or not the same headers */
		res->ready = NULL;
	if (res->ready && atomic_load(&res->ready->reply))
		return;
	for (size_t i = 0; i < sizeof standing / sizeof standing[0]; i++)
		web_set_header(res, standing[i].name, "%s", standing[i].value);
	set_keeping(res);
	if (res->keeping != WEB_KEEP_PRIVATE && res->status == 200) {
		if (!res->etag)
			res->etag = tag_of(res);
		else if (mb_ends(res->etag, "-"))
			res->etag = mb_arena_printf(res->a, "%s%s", res->etag, tag_of(res));
		web_set_header(res, "ETag", "\"%s\"", res->etag);
		if (q->method == WEB_GET && tag_fits(q->in->if_none_match, res->etag)) {
			res->status = 304;
			res->fixed = NULL;
			res->fixed_n = 0;
			mb_buf_clear(&res->body);
		}
	}
	if (last)
		web_set_header(res, "Connection", "close");
	if (res->status == 304 || res->status == 303)
		return;
	web_set_header(res, "Content-Type", "%s", res->type);
	if (res->gzipped)
		web_set_header(res, "Content-Encoding", "gzip");
	if (res->file)
		web_set_header(res, "Content-Disposition", "attachment; filename=\"%s\"", res->file);
}

/* ---- why there is no page -------------------------------------------------------------------------------- */

static const char *title_of(unsigned status)
{
	switch (status) {
	case 400:
		return "This could not be understood";
	case 401:
		return "Sign in first";
	case 403:
		return "This is not allowed";
	case 404:
		return "Page not found";
	case 405:
	case 501:
		return "This address is used in another way";
	case 409:
		return "Somebody else was quicker";
	case 413:
	case 414:
		return "This is too large";
	case 429:
		return "Too often";
	case 503:
		return "Too much at this moment";
	default:
		return "Sorry, something went wrong";
	}
}

/* What a program can tell apart; each is explained on the page at /api/v1. */
static const char *problem_name(unsigned status)
{
	switch (status) {
	case 400:
		return "not-understood";
	case 401:
		return "no-token";
	case 403:
		return "not-allowed";
	case 404:
		return "not-found";
	case 405:
	case 501:
		return "method";
	case 409:
	case 412:
		return "conflict";
	case 413:
	case 414:
		return "too-large";
	case 428:
		return "version-missing";
	case 429:
		return "too-often";
	case 503:
		return "busy";
	default:
		return "failed";
	}
}

struct mb_json *problem_json(unsigned status, const char *name, const char *title, const char *detail)
{
	struct mb_json *j = mb_json_object();
	char type[60];

	snprintf(type, sizeof type, "/api/v1#%s", name ? name : problem_name(status));
	mb_json_set_text(j, "type", type);
	mb_json_set_text(j, "title", title);
	mb_json_set_int(j, "status", (long)status);
	mb_json_set_text(j, "detail", detail);
	return j;
}

static void problem(struct web_res *res, const char *title, const char *text)
{
	struct mb_json *j = problem_json(res->status, NULL, title, text);

	(void)mb_json_line(&res->body, j, NULL);
	mb_json_free(j);
	res->type = "application/problem+json";
}

void reply_clear(struct web_res *res)
{
	mb_buf_clear(&res->body);
	res->status = 200;
	res->type = "text/html; charset=utf-8";
	res->fixed = NULL;
	res->fixed_n = 0;
	res->keeping = WEB_KEEP_PRIVATE;
	res->etag = res->file = res->place = NULL;
	res->ready = NULL;
	res->packed = NULL;
	res->n_headers = 0;
	res->broken = res->personal = res->gzipped = false;
}

void error_page(struct web_req *q, struct web_res *res, unsigned status, const char *text)
{
	const char *title = title_of(status);

	reply_clear(res);
	res->status = status;
	/* The target too: a path that cannot be read is none, and still it was a program that asked. */
	if ((q->route && (q->route->flags & (WEB_API | WEB_QUIET))) || mb_starts(q->path, "/api/") ||
	    mb_starts(q->target, "/api/")) {
		problem(res, title, text);
		if (status == 401)
			web_set_header(res, "WWW-Authenticate", "Bearer");
		return;
	}
	if (error_template(q, res, title, text) == MB_OK) {
		res->status = status;
		res->keeping = WEB_KEEP_PRIVATE;
		return;
	}
	/* The page itself cannot be made: the record cannot be read. A bare one says so. */
	reply_clear(res);
	res->status = status;
	mb_buf_puts(&res->body, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<title>");
	tpl_escape(&res->body, title, strlen(title));
	mb_buf_puts(&res->body, "</title>\n<h1>");
	tpl_escape(&res->body, title, strlen(title));
	mb_buf_puts(&res->body, "</h1>\n<p>");
	tpl_escape(&res->body, text, strlen(text));
	mb_buf_puts(&res->body, "</p>\n</html>\n");
}
