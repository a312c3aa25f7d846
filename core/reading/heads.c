/* Two meetings in one text: the heads by which each begins. */
#include "read.h"

#include <string.h>

/* "# Minutes of the Board", "NOTES OF A MEETING ..."; an item "3. Minutes of the last meeting" is none. */
static bool begins_minutes(const struct block *b)
{
	static const char *const starts[] = { "minutes of", "notes of",	 "draft minutes of", "note of",
					      "minutes",    "agenda of", "agenda for",	     NULL };
	static const char *const earlier[] = { "last meeting",	  "previous meeting", "last",
					       "previous",	  "approved",	      "agreed",
					       "confirmed",	  "signed",	      "correct record",
					       "matters arising", "earlier meetings", NULL };
	struct mb_str s = rd_clip(b->text, 300);
	size_t len;

	if (b->kind == B_ROW || b->label.n || b->bullet || b->text.n > 300 ||
	    rd_find_any(rd_clip(s, 30), 0, starts, NULL, &len) != 0)
		return false;
	return len + 4 < s.n && rd_find_any(s, 0, earlier, NULL, NULL) == NPOS &&
	       (b->kind == B_HEADING || rd_unfinished(s));
}

/* Whom it lists, and on which day it was: both stand within a few blocks of a real head. */
static bool is_head(const struct source *src, size_t i, mb_day *day)
{
	bool people = false, dated = false;

	for (size_t k = i; k < src->count && k < i + 12; k++) {
		struct mb_str s = rd_clip(src->b[k].text, 300);
		size_t from, len, rest;

		if (k > i && begins_minutes(&src->b[k]))
			break;
		if (!dated && k < i + 5)
			dated = mb_read_date(day, &from, &len, s, MB_NO_DAY);
		people |= k > i && src->b[k].kind != B_ROW && rd_people_key(s, &rest) != PEOPLE_NONE;
	}
	return people && dated;
}

bool mb_read_two_meetings(struct mb_place *first, struct mb_place *second, const char *p, size_t n)
{
	struct mb_arena *a = mb_arena_new();
	struct source *src = mb_arena_alloc(a, sizeof(*src));
	mb_day day, had = MB_NO_DAY;
	bool two = false;

	rd_source(src, a, p, n);
	for (size_t i = 0; i < src->count && !two; i++) {
		struct block *b = &src->b[i];

		if (!begins_minutes(b) || !is_head(src, i, &day))
			continue;
		two = had != MB_NO_DAY && day != had;
		*(two ? second : first) = rd_place(src, b, rd_first_line(b->text));
		had = day;
	}
	mb_arena_free(a);
	return two;
}
