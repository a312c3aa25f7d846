/* A host tool, run while the program is built: compile OUT.c FILE... writes the rule files that the program comes with as C
 * arrays, each as text and as what this machine's Lua makes of it. A file's path in a record is what begins with "rules/". */
#include <minutebook/base.h>

#include "shipped.h"

#include <lauxlib.h>
#include <lua.h>

#include <stdio.h>
#include <string.h>

static void put_bytes(struct mb_buf *out, const char *name, int number, const char *p, size_t n)
{
	mb_buf_printf(out, "static const unsigned char %s_%d[] = {", name, number);
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(out, "%s%u,", i % 32 == 0 ? "\n\t" : "", (unsigned char)p[i]);
	mb_buf_puts(out, "\n};\n");
}

static int write_code(lua_State *L, const void *p, size_t n, void *buf)
{
	(void)L;
	mb_buf_put(buf, p, n);
	return 0;
}

/* The last folder "rules": a path on this machine may have others above it. */
static const char *path_in_record(const char *path)
{
	const char *found = NULL;

	for (const char *at = path; (at = strstr(at, "/rules/")) != NULL; at++)
		found = at + 1;
	return found;
}

static int compile(struct mb_buf *out, struct mb_buf *list, lua_State *L, const char *disk, int number)
{
	const char *path = path_in_record(disk);
	struct mb_buf text, code;
	struct mb_error err;
	char name[512];

	if (!path || mb_read_file(&text, disk, 0, &err) != MB_OK) {
		(void)fprintf(stderr, "compile: %s: no rule file that can be read\n", disk);
		return 1;
	}
	(void)snprintf(name, sizeof name, "=%s", path);
	if (luaL_loadbufferx(L, text.p, text.n, name, "t") != LUA_OK) {
		(void)fprintf(stderr, "compile: %s\n", lua_tostring(L, -1));
		return 1;
	}
	mb_buf_init(&code, 0);
	(void)lua_dump(L, write_code, &code, 0); /* 0: with its lines, for errors */
	lua_pop(L, 1);
	put_bytes(out, "text", number, text.p, text.n);
	put_bytes(out, "code", number, code.p, code.n);
	mb_buf_printf(list, "\t{ \"%s\", { (const char *)text_%d, %zu }, { (const char *)code_%d, %zu } },\n",
		      path, number, text.n, number, code.n);
	mb_buf_free(&text);
	mb_buf_free(&code);
	return 0;
}

int main(int argc, char **argv)
{
	lua_State *L = luaL_newstate();
	struct mb_buf out, list;
	struct mb_error err;
	int rc = argc < 2 || !L;

	mb_buf_init(&out, 0);
	mb_buf_init(&list, 0);
	mb_buf_puts(&out, "/* Made from plugins/ by rules/shipped/compile.c; not edited. */\n#include "
			  "\"shipped.h\"\n\n");
	for (int i = 2; i < argc && rc == 0; i++)
		rc = compile(&out, &list, L, argv[i], i);
	mb_buf_printf(
		&out,
		"\nconst char shipped_lua[] = \"%s\";\nconst struct shipped_rule shipped_rules[] = {\n%s",
		lua_ident, list.n ? list.p : "");
	mb_buf_puts(&out, "\t{ 0, { 0, 0 }, { 0, 0 } },\n};\n");
	if (rc == 0 && mb_write_file(argv[1], out.p, out.n, 0644, &err) != MB_OK) {
		(void)fprintf(stderr, "compile: %s\n", err.text);
		rc = 1;
	}
	mb_buf_free(&out);
	mb_buf_free(&list);
	if (L)
		lua_close(L);
	return rc;
}
