/* record: the record in git (libgit2): open, read as at a commit, compare trees, land a change, history, attempts.
 *
 * The record is the first-parent chain of refs/heads/main. Nothing outside core/gate may call mb_record_land(). */
#ifndef MINUTEBOOK_RECORD_H
#define MINUTEBOOK_RECORD_H

#include <minutebook/base.h>
#include <minutebook/text.h>

#define MB_DOC_MAX  ((size_t)1024 * 1024) /* bytes of one document, front matter included */
#define MB_PATH_MAX 400			  /* bytes of a path in the record */

/** A git object id as text: 40 or 64 lowercase hex digits; "" is none. */
struct mb_oid {
	char hex[65];
};

struct mb_record; /* opaque: only core/record/ sees inside. One thread at a time. */

/* ---- homes ----------------------------------------------------------------------------------------------- */

/** Lay down an empty home at dir: record.git (bare, main unborn), attempts.git (alternates to record.git),
 *  attachments/, all mode 0700; the repository's config pins what we rely on (core.fsync=all, gc.pruneExpire,
 *  receive.fsckObjects, denyDeletes and denyNonFastForwards, core.logAllRefUpdates) and marks it ours
 *  (minutebook.format). dir is made if missing; MB_EINVAL if it is not empty or not a folder, MB_ENOTFOUND no parent.
 *  Atomic: built beside it and renamed into place, so a killed init leaves nothing that looks like a home. */
int mb_home_init(const char *dir, struct mb_error *err);

/** Open a home (a folder with record.git that bears the mark; or that record.git by itself, as in a hook), or a clone /
 *  bare copy of a record (then mb_record_is_home() is false: also for a `git clone --bare` that is named record.git).
 *  Parent folders are never searched. With GIT_QUARANTINE_PATH set within this record, the pushed objects can be read.
 * @return MB_OK; MB_ENOTFOUND no such folder; MB_EINVAL not a git repository, not one of ours (no partnership.yaml on
 *         main and not an empty home), a SHA-256 repository, an unsupported extension (named), owned by somebody else
 *         (says who and what to do); MB_EFAIL unreadable */
int mb_record_open(struct mb_record **out, const char *path, struct mb_error *err);
void mb_record_close(struct mb_record *rec);
bool mb_record_is_home(const struct mb_record *rec);
const char *mb_record_home(const struct mb_record *rec); /* the folder given, absolute */
const char *mb_record_path(const struct mb_record *rec); /* the git folder, absolute */

/** A setting of this home, kept in the repository's own config under "minutebook.<key>" (such as "operator"):
 *  it belongs to the machine, not to the record. MB_ENOTFOUND when unset; value in the arena. Keys are letters, digits
 *  and hyphens; setting one in a clone is MB_EREFUSED. */
int mb_home_setting(const char **out, struct mb_arena *a, struct mb_record *rec, const char *key,
		    struct mb_error *err);
int mb_home_set(struct mb_record *rec, const char *key, const char *value, struct mb_error *err);

/** Hold the home's advisory lock while judging and landing, so that writers queue instead of racing. Released by
 *  mb_home_unlock, and by the kernel when the process ends. Locking twice needs unlocking twice. Waits; MB_EFAIL after
 *  60 s; MB_EREFUSED in a clone. The swap of main stays a compare-and-swap all the same (a push takes no lock). */
int mb_home_lock(struct mb_record *rec, struct mb_error *err);
void mb_home_unlock(struct mb_record *rec);

/* ---- commits --------------------------------------------------------------------------------------------- */

struct mb_commit {
	struct mb_oid id, tree, parent, second; /* parent: first parent; second: a push's; "" if none */
	struct mb_instant recorded;		/* committer's time and zone: when it passed the gate */
	const char *author, *author_mail;	/* of git's author field */
	const char *message;			/* whole, in the arena */
};

/** The tip of main. MB_ENOTFOUND when main is unborn. Reads the ref afresh each time. */
int mb_record_tip(struct mb_commit *out, struct mb_arena *a, struct mb_record *rec, struct mb_error *err);
/** MB_EINVAL malformed id; MB_ENOTFOUND no such commit; MB_EFAIL corrupt. */
int mb_record_commit(struct mb_commit *out, struct mb_arena *a, struct mb_record *rec,
		     const struct mb_oid *id, struct mb_error *err);
/** Number of commits on the first-parent chain that ends at id. */
int mb_record_depth(size_t *out, struct mb_record *rec, const struct mb_oid *id, struct mb_error *err);

/* ---- trees and blobs ------------------------------------------------------------------------------------- */

struct mb_entry {
	const char *name; /* in the folder */
	struct mb_oid id;
	bool folder;
	unsigned mode; /* as git has it: 0100644, 0100755, 0120000 (symlink), 0160000, 040000 */
};

/** One entry by path below a tree ("" is the tree itself). MB_ENOTFOUND. name is in the arena. */
int mb_tree_entry(struct mb_entry *out, struct mb_arena *a, struct mb_record *rec, const struct mb_oid *tree,
		  const char *path, struct mb_error *err);
/** A folder's entries in git's order. A path that is not there gives none (MB_OK, 0). */
int mb_tree_list(struct mb_entry **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
		 const struct mb_oid *tree, const char *path, struct mb_error *err);
/** A blob's bytes, NUL behind them, in the arena. MB_EINVAL over MB_DOC_MAX; MB_EFAIL missing or corrupt (says which). */
int mb_blob_read(struct mb_str *out, struct mb_arena *a, struct mb_record *rec, const struct mb_oid *blob,
		 struct mb_error *err);
/** The id a blob with these bytes would have; writes nothing. */
int mb_blob_id(struct mb_oid *out, const void *p, size_t n, struct mb_error *err);

struct mb_difference {
	const char *path;
	struct mb_oid before, after; /* blob ids; "" where the file is not */
	unsigned mode_before, mode_after;
};
/** What changed between two trees ("" is the empty tree): raw tree comparison that descends only where ids differ. Files
 *  only, sorted by path. */
int mb_tree_diff(struct mb_difference **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
		 const struct mb_oid *before, const struct mb_oid *after, struct mb_error *err);

/** Is this a path the record may hold? Not empty, relative, no "..", ".", "//", "\", control characters or ".git" part,
 *  UTF-8, at most MB_PATH_MAX bytes. MB_EINVAL says what is wrong. */
int mb_path_check(const char *path, struct mb_error *err);
/** ... and may it stand in this tree: no parent that is a file or symlink, not itself a symlink or folder, and no
 *  existing name on the way that differs only in letter case. MB_EINVAL. Two new files of one change that clash with
 *  each other show only when the tree asked is the new one (mb_tree_write): the path itself being there is no clash. */
int mb_path_fits(struct mb_record *rec, const struct mb_oid *tree, const char *path, struct mb_error *err);

/* ---- writing (called by core/gate only) ------------------------------------------------------------------ */

struct mb_file {
	const char *path;
	struct mb_str data;
	bool remove;
};

/** The id of the tree that base becomes with these files; its objects are written (harmless if never landed). A file
 *  keeps its mode; a folder that is emptied goes; what is not named stays, symlinks included.
 * @return MB_OK; MB_ENOTFOUND a removal of what is no file there; MB_EINVAL a bad path, a path twice, over MB_DOC_MAX, a
 *         file where a folder stays or below a file, writing over a symlink; MB_EFAIL disk */
int mb_tree_write(struct mb_oid *out, struct mb_record *rec, const struct mb_oid *base_tree,
		  const struct mb_file *files, size_t n, struct mb_error *err);

struct mb_landing {
	const struct mb_commit *base; /* main must still point here; id "" when main must be unborn */
	const struct mb_oid *second;  /* a push's tip, or NULL */
	const struct mb_file *files;
	size_t n_files;
	const char *author, *author_mail; /* decoration: the person whose act it is */
	mb_day on; /* the day of the act: git's author date (clamped to 1970-2105); MB_NO_DAY: recorded */
	struct mb_instant recorded; /* git's committer date; MB_EINVAL outside 1970-2105 */
	const char *message;
};

/** Land one change: blobs, trees and the commit are written and fsynced, read back, then main is swapped from base.
 * @param out  the new commit; untouched on failure
 * @return MB_OK; MB_ECONFLICT main moved since base (judge again); MB_EREFUSED a clone, or within a push's quarantine;
 *         MB_EINVAL or MB_ENOTFOUND as mb_tree_write; MB_EFAIL disk full or unreadable: nothing landed (or, when only the
 *         last sync of the ref failed, the message says that it did); a ref held by another writer is waited for up to 5 s, then MB_EFAIL names the lock file and what to do */
int mb_record_land(struct mb_commit *out, struct mb_arena *a, struct mb_record *rec,
		   const struct mb_landing *landing, struct mb_error *err);

/** Merge the bodies of two edits by lines: ours is the edit at hand, theirs what main has meanwhile (the marks say so).
 *  The result is appended to out, which the caller has initialised.
 * @param clash true when they overlap (out then shows both, marked) */
int mb_body_merge(struct mb_buf *out, bool *clash, struct mb_str base, struct mb_str ours,
		  struct mb_str theirs, struct mb_error *err);

/** The same for any two texts, under these names in the marks. */
int mb_lines_merge(struct mb_buf *out, bool *clash, struct mb_str base, struct mb_str ours,
		   struct mb_str theirs, const char *our_name, const char *their_name, struct mb_error *err);

/** A stretch of two edits merged: where they clash both wordings (either may be empty: that edit took it out), elsewhere
 *  the one text that holds (ours and theirs the same). Whole lines with their ends. */
struct mb_merge_part {
	bool clash;
	struct mb_str ours, theirs;
};
/** The same, part by part in order. All ours, or all theirs at the clashes, one behind the other, are a whole text.
 *  Everything is in the arena. MB_EINVAL: a text over MB_DOC_MAX, or with one sign over 60,000 times in a row. */
int mb_merge_parts(struct mb_merge_part **out, size_t *n, struct mb_arena *a, struct mb_str base,
		   struct mb_str ours, struct mb_str theirs, struct mb_error *err);

/* ---- attempts (refused changes; no part of the record) --------------------------------------------------- */

/** Keep a refused change in attempts.git: one commit on a ref of its own, refs/attempts/<yyyymmddThhmmss>-<8 hex of its id>.
 *  files may be NULL (the text of an attempt refused for bad input or permission is not kept). */
int mb_attempt_keep(struct mb_record *rec, const struct mb_landing *attempt, struct mb_error *err);
/** attempts.git as a record of its own, to read an attempt's trees and blobs with the calls above (they borrow the
 *  record's objects); nothing lands in it. Closed with mb_record_close(). MB_ENOTFOUND in a clone. */
int mb_attempts_open(struct mb_record **out, struct mb_record *rec, struct mb_error *err);
/** All attempts, oldest first. MB_ENOTFOUND in a clone: attempts are not at hand. */
int mb_attempt_list(struct mb_commit **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
		    struct mb_error *err);

/* ---- checking -------------------------------------------------------------------------------------------- */

/** Whether every object that is read is hashed again and refused if its bytes are not those it is named by. Else it is read
 *  as git reads it: damage shows in a checksum, which only somebody who means to gets past. @return what it was before */
bool mb_record_hashed(struct mb_record *rec, bool yes);
/** Read every object reachable from main, verifying each hash; problems are told one by one to `tell` (one line each).
 * @return MB_OK when all were sound, else MB_EFAIL */
int mb_record_check(struct mb_record *rec, void (*tell)(void *ctx, const char *line), void *ctx,
		    struct mb_error *err);

/* ---- objects apart from their record: for proofs --------------------------------------------------------- */

/** Which objects are read, in the order of the first reading. */
struct mb_trace;
struct mb_trace *mb_trace_new(void);
void mb_trace_free(struct mb_trace *t); /* NULL is fine */
size_t mb_trace_ids(const struct mb_oid **out, const struct mb_trace *t);
/** Note in t (borrowed) what is read from here on; NULL: note nothing. @return what noted until now, or NULL */
struct mb_trace *mb_record_trace(struct mb_record *rec, struct mb_trace *t);
/** Is this object in the store? Reads nothing and notes nothing. */
bool mb_object_there(struct mb_record *rec, const struct mb_oid *id);

#define MB_PACK_MAX	((size_t)64 * 1024 * 1024) /* bytes of a pack, packed or not */
#define MB_PACK_OBJECTS 50000

enum mb_packed_type { MB_PACKED_COMMIT = 1, MB_PACKED_TREE, MB_PACKED_BLOB };
struct mb_packed {
	struct mb_oid id;
	enum mb_packed_type type;
	size_t at, size; /* where it begins in the pack; its bytes unpacked */
};
/** Append a pack (version 2, no deltas) of exactly these objects in this order. list (may be NULL) tells of each.
 *  MB_EINVAL past a limit; MB_EFAIL an object is missing or corrupt. */
int mb_pack_write(struct mb_buf *out, struct mb_packed **list, struct mb_arena *a, struct mb_record *rec,
		  const struct mb_oid *ids, size_t n, struct mb_error *err);
/** Read such a pack from anywhere into a record in memory that holds these objects and nothing else: no branch, no home.
 *  Each object is hashed as it is read. `name` stands for it in messages.
 * @param list  what was read, n_read of them; on failure those before the one that did not read
 * @return MB_OK; MB_EINVAL not such a pack, cut short, damaged, or over a limit */
int mb_pack_read(struct mb_record **out, struct mb_packed **list, size_t *n_read, struct mb_arena *a,
		 const void *p, size_t n, const char *name, struct mb_error *err);

#endif
