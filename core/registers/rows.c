/* Values that are made of several: rows by their declared columns, lists, maps, as a table or as lines of words. */
#include "registers_impl.h"

#include <string.h>

#define DEEP 8 /* maps within maps: deeper ones are said with their innermost names only */

/* "has_a_vote": "has a vote": within a line, behind the first. */
static const char *small_label(struct mb_arena *a, const struct mb_field *f)
{
	char *s = mb_arena_dup(a, mb_field_label(a, f));

	if (s[0] >= 'A' && s[0] <= 'Z' && !(s[1] >= 'A' && s[1] <= 'Z'))
		s[0] = (char)(s[0] + 'a' - 'A');
	return s;
}

const char *mb_column_label(struct mb_arena *a, const struct mb_field *column)
{
	return small_label(a, column);
}

/* ---- lines ----------------------------------------------------------------------------------------------- */

struct lines {
	const struct look *l;
	const char **list;
	size_t n;
};

static void push(struct lines *x, const char *text)
{
	if (text && *text)
		*MB_PUSH(x->l->a, x->list, x->n) = text;
}

/* "Meet weekly; owner: Helen Marsh; due: Tue 11 Oct 2005": the first that is said by itself, the others with their names. */
static const char *row_words(const struct look *l, const struct mb_field *f, const struct mb_node *row)
{
	const char *all = NULL;

	for (size_t i = 0; i < f->n_columns; i++) {
		const struct mb_field *c = &f->columns[i];
		struct mb_cell v = value_cell(l, c, mb_node_get(row, c->name));
		const char *text = v.text;

		if (v.n_refs && c->type == MB_T_DOC && !mb_streq(v.refs[0].title, v.refs[0].id))
			text = *v.refs[0].id >= 'A' && *v.refs[0].id <=
							       'Z' /* a code; else its title, written small */
				       ? mb_arena_printf(l->a, "%s, %s", v.refs[0].id, v.refs[0].title)
				       : v.refs[0].title;
		if (text && all)
			text = mb_arena_printf(l->a, "%s: %s", small_label(l->a, c), text);
		all = joined(l->a, all, "; ", text);
	}
	return all;
}

/* " (voting members who must be present)", of a number that groups may set. */
static const char *about_number(struct mb_arena *a, const struct mb_schema *s, const struct mb_node *map,
				size_t i)
{
	const struct mb_param *p = map->type == MB_MAP ? mb_schema_param(s, map->keys[i]) : NULL;

	return p && p->about ? mb_arena_printf(a, " (%s)", p->about) : "";
}

/* "Quorum, at least: 4": each value with the way to it. A day stands as people write it. */
static void put_map(struct lines *x, const char *way, const struct mb_node *v, int depth)
{
	const struct mb_schema *schema = mb_gate_schema(x->l->g);

	for (size_t i = 0; i < v->n; i++) {
		const char *key = v->type == MB_MAP ? mb_label(x->l->a, v->keys[i]) : NULL, *to;
		const struct mb_node *one = v->items[i];
		mb_day day;

		to = !key  ? way
		     : way ? mb_arena_printf(x->l->a, "%s, %c%s", way,
					     *key >= 'A' && *key <= 'Z' ? *key + 'a' - 'A' : *key, key + 1)
			   : key;
		if (one->type != MB_TEXT && depth < DEEP)
			put_map(x, to, one, depth + 1);
		else if (one->type == MB_TEXT && *one->text)
			push(x, mb_arena_printf(x->l->a, "%s%s%s%s", to ? to : "", to ? ": " : "",
						mb_day_parse(&day, one->text) ? mb_day_words(x->l->a, day)
									      : one->text,
						about_number(x->l->a, schema, v, i)));
	}
}

/* A row whose columns nobody declared. */
static const char *in_one_line(const struct look *l, const struct mb_node *row)
{
	struct lines x = { .l = l };
	const char *all = NULL;

	put_map(&x, NULL, row, 0);
	for (size_t i = 0; i < x.n; i++)
		all = joined(l->a, all, "; ", x.list[i]);
	return all;
}

bool mb_field_for_people(const struct mb_field *f)
{
	return !(f->type == MB_T_MAP && mb_streq(f->name, "place"));
}

void value_lines(const char ***out, size_t *n, const struct look *l, const struct mb_field *f,
		 const struct mb_node *value)
{
	struct lines x = { .l = l };

	for (size_t i = 0; value && value->type == MB_LIST && i < value->n; i++) {
		const struct mb_node *one = value->items[i];

		if (one->type == MB_TEXT)
			push(&x, value_cell(l, f, one).text);
		else if (one->type == MB_MAP && f->n_columns)
			push(&x, row_words(l, f, one));
		else
			push(&x, in_one_line(l, one));
	}
	if (value && value->type == MB_MAP && text_of(value, "said"))
		push(&x, text_of(value, "said")); /* votes: the figures once more, as the minutes have them */
	else if (value && value->type == MB_MAP)
		put_map(&x, NULL, value, 0);
	else if (value && value->type == MB_TEXT)
		push(&x, value_cell(l, f, value).text);
	*out = x.list;
	*n = x.n;
}

void mb_value_lines(const char ***out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		    const struct mb_standpoint *from, const struct mb_field *f, const struct mb_node *value)
{
	const struct look l = look_from(a, g, from);

	value_lines(out, n, &l, f, value);
}

/* ---- a table --------------------------------------------------------------------------------------------- */

static bool said(struct mb_node *const *rows, size_t n, const char *column)
{
	for (size_t i = 0; i < n; i++)
		if (text_of(rows[i], column))
			return true;
	return false;
}

bool mb_rows_table(struct mb_register *out, struct mb_arena *a, struct mb_gate *g,
		   const struct mb_standpoint *from, const struct mb_doc *d, const struct mb_field *f)
{
	const struct look l = look_from(a, g, from);
	struct mb_node *const *rows;
	size_t n = f->type == MB_T_ROWS && f->n_columns ? rows_of(&rows, d, f->name) : 0;

	*out = (struct mb_register){ .name = f->name, .title = mb_field_label(a, f), .about = f->about };
	for (size_t i = 0; n && i < f->n_columns; i++)
		if (said(rows, n, f->columns[i].name))
			*MB_PUSH(a, out->columns,
				 out->n_columns) = (struct mb_column){ f->columns[i].name,
								       mb_field_label(a, &f->columns[i]),
								       f->columns[i].about,
								       cell_type_of(&f->columns[i]),
								       false,
								       false };
	for (size_t i = 0; out->n_columns && i < n; i++) {
		struct mb_register_row *row = MB_PUSH(a, out->rows, out->n_rows);

		*row = (struct mb_register_row){ .id = d->id,
						 .path = d->path,
						 .group = "",
						 .state = "",
						 .title = "",
						 .date = MB_NO_DAY,
						 .doc = d };
		row->cells = mb_arena_alloc(a, out->n_columns * sizeof *row->cells);
		for (size_t c = 0, k = 0; c < f->n_columns; c++)
			if (k < out->n_columns && mb_streq(out->columns[k].key, f->columns[c].name))
				row->cells[k++] = value_cell(&l, &f->columns[c],
							     mb_node_get(rows[i], f->columns[c].name));
	}
	return out->n_rows > 0;
}
