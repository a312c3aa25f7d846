/* JSON out. A struct mb_json is a json_t that the outside never sees into. */
#include <minutebook/exchange.h>

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *inside(const struct mb_json *j)
{
	return (json_t *)j;
}

/* jansson says so when memory is out; here that ends the process, as everywhere (base.h). */
static void must(int rc)
{
	if (rc != 0) {
		fputs("minutebook: out of memory\n", stderr);
		abort();
	}
}

static json_t *sure(json_t *value)
{
	must(value ? 0 : -1);
	return value;
}

/* The length of the UTF-8 sequence at p, 0 when there is none. */
static size_t sequence(const unsigned char *p, size_t n)
{
	size_t len = *p < 0x80		       ? 1
		     : *p >= 0xc2 && *p < 0xe0 ? 2
		     : *p >= 0xe0 && *p < 0xf0 ? 3
		     : *p >= 0xf0 && *p < 0xf5 ? 4
					       : 0;

	if (len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) || (*p == 0xf0 && p[1] < 0x90) ||
	    (*p == 0xf4 && p[1] > 0x8f))
		return 0; /* overlong, surrogate, past U+10FFFF */
	return len;
}

static json_t *text_of(const char *p, size_t n)
{
	json_t *value = json_stringn(p ? p : "", n);
	struct mb_buf clean;

	if (value)
		return value;
	mb_buf_init(&clean, 3 * n + 1);
	for (size_t i = 0, len; i < n; i += len ? len : 1) {
		if ((len = sequence((const unsigned char *)p + i, n - i)) > 0)
			mb_buf_put(&clean, p + i, len);
		else
			mb_buf_puts(&clean, "\xef\xbf\xbd");
	}
	value = sure(json_stringn(clean.p, clean.n));
	mb_buf_free(&clean);
	return value;
}

static json_t *of_node(const struct mb_node *node)
{
	json_t *value;

	if (!node)
		return json_null();
	if (node->type == MB_TEXT)
		return text_of(node->text, strlen(node->text));
	value = sure(node->type == MB_MAP ? json_object() : json_array());
	for (size_t i = 0; i < node->n; i++) /* no deeper than MB_YAML_DEPTH */
		must(node->type == MB_MAP
			     ? json_object_set_new_nocheck(value, node->keys[i], of_node(node->items[i]))
			     : json_array_append_new(value, of_node(node->items[i])));
	return value;
}

static void set(struct mb_json *object, const char *key, json_t *value)
{
	must(json_object_set_new(inside(object), key, sure(value)));
}

struct mb_json *mb_json_object(void)
{
	return (struct mb_json *)sure(json_object());
}

void mb_json_free(struct mb_json *j)
{
	json_decref(inside(j));
}

void mb_json_set_text(struct mb_json *object, const char *key, const char *value)
{
	set(object, key, value ? text_of(value, strlen(value)) : json_null());
}

void mb_json_set_str(struct mb_json *object, const char *key, struct mb_str value)
{
	set(object, key, text_of(value.p, value.n));
}

void mb_json_set_int(struct mb_json *object, const char *key, long value)
{
	set(object, key, json_integer(value));
}

void mb_json_set_bool(struct mb_json *object, const char *key, bool value)
{
	set(object, key, json_boolean(value));
}

void mb_json_set_null(struct mb_json *object, const char *key)
{
	set(object, key, json_null());
}

void mb_json_set_day(struct mb_json *object, const char *key, mb_day day)
{
	char iso[MB_ISO_DATE];

	mb_json_set_text(object, key, day == MB_NO_DAY ? NULL : mb_day_iso(iso, day));
}

void mb_json_set_number(struct mb_json *object, const char *key, const char *text)
{
	char *end;
	double real;
	long whole;

	errno = 0;
	whole = strtol(text, &end, 10);
	if (*text && !*end && errno == 0) {
		mb_json_set_int(object, key, whole);
		return;
	}
	errno = 0;
	real = strtod(text, &end);
	if (*text && !*end && errno == 0 && isfinite(real))
		set(object, key, json_real(real));
	else
		mb_json_set_text(object, key, text);
}

void mb_json_set_texts(struct mb_json *object, const char *key, const char *const *list, size_t n)
{
	struct mb_json *array = mb_json_set_array(object, key);

	for (size_t i = 0; i < n; i++)
		mb_json_push_text(array, list[i]);
}

void mb_json_set_node(struct mb_json *object, const char *key, const struct mb_node *node)
{
	set(object, key, of_node(node));
}

struct mb_json *mb_json_set_object(struct mb_json *object, const char *key)
{
	json_t *value = sure(json_object());

	set(object, key, value);
	return (struct mb_json *)value;
}

struct mb_json *mb_json_set_array(struct mb_json *object, const char *key)
{
	json_t *value = sure(json_array());

	set(object, key, value);
	return (struct mb_json *)value;
}

void mb_json_push_text(struct mb_json *array, const char *value)
{
	must(json_array_append_new(inside(array), value ? text_of(value, strlen(value)) : json_null()));
}

struct mb_json *mb_json_push_object(struct mb_json *array)
{
	json_t *value = sure(json_object());

	must(json_array_append_new(inside(array), value));
	return (struct mb_json *)value;
}

void mb_json_push(struct mb_json *array, struct mb_json *value)
{
	must(json_array_append_new(inside(array), inside(value)));
}

void mb_json_set(struct mb_json *object, const char *key, struct mb_json *value)
{
	set(object, key, inside(value));
}

struct mb_json *mb_json_under(struct mb_json *object, const char *key)
{
	return (struct mb_json *)json_object_get(inside(object), key);
}

static int put(const char *p, size_t n, void *out)
{
	mb_buf_put(out, p, n);
	return 0;
}

int mb_json_line(struct mb_buf *out, const struct mb_json *j, struct mb_error *err)
{
	if (json_dump_callback(inside(j), put, out, JSON_COMPACT) != 0)
		return mb_fail(err, MB_EFAIL, "this could not be written as JSON");
	mb_buf_putc(out, '\n');
	return mb_buf_status(out, err);
}
