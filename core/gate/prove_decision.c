/* What a decision rests on, as the record stood when it was recorded, and what became of it since. */
#include "prove.h"

#include <stdlib.h>
#include <string.h>

struct basis {
	struct proving *x;
	const struct made *m;		  /* recorded the decision */
	struct mb_view *then;		  /* the record as that left it */
	const struct mb_doc *d, *meeting; /* as of then */
	mb_day date;
};

static const char *list_text(struct mb_arena *a, const char *list, const char *more)
{
	return list ? mb_arena_printf(a, "%s, %s", list, more) : more;
}

/* The history of a file; a change that does not prove becomes a step, unless it is one already. */
static int sound(struct made ***history, size_t *n, struct proving *x, const char *what,
		 const struct mb_doc *doc, struct mb_error *err)
{
	int rc = prove_history(history, n, x, doc->path, err);

	for (size_t i = 0; rc == MB_OK && i < *n; i++) {
		struct made *m = (*history)[i];

		if (!m->r.differs || m->at_step)
			continue;
		m->at_step = true;
		prove_step(x, what, mb_arena_dup(x->a, doc->id), m)->says = "a change to it";
	}
	return rc;
}

/* The last change to a file until the decision was recorded. */
static const struct made *last_until(struct made *const *history, size_t n, const struct made *m)
{
	while (n > 0)
		if (history[--n]->at <= m->at)
			return history[n];
	return NULL;
}

static const struct made *by_event(struct made *const *history, size_t n, const char *event)
{
	long number = event ? strtol(event, NULL, 10) : 0;

	for (size_t i = 0; i < n; i++)
		if (number && history[i]->r.claim.event == number)
			return history[i];
	return NULL;
}

static int view_of(struct mb_view **out, struct proving *x, const struct made *m, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(x->g);
	struct mb_oid tree = { { 0 } };
	struct mb_rules *rules;

	if (m->r.claim.rules && strlen(m->r.claim.rules) < sizeof tree.hex) {
		memcpy(tree.hex, m->r.claim.rules, strlen(m->r.claim.rules));
		if (gate_rules_of(&rules, x->reader.g, &tree, NULL) == MB_OK)
			s = mb_rules_schema(rules);
	}
	return mb_view_of_tree(out, x->g->rec, &m->r.commit.tree, s, err);
}

/* ---- papers ---------------------------------------------------------------------------------------------- */

static bool signed_by(const struct made *m, const char *doc, const char *role, const char *by)
{
	const struct message_claim *c = &m->r.claim;

	for (size_t i = 0; i < c->n_acts; i++)
		if (mb_streq(c->acts[i].doc, doc) && mb_streq(c->acts[i].event, "sign") &&
		    mb_streq(c->acts[i].role, role) && mb_streq(c->by, by))
			return true;
	return false;
}

static int signoff(struct basis *b, const struct mb_doc *paper, const struct mb_node *row,
		   struct made *const *history, size_t n, struct mb_error *err)
{
	struct proving *x = b->x;
	const char *role = mb_node_text(row, "role"), *by = mb_node_text(row, "by"),
		   *on = mb_node_text(row, "on");
	const struct made *m = by_event(history, n, mb_node_text(row, "event"));
	struct mb_proof_step *s = prove_step(x, "sign-off", mb_arena_dup(x->a, paper->id), m);
	struct mb_view *v;
	mb_day day;
	int rc;

	s->says = mb_arena_printf(x->a, "as %s by %s on %s, of the text %.12s", role ? role : "?",
				  by ? by : "?", on ? on : "?", paper->text);
	if (s->differs)
		return MB_OK;
	if (!m || !role || !by || !on || !mb_day_parse(&day, on) || !signed_by(m, paper->id, role, by)) {
		s->differs = "no event of the record is this sign-off";
		return MB_OK;
	}
	if ((rc = view_of(&v, x, m, err)) != MB_OK)
		return rc;
	if (!mb_role_holds(v, by, role, paper->group, day))
		s->differs = mb_arena_printf(x->a, "%s did not hold the role of %s on that day", by, role);
	mb_view_free(v);
	return MB_OK;
}

static int approved_text(struct basis *b, const struct mb_doc *paper, const struct made *approval,
			 struct mb_proof_step *s, struct mb_error *err)
{
	const struct mb_doc *as_approved;
	struct mb_view *v;
	int rc;

	if (!approval || approval->at > b->m->at)
		return MB_OK;
	if ((rc = view_of(&v, b->x, approval, err)) != MB_OK)
		return rc;
	if (mb_view_doc(&as_approved, v, paper->path, NULL) == MB_OK &&
	    strcmp(as_approved->text, paper->text) != 0 && !s->differs)
		s->differs = mb_arena_printf(b->x->a, "the text approved was another one: %.12s",
					     as_approved->text);
	mb_view_free(v);
	return MB_OK;
}

static void act(struct basis *b, const char *what, const struct mb_doc *doc, const struct made *m)
{
	struct mb_proof_step *s;

	if (!m)
		return;
	s = prove_step(b->x, what, mb_arena_dup(b->x->a, doc->id), m);
	s->says = mb_arena_printf(b->x->a, "by %s on %s", m->r.claim.by ? m->r.claim.by : "nobody named",
				  prove_day(b->x, m->r.claim.on));
}

static int paper_of(struct basis *b, const char *id, struct mb_error *err)
{
	const struct mb_doc *paper;
	const struct mb_node *rows;
	const struct made *approval;
	struct mb_proof_step *s;
	struct made **history;
	size_t n, n_void = 0;
	int rc = mb_view_doc(&paper, b->then, id, err);

	if (rc != MB_OK || (rc = sound(&history, &n, b->x, "paper", paper, err)) != MB_OK)
		return rc;
	approval = prove_act(history, n, paper->id, "approve");
	rows = mb_doc_node(paper, "signoffs");
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		n_void += !mb_streq(mb_node_text(rows->items[i], "of"), paper->text);
	s = prove_step(b->x, "paper", mb_arena_dup(b->x->a, paper->id), NULL);
	s->says = mb_arena_printf(
		b->x->a, "\"%s\", text %s as it stood when decided%s", paper->title, paper->text,
		n_void ? mb_arena_printf(b->x->a, "; %zu sign-off%s of an earlier text void", n_void,
					 n_void == 1 ? " is" : "s are")
		       : "");
	if ((rc = approved_text(b, paper, approval, s, err)) != MB_OK)
		return rc;
	for (size_t i = 0; rc == MB_OK && rows && rows->type == MB_LIST && i < rows->n; i++)
		if (mb_streq(mb_node_text(rows->items[i], "of"), paper->text))
			rc = signoff(b, paper, rows->items[i], history, n, err);
	act(b, "approval", paper, approval);
	act(b, "publication", paper, prove_act(history, n, paper->id, "publish"));
	return rc;
}

static int papers(struct basis *b, struct mb_error *err)
{
	const char *id = mb_doc_field(b->d, "paper");

	if (id)
		return paper_of(b, id, err);
	prove_step(b->x, "paper", b->x->out->id, NULL)->says = "no paper stands behind it";
	return MB_OK;
}

/* ---- the meeting ----------------------------------------------------------------------------------------- */

static const struct mb_finding *finding(const struct made *m, const char *doc, const char *requirement)
{
	for (size_t i = 0; m && i < m->r.ruling.n_findings; i++) {
		const struct mb_finding *x = &m->r.ruling.findings[i];

		if (mb_streq(x->doc, doc) && mb_streq(x->requirement, requirement))
			return x;
	}
	return NULL;
}

static const char *finding_words(struct mb_arena *a, const struct mb_finding *f)
{
	return mb_arena_printf(a, "%s: %s; needed %s%s%s", mb_outcome_word(f->outcome), f->found, f->needed,
			       f->source && *f->source ? ", from " : "", f->source ? f->source : "");
}

static int notice(struct basis *b, struct mb_error *err)
{
	const struct mb_query q = {
		.kind = "agenda", .group = b->meeting->group, .field = "meeting", .value = b->meeting->id
	};
	const struct mb_doc **agendas;
	size_t n;
	int rc = mb_view_list(&agendas, &n, b->then, &q, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_finding *f;
		const struct made *m;
		struct made **history;
		size_t n_history;

		if ((rc = sound(&history, &n_history, b->x, "notice", agendas[i], err)) != MB_OK)
			break;
		m = prove_act(history, n_history, agendas[i]->id, "publish");
		f = finding(m, agendas[i]->id, "clear_days");
		act(b, "notice", agendas[i], m);
		if (m && f)
			b->x->out->steps[b->x->out->n_steps - 1].says = mb_arena_printf(
				b->x->a, "published on %s for %s; %s", prove_day(b->x, m->r.claim.on),
				prove_day(b->x, b->date), finding_words(b->x->a, f));
	}
	return rc;
}

static int attendance(struct basis *b, struct mb_error *err)
{
	const struct mb_node *rows = mb_doc_node(b->meeting, "attendance");
	struct proving *x = b->x;
	const char *present = NULL;
	struct mb_proof_step *s;
	struct made **history;
	size_t n;
	int rc = sound(&history, &n, x, "attendance", b->meeting, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *who = mb_node_text(rows->items[i], "person"),
			   *stands = mb_node_text(rows->items[i], "substitute_for");

		if (!mb_streq(mb_node_text(rows->items[i], "as"), "present"))
			continue;
		who = who ? who : mb_node_text(rows->items[i], "name");
		present = list_text(x->a, present,
				    stands ? mb_arena_printf(x->a, "%s (for %s)", who ? who : "?", stands)
					   : mb_arena_dup(x->a, who ? who : "?"));
	}
	s = prove_step(x, "attendance", mb_arena_dup(x->a, b->meeting->id), last_until(history, n, b->m));
	s->says = mb_arena_printf(x->a, "present on %s: %s", prove_day(x, b->date),
				  present ? present : "nobody recorded");
	return MB_OK;
}

static void quorum(struct basis *b)
{
	const struct mb_finding *f = finding(b->m, b->d->id, "quorate");
	struct mb_proof_step *s = prove_step(
		b->x, "quorum", b->meeting ? mb_arena_dup(b->x->a, b->meeting->id) : b->x->out->id, b->m);

	s->says = f ? finding_words(b->x->a, f) : "the rules ask for none here";
}

static void interests(struct basis *b)
{
	const struct mb_node *rows = b->meeting ? mb_doc_node(b->meeting, "interests") : NULL;
	const char *item = mb_doc_field(b->d, "item"), *list = NULL;

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *who = mb_node_text(rows->items[i], "person"),
			   *nature = mb_node_text(rows->items[i], "nature");

		if (item && mb_streq(mb_node_text(rows->items[i], "item"), item))
			list = list_text(b->x->a, list,
					 mb_arena_printf(b->x->a, "%s (%s)", who ? who : "?",
							 nature ? nature : "no nature given"));
	}
	prove_step(b->x, "interests", b->meeting ? mb_arena_dup(b->x->a, b->meeting->id) : b->x->out->id,
		   b->m)
		->says = list ? mb_arena_printf(b->x->a, "declared in the item: %s", list)
			      : "none declared in the item";
}

/* ---- the group ------------------------------------------------------------------------------------------- */

static int membership(struct basis *b, struct mb_error *err)
{
	struct proving *x = b->x;
	const struct mb_doc *group;
	struct mb_member *members;
	struct mb_proof_step *s;
	struct made **history;
	const char *list = NULL;
	size_t n, n_history;
	int rc;

	if ((rc = mb_view_doc(&group, b->then, b->d->group, err)) != MB_OK ||
	    (rc = mb_group_members(&members, &n, x->a, b->then, b->d->group, b->date, err)) != MB_OK ||
	    (rc = sound(&history, &n_history, x, "membership", group, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (members[i].voting)
			list = list_text(x->a, list, mb_arena_dup(x->a, members[i].person));
	s = prove_step(x, "membership", mb_arena_dup(x->a, group->id), last_until(history, n_history, b->m));
	s->says = mb_arena_printf(x->a, "voting on %s: %s", prove_day(x, b->date), list ? list : "nobody");
	return MB_OK;
}

static int parameters(struct basis *b, struct mb_error *err)
{
	struct proving *x = b->x;
	const struct mb_schema *schema = b->then->schema;
	const struct mb_query q = { .kind = "terms-of-reference", .group = b->d->group };
	const struct made *m = NULL;
	const struct mb_doc **docs;
	struct made **history;
	const char *list = NULL;
	size_t n, n_history;
	int rc = mb_view_list(&docs, &n, b->then, &q, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = 1; i < n; i++)
		if (mb_streq(docs[i]->state, "in force"))
			docs[0] = docs[i];
	if (n) {
		if ((rc = sound(&history, &n_history, x, "terms of reference", docs[0], err)) != MB_OK)
			return rc;
		m = last_until(history, n_history, b->m);
	}
	for (size_t i = 0; i < schema->n_params; i++) {
		const struct mb_node *value;
		const char *source;

		if (mb_param_value(&value, &source, x->a, b->then, schema->params[i].name, b->d->group,
				   NULL) != MB_OK ||
		    value->type != MB_TEXT)
			continue;
		list = list_text(x->a, list,
				 mb_arena_printf(x->a, "%s %s (%s)", schema->params[i].name, value->text,
						 mb_starts(source, "terms") ? "its own" : "default"));
	}
	prove_step(x, "terms of reference", mb_arena_dup(x->a, n ? docs[0]->id : b->d->group), m)->says =
		list ? list : "no parameters";
	return MB_OK;
}

int prove_decision(struct proving *x, const struct made *m, struct mb_error *err)
{
	struct basis b = { .x = x, .m = m, .date = MB_NO_DAY };
	const char *meeting;
	int rc = view_of(&b.then, x, m, err);

	if (rc != MB_OK)
		return rc;
	if ((rc = mb_view_doc(&b.d, b.then, x->doc->path, err)) != MB_OK)
		goto out;
	meeting = mb_doc_field(b.d, "meeting");
	b.date = mb_doc_day(b.d, "date");
	if (meeting && (rc = mb_view_doc(&b.meeting, b.then, meeting, err)) != MB_OK)
		goto out;
	if ((rc = papers(&b, err)) != MB_OK || (b.meeting && (rc = notice(&b, err)) != MB_OK) ||
	    (b.meeting && (rc = attendance(&b, err)) != MB_OK))
		goto out;
	quorum(&b);
	if (!b.d->group || (rc = membership(&b, err)) != MB_OK)
		goto out;
	interests(&b);
	rc = parameters(&b, err);
out:
	mb_view_free(b.then);
	return rc;
}

/* ---- what became of it ----------------------------------------------------------------------------------- */

static int minutes(struct proving *x, struct mb_error *err)
{
	const char *id = mb_doc_field(x->doc, "minutes"), *by;
	const struct mb_doc *doc;
	const struct made *m;
	struct mb_proof_step *s;
	struct made **history;
	size_t n;
	int rc;

	if (!id)
		return MB_OK;
	if ((rc = mb_view_doc(&doc, x->g->view, id, err)) != MB_OK ||
	    (rc = sound(&history, &n, x, "minutes", doc, err)) != MB_OK)
		return rc;
	m = prove_act(history, n, doc->id, "approve");
	s = prove_step(x, "minutes", mb_arena_dup(x->a, doc->id), m);
	by = mb_doc_field(doc, "approved_by");
	s->says = m ? mb_arena_printf(x->a, "approved on %s%s%s", prove_day(x, m->r.claim.on),
				      by ? " by decision " : "", by ? by : "")
		    : "not approved yet";
	return MB_OK;
}

/* Decisions that ratify this one. */
static int ratification(struct proving *x, struct mb_error *err)
{
	const struct mb_query q = { .kind = "decision", .field = "ratifies", .value = x->doc->id };
	const struct mb_doc **docs;
	size_t n;
	int rc = mb_view_list(&docs, &n, x->g->view, &q, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct made **history;
		const struct made *m;
		size_t n_history;

		if ((rc = sound(&history, &n_history, x, "ratification", docs[i], err)) != MB_OK)
			break;
		m = prove_act(history, n_history, docs[i]->id, "record");
		prove_step(x, "ratification", mb_arena_dup(x->a, docs[i]->id), m)->says = mb_arena_printf(
			x->a, "%s of %s on %s: %s", docs[i]->id, docs[i]->group,
			prove_day(x, mb_doc_day(docs[i], "date")),
			mb_doc_field(docs[i], "outcome") ? mb_doc_field(docs[i], "outcome") : "no outcome");
	}
	return rc;
}

static int reports(struct proving *x, struct mb_error *err)
{
	const struct mb_query q = { .kind = "report", .field = "subject", .value = x->doc->id };
	const struct mb_doc **docs;
	size_t n;
	int rc = mb_view_list(&docs, &n, x->g->view, &q, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const char *by = mb_doc_field(docs[i], "considered_by"),
			   *purpose = mb_doc_field(docs[i], "purpose");
		struct made **history;
		size_t n_history;

		if ((rc = sound(&history, &n_history, x, "report", docs[i], err)) != MB_OK)
			break;
		prove_step(x, "report", mb_arena_dup(x->a, docs[i]->id),
			   n_history ? history[n_history - 1] : NULL)
			->says = mb_arena_printf(x->a, "to %s, %s: %s%s%s", docs[i]->group,
						 purpose ? purpose : "no purpose", docs[i]->state,
						 by ? " by decision " : "", by ? by : "");
	}
	return rc;
}

static void irregularities(struct proving *x)
{
	const struct mb_node *rows = mb_doc_node(x->doc, "irregular");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *rule = mb_node_text(row, "rule"), *marks = mb_node_text(row, "marks"),
			   *cured = mb_node_text(row, "cured"), *by = mb_node_text(row, "cured_by");

		prove_step(x, "irregularity", x->out->id, NULL)->says = mb_arena_printf(
			x->a, "%s (%s); %s%s%s%s", marks ? marks : "irregular", rule ? rule : "?",
			cured ? "cured on " : "not cured", cured ? cured : "", by ? ": " : "", by ? by : "");
	}
}

int prove_outcome(struct proving *x, struct mb_error *err)
{
	int rc = minutes(x, err);

	if (rc != MB_OK)
		return rc;
	irregularities(x);
	if ((rc = ratification(x, err)) != MB_OK)
		return rc;
	return reports(x, err);
}
