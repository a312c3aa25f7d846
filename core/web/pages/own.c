/* What the server answers for itself: style and script, the partnership's colour, whether it is well, and a form that came
 * when its session had ended. */
#include "assets.h"
#include "server.h"
#include "templates.h"

#include <string.h>

static int asset(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct web_asset *x = web_asset_at(q->path);

	if (!x)
		return mb_fail(err, MB_ENOTFOUND, "There is no such file.");
	res->type = x->type;
	res->etag = x->etag;
	res->keeping = WEB_KEEP_FOREVER;
	res->fixed = x->bytes;
	res->fixed_n = x->n;
	if (x->gzip) {
		struct packed *packed = mb_arena_alloc(q->a, sizeof *packed);

		*packed = (struct packed){ x->gzip, x->gzip_n, mb_arena_printf(q->a, "%s-gzip", x->etag),
					   NULL };
		res->packed = packed;
	}
	return MB_OK;
}

static int brand(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	res->type = "text/css; charset=utf-8";
	res->keeping = WEB_KEEP_TAGGED;
	(void)web_brand_css(&res->body, mb_node_text(mb_gate_partnership(q->g)->root, "colour"));
	return MB_OK;
}

/* For whatever watches the server: it came this far, so record, index and accounts can be read. */
static int health(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	res->type = "text/plain; charset=utf-8";
	mb_buf_puts(&res->body, "ok\n");
	return MB_OK;
}

static int robots(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	bool on = mb_streq(mb_node_text(mb_gate_partnership(q->g)->root, "public"), "true");

	res->type = "text/plain; charset=utf-8";
	mb_buf_printf(&res->body, "User-agent: *\nDisallow: %s\n", on ? "/sign-in" : "/");
	return MB_OK;
}

/* ---- a form whose session ended -------------------------------------------------------------------------- */

static bool own_field(const char *name)
{
	return mb_streq(name, "token") || mb_streq(name, "form");
}

static void put_form(struct web_req *q, struct web_res *res, struct tpl_map *page,
		     const struct web_pairs *fields, const char *target)
{
	tpl_set_url(page, "action", target);
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	for (size_t i = 0; i < fields->n; i++) {
		struct tpl_map *item;

		if (own_field(fields->list[i].name))
			continue;
		item = tpl_list_add(page, "fields");
		tpl_set_text(item, "name", fields->list[i].name);
		tpl_set_text(item, "value", fields->list[i].value.p);
	}
}

/* Signed in again: everything as it was typed, one button away from being sent. */
int offer_again(struct web_req *q, struct web_res *res, const struct web_pairs *fields, const char *target,
		bool files, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_kept);

	put_form(q, res, page, fields, target);
	tpl_set_bool(page, "files", files);
	return web_render(q, res, &WEB_HEAD(.title = "What you typed is still here"), page, err);
}

static int kept(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *target, *text;
	struct web_pairs fields = { 0 };
	int rc = kept_take(&target, &text, q->a, q->accounts, web_param(q, "secret"), q->who.person,
			   mb_now().utc, err);

	if (rc != MB_OK || (rc = form_urlencoded(&fields, q->a, text, strlen(text), err)) != MB_OK)
		return rc;
	return offer_again(q, res, &fields, target, false, err);
}

static const char *encode(struct web_req *q)
{
	struct mb_buf b;
	const char *text;

	mb_buf_init(&b, 3 * MAX_FORM);
	for (size_t i = 0; i < q->form.n; i++)
		if (!own_field(q->form.list[i].name))
			mb_buf_printf(&b, "%s%s=%s", b.n ? "&" : "", web_escape(q->a, q->form.list[i].name),
				      web_escape(q->a, q->form.list[i].value.p));
	text = b.over ? NULL : mb_arena_copy(q->a, b.p, b.n);
	mb_buf_free(&b);
	return text;
}

/* Only for whom we know: the session has ended, but it was one. */
int kept_page(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *cookie = cookie_find(q->a, q->in->cookie, COOKIE), *person, *text = encode(q);
	char secret[MB_SECRET];

	if (!cookie || !text || session_owner(&person, q->a, q->accounts, cookie, err) != MB_OK) {
		error_page(q, res, 401,
			   "Nobody is signed in, so nothing was done. Open the sign-in page in another "
			   "window, sign in, and "
			   "send this form again: your browser still has what you typed.");
		return MB_OK;
	}
	if (kept_put(secret, q->accounts, person, q->target, text, mb_now().utc, err) != MB_OK)
		return MB_EFAIL;
	return web_see(res, "/sign-in?to=%s", web_escape(q->a, mb_arena_printf(q->a, "/kept/%s", secret)));
}

const struct web_route own_routes[] = {
	{ WEB_GET, "/assets/{path...}", asset, WEB_ANYONE, WEB_OLD_TIP },
	{ WEB_GET, "/brand.css", brand, WEB_ANYONE, 0 },
	{ WEB_GET, "/health", health, WEB_ANYONE, 0 },
	{ WEB_GET, "/robots.txt", robots, WEB_ANYONE, 0 },
	{ WEB_GET, "/kept/{secret}", kept, WEB_SIGNED_IN, 0 },
	{ 0 },
};
