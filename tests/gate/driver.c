/* Files many generated papers into a home through the gate, in one process: driver HOME NAME COUNT
 *
 * Prints the id of each paper when it is acknowledged, so that the ids printed can be compared with the record. */
#include <minutebook/gate.h>

#include <stdio.h>
#include <stdlib.h>

static int file_one(struct mb_gate *g, const char *name, int i, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_result result;
	struct mb_filing filing = { .group = "strategy-board", .as_kind = "paper" };
	struct mb_actor actor = { .by = "paul-okafor", .entered_by = "beth-corrigan", .on = MB_NO_DAY };
	mb_day day;
	int rc;

	mb_day_make(&day, 2005, 9, 19);
	actor.recorded = mb_instant_at(day, 9 * 60);
	filing.text = mb_str(
		mb_arena_printf(a,
				"# Paper %d of %s\n\n**For Decision**\n\n## Summary\n\nOne of many, to see "
				"that none is lost.\n\n## Recommendations\n\nThe Board is asked to agree:\n\n"
				"1. That paper %d of %s be kept.\n",
				i, name, i, name));
	rc = mb_gate_file(&result, a, g, &filing, &actor, 0, err);
	if (rc == MB_OK && (!result.landed || !result.n_touched))
		rc = mb_fail(err, MB_EFAIL, "paper %d of %s was accepted and did not land", i, name);
	if (rc == MB_OK) {
		printf("%ld %s\n", result.event, result.touched[0].id);
		fflush(stdout);
	}
	mb_arena_free(a);
	return rc;
}

int main(int argc, char **argv)
{
	struct mb_error err = { 0 };
	struct mb_gate *g = NULL;
	int count = argc == 4 ? atoi(argv[3]) : 0, rc = MB_OK;

	if (count < 1) {
		fprintf(stderr, "driver HOME NAME COUNT\n");
		return MB_EUSAGE;
	}
	rc = mb_gate_open(&g, argv[1], &err);
	for (int i = 1; rc == MB_OK && i <= count; i++)
		rc = file_one(g, argv[2], i, &err);
	if (rc != MB_OK)
		fprintf(stderr, "driver: %s\n", err.text);
	mb_gate_close(g);
	return rc;
}
