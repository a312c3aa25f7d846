/* What questions to a large record cost: bench_registers HOME. The first asking reads documents, the second has them. */
#include "bench.h"

#include <minutebook/registers.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct asked {
	struct mb_gate *g;
	struct mb_standpoint from;
	size_t rows;
};

static int ask_register(struct asked *q, struct mb_arena *a, const char *name, size_t limit,
			struct mb_error *err)
{
	const struct mb_register_ask ask = {
		.name = name, .since = MB_NO_DAY, .until = MB_NO_DAY, .all = true, .limit = limit
	};
	struct mb_register r;
	int rc = mb_register_read(&r, a, q->g, &q->from, &ask, err);

	q->rows = rc == MB_OK ? r.total : 0;
	return rc;
}

static int ask_trail(struct asked *q, struct mb_arena *a, const char *id, size_t limit, struct mb_error *err)
{
	struct mb_trail t;
	int rc = mb_trail_follow(&t, a, q->g, &q->from, id, err);

	q->rows = rc == MB_OK ? t.n_steps : 0;
	return rc;
}

static int ask_stands(struct asked *q, struct mb_arena *a, const char *topic, size_t limit,
		      struct mb_error *err)
{
	struct mb_stands s;
	int rc = mb_stands_on(&s, a, q->g, &q->from, topic, err);

	q->rows = rc == MB_OK ? s.n_now + s.n_pending + s.n_past : 0;
	return rc;
}

static int ask_map(struct asked *q, struct mb_arena *a, const char *unused, size_t limit,
		   struct mb_error *err)
{
	struct mb_map m;
	int rc = mb_map_read(&m, a, q->g, &q->from, err);

	q->rows = rc == MB_OK ? m.n_groups : 0;
	return rc;
}

typedef int question(struct asked *q, struct mb_arena *a, const char *what, size_t limit,
		     struct mb_error *err);

static void measure(struct asked *q, question *ask, const char *label, const char *what, size_t limit)
{
	for (int turn = 0; turn < 2; turn++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_error err;
		double began = cpu_us();
		char line[400];

		must(ask(q, a, what, limit, &err), &err, label);
		snprintf(line, sizeof line, "%s%s%s, %s (%zu)", label, *what ? " " : "", what,
			 turn ? "again" : "first", q->rows);
		show(line, cpu_us() - began, MILLI);
		mb_arena_free(a);
	}
}

/* A decision from the middle, so that it has a past and a future. */
static const struct mb_version_row *some_decision(struct asked *q, struct mb_arena *a)
{
	const struct mb_ask ask = { .kind = "decision",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	struct mb_error err;
	size_t n;

	must(mb_index_list(&rows, &n, a, mb_gate_index(q->g), &ask, &err), &err, "listing decisions");
	return n ? &rows[n / 2] : NULL;
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "decisions",   "actions",	     "conditions",   "reports",
					     "memberships", "terms-reviews", "forward-plan", "irregularities",
					     "notices",	    "interests",     "papers" };
	struct mb_arena *a = mb_arena_new();
	struct mb_error err;
	struct asked q = { .from = { .as_at = MB_NO_DAY, .known_at = MB_NO_DAY } };
	const struct mb_version_row *decision;

	if (argc != 2) {
		fprintf(stderr, "bench_registers HOME\n");
		return MB_EUSAGE;
	}
	must(mb_gate_open(&q.g, argv[1], &err), &err, "opening the record");
	q.from.today = mb_instant_day(mb_now());
	if ((decision = some_decision(&q, a))) {
		measure(&q, ask_trail, "trail", decision->id, 0);
		measure(&q, ask_stands, "stands on the words of", decision->title, 0);
	}
	measure(&q, ask_map, "map of groups", "", 0);
	measure(&q, ask_register, "a page of 50", "papers", 50);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		measure(&q, ask_register, "register", names[i], 0);
	q.from.as_at = q.from.known_at = q.from.today - 365;
	measure(&q, ask_register, "a year ago, as known then:", "decisions", 0);
	mb_gate_close(q.g);
	mb_arena_free(a);
	return MB_OK;
}
