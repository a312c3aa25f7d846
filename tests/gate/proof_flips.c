/* Spoil an envelope in every way a disk or a hand can, in memory: proof_flips FILE short|long
 *
 * One bit turned at many places, cut short at many places, bytes put behind it. Each time mb_check_proof() must say no, and say
 * in one sentence what is wrong. */
#include <minutebook/gate.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t trials, passed;

static void expect_no(const char *p, size_t n, const char *what, size_t where)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_proof_check check;
	struct mb_error err = { 0 };
	int rc = mb_check_proof(&check, a, p, n, &err);

	trials++;
	if ((rc == MB_EINVAL || rc == MB_EFAIL) && err.text[0] && !strchr(err.text, '\n'))
		passed++;
	else
		printf("%s at %zu: exit %d, '%s'\n", what, where, rc, err.text);
	mb_arena_free(a);
}

static void expect_yes(const char *p, size_t n)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_proof_check check;
	struct mb_error err = { 0 };

	trials++;
	if (mb_check_proof(&check, a, p, n, &err) == MB_OK && check.n_checked && check.n_trust)
		passed++;
	else
		printf("the envelope itself: '%s'\n", err.text);
	mb_arena_free(a);
}

int main(int argc, char **argv)
{
	struct mb_error err = { 0 };
	struct mb_buf text;
	size_t step;

	if (argc != 3 || mb_read_file(&text, argv[1], MB_ENVELOPE_MAX, &err) != MB_OK) {
		fprintf(stderr, "proof_flips FILE short|long %s\n", err.text);
		return 2;
	}
	step = strcmp(argv[2], "long") == 0 ? 1 : 61;
	expect_yes(text.p, text.n);
	for (size_t i = 0; i < text.n; i += i < 64 || i + 64 > text.n ? 1 : step) {
		text.p[i] = (char)(text.p[i] ^ 1 << i % 8);
		expect_no(text.p, text.n, "a bit turned", i);
		text.p[i] = (char)(text.p[i] ^ 1 << i % 8);
	}
	for (size_t i = 0; i < text.n; i += i < 64 || i + 64 > text.n ? 1 : 3 * step) {
		char *cut = malloc(i + 1); /* exactly so long, for those who watch memory */

		if (!cut)
			return 2;
		memcpy(cut, text.p, i);
		expect_no(cut, i, "cut short", i);
		free(cut);
	}
	mb_buf_puts(&text, "more");
	expect_no(text.p, text.n - 3, "a byte more", text.n);
	expect_no(text.p, text.n, "four bytes more", text.n);
	text.n -= 4;
	expect_yes(text.p, text.n);
	printf("%zu of %zu spoilt envelopes seen for what they are\n", passed, trials);
	mb_buf_free(&text);
	return passed == trials ? 0 : 1;
}
