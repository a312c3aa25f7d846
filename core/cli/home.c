/* Which record: -C, else $MINUTEBOOK_HOME, else the folder one stands in or the nearest above it. */
#include "cli.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool there(struct mb_arena *a, const char *folder, const char *name)
{
	struct stat st;

	return stat(mb_arena_printf(a, "%s/%s", mb_streq(folder, "/") ? "" : folder, name), &st) == 0;
}

/* A home, the files of a copy, or a bare git folder. */
static bool looks_like_one(struct mb_arena *a, const char *folder)
{
	return there(a, folder, "record.git") ||
	       (there(a, folder, ".git") && there(a, folder, "partnership.yaml")) ||
	       (there(a, folder, "HEAD") && there(a, folder, "objects") && there(a, folder, "refs"));
}

int cli_find_home(const char **home, struct cli *c, struct mb_error *err)
{
	const char *set = cli_option(c, OPT_HOME);
	char here[PATH_MAX], *slash;

	if (!set)
		set = getenv("MINUTEBOOK_HOME");
	if (set && *set) {
		*home = set;
		return MB_OK;
	}
	if (!getcwd(here, sizeof here))
		return mb_fail(err, MB_EFAIL,
			       "the folder one stands in cannot be read: say which record with -C HOME");
	while (!looks_like_one(c->a, here)) {
		if (!(slash = strrchr(here, '/')) || mb_streq(here, "/"))
			return mb_fail(err, MB_ENOTFOUND,
				       "there is no record here: say which with -C HOME or MINUTEBOOK_HOME, "
				       "or make one with: minutebook init DIR");
		slash[slash == here ? 1 : 0] = '\0';
	}
	*home = mb_arena_dup(c->a, here);
	return MB_OK;
}

static int check_on(struct cli *c, struct mb_error *err)
{
	enum cli_on on = c->command->on;
	char day[MB_LONG_DATE];

	if (c->on == MB_NO_DAY || c->rehearsal)
		return MB_OK;
	if (on == ON_NOTHING)
		return mb_fail(err, MB_EUSAGE,
			       "--on has no meaning for '%s': the day recorded counts (only a record made "
			       "with init --rehearsal takes --on for everything)",
			       c->command->name);
	if (on == ON_ACT && c->on > mb_instant_day(mb_now()))
		return mb_fail(err, MB_EREFUSED, "%s has not come yet: nothing can be recorded as done on it",
			       mb_day_long(day, c->on));
	return MB_OK;
}

int cli_open(struct cli *c, struct mb_error *err)
{
	const char *home;
	int rc;

	if ((rc = cli_find_home(&home, c, err)) != MB_OK || (rc = mb_gate_open(&c->g, home, err)) != MB_OK)
		return rc;
	c->rehearsal = mb_gate_partnership(c->g)->rehearsal;
	if ((rc = check_on(c, err)) == MB_OK && c->rehearsal && !c->json && !c->as_file)
		out_dim(c, "Rehearsal record: %s. Nothing in it has any effect.\n",
			mb_gate_partnership(c->g)->name);
	return rc;
}

int cli_open_trying(struct cli *c, struct mb_error *err)
{
	const char *folder = cli_option(c, OPT_RULES);
	struct mb_rules_file *files;
	size_t n;
	int rc = cli_open(c, err);

	if (rc != MB_OK || !folder || (rc = mb_rules_files_of_folder(&files, &n, c->a, folder, err)) != MB_OK)
		return rc;
	if (n == 0)
		return mb_fail(err, MB_ENOTFOUND, "%s holds no rule files (*.lua)", folder);
	return mb_gate_suppose(c->g, files, n, err);
}

/* ---- the program's own data ------------------------------------------------------------------------------ */

static const char *program(struct mb_arena *a)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	return n > 0 ? mb_arena_ndup(a, path, (size_t)n) : NULL;
}

int cli_data_folder(const char **folder, struct cli *c, const char *part, struct mb_error *err)
{
	const char *set = getenv("MINUTEBOOK_DATA"), *exe = program(c->a),
		   *bin = exe ? strrchr(exe, '/') : NULL, *from;

	if (set && *set)
		from = set;
	else if (exe && mb_starts(exe, MB_BUILD_DIR "/"))
		from = MB_SOURCE_DIR;
	else if (bin && there(c->a, mb_arena_ndup(c->a, exe, (size_t)(bin - exe)),
			      "../share/minutebook/repo-template"))
		from = mb_arena_printf(c->a, "%.*s/../share/minutebook", (int)(bin - exe), exe);
	else
		from = MB_DATADIR;
	*folder = mb_arena_printf(c->a, "%s/%s", from, part);
	if (!there(c->a, from, part))
		return mb_fail(err, MB_ENOTFOUND,
			       "%s is not there: the program was not installed whole; MINUTEBOOK_DATA names "
			       "another folder",
			       *folder);
	return MB_OK;
}
