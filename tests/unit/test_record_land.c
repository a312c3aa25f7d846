/* Landing: one commit on main or nothing, whoever else writes, and plain git agrees. */
#include "record_world.h"
#include "../../core/record/record_waits.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void sound(struct world *w)
{
	must(w, "git -C home/record.git fsck --strict --no-dangling");
	assert_ok(w, mb_record_check(w->rec, NULL, NULL, &w->err));
}

static void the_first_change_makes_main(void **state)
{
	struct world *w = *state;
	struct mb_commit c, tip, again;
	size_t depth = 0;

	assert_int_equal(mb_record_tip(&tip, w->a, w->rec, &w->err), MB_ENOTFOUND);
	assert_ok(w, mb_record_check(w->rec, NULL, NULL, &w->err));
	c = land_first(w);
	assert_ok(w, mb_record_tip(&tip, w->a, w->rec, &w->err));
	assert_string_equal(tip.id.hex, c.id.hex);
	assert_string_equal(tip.tree.hex, c.tree.hex);
	assert_string_equal(tip.parent.hex, "");
	assert_string_equal(tip.author, "Nia Pryce");
	assert_string_equal(tip.author_mail, "nia.pryce@example.org");
	assert_string_equal(tip.message, "Nia Pryce filed a paper\n\nEvent: 1\n");
	assert_int_equal(tip.recorded.offset, 60);
	assert_string_equal(out_of(w, "git -C home/record.git log -1 --format=%%H,%%an,%%ae,%%aI,%%cI main"),
			    mb_arena_printf(w->a,
					    "%s,Nia Pryce,nia.pryce@example.org,2026-05-14T12:00:00+01:00,"
					    "2026-05-15T09:00:00+01:00",
					    c.id.hex));
	assert_string_equal(out_of(w, "git -C home/record.git ls-tree -r --name-only main"),
			    "handbook/welcome.md\npartnership.yaml");
	assert_ok(w, mb_record_commit(&again, w->a, w->rec, &c.id, &w->err));
	assert_string_equal(again.tree.hex, c.tree.hex);
	assert_ok(w, mb_record_depth(&depth, w->rec, &c.id, &w->err));
	assert_int_equal(depth, 1);
	sound(w);
}

static void changes_follow_one_another(void **state)
{
	struct world *w = *state;
	struct mb_commit first = land_first(w), c;
	const struct mb_file one[] = { put("groups/board/papers/2026/CTB-2026-P001.md", "one\n") };
	const struct mb_file two[] = { put("groups/board/papers/2026/CTB-2026-P001.md", "one, revised\n"),
				       gone("handbook/welcome.md") };
	size_t depth = 0;

	c = land(w, one, N(one));
	assert_string_equal(c.parent.hex, first.id.hex);
	c = land(w, two, N(two));
	assert_ok(w, mb_record_depth(&depth, w->rec, &c.id, &w->err));
	assert_int_equal(depth, 3);
	/* The folder that the removal emptied is gone too. */
	assert_string_equal(out_of(w, "git -C home/record.git ls-tree --name-only main"),
			    "groups\npartnership.yaml");
	assert_string_equal(
		out_of(w, "git -C home/record.git show main:groups/board/papers/2026/CTB-2026-P001.md"),
		"one, revised");
	assert_string_equal(out_of(w, "git -C home/record.git reflog main | wc -l"), "3");
	must(w, "git clone -q home/record.git clone && git -C clone status && git -C home/record.git gc -q");
	c = land(w, one, N(one));
	sound(w);
}

static void a_stale_base_is_a_conflict(void **state)
{
	struct world *w = *state;
	const struct mb_file a[] = { put("handbook/a.md", "a\n") }, b[] = { put("handbook/b.md", "b\n") };
	struct mb_landing stale, unborn = landing(w, a, N(a));
	struct mb_commit c = { .message = "untouched" }, tip;

	land_first(w);
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &unborn, &w->err), MB_ECONFLICT);
	stale = landing(w, a, N(a));
	tip = land(w, b, N(b));
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &stale, &w->err), MB_ECONFLICT);
	assert_says(&w->err, "judge it again");
	assert_string_equal(c.message, "untouched");
	assert_string_equal(out_of(w, "git -C home/record.git rev-parse main"), tip.id.hex);
	must(w, "git -C home/record.git update-ref -d refs/heads/main");
	stale = (struct mb_landing){
		.base = &tip, .message = "m", .recorded = tip.recorded, .on = MB_NO_DAY
	};
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &stale, &w->err), MB_ECONFLICT);
}

static void a_base_on_no_branch_is_told(void **state)
{
	struct world *w = *state;
	struct mb_commit c, base = { .id.hex = "0123456789012345678901234567890123456789" };
	struct mb_landing l = landing(w, NULL, 0);

	land_first(w);
	l.base = &base;
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_ECONFLICT);
	strcpy(base.id.hex, "short");
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EINVAL);
	assert_says(&w->err, "'short'");
}

static void a_left_over_lock_is_named(void **state)
{
	struct world *w = *state;
	const struct mb_file a[] = { put("handbook/a.md", "a\n") };
	struct mb_landing l;
	struct mb_commit c, tip = land_first(w);

	must(w, "touch home/record.git/refs/heads/main.lock");
	mb_record_waits(w->rec, 60, 60);
	l = landing(w, a, N(a));
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EFAIL);
	assert_says(&w->err, "record.git/refs/heads/main.lock");
	assert_says(&w->err, "delete that file");
	assert_string_equal(out_of(w, "git -C home/record.git rev-parse main"), tip.id.hex);
	must(w, "rm home/record.git/refs/heads/main.lock");
	assert_ok(w, mb_record_land(&c, w->a, w->rec, &l, &w->err));
	sound(w);
}

/* What a process leaves that is killed while it moves main: its lock, and ref.next as the other name of the same file. */
static void the_lock_of_a_killed_writer_is_taken_away(void **state)
{
	struct world *w = *state;
	const struct mb_file a[] = { put("handbook/a.md", "a\n") }, b[] = { put("handbook/a.md", "b\n") };
	struct mb_commit c, tip = land_first(w);
	struct mb_landing l;

	must(w, "echo %s >home/record.git/ref.next", tip.id.hex);
	must(w, "ln home/record.git/ref.next home/record.git/refs/heads/main.lock");
	mb_record_waits(w->rec, 60, 60);
	c = land(w, a, N(a));
	assert_string_equal(out_of(w, "git -C home/record.git rev-parse main"), c.id.hex);
	assert_string_equal(out_of(w, "find home -name '*.lock' -o -name ref.next"), "");
	/* killed after main had moved: ref.next is main itself, and must not be written to */
	must(w, "ln home/record.git/refs/heads/main home/record.git/ref.next");
	c = land(w, b, N(b));
	assert_string_equal(out_of(w, "git -C home/record.git rev-parse main"), c.id.hex);
	/* ref.next beside a lock that is another file: the lock is git's, and stays */
	must(w, "cp home/record.git/refs/heads/main home/record.git/ref.next");
	must(w, "cp home/record.git/refs/heads/main home/record.git/refs/heads/main.lock");
	l = landing(w, a, N(a));
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EFAIL);
	assert_says(&w->err, "record.git/refs/heads/main.lock");
	must(w, "test -e home/record.git/refs/heads/main.lock && test ! -e home/record.git/ref.next");
	must(w, "rm home/record.git/refs/heads/main.lock");
	sound(w);
}

static void a_lock_that_goes_is_waited_for(void **state)
{
	struct world *w = *state;
	const struct mb_file a[] = { put("handbook/a.md", "a\n") };
	struct mb_commit c;

	land_first(w);
	must(w, "touch home/record.git/refs/heads/main.lock");
	must(w, "(sleep 0.3; rm home/record.git/refs/heads/main.lock) >/dev/null 2>&1 & true");
	c = land(w, a, N(a));
	assert_string_equal(out_of(w, "git -C home/record.git rev-parse main"), c.id.hex);
}

static void nothing_lands_in_quarantine_or_in_a_copy(void **state)
{
	struct world *w = *state;
	const struct mb_file a[] = { put("handbook/a.md", "a\n") };
	struct mb_record *home = w->rec;
	struct mb_landing l;
	struct mb_commit c, tip = land_first(w);

	l = landing(w, a, N(a));
	setenv("GIT_QUARANTINE_PATH", "/nowhere", 1);
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EREFUSED);
	assert_says(&w->err, "GIT_QUARANTINE_PATH");
	unsetenv("GIT_QUARANTINE_PATH");

	must(w, "git clone -q home/record.git clone");
	assert_ok(w, mb_record_open(&w->rec, mb_arena_printf(w->a, "%s/clone", w->dir), &w->err));
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EREFUSED);
	assert_says(&w->err, "a copy of the record, not its home");
	mb_record_close(w->rec);
	w->rec = home;
	assert_string_equal(out_of(w, "git -C home/record.git rev-parse main"), tip.id.hex);
}

static void names_and_days_that_git_cannot_hold_are_tamed(void **state)
{
	struct world *w = *state;
	static const struct row {
		const char *name, *mail, *seen;
		int year;
		const char *day;
	} rows[] = {
		{ "Nia <the clerk>\nPryce", "nia@example.org>\n", "Nia the clerkPryce|nia@example.org", 1969,
		  "1970-01-02" },
		{ "", NULL, "unknown|unknown", 1974, "1974-03-01" },
		{ " <> ", " ., ", "unknown|unknown", 1, "1970-01-02" },
		{ "Si\303\242n \305\264yn.", "sian@example.org", "Si\303\242n \305\264yn|sian@example.org",
		  2026, "2026-03-01" },
		{ "\"Bea\"", "<bea@example.org>", "Bea|bea@example.org", 2150, "2106-01-01" },
	};

	for (size_t i = 0; i < N(rows); i++) {
		struct mb_landing l = landing(w, NULL, 0);
		struct mb_commit c;

		l.author = rows[i].name;
		l.author_mail = rows[i].mail;
		assert_true(mb_day_make(&l.on, rows[i].year, 3, 1));
		assert_ok(w, mb_record_land(&c, w->a, w->rec, &l, &w->err));
		assert_string_equal(out_of(w, "git -C home/record.git log -1 --format='%%an|%%ae' main"),
				    rows[i].seen);
		assert_string_equal(
			out_of(w, "git -C home/record.git log -1 --date=short --format=%%ad main"),
			rows[i].day);
	}
	sound(w);
}

static void a_clock_that_git_cannot_write_is_refused(void **state)
{
	struct world *w = *state;
	static const int64_t clocks[] = { -5, 0, 4294967296 };
	struct mb_landing l = landing(w, NULL, 0);
	struct mb_commit c;

	for (size_t i = 0; i < N(clocks); i++) {
		l.recorded.utc = clocks[i];
		assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EINVAL);
		assert_says(&w->err, "clock");
	}
}

static void a_push_becomes_the_second_parent(void **state)
{
	struct world *w = *state;
	struct mb_commit base, c;
	struct mb_landing l = landing(w, NULL, 0);
	struct mb_oid second = { "" };
	const struct mb_file files[] = { put("handbook/p.md", "pushed\n") };
	size_t depth = 0;

	strcpy(second.hex, "0123456789012345678901234567890123456789");
	l.second = &second;
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EINVAL);
	assert_says(&w->err, "first change");
	base = land_first(w);
	l = landing(w, files, N(files));
	l.second = &second;
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EFAIL);
	must(w,
	     "git clone -q home/record.git clone && cd clone && echo pushed >handbook/p.md && git add . && "
	     "git commit -qm one && git commit -q --allow-empty -m two && git push -q origin "
	     "HEAD:refs/heads/in");
	strcpy(second.hex, out_of(w, "git -C clone rev-parse HEAD"));
	assert_ok(w, mb_record_land(&c, w->a, w->rec, &l, &w->err));
	assert_string_equal(c.parent.hex, base.id.hex);
	assert_string_equal(c.second.hex, second.hex);
	assert_ok(w, mb_record_depth(&depth, w->rec, &c.id, &w->err));
	assert_int_equal(depth, 2);
	assert_string_equal(out_of(w, "git -C home/record.git rev-parse main^{tree}"),
			    out_of(w, "git -C clone rev-parse HEAD^{tree}"));
	sound(w);
}

/* Read what a push brought from within its quarantine, as a hook does. */
static void a_hook_sees_what_was_pushed(void **state)
{
	struct world *w = *state;
	struct mb_record *rec = NULL;
	struct mb_commit c, tip = land_first(w);
	struct mb_oid pushed;
	struct mb_entry e;
	const char *quarantine;

	must(w,
	     "git clone -q home/record.git clone && cd clone && echo pushed >handbook/p.md && git add . && "
	     "git commit -qm one && mkdir ../home/record.git/objects/tmp_objdir-incoming-x && "
	     "git pack-objects -q --revs ../home/record.git/objects/tmp_objdir-incoming-x/p "
	     "<<E\nHEAD\n^%s\nE\n"
	     "cd ../home/record.git/objects/tmp_objdir-incoming-x && mkdir pack && mv p-* pack && cd pack && "
	     "for f in p-*; do mv $f pack-${f#p-}; done",
	     tip.id.hex);
	strcpy(pushed.hex, out_of(w, "git -C clone rev-parse HEAD"));
	assert_int_equal(mb_record_commit(&c, w->a, w->rec, &pushed, &w->err), MB_ENOTFOUND);
	quarantine = mb_arena_printf(w->a, "%s/record.git/objects/tmp_objdir-incoming-x", w->home);
	setenv("GIT_QUARANTINE_PATH", quarantine, 1);
	assert_ok(w, mb_record_open(&rec, w->home, &w->err));
	unsetenv("GIT_QUARANTINE_PATH");
	assert_ok(w, mb_record_commit(&c, w->a, rec, &pushed, &w->err));
	assert_ok(w, mb_tree_entry(&e, w->a, rec, &c.tree, "handbook/p.md", &w->err));
	mb_record_close(rec);
}

/* Land 20 files of one's own, judging again whenever main moved. */
static int writer(const char *home, int who)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_record *rec = NULL;
	struct mb_error err;
	int rc = mb_record_open(&rec, home, &err);

	for (int i = 0, tries = 0; rc == MB_OK && i < 20 && tries < 10000; tries++) {
		char path[64];
		struct mb_file f = { .path = path, .data = mb_str("text\n") };
		struct mb_landing l = {
			.files = &f, .n_files = 1, .author = "Emyr Vaughan", .on = MB_NO_DAY, .message = path
		};
		struct mb_commit base, c;

		snprintf(path, sizeof(path), "handbook/writer-%d/page-%02d.md", who, i);
		l.recorded = mb_now();
		l.base = &base;
		if ((rc = mb_record_tip(&base, a, rec, &err)) == MB_OK)
			rc = mb_record_land(&c, a, rec, &l, &err);
		if (rc == MB_OK)
			i++;
		else if (rc == MB_ECONFLICT)
			rc = MB_OK;
	}
	if (rc != MB_OK)
		fprintf(stderr, "writer %d: %s\n", who, err.text);
	mb_record_close(rec);
	mb_arena_free(a);
	return rc;
}

static void three_writers_lose_nothing(void **state)
{
	struct world *w = *state;
	pid_t pid[3];

	land_first(w);
	for (int i = 0; i < 3; i++)
		if ((pid[i] = fork()) == 0)
			_exit(writer(w->home, i));
	for (int i = 0; i < 3; i++) {
		int status;

		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_int_equal(status, 0);
	}
	assert_string_equal(out_of(w, "git -C home/record.git rev-list --first-parent main | wc -l"), "61");
	assert_string_equal(out_of(w, "git -C home/record.git ls-tree -r --name-only main | grep -c writer-"),
			    "60");
	sound(w);
}

/* Files that may not grow past a limit stand for a disk that fills up at every possible moment of a landing. */
static void a_landing_that_cannot_be_written_changes_nothing(void **state)
{
	struct world *w = *state;
	struct rlimit old, tight;
	int refused = 0, landed = 0;

	land_first(w);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	tight = old;
	for (int limit = 0; limit < 4000; limit += limit < 400 ? 8 : 200) {
		const char *text = mb_arena_printf(w->a, "Only this attempt has the text %d.\n", limit);
		const struct mb_file f[] = { put("handbook/a/b/c.md", text) };
		struct mb_landing l = landing(w, f, N(f));
		struct mb_commit c, tip;
		int rc;

		tight.rlim_cur = (rlim_t)limit;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
		rc = mb_record_land(&c, w->a, w->rec, &l, &w->err);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
		if (rc != MB_OK) {
			assert_int_equal(rc, MB_EFAIL);
			assert_says(&w->err, "nothing was changed");
			refused++;
		} else {
			landed++;
		}
		assert_ok(w, mb_record_tip(&tip, w->a, w->rec, &w->err));
		assert_string_equal(tip.id.hex, rc == MB_OK ? c.id.hex : l.base->id.hex);
		assert_string_equal(out_of(w, "find home -name '*.lock'"), "");
	}
	assert_true(refused > 10 && landed > 1);
	sound(w);
}

/* A file system of its own that fills up, seen by this process alone. @return 0 as it should be, 77 not possible here */
static int fill_a_disk(struct world *w)
{
	const char *dir = mb_arena_printf(w->a, "%s/disk", w->dir),
		   *home = mb_arena_printf(w->a, "%s/home", dir);
	struct mb_commit c;
	int rc = MB_OK, landed = 0;

	if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mkdir(dir, 0700) < 0 || mount("none", dir, "tmpfs", 0, "size=800k") < 0)
		return 77;
	if (mb_home_init(home, &w->err) != MB_OK || mb_record_open(&w->rec, home, &w->err) != MB_OK)
		return 1;
	while (rc == MB_OK && landed < 1000) {
		struct mb_file f = put("handbook/a.md", mb_arena_printf(w->a, "Text number %d\n", landed));
		struct mb_landing l = landing(w, &f, 1);

		rc = mb_record_land(&c, w->a, w->rec, &l, &w->err);
		landed += rc == MB_OK;
	}
	fprintf(stderr, "after %d landings: %s\n", landed, w->err.text);
	if (rc != MB_EFAIL || !strstr(w->err.text, "no space left") ||
	    !strstr(w->err.text, "nothing was changed"))
		return 2;
	if (mb_record_check(w->rec, NULL, NULL, &w->err) != MB_OK || landed < 3)
		return 3;
	return sh(w,
		  "git -C disk/home/record.git fsck --strict --no-dangling && test -z \"$(find disk -name "
		  "'*.lock')\" && "
		  "test $(git -C disk/home/record.git rev-list main | wc -l) = %d",
		  landed)
		       ? 4
		       : 0;
}

static void a_full_disk_is_told(void **state)
{
	struct world *w = *state;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		mb_record_close(w->rec);
		_exit(fill_a_disk(w));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip(); /* only root may mount */
	assert_int_equal(status, 0);
}

static void a_store_that_may_not_be_written_is_told(void **state)
{
	struct world *w = *state;
	const struct mb_file a[] = { put("handbook/a.md", "a new text that is nowhere yet\n") };
	struct mb_commit c, tip = land_first(w);
	struct mb_landing l = landing(w, a, N(a));

	if (geteuid() == 0)
		skip(); /* root may write anywhere */
	must(w, "chmod -R a-w home/record.git/objects");
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EFAIL);
	assert_says(&w->err, "nothing was changed");
	must(w, "chmod -R u+w home/record.git/objects && chmod a-w home/record.git/refs/heads");
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EFAIL);
	assert_says(&w->err, "nothing was changed");
	must(w, "chmod u+w home/record.git/refs/heads");
	assert_string_equal(out_of(w, "git -C home/record.git rev-parse main"), tip.id.hex);
	sound(w);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_up, world_down)
	const struct CMUnitTest tests[] = {
		T(the_first_change_makes_main),
		T(changes_follow_one_another),
		T(a_stale_base_is_a_conflict),
		T(a_base_on_no_branch_is_told),
		T(a_left_over_lock_is_named),
		T(the_lock_of_a_killed_writer_is_taken_away),
		T(a_lock_that_goes_is_waited_for),
		T(nothing_lands_in_quarantine_or_in_a_copy),
		T(names_and_days_that_git_cannot_hold_are_tamed),
		T(a_clock_that_git_cannot_write_is_refused),
		T(a_push_becomes_the_second_parent),
		T(a_hook_sees_what_was_pushed),
		T(three_writers_lose_nothing),
		T(a_landing_that_cannot_be_written_changes_nothing),
		T(a_full_disk_is_told),
		T(a_store_that_may_not_be_written_is_told),
	};

	return cmocka_run_group_tests_name("record_land", tests, NULL, NULL);
}
