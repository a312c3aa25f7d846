/* view_event.c: `e`, what a rule sees of the event under judgement. */
#include "rules_impl.h"

#include <string.h>

void view_push_event(lua_State *L)
{
	vm_new_udata(L, 1, SLOT_EVENT);
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
	switch (i) {
	case 0:
		lua_pushstring(L, f->event);
		return 1;
	case 1:
		lua_pushstring(L, f->kind ? f->kind->name : NULL);
		return 1;
	case 2:
		lib_push_day(L, f->today);
		return 1;
	case 3:
		lib_push_day(L, f->on);
		return 1;
	case 4:
		lib_push_day(L, f->recorded_day);
		return 1;
	case 5:
		lua_pushinteger(L, f->recorded_minute);
		return 1;
	case 6:
		lua_pushstring(L, f->by);
		return 1;
	case 7:
		lua_pushstring(L, f->entered_by);
		return 1;
	case 8:
		lua_pushstring(L, f->reason);
		return 1;
	case 9:
		lua_pushstring(L, f->role);
		return 1;
	case 10:
		lua_pushstring(L, f->from_state);
		return 1;
	case 11:
		lua_pushstring(L, f->to_state);
		return 1;
	case 12:
		lua_pushboolean(L, f->rehearsal);
		return 1;
	case 13:
		lua_pushboolean(L, f->follows);
		return 1;
	case 14:
		lua_pushboolean(L, f->irregular);
		return 1;
	default:
		break;
	}
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
