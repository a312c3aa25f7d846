/* Secrets: the vectors of RFC 4226 and 6238, passwords that fit and that do not. */
#include <minutebook/base.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char key[] = "12345678901234567890"; /* of both RFCs */

static const struct row {
	const char *name;
	uint64_t counter;
	unsigned digits;
	uint32_t code;
} rows[] = {
	{ "RFC 4226, count 0", 0, 6, 755224 },
	{ "RFC 4226, count 1", 1, 6, 287082 },
	{ "RFC 4226, count 9", 9, 6, 520489 },
	{ "RFC 6238, 1970-01-01 00:00:59", 59 / 30, 8, 94287082 },
	{ "RFC 6238, 2005-03-18 01:58:29", 1111111109 / 30, 8, 7081804 },
	{ "RFC 6238, 2005-03-18 01:58:31", 1111111111 / 30, 8, 14050471 },
	{ "RFC 6238, 2009-02-13 23:31:30", 1234567890 / 30, 8, 89005924 },
	{ "RFC 6238, 2033-05-18 03:33:20", 2000000000 / 30, 8, 69279037 },
	{ "RFC 6238, 2603-10-11 11:33:20", UINT64_C(20000000000) / 30, 8, 65353130 },
};

static void the_code_is_that_of_the_standard(void **state)
{
	const struct row *r = *state;

	assert_int_equal(mb_one_time_code(key, strlen(key), r->counter, r->digits), r->code);
}

static void a_long_key_is_hashed_first(void **state)
{
	char longer[100];

	memset(longer, 'k', sizeof longer);
	/* HMAC of a key over a block is the HMAC of the key's own hash, so it must differ from that of its first block. */
	assert_int_not_equal(mb_one_time_code(longer, sizeof longer, 1, 8),
			     mb_one_time_code(longer, 64, 1, 8));
}

static void base32_is_that_of_rfc_4648(void **state)
{
	static const char *const pairs[][2] = { { "", "" },
						{ "f", "MY" },
						{ "fo", "MZXQ" },
						{ "foo", "MZXW6" },
						{ "foob", "MZXW6YQ" },
						{ "fooba", "MZXW6YTB" },
						{ "foobar", "MZXW6YTBOI" } };
	struct mb_buf b;

	mb_buf_init(&b, 0);
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		mb_buf_clear(&b);
		mb_base32(&b, pairs[i][0], strlen(pairs[i][0]));
		assert_string_equal(b.p, pairs[i][1]);
	}
	mb_buf_free(&b);
}

static void secrets_are_long_and_never_twice_the_same(void **state)
{
	char one[MB_SECRET], two[MB_SECRET];

	assert_int_equal(mb_secret_new(one, NULL), MB_OK);
	assert_int_equal(mb_secret_new(two, NULL), MB_OK);
	assert_int_equal(strlen(one), MB_SECRET - 1);
	assert_string_not_equal(one, two);
	assert_true(mb_secret_same(one, one));
	assert_false(mb_secret_same(one, two));
	assert_false(mb_secret_same(one, ""));
	assert_false(mb_secret_same(NULL, NULL));
}

static void a_password_fits_its_hash_and_no_other_does(void **state)
{
	char hash[MB_PASSWORD_HASH], again[MB_PASSWORD_HASH];

	assert_int_equal(mb_password_hash(hash, "a long enough one", 17, NULL), MB_OK);
	assert_int_equal(mb_password_hash(again, "a long enough one", 17, NULL), MB_OK);
	assert_true(mb_starts(hash, "$argon2id$"));
	assert_string_not_equal(hash, again); /* each has its own salt */
	assert_true(mb_password_fits(hash, "a long enough one", 17));
	assert_false(mb_password_fits(hash, "a long enough ones", 18));
	assert_false(mb_password_fits(hash, "", 0));
	assert_false(mb_password_fits("", "", 0));
	assert_false(mb_password_fits("no hash at all", "x", 1));
	assert_false(mb_password_fits(NULL, "x", 1));
}

int main(void)
{
	enum { N = sizeof rows / sizeof rows[0] };
	struct CMUnitTest t[N + 4] = { 0 };

	for (size_t i = 0; i < N; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, the_code_is_that_of_the_standard, NULL, NULL,
					    (void *)&rows[i] };
	t[N] = (struct CMUnitTest)cmocka_unit_test(base32_is_that_of_rfc_4648);
	t[N + 1] = (struct CMUnitTest)cmocka_unit_test(secrets_are_long_and_never_twice_the_same);
	t[N + 2] = (struct CMUnitTest)cmocka_unit_test(a_password_fits_its_hash_and_no_other_does);
	t[N + 3] = (struct CMUnitTest)cmocka_unit_test(a_long_key_is_hashed_first);
	return cmocka_run_group_tests_name("secret", t, NULL, NULL);
}
