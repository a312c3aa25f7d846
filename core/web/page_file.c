/* Putting a text into the record: paste it or choose a file, see what is read out of it, say what of the likely things holds. */
#include "show.h"
#include "templates.h"

#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = { "minutes", "agenda", "paper" };

/* ---- the form -------------------------------------------------------------------------------------------- */

static struct tpl_map *field(struct tpl_map *section, const char *id, const char *label, const char *hint)
{
	struct tpl_map *f = tpl_list_add(section, "fields");

	tpl_set_text(f, "id", id);
	tpl_set_text(f, "name", id);
	tpl_set_text(f, "label", label);
	tpl_set_text(f, "hint", hint);
	return f;
}

static void option(struct web_req *q, struct tpl_map *choice, const char *name, const char *value,
		   const char *label)
{
	struct tpl_map *item = tpl_list_add(choice, "items");
	const char *now = web_field(q, name) ? web_field(q, name) : web_query(q, name);

	tpl_set_text(item, "value", value);
	tpl_set_text(item, "label", label);
	tpl_set_bool(item, "chosen", mb_streq(now ? now : "", value));
}

static int put_choices(struct web_req *q, struct tpl_map *s, struct mb_error *err)
{
	const struct mb_ask groups = { .kind = "group",
				       .since = MB_NO_DAY,
				       .until = MB_NO_DAY,
				       .as_at = MB_NO_DAY,
				       .known_at = MB_NO_DAY },
			    meetings = { .kind = "meeting",
					 .since = q->today - 200,
					 .until = MB_NO_DAY,
					 .as_at = MB_NO_DAY,
					 .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	struct tpl_map *c;
	size_t n;
	int rc;

	c = tpl_map(field(s, "kind", "What is it?", "Leave it to be found out, if you like."), "choice");
	option(q, c, "kind", "", "Find out from the text");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (mb_schema_kind(mb_gate_schema(q->g), kinds[i]))
			option(q, c, "kind", kinds[i], mb_schema_kind(mb_gate_schema(q->g), kinds[i])->title);
	c = tpl_map(field(s, "group", "Group", NULL), "choice");
	option(q, c, "group", "", "As the text says");
	rc = web_list(&rows, &n, q, &groups, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		option(q, c, "group", rows[i].group, rows[i].title);
	c = tpl_map(field(s, "meeting", "Meeting", NULL), "choice");
	option(q, c, "meeting", "", "As the text says, or none");
	if (rc == MB_OK)
		rc = web_list(&rows, &n, q, &meetings, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		option(q, c, "meeting", rows[i].id,
		       mb_arena_printf(q->a, "%s (%s)", rows[i].title, rows[i].id));
	return rc;
}

static int form(struct web_req *q, struct web_res *res, const char *text, const char *problem,
		struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_form), *s = tpl_list_add(page, "sections"), *part;
	struct web_head head = WEB_HEAD(.title = "File a text", .section = "/meetings",
					.command = "file FILE");
	int rc;

	show_head(page, NULL, "File a text",
		  "Minutes, an agenda or a paper. Decisions, actions and who was there are read out of "
		  "minutes: you type nothing twice.");
	if (problem) {
		struct tpl_map *item = tpl_list_add(tpl_map(page, "errors"), "list");

		tpl_set_text(item, "text", problem);
		tpl_set_url(item, "href", "#text");
		head.wrong = true;
		res->status = 400;
	}
	part = tpl_map(field(s, "text", "Paste the text",
			     "From Word: select all, copy, paste here. Or choose a file saved as plain text "
			     "or Markdown below."),
		       "area");
	tpl_set_text(part, "value", text);
	tpl_set_number(part, "rows", 14);
	part = tpl_map(field(s, "upload", "Or a file",
			     "Ending in .txt or .md. In Word: Save As, Plain Text (UTF-8)."),
		       "file");
	tpl_set_text(part, "accept", ".txt,.md,text/plain,text/markdown");
	if ((rc = put_choices(q, s, err)) != MB_OK)
		return rc;
	tpl_set_url(page, "action", "/file");
	tpl_set_bool(page, "upload", true);
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "submit", "See what is read out of it");
	tpl_set_url(page, "cancel", "/");
	return web_render(q, res, &head, page, err);
}

static int blank(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return form(q, res, NULL, NULL, err);
}

/* ---- what was read --------------------------------------------------------------------------------------- */

static bool has_choice(const char *s)
{
	return s && *s;
}

/* The answers given to questions: fields named "answer-N" hold what the filing takes, or nothing for no. */
static void read_answers(struct mb_filing *f, struct web_req *q)
{
	const char **list = NULL;
	size_t n = 0;

	for (size_t i = 0; i < q->form.n; i++)
		if (mb_starts(q->form.list[i].name, "answer-") && has_choice(q->form.list[i].value.p))
			*MB_PUSH(q->a, list, n) = q->form.list[i].value.p;
	f->accept = list;
	f->n_accept = n;
}

static struct mb_filing filing_of(struct web_req *q, const char *text)
{
	struct mb_filing f = { .text = mb_str(text) };

	f.group = has_choice(web_field(q, "group")) ? web_field(q, "group") : NULL;
	f.meeting = has_choice(web_field(q, "meeting")) ? web_field(q, "meeting") : NULL;
	f.as_kind = has_choice(web_field(q, "kind")) ? web_field(q, "kind") : NULL;
	read_answers(&f, q);
	return f;
}

static void add_option(struct tpl_map *ask, const char *id, const char *value, const char *label, bool chosen)
{
	struct tpl_map *o = tpl_list_add(ask, "options");

	tpl_set_text(o, "id", id);
	tpl_set_text(o, "value", value);
	tpl_set_text(o, "label", label);
	tpl_set_bool(o, "chosen", chosen);
}

static void put_question(struct web_req *q, struct tpl_map *page, const struct mb_question *x, size_t i)
{
	struct tpl_map *ask = tpl_list_add(page, "asks");

	tpl_set_textf(ask, "name", "answer-%zu", i);
	tpl_set_textf(ask, "question", "%s%s%s: %s?", x->item ? "Item " : "", x->item ? x->item : "",
		      x->line ? mb_arena_printf(q->a, "%sline %d", x->item ? ", " : "", x->line) : "",
		      show_named(q, x->suggestion));
	tpl_set_text(ask, "quote", x->words);
	for (size_t k = 0; k < x->n_choices; k++)
		add_option(ask, mb_arena_printf(q->a, "answer-%zu-%zu", i, k),
			   mb_arena_printf(q->a, "%s=%s", x->answer, x->choices[k]),
			   mb_person_name(q->a, q->g, x->choices[k]), false);
	if (x->n_choices == 0)
		add_option(ask, mb_arena_printf(q->a, "answer-%zu-yes", i), x->answer, "Yes", x->must);
	if (x->must && x->n_choices == 0)
		add_option(ask, mb_arena_printf(q->a, "answer-%zu-no", i),
			   mb_arena_printf(q->a, "%s=new", x->answer), "No, it is another", false);
	else
		add_option(ask, mb_arena_printf(q->a, "answer-%zu-no", i), "",
			   x->n_choices ? "None of these" : "No, leave it as text", !x->must);
}

static void hide(struct tpl_map *page, const char *name, const char *value)
{
	struct tpl_map *h;

	if (!value)
		return;
	h = tpl_list_add(page, "hidden");
	tpl_set_text(h, "name", name);
	tpl_set_text(h, "value", value);
}

/* What was typed and chosen, to come back with the next form. */
static void put_given(struct web_req *q, struct tpl_map *page, const char *text)
{
	hide(page, "text", text);
	hide(page, "kind", web_field(q, "kind"));
	hide(page, "group", web_field(q, "group"));
	hide(page, "meeting", web_field(q, "meeting"));
}

/* given: with the answers until now, which are not asked again */
static int review(struct web_req *q, struct web_res *res, const struct mb_filing *given, const char *text,
		  const struct mb_result *r, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_review);

	show_head(page, NULL, "Check what was read", r->headline);
	tpl_set_url(page, "action", "/file/done");
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	put_given(q, page, text);
	for (size_t i = 0; i < given->n_accept; i++)
		hide(page, mb_arena_printf(q->a, "answer-given-%zu", i), given->accept[i]);
	tpl_set_html(page, "text", web_markdown(q, mb_str(text), 3));
	for (size_t i = 0; i < r->n_touched; i++) {
		struct tpl_map *sure = tpl_list_add(page, "sure");

		tpl_set_textf(sure, "text", "%s: %s", r->touched[i].what,
			      r->touched[i].title ? r->touched[i].title : r->touched[i].id);
		tpl_set_text(sure, "note", r->touched[i].id);
	}
	for (size_t i = 0; i < r->n_questions; i++)
		put_question(q, page, &r->questions[i], i);
	for (size_t i = 0; i < r->n_notes; i++)
		tpl_set_text(tpl_list_add(page, "missing"), "text", show_named(q, r->notes[i]));
	tpl_set_text(page, "submit", "File it");
	tpl_set_url(page, "cancel", "/file");
	return web_render(q, res,
			  &WEB_HEAD(.title = "Check what was read", .section = "/meetings",
				    .command = "file FILE --dry-run"),
			  page, err);
}

static int refused(struct web_req *q, struct web_res *res, const char *text, const struct mb_result *r,
		   struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_refusal);

	show_head(page, NULL, "Not filed", NULL);
	tpl_set_text(page, "summary_text",
		     "The partnership's rules do not allow this text to be filed now. Nothing has changed.");
	show_findings(q, page, &r->ruling, false);
	tpl_set_text(page, "kept", "Your text is kept: go back to it to change or copy it.");
	tpl_set_url(page, "action", "/file");
	tpl_set_text(page, "token", web_token(q, res));
	put_given(q, page, text);
	hide(page, "do", "again");
	tpl_set_text(page, "again", "Back to your text");
	tpl_set_url(page, "back_to", "/");
	tpl_set_text(page, "back_text", "Leave it");
	res->status = 422;
	return web_render(q, res, &WEB_HEAD(.title = "Not filed"), page, err);
}

const char *show_text_given(struct web_req *q, const char *upload, const char **problem)
{
	const struct web_file *file = web_upload(q, upload);
	const char *typed = web_field(q, "text");

	*problem = NULL;
	if (!file && !has_choice(typed)) {
		*problem = "Paste a text or choose a file.";
		return NULL;
	}
	if (!file)
		return typed;
	if (mb_ends(file->name, ".docx") || mb_ends(file->name, ".doc") || mb_ends(file->name, ".pdf"))
		*problem = "This is a Word or PDF file. Copy its text and paste it, or save it as plain text "
			   "(UTF-8) and choose that.";
	else if (memchr(file->data.p, '\0', file->data.n))
		*problem = "This file is not plain text in UTF-8. In Word: Save As, Plain Text, encoding "
			   "Unicode (UTF-8).";
	return mb_arena_copy(q->a, *problem ? "" : file->data.p, *problem ? 0 : file->data.n);
}

static int check(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *problem, *text = show_text_given(q, "upload", &problem);
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_filing f;
	struct mb_actor actor;
	int rc;

	if (problem || mb_streq(web_field(q, "do"), "again"))
		return form(q, res, web_field(q, "text"), problem, err);
	f = filing_of(q, text);
	if ((rc = web_actor(&actor, q, err)) != MB_OK)
		return rc;
	rc = mb_gate_file(&r, q->a, q->g, &f, &actor, MB_DRY_RUN, &low);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refused(q, res, text, &r, err);
	if (rc != MB_OK && r.n_questions == 0)
		return rc == MB_EFAIL ? mb_fail(err, rc, "%s", low.text) : form(q, res, text, low.text, err);
	return review(q, res, &f, text, &r, err);
}

static int done(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *text = web_field(q, "text");
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_filing f;
	struct mb_actor actor;
	int rc;

	if (!has_choice(text))
		return mb_fail(err, MB_EINVAL, "There is no text to file.");
	f = filing_of(q, text);
	if ((rc = web_actor(&actor, q, err)) != MB_OK)
		return rc;
	rc = mb_gate_file(&r, q->a, q->g, &f, &actor, 0, &low);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refused(q, res, text, &r, err);
	if (rc == MB_EINVAL && r.n_questions)
		return review(q, res, &f, text, &r, err);
	if (rc != MB_OK)
		return rc == MB_EFAIL ? mb_fail(err, rc, "%s", low.text) : form(q, res, text, low.text, err);
	web_notice(q, "success", "%s.", r.headline ? r.headline : "Filed");
	return r.n_touched ? web_see(res, "/d/%s", web_escape(q->a, r.touched[0].id)) : web_see(res, "/");
}

const struct web_route file_routes[] = {
	{ WEB_GET, "/file", blank, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/file", check, WEB_SIGNED_IN, WEB_UPLOAD },
	{ WEB_POST, "/file/done", done, WEB_SIGNED_IN, WEB_ONCE },
	{ 0 },
};
