/* list.c: the rules of a version, one after the other, for whoever lists them. */
#include "rules_impl.h"

#include <string.h>

/* Does any move it stands before record a fact? Then it marks and does not refuse. */
static bool of_fact(const struct mb_rules *r, const struct rule *rule)
{
	for (size_t k = 0; k < r->schema.n_kinds; k++)
		for (size_t m = 0; m < r->schema.kinds[k].n_moves; m++)
			if (r->schema.kinds[k].moves[m].records &&
			    rule_names_event(rule->before, rule->n_before, r->schema.kinds[k].name,
					     r->schema.kinds[k].moves[m].name))
				return true;
	return false;
}

static enum mb_outcome not_met(const struct mb_rules *r, const struct rule *rule)
{
	if (!rule->n_requires)
		return MB_SATISFIED;
	switch (rule->mode) {
	case MODE_ADVISE:
		return MB_ADVISED;
	case MODE_IRREGULAR:
		return MB_IRREGULAR;
	case MODE_BY_MOVE:
		return of_fact(r, rule) ? MB_IRREGULAR : MB_UNSATISFIED;
	default:
		return MB_UNSATISFIED;
	}
}

void mb_rules_list(struct mb_rule_about **out, size_t *n, struct mb_arena *a, const struct mb_rules *r)
{
	*out = mb_arena_alloc(a, (r->n_rules + 1) * sizeof **out);
	*n = r->n_rules;
	for (size_t i = 0; i < r->n_rules; i++) {
		const struct rule *x = &r->rules[i];

		(*out)[i] = (struct mb_rule_about){ .name = x->name,
						    .about = x->about,
						    .authority = x->authority,
						    .source_url = x->source_url,
						    .file = x->file,
						    .line = x->line,
						    .before = x->before,
						    .n_before = x->n_before,
						    .after = x->after,
						    .n_after = x->n_after,
						    .daily = x->daily,
						    .not_met = not_met(r, x),
						    .from = x->from,
						    .to = x->to };
	}
}
