/* Any text read as any kind: every find lies in the text, and the dates found are dates. */
#include "fuzz.h"

#include <minutebook/reading.h>

#include <stdlib.h>
#include <string.h>

static size_t length;

static void check_place(const struct mb_place *at)
{
	INSIST(at->line >= 1 && at->column >= 1 && at->end_line >= at->line);
	INSIST(at->start <= length && at->length <= length - at->start);
}

static void check_day(mb_day d)
{
	INSIST(d == MB_NO_DAY || (mb_day_year(d) >= 1 && mb_day_year(d) <= 9999));
}

static void check_people(const struct mb_found_person *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		INSIST(p[i].name);
		check_place(&p[i].place);
	}
}

static void check_terms(const struct mb_found_terms *t)
{
	const struct mb_found_term *const parts[] = { &t->purpose,   &t->membership, &t->chair,
						      &t->quorum,    &t->frequency,  &t->delegation,
						      &t->reporting, &t->review };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i]->text)
			check_place(&parts[i]->place);
	check_day(t->review_by);
	INSIST(t->n_missing <= sizeof parts / sizeof *parts);
}

static void check_finds(const struct mb_reading *r)
{
	check_people(r->present, r->n_present);
	check_people(r->in_attendance, r->n_in_attendance);
	check_people(r->apologies, r->n_apologies);
	check_people(r->absent, r->n_absent);
	for (size_t i = 0; i < r->n_recommendations; i++) {
		check_place(&r->recommendations[i].place);
		check_day(r->recommendations[i].report_by);
		check_day(r->recommendations[i].effect_from);
		INSIST(r->recommendations[i].number && r->recommendations[i].text);
	}
	for (size_t i = 0; i < r->n_items; i++) {
		check_place(&r->items[i].place);
		INSIST(r->items[i].number && r->items[i].title);
	}
	for (size_t i = 0; i < r->n_decisions; i++) {
		check_place(&r->decisions[i].place);
		INSIST(r->decisions[i].item && r->decisions[i].number && r->decisions[i].text &&
		       r->decisions[i].kind);
		for (size_t k = 0; k < r->decisions[i].n_also; k++)
			check_place(&r->decisions[i].also[k]);
	}
	for (size_t i = 0; i < r->n_actions; i++) {
		check_place(&r->actions[i].place);
		check_day(r->actions[i].due);
		INSIST(r->actions[i].item && r->actions[i].what);
	}
	for (size_t i = 0; i < r->n_urgencies; i++)
		check_place(&r->urgencies[i].place);
	for (size_t i = 0; i < r->n_interests; i++)
		check_place(&r->interests[i].place);
	for (size_t i = 0; i < r->n_implications; i++)
		check_place(&r->implications[i].place);
	for (size_t i = 0; i < r->n_sections; i++)
		check_place(&r->sections[i].place);
	for (size_t i = 0; i < r->n_loose; i++) {
		check_place(&r->loose[i].place);
		INSIST(r->loose[i].text && r->loose[i].why);
	}
	if (r->terms)
		check_terms(r->terms);
}

static void check_date(const char *text, size_t n, mb_day near)
{
	size_t from, len;
	mb_day d;

	if (!mb_read_date(&d, &from, &len, (struct mb_str){ text, n }, near))
		return;
	INSIST(d != MB_NO_DAY && from <= n && len > 0 && len <= n - from);
	check_day(d);
}

static void check_names(const char *printed)
{
	char key[48], small[4];

	mb_name_key(key, sizeof key, printed);
	mb_name_key(small, sizeof small, printed);
	INSIST(memchr(key, '\0', sizeof key) && memchr(small, '\0', sizeof small));
	INSIST(mb_name_fits(printed, "Helen Marsh", "HM") <= 3);
	mb_name_fits("Cllr H Marsh", printed, printed);
}

/* The same text as a whole document: its places are of the whole, front matter and all. */
static void check_document(const char *text, size_t n, const char *kind, mb_day near)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_matter matter;
	struct mb_error err;
	struct mb_reading *r = NULL;

	if (mb_text_check(text, n, &err) == MB_OK && mb_matter_parse(&matter, a, text, n, &err) == MB_OK) {
		mb_read_document(&r, a, (struct mb_str){ text, n }, &matter, "minutes-2005-10-11.md", kind,
				 near);
		INSIST(r && r->kind);
		length = n;
		check_finds(r);
	}
	mb_arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { NULL,	"paper", "agenda", "minutes", "terms-of-reference",
					     "unknown", "" };
	struct input in = { data, size };
	const char *kind = kinds[choose(&in, sizeof kinds / sizeof *kinds)];
	mb_day near = choose(&in, 4) ? (mb_day)choose(&in, 40000) : MB_NO_DAY;
	struct mb_arena *a = mb_arena_new();
	char *text = text_left(&in);
	struct mb_reading *r = NULL;

	length = in.n;
	mb_read_text(&r, a, text, in.n, kind, near);
	INSIST(r && r->kind);
	check_day(r->date);
	check_finds(r);
	check_date(text, in.n, near);
	check_document(text, in.n, kind, near);
	check_names(mb_arena_ndup(a, text, in.n < 120 ? in.n : 120));
	free(text);
	mb_arena_free(a);
	return 0;
}
