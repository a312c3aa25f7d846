/* Paths the record may hold, one named test a row. */
#include "record_world.h"

#include <string.h>

static const struct row {
	const char *name, *path;
	int rc;
	const char *says;
} rows[] = {
	{ "a page", "handbook/welcome.md", MB_OK, NULL },
	{ "at the top", "partnership.yaml", MB_OK, NULL },
	{ "deep", "groups/board/meetings/2026/CTB-2026-M03/minutes.md", MB_OK, NULL },
	{ "Welsh letters", "groups/bwrdd/t\305\267.md", MB_OK, NULL },
	{ "blanks and dots within", "handbook/a b.c..d.md", MB_OK, NULL },
	{ "three dots", "handbook/...", MB_OK, NULL },
	{ "git's other files", ".gitattributes", MB_OK, NULL },
	{ "a name that starts like git's", "handbook/.github", MB_OK, NULL },
	{ "git~10", "handbook/git~10", MB_OK, NULL },
	{ "empty", "", MB_EINVAL, "may not be empty" },
	{ "none", NULL, MB_EINVAL, "may not be empty" },
	{ "absolute", "/etc/passwd", MB_EINVAL, "start with a slash" },
	{ "only a slash", "/", MB_EINVAL, "start with a slash" },
	{ "a slash at the end", "handbook/", MB_EINVAL, "empty part" },
	{ "two slashes", "handbook//a.md", MB_EINVAL, "empty part" },
	{ "dot", "./a.md", MB_EINVAL, "the part '.'" },
	{ "dot within", "a/./b.md", MB_EINVAL, "the part '.'" },
	{ "dot dot", "handbook/../a.md", MB_EINVAL, "the part '..'" },
	{ "dot dot at the end", "handbook/..", MB_EINVAL, "the part '..'" },
	{ "backslash", "handbook\\a.md", MB_EINVAL, "backslash" },
	{ "line feed", "a\nb.md", MB_EINVAL, "control characters" },
	{ "tab", "a\tb.md", MB_EINVAL, "control characters" },
	{ "escape", "a\033[2J.md", MB_EINVAL, "control characters" },
	{ "delete", "a\177.md", MB_EINVAL, "control characters" },
	{ "C1 control", "a\302\205.md", MB_EINVAL, "control characters" },
	{ "not UTF-8", "caf\351.md", MB_EINVAL, "UTF-8" },
	{ "overlong UTF-8", "a\300\257b", MB_EINVAL, "UTF-8" },
	{ "cut UTF-8", "a\303", MB_EINVAL, "UTF-8" },
	{ "BOM", "\357\273\277a.md", MB_EINVAL, "invisible character (U+FEFF)" },
	{ "right-to-left override", "a\342\200\256dm.md", MB_EINVAL, "invisible character (U+202E)" },
	{ "soft hyphen", "a\302\255b.md", MB_EINVAL, "invisible character" },
	{ ".git", ".git/config", MB_EINVAL, "git keeps for itself" },
	{ ".git within", "handbook/.git/hooks/x", MB_EINVAL, "git keeps for itself" },
	{ ".GIT", "a/.GiT", MB_EINVAL, "git keeps for itself" },
	{ ".git with blanks", ".git . /x", MB_EINVAL, "git keeps for itself" },
	{ ".git stream", ".git::$INDEX_ALLOCATION/x", MB_EINVAL, "git keeps for itself" },
	{ "git~1", "GIT~1/config", MB_EINVAL, "git keeps for itself" },
	{ ".git with a joiner", ".g\342\200\214it/config", MB_EINVAL, "invisible" },
};

static void check(void **state)
{
	const struct row *r = *state;
	struct mb_error err = { 0 };

	if (mb_path_check(r->path, &err) != r->rc)
		fail_msg("%s", err.text);
	if (r->says)
		assert_says(&err, r->says);
}

static void the_longest_path(void **state)
{
	char path[MB_PATH_MAX + 2];
	struct mb_error err = { 0 };

	memset(path, 'a', sizeof(path));
	path[MB_PATH_MAX] = 0;
	assert_int_equal(mb_path_check(path, &err), MB_OK);
	path[MB_PATH_MAX] = 'a';
	path[MB_PATH_MAX + 1] = 0;
	assert_int_equal(mb_path_check(path, &err), MB_EINVAL);
	assert_says(&err, "401 bytes");
}

int main(void)
{
	struct CMUnitTest t[N(rows) + 1];

	for (size_t i = 0; i < N(rows); i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[N(rows)] = (struct CMUnitTest)cmocka_unit_test(the_longest_path);
	return cmocka_run_group_tests_name("record_path", t, NULL, NULL);
}
