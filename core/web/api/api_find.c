/* The API, asking the whole record: search, what stands on a topic, the map of groups. */
#include "api.h"
#include "show.h"

#include <string.h>

/* ---- search ---------------------------------------------------------------------------------------------- */

static const struct api_field hit_fields[] = {
	{ "document", API_SHAPE, API_MUST, "where the words are", &api_row_shape },
	{ "snippet", API_TEXT, API_MUST,
	  "a line or two around them; they stand between \302\253 and \302\273", NULL },
	API_END,
};
static const struct api_shape hit_shape = { "hit", "Something found.", hit_fields, false };
static const struct api_field hits_fields[] = {
	{ "items", API_LIST, API_MUST, "best first", &hit_shape },
	{ "next", API_TEXT, API_MUST | API_NULL, "address of what follows; null: this was all", NULL },
	API_END,
};
static const struct api_shape hits_shape = { "hits", "What was found, page by page.", hits_fields, false };
static const struct api_field search_query[] = {
	{ "q", API_TEXT, API_MUST, "words, all of which must occur; \"a phrase\" as such", NULL },
	{ "kind", API_TEXT, 0, "one kind only", NULL },
	{ "group", API_TEXT, 0, "of this group", NULL },
	{ "since", API_DAY, 0, "dated from this day on", NULL },
	{ "until", API_DAY, 0, "dated up to this day", NULL },
	API_END,
};

struct sought {
	struct mb_reader *reader;
	const char *kind, *group,
		*after; /* after: the document that the page before ended with; NULL: from the best */
	mb_day since, until;
	bool passed; /* after was met */
};

/* Ranks may change with every text that comes in, so a page begins behind the document that the last one ended with. */
static bool wanted(void *ctx, const struct mb_version_row *row)
{
	struct sought *x = ctx;

	if (!x->passed) {
		x->passed = mb_streq(row->id, x->after);
		return false;
	}
	return mb_may_read(x->reader, row) && (!x->kind || mb_streq(row->kind, x->kind)) &&
	       (!x->group || mb_streq(row->group, x->group)) &&
	       (x->since == MB_NO_DAY || (row->date != MB_NO_DAY && row->date >= x->since)) &&
	       (x->until == MB_NO_DAY || (row->date != MB_NO_DAY && row->date <= x->until));
}

static int search(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *group = web_query(q, "group"), *cursor = web_query(q, "cursor"),
		   *kind = web_query(q, "kind");
	struct sought x = { .reader = q->reader,
			    .kind = kind && *kind ? kind : NULL,
			    .after = cursor && *cursor ? cursor : NULL };
	struct mb_json *j, *list;
	struct mb_hit *hits;
	size_t n, most = api_limit(q);
	int rc = api_begin(q, err);

	x.passed = !x.after;
	if (rc != MB_OK || (rc = web_query_day(&x.since, q, "since", err)) != MB_OK ||
	    (rc = web_query_day(&x.until, q, "until", err)) != MB_OK ||
	    (group && *group && (rc = mb_group_named(&x.group, q->a, q->g, group, err)) != MB_OK) ||
	    (rc = mb_index_search_kept(&hits, &n, q->a, mb_gate_index(q->g), web_query(q, "q"),
				       most < API_ROWS_MAX ? most + 1 : most, 0, wanted, &x, err)) != MB_OK)
		return rc;
	if (!x.passed)
		return mb_fail(err, MB_EINVAL, "this cursor leads nowhere any more: search again");
	j = mb_json_object();
	list = api_items(j);
	for (size_t i = 0; i < n && i < most; i++) {
		struct mb_json *hit = mb_json_push_object(list);

		api_set_row(mb_json_set_object(hit, "document"), &hits[i].row);
		mb_json_set_text(hit, "snippet", hits[i].snippet);
	}
	/* of the largest page it cannot be said whether it was the last: the next one may be empty */
	api_next(q, j, n > most || (n == most && most == API_ROWS_MAX) ? hits[most - 1].row.id : NULL);
	return api_done(q, res, j, err);
}

/* ---- what stands, and the map ---------------------------------------------------------------------------- */

static const struct api_field stands_query[] = {
	{ "topic", API_TEXT, API_MUST, "a theme by id or title, else words", NULL },
	API_END,
};
static const struct api_field condition_fields[] = {
	{ "text", API_TEXT, API_MUST, "its words", NULL },
	{ "met_on", API_DAY, API_MUST | API_NULL, "null: open", NULL },
	{ "met_by", API_TEXT, API_MUST | API_NULL, "name", NULL },
	{ "evidence", API_TEXT, API_MUST | API_NULL, "what shows it", NULL },
	API_END,
};
static const struct api_shape condition_shape = { "condition", "What a decision hangs on.", condition_fields,
						  false };
static const struct api_field position_fields[] = {
	{ "id", API_TEXT, API_MUST, "the decision", NULL },
	{ "group", API_TEXT, API_MUST | API_NULL, "who decided", NULL },
	{ "date", API_DAY, API_MUST | API_NULL, "when", NULL },
	{ "outcome", API_TEXT, API_MUST | API_NULL, "agreed, deferred ...", NULL },
	{ "text", API_TEXT, API_MUST | API_NULL, "the words resolved", NULL },
	{ "effect", API_TEXT, API_MUST, "in force, not yet in force, superseded ...", NULL },
	{ "why", API_TEXT, API_MUST | API_NULL, "in a sentence", NULL },
	{ "from", API_DAY, API_MUST | API_NULL, "in force from", NULL },
	{ "until", API_DAY, API_MUST | API_NULL, "in force until", NULL },
	{ "conditions", API_LIST, API_MUST, "what it hangs on", &condition_shape },
	{ "superseded_by", API_TEXTS, API_MUST, "ids", NULL },
	{ "amended_by", API_TEXTS, API_MUST, "ids", NULL },
	{ "ratified_by", API_TEXTS, API_MUST, "ids", NULL },
	{ "chain", API_TEXTS, API_MUST, "what it amends or replaces, nearest first", NULL },
	API_END,
};
static const struct api_shape position_shape = { "position", "A decision and its effect.", position_fields,
						 false };
static const struct api_field stands_fields[] = {
	{ "topic", API_TEXT, API_MUST, "what was asked", NULL },
	{ "theme", API_TEXT, API_MUST | API_NULL, "id, when it is one", NULL },
	{ "in_force", API_LIST, API_MUST, "newest first", &position_shape },
	{ "without_effect", API_LIST, API_MUST, "not yet, conditional, irregular", &position_shape },
	{ "past", API_LIST, API_MUST, "superseded, rescinded, lapsed", &position_shape },
	{ "notes", API_TEXTS, API_MUST, "what else must be said", NULL },
	API_END,
};
static const struct api_shape stands_shape = { "stands", "The position on a topic.", stands_fields, false };

static int stands(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_standpoint from;
	struct mb_stands s;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_stands_on(&s, q->a, q->g, &from, web_query(q, "topic"), err)) != MB_OK)
		return rc;
	return api_done(q, res, mb_json_stands(&s), err);
}

static const struct api_field map_group_fields[] = {
	{ "group", API_TEXT, API_MUST, "for GET /groups/{slug}", NULL },
	{ "title", API_TEXT, API_MUST, "its name", NULL },
	{ "code", API_TEXT, API_MUST | API_NULL, "the letters that its ids begin with", NULL },
	{ "regime", API_TEXT, API_MUST | API_NULL, "which law or agreement it stands under", NULL },
	{ "remit", API_TEXT, API_MUST | API_NULL, "what it is for", NULL },
	{ "began", API_DAY, API_MUST | API_NULL, "since when", NULL },
	{ "ended", API_DAY, API_MUST | API_NULL, "until when", NULL },
	{ "members", API_WHOLE, API_MUST, "how many", NULL },
	API_END,
};
static const struct api_shape map_group_shape = { "group-summary", "A group on a day.", map_group_fields,
						  false };
static const struct api_field line_fields[] = {
	{ "from", API_TEXT, API_MUST, "the group that reports", NULL },
	{ "to", API_TEXT, API_MUST, "the group it reports to", NULL },
	{ "type", API_TEXT, API_MUST | API_NULL, "solid, dotted, joint", NULL },
	{ "accountability", API_TEXT, API_MUST | API_NULL, "professional, political, partnership, statutory",
	  NULL },
	{ "since", API_DAY, API_MUST | API_NULL, "since when", NULL },
	{ "until", API_DAY, API_MUST | API_NULL, "until when", NULL },
	API_END,
};
static const struct api_shape line_shape = { "line", "Who reports to whom.", line_fields, false };
static const struct api_field fault_fields[] = {
	{ "finding", API_TEXT, API_MUST, "loop, orphan ...", NULL },
	{ "text", API_TEXT, API_MUST, "in a sentence", NULL },
	{ "groups", API_TEXTS, API_MUST, "which", NULL },
	API_END,
};
static const struct api_shape fault_shape = { "fault", "What is wrong with the lines.", fault_fields, false };
static const struct api_field map_fields[] = {
	{ "on", API_DAY, API_MUST | API_NULL, "the day", NULL },
	{ "groups", API_LIST, API_MUST, "by title", &map_group_shape },
	{ "lines", API_LIST, API_MUST, "between them", &line_shape },
	{ "findings", API_LIST, API_MUST, "what is wrong", &fault_shape },
	API_END,
};
static const struct api_shape map_shape = { "map", "Groups and who reports to whom.", map_fields, false };

static int map(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_standpoint from;
	struct mb_map m;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_map_read(&m, q->a, q->g, &from, err)) != MB_OK)
		return rc;
	return api_done(q, res, mb_json_map(&m), err);
}

const struct web_route api_find_routes[] = {
	{ WEB_GET, "/api/v1/search", search, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/stands", stands, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/map", map, WEB_READER, WEB_API | WEB_CACHED },
	{ 0 },
};

const struct api_call api_find_calls[] = {
	{ .run = search,
	  .id = "search",
	  .title = "Search all text",
	  .flags = API_PAGED,
	  .query = search_query,
	  .answer = &hits_shape },
	{ .run = stands,
	  .id = "whatStands",
	  .title = "What stands on a topic: decisions in force, without effect, past",
	  .flags = API_CLOCKS,
	  .query = stands_query,
	  .answer = &stands_shape },
	{ .run = map,
	  .id = "map",
	  .title = "Groups and who reports to whom",
	  .flags = API_CLOCKS,
	  .answer = &map_shape },
	{ 0 },
};
