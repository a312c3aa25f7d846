/* What is wrong with the map: loops, orphans, no way up, priorities that nobody covers. */
#include "map_impl.h"

#include <string.h>

struct mb_map_finding *map_finding(struct finding_out *f, enum mb_map_fault fault, const char *text)
{
	struct mb_map_finding *one = MB_PUSH(f->l->a, f->m->findings, f->m->n_findings);

	*one = (struct mb_map_finding){ .fault = fault, .text = text };
	return one;
}

void map_finding_group(struct finding_out *f, struct mb_map_finding *one, size_t group)
{
	*MB_PUSH(f->l->a, one->groups, one->n_groups) = f->m->groups[group].slug;
}

/* ---- ways up --------------------------------------------------------------------------------------------- */

/* Every group that can be reached upwards from one; `from` itself only by a ring. */
static void reach(bool *seen, const struct mb_map *m, size_t from)
{
	for (size_t i = 0; i < m->n_lines; i++)
		if (m->lines[i].from == from && map_leads_up(&m->lines[i]) && !seen[m->lines[i].to]) {
			seen[m->lines[i].to] = true;
			reach(seen, m, m->lines[i].to);
		}
}

static bool **reach_all(const struct finding_out *f)
{
	size_t n = f->m->n_groups;
	bool **up = mb_arena_alloc(f->l->a, (n + 1) * sizeof *up);

	for (size_t i = 0; i < n; i++) {
		up[i] = mb_arena_alloc(f->l->a, n + 1);
		memset(up[i], 0, n + 1);
		reach(up[i], f->m, i);
	}
	return up;
}

/* Groups of one ring reach each other; each ring is told once, from its first. */
static void loops(struct finding_out *f, bool *const *up)
{
	const struct mb_map *m = f->m;

	for (size_t i = 0; i < m->n_groups; i++) {
		struct mb_map_finding *one;
		const char *names = NULL;
		bool first = up[i][i];

		for (size_t k = 0; k < i; k++)
			first &= !(up[i][k] && up[k][i]);
		if (!first)
			continue;
		one = map_finding(f, MB_MAP_LOOP, NULL);
		for (size_t k = 0; k < m->n_groups; k++)
			if (k == i || (up[i][k] && up[k][i])) {
				map_finding_group(f, one, k);
				names = joined(f->l->a, names, ", ", m->groups[k].title);
			}
		one->text = one->n_groups == 1
				    ? mb_arena_printf(f->l->a, "%s reports to itself.", names)
				    : mb_arena_printf(f->l->a, "These report to each other in a ring: %s.",
						      names);
	}
}

static bool is_top(const struct mb_map *m, size_t group)
{
	for (size_t i = 0; i < m->n_lines; i++)
		if (m->lines[i].from == group)
			return false;
	return true;
}

static void routes(struct finding_out *f, bool *const *up)
{
	const struct mb_map *m = f->m;

	for (size_t i = 0; i < m->n_groups; i++) {
		size_t touching = 0, outgoing = 0;
		bool way = false;
		const char *title = m->groups[i].title;

		for (size_t k = 0; k < m->n_lines; k++) {
			touching += m->lines[k].from == i || m->lines[k].to == i;
			outgoing += m->lines[k].from == i;
		}
		for (size_t k = 0; k < m->n_groups; k++)
			way |= up[i][k] && is_top(m, k);
		if (!touching && m->n_groups > 1)
			map_finding_group(
				f,
				map_finding(
					f, MB_MAP_ORPHAN,
					mb_arena_printf(f->l->a,
							"%s has no line to any group, and none leads to it.",
							title)),
				i);
		else if (outgoing && !way && !up[i][i])
			map_finding_group(
				f,
				map_finding(
					f, MB_MAP_NO_ROUTE,
					mb_arena_printf(
						f->l->a,
						"%s has only dotted lines: no body above answers for what "
						"it does.",
						title)),
				i);
		else if (outgoing && !way)
			map_finding_group(
				f,
				map_finding(
					f, MB_MAP_NO_ROUTE,
					mb_arena_printf(
						f->l->a,
						"From %s no way leads up to a group that answers to nobody.",
						title)),
				i);
	}
}

/* ---- priorities ------------------------------------------------------------------------------------------ */

static bool mentions(struct mb_str text, const char *words)
{
	size_t n = strlen(words);

	for (size_t i = 0; n && i + n <= text.n; i++)
		if (strncasecmp(text.p + i, words, n) == 0)
			return true;
	return false;
}

/* Where groups say which themes are theirs, that counts; where none does, what their pages and terms of reference mention. */
static bool covered(const struct finding_out *f, const char *id, const char *title, bool declared)
{
	for (size_t i = 0; i < f->n_pages; i++) {
		const struct map_page *p = &f->pages[i];

		if (declared ? field_holds(p->group, "themes", id) ||
				       (title && field_holds(p->group, "themes", title))
			     : title && (mentions(p->group->body, title) ||
					 (p->terms && mentions(p->terms->body, title))))
			return true;
	}
	return false;
}

static void priorities(struct finding_out *f)
{
	const struct mb_node *themes = mb_node_get(mb_gate_partnership(f->l->g)->root, "themes");
	bool declared = false;

	for (size_t i = 0; i < f->n_pages; i++)
		declared |= mb_doc_node(f->pages[i].group, "themes") != NULL;
	for (size_t i = 0; themes && themes->type == MB_LIST && f->n_pages && i < themes->n; i++) {
		const char *id = text_of(themes->items[i], "id"), *title = text_of(themes->items[i], "title");

		if (id && !covered(f, id, title, declared))
			map_finding(f, MB_MAP_UNCOVERED,
				    mb_arena_printf(
					    f->l->a,
					    declared ? "No group has '%s' among its themes."
						     : "No group's page or terms of reference mentions '%s'.",
					    title ? title : id));
	}
}

/* ---- all of them ----------------------------------------------------------------------------------------- */

static int read_pages(struct finding_out *f, const struct found *groups, size_t n, struct mb_error *err)
{
	struct found *terms;
	size_t n_terms;
	int rc = look_list(&terms, &n_terms, f->l, "terms-of-reference", NULL, NULL, NULL, err);

	for (size_t i = 0; rc == MB_OK && i < f->m->n_groups; i++) {
		struct map_page *p = MB_PUSH(f->l->a, f->pages, f->n_pages);

		*p = (struct map_page){ 0 };
		for (size_t k = 0; k < n; k++)
			if (mb_streq(groups[k].doc->group, f->m->groups[i].slug))
				p->group = groups[k].doc;
		for (size_t k = 0; k < n_terms; k++)
			if (mb_streq(terms[k].doc->group, f->m->groups[i].slug))
				p->terms = terms[k].doc;
	}
	return rc;
}

int map_findings(struct mb_map *m, const struct look *l, const struct found *groups, size_t n_all,
		 struct mb_error *err)
{
	struct finding_out f = { .m = m, .l = l };
	bool **up = reach_all(&f);
	int rc = read_pages(&f, groups, n_all, err);

	if (rc != MB_OK)
		return rc;
	loops(&f, up);
	routes(&f, up);
	map_two_ways(&f);
	map_same_remit(&f);
	priorities(&f);
	return MB_OK;
}
