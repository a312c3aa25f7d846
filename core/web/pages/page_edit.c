/* Changing a document: its declared fields and its text as they stand, what it will look like, and what somebody else saved
 * meanwhile. */
#include "fields.h"
#include "templates.h"

#include <string.h>

struct editing {
	const char *id, *title, *path;
	struct mb_str raw, body; /* as they stand now */
	struct mb_oid now;	 /* the version that they are */
	const char *by;		 /* who saved it, and when */
	mb_day on;
	/* what the form brought, or what is asked in it */
	const char *text, *reason;
	struct mb_oid base; /* the version that the text was begun from */
	const struct mb_kind *kind;
	struct entries fields;	/* of the base, with what the form brought laid over */
	struct web_pairs typed; /* as the form shows them */
};

static int open_editing(struct editing *x, struct web_req *q, struct mb_error *err)
{
	struct mb_version_row row;
	const struct mb_doc *d;
	int rc = web_doc(&d, q, web_doc_id(q), err);

	if (rc != MB_OK)
		return rc;
	if (!mb_may(q->reader, "edit", d))
		return mb_fail(err, MB_EREFUSED,
			       "You may not change the text of %s now: its state, or your part in it, does "
			       "not allow it.",
			       d->id);
	x->kind = d->kind;
	x->id = mb_arena_dup(q->a, d->id);
	x->title = mb_arena_dup(q->a, d->title);
	x->path = mb_arena_dup(q->a, d->path);
	x->raw = (struct mb_str){ mb_arena_copy(q->a, d->raw.p, d->raw.n), d->raw.n };
	x->body = (struct mb_str){ x->raw.p + (d->body.p - d->raw.p), d->body.n };
	if ((rc = mb_index_version(&row, q->a, mb_gate_index(q->g), x->path, MB_NO_DAY, MB_NO_DAY, err)) !=
	    MB_OK)
		return rc;
	x->now = row.blob;
	x->by = mb_person_name(q->a, q->g, row.event.by);
	x->on = mb_instant_day(row.event.recorded);
	return MB_OK;
}

static const char *dup(struct web_req *q, struct mb_str s)
{
	return mb_arena_ndup(q->a, s.p, s.n);
}

static const char *edit_href(struct web_req *q, const struct editing *x)
{
	return mb_arena_printf(q->a, "/d/%s/edit", web_doc_name(q->a, x->id));
}

/* ---- the form -------------------------------------------------------------------------------------------- */

static void area(struct tpl_map *s, const char *id, const char *label, const char *hint, const char *value,
		 int rows)
{
	struct tpl_map *f = tpl_list_add(s, "fields"), *part = tpl_map(f, "area");

	tpl_set_text(f, "id", id);
	tpl_set_text(f, "name", id);
	tpl_set_text(f, "label", label);
	tpl_set_text(f, "hint", hint);
	tpl_set_text(part, "value", value);
	tpl_set_number(part, "rows", rows);
}

static int form(struct web_req *q, struct web_res *res, const struct editing *x, const char *problem,
		struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_form), *s, *h;
	struct web_head head = WEB_HEAD(.title = mb_arena_printf(q->a, "Change %s", x->id),
					.back = show_doc_href(q, x->id),
					.command = mb_arena_printf(q->a, "edit %s", x->id),
					.wrong = problem || x->fields.wrong);
	const char *more = web_field(q, "do");
	int rc;

	show_head(page, show_caption(q, x->kind, x->id), mb_arena_printf(q->a, "Change \"%s\"", x->title),
		  "The version until now is kept. What was signed off or approved for it may have to be done "
		  "again.");
	if (problem)
		fields_problem(page, problem, "#text");
	if (head.wrong)
		res->status = 400;
	if (mb_streq(web_field(q, "do"), "preview"))
		tpl_set_html(page, "preview", web_markdown(q, mb_str(x->text), 3));
	more = more && mb_starts(more, "more:") ? more + 5 : NULL;
	if ((rc = fields_show(q, page, &x->fields, &x->typed, more, err)) != MB_OK)
		return rc;
	s = tpl_list_add(page, "sections");
	area(s, "text", "The text",
	     "Headings begin with #, lists with - or 1.; an empty line parts paragraphs.", x->text, 24);
	area(s, "reason", "Why it is changed (it stands in the record)", NULL, x->reason, 2);
	show_hidden(page, "base", x->base.hex);
	h = tpl_list_add(page, "buttons");
	tpl_set_text(h, "name", "do");
	tpl_set_text(h, "value", "preview");
	tpl_set_text(h, "text", "Preview");
	tpl_set_url(page, "action", edit_href(q, x));
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "submit", "Save");
	tpl_set_url(page, "cancel", show_doc_href(q, x->id));
	return web_render(q, res, &head, page, err);
}

/* The fields as they stood in a version. */
static int fields_at(struct editing *x, struct web_req *q, const struct mb_oid *version, struct mb_error *err)
{
	struct mb_matter m;
	struct mb_str raw;
	int rc;

	if (!x->kind)
		return MB_OK;
	fields_of(&x->fields, q, x->kind, NULL);
	if ((rc = mb_blob_read(&raw, q->a, mb_gate_record(q->g), version, err)) == MB_OK &&
	    (rc = mb_matter_parse(&m, q->a, raw.p, raw.n, err)) == MB_OK)
		fields_take(&x->fields, q, m.root);
	return rc;
}

static int begin(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct editing x = { 0 };
	int rc = open_editing(&x, q, err);

	if (rc != MB_OK)
		return rc;
	x.text = dup(q, x.body);
	x.base = x.now;
	if ((rc = fields_at(&x, q, &x.base, err)) != MB_OK)
		return rc;
	x.typed = fields_pairs(q, &x.fields);
	return form(q, res, &x, NULL, err);
}

static int refused(struct web_req *q, struct web_res *res, const struct editing *x, const struct mb_result *r,
		   struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_refusal);

	show_head(page, show_caption(q, x->kind, x->id), "Not saved", NULL);
	tpl_set_text(page, "summary_text",
		     "The partnership's rules do not allow this change now. Nothing has changed.");
	show_findings(q, page, &r->ruling, false);
	tpl_set_text(page, "kept", "What you typed is kept: go back to it to change or copy it.");
	tpl_set_url(page, "action", edit_href(q, x));
	tpl_set_text(page, "token", web_token(q, res));
	fields_hide(q, page, &x->typed);
	show_hidden(page, "text", x->text);
	show_hidden(page, "reason", x->reason);
	show_hidden(page, "base", x->base.hex);
	show_hidden(page, "do", "again");
	tpl_set_text(page, "again", "Back to your text");
	tpl_set_url(page, "back_to", show_doc_href(q, x->id));
	tpl_set_textf(page, "back_text", "Leave it and go to %s", x->id);
	res->status = 422;
	return web_render(q, res, &WEB_HEAD(.title = "Not saved"), page, err);
}

/* ---- two people, one text -------------------------------------------------------------------------------- */

/* The body of a version of this document. */
static int body_of(struct mb_str *out, struct web_req *q, const struct mb_oid *version, struct mb_error *err)
{
	struct mb_matter m;
	struct mb_str raw;
	int rc = mb_blob_read(&raw, q->a, mb_gate_record(q->g), version, err);

	if (rc == MB_OK && (rc = mb_matter_parse(&m, q->a, raw.p, raw.n, err)) == MB_OK)
		*out = (struct mb_str){ raw.p + m.body_from, raw.n - m.body_from };
	return rc;
}

/* Mine as typed, theirs as saved, from what both began with: the same for the same three texts. */
static int parts_of(struct mb_merge_part **part, size_t *n, struct web_req *q, const struct editing *x,
		    const struct mb_oid *theirs, struct mb_error *err)
{
	struct mb_str before, other;
	int rc = body_of(&before, q, &x->base, err);

	if (rc == MB_OK && (rc = body_of(&other, q, theirs, err)) == MB_OK)
		rc = mb_merge_parts(part, n, q->a, before, mb_str(x->text), other, err);
	return rc;
}

/* Was this field changed by both, and differently? What only one of them changed is his. */
static bool both_changed(const struct mb_node *before, const struct mb_node *mine,
			 const struct mb_node *theirs)
{
	return !mb_node_same(before, mine) && !mb_node_same(before, theirs) && !mb_node_same(mine, theirs);
}

/* The fields of two versions beside those typed: what stood when the form was opened, and what stands now. */
static int both_of(struct entries *before, struct entries *theirs, struct web_req *q, const struct editing *x,
		   const struct mb_oid *now, struct mb_error *err)
{
	struct editing old = *x, other = *x;
	int rc = fields_at(&old, q, &x->base, err);

	if (rc == MB_OK)
		rc = fields_at(&other, q, now, err);
	*before = old.fields;
	*theirs = other.fields;
	return rc;
}

static int put_facts(struct web_req *q, struct tpl_map *page, const struct editing *x, struct mb_error *err)
{
	struct entries before, theirs;
	int rc = both_of(&before, &theirs, q, x, &x->now, err);

	for (size_t i = 0; rc == MB_OK && i < x->fields.n; i++) {
		const struct entry *mine = &x->fields.list[i];
		struct tpl_map *f;

		if (!mine->shown || !both_changed(before.list[i].value, mine->value, theirs.list[i].value))
			continue;
		f = tpl_list_add(page, "facts");
		tpl_set_textf(f, "id", "keep-%s", mine->f->name);
		tpl_set_textf(f, "name", "keep-%s", mine->f->name);
		tpl_set_text(f, "label", mine->label);
		tpl_set_text(f, "mine", fields_words(q, mine->f, mine->value));
		tpl_set_text(f, "theirs", fields_words(q, mine->f, theirs.list[i].value));
	}
	return rc;
}

/* Mine or theirs as chosen where both changed it, else whoever changed it. */
static int settle_fields(struct web_req *q, struct editing *x, const struct mb_oid *now, struct mb_error *err)
{
	struct entries before, theirs;
	int rc = both_of(&before, &theirs, q, x, now, err);

	for (size_t i = 0; rc == MB_OK && i < x->fields.n; i++) {
		struct entry *mine = &x->fields.list[i];
		const char *kept = web_field(q, mb_arena_printf(q->a, "keep-%s", mine->f->name));
		bool both = both_changed(before.list[i].value, mine->value, theirs.list[i].value);

		if (both ? mb_streq(kept, "theirs") : mb_node_same(before.list[i].value, mine->value))
			mine->value = theirs.list[i].value;
	}
	if (rc == MB_OK)
		x->typed = fields_pairs(q, &x->fields);
	return rc;
}

/* Passages that differ one by one, each with its choice; "nothing" where one of the two took the words out. */
static int clash(struct web_req *q, struct web_res *res, const struct editing *x, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_conflict);
	struct mb_merge_part *part;
	size_t n;
	int rc = parts_of(&part, &n, q, x, &x->now, err);

	if (rc != MB_OK || (rc = put_facts(q, page, x, err)) != MB_OK)
		return rc;
	show_head(page, show_caption(q, x->kind, x->id), "Two people changed this text", NULL);
	tpl_set_textf(page, "sentence", "%s saved this text on %s, after you opened it.", x->by,
		      mb_day_words(q->a, x->on));
	show_parts(q, page, part, n);
	tpl_set_url(page, "action", edit_href(q, x));
	tpl_set_text(page, "token", web_token(q, res));
	fields_hide(q, page, &x->typed);
	show_hidden(page, "text", x->text);
	show_hidden(page, "reason", x->reason);
	show_hidden(page, "base", x->base.hex);
	show_hidden(page, "theirs", x->now.hex);
	show_hidden(page, "do", "settle");
	tpl_set_url(page, "cancel", show_doc_href(q, x->id));
	res->status = 409;
	return web_render(q, res,
			  &WEB_HEAD(.title = "Two people changed this text", .back = show_doc_href(q, x->id)),
			  page, err);
}

/* What was chosen, put together: it stands on their version from now on. */
static int settle(struct web_req *q, struct editing *x, const struct mb_oid *theirs, struct mb_error *err)
{
	struct mb_merge_part *part;
	size_t n;
	int rc = parts_of(&part, &n, q, x, theirs, err);

	if (rc != MB_OK || (rc = settle_fields(q, x, theirs, err)) != MB_OK)
		return rc;
	x->text = show_settled(q, part, n);
	x->base = *theirs;
	return MB_OK;
}

/* ---- saving ---------------------------------------------------------------------------------------------- */

/* The whole text with another body and other fields: what is not changed of the head, from the version that the edit began
 * from, stays byte for byte. */
static int whole_text(struct mb_buf *out, struct web_req *q, const struct editing *x, struct mb_error *err)
{
	struct mb_str raw = x->raw;
	int rc = MB_OK;

	if (!mb_streq(x->base.hex, x->now.hex))
		rc = mb_blob_read(&raw, q->a, mb_gate_record(q->g), &x->base, err);
	if (rc != MB_OK)
		return rc;
	mb_buf_put(out, raw.p, raw.n);
	rc = mb_matter_set_body(out, x->text, strlen(x->text), err);
	return rc == MB_OK ? fields_write(out, q, &x->fields, err) : rc;
}

/* What came with the form must be a version of this very document that the reader may read. */
static int own_version(struct mb_oid *out, struct web_req *q, const struct editing *x, const char *field,
		       struct mb_error *err)
{
	const char *given = web_field(q, field);
	struct mb_version_row *rows;
	size_t n;
	int rc = mb_index_history(&rows, &n, q->a, mb_gate_index(q->g), x->path, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (mb_streq(rows[i].blob.hex, given) && mb_may_read(q->reader, &rows[i])) {
			*out = rows[i].blob;
			return MB_OK;
		}
	return rc != MB_OK ? rc : mb_fail(err, MB_EINVAL, "The form is of another document: open it again.");
}

/* What the form brought. MB_EINVAL: it is not whole. */
static int read_form(struct editing *x, struct web_req *q, struct mb_error *err)
{
	const char *text = web_field(q, "text"), *reason = web_field(q, "reason");
	struct mb_oid theirs;
	int rc;

	x->text = text ? text : "";
	x->reason = reason && *reason ? reason : NULL;
	if (!text)
		return mb_fail(err, MB_EINVAL, "The form came without its text: nothing was saved.");
	if (*text && !mb_ends(text, "\n"))
		x->text = mb_arena_printf(q->a, "%s\n", text);
	x->typed = q->form;
	if (x->kind)
		fields_of(&x->fields, q, x->kind, NULL);
	if ((rc = own_version(&x->base, q, x, "base", err)) != MB_OK ||
	    (rc = fields_at(x, q, &x->base, err)) != MB_OK ||
	    (rc = fields_read(&x->fields, q, &x->typed, err)) != MB_OK || x->fields.wrong ||
	    !mb_streq(web_field(q, "do"), "settle"))
		return rc;
	if ((rc = own_version(&theirs, q, x, "theirs", err)) != MB_OK)
		return rc;
	return settle(q, x, &theirs, err);
}

static int edit(struct mb_result *r, struct web_req *q, const struct editing *x, struct mb_error *err)
{
	struct mb_actor actor;
	struct mb_buf whole;
	int rc;

	mb_buf_init(&whole, 0);
	if ((rc = whole_text(&whole, q, x, err)) == MB_OK && (rc = web_actor(&actor, q, err)) == MB_OK) {
		actor.reason = x->reason;
		rc = mb_gate_edit(r, q->a, q->g, x->id, (struct mb_str){ whole.p, whole.n }, &x->base, &actor,
				  0, err);
	}
	mb_buf_free(&whole);
	return rc;
}

/* Do the fields typed stand there already? */
static bool same_now(const struct editing *x, struct web_req *q)
{
	struct editing now = *x;
	struct mb_error ignored = { 0 };

	if (fields_at(&now, q, &x->now, &ignored) != MB_OK)
		return false;
	for (size_t i = 0; i < x->fields.n; i++)
		if (x->fields.list[i].shown &&
		    !mb_node_same(x->fields.list[i].value, now.fields.list[i].value))
			return false;
	return true;
}

static int save(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct editing x = { 0 };
	int rc = open_editing(&x, q, err);

	if (rc != MB_OK)
		return rc;
	if ((rc = read_form(&x, q, &low)) != MB_OK)
		return rc == MB_EINVAL ? form(q, res, &x, low.text, err) : mb_fail(err, rc, "%s", low.text);
	if (x.fields.wrong ||
	    (web_field(q, "do") && *web_field(q, "do") && !mb_streq(web_field(q, "do"), "settle")))
		return form(q, res, &x, NULL, err);
	/* sent twice, the second finds its own words there */
	if (strlen(x.text) == x.body.n && memcmp(x.text, x.body.p, x.body.n) == 0 && same_now(&x, q))
		return web_see(res, "/d/%s", web_doc_name(q->a, x.id));
	rc = edit(&r, q, &x, &low);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refused(q, res, &x, &r, err);
	if (rc == MB_ECONFLICT)
		return open_editing(&x, q, err) == MB_OK ? clash(q, res, &x, err) : MB_EFAIL;
	if (rc == MB_EINVAL || rc == MB_EUSAGE)
		return form(q, res, &x, low.text, err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	web_notice(q, "success", "%s.", r.headline ? r.headline : "Saved");
	return web_see(res, "/d/%s", web_doc_name(q->a, x.id));
}

const struct web_route edit_routes[] = {
	{ WEB_GET, "/d/{id}/edit", begin, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/d/{id}/edit", save, WEB_SIGNED_IN, 0 },
	{ 0 },
};
