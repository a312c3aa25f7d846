/* What the record answers, as JSON: one shape for the command line and the API. */
#include <minutebook/exchange.h>

#include <string.h>

/* ---- documents ------------------------------------------------------------------------------------------- */

static void set_field(struct mb_json *object, const char *key, const struct mb_node *node, enum mb_type type)
{
	if (node && node->type == MB_TEXT && type == MB_T_NUMBER)
		mb_json_set_number(object, key, node->text);
	else if (node && node->type == MB_TEXT && type == MB_T_BOOL)
		mb_json_set_bool(object, key, mb_streq(node->text, "true") || mb_streq(node->text, "yes"));
	else if (node && node->type == MB_TEXT && !*node->text)
		mb_json_set_null(object, key);
	else
		mb_json_set_node(object, key, node);
}

/* A document that is named, or those of a list that may be named. */
static void set_named(struct mb_json *object, const char *key, const struct mb_node *node, mb_json_may may,
		      void *ctx)
{
	struct mb_json *list;

	if (node->type == MB_TEXT) {
		mb_json_set_text(object, key, *node->text && may(ctx, node->text) ? node->text : NULL);
		return;
	}
	list = mb_json_set_array(object, key);
	for (size_t i = 0; node->type == MB_LIST && i < node->n; i++)
		if (node->items[i]->type == MB_TEXT && may(ctx, node->items[i]->text))
			mb_json_push_text(list, node->items[i]->text);
}

void mb_json_set_fields(struct mb_json *object, const struct mb_doc *d, mb_json_may may, void *ctx)
{
	const struct mb_field *common;
	size_t n = mb_common_fields(&common);
	const struct mb_node *root = d->matter.root;

	for (size_t i = 0; root && i < root->n; i++) {
		const char *key = root->keys[i];
		const struct mb_field *f = d->kind ? mb_kind_field(d->kind, key) : NULL;

		for (size_t k = 0; !f && k < n; k++)
			if (mb_streq(common[k].name, key))
				f = &common[k];
		if (mb_streq(key, "id") || mb_streq(key, "kind") || mb_streq(key, "state"))
			continue;
		if (may && f && (f->type == MB_T_DOC || f->type == MB_T_DOCS))
			set_named(object, key, root->items[i], may, ctx);
		else
			set_field(object, key, root->items[i], f ? f->type : MB_T_TEXT);
	}
}

/* ---- registers ------------------------------------------------------------------------------------------- */

static void set_ids(struct mb_json *object, const char *key, const struct mb_ref *refs, size_t n)
{
	struct mb_json *list = mb_json_set_array(object, key);

	for (size_t i = 0; i < n; i++)
		mb_json_push_text(list, refs[i].id);
}

void mb_json_set_cell(struct mb_json *object, const struct mb_column *column, const struct mb_cell *c)
{
	const char *key = column->key;

	switch (column->type) {
	case MB_CELL_DATE:
		if (c->day == MB_NO_DAY && c->text)
			mb_json_set_text(object, key, c->text);
		else
			mb_json_set_day(object, key, c->day);
		break;
	case MB_CELL_NUMBER:
		if (c->text)
			mb_json_set_number(object, key, c->text);
		else
			mb_json_set_null(object, key);
		break;
	case MB_CELL_YES:
		if (c->text)
			mb_json_set_bool(object, key, c->number != 0);
		else
			mb_json_set_null(object, key);
		break;
	case MB_CELL_PERSON:
	case MB_CELL_GROUP:
	case MB_CELL_LINK:
		if (column->many)
			set_ids(object, key, c->refs, c->n_refs);
		else
			mb_json_set_text(object, key, c->n_refs ? c->refs[0].id : c->text);
		break;
	default:
		mb_json_set_text(object, key, c->text);
	}
}

/* Does the document's own field say it already? */
static bool said(const struct mb_register_row *row, const struct mb_column *column)
{
	return !column->many && row->doc && row->doc->kind && mb_kind_field(row->doc->kind, column->key) &&
	       mb_doc_node(row->doc, column->key);
}

struct mb_json *mb_json_register_row(const struct mb_register *r, size_t i, mb_json_may may, void *ctx)
{
	const struct mb_register_row *row = &r->rows[i];
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "id", row->id);
	mb_json_set_text(j, "kind", row->kind && *row->kind ? row->kind : "page");
	mb_json_set_text(j, "group", row->group);
	if (r->whole) {
		mb_json_set_text(j, "state", row->state && *row->state ? row->state : NULL);
		mb_json_set_day(j, "date", row->date);
		mb_json_set_text(j, "path", row->path);
		mb_json_set_int(j, "event", row->event);
		mb_json_set_fields(j, row->doc, may, ctx);
		mb_json_set_text(j, "title", row->title);
	}
	for (size_t k = 0; k < r->n_columns; k++) {
		const struct mb_column *column = &r->columns[k];

		if (!mb_streq(column->key, "id") && !mb_streq(column->key, "group") &&
		    !(r->whole && said(row, column)))
			mb_json_set_cell(j, column, &row->cells[k]);
	}
	if (r->whole)
		mb_json_set_text(j, "title", row->title);
	return j;
}

/* ---- trail ----------------------------------------------------------------------------------------------- */

struct mb_json *mb_json_trail(const struct mb_trail *t)
{
	struct mb_json *j = mb_json_object(), *steps;

	mb_json_set_text(j, "id", t->id);
	mb_json_set_text(j, "kind", t->kind);
	mb_json_set_text(j, "group", t->group);
	mb_json_set_text(j, "title", t->title);
	mb_json_set_text(j, "recommendation", t->number);
	mb_json_set_text(j, "text", t->text);
	mb_json_set_text(j, "now", t->now);
	steps = mb_json_set_array(j, "steps");
	for (size_t i = 0; i < t->n_steps; i++) {
		const struct mb_trail_step *s = &t->steps[i];
		struct mb_json *step = mb_json_push_object(steps);

		mb_json_set_day(step, "date", s->date);
		mb_json_set_text(step, "group", *s->group ? s->group : NULL);
		mb_json_set_text(step, "body", *s->body ? s->body : NULL);
		mb_json_set_text(step, "what", s->what);
		mb_json_set_text(step, "outcome", s->outcome);
		mb_json_set_text(step, "document", s->doc);
		mb_json_set_text(step, "title", s->title);
		if (s->event)
			mb_json_set_int(step, "event", s->event);
		else
			mb_json_set_null(step, "event");
	}
	return j;
}

/* ---- stands ---------------------------------------------------------------------------------------------- */

static void set_conditions(struct mb_json *object, const struct mb_effect_of *e)
{
	struct mb_json *list = mb_json_set_array(object, "conditions");

	for (size_t i = 0; i < e->n_conditions; i++) {
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "text", e->conditions[i].text);
		mb_json_set_day(j, "met_on", e->conditions[i].met_on);
		mb_json_set_text(j, "met_by", e->conditions[i].met_by);
		mb_json_set_text(j, "evidence", e->conditions[i].evidence);
	}
}

static void set_positions(struct mb_json *object, const char *key, const struct mb_position *p, size_t n)
{
	struct mb_json *list = mb_json_set_array(object, key);

	for (size_t i = 0; i < n; i++) {
		const struct mb_effect_of *e = &p[i].effect;
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "id", p[i].id);
		mb_json_set_text(j, "group", p[i].group);
		mb_json_set_day(j, "date", p[i].date);
		mb_json_set_text(j, "outcome", p[i].outcome);
		mb_json_set_text(j, "text", p[i].text);
		mb_json_set_text(j, "effect", mb_effect_word(e->state));
		mb_json_set_text(j, "why", e->why);
		mb_json_set_day(j, "from", e->from);
		mb_json_set_day(j, "until", e->until);
		set_conditions(j, e);
		set_ids(j, "superseded_by", e->by, e->n_by);
		set_ids(j, "amended_by", e->amended_by, e->n_amended_by);
		set_ids(j, "ratified_by", e->ratified_by, e->n_ratified_by);
		set_ids(j, "chain", p[i].chain, p[i].n_chain);
	}
}

struct mb_json *mb_json_stands(const struct mb_stands *s)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "topic", s->topic);
	mb_json_set_text(j, "theme", s->theme);
	set_positions(j, "in_force", s->now, s->n_now);
	set_positions(j, "without_effect", s->pending, s->n_pending);
	set_positions(j, "past", s->past, s->n_past);
	mb_json_set_texts(j, "notes", s->notes, s->n_notes);
	return j;
}

/* ---- the map --------------------------------------------------------------------------------------------- */

static void set_lines(struct mb_json *object, const struct mb_map *m)
{
	struct mb_json *list = mb_json_set_array(object, "lines");

	for (size_t i = 0; i < m->n_lines; i++) {
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "from", m->groups[m->lines[i].from].slug);
		mb_json_set_text(j, "to", m->groups[m->lines[i].to].slug);
		mb_json_set_text(j, "type", m->lines[i].type);
		mb_json_set_text(j, "accountability", m->lines[i].accountability);
		mb_json_set_day(j, "since", m->lines[i].since);
		mb_json_set_day(j, "until", m->lines[i].until);
	}
}

struct mb_json *mb_json_map(const struct mb_map *m)
{
	struct mb_json *j = mb_json_object(), *list;

	mb_json_set_day(j, "on", m->on);
	list = mb_json_set_array(j, "groups");
	for (size_t i = 0; i < m->n_groups; i++) {
		const struct mb_map_group *g = &m->groups[i];
		struct mb_json *group = mb_json_push_object(list);

		mb_json_set_text(group, "group", g->slug);
		mb_json_set_text(group, "title", g->title);
		mb_json_set_text(group, "code", g->code);
		mb_json_set_text(group, "regime", g->regime);
		mb_json_set_text(group, "remit", g->remit);
		mb_json_set_day(group, "began", g->began);
		mb_json_set_day(group, "ended", g->ended);
		mb_json_set_int(group, "members", (long)g->members);
	}
	set_lines(j, m);
	list = mb_json_set_array(j, "findings");
	for (size_t i = 0; i < m->n_findings; i++) {
		struct mb_json *f = mb_json_push_object(list);

		mb_json_set_text(f, "finding", mb_map_fault_word(m->findings[i].fault));
		mb_json_set_text(f, "text", m->findings[i].text);
		mb_json_set_texts(f, "groups", m->findings[i].groups, m->findings[i].n_groups);
	}
	return j;
}
