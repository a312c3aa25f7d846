/* A person's own tokens for programs and addresses of feeds: made, shown once, ended. Nobody else sees or makes them, and no token
 * makes another. */
#include "server.h"
#include "show.h"
#include "templates.h"

#include <string.h>

#define TOKENS_MAX 20 /* of a person */

static const char *day_of(struct web_req *q, int64_t utc)
{
	const struct mb_instant t = { utc, 0 };

	return utc ? mb_day_words(q->a, mb_instant_day(t)) : "never";
}

static const char *origin_of(struct web_req *q)
{
	return q->web->how->origin ? q->web->how->origin : mb_arena_printf(q->a, "http://%s", q->in->host);
}

static void put_fresh(struct web_req *q, struct tpl_map *page, const char *name, const char *use,
		      const char *secret)
{
	static const char *const feeds[] = { "My actions",	    "actions",	"New in my groups", "groups",
					     "Decisions I may see", "decisions" };
	struct tpl_map *fresh = tpl_map(page, "fresh");

	tpl_set_text(fresh, "name", name);
	if (mb_streq(use, "api")) {
		tpl_set_text(fresh, "secret", secret);
		return;
	}
	for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i += 2) {
		struct tpl_map *f = tpl_list_add(fresh, "feeds");

		tpl_set_text(f, "text", feeds[i]);
		tpl_set_textf(f, "href", "%s/feeds/%s/%s.atom", origin_of(q), secret, feeds[i + 1]);
	}
}

static int list(struct web_req *q, struct web_res *res, struct tpl_map *page, const char *problem,
		struct mb_error *err)
{
	struct own_token *own;
	size_t n;
	int rc = token_list(&own, &n, q->a, q->accounts, q->who.person, err);

	if (rc != MB_OK)
		return rc;
	show_head(page, NULL, "Tokens and feeds",
		  "How programs and feed readers read the record in your name.");
	tpl_set_text(page, "token", web_token(q, res));
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *t = tpl_list_add(page, "tokens");

		tpl_set_text(t, "name", own[i].name);
		tpl_set_text(t, "use", mb_streq(own[i].use, "feed") ? "Feed" : "Program");
		tpl_set_text(t, "made", day_of(q, own[i].made));
		tpl_set_text(t, "used", day_of(q, own[i].used));
		tpl_set_text(t, "end", own[i].name);
	}
	if (problem) {
		struct tpl_map *item = tpl_list_add(tpl_map(page, "errors"), "list");

		tpl_set_text(item, "text", problem);
		tpl_set_url(item, "href", "#name");
		res->status = 400;
	}
	return web_render(
		q, res, &WEB_HEAD(.title = "Tokens and feeds", .back = "/account", .wrong = problem != NULL),
		page, err);
}

static int tokens(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return list(q, res, tpl_data(q->a, &tpl_account_tokens), NULL, err);
}

/* The secret stands on the answer itself and nowhere else: it is not kept, not even for the next page. */
static int make(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *name = web_field_or(q, "name", ""), *use = web_field(q, "use"), *secret;
	struct tpl_map *page = tpl_data(q->a, &tpl_account_tokens);
	struct own_token *own;
	struct mb_error low;
	size_t n;
	int rc = token_list(&own, &n, q->a, q->accounts, q->who.person, err);

	if (rc != MB_OK)
		return rc;
	if (!mb_streq(use, "api") && !mb_streq(use, "feed"))
		return mb_fail(err, MB_EINVAL, "The form is not whole. Load the page again.");
	if (!*name)
		return list(q, res, page, "Say what it is for.", err);
	if (n >= TOKENS_MAX)
		return list(q, res, page, "You have as many as a person may have. End one first.", err);
	rc = token_new(&secret, q->a, q->accounts, q->who.person, use, name, mb_now().utc, &low);
	if (rc == MB_ECONFLICT)
		return list(q, res, page, "You have one of that name. Choose another, or end that one first.",
			    err);
	if (rc == MB_EINVAL)
		return list(q, res, page, low.text, err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	put_fresh(q, page, name, use, secret);
	return list(q, res, page, NULL, err);
}

static int end(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *name = web_field_or(q, "name", "");
	int rc = mb_account_end_token(q->accounts, q->who.person, name, err);

	if (rc != MB_OK && rc != MB_ENOTFOUND) /* sent twice, the second finds it gone */
		return rc;
	web_notice(q, "success", "\"%.80s\" has ended: it opens nothing any more.", name);
	return web_see(res, "/account/tokens");
}

const struct web_route tokens_routes[] = {
	{ WEB_GET, "/account/tokens", tokens, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/account/tokens", make, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/account/tokens/end", end, WEB_SIGNED_IN, 0 },
	{ 0 },
};
