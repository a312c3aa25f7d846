/* Taking minutes: the form, saving it while one types, two people at it, and the minutes made from it. */
#include "page_minutes.h"
#include "page_review.h"
#include "templates.h"

#include <minutebook/exchange.h>

#include <stdlib.h>
#include <string.h>

enum saving { SAVED, UNCHANGED, CLASH, GONE };

/* ---- saving ---------------------------------------------------------------------------------------------- */

static const char *page_of(struct web_req *q)
{
	const char *page = web_field_or(q, "page", "");

	return strlen(page) < 40 ? page : "";
}

struct joined {
	struct web_pairs fields;
	struct take_clash *clashes;
	size_t n;
};

/* What somebody else saved since, joined with what came. A page's own earlier savings are only earlier. Also where nobody
 * saved since: the draft may hold rows that somebody added and this page never showed. */
static int join(struct joined *out, struct taking *t, struct mb_error *err)
{
	struct web_req *q = t->q;
	struct web_pairs base, theirs;
	const char *text;
	bool others = false;
	int rc = MB_OK;

	*out = (struct joined){ .fields = t->fields };
	if (!t->now.text)
		return MB_OK;
	if (t->now.version != t->base)
		rc = draft_others(&others, q->a, q->accounts, t->id, t->base, page_of(q), err);
	if (rc != MB_OK ||
	    (rc = draft_text(&text, q->a, q->accounts, t->id, others ? t->base : t->now.version, err)) !=
		    MB_OK ||
	    (rc = take_decode(&base, q->a, text, err)) != MB_OK ||
	    (rc = take_decode(&theirs, q->a, t->now.text, err)) != MB_OK)
		return rc;
	take_merge(&out->fields, &out->clashes, &out->n, q->a, &base, &t->fields, &theirs);
	return MB_OK;
}

static int save(enum saving *how, struct joined *j, struct taking *t, struct mb_error *err)
{
	struct web_req *q = t->q;
	struct mb_error low;
	int rc;

	for (int i = 0; i < 10; i++) {
		struct web_pairs now = { 0 };
		struct draft d;

		if (i > 0 && (rc = draft_find(&t->now, q->a, q->accounts, t->id, err)) != MB_OK)
			return rc;
		*how = GONE;
		*j = (struct joined){ .fields = t->fields };
		if (!t->now.text && t->now.version != t->base)
			return MB_OK;
		*how = CLASH;
		if ((rc = join(j, t, err)) != MB_OK || j->n)
			return rc;
		*how = UNCHANGED;
		if (t->now.text && (rc = take_decode(&now, q->a, t->now.text, err)) != MB_OK)
			return rc;
		if (t->now.text && now.n == j->fields.n && take_same(&now, &j->fields))
			return MB_OK;
		*how = SAVED;
		d = (struct draft){ .meeting = t->id,
				    .version = t->now.version + 1,
				    .person = q->who.person,
				    .text = take_encode(q->a, &j->fields),
				    .saved = mb_now().utc };
		if ((rc = draft_save(q->accounts, &d, page_of(q), &low)) == MB_OK) {
			t->now = d;
			return MB_OK;
		}
		if (rc != MB_ECONFLICT)
			return mb_fail(err, rc, "%s", low.text);
	}
	return mb_fail(err, MB_ECONFLICT,
		       "Others are saving these minutes at this moment. Wait a moment and save again.");
}

static int read_form(struct taking *t, struct web_req *q, struct mb_error *err)
{
	const char *base = web_field(q, "base");
	char *end;
	int rc = take_open(t, q, err);

	if (rc != MB_OK)
		return rc;
	t->base = base ? strtol(base, &end, 10) : -1;
	if (!base || !*base || *end || t->base < 0 || t->base > t->now.version)
		return mb_fail(err, MB_EINVAL,
			       "The form is not whole. Load the page again and send it again.");
	t->fields = take_own_fields(q->a, &q->form);
	if (mb_streq(web_field(q, "do"), "settle"))
		take_settle(t);
	return t->fields.n
		       ? MB_OK
		       : mb_fail(err, MB_EINVAL, "The form came without what was typed: nothing was saved.");
}

/* ---- the page -------------------------------------------------------------------------------------------- */

static int filed_already(struct web_req *q, struct web_res *res, struct taking *t, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);

	show_head(page, t->title, "The minutes are filed",
		  "Minutes of this meeting stand in the record. To correct them, change their text.");
	show_act(q, page, "Read the minutes", show_doc_href(q, t->minutes), false);
	show_act(q, page, "Change their text", mb_arena_printf(q->a, "/d/%s/edit", t->minutes), true);
	return web_render(q, res,
			  &WEB_HEAD(.title = "The minutes are filed", .section = "/meetings",
				    .back = mb_arena_printf(q->a, "/meetings/%s", t->id)),
			  page, err);
}

static int take(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct taking t;
	int rc = take_open(&t, q, err);

	if (rc != MB_OK)
		return rc;
	if (t.minutes && !t.now.text)
		return filed_already(q, res, &t, err);
	t.base = t.now.version;
	if (t.now.text && (rc = take_decode(&t.fields, q->a, t.now.text, err)) != MB_OK)
		return rc;
	if (t.fields.n == 0 && (rc = take_prepare(&t, err)) != MB_OK)
		return rc;
	return take_page(q, res, &t, NULL, 0, err);
}

/* The draft was filed or thrown away while this page was open: what was typed is shown, and saved only if it is sent again. */
static int gone(struct web_req *q, struct web_res *res, struct taking *t, struct mb_error *err)
{
	struct mb_instant then = { .utc = t->now.saved, .offset = mb_now().offset };
	int minute = mb_instant_minute(then), rc;
	struct take_problem problem = {
		mb_arena_printf(
			q->a,
			"%s ended this draft at %02d:%02d, after you opened it: the minutes were filed, or "
			"the draft was thrown away. What you typed stands below and is not saved. Save it "
			"only "
			"to begin a draft anew.",
			mb_person_name(q->a, q->g, t->now.person), minute / 60, minute % 60),
		"meeting"
	};

	t->base = t->now.version;
	rc = take_page(q, res, t, &problem, 1, err);
	res->status = 409;
	return rc;
}

static int make(struct web_req *q, struct web_res *res, struct taking *t, struct mb_error *err)
{
	struct file_given given = { .kind = "minutes", .group = t->group, .meeting = t->id };
	struct take_problem *problems;
	struct mb_minutes_form f;
	struct mb_buf text;
	size_t n;
	int rc;

	take_form(&f, &problems, &n, t);
	if (n) {
		rc = take_page(q, res, t, problems, n, err);
		res->status = 400;
		return rc;
	}
	mb_buf_init(&text, 0);
	mb_minutes_text(&text, &f);
	given.text = mb_arena_copy(q->a, text.p, text.n);
	mb_buf_free(&text);
	given.n_lost = mb_minutes_lost(&given.lost, q->a, &f);
	given.draft = mb_arena_printf(q->a, "%s:%ld", t->id, t->now.version);
	return file_check(q, res, &given, err);
}

static int take_sent(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *add = web_field(q, "add"), *act = web_field(q, "do");
	struct joined j;
	struct taking t;
	enum saving how;
	int rc = read_form(&t, q, err);

	if (rc != MB_OK)
		return rc;
	if (mb_streq(act, "settle"))
		act = web_field(q, "then");
	if (add && !take_add(q->a, &t.fields, add))
		return mb_fail(err, MB_EINVAL,
			       "The form is not whole. Load the page again and send it again.");
	if ((rc = save(&how, &j, &t, err)) != MB_OK)
		return rc;
	if (how == GONE)
		return gone(q, res, &t, err);
	if (how == CLASH)
		return take_clash_page(q, res, &t, &j.fields, j.clashes, j.n, err);
	if (mb_streq(act, "make")) {
		t.fields = j.fields;
		t.base = t.now.version;
		return make(q, res, &t, err);
	}
	return web_see(res, "%s%s%s", take_href(q, t.id), add ? "#" : "", add ? add : "");
}

/* ---- while one types ------------------------------------------------------------------------------------- */

/* What the page does not show yet: fields that somebody else changed. */
static void put_theirs(struct mb_json *j, const struct taking *t, const struct joined *x)
{
	struct mb_json *list = mb_json_set_array(j, "theirs"), *one;

	for (size_t i = 0; i < x->fields.n; i++) {
		const struct web_pair *p = &x->fields.list[i];
		const char *mine = take_get(&t->fields, p->name);

		if (mb_streq(mine ? mine : "", p->value.p))
			continue;
		one = mb_json_push_object(list);
		mb_json_set_text(one, "name", p->name);
		mb_json_set_text(one, "mine", mine);
		mb_json_set_text(one, "value", p->value.p);
	}
}

static int draft_sent(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct take_quorum quorum = { 0 };
	struct mb_json *out;
	struct joined j;
	struct taking t;
	enum saving how;
	int rc = read_form(&t, q, err);

	if (rc != MB_OK || (rc = save(&how, &j, &t, err)) != MB_OK)
		return rc;
	out = mb_json_object();
	res->type = "application/json";
	if (how == GONE || how == CLASH) {
		res->status = 409;
		mb_json_set_text(
			out, "problem",
			how == GONE ? "Not saved: this draft was filed or thrown away meanwhile. Press "
				      "“Save” to see "
				      "what you typed."
				    : mb_arena_printf(
					      q->a,
					      "Not saved: %s has changed the same. Press “Save” to see both.",
					      mb_person_name(q->a, q->g, t.now.person)));
	} else {
		mb_json_set_text(out, "saved", take_saved_words(&t));
		mb_json_set_text(out, "base", mb_arena_printf(q->a, "%ld", t.now.version));
		put_theirs(out, &t, &j);
		t.fields = j.fields;
		if (take_quorum(&quorum, &t, NULL) == MB_OK && quorum.line) {
			mb_json_set_text(out, "quorum", quorum.line);
			mb_json_set_bool(out, "short", quorum.short_of);
		}
	}
	rc = mb_json_line(&res->body, out, err);
	mb_json_free(out);
	return rc;
}

/* ---- the end of a draft ---------------------------------------------------------------------------------- */

static int discard(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_confirm), *h;
	struct taking t;
	int rc = take_open(&t, q, err);

	if (rc != MB_OK)
		return rc;
	if (!t.now.text)
		return web_see(res, "/meetings/%s", web_escape(q->a, t.id));
	show_head(page, t.title, "Throw this draft away", take_saved_words(&t));
	tpl_set_text(
		tpl_list_add(page, "what"), "text",
		"What was typed for these minutes is gone, for everybody who takes them. The record does not "
		"change.");
	h = tpl_list_add(page, "hidden");
	tpl_set_text(h, "name", "base");
	tpl_set_textf(h, "value", "%ld", t.now.version);
	tpl_set_urlf(page, "action", "/meetings/%s/minutes/discard", t.id);
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "submit", "Throw it away");
	tpl_set_bool(page, "grave", true);
	tpl_set_url(page, "cancel", take_href(q, t.id));
	return web_render(q, res, &WEB_HEAD(.title = "Throw this draft away", .back = take_href(q, t.id)),
			  page, err);
}

static int discard_sent(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_error low;
	struct taking t;
	long seen = strtol(web_field_or(q, "base", "0"), NULL, 10);
	int rc = take_open(&t, q, err);

	if (rc != MB_OK)
		return rc;
	if (!t.now.text)
		return web_see(res, "/meetings/%s", web_escape(q->a, t.id));
	rc = seen < 1 ? MB_ECONFLICT
		      : draft_close(q->accounts, t.id, seen, q->who.person, mb_now().utc, &low);
	if (rc == MB_ECONFLICT) {
		web_notice(q, "important", "%s, after you opened the page: look at it first.",
			   take_saved_words(&t));
		return web_see(res, "%s", take_href(q, t.id));
	}
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	web_notice(q, "success", "The draft is thrown away.");
	return web_see(res, "/meetings/%s", web_escape(q->a, t.id));
}

void minutes_filed(struct web_req *q, const char *draft)
{
	const char *colon = draft ? strrchr(draft, ':') : NULL;
	const char *meeting = colon ? mb_arena_ndup(q->a, draft, (size_t)(colon - draft)) : NULL;
	const struct mb_doc *d;
	long version = colon ? strtol(colon + 1, NULL, 10) : 0;

	if (!meeting || version < 1 || web_doc(&d, q, meeting, NULL) != MB_OK || !d->group ||
	    !mb_may_make(q->reader, "minutes", d->group))
		return;
	if (draft_close(q->accounts, meeting, version, q->who.person, mb_now().utc, NULL) == MB_ECONFLICT)
		web_notice(q, "important",
			   "Somebody has changed the draft after these minutes were made from it, so it is "
			   "kept: "
			   "look at it.");
}

int may_take_minutes(bool *out, struct web_req *q, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "group",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	size_t n;
	int rc = web_list(&rows, &n, q, &ask, err);

	*out = false;
	for (size_t i = 0; rc == MB_OK && i < n && !*out; i++)
		*out = mb_may_make(q->reader, "minutes", rows[i].group);
	return rc;
}

int drafts_waiting(struct draft_waiting **out, size_t *n, const char **stamp, struct web_req *q,
		   struct mb_error *err)
{
	struct draft *list;
	size_t all;
	int rc = draft_list(&list, &all, q->a, q->accounts, err);

	*out = NULL;
	*n = 0;
	*stamp = rc == MB_OK ? draft_stamp(q->a, list, all) : NULL;
	for (size_t i = 0; rc == MB_OK && i < all; i++) {
		const struct mb_doc *d;
		struct taking t = { .q = q, .now = list[i] };

		if (web_doc(&d, q, list[i].meeting, NULL) != MB_OK || !d->group ||
		    !mb_may_make(q->reader, "minutes", d->group))
			continue;
		t.now.text = "";
		*MB_PUSH(q->a, *out, *n) = (struct draft_waiting){ .meeting = list[i].meeting,
								   .title = mb_arena_dup(q->a, d->title),
								   .href = take_href(q, list[i].meeting),
								   .saved = take_saved_words(&t) };
	}
	return rc;
}

const struct web_route minutes_routes[] = {
	{ WEB_GET, "/meetings/{id}/minutes/take", take, WEB_SIGNED_IN, WEB_SLOW },
	{ WEB_POST, "/meetings/{id}/minutes/take", take_sent, WEB_SIGNED_IN, WEB_SLOW },
	{ WEB_POST, "/meetings/{id}/minutes/draft", draft_sent, WEB_SIGNED_IN, WEB_SLOW | WEB_QUIET },
	{ WEB_GET, "/meetings/{id}/minutes/discard", discard, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/meetings/{id}/minutes/discard", discard_sent, WEB_SIGNED_IN, 0 },
	{ 0 },
};
