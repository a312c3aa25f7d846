/* query.c: does a document match? */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

#define FIELD_NAME 128 /* of rows: longer ones are asked for in vain */

static bool holds(const struct mb_node *n, const char *value)
{
	if (!n)
		return false;
	if (n->type == MB_TEXT)
		return strcmp(n->text, value) == 0;
	for (size_t i = 0; n->type == MB_LIST && i < n->n; i++)
		if (n->items[i]->type == MB_TEXT && strcmp(n->items[i]->text, value) == 0)
			return true;
	return false;
}

static void tell(const struct mb_node *n, void (*each)(void *ctx, const char *value), void *ctx)
{
	if (n && n->type == MB_TEXT)
		each(ctx, n->text);
	for (size_t i = 0; n && n->type == MB_LIST && i < n->n; i++)
		if (n->items[i]->type == MB_TEXT)
			each(ctx, n->items[i]->text);
}

/* "members.person" in two. false: no such field can be. */
static bool cut(char *name, size_t size, const char **key, const char *field)
{
	const char *dot = strchr(field, '.');

	*key = dot ? dot + 1 : NULL;
	if (!dot || (size_t)(dot - field) >= size)
		return !dot;
	memcpy(name, field, (size_t)(dot - field));
	name[dot - field] = '\0';
	return true;
}

void mb_query_values(const struct mb_doc *d, const char *field, void (*each)(void *ctx, const char *value),
		     void *ctx)
{
	const struct mb_node *rows;
	const char *own = strcmp(field, "state") == 0 ? d->state : d->id, *key;
	char name[FIELD_NAME];

	if (strcmp(field, "state") == 0 || strcmp(field, "id") == 0) {
		if (own)
			each(ctx, own);
		return;
	}
	if (!cut(name, sizeof name, &key, field))
		return;
	rows = mb_doc_node(d, key ? name : field);
	if (!key || !rows)
		tell(rows, each, ctx);
	else if (rows->type == MB_MAP)
		tell(mb_node_get(rows, key), each, ctx);
	for (size_t i = 0; key && rows && rows->type == MB_LIST && i < rows->n; i++)
		tell(mb_node_get(rows->items[i], key), each, ctx);
}

bool mb_query_fits(const struct mb_query *q, const struct mb_doc *d)
{
	const struct mb_node *rows;
	const char *key;
	char name[FIELD_NAME];

	if (!d->kind || !mb_streq(d->kind->name, q->kind) || (q->group && !mb_streq(d->group, q->group)))
		return false;
	if (!q->field || !q->value)
		return true;
	if (strcmp(q->field, "state") == 0)
		return mb_streq(d->state, q->value);
	if (strcmp(q->field, "id") == 0)
		return mb_streq(d->id, q->value);
	if (!cut(name, sizeof name, &key, q->field))
		return false;
	rows = mb_doc_node(d, key ? name : q->field);
	if (!key)
		return holds(rows, q->value);
	if (rows && rows->type == MB_MAP)
		return holds(mb_node_get(rows, key), q->value);
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (holds(mb_node_get(rows->items[i], key), q->value))
			return true;
	return false;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void mb_sort_paths(const char **paths, size_t n)
{
	if (n > 1)
		qsort(paths, n, sizeof *paths, by_text);
}
