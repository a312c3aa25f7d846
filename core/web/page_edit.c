/* Changing a document's text: the body as it stands, what it will look like, and what somebody else saved meanwhile. */
#include "show.h"
#include "templates.h"

#include <string.h>

#define PARAGRAPHS_TOLD 40

struct editing {
	const char *id, *title, *path;
	struct mb_str raw, body; /* as they stand now */
	struct mb_oid base;	 /* the version that they are */
};

static int open_editing(struct editing *x, struct web_req *q, struct mb_error *err)
{
	struct mb_version_row row;
	const struct mb_doc *d;
	int rc = web_doc(&d, q, web_param(q, "id"), err);

	if (rc != MB_OK)
		return rc;
	if (!mb_may(q->reader, "edit", d))
		return mb_fail(err, MB_EREFUSED,
			       "You may not change the text of %s now: its state, or your part in it, does "
			       "not allow it.",
			       d->id);
	x->id = mb_arena_dup(q->a, d->id);
	x->title = mb_arena_dup(q->a, d->title);
	x->path = mb_arena_dup(q->a, d->path);
	x->raw = (struct mb_str){ mb_arena_copy(q->a, d->raw.p, d->raw.n), d->raw.n };
	x->body = (struct mb_str){ x->raw.p + (d->body.p - d->raw.p), d->body.n };
	if ((rc = mb_index_version(&row, q->a, mb_gate_index(q->g), x->path, MB_NO_DAY, MB_NO_DAY, err)) ==
	    MB_OK)
		x->base = row.blob;
	return rc;
}

static struct tpl_map *area(struct tpl_map *s, const char *id, const char *label, const char *hint,
			    const char *value, int rows)
{
	struct tpl_map *f = tpl_list_add(s, "fields"), *part = tpl_map(f, "area");

	tpl_set_text(f, "id", id);
	tpl_set_text(f, "name", id);
	tpl_set_text(f, "label", label);
	tpl_set_text(f, "hint", hint);
	tpl_set_text(part, "value", value);
	tpl_set_number(part, "rows", rows);
	return part;
}

/* Paragraphs of one text that the other does not have. */
static void put_strange(struct web_req *q, struct tpl_map *check, struct mb_str theirs, const char *mine)
{
	size_t told = 0;

	for (const char *p = theirs.p, *end = p + theirs.n; p < end && told < PARAGRAPHS_TOLD;) {
		const char *stop = memmem(p, (size_t)(end - p), "\n\n", 2);
		size_t n = (size_t)((stop ? stop : end) - p);
		const char *paragraph = mb_arena_ndup(q->a, p, n);

		if (n && !strstr(mine, paragraph)) {
			tpl_set_text(tpl_list_add(check, "lines"), "text", paragraph);
			told++;
		}
		p += n + (stop ? 2 : 0);
	}
}

static int form(struct web_req *q, struct web_res *res, const struct editing *x, const char *text,
		const char *problem, bool clash, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_form), *s, *h;
	struct web_head head = WEB_HEAD(.title = mb_arena_printf(q->a, "Change %s", x->id),
					.back = show_doc_href(q, x->id),
					.command = mb_arena_printf(q->a, "edit %s", x->id),
					.wrong = problem != NULL);

	show_head(page, x->id, mb_arena_printf(q->a, "Change the text of \"%s\"", x->title),
		  "The version until now is kept. What was signed off or approved for it may have to be done "
		  "again.");
	if (problem) {
		struct tpl_map *item = tpl_list_add(tpl_map(page, "errors"), "list");

		tpl_set_text(item, "text", problem);
		tpl_set_url(item, "href", "#text");
		res->status = clash ? 409 : 400;
	}
	if (clash) {
		struct tpl_map *check = tpl_map(page, "check");

		tpl_set_text(check, "title", "What the other text says and yours does not");
		tpl_set_text(check, "text",
			     "Take over into yours what belongs there. When you save now, your text takes "
			     "the place of the other, "
			     "which stays among the versions.");
		put_strange(q, check, x->body, text);
	}
	if (mb_streq(web_field(q, "do"), "preview"))
		tpl_set_html(page, "preview", web_markdown(q, mb_str(text), 3));
	s = tpl_list_add(page, "sections");
	(void)area(s, "text", "The text",
		   "Headings begin with #, lists with - or 1.; an empty line parts paragraphs.", text, 24);
	(void)area(s, "reason", "Why it is changed (it stands in the record)", NULL, web_field(q, "reason"),
		   2);
	h = tpl_list_add(page, "hidden");
	tpl_set_text(h, "name", "base");
	tpl_set_text(h, "value",
		     clash || !web_field(q, "base") ? mb_arena_dup(q->a, x->base.hex) : web_field(q, "base"));
	h = tpl_list_add(page, "buttons");
	tpl_set_text(h, "name", "do");
	tpl_set_text(h, "value", "preview");
	tpl_set_text(h, "text", "Preview");
	tpl_set_url(page, "action", mb_arena_printf(q->a, "/d/%s/edit", web_escape(q->a, x->id)));
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "submit", "Save");
	tpl_set_url(page, "cancel", show_doc_href(q, x->id));
	return web_render(q, res, &head, page, err);
}

static int begin(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct editing x;
	int rc = open_editing(&x, q, err);

	return rc == MB_OK ? form(q, res, &x, mb_arena_ndup(q->a, x.body.p, x.body.n), NULL, false, err) : rc;
}

static int refused(struct web_req *q, struct web_res *res, const struct editing *x, const struct mb_result *r,
		   struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_refusal);

	show_head(page, x->id, "Not saved", NULL);
	tpl_set_text(page, "summary_text",
		     "The partnership's rules do not allow this change now. Nothing has changed.");
	show_findings(q, page, &r->ruling, false);
	tpl_set_text(page, "kept", "Go back in your browser: what you typed is still in the form.");
	tpl_set_url(page, "back_to", show_doc_href(q, x->id));
	tpl_set_textf(page, "back_text", "Back to %s", x->id);
	res->status = 422;
	return web_render(q, res, &WEB_HEAD(.title = "Not saved"), page, err);
}

/* The whole text with another body: the head, from the version that the edit began from, stays byte for byte. */
static int whole_text(struct mb_buf *out, struct web_req *q, const struct editing *x,
		      const struct mb_oid *base, const char *body, struct mb_error *err)
{
	struct mb_str raw = x->raw;
	int rc = MB_OK;

	if (!mb_streq(base->hex, x->base.hex))
		rc = mb_blob_read(&raw, q->a, mb_gate_record(q->g), base, err);
	if (rc != MB_OK)
		return rc;
	mb_buf_put(out, raw.p, raw.n);
	return mb_matter_set_body(out, body, strlen(body), err);
}

/* What came with the form must be a version of this very document that the reader may read. */
static int own_version(struct web_req *q, const struct editing *x, const struct mb_oid *base,
		       struct mb_error *err)
{
	struct mb_version_row *rows;
	size_t n;
	int rc = mb_index_history(&rows, &n, q->a, mb_gate_index(q->g), x->path, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (mb_streq(rows[i].blob.hex, base->hex) && mb_may_read(q->reader, &rows[i]))
			return MB_OK;
	return rc != MB_OK ? rc : mb_fail(err, MB_EINVAL, "The form is of another document: open it again.");
}

static int save(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *text = web_field(q, "text"), *given = web_field(q, "base"),
		   *reason = web_field(q, "reason");
	struct mb_oid base = { "" };
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	struct editing x;
	struct mb_buf whole;
	int rc = open_editing(&x, q, err);

	if (rc != MB_OK)
		return rc;
	if (!text || !given || strlen(given) >= sizeof base.hex)
		return form(q, res, &x, text ? text : "",
			    "The form came without its text: nothing was saved.", false, err);
	if (mb_streq(web_field(q, "do"), "preview"))
		return form(q, res, &x, text, NULL, false, err);
	memcpy(base.hex, given, strlen(given) + 1);
	if ((rc = own_version(q, &x, &base, &low)) != MB_OK)
		return rc == MB_EINVAL ? form(q, res, &x, text, low.text, false, err)
				       : mb_fail(err, rc, "%s", low.text);
	if (!mb_ends(text, "\n"))
		text = mb_arena_printf(q->a, "%s\n", text);
	mb_buf_init(&whole, 0);
	if ((rc = whole_text(&whole, q, &x, &base, text, &low)) == MB_OK &&
	    (rc = web_actor(&actor, q, &low)) == MB_OK) {
		actor.reason = reason && *reason ? reason : NULL;
		rc = mb_gate_edit(&r, q->a, q->g, x.id, (struct mb_str){ whole.p, whole.n }, &base, &actor, 0,
				  &low);
	}
	mb_buf_free(&whole);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refused(q, res, &x, &r, err);
	if (rc == MB_ECONFLICT)
		return form(q, res, &x, text,
			    "Somebody else saved this text after you opened it. Nothing is lost: see below "
			    "what it says.",
			    true, err);
	if (rc == MB_EINVAL || rc == MB_EUSAGE)
		return form(q, res, &x, text, low.text, false, err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	web_notice(q, "success", "%s.", r.headline ? r.headline : "Saved");
	return web_see(res, "/d/%s", web_escape(q->a, x.id));
}

const struct web_route edit_routes[] = {
	{ WEB_GET, "/d/{id}/edit", begin, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/d/{id}/edit", save, WEB_SIGNED_IN, 0 },
	{ 0 },
};
