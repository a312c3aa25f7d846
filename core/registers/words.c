/* Names, and values in words. */
#include "registers_impl.h"

#include <ctype.h>
#include <string.h>

static const char *title_at(struct mb_arena *a, struct mb_gate *g, const char *path, const char *otherwise)
{
	const struct mb_doc *doc;

	if (mb_path_check(path, NULL) != MB_OK || mb_view_doc(&doc, mb_gate_view(g), path, NULL) != MB_OK)
		return otherwise;
	return mb_arena_dup(a, doc->title);
}

const char *mb_person_name(struct mb_arena *a, struct mb_gate *g, const char *id)
{
	return id ? title_at(a, g, mb_arena_printf(a, "people/%s.md", id), id) : "";
}

const char *mb_group_title(struct mb_arena *a, struct mb_gate *g, const char *slug)
{
	return slug ? title_at(a, g, mb_arena_printf(a, "groups/%s/group.md", slug), slug) : "";
}

const char *mb_label(struct mb_arena *a, const char *field)
{
	char *label = mb_arena_dup(a, field);

	for (char *p = label; *p; p++)
		if (*p == '_' || *p == '-')
			*p = ' ';
	*label = (char)toupper((unsigned char)*label);
	return label;
}

const char *mb_kind_plural(struct mb_arena *a, const struct mb_kind *k)
{
	char *words = mb_arena_dup(a, k->plural ? k->plural : k->title);

	*words = (char)toupper((unsigned char)*words);
	return words;
}

const char *mb_field_label(struct mb_arena *a, const struct mb_field *f)
{
	return f->label ? f->label : mb_label(a, f->name);
}

/* "2005-10-05", not within a longer word or code. */
static bool day_at(mb_day *day, const char *text, const char *p)
{
	char iso[11] = "";
	const char *end = p + 10;

	if (!isdigit((unsigned char)*p) || (p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '-')))
		return false;
	strncat(iso, p, 10);
	return strlen(iso) == 10 && !isalnum((unsigned char)*end) && *end != '-' && mb_day_parse(day, iso);
}

const char *mb_days_named(struct mb_arena *a, const char *text)
{
	const char *from = text, *out = NULL;
	mb_day day, next;

	for (const char *p = text; p && *p;) {
		if (!day_at(&day, text, p)) {
			p++;
			continue;
		}
		/* several in a row are a list */
		out = mb_arena_printf(a, "%s%.*s%s%s", out ? out : "", (int)(p - from), from,
				      mb_day_words(a, day),
				      p[10] == ' ' && day_at(&next, text, p + 11) ? "," : "");
		from = p += 10;
	}
	return out ? mb_arena_printf(a, "%s%s", out, from) : text;
}

const char *mb_day_words(struct mb_arena *a, mb_day d)
{
	char text[MB_LONG_DATE];

	return d == MB_NO_DAY ? "" : mb_arena_dup(a, mb_day_short(text, d));
}

const char *tidy(struct mb_arena *a, const char *text)
{
	static const char *const ends[] = { "; and", "; or", ", and", ", or", ";", "," };
	size_t n = text ? strlen(text) : 0;

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t k = strlen(ends[i]);

		if (n > k && memcmp(text + n - k, ends[i], k) == 0)
			return mb_arena_ndup(a, text, n - k);
	}
	return text;
}

/* ---- cells ----------------------------------------------------------------------------------------------- */

struct mb_cell cell_empty(void)
{
	return (struct mb_cell){ .day = MB_NO_DAY };
}

void cell_text(struct mb_cell *c, const char *text)
{
	c->text = text && *text ? text : NULL;
}

void cell_day(struct mb_arena *a, struct mb_cell *c, mb_day d)
{
	c->day = d;
	c->text = d == MB_NO_DAY ? NULL : mb_day_words(a, d);
}

void cell_number(struct mb_arena *a, struct mb_cell *c, long n)
{
	c->number = n;
	c->text = mb_arena_printf(a, "%ld", n);
}

void cell_yes(struct mb_cell *c, bool yes)
{
	c->number = yes;
	c->text = yes ? "yes" : "no";
}

void cell_tag(struct mb_cell *c, const char *word, enum mb_tone tone)
{
	c->text = word;
	c->tone = tone;
}

static void add_ref(const struct look *l, struct mb_cell *c, const char *id, const char *title,
		    const char *words)
{
	*MB_PUSH(l->a, c->refs, c->n_refs) = (struct mb_ref){ id, title };
	c->text = joined(l->a, c->text, "; ", words);
}

void cell_person(const struct look *l, struct mb_cell *c, const char *id)
{
	const char *name;

	if (!id || !*id)
		return;
	name = mb_person_name(l->a, l->g, id);
	add_ref(l, c, id, name, name);
}

void cell_group(const struct look *l, struct mb_cell *c, const char *slug)
{
	const char *title;

	if (!slug || !*slug)
		return;
	title = mb_group_title(l->a, l->g, slug);
	add_ref(l, c, slug, title, title);
}

void cell_doc(const struct look *l, struct mb_cell *c, const char *id)
{
	const struct mb_doc *doc;

	if (!id || !*id)
		return;
	if (look_up(&doc, l, id, NULL) != MB_OK)
		add_ref(l, c, id, id, id);
	else
		add_ref(l, c, id, doc->title, id);
}

static void scalar_cell(struct mb_cell *c, const struct look *l, enum mb_type type, const char *text)
{
	bool has;
	mb_day day;

	switch (type) {
	case MB_T_DATE:
		if (mb_day_parse(&day, text))
			cell_day(l->a, c, day);
		else
			cell_text(c, text);
		break;
	case MB_T_PERSON:
	case MB_T_PEOPLE:
		cell_person(l, c, text);
		break;
	case MB_T_GROUP:
	case MB_T_GROUPS:
		cell_group(l, c, text);
		break;
	case MB_T_DOC:
	case MB_T_DOCS:
		cell_doc(l, c, text);
		break;
	case MB_T_BOOL:
		cell_yes(c, mb_streq(text, "true") || mb_streq(text, "yes"));
		break;
	case MB_T_NUMBER:
		cell_text(c, text);
		c->number = text_number(&has, text);
		break;
	default:
		c->text = joined(l->a, c->text, "; ", text);
	}
}

struct mb_cell field_cell(const struct look *l, const struct mb_doc *d, const struct mb_field *f)
{
	return value_cell(l, f, mb_doc_node(d, f->name));
}

struct mb_cell value_cell(const struct look *l, const struct mb_field *f, const struct mb_node *node)
{
	struct mb_cell c = cell_empty();

	if (!node)
		return c;
	if (node->type == MB_TEXT && *node->text)
		scalar_cell(&c, l, f->type, node->text);
	if (node->type != MB_LIST || node->n == 0)
		return c;
	if (f->type == MB_T_ROWS || f->type == MB_T_SIGNOFFS) {
		cell_number(l->a, &c, (long)node->n);
		return c;
	}
	for (size_t i = 0; i < node->n; i++)
		if (node->items[i]->type == MB_TEXT && *node->items[i]->text)
			scalar_cell(&c, l, f->type, node->items[i]->text);
	return c;
}

struct mb_cell mb_field_cell(struct mb_arena *a, struct mb_gate *g, const struct mb_standpoint *from,
			     const struct mb_doc *d, const struct mb_field *f)
{
	const struct look l = look_from(a, g, from);

	return field_cell(&l, d, f);
}
