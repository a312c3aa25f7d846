/* The map of groups on a day: who is there, which lines are in force, and the nested list. */
#include "registers_impl.h"

#include <stdlib.h>
#include <string.h>

const char *mb_map_fault_word(enum mb_map_fault f)
{
	static const char *const words[] = {
		[MB_MAP_LOOP] = "loop",
		[MB_MAP_ORPHAN] = "orphan",
		[MB_MAP_NO_ROUTE] = "no route up",
		[MB_MAP_TWO_WAYS] = "described in two ways",
		[MB_MAP_SAME_REMIT] = "same remit",
		[MB_MAP_UNCOVERED] = "uncovered priority",
		[MB_MAP_NOBODY] = "leads to nobody",
	};

	return words[f];
}

bool map_leads_up(const struct mb_map_line *line)
{
	return !mb_streq(line->type, "dotted");
}

/* ---- groups and lines ------------------------------------------------------------------------------------ */

static bool stands(const struct mb_doc *group, mb_day on)
{
	mb_day began = mb_doc_day(group, "began"), ended = mb_doc_day(group, "ended");

	return (began == MB_NO_DAY || began <= on) && (ended == MB_NO_DAY || on <= ended);
}

/* The first paragraph of a body that is neither heading, list nor table. */
static const char *first_paragraph(struct mb_arena *a, struct mb_str body)
{
	size_t at = 0;

	while (at < body.n) {
		const char *nl = memchr(body.p + at, '\n', body.n - at);
		struct mb_str line = mb_trim(
			(struct mb_str){ body.p + at, nl ? (size_t)(nl - body.p) - at : body.n - at });
		const char *end;

		if (line.n && !strchr("#-*|>", line.p[0])) {
			struct mb_str rest = { line.p, body.n - (size_t)(line.p - body.p) };
			char *text;

			end = memmem(rest.p, rest.n, "\n\n", 2);
			rest = mb_trim((struct mb_str){ rest.p, end ? (size_t)(end - rest.p) : rest.n });
			text = mb_arena_ndup(a, rest.p, rest.n);
			for (char *p = text; *p; p++)
				if (*p == '\n' || *p == '\r')
					*p = ' ';
			return text;
		}
		at = nl ? (size_t)(nl - body.p) + 1 : body.n;
	}
	return NULL;
}

static size_t members_on(const struct mb_doc *group, mb_day on)
{
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, group, "members"), count = 0;
	mb_day from, until;

	for (size_t i = 0; i < n; i++)
		count += row_in_force(&from, &until, rows[i], on) && text_of(rows[i], "person");
	return count;
}

static int by_title(const void *x, const void *y)
{
	const struct found *a = x, *b = y;
	int order = strcasecmp(a->doc->title, b->doc->title);

	return order ? order : strcmp(a->doc->group, b->doc->group);
}

static void take_group(struct mb_map *m, const struct look *l, const struct mb_doc *d)
{
	*MB_PUSH(l->a, m->groups, m->n_groups) = (struct mb_map_group){
		.slug = d->group,
		.title = d->title,
		.code = mb_doc_field(d, "code") ? mb_doc_field(d, "code") : "",
		.regime = mb_doc_field(d, "regime"),
		.remit = first_paragraph(l->a, d->body),
		.began = mb_doc_day(d, "began"),
		.ended = mb_doc_day(d, "ended"),
		.members = members_on(d, l->day),
	};
}

static size_t place_of(const struct mb_map *m, const char *slug)
{
	for (size_t i = 0; i < m->n_groups; i++)
		if (mb_streq(m->groups[i].slug, slug))
			return i;
	return SIZE_MAX;
}

static void finding(struct mb_map *m, const struct look *l, enum mb_map_fault fault, const char *slug,
		    const char *text)
{
	struct mb_map_finding *f = MB_PUSH(l->a, m->findings, m->n_findings);

	*f = (struct mb_map_finding){ .fault = fault, .text = text };
	*MB_PUSH(l->a, f->groups, f->n_groups) = slug;
}

static void take_lines(struct mb_map *m, const struct look *l, const struct mb_doc *d)
{
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, d, "lines"), from = place_of(m, d->group);

	for (size_t i = 0; i < n; i++) {
		const char *to = text_of(rows[i], "to"), *type = text_of(rows[i], "type");
		mb_day since, until;
		size_t at;

		if (!to || !row_in_force(&since, &until, rows[i], l->day))
			continue;
		if ((at = place_of(m, to)) == SIZE_MAX && l->from->reader)
			continue; /* a group that this reader may not see is not nobody */
		if (at == SIZE_MAX) {
			finding(m, l, MB_MAP_NOBODY, d->group,
				mb_arena_printf(l->a, "%s has a line to '%s', which is no group on %s.",
						d->title, to, mb_day_words(l->a, l->day)));
			continue;
		}
		*MB_PUSH(l->a, m->lines, m->n_lines) = (struct mb_map_line){
			.from = from,
			.to = at,
			.type = type ? type : "solid",
			.accountability = text_of(rows[i], "accountability"),
			.since = since,
			.until = until,
		};
	}
}

/* ---- the nested list ------------------------------------------------------------------------------------- */

struct nesting {
	struct mb_map *m;
	const struct look *l;
	bool *shown;
};

static bool reports_up(const struct mb_map *m, size_t group)
{
	for (size_t i = 0; i < m->n_lines; i++)
		if (m->lines[i].from == group && m->lines[i].to != group && map_leads_up(&m->lines[i]))
			return true;
	return false;
}

static void nest(struct nesting *n, size_t group, size_t line, size_t depth)
{
	struct mb_map *m = n->m;

	*MB_PUSH(n->l->a, m->list, m->n_list) = (struct mb_map_place){
		.group = group, .depth = depth, .line = line, .again = n->shown[group]
	};
	if (n->shown[group])
		return;
	n->shown[group] = true;
	for (size_t i = 0; i < m->n_lines; i++)
		if (m->lines[i].to == group && m->lines[i].from != group && map_leads_up(&m->lines[i]))
			nest(n, m->lines[i].from, i, depth + 1);
}

static void make_list(struct mb_map *m, const struct look *l)
{
	struct nesting n = { m, l, mb_arena_alloc(l->a, m->n_groups + 1) };

	for (size_t i = 0; i < m->n_groups; i++)
		n.shown[i] = false;
	for (size_t i = 0; i < m->n_groups; i++)
		if (!reports_up(m, i))
			nest(&n, i, SIZE_MAX, 0);
	for (size_t i = 0; i < m->n_groups; i++) /* groups that report to each other in a ring have no top */
		if (!n.shown[i])
			nest(&n, i, SIZE_MAX, 0);
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

int mb_map_read(struct mb_map *out, struct mb_arena *a, struct mb_gate *g, const struct mb_standpoint *from,
		struct mb_error *err)
{
	const struct look l = look_from(a, g, from);
	struct found *groups;
	size_t n;
	int rc;

	memset(out, 0, sizeof *out);
	out->on = l.day;
	if ((rc = look_standing(&groups, &n, &l, "group", NULL, err)) != MB_OK)
		return rc;
	if (n > 1)
		qsort(groups, n, sizeof *groups, by_title);
	for (size_t i = 0; i < n; i++)
		if (stands(groups[i].doc, l.day))
			take_group(out, &l, groups[i].doc);
	for (size_t i = 0; i < n; i++)
		if (stands(groups[i].doc, l.day))
			take_lines(out, &l, groups[i].doc);
	make_list(out, &l);
	return map_findings(out, &l, groups, n, err);
}
