/* A corrected draft says much again. An id moves only to the same item with clearly the same words; the rest is asked. */
#include "gate_impl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- likeness -------------------------------------------------------------------------------------------- */

#define WORDS_MAX 400
#define HEAVY	  3 /* what a word that carries meaning counts, where a small one counts one */

static int by_word(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 128;
}

static size_t words_of(char **out, char *s)
{
	size_t n = 0;

	for (char *p = s; *p && n < WORDS_MAX;) {
		while (*p && !letter(*p))
			p++;
		if (!*p)
			break;
		out[n++] = p;
		/* 12,000 and 12.5 are one word each: else a changed amount would half agree with the old */
		while (letter(*p) || ((*p == ',' || *p == '.') && p > out[n - 1] &&
				      isdigit((unsigned char)p[-1]) && isdigit((unsigned char)p[1]))) {
			*p = (char)tolower((unsigned char)*p);
			p++;
		}
		if (*p)
			*p++ = '\0';
	}
	qsort(out, n, sizeof *out, by_word);
	return n;
}

static int weight(const char *word)
{
	static const char *const small[] = { "a",    "an",   "and", "are",  "as",   "at",    "be",
					     "been", "by",   "for", "from", "has",  "have",  "in",
					     "is",   "it",   "its", "of",   "on",   "or",    "that",
					     "the",  "this", "to",  "was",  "were", "which", "with" };

	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		if (strcmp(small[i], word) == 0)
			return 1;
	return HEAVY;
}

/* Weights of the words of a, of b, and of those in both. */
static void weigh(int *in_a, int *in_b, int *in_both, const char *a, const char *b)
{
	char *x = mb_strdup(a), *y = mb_strdup(b), *of_x[WORDS_MAX], *of_y[WORDS_MAX];
	size_t nx = words_of(of_x, x), ny = words_of(of_y, y);

	*in_a = *in_b = *in_both = 0;
	for (size_t i = 0; i < nx; i++)
		*in_a += weight(of_x[i]);
	for (size_t i = 0; i < ny; i++)
		*in_b += weight(of_y[i]);
	for (size_t i = 0, k = 0; i < nx && k < ny;) {
		int order = strcmp(of_x[i], of_y[k]);

		*in_both += order == 0 ? weight(of_x[i]) : 0;
		i += order <= 0;
		k += order >= 0;
	}
	free(x);
	free(y);
}

int mb_words_alike(const char *a, const char *b)
{
	int in_a, in_b, both;

	weigh(&in_a, &in_b, &both, a, b);
	return in_a + in_b ? 200 * both / (in_a + in_b) : 100;
}

int derive_held(const char *words, const char *text)
{
	int in_words, in_text, both;

	weigh(&in_words, &in_text, &both, words, text);
	return in_words ? 100 * both / in_words : 0;
}

/* ---- the same item --------------------------------------------------------------------------------------- */

static const char *title_of(const struct mb_reading *r, const char *item)
{
	for (size_t i = 0; r && item && *item && i < r->n_items; i++)
		if (mb_streq(r->items[i].number, item))
			return r->items[i].title;
	return NULL;
}

/* Numbers are labels: when an item is put in, those behind it get other numbers and keep their titles. */
static bool same_item(const struct minutes *m, const char *had, const char *has)
{
	const char *old = title_of(m->r_before, had), *new = title_of(m->r, has);

	if (old && new &&*old &&*new &&strcasecmp(old, new) == 0)
		return true;
	if (!mb_streq(had ? had : "", has ? has : ""))
		return false;
	/* the same number over a wholly other title is another item */
	return !old || !new || mb_words_alike(old, new) >= MB_ALIKE_ASK;
}

/* ---- pairs ----------------------------------------------------------------------------------------------- */

struct pair {
	size_t find, old;
	int alike;
};

static int closest_first(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->alike != y->alike)
		return y->alike - x->alike;
	if (x->find != y->find)
		return x->find < y->find ? -1 : 1;
	return x->old < y->old ? -1 : x->old > y->old;
}

#define PAIRS_MAX 40000 /* beyond, only the very same words are the same: nobody corrects a draft so */

static bool was_dropped(const struct mb_doc *doc)
{
	return mb_streq(doc->state, "dropped from draft") || mb_streq(doc->state, "cancelled");
}

static void take(struct same *find, const struct mb_doc *old, bool *taken)
{
	find->doc = old;
	*taken = true;
}

static void ask_pair(struct minutes *m, struct same *find, const struct mb_doc *old, bool *taken,
		     const char *field, const char *what, int alike)
{
	const char *had = mb_doc_field(old, field), *item = mb_doc_field(old, "item");
	struct mb_question q = { .what = what,
				 .words = find->text,
				 .item = find->item,
				 .line = find->line,
				 .doc = mb_arena_dup(m->d->a, old->id),
				 .must = true };
	bool elsewhere = !mb_streq(item ? item : "", find->item ? find->item : "");

	q.suggestion =
		elsewhere ? mb_arena_printf(
				    m->d->a,
				    "this is still %s, which stood under item %s with %s words: \"%.300s\"",
				    old->id, item ? item : "?", alike == 100 ? "the same" : "nearly the same",
				    had)
			  : mb_arena_printf(m->d->a, "this is still %s, which said \"%.300s\"", old->id, had);
	if (ask_about(m->d, &q))
		take(find, old, taken);
}

static void pair_up(struct pair **pairs, size_t *n_pairs, struct minutes *m, const struct same *finds,
		    size_t n, const char *const *had, const bool *taken, size_t n_old)
{
	for (size_t i = 0; n * n_old <= PAIRS_MAX && i < n; i++)
		for (size_t k = 0; k < n_old && !finds[i].doc; k++) {
			int alike = taken[k] ? 0 : mb_words_alike(had[k], finds[i].text);

			if (alike >= MB_ALIKE_ASK)
				*MB_PUSH(m->d->a, *pairs, *n_pairs) = (struct pair){ i, k, alike };
		}
	if (*n_pairs)
		qsort(*pairs, *n_pairs, sizeof **pairs, closest_first);
}

int derive_match(struct minutes *m, struct same *finds, size_t n, const struct mb_doc *const *old,
		 bool *taken, size_t n_old, const char *field, const char *what)
{
	struct pair *pairs = NULL;
	size_t n_pairs = 0;
	bool *find_asked = mb_arena_alloc(m->d->a, n + 1), *old_asked = mb_arena_alloc(m->d->a, n_old + 1);
	const char **had = mb_arena_alloc(m->d->a, (n_old + 1) * sizeof *had),
		   **item = mb_arena_alloc(m->d->a, (n_old + 1) * sizeof *item);

	for (size_t k = 0; k < n_old; k++) {
		had[k] = mb_doc_field(old[k], field);
		item[k] = mb_doc_field(old[k], "item");
		if (!had[k])
			had[k] = "";
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n_old && !finds[i].doc; k++)
			if (!taken[k] && strcmp(had[k], finds[i].text) == 0 &&
			    same_item(m, item[k], finds[i].item))
				take(&finds[i], old[k], &taken[k]);
	pair_up(&pairs, &n_pairs, m, finds, n, had, taken, n_old);
	for (int asked = 0; asked < 2; asked++)
		for (size_t p = 0; p < n_pairs; p++) {
			size_t k = pairs[p].old;
			struct same *find = &finds[pairs[p].find];
			bool here = same_item(m, item[k], find->item);

			if (find->doc || taken[k] || find_asked[pairs[p].find] || old_asked[k])
				continue;
			if (!asked && here && pairs[p].alike >= MB_ALIKE_SAME) {
				take(find, old[k], &taken[k]);
			} else if (asked && !was_dropped(old[k]) &&
				   (here || pairs[p].alike >= MB_ALIKE_SAME)) {
				ask_pair(m, find, old[k], &taken[k], field, what, pairs[p].alike);
				find_asked[pairs[p].find] = old_asked[k] = true;
			}
		}
	return MB_OK;
}
