/* The rules about rules: what the engine itself asks of an enactment. No rule can change or waive them. Each is a finding in the
 * canonical ruling, made of the trees, the claim and the entry alone, so that it can be made again. */
#include "gate_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct asked {
	struct draft *d;
	struct enactment *e;
	const struct mb_schema *new;
	const char *group; /* that decides on rules; NULL: partnership.yaml does not say */
	bool founding;	   /* the base has no entry by decision */
};

/* Texts are copied: the ruling outlives the view they may come from. */
static void find(struct asked *q, const char *requirement, bool holds, const char *found, const char *needed,
		 const char *source, const char *remedy)
{
	struct mb_ruling *r = &q->d->out->ruling;
	struct mb_arena *a = q->d->a;

	*MB_PUSH(a, r->findings,
		 r->n_findings) = (struct mb_finding){ .rule = "the engine",
						       .file = "enactment",
						       .doc = "rules",
						       .event = "enact",
						       .requirement = requirement,
						       .outcome = holds ? MB_SATISFIED : MB_UNSATISFIED,
						       .found = mb_arena_dup(a, found ? found : ""),
						       .needed = mb_arena_dup(a, needed ? needed : ""),
						       .source = mb_arena_dup(a, source ? source : ""),
						       .remedy = holds ? NULL : mb_arena_dup(a, remedy),
						       .authority = "Minutebook's own: rules about rules" };
}

/* ---- people, decision, date -------------------------------------------------------------------------------- */

static const char *pair(struct mb_arena *a, const char *by, const char *entered_by)
{
	return entered_by ? mb_arena_printf(a, "%s (entered by %s)", by, entered_by) : by ? by : "nobody";
}

static bool same_person(const struct enactment *e)
{
	const char *who[] = { e->by, e->entered_by }, *whose[] = { e->proposed_by, e->proposed_entered_by };

	for (size_t i = 0; i < 4; i++)
		if (who[i / 2] && mb_streq(who[i / 2], whose[i % 2]))
			return true;
	return false;
}

static void ask_people(struct asked *q)
{
	struct mb_arena *a = q->d->a;
	bool same = same_person(q->e);
	const char *found = mb_arena_printf(a, "proposed by %s; enacted by %s%s",
					    pair(a, q->e->proposed_by, q->e->proposed_entered_by),
					    pair(a, q->e->by, q->e->entered_by),
					    same && q->founding ? "; founding period: one person may" : "");

	find(q, "two_people", !same || q->founding, found, "two different people", "",
	     mb_arena_printf(a,
			     "somebody other than %s enacts what %s laid down (minutebook rules propose DIR; "
			     "then, as "
			     "another person, minutebook rules enact --decision ID)",
			     q->e->proposed_by, q->e->proposed_by));
}

bool doc_irregular(const char **rule, const struct mb_doc *doc)
{
	const struct mb_node *rows = mb_doc_node(doc, "irregular");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (!mb_node_text(rows->items[i], "cured")) {
			*rule = mb_node_text(rows->items[i], "rule");
			return true;
		}
	return false;
}

static void ask_standing(struct asked *q, const struct mb_doc *doc)
{
	struct mb_arena *a = q->d->a;
	const char *outcome = mb_doc_field(doc, "outcome"), *rule = NULL;
	bool marked = doc_irregular(&rule, doc);

	find(q, "decided_by", q->group && mb_streq(doc->group, q->group), mb_arena_dup(a, doc->group),
	     q->group ? q->group : "rules_decided_by", "partnership.yaml",
	     q->group ? mb_arena_printf(a, "cite a decision of %s", q->group)
		      : "say in partnership.yaml which group decides on rules, as in `rules_decided_by: "
			"strategy-board`");
	find(q, "decision_stands", mb_streq(doc->state, "recorded") || mb_streq(doc->state, "implemented"),
	     mb_arena_dup(a, doc->state), "recorded or implemented", doc->id,
	     mb_arena_printf(a, "%s is %s: cite a decision that stands", doc->id, doc->state));
	find(q, "agreed", mb_streq(outcome, "agreed"), mb_arena_dup(a, outcome), "agreed", doc->id,
	     mb_arena_printf(a, "%s did not agree to anything (%s): cite the decision that did", doc->id,
			     outcome ? outcome : "no outcome"));
	find(q, "in_order", !marked, marked ? mb_arena_dup(a, rule) : "", "no open irregularity", doc->id,
	     mb_arena_printf(a,
			     "%s has no effect until its irregularity is cured (minutebook irregularities)",
			     doc->id));
}

static int ask_decision(struct asked *q, struct mb_error *err)
{
	const struct mb_doc *doc;
	struct mb_error low;
	int rc;

	if (!q->e->decision) {
		find(q, "cites_decision", q->founding, q->founding ? "none; founding period" : "none",
		     "a recorded decision", "",
		     "cite the decision that brings these rules into force (--decision ID)");
		return MB_OK;
	}
	rc = mb_view_doc(&doc, q->d->base, q->e->decision, &low);
	if (rc != MB_OK && rc != MB_ENOTFOUND && rc != MB_EINVAL)
		return mb_fail(err, rc, "%s", low.text);
	if (rc != MB_OK || !doc->kind || !mb_streq(doc->kind->name, "decision")) {
		find(q, "cites_decision", false, q->e->decision, "a recorded decision", "",
		     rc != MB_OK ? mb_arena_printf(q->d->a, "%s; cite one that is in the record", low.text)
				 : mb_arena_printf(q->d->a, "%s is a %s: cite a decision", doc->id,
						   doc->kind ? doc->kind->name : "page"));
		return MB_OK;
	}
	find(q, "cites_decision", true, mb_arena_dup(q->d->a, doc->id), "a recorded decision", "", NULL);
	ask_standing(q, doc);
	return MB_OK;
}

static void ask_date(struct asked *q)
{
	char from[MB_ISO_DATE], recorded[MB_ISO_DATE];
	struct mb_arena *a = q->d->a;
	bool moves = false;

	mb_day_iso(from, q->e->from);
	mb_day_iso(recorded, q->e->recorded);
	find(q, "not_before_recorded", q->e->from >= q->e->recorded, mb_arena_dup(a, from),
	     mb_arena_printf(a, "%s or later", recorded), "",
	     "rules never reach back: let them come into force today or later (--from)");
	for (size_t i = 0; i < q->e->n_becoming; i++)
		moves |= q->e->becoming[i].now != NULL;
	if (moves)
		find(q, "becomes_at_once", q->e->from == q->e->recorded, mb_arena_dup(a, from),
		     mb_arena_dup(a, recorded), "",
		     "documents change their state with the enactment, so enact on the day it comes into "
		     "force");
}

/* ---- what was found out beforehand -------------------------------------------------------------------------- */

static void ask_tests(struct asked *q)
{
	const struct enactment *e = q->e;
	const char *tests = e->tests ? e->tests : "";
	char *end;
	bool passed = strtol(tests, &end, 10) > 0 && mb_streq(end, " passed");

	find(q, "no_slips", e->check && mb_starts(e->check, "no slips"), e->check, "no slips", "",
	     "put right what `minutebook rules check --rules DIR` names");
	find(q, "tests_pass", passed, tests, "tests, all passed", "",
	     mb_starts(tests, "0 ")
		     ? "write tests in rules/tests/ and run `minutebook rules test --rules DIR`"
		     : "put right what `minutebook rules test --rules DIR` shows");
	find(q, "replayed", e->replay && *e->replay, e->replay, "a replay over the record", "",
	     "enact with minutebook, which replays the record by itself");
	find(q, "documents_fit", e->documents && mb_ends(e->documents, " documents fit"), e->documents,
	     "all documents fit", "",
	     "documents of the record would break these rules' declarations: make the field optional, keep "
	     "the kind and "
	     "its names, and ask for what is new by a rule");
}

/* ---- ways out ----------------------------------------------------------------------------------------------- */

static bool has(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(list[i], word))
			return true;
	return false;
}

static bool held_in(struct asked *q, const char *role, const char *group)
{
	const char **people;
	size_t n = 0;

	return mb_role_holders(&people, &n, q->d->a, q->d->base, role, group, q->e->recorded, NULL) ==
		       MB_OK &&
	       n > 0;
}

/* In the group that decides; in any when none is named. */
static bool somebody_holds(struct asked *q, const char *role)
{
	const struct mb_query groups = { .kind = "group" };
	const struct mb_doc **docs;
	size_t n = 0;

	if (q->group || held_in(q, role, NULL))
		return q->group ? held_in(q, role, q->group) : true;
	if (mb_view_list(&docs, &n, q->d->base, &groups, NULL) != MB_OK)
		return false;
	for (size_t i = 0; i < n; i++)
		if (held_in(q, role, docs[i]->group))
			return true;
	return false;
}

/* A role that somebody holds today; NULL: none of them. The document's own people (its author) are there as soon as it is. */
static const char *held(struct asked *q, const struct mb_kind *k, const char *const *roles, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct mb_field *own = mb_kind_field(k, roles[i]);

		if (mb_streq(roles[i], "anyone") || mb_streq(roles[i], "author") ||
		    (own && own->type == MB_T_PERSON) || somebody_holds(q, roles[i]))
			return roles[i];
	}
	return NULL;
}

/* Is there a move (of this name, if given) from a state that somebody may make? */
static const char *open_move(struct asked *q, const struct mb_kind *k, const char *from, const char *name)
{
	if (k && mb_streq(from, "new") && !k->n_states)
		return "create";
	for (size_t i = 0; k && i < k->n_moves; i++) {
		const struct mb_move *m = &k->moves[i];
		const char *role;

		if (has(m->from, m->n_from, from) && (!name || mb_streq(m->name, name)) &&
		    (role = held(q, k, m->who, m->n_who)))
			return mb_arena_printf(q->d->a, "%s by %s", m->name, role);
	}
	return NULL;
}

static const char *open_edit(struct asked *q, const struct mb_kind *k)
{
	const char *role = k && k->n_states && has(k->edit_in, k->n_edit_in, k->states[0])
				   ? held(q, k, k->edit_who, k->n_edit_who)
				   : NULL;

	return role ? mb_arena_printf(q->d->a, "edit by %s", role) : NULL;
}

static void ask_way(struct asked *q, const char *kind, const char *what, const char *way)
{
	struct mb_arena *a = q->d->a;

	find(q, "way_out", way != NULL,
	     way ? mb_arena_printf(a, "%s: %s", kind, way) : mb_arena_printf(a, "%s: none", kind), what, "",
	     mb_arena_printf(a,
			     "under these rules nobody could do this any more (%s), and there would be no "
			     "way back: keep the "
			     "kind '%s', the move, and a role that somebody holds",
			     what, kind));
}

static void ask_ways(struct asked *q)
{
	const struct mb_schema *s = q->new;
	const struct mb_kind *decision = mb_schema_kind(s, "decision");
	const char *start = decision && decision->n_states ? decision->states[0] : "";

	ask_way(q, "paper", "somebody can propose", open_move(q, mb_schema_kind(s, "paper"), "new", NULL));
	ask_way(q, "meeting", "somebody can call a meeting",
		open_move(q, mb_schema_kind(s, "meeting"), "new", NULL));
	ask_way(q, "minutes", "somebody can file minutes",
		open_move(q, mb_schema_kind(s, "minutes"), "new", NULL));
	ask_way(q, "minutes", "somebody can correct minutes", open_edit(q, mb_schema_kind(s, "minutes")));
	ask_way(q, "decision", "somebody can record a decision", open_move(q, decision, "new", NULL));
	ask_way(q, "decision", "somebody can rescind a decision", open_move(q, decision, start, "rescind"));
}

/* ---- states ------------------------------------------------------------------------------------------------- */

static void ask_states(struct asked *q)
{
	struct mb_arena *a = q->d->a;

	for (size_t i = 0; i < q->e->n_becoming; i++) {
		const struct becoming *b = &q->e->becoming[i];
		const char *which = b->hidden && !b->now ? "documents of which some are not for you to see"
				    : b->n == 1
					    ? b->first
					    : mb_arena_printf(a, "%s to %s (%zu)", b->first, b->last, b->n);

		if (!b->was)
			find(q, "kind_kept", false, mb_arena_printf(a, "%s: %s", b->kind, which),
			     "no documents of this kind", "",
			     mb_arena_printf(a, "the record has documents of the kind '%s': keep it declared",
					     b->kind));
		else if (!b->now)
			find(q, "state_kept", false, mb_arena_printf(a, "%s: %s", which, b->was),
			     "another state to become", "",
			     mb_arena_printf(a,
					     "say in workflow \"%s\" what they become, as in becomes = { "
					     "[\"%s\"] = \"...\" }",
					     b->kind, b->was));
		else
			find(q, "becomes", true,
			     mb_arena_printf(a, "%s: %s becomes %s", which, b->was, b->now), "", "", NULL);
	}
}

int enact_judge(struct draft *d, struct mb_error *err)
{
	struct asked q = { .d = d, .e = d->enactment };
	struct mb_ruling *r = &d->out->ruling;
	struct mb_rules *new;
	struct enactment *list;
	size_t n;
	int rc;

	if ((rc = gate_rules_of(&new, d->g, &q.e->rules, err)) != MB_OK ||
	    (rc = enactments_read(&list, &n, d->a, d->base, err)) != MB_OK)
		return rc;
	q.new = mb_rules_schema(new);
	q.group = mb_node_text(d->g->partnership.root, "rules_decided_by");
	q.founding = enactments_founding(list, n);
	ask_people(&q);
	if ((rc = ask_decision(&q, err)) != MB_OK)
		return rc;
	ask_date(&q);
	ask_tests(&q);
	ask_ways(&q);
	ask_states(&q);
	r->accepted = true;
	for (size_t i = 0; i < r->n_findings; i++)
		r->accepted &= r->findings[i].outcome == MB_SATISFIED;
	d->out->accepted = r->accepted;
	if (!r->accepted)
		d->headline = mb_arena_printf(d->a, "enact rules %.12s (asked for by %s)", q.e->rules.hex,
					      q.e->by);
	return r->accepted ? MB_OK : mb_fail(err, MB_EREFUSED, "refused by the engine");
}
