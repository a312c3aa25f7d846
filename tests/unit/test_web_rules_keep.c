/* What is kept beside a proposal of rules: bounded, the newest, and gone with it. */
#include "rules_store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static char folder[] = "/tmp/mb-keep-XXXXXX";
static struct mb_arena *a;

static const char *at(const char *name)
{
	return mb_arena_printf(a, "%s/%s", folder, name);
}

static void put(const char *name, long second, long nano)
{
	struct timespec when[2] = { { second, nano }, { second, nano } };

	assert_int_equal(mb_write_file(at(name), "x", 1, 0600, NULL), MB_OK);
	assert_int_equal(utimensat(AT_FDCWD, at(name), when, 0), 0);
}

static bool there(const char *name)
{
	struct stat st;

	return lstat(at(name), &st) == 0;
}

static void the_newest_stay(void **state)
{
	put("replay.ann.tsv", 10, 1);
	put("replay.bo.tsv", 10, 2); /* within one second */
	put("replay.cy.tsv", 30, 0);
	put("replay.bo.yaml", 1, 0);
	put("tests.tsv", 1, 0);
	proposal_prune(a, folder, "replay.", ".tsv", 3);
	assert_true(there("replay.ann.tsv"));
	proposal_prune(a, folder, "replay.", ".tsv", 2);
	assert_false(there("replay.ann.tsv"));
	assert_true(there("replay.bo.tsv") && there("replay.cy.tsv"));
	assert_true(there("replay.bo.yaml") && there("tests.tsv"));
	proposal_prune(a, at("nowhere"), "", "", 0);
	proposal_prune(a, folder, "replay.", ".tsv", 0);
	assert_false(there("replay.bo.tsv") || there("replay.cy.tsv"));
}

static void a_text_kept_again_is_the_newest(void **state)
{
	struct mb_str first = mb_str("first"), second = mb_str("second"), got;
	char hash[MB_SHA256_HEX];

	assert_int_equal(proposal_keep(a, folder, first, NULL), MB_OK);
	assert_int_equal(proposal_keep(a, folder, second, NULL), MB_OK);
	mb_sha256_hex(hash, first.p, first.n);
	put(mb_arena_printf(a, "kept/%s", hash), 10, 0);
	assert_int_equal(mb_write_file(at(mb_arena_printf(a, "kept/%s", hash)), first.p, first.n, 0600, NULL),
			 MB_OK);
	put("kept/zzz", 20, 0);
	assert_int_equal(proposal_keep(a, folder, first, NULL), MB_OK);
	proposal_prune(a, at("kept"), "", "", 2);
	assert_false(there("kept/zzz"));
	assert_int_equal(proposal_kept(&got, a, folder, hash, NULL), MB_OK);
	assert_true(got.n == first.n && memcmp(got.p, first.p, got.n) == 0);
}

static void a_hash_is_no_path(void **state)
{
	static const char *const wrong[] = {
		"../about.yaml", "x", "/etc/passwd",
		"ABCDEF0000000000000000000000000000000000000000000000000000000000",
		"0000000000000000000000000000000000000000000000000000000000000000"
	};
	struct mb_str got;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(proposal_kept(&got, a, folder, wrong[i], NULL), MB_ENOTFOUND);
	assert_int_equal(proposal_kept(&got, a, folder, "", NULL), MB_OK);
	assert_int_equal(got.n, 0);
}

static void each_person_has_a_name_of_their_own(void **state)
{
	static const char *const odd[] = { "../../x", "Ann", "", "a/b", "a.b", "\xc3\xa9" };

	assert_string_equal(proposal_own(a, "replay", "ruth-dimmock"), "replay.ruth-dimmock");
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		const char *name = proposal_own(a, "replay", odd[i]);

		assert_null(strchr(name, '/'));
		assert_null(strstr(name, ".."));
		assert_true(strlen(name) < 100);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(name, proposal_own(a, "replay", odd[k]));
	}
}

static void a_deleted_one_keeps_its_rules_alone(void **state)
{
	assert_int_equal(mkdir(at("p1"), 0700), 0);
	assert_int_equal(mkdir(at("p1/rules"), 0700), 0);
	assert_int_equal(mkdir(at("p1/kept"), 0700), 0);
	put("p1/about.yaml", 1, 0);
	put("p1/rules/a.lua", 1, 0);
	put("p1/kept/a", 1, 0);
	put("p1/replay.ann.tsv", 1, 0);
	put("outside", 1, 0);
	assert_int_equal(symlink(at("outside"), at("p1/link")), 0);
	proposal_strip(a, at("p1"));
	assert_true(there("p1/about.yaml") && there("p1/rules/a.lua"));
	assert_false(there("p1/kept") || there("p1/replay.ann.tsv") || there("p1/link"));
	assert_true(there("outside")); /* a link is not followed */
}

static void what_was_left_half_made_goes_at_the_start(void **state)
{
	proposals_tidy(at("nowhere"));
	assert_int_equal(mkdir(at("proposals"), 0700), 0);
	assert_int_equal(mkdir(at("proposals/half"), 0700), 0);
	assert_int_equal(mkdir(at("proposals/half/rules"), 0700), 0);
	assert_int_equal(mkdir(at("proposals/p1"), 0700), 0);
	put("proposals/lock", 1, 0);
	put("proposals/half/rules/a.lua", 1, 0);
	put("proposals/p1/replay.ann.half", 1, 0);
	put("proposals/p1/replay.ann.tsv", 1, 0);
	proposals_tidy(folder);
	assert_false(there("proposals/half") || there("proposals/p1/replay.ann.half"));
	assert_true(there("proposals/p1/replay.ann.tsv") && there("proposals/lock"));
}

static int begin(void **state)
{
	a = mb_arena_new();
	return mkdtemp(folder) ? 0 : -1;
}

static int end(void **state)
{
	proposal_erase(folder);
	mb_arena_free(a);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest t[] = {
		cmocka_unit_test(the_newest_stay),
		cmocka_unit_test(a_text_kept_again_is_the_newest),
		cmocka_unit_test(a_hash_is_no_path),
		cmocka_unit_test(each_person_has_a_name_of_their_own),
		cmocka_unit_test(a_deleted_one_keeps_its_rules_alone),
		cmocka_unit_test(what_was_left_half_made_goes_at_the_start),
	};

	return cmocka_run_group_tests_name("web_rules_keep", t, begin, end);
}
