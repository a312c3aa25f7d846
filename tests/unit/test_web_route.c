/* From a path to a page; and every page that there is has a sound pattern of its own. */
#include "api.h"
#include "server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void every_pattern_is_sound_and_no_two_are_alike(void **state)
{
	struct mb_error err = { 0 };

	if (routes_check(&err) != MB_OK)
		fail_msg("%s", err.text);
}

static void every_call_of_the_api_says_what_it_is(void **state)
{
	struct mb_error err = { 0 };

	if (api_check(&err) != MB_OK)
		fail_msg("%s", err.text);
}

static const char *pattern(struct mb_arena *a, unsigned method, const char *path, unsigned *allowed,
			   struct web_pairs *params)
{
	const struct web_route *r = route_find(allowed, params, a, method, path);

	return r ? r->pattern : "(none)";
}

static void a_path_finds_its_page(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct web_pairs p;
	unsigned allowed;

	assert_string_equal(pattern(a, WEB_GET, "/sign-in", &allowed, &p), "/sign-in");
	assert_int_equal(allowed, WEB_GET | WEB_POST);
	assert_string_equal(pattern(a, WEB_GET, "/sign-in/code", &allowed, &p), "/sign-in/code");
	assert_string_equal(pattern(a, WEB_GET, "/invitation/abc", &allowed, &p), "/invitation/{secret}");
	assert_string_equal(p.list[0].name, "secret");
	assert_string_equal(p.list[0].value.p, "abc");
	assert_string_equal(pattern(a, WEB_GET, "/assets/a/b.css", &allowed, &p), "/assets/{path...}");
	assert_string_equal(p.list[0].name, "path");
	assert_string_equal(p.list[0].value.p, "a/b.css");
	assert_string_equal(pattern(a, WEB_GET, "/invitation", &allowed, &p), "(none)");
	assert_int_equal(allowed, 0);
	assert_string_equal(pattern(a, WEB_GET, "/invitation/a/b", &allowed, &p), "(none)");
	assert_string_equal(pattern(a, WEB_GET, "/sign-in/", &allowed, &p), "(none)");
	assert_string_equal(pattern(a, WEB_DELETE, "/sign-in", &allowed, &p), "(none)");
	assert_int_equal(allowed, WEB_GET | WEB_POST);
	mb_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(every_pattern_is_sound_and_no_two_are_alike),
		cmocka_unit_test(every_call_of_the_api_says_what_it_is),
		cmocka_unit_test(a_path_finds_its_page),
	};

	return cmocka_run_group_tests_name("route", t, NULL, NULL);
}
