/* Bytes made smaller come back as they were, and what is broken is told. */
#include "minutebook/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Words that repeat, and between them bytes that do not. */
static char *text_of(size_t n)
{
	char *p = mb_alloc(n + 1);
	unsigned seed = 7;

	for (size_t i = 0; i < n; i++) {
		seed = seed * 1103515245 + 12345;
		p[i] = i / 100 % 3 ? "the board agreed "[i % 17] : (char)(seed >> 16);
	}
	return p;
}

static const struct size {
	const char *name;
	size_t n;
} sizes[] = { { "nothing", 0 },
	      { "one byte", 1 },
	      { "less than a part", 16383 },
	      { "exactly a part", 16384 },
	      { "a byte more", 16385 },
	      { "many parts", 700000 } };

static void what_is_squeezed_comes_back(void **state)
{
	size_t n = ((const struct size *)*state)->n, used;
	char *text = text_of(n), *room = mb_alloc(n + 1);
	struct mb_buf out;

	mb_buf_init(&out, 0);
	mb_deflate(&out, text, n, 9);
	assert_int_equal(mb_buf_status(&out, NULL), MB_OK);
	assert_true(n < 1000 || out.n < n);
	mb_buf_puts(&out, "what follows");
	assert_true(mb_inflate(room, n, &used, out.p, out.n));
	assert_int_equal(used, out.n - strlen("what follows"));
	assert_memory_equal(room, text, n);
	mb_buf_free(&out);
	free(room);
	free(text);
}

static void a_length_that_is_not_true_is_told(void **state)
{
	char text[200] = "the board agreed", room[201];
	struct mb_buf out;
	size_t used;

	mb_buf_init(&out, 0);
	mb_deflate(&out, text, sizeof text, 6);
	assert_true(mb_inflate(room, 200, &used, out.p, out.n));
	assert_false(mb_inflate(room, 199, &used, out.p, out.n));
	assert_false(mb_inflate(room, 198, &used, out.p, out.n));
	assert_false(mb_inflate(room, 200, &used, out.p, out.n - 1));
	out.p[out.n - 1] ^= 1; /* of its checksum */
	assert_false(mb_inflate(room, 200, &used, out.p, out.n));
	assert_false(mb_inflate(room, 200, &used, "no such thing", 13));
	assert_false(mb_inflate(room, 200, &used, "", 0));
	mb_buf_free(&out);
}

static void a_gzip_file_holds_neither_name_nor_time(void **state)
{
	char *text = text_of(5000);
	struct mb_buf one, two;

	mb_buf_init(&one, 0);
	mb_buf_init(&two, 0);
	mb_gzip(&one, text, 5000, 6);
	mb_gzip(&two, text, 5000, 6);
	assert_int_equal(one.n, two.n);
	assert_memory_equal(one.p, two.p, one.n);
	assert_memory_equal(one.p, "\x1f\x8b\x08\0\0\0\0\0", 8);
	assert_int_equal((unsigned char)one.p[one.n - 4] | (unsigned char)one.p[one.n - 3] << 8, 5000);
	mb_buf_free(&one);
	mb_buf_free(&two);
	free(text);
}

int main(void)
{
	enum { N = sizeof sizes / sizeof sizes[0] };
	struct CMUnitTest t[N + 2] = { 0 };

	for (size_t i = 0; i < N; i++)
		t[i] = (struct CMUnitTest){ sizes[i].name, what_is_squeezed_comes_back, NULL, NULL,
					    (void *)(uintptr_t)&sizes[i] };
	t[N] = (struct CMUnitTest)cmocka_unit_test(a_length_that_is_not_true_is_told);
	t[N + 1] = (struct CMUnitTest)cmocka_unit_test(a_gzip_file_holds_neither_name_nor_time);
	return cmocka_run_group_tests_name("squeeze", t, NULL, NULL);
}
