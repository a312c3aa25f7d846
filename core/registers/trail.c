/* One matter through every body: which documents belong to it, in which order, and where it stands now. */
#include "trail_impl.h"

#include <stdlib.h>
#include <string.h>

/* ---- steps ----------------------------------------------------------------------------------------------- */

struct mb_trail_step *trail_step(struct trail *t, mb_day date, const char *group, const char *what,
				 const char *outcome, const struct mb_doc *doc)
{
	const struct look *l = t->l;
	struct mb_trail_step *s = MB_PUSH(l->a, t->out->steps, t->out->n_steps);

	if (date != MB_NO_DAY)
		t->last = date;
	*MB_PUSH(l->a, t->placed, t->n_placed) = t->last;
	*s = (struct mb_trail_step){ .date = date,
				     .group = group ? group : "",
				     .body = group ? mb_group_title(l->a, l->g, group) : "",
				     .what = what,
				     .outcome = outcome && *outcome ? outcome : NULL,
				     .doc = doc ? doc->id : NULL,
				     .title = doc ? doc->title : NULL };
	return s;
}

size_t trail_history(struct mb_version_row **rows, struct trail *t, const struct mb_doc *d)
{
	const struct look *l = t->l;
	struct mb_version_row *all;
	size_t n, kept = 0;

	*rows = NULL;
	if (mb_index_history(&all, &n, l->a, mb_gate_index(l->g), d->path, NULL) != MB_OK)
		return 0;
	for (size_t i = 0; i < n; i++)
		if ((l->from->as_at == MB_NO_DAY || all[i].event.on <= l->from->as_at) &&
		    (l->from->known_at == MB_NO_DAY ||
		     mb_instant_day(all[i].event.recorded) <= l->from->known_at))
			*MB_PUSH(l->a, *rows, kept) = all[i];
	return kept;
}

struct placed {
	struct mb_trail_step step;
	mb_day day;
	size_t at;
};

static int by_day(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1; /* MB_NO_DAY is the least: what is before all dates */
	return a->at < b->at ? -1 : a->at > b->at;
}

static void in_order(struct trail *t)
{
	size_t n = t->out->n_steps;
	struct placed *all = mb_arena_alloc(t->l->a, (n + 1) * sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = (struct placed){ t->out->steps[i], t->placed[i], i };
	qsort(all, n, sizeof *all, by_day);
	for (size_t i = 0; i < n; i++)
		t->out->steps[i] = all[i].step;
}

/* ---- which documents ------------------------------------------------------------------------------------- */

static bool there(const struct trail *t, const char *id)
{
	for (size_t i = 0; i < t->n_decisions; i++)
		if (mb_streq(t->decisions[i].doc->id, id))
			return true;
	return false;
}

static void take(struct trail *t, const struct mb_doc *d, bool back, bool forth)
{
	if (!there(t, d->id) && !mb_streq(d->state, "dropped from draft"))
		*MB_PUSH(t->l->a, t->decisions, t->n_decisions) = (struct matter){ d, back, forth };
}

static int take_back(struct trail *t, const char *id, struct mb_error *err)
{
	const struct mb_doc *d;
	int rc = look_up(&d, t->l, id, err);

	if (rc == MB_OK && d->kind && is_decision_kind(d->kind->name))
		take(t, d, true, false);
	return rc == MB_ENOTFOUND || rc == MB_EINVAL ? MB_OK : rc;
}

static int of_paper(struct trail *t, struct mb_error *err)
{
	struct found *found;
	size_t n;
	int rc = look_list(&found, &n, t->l, "decision", NULL, "paper", t->paper->id, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (!t->out->number || trail_is_about(found[i].doc, t->out->number, t->out->text))
			take(t, found[i].doc, true, true);
	return rc;
}

/* Earlier decisions that this one changes. */
static int earlier(struct trail *t, const struct mb_doc *d, struct mb_error *err)
{
	static const char *const fields[] = { "supersedes", "amends", "rescinds", "ratifies" };
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof fields / sizeof *fields; i++) {
		const struct mb_node *node = mb_doc_node(d, fields[i]);

		if (node && node->type == MB_TEXT && *node->text)
			rc = take_back(t, node->text, err);
		for (size_t k = 0; node && node->type == MB_LIST && rc == MB_OK && k < node->n; k++)
			if (node->items[k]->type == MB_TEXT)
				rc = take_back(t, node->items[k]->text, err);
	}
	return rc;
}

/* Later ones that change it or take it up, whichever body made them. */
static int later(struct trail *t, const struct mb_doc *d, struct mb_error *err)
{
	static const char *const fields[] = { "supersedes", "amends", "rescinds", "ratifies", "refers" };
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof fields / sizeof *fields; i++) {
		struct found *found;
		size_t n;

		rc = look_list(&found, &n, t->l, "decision", NULL, fields[i], d->id, err);
		for (size_t k = 0; rc == MB_OK && k < n; k++)
			take(t, found[k].doc, false, true);
	}
	return rc;
}

#define DECISIONS_MAX 200 /* of one matter: a ring of references ends, and so does a page */

static int gather(struct trail *t, struct mb_error *err)
{
	int rc = t->paper && t->n_decisions == 0 ? of_paper(t, err) : MB_OK;

	for (size_t i = 0; rc == MB_OK && i < t->n_decisions && t->n_decisions < DECISIONS_MAX; i++) {
		const struct matter at = t->decisions[i]; /* the list moves as it grows */

		if (at.back)
			rc = earlier(t, at.doc, err);
		if (rc == MB_OK && at.forth)
			rc = later(t, at.doc, err);
	}
	return rc;
}

static int by_date(const void *x, const void *y)
{
	const struct matter *a = x, *b = y;
	mb_day on_a = mb_doc_day(a->doc, "date"), on_b = mb_doc_day(b->doc, "date");

	return on_a != on_b ? (on_a < on_b ? -1 : 1) : strcmp(a->doc->id, b->doc->id);
}

/* ---- what was asked for ---------------------------------------------------------------------------------- */

static int pick_recommendation(struct trail *t, const char *number, struct mb_error *err)
{
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, t->paper, "recommendations");
	const char *all = NULL;

	for (size_t i = 0; i < n; i++) {
		const char *own = text_of(rows[i], "number");

		if (mb_streq(own, number)) {
			t->out->number = own;
			t->out->text = text_of(rows[i], "text");
			return MB_OK;
		}
		all = joined(t->l->a, all, ", ", own);
	}
	return mb_fail(err, MB_ENOTFOUND, "%s has no recommendation %.40s%s%s", t->paper->id, number,
		       all ? "; it has " : "; none was read out of it", all ? all : "");
}

static int begin(struct trail *t, const char *id, struct mb_error *err)
{
	const struct look *l = t->l;
	const char *hash = strchr(id, '#'), *paper;
	struct found f;
	int rc = mb_doc_at(&f.doc, &f.row, l->a, l->g, l->from,
			   hash ? mb_arena_ndup(l->a, id, (size_t)(hash - id)) : id, err);

	if (rc != MB_OK)
		return rc;
	if (!f.doc->kind || (!is_decision_kind(f.doc->kind->name) && !mb_streq(f.doc->kind->name, "paper")))
		return mb_fail(err, MB_EINVAL,
			       "%.80s is nothing that is decided on: give a decision, a paper, or a paper's "
			       "recommendation such as CTB-2005-P001#3",
			       f.doc->id);
	t->out->id = f.doc->id;
	t->out->kind = f.doc->kind->name;
	t->out->title = f.doc->title;
	t->out->group = f.doc->group ? f.doc->group : "";
	if (mb_streq(f.doc->kind->name, "paper")) {
		t->paper = f.doc;
		return hash ? pick_recommendation(t, hash + 1, err) : MB_OK;
	}
	if (hash)
		return mb_fail(err, MB_EINVAL,
			       "%s is a decision: only a paper's recommendations have numbers behind #",
			       f.doc->id);
	take(t, f.doc, true, true);
	paper = mb_doc_field(f.doc, "paper");
	if (paper && look_up(&t->paper, l, paper, NULL) != MB_OK)
		t->paper = NULL;
	return MB_OK;
}

/* ---- where it stands ------------------------------------------------------------------------------------- */

static bool resolves(const struct mb_doc *d)
{
	return !mb_streq(mb_doc_field(d, "outcome"), "noted") && !mb_doc_node(d, "ratifies");
}

/* The decision asked about; of a paper the last that settles something. */
static const struct mb_doc *telling(const struct trail *t)
{
	const struct mb_doc *last = NULL;

	for (size_t i = 0; i < t->n_decisions; i++) {
		if (mb_streq(t->decisions[i].doc->id, t->out->id))
			return t->decisions[i].doc;
		if (!last || resolves(t->decisions[i].doc))
			last = t->decisions[i].doc;
	}
	return last;
}

static int where_now(struct trail *t, struct mb_error *err)
{
	const struct mb_doc *d = telling(t);
	struct mb_arena *a = t->l->a;
	struct mb_effect_of e = { 0 };
	struct effects links;
	int rc;

	if (!d) {
		t->out->now = mb_arena_printf(a, "Not decided: the paper is %s.",
					      t->paper && t->paper->state ? t->paper->state : "on record");
		return MB_OK;
	}
	if ((rc = effects_read_of(&links, t->l, d->id, err)) == MB_OK &&
	    (rc = effect_of(&e, t->l, &links, d, err)) == MB_OK)
		t->out->now = mb_arena_printf(a, "%s is %s.", d->id, mb_effect_words(a, &e));
	return rc;
}

int mb_trail_follow(struct mb_trail *out, struct mb_arena *a, struct mb_gate *g,
		    const struct mb_standpoint *from, const char *id, struct mb_error *err)
{
	const struct look l = look_from(a, g, from);
	struct trail t = { .l = &l, .out = out, .last = MB_NO_DAY };
	int rc;

	memset(out, 0, sizeof *out);
	if ((rc = begin(&t, id, err)) != MB_OK || (rc = gather(&t, err)) != MB_OK)
		return rc;
	qsort(t.decisions, t.n_decisions, sizeof *t.decisions, by_date);
	if (t.paper && ((rc = trail_of_paper(&t, err)) != MB_OK || (rc = trail_of_agendas(&t, err)) != MB_OK))
		return rc;
	for (size_t i = 0; rc == MB_OK && i < t.n_decisions; i++)
		if ((rc = trail_of_decision(&t, t.decisions[i].doc, err)) == MB_OK &&
		    (rc = trail_of_reports(&t, t.decisions[i].doc, err)) == MB_OK)
			rc = trail_of_actions(&t, t.decisions[i].doc, err);
	if (rc == MB_OK)
		rc = where_now(&t, err);
	in_order(&t);
	return rc;
}
