/* SQLite with our errors: statements kept prepared, the write lock, columns as our types. */
#include "index_impl.h"

#include <string.h>

int ix_fail(struct mb_index *ix, struct mb_error *err, const char *doing)
{
	int code = sqlite3_errcode(ix->db);
	const char *where = ix->file ? ix->file : "the index in memory";

	switch (code) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		ix->damaged = true;
		break;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
	case SQLITE_NOLFS:
		ix->unwritable = true;
		break;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return mb_fail(err, MB_EFAIL, "%s: another process holds it while %s; try again", where,
			       doing);
	}
	return mb_fail(err, MB_EFAIL,
		       "%s: %s while %s; the index may be deleted at any time, it is built again", where,
		       sqlite3_errmsg(ix->db), doing);
}

int ix_run(struct mb_index *ix, const char *sql, struct mb_error *err)
{
	return sqlite3_exec(ix->db, sql, NULL, NULL, NULL) == SQLITE_OK ? MB_OK
									: ix_fail(ix, err, "preparing it");
}

/* Our questions are right, so a table or column that is not there means somebody else's file. */
static int unfit(struct mb_index *ix, struct mb_error *err)
{
	if (sqlite3_errcode(ix->db) == SQLITE_ERROR)
		ix->damaged = true;
	return ix_fail(ix, err, "reading a question");
}

int ix_prepare(sqlite3_stmt **out, struct mb_index *ix, const char *sql, struct mb_error *err)
{
	return sqlite3_prepare_v2(ix->db, sql, -1, out, NULL) == SQLITE_OK ? MB_OK : unfit(ix, err);
}

/* Used last stands last; the first makes room. So a statement in hand is safe while a few others are taken. */
int ix_stmt(sqlite3_stmt **out, struct mb_index *ix, const char *sql, struct mb_error *err)
{
	sqlite3_stmt *st = NULL;
	size_t i = ix->n_cached;

	while (i > 0 && strcmp(sqlite3_sql(ix->cached[i - 1]), sql) != 0)
		i--;
	if (i > 0) {
		st = ix->cached[--i];
	} else if (sqlite3_prepare_v3(ix->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK) {
		return unfit(ix, err);
	} else if (ix->n_cached == IX_CACHED) {
		sqlite3_finalize(ix->cached[0]);
	} else {
		i = ix->n_cached++;
	}
	memmove(ix->cached + i, ix->cached + i + 1, sizeof *ix->cached * (ix->n_cached - 1 - i));
	ix->cached[ix->n_cached - 1] = st;
	*out = st;
	return MB_OK;
}

void ix_done(sqlite3_stmt *st)
{
	if (!st)
		return;
	sqlite3_reset(st); /* its code is that of the last step, told already */
	sqlite3_clear_bindings(st);
}

int ix_step(bool *row, struct mb_index *ix, sqlite3_stmt *st, const char *doing, struct mb_error *err)
{
	int s = sqlite3_step(st);

	*row = s == SQLITE_ROW;
	return s == SQLITE_ROW || s == SQLITE_DONE ? MB_OK : ix_fail(ix, err, doing);
}

int ix_exec(struct mb_index *ix, sqlite3_stmt *st, const char *doing, struct mb_error *err)
{
	bool row;
	int rc = ix_step(&row, ix, st, doing, err);

	ix_done(st);
	return rc;
}

/* Binding fails only out of memory or out of range: the first leaves a NULL that a NOT NULL column refuses. */
void ix_bind_text(sqlite3_stmt *st, int i, const char *s)
{
	sqlite3_bind_text(st, i, s ? s : "", -1, SQLITE_STATIC);
}

void ix_bind_day(sqlite3_stmt *st, int i, mb_day d)
{
	if (d == MB_NO_DAY)
		sqlite3_bind_null(st, i);
	else
		sqlite3_bind_int(st, i, d);
}

const char *ix_text(struct mb_arena *a, sqlite3_stmt *st, int col)
{
	const char *s = (const char *)sqlite3_column_text(st, col);

	return mb_arena_dup(a, s ? s : "");
}

mb_day ix_day(sqlite3_stmt *st, int col)
{
	return sqlite3_column_type(st, col) == SQLITE_INTEGER ? sqlite3_column_int(st, col) : MB_NO_DAY;
}

void ix_oid(struct mb_oid *out, sqlite3_stmt *st, int col)
{
	const char *s = (const char *)sqlite3_column_text(st, col);
	size_t n = s ? strlen(s) : 0;

	memset(out, 0, sizeof *out);
	if (n < sizeof out->hex)
		memcpy(out->hex, s ? s : "", n);
}

int ix_begin(struct mb_index *ix, struct mb_error *err)
{
	struct mb_oid oid;
	long before = -1, now;

	/* A rebuild by somebody else holds the lock again and again: as long as its last commit moves, wait. */
	for (;;) {
		int s = sqlite3_exec(ix->db, "begin immediate", NULL, NULL, NULL);

		if (s == SQLITE_OK)
			return MB_OK;
		if (s != SQLITE_BUSY || ix_last(&now, &oid, ix, NULL) != MB_OK || now == before)
			return ix_fail(ix, err, "waiting to write");
		before = now;
	}
}

int ix_commit(struct mb_index *ix, struct mb_error *err)
{
	return sqlite3_exec(ix->db, "commit", NULL, NULL, NULL) == SQLITE_OK
		       ? MB_OK
		       : ix_fail(ix, err, "keeping the rows");
}

void ix_rollback(struct mb_index *ix)
{
	if (ix->db && !sqlite3_get_autocommit(ix->db)) /* a full disk has rolled back by itself */
		sqlite3_exec(ix->db, "rollback", NULL, NULL, NULL);
}
