/* check.c: a document against the declaration of its kind. */
#include "schema_impl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_empty(const struct mb_node *n)
{
	return !n || (n->type == MB_TEXT ? !n->text[0] : n->n == 0);
}

static int check_state(const struct mb_check *c, const struct mb_node *value)
{
	const struct mb_kind *k = c->d->kind;

	if (value->type != MB_TEXT)
		return mb_wrong(c, value, "state must be one word");
	if (k->n_states == 0)
		return MB_OK;
	for (size_t i = 0; i < k->n_states; i++)
		if (strcmp(k->states[i], value->text) == 0)
			return MB_OK;
	return mb_wrong(c, value, "%s %s has no state '%.80s'%s", mb_an(k->name), k->name, value->text,
			mb_meant(c->a, value->text, k->states, k->n_states));
}

static int check_param(const struct mb_check *c, const char *name, const struct mb_node *value);

static int check_param_map(const struct mb_check *c, const struct mb_param *p, const struct mb_node *value)
{
	const struct mb_node *least = mb_node_get(value, "at_least");

	if (!least)
		return mb_wrong(c, value,
				"params: %s says what else must hold, and must say at_least: how many",
				p->name);
	return check_param(c, p->name, least);
}

static int check_param(const struct mb_check *c, const char *name, const struct mb_node *value)
{
	const struct mb_schema *s = c->v->schema;
	const struct mb_param *p = mb_schema_param(s, name);
	const char **names = NULL;
	size_t n = 0;
	char *end;
	long v;

	if (!p) {
		for (size_t i = 0; i < s->n_params; i++)
			*MB_PUSH(c->a, names, n) = s->params[i].name;
		return mb_wrong(c, value, "params: no rule declares a parameter '%.80s'%s", name,
				mb_meant(c->a, name, names, n));
	}
	if (is_empty(value) || (!p->has_least && !p->has_most))
		return MB_OK;
	if (value->type == MB_MAP) /* { at_least: 4, of_each: [health] }: the number in it is bounded */
		return check_param_map(c, p, value);
	errno = 0;
	v = value->type == MB_TEXT ? strtol(value->text, &end, 10) : 0;
	if (value->type != MB_TEXT || *end || errno)
		return mb_wrong(c, value, "params: %s must be a whole number", name);
	if (p->has_least && v < p->least)
		return mb_wrong(c, value, "params: %s may not be less than %ld", name, p->least);
	if (p->has_most && v > p->most)
		return mb_wrong(c, value, "params: %s may not be more than %ld", name, p->most);
	return MB_OK;
}

/* The terms of reference may set only what rules ask for, and only within what they allow. */
static int check_params(const struct mb_check *c, const struct mb_node *value)
{
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && value->type == MB_MAP && i < value->n; i++)
		rc = check_param(c, value->keys[i], value->items[i]);
	return rc;
}

/* Two groups with one code would have the same ids. */
static int check_code(const struct mb_check *c, const struct mb_node *value)
{
	const struct mb_group_code *codes;
	size_t n;
	int rc;

	if (value->type != MB_TEXT || !mb_code_ok(value->text))
		return mb_wrong(c, value,
				"code must be 2 to 12 capitals or digits, a capital first, as in CTB");
	if ((rc = mb_group_codes(&codes, &n, c->v, c->err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (mb_streq(codes[i].code, value->text) && !mb_streq(codes[i].slug, c->d->id))
			return mb_wrong(c, value, "code: group '%s' has the code %s already", codes[i].slug,
					value->text);
	return MB_OK;
}

static int check_field(const struct mb_check *c, const struct mb_field *f, const struct mb_node *value)
{
	int rc;

	if (is_empty(value))
		return MB_OK;
	if (strcmp(f->name, "state") == 0)
		return check_state(c, value);
	if (f == mb_common_field("audience"))
		return mb_check_audience(c, value);
	if (mb_is_group_kind(c->d->kind) && strcmp(f->name, "code") == 0)
		return check_code(c, value);
	if ((rc = mb_check_value(c, f, value)) != MB_OK)
		return rc;
	return f->type == MB_T_MAP && strcmp(f->name, "params") == 0 ? check_params(c, value) : MB_OK;
}

static int check_unknown(const struct mb_check *c, const char *key, const struct mb_node *value,
			 const char ***notes, size_t *n_notes)
{
	const struct mb_kind *k = c->d->kind;
	const struct mb_field *common;
	size_t n_common = mb_common_fields(&common), n = 0;
	const char **names = NULL, *near;

	for (size_t i = 0; i < k->n_fields; i++)
		*MB_PUSH(c->a, names, n) = k->fields[i].name;
	for (size_t i = 0; i < n_common; i++)
		*MB_PUSH(c->a, names, n) = common[i].name;
	near = mb_nearest(key, names, n);
	if (near)
		return mb_wrong(c, value, "'%.80s' is not a field of %s %s; did you mean '%s'?", key,
				mb_an(k->name), k->name, near);
	if (notes)
		*MB_PUSH(c->a, *notes, *n_notes) = mb_arena_printf(
			c->a, "%s line %d: '%s' is not a field of %s %s: kept as it is", c->d->path,
			value->line, key, mb_an(k->name), k->name);
	return MB_OK;
}

static int check_required(const struct mb_check *c)
{
	const struct mb_kind *k = c->d->kind;

	for (size_t i = 0; i < k->n_fields; i++) {
		const struct mb_node *value = mb_doc_node(c->d, k->fields[i].name);

		if (k->fields[i].required && is_empty(value))
			return mb_wrong(c, value, "%s %s must have '%s'; add the line `%s: ...`",
					mb_an(k->name), k->name, k->fields[i].name, k->fields[i].name);
	}
	return MB_OK;
}

int mb_doc_check(const struct mb_doc *d, struct mb_view *v, struct mb_arena *a, const char ***notes,
		 size_t *n_notes, struct mb_error *err)
{
	struct mb_check c = { .d = d, .v = v, .a = a, .err = err };
	const struct mb_node *root = d->matter.root;
	struct mb_address at;
	int rc = MB_OK;

	if (notes) {
		*notes = NULL;
		*n_notes = 0;
	}
	if (!d->kind)
		return MB_OK;
	if ((rc = mb_address_of_path(&at, a, v, d->path, err)) != MB_OK)
		return rc;
	if (mb_doc_field(d, "id") && strcmp(mb_doc_field(d, "id"), at.id) != 0)
		return mb_wrong(&c, mb_doc_node(d, "id"), "the id is %.80s but must be %s", d->id, at.id);
	for (size_t i = 0; rc == MB_OK && root && i < root->n; i++) {
		const struct mb_field *f = mb_kind_field(d->kind, root->keys[i]);

		if (!f)
			f = mb_common_field(root->keys[i]);
		rc = f ? check_field(&c, f, root->items[i])
		       : check_unknown(&c, root->keys[i], root->items[i], notes, n_notes);
	}
	return rc == MB_OK ? check_required(&c) : rc;
}
