/* view_event.c: `e`, what a rule sees of the event under judgement. */
#include "rules_impl.h"

#include <string.h>

void view_push_event(lua_State *L)
{
	vm_new_udata(L, 1, SLOT_EVENT);
}

/* The i-th of the words of event_index(). */
static bool push_word(lua_State *L, const struct facts *f, size_t i)
{
	switch (i) {
	case 0:
		lua_pushstring(L, f->event);
		return true;
	case 1:
		lua_pushstring(L, f->kind ? f->kind->name : NULL);
		return true;
	case 2:
		lib_push_day(L, f->today);
		return true;
	case 3:
		lib_push_day(L, f->on);
		return true;
	case 4:
		lib_push_day(L, f->recorded_day);
		return true;
	case 5:
		lua_pushinteger(L, f->recorded_minute);
		return true;
	case 6:
		lua_pushstring(L, f->by);
		return true;
	case 7:
		lua_pushstring(L, f->entered_by);
		return true;
	case 8:
		lua_pushstring(L, f->reason);
		return true;
	case 9:
		lua_pushstring(L, f->role);
		return true;
	case 10:
		lua_pushstring(L, f->from_state);
		return true;
	case 11:
		lua_pushstring(L, f->to_state);
		return true;
	case 12:
		lua_pushboolean(L, f->rehearsal);
		return true;
	case 13:
		lua_pushboolean(L, f->follows);
		return true;
	case 14:
		lua_pushboolean(L, f->irregular);
		return true;
	default:
		return false;
	}
}

static int event_index(lua_State *L)
{
	static const char *const words[] = { "name",	  "kind",	  "today",
					     "on",	  "recorded_day", "recorded_minute",
					     "by",	  "entered_by",	  "reason",
					     "role",	  "from_state",	  "to_state",
					     "rehearsal", "follows",	  "irregular" };
	const struct facts *f = vm_of(L)->facts;
	const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?", *near;
	size_t i = 0;

	while (i < sizeof words / sizeof *words && strcmp(words[i], key) != 0)
		i++;
	if (!f)
		return luaL_error(L, "there is no event here");
	if (push_word(L, f, i))
		return 1;
	near = mb_nearest(key, words, sizeof words / sizeof *words);
	if (near)
		return luaL_error(L, "an event has no '%s'; did you mean '%s'?", key, near);
	return luaL_error(L, "an event has no '%s'", key);
}

static int read_only(lua_State *L)
{
	return luaL_error(L, "an event is read-only");
}

void lib_event(lua_State *L)
{
	static const luaL_Reg event[] = { { "__index", event_index },
					  { "__newindex", read_only },
					  { NULL, NULL } };

	vm_class(L, SLOT_EVENT, event);
}
