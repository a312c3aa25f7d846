/* Moving a ref, so that a process killed at any instant neither half moves it nor leaves it locked.
 *
 * main.lock is git's own protocol: whoever makes that file may move main, and renames it into place. git and libgit2 make it
 * empty and fill it later, and one that a killed process left behind looks like one in use: both then refuse for ever. So here
 * the lock is born whole and marked as ours. Its bytes are written to ref.next, beside the refs, and that file is given the
 * second name main.lock (link(2) fails if it is there, just as open(2) with O_EXCL does). Then:
 *
 *   - ref.next is made and removed under the home's lock only, which the kernel takes from a process that ends. Whoever
 *     holds the home's lock and finds ref.next knows that its maker is dead.
 *   - A main.lock that is the same file as such a ref.next was therefore made by a dead Minutebook, and is removed.
 *   - Any other main.lock is git's. It is waited for, and never touched: nothing tells us whether its maker lives. */
#include "record_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct move {
	const char *next, *lock, *ref, *folder;
	struct mb_record *rec;
};

static struct move names(struct mb_arena *a, struct mb_record *rec, const char *ref)
{
	return (struct move){ .next = mb_arena_printf(a, "%s/ref.next", rec->gitdir),
			      .lock = mb_arena_printf(a, "%s/%s.lock", rec->gitdir, ref),
			      .ref = mb_arena_printf(a, "%s/%s", rec->gitdir, ref),
			      .folder = mb_arena_printf(a, "%s/%.*s", rec->gitdir,
							(int)(strrchr(ref, '/') - ref), ref),
			      .rec = rec };
}

static int cannot(struct mb_error *err, const struct move *m, const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return mb_fail(err, MB_EFAIL,
			       "no space left on the disk that holds %s, while writing %s; nothing was "
			       "changed: make room and try again",
			       m->rec->gitdir, path);
	if (errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK)
		return mb_fail(err, MB_EFAIL,
			       "the disk that holds %s cannot give a file a second name (%s); nothing was "
			       "changed: a record's home needs a file system with hard links",
			       m->rec->gitdir, strerror(errno));
	return mb_fail(err, MB_EFAIL, "cannot write %s: %s; nothing was changed", path, strerror(errno));
}

/* Called under the home's lock, so whoever made ref.next is dead. */
static void clear_what_is_left(const struct move *m)
{
	struct stat next, lock;

	if (lstat(m->next, &next) < 0)
		return;
	if (lstat(m->lock, &lock) == 0 && lock.st_dev == next.st_dev && lock.st_ino == next.st_ino)
		(void)unlink(m->lock); /* the lock first: without ref.next nobody could tell whose it is */
	(void)unlink(m->next);
}

/* Never written to in place: after a kill between the last two steps it is main under another name. */
static int write_next(const struct move *m, const git_oid *id, struct mb_error *err)
{
	struct mb_oid hex;
	char line[sizeof(hex.hex) + 1];
	int fd, n, rc = MB_OK;

	mb_oid_out(&hex, id);
	n = snprintf(line, sizeof line, "%s\n", hex.hex);
	errno = 0;
	fd = open(m->next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return cannot(err, m, m->next);
	if (write(fd, line, (size_t)n) != n || mb_sync(fd) < 0)
		rc = cannot(err, m, m->next);
	if (close(fd) < 0 && rc == MB_OK)
		rc = cannot(err, m, m->next);
	if (rc != MB_OK)
		(void)unlink(m->next);
	return rc;
}

static int sync_refs(const struct move *m)
{
	int fd = open(m->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r;

	if (fd < 0)
		return -1;
	r = mb_sync(fd) < 0 && errno != EINVAL ? -1 : 0; /* EINVAL: a file system that syncs no folders */
	close(fd);
	return r;
}

/* ---- main ------------------------------------------------------------------------------------------------ */

static int take_lock(const struct move *m, struct mb_error *err)
{
	int waited = 0, step = 2;

	while (link(m->next, m->lock) < 0) {
		if (errno != EEXIST)
			return cannot(err, m, m->lock);
		if (waited >= m->rec->ref_wait_ms)
			return mb_fail(
				err, MB_EFAIL,
				"%s has been there for %d ms: another program is moving main, or one "
				"was killed doing so; if no git runs here, delete that file and try again",
				m->lock, waited);
		mb_pause(&waited, &step);
	}
	return MB_OK;
}

/* Under main.lock: does main still stand at base (all zero: is it unborn)? */
static int stands(const struct move *m, const git_oid *base, struct mb_error *err)
{
	git_oid now;
	int g = git_reference_name_to_id(&now, m->rec->repo, MB_MAIN);

	if (g < 0 && g != GIT_ENOTFOUND)
		return mb_git_fail(err, MB_EFAIL, "cannot read branch main of %s; nothing was changed",
				   m->rec->gitdir);
	if (g == GIT_ENOTFOUND ? !git_oid_is_zero(base) : !git_oid_equal(&now, base))
		return mb_fail(err, MB_ECONFLICT,
			       "the record moved on while this change was being judged; judge it again");
	return MB_OK;
}

static int open_log(const struct move *m, const char *log)
{
	static const char *const folders[] = { "logs", "logs/refs", "logs/refs/heads" };
	struct mb_arena *a = mb_arena_new();
	const char *path = mb_arena_printf(a, "%s/%s", m->rec->gitdir, log);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

	if (fd < 0 && errno == ENOENT) {
		for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
			(void)mkdir(mb_arena_printf(a, "%s/%s", m->rec->gitdir, folders[i]), 0777);
		fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	}
	mb_arena_free(a);
	return fd;
}

/* As git does it, under the lock: for main, and for HEAD which points to it. A help for whoever looks for a way back; nothing
 * reads it, so it may fail, but half a line would spoil the next. */
static void log_move(const struct move *m, const git_oid *id, const git_oid *base)
{
	static const char *const logs[] = { "logs/" MB_MAIN, "logs/HEAD" };
	struct mb_oid from, to;
	struct stat st;
	char line[256];
	int n;

	mb_oid_out(&from, base);
	mb_oid_out(&to, id);
	n = snprintf(line, sizeof line,
		     "%s %s minutebook <minutebook@program.invalid> %lld +0000\tminutebook: land\n", from.hex,
		     to.hex, (long long)time(NULL));
	for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
		int fd = open_log(m, logs[i]);

		if (fd < 0)
			continue;
		if (fstat(fd, &st) == 0 && write(fd, line, (size_t)n) != n)
			(void)!ftruncate(fd, st.st_size);
		close(fd);
	}
}

static int swap(const struct move *m, const git_oid *id, const git_oid *base, struct mb_error *err)
{
	int rc;

	if ((rc = write_next(m, id, err)) != MB_OK)
		return rc;
	if ((rc = take_lock(m, err)) != MB_OK)
		goto next;
	if ((rc = stands(m, base, err)) != MB_OK)
		goto lock;
	log_move(m, id, base);
	if (rename(m->lock, m->ref) < 0) {
		rc = cannot(err, m, m->ref);
		goto lock;
	}
	if (sync_refs(m) < 0)
		rc = mb_fail(err, MB_EFAIL,
			     "the disk under %s is failing (%s): the change landed, but may not outlast a "
			     "power cut; look at the record before you try again",
			     m->rec->gitdir, strerror(errno));
	goto next;
lock:
	(void)unlink(m->lock);
next:
	(void)unlink(m->next);
	return rc;
}

void mb_swap_tidy(struct mb_record *rec)
{
	struct mb_arena *a = mb_arena_new();
	struct move m = names(a, rec, MB_MAIN);

	clear_what_is_left(&m);
	mb_arena_free(a);
}

int mb_main_swap(struct mb_record *rec, const git_oid *id, const git_oid *base, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct move m = names(a, rec, MB_MAIN);
	int rc = mb_home_lock(rec, err);

	if (rc == MB_OK) {
		rc = swap(&m, id, base, err);
		mb_home_unlock(rec);
	}
	mb_arena_free(a);
	return rc;
}

/* ---- a ref of its own ------------------------------------------------------------------------------------ */

int mb_ref_make(struct mb_record *rec, const char *ref, const git_oid *id, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct move m = names(a, rec, ref);
	git_oid there;
	int rc;

	clear_what_is_left(&m);
	if (git_reference_name_to_id(&there, rec->repo, ref) == 0) { /* packed, too */
		rc = git_oid_equal(&there, id) ? MB_OK : mb_fail(err, MB_EFAIL, "%s is there already", ref);
		goto out;
	}
	if ((rc = write_next(&m, id, err)) != MB_OK)
		goto out;
	if (mkdir(m.folder, 0777) < 0 && errno != EEXIST)
		rc = cannot(err, &m, m.folder);
	else if (link(m.next, m.ref) < 0 || sync_refs(&m) < 0)
		rc = cannot(err, &m, m.ref);
	(void)unlink(m.next);
out:
	mb_arena_free(a);
	return rc;
}
