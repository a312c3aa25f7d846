/* Names: the key they are matched by, and how well a printed form fits a person. */
#include <minutebook/reading.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static const struct row {
	const char *name, *printed, *person, *initials;
	int fits;
} rows[] = {
	{ "the whole name", "Helen Marsh", "Helen Marsh", NULL, 3 },
	{ "a title does not count", "Cllr Helen Marsh", "Helen Marsh", NULL, 3 },
	{ "nor do two, nor stops", "Cllr. Mrs. Helen Marsh", "helen  marsh", NULL, 3 },
	{ "surname and first initial", "H Marsh", "Helen Marsh", NULL, 2 },
	{ "with a stop", "Cllr H. Marsh", "Helen Marsh", NULL, 2 },
	{ "a middle name left out", "Helen Marsh", "Helen Jane Marsh", NULL, 2 },
	{ "the other way round", "Helen Marsh", "H Marsh", NULL, 2 },
	{ "initials", "HM", "Helen Marsh", NULL, 1 },
	{ "initials of the list", "AWa", "Andy Walton", "AWa", 1 },
	{ "initials that the list gives to another form", "AW", "Andy Walton", "AWa", 0 },
	{ "first name", "Helen", "Helen Marsh", NULL, 1 },
	{ "surname with a title", "Mrs Marsh", "Helen Marsh", NULL, 1 },
	{ "a brother is somebody else", "Harry Marsh", "Helen Marsh", NULL, 0 },
	{ "another surname", "H Moss", "Helen Marsh", NULL, 0 },
	{ "other initials", "HP", "Helen Marsh", NULL, 0 },
	{ "nothing", "", "Helen Marsh", NULL, 0 },
	{ "only a title", "Dr", "Helen Marsh", NULL, 0 },
};

static void fits(void **state)
{
	const struct row *r = *state;

	assert_int_equal(mb_name_fits(r->printed, r->person, r->initials), r->fits);
}

static void key_is_bare_and_never_too_long(void **state)
{
	char key[40], tiny[4], none[1] = "";

	mb_name_key(key, sizeof(key), "Councillor  Dr. Paul O'Keefe,");
	assert_string_equal(key, "paul o'keefe");
	mb_name_key(key, sizeof(key), "J.R. Hand");
	assert_string_equal(key, "j r hand");
	mb_name_key(tiny, sizeof(tiny), "Helen Marsh");
	assert_string_equal(tiny, "hel");
	mb_name_key(none, sizeof(none), "Helen Marsh");
	assert_string_equal(none, "");
	mb_name_key(key, sizeof(key), NULL);
	assert_string_equal(key, "");
}

int main(void)
{
	struct CMUnitTest t[sizeof(rows) / sizeof(rows[0]) + 1];
	size_t n = sizeof(rows) / sizeof(rows[0]);

	for (size_t i = 0; i < n; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, fits, NULL, NULL, (void *)&rows[i] };
	t[n] = (struct CMUnitTest)cmocka_unit_test(key_is_bare_and_never_too_long);
	return cmocka_run_group_tests_name("reading_names", t, NULL, NULL);
}
