/* edit: replace a document's text, from a file or in an editor. Typed text is never lost. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The bytes as they stand; none for a page that is to be made. */
static int present(struct mb_str *text, struct mb_oid *blob, struct cli *c, const char *path,
		   struct mb_error *err)
{
	struct mb_entry entry;
	int rc = mb_tree_entry(&entry, c->a, mb_gate_record(c->g), &mb_gate_tip(c->g)->tree, path, err);

	*text = (struct mb_str){ "", 0 };
	memset(blob, 0, sizeof *blob);
	if (rc == MB_ENOTFOUND) /* if somebody else makes it meanwhile, it is not overwritten */
		return mb_blob_id(blob, "", 0, err);
	if (rc != MB_OK || (rc = mb_blob_read(text, c->a, mb_gate_record(c->g), &entry.id, err)) != MB_OK)
		return rc;
	*blob = entry.id;
	return MB_OK;
}

static int write_copy(const char **name, struct cli *c, struct mb_str text, struct mb_error *err)
{
	const char *folder = getenv("TMPDIR");
	char *path = mb_arena_printf(c->a, "%s/minutebook-XXXXXX.md", folder && *folder ? folder : "/tmp");
	int fd = mkstemps(path, 3);

	if (fd < 0)
		return mb_fail(err, MB_EFAIL, "no copy to edit could be made (%s): %s", path,
			       strerror(errno));
	if (write(fd, text.p, text.n) != (ssize_t)text.n || close(fd) != 0) {
		unlink(path);
		return mb_fail(err, MB_EFAIL, "the copy to edit could not be written: %s", strerror(errno));
	}
	*name = path;
	return MB_OK;
}

static int run_editor(const char *path, struct mb_error *err)
{
	const char *editor = getenv("VISUAL");
	char command[1024];
	int status = 0;
	pid_t pid;

	if (!editor || !*editor)
		editor = getenv("EDITOR");
	if (!editor || !*editor)
		editor = "vi";
	if (snprintf(command, sizeof command, "%s \"$1\"", editor) >= (int)sizeof command)
		return mb_fail(err, MB_EUSAGE, "EDITOR is too long");
	fflush(stdout);
	if ((pid = fork()) < 0)
		return mb_fail(err, MB_EFAIL, "the editor could not be started: %s", strerror(errno));
	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", command, "sh", path, (char *)NULL);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return mb_fail(err, MB_EFAIL, "the editor (%s) did not end well; EDITOR names another",
			       editor);
	return MB_OK;
}

/* @param kept  the copy, to be told when the change does not go in */
static int edited(struct mb_buf *text, struct mb_oid *base, const char **kept, struct cli *c,
		  const char *path, struct mb_error *err)
{
	struct mb_str now;
	int rc;

	if (!isatty(STDIN_FILENO) && !getenv("EDITOR") && !getenv("VISUAL"))
		return mb_fail(err, MB_EUSAGE,
			       "there is no terminal to edit on: give the text with --file FILE, or - for "
			       "standard input");
	if ((rc = present(&now, base, c, path, err)) != MB_OK ||
	    (rc = write_copy(kept, c, now, err)) != MB_OK || (rc = run_editor(*kept, err)) != MB_OK)
		return rc;
	return mb_read_file(text, *kept, MB_DOC_MAX, err);
}

int cmd_edit(struct cli *c, struct mb_error *err)
{
	const char *file = cli_option(c, OPT_FILE), *path, *kept = NULL;
	const bool dry = cli_has(c, OPT_DRY_RUN);
	struct mb_result result = { 0 };
	struct mb_buf text = { 0 };
	struct mb_oid base = { "" };
	struct mb_actor actor;
	int rc;

	if (file && (rc = mb_read_file(&text, file, MB_DOC_MAX, err)) != MB_OK)
		return rc;
	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_actor(&actor, c, err)) != MB_OK)
		goto out;
	if ((rc = cli_path(&path, c, c->words[0], err)) != MB_OK)
		goto out;
	if (!file && (rc = edited(&text, &base, &kept, c, path, err)) != MB_OK)
		goto out;
	rc = mb_gate_edit(&result, c->a, c->g, path, (struct mb_str){ text.p, text.n }, &base, &actor,
			  dry ? MB_DRY_RUN : 0, err);
	cli_result(c, c->words[0], &result, rc, dry, err);
out:
	if (kept && rc == MB_OK)
		unlink(kept);
	else if (kept)
		tell("What you typed is kept in %s: change it and give it with --file, nothing is lost.\n",
		     kept);
	if (text.p)
		mb_buf_free(&text);
	return rc;
}
