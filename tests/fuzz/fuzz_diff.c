/* The difference of two texts in words holds both of them. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_side(const struct mb_diff_run *run, size_t n, enum mb_diff_kind other, struct mb_str text)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		if (run[i].kind == other)
			continue;
		INSIST(run[i].text.n <= text.n - at);
		INSIST(!run[i].text.n || !memcmp(run[i].text.p, text.p + at, run[i].text.n));
		at += run[i].text.n;
	}
	INSIST(at == text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	size_t cut = choose(&in, 65536), n;
	struct mb_arena *a = mb_arena_new();
	char *text = text_left(&in);
	struct mb_diff_run *run;
	struct mb_str before, after;

	cut = in.n ? cut % (in.n + 1) : 0;
	before = (struct mb_str){ text, cut };
	after = (struct mb_str){ text + cut, in.n - cut };
	mb_word_diff(&run, &n, a, before, after);
	check_side(run, n, MB_ADDED, before);
	check_side(run, n, MB_REMOVED, after);
	mb_word_diff(&run, &n, a, before, before);
	for (size_t i = 0; i < n; i++)
		INSIST(run[i].kind == MB_SAME);
	free(text);
	mb_arena_free(a);
	return 0;
}
