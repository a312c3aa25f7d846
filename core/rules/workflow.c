/* workflow.c: the workflow's own findings - is the document in the right state, and may this person do it? Permission is
 * not a fact: even a move that records facts is refused to who may not make it. */
#include "rules_impl.h"

#include <stdio.h>
#include <string.h>

/* Where a permission is written, and what it says. */
struct permission {
	const char *rule, *file, *requirement;
	int line;
	const char *const *roles;
	size_t n_roles;
	mb_day on;
};

static const char *joined(struct mb_arena *a, const char *const *list, size_t n)
{
	char *out = "";

	for (size_t i = 0; i < n; i++)
		out = mb_arena_printf(a, "%s%s%s", out, i ? ", " : "", list[i]);
	return out;
}

static bool has_text(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(list[i], word))
			return true;
	return false;
}

static const struct declared *workflow_of(const struct mb_rules *r, const struct mb_kind *k)
{
	for (size_t i = 0; i < r->n_declared; i++)
		if (strcmp(r->declared[i].word, "workflow") == 0 && strcmp(r->declared[i].name, k->name) == 0)
			return &r->declared[i];
	return NULL;
}

/* Who holds what is read before the change, so that nobody appoints himself and acts in one go; a group that the
 * change itself makes has only its after. */
static int holds_in_base(bool *out, struct judging *j, const struct mb_doc *d, struct mb_error *err)
{
	const struct fact *x;
	struct ask q;
	int rc = MB_OK;

	*out = j->c->base != NULL;
	if (!*out || !d->group)
		return MB_OK;
	q = ask_group(j->f, true, d->group);
	if ((rc = fact_fetch(&x, j->f, &q, err)) == MB_OK)
		*out = x->doc != NULL;
	return rc;
}

static int known_person(bool *out, struct judging *j, const char *id, struct mb_error *err)
{
	const struct fact *x;
	struct ask q;
	int rc;

	*out = false;
	if (!id || strlen(id) > 100)
		return MB_OK;
	q = ask_person(j->f, false, id);
	if ((rc = fact_fetch(&x, j->f, &q, err)) == MB_OK)
		*out = x->doc != NULL;
	return rc;
}

/* The people who hold any of the roles, once each. */
static int holders_of(const char ***who, size_t *n, struct judging *j, const struct permission *p,
		      struct mb_error *err)
{
	const struct mb_doc *d = j->f->before ? j->f->before : j->f->doc;
	bool base;
	int rc = holds_in_base(&base, j, d, err);

	*who = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < p->n_roles; i++) {
		const char **people;
		size_t m;

		rc = facts_holders(&people, &m, j->f, d, p->roles[i], p->on, base, err);
		for (size_t k = 0; rc == MB_OK && k < m; k++)
			if (!has_text(*who, *n, people[k]))
				*MB_PUSH(j->arena, *who, *n) = mb_arena_dup(j->arena, people[k]);
	}
	return rc;
}

static int may(struct judging *j, const struct permission *p, struct mb_error *err)
{
	const char *by = j->f->by, **who;
	struct mb_finding *x;
	bool allowed = false;
	size_t n;
	int rc = holders_of(&who, &n, j, p, err);

	if (rc == MB_OK && has_text(p->roles, p->n_roles, "anyone"))
		rc = known_person(&allowed, j, by, err);
	if (rc != MB_OK)
		return rc;
	allowed = allowed || (by && has_text(who, n, by));
	x = judge_finding(j, p->rule, p->file, p->line, p->requirement);
	x->found = mb_arena_dup(j->arena, by ? by : "");
	x->needed = joined(j->arena, p->roles, p->n_roles);
	if (allowed)
		return MB_OK;
	x->outcome = MB_UNSATISFIED;
	x->who = who;
	x->n_who = n;
	if (p->n_roles == 0)
		x->remedy = "nobody may do this";
	else if (n == 0)
		x->remedy = mb_arena_printf(
			j->arena, "this is for the %s, and nobody holds that role on the day", x->needed);
	else
		x->remedy = mb_arena_printf(j->arena, "this is for the %s: %s", x->needed,
					    joined(j->arena, who, n));
	j->refused = true;
	return MB_OK;
}

static void in_state(struct judging *j, const struct permission *p, const char *const *states, size_t n,
		     const char *remedy)
{
	const char *from = j->f->from_state ? j->f->from_state : "";
	struct mb_finding *x = judge_finding(j, p->rule, p->file, p->line, "from");

	x->found = mb_arena_dup(j->arena, from);
	x->needed = joined(j->arena, states, n);
	if (has_text(states, n, from))
		return;
	x->outcome = MB_UNSATISFIED;
	x->remedy = remedy;
	j->refused = true;
}

static void refuse(struct judging *j, const struct permission *p, const char *requirement, const char *found,
		   const char *needed, const char *remedy)
{
	struct mb_finding *x = judge_finding(j, p->rule, p->file, p->line, requirement);

	x->outcome = MB_UNSATISFIED;
	x->found = mb_arena_dup(j->arena, found ? found : "");
	x->needed = mb_arena_dup(j->arena, needed);
	x->remedy = mb_arena_dup(j->arena, remedy);
	j->refused = true;
}

/* ---- one event of each sort ------------------------------------------------------------------------------ */

static int judge_move(struct judging *j, const struct mb_event *e, const struct mb_move *m,
		      struct permission *p, struct mb_error *err)
{
	const char *remedy;

	p->file = m->file;
	p->line = m->line;
	p->roles = m->who;
	p->n_roles = m->n_who;
	p->on = j->f->today;
	remedy = mb_arena_printf(j->arena, "it is %s; '%s' is made when it is %s",
				 j->f->from_state ? j->f->from_state : "in no state", m->name,
				 joined(j->arena, m->from, m->n_from));
	in_state(j, p, m->from, m->n_from, remedy);
	return e->follows ? MB_OK : may(j, p, err);
}

/* A kind without a workflow is kept by the group's officer; what belongs to no group, and a group that has no officer,
 * by a holder of the clerk's post. */
static int judge_plain_edit(struct judging *j, struct permission *p, struct mb_error *err)
{
	static const char *const officer[] = { "board officer" };
	struct mb_view *v = j->c->base ? j->c->base : j->c->after;
	struct mb_partnership about = { 0 };
	const char **roles = NULL, **people;
	size_t n = 0, n_people = 0;
	bool base;
	int rc;

	if (j->f->doc->group) {
		if ((rc = holds_in_base(&base, j, j->f->doc, err)) != MB_OK ||
		    (rc = facts_holders(&people, &n_people, j->f, j->f->doc, officer[0], p->on, base, err)) !=
			    MB_OK)
			return rc;
		if (n_people > 0) {
			p->roles = officer;
			p->n_roles = 1;
			return may(j, p, err);
		}
		*MB_PUSH(j->arena, roles, n) = officer[0];
	}
	rc = mb_partnership_read(&about, v, NULL);
	if (rc == MB_EFAIL)
		return mb_fail(err, MB_EFAIL, "partnership.yaml cannot be read; try again");
	if (rc == MB_OK && about.clerk_post)
		*MB_PUSH(j->arena, roles, n) = mb_arena_dup(j->arena, about.clerk_post);
	p->roles = roles;
	p->n_roles = n;
	return may(j, p, err);
}

static int judge_edit(struct judging *j, struct permission *p, struct mb_error *err)
{
	const struct mb_kind *k = j->f->kind;
	const char *remedy;

	if (k->n_states == 0)
		return judge_plain_edit(j, p, err);
	p->roles = k->edit_who;
	p->n_roles = k->n_edit_who;
	if (k->n_edit_in > 0 || k->n_edit_who == 0) {
		remedy = mb_arena_printf(j->arena,
					 "the text is fixed once %s: a correction is a recorded decision",
					 j->f->from_state ? j->f->from_state : "filed");
		in_state(j, p, k->edit_in, k->n_edit_in, remedy);
	}
	return k->n_edit_who > 0 ? may(j, p, err) : MB_OK;
}

static int judge_sign(struct judging *j, struct permission *p, struct mb_error *err)
{
	const struct mb_kind *k = j->f->kind;
	const char *role = j->f->role ? j->f->role : "";

	if (!has_text(k->sign_roles, k->n_sign_roles, role)) {
		refuse(j, p, "role", role, joined(j->arena, k->sign_roles, k->n_sign_roles),
		       k->n_sign_roles ? "sign in one of these roles"
				       : "this kind of document is not signed off");
		return MB_OK;
	}
	if (k->n_sign_in > 0)
		in_state(j, p, k->sign_in, k->n_sign_in,
			 mb_arena_printf(j->arena, "it is signed off while it is %s",
					 joined(j->arena, k->sign_in, k->n_sign_in)));
	p->roles = &j->f->role;
	p->n_roles = 1;
	return may(j, p, err);
}

static int judge_one_waiver(struct judging *j, struct permission *p, const char *name, struct mb_error *err)
{
	const struct rule *rule = rule_named(j->r, name);
	const char *author = mb_doc_field(j->f->doc, "author"), **names = NULL;
	size_t n = 0;
	int rc;

	if (!rule || !rule->waivable) {
		for (size_t i = 0; i < j->r->n_rules; i++)
			if (j->r->rules[i].waivable)
				*MB_PUSH(j->arena, names, n) = j->r->rules[i].name;
		refuse(j, p, "waiver", name, "",
		       mb_arena_printf(j->arena,
				       rule ? "the rule '%s' cannot be waived%s" : "there is no rule '%s'%s",
				       name, rule ? "" : slip_near(j->arena, name, names, n)));
		return MB_OK;
	}
	p->file = rule->file;
	p->line = rule->line;
	p->roles = rule->waiver_by;
	p->n_roles = rule->n_waiver_by;
	if ((rc = may(j, p, err)) != MB_OK)
		return rc;
	if (rule->waiver_needs_reason && (!j->f->reason || !mb_trim(mb_str(j->f->reason)).n))
		refuse(j, p, "reason", "", "a reason", "say why: a waiver needs a reason");
	if (author && (mb_streq(author, j->f->by) || mb_streq(author, j->f->entered_by)))
		refuse(j, p, "not_author", author, "somebody else",
		       "nobody waives a rule for what they wrote themselves");
	return MB_OK;
}

static int judge_waive(struct judging *j, struct permission *p, struct mb_error *err)
{
	int rc = MB_OK;

	if (j->c->claim->n_waives == 0)
		refuse(j, p, "waiver", "", "the name of a rule", "say which rule is waived");
	for (size_t i = 0; rc == MB_OK && i < j->c->claim->n_waives; i++)
		rc = judge_one_waiver(j, p, j->c->claim->waives[i], err);
	return rc;
}

int workflow_judge(struct judging *j, const struct mb_event *e, struct mb_error *err)
{
	static const char *const anyone[] = { "anyone" };
	const struct mb_kind *k = j->f->kind;
	const struct declared *w = workflow_of(j->r, k);
	const struct mb_move *m = mb_kind_move(k, e->name);
	struct permission p = { .requirement = "may", .on = j->f->on };

	p.rule = mb_arena_printf(j->arena, "%s workflow", k->name);
	p.file = w ? w->file : k->file;
	p.line = w ? w->line : k->line;
	if (m)
		return judge_move(j, e, m, &p, err);
	if (strcmp(e->name, "create") == 0 || e->follows) {
		p.roles = anyone;
		p.n_roles = 1;
		return e->follows ? MB_OK : may(j, &p, err);
	}
	if (strcmp(e->name, "edit") == 0)
		return judge_edit(j, &p, err);
	if (strcmp(e->name, "sign") == 0)
		return judge_sign(j, &p, err);
	if (strcmp(e->name, "waive") == 0)
		return judge_waive(j, &p, err);
	if (strcmp(e->name, "remove") == 0)
		refuse(j, &p, "from", "remove", "",
		       "nothing is removed from the record unless its workflow has a move 'remove'");
	else
		refuse(j, &p, "from", e->name, "", "no such move is declared");
	return MB_OK;
}
