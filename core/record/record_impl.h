/* Private to core/record: what a record is inside. libgit2's types stop here. */
#ifndef MB_RECORD_IMPL_H
#define MB_RECORD_IMPL_H

#include <git2.h>
#include <minutebook/record.h>
#include "record_waits.h"

#define MB_MAIN		"refs/heads/main"
#define MB_HOME_FORMAT	1
#define MB_FORMAT_KEY	"minutebook.format"
#define MB_TREE_SLOTS	512
#define MB_TREE_CACHED	((size_t)256 * 1024) /* a larger folder is read again each time */
#define MB_FOLDER_DEPTH (MB_PATH_MAX / 2)    /* no path that we take nests deeper */

struct mb_record {
	git_repository *repo;
	git_odb *odb;
	char *folder, *gitdir;
	bool home;
	int lock_fd, lock_depth;
	int ref_wait_ms, lock_wait_ms;
	bool hashed;		/* what is read is hashed: mb_record_hashed() */
	struct mb_trace *trace; /* notes what is read; borrowed; NULL */
	/* Trees last read. libgit2's own object cache is off: it makes bulk reading slower and leaves out trees over
	 * 4 KB, the very ones worth keeping. An id names its bytes for ever, so nothing here goes stale. */
	struct mb_tree_slot {
		git_oid id;
		git_odb_object *obj;
	} trees[MB_TREE_SLOTS];
};

/* git.c */
int mb_git_start(struct mb_error *err);
/** fsync(2), unless mb_record_durable(false). */
int mb_sync(int fd);
/** "<fmt>: <libgit2's words>", one line. */
int mb_git_fail(struct mb_error *err, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/** A failed write: says "no space left" when that was it, and that nothing was changed. */
int mb_git_write_fail(struct mb_error *err, const struct mb_record *rec, const char *what);
int mb_oid_in(git_oid *out, const struct mb_oid *id, struct mb_error *err);
void mb_oid_out(struct mb_oid *out, const git_oid *id);
/** Are these the bytes that the object is named by? */
bool mb_object_true(git_odb_object *obj);
/** Read an object of this type; freed with git_odb_object_free(). MB_EFAIL names it. */
int mb_object_read(git_odb_object **out, struct mb_record *rec, const git_oid *id, git_object_t type,
		   struct mb_error *err);
/** The same for a tree, through the cache. */
int mb_tree_read(git_odb_object **out, struct mb_record *rec, const git_oid *id, struct mb_error *err);
void mb_tree_forget(struct mb_record *rec);
void mb_pause(int *waited_ms, int *step_ms);

/* pack.c */
/** To be called for each object read, from the cache or not. */
void mb_trace_note(struct mb_record *rec, const git_oid *id);

/* sha1.c: what closes a pack. libgit2 hashes objects only. */
void mb_sha1(unsigned char out[20], const void *p, size_t n);

/* open.c */
int mb_record_open_git(struct mb_record **out, const char *folder, const char *gitdir, bool home,
		       struct mb_error *err);
bool mb_is_folder(const char *path);

/* tree.c: one pass over a raw tree. git's order is that of whole paths: a folder compares as its name and "/". */
struct mb_tree_it {
	const char *p, *end;
	unsigned mode;
	const char *name; /* NUL-terminated, in the object */
	size_t n;
	git_oid id;
};
void mb_tree_it(struct mb_tree_it *it, git_odb_object *tree);
/** @return 1 an entry, 0 the end, -1 malformed */
int mb_tree_next(struct mb_tree_it *it);
int mb_tree_malformed(struct mb_error *err, git_odb_object *tree);
int mb_name_cmp(const char *a, size_t na, bool a_folder, const char *b, size_t nb, bool b_folder);
bool mb_mode_folder(unsigned mode);

/* path.c */
const char *mb_mode_word(unsigned mode); /* "a folder", "a symbolic link", ... */

/* write.c: objects into rec's store; every new id is added to `made`, so that it can be read back before a ref moves. */
struct mb_made {
	git_oid *id;
	size_t n, cap;
};
int mb_files_write(git_oid *tree, struct mb_made *made, struct mb_record *rec, const git_oid *base_tree,
		   const struct mb_file *files, size_t n, struct mb_error *err);
int mb_made_write(git_oid *out, struct mb_made *made, struct mb_record *rec, const void *p, size_t n,
		  git_object_t type, struct mb_error *err);
int mb_made_read_back(const struct mb_made *made, struct mb_record *rec, struct mb_error *err);

/* swap.c */
/** Move main from base (all zero: unborn) to id, or leave it: MB_ECONFLICT. Takes the home's lock. Durable when MB_OK. */
int mb_main_swap(struct mb_record *rec, const git_oid *id, const git_oid *base, struct mb_error *err);
/** Take away what a killed process left of a swap. Called by mb_home_lock() as soon as the lock is held. */
void mb_swap_tidy(struct mb_record *rec);
/** Make a ref that never moves; MB_OK when it is there and points to id. The caller holds the home's lock. */
int mb_ref_make(struct mb_record *rec, const char *ref, const git_oid *id, struct mb_error *err);

/* land.c */
struct mb_parents {
	git_oid id[2];
	size_t n;
};
int mb_commit_write(git_oid *out, struct mb_made *made, struct mb_record *rec, const struct mb_landing *l,
		    const git_oid *tree, const struct mb_parents *parents, struct mb_error *err);

#endif
