/* The rules, to read: what is in force since when and by which decision, each workflow in words, every rule with its authority, the
 * numbers that groups have set, earlier versions. */
#include "page_rules.h"
#include "templates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a version ------------------------------------------------------------------------------------------- */

static int read_versions(struct rules_version *v, struct web_req *q, struct mb_error *err)
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
	struct rules_version v = { 0 };
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
int rules_version_open(struct rules_version *v, struct web_req *q, struct mb_error *err)
{
	long asked;
	int rc;

	*v = (struct rules_version){ .query = "" };
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

struct tpl_map *rules_name_cell(struct tpl_map *row, const char *text, const char *href, const char *note)
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

const char *rules_since(struct web_req *q, mb_day from)
{
	char iso[MB_ISO_DATE];

	/* the founding rules have been in force since the year 1 */
	return *mb_day_iso(iso, from) == '0' ? "the beginning of the record" : mb_day_words(q->a, from);
}

static void put_version(struct web_req *q, struct tpl_map *page, const struct rules_version *v)
{
	const struct mb_enacted *e = &v->list[v->at];
	struct tpl_map *s = show_section(page, "version", "Which rules these are"),
		       *part = tpl_map(s, "summary_part");
	bool now = e == v->now;

	show_fact_text(part,
		       e->from > q->today ? "In force from"
		       : now		  ? "In force since"
					  : "Were in force from",
		       rules_since(q, e->from));
	if (now || e->from > q->today)
		show_fact_text(
			part, "Whom they bind",
			"Everybody who enters or changes something, in the browser, by command or any other "
			"way. What was recorded before is judged by what was in force then.");
	for (size_t i = v->at + 1; now && i < v->n; i++)
		if (v->list[i].from > q->today) {
			show_fact_text(
				part, "Until",
				mb_arena_printf(q->a, "%s, when others come into force (All versions, below)",
						mb_day_words(q->a, v->list[i].from)));
			break;
		}
	if (!now && v->at + 1 < v->n && e->from <= q->today)
		show_fact_text(part, "Until", rules_since(q, v->list[v->at + 1].from));
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

static void put_workflows(struct web_req *q, struct tpl_map *page, const struct rules_version *v,
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
		rules_name_cell(
			row, k->title,
			mb_arena_printf(q->a, "/rules/words/%s%s", web_escape(q->a, k->name), v->query),
			k->about);
		rules_cell(row, states, NULL);
		tpl_set_textf(tpl_list_add(row, "cells"), "text", "%zu", rules_about(rules, n, k->name));
	}
}

/* ---- files, versions ------------------------------------------------------------------------------------- */

static void put_versions(struct web_req *q, struct tpl_map *page, const struct rules_version *v)
{
	static const char *const heads[] = { "In force from",	      "By",    "Laid down by",
					     "Brought into force by", "Tests", NULL };
	struct tpl_map *part = show_section(page, "versions", "All versions"),
		       *table = rules_table(part, "all", "Versions", heads);

	for (size_t i = v->n; i > 0; i--) {
		const struct mb_enacted *e = &v->list[i - 1];
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell;

		cell = rules_name_cell(row, rules_since(q, e->from),
				       mb_arena_printf(q->a, "/rules?version=%zu", i),
				       e == v->now	    ? "in force now"
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

static void put_more(struct web_req *q, struct tpl_map *page, const struct rules_version *v, size_t rules)
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

void rules_put_lead(struct web_req *q, struct tpl_map *page, const struct rules_version *v)
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
	struct rules_version v;
	size_t n;
	int rc = rules_version_open(&v, q, err);

	if (rc == MB_OK) {
		mb_rules_list(&rules, &n, q->a, v.rules);
		show_head(page, NULL, "Rules",
			  "What the partnership's record asks before something is done, and what follows. "
			  "Every refusal "
			  "names the rule it comes from.");
		rules_put_lead(q, page, &v);
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

/* ---- a workflow in words --------------------------------------------------------------------------------- */

static int words(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	const char *kind = web_param(q, "kind");
	const struct mb_kind *k;
	struct rules_version v;
	struct mb_buf text;
	int rc = rules_version_open(&v, q, err);

	mb_buf_init(&text, 0);
	if (rc == MB_OK && !(k = mb_schema_kind(mb_rules_schema(v.rules), kind)))
		rc = mb_fail(err, MB_ENOTFOUND, "The rules say nothing about that.");
	if (rc == MB_OK && (rc = mb_rules_doc(&text, v.rules, kind, err)) == MB_OK) {
		const char *body = strchr(text.p, '\n'); /* its title is the page's own */

		show_head(page, "Rules in words", k->title, NULL);
		rules_put_lead(q, page, &v);
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

const struct web_route rules_routes[] = {
	{ WEB_GET, "/rules", overview, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/rules/words/{kind}", words, WEB_SIGNED_IN, WEB_CACHED },
	{ 0 },
};
