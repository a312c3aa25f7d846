/* A home: laid down whole or not at all, opened only when it is ours, its settings, its lock. */
#include "record_world.h"
#include "../../core/record/record_waits.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* libgit2 1.5.1 loses a pattern's match data whenever it opens a repository of format 1 (sparse, sha1 and others below);
 * a home has format 0. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2";
}

static unsigned mode_of(struct world *w, const char *name)
{
	struct stat st;

	assert_int_equal(stat(mb_arena_printf(w->a, "%s/%s", w->home, name), &st), 0);
	return st.st_mode & 07777;
}

static void a_new_home_is_private_and_pins_what_we_rely_on(void **state)
{
	struct world *w = *state;
	static const char *const config[][2] = {
		{ "core.fsync", "all" },
		{ "core.logAllRefUpdates", "true" },
		{ "gc.pruneExpire", "2.weeks.ago" },
		{ "receive.fsckObjects", "true" },
		{ "receive.denyDeletes", "true" },
		{ "receive.denyNonFastForwards", "true" },
		{ "core.repositoryformatversion", "0" },
		{ "core.bare", "true" },
	};

	assert_int_equal(mode_of(w, "."), 0700);
	assert_int_equal(mode_of(w, "record.git"), 0700);
	assert_int_equal(mode_of(w, "attempts.git"), 0700);
	assert_int_equal(mode_of(w, "attachments"), 0700);
	for (size_t i = 0; i < N(config); i++)
		assert_string_equal(out_of(w, "git -C home/record.git config %s", config[i][0]),
				    config[i][1]);
	assert_string_equal(out_of(w, "git -C home/record.git symbolic-ref HEAD"), "refs/heads/main");
	assert_string_equal(out_of(w, "cat home/attempts.git/objects/info/alternates"),
			    "../../record.git/objects");
	assert_string_equal(out_of(w, "ls -A | grep -c new-"), "0");
	must(w, "git -C home/record.git fsck --strict && git -C home/attempts.git fsck --strict");
}

static void init_takes_an_empty_folder_or_a_new_name(void **state)
{
	struct world *w = *state;
	static const struct row {
		const char *before, *dir;
		int rc;
		const char *says;
	} rows[] = {
		{ "mkdir empty", "empty", MB_OK, NULL },
		{ "true", "fresh", MB_OK, NULL },
		{ "true", "slashed///", MB_OK, NULL },
		{ "mkdir full && touch full/letter.md", "full", MB_EINVAL, "letter.md" },
		{ "touch file", "file", MB_EINVAL, "not a folder" },
		{ "true", "no/such/parent", MB_ENOTFOUND, "there is no folder" },
		{ "true", "file/below", MB_ENOTFOUND, "Not a directory" },
		{ "ln -s nowhere dangling", "dangling", MB_EINVAL, "cannot become a folder" },
		{ "mkdir -p real && ln -s real linked", "linked", MB_OK, NULL },
		{ "true", "home", MB_EINVAL, "not empty" },
	};

	for (size_t i = 0; i < N(rows); i++) {
		const char *dir = mb_arena_printf(w->a, "%s/%s", w->dir, rows[i].dir);
		struct mb_record *rec = NULL;

		must(w, "%s", rows[i].before);
		if (mb_home_init(dir, &w->err) != rows[i].rc)
			fail_msg("%s: %s", rows[i].dir, w->err.text);
		if (rows[i].says)
			assert_says(&w->err, rows[i].says);
		if (rows[i].rc == MB_OK) {
			assert_ok(w, mb_record_open(&rec, dir, &w->err));
			assert_true(mb_record_is_home(rec));
			mb_record_close(rec);
		}
	}
	assert_string_equal(out_of(w, "ls -A | grep -c new-"), "0");
	assert_string_equal(out_of(w, "ls file full"), "file\n\nfull:\nletter.md");
}

static void init_by_a_relative_name(void **state)
{
	struct world *w = *state;
	char *old = getcwd(NULL, 0);

	assert_non_null(old);
	assert_int_equal(chdir(w->dir), 0);
	assert_ok(w, mb_home_init("plain", &w->err));
	assert_int_equal(chdir(old), 0);
	free(old);
	must(w, "test -d plain/record.git");
}

static void limit_files(struct rlimit *old, int bytes)
{
	struct rlimit tight;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, old), 0);
	tight = *old;
	tight.rlim_cur = (rlim_t)bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
}

static void what_cannot_be_written_leaves_nothing(void **state)
{
	struct world *w = *state;
	const char *dir = mb_arena_printf(w->a, "%s/tight", w->dir), *v = NULL;
	const struct mb_file f[] = { put("handbook/refused.md", "a refused text\n") };
	struct mb_landing l = landing(w, f, N(f));
	struct mb_commit *list = NULL;
	struct rlimit old;
	size_t n = 9;
	int refused = 0;

	for (int limit = 0; limit < 320; limit += 8) {
		int rc;

		limit_files(&old, limit);
		rc = mb_home_init(dir, &w->err);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
		if (rc == MB_OK)
			break;
		refused++;
		assert_int_equal(rc, MB_EFAIL);
		assert_string_equal(out_of(w, "ls | grep -c tight"), "0");
	}
	assert_true(refused > 3);
	for (int limit = 0; limit < 100; limit += 20) {
		int rc, kept;

		limit_files(&old, limit);
		rc = mb_home_set(w->rec, "operator", "Nia Pryce", &w->err);
		kept = mb_attempt_keep(w->rec, &l, &w->err);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
		assert_int_equal(rc, MB_EFAIL);
		assert_int_equal(kept, MB_EFAIL);
		assert_int_equal(mb_home_setting(&v, w->a, w->rec, "operator", &w->err), MB_ENOTFOUND);
		assert_ok(w, mb_attempt_list(&list, &n, w->a, w->rec, &w->err));
		assert_int_equal(n, 0);
	}
	assert_string_equal(out_of(w, "find home -name '*.lock'"), "");
}

/* Every kind of folder that is not a home, and the words for it. */
static void open_says_what_a_folder_is(void **state)
{
	struct world *w = *state;
	static const struct row {
		const char *before, *path;
		int rc;
		const char *says;
	} rows[] = {
		{ "true", "nothing", MB_ENOTFOUND, "there is no folder" },
		{ "touch note", "note", MB_EINVAL, "is not a folder" },
		{ "mkdir plain", "plain", MB_EINVAL, "neither a Minutebook home" },
		{ "mkdir -p clone/sub && git clone -q home/record.git clone/r", "clone/r", MB_OK, NULL },
		{ "mkdir clone/r/inner", "clone/r/inner", MB_EINVAL, "neither a Minutebook home" },
		{ "git clone -q --bare home/record.git bare.git", "bare.git", MB_OK, NULL },
		{ "mkdir copy && git clone -q --bare home/record.git copy/record.git", "copy", MB_OK, NULL },
		{ "git clone -q --bare --mirror home/record.git m && git -C m pack-refs --all", "m", MB_OK,
		  NULL },
		{ "git init -q sha256 --object-format=sha256", "sha256", MB_EINVAL, "SHA-256" },
		{ "git init -q void", "void", MB_EINVAL, "no branch main" },
		{ "git init -q other && cd other && echo x >x && git add x && git commit -qm x", "other",
		  MB_EINVAL, "not a Minutebook record: there is no partnership.yaml" },
		{ "git init -q dir && cd dir && mkdir partnership.yaml && echo x >partnership.yaml/x && git "
		  "add . && "
		  "git commit -qm x",
		  "dir", MB_EINVAL, "there is no partnership.yaml" },
		{ "cp -r bare.git weird && git -C weird config core.repositoryformatversion 1 && "
		  "git -C weird config extensions.refstorage reftable",
		  "weird", MB_EINVAL, "'refstorage'" },
		{ "cp -r bare.git part && git -C part config core.repositoryformatversion 1 && "
		  "git -C part config extensions.partialClone origin",
		  "part", MB_EINVAL, "partial clone" },
		{ "cp -r bare.git sha1 && git -C sha1 config core.repositoryformatversion 1 && "
		  "git -C sha1 config extensions.objectFormat sha1",
		  "sha1", MB_OK, NULL },
		{ "git clone -q home/record.git sparse && git -C sparse sparse-checkout set handbook",
		  "sparse", MB_OK, NULL },
		{ "cp -r bare.git future && git -C future config core.repositoryformatversion 7", "future",
		  MB_EINVAL, "format 7" },
		{ "cp -r home newer && git -C newer/record.git config minutebook.format 2", "newer",
		  MB_EINVAL, "newer Minutebook" },
		{ "git -C clone/r worktree add -q -b side ../side", "clone/side", MB_EINVAL,
		  "linked work tree" },
		{ "cp -r bare.git torn && echo '[core' >torn/config", "torn", MB_EFAIL, "torn/config" },
		{ "cp -r bare.git sym && git -C sym branch b main && git -C sym symbolic-ref refs/heads/main "
		  "refs/heads/b",
		  "sym", MB_EINVAL, "symbolic" },
		{ "true", "home/record.git", MB_OK, NULL },
		{ "ln -s home link", "link", MB_OK, NULL },
	};

	land_first(w);
	for (size_t i = 0; i < N(rows); i++) {
		struct mb_record *rec = NULL;
		int rc;

		must(w, "%s", rows[i].before);
		rc = mb_record_open(&rec, mb_arena_printf(w->a, "%s/%s", w->dir, rows[i].path), &w->err);
		if (rc != rows[i].rc)
			fail_msg("%s: %d %s", rows[i].path, rc, rc ? w->err.text : "opened");
		if (rows[i].says)
			assert_says(&w->err, rows[i].says);
		if (rc == MB_OK)
			assert_int_equal(mb_record_is_home(rec),
					 strstr(rows[i].path, "home") || !strcmp(rows[i].path, "link"));
		mb_record_close(rec);
	}
}

static void a_homes_own_git_folder_names_the_home(void **state)
{
	struct world *w = *state;
	struct mb_record *rec = NULL;
	const char *git = mb_arena_printf(w->a, "%s/record.git", w->home);

	assert_ok(w, mb_record_open(&rec, git, &w->err));
	assert_string_equal(mb_record_home(rec), mb_record_home(w->rec));
	assert_true(mb_starts(mb_record_path(rec), git));
	mb_record_close(rec);
}

static void open_refuses_what_belongs_to_somebody_else(void **state)
{
	struct world *w = *state;
	struct mb_record *rec = NULL;

	if (geteuid() != 0)
		skip();
	land_first(w);
	must(w, "cp -r home theirs && chown -R 12345 theirs/record.git && cp -r home daemons && chown -R "
		"daemon daemons");
	assert_int_equal(mb_record_open(&rec, mb_arena_printf(w->a, "%s/theirs", w->dir), &w->err),
			 MB_EINVAL);
	assert_says(&w->err, "user id 12345");
	assert_int_equal(mb_record_open(&rec, mb_arena_printf(w->a, "%s/daemons", w->dir), &w->err),
			 MB_EINVAL);
	assert_says(&w->err, "run it as daemon");
}

static void settings_are_kept_and_read_afresh(void **state)
{
	struct world *w = *state;
	struct mb_record *clone = NULL;
	const char *v = NULL;

	assert_int_equal(mb_home_setting(&v, w->a, w->rec, "operator", &w->err), MB_ENOTFOUND);
	assert_ok(w, mb_home_set(w->rec, "operator", "Nia \"the clerk\" Pryce; Cwm # 1\\2", &w->err));
	assert_ok(w, mb_home_setting(&v, w->a, w->rec, "operator", &w->err));
	assert_string_equal(v, "Nia \"the clerk\" Pryce; Cwm # 1\\2");
	assert_string_equal(out_of(w, "git -C home/record.git config minutebook.operator"), v);
	must(w, "git -C home/record.git config minutebook.operator 'Emyr Vaughan'");
	assert_ok(w, mb_home_setting(&v, w->a, w->rec, "operator", &w->err));
	assert_string_equal(v, "Emyr Vaughan");

	assert_int_equal(mb_home_set(w->rec, "format", "9", &w->err), MB_EINVAL);
	assert_int_equal(mb_home_set(w->rec, "a.b", "x", &w->err), MB_EINVAL);
	assert_int_equal(mb_home_set(w->rec, "", "x", &w->err), MB_EINVAL);
	assert_int_equal(mb_home_set(w->rec, "operator", "two\nlines", &w->err), MB_EINVAL);
	must(w, "touch home/record.git/config.lock");
	assert_int_equal(mb_home_set(w->rec, "operator", "x", &w->err), MB_EFAIL);
	assert_says(&w->err, "config.lock");
	must(w, "rm home/record.git/config.lock");

	land_first(w);
	must(w, "git clone -q home/record.git clone");
	assert_ok(w, mb_record_open(&clone, mb_arena_printf(w->a, "%s/clone", w->dir), &w->err));
	assert_int_equal(mb_home_setting(&v, w->a, clone, "operator", &w->err), MB_ENOTFOUND);
	assert_int_equal(mb_home_set(clone, "operator", "x", &w->err), MB_EREFUSED);
	assert_int_equal(mb_home_lock(clone, &w->err), MB_EREFUSED);
	mb_record_close(clone);
}

static void the_lock_is_held_by_one(void **state)
{
	struct world *w = *state;
	struct mb_record *other = NULL;

	assert_ok(w, mb_record_open(&other, w->home, &w->err));
	mb_record_waits(other, 10, 30);
	assert_ok(w, mb_home_lock(w->rec, &w->err));
	assert_ok(w, mb_home_lock(w->rec, &w->err));
	assert_int_equal(mode_of(w, "lock"), 0600);
	assert_int_equal(mb_home_lock(other, &w->err), MB_EFAIL);
	assert_says(&w->err, "/home/lock");
	mb_home_unlock(w->rec);
	assert_int_equal(mb_home_lock(other, &w->err), MB_EFAIL);
	mb_home_unlock(w->rec);
	assert_ok(w, mb_home_lock(other, &w->err));
	mb_home_unlock(other);
	mb_home_unlock(other);
	mb_record_close(other);
}

static void the_lock_ends_with_the_process(void **state)
{
	struct world *w = *state;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct mb_record *rec = NULL;

		_exit(mb_record_open(&rec, w->home, NULL) || mb_home_lock(rec, NULL) ? 1 : 42);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 42);
	mb_record_waits(w->rec, 10, 30);
	assert_ok(w, mb_home_lock(w->rec, &w->err));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_up, world_down)
	const struct CMUnitTest tests[] = {
		T(a_new_home_is_private_and_pins_what_we_rely_on),
		T(init_takes_an_empty_folder_or_a_new_name),
		T(init_by_a_relative_name),
		T(what_cannot_be_written_leaves_nothing),
		T(open_says_what_a_folder_is),
		T(a_homes_own_git_folder_names_the_home),
		T(open_refuses_what_belongs_to_somebody_else),
		T(settings_are_kept_and_read_afresh),
		T(the_lock_is_held_by_one),
		T(the_lock_ends_with_the_process),
	};

	return cmocka_run_group_tests_name("record_home", tests, NULL, NULL);
}
