/* What all of core/record needs of libgit2: start it, read an object, say what went wrong. */
#include "record_impl.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int started;

static void start(void)
{
	static const int levels[] = { GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_XDG,
				      GIT_CONFIG_LEVEL_PROGRAMDATA };
	static const char *extensions[] = { "objectformat", "worktreeconfig", "preciousobjects" };

	if ((started = git_libgit2_init()) < 0)
		return;
	/* Without this libgit2 syncs nothing. Read when a repository is opened, so it comes first. */
	if ((started = git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1)) < 0 ||
	    (started = git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0)) < 0)
		return;
	/* As git itself reads: damage shows in the checksum of an object's compressed bytes. Where its name must be sure, we
	 * hash (mb_record_hashed); doing so at each reading was a fifth of a replay. */
	if ((started = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0)) < 0)
		return;
	/* Our own check, before a repository is opened, has let these pass: none changes how main is read. */
	if ((started = git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
					sizeof(extensions) / sizeof(extensions[0]))) < 0)
		return;
	/* A stray HOME must not change what a record means. */
	for (size_t i = 0; started >= 0 && i < sizeof(levels) / sizeof(levels[0]); i++)
		started = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
}

int mb_git_start(struct mb_error *err)
{
	if (pthread_once(&once, start) != 0)
		return mb_fail(err, MB_EFAIL, "cannot start libgit2");
	return started < 0 ? mb_git_fail(err, MB_EFAIL, "cannot start libgit2") : MB_OK;
}

static bool waits_for_disk = true;

void mb_record_durable(bool yes)
{
	if (mb_git_start(NULL) == MB_OK && git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, yes ? 1 : 0) == 0)
		waits_for_disk = yes;
}

int mb_sync(int fd)
{
	return waits_for_disk ? fsync(fd) : 0;
}

/* libgit2's last words on this thread, on one line. */
static void last_words(char *out, size_t size)
{
	const git_error *e = git_error_last();

	snprintf(out, size, "%s", e && e->message ? e->message : "no reason given");
	for (char *p = out; *p; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
}

int mb_git_fail(struct mb_error *err, int code, const char *fmt, ...)
{
	char what[512], why[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	last_words(why, sizeof(why));
	return mb_fail(err, code, "%s: %s", what, why);
}

int mb_git_write_fail(struct mb_error *err, const struct mb_record *rec, const char *what)
{
	int e = errno;
	char why[256];

	last_words(why, sizeof(why));
	if (e == ENOSPC || e == EDQUOT || strstr(why, strerror(ENOSPC)) || strstr(why, strerror(EDQUOT)))
		return mb_fail(err, MB_EFAIL,
			       "no space left on the disk that holds %s, while writing %s; nothing was "
			       "changed: make "
			       "room and try again",
			       rec->gitdir, what);
	return mb_fail(err, MB_EFAIL, "cannot write %s in %s: %s; nothing was changed", what, rec->gitdir,
		       why);
}

int mb_oid_in(git_oid *out, const struct mb_oid *id, struct mb_error *err)
{
	if (strlen(id->hex) != GIT_OID_HEXSZ || git_oid_fromstr(out, id->hex) < 0)
		return mb_fail(err, MB_EINVAL, "'%.64s' is not a whole git id (40 hexadecimal digits)",
			       id->hex);
	return MB_OK;
}

void mb_oid_out(struct mb_oid *out, const git_oid *id)
{
	git_oid_tostr(out->hex, sizeof(out->hex), id);
}

bool mb_object_true(git_odb_object *obj)
{
	git_oid id;

	return git_odb_hash(&id, git_odb_object_data(obj), git_odb_object_size(obj),
			    git_odb_object_type(obj)) == 0 &&
	       git_oid_equal(&id, git_odb_object_id(obj));
}

int mb_object_read(git_odb_object **out, struct mb_record *rec, const git_oid *id, git_object_t type,
		   struct mb_error *err)
{
	git_odb_object *obj = NULL;
	struct mb_oid hex;
	int g = git_odb_read(&obj, rec->odb, id); /* looks for new packs by itself before it gives up */

	mb_oid_out(&hex, id);
	if (g == GIT_ENOTFOUND)
		return mb_fail(err, MB_EFAIL, "%s %s is missing from %s; restore it from a clone or a backup",
			       git_object_type2string(type), hex.hex, rec->gitdir);
	if (g < 0)
		return mb_git_fail(err, MB_EFAIL,
				   "%s %s in %s is corrupt; restore it from a clone or a backup",
				   git_object_type2string(type), hex.hex, rec->gitdir);
	if (git_odb_object_type(obj) != type) {
		g = mb_fail(err, MB_EFAIL, "%s in %s is a %s, where a %s was expected", hex.hex, rec->gitdir,
			    git_object_type2string(git_odb_object_type(obj)), git_object_type2string(type));
		git_odb_object_free(obj);
		return g;
	}
	if (rec->hashed && !mb_object_true(obj)) {
		git_odb_object_free(obj);
		return mb_fail(err, MB_EFAIL,
			       "%s %s in %s is corrupt: its bytes are not those it is named by; restore it "
			       "from a clone or a backup",
			       git_object_type2string(type), hex.hex, rec->gitdir);
	}
	mb_trace_note(rec, id);
	*out = obj;
	return MB_OK;
}

int mb_tree_read(git_odb_object **out, struct mb_record *rec, const git_oid *id, struct mb_error *err)
{
	struct mb_tree_slot *slot = &rec->trees[((size_t)id->id[0] << 8 | id->id[1]) % MB_TREE_SLOTS];
	git_odb_object *obj = NULL;
	int rc;

	if (slot->obj && git_oid_equal(&slot->id, id)) {
		mb_trace_note(rec, id);
		if (git_odb_object_dup(out, slot->obj) < 0)
			return mb_git_fail(err, MB_EFAIL, "cannot hold a tree");
		return MB_OK;
	}
	if ((rc = mb_object_read(&obj, rec, id, GIT_OBJECT_TREE, err)) != MB_OK)
		return rc;
	if (git_odb_object_size(obj) <= MB_TREE_CACHED) {
		git_odb_object_free(slot->obj);
		slot->obj = NULL;
		if (git_odb_object_dup(&slot->obj, obj) == 0)
			slot->id = *id;
	}
	*out = obj;
	return MB_OK;
}

void mb_tree_forget(struct mb_record *rec)
{
	for (size_t i = 0; i < MB_TREE_SLOTS; i++) {
		git_odb_object_free(rec->trees[i].obj);
		rec->trees[i].obj = NULL;
	}
}

void mb_pause(int *waited_ms, int *step_ms)
{
	/* A spread by the clock keeps writers that collided once from colliding in step. */
	struct timespec now, nap = { 0 };
	long ns = *step_ms * 1000000L;

	clock_gettime(CLOCK_MONOTONIC, &now);
	nap.tv_nsec = ns / 2 + now.tv_nsec % (ns + 1);
	nanosleep(&nap, NULL);
	*waited_ms += *step_ms;
	*step_ms = *step_ms >= 50 ? 50 : *step_ms * 2;
}
