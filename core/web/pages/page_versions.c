/* Every version of a document, and what changed in words between two. */
#include "show.h"
#include "templates.h"

#include <ctype.h>
#include <string.h>

/* ---- every version --------------------------------------------------------------------------------------- */

#define LOOK_BACK  40  /* versions */
#define SAME_LONG  900 /* bytes of unchanged text: the middle is left out */
#define SAME_SHOWN 240

static const char *who_did(struct web_req *q, const struct mb_event_row *e, bool headline)
{
	const char *by = mb_person_name(q->a, q->g, e->by);

	bool said = headline && mb_starts(e->headline, by);

	if (mb_streq(e->by, e->entered_by) || !*e->entered_by)
		return said ? NULL : mb_arena_printf(q->a, "by %s", by);
	return mb_arena_printf(q->a, "%s%s%sentered by %s", said ? "" : "by ", said ? "" : by,
			       said ? "" : ", ", mb_person_name(q->a, q->g, e->entered_by));
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

static size_t without_day(struct web_req *q, const struct mb_version_row *v, const char *rest)
{
	const char *day = mb_arena_printf(q->a, " (%s)", mb_day_words(q->a, v->event.on));

	return strlen(rest) - (mb_ends(rest, day) ? strlen(day) : 0);
}

/* "Helen Marsh approved paper CTB-2005-P001, "Joint Teams" (Fri 23 Sep 2005)": here everybody knows which paper, and the day
 * stands below. */
static const char *what_was_done(struct web_req *q, const struct mb_version_row *v,
				 const struct mb_version_row *before, const char *id)
{
	const char *said = v->event.headline, *at = strstr(said, id), *rest, *from = at;
	const char *kind = v->kind;

	if (!names(said, id))
		return *v->state && before && !mb_streq(before->state, v->state)
			       ? mb_arena_printf(q->a, "%s, together with another document",
						 show_title(q, v->state))
			       : with_another;
	rest = at + strlen(id);
	if (strncmp(rest, ", \"", 3) == 0) {
		const char *quote = strstr(rest + 3, v->title);

		if (quote == rest + 3 && rest[3 + strlen(v->title)] == '"')
			rest += 4 + strlen(v->title);
	}
	if ((size_t)(at - said) > strlen(kind) && at[-1] == ' ' &&
	    strncmp(at - 1 - strlen(kind), kind, strlen(kind)) == 0)
		from = at - 1 - strlen(kind);
	if (from == at)
		return said;
	return mb_arena_printf(q->a, "%.*sthis %s%.*s", (int)(from - said), said, kind,
			       (int)without_day(q, v, rest), rest);
}

static int history(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *s, *part;
	struct mb_version_row *rows;
	const struct mb_doc *d;
	const char *id, *path;
	size_t n;
	int rc = web_doc(&d, q, web_doc_id(q), err);

	if (rc != MB_OK)
		return rc;
	id = mb_arena_dup(q->a, d->id);
	path = mb_arena_dup(q->a, d->path);
	show_head(page, show_caption(q, d->kind, id), "Every version",
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
		tpl_set_text(e, "title", what_was_done(q, v, i > 1 ? &rows[i - 2] : NULL, id));
		tpl_set_text(e, "where", who_did(q, &v->event, names(v->event.headline, id)));
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
		tpl_set_url(link, "href",
			    mb_arena_printf(q->a, "/d/%s/why/%ld", web_doc_name(q->a, id), v->event.event));
		if (i > 1) {
			link = tpl_list_add(e, "links");
			tpl_set_text(link, "text", "What changed");
			tpl_set_url(link, "href",
				    mb_arena_printf(q->a, "/d/%s/compare?from=%ld&to=%ld",
						    web_doc_name(q->a, id), rows[i - 2].event.event,
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

static struct mb_str behind_line(struct mb_str s, size_t from)
{
	const char *nl = from < s.n ? memchr(s.p + from, '\n', s.n - from) : NULL;

	return nl ? (struct mb_str){ s.p, (size_t)(nl + 1 - s.p) } : s;
}

static size_t words_in(const char *p, const char *end)
{
	size_t n = 0;

	for (bool in = false; p < end; p++) {
		bool letter = !isspace((unsigned char)*p);

		n += letter && !in;
		in = letter;
	}
	return n;
}

/* Of a long stretch that is the same, what stands next to a change. false: it is short, nothing was put. */
static bool put_shortened(struct web_req *q, struct tpl_map *part, struct mb_str same, bool after_change,
			  bool before_change)
{
	struct mb_str head = { same.p, 0 };
	const char *tail = same.p + same.n, *end = same.p + same.n;

	if (same.n < SAME_LONG)
		return false;
	if (after_change)
		head = behind_line(same, SAME_SHOWN);
	if (before_change) {
		struct mb_str up = behind_line(same, same.n - SAME_SHOWN * 2);

		tail = up.n < same.n ? same.p + up.n : end - SAME_SHOWN;
	}
	if (head.p + head.n >= tail)
		return false;
	tpl_set_str(tpl_list_add(part, "runs"), "same", head);
	tpl_set_textf(tpl_list_add(part, "runs"), "skipped", "%zu words unchanged",
		      words_in(head.p + head.n, tail));
	tpl_set_str(tpl_list_add(part, "runs"), "same", (struct mb_str){ tail, (size_t)(end - tail) });
	return true;
}

/* @return true: what is unchanged was cut short */
static bool put_runs(struct web_req *q, struct tpl_map *part, struct mb_str before, struct mb_str after)
{
	bool short_of = false;
	struct mb_diff_run *runs;
	size_t n;

	mb_word_diff(&runs, &n, q->a, before, after);
	for (size_t i = 0; i < n; i++) {
		if (runs[i].kind == MB_SAME && n > 1 && !web_query(q, "whole") &&
		    put_shortened(q, part, runs[i].text, i > 0, i + 1 < n)) {
			short_of = true;
			continue;
		}
		tpl_set_str(tpl_list_add(part, "runs"),
			    runs[i].kind == MB_SAME    ? "same"
			    : runs[i].kind == MB_ADDED ? "added"
						       : "removed",
			    runs[i].text);
	}
	return short_of;
}

static const struct mb_version_row *pick(const struct mb_version_row *rows, size_t n, long event,
					 size_t otherwise)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].event.event == event)
			return &rows[i];
	return &rows[otherwise];
}

/* Where nobody says which two: the last change of the words; where they never changed, the last change of anything. */
static int other_text(size_t *last, size_t *first, struct web_req *q, const struct mb_version_row *rows,
		      size_t n, struct mb_error *err)
{
	const struct mb_doc *later, *earlier;
	int rc = MB_OK;

	*last = n - 1;
	*first = n > 1 ? n - 2 : 0;
	if (web_query(q, "from") || web_query(q, "to"))
		return MB_OK;
	for (size_t i = n - 1; i > 0 && n - i < LOOK_BACK; i--) {
		if ((rc = mb_doc_of_version(&later, q->a, q->g, &rows[i], err)) != MB_OK ||
		    (rc = mb_doc_of_version(&earlier, q->a, q->g, &rows[i - 1], err)) != MB_OK)
			return rc;
		if (later->body.n != earlier->body.n ||
		    memcmp(later->body.p, earlier->body.p, later->body.n) != 0) {
			*last = i;
			*first = i - 1;
			return MB_OK;
		}
	}
	return MB_OK;
}

static bool same_lines(const char *const *a, size_t n, const char *const *b, size_t m)
{
	for (size_t i = 0; n == m && i < n; i++)
		if (!mb_streq(a[i], b[i]))
			return false;
	return n == m;
}

static bool listed(const char *const *lines, size_t n, const char *line)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(lines[i], line))
			return true;
	return false;
}

/* Of several only what the other side does not have as well. */
static void put_lines(struct web_req *q, struct tpl_map *row, const char *const *lines, size_t n,
		      const char *const *other, size_t m)
{
	struct tpl_map *cell = tpl_list_add(row, "cells");
	size_t same = 0;

	if (n == 1)
		tpl_set_text(cell, "text", lines[0]);
	for (size_t i = 0; n > 1 && i < n; i++) {
		if (listed(other, m, lines[i]))
			same++;
		else
			tpl_set_text(tpl_list_add(cell, "lines"), "text", lines[i]);
	}
	if (same)
		tpl_set_text(cell, "note",
			     mb_arena_printf(q->a, "%zu of %zu the same on both sides", same, n));
}

static void put_changed_facts(struct web_req *q, struct tpl_map *page, const struct mb_doc *a,
			      const struct mb_doc *b, const struct mb_standpoint *from)
{
	struct tpl_map *table = NULL;

	for (size_t i = 0; b->kind && i < b->kind->n_fields; i++) {
		const struct mb_field *f = &b->kind->fields[i];
		const char **was, **now;
		size_t n_was, n_now;
		struct tpl_map *row, *cell;

		if (!mb_field_for_people(f) || mb_node_same(mb_doc_node(a, f->name), mb_doc_node(b, f->name)))
			continue;
		mb_value_lines(&was, &n_was, q->a, q->g, from, f, mb_doc_node(a, f->name));
		mb_value_lines(&now, &n_now, q->a, q->g, from, f, mb_doc_node(b, f->name));
		if (same_lines(was, n_was, now, n_now))
			continue; /* what differs is nothing that people are shown */
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
		tpl_set_text(cell, "text", mb_field_label(q->a, f));
		put_lines(q, row, was, n_was, now, n_now);
		put_lines(q, row, now, n_now, was, n_was);
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
	const struct mb_kind *kind;
	const char *id;
	size_t n, first, last;
	int rc = web_doc(&d, q, web_doc_id(q), err);

	if (rc != MB_OK)
		return rc;
	kind = d->kind;
	id = mb_arena_dup(q->a, d->id);
	if ((rc = versions_of(&rows, &n, q, mb_arena_dup(q->a, d->path), err)) != MB_OK)
		return rc;
	if ((rc = other_text(&last, &first, q, rows, n, err)) != MB_OK)
		return rc;
	a = pick(rows, n, web_query_number(q, "from", 0, 1L << 40, -1), first);
	b = pick(rows, n, web_query_number(q, "to", 0, 1L << 40, -1), last);
	if ((rc = mb_doc_of_version(&was, q->a, q->g, a, err)) != MB_OK ||
	    (rc = mb_doc_of_version(&now, q->a, q->g, b, err)) != MB_OK)
		return rc;
	show_head(page, show_caption(q, kind, id), "What changed", NULL);
	tpl_set_text(page, "before", version_words(q, a));
	tpl_set_text(page, "after", version_words(q, b));
	put_changed_facts(q, page, was, now, &from);
	if (was->body.n == now->body.n && memcmp(was->body.p, now->body.p, now->body.n) == 0)
		tpl_set_text(page, "same", "The text is the same.");
	else if (put_runs(q, tpl_map(page, "diff_part"), was->body, now->body))
		tpl_set_url(page, "whole", show_query_with(q, "whole", "yes"));
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
