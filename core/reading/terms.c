/* Terms of reference: what the group is for, who belongs to it, who presides, its quorum, how often it meets, what it may
 * decide, to whom it reports, when all this is reviewed - and which of these is not said. */
#include "read.h"

#include <string.h>

enum part { PURPOSE, MEMBERSHIP, CHAIR, QUORUM, FREQUENCY, DELEGATION, REPORTING, REVIEW, PARTS, OTHER };

/* Words of a heading, the surer before the vaguer. */
static const struct {
	const char *word;
	enum part part;
} heads[] = {
	{ "quorum", QUORUM },
	{ "quoracy", QUORUM },
	{ "membership", MEMBERSHIP },
	{ "members", MEMBERSHIP },
	{ "composition", MEMBERSHIP },
	{ "appointment of members", MEMBERSHIP },
	{ "chair", CHAIR },
	{ "chairing", CHAIR },
	{ "chairman", CHAIR },
	{ "chairperson", CHAIR },
	{ "chairmanship", CHAIR },
	{ "frequency", FREQUENCY },
	{ "meetings", FREQUENCY },
	{ "meeting arrangements", FREQUENCY },
	{ "proceedings", FREQUENCY },
	{ "delegation", DELEGATION },
	{ "delegated", DELEGATION },
	{ "delegated authority", DELEGATION },
	{ "delegated powers", DELEGATION },
	{ "authority", DELEGATION },
	{ "powers", DELEGATION },
	{ "decision making", DELEGATION },
	{ "decision-making", DELEGATION },
	{ "decisions", DELEGATION },
	{ "accountability", REPORTING },
	{ "reporting", REPORTING },
	{ "reports", REPORTING },
	{ "governance", REPORTING },
	{ "review", REVIEW },
	{ "amendment", REVIEW },
	{ "amendments", REVIEW },
	{ "purpose", PURPOSE },
	{ "role", PURPOSE },
	{ "remit", PURPOSE },
	{ "aim", PURPOSE },
	{ "aims", PURPOSE },
	{ "vision", PURPOSE },
	{ "objectives", PURPOSE },
	{ "functions", PURPOSE },
	{ "primary activities", PURPOSE },
	{ "responsibilities", PURPOSE },
};

/* What a sentence says where no heading says it. */
static const struct {
	const char *word;
	enum part part;
	bool vague;
} says[] = {
	{ "quorum", QUORUM, false },
	{ "quorate", QUORUM, true },
	{ "the purpose of", PURPOSE, false },
	{ "exists to", PURPOSE, false },
	{ "is established to", PURPOSE, false },
	{ "will meet", FREQUENCY, false },
	{ "shall meet", FREQUENCY, false },
	{ "meets", FREQUENCY, false },
	{ "meetings will be held", FREQUENCY, false },
	{ "meetings are held", FREQUENCY, false },
	{ "be chaired", CHAIR, false },
	{ "is chaired", CHAIR, false },
	{ "the chair will be", CHAIR, false },
	{ "the chair shall be", CHAIR, false },
	{ "the chair is", CHAIR, false },
	{ "appoint one of their members to be the chair", CHAIR, false },
	{ "membership of", MEMBERSHIP, true },
	{ "membership will", MEMBERSHIP, false },
	{ "membership is", MEMBERSHIP, false },
	{ "members are", MEMBERSHIP, false },
	{ "no delegated", DELEGATION, false },
	{ "delegated authority", DELEGATION, false },
	{ "delegated powers", DELEGATION, false },
	{ "no decision-making", DELEGATION, false },
	{ "report to", REPORTING, false },
	{ "reports to", REPORTING, false },
	{ "accountable to", REPORTING, false },
	{ "annual report", REPORTING, true },
	{ "governance will be provided", REPORTING, false },
	{ "terms of reference will be reviewed", REVIEW, false },
	{ "terms of reference and membership of", REVIEW, false },
	{ "review these terms", REVIEW, false },
	{ "terms of reference shall be reviewed", REVIEW, false },
	{ "terms of reference are reviewed", REVIEW, false },
	{ "be reviewed", REVIEW, true },
	{ "next review", REVIEW, false },
	{ "review date", REVIEW, false },
	{ "reviewed:", REVIEW, false },
};

struct look {
	struct reader *rd;
	struct mb_found_terms *t;
	struct mb_found_term *of[PARTS];
	enum part part; /* of the heading above */
	int level;
	size_t from;
	const struct block *head;
	struct mb_str first;
};

static enum part heading_part(struct mb_str s)
{
	size_t best = NPOS, at;
	enum part found = OTHER;

	/* "Chair and quorum": what stands first; "Review of membership": the review */
	for (size_t k = 0; k < sizeof(heads) / sizeof(heads[0]); k++)
		if ((at = rd_find(s, 0, heads[k].word)) != NPOS && at < best) {
			best = at;
			found = heads[k].part;
		}
	return found;
}

static bool terms_heading(const struct block *b, size_t *rest)
{
	struct mb_str s = rd_first_line(b->text);
	size_t i;

	*rest = b->text.n;
	if (b->kind == B_ROW || !b->text.n)
		return false;
	if (b->kind == B_HEADING)
		return true;
	if (b->bullet)
		return false;
	/* "Quorum: four members" */
	for (i = 0; i < s.n && i < 50 && s.p[i] != ':' && s.p[i] != '.'; i++)
		;
	if (i < s.n && s.p[i] == ':' && rd_upper(s.p[0]) && rd_count_words(rd_sub(s, 0, i), 6) < 6) {
		*rest = i + 1;
		return true;
	}
	if (s.n != b->text.n && !b->bold) { /* a short line over its text */
		if (s.n < 50 && rd_upper(s.p[0]) && rd_unfinished(s) && rd_count_words(s, 6) < 6 &&
		    heading_part(s) != OTHER) {
			*rest = s.n;
			return true;
		}
		return false;
	}
	return (b->bold || (s.n < 60 && rd_unfinished(s) && rd_upper(s.p[0]) && b->indent < 6)) && s.n < 100;
}

static void put(struct look *l, enum part part, const char *text, struct mb_place place, enum mb_sure sure)
{
	struct mb_found_term *t = l->of[part];

	if (t->text || !text || !*text)
		return;
	t->text = text;
	t->place = place;
	t->sure = sure;
}

static void list_members(struct look *l, size_t from, size_t to)
{
	const struct source *src = l->rd->src;

	for (size_t i = from; i < to; i++) {
		const struct block *b = &src->b[i];
		struct mb_str cell[CELLS_MAX], rest = b->text;

		if (b->kind == B_ROW) {
			int n = b->rule || b->head ? 0 : rd_cells(src, b, cell);

			if (n > 0 && cell[0].n)
				*MB_PUSH(l->rd->a, l->t->members, l->t->n_members) =
					n > 1 && cell[1].n ? mb_arena_printf(l->rd->a, "%s, %s",
									     rd_say(l->rd->a, cell[0]),
									     rd_say(l->rd->a, cell[1]))
							   : rd_say(l->rd->a, cell[0]);
			continue;
		}
		if (b->bullet || (b->label.n && b->label_kind == LB_LETTER)) {
			*MB_PUSH(l->rd->a, l->t->members, l->t->n_members) = rd_say(l->rd->a,
										    rd_trim(b->text, ";"));
			continue;
		}
		/* short lines, one a member */
		if (!memchr(rest.p ? rest.p : "", '\n', rest.n))
			continue;
		while (rest.n) {
			struct mb_str line = rd_first_line(rest);

			if (line.n > 2 && line.n < 100 && rd_unfinished(line))
				*MB_PUSH(l->rd->a, l->t->members, l->t->n_members) = rd_say(l->rd->a, line);
			rest = rd_sub(rest, line.n + 1, rest.n);
		}
	}
}

static void close_part(struct look *l, size_t to)
{
	struct reader *rd = l->rd;
	const char *more;

	if (l->part == OTHER || !l->head)
		return;
	more = l->from < to ? rd_say_blocks(rd, l->from, to) : NULL;
	if (l->first.n)
		more = more ? mb_arena_printf(rd->a, "%s\n\n%s", rd_say(rd->a, l->first), more)
			    : rd_say(rd->a, l->first);
	if (l->part == MEMBERSHIP && !l->t->membership.text)
		list_members(l, l->from, to);
	put(l, l->part, more, rd_place(rd->src, l->head, l->head->text), MB_SURE);
}

static void by_headings(struct look *l)
{
	struct source *src = l->rd->src;

	l->part = OTHER;
	for (size_t i = 0; i < src->count; i++) {
		const struct block *b = &src->b[i];
		size_t rest;
		enum part part;

		if (!terms_heading(b, &rest))
			continue;
		part = heading_part(rd_sub(b->text, 0, rest));
		if (rd_has(rd_clip(b->text, 100), "terms of reference"))
			part = OTHER;
		/* a heading below the part's own, of nothing known, belongs to it */
		if (part == OTHER && b->kind == B_HEADING && l->head && l->head->kind == B_HEADING &&
		    b->level > l->head->level)
			continue;
		/* "Members:" as a line that leads a list inside a part */
		if (part == OTHER && b->kind != B_HEADING && l->part != OTHER && !b->bold && !b->label.n)
			continue;
		close_part(l, i);
		l->part = part;
		l->head = b;
		l->from = i + 1;
		l->first = rd_trim(rd_sub(b->text, rest, b->text.n), NULL);
	}
	close_part(l, src->count);
}

/* The sentence, or the numbered clause, that says it. */
static void by_sentences(struct look *l)
{
	struct source *src = l->rd->src;

	for (size_t n = 0; n < 2 * src->count;
	     n++) { /* the vague words only when the clear ones say nothing */
		const struct block *b = &src->b[n % src->count];
		bool vague = n >= src->count;
		struct mb_str s;

		if (b->kind != B_PARA)
			continue;
		for (size_t at = 0; rd_sentence(b->text, &at, &s);) {
			s = rd_clip(s, SENTENCE_MAX);
			for (size_t k = 0; k < sizeof(says) / sizeof(says[0]); k++) {
				struct mb_found_term *t = l->of[says[k].part];

				if (t->text || says[k].vague != vague || !rd_has(s, says[k].word))
					continue;
				put(l, says[k].part, rd_say(l->rd->a, s), rd_place(src, b, s),
				    b->label.n ? MB_SURE : MB_LIKELY);
			}
		}
	}
}

/* ---- as data --------------------------------------------------------------------------------------------- */

static void quorum_data(struct look *l)
{
	static const char *const shares[] = { "one third",  "one-third",   "a third",	  "two thirds",
					      "two-thirds", "one half",	   "one-half",	  "half",
					      "a quarter",  "one quarter", "one-quarter", "a majority",
					      "50%",	    "33%",	   "40%",	  "25%",
					      "60%",	    "75%",	   "51%",	  NULL };
	static const char *const needs[] = { "at least one",	  "including either",  "including at least",
					     "including the",	  "of whom",	       "one of whom",
					     "including one",	  "to include",	       "which must include",
					     "must include",	  "with at least one", "provided that",
					     "at least two from", "at least one from", NULL };
	struct mb_found_terms *t = l->t;
	struct mb_str s = rd_clip(mb_str(t->quorum.text), SENTENCE_MAX), w;
	size_t at, len, which;

	t->quorum_number = -1;
	if (!s.n)
		return;
	if ((at = rd_find_any(s, 0, shares, NULL, &len)) != NPOS)
		t->quorum_share = rd_say(l->rd->a, rd_sub(s, at, at + len));
	for (at = 0; (at = rd_find_any(s, at, needs, &which, &len)) != NPOS;) {
		size_t end = at + len;
		struct mb_str c;

		while (end < s.n && !strchr(".;,\n\r)", s.p[end]) &&
		       !(rd_blank(s.p[end]) && rd_at(s, end + 1, "and at least")))
			end++;
		/* "at least one third", "at least one hour before": no composition */
		c = rd_sub(s, at, end);
		if (rd_count_words(c, 40) > 2 && rd_find_any(rd_sub(c, 0, 30), 0, shares, NULL, NULL) == NPOS)
			*MB_PUSH(l->rd->a, t->quorum_composition, t->n_quorum_composition) = rd_say(l->rd->a,
												    c);
		at = end;
	}
	/* the number: the first one that counts members and is no share */
	for (at = 0; rd_word(s, &at, &w);) {
		int n = rd_number_word(w);
		struct mb_str rest = rd_trim(rd_clip(rd_sub(s, at, s.n), 40), NULL);

		if (n <= 0 || rd_starts(rest, "third") || rd_starts(rest, "thirds") ||
		    rd_starts(rest, "half") || rd_starts(rest, "quarter") ||
		    (w.p > s.p + 1 && w.p[-1] == ' ' && w.p[-2] == '/') || memchr(w.p, '%', w.n) ||
		    rd_starts(rest, "per cent"))
			continue;
		if (n == 1 &&
		    rd_find_any(rd_sub(s, 0, (size_t)(w.p - s.p)), 0,
				(const char *[]){ "at least", "including", NULL }, NULL, NULL) != NPOS)
			continue; /* "at least one health partner" */
		if (rd_starts(rest, "working") || rd_starts(rest, "days") || rd_starts(rest, "minutes"))
			continue;
		t->quorum_number = n;
		break;
	}
}

static int times_a_year(struct mb_str s)
{
	static const struct {
		const char *word;
		int times;
	} known[] = { { "monthly", 12 },     { "every month", 12 },	 { "bi-monthly", 6 },
		      { "bimonthly", 6 },    { "every two months", 6 },	 { "every six weeks", 8 },
		      { "quarterly", 4 },    { "each quarter", 4 },	 { "every quarter", 4 },
		      { "termly", 3 },	     { "every term", 3 },	 { "each term", 3 },
		      { "half-yearly", 2 },  { "twice a year", 2 },	 { "every six months", 2 },
		      { "twice yearly", 2 }, { "weekly", 52 },		 { "annually", 1 },
		      { "once a year", 1 },  { "every three months", 4 } };
	struct mb_str w;

	for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
		if (rd_has(s, known[k].word))
			return known[k].times;
	/* "four times a year", "six meetings a year" */
	for (size_t at = 0; rd_word(s, &at, &w);) {
		int n = rd_number_word(w);
		struct mb_str rest = rd_trim(rd_clip(rd_sub(s, at, s.n), 60), NULL);

		if (n > 0 && (rd_starts(rest, "times a year") || rd_starts(rest, "times per year") ||
			      rd_starts(rest, "times each year") || rd_starts(rest, "meetings a year") ||
			      rd_starts(rest, "meetings per year") || rd_starts(rest, "times in each year") ||
			      rd_starts(rest, "meetings each year")))
			return n;
	}
	return -1;
}

static const char *after(struct look *l, struct mb_str s, const char *const *words)
{
	size_t len, i = rd_find_any(s, 0, words, NULL, &len), end;

	if (i == NPOS)
		return NULL;
	for (i += len; i < s.n && rd_blank(s.p[i]); i++)
		;
	for (end = i; end < s.n && !strchr(".;,:\n\r", s.p[end]) && !rd_at(s, end, "which") &&
		      !rd_at(s, end, "who") && !rd_at(s, end, "who will") && !rd_at(s, end, "on") &&
		      !rd_at(s, end, "at least") && !rd_at(s, end, "and will") && !rd_at(s, end, "every") &&
		      !rd_at(s, end, "twice") && !rd_at(s, end, "annually") && !rd_at(s, end, "quarterly") &&
		      !rd_at(s, end, "for such") && !rd_at(s, end, "each");
	     end++)
		;
	s = rd_trim(rd_sub(s, i, end), NULL);
	return s.n > 2 && s.n < 200 ? rd_say(l->rd->a, s) : NULL;
}

static void data(struct look *l)
{
	static const char *const presides[] = { "chaired by",
						"the chair will be",
						"the chair shall be",
						"the chair is",
						"be chaired by",
						"chairperson will be",
						NULL };
	static const char *const deputies[] = { "deputy chair will be",	   "deputy chair shall be",
						"vice-chair will be",	   "vice chair will be",
						"vice-chair shall be",	   "deputy chair is",
						"deputy chairman will be", NULL };
	static const char *const reports[] = { "reports to",
					       "report to",
					       "accountable to",
					       "provided to the MSP from",
					       "reports directly to",
					       "report annually to",
					       "report quarterly to",
					       "answerable to",
					       NULL };
	static const char *const often[] = {
		"annually",    "every year", "every two years", "each year",	       "every three years",
		"once a year", "yearly",     "periodically",	"every twelve months", "every 12 months",
		NULL
	};
	struct mb_found_terms *t = l->t;
	struct mb_str s = rd_clip(mb_str(t->review.text), SENTENCE_MAX);
	size_t from, len, at;
	mb_day d;

	quorum_data(l);
	t->meetings_a_year = times_a_year(rd_clip(mb_str(t->frequency.text), SENTENCE_MAX));
	t->presides = after(l, rd_clip(mb_str(t->chair.text), SENTENCE_MAX), presides);
	if (!t->presides) { /* "chaired and facilitated by" */
		struct mb_str c = rd_clip(mb_str(t->chair.text), SENTENCE_MAX);

		if ((at = rd_find(c, 0, "chaired")) != NPOS)
			t->presides = after(l, rd_clip(rd_sub(c, at, c.n), 200),
					    (const char *[]){ "by", NULL });
	}
	t->deputy = after(l, rd_clip(mb_str(t->chair.text), SENTENCE_MAX), deputies);
	t->reports_to = after(l, rd_clip(mb_str(t->reporting.text), SENTENCE_MAX), reports);
	t->review_by = MB_NO_DAY;
	if (!s.n)
		return;
	if (mb_read_date(&d, &from, &len, s, MB_NO_DAY) || rd_month(&d, &from, &len, s, MB_NO_DAY)) {
		t->review_by = d;
		t->review_text = rd_say(l->rd->a, rd_sub(s, from, from + len));
	} else if ((at = rd_find_any(s, 0, often, NULL, &len)) != NPOS) {
		t->review_text = rd_say(l->rd->a, rd_sub(s, at, at + len));
	}
}

void rd_terms(struct reader *rd)
{
	static const char *const names[] = {
		"purpose",    "membership", "chair", "quorum", "frequency of meetings",
		"delegation", "reporting",  "review"
	};
	struct mb_found_terms *t = mb_arena_alloc(rd->a, sizeof(*t));
	struct look l = { .rd = rd,
			  .t = t,
			  .of = { &t->purpose, &t->membership, &t->chair, &t->quorum, &t->frequency,
				  &t->delegation, &t->reporting, &t->review } };

	rd->r->terms = t;
	by_headings(&l);
	by_sentences(&l);
	data(&l);
	for (int k = 0; k < PARTS; k++)
		if (!l.of[k]->text)
			*MB_PUSH(rd->a, t->missing, t->n_missing) = names[k];
	for (size_t k = 0; k < t->n_missing; k++)
		rd_note(rd, "Terms of reference usually say something of %s; this text does not.",
			t->missing[k]);
}
