/* words.c: which word was meant. */
#include <minutebook/base.h>

#include <string.h>

#define WORD_MAX 64

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: the textbook table, of which a swap needs the last two rows. */
unsigned mb_edit_distance(const char *a, const char *b)
{
	unsigned rows[3][WORD_MAX + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];
	size_t n = a ? strnlen(a, WORD_MAX) : 0, m = b ? strnlen(b, WORD_MAX) : 0;

	for (size_t j = 0; j <= m; j++)
		above[j] = before[j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *spare = before;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			row[j] = least(above[j - 1] + (a[i - 1] != b[j - 1]),
				       least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = spare;
	}
	return above[m];
}

const char *mb_nearest(const char *word, const char *const *words, size_t n)
{
	const char *best = NULL;
	unsigned nearest;

	if (!word)
		return NULL;
	nearest = strnlen(word, WORD_MAX) < 5 ? 1 : 2;
	for (size_t i = 0; i < n; i++) {
		unsigned d = mb_edit_distance(word, words[i]);

		if (words[i] && (d < nearest || (d == nearest && !best))) {
			nearest = d;
			best = words[i];
		}
	}
	return best;
}
