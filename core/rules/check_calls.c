/* check_calls.c: what the functions of a rule file ask of the library, found in the text, since a function runs only when its event
 * comes: `text.contain(...)` would break its rule on that day. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct library {
	const char *name, **members;
	size_t n;
};

struct libraries {
	struct library *list;
	size_t n;
};

/* ---- what there is --------------------------------------------------------------------------------------- */

static int by_letters(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in the table on top; what is read outside protection is read raw. */
static const char **names_in(size_t *n, struct mb_arena *a, lua_State *L)
{
	const char **names = NULL;

	*n = 0;
	lua_pushnil(L);
	for (; lua_next(L, -2); lua_pop(L, 1))
		if (lua_type(L, -2) == LUA_TSTRING)
			*MB_PUSH(a, names, *n) = mb_arena_dup(a, lua_tostring(L, -2));
	if (*n > 1)
		qsort(names, *n, sizeof *names, by_letters); /* a table has no order */
	return names;
}

/* Replace the table on top by its member of this name, if that is a table. */
static bool down_to(lua_State *L, const char *name)
{
	lua_pushnil(L);
	for (; lua_next(L, -2); lua_pop(L, 1))
		if (lua_type(L, -2) == LUA_TSTRING && strcmp(lua_tostring(L, -2), name) == 0 &&
		    lua_istable(L, -1)) {
			lua_replace(L, -3);
			lua_pop(L, 1);
			return true;
		}
	return false;
}

/* A library stands for its real table, which is the __index of the stand-in. */
static void find_libraries(struct libraries *libs, struct mb_rules *r)
{
	lua_State *L = r->vm->L;

	lua_settop(L, 0);
	vm_push(L, SLOT_WORDS);
	lua_pushnil(L);
	for (; lua_next(L, 1); lua_settop(L, 2)) {
		struct library *lib;

		if (lua_type(L, 2) != LUA_TSTRING || !lua_istable(L, 3) || !lua_getmetatable(L, 3) ||
		    !down_to(L, "__index"))
			continue;
		lib = MB_PUSH(r->arena, libs->list, libs->n);
		lib->name = mb_arena_dup(r->arena, lua_tostring(L, 2));
		lib->members = names_in(&lib->n, r->arena, L);
	}
	lua_settop(L, 0);
}

static const struct library *library_named(const struct libraries *libs, struct mb_str name)
{
	for (size_t i = 0; i < libs->n; i++)
		if (mb_str_eq(name, libs->list[i].name))
			return &libs->list[i];
	return NULL;
}

static bool has_member(const struct library *lib, const char *name)
{
	for (size_t i = 0; i < lib->n; i++)
		if (strcmp(lib->members[i], name) == 0)
			return true;
	return false;
}

/* ---- the text -------------------------------------------------------------------------------------------- */

static bool name_char(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_';
}

static struct mb_str name_at(const char *p, const char *end)
{
	struct mb_str s = { p, 0 };

	while (p + s.n < end && name_char(p[s.n]))
		s.n++;
	return s;
}

static void check_member(struct mb_rules *r, const struct mb_rules_file *f, int line,
			 const struct library *lib, const char *name, struct slips *s)
{
	if (!has_member(lib, name))
		slip(s, f->path, line, "'%s' has no '%s'%s", lib->name, name,
		     slip_near(r->arena, name, lib->members, lib->n));
}

/* params.value("quorum", r): the parameter stands right there. */
static void check_param_text(struct mb_rules *r, const struct mb_rules_file *f, int line, const char *p,
			     struct slips *s)
{
	const char *end = f->text.p + f->text.n, **words = NULL;
	struct mb_str name;
	size_t n = 0;
	char text[NAME_TEXT];

	if (end - p < 2 || *p != '(' || (p[1] != '"' && p[1] != '\''))
		return;
	name = name_at(p + 2, end);
	if (p + 2 + name.n >= end || p[2 + name.n] != p[1] || name.n >= sizeof text)
		return;
	snprintf(text, sizeof text, "%.*s", (int)name.n, name.p);
	if (mb_schema_param(&r->schema, text))
		return;
	for (size_t i = 0; i < r->schema.n_params; i++)
		*MB_PUSH(r->arena, words, n) = r->schema.params[i].name;
	slip(s, f->path, line, "unknown parameter '%s'%s", text, slip_near(r->arena, text, words, n));
}

/* A file may call something of its own by the name of a library. */
static bool is_local(const struct mb_rules_file *f, const char *name)
{
	char text[NAME_TEXT + 8];
	int n = snprintf(text, sizeof text, "local %s", name);

	return memmem(f->text.p, f->text.n, text, (size_t)n) != NULL;
}

/* print("x"), os.time(): what stock Lua has and rules do not. */
static void check_withheld(const struct mb_rules_file *f, int line, struct mb_str name, struct slips *s)
{
	static const char *const withheld[] = { "print",	"next",	   "pcall",    "xpcall", "load",
						"require",	"dofile",  "loadfile", "rawget", "rawset",
						"setmetatable", "os",	   "io",       "debug",	 "utf8",
						"getmetatable", "package", "coroutine" };
	const char *end = f->text.p + f->text.n, *p = name.p + name.n;

	if (p >= end || (*p != '(' && *p != '.'))
		return;
	for (size_t i = 0; i < sizeof withheld / sizeof *withheld; i++)
		if (mb_str_eq(name, withheld[i]) && !is_local(f, withheld[i]))
			slip(s, f->path, line, "'%s' is not known here", withheld[i]);
}

/* What follows a name that nothing stands before: `.member(` of a library. */
static void check_use(struct mb_rules *r, const struct mb_rules_file *f, int line,
		      const struct libraries *libs, struct mb_str name, struct slips *s)
{
	const char *end = f->text.p + f->text.n, *p = name.p + name.n;
	const struct library *lib = library_named(libs, name);
	struct mb_str member;
	char text[NAME_TEXT];

	if (!lib)
		check_withheld(f, line, name, s);
	if (!lib || p >= end || *p != '.')
		return;
	member = name_at(p + 1, end);
	p = member.p + member.n;
	if (member.n == 0 || member.n >= sizeof text || p >= end || *p != '(')
		return;
	if (is_local(f, lib->name))
		return;
	snprintf(text, sizeof text, "%.*s", (int)member.n, member.p);
	check_member(r, f, line, lib, text, s);
	if (strcmp(lib->name, "params") == 0 && strcmp(text, "declared") != 0 && has_member(lib, text))
		check_param_text(r, f, line, p, s);
}

/* title:find(...): a text's own functions are those of `string`; of the stock ones some are withheld. */
static void check_method(const struct mb_rules_file *f, int line, const struct libraries *libs,
			 struct mb_str name, struct slips *s)
{
	static const char *const stock[] = { "find", "match", "gmatch", "gsub", "pack", "unpack", "dump" };
	const struct library *lib = library_named(libs, (struct mb_str){ "string", 6 });

	for (size_t i = 0; lib && i < sizeof stock / sizeof *stock; i++)
		if (mb_str_eq(name, stock[i]) && !has_member(lib, stock[i]))
			slip(s, f->path, line,
			     "a text has no ':%s' here; write text.contains, text.starts, "
			     "text.ends or text.words",
			     stock[i]);
}

void check_calls(struct mb_rules *r, struct slips *s)
{
	struct libraries libs = { 0 };

	find_libraries(&libs, r);
	for (size_t i = 0; i < r->n_files; i++) {
		const struct mb_rules_file *f = &r->files[i];
		const char *p = f->text.p, *end = p + f->text.n;
		int line = 1;

		for (char last = ' '; p < end;) {
			const char *next = rules_past_quoted(p, end, &line);
			struct mb_str name = name_at(p, end);

			if (next == p && name.n == 0) {
				line += *p == '\n';
				next = p + 1;
			} else if (next == p) {
				next = p + name.n;
				if (last == ':')
					check_method(f, line, &libs, name, s);
				else if (last != '.')
					check_use(r, f, line, &libs, name, s);
			}
			last = next[-1];
			p = next;
		}
	}
}
