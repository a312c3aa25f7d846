/* What pages ask of a request, and say of a reply. */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *value_at(const struct web_pairs *x, const char *name, size_t i)
{
	for (size_t k = 0; k < x->n; k++)
		if (mb_streq(x->list[k].name, name) && i-- == 0)
			return x->list[k].value.p;
	return NULL;
}

const char *web_param(const struct web_req *q, const char *name)
{
	return value_at(&q->params, name, 0);
}

const char *web_query(const struct web_req *q, const char *name)
{
	return value_at(&q->query, name, 0);
}

const char *web_field(const struct web_req *q, const char *name)
{
	return value_at(&q->form, name, 0);
}

const char *web_doc_id(const struct web_req *q)
{
	char *id = mb_arena_dup(q->a, web_param(q, "id"));

	for (char *p = id; p && (p = strchr(p, '~')); p++)
		*p = '/';
	return id;
}

const char *web_field_or(const struct web_req *q, const char *name, const char *otherwise)
{
	const char *value = web_field(q, name);

	return value ? value : otherwise;
}

const char *web_field_at(const struct web_req *q, const char *name, size_t i)
{
	return value_at(&q->form, name, i);
}

/* A browser sends a part without name and bytes when nothing was chosen. */
const struct web_file *web_upload(const struct web_req *q, const char *field)
{
	for (size_t i = 0; i < q->n_files; i++)
		if (mb_streq(q->files[i].field, field))
			return *q->files[i].name || q->files[i].data.n > 0 ? &q->files[i] : NULL;
	return NULL;
}

long web_query_number(const struct web_req *q, const char *name, long least, long most, long otherwise)
{
	const char *text = web_query(q, name);
	char *end;
	long n = text && *text ? strtol(text, &end, 10) : otherwise;

	return !text || !*text || *end || n < least || n > most ? otherwise : n;
}

int web_query_day(mb_day *out, const struct web_req *q, const char *name, struct mb_error *err)
{
	const char *text = web_query(q, name);

	*out = MB_NO_DAY;
	if (!text || !*text || mb_day_parse(out, text))
		return MB_OK;
	return mb_fail(err, MB_EINVAL, "'%.40s' is not a date that exists. Write it like 2005-10-11.", text);
}

/* ---- the reply ------------------------------------------------------------------------------------------- */

static bool header_ok(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

void web_set_header(struct web_res *res, const char *name, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	text = mb_arena_alloc(res->a, (size_t)(n > 0 ? n : 0) + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	if (!header_ok(text))
		res->broken = true;
	*MB_PUSH(res->a, res->headers, res->n_headers) = (struct web_pair){ name, mb_str(text) };
}

int web_see(struct web_res *res, const char *fmt, ...)
{
	char place[MAX_TARGET];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(place, sizeof place, fmt, ap);
	va_end(ap);
	/* Only to a path of ours: "//host" and "/\host" would be another site. */
	if (n < 1 || (size_t)n >= sizeof place || place[0] != '/' || place[1] == '/' || place[1] == '\\' ||
	    !header_ok(place))
		strcpy(place, "/");
	res->status = 303;
	res->place = mb_arena_dup(res->a, place);
	web_set_header(res, "Location", "%s", place);
	mb_buf_clear(&res->body);
	return MB_OK;
}

void web_attachment(struct web_res *res, const char *type, const char *name)
{
	char safe[100];
	size_t n = 0;

	for (; *name && n + 1 < sizeof safe; name++) {
		bool plain = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
			     (*name >= '0' && *name <= '9') || *name == '_' || (*name == '.' && n > 0);

		safe[n++] = *name;
		if (!plain)
			safe[n - 1] = '-';
	}
	safe[n] = '\0';
	res->type = type;
	res->file = mb_arena_dup(res->a, n ? safe : "file");
}
