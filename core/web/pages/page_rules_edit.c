/* The files of a proposal of rules: read with the numbers of their lines, changed in a plain editor, added, taken away. Two admins
 * at one file lose nothing: what does not clash is joined, where it does they choose. */
#include "page_rules.h"
#include "templates.h"

#include <string.h>

struct editing {
	struct proposal p;
	const char *path; /* "rules/12-x.lua" */
	const char *text, *base;
};

static int open_file(struct editing *x, struct web_req *q, struct mb_error *err)
{
	int rc = proposal_open(&x->p, q, err);

	if (rc == MB_OK && rules_path(&x->path, q->a, web_param(q, "path"), err) != MB_OK)
		rc = mb_fail(err, MB_ENOTFOUND, "There is no such file in this proposal.");
	return rc;
}

static const char *href(struct web_req *q, const struct editing *x, const char *what)
{
	return proposal_file_href(q, &x->p, what, x->path);
}

static const char *name_of(const struct editing *x)
{
	return x->path + strlen("rules/");
}

/* The slips of the proposal as it would be with this text. */
static int slips_with(struct rules_said *out, struct web_req *q, const struct editing *x, struct mb_str text,
		      struct mb_error *err)
{
	struct mb_rules_file *files, *f = NULL;
	size_t n;
	int rc = proposal_files(&files, &n, q, &x->p, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (mb_streq(files[i].path, x->path))
			f = &files[i];
	if (!f) {
		f = MB_PUSH(q->a, files, n);
		f->path = x->path;
	}
	f->text = text;
	return rules_slips(out, q, files, n, err);
}

static const char *slip_words(struct web_req *q, const struct rules_place *at)
{
	return at->file ? mb_arena_printf(q->a, "%s, line %d: %s", at->file + strlen("rules/"), at->line,
					  at->says)
			: at->says;
}

/* ---- reading --------------------------------------------------------------------------------------------- */

static int view(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_rules_source);
	struct editing x = { 0 };
	struct rules_said slips;
	char hash[MB_SHA256_HEX];
	struct web_head head;
	struct mb_str text;
	int rc = open_file(&x, q, err);

	if (rc != MB_OK || (rc = proposal_read(&text, hash, q, &x.p, x.path, err)) != MB_OK ||
	    (rc = slips_with(&slips, q, &x, text, err)) != MB_OK)
		return rc;
	show_head(page, x.p.title, name_of(&x), NULL);
	show_act(q, page, "Change this file", href(q, &x, "edit"), false);
	show_act(q, page, "Take it away", href(q, &x, "remove"), true);
	for (size_t i = 0; i < slips.n; i++) {
		struct rules_place at = rules_place(q->a, slips.lines[i]);
		struct tpl_map *item;

		if (!mb_streq(at.file, x.path))
			continue;
		item = tpl_list_add(tpl_map(page, "slips"), "list");
		tpl_set_textf(item, "text", "Line %d: %s", at.line, at.says);
		tpl_set_url(item, "href", mb_arena_printf(q->a, "#L%d", at.line));
	}
	rules_put_lines(q, page, text, &slips, x.path, web_query_number(q, "line", 1, 100000, 0));
	head = proposal_head(q, &x.p, name_of(&x),
			     mb_arena_printf(q->a, "rules check --rules %s", x.p.rules));
	return web_render(q, res, &head, page, err);
}

/* ---- the editor ------------------------------------------------------------------------------------------ */

static int put_check(struct web_req *q, struct tpl_map *page, const struct editing *x, struct mb_error *err)
{
	struct tpl_map *check;
	struct rules_said slips;
	int rc = slips_with(&slips, q, x, mb_str(x->text), err);

	if (rc != MB_OK)
		return rc;
	check = tpl_map(page, "check");
	tpl_set_text(check, "title", "Check");
	tpl_set_bool(check, "good", slips.n == 0);
	tpl_set_text(check, "text",
		     slips.n == 0   ? "No slips in the proposal."
		     : slips.n == 1 ? "1 slip in the proposal."
				    : mb_arena_printf(q->a, "%zu slips in the proposal.", slips.n));
	for (size_t i = 0; i < slips.n && i < 30; i++) {
		struct rules_place at = rules_place(q->a, slips.lines[i]);
		struct tpl_map *line = tpl_list_add(check, "lines");

		tpl_set_text(line, "text", slip_words(q, &at));
		if (at.file)
			tpl_set_url(line, "href",
				    rules_line_href(q, proposal_href(q, &x->p, ""), at.file, at.line));
	}
	return MB_OK;
}

static int form(struct web_req *q, struct web_res *res, const struct editing *x, const char *problem,
		struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_form), *area, *b;
	struct web_head head = proposal_head(q, &x->p, mb_arena_printf(q->a, "Change %s", name_of(x)),
					     mb_arena_printf(q->a, "rules check --rules %s", x->p.rules));
	int rc;

	head.wrong = problem != NULL;
	show_head(page, x->p.title, name_of(x),
		  "Nothing in force changes. What the file was before is kept.");
	if (problem) {
		rules_error(page, problem, "#text");
		res->status = 400;
	} else if ((rc = put_check(q, page, x, err)) != MB_OK) {
		return rc;
	}
	rules_put_handbook(q, page);
	area = tpl_map(rules_field(tpl_list_add(page, "sections"), "text", "The file",
				   "Lines that begin with -- are notes for people."),
		       "area");
	tpl_set_text(area, "value", x->text);
	tpl_set_number(area, "rows", 30);
	tpl_set_bool(area, "code", true);
	show_hidden(page, "base", x->base);
	b = tpl_list_add(page, "buttons");
	tpl_set_text(b, "name", "do");
	tpl_set_text(b, "value", "check");
	tpl_set_text(b, "text", "Check without saving");
	tpl_set_url(page, "action", href(q, x, "edit"));
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "submit", "Save");
	tpl_set_url(page, "cancel", proposal_href(q, &x->p, ""));
	return web_render(q, res, &head, page, err);
}

static int begin(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct editing x = { 0 };
	char hash[MB_SHA256_HEX];
	struct mb_str text;
	int rc = open_file(&x, q, err);

	if (rc != MB_OK || (rc = proposal_read(&text, hash, q, &x.p, x.path, err)) != MB_OK)
		return rc;
	x.text = text.p;
	x.base = hash;
	return form(q, res, &x, NULL, err);
}

/* ---- saving ---------------------------------------------------------------------------------------------- */

static const char *whoever(struct web_req *q, const struct editing *x)
{
	struct proposal fresh;

	if (proposal_open(&fresh, q, NULL) == MB_OK)
		for (size_t i = 0; i < fresh.n_changes; i++)
			if (mb_streq(fresh.changes[i].file, x->path))
				return mb_person_name(q->a, q->g, fresh.changes[i].by);
	return "Somebody else";
}

static int clash(struct web_req *q, struct web_res *res, const struct editing *x, const char *theirs,
		 const struct mb_merge_part *part, size_t n, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_conflict);
	struct web_head head = proposal_head(q, &x->p, "Two people changed this file", NULL);

	show_head(page, x->p.title, "Two people changed this file", NULL);
	tpl_set_textf(page, "sentence", "%s saved %s after you opened it.", whoever(q, x), name_of(x));
	show_parts(q, page, part, n);
	tpl_set_url(page, "action", href(q, x, "edit"));
	tpl_set_text(page, "token", web_token(q, res));
	show_hidden(page, "text", x->text);
	show_hidden(page, "base", x->base);
	show_hidden(page, "theirs", theirs);
	show_hidden(page, "do", "settle");
	tpl_set_url(page, "cancel", href(q, x, "edit"));
	res->status = 409;
	return web_render(q, res, &head, page, err);
}

static int parts_of(struct mb_merge_part **part, size_t *n, bool *clashes, struct web_req *q,
		    const struct editing *x, struct mb_str theirs, struct mb_error *err)
{
	struct mb_str before;
	int rc = proposal_kept(&before, q->a, x->p.folder, x->base, err);

	if (rc == MB_ENOTFOUND) /* it began from one so old that it is no longer kept: both are shown whole */
		rc = MB_OK;
	if (rc == MB_OK)
		rc = mb_merge_parts(part, n, q->a, before, mb_str(x->text), theirs, err);
	*clashes = false;
	for (size_t i = 0; rc == MB_OK && i < *n; i++)
		*clashes |= (*part)[i].clash;
	return rc;
}

static int saved(struct web_req *q, struct web_res *res, const struct editing *x, const char *words)
{
	web_notice(q, "success", "%s", words);
	return web_see(res, "%s", href(q, x, "edit"));
}

/* What was typed comes back with the form. */
static int unwritten(struct web_req *q, struct web_res *res, const struct editing *x,
		     const struct mb_error *why, struct mb_error *err)
{
	int rc = form(q, res, x, rules_unwritten(q, why, "The file is as it was; what you typed is below."),
		      err);

	res->status = 500;
	return rc;
}

/* Somebody saved meanwhile. Changes in other places are joined; else both wordings are shown. */
static int join(struct web_req *q, struct web_res *res, struct editing *x, struct mb_error *err)
{
	char now[MB_SHA256_HEX];
	struct mb_merge_part *part;
	struct mb_error low = { 0 };
	struct mb_str theirs;
	const char *who = whoever(q, x);
	bool clashes;
	size_t n;
	int rc = proposal_read(&theirs, now, q, &x->p, x->path, &low);

	if (rc == MB_ENOTFOUND) {
		x->base = "";
		return form(q, res, x,
			    mb_arena_printf(
				    q->a,
				    "%s took this file away after you opened it. Save again to put it back.",
				    who),
			    err);
	}
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	if ((rc = parts_of(&part, &n, &clashes, q, x, theirs, err)) != MB_OK)
		return rc;
	if (clashes)
		return clash(q, res, x, now, part, n, err);
	x->text = show_settled(q, part, n);
	rc = proposal_save(q, &x->p, x->path, mb_str(x->text), now, &low);
	if (rc == MB_EFAIL)
		return unwritten(q, res, x, &low, err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	return saved(q, res, x,
		     mb_arena_printf(
			     q->a, "Saved. %s changed other places of it meanwhile; both changes are in it.",
			     who));
}

static int settle(struct web_req *q, struct editing *x, struct mb_error *err)
{
	const char *hash = web_field(q, "theirs");
	struct mb_merge_part *part;
	struct mb_str theirs;
	bool clashes;
	size_t n;
	int rc = proposal_kept(&theirs, q->a, x->p.folder, hash, err);

	if (rc ==
	    MB_ENOTFOUND) /* saved very often meanwhile: what was typed meets what stands now once more */
		return MB_OK;
	if (rc != MB_OK || (rc = parts_of(&part, &n, &clashes, q, x, theirs, err)) != MB_OK)
		return rc;
	x->text = show_settled(q, part, n);
	x->base = hash;
	return MB_OK;
}

static int save(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_error low = { 0 };
	struct editing x = { 0 };
	const char *todo = web_field(q, "do");
	int rc = open_file(&x, q, err);

	if (rc != MB_OK)
		return rc;
	x.text = web_field(q, "text");
	x.base = web_field_or(q, "base", "");
	if (!x.text)
		return mb_fail(err, MB_EINVAL, "The form came without its text: nothing was saved.");
	if (*x.text && !mb_ends(x.text, "\n"))
		x.text = mb_arena_printf(q->a, "%s\n", x.text);
	if (mb_streq(todo, "settle") && (rc = settle(q, &x, err)) != MB_OK)
		return rc;
	if (mb_streq(todo, "check"))
		return form(q, res, &x, NULL, err);
	rc = proposal_save(q, &x.p, x.path, mb_str(x.text), x.base, &low);
	if (rc == MB_EINVAL)
		return form(q, res, &x, low.text, err);
	if (rc == MB_ECONFLICT)
		return join(q, res, &x, err);
	if (rc == MB_EFAIL)
		return unwritten(q, res, &x, &low, err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	return saved(q, res, &x, "Saved.");
}

/* ---- a file more, a file less ----------------------------------------------------------------------------- */

static int ask_name(struct web_req *q, struct web_res *res, const struct proposal *p, const char *problem,
		    struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_form), *input;
	struct web_head head = proposal_head(q, p, "Add a file", NULL);

	head.wrong = problem != NULL;
	show_head(page, p->title, "Add a file",
		  "A number in front keeps related files together; their order never matters. Tests go below "
		  "tests/ and "
		  "end in _test.lua.");
	if (problem) {
		rules_error(page, problem, "#name");
		res->status = 400;
	}
	input = tpl_map(rules_field(tpl_list_add(page, "sections"), "name", "Name of the file",
				    "Such as 12-large-sums.lua or tests/large_sums_test.lua"),
			"input");
	tpl_set_text(input, "value", web_field_or(q, "name", ""));
	tpl_set_bool(input, "code", true);
	tpl_set_url(page, "action", proposal_href(q, p, "/add"));
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "submit", "Add");
	tpl_set_url(page, "cancel", proposal_href(q, p, ""));
	return web_render(q, res, &head, page, err);
}

static int add_form(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct proposal p;
	int rc = proposal_open(&p, q, err);

	return rc == MB_OK ? ask_name(q, res, &p, NULL, err) : rc;
}

static int add(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	char hash[MB_SHA256_HEX];
	struct mb_error low = { 0 };
	struct proposal p;
	struct mb_str there;
	const char *path;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK)
		return rc;
	if (rules_path(&path, q->a, web_field_or(q, "name", ""), &low) != MB_OK)
		return ask_name(q, res, &p, low.text, err);
	if (proposal_read(&there, hash, q, &p, path, &low) == MB_OK)
		return ask_name(q, res, &p, "There is a file of this name already.", err);
	rc = proposal_save(q, &p, path, mb_str("-- What these rules are for.\n"), "", &low);
	if (rc == MB_ECONFLICT)
		return ask_name(q, res, &p, "There is a file of this name already.", err);
	if (rc == MB_EINVAL)
		return ask_name(q, res, &p, low.text, err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	return web_see(res, "%s", proposal_file_href(q, &p, "edit", path));
}

static int ask_remove(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_confirm);
	struct editing x = { 0 };
	char hash[MB_SHA256_HEX];
	struct web_head head;
	struct mb_str text;
	int rc = open_file(&x, q, err);

	if (rc != MB_OK || (rc = proposal_read(&text, hash, q, &x.p, x.path, err)) != MB_OK)
		return rc;
	show_head(page, x.p.title, mb_arena_printf(q->a, "Take %s away?", name_of(&x)), NULL);
	tpl_set_text(tpl_list_add(page, "what"), "text",
		     "The proposal no longer has this file. Its rules would end when the proposal comes into "
		     "force.");
	tpl_set_text(tpl_list_add(page, "what"), "text", "Nothing in force changes.");
	show_hidden(page, "base", hash);
	tpl_set_url(page, "action", href(q, &x, "remove"));
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "submit", "Take it away");
	tpl_set_bool(page, "grave", true);
	tpl_set_url(page, "cancel", href(q, &x, "files"));
	head = proposal_head(q, &x.p, mb_arena_printf(q->a, "Take %s away", name_of(&x)), NULL);
	return web_render(q, res, &head, page, err);
}

static int remove_file(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct editing x = { 0 };
	int rc = open_file(&x, q, err);

	if (rc == MB_OK)
		rc = proposal_save(q, &x.p, x.path, (struct mb_str){ NULL, 0 }, web_field_or(q, "base", ""),
				   err);
	if (rc != MB_OK)
		return rc;
	web_notice(q, "success", "%s is taken away.", name_of(&x));
	return web_see(res, "%s", proposal_href(q, &x.p, ""));
}

const struct web_route rules_edit_routes[] = {
	{ WEB_GET, "/rules/proposals/{proposal}/files/{path...}", view, WEB_ADMIN, 0 },
	{ WEB_GET, "/rules/proposals/{proposal}/edit/{path...}", begin, WEB_ADMIN, 0 },
	{ WEB_POST, "/rules/proposals/{proposal}/edit/{path...}", save, WEB_ADMIN, 0 },
	{ WEB_GET, "/rules/proposals/{proposal}/add", add_form, WEB_ADMIN, 0 },
	{ WEB_POST, "/rules/proposals/{proposal}/add", add, WEB_ADMIN, 0 },
	{ WEB_GET, "/rules/proposals/{proposal}/remove/{path...}", ask_remove, WEB_ADMIN, 0 },
	{ WEB_POST, "/rules/proposals/{proposal}/remove/{path...}", remove_file, WEB_ADMIN, 0 },
	{ 0 },
};
