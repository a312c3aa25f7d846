/* The tables. Everything in them comes from the record; nothing may be kept here that cannot be read again from it. */
#include "index_impl.h"

#include <string.h>

/* seq_to: the version was replaced by that commit; NULL while it stands. body: its row of full text; NULL until a
 * search first needs it (only standing versions are ever read for it). audience: as mb_audience_of(). behind: recorded before an earlier commit was
 * (a clock set back), so that "as known at" finds the others by one step in commit_day. Columns of a key stand in the
 * key's order: otherwise quick_check of SQLite 3.40 cries "NULL value" over a sound table. */
static const char tables[] =
	"create table meta(key text primary key, value text not null) strict, without rowid;"
	"create table commit_(seq integer primary key, oid text not null, tree text not null, event integer "
	"not null,"
	" recorded_utc integer not null, recorded_off integer not null, recorded_day integer not null,"
	" behind integer not null, on_day integer not null, by_ text not null, entered_by text not null,"
	" headline text not null, rules text not null) strict;"
	"create index commit_event on commit_(event);"
	"create index commit_day on commit_(recorded_day, seq);"
	"create index commit_behind on commit_(recorded_day, seq) where behind;"
	"create table document(id integer primary key, path text not null unique) strict;"
	"create table version(vid integer primary key, doc integer not null, doc_id text not null, kind text "
	"not null,"
	" group_ text not null, state text not null, title text not null, blob text not null,"
	" date_day integer, seq_from integer not null, seq_to integer, on_from integer not null,"
	" removed integer not null, body integer, audience text not null) strict;"
	"create unique index version_doc on version(doc, seq_from);"
	"create index version_kind on version(kind, group_, doc);"
	"create index version_now on version(kind, group_, doc) where seq_to is null and not removed;"
	/* a register in its order: a page of it is read without the rest */
	"create index version_listed on version(kind, date_day is null, date_day, doc_id, state)"
	" where seq_to is null and not removed;"
	"create index version_pending on version(vid) where body is null and seq_to is null and not removed;"
	"create index version_body on version(body) where seq_to is null and not removed;"
	"create table field(name text not null, value text not null, version integer not null,"
	" primary key(name, value, version)) strict, without rowid;"
	"create table link(target text not null, version integer not null, field text not null,"
	" primary key(target, version, field)) strict, without rowid;"
	"create table body(id integer primary key, sha256 text not null unique) strict;"
	"create virtual table fulltext using fts5(title, words, content='',"
	" tokenize = 'unicode61 remove_diacritics 2');";

static const char drops[] =
	"drop table if exists meta; drop table if exists commit_; drop table if exists document;"
	"drop table if exists version; drop table if exists field; drop table if exists link;"
	"drop table if exists body; drop table if exists fulltext;";

#define TEXT_OF(x)	 #x
#define TEXT_OF_VALUE(x) TEXT_OF(x)

int ix_tables_make(struct mb_index *ix, struct mb_error *err)
{
	int rc;

	if ((rc = ix_run(ix, drops, err)) != MB_OK || (rc = ix_run(ix, tables, err)) != MB_OK)
		return rc;
	return ix_run(ix,
		      "insert into meta values('format', '" TEXT_OF_VALUE(
			      IX_FORMAT) "'), ('seq', '0'), ('oid', '')",
		      err);
}

int ix_tables_known(bool *known, struct mb_index *ix, struct mb_error *err)
{
	static const char have[] = "select 1 from sqlite_schema where name = 'meta'";
	static const char format[] = "select value from meta where key = 'format'";
	const char *value;
	sqlite3_stmt *st = NULL;
	bool row = false;
	int rc;

	*known = false;
	if ((rc = ix_prepare(&st, ix, have, err)) != MB_OK)
		return rc;
	rc = ix_step(&row, ix, st, "reading its tables", err);
	sqlite3_finalize(st);
	st = NULL;
	if (rc != MB_OK || !row)
		return rc;
	if ((rc = ix_prepare(&st, ix, format, err)) != MB_OK)
		return rc;
	if ((rc = ix_step(&row, ix, st, "reading its format", err)) == MB_OK && row) {
		value = (const char *)sqlite3_column_text(st, 0);
		*known = value && strcmp(value, TEXT_OF_VALUE(IX_FORMAT)) == 0;
	}
	sqlite3_finalize(st);
	return rc;
}
