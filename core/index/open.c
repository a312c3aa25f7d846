/* Opening: the file when it is sound, ours and can be written, else a new one, else one in memory. Reading the record
 * must never fail for want of an index. */
#include "index_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct mb_index *ix_new(struct mb_record *rec, const struct mb_schema *schema, mb_schema_giver giver,
			void *giver_ctx)
{
	struct mb_index *ix = mb_alloc(sizeof *ix);

	ix->rec = rec;
	ix->schema = schema;
	ix->giver = giver;
	ix->giver_ctx = giver_ctx;
	return ix;
}

static void close_db(struct mb_index *ix)
{
	for (size_t i = 0; i < ix->n_cached; i++)
		sqlite3_finalize(ix->cached[i]);
	ix->n_cached = 0;
	sqlite3_close(ix->db);
	ix->db = NULL;
	ix->damaged = ix->unwritable = false;
}

static int connect_db(struct mb_index *ix, const char *name, struct mb_error *err)
{
	int s = sqlite3_open_v2(name, &ix->db,
				SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

	if (!ix->db)
		return mb_fail(err, MB_EFAIL, "%s: no memory for an index", name);
	if (s != SQLITE_OK)
		return ix_fail(ix, err, "opening it");
	sqlite3_busy_timeout(ix->db, IX_BUSY_MS);
	/* What the file says is data: no function of a stranger's schema may run, and page damage is looked for. */
	return ix_run(ix,
		      "pragma trusted_schema = off; pragma cell_size_check = on; pragma temp_store = memory;"
		      "pragma cache_size = -16000",
		      err);
}

static int make_if_unknown(struct mb_index *ix, struct mb_error *err)
{
	bool known;
	int rc;

	if ((rc = ix_tables_known(&known, ix, err)) != MB_OK || known)
		return rc;
	if ((rc = ix_begin(ix, err)) != MB_OK)
		return rc;
	if ((rc = ix_tables_known(&known, ix, err)) == MB_OK && !known)
		rc = ix_tables_make(ix, err);
	if (rc == MB_OK)
		rc = ix_commit(ix, err);
	if (rc != MB_OK)
		ix_rollback(ix);
	return rc;
}

int ix_open_memory(struct mb_index *ix, struct mb_error *err)
{
	int rc;

	close_db(ix);
	free(ix->file);
	ix->file = NULL;
	if ((rc = connect_db(ix, ":memory:", err)) != MB_OK)
		return rc;
	return make_if_unknown(ix, err);
}

/* Held while the files are opened, made or taken away: nobody may find the database gone but its write-ahead log still
 * there. Returns -1 when there can be no lock: then nothing can be written either. */
static int lock_files(const struct mb_index *ix)
{
	char *name = mb_alloc(strlen(ix->file) + sizeof ".lock");
	int fd;

	sprintf(name, "%s.lock", ix->file);
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	free(name);
	while (fd >= 0 && flock(fd, LOCK_EX) != 0)
		if (errno != EINTR) {
			close(fd);
			return -1;
		}
	return fd;
}

static bool still_the_file(const struct mb_index *ix)
{
	struct stat st;

	return stat(ix->file, &st) == 0 && st.st_dev == ix->dev && st.st_ino == ix->ino;
}

static int take_away(const struct mb_index *ix, struct mb_error *err)
{
	static const char *const ends[] = { "-wal", "-shm", "" };
	char *name = mb_alloc(strlen(ix->file) + 8);
	int rc = MB_OK;

	for (size_t i = 0; i < sizeof ends / sizeof ends[0] && rc == MB_OK; i++) {
		sprintf(name, "%s%s", ix->file, ends[i]);
		if (unlink(name) != 0 && errno != ENOENT)
			rc = mb_fail(err, MB_EFAIL, "%s: cannot be removed: %s", name, strerror(errno));
	}
	free(name);
	return rc;
}

static int keep_wal(struct mb_index *ix, struct mb_error *err)
{
	int rc;

	/* Whoever opens waits for us at the lock, so only a reader of a file that was no sound index can hold this up. */
	sqlite3_busy_timeout(ix->db, 1000);
	rc = ix_run(ix,
		    "pragma journal_mode = wal; pragma synchronous = normal; pragma journal_size_limit = "
		    "16777216",
		    err);
	sqlite3_busy_timeout(ix->db, IX_BUSY_MS);
	return rc;
}

static int open_file(struct mb_index *ix, bool afresh, struct mb_error *err)
{
	struct stat st;
	int fd = lock_files(ix), rc = MB_OK;

	if (fd < 0) {
		ix->unwritable = true;
		return mb_fail(err, MB_EFAIL, "%s.lock: %s", ix->file, strerror(errno));
	}
	/* Somebody may have met the same damage before us, and put a sound one in its place. */
	if (afresh && still_the_file(ix))
		rc = take_away(ix, err);
	close_db(ix);
	if (rc != MB_OK)
		ix->unwritable = true;
	else if ((rc = connect_db(ix, ix->file, err)) == MB_OK && (rc = keep_wal(ix, err)) == MB_OK)
		rc = make_if_unknown(ix, err);
	/* Another process holds what was a sound file when it began: reading does not wait for that. */
	if (rc != MB_OK && ix->db && sqlite3_errcode(ix->db) == SQLITE_BUSY)
		ix->unwritable = true;
	/* Also when it failed: this is the file that was no database. */
	if (stat(ix->file, &st) == 0) {
		ix->dev = st.st_dev;
		ix->ino = st.st_ino;
	}
	close(fd);
	return rc;
}

bool ix_recover(struct mb_index *ix, struct mb_error *err)
{
	struct mb_error why;
	bool damaged = ix->damaged;

	while (ix->file && (damaged || ix->unwritable)) {
		int rc;

		ix_rollback(ix);
		if (damaged && !ix->renewed) {
			ix->renewed = true;
			rc = open_file(ix, true, &why);
		} else {
			rc = ix_open_memory(ix, &why);
		}
		if (rc == MB_OK)
			rc = ix_catch_up(ix, NULL, &why);
		if (rc == MB_OK)
			return true;
		if (err)
			*err = why;
		damaged = ix->damaged;
	}
	return false;
}

/* A file made by another account would lock its owner out, so only the owner of the home keeps one. */
static bool may_keep_file(struct mb_record *rec)
{
	struct stat st;

	return mb_record_is_home(rec) && stat(mb_record_home(rec), &st) == 0 && st.st_uid == geteuid();
}

int mb_index_open(struct mb_index **out, struct mb_record *rec, const struct mb_schema *schema,
		  mb_schema_giver giver, void *giver_ctx, struct mb_error *err)
{
	struct mb_index *ix = ix_new(rec, schema, giver, giver_ctx);
	int rc;

	if (may_keep_file(rec)) {
		ix->file = mb_alloc(strlen(mb_record_home(rec)) + sizeof "/index.sqlite");
		sprintf(ix->file, "%s/index.sqlite", mb_record_home(rec));
		rc = open_file(ix, false, err);
	} else {
		rc = ix_open_memory(ix, err);
	}
	if (rc == MB_OK)
		rc = ix_catch_up(ix, NULL, err);
	if (rc != MB_OK && ix_recover(ix, err))
		rc = MB_OK;
	if (rc != MB_OK)
		mb_index_close(ix);
	else
		*out = ix;
	return rc;
}

void mb_index_close(struct mb_index *ix)
{
	if (!ix)
		return;
	close_db(ix);
	free(ix->file);
	free(ix);
}

int mb_index_catch_up(struct mb_index *ix, struct mb_error *err)
{
	int rc = MB_OK;

	/* Rebuilt or deleted by somebody else: what we hold is a file without a name. */
	if (ix->file && !still_the_file(ix))
		rc = open_file(ix, false, err);
	if (rc == MB_OK)
		rc = ix_catch_up(ix, NULL, err);
	return rc != MB_OK && ix_recover(ix, err) ? MB_OK : rc;
}

int mb_index_rebuild(struct mb_index *ix, size_t *rows, struct mb_error *err)
{
	sqlite3_stmt *st = NULL;
	bool row;
	int rc;

	rc = ix->file ? open_file(ix, true, err) : ix_open_memory(ix, err);
	if (rc == MB_OK)
		rc = ix_catch_up(ix, NULL, err);
	if (rc != MB_OK && !ix_recover(ix, err))
		return rc;
	if ((rc = ix_stmt(&st, ix, "select count(*) from version", err)) != MB_OK)
		return rc;
	if ((rc = ix_step(&row, ix, st, "counting its rows", err)) == MB_OK && rows)
		*rows = (size_t)sqlite3_column_int64(st, 0);
	ix_done(st);
	return rc;
}
