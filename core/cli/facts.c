/* One document's fields for people: the key facts, then its lists. */
#include "cli.h"

#include <string.h>

#define LABEL 18 /* columns of the labels */

static bool among(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (mb_streq(word, *words))
			return true;
	return false;
}

void cli_fact(struct cli *c, const char *label, const char *value)
{
	if (value)
		out_wrapped(c, LABEL + 2, mb_arena_printf(c->a, "  %-*s", LABEL, label), value);
}

static bool is_column(const struct mb_kind *k, const char *field)
{
	for (size_t i = 0; i < k->n_columns; i++)
		if (mb_streq(k->columns[i], field))
			return true;
	return false;
}

/* A document by its id, with its title. */
static const char *doc_words(struct cli *c, const struct mb_doc *d, const struct mb_field *f)
{
	const char *id = mb_doc_field(d, f->name);
	const struct mb_doc *doc;
	struct mb_error ignored;

	if (!id || f->type != MB_T_DOC || mb_view_doc(&doc, mb_gate_view(c->g), id, &ignored) != MB_OK)
		return cli_field_words(c, d, f);
	return mb_arena_printf(c->a, "%s \"%s\"", id, doc->title);
}

static void put_fields(struct cli *c, const struct mb_doc *d, bool columns)
{
	/* what was read out of minutes has these in its trail */
	static const char *const in_trail[] = { "paper", "meeting", "minutes", NULL };
	/* shown as heading, as body, or below */
	static const char *const elsewhere[] = { "title",   "name",    "text",	     "place",
						 "summary", "reasons", "attendance", NULL };
	const bool trail = mb_doc_node(d, "place") != NULL;

	for (size_t i = 0; i < d->kind->n_fields; i++) {
		const struct mb_field *f = &d->kind->fields[i];

		if (is_column(d->kind, f->name) == columns && !among(f->name, elsewhere) &&
		    f->type != MB_T_MAP && !(trail && among(f->name, in_trail)))
			cli_fact(c, cli_label(c, f->name), doc_words(c, d, f));
	}
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

static const char *cell(struct cli *c, const struct mb_node *row, const char *key)
{
	const char *text = mb_node_text(row, key);
	mb_day day;

	if (!text)
		return NULL;
	if (mb_streq(key, "by") || mb_streq(key, "person") || mb_streq(key, "entered_by"))
		return cli_person_name(c, text);
	return mb_day_parse(&day, text) ? cli_day_words(c, day) : text;
}

static void signoffs(struct cli *c, const struct mb_doc *d, const struct mb_node *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *role = mb_node_text(row, "role"), *by = cell(c, row, "by"),
			   *on = cell(c, row, "on");
		bool stands = mb_streq(mb_node_text(row, "of"), d->text);

		cli_fact(c, i ? "" : "Signed off",
			 mb_arena_printf(c->a, "as %s by %s on %s, %s", role ? role : "?", by ? by : "?",
					 on ? on : "?",
					 stands ? "for the text as it stands" : "for an earlier text: void"));
	}
}

static void extensions(struct cli *c, const struct mb_doc *d, const struct mb_node *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *from = cell(c, row, "from"), *to = cell(c, row, "to"), *by = cell(c, row, "by"),
			   *why = cell(c, row, "reason"), *on = cell(c, row, "on");

		cli_fact(c, i ? "" : "Extended",
			 mb_arena_printf(c->a, "from %s to %s by %s on %s: %s", from ? from : "no date",
					 to ? to : "?", by ? by : "?", on ? on : "?",
					 why ? why : "no reason given"));
	}
}

static void waivers(struct cli *c, const struct mb_doc *d, const struct mb_node *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *rule = cell(c, row, "rule"), *by = cell(c, row, "by"), *on = cell(c, row, "on"),
			   *why = cell(c, row, "reason");

		cli_fact(c, i ? "" : "Waived",
			 mb_arena_printf(c->a, "%s, by %s on %s: %s", rule ? rule : "?", by ? by : "?",
					 on ? on : "?", why ? why : "no reason given"));
	}
}

static void irregular(struct cli *c, const struct mb_doc *d, const struct mb_node *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *marks = cell(c, row, "marks"), *found = cell(c, row, "found"),
			   *cures = cell(c, row, "cures"), *cured = cell(c, row, "cured"),
			   *by = mb_node_text(row, "cured_by"), *rule = cell(c, row, "rule");

		cli_fact(c, i ? "" : "Irregular",
			 mb_arena_printf(c->a, "%s (%s%s%s)%s%s", marks ? marks : "?", rule ? rule : "?",
					 found ? "; found " : "", found ? found : "",
					 cured	 ? mb_arena_printf(c->a, "; cured on %s: ", cured)
					 : cures ? "; what lifts it: "
						 : "",
					 cured	 ? (by ? by : "")
					 : cures ? cures
						 : ""));
	}
}

static void notices(struct cli *c, const struct mb_doc *d, const struct mb_node *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct mb_node *row = rows->items[i], *to = mb_node_get(row, "to");
		const char *kind = cell(c, row, "kind"), *on = cell(c, row, "on"),
			   *about = cell(c, row, "about"), *doc = cell(c, row, "doc"), *names = NULL;

		if (to && to->type == MB_TEXT)
			names = mb_streq(kind, "report") ? cli_group_title(c, to->text)
							 : cli_person_name(c, to->text);
		for (size_t k = 0; to && to->type == MB_LIST && k < to->n; k++)
			names = mb_arena_printf(c->a, "%s%s%s", names ? names : "", names ? ", " : "",
						cli_person_name(c, to->items[k]->text));
		cli_fact(c, i ? "" : "Notices",
			 mb_arena_printf(c->a, "%s: %s%s%s%s%s%s%s", on ? on : "?", kind ? kind : "?",
					 names ? " to " : "", names ? names : "", about ? ": " : "",
					 about ? about : "", doc ? ", as " : "", doc ? doc : ""));
	}
}

/* "Present", then "Apologies" ...: names in one line each. */
static void attendance(struct cli *c, const struct mb_doc *d, const struct mb_node *rows)
{
	static const char *const ways[] = { "present", "in attendance", "apologies", "absent" };

	for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
		const char *all = NULL;

		for (size_t i = 0; i < rows->n; i++) {
			const char *name = cell(c, rows->items[i], "person"),
				   *stands = mb_node_text(rows->items[i], "substitute_for");

			if (!mb_streq(mb_node_text(rows->items[i], "as"), ways[w]))
				continue;
			if (!name)
				name = mb_node_text(rows->items[i], "name");
			all = mb_arena_printf(c->a, "%s%s%s%s%s%s", all ? all : "", all ? ", " : "",
					      name ? name : "?", stands ? " (for " : "",
					      stands ? cli_person_name(c, stands) : "", stands ? ")" : "");
		}
		cli_fact(c, cli_label(c, ways[w]), all);
	}
}

static void list_of(struct cli *c, const struct mb_doc *d, const char *field,
		    void (*put)(struct cli *, const struct mb_doc *, const struct mb_node *))
{
	const struct mb_node *rows = mb_doc_node(d, field);

	if (rows && rows->type == MB_LIST)
		put(c, d, rows);
}

void cli_attendance(struct cli *c, const struct mb_doc *meeting)
{
	list_of(c, meeting, "attendance", attendance);
}

void cli_signoffs(struct cli *c, const struct mb_doc *d)
{
	list_of(c, d, "signoffs", signoffs);
}

void cli_facts(struct cli *c, const struct mb_doc *d)
{
	static const struct {
		const char *field;
		void (*put)(struct cli *, const struct mb_doc *, const struct mb_node *);
	} lists[] = { { "attendance", attendance }, { "signoffs", signoffs },	{ "waivers", waivers },
		      { "extensions", extensions }, { "irregular", irregular }, { "notices", notices } };

	if (!d->kind)
		return;
	if (d->group && !mb_streq(d->kind->name, "group"))
		cli_fact(c, "Group", cli_group_title(c, d->group));
	put_fields(c, d, true);
	put_fields(c, d, false);
	if (mb_doc_field(d, "author"))
		cli_fact(c, "Author", cli_person_name(c, mb_doc_field(d, "author")));
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		list_of(c, d, lists[i].field, lists[i].put);
}
