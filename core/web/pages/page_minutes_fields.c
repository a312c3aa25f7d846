/* The fields of minutes that are being taken: found, set, kept as text, and joined when two people changed them. */
#include "page_minutes.h"

#include "server.h"

#include <ctype.h>
#include <string.h>

const char *take_get(const struct web_pairs *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (mb_streq(f->list[i].name, name))
			return f->list[i].value.p;
	return NULL;
}

const char *take_of(const struct taking *t, const char *row, const char *field)
{
	const char *v = take_get(&t->fields, mb_arena_printf(t->q->a, "%s-%s", row, field));

	return v ? v : "";
}

void take_set(struct mb_arena *a, struct web_pairs *f, const char *name, const char *value)
{
	for (size_t i = 0; i < f->n; i++)
		if (mb_streq(f->list[i].name, name)) {
			f->list[i].value = mb_str(value);
			return;
		}
	*MB_PUSH(a, f->list, f->n) = (struct web_pair){ name, mb_str(value) };
}

static bool is_name(const char *s)
{
	for (; *s; s++)
		if (!islower((unsigned char)*s) && !isdigit((unsigned char)*s) && *s != '-')
			return false;
	return true;
}

static bool is_ours(const char *name)
{
	static const char *const alone[] = { "time", "place", "chair", "public", "others" };

	for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
		if (mb_streq(name, alone[i]))
			return true;
	return (mb_starts(name, "p-") || mb_starts(name, "i-") || mb_starts(name, "t-")) && is_name(name);
}

struct web_pairs take_own_fields(struct mb_arena *a, const struct web_pairs *form)
{
	struct web_pairs f = { 0 };

	for (size_t i = 0; i < form->n; i++)
		if (is_ours(form->list[i].name) && !take_get(&f, form->list[i].name))
			*MB_PUSH(a, f.list, f.n) = form->list[i];
	return f;
}

const char *take_encode(struct mb_arena *a, const struct web_pairs *f)
{
	struct mb_buf b;
	const char *text;

	mb_buf_init(&b, 0);
	for (size_t i = 0; i < f->n; i++)
		mb_buf_printf(&b, "%s%s=%s", i ? "&" : "", web_escape(a, f->list[i].name),
			      web_escape(a, f->list[i].value.p));
	text = mb_arena_copy(a, b.p ? b.p : "", b.n);
	mb_buf_free(&b);
	return text;
}

int take_decode(struct web_pairs *out, struct mb_arena *a, const char *text, struct mb_error *err)
{
	*out = (struct web_pairs){ 0 };
	return *text ? form_urlencoded(out, a, text, strlen(text), err) : MB_OK;
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

size_t take_rows(const char ***out, struct mb_arena *a, const struct web_pairs *f, const char *prefix)
{
	size_t n = 0, len = strlen(prefix);

	*out = NULL;
	for (size_t i = 0; i < f->n; i++) {
		const char *name = f->list[i].name, *row;
		size_t key = mb_starts(name, prefix) ? strcspn(name + len, "-") : 0, k = 0;

		if (!key || !name[len + key])
			continue;
		row = mb_arena_ndup(a, name, len + key);
		while (k < n && !mb_streq((*out)[k], row))
			k++;
		if (k == n)
			*MB_PUSH(a, *out, n) = row;
	}
	return n;
}

bool take_add(struct mb_arena *a, struct web_pairs *f, const char *row)
{
	const char *part[5], *first;
	size_t n = 0;
	char *copy = mb_arena_dup(a, row), *rest = copy;

	if (!is_name(row) || strlen(row) > 60)
		return false;
	while (n < 5 && (part[n] = strsep(&rest, "-")) != NULL)
		if (!*part[n++])
			return false;
	if (n == 2 && mb_streq(part[0], "i"))
		first = "person";
	else if (n == 2 && mb_streq(part[0], "t"))
		first = "title";
	else if (n == 4 && mb_streq(part[0], "t") && mb_streq(part[2], "d"))
		first = "text";
	else if (n == 4 && mb_streq(part[0], "t") && mb_streq(part[2], "a"))
		first = "what";
	else
		return false;
	first = mb_arena_printf(a, "%s-%s", row, first);
	if (!take_get(f, first))
		take_set(a, f, first, "");
	if (n == 2 && *row == 't') /* an item whose number and title are typed */
		take_set(a, f, mb_arena_printf(a, "%s-own", row), "yes");
	return true;
}

const char *take_key(struct mb_arena *a)
{
	char secret[MB_SECRET], *key = mb_arena_alloc(a, 9);
	size_t n = 0;

	if (mb_secret_new(secret, NULL) != MB_OK)
		return "x";
	key[n++] = 'x';
	for (size_t i = 0; secret[i] && n < 8; i++)
		if (isalnum((unsigned char)secret[i]))
			key[n++] = (char)tolower((unsigned char)secret[i]);
	return key;
}

bool take_filled(const struct taking *t, const char *row)
{
	static const char *const own[] = { "-number", "-title", "-paper", "-late", "-own", "-outcome" };
	size_t len = strlen(row);

	for (size_t i = 0; i < t->fields.n; i++) {
		const struct web_pair *p = &t->fields.list[i];
		bool ours = false;

		if (!mb_starts(p->name, row) || p->name[len] != '-')
			continue;
		for (size_t k = 0; k < sizeof own / sizeof *own; k++)
			ours |= mb_streq(p->name + len, own[k]);
		if (!ours && mb_trim(p->value).n)
			return true;
	}
	return false;
}

/* ---- two people ------------------------------------------------------------------------------------------ */

static const char *value(const struct web_pairs *f, const char *name)
{
	const char *v = take_get(f, name);

	return v ? v : "";
}

bool take_same(const struct web_pairs *x, const struct web_pairs *y)
{
	for (size_t i = 0; i < x->n; i++)
		if (!mb_streq(x->list[i].value.p, value(y, x->list[i].name)))
			return false;
	for (size_t i = 0; i < y->n; i++)
		if (!mb_streq(y->list[i].value.p, value(x, y->list[i].name)))
			return false;
	return true;
}

void take_merge(struct web_pairs *out, struct take_clash **clashes, size_t *n, struct mb_arena *a,
		const struct web_pairs *base, const struct web_pairs *mine, const struct web_pairs *theirs)
{
	*out = (struct web_pairs){ 0 };
	*clashes = NULL;
	*n = 0;
	for (size_t i = 0; i < theirs->n; i++)
		*MB_PUSH(a, out->list, out->n) = theirs->list[i];
	for (size_t i = 0; i < mine->n; i++) {
		const char *name = mine->list[i].name, *m = mine->list[i].value.p, *t = value(theirs, name),
			   *b = value(base, name);

		if (mb_streq(m, t) || mb_streq(m, b)) {
			if (!take_get(out, name))
				take_set(a, out, name, t);
			continue;
		}
		if (mb_streq(t, b))
			take_set(a, out, name, m);
		else
			*MB_PUSH(a, *clashes, *n) = (struct take_clash){ name, m, t };
	}
}
