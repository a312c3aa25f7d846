/* One function, called in the sandbox of the rules (hook, counted memory) and in a plain state: what the sandbox costs. */
#include "plain_lua.h"

#include <rules_impl.h>

/* A quorum over ten members with a table built for each call, as a rule's function works. */
static const char source[] =
	"local need = 4\n"
	"return function()\n"
	"  local members = {}\n"
	"  for i = 1, 10 do members[i] = { id = 'member-' .. i, voting = i % 4 ~= 0, present = i % 3 ~= 0 } "
	"end\n"
	"  local seen, n, names = {}, 0, {}\n"
	"  for _, m in ipairs(members) do\n"
	"    if m.voting and m.present and not seen[m.id] then seen[m.id], n = true, n + 1; names[#names + "
	"1] = m.id end\n"
	"  end\n"
	"  return n >= need, ('%d present, %d needed: %s'):format(n, need, table.concat(names, ', '))\n"
	"end\n";

#define CALLS 2000
static const char key;

static int call_it(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &key);
	lua_call(L, 0, 1);
	return 1;
}

static int keep_it(lua_State *L)
{
	if (luaL_loadbufferx(L, source, sizeof source - 1, "=bench", "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
	return 0;
}

static double plain_us(void)
{
	lua_State *L = luaL_newstate();
	double begin, us;

	luaL_openlibs(L);
	lua_pushcfunction(L, keep_it);
	if (lua_pcall(L, 0, 0, 0) != LUA_OK)
		return 0;
	begin = cpu_us();
	for (int i = 0; i < CALLS; i++) {
		lua_pushcfunction(L, call_it);
		if (lua_pcall(L, 0, 1, 0) != LUA_OK)
			break;
		lua_settop(L, 0);
	}
	us = (cpu_us() - begin) / CALLS;
	lua_close(L);
	return us;
}

static double boxed_us(void)
{
	struct mb_error err;
	struct vm *vm;
	char text[ERROR_TEXT];
	double begin, us;

	must(vm_new(&vm, &err), &err, "starting Lua");
	luaL_openlibs(vm->L); /* the function is ours, and is to find the same library in both */
	if (vm_run(vm, keep_it, NULL, VM_LOAD_STEPS, text) != VM_FINE)
		return 0;
	vm_done(vm);
	vm->declaring = false;
	vm_clock_start(vm);
	begin = cpu_us();
	for (int i = 0; i < CALLS; i++) {
		if (vm_run(vm, call_it, NULL, VM_RUN_STEPS, text) != VM_FINE)
			return 0;
		vm_done(vm);
	}
	us = (cpu_us() - begin) / CALLS;
	vm_free(vm);
	return us;
}

void measure_sandbox(void)
{
	static struct samples ratio, plain;

	for (int i = 0; i < 15; i++) {
		double p = plain_us();

		sample(&plain, p);
		sample(&ratio, boxed_us() / p);
	}
	show("a function of ten members, plain Lua", at_part(&plain, 0.5), MICRO);
	show_most("the same in the sandbox, against plain Lua", at_part(&ratio, 0.5), TIMES, 1.3);
}
