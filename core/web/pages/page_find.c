/* Finding: one box over all text, and what stands on a topic. */
#include "show.h"
#include "templates.h"

#include <string.h>

#define HITS	 25  /* shown */
#define HITS_MAX 500 /* looked at */
#define FEW	 10  /* so few that other forms of the words may be meant */

/* ---- search ---------------------------------------------------------------------------------------------- */

/* Marks of Markdown are nothing to read in a line or two. */
static struct mb_str plain(struct web_req *q, const char *s, size_t n)
{
	char *to = mb_arena_alloc(q->a, n + 1), *at = to;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if ((c == '*' || c == '_' || c == '#') && i + 1 < n && s[i + 1] == c) {
			i++;
			continue;
		}
		if (c == '|')
			c = ' ';
		if (c == ' ' && at > to && at[-1] == ' ')
			continue;
		*at++ = c;
	}
	return (struct mb_str){ to, (size_t)(at - to) };
}

/* "... the «joint teams» be ..." as runs of text, those found apart. What begins with the code is the head of the document, whose
 * title stands above already. */
static void put_snippet(struct web_req *q, struct tpl_map *result, const char *s, const char *id)
{
	static const char open[] = "\u00ab", close[] = "\u00bb";

	if (s && mb_starts(s, id))
		return;
	while (s && *s) {
		const char *from = strstr(s, open), *to = from ? strstr(from, close) : NULL;

		if (!to) {
			tpl_set_str(tpl_list_add(result, "snippet"), "text", plain(q, s, strlen(s)));
			return;
		}
		if (from > s)
			tpl_set_str(tpl_list_add(result, "snippet"), "text", plain(q, s, (size_t)(from - s)));
		from += sizeof open - 1;
		tpl_set_str(tpl_list_add(result, "snippet"), "found",
			    (struct mb_str){ from, (size_t)(to - from) });
		s = to + sizeof close - 1;
	}
}

static const char *place_of(struct web_req *q, const struct mb_hit *h, const struct mb_kind *k)
{
	const char *slash = strrchr(h->row.id, '/');

	if (k)
		return mb_arena_printf(q->a, "%s %s", k->title, h->row.id);
	return slash ? mb_arena_printf(q->a, "Page of the %.*s", (int)(slash - h->row.id), h->row.id)
		     : "Page";
}

static void put_hit(struct web_req *q, struct tpl_map *page, const struct mb_hit *h)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), h->row.kind);
	struct tpl_map *r = tpl_list_add(page, "results");

	tpl_set_text(r, "title", *h->row.title ? show_title(q, h->row.title) : h->row.id);
	tpl_set_url(r, "href", show_doc_href(q, h->row.id));
	tpl_set_textf(r, "about", "%s%s%s%s%s", place_of(q, h, k), *h->row.group ? ", " : "",
		      *h->row.group ? mb_group_title(q->a, q->g, h->row.group) : "",
		      h->row.date != MB_NO_DAY ? ", " : "",
		      h->row.date != MB_NO_DAY ? mb_day_words(q->a, h->row.date) : "");
	if (*h->row.state) {
		struct tpl_map *tag = tpl_map(r, "tag");

		tpl_set_text(tag, "text", h->row.state);
		tpl_set_text(tag, "colour", "grey");
	}
	put_snippet(q, r, h->snippet, h->row.id);
}

struct wanted {
	const char *kind, *group;
	mb_day since, until;
};

static int read_wanted(struct wanted *w, struct web_req *q, struct mb_error *err)
{
	const char *kind = web_query(q, "kind"), *group = web_query(q, "group");
	int rc;

	*w = (struct wanted){ .kind = kind && *kind ? kind : NULL, .group = group && *group ? group : NULL };
	if ((rc = web_query_day(&w->since, q, "since", err)) == MB_OK)
		rc = web_query_day(&w->until, q, "until", err);
	return rc;
}

static bool fits(const struct wanted *w, const struct mb_hit *h)
{
	return (!w->kind || mb_streq(h->row.kind, w->kind)) &&
	       (!w->group || mb_streq(h->row.group, w->group)) &&
	       (w->since == MB_NO_DAY || (h->row.date != MB_NO_DAY && h->row.date >= w->since)) &&
	       (w->until == MB_NO_DAY || (h->row.date != MB_NO_DAY && h->row.date <= w->until));
}

/* A report bears the title of the decision it is about, and so may much else: what bears one title stands together, and the kind
 * that the rules declare first leads. */
static size_t rank(struct web_req *q, const struct mb_hit *h)
{
	const struct mb_schema *s = mb_gate_schema(q->g);
	size_t i = 0;

	while (i < s->n_kinds && !mb_streq(s->kinds[i].name, h->row.kind))
		i++;
	return i;
}

static void together(struct mb_hit *hits, size_t n, struct web_req *q)
{
	size_t done = 0;

	while (done < n) {
		size_t end = done + 1;

		for (size_t i = done + 1; i < n; i++)
			if (*hits[i].row.title && mb_streq(hits[i].row.title, hits[done].row.title) &&
			    *hits[i].row.kind) {
				struct mb_hit h = hits[i];

				memmove(&hits[end + 1], &hits[end], (i - end) * sizeof h);
				hits[end++] = h;
			}
		for (size_t i = done + 1; i < end; i++) /* few */
			for (size_t k = i; k > done && rank(q, &hits[k]) < rank(q, &hits[k - 1]); k--) {
				struct mb_hit h = hits[k];

				hits[k] = hits[k - 1];
				hits[k - 1] = h;
			}
		done = end;
	}
}

/* ---- the filter ------------------------------------------------------------------------------------------ */

static struct tpl_map *field(struct tpl_map *filter, const char *id, const char *label)
{
	struct tpl_map *f = tpl_list_add(filter, "fields");

	tpl_set_text(f, "id", id);
	tpl_set_text(f, "name", id);
	tpl_set_text(f, "label", label);
	return f;
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

static void put_kinds(struct web_req *q, struct tpl_map *filter, const struct mb_hit *hits, size_t n)
{
	const struct mb_schema *s = mb_gate_schema(q->g);
	struct tpl_map *c = tpl_map(field(filter, "kind", "What"), "choice");

	choose(q, c, "", "Anything", "kind");
	for (size_t k = 0; k < s->n_kinds; k++) {
		size_t found = 0;

		for (size_t i = 0; i < n; i++)
			found += mb_streq(hits[i].row.kind, s->kinds[k].name);
		if (found || mb_streq(web_query(q, "kind"), s->kinds[k].name))
			choose(q, c, s->kinds[k].name,
			       mb_arena_printf(q->a, "%s (%zu)", s->kinds[k].title, found), "kind");
	}
}

static void put_groups(struct web_req *q, struct tpl_map *filter, const struct mb_hit *hits, size_t n)
{
	struct tpl_map *c = tpl_map(field(filter, "group", "Group"), "choice");

	choose(q, c, "", "All groups", "group");
	for (size_t i = 0; i < n; i++) {
		size_t before = 0;

		while (before < i && !mb_streq(hits[before].row.group, hits[i].row.group))
			before++;
		if (before == i && *hits[i].row.group)
			choose(q, c, hits[i].row.group, mb_group_title(q->a, q->g, hits[i].row.group),
			       "group");
	}
}

static void put_day(struct web_req *q, struct tpl_map *filter, const char *id, const char *label)
{
	struct tpl_map *in = tpl_map(field(filter, id, label), "input");

	tpl_set_text(in, "type", "date");
	tpl_set_text(in, "width", "10");
	tpl_set_text(in, "value", web_query(q, id));
}

static void put_filter(struct web_req *q, struct tpl_map *page, const char *words, const struct wanted *w,
		       const struct mb_hit *hits, size_t n)
{
	struct tpl_map *filter = tpl_map(page, "filter"), *keep;

	tpl_set_url(filter, "action", "/search");
	tpl_set_bool(filter, "open", w->kind || w->group || w->since != MB_NO_DAY || w->until != MB_NO_DAY);
	keep = tpl_list_add(filter, "keep");
	tpl_set_text(keep, "name", "q");
	tpl_set_text(keep, "value", words);
	put_kinds(q, filter, hits, n);
	put_groups(q, filter, hits, n);
	put_day(q, filter, "since", "From");
	put_day(q, filter, "until", "To");
}

static const char *const found_how[] = {
	[MB_FIND_LITERAL] = "",
	[MB_FIND_EVERYDAY] = ", for the words in other forms or spellings too",
	[MB_FIND_ANY] = ", though none has all the words: those with most of them first",
};

/* cut: there may be more than were looked at */
static void put_count(struct tpl_map *page, size_t shown, bool cut, enum mb_find_how how)
{
	if (shown == 0)
		tpl_set_text(page, "count",
			     "Nothing was found. Try other words, or look at what stands on the topic.");
	else if (shown > HITS)
		tpl_set_textf(page, "count", "The best %d of %zu results%s%s", HITS, shown,
			      cut ? " or more" : "", found_how[how]);
	else
		tpl_set_textf(page, "count", "%zu result%s%s", shown, shown == 1 ? "" : "s", found_how[how]);
}

/* The very words; where few texts have them all, as people ask; where none has them all then, any of them. */
static int find(struct mb_hit **hits, size_t *n, enum mb_find_how *how, struct web_req *q, const char *words,
		struct mb_error *err)
{
	struct mb_find f = { .words = words, .limit = HITS_MAX, .bare = true };
	int rc = web_find(hits, n, NULL, q, &f, err);

	*how = MB_FIND_LITERAL;
	while (rc == MB_OK && *n < FEW && f.how < (*n ? MB_FIND_EVERYDAY : MB_FIND_ANY)) {
		struct mb_hit *more;
		size_t n_more;

		f.how++;
		if ((rc = web_find(&more, &n_more, NULL, q, &f, err)) == MB_OK && n_more > *n) {
			*hits = more;
			*n = n_more;
			*how = f.how;
		}
	}
	return rc;
}

/* A document whose id was typed comes first. Of what was found in other words the documents come before the handbook. */
static void in_front(struct mb_hit *hits, size_t n, const char *words, enum mb_find_how how)
{
	size_t front = 0;

	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = front; i < n; i++) {
			struct mb_hit h = hits[i];

			if (pass == 0 ? strcasecmp(h.row.id, words) != 0
				      : how == MB_FIND_LITERAL || !*h.row.kind)
				continue;
			memmove(&hits[front + 1], &hits[front], (i - front) * sizeof h);
			hits[front++] = h;
		}
}

/* What is found is looked at without reading it; only what the page shows is quoted. */
static int found(struct web_req *q, struct tpl_map *page, const char *words, struct mb_error *err)
{
	enum mb_find_how how = MB_FIND_LITERAL;
	struct mb_hit *hits = NULL, shown[HITS];
	size_t n = 0, fitting = 0, n_shown = 0;
	struct mb_error low;
	struct wanted w;
	int rc = read_wanted(&w, q, err);

	if (rc != MB_OK)
		return rc;
	rc = find(&hits, &n, &how, q, words, &low);
	if (rc != MB_OK && rc != MB_EINVAL)
		return mb_fail(err, rc, "%s", low.text);
	if (rc != MB_OK) {
		tpl_set_textf(page, "count", "Nothing could be searched for: %s.", low.text);
		return MB_OK;
	}
	if (n)
		put_filter(q, page, words, &w, hits, n);
	together(hits, n, q);
	in_front(hits, n, words, how);
	for (size_t i = 0; i < n; i++)
		if (fits(&w, &hits[i]) && fitting++ < HITS)
			shown[n_shown++] = hits[i];
	if ((rc = mb_index_quote(shown, n_shown, q->a, mb_gate_index(q->g), words, how, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n_shown; i++)
		put_hit(q, page, &shown[i]);
	put_count(page, fitting, n == HITS_MAX, how);
	return MB_OK;
}

static int search(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_search);
	const char *words = web_query(q, "q");
	struct web_head head = WEB_HEAD(.title = "Search", .found = words);
	int rc;

	show_head(page, NULL, "Search", NULL);
	tpl_set_url(page, "action", "/search");
	tpl_set_text(page, "query", words);
	if (words && *words) {
		if ((rc = found(q, page, words, err)) != MB_OK)
			return rc;
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

		tpl_set_text(e, "title", show_title(q, p->text && *p->text ? p->text : p->title));
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
	show_head(page, "What stands on", show_title(q, s.topic), s.n_notes ? s.notes[0] : NULL);
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
