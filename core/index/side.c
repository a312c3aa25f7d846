/* A store beside the record: SQLite with our errors, for what belongs to this machine. */
#include "index_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATEMENTS 48

struct mb_store {
	sqlite3 *db;
	char *file;
	struct {
		const char *sql; /* compared by address */
		sqlite3_stmt *st;
	} kept[STATEMENTS];
	size_t n_kept;
};

static int store_fail(struct mb_store *s, struct mb_error *err, const char *doing)
{
	const char *why = s->db ? sqlite3_errmsg(s->db) : "out of memory";

	return mb_fail(err, MB_EFAIL, "%s: %s while %s", s->file, why, doing);
}

static int run_text(struct mb_store *s, const char *sql, const char *doing, struct mb_error *err)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? MB_OK : store_fail(s, err, doing);
}

static int version_of(int *out, struct mb_store *s, struct mb_error *err)
{
	sqlite3_stmt *st = NULL;
	int rc = MB_OK;

	if (sqlite3_prepare_v2(s->db, "pragma user_version", -1, &st, NULL) != SQLITE_OK ||
	    sqlite3_step(st) != SQLITE_ROW)
		rc = store_fail(s, err, "reading its version");
	else
		*out = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return rc;
}

static int bring_up(struct mb_store *s, const char *const *steps, size_t n, struct mb_error *err)
{
	char mark[48];
	int version = 0, rc = run_text(s, "begin immediate", "waiting to write", err);

	if (rc == MB_OK && (rc = version_of(&version, s, err)) == MB_OK &&
	    (version < 0 || (size_t)version > n))
		rc = mb_fail(err, MB_EINVAL, "%s was made by a newer Minutebook; use that one", s->file);
	for (size_t i = (size_t)version; rc == MB_OK && i < n; i++)
		rc = run_text(s, steps[i], "making its tables", err);
	snprintf(mark, sizeof mark, "pragma user_version = %zu", n);
	if (rc == MB_OK && (rc = run_text(s, mark, "noting its version", err)) == MB_OK)
		rc = run_text(s, "commit", "keeping its tables", err);
	if (rc != MB_OK && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "rollback", NULL, NULL, NULL);
	return rc;
}

/* SQLite gives its journal files the mode of this one. A file that stands is not opened here: closing it again would take the
 * locks away that another handle of this process holds on it. */
static bool make_file(const char *file)
{
	struct stat st;
	int fd = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd >= 0)
		return close(fd) == 0;
	return errno == EEXIST && lstat(file, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid();
}

int mb_store_open(struct mb_store **out, const char *file, const char *const *steps, size_t n_steps,
		  struct mb_error *err)
{
	struct mb_store *s = mb_alloc(sizeof *s);
	int rc;

	s->file = mb_strdup(file);
	if (!make_file(file)) {
		rc = mb_fail(err, MB_EFAIL, "%s cannot be opened: it must be a plain file of your own", file);
		goto out;
	}
	if (sqlite3_open_v2(file, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL) != SQLITE_OK) {
		rc = store_fail(s, err, "opening it");
		goto out;
	}
	sqlite3_busy_timeout(s->db, IX_BUSY_MS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	if ((rc = run_text(
		     s,
		     "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma "
		     "secure_delete = on",
		     "preparing it", err)) == MB_OK)
		rc = bring_up(s, steps, n_steps, err);
out:
	if (rc != MB_OK)
		mb_store_close(s);
	else
		*out = s;
	return rc;
}

void mb_store_close(struct mb_store *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n_kept; i++)
		sqlite3_finalize(s->kept[i].st);
	sqlite3_close(s->db);
	free(s->file);
	free(s);
}

static int statement(sqlite3_stmt **out, struct mb_store *s, const char *sql, struct mb_error *err)
{
	sqlite3_stmt *st = NULL;

	for (size_t i = 0; i < s->n_kept; i++)
		if (s->kept[i].sql == sql) {
			*out = s->kept[i].st;
			return MB_OK;
		}
	if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
		return store_fail(s, err, "reading a question");
	if (s->n_kept == STATEMENTS) {
		sqlite3_finalize(s->kept[0].st);
		memmove(s->kept, s->kept + 1, sizeof s->kept[0] * --s->n_kept);
	}
	s->kept[s->n_kept].sql = sql;
	s->kept[s->n_kept++].st = st;
	*out = st;
	return MB_OK;
}

/* Binding fails only out of memory, which leaves a NULL, or past the parameters there are. */
static void bind(sqlite3_stmt *st, const struct mb_value *in, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (in[i].type == 'i')
			sqlite3_bind_int64(st, (int)i + 1, in[i].i);
		else if (in[i].type == 't' && in[i].t)
			sqlite3_bind_text(st, (int)i + 1, in[i].t, -1, SQLITE_STATIC);
		else
			sqlite3_bind_null(st, (int)i + 1);
}

static struct mb_value column(struct mb_arena *a, sqlite3_stmt *st, int i)
{
	switch (sqlite3_column_type(st, i)) {
	case SQLITE_NULL:
		return (struct mb_value){ 0 };
	case SQLITE_INTEGER:
		return MB_STORE_INT(sqlite3_column_int64(st, i));
	default:
		return MB_STORE_TEXT(mb_arena_dup(a, (const char *)sqlite3_column_text(st, i)));
	}
}

int mb_store_ask(struct mb_value **rows, size_t *n_rows, size_t width, struct mb_arena *a, struct mb_store *s,
		 const char *sql, const struct mb_value *in, size_t n_in, struct mb_error *err)
{
	sqlite3_stmt *st;
	size_t n = 0;
	int step, rc = statement(&st, s, sql, err);

	*rows = NULL;
	*n_rows = 0;
	if (rc != MB_OK)
		return rc;
	bind(st, in, n_in);
	while ((step = sqlite3_step(st)) == SQLITE_ROW) {
		for (size_t i = 0; i < width; i++)
			*MB_PUSH(a, *rows, n) = column(a, st, (int)i);
		++*n_rows;
	}
	if (step != SQLITE_DONE)
		rc = store_fail(s, err, "reading it");
	ix_done(st);
	return rc;
}

int mb_store_run(size_t *changed, struct mb_store *s, const char *sql, const struct mb_value *in, size_t n_in,
		 struct mb_error *err)
{
	sqlite3_stmt *st;
	int step, rc = statement(&st, s, sql, err);

	if (rc != MB_OK)
		return rc;
	bind(st, in, n_in);
	do
		step = sqlite3_step(st);
	while (step == SQLITE_ROW);
	if (step != SQLITE_DONE)
		rc = store_fail(s, err, "writing it");
	else if (changed)
		*changed = (size_t)sqlite3_changes(s->db);
	ix_done(st);
	return rc;
}

int mb_store_begin(struct mb_store *s, struct mb_error *err)
{
	return run_text(s, "begin immediate", "waiting to write", err);
}

int mb_store_end(struct mb_store *s, bool keep, struct mb_error *err)
{
	int rc = keep ? run_text(s, "commit", "keeping what was written", err) : MB_OK;

	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "rollback", NULL, NULL, NULL);
	return rc;
}
