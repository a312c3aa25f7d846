/* What the files of core/index share. SQLite is seen by this folder only. */
#ifndef INDEX_IMPL_H
#define INDEX_IMPL_H

#include <minutebook/index.h>

#include <sqlite3.h>
#include <sys/types.h>

#define IX_FORMAT    3	   /* of the tables: an index of any other format is built anew */
#define IX_BATCH     500   /* commits landed in one transaction: others get the lock in between */
#define IX_BUSY_MS   10000 /* how long a writer waits for another one that gets nothing done */
#define IX_VALUE_MAX 120   /* bytes of a field's value kept as it stands; a longer one is kept by its hash */
#define IX_NAME_MAX                                                                                          \
	200	      /* bytes of a field's name with its way ("members.person"); deeper ones are left out */
#define IX_CACHED  64 /* statements kept prepared */
#define IX_NO_TEXT (-1) /* version.body of what has no readable text */

struct mb_index {
	struct mb_record *rec;		/* borrowed */
	const struct mb_schema *schema; /* borrowed; the newest */
	mb_schema_giver giver;		/* may be NULL */
	void *giver_ctx;
	sqlite3 *db;
	char *file; /* NULL: in memory */
	dev_t dev;  /* which file was opened: somebody else may have replaced it since */
	ino_t ino;
	sqlite3_stmt *cached[IX_CACHED]; /* used last stands last */
	size_t n_cached;
	bool damaged;	 /* the last failure says that the file is no sound database */
	bool unwritable; /* ... that it cannot be written: disk full, read-only */
	bool renewed;	 /* it was thrown away for damage once; a second time means memory */
	struct {
		mb_day day;
		struct mb_oid last; /* the last commit when it was asked */
		long seq;
	} known; /* the last answer of ix_seq_at() */
};

/** A commit about to be indexed, and the kinds in force then. */
struct ix_moment {
	long seq;
	const struct mb_commit *commit;
	mb_day on;
	const struct mb_schema *schema;
};

/* store.c: SQLite with our errors */
int ix_fail(struct mb_index *ix, struct mb_error *err,
	    const char *doing); /* reads the connection's last error */
int ix_run(struct mb_index *ix, const char *sql, struct mb_error *err);
/** A statement kept prepared: sql must be a constant. Hand it back with ix_done(). */
int ix_stmt(sqlite3_stmt **out, struct mb_index *ix, const char *sql, struct mb_error *err);
int ix_prepare(sqlite3_stmt **out, struct mb_index *ix, const char *sql, struct mb_error *err);
void ix_done(sqlite3_stmt *st); /* NULL is fine */
/** Step once. @return MB_OK with *row false at the end */
int ix_step(bool *row, struct mb_index *ix, sqlite3_stmt *st, const char *doing, struct mb_error *err);
/** Step a statement that gives no rows, and reset it. */
int ix_exec(struct mb_index *ix, sqlite3_stmt *st, const char *doing, struct mb_error *err);
void ix_bind_text(sqlite3_stmt *st, int i, const char *s); /* s outlives the statement's run; NULL binds "" */
void ix_bind_day(sqlite3_stmt *st, int i, mb_day d);
const char *ix_text(struct mb_arena *a, sqlite3_stmt *st, int col); /* never NULL */
mb_day ix_day(sqlite3_stmt *st, int col);
void ix_oid(struct mb_oid *out, sqlite3_stmt *st, int col);
int ix_begin(struct mb_index *ix,
	     struct mb_error *err); /* the write lock; waits as long as others get on with it */
int ix_commit(struct mb_index *ix, struct mb_error *err);
void ix_rollback(struct mb_index *ix);

/* tables.c */
int ix_tables_make(struct mb_index *ix, struct mb_error *err); /* drops what there is; inside a transaction */
int ix_tables_known(bool *known, struct mb_index *ix, struct mb_error *err);

/* open.c */
struct mb_index *ix_new(struct mb_record *rec, const struct mb_schema *schema, mb_schema_giver giver,
			void *giver_ctx);
int ix_open_memory(struct mb_index *ix, struct mb_error *err);
/** After a failure: when the file is damaged or cannot be written, build anew (in memory if it must be).
 * @return true: what failed may be tried again */
bool ix_recover(struct mb_index *ix, struct mb_error *err);

/* catch_up.c */
int ix_last(long *seq, struct mb_oid *oid, struct mb_index *ix,
	    struct mb_error *err);						     /* seq 0: nothing yet */
int ix_catch_up(struct mb_index *ix, const struct mb_oid *to, struct mb_error *err); /* NULL: main's tip */

/* rows.c */
int ix_add_difference(struct mb_index *ix, const struct ix_moment *m, const struct mb_difference *d,
		      struct mb_error *err);
/** How a value stands in the field table: itself, or its hash when long. */
const char *ix_value(struct mb_arena *a, const char *value);

/* text.c */
int ix_text_catch_up(struct mb_index *ix, mb_go_on go_on, void *ctx,
		     struct mb_error *err); /* go_on may be NULL */
/** The words of a document by which it is searched: body, then fields. One line; title is apart. */
void ix_words(struct mb_buf *out, struct mb_arena *a, struct mb_str raw, const char *doc_id);

/* history.c: rows as the header has them */
#define IX_EVENT_COLUMNS                                                                                     \
	"c.seq, c.event, c.oid, c.tree, c.recorded_utc, c.recorded_off, c.on_day, c.by_, c.entered_by, "     \
	"c.headline, c.rules"
#define IX_NO_EVENT	   "0, 0, '', '', 0, 0, null, '', '', '', ''" /* where only versions are looked at */
#define IX_VERSION_COLUMNS IX_EVENT_COLUMNS IX_LOOK_COLUMNS
#define IX_LOOK_COLUMNS                                                                                      \
	", d.path, v.doc_id, v.kind, v.group_, v.state, v.title, v.blob, v.date_day, v.seq_from, "           \
	"v.seq_to, v.removed, v.audience, "                                                                  \
	"case when v.seq_to is null then v.state else (select w.state from version w where w.doc = v.doc"    \
	" order by w.seq_from desc limit 1) end, "                                                           \
	"case when v.seq_to is null then v.audience else (select w.audience from version w where w.doc = "   \
	"v.doc order by w.seq_from desc limit 1) end"
#define IX_VERSION_WIDTH 25 /* columns of the above; a query's own follow */
#define IX_LOOK_FROM	 " from version v join document d on d.id = v.doc "
#define IX_VERSION_FROM	 IX_LOOK_FROM "join commit_ c on c.seq = v.seq_from "
void ix_read_event(struct mb_event_row *out, struct mb_arena *a, sqlite3_stmt *st);
void ix_read_version(struct mb_version_row *out, struct mb_arena *a, sqlite3_stmt *st);
int ix_read_versions(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		     sqlite3_stmt *st, struct mb_error *err);

/** Rows that somebody may want, and which of those are asked for. What is not wanted leaves nothing in the caller's arena. */
struct ix_sieve {
	mb_keep keep; /* NULL: every row */
	void *ctx;
	size_t skip, limit, kept; /* limit 0: all; both count what is kept */
	bool full;		  /* no more is needed */
};
/** Is the statement's row, a version, to be given out? */
bool ix_sift(struct ix_sieve *s, sqlite3_stmt *st);

/* search.c: one word or phrase, as the engine takes it literally; any: or what stands before it */
void ix_put_quoted(struct mb_buf *q, struct mb_str s, bool any);
/* everyday.c: one word in its forms, or (into spelt, to be joined last) in the spellings nearest to it; of a small word nothing */
int ix_everyday(struct mb_buf *q, struct mb_buf *spelt, struct mb_index *ix, struct mb_str word, bool any,
		struct mb_error *err);

/* events.c */
/** The last seq recorded by the end of a day; 0 before the first. MB_NO_DAY: the last there is. */
int ix_seq_at(long *out, struct mb_index *ix, mb_day known_at, struct mb_error *err);

#endif
