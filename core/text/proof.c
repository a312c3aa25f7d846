/* Is the new tree the old one with exactly the change that was asked for? */
#include "edit.h"

#include <string.h>

static bool same_marks(const struct mb_ynode *a, const struct mb_ynode *b)
{
	return a->pub.type == b->pub.type && mb_streq(a->anchor, b->anchor) && mb_streq(a->tag, b->tag);
}

static bool same_tree(const struct mb_ynode *a, const struct mb_ynode *b);

static bool same_child(const struct mb_ynode *a, size_t i, const struct mb_ynode *b, size_t j)
{
	return (a->pub.type != MB_MAP || same_tree(a->keys[i], b->keys[j])) &&
	       same_tree(mb_y_child(a, i), mb_y_child(b, j));
}

/* Nothing is allowed to differ, not even whether a text stands in quotes. */
static bool same_tree(const struct mb_ynode *a, const struct mb_ynode *b)
{
	if (!same_marks(a, b) || a->pub.n != b->pub.n)
		return false;
	if (a->pub.type == MB_TEXT)
		return !strcmp(a->pub.text, b->pub.text) && a->style == b->style;
	for (size_t i = 0; i < a->pub.n; i++)
		if (!same_child(a, i, b, i))
			return false;
	return true;
}

static bool proved_append(const struct edit *e, const struct mb_ynode *a, const struct mb_ynode *b)
{
	size_t n = a->pub.n;

	if (!same_marks(a, b) || b->pub.n != n + 1 || !mb_node_same(b->pub.items[n], e->value))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!same_child(a, i, b, i))
			return false;
	return true;
}

/* b is a with exactly the change, where depth steps of the path have been taken. */
bool mb_edit_proved(const struct edit *e, const struct mb_ynode *a, const struct mb_ynode *b, size_t depth)
{
	bool last = depth + 1 == e->path.n, cut = last && e->what == MB_Y_REMOVE;
	size_t at = mb_y_step(&a->pub, e->path.steps[depth]);
	bool add = at == MB_NOWHERE;

	if (!same_marks(a, b) || b->pub.n + cut != a->pub.n + add)
		return false;
	for (size_t i = 0, j = 0; i < a->pub.n; i++) {
		if (i == at && cut)
			continue;
		if (i != at) {
			if (!same_child(a, i, b, j))
				return false;
		} else {
			if (a->pub.type == MB_MAP && !same_tree(a->keys[i], b->keys[j]))
				return false;
			if (!last ? !mb_edit_proved(e, mb_y_child(a, i), mb_y_child(b, j), depth + 1)
			    : e->what == MB_Y_APPEND ? !proved_append(e, mb_y_child(a, i), mb_y_child(b, j))
						     : !mb_node_same(b->pub.items[j], e->value))
				return false;
		}
		j++;
	}
	return !add || (!strcmp(b->pub.keys[a->pub.n], e->path.steps[depth]) &&
			mb_node_same(b->pub.items[a->pub.n], e->value));
}

bool mb_edit_proved_all(const struct mb_ynode *a, const struct mb_ynode *b, const struct mb_node *map)
{
	size_t at = a->pub.n;

	if (!same_marks(a, b) || b->pub.n < a->pub.n)
		return false;
	for (size_t i = 0; i < a->pub.n; i++) {
		const struct mb_node *set = mb_node_get(map, a->pub.keys[i]);

		if (set ? !same_tree(a->keys[i], b->keys[i]) || !mb_node_same(b->pub.items[i], set)
			: !same_child(a, i, b, i))
			return false;
	}
	for (size_t i = 0; i < map->n; i++) {
		if (mb_node_get(&a->pub, map->keys[i]))
			continue;
		if (at == b->pub.n || strcmp(b->pub.keys[at], map->keys[i]) != 0 ||
		    !mb_node_same(b->pub.items[at], map->items[i]))
			return false;
		at++;
	}
	return at == b->pub.n;
}
