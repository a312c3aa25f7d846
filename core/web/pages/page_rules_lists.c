/* The rules one by one, the numbers that groups have set, the files as they are written. */
#include "page_rules.h"
#include "templates.h"

#include <stdlib.h>
#include <string.h>

static const struct web_link crumb[] = { { "Rules", "/rules" } };

/* ---- every rule ------------------------------------------------------------------------------------------ */

static const char *not_met_words(enum mb_outcome o)
{
	switch (o) {
	case MB_ADVISED:
		return "Shown only";
	case MB_IRREGULAR:
		return "Entered and marked";
	case MB_UNSATISFIED:
		return "Refused";
	default:
		return "Nothing is asked: something follows";
	}
}

static const char *when_words(struct web_req *q, const char *event, const char *before)
{
	char *words = mb_arena_printf(q->a, "%s %s", before, event), *dot = strchr(words, '.');

	if (mb_starts(event, "*."))
		return mb_arena_printf(q->a, "%s any document: %s", before, event + 2);
	if (dot)
		return mb_arena_printf(q->a, "%.*s: %s", (int)(dot - words), words, dot + 1);
	return words;
}

static void put_when(struct web_req *q, struct tpl_map *row, const struct mb_rule_about *r)
{
	struct tpl_map *cell = tpl_list_add(row, "cells");

	tpl_set_text(cell, "text", "");
	for (size_t i = 0; i < r->n_before; i++)
		tpl_set_text(tpl_list_add(cell, "lines"), "text", when_words(q, r->before[i], "Before"));
	for (size_t i = 0; i < r->n_after; i++)
		tpl_set_text(tpl_list_add(cell, "lines"), "text", when_words(q, r->after[i], "After"));
	if (r->daily)
		tpl_set_textf(tpl_list_add(cell, "lines"), "text", "Every day: %s", r->daily);
}

static const char *days_words(struct web_req *q, const struct mb_rule_about *r)
{
	const char *from = r->from == MB_NO_DAY ? NULL : mb_day_words(q->a, r->from),
		   *to = r->to == MB_NO_DAY ? NULL : mb_day_words(q->a, r->to);

	return from && to ? mb_arena_printf(q->a, "%s to %s", from, to)
	       : from	  ? mb_arena_printf(q->a, "From %s", from)
	       : to	  ? mb_arena_printf(q->a, "Until %s", to)
			  : "Always";
}

static void put_rules(struct web_req *q, struct tpl_map *page, const struct rules_version *v,
		      const struct mb_rule_about *rules, size_t n)
{
	static const char *const heads[] = { "Rule",	"When",	      "Authority", "If it is not met",
					     "Applies", "Written in", NULL };
	struct tpl_map *part = show_section(page, "rules", "Rules"), *table;

	tpl_set_textf(part, "intro", "%zu rules.", n);
	table = rules_table(part, "rule", "Rules", heads);
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell, *line;
		const char *days,
			*href = mb_arena_printf(q->a, "/rules/files/%s%s%sline=%d#L%d",
						rules[i].file + strlen("rules/"), v->query,
						*v->query ? "&" : "?", rules[i].line, rules[i].line);

		rules_name_cell(row, rules[i].name, NULL, rules[i].about);
		put_when(q, row, &rules[i]);
		rules_cell(row, not_met_words(rules[i].not_met), NULL);
		cell = rules_cell(row, rules[i].authority, NULL);
		line = tpl_list_add(cell, "lines");
		tpl_set_textf(line, "text", "%s, line %d", rules[i].file + strlen("rules/"), rules[i].line);
		tpl_set_url(line, "href", href);
		days = days_words(q, &rules[i]);
		tpl_set_text(cell, "note",
			     days && rules[i].source_url
				     ? mb_arena_printf(q->a, "%s. %s", days, rules[i].source_url)
			     : days ? days
				    : rules[i].source_url);
	}
}

/* ---- numbers that groups set ------------------------------------------------------------------------------ */

static const char *value_words(struct web_req *q, const struct mb_node *v)
{
	const char *words = NULL;

	if (!v)
		return "";
	if (v->type == MB_TEXT)
		return v->text;
	for (size_t i = 0; i < v->n; i++)
		words = mb_arena_printf(q->a, "%s%s%s%s%s", words ? words : "", words ? ", " : "",
					v->type == MB_MAP ? v->keys[i] : "", v->type == MB_MAP ? ": " : "",
					value_words(q, v->items[i]));
	return words ? words : "";
}

static const char *bounds(struct web_req *q, const struct mb_param *p)
{
	if (p->has_least && p->has_most)
		return mb_arena_printf(q->a, "%ld to %ld", p->least, p->most);
	if (p->has_least)
		return mb_arena_printf(q->a, "at least %ld", p->least);
	return p->has_most ? mb_arena_printf(q->a, "at most %ld", p->most) : "any";
}

/* Groups that this reader may see and whose terms of reference say something else than the standard. */
static int put_groups(struct web_req *q, struct tpl_map *cell, const struct mb_param *p,
		      const struct mb_version_row *groups, size_t n, struct mb_error *err)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		const struct mb_node *value;
		const char *source;
		struct tpl_map *line;
		int rc = mb_param_value(&value, &source, q->a, mb_gate_view(q->g), p->name, groups[i].group,
					err);

		if (rc == MB_ENOTFOUND)
			return MB_OK; /* of a version that is not in force: only its standard is known */
		if (rc != MB_OK)
			return rc;
		if (mb_streq(source, "default"))
			continue;
		line = tpl_list_add(cell, "lines");
		tpl_set_textf(line, "text", "%s: %s (%s)", groups[i].title, value_words(q, value), source);
		tpl_set_url(line, "href", show_group_href(q, groups[i].group));
		any = true;
	}
	if (!any)
		tpl_set_text(cell, "text", "None: the standard holds for all");
	return MB_OK;
}

static int put_params(struct web_req *q, struct tpl_map *page, const struct rules_version *v,
		      struct mb_error *err)
{
	static const char *const heads[] = { "Number", "Standard", "May be", "Groups that have set another",
					     NULL };
	const struct mb_schema *s = mb_rules_schema(v->rules);
	struct mb_ask ask = { .kind = "group",
			      .since = MB_NO_DAY,
			      .until = MB_NO_DAY,
			      .as_at = MB_NO_DAY,
			      .known_at = MB_NO_DAY };
	struct mb_version_row *groups;
	struct tpl_map *part, *table;
	size_t n;
	int rc;

	if (!s->n_params)
		return MB_OK;
	part = show_section(page, "parameters", "Numbers");
	tpl_set_text(part, "intro",
		     "A group sets them in its terms of reference, within the bounds; otherwise the standard "
		     "holds.");
	if ((rc = web_list(&groups, &n, q, &ask, err)) != MB_OK)
		return rc;
	table = rules_table(part, "parameter", "Numbers", heads);
	for (size_t i = 0; rc == MB_OK && i < s->n_params; i++) {
		const struct mb_param *p = &s->params[i];
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell;

		rules_name_cell(row, mb_label(q->a, p->name), NULL, p->about);
		rules_cell(row, value_words(q, p->standard), NULL);
		rules_cell(row, bounds(q, p), NULL);
		cell = tpl_list_add(row, "cells");
		tpl_set_text(cell, "text", "");
		rc = put_groups(q, cell, p, groups, n, err);
	}
	return rc;
}

/* ---- as they are written --------------------------------------------------------------------------------- */

static void put_files(struct web_req *q, struct tpl_map *page, const struct rules_version *v)
{
	struct tpl_map *part = show_section(page, "files", "Files");

	for (size_t i = 0; i < v->n_files; i++) {
		const char *name = v->files[i].path + strlen("rules/");
		struct tpl_map *link = tpl_list_add(part, "more");

		tpl_set_text(link, "text", name);
		tpl_set_url(link, "href", mb_arena_printf(q->a, "/rules/files/%s%s", name, v->query));
	}
}

const char *rules_line_href(struct web_req *q, const char *base, const char *file, int line)
{
	return mb_arena_printf(q->a, "%s/files/%s?line=%d#L%d", base,
			       mb_starts(file, "rules/") ? file + strlen("rules/") : file, line, line);
}

void rules_put_lines(struct web_req *q, struct tpl_map *page, struct mb_str text,
		     const struct rules_said *slips, const char *file, long asked)
{
	const char *p = text.p, *end = text.p + text.n;
	bool *bad = NULL;
	size_t n = 2;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	bad = mb_arena_alloc(q->a, n * sizeof *bad);
	for (size_t i = 0; slips && i < slips->n; i++) {
		struct rules_place at = rules_place(q->a, slips->lines[i]);

		if (mb_streq(at.file, file) && at.line > 0 && (size_t)at.line < n)
			bad[at.line] = true;
	}
	for (int line = 1; p < end; line++) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		struct tpl_map *item = tpl_list_add(page, "lines");

		nl = nl ? nl : end;
		tpl_set_textf(item, "id", "L%d", line);
		tpl_set_textf(item, "number", "%4d  ", line);
		tpl_set_textf(item, "text", "%.*s\n", (int)(nl - p), p);
		tpl_set_bool(item, "marked", bad[line] || line == asked);
		p = nl + (nl < end);
	}
}

static int file(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_rules_source);
	const struct mb_rules_file *f;
	struct rules_version v;
	const char *path;
	int rc = rules_path(&path, q->a, web_param(q, "path"), err);

	if (rc != MB_OK)
		return mb_fail(err, MB_ENOTFOUND, "There is no such rule file.");
	if ((rc = rules_version_open(&v, q, err)) == MB_OK && !(f = rules_file(v.files, v.n_files, path)))
		rc = mb_fail(err, MB_ENOTFOUND, "There is no such rule file in this version.");
	if (rc == MB_OK) {
		show_head(page, "Rule file", path + strlen("rules/"), NULL);
		rules_put_lead(q, page, &v);
		rules_put_lines(q, page, f->text, NULL, path, web_query_number(q, "line", 1, 100000, 0));
		rc = web_render(
			q, res,
			&WEB_HEAD(.title = mb_arena_printf(q->a, "Rule file %s", path + strlen("rules/")),
				  .section = "/rules", .crumbs = crumb, .n_crumbs = 1,
				  .command = "rules copy DIR"),
			page, err);
	}
	mb_rules_free(v.rules);
	return rc;
}

/* ---- the pages ------------------------------------------------------------------------------------------- */

static int every_rule(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	struct mb_rule_about *rules;
	struct rules_version v;
	size_t n;
	int rc = rules_version_open(&v, q, err);

	if (rc == MB_OK) {
		mb_rules_list(&rules, &n, q->a, v.rules);
		show_head(page, "Rules", "Every rule", NULL);
		rules_put_lead(q, page, &v);
		put_rules(q, page, &v, rules, n);
		rc = web_render(q, res,
				&WEB_HEAD(.title = "Every rule", .section = "/rules", .crumbs = crumb,
					  .n_crumbs = 1, .command = "rules doc"),
				page, err);
	}
	mb_rules_free(v.rules);
	return rc;
}

static int numbers(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	struct rules_version v;
	int rc = rules_version_open(&v, q, err);

	if (rc == MB_OK) {
		show_head(page, "Rules", "Numbers that groups may set", NULL);
		rules_put_lead(q, page, &v);
		if ((rc = put_params(q, page, &v, err)) == MB_OK)
			rc = web_render(q, res,
					&WEB_HEAD(.title = "Numbers that groups may set", .section = "/rules",
						  .crumbs = crumb, .n_crumbs = 1),
					page, err);
	}
	mb_rules_free(v.rules);
	return rc;
}

static int files(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	struct rules_version v;
	int rc = rules_version_open(&v, q, err);

	if (rc == MB_OK) {
		show_head(page, "Rules", "The rules as they are written", NULL);
		rules_put_lead(q, page, &v);
		put_files(q, page, &v);
		rc = web_render(q, res,
				&WEB_HEAD(.title = "The rules as they are written", .section = "/rules",
					  .crumbs = crumb, .n_crumbs = 1, .command = "rules copy DIR"),
				page, err);
	}
	mb_rules_free(v.rules);
	return rc;
}

const struct web_route rules_lists_routes[] = {
	{ WEB_GET, "/rules/all", every_rule, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/rules/numbers", numbers, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/rules/files", files, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/rules/files/{path...}", file, WEB_SIGNED_IN, WEB_CACHED },
	{ 0 },
};
