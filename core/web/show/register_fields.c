/* What a register of a declared kind can be asked by: its fields with choices, people, groups, yes or no. And the register as JSON. */
#include "fields.h"

#include <minutebook/exchange.h>

#include <string.h>

static const char *query_name(struct web_req *q, const struct mb_field *f)
{
	return mb_arena_printf(q->a, "f-%s", f->name);
}

static bool is_column(const struct mb_kind *k, const struct mb_field *f)
{
	for (size_t i = 0; i < k->n_columns; i++)
		if (mb_streq(k->columns[i], f->name))
			return true;
	return false;
}

/* Few words, few people, few groups: what is asked for is chosen, never typed. */
static bool can_ask(const struct mb_kind *k, const struct mb_field *f)
{
	switch (f->type) {
	case MB_T_PERSON:
	case MB_T_PEOPLE:
	case MB_T_GROUP:
	case MB_T_GROUPS:
	case MB_T_BOOL:
		return is_column(k, f) || !f->managed;
	default:
		return f->n_choices > 0;
	}
}

static const char *asked(struct web_req *q, const struct mb_field *f)
{
	const char *v = web_query(q, query_name(q, f));

	return v && *v ? v : NULL;
}

void register_where(struct mb_register_ask *ask, struct web_req *q, const struct mb_kind *k)
{
	for (size_t i = 0; k && i < k->n_fields; i++)
		if (can_ask(k, &k->fields[i]) && asked(q, &k->fields[i]))
			*MB_PUSH(q->a, ask->where, ask->n_where) =
				(struct mb_wherefield){ k->fields[i].name, asked(q, &k->fields[i]) };
}

static void put_option(struct tpl_map *c, const char *value, const char *label, const char *chosen)
{
	struct tpl_map *item = tpl_list_add(c, "items");

	tpl_set_text(item, "value", value);
	tpl_set_text(item, "label", label);
	tpl_set_bool(item, "chosen", mb_streq(value, chosen ? chosen : ""));
}

/* Only people and groups that the reader may see are there to choose. */
static int put_rows(struct web_req *q, struct tpl_map *c, const struct mb_field *f, struct mb_error *err)
{
	bool people = f->type == MB_T_PERSON || f->type == MB_T_PEOPLE;
	const struct mb_ask ask = { .kind = people ? "person" : "group",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	size_t n;
	int rc = web_list(&rows, &n, q, &ask, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		put_option(c, people ? rows[i].id : rows[i].group, rows[i].title, asked(q, f));
	return rc;
}

int register_put_fields(struct web_req *q, struct tpl_map *filter, const struct mb_kind *k,
			struct mb_error *err)
{
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && k && i < k->n_fields; i++) {
		const struct mb_field *f = &k->fields[i];
		struct tpl_map *field, *c;

		if (!can_ask(k, f))
			continue;
		field = tpl_list_add(filter, "fields");
		tpl_set_text(field, "id", query_name(q, f));
		tpl_set_text(field, "name", query_name(q, f));
		tpl_set_text(field, "label", mb_field_label(q->a, f));
		c = tpl_map(field, "choice");
		put_option(c, "", "Any", asked(q, f));
		for (size_t j = 0; j < f->n_choices; j++)
			put_option(c, f->choices[j], f->choices[j], asked(q, f));
		if (f->type == MB_T_BOOL) {
			put_option(c, "true", "Yes", asked(q, f));
			put_option(c, "false", "No", asked(q, f));
		} else if (f->n_choices == 0) {
			rc = put_rows(q, c, f, err);
		}
	}
	return rc;
}

bool register_put_chosen(struct web_req *q, struct tpl_map *filter, const struct mb_kind *k)
{
	bool any = false;

	for (size_t i = 0; k && i < k->n_fields; i++) {
		const struct mb_field *f = &k->fields[i];
		const char *v = can_ask(k, f) ? asked(q, f) : NULL;
		struct tpl_map *c;

		if (!v)
			continue;
		any = true;
		c = tpl_list_add(filter, "chosen");
		tpl_set_textf(c, "text", "%s: %s", mb_field_label(q->a, f),
			      f->type == MB_T_BOOL ? mb_streq(v, "true") ? "Yes" : "No"
						   : fields_words(q, f, mb_node_new_text(q->a, v)));
		tpl_set_url(c, "without", show_query_with(q, query_name(q, f), NULL));
	}
	return any;
}

int register_json(struct web_req *q, struct web_res *res, const struct mb_register *r, struct mb_error *err)
{
	int rc = MB_OK;

	web_attachment(res, "application/json", mb_arena_printf(res->a, "%s.json", r->name));
	mb_buf_puts(&res->body, "[\n");
	for (size_t i = 0; rc == MB_OK && i < r->n_rows; i++) {
		struct mb_json *row = mb_json_register_row(r, i, web_may_name, q);

		if (i)
			mb_buf_puts(&res->body, ",");
		rc = mb_json_line(&res->body, row, err);
		mb_json_free(row);
	}
	mb_buf_puts(&res->body, "]\n");
	return rc;
}
