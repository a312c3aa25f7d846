/* Any text as YAML: read, or refused with a line; what is read and written anew reads back the same. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_node(const struct mb_node *n, int depth, bool *long_key)
{
	INSIST(depth <= MB_YAML_DEPTH && n->line >= 1);
	if (n->type == MB_TEXT) {
		INSIST(n->text);
		return;
	}
	for (size_t i = 0; i < n->n; i++) {
		if (n->type == MB_MAP) {
			*long_key |= strlen(n->keys[i]) > 1000; /* mb_yaml_write() says so */
			INSIST(mb_node_get(n, n->keys[i]) == n->items[i]);
		}
		check_node(n->items[i], depth + 1, long_key);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct mb_arena *a = mb_arena_new();
	char *text = text_left(&in);
	struct mb_node *root = NULL, *again = NULL;
	struct mb_error err = { 0 };
	bool long_key = false;
	struct mb_buf out;

	mb_buf_init(&out, 0);
	if (mb_yaml_parse(&root, a, text, in.n, &err) != MB_OK) {
		INSIST(err.code == MB_EINVAL && strstr(err.text, "line ") && !strchr(err.text, '\n'));
	} else if (root) {
		check_node(root, 1, &long_key);
		INSIST(mb_node_same(root, mb_node_copy(a, root)));
		if (root->type == MB_MAP && !long_key) {
			mb_yaml_write(&out, root);
			INSIST(mb_yaml_parse(&again, a, out.p, out.n, &err) == MB_OK);
			INSIST(root->n ? mb_node_same(root, again) : !again || !again->n);
		}
	}
	mb_buf_free(&out);
	free(text);
	mb_arena_free(a);
	return 0;
}
