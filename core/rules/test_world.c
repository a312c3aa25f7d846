/* test_world.c: a record in memory from the tables of a test.
 *
 *   world {
 *     people  = { "ann", fay = { name = "Fay Hill" } },              -- others are made up as they are named
 *     roles   = { ["finance lead"] = "fay" },                         -- for the whole partnership
 *     groups  = { board = { title = .., code = "CTB", parent = "lsp", dotted = { .. }, roles = { chair = "cath" },
 *                           members = { "bob", .. }, params = { quorum = 3 } } },
 *     records = { P1 = { kind = "paper", group = "board", state = "draft", title = .., body = "# .." } },
 *   }
 * A record gets an id and a place as its kind says; its name stands for the id wherever a value is just that name. A sign-off
 * without `of` is of the text as it stands, one with of = "earlier" of another. `none` leaves a field out. A record whose state
 * is "new" is not there yet. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEAR 2026

static bool no(struct test_world *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static bool no(struct test_world *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(w->why, sizeof w->why, fmt, ap);
	va_end(ap);
	return false;
}

/* ---- people ---------------------------------------------------------------------------------------------- */

static void add_person(struct test_world *w, const char *id)
{
	if (!id || !*id)
		return;
	for (size_t i = 0; i < w->n_people; i++)
		if (strcmp(w->people[i], id) == 0)
			return;
	*MB_PUSH(w->arena, w->people, w->n_people) = mb_arena_dup(w->arena, id);
}

static void add_people(struct test_world *w, const struct mb_node *n)
{
	if (n && n->type == MB_TEXT)
		add_person(w, n->text);
	for (size_t i = 0; n && n->type == MB_LIST && i < n->n; i++)
		add_people(w, n->items[i]);
}

/* Rows name people under a few keys. */
static void add_people_in_rows(struct test_world *w, const struct mb_node *n)
{
	static const char *const keys[] = { "person", "by", "entered_by", "substitute_for" };

	for (size_t i = 0; n && n->type == MB_MAP && i < sizeof keys / sizeof *keys; i++)
		add_people(w, mb_node_get(n, keys[i]));
	for (size_t i = 0; n && n->type == MB_LIST && i < n->n; i++)
		add_people_in_rows(w, n->items[i]);
}

static void add_people_of(struct test_world *w, const struct test_record *r)
{
	for (size_t i = 0; i < r->fields->n; i++) {
		const struct mb_field *f = mb_kind_field(r->kind, r->fields->keys[i]);

		if (!f)
			f = mb_common_field(r->fields->keys[i]);
		if (f && (f->type == MB_T_PERSON || f->type == MB_T_PEOPLE))
			add_people(w, r->fields->items[i]);
		else
			add_people_in_rows(w, r->fields->items[i]);
	}
}

/* ---- reading the tables ---------------------------------------------------------------------------------- */

static void lay_over(struct test_world *w, struct mb_node *under, const struct mb_node *over)
{
	for (size_t i = 0; over && over->type == MB_MAP && i < over->n; i++)
		mb_node_put(w->arena, under, over->keys[i], over->items[i]);
}

static struct mb_node *node_of(struct test_world *w, const struct val *v)
{
	struct mb_node *n = v ? val_node(w->arena, v) : NULL;

	return n && n->type == MB_MAP ? n : mb_node_new_map(w->arena);
}

static bool read_record(struct test_world *w, const char *name, const struct val *v)
{
	struct test_record *r = test_world_find(w, name);
	struct mb_node *fields = node_of(w, v);
	const char *kind = mb_node_text(fields, "kind");

	if (v->type == V_NONE && r) {
		r->kind = NULL; /* taken out of the world */
		return true;
	}
	if (!r) {
		if (!mb_schema_kind(w->schema, kind))
			return no(w, "record '%s' has no kind that the rules declare", name);
		r = MB_PUSH(w->arena, w->records, w->n);
		r->name = name;
		r->kind = mb_schema_kind(w->schema, kind);
		r->fields = mb_node_new_map(w->arena);
	}
	lay_over(w, r->fields, fields);
	return true;
}

static bool read_table(struct test_world *w, const struct val *t, bool given)
{
	const struct val *records = val_get(t, "records"), *roles = val_get(t, "roles"),
			 *people = val_get(t, "people");
	struct mb_node *groups = node_of(w, val_get(t, "groups"));

	for (size_t i = 0; i < groups->n; i++) {
		struct mb_node *group = mb_node_get(w->groups, groups->keys[i]);

		if (!group)
			mb_node_put(w->arena, w->groups, groups->keys[i], group = mb_node_new_map(w->arena));
		lay_over(w, group, groups->items[i]);
	}
	lay_over(w, w->roles, node_of(w, roles));
	for (size_t i = 0; people && people->type == V_TABLE && i < people->n; i++)
		add_person(w, people->list[i].text);
	for (size_t i = 0; people && people->type == V_TABLE && i < people->n_map; i++)
		add_person(w, people->map[i].key);
	for (size_t i = 0; records && records->type == V_TABLE && i < records->n_map; i++)
		if (!read_record(w, records->map[i].key, &records->map[i].v))
			return false;
	for (size_t i = 0; given && t && t->type == V_TABLE && i < t->n_map; i++) {
		static const char *const other[] = { "groups", "roles", "people", "records" };
		size_t k = 0;

		while (k < 4 && strcmp(other[k], t->map[i].key) != 0)
			k++;
		if (k == 4 && !read_record(w, t->map[i].key, &t->map[i].v))
			return false;
	}
	return true;
}

/* ---- ids and places -------------------------------------------------------------------------------------- */

static const char *code_of(struct test_world *w, const char *slug)
{
	struct mb_node *group = mb_node_get(w->groups, slug);
	char code[9];
	size_t n = 0;

	if (!group)
		mb_node_put(w->arena, w->groups, slug, group = mb_node_new_map(w->arena));
	if (mb_node_text(group, "code"))
		return mb_node_text(group, "code");
	for (const char *p = slug; *p && n < 8; p++)
		if (*p >= 'a' && *p <= 'z')
			code[n++] = (char)(*p - 'a' + 'A');
	while (n < 2)
		code[n++] = 'X';
	code[n] = '\0';
	mb_node_put(w->arena, group, "code", mb_node_new_raw(w->arena, code));
	return mb_node_text(group, "code");
}

static int year_of(const struct test_world *w, const struct test_record *r)
{
	mb_day d;
	const char *date = mb_node_text(r->fields, "date");

	return date && mb_day_parse(&d, date) ? mb_day_year(d) : w->year;
}

static void place_numbered(struct test_world *w, struct test_record *r)
{
	const char *code = code_of(w, r->group), *file = r->kind->file_name;
	char prefix[40];
	int year = year_of(w, r);
	unsigned number = 1;

	snprintf(prefix, sizeof prefix, "%.8s-%04d-%c", code, year, r->kind->letter);
	for (size_t i = 0; i < w->n; i++)
		number += w->records[i].id && mb_starts(w->records[i].id, prefix);
	if (mb_starts(r->name, mb_arena_printf(w->arena, "%s-", code)) &&
	    strlen(r->name) > strlen(code) + 6) {
		r->id = r->name; /* a whole id */
		year = (int)strtol(r->name + strlen(code) + 1, NULL, 10);
	} else {
		r->id = mb_arena_printf(w->arena, "%s%03u", prefix, number);
	}
	r->path = mb_arena_printf(w->arena, "groups/%s/%s/%04d/%s", r->group, r->kind->folder, year, r->id);
	r->path = r->kind->lives == MB_LIVES_FOLDER ? mb_arena_printf(w->arena, "%s/%s.md", r->path, file)
						    : mb_arena_printf(w->arena, "%s.md", r->path);
}

static bool place_in_meeting(struct test_world *w, struct test_record *r)
{
	const char *name = mb_node_text(r->fields, "meeting"), *slash;
	const struct test_record *m = name ? test_world_find(w, name) : NULL;
	unsigned before = 1;

	if (!m || !m->path)
		return no(w, "record '%s' needs a meeting that is in the world", r->name);
	for (size_t i = 0; i < w->n; i++)
		before += w->records[i].path && w->records[i].kind == r->kind &&
			  mb_streq(w->records[i].meeting, m->id);
	r->group = m->group;
	r->meeting = m->id;
	slash = strrchr(m->path, '/');
	name = r->kind->file_name;
	if (mb_starts(r->name, mb_arena_printf(w->arena, "%s-%s", m->id, name)))
		name = r->name + strlen(m->id) + 1; /* a whole id */
	else if (before > 1)
		name = mb_arena_printf(w->arena, "%s-%u", name, before);
	r->id = mb_arena_printf(w->arena, "%s-%s", m->id, name);
	r->path = mb_arena_printf(w->arena, "%.*s/%s.md", (int)(slash - m->path), m->path, name);
	return true;
}

static bool place(struct test_world *w, struct test_record *r)
{
	const char *slug = mb_node_text(r->fields, "group");

	if (r->kind->lives == MB_LIVES_IN_MEETING)
		return place_in_meeting(w, r);
	if (r->kind->lives == MB_LIVES_TOP) {
		r->id = r->name;
		r->path = mb_arena_printf(w->arena, "%s/%s.md", r->kind->folder, r->id);
		return true;
	}
	if (!slug)
		return no(w, "record '%s' names no group", r->name);
	r->group = slug;
	if (r->kind->lives == MB_LIVES_IN_GROUP) {
		unsigned before = 1;
		const char *name;

		for (size_t i = 0; i < w->n; i++)
			before += w->records[i].path && w->records[i].kind == r->kind &&
				  mb_streq(w->records[i].group, slug);
		name = before > 1 ? mb_arena_printf(w->arena, "%s-%u", r->kind->file_name, before)
				  : r->kind->file_name;
		r->id = mb_arena_printf(w->arena, "%s-%s", code_of(w, slug), name);
		r->path = mb_arena_printf(w->arena, "groups/%s/%s.md", slug, name);
	} else {
		place_numbered(w, r);
	}
	return true;
}

struct test_record *test_world_find(const struct test_world *w, const char *name_or_id)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->records[i].kind &&
		    (mb_streq(w->records[i].name, name_or_id) || mb_streq(w->records[i].id, name_or_id)))
			return &w->records[i];
	return NULL;
}

struct mb_node *test_world_ids(const struct test_world *w, struct mb_node *n)
{
	const struct test_record *r;

	if (n->type == MB_TEXT) {
		r = *n->text ? test_world_find(w, n->text) : NULL;
		return r && r->id ? mb_node_new_raw(w->arena, r->id) : n;
	}
	for (size_t i = 0; i < n->n; i++)
		n->items[i] = test_world_ids(w, n->items[i]);
	return n;
}

/* ---- pages ----------------------------------------------------------------------------------------------- */

static void add_page(struct test_world *w, const char *path, const struct mb_node *front, const char *body)
{
	struct test_page *p = MB_PUSH(w->arena, w->pages, w->n_pages);
	struct mb_buf text;

	mb_buf_init(&text, 0);
	if (mb_ends(path, ".md"))
		mb_buf_puts(&text, "---\n");
	mb_yaml_write(&text, front);
	if (mb_ends(path, ".md"))
		mb_buf_printf(&text, "---\n%s", body ? body : "");
	p->path = path;
	p->text = (struct mb_str){ mb_arena_copy(w->arena, text.p, text.n), text.n };
	mb_buf_free(&text);
}

static void put(struct test_world *w, struct mb_node *map, const char *key, const char *text)
{
	if (!mb_node_get(map, key))
		mb_node_put(w->arena, map, key, mb_node_new_text(w->arena, text));
}

static void push_row(struct test_world *w, struct mb_node *rows, const char *k1, const char *v1,
		     const char *k2, const char *v2)
{
	struct mb_node *row = mb_node_new_map(w->arena);

	put(w, row, k1, v1);
	put(w, row, k2, v2);
	mb_node_push(w->arena, rows, row);
}

/* { chair = "cath", ["finance lead"] = { "fay", "fred" } } as rows {person, role}. */
static void rows_of_roles(struct test_world *w, struct mb_node *rows, const struct mb_node *roles)
{
	for (size_t i = 0; roles && roles->type == MB_MAP && i < roles->n; i++) {
		const struct mb_node *who = roles->items[i];

		add_people(w, who);
		if (who->type == MB_TEXT && *who->text)
			push_row(w, rows, "person", who->text, "role", roles->keys[i]);
		for (size_t k = 0; who->type == MB_LIST && k < who->n; k++)
			push_row(w, rows, "person", who->items[k]->text, "role", roles->keys[i]);
	}
}

static void rows_of_lines(struct test_world *w, struct mb_node *rows, const struct mb_node *to,
			  const char *type)
{
	if (to && to->type == MB_TEXT && *to->text)
		push_row(w, rows, "to", to->text, "type", type);
	for (size_t i = 0; to && to->type == MB_LIST && i < to->n; i++)
		rows_of_lines(w, rows, to->items[i], type);
}

static void add_terms(struct test_world *w, const char *slug, struct mb_node *params)
{
	const struct mb_kind *k = mb_schema_kind(w->schema, "terms-of-reference");
	struct mb_node *front = mb_node_new_map(w->arena);

	for (size_t i = 0; i < w->n; i++)
		if (w->records[i].kind == k && mb_streq(w->records[i].group, slug))
			return;
	if (!k || !params)
		return;
	put(w, front, "kind", "terms-of-reference");
	put(w, front, "state", "in force");
	mb_node_put(w->arena, front, "params", params);
	add_page(w, mb_arena_printf(w->arena, "groups/%s/terms-of-reference.md", slug), front, "");
}

static void add_group(struct test_world *w, const char *slug, struct mb_node *g)
{
	struct mb_node *front = mb_node_new_map(w->arena), *members = mb_node_new_list(w->arena);
	struct mb_node *lines = mb_node_new_list(w->arena), *given = mb_node_get(g, "members");
	const char *title = mb_node_text(g, "title");

	put(w, front, "id", slug);
	put(w, front, "kind", "group");
	put(w, front, "title", title ? title : slug);
	put(w, front, "code", code_of(w, slug));
	if (mb_node_text(g, "regime"))
		put(w, front, "regime", mb_node_text(g, "regime"));
	rows_of_roles(w, members, mb_node_get(g, "roles"));
	for (size_t i = 0; given && given->type == MB_LIST && i < given->n; i++) {
		if (given->items[i]->type == MB_TEXT)
			push_row(w, members, "person", given->items[i]->text, "role", "member");
		else
			mb_node_push(w->arena, members, given->items[i]);
	}
	rows_of_lines(w, lines, mb_node_get(g, "parent"), "solid");
	rows_of_lines(w, lines, mb_node_get(g, "dotted"), "dotted");
	given = mb_node_get(g, "lines");
	for (size_t i = 0; given && given->type == MB_LIST && i < given->n; i++)
		mb_node_push(w->arena, lines, given->items[i]);
	add_people_in_rows(w, members);
	mb_node_put(w->arena, front, "lines", lines);
	mb_node_put(w->arena, front, "members", members);
	add_page(w, mb_arena_printf(w->arena, "groups/%s/group.md", slug), front, "");
	add_terms(w, slug, mb_node_get(g, "params"));
}

static const char *front_matter(struct mb_buf *out, struct test_world *w, const struct test_record *r)
{
	struct mb_node *front = mb_node_new_map(w->arena);
	const char *body = mb_node_text(r->fields, "body"), *title = mb_node_text(r->fields, "title");

	if (r->kind->lives != MB_LIVES_IN_GROUP)
		mb_node_put(w->arena, front, "id", mb_node_new_raw(w->arena, r->id));
	put(w, front, "kind", r->kind->name);
	for (size_t i = 0; i < r->fields->n; i++) {
		const char *key = r->fields->keys[i];

		if (strcmp(key, "body") == 0 || strcmp(key, "kind") == 0 || strcmp(key, "id") == 0 ||
		    (strcmp(key, "group") == 0 && !mb_kind_field(r->kind, "group")) ||
		    (r->fields->items[i]->type == MB_TEXT && !*r->fields->items[i]->text))
			continue;
		mb_node_put(w->arena, front, key, r->fields->items[i]);
	}
	mb_buf_puts(out, "---\n");
	mb_yaml_write(out, front);
	mb_buf_puts(out, "---\n");
	return body ? body : mb_arena_printf(w->arena, "# %s\n", title ? title : r->name);
}

/* What signs "now" must hold the hash of the very text: it is asked of the schema with the sign-offs as they are. */
static bool bind_signoffs(struct test_world *w, struct test_record *r, struct mb_str text)
{
	static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
	struct mb_node *rows = mb_node_get(r->fields, "signoffs");
	struct mb_error err = { 0 };
	struct mb_doc *d;

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *of = mb_node_text(rows->items[i], "of");

		if (rows->items[i]->type != MB_MAP ||
		    (of && strcmp(of, "now") != 0 && strcmp(of, "earlier") != 0))
			continue;
		if (mb_doc_parse(&d, w->arena, w->schema, r->path, text, &err) != MB_OK)
			return no(w, "record '%s': %.240s", r->name, err.text);
		mb_node_put(w->arena, rows->items[i], "of",
			    mb_node_new_raw(w->arena, mb_streq(of, "earlier") ? zeros : d->text));
	}
	return true;
}

bool test_world_text(struct mb_str *out, struct test_world *w, struct test_record *r)
{
	struct mb_buf b;
	const char *body;

	for (int turn = 0; turn < 2; turn++) {
		mb_buf_init(&b, 0);
		body = front_matter(&b, w, r);
		mb_buf_puts(&b, body);
		*out = (struct mb_str){ mb_arena_copy(w->arena, b.p, b.n), b.n };
		mb_buf_free(&b);
		if (!bind_signoffs(w, r, *out))
			return false;
	}
	return true;
}

static int page_order(const void *a, const void *b)
{
	return strcmp(((const struct test_page *)a)->path, ((const struct test_page *)b)->path);
}

static const char *capital(struct mb_arena *a, const char *id)
{
	char *s = mb_arena_dup(a, id);

	if (*s >= 'a' && *s <= 'z')
		*s = (char)(*s - 'a' + 'A');
	return s;
}

static bool add_pages(struct test_world *w, const struct val *world)
{
	struct mb_node *about = mb_node_new_map(w->arena), *rows = mb_node_new_list(w->arena);
	struct mb_node *people = node_of(w, val_get(world, "people"));
	const char *clerk = val_text(world, "clerk_post");

	for (size_t i = 0; i < w->groups->n; i++)
		add_group(w, w->groups->keys[i], w->groups->items[i]);
	rows_of_roles(w, rows, w->roles);
	put(w, about, "format", "1");
	put(w, about, "name", "Test partnership");
	put(w, about, "clerk_post", clerk ? clerk : "board officer");
	mb_node_put(w->arena, about, "roles", rows);
	add_page(w, "partnership.yaml", about, NULL);
	for (size_t i = 0; i < w->n; i++) {
		struct test_record *r = &w->records[i];
		struct mb_str text;

		if (!r->kind)
			continue;
		add_people_of(w, r);
		if (mb_streq(mb_node_text(r->fields, "state"), "new"))
			continue; /* only the move under test brings it in */
		if (!test_world_text(&text, w, r))
			return false;
		*MB_PUSH(w->arena, w->pages, w->n_pages) = (struct test_page){ r->path, text };
	}
	for (size_t i = 0; i < w->n_people; i++) {
		struct mb_node *front = mb_node_new_map(w->arena);

		put(w, front, "id", w->people[i]);
		put(w, front, "kind", "person");
		lay_over(w, front, mb_node_get(people, w->people[i]));
		put(w, front, "name", capital(w->arena, w->people[i]));
		if (mb_schema_kind(w->schema, "person"))
			add_page(w,
				 mb_arena_printf(w->arena, "%s/%s.md",
						 mb_schema_kind(w->schema, "person")->folder, w->people[i]),
				 front, "");
	}
	qsort(w->pages, w->n_pages, sizeof(*w->pages), page_order);
	return true;
}

bool test_world_make(struct test_world *w, const struct val *world, const struct val *given, const char *by,
		     const char *entered_by)
{
	w->groups = mb_node_new_map(w->arena);
	w->roles = mb_node_new_map(w->arena);
	w->year = YEAR;
	add_person(w, by);
	add_person(w, entered_by);
	if (!read_table(w, world, false) || !read_table(w, given, true))
		return false;
	for (int meeting = 0; meeting < 2; meeting++)
		for (size_t i = 0; i < w->n; i++)
			if (w->records[i].kind &&
			    (w->records[i].kind->lives == MB_LIVES_IN_MEETING) == (meeting == 1) &&
			    !place(w, &w->records[i]))
				return false;
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; w->records[i].kind && k < w->records[i].fields->n; k++)
			w->records[i].fields->items[k] = test_world_ids(w, w->records[i].fields->items[k]);
	return add_pages(w, world);
}
