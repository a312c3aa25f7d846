/* Finding: one box over all text, and what stands on a topic. */
#include "show.h"
#include "templates.h"

#include <string.h>

#define HITS 25

/* ---- search ---------------------------------------------------------------------------------------------- */

/* "... the «joint teams» be ..." as runs of text, those found apart. */
static void put_snippet(struct web_req *q, struct tpl_map *result, const char *s)
{
	static const char open[] = "\u00ab", close[] = "\u00bb";

	while (s && *s) {
		const char *from = strstr(s, open), *to = from ? strstr(from, close) : NULL;

		if (!to) {
			tpl_set_text(tpl_list_add(result, "snippet"), "text", s);
			return;
		}
		if (from > s)
			tpl_set_str(tpl_list_add(result, "snippet"), "text",
				    (struct mb_str){ s, (size_t)(from - s) });
		from += sizeof open - 1;
		tpl_set_str(tpl_list_add(result, "snippet"), "found",
			    (struct mb_str){ from, (size_t)(to - from) });
		s = to + sizeof close - 1;
	}
}

static void put_hit(struct web_req *q, struct tpl_map *page, const struct mb_hit *h)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), h->row.kind);
	struct tpl_map *r = tpl_list_add(page, "results");

	tpl_set_text(r, "title", *h->row.title ? h->row.title : h->row.id);
	tpl_set_url(r, "href", show_doc_href(q, h->row.id));
	tpl_set_textf(r, "about", "%s %s%s%s%s%s", k ? k->title : "Page", h->row.id,
		      *h->row.group ? ", " : "",
		      *h->row.group ? mb_group_title(q->a, q->g, h->row.group) : "",
		      h->row.date != MB_NO_DAY ? ", " : "",
		      h->row.date != MB_NO_DAY ? mb_day_words(q->a, h->row.date) : "");
	if (*h->row.state) {
		struct tpl_map *tag = tpl_map(r, "tag");

		tpl_set_text(tag, "text", h->row.state);
		tpl_set_text(tag, "colour", "grey");
	}
	put_snippet(q, r, h->snippet);
}

static bool wanted(struct web_req *q, const struct mb_hit *h)
{
	const char *kind = web_query(q, "kind"), *group = web_query(q, "group");

	return (!kind || !*kind || mb_streq(h->row.kind, kind)) &&
	       (!group || !*group || mb_streq(h->row.group, group));
}

static void choose(struct web_req *q, struct tpl_map *c, const char *value, const char *label,
		   const char *name)
{
	struct tpl_map *item = tpl_list_add(c, "items");
	const char *now = web_query(q, name);

	tpl_set_text(item, "value", value);
	tpl_set_text(item, "label", label);
	tpl_set_bool(item, "chosen", mb_streq(now ? now : "", value));
}

static void put_filter(struct web_req *q, struct tpl_map *page, const char *words)
{
	const struct mb_schema *s = mb_gate_schema(q->g);
	struct tpl_map *filter = tpl_map(page, "filter"), *keep, *f, *c;

	tpl_set_url(filter, "action", "/search");
	tpl_set_bool(filter, "open", true);
	keep = tpl_list_add(filter, "keep");
	tpl_set_text(keep, "name", "q");
	tpl_set_text(keep, "value", words);
	f = tpl_list_add(filter, "fields");
	tpl_set_text(f, "id", "kind");
	tpl_set_text(f, "name", "kind");
	tpl_set_text(f, "label", "What");
	c = tpl_map(f, "choice");
	choose(q, c, "", "Anything", "kind");
	for (size_t i = 0; i < s->n_kinds; i++)
		choose(q, c, s->kinds[i].name, s->kinds[i].title, "kind");
}

static int search(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_search);
	const char *words = web_query(q, "q");
	struct web_head head = WEB_HEAD(.title = "Search", .found = words);
	struct mb_hit *hits = NULL;
	struct mb_error low;
	size_t n = 0, shown = 0;
	int rc;

	show_head(page, NULL, "Search", NULL);
	tpl_set_url(page, "action", "/search");
	tpl_set_text(page, "query", words);
	if (words && *words) {
		rc = web_search(&hits, &n, q, words, 500, 0, &low);
		if (rc != MB_OK && rc != MB_EINVAL)
			return mb_fail(err, rc, "%s", low.text);
		put_filter(q, page, words);
		for (size_t i = 0; rc == MB_OK && i < n; i++)
			if (wanted(q, &hits[i]) && shown++ < HITS)
				put_hit(q, page, &hits[i]);
		if (rc != MB_OK)
			tpl_set_textf(page, "count", "Nothing could be searched for: %s.", low.text);
		else if (shown == 0)
			tpl_set_text(
				page, "count",
				"Nothing was found. All words must occur; try fewer, or another spelling.");
		else if (shown > HITS)
			tpl_set_textf(page, "count", "The best %d of %zu results", HITS, shown);
		else
			tpl_set_textf(page, "count", "%zu result%s", shown, shown == 1 ? "" : "s");
		show_link(q, page, "What stands on this topic",
			  mb_arena_printf(q->a, "/stands?topic=%s", web_escape(q->a, words)));
		head.command = mb_arena_printf(q->a, "search %s", words);
		head.title = mb_arena_printf(q->a, "Search for %s", words);
	}
	return web_render(q, res, &head, page, err);
}

/* ---- what stands ----------------------------------------------------------------------------------------- */

static void put_positions(struct web_req *q, struct tpl_map *page, const char *id, const char *heading,
			  const struct mb_position *list, size_t n, const char *none)
{
	struct tpl_map *s = show_section(page, id, heading), *part;

	if (n == 0) {
		tpl_set_text(s, "empty", none);
		return;
	}
	part = tpl_map(s, "timeline_part");
	for (size_t i = 0; i < n; i++) {
		const struct mb_position *p = &list[i];
		struct tpl_map *e = tpl_list_add(part, "events"), *tag = tpl_map(e, "tag"), *link;
		char iso[MB_ISO_DATE];

		tpl_set_text(e, "title", p->text && *p->text ? p->text : p->title);
		tpl_set_text(e, "by", p->body);
		tpl_set_text(e, "date", mb_day_words(q->a, p->date));
		tpl_set_text(e, "datetime",
			     p->date == MB_NO_DAY ? "" : mb_arena_dup(q->a, mb_day_iso(iso, p->date)));
		tpl_set_text(e, "text", p->effect.why);
		tpl_set_text(tag, "text", mb_effect_word(p->effect.state));
		tpl_set_text(tag, "colour", p->effect.state == MB_IN_FORCE ? "green" : "yellow");
		link = tpl_list_add(e, "links");
		tpl_set_text(link, "text", p->id);
		tpl_set_url(link, "href", show_doc_href(q, p->id));
		for (size_t k = 0; k < p->n_chain; k++) {
			link = tpl_list_add(e, "links");
			tpl_set_textf(link, "text", "after %s", p->chain[k].id);
			tpl_set_url(link, "href", show_doc_href(q, p->chain[k].id));
		}
	}
}

static int stands(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	const char *topic = web_query(q, "topic");
	struct web_head head = WEB_HEAD(.title = "What stands", .section = "/decisions");
	struct mb_standpoint from;
	struct mb_stands s;
	int rc;

	if ((rc = show_from(&from, q, err)) != MB_OK)
		return rc;
	if (!topic || !*topic)
		return mb_fail(err, MB_EINVAL,
			       "Say on which topic: search for it, and follow \u201cWhat stands on this "
			       "topic\u201d.");
	if ((rc = mb_stands_on(&s, q->a, q->g, &from, topic, err)) != MB_OK)
		return rc;
	show_head(page, "What stands", s.topic, s.n_notes ? s.notes[0] : NULL);
	put_positions(q, page, "now", "In force", s.now, s.n_now, "Nothing is in force on this.");
	put_positions(q, page, "pending", "Decided, without effect yet", s.pending, s.n_pending,
		      "Nothing waits.");
	put_positions(q, page, "past", "No longer", s.past, s.n_past, "Nothing was replaced or taken back.");
	show_choose_days(q, page, &from);
	show_clocks(&head, &from);
	head.title = mb_arena_printf(q->a, "What stands on %s", s.topic);
	head.command = mb_arena_printf(q->a, "stands %s", topic);
	return web_render(q, res, &head, page, err);
}

const struct web_route find_routes[] = {
	{ WEB_GET, "/search", search, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/stands", stands, WEB_READER, WEB_CACHED },
	{ 0 },
};
