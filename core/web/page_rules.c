/* The rules, to read: what is in force since when and by which decision, each workflow in words, every rule with its authority, the
 * numbers that groups have set, earlier versions. */
#include "page_rules.h"
#include "templates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a version ------------------------------------------------------------------------------------------- */

struct version {
	struct mb_enacted *list;
	size_t n, at;		      /* at: which of them, from 0 */
	const struct mb_enacted *now; /* in force today */
	struct mb_rules_file *files;
	size_t n_files;
	struct mb_rules *rules;
	const char *query; /* "?version=2" for an other than the one in force; "" */
};

static int read_versions(struct version *v, struct web_req *q, struct mb_error *err)
{
	int rc = mb_gate_enactments(&v->list, &v->n, q->a, q->g, err);

	if (rc != MB_OK)
		return rc;
	if (!(v->now = mb_enacted_on(v->list, v->n, q->today)))
		return mb_fail(err, MB_ENOTFOUND, "No rules are in force today.");
	return MB_OK;
}

int rules_in_force(const struct mb_enacted **out, struct web_req *q, struct mb_error *err)
{
	struct version v = { 0 };
	int rc = read_versions(&v, q, err);

	*out = v.now;
	return rc;
}

int rules_of_tree(struct mb_rules_file **out, size_t *n, struct web_req *q, const struct mb_oid *tree,
		  struct mb_error *err)
{
	return mb_rules_files_of_tree(out, n, q->a, mb_gate_record(q->g), tree, err);
}

/* The one in force, or the one asked for by its number. rules are the caller's. */
static int open_version(struct version *v, struct web_req *q, struct mb_error *err)
{
	long asked;
	int rc;

	*v = (struct version){ .query = "" };
	if ((rc = read_versions(v, q, err)) != MB_OK)
		return rc;
	asked = web_query_number(q, "version", 1, (long)v->n, 0);
	if (!asked && web_query(q, "version"))
		return mb_fail(err, MB_ENOTFOUND, "There is no such version of the rules.");
	v->at = asked ? (size_t)asked - 1 : (size_t)(v->now - v->list);
	if (asked && &v->list[v->at] != v->now)
		v->query = mb_arena_printf(q->a, "?version=%ld", asked);
	if ((rc = rules_of_tree(&v->files, &v->n_files, q, &v->list[v->at].rules, err)) == MB_OK)
		rc = mb_rules_load(&v->rules, v->files, v->n_files, err);
	return rc;
}

const char *rules_by_words(struct web_req *q, const struct mb_enacted *e)
{
	return e->decision ? mb_arena_printf(q->a, "by decision %s", e->decision) : "in the founding period";
}

/* ---- tables ---------------------------------------------------------------------------------------------- */

struct tpl_map *rules_table(struct tpl_map *part, const char *id, const char *caption,
			    const char *const *heads)
{
	struct tpl_map *table = tpl_map(part, "table_part");

	tpl_set_text(table, "id", id);
	tpl_set_text(table, "caption", caption);
	tpl_set_bool(table, "quiet", true);
	for (; *heads; heads++)
		tpl_set_text(tpl_list_add(table, "columns"), "label", *heads);
	return table;
}

struct tpl_map *rules_cell(struct tpl_map *row, const char *text, const char *href)
{
	struct tpl_map *cell = tpl_list_add(row, "cells");

	tpl_set_text(cell, "text", text ? text : "");
	if (href)
		tpl_set_url(cell, "href", href);
	return cell;
}

static struct tpl_map *name_cell(struct tpl_map *row, const char *text, const char *href, const char *note)
{
	struct tpl_map *cell = rules_cell(row, text, href);

	tpl_set_bool(cell, "head", true);
	tpl_set_text(cell, "note", note);
	return cell;
}

/* ---- in force -------------------------------------------------------------------------------------------- */

static void put_by(struct web_req *q, struct tpl_map *part, const struct mb_enacted *e)
{
	struct tpl_map *fact;
	const struct mb_doc *d;
	struct mb_error none;

	if (!e->decision) {
		show_fact_text(part, "By", "The founding of the record, before any decision on rules");
		return;
	}
	fact = tpl_list_add(part, "summary");
	tpl_set_text(fact, "key", "By decision");
	if (web_doc(&d, q, e->decision, &none) == MB_OK) {
		tpl_set_textf(fact, "value", "%s: %s", e->decision, d->title);
		tpl_set_url(fact, "href", show_doc_href(q, e->decision));
	} else {
		tpl_set_text(fact, "value", e->decision);
	}
}

static const char *two_names(struct web_req *q, const char *by, const char *entered_by)
{
	if (!by)
		return NULL;
	if (!entered_by)
		return mb_person_name(q->a, q->g, by);
	return mb_arena_printf(q->a, "%s, entered by %s", mb_person_name(q->a, q->g, by),
			       mb_person_name(q->a, q->g, entered_by));
}

static const char *since(struct web_req *q, mb_day from)
{
	char iso[MB_ISO_DATE];

	/* the founding rules have been in force since the year 1 */
	return *mb_day_iso(iso, from) == '0' ? "the beginning of the record" : mb_day_words(q->a, from);
}

static void put_version(struct web_req *q, struct tpl_map *page, const struct version *v)
{
	const struct mb_enacted *e = &v->list[v->at];
	struct tpl_map *s = show_section(page, "version", "Which rules these are"),
		       *part = tpl_map(s, "summary_part");
	bool now = e == v->now;

	show_fact_text(part,
		       e->from > q->today ? "In force from"
		       : now		  ? "In force since"
					  : "Were in force from",
		       since(q, e->from));
	if (!now && v->at + 1 < v->n && e->from <= q->today)
		show_fact_text(part, "Until", since(q, v->list[v->at + 1].from));
	put_by(q, part, e);
	show_fact_text(part, "Laid down by", two_names(q, e->proposed_by, e->proposed_entered_by));
	show_fact_text(part, "Brought into force by", two_names(q, e->by, e->entered_by));
	show_fact_text(part, "Recorded on",
		       e->recorded == MB_NO_DAY ? NULL : mb_day_words(q->a, e->recorded));
	show_fact_text(part, "Slips", e->check);
	show_fact_text(part, "Tests", e->tests);
	show_fact_text(part, "What they would have made of the past", e->replay);
	if (e->founding)
		show_fact_text(
			part, "Founding period",
			"One person may lay down rules and bring them into force, until the first rules "
			"come by a decision.");
}

/* ---- workflows and rules --------------------------------------------------------------------------------- */

static size_t rules_about(const struct mb_rule_about *rules, size_t n, const char *kind)
{
	size_t found = 0, k = strlen(kind);

	for (size_t i = 0; i < n; i++) {
		bool about = mb_streq(rules[i].daily, kind);

		for (size_t m = 0; m < rules[i].n_before + rules[i].n_after; m++) {
			const char *event = m < rules[i].n_before ? rules[i].before[m]
								  : rules[i].after[m - rules[i].n_before];

			about |= strncmp(event, kind, k) == 0 && event[k] == '.';
		}
		found += about;
	}
	return found;
}

static void put_workflows(struct web_req *q, struct tpl_map *page, const struct version *v,
			  const struct mb_rule_about *rules, size_t n)
{
	static const char *const heads[] = { "What", "States", "Rules", NULL };
	const struct mb_schema *s = mb_rules_schema(v->rules);
	struct tpl_map *part = show_section(page, "workflows", "In words"), *table;

	tpl_set_text(
		part, "intro",
		"How each kind of document moves on, who may do it, what must hold, and by which authority.");
	table = rules_table(part, "workflow", "Workflows", heads);
	for (size_t i = 0; i < s->n_kinds; i++) {
		const struct mb_kind *k = &s->kinds[i];
		struct tpl_map *row;
		const char *states = NULL;

		for (size_t m = 0; m < k->n_states; m++)
			states = mb_arena_printf(q->a, "%s%s%s", states ? states : "", states ? ", " : "",
						 k->states[m]);
		row = tpl_list_add(table, "rows");
		name_cell(row, k->title,
			  mb_arena_printf(q->a, "/rules/words/%s%s", web_escape(q->a, k->name), v->query),
			  k->about);
		rules_cell(row, states, NULL);
		tpl_set_textf(tpl_list_add(row, "cells"), "text", "%zu", rules_about(rules, n, k->name));
	}
}

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

static void put_rules(struct web_req *q, struct tpl_map *page, const struct version *v,
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

		name_cell(row, rules[i].name, NULL, rules[i].about);
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

static int put_params(struct web_req *q, struct tpl_map *page, const struct version *v, struct mb_error *err)
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

		name_cell(row, mb_label(q->a, p->name), NULL, p->about);
		rules_cell(row, value_words(q, p->standard), NULL);
		rules_cell(row, bounds(q, p), NULL);
		cell = tpl_list_add(row, "cells");
		tpl_set_text(cell, "text", "");
		rc = put_groups(q, cell, p, groups, n, err);
	}
	return rc;
}

/* ---- files, versions ------------------------------------------------------------------------------------- */

static void put_files(struct web_req *q, struct tpl_map *page, const struct version *v)
{
	struct tpl_map *part = show_section(page, "files", "Files");

	for (size_t i = 0; i < v->n_files; i++) {
		const char *name = v->files[i].path + strlen("rules/");
		struct tpl_map *link = tpl_list_add(part, "more");

		tpl_set_text(link, "text", name);
		tpl_set_url(link, "href", mb_arena_printf(q->a, "/rules/files/%s%s", name, v->query));
	}
}

static void put_versions(struct web_req *q, struct tpl_map *page, const struct version *v)
{
	static const char *const heads[] = { "In force from",	      "By",    "Laid down by",
					     "Brought into force by", "Tests", NULL };
	struct tpl_map *part = show_section(page, "versions", "All versions"),
		       *table = rules_table(part, "all", "Versions", heads);

	for (size_t i = v->n; i > 0; i--) {
		const struct mb_enacted *e = &v->list[i - 1];
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell;

		cell = name_cell(row, since(q, e->from), mb_arena_printf(q->a, "/rules?version=%zu", i),
				 e == v->now	      ? "in force now"
				 : e->from > q->today ? "to come"
						      : NULL);
		tpl_set_bool(cell, "date", true);
		rules_cell(row, e->decision ? e->decision : "Founding period",
			   e->decision ? show_doc_href(q, e->decision) : NULL);
		rules_cell(row, two_names(q, e->proposed_by, e->proposed_entered_by), NULL);
		rules_cell(row, two_names(q, e->by, e->entered_by), NULL);
		rules_cell(row, e->tests, NULL);
	}
}

static void put_more(struct web_req *q, struct tpl_map *page, const struct version *v, size_t rules)
{
	struct tpl_map *part = show_section(page, "more", "More about these rules"), *link;

	link = tpl_list_add(part, "more");
	tpl_set_textf(link, "text", "Every rule in one list, with its authority (%zu)", rules);
	tpl_set_url(link, "href", mb_arena_printf(q->a, "/rules/all%s", v->query));
	link = tpl_list_add(part, "more");
	tpl_set_text(link, "text", "Numbers that groups may set");
	tpl_set_url(link, "href", mb_arena_printf(q->a, "/rules/numbers%s", v->query));
	link = tpl_list_add(part, "more");
	tpl_set_textf(link, "text", "As they are written (%zu files)", v->n_files);
	tpl_set_url(link, "href", mb_arena_printf(q->a, "/rules/files%s", v->query));
}

static void put_lead(struct web_req *q, struct tpl_map *page, const struct version *v)
{
	const struct mb_enacted *e = &v->list[v->at];

	if (e == v->now)
		show_mark(page, "In force", MB_TONE_GOOD);
	else
		show_mark(page, e->from > q->today ? "To come" : "An earlier version", MB_TONE_WARN);
	for (size_t i = 0; e == v->now && i < v->n; i++)
		if (v->list[i].from > q->today)
			show_mark(page,
				  mb_arena_printf(q->a, "Others come into force on %s",
						  mb_day_words(q->a, v->list[i].from)),
				  MB_TONE_WARN);
}

static int overview(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	struct web_head head = WEB_HEAD(.title = "Rules", .section = "/rules", .command = "rules doc");
	struct mb_rule_about *rules;
	struct version v;
	size_t n;
	int rc = open_version(&v, q, err);

	if (rc == MB_OK) {
		mb_rules_list(&rules, &n, q->a, v.rules);
		show_head(page, NULL, "Rules",
			  "What the partnership's record asks before something is done, and what follows. "
			  "Every refusal "
			  "names the rule it comes from.");
		put_lead(q, page, &v);
		show_act(q, page, "Proposals", "/rules/proposals", false);
		put_version(q, page, &v);
		put_workflows(q, page, &v, rules, n);
		put_more(q, page, &v, n);
		put_versions(q, page, &v);
		rc = web_render(q, res, &head, page, err);
	}
	mb_rules_free(v.rules);
	return rc;
}

static const struct web_link crumb[] = { { "Rules", "/rules" } };

static int every_rule(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	struct mb_rule_about *rules;
	struct version v;
	size_t n;
	int rc = open_version(&v, q, err);

	if (rc == MB_OK) {
		mb_rules_list(&rules, &n, q->a, v.rules);
		show_head(page, "Rules", "Every rule", NULL);
		put_lead(q, page, &v);
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
	struct version v;
	int rc = open_version(&v, q, err);

	if (rc == MB_OK) {
		show_head(page, "Rules", "Numbers that groups may set", NULL);
		put_lead(q, page, &v);
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
	struct version v;
	int rc = open_version(&v, q, err);

	if (rc == MB_OK) {
		show_head(page, "Rules", "The rules as they are written", NULL);
		put_lead(q, page, &v);
		put_files(q, page, &v);
		rc = web_render(q, res,
				&WEB_HEAD(.title = "The rules as they are written", .section = "/rules",
					  .crumbs = crumb, .n_crumbs = 1, .command = "rules copy DIR"),
				page, err);
	}
	mb_rules_free(v.rules);
	return rc;
}

/* ---- a workflow in words --------------------------------------------------------------------------------- */

static int words(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	const char *kind = web_param(q, "kind");
	const struct mb_kind *k;
	struct version v;
	struct mb_buf text;
	int rc = open_version(&v, q, err);

	mb_buf_init(&text, 0);
	if (rc == MB_OK && !(k = mb_schema_kind(mb_rules_schema(v.rules), kind)))
		rc = mb_fail(err, MB_ENOTFOUND, "The rules say nothing about that.");
	if (rc == MB_OK && (rc = mb_rules_doc(&text, v.rules, kind, err)) == MB_OK) {
		const char *body = strchr(text.p, '\n'); /* its title is the page's own */

		show_head(page, "Rules in words", k->title, NULL);
		put_lead(q, page, &v);
		tpl_set_html(page, "prose",
			     web_markdown(q, mb_str(mb_arena_dup(q->a, body ? body : text.p)), 1));
		rc = web_render(q, res,
				&WEB_HEAD(.title = mb_arena_printf(q->a, "Rules in words: %s", k->title),
					  .section = "/rules", .crumbs = crumb, .n_crumbs = 1,
					  .command = mb_arena_printf(q->a, "rules doc %s", k->name)),
				page, err);
	}
	mb_buf_free(&text);
	mb_rules_free(v.rules);
	return rc;
}

/* ---- a file ---------------------------------------------------------------------------------------------- */

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
	struct version v;
	const char *path;
	int rc = rules_path(&path, q->a, web_param(q, "path"), err);

	if (rc != MB_OK)
		return mb_fail(err, MB_ENOTFOUND, "There is no such rule file.");
	if ((rc = open_version(&v, q, err)) == MB_OK && !(f = rules_file(v.files, v.n_files, path)))
		rc = mb_fail(err, MB_ENOTFOUND, "There is no such rule file in this version.");
	if (rc == MB_OK) {
		show_head(page, "Rule file", path + strlen("rules/"), NULL);
		put_lead(q, page, &v);
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

const struct web_route rules_routes[] = {
	{ WEB_GET, "/rules", overview, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/rules/all", every_rule, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/rules/numbers", numbers, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/rules/files", files, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/rules/words/{kind}", words, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/rules/files/{path...}", file, WEB_SIGNED_IN, WEB_CACHED },
	{ 0 },
};
