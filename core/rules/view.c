/* view.c: what a rule sees of documents: strict and read-only, straight from the host's arena, so that Lua owns nothing
 * of the record and can change nothing in it. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node_view {
	const struct mb_node *node;
	const struct mb_field *field; /* what the items of a list are; NULL: plain values */
	bool base;
};

#define FIELDS_MAX 128

/* ---- plain values ---------------------------------------------------------------------------------------- */

static bool one_of(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

/* "12", "-3", "0.5", but not "007" and not "1e9": what a person would call a number. */
static bool plain_number(const char *s)
{
	size_t n = 0, dots = 0;

	if (*s == '-')
		s++;
	if (s[0] == '0' && s[1] && s[1] != '.')
		return false;
	for (; *s; s++) {
		if (*s == '.' && n > 0 && s[1] && dots++ == 0)
			continue;
		if (*s < '0' || *s > '9' || ++n > 15)
			return false;
	}
	return n > 0;
}

static void push_number(lua_State *L, const char *text)
{
	if (strchr(text, '.'))
		lua_pushnumber(L, strtod(text, NULL));
	else
		lua_pushinteger(L, strtoll(text, NULL, 10));
}

/* A value in a row or a map: dates under the names of dates, ids and numbers of items stay texts. */
static void push_loose(lua_State *L, const char *key, const struct mb_node *n, bool base)
{
	static const char *const dates[] = { "from", "until", "date", "due", "on", NULL };
	static const char *const texts[] = { "item", "number", "person", "by",	 "entered_by", "of",
					     "id",   "title",  "text",	 "name", "to",	       "paper",
					     "key",  "code",   "reason", NULL };
	mb_day d;

	if (!n || (n->type == MB_TEXT && !*n->text))
		lua_pushnil(L);
	else if (n->type != MB_TEXT)
		view_push_node(L, n, NULL, base);
	else if (key && one_of(key, dates) && mb_day_parse(&d, n->text))
		lib_push_day(L, d);
	else if (strcmp(n->text, "true") == 0 || strcmp(n->text, "false") == 0)
		lua_pushboolean(L, n->text[0] == 't');
	else if (!(key && one_of(key, texts)) && plain_number(n->text))
		push_number(L, n->text);
	else
		lua_pushstring(L, n->text);
}

/* ---- documents ------------------------------------------------------------------------------------------- */

void view_push_doc(lua_State *L, const struct mb_doc *d, bool base)
{
	struct doc_view *v;

	if (!d) {
		lua_pushnil(L);
		return;
	}
	v = vm_new_udata(L, sizeof(*v), SLOT_DOC);
	*v = (struct doc_view){ d, d->id, d->kind ? d->kind->name : NULL, base };
	if (d->kind && strcmp(d->kind->name, "group") == 0 && d->group)
		v->id = d->group;
}

void view_push_person(lua_State *L, const char *id, bool base)
{
	struct doc_view *v = vm_new_udata(L, sizeof(*v), SLOT_DOC);

	*v = (struct doc_view){ NULL, id, "person", base };
}

void view_push_group(lua_State *L, const char *slug, bool base)
{
	struct doc_view *v = vm_new_udata(L, sizeof(*v), SLOT_DOC);

	*v = (struct doc_view){ NULL, slug, "group", base };
}

const struct mb_doc *view_doc(lua_State *L, struct doc_view *v)
{
	struct facts *f = vm_of(L)->facts;
	struct ask q;

	if (v->doc)
		return v->doc;
	if (!f)
		luaL_error(L, "a document cannot be read here");
	q = strcmp(v->kind, "person") == 0 ? ask_person(f, v->base, v->id) : ask_group(f, v->base, v->id);
	v->doc = fact_need(L, &q)->doc;
	return v->doc;
}

const char *view_id(lua_State *L, int idx)
{
	const struct doc_view *v = vm_udata(L, idx, SLOT_DOC);

	if (v)
		return v->id;
	return lua_type(L, idx) == LUA_TSTRING ? lua_tostring(L, idx) : NULL;
}

static void push_reference(lua_State *L, const char *id, bool base)
{
	struct ask q = ask_doc(base, id);

	view_push_doc(L, fact_need(L, &q)->doc, base);
}

/* One text as its field declares it. */
static void push_typed(lua_State *L, const struct mb_field *field, const char *text, bool base)
{
	mb_day d;

	switch (field->type) {
	case MB_T_NUMBER:
		if (plain_number(text))
			push_number(L, text);
		else
			lua_pushnil(L);
		return;
	case MB_T_BOOL:
		lua_pushboolean(L, strcmp(text, "true") == 0 || strcmp(text, "yes") == 0);
		return;
	case MB_T_DATE:
		lib_push_day(L, mb_day_parse(&d, text) ? d : MB_NO_DAY);
		return;
	case MB_T_PERSON:
	case MB_T_PEOPLE:
		view_push_person(L, text, base);
		return;
	case MB_T_GROUP:
	case MB_T_GROUPS:
		view_push_group(L, text, base);
		return;
	case MB_T_DOC:
	case MB_T_DOCS:
		push_reference(L, text, base);
		return;
	default:
		lua_pushstring(L, text);
	}
}

static void push_field(lua_State *L, const struct mb_field *field, const struct mb_node *n, bool base)
{
	bool listed = field->type == MB_T_PEOPLE || field->type == MB_T_GROUPS || field->type == MB_T_DOCS;

	if (!n || (n->type == MB_TEXT && !*n->text))
		lua_pushnil(L);
	else if (n->type == MB_TEXT && !listed)
		push_typed(L, field, n->text, base);
	else
		view_push_node(L, n, field, base);
}

static const char *const own_words[] = { "id",	  "kind",    "path",	 "state", "title",
					 "group", "version", "headings", "before" };

static void push_headings(lua_State *L, const struct mb_doc *d)
{
	struct ask q = ask_doc(false, d->path);

	/* The outline is made when the document is fetched; see outline() in facts.c. */
	snprintf(q.b, sizeof q.b, "headings");
	view_push_node(L, fact_need(L, &q)->value, NULL, false);
}

/* What every document has besides its fields. false: no such word. */
static bool push_own(lua_State *L, const struct doc_view *v, const struct mb_doc *d, const char *key)
{
	struct facts *f = vm_of(L)->facts;

	if (strcmp(key, "id") == 0)
		lua_pushstring(L, v->id);
	else if (strcmp(key, "kind") == 0)
		lua_pushstring(L, d->kind ? d->kind->name : NULL);
	else if (strcmp(key, "path") == 0)
		lua_pushstring(L, d->path);
	else if (strcmp(key, "state") == 0)
		lua_pushstring(L, d->state);
	else if (strcmp(key, "title") == 0)
		lua_pushstring(L, d->title);
	else if (strcmp(key, "version") == 0)
		lua_pushstring(L, d->text);
	else if (strcmp(key, "headings") == 0)
		push_headings(L, d);
	else if (strcmp(key, "before") == 0 && f && d == f->doc && !v->base)
		view_push_doc(L, f->before, true);
	else if (strcmp(key, "before") == 0)
		lua_pushnil(L);
	else if (strcmp(key, "group") == 0 && !(d->kind && mb_kind_field(d->kind, "group"))) {
		if (d->group)
			view_push_group(L, d->group, v->base);
		else
			lua_pushnil(L);
	} else {
		return false;
	}
	return true;
}

static int unknown_field(lua_State *L, const struct mb_doc *d, const char *key)
{
	const char *words[FIELDS_MAX];
	const struct mb_field *common;
	size_t n = 0, n_common = mb_common_fields(&common);
	const char *near;

	for (size_t i = 0; d->kind && i < d->kind->n_fields && n < FIELDS_MAX; i++)
		words[n++] = d->kind->fields[i].name;
	for (size_t i = 0; i < n_common && n < FIELDS_MAX; i++)
		words[n++] = common[i].name;
	for (size_t i = 0; i < sizeof own_words / sizeof *own_words && n < FIELDS_MAX; i++)
		words[n++] = own_words[i];
	near = mb_nearest(key, words, n);
	if (near)
		return luaL_error(L, "'%s' has no field '%s'; did you mean '%s'?",
				  d->kind ? d->kind->name : "a page", key, near);
	return luaL_error(L, "'%s' has no field '%s'", d->kind ? d->kind->name : "a page", key);
}

/* Lists that every document has are empty rather than absent, so that a rule may walk them unasked. */
static bool always_listed(const struct mb_field *field)
{
	return field->type == MB_T_SIGNOFFS || field->type == MB_T_ROWS || field->type == MB_T_PEOPLE ||
	       field->type == MB_T_LIST;
}

/* A replay over years when nobody knew of a field must not take its absence for a failing. */
static void note_absent(lua_State *L, const struct mb_kind *k, const struct mb_field *field)
{
	struct facts *f = vm_of(L)->facts;

	if (!f || f->n_absent == ABSENT_MAX)
		return;
	for (size_t i = 0; i < f->n_absent; i++)
		if (f->absent[i].kind == k && f->absent[i].field == field->name)
			return;
	f->absent[f->n_absent].kind = k;
	f->absent[f->n_absent++].field = field->name;
}

static int push_member(lua_State *L, struct doc_view *v, const char *key)
{
	static struct mb_node nothing = { .type = MB_LIST };
	const struct mb_doc *d;
	const struct mb_field *field;
	const struct mb_node *n;

	if (strcmp(key, "id") == 0)
		return lua_pushstring(L, v->id), 1;
	d = view_doc(L, v);
	if (!d) { /* a person or group that the record does not know: all else is empty */
		if (strcmp(key, "kind") == 0)
			lua_pushstring(L, v->kind);
		else
			lua_pushnil(L);
		return 1;
	}
	if (push_own(L, v, d, key))
		return 1;
	field = d->kind ? mb_kind_field(d->kind, key) : NULL;
	n = mb_doc_node(d, key);
	if (field && !n)
		note_absent(L, d->kind, field);
	if (!field) {
		field = mb_common_field(key);
		if (!field)
			return unknown_field(L, d, key);
		if (!n && always_listed(field))
			n = &nothing;
	}
	push_field(L, field, n, v->base);
	return 1;
}

static int doc_index(lua_State *L)
{
	struct doc_view *v = vm_udata(L, 1, SLOT_DOC);

	if (!v || lua_type(L, 2) != LUA_TSTRING || strlen(lua_tostring(L, 2)) != lua_rawlen(L, 2))
		return luaL_error(L, "a document's fields are read by name");
	vm_charge(L, 2);
	return push_member(L, v, lua_tostring(L, 2));
}

static int read_only(lua_State *L)
{
	return luaL_error(
		L, "the record is read-only here: a rule returns what is to be done, it does not do it");
}

static int doc_eq(lua_State *L)
{
	const struct doc_view *a = vm_udata(L, 1, SLOT_DOC), *b = vm_udata(L, 2, SLOT_DOC);

	lua_pushboolean(L, a && b && mb_streq(a->id, b->id) && mb_streq(a->kind, b->kind));
	return 1;
}

/* Follow "meeting.date"; whatever is absent on the way ends in nil. The view is on top of the stack and replaced. */
void view_push_path(lua_State *L, const char *path)
{
	char part[NAME_TEXT];

	while (*path) {
		size_t n = strcspn(path, ".");

		if (n == 0 || n >= sizeof part) {
			luaL_error(L, "'%s' is no path of fields", path);
			return;
		}
		memcpy(part, path, n);
		part[n] = '\0';
		if (lua_type(L, -1) != LUA_TUSERDATA) {
			lua_pop(L, 1);
			lua_pushnil(L);
			return;
		}
		lua_pushstring(L, part);
		lua_gettable(L, -2);
		lua_remove(L, -2);
		path += n + (path[n] == '.');
	}
}

/* ---- lists, maps, rows ----------------------------------------------------------------------------------- */

void view_push_node(lua_State *L, const struct mb_node *n, const struct mb_field *field, bool base)
{
	struct node_view *v;

	if (!n) {
		lua_pushnil(L);
		return;
	}
	v = vm_new_udata(L, sizeof(*v), SLOT_NODE);
	*v = (struct node_view){ n, field, base };
}

static const struct mb_node *list_item(const struct mb_node *n, lua_Integer i)
{
	if (n->type == MB_TEXT) /* one value where a list is declared */
		return i == 1 && *n->text ? n : NULL;
	return n->type == MB_LIST && i >= 1 && (lua_Unsigned)i <= n->n ? n->items[i - 1] : NULL;
}

static void push_item(lua_State *L, const struct node_view *v, const struct mb_node *item)
{
	bool docs = v->field && v->field->type == MB_T_DOCS;
	bool typed = docs || (v->field && (v->field->type == MB_T_PEOPLE || v->field->type == MB_T_GROUPS));

	if (item && item->type == MB_TEXT && v->field && v->field->type == MB_T_LIST) {
		lua_pushstring(L, item->text);
	} else if (item && item->type == MB_TEXT && docs) {
		struct ask q = ask_doc(v->base, item->text);

		q.also = v->node; /* the whole list at once, not a restart each */
		view_push_doc(L, fact_need(L, &q)->doc, v->base);
	} else if (item && item->type == MB_TEXT && typed) {
		push_typed(L, v->field, item->text, v->base);
	} else {
		push_loose(L, NULL, item, v->base);
	}
}

static int node_index(lua_State *L)
{
	const struct node_view *v = vm_udata(L, 1, SLOT_NODE);

	if (!v)
		return luaL_error(L, "no list or row");
	vm_charge(L, 2);
	if (lua_type(L, 2) == LUA_TNUMBER)
		push_item(L, v, list_item(v->node, lua_tointeger(L, 2)));
	else if (lua_type(L, 2) == LUA_TSTRING && v->node->type == MB_MAP)
		push_loose(L, lua_tostring(L, 2), mb_node_get(v->node, lua_tostring(L, 2)), v->base);
	else
		lua_pushnil(L);
	return 1;
}

static int node_len(lua_State *L)
{
	lua_Integer n = view_len(L, 1);

	lua_pushinteger(L, n < 0 ? 0 : n);
	return 1;
}

lua_Integer view_len(lua_State *L, int idx)
{
	const struct node_view *v = vm_udata(L, idx, SLOT_NODE);

	if (v && v->node->type == MB_TEXT)
		return *v->node->text != '\0';
	if (v)
		return v->node->type == MB_LIST ? (lua_Integer)v->node->n : -1;
	if (lua_type(L, idx) != LUA_TTABLE || lua_getmetatable(L, idx))
		return -1;
	return (lua_Integer)lua_rawlen(L, idx);
}

static int name_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Keys of a view in order; 0 when idx is none (nothing is pushed then). */
int view_keys(lua_State *L, int idx)
{
	const struct node_view *v = vm_udata(L, idx, SLOT_NODE);
	const char **names;
	size_t n;

	if (!v) {
		if (lua_type(L, idx) == LUA_TUSERDATA)
			luaL_error(L, "pairs: only lists, rows and maps can be walked");
		return 0;
	}
	n = v->node->type == MB_TEXT ? 1 : v->node->n;
	vm_charge(L, n * 4 + 4);
	names = lua_newuserdatauv(L, sizeof(*names) * (n + 1), 0);
	lua_createtable(L, (int)n, 0);
	for (size_t i = 0; i < n && v->node->type == MB_MAP; i++)
		names[i] = v->node->keys[i];
	if (v->node->type == MB_MAP)
		qsort(names, n, sizeof(*names), name_order);
	for (size_t i = 0; i < n; i++) {
		if (v->node->type == MB_MAP)
			lua_pushstring(L, names[i]);
		else
			lua_pushinteger(L, (lua_Integer)i + 1);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

void lib_views(lua_State *L)
{
	static const luaL_Reg doc[] = {
		{ "__index", doc_index },
		{ "__newindex", read_only },
		{ "__eq", doc_eq },
		{ NULL, NULL },
	};
	static const luaL_Reg node[] = {
		{ "__index", node_index },
		{ "__newindex", read_only },
		{ "__len", node_len },
		{ NULL, NULL },
	};

	vm_class(L, SLOT_DOC, doc);
	vm_class(L, SLOT_NODE, node);
	lib_event(L);
}
