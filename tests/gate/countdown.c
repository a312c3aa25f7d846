/* countdown HOME MEETING DAY [TURNS]: processor time of one countdown in an open record (the best of some turns), and how many rulings it asks for. */
#include <minutebook/gate.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int measure(struct mb_gate *g, const char *meeting, mb_day day, int turns, struct mb_error *err)
{
	const struct mb_actor who = { .on = MB_NO_DAY, .recorded = mb_instant_at(day, 9 * 60) };
	double best = 1e9;

	for (int i = 0; i < turns; i++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_countdown d;
		double from = now(), took;
		int rc = mb_gate_countdown(&d, a, g, meeting, &who, err);

		took = now() - from;
		best = took < best ? took : best;
		if (rc == MB_OK && i + 1 == turns)
			printf("%zu steps, %zu rulings, %.2f ms\n", d.n_steps, d.judged, best);
		mb_arena_free(a);
		if (rc != MB_OK)
			return rc;
	}
	return MB_OK;
}

int main(int argc, char **argv)
{
	struct mb_gate *g = NULL;
	struct mb_error err = { 0 };
	mb_day day;
	int rc;

	if (argc < 4 || !mb_day_parse(&day, argv[3])) {
		fprintf(stderr, "usage: countdown HOME MEETING DAY [TURNS]\n");
		return MB_EUSAGE;
	}
	rc = mb_gate_open(&g, argv[1], &err);
	if (rc == MB_OK)
		rc = measure(g, argv[2], day, argc > 4 ? atoi(argv[4]) : 1, &err);
	if (rc != MB_OK)
		fprintf(stderr, "%s\n", err.text);
	mb_gate_close(g);
	return rc;
}
