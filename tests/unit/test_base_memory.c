/* Errors, arenas and buffers. */
#include "minutebook/base.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static void an_error_keeps_code_and_text(void **state)
{
	struct mb_error err = { 0 };

	assert_int_equal(mb_fail(&err, MB_EREFUSED, "no paper %s", "CTB-2026-P001"), MB_EREFUSED);
	assert_int_equal(err.code, MB_EREFUSED);
	assert_string_equal(err.text, "no paper CTB-2026-P001");
	assert_int_equal(mb_fail(NULL, MB_EFAIL, "nobody listens"), MB_EFAIL);
}

static void an_error_may_quote_itself(void **state)
{
	struct mb_error err = { 0 };

	mb_fail(&err, MB_EINVAL, "bad date");
	mb_fail(&err, MB_EINVAL, "agenda.md: %s", err.text);
	assert_string_equal(err.text, "agenda.md: bad date");
}

static void an_error_is_one_line(void **state)
{
	struct mb_error err = { 0 };

	mb_fail(&err, MB_EINVAL, "title 'a\nb\x1b[2Jc'");
	assert_string_equal(err.text, "title 'a b [2Jc'");
}

static void a_long_error_ends_at_a_whole_character(void **state)
{
	struct mb_error err = { 0 };
	char text[2001];
	size_t n;

	for (int shift = 0; shift < 3; shift++) {
		memset(text, 'x', 3);
		for (size_t i = (size_t)shift; i + 3 <= 2000; i += 3)
			memcpy(text + i, "\xe2\x82\xac", 3); /* the euro sign */
		text[1998] = '\0';
		mb_fail(&err, MB_EINVAL, "%s", text);
		n = strlen(err.text);
		assert_true(n < sizeof(err.text) && n > sizeof(err.text) - 8);
		assert_string_equal(err.text + n - 3, "...");
		assert_int_equal(mb_text_check(err.text, n, NULL), MB_OK);
	}
}

static void out_of_memory_ends_the_process_with_its_own_status(void **state)
{
	int status = 0, quiet[2];
	char said[64] = "";
	pid_t child;

	assert_int_equal(pipe(quiet), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(quiet[1], STDERR_FILENO);
		mb_arena_grow(mb_arena_new(), NULL, SIZE_MAX / 2 + 1, 64); /* no room for double that */
		_exit(99);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), MB_EFAIL);
	assert_true(read(quiet[0], said, sizeof(said) - 1) > 0);
	assert_non_null(strstr(said, "out of memory"));
	close(quiet[0]);
	close(quiet[1]);
}

static void an_arena_gives_zeroed_aligned_memory_of_any_size(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 16, 100, 8191, 8192, 32768, 100000, 3 };
	struct mb_arena *a = mb_arena_new();

	for (int round = 0; round < 50; round++)
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			unsigned char *p = mb_arena_alloc(a, sizes[i]);

			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(p[k], 0);
			memset(p, 0xa5, sizes[i]); /* must not show in a later one */
		}
	mb_arena_free(a);
	mb_arena_free(NULL);
}

static void strings_are_copied(void **state)
{
	struct mb_arena *a = mb_arena_new();
	char *s = mb_strdup("minutes"), *cut = mb_strndup("minutes", 3);

	assert_string_equal(s, "minutes");
	assert_string_equal(cut, "min");
	assert_null(mb_strdup(NULL));
	assert_string_equal(mb_arena_dup(a, "paper"), "paper");
	assert_null(mb_arena_dup(a, NULL));
	assert_string_equal(mb_arena_ndup(a, "paper", 3), "pap");
	assert_string_equal(mb_arena_ndup(a, "paper", 300), "paper");
	assert_memory_equal(mb_arena_copy(a, "a\0b", 3), "a\0b", 4);
	assert_string_equal(mb_arena_copy(a, NULL, 0), "");
	assert_string_equal(mb_arena_printf(a, "%s-%04d", "CTB", 2026), "CTB-2026");
	assert_string_equal(mb_arena_printf(a, "%s", ""), "");
	assert_int_equal(strlen(mb_arena_printf(a, "%20000d", 1)), 20000);
	free(s);
	free(cut);
	mb_arena_free(a);
}

static void a_list_grows_and_keeps_what_it_holds(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct pair {
		int x;
		char text[20];
	} *list = NULL;
	size_t n = 0;

	for (int i = 0; i < 1000; i++) {
		struct pair *p = MB_PUSH(a, list, n);

		assert_int_equal(p->x, 0);
		assert_int_equal(p->text[0], 0);
		p->x = i;
		memset(p->text, 'x', sizeof(p->text));
	}
	assert_int_equal(n, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(list[i].x, i);
	n = 5; /* popped, and pushed again: still zeroed */
	assert_int_equal((MB_PUSH(a, list, n))->x, 0);
	assert_int_equal(list[4].x, 4);
	mb_arena_free(a);
}

static void a_buffer_is_a_string_from_birth(void **state)
{
	struct mb_buf b, raw = { 0 };
	char *p;

	mb_buf_init(&b, 0);
	assert_string_equal(b.p, "");
	assert_int_equal(b.max, MB_BUF_MAX_DEFAULT);
	mb_buf_puts(&b, NULL);
	mb_buf_puts(&b, "");
	mb_buf_put(&b, NULL, 0);
	p = mb_buf_take(&b);
	assert_string_equal(p, "");
	free(p);
	mb_buf_puts(&b, "one");
	mb_buf_putc(&b, ' ');
	mb_buf_printf(&b, "%d%s", 2, "");
	mb_buf_printf(&b, "%s", "");
	assert_string_equal(b.p, "one 2");
	assert_int_equal(b.n, 5);
	p = mb_buf_take(&b);
	assert_string_equal(p, "one 2");
	assert_string_equal(b.p, "");
	assert_int_equal(b.n, 0);
	free(p);
	mb_buf_puts(&raw, "never initialised");
	assert_string_equal(raw.p, "never initialised");
	mb_buf_free(&raw);
	mb_buf_free(&raw);
	mb_buf_free(&b);
}

static void the_first_append_over_the_maximum_sticks(void **state)
{
	struct mb_error err = { 0 };
	struct mb_buf b;

	mb_buf_init(&b, 10);
	mb_buf_puts(&b, "0123456789");
	assert_int_equal(mb_buf_status(&b, &err), MB_OK);
	assert_string_equal(b.p, "0123456789");
	mb_buf_putc(&b, 'x');
	assert_int_equal(mb_buf_status(&b, &err), MB_EINVAL);
	assert_string_equal(err.text, "too large: it would be over the limit of 10 bytes");
	assert_string_equal(b.p, "0123456789");
	mb_buf_clear(&b);
	assert_string_equal(b.p, "");
	assert_int_equal(mb_buf_status(&b, NULL), MB_OK);
	mb_buf_printf(&b, "%s", "too long for this one");
	mb_buf_puts(&b, "fits");
	assert_string_equal(b.p, "");
	assert_int_equal(mb_buf_status(&b, NULL), MB_EINVAL);
	mb_buf_free(&b);
}

static void a_buffer_never_takes_more_memory_than_its_maximum(void **state)
{
	struct mb_buf b;

	mb_buf_init(&b, 1000);
	for (int i = 0; i < 1000; i++) {
		mb_buf_putc(&b, 'x');
		assert_int_equal(strlen(b.p), (size_t)i + 1);
		assert_true(b.cap <= 1001);
	}
	assert_int_equal(mb_buf_status(&b, NULL), MB_OK);
	mb_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(an_error_keeps_code_and_text),
		cmocka_unit_test(an_error_may_quote_itself),
		cmocka_unit_test(an_error_is_one_line),
		cmocka_unit_test(a_long_error_ends_at_a_whole_character),
		cmocka_unit_test(out_of_memory_ends_the_process_with_its_own_status),
		cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_of_any_size),
		cmocka_unit_test(strings_are_copied),
		cmocka_unit_test(a_list_grows_and_keeps_what_it_holds),
		cmocka_unit_test(a_buffer_is_a_string_from_birth),
		cmocka_unit_test(the_first_append_over_the_maximum_sticks),
		cmocka_unit_test(a_buffer_never_takes_more_memory_than_its_maximum),
	};

	return cmocka_run_group_tests_name("base_memory", t, NULL, NULL);
}
