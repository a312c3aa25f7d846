/* What a clause says: its kind by the first verb, votes, mover and seconder, conditions, delegation. */
#include "read.h"

#include <string.h>

struct verb {
	const char *word, *kind;
};

/* Participles: "be agreed", "was noted". Bare, they count only when nothing else is found. */
static const struct verb done[] = {
	{ "noted", "noted" },	     { "received", "noted" },	 { "deferred", "deferred" },
	{ "postponed", "deferred" }, { "referred", "referred" }, { "recommended", "recommended" },
	{ "submitted", "referred" }, { "elected", "elected" },	 { "withdrawn", "withdrawn" },
	{ "rejected", "rejected" },  { "refused", "rejected" },	 { "lost", "lost" },
	{ "defeated", "lost" },	     { "agreed", "agreed" },	 { "approved", "agreed" },
	{ "adopted", "agreed" },     { "endorsed", "agreed" },	 { "accepted", "agreed" },
	{ "confirmed", "agreed" },   { "authorised", "agreed" }, { "authorized", "agreed" },
	{ "delegated", "agreed" },   { "appointed", "agreed" },	 { "granted", "agreed" },
	{ "excluded", "agreed" },    { "adjourned", "agreed" },	 { "supported", "agreed" },
	{ "ratified", "agreed" },    { "decided", "agreed" },	 { "resolved", "agreed" },
	{ "established", "agreed" }, { "asked", "agreed" },	 { "requested", "agreed" },
	{ "awarded", "agreed" },
};

/* Finite forms: they count wherever they stand. */
static const struct verb does[] = {
	{ "note", "noted" },	     { "notes", "noted" },	     { "receive", "noted" },
	{ "receives", "noted" },     { "recommend", "recommended" }, { "recommends", "recommended" },
	{ "refer", "referred" },     { "refers", "referred" },	     { "defer", "deferred" },
	{ "defers", "deferred" },    { "reject", "rejected" },	     { "rejects", "rejected" },
	{ "agree", "agreed" },	     { "agrees", "agreed" },	     { "approve", "agreed" },
	{ "approves", "agreed" },    { "adopt", "agreed" },	     { "adopts", "agreed" },
	{ "endorse", "agreed" },     { "endorses", "agreed" },	     { "authorise", "agreed" },
	{ "authorises", "agreed" },  { "delegates", "agreed" },	     { "accept", "agreed" },
	{ "accepts", "agreed" },     { "resolves", "agreed" },	     { "elect", "elected" },
	{ "withdraw", "withdrawn" },
};

static const char *lookup(const struct verb *v, size_t n, struct mb_str w)
{
	w = rd_trim(w, ".,;:()");
	for (size_t k = 0; k < n; k++)
		if (mb_str_case_eq(w, v[k].word))
			return v[k].kind;
	return NULL;
}
#define DONE(w) lookup(done, sizeof(done) / sizeof(done[0]), w)
#define DOES(w) lookup(does, sizeof(does) / sizeof(does[0]), w)

/* "noted and approved" is agreed; so is "received and adopted". */
static const char *both(struct mb_str text, size_t at, const char *kind)
{
	struct mb_str w;

	if (!mb_streq(kind, "noted") || !rd_word(text, &at, &w) || !rd_at(w, 0, "and") ||
	    !rd_word(text, &at, &w))
		return kind;
	return mb_streq(DONE(w), "agreed") || mb_streq(DOES(w), "agreed") ? "agreed" : kind;
}

static const char *officer_elected(struct mb_str text, const char *kind)
{
	return rd_has(text, "be elected") || (rd_has(text, "appointed") &&
					      (rd_has(text, "chair") || rd_has(text, "chairman")))
		       ? "elected"
		       : kind;
}

#define NOUN_BEFORE                                                                                          \
	(const char *[])                                                                                     \
	{                                                                                                    \
		"the", "a", "this", "an", NULL                                                               \
	}

const char *rd_decision_kind(struct mb_str text)
{
	static const char *const copulas[] = { "be", "is", "are", "was", "were", "been", NULL };
	static const char *const losses[] = { "motion lost",	  "was defeated",    "amendment was lost",
					      "was lost",	  "was not agreed",  "not be agreed",
					      "not be approved",  "were not agreed", "not be supported",
					      "we do not",	  "does not agree",  "is not approved",
					      "was not approved", "be refused",	     NULL };
	struct mb_str w, last = { NULL, 0 };
	const char *kind, *bare = NULL;
	size_t at = 0, which;

	text = rd_clip(text, SENTENCE_MAX);
	if (rd_find_any(text, 0, losses, &which, NULL) != NPOS)
		return which < 4 ? "lost" : "rejected";
	while (rd_word(text, &at, &w)) {
		bool passive = rd_is_any(last, copulas);

		/* the matter comes back later; a report that comes back is something asked for */
		if ((rd_at(w, 0, "brought") || rd_at(w, 0, "bring") || rd_at(w, 0, "come")) &&
		    rd_at(text, at, " back") && !rd_has(rd_sub(text, 0, at), "report") &&
		    !rd_has(rd_sub(text, 0, at), "update"))
			return "deferred";
		if ((kind = DONE(w)) != NULL) {
			kind = officer_elected(text, both(text, at, kind));
			if (passive)
				return kind;
			if (bare && mb_streq(bare, "noted") && mb_streq(kind, "agreed") &&
			    mb_str_case_eq(last, "and"))
				bare = kind; /* "noted the progress and agreed the plan" */
			bare = bare ? bare : kind;
		} else if ((kind = DOES(w)) != NULL && !passive) {
			if (bare &&
			    mb_str_case_eq(last, "to")) /* "agreed to receive", but "agreed to defer" */
				return rd_has(rd_clip(w, 9), "receive") ? bare : kind;
			if (mb_streq(kind, "noted") && !rd_has(rd_clip(w, 9), "receive") &&
			    (rd_is_any(last, NOUN_BEFORE) || (!last.n && rd_has(rd_clip(w, 5), "notes")))) {
				last = rd_trim(w, ",");
				continue; /* "the notes of the last meeting" */
			}
			return both(text, at, kind);
		}
		/* "be formally noted" leaves the verb where it looks for it */
		if (!(passive && w.n > 3 && w.p[w.n - 2] == 'l' && w.p[w.n - 1] == 'y'))
			last = rd_trim(w, ",");
	}
	return bare ? bare : "agreed";
}

bool rd_done_first(struct mb_str text)
{
	static const char *const asks[] = { "asked", "requested", "received", NULL };
	struct mb_str w;
	size_t at = 0;

	if (!rd_word(text, &at, &w) || rd_is_any(rd_trim(w, ".,:"), asks))
		return false;
	return DONE(w) != NULL;
}

bool rd_has_verb(struct mb_str text)
{
	struct mb_str w;

	for (size_t at = 0; rd_word(text, &at, &w);)
		if (DONE(w) || DOES(w))
			return true;
	return false;
}

bool rd_procedural(struct mb_str text)
{
	static const char *const verbs[] = { "approved", "agreed",  "confirmed", "adopted",	   "signed",
					     "accepted", "approve", "confirm",	 "correct record", NULL };

	text = rd_clip(text, SENTENCE_MAX);
	if (rd_has(text, "minutes") && rd_find_any(text, 0, verbs, NULL, NULL) != NPOS)
		return true;
	if (rd_has(text, "excluded") && (rd_has(text, "public") || rd_has(text, "press")))
		return true;
	return rd_has(text, "adjourned") || rd_has(text, "suspend standing orders");
}

/* ---- votes ----------------------------------------------------------------------------------------------- */

static int number_before(struct mb_str s, size_t i)
{
	struct mb_str w;

	for (int turns = 0; turns < 2; turns++) {
		size_t end;
		int v;

		while (i > 0 && rd_blank(s.p[i - 1]))
			i--;
		for (end = i; i > 0 && !rd_blank(s.p[i - 1]) && end - i < 20; i--)
			;
		w = rd_sub(s, i, end);
		if ((v = rd_number_word(w)) >= 0)
			return v;
		if (!rd_at(w, 0, "votes") && !rd_at(w, 0, "vote") && !rd_at(w, 0, "were") &&
		    !rd_at(w, 0, "members"))
			return -1;
	}
	return -1;
}

static int number_after(struct mb_str s, size_t i)
{
	struct mb_str w;

	while (i < s.n && (rd_blank(s.p[i]) || s.p[i] == ':' || s.p[i] == '('))
		i++;
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && rd_word(s, &i, &w) ? rd_number_word(w) : -1;
}

static void count(int *out, struct mb_str s, const char *const *words, size_t *from, size_t *to)
{
	size_t i = 0, len = 0;

	for (; *out < 0 && (i = rd_find_any(s, i, words, NULL, &len)) != NPOS; i += len) {
		if ((*out = number_before(s, i)) < 0)
			*out = number_after(s, i + len);
		if (*out >= 0) {
			*from = i < *from ? i : *from;
			*to = i + len > *to ? i + len : *to;
		}
	}
}

void rd_votes(struct mb_found_decision *d, struct mb_arena *a, struct mb_str s)
{
	static const char *const fors[] = { "for", "in favour", NULL };
	static const char *const against[] = { "against", NULL };
	static const char *const abst[] = { "abstentions", "abstention", "abstained",
					    "abstain",	   "abstaining", NULL };
	static const char *const results[] = { "unanimously",	"unanimous",	      "nem con",
					       "all in favour", "all were in favour", "all agreed",
					       "carried",	"motion lost",	      NULL };
	size_t from = s.n, to = 0, which, len = 0, i;

	s = rd_clip(s, SENTENCE_MAX);
	from = s.n;
	count(&d->votes_for, s, fors, &from, &to);
	count(&d->votes_against, s, against, &from, &to);
	count(&d->abstentions, s, abst, &from, &to);
	if (d->votes_for < 0 && d->votes_against < 0)
		for (i = 0; (i = rd_find_any(s, i, (const char *[]){ "votes to", "vote to", NULL }, NULL,
					     &len)) != NPOS;
		     i += len) {
			d->votes_for = number_before(s, i);
			d->votes_against = number_after(s, i + len);
			if (d->votes_against < 0) { /* in words */
				struct mb_str w;
				size_t k = i + len;

				d->votes_against = rd_word(s, &k, &w) ? rd_number_word(w) : -1;
			}
			if (d->votes_for < 0 || d->votes_against < 0) {
				d->votes_for = d->votes_against = -1;
				continue;
			}
			from = i < from ? i : from;
			to = i + len + 2;
			while (to < s.n && !strchr(".,;)", s.p[to]))
				to++;
			break;
		}
	if (d->votes_text)
		return;
	if (to > from) {
		/* take in the number before, and the result word that follows */
		while (from > 0 && !strchr(".,:;(\n", s.p[from - 1]))
			from--;
		if ((i = rd_find_any(s, to, results, NULL, &len)) != NPOS && i - to < 12)
			to = i + len;
		d->votes_text = rd_say(a, rd_trim(rd_sub(s, from, to), "(:,-"));
	} else if ((i = rd_find_any(s, 0, results, &which, &len)) != NPOS) {
		d->votes_text = which < 2 ? "unanimous" : rd_say(a, rd_sub(s, i, i + len));
	}
}

/* ---- mover and seconder ---------------------------------------------------------------------------------- */

static const char *name_after(struct mb_arena *a, struct mb_str s, size_t i)
{
	size_t end;
	struct mb_str w;

	while (i < s.n && (rd_blank(s.p[i]) || s.p[i] == ':'))
		i++;
	if (rd_at(s, i, "by"))
		for (i += 2; i < s.n && rd_blank(s.p[i]); i++)
			;
	end = rd_name_forward(s, i);
	if (end > i)
		return rd_say(a, rd_sub(s, i, end));
	return rd_word(s, &i, &w) && rd_initials_like(rd_trim(w, ".,;")) ? rd_say(a, rd_trim(w, ".,;"))
									 : NULL;
}

static const char *name_before(struct mb_arena *a, struct mb_str s, size_t i)
{
	size_t start;

	while (i > 0 && rd_blank(s.p[i - 1]))
		i--;
	start = rd_name_back(s, i);
	return start < i ? rd_say(a, rd_sub(s, start, i)) : NULL;
}

static const char *mover(struct mb_arena *a, struct mb_str s, const char *const *words)
{
	size_t len, i = 0;
	const char *name;

	for (int n = 0; n < 4 && (i = rd_find_any(s, i, words, NULL, &len)) != NPOS; i += len, n++) {
		bool by = rd_at(s, i + len, " by") || s.p[i + len - 1] == '.' ||
			  (i + len < s.n && s.p[i + len] == ':');

		if ((name = by ? name_after(a, s, i + len) : name_before(a, s, i)) != NULL)
			return name;
	}
	return NULL;
}

void rd_movers(struct mb_found_decision *d, struct mb_arena *a, struct mb_str s)
{
	static const char *const moved[] = { "proposed", "moved", "proposition of", "prop.", "prop",
					     "proposer", NULL };
	static const char *const seconded[] = { "seconded", "2nd", "seconder", NULL };
	size_t i, len;

	s = rd_clip(s, SENTENCE_MAX);
	if (!d->mover) {
		i = rd_find_any(s, 0, (const char *[]){ "proposition of", "2nd", NULL }, NULL, &len);
		d->mover = i != NPOS && (s.p[i] | 32) == 'p' ? name_after(a, s, i + len) : mover(a, s, moved);
	}
	if (!d->seconder) {
		i = rd_find(s, 0, "2nd");
		d->seconder = i != NPOS ? name_after(a, s, i + 3) : mover(a, s, seconded);
	}
}

/* ---- conditions and powers ------------------------------------------------------------------------------- */

/* "£18,000", "2:30" and "approx. 5" are of one piece: what stands in them ends no clause. */
static bool in_a_word(struct mb_str s, size_t i)
{
	static const char *const brief[] = { "mr",  "mrs",  "ms",    "dr",   "st",  "cllr", "no",
					     "nos", "para", "paras", "sch",  "s",   "ss",   "approx",
					     "e.g", "i.e",  "etc",   "prof", "rev", "hon",  "art",
					     "reg", "regs", "p",     "pp",   "vol", NULL };
	size_t from = i;

	if (s.p[i] != '.')
		return i > 0 && i + 1 < s.n && s.p[i - 1] >= '0' && s.p[i - 1] <= '9' && s.p[i + 1] >= '0' &&
		       s.p[i + 1] <= '9';
	while (from > 0 && !rd_blank(s.p[from - 1]) && s.p[from - 1] != '(')
		from--;
	for (size_t k = 0; brief[k] && i + 1 < s.n; k++)
		if (mb_str_case_eq(rd_sub(s, from, i), brief[k]))
			return true;
	return i == from + 1 && s.p[from] >= 'A' && s.p[from] <= 'Z' && i + 1 < s.n; /* "J. Whitlock" */
}

static size_t until(struct mb_str s, size_t i, const char *const *words)
{
	for (; i < s.n; i++) {
		bool stop = s.p[i] == ',' || s.p[i] == ':' ||
			    (s.p[i] == '.' && (i + 1 >= s.n || rd_blank(s.p[i + 1])));

		if (s.p[i] == ';' || s.p[i] == ')' || (stop && !in_a_word(s, i)))
			break;
		if (rd_blank(s.p[i]) &&
		    rd_find_any(rd_clip(rd_sub(s, i + 1, s.n), 24), 0, words, NULL, NULL) == 0)
			break;
	}
	return i;
}

/* "the minutes be approved, subject to the correction ...": what is put right is approved as it then reads, and waits for nothing. */
static bool puts_right(struct mb_str text, size_t i)
{
	static const char *const accounts[] = { "minutes", "minute", "notes", "record", NULL };
	static const char *const accepts[] = { "approved", "approve",  "agreed",   "agree",  "confirmed",
					       "accepted", "accept",   "adopted",  "signed", "received",
					       "correct",  "accurate", "taken as", NULL };
	static const char *const changes[] = {
		"correction",  "corrections", "corrected",    "correcting",	"amendment",	"amendments",
		"amended",     "amending",    "change",	      "changes",	"alteration",	"alterations",
		"deletion",    "deleting",    "insertion",    "inserting",	"addition",	"adding",
		"replacing",   "replacement", "substitution", "substituting",	"being listed", "being added",
		"should read", "to read",     "being shown",  "being recorded", "reading",	"omission",
		NULL
	};
	struct mb_str head = rd_sub(text, 0, i);

	return rd_find_any(head, 0, accounts, NULL, NULL) != NPOS &&
	       rd_find_any(head, 0, accepts, NULL, NULL) != NPOS &&
	       rd_find_any(text, i, changes, NULL, NULL) != NPOS;
}

const char *rd_condition(struct mb_arena *a, struct mb_str text)
{
	static const char *const none[] = { NULL };
	size_t i;

	text = rd_clip(text, SENTENCE_MAX);
	for (i = rd_find(text, 0, "subject to"); i != NPOS; i = rd_find(text, i + 1, "subject to"))
		/* "subject to call-in" is what every decision of its kind is */
		if (!rd_at(text, i, "subject to call-in") && !rd_at(text, i, "subject to call in") &&
		    !puts_right(text, i))
			return rd_say(a, rd_sub(text, i, until(text, i, none)));
	return NULL;
}

const char *rd_delegate(struct mb_arena *a, struct mb_str text)
{
	static const char *const phrases[] = {
		"delegated to",		 "delegated authority to", "delegates authority to",
		"delegate authority to", "delegates to",	   "delegate to",
		"authority be given to", "powers be given to",	   NULL
	};
	static const char *const stops[] = { "to",	  "in consultation", "subject to",
					     "following", "after",	     "for",
					     "who",	  "who may",	     "from",
					     NULL };
	size_t i, len = 0, at;
	bool gives = true;

	text = rd_clip(text, SENTENCE_MAX);
	i = rd_find_any(text, 0, phrases, NULL, &len);
	if (i == NPOS) { /* "the Director be authorised to" */
		if ((i = rd_find(text, 0, "be authorised to")) == NPOS &&
		    (i = rd_find(text, 0, "is authorised to")) == NPOS)
			return NULL;
		for (at = i; at > 0 && !strchr(",;.:", text.p[at - 1]) && i - at < 120; at--)
			;
		struct mb_str who = rd_trim(rd_sub(text, at, i), NULL);

		if (rd_starts(who, "that"))
			who = rd_trim(rd_sub(who, 4, who.n), NULL);
		gives = who.n > 0;
		return gives ? rd_say(a, who) : NULL;
	}
	for (at = i + len; at < text.n && rd_blank(text.p[at]); at++)
		;
	struct mb_str who = rd_sub(text, at, until(text, at, stops));

	return who.n > 1 ? rd_say(a, who) : NULL;
}

const char *rd_referred_to(struct mb_arena *a, struct mb_str text)
{
	static const char *const phrases[] = { "referred back to",
					       "referred to",
					       "recommended to",
					       "recommend to",
					       "recommends to",
					       "submitted to",
					       "refer to",
					       "refers to",
					       "submit to",
					       "refer it to",
					       "referred for approval to",
					       "deferred to",
					       NULL };
	static const char *const stops[] = { "for", "that", "in", "with", "to",	   "and",
					     "on",  "at",   "as", "be",	  "which", NULL };
	size_t i, len = 0, at, end;
	struct mb_str who;

	text = rd_clip(text, SENTENCE_MAX);
	if ((i = rd_find_any(text, 0, phrases, NULL, &len)) == NPOS)
		return NULL;
	for (at = i + len; at < text.n && rd_blank(text.p[at]); at++)
		;
	end = until(text, at, stops);
	who = rd_trim(rd_sub(text, at, end), NULL);
	if (rd_at(text, i, "deferred to") || who.n < 3 || rd_count_words(who, 13) > 12)
		return NULL;
	return rd_say(a, who);
}
