/* A page around what a handler has filled in, what is kept of pages, and the record through the reader's eyes. */
#include "assets.h"
#include "server.h"
#include "templates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PACK_LEAST 600	/* bytes: below, a reply is one packet whatever is done */
#define PACK_LEVEL 6	/* of zlib */
#define REPLY_SIZE 2048 /* about what a finished reply takes besides its bytes */
#define LONG_TEXT  40	/* bytes of a field that is more than a name or a date */

/* ---- the layout ------------------------------------------------------------------------------------------ */

bool web_there(struct web_req *q, const char *target)
{
	const char *path = mb_arena_ndup(q->a, target, strcspn(target, "?#"));
	struct web_pairs params;
	unsigned allowed;
	const struct web_route *r = route_find(&allowed, &params, q->a, WEB_GET, path);

	return r && (r->need <= WEB_READER ||
		     (q->who.person && (r->need == WEB_SIGNED_IN || (r->need == WEB_CLERK && q->who.clerk) ||
					(r->need == WEB_ADMIN && q->who.admin))));
}

/* A file of the record is there only if it stands in this record and this reader may read it. */
static bool file_there(struct web_req *q, const char *target)
{
	static const char folder[] = "/record/";
	struct mb_error none;
	const struct mb_doc *d;

	return !mb_starts(target, folder) ||
	       (q->reader && web_doc(&d, q, target + sizeof folder - 1, &none) == MB_OK);
}

static void put_links(struct web_req *q, struct tpl_map *page, const char *key, const struct web_link *links,
		      const char *current)
{
	for (; links->text; links++) {
		struct tpl_map *item;

		if (!web_there(q, links->href) || !file_there(q, links->href))
			continue;
		item = tpl_list_add(page, key);
		tpl_set_text(item, "text", links->text);
		tpl_set_url(item, "href", links->href);
		if (tpl_has(item, "current"))
			tpl_set_bool(item, "current", mb_streq(links->href, current));
	}
}

static void put_clocks(struct web_req *q, struct tpl_map *page, const struct web_head *head)
{
	char force[MB_LONG_DATE], known[MB_LONG_DATE];
	struct tpl_map *clocks;

	if (head->as_at == MB_NO_DAY && head->known_at == MB_NO_DAY)
		return;
	clocks = tpl_map(page, "clocks");
	mb_day_long(force, head->as_at == MB_NO_DAY ? q->today : head->as_at);
	mb_day_long(known, head->known_at);
	if (head->known_at == MB_NO_DAY)
		tpl_set_textf(clocks, "sentence", "In force on %s, as known now.", force);
	else
		tpl_set_textf(clocks, "sentence", "In force on %s, as known on %s.", force, known);
	tpl_set_url(clocks, "now", q->path);
}

static void put_notices(struct web_req *q, struct tpl_map *page)
{
	struct tpl_map *notice;
	struct mb_buf all;

	if (q->n_notices == 0)
		return;
	mb_buf_init(&all, 0);
	for (size_t i = 0; i < q->n_notices; i++)
		mb_buf_printf(&all, "%s%s", i ? " " : "", q->notices[i].text);
	notice = tpl_map(page, "notice");
	tpl_set_bool(notice, "success", mb_streq(q->notices[0].kind, "success"));
	tpl_set_text(notice, "title", mb_streq(q->notices[0].kind, "success") ? "Done" : "Important");
	tpl_set_text(notice, "text", mb_arena_copy(q->a, all.p, all.n));
	mb_buf_free(&all);
}

static void put_person(struct web_req *q, struct web_res *res, struct tpl_map *page)
{
	struct tpl_map *person;

	if (!q->who.person) {
		if (!q->web->how->header && !mb_streq(q->path, "/sign-in"))
			tpl_set_url(page, "sign_in", "/sign-in");
		return;
	}
	person = tpl_map(page, "person");
	tpl_set_text(person, "name", q->who.name ? q->who.name : q->who.person);
	tpl_set_url(person, "account", "/account");
	tpl_set_url(person, "sign_out", "/sign-out");
	tpl_set_text(person, "token", web_token(q, res));
}

static void put_assets(struct web_req *q, struct tpl_map *page, const struct web_head *head)
{
	tpl_set_url(page, "css", web_asset_path("app.css"));
	tpl_set_url(page, "js", web_asset_path("app.js"));
	tpl_set_url(page, "init", web_asset_path("init.js"));
	tpl_set_url(page, "icon", web_asset_path("icon.svg"));
	tpl_set_urlf(page, "brand", "/brand.css?v=%s",
		     mb_node_text(mb_gate_partnership(q->g)->root, "colour")
			     ? mb_node_text(mb_gate_partnership(q->g)->root, "colour") + 1
			     : "0");
	if (head->print)
		tpl_set_url(page, "print", web_asset_path("print.css"));
}

static void read_notices(struct web_req *q)
{
	if (q->notices_read || !q->who.session)
		return;
	q->notices_read = true;
	(void)notice_take(&q->notices, &q->n_notices, q->a, q->accounts, q->who.session, NULL);
}

int web_render(struct web_req *q, struct web_res *res, const struct web_head *head,
	       const struct tpl_map *content, struct mb_error *err)
{
	const struct mb_partnership *p = q->g ? mb_gate_partnership(q->g) : NULL;
	struct tpl_map *page;

	if (!p)
		return mb_fail(err, MB_EFAIL, "the record is not at hand");
	page = tpl_data(q->a, &tpl_layout);
	read_notices(q);
	tpl_set_textf(page, "title", "%s%s", head->wrong ? "Error: " : "", head->title);
	tpl_set_text(page, "partnership", p->name);
	tpl_set_url(page, "home", "/");
	put_assets(q, page, head);
	put_person(q, res, page);
	put_links(q, page, "nav", web_navigation, head->section);
	put_links(q, page, "footer", web_footer, NULL);
	if (web_there(q, "/search"))
		tpl_set_url(page, "find", "/search");
	tpl_set_text(page, "found", head->found);
	if (p->rehearsal)
		tpl_set_text(page, "rehearsal", "This is a rehearsal. Nothing in it has any effect.");
	/* Whoever keeps the record sees it everywhere, others where they begin. */
	if (q->who.person && mb_gate_founding(q->g) &&
	    (q->who.clerk || q->who.admin || mb_streq(head->section, "/")))
		tpl_set_text(page, "founding",
			     "No meeting has decided on the rules of this record yet. Until one has, a "
			     "single person "
			     "may bring changed rules into force.");
	for (size_t i = 0; i < head->n_crumbs; i++) {
		struct tpl_map *crumb = tpl_list_add(page, "crumbs");

		tpl_set_text(crumb, "text", head->crumbs[i].text);
		tpl_set_url(crumb, "href", head->crumbs[i].href);
	}
	put_clocks(q, page, head);
	put_notices(q, page);
	if (head->back)
		tpl_set_url(page, "back", head->back);
	if (head->feed) {
		tpl_set_url(page, "feed", head->feed);
		tpl_set_text(page, "feed_title", head->feed_title ? head->feed_title : head->title);
	}
	if (head->command)
		tpl_set_textf(page, "command", "minutebook %s", head->command);
	if (head->api)
		tpl_set_url(page, "api", head->api);
	tpl_set_page(page, "content", content);
	if (!q->who.person && q->route && q->route->need <= WEB_READER)
		res->keeping = WEB_KEEP_TAGGED;
	return tpl_render(&res->body, page, err);
}

/* What somebody wrote and the server could not take is shown to be copied: whole texts, never what may be a password. */
static const char *typed_in_vain(struct web_req *q)
{
	const char *all = NULL;

	if (q->method == WEB_GET || !q->who.person || (q->route && q->route->flags & WEB_NO_TOKEN))
		return NULL;
	for (size_t i = 0; i < q->form.n; i++) {
		const struct web_pair *f = &q->form.list[i];
		bool text = f->value.n >= LONG_TEXT || memchr(f->value.p, '\n', f->value.n);

		if (text && !strstr(f->name, "password") && !mb_streq(f->name, "again") &&
		    !mb_streq(f->name, "token") && !mb_streq(f->name, "form") && !mb_streq(f->name, "base"))
			all = mb_arena_printf(q->a, "%s%s%s", all ? all : "", all ? "\n\n" : "", f->value.p);
	}
	return all;
}

int error_template(struct web_req *q, struct web_res *res, const char *title, const char *text)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_error), *advice;
	const char *id = q->route ? web_doc_id(q) : NULL;
	struct mb_error none;
	const struct mb_doc *d;

	if (id && q->g && q->reader && res->status != 404 && res->status < 500 &&
	    web_doc(&d, q, id, &none) == MB_OK) {
		advice = tpl_list_add(page, "advice");
		tpl_set_url(advice, "href", mb_arena_printf(q->a, "/d/%s", web_doc_name(q->a, d->id)));
		tpl_set_textf(advice, "link", "Back to %s", d->id);
	}
	tpl_set_text(page, "typed", typed_in_vain(q));
	tpl_set_text(page, "heading", title);
	tpl_set_text(page, "text", text);
	tpl_set_bool(page, "signed_in", q->who.person != NULL);
	tpl_set_url(page, "home", "/");
	return web_render(q, res, &WEB_HEAD(.title = title), page, NULL);
}

void web_notice(struct web_req *q, const char *kind, const char *fmt, ...)
{
	char text[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (q->who.session)
		(void)notice_put(q->accounts, q->who.session, kind, text, mb_now().utc, NULL);
}

/* ---- what is kept of pages ------------------------------------------------------------------------------- */

void pin(struct web_req *q, struct cache *c, const struct cached *what)
{
	*MB_PUSH(q->a, q->pins, q->n_pins) = (struct pin){ c, what };
}

void pins_drop(struct web_req *q)
{
	for (size_t i = 0; i < q->n_pins; i++)
		cache_done(q->pins[i].cache, q->pins[i].what);
	q->n_pins = 0;
}

/* A page is another page when the record, the day, the reader or the address is. What is one session's own (the token of its
 * forms, the key of a form) is written over in the copy: both have a fixed length. */
struct kept_page {
	enum web_keeping keeping;
	size_t n, n_spots;
	struct spot {
		size_t at;
		bool token; /* else the form's key */
	} * spots;
	char *bytes, *file;
	char *drafts;	      /* as struct web_res has it */
	int64_t until;	      /* as struct web_req has it */
	struct ready ready;   /* of a page without spots */
	struct packed packed; /* p NULL: it is sent as it is */
	struct ready packed_ready;
};

static char *put(char *at, const char *s)
{
	at = stpcpy(at, s);
	*at++ = ' ';
	return at;
}

/* By hand, since every request asks for it. */
static const char *page_key(struct web_req *q)
{
	const char *tip = mb_gate_tip(q->g)->id.hex, *person = q->who.person ? q->who.person : "";
	char day[2 * sizeof q->today + 1] = "", *key, *at;

	for (size_t i = 0; i + 1 < sizeof day; i++) /* any text that tells days apart */
		day[i] = (char)('a' + ((unsigned)q->today >> 4 * i & 15));
	key = at = mb_arena_alloc(q->a, strlen(tip) + sizeof day + strlen(person) + strlen(q->target) + 4);
	at = put(at, tip);
	at = put(at, day);
	at = put(at, person);
	at = put(at, q->target);
	at[-1] = '\0';
	if (q->route && q->route->flags & WEB_BY_VISIT)
		return mb_arena_printf(q->a, "%s %lld %ld", key, (long long)q->who.last_visit,
				       q->who.last_event);
	return key;
}

static void end_ready(struct ready *x)
{
	void *reply = atomic_load(&x->reply);

	if (reply)
		x->free(reply);
}

static void free_page(void *p)
{
	struct kept_page *k = p;

	end_ready(&k->ready);
	end_ready(&k->packed_ready);
	free((void *)(uintptr_t)k->packed.p);
	free((void *)(uintptr_t)k->packed.etag);
	free(k->file);
	free(k->drafts);
	free(k->spots);
	free(k->bytes);
	free(k);
}

static void find_spots(struct kept_page *k, const char *what, bool token)
{
	size_t len = what ? strlen(what) : 0;

	for (const char *p = k->bytes; len && (p = memmem(p, k->n - (size_t)(p - k->bytes), what, len));
	     p += len) {
		k->spots = mb_realloc(k->spots, (k->n_spots + 1) * sizeof *k->spots);
		k->spots[k->n_spots++] = (struct spot){ (size_t)(p - k->bytes), token };
	}
}

/* Only what everybody may see is gzipped. A page of somebody signed in holds the token of its forms beside words that a
 * stranger can make it repeat (a search, an address): in one compressed text its length tells how much of the token was guessed
 * (BREACH). So whatever has a person, a token or a key in it goes out as it is. */
static void pack_page(struct kept_page *k, const struct web_req *q, const struct web_res *res)
{
	struct mb_buf out;
	size_t n;

	if (q->who.person || q->who.session || res->personal || k->n_spots > 0 ||
	    k->keeping == WEB_KEEP_PRIVATE || k->n < PACK_LEAST)
		return;
	mb_buf_init(&out, k->n); /* no smaller: no use */
	mb_gzip(&out, k->bytes, k->n, PACK_LEVEL);
	if (mb_buf_status(&out, NULL) == MB_OK) {
		n = strlen(res->etag) + sizeof "-gzip";
		k->packed.n = out.n;
		k->packed.etag = mb_alloc(n);
		snprintf((char *)(uintptr_t)k->packed.etag, n, "%s-gzip", res->etag);
		k->packed.ready = &k->packed_ready;
		k->packed.p = mb_buf_take(&out);
	}
	mb_buf_free(&out);
}

static void send_kept(struct web_res *res, struct kept_page *k)
{
	res->fixed = k->bytes;
	res->fixed_n = k->n;
	res->ready = &k->ready;
	res->packed = k->packed.p ? &k->packed : NULL;
}

void page_to_cache(struct web_req *q, struct web_res *res)
{
	struct web_res unused = { 0 };
	struct cached c = { .free = free_page };
	struct kept_page *k;

	if (res->status != 200 || res->fresh || res->fixed || res->n_headers > 0 || q->n_notices > 0 || !q->g)
		return;
	k = mb_alloc(sizeof *k);
	k->keeping = res->keeping;
	k->n = res->body.n;
	k->bytes = mb_alloc(k->n + 1);
	memcpy(k->bytes, res->body.p, k->n);
	k->file = res->file ? mb_strdup(res->file) : NULL;
	k->drafts = res->drafts ? mb_strdup(res->drafts) : NULL;
	k->until = q->until;
	if (res->personal) {
		find_spots(k, web_token(q, &unused), true);
		find_spots(k, q->form_key, false);
	}
	if (res->keeping != WEB_KEEP_PRIVATE) {
		char hash[MB_SHA256_HEX];

		mb_sha256_hex(hash, k->bytes, k->n);
		hash[32] = '\0';
		res->etag = mb_arena_printf(q->a, "%s%s", res->etag ? res->etag : "", hash);
	}
	pack_page(k, q, res);
	c.p = k;
	c.n = k->n + k->packed.n + sizeof *k + (k->packed.p ? 2 : 1) * REPLY_SIZE;
	c.type = res->type;
	c.etag = res->etag;
	pin(q, q->web->pages, cache_put(q->web->pages, page_key(q), &c));
	if (k->n_spots == 0)
		send_kept(res, k);
}

/* Of what is not in its key: the hour, and drafts beside the record. */
static bool still_holds(struct web_req *q, const struct kept_page *k)
{
	struct draft *list;
	size_t n;

	if (k->until && q->now.utc >= k->until)
		return false;
	return !k->drafts || (draft_list(&list, &n, q->a, q->accounts, NULL) == MB_OK &&
			      mb_streq(draft_stamp(q->a, list, n), k->drafts));
}

bool page_from_cache(struct web_req *q, struct web_res *res)
{
	const struct cached *c;
	struct kept_page *k;

	if (!q->g)
		return false;
	read_notices(q);
	if (q->n_notices > 0 || !(c = cache_get(q->web->pages, page_key(q))))
		return false;
	pin(q, q->web->pages, c);
	k = (struct kept_page *)(uintptr_t)c->p; /* for its ready reply; the rest is only read */
	if (!still_holds(q, k))
		return false;
	res->type = c->type;
	res->etag = c->etag;
	res->keeping = k->keeping;
	res->file = k->file;
	if (k->n_spots == 0) {
		send_kept(res, k);
		return true;
	}
	mb_buf_put(&res->body, k->bytes, k->n);
	for (size_t i = 0; i < k->n_spots && !res->body.over; i++) {
		const char *own = k->spots[i].token ? web_token(q, res) : web_form_key(q, res);

		memcpy(res->body.p + k->spots[i].at, own, strlen(own));
	}
	return true;
}

/* ---- Markdown -------------------------------------------------------------------------------------------- */

struct kept_html {
	struct mb_arena *a;
	struct safe_html html;
};

static void free_html(void *p)
{
	struct kept_html *k = p;

	mb_arena_free(k->a);
	free(k);
}

struct safe_html web_markdown(struct web_req *q, struct mb_str body, int top)
{
	return web_markdown_of(q, NULL, body, top);
}

struct safe_html web_markdown_of(struct web_req *q, const struct mb_doc *d, struct mb_str body, int top)
{
	const char *slash = d ? strrchr(d->path, '/') : NULL,
		   *folder = !d ? NULL : mb_arena_ndup(q->a, d->path, slash ? (size_t)(slash - d->path) : 0);
	char hash[MB_SHA256_HEX];
	const struct cached *c;
	const char *key;

	mb_sha256_hex(hash, body.p, body.n);
	key = mb_arena_printf(q->a, "%s %d %s", hash, top, folder ? folder : "\n");
	c = cache_get(q->web->html, key);
	if (!c) {
		struct kept_html *k = mb_alloc(sizeof *k);

		k->a = mb_arena_new();
		k->html = tpl_markdown_in(k->a, body.p, body.n, top, folder);
		c = cache_put(
			q->web->html, key,
			&(struct cached){ .p = k, .n = 3 * body.n + sizeof *k + 4096, .free = free_html });
	}
	pin(q, q->web->html, c);
	return ((const struct kept_html *)c->p)->html;
}
