/* import: a folder of past minutes, taken over on trust. Ctrl-C stops between two meetings. */
#include "import_report.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static volatile sig_atomic_t asked_to_stop;

static void stop(int signal_number)
{
	asked_to_stop = 1;
}

static void catch_stop(void (*handler)(int))
{
	struct sigaction act;

	memset(&act, 0, sizeof act);
	act.sa_handler = handler;
	act.sa_flags = SA_RESTART; /* a change that is being written is written to its end */
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
}

static bool step(void *ctx, size_t done, size_t all)
{
	progress_bar("Taking over past minutes", done, all);
	return !asked_to_stop;
}

static int write_report(const char *path, const struct mb_import_sum *sum, bool dry, struct mb_error *err)
{
	struct mb_buf b;
	int rc;

	mb_buf_init(&b, 0);
	if (mb_ends(path, ".json")) {
		struct mb_json *j = import_json(sum, dry);

		(void)mb_json_line(&b, j, err); /* the buffer says whether it had room */
		mb_json_free(j);
	} else {
		import_words(&b, sum, dry);
	}
	if ((rc = mb_buf_status(&b, err)) == MB_OK)
		rc = mb_write_file(path, b.p, b.n, 0600, err);
	mb_buf_free(&b);
	return rc;
}

static int told(struct cli *c, const struct mb_import_sum *sum, struct mb_error *err)
{
	const char *report = cli_option(c, OPT_REPORT);
	const bool dry = cli_has(c, OPT_DRY_RUN);
	struct mb_buf b;

	if (c->json) {
		out_json(import_json(sum, dry));
	} else {
		mb_buf_init(&b, 0);
		if (report)
			import_sum_words(&b, sum, dry);
		else
			import_words(&b, sum, dry);
		out_str((struct mb_str){ b.p, b.n });
		mb_buf_free(&b);
	}
	return report ? write_report(report, sum, dry, err) : MB_OK;
}

int cmd_import(struct cli *c, struct mb_error *err)
{
	const char *group = NULL, *wanted = cli_option(c, OPT_GROUP);
	struct mb_import how = { .folder = c->words[0],
				 .accept_likely = cli_has(c, OPT_ACCEPT_LIKELY),
				 .dry = cli_has(c, OPT_DRY_RUN),
				 .step = step };
	struct mb_import_sum sum = { 0 };
	struct mb_error later;
	struct mb_actor actor;
	int rc, rc_told;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_actor(&actor, c, err)) != MB_OK ||
	    (wanted && (rc = cli_group(&group, c, wanted, err)) != MB_OK))
		return rc;
	how.group = group ? mb_arena_dup(c->a, group) : NULL;
	asked_to_stop = 0;
	catch_stop(stop);
	rc = mb_gate_import(&sum, c->a, c->g, &how, &actor, err);
	catch_stop(SIG_DFL);
	if (rc == MB_OK)
		progress_bar("Taking over past minutes", sum.imported, sum.imported);
	rc_told = rc == MB_OK || sum.n_files ? told(c, &sum, &later) : MB_OK;
	if (rc == MB_OK && rc_told != MB_OK)
		return mb_fail(err, rc_told, "%s", later.text);
	if (rc == MB_OK && sum.stopped) {
		c->told = true;
		return mb_fail(err, MB_EFAIL, "stopped before the end");
	}
	return rc;
}
