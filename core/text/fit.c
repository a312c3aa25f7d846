/* Setting a whole list or map where one stands: only what differs is edited, so that a form which saves all attendance
 * changes the one line that was touched, and comments between the others stay. */
#include "matter.h"

#include <string.h>

/* Each small edit reads the text twice: over this many, or this many bytes read, the value is replaced as a whole. */
#define MAX_EDITS 64
#define MAX_BYTES ((size_t)4 * 1024 * 1024)

struct small {
	enum mb_yedit what;
	struct mb_ypath path;
	const struct mb_node *value;
};

struct fit {
	struct mb_arena *arena;
	struct small *edit;
	size_t n;
};

static void add(struct fit *f, enum mb_yedit what, struct mb_ypath path, const struct mb_node *value)
{
	*MB_PUSH(f->arena, f->edit, f->n) = (struct small){ what, path, value };
}

static struct mb_ypath below(struct fit *f, struct mb_ypath path, const char *step)
{
	const char **steps = mb_arena_alloc(f->arena, (path.n + 1) * sizeof *steps);

	memcpy(steps, path.steps, path.n * sizeof *steps);
	steps[path.n] = step;
	return (struct mb_ypath){ steps, path.n + 1 };
}

static struct mb_ypath item(struct fit *f, struct mb_ypath path, size_t i)
{
	return below(f, path, mb_arena_printf(f->arena, "%zu", i));
}

static void differ(struct fit *f, struct mb_ypath path, const struct mb_node *old, const struct mb_node *new);

/* New keys before old ones go: a map never becomes {} in between. */
static void differ_map(struct fit *f, struct mb_ypath path, const struct mb_node *old,
		       const struct mb_node *new)
{
	for (size_t i = 0; i < new->n && f->n <= MAX_EDITS; i++)
		differ(f, below(f, path, new->keys[i]), mb_node_get(old, new->keys[i]), new->items[i]);
	for (size_t i = 0; i < old->n && f->n <= MAX_EDITS; i++)
		if (!mb_node_get(new, old->keys[i]))
			add(f, MB_Y_REMOVE, below(f, path, old->keys[i]), NULL);
}

/* As many items: one by one. More behind the old ones: appended. Some taken out: removed. Else all is new. */
static void differ_list(struct fit *f, struct mb_ypath path, const struct mb_node *old,
			const struct mb_node *new)
{
	size_t least = old->n < new->n ? old->n : new->n, head = 0, tail = 0;

	while (head < least && mb_node_same(old->items[head], new->items[head]))
		head++;
	while (tail < least - head &&
	       mb_node_same(old->items[old->n - 1 - tail], new->items[new->n - 1 - tail]))
		tail++;
	if (old->n == new->n) {
		for (size_t i = head; i < new->n - tail && f->n <= MAX_EDITS; i++)
			differ(f, item(f, path, i), old->items[i], new->items[i]);
	} else if (head == old->n) {
		for (size_t i = head; i < new->n && f->n <= MAX_EDITS; i++)
			add(f, MB_Y_APPEND, path, new->items[i]);
	} else if (head + tail == new->n) {
		for (size_t i = old->n - tail; i > head && f->n <= MAX_EDITS; i--)
			add(f, MB_Y_REMOVE, item(f, path, i - 1), NULL);
	} else {
		add(f, MB_Y_SET, path, new);
	}
}

static void differ(struct fit *f, struct mb_ypath path, const struct mb_node *old, const struct mb_node *new)
{
	if (mb_node_same(old, new))
		return;
	if (!old || old->type != new->type || new->type == MB_TEXT || old->n == 0 || new->n == 0)
		add(f, MB_Y_SET, path, new);
	else if (new->type == MB_MAP)
		differ_map(f, path, old, new);
	else
		differ_list(f, path, old, new);
}

static const struct mb_node *find(const struct mb_node *n, struct mb_ypath path)
{
	for (size_t i = 0; n && i < path.n; i++) {
		size_t at = mb_y_step(n, path.steps[i]);

		n = at == MB_NOWHERE ? NULL : n->items[at];
	}
	return n;
}

static bool apply(struct mb_buf *made, const struct fit *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (mb_matter_edit(made, f->edit[i].what, f->edit[i].path, f->edit[i].value, NULL) != MB_OK)
			return false;
	return true;
}

bool mb_matter_fit(struct mb_buf *text, struct mb_ypath path, const struct mb_node *value)
{
	struct fit f = { .arena = mb_arena_new() };
	const struct mb_node *old;
	struct mb_matter m;
	struct mb_buf made;
	bool done = false;

	mb_buf_init(&made, text->max);
	if (mb_matter_parse(&m, f.arena, text->p, text->n, NULL) != MB_OK || !(old = find(m.root, path)))
		goto out;
	if ((done = mb_node_same(old, value)) || old->type != value->type || value->type == MB_TEXT)
		goto out;
	differ(&f, path, old, value);
	if (f.n > MAX_EDITS || f.n * (m.yaml_to - m.yaml_from) > MAX_BYTES)
		goto out;
	mb_buf_put(&made, text->p, text->n);
	if ((done = apply(&made, &f)))
		mb_y_replace(text, &made);
out:
	mb_buf_free(&made);
	mb_arena_free(f.arena);
	return done;
}
