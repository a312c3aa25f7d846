/* Bringing rules into force, at work: slips, tests and a replay of the whole record are gone through first, then one change lands or
 * none. Until then nothing is written but the note. */
#include "page_rules.h"

#include <stdlib.h>
#include <string.h>

struct enacting {
	struct rules_work w;
	char decision[100], seen[sizeof(struct mb_oid)];
	mb_day from;
	bool stopped;
};

const char *enact_task(struct web_req *q, const struct proposal *p)
{
	return mb_arena_printf(q->a, "enact %s", p->id);
}

static bool step(void *ctx, enum mb_enact_stage stage, size_t done, size_t all)
{
	static const char *const stages[] = { "Tests", "Replay of the record: events judged" };
	struct enacting *x = ctx;

	x->stopped = !web_task_step(x->w.task, stages[stage], done, all);
	return !x->stopped;
}

static struct mb_instant now(void *ctx, struct mb_gate *g)
{
	struct enacting *x = ctx;

	return web_task_now(x->w.task, g);
}

static void put(struct mb_arena *a, struct mb_node *row, const char *key, const char *value)
{
	if (value && *value)
		mb_node_put(a, row, key, mb_node_new_text(a, value));
}

static struct mb_node *about(struct enacting *x)
{
	struct mb_node *map = mb_node_new_map(x->w.a);

	put(x->w.a, map, "rules", x->seen);
	return map;
}

static void note_refusal(struct enacting *x, const struct mb_ruling *r)
{
	struct mb_arena *a = x->w.a;
	struct mb_node *map = about(x), *rows = mb_node_new_list(a);

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct mb_finding *f = &r->findings[i];
		struct mb_node *row = mb_node_new_map(a);

		put(a, row, "asked", f->requirement);
		put(a, row, "found", f->found);
		put(a, row, "needed", f->needed);
		put(a, row, "remedy", f->remedy);
		if (f->outcome == MB_SATISFIED)
			put(a, row, "met", "yes");
		mb_node_push(a, rows, row);
	}
	mb_node_put(a, map, "findings", rows);
	(void)rules_work_note(&x->w, "refused", map, NULL, NULL);
}

static void note_outcome(struct enacting *x, int rc, const struct mb_result *r, const struct mb_error *why)
{
	struct mb_node *map = about(x);

	if (rc == MB_OK) {
		put(x->w.a, map, "headline", r->headline);
		(void)rules_work_note(&x->w, "done", map, NULL, NULL);
	} else if (x->stopped) {
		rules_work_ended(&x->w, map);
	} else if (rc == MB_EREFUSED && r->ruling.n_findings) {
		note_refusal(x, &r->ruling);
	} else if (rc == MB_EFAIL) {
		(void)rules_work_note(&x->w, "failed", map, why->text, NULL);
	} else {
		(void)rules_work_note(&x->w, "not judged", map, why->text, NULL);
	}
}

static int enact(struct enacting *x, struct mb_gate *g, struct mb_result *r, struct mb_error *err)
{
	struct mb_enactment how = { .decision = *x->decision ? x->decision : NULL,
				    .from = x->from,
				    .step = step,
				    .now = now,
				    .ctx = x };
	struct mb_actor actor = {
		.by = x->w.by, .entered_by = x->w.by, .on = MB_NO_DAY, .recorded = web_task_now(x->w.task, g)
	};
	struct mb_oid expect = { "" };
	struct mb_reader *reader;
	int rc = mb_reader_new(&reader, x->w.a, g, x->w.by, x->w.today, err);

	if (rc != MB_OK)
		return rc;
	strcpy(expect.hex, x->seen);
	how.expect = &expect;
	how.reader = reader;
	return mb_gate_enact(r, x->w.a, g, &how, &actor, 0, NULL, NULL, err);
}

static void run(struct web_task *t, void *arg)
{
	struct enacting *x = arg;
	struct mb_result r = { 0 };
	struct mb_error why = { 0 };
	struct mb_gate *g = NULL;
	int rc;

	if (rules_work_open(&x->w, t)) {
		rc = mb_gate_open(&g, x->w.home, &why);
		if (rc == MB_OK)
			rc = enact(x, g, &r, &why);
		note_outcome(x, rc, &r, &why); /* the ruling borrows from the gate's rules */
		mb_gate_close(g);
	}
	rules_work_close(&x->w);
}

int enact_start(struct web_req *q, const struct proposal *p, const char *decision, mb_day from,
		const char *seen, struct mb_error *err)
{
	struct enacting *x;

	if ((decision && strlen(decision) >= sizeof x->decision) || strlen(seen) >= sizeof x->seen)
		return mb_fail(err, MB_EINVAL, "The form is not whole. Load the page again.");
	x = mb_alloc(sizeof *x);
	strcpy(x->decision, decision ? decision : "");
	strcpy(x->seen, seen);
	x->from = from;
	return rules_work_begin(q, p, WEB_LANE_LONG, enact_task(q, p),
				proposal_own(q->a, "enact", q->who.person), run, &x->w, err);
}
