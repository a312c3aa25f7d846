/* Which fields of a kind people type, what a form shows of their values, and values into a document. */
#include "fields.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- pairs ----------------------------------------------------------------------------------------------- */

const char *pairs_at(const struct web_pairs *p, const char *name, size_t i)
{
	for (size_t k = 0; k < p->n; k++)
		if (mb_streq(p->list[k].name, name) && i-- == 0)
			return p->list[k].value.p;
	return NULL;
}

const char *pairs_get(const struct web_pairs *p, const char *name)
{
	return pairs_at(p, name, 0);
}

static void add(struct web_req *q, struct web_pairs *p, const char *name, const char *value)
{
	*MB_PUSH(q->a, p->list, p->n) = (struct web_pair){ name, mb_str(value) };
}

/* How many rows were typed: the highest number, plus one. */
size_t pairs_rows(const struct web_req *q, const struct web_pairs *p, const char *name)
{
	const char *prefix = mb_arena_printf(q->a, "%s-", name);
	size_t n = 0, len = strlen(prefix);

	for (size_t i = 0; i < p->n; i++) {
		char *end;
		unsigned long at;

		if (!mb_starts(p->list[i].name, prefix) || !isdigit((unsigned char)p->list[i].name[len]))
			continue;
		at = strtoul(p->list[i].name + len, &end, 10);
		if (*end == '-' && at < FIELD_ROWS_MAX && at + 1 > n)
			n = at + 1;
	}
	return n;
}

bool field_by_lines(const struct mb_field *f)
{
	return f->type == MB_T_LIST && f->n_choices == 0;
}

/* ---- which fields ---------------------------------------------------------------------------------------- */

static bool typed_by_hand(const struct mb_field *f)
{
	return !f->managed && f->type != MB_T_SIGNOFFS && (f->type != MB_T_ROWS || f->n_columns);
}

static void push(struct entries *e, struct web_req *q, const struct mb_field *f, bool beside)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->list[i].f == f)
			return;
	if (!f || !typed_by_hand(f))
		return;
	*MB_PUSH(q->a, e->list, e->n) = (struct entry){ .f = f,
							.name = mb_arena_printf(q->a, "f-%s", f->name),
							.label = mb_field_label(q->a, f),
							.beside = beside };
}

void fields_take(struct entries *e, struct web_req *q, const struct mb_node *root)
{
	for (size_t i = 0; i < e->n; i++) {
		const struct mb_node *v = mb_node_get(root, e->list[i].f->name);

		if (v && (v->type == MB_TEXT ? !*v->text : v->n == 0))
			v = NULL;
		e->list[i].value = v ? mb_node_copy(q->a, v) : NULL;
	}
}

void fields_of(struct entries *out, struct web_req *q, const struct mb_kind *k, const struct mb_doc *d)
{
	*out = (struct entries){ .kind = k };
	push(out, q, mb_kind_field(k, "title"), false);
	push(out, q, mb_kind_field(k, "name"), false);
	for (size_t i = 0; i < k->n_columns; i++)
		push(out, q, mb_kind_field(k, k->columns[i]), false);
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].required)
			push(out, q, &k->fields[i], false);
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].type != MB_T_ROWS)
			push(out, q, &k->fields[i], false);
	for (size_t i = 0; i < k->n_fields; i++)
		push(out, q, &k->fields[i], false);
	push(out, q, mb_common_field("audience"), true);
	push(out, q, mb_common_field("readers"), true);
	if (d)
		fields_take(out, q, d->matter.root);
}

bool fields_groupless(const struct mb_kind *k)
{
	return k->lives == MB_LIVES_TOP || (k->lives == MB_LIVES_IN_GROUP && mb_streq(k->file_name, "group"));
}

bool fields_make(const struct mb_kind *k)
{
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].required && !typed_by_hand(&k->fields[i]) &&
		    !(k->lives == MB_LIVES_IN_MEETING && mb_streq(k->fields[i].name, "meeting")))
			return false;
	return true;
}

/* ---- values as typed ------------------------------------------------------------------------------------- */

static const char *yaml_of(struct web_req *q, const struct mb_node *map)
{
	struct mb_buf b;
	const char *text;

	mb_buf_init(&b, 0);
	mb_yaml_write(&b, map);
	text = mb_arena_ndup(q->a, b.n ? b.p : "", b.n);
	mb_buf_free(&b);
	return text;
}

static void put_day(struct web_req *q, struct web_pairs *p, const char *name, const char *text)
{
	static const char *const parts[] = { "day", "month", "year" };
	int year, month, number;
	mb_day day;

	if (!mb_day_parse(&day, text)) { /* shown as it stands, to be put right */
		add(q, p, mb_arena_printf(q->a, "%s-day", name), text);
		return;
	}
	mb_day_civil(day, &year, &month, &number);
	for (int i = 0; i < 3; i++)
		add(q, p, mb_arena_printf(q->a, "%s-%s", name, parts[i]),
		    mb_arena_printf(q->a, "%d",
				    i == 0   ? number
				    : i == 1 ? month
					     : year));
}

static void put_scalar(struct web_req *q, struct web_pairs *p, const struct mb_field *f, const char *name,
		       const char *text)
{
	if (f->type == MB_T_DATE)
		put_day(q, p, name, text);
	else if (f->type == MB_T_BOOL)
		add(q, p, name, !strcasecmp(text, "true") || !strcasecmp(text, "yes") ? "yes" : "no");
	else
		add(q, p, name, text);
}

static void put_rows(struct web_req *q, struct web_pairs *p, const struct entry *e)
{
	for (size_t i = 0; i < e->value->n; i++)
		for (size_t k = 0; k < e->f->n_columns; k++) {
			const struct mb_field *c = &e->f->columns[k];
			const char *text = mb_node_text(e->value->items[i], c->name);

			if (text)
				put_scalar(q, p, c, mb_arena_printf(q->a, "%s-%zu-%s", e->name, i, c->name),
					   text);
		}
}

static void put_list(struct web_req *q, struct web_pairs *p, const struct entry *e)
{
	const char *lines = NULL;

	for (size_t i = 0; i < e->value->n; i++) {
		const char *text = e->value->items[i]->type == MB_TEXT ? e->value->items[i]->text : "";

		if (!field_by_lines(e->f))
			add(q, p, e->name, text);
		else
			lines = lines ? mb_arena_printf(q->a, "%s\n%s", lines, text) : text;
	}
	if (lines)
		add(q, p, e->name, lines);
}

void pairs_put(struct web_req *q, struct web_pairs *p, const struct entry *x)
{
	if (!x->value)
		return;
	if (x->value->type == MB_TEXT)
		put_scalar(q, p, x->f, x->name, x->value->text);
	else if (x->value->type == MB_MAP)
		add(q, p, x->name, yaml_of(q, x->value));
	else if (x->f->type == MB_T_ROWS)
		put_rows(q, p, x);
	else
		put_list(q, p, x);
}

struct web_pairs fields_pairs(struct web_req *q, const struct entries *e)
{
	struct web_pairs p = { 0 };

	for (size_t i = 0; i < e->n; i++) {
		add(q, &p, "shown", e->list[i].f->name);
		pairs_put(q, &p, &e->list[i]);
	}
	return p;
}

/* ---- into the document ----------------------------------------------------------------------------------- */

struct mb_node *fields_map(struct web_req *q, const struct entries *e)
{
	struct mb_node *map = mb_node_new_map(q->a);

	for (size_t i = 0; i < e->n; i++)
		if (e->list[i].value)
			mb_node_put(q->a, map, e->list[i].f->name, mb_node_copy(q->a, e->list[i].value));
	return map;
}

int fields_write(struct mb_buf *text, struct web_req *q, const struct entries *e, struct mb_error *err)
{
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < e->n; i++) {
		const struct entry *x = &e->list[i];
		const struct mb_node *was;
		struct mb_matter m;

		if (!x->shown)
			continue;
		if ((rc = mb_matter_parse(&m, q->a, text->p, text->n, err)) != MB_OK)
			return rc;
		was = mb_node_get(m.root, x->f->name);
		if (x->value && !mb_node_same(was, x->value))
			rc = mb_matter_set(text, x->f->name, x->value, err);
		else if (!x->value && was && (was->type == MB_TEXT ? *was->text != '\0' : was->n > 0))
			rc = mb_matter_remove(text, x->f->name, err);
	}
	return rc;
}
