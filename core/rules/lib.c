/* lib.c: what is left of Lua's own library. No patterns, no metatables, no way to catch an error, a fixed order in
 * pairs(), and every function's work counted. */
#include "rules_impl.h"

#include <stdlib.h>
#include <string.h>

#define REP_MAX	     ((size_t)64 * 1024)
#define BYTES_A_STEP 16

/* ---- read-only stand-ins --------------------------------------------------------------------------------- */

static int refuse_write(lua_State *L)
{
	return luaL_error(L, "library tables are read-only (you tried to set '%s')",
			  lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?");
}

static int unknown_member(lua_State *L)
{
	return luaL_error(L, "'%s' has no '%s' here", lua_tostring(L, lua_upvalueindex(1)),
			  lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?");
}

/* {} whose __index is the real table, whose own __index says what is missing. */
void lib_freeze(lua_State *L, const char *name)
{
	lua_newtable(L);
	lua_pushstring(L, name);
	lua_pushcclosure(L, unknown_member, 1);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2); /* of the real table */
	lua_newtable(L);
	lua_newtable(L);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, refuse_write);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_remove(L, -2);
}

void lib_plain_table(lua_State *L, int idx)
{
	luaL_checktype(L, idx, LUA_TTABLE);
	if (lua_getmetatable(L, idx))
		luaL_argerror(L, idx, "a plain list is expected");
}

/* ---- base ------------------------------------------------------------------------------------------------ */

int lib_tostring(lua_State *L)
{
	const char *id;

	luaL_checkany(L, 1);
	switch (lua_type(L, 1)) {
	case LUA_TNUMBER:
	case LUA_TSTRING:
	case LUA_TBOOLEAN:
	case LUA_TNIL:
		lua_settop(L, 1);
		luaL_tolstring(L, 1, NULL);
		return 1;
	default:
		break;
	}
	if (vm_udata(L, 1, SLOT_DATE))
		luaL_tolstring(L, 1, NULL);
	else if ((id = view_id(L, 1)))
		lua_pushstring(L, id);
	else
		lua_pushstring(L, luaL_typename(L, 1)); /* never an address */
	return 1;
}

struct key {
	int type; /* 0 number, 1 text, 2 truth value */
	double number;
	const char *text;
	size_t n, at;
};

static int key_order(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int c;

	if (x->type != y->type)
		return x->type - y->type;
	if (x->type == 0)
		return x->number < y->number ? -1 : x->number > y->number;
	c = memcmp(x->text, y->text, x->n < y->n ? x->n : y->n);
	return c ? c : (x->n < y->n ? -1 : x->n > y->n);
}

/* Fill one sortable key from the value on top of the stack. */
static void read_key(lua_State *L, struct key *k, size_t at)
{
	k->at = at;
	switch (lua_type(L, -1)) {
	case LUA_TNUMBER:
		k->type = 0;
		k->number = lua_tonumber(L, -1);
		break;
	case LUA_TSTRING:
		k->type = 1;
		k->text = lua_tolstring(L, -1, &k->n);
		break;
	case LUA_TBOOLEAN:
		k->type = 2;
		k->text = lua_toboolean(L, -1) ? "t" : "f";
		k->n = 1;
		break;
	default:
		luaL_error(L, "pairs: a %s cannot be a key here, it has no fixed order",
			   luaL_typename(L, -1));
	}
}

/* Push the keys of the plain table at 1 as a list in order. */
static void sorted_keys(lua_State *L)
{
	size_t n = 0, i = 0;
	struct key *k;
	int keys, sorted;

	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
		n++;
	vm_charge(L, n * 4 + 4);
	k = lua_newuserdatauv(L, sizeof(*k) * (n + 1), 0);
	lua_createtable(L, (int)n, 0);
	keys = lua_gettop(L);
	for (lua_pushnil(L); lua_next(L, 1);) {
		lua_pop(L, 1);
		if (lua_type(L, -1) == LUA_TLIGHTUSERDATA)
			continue; /* the host's own mark on a constructor's table */
		read_key(L, &k[i], i + 1);
		lua_pushvalue(L, -1);
		lua_rawseti(L, keys, (lua_Integer)++i);
	}
	qsort(k, i, sizeof(*k), key_order);
	lua_createtable(L, (int)i, 0);
	sorted = lua_gettop(L);
	for (size_t to = 0; to < i; to++) {
		lua_rawgeti(L, keys, (lua_Integer)k[to].at);
		lua_rawseti(L, sorted, (lua_Integer)to + 1);
	}
}

/* The next key after the present one. All it needs is in its arguments: an iterator that counted by itself could carry
 * something from one event to the next. */
static int pairs_step(lua_State *L)
{
	lua_Integer i = 1;

	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 2);
	lua_rawgeti(L, 1, 1); /* what is walked */
	lua_rawgeti(L, 1, 2); /* its keys in order */
	lua_rawgeti(L, 1, 3); /* key -> place */
	if (!lua_istable(L, 4) || !lua_istable(L, 5))
		return luaL_error(L, "pairs: this is not what it returned");
	if (!lua_isnil(L, 2)) {
		lua_pushvalue(L, 2);
		lua_rawget(L, 5);
		i = lua_tointeger(L, -1) + 1;
	}
	if (lua_rawgeti(L, 4, i) == LUA_TNIL)
		return 1;
	lua_pushvalue(L, -1);
	lua_gettable(L, 3);
	return 2;
}

static int base_pairs(lua_State *L)
{
	int keys;

	luaL_checkany(L, 1);
	lua_settop(L, 1);
	if (!view_keys(L, 1)) {
		lib_plain_table(L, 1);
		sorted_keys(L);
	}
	keys = lua_gettop(L);
	lua_pushcfunction(L, pairs_step);
	lua_createtable(L, 3, 0);
	lua_pushvalue(L, 1);
	lua_rawseti(L, -2, 1);
	lua_pushvalue(L, keys);
	lua_rawseti(L, -2, 2);
	lua_newtable(L);
	for (lua_Integer i = 1; lua_rawgeti(L, keys, i) != LUA_TNIL; i++) {
		lua_pushinteger(L, i);
		lua_rawset(L, -3);
	}
	lua_pop(L, 1);
	lua_rawseti(L, -2, 3);
	return 2;
}

/* ---- string ---------------------------------------------------------------------------------------------- */

static int str_rep(lua_State *L)
{
	size_t n, sep_n, total;
	const char *s = luaL_checklstring(L, 1, &n), *sep;
	lua_Integer times = luaL_checkinteger(L, 2);
	luaL_Buffer b;

	sep = luaL_optlstring(L, 3, "", &sep_n);
	if (times <= 0 || n + sep_n == 0) {
		lua_pushliteral(L, "");
		return 1;
	}
	if ((size_t)times > REP_MAX / (n + sep_n))
		return luaL_error(L, "string.rep: the result would be longer than 64 KiB");
	total = (size_t)times * (n + sep_n);
	vm_charge(L, total / BYTES_A_STEP + 1);
	luaL_buffinitsize(L, &b, total);
	for (lua_Integer i = 0; i < times; i++) {
		luaL_addlstring(&b, s, n);
		if (i + 1 < times)
			luaL_addlstring(&b, sep, sep_n);
	}
	luaL_pushresult(&b);
	return 1;
}

static int str_format(lua_State *L)
{
	size_t n, total = 0;
	const char *fmt = luaL_checklstring(L, 1, &n);

	for (const char *p = fmt; p < fmt + n; p++) {
		if (*p != '%')
			continue;
		p++;
		while (p < fmt + n && *p && strchr("-+ #0123456789.", *p))
			p++;
		if (p < fmt + n && (*p == 'p' || *p == 'c')) /* addresses; bytes that are no text */
			return luaL_error(L, "string.format: '%%%c' is not available", *p);
	}
	total = n;
	for (int i = 2; i <= lua_gettop(L); i++) {
		if (lua_type(L, i) == LUA_TUSERDATA) {
			lua_pushcfunction(L, lib_tostring);
			lua_pushvalue(L, i);
			lua_call(L, 1, 1);
			lua_replace(L, i);
		}
		if (lua_type(L, i) == LUA_TSTRING)
			total += lua_rawlen(L, i);
		else if (lua_type(L, i) > LUA_TNUMBER || lua_type(L, i) == LUA_TLIGHTUSERDATA)
			return luaL_error(L, "string.format: a %s cannot be printed", luaL_typename(L, i));
	}
	vm_charge(L, total / BYTES_A_STEP + 1);
	return vm_of(L)->format(L);
}

static int change_case(lua_State *L, char from, char to)
{
	size_t n;
	const char *s = luaL_checklstring(L, 1, &n);
	luaL_Buffer b;
	char *p;

	vm_charge(L, n / BYTES_A_STEP + 1);
	p = luaL_buffinitsize(L, &b, n);
	for (size_t i = 0; i < n; i++)
		p[i] = s[i] >= from && s[i] < from + 26 ? (char)(s[i] - from + to) : s[i];
	luaL_pushresultsize(&b, n);
	return 1;
}

static int str_lower(lua_State *L)
{
	return change_case(L, 'A', 'a');
}

static int str_upper(lua_State *L)
{
	return change_case(L, 'a', 'A');
}

static int str_len(lua_State *L)
{
	size_t n;

	luaL_checklstring(L, 1, &n);
	lua_pushinteger(L, (lua_Integer)n);
	return 1;
}

/* 1-based positions, negative ones from the end, as Lua has it. */
static size_t position(lua_Integer i, size_t n, bool end)
{
	if (i < 0)
		i = (lua_Integer)n + i + 1 < 0 ? 0 : (lua_Integer)n + i + 1;
	if (!end && i == 0)
		i = 1;
	return i > (lua_Integer)n ? n + (end ? 0 : 1) : (size_t)i;
}

static int str_sub(lua_State *L)
{
	size_t n;
	const char *s = luaL_checklstring(L, 1, &n);
	size_t from = position(luaL_checkinteger(L, 2), n, false);
	size_t to = position(luaL_optinteger(L, 3, -1), n, true);

	vm_charge(L, n / (4 * (size_t)BYTES_A_STEP) + 1);
	if (from > to)
		lua_pushliteral(L, "");
	else
		lua_pushlstring(L, s + from - 1, to - from + 1);
	return 1;
}

static int str_byte(lua_State *L)
{
	size_t n;
	const char *s = luaL_checklstring(L, 1, &n);
	lua_Integer i = luaL_optinteger(L, 2, 1);

	if (i < 0)
		i = (lua_Integer)n + i + 1;
	if (i < 1 || i > (lua_Integer)n)
		return 0;
	lua_pushinteger(L, (unsigned char)s[i - 1]);
	return 1;
}

/* ---- putting it together --------------------------------------------------------------------------------- */

static const luaL_Reg string_lib[] = {
	{ "rep", str_rep }, { "format", str_format }, { "lower", str_lower }, { "upper", str_upper },
	{ "len", str_len }, { "sub", str_sub },	      { "byte", str_byte },   { NULL, NULL },
};

/* Copy named members of the table on top into the words table at `words`. */
static void take(lua_State *L, int words, const char *const *names)
{
	for (; *names; names++) {
		lua_getfield(L, -1, *names);
		lua_setfield(L, words, *names);
	}
}

static void open_string(lua_State *L, int words)
{
	lua_pushcfunction(L, luaopen_string);
	lua_call(L, 0, 1);
	lua_getfield(L, -1, "format");
	vm_of(L)->format = lua_tocfunction(L, -1);
	lua_pop(L, 2);
	luaL_newlib(L, string_lib);
	/* Methods of strings go to a private copy: the one metatable that all strings share. */
	lua_pushliteral(L, "");
	lua_newtable(L);
	luaL_newlib(L, string_lib);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_pop(L, 1);
	lib_freeze(L, "string");
	lua_setfield(L, words, "string");
}

static void open_math(lua_State *L, int words)
{
	static const char *const kept[] = { "abs",	 "ceil", "floor",      "max",	     "min",
					    "tointeger", "type", "maxinteger", "mininteger", NULL };

	lua_newtable(L);
	lua_pushcfunction(L, luaopen_math);
	lua_call(L, 0, 1);
	take(L, lua_gettop(L) - 1, kept);
	lua_pop(L, 1);
	lib_freeze(L, "math");
	lua_setfield(L, words, "math");
}

int lib_open(lua_State *L)
{
	static const char *const kept[] = { "assert", "error", "ipairs", "select", "tonumber", "type", NULL };
	int words;

	lua_settop(L, 0);
	lua_newtable(L);
	words = lua_gettop(L);
	lua_pushcfunction(L, luaopen_base);
	lua_call(L, 0, 1); /* the table of globals */
	take(L, words, kept);
	lua_pop(L, 1);
	lua_newtable(L); /* nothing of the stock library stays reachable */
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	lua_pushcfunction(L, lib_tostring);
	lua_setfield(L, words, "tostring");
	lua_pushcfunction(L, base_pairs);
	lua_setfield(L, words, "pairs");
	open_string(L, words);
	open_math(L, words);
	lib_table(L);
	lib_views(L);
	lua_settop(L, words);
	lib_text(L);
	lib_calendar(L);
	lib_record(L);
	lib_declare(L);
	lua_settop(L, words);
	vm_keep(L, SLOT_WORDS);
	return 0;
}
