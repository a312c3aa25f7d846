/* declare.c: kinds, roles, parameters and workflows, from the tables that files gave to the schema. Every slip is named
 * with file and line and, where one is near, the word that was meant. */
#include "rules_impl.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 400

const char **declare_texts(size_t *n, struct mb_rules *r, const struct declared *d, const struct val *v,
			   const char *key, struct slips *s)
{
	const char **out = NULL;

	*n = 0;
	if (!v || v->type == V_NIL)
		return NULL;
	if (v->type == V_TEXT) {
		*MB_PUSH(r->arena, out, *n) = v->text;
		return out;
	}
	if (v->type != V_TABLE || v->n_map > 0) {
		slip(s, d->file, d->line, "'%s' is a text or a list of texts", key);
		return NULL;
	}
	for (size_t i = 0; i < v->n; i++) {
		if (v->list[i].type == V_TEXT)
			*MB_PUSH(r->arena, out, *n) = v->list[i].text;
		else
			slip(s, d->file, d->line, "'%s' is a list of texts", key);
	}
	return out;
}

void declare_keys(struct mb_rules *r, const struct val *table, const char *file, int line, const char *what,
		  const char *const *known, size_t n_known, struct slips *s)
{
	for (size_t i = 0; table && table->type == V_TABLE && i < table->n_map; i++) {
		const char *key = table->map[i].key;
		size_t k = 0;

		while (k < n_known && strcmp(known[k], key) != 0)
			k++;
		if (k == n_known)
			slip(s, file, line, "%s has no '%s'%s", what, key,
			     slip_near(r->arena, key, known, n_known));
	}
}

static const char *text_of(const struct declared *d, const struct val *table, const char *key,
			   struct slips *s)
{
	const struct val *v = val_get(table, key);

	if (v && v->type != V_TEXT)
		slip(s, d->file, d->line, "'%s' of %s \"%s\" is a text", key, d->word, d->name);
	return v && v->type == V_TEXT ? v->text : NULL;
}

/* ---- kinds ----------------------------------------------------------------------------------------------- */

static bool has_text(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

static const char **kind_names(size_t *n, const struct mb_rules *r)
{
	const char **out = NULL;

	*n = 0;
	for (size_t i = 0; i < r->n_declared && *n < WORDS_MAX; i++)
		if (strcmp(r->declared[i].word, "kind") == 0)
			*MB_PUSH(r->arena, out, *n) = r->declared[i].name;
	return out;
}

static void read_type(struct mb_field *f, struct mb_rules *r, const struct declared *d, const char *type,
		      struct slips *s)
{
	static const struct {
		const char *name;
		enum mb_type type;
	} types[] = {
		{ "text", MB_T_TEXT },	   { "number", MB_T_NUMBER },	  { "bool", MB_T_BOOL },
		{ "date", MB_T_DATE },	   { "time", MB_T_TIME },	  { "person", MB_T_PERSON },
		{ "people", MB_T_PEOPLE }, { "group", MB_T_GROUP },	  { "groups", MB_T_GROUPS },
		{ "list", MB_T_LIST },	   { "rows", MB_T_ROWS },	  { "map", MB_T_MAP },
		{ "any", MB_T_DOC },	   { "signoffs", MB_T_SIGNOFFS },
	};
	static const char list_of[] = "list of ";
	const char *of = mb_starts(type, list_of) ? type + sizeof list_of - 1 : type;
	size_t n;
	const char **names;

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].name, type) == 0) {
			f->type = types[i].type;
			return;
		}
	f->type = of == type ? MB_T_DOC : MB_T_DOCS;
	f->of = of;
	if (strcmp(of, "any") == 0) {
		f->of = NULL;
		return;
	}
	names = kind_names(&n, r); /* most fields are plain and need no list of all kinds */
	if (has_text(names, n, of))
		return;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		*MB_PUSH(r->arena, names, n) = types[i].name;
	slip(s, d->file, d->line, "field '%s' of kind '%s': there is no type or kind '%s'%s", f->name,
	     d->name, of, slip_near(r->arena, of, names, n));
}

static void mark_fields(struct mb_kind *k, struct mb_rules *r, const struct declared *d, const char *key,
			size_t offset, struct slips *s)
{
	size_t n;
	const char **names = declare_texts(&n, r, d, val_get(&d->v, key), key, s);

	for (size_t i = 0; i < n; i++) {
		struct mb_field *f = NULL;

		for (size_t j = 0; j < k->n_fields; j++)
			if (strcmp(k->fields[j].name, names[i]) == 0)
				f = &k->fields[j];
		if (f)
			*(bool *)((char *)f + offset) = true;
		else
			slip(s, d->file, d->line,
			     "'%s' of kind '%s' names a field '%s' that it does not have", key, k->name,
			     names[i]);
	}
}

static void describe_field(struct mb_field *f, struct mb_rules *r, const struct declared *d,
			   const struct val *table, struct slips *s);

/* "what", "owner person", { "due date", label = "By when" }: a name, and its type where it is no text. */
static void read_column(struct mb_field *f, struct mb_rules *r, const struct declared *d, const struct val *v,
			struct slips *s)
{
	const char *words = v->type == V_TEXT ? v->text : NULL;
	struct mb_field *c;
	size_t len;

	if (v->type == V_TABLE && v->n == 1 && v->list[0].type == V_TEXT)
		words = v->list[0].text;
	if (!words) {
		slip(s, d->file, d->line,
		     "field '%s' of kind '%s': a column is \"name type\" or { \"name type\", label = ... }",
		     f->name, d->name);
		return;
	}
	c = MB_PUSH(r->arena, f->columns, f->n_columns);
	len = strcspn(words, " ");
	c->name = mb_arena_ndup(r->arena, words, len);
	c->line = d->line;
	if (words[len])
		read_type(c, r, d, words + len + 1, s);
	if (c->type > MB_T_DOC || c->type == MB_T_PEOPLE || c->type == MB_T_GROUPS)
		slip(s, d->file, d->line,
		     "field '%s' of kind '%s': column '%s' is a text, number, bool, date, time, person, "
		     "group or document",
		     f->name, d->name, c->name);
	else if (v->type == V_TABLE)
		describe_field(c, r, d, v, s);
}

/* columns = { "what", "owner person", { "due date", label = "By when" } } */
static void read_columns(struct mb_field *f, struct mb_rules *r, const struct declared *d,
			 const struct val *table, struct slips *s)
{
	const struct val *list = val_get(table, "columns");

	if (!list || list->type == V_NIL)
		return;
	if (f->type != MB_T_ROWS) {
		slip(s, d->file, d->line, "field '%s' of kind '%s': only rows have columns", f->name,
		     d->name);
		return;
	}
	if (list->type != V_TABLE || list->n_map > 0) {
		slip(s, d->file, d->line, "field '%s' of kind '%s': columns is a list", f->name, d->name);
		return;
	}
	for (size_t i = 0; i < list->n; i++)
		read_column(f, r, d, &list->list[i], s);
}

/* { "text", label = "Risk score", about = "5 times 5 at most", choices = { "low", "high" } }: what forms and pages need. */
static void describe_field(struct mb_field *f, struct mb_rules *r, const struct declared *d,
			   const struct val *table, struct slips *s)
{
	static const char *const keys[] = { "about", "label", "choices", "long", "columns" };
	const struct val *several = val_get(table, "long");

	declare_keys(r, table, d->file, d->line, "a field", keys, sizeof keys / sizeof *keys, s);
	f->about = val_text(table, "about");
	f->label = val_text(table, "label");
	f->choices = declare_texts(&f->n_choices, r, d, val_get(table, "choices"), "choices", s);
	f->is_long = several && several->type == V_BOOL && several->yes;
	if (several && several->type != V_BOOL)
		slip(s, d->file, d->line, "field '%s' of kind '%s': long is true or false", f->name, d->name);
	if (f->n_choices && f->type != MB_T_TEXT && f->type != MB_T_NUMBER && f->type != MB_T_LIST)
		slip(s, d->file, d->line,
		     "field '%s' of kind '%s': choices are for a text, a number or a list", f->name, d->name);
	read_columns(f, r, d, table, s);
}

static void read_fields(struct mb_kind *k, struct mb_rules *r, const struct declared *d, struct slips *s)
{
	const struct val *fields = val_get(&d->v, "fields");

	if (!fields)
		return;
	if (fields->type != V_TABLE || fields->n > 0) {
		slip(s, d->file, d->line, "'fields' of kind '%s' is { name = \"type\", ... }", k->name);
		return;
	}
	for (size_t i = 0; i < fields->n_map; i++) {
		const struct val_entry *e = &fields->map[i];
		struct mb_field *f = MB_PUSH(r->arena, k->fields, k->n_fields);
		const char *type = e->v.type == V_TEXT ? e->v.text : NULL;

		f->name = e->key;
		f->line = d->line;
		if (e->v.type == V_TABLE) /* { "date", about = "..." } */
			type = e->v.n == 1 && e->v.list[0].type == V_TEXT ? e->v.list[0].text : NULL;
		if (type)
			read_type(f, r, d, type, s);
		else
			slip(s, d->file, d->line, "field '%s' of kind '%s' has no type", f->name, k->name);
		if (type && e->v.type == V_TABLE)
			describe_field(f, r, d, &e->v, s);
	}
	mark_fields(k, r, d, "required", offsetof(struct mb_field, required), s);
	mark_fields(k, r, d, "managed", offsetof(struct mb_field, managed), s);
	mark_fields(k, r, d, "outside_text", offsetof(struct mb_field, outside_text), s);
}

static void read_place(struct mb_kind *k, struct mb_rules *r, const struct declared *d, struct slips *s)
{
	static const char *const places[] = { "numbered", "folder", "in meeting", "in group", "top" };
	const char *lives = text_of(d, &d->v, "lives", s), *letter = text_of(d, &d->v, "letter", s);
	size_t i = 0;

	k->folder = text_of(d, &d->v, "folder", s);
	k->file_name = text_of(d, &d->v, "file", s);
	while (i < 5 && !mb_streq(lives, places[i]))
		i++;
	if (i == 5) {
		slip(s, d->file, d->line,
		     "kind '%s': lives is \"numbered\", \"folder\", \"in meeting\", \"in group\" or "
		     "\"top\"%s",
		     k->name, lives ? slip_near(r->arena, lives, places, 5) : "");
		return;
	}
	k->lives = (enum mb_lives)i;
	if (letter && (strlen(letter) != 1 || letter[0] < 'A' || letter[0] > 'Z'))
		slip(s, d->file, d->line, "kind '%s': letter is one capital letter", k->name);
	else if (letter)
		k->letter = letter[0];
	for (i = 0; k->letter && i + 1 < r->schema.n_kinds; i++) /* ids of the two could not be told apart */
		if (r->schema.kinds[i].letter == k->letter)
			slip(s, d->file, d->line, "kind '%s': '%c' is the letter of kind '%s', at %s:%d",
			     k->name, k->letter, r->schema.kinds[i].name, r->schema.kinds[i].file,
			     r->schema.kinds[i].line);
	if ((k->lives == MB_LIVES_NUMBERED || k->lives == MB_LIVES_FOLDER) && (!k->letter || !k->folder))
		slip(s, d->file, d->line, "kind '%s': what lives \"%s\" needs a folder and a letter", k->name,
		     lives);
	if (k->lives == MB_LIVES_TOP && !k->folder)
		slip(s, d->file, d->line, "kind '%s': what lives \"top\" needs a folder", k->name);
	if (k->lives != MB_LIVES_NUMBERED && k->lives != MB_LIVES_TOP && !k->file_name)
		slip(s, d->file, d->line, "kind '%s': what lives \"%s\" needs the name of its file", k->name,
		     lives);
}

static const char *capital(struct mb_arena *a, const char *s)
{
	char *c = mb_arena_dup(a, s);

	if (*c >= 'a' && *c <= 'z')
		*c = (char)(*c - 'a' + 'A');
	return c;
}

static bool is_field(const struct mb_kind *k, const char *name)
{
	return mb_kind_field(k, name) || mb_common_field(name) || strcmp(name, "title") == 0;
}

static bool extends(const struct declared *d)
{
	return val_get(&d->v, "extend") != NULL;
}

static int field_order(const void *a, const void *b)
{
	return strcmp(((const struct mb_field *)a)->name, ((const struct mb_field *)b)->name);
}

/* kind "paper" { extend = true, fields = {...} }: a pack gives fields of its own to a kind that another pack declares. It
 * adds only: what the kind is, where it lives and which fields it must have stays with the other. */
static void extend_kind(struct mb_rules *r, const struct declared *d, struct slips *s)
{
	static const char *const keys[] = { "extend", "fields", "managed", "outside_text" };
	const struct val *yes = val_get(&d->v, "extend");
	struct mb_kind *k = NULL;
	size_t n;
	const char **names = kind_names(&n, r);

	for (size_t i = 0; i < r->schema.n_kinds; i++)
		if (strcmp(r->schema.kinds[i].name, d->name) == 0)
			k = &r->schema.kinds[i];
	if (yes->type != V_BOOL || !yes->yes)
		slip(s, d->file, d->line, "'extend' of kind '%s' is true, or is left out", d->name);
	if (!k) {
		slip(s, d->file, d->line, "there is no kind '%s' to extend%s", d->name,
		     slip_near(r->arena, d->name, names, n));
		return;
	}
	declare_keys(r, &d->v, d->file, d->line, "an extended kind", keys, sizeof keys / sizeof *keys, s);
	n = k->n_fields;
	read_fields(k, r, d, s);
	for (size_t i = n; i < k->n_fields; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(k->fields[i].name, k->fields[j].name) == 0)
				slip(s, d->file, d->line, "kind '%s' has a field '%s' already", k->name,
				     k->fields[i].name);
	if (k->n_fields > 1)
		qsort(k->fields, k->n_fields, sizeof(*k->fields), field_order);
}

static void read_kind(struct mb_rules *r, const struct declared *d, struct slips *s)
{
	static const char *const keys[] = { "title",	    "plural", "about",	"lives",    "folder",
					    "file",	    "letter", "fields", "required", "managed",
					    "outside_text", "date",   "columns" };
	struct mb_kind *k;

	if (mb_schema_kind(&r->schema, d->name)) {
		slip(s, d->file, d->line, "kind '%s' is declared already, at %s:%d", d->name,
		     mb_schema_kind(&r->schema, d->name)->file, mb_schema_kind(&r->schema, d->name)->line);
		return;
	}
	k = MB_PUSH(r->arena, r->schema.kinds, r->schema.n_kinds);
	k->name = d->name;
	k->file = d->file;
	k->line = d->line;
	declare_keys(r, &d->v, d->file, d->line, "kind", keys, sizeof keys / sizeof *keys, s);
	k->title = text_of(d, &d->v, "title", s);
	k->plural = text_of(d, &d->v, "plural", s);
	k->about = text_of(d, &d->v, "about", s);
	if (!k->title)
		k->title = capital(r->arena, k->name);
	if (!k->plural)
		k->plural = mb_arena_printf(r->arena, "%ss", k->name);
	read_place(k, r, d, s);
	read_fields(k, r, d, s);
	k->date_field = text_of(d, &d->v, "date", s);
	if (k->date_field &&
	    (!mb_kind_field(k, k->date_field) || mb_kind_field(k, k->date_field)->type != MB_T_DATE))
		slip(s, d->file, d->line, "kind '%s': date names a field of type date", k->name);
	k->columns = declare_texts(&k->n_columns, r, d, val_get(&d->v, "columns"), "columns", s);
	for (size_t i = 0; i < k->n_columns; i++)
		if (!is_field(k, k->columns[i]))
			slip(s, d->file, d->line,
			     "kind '%s': columns names a field '%s' that it does not have", k->name,
			     k->columns[i]);
}

/* ---- roles and parameters -------------------------------------------------------------------------------- */

static void read_roles(struct mb_rules *r, const struct declared *d, struct slips *s)
{
	size_t n;
	const char **names = declare_texts(&n, r, d, &d->v, "roles", s);

	for (size_t i = 0; i < n; i++)
		if (!has_text(r->schema.roles, r->schema.n_roles, names[i]))
			*MB_PUSH(r->arena, r->schema.roles, r->schema.n_roles) = names[i];
}

static void bound(const struct declared *d, const char *name, const struct val *v, const char *key, bool *has,
		  long *out, struct slips *s)
{
	const struct val *x = val_get(v, key);

	if (x && x->type != V_INT) {
		slip(s, d->file, d->line, "parameter '%s': %s is a whole number", name, key);
	} else if (x) {
		*has = true;
		*out = (long)x->num;
	}
}

static void read_params(struct mb_rules *r, const struct declared *d, struct slips *s)
{
	static const char *const keys[] = { "about", "default", "at_least", "at_most" };

	if (d->v.n > 0)
		slip(s, d->file, d->line, "params is { name = { about = ..., default = ... }, ... }");
	for (size_t i = 0; i < d->v.n_map; i++) {
		const struct val_entry *e = &d->v.map[i];
		const struct val *standard = val_get(&e->v, "default");
		struct mb_param *p;

		if (mb_schema_param(&r->schema, e->key)) {
			slip(s, d->file, d->line, "parameter '%s' is declared already", e->key);
			continue;
		}
		if (!standard || standard->type == V_FUNCTION) {
			slip(s, d->file, d->line, "parameter '%s' has no default", e->key);
			continue;
		}
		declare_keys(r, &e->v, d->file, d->line, "a parameter", keys, sizeof keys / sizeof *keys, s);
		p = MB_PUSH(r->arena, r->schema.params, r->schema.n_params);
		p->name = e->key;
		p->about = val_text(&e->v, "about");
		p->standard = val_node(r->arena, standard);
		p->line = d->line;
		bound(d, e->key, &e->v, "at_least", &p->has_least, &p->least, s);
		bound(d, e->key, &e->v, "at_most", &p->has_most, &p->most, s);
	}
}

void declare_kinds(struct mb_rules *r, struct slips *s)
{
	for (size_t i = 0; i < r->n_declared; i++) {
		const struct declared *d = &r->declared[i];

		if (strcmp(d->word, "kind") == 0 && !extends(d))
			read_kind(r, d, s);
		else if (strcmp(d->word, "roles") == 0)
			read_roles(r, d, s);
		else if (strcmp(d->word, "params") == 0)
			read_params(r, d, s);
	}
	for (size_t i = 0; i < r->n_declared; i++) /* files load in any order: all kinds are there now */
		if (strcmp(r->declared[i].word, "kind") == 0 && extends(&r->declared[i]))
			extend_kind(r, &r->declared[i], s);
}

bool rule_role_known(const struct mb_schema *sc, const char *role)
{
	static const char of_parent[] = " of parent";
	size_t n = strlen(role);

	if (strcmp(role, "anyone") == 0 || has_text(sc->roles, sc->n_roles, role))
		return true;
	for (size_t i = 0; i < sc->n_roles && mb_ends(role, of_parent); i++)
		if (strlen(sc->roles[i]) == n - (sizeof of_parent - 1) &&
		    strncmp(sc->roles[i], role, n - (sizeof of_parent - 1)) == 0)
			return true;
	return false;
}
