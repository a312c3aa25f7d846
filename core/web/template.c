/* template: values into a compiled template, and out as a page. */
#include "template.h"
#include "template_safe.h"
#include "template_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct value {
	bool set;
	union {
		struct mb_str text; /* also addresses and safe HTML */
		long long number;
		bool yes;
		struct tpl_map *first; /* the part itself, or the first item */
		const struct tpl_map *page;
	} as;
	struct tpl_map *last;
};

struct tpl_map {
	struct mb_arena *arena;
	const struct tpl_scope *scope;
	struct tpl_map *next; /* item of the same list */
	unsigned hint;	      /* keys are mostly set in the order they are declared */
	struct value value[];
};

/* A mistake in our own code, never in anybody's data. */
static void fault(const char *where, const char *key, const char *what)
{
	(void)fprintf(stderr, "minutebook: page %s: %s: %s\n", where, key, what);
#ifndef NDEBUG
	abort();
#endif
}

static struct tpl_map *map_new(struct mb_arena *a, const struct tpl_scope *scope)
{
	struct tpl_map *m = mb_arena_alloc(a, sizeof *m + scope->n * sizeof m->value[0]);

	m->arena = a;
	m->scope = scope;
	return m;
}

const char *tpl_name(const struct tpl *t)
{
	return t->name;
}

struct tpl_map *tpl_data(struct mb_arena *a, const struct tpl *t)
{
	return map_new(a, t->root);
}

static int slot_of(const struct tpl_map *m, const char *key)
{
	const struct tpl_scope *s = m->scope;

	for (unsigned i = 0, at = m->hint; i < s->n; i++, at++) {
		if (at >= s->n)
			at = 0;
		if (!strcmp(s->key[at].name, key))
			return (int)at;
	}
	return -1;
}

/* The place of a value of one of two types; NULL, and a fault, when there is none. */
static struct value *place(struct tpl_map *m, const char *key, enum tpl_type type)
{
	int at = slot_of(m, key);

	if (at < 0) {
		fault(m->scope->where, key, "no such key is declared");
		return NULL;
	}
	if (m->scope->key[at].type != type) {
		fault(m->scope->where, key, "is declared as another type of value");
		return NULL;
	}
	m->hint = (unsigned)at + 1;
	return &m->value[at];
}

void tpl_set_str(struct tpl_map *m, const char *key, struct mb_str s)
{
	struct value *v = place(m, key, TPL_TEXT);

	if (v && s.p) {
		v->as.text = s;
		v->set = true;
	}
}

void tpl_set_text(struct tpl_map *m, const char *key, const char *s)
{
	tpl_set_str(m, key, mb_str(s));
}

void tpl_set_textf(struct tpl_map *m, const char *key, const char *fmt, ...)
{
	char small[256];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	char *s = mb_arena_alloc(m->arena, (size_t)n + 1);

	va_start(ap, fmt);
	(void)vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	tpl_set_text(m, key, s);
}

void tpl_set_number(struct tpl_map *m, const char *key, long long n)
{
	struct value *v = place(m, key, TPL_NUMBER);

	if (v) {
		v->as.number = n;
		v->set = true;
	}
}

void tpl_set_bool(struct tpl_map *m, const char *key, bool yes)
{
	struct value *v = place(m, key, TPL_BOOL);

	if (v) {
		v->as.yes = yes;
		v->set = true;
	}
}

void tpl_set_html(struct tpl_map *m, const char *key, struct safe_html h)
{
	struct value *v = place(m, key, TPL_HTML);

	if (v && h.trusted) {
		v->as.text = (struct mb_str){ h.trusted, h.trusted_n };
		v->set = true;
	}
}

void tpl_set_page(struct tpl_map *m, const char *key, const struct tpl_map *page)
{
	struct value *v = place(m, key, TPL_PAGE);

	if (v && page) {
		v->as.page = page;
		v->set = true;
	}
}

bool tpl_set_url(struct tpl_map *m, const char *key, const char *url)
{
	struct value *v = url ? place(m, key, TPL_URL) : NULL;
	bool ok = url && tpl_url_ok(url);

	if (v) {
		v->as.text = mb_str(ok ? url : "#address-not-allowed");
		v->set = true;
	}
	return ok;
}

bool tpl_set_urlf(struct tpl_map *m, const char *key, const char *fmt, ...)
{
	struct mb_buf b;
	va_list ap;
	bool ok;

	mb_buf_init(&b, 0);
	va_start(ap, fmt);
	tpl_url_format(&b, fmt, ap);
	va_end(ap);
	ok = tpl_set_url(m, key, mb_arena_copy(m->arena, b.p, b.n));
	mb_buf_free(&b);
	return ok;
}

static struct tpl_map *child(struct tpl_map *m, const struct value *v)
{
	return map_new(m->arena, m->scope->key[v - m->value].child);
}

struct tpl_map *tpl_map(struct tpl_map *m, const char *key)
{
	struct value *v = place(m, key, TPL_MAP);

	if (!v) /* only in a release build: a part that goes nowhere, so that the caller need not ask */
		return map_new(m->arena, m->scope);
	if (!v->set)
		v->as.first = child(m, v);
	v->set = true;
	return v->as.first;
}

struct tpl_map *tpl_list_add(struct tpl_map *m, const char *key)
{
	struct value *v = place(m, key, TPL_LIST);
	struct tpl_map *item;

	if (!v)
		return map_new(m->arena, m->scope);
	item = child(m, v);
	if (v->set)
		v->last->next = item;
	else
		v->as.first = item;
	v->last = item;
	v->set = true;
	return item;
}

const char *tpl_type_name(const struct tpl_map *m, const char *key)
{
	static const char *const names[] = { "text", "number", "bool", "html", "url", "list", "map", "page" };
	int at = slot_of(m, key);

	return at < 0 ? NULL : names[m->scope->key[at].type];
}

bool tpl_has(const struct tpl_map *m, const char *key)
{
	return slot_of(m, key) >= 0;
}

/* What a section asks: is there anything to show? */
static bool truthy(const struct value *v, uint8_t type)
{
	if (!v->set)
		return false;
	switch ((enum tpl_type)type) {
	case TPL_BOOL:
		return v->as.yes;
	case TPL_TEXT:
	case TPL_URL:
	case TPL_HTML:
		return v->as.text.n > 0;
	case TPL_NUMBER:
	case TPL_LIST:
	case TPL_MAP:
	case TPL_PAGE:
		break;
	}
	return true;
}

bool tpl_is_set(const struct tpl_map *m, const char *key)
{
	int at = slot_of(m, key);

	return at >= 0 && truthy(&m->value[at], m->scope->key[at].type);
}

/* ---- writing --------------------------------------------------------------------------------------------- */

struct out {
	struct mb_buf *buf;
	const struct tpl *t;
	const struct tpl_map *open[TPL_DEPTH_MAX];
};

static void write_value(struct mb_buf *b, const struct tpl_key *k, const struct value *v, const char *where)
{
	if (!v->set) {
		if (!k->optional)
			fault(where, k->name, "is needed and was not set");
		return;
	}
	switch ((enum tpl_type)k->type) {
	case TPL_NUMBER:
		mb_buf_printf(b, "%lld", v->as.number);
		break;
	case TPL_HTML:
		mb_buf_put(b, v->as.text.p, v->as.text.n);
		break;
	case TPL_PAGE:
		(void)tpl_render(b, v->as.page, NULL);
		break;
	default:
		tpl_escape(b, v->as.text.p, v->as.text.n);
		break;
	}
}

/* Steps from..to with the parts open so far; sections within are steps of their own, so this calls itself only as deep as
 * the template is nested, which the compiler has bounded. */
static void write_steps(struct out *o, uint32_t from, uint32_t to, unsigned depth)
{
	for (uint32_t i = from; i < to; i++) {
		const struct tpl_op *op = &o->t->op[i];

		if (op->kind == TPL_OP_BYTES) {
			mb_buf_put(o->buf, o->t->bytes + op->a, op->b);
			continue;
		}
		const struct tpl_map *m = o->open[op->depth];
		const struct tpl_key *k = &m->scope->key[op->slot];
		const struct value *v = &m->value[op->slot];

		if (op->kind == TPL_OP_VALUE) {
			write_value(o->buf, k, v, m->scope->where);
			continue;
		}
		if (truthy(v, k->type) == (op->kind != TPL_OP_INVERTED)) {
			bool part = op->kind == TPL_OP_SECTION && (k->type == TPL_LIST || k->type == TPL_MAP);

			if (!part)
				write_steps(o, i + 1, op->a, depth);
			for (const struct tpl_map *item = part ? v->as.first : NULL; item;
			     item = item->next) {
				o->open[depth + 1] = item;
				write_steps(o, i + 1, op->a, depth + 1);
			}
		}
		i = op->a - 1;
	}
}

int tpl_render(struct mb_buf *out, const struct tpl_map *m, struct mb_error *err)
{
	struct out o = { .buf = out, .t = m->scope->of, .open = { m } };

	if (!o.t) {
		fault(m->scope->where, "(page)", "only the whole page can be written, not a part of it");
		return MB_OK;
	}
	write_steps(&o, 0, o.t->n_op, 0);
	return mb_buf_status(out, err);
}
