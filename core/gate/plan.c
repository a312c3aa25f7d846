/* What a meeting still needs, found out by asking. Acts are supposed one after the other (ahead.c): a paper is led, in supposition,
 * to the state with which the rules let the agenda go out; a sign-off is needed if the move fares worse without it. So
 * another pack's papers, states and sign-offs need no other C. */
#include "plan.h"

#include <string.h>

#define PAPERS_MAX 60
#define MOVES_MAX  4 /* from a paper's state to the one it should be in */

static bool listed(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(list[i], word))
			return true;
	return false;
}

/* ---- how an act fares ------------------------------------------------------------------------------------ */

/* Nobody may: as if nobody did it. */
int plan_fare(struct mb_ruling *best, size_t *who, struct mb_arena *a, struct ahead *w,
	      const struct ahead_act *x, struct mb_instant at, size_t usual, struct mb_error *err)
{
	struct ahead_person *people;
	size_t n;
	int rc = ahead_people(&people, &n, a, w, x, mb_instant_day(at), err);

	*who = 0;
	if (rc != MB_OK)
		return rc;
	if (n == 0)
		return ahead_judge(best, a, w, x, "", at, NULL, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		size_t k = (usual + i) % n;
		struct mb_ruling r;

		rc = ahead_judge(&r, a, w, x, people[k].person, at, NULL, err);
		if (rc == MB_OK && (i == 0 || ahead_count_unmet(&r) < ahead_count_unmet(best))) {
			*best = r;
			*who = k;
		}
		if (rc == MB_OK && ahead_count_unmet(best) == 0)
			break;
	}
	return rc;
}

/* ---- what a meeting needs -------------------------------------------------------------------------------- */

const char *plan_act_words(struct plan *p, const struct ahead_act *x, const char *doc)
{
	return x->role ? mb_arena_printf(p->a, "sign %s as %s", doc, x->role)
		       : mb_arena_printf(p->a, "%s %s", x->move, doc);
}

/* Somebody who may do it, for supposing it done. */
static const char *doer(struct plan *p, struct ahead *w, const struct ahead_act *x)
{
	struct ahead_person *people;
	struct mb_error ignored;
	size_t n;

	return ahead_people(&people, &n, p->a, w, x, p->today, &ignored) == MB_OK && n ? people[0].person
										       : NULL;
}

/* Put an act on the list and suppose it done. */
static int need(struct plan *p, const struct ahead_act *x, bool after, struct mb_error *err)
{
	struct planned *step = MB_PUSH(p->a, p->steps, p->n);
	const struct mb_kind *k;
	const struct mb_doc *doc;
	const struct mb_move *m;
	const char *id = x->doc, *by = doer(p, &p->world, x);
	struct mb_view *v;
	int rc;

	step->act = *x;
	ahead_fork(&step->before, &p->world);
	if ((rc = ahead_do(&id, &p->world, x, by ? by : "nobody", p->now, err)) != MB_OK ||
	    (rc = ahead_view(&v, &p->world, err)) != MB_OK || (rc = mb_view_doc(&doc, v, id, err)) != MB_OK)
		return rc;
	k = doc->kind;
	m = x->role ? NULL : mb_kind_move(k, x->move);
	step->s = (struct mb_step){ .doc = id,
				    .kind = k->name,
				    .title = mb_arena_dup(p->a, doc->title),
				    .act = x->role ? "sign" : x->move,
				    .role = x->role,
				    .about = m ? m->about : NULL,
				    .first = MB_NO_DAY,
				    .last = MB_NO_DAY,
				    .last_working = MB_NO_DAY,
				    .minute = -1,
				    .after = after,
				    .chased = MB_NO_DAY };
	return MB_OK;
}

static bool signed_by_role(const struct mb_doc *doc, const char *role)
{
	const struct mb_node *rows = mb_doc_node(doc, "signoffs");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (mb_streq(mb_node_text(rows->items[i], "role"), role) &&
		    mb_streq(mb_node_text(rows->items[i], "of"), doc->text))
			return true;
	return false;
}

/* The sign-offs that a document's state allows and that nobody has given, but one (NULL: none left out). */
static int sign_all(struct plan *p, struct ahead *w, const char *id, const char *but, struct mb_error *err)
{
	const struct mb_doc *doc;
	struct mb_view *v;
	int rc = ahead_view(&v, w, err);

	if (rc != MB_OK || (rc = mb_view_doc(&doc, v, id, err)) != MB_OK ||
	    !listed(doc->kind->sign_in, doc->kind->n_sign_in, doc->state))
		return rc;
	const struct mb_kind *k = doc->kind;
	const char **open = NULL;
	size_t n = 0;

	for (size_t i = 0; i < k->n_sign_roles; i++)
		if (!mb_streq(k->sign_roles[i], but) && !signed_by_role(doc, k->sign_roles[i]))
			*MB_PUSH(p->a, open, n) = k->sign_roles[i];
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct ahead_act sign = { .doc = id, .role = open[i] };
		const char *by = doer(p, w, &sign);

		if (by)
			rc = ahead_do(NULL, w, &sign, by, p->now, err);
	}
	return rc;
}

/* The fewest moves from one state to another; 0 when there is no way. */
static size_t way(const char **path, const struct mb_kind *k, const char *from, const char *to, size_t most)
{
	if (mb_streq(from, to))
		return 0;
	for (size_t len = 1; len <= most; len++)
		for (size_t i = 0; i < k->n_moves; i++) {
			const struct mb_move *m = &k->moves[i];

			if (m->records || mb_streq(m->to, from) || !listed(m->from, m->n_from, from))
				continue;
			path[0] = m->name;
			if (mb_streq(m->to, to))
				return 1;
			if (len > 1 && !listed(k->ends, k->n_ends, m->to)) {
				size_t rest = way(path + 1, k, m->to, to, len - 1);

				if (rest)
					return rest + 1;
			}
		}
	return 0;
}

static int lead(struct plan *p, struct ahead *w, const char *id, const char *to, struct mb_error *err)
{
	const char *path[MOVES_MAX];
	const struct mb_doc *doc;
	struct mb_view *v;
	size_t n;
	int rc = ahead_view(&v, w, err);

	if (rc != MB_OK || (rc = mb_view_doc(&doc, v, id, err)) != MB_OK)
		return rc;
	n = way(path, doc->kind, doc->state, to, MOVES_MAX);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct ahead_act move = { .doc = id, .move = path[i] };
		const char *by;

		if ((rc = sign_all(p, w, id, NULL, err)) != MB_OK)
			return rc;
		by = doer(p, w, &move);
		rc = ahead_do(NULL, w, &move, by ? by : "nobody", p->now, err);
	}
	return rc;
}

static int troubles(size_t *n, struct plan *p, struct ahead *w, const struct ahead_act *x,
		    struct mb_error *err)
{
	struct mb_ruling r;
	size_t who;
	int rc = plan_fare(&r, &who, p->a, w, x, p->now, 0, err);

	*n = rc == MB_OK ? ahead_count_unmet(&r) : 0;
	return rc;
}

/* The state of its papers with which an act fares best; NULL: as they are. */
static int goal_state(const char **goal, struct plan *p, const char *const *papers, size_t n,
		      const struct ahead_act *x, struct mb_error *err)
{
	const struct mb_doc *doc;
	struct mb_view *v;
	size_t least;
	int rc;

	*goal = NULL;
	if (n == 0 || (rc = troubles(&least, p, &p->world, x, err)) != MB_OK || least == 0)
		return n == 0 ? MB_OK : rc;
	if ((rc = ahead_view(&v, &p->world, err)) != MB_OK ||
	    (rc = mb_view_doc(&doc, v, papers[0], err)) != MB_OK)
		return rc;
	for (size_t s = 0; rc == MB_OK && least > 0 && s < doc->kind->n_states; s++) {
		struct ahead w;
		size_t now;

		ahead_fork(&w, &p->world);
		for (size_t i = 0; rc == MB_OK && i < n; i++)
			rc = lead(p, &w, papers[i], doc->kind->states[s], err);
		if (rc == MB_OK && (rc = troubles(&now, p, &w, x, err)) == MB_OK && now < least) {
			least = now;
			*goal = doc->kind->states[s];
		}
		ahead_end(&w);
	}
	return rc;
}

/* The sign-offs without which a move fares worse, then the move. */
static int need_move(struct plan *p, const struct ahead_act *move, struct mb_error *err)
{
	const char **roles = NULL;
	const struct mb_doc *doc;
	struct mb_view *v;
	struct ahead w;
	size_t n = 0, with, without;
	int rc = ahead_view(&v, &p->world, err);

	if (rc != MB_OK || (rc = mb_view_doc(&doc, v, move->doc, err)) != MB_OK)
		return rc;
	const struct mb_kind *k = doc->kind;

	for (size_t i = 0; listed(k->sign_in, k->n_sign_in, doc->state) && i < k->n_sign_roles; i++)
		if (!signed_by_role(doc, k->sign_roles[i]))
			*MB_PUSH(p->a, roles, n) = k->sign_roles[i];
	ahead_fork(&w, &p->world);
	if ((rc = sign_all(p, &w, move->doc, NULL, err)) == MB_OK)
		rc = troubles(&with, p, &w, move, err);
	ahead_end(&w);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct ahead_act sign = { .doc = move->doc, .role = roles[i] };

		ahead_fork(&w, &p->world);
		if ((rc = sign_all(p, &w, move->doc, roles[i], err)) == MB_OK)
			rc = troubles(&without, p, &w, move, err);
		ahead_end(&w);
		if (rc == MB_OK && (without > with || !doer(p, &p->world, &sign)))
			rc = need(p, &sign, false, err);
	}
	return rc == MB_OK ? need(p, move, false, err) : rc;
}

static int need_paper(struct plan *p, const char *id, const char *goal, struct mb_error *err)
{
	const char *path[MOVES_MAX];
	const struct mb_doc *doc;
	struct mb_view *v;
	size_t n, done = p->n;
	int rc = ahead_view(&v, &p->world, err);

	if (rc != MB_OK || (rc = mb_view_doc(&doc, v, id, err)) != MB_OK)
		return rc;
	n = way(path, doc->kind, doc->state, goal, MOVES_MAX);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct ahead_act move = { .doc = id, .move = path[i] };

		if ((rc = need_move(p, &move, err)) != MB_OK)
			return rc;
		for (; done + 1 < p->n; done++) /* the sign-offs, and an earlier move, are for this one */
			p->steps[done].needed_by = p->n;
	}
	return rc;
}

static int papers_on(const char ***out, size_t *n, struct plan *p, const struct mb_doc *agenda,
		     struct mb_error *err)
{
	const struct mb_node *rows = mb_doc_node(agenda, "items");
	struct mb_view *v;
	int rc = ahead_view(&v, &p->world, err);

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *id = mb_node_text(rows->items[i], "paper");
		const struct mb_doc *paper;
		struct mb_error ignored;

		if (id && *n < PAPERS_MAX && mb_view_doc(&paper, v, id, &ignored) == MB_OK && paper->kind &&
		    paper->kind->n_moves && !listed(paper->kind->ends, paper->kind->n_ends, paper->state) &&
		    !listed(*out, *n, paper->id))
			*MB_PUSH(p->a, *out, *n) = mb_arena_dup(p->a, paper->id);
	}
	return rc;
}

static const char *move_between(const struct mb_kind *k, const char *from, const char *to)
{
	for (size_t i = 0; i < k->n_moves; i++)
		if (mb_streq(k->moves[i].to, to) && listed(k->moves[i].from, k->moves[i].n_from, from))
			return k->moves[i].name;
	return NULL;
}

/* An agenda that has not gone out: its papers brought to where the rules want them, then the agenda itself. */
int plan_agenda(struct plan *p, const char *id, struct mb_error *err)
{
	struct ahead_act out = { .doc = id };
	const struct mb_doc *doc;
	const char **papers, *goal;
	struct mb_view *v;
	size_t n, first = p->n;
	int rc = ahead_view(&v, &p->world, err);

	if (rc != MB_OK || (rc = mb_view_doc(&doc, v, id, err)) != MB_OK || !doc->kind->n_states ||
	    !mb_streq(doc->state, doc->kind->states[0]) || doc->kind->n_states < 2)
		return rc;
	out.move = move_between(doc->kind, doc->state, doc->kind->states[1]);
	if (!out.move || (rc = papers_on(&papers, &n, p, doc, err)) != MB_OK ||
	    (rc = goal_state(&goal, p, papers, n, &out, err)) != MB_OK)
		return rc;
	for (size_t i = 0; rc == MB_OK && goal && i < n; i++)
		rc = need_paper(p, papers[i], goal, err);
	if (rc != MB_OK || (rc = need(p, &out, false, err)) != MB_OK)
		return rc;
	for (size_t i = first; i + 1 < p->n; i++)
		if (!p->steps[i].needed_by)
			p->steps[i].needed_by = p->n;
	return MB_OK;
}

static int of_meeting(const char ***ids, size_t *n, struct plan *p, const char *kind, struct mb_error *err)
{
	const struct mb_query q = { .kind = kind, .field = "meeting", .value = p->meeting->id };
	const struct mb_doc **docs = NULL;
	size_t count = 0;
	struct mb_view *v;
	int rc = ahead_view(&v, &p->world, err);

	*ids = NULL;
	*n = 0;
	if (rc == MB_OK)
		rc = mb_view_list(&docs, &count, v, &q, err);
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		*MB_PUSH(p->a, *ids, *n) = mb_arena_dup(p->a, docs[i]->id);
	return rc;
}

/* A document of this kind that is not filed yet; *id is NULL when the kind has no move that files one. */
static int need_new(const char **id, struct plan *p, const char *kind, bool after, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(p->g), kind);
	struct ahead_act file = { .kind = kind,
				  .group = p->meeting->group,
				  .meeting = p->meeting->id,
				  .year = mb_day_year(p->date) };
	int rc;

	*id = NULL;
	if (!k || !k->n_states || !(file.move = move_between(k, "new", k->states[0])))
		return MB_OK;
	if ((rc = need(p, &file, after, err)) == MB_OK)
		*id = p->steps[p->n - 1].s.doc;
	return rc;
}

int plan_agendas(struct plan *p, struct mb_error *err)
{
	const char **ids, *made;
	size_t n;
	int rc = of_meeting(&ids, &n, p, "agenda", err);

	if (rc != MB_OK)
		return rc;
	if (n == 0) {
		if ((rc = need_new(&made, p, "agenda", false, err)) != MB_OK || !made)
			return rc;
		*MB_PUSH(p->a, ids, n) = made;
	}
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		size_t first = p->n;

		rc = plan_agenda(p, ids[i], err);
		if (rc == MB_OK && p->n > first && first == 1 && !p->steps[0].act.doc)
			p->steps[0].needed_by = p->n;
	}
	return rc;
}

/* Minutes go through their states in the order in which these are declared. */
int plan_minutes(struct plan *p, struct mb_error *err)
{
	const char **ids, *id;
	const struct mb_doc *doc;
	struct mb_view *v;
	size_t n, at = 0;
	int rc = of_meeting(&ids, &n, p, "minutes", err);

	if (rc != MB_OK)
		return rc;
	id = n ? ids[0] : NULL;
	if (!id && ((rc = need_new(&id, p, "minutes", true, err)) != MB_OK || !id))
		return rc;
	if ((rc = ahead_view(&v, &p->world, err)) != MB_OK || (rc = mb_view_doc(&doc, v, id, err)) != MB_OK)
		return rc;
	const struct mb_kind *k = doc->kind;

	while (at < k->n_states && !mb_streq(k->states[at], doc->state))
		at++;
	for (; rc == MB_OK && at + 1 < k->n_states && !listed(k->ends, k->n_ends, k->states[at]); at++) {
		const struct ahead_act x = { .doc = id,
					     .move = move_between(k, k->states[at], k->states[at + 1]) };

		if (!x.move)
			break;
		rc = need(p, &x, true, err);
	}
	return rc;
}
