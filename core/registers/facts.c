/* A document's fields for people: the key facts, then its lists. */
#include "registers_impl.h"

#include <string.h>

struct facts {
	struct mb_fact *list;
	size_t n;
	const struct look *l;
	const struct mb_doc *d;
};

static void add(struct facts *f, const char *key, const char *label, enum mb_cell_type type,
		struct mb_cell value)
{
	if (value.text)
		*MB_PUSH(f->l->a, f->list, f->n) = (struct mb_fact){ key, label, type, value, NULL };
}

static void add_text(struct facts *f, const char *key, const char *label, const char *text)
{
	struct mb_cell c = cell_empty();

	cell_text(&c, text);
	add(f, key, label, MB_CELL_TEXT, c);
}

/* ---- fields ---------------------------------------------------------------------------------------------- */

static enum mb_cell_type type_of(enum mb_type t)
{
	switch (t) {
	case MB_T_DATE:
		return MB_CELL_DATE;
	case MB_T_NUMBER:
	case MB_T_ROWS:
	case MB_T_SIGNOFFS:
		return MB_CELL_NUMBER;
	case MB_T_BOOL:
		return MB_CELL_YES;
	case MB_T_PERSON:
	case MB_T_PEOPLE:
		return MB_CELL_PERSON;
	case MB_T_GROUP:
	case MB_T_GROUPS:
		return MB_CELL_GROUP;
	case MB_T_DOC:
	case MB_T_DOCS:
		return MB_CELL_LINK;
	default:
		return MB_CELL_TEXT;
	}
}

enum mb_cell_type cell_type_of(const struct mb_field *f)
{
	return f ? type_of(f->type) : MB_CELL_TEXT;
}

static bool is_column(const struct mb_kind *k, const char *field)
{
	for (size_t i = 0; i < k->n_columns; i++)
		if (mb_streq(k->columns[i], field))
			return true;
	return false;
}

/* shown as heading, as body, or with words of their own */
static const char *const elsewhere[] = { "title",   "name",	  "text",	"summary",
					 "reasons", "attendance", "extensions", "conditions",
					 "meets",   "extends",	  NULL };

static void fields(struct facts *f, bool columns)
{
	/* what was read out of minutes has these in its trail */
	static const char *const in_trail[] = { "paper", "meeting", "minutes", NULL };
	const struct mb_node *place = mb_doc_node(f->d, "place"); /* in minutes; a meeting's is a text */
	const bool trail = place && place->type == MB_MAP;
	const struct look *l = f->l;

	for (size_t i = 0; i < f->d->kind->n_fields; i++) {
		const struct mb_field *field = &f->d->kind->fields[i];

		if (mb_streq(field->name, "condition") && mb_doc_node(f->d, "conditions"))
			continue; /* its row says how it stands as well */
		if (is_column(f->d->kind, field->name) == columns && !among(field->name, elsewhere) &&
		    field->type != MB_T_MAP && field->n_columns == 0 &&
		    !(trail && among(field->name, in_trail)))
			add(f, field->name, mb_field_label(l->a, field), type_of(field->type),
			    field_cell(l, f->d, field));
	}
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

static const char *cell(const struct look *l, const struct mb_node *row, const char *key)
{
	static const char *const people[] = { "by", "person", "entered_by", "met_by", NULL };
	const char *text = text_of(row, key);
	mb_day day;

	if (!text)
		return NULL;
	if (among(key, people))
		return mb_person_name(l->a, l->g, text);
	return mb_day_parse(&day, text) ? mb_day_words(l->a, day) : text;
}

static const char * or (const char *text, const char *otherwise)
{
	return text ? text : otherwise;
}

static const char *signoff(struct facts *f, const struct mb_node *row)
{
	const struct look *l = f->l;
	bool stands = mb_streq(text_of(row, "of"), f->d->text);

	return mb_arena_printf(l->a, "as %s by %s on %s, %s", or (text_of(row, "role"), "?"),
			       or (cell(l, row, "by"), "?"), or (cell(l, row, "on"), "?"),
			       stands ? "for the text as it stands" : "for an earlier text: void");
}

static const char *extension(struct facts *f, const struct mb_node *row)
{
	const struct look *l = f->l;
	const char *on = cell(l, row, "on"), *decision = text_of(row, "decision");

	return mb_arena_printf(l->a, "from %s to %s by %s%s%s%s%s: %s", or (cell(l, row, "from"), "no date"),
			       or (cell(l, row, "to"), "?"), or (cell(l, row, "by"), "?"), on ? " on " : "",
			       or (on, ""), decision ? ", as decided in " : "", or (decision, ""),
			       or (cell(l, row, "reason"), "no reason given"));
}

static const char *waiver(struct facts *f, const struct mb_node *row)
{
	const struct look *l = f->l;

	return mb_arena_printf(l->a, "%s, by %s on %s: %s", or (cell(l, row, "rule"), "?"),
			       or (cell(l, row, "by"), "?"), or (cell(l, row, "on"), "?"),
			       or (cell(l, row, "reason"), "no reason given"));
}

static const char *condition(struct facts *f, const struct mb_node *row)
{
	const struct look *l = f->l;
	const char *met = cell(l, row, "met_on"), *by = cell(l, row, "met_by"),
		   *proof = cell(l, row, "evidence");

	return mb_arena_printf(l->a, "%s: %s%s%s%s%s%s", or (text_of(row, "text"), "?"),
			       met ? "met on " : "open", or (met, ""), met && by ? ", " : "",
			       met ? or (by, "") : "", met && proof ? "; " : "", met ? or (proof, "") : "");
}

static const char *meets(struct facts *f, const struct mb_node *row)
{
	const struct look *l = f->l;

	return mb_arena_printf(l->a, "condition %s of %s, on %s", or (text_of(row, "row"), "?"),
			       or (text_of(row, "decision"), "?"), or (cell(l, row, "on"), "?"));
}

static const char *extends(struct facts *f, const struct mb_node *row)
{
	const struct look *l = f->l;

	return mb_arena_printf(l->a, "%s, to %s", or (text_of(row, "action"), "?"),
			       or (cell(l, row, "to"), "?"));
}

static const char *irregular(struct facts *f, const struct mb_node *row)
{
	const struct look *l = f->l;
	const char *found = mb_days_named(l->a, cell(l, row, "found")), *cures = cell(l, row, "cures"),
		   *cured = cell(l, row, "cured");
	const char *end = cured	  ? mb_arena_printf(l->a, "; cured on %s: %s", cured,
						    or (text_of(row, "cured_by"), ""))
			  : cures ? mb_arena_printf(l->a, "; what lifts it: %s", cures)
				  : "";

	return mb_arena_printf(l->a, "%s (%s%s%s)%s", or (cell(l, row, "marks"), "?"),
			       or (cell(l, row, "rule"), "?"), found ? "; found " : "", or (found, ""), end);
}

static const char *notice(struct facts *f, const struct mb_node *row)
{
	const struct look *l = f->l;
	const struct mb_node *to = mb_node_get(row, "to");
	const char *kind = cell(l, row, "kind"), *about = cell(l, row, "about"), *doc = cell(l, row, "doc"),
		   *names = NULL;

	if (to && to->type == MB_TEXT)
		names = mb_streq(kind, "report") ? mb_group_title(l->a, l->g, to->text)
						 : mb_person_name(l->a, l->g, to->text);
	for (size_t k = 0; to && to->type == MB_LIST && k < to->n; k++)
		if (to->items[k]->type == MB_TEXT)
			names = joined(l->a, names, ", ", mb_person_name(l->a, l->g, to->items[k]->text));
	return mb_arena_printf(l->a, "%s: %s%s%s%s%s%s%s", or (cell(l, row, "on"), "?"), notice_word(kind),
			       !names			    ? ""
			       : mb_streq(kind, "escalate") ? " "
							    : " to ",
			       or (names, ""), about ? ": " : "", or (about, ""), doc ? ", as " : "",
			       or (doc, ""));
}

/* ---- attendance ------------------------------------------------------------------------------------------ */

static const char *const ways[] = { "present", "in attendance", "apologies", "absent", NULL };

static void add_attended(struct mb_attended **out, size_t *n, const struct look *l, const struct mb_node *row)
{
	const char *person = text_of(row, "person"), *stands = text_of(row, "substitute_for"),
		   *name = text_of(row, "name"), *as = text_of(row, "as");

	*MB_PUSH(l->a, *out, *n) = (struct mb_attended){
		.person = person,
		.name = person ? mb_person_name(l->a, l->g, person)
			: name ? name
			       : "?",
		.as = as ? as : "present",
		.substitute_for = stands,
		.substitute_for_name = stands ? mb_person_name(l->a, l->g, stands) : NULL,
		.on_behalf_of = text_of(row, "on_behalf_of"),
		.mode = text_of(row, "mode"),
	};
}

int mb_attendance(struct mb_attended **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		  const struct mb_doc *meeting, struct mb_error *err)
{
	const struct mb_standpoint any = { MB_NO_DAY, MB_NO_DAY, MB_NO_DAY, NULL };
	const struct look l = look_from(a, g, &any);
	struct mb_node *const *rows;
	size_t count = rows_of(&rows, meeting, "attendance");

	*out = NULL;
	*n = 0;
	for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
		for (size_t i = 0; i < count; i++) {
			const char *as = text_of(rows[i], "as");

			if (ways[w] ? mb_streq(as ? as : "present", ways[w]) : as && !among(as, ways))
				add_attended(out, n, &l, rows[i]);
		}
	return MB_OK;
}

static int attendance(struct facts *f, struct mb_error *err)
{
	const struct look *l = f->l;
	struct mb_attended *who;
	size_t n;
	int rc = mb_attendance(&who, &n, l->a, l->g, f->d, err);

	for (size_t i = 0; rc == MB_OK && i < n;) {
		const char *as = who[i].as, *all = NULL;

		for (; i < n && mb_streq(who[i].as, as); i++)
			all = joined(l->a, all, ", ",
				     mb_arena_printf(l->a, "%s%s%s%s", who[i].name,
						     who[i].substitute_for ? " (for " : "",
						     or (who[i].substitute_for_name, ""),
						     who[i].substitute_for ? ")" : ""));
		add_text(f, "attendance", mb_label(l->a, as), all);
	}
	return rc;
}

/* ---- all of them ----------------------------------------------------------------------------------------- */

static void rows(struct facts *f, const char *field, const char *label,
		 const char *(*words)(struct facts *, const struct mb_node *))
{
	struct mb_node *const *list;
	size_t n = rows_of(&list, f->d, field);

	for (size_t i = 0; i < n; i++)
		add_text(f, field, i ? "" : label, words(f, list[i]));
}

/* Rows with declared columns and maps, a line for each row and each value. */
static void declared_rows(struct facts *f)
{
	for (size_t i = 0; i < f->d->kind->n_fields; i++) {
		const struct mb_field *field = &f->d->kind->fields[i];
		const char **lines;
		size_t n;

		if (!(field->type == MB_T_MAP || field->n_columns) || among(field->name, elsewhere) ||
		    !mb_field_for_people(field))
			continue;
		value_lines(&lines, &n, f->l, field, mb_doc_node(f->d, field->name));
		for (size_t k = 0; k < n; k++) {
			add_text(f, field->name, k ? "" : mb_field_label(f->l->a, field), lines[k]);
			f->list[f->n - 1].rows = field->n_columns ? field : NULL;
		}
	}
}

int mb_facts(struct mb_fact **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
	     const struct mb_standpoint *from, const struct mb_doc *d, struct mb_error *err)
{
	const struct look l = look_from(a, g, from);
	struct facts f = { .l = &l, .d = d };
	struct mb_cell c = cell_empty();
	int rc = MB_OK;

	*out = NULL;
	*n = 0;
	if (!d->kind)
		return MB_OK;
	if (d->group && !mb_streq(d->kind->name, "group")) {
		cell_group(&l, &c, d->group);
		add(&f, "group", "Group", MB_CELL_GROUP, c);
	}
	fields(&f, true);
	fields(&f, false);
	declared_rows(&f);
	c = cell_empty();
	cell_person(&l, &c, mb_doc_field(d, "author"));
	add(&f, "author", "Author", MB_CELL_PERSON, c);
	if (mb_doc_node(d, "attendance"))
		rc = attendance(&f, err);
	rows(&f, "signoffs", "Signed off", signoff);
	rows(&f, "waivers", "Waived", waiver);
	rows(&f, "conditions", "Conditions", condition);
	rows(&f, "meets", "Found met", meets);
	rows(&f, "extends", "Extends", extends);
	rows(&f, "extensions", "Extended", extension);
	rows(&f, "irregular", "Irregular", irregular);
	rows(&f, "notices", "Notices", notice);
	*out = f.list;
	*n = f.n;
	return rc;
}
