/* A new decision, or one that was told before: known again by its words. */
#include "decisions.h"

#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* The longer words of a text, as numbers in order. */
static size_t gist(uint32_t out[GIST_MAX], struct mb_str text)
{
	struct mb_str w;
	size_t at = 0, n = 0;

	while (n < GIST_MAX && rd_word(text, &at, &w)) {
		w = rd_trim(w, ".,;:()\"'");
		if (w.n > 3)
			out[n++] = (uint32_t)rd_hash(w, 7);
	}
	qsort(out, n, sizeof(*out), by_value);
	return n;
}

static bool alike(const struct gist *a, const struct gist *b)
{
	size_t i = 0, k = 0, same = 0, least = a->n < b->n ? a->n : b->n;

	while (i < a->n && k < b->n) {
		if (a->word[i] == b->word[k])
			same++, i++, k++;
		else if (a->word[i] < b->word[k])
			i++;
		else
			k++;
	}
	return least >= 4 && same * 4 >= least * 3;
}

/* A decision told before that these words tell again; NULL. */
static struct mb_found_decision *told_before(struct finder *f, const struct block *b, struct mb_str text,
					     const struct gist *g)
{
	struct mb_reading *r = f->rd->r;
	uint64_t h = rd_hash(rd_starts(text, "that") ? rd_sub(text, 4, text.n) : text, 0);

	for (size_t i = r->n_decisions, turns = 0; i-- > 0 && turns < SAME_MAX; turns++) {
		const struct told *t = &f->told[i];
		bool here = t->item == b->item;

		if (t->hash == h && (here || t->summary || f->summary))
			return &r->decisions[i];
		/* a list of outcomes and "Decision:" are told again in the minutes, in other words */
		if ((t->summary != f->summary || (here && t->label && !f->label)) && alike(&t->gist, g))
			return &r->decisions[i];
	}
	return NULL;
}

static void same_again(struct finder *f, struct mb_found_decision *d, struct mb_place place,
		       enum mb_sure sure)
{
	*MB_PUSH(f->rd->a, d->also, d->n_also) = place;
	if (sure == MB_SURE)
		d->sure = MB_SURE;
}

/* "16/01/5.01" is a resolution of item 16/01/5. */
static const char *item_of(struct finder *f, const struct block *b, struct mb_str number)
{
	size_t n = number.n;
	struct mb_reading *r = f->rd->r;

	while (n > 0 && number.p[n - 1] != '.')
		n--;
	if (n > 4 && memchr(number.p, '/', n))
		for (size_t i = 0; i < r->n_items && i < 400; i++)
			if (mb_str_eq(rd_sub(number, 0, n - 1), r->items[i].number))
				return r->items[i].number;
	return rd_item_label(f->rd, b);
}

struct mb_found_decision *rd_add_decision(struct finder *f, const struct block *b, struct mb_str number,
					  struct mb_str text, enum mb_sure sure)
{
	struct reader *rd = f->rd;
	struct mb_found_decision *d;
	struct told *t;
	struct gist g;
	struct mb_str id;
	size_t at = 0;

	text = rd_trim(text, NULL);
	if ((rd_count_words(text, 2) < 2 && !(f->summary && text.n > 12)) ||
	    rd_has(rd_clip(text, 80), "no decision was"))
		return NULL;
	g.n = gist(g.word, rd_clip(text, SENTENCE_MAX));
	if ((d = told_before(f, b, text, &g)) != NULL) {
		same_again(f, d, rd_place(rd->src, b, text), sure);
		return NULL;
	}
	d = MB_PUSH(rd->a, rd->r->decisions, rd->r->n_decisions);
	t = MB_PUSH(rd->a, f->told, f->n_told);
	t->item = b->item;
	t->summary = f->summary;
	t->label = f->label;
	t->gist = g;
	t->hash = rd_hash(rd_starts(text, "that") ? rd_sub(text, 4, text.n) : text, 0);
	d->item = item_of(f, b, number);
	d->number = rd_say(rd->a, number);
	d->text = rd_say(rd->a, text);
	d->kind = f->kind ? f->kind : rd_decision_kind(text);
	d->votes_for = d->votes_against = d->abstentions = -1;
	d->condition = rd_condition(rd->a, text);
	d->delegate_to = rd_delegate(rd->a, text);
	d->referred_to = rd_referred_to(rd->a, text);
	d->procedural = rd_procedural(text);
	d->withheld = rd_has(rd_clip(text, 400), "confidential minutes") ||
		      rd_has(rd_clip(text, 400), "exempt minutes") ||
		      rd_has(rd_clip(text, 400), "private minutes") ||
		      rd_has(rd_clip(text, 400), "confidential minute");
	d->exempt = (b->item >= 0 && rd->r->items[b->item].exempt) || d->withheld || f->closed;
	d->sure = sure;
	d->place = rd_place(rd->src, b, text);
	while (rd_id(text, &at, &id))
		*MB_PUSH(rd->a, d->refers, d->n_refers) = rd_say(rd->a, id);
	if (rd_has(text, "excluded") && rd_procedural(text))
		f->closed = true; /* what follows is exempt */
	return d;
}
