/* A paper checked for its author: each check in its turn, and what they found in the order of the text. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 240

const char *const *mb_check_kinds(void)
{
	static const char *const kinds[] = { "weekday",	   "no-such-date", "date-order",
					     "date-range", "date-past",	   "heading-date",
					     "body-name",  "post-name",	   "reporting-line",
					     "reference",  "missing-part", "recommendation",
					     "owner",	   "numbering",	   NULL };

	return kinds;
}

int ck_line(const struct ck_doc *d, size_t text_at)
{
	const size_t raw = text_at < d->n_text ? d->raw[text_at] : d->n;
	size_t low = 0, high = d->n_lines;

	while (low + 1 < high) {
		size_t mid = low + (high - low) / 2;

		if (d->line_at[mid] <= raw)
			low = mid;
		else
			high = mid;
	}
	return (int)low + 1;
}

struct mb_check_finding *ck_found(struct ck_doc *d, const char *kind, const char *todo, const char *fmt, ...)
{
	struct mb_check_finding *f;
	char why[600];
	va_list ap;

	if (d->out->n_findings >= CK_FINDINGS_MAX) {
		d->out->more = true;
		return NULL;
	}
	va_start(ap, fmt);
	vsnprintf(why, sizeof why, fmt, ap);
	va_end(ap);
	f = MB_PUSH(d->a, d->out->findings, d->out->n_findings);
	*f = (struct mb_check_finding){
		.kind = kind, .todo = todo, .words = "", .why = mb_arena_dup(d->a, why)
	};
	return f;
}

void ck_place(struct ck_doc *d, struct mb_check_finding *f, size_t from, size_t to)
{
	struct mb_place *at;
	size_t raw, end;

	if (!f || f->n_places >= 20)
		return;
	at = MB_PUSH(d->a, f->places, f->n_places);
	raw = from < d->n_text ? d->raw[from] : 0;
	end = to > from && to <= d->n_text ? d->raw[to - 1] + 1U : raw;
	while (end < d->n && ((unsigned char)d->p[end] & 0xc0) == 0x80) /* the last letter whole */
		end++;
	at->line = from < d->n_text ? ck_line(d, from) : 1;
	at->start = raw;
	at->length = end - raw;
	at->column = (int)(raw - (d->n_lines ? d->line_at[at->line - 1] : 0)) + 1;
	if (f->n_places == 1 && to > from) {
		size_t n = end - raw < WORDS_MAX ? end - raw : WORDS_MAX;

		while (n && n < end - raw && ((unsigned char)d->p[raw + n] & 0xc0) == 0x80)
			n--;
		f->words = mb_arena_copy(d->a, d->p + raw, n);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct mb_check_finding *x = a, *y = b;

	if (x->places[0].start != y->places[0].start)
		return x->places[0].start < y->places[0].start ? -1 : 1;
	return strcmp(x->kind, y->kind);
}

static void finish(struct ck_doc *d)
{
	for (size_t i = 0; i < d->out->n_findings; i++)
		if (!d->out->findings[i].n_places)
			ck_place(d, &d->out->findings[i], 0, 0);
	if (d->out->n_findings)
		qsort(d->out->findings, d->out->n_findings, sizeof *d->out->findings, by_place);
}

void mb_check_paper(struct mb_paper_check **out, struct mb_arena *a, const char *p, size_t n,
		    const char *as_kind, const struct mb_check_known *known)
{
	static const struct mb_check_known nothing = { .near = MB_NO_DAY };
	struct mb_paper_check *check = mb_arena_alloc(a, sizeof *check);
	struct ck_doc d = { .a = a, .p = p, .n = n, .known = known ? known : &nothing, .out = check };
	struct mb_reading *r;

	mb_read_text(&r, a, p, n, as_kind, d.known->near);
	d.r = r;
	check->kind = r->kind;
	ck_cut(&d);
	ck_words(&d);
	ck_dates(&d);
	ck_check_days(&d);
	ck_check_timetables(&d);
	ck_check_years(&d);
	ck_check_numbers(&d);
	ck_check_references(&d);
	ck_check_bodies(&d);
	ck_check_posts(&d);
	ck_check_people(&d);
	ck_check_lines(&d);
	ck_check_parts(&d);
	ck_check_splits(&d);
	ck_check_owners(&d);
	finish(&d);
	*out = check;
}
