/* Texts of an invented partnership, made by numbers alone: the same seed gives the same bytes. */
#ifndef MB_BENCH_TEXTS_H
#define MB_BENCH_TEXTS_H

#include <minutebook/base.h>

struct chance {
	uint64_t state;
};
unsigned chance_below(struct chance *c, unsigned n); /* 0 to n - 1 */

struct paper_text {
	const char *group, *title, *author, *subject;
	mb_day meeting;
	unsigned item;
	bool corrected; /* the same with one more paragraph */
	uint64_t seed;	/* of its own, so that the corrected text says the same */
};
const char *title_make(struct mb_arena *a, struct chance *c, unsigned number);
void paper_write(struct mb_buf *out, const struct paper_text *p);

struct item_text {
	const char *title, *paper; /* paper NULL: none */
};
void agenda_write(struct mb_buf *out, const char *group, mb_day day, const struct item_text *items, size_t n);

struct minutes_text {
	const char *group;
	mb_day day, before; /* before: the meeting whose minutes are approved; MB_NO_DAY */
	const char **present, **apologies;
	size_t n_present, n_apologies;
	const struct item_text *items;
	size_t n_items;
	const char **ratify, **note; /* ids of decisions dealt with */
	size_t n_ratify, n_note;
	struct chance *chance;
};
void minutes_write(struct mb_buf *out, const struct minutes_text *m);

#endif
