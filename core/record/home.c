/* A home: lay one down, its settings, its lock. */
#include "record_impl.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- laying down ----------------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	return remove(path);
}

static void remove_all(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int is_empty(const char *path, struct mb_error *err)
{
	DIR *d = opendir(path);
	struct dirent *e;
	int rc = MB_OK;

	if (!d)
		return errno == ENOTDIR ? mb_fail(err, MB_EINVAL, "%s is not a folder", path)
					: mb_fail(err, MB_EFAIL, "cannot read %s: %s", path, strerror(errno));
	while (rc == MB_OK && (e = readdir(d)))
		if (!mb_streq(e->d_name, ".") && !mb_streq(e->d_name, ".."))
			rc = mb_fail(err, MB_EINVAL,
				     "%s is not empty (it holds '%s'); a home needs an empty folder, or a "
				     "new name",
				     path, e->d_name);
	closedir(d);
	return rc;
}

/* The absolute name of a folder that is empty, or not there yet in a parent that is. */
static int resolve(const char **out, const char **parent, struct mb_arena *a, const char *dir,
		   struct mb_error *err)
{
	char *real = realpath(dir, NULL), *given, *slash;
	int rc = MB_OK;

	if (real) {
		*out = mb_arena_dup(a, real);
		rc = is_empty(real, err);
		slash = strrchr(real, '/');
		*parent = slash == real ? "/" : mb_arena_ndup(a, real, (size_t)(slash - real));
		free(real);
		return rc;
	}
	if (errno != ENOENT)
		return mb_fail(err, errno == ENOTDIR ? MB_ENOTFOUND : MB_EFAIL, "cannot make %s: %s", dir,
			       strerror(errno));
	given = mb_arena_dup(a, dir);
	for (size_t n = strlen(given); n > 1 && given[n - 1] == '/';)
		given[--n] = 0;
	slash = strrchr(given, '/');
	if (slash)
		*slash = 0;
	real = realpath(!slash ? "." : slash == given ? "/" : given, NULL);
	if (!real)
		return mb_fail(err, MB_ENOTFOUND, "there is no folder %s to make a home in", given);
	*parent = mb_arena_dup(a, real);
	*out = mb_arena_printf(a, "%s%s%s", real, mb_ends(real, "/") ? "" : "/", slash ? slash + 1 : given);
	free(real);
	/* A link that leads nowhere has no realpath, and a home cannot be renamed onto it. */
	return *dir && access(*out, F_OK) < 0 && readlink(*out, (char[1]){ 0 }, 1) < 0
		       ? MB_OK
		       : mb_fail(err, MB_EINVAL, "%s cannot become a folder", dir);
}

static int lay_repository(const char *path, bool record, struct mb_error *err)
{
	static const char *const both[][2] = {
		{ "core.fsync", "all" },
		{ "core.logAllRefUpdates", "true" },
		/* Pruning at once while we write destroys a record; git gc may take only what has lain for weeks. */
		{ "gc.pruneExpire", "2.weeks.ago" },
	};
	static const char *const guards[][2] = {
		{ "receive.fsckObjects", "true" },
		{ "receive.denyDeletes", "true" },
		{ "receive.denyNonFastForwards", "true" },
	};
	git_repository_init_options opts = { .version = GIT_REPOSITORY_INIT_OPTIONS_VERSION };
	git_repository *repo = NULL;
	git_config *config = NULL;
	int g;

	opts.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR | GIT_REPOSITORY_INIT_NO_REINIT;
	opts.mode = 0700;
	opts.initial_head = "main";
	opts.description = record ? "A Minutebook record"
				  : "Refused changes of a Minutebook record; no part of it";
	if ((g = git_repository_init_ext(&repo, path, &opts)) < 0 ||
	    (g = git_repository_config(&config, repo)) < 0)
		goto out;
	for (size_t i = 0; g >= 0 && i < sizeof(both) / sizeof(both[0]); i++)
		g = git_config_set_string(config, both[i][0], both[i][1]);
	for (size_t i = 0; record && g >= 0 && i < sizeof(guards) / sizeof(guards[0]); i++)
		g = git_config_set_string(config, guards[i][0], guards[i][1]);
	if (record && g >= 0)
		g = git_config_set_int32(config, MB_FORMAT_KEY, MB_HOME_FORMAT);
out:
	if (g < 0)
		mb_git_fail(err, MB_EFAIL, "cannot make a git repository at %s", path);
	git_config_free(config);
	git_repository_free(repo);
	if (g >= 0 && chmod(path, 0700) < 0)
		return mb_fail(err, MB_EFAIL, "cannot set the mode of %s: %s", path, strerror(errno));
	return g < 0 ? MB_EFAIL : MB_OK;
}

static int sync_folder(const char *path, bool whole_disk, struct mb_error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = MB_OK;

	if (fd < 0 || (whole_disk ? syncfs(fd) : fsync(fd)) < 0)
		rc = mb_fail(err, MB_EFAIL, "the disk is full or failing: cannot sync %s: %s", path,
			     strerror(errno));
	if (fd >= 0)
		close(fd);
	return rc;
}

static int build(struct mb_arena *a, const char *tmp, struct mb_error *err)
{
	static const char borrow[] = "../../record.git/objects\n"; /* relative to attempts.git/objects */
	const char *attachments = mb_arena_printf(a, "%s/attachments", tmp);
	int rc;

	if ((rc = lay_repository(mb_arena_printf(a, "%s/record.git", tmp), true, err)) != MB_OK ||
	    (rc = lay_repository(mb_arena_printf(a, "%s/attempts.git", tmp), false, err)) != MB_OK ||
	    (rc = mb_write_file(mb_arena_printf(a, "%s/attempts.git/objects/info/alternates", tmp), borrow,
				sizeof(borrow) - 1, 0600, err)) != MB_OK)
		return rc;
	if (mkdir(attachments, 0700) < 0)
		return mb_fail(err, MB_EFAIL, "cannot make %s: %s", attachments, strerror(errno));
	return sync_folder(tmp, true, err); /* some forty small files: one call for all */
}

int mb_home_init(const char *dir, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	const char *target = NULL, *parent = NULL;
	char *tmp = NULL;
	int rc;

	if ((rc = mb_git_start(err)) != MB_OK || (rc = resolve(&target, &parent, a, dir, err)) != MB_OK)
		goto out;
	tmp = mb_arena_printf(a, "%s.new-XXXXXX", target);
	if (!mkdtemp(tmp)) {
		rc = mb_fail(err, MB_EFAIL,
			     "cannot make a folder in %s: %s; a home is built beside its place: run as an "
			     "account that "
			     "may write there, or make the home one folder deeper",
			     parent, strerror(errno));
		tmp = NULL;
		goto out;
	}
	if ((rc = build(a, tmp, err)) != MB_OK)
		goto out;
	if (rename(tmp, target) < 0) {
		rc = errno == ENOTEMPTY || errno == EEXIST
			     ? mb_fail(err, MB_EINVAL, "%s is not empty any more; nothing was made", target)
			     : mb_fail(err, MB_EFAIL, "cannot put the new home at %s: %s", target,
				       strerror(errno));
		goto out;
	}
	tmp = NULL;
	rc = sync_folder(parent, false, err);
out:
	if (tmp)
		remove_all(tmp);
	mb_arena_free(a);
	return rc;
}

/* ---- settings -------------------------------------------------------------------------------------------- */

/* Opened anew each time: another process may have changed it, and nothing but the repository's own file counts. */
static int open_config(git_config **out, char name[96], struct mb_record *rec, const char *key,
		       struct mb_error *err)
{
	struct mb_buf path;
	size_t n = strlen(key);
	bool good = n > 0 && n < 64 && isalpha((unsigned char)key[0]);
	int g;

	for (size_t i = 0; good && i < n; i++)
		good = isalnum((unsigned char)key[i]) || key[i] == '-';
	if (!good)
		return mb_fail(err, MB_EINVAL,
			       "'%.64s' cannot name a setting: letters, digits and hyphens only", key);
	snprintf(name, 96, "minutebook.%s", key);
	mb_buf_init(&path, 0);
	mb_buf_printf(&path, "%s/config", rec->gitdir);
	g = git_config_open_ondisk(out, path.p);
	mb_buf_free(&path);
	return g < 0 ? mb_git_fail(err, MB_EFAIL, "cannot read the settings in %s", rec->gitdir) : MB_OK;
}

int mb_home_setting(const char **out, struct mb_arena *a, struct mb_record *rec, const char *key,
		    struct mb_error *err)
{
	git_config *config = NULL;
	git_buf value = GIT_BUF_INIT;
	char name[96];
	int g, rc;

	if ((rc = open_config(&config, name, rec, key, err)) != MB_OK)
		return rc;
	g = git_config_get_string_buf(&value, config, name);
	if (g == GIT_ENOTFOUND)
		rc = mb_fail(err, MB_ENOTFOUND, "the setting '%s' of %s is not set", key, rec->folder);
	else if (g < 0)
		rc = mb_git_fail(err, MB_EFAIL, "cannot read the setting '%s' of %s", key, rec->folder);
	else
		*out = mb_arena_ndup(a, value.ptr, value.size);
	git_buf_dispose(&value);
	git_config_free(config);
	return rc;
}

int mb_home_set(struct mb_record *rec, const char *key, const char *value, struct mb_error *err)
{
	git_config *config = NULL;
	struct mb_buf path;
	char name[96];
	int rc, g;

	if (!rec->home)
		return mb_fail(err, MB_EREFUSED,
			       "%s is a copy of the record, not its home; it has no settings", rec->folder);
	if (strcasecmp(key, "format") == 0)
		return mb_fail(err, MB_EINVAL, "the setting 'format' is Minutebook's own");
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < 0x20)
			return mb_fail(err, MB_EINVAL, "the value of '%.64s' must be one line without tabs",
				       key);
	if ((rc = open_config(&config, name, rec, key, err)) != MB_OK)
		return rc;
	g = git_config_set_string(config, name, value);
	if (g == GIT_ELOCKED)
		rc = mb_fail(err, MB_EFAIL,
			     "%s/config.lock is there: another program writes the settings, or was killed "
			     "doing so; if "
			     "none runs, delete that file",
			     rec->gitdir);
	else if (g < 0)
		rc = mb_git_write_fail(err, rec, "the settings");
	git_config_free(config);
	if (rc != MB_OK)
		return rc;
	mb_buf_init(&path, 0);
	mb_buf_printf(&path, "%s", rec->gitdir);
	rc = sync_folder(path.p, true, err); /* libgit2 renames the new file into place unsynced */
	mb_buf_free(&path);
	return rc;
}

/* ---- the lock -------------------------------------------------------------------------------------------- */

/* Wait for a lock on a file of the home. waited goes on counting from one lock to the next. */
static int wait_for(int *out, int *waited, struct mb_record *rec, const char *name, int step_max,
		    struct mb_error *err)
{
	int step = 1, fd, rc = MB_OK;
	struct mb_buf path;

	mb_buf_init(&path, 0);
	mb_buf_printf(&path, "%s/%s", rec->folder, name);
	fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		rc = mb_fail(err, MB_EFAIL, "cannot open %s: %s", path.p, strerror(errno));
	while (rc == MB_OK && flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			rc = mb_fail(err, MB_EFAIL, "cannot lock %s: %s", path.p, strerror(errno));
		else if (*waited >= rec->lock_wait_ms)
			rc = mb_fail(err, MB_EFAIL,
				     "other changes have held %s for %d s; wait and try again, or see who "
				     "holds it with fuser -v %s",
				     path.p, *waited / 1000, path.p);
		else
			mb_pause(waited, &step);
		step = step > step_max ? step_max : step;
	}
	if (rc == MB_OK)
		*out = fd;
	else if (fd >= 0)
		close(fd);
	mb_buf_free(&path);
	return rc;
}

/* Two files, as a turnstile: whoever holds `queue` is next, and nobody else asks for `lock`. With one file alone, a writer that
 * has many changes would take it again at once, each time, and others could wait a minute for nothing. */
int mb_home_lock(struct mb_record *rec, struct mb_error *err)
{
	int waited = 0, queue, rc;

	if (!rec->home)
		return mb_fail(err, MB_EREFUSED,
			       "%s is a copy of the record, not its home; there is nothing to lock",
			       rec->folder);
	if (rec->lock_depth > 0) {
		rec->lock_depth++;
		return MB_OK;
	}
	if ((rc = wait_for(&queue, &waited, rec, "queue", 50, err)) != MB_OK)
		return rc;
	rc = wait_for(&rec->lock_fd, &waited, rec, "lock", 4, err);
	close(queue);
	if (rc != MB_OK)
		return rc;
	rec->lock_depth = 1;
	mb_swap_tidy(rec);
	return MB_OK;
}

void mb_home_unlock(struct mb_record *rec)
{
	if (rec->lock_depth == 0 || --rec->lock_depth > 0)
		return;
	close(rec->lock_fd);
	rec->lock_fd = -1;
}
