/* bound.c: the canonical form of what a sign-off binds. Frozen: a hash once signed must come out the same for ever.
 *
 *   kind <name>\n
 *   <field>=<value>\n      declared, neither managed nor outside the text, not empty; sorted bytewise by name
 *   \n
 *   <body>                 line ends LF, exactly one at the end
 *
 * A value is "text" with \ and " escaped, [item,item] or {"key":value} with the keys sorted bytewise. */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

static void put_text(struct mb_buf *out, const char *s)
{
	mb_buf_putc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			mb_buf_putc(out, '\\');
		mb_buf_putc(out, *s);
	}
	mb_buf_putc(out, '"');
}

struct entry {
	const char *key;
	const struct mb_node *value;
};

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

static void put_value(struct mb_buf *out, struct mb_arena *a, const struct mb_node *n)
{
	struct entry *entries;

	if (n->type == MB_TEXT) {
		put_text(out, n->text);
		return;
	}
	mb_buf_putc(out, n->type == MB_LIST ? '[' : '{');
	entries = mb_arena_alloc(a, (n->n + 1) * sizeof *entries);
	for (size_t i = 0; i < n->n; i++)
		entries[i] = (struct entry){ n->type == MB_MAP ? n->keys[i] : "", n->items[i] };
	if (n->type == MB_MAP)
		qsort(entries, n->n, sizeof *entries, by_key);
	for (size_t i = 0; i < n->n; i++) {
		if (i)
			mb_buf_putc(out, ',');
		if (n->type == MB_MAP) {
			put_text(out, entries[i].key);
			mb_buf_putc(out, ':');
		}
		put_value(out, a, entries[i].value); /* no deeper than MB_YAML_DEPTH */
	}
	mb_buf_putc(out, n->type == MB_LIST ? ']' : '}');
}

static void put_body(struct mb_buf *out, struct mb_str body)
{
	size_t from = 0;

	while (body.n > 0 && (body.p[body.n - 1] == '\n' || body.p[body.n - 1] == '\r'))
		body.n--;
	for (size_t i = 0; i < body.n; i++) {
		if (body.p[i] != '\r')
			continue;
		mb_buf_put(out, body.p + from, i - from);
		mb_buf_putc(out, '\n');
		if (i + 1 < body.n && body.p[i + 1] == '\n')
			i++;
		from = i + 1;
	}
	if (body.n > from)
		mb_buf_put(out, body.p + from, body.n - from);
	mb_buf_putc(out, '\n');
}

static bool is_bound(const struct mb_field *f)
{
	return !f->managed && !f->outside_text && !mb_common_field(f->name);
}

int mb_bound_text(char out[MB_SHA256_HEX], const struct mb_kind *k, const struct mb_node *root,
		  struct mb_str body, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct entry *entries = mb_arena_alloc(a, (k->n_fields + 1) * sizeof *entries);
	size_t n = 0;
	struct mb_buf b;
	int rc;

	mb_buf_init(&b, 0);
	mb_buf_printf(&b, "kind %s\n", k->name);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct mb_node *value = mb_node_get(root, k->fields[i].name);

		if (is_bound(&k->fields[i]) && value &&
		    (value->type == MB_TEXT ? value->text[0] != '\0' : value->n > 0))
			entries[n++] = (struct entry){ k->fields[i].name, value };
	}
	qsort(entries, n, sizeof *entries, by_key);
	for (size_t i = 0; i < n; i++) {
		mb_buf_printf(&b, "%s=", entries[i].key);
		put_value(&b, a, entries[i].value);
		mb_buf_putc(&b, '\n');
	}
	mb_buf_putc(&b, '\n');
	put_body(&b, body);
	rc = mb_buf_status(&b, err);
	if (rc == MB_OK)
		mb_sha256_hex(out, b.p, b.n);
	mb_buf_free(&b);
	mb_arena_free(a);
	return rc;
}

bool mb_bound_same(const struct mb_kind *k, const struct mb_doc *a, const struct mb_doc *b)
{
	if (a->kind != k || b->kind != k || a->body.n != b->body.n ||
	    (a->body.n && memcmp(a->body.p, b->body.p, a->body.n) != 0))
		return false;
	for (size_t i = 0; i < k->n_fields; i++)
		if (is_bound(&k->fields[i]) &&
		    !mb_node_same(mb_doc_node(a, k->fields[i].name), mb_doc_node(b, k->fields[i].name)))
			return false;
	return true;
}
