/* What has come since, newest first: versions are numbered as they come, so the newest stand at the end of their table. */
#include "index_impl.h"

#include <string.h>

/* Whose event it is for the one who asks: entered by that person, and by hand. ?2 the person, ?3 how a machine's headlines begin */
#define OWN(c)                                                                                               \
	"(" c ".entered_by = ?2 or (" c ".entered_by = '' and " c                                            \
	".by_ = ?2)) and not (?3 <> '' and substr(" c ".headline, 1, length(?3)) = ?3)"

struct news {
	const struct mb_index_news_ask *ask;
	struct ix_sieve sieve;
	size_t looked;
	bool more;
};

/* The newest version before this one that is known to the one who asks. */
static int read_known(struct mb_version_row *out, struct mb_arena *a, struct mb_index *ix,
		      const struct mb_version_row *now, const struct mb_index_news_ask *news,
		      struct mb_error *err)
{
	static const char ask[] =
		"select " IX_VERSION_COLUMNS IX_VERSION_FROM "where d.path = ?4 and v.seq_from < ?5"
		" and (v.seq_from <= ?1 or (" OWN("c") ")) order by v.seq_from desc limit 1";
	static const struct mb_version_row none = { .date = MB_NO_DAY };
	sqlite3_stmt *st;
	bool row;
	int rc;

	*out = none;
	if ((rc = ix_stmt(&st, ix, ask, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, news->since);
	ix_bind_text(st, 2, news->person);
	ix_bind_text(st, 3, news->nobodys);
	ix_bind_text(st, 4, now->path);
	sqlite3_bind_int64(st, 5, now->seq);
	if ((rc = ix_step(&row, ix, st, "reading what was known", err)) == MB_OK && row)
		ix_read_version(out, a, st);
	ix_done(st);
	if (out->removed)
		*out = none;
	return rc;
}

/* One row of the walk. *end: all that follows is known. */
static int take(struct mb_news_row **out, size_t *n, bool *end, struct mb_arena *a, struct mb_index *ix,
		struct news *x, sqlite3_stmt *st, struct mb_error *err)
{
	struct mb_news_row *row;

	if (sqlite3_column_int64(st, 19) <= x->ask->since) {
		*end = true;
		return MB_OK;
	}
	if ((x->ask->limit && *n == x->ask->limit) || (x->ask->most && x->looked++ == x->ask->most)) {
		x->more = *end = true;
		return MB_OK;
	}
	/* replaced, removed, or entered by the one who asks */
	if (sqlite3_column_type(st, 20) != SQLITE_NULL || sqlite3_column_int(st, 21) ||
	    sqlite3_column_int(st, IX_VERSION_WIDTH) || !ix_sift(&x->sieve, st))
		return MB_OK;
	row = MB_PUSH(a, *out, *n);
	ix_read_version(&row->now, a, st);
	return read_known(&row->was, a, ix, &row->now, x->ask, err);
}

static int news(struct mb_news_row **out, size_t *n, bool *more, struct mb_arena *a, struct mb_index *ix,
		const struct mb_index_news_ask *ask, struct mb_error *err)
{
	static const char walk[] = "select " IX_VERSION_COLUMNS ", " OWN("c") IX_VERSION_FROM
		"order by v.vid desc";
	struct news x = { .ask = ask, .sieve = { .keep = ask->keep, .ctx = ask->keep_ctx } };
	sqlite3_stmt *st;
	bool row, end = false;
	int rc;

	*out = NULL;
	*n = 0;
	if ((rc = ix_stmt(&st, ix, walk, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 2, ask->person);
	ix_bind_text(st, 3, ask->nobodys);
	while (!end && (rc = ix_step(&row, ix, st, "reading what is new", err)) == MB_OK && row)
		if ((rc = take(out, n, &end, a, ix, &x, st, err)) != MB_OK)
			break;
	ix_done(st);
	if (more)
		*more = x.more;
	return rc;
}

int mb_index_news(struct mb_news_row **out, size_t *n, bool *more, struct mb_arena *a, struct mb_index *ix,
		  const struct mb_index_news_ask *ask, struct mb_error *err)
{
	int rc;

	do
		rc = news(out, n, more, a, ix, ask, err);
	while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}
