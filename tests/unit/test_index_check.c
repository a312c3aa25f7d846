/* Checking finds every changed row and names it. */
#include "index_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include <cmocka.h>

static struct world w;

static int set_up(void **state)
{
	world_open(&w);
	world_put(&w, "groups/board/decisions/2005/CTB-2005-D001.md",
		  "---\nkind: decision\nstate: in-force\ntitle: Close it\npaper: CTB-2005-P001\n---\nAgreed "
		  "to close.\n");
	world_put(&w, "handbook/how.md", "# How we work\n");
	world_land(&w, "2005-10-03", "2005-10-03");
	world_put(&w, "groups/board/decisions/2005/CTB-2005-D001.md",
		  "---\nkind: decision\nstate: superseded\ntitle: Close it\n---\nAgreed to close.\n");
	world_land(&w, "2005-10-10", "2005-10-10");
	return 0;
}

static int tear_down(void **state)
{
	world_close(&w);
	return 0;
}

#define OF_D1 "where doc = (select id from document where path like '%D001.md')"

static const struct row {
	const char *name, *sql;
	size_t differences;
	const char *says; /* the first */
} rows[] = {
	{ "nothing", "select 1", 0, NULL },
	{ "a state", "update version set state = 'x' " OF_D1 " and seq_to is null", 1,
	  "decision CTB-2005-D001: state is 'x' in the index, 'superseded' in the record" },
	{ "an old version's title", "update version set title = 'y' " OF_D1 " and seq_from = 2", 1,
	  "decision CTB-2005-D001 as of commit 2: title is 'y' in the index, 'Close it' in the record" },
	{ "a page", "update version set title = 'y' where kind = '' and seq_from = 2", 1,
	  "handbook/how.md: title is 'y' in the index, 'How we work' in the record" },
	{ "a version too few", "delete from version where seq_from = 3", 4,
	  "decision CTB-2005-D001: the version is in the record, not in the index" },
	{ "a version too many",
	  "insert into version select 999, doc, doc_id, kind, group_, state, title, blob, date_day, 1, 2, "
	  "on_from, removed, null, audience"
	  " from version " OF_D1 " and seq_from = 2",
	  1, "decision CTB-2005-D001 as of commit 1: the version is in the index, not in the record" },
	{ "a field changed", "update field set value = 'z' where name = 'paper'", 2,
	  "decision CTB-2005-D001 as of commit 2: a field, paper 'CTB-2005-P001', is in the record, not in "
	  "the index" },
	{ "a link gone", "delete from link where field = 'paper'", 1,
	  "decision CTB-2005-D001 as of commit 2: a link, paper 'CTB-2005-P001', is in the record, not in "
	  "the index" },
	{ "a commit's day", "update commit_ set on_day = 0 where seq = 2", 1,
	  "commit 2: the day of the act is '0' in the index, '13059' in the record" },
	{ "words",
	  "insert into fulltext(rowid, words) select body, 'smuggled' from version where kind = '' and "
	  "seq_to is null",
	  1, "handbook/how.md: the words to search for are others in the index than in the record" },
};

struct told {
	size_t n;
	char first[1024];
};

static void tell(void *ctx, const char *line)
{
	struct told *t = ctx;

	if (t->n++ == 0)
		snprintf(t->first, sizeof t->first, "%s", line);
	assert_null(strchr(line, '\n'));
}

static void check(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct told told = { 0 };
	struct mb_hit *hits;
	struct mb_index *ix;
	struct mb_error err;
	sqlite3 *db;
	size_t n;

	unlink(world_file(&w, "index.sqlite"));
	ix = world_index(&w);
	assert_int_equal(mb_index_search(&hits, &n, a, ix, "close", 0, &err), MB_OK);
	assert_int_equal(n, 1);
	mb_index_close(ix);
	assert_int_equal(sqlite3_open(world_file(&w, "index.sqlite"), &db), SQLITE_OK);
	if (sqlite3_exec(db, r->sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	sqlite3_close(db);
	ix = world_index(&w);
	assert_int_equal(mb_index_check(ix, tell, &told, &err), r->differences ? MB_EFAIL : MB_OK);
	if (r->says)
		assert_string_equal(told.first, r->says);
	assert_int_equal(told.n, r->differences);
	assert_int_equal(mb_index_rebuild(ix, NULL, &err), MB_OK);
	assert_int_equal(mb_index_check(ix, tell, &told, &err), MB_OK);
	mb_index_close(ix);
	mb_arena_free(a);
}

int main(void)
{
	struct CMUnitTest t[sizeof rows / sizeof rows[0]];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	return cmocka_run_group_tests_name("index_check", t, set_up, tear_down);
}
