/* Which papers could come to a meeting: each is put alone on a supposed agenda, and what it needs is found out as for `next`. */
#include "plan.h"

static int lay_alone(struct ahead *w, const struct mb_doc *agenda, const char *paper, struct mb_error *err)
{
	struct mb_node *items = mb_node_new_list(w->a), *row = mb_node_new_map(w->a);
	struct mb_file f = { .path = mb_arena_dup(w->a, agenda->path) };
	struct mb_buf text;
	int rc;

	mb_node_put(w->a, row, "number", mb_node_new_text(w->a, "1"));
	mb_node_put(w->a, row, "title", mb_node_new_text(w->a, paper));
	mb_node_put(w->a, row, "paper", mb_node_new_raw(w->a, paper));
	mb_node_push(w->a, items, row);
	mb_buf_init(&text, MB_DOC_MAX);
	mb_buf_put(&text, agenda->raw.p, agenda->raw.n);
	if ((rc = mb_matter_set(&text, "items", items, err)) == MB_OK) {
		f.data = (struct mb_str){ text.p, text.n };
		ahead_lay(w, &f);
	}
	mb_buf_free(&text);
	return rc;
}

static int people(struct plan *p, struct planned *x, struct mb_error *err)
{
	struct ahead_person *all;
	size_t n;
	int rc = ahead_people(&all, &n, p->a, &x->before, &x->act, p->today, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		*MB_PUSH(p->a, x->s.who, x->s.n_who) = (struct mb_step_person){ all[i].person, all[i].role,
										NULL };
	return rc;
}

static int one(struct mb_fit *fit, struct plan *p, const char *agenda, const char *paper,
	       struct mb_error *err)
{
	const struct mb_doc *doc;
	size_t judged = 0;
	int rc = mb_view_doc(&doc, p->g->view, agenda, err);

	if (rc != MB_OK)
		return rc;
	ahead_begin(&p->world, p->a, p->g, &judged);
	if ((rc = lay_alone(&p->world, doc, paper, err)) == MB_OK)
		rc = plan_agenda(p, agenda, err);
	*fit = (struct mb_fit){ .doc = paper };
	for (size_t i = 0; rc == MB_OK && i < p->n; i++)
		if (mb_streq(p->steps[i].s.doc, paper) && (rc = people(p, &p->steps[i], err)) == MB_OK)
			*MB_PUSH(p->a, fit->steps, fit->n_steps) = p->steps[i].s;
	for (size_t i = 0; i < p->n; i++)
		ahead_end(&p->steps[i].before);
	ahead_end(&p->world);
	return rc;
}

int mb_gate_fit(struct mb_fit *fits, struct mb_arena *a, struct mb_gate *g, const char *agenda,
		const char *const *papers, size_t n, const struct mb_actor *day, struct mb_error *err)
{
	struct plan p = { .a = a, .g = g, .now = day->recorded, .today = mb_instant_day(day->recorded) };
	const struct mb_doc *doc;
	int rc;

	if ((rc = mb_gate_refresh(g, err)) != MB_OK ||
	    (rc = mb_view_doc(&doc, g->view, agenda, err)) != MB_OK)
		return rc;
	if (!doc->kind || !mb_kind_field(doc->kind, "items") || !mb_doc_field(doc, "meeting"))
		return mb_fail(err, MB_EINVAL, "%s is no agenda of a meeting", doc->id);
	if ((rc = mb_view_doc(&p.meeting, g->view, mb_doc_field(doc, "meeting"), err)) != MB_OK)
		return rc;
	p.date = mb_doc_day(p.meeting, "date");
	agenda = mb_arena_dup(a, doc->id);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		p.steps = NULL;
		p.n = 0;
		rc = one(&fits[i], &p, agenda, papers[i], err);
	}
	return rc;
}
