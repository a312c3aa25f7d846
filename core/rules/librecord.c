/* librecord.c: the few questions a rule may ask of the whole record: docs, people, lines, interests, params. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOCS_MAX    500
#define LINES_DEPTH 12
#define LINES_MAX   60

static struct facts *now(lua_State *L)
{
	struct facts *f = vm_of(L)->facts;

	if (!f)
		luaL_error(L, "this can only be asked while a rule is judged, not at the top of a file");
	return f;
}

/* The id in a text or a view; an error names what was expected. */
static const char *check_id(lua_State *L, int idx, const char *what)
{
	const char *id = view_id(L, idx);

	if (!id)
		luaL_error(L, "%s is expected here, not a %s", what, luaL_typename(L, idx));
	return id;
}

static void copy_text(lua_State *L, char *out, size_t size, const char *s)
{
	if (strlen(s) >= size)
		luaL_error(L, "too long to be asked for: %.40s...", s);
	memcpy(out, s, strlen(s) + 1);
}

static mb_day day_or_today(lua_State *L, int idx)
{
	mb_day d = now(L)->today;

	if (!lua_isnoneornil(L, idx) && !lib_day(L, idx, &d))
		luaL_argerror(L, idx, "a date is expected");
	return d;
}

/* ---- docs ------------------------------------------------------------------------------------------------ */

static int docs_get(lua_State *L)
{
	struct ask q = { .kind = FACT_DOC, .day = MB_NO_DAY };

	copy_text(L, q.a, sizeof q.a, check_id(L, 1, "an id"));
	view_push_doc(L, fact_need(L, &q)->doc, false);
	return 1;
}

static void option(lua_State *L, const char *key, char *out, size_t size)
{
	lua_getfield(L, 2, key);
	if (!lua_isnil(L, -1))
		copy_text(L, out, size, check_id(L, -1, key));
	lua_pop(L, 1);
}

static int docs_of(lua_State *L)
{
	struct ask q = { .kind = FACT_LIST, .day = MB_NO_DAY };
	const struct fact *x;
	const struct mb_kind *k;

	copy_text(L, q.a, sizeof q.a, luaL_checkstring(L, 1));
	k = mb_schema_kind(now(L)->schema, q.a);
	if (!k)
		return luaL_error(L, "no kind '%s' is declared", q.a);
	if (!lua_isnoneornil(L, 2)) {
		luaL_checktype(L, 2, LUA_TTABLE);
		option(L, "field", q.b, sizeof q.b);
		option(L, "value", q.c, sizeof q.c);
		option(L, "group", q.d, sizeof q.d);
		if (q.b[0] && !q.c[0])
			return luaL_error(L, "docs.of: a field without a value");
	}
	if (q.b[0] && !strchr(q.b, '.') && !mb_kind_field(k, q.b) && !mb_common_field(q.b))
		return luaL_error(L, "'%s' has no field '%s'", q.a, q.b);
	x = fact_need(L, &q);
	if (x->n > DOCS_MAX)
		return luaL_error(L, "docs.of: more than %d documents; narrow the question", DOCS_MAX);
	vm_charge(L, x->n * 4);
	lua_createtable(L, (int)x->n, 0);
	for (size_t i = 0; i < x->n; i++) {
		view_push_doc(L, x->docs[i], false);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

/* docs.field(r, "meeting.date"): whatever is absent on the way gives nil. */
static int docs_field(lua_State *L)
{
	const char *path = luaL_checkstring(L, 2);

	lua_pushvalue(L, 1);
	view_push_path(L, path);
	return 1;
}

/* docs.filled(r, "summary"): is there anything? An empty list and a text of blanks are nothing. */
static int docs_filled(lua_State *L)
{
	struct doc_view *v = vm_udata(L, 1, SLOT_DOC);
	const struct mb_doc *d = v ? view_doc(L, v) : NULL;
	bool filled;

	docs_field(L);
	/* A document without a title goes by its heading or id, but nobody filled that in. */
	if (d && mb_kind_field(d->kind, "title") && strcmp(lua_tostring(L, 2), "title") == 0 &&
	    !mb_doc_field(d, "title")) {
		lua_pop(L, 1);
		lua_pushnil(L);
	}
	filled = !lua_isnil(L, -1) && view_len(L, -1) != 0;
	if (lua_type(L, -1) == LUA_TSTRING) {
		size_t n;
		const char *s = lua_tolstring(L, -1, &n);

		filled = mb_trim((struct mb_str){ s, n }).n > 0;
	}
	lua_pushboolean(L, filled);
	return 1;
}

/* ---- people ---------------------------------------------------------------------------------------------- */

static void push_texts(lua_State *L, const char *const *list, size_t n)
{
	vm_charge(L, n * 2 + 2);
	lua_createtable(L, (int)n, 0);
	for (size_t i = 0; i < n; i++) {
		lua_pushstring(L, list[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

/* people.holding(role, group_or_nil [, date]); a role that is a field of the document under judgement is that person. */
static int people_holding(lua_State *L)
{
	struct ask q = { .kind = FACT_HOLDERS };
	struct facts *f = now(L);
	const struct fact *x;
	const struct mb_field *own;

	copy_text(L, q.a, sizeof q.a, luaL_checkstring(L, 1));
	q.day = day_or_today(L, 3);
	if (!rule_role_known(f->schema, q.a))
		return luaL_error(L, "role '%s' is not declared", q.a);
	if (!lua_isnoneornil(L, 2))
		copy_text(L, q.b, sizeof q.b, check_id(L, 2, "a group"));
	own = f->kind ? mb_kind_field(f->kind, q.a) : NULL;
	if (!own)
		own = mb_common_field(q.a);
	if (own && own->type == MB_T_PERSON && f->doc) {
		const char *who = mb_doc_field(f->doc, q.a);

		push_texts(L, &who, who ? 1 : 0);
		return 1;
	}
	x = fact_need(L, &q);
	push_texts(L, x->people, x->n);
	return 1;
}

static int people_name(lua_State *L)
{
	const char *id = check_id(L, 1, "a person"), *name;
	struct ask q;
	const struct mb_doc *d;

	if (strlen(id) > 100)
		return luaL_error(L, "that is no id of a person");
	q = ask_person(now(L), false, id);
	d = fact_need(L, &q)->doc;
	name = d ? mb_doc_field(d, "name") : NULL;
	lua_pushstring(L, name ? name : id);
	return 1;
}

static int people_members(lua_State *L)
{
	struct ask q = { .kind = FACT_MEMBERS };
	const struct fact *x;

	copy_text(L, q.a, sizeof q.a, check_id(L, 1, "a group"));
	q.day = day_or_today(L, 2);
	x = fact_need(L, &q);
	vm_charge(L, x->n * 12 + 2);
	lua_createtable(L, (int)x->n, 0);
	for (size_t i = 0; i < x->n; i++) {
		const struct mb_member *m = &x->members[i];

		lua_createtable(L, 0, 4);
		lua_pushstring(L, m->person);
		lua_setfield(L, -2, "person");
		lua_pushstring(L, m->role);
		lua_setfield(L, -2, "role");
		lua_pushboolean(L, m->voting);
		lua_setfield(L, -2, "voting");
		lua_pushstring(L, m->on_behalf_of);
		lua_setfield(L, -2, "on_behalf_of");
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

/* ---- lines ----------------------------------------------------------------------------------------------- */

static const struct fact *lines_fact(lua_State *L, const char *slug)
{
	struct ask q = { .kind = FACT_LINES };

	copy_text(L, q.a, sizeof q.a, slug);
	q.day = now(L)->today;
	return fact_need(L, &q);
}

static void push_line(lua_State *L, const struct mb_line *line)
{
	lua_createtable(L, 0, 3);
	view_push_group(L, line->to, false);
	lua_setfield(L, -2, "to");
	lua_pushstring(L, line->type);
	lua_setfield(L, -2, "type");
	lua_pushstring(L, line->accountability);
	lua_setfield(L, -2, "accountability");
}

static int lines_of(lua_State *L)
{
	const struct fact *x = lines_fact(L, check_id(L, 1, "a group"));

	vm_charge(L, x->n * 10 + 2);
	lua_createtable(L, (int)x->n, 0);
	for (size_t i = 0; i < x->n; i++) {
		push_line(L, &x->lines[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

static int lines_dotted(lua_State *L)
{
	const struct fact *x = lines_fact(L, check_id(L, 1, "a group"));
	lua_Integer n = 0;

	vm_charge(L, x->n * 6 + 2);
	lua_newtable(L);
	for (size_t i = 0; i < x->n; i++)
		if (mb_streq(x->lines[i].type, "dotted")) {
			view_push_group(L, x->lines[i].to, false);
			lua_rawseti(L, -2, ++n);
		}
	return 1;
}

/* Along solid and joint lines to the top: nearest first, each group once, so a ring comes to an end. */
static int lines_up(lua_State *L)
{
	struct {
		const char *slug;
		int step;
	} seen[LINES_MAX];
	int n = 1;
	lua_Integer out = 0;

	seen[0].slug = check_id(L, 1, "a group");
	seen[0].step = 0;
	lua_newtable(L);
	for (int at = 0; at < n && seen[at].step < LINES_DEPTH; at++) {
		const struct fact *x = lines_fact(L, seen[at].slug);

		for (size_t i = 0; i < x->n && n < LINES_MAX; i++) {
			const struct mb_line *line = &x->lines[i];
			int k = 0;

			while (k < n && strcmp(seen[k].slug, line->to) != 0)
				k++;
			if (k < n || mb_streq(line->type, "dotted"))
				continue;
			seen[n].slug = line->to;
			seen[n++].step = seen[at].step + 1;
			vm_charge(L, 12);
			lua_createtable(L, 3, 3);
			view_push_group(L, line->to, false);
			lua_pushvalue(L, -1);
			lua_setfield(L, -3, "group");
			lua_rawseti(L, -2, 1);
			lua_pushstring(L, line->type);
			lua_pushvalue(L, -1);
			lua_setfield(L, -3, "type");
			lua_rawseti(L, -2, 2);
			lua_pushinteger(L, seen[at].step + 1);
			lua_pushvalue(L, -1);
			lua_setfield(L, -3, "step");
			lua_rawseti(L, -2, 3);
			lua_rawseti(L, -2, ++out);
		}
	}
	return 1;
}

/* ---- interests ------------------------------------------------------------------------------------------- */

static bool names_item(const struct mb_node *row, const char *person, const char *item)
{
	return mb_streq(mb_node_text(row, "person"), person) && item &&
	       mb_streq(mb_node_text(row, "item"), item);
}

/* Rows of the meeting that name the person and the item or the document itself. */
static lua_Integer add_rows(lua_State *L, lua_Integer n, const struct mb_doc *meeting, const char *person,
			    const char *item, const char *id)
{
	const struct mb_node *rows = meeting ? mb_doc_node(meeting, "interests") : NULL;

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		vm_charge(L, 2);
		if (names_item(rows->items[i], person, item) || names_item(rows->items[i], person, id)) {
			view_push_node(L, rows->items[i], NULL, false);
			lua_rawseti(L, -2, ++n);
		}
	}
	return n;
}

/* Documents of kind interest: this person's in this document, or in a paper that it decides on. */
static lua_Integer add_declared(lua_State *L, lua_Integer n, const struct facts *f, const char *person,
				const char *id, const char *paper)
{
	struct ask q = { .kind = FACT_LIST, .day = MB_NO_DAY, .a = "interest", .b = "person" };
	const struct fact *x;

	if (!mb_schema_kind(f->schema, "interest"))
		return n;
	copy_text(L, q.c, sizeof q.c, person);
	x = fact_need(L, &q);
	vm_charge(L, x->n * 4);
	for (size_t i = 0; i < x->n && n < DOCS_MAX; i++) {
		const char *item = mb_doc_field(x->docs[i], "item");
		mb_day until = mb_doc_day(x->docs[i], "until_day"),
		       declared = mb_doc_day(x->docs[i], "declared");

		if (declared != MB_NO_DAY && declared > f->today)
			continue; /* not known of on that day */
		if (!item || (!mb_streq(item, id) && !(paper && mb_streq(item, paper))) ||
		    (until != MB_NO_DAY && until < f->today))
			continue;
		view_push_doc(L, x->docs[i], false);
		lua_rawseti(L, -2, ++n);
	}
	return n;
}

static int interests_of(lua_State *L)
{
	const char *person = check_id(L, 1, "a person"), *meeting_id;
	struct doc_view *v = vm_udata(L, 2, SLOT_DOC);
	const struct mb_doc *d, *meeting = NULL;
	const struct facts *f = now(L);
	lua_Integer n;

	if (!v || !(d = view_doc(L, v)))
		return luaL_argerror(L, 2, "a document is expected");
	meeting_id = mb_doc_field(d, "meeting");
	if (meeting_id) {
		struct ask q = { .kind = FACT_DOC, .day = MB_NO_DAY };

		copy_text(L, q.a, sizeof q.a, meeting_id);
		meeting = fact_need(L, &q)->doc;
	}
	lua_newtable(L);
	n = add_rows(L, 0, meeting, person, mb_doc_field(d, "item"), d->id);
	n = add_declared(L, n, f, person, d->id, mb_doc_field(d, "paper"));
	if (n == 0)
		lua_pushnil(L);
	return 1;
}

/* ---- params ---------------------------------------------------------------------------------------------- */

static void push_param(lua_State *L, const struct mb_node *value, long plus)
{
	char *end;
	long n;

	if (value->type != MB_TEXT) {
		view_push_node(L, value, mb_common_field("notices"), false); /* a list of texts */
		return;
	}
	n = strtol(value->text, &end, 10);
	if (*value->text && !*end)
		lua_pushinteger(L, n + plus);
	else
		lua_pushstring(L, value->text);
}

/* params.value("quorum" | param "quorum" | 3, r) -> value, source. What is no parameter is its own value. */
static int params_value(lua_State *L)
{
	const struct param_use *use = vm_udata(L, 1, SLOT_PARAM);
	struct doc_view *v = vm_udata(L, 2, SLOT_DOC);
	struct facts *f = now(L);
	const struct mb_doc *d = v ? view_doc(L, v) : f->doc;
	struct ask q = { .kind = FACT_PARAM, .day = MB_NO_DAY };
	const struct fact *x;

	if (!use && lua_type(L, 1) != LUA_TSTRING) {
		lua_pushvalue(L, 1);
		lua_pushliteral(L, "the rule");
		return 2;
	}
	copy_text(L, q.a, sizeof q.a, use ? use->name : lua_tostring(L, 1));
	copy_text(L, q.b, sizeof q.b, d && d->group ? d->group : "");
	x = fact_need(L, &q);
	if (!x->value)
		return luaL_error(L, "parameter '%s' is not declared", q.a);
	push_param(L, x->value, use ? use->plus : 0);
	lua_pushstring(L, x->source);
	return 2;
}

static int params_declared(lua_State *L)
{
	lua_pushboolean(L, mb_schema_param(now(L)->schema, luaL_checkstring(L, 1)) != NULL);
	return 1;
}

/* params.bounds("quorum") -> at_least, at_most; nil where there is none, and for what is no parameter. */
static int params_bounds(lua_State *L)
{
	const struct mb_param *p = mb_schema_param(now(L)->schema, luaL_checkstring(L, 1));

	if (p && p->has_least)
		lua_pushinteger(L, p->least);
	else
		lua_pushnil(L);
	if (p && p->has_most)
		lua_pushinteger(L, p->most);
	else
		lua_pushnil(L);
	return 2;
}

void lib_record(lua_State *L)
{
	static const struct {
		const char *name;
		luaL_Reg members[8];
	} libs[] = {
		{ "docs",
		  { { "get", docs_get },
		    { "of", docs_of },
		    { "field", docs_field },
		    { "filled", docs_filled },
		    { NULL, NULL } } },
		{ "people",
		  { { "holding", people_holding },
		    { "name", people_name },
		    { "members", people_members },
		    { NULL, NULL } } },
		{ "lines",
		  { { "up", lines_up }, { "dotted", lines_dotted }, { "of", lines_of }, { NULL, NULL } } },
		{ "interests", { { "of", interests_of }, { NULL, NULL } } },
		{ "params",
		  { { "value", params_value },
		    { "declared", params_declared },
		    { "bounds", params_bounds },
		    { NULL, NULL } } },
	};

	for (size_t i = 0; i < sizeof libs / sizeof *libs; i++) {
		lua_newtable(L);
		luaL_setfuncs(L, libs[i].members, 0);
		lib_freeze(L, libs[i].name);
		lua_setfield(L, -2, libs[i].name);
	}
}
