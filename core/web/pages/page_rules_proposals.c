/* Proposals of rules: the list, a new one, one of them with its files and the steps that are left, what it changes, deleting it. */
#include "page_rules.h"
#include "templates.h"

#include <stdlib.h>
#include <string.h>

static const struct web_link crumb[] = { { "Rules", "/rules" } };

/* ---- the list -------------------------------------------------------------------------------------------- */

static int list(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char *const heads[] = { "Proposal", "Begun by", "On", "Files changed", NULL };
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *part, *table = NULL;
	struct proposal *all;
	size_t n;
	int rc = proposals_list(&all, &n, q, err);

	if (rc != MB_OK)
		return rc;
	show_head(page, "Rules", "Proposals of rules",
		  "Each is a copy of the rules to work on. Nothing in it is in force until a decision brings "
		  "it into "
		  "force.");
	show_act(q, page, "Begin a proposal", "/rules/proposals/new", false);
	rules_put_handbook(q, page);
	part = show_section(page, "proposals", "Being worked on");
	if (!n)
		tpl_set_text(part, "empty", "There is none.");
	else
		table = rules_table(part, "list", "Proposals", heads);
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell;

		cell = rules_cell(row, all[i].title, proposal_href(q, &all[i], ""));
		tpl_set_bool(cell, "head", true);
		rules_cell(row, mb_person_name(q->a, q->g, all[i].owner), NULL);
		rules_cell(row, mb_day_words(q->a, all[i].made), NULL);
		rules_cell(row, mb_arena_printf(q->a, "%zu", all[i].n_changes), NULL);
	}
	return web_render(q, res,
			  &WEB_HEAD(.title = "Proposals of rules", .section = "/rules", .crumbs = crumb,
				    .n_crumbs = 1, .command = "rules copy DIR"),
			  page, err);
}

/* ---- a new one ------------------------------------------------------------------------------------------- */

static int ask_new(struct web_req *q, struct web_res *res, const char *problem, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_form), *s, *input;
	struct web_head head = WEB_HEAD(.title = "Begin a proposal of rules", .section = "/rules",
					.back = "/rules/proposals", .command = "rules copy DIR",
					.wrong = problem != NULL);

	show_head(page, NULL, "Begin a proposal of rules",
		  "It begins as a copy of the rules in force. Changing the copy changes nothing in force.");
	if (problem) {
		rules_error(page, problem, "#title");
		res->status = 400;
	}
	s = tpl_list_add(page, "sections");
	input = tpl_map(rules_field(s, "title", "What is it about?",
				    "In a few words, such as: treasurers sign off papers over £25,000"),
			"input");
	tpl_set_text(input, "value", web_field_or(q, "title", ""));
	tpl_set_url(page, "action", "/rules/proposals/new");
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	tpl_set_text(page, "submit", "Begin");
	tpl_set_url(page, "cancel", "/rules/proposals");
	return web_render(q, res, &head, page, err);
}

static int new_form(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return ask_new(q, res, NULL, err);
}

static int make(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct mb_enacted *now;
	struct mb_rules_file *files;
	struct mb_error low = { 0 };
	const char *id;
	size_t n;
	int rc = rules_in_force(&now, q, err);

	if (rc != MB_OK || (rc = rules_of_tree(&files, &n, q, &now->rules, err)) != MB_OK)
		return rc;
	rc = proposal_new(&id, q, web_field_or(q, "title", ""), now->rules.hex, files, n, &low);
	if (rc == MB_EINVAL)
		return ask_new(q, res, low.text, err);
	if (rc != MB_OK) {
		rc = ask_new(q, res, rules_unwritten(q, &low, "No proposal was begun."), err);
		res->status = 500;
		return rc;
	}
	web_notice(q, "success", "The proposal is begun, with the %zu files that are in force.", n);
	return web_see(res, "/rules/proposals/%s", id);
}

/* ---- one of them ----------------------------------------------------------------------------------------- */

static bool same_text(const struct mb_rules_file *a, const struct mb_rules_file *b)
{
	return a->text.n == b->text.n && memcmp(a->text.p, b->text.p, a->text.n) == 0;
}

static const struct proposal_change *change_of(const struct proposal *p, const char *path)
{
	for (size_t i = 0; i < p->n_changes; i++)
		if (mb_streq(p->changes[i].file, path))
			return &p->changes[i];
	return NULL;
}

struct files {
	struct mb_rules_file *mine, *force;
	size_t n_mine, n_force;
	const struct mb_enacted *now;
};

static int read_files(struct files *f, struct web_req *q, const struct proposal *p, struct mb_error *err)
{
	int rc = proposal_files(&f->mine, &f->n_mine, q, p, err);

	if (rc == MB_OK && (rc = rules_in_force(&f->now, q, err)) == MB_OK)
		rc = rules_of_tree(&f->force, &f->n_force, q, &f->now->rules, err);
	return rc;
}

static void put_file(struct web_req *q, struct tpl_map *table, const struct proposal *p, const char *path,
		     const char *tag, const char *colour)
{
	const struct proposal_change *c = change_of(p, path);
	struct tpl_map *row = tpl_list_add(table, "rows"), *cell;
	bool gone = mb_streq(tag, "Taken away");

	cell = rules_cell(row, path + strlen("rules/"),
			  gone ? NULL : proposal_file_href(q, p, "files", path));
	tpl_set_bool(cell, "head", true);
	cell = tpl_list_add(row, "cells");
	if (tag) {
		struct tpl_map *t = tpl_map(cell, "tag");

		tpl_set_text(t, "text", tag);
		tpl_set_text(t, "colour", colour);
	} else {
		tpl_set_text(cell, "text", "As in force");
	}
	rules_cell(row,
		   c && tag ? mb_arena_printf(q->a, "%s, %s", mb_person_name(q->a, q->g, c->by),
					      mb_day_words(q->a, c->on))
			    : "",
		   NULL);
}

static size_t count_changed(const struct files *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_mine; i++) {
		const struct mb_rules_file *was = rules_file(f->force, f->n_force, f->mine[i].path);

		n += !was || !same_text(was, &f->mine[i]);
	}
	for (size_t i = 0; i < f->n_force; i++)
		n += !rules_file(f->mine, f->n_mine, f->force[i].path);
	return n;
}

/* Those that differ first. */
static void put_files(struct web_req *q, struct tpl_map *page, const struct proposal *p,
		      const struct files *f)
{
	static const char *const heads[] = { "File", "Beside what is in force", "Last changed by", NULL };
	struct tpl_map *part = show_section(page, "files", "Files"),
		       *table = rules_table(part, "file", "Files", heads);

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < f->n_mine; i++) {
			const struct mb_rules_file *was = rules_file(f->force, f->n_force, f->mine[i].path);
			bool same = was && same_text(was, &f->mine[i]);

			if (same != (pass == 1))
				continue;
			put_file(q, table, p, f->mine[i].path,
				 same  ? NULL
				 : was ? "Changed"
				       : "New",
				 was ? "yellow" : "green");
		}
	for (size_t i = 0; i < f->n_force; i++)
		if (!rules_file(f->mine, f->n_mine, f->force[i].path))
			put_file(q, table, p, f->force[i].path, "Taken away", "red");
}

static void task(struct tpl_map *part, const char *id, const char *text, const char *href, const char *hint,
		 const char *tag, const char *colour)
{
	struct tpl_map *t = tpl_list_add(part, "tasks"), *mark;

	tpl_set_text(t, "id", id);
	tpl_set_text(t, "text", text);
	tpl_set_url(t, "href", href);
	tpl_set_text(t, "hint", hint);
	tpl_set_bool(t, "done", tag == NULL);
	if (tag) {
		mark = tpl_map(t, "tag");
		tpl_set_text(mark, "text", tag);
		tpl_set_text(mark, "colour", colour);
	}
}

static void put_steps(struct web_req *q, struct tpl_map *page, const struct proposal *p, size_t changed,
		      size_t slips, const char *hash)
{
	const char *replay = replay_words(q, p, hash), *tests;
	bool good;

	struct tpl_map *part = tpl_map(show_section(page, "steps", "Steps"), "tasks_part");

	task(part, "compare", "Compare with what is in force", proposal_href(q, p, "/compare"),
	     changed == 0   ? "Nothing differs yet: open a file below and change it"
	     : changed == 1 ? "1 file differs"
			    : mb_arena_printf(q->a, "%zu files differ", changed),
	     changed ? NULL : "Nothing yet", "grey");
	task(part, "check", "Check for slips", proposal_href(q, p, "/check"),
	     slips ? mb_arena_printf(q->a, "%zu found", slips) : "None found", slips ? "To put right" : NULL,
	     "red");
	tests = tests_words(&good, q, p, hash);
	task(part, "test", "Run the tests", proposal_href(q, p, "/test"),
	     tests ? tests : "What the rules mean, with people and papers made up. It takes a few seconds.",
	     !tests ? "To do"
	     : good ? NULL
		    : "Some fail",
	     tests ? "red" : "blue");
	task(part, "try", "Try on a real case", proposal_href(q, p, "/try"),
	     "The ruling under the proposal beside the one under what is in force", "If you like", "grey");
	task(part, "replay", "Replay over the past", proposal_href(q, p, "/replay"),
	     replay ? replay : "What the proposal would have made of every event of the record",
	     replay ? NULL : "To do", "blue");
	task(part, "enact", "Lay down and bring into force", proposal_href(q, p, "/enact"),
	     "Laid down by one person, decided by a meeting, brought into force by another person from a day "
	     "to come. Only then does it bind anybody",
	     "When ready", "grey");
}

static bool same_files(const struct files *f, const struct mb_rules_file *list, size_t n)
{
	if (n != f->n_mine)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct mb_rules_file *mine = rules_file(f->mine, f->n_mine, list[i].path);

		if (!mine || !same_text(mine, &list[i]))
			return false;
	}
	return true;
}

/* What of it binds anybody, and from when. */
static int lead(const char **out, struct web_req *q, const struct proposal *p, const struct files *f,
		struct mb_error *err)
{
	const char *begun = mb_arena_printf(q->a, "Begun by %s on %s, as a copy to work on.",
					    mb_person_name(q->a, q->g, p->owner),
					    mb_day_words(q->a, p->made));
	struct mb_rules_file *files;
	struct mb_enacted *list;
	size_t n, n_list;
	int rc = mb_gate_enactments(&list, &n_list, q->a, q->g, err);

	if (rc != MB_OK)
		return rc;
	*out = mb_arena_printf(q->a, "%s Nothing in it binds anybody until it is brought into force.", begun);
	if (p->n_changes && same_files(f, f->force, f->n_force))
		*out = mb_arena_printf(q->a, "%s It was brought into force and binds everybody since %s.",
				       begun, rules_since(q, f->now->from));
	if (!n_list || list[n_list - 1].from <= q->today)
		return MB_OK;
	if ((rc = rules_of_tree(&files, &n, q, &list[n_list - 1].rules, err)) == MB_OK &&
	    same_files(f, files, n))
		*out = mb_arena_printf(
			q->a,
			"%s It was brought into force: it binds everybody from %s, and until then "
			"the rules before it do.",
			begun, mb_day_words(q->a, list[n_list - 1].from));
	return rc;
}

static int show(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	char hash[MB_SHA256_HEX];
	struct rules_said slips;
	const char *said;
	struct proposal p;
	struct files f = { 0 };
	struct web_head head;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK || (rc = read_files(&f, q, &p, err)) != MB_OK ||
	    (rc = rules_slips(&slips, q, f.mine, f.n_mine, err)) != MB_OK)
		return rc;
	if ((rc = lead(&said, q, &p, &f, err)) != MB_OK)
		return rc;
	show_head(page, "Proposal of rules", p.title, said);
	show_act(q, page, "Add a file", proposal_href(q, &p, "/add"), true);
	rules_put_handbook(q, page);
	show_link(q, page, "Delete this proposal", proposal_href(q, &p, "/delete"));
	rules_hash(hash, q->a, f.mine, f.n_mine);
	if (!mb_streq(p.base, f.now->rules.hex))
		tpl_set_text(show_section(page, "meanwhile", "Other rules came into force meanwhile"),
			     "intro",
			     "This proposal was begun from earlier ones. Compare it with what is in force "
			     "now: what was "
			     "changed there and is not here would be taken back.");
	put_steps(q, page, &p, count_changed(&f), slips.n, hash);
	put_files(q, page, &p, &f);
	head = proposal_head(q, &p, "Proposal", mb_arena_printf(q->a, "rules check --rules %s", p.rules));
	return web_render(q, res, &head, page, err);
}

/* ---- what it changes ------------------------------------------------------------------------------------- */

/* Of a long stretch that is the same only its ends are shown. */
static void put_difference(struct web_req *q, struct tpl_map *part, struct mb_str before, struct mb_str after)
{
	enum { AROUND = 400 };
	struct mb_diff_run *runs;
	size_t n;

	mb_word_diff(&runs, &n, q->a, before, after);
	for (size_t i = 0; i < n; i++) {
		struct mb_str t = runs[i].text;
		size_t head = i ? AROUND : 0, tail = i + 1 < n ? AROUND : 0;

		if (runs[i].kind != MB_SAME || t.n <= 2 * AROUND + 200) {
			tpl_set_str(tpl_list_add(part, "runs"),
				    runs[i].kind == MB_SAME    ? "same"
				    : runs[i].kind == MB_ADDED ? "added"
							       : "removed",
				    t);
			continue;
		}
		while (head < t.n && head && t.p[head - 1] != '\n')
			head++;
		while (tail < t.n && tail && t.p[t.n - tail - 1] != '\n')
			tail++;
		if (head + tail >= t.n) {
			tpl_set_str(tpl_list_add(part, "runs"), "same", t);
			continue;
		}
		tpl_set_str(tpl_list_add(part, "runs"), "same", (struct mb_str){ t.p, head });
		tpl_set_text(tpl_list_add(part, "runs"), "same", "\n⋯ lines that are the same ⋯\n\n");
		tpl_set_str(tpl_list_add(part, "runs"), "same", (struct mb_str){ t.p + t.n - tail, tail });
	}
}

static void put_changed(struct web_req *q, struct tpl_map *page, const struct proposal *p, const char *path,
			const struct mb_rules_file *was, const struct mb_rules_file *now)
{
	static const struct mb_str none = { "", 0 };
	struct tpl_map *item = tpl_list_add(page, "files");

	tpl_set_textf(item, "id", "file-%s", path + strlen("rules/"));
	tpl_set_textf(item, "heading", "%s%s", path + strlen("rules/"),
		      !was   ? " (new)"
		      : !now ? " (taken away)"
			     : "");
	if (now)
		tpl_set_url(item, "href", proposal_file_href(q, p, "files", path));
	put_difference(q, tpl_map(item, "diff_part"), was ? was->text : none, now ? now->text : none);
}

static int compare(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_rules_compare);
	struct proposal p;
	struct files f = { 0 };
	struct web_head head;
	size_t n = 0;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK || (rc = read_files(&f, q, &p, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < f.n_mine; i++) {
		const struct mb_rules_file *was = rules_file(f.force, f.n_force, f.mine[i].path);

		if (was && same_text(was, &f.mine[i]))
			continue;
		put_changed(q, page, &p, f.mine[i].path, was, &f.mine[i]);
		n++;
	}
	for (size_t i = 0; i < f.n_force; i++)
		if (!rules_file(f.mine, f.n_mine, f.force[i].path)) {
			put_changed(q, page, &p, f.force[i].path, &f.force[i], NULL);
			n++;
		}
	show_head(page, p.title, "What the proposal changes", "Beside the rules that are in force today.");
	if (!n)
		tpl_set_text(page, "same", "Nothing: every file is as in force.");
	head = proposal_head(q, &p, "What the proposal changes", "rules copy DIR");
	return web_render(q, res, &head, page, err);
}

/* ---- deleting -------------------------------------------------------------------------------------------- */

static int ask_delete(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_confirm);
	struct proposal p;
	struct web_head head;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK)
		return rc;
	show_head(page, p.title, "Delete this proposal?", NULL);
	tpl_set_textf(tpl_list_add(page, "what"), "text",
		      "The proposal that %s began on %s disappears from the list, with %zu changed file%s.",
		      mb_person_name(q->a, q->g, p.owner), mb_day_words(q->a, p.made), p.n_changes,
		      p.n_changes == 1 ? "" : "s");
	tpl_set_text(tpl_list_add(page, "what"), "text",
		     "Nothing in force changes, and what was laid down in the record stays there.");
	tpl_set_text(tpl_list_add(page, "what"), "text",
		     "Its files are put aside on the server, where an operator can still find them.");
	tpl_set_url(page, "action", proposal_href(q, &p, "/delete"));
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "submit", "Delete the proposal");
	tpl_set_bool(page, "grave", true);
	tpl_set_url(page, "cancel", proposal_href(q, &p, ""));
	head = proposal_head(q, &p, "Delete", NULL);
	return web_render(q, res, &head, page, err);
}

static int delete (struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct proposal p;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK || (rc = proposal_delete(q, &p, err)) != MB_OK)
		return rc;
	web_notice(q, "success", "The proposal \"%s\" is deleted.", p.title);
	return web_see(res, "/rules/proposals");
}

const struct web_route rules_proposals_routes[] = {
	{ WEB_GET, "/rules/proposals", list, WEB_ADMIN, 0 },
	{ WEB_GET, "/rules/proposals/new", new_form, WEB_ADMIN, 0 },
	{ WEB_POST, "/rules/proposals/new", make, WEB_ADMIN, WEB_ONCE },
	{ WEB_GET, "/rules/proposals/{proposal}", show, WEB_ADMIN, 0 },
	{ WEB_GET, "/rules/proposals/{proposal}/compare", compare, WEB_ADMIN, 0 },
	{ WEB_GET, "/rules/proposals/{proposal}/delete", ask_delete, WEB_ADMIN, 0 },
	{ WEB_POST, "/rules/proposals/{proposal}/delete", delete, WEB_ADMIN, 0 },
	{ 0 },
};
