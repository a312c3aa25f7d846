/* One document's page on a terminal: its facts and its whole trail, as labelled lines. */
#include "cli.h"

#include <string.h>

#define LABEL 18 /* columns of the labels */

void cli_fact(struct cli *c, const char *label, const char *value)
{
	if (value)
		out_wrapped(c, LABEL + 2, mb_arena_printf(c->a, "  %-*s", LABEL, label), value);
}

/* Documents with their titles. */
static const char *words(struct cli *c, const struct mb_fact *f)
{
	const char *all = NULL;

	if (f->type != MB_CELL_LINK || f->value.n_refs == 0)
		return f->value.text;
	for (size_t i = 0; i < f->value.n_refs; i++) {
		const struct mb_ref *r = &f->value.refs[i];

		all = mb_streq(r->id, r->title)
			      ? mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? "; " : "", r->id)
			      : mb_arena_printf(c->a, "%s%s%s \"%s\"", all ? all : "", all ? "; " : "", r->id,
						r->title);
	}
	return all;
}

int cli_facts(struct cli *c, const struct mb_standpoint *from, const struct mb_doc *d, struct mb_error *err)
{
	struct mb_fact *facts;
	size_t n;
	int rc = mb_facts(&facts, &n, c->a, c->g, from, d, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		cli_fact(c, facts[i].label, words(c, &facts[i]));
	return rc;
}
