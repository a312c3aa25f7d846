/* What is done to an agenda: begun, an item moved, taken off or added, papers put on, a paper filed and put on. Each is a change of its
 * text, judged like any other. A form made before somebody else's change does nothing, says so, and keeps what was typed. */
#include "agenda.h"
#include "templates.h"

#include <stdlib.h>
#include <string.h>

static bool filled(const char *s)
{
	return s && *s;
}

static int refused(struct web_req *q, struct web_res *res, const struct building *b,
		   const struct mb_result *r, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_refusal);

	show_head(page, b->title, "Not done", NULL);
	tpl_set_text(
		page, "summary_text",
		"The partnership's rules do not allow this change of the agenda now. Nothing has changed.");
	show_findings(q, page, &r->ruling, false);
	if (filled(b->text) || filled(b->new_title)) {
		tpl_set_text(page, "kept", "What you typed is kept: go back to it to change or copy it.");
		tpl_set_url(page, "action", building_href(q, b));
		tpl_set_text(page, "token", web_token(q, res));
		show_hidden(page, "again", "yes");
		show_hidden(page, "title", b->new_title);
		show_hidden(page, "part", b->part);
		show_hidden(page, "text", b->text);
		tpl_set_text(page, "again", "Back to what you typed");
	}
	tpl_set_url(page, "back_to", building_href(q, b));
	tpl_set_text(page, "back_text", "Back to the agenda");
	res->status = 422;
	return web_render(q, res, &WEB_HEAD(.title = "Not done"), page, err);
}

static int wrong(struct web_req *q, struct web_res *res, struct building *b, int code, const char *problem,
		 const char *at, struct mb_error *err)
{
	struct building now;
	int rc = building_open(&now, q, err);

	if (rc != MB_OK)
		return rc;
	now.new_title = b->new_title;
	now.part = b->part;
	now.text = b->text;
	res->status = code == MB_ECONFLICT ? 409 : 400;
	return building_show(q, res, &now, problem, at, err);
}

/* ---- changes of the text --------------------------------------------------------------------------------- */

struct wanted {
	struct mb_agenda_change *list;
	size_t n;
};

static int body_with(struct mb_buf *out, struct web_req *q, struct mb_str body, const struct wanted *w,
		     struct mb_error *err)
{
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < w->n; i++) {
		mb_buf_clear(out);
		if ((rc = mb_agenda_change(out, body, &w->list[i], err)) == MB_OK)
			body = (struct mb_str){ mb_arena_copy(q->a, out->p, out->n), out->n };
	}
	return rc;
}

/* The body of the version that the form was made from, which must be one of this agenda. MB_ENOTFOUND: it is not. */
static int body_then(struct mb_str *out, struct web_req *q, const struct building *b, const char *base,
		     struct mb_error *err)
{
	struct mb_version_row *rows;
	struct mb_matter m;
	struct mb_str raw;
	size_t n;
	int rc = mb_index_history(&rows, &n, q->a, mb_gate_index(q->g), b->path, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		if (!mb_streq(rows[i].blob.hex, base))
			continue;
		if ((rc = mb_blob_read(&raw, q->a, mb_gate_record(q->g), &rows[i].blob, err)) == MB_OK &&
		    (rc = mb_matter_parse(&m, q->a, raw.p, raw.n, err)) == MB_OK)
			*out = (struct mb_str){ raw.p + m.body_from, raw.n - m.body_from };
		return rc;
	}
	return rc != MB_OK ? rc : mb_fail(err, MB_ENOTFOUND, "The form is of another agenda.");
}

static int changed_meanwhile(struct web_req *q, struct web_res *res, struct building *b, struct mb_error *err)
{
	struct building now;
	int rc = building_open(&now, q, err);

	if (rc != MB_OK)
		return rc;
	if (!now.id)
		return wrong(q, res, b, MB_ECONFLICT,
			     "The agenda has gone out since you opened this page, so nothing was changed.",
			     "#main", err);
	return wrong(q, res, b, MB_ECONFLICT,
		     mb_arena_printf(
			     q->a,
			     "%s changed this agenda on %s, after you opened this page, so nothing was "
			     "changed. It is shown as it is now, with what you typed: do it again if it is "
			     "still right.",
			     now.by, mb_day_words(q->a, now.on)),
		     "#main", err);
}

static int save(struct web_req *q, struct web_res *res, struct building *b, const struct mb_buf *body,
		struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	struct mb_buf whole;
	int rc;

	mb_buf_init(&whole, 0);
	mb_buf_put(&whole, b->raw.p, b->raw.n);
	if ((rc = mb_matter_set_body(&whole, body->p, body->n, &low)) == MB_OK &&
	    (rc = web_actor(&actor, q, &low)) == MB_OK)
		rc = mb_gate_edit(&r, q->a, q->g, b->id, (struct mb_str){ whole.p, whole.n }, &b->now, &actor,
				  0, &low);
	mb_buf_free(&whole);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refused(q, res, b, &r, err);
	if (rc == MB_ECONFLICT)
		return changed_meanwhile(q, res, b, err);
	if (rc == MB_EINVAL || rc == MB_EUSAGE)
		return wrong(q, res, b, rc, low.text, "#main", err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	return web_see(res, "%s", building_href(q, b));
}

/* Sent twice, the second finds there what it was about to do. */
static int change(struct web_req *q, struct web_res *res, struct building *b, const struct wanted *w,
		  const char *at, struct mb_error *err)
{
	const char *base = web_field(q, "base");
	bool stale = !mb_streq(base, b->now.hex);
	struct mb_error low = { 0 };
	struct mb_str from = b->body;
	struct mb_buf body;
	int rc = stale ? body_then(&from, q, b, base, &low) : MB_OK;

	if (rc == MB_ENOTFOUND)
		return changed_meanwhile(q, res, b, err);
	mb_buf_init(&body, 0);
	if (rc == MB_OK)
		rc = body_with(&body, q, from, w, &low);
	if (rc == MB_OK && body.n == b->body.n && (!body.n || memcmp(body.p, b->body.p, body.n) == 0))
		rc = web_see(res, "%s", building_href(q, b));
	else if (stale && rc != MB_EFAIL)
		rc = changed_meanwhile(q, res, b, err);
	else if (rc == MB_OK)
		rc = save(q, res, b, &body, err);
	else
		rc = rc == MB_EFAIL ? mb_fail(err, rc, "%s", low.text)
				    : wrong(q, res, b, rc, low.text, at, err);
	mb_buf_free(&body);
	return rc;
}

/* ---- what may be asked for ------------------------------------------------------------------------------- */

static void want_paper(struct web_req *q, struct wanted *w, const struct building *b, const struct mb_doc *d)
{
	const char *purpose = mb_doc_field(d, "purpose");
	struct mb_agenda_change *c = MB_PUSH(q->a, w->list, w->n);

	c->act = MB_AGENDA_ADD;
	c->added = (struct mb_agenda_item){ .title = mb_arena_dup(q->a, d->title),
					    .paper = mb_arena_dup(q->a, d->id),
					    .part = mb_streq(purpose, "decision")      ? "decide"
						    : mb_streq(purpose, "information") ? "note"
										       : NULL,
					    .number = b->next_number };
}

static int add_papers(struct web_req *q, struct web_res *res, struct building *b, struct mb_error *err)
{
	struct wanted w = { 0 };
	const struct mb_doc *d;
	const char *id;

	for (size_t i = 0; (id = web_field_at(q, "paper", i)); i++) {
		int rc = web_doc(&d, q, id, err);

		if (rc == MB_OK &&
		    (!mb_streq(d->group, b->group) || !d->kind || !mb_streq(d->kind->name, "paper")))
			rc = mb_fail(err, MB_ENOTFOUND, "There is no such paper of this group.");
		if (rc != MB_OK)
			return rc;
		want_paper(q, &w, b, d);
	}
	if (!w.n)
		return wrong(q, res, b, MB_EINVAL, "Choose a paper.", "#paper-1", err);
	return change(q, res, b, &w, "#paper-1", err);
}

static int add_item(struct web_req *q, struct web_res *res, struct building *b, struct mb_error *err)
{
	struct mb_agenda_change c = {
		.act = MB_AGENDA_ADD,
		.added = { .title = b->new_title, .part = b->part, .number = b->next_number }
	};
	const struct wanted w = { &c, 1 };

	return change(q, res, b, &w, "#new-title", err);
}

/* The paper that has these very words already; NULL: none. */
static int with_words(const char **id, struct web_req *q, const struct building *b, const char *text,
		      struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "paper",
				    .group = b->group,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_str words = mb_trim(mb_str(text));
	struct mb_version_row *rows;
	size_t n;
	int rc = web_list(&rows, &n, q, &ask, err);

	*id = NULL;
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_doc *d;
		struct mb_str body;

		if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[i], err)) != MB_OK)
			break;
		body = mb_trim(d->body);
		if (body.n == words.n && memcmp(body.p, words.p, words.n) == 0)
			*id = rows[i].id;
	}
	return rc;
}

/* A paper comes in as at /file, for this meeting, and then stands on the agenda. */
static int add_text(struct web_req *q, struct web_res *res, struct building *b, struct mb_error *err)
{
	const char *problem, *text = show_text_given(q, "file", &problem);
	struct mb_filing f = { .meeting = b->meeting, .group = b->group, .as_kind = "paper" };
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	const struct mb_doc *d;
	struct wanted w = { 0 };
	struct mb_actor actor;
	const char *id;
	int rc;

	if (problem)
		return wrong(q, res, b, MB_EINVAL, problem, "#paper-text", err);
	b->text = text;
	f.text = mb_str(text);
	if ((rc = with_words(&id, q, b, text, err)) != MB_OK || (rc = web_actor(&actor, q, err)) != MB_OK)
		return rc;
	/* nothing is filed from a form that is out of date, unless it is the very form sent again */
	if (!id && !mb_streq(web_field(q, "base"), b->now.hex))
		return changed_meanwhile(q, res, b, err);
	rc = id ? MB_OK : mb_gate_file(&r, q->a, q->g, &f, &actor, 0, &low);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refused(q, res, b, &r, err);
	if (rc != MB_OK)
		return rc == MB_EFAIL ? mb_fail(err, rc, "%s", low.text)
				      : wrong(q, res, b, rc, low.text, "#paper-text", err);
	if (!id && r.n_touched)
		id = r.touched[0].id;
	if ((rc = web_doc(&d, q, id ? id : "", err)) != MB_OK)
		return rc;
	want_paper(q, &w, b, d);
	b->text = NULL; /* it is in the record now */
	return change(q, res, b, &w, "#main", err);
}

static int begin(struct web_req *q, struct web_res *res, struct building *b, struct mb_error *err)
{
	const struct mb_agenda_form form = { .body = b->group_title,
					     .date = b->date,
					     .time = b->time,
					     .place = b->place,
					     .items = b->usual,
					     .n_items = b->earlier ? 0 : b->n_usual };
	struct mb_filing f = { .meeting = b->meeting, .group = b->group, .as_kind = "agenda" };
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	struct mb_buf text;
	int rc;

	if (b->id)
		return web_see(res, "%s", building_href(q, b));
	mb_buf_init(&text, 0);
	mb_agenda_text(&text, &form);
	f.text = (struct mb_str){ text.p, text.n };
	if ((rc = mb_buf_status(&text, err)) == MB_OK && (rc = web_actor(&actor, q, err)) == MB_OK)
		rc = mb_gate_file(&r, q->a, q->g, &f, &actor, 0, &low);
	mb_buf_free(&text);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refused(q, res, b, &r, err);
	if (rc == MB_EINVAL || rc == MB_EUSAGE)
		return wrong(q, res, b, rc, low.text, "#main", err);
	return rc == MB_OK ? web_see(res, "%s", building_href(q, b)) : mb_fail(err, rc, "%s", low.text);
}

static int move_item(struct web_req *q, struct web_res *res, struct building *b, struct mb_error *err)
{
	static const char *const names[] = { "up", "down", "remove" };
	static const enum mb_agenda_act acts[] = { MB_AGENDA_UP, MB_AGENDA_DOWN, MB_AGENDA_TAKE_OFF };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = web_field(q, names[i]);
		struct mb_agenda_change c = { .act = acts[i] };
		const struct wanted w = { &c, 1 };
		char *end;

		if (!filled(value))
			continue;
		c.item = strtoul(value, &end, 10);
		if (*end)
			break;
		return change(q, res, b, &w, "#main", err);
	}
	return mb_fail(err, MB_EINVAL, "The form does not say what to do.");
}

int building_act(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *add = web_field(q, "add");
	struct building b;
	int rc = building_open(&b, q, err);

	if (rc != MB_OK)
		return rc;
	b.new_title = web_field(q, "title");
	b.part = web_field(q, "part");
	b.text = web_field(q, "text");
	if (web_field(q, "again"))
		return building_show(q, res, &b, NULL, NULL, err);
	if (web_field(q, "begin"))
		return begin(q, res, &b, err);
	if (!b.id)
		return changed_meanwhile(q, res, &b, err);
	if (mb_streq(add, "item"))
		return add_item(q, res, &b, err);
	if (mb_streq(add, "papers"))
		return add_papers(q, res, &b, err);
	return mb_streq(add, "paper") ? add_text(q, res, &b, err) : move_item(q, res, &b, err);
}
