/* Lists, page by page. A page begins after the last row of the one before, by what that row is and not by how many there were: rows
 * that come into being or go meanwhile neither repeat nor hide another. */
#include "api.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

size_t api_limit(const struct web_req *q)
{
	return (size_t)web_query_number(q, "limit", 1, API_ROWS_MAX, API_ROWS);
}

struct mb_json *api_items(struct mb_json *object)
{
	return mb_json_set_array(object, "items");
}

void api_next(struct web_req *q, struct mb_json *object, const char *cursor)
{
	mb_json_set_text(object, "next", cursor ? show_query_with(q, "cursor", cursor) : NULL);
}

int api_where(struct mb_wherefield **out, size_t *n, struct web_req *q, struct mb_error *err)
{
	*out = NULL;
	*n = 0;
	for (size_t i = 0; i < q->query.n; i++) {
		const char *value = q->query.list[i].value.p, *colon = strchr(value, ':');
		struct mb_wherefield *w;

		if (!mb_streq(q->query.list[i].name, "where"))
			continue;
		if (!colon || colon == value)
			return mb_fail(err, MB_EINVAL, "where: write FIELD:VALUE, not '%.60s'", value);
		w = MB_PUSH(q->a, *out, *n);
		w->field = mb_arena_ndup(q->a, value, (size_t)(colon - value));
		w->value = colon[1] ? colon + 1 : NULL;
	}
	return MB_OK;
}

/* ---- documents ------------------------------------------------------------------------------------------- */

/* Rows are sorted by date, those without one last, then by id. */
struct after {
	struct web_req *q;
	bool any;
	mb_day date;
	const char *id;
};

static int read_cursor(struct after *x, struct web_req *q, struct mb_error *err)
{
	const char *c = web_query(q, "cursor"), *mark = c ? strchr(c, '~') : NULL;
	char day[MB_ISO_DATE] = "";

	*x = (struct after){ .q = q, .date = MB_NO_DAY };
	if (!c || !*c)
		return MB_OK;
	if (mark && mark - c < MB_ISO_DATE)
		memcpy(day, c, (size_t)(mark - c));
	if (!mark || !mark[1] || mark - c >= MB_ISO_DATE || (*day && !mb_day_parse(&x->date, day)))
		return mb_fail(err, MB_EINVAL, "this cursor is none: take it as `next` of an answer has it");
	x->any = true;
	x->id = mark + 1;
	return MB_OK;
}

static bool comes_after(const struct after *x, const struct mb_version_row *row)
{
	if (!x->any)
		return true;
	if ((row->date == MB_NO_DAY) != (x->date == MB_NO_DAY))
		return row->date == MB_NO_DAY;
	if (row->date != x->date)
		return row->date > x->date;
	return strcmp(row->id, x->id) > 0;
}

static bool keep(void *ctx, const struct mb_version_row *row)
{
	const struct after *x = ctx;

	return mb_may_read(x->q->reader, row) && comes_after(x, row);
}

int api_list_documents(struct mb_json **out, struct web_req *q, const struct mb_ask *ask,
		       struct mb_error *err)
{
	struct mb_ask mine = *ask;
	struct mb_version_row *rows;
	struct mb_json *list;
	struct after after;
	size_t n, most = api_limit(q);
	int rc = read_cursor(&after, q, err);

	mine.keep = keep;
	mine.keep_ctx = &after;
	mine.limit = most + 1;
	if (rc != MB_OK || (rc = mb_index_list(&rows, &n, q->a, mb_gate_index(q->g), &mine, err)) != MB_OK)
		return rc;
	*out = mb_json_object();
	list = api_items(*out);
	for (size_t i = 0; i < n && i < most; i++)
		api_set_row(mb_json_push_object(list), &rows[i]);
	if (n > most) {
		char day[MB_ISO_DATE];

		api_next(q, *out,
			 mb_arena_printf(q->a, "%s~%s", mb_day_iso(day, rows[most - 1].date),
					 rows[most - 1].id));
	} else {
		api_next(q, *out, NULL);
	}
	return MB_OK;
}

/* ---- registers ------------------------------------------------------------------------------------------- */

/* A row within a document has no id of its own: what it says is its name. "123~9f86d081884c7d65~CTB-2005-A001": where it stood, a
 * hash of what it says, its document. */
static const char *say(struct web_req *q, const struct mb_register *r, size_t i)
{
	struct mb_json *j = mb_json_register_row(r, i, web_may_name, q);
	char hash[MB_SHA256_HEX];
	struct mb_buf b;

	mb_buf_init(&b, 0);
	(void)mb_json_line(&b, j, NULL);
	mb_json_free(j);
	mb_sha256_hex(hash, b.p, b.n);
	mb_buf_free(&b);
	return mb_arena_printf(q->a, "%.16s~%s", hash, r->rows[i].id);
}

/* How many rows of the register come before what is to be shown. The very row; one of the same document, when it says something
 * else by now; where it stood, when its document is gone. */
static size_t place_after(struct web_req *q, const struct mb_register *r, size_t stood, const char *said)
{
	const char *id = strchr(said, '~') + 1;
	size_t last = 0;

	if (stood && stood <= r->n_rows && mb_streq(say(q, r, stood - 1), said))
		return stood;
	for (size_t i = 0; i < r->n_rows; i++)
		if (mb_streq(r->rows[i].id, id)) {
			last = i + 1;
			if (mb_streq(say(q, r, i), said))
				return last;
		}
	return last ? last : stood < r->n_rows ? stood : r->n_rows;
}

static int question(struct mb_register_ask *ask, struct web_req *q, const char *name, struct mb_error *err)
{
	const char *group = web_query(q, "group"), *state = web_query(q, "state");
	int rc = api_where(&ask->where, &ask->n_where, q, err);

	ask->name = name;
	ask->group = group && *group ? group : NULL;
	ask->state = state && *state ? state : NULL;
	ask->all = mb_streq(web_query(q, "all"), "true");
	ask->overdue = mb_streq(web_query(q, "overdue"), "true");
	if (rc == MB_OK && (rc = web_query_day(&ask->since, q, "since", err)) == MB_OK)
		rc = web_query_day(&ask->until, q, "until", err);
	return rc;
}

static void set_columns(struct mb_json *j, const struct mb_register *r)
{
	static const char *const types[] = { "text", "date",   "number", "yes",
					     "tag",  "person", "group",	 "document" };
	struct mb_json *list = mb_json_set_array(j, "columns");

	for (size_t i = 0; i < r->n_columns; i++) {
		struct mb_json *c = mb_json_push_object(list);

		mb_json_set_text(c, "key", r->columns[i].key);
		mb_json_set_text(c, "title", r->columns[i].title);
		mb_json_set_text(c, "about", r->columns[i].about);
		mb_json_set_text(c, "type", types[r->columns[i].type]);
		mb_json_set_bool(c, "many", r->columns[i].many);
	}
}

int api_list_register(struct mb_json **out, struct web_req *q, const char *name, struct mb_error *err)
{
	const char *cursor = web_query(q, "cursor"), *said = cursor ? strchr(cursor, '~') : NULL;
	struct mb_register_ask ask = { 0 };
	struct mb_standpoint from;
	struct mb_register r;
	struct mb_json *list;
	size_t at = 0, most = api_limit(q);
	int rc = show_from(&from, q, err);

	if (rc != MB_OK || (rc = question(&ask, q, name, err)) != MB_OK)
		return rc;
	if (cursor && *cursor &&
	    (!said || !strchr(said + 1, '~') || strspn(cursor, "0123456789") != (size_t)(said - cursor)))
		return mb_fail(err, MB_EINVAL, "this cursor is none: take it as `next` of an answer has it");
	if (!said)
		ask.limit = most + 1;
	if ((rc = mb_register_read(&r, q->a, q->g, &from, &ask, err)) != MB_OK)
		return rc;
	if (said)
		at = place_after(q, &r, (size_t)strtoul(cursor, NULL, 10), said + 1);
	*out = mb_json_object();
	mb_json_set_text(*out, "name", r.name);
	mb_json_set_text(*out, "title", r.title);
	mb_json_set_text(*out, "about", r.about);
	mb_json_set_int(*out, "total", (long)r.total);
	set_columns(*out, &r);
	list = api_items(*out);
	for (size_t i = at; i < r.n_rows && i < at + most; i++)
		mb_json_push(list, mb_json_register_row(&r, i, web_may_name, q));
	api_next(q, *out,
		 at + most < r.n_rows ? mb_arena_printf(q->a, "%zu~%s", at + most, say(q, &r, at + most - 1))
				      : NULL);
	mb_json_set_texts(*out, "notes", r.notes, r.n_notes);
	return MB_OK;
}
