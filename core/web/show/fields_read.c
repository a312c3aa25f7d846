/* What people type in the fields of a form, read into values by the declaration of each. */
#include "fields.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The next pair of this field that says something. */
static const struct web_pair *next_of(size_t *i, const struct web_pairs *p, const char *name)
{
	size_t len = strlen(name);

	for (; *i < p->n; ++*i) {
		const struct web_pair *x = &p->list[*i];

		if (mb_starts(x->name, name) && (!x->name[len] || x->name[len] == '-') &&
		    mb_trim(x->value).n) {
			++*i;
			return x;
		}
	}
	return NULL;
}

/* Came back as it was shown: then it stays as it is, though it might be written otherwise today. */
static bool untouched(struct web_req *q, const struct entry *x, const struct web_pairs *typed)
{
	struct web_pairs own = { 0 };
	size_t i = 0, k = 0;
	const struct web_pair *a, *b;

	pairs_put(q, &own, x);
	do {
		a = next_of(&i, &own, x->name);
		b = next_of(&k, typed, x->name);
		if (a && b &&
		    (!mb_streq(a->name, b->name) || mb_trim(a->value).n != mb_trim(b->value).n ||
		     memcmp(mb_trim(a->value).p, mb_trim(b->value).p, mb_trim(a->value).n) != 0))
			return false;
	} while (a && b);
	return a == b;
}

/* ---- reading --------------------------------------------------------------------------------------------- */

struct reading {
	struct web_req *q;
	const struct web_pairs *typed;
	const char *label;   /* "Review date"; of a row "Controls, row 2, due" */
	const char *problem; /* the first */
	struct mb_error *err;
};

/* fmt goes on from the label: "must be a number", ": nobody is called '%s'". */
static void __attribute__((format(printf, 2, 3))) problem(struct reading *r, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (!r->problem)
		r->problem = mb_arena_printf(r->q->a, "%s%s%s", r->label, *fmt == ':' ? "" : " ", text);
}

/* Lines joined where only one is wanted; NULL when nothing is left. */
static const char *clean(struct reading *r, const char *text, bool several)
{
	struct mb_str s = mb_trim(mb_str(text ? text : ""));
	size_t max = several ? FIELD_TEXT_MAX : FIELD_LINE_MAX;
	char *out = mb_arena_ndup(r->q->a, s.n ? s.p : "", s.n);

	if (s.n > max)
		problem(r, "is too long: at most %zu characters fit here", max);
	for (unsigned char *p = (unsigned char *)out; *p; p++) {
		if (*p == '\n' || *p == '\t' || *p == '\r')
			*p = several ? *p : ' ';
		else if (*p < 0x20 || *p == 0x7f || (*p == 0xc2 && p[1] < 0xa0))
			problem(r, "holds a character that cannot be written");
	}
	return *out ? out : NULL;
}

/* Of digits only, and few. */
static int number(const char *digits)
{
	return (int)strtol(digits, NULL, 10);
}

static int month_of(const char *text)
{
	static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
					      "jul", "aug", "sep", "oct", "nov", "dec" };

	for (int i = 0; i < 12; i++)
		if (strncasecmp(text, months[i], 3) == 0)
			return i + 1;
	return strspn(text, "0123456789") == strlen(text) && strlen(text) <= 2 ? number(text) : 0;
}

static struct mb_node *read_day(struct reading *r, const char *name)
{
	const char *part[3];
	static const char *const parts[] = { "day", "month", "year" };
	bool digits, any = false;
	mb_day day;

	for (int i = 0; i < 3; i++) {
		const char *text = pairs_get(r->typed, mb_arena_printf(r->q->a, "%s-%s", name, parts[i]));

		part[i] = mb_arena_dup(r->q->a, "");
		if (text)
			part[i] = mb_arena_ndup(r->q->a, mb_trim(mb_str(text)).p, mb_trim(mb_str(text)).n);
		any |= *part[i] != '\0';
	}
	if (!any)
		return NULL;
	digits = strspn(part[0], "0123456789") == strlen(part[0]) && strlen(part[0]) <= 2 && *part[0] &&
		 strspn(part[2], "0123456789") == 4 && strlen(part[2]) == 4;
	if (!digits || !mb_day_parse(&day, mb_arena_printf(r->q->a, "%s-%02d-%02d", part[2],
							   month_of(part[1]), number(part[0])))) {
		problem(r, "must be a day that exists, such as 27 3 2006");
		return NULL;
	}
	return mb_node_new_day(r->q->a, day);
}

static struct mb_node *read_number(struct reading *r, const char *text)
{
	char *out = mb_arena_dup(r->q->a, text), *to = out;
	size_t whole, part = 0;

	for (const char *p = text; *p; p++) /* "£12,500" */
		if (*p != ',' && *p != ' ' && !((unsigned char)*p == 0xc2 || (unsigned char)*p == 0xa3))
			*to++ = *p;
	*to = '\0';
	to = out + (*out == '-');
	whole = strspn(to, "0123456789");
	if (to[whole] == '.')
		part = strspn(to + whole + 1, "0123456789");
	if (!whole || to[whole + (to[whole] == '.') + part] || (to[whole] == '.' && !part)) {
		problem(r, "must be a number, such as 4 or 12.50");
		return NULL;
	}
	return mb_node_new_raw(r->q->a, out);
}

static struct mb_node *read_time(struct reading *r, const char *text)
{
	const char *t = strlen(text) == 4 && text[1] == ':' ? mb_arena_printf(r->q->a, "0%s", text) : text;

	if (strlen(t) != 5 || t[2] != ':' || strspn(t, "0123456789:") != 5 || number(t) > 23 || t[3] > '5') {
		problem(r, "must be a time of day, such as 14:30");
		return NULL;
	}
	return mb_node_new_text(r->q->a, t);
}

/* A document, person or group that the reader may see: what does not exist and what may not be seen is the same. */
static struct mb_node *read_ref(struct reading *r, const struct mb_field *f, const char *text)
{
	const char *kind = f->type == MB_T_PERSON || f->type == MB_T_PEOPLE  ? "person"
			   : f->type == MB_T_GROUP || f->type == MB_T_GROUPS ? "group"
									     : f->of;
	const struct mb_doc *d;
	struct mb_error low = { 0 };
	int rc = strchr(text, '/') ? MB_ENOTFOUND : web_doc(&d, r->q, text, &low);

	if (rc == MB_OK && d->kind && (!kind || mb_streq(d->kind->name, kind)))
		return mb_node_new_raw(r->q->a,
				       mb_arena_dup(r->q->a, mb_streq(kind, "group") ? d->group : d->id));
	if (mb_streq(kind, "person"))
		problem(r, ": nobody in this record is called '%.80s'; choose from the list", text);
	else
		problem(r, ": there is nothing called '%.80s' to choose", text);
	return NULL;
}

static struct mb_node *read_choice(struct reading *r, const struct mb_field *f, const char *text)
{
	for (size_t i = 0; i < f->n_choices; i++)
		if (mb_streq(f->choices[i], text))
			return f->type == MB_T_NUMBER ? mb_node_new_raw(r->q->a, text)
						      : mb_node_new_text(r->q->a, text);
	problem(r, ": '%.80s' is not one of those to choose from", text);
	return NULL;
}

static struct mb_node *read_scalar(struct reading *r, const struct mb_field *f, const char *name)
{
	const char *text;

	if (f->type == MB_T_DATE)
		return read_day(r, name);
	if (!(text = clean(r, pairs_get(r->typed, name), f->is_long)) || r->problem)
		return NULL;
	if (f->n_choices)
		return read_choice(r, f, text);
	switch (f->type) {
	case MB_T_NUMBER:
		return read_number(r, text);
	case MB_T_TIME:
		return read_time(r, text);
	case MB_T_BOOL:
		if (!mb_streq(text, "yes") && !mb_streq(text, "no"))
			problem(r, "is yes or no");
		return mb_node_new_raw(r->q->a, mb_streq(text, "yes") ? "true" : "false");
	case MB_T_PERSON:
	case MB_T_GROUP:
	case MB_T_DOC:
		return read_ref(r, f, text);
	default:
		return mb_node_new_text(r->q->a, text);
	}
}

/* Several: one a line, or one a control. */
static struct mb_node *read_list(struct reading *r, const struct mb_field *f, const char *name)
{
	struct mb_node *list = mb_node_new_list(r->q->a);
	const char *text;

	for (size_t i = 0; (text = pairs_at(r->typed, name, i)) != NULL; i++) {
		char *rest, *line;

		if (!(text = clean(r, text, true)))
			continue;
		for (rest = mb_arena_dup(r->q->a, text); (line = strsep(&rest, "\n")) != NULL;) {
			const char *one = clean(r, line, false);
			struct mb_node *item = NULL;

			if (one && !r->problem)
				item = f->n_choices	      ? read_choice(r, f, one)
				       : f->type == MB_T_LIST ? mb_node_new_text(r->q->a, one)
							      : read_ref(r, f, one);
			if (item)
				mb_node_push(r->q->a, list, item);
		}
	}
	return list->n ? list : NULL;
}

static struct mb_node *read_rows(struct reading *r, const struct entry *e)
{
	size_t n = pairs_rows(r->q, r->typed, e->name);
	struct mb_node *list = mb_node_new_list(r->q->a);

	for (size_t i = 0; i < n; i++) {
		struct mb_node *row = mb_node_new_map(r->q->a);

		for (size_t k = 0; k < e->f->n_columns; k++) {
			const struct mb_field *c = &e->f->columns[k];
			struct mb_node *v;

			r->label = mb_arena_printf(r->q->a, "%s, row %zu, %s", e->label, i + 1,
						   mb_column_label(r->q->a, c));
			v = read_scalar(r, c, mb_arena_printf(r->q->a, "%s-%zu-%s", e->name, i, c->name));
			if (v)
				mb_node_put(r->q->a, row, c->name, v);
		}
		/* what a row says besides its declared columns stays with the row that it was */
		if (row->n && e->value && e->value->type == MB_LIST && i < e->value->n) {
			const struct mb_node *was = e->value->items[i];

			for (size_t k = 0; was->type == MB_MAP && k < was->n; k++) {
				bool declared = false;

				for (size_t c = 0; c < e->f->n_columns; c++)
					declared |= mb_streq(e->f->columns[c].name, was->keys[k]);
				if (!declared)
					mb_node_put(r->q->a, row, was->keys[k], was->items[k]);
			}
		}
		if (row->n)
			mb_node_push(r->q->a, list, row);
	}
	return list->n ? list : NULL;
}

/* "name: value", one a line. */
static struct mb_node *read_map(struct reading *r, const char *name)
{
	const char *text = clean(r, pairs_get(r->typed, name), true);
	struct mb_node *map = NULL;
	struct mb_error low = { 0 };

	if (!text || r->problem)
		return NULL;
	if (mb_yaml_parse(&map, r->q->a, text, strlen(text), &low) != MB_OK || !map || map->type != MB_MAP) {
		problem(r, "is written as name: value, one a line%s%s", *low.text ? "; " : "", low.text);
		return NULL;
	}
	return map;
}

static struct mb_node *read_one(struct reading *r, const struct entry *e)
{
	switch (e->f->type) {
	case MB_T_PEOPLE:
	case MB_T_GROUPS:
	case MB_T_DOCS:
	case MB_T_LIST:
		return read_list(r, e->f, e->name);
	case MB_T_ROWS:
		return read_rows(r, e);
	case MB_T_MAP:
		return read_map(r, e->name);
	default:
		return read_scalar(r, e->f, e->name);
	}
}

int fields_read(struct entries *e, struct web_req *q, const struct web_pairs *typed, struct mb_error *err)
{
	for (size_t i = 0; i < e->n; i++) {
		struct entry *x = &e->list[i];
		struct reading r = { .q = q, .typed = typed, .label = x->label, .err = err };
		struct mb_node *value;
		const char *name;

		for (size_t k = 0; !x->shown && (name = pairs_at(typed, "shown", k)) != NULL; k++)
			x->shown = mb_streq(name, x->f->name);
		if (!x->shown)
			continue;
		if (x->value && untouched(q, x, typed))
			continue;
		value = read_one(&r, x);
		if (!value && !r.problem && x->f->required)
			r.problem = mb_arena_printf(q->a, "%s is missing", x->label);
		if ((x->problem = r.problem) != NULL)
			e->wrong = true;
		else
			x->value = value;
	}
	return MB_OK;
}
