/* A document's facts in words that people at a meeting would use. */
#include "show.h"

#include <string.h>

bool show_named_by_title(const struct mb_kind *k)
{
	return k->lives == MB_LIVES_TOP || (k->lives == MB_LIVES_IN_GROUP && mb_streq(k->file_name, "group"));
}

const char *show_caption(struct web_req *q, const struct mb_kind *k, const char *id)
{
	return !k ? "Page" : show_named_by_title(k) ? k->title : mb_arena_printf(q->a, "%s %s", k->title, id);
}

static bool among(const char *word, const char *const *words)
{
	for (; words && *words; words++)
		if (mb_streq(word, *words))
			return true;
	return false;
}

/* How many rows a field has says nothing; the minutes' own words for an owner or a day are said by the person and the day; the
 * number of a decision within its item and the short name of a group are for other places. */
static bool says_nothing(struct web_req *q, const struct mb_doc *d, const struct mb_fact *f)
{
	const struct mb_field *field = d->kind ? mb_kind_field(d->kind, f->key) : NULL;
	size_t n = strlen(f->key);

	if (f->rows || (field && field->type == MB_T_ROWS && f->type == MB_CELL_NUMBER))
		return true;
	if (n > 5 && mb_streq(f->key + n - 5, "_text") && mb_doc_node(d, mb_arena_ndup(q->a, f->key, n - 5)))
		return true;
	return mb_streq(f->key, "short") || (mb_streq(f->key, "number") && mb_doc_node(d, "place"));
}

void show_facts(struct web_req *q, struct tpl_map *part, const struct mb_doc *d, const struct mb_fact *facts,
		size_t n, const char *const *but)
{
	for (size_t i = 0, next; i < n; i = next) {
		struct tpl_map *fact;

		for (next = i + 1; next < n && !*facts[next].label; next++)
			;
		if (among(facts[i].key, but) || says_nothing(q, d, &facts[i]))
			continue;
		if (next == i + 1) {
			show_fact(q, part, facts[i].label, &facts[i].value, facts[i].type);
			continue;
		}
		fact = tpl_list_add(part, "summary");
		tpl_set_text(fact, "key", facts[i].label);
		for (size_t k = i; k < next; k++)
			if (facts[k].value.text)
				tpl_set_text(tpl_list_add(fact, "lines"), "text",
					     show_named(q, facts[k].value.text));
	}
}

void show_rows(struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from,
	       const struct mb_doc *d, const struct mb_fact *facts, size_t n, const char *const *but)
{
	for (size_t i = 0; i < n; i++) {
		const struct mb_field *f = facts[i].rows;
		struct mb_register r;
		struct tpl_map *part;

		if (!f || !*facts[i].label || among(f->name, but) ||
		    !mb_rows_table(&r, q->a, q->g, from, d, f))
			continue;
		part = show_section(page, mb_arena_printf(q->a, "rows-%s", f->name), facts[i].label);
		show_table(q, tpl_map(part, "table_part"), mb_arena_printf(q->a, "t-%s", f->name), &r, NULL,
			   NULL);
	}
}

struct mb_str show_text_of(const struct mb_doc *d)
{
	struct mb_str body = d->body;
	const char *nl;

	while (body.n && (*body.p == '\n' || *body.p == '\r'))
		body = (struct mb_str){ body.p + 1, body.n - 1 };
	nl = body.n ? memchr(body.p, '\n', body.n) : NULL;
	if (nl && body.n > 2 && body.p[0] == '#' && body.p[1] == ' ' &&
	    strlen(d->title) == (size_t)(nl - body.p) - 2 &&
	    memcmp(body.p + 2, d->title, strlen(d->title)) == 0)
		return (struct mb_str){ nl + 1, body.n - (size_t)(nl + 1 - body.p) };
	return body;
}
