/* Catching up: from main's tip back to the last commit indexed, then forward, some commits to a transaction. */
#include "index_impl.h"

#include <stdlib.h>
#include <string.h>

int ix_last(long *seq, struct mb_oid *oid, struct mb_index *ix, struct mb_error *err)
{
	static const char ask[] = "select (select value from meta where key = 'seq'),"
				  " (select value from meta where key = 'oid')";
	sqlite3_stmt *st;
	const char *value;
	bool row;
	int rc;

	if ((rc = ix_stmt(&st, ix, ask, err)) != MB_OK)
		return rc;
	if ((rc = ix_step(&row, ix, st, "reading how far it came", err)) == MB_OK) {
		value = (const char *)sqlite3_column_text(st, 0);
		*seq = value ? strtol(value, NULL, 10) : 0;
		ix_oid(oid, st, 1);
	}
	ix_done(st);
	return rc;
}

static int set_last(struct mb_index *ix, long seq, const struct mb_oid *oid, struct mb_error *err)
{
	static const char set[] =
		"update meta set value = iif(key = 'seq', cast(?1 as text), ?2) where key in ('seq', 'oid')";
	sqlite3_stmt *st;
	int rc;

	if ((rc = ix_stmt(&st, ix, set, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, seq);
	ix_bind_text(st, 2, oid->hex);
	return ix_exec(ix, st, "noting how far it came", err);
}

/* ---- the way back ---------------------------------------------------------------------------------------- */

struct chain {
	struct mb_oid *ids; /* newest first, down to the one behind `base` */
	size_t n, cap;
	long seq; /* where the index stood when the walk began */
	struct mb_oid base;
	bool joined; /* the walk met base; else history was rewritten, or the index is another record's */
};

static int walk_back(struct chain *c, struct mb_index *ix, const struct mb_oid *tip, struct mb_error *err)
{
	struct mb_oid at = *tip;
	struct mb_commit commit;
	int rc = MB_OK;

	c->n = 0;
	while (at.hex[0] && strcmp(at.hex, c->base.hex) != 0) {
		struct mb_arena *a = mb_arena_new();

		if (c->n == c->cap) {
			c->cap = c->cap ? c->cap * 2 : 64;
			c->ids = mb_realloc(c->ids, c->cap * sizeof *c->ids);
		}
		c->ids[c->n++] = at;
		rc = mb_record_commit(&commit, a, ix->rec, &at, err);
		at = commit.parent;
		mb_arena_free(a);
		if (rc != MB_OK)
			return rc;
	}
	c->joined = strcmp(at.hex, c->base.hex) == 0;
	return MB_OK;
}

/* ---- one commit ------------------------------------------------------------------------------------------ */

struct walker {
	struct mb_index *ix;
	char rules[65];
	const struct mb_schema *schema;
	struct mb_oid tree; /* of the commit before */
};

static void schema_for(struct walker *w, const char *rules)
{
	struct mb_error why;

	if (rules && rules[0] && strlen(rules) < sizeof w->rules && strcmp(rules, w->rules) != 0) {
		strcpy(w->rules, rules);
		w->schema = NULL;
	}
	if (!w->schema) {
		w->schema = w->ix->schema;
		/* Rules that cannot be read any more must not take the whole index away: the newest kinds serve. */
		if (w->ix->giver && w->rules[0] &&
		    (w->ix->giver(w->ix->giver_ctx, &w->schema, w->rules, &why) != MB_OK || !w->schema))
			w->schema = w->ix->schema;
	}
}

static int add_commit(const struct walker *w, struct mb_arena *a, long seq, const struct mb_commit *c,
		      mb_day on, struct mb_error *err)
{
	static const char add[] =
		"insert into commit_ values(?1, ?2, ?3, ?4, ?5, ?6, ?7,"
		" coalesce((select recorded_day > ?7 from commit_ order by recorded_day desc limit 1), 0),"
		" ?8, ?9, ?10, ?11, ?12)";
	sqlite3_stmt *st;
	int rc;

	if ((rc = ix_stmt(&st, w->ix, add, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, seq);
	ix_bind_text(st, 2, c->id.hex);
	ix_bind_text(st, 3, c->tree.hex);
	sqlite3_bind_int64(st, 4, mb_trailer_event(c->message));
	sqlite3_bind_int64(st, 5, c->recorded.utc);
	sqlite3_bind_int(st, 6, c->recorded.offset);
	sqlite3_bind_int(st, 7, mb_instant_day(c->recorded));
	sqlite3_bind_int(st, 8, on);
	ix_bind_text(st, 9, mb_trailer(a, c->message, "By"));
	ix_bind_text(st, 10, mb_trailer(a, c->message, "Entered-By"));
	ix_bind_text(st, 11, mb_arena_ndup(a, c->message, strcspn(c->message, "\r\n")));
	ix_bind_text(st, 12, mb_trailer(a, c->message, "Rules"));
	return ix_exec(w->ix, st, "adding a commit", err);
}

static int index_commit(struct walker *w, long seq, const struct mb_oid *id, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_difference *diff = NULL;
	struct mb_commit commit;
	struct ix_moment m = { .seq = seq, .commit = &commit };
	const char *on;
	size_t n = 0;
	int rc;

	if ((rc = mb_record_commit(&commit, a, w->ix->rec, id, err)) != MB_OK)
		goto out;
	on = mb_trailer(a, commit.message, "On");
	if (!on || !mb_day_parse(&m.on, on))
		m.on = mb_instant_day(commit.recorded);
	schema_for(w, mb_trailer(a, commit.message, "Rules"));
	if ((rc = add_commit(w, a, seq, &commit, m.on, err)) != MB_OK ||
	    (rc = mb_tree_diff(&diff, &n, a, w->ix->rec, &w->tree, &commit.tree, err)) != MB_OK)
		goto out;
	m.schema = w->schema;
	for (size_t i = 0; i < n && rc == MB_OK; i++)
		rc = ix_add_difference(w->ix, &m, &diff[i], err);
	w->tree = commit.tree;
out:
	mb_arena_free(a);
	return rc;
}

/* ---- forward --------------------------------------------------------------------------------------------- */

/* Where the last commit left off: its tree, and the rules then (a foreign commit names none). */
static int pick_up(struct walker *w, long seq, struct mb_error *err)
{
	static const char ask[] =
		"select tree, (select rules from commit_ where rules <> '' order by seq desc limit 1)"
		" from commit_ where seq = ?1";
	sqlite3_stmt *st;
	const char *rules;
	bool row;
	int rc;

	memset(&w->tree, 0, sizeof w->tree);
	w->rules[0] = '\0';
	w->schema = NULL;
	if ((rc = ix_stmt(&st, w->ix, ask, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, seq);
	if ((rc = ix_step(&row, w->ix, st, "picking up", err)) == MB_OK && row) {
		ix_oid(&w->tree, st, 0);
		rules = (const char *)sqlite3_column_text(st, 1);
		if (rules && strlen(rules) < sizeof w->rules)
			strcpy(w->rules, rules);
	}
	ix_done(st);
	return rc;
}

/* Where in the chain does the index stand, now that nobody else can move it?
 * @return how many of the chain are still to come, or -1 when it is none of the chain's places */
static long to_come(const struct chain *c, long seq, const struct mb_oid *at)
{
	long past = seq - c->seq;

	if (past < 0 || (size_t)past > c->n)
		return -1;
	if (strcmp(past == 0 ? c->base.hex : c->ids[c->n - (size_t)past].hex, at->hex) != 0)
		return -1;
	return (long)c->n - past;
}

/* One transaction: up to IX_BATCH commits of the chain behind where the index now stands.
 * @param left  how many are still to come; -1 when the walk must be made anew */
static int index_batch(long *left, struct walker *w, struct chain *c, struct mb_error *err)
{
	struct mb_index *ix = w->ix;
	struct mb_oid oid;
	long seq;
	int rc;

	if ((rc = ix_begin(ix, err)) != MB_OK)
		return rc;
	if ((rc = ix_last(&seq, &oid, ix, err)) != MB_OK)
		goto out;
	if ((*left = to_come(c, seq, &oid)) < 0)
		goto out;
	if (!c->joined) {
		if ((rc = ix_tables_make(ix, err)) != MB_OK)
			goto out;
		memset(&oid, 0, sizeof oid);
		c->seq = seq = 0;
		c->base = oid;
		c->joined = true;
		*left = (long)c->n;
	}
	if ((rc = pick_up(w, seq, err)) != MB_OK)
		goto out;
	for (size_t i = 0; i<IX_BATCH && * left> 0 && rc == MB_OK; i++) {
		oid = c->ids[--*left];
		rc = index_commit(w, ++seq, &oid, err);
	}
	if (rc == MB_OK)
		rc = set_last(ix, seq, &oid, err);
	if (rc == MB_OK)
		rc = ix_commit(ix, err);
out:
	if (rc != MB_OK || *left < 0)
		ix_rollback(ix);
	return rc;
}

static int tip_of_main(struct mb_oid *out, struct mb_index *ix, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_commit tip;
	int rc;

	memset(out, 0, sizeof *out);
	rc = mb_record_tip(&tip, a, ix->rec, err);
	if (rc == MB_OK)
		*out = tip.id;
	else if (rc == MB_ENOTFOUND)
		rc = MB_OK; /* an unborn main: an empty index is right */
	mb_arena_free(a);
	return rc;
}

int ix_catch_up(struct mb_index *ix, const struct mb_oid *to, struct mb_error *err)
{
	struct walker w = { .ix = ix };
	struct chain c = { 0 };
	struct mb_oid tip;
	long left = -1;
	int rc = MB_OK;

	while (rc == MB_OK && left != 0) {
		if (left < 0) {
			/* First where the index stands, then main: main is the later one, unless it was rewritten. */
			if ((rc = ix_last(&c.seq, &c.base, ix, err)) != MB_OK)
				break;
			tip = to ? *to : (struct mb_oid){ "" };
			if (!to && (rc = tip_of_main(&tip, ix, err)) != MB_OK)
				break;
			if (strcmp(c.base.hex, tip.hex) == 0)
				break;
			if ((rc = walk_back(&c, ix, &tip, err)) != MB_OK)
				break;
		}
		rc = index_batch(&left, &w, &c, err);
	}
	free(c.ids);
	return rc;
}
