/* daily.c: what the passing of days asks for. */
#include "rules_impl.h"

#include <string.h>

static int one_document(struct judging *j, size_t ordinal, const struct mb_doc *d, struct mb_error *err)
{
	const struct rule *rule = &j->r->rules[ordinal - 1];
	struct facts *f = j->f;
	char text[ERROR_TEXT] = "";
	struct val v;

	f->doc = d;
	f->before = NULL;
	f->gone = false;
	f->kind = d->kind;
	f->from_state = f->to_state = d->state;
	j->left = VM_RUN_STEPS;
	if (!rule_applies(j, rule))
		return MB_OK;
	if (rule->has_when) {
		enum vm_end end = rule_call(&v, j, ordinal, CALL_WHEN, 0, text, err);

		if (end == VM_LATE)
			return MB_EFAIL;
		if (end != VM_FINE) {
			struct mb_finding *x = judge_finding(j, rule->name, rule->file, rule->line, "when");

			x->outcome = MB_BROKEN;
			x->authority = mb_arena_dup(j->arena, rule->authority);
			x->reason = mb_arena_dup(j->arena, text);
			return MB_OK;
		}
		if (v.type == V_NIL || (v.type == V_BOOL && !v.yes))
			return MB_OK;
	}
	return effects_of(j, ordinal, true, err);
}

/* Only the documents of the events given, when the host wants to know of those alone. */
static int one_of_events(struct judging *j, size_t ordinal, const char *state, struct mb_error *err)
{
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < j->c->n_events; i++) {
		const struct mb_doc *d = j->c->events[i].after;

		if (d && d->kind && mb_streq(d->kind->name, j->r->rules[ordinal - 1].daily) &&
		    (!state || mb_streq(d->state, state)))
			rc = one_document(j, ordinal, d, err);
	}
	return rc;
}

static int one_query(struct judging *j, size_t ordinal, const char *state, struct mb_error *err)
{
	const struct rule *rule = &j->r->rules[ordinal - 1];
	struct mb_query q = { .kind = rule->daily, .field = state ? "state" : NULL, .value = state };
	const struct mb_doc **docs = NULL;
	size_t n = 0;
	int rc;

	if (j->c->n_events)
		return one_of_events(j, ordinal, state, err);
	rc = mb_view_list(&docs, &n, j->c->after, &q, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		rc = one_document(j, ordinal, docs[i], err);
	return rc;
}

int judge_day(struct mb_ruling *out, struct mb_arena *a, struct mb_rules *r, const struct mb_case *c,
	      struct facts *f, struct mb_error *err)
{
	struct judging j = { .r = r, .f = f, .arena = a, .c = c, .out = out };
	int rc = MB_OK;

	memset(out, 0, sizeof(*out));
	f->event = "daily";
	for (size_t i = 0; rc == MB_OK && i < r->n_rules; i++) {
		const struct rule *rule = &r->rules[i];

		if (!rule->daily)
			continue;
		if (rule->n_while_in == 0)
			rc = one_query(&j, i + 1, NULL, err);
		for (size_t k = 0; rc == MB_OK && k < rule->n_while_in; k++)
			rc = one_query(&j, i + 1, rule->while_in[k], err);
	}
	out->accepted = rc == MB_OK;
	judge_case_finish(&j);
	return rc;
}

int mb_rules_daily(struct mb_ruling *out, struct mb_arena *a, struct mb_rules *r, const struct mb_case *c,
		   struct mb_error *err)
{
	struct mb_arena *own = mb_arena_new();
	struct facts f;
	int rc;

	facts_init(&f, own, &r->schema, c);
	f.looked = r->looked;
	f.looked_ctx = r->looked_ctx;
	rc = judge_day(out, a, r, c, &f, err);
	facts_free(&f);
	mb_arena_free(own);
	return rc;
}
