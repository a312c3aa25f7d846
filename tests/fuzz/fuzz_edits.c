/* Edits of front matter, one after the other: what is accepted reads back as meant and leaves the body's bytes and
 * every other entry alone; what is refused leaves the text as it was. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#define EDITS_MAX 6

static struct mb_node *some_value(struct input *in, struct mb_arena *a, int depth)
{
	struct mb_node *n;

	switch (choose(in, depth < 3 ? 6 : 3)) {
	case 0:
		return mb_node_new_raw(a, "2005-10-11");
	case 1:
		return mb_node_new_int(a, (long)choose(in, 256));
	case 2:
		return mb_node_new_text(a, choose_text(in, a, 24));
	case 3:
		n = mb_node_new_list(a);
		for (unsigned i = choose(in, 4); i > 0; i--)
			mb_node_push(a, n, some_value(in, a, depth + 1));
		return n;
	case 4:
		n = mb_node_new_map(a);
		for (unsigned i = choose(in, 4); i > 0; i--)
			mb_node_put(a, n, i % 2 ? mb_arena_printf(a, "k%u", i) : choose_text(in, a, 8),
				    some_value(in, a, depth + 1));
		return n;
	default:
		return mb_node_new_text(a, "the Director shall report back: yes, \"soon\" # no comment");
	}
}

/* A path that is there, or nearly: some steps down the tree, perhaps with a step of its own. */
static const char *some_path(struct input *in, struct mb_arena *a, const struct mb_node *n)
{
	const char *path = "";

	while (n && n->type != MB_TEXT && n->n > 0 && (!*path || choose(in, 3))) {
		unsigned i = choose(in, (unsigned)n->n);

		path = n->type == MB_MAP ? mb_arena_printf(a, "%s%s%s", path, *path ? "/" : "", n->keys[i])
					 : mb_arena_printf(a, "%s/%u", path, i);
		n = n->items[i];
	}
	if (!*path || !choose(in, 4))
		path = mb_arena_printf(a, "%s%s%s", path, *path ? "/" : "",
				       choose(in, 2) ? "added" : choose_text(in, a, 12));
	return path;
}

static bool same_but_for(const struct mb_node *before, const struct mb_node *after, const char *path)
{
	size_t len = strcspn(path, "/");

	for (size_t i = 0; before && i < before->n; i++) {
		const char *key = before->keys[i];

		if (strlen(key) == len && !strncmp(key, path, len))
			continue;
		if (!mb_node_same(before->items[i], mb_node_get(after, key)))
			return false;
	}
	return true;
}

static void one_edit(struct input *in, struct mb_buf *text)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_matter before, after;
	struct mb_error err = { 0 };
	const struct mb_node *value, *found;
	const char *path, *was;
	size_t was_n = text->n;
	unsigned what;
	int rc;

	was = mb_arena_copy(a, text->p, text->n);
	if (mb_matter_parse(&before, a, text->p, text->n, NULL) != MB_OK)
		before = (struct mb_matter){ 0 };
	what = choose(in, 3);
	path = some_path(in, a, before.root);
	value = some_value(in, a, 0);
	rc = what == 0	 ? mb_matter_set(text, path, value, &err)
	     : what == 1 ? mb_matter_append(text, path, value, &err)
			 : mb_matter_remove(text, path, &err);
	if (rc != MB_OK) {
		INSIST(err.code == rc && err.text[0] && !strchr(err.text, '\n'));
		INSIST(text->n == was_n && !memcmp(text->p, was, was_n));
	} else {
		INSIST(mb_matter_parse(&after, a, text->p, text->n, NULL) == MB_OK);
		INSIST(text->n - after.body_from == was_n - before.body_from &&
		       !memcmp(text->p + after.body_from, was + before.body_from, was_n - before.body_from));
		INSIST(same_but_for(before.root, after.root, path));
		found = mb_node_at(after.root, path);
		if (what == 0)
			INSIST(found && mb_node_same(found, value));
		if (what == 1)
			INSIST(found && found->n && mb_node_same(found->items[found->n - 1], value));
	}
	mb_arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	unsigned edits = 1 + choose(&in, EDITS_MAX);
	size_t own = choose(&in, 200); /* bytes at the end that are choices, not text */
	struct input choices = in;
	struct mb_buf text;

	own = own < in.n ? own : in.n;
	in.n -= own;
	choices = (struct input){ in.p + in.n, own };
	mb_buf_init(&text, 0);
	mb_buf_put(&text, in.p, in.n);
	for (unsigned i = 0; i < edits; i++)
		one_edit(&choices, &text);
	mb_buf_free(&text);
	return 0;
}
