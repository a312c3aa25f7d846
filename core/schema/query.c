/* query.c: does a document match? */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

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

bool mb_query_fits(const struct mb_query *q, const struct mb_doc *d)
{
	const struct mb_node *rows;
	const char *dot;
	char name[128];

	if (!d->kind || !mb_streq(d->kind->name, q->kind) || (q->group && !mb_streq(d->group, q->group)))
		return false;
	if (!q->field || !q->value)
		return true;
	if (strcmp(q->field, "state") == 0)
		return mb_streq(d->state, q->value);
	if (strcmp(q->field, "id") == 0)
		return mb_streq(d->id, q->value);
	dot = strchr(q->field, '.');
	if (!dot)
		return holds(mb_doc_node(d, q->field), q->value);
	if ((size_t)(dot - q->field) >= sizeof name)
		return false;
	memcpy(name, q->field, (size_t)(dot - q->field));
	name[dot - q->field] = '\0';
	rows = mb_doc_node(d, name);
	if (rows && rows->type == MB_MAP)
		return holds(mb_node_get(rows, dot + 1), q->value);
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (holds(mb_node_get(rows->items[i], dot + 1), q->value))
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
