/* The record's answers poured into the parts of templates. */
#include "show.h"

#include <stdlib.h>
#include <string.h>

#define LONG_WORDS 30 /* a cell with more letters is a sentence */

/* ---- from where ------------------------------------------------------------------------------------------ */

int show_from(struct mb_standpoint *out, struct web_req *q, struct mb_error *err)
{
	int rc;

	*out = (struct mb_standpoint){ .today = q->today, .reader = q->reader };
	if ((rc = web_query_day(&out->as_at, q, "as-at", err)) == MB_OK)
		rc = web_query_day(&out->known_at, q, "known-at", err);
	return rc;
}

void show_clocks(struct web_head *head, const struct mb_standpoint *from)
{
	head->as_at = from->as_at;
	head->known_at = from->known_at;
}

static bool is_clock(const char *name)
{
	return mb_streq(name, "as-at") || mb_streq(name, "known-at");
}

void show_choose_days(struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from)
{
	struct tpl_map *form = tpl_map(page, "clocks_form");
	char day[MB_ISO_DATE];

	tpl_set_url(form, "action", q->path);
	for (size_t i = 0; i < q->query.n; i++) {
		struct tpl_map *keep;

		if (is_clock(q->query.list[i].name) || mb_streq(q->query.list[i].name, "page"))
			continue;
		keep = tpl_list_add(form, "keep");
		tpl_set_text(keep, "name", q->query.list[i].name);
		tpl_set_text(keep, "value", q->query.list[i].value.p);
	}
	if (from->as_at != MB_NO_DAY)
		tpl_set_text(form, "as_at", mb_arena_dup(q->a, mb_day_iso(day, from->as_at)));
	if (from->known_at != MB_NO_DAY)
		tpl_set_text(form, "known_at", mb_arena_dup(q->a, mb_day_iso(day, from->known_at)));
}

const char *show_clock_query(struct web_req *q, const struct mb_standpoint *from)
{
	char as_at[MB_ISO_DATE], known_at[MB_ISO_DATE];

	if (from->as_at == MB_NO_DAY && from->known_at == MB_NO_DAY)
		return "";
	return mb_arena_printf(q->a, "?%s%s%s%s%s", from->as_at != MB_NO_DAY ? "as-at=" : "",
			       from->as_at != MB_NO_DAY ? mb_day_iso(as_at, from->as_at) : "",
			       from->as_at != MB_NO_DAY && from->known_at != MB_NO_DAY ? "&" : "",
			       from->known_at != MB_NO_DAY ? "known-at=" : "",
			       from->known_at != MB_NO_DAY ? mb_day_iso(known_at, from->known_at) : "");
}

const char *show_query_with(struct web_req *q, const char *name, const char *value)
{
	const char *all = q->path;
	char mark = '?';

	for (size_t i = 0; i < q->query.n; i++) {
		if (mb_streq(q->query.list[i].name, name) || mb_streq(q->query.list[i].name, "page"))
			continue;
		all = mb_arena_printf(q->a, "%s%c%s=%s", all, mark, web_escape(q->a, q->query.list[i].name),
				      web_escape(q->a, q->query.list[i].value.p));
		mark = '&';
	}
	return value ? mb_arena_printf(q->a, "%s%c%s=%s", all, mark, name, web_escape(q->a, value)) : all;
}

/* ---- addresses ------------------------------------------------------------------------------------------- */

const char *show_doc_href(struct web_req *q, const char *id)
{
	return mb_arena_printf(q->a, "/d/%s", web_doc_name(q->a, id));
}

const char *show_group_href(struct web_req *q, const char *slug)
{
	return mb_arena_printf(q->a, "/groups/%s", web_escape(q->a, slug));
}

/* To whoever is signed in most pages are open; a visitor would be led to pages that are not there. */
static bool published(struct web_req *q, const char *id_or_path)
{
	const struct mb_doc *d;

	return q->who.person || (mb_view_doc(&d, mb_gate_view(q->g), id_or_path, NULL) == MB_OK &&
				 mb_may(q->reader, "read", d));
}

const char *show_person_href(struct web_req *q, const char *id)
{
	return published(q, mb_arena_printf(q->a, "people/%s.md", id))
		       ? mb_arena_printf(q->a, "/people/%s", web_escape(q->a, id))
		       : NULL;
}

const char *show_title(struct web_req *q, const char *title)
{
	size_t n = title ? strlen(title) : 0;
	bool small = n && *title >= 'a' && *title <= 'z' && !(title[1] >= 'A' && title[1] <= 'Z'),
	     cut = n > 4 && mb_streq(title + n - 4, " ...");

	if (!small && !cut)
		return title;
	return mb_arena_printf(q->a, "%c%.*s%s", small ? *title - 32 : *title, (int)(n - 1 - (cut ? 4 : 0)),
			       title + 1, cut ? "\u2026" : "");
}

/* A code says which document it is; an organisation's file name says nothing that its title does not say better. */
static const char *ref_text(struct web_req *q, const struct mb_ref *r)
{
	return r->id && *r->id >= 'A' && *r->id <= 'Z' ? r->id : show_title(q, r->title);
}

static const char *ref_href(struct web_req *q, enum mb_cell_type type, const struct mb_ref *r)
{
	if (type == MB_CELL_PERSON)
		return show_person_href(q, r->id);
	if (type == MB_CELL_GROUP)
		return show_group_href(q, r->id);
	return published(q, r->id) ? show_doc_href(q, r->id) : NULL;
}

const char *show_named(struct web_req *q, const char *text)
{
	struct mb_buf b;
	const char *named;

	if (!text)
		return NULL;
	mb_buf_init(&b, 0);
	mb_people_named(&b, mb_gate_view(q->g), text);
	named = mb_arena_dup(q->a, b.n ? b.p : "");
	mb_buf_free(&b);
	return mb_days_named(q->a, named);
}

/* ---- parts ----------------------------------------------------------------------------------------------- */

void show_head(struct tpl_map *page, const char *caption, const char *heading, const char *lead)
{
	tpl_set_text(page, "caption", caption);
	tpl_set_text(page, "heading", heading);
	tpl_set_text(page, "lead", lead);
}

const char *show_tone(enum mb_tone tone)
{
	static const char *const colours[] = { "grey", "green", "yellow", "red" };

	return colours[tone];
}

void show_mark(struct tpl_map *page, const char *text, enum mb_tone tone)
{
	struct tpl_map *mark;

	if (!text || !*text)
		return;
	mark = tpl_list_add(page, "marks");
	tpl_set_text(mark, "text", text);
	tpl_set_text(mark, "colour", show_tone(tone));
}

void show_act(struct web_req *q, struct tpl_map *page, const char *text, const char *href, bool second)
{
	struct tpl_map *act;

	if (!web_there(q, href))
		return;
	act = tpl_list_add(page, "acts");
	tpl_set_text(act, "text", text);
	tpl_set_url(act, "href", href);
	tpl_set_bool(act, "second", second);
}

void show_link(struct web_req *q, struct tpl_map *page, const char *text, const char *href)
{
	struct tpl_map *link;

	if (!web_there(q, href))
		return;
	link = tpl_list_add(page, "links");
	tpl_set_text(link, "text", text);
	tpl_set_url(link, "href", href);
}

struct tpl_map *show_section(struct tpl_map *page, const char *id, const char *heading)
{
	struct tpl_map *s = tpl_list_add(page, "sections");

	tpl_set_text(s, "id", id);
	tpl_set_text(s, "heading", heading);
	return s;
}

void show_fact_text(struct tpl_map *part, const char *label, const char *value)
{
	struct tpl_map *fact;

	if (!value || !*value)
		return;
	fact = tpl_list_add(part, "summary");
	tpl_set_text(fact, "key", label);
	tpl_set_text(fact, "value", value);
}

/* "CTB-2005-M001, Strategy Board, Tuesday 11 October 2005"; people and groups have no code to go by. */
static const char *named_ref(struct web_req *q, enum mb_cell_type type, const struct mb_ref *r)
{
	const char *code = ref_text(q, r);

	if (type != MB_CELL_LINK || mb_streq(r->id, r->title) || !mb_streq(code, r->id))
		return type == MB_CELL_LINK ? code : r->title;
	return mb_arena_printf(q->a, "%s, %s", code, show_title(q, r->title));
}

/* Without the documents that this reader may not open: a draft that a decision names is nothing to be told of. */
static struct mb_cell open_to_reader(struct web_req *q, const struct mb_cell *all, enum mb_cell_type type)
{
	struct mb_cell some = *all;

	if (type != MB_CELL_LINK)
		return some;
	some.refs = NULL;
	some.n_refs = 0;
	for (size_t i = 0; i < all->n_refs; i++)
		if (web_may_name(q, all->refs[i].id))
			*MB_PUSH(q->a, some.refs, some.n_refs) = all->refs[i];
	if (some.n_refs < all->n_refs)
		some.text = some.n_refs ? some.refs[0].id : NULL;
	return some;
}

void show_fact(struct web_req *q, struct tpl_map *part, const char *label, const struct mb_cell *given,
	       enum mb_cell_type type)
{
	const struct mb_cell own = open_to_reader(q, given, type), *value = &own;
	struct tpl_map *fact;

	if (!value->text && value->n_refs == 0)
		return;
	fact = tpl_list_add(part, "summary");
	tpl_set_text(fact, "key", label);
	if (value->n_refs > 1) {
		for (size_t i = 0; i < value->n_refs; i++) {
			struct tpl_map *line = tpl_list_add(fact, "lines");

			tpl_set_text(line, "text", named_ref(q, type, &value->refs[i]));
			tpl_set_url(line, "href", ref_href(q, type, &value->refs[i]));
		}
		return;
	}
	if (type == MB_CELL_TAG) {
		struct tpl_map *tag = tpl_map(fact, "tag");

		tpl_set_text(tag, "text", value->text);
		tpl_set_text(tag, "colour", show_tone(value->tone));
		return;
	}
	tpl_set_text(fact, "value", value->n_refs == 1 ? named_ref(q, type, &value->refs[0]) : value->text);
	if (value->n_refs == 1)
		tpl_set_url(fact, "href", ref_href(q, type, &value->refs[0]));
}

/* ---- a register as a table ------------------------------------------------------------------------------- */

static bool shown(const struct mb_column *c, const char *const *only)
{
	if (!only)
		return !c->detail;
	for (; *only; only++)
		if (mb_streq(*only, c->key))
			return true;
	return false;
}

static void put_column(struct web_req *q, struct tpl_map *table, const struct mb_column *c,
		       const char *sorted)
{
	struct tpl_map *column = tpl_list_add(table, "columns"), *sort;
	const char *now = web_query(q, "sort");
	bool up = now && mb_streq(now, c->key), down = now && *now == '-' && mb_streq(now + 1, c->key);

	tpl_set_text(column, "label", c->title);
	tpl_set_bool(column, "number", c->type == MB_CELL_NUMBER);
	if (!sorted)
		return;
	sort = tpl_map(column, "sort");
	tpl_set_url(sort, "href",
		    show_query_with(q, "sort", up ? mb_arena_printf(q->a, "-%s", c->key) : c->key));
	tpl_set_text(sort, "now", up ? "ascending" : down ? "descending" : "none");
	tpl_set_text(sort, "mark", up ? "▲" : down ? "▼" : NULL);
}

/* What a group is called in a narrow column. */
static const char *short_name(struct web_req *q, const struct mb_ref *r)
{
	const struct mb_doc *d;

	if (mb_view_doc(&d, mb_gate_view(q->g), mb_arena_printf(q->a, "groups/%s/group.md", r->id), NULL) !=
		    MB_OK ||
	    !mb_doc_field(d, "short"))
		return r->title;
	return mb_arena_dup(q->a, mb_doc_field(d, "short"));
}

static void put_cell(struct web_req *q, struct tpl_map *row, const struct mb_column *c,
		     const struct mb_cell *given, bool first)
{
	const struct mb_cell own = open_to_reader(q, given, c->type), *v = &own;
	struct tpl_map *cell = tpl_list_add(row, "cells");

	tpl_set_bool(cell, "head", first);
	tpl_set_bool(cell, "number", c->type == MB_CELL_NUMBER);
	if (c->type == MB_CELL_TAG && v->text && !first) {
		struct tpl_map *tag = tpl_map(cell, "tag");

		tpl_set_text(tag, "text", v->text);
		tpl_set_text(tag, "colour", show_tone(v->tone));
		return;
	}
	if (v->n_refs > 1 && !first) {
		for (size_t i = 0; i < v->n_refs; i++) {
			struct tpl_map *line = tpl_list_add(cell, "lines");

			tpl_set_text(line, "text",
				     c->type == MB_CELL_LINK ? ref_text(q, &v->refs[i]) : v->refs[i].title);
			if (c->type != MB_CELL_GROUP)
				tpl_set_url(line, "href", ref_href(q, c->type, &v->refs[i]));
		}
		return;
	}
	if (mb_streq(c->key, "title"))
		tpl_set_text(cell, "text", v->text ? show_title(q, v->text) : "");
	else if (v->n_refs == 1 && c->type == MB_CELL_GROUP)
		tpl_set_text(cell, "text", short_name(q, &v->refs[0]));
	else if (v->n_refs == 1 && c->type == MB_CELL_LINK)
		tpl_set_text(cell, "text", ref_text(q, &v->refs[0]));
	else
		tpl_set_text(cell, "text", v->text ? v->text : "");
	tpl_set_bool(cell, "date", c->type == MB_CELL_DATE);
	tpl_set_bool(cell, "words", c->type == MB_CELL_TEXT && v->text && strlen(v->text) > LONG_WORDS);
	if (v->n_refs >= 1 &&
	    c->type != MB_CELL_GROUP) /* of long names, one below the other, none could be hit on a tablet */
		tpl_set_url(cell, "href", ref_href(q, c->type, &v->refs[0]));
}

/* Of all columns, those where no row says anything are left out, unless the rows are sorted by it. */
static bool says_nothing(struct web_req *q, const struct mb_register *r, size_t c)
{
	const char *sort = web_query(q, "sort");

	if (sort && mb_streq(sort + (*sort == '-'), r->columns[c].key))
		return false;
	for (size_t i = 0; i < r->n_rows; i++)
		if (r->rows[i].cells[c].text && *r->rows[i].cells[c].text)
			return false;
	return r->n_rows > 0;
}

/* What it is about and how it stands come behind the code, so that a narrow screen shows them first. */
static size_t in_order(size_t *order, struct web_req *q, const struct mb_register *r, const char *const *only)
{
	static const char *const early[] = { "title", "standing" };
	size_t n = 0, first = r->n_columns;

	for (size_t c = 0; c < r->n_columns && n == 0; c++)
		if (shown(&r->columns[c], only))
			order[n++] = first = c;
	for (size_t e = 0; e <= 2; e++)
		for (size_t c = first + 1; c < r->n_columns; c++) {
			const char *key = r->columns[c].key;
			bool soon = mb_streq(key, early[0]) || mb_streq(key, early[1]);

			if (shown(&r->columns[c], only) && (only || !says_nothing(q, r, c)) &&
			    (e < 2 ? mb_streq(key, early[e]) : !soon))
				order[n++] = c;
		}
	return n;
}

void show_table(struct web_req *q, struct tpl_map *table, const char *id, const struct mb_register *r,
		const char *const *only, const char *sorted)
{
	size_t *order = mb_arena_alloc(q->a, (r->n_columns + 1) * sizeof *order), n;

	tpl_set_text(table, "id", id);
	tpl_set_text(table, "caption", r->title);
	tpl_set_bool(table, "quiet", true);
	n = in_order(order, q, r, only);
	for (size_t c = 0; c < n; c++)
		put_column(q, table, &r->columns[order[c]], sorted);
	for (size_t i = 0; i < r->n_rows; i++) {
		struct tpl_map *row = tpl_list_add(table, "rows");

		for (size_t c = 0; c < n; c++)
			put_cell(q, row, &r->columns[order[c]], &r->rows[i].cells[order[c]], c == 0);
	}
}

/* ---- sorting --------------------------------------------------------------------------------------------- */

struct sorting {
	const struct mb_column *column;
	size_t at;
	int sign;
};

static int by_cell(const void *a, const void *b, void *ctx)
{
	const struct sorting *s = ctx;
	const struct mb_cell *x = &((const struct mb_register_row *)a)->cells[s->at],
			     *y = &((const struct mb_register_row *)b)->cells[s->at];
	int c = (x->text == NULL) - (y->text == NULL); /* what is empty stands last, whichever way */

	if (c || !x->text)
		return c;
	if (s->column->type == MB_CELL_DATE)
		c = (x->day > y->day) - (x->day < y->day);
	else if (s->column->type == MB_CELL_NUMBER || s->column->type == MB_CELL_YES)
		c = (x->number > y->number) - (x->number < y->number);
	else
		c = strcasecmp(x->text, y->text);
	return s->sign * c;
}

void show_sort(struct web_req *q, struct mb_register *r)
{
	const char *by = web_query(q, "sort");
	struct sorting s = { .sign = by && *by == '-' ? -1 : 1 };

	for (size_t i = 0; by && i < r->n_columns; i++)
		if (mb_streq(r->columns[i].key, by + (*by == '-'))) {
			s.column = &r->columns[i];
			s.at = i;
		}
	if (s.column && r->n_rows > 1)
		qsort_r(r->rows, r->n_rows, sizeof *r->rows, by_cell, &s);
}

/* ---- rulings --------------------------------------------------------------------------------------------- */

static const struct {
	const char *box, *word, *colour;
} outcomes[] = {
	[MB_SATISFIED] = { "satisfied", "Met", "green" },
	[MB_NOT_APPLICABLE] = { "other", "Does not apply", "grey" },
	[MB_WAIVED] = { "other", "Waived", "blue" },
	[MB_ADVISED] = { "other", "Advice only", "blue" },
	[MB_IRREGULAR] = { "irregular", "Irregular", "yellow" },
	[MB_UNSATISFIED] = { "refused", "Not met", "red" },
	[MB_BROKEN] = { "refused", "The rule is broken", "red" },
};

static void put_days(struct web_req *q, struct tpl_map *box, const char *found)
{
	const char *p = found ? strstr(found, "counted: ") : NULL;

	for (p = p ? p + 9 : NULL; p && *p;) {
		char iso[11] = "", words[MB_LONG_DATE];
		mb_day day;

		strncat(iso, p, 10);
		if (strlen(iso) != 10 || !mb_day_parse(&day, iso))
			return;
		tpl_set_text(tpl_list_add(box, "days"), "text", mb_arena_dup(q->a, mb_day_short(words, day)));
		p += 10 + (p[10] == ' ');
	}
}

/* "say why (--reason)" is for the command line. */
static const char *what_would_do(struct web_req *q, const struct mb_finding *f)
{
	const char *text = show_named(q, f->outcome == MB_IRREGULAR && f->cures ? f->cures : f->remedy);
	const char *open = text ? strstr(text, " (--") : NULL, *close = open ? strchr(open, ')') : NULL;

	if (close)
		text = mb_arena_printf(q->a, "%.*s%s", (int)(open - text), text, close + 1);
	return show_title(q, text);
}

static void put_finding(struct web_req *q, struct tpl_map *part, const struct mb_finding *f)
{
	struct tpl_map *box = tpl_list_add(part, "findings"), *tag = tpl_map(box, "tag");
	const char *who = NULL, *others;

	tpl_set_text(box, "outcome", outcomes[f->outcome].box);
	tpl_set_text(tag, "text", outcomes[f->outcome].word);
	tpl_set_text(tag, "colour", outcomes[f->outcome].colour);
	tpl_set_text(box, "rule",
		     mb_streq(f->requirement, "may") ? "Who may do this" : show_title(q, f->rule));
	tpl_set_text(box, "found", f->found && *f->found ? show_named(q, f->found) : f->reason);
	tpl_set_text(box, "needed", f->needed && *f->needed ? f->needed : NULL);
	tpl_set_text(box, "source", f->source && *f->source ? f->source : NULL);
	tpl_set_text(box, "authority", f->authority && *f->authority ? f->authority : NULL);
	if (f->outcome != MB_SATISFIED && !(mb_streq(f->requirement, "may") && f->n_who))
		tpl_set_text(box, "satisfy", what_would_do(q, f));
	for (size_t i = 0; i < f->n_who; i++)
		who = mb_arena_printf(q->a, "%s%s%s", who ? who : "", who ? ", " : "",
				      mb_person_name(q->a, q->g, f->who[i]));
	others = f->outcome == MB_SATISFIED ? NULL : show_ways(q, box, f);
	tpl_set_text(box, "who", who ? who : others);
	if (f->file && *f->file && f->line > 0)
		tpl_set_textf(box, "place", "%s:%d", f->file, f->line);
	put_days(q, box, f->found);
}

void show_findings(struct web_req *q, struct tpl_map *part, const struct mb_ruling *r, bool met)
{
	static const enum mb_outcome order[] = { MB_BROKEN, MB_UNSATISFIED, MB_IRREGULAR,
						 MB_WAIVED, MB_ADVISED,	    MB_SATISFIED };

	for (size_t o = 0; o < sizeof order / sizeof *order; o++)
		for (size_t i = 0; i < r->n_findings; i++)
			if (r->findings[i].outcome == order[o] &&
			    (order[o] != MB_SATISFIED ||
			     (met && !mb_streq(r->findings[i].requirement, "from"))))
				put_finding(q, part, &r->findings[i]);
}
