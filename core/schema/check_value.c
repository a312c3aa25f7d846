/* check_value.c: one value against its type. */
#include "schema_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int mb_wrong(const struct mb_check *c, const struct mb_node *at, const char *fmt, ...)
{
	char text[560];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (at && at->line > 0)
		return mb_fail(c->err, MB_EINVAL, "%s line %d: %s", c->d->path, at->line, text);
	return mb_fail(c->err, MB_EINVAL, "%s: %s", c->d->path, text);
}

/* What a lower look-up found wrong with the value of a field. Not found is the document's fault, not the asker's. */
static int wrong_low(const struct mb_check *c, const char *name, const struct mb_node *at, int rc,
		     const struct mb_error *low)
{
	if (rc == MB_ENOTFOUND)
		return mb_wrong(c, at, "%s: %s", name, low->text);
	return rc == MB_OK ? rc : mb_fail(c->err, rc, "%s", low->text);
}

int mb_check_person(const struct mb_check *c, const char *name, const struct mb_node *value)
{
	struct mb_error low = { 0 };
	int rc;

	if (value->type != MB_TEXT)
		return mb_wrong(c, value, "%s must be the id of one person", name);
	rc = mb_person_known(c->v, value->text, &low);
	return wrong_low(c, name, value, rc, &low);
}

int mb_check_group(const struct mb_check *c, const char *name, const struct mb_node *value)
{
	const struct mb_group_code *group;
	struct mb_error low = { 0 };
	int rc;

	if (value->type != MB_TEXT)
		return mb_wrong(c, value, "%s must be the name of one group's folder", name);
	rc = mb_group_find(&group, c->v, value->text, &low);
	if (rc == MB_OK && strcmp(group->slug, value->text) != 0)
		return mb_wrong(c, value, "%s: write the group as %s, not by its code", name, group->slug);
	return wrong_low(c, name, value, rc, &low);
}

static int check_doc(const struct mb_check *c, const struct mb_field *f, const struct mb_node *value)
{
	const struct mb_doc *d;
	struct mb_error low = { 0 };
	int rc;

	if (value->type != MB_TEXT)
		return mb_wrong(c, value, "%s must be the id of one document", f->name);
	rc = mb_view_doc(&d, c->v, value->text, &low);
	if (rc != MB_OK)
		return wrong_low(c, f->name, value, rc, &low);
	if (!d->kind || strcmp(d->id, value->text) != 0)
		return mb_wrong(c, value, "%s: write the document's id%s%s, not %.80s", f->name,
				d->kind ? ", " : "", d->kind ? d->id : "", value->text);
	if (f->of && !mb_streq(d->kind->name, f->of))
		return mb_wrong(c, value, "%s: %s is %s %s, and %s %s is wanted", f->name, d->id,
				mb_an(d->kind->name), d->kind->name, mb_an(f->of), f->of);
	return MB_OK;
}

static bool is_number(const char *s)
{
	size_t n;

	s += *s == '-';
	n = strspn(s, "0123456789");
	if (n == 0 || s[n] != '.')
		return n > 0 && !s[n];
	s += n + 1;
	n = strspn(s, "0123456789");
	return n > 0 && !s[n];
}

static bool is_time(const char *s)
{
	if (strlen(s) != 5 || s[2] != ':' || strspn(s, "0123456789:") != 5 || s[0] == ':' || s[1] == ':' ||
	    s[3] == ':' || s[4] == ':')
		return false;
	return (s[0] - '0') * 10 + (s[1] - '0') < 24 && s[3] < '6';
}

static int check_choice(const struct mb_check *c, const struct mb_field *f, const struct mb_node *value)
{
	const char *all = NULL;

	for (size_t i = 0; i < f->n_choices; i++) {
		if (strcmp(f->choices[i], value->text) == 0)
			return MB_OK;
		all = mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? ", " : "", f->choices[i]);
	}
	return f->n_choices ? mb_wrong(c, value, "%s: %.80s is none of: %.300s", f->name, value->text, all)
			    : MB_OK;
}

static int check_scalar(const struct mb_check *c, const struct mb_field *f, const struct mb_node *value)
{
	mb_day day;

	if (value->type != MB_TEXT)
		return mb_wrong(c, value, "%s must be one value, not a list or a map", f->name);
	switch (f->type) {
	case MB_T_NUMBER:
		if (!is_number(value->text))
			return mb_wrong(c, value,
					"%s: %.80s is not a number (numbers are written as 4 or 12.50)",
					f->name, value->text);
		break;
	case MB_T_BOOL:
		if (mb_yes(value->text, true) != mb_yes(value->text, false))
			return mb_wrong(c, value, "%s: %.80s is neither true nor false", f->name,
					value->text);
		break;
	case MB_T_DATE:
		if (!mb_day_parse(&day, value->text))
			return mb_wrong(
				c, value,
				"%s: %.80s is not a date that exists (dates are written as 2005-03-02)",
				f->name, value->text);
		break;
	case MB_T_TIME:
		if (!is_time(value->text))
			return mb_wrong(c, value,
					"%s: %.80s is not a time of day (times are written as 09:30)",
					f->name, value->text);
		break;
	default:
		break;
	}
	return check_choice(c, f, value);
}

/* ---- lists and rows -------------------------------------------------------------------------------------- */

/* What was read out of a text keeps a person or paper that the record does not know as the text has it. */
static bool names_one(const struct mb_field *column)
{
	return column->type == MB_T_PERSON || column->type == MB_T_GROUP || column->type == MB_T_DOC;
}

static int check_row_key(const struct mb_check *c, const struct mb_field *f, const char *key,
			 const struct mb_node *value)
{
	static const char *const persons[] = { "person", "by", "entered_by", "owner" };
	bool group = mb_is_group_kind(c->d->kind);
	const struct mb_field date = { .name = key, .type = MB_T_DATE };

	if (value->type != MB_TEXT || !value->text[0])
		return MB_OK;
	for (size_t i = 0; i < f->n_columns; i++)
		if (strcmp(f->columns[i].name, key) == 0 && !(f->managed && names_one(&f->columns[i])))
			return mb_check_value(c, &f->columns[i], value);
	for (size_t i = 0; i < sizeof(persons) / sizeof(persons[0]); i++)
		if (strcmp(key, persons[i]) == 0)
			return mb_check_person(c, key, value);
	if (group && strcmp(f->name, "lines") == 0 && (strcmp(key, "to") == 0 || strcmp(key, "group") == 0))
		return mb_check_group(c, key, value);
	if ((group && (strcmp(key, "from") == 0 || strcmp(key, "until") == 0)) ||
	    (f->type == MB_T_SIGNOFFS && strcmp(key, "on") == 0))
		return check_scalar(c, &date, value);
	return MB_OK;
}

static int check_row(const struct mb_check *c, const struct mb_field *f, const struct mb_node *row)
{
	int rc = MB_OK;

	if (row->type != MB_MAP)
		return mb_wrong(c, row, "%s: a row is written as {key: value, ...}", f->name);
	for (size_t i = 0; rc == MB_OK && i < row->n; i++)
		rc = check_row_key(c, f, row->keys[i], row->items[i]);
	return rc;
}

static int check_item(const struct mb_check *c, const struct mb_field *f, const struct mb_node *item)
{
	switch (f->type) {
	case MB_T_PEOPLE:
		return mb_check_person(c, f->name, item);
	case MB_T_GROUPS:
		return mb_check_group(c, f->name, item);
	case MB_T_DOCS:
		return check_doc(c, f, item);
	case MB_T_ROWS:
	case MB_T_SIGNOFFS:
		return check_row(c, f, item);
	default:
		if (item->type != MB_TEXT)
			return mb_wrong(c, item, "%s: each item must be a text", f->name);
		return check_choice(c, f, item);
	}
}

static int check_list(const struct mb_check *c, const struct mb_field *f, const struct mb_node *value)
{
	int rc = MB_OK;

	if (value->type != MB_LIST)
		return mb_wrong(c, value, "%s must be a list, written as [first, second]", f->name);
	for (size_t i = 0; rc == MB_OK && i < value->n; i++)
		rc = check_item(c, f, value->items[i]);
	return rc;
}

int mb_check_value(const struct mb_check *c, const struct mb_field *f, const struct mb_node *value)
{
	switch (f->type) {
	case MB_T_TEXT:
	case MB_T_NUMBER:
	case MB_T_BOOL:
	case MB_T_DATE:
	case MB_T_TIME:
		return check_scalar(c, f, value);
	case MB_T_PERSON:
		return mb_check_person(c, f->name, value);
	case MB_T_GROUP:
		return mb_check_group(c, f->name, value);
	case MB_T_DOC:
		return check_doc(c, f, value);
	case MB_T_MAP:
		return value->type == MB_MAP
			       ? MB_OK
			       : mb_wrong(c, value, "%s must be written as {key: value, ...}", f->name);
	case MB_T_PEOPLE:
	case MB_T_GROUPS:
	case MB_T_DOCS:
	case MB_T_LIST:
	case MB_T_ROWS:
	case MB_T_SIGNOFFS:
		break;
	}
	return check_list(c, f, value);
}
