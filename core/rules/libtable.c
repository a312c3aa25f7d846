/* libtable.c: `table`, for plain lists only. Each function's work is counted by the slots it moves; the sort is our own. */
#include "rules_impl.h"

#define UNPACK_MAX   250
#define BYTES_A_STEP 16

static int tab_concat(lua_State *L)
{
	lua_Integer n;
	const char *sep;
	size_t sep_n, k;
	luaL_Buffer b;

	n = view_len(L, 1);
	if (n < 0)
		return luaL_argerror(L, 1, "a list is expected");
	sep = luaL_optlstring(L, 2, "", &sep_n);
	vm_charge(L, (size_t)n + 1);
	luaL_buffinit(L, &b);
	for (lua_Integer i = 1; i <= n; i++) {
		lua_pushcfunction(L, lib_tostring);
		lua_geti(L, 1, i);
		if (lua_type(L, -1) == LUA_TNIL || lua_type(L, -1) == LUA_TTABLE ||
		    lua_type(L, -1) == LUA_TFUNCTION)
			return luaL_error(L, "a %s (entry %d) cannot be joined", luaL_typename(L, -1),
					  (int)i);
		lua_call(L, 1, 1);
		lua_tolstring(L, -1, &k);
		vm_charge(L, k / BYTES_A_STEP + 1);
		luaL_addvalue(&b);
		if (i < n)
			luaL_addlstring(&b, sep, sep_n);
	}
	luaL_pushresult(&b);
	return 1;
}

static int tab_insert(lua_State *L)
{
	lua_Integer n, at;

	lib_plain_table(L, 1);
	n = (lua_Integer)lua_rawlen(L, 1);
	if (lua_gettop(L) == 2) {
		vm_charge(L, 1);
		lua_rawseti(L, 1, n + 1);
		return 0;
	}
	if (lua_gettop(L) != 3)
		return luaL_error(L, "table.insert takes two or three values");
	at = luaL_checkinteger(L, 2);
	luaL_argcheck(L, at >= 1 && at <= n + 1, 2, "position out of bounds");
	vm_charge(L, (size_t)(n - at) + 2);
	for (lua_Integer i = n; i >= at; i--) {
		lua_rawgeti(L, 1, i);
		lua_rawseti(L, 1, i + 1);
	}
	lua_rawseti(L, 1, at);
	return 0;
}

static int tab_remove(lua_State *L)
{
	lua_Integer n, at;

	lib_plain_table(L, 1);
	n = (lua_Integer)lua_rawlen(L, 1);
	at = luaL_optinteger(L, 2, n);
	if (n == 0)
		return 0;
	luaL_argcheck(L, at >= 1 && at <= n, 2, "position out of bounds");
	vm_charge(L, (size_t)(n - at) + 1);
	lua_rawgeti(L, 1, at);
	for (lua_Integer i = at; i < n; i++) {
		lua_rawgeti(L, 1, i + 1);
		lua_rawseti(L, 1, i);
	}
	lua_pushnil(L);
	lua_rawseti(L, 1, n);
	return 1;
}

static int tab_unpack(lua_State *L)
{
	lua_Integer n = view_len(L, 1);

	if (n < 0)
		return luaL_argerror(L, 1, "a list is expected");
	if (n > UNPACK_MAX)
		return luaL_error(L, "table.unpack: more than %d values", UNPACK_MAX);
	vm_charge(L, (size_t)n + 1);
	luaL_checkstack(L, (int)n + 4, "table.unpack");
	for (lua_Integer i = 1; i <= n; i++)
		lua_geti(L, 1, i);
	return (int)n;
}

/* Is the value at a to come strictly before that at b? The comparing function may be at index 2. */
static bool comes_before(lua_State *L, int a, int b)
{
	bool yes;

	vm_charge(L, 2 + (lua_type(L, a) == LUA_TSTRING ? lua_rawlen(L, a) / BYTES_A_STEP : 0));
	if (lua_isnoneornil(L, 2))
		return lua_compare(L, a, b, LUA_OPLT);
	lua_pushvalue(L, 2);
	lua_pushvalue(L, a < 0 ? a - 1 : a);
	lua_pushvalue(L, b < 0 ? b - 2 : b);
	lua_call(L, 2, 1);
	yes = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return yes;
}

/* One merge of [from, mid) and [mid, to) of the table `in` into `out`. */
static void merge_runs(lua_State *L, int in, int out, lua_Integer from, lua_Integer mid, lua_Integer to)
{
	lua_Integer a = from, b = mid;

	for (lua_Integer k = from; k < to; k++) {
		if (a < mid && b < to) {
			lua_rawgeti(L, in, a);
			lua_rawgeti(L, in, b);
			if (comes_before(L, -1, -2)) {
				lua_rawseti(L, out, k);
				lua_pop(L, 1);
				b++;
			} else {
				lua_pop(L, 1);
				lua_rawseti(L, out, k);
				a++;
			}
		} else {
			lua_rawgeti(L, in, a < mid ? a++ : b++);
			lua_rawseti(L, out, k);
		}
	}
}

/* A merge sort: stable, and the same on every machine (Lua's own picks pivots by the clock in long lists). */
static int tab_sort(lua_State *L)
{
	lua_Integer n;
	int in = 1, out;

	lib_plain_table(L, 1);
	lua_settop(L, 2);
	if (!lua_isnil(L, 2))
		luaL_checktype(L, 2, LUA_TFUNCTION);
	n = (lua_Integer)lua_rawlen(L, 1);
	vm_charge(L, (size_t)n + 1);
	lua_createtable(L, (int)n, 0);
	out = 3;
	for (lua_Integer width = 1; width < n; width *= 2) {
		for (lua_Integer from = 1; from <= n; from += 2 * width) {
			lua_Integer mid = from + width > n + 1 ? n + 1 : from + width;
			lua_Integer to = from + 2 * width > n + 1 ? n + 1 : from + 2 * width;

			merge_runs(L, in, out, from, mid, to);
		}
		int swap = in;

		in = out;
		out = swap;
	}
	for (lua_Integer i = 1; in != 1 && i <= n; i++) {
		lua_rawgeti(L, in, i);
		lua_rawseti(L, 1, i);
	}
	return 0;
}

void lib_table(lua_State *L)
{
	static const luaL_Reg table_lib[] = {
		{ "concat", tab_concat }, { "insert", tab_insert }, { "remove", tab_remove },
		{ "unpack", tab_unpack }, { "sort", tab_sort },	    { NULL, NULL },
	};

	luaL_newlib(L, table_lib);
	lib_freeze(L, "table");
	lua_setfield(L, -2, "table");
}
