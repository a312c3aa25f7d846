/* Versions as rows; the versions of one document. */
#include "index_impl.h"

#include <string.h>

void ix_read_event(struct mb_event_row *out, struct mb_arena *a, sqlite3_stmt *st)
{
	out->seq = (long)sqlite3_column_int64(st, 0);
	out->event = (long)sqlite3_column_int64(st, 1);
	ix_oid(&out->commit, st, 2);
	ix_oid(&out->tree, st, 3);
	out->recorded.utc = sqlite3_column_int64(st, 4);
	out->recorded.offset = sqlite3_column_int(st, 5);
	out->on = ix_day(st, 6);
	out->by = ix_text(a, st, 7);
	out->entered_by = ix_text(a, st, 8);
	out->headline = ix_text(a, st, 9);
	out->rules = ix_text(a, st, 10);
}

void ix_read_version(struct mb_version_row *out, struct mb_arena *a, sqlite3_stmt *st)
{
	ix_read_event(&out->event, a, st);
	out->path = ix_text(a, st, 11);
	out->id = ix_text(a, st, 12);
	out->kind = ix_text(a, st, 13);
	out->group = ix_text(a, st, 14);
	out->state = ix_text(a, st, 15);
	out->title = ix_text(a, st, 16);
	ix_oid(&out->blob, st, 17);
	out->date = ix_day(st, 18);
	out->seq = (long)sqlite3_column_int64(st, 19);
	out->until = (long)sqlite3_column_int64(st, 20); /* NULL reads as 0 */
	out->removed = sqlite3_column_int(st, 21) != 0;
	out->audience = ix_text(a, st, 22);
	out->now_state = ix_text(a, st, 23);
	out->now_audience = ix_text(a, st, 24);
}

int ix_read_versions(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		     sqlite3_stmt *st, struct mb_error *err)
{
	bool row;
	int rc;

	*out = NULL;
	*n = 0;
	while ((rc = ix_step(&row, ix, st, "reading versions", err)) == MB_OK && row)
		ix_read_version(MB_PUSH(a, *out, *n), a, st);
	return rc;
}

/* A look at a version: its texts are the statement's, and go with its next step. What came of it is left out. */
static void look(struct mb_version_row *row, sqlite3_stmt *st)
{
	static const struct mb_version_row none;
	const char **texts[] = { &row->path,  &row->id,	      &row->kind,      &row->group,	  &row->state,
				 &row->title, &row->audience, &row->now_state, &row->now_audience };
	static const int columns[] = { 11, 12, 13, 14, 15, 16, 22, 23, 24 };

	*row = none;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		*texts[i] = (const char *)sqlite3_column_text(st, columns[i]);
		if (!*texts[i])
			*texts[i] = "";
	}
	row->date = ix_day(st, 18);
	row->seq = (long)sqlite3_column_int64(st, 19);
	row->until = (long)sqlite3_column_int64(st, 20);
	row->removed = sqlite3_column_int(st, 21) != 0;
}

bool ix_sift(struct ix_sieve *s, sqlite3_stmt *st)
{
	struct mb_version_row row;

	if (s->keep) {
		look(&row, st);
		if (!s->keep(s->ctx, &row))
			return false;
	}
	if (s->kept++ < s->skip)
		return false;
	s->full = s->limit > 0 && s->kept - s->skip >= s->limit;
	return true;
}

static int history(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		   const char *path, struct mb_error *err)
{
	static const char ask[] = "select " IX_VERSION_COLUMNS IX_VERSION_FROM
				  "where d.path = ?1 order by v.seq_from";
	sqlite3_stmt *st;
	int rc;

	if ((rc = ix_stmt(&st, ix, ask, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, path);
	rc = ix_read_versions(out, n, a, ix, st, err);
	ix_done(st);
	if (rc == MB_OK && *n == 0)
		rc = mb_fail(err, MB_ENOTFOUND, "%.200s: the record never held this document", path);
	return rc;
}

int mb_index_history(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		     const char *path, struct mb_error *err)
{
	int rc;

	do
		rc = history(out, n, a, ix, path, err);
	while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}

static int version(struct mb_version_row *out, struct mb_arena *a, struct mb_index *ix, const char *path,
		   mb_day as_at, mb_day known_at, struct mb_error *err)
{
	static const char ask[] = "select " IX_VERSION_COLUMNS IX_VERSION_FROM
				  "where d.path = ?1 and v.seq_from <= ?2 and (?3 is null or v.on_from <= ?3)"
				  " order by v.seq_from desc limit 1";
	struct mb_version_row *rows = NULL;
	sqlite3_stmt *st;
	size_t n = 0;
	long seq;
	int rc;

	if ((rc = ix_seq_at(&seq, ix, known_at, err)) != MB_OK || (rc = ix_stmt(&st, ix, ask, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, path);
	sqlite3_bind_int64(st, 2, seq);
	ix_bind_day(st, 3, as_at);
	rc = ix_read_versions(&rows, &n, a, ix, st, err);
	ix_done(st);
	if (rc != MB_OK)
		return rc;
	if (n == 0)
		return mb_fail(err, MB_ENOTFOUND, "%.200s: no such document%s", path,
			       as_at == MB_NO_DAY && known_at == MB_NO_DAY ? "" : " at that time");
	if (rows[0].removed)
		return mb_fail(err, MB_ENOTFOUND, "%.200s: removed by event %ld", path, rows[0].event.event);
	*out = rows[0];
	return MB_OK;
}

int mb_index_version(struct mb_version_row *out, struct mb_arena *a, struct mb_index *ix, const char *path,
		     mb_day as_at, mb_day known_at, struct mb_error *err)
{
	int rc;

	do
		rc = version(out, a, ix, path, as_at, known_at, err);
	while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}
