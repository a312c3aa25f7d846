/* libcal.c: dates as values, spans of days and months, parameters as numbers to be, and `cal`. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLEAR_MAX 400	/* days that a count lists */
#define SPAN_MAX  4000	/* of days or months */
#define REACH_MAX 20000 /* days between two dates that are counted one by one */

/* ---- dates ----------------------------------------------------------------------------------------------- */

void lib_push_day(lua_State *L, mb_day d)
{
	if (d == MB_NO_DAY)
		lua_pushnil(L);
	else
		*(mb_day *)vm_new_udata(L, sizeof(mb_day), SLOT_DATE) = d;
}

bool lib_day(lua_State *L, int idx, mb_day *out)
{
	const mb_day *d = vm_udata(L, idx, SLOT_DATE);

	if (d)
		*out = *d;
	return d != NULL;
}

/* A date, or a text that is one. */
static mb_day check_day(lua_State *L, int idx)
{
	mb_day d;

	if (lib_day(L, idx, &d))
		return d;
	if (lua_type(L, idx) == LUA_TSTRING && mb_day_parse(&d, lua_tostring(L, idx)))
		return d;
	luaL_error(L, "a date is expected here, not %s%s",
		   lua_type(L, idx) == LUA_TSTRING ? "the text " : "a ",
		   lua_type(L, idx) == LUA_TSTRING ? lua_tostring(L, idx) : luaL_typename(L, idx));
	return MB_NO_DAY;
}

static int push_moved(lua_State *L, int64_t d)
{
	mb_day first, last;

	mb_day_make(&first, 1, 1, 1);
	mb_day_make(&last, 9999, 12, 31);
	if (d < first || d > last)
		return luaL_error(L, "a date outside the years 1 to 9999");
	lib_push_day(L, (mb_day)d);
	return 1;
}

static int64_t check_count(lua_State *L, int idx)
{
	lua_Integer n = luaL_checkinteger(L, idx);

	luaL_argcheck(L, n > -4000000 && n < 4000000, idx, "too many days");
	return n;
}

static int date_sub(lua_State *L)
{
	mb_day a, b;

	if (lib_day(L, 1, &a) && lib_day(L, 2, &b)) {
		lua_pushinteger(L, (lua_Integer)a - b);
		return 1;
	}
	return push_moved(L, (int64_t)check_day(L, 1) - check_count(L, 2));
}

static int date_add(lua_State *L)
{
	mb_day d;
	int other = lib_day(L, 1, &d) ? 2 : 1;

	if (other == 1)
		d = check_day(L, 2);
	return push_moved(L, (int64_t)d + check_count(L, other));
}

static int date_eq(lua_State *L)
{
	mb_day a, b;

	lua_pushboolean(L, lib_day(L, 1, &a) && lib_day(L, 2, &b) && a == b);
	return 1;
}

static int date_lt(lua_State *L)
{
	lua_pushboolean(L, check_day(L, 1) < check_day(L, 2));
	return 1;
}

static int date_le(lua_State *L)
{
	lua_pushboolean(L, check_day(L, 1) <= check_day(L, 2));
	return 1;
}

static int date_text(lua_State *L)
{
	char iso[MB_ISO_DATE];

	lua_pushstring(L, mb_day_iso(iso, check_day(L, 1)));
	return 1;
}

/* "due " .. r.due */
static int date_concat(lua_State *L)
{
	for (int i = 1; i <= 2; i++)
		if (vm_udata(L, i, SLOT_DATE)) {
			luaL_tolstring(L, i, NULL);
			lua_replace(L, i);
		}
	if (!lua_isstring(L, 1) || !lua_isstring(L, 2))
		return luaL_error(L, "attempt to join a date and a %s",
				  luaL_typename(L, lua_isstring(L, 1) ? 2 : 1));
	lua_concat(L, 2);
	return 1;
}

static int date_index(lua_State *L)
{
	mb_day d = check_day(L, 1);
	const char *key = luaL_checkstring(L, 2);
	int y, m, day;

	mb_day_civil(d, &y, &m, &day);
	if (strcmp(key, "year") == 0)
		lua_pushinteger(L, y);
	else if (strcmp(key, "month") == 0)
		lua_pushinteger(L, m);
	else if (strcmp(key, "day") == 0)
		lua_pushinteger(L, day);
	else if (strcmp(key, "weekday") == 0)
		lua_pushinteger(L, mb_weekday(d));
	else
		return luaL_error(L, "a date has no '%s'; it has year, month, day, weekday", key);
	return 1;
}

/* ---- parameters and spans -------------------------------------------------------------------------------- */

static int param_new(lua_State *L)
{
	const char *name = luaL_checkstring(L, 1);
	struct param_use *p;

	if (strlen(name) == 0 || strlen(name) >= NAME_TEXT)
		return luaL_error(L, "param: a name is expected");
	p = vm_new_udata(L, sizeof(*p), SLOT_PARAM);
	snprintf(p->name, sizeof p->name, "%s", name);
	return 1;
}

static int param_shift(lua_State *L, int sign)
{
	const struct param_use *p = vm_udata(L, 1, SLOT_PARAM);
	int other = 2;
	struct param_use *q, copy;
	lua_Integer n;

	if (!p && sign > 0) {
		p = vm_udata(L, 2, SLOT_PARAM);
		other = 1;
	}
	if (!p)
		return luaL_error(L, "a number can be added to a parameter or taken from it");
	copy = *p;
	n = luaL_checkinteger(L, other);
	luaL_argcheck(L, n > -SPAN_MAX && n < SPAN_MAX, other, "too large");
	q = vm_new_udata(L, sizeof(*q), SLOT_PARAM);
	*q = copy;
	q->plus += sign * (long)n;
	return 1;
}

static int param_add(lua_State *L)
{
	return param_shift(L, 1);
}

static int param_sub(lua_State *L)
{
	return param_shift(L, -1);
}

static int span_new(lua_State *L, enum span_unit unit)
{
	const struct param_use *p = vm_udata(L, 1, SLOT_PARAM);
	struct param_use n = { "", 0 };
	struct span *s;

	if (p) {
		n = *p;
	} else {
		lua_Integer k = luaL_checkinteger(L, 1);

		luaL_argcheck(L, k > -SPAN_MAX && k < SPAN_MAX, 1, "too many");
		n.plus = (long)k;
	}
	s = vm_new_udata(L, sizeof(*s), SLOT_SPAN);
	s->unit = unit;
	s->n = n;
	return 1;
}

static int span_days(lua_State *L)
{
	return span_new(L, SPAN_DAYS);
}

static int span_working(lua_State *L)
{
	return span_new(L, SPAN_WORKING);
}

static int span_months(lua_State *L)
{
	return span_new(L, SPAN_MONTHS);
}

static int when_new(lua_State *L, int sign)
{
	const char *field = luaL_checkstring(L, 1);
	const struct span *s = vm_udata(L, 2, SLOT_SPAN);
	struct when_use *w;

	if (!s)
		return luaL_argerror(L, 2, "days(n), working_days(n) or months(n) is expected");
	if (strlen(field) >= NAME_TEXT)
		return luaL_argerror(L, 1, "too long");
	w = vm_new_udata(L, sizeof(*w), SLOT_WHEN);
	snprintf(w->field, sizeof w->field, "%s", field);
	w->span = *s;
	w->sign = sign;
	return 1;
}

static int when_after(lua_State *L)
{
	return when_new(L, 1);
}

static int when_before(lua_State *L)
{
	return when_new(L, -1);
}

/* ---- cal ------------------------------------------------------------------------------------------------- */

bool span_add(mb_day *out, const struct mb_calendar *c, mb_day d, enum span_unit unit, long n, mb_day known)
{
	if (unit == SPAN_WORKING)
		return mb_add_days(out, c, d, (int)n, MB_DAYS_WORKING, known);
	*out = unit == SPAN_MONTHS ? mb_day_add_months(d, (int)n) : d + (mb_day)n;
	return *out != MB_NO_DAY;
}

static struct facts *need_facts(lua_State *L)
{
	struct vm *vm = vm_of(L);

	if (!vm->facts)
		luaL_error(L, "this can only be asked while a rule is judged, not at the top of a file");
	return vm->facts;
}

static int cal_add(lua_State *L)
{
	struct facts *f = need_facts(L);
	mb_day d = check_day(L, 1), out;
	const struct span *s = vm_udata(L, 2, SLOT_SPAN);
	long n;

	if (!s)
		return luaL_argerror(L, 2, "days(n), working_days(n) or months(n) is expected");
	n = s->n.plus;
	if (s->n.name[0]) {
		struct ask q = { .kind = FACT_PARAM };
		const struct fact *p;

		snprintf(q.a, sizeof q.a, "%s", s->n.name);
		snprintf(q.b, sizeof q.b, "%s", f->doc && f->doc->group ? f->doc->group : "");
		p = fact_need(L, &q);
		if (!p->value || p->value->type != MB_TEXT)
			return luaL_error(L, "parameter '%s' is no number", s->n.name);
		n += strtol(p->value->text, NULL, 10);
	}
	luaL_argcheck(L, n > -SPAN_MAX && n < SPAN_MAX, 2, "too many");
	vm_charge(L, (size_t)(n < 0 ? -n : n) * 2 + 4);
	if (span_add(&out, f->calendar, d, s->unit, n, f->recorded_day))
		lib_push_day(L, out);
	else
		lua_pushnil(L);
	return 1;
}

static enum mb_day_count check_how(lua_State *L, int idx)
{
	static const char *const words[] = { "working", "calendar", "parish", NULL };
	static const enum mb_day_count how[] = { MB_DAYS_WORKING, MB_DAYS_CALENDAR, MB_DAYS_PARISH };

	return how[luaL_checkoption(L, idx, "working", words)];
}

/* n and the list of days counted; or nil when the calendar does not reach that far. */
static int cal_clear_days(lua_State *L)
{
	struct facts *f = need_facts(L);
	mb_day a = check_day(L, 1), b = check_day(L, 2), days[CLEAR_MAX];
	enum mb_day_count how = check_how(L, 3);
	int n;

	if (b - a > REACH_MAX)
		return luaL_error(L, "clear days: the two days are more than %d days apart", REACH_MAX);
	vm_charge(L, b > a ? (size_t)(b - a) * 2 : 4);
	n = mb_clear_days(days, CLEAR_MAX, f->calendar, a, b, how, f->recorded_day, NULL);
	if (n < 0) {
		lua_pushnil(L);
		return 1;
	}
	lua_pushinteger(L, n);
	lua_newtable(L);
	for (int i = 0; i < n && i < CLEAR_MAX; i++) {
		lib_push_day(L, days[i]);
		lua_rawseti(L, -2, i + 1);
	}
	return 2;
}

static int cal_is_working_day(lua_State *L)
{
	struct facts *f = need_facts(L);

	lua_pushboolean(L, mb_calendar_is_working(f->calendar, check_day(L, 1), f->recorded_day));
	return 1;
}

static int cal_until_day(lua_State *L)
{
	lib_push_day(L, mb_calendar_until(need_facts(L)->calendar));
	return 1;
}

static int cal_date(lua_State *L)
{
	lib_push_day(L, check_day(L, 1));
	return 1;
}

void lib_calendar(lua_State *L)
{
	static const luaL_Reg date[] = {
		{ "__sub", date_sub },	     { "__add", date_add },	{ "__eq", date_eq },
		{ "__lt", date_lt },	     { "__le", date_le },	{ "__tostring", date_text },
		{ "__concat", date_concat }, { "__index", date_index }, { NULL, NULL },
	};
	static const luaL_Reg param[] = { { "__add", param_add }, { "__sub", param_sub }, { NULL, NULL } };
	static const luaL_Reg nothing[] = { { NULL, NULL } };
	static const luaL_Reg words[] = {
		{ "param", param_new },
		{ "days", span_days },
		{ "working_days", span_working },
		{ "months", span_months },
		{ "after", when_after },
		{ "before", when_before },
		{ NULL, NULL },
	};
	static const luaL_Reg cal[] = {
		{ "add", cal_add },
		{ "clear_days", cal_clear_days },
		{ "is_working_day", cal_is_working_day },
		{ "until_day", cal_until_day },
		{ "date", cal_date },
		{ NULL, NULL },
	};

	vm_class(L, SLOT_DATE, date);
	vm_class(L, SLOT_PARAM, param);
	vm_class(L, SLOT_SPAN, nothing);
	vm_class(L, SLOT_WHEN, nothing);
	luaL_setfuncs(L, words, 0);
	luaL_newlib(L, cal);
	lib_freeze(L, "cal");
	lua_setfield(L, -2, "cal");
}
