/* guard.c: a rule may not remember. After declaring, all that rule functions can reach (upvalues, and tables behind them) is
 * noted; after each call it is compared by identity. What differs breaks the rule, and the state is thrown away, which
 * puts everything back. */
#include "rules_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* SLOT_GUARD: list of { thing, name, file, line, shallow copy or list of upvalues }. SLOT_GUARD_GROUPS: places in that
 * list; group 1 belongs to the requirements, which all rules share, group n + 1 to the rule with ordinal n. */
enum { G_THING = 1, G_NAME, G_FILE, G_LINE, G_COPY };

struct walk {
	lua_State *L;
	int guard, seen, group; /* stack places: all entries, thing -> place, the group being filled */
	size_t values;
};

static void visit(struct walk *w, int idx, const char *name, const char *file, int line);

static void charge_values(struct walk *w, size_t n)
{
	w->values += n;
	if (w->values > GUARD_MAX)
		luaL_error(w->L, "rule files keep more than %d values between evaluations", GUARD_MAX);
	vm_charge(w->L, n * 4 + 4);
}

/* A new entry for the thing at idx; its copy is on top of the stack and is popped. */
static void add_entry(struct walk *w, int idx, const char *name, const char *file, int line)
{
	lua_State *L = w->L;
	lua_Integer at = (lua_Integer)lua_rawlen(L, w->guard) + 1;

	lua_createtable(L, 5, 0);
	lua_insert(L, -2);
	lua_rawseti(L, -2, G_COPY);
	lua_pushvalue(L, idx);
	lua_rawseti(L, -2, G_THING);
	lua_pushstring(L, name);
	lua_rawseti(L, -2, G_NAME);
	lua_pushstring(L, file);
	lua_rawseti(L, -2, G_FILE);
	lua_pushinteger(L, line);
	lua_rawseti(L, -2, G_LINE);
	lua_rawseti(L, w->guard, at);
}

static void visit_table(struct walk *w, int idx, const char *name, const char *file, int line)
{
	lua_State *L = w->L;
	size_t n = 0;

	lua_newtable(L);
	for (lua_pushnil(L); lua_next(L, idx); n++) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, -4);
	}
	charge_values(w, n + 1);
	add_entry(w, idx, name, file, line);
	for (lua_pushnil(L); lua_next(L, idx);) {
		visit(w, lua_gettop(L), name, file, line);
		lua_pop(L, 1);
		visit(w, lua_gettop(L), name, file, line);
	}
}

static void visit_function(struct walk *w, int idx)
{
	lua_State *L = w->L;
	lua_Debug ar;
	const char *up, *file;
	int n = 0;

	lua_pushvalue(L, idx);
	lua_getinfo(L, ">S", &ar);
	file = ar.source + (*ar.source == '=');
	lua_newtable(L);
	while ((up = lua_getupvalue(L, idx, n + 1))) {
		if (lua_isnil(
			    L,
			    -1)) { /* a hole would be lost: false stands beside it under its place with a sign */
			lua_pop(L, 1);
			lua_pushboolean(L, 1);
			lua_rawseti(L, -2, -(n + 1));
		} else {
			lua_rawseti(L, -2, n + 1);
		}
		n++;
	}
	charge_values(w, (size_t)n + 1);
	add_entry(w, idx, "", file, ar.linedefined);
	for (int i = 1; i <= n; i++) {
		up = lua_getupvalue(L, idx, i);
		visit(w, lua_gettop(L), up, file, ar.linedefined);
		lua_pop(L, 1);
	}
}

/* Look at a value once, and put its place into the present group. */
static void visit(struct walk *w, int idx, const char *name, const char *file, int line)
{
	lua_State *L = w->L;
	int type = lua_type(L, idx);
	lua_Integer at;

	if (type != LUA_TTABLE && (type != LUA_TFUNCTION || lua_iscfunction(L, idx)))
		return;
	if (type == LUA_TTABLE && lua_getmetatable(L, idx)) {
		lua_pop(L, 1); /* ours: read-only */
		return;
	}
	luaL_checkstack(L, 12, "rule files nest too deeply");
	lua_pushvalue(L, idx);
	if (lua_rawget(L, w->seen) != LUA_TNIL) {
		lua_pop(L, 1);
		return;
	}
	lua_pop(L, 1);
	at = (lua_Integer)lua_rawlen(L, w->guard) + 1;
	lua_pushvalue(L, idx);
	lua_pushinteger(L, at);
	lua_rawset(L, w->seen);
	lua_pushinteger(L, at);
	lua_rawseti(L, w->group, (lua_Integer)lua_rawlen(L, w->group) + 1);
	if (type == LUA_TTABLE)
		visit_table(w, idx, name, file, line);
	else
		visit_function(w, idx);
}

/* What is reachable from the value on top, as group `ordinal`. Each group is walked anew, so that it is whole by itself. */
static void build_group(lua_State *L, int guard, int groups, lua_Integer ordinal, size_t *values)
{
	struct walk w = { .L = L, .guard = guard, .values = *values };
	int root = lua_gettop(L);

	lua_newtable(L);
	w.seen = lua_gettop(L);
	lua_newtable(L);
	w.group = lua_gettop(L);
	visit(&w, root, "a table", "", 0);
	lua_pushvalue(L, w.group);
	lua_rawseti(L, groups, ordinal);
	lua_settop(L, root);
	*values = w.values;
}

int guard_build(lua_State *L)
{
	int guard, groups, rules;
	size_t values = 0;

	lua_settop(L, 0);
	lua_newtable(L);
	guard = lua_gettop(L);
	lua_newtable(L);
	groups = lua_gettop(L);
	vm_push(L, SLOT_REQUIREMENTS);
	build_group(L, guard, groups, 1, &values);
	lua_pop(L, 1);
	vm_push(L, SLOT_RULES);
	rules = lua_gettop(L);
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, rules); i++) {
		lua_rawgeti(L, rules, i);
		build_group(L, guard, groups, i + 1, &values);
		lua_pop(L, 1);
	}
	lua_pushvalue(L, groups);
	vm_keep(L, SLOT_GUARD_GROUPS);
	lua_pushvalue(L, guard);
	vm_keep(L, SLOT_GUARD);
	lua_pushnil(L);
	return 1;
}

/* ---- comparing: raw reads only, since this runs outside protection --------------------------------------- */

static bool same_value(lua_State *L, int a, int b)
{
	if (lua_type(L, a) != lua_type(L, b))
		return false;
	if (lua_type(L, a) != LUA_TNUMBER)
		return lua_rawequal(L, a, b);
	if (lua_isinteger(L, a) != lua_isinteger(L, b))
		return false;
	return lua_rawequal(L, a, b) ||
	       (isnan(lua_tonumberx(L, a, NULL)) && isnan(lua_tonumberx(L, b, NULL)));
}

/* The table at `thing` against its copy: the same keys with the same values. */
static bool same_table(lua_State *L, int thing, int copy)
{
	size_t n = 0, m = 0;
	bool same = true;

	for (lua_pushnil(L); lua_next(L, thing); lua_pop(L, 1)) {
		n++;
		lua_pushvalue(L, -2);
		lua_rawget(L, copy);
		same = same && same_value(L, -1, -2);
		lua_pop(L, 1);
	}
	for (lua_pushnil(L); lua_next(L, copy); lua_pop(L, 1))
		m++;
	return same && n == m;
}

/* The name of the first upvalue that is not what it was; NULL when all are. */
static const char *changed_upvalue(lua_State *L, int thing, int copy)
{
	const char *name;

	for (int i = 1; (name = lua_getupvalue(L, thing, i)); i++) {
		bool same;

		if (lua_isnil(L, -1)) {
			lua_rawgeti(L, copy, -i);
			same = !lua_isnil(L, -1);
		} else {
			lua_rawgeti(L, copy, i);
			same = same_value(L, -1, -2);
		}
		lua_pop(L, 2);
		if (!same)
			return name;
	}
	return NULL;
}

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool has_word(const char *line, size_t n, const char *word)
{
	size_t k = strlen(word);

	for (size_t i = 0; i + k <= n; i++)
		if (memcmp(line + i, word, k) == 0 && (i == 0 || !word_char(line[i - 1])) &&
		    (i + k == n || !word_char(line[i + k])))
			return true;
	return false;
}

/* Lua no longer knows where a local was declared: look for it in the text. */
static int line_of_local(const struct mb_rules *r, const char *file, const char *name)
{
	for (size_t i = 0; i < r->n_files; i++) {
		const char *p = r->files[i].text.p, *end = p + r->files[i].text.n;

		if (!mb_streq(r->files[i].path, file))
			continue;
		for (int line = 1; p && p < end; line++) {
			const char *nl = memchr(p, '\n', (size_t)(end - p));
			size_t n = (size_t)((nl ? nl : end) - p);

			if (has_word(p, n, "local") && has_word(p, n, name))
				return line;
			p = nl ? nl + 1 : end;
		}
	}
	return 0;
}

/* Compare one entry, at the top of the stack. */
static bool entry_changed(lua_State *L, const struct mb_rules *r, char *text)
{
	int entry = lua_gettop(L), line;
	const char *name, *file, *up = NULL;
	bool changed;

	lua_rawgeti(L, entry, G_THING);
	lua_rawgeti(L, entry, G_COPY);
	if (lua_type(L, entry + 1) == LUA_TTABLE)
		changed = !same_table(L, entry + 1, entry + 2);
	else
		changed = (up = changed_upvalue(L, entry + 1, entry + 2)) != NULL;
	if (changed) {
		lua_rawgeti(L, entry, G_NAME);
		lua_rawgeti(L, entry, G_FILE);
		lua_rawgeti(L, entry, G_LINE);
		name = up ? up : lua_tostring(L, -3);
		file = lua_tostring(L, -2);
		line = line_of_local(r, file, name);
		if (line == 0)
			line = (int)lua_tointegerx(L, -1, NULL);
		snprintf(text, ERROR_TEXT,
			 "this rule remembers something between events: local %.60s, %.120s:%d", name, file,
			 line);
	}
	lua_settop(L, entry);
	return changed;
}

bool guard_broken(struct vm *vm, const struct mb_rules *r, size_t rule, char *text)
{
	lua_State *L = vm->L;
	lua_Integer groups[] = { 1, (lua_Integer)rule + 1 };
	int top = lua_gettop(L), guard;
	bool broken = false;

	if (!lua_checkstack(L, 20))
		return false;
	vm_push(L, SLOT_GUARD);
	guard = lua_gettop(L);
	vm_push(L, SLOT_GUARD_GROUPS);
	for (size_t g = 0; g < 2 && !broken; g++) {
		lua_rawgeti(L, guard + 1, groups[g]);
		for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(L, -1); i <= n && !broken; i++) {
			lua_rawgeti(L, -1, i);
			lua_rawgeti(L, guard, lua_tointegerx(L, -1, NULL));
			broken = entry_changed(L, r, text);
			lua_pop(L, 2);
		}
		lua_pop(L, 1);
	}
	lua_settop(L, top);
	return broken;
}
