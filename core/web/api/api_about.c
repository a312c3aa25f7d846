/* The API: groups, people, and who asks with which tokens. */
#include "accounts.h"
#include "api.h"
#include "show.h"

#include <string.h>

/* Rows of a register as a list of another answer. */
static int set_rows(struct mb_json *j, const char *key, struct web_req *q, const struct mb_standpoint *from,
		    const struct mb_register_ask *ask, struct mb_error *err)
{
	struct mb_json *list = mb_json_set_array(j, key);
	struct mb_register r;
	int rc = mb_register_read(&r, q->a, q->g, from, ask, err);

	for (size_t i = 0; rc == MB_OK && i < r.n_rows; i++)
		mb_json_push(list, mb_json_register_row(&r, i, web_may_name, q));
	return rc;
}

static int send(struct web_req *q, struct web_res *res, struct mb_json *j, int rc, struct mb_error *err)
{
	if (rc == MB_OK)
		return api_done(q, res, j, err);
	mb_json_free(j);
	return rc;
}

/* ---- groups ---------------------------------------------------------------------------------------------- */

static const struct api_field one_fields[] = {
	{ "group", API_TEXT, API_MUST, "for GET /groups/{slug}", NULL },
	{ "title", API_TEXT, API_MUST, "its name", NULL },
	{ "code", API_TEXT, API_MUST | API_NULL, "the letters that its ids begin with", NULL },
	{ "members", API_WHOLE, API_MUST, "how many", NULL },
	API_END,
};
static const struct api_shape one_shape = { "group-row", "A group on a day.", one_fields, false };
static const struct api_field groups_fields[] = {
	{ "on", API_DAY, API_MUST | API_NULL, "the day", NULL },
	{ "items", API_LIST, API_MUST, "by title", &one_shape },
	API_END,
};
static const struct api_shape groups_shape = { "groups", "The groups on a day.", groups_fields, false };

static int groups(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_standpoint from;
	struct mb_json *j, *list;
	struct mb_map m;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_map_read(&m, q->a, q->g, &from, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_day(j, "on", m.on);
	list = api_items(j);
	for (size_t i = 0; i < m.n_groups; i++) {
		struct mb_json *g = mb_json_push_object(list);

		mb_json_set_text(g, "group", m.groups[i].slug);
		mb_json_set_text(g, "title", m.groups[i].title);
		mb_json_set_text(g, "code", m.groups[i].code);
		mb_json_set_int(g, "members", (long)m.groups[i].members);
	}
	return api_done(q, res, j, err);
}

static const struct api_field group_fields[] = {
	{ "document", API_SHAPE, API_MUST, "its own page", &api_document_shape },
	{ "members", API_LIST, API_MUST, "rows of the register `memberships`", &api_open_shape },
	{ "terms", API_TEXT, API_MUST | API_NULL, "id of its terms of reference", NULL },
	API_END,
};
static const struct api_shape group_shape = { "group", "A group on a day.", group_fields, false };

static int group(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_register_ask ask = { .name = "memberships", .since = MB_NO_DAY, .until = MB_NO_DAY };
	const struct mb_doc *d, *terms;
	struct mb_version_row row;
	struct mb_standpoint from;
	struct mb_json *j;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_group_named(&ask.group, q->a, q->g, web_param(q, "slug"), err)) != MB_OK ||
	    (rc = mb_doc_at(&d, &row, q->a, q->g, &from, ask.group, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set(j, "document", api_document(q, d, &row));
	rc = set_rows(j, "members", q, &from, &ask, err);
	if (mb_doc_at(&terms, NULL, q->a, q->g, &from,
		      mb_arena_printf(q->a, "groups/%s/terms-of-reference.md", ask.group), NULL) != MB_OK)
		terms = NULL;
	mb_json_set_text(j, "terms", terms ? terms->id : NULL);
	return send(q, res, j, rc, err);
}

/* ---- people ---------------------------------------------------------------------------------------------- */

static const struct api_field person_fields[] = {
	{ "document", API_SHAPE, API_MUST, "the person's own page", &api_document_shape },
	{ "memberships", API_LIST, API_MUST, "rows of the register `memberships`", &api_open_shape },
	{ "actions", API_LIST, API_MUST, "rows of the register `actions` that the person owns",
	  &api_open_shape },
	API_END,
};
static const struct api_shape person_shape = { "person", "A person on a day.", person_fields, false };

static int person(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *id = web_param(q, "id");
	struct mb_wherefield belongs = { "person", id }, owns = { "owner", id };
	const struct mb_register_ask members = { .name = "memberships",
						 .where = &belongs,
						 .n_where = 1,
						 .since = MB_NO_DAY,
						 .until = MB_NO_DAY },
				     actions = { .name = "actions",
						 .where = &owns,
						 .n_where = 1,
						 .since = MB_NO_DAY,
						 .until = MB_NO_DAY };
	struct mb_version_row row;
	struct mb_standpoint from;
	const struct mb_doc *d;
	struct mb_json *j;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_doc_at(&d, &row, q->a, q->g, &from, mb_arena_printf(q->a, "people/%s.md", id), err)) !=
		    MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set(j, "document", api_document(q, d, &row));
	if ((rc = set_rows(j, "memberships", q, &from, &members, err)) == MB_OK)
		rc = set_rows(j, "actions", q, &from, &actions, err);
	return send(q, res, j, rc, err);
}

/* ---- who asks -------------------------------------------------------------------------------------------- */

static const struct api_field me_fields[] = {
	{ "person", API_TEXT, API_MUST, "your id in the record", NULL },
	{ "name", API_TEXT, API_MUST | API_NULL, "your name", NULL },
	{ "keeps_the_record", API_BOOL, API_MUST, "you hold the post of those who keep it", NULL },
	{ "administers", API_BOOL, API_MUST, "you manage accounts here", NULL },
	{ "groups", API_TEXTS, API_MUST, "groups that you belong to today", NULL },
	{ "today", API_DAY, API_MUST, "which day it is for this record", NULL },
	API_END,
};
static const struct api_shape me_shape = { "me", "Who a token or session is.", me_fields, false };

static int me(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct mb_ask all = { .kind = "group",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	struct mb_json *j, *list;
	size_t n;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = web_list(&rows, &n, q, &all, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_text(j, "person", q->who.person);
	mb_json_set_text(j, "name", q->who.name);
	mb_json_set_bool(j, "keeps_the_record", q->who.clerk);
	mb_json_set_bool(j, "administers", q->who.admin);
	list = mb_json_set_array(j, "groups");
	for (size_t i = 0; i < n; i++)
		if (mb_reader_in(q->reader, rows[i].group))
			mb_json_push_text(list, rows[i].group);
	mb_json_set_day(j, "today", q->today);
	return api_done(q, res, j, err);
}

static const struct api_field token_fields[] = {
	{ "name", API_TEXT, API_MUST, "what you called it", NULL },
	{ "use", API_TEXT, API_MUST, "api or feed", NULL },
	{ "made", API_WHOLE, API_MUST, "seconds since 1970", NULL },
	{ "used", API_WHOLE, API_MUST | API_NULL, "last, to the minute; null: never", NULL },
	API_END,
};
static const struct api_shape token_shape = {
	"token", "A token of yours. The token itself was shown once and is not kept.", token_fields, false
};
static const struct api_field tokens_fields[] = {
	{ "items", API_LIST, API_MUST, "by name", &token_shape },
	API_END,
};
static const struct api_shape tokens_shape = { "tokens", "Your tokens.", tokens_fields, false };

static int tokens(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct own_token *list;
	struct mb_json *j, *items;
	size_t n;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = token_list(&list, &n, q->a, q->accounts, q->who.person, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	items = api_items(j);
	for (size_t i = 0; i < n; i++) {
		struct mb_json *x = mb_json_push_object(items);

		mb_json_set_text(x, "name", list[i].name);
		mb_json_set_text(x, "use", list[i].use);
		mb_json_set_int(x, "made", (long)list[i].made);
		if (list[i].used)
			mb_json_set_int(x, "used", (long)list[i].used);
		else
			mb_json_set_null(x, "used");
	}
	return api_done(q, res, j, err);
}

static const struct api_field ended_fields[] = {
	{ "name", API_TEXT, API_MUST, "the token", NULL },
	{ "ended", API_BOOL, API_MUST, "true: it opens nothing any more", NULL },
	API_END,
};
static const struct api_shape ended_shape = { "ended", "A token that was ended.", ended_fields, false };

/* Ends one; none is made here: whoever got hold of a token must not be able to make more of it. */
static int end_token(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_json *j;
	int rc = api_begin(q, err);

	if (rc != MB_OK ||
	    (rc = mb_account_end_token(q->accounts, q->who.person, web_param(q, "name"), err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_text(j, "name", web_param(q, "name"));
	mb_json_set_bool(j, "ended", true);
	return api_done(q, res, j, err);
}

const struct web_route api_about_routes[] = {
	{ WEB_GET, "/api/v1/groups", groups, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/groups/{slug}", group, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/people/{id}", person, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/me", me, WEB_SIGNED_IN, WEB_API },
	{ WEB_GET, "/api/v1/me/tokens", tokens, WEB_SIGNED_IN, WEB_API },
	{ WEB_DELETE, "/api/v1/me/tokens/{name}", end_token, WEB_SIGNED_IN, WEB_API | WEB_RAW },
	{ 0 },
};

const struct api_call api_about_calls[] = {
	{ .run = groups,
	  .id = "listGroups",
	  .title = "Groups",
	  .flags = API_CLOCKS,
	  .answer = &groups_shape },
	{ .run = group,
	  .id = "readGroup",
	  .title = "One group, with its members",
	  .flags = API_CLOCKS,
	  .answer = &group_shape },
	{ .run = person,
	  .id = "readPerson",
	  .title = "One person, with memberships and actions",
	  .flags = API_CLOCKS,
	  .answer = &person_shape },
	{ .run = me, .id = "whoAmI", .title = "Who the token or session is", .answer = &me_shape },
	{ .run = tokens, .id = "listTokens", .title = "Your tokens", .answer = &tokens_shape },
	{ .run = end_token,
	  .id = "endToken",
	  .title = "End a token of yours, at once",
	  .about = "A new one is made on your account page only.",
	  .answer = &ended_shape },
	{ 0 },
};
