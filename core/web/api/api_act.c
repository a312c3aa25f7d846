/* The API, acts: moves one by one and many at once, sign-offs. The gate judges each. */
#include "api_change.h"
#include "server.h"

#include <string.h>

static const struct api_field move_fields[] = {
	{ "move", API_TEXT, API_MUST, "as GET /documents/{id}/moves names it; \"waive\" waives `waives`",
	  NULL },
	{ "with", API_FIELDS, 0, "fields that the move sets: {\"due\": \"2006-02-01\"} of an extension",
	  NULL },
	API_ACT_FIELDS,
	API_END,
};
static const struct api_shape move_shape = { "move-request", "A move to be made.", move_fields, false };

static int make_move(struct mb_result *r, struct web_req *q, const char *given, const struct mb_json_value *x,
		     const struct mb_json_value *shared, const char **id, struct mb_error *err)
{
	const struct mb_json_value *with = mb_json_get(x, "with");
	const struct mb_doc *d;
	struct mb_actor actor;
	int rc = web_doc(&d, q, given, err);

	if (rc != MB_OK || (rc = api_actor(&actor, q, shared, err)) != MB_OK)
		return rc;
	if (api_text(x, "reason"))
		actor.reason = api_text(x, "reason");
	*id = mb_arena_dup(q->a, d->id);
	if (!d->kind)
		return mb_fail(err, MB_ENOTFOUND, "%s is a plain page: nothing is decided about it", *id);
	if (!mb_streq(api_text(x, "move"), "waive") && !mb_kind_move(d->kind, api_text(x, "move")))
		return mb_fail(err, MB_EINVAL, "a %s has no move '%.60s': GET /api/v1/kinds lists them",
			       d->kind->name, api_text(x, "move") ? api_text(x, "move") : "");
	return mb_gate_move(r, q->a, q->g, *id, api_text(x, "move"),
			    with && with->type == MB_J_OBJECT ? mb_json_node(q->a, with) : NULL, &actor,
			    api_flags(shared), err);
}

static int move(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_json_value body;
	const char *id = NULL;
	int rc = api_body(&body, q, err);

	if (rc != MB_OK)
		return rc;
	rc = make_move(&r, q, web_param(q, "id"), &body, &body, &id, &low);
	return api_result(q, res, id, &r, rc, api_yes(&body, "dry_run"), &low, err);
}

/* ---- many ------------------------------------------------------------------------------------------------ */

#define MANY 100

static const struct api_field one_fields[] = {
	{ "id", API_TEXT, API_MUST, "the document", NULL },
	{ "move", API_TEXT, API_MUST, "the move", NULL },
	{ "with", API_FIELDS, 0, "fields that the move sets", NULL },
	{ "reason", API_TEXT, 0, "why, of this one", NULL },
	API_END,
};
static const struct api_shape one_shape = { "one-move", "One of many moves.", one_fields, false };
static const struct api_field many_fields[] = {
	{ "moves", API_LIST, API_MUST, "at most 100", &one_shape },
	API_ACT_FIELDS,
	API_END,
};
static const struct api_shape many_shape = { "many-moves",
					     "Moves, each judged and made by itself, in their order.",
					     many_fields, false };

static const struct api_field outcome_fields[] = {
	{ "id", API_TEXT, API_MUST, "the document", NULL },
	{ "move", API_TEXT, API_MUST, "the move", NULL },
	{ "status", API_WHOLE, API_MUST, "as it would be of this move alone", NULL },
	{ "result", API_SHAPE, API_MUST | API_NULL, "what came of it", &api_result_shape },
	{ "problem", API_SHAPE, API_MUST | API_NULL, "why it was not done", &api_problem_shape },
	API_END,
};
static const struct api_shape outcome_shape = { "outcome", "What came of one of many moves.", outcome_fields,
						false };
static const struct api_field outcomes_fields[] = {
	{ "done", API_WHOLE, API_MUST, "how many were made", NULL },
	{ "items", API_LIST, API_MUST, "in the order asked", &outcome_shape },
	API_END,
};
static const struct api_shape outcomes_shape = { "outcomes", "What came of many moves.", outcomes_fields,
						 false };

static bool push_outcome(struct mb_json *list, struct web_req *q, const struct mb_json_value *x,
			 const struct mb_json_value *shared)
{
	struct mb_json *row = mb_json_push_object(list), *j;
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	const char *id = NULL;
	unsigned status;
	int rc = make_move(&r, q, mb_json_get(x, "id")->text, x, shared, &id, &low);

	j = api_result_json(&status, q, id, &r, rc, api_yes(shared, "dry_run"), &low);
	if (!j)
		j = problem_json(status, NULL, "Not done",
				 rc == MB_EFAIL ? "The server could not do this; try again." : low.text);
	mb_json_set_text(row, "id", id ? id : mb_json_get(x, "id")->text);
	mb_json_set_text(row, "move", mb_json_get(x, "move")->text);
	mb_json_set_int(row, "status", (long)status);
	mb_json_set(row, status == 200 ? "result" : "problem", j);
	mb_json_set_null(row, status == 200 ? "problem" : "result");
	return r.landed;
}

static int moves(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct mb_json_value *all;
	struct mb_json_value body;
	struct mb_json *j, *list;
	long done = 0;
	int rc = api_body(&body, q, err);

	if (rc != MB_OK)
		return rc;
	all = mb_json_get(&body, "moves");
	if (all->n > MANY)
		return mb_fail(err, MB_EINVAL, "moves: at most %d at once, not %zu", MANY, all->n);
	j = mb_json_object();
	list = api_items(j);
	for (size_t i = 0; i < all->n; i++)
		done += push_outcome(list, q, &all->items[i], &body);
	mb_json_set_int(j, "done", done);
	return api_done(q, res, j, err);
}

/* ---- sign-offs ------------------------------------------------------------------------------------------- */

static const struct api_field sign_fields[] = {
	{ "role", API_TEXT, API_MUST, "as which you sign", NULL },
	API_ACT_FIELDS,
	API_END,
};
static const struct api_shape sign_shape = { "signoff", "A sign-off to be given.", sign_fields, false };

static int sign(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_json_value body;
	const struct mb_doc *d;
	struct mb_actor actor;
	const char *id;
	int rc = api_body(&body, q, err);

	if (rc != MB_OK || (rc = web_doc(&d, q, web_param(q, "id"), err)) != MB_OK ||
	    (rc = api_actor(&actor, q, &body, err)) != MB_OK)
		return rc;
	id = mb_arena_dup(q->a, d->id);
	rc = mb_gate_sign(&r, q->a, q->g, id, mb_json_get(&body, "role")->text, &actor, api_flags(&body),
			  &low);
	return api_result(q, res, id, &r, rc, api_yes(&body, "dry_run"), &low, err);
}

const struct web_route api_act_routes[] = {
	{ WEB_POST, "/api/v1/documents/{id}/moves", move, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ WEB_POST, "/api/v1/moves", moves, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ WEB_POST, "/api/v1/documents/{id}/signoffs", sign, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ 0 },
};

const struct api_call api_act_calls[] = {
	{ .run = move,
	  .id = "makeMove",
	  .title = "Make a move: approve, publish, extend ...",
	  .about = "A refusal (422) says which rule, what it found, what it needs, and who can do that.",
	  .body = &move_shape,
	  .answer = &api_result_shape },
	{ .run = moves,
	  .id = "makeMoves",
	  .title = "Make many moves, each judged by itself",
	  .about = "One that is refused does not hold up the others: see `status` of each.",
	  .body = &many_shape,
	  .answer = &outcomes_shape },
	{ .run = sign,
	  .id = "signOff",
	  .title = "Sign off, for the text as it stands now",
	  .body = &sign_shape,
	  .answer = &api_result_shape },
	{ 0 },
};
