/* fuzz.c: see fuzz.h. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned choose(struct input *in, unsigned below)
{
	unsigned v = 0;

	for (unsigned span = 1; span < below && in->n > 0; span *= 256)
		v = v * 256 + in->p[--in->n];
	return below ? v % below : 0;
}

char *choose_text(struct input *in, struct mb_arena *a, unsigned max)
{
	size_t n = choose(in, max + 1);

	if (n > in->n)
		n = in->n;
	in->n -= n;
	return mb_arena_ndup(a, (const char *)in->p + in->n, n);
}

char *text_left(const struct input *in)
{
	char *s = malloc(in->n ? in->n : 1);

	INSIST(s);
	if (in->n)
		memcpy(s, in->p, in->n);
	return s;
}

_Noreturn void insist_failed(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}
