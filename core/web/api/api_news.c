/* The API: what is new since a day, and who holds the posts that serve every group. */
#include "api_change.h"

#include <string.h>

/* ---- news ------------------------------------------------------------------------------------------------ */

#define DAYS 30 /* back, when no day is given */

static const struct api_field news_query[] = {
	{ "since", API_DAY, 0, "what was recorded on this day or later; 30 days back when not said", NULL },
	{ "kind", API_TEXT, 0, "one kind only", NULL },
	{ "group", API_TEXT, 0, "of this group", NULL },
	API_END,
};
static const struct api_field piece_fields[] = {
	{ "document", API_SHAPE, API_MUST, "as it stands now", &api_row_shape },
	{ "what", API_TEXT, API_MUST, "what is new about it, in words: \"New decision\"", NULL },
	{ "sort", API_TEXT, API_MUST, "new, state, or other: other words or fields", NULL },
	{ "yours", API_BOOL, API_MUST, "a field names you as the one who has it", NULL },
	API_END,
};
static const struct api_shape piece_shape = { "news-item", "A document that came or changed.", piece_fields,
					      false };
static const struct api_field news_fields[] = {
	{ "items", API_LIST, API_MUST, "newest first", &piece_shape },
	{ "next", API_TEXT, API_MUST | API_NULL, "address of what follows; null: this was all", NULL },
	API_END,
};
static const struct api_shape news_shape = { "news", "What is new, document by document.", news_fields,
					     false };

static void put_news(struct mb_json *list, const struct mb_news *x)
{
	static const char *const sorts[] = {
		[MB_NEWS_NEW] = "new", [MB_NEWS_STATE] = "state", [MB_NEWS_OTHER] = "other"
	};
	struct mb_json *o = mb_json_push_object(list);

	api_set_row(mb_json_set_object(o, "document"), &x->row);
	mb_json_set_text(o, "what", x->what);
	mb_json_set_text(o, "sort", sorts[x->sort]);
	mb_json_set_bool(o, "yours", x->yours);
}

/* A page begins behind the document that the last one ended with: what comes meanwhile comes before it. */
static int news(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *group = web_query(q, "group"), *kind = web_query(q, "kind"),
		   *cursor = web_query(q, "cursor");
	struct mb_news_ask ask = { .person = q->who.person, .kind = kind && *kind ? kind : NULL };
	struct mb_standpoint from = { MB_NO_DAY, MB_NO_DAY, q->today, q->reader };
	struct mb_json *j, *items;
	struct mb_news *list;
	size_t n, first = 0, most = api_limit(q);
	mb_day since;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = web_query_day(&since, q, "since", err)) != MB_OK ||
	    (group && *group && (rc = mb_group_named(&ask.group, q->a, q->g, group, err)) != MB_OK) ||
	    (rc = mb_event_before(&ask.since, q->a, q->g, since == MB_NO_DAY ? q->today - DAYS : since,
				  err)) != MB_OK ||
	    (rc = mb_news_read(&list, &n, NULL, q->a, q->g, &from, &ask, err)) != MB_OK)
		return rc;
	if (cursor && *cursor) {
		while (first < n && !mb_streq(list[first].row.id, cursor))
			first++;
		if (first == n)
			return mb_fail(err, MB_EINVAL, "this cursor leads nowhere any more: ask again");
		first++;
	}
	j = mb_json_object();
	items = api_items(j);
	for (size_t i = first; i < n && i - first < most; i++)
		put_news(items, &list[i]);
	api_next(q, j, n - first > most ? list[first + most - 1].row.id : NULL);
	return api_done(q, res, j, err);
}

/* ---- posts ----------------------------------------------------------------------------------------------- */

static const struct api_field post_fields[] = {
	{ "role", API_TEXT, API_MUST, "\"board officer\"", NULL },
	{ "person", API_TEXT, API_MUST, "who holds it", NULL },
	{ "from", API_DAY, API_MUST | API_NULL, "first day; null: from the beginning", NULL },
	{ "until", API_DAY, API_MUST | API_NULL, "last day; null: no end is set", NULL },
	{ "held", API_BOOL, API_MUST, "today", NULL },
	{ "decision", API_TEXT, API_MUST | API_NULL, "by which it is so", NULL },
	API_END,
};
static const struct api_shape post_shape = { "post", "A post that serves every group, and who holds it.",
					     post_fields, false };
static const struct api_field posts_fields[] = {
	{ "items", API_LIST, API_MUST, "past holdings too, in the order of partnership.yaml", &post_shape },
	API_END,
};
static const struct api_shape posts_shape = { "posts", "Every holding of a post.", posts_fields, false };

static int posts(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_post *list;
	struct mb_json *j, *items;
	const struct mb_doc *d;
	size_t n;
	int rc = api_begin(q, err);

	if (rc == MB_OK && !q->who.admin && !q->who.clerk)
		rc = mb_fail(err, MB_EREFUSED,
			     "Posts are shown to those who look after the record or this server.");
	if (rc != MB_OK || (rc = mb_gate_posts(&list, &n, q->a, q->g, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	items = api_items(j);
	for (size_t i = 0; i < n; i++) {
		struct mb_json *o = mb_json_push_object(items);
		bool cited = list[i].decision && web_doc(&d, q, list[i].decision, NULL) == MB_OK;

		mb_json_set_text(o, "role", list[i].role);
		mb_json_set_text(o, "person", list[i].person);
		mb_json_set_day(o, "from", list[i].from);
		mb_json_set_day(o, "until", list[i].until);
		mb_json_set_bool(o, "held", mb_post_held(&list[i], q->today));
		mb_json_set_text(o, "decision", cited ? list[i].decision : NULL);
	}
	return api_done(q, res, j, err);
}

static const struct api_field change_fields[] = {
	{ "role", API_TEXT, API_MUST, "the post", NULL },
	{ "person", API_TEXT, 0, "who takes it up; not said: nobody does", NULL },
	{ "instead", API_TEXT, 0, "whose holding ends the day before; not said: of all who then hold it",
	  NULL },
	{ "beside", API_BOOL, 0, "true: nobody's ends, several hold it", NULL },
	{ "from", API_DAY, 0, "first day that it is so; today when not said", NULL },
	{ "decision", API_TEXT, 0, "by which it is so, where the partnership asks for one", NULL },
	API_ACT_FIELDS,
	API_END,
};
static const struct api_shape change_shape = { "post-change", "Who holds a post from a day on.",
					       change_fields, false };

static int change(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_json_value body;
	struct mb_post_change how;
	struct mb_actor actor;
	int rc = api_body(&body, q, err);

	if (rc != MB_OK || (rc = api_actor(&actor, q, &body, err)) != MB_OK)
		return rc;
	how = (struct mb_post_change){ .role = api_text(&body, "role"),
				       .person = api_text(&body, "person"),
				       .instead = api_text(&body, "instead"),
				       .beside = api_yes(&body, "beside"),
				       .from = api_day(&body, "from"),
				       .decision = api_text(&body, "decision") };
	rc = mb_gate_change_post(&r, q->a, q->g, &how, &actor, api_flags(&body), &low);
	return api_result(q, res, NULL, &r, rc, api_yes(&body, "dry_run"), &low, err);
}

const struct web_route api_news_routes[] = {
	{ WEB_GET, "/api/v1/news", news, WEB_READER, WEB_API },
	{ WEB_GET, "/api/v1/posts", posts, WEB_SIGNED_IN, WEB_API },
	{ WEB_POST, "/api/v1/posts", change, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ 0 },
};

const struct api_call api_news_calls[] = {
	{ .run = news,
	  .id = "news",
	  .title = "What came or changed since a day",
	  .about = "A document is told once, as new, in another state, or changed. What you entered yourself "
		   "is no news.",
	  .flags = API_PAGED,
	  .query = news_query,
	  .answer = &news_shape },
	{ .run = posts, .id = "listPosts", .title = "Who holds which post", .answer = &posts_shape },
	{ .run = change,
	  .id = "changePost",
	  .title = "Say who holds a post from a day on",
	  .body = &change_shape,
	  .answer = &api_result_shape },
	{ 0 },
};
