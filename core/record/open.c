/* Opening: which git folder is meant, whether we may touch it, whether it is a record. */
#include "record_impl.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What we found at the path given. */
struct place {
	const char *folder, *gitdir;
	bool home_shape; /* lies where a home's record lies; whether it is one, its config says */
	bool marked;	 /* made by mb_home_init() */
};

bool mb_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_git_folder(struct mb_arena *a, const char *path)
{
	return mb_is_folder(mb_arena_printf(a, "%s/objects", path)) &&
	       mb_is_folder(mb_arena_printf(a, "%s/refs", path)) &&
	       access(mb_arena_printf(a, "%s/HEAD", path), F_OK) == 0;
}

/* Never parent folders: a record found by accident is the wrong record. */
static int locate(struct place *out, struct mb_arena *a, const char *path, struct mb_error *err)
{
	char *real = realpath(path, NULL), *slash;

	if (!real && (errno == ENOENT || errno == ENOTDIR))
		return mb_fail(err, MB_ENOTFOUND, "there is no folder %s", path);
	if (!real)
		return mb_fail(err, MB_EFAIL, "cannot read %s: %s", path, strerror(errno));
	*out = (struct place){ .folder = mb_arena_dup(a, real) };
	free(real);
	if (!mb_is_folder(out->folder))
		return mb_fail(err, MB_EINVAL, "%s is not a folder", path);
	if (access(out->folder, R_OK | X_OK) < 0)
		return mb_fail(err, MB_EFAIL, "cannot read %s: %s", path, strerror(errno));

	out->gitdir = mb_arena_printf(a, "%s/record.git", out->folder);
	if (mb_is_folder(out->gitdir)) {
		out->home_shape = true;
		return MB_OK;
	}
	if (is_git_folder(a, out->folder)) {
		out->gitdir = out->folder;
		/* A home's record.git named by itself, as in a hook, is that home. */
		if (mb_ends(out->folder, "/record.git")) {
			char *home = mb_arena_dup(a, out->folder);

			if ((slash = strrchr(home, '/')) > home)
				*slash = 0;
			if (mb_is_folder(mb_arena_printf(a, "%s/attempts.git", home))) {
				out->folder = home;
				out->home_shape = true;
			}
		}
		return MB_OK;
	}
	out->gitdir = mb_arena_printf(a, "%s/.git", out->folder);
	if (mb_is_folder(out->gitdir))
		return MB_OK;
	if (access(out->gitdir, F_OK) == 0)
		return mb_fail(err, MB_EINVAL,
			       "%s is a linked work tree or a submodule; name the repository it belongs to",
			       path);
	return mb_fail(err, MB_EINVAL,
		       "%s is neither a Minutebook home (no record.git in it) nor a git repository", path);
}

/* libgit2 1.5 words a foreign owner badly and cannot read safe.directory=*, so the check is ours. */
static int check_owner(const char *gitdir, struct mb_error *err)
{
	struct stat st;
	struct passwd pw, *found = NULL;
	char buf[4096], name[64] = "?";

	if (stat(gitdir, &st) < 0)
		return mb_fail(err, MB_EFAIL, "cannot read %s: %s", gitdir, strerror(errno));
	if (st.st_uid == geteuid()) {
		/* gitdir passed: libgit2 need not ask again. */
		if (git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0) < 0)
			return mb_git_fail(err, MB_EFAIL, "cannot set up libgit2");
		return access(gitdir, R_OK | X_OK) == 0
			       ? MB_OK
			       : mb_fail(err, MB_EFAIL, "cannot read %s: %s", gitdir, strerror(errno));
	}
	if (getpwuid_r(st.st_uid, &pw, buf, sizeof(buf), &found) == 0 && found)
		return mb_fail(err, MB_EINVAL,
			       "%s belongs to the account %s, not to the one this runs as; run it as %s: "
			       "sudo -u %s ...",
			       gitdir, pw.pw_name, pw.pw_name, pw.pw_name);
	if (getpwuid_r(geteuid(), &pw, buf, sizeof(buf), &found) == 0 && found)
		strncpy(name, pw.pw_name, sizeof(name) - 1);
	return mb_fail(err, MB_EINVAL,
		       "%s belongs to user id %lu, which has no account here, and this runs as %s; run it as "
		       "the owner, or "
		       "give it to %s: chown -R %s %s",
		       gitdir, (unsigned long)st.st_uid, name, name, name, gitdir);
}

static int check_extension(const git_config_entry *e, const char *gitdir, struct mb_error *err)
{
	const char *name = e->name + strlen("extensions.");

	if (mb_streq(name, "noop") || mb_streq(name, "worktreeconfig") || mb_streq(name, "preciousobjects"))
		return MB_OK;
	if (mb_streq(name, "objectformat")) {
		if (mb_str_case_eq(mb_str(e->value), "sha1"))
			return MB_OK;
		return mb_fail(err, MB_EINVAL,
			       "%s is a repository with %s ids; Minutebook reads SHA-1 repositories only: "
			       "make it with git "
			       "init --object-format=sha1",
			       gitdir, mb_str_case_eq(mb_str(e->value), "sha256") ? "SHA-256" : e->value);
	}
	if (mb_streq(name, "partialclone"))
		return mb_fail(err, MB_EINVAL,
			       "%s is a partial clone, so parts of the record are missing; clone it whole",
			       gitdir);
	return mb_fail(err, MB_EINVAL, "%s uses git's extension '%s', which Minutebook cannot read", gitdir,
		       name);
}

/* Read what the repository says of itself before libgit2 opens it, so that each hindrance has words of its own. */
static int check_config(struct place *at, struct mb_arena *a, struct mb_error *err)
{
	const char *path = mb_arena_printf(a, "%s/config", at->gitdir);
	git_config *config = NULL;
	git_config_iterator *it = NULL;
	git_config_entry *e;
	int32_t version = 0, format = 0;
	int g, rc = MB_OK;

	if (access(path, F_OK) < 0 && errno == ENOENT)
		return MB_OK;
	if (git_config_open_ondisk(&config, path) < 0)
		return mb_git_fail(err, MB_EFAIL, "cannot read %s", path);
	g = git_config_get_int32(&version, config, "core.repositoryformatversion");
	if (g < 0 && g != GIT_ENOTFOUND) {
		rc = mb_git_fail(err, MB_EINVAL, "core.repositoryformatversion in %s is not a number", path);
		goto out;
	}
	if (version > 1) {
		rc = mb_fail(err, MB_EINVAL, "%s has git's repository format %d; Minutebook reads 0 and 1",
			     at->gitdir, (int)version);
		goto out;
	}
	/* All keys, and the prefix ourselves: git_config_iterator_glob_new() of 1.5.1 leaks what its pattern needs. */
	if (git_config_iterator_new(&it, config) < 0) {
		rc = mb_git_fail(err, MB_EFAIL, "cannot read %s", path);
		goto out;
	}
	while (version == 1 && rc == MB_OK && git_config_next(&e, it) == 0)
		if (mb_starts(e->name, "extensions."))
			rc = check_extension(e, at->gitdir, err);
	if (rc != MB_OK)
		goto out;
	g = git_config_get_int32(&format, config, MB_FORMAT_KEY);
	if (g < 0 && g != GIT_ENOTFOUND)
		rc = mb_git_fail(err, MB_EINVAL, MB_FORMAT_KEY " in %s is not a number", path);
	else if (format > MB_HOME_FORMAT)
		rc = mb_fail(err, MB_EINVAL,
			     "%s was made by a newer Minutebook (home format %d, this one knows %d); "
			     "upgrade this program",
			     at->folder, (int)format, MB_HOME_FORMAT);
	at->marked = format > 0;
out:
	git_config_iterator_free(it);
	git_config_free(config);
	return rc;
}

/* Within pre-receive what was pushed lies apart in the quarantine folder; let it be read. */
static int add_quarantine(struct mb_record *rec, struct mb_error *err)
{
	const char *quarantine = getenv("GIT_QUARANTINE_PATH");
	struct mb_buf objects;
	char *real = NULL, *ours = NULL;
	int rc = MB_OK;

	if (!quarantine)
		return MB_OK;
	mb_buf_init(&objects, 0);
	mb_buf_printf(&objects, "%s/objects", rec->gitdir);
	real = realpath(quarantine, NULL);
	ours = realpath(objects.p, NULL);
	/* A hook may open other records too: their objects are not in this push's quarantine. */
	if (real && ours && mb_starts(real, ours) && real[strlen(ours)] == '/' &&
	    git_odb_add_disk_alternate(rec->odb, real) < 0)
		rc = mb_git_fail(err, MB_EFAIL, "cannot read what was pushed");
	free(ours);
	free(real);
	mb_buf_free(&objects);
	return rc;
}

int mb_record_open_git(struct mb_record **out, const char *folder, const char *gitdir, bool home,
		       struct mb_error *err)
{
	struct mb_record *rec = mb_alloc(sizeof(*rec));
	int rc;

	rec->lock_fd = -1;
	rec->home = home;
	mb_record_waits(rec, MB_REF_WAIT_MS, MB_LOCK_WAIT_MS);
	rec->folder = mb_strdup(folder);
	/* Not git_repository_open_bare(): in 1.5.1 it skips the check of extensions. */
	if (git_repository_open_ext(&rec->repo, gitdir,
				    GIT_REPOSITORY_OPEN_BARE | GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) < 0 ||
	    git_repository_odb(&rec->odb, rec->repo) < 0 ||
	    git_repository_set_ident(rec->repo, "Minutebook", "minutebook@localhost") < 0) {
		rc = mb_git_fail(err, MB_EFAIL, "cannot open the git repository %s", gitdir);
		mb_record_close(rec);
		return rc;
	}
	rec->gitdir = mb_strdup(gitdir);
	if ((rc = add_quarantine(rec, err)) != MB_OK) {
		mb_record_close(rec);
		return rc;
	}
	*out = rec;
	return MB_OK;
}

static int check_ours(struct mb_record *rec, struct mb_arena *a, const struct place *at, struct mb_error *err)
{
	struct mb_commit tip;
	struct mb_entry e;
	int rc = mb_record_tip(&tip, a, rec, err);

	if (rc == MB_ENOTFOUND && at->marked)
		return MB_OK; /* an empty home */
	if (rc == MB_ENOTFOUND)
		return mb_fail(err, MB_EINVAL,
			       "%s is a git repository, but not a Minutebook record: it has no branch main",
			       at->gitdir);
	if (rc != MB_OK)
		return rc;
	rc = mb_tree_entry(&e, a, rec, &tip.tree, "partnership.yaml", err);
	if (rc == MB_ENOTFOUND || (rc == MB_OK && e.folder))
		return mb_fail(err, MB_EINVAL,
			       "%s is a git repository, but not a Minutebook record: there is no "
			       "partnership.yaml at the "
			       "top of its branch main",
			       at->gitdir);
	return rc;
}

int mb_record_open(struct mb_record **out, const char *path, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_record *rec = NULL;
	struct place at;
	int rc;

	if ((rc = mb_git_start(err)) != MB_OK || (rc = locate(&at, a, path, err)) != MB_OK ||
	    (rc = check_owner(at.gitdir, err)) != MB_OK || (rc = check_config(&at, a, err)) != MB_OK ||
	    (rc = mb_record_open_git(&rec, at.folder, at.gitdir, at.home_shape && at.marked, err)) != MB_OK ||
	    (rc = check_ours(rec, a, &at, err)) != MB_OK)
		goto out;
	*out = rec;
	rec = NULL;
out:
	mb_record_close(rec);
	mb_arena_free(a);
	return rc;
}

void mb_record_close(struct mb_record *rec)
{
	if (!rec)
		return;
	if (rec->lock_fd >= 0)
		close(rec->lock_fd);
	mb_tree_forget(rec);
	git_odb_free(rec->odb);
	git_repository_free(rec->repo);
	free(rec->gitdir);
	free(rec->folder);
	free(rec);
}

bool mb_record_is_home(const struct mb_record *rec)
{
	return rec->home;
}

const char *mb_record_home(const struct mb_record *rec)
{
	return rec->folder;
}

const char *mb_record_path(const struct mb_record *rec)
{
	return rec->gitdir;
}

void mb_record_waits(struct mb_record *rec, int ref_ms, int lock_ms)
{
	rec->ref_wait_ms = ref_ms;
	rec->lock_wait_ms = lock_ms;
}
