/* The tests of a proposal at work: what they say is kept in a file, as much of it as a page shows. */
#include "page_rules.h"

#include <stdlib.h>
#include <string.h>

#define FAILURES_KEPT 30
#define LINES_KEPT    600
#define SAID_BYTES    ((size_t)4 * 1024 * 1024)

struct testing {
	struct rules_work w;
	struct mb_buf said;
	size_t failures, others;
};

const char *tests_task(struct web_req *q, const struct proposal *p)
{
	return mb_arena_printf(q->a, "tests %s", p->id);
}

/* "failed: ..." and what belongs to it, for the first of them; then the gaps. */
static void hear(void *ctx, const char *line)
{
	struct testing *x = ctx;
	bool inside = mb_starts(line, "  ");

	x->failures += mb_starts(line, "failed: ");
	x->others += !inside && !mb_starts(line, "failed: ");
	if ((inside || mb_starts(line, "failed: ") ? x->failures > FAILURES_KEPT : x->others > LINES_KEPT) ||
	    x->said.n + strlen(line) + 1 > SAID_BYTES)
		return;
	mb_buf_printf(&x->said, "%s\n", line);
}

static bool step(void *ctx, size_t done, size_t all)
{
	struct testing *x = ctx;

	return web_task_step(x->w.task, "Tests", done, all);
}

/* For the page of enactment too: how the tests of these very files went. */
static int remember(struct testing *x, int came, const struct mb_test_sum *sum, const char *why,
		    struct mb_error *err)
{
	struct mb_node *map = mb_node_new_map(x->w.a);
	bool begun = came == MB_OK || sum->failed;
	int rc = mb_write_file(mb_arena_printf(x->w.a, "%s/tests.txt", x->w.folder), x->said.p, x->said.n,
			       0600, err);

	mb_node_put(x->w.a, map, "passed", mb_node_new_int(x->w.a, (long)sum->passed));
	mb_node_put(x->w.a, map, "failed", mb_node_new_int(x->w.a, (long)sum->failed));
	mb_node_put(x->w.a, map, "gaps", mb_node_new_int(x->w.a, (long)sum->gaps));
	return rc == MB_OK ? rules_work_note(&x->w, begun ? "done" : "not run", map, begun ? NULL : why, err)
			   : rc;
}

static int test(struct testing *x, struct mb_test_sum *sum, struct mb_error *err)
{
	struct mb_error why = { 0 };
	struct mb_gate *g = NULL;
	int rc = mb_gate_open(&g, x->w.home, err);

	if (rc != MB_OK)
		return rc;
	rc = mb_rules_test_by_steps(sum, x->w.files, x->w.n, mb_gate_calendar(g), hear, step, x, &why);
	mb_gate_close(g);
	if (sum->stopped)
		return MB_OK;
	if (rc != MB_OK && rc != MB_EINVAL)
		return mb_fail(err, rc, "%s", why.text);
	return remember(x, rc, sum, why.text, err);
}

static void run(struct web_task *t, void *arg)
{
	struct testing *x = arg;
	struct mb_test_sum sum = { 0 };
	struct mb_error why = { 0 };

	mb_buf_init(&x->said, SAID_BYTES);
	if (rules_work_open(&x->w, t)) {
		if (test(x, &sum, &why) != MB_OK)
			(void)rules_work_note(&x->w, "failed", NULL, why.text, NULL);
		else if (sum.stopped)
			rules_work_ended(&x->w, NULL);
	}
	mb_buf_free(&x->said);
	rules_work_close(&x->w);
}

int tests_start(struct web_req *q, const struct proposal *p, struct mb_error *err)
{
	struct testing *x = mb_alloc(sizeof *x);

	return rules_work_begin(q, p, WEB_LANE_SHORT, tests_task(q, p), "tests", run, &x->w, err);
}

const char *tests_words(bool *good, struct web_req *q, const struct proposal *p, const char *hash)
{
	const struct mb_node *note = proposal_note(q->a, p->folder, "tests");
	const char *passed = mb_node_text(note, "passed"), *failed = mb_node_text(note, "failed"),
		   *gaps = mb_node_text(note, "gaps");

	*good = false;
	if (!mb_streq(mb_node_text(note, "state"), "done") || !mb_streq(mb_node_text(note, "files"), hash) ||
	    !passed || !failed || !gaps)
		return NULL;
	*good = mb_streq(failed, "0") && !mb_streq(passed, "0");
	return mb_arena_printf(q->a, "%s passed, %s failed; gaps in what they cover: %s", passed, failed,
			       gaps);
}
