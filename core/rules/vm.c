/* vm.c: the Lua state: counted memory, counted instructions, a clock, one protected way in. */
#include "rules_impl.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char vm_slots[SLOTS];

#define VM_BYTES_A_STEP 64

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool late(struct vm *vm)
{
	int64_t now = now_ms();

	if (vm->deadline == 0)
		vm->deadline = now + VM_CLOCK_MS;
	return now > vm->deadline;
}

/* Stock Lua says "not enough memory" without a place: look it up where it is refused; nothing here allocates. */
static void note_place(struct vm *vm)
{
	lua_Debug ar;

	vm->where[0] = '\0';
	for (int level = 0; vm->L && level < 8 && lua_getstack(vm->L, level, &ar); level++) {
		lua_getinfo(vm->L, "Sl", &ar);
		if (ar.currentline > 0) {
			snprintf(vm->where, sizeof vm->where, "%.100s:%d: ", ar.source + 1, ar.currentline);
			return;
		}
	}
}

static void *vm_alloc(void *ud, void *p, size_t osize, size_t nsize)
{
	struct vm *vm = ud;
	size_t old = p ? osize : 0; /* for a new block osize is only a type tag */
	void *q;

	if (nsize == 0) {
		heap_free(&vm->heap, p, old);
		vm->used -= old;
		return NULL;
	}
	/* Lua counts on shrinking never to fail, so only growing is refused. */
	if (nsize > old && (nsize > VM_BLOCK || vm->used - old + nsize > vm->max)) {
		note_place(vm);
		return NULL; /* Lua collects, tries again, then raises */
	}
	if (!p) { /* a new object: its size is the rule's doing, whatever ran before */
		vm->budget -= (long)(nsize / VM_BYTES_A_STEP);
		if (osize == LUA_TSTRING && nsize > VM_LONG_TEXT && nsize > vm->largest)
			vm->largest = nsize;
	}
	q = p ? heap_resize(&vm->heap, p, old, nsize) : heap_new(&vm->heap, nsize);
	if (!q && nsize > old)
		return NULL;
	vm->used = vm->used - old + nsize;
	return q ? q : p;
}

static void vm_tick(lua_State *L, lua_Debug *ar)
{
	struct vm *vm = vm_of(L);
	const char *why = "out of instructions";

	vm->budget -= VM_STEP * (long)(1 + vm->largest / VM_LONG_STEP);
	if (lua_getlocal(L, ar, -VM_MANY_VALUES)) {
		lua_pop(L, 1);
		vm->budget -= 20L * VM_STEP;
	}
	if (vm->over == OVER_NOTHING) {
		if (vm->budget <= 0)
			vm->over = OVER_STEPS;
		else if (late(vm))
			vm->over = OVER_CLOCK;
		else
			return;
	}
	if (vm->over == OVER_CLOCK)
		why = "out of time";
	lua_sethook(L, vm_tick, LUA_MASKCOUNT, 1); /* stay armed: no script may go on */
	lua_getinfo(L, "Sl", ar);		   /* luaL_error() would name the line of the caller */
	lua_pushfstring(L, "%s:%d: %s", ar->source + 1, ar->currentline, why);
	lua_error(L);
}

void vm_charge(lua_State *L, size_t steps)
{
	struct vm *vm = vm_of(L);

	vm->budget -= steps > (size_t)VM_RUN_STEPS ? VM_RUN_STEPS : (long)steps;
	if (vm->budget > 0)
		return;
	vm->over = OVER_STEPS;
	luaL_error(L, "out of instructions");
}

int vm_push(lua_State *L, enum vm_slot slot)
{
	return lua_rawgetp(L, LUA_REGISTRYINDEX, &vm_slots[slot]);
}

void vm_keep(lua_State *L, enum vm_slot slot)
{
	lua_rawsetp(L, LUA_REGISTRYINDEX, &vm_slots[slot]);
}

void *vm_udata(lua_State *L, int idx, enum vm_slot cls)
{
	bool same;

	if (lua_type(L, idx) != LUA_TUSERDATA || !lua_getmetatable(L, idx))
		return NULL;
	vm_push(L, cls);
	same = lua_rawequal(L, -1, -2);
	lua_pop(L, 2);
	return same ? lua_touserdata(L, idx) : NULL;
}

void *vm_new_udata(lua_State *L, size_t n, enum vm_slot cls)
{
	void *p = lua_newuserdatauv(L, n, 0);

	memset(p, 0, n);
	vm_push(L, cls);
	lua_setmetatable(L, -2);
	return p;
}

void vm_class(lua_State *L, enum vm_slot cls, const luaL_Reg *meta)
{
	lua_newtable(L);
	luaL_setfuncs(L, meta, 0);
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	vm_keep(L, cls);
}

int vm_caller(lua_State *L, const char **file)
{
	lua_Debug ar;

	*file = "";
	if (!lua_getstack(L, 1, &ar))
		return 0;
	lua_getinfo(L, "Sl", &ar);
	if (ar.currentline <= 0)
		return 0;
	*file = ar.source + 1;
	return ar.currentline;
}

void vm_clean_text(char *out, size_t size, const char *in, size_t n)
{
	size_t k = 0, len = 0;

	while (k < n && k + 1 < size && in[k] >= 32 && in[k] < 127) { /* mostly all of it */
		out[k] = in[k];
		k++;
	}
	for (size_t i = k; i < n; i += len) {
		int32_t c = rules_utf8(in + i, n - i, &len);
		bool bad = c < 0, control = c < 32 || (c >= 127 && c < 160);

		if (k + (bad || control ? 1 : len) >= size)
			break;
		if (bad || control) {
			out[k++] = bad ? '?' : ' ';
		} else {
			memcpy(out + k, in + i, len);
			k += len;
		}
	}
	out[k] = '\0';
}

void vm_clock_start(struct vm *vm)
{
	vm->deadline = 0; /* asking the time costs more than most calls: it begins at the first look */
}

/* An error of any type may arrive here; only a text is looked at. */
static void fault_text(struct vm *vm, char *text)
{
	size_t n = 0;
	const char *s;

	if (lua_type(vm->L, -1) == LUA_TSTRING) {
		s = lua_tolstring(vm->L, -1, &n);
		vm_clean_text(text, ERROR_TEXT, s, n);
	} else {
		snprintf(text, ERROR_TEXT, "it raised something that is not a text");
	}
}

enum vm_end vm_run(struct vm *vm, lua_CFunction what, void *arg, long steps, char *text)
{
	lua_State *L = vm->L;
	int g;

	vm->budget = steps;
	vm->over = OVER_NOTHING;
	vm->wants = false;
	if (!vm->declaring)
		vm->largest = vm->largest_declared;
	lua_settop(L, 0);
	lua_sethook(L, vm_tick, LUA_MASKCOUNT, VM_STEP); /* only while a rule runs: it slows Lua down */
	lua_pushcfunction(L, what);			 /* neither push allocates, so neither can raise */
	lua_pushlightuserdata(L, arg);
	g = lua_pcall(L, 1, 1, 0);
	lua_sethook(L, NULL, 0, 0);
	if (g == LUA_OK && vm->over == OVER_NOTHING)
		return VM_FINE;
	if (vm->wants && vm->over == OVER_NOTHING && g == LUA_ERRRUN) {
		lua_settop(L, 0);
		return VM_WANTS;
	}
	if (g == LUA_ERRMEM) {
		vm->over = OVER_MEMORY;
		snprintf(text, ERROR_TEXT, "%sout of memory", vm->where);
	} else {
		fault_text(vm, text);
	}
	lua_settop(L, 0);
	if (vm->over == OVER_CLOCK)
		return VM_LATE;
	return vm->over == OVER_NOTHING && g == LUA_ERRRUN ? VM_FAULT : VM_LIMIT;
}

void vm_done(struct vm *vm)
{
	lua_settop(vm->L, 0);
}

/* Reached only if something raises outside protection, which is a defect of this room. */
static int vm_panic(lua_State *L)
{
	(void)L;
	fputs("minutebook: the rules host raised outside protection\n", stderr);
	abort();
}

int vm_new(struct vm **out, struct mb_error *err)
{
	struct vm *vm = mb_alloc(sizeof(*vm));
	char text[ERROR_TEXT] = "";
	lua_State *L;

	vm->max = VM_LOAD_MAX;
	L = lua_newstate(vm_alloc, vm);
	if (!L) {
		free(vm);
		return mb_fail(err, MB_EFAIL, "no memory for the rules; try again");
	}
	lua_atpanic(L, vm_panic);
	*(struct vm **)lua_getextraspace(L) = vm;
	vm->L = L;
	vm->declaring = true;
	/* What files declare stays: looking for garbage among it is in vain. At the limit Lua collects all the same. */
	lua_gc(L, LUA_GCSTOP);
	vm_clock_start(vm);
	if (vm_run(vm, lib_open, NULL, VM_LOAD_STEPS, text) != VM_FINE) {
		vm_free(vm);
		return mb_fail(err, MB_EFAIL, "the rules host did not start: %s", text);
	}
	vm_done(vm);
	*out = vm;
	return MB_OK;
}

void vm_free(struct vm *vm)
{
	if (!vm)
		return;
	lua_close(vm->L);
	heap_end(&vm->heap);
	free(vm);
}
