/* Putting a text into the record: paste it or choose a file, see what is read out of it, say what of the likely things holds. */
#include "page_review.h"
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

static void option(struct tpl_map *choice, const char *now, const char *value, const char *label)
{
	struct tpl_map *item = tpl_list_add(choice, "items");

	tpl_set_text(item, "value", value);
	tpl_set_text(item, "label", label);
	tpl_set_bool(item, "chosen", mb_streq(now ? now : "", value));
}

static int put_choices(struct web_req *q, struct tpl_map *s, const struct file_given *given,
		       struct mb_error *err)
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
	option(c, given->kind, "", "Find out from the text");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (mb_schema_kind(mb_gate_schema(q->g), kinds[i]))
			option(c, given->kind, kinds[i],
			       mb_schema_kind(mb_gate_schema(q->g), kinds[i])->title);
	c = tpl_map(field(s, "group", "Group", NULL), "choice");
	option(c, given->group, "", "As the text says");
	rc = web_list(&rows, &n, q, &groups, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		option(c, given->group, rows[i].group, rows[i].title);
	c = tpl_map(field(s, "meeting", "Meeting", NULL), "choice");
	option(c, given->meeting, "", "As the text says, or none");
	if (rc == MB_OK)
		rc = web_list(&rows, &n, q, &meetings, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		option(c, given->meeting, rows[i].id,
		       mb_arena_printf(q->a, "%s (%s)", rows[i].title, rows[i].id));
	return rc;
}

int file_form(struct web_req *q, struct web_res *res, const struct file_given *given, const char *problem,
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
	tpl_set_text(part, "value", given->text);
	tpl_set_number(part, "rows", 14);
	part = tpl_map(field(s, "upload", "Or a file",
			     "Ending in .txt or .md. In Word: Save As, Plain Text (UTF-8)."),
		       "file");
	tpl_set_text(part, "accept", ".txt,.md,text/plain,text/markdown");
	if ((rc = put_choices(q, s, given, err)) != MB_OK)
		return rc;
	if (given->draft) {
		part = tpl_list_add(page, "hidden");
		tpl_set_text(part, "name", "draft");
		tpl_set_text(part, "value", given->draft);
	}
	tpl_set_url(page, "action", "/file");
	tpl_set_bool(page, "upload", true);
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "submit", "See what is read out of it");
	tpl_set_url(page, "cancel", "/");
	return web_render(q, res, &head, page, err);
}

static int blank(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct file_given given = { .kind = web_query(q, "kind"),
					  .group = web_query(q, "group"),
					  .meeting = web_query(q, "meeting") };

	return file_form(q, res, &given, NULL, err);
}

/* ---- what was read --------------------------------------------------------------------------------------- */

static bool has_choice(const char *s)
{
	return s && *s;
}

static const char *chosen(struct web_req *q, const char *name)
{
	return has_choice(web_field(q, name)) ? web_field(q, name) : NULL;
}

static struct file_given given_of(struct web_req *q, const char *text)
{
	return (struct file_given){ .text = text,
				    .kind = chosen(q, "kind"),
				    .group = chosen(q, "group"),
				    .meeting = chosen(q, "meeting"),
				    .draft = chosen(q, "draft") };
}

/* The answers given to questions: fields named "answer-N" hold what the filing takes, or nothing for no. When all likely
 * things are about to be shown with a yes, only those given on a page before count already. */
static void read_answers(struct mb_filing *f, struct web_req *q)
{
	const char *prefix = mb_streq(web_field(q, "do"), "all") ? "answer-given-" : "answer-", **list = NULL;
	size_t n = 0;

	for (size_t i = 0; i < q->form.n; i++)
		if (mb_starts(q->form.list[i].name, prefix) && has_choice(q->form.list[i].value.p))
			*MB_PUSH(q->a, list, n) = q->form.list[i].value.p;
	f->accept = list;
	f->n_accept = n;
}

static struct mb_filing filing_of(struct web_req *q, const struct file_given *given)
{
	struct mb_filing f = { .text = mb_str(given->text),
			       .group = given->group,
			       .meeting = given->meeting,
			       .as_kind = given->kind };

	read_answers(&f, q);
	return f;
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

int file_check(struct web_req *q, struct web_res *res, const struct file_given *given, struct mb_error *err)
{
	struct mb_filing f = filing_of(q, given);
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	int rc;

	if ((rc = web_actor(&actor, q, err)) != MB_OK)
		return rc;
	rc = mb_gate_file(&r, q->a, q->g, &f, &actor, MB_DRY_RUN, &low);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return review_refused(q, res, given, &r, err);
	if (rc != MB_OK && r.n_questions == 0)
		return rc == MB_EFAIL ? mb_fail(err, rc, "%s", low.text)
				      : file_form(q, res, given, low.text, err);
	return review_page(q, res, &f, given, &r, err);
}

static int check(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *problem, *text = show_text_given(q, "upload", &problem);
	struct file_given given = given_of(q, problem ? web_field(q, "text") : text);

	if (problem || mb_streq(web_field(q, "do"), "again"))
		return file_form(q, res, &given, problem, err);
	return file_check(q, res, &given, err);
}

static int done(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct file_given given = given_of(q, web_field(q, "text"));
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_filing f;
	struct mb_actor actor;
	int rc;

	if (!has_choice(given.text))
		return mb_fail(err, MB_EINVAL, "There is no text to file.");
	if (mb_streq(web_field(q, "do"), "all"))
		return file_check(q, res, &given, err);
	f = filing_of(q, &given);
	if ((rc = web_actor(&actor, q, err)) != MB_OK)
		return rc;
	rc = mb_gate_file(&r, q->a, q->g, &f, &actor, 0, &low);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return review_refused(q, res, &given, &r, err);
	if (rc == MB_EINVAL && r.n_questions)
		return review_page(q, res, &f, &given, &r, err);
	if (rc != MB_OK)
		return rc == MB_EFAIL ? mb_fail(err, rc, "%s", low.text)
				      : file_form(q, res, &given, low.text, err);
	minutes_filed(q, given.draft);
	web_notice(q, "success", "%s.", r.headline ? r.headline : "Filed");
	return r.n_touched ? web_see(res, "/d/%s", web_escape(q->a, r.touched[0].id)) : web_see(res, "/");
}

const struct web_route file_routes[] = {
	{ WEB_GET, "/file", blank, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/file", check, WEB_SIGNED_IN, WEB_UPLOAD },
	{ WEB_POST, "/file/done", done, WEB_SIGNED_IN, WEB_ONCE },
	{ 0 },
};
