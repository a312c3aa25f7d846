/* words.c: the words a rule file declares with, and how a file is run. A file runs once and may only declare: each word
 * notes what it was given, with file and line; nothing is judged while files run. */
#include "rules_impl.h"

#include <string.h>

const char *const effect_words[] = {
	"create_action", "remind", "ask", "escalate", "report", "advance", "cure"
};
const size_t n_effect_words = sizeof effect_words / sizeof *effect_words;

/* ---- declaring ------------------------------------------------------------------------------------------- */

/* Note {word, name, value, file, line}; the value is at idx. */
static void note(lua_State *L, const char *word, const char *name, int idx, const char *file, int line)
{
	idx = lua_absindex(L, idx);
	vm_push(L, SLOT_DECLARED);
	lua_createtable(L, 5, 0);
	lua_pushstring(L, word);
	lua_rawseti(L, -2, 1);
	lua_pushstring(L, name);
	lua_rawseti(L, -2, 2);
	lua_pushvalue(L, idx);
	lua_rawseti(L, -2, 3);
	lua_pushstring(L, file);
	lua_rawseti(L, -2, 4);
	lua_pushinteger(L, line);
	lua_rawseti(L, -2, 5);
	lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
	lua_pop(L, 1);
}

static void only_while_declaring(lua_State *L, const char *word)
{
	if (!vm_of(L)->declaring)
		luaL_error(L, "'%s' declares, and can only stand at the top of a file", word);
}

static int construct(lua_State *L);

/* A requirement defines its constructor: from here on it is a word for all files. */
static void define_requirement(lua_State *L, const char *name)
{
	static const enum vm_slot taken[] = { SLOT_STD_WORDS, SLOT_TEST_WORDS, SLOT_WORDS };

	luaL_checktype(L, 1, LUA_TFUNCTION);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		vm_push(L, taken[i]);
		lua_pushstring(L, name);
		if (lua_rawget(L, -2) != LUA_TNIL)
			luaL_error(L, "there is a word '%s' already", name);
		lua_pop(L, 2);
	}
	vm_push(L, SLOT_WORDS);
	lua_pushstring(L, name);
	lua_pushstring(L, name);
	lua_pushcclosure(L, construct, 1);
	lua_rawset(L, -3);
	lua_pop(L, 1);
	vm_push(L, SLOT_REQUIREMENTS);
	lua_pushstring(L, name);
	lua_pushvalue(L, 1);
	lua_rawset(L, -3);
	lua_pop(L, 1);
}

/* The second half of  kind "paper" { ... } */
static int declare_body(lua_State *L)
{
	const char *word = lua_tostring(L, lua_upvalueindex(1)), *name = lua_tostring(L, lua_upvalueindex(2));
	const char *file = lua_tostring(L, lua_upvalueindex(3));
	int line = (int)lua_tointeger(L, lua_upvalueindex(4));

	only_while_declaring(L, word);
	if (strcmp(word, "requirement") == 0) {
		define_requirement(L, name);
	} else {
		luaL_checktype(L, 1, LUA_TTABLE);
		if (lua_getmetatable(L, 1))
			return luaL_error(L, "%s: a plain table is expected", word);
	}
	note(L, word, name, 1, file, line);
	if (strcmp(word, "rule") == 0) {
		vm_push(L, SLOT_RULES);
		lua_pushvalue(L, 1);
		lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
	}
	return 0;
}

static int declare_named(lua_State *L)
{
	const char *word = lua_tostring(L, lua_upvalueindex(1)), *file;
	int line = vm_caller(L, &file);

	only_while_declaring(L, word);
	if (lua_type(L, 1) != LUA_TSTRING)
		return luaL_error(L, "write %s \"name\" { ... }", word);
	lua_pushstring(L, word);
	lua_pushvalue(L, 1);
	lua_pushstring(L, *file ? file : vm_of(L)->file);
	lua_pushinteger(L, line);
	lua_pushcclosure(L, declare_body, 4);
	return 1;
}

/* roles { ... }; called as a member of a stand-in (params) the table comes second. */
static int declare_plain(lua_State *L)
{
	const char *word = lua_tostring(L, lua_upvalueindex(1)), *file;
	int line = vm_caller(L, &file), at = lua_toboolean(L, lua_upvalueindex(2)) ? 2 : 1;

	only_while_declaring(L, word);
	luaL_checktype(L, at, LUA_TTABLE);
	note(L, word, word, at, *file ? file : vm_of(L)->file, line);
	return 0;
}

/* has "title", remind { ... }, move { ... }: the table itself, marked with what made it and where. */
static int construct(lua_State *L)
{
	const char *tag = lua_tostring(L, lua_upvalueindex(1)), *file;
	int line = vm_caller(L, &file);

	luaL_checkany(L, 1);
	lua_settop(L, 1);
	if (lua_type(L, 1) != LUA_TTABLE) {
		lua_createtable(L, 1, 0);
		lua_insert(L, 1);
		lua_rawseti(L, 1, 1);
	} else if (lua_getmetatable(L, 1)) {
		return luaL_error(L, "%s: a plain table is expected", tag);
	}
	lua_settop(L, 1);
	if (lua_rawgetp(L, 1, &vm_slots[SLOT_TAG]) != LUA_TNIL)
		return luaL_error(L, "%s: this table already belongs to '%s'; write it again", tag,
				  lua_tostring(L, -1));
	lua_pop(L, 1);
	lua_pushstring(L, tag);
	lua_rawsetp(L, 1, &vm_slots[SLOT_TAG]);
	lua_pushstring(L, file);
	lua_rawsetp(L, 1, &vm_slots[SLOT_FILE]);
	lua_pushinteger(L, line);
	lua_rawsetp(L, 1, &vm_slots[SLOT_LINE]);
	return 1;
}

/* examine(requirement, r, e): for requirements that are made of requirements. */
static int examine(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	vm_of(L)->examined = true;
	lua_settop(L, 3);
	if (lua_rawgetp(L, 1, &vm_slots[SLOT_TAG]) != LUA_TSTRING)
		return luaL_error(L, "a requirement is expected here");
	vm_push(L, SLOT_REQUIREMENTS);
	lua_insert(L, -2);
	if (lua_rawget(L, -2) != LUA_TFUNCTION)
		return luaL_error(L, "a requirement is expected here");
	lua_insert(L, 1);
	lua_settop(L, 4);
	lua_call(L, 3, 1);
	if (lua_type(L, -1) != LUA_TTABLE)
		return luaL_error(L, "a requirement gives { ok = ..., found = ..., needed = ... }");
	return 1;
}

static void add_named(lua_State *L, const char *word)
{
	lua_pushstring(L, word);
	lua_pushcclosure(L, declare_named, 1);
	lua_setfield(L, -2, word);
}

static void add_plain(lua_State *L, const char *word)
{
	lua_pushstring(L, word);
	lua_pushboolean(L, 0);
	lua_pushcclosure(L, declare_plain, 2);
	lua_setfield(L, -2, word);
}

static void add_lists(lua_State *L)
{
	static const enum vm_slot lists[] = { SLOT_DECLARED, SLOT_REQUIREMENTS, SLOT_RULES, SLOT_GUARD };

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		lua_newtable(L);
		vm_keep(L, lists[i]);
	}
}

void lib_declare(lua_State *L)
{
	static const luaL_Reg nothing[] = { { NULL, NULL } };

	add_lists(L);
	add_named(L, "kind");
	add_named(L, "workflow");
	add_named(L, "rule");
	add_plain(L, "roles");
	lua_getfield(L, -1, "params"); /* a library as well as a word: the stand-in can be called */
	lua_getmetatable(L, -1);
	lua_pushliteral(L, "params");
	lua_pushboolean(L, 1);
	lua_pushcclosure(L, declare_plain, 2);
	lua_setfield(L, -2, "__call");
	lua_pop(L, 2);
	lua_pushliteral(L, "move");
	lua_pushcclosure(L, construct, 1);
	lua_setfield(L, -2, "move");
	for (size_t i = 0; i < n_effect_words; i++) {
		lua_pushstring(L, effect_words[i]);
		lua_pushcclosure(L, construct, 1);
		lua_setfield(L, -2, effect_words[i]);
	}
	lua_newtable(L);
	add_named(L, "requirement");
	lua_pushcfunction(L, examine);
	lua_setfield(L, -2, "examine");
	vm_keep(L, SLOT_STD_WORDS);
	lua_newtable(L);
	add_named(L, "test");
	add_plain(L, "world");
	vm_class(L, SLOT_NONE, nothing);
	vm_new_udata(L, 1, SLOT_NONE);
	lua_setfield(L, -2, "none");
	vm_keep(L, SLOT_TEST_WORDS);
}

/* ---- running a file -------------------------------------------------------------------------------------- */

/* The word nearest to one that is not known; of two as near the first by letters, since a table has no order. */
static const char *near_word(lua_State *L, const char *word)
{
	unsigned nearest = strlen(word) < 5 ? 1 : 2;
	const char *best = NULL;

	for (int i = 1; i <= 2; i++) {
		if (lua_isnil(L, lua_upvalueindex(i)))
			continue;
		lua_pushnil(L);
		for (; lua_next(L, lua_upvalueindex(i)); lua_pop(L, 1)) {
			const char *known = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
			unsigned d = known ? mb_edit_distance(word, known) : nearest + 1;

			if (d < nearest || (d == nearest && (!best || strcmp(known, best) < 0))) {
				nearest = d;
				best = known;
			}
		}
	}
	return best;
}

/* Told only of what is being declared: what a rule says when it breaks stands in rulings, and is said as ever. */
static int unknown_word(lua_State *L)
{
	const char *word = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
	const char *near = vm_of(L)->declaring ? near_word(L, word) : NULL;

	return near ? luaL_error(L, "'%s' is not known here; did you mean '%s'?", word, near)
		    : luaL_error(L, "'%s' is not known here", word);
}

static int env_read(lua_State *L)
{
	if (lua_type(L, 2) == LUA_TSTRING) {
		for (int i = 1; i <= 2; i++) {
			if (lua_isnil(L, lua_upvalueindex(i)))
				continue;
			lua_pushvalue(L, 2);
			if (lua_rawget(L, lua_upvalueindex(i)) != LUA_TNIL)
				return 1;
			lua_pop(L, 1);
		}
	}
	return unknown_word(L);
}

static int env_write(lua_State *L)
{
	const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";

	return luaL_error(L, "'%s' is not declared; write 'local %s = ...'", name, name);
}

/* Each file has an _ENV of its own, empty for ever; what it may use is looked up behind it. */
static void push_env(lua_State *L, const char *path)
{
	lua_newtable(L);
	lua_newtable(L);
	vm_push(L, SLOT_WORDS);
	if (mb_starts(path, "rules/std/"))
		vm_push(L, SLOT_STD_WORDS);
	else if (mb_starts(path, "rules/tests/"))
		vm_push(L, SLOT_TEST_WORDS);
	else
		lua_pushnil(L);
	lua_pushcclosure(L, env_read, 2);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, env_write);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
}

int lib_load_file(lua_State *L)
{
	const struct lib_file *x = lua_touserdata(L, 1);
	const struct mb_rules_file *f = x->file;
	struct mb_str from = x->code.p ? x->code : f->text;

	vm_of(L)->file = f->path;
	lua_pushfstring(L, "=%s", f->path);
	/* "t": text only, since crafted bytecode can do anything; "b" is what this process itself made of that text. */
	if (luaL_loadbufferx(L, from.p ? from.p : "", from.n, lua_tostring(L, -1), x->code.p ? "b" : "t") !=
	    LUA_OK)
		return lua_error(L);
	push_env(L, f->path);
	lua_setupvalue(L, -2, 1);
	lua_pushvalue(L, -1);
	lua_call(L, 0, 0);
	return 1;
}
