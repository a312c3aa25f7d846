/* Decisions in running text: sentence by sentence, and line by line where quick writers put a decision a line. */
#include "decisions.h"

#include <string.h>

/* Does a line end with what was resolved: "Invoice for hall £40.00 resolved to pay (cheque 12)"? */
static bool line_decides(struct mb_str l)
{
	static const char *const ends[] = { "agreed", "carried", "approved", "noted", "deferred", NULL };
	size_t i, at = 0;

	l = rd_trim(l, ".;");
	if ((i = rd_find(l, 0, "resolved to")) != NPOS && l.n - i < 60) {
		struct mb_str rest = rd_trim(rd_sub(l, i + 11, l.n), NULL);

		while (at < rest.n && rest.p[at] != '(')
			at++;
		return rd_count_words(rd_sub(rest, 0, at), 3) < 3 && rest.n > 0;
	}
	return rd_is_any(rd_last_word(l), ends) && !rd_lower(l.p[0]);
}

/* The next sentence, or the next line that is as good as one. */
static bool unit(struct mb_str text, size_t *at, struct mb_str *out)
{
	size_t from, to;
	struct mb_str rest;

	/* no further than a sentence may reach: lines without stops would be looked at again and again */
	if (!rd_sentence(rd_sub(text, 0, *at + 2 * SENTENCE_MAX), at, out))
		return false;
	from = (size_t)(out->p - text.p);
	rest = *out;
	for (to = 0; to < rest.n;) {
		struct mb_str l = rd_first_line(rd_sub(rest, to, rest.n));

		if (l.n && line_decides(l) && (to + l.n < rest.n || to > 0)) {
			if (rd_lower(l.p[0])) { /* it goes on from the line before */
				*out = rd_sub(rest, 0, to + l.n);
				*at = from + to + l.n;
				return true;
			}
			if (to == 0) {
				*out = l;
				*at = from + l.n;
				return true;
			}
			*out = rd_sub(rest, 0, to - 1); /* what stands before it, first */
			*at = from + to;
			return true;
		}
		to += l.n + 1;
	}
	return true;
}

static bool said_after(struct mb_str s)
{
	static const char *const words[] = { "agreed",
					     "resolved",
					     "unanimously agreed",
					     "this was agreed",
					     "all agreed",
					     "approved",
					     "agreed unanimously",
					     "it was so resolved",
					     "so agreed",
					     "this was unanimously agreed",
					     "carried",
					     "this was approved",
					     "members agreed",
					     "the board agreed",
					     "all in agreement",
					     "it was agreed",
					     NULL };

	return rd_is_any(rd_trim(s, ".;"), words) || rd_starts(s, "agreed. /");
}

static bool elected_here(struct finder *f, const struct block *b, struct mb_str s)
{
	struct mb_str title = { NULL, 0 };

	if (b->item >= 0)
		title = mb_str(f->rd->r->items[b->item].title);
	return rd_has(title, "election") || rd_has(title, "appointment of chair") ||
	       rd_has(title, "appointment of vice") || rd_has(title, "elect") ||
	       (rd_has(s, "nominated") && !rd_has(s, "resolved"));
}

/* "The motion was put to the vote." says nothing of how it went; the next sentence does. */
static bool put_to_vote(struct mb_str s)
{
	static const char *const words[] = { "put to the vote", "was put",    "were put",   "put to a vote",
					     "vote was taken",	"then voted", "were taken", NULL };

	return rd_count_words(s, 13) < 13 && rd_find_any(s, 0, words, NULL, NULL) != NPOS;
}

/* Does the next sentence say how it went? It may be the one after "The motion was put to the vote." */
static bool went(struct mb_str text, size_t *look)
{
	struct mb_str next;

	if (!rd_sentence(text, look, &next))
		return false;
	if (rd_only_result(rd_clip(next, 200)))
		return true;
	return put_to_vote(rd_clip(next, 200)) && rd_sentence(text, look, &next) &&
	       rd_only_result(rd_clip(next, 200));
}

/* "A proposed ..., seconded by B. 6 votes for - Carried": with the sentences that say how it went. */
static bool motion(struct finder *f, const struct block *b, struct mb_str text, struct mb_str s, size_t *at)
{
	struct mb_str all = s, next;
	size_t look = *at, before = f->rd->r->n_decisions, from = (size_t)(s.p - text.p);
	bool result;

	if (!rd_motion(s)) { /* "A proposed it. Seconded by B." */
		if (!rd_has(s, "proposed") && !rd_has(s, "moved"))
			return false;
		if (!rd_sentence(text, &look, &next) || rd_count_words(next, 9) > 8 ||
		    (!rd_has(next, "seconded") && !rd_has(next, "2nd")))
			return false;
		all = rd_sub(text, from, look);
		*at = look;
	}
	result = rd_result(all) != NPOS;
	while (went(text, &look) && look - from < SENTENCE_MAX) {
		all = rd_sub(text, from, look);
		*at = look;
		result = true;
	}
	if (!result && rd_has(s, "lost"))
		result = true;
	rd_add_text(f, b, (struct mb_str){ "", 0 }, rd_clip(all, SENTENCE_MAX), result ? MB_SURE : MB_LIKELY);
	if (!result && f->rd->r->n_decisions > before)
		f->pending = before; /* unless what was resolved comes below */
	if (f->rd->r->n_decisions > before && elected_here(f, b, all) &&
	    !mb_streq(f->rd->r->decisions[before].kind, "lost"))
		f->rd->r->decisions[before].kind = "elected";
	return true;
}

/* What a lead announces: does a list follow it? */
static bool list_follows(struct finder *f, size_t i, struct mb_str s)
{
	const struct source *src = f->rd->src;
	const struct block *b = &src->b[i], *next = i + 1 < src->count ? b + 1 : NULL;

	if (s.p + s.n < b->text.p + b->text.n &&
	    rd_trim(rd_sub(b->text, (size_t)(s.p + s.n - b->text.p), b->text.n), NULL).n)
		return false;
	return next && next->kind == B_PARA && (next->role == ROLE_CLAUSE || next->bullet || next->label.n) &&
	       next->role != ROLE_ITEM;
}

static void one(struct finder *f, size_t i, struct mb_str s, enum deciding how)
{
	const struct block *b = &f->rd->src->b[i];
	struct mb_reading *r = f->rd->r;
	enum mb_sure sure = how == DECIDES ? MB_SURE : MB_LIKELY;
	size_t before = r->n_decisions;

	if (!rd_is_lead(s)) {
		rd_add_text(f, b, (struct mb_str){ "", 0 }, s, sure);
	} else if (list_follows(f, i, s)) {
		f->clauses = true;
		f->likely = how != DECIDES && s.p[s.n - 1] != ':';
		f->group = r->n_decisions;
		/* "decided to help, subject to:" is the decision; "agreed that:" only announces some */
		f->append = rd_count_words(s, 13) > 12;
		if (f->append)
			rd_add_decision(f, b, (struct mb_str){ "", 0 }, s, sure);
	} else if (rd_count_words(s, 9) < 9 && i + 1 < f->rd->src->count &&
		   f->rd->src->b[i + 1].role == ROLE_TEXT && f->rd->src->b[i + 1].kind == B_PARA) {
		f->next_text = true; /* "The Board agreed:" and the text below */
		f->group = r->n_decisions;
	}
	if (r->n_decisions > before && mb_streq(r->decisions[before].kind, "agreed") &&
	    elected_here(f, b, s) &&
	    rd_find_any(s, 0, (const char *[]){ "chair", "chairman", "vice", "chairperson", NULL }, NULL,
			NULL) != NPOS)
		r->decisions[before].kind = "elected";
}

static bool movers_start(struct mb_str s)
{
	static const char *const starts[] = { "prop.",	  "prop",      "proposed by", "proposed:",
					      "moved by", "(proposed", "proposer",    NULL };

	return rd_find_any(rd_clip(s, 30), 0, starts, NULL, NULL) == 0 ||
	       (s.n && s.p[0] == '(' && rd_motion(s));
}

/* "Agreed." below a title, and nothing else: the title is what was agreed. */
static bool titled(struct finder *f, const struct block *b, struct mb_str s)
{
	const struct mb_found_item *it = &f->rd->r->items[b->item];
	bool noted = rd_is_any(rd_trim(s, ".;"),
			       (const char *[]){ "noted", "received and noted", "report noted", NULL });
	struct mb_found_decision *d;

	if ((!noted && !said_after(s)) || !*it->title)
		return false;
	f->kind = noted ? "noted" : "agreed";
	d = rd_add_decision(f, b, (struct mb_str){ "", 0 }, mb_str(it->title), MB_LIKELY);
	f->kind = NULL;
	if (d) {
		d->place = rd_place(f->rd->src, b, s);
		d->procedural = rd_has(mb_str(it->title), "minutes");
	}
	return true;
}

/* "The Board:" over a list of what it noted and agreed. */
static bool body_lead(struct mb_str s)
{
	s = rd_trim(s, NULL);
	return s.n > 2 && s.p[s.n - 1] == ':' && rd_count_words(s, 6) < 6 && rd_starts(s, "the") &&
	       rd_is_any(rd_trim(rd_last_word(rd_trim(s, ":-")), ":-"),
			 (const char *[]){ "board", "committee", "panel", "group", "executive", "cabinet",
					   "council", "trust", "partnership", "forum", "members", "directors",
					   "trustees", "governors", NULL });
}

void rd_prose(struct finder *f, size_t i, struct mb_str text)
{
	const struct block *b = &f->rd->src->b[i];
	struct mb_str s, before = { NULL, 0 };
	size_t at = 0, began = f->rd->r->n_decisions;

	if (rd_starts(text, "minutes:")) {
		text = rd_trim(rd_sub(text, 8, text.n), NULL);
	}
	while (unit(text, &at, &s)) {
		enum deciding how;

		s = rd_clip(rd_trim(s, NULL), SENTENCE_MAX);
		if (!s.n)
			continue;
		/* "... in a shorter form. Agreed." says what was agreed before */
		if (!before.n && b->item >= 0 && b->role != ROLE_ITEM && titled(f, b, s)) {
			before = s;
			continue;
		}
		if (before.n && said_after(s)) {
			if (rd_decides(before) == DECIDES_NOT)
				rd_add_decision(f, b, (struct mb_str){ "", 0 }, before, MB_LIKELY);
			before = s;
			continue;
		}
		/* "Minutes agreed. Prop. JB, 2nd GK, All agreed." */
		if (movers_start(s) && f->rd->r->n_decisions > began) {
			struct mb_found_decision *d = &f->rd->r->decisions[f->rd->r->n_decisions - 1];

			rd_movers(d, f->rd->a, s);
			rd_votes(d, f->rd->a, s);
			before = s;
			continue;
		}
		if (motion(f, b, text, s, &at)) {
			before = s;
			continue;
		}
		if (body_lead(s) && list_follows(f, i, s)) {
			f->clauses = f->verbs = true;
			f->likely = f->append = false;
			f->group = f->rd->r->n_decisions;
			continue;
		}
		if (!rd_action_marker(s) && (how = rd_decides(s)) != DECIDES_NOT)
			one(f, i, s, how);
		before = s;
	}
}
