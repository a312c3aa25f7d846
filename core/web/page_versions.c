/* Every version of a document, and what changed in words between two. */
#include "show.h"
#include "templates.h"

#include <ctype.h>
#include <string.h>

/* ---- every version --------------------------------------------------------------------------------------- */

static const char *who_did(struct web_req *q, const struct mb_event_row *e)
{
	const char *by = mb_person_name(q->a, q->g, e->by);

	if (mb_streq(e->by, e->entered_by) || !*e->entered_by)
		return by;
	return mb_arena_printf(q->a, "%s, entered by %s", by, mb_person_name(q->a, q->g, e->entered_by));
}

/* The headline of a change names the document it began with, which this reader may not be meant to know. */
static const char with_another[] = "Changed together with another document";

/* EYG-2006-M001 is not named by what is said of EYG-2006-M001-minutes. */
static bool names(const char *headline, const char *id)
{
	size_t n = strlen(id);

	for (const char *p = strstr(headline, id); p; p = strstr(p + 1, id))
		if (p[n] != '-' && !isalnum((unsigned char)p[n]))
			return true;
	return false;
}

static int history(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *s, *part;
	struct mb_version_row *rows;
	const struct mb_doc *d;
	const char *id, *path;
	size_t n;
	int rc = web_doc(&d, q, web_param(q, "id"), err);

	if (rc != MB_OK)
		return rc;
	id = mb_arena_dup(q->a, d->id);
	path = mb_arena_dup(q->a, d->path);
	show_head(page, mb_arena_printf(q->a, "%s %s", d->kind ? d->kind->title : "Page", id),
		  "Every version",
		  "Newest first. What was decided about each stands with it and never changes.");
	if ((rc = mb_index_history(&rows, &n, q->a, mb_gate_index(q->g), path, err)) != MB_OK)
		return rc;
	s = show_section(page, "versions", "Versions");
	part = tpl_map(s, "timeline_part");
	for (size_t i = n; i > 0; i--) {
		const struct mb_version_row *v = &rows[i - 1];
		struct tpl_map *e, *link;
		char iso[MB_ISO_DATE];

		if (!mb_may_read(q->reader, v))
			continue;
		e = tpl_list_add(part, "events");
		tpl_set_text(e, "title", names(v->event.headline, id) ? v->event.headline : with_another);
		tpl_set_text(e, "by", who_did(q, &v->event));
		tpl_set_text(e, "date", mb_day_words(q->a, mb_instant_day(v->event.recorded)));
		tpl_set_text(e, "datetime",
			     mb_arena_dup(q->a, mb_day_iso(iso, mb_instant_day(v->event.recorded))));
		if (*v->state) {
			struct tpl_map *tag = tpl_map(e, "tag");

			tpl_set_text(tag, "text", v->state);
			tpl_set_text(tag, "colour", "grey");
		}
		link = tpl_list_add(e, "links");
		tpl_set_text(link, "text", "What the rules said");
		tpl_set_urlf(link, "href", "/d/%s/why/%s", id, mb_arena_printf(q->a, "%ld", v->event.event));
		if (i > 1) {
			link = tpl_list_add(e, "links");
			tpl_set_text(link, "text", "What changed");
			tpl_set_url(link, "href",
				    mb_arena_printf(q->a, "/d/%s/compare?from=%ld&to=%ld",
						    web_escape(q->a, id), rows[i - 2].event.event,
						    v->event.event));
		}
	}
	return web_render(q, res,
			  &WEB_HEAD(.title = mb_arena_printf(q->a, "Versions of %s", id),
				    .back = show_doc_href(q, id),
				    .command = mb_arena_printf(q->a, "history %s", id)),
			  page, err);
}

/* ---- two versions in words ------------------------------------------------------------------------------- */

static const char *version_words(struct web_req *q, const struct mb_version_row *v)
{
	return mb_arena_printf(q->a, "%s%s%s (event %ld)",
			       mb_day_words(q->a, mb_instant_day(v->event.recorded)), *v->state ? ", " : "",
			       v->state, v->event.event);
}

static void put_runs(struct web_req *q, struct tpl_map *part, struct mb_str before, struct mb_str after)
{
	struct mb_diff_run *runs;
	size_t n;

	mb_word_diff(&runs, &n, q->a, before, after);
	for (size_t i = 0; i < n; i++)
		tpl_set_str(tpl_list_add(part, "runs"),
			    runs[i].kind == MB_SAME    ? "same"
			    : runs[i].kind == MB_ADDED ? "added"
						       : "removed",
			    runs[i].text);
}

static int pick(const struct mb_version_row **out, const struct mb_version_row *rows, size_t n, long event,
		size_t otherwise)
{
	*out = &rows[otherwise];
	for (size_t i = 0; i < n; i++)
		if (rows[i].event.event == event)
			*out = &rows[i];
	return MB_OK;
}

static void put_changed_facts(struct web_req *q, struct tpl_map *page, const struct mb_doc *a,
			      const struct mb_doc *b, const struct mb_standpoint *from)
{
	struct tpl_map *table = NULL;

	for (size_t i = 0; b->kind && i < b->kind->n_fields; i++) {
		const struct mb_field *f = &b->kind->fields[i];
		struct mb_cell was, now;
		struct tpl_map *row, *cell;

		if (mb_node_same(mb_doc_node(a, f->name), mb_doc_node(b, f->name)))
			continue;
		was = mb_field_cell(q->a, q->g, from, a, f);
		now = mb_field_cell(q->a, q->g, from, b, f);
		if (!table) {
			static const char *const heads[] = { "Fact", "Before", "After" };

			table = tpl_map(page, "fields_part");
			tpl_set_text(table, "id", "facts");
			tpl_set_text(table, "caption", "Facts that changed");
			tpl_set_bool(table, "quiet", true);
			for (size_t k = 0; k < 3; k++)
				tpl_set_text(tpl_list_add(table, "columns"), "label", heads[k]);
		}
		row = tpl_list_add(table, "rows");
		cell = tpl_list_add(row, "cells");
		tpl_set_bool(cell, "head", true);
		tpl_set_text(cell, "text", mb_label(q->a, f->name));
		tpl_set_text(tpl_list_add(row, "cells"), "text", was.text ? was.text : "");
		tpl_set_text(tpl_list_add(row, "cells"), "text", now.text ? now.text : "");
	}
}

/* Only versions that this reader may read. */
static int versions_of(struct mb_version_row **rows, size_t *n, struct web_req *q, const char *path,
		       struct mb_error *err)
{
	struct mb_version_row *all;
	size_t count;
	int rc = mb_index_history(&all, &count, q->a, mb_gate_index(q->g), path, err);

	*rows = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		if (mb_may_read(q->reader, &all[i]) && !all[i].removed)
			*MB_PUSH(q->a, *rows, *n) = all[i];
	if (rc == MB_OK && *n == 0)
		return mb_fail(err, MB_ENOTFOUND, "There is no version of this that you may read.");
	return rc;
}

static int compare(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_compare);
	const struct mb_standpoint from = {
		.as_at = MB_NO_DAY, .known_at = MB_NO_DAY, .today = q->today, .reader = q->reader
	};
	const struct mb_version_row *a, *b;
	struct mb_version_row *rows;
	const struct mb_doc *d, *was, *now;
	const char *id;
	size_t n;
	int rc = web_doc(&d, q, web_param(q, "id"), err);

	if (rc != MB_OK)
		return rc;
	id = mb_arena_dup(q->a, d->id);
	if ((rc = versions_of(&rows, &n, q, mb_arena_dup(q->a, d->path), err)) != MB_OK)
		return rc;
	(void)pick(&a, rows, n, web_query_number(q, "from", 0, 1L << 40, -1), n > 1 ? n - 2 : 0);
	(void)pick(&b, rows, n, web_query_number(q, "to", 0, 1L << 40, -1), n - 1);
	if ((rc = mb_doc_of_version(&was, q->a, q->g, a, err)) != MB_OK ||
	    (rc = mb_doc_of_version(&now, q->a, q->g, b, err)) != MB_OK)
		return rc;
	show_head(page, id, "What changed", NULL);
	tpl_set_text(page, "before", version_words(q, a));
	tpl_set_text(page, "after", version_words(q, b));
	put_changed_facts(q, page, was, now, &from);
	if (was->body.n == now->body.n && memcmp(was->body.p, now->body.p, now->body.n) == 0)
		tpl_set_text(page, "same", "The text is the same.");
	else
		put_runs(q, tpl_map(page, "diff_part"), was->body, now->body);
	tpl_set_url(page, "action", q->path);
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *v = tpl_list_add(page, "versions");

		tpl_set_textf(v, "value", "%ld", rows[i].event.event);
		tpl_set_text(v, "text", version_words(q, &rows[i]));
		tpl_set_bool(v, "is_before", &rows[i] == a);
		tpl_set_bool(v, "is_after", &rows[i] == b);
	}
	return web_render(q, res,
			  &WEB_HEAD(.title = mb_arena_printf(q->a, "What changed in %s", id),
				    .back = show_doc_href(q, id),
				    .command = mb_arena_printf(q->a, "diff %s %ld %ld", id, a->event.event,
							       b->event.event)),
			  page, err);
}

const struct web_route versions_routes[] = {
	{ WEB_GET, "/d/{id}/history", history, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/d/{id}/compare", compare, WEB_READER, WEB_CACHED },
	{ 0 },
};
