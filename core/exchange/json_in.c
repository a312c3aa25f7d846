/* JSON that strangers send. What it may cost is found by one look over the bytes, before jansson makes anything of them. */
#include <minutebook/exchange.h>

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* Brackets and commas outside of texts. A text that is no JSON may be counted wrongly; then it is refused anyway. */
static int look_over(const char *p, size_t n, struct mb_error *err)
{
	size_t depth = 0, values = 1;
	bool text = false;

	for (size_t i = 0; i < n; i++) {
		if (text) {
			if (p[i] == '\\')
				i++;
			else
				text = p[i] != '"';
			continue;
		}
		text = p[i] == '"';
		values += p[i] == ',' || p[i] == '[' || p[i] == '{';
		depth += p[i] == '[' || p[i] == '{';
		depth -= depth > 0 && (p[i] == ']' || p[i] == '}');
		if (depth > MB_JSON_DEPTH)
			return mb_fail(err, MB_EINVAL,
				       "this JSON is nested deeper than %d; nothing here needs that",
				       MB_JSON_DEPTH);
		if (values > MB_JSON_VALUES)
			return mb_fail(err, MB_EINVAL,
				       "this JSON has more than %d values; send it in several parts",
				       MB_JSON_VALUES);
	}
	return MB_OK;
}

static int take_text(const char **out, struct mb_arena *a, const char *p, size_t n, struct mb_error *err)
{
	struct mb_error low;

	if (mb_text_check(p, n, &low) != MB_OK)
		return mb_fail(err, MB_EINVAL, "a text of this JSON may not stand in the record: %s",
			       low.text);
	*out = mb_arena_copy(a, p, n);
	return MB_OK;
}

static int take(struct mb_json_value *out, struct mb_arena *a, json_t *v, struct mb_error *err);

static int take_list(struct mb_json_value *out, struct mb_arena *a, json_t *v, struct mb_error *err)
{
	int rc = MB_OK;

	out->type = MB_J_LIST;
	out->n = json_array_size(v);
	out->items = mb_arena_alloc(a, (out->n + 1) * sizeof *out->items);
	for (size_t i = 0; rc == MB_OK && i < out->n; i++)
		rc = take(&out->items[i], a, json_array_get(v, i), err);
	return rc;
}

static int take_object(struct mb_json_value *out, struct mb_arena *a, json_t *v, struct mb_error *err)
{
	size_t n = json_object_size(v);
	int rc = MB_OK;

	out->type = MB_J_OBJECT;
	out->items = mb_arena_alloc(a, (n + 1) * sizeof *out->items);
	out->keys = mb_arena_alloc(a, (n + 1) * sizeof *out->keys);
	for (void *i = json_object_iter(v); rc == MB_OK && i; i = json_object_iter_next(v, i)) {
		const char *key = json_object_iter_key(i);

		if ((rc = take_text(&out->keys[out->n], a, key, strlen(key), err)) == MB_OK)
			rc = take(&out->items[out->n++], a, json_object_iter_value(i), err);
	}
	return rc;
}

static int take(struct mb_json_value *out, struct mb_arena *a, json_t *v, struct mb_error *err)
{
	char number[64];

	*out = (struct mb_json_value){ .type = MB_J_NULL };
	switch (json_typeof(v)) {
	case JSON_OBJECT:
		return take_object(out, a, v, err);
	case JSON_ARRAY:
		return take_list(out, a, v, err);
	case JSON_STRING:
		out->type = MB_J_TEXT;
		return take_text(&out->text, a, json_string_value(v), json_string_length(v), err);
	case JSON_INTEGER:
		out->type = MB_J_WHOLE;
		out->whole = (long)json_integer_value(v);
		out->text = mb_arena_printf(a, "%ld", out->whole);
		return MB_OK;
	case JSON_REAL:
		out->type = MB_J_REAL;
		snprintf(number, sizeof number, "%.15g", json_real_value(v));
		out->text = mb_arena_dup(a, number);
		return MB_OK;
	case JSON_TRUE:
	case JSON_FALSE:
		out->type = MB_J_BOOL;
		out->whole = json_is_true(v);
		out->text = out->whole ? "true" : "false";
		return MB_OK;
	default:
		return MB_OK;
	}
}

int mb_json_read(struct mb_json_value *out, struct mb_arena *a, const char *p, size_t n, struct mb_error *err)
{
	json_error_t why;
	json_t *v;
	int rc = look_over(p ? p : "", n, err);

	*out = (struct mb_json_value){ .type = MB_J_NULL };
	if (rc != MB_OK)
		return rc;
	v = json_loadb(p ? p : "", n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (!v)
		return mb_fail(err, MB_EINVAL, "this is no JSON that can be read: line %d: %s", why.line,
			       why.text);
	rc = take(out, a, v, err);
	json_decref(v);
	return rc;
}

const struct mb_json_value *mb_json_get(const struct mb_json_value *object, const char *key)
{
	for (size_t i = 0; object && object->type == MB_J_OBJECT && i < object->n; i++)
		if (mb_streq(object->keys[i], key))
			return &object->items[i];
	return NULL;
}

const char *mb_json_word(enum mb_json_type t)
{
	static const char *const words[] = { "null",   "true or false", "a whole number", "a number",
					     "a text", "a list",	"an object" };

	return words[t];
}

struct mb_node *mb_json_node(struct mb_arena *a, const struct mb_json_value *v)
{
	struct mb_node *node;

	switch (v->type) {
	case MB_J_TEXT:
		return mb_node_new_text(a, v->text);
	case MB_J_BOOL:
	case MB_J_WHOLE:
	case MB_J_REAL:
		return mb_node_new_raw(a, v->text);
	case MB_J_LIST:
		node = mb_node_new_list(a);
		for (size_t i = 0; i < v->n; i++)
			mb_node_push(a, node, mb_json_node(a, &v->items[i]));
		return node;
	case MB_J_OBJECT:
		node = mb_node_new_map(a);
		for (size_t i = 0; i < v->n; i++)
			if (v->items[i].type != MB_J_NULL)
				mb_node_put(a, node, v->keys[i], mb_json_node(a, &v->items[i]));
		return node;
	default:
		return mb_node_new_raw(a, "");
	}
}
