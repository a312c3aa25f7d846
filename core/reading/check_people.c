/* One person with two posts: "Ann Bell, Head of Finance" here, "Ann Bell, Director of Resources" there or in the record. */
#include "check.h"

#include <ctype.h>
#include <string.h>

static const char *const post_words[] = {
	"director",   "head",	   "manager",	"chief",	"leader",      "headteacher",	 "solicitor",
	"treasurer",  "secretary", "officer",	"co-ordinator", "coordinator", "superintendent", "commander",
	"consultant", "principal", "corporate", "divisional",	"assistant",   "deputy",	 "group",
	"service",    "programme", "cabinet",	"lead",		"strategic",   "executive",	 "interim",
	"acting",     "board",	   NULL
};
static const char *const ranks[] = { "director",       "head",	      "manager",      "chief",
				     "leader",	       "headteacher", "solicitor",    "treasurer",
				     "secretary",      "officer",     "co-ordinator", "coordinator",
				     "superintendent", "commander",   "principal",    NULL };
static const char *const titles[] = { "cllr", "councillor", "dr",  "mr",   "mrs", "ms",
				      "miss", "professor",  "sir", "dame", "rev", NULL };

struct held {
	struct ck_name person, post;
	size_t at, to;
};

struct people {
	struct ck_doc *d;
	struct held *list;
	size_t n;
};

static bool is_name_word(const struct ck_doc *d, size_t w)
{
	static const char *const no[] = { "the",      "board",	    "group",	   "council",	"trust",
					  "service",  "services",   "committee",   "school",	"schools",
					  "children", "children's", "contact",	   "report",	"agenda",
					  "item",     "appendix",   "table",	   "section",	"for",
					  "january",  "february",   "march",	   "april",	"june",
					  "july",     "august",	    "september",   "october",	"november",
					  "december", "monday",	    "tuesday",	   "wednesday", "thursday",
					  "friday",   "saturday",   "sunday",	   "primary",	"care",
					  "local",    "strategic",  "partnership", "police",	"education",
					  "finance",  "health",	    "social",	   "present",	NULL };
	struct mb_str s = ck_word_str(d, w);

	if (!d->word[w].cap || d->word[w].caps || s.n < 2 || ck_in(s, no) || ck_in(s, post_words))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!isalpha((unsigned char)s.p[i]) && s.p[i] != '\'' && s.p[i] != '-' &&
		    (unsigned char)s.p[i] < 0x80)
			return false;
	return true;
}

/* "Ann Bell", "Dr Ann Bell", "Jacqui Van Rossum". @return the word behind it, w if there is none */
static size_t name_at(struct ck_name *out, const struct ck_doc *d, size_t w)
{
	size_t k = w, n = 0;

	*out = (struct ck_name){ .n = 0 };
	if (ck_is_any(d, k, titles) && k + 1 < d->n_words && d->word[k + 1].joined)
		k++;
	for (; k < d->n_words && n < 3 && (n == 0 || d->word[k].joined) && is_name_word(d, k); k++, n++)
		ck_name_add(out, ck_word_str(d, k), false);
	return n >= 2 ? k : w;
}

/* The post that begins at w: capitalised words and what joins them, to a mark or a word in small letters. */
static size_t post_at(struct ck_name *out, const struct ck_doc *d, size_t w)
{
	static const char *const inside[] = { "of", "for", "and", "the", "&", "to", NULL };
	bool ranked = false;
	size_t k = w, end = w;

	*out = (struct ck_name){ .n = 0 };
	if (!ck_is_any(d, w, post_words) || !d->word[w].cap)
		return w;
	for (; k < d->n_words && k < w + 10 && (k == w || d->word[k].joined); k++) {
		if (ck_is_any(d, k, inside))
			continue;
		if (!d->word[k].cap)
			break;
		ranked = ranked || ck_is_any(d, k, ranks);
		ck_name_add(out, ck_word_str(d, k), false);
		end = k + 1;
	}
	return ranked ? end : w;
}

static bool says_of_what(const struct ck_doc *d, size_t w, size_t end)
{
	while (w < end && !ck_is(d, w, "of") && !ck_is(d, w, "for"))
		w++;
	return w < end;
}

/* What parts a name from a post behind it, or a post from a name: ", " " (" " - " or the border of a cell. */
static bool parted(const struct ck_doc *d, size_t w)
{
	const struct ck_word *a = &d->word[w - 1], *b = &d->word[w];
	struct mb_str between = ck_str(d, a->at + a->len, b->at);

	return a->block == b->block && (mb_str_eq(between, ", ") || mb_str_eq(between, " (") ||
					mb_str_eq(between, " - ") || mb_str_eq(between, "\t"));
}

/* Does one post say no more than the other? "Director" and "Director of Education" are one. */
static bool fits(const struct ck_name *a, const struct ck_name *b)
{
	const struct ck_name *less = a->n <= b->n ? a : b, *more = less == a ? b : a;
	size_t found = 0;

	for (size_t i = 0; i < less->n; i++)
		for (size_t k = 0; k < more->n; k++)
			if (strcmp(less->stem[i], more->stem[k]) == 0) {
				found++;
				break;
			}
	return found == less->n;
}

static void keep(struct people *s, const struct ck_name *person, const struct ck_name *post, size_t from,
		 size_t to)
{
	struct ck_doc *d = s->d;
	struct mb_check_finding *f;

	for (size_t i = 0; i < s->n; i++) {
		struct held *h = &s->list[i];

		if (!ck_same_name(&h->person, person))
			continue;
		if (fits(&h->post, post)) {
			if (post->n > h->post.n) /* the fuller form is the one to hold others against */
				h->post = *post;
			return;
		}
		f = ck_found(d, "post-name", "look which post it is, and write it the same way throughout",
			     "line %d gives this person another post", ck_line(d, h->at));
		ck_place(d, f, d->word[from].at, d->word[to - 1].at + d->word[to - 1].len);
		ck_place(d, f, h->at, h->to);
		return;
	}
	if (s->n < CK_NAMES_MAX)
		s->list[s->n++] = (struct held){ *person, *post, d->word[from].at,
						 d->word[to - 1].at + d->word[to - 1].len };
}

/* "Chief Superintendent" is what somebody is, not which post he holds. */
static bool is_rank(const struct ck_name *post)
{
	static const char *const words[] = { "chief",	 "superintendent", "inspector",
					     "sergeant", "constable",	   NULL };
	bool rank = false;

	for (size_t i = 0; i < post->n; i++) {
		if (!ck_in(mb_str(post->stem[i]), words))
			return false;
		rank = rank || i > 0 || !mb_streq(post->stem[i], "chief");
	}
	return rank;
}

static void against_record(struct people *s)
{
	const struct mb_check_known *known = s->d->known;

	for (size_t i = 0; i < known->n_people; i++) {
		struct ck_name name, post;

		if (!known->people[i].post)
			continue;
		ck_name_of(&name, known->people[i].name);
		ck_name_of(&post, known->people[i].post);
		for (size_t k = 0; k < s->n; k++)
			if (ck_same_name(&name, &s->list[k].person) && !fits(&post, &s->list[k].post) &&
			    !is_rank(&s->list[k].post))
				ck_place(s->d,
					 ck_found(s->d, "post-name", "look which post is right",
						  "the record has %s as %s", known->people[i].name,
						  known->people[i].post),
					 s->list[k].at, s->list[k].to);
	}
}

void ck_check_people(struct ck_doc *d)
{
	struct people s = { .d = d, .list = mb_arena_alloc(d->a, CK_NAMES_MAX * sizeof *s.list) };

	for (size_t w = 0; w < d->n_words; w++) {
		struct ck_name person, post;
		size_t mid, end;

		if (!d->word[w].cap)
			continue;
		mid = name_at(&person, d, w);
		if (mid > w && mid < d->n_words && parted(d, mid) && (end = post_at(&post, d, mid)) > mid) {
			keep(&s, &person, &post, w, end);
			w = end - 1;
			continue;
		}
		/* "Group Manager, Family Support" is a post whole; "the Head of Finance, Ann Bell," is a post and a name */
		mid = post_at(&post, d, w);
		if (mid > w && (says_of_what(d, w, mid) || ck_is(d, w, "chief")) && mid < d->n_words &&
		    parted(d, mid) && d->text[d->word[mid].at - 1] != '\t' &&
		    (end = name_at(&person, d, mid)) > mid) {
			/* "the Head of Finance, Ann Bell, Head of ..." is a list of people, where the post belongs to the name before it */
			if (end < d->n_words && parted(d, end) &&
			    post_at(&(struct ck_name){ .n = 0 }, d, end) > end)
				continue;
			keep(&s, &person, &post, w, end);
			w = end - 1;
		}
	}
	against_record(&s);
}
