/* Does a sentence without a marker decide? By the body's own verb ("the Board agreed"), the passive ("the plan was
 * approved"), the short forms of quick writers ("Minutes agreed", "£40 resolved to pay"), or a motion and its result. */
#include "read.h"

#include <string.h>

#define NAMES(...)                                                                                           \
	(const char *const[])                                                                                \
	{                                                                                                    \
		__VA_ARGS__, NULL                                                                            \
	}

static const char *const bodies[] = {
	"board",      "council",  "panel",     "committee", "trust",	   "ctb",	    "directors",
	"trustees",   "members",  "cabinet",   "executive", "partnership", "group",	    "councillors",
	"meeting",    "forum",	  "governors", "assembly",  "everyone",	   "those present", "sub-committee",
	"commission", "partners", "cllrs",     "sub-group", "subgroup",	   "all",	    NULL
};
static const char *const verbs[] = { "agreed",	    "resolved",	   "decided",	 "approved",  "noted",
				     "endorsed",    "adopted",	   "accepted",	 "ratified",  "deferred",
				     "recommended", "referred",	   "rejected",	 "declined",  "refused",
				     "elected",	    "appointed",   "authorised", "delegated", "confirmed",
				     "supported",   "reappointed", "re-elected", "withdrawn", "lost",
				     "defeated",    "carried",	   NULL };
static const char *const told[] = { "said",	     "told",	       "stated",
				    "reported that", "explained",      "asked whether",
				    "asked if",	     "confirmed that", "advised that",
				    "commented",     "suggested that", "remarked",
				    "was informed",  "were informed",  "felt that",
				    "reminded",	     "highlighted",    "outlined",
				    "asked that",    "hoped",	       NULL };
static const char *const past[] = { "last year",
				    "previously",
				    "last meeting",
				    "previous meeting",
				    "already",
				    "at its meeting on",
				    "earlier this year",
				    "last month",
				    "prior to the meeting",
				    "prior to this meeting",
				    NULL };
/* what a body takes note of; to note that something is so only tells */
static const char *const things[] = {
	"report",	"reports",   "update",	  "updates",	     "presentation",
	"position",	"paper",     "papers",	  "progress",	     "minutes",
	"plan",		"strategy",  "accounts",  "contents",	     "content",
	"information",	"programme", "register",  "correspondence",  "action log",
	"actions",	"feedback",  "findings",  "recommendations", "performance",
	"statement",	"budget",    "forecast",  "summary",	     "notes",
	"changes",	"decision",  "decisions", "letter",	     "dashboard",
	"timetable",	"dates",     "schedule",  "review",	     "outcome",
	"arrangements", "proposals", "balances",  "payments",	     "data",
	"figures",	NULL
};
/* what is agreed to in passing, between people */
static const char *const slight[] = { "with",	 "to email",	"to contact", "to write",     "to ask",
				      "to ring", "to meet",	"to send",    "to circulate", "to discuss",
				      "to look", "and thanked", NULL };

static size_t word_back(struct mb_str s, size_t i, struct mb_str *w)
{
	size_t end;

	while (i > 0 && rd_blank(s.p[i - 1]))
		i--;
	for (end = i; i > 0 && !rd_blank(s.p[i - 1]); i--)
		;
	*w = rd_sub(s, i, end);
	return i;
}

static bool ends_ed(struct mb_str w)
{
	w = rd_trim(w, ",");
	return w.n > 4 && w.p[w.n - 2] == 'e' && w.p[w.n - 1] == 'd';
}

/* Who is it that stands before the verb at v? */
enum subject { NOBODY, BODY, IT_WAS, PASSIVE, ELLIPSIS, HISTORY };

static enum subject subject(struct mb_str s, size_t v, size_t *from)
{
	static const char *const between[] = { "has",	    "have",	 "unanimously",	 "then",
					       "also",	    "therefore", "formally",	 "further",
					       "both",	    "all",	 "subsequently", "in",
					       "principle", "duly",	 "generally",	 "hereby",
					       "jointly",   "thereby",	 "collectively", "fully",
					       "were",	    "thus",	 "now",		 NULL };
	struct mb_str w, next;
	size_t i = v, k;
	bool all = false, chain = false;

	for (int turns = 0; turns < 7; turns++) {
		k = word_back(s, i, &w);
		if (!w.n)
			return ELLIPSIS;
		struct mb_str bare = rd_trim(w, ",()");

		*from = k;
		if (rd_is_any(bare,
			      NAMES("had", "been", "being", "be", "as", "not", "never", "to", "is", "are")))
			return HISTORY;
		if (rd_is_any(bare, NAMES("was", "were"))) {
			word_back(s, k, &next);
			next = rd_trim(next, ",");
			if (mb_str_case_eq(next, "it"))
				return IT_WAS;
			if (rd_is_any(next, NAMES("which", "that", "who", "there", "what", "as", "these")))
				return HISTORY;
			return PASSIVE;
		}
		if (rd_is_any(bare, bodies)) {
			if (w.p[w.n - 1] == ',')
				return NOBODY; /* "the Councillors, authorised signatories" */
			/* "all" may follow a person: "and all agreed" */
			if (mb_str_case_eq(bare, "all"))
				all = true;
			else
				return BODY;
			i = k;
			continue;
		}
		if (all)
			return BODY;
		if (rd_is_any(bare, between) ||
		    (bare.n > 4 && bare.p[bare.n - 1] == 'y' && bare.p[bare.n - 2] == 'l')) {
			i = k;
			continue;
		}
		if (rd_is_any(bare, NAMES("and", "&", "but", "then"))) { /* "considered and agreed" */
			size_t m = word_back(s, k, &next), body;

			/* "The Board discussed the letter, but agreed" */
			body = rd_find_any(rd_clip(s, 30), 0, bodies, NULL, NULL);
			if (!ends_ed(next) && body != NPOS && body < 16 && rd_starts(s, "the")) {
				*from = body;
				return BODY;
			}
			if (!ends_ed(next))
				return ELLIPSIS;
			i = m;
			chain = true;
			continue;
		}
		if (w.n && w.p[w.n - 1] == ',' && ends_ed(w)) {
			i = k;
			continue;
		}
		/* "Terms reviewed, changed and adopted": a thing, unless somebody is named */
		return chain && rd_lower(bare.p[0]) && bare.n > 3 ? ELLIPSIS : NOBODY;
	}
	return all ? BODY : NOBODY;
}

/* "that the rise is inevitable" is an opinion, "that the rise be refused" a decision. */
static bool opinion(struct mb_str rest)
{
	static const char *const will[] = { "be",  "should", "would", "will", "must", "shall",
					    "may", "can",    "could", "to",   "not",  NULL };
	static const char *const is[] = { "is", "was", "are", "were", "has", "have", "had", NULL };
	size_t a, b;

	if (!rd_starts(rest, "that"))
		return false;
	rest = rd_clip(rest, 200);
	a = rd_find_any(rest, 0, will, NULL, NULL);
	b = rd_find_any(rest, 0, is, NULL, NULL);
	return b != NPOS && b < a;
}

static bool about_things(struct mb_str s)
{
	return rd_find_any(s, 0, things, NULL, NULL) != NPOS;
}

static bool post_named(struct mb_str s)
{
	return rd_find_any(s, 0,
			   NAMES("chair", "chairman", "chairperson", "chairwoman", "vice-chair", "vice",
				 "deputy", "president", "treasurer", "secretary", "representative",
				 "representatives", "trustee", "governor", "councillor", "member",
				 "committee", "auditor"),
			   NULL, NULL) != NPOS;
}

/* One verb in a sentence, and what stands around it. */
struct verb_at {
	const char *verb;
	size_t at; /* in s */
	struct mb_str s, before, rest;
	enum subject who;
	bool at_end;
};

static bool verb_is(const struct verb_at *x, const char *const *list)
{
	return rd_is_any(mb_str(x->verb), list);
}

/* "he said the Board agreed"; but "and it was agreed" leaves what was said behind */
static bool only_told(const struct verb_at *x)
{
	struct mb_str w;

	if (rd_find_any(x->before, 0, told, NULL, NULL) == NPOS)
		return false;
	word_back(x->s, x->before.n, &w);
	return x->who != IT_WAS || !(rd_is_any(rd_trim(w, ","), NAMES("and", "so", "therefore", "it")) ||
				     (w.n && strchr(",;", w.p[w.n - 1])));
}

/* "approved by the county": by others than those who met */
static bool by_others(const struct verb_at *x)
{
	struct mb_str by = rd_clip(x->rest, 60);

	if (!rd_starts(x->rest, "by") || (x->who != PASSIVE && x->who != ELLIPSIS))
		return false;
	if (rd_find_any(by, 0, bodies, NULL, NULL) == NPOS && !rd_has(by, "vote") &&
	    !rd_has(by, "show of hands") && !rd_has(by, "cllr"))
		return true;
	return rd_find_any(by, 0, NAMES("borough", "county", "district", "government", "planning"), NULL,
			   NULL) != NPOS;
}

/* A verb that with this subject tells what was, or what somebody thought. */
static bool no_act(const struct verb_at *x)
{
	if (x->who == IT_WAS && verb_is(x, NAMES("noted", "confirmed", "accepted")))
		return true;
	if (only_told(x))
		return true;
	if (x->who != ELLIPSIS && rd_find_any(x->s, 0, past, NULL, NULL) != NPOS && !rd_has(x->s, "minutes"))
		return true;
	if (mb_streq(x->verb, "agreed") && rd_find_any(x->rest, 0, slight, NULL, NULL) == 0 &&
	    (x->who == BODY || rd_starts(x->rest, "with")))
		return true;
	return mb_streq(x->verb, "withdrawn") && x->who != PASSIVE;
}

static enum deciding of_motion(const struct verb_at *x)
{
	return x->who == PASSIVE && rd_find_any(x->before, 0,
						NAMES("motion", "amendment", "proposal", "recommendation",
						      "resolution"),
						NULL, NULL) != NPOS
		       ? DECIDES
		       : DECIDES_NOT;
}

static enum deciding of_noting(const struct verb_at *x)
{
	if (x->who == PASSIVE)
		return about_things(x->before) && !rd_starts(x->rest, "that") ? DECIDES : DECIDES_NOT;
	if (x->who == ELLIPSIS)
		return x->at_end && about_things(x->before) && rd_count_words(x->before, 13) < 12
			       ? DECIDES_MAYBE
			       : DECIDES_NOT;
	if (rd_starts(x->rest, "that"))
		return DECIDES_NOT;
	if (rd_starts(x->rest, "and") && rd_find_any(x->rest, 0, verbs, NULL, NULL) < 20)
		return DECIDES;
	return about_things(rd_clip(x->rest, 80)) ? DECIDES : DECIDES_NOT;
}

static enum deciding of_people(const struct verb_at *x)
{
	if (x->who == PASSIVE && rd_find_any(x->before, x->before.n > 8 ? x->before.n - 8 : 0,
					     NAMES("he", "she", "who", "they"), NULL, NULL) != NPOS)
		return DECIDES_NOT;
	if (x->who != BODY && x->who != IT_WAS)
		return post_named(x->rest) || post_named(x->before) ? DECIDES : DECIDES_NOT;
	return post_named(x->s) ? DECIDES : DECIDES_MAYBE;
}

static enum deciding of_body(const struct verb_at *x)
{
	bool agreed = mb_streq(x->verb, "agreed");

	if (verb_is(x, NAMES("confirmed", "supported", "accepted", "recommended", "referred")))
		return rd_starts(x->rest, "that") && mb_streq(x->verb, "confirmed") ? DECIDES_NOT
										    : DECIDES_MAYBE;
	if (agreed && x->at_end)
		return DECIDES_MAYBE;
	return agreed && opinion(x->rest) ? DECIDES_MAYBE : DECIDES;
}

static enum deciding of_passive(const struct verb_at *x)
{
	if (verb_is(x, NAMES("confirmed", "supported", "referred", "recommended", "decided", "resolved")))
		return rd_has(x->before, "minutes") && mb_streq(x->verb, "confirmed") ? DECIDES : DECIDES_NOT;
	return verb_is(x, NAMES("declined", "authorised", "delegated")) ? DECIDES_MAYBE : DECIDES;
}

/* "Terms reviewed, changed and adopted", "Minutes agreed." */
static enum deciding of_ellipsis(const struct verb_at *x)
{
	struct mb_str w;

	if (verb_is(x, NAMES("confirmed", "supported", "referred", "recommended", "declined", "authorised")))
		return DECIDES_NOT;
	if (!x->before.n)
		return x->at_end || rd_has(rd_clip(x->rest, 40), "apologies") ? DECIDES_NOT : DECIDES_MAYBE;
	word_back(x->s, x->at, &w);
	if (rd_is_any(rd_trim(w, ","), NAMES("and", "&")))
		return DECIDES_MAYBE;
	return rd_has(x->before, "minutes") ? DECIDES : DECIDES_NOT;
}

static enum deciding by_verb(struct mb_str s, size_t v, const char *verb)
{
	struct verb_at x = { .verb = verb, .at = v, .s = s };
	size_t from = v;

	x.rest = rd_trim(rd_sub(s, v + strlen(verb), s.n), NULL);
	x.at_end = !rd_trim(x.rest, ".,;)").n;
	x.who = subject(s, v, &from);
	x.before = rd_sub(s, 0, from);
	if (x.who == NOBODY || x.who == HISTORY)
		return DECIDES_NOT;
	if (x.who == IT_WAS && mb_streq(verb, "recommended"))
		return DECIDES_MAYBE;
	if (no_act(&x))
		return DECIDES_NOT;
	if (verb_is(&x, NAMES("lost", "defeated", "carried")))
		return of_motion(&x);
	if (by_others(&x))
		return DECIDES_NOT;
	if (mb_streq(verb, "noted"))
		return of_noting(&x);
	if (verb_is(&x, NAMES("elected", "appointed", "reappointed", "re-elected")))
		return of_people(&x);
	switch (x.who) {
	case BODY:
		return of_body(&x);
	case IT_WAS:
		return opinion(x.rest) ? DECIDES_MAYBE : DECIDES;
	case PASSIVE:
		return of_passive(&x);
	case ELLIPSIS:
		return of_ellipsis(&x);
	default:
		return DECIDES_NOT;
	}
}

/* A noun and a participle and nothing else: "Minutes of the last meeting agreed.", "Wreath - Agreed" */
static enum deciding quick(struct mb_str s)
{
	static const char *const last[] = { "agreed",  "approved", "accepted", "adopted",
					    "carried", "ratified", "deferred", NULL };
	static const char *const finite[] = { "was",   "were", "is",  "are",  "has", "have", "had",
					      "would", "will", "be",  "been", "he",  "she",  "they",
					      "we",    "who",  "not", "if",   NULL };
	struct mb_str bare = rd_trim(s, ".;,)"), w, before;
	size_t i = word_back(bare, bare.n, &w);

	before = rd_trim(rd_sub(bare, 0, i), NULL);
	if (!rd_is_any(w, last) || rd_count_words(before, 16) > 15 || rd_count_words(before, 2) < 1)
		return DECIDES_NOT;
	if (rd_find_any(before, 0, finite, NULL, NULL) != NPOS ||
	    rd_find_any(before, 0, told, NULL, NULL) != NPOS)
		return DECIDES_NOT;
	if (rd_has(before, "minutes"))
		return DECIDES;
	/* "AB and CD agreed" is between people */
	if (rd_namelike(before) || rd_initials_like(before))
		return DECIDES_NOT;
	word_back(before, before.n, &w);
	return rd_initials_like(rd_trim(w, ".,")) || rd_namelike(w) ? DECIDES_NOT : DECIDES_MAYBE;
}

enum deciding rd_decides(struct mb_str s)
{
	enum deciding best = DECIDES_NOT, one;
	size_t i = 0, which, len;

	if (rd_starts(s, "to") || rd_has(rd_clip(s, 80), "no decision") ||
	    rd_has(s, "view the full minutes") || (s.n && s.p[s.n - 1] == '?'))
		return DECIDES_NOT;
	for (int turns = 0; turns < 12 && (i = rd_find_any(s, i, verbs, &which, &len)) != NPOS;
	     i += len, turns++) {
		if ((one = by_verb(s, i, verbs[which])) > best)
			best = one;
		/* "£40.00 resolved to pay" */
		if (mb_streq(verbs[which], "resolved") && best < DECIDES && i > 0 &&
		    (rd_at(s, i + len, " to") || rd_at(s, i + len, " that"))) {
			struct mb_str w;

			word_back(s, i, &w);
			if (!rd_is_any(w, NAMES("be", "been", "had", "not", "who")) && !rd_namelike(w))
				best = DECIDES;
		}
		if (best == DECIDES)
			return best;
	}
	if ((one = quick(s)) > best)
		best = one;
	if (best == DECIDES_NOT && rd_find_any(s, 0, bodies, NULL, NULL) != NPOS &&
	    rd_find_any(s, 0,
			NAMES("had no objection", "had no objections", "no objection to", "no objections to",
			      "raised no objection", "raised no objections"),
			NULL, NULL) != NPOS)
		best = DECIDES_MAYBE;
	/* "deferred to next agenda" */
	if (best == DECIDES_NOT && (rd_starts(s, "deferred to") || rd_starts(s, "deferred until")))
		best = DECIDES;
	if (best < DECIDES && (rd_has(s, "true record") || rd_has(s, "correct record")) &&
	    (rd_has(s, "agreed") || rd_has(s, "approved") || rd_has(s, "accepted")))
		best = DECIDES;
	/* "presented the minutes, approved and signed" */
	if (best < DECIDES && rd_has(s, "minutes") && rd_has(s, "signed") &&
	    (rd_has(s, "confirmed") || rd_has(s, "agreed") || rd_has(s, "approved") ||
	     rd_has(s, "accepted")) &&
	    !rd_has(s, "will"))
		best = DECIDES;
	return best;
}

/* ---- motions --------------------------------------------------------------------------------------------- */

static const char *const moves[] = { "proposed", "prop", "moved", "nominated", "proposition", NULL };
static const char *const seconds[] = { "seconded", "2nd", "seconder", NULL };
static const char *const results[] = { "carried",    "unanimously", "unanimous", "votes for",	"in favour",
				       "all agreed", "lost",	    "agreed",	 "defeated",	"votes to",
				       "resolved",   "approved",    "accepted",	 "was elected", NULL };

bool rd_motion(struct mb_str s)
{
	return rd_find_any(s, 0, moves, NULL, NULL) != NPOS && rd_find_any(s, 0, seconds, NULL, NULL) != NPOS;
}

size_t rd_result(struct mb_str s)
{
	return rd_find_any(s, 0, results, NULL, NULL);
}

bool rd_only_result(struct mb_str s)
{
	static const char *const starts[] = { "carried",
					      "unanimously",
					      "unanimous",
					      "all in favour",
					      "all agreed",
					      "all were in favour",
					      "motion carried",
					      "the motion was",
					      "the motion",
					      "the amendment was",
					      "the amendment",
					      "the proposal was",
					      "on being put",
					      "upon being put",
					      "a vote was",
					      "on a vote",
					      "voting",
					      "the vote was",
					      "this was carried",
					      "this was agreed",
					      "agreed",
					      "motion lost",
					      "lost",
					      "the resolution was",
					      "the nomination was",
					      NULL };
	struct mb_str w;
	size_t at = 0;

	if (rd_find_any(rd_clip(s, 30), 0, starts, NULL, NULL) == 0)
		return rd_result(s) != NPOS || rd_has(s, "lost");
	/* "6 votes for - Carried" */
	return rd_word(s, &at, &w) && rd_number_word(w) >= 0 && rd_result(s) != NPOS &&
	       rd_count_words(s, 16) < 15 &&
	       (rd_has(rd_clip(s, 60), "vote") || rd_has(rd_clip(s, 60), "votes") ||
		rd_has(rd_clip(s, 60), "favour") || rd_has(rd_clip(s, 60), "for"));
}
