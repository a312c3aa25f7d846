/* A register: the question understood, its rows made, sifted, summed up, cut to a page. */
#include "registers_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct reg_def *const reg_defs[] = {
	&reg_decisions, &reg_actions,	&reg_delegations, &reg_conditions,  &reg_interests,
	&reg_reports,	&reg_terms,	&reg_memberships, &reg_challenges,  &reg_disputes,
	&reg_forward,	&reg_irregular, &reg_notices,	  &reg_corrections,
};
const size_t n_reg_defs = sizeof reg_defs / sizeof *reg_defs;

/* ---- for the makers of rows ------------------------------------------------------------------------------ */

struct mb_ask reg_index_ask(const struct reg *b)
{
	const struct mb_register_ask *ask = b->ask;
	bool open = ask->open && b->kind;

	/* A register with a summary counts every state, whichever is shown. */
	return (struct mb_ask){ .kind = b->kind ? b->kind->name : NULL,
				.group = b->group,
				.state = b->def && !reg_is_paged(b) ? NULL : ask->state,
				.states = open ? b->kind->ends : NULL,
				.n_states = open ? b->kind->n_ends : 0,
				.but_states = open,
				.since = ask->since,
				.until = ask->until,
				.as_at = MB_NO_DAY,
				.known_at = MB_NO_DAY,
				.where = ask->where,
				.n_where = ask->n_where };
}

struct mb_cell *reg_cell(struct reg *b, struct mb_register_row *row, const char *key)
{
	for (size_t i = 0; i < b->r->n_columns; i++)
		if (mb_streq(b->r->columns[i].key, key))
			return &row->cells[i];
	return NULL;
}

struct mb_register_row *reg_row(struct reg *b, const struct found *f)
{
	struct mb_register_row *row = MB_PUSH(b->l.a, b->r->rows, b->r->n_rows);
	struct mb_cell *c;

	*row = (struct mb_register_row){ .id = f->row.id,
					 .path = f->row.path,
					 .kind = f->row.kind,
					 .group = f->row.group,
					 .state = f->row.state,
					 .title = f->row.title,
					 .date = f->row.date,
					 .event = f->row.event.event,
					 .doc = f->doc };
	row->cells = mb_arena_alloc(b->l.a, (b->r->n_columns + 1) * sizeof *row->cells);
	for (size_t i = 0; i < b->r->n_columns; i++)
		row->cells[i] = cell_empty();
	if ((c = reg_cell(b, row, "id"))) {
		*MB_PUSH(b->l.a, c->refs, c->n_refs) = (struct mb_ref){ row->id, row->title };
		c->text = row->id;
	}
	if ((c = reg_cell(b, row, "group")))
		cell_group(&b->l, c, row->group);
	if ((c = reg_cell(b, row, "state")))
		cell_tag(c, row->state && *row->state ? row->state : NULL, MB_TONE_PLAIN);
	if ((c = reg_cell(b, row, "title")))
		cell_text(c, row->title);
	return row;
}

void reg_note(struct reg *b, const char *fmt, ...)
{
	va_list ap, again;
	size_t n;
	char *text;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = (size_t)vsnprintf(NULL, 0, fmt, ap);
	text = mb_arena_alloc(b->l.a, n + 1);
	vsnprintf(text, n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	*MB_PUSH(b->l.a, b->r->notes, b->r->n_notes) = text;
}

void reg_fields(struct reg *b, struct mb_register_row *row, const struct mb_doc *d)
{
	for (size_t i = 0; i < b->r->n_columns; i++) {
		const char *key = b->r->columns[i].key;
		const struct mb_field *f = d->kind ? mb_kind_field(d->kind, key) : NULL;

		if (f && !row->cells[i].text && !mb_streq(key, "title"))
			row->cells[i] = field_cell(&b->l, d, f);
	}
}

static bool is_state(const struct mb_kind *k, const char *word)
{
	for (size_t i = 0; k && i < k->n_states; i++)
		if (mb_streq(k->states[i], word))
			return true;
	return false;
}

static bool has_column(const struct reg *b, const char *key)
{
	for (size_t i = 0; i < b->r->n_columns; i++)
		if (mb_streq(b->r->columns[i].key, key))
			return true;
	return false;
}

static bool is_backwards(const struct reg *b)
{
	return b->ask->newest_first && has_column(b, "date");
}

/* What the index can sift by itself it can also cut to a page. How a document stands is known when it has been read. */
bool reg_is_paged(const struct reg *b)
{
	const struct mb_register_ask *ask = b->ask;

	if (!b->kind || ask->overdue || (!ask->limit && !ask->offset))
		return false;
	return !b->def || (b->def->each && ask->unsummed &&
			   (!ask->state || (is_state(b->kind, ask->state) &&
					    !(b->def->standings && among(ask->state, b->def->standings)))));
}

int reg_documents(struct reg *b, void (*put)(struct reg *b, struct mb_register_row *row),
		  struct mb_error *err)
{
	const struct mb_ask all = reg_index_ask(b);
	struct mb_ask ask = all;
	struct found *found;
	size_t n;
	int rc = MB_OK;

	if (reg_is_paged(b)) {
		ask.limit = b->ask->limit;
		ask.skip = b->ask->offset;
		ask.newest_first = is_backwards(b);
		rc = look_count(&b->r->total, &b->l, &all, err);
	}
	if (rc == MB_OK)
		rc = look_ask(&found, &n, &b->l, &ask, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_register_row *row = reg_row(b, &found[i]);

		reg_fields(b, row, found[i].doc);
		if (put)
			put(b, row);
	}
	return rc;
}

bool reg_wants_group(const struct reg *b, const char *slug)
{
	return !b->group || mb_streq(b->group, slug);
}

const char *reg_count(struct mb_arena *a, size_t n, const char *one, const char *many)
{
	return mb_arena_printf(a, "%zu %s", n, n == 1 ? one : many);
}

/* ---- which register -------------------------------------------------------------------------------------- */

static const char *dashed(struct mb_arena *a, const char *words)
{
	char *s = mb_arena_dup(a, words);

	for (char *p = s; *p; p++)
		if (*p == ' ' || *p == '_')
			*p = '-';
	return s;
}

static const struct reg_def *def_of_kind(struct mb_arena *a, const struct mb_kind *k)
{
	for (size_t i = 0; i < n_reg_defs; i++)
		if (mb_streq(reg_defs[i]->kind, k->name) ||
		    (k->plural && mb_streq(reg_defs[i]->name, dashed(a, k->plural))))
			return reg_defs[i];
	return NULL;
}

static int find(struct reg *b, const char *name, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(b->l.g);
	const char **words = NULL, *near, *word = dashed(b->l.a, name);
	size_t n = 0;

	for (size_t i = 0; i < n_reg_defs; i++) {
		if (mb_streq(reg_defs[i]->name, word)) {
			b->def = reg_defs[i];
			b->kind = b->def->kind ? mb_schema_kind(s, b->def->kind) : NULL;
			return MB_OK;
		}
		*MB_PUSH(b->l.a, words, n) = reg_defs[i]->name;
	}
	for (size_t i = 0; i < s->n_kinds; i++) {
		const struct mb_kind *k = &s->kinds[i];

		if (mb_streq(k->name, word) || mb_streq(k->plural, name)) {
			b->def = def_of_kind(b->l.a, k);
			b->kind = !b->def || mb_streq(b->def->kind, k->name) ? k : NULL;
			return MB_OK;
		}
		*MB_PUSH(b->l.a, words, n) = k->name;
		if (k->plural)
			*MB_PUSH(b->l.a, words, n) = k->plural;
	}
	near = mb_nearest(name, words, n);
	return mb_fail(err, MB_EINVAL,
		       "'%.80s' is no register and no kind of document that this record knows%s%s%s", name,
		       near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static bool can_have_rows(const struct mb_schema *s, const struct reg_def *d)
{
	bool needs = d->kind != NULL;

	if (d->kind && mb_schema_kind(s, d->kind))
		return true;
	for (const char *const *k = d->kinds; *k; k++) {
		needs = true;
		if (mb_schema_kind(s, *k))
			return true;
	}
	return !needs;
}

int mb_register_list(struct mb_register_about **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		     struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(g);

	*out = NULL;
	*n = 0;
	for (size_t i = 0; i < n_reg_defs; i++)
		*MB_PUSH(a, *out, *n) = (struct mb_register_about){
			.name = reg_defs[i]->name,
			.title = reg_defs[i]->title,
			.about = reg_defs[i]->about,
			.kind = reg_defs[i]->kind,
			.standings = reg_defs[i]->standings,
			.declared = can_have_rows(s, reg_defs[i]),
		};
	for (size_t i = 0; i < s->n_kinds; i++)
		if (!def_of_kind(a, &s->kinds[i]))
			*MB_PUSH(a, *out, *n) = (struct mb_register_about){
				.name = s->kinds[i].name,
				.title = mb_kind_plural(a, &s->kinds[i]),
				.about = s->kinds[i].about,
				.kind = s->kinds[i].name,
				.declared = true,
			};
	return MB_OK;
}

/* ---- is the question one? -------------------------------------------------------------------------------- */

static int check_where(struct reg *b, struct mb_error *err)
{
	const char *names[160], *near, *what = b->kind ? b->kind->name : b->def->title;
	size_t n = 0;

	for (size_t i = 0; b->kind && i < b->kind->n_fields && n < 120; i++)
		names[n++] = b->kind->fields[i].name;
	for (size_t i = 0; !b->kind && i < b->r->n_columns && n < 120; i++)
		names[n++] = b->r->columns[i].key;
	for (size_t i = 0; i < b->ask->n_where; i++) {
		const char *asked = b->ask->where[i].field, *dot = strchr(asked, '.');
		const char *field = dot ? mb_arena_ndup(b->l.a, asked, (size_t)(dot - asked)) : asked;
		bool known = b->kind && mb_common_field(field);

		for (size_t k = 0; k < n; k++)
			known |= mb_streq(names[k], field);
		if (known)
			continue;
		near = mb_nearest(field, names, n);
		return mb_fail(err, MB_EINVAL, "a %s has no field '%s'%s%s%s", what, field,
			       near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	}
	return MB_OK;
}

static int check_state(struct reg *b, struct mb_error *err)
{
	const char *const *standings = b->def && b->def->standings ? b->def->standings
								   : (const char *const[]){ NULL };
	const char *state = b->ask->state, **words = NULL, *near;
	size_t n = 0;

	if (!state || among(state, standings))
		return MB_OK;
	for (size_t i = 0; b->kind && i < b->kind->n_states; i++)
		*MB_PUSH(b->l.a, words, n) = b->kind->states[i];
	for (; *standings; standings++)
		*MB_PUSH(b->l.a, words, n) = *standings;
	for (size_t i = 0; i < n; i++)
		if (mb_streq(words[i], state))
			return MB_OK;
	near = mb_nearest(state, words, n);
	return mb_fail(err, MB_EINVAL, "a %s has no state '%s'%s%s%s",
		       b->kind ? b->kind->name : b->def->title, state, near ? "; did you mean '" : "",
		       near ? near : "", near ? "'?" : "");
}

static int check(struct reg *b, struct mb_error *err)
{
	const char *what = b->kind ? b->kind->name : b->def->title;
	int rc;

	if ((rc = check_where(b, err)) != MB_OK || (rc = check_state(b, err)) != MB_OK)
		return rc;
	if (b->ask->overdue && !has_column(b, "days_late"))
		return mb_fail(err, MB_EUSAGE, "--overdue is for what has a due date; a %s has none", what);
	return b->ask->group ? mb_group_named(&b->group, b->l.a, b->l.g, b->ask->group, err) : MB_OK;
}

/* ---- sifting --------------------------------------------------------------------------------------------- */

static bool holds(struct reg *b, struct mb_register_row *row, const struct mb_wherefield *w)
{
	const struct mb_cell *c = reg_cell(b, row, w->field);

	for (size_t i = 0; c && i < c->n_refs; i++)
		if (mb_streq(c->refs[i].id, w->value))
			return true;
	if (c && c->day != MB_NO_DAY) {
		char iso[MB_ISO_DATE];

		return mb_streq(mb_day_iso(iso, c->day), w->value);
	}
	return c && c->text && mb_str_case_eq(mb_str(w->value), c->text);
}

static bool state_fits(struct reg *b, struct mb_register_row *row)
{
	const struct mb_cell *c = reg_cell(b, row, "standing"), *late = reg_cell(b, row, "days_late");
	bool closed = b->def && b->def->kind && row->doc && at_its_end(row->doc);

	if (b->ask->overdue && (closed || late->number <= 0))
		return false;
	return !b->ask->state || mb_streq(row->state, b->ask->state) ||
	       (c && mb_streq(c->text, b->ask->state));
}

/* Of rows that are no documents of one kind; of those the index has sifted. */
static bool fits(struct reg *b, struct mb_register_row *row)
{
	if (b->kind)
		return true;
	if (b->ask->since != MB_NO_DAY && (row->date == MB_NO_DAY || row->date < b->ask->since))
		return false;
	if (b->ask->until != MB_NO_DAY && (row->date == MB_NO_DAY || row->date > b->ask->until))
		return false;
	for (size_t i = 0; i < b->ask->n_where; i++)
		if (!holds(b, row, &b->ask->where[i]))
			return false;
	return true;
}

struct placed {
	struct mb_register_row row;
	size_t at;
};

static int by_date(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	int order;

	if (a->row.date != b->row.date) {
		if (a->row.date == MB_NO_DAY || b->row.date == MB_NO_DAY)
			return a->row.date == MB_NO_DAY ? 1 : -1;
		return a->row.date < b->row.date ? -1 : 1;
	}
	order = strcmp(a->row.id ? a->row.id : "", b->row.id ? b->row.id : "");
	return order ? order : a->at < b->at ? -1 : a->at > b->at;
}

static void sift(struct reg *b, bool (*keep)(struct reg *b, struct mb_register_row *row))
{
	size_t n = 0;

	for (size_t i = 0; i < b->r->n_rows; i++)
		if (keep(b, &b->r->rows[i]))
			b->r->rows[n++] = b->r->rows[i];
	b->r->n_rows = n;
}

static void sort(struct reg *b)
{
	struct placed *rows = mb_arena_alloc(b->l.a, (b->r->n_rows + 1) * sizeof *rows);

	for (size_t i = 0; i < b->r->n_rows; i++)
		rows[i] = (struct placed){ b->r->rows[i], i };
	qsort(rows, b->r->n_rows, sizeof *rows, by_date);
	for (size_t i = 0; i < b->r->n_rows; i++)
		b->r->rows[i] = rows[i].row;
}

static void turn_round(struct mb_register *r)
{
	for (size_t i = 0; i < r->n_rows / 2; i++) {
		struct mb_register_row other = r->rows[i];

		r->rows[i] = r->rows[r->n_rows - 1 - i];
		r->rows[r->n_rows - 1 - i] = other;
	}
}

static void page(struct reg *b)
{
	struct mb_register *r = b->r;
	size_t from = b->ask->offset < r->n_rows ? b->ask->offset : r->n_rows;

	r->total = r->n_rows;
	r->rows = r->rows ? r->rows + from : NULL;
	r->n_rows -= from;
	if (b->ask->limit && r->n_rows > b->ask->limit)
		r->n_rows = b->ask->limit;
}

/* ---- the answer ------------------------------------------------------------------------------------------ */

static void take_columns(struct reg *b)
{
	if (!b->def) {
		kind_columns(b);
		return;
	}
	b->r->name = b->def->name;
	b->r->title = b->def->title;
	b->r->about = b->def->about;
	b->r->n_columns = b->def->n_columns;
	b->r->columns = mb_arena_alloc(b->l.a, b->def->n_columns * sizeof *b->r->columns);
	memcpy(b->r->columns, b->def->columns, b->def->n_columns * sizeof *b->r->columns);
}

static void no_such_kind(struct reg *b)
{
	const char *all = b->def->kind;

	for (const char *const *k = b->def->kinds; *k; k++)
		all = joined(b->l.a, all, " or ", *k);
	reg_note(b, "The rules of this record know no %s, so nothing can stand here.", all);
}

int mb_register_read(struct mb_register *out, struct mb_arena *a, struct mb_gate *g,
		     const struct mb_standpoint *from, const struct mb_register_ask *ask,
		     struct mb_error *err)
{
	struct reg b = { .l = look_from(a, g, from), .ask = ask, .r = out };
	bool paged;
	int rc;

	memset(out, 0, sizeof *out);
	if ((rc = find(&b, ask->name, err)) != MB_OK)
		return rc;
	take_columns(&b);
	out->whole = b.kind != NULL;
	if (b.def && !can_have_rows(mb_gate_schema(g), b.def)) {
		no_such_kind(&b);
		return b.def->sum_up ? b.def->sum_up(&b, err) : MB_OK;
	}
	if ((rc = check(&b, err)) != MB_OK ||
	    (rc = b.def ? b.def->read(&b, err) : kind_documents(&b, err)) != MB_OK)
		return rc;
	sift(&b, fits);
	if (!b.kind && !b.def->as_made)
		sort(&b);
	/* What is summed up does not depend on which of the rows are shown; of a page alone nothing can be. */
	paged = reg_is_paged(&b);
	if (b.def && b.def->sum_up && (!paged || out->total == 0) && (rc = b.def->sum_up(&b, err)) != MB_OK)
		return rc;
	sift(&b, state_fits);
	if (paged)
		return MB_OK;
	if (is_backwards(&b))
		turn_round(out);
	page(&b);
	return MB_OK;
}

int mb_group_named(const char **slug, struct mb_arena *a, struct mb_gate *g, const char *words,
		   struct mb_error *err)
{
	const struct mb_query all = { .kind = "group" };
	const struct mb_doc *doc, **groups;
	size_t n = 0;
	int rc = mb_view_doc(&doc, mb_gate_view(g), words, err);

	if (rc == MB_OK && doc->kind && mb_streq(doc->kind->name, "group")) {
		*slug = mb_arena_dup(a, doc->group);
		return MB_OK;
	}
	if (rc != MB_OK && rc != MB_ENOTFOUND)
		return rc;
	if ((rc = mb_view_list(&groups, &n, mb_gate_view(g), &all, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (mb_str_case_eq(mb_str(words), groups[i]->title) ||
		    (mb_doc_field(groups[i], "short") &&
		     mb_str_case_eq(mb_str(words), mb_doc_field(groups[i], "short")))) {
			*slug = mb_arena_dup(a, groups[i]->group);
			return MB_OK;
		}
	return mb_fail(err, MB_ENOTFOUND, "there is no group '%.80s' (see: minutebook groups)", words);
}
