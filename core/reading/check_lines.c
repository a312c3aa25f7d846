/* One reporting line described in two ways. A statement is: who, to whom, and what sort of line. */
#include "check.h"

#include <string.h>
#include <strings.h>

#define STATEMENTS_MAX 64
#define TARGETS	       3
#define BACK_MAX       150 /* words in front of a line that are looked at for whose it is */

enum sort { NO_LINE, SOLID, DOTTED, ANSWERS }; /* ANSWERS: accountable, which is no line by itself */

struct statement {
	struct ck_name who;  /* of a post: head and name in one, as far as they are said */
	struct ck_name head; /* of a post; else empty */
	struct ck_name to[TARGETS];
	size_t n_to;
	enum sort sort;
	size_t block;
	size_t at, end; /* the words that say it */
	size_t shown, shown_end;
};

struct lines {
	struct ck_doc *d;
	struct statement *list;
	size_t n;
	struct ck_post *posts; /* different ones in the text */
	size_t n_posts;
};

/* ---- what says that there is a line ---------------------------------------------------------------------- */

static const struct {
	const char *words;
	enum sort sort;
} forms[] = {
	{ "dotted line to", DOTTED },
	{ "dotted line relationship to", DOTTED },
	{ "dotted reporting line to", DOTTED },
	{ "dotted-line to", DOTTED },
	{ "solid line to", SOLID },
	{ "solid reporting line to", SOLID },
	{ "direct line to", SOLID },
	{ "direct reporting relationship to", SOLID },
	{ "direct reporting line to", SOLID },
	{ "reporting line to", SOLID },
	{ "reporting line is to", SOLID },
	{ "reports directly to", SOLID },
	{ "reports direct to", SOLID },
	{ "reports both to", SOLID },
	{ "reports to", SOLID },
	{ "reporting directly to", SOLID },
	{ "reporting to", SOLID },
	{ "accountable to", ANSWERS },
	{ "answerable to", ANSWERS },
	{ "answers to", ANSWERS },
	{ "line managed by", SOLID },
	{ "line-managed by", SOLID },
};

/* @return the word behind the form that begins at w, w if there is none */
static size_t form_at(const struct ck_doc *d, size_t w, enum sort *sort)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const char *p = forms[i].words;
		size_t k = w;

		while (*p && k < d->n_words && d->word[k].block == d->word[w].block) {
			const char *space = strchr(p, ' ');
			const size_t n = space ? (size_t)(space - p) : strlen(p);
			struct mb_str s = ck_word_str(d, k);

			if (s.n != n || strncasecmp(s.p, p, n) != 0)
				break;
			k++;
			p += n + (space != NULL);
		}
		if (!*p) {
			*sort = forms[i].sort;
			return k;
		}
	}
	return w;
}

/* ---- to whom --------------------------------------------------------------------------------------------- */

/* "the Chief Executive", "Corporate Director, Children's Services", "the Council" */
static size_t target_at(struct ck_name *out, const struct ck_doc *d, size_t w, size_t end)
{
	struct ck_post post;
	size_t k = w;

	*out = (struct ck_name){ .n = 0 };
	while (k < end && (ck_is(d, k, "the") || ck_is(d, k, "its") || ck_is(d, k, "both")))
		k++;
	if (k < end && ck_post_at(&post, d, k)) {
		*out = post.head;
		for (size_t i = 0; i < post.name.n; i++)
			ck_name_add(out, (struct mb_str){ post.name.stem[i], strlen(post.name.stem[i]) },
				    false);
		return post.end;
	}
	for (size_t from = k; k < end && (k == from || d->word[k].joined); k++) {
		const bool small = ck_is(d, k, "of") || ck_is(d, k, "for") || ck_is(d, k, "and") ||
				   ck_is(d, k, "&");

		if (small && k + 1 < end && d->word[k + 1].cap && d->word[k + 1].joined && k > from &&
		    !(ck_is(d, k, "and") &&
		      ck_is_any(d, k - 1,
				(const char *const[]){ "board", "group", "executive", "council",
						       "partnership", "committee", NULL })))
			continue;
		if (!d->word[k].cap)
			break;
		ck_name_add(out, ck_word_str(d, k), false);
	}
	return k;
}

static void targets(struct statement *s, const struct ck_doc *d, size_t w, size_t end)
{
	s->shown_end = w;
	while (s->n_to < TARGETS) {
		size_t k = target_at(&s->to[s->n_to], d, w, end);

		if (!s->to[s->n_to].n)
			break;
		s->n_to++;
		s->shown_end = k;
		if (!(k + 1 < end && ck_is(d, k, "and") &&
		      (ck_is(d, k + 1, "to") || ck_is(d, k + 1, "the") || d->word[k + 1].cap)))
			break;
		w = k + 1 + ck_is(d, k + 1, "to");
	}
}

/* "reports to the Board on spending", "in May": a task, not a line */
static bool is_task(const struct ck_doc *d, const struct statement *s, size_t end)
{
	static const char *const on[] = { "on",	   "in",	"by",	    "at",     "each",	"every",
					  "about", "quarterly", "annually", "before", "within", NULL };

	return s->shown_end < end && d->word[s->shown_end].joined && ck_is_any(d, s->shown_end, on);
}

/* ---- who ------------------------------------------------------------------------------------------------- */

static size_t sentence_start(const struct ck_doc *d, size_t w)
{
	const struct ck_block *b = &d->block[d->word[w].block];
	const size_t first = w > b->word + BACK_MAX ? w - BACK_MAX : b->word;

	while (w > first) {
		const struct ck_word *before = &d->word[w - 1];

		if (d->text[before->at + before->len] == '.' && d->word[w].cap && before->len > 2)
			break;
		w--;
	}
	return w;
}

static void who_is(struct statement *s, const struct ck_post *post)
{
	s->who = s->head = post->head;
	for (size_t i = 0; i < post->name.n; i++)
		ck_name_add(&s->who, (struct mb_str){ post->name.stem[i], strlen(post->name.stem[i]) },
			    false);
}

/* A post of which only the head is said, 'Divisional Director': the only one in the text with this head. */
static bool head_alone(struct lines *l, struct statement *s, size_t from, size_t w)
{
	for (size_t k = w; k-- > from;)
		for (size_t i = 0; i < l->n_posts; i++) {
			const struct ck_post *p = &l->posts[i];
			bool only = true;

			if (p->head.n != 2 || k + 1 >= w || !l->d->word[k].cap ||
			    !ck_in(ck_word_str(l->d, k), (const char *const[]){ p->head.stem[0], NULL }) ||
			    !ck_in(ck_word_str(l->d, k + 1), (const char *const[]){ p->head.stem[1], NULL }))
				continue;
			for (size_t j = 0; j < l->n_posts; j++)
				only = only && (!ck_same_name(&l->posts[j].head, &p->head) ||
						ck_same_name(&l->posts[j].name, &p->name));
			if (only) {
				who_is(s, p);
				return true;
			}
		}
	return false;
}

/* A form's row above: "Position title: Head of ...". */
static bool from_form(struct lines *l, struct statement *s, size_t block)
{
	static const char *const labels[] = { "position title", "post title", "job title",
					      "post",		"position",   NULL };
	struct ck_doc *d = l->d;

	for (size_t i = block; i-- > 0 && block - i < 6;) {
		const struct ck_block *b = &d->block[i];
		struct mb_str text = ck_block_str(d, b);
		const char *colon = memchr(text.p, ':', text.n);
		struct ck_post post;
		size_t w;

		if (!colon || !ck_in(mb_trim((struct mb_str){ text.p, (size_t)(colon - text.p) }), labels))
			continue;
		w = ck_word_at(d, (size_t)(colon - d->text) + 1);
		if (w >= b->word_end)
			return false;
		if (ck_post_at(&post, d, w)) {
			who_is(s, &post);
			return true;
		}
		return target_at(&s->who, d, w, b->word_end) > w && s->who.n > 0;
	}
	return false;
}

/* "The Board reports to ...": whichever it is, in this text it is the same one. */
static bool the_body(struct statement *s, const struct ck_doc *d, size_t from, size_t w)
{
	static const char *const nouns[] = { "board", "group",	     "committee", "panel",
					     "forum", "partnership", NULL };

	for (size_t k = w; k-- > from + 1;)
		if (d->word[k].cap && ck_is_any(d, k, nouns) && ck_is(d, k - 1, "the")) {
			s->who.n = s->head.n = 0;
			ck_name_add(&s->who, ck_word_str(d, k), false);
			return true;
		}
	return false;
}

/* "It has a dotted line to ...": who the sentence before spoke of. */
static bool it_again(const struct lines *l, struct statement *s, size_t from, size_t w)
{
	const struct statement *last = l->n ? &l->list[l->n - 1] : NULL;

	if (!last || last->block != l->d->word[w].block || !ck_is(l->d, from, "it"))
		return false;
	s->who = last->who;
	s->head = last->head;
	return true;
}

static bool find_who(struct lines *l, struct statement *s, size_t w)
{
	struct ck_doc *d = l->d;
	const struct ck_block *b = &d->block[d->word[w].block];
	const size_t from = sentence_start(d, w);
	size_t best = CK_NONE, begin;
	struct ck_post post;
	struct ck_name body;

	if (w == b->word && from_form(l, s, d->word[w].block))
		return true;
	for (size_t k = from; k < w; k++) {
		if (d->word[k].cap && ck_post_at(&post, d, k) && post.end <= w) {
			best = k;
			who_is(s, &post);
			k = post.end - 1;
		} else if (d->word[k].cap && ck_body_at(&body, &begin, d, k)) {
			best = k;
			s->who = body;
			s->head.n = 0;
		}
	}
	if (best == CK_NONE && (it_again(l, s, from, w) || the_body(s, d, from, w)))
		return true;
	if (best != CK_NONE || head_alone(l, s, w > b->word + BACK_MAX ? w - BACK_MAX : b->word, w))
		return true;
	/* the part's heading says whose function it is: "Safeguarding & Rights" */
	if (b->heading == CK_NONE || d->block[b->heading].n > 60)
		return false;
	ck_name_of(&s->who, mb_arena_ndup(d->a, d->text + d->block[b->heading].text, d->block[b->heading].n));
	for (size_t i = 0; i < l->n_posts; i++)
		if (ck_same_name(&s->who, &l->posts[i].name)) {
			who_is(s, &l->posts[i]);
			return true;
		}
	return false;
}

/* ---- gathering and comparing ----------------------------------------------------------------------------- */

static void gather_posts(struct lines *l)
{
	struct ck_post post;

	for (size_t w = 0; w < l->d->n_words && l->n_posts < CK_NAMES_MAX; w++) {
		bool had = false;

		if (!l->d->word[w].cap || !ck_post_at(&post, l->d, w))
			continue;
		for (size_t i = 0; i < l->n_posts && !had; i++)
			had = ck_same_name(&l->posts[i].head, &post.head) &&
			      ck_same_name(&l->posts[i].name, &post.name);
		if (!had)
			l->posts[l->n_posts++] = post;
		w = post.end - 1;
	}
}

/* "..., and so does the Early Years Group": one more, with the same line. */
static void so_does(struct lines *l, struct statement s, size_t end)
{
	struct ck_doc *d = l->d;
	size_t w = s.shown_end, from;

	w += w < end && ck_is(d, w, "and");
	if (l->n >= STATEMENTS_MAX || w + 2 >= end || !ck_is(d, w, "so") ||
	    !(ck_is(d, w + 1, "does") || ck_is(d, w + 1, "do")))
		return;
	for (size_t k = w + 2; k < end && k < w + 14; k++)
		if (ck_body_at(&s.who, &from, d, k)) {
			s.head.n = 0;
			s.end = k + 1;
			l->list[l->n++] = s;
			return;
		}
}

static void gather(struct lines *l)
{
	struct ck_doc *d = l->d;

	for (size_t w = 0; w < d->n_words && l->n < STATEMENTS_MAX; w++) {
		const size_t end = d->block[d->word[w].block].word_end;
		struct statement s = { .n_to = 0 };
		size_t behind = form_at(d, w, &s.sort);

		if (behind == w)
			continue;
		s.at = w;
		s.block = d->word[w].block;
		targets(&s, d, behind, end);
		if (s.n_to && !is_task(d, &s, end) && find_who(l, &s, w)) {
			s.end = s.shown_end;
			l->list[l->n++] = s;
			so_does(l, s, end);
		}
		w = behind - 1;
	}
}

static bool same_who(const struct ck_name *a, const struct ck_name *b)
{
	return ck_same_name(a, b) || (a->n > 1 && b->n > 1 && (ck_tail_of(a, b) || ck_tail_of(b, a)));
}

static bool share_target(const struct statement *a, const struct statement *b)
{
	for (size_t i = 0; i < a->n_to; i++)
		for (size_t k = 0; k < b->n_to; k++)
			if (ck_tail_of(&a->to[i], &b->to[k]) || ck_tail_of(&b->to[k], &a->to[i]))
				return true;
	return false;
}

static bool conflict(const struct statement *a, const struct statement *b)
{
	return same_who(&a->who, &b->who) &&
	       (share_target(a, b) ? a->sort != b->sort : a->sort == SOLID && b->sort == SOLID);
}

static void tell(struct lines *l, size_t first, bool *told)
{
	struct ck_doc *d = l->d;
	struct mb_check_finding *f = NULL;

	for (size_t k = first + 1; k < l->n; k++) {
		if (!same_who(&l->list[first].who, &l->list[k].who))
			continue;
		for (size_t j = first; j < k && !f; j++)
			if (conflict(&l->list[j], &l->list[k]))
				f = ck_found(d, "reporting-line",
					     "say once who reports to whom and by what line, and refer to it "
					     "elsewhere",
					     "to whom this reports, or how, is said differently in line %d "
					     "and line %d",
					     ck_line(d, d->word[l->list[j].at].at),
					     ck_line(d, d->word[l->list[k].at].at));
	}
	for (size_t k = first; f && k < l->n; k++)
		if (same_who(&l->list[first].who, &l->list[k].who)) {
			const size_t last = l->list[k].end - 1;

			told[k] = true;
			ck_place(d, f, d->word[l->list[k].at].at, d->word[last].at + d->word[last].len);
		}
}

/* The record has lines of its own. */
static void against_record(struct ck_doc *d, const struct statement *s)
{
	const struct mb_check_known *known = d->known;
	bool has = false;
	const char *other = NULL, *type = NULL;

	for (size_t i = 0; i < known->n_lines; i++) {
		struct ck_name from, to;

		ck_name_of(&from, known->lines[i].from);
		ck_name_of(&to, known->lines[i].to);
		if (s->who.n < 2 || !ck_tail_of(&s->who, &from))
			continue;
		for (size_t k = 0; k < s->n_to; k++)
			if (ck_tail_of(&s->to[k], &to)) {
				has = true;
				if (s->sort != ANSWERS &&
				    (s->sort == DOTTED) != mb_streq(known->lines[i].type, "dotted"))
					type = known->lines[i].type;
			}
		if (!other)
			other = known->lines[i].to;
	}
	if (!other || (has && !type))
		return;
	if (type)
		ck_place(d,
			 ck_found(d, "reporting-line", "look which is right, and put the other right",
				  "the record has a %s line there", type),
			 d->word[s->at].at, d->word[s->end - 1].at + d->word[s->end - 1].len);
	else
		ck_place(d,
			 ck_found(d, "reporting-line", "look which is right, and put the other right",
				  "the record has a line to %s, none to this", other),
			 d->word[s->at].at, d->word[s->end - 1].at + d->word[s->end - 1].len);
}

void ck_check_lines(struct ck_doc *d)
{
	struct lines l = { .d = d };
	bool told[STATEMENTS_MAX] = { false };

	l.list = mb_arena_alloc(d->a, STATEMENTS_MAX * sizeof *l.list);
	l.posts = mb_arena_alloc(d->a, CK_NAMES_MAX * sizeof *l.posts);
	gather_posts(&l);
	gather(&l);
	for (size_t i = 0; i < l.n; i++)
		if (!told[i])
			tell(&l, i, told);
	for (size_t i = 0; i < l.n; i++)
		if (!told[i])
			against_record(d, &l.list[i]);
}
