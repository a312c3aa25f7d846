/* What all calls of the API have in common: the query and the body are what the call says it takes, and answers are JSON. */
#include "api.h"
#include "server.h"

#include <string.h>

extern const struct api_call api_about_calls[], api_act_calls[], api_change_calls[], api_document_calls[],
	api_find_calls[], api_meeting_calls[], api_news_calls[], api_read_calls[], openapi_calls[];

const struct api_call *const api_call_tables[] = {
	api_about_calls,   api_act_calls,  api_change_calls, api_document_calls, api_find_calls,
	api_meeting_calls, api_news_calls, api_read_calls,   openapi_calls,	 NULL,
};

const struct api_call *api_call_of(web_page run)
{
	for (size_t t = 0; api_call_tables[t]; t++)
		for (const struct api_call *c = api_call_tables[t]; c->run; c++)
			if (c->run == run)
				return c;
	return NULL;
}

static const struct web_route *route_of(web_page run)
{
	for (size_t t = 0; web_route_tables[t]; t++)
		for (const struct web_route *r = web_route_tables[t]; r->pattern; r++)
			if (r->run == run)
				return r;
	return NULL;
}

int api_check(struct mb_error *err)
{
	for (size_t t = 0; web_route_tables[t]; t++)
		for (const struct web_route *r = web_route_tables[t]; r->pattern; r++) {
			if ((r->flags & WEB_API) && !(api_call_of(r->run) && api_call_of(r->run)->answer))
				return mb_fail(err, MB_EINVAL,
					       "%s is a call of the API that nothing describes", r->pattern);
			if ((r->flags & WEB_API) && r->methods != WEB_GET && !(r->flags & WEB_RAW))
				return mb_fail(err, MB_EINVAL, "%s takes no JSON", r->pattern);
		}
	for (size_t t = 0; api_call_tables[t]; t++)
		for (const struct api_call *c = api_call_tables[t]; c->run; c++) {
			const struct web_route *r = route_of(c->run);

			if (!r || !(r->flags & WEB_API))
				return mb_fail(err, MB_EINVAL, "%s describes no call of the API", c->id);
			for (size_t u = 0; u <= t; u++)
				for (const struct api_call *d = api_call_tables[u]; d->run && d != c; d++)
					if (mb_streq(c->id, d->id))
						return mb_fail(err, MB_EINVAL, "two calls are called %s",
							       c->id);
		}
	return MB_OK;
}

/* ---- the query ------------------------------------------------------------------------------------------- */

static const struct api_field clocks[] = {
	{ "as-at", API_DAY, 0, "as in force on this day", NULL },
	{ "known-at", API_DAY, 0, "from what was recorded by the end of this day", NULL },
	API_END,
};
static const struct api_field pages[] = {
	{ "limit", API_WHOLE, 0, "at most so many, up to 500; 50 when not said", NULL },
	{ "cursor", API_TEXT, 0, "where to go on: as `next` of the answer before has it", NULL },
	API_END,
};

const struct api_field *api_query_part(const struct api_call *c, size_t part)
{
	static const struct api_field none[] = { API_END };

	switch (part) {
	case 0:
		return c->query ? c->query : none;
	case 1:
		return c->flags & API_CLOCKS ? clocks : none;
	case 2:
		return c->flags & API_PAGED ? pages : none;
	default:
		return NULL;
	}
}

static int check_query_value(const struct api_field *f, const char *value, struct mb_error *err)
{
	mb_day day;

	if (f->type == API_DAY && *value && !mb_day_parse(&day, value))
		return mb_fail(err, MB_EINVAL, "%s: '%.40s' is no date that exists; write it like 2005-10-11",
			       f->name, value);
	if (f->type == API_WHOLE &&
	    (!*value || strspn(value, "0123456789") != strlen(value) || strlen(value) > 9))
		return mb_fail(err, MB_EINVAL, "%s: '%.40s' is no whole number", f->name, value);
	if (f->type == API_BOOL && !mb_streq(value, "true") && !mb_streq(value, "false"))
		return mb_fail(err, MB_EINVAL, "%s: write true or false, not '%.40s'", f->name, value);
	return MB_OK;
}

static int check_pair(struct web_req *q, const struct api_call *c, size_t i, struct mb_error *err)
{
	const struct web_pair *x = &q->query.list[i];
	const char **names = NULL;
	size_t n = 0;

	for (size_t part = 0; api_query_part(c, part); part++)
		for (const struct api_field *f = api_query_part(c, part); f->name; f++) {
			*MB_PUSH(q->a, names, n) = f->name;
			if (!mb_streq(f->name, x->name))
				continue;
			for (size_t k = 0; k < i && !(f->flags & API_MANY); k++)
				if (mb_streq(q->query.list[k].name, x->name))
					return mb_fail(err, MB_EINVAL, "%s is given twice", x->name);
			return check_query_value(f, x->value.p, err);
		}
	return mb_fail(err, MB_EINVAL, "this call takes no '%.60s'%s%s%s", x->name,
		       mb_nearest(x->name, names, n) ? "; did you mean '" : "",
		       mb_nearest(x->name, names, n) ? mb_nearest(x->name, names, n) : "",
		       mb_nearest(x->name, names, n) ? "'?" : "");
}

int api_begin(struct web_req *q, struct mb_error *err)
{
	const struct api_call *c = api_call_of(q->route->run);
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < q->query.n; i++)
		rc = check_pair(q, c, i, err);
	for (size_t part = 0; rc == MB_OK && api_query_part(c, part); part++)
		for (const struct api_field *f = api_query_part(c, part); rc == MB_OK && f->name; f++)
			if ((f->flags & API_MUST) && !(web_query(q, f->name) && *web_query(q, f->name)))
				rc = mb_fail(err, MB_EINVAL, "say %s=...: %s", f->name, f->about);
	if (rc == MB_OK && (c->flags & API_PAGED) && web_query(q, "limit") &&
	    web_query_number(q, "limit", 1, API_ROWS_MAX, 0) == 0)
		rc = mb_fail(err, MB_EINVAL, "limit is a number from 1 to %d", API_ROWS_MAX);
	return rc;
}

/* ---- the body -------------------------------------------------------------------------------------------- */

static int check_object(const struct api_shape *shape, const struct mb_json_value *v, struct mb_arena *a,
			const char *where, struct mb_error *err);

static int wrong_type(const char *where, const char *wanted, const struct mb_json_value *v,
		      struct mb_error *err)
{
	return mb_fail(err, MB_EINVAL, "%s: %s is wanted, not %s", where, wanted, mb_json_word(v->type));
}

static int check_list(const struct api_field *f, const struct mb_json_value *v, struct mb_arena *a,
		      const char *where, struct mb_error *err)
{
	int rc = MB_OK;

	if (v->type != MB_J_LIST)
		return wrong_type(where, "a list", v, err);
	for (size_t i = 0; rc == MB_OK && i < v->n; i++) {
		const char *at = mb_arena_printf(a, "%s[%zu]", where, i);

		if (f->type == API_LIST)
			rc = check_object(f->shape, &v->items[i], a, at, err);
		else if (v->items[i].type != MB_J_TEXT)
			rc = wrong_type(at, "a text", &v->items[i], err);
	}
	return rc;
}

static int check_field(const struct api_field *f, const struct mb_json_value *v, struct mb_arena *a,
		       const char *where, struct mb_error *err)
{
	mb_day day;

	if (v->type == MB_J_NULL && !(f->flags & API_MUST))
		return MB_OK;
	switch (f->type) {
	case API_TEXT:
		return v->type == MB_J_TEXT ? MB_OK : wrong_type(where, "a text", v, err);
	case API_DAY:
		if (v->type != MB_J_TEXT)
			return wrong_type(where, "a date as a text", v, err);
		return mb_day_parse(&day, v->text) ? MB_OK
						   : mb_fail(err, MB_EINVAL,
							     "%s: '%.40s' is no date that exists; write it "
							     "like 2005-10-11",
							     where, v->text);
	case API_WHOLE:
		return v->type == MB_J_WHOLE ? MB_OK : wrong_type(where, "a whole number", v, err);
	case API_BOOL:
		return v->type == MB_J_BOOL ? MB_OK : wrong_type(where, "true or false", v, err);
	case API_TEXTS:
	case API_LIST:
		return check_list(f, v, a, where, err);
	case API_SHAPE:
		return check_object(f->shape, v, a, where, err);
	case API_FIELDS:
		return v->type == MB_J_OBJECT ? MB_OK : wrong_type(where, "an object", v, err);
	default:
		return MB_OK;
	}
}

static int check_object(const struct api_shape *shape, const struct mb_json_value *v, struct mb_arena *a,
			const char *where, struct mb_error *err)
{
	const char **names = NULL;
	size_t n = 0;
	int rc = MB_OK;

	if (v->type != MB_J_OBJECT)
		return wrong_type(*where ? where : "the body", "an object", v, err);
	for (const struct api_field *f = shape->fields; f->name; f++) {
		const struct mb_json_value *x = mb_json_get(v, f->name);
		const char *at = mb_arena_printf(a, "%s%s%s", where, *where ? "." : "", f->name);

		*MB_PUSH(a, names, n) = f->name;
		if (!x && (f->flags & API_MUST))
			return mb_fail(err, MB_EINVAL, "%s is missing: %s", at, f->about);
		if (x && (rc = check_field(f, x, a, at, err)) != MB_OK)
			return rc;
	}
	for (size_t i = 0; i < v->n && !shape->open; i++) {
		bool known = false;

		for (size_t k = 0; k < n; k++)
			known |= mb_streq(names[k], v->keys[i]);
		if (!known)
			return mb_fail(
				err, MB_EINVAL, "%s%s%.60s is not known here%s%s%s", where, *where ? "." : "",
				v->keys[i], mb_nearest(v->keys[i], names, n) ? "; did you mean '" : "",
				mb_nearest(v->keys[i], names, n) ? mb_nearest(v->keys[i], names, n) : "",
				mb_nearest(v->keys[i], names, n) ? "'?" : "");
	}
	return MB_OK;
}

int api_body(struct mb_json_value *out, struct web_req *q, struct mb_error *err)
{
	const struct api_call *c = api_call_of(q->route->run);
	int rc = api_begin(q, err);

	if (rc != MB_OK)
		return rc;
	if (!q->in->type || !mb_starts(q->in->type, "application/json"))
		return mb_fail(err, MB_EINVAL, "send JSON, and say so: Content-Type: application/json");
	if ((rc = mb_json_read(out, q->a, q->body.p, q->body.n, err)) != MB_OK)
		return rc;
	return check_object(c->body, out, q->a, "", err);
}

const char *api_text(const struct mb_json_value *body, const char *key)
{
	const struct mb_json_value *v = mb_json_get(body, key);

	return v && v->type == MB_J_TEXT && *v->text ? v->text : NULL;
}

bool api_yes(const struct mb_json_value *body, const char *key)
{
	const struct mb_json_value *v = mb_json_get(body, key);

	return v && v->type == MB_J_BOOL && v->whole;
}

const char **api_texts(size_t *n, struct mb_arena *a, const struct mb_json_value *body, const char *key)
{
	const struct mb_json_value *v = mb_json_get(body, key);
	const char **list = NULL;

	*n = 0;
	for (size_t i = 0; v && v->type == MB_J_LIST && i < v->n; i++)
		*MB_PUSH(a, list, *n) = v->items[i].text;
	return list;
}

mb_day api_day(const struct mb_json_value *body, const char *key)
{
	const char *text = api_text(body, key);
	mb_day day;

	return text && mb_day_parse(&day, text) ? day : MB_NO_DAY;
}

/* ---- the answer ------------------------------------------------------------------------------------------ */

int api_done(struct web_req *q, struct web_res *res, struct mb_json *j, struct mb_error *err)
{
	int rc = mb_json_line(&res->body, j, err);

	mb_json_free(j);
	res->type = "application/json";
	if (q->method == WEB_GET)
		res->keeping = WEB_KEEP_OWN;
	return rc;
}

int api_problem(struct web_res *res, struct mb_json *j, struct mb_error *err)
{
	int rc = mb_json_line(&res->body, j, err);

	mb_json_free(j);
	res->type = "application/problem+json";
	return rc;
}
