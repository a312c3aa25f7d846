/* value.c: values out of Lua, by a bounded walk that neither allocates nor raises there and looks at no metamethod. */
#include "rules_impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool no(struct val_limit *lim, const char *why)
{
	snprintf(lim->why, sizeof lim->why, "%s", why);
	return false;
}

static bool read_value(struct val *out, struct mb_arena *a, lua_State *L, int idx, struct val_limit *lim,
		       int depth);

static bool read_udata(struct val *out, struct mb_arena *a, lua_State *L, int idx, struct val_limit *lim)
{
	const struct doc_view *doc;
	const void *p;

	if ((p = vm_udata(L, idx, SLOT_DATE))) {
		out->type = V_DAY;
		out->day = *(const mb_day *)p;
	} else if ((p = vm_udata(L, idx, SLOT_SPAN))) {
		out->type = V_SPAN;
		out->span = (const void *)mb_arena_copy(a, p, sizeof *out->span);
	} else if ((p = vm_udata(L, idx, SLOT_WHEN))) {
		out->type = V_WHEN;
		out->when = (const void *)mb_arena_copy(a, p, sizeof *out->when);
	} else if ((p = vm_udata(L, idx, SLOT_PARAM))) {
		out->type = V_PARAM;
		out->param = (const void *)mb_arena_copy(a, p, sizeof *out->param);
	} else if ((doc = vm_udata(L, idx, SLOT_DOC))) {
		out->type = V_VIEW;
		out->text = mb_arena_dup(a, doc->id);
		out->view_kind = mb_arena_dup(a, doc->kind);
	} else if (vm_udata(L, idx, SLOT_NONE)) {
		out->type = V_NONE;
	} else {
		return no(lim, "a value that cannot be handed over (a list or row of the record: copy what "
			       "is needed)");
	}
	return true;
}

static int entry_order(const void *a, const void *b)
{
	return strcmp(((const struct val_entry *)a)->key, ((const struct val_entry *)b)->key);
}

/* The mark a constructor left, at the light key of a slot; empty for plain tables. */
static void read_marks(struct val *out, struct mb_arena *a, lua_State *L, int idx)
{
	if (lua_rawgetp(L, idx, &vm_slots[SLOT_TAG]) == LUA_TSTRING)
		out->tag = mb_arena_dup(a, lua_tostring(L, -1));
	lua_pop(L, 1);
	if (!out->tag)
		return;
	if (lua_rawgetp(L, idx, &vm_slots[SLOT_FILE]) == LUA_TSTRING)
		out->file = mb_arena_dup(a, lua_tostring(L, -1));
	lua_pop(L, 1);
	if (lua_rawgetp(L, idx, &vm_slots[SLOT_LINE]) == LUA_TNUMBER)
		out->line = (int)lua_tointegerx(L, -1, NULL);
	lua_pop(L, 1);
}

/* Entries wait here until it is known how many there are: few tables have more, and the arena gets no half-filled lists. */
struct entries {
	struct val_entry few[12];
	size_t n;
};

static void pour(struct val *out, struct entries *e, struct mb_arena *a)
{
	for (size_t i = 0; i < e->n; i++)
		*MB_PUSH(a, out->map, out->n_map) = e->few[i];
	e->n = 0;
}

static void pour_all(struct val *out, struct entries *e, struct mb_arena *a)
{
	if (out->n_map > 0 || e->n == 0) {
		pour(out, e, a);
		return;
	}
	out->n_map = e->n;
	out->map = mb_arena_alloc(a, e->n * sizeof *out->map);
	memcpy(out->map, e->few, e->n * sizeof *out->map);
}

/* One entry of a table: key at -2, value at -1. */
static bool read_entry(struct val *out, struct entries *entries, struct mb_arena *a, lua_State *L,
		       size_t listed, struct val_limit *lim, int depth)
{
	struct val_entry *e;
	lua_Integer i;
	const char *key;
	size_t n;

	switch (lua_type(L, -2)) {
	case LUA_TLIGHTUSERDATA:
		return true; /* a constructor's mark */
	case LUA_TNUMBER:
		if (!lua_isinteger(L, -2))
			return no(lim, "a list with a fraction for a place");
		i = lua_tointegerx(L, -2, NULL);
		if (i < 1 || (lua_Unsigned)i > listed)
			return no(lim, "a list with gaps");
		return read_value(&out->list[i - 1], a, L, lua_gettop(L), lim, depth + 1);
	case LUA_TSTRING:
		key = lua_tolstring(L, -2, &n);
		if (n >= 200 || memchr(key, '\0', n))
			return no(lim, "a key that is too long");
		if (entries->n == sizeof entries->few / sizeof *entries->few)
			pour(out, entries, a);
		e = &entries->few[entries->n++];
		*e = (struct val_entry){ .key = mb_arena_dup(a, key) };
		return read_value(&e->v, a, L, lua_gettop(L), lim, depth + 1);
	default:
		return no(lim, "a table with a key that is neither a name nor a place in a list");
	}
}

static bool read_table(struct val *out, struct mb_arena *a, lua_State *L, int idx, struct val_limit *lim,
		       int depth)
{
	size_t listed = lua_rawlen(L, idx);
	struct entries entries;

	if (lua_getmetatable(L, idx)) {
		lua_pop(L, 1);
		return no(lim, "a table of the library or with a metatable");
	}
	if (depth >= lim->depth)
		return no(lim, "tables nested too deeply");
	if (listed > lim->values)
		return no(lim, "too many values");
	if (!lua_checkstack(L, 6))
		return no(lim, "tables nested too deeply");
	out->type = V_TABLE;
	out->n = listed;
	out->list = listed ? mb_arena_alloc(a, listed * sizeof(*out->list)) : NULL;
	read_marks(out, a, L, idx);
	entries.n = 0;
	for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1))
		if (!read_entry(out, &entries, a, L, listed, lim, depth))
			return false;
	pour_all(out, &entries, a);
	if (out->n_map > 1)
		qsort(out->map, out->n_map, sizeof(*out->map), entry_order);
	return true;
}

static bool read_value(struct val *out, struct mb_arena *a, lua_State *L, int idx, struct val_limit *lim,
		       int depth)
{
	const char *s;
	size_t n;
	char *copy;

	if (lim->values == 0)
		return no(lim, "too many values");
	lim->values--;
	switch (lua_type(L, idx)) {
	case LUA_TNIL:
		out->type = V_NIL;
		return true;
	case LUA_TBOOLEAN:
		out->type = V_BOOL;
		out->yes = lua_toboolean(L, idx);
		return true;
	case LUA_TNUMBER:
		out->type = lua_isinteger(L, idx) ? V_INT : V_REAL;
		out->num = lua_tointegerx(L, idx, NULL);
		out->real = lua_tonumberx(L, idx, NULL);
		return isfinite(out->real) || no(lim, "a number that is not finite");
	case LUA_TSTRING:
		s = lua_tolstring(L, idx, &n);
		if (n > lim->text)
			return no(lim, "a text that is too long");
		if (n > lim->total)
			return no(lim, "too much text");
		lim->total -= n;
		copy = mb_arena_alloc(a, n + 1);
		vm_clean_text(copy, n + 1, s, n);
		out->type = V_TEXT;
		out->text = copy;
		return true;
	case LUA_TUSERDATA:
		return read_udata(out, a, L, idx, lim);
	case LUA_TTABLE:
		return read_table(out, a, L, idx, lim, depth);
	case LUA_TFUNCTION:
		out->type = V_FUNCTION;
		return lim->functions || no(lim, "a function where data is expected");
	default:
		return no(lim, "a value that cannot be handed over");
	}
}

bool val_read(struct val *out, struct mb_arena *a, lua_State *L, int idx, struct val_limit *lim)
{
	int top = lua_gettop(L);
	bool ok;

	memset(out, 0, sizeof(*out));
	ok = read_value(out, a, L, lua_absindex(L, idx), lim, 0);
	lua_settop(L, top);
	return ok;
}

const struct val *val_get(const struct val *table, const char *key)
{
	for (size_t i = 0; table && table->type == V_TABLE && i < table->n_map; i++)
		if (table->map[i].key[0] == key[0] && strcmp(table->map[i].key, key) == 0)
			return &table->map[i].v;
	return NULL;
}

const char *val_text(const struct val *table, const char *key)
{
	const struct val *v = val_get(table, key);

	return v && v->type == V_TEXT ? v->text : NULL;
}

static struct mb_node *table_node(struct mb_arena *a, const struct val *v)
{
	struct mb_node *node;

	if (v->n_map == 0) {
		node = mb_node_new_list(a);
		for (size_t i = 0; i < v->n; i++)
			mb_node_push(a, node, val_node(a, &v->list[i]));
		return node;
	}
	node = mb_node_new_map(a);
	for (size_t i = 0; i < v->n_map; i++)
		mb_node_put(a, node, v->map[i].key, val_node(a, &v->map[i].v));
	return node;
}

struct mb_node *val_node(struct mb_arena *a, const struct val *v)
{
	switch (v->type) {
	case V_TEXT:
	case V_VIEW:
		return mb_node_new_text(a, v->text);
	case V_INT:
		return mb_node_new_raw(a, mb_arena_printf(a, "%lld", (long long)v->num));
	case V_REAL:
		return mb_node_new_raw(a, mb_arena_printf(a, "%.14g", v->real));
	case V_BOOL:
		return mb_node_new_raw(a, v->yes ? "true" : "false");
	case V_DAY:
		return mb_node_new_day(a, v->day);
	case V_TABLE:
		return table_node(a, v);
	default:
		return mb_node_new_text(a, "");
	}
}
