/* Reading one text: cut it into blocks, settle its kind, then its parts in the order in which they need each other. */
#include "read.h"

#include <string.h>

/* "Date of next meeting": the day that "by the next meeting" means. */
static void find_next_meeting(struct reader *rd)
{
	static const char *const words[] = { "date of next meeting", "date and time of next meeting",
					     "date of the next meeting", "next meeting", NULL };
	struct source *src = rd->src;

	for (size_t i = 0; i < src->count; i++) {
		struct mb_str s = rd_clip(src->b[i].text, 400);
		size_t at, len, from, n;
		mb_day d;

		if (src->b[i].kind == B_ROW || (at = rd_find_any(s, 0, words, NULL, &len)) == NPOS)
			continue;
		s = rd_sub(s, at + len, s.n);
		if (rd_count_words(s, 2) < 2 && i + 1 < src->count)
			s = rd_clip(src->b[i + 1].text, 200);
		if (!mb_read_date(&d, &from, &n, s, rd->r->date) ||
		    (rd->r->date != MB_NO_DAY && d <= rd->r->date))
			continue;
		rd->next_meeting = d;
		return;
	}
}

/* Web pages of long minutes are cut: what is missing must be said, not guessed. */
static void find_cuts(struct reader *rd)
{
	struct source *src = rd->src;

	for (size_t i = 0; i < src->count; i++) {
		const struct block *b = &src->b[i];
		size_t at = b->kind == B_PARA ? rd_find(b->text, 0, "view the full minutes text") : NPOS;

		if (at != NPOS)
			rd_note(rd,
				"Line %d: the text of an item is cut short here; the full text is elsewhere.",
				rd_place(src, b, rd_sub(b->text, at, b->text.n)).line);
	}
}

/* A text that stops in the middle of a sentence. */
static void find_end(struct reader *rd)
{
	static const char *const small[] = { "the",   "a",    "an",   "be",  "and",  "of",    "to",    "in",
					     "for",   "with", "that", "at",  "on",   "by",    "is",    "are",
					     "was",   "were", "or",   "as",  "from", "which", "would", "will",
					     "their", "its",  "not",  "has", "have", "been",  NULL };
	const struct source *src = rd->src;
	const struct block *b = NULL;
	size_t i;

	for (i = src->count; i > 0 && !b; i--)
		if (src->b[i - 1].kind == B_PARA && src->b[i - 1].text.n)
			b = &src->b[i - 1];
	if (!b || rd_count_words(b->text, 4) < 4)
		return;
	for (i = b->text.n; i > 0 && !rd_blank(b->text.p[i - 1]) && b->text.n - i < 40; i--)
		;
	if (rd_is_any(rd_sub(b->text, i, b->text.n), small) || b->text.p[b->text.n - 1] == ',')
		rd_note(rd,
			"Line %d: the text breaks off in the middle of a sentence; a part of the paper may "
			"be missing.",
			rd_place(src, b, rd_sub(b->text, i, b->text.n)).end_line);
}

static void settle_kind(struct reader *rd, const char *as_kind)
{
	enum mb_sure sure;
	const char *found = rd_kind(rd, &sure);
	struct mb_reading *r = rd->r;

	r->kind = found;
	r->kind_sure = sure;
	if (!as_kind || !*as_kind)
		return;
	/* an agenda given as minutes is read as what it is */
	if (!mb_streq(as_kind, "minutes") || !mb_streq(found, "agenda") || sure != MB_SURE) {
		r->kind = mb_arena_dup(rd->a, as_kind);
		r->kind_sure = MB_SURE;
	}
	if (mb_streq(as_kind, found) || mb_streq(found, "unknown"))
		return;
	if (sure == MB_SURE || (mb_streq(as_kind, "minutes") && mb_streq(found, "agenda")))
		rd_note(rd, "The text was given as %.40s but reads like %s %s.", as_kind,
			strchr("au", found[0])	     ? "an"
			: mb_streq(found, "minutes") ? "the"
						     : "a",
			mb_streq(found, "terms-of-reference") ? "terms of reference" : found);
}

static void parts(struct reader *rd, const char *as_kind)
{
	struct mb_reading *r = rd->r;
	bool meeting;

	r->date = MB_NO_DAY;
	r->public_count = -1;
	rd_split(rd->src);
	settle_kind(rd, as_kind);
	meeting = mb_streq(r->kind, "minutes") || mb_streq(r->kind, "agenda") ||
		  mb_streq(r->kind, "decision-record") || mb_streq(r->kind, "unknown");
	rd_head(rd);
	if (mb_streq(r->kind, "terms-of-reference")) { /* the day of approval is no meeting's */
		r->date = MB_NO_DAY;
		r->date_text = NULL;
	}
	if (r->date != MB_NO_DAY)
		rd->near = r->date;
	if (mb_streq(r->kind, "paper"))
		rd_paper(rd);
	rd_title(rd);
	rd_front(rd);
	if (r->date != MB_NO_DAY)
		rd->near = r->date;
	if (meeting) {
		if (!mb_streq(r->kind, "agenda")) {
			rd_attendance(rd);
			rd_front_people(rd);
		}
		rd_items(rd);
		find_next_meeting(rd);
		if (!mb_streq(r->kind, "agenda")) {
			rd_actions(rd);
			rd_decisions(rd);
			rd_rulings(rd);
		}
	}
	if (mb_streq(r->kind, "terms-of-reference"))
		rd_terms(rd);
	rd_sections(rd);
	rd_check_weekdays(rd);
	find_cuts(rd);
	find_end(rd);
}

void mb_read_text(struct mb_reading **out, struct mb_arena *a, const char *p, size_t n, const char *as_kind,
		  mb_day near)
{
	struct mb_reading *r = mb_arena_alloc(a, sizeof(*r));
	struct source *src = mb_arena_alloc(a, sizeof(*src));
	struct reader rd = { .a = a, .src = src, .r = r, .near = near, .next_meeting = MB_NO_DAY };

	*out = r;
	rd_source(src, a, p, n);
	parts(&rd, as_kind);
}

void mb_read_document(struct mb_reading **out, struct mb_arena *a, struct mb_str text,
		      const struct mb_matter *matter, const char *file_name, const char *as_kind, mb_day near)
{
	struct mb_reading *r = mb_arena_alloc(a, sizeof(*r));
	struct source *src = mb_arena_alloc(a, sizeof(*src));
	struct reader rd = { .a = a,
			     .src = src,
			     .r = r,
			     .near = near,
			     .next_meeting = MB_NO_DAY,
			     .matter = matter,
			     .whole = text,
			     .file = file_name };

	*out = r;
	rd_source(src, a, text.p + matter->body_from, text.n - matter->body_from);
	src->lines_before = matter->body_line > 0 ? matter->body_line - 1 : 0;
	src->bytes_before = matter->body_from;
	parts(&rd, as_kind);
}
