/* The head of a text: title, body, date, time and place. */
#include "read.h"

#include <string.h>

#define HEAD_BLOCKS 40

/* Words that name a group of people who meet. */
static bool group_name(struct mb_str s)
{
	static const char *const words[] = { "board",	  "committee",	 "council",  "panel",
					     "executive", "partnership", "trust",    "cabinet",
					     "forum",	  "group",	 "trustees", "directors",
					     "assembly",  "commission",	 NULL };
	struct mb_str w;
	size_t at = 0;

	if (s.n < 4 || s.n > 120 || rd_count_words(s, 13) > 12)
		return false;
	while (rd_word(s, &at, &w))
		if (rd_is_any(rd_trim(w, ".,:;"), words))
			return true;
	return false;
}

static struct mb_str without_the(struct mb_str s)
{
	s = rd_trim(s, "-,.:*");
	return rd_starts(s, "the") ? rd_trim(rd_sub(s, 3, s.n), NULL) : s;
}

/* "Minutes of the meeting of the Trust Board held on ...": the body's name in a title. */
static bool body_in(struct mb_str title, struct mb_str *out)
{
	static const char *const before[] = { "minutes of",
					      "notes of",
					      "agenda of",
					      "agenda for",
					      "agenda:",
					      "agenda -",
					      "meeting of",
					      "minutes:",
					      "terms of reference of",
					      "terms of reference for",
					      "minutes",
					      NULL };
	static const char *const after[] = {
		"held", "meeting", "on", "at", "from", "agenda", "minutes", NULL
	};
	size_t i, len, end, from;
	mb_day d;
	struct mb_str s = rd_clip(title, 400);

	if ((i = rd_find_any(s, 0, before, NULL, &len)) == NPOS || i > 30)
		return false;
	s = without_the(rd_sub(s, i + len, s.n));
	for (int turns = 0; turns < 3; turns++) { /* "a meeting of the ..." */
		static const char *const fill[] = { "a meeting of",	 "meeting of", "the meeting of",
						    "annual meeting of", "the",	       NULL };

		if (rd_find_any(rd_clip(s, 24), 0, fill, NULL, &len) == 0)
			s = without_the(rd_sub(s, len, s.n));
	}
	end = s.n;
	if (mb_read_date(&d, &from, &len, s, MB_NO_DAY) && from < end)
		end = from;
	for (size_t k = 0; k < end; k++)
		if (s.p[k] == '\n' || s.p[k] == ',' || s.p[k] == ';' ||
		    (s.p[k] == '-' && k && rd_blank(s.p[k - 1])) || s.p[k] == '(')
			end = k;
	i = rd_find_any(rd_sub(s, 0, end), 1, after, NULL, &len);
	if (i != NPOS && i > 0)
		end = i;
	*out = without_the(rd_sub(s, 0, end));
	return group_name(*out);
}

/* A line that is a body's name: "Children's Trust Board - Tuesday, 16 June", "THE EXECUTIVE". */
static bool body_line(struct mb_str s, struct mb_str *out)
{
	static const char *const small[] = { "of", "the", "and", "for", "in", "on", "with", NULL };
	size_t end, from, len;
	struct mb_str w;
	mb_day d;

	s = rd_clip(s, 200);
	end = s.n;
	if (mb_read_date(&d, &from, &len, s, MB_NO_DAY))
		end = from;
	for (size_t k = 1; k < end; k++)
		if (s.p[k] == '\n' || s.p[k] == '\t' || (s.p[k] == '-' && rd_blank(s.p[k - 1])))
			end = k;
	*out = without_the(rd_sub(s, 0, end));
	if (!group_name(*out) || rd_starts(*out, "report of") || !rd_upper(out->p[0]) ||
	    rd_has(*out, "item") || rd_starts(*out, "contact"))
		return false;
	if (rd_starts(*out, "agenda") || rd_starts(*out, "minutes") || rd_starts(*out, "venue") ||
	    rd_starts(*out, "decision"))
		return false;
	if (out->n > 8 && rd_find(*out, 0, "meeting") != NPOS)
		*out = rd_trim(rd_sub(*out, 0, rd_find(*out, 0, "meeting")), "-");
	/* "The Board met to consider" is a sentence, no name */
	for (size_t at = 0; rd_word(*out, &at, &w);)
		if (rd_lower(w.p[0]) && !rd_is_any(w, small))
			return false;
	return out->n > 3 && !strchr(".!?", s.p[s.n - 1]);
}

static size_t time_length(struct mb_str s, size_t i)
{
	size_t k = i, n = 0;

	while (k < s.n && s.p[k] >= '0' && s.p[k] <= '9')
		k++, n++;
	if (!n || n > 2)
		return 0;
	n = 0;
	if (k + 2 < s.n && (s.p[k] == '.' || s.p[k] == ':') && s.p[k + 1] >= '0' && s.p[k + 1] <= '5') {
		for (k++, n = 0; k < s.n && s.p[k] >= '0' && s.p[k] <= '9'; k++)
			n++;
		if (n != 2)
			return 0;
	}
	size_t end = k;

	while (k < s.n && rd_blank(s.p[k]))
		k++;
	if (k + 1 < s.n && ((s.p[k] | 32) == 'a' || (s.p[k] | 32) == 'p') &&
	    ((s.p[k + 1] | 32) == 'm' || (s.p[k + 1] == '.' && k + 2 < s.n && (s.p[k + 2] | 32) == 'm'))) {
		k += s.p[k + 1] == '.' ? 3 : 2;
		if (k < s.n && s.p[k] == '.' && s.p[k - 2] == '.')
			k++;
		return k < s.n && rd_alnum(s.p[k]) ? 0 : k - i;
	}
	return n == 2 && (end >= s.n || s.p[end] != '.') && s.p[i + (end - i) - 3] == ':' ? end - i : 0;
}

/* "2.00 pm", "19:20", "14:00-17:00" */
bool rd_time(struct mb_str s, struct mb_str *out)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t n, more;

		if (s.p[i] < '0' || s.p[i] > '9' ||
		    (i > 0 && (rd_alnum(s.p[i - 1]) || s.p[i - 1] == '.' || s.p[i - 1] == '/')))
			continue;
		if (!(n = time_length(s, i)))
			continue;
		if (i + n < s.n && s.p[i + n] == '-' && (more = time_length(s, i + n + 1)) > 0)
			n += 1 + more;
		*out = rd_sub(s, i, i + n);
		return true;
	}
	return false;
}

static bool labelled(struct mb_str s, const char *const *labels, struct mb_str *out)
{
	size_t len, i = rd_find_any(rd_clip(s, 40), 0, labels, NULL, &len);

	if (i != 0 || len >= s.n || s.p[len] != ':')
		return false;
	*out = rd_trim(rd_first_line(rd_trim(rd_sub(s, len + 1, s.n), NULL)), "*");
	return out->n > 0;
}

/* Does a date name its year? */
static bool has_year(struct mb_str s)
{
	size_t from, len;
	mb_day d;

	return mb_read_date(&d, &from, &len, s, MB_NO_DAY);
}

/* "Held on Tuesday 11 October 2005 at 2.00 pm in Committee Room 1, Town Hall" */
static void when_and_where(struct reader *rd, struct mb_str s, bool held)
{
	static const char *const places[] = { "in", "at", NULL };
	struct mb_reading *r = rd->r;
	struct mb_str t = { NULL, 0 };
	char iso[MB_ISO_DATE];
	size_t from, len, i;
	mb_day d;

	if (r->date == MB_NO_DAY && mb_read_date(&d, &from, &len, s, rd->near)) {
		r->date = d;
		r->date_text = rd_say(rd->a, rd_sub(s, from, from + len));
		if (!has_year(rd_sub(s, from, from + len)))
			rd_note(rd,
				"\"%.60s\" has no year; it is taken for %s. Check the date of the meeting.",
				r->date_text, mb_day_iso(iso, d));
	} else if (r->date == MB_NO_DAY && !r->date_text && mb_read_date(&d, &from, &len, s, 0)) {
		r->date_text = rd_say(rd->a, rd_sub(s, from, from + len));
		rd_note(rd, "\"%.60s\" has no year, so that the day of the meeting is not known.",
			r->date_text);
	}
	if (!r->time_held && rd_time(s, &t))
		r->time_held = rd_say(rd->a, t);
	if (!held || r->place_held)
		return;
	for (i = 0; (i = rd_find_any(s, i, places, NULL, &len)) != NPOS; i += len) {
		struct mb_str at = rd_trim(rd_sub(s, i + len, s.n), NULL), w;
		size_t end, k = 0;

		if (rd_starts(at, "the") ? 0 : !at.n || !rd_upper(at.p[0]))
			continue;
		for (end = 0; end < at.n && at.p[end] != '\n' && at.p[end] != ';'; end++)
			;
		if (rd_find(at, 0, "on") != NPOS && rd_find(at, 0, "on") < end)
			end = rd_find(at, 0, "on");
		if (rd_find(at, 0, "commencing") != NPOS && rd_find(at, 0, "commencing") < end)
			end = rd_find(at, 0, "commencing");
		at = rd_trim(rd_sub(at, 0, end), ".,");
		if (at.n && rd_word(at, &k, &w) && !rd_weekday_word(at, 0, &len))
			r->place_held = rd_say(rd->a, at);
		return;
	}
}

static void read_block(struct reader *rd, const struct block *b, size_t i, struct mb_str *body)
{
	static const char *const venues[] = { "venue", "place", "location", "held at", NULL };
	static const char *const dates[] = { "date",	     "date held",	 "date of meeting",
					     "meeting date", "date of decision", NULL };
	static const char *const bodies[] = { "body", "committee", "group", "board", "decision maker", NULL };
	struct mb_reading *r = rd->r;
	struct mb_str s = rd_clip(b->text, 600), value, found;
	bool held = rd_has(s, "held") || rd_has(s, "will be held") || rd_has(s, "to be held");

	if (rd_is_any(rd_trim(rd_first_line(s), ":*."), (const char *[]){ "draft", "draft minutes", NULL }) ||
	    rd_has(rd_clip(s, 120), "draft minutes") || rd_has(s, "subject to confirmation"))
		r->draft = true;
	if (rd_has(rd_clip(s, 200), "cancelled") && s.n < 200)
		r->cancelled = true;
	if (labelled(s, venues, &value) && !r->place_held)
		r->place_held = rd_say(rd->a, value);
	if (labelled(s, dates, &value))
		when_and_where(rd, value, false);
	if (!r->body && labelled(s, bodies, &value))
		*body = value;
	if (!body->n && body_in(s, &found))
		*body = found;
	if (!body->n && i < 8 && b->kind != B_ROW && body_line(s, &found))
		*body = found;
	/* a date in a sentence of the text is not the meeting's */
	if (s.n < 200 &&
	    !(rd_has(s, "previous meeting") || rd_has(s, "last meeting") || rd_has(s, "next meeting")) &&
	    (i < 6 || !rd_has(s, "minutes")) && (rd_unfinished(s) || held))
		when_and_where(rd, s, held);
}

/* "Date held:" in one cell, the day in the next. */
static void read_row(struct reader *rd, const struct block *b)
{
	static const char *const dates[] = { "date",	     "date held", "date of meeting",
					     "meeting date", "held on",	  NULL };
	static const char *const venues[] = { "venue", "place", "location", NULL };
	static const char *const times[] = { "time", "start time", NULL };
	struct mb_str cell[CELLS_MAX], t;
	int n = rd_cells(rd->src, b, cell);

	for (int k = 0; k + 1 < n; k++) {
		struct mb_str key = rd_trim(cell[k], ":*");

		if (rd_is_any(key, dates))
			when_and_where(rd, rd_clip(cell[k + 1], 200), false);
		else if (rd_is_any(key, venues) && !rd->r->place_held && cell[k + 1].n)
			rd->r->place_held = rd_say(rd->a, rd_clip(cell[k + 1], 200));
		else if (rd_is_any(key, times) && !rd->r->time_held && rd_time(cell[k + 1], &t))
			rd->r->time_held = rd_say(rd->a, t);
	}
}

void rd_title(struct reader *rd)
{
	struct source *src = rd->src;

	/* a heading of the first level; else the first line that says something */
	for (size_t i = 0; i < src->count && i < HEAD_BLOCKS && !rd->r->title; i++)
		if (src->b[i].kind == B_HEADING && src->b[i].level == 1)
			rd->r->title = rd_say_block(rd->a, &src->b[i]);
	for (size_t i = 0; i < src->count && i < HEAD_BLOCKS && !rd->r->title; i++) {
		struct mb_str l = rd_trim(rd_first_line(src->b[i].text), NULL);

		if (src->b[i].kind == B_PARA && l.n > 3 && (rd_unfinished(l) || rd_count_words(l, 7) < 7) &&
		    l.p[l.n - 1] != ':' && l.n < 200 && !src->b[i].label.n && rd_upper(l.p[0]) &&
		    !rd_is_any(l, (const char *[]){ "draft", NULL }))
			rd->r->title = rd_say(rd->a, l);
		if (src->b[i].kind == B_HEADING)
			break;
	}
}

void rd_head(struct reader *rd)
{
	struct source *src = rd->src;
	struct mb_str body = { NULL, 0 };
	struct mb_reading *r = rd->r;
	size_t rest;

	for (size_t i = 0; i < src->count && i < 200 && mb_streq(r->kind, "decision-record"); i++)
		if (src->b[i].kind == B_PARA && rd_starts(src->b[i].text, "date of decision"))
			when_and_where(rd, rd_clip(src->b[i].text, 200), false);
	/* a date that is said to be the meeting's comes before any other */
	for (size_t i = 0; i < src->count && i < HEAD_BLOCKS && r->date == MB_NO_DAY; i++) {
		struct mb_str s = rd_clip(src->b[i].text, 600);

		if (src->b[i].role == ROLE_TEXT &&
		    (rd_starts(s, "held on") || rd_has(s, "held on") || rd_has(s, "held in") ||
		     rd_has(s, "held at")) &&
		    s.n < 300 && (i < 4 || !rd_has(s, "minutes")) && !rd_has(s, "last meeting") &&
		    !src->b[i].label.n)
			when_and_where(rd, s, true);
	}
	for (size_t i = 0; i < src->count && i < HEAD_BLOCKS; i++) {
		const struct block *b = &src->b[i];

		if (i > 0 && (rd_people_key(rd_clip(b->text, 200), &rest) != PEOPLE_NONE || b->label.n ||
			      (b->kind == B_HEADING && b->level > 1))) {
			if (b->kind == B_HEADING || rd_decision_marker(b->text) || r->date != MB_NO_DAY)
				break;
		}
		if (b->kind == B_ROW)
			read_row(rd, b);
		else if (!b->label.n)
			read_block(rd, b, i, &body);
	}
	if (body.n)
		r->body = rd_say(rd->a, body);
}
