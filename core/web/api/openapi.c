/* What the API is, as OpenAPI 3.1: made of the routes, of what each call says of itself, and of the kinds that the record's rules
 * declare. Nothing in it is written by hand, so that it cannot drift. api_page.c says the same in plain words. */
#include "api.h"
#include "show.h"

#include <stdio.h>
#include <string.h>

/* ---- types ----------------------------------------------------------------------------------------------- */

static void set_ref(struct mb_json *j, const char *shape)
{
	char ref[120];

	snprintf(ref, sizeof ref, "#/components/schemas/%s", shape);
	mb_json_set_text(j, "$ref", ref);
}

static void set_type(struct mb_json *j, const char *type, bool may_be_null)
{
	const char *const both[] = { type, "null" };

	if (may_be_null)
		mb_json_set_texts(j, "type", both, 2);
	else
		mb_json_set_text(j, "type", type);
}

/* A schema of its own within j, or with null besides. */
static void set_shape(struct mb_json *j, const char *shape, bool may_be_null)
{
	struct mb_json *any, *null;

	if (!may_be_null) {
		set_ref(j, shape);
		return;
	}
	any = mb_json_set_array(j, "anyOf");
	set_ref(mb_json_push_object(any), shape);
	null = mb_json_push_object(any);
	mb_json_set_text(null, "type", "null");
}

static void set_schema(struct mb_json *j, const struct api_field *f, bool null)
{
	static const char *const words[] = { "string", "string", "string", "integer", "boolean",
					     "array",  "object", "array",  "object",  NULL };

	if (f->type == API_SHAPE) {
		set_shape(j, f->shape->name, null);
	} else {
		if (words[f->type])
			set_type(j, words[f->type], null);
		if (f->type == API_DAY)
			mb_json_set_text(j, "format", "date");
		if (f->type == API_TIME)
			mb_json_set_text(j, "format", "date-time");
		if (f->type == API_TEXTS)
			mb_json_set_text(mb_json_set_object(j, "items"), "type", "string");
		if (f->type == API_LIST)
			set_ref(mb_json_set_object(j, "items"), f->shape->name);
	}
	mb_json_set_text(j, "description", f->about);
}

/* ---- shapes ---------------------------------------------------------------------------------------------- */

static void push_required(struct mb_json *j, const struct api_shape *shape)
{
	struct mb_json *list = NULL;

	for (const struct api_field *f = shape->fields; f->name; f++) {
		if (!(f->flags & API_MUST))
			continue;
		list = list ? list : mb_json_set_array(j, "required");
		mb_json_push_text(list, f->name);
	}
}

/* `fields` of a document are as its kind declares them. */
static void set_by_kind(struct mb_json *j, const struct mb_schema *s)
{
	struct mb_json *all = mb_json_set_array(j, "allOf");

	for (size_t i = 0; i < s->n_kinds; i++) {
		struct mb_json *one = mb_json_push_object(all), *is = mb_json_set_object(one, "if"), *then;
		char name[120];

		mb_json_set_text(mb_json_set_object(mb_json_set_object(is, "properties"), "kind"), "const",
				 s->kinds[i].name);
		then = mb_json_set_object(mb_json_set_object(one, "then"), "properties");
		snprintf(name, sizeof name, "fields-%s", s->kinds[i].name);
		set_ref(mb_json_set_object(then, "fields"), name);
	}
}

static bool has_fields(const struct api_shape *shape)
{
	bool kind = false, fields = false;

	for (const struct api_field *f = shape->fields; f->name; f++) {
		kind |= mb_streq(f->name, "kind");
		fields |= f->type == API_FIELDS;
	}
	return kind && fields;
}

/* A body sent may have null where a field may be left out; that is taken for not being there. */
static void add_shape(struct mb_json *schemas, struct web_req *q, const struct api_shape *shape, bool sent,
		      const char ***done, size_t *n_done)
{
	struct mb_json *j, *properties;

	for (size_t i = 0; i < *n_done; i++)
		if (mb_streq((*done)[i], shape->name))
			return;
	*MB_PUSH(q->a, *done, *n_done) = shape->name;
	j = mb_json_set_object(schemas, shape->name);
	mb_json_set_text(j, "type", "object");
	mb_json_set_text(j, "description", shape->about);
	properties = mb_json_set_object(j, "properties");
	for (const struct api_field *f = shape->fields; f->name; f++) {
		bool null = f->flags & API_NULL || (sent && !(f->flags & API_MUST));

		set_schema(mb_json_set_object(properties, f->name), f, null);
		if (f->shape)
			add_shape(schemas, q, f->shape, sent, done, n_done);
	}
	push_required(j, shape);
	if (has_fields(shape) && !sent)
		set_by_kind(j, mb_gate_schema(q->g));
	if (sent || shape->open)
		mb_json_set_bool(j, "additionalProperties", shape->open);
}

/* ---- kinds ----------------------------------------------------------------------------------------------- */

static void set_rows(struct mb_json *j, const char *item)
{
	mb_json_set_text(mb_json_set_object(j, "items"), "type", item);
}

static void set_kind_field(struct mb_json *j, const struct mb_field *f)
{
	static const char *const types[] = { "string", "number", "boolean", "string", "string",
					     "string", "array",	 "string",  "array",  "string",
					     "array",  "array",	 "array",   "object", "array" };

	set_type(j, types[f->type], true);
	if (f->type == MB_T_DATE)
		mb_json_set_text(j, "format", "date");
	else if (f->type == MB_T_TIME)
		mb_json_set_text(j, "pattern", "^[0-2][0-9]:[0-5][0-9]$");
	else if (f->type == MB_T_ROWS || f->type == MB_T_SIGNOFFS)
		set_rows(j, "object");
	else if (mb_streq(types[f->type], "array"))
		set_rows(j, "string");
	if (f->n_choices && f->type == MB_T_TEXT) {
		struct mb_json *words = mb_json_set_array(j, "enum");

		for (size_t i = 0; i <= f->n_choices; i++) /* null behind them: nothing is said */
			mb_json_push_text(words, i < f->n_choices ? f->choices[i] : NULL);
	}
	mb_json_set_text(j, "description", f->about ? f->about : f->of ? f->of : api_type_word(f->type));
	if (f->managed)
		mb_json_set_bool(j, "readOnly", true);
}

static void add_kinds(struct mb_json *schemas, const struct mb_schema *s)
{
	const struct mb_field *common;
	size_t n = mb_common_fields(&common);

	for (size_t i = 0; i < s->n_kinds; i++) {
		const struct mb_kind *k = &s->kinds[i];
		struct mb_json *j, *properties;
		char name[120];

		snprintf(name, sizeof name, "fields-%s", k->name);
		j = mb_json_set_object(schemas, name);
		mb_json_set_text(j, "type", "object");
		mb_json_set_text(j, "description", k->about ? k->about : k->title);
		properties = mb_json_set_object(j, "properties");
		for (size_t f = 0; f < n; f++)
			if (!mb_streq(common[f].name, "id") && !mb_streq(common[f].name, "kind") &&
			    !mb_streq(common[f].name, "state"))
				set_kind_field(mb_json_set_object(properties, common[f].name), &common[f]);
		for (size_t f = 0; f < k->n_fields; f++)
			set_kind_field(mb_json_set_object(properties, k->fields[f].name), &k->fields[f]);
	}
}

/* ---- calls ----------------------------------------------------------------------------------------------- */

static void push_parameter(struct mb_json *list, const char *in, const struct api_field *f)
{
	struct mb_json *j = mb_json_push_object(list), *schema;

	mb_json_set_text(j, "name", f->name);
	mb_json_set_text(j, "in", in);
	mb_json_set_text(j, "description", f->about);
	mb_json_set_bool(j, "required", f->flags & API_MUST);
	schema = mb_json_set_object(j, "schema");
	if (f->flags & API_MANY) {
		mb_json_set_text(schema, "type", "array");
		set_rows(schema, "string");
	} else {
		set_schema(schema, f, false);
	}
}

static const struct api_field match = { "If-Match", API_TEXT, API_MUST,
					"ETag of the document, or its `version` in quotes", NULL };

static void set_parameters(struct mb_json *j, struct web_req *q, const struct web_route *r,
			   const struct api_call *c)
{
	static const char *const names[] = { "id",    "a document, meeting or person",
					     "event", "number of a change",
					     "name",  "its name",
					     "path",  "a file of the record; its slashes stay as they are",
					     "slug",  "a group's folder, code or title" };
	struct mb_json *list = mb_json_set_array(j, "parameters");

	for (const char *p = strchr(r->pattern, '{'); p; p = strchr(p + 1, '{')) {
		struct api_field f = { mb_arena_ndup(q->a, p + 1, strcspn(p + 1, ".}")), API_TEXT, API_MUST,
				       NULL, NULL };

		for (size_t i = 0; i < sizeof names / sizeof *names; i += 2)
			if (mb_streq(names[i], f.name))
				f.about = names[i + 1];
		push_parameter(list, "path", &f);
	}
	for (size_t part = 0; api_query_part(c, part); part++)
		for (const struct api_field *f = api_query_part(c, part); f->name; f++)
			push_parameter(list, "query", f);
	if (c->flags & API_MATCH)
		push_parameter(list, "header", &match);
}

static void set_content(struct mb_json *j, const char *type, const char *shape)
{
	set_ref(mb_json_set_object(mb_json_set_object(mb_json_set_object(j, "content"), type), "schema"),
		shape);
}

static void set_answers(struct mb_json *j, const struct api_call *c, bool change)
{
	struct mb_json *all = mb_json_set_object(j, "responses"), *x = mb_json_set_object(all, "200");

	mb_json_set_text(x, "description", c->answer->about);
	set_content(x, "application/json", c->answer->name);
	if (!change) {
		x = mb_json_set_object(all, "304");
		mb_json_set_text(x, "description", "what you have (If-None-Match) is still so");
	}
	x = mb_json_set_object(all, "default");
	mb_json_set_text(x, "description", "why there is no answer, or nothing was done");
	set_content(x, "application/problem+json", api_problem_shape.name);
}

const char *api_method(unsigned m)
{
	return m & WEB_POST	? "post"
	       : m & WEB_PUT	? "put"
	       : m & WEB_PATCH	? "patch"
	       : m & WEB_DELETE ? "delete"
				: "get";
}

static void set_security(struct mb_json *j, const struct web_route *r)
{
	struct mb_json *list = mb_json_set_array(j, "security");

	(void)mb_json_set_array(mb_json_push_object(list), "token");
	if (r->methods == WEB_GET)
		(void)mb_json_set_array(mb_json_push_object(list), "session");
	if (r->methods == WEB_GET && r->need <= WEB_READER)
		(void)mb_json_push_object(list); /* what is public, where the record is */
}

static void add_call(struct mb_json *paths, struct mb_json *schemas, struct web_req *q,
		     const struct web_route *r, const struct api_call *c, const char ***done, size_t *n_done)
{
	const char *rest = strstr(r->pattern, "...}"),
		   *path = rest ? mb_arena_printf(q->a, "%.*s}", (int)(rest - r->pattern - 7), r->pattern + 7)
				: r->pattern + 7; /* behind "/api/v1" */
	struct mb_json *at = mb_json_under(paths, path), *j;

	j = mb_json_set_object(at ? at : mb_json_set_object(paths, path), api_method(r->methods));
	mb_json_set_text(j, "operationId", c->id);
	mb_json_set_text(j, "summary", c->title);
	if (c->about)
		mb_json_set_text(j, "description", c->about);
	set_parameters(j, q, r, c);
	if (c->body) {
		struct mb_json *body = mb_json_set_object(j, "requestBody");

		mb_json_set_bool(body, "required", true);
		set_content(body, "application/json", c->body->name);
		add_shape(schemas, q, c->body, true, done, n_done);
	}
	add_shape(schemas, q, c->answer, false, done, n_done);
	set_answers(j, c, r->methods != WEB_GET);
	set_security(j, r);
}

static void set_schemes(struct mb_json *components)
{
	struct mb_json *all = mb_json_set_object(components, "securitySchemes"),
		       *x = mb_json_set_object(all, "token");

	mb_json_set_text(x, "type", "http");
	mb_json_set_text(x, "scheme", "bearer");
	mb_json_set_text(x, "description", "made and ended on your account page");
	x = mb_json_set_object(all, "session");
	mb_json_set_text(x, "type", "apiKey");
	mb_json_set_text(x, "in", "cookie");
	mb_json_set_text(x, "name", "__Host-s");
	mb_json_set_text(x, "description", "a browser's sign-in: reads only");
}

static const struct api_field description_fields[] = {
	{ "openapi", API_TEXT, API_MUST, "3.1.0", NULL },
	{ "paths", API_ANY, API_MUST, "the calls", NULL },
	{ "components", API_ANY, API_MUST, "what they take and give", NULL },
	API_END,
};
static const struct api_shape description_shape = { "description", "This description.", description_fields,
						    true };

static int openapi(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_json *j, *info, *paths, *components, *schemas, *server;
	const char **done = NULL;
	size_t n_done = 0;
	int rc = api_begin(q, err);

	if (rc != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_text(j, "openapi", "3.1.0");
	info = mb_json_set_object(j, "info");
	mb_json_set_text(info, "title",
			 mb_arena_printf(q->a, "Minutebook: %s", mb_gate_partnership(q->g)->name));
	mb_json_set_text(info, "version", "1");
	mb_json_set_text(info, "description",
			 "The governance record. What you may read and do is what you may on its pages; "
			 "changes pass the same rules.");
	server = mb_json_push_object(mb_json_set_array(j, "servers"));
	mb_json_set_text(server, "url", "/api/v1");
	paths = mb_json_set_object(j, "paths");
	components = mb_json_set_object(j, "components");
	schemas = mb_json_set_object(components, "schemas");
	for (size_t t = 0; web_route_tables[t]; t++)
		for (const struct web_route *r = web_route_tables[t]; r->pattern; r++)
			if (r->flags & WEB_API)
				add_call(paths, schemas, q, r, api_call_of(r->run), &done, &n_done);
	add_shape(schemas, q, &api_problem_shape, false, &done, &n_done);
	add_kinds(schemas, mb_gate_schema(q->g));
	set_schemes(components);
	return api_done(q, res, j, err);
}

const struct web_route openapi_routes[] = {
	{ WEB_GET, "/api/v1/openapi.json", openapi, WEB_READER, WEB_API | WEB_CACHED },
	{ 0 },
};

const struct api_call openapi_calls[] = {
	{ .run = openapi,
	  .id = "describe",
	  .title = "This description, as OpenAPI 3.1",
	  .answer = &description_shape },
	{ 0 },
};
