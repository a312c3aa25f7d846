/* Declared fields as the controls of a form, each by its type; what was typed comes back as it was, with what is wrong beside it. */
#include "fields.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FEW_CHOICES  5	 /* up to here all are seen at once */
#define DOCS_MAX     150 /* to choose from in a list; of more the id is typed */
#define LONG_AS_LINE 90

/* What there is to choose from, looked up once for a form. */
struct offer {
	const char *value, *label;
};
struct offers {
	const char *kind;
	struct offer *list;
	size_t n;
	bool too_many;
};
struct showing {
	struct web_req *q;
	const struct web_pairs *typed;
	const char *more;
	const struct mb_kind *kind;
	struct offers *known;
	size_t n_known;
	struct mb_error *err;
	int rc;
};

/* ---- what there is to choose from ------------------------------------------------------------------------ */

static int by_label(const void *a, const void *b)
{
	const struct offer *x = a, *y = b;

	return strcasecmp(x->label, y->label);
}

static const struct offers *offers_of(struct showing *s, const char *kind)
{
	const struct mb_ask ask = { .kind = kind,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(s->q->g), kind ? kind : "");
	bool groups = mb_streq(kind, "group"), by_title = k && show_named_by_title(k);
	struct mb_version_row *rows = NULL;
	struct offers *o;
	size_t n = 0;

	for (size_t i = 0; i < s->n_known; i++)
		if (mb_streq(s->known[i].kind, kind))
			return &s->known[i];
	if (s->rc == MB_OK)
		s->rc = web_list(&rows, &n, s->q, &ask, s->err);
	o = MB_PUSH(s->q->a, s->known, s->n_known);
	o->kind = kind;
	o->too_many = n > DOCS_MAX && !by_title;
	for (size_t i = 0; s->rc == MB_OK && !o->too_many && i < n; i++) {
		const char *title = rows[i].title && *rows[i].title ? rows[i].title : rows[i].id;

		*MB_PUSH(s->q->a, o->list, o->n) = (struct offer){
			groups ? rows[i].group : rows[i].id,
			by_title || mb_streq(title, rows[i].id)
				? title
				: mb_arena_printf(s->q->a, "%s %s", rows[i].id, show_title(s->q, title))
		};
	}
	if (o->n > 1 && by_title)
		qsort(o->list, o->n, sizeof *o->list, by_label);
	return o;
}

static const char *kind_of(const struct mb_field *f)
{
	switch (f->type) {
	case MB_T_PERSON:
	case MB_T_PEOPLE:
		return "person";
	case MB_T_GROUP:
	case MB_T_GROUPS:
		return "group";
	default:
		return f->of;
	}
}

static bool declared(const struct mb_node *audiences, const char *id)
{
	for (size_t i = 0; audiences && audiences->type == MB_LIST && i < audiences->n; i++)
		if (mb_streq(mb_node_text(audiences->items[i], "id"), id))
			return true;
	return false;
}

/* The words of a choice as people say them; of who may read it, what each means. */
static void put_choices(struct showing *s, struct offers *o, const struct mb_field *f)
{
	static const struct offer usual[] = { { "public", "Everybody" },
					      { "partnership", "The whole partnership" },
					      { "group", "The group alone" } };
	const struct mb_node *rows = mb_node_get(mb_gate_partnership(s->q->g)->root, "audiences");

	for (size_t i = 0; i < f->n_choices; i++)
		*MB_PUSH(s->q->a, o->list, o->n) = (struct offer){ f->choices[i], f->choices[i] };
	if (f != mb_common_field("audience"))
		return;
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if ((s->kind->lives != MB_LIVES_TOP || i < 2) && !declared(rows, usual[i].value))
			*MB_PUSH(s->q->a, o->list, o->n) = usual[i];
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *id = mb_node_text(rows->items[i], "id"),
			   *title = mb_node_text(rows->items[i], "title");

		if (id)
			*MB_PUSH(s->q->a, o->list,
				 o->n) = (struct offer){ mb_arena_dup(s->q->a, id),
							 mb_arena_dup(s->q->a, title ? title : id) };
	}
}

/* ---- controls -------------------------------------------------------------------------------------------- */

struct control {
	const char *id, *name, *label, *hint, *error;
	const struct mb_field *f;
	bool required;
};

static struct tpl_map *control(struct tpl_map *section, const struct control *c)
{
	struct tpl_map *f = tpl_list_add(section, "fields");

	tpl_set_text(f, "id", c->id);
	tpl_set_text(f, "name", c->name);
	tpl_set_text(f, "label", c->label);
	tpl_set_text(f, "hint", c->hint);
	tpl_set_text(f, "error", c->error);
	return f;
}

static void put_select(struct showing *s, struct tpl_map *section, const struct control *c,
		       const struct offers *o, const char *chosen)
{
	struct tpl_map *choice = tpl_map(control(section, c), "choice"),
		       *item = tpl_list_add(choice, "items");
	bool found = !chosen || !*chosen;

	tpl_set_text(item, "value", "");
	tpl_set_text(item, "label", c->f == mb_common_field("audience") ? "As is usual" : "Choose");
	for (size_t i = 0; i < o->n; i++) {
		item = tpl_list_add(choice, "items");
		tpl_set_text(item, "value", o->list[i].value);
		tpl_set_text(item, "label", o->list[i].label);
		tpl_set_bool(item, "chosen", mb_streq(o->list[i].value, chosen));
		found |= mb_streq(o->list[i].value, chosen);
	}
	if (found)
		return;
	item = tpl_list_add(choice, "items"); /* nothing that was said is dropped */
	tpl_set_text(item, "value", chosen);
	tpl_set_textf(item, "label", "%s (not to be found)", chosen);
	tpl_set_bool(item, "chosen", true);
	(void)s;
}

static void put_items(struct showing *s, struct tpl_map *part, const struct control *c,
		      const struct offers *o, bool none)
{
	const char *typed;

	for (size_t i = 0; i < o->n + (none ? 1 : 0); i++) {
		struct tpl_map *item = tpl_list_add(part, "items");
		const char *value = i < o->n ? o->list[i].value : "";
		bool on = false;

		for (size_t k = 0; !on && (typed = pairs_at(s->typed, c->name, k)) != NULL; k++)
			on = mb_streq(typed, value);
		tpl_set_text(item, "id", i ? mb_arena_printf(s->q->a, "%s-%zu", c->id, i + 1) : c->id);
		tpl_set_text(item, "value", value);
		tpl_set_text(item, "label", i < o->n ? o->list[i].label : "Not said");
		tpl_set_bool(item, "checked", on);
	}
}

static void put_line(struct showing *s, struct tpl_map *section, const struct control *c, const char *typed)
{
	struct tpl_map *in;
	size_t lines = 0;

	for (const char *p = typed; p && *p; p++)
		lines += *p == '\n';
	if (c->f->is_long || field_by_lines(c->f) || c->f->type == MB_T_MAP || lines ||
	    (typed && strlen(typed) > LONG_AS_LINE)) {
		in = tpl_map(control(section, c), "area");
		tpl_set_text(in, "value", typed);
		tpl_set_number(in, "rows", lines > 12 ? 14 : lines > 2 ? (long long)lines + 2 : 3);
		return;
	}
	in = tpl_map(control(section, c), "input");
	tpl_set_text(in, "value", typed);
	if (c->f->type == MB_T_NUMBER) {
		tpl_set_text(in, "mode", "decimal");
		tpl_set_text(in, "width", "10");
	} else if (c->f->type == MB_T_TIME) {
		tpl_set_text(in, "width", "5");
	} else if (c->f->type == MB_T_DOC) {
		tpl_set_text(in, "width", "20");
		tpl_set_bool(in, "code", true);
	}
	(void)s;
}

static void put_day(struct showing *s, struct tpl_map *section, const struct control *c)
{
	static const char *const parts[] = { "day", "month", "year" };
	struct tpl_map *part = tpl_map(control(section, c), "date");

	for (size_t i = 0; i < 3; i++)
		tpl_set_text(part, parts[i],
			     pairs_get(s->typed, mb_arena_printf(s->q->a, "%s-%s", c->name, parts[i])));
}

static void put_bool(struct showing *s, struct tpl_map *section, const struct control *c)
{
	static struct offer yes_no[] = { { "yes", "Yes" }, { "no", "No" } };
	const struct offers o = { NULL, yes_no, 2, false };
	struct tpl_map *part = tpl_map(control(section, c), "radios");

	tpl_set_bool(part, "inline", true);
	put_items(s, part, c, &o, !c->required);
}

/* One control for each that was said, and one more; with another on request. */
static void put_several(struct showing *s, struct tpl_map *section, const struct control *c,
			const struct offers *o)
{
	size_t n = 0, more = mb_streq(s->more, c->name) ? 3 : 1;
	const char *typed;

	while (pairs_at(s->typed, c->name, n))
		n++;
	while (n && !*pairs_at(s->typed, c->name, n - 1))
		n--;
	for (size_t i = 0; i < n + more; i++) {
		struct control one = *c;

		typed = i < n ? pairs_at(s->typed, c->name, i) : NULL;
		one.id = i ? mb_arena_printf(s->q->a, "%s-%zu", c->id, i + 1) : c->id;
		one.label = i ? mb_arena_printf(s->q->a, "%s, another", c->label) : c->label;
		one.hint = i ? NULL : c->hint;
		one.error = i ? NULL : c->error;
		if (o->n && !o->too_many)
			put_select(s, section, &one, o, typed);
		else
			put_line(s, section, &one, typed);
	}
}

static void put_scalar(struct showing *s, struct tpl_map *section, const struct control *c)
{
	const char *kind = kind_of(c->f), *typed = pairs_get(s->typed, c->name);
	struct offers o = { 0 };

	put_choices(s, &o, c->f);
	if (o.n && o.n <= FEW_CHOICES && c->f->n_choices) {
		struct tpl_map *part = tpl_map(control(section, c), "radios");

		tpl_set_bool(part, "inline", true);
		put_items(s, part, c, &o, !c->required);
	} else if (o.n) {
		put_select(s, section, c, &o, typed);
	} else if (c->f->type == MB_T_DATE) {
		put_day(s, section, c);
	} else if (c->f->type == MB_T_BOOL) {
		put_bool(s, section, c);
	} else if (kind && !offers_of(s, kind)->too_many) {
		put_select(s, section, c, offers_of(s, kind), typed);
	} else {
		put_line(s, section, c, typed);
	}
}

static void put_list(struct showing *s, struct tpl_map *section, const struct control *c)
{
	struct offers o = { 0 };
	const char *kind = kind_of(c->f);

	put_choices(s, &o, c->f);
	if (c->f->type == MB_T_GROUPS || o.n) {
		struct tpl_map *part = tpl_map(control(section, c), "checks");

		put_items(s, part, c, o.n ? &o : offers_of(s, "group"), false);
	} else if (c->f->type == MB_T_LIST) {
		put_line(s, section, c, pairs_get(s->typed, c->name));
	} else {
		put_several(s, section, c, kind ? offers_of(s, kind) : &o);
	}
}

/* ---- one field ------------------------------------------------------------------------------------------- */

static const char *hint_of(struct web_req *q, const struct mb_field *f)
{
	const char *how = f->type == MB_T_LIST && f->n_choices == 0 ? "One a line."
			  : f->type == MB_T_MAP			    ? "As name: value, one a line."
			  : f->type == MB_T_TIME		    ? "Such as 14:30."
			  : f->type == MB_T_DATE		    ? "Such as 27 3 2006."
			  : (f->type == MB_T_DOC || f->type == MB_T_DOCS) && !f->of
				  ? "What it is called in the record, such as CTB-2005-P001."
				  : NULL;
	const char *about = f->about;

	if (about && *about >= 'a' && *about <= 'z')
		about = mb_arena_printf(q->a, "%c%s", *about - 32, about + 1);
	if (about && !mb_ends(about, "."))
		about = mb_arena_printf(q->a, "%s.", about);
	return about && how ? mb_arena_printf(q->a, "%s %s", about, how) : about ? about : how;
}

static struct tpl_map *section_of(struct tpl_map *page, const char *legend, const char *intro)
{
	struct tpl_map *s = tpl_list_add(page, "sections");

	tpl_set_text(s, "legend", legend);
	tpl_set_text(s, "intro", intro);
	return s;
}

static void add_button(struct tpl_map *page, const char *value, const char *text)
{
	struct tpl_map *b = tpl_list_add(page, "buttons");

	tpl_set_text(b, "name", "do");
	tpl_set_text(b, "value", value);
	tpl_set_text(b, "text", text);
}

/* The columns of one row that are long, or those that are not. */
static void put_columns(struct showing *s, struct tpl_map *section, const struct entry *e, size_t at,
			bool are_long)
{
	for (size_t k = 0; k < e->f->n_columns; k++) {
		const struct mb_field *f = &e->f->columns[k];
		const char *name = mb_arena_printf(s->q->a, "%s-%zu-%s", e->name, at, f->name);
		struct control c = { .id = name, .name = name, .label = mb_field_label(s->q->a, f), .f = f };

		if (f->is_long != are_long)
			continue;
		c.hint = at == 0 ? hint_of(s->q, f) : NULL; /* once is enough */
		c.error = at == 0 && k == 0 ? e->problem : NULL;
		put_scalar(s, section, &c);
	}
}

/* Rows that were filled, and room for one more: long texts by themselves, the rest side by side. */
static void put_rows(struct showing *s, struct tpl_map *page, const struct entry *e)
{
	size_t n = pairs_rows(s->q, s->typed, e->name) + (mb_streq(s->more, e->name) ? 2 : 1), n_long = 0;

	for (size_t k = 0; k < e->f->n_columns; k++)
		n_long += e->f->columns[k].is_long;
	for (size_t i = 0; i < n && i < FIELD_ROWS_MAX; i++) {
		struct tpl_map *section = section_of(page,
						     mb_arena_printf(s->q->a, "%s %zu", e->label, i + 1),
						     i ? NULL : hint_of(s->q, e->f));

		if (n_long)
			put_columns(s, section, e, i, true);
		if (n_long == e->f->n_columns)
			continue;
		section = n_long ? section_of(page, NULL, NULL) : section;
		tpl_set_bool(section, "row", true);
		put_columns(s, section, e, i, false);
	}
	add_button(page, mb_arena_printf(s->q->a, "more:%s", e->name),
		   mb_arena_printf(s->q->a, "Room for more: %s", e->label));
}

static void put_one(struct showing *s, struct tpl_map *section, const struct entry *e)
{
	struct control c = { .id = e->name, .name = e->name, .f = e->f, .error = e->problem };

	c.required = e->f->required;
	c.label = c.required ? e->label : mb_arena_printf(s->q->a, "%s (optional)", e->label);
	c.hint = hint_of(s->q, e->f);
	switch (e->f->type) {
	case MB_T_PEOPLE:
	case MB_T_GROUPS:
	case MB_T_DOCS:
	case MB_T_LIST:
		put_list(s, section, &c);
		break;
	case MB_T_MAP:
		put_line(s, section, &c, pairs_get(s->typed, c.name));
		break;
	default:
		put_scalar(s, section, &c);
	}
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

void fields_problem(struct tpl_map *page, const char *text, const char *href)
{
	struct tpl_map *item = tpl_list_add(tpl_map(page, "errors"), "list");

	tpl_set_text(item, "text", text);
	tpl_set_url(item, "href", href);
}

/* The control that a problem's link leads to. */
static const char *place_of(struct web_req *q, const struct entry *e)
{
	return e->f->type == MB_T_ROWS ? mb_arena_printf(q->a, "#%s-0-%s", e->name, e->f->columns[0].name)
				       : mb_arena_printf(q->a, "#%s", e->name);
}

static bool several_controls(const struct entry *e)
{
	return e->f->type == MB_T_PEOPLE || e->f->type == MB_T_DOCS;
}

int fields_show(struct web_req *q, struct tpl_map *page, const struct entries *e,
		const struct web_pairs *typed, const char *more, struct mb_error *err)
{
	struct showing s = { .q = q, .typed = typed, .more = more, .kind = e->kind, .err = err };
	struct tpl_map *section = NULL;
	bool beside = false;

	for (size_t i = 0; i < e->n; i++) {
		const struct entry *x = &e->list[i];
		struct tpl_map *h = tpl_list_add(page, "hidden");

		tpl_set_text(h, "name", "shown");
		tpl_set_text(h, "value", x->f->name);
		if (x->problem)
			fields_problem(page, x->problem, place_of(q, x));
		if (x->f->type == MB_T_ROWS) {
			put_rows(&s, page, x);
			section = NULL;
			continue;
		}
		if (x->beside && !beside)
			section = section_of(
				page, "Who may read it",
				"Leave this as it is, unless it is for fewer people, or for more, than "
				"what is usual.");
		else if (!section)
			section = section_of(page, NULL, NULL);
		beside = x->beside;
		put_one(&s, section, x);
		if (several_controls(x))
			add_button(page, mb_arena_printf(q->a, "more:%s", x->name),
				   mb_arena_printf(q->a, "Room for more: %s", x->label));
	}
	return s.rc;
}

void fields_hide(struct web_req *q, struct tpl_map *page, const struct web_pairs *typed)
{
	for (size_t i = 0; i < typed->n; i++) {
		struct tpl_map *h;

		if (!mb_starts(typed->list[i].name, "f-") && !mb_streq(typed->list[i].name, "shown"))
			continue;
		h = tpl_list_add(page, "hidden");
		tpl_set_text(h, "name", typed->list[i].name);
		tpl_set_text(h, "value", typed->list[i].value.p);
	}
	(void)q;
}

const char *fields_words(struct web_req *q, const struct mb_field *f, const struct mb_node *value)
{
	const struct mb_standpoint from = {
		.as_at = MB_NO_DAY, .known_at = MB_NO_DAY, .today = q->today, .reader = q->reader
	};
	const char **lines, *all = NULL;
	size_t n;

	mb_value_lines(&lines, &n, q->a, q->g, &from, f, value);
	for (size_t i = 0; i < n; i++)
		all = all ? mb_arena_printf(q->a, "%s; %s", all, lines[i]) : lines[i];
	return all ? all : "Nothing";
}
