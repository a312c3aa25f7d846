/* The head of a request: what is kept of it, and what two programs on the way could read differently. */
#include "server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct read {
	struct mb_arena *a;
	struct incoming in;
	struct head head;
};

/* "Name:value" lines, as libmicrohttpd hands them over. */
static int read_head(struct read *r, const char *lines, bool old)
{
	r->a = mb_arena_new();
	memset(&r->in, 0, sizeof r->in);
	r->head = (struct head){ .in = &r->in, .a = r->a, .person = "X-Person-Id", .old = old };
	while (*lines) {
		size_t n = strcspn(lines, "\n"), name = strcspn(lines, ":");

		head_take(&r->head, lines, name, lines + name + 1, n - name - 1);
		lines += n + (lines[n] == '\n');
	}
	return head_check(&r->head, NULL);
}

static const struct row {
	const char *lines;
	int rc;
} rows[] = {
	{ "", MB_OK },
	{ "Host:a\nCookie:x=1\nX-Other:y\nX-Other:z", MB_OK },
	{ "Content-Length:5", MB_OK },
	{ "Transfer-Encoding:chunked", MB_OK },
	{ "transfer-encoding:CHUNKED", MB_OK },
	{ "X:a\tb", MB_OK },
	{ "Content-Length:5\nContent-Length:5", MB_EINVAL },
	{ "Content-Length:5\ncontent-length:6", MB_EINVAL },
	{ "Content-Length:5\nTransfer-Encoding:chunked", MB_EINVAL },
	{ "Transfer-Encoding:chunked\nContent-Length:5", MB_EINVAL },
	{ "Transfer-Encoding:chunked\nTransfer-Encoding:chunked", MB_EINVAL },
	{ "Transfer-Encoding:identity", MB_EINVAL },
	{ "Transfer-Encoding:gzip, chunked", MB_EINVAL },
	{ "Transfer-Encoding:\vchunked", MB_EINVAL },
	{ "Transfer-Encoding:xchunked", MB_EINVAL },
	{ "Transfer-Encoding:", MB_EINVAL },
	{ "Transfer-Encoding :chunked", MB_EINVAL },
	{ "Host:a\nHost:a", MB_EINVAL },
	{ "Authorization:a\nAuthorization:b", MB_EINVAL },
	{ "Origin:a\nOrigin:b", MB_EINVAL },
	{ "X-Person-Id:a\nx-person-id:b", MB_EINVAL },
	{ " X:a", MB_EINVAL },
	{ "A B:a", MB_EINVAL },
	{ ":a", MB_EINVAL },
	{ "X\x80:a", MB_EINVAL },
	{ "X:a\rY: b", MB_EINVAL },
	{ "X:a\x7f", MB_EINVAL },
};

static void what_could_be_read_in_two_ways_is_refused(void **state)
{
	struct read r;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int rc = read_head(&r, rows[i].lines, false);

		if (rc != rows[i].rc)
			fail_msg("%d, not %d: %s", rc, rows[i].rc, rows[i].lines);
		mb_arena_free(r.a);
	}
	assert_int_equal(read_head(&r, "Transfer-Encoding:chunked", true), MB_EINVAL); /* of HTTP/1.0 */
	mb_arena_free(r.a);
}

static void lists_may_stand_in_several_lines(void **state)
{
	struct read r;

	assert_int_equal(
		read_head(
			&r,
			"Cookie:a=1\nHOST: \nCookie:b=2\nX-Forwarded-For:10.0.0.1\nX-Forwarded-For:10.0.0.2 "
			"\t\nIf-None-Match:\"a\"\nif-none-match:W/"
			"\"b\"\nX-Person-Id:helen-marsh\nContent-Length:12 ",
			false),
		MB_OK);
	assert_string_equal(r.in.cookie, "a=1; b=2");
	assert_string_equal(r.in.forwarded_for, "10.0.0.1, 10.0.0.2");
	assert_string_equal(r.in.if_none_match, "\"a\", W/\"b\"");
	assert_string_equal(r.in.header_person, "helen-marsh");
	assert_string_equal(r.in.length, "12");
	assert_null(r.in.origin);
	mb_arena_free(r.a);
	assert_int_equal(read_head(&r, "X-Person:helen-marsh", false), MB_OK);
	assert_null(r.in.header_person);
	mb_arena_free(r.a);
}

static void a_host_is_a_name_and_a_port(void **state)
{
	static const char *const good[] = {
		"a", "record.example", "127.0.0.1:8080", "[::1]", "[::1]:80", "a-b_c.example:", "A.B"
	};
	static const char *const bad[] = { "",	      ":80",
					   "a b",     "a/b",
					   "a@b",     "localhost:1@evil.example",
					   "a:80:80", "a:123456",
					   "[::1",    "[]",
					   "[x]",     "a\"",
					   "a\\b",    "a?b",
					   "a#b",     "\xc3\xa9.example",
					   "a,b",     "a%00",
					   "[::1]x" };
	char name[300];

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (!host_ok(good[i]))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (host_ok(bad[i]))
			fail_msg("taken: %s", bad[i]);
	memset(name, 'a', sizeof name);
	name[255] = '\0';
	assert_true(host_ok(name));
	name[255] = 'a';
	name[sizeof name - 1] = '\0';
	assert_false(host_ok(name));
}

static void an_absolute_target_is_its_path_and_its_host_counts(void **state)
{
	static const struct {
		const char *target, *path, *host;
	} list[] = {
		{ "/a?b", "/a?b", "before" },
		{ "http://x/a?b", "/a?b", "x" },
		{ "HTTPS://x:1/a", "/a", "x:1" },
		{ "http://x", "/", "x" },
		{ "http://x?b", "/?b", "x" },
		{ "http:///a", "/a", "" },
		{ "http://u@x/", "/", "u@x" },
		{ "ftp://x/a", "ftp://x/a", "before" },
		{ "", "", "before" },
	};
	struct mb_arena *a = mb_arena_new();

	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
		const char *host = "before";

		assert_string_equal(absolute_path(&host, a, list[i].target), list[i].path);
		assert_string_equal(host, list[i].host);
	}
	mb_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(what_could_be_read_in_two_ways_is_refused),
		cmocka_unit_test(lists_may_stand_in_several_lines),
		cmocka_unit_test(a_host_is_a_name_and_a_port),
		cmocka_unit_test(an_absolute_target_is_its_path_and_its_host_counts),
	};

	return cmocka_run_group_tests_name("head", t, NULL, NULL);
}
