/* Timetables: the steps of a list in their order, and the year that does not fit. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#define STEPS_MAX  64
#define STEP_WORDS 220 /* bytes: a step is short */
#define BACK	   100 /* days by which a later step may lie before an earlier one: two tracks in one list */
#define FAR	   300 /* days between two steps that look like a slip in the year */
#define YEAR	   365

struct step {
	size_t block;
	const struct ck_date *at; /* the date that counts */
	mb_day from, to;
	int shift; /* years that make it fit */
	bool dated;
};

struct list {
	struct step step[STEPS_MAX];
	size_t n, n_dated;
};

static bool is_step(const struct ck_block *b)
{
	return !b->recommends &&
	       (b->kind == CK_ROW || (b->kind == CK_PARA && (b->bullet || b->style != CK_PLAIN)));
}

/* The first date with a year is where a step begins; one that says when it took effect is at the end. */
static void date_step(struct ck_doc *d, struct step *s, size_t *date)
{
	const struct ck_block *b = &d->block[s->block];
	mb_day to;

	while (*date < d->n_dates && d->date[*date].block < s->block)
		++*date;
	for (; *date < d->n_dates && d->date[*date].block == s->block; ++*date) {
		if (!ck_span(&s->from, &to, &d->date[*date]))
			continue;
		if (!s->dated)
			s->to = to;
		s->at = &d->date[*date];
		s->dated = b->n < STEP_WORDS;
		s->to = to;
	}
	if (s->at)
		ck_span(&s->from, &to, s->at);
}

static size_t gather(struct ck_doc *d, struct list *l, size_t i, size_t *date)
{
	const struct ck_block *first = &d->block[i];

	l->n = l->n_dated = 0;
	for (; i < d->n_blocks && l->n < STEPS_MAX; i++) {
		const struct ck_block *b = &d->block[i];

		if (b->kind == CK_PAGE || (b->kind == CK_ROW && !b->n))
			continue;
		/* a list goes on as it began; the number in front of its lead does not belong to it */
		if (!is_step(b) || b->kind != first->kind || b->bullet != first->bullet ||
		    (b->style != first->style && (b->style != CK_PLAIN || first->style != CK_PLAIN)) ||
		    (b->style == CK_DECIMAL && b->depth != first->depth))
			break;
		l->step[l->n] = (struct step){ .block = i };
		date_step(d, &l->step[l->n], date);
		l->n_dated += l->step[l->n++].dated;
	}
	return i;
}

static const char *const schedule_words[] = { "timetable",   "timescale", "timescales",	    "milestone",
					      "milestones",  "key dates", "programme",	    "steps",
					      "stages",	     "schedule",  "implementation", "phases",
					      "timeline",    "date",	  "when",	    "by when",
					      "target date", NULL };

static bool owners_table(struct mb_str head)
{
	return ck_has_any(head, (const char *const[]){ "owner", "who", "lead", "responsible",
						       "responsibility", "by whom", "officer", NULL });
}

/* What says that a list is a timetable: its heading, the sentence before it, the head of the table. */
static bool is_timetable(const struct ck_doc *d, const struct list *l)
{
	const size_t first = l->step[0].block;
	const struct ck_block *b = &d->block[first];
	bool said = false;

	if (l->n_dated < 3 || 5 * l->n_dated < 3 * l->n)
		return false;
	if (b->kind == CK_ROW && owners_table(ck_block_str(d, b)))
		return false;
	if (b->heading != CK_NONE)
		said = ck_has_any(ck_block_str(d, &d->block[b->heading]), schedule_words);
	for (size_t i = first; !said && i-- > 0 && first - i < 4;)
		if (d->block[i].n) {
			said = ck_has_any(ck_block_str(d, &d->block[i]), schedule_words);
			break;
		}
	if (b->kind == CK_ROW)
		said = said || ck_has_any(ck_block_str(d, b), schedule_words);
	for (size_t i = 0; !said && i < l->n; i++)
		said = ck_find(ck_block_str(d, &d->block[l->step[i].block]), "effective date") != CK_NONE;
	return said;
}

/* ---- which years make it an order ------------------------------------------------------------------------ */

static mb_day moved(const struct step *s, int by)
{
	return s->from + by * YEAR;
}

static int count_back(const struct step *const *s, size_t n)
{
	int back = 0;

	for (size_t i = 1; i < n; i++)
		back += s[i]->from + BACK < s[i - 1]->from;
	return back;
}

/* The fewest steps that, moved by a year, leave no step far before the one in front of it; among those the tightest. */
static bool settle(struct step **s, size_t n)
{
	long cost[STEPS_MAX][3];
	int came[STEPS_MAX][3];
	int best = 0;

	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < 3; k++) {
			cost[i][k] = i ? 1000000000L : (k != 1) * 10000L;
			came[i][k] = 1;
			for (int j = 0; i && j < 3; j++) {
				const long gap = moved(s[i], k - 1) - moved(s[i - 1], j - 1);
				const long c = cost[i - 1][j] + (k != 1) * 10000L +
					       (gap > FAR ? gap - FAR : 0);

				if (gap + BACK >= 0 && c < cost[i][k]) {
					cost[i][k] = c;
					came[i][k] = j;
				}
			}
		}
	for (int k = 1; k < 3; k++)
		if (cost[n - 1][k] < cost[n - 1][best])
			best = k;
	if (cost[n - 1][best] >= 1000000000L)
		return false;
	for (size_t i = n; i-- > 0;) {
		s[i]->shift = best - 1;
		best = came[i][best];
	}
	return true;
}

/* A first step a year too early, a last one a year too late: no order is broken, but the rest of the list says when. */
static void settle_ends(struct ck_doc *d, struct step **s, size_t n)
{
	static const char *const yearly[] = { "review",	 "evaluation", "evaluate", "annual", "anniversary",
					      "year",	 "final",      "end",	   "ends",   "expires",
					      "renewal", "renewed",    "next",	   NULL };
	mb_day widest = 0;

	for (size_t i = 2; i + 1 < n; i++)
		if (s[i]->from - s[i - 1]->from > widest)
			widest = s[i]->from - s[i - 1]->from;
	if (n < 4 || widest > FAR / 2)
		return;
	if (s[1]->from - s[0]->from > FAR && moved(s[0], 1) <= s[1]->from + 31 &&
	    (d->r->date == MB_NO_DAY || s[0]->from < d->r->date - FAR / 2))
		s[0]->shift = 1;
	if (s[n - 1]->from - s[n - 2]->from > FAR && moved(s[n - 1], -1) + 31 >= s[n - 2]->from &&
	    !ck_has_any(ck_block_str(d, &d->block[s[n - 1]->block]), yearly))
		s[n - 1]->shift = -1;
}

static void tell(struct ck_doc *d, struct step *const *s, size_t n)
{
	struct mb_check_finding *f = NULL;
	size_t odd = 0, last = 0;

	for (size_t i = 0; i < n; i++)
		if (s[i]->shift)
			odd++, last = i;
	if (!odd)
		return;
	f = ck_found(d, "date-order",
		     "look whether the year is right, here and wherever the same step is named",
		     odd == 1 ? "the steps of this timetable stand in their order, but this one is dated %d; "
				"%d would fit"
			      : "the steps of this timetable stand in their order, but these are dated %d; "
				"%d would fit",
		     s[last]->at->year, s[last]->at->year + s[last]->shift);
	for (size_t i = 0; i < n; i++)
		if (s[i]->shift)
			ck_place(d, f, d->block[s[i]->block].text,
				 d->block[s[i]->block].text + d->block[s[i]->block].n);
}

static void check_list(struct ck_doc *d, struct list *l)
{
	struct step *dated[STEPS_MAX];
	size_t n = 0;
	int back;

	if (!is_timetable(d, l))
		return;
	for (size_t i = 0; i < l->n; i++)
		if (l->step[i].dated)
			dated[n++] = &l->step[i];
	back = count_back((const struct step *const *)dated, n);
	/* a list that jumps again and again is in no order at all */
	if (back > 2 || (back == 2 && n < 5))
		return;
	if (!back)
		settle_ends(d, dated, n);
	else if (!settle(dated, n))
		return;
	tell(d, dated, n);
}

void ck_check_timetables(struct ck_doc *d)
{
	struct list *l = mb_arena_alloc(d->a, sizeof *l);
	size_t date = 0;

	for (size_t i = 0; i < d->n_blocks;) {
		if (!is_step(&d->block[i])) {
			i++;
			continue;
		}
		i = gather(d, l, i, &date);
		check_list(d, l);
	}
}
