/* guard.c: a rule may not remember. After declaring, all that a call can reach (upvalues, and tables behind them) is noted;
 * after the call it is compared by identity. What differs breaks the rule, and the state is thrown away, which puts
 * everything back. */
#include "rules_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* SLOT_GUARD: list of entries. A table's: { table, name, file, line, shallow copy }. An upvalue's, which functions may share:
 * { function, name, file, line, value, its number }.
 * SLOT_GUARD_GROUPS: what a call can reach, as lists of places in SLOT_GUARD. Under 1 all requirements together, under
 * n + 1 for the rule with ordinal n its parts: `when`, `effects`, then each of `requires`; such a part keeps the group of
 * its requirement's own function under a light key, for many rules share that. */
enum { G_THING = 1, G_NAME, G_FILE, G_LINE, G_VALUE, G_NUMBER };
enum { PART_WHEN = 1, PART_EFFECTS, PART_REQUIRES };

/* A hole in a table would be lost: this stands for an upvalue that is nil. No rule can have a light pointer. */
#define NIL_MARK ((void *)&vm_slots[SLOT_GUARD])

struct walk {
	lua_State *L;
	int guard, known; /* stack places: all entries; thing or upvalue -> its place among them */
	int seen, group;  /* of the group being filled */
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

/* Mark what stands on top as seen in this group, and pop it. false: it was. */
static bool first_time(struct walk *w)
{
	lua_State *L = w->L;

	lua_pushvalue(L, -1);
	if (lua_rawget(L, w->seen) != LUA_TNIL) {
		lua_pop(L, 2);
		return false;
	}
	lua_pop(L, 1);
	lua_pushboolean(L, 1);
	lua_rawset(L, w->seen);
	vm_charge(L, 2);
	return true;
}

/* The entry for the key on top, which is popped, joins the group. false: there is none yet. */
static bool join(struct walk *w)
{
	lua_State *L = w->L;

	if (lua_rawget(L, w->known) == LUA_TNIL) {
		lua_pop(L, 1);
		return false;
	}
	lua_rawseti(L, w->group, (lua_Integer)lua_rawlen(L, w->group) + 1);
	return true;
}

/* A new entry for the key at -2; its value is at -1. Both are popped, and the entry joins the group. */
static void add_entry(struct walk *w, int thing, const char *name, const char *file, int line, int number)
{
	lua_State *L = w->L;
	lua_Integer at = (lua_Integer)lua_rawlen(L, w->guard) + 1;

	lua_createtable(L, number ? 6 : 5, 0);
	lua_insert(L, -2);
	lua_rawseti(L, -2, G_VALUE);
	lua_pushvalue(L, thing);
	lua_rawseti(L, -2, G_THING);
	lua_pushstring(L, name);
	lua_rawseti(L, -2, G_NAME);
	lua_pushstring(L, file);
	lua_rawseti(L, -2, G_FILE);
	lua_pushinteger(L, line);
	lua_rawseti(L, -2, G_LINE);
	if (number) {
		lua_pushinteger(L, number);
		lua_rawseti(L, -2, G_NUMBER);
	}
	lua_rawseti(L, w->guard, at);
	lua_pushvalue(L, -1);
	lua_pushinteger(L, at);
	lua_rawset(L, w->known);
	(void)join(w);
}

static void visit_table(struct walk *w, int idx, const char *name, const char *file, int line)
{
	lua_State *L = w->L;
	size_t n = 0;

	lua_pushvalue(L, idx);
	if (!join(w)) {
		lua_pushvalue(L, idx);
		lua_newtable(L);
		for (lua_pushnil(L); lua_next(L, idx); n++) {
			lua_pushvalue(L, -2);
			lua_insert(L, -2);
			lua_rawset(L, -4);
		}
		charge_values(w, n + 1);
		add_entry(w, idx, name, file, line, 0);
	}
	for (lua_pushnil(L); lua_next(L, idx);) {
		visit(w, lua_gettop(L), name, file, line);
		lua_pop(L, 1);
		visit(w, lua_gettop(L), name, file, line);
	}
}

/* An upvalue, whose value is on top, is looked at once however many functions share it. */
static void visit_upvalue(struct walk *w, int idx, int number, const char *name, const char *file, int line)
{
	lua_State *L = w->L;
	void *id = lua_upvalueid(L, idx, number);

	lua_pushlightuserdata(L, id);
	if (!first_time(w))
		return;
	lua_pushlightuserdata(L, id);
	if (!join(w)) {
		lua_pushlightuserdata(L, id);
		if (lua_isnil(L, -2))
			lua_pushlightuserdata(L, NIL_MARK);
		else
			lua_pushvalue(L, -2);
		charge_values(w, 1);
		add_entry(w, idx, name, file, line, number);
	}
	visit(w, lua_gettop(L), name, file, line);
}

static void visit_function(struct walk *w, int idx)
{
	lua_State *L = w->L;
	lua_Debug ar;
	const char *up, *file;

	lua_pushvalue(L, idx);
	lua_getinfo(L, ">S", &ar);
	file = ar.source + (*ar.source == '=');
	for (int i = 1; (up = lua_getupvalue(L, idx, i)); i++) {
		visit_upvalue(w, idx, i, up, file, ar.linedefined);
		lua_pop(L, 1);
	}
}

/* Look at a value once in a group. */
static void visit(struct walk *w, int idx, const char *name, const char *file, int line)
{
	lua_State *L = w->L;
	int type = lua_type(L, idx);

	if (type != LUA_TTABLE && (type != LUA_TFUNCTION || lua_iscfunction(L, idx)))
		return;
	if (type == LUA_TTABLE && lua_getmetatable(L, idx)) {
		lua_pop(L, 1); /* ours: read-only */
		return;
	}
	luaL_checkstack(L, 12, "rule files nest too deeply");
	lua_pushvalue(L, idx);
	if (!first_time(w))
		return;
	if (type == LUA_TTABLE)
		visit_table(w, idx, name, file, line);
	else
		visit_function(w, idx);
}

/* What is reachable from the value on top, which is popped, as a group, which is pushed. */
static void push_group(struct walk *w)
{
	lua_State *L = w->L;
	int root = lua_gettop(L);

	lua_newtable(L);
	w->seen = lua_gettop(L);
	lua_newtable(L);
	w->group = lua_gettop(L);
	visit(w, root, "a table", "", 0);
	lua_replace(L, root);
	lua_settop(L, root);
}

/* Groups of each requirement's function, by its name; the table is pushed. */
static void push_requirements(struct walk *w)
{
	lua_State *L = w->L;
	int functions, groups;

	lua_newtable(L);
	groups = lua_gettop(L);
	vm_push(L, SLOT_REQUIREMENTS);
	functions = lua_gettop(L);
	for (lua_pushnil(L); lua_next(L, functions);) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		push_group(w);
		lua_rawset(L, groups);
	}
	lua_settop(L, groups);
}

static void add_part(struct walk *w, int rule, const char *key, int parts, lua_Integer part)
{
	lua_State *L = w->L;

	lua_pushstring(L, key);
	lua_rawget(L, rule);
	push_group(w);
	lua_rawseti(L, parts, part);
}

/* The parts of the rule at `rule`; the table is pushed. */
static void push_parts(struct walk *w, int rule, int requirements)
{
	lua_State *L = w->L;
	int parts, list;

	lua_newtable(L);
	parts = lua_gettop(L);
	add_part(w, rule, "when", parts, PART_WHEN);
	add_part(w, rule, "effects", parts, PART_EFFECTS);
	lua_pushliteral(L, "requires");
	lua_rawget(L, rule);
	list = lua_gettop(L);
	for (lua_Integer i = 1; lua_istable(L, list) && i <= (lua_Integer)lua_rawlen(L, list); i++) {
		if (lua_rawgeti(L, list, i) == LUA_TTABLE)
			lua_rawgetp(L, -1, &vm_slots[SLOT_TAG]);
		else
			lua_pushnil(L);
		lua_insert(L, -2); /* the name of the requirement below what the rule gave it */
		push_group(w);
		lua_insert(L, -2);
		if (lua_isnil(L, -1) || lua_rawget(L, requirements) == LUA_TNIL)
			lua_pop(L, 1);
		else
			lua_rawsetp(L, -2, &vm_slots[SLOT_REQUIREMENTS]);
		lua_rawseti(L, parts, PART_REQUIRES + i - 1);
	}
	lua_settop(L, parts);
}

int guard_build(lua_State *L)
{
	struct walk w = { .L = L };
	int groups, rules, requirements;

	lua_settop(L, 0);
	lua_newtable(L);
	w.guard = lua_gettop(L);
	lua_newtable(L);
	w.known = lua_gettop(L);
	lua_newtable(L);
	groups = lua_gettop(L);
	push_requirements(&w);
	requirements = lua_gettop(L);
	vm_push(L, SLOT_REQUIREMENTS);
	push_group(&w);
	lua_rawseti(L, groups, 1);
	vm_push(L, SLOT_RULES);
	rules = lua_gettop(L);
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, rules); i++) {
		lua_rawgeti(L, rules, i);
		push_parts(&w, lua_gettop(L), requirements);
		lua_rawseti(L, groups, i + 1);
		lua_pop(L, 1);
	}
	lua_pushvalue(L, groups);
	vm_keep(L, SLOT_GUARD_GROUPS);
	lua_pushvalue(L, w.guard);
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

/* The upvalue `number` of the function at `thing` against its value then. */
static bool same_upvalue(lua_State *L, int thing, int number, int value)
{
	bool same;

	if (!lua_getupvalue(L, thing, number))
		return false;
	if (lua_isnil(L, -1))
		same = lua_type(L, value) == LUA_TLIGHTUSERDATA;
	else
		same = same_value(L, -1, value);
	lua_pop(L, 1);
	return same;
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

/* What the entry at `entry` holds is not what it was: say so. */
static void tell_change(lua_State *L, const struct mb_rules *r, int entry, char *text)
{
	const char *name, *file;
	int line;

	lua_rawgeti(L, entry, G_NAME);
	lua_rawgeti(L, entry, G_FILE);
	lua_rawgeti(L, entry, G_LINE);
	name = lua_tostring(L, -3);
	file = lua_tostring(L, -2);
	line = line_of_local(r, file, name);
	if (line == 0)
		line = (int)lua_tointegerx(L, -1, NULL);
	snprintf(text, ERROR_TEXT, "this rule remembers something between events: local %.60s, %.120s:%d",
		 name, file, line);
}

/* Compare one entry, at the top of the stack. */
static bool entry_changed(lua_State *L, const struct mb_rules *r, char *text)
{
	int entry = lua_gettop(L);
	bool same;

	lua_rawgeti(L, entry, G_THING);
	lua_rawgeti(L, entry, G_VALUE);
	if (lua_type(L, entry + 1) == LUA_TTABLE) {
		same = same_table(L, entry + 1, entry + 2);
	} else {
		lua_rawgeti(L, entry, G_NUMBER);
		same = same_upvalue(L, entry + 1, (int)lua_tointegerx(L, -1, NULL), entry + 2);
	}
	if (!same)
		tell_change(L, r, entry, text);
	lua_settop(L, entry);
	return !same;
}

/* Compare the group on top of the stack, and pop it. */
static bool group_changed(lua_State *L, int guard, const struct mb_rules *r, char *text)
{
	int group = lua_gettop(L);
	lua_Integer n = lua_type(L, group) == LUA_TTABLE ? (lua_Integer)lua_rawlen(L, group) : 0;
	bool changed = false;

	for (lua_Integer i = 1; i <= n && !changed; i++) {
		lua_rawgeti(L, group, i);
		lua_rawgeti(L, guard, lua_tointegerx(L, -1, NULL));
		changed = entry_changed(L, r, text);
		lua_settop(L, group);
	}
	lua_settop(L, group - 1);
	return changed;
}

static lua_Integer part_of(enum call_what what, size_t requirement)
{
	return what == CALL_WHEN      ? PART_WHEN
	       : what == CALL_EFFECTS ? PART_EFFECTS
				      : PART_REQUIRES + (lua_Integer)requirement - 1;
}

bool guard_broken(struct vm *vm, const struct mb_rules *r, size_t rule, enum call_what what,
		  size_t requirement, char *text)
{
	lua_State *L = vm->L;
	int top = lua_gettop(L), guard = top + 1, groups = top + 2, part = top + 4;
	bool broken;

	if (!lua_checkstack(L, 20))
		return false;
	vm_push(L, SLOT_GUARD);
	vm_push(L, SLOT_GUARD_GROUPS);
	lua_rawgeti(L, groups, (lua_Integer)rule + 1);
	lua_rawgeti(L, groups + 1, part_of(what, requirement));
	lua_rawgetp(L, part, &vm_slots[SLOT_REQUIREMENTS]);
	if (vm->examined) { /* requirements made of requirements may have called any of them */
		lua_pop(L, 1);
		lua_rawgeti(L, groups, 1);
	}
	broken = group_changed(L, guard, r, text); /* of the requirement */
	if (!broken)
		broken = group_changed(L, guard, r, text); /* of the part itself */
	lua_settop(L, top);
	return broken;
}
