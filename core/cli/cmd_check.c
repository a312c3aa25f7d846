/* verify, index, rules: the record, its index and its rules against themselves. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void tell_line(void *ctx, const char *line)
{
	struct cli *c = ctx;

	progress_end();
	if (c->json) {
		struct mb_json *j = mb_json_object();

		mb_json_set_text(j, "line", line);
		out_json(j);
	} else {
		out("%s\n", line);
	}
}

/* ---- verify ---------------------------------------------------------------------------------------------- */

int cmd_verify(struct cli *c, struct mb_error *err)
{
	struct mb_verdict v = { 0 };
	int rc = cli_open(c, err);

	if (rc != MB_OK)
		return rc;
	progress_begin("Verifying the record");
	rc = mb_gate_verify(&v, c->g, tell_line, c, err);
	progress_end();
	if (rc != MB_OK && v.problems == 0)
		return rc;
	(void)mb_gate_checked(c->g, MB_CHECK_RECORD, rc == MB_OK, NULL); /* a copy keeps none */
	c->told = true;
	if (c->json) {
		struct mb_json *j = mb_json_object();

		mb_json_set_bool(j, "ok", rc == MB_OK);
		mb_json_set_int(j, "events", (long)v.commits);
		mb_json_set_int(j, "rulings", (long)v.rulings);
		mb_json_set_int(j, "reproduced", (long)v.reproduced);
		mb_json_set_int(j, "problems", (long)v.problems);
		out_json(j);
		return rc;
	}
	if (rc == MB_OK)
		out("The record is sound: %zu events, %zu rulings, %zu of them made again and the same.\n",
		    v.commits, v.rulings, v.reproduced);
	else
		tell("minutebook: the record is not sound: %zu problem%s among %zu events\n", v.problems,
		     v.problems == 1 ? "" : "s", v.commits);
	return rc;
}

/* ---- index ----------------------------------------------------------------------------------------------- */

static void summary(struct cli *c, int rc, const char *key, size_t n, const char *words)
{
	struct mb_json *j;

	if (!c->json) {
		out("%s\n", words);
		return;
	}
	j = mb_json_object();
	mb_json_set_bool(j, "ok", rc == MB_OK);
	if (key)
		mb_json_set_int(j, key, (long)n);
	out_json(j);
}

int cmd_index_rebuild(struct cli *c, struct mb_error *err)
{
	size_t rows = 0;
	int rc = cli_open(c, err);

	if (rc != MB_OK)
		return rc;
	progress_begin("Building the index");
	rc = mb_index_rebuild(mb_gate_index(c->g), &rows, err);
	progress_end();
	if (rc == MB_OK)
		summary(c, rc, "versions", rows,
			mb_arena_printf(c->a, "The index is built anew: %zu versions.", rows));
	return rc;
}

int cmd_index_check(struct cli *c, struct mb_error *err)
{
	int rc = cli_open(c, err);

	if (rc != MB_OK)
		return rc;
	progress_begin("Comparing the index with a rebuild");
	rc = mb_index_check(mb_gate_index(c->g), tell_line, c, err);
	progress_end();
	(void)mb_gate_checked(c->g, MB_CHECK_INDEX, rc == MB_OK, NULL);
	if (rc == MB_OK)
		summary(c, rc, NULL, 0, "The index is the same as a rebuild.");
	return rc;
}

/* ---- rules ----------------------------------------------------------------------------------------------- */

/** The files of a folder (--rules), or of the rules in force. */
static int rule_files(struct mb_rules_file **files, size_t *n, struct cli *c, struct mb_error *err)
{
	const char *folder = cli_option(c, OPT_RULES), *tree;
	struct mb_oid id = { "" };
	struct mb_error ignored;
	const char *home;
	int rc;

	if (folder) {
		/* Their tests count working days by the record's calendar where there is a record. */
		if (cli_find_home(&home, c, &ignored) == MB_OK &&
		    mb_gate_open(&c->g, home, &ignored) != MB_OK)
			c->g = NULL;
		rc = mb_rules_files_of_folder(files, n, c->a, folder, err);
		if (rc == MB_OK && *n == 0)
			rc = mb_fail(err, MB_ENOTFOUND, "%s holds no rule files (*.lua)", folder);
		return rc;
	}
	if ((rc = cli_open(c, err)) != MB_OK)
		return rc;
	tree = mb_trailer(c->a, mb_gate_tip(c->g)->message, "Rules");
	if (!tree || strlen(tree) >= sizeof id.hex)
		return mb_fail(
			err, MB_EFAIL,
			"the last change does not say which rules were in force: run minutebook verify");
	memcpy(id.hex, tree, strlen(tree));
	return mb_rules_files_of_tree(files, n, c->a, mb_gate_record(c->g), &id, err);
}

int cmd_rules_check(struct cli *c, struct mb_error *err)
{
	struct mb_rules_file *files;
	size_t n;
	int rc = rule_files(&files, &n, c, err);

	if (rc != MB_OK)
		return rc;
	rc = mb_rules_check(files, n, tell_line, c, err);
	if (rc == MB_OK && c->g)
		rc = mb_rules_check_record(files, n, mb_gate_record(c->g), &mb_gate_tip(c->g)->tree,
					   cli_today(c), tell_line, c, err);
	if (rc == MB_OK)
		summary(c, rc, "files", n, mb_arena_printf(c->a, "No slips in %zu files.", n));
	return rc;
}

static void tell_fault(void *ctx, const char *line)
{
	(void)ctx;
	if (!mb_starts(line, "coverage:")) /* one event covers next to nothing */
		tell("%s", line);
}

/* What a test says of the past must hold under the rules it stands with; where it does not, that is told. */
static int try_tests(struct cli *c, struct mb_str text, const struct mb_rules_file *files, size_t n,
		     struct mb_error *err)
{
	struct mb_rules_file *with = mb_arena_alloc(c->a, (n + 1) * sizeof *with);
	struct mb_test_sum sum = { 0 };
	size_t k = 0;
	int rc;

	for (size_t i = 0; i < n; i++)
		if (!mb_starts(files[i].path, "rules/tests/"))
			with[k++] = files[i];
	with[k++] = (struct mb_rules_file){ "rules/tests/event_test.lua", text };
	rc = mb_rules_test(&sum, with, k, mb_gate_calendar(c->g), tell_fault, c, err);
	if (rc != MB_OK && sum.failed)
		tell("These rules would have judged it differently: %zu of %zu tests fail.", sum.failed,
		     sum.passed + sum.failed);
	c->told = rc != MB_OK && sum.failed;
	return rc;
}

static int tests_from(struct cli *c, const struct mb_rules_file *files, size_t n, struct mb_error *err)
{
	const char *given = cli_option(c, OPT_FROM);
	char *end;
	long event = strtol(given, &end, 10);
	struct mb_buf text;
	int rc;

	if (*end || end == given || event < 1)
		return mb_fail(err, MB_EUSAGE,
			       "--from takes the number of an event, such as 12 (minutebook "
			       "history DOC shows them)");
	if (!c->g && (rc = cli_open(c, err)) != MB_OK)
		return rc;
	mb_buf_init(&text, 0);
	if ((rc = mb_gate_test_of(&text, c->g, event, err)) == MB_OK) {
		if (c->json) {
			struct mb_json *j = mb_json_object();

			mb_json_set_int(j, "event", event);
			mb_json_set_text(j, "test", text.p);
			out_json(j);
		} else {
			out_str((struct mb_str){ text.p, text.n });
		}
		rc = try_tests(c, (struct mb_str){ text.p, text.n }, files, n, err);
	}
	mb_buf_free(&text);
	return rc;
}

int cmd_rules_test(struct cli *c, struct mb_error *err)
{
	struct mb_test_sum sum = { 0 };
	struct mb_rules_file *files;
	size_t n;
	int rc;

	c->as_file = cli_has(c, OPT_FROM);
	if ((rc = rule_files(&files, &n, c, err)) != MB_OK)
		return rc;
	if (c->as_file)
		return tests_from(c, files, n, err);
	progress_begin("Testing the rules");
	rc = mb_rules_test(&sum, files, n, c->g ? mb_gate_calendar(c->g) : NULL, tell_line, c, err);
	progress_end();
	if (rc != MB_OK && sum.failed == 0)
		return rc;
	if (c->json) {
		struct mb_json *j = mb_json_object();

		mb_json_set_bool(j, "ok", rc == MB_OK);
		mb_json_set_int(j, "passed", (long)sum.passed);
		mb_json_set_int(j, "failed", (long)sum.failed);
		mb_json_set_int(j, "gaps", (long)sum.gaps);
		out_json(j);
	} else {
		out("%zu passed, %zu failed; %zu gaps in what the tests cover.\n", sum.passed, sum.failed,
		    sum.gaps);
	}
	c->told = rc != MB_OK;
	return rc;
}

/* The folders of a path below dir, made as they are needed. */
static int make_folders(struct cli *c, const char *dir, const char *path, struct mb_error *err)
{
	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		const char *folder = mb_arena_printf(c->a, "%s/%.*s", dir, (int)(slash - path), path);

		if (mkdir(folder, 0777) != 0 && errno != EEXIST)
			return mb_fail(err, MB_EFAIL, "cannot make %s: %s", folder, strerror(errno));
	}
	return MB_OK;
}

int cmd_rules_copy(struct cli *c, struct mb_error *err)
{
	const char *dir = c->words[0];
	struct mb_rules_file *files;
	size_t n;
	int rc = rule_files(&files, &n, c, err);

	if (rc != MB_OK)
		return rc;
	if (mkdir(dir, 0777) != 0)
		return errno == EEXIST
			       ? mb_fail(err, MB_EINVAL, "%s is there already: name a new folder", dir)
			       : mb_fail(err, MB_EFAIL, "cannot make %s: %s", dir, strerror(errno));
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const char *path = files[i].path + strlen("rules/");

		if ((rc = make_folders(c, dir, path, err)) == MB_OK)
			rc = mb_write_file(mb_arena_printf(c->a, "%s/%s", dir, path), files[i].text.p,
					   files[i].text.n, 0666, err);
	}
	if (rc == MB_OK)
		summary(c, rc, "files", n,
			mb_arena_printf(c->a,
					"%zu files of the rules in force are in %s. Changing them changes "
					"nothing in force.",
					n, dir));
	return rc;
}
