/* Recommendations: one run of numbers under one or more lead-ins, whole across page breaks. */
#include "read.h"

#include <string.h>

static const char *lead_kind(struct mb_str s)
{
	static const char *const notes[] = { "note", "receive", "noting", NULL };
	static const char *const agrees[] = { "agree",	"approve", "endorse", "adopt", "authorise",
					      "decide", "resolve", "confirm", NULL };
	size_t n = rd_find_any(s, 0, notes, NULL, NULL), a = rd_find_any(s, 0, agrees, NULL, NULL);

	if (n == NPOS && a == NPOS)
		return NULL;
	return a <= n ? "agree" : "note";
}

static bool lead_in(const struct block *b)
{
	return !b->label.n && rd_is_lead(b->text) && b->text.n < 400;
}

/* A time by which to report back: "reported to the Executive in December 2005". */
static void report_back(struct reader *rd, struct mb_found_recommendation *rec, struct mb_str s)
{
	static const char *const verbs[] = { "report",	  "reported",  "brought", "bring",
					     "bringing",  "come back", "made to", "submitted",
					     "presented", "returned",  "update",  NULL };
	static const char *const times[] = { "before",
					     "by",
					     "in",
					     "for late",
					     "for early",
					     "in late",
					     "in early",
					     "no later than",
					     "at the meeting on",
					     "on",
					     NULL };
	size_t at = rd_find_any(s, 0, verbs, NULL, NULL), len, which, from, n;

	if (at == NPOS)
		return;
	for (; (at = rd_find_any(s, at, times, &which, &len)) != NPOS; at += len) {
		struct mb_str rest = rd_trim(rd_clip(rd_sub(s, at + len, s.n), 50), NULL);
		mb_day day;
		size_t skip = 0;
		bool month = false;

		if (rd_starts(rest, "the end of"))
			skip = 11;
		else if (rd_starts(rest, "late") || rd_starts(rest, "early"))
			skip = rd_starts(rest, "late") ? 5 : 6;
		else if (rd_starts(rest, "end"))
			skip = rd_starts(rest, "end of") ? 7 : 4;
		if (!mb_read_date(&day, &from, &n, rest, rd->near) || from > 0)
			month = rd_month(&day, &from, &n, rd_sub(rest, skip, rest.n), rd->near) && from == 0;
		else
			skip = 0;
		if ((skip || month ? !month : false) || (!month && from > 0) || (!month && !skip && n == 0))
			continue;
		if (!month && !(mb_read_date(&day, &from, &n, rest, rd->near) && from == 0))
			continue;
		if (mb_streq(times[which], "on") && rd->near != MB_NO_DAY && day <= rd->near)
			continue;
		rec->report_by = mb_streq(times[which], "before") ? (month ? day : day - 1) : day;
		rec->report_by_text = rd_say(rd->a, rd_sub(s, at, (size_t)(rest.p - s.p) + skip + n));
		return;
	}
}

static void in_effect(struct reader *rd, struct mb_found_recommendation *rec, struct mb_str s)
{
	static const char *const words[] = { "with effect from",  "effective from", "to take effect from",
					     "to take effect on", "in force from",  "commencing on",
					     "commencing",	  "w.e.f.",	    NULL };
	size_t len, i = 0, from, n;
	mb_day day;

	for (; (i = rd_find_any(s, i, words, NULL, &len)) != NPOS; i += len) {
		struct mb_str rest = rd_trim(rd_clip(rd_sub(s, i + len, s.n), 50), NULL);

		if (!mb_read_date(&day, &from, &n, rest, rd->near) || from > 4)
			continue;
		rec->effect_from = day;
		rec->from_text = rd_say(rd->a, rd_sub(s, i, (size_t)(rest.p - s.p) + from + n));
		return;
	}
}

static void finish(struct reader *rd, struct mb_found_recommendation *rec)
{
	struct mb_str s = rd_clip(mb_str(rec->text), (size_t)4 * SENTENCE_MAX);

	if (!rec->kind) {
		const char *k = rd_decision_kind(s);

		rec->kind = mb_streq(k, "noted") ? "note" : lead_kind(rd_clip(s, 40)) ? "agree" : "recommend";
	}
	rec->condition = rd_condition(rd->a, s);
	rec->delegate_to = rd_delegate(rd->a, s);
	report_back(rd, rec, s);
	in_effect(rd, rec, s);
}

/* The blocks of the recommendations, [from, to): numbered members, and what a page break cut off them. */
void rd_recommendations(struct reader *rd, size_t from, size_t to)
{
	struct source *src = rd->src;
	struct mb_reading *r = rd->r;
	struct mb_found_recommendation *rec = NULL;
	enum label_kind kind = LB_NONE;
	const char *lead = NULL; /* what the last lead-in says: agree, note */
	struct mb_str last = { NULL, 0 };
	struct mb_buf text;

	mb_buf_init(&text, (size_t)256 * 1024);
	for (size_t i = from; i <= to; i++) {
		struct block *b = i < to ? &src->b[i] : NULL;
		bool starts, more;

		if (b && (b->kind == B_ROW || (!b->text.n && !b->label.n)))
			continue;
		starts = b && b->label.n && (kind == LB_NONE || b->label_kind == kind || !rec);
		more = b && rec && !starts &&
		       (b->label.n || rd_lower(b->text.p[0]) || rd_unfinished(last) ||
			(b->bullet && last.n && last.p[last.n - 1] == ':')) &&
		       !lead_in(b);
		if (more) { /* a clause of a clause, or the other side of a page break */
			const char *say = rd_say_block(rd->a, b);

			mb_buf_putc(&text, ' ');
			mb_buf_puts(&text, say);
			rec->place.length = b->raw_end - rec->place.start;
			last = b->text;
			continue;
		}
		if (rec) {
			rec->text = mb_arena_ndup(rd->a, text.p, text.n);
			finish(rd, rec);
			rec = NULL;
		}
		if (!b)
			break;
		if (lead_in(b) || b->kind == B_HEADING) {
			lead = lead_kind(b->text) ? lead_kind(b->text) : b->kind == B_HEADING ? lead : NULL;
			continue;
		}
		if (!b->label.n && !b->bullet && r->n_recommendations && kind != LB_NONE)
			continue; /* a paragraph after the list */
		if (starts)
			kind = b->label_kind;
		rec = MB_PUSH(rd->a, r->recommendations, r->n_recommendations);
		rec->number = rd_say(rd->a, b->label);
		rec->kind = lead;
		rec->report_by = rec->effect_from = MB_NO_DAY;
		rec->place = rd_place(src, b, b->text);
		mb_buf_clear(&text);
		mb_buf_puts(&text, rd_say(rd->a, b->text));
		last = b->text;
	}
	mb_buf_free(&text);
}
