/* text.c: `text`, in place of patterns: what a rule asks of words, each in time linear to their length. */
#include "rules_impl.h"

#include <string.h>

#define BYTES_A_STEP 16

static const char *arg_text(lua_State *L, int i, size_t *n)
{
	const char *s = luaL_checklstring(L, i, n);

	vm_charge(L, *n / BYTES_A_STEP + 1);
	return s;
}

static int text_contains(lua_State *L)
{
	size_t n, k;
	const char *s = arg_text(L, 1, &n), *what = arg_text(L, 2, &k);

	lua_pushboolean(L, k == 0 || memmem(s, n, what, k) != NULL);
	return 1;
}

static int text_starts(lua_State *L)
{
	size_t n, k;
	const char *s = arg_text(L, 1, &n), *what = arg_text(L, 2, &k);

	lua_pushboolean(L, k <= n && memcmp(s, what, k) == 0);
	return 1;
}

static int text_ends(lua_State *L)
{
	size_t n, k;
	const char *s = arg_text(L, 1, &n), *what = arg_text(L, 2, &k);

	lua_pushboolean(L, k <= n && memcmp(s + n - k, what, k) == 0);
	return 1;
}

static bool blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static int text_trim(lua_State *L)
{
	size_t n;
	const char *s = arg_text(L, 1, &n);

	for (; n > 0 && blank(*s); n--)
		s++;
	while (n > 0 && blank(s[n - 1]))
		n--;
	lua_pushlstring(L, s, n);
	return 1;
}

static int text_words(lua_State *L)
{
	size_t n;
	const char *s = arg_text(L, 1, &n), *end = s + n;
	lua_Integer i = 0;

	lua_newtable(L);
	while (s < end) {
		const char *from;

		while (s < end && blank(*s))
			s++;
		for (from = s; s < end && !blank(*s);)
			s++;
		if (s > from) {
			vm_charge(L, 2);
			lua_pushlstring(L, from, (size_t)(s - from));
			lua_rawseti(L, -2, ++i);
		}
	}
	return 1;
}

/* In characters, not bytes: what does not continue a character starts one. */
static int text_length(lua_State *L)
{
	size_t n;
	const char *s = arg_text(L, 1, &n);
	lua_Integer k = 0;

	for (size_t i = 0; i < n; i++)
		k += ((unsigned char)s[i] & 0xC0) != 0x80;
	lua_pushinteger(L, k);
	return 1;
}

static int text_lower(lua_State *L)
{
	size_t n;
	const char *s = arg_text(L, 1, &n);
	luaL_Buffer b;
	char *p = luaL_buffinitsize(L, &b, n);

	for (size_t i = 0; i < n; i++)
		p[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
	luaL_pushresultsize(&b, n);
	return 1;
}

void lib_text(lua_State *L)
{
	static const luaL_Reg lib[] = {
		{ "contains", text_contains }, { "starts", text_starts },
		{ "ends", text_ends },	       { "trim", text_trim },
		{ "words", text_words },       { "length", text_length },
		{ "lower", text_lower },       { NULL, NULL },
	};

	luaL_newlib(L, lib);
	/* text.join is table.concat: one list, one separator. */
	lua_getfield(L, -2, "table");
	lua_getfield(L, -1, "concat");
	lua_setfield(L, -3, "join");
	lua_pop(L, 1);
	lib_freeze(L, "text");
	lua_setfield(L, -2, "text");
}
