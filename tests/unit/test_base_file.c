/* Whole files: read within a limit, written all or nothing. */
#include "minutebook/base.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static char folder[64], file[96];

static int make_folder(void **state)
{
	strcpy(folder, "/tmp/mb-test-file-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	strcpy(file, folder);
	strcat(file, "/paper.md");
	return 0;
}

/* Also says how many files there were, so that a test sees what was left lying about. */
static int files_in_folder(bool take_away)
{
	DIR *d = opendir(folder);
	int n = 0;

	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));) {
		if (mb_streq(e->d_name, ".") || mb_streq(e->d_name, ".."))
			continue;
		n++;
		if (take_away)
			unlinkat(dirfd(d), e->d_name, 0);
	}
	closedir(d);
	return n;
}

static int drop_folder(void **state)
{
	files_in_folder(true);
	return rmdir(folder);
}

static void assert_file_holds(const char *text)
{
	struct mb_buf b;

	assert_int_equal(mb_read_file(&b, file, 0, NULL), MB_OK);
	assert_string_equal(b.p, text);
	mb_buf_free(&b);
}

static void what_is_written_is_read(void **state)
{
	struct mb_error err = { 0 };
	size_t n = 300000;
	char *big = mb_alloc(n);
	struct mb_buf b;

	for (size_t i = 0; i < n; i++)
		big[i] = (char)(i * 7);
	assert_int_equal(mb_write_file(file, big, n, 0644, &err), MB_OK);
	assert_int_equal(mb_read_file(&b, file, n, &err), MB_OK);
	assert_int_equal(b.n, n);
	assert_memory_equal(b.p, big, n);
	mb_buf_free(&b);
	assert_int_equal(mb_write_file(file, NULL, 0, 0644, &err), MB_OK);
	assert_file_holds("");
	assert_int_equal(files_in_folder(false), 1);
	free(big);
}

static void the_mode_is_kept_within_the_umask(void **state)
{
	mode_t before = umask(0027);
	struct stat st;

	assert_int_equal(mb_write_file(file, "x", 1, 0600, NULL), MB_OK);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(mb_write_file(file, "x", 1, 0666, NULL), MB_OK);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	umask(before);
}

static void a_file_over_the_limit_is_refused(void **state)
{
	struct mb_error err = { 0 };
	struct mb_buf b;

	assert_int_equal(mb_write_file(file, "0123456789", 10, 0644, NULL), MB_OK);
	assert_int_equal(mb_read_file(&b, file, 10, &err), MB_OK);
	mb_buf_free(&b);
	assert_int_equal(mb_read_file(&b, file, 9, &err), MB_EINVAL);
	assert_non_null(strstr(err.text, "paper.md is too large: the limit is 9 bytes"));
	assert_string_equal(b.p, "");
	assert_int_equal(mb_read_file(&b, "/dev/zero", 100000, &err), MB_EINVAL);
}

static void a_missing_file_is_not_found(void **state)
{
	struct mb_error err = { 0 };
	struct mb_buf b;

	assert_int_equal(mb_read_file(&b, file, 0, &err), MB_ENOTFOUND);
	assert_non_null(strstr(err.text, "paper.md: No such file"));
	assert_int_equal(mb_read_file(&b, folder, 0, &err), MB_EFAIL);
	assert_non_null(strstr(err.text, "Is a directory"));
}

static void a_dash_means_standard_input(void **state)
{
	int keep = dup(STDIN_FILENO), fd;
	struct mb_buf b;

	assert_int_equal(mb_write_file(file, "piped", 5, 0644, NULL), MB_OK);
	fd = open(file, O_RDONLY);
	assert_true(fd >= 0 && keep >= 0);
	dup2(fd, STDIN_FILENO);
	assert_int_equal(mb_read_file(&b, "-", 0, NULL), MB_OK);
	dup2(keep, STDIN_FILENO);
	assert_string_equal(b.p, "piped");
	mb_buf_free(&b);
	close(fd);
	close(keep);
}

static void a_write_cut_short_leaves_the_old_file_and_nothing_else(void **state)
{
	struct rlimit keep, small;
	struct mb_error err = { 0 };
	static char big[100000];
	int rc;

	assert_int_equal(mb_write_file(file, "old", 3, 0644, NULL), MB_OK);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &keep), 0);
	small = (struct rlimit){ 4096, keep.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small),
			 0); /* as a full disk: the first bytes go, the rest do not */
	rc = mb_write_file(file, big, sizeof(big), 0644, &err);
	setrlimit(RLIMIT_FSIZE, &keep);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(rc, MB_EFAIL);
	assert_non_null(strstr(err.text, "paper.md: File too large"));
	assert_file_holds("old");
	assert_int_equal(files_in_folder(false), 1);
}

static void a_place_that_cannot_be_written_is_named(void **state)
{
	struct mb_error err = { 0 };
	char path[128];

	strcpy(path, folder);
	strcat(path, "/no/such.md");
	assert_int_equal(mb_write_file(path, "x", 1, 0644, &err), MB_EFAIL);
	assert_non_null(strstr(err.text, "/no/such.md: No such file"));
	assert_int_equal(mb_write_file(folder, "x", 1, 0644, &err), MB_EFAIL); /* a folder in the way */
	assert_non_null(strstr(err.text, folder));
	assert_int_equal(files_in_folder(false), 0);
	assert_int_equal(mkfifo(file, 0600), 0); /* what is no file stays what it is */
	assert_int_equal(mb_write_file(file, "x", 1, 0644, &err), MB_EFAIL);
	assert_non_null(strstr(err.text, "no ordinary file"));
	assert_int_equal(mb_write_file("/dev/full", "x", 1, 0644, &err), MB_EFAIL);
	assert_int_equal(files_in_folder(true), 1);
}

static void the_remains_of_a_killed_process_are_no_obstacle(void **state)
{
	char stale[128];

	snprintf(stale, sizeof(stale), "%s/.mb-%ld-0.tmp", folder, (long)getpid());
	close(open(stale, O_CREAT | O_WRONLY, 0600));
	assert_int_equal(mb_write_file(file, "new", 3, 0644, NULL), MB_OK);
	assert_file_holds("new");
}

static void a_name_without_a_folder_is_here(void **state)
{
	char here[4096];

	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(mb_write_file("paper.md", "here", 4, 0644, NULL), MB_OK);
	assert_file_holds("here");
	assert_int_equal(chdir(here), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest t[] = {
		TEST(what_is_written_is_read),
		TEST(the_mode_is_kept_within_the_umask),
		TEST(a_file_over_the_limit_is_refused),
		TEST(a_missing_file_is_not_found),
		TEST(a_dash_means_standard_input),
		TEST(a_write_cut_short_leaves_the_old_file_and_nothing_else),
		TEST(a_place_that_cannot_be_written_is_named),
		TEST(the_remains_of_a_killed_process_are_no_obstacle),
		TEST(a_name_without_a_folder_is_here),
	};

	return cmocka_run_group_tests_name("base_file", t, NULL, NULL);
}
