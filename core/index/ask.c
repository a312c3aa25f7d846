/* Registers: the versions that stand at two clocks; and who points at whom. */
#include "index_impl.h"

#include <stdio.h>
#include <string.h>

#define WHERE_MAX 32 /* conditions on fields in one question */
#define FIXED	  8  /* ?1 kind, ?2 group, ?3 seq, ?4 as at, ?5 since, ?6 until, ?7 limit, ?8 skip */

static int write_states(struct mb_buf *q, const struct mb_ask *ask, int p)
{
	mb_buf_puts(q, ask->but_states ? " and v.state not in (" : " and v.state in (");
	for (size_t i = 0; i < ask->n_states; i++)
		mb_buf_printf(q, "%s?%d", i ? ", " : "", ++p);
	mb_buf_puts(q, ")");
	return p;
}

/* The question as SQL; texts go in as numbered parameters, in the order of bind_ask(). To count, nothing is put in order
 * and no event is read. */
static int write_ask(struct mb_buf *q, const struct mb_ask *ask, bool counting, struct mb_error *err)
{
	int p = FIXED; /* those always have the same number, used or not: so few texts are many questions */

	mb_buf_puts(q, counting ? "select " IX_NO_EVENT IX_LOOK_COLUMNS IX_LOOK_FROM "where not v.removed"
				: "select " IX_VERSION_COLUMNS IX_VERSION_FROM "where not v.removed");
	/* A field's value is nearly always rarer than a kind: the plus keeps the kind from leading. */
	mb_buf_puts(q, !ask->kind     ? " and v.kind <> ''"
		       : ask->n_where ? " and +v.kind = ?1"
				      : " and v.kind = ?1");
	if (ask->group)
		mb_buf_puts(q, " and v.group_ = ?2");
	if (ask->as_at != MB_NO_DAY)
		mb_buf_puts(q, " and v.seq_from = (select w.seq_from from version w where w.doc = v.doc"
			       " and w.seq_from <= ?3 and w.on_from <= ?4 order by w.seq_from desc limit 1)");
	else if (ask->known_at != MB_NO_DAY)
		mb_buf_puts(q, " and v.seq_from <= ?3 and (v.seq_to is null or v.seq_to > ?3)");
	else
		mb_buf_puts(q, " and v.seq_to is null");
	if (ask->state)
		mb_buf_printf(q, " and v.state = ?%d", ++p);
	if (ask->states)
		p = write_states(q, ask, p);
	if (ask->since != MB_NO_DAY)
		mb_buf_puts(q, " and v.date_day >= ?5");
	if (ask->until != MB_NO_DAY)
		mb_buf_puts(q, " and v.date_day <= ?6");
	if (ask->n_where > WHERE_MAX)
		return mb_fail(err, MB_EINVAL, "more than %d conditions in one question", WHERE_MAX);
	for (size_t i = 0; i < ask->n_where; i++, p += 2)
		mb_buf_printf(q,
			      " and v.vid in (select version from field where name = ?%d and value %s ?%d)",
			      p + 1, ask->where[i].value ? "=" : "<>", p + 2);
	if (counting)
		return mb_buf_status(q, err);
	mb_buf_puts(q, ask->newest_first
			       ? " order by v.date_day is null desc, v.date_day desc, v.doc_id desc,"
				 " d.path desc"
			       : " order by v.date_day is null, v.date_day, v.doc_id, d.path");
	if (!ask->keep && (ask->limit > 0 || ask->skip > 0))
		mb_buf_puts(q, " limit ?7 offset ?8");
	return mb_buf_status(q, err);
}

static void bind_ask(sqlite3_stmt *st, struct mb_arena *a, const struct mb_ask *ask, long seq)
{
	int p = FIXED;

	/* Numbers that the question does not use are out of range, which binds nothing. */
	if (ask->kind)
		ix_bind_text(st, 1, ask->kind);
	if (ask->group)
		ix_bind_text(st, 2, ask->group);
	sqlite3_bind_int64(st, 3, seq);
	if (ask->as_at != MB_NO_DAY)
		ix_bind_day(st, 4, ask->as_at);
	if (ask->since != MB_NO_DAY)
		ix_bind_day(st, 5, ask->since);
	if (ask->until != MB_NO_DAY)
		ix_bind_day(st, 6, ask->until);
	sqlite3_bind_int64(st, 7, ask->limit > 0 ? (sqlite3_int64)ask->limit : -1);
	sqlite3_bind_int64(st, 8, (sqlite3_int64)ask->skip);
	if (ask->state)
		ix_bind_text(st, ++p, ask->state);
	for (size_t i = 0; ask->states && i < ask->n_states; i++)
		ix_bind_text(st, ++p, ask->states[i]);
	for (size_t i = 0; i < ask->n_where; i++) {
		ix_bind_text(st, ++p, ask->where[i].field);
		ix_bind_text(st, ++p, ask->where[i].value ? ix_value(a, ask->where[i].value) : "");
	}
}

static int sift(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		sqlite3_stmt *st, const struct mb_ask *ask, struct mb_error *err)
{
	struct ix_sieve sieve = {
		.keep = ask->keep, .ctx = ask->keep_ctx, .skip = ask->skip, .limit = ask->limit
	};
	bool row = true;
	int rc = MB_OK;

	*out = NULL;
	*n = 0;
	while (!sieve.full && (rc = ix_step(&row, ix, st, "reading versions", err)) == MB_OK && row)
		if (ix_sift(&sieve, st))
			ix_read_version(MB_PUSH(a, *out, *n), a, st);
	return rc;
}

static int list(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		const struct mb_ask *ask, struct mb_error *err)
{
	sqlite3_stmt *st = NULL;
	struct mb_buf q;
	long seq;
	int rc;

	mb_buf_init(&q, 0);
	if ((rc = ix_seq_at(&seq, ix, ask->known_at, err)) != MB_OK ||
	    (rc = write_ask(&q, ask, false, err)) != MB_OK || (rc = ix_stmt(&st, ix, q.p, err)) != MB_OK)
		goto out;
	bind_ask(st, a, ask, seq);
	rc = ask->keep ? sift(out, n, a, ix, st, ask, err) : ix_read_versions(out, n, a, ix, st, err);
out:
	ix_done(st);
	mb_buf_free(&q);
	return rc;
}

static int check_where(const struct mb_ask *ask, struct mb_error *err)
{
	for (size_t i = 0; i < ask->n_where; i++)
		if (!ask->where[i].field)
			return mb_fail(err, MB_EINVAL, "a condition needs a field");
	return MB_OK;
}

static int count(size_t *n, struct mb_index *ix, const struct mb_ask *ask, struct mb_error *err)
{
	struct ix_sieve sieve = { .keep = ask->keep, .ctx = ask->keep_ctx };
	struct mb_arena *a = mb_arena_new();
	sqlite3_stmt *st = NULL;
	struct mb_buf q;
	bool row;
	long seq;
	int rc;

	*n = 0;
	mb_buf_init(&q, 0);
	if ((rc = ix_seq_at(&seq, ix, ask->known_at, err)) != MB_OK ||
	    (rc = write_ask(&q, ask, true, err)) != MB_OK || (rc = ix_stmt(&st, ix, q.p, err)) != MB_OK)
		goto out;
	bind_ask(st, a, ask, seq);
	while ((rc = ix_step(&row, ix, st, "counting versions", err)) == MB_OK && row)
		*n += ix_sift(&sieve, st);
out:
	ix_done(st);
	mb_buf_free(&q);
	mb_arena_free(a);
	return rc;
}

int mb_index_count(size_t *n, struct mb_index *ix, const struct mb_ask *ask, struct mb_error *err)
{
	int rc = check_where(ask, err);

	*n = 0;
	if (rc == MB_OK)
		do
			rc = count(n, ix, ask, err);
		while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}

int mb_index_list(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		  const struct mb_ask *ask, struct mb_error *err)
{
	int rc = check_where(ask, err);

	*out = NULL;
	*n = 0;
	if (rc != MB_OK)
		return rc;
	do
		rc = list(out, n, a, ix, ask, err);
	while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}

static int links_to(struct mb_version_row **out, const char ***fields, size_t *n, struct mb_arena *a,
		    struct mb_index *ix, const char *id, struct mb_error *err)
{
	static const char ask[] = "select " IX_VERSION_COLUMNS ", l.field" IX_VERSION_FROM
				  "join link l on l.version = v.vid where l.target = ?1 and v.seq_to is null"
				  " and not v.removed order by d.path, l.field";
	size_t n_fields = 0;
	sqlite3_stmt *st;
	bool row;
	int rc;

	*out = NULL;
	*fields = NULL;
	*n = 0;
	if ((rc = ix_stmt(&st, ix, ask, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, id);
	while ((rc = ix_step(&row, ix, st, "reading links", err)) == MB_OK && row) {
		ix_read_version(MB_PUSH(a, *out, *n), a, st);
		*MB_PUSH(a, *fields, n_fields) = ix_text(a, st, IX_VERSION_WIDTH);
	}
	ix_done(st);
	return rc;
}

int mb_index_links_to(struct mb_version_row **out, const char ***fields, size_t *n, struct mb_arena *a,
		      struct mb_index *ix, const char *id, struct mb_error *err)
{
	int rc;

	do
		rc = links_to(out, fields, n, a, ix, id, err);
	while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}
