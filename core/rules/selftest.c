/* selftest.c: which Lua judges here, and does it still compile two forms of expression wrongly? Those forms are refused by
 * `rules check` whatever is found; the finding goes with each ruling, outside its canonical part, for whoever makes it
 * again on another machine. */
#include "rules_impl.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define CONSTANTS 300 /* more than the 256 that fit into one instruction */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char release[40], judged_with[160];

/* An index by a comparison, where the table is a local from outside. */
static int by_comparison(lua_State *L)
{
	static const char source[] = "local word = { [true] = 'yes', [false] = 'no' }\n"
				     "local function ask(x) return word[x > 3] end\n"
				     "return ask(5) == 'yes' and ask(1) == 'no'\n";

	if (luaL_loadbufferx(L, source, sizeof source - 1, "=selftest", "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 1);
	return 1;
}

/* Operators on bits of constants, in a function that has many others. */
static int bits_of_constants(lua_State *L)
{
	char source[CONSTANTS * 8 + 80];
	size_t n = (size_t)snprintf(source, sizeof source, "local t = {");

	for (int i = 0; i < CONSTANTS; i++)
		n += (size_t)snprintf(source + n, sizeof source - n, "'%d',", i);
	n += (size_t)snprintf(source + n, sizeof source - n,
			      "} return (1 ~ (2 or 3)) == 3 and (1 | (2 or 3)) == 3");
	if (luaL_loadbufferx(L, source, n, "=selftest", "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 1);
	return 1;
}

static bool right(lua_CFunction what)
{
	lua_State *L = luaL_newstate(); /* no library is opened */
	bool yes;

	if (!L)
		return false;
	lua_pushcfunction(L, what);
	yes = lua_pcall(L, 0, 1, 0) == LUA_OK && lua_toboolean(L, -1);
	lua_close(L);
	return yes;
}

/* "$LuaVersion: Lua 5.4.4  Copyright ..." is of the library that runs, not of the headers we were built with. */
static void find_release(void)
{
	const char *at = strstr(lua_ident, "Lua 5");

	if (!at)
		at = LUA_RELEASE;
	snprintf(release, sizeof release, "%.*s", (int)(4 + strspn(at + 4, "0123456789.")), at);
}

static void look(void)
{
	bool compares = right(by_comparison), bits = right(bits_of_constants);
	const char *wrong = compares && bits ? ""
			    : bits	     ? " (compiles wrongly: index by comparison)"
			    : compares	     ? " (compiles wrongly: bits of constants)"
					     : " (compiles wrongly: index by comparison, bits of constants)";

	find_release();
	snprintf(judged_with, sizeof judged_with, "minutebook %s, %s%s", MB_VERSION, release, wrong);
}

const char *mb_rules_lua_release(void)
{
	(void)pthread_once(&once, look);
	return release;
}

const char *mb_rules_judged_with(void)
{
	(void)pthread_once(&once, look);
	return judged_with;
}
