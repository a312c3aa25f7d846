/* Addresses, cookies, and what goes out in a header. */
#include "server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct row {
	const char *name, *target, *path; /* path NULL: refused */
} rows[] = {
	{ "the first page", "/", "/" },
	{ "parts", "/papers/CTB-2005-P001", "/papers/CTB-2005-P001" },
	{ "percent signs are undone", "/a%20b/%C3%A9", "/a b/\xc3\xa9" },
	{ "a plus is a plus", "/a+b", "/a+b" },
	{ "a query is cut off", "/a?b=/../c", "/a" },
	{ "a dot within a name", "/a.b/..c/.d", "/a.b/..c/.d" },
	{ "an empty path", "", NULL },
	{ "no slash in front", "a", NULL },
	{ "an address of another host", "http://x/", NULL },
	{ "any", "*", NULL },
	{ "a step up", "/a/../b", NULL },
	{ "a step up, hidden", "/a/%2e%2E/b", NULL },
	{ "a step up at the end", "/a/..", NULL },
	{ "a step nowhere", "/a/./b", NULL },
	{ "a dot at the end", "/a/.", NULL },
	{ "two slashes", "/a//b", NULL },
	{ "two slashes in front", "//a", NULL },
	{ "a hidden slash", "/a%2fb", NULL },
	{ "a hidden slash, in capitals", "/a%2Fb", NULL },
	{ "a backslash", "/a\\b", NULL },
	{ "a hidden backslash", "/a%5cb", NULL },
	{ "a NUL", "/a%00b", NULL },
	{ "a line end", "/a%0Ab", NULL },
	{ "a tab", "/a%09b", NULL },
	{ "DEL", "/a%7fb", NULL },
	{ "no UTF-8", "/a%ffb", NULL },
	{ "an overlong slash", "/a%c0%afb", NULL },
	{ "half a percent sign", "/a%2", NULL },
	{ "a percent sign alone", "/%", NULL },
	{ "a broken query", "/a?b=%", NULL },
};

static void check(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct web_pairs query = { 0 };
	const char *path = NULL;
	int rc = target_parse(&path, &query, a, r->target, NULL);

	if (r->path) {
		assert_int_equal(rc, MB_OK);
		assert_string_equal(path, r->path);
	} else {
		assert_int_not_equal(rc, MB_OK);
	}
	mb_arena_free(a);
}

static const char *found(struct mb_arena *a, const char *header, const char *name)
{
	const char *value = cookie_find(a, header, name);

	return value ? value : "(none)";
}

static void a_cookie_is_found_by_its_whole_name(void **state)
{
	struct mb_arena *a = mb_arena_new();

	assert_string_equal(found(a, "__Host-s=abc", "__Host-s"), "abc");
	assert_string_equal(found(a, "a=1; __Host-s=abc; b=2", "__Host-s"), "abc");
	assert_string_equal(found(a, "a=1;__Host-s=abc", "__Host-s"), "abc");
	assert_string_equal(found(a, "__Host-s=", "__Host-s"), "");
	assert_string_equal(found(a, "x__Host-s=abc", "__Host-s"), "(none)");
	assert_string_equal(found(a, "__Host-s2=abc", "__Host-s"), "(none)");
	assert_string_equal(found(a, "a=__Host-s=abc", "__Host-s"), "(none)");
	assert_string_equal(found(a, "__host-s=abc", "__Host-s"), "(none)");
	assert_string_equal(found(a, "", "__Host-s"), "(none)");
	assert_string_equal(found(a, NULL, "__Host-s"), "(none)");
	mb_arena_free(a);
}

static const char *place(struct mb_arena *a, const char *to)
{
	struct web_res res = { .a = a };

	mb_buf_init(&res.body, 0);
	assert_int_equal(web_see(&res, "%s", to), MB_OK);
	assert_int_equal(res.status, 303);
	assert_false(res.broken);
	assert_string_equal(res.headers[0].value.p, res.place);
	mb_buf_free(&res.body);
	return res.place;
}

static void one_is_sent_only_to_a_path_of_ours(void **state)
{
	struct mb_arena *a = mb_arena_new();

	assert_string_equal(place(a, "/papers/CTB-2005-P001?x=1"), "/papers/CTB-2005-P001?x=1");
	assert_string_equal(place(a, "//evil.example"), "/");
	assert_string_equal(place(a, "/\\evil.example"), "/");
	assert_string_equal(place(a, "http://evil.example"), "/");
	assert_string_equal(place(a, "/a\r\nSet-Cookie: x=y"), "/");
	assert_string_equal(place(a, ""), "/");
	mb_arena_free(a);
}

static void a_file_name_cannot_leave_its_header(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct web_res res = { .a = a };

	web_attachment(&res, "application/pdf", "../a\"; x=\r\ny\xc3\xa9.pdf");
	assert_string_equal(res.type, "application/pdf");
	assert_null(strpbrk(res.file, "\";/\r\n\\"));
	assert_false(res.broken);
	web_set_header(&res, "X", "a\r\nb");
	assert_true(res.broken);
	mb_arena_free(a);
}

static void what_stands_in_a_link_is_encoded(void **state)
{
	struct mb_arena *a = mb_arena_new();

	assert_string_equal(web_doc_name(a, "CTB-2005-D003"), "CTB-2005-D003");
	assert_string_equal(web_doc_name(a, "handbook/a b.md"), "handbook~a%20b.md");
	assert_string_equal(web_escape(a, "a b/c?d&e=f%\xc3\xa9~.-_"), "a%20b%2Fc%3Fd%26e%3Df%25%C3%A9~.-_");
	mb_arena_free(a);
}

int main(void)
{
	enum { N = sizeof rows / sizeof rows[0] };
	struct CMUnitTest t[N + 4] = { 0 };

	for (size_t i = 0; i < N; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[N] = (struct CMUnitTest)cmocka_unit_test(a_cookie_is_found_by_its_whole_name);
	t[N + 1] = (struct CMUnitTest)cmocka_unit_test(one_is_sent_only_to_a_path_of_ours);
	t[N + 2] = (struct CMUnitTest)cmocka_unit_test(a_file_name_cannot_leave_its_header);
	t[N + 3] = (struct CMUnitTest)cmocka_unit_test(what_stands_in_a_link_is_encoded);
	return cmocka_run_group_tests_name("target", t, NULL, NULL);
}
