/* The commits of the chain, and the clock of what was known when. */
#include "index_impl.h"

#include <stdio.h>
#include <string.h>

/* The same day is asked about again and again while one page is made; the last commit says whether the answer still holds. */
static int last_commit(long *seq, struct mb_oid *oid, struct mb_index *ix, struct mb_error *err)
{
	static const char last[] = "select seq, oid from commit_ order by seq desc limit 1";
	sqlite3_stmt *st;
	bool row;
	int rc;

	*seq = 0;
	if ((rc = ix_stmt(&st, ix, last, err)) != MB_OK)
		return rc;
	if ((rc = ix_step(&row, ix, st, "asking what was known", err)) == MB_OK && row) {
		*seq = (long)sqlite3_column_int64(st, 0);
		ix_oid(oid, st, 1);
	}
	ix_done(st);
	return rc;
}

int ix_seq_at(long *out, struct mb_index *ix, mb_day known_at, struct mb_error *err)
{
	/* The newest day's last commit, unless one recorded by a clock set back came later still. */
	static const char at[] =
		"select max(coalesce((select seq from commit_ where recorded_day <= ?1"
		" order by recorded_day desc, seq desc limit 1), 0),"
		" coalesce((select max(seq) from commit_ where behind and recorded_day <= ?1), 0))";
	struct mb_oid last = { { 0 } };
	sqlite3_stmt *st;
	bool row;
	int rc = last_commit(out, &last, ix, err);

	if (rc != MB_OK || known_at == MB_NO_DAY)
		return rc;
	if (known_at == ix->known.day && strcmp(last.hex, ix->known.last.hex) == 0) {
		*out = ix->known.seq;
		return MB_OK;
	}
	*out = 0;
	if ((rc = ix_stmt(&st, ix, at, err)) != MB_OK)
		return rc;
	ix_bind_day(st, 1, known_at);
	if ((rc = ix_step(&row, ix, st, "asking what was known", err)) == MB_OK && row) {
		*out = (long)sqlite3_column_int64(st, 0);
		ix->known.day = known_at;
		ix->known.last = last;
		ix->known.seq = *out;
	}
	ix_done(st);
	return rc;
}

static int events(struct mb_event_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix, long event,
		  struct mb_error *err)
{
	static const char all[] = "select " IX_EVENT_COLUMNS " from commit_ c order by c.seq";
	static const char one[] = "select " IX_EVENT_COLUMNS
				  " from commit_ c where c.event = ?1 order by c.seq";
	sqlite3_stmt *st;
	bool row;
	int rc;

	*out = NULL;
	*n = 0;
	if ((rc = ix_stmt(&st, ix, event == 0 ? all : one, err)) != MB_OK)
		return rc;
	if (event != 0)
		sqlite3_bind_int64(st, 1, event);
	while ((rc = ix_step(&row, ix, st, "reading events", err)) == MB_OK && row)
		ix_read_event(MB_PUSH(a, *out, *n), a, st);
	ix_done(st);
	return rc;
}

int mb_index_events(struct mb_event_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix, long event,
		    struct mb_error *err)
{
	int rc;

	do
		rc = events(out, n, a, ix, event, err);
	while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}

static int changes(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix, long from,
		   long until, struct mb_error *err)
{
	static const char ask[] = "select " IX_VERSION_COLUMNS IX_VERSION_FROM
				  "where v.seq_from between ?1 and ?2 order by v.seq_from, d.path";
	sqlite3_stmt *st;
	bool row;
	int rc;

	*out = NULL;
	*n = 0;
	if ((rc = ix_stmt(&st, ix, ask, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, from);
	sqlite3_bind_int64(st, 2, until);
	while ((rc = ix_step(&row, ix, st, "reading changes", err)) == MB_OK && row)
		ix_read_version(MB_PUSH(a, *out, *n), a, st);
	ix_done(st);
	return rc;
}

int mb_index_changes(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		     long from, long until, struct mb_error *err)
{
	int rc;

	do
		rc = changes(out, n, a, ix, from, until, err);
	while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}

static int tree_at(struct mb_event_row *out, struct mb_arena *a, struct mb_index *ix, mb_day known_at,
		   struct mb_error *err)
{
	static const char ask[] = "select " IX_EVENT_COLUMNS " from commit_ c where c.seq = ?1";
	char day[MB_ISO_DATE];
	sqlite3_stmt *st;
	bool row;
	long seq;
	int rc;

	if ((rc = ix_seq_at(&seq, ix, known_at, err)) != MB_OK || (rc = ix_stmt(&st, ix, ask, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, seq);
	rc = ix_step(&row, ix, st, "reading an event", err);
	if (rc == MB_OK && row)
		ix_read_event(out, a, st);
	else if (rc == MB_OK && known_at == MB_NO_DAY)
		rc = mb_fail(err, MB_ENOTFOUND, "nothing has been recorded yet");
	else if (rc == MB_OK)
		rc = mb_fail(err, MB_ENOTFOUND, "nothing had been recorded by %s", mb_day_iso(day, known_at));
	ix_done(st);
	return rc;
}

int mb_index_tree_at(struct mb_event_row *out, struct mb_arena *a, struct mb_index *ix, mb_day known_at,
		     struct mb_error *err)
{
	int rc;

	do
		rc = tree_at(out, a, ix, known_at, err);
	while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}
