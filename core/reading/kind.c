/* What kind of text it is. The name it gives itself comes first; then the forms that stand in it. */
#include "read.h"

#include <string.h>

struct signs {
	int minutes, agenda, paper, terms, decision;
	int to_verbs, numbered, done_verbs, decides;
	bool named_minutes, named_agenda, named_terms, named_report, named_meeting;
};

static void heading_signs(struct signs *g, struct mb_str s, size_t i)
{
	if (i > 12 || s.n > 160)
		return;
	if (rd_has(s, "terms of reference") && i < 6 && rd_unfinished(s) && s.n < 120)
		g->named_terms = true;
	if (rd_starts(s, "minutes of") || rd_starts(s, "notes of") || rd_has(s, "minutes of") ||
	    rd_has(s, "and minutes") || rd_has(s, "draft minutes") || rd_has(s, "final minutes"))
		g->named_minutes = true;
	else if (rd_starts(s, "agenda") && !rd_starts(s, "agenda item"))
		g->named_agenda = true;
	if (rd_has(s, "meeting") && !i)
		g->named_meeting = true;
	if (rd_starts(s, "report of") || rd_starts(s, "report by") || rd_starts(s, "report to"))
		g->named_report = true;
	if (rd_starts(s, "decision details") || rd_starts(s, "decision record") ||
	    rd_starts(s, "record of decision"))
		g->decision += 4;
}

static void word_signs(struct signs *g, struct reader *rd, const struct block *b, size_t i)
{
	static const char *const past[] = { "was",	"were", "noted", "agreed",    "resolved", "reported",
					    "approved", "had",	"said",	 "explained", NULL };
	static const char *const to[] = { "to receive", "to approve", "to consider", "to note", "to agree",
					  "to confirm", "to decide",  "to declare",  NULL };
	struct mb_str s = rd_clip(b->text, 400), w;
	const char *which;
	size_t rest, len, at = 0;
	enum people_group group = rd_people_key(s, &rest);

	if (b->kind != B_ROW && !b->bullet && (b->kind == B_HEADING || !b->label.n))
		heading_signs(g, s, i);
	if (b->kind == B_HEADING && rd_is_any(s, (const char *[]){ "decision", "resolution", NULL }))
		g->decision += 3;
	else if (rd_starts(s, "decision:") || (b->kind == B_PARA && mb_str_eq(s, "Decision:")))
		g->decision++;
	if (rd_people_list(rd->src, i))
		g->minutes += 2;
	if (group != PEOPLE_NONE)
		g->minutes += group == PEOPLE_PRESENT ? 3 : group == PEOPLE_APOLOGIES && b->label.n ? 0 : 1;
	if (rd_decision_marker(s) && !rd_starts(s, "decision"))
		g->minutes += 3;
	if (rd_action_marker(s))
		g->minutes += 2;
	if (i < 200 && b->kind == B_PARA && g->decides < 4) {
		struct mb_str first;
		size_t k = 0;

		for (int n = 0; n < 3 && rd_sentence(s, &k, &first); n++)
			g->decides += rd_decides(first) == DECIDES;
	}
	if (rd_has(rd_clip(s, 200), "resolved"))
		g->minutes += 1;
	if (rd_paper_key(s, &which, &rest))
		g->paper += mb_streq(which, "recommendations") ? 3 : mb_streq(which, "other") ? 1 : 2;
	if (rd_has(s, "for decision") || rd_has(s, "for information"))
		g->paper += b->label.n || b->kind == B_ROW ? 0 : 1;
	if (rd_starts(s, "decision maker") || rd_starts(s, "date of decision") ||
	    rd_starts(s, "is key decision"))
		g->decision += 3;
	if (rd_starts(s, "membership") || rd_starts(s, "quorum") || rd_starts(s, "frequency of meetings"))
		g->terms++;
	if (b->label.n || b->bullet || b->kind == B_ROW)
		g->numbered++;
	if (rd_find_any(rd_clip(s, 30), 0, to, NULL, &len) == 0)
		g->to_verbs++;
	while (rd_word(s, &at, &w))
		g->done_verbs += rd_is_any(rd_trim(w, ".,"), past);
}

/* "Present:", "Minutes." in a table's cells */
static void row_signs(struct signs *g, const struct source *src, const struct block *b)
{
	struct mb_str cell[CELLS_MAX];
	size_t rest;

	for (int k = 0, n = rd_cells(src, b, cell); k < n; k++) {
		if (cell[k].n > 1 && cell[k].p[cell[k].n - 1] == ':' &&
		    rd_people_key(cell[k], &rest) == PEOPLE_PRESENT)
			g->minutes += 3;
		if (rd_is_any(rd_trim(cell[k], ".:"),
			      (const char *[]){ "minutes", "final minutes", "draft minutes",
						"minutes of meeting", "meeting minutes", NULL }))
			g->named_minutes = true;
	}
}

/* A table whose header says No, Item, Paper, For. */
static bool agenda_table(struct reader *rd, size_t i)
{
	struct source *src = rd->src;
	struct mb_str cell[CELLS_MAX];
	bool no = false, item = false;
	int n;

	if (!rd_table_begins(src, i))
		return false;
	n = rd_cells(src, &src->b[i], cell);
	for (int k = 0; k < n; k++) {
		no |= rd_is_any(cell[k], (const char *[]){ "no", "no.", "number", "item no", "for", NULL });
		item |= rd_is_any(cell[k],
				  (const char *[]){ "item", "title", "subject", "agenda item", NULL });
	}
	return no && item;
}

/* "Final Minutes", "Minutes of the meeting held on ..." as a line of its own. */
static bool minutes_head(struct mb_str s)
{
	struct mb_str l = rd_trim(rd_first_line(s), ".:*#");

	if (l.n > 160 || (l.n + 2 < s.n && !(rd_starts(l, "minutes of") && s.n < 300)) ||
	    !rd_has(rd_clip(l, 60), "minutes") || rd_has(l, "previous") || rd_has(l, "last"))
		return false;
	return rd_starts(l, "minutes of") || rd_starts(l, "notes of") ||
	       (l.n < 40 &&
		rd_find_any(l, 0,
			    (const char *[]){ "final minutes", "draft minutes", "minutes", "approved minutes",
					      NULL },
			    NULL, NULL) == 0 &&
		rd_count_words(l, 4) < 3);
}

/* Is what stands before block `to` an agenda? Numbers and titles, and nobody who did anything. */
static bool agenda_before(const struct source *src, size_t to)
{
	int numbered = 0, done = 0, called = 0;
	size_t rest;

	for (size_t i = 0; i < to; i++) {
		struct mb_str s = rd_clip(src->b[i].text, 400);

		numbered += src->b[i].label.n > 0 || src->b[i].kind == B_ROW;
		called += rd_has(s, "agenda") || rd_has(s, "summoned") || rd_has(s, "invited to") ||
			  rd_starts(s, "to receive") || rd_starts(s, "to approve") ||
			  rd_starts(s, "to consider");
		if (rd_decision_marker(s) || rd_people_key(s, &rest) == PEOPLE_PRESENT ||
		    rd_starts(s, "minutes:") || (i < 2 && rd_has(rd_clip(s, 80), "minutes")))
			return false;
		done += rd_decides(s) != DECIDES_NOT;
	}
	return numbered >= 3 && called && done < 2;
}

/* Does a meeting stand between two blocks: somebody was there, or something was decided? A cover page with a date is none. */
static bool meeting_between(const struct source *src, size_t from, size_t to)
{
	size_t rest;

	for (size_t i = from; i < to; i++) {
		struct mb_str s = rd_clip(src->b[i].text, 400);

		if (rd_decision_marker(s) || rd_people_key(s, &rest) == PEOPLE_PRESENT ||
		    rd_decides(s) != DECIDES_NOT)
			return true;
	}
	return false;
}

/* A paper may hold the agenda and the minutes, or the minutes of two meetings: which blocks are read. */
static void find_heads(struct reader *rd)
{
	struct source *src = rd->src;
	size_t from = 0, looked = 0;
	mb_day first = MB_NO_DAY, d;

	for (size_t i = 1; i < src->count && i < 4000; i++) {
		const struct block *b = &src->b[i];
		struct mb_str s, cell[CELLS_MAX];
		size_t at, len;

		if (b->label.n || b->bullet)
			continue;
		s = b->kind == B_ROW ? (struct mb_str){ NULL, 0 } : b->text;
		for (int k = 0, n = b->kind == B_ROW ? rd_cells(src, b, cell) : 0; k < n && !s.n; k++)
			s = cell[k];
		if (!s.n || s.n > 400 || !minutes_head(s) || (src->b[i - 1].label.n && !src->b[i - 1].text.n))
			continue;
		if (!from && i > 4 && looked++ < 4 && agenda_before(src, i)) {
			from = i;
			rd_note(rd,
				"Lines 1 to %d are an agenda; the minutes begin on line %d, and they are "
				"what is read.",
				rd_place(src, b, s).line - 1, rd_place(src, b, s).line);
			for (size_t k = 0; k < i; k++)
				src->b[k].role = ROLE_DONE;
			continue;
		}
		/* the head of another meeting: its own date, and people who were there */
		if (i < 4 || !rd_starts(s, "minutes of") || !meeting_between(src, from, i))
			continue;
		if (first == MB_NO_DAY)
			for (size_t k = from; k < i && k < from + 12 && first == MB_NO_DAY; k++)
				if (mb_read_date(&d, &at, &len, rd_clip(src->b[k].text, 200), MB_NO_DAY))
					first = d;
		for (size_t k = i; k < src->count && k < i + 4; k++) {
			if (!mb_read_date(&d, &at, &len, rd_clip(src->b[k].text, 200), MB_NO_DAY))
				continue;
			if (first == MB_NO_DAY || d == first)
				break;
			char iso[MB_ISO_DATE];
			int line = rd_place(src, b, s).line;

			rd_note(rd,
				"The minutes of a second meeting (%s) begin on line %d: only the first "
				"meeting is read. File "
				"each on its own.",
				mb_day_iso(iso, d), line);
			rd_loose(rd, b, s, "the minutes of another meeting begin here");
			src->count = i; /* nothing below is put under the wrong day */
			return;
		}
	}
}

const char *rd_kind(struct reader *rd, enum mb_sure *sure)
{
	struct signs g = { 0 };
	struct source *src = rd->src;

	find_heads(rd);

	if (rd->matter && rd->matter->root) {
		const char *layout = mb_node_text(rd->matter->root, "layout");

		heading_signs(&g, mb_str(mb_node_text(rd->matter->root, "title")), 0);
		g.decision += mb_streq(layout, "decision") ? 4 : 0;
		g.minutes += mb_streq(layout, "meeting") || mb_streq(layout, "minutes") ? 4 : 0;
	}
	for (size_t i = 0; i < src->count && i < 4000; i++) {
		if (src->b[i].role == ROLE_DONE && src->b[i].kind != B_ROW)
			continue;
		word_signs(&g, rd, &src->b[i], i);
		if (src->b[i].role != ROLE_DONE && agenda_table(rd, i))
			g.agenda += 3;
		if (src->b[i].kind == B_ROW)
			row_signs(&g, src, &src->b[i]);
	}
	g.minutes += src->minutes_tables ? 2 : 0;
	*sure = MB_SURE;
	if (g.named_terms && !g.named_minutes && g.minutes < 6)
		return "terms-of-reference";
	if (g.decision >= 4 && g.minutes < 4)
		return "decision-record";
	/* R3: the name alone does not make minutes */
	if (g.named_minutes && g.minutes < 3 && g.to_verbs >= 2 && g.done_verbs < g.to_verbs * 2) {
		*sure = MB_LIKELY;
		return "agenda";
	}
	if (g.named_minutes || (src->count && src->b[0].role == ROLE_DONE && src->b[0].kind != B_ROW))
		return "minutes";
	if (g.named_report || g.paper >= 6)
		return "paper";
	if (g.named_agenda && g.minutes < 6)
		return "agenda";
	*sure = MB_LIKELY;
	g.minutes += g.decides;
	if (g.minutes >= 4 && g.minutes >= g.paper)
		return "minutes";
	if (g.agenda >= 3 || (g.to_verbs >= 3 && g.done_verbs < g.to_verbs))
		return "agenda";
	if (g.paper >= 4)
		return "paper";
	if (g.terms >= 2)
		return "terms-of-reference";
	if (g.decision >= 3)
		return "decision-record";
	return g.minutes >= 2 && (g.done_verbs >= 3 || g.named_meeting) ? "minutes" : "unknown";
}
