/* The index is disposable: missing, damaged, foreign, shared, unwritable, it answers all the same. */
#include "index_world.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include <cmocka.h>

#define PAPERS 40

static struct world w;

static const char *paper_path(int i)
{
	return mb_arena_printf(w.a, "groups/board/papers/2005/CTB-2005-P%03d.md", i);
}

static int set_up(void **state)
{
	world_open(&w);
	for (int i = 1; i <= PAPERS; i++) {
		world_put(
			&w, paper_path(i),
			"---\nkind: paper\ntitle: Paper %d\ndate: 2005-10-%02d\n---\nText %d about clubs.\n",
			i, i % 28 + 1, i);
		world_land(&w, "2005-10-03", "2005-10-03");
	}
	return 0;
}

static int tear_down(void **state)
{
	world_close(&w);
	return 0;
}

static size_t papers_in(struct mb_index *ix)
{
	struct mb_ask ask = { .kind = "paper" };
	struct mb_arena *a = mb_arena_new();
	struct mb_version_row *rows;
	struct mb_error err = { 0 };
	size_t n = 0;

	ask.since = ask.until = ask.as_at = ask.known_at = MB_NO_DAY;
	if (mb_index_list(&rows, &n, a, ix, &ask, &err) != MB_OK)
		fail_msg("%s", err.text);
	mb_arena_free(a);
	return n;
}

static size_t hits_in(struct mb_index *ix, const char *words)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_hit *hits;
	size_t n = 0;

	if (mb_index_search(&hits, &n, a, ix, words, 500, &err) != MB_OK)
		fail_msg("%s", err.text);
	mb_arena_free(a);
	return n;
}

static void tell(void *ctx, const char *line)
{
	print_message("%s\n", line);
}

/* Open, ask everything, and find it all in order. */
static void answers_rightly(size_t papers)
{
	struct mb_index *ix = world_index(&w);
	struct mb_error err = { 0 };

	assert_int_equal(papers_in(ix), papers);
	assert_int_equal(hits_in(ix, "clubs"), papers);
	if (mb_index_check(ix, tell, NULL, &err) != MB_OK)
		fail_msg("%s", err.text);
	mb_index_close(ix);
}

static void make_file(void)
{
	struct mb_index *ix = world_index(&w);

	hits_in(ix, "clubs");
	mb_index_close(ix);
	assert_int_equal(access(world_file(&w, "index.sqlite"), F_OK), 0);
}

static void a_deleted_index_comes_back(void **state)
{
	make_file();
	assert_int_equal(unlink(world_file(&w, "index.sqlite")), 0);
	answers_rightly(PAPERS);
	assert_int_equal(access(world_file(&w, "index.sqlite"), F_OK), 0);
}

static void an_empty_record_has_an_empty_index(void **state)
{
	char home[96];
	struct mb_record *rec;
	struct mb_index *ix;
	struct mb_error err;
	size_t rows = 1;

	snprintf(home, sizeof home, "%s/empty", w.top);
	assert_int_equal(mb_home_init(home, &err), MB_OK);
	assert_int_equal(mb_record_open(&rec, home, &err), MB_OK);
	assert_int_equal(mb_index_open(&ix, rec, &world_schema, NULL, NULL, &err), MB_OK);
	assert_int_equal(papers_in(ix), 0);
	assert_int_equal(hits_in(ix, "clubs"), 0);
	assert_int_equal(mb_index_rebuild(ix, &rows, &err), MB_OK);
	assert_int_equal(rows, 0);
	mb_index_close(ix);
	mb_record_close(rec);
}

/* ---- damage ---------------------------------------------------------------------------------------------- */

enum harm { TRUNCATED, EMPTY, NO_DATABASE, HEAD, MIDDLE, EVERYWHERE, STALE_WAL };

static const struct damage {
	const char *name;
	enum harm harm;
} damages[] = {
	{ "truncated", TRUNCATED },
	{ "empty file", EMPTY },
	{ "no database at all", NO_DATABASE },
	{ "random bytes at the head", HEAD },
	{ "random pages in the middle", MIDDLE },
	{ "random pages everywhere", EVERYWHERE },
	{ "a write-ahead log that is noise", STALE_WAL },
};

/* Not only are the answers right (they would be from memory too): the file itself is sound and full again. */
static void file_is_sound(void)
{
	static const char ask[] =
		"select quick_check, (select count(*) from version) from pragma_quick_check";
	sqlite3_stmt *st;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(world_file(&w, "index.sqlite"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, ask, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(st, 0), "ok");
	assert_int_equal(sqlite3_column_int(st, 1), PAPERS + 3);
	sqlite3_finalize(st);
	sqlite3_close(db);
}

static void scribble(int fd, off_t from, off_t to)
{
	unsigned seed = 7;

	for (off_t at = from; at < to; at++) {
		unsigned char c = (unsigned char)((seed = seed * 1103515245u + 12345u) >> 16);

		assert_int_equal(pwrite(fd, &c, 1, at), 1);
	}
}

static void damaged_is_built_again(void **state)
{
	const struct damage *d = *state;
	const char *file = world_file(&w, d->harm == STALE_WAL ? "index.sqlite-wal" : "index.sqlite");
	struct stat st;
	int fd;

	make_file();
	fd = open(file, O_RDWR | O_CREAT, 0600);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	switch (d->harm) {
	case TRUNCATED:
		assert_int_equal(ftruncate(fd, st.st_size / 2), 0);
		break;
	case EMPTY:
		assert_int_equal(ftruncate(fd, 0), 0);
		break;
	case NO_DATABASE:
	case STALE_WAL:
		assert_int_equal(ftruncate(fd, 0), 0);
		scribble(fd, 0, 20000);
		break;
	case HEAD:
		scribble(fd, 0, 1000);
		break;
	case MIDDLE:
		scribble(fd, 4096 * 3, st.st_size / 4096 / 2 * 4096);
		break;
	case EVERYWHERE:
		scribble(fd, 4096, st.st_size);
		break;
	}
	close(fd);
	answers_rightly(PAPERS);
	file_is_sound();
}

/* The file was emptied under a reader that holds on to it: SQLite cannot make it anew, and we do not wait. */
static void held_by_a_reader_it_is_kept_in_memory(void **state)
{
	sqlite3_stmt *st;
	struct mb_index *ix;
	sqlite3 *db;

	unlink(world_file(&w, "index.sqlite"));
	assert_int_equal(sqlite3_open(world_file(&w, "index.sqlite"), &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "create table x(y); insert into x values(1), (2)", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "select y from x", -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	ix = world_index(&w);
	assert_int_equal(papers_in(ix), PAPERS);
	mb_index_close(ix);
	sqlite3_finalize(st);
	sqlite3_close(db);
	answers_rightly(PAPERS);
	file_is_sound();
}

static void run_sql(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(world_file(&w, "index.sqlite"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void an_older_format_is_built_again(void **state)
{
	make_file();
	run_sql("update meta set value = '0' where key = 'format'; delete from version");
	answers_rightly(PAPERS);
}

static void somebody_elses_tables_are_replaced(void **state)
{
	make_file();
	run_sql("drop table version; create table version(x); drop table commit_");
	answers_rightly(PAPERS);
}

static void an_index_of_another_record_is_replaced(void **state)
{
	make_file();
	run_sql("update meta set value = 'ffffffffffffffffffffffffffffffffffffffff' where key = 'oid'");
	answers_rightly(PAPERS);
}

/* ---- while others work ----------------------------------------------------------------------------------- */

static void an_open_index_survives_its_deletion(void **state)
{
	struct mb_index *ix = world_index(&w);
	struct mb_error err;

	assert_int_equal(unlink(world_file(&w, "index.sqlite")), 0);
	assert_int_equal(mb_index_catch_up(ix, &err), MB_OK);
	assert_int_equal(access(world_file(&w, "index.sqlite"), F_OK), 0);
	assert_int_equal(papers_in(ix), PAPERS);
	mb_index_close(ix);
}

static void an_open_index_survives_a_rebuild_by_another(void **state)
{
	struct mb_index *one = world_index(&w), *two = world_index(&w);
	struct mb_error err;
	size_t rows = 0;

	assert_int_equal(mb_index_rebuild(one, &rows, &err), MB_OK);
	assert_int_equal(rows, PAPERS + 3);
	assert_int_equal(papers_in(two), PAPERS);
	assert_int_equal(mb_index_catch_up(two, &err), MB_OK);
	assert_int_equal(papers_in(two), PAPERS);
	mb_index_close(one);
	mb_index_close(two);
}

static void processes_that_catch_up_at_once_agree(void **state)
{
	pid_t child[4];
	int status;

	unlink(world_file(&w, "index.sqlite"));
	for (size_t i = 0; i < 4; i++) {
		child[i] = fork();
		assert_true(child[i] >= 0);
		if (child[i] == 0) {
			struct mb_record *rec;
			struct mb_index *ix;

			/* A process of its own opens the record on its own. */
			if (mb_record_open(&rec, w.home, NULL) != MB_OK ||
			    mb_index_open(&ix, rec, &world_schema, NULL, NULL, NULL) != MB_OK)
				_exit(1);
			if (papers_in(ix) != PAPERS || hits_in(ix, "clubs") != PAPERS)
				_exit(2);
			mb_index_close(ix);
			mb_record_close(rec);
			_exit(0);
		}
	}
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_int_equal(status, 0);
	}
	answers_rightly(PAPERS);
}

static void each_sees_what_the_other_indexed(void **state)
{
	struct mb_index *one = world_index(&w), *two = world_index(&w);
	struct mb_commit before = w.tip;
	struct mb_error err;

	world_put(&w, paper_path(PAPERS + 1), "---\nkind: paper\ntitle: One more\n---\n");
	world_land(&w, "2005-10-30", "2005-10-30");
	assert_int_equal(papers_in(two), PAPERS);
	assert_int_equal(mb_index_catch_up(one, &err), MB_OK);
	assert_int_equal(mb_index_catch_up(two, &err), MB_OK);
	assert_int_equal(papers_in(two), PAPERS + 1);
	mb_index_close(one);
	mb_index_close(two);
	/* And history rewritten: main goes back, then another way. */
	world_rewind(&w, &before.id);
	answers_rightly(PAPERS);
	world_put(&w, "handbook/other.md", "# Another way\n");
	world_land(&w, "2005-10-31", "2005-10-31");
	answers_rightly(PAPERS);
}

static void many_commits_take_several_transactions(void **state)
{
	struct mb_commit before = w.tip;

	for (int i = 0; i < 520; i++) {
		world_put(&w, "handbook/diary.md", "# Diary\n\nDay %d\n", i);
		world_land(&w, "2005-11-01", "2005-11-01");
	}
	answers_rightly(PAPERS);
	unlink(world_file(&w, "index.sqlite"));
	answers_rightly(PAPERS);
	world_rewind(&w, &before.id);
	answers_rightly(PAPERS);
}

/* ---- where nothing can be kept --------------------------------------------------------------------------- */

static void no_file_can_be_made_so_it_is_kept_in_memory(void **state)
{
	char *file = world_file(&w, "index.sqlite"), *lock = world_file(&w, "index.sqlite.lock");
	struct mb_index *ix;
	struct mb_error err;

	unlink(file);
	unlink(lock);
	assert_int_equal(mkdir(file, 0700), 0);
	ix = world_index(&w);
	assert_int_equal(papers_in(ix), PAPERS);
	assert_int_equal(hits_in(ix, "clubs"), PAPERS);
	assert_int_equal(mb_index_check(ix, NULL, NULL, &err), MB_OK);
	assert_int_equal(mb_index_rebuild(ix, NULL, &err), MB_OK);
	mb_index_close(ix);
	assert_int_equal(rmdir(file), 0);
	unlink(lock);
	assert_int_equal(mkdir(lock, 0700), 0);
	ix = world_index(&w);
	assert_int_equal(papers_in(ix), PAPERS);
	mb_index_close(ix);
	assert_int_equal(access(file, F_OK), -1);
	assert_int_equal(rmdir(lock), 0);
}

/* A limit on the size of files does to SQLite what a full disk does. */
static void full_at(size_t bytes, bool made)
{
	struct rlimit old, small;
	struct mb_index *ix;

	unlink(world_file(&w, "index.sqlite"));
	if (made)
		mb_index_close(world_index(&w));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = bytes;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	ix = world_index(&w);
	assert_int_equal(papers_in(ix), PAPERS);
	assert_int_equal(hits_in(ix, "clubs"), PAPERS);
	mb_index_close(ix);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	answers_rightly(PAPERS);
}

static void a_full_disk_does_not_hinder_reading(void **state)
{
	full_at(0, false);
	full_at(20000, false);
	full_at(60000, false);
	full_at(0, true);
	full_at(20000, true);
}

static void a_clone_is_indexed_in_memory(void **state)
{
	char clone[96], command[256];
	struct mb_record *rec;
	struct mb_index *ix;
	struct mb_error err;

	snprintf(clone, sizeof clone, "%s/clone.git", w.top);
	snprintf(command, sizeof command, "git clone -q --bare '%s' '%s'", mb_record_path(w.rec), clone);
	assert_int_equal(system(command), 0);
	assert_int_equal(mb_record_open(&rec, clone, &err), MB_OK);
	assert_int_equal(mb_index_open(&ix, rec, &world_schema, NULL, NULL, &err), MB_OK);
	assert_int_equal(papers_in(ix), PAPERS);
	mb_index_close(ix);
	mb_record_close(rec);
}

/* ---- kinds by rules -------------------------------------------------------------------------------------- */

static int asked;

static int giver(void *ctx, const struct mb_schema **out, const char *rules_tree, struct mb_error *err)
{
	static const struct mb_schema none;

	asked++;
	if (strcmp(rules_tree, WORLD_RULES) == 0) {
		*out = &world_schema;
		return MB_OK;
	}
	if (rules_tree[0] == 'b') {
		*out = &none;
		return MB_OK;
	}
	return mb_fail(err, MB_EINVAL, "no such rules");
}

static void each_commit_is_read_by_its_own_rules(void **state)
{
	struct mb_commit before = w.tip;
	struct mb_index *ix;
	struct mb_error err;

	w.rules = "bbbb";
	world_put(&w, paper_path(90), "---\nkind: paper\ntitle: Under no kinds\n---\n");
	world_land(&w, "2005-11-01", "2005-11-01");
	w.foreign = true; /* names no rules: the last ones named still hold */
	world_put(&w, paper_path(91), "---\nkind: paper\ntitle: By hand\n---\n");
	world_land(&w, "2005-11-02", "2005-11-02");
	w.foreign = false;
	w.rules = "dddd"; /* not to be had: the newest kinds serve */
	world_put(&w, paper_path(92), "---\nkind: paper\ntitle: Lost rules\n---\n");
	world_land(&w, "2005-11-03", "2005-11-03");
	w.rules = WORLD_RULES;
	unlink(world_file(&w, "index.sqlite"));
	asked = 0;
	assert_int_equal(mb_index_open(&ix, w.rec, &world_schema, giver, NULL, &err), MB_OK);
	assert_int_equal(papers_in(ix), PAPERS + 1);
	assert_int_equal(asked, 3);
	mb_index_close(ix);
	world_rewind(&w, &before.id);
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

int main(void)
{
	const struct CMUnitTest others[] = {
		cmocka_unit_test(a_deleted_index_comes_back),
		cmocka_unit_test(an_empty_record_has_an_empty_index),
		cmocka_unit_test(an_older_format_is_built_again),
		cmocka_unit_test(somebody_elses_tables_are_replaced),
		cmocka_unit_test(an_index_of_another_record_is_replaced),
		cmocka_unit_test(held_by_a_reader_it_is_kept_in_memory),
		cmocka_unit_test(an_open_index_survives_its_deletion),
		cmocka_unit_test(an_open_index_survives_a_rebuild_by_another),
		cmocka_unit_test(processes_that_catch_up_at_once_agree),
		cmocka_unit_test(no_file_can_be_made_so_it_is_kept_in_memory),
		cmocka_unit_test(a_full_disk_does_not_hinder_reading),
		cmocka_unit_test(a_clone_is_indexed_in_memory),
		cmocka_unit_test(each_commit_is_read_by_its_own_rules),
		cmocka_unit_test(each_sees_what_the_other_indexed),
		cmocka_unit_test(many_commits_take_several_transactions),
	};
	struct CMUnitTest t[COUNT(damages) + COUNT(others)];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(damages); i++)
		t[n++] = (struct CMUnitTest){ damages[i].name, damaged_is_built_again, NULL, NULL,
					      (void *)&damages[i] };
	memcpy(t + n, others, sizeof others);
	return cmocka_run_group_tests_name("index_open", t, set_up, tear_down);
}
