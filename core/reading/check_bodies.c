/* One body under several names. A body's name is a run of capitalised words that ends with what it is: Board, Group, Forum. */
#include "check.h"

#include <string.h>

static const char *const nouns[] = { "board",	    "group",	"committee", "panel", "forum",
				     "partnership", "subgroup", "sub-group", NULL };
/* names end with these too, but another word in their place is another thing */
static const char *const other_nouns[] = { "trust",   "executive",  "council",	 "cabinet", "team",
					   "network", "commission", "authority", "service", NULL };

static const char *const swapped[] = { "board", "group", "committee", "partnership", NULL };

/* Words that can stand for each other in a body's name when somebody writes it from memory. */
static const char *const alike[][6] = {
	{ "strategy", "strategic", "steering", "planning", NULL },
	{ "executive", "implementation", "operational", "delivery", "management", NULL },
	{ "commissioning", "purchasing", "procurement", NULL },
	{ "participation", "involvement", "engagement", NULL },
	{ "safeguarding", "protection", NULL },
	{ "workforce", "staff", "training", NULL },
	{ "sharing", "exchange", NULL },
};

struct body {
	struct ck_name name;
	char brief[12]; /* of an abbreviation: "CSSB"; then the name is empty */
	size_t at, to;	/* its first place in the text */
	size_t count;
	bool defined; /* the abbreviation stands behind a body's name */
	bool known;   /* the record has it */
	size_t same;  /* joined to this one: the first of its set */
};

struct bodies {
	struct ck_doc *d;
	struct body *list;
	size_t n;
};

/* ---- names in the text ----------------------------------------------------------------------------------- */

static bool starts_no_name(const struct ck_doc *d, size_t w)
{
	static const char *const no[] = { "the",
					  "a",
					  "an",
					  "this",
					  "that",
					  "each",
					  "every",
					  "our",
					  "its",
					  "their",
					  "any",
					  "when",
					  "if",
					  "for",
					  "at",
					  "in",
					  "on",
					  "to",
					  "from",
					  "by",
					  "with",
					  "as",
					  "new",
					  "whole",
					  "full",
					  "chair",
					  "member",
					  "members",
					  "minutes",
					  "meeting",
					  "report",
					  "agenda",
					  "head",
					  "other",
					  "both",
					  "all",
					  "and",
					  "of",
					  "or",
					  "but",
					  "constitution",
					  "terms",
					  "reference",
					  "appendix",
					  "ask",
					  "asks",
					  "tell",
					  "since",
					  "until",
					  "before",
					  "after",
					  "vice",
					  "deputy",
					  "shadow",
					  "revised",
					  "joint",
					  "director",
					  "officer",
					  "named",
					  "proposed",
					  "draft",
					  "recommendation",
					  "recommendations",
					  "re",
					  NULL };

	/* "Joint" begins a name when a capitalised word follows it */
	if (ck_is(d, w, "joint"))
		return false;
	return ck_is_any(d, w, no);
}

static bool connects(const struct ck_doc *d, size_t w)
{
	static const char *const words[] = { "and", "of", "for", "&", NULL };

	return ck_is_any(d, w, words);
}

bool ck_body_at(struct ck_name *out, size_t *from, const struct ck_doc *d, size_t w)
{
	size_t k = w, first;
	bool join = false;

	if (!d->word[w].cap || (!ck_is_any(d, w, nouns) && !ck_is_any(d, w, other_nouns)))
		return false;
	/* back over capitalised words and what connects them, to another body's noun or a stop */
	while (k > 0 && d->word[k].joined && w - k < 10 &&
	       (d->word[k - 1].cap ||
		(connects(d, k - 1) && d->word[k - 1].joined && k > 1 && d->word[k - 2].cap))) {
		if (ck_is(d, k - 1, "the"))
			break;
		if (connects(d, k - 1) && (ck_is_any(d, k - 2, nouns) || ck_is_any(d, k - 2, other_nouns)))
			break;
		k--;
	}
	while (k < w && (starts_no_name(d, k) || connects(d, k)))
		k++;
	/* "Chair of Early Years Group", "Minutes of ...": what stands before a small word inside may be no part of it */
	for (size_t i = k + 1; i < w; i++)
		if (ck_is(d, i, "of") && starts_no_name(d, i - 1))
			k = i + 1;
	*out = (struct ck_name){ .n = 0 };
	first = k;
	for (; k <= w; k++) {
		if (connects(d, k))
			join = true;
		else
			ck_name_add(out, ck_word_str(d, k), join), join = false;
	}
	*from = first;
	return out->n > 1;
}

static struct body *named(struct bodies *s, const struct ck_name *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->list[i].brief[0] && ck_same_name(&s->list[i].name, name))
			return &s->list[i];
	return NULL;
}

static struct body *abbreviated(struct bodies *s, struct mb_str brief)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->list[i].brief[0] && mb_str_eq(brief, s->list[i].brief))
			return &s->list[i];
	return NULL;
}

static struct body *body_new(struct bodies *s, size_t at, size_t to)
{
	struct body *b;

	if (s->n >= CK_NAMES_MAX)
		return NULL;
	b = &s->list[s->n];
	*b = (struct body){ .at = at, .to = to, .same = s->n };
	s->n++;
	return b;
}

/* "(CSSB)" behind a name, or the letters alone: four or more capitals that end like a body. */
static void take_brief(struct bodies *s, size_t w, bool defined)
{
	struct mb_str word = ck_word_str(s->d, w);
	struct body *b;

	if (!s->d->word[w].caps || word.n < 4 || word.n > 8 || !strchr("BGCPF", word.p[word.n - 1]))
		return;
	if (!defined && ((w > 0 && s->d->word[w].joined && s->d->word[w - 1].caps) ||
			 (w + 1 < s->d->n_words && s->d->word[w + 1].joined && s->d->word[w + 1].caps)))
		return; /* a line in capitals */
	if (!(b = abbreviated(s, word)) && (b = body_new(s, s->d->word[w].at, s->d->word[w].at + word.n)))
		memcpy(b->brief, word.p, word.n);
	if (b) {
		b->count++;
		b->defined = b->defined || defined;
	}
}

static void collect(struct bodies *s)
{
	struct ck_doc *d = s->d;

	for (size_t w = 0; w < d->n_words; w++) {
		struct ck_name name;
		struct body *b;
		size_t from;

		if (!ck_body_at(&name, &from, d, w)) {
			take_brief(s, w, false);
			continue;
		}
		if (!ck_is_any(d, w, nouns))
			continue;
		if (!(b = named(s, &name)) &&
		    (b = body_new(s, d->word[from].at, d->word[w].at + d->word[w].len)))
			b->name = name;
		if (b)
			b->count++;
		if (w + 1 < d->n_words && d->word[w + 1].block == d->word[w].block &&
		    d->word[w + 1].at == d->word[w].at + d->word[w].len + 2 &&
		    d->text[d->word[w + 1].at - 1] == '(') {
			take_brief(s, w + 1, true);
			w++;
		}
	}
}

/* ---- the same body? -------------------------------------------------------------------------------------- */

static bool words_alike(const char *a, const char *b)
{
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
		bool x = false, y = false;

		for (size_t k = 0; alike[i][k]; k++) {
			x = x || mb_streq(alike[i][k], a);
			y = y || mb_streq(alike[i][k], b);
		}
		if (x && y)
			return true;
	}
	return false;
}

static bool half_dropped(const struct ck_name *less, const struct ck_name *more)
{
	size_t i = 0;

	while (i < less->n && strcmp(less->stem[i], more->stem[i]) == 0)
		i++;
	return more->joins & 1U << i || (i + 1 < more->n && more->joins & 1U << (i + 1));
}

/* @param short_too  whether names of two words count: only where one of them is the end of a longer name */
static bool drifted(const struct ck_name *a, const struct ck_name *b, bool short_too)
{
	const struct ck_name *less = a->n <= b->n ? a : b, *more = a->n <= b->n ? b : a;
	const size_t least = short_too ? 2 : 3;
	int at;

	if (ck_tail_of(less, more))
		return false;
	if (ck_same_letters(a, b))
		return true;
	/* the Information Sharing and Assessment Group may be the Information Sharing Group for short */
	if (ck_one_dropped(less, more))
		return less->n >= 3 && !half_dropped(less, more);
	if (a->n != b->n || a->n < least)
		return false;
	if (a->n >= 3 && ck_same_words(a, b))
		return true;
	if ((at = ck_one_differs(a, b)) < 0)
		return false;
	/* the same words, but a group instead of a board; a panel or a forum is more likely another body */
	if (at == (int)a->n - 1)
		return ck_in(mb_str(a->stem[at]), swapped) && ck_in(mb_str(b->stem[at]), swapped);
	return ck_near(a->stem[at], b->stem[at]) || words_alike(a->stem[at], b->stem[at]);
}

/* A name of two words against the last two of a longer one that the paper gives in full. */
static bool end_drifted(const struct ck_name *brief, const struct ck_name *full)
{
	struct ck_name tail = { .n = brief->n };

	if (brief->n != 2 || full->n < 3)
		return false;
	memcpy(tail.stem, full->stem + full->n - 2, 2 * sizeof *tail.stem);
	return drifted(brief, &tail, true);
}

/* An abbreviation nobody explained, one letter off one that is: CSSB, CSESB, CSSG. */
static bool brief_drifted(const struct body *a, const struct body *b)
{
	const size_t x = strlen(a->brief), y = strlen(b->brief);

	if (!(a->defined || b->defined) || x < 4 || y < 4)
		return false;
	/* both explained: their names say whether they are one */
	return (!a->defined || !b->defined) && mb_edit_distance(a->brief, b->brief) == 1;
}

static bool ends_a_longer(const struct bodies *s, const struct body *b)
{
	for (size_t i = 0; i < s->n; i++)
		if (&s->list[i] != b && s->list[i].name.n > b->name.n &&
		    ck_tail_of(&b->name, &s->list[i].name))
			return true;
	return false;
}

static bool same_body(const struct bodies *s, const struct body *a, const struct body *b)
{
	const struct body *brief = a->name.n < b->name.n ? a : b, *full = brief == a ? b : a;

	if (a->brief[0] || b->brief[0])
		return a->brief[0] && b->brief[0] && brief_drifted(a, b);
	if ((a->known && b->known) || (a->count > 2 && b->count > 2))
		return false;
	if (drifted(&a->name, &b->name, false))
		return true;
	/* two words: "Strategy Group" for the Strategy Board of a full name; not if it is the end of another full name */
	return brief->count <= 2 && full->name.n >= 3 && !brief->known && !ends_a_longer(s, brief) &&
	       end_drifted(&brief->name, &full->name);
}

/* ---- against the record ---------------------------------------------------------------------------------- */

static bool brief_and_noun(const struct ck_name *name, const struct ck_name *brief, const char *title)
{
	struct ck_name whole, longer = *brief;

	ck_name_of(&whole, title);
	if (!whole.n || longer.n >= CK_NAME_WORDS)
		return false;
	memcpy(longer.stem[longer.n++], whole.stem[whole.n - 1], CK_STEM);
	return ck_same_name(name, &longer);
}

static bool is_known(const struct bodies *s, const struct ck_name *name)
{
	const struct mb_check_known *k = s->d->known;
	struct ck_name title;

	for (size_t i = 0; i < k->n_groups; i++) {
		ck_name_of(&title, k->groups[i].title);
		if (ck_tail_of(name, &title) || ck_tail_of(&title, name))
			return true;
		if (!k->groups[i].brief)
			continue;
		ck_name_of(&title, k->groups[i].brief);
		if (title.n > 1 && (ck_same_name(name, &title) || ck_tail_of(&title, name)))
			return true;
		/* "Information Sharing" is short for a group: so is the Information Sharing Group */
		if (brief_and_noun(name, &title, k->groups[i].title))
			return true;
	}
	return false;
}

static void against_record(struct bodies *s, struct body *b)
{
	const struct mb_check_known *k = s->d->known;

	for (size_t i = 0; i < k->n_groups; i++) {
		struct ck_name title, brief = { .n = 0 };
		int at;

		ck_name_of(&title, k->groups[i].title);
		at = ck_one_differs(&b->name, &title);
		if (k->groups[i].brief)
			ck_name_of(&brief, k->groups[i].brief);
		if (!drifted(&b->name, &title, true) && !end_drifted(&b->name, &title) &&
		    !(brief.n > 1 && drifted(&b->name, &brief, true)) && !(b->name.n >= 4 && at > 0))
			continue;
		ck_place(s->d,
			 ck_found(s->d, "body-name", "write the name as the record has it",
				  "the record knows no such body; it knows the %s", k->groups[i].title),
			 b->at, b->to);
		b->known = true; /* told: not compared again */
		return;
	}
}

/* ---- telling --------------------------------------------------------------------------------------------- */

static size_t set_of(const struct bodies *s, size_t i)
{
	while (s->list[i].same != i)
		i = s->list[i].same;
	return i;
}

static void tell(struct bodies *s, size_t set)
{
	struct mb_check_finding *f = NULL;
	struct ck_doc *d = s->d;
	struct mb_buf names;
	size_t n = 0;

	mb_buf_init(&names, 2000);
	for (size_t i = 0; i < s->n; i++)
		if (set_of(s, i) == set) {
			struct mb_str name = ck_str(d, s->list[i].at, s->list[i].to);

			mb_buf_printf(&names, "%s\"%.*s\" (line %d)", n++ ? ", " : "",
				      (int)(name.n < 90 ? name.n : 90), name.p, ck_line(d, s->list[i].at));
		}
	if (n > 1) {
		f = ck_found(d, "body-name",
			     "if they are one body, choose one name and use it throughout; if not, say how "
			     "they differ",
			     "this looks like one body under %zu names: %.420s", n, names.p);
		for (size_t i = 0; i < s->n; i++)
			if (set_of(s, i) == set)
				ck_place(d, f, s->list[i].at, s->list[i].to);
	}
	mb_buf_free(&names);
}

static bool in_a_set(const struct bodies *s, size_t i)
{
	if (s->list[i].same != i)
		return true;
	for (size_t k = 0; k < s->n; k++)
		if (k != i && s->list[k].same == i)
			return true;
	return false;
}

/* An abbreviation goes with the name that it stands behind, once either of them is told at all. */
static void join_briefs(struct bodies *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; s->list[i].defined && k < s->n; k++)
			if (!s->list[k].brief[0] && s->list[k].to + 2 == s->list[i].at &&
			    set_of(s, i) != set_of(s, k) && (in_a_set(s, i) || in_a_set(s, k)))
				s->list[set_of(s, i)].same = set_of(s, k);
}

void ck_check_bodies(struct ck_doc *d)
{
	struct bodies s = { .d = d, .list = mb_arena_alloc(d->a, CK_NAMES_MAX * sizeof *s.list) };

	collect(&s);
	for (size_t i = 0; i < s.n; i++)
		s.list[i].known = !s.list[i].brief[0] && is_known(&s, &s.list[i].name);
	for (size_t i = 0; i < s.n; i++)
		if (!s.list[i].known && !s.list[i].brief[0])
			against_record(&s, &s.list[i]);
	for (size_t i = 1; i < s.n; i++)
		for (size_t k = 0; k < i; k++)
			if (same_body(&s, &s.list[i], &s.list[k]) && set_of(&s, i) != set_of(&s, k))
				s.list[set_of(&s, i)].same = set_of(&s, k);
	join_briefs(&s);
	for (size_t i = 0; i < s.n; i++)
		if (set_of(&s, i) == i)
			tell(&s, i);
}
