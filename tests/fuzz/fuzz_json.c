/* JSON as a stranger sends it to the API: what is read is within bounds, and reads the same when it is written as front matter. */
#include "fuzz.h"

#include <minutebook/exchange.h>

#include <string.h>

static size_t check(const struct mb_json_value *v, size_t depth)
{
	size_t n = 1;

	INSIST(depth <= MB_JSON_DEPTH);
	INSIST((v->type == MB_J_TEXT) <= (v->text != NULL));
	if (v->text)
		INSIST(mb_text_check(v->text, strlen(v->text), NULL) == MB_OK);
	INSIST(v->n == 0 || v->type == MB_J_LIST || v->type == MB_J_OBJECT);
	for (size_t i = 0; i < v->n; i++) {
		if (v->type == MB_J_OBJECT) {
			INSIST(mb_text_check(v->keys[i], strlen(v->keys[i]), NULL) == MB_OK);
			INSIST(mb_json_get(v, v->keys[i]) == &v->items[i]); /* no key twice */
		}
		n += check(&v->items[i], depth + 1);
	}
	return n;
}

/* Written as YAML and read again it is the same; keys longer than YAML's, and depth beyond its own, are refused there. */
static void check_node(struct mb_arena *a, const struct mb_json_value *v)
{
	struct mb_node *node = mb_json_node(a, v), *again = NULL;
	struct mb_buf b;

	mb_buf_init(&b, 0);
	mb_yaml_write(&b, node);
	if (!b.over && node->n && mb_yaml_parse(&again, a, b.p, b.n, NULL) == MB_OK)
		INSIST(mb_node_same(node, again));
	mb_buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_json_value v;
	int rc = mb_json_read(&v, a, (const char *)data, size, &err);

	INSIST(rc == MB_OK || rc == MB_EINVAL);
	INSIST(rc == MB_OK || (err.code == rc && err.text[0] && !strchr(err.text, '\n')));
	if (rc == MB_OK) {
		INSIST(check(&v, 0) <= MB_JSON_VALUES + 1);
		if (v.type == MB_J_OBJECT)
			check_node(a, &v);
	}
	mb_arena_free(a);
	return 0;
}
