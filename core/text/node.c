/* Plain values: making them, looking into them, comparing them. */
#include "matter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mb_node *mb_node_get(const struct mb_node *map, const char *key)
{
	if (!map || map->type != MB_MAP)
		return NULL;
	for (size_t i = 0; i < map->n; i++)
		if (map->keys[i][0] == key[0] && !strcmp(map->keys[i], key))
			return map->items[i];
	return NULL;
}

const char *mb_node_text(const struct mb_node *map, const char *key)
{
	const struct mb_node *n = mb_node_get(map, key);

	return n && n->type == MB_TEXT && n->text[0] ? n->text : NULL;
}

size_t mb_y_step(const struct mb_node *n, const char *step)
{
	size_t at = 0;

	if (n->type == MB_MAP) {
		for (size_t i = 0; i < n->n; i++)
			if (!strcmp(n->keys[i], step))
				return i;
		return MB_NOWHERE;
	}
	if (n->type != MB_LIST || !*step || strlen(step) > 9)
		return MB_NOWHERE;
	for (; *step; step++) {
		if (*step < '0' || *step > '9')
			return MB_NOWHERE;
		at = at * 10 + (size_t)(*step - '0');
	}
	return at < n->n ? at : MB_NOWHERE;
}

const struct mb_node *mb_node_at(const struct mb_node *n, const char *path)
{
	while (n && *path) {
		size_t len = strcspn(path, "/"), at;
		char *step = mb_strndup(path, len);

		at = mb_y_step(n, step);
		free(step);
		n = at == MB_NOWHERE ? NULL : n->items[at];
		path += len + (path[len] == '/');
	}
	return n;
}

struct pair {
	const char *key;
	const struct mb_node *value;
};

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct pair *)a)->key, ((const struct pair *)b)->key);
}

static struct pair *sorted_pairs(const struct mb_node *map)
{
	struct pair *p = mb_alloc(map->n * sizeof *p);

	for (size_t i = 0; i < map->n; i++)
		p[i] = (struct pair){ map->keys[i], map->items[i] };
	qsort(p, map->n, sizeof *p, by_key);
	return p;
}

/* The order of keys carries no meaning. */
static bool same_unordered(const struct mb_node *a, const struct mb_node *b)
{
	struct pair *x = sorted_pairs(a), *y = sorted_pairs(b);
	bool same = true;

	for (size_t i = 0; i < a->n && same; i++)
		same = !strcmp(x[i].key, y[i].key) && mb_node_same(x[i].value, y[i].value);
	free(x);
	free(y);
	return same;
}

bool mb_node_same(const struct mb_node *a, const struct mb_node *b)
{
	if (!a || !b)
		return a == b;
	if (a->type != b->type || a->n != b->n)
		return false;
	if (a->type == MB_TEXT)
		return !strcmp(a->text, b->text);
	if (a->type == MB_MAP)
		for (size_t i = 0; i < a->n; i++)
			if (strcmp(a->keys[i], b->keys[i]) != 0)
				return same_unordered(a, b);
	for (size_t i = 0; i < a->n; i++)
		if (!mb_node_same(a->items[i], b->items[i]))
			return false;
	return true;
}

static struct mb_node *new_node(struct mb_arena *a, enum mb_node_type type)
{
	struct mb_node *n = mb_arena_alloc(a, sizeof *n);

	n->type = type;
	return n;
}

struct mb_node *mb_node_new_text(struct mb_arena *a, const char *s)
{
	struct mb_node *n = new_node(a, MB_TEXT);

	n->text = mb_arena_dup(a, s ? s : "");
	return n;
}

struct mb_node *mb_node_new_raw(struct mb_arena *a, const char *s)
{
	struct mb_node *n = mb_node_new_text(a, s);

	n->raw = true;
	return n;
}

struct mb_node *mb_node_new_int(struct mb_arena *a, long v)
{
	char digits[32];

	snprintf(digits, sizeof digits, "%ld", v);
	return mb_node_new_raw(a, digits);
}

struct mb_node *mb_node_new_day(struct mb_arena *a, mb_day d)
{
	char iso[MB_ISO_DATE];

	return mb_node_new_raw(a, mb_day_iso(iso, d));
}

struct mb_node *mb_node_new_list(struct mb_arena *a)
{
	return new_node(a, MB_LIST);
}

struct mb_node *mb_node_new_map(struct mb_arena *a)
{
	return new_node(a, MB_MAP);
}

void mb_node_push(struct mb_arena *a, struct mb_node *list, struct mb_node *item)
{
	*MB_PUSH(a, list->items, list->n) = item;
}

void mb_node_put(struct mb_arena *a, struct mb_node *map, const char *key, struct mb_node *value)
{
	size_t n_keys = map->n;

	for (size_t i = 0; i < map->n; i++)
		if (!strcmp(map->keys[i], key)) {
			map->items[i] = value;
			return;
		}
	*MB_PUSH(a, map->keys, n_keys) = mb_arena_dup(a, key);
	*MB_PUSH(a, map->items, map->n) = value;
}

struct mb_node *mb_node_copy(struct mb_arena *a, const struct mb_node *n)
{
	struct mb_node *c;
	size_t n_keys = 0;

	if (!n)
		return NULL;
	c = new_node(a, n->type);
	c->raw = n->raw;
	c->line = n->line;
	if (n->type == MB_TEXT)
		c->text = mb_arena_dup(a, n->text);
	for (size_t i = 0; i < n->n; i++) {
		if (n->type == MB_MAP)
			*MB_PUSH(a, c->keys, n_keys) = mb_arena_dup(a, n->keys[i]);
		*MB_PUSH(a, c->items, c->n) = mb_node_copy(a, n->items[i]);
	}
	return c;
}
