/* The API, changing texts: filing one, making a document, changing fields or text from a known version, a meeting in the diary. */
#include "api_change.h"
#include "server.h"
#include "show.h"

#include <string.h>

/* ---- what came of it ------------------------------------------------------------------------------------- */

int api_actor(struct mb_actor *out, struct web_req *q, const struct mb_json_value *body, struct mb_error *err)
{
	int rc = web_actor(out, q, err);

	if (api_text(body, "by") && !mb_streq(api_text(body, "by"), q->who.person) && !q->who.clerk)
		return mb_fail(err, MB_EREFUSED,
			       "by: only those who keep the record enter something for others");
	if (api_text(body, "by"))
		out->by = api_text(body, "by");
	out->reason = api_text(body, "reason");
	out->on = api_day(body, "on");
	out->waives = api_texts(&out->n_waives, q->a, body, "waives");
	return rc;
}

unsigned api_flags(const struct mb_json_value *body)
{
	return api_yes(body, "dry_run") ? MB_DRY_RUN : 0;
}

/* What is not met and what would satisfy it, in one breath. */
static const char *refusal_words(struct web_req *q, const struct mb_ruling *r)
{
	const char *all = "The partnership's rules do not allow this now. Nothing has changed.";

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct mb_finding *f = &r->findings[i];
		const char *what = f->remedy && *f->remedy ? f->remedy : f->needed;

		if ((f->outcome == MB_UNSATISFIED || f->outcome == MB_BROKEN) && web_may_name(q, f->doc))
			all = mb_arena_printf(q->a, "%s %s%s%s.", all, show_named(q, f->rule),
					      what && *what ? ": " : "",
					      what && *what ? show_named(q, what) : "");
	}
	return all;
}

static struct mb_json *conflict_json(struct web_req *q, const char *id, const struct mb_error *low)
{
	struct mb_json *j = problem_json(409, "conflict", "Somebody else was quicker", low->text);
	struct mb_version_row row;
	const struct mb_doc *d;

	if (id && web_doc(&d, q, id, NULL) == MB_OK &&
	    mb_index_version(&row, q->a, mb_gate_index(q->g), d->path, MB_NO_DAY, MB_NO_DAY, NULL) == MB_OK) {
		mb_json_set_text(j, "version", row.blob.hex);
		mb_json_set_text(j, "by", row.event.by);
	}
	return j;
}

static struct mb_json *done_json(struct web_req *q, const char *id, const struct mb_result *r, bool dry)
{
	struct mb_json *j = mb_json_object();
	struct mb_version_row row;
	const struct mb_doc *d;

	if (!id && r->n_touched)
		id = r->touched[0].id;
	mb_json_set_bool(j, "done", r->landed);
	mb_json_set_bool(j, "dry_run", dry);
	mb_json_set_result(j, id, r, web_may_name, q);
	if (id && web_doc(&d, q, id, NULL) == MB_OK &&
	    mb_index_version(&row, q->a, mb_gate_index(q->g), d->path, MB_NO_DAY, MB_NO_DAY, NULL) == MB_OK)
		mb_json_set_text(j, "version", row.blob.hex);
	else
		mb_json_set_null(j, "version");
	return j;
}

struct mb_json *api_result_json(unsigned *status, struct web_req *q, const char *id,
				const struct mb_result *r, int rc, bool dry, const struct mb_error *low)
{
	struct mb_json *j, *list;

	*status = 200;
	if (rc == MB_OK)
		return done_json(q, id, r, dry);
	if (rc == MB_EREFUSED && r->ruling.n_findings) {
		*status = 422;
		j = problem_json(422, "refused", "The rules do not allow this", refusal_words(q, &r->ruling));
		mb_json_set_text(j, "headline", r->headline);
		mb_json_set_findings(j, &r->ruling, NULL, web_may_name, q);
		return j;
	}
	if (rc == MB_EINVAL && r->n_questions) {
		*status = 422;
		j = problem_json(422, "questions", "This must be answered first",
				 mb_arena_printf(q->a, "%s. Send the same again with `answers`.", low->text));
		list = mb_json_set_array(j, "questions");
		for (size_t i = 0; i < r->n_questions; i++)
			mb_json_set_question(mb_json_push_object(list), &r->questions[i]);
		return j;
	}
	if (rc == MB_ECONFLICT) {
		*status = 409;
		return conflict_json(q, id, low);
	}
	*status = status_of(rc);
	return NULL;
}

int api_result(struct web_req *q, struct web_res *res, const char *id, const struct mb_result *r, int rc,
	       bool dry, const struct mb_error *low, struct mb_error *err)
{
	struct mb_json *j = api_result_json(&res->status, q, id, r, rc, dry, low);

	if (!j)
		return mb_fail(err, rc, "%s", low->text);
	return res->status == 200 ? api_done(q, res, j, err) : api_problem(res, j, err);
}

/* ---- a text ---------------------------------------------------------------------------------------------- */

static const struct api_field text_fields[] = {
	{ "text", API_TEXT, API_MUST, "minutes, an agenda, a paper ..., in Markdown or plain", NULL },
	{ "kind", API_TEXT, 0, "found out from the text when not said", NULL },
	{ "group", API_TEXT, 0, "as the text says, when not said", NULL },
	{ "meeting", API_TEXT, 0, "as the text says, when not said", NULL },
	{ "answers", API_TEXTS, 0, "to questions of an answer before", NULL },
	{ "accept_likely", API_BOOL, 0, "yes to all questions that have no choices", NULL },
	API_ACT_FIELDS,
	API_END,
};
static const struct api_shape text_shape = { "text", "A text to be filed.", text_fields, false };

static int file_text(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_json_value body;
	struct mb_filing f = { 0 };
	struct mb_actor actor;
	int rc = api_body(&body, q, err);

	if (rc != MB_OK || (rc = api_actor(&actor, q, &body, err)) != MB_OK)
		return rc;
	f.text = mb_str(mb_json_get(&body, "text")->text);
	f.as_kind = api_text(&body, "kind");
	f.group = api_text(&body, "group");
	f.meeting = api_text(&body, "meeting");
	f.accept = api_texts(&f.n_accept, q->a, &body, "answers");
	f.accept_likely = api_yes(&body, "accept_likely");
	rc = mb_gate_file(&r, q->a, q->g, &f, &actor, api_flags(&body), &low);
	return api_result(q, res, NULL, &r, rc, api_yes(&body, "dry_run"), &low, err);
}

/* ---- a document of declared fields ----------------------------------------------------------------------- */

static const struct api_field new_fields[] = {
	{ "kind", API_TEXT, API_MUST, "as GET /kinds lists them", NULL },
	{ "group", API_TEXT, 0, "whose it is to be, of kinds that live in groups", NULL },
	{ "meeting", API_TEXT, 0, "of kinds that live in meetings", NULL },
	{ "id", API_TEXT, 0, "of kinds that live in no group (people); ids of others are given by the record",
	  NULL },
	{ "fields", API_FIELDS, 0, "as the kind declares them", NULL },
	{ "body", API_TEXT, 0, "the text, in Markdown", NULL },
	API_ACT_FIELDS,
	API_END,
};
static const struct api_shape new_shape = { "new-document", "A document to be made.", new_fields, false };

/* Only what is declared, and is not what the record itself gives. */
static int check_fields(struct web_req *q, const struct mb_kind *k, const struct mb_json_value *fields,
			struct mb_error *err)
{
	const char **names = NULL, *near;
	const struct mb_field *common;
	size_t n = 0, n_common = mb_common_fields(&common);

	for (size_t i = 0; k && i < k->n_fields; i++)
		*MB_PUSH(q->a, names, n) = k->fields[i].name;
	for (size_t i = 0; i < n_common; i++)
		*MB_PUSH(q->a, names, n) = common[i].name;
	for (size_t i = 0; fields && i < fields->n; i++) {
		const char *key = fields->keys[i];
		bool known = false;

		for (size_t x = 0; x < n; x++)
			known |= mb_streq(names[x], key);
		if (mb_streq(key, "id") || mb_streq(key, "kind") || mb_streq(key, "state"))
			return mb_fail(err, MB_EINVAL,
				       "fields.%s: this is not typed; a state changes by a move", key);
		near = known || !k ? NULL : mb_nearest(key, names, n);
		if ((!known && k) || strchr(key, '/'))
			return mb_fail(err, MB_EINVAL, "fields.%.60s is no field of a %s%s%s%s", key,
				       k ? k->name : "page", near ? "; did you mean '" : "", near ? near : "",
				       near ? "'?" : "");
	}
	return MB_OK;
}

static void compose(struct mb_buf *out, struct web_req *q, const struct mb_json_value *body)
{
	const struct mb_json_value *fields = mb_json_get(body, "fields");
	struct mb_node *head = fields && fields->type == MB_J_OBJECT ? mb_json_node(q->a, fields)
								     : mb_node_new_map(q->a);

	if (api_text(body, "id"))
		mb_node_put(q->a, head, "id", mb_node_new_text(q->a, api_text(body, "id")));
	mb_node_put(q->a, head, "kind", mb_node_new_text(q->a, api_text(body, "kind")));
	mb_buf_puts(out, "---\n");
	mb_yaml_write(out, head);
	mb_buf_puts(out, "---\n\n");
	mb_buf_puts(out, api_text(body, "body") ? api_text(body, "body") : "");
	if (out->n && out->p[out->n - 1] != '\n')
		mb_buf_putc(out, '\n');
}

/* The kind, if it can be made here. */
static int kind_to_make(const struct mb_kind **k, struct web_req *q, const struct mb_json_value *body,
			struct mb_error *err)
{
	const char *name = api_text(body, "kind");

	*k = name ? mb_schema_kind(mb_gate_schema(q->g), name) : NULL;
	if (!*k)
		return mb_fail(err, MB_EINVAL, "there is no kind '%.60s': GET /api/v1/kinds lists them",
			       name ? name : "");
	if ((*k)->lives == MB_LIVES_FOLDER)
		return mb_fail(err, MB_EINVAL, "a %s is put in the diary: POST /api/v1/meetings", name);
	return check_fields(q, *k, mb_json_get(body, "fields"), err);
}

static int make_document(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_json_value body;
	struct mb_filing f = { 0 };
	const struct mb_kind *k;
	struct mb_actor actor;
	struct mb_buf text;
	int rc = api_body(&body, q, err);

	if (rc != MB_OK || (rc = kind_to_make(&k, q, &body, err)) != MB_OK ||
	    (rc = api_actor(&actor, q, &body, err)) != MB_OK)
		return rc;
	mb_buf_init(&text, 0);
	compose(&text, q, &body);
	f.as_kind = api_text(&body, "kind");
	f.group = api_text(&body, "group");
	f.meeting = api_text(&body, "meeting");
	f.text = (struct mb_str){ mb_arena_copy(q->a, text.p, text.n), text.n };
	mb_buf_free(&text);
	/* A text of the same title or place would be taken for a corrected draft: that is said, and not done. */
	rc = mb_gate_file(&r, q->a, q->g, &f, &actor, MB_DRY_RUN, &low);
	if (rc == MB_OK && r.n_touched && !mb_starts(r.touched[0].what, "filed"))
		return mb_fail(
			err, MB_ECONFLICT,
			"There is such a document already: %s. To change it, PATCH it from its version.",
			r.touched[0].id);
	if (rc == MB_OK && !api_yes(&body, "dry_run")) {
		r = (struct mb_result){ 0 };
		rc = mb_gate_file(&r, q->a, q->g, &f, &actor, 0, &low);
	}
	return api_result(q, res, NULL, &r, rc, api_yes(&body, "dry_run"), &low, err);
}

/* ---- changing one ---------------------------------------------------------------------------------------- */

static const struct api_field change_fields[] = {
	{ "fields", API_FIELDS, 0, "those that change; null takes one out", NULL },
	{ "body", API_TEXT, 0, "the whole text, when it changes", NULL },
	{ "merge", API_BOOL, 0,
	  "true: when somebody changed it since, put both together where they touch different passages",
	  NULL },
	API_ACT_FIELDS,
	API_END,
};
static const struct api_shape change_shape = { "change", "What changes in a document.", change_fields,
					       false };

struct changing {
	const char *id, *path;
	const struct mb_kind *kind;
	struct mb_oid base; /* the version that it starts from */
	struct mb_version_row now;
};

/* `"5b1c...-9f86..."` or `"5b1c..."`: the part before the hyphen is the version. */
static const char *version_asked(struct web_req *q)
{
	const char *m = q->in->if_match;
	size_t n;

	if (!m || !*m)
		return NULL;
	m += *m == '"';
	n = strspn(m, "0123456789abcdef");
	return mb_arena_ndup(q->a, m, n);
}

/* @return MB_OK with *go false: res says what is wrong */
static int open_changing(struct changing *x, bool *go, struct web_req *q, struct web_res *res, bool merge,
			 struct mb_error *err)
{
	const char *asked = version_asked(q);
	struct mb_version_row *rows;
	const struct mb_doc *d;
	struct mb_json *j;
	size_t n;
	int rc = web_doc(&d, q, web_param(q, "id") ? web_param(q, "id") : web_param(q, "path"), err);

	*go = false;
	if (rc != MB_OK)
		return rc;
	if (!mb_may(q->reader, "edit", d))
		return mb_fail(err, MB_EREFUSED,
			       "You may not change %s now: its state, or your part in it, does not allow it.",
			       d->id);
	*x = (struct changing){ .id = mb_arena_dup(q->a, d->id),
				.path = mb_arena_dup(q->a, d->path),
				.kind = d->kind };
	if ((rc = mb_index_history(&rows, &n, q->a, mb_gate_index(q->g), x->path, err)) != MB_OK)
		return rc;
	x->now = rows[n - 1];
	for (size_t i = 0; asked && i < n; i++)
		if (mb_streq(rows[i].blob.hex, asked) && mb_may_read(q->reader, &rows[i]))
			x->base = rows[i].blob;
	*go = asked && (merge ? *x->base.hex != '\0' : mb_streq(x->base.hex, x->now.blob.hex));
	if (*go)
		return MB_OK;
	res->status = asked ? 412 : 428;
	j = asked ? problem_json(412, "conflict", "Somebody else was quicker",
				 "If-Match names another version than the one that stands now. Read the "
				 "document again; "
				 "or send `merge`: true, with a version that it once had.")
		  : problem_json(428, "version-missing", "From which version?",
				 "Say in If-Match which version you change: the ETag of GET "
				 "/api/v1/documents/{id}.");
	if (asked) {
		mb_json_set_text(j, "version", x->now.blob.hex);
		mb_json_set_text(j, "by", x->now.event.by);
	}
	return api_problem(res, j, err);
}

static int change_text(struct mb_buf *text, struct web_req *q, const struct changing *x,
		       const struct mb_json_value *body, struct mb_error *err)
{
	const struct mb_json_value *fields = mb_json_get(body, "fields"), *words = mb_json_get(body, "body");
	struct mb_str raw;
	int rc = mb_blob_read(&raw, q->a, mb_gate_record(q->g), &x->base, err);

	if (rc != MB_OK)
		return rc;
	mb_buf_put(text, raw.p, raw.n);
	for (size_t i = 0; rc == MB_OK && fields && i < fields->n; i++) {
		const struct mb_json_value *v = &fields->items[i];

		if (v->type == MB_J_NULL)
			rc = mb_matter_remove(text, fields->keys[i], err);
		else
			rc = mb_matter_set(text, fields->keys[i], mb_json_node(q->a, v), err);
		if (v->type == MB_J_NULL && rc == MB_ENOTFOUND)
			rc = MB_OK;
	}
	if (rc == MB_OK && words && words->type == MB_J_TEXT) {
		const char *s = words->text;

		if (*s && !mb_ends(s, "\n"))
			s = mb_arena_printf(q->a, "%s\n", s);
		rc = mb_matter_set_body(text, s, strlen(s), err);
	}
	return rc;
}

static int change_document(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_json_value body;
	struct mb_actor actor;
	struct changing x;
	struct mb_buf text;
	bool go;
	int rc = api_body(&body, q, err);

	if (rc != MB_OK || (rc = open_changing(&x, &go, q, res, api_yes(&body, "merge"), err)) != MB_OK ||
	    !go || (rc = check_fields(q, x.kind, mb_json_get(&body, "fields"), err)) != MB_OK ||
	    (rc = api_actor(&actor, q, &body, err)) != MB_OK)
		return rc;
	mb_buf_init(&text, 0);
	if ((rc = change_text(&text, q, &x, &body, err)) == MB_OK) {
		rc = mb_gate_edit(&r, q->a, q->g, x.id, (struct mb_str){ text.p, text.n }, &x.base, &actor,
				  api_flags(&body), &low);
		rc = api_result(q, res, x.id, &r, rc, api_yes(&body, "dry_run"), &low, err);
	}
	mb_buf_free(&text);
	return rc;
}

static int change_page(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return change_document(q, res, err);
}

const struct web_route api_change_routes[] = {
	{ WEB_POST, "/api/v1/texts", file_text, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ WEB_POST, "/api/v1/documents", make_document, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ WEB_PATCH, "/api/v1/documents/{id}", change_document, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ WEB_PATCH, "/api/v1/pages/{path...}", change_page, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ 0 },
};

const struct api_call api_change_calls[] = {
	{ .run = file_text,
	  .id = "fileText",
	  .title = "File a text: decisions, actions and who was there are read out of minutes",
	  .about = "What is sure is filed, what is only likely is asked about in `questions`. Send the same "
		   "text again with "
		   "`answers` to accept. A text of the same meeting or title is a corrected draft.",
	  .body = &text_shape,
	  .answer = &api_result_shape },
	{ .run = make_document,
	  .id = "makeDocument",
	  .title = "Make a document from its fields and text",
	  .body = &new_shape,
	  .answer = &api_result_shape },
	{ .run = change_document,
	  .id = "changeDocument",
	  .title = "Change fields or text, from a version that you have read",
	  .flags = API_MATCH,
	  .body = &change_shape,
	  .answer = &api_result_shape },
	{ .run = change_page,
	  .id = "changePage",
	  .title = "Change a plain page, from a version that you have read",
	  .flags = API_MATCH,
	  .body = &change_shape,
	  .answer = &api_result_shape },
	{ 0 },
};
