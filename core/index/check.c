/* Checking: the record is indexed once more in memory, and every row compared. Both sides give their rows in the order
 * of what they are about, so that they are walked side by side like two sorted lists. */
#include "index_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first column names the row for people, the next `keys` sort it, the others are compared under their names. */
struct compared {
	const char *sql, *what;
	int keys;
};

#define VERSION_NAME                                                                                         \
	"case v.kind when '' then d.path else v.kind || ' ' || v.doc_id end"                                 \
	" || case when v.seq_to is null then '' else ' as of commit ' || v.seq_from end"

static const struct compared compared[] = {
	{ "select 'commit ' || seq, seq, oid as 'its id', tree, event, recorded_utc as 'the time recorded',"
	  " recorded_off as 'the zone', recorded_day as 'the day recorded', behind, on_day as 'the day of "
	  "the act',"
	  " by_ as 'by', entered_by as 'entered by', headline, rules from commit_ where seq <= ?1 order by "
	  "seq",
	  "the commit", 1 },
	{ "select " VERSION_NAME
	  ", d.path, v.seq_from, v.doc_id as 'the id', v.kind, v.group_ as 'the group', v.state,"
	  " v.title, v.blob, v.date_day as 'the date', iif(v.seq_to > ?1, null, v.seq_to) as 'replaced by',"
	  " v.on_from as 'the day of the act', v.removed, v.audience as 'its readers' from version v join "
	  "document d on d.id = v.doc"
	  " where v.seq_from <= ?1 order by d.path, v.seq_from",
	  "the version", 2 },
	{ "select " VERSION_NAME
	  ", d.path, v.seq_from, f.name, f.value from field f join version v on v.vid = f.version"
	  " join document d on d.id = v.doc where v.seq_from <= ?1 order by d.path, v.seq_from, f.name, "
	  "f.value",
	  "a field", 4 },
	{ "select " VERSION_NAME
	  ", d.path, v.seq_from, l.field, l.target from link l join version v on v.vid = l.version"
	  " join document d on d.id = v.doc where v.seq_from <= ?1 order by d.path, v.seq_from, l.field, "
	  "l.target",
	  "a link", 4 },
};

struct checker {
	struct mb_index *old, *fresh;
	long seq;
	struct mb_oid oid;
	size_t differences;
	void (*tell)(void *ctx, const char *line);
	void *ctx;
};

static void __attribute__((format(printf, 2, 3))) differ(struct checker *c, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	c->differences++;
	if (!c->tell)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	for (char *p = line; *p; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	c->tell(c->ctx, line);
}

/* ---- rows side by side ----------------------------------------------------------------------------------- */

static const char *text_of(sqlite3_stmt *st, int col)
{
	const char *s = (const char *)sqlite3_column_text(st, col);

	return s ? s : "";
}

/* As SQLite sorts: nothing, numbers, texts. */
static int order_of(sqlite3_stmt *a, sqlite3_stmt *b, int col)
{
	int ta = sqlite3_column_type(a, col), tb = sqlite3_column_type(b, col);

	if (ta != tb)
		return ta == SQLITE_NULL || (ta == SQLITE_INTEGER && tb != SQLITE_NULL) ? -1 : 1;
	if (ta == SQLITE_INTEGER) {
		sqlite3_int64 x = sqlite3_column_int64(a, col), y = sqlite3_column_int64(b, col);

		return (x > y) - (x < y);
	}
	return strcmp(text_of(a, col), text_of(b, col));
}

static int order_of_rows(sqlite3_stmt *a, bool a_row, sqlite3_stmt *b, bool b_row, int keys)
{
	if (!a_row || !b_row)
		return a_row ? -1 : 1;
	for (int i = 1; i <= keys; i++) {
		int order = order_of(a, b, i);

		if (order)
			return order;
	}
	return 0;
}

static void tell_alone(struct checker *c, const struct compared *q, sqlite3_stmt *st, const char *where,
		       const char *not_where)
{
	if (q->keys < 4)
		differ(c, "%.300s: %s is in %s, not in %s", text_of(st, 0), q->what, where, not_where);
	else
		differ(c, "%.300s: %s, %.120s '%.200s', is in %s, not in %s", text_of(st, 0), q->what,
		       text_of(st, 3), text_of(st, 4), where, not_where);
}

static void compare_columns(struct checker *c, const struct compared *q, sqlite3_stmt *old,
			    sqlite3_stmt *fresh)
{
	for (int i = q->keys + 1; i < sqlite3_column_count(old); i++)
		if (order_of(old, fresh, i) != 0)
			differ(c, "%.300s: %s is '%.200s' in the index, '%.200s' in the record",
			       text_of(fresh, 0), sqlite3_column_name(fresh, i), text_of(old, i),
			       text_of(fresh, i));
}

static int compare(struct checker *c, const struct compared *q, struct mb_error *err)
{
	sqlite3_stmt *old = NULL, *fresh = NULL;
	bool has_old, has_fresh;
	int rc;

	if ((rc = ix_prepare(&old, c->old, q->sql, err)) != MB_OK ||
	    (rc = ix_prepare(&fresh, c->fresh, q->sql, err)) != MB_OK)
		goto out;
	sqlite3_bind_int64(old, 1, c->seq);
	sqlite3_bind_int64(fresh, 1, c->seq);
	if ((rc = ix_step(&has_old, c->old, old, "checking", err)) != MB_OK ||
	    (rc = ix_step(&has_fresh, c->fresh, fresh, "checking", err)) != MB_OK)
		goto out;
	while (has_old || has_fresh) {
		int order = order_of_rows(old, has_old, fresh, has_fresh, q->keys);

		if (order < 0)
			tell_alone(c, q, old, "the index", "the record");
		else if (order > 0)
			tell_alone(c, q, fresh, "the record", "the index");
		else
			compare_columns(c, q, old, fresh);
		if (order <= 0 && (rc = ix_step(&has_old, c->old, old, "checking", err)) != MB_OK)
			break;
		if (order >= 0 && (rc = ix_step(&has_fresh, c->fresh, fresh, "checking", err)) != MB_OK)
			break;
	}
out:
	sqlite3_finalize(old);
	sqlite3_finalize(fresh);
	return rc;
}

/* ---- full text ------------------------------------------------------------------------------------------- */

struct prints {
	uint64_t *of; /* by row of full text */
	size_t n;
};

static uint64_t mix(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * 1099511628211u;
	return h;
}

/* The table keeps no text, but its words and where they stand can be read back: a number for each row from all of them. */
static int take_prints(struct prints *p, struct mb_index *ix, struct mb_error *err)
{
	static const char make[] = "create virtual table if not exists temp.word using fts5vocab('main', "
				   "'fulltext', 'instance')";
	static const char ask[] = "select term, doc, col, offset from temp.word";
	sqlite3_stmt *st = NULL;
	bool row;
	int rc;

	if ((rc = ix_run(ix, make, err)) != MB_OK || (rc = ix_prepare(&st, ix, ask, err)) != MB_OK)
		return rc;
	while ((rc = ix_step(&row, ix, st, "checking words", err)) == MB_OK && row) {
		size_t doc = (size_t)sqlite3_column_int64(st, 1);
		sqlite3_int64 at = sqlite3_column_int64(st, 3);
		uint64_t h;

		if (doc > 100000000)
			continue; /* a row that no version can point at is compared as missing */
		if (doc >= p->n) {
			size_t n = doc * 2 + 64;

			p->of = mb_realloc(p->of, n * sizeof *p->of);
			memset(p->of + p->n, 0, (n - p->n) * sizeof *p->of);
			p->n = n;
		}
		h = p->of[doc] ? p->of[doc] : 14695981039346656037u;
		h = mix(h, text_of(st, 0), strlen(text_of(st, 0)));
		h = mix(h, text_of(st, 2), strlen(text_of(st, 2)));
		p->of[doc] = mix(h, &at, sizeof at);
	}
	sqlite3_finalize(st);
	return rc;
}

static uint64_t print_of(const struct prints *p, sqlite3_stmt *st, int col)
{
	sqlite3_int64 body = sqlite3_column_int64(st, col);

	return body > 0 && (size_t)body < p->n ? p->of[body] : 0;
}

/* Only texts that the index has made so far: the others come with the next search. */
static int compare_words(struct checker *c, const struct prints *old_prints,
			 const struct prints *fresh_prints, struct mb_error *err)
{
	static const char olds[] = "select " VERSION_NAME
				   ", d.path, v.body from version v join document d on d.id = v.doc"
				   " where v.body is not null and not v.removed and v.seq_from <= ?1"
				   " and (v.seq_to is null or v.seq_to > ?1) order by d.path";
	static const char freshes[] = "select v.body from version v join document d on d.id = v.doc"
				      " where d.path = ?1 and v.seq_to is null and not v.removed";
	sqlite3_stmt *old = NULL, *fresh = NULL;
	bool row, found;
	int rc;

	if ((rc = ix_prepare(&old, c->old, olds, err)) != MB_OK ||
	    (rc = ix_prepare(&fresh, c->fresh, freshes, err)) != MB_OK)
		goto out;
	sqlite3_bind_int64(old, 1, c->seq);
	while ((rc = ix_step(&row, c->old, old, "checking words", err)) == MB_OK && row) {
		ix_bind_text(fresh, 1, text_of(old, 1));
		if ((rc = ix_step(&found, c->fresh, fresh, "checking words", err)) != MB_OK)
			break;
		if (found && print_of(old_prints, old, 2) != print_of(fresh_prints, fresh, 0))
			differ(c,
			       "%.300s: the words to search for are others in the index than in the record",
			       text_of(old, 0));
		ix_done(fresh);
	}
out:
	sqlite3_finalize(old);
	sqlite3_finalize(fresh);
	return rc;
}

/* ---- all of it ------------------------------------------------------------------------------------------- */

static int compare_all(struct checker *c, struct mb_error *err)
{
	struct prints old_prints = { NULL, 0 }, fresh_prints = { NULL, 0 };
	int rc = MB_OK;

	for (size_t i = 0; i < sizeof compared / sizeof compared[0] && rc == MB_OK; i++)
		rc = compare(c, &compared[i], err);
	if (rc == MB_OK && (rc = take_prints(&old_prints, c->old, err)) == MB_OK &&
	    (rc = take_prints(&fresh_prints, c->fresh, err)) == MB_OK)
		rc = compare_words(c, &old_prints, &fresh_prints, err);
	free(old_prints.of);
	free(fresh_prints.of);
	return rc;
}

int mb_index_check(struct mb_index *ix, void (*tell)(void *ctx, const char *line), void *ctx,
		   struct mb_error *err)
{
	struct checker c = { .old = ix, .tell = tell, .ctx = ctx };
	int rc;

	if ((rc = ix_catch_up(ix, NULL, err)) !=
	    MB_OK) /* nothing is mended here: damage is what is looked for */
		return rc;
	c.fresh = ix_new(ix->rec, ix->schema, ix->giver, ix->giver_ctx);
	/* One state of the file throughout, whatever other processes add meanwhile. */
	if ((rc = ix_run(ix, "begin", err)) != MB_OK || (rc = ix_last(&c.seq, &c.oid, ix, err)) != MB_OK)
		goto out;
	if ((rc = ix_open_memory(c.fresh, err)) != MB_OK ||
	    (rc = ix_catch_up(c.fresh, &c.oid, err)) != MB_OK ||
	    (rc = ix_text_catch_up(c.fresh, NULL, NULL, err)) != MB_OK)
		goto out;
	rc = compare_all(&c, err);
out:
	ix_rollback(ix);
	mb_index_close(c.fresh);
	if (rc == MB_OK && c.differences > 0)
		rc = mb_fail(err, MB_EFAIL,
			     "the index differs from the record in %zu place%s; build it again",
			     c.differences, c.differences == 1 ? "" : "s");
	return rc;
}
