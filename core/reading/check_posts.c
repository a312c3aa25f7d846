/* One post under two names, in a paper or against the record. */
#include "check.h"

#include <string.h>
#include <strings.h>

/* What a post begins with; longer ones first. The words behind "of" or "for" say which it is. */
static const char *const heads[] = { "corporate director",
				     "divisional director",
				     "strategic director",
				     "executive director",
				     "assistant director",
				     "associate director",
				     "deputy director",
				     "assistant head",
				     "deputy head",
				     "group manager",
				     "service manager",
				     "team manager",
				     "programme manager",
				     "cabinet member",
				     "lead member",
				     "lead officer",
				     "director",
				     "head",
				     "manager",
				     "superintendent",
				     NULL };
#define ROW_MAX 250 /* bytes */

static const char *const general[] = { "service", "department", "team", "unit", "division", "office", NULL };

struct kept {
	struct ck_name head, name;
	size_t at, to, count;
	bool known, told;
};

struct posts {
	struct ck_doc *d;
	struct kept *list;
	size_t n;
};

/* ---- posts in the text ----------------------------------------------------------------------------------- */

static bool two_words(const struct ck_doc *d, size_t w, const char *head, const char *space)
{
	struct mb_str first = ck_word_str(d, w);

	return first.n == (size_t)(space - head) && strncasecmp(first.p, head, first.n) == 0 &&
	       ck_is(d, w + 1, space + 1);
}

/* @return words of the head at w, 0 for none */
static size_t head_at(const struct ck_doc *d, size_t w, struct ck_name *out)
{
	for (size_t i = 0; heads[i]; i++) {
		const char *space = strchr(heads[i], ' ');

		*out = (struct ck_name){ .n = 0 };
		if (!space) {
			if (!ck_is(d, w, heads[i]) || !d->word[w].cap)
				continue;
			ck_name_add(out, ck_word_str(d, w), false);
			return 1;
		}
		if (w + 1 < d->n_words && d->word[w + 1].joined && d->word[w].cap &&
		    two_words(d, w, heads[i], space)) {
			ck_name_add(out, ck_word_str(d, w), false);
			ck_name_add(out, ck_word_str(d, w + 1), false);
			return 2;
		}
	}
	return 0;
}

static bool joins(const struct ck_doc *d, size_t w)
{
	return ck_is(d, w, "and") || ck_is(d, w, "&");
}

/* A comma inside a name: "Policy, Performance & Support". Behind it come one or two capitalised words, then "and" or "&". */
static bool comma_goes_on(const struct ck_doc *d, size_t w)
{
	const struct ck_word *a = &d->word[w - 1], *b = &d->word[w];
	struct ck_name ignored;

	if (a->block != b->block || b->at != a->at + a->len + 2 || d->text[a->at + a->len] != ',' ||
	    !b->cap || head_at(d, w, &ignored))
		return false;
	for (size_t k = w + 1; k < w + 4 && k < d->n_words && d->word[k].joined; k++) {
		if (joins(d, k))
			return true;
		if (!d->word[k].cap)
			return false;
	}
	return false;
}

bool ck_post_at(struct ck_post *out, const struct ck_doc *d, size_t w)
{
	size_t k, n = head_at(d, w, &out->head);
	bool join = false;

	if (!n)
		return false;
	k = w + n;
	if (k >= d->n_words || d->word[k].block != d->word[w].block)
		return false;
	out->name = (struct ck_name){ .n = 0 };
	if (d->word[k].joined && (ck_is(d, k, "of") || ck_is(d, k, "for"))) {
		k++;
		if (k < d->n_words && ck_is(d, k, "the"))
			return false;
	} else if (d->text[d->word[k - 1].at + d->word[k - 1].len] != ',' && !(n == 2 && d->word[k].joined)) {
		return false; /* "Director, Safeguarding and Rights", "Group Manager Early Years" */
	}
	out->word = w;
	out->subject = k;
	for (; k < d->n_words && d->word[k].block == d->word[w].block && out->name.n < CK_NAME_WORDS; k++) {
		const bool first = k == out->subject;

		if (!first && !d->word[k].joined) {
			if (!comma_goes_on(d, k))
				break;
			join = true;
		}
		if (joins(d, k)) {
			if (k + 1 >= d->n_words || !d->word[k + 1].joined || !d->word[k + 1].cap)
				break;
			join = true;
			continue;
		}
		if (!d->word[k].cap || (!first && head_at(d, k, &(struct ck_name){ .n = 0 })))
			break;
		ck_name_add(&out->name, ck_word_str(d, k), join);
		join = false;
	}
	while (k > out->subject && joins(d, k - 1))
		k--;
	out->end = k;
	return out->name.n > 0;
}

/* ---- compared -------------------------------------------------------------------------------------------- */

static bool is_general(const char *stem)
{
	return ck_in(mb_str(stem), general);
}

static bool is_law(const char *stem)
{
	return mb_streq(stem, "legal") || mb_streq(stem, "law");
}

static struct ck_name without_general(const struct ck_name *a)
{
	struct ck_name out = { .n = 0, .joins = a->joins };

	for (size_t i = 0; i < a->n; i++)
		if (!is_general(a->stem[i]))
			memcpy(out.stem[out.n++], a->stem[i], CK_STEM);
	return out;
}

static bool drifted(const struct ck_name *a, const struct ck_name *b)
{
	const struct ck_name x = without_general(a), y = without_general(b);
	const struct ck_name *less = a->n <= b->n ? a : b, *more = less == a ? b : a;
	int at;

	if (ck_same_name(a, b))
		return false;
	if (ck_same_letters(a, b))
		return true;
	if (a->n > 1 && ck_same_words(a, b)) /* Policy & Performance, Performance & Policy */
		return true;
	if (ck_one_dropped(less, more) && less->n >= 2 &&
	    more->joins) /* Policy, Performance & Support; Policy & Support */
		return true;
	if ((at = ck_one_differs(a, b)) >= 0) {
		if (is_law(a->stem[at]) && is_law(b->stem[at]))
			return true;
		if (ck_near(a->stem[at], b->stem[at]) && !(at == 0 && a->n > 1 && is_general(a->stem[1])))
			return true;
		/* Quality & Learning, Quality & Standards: one half of a pair. Adult Services, Housing Services: two posts */
		return at > 0 && (a->n > 2 || (a->joins && a->joins == b->joins)) &&
		       !is_general(a->stem[at]) && !is_general(b->stem[at]);
	}
	/* Finance, Financial Services */
	return x.n == y.n && x.n > 0 && x.n < 3 && (at = ck_one_differs(&x, &y)) >= 0 &&
	       ck_near(x.stem[at], y.stem[at]);
}

static bool has_stop(struct mb_str s)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '.' && s.p[i + 1] == ' ')
			return true;
	return false;
}

/* A table's cells run together, or lines of a list: where a name ends there cannot be told. */
static bool is_heap(const struct ck_doc *d, const struct ck_block *b)
{
	return b->n > ROW_MAX && (b->kind == CK_ROW || !has_stop(ck_block_str(d, b)));
}

static void collect(struct posts *s)
{
	struct ck_doc *d = s->d;
	struct ck_post post;
	size_t block = CK_NONE;
	bool heap = false;

	for (size_t w = 0; w < d->n_words; w++) {
		struct kept *k = NULL;

		if (d->word[w].block != block) {
			block = d->word[w].block;
			heap = is_heap(d, &d->block[block]);
		}
		if (!d->word[w].cap || heap || !ck_post_at(&post, d, w))
			continue;
		for (size_t i = 0; i < s->n && !k; i++)
			if (ck_same_name(&s->list[i].head, &post.head) &&
			    ck_same_name(&s->list[i].name, &post.name))
				k = &s->list[i];
		if (!k && s->n < CK_NAMES_MAX) {
			k = &s->list[s->n++];
			*k = (struct kept){ .head = post.head,
					    .name = post.name,
					    .at = d->word[w].at,
					    .to = d->word[post.end - 1].at + d->word[post.end - 1].len };
		}
		if (k)
			k->count++;
		w = post.end - 1;
	}
}

/* ---- against the record ---------------------------------------------------------------------------------- */

/* "Head of Finance" of a record's text, cut into head and name. */
static bool known_post(struct ck_name *head, struct ck_name *name, const char *post)
{
	const char *of = strstr(post, " of "), *for_ = strstr(post, " for "),
		   *cut = of && (!for_ || of < for_) ? of : for_;
	char text[80];

	if (!cut || (size_t)(cut - post) >= sizeof text)
		return false;
	memcpy(text, post, (size_t)(cut - post));
	text[cut - post] = '\0';
	ck_name_of(head, text);
	ck_name_of(name, cut + (cut == of ? 4 : 5));
	return head->n && name->n;
}

static void against_record(struct posts *s)
{
	const struct mb_check_known *known = s->d->known;
	struct ck_name head, name;

	for (size_t i = 0; i < known->n_people; i++)
		for (size_t k = 0;
		     known->people[i].post && k < s->n && known_post(&head, &name, known->people[i].post);
		     k++)
			if (ck_same_name(&head, &s->list[k].head) && ck_same_name(&name, &s->list[k].name))
				s->list[k].known = true;
	for (size_t i = 0; i < known->n_people; i++)
		for (size_t k = 0;
		     known->people[i].post && k < s->n && known_post(&head, &name, known->people[i].post);
		     k++) {
			struct kept *p = &s->list[k];

			if (p->known || p->told || !ck_same_name(&head, &p->head) ||
			    !drifted(&p->name, &name))
				continue;
			p->told = true;
			ck_place(s->d,
				 ck_found(s->d, "post-name", "write the post as the record has it",
					  "the record knows no such post; it knows the %s",
					  known->people[i].post),
				 p->at, p->to);
		}
}

static void tell(struct posts *s, size_t first)
{
	struct ck_doc *d = s->d;
	struct mb_check_finding *f;
	struct mb_buf names;
	size_t n = 0, member[16];

	member[n++] = first;
	/* whatever drifted from one of the set belongs to it */
	for (size_t i = 0; i < n && n < 16; i++)
		for (size_t k = 0; k < s->n && n < 16; k++) {
			const struct kept *a = &s->list[member[i]], *b = &s->list[k];

			if (k == member[i] || b->told || k == first || !ck_same_name(&a->head, &b->head) ||
			    (a->known && b->known) || (a->count > 2 && b->count > 2) ||
			    !drifted(&a->name, &b->name))
				continue;
			s->list[k].told = true;
			member[n++] = k;
		}
	if (n < 2)
		return;
	mb_buf_init(&names, 3000);
	for (size_t i = 0; i < n; i++) {
		struct mb_str name = ck_str(d, s->list[member[i]].at, s->list[member[i]].to);

		mb_buf_printf(&names, "%s\"%.*s\" (line %d)", i ? ", " : "", (int)(name.n < 90 ? name.n : 90),
			      name.p, ck_line(d, s->list[member[i]].at));
	}
	f = ck_found(d, "post-name", "if they are one post, choose one name and use it throughout",
		     "this looks like one post under %zu names: %.420s", n, names.p);
	for (size_t i = 0; i < n; i++)
		ck_place(d, f, s->list[member[i]].at, s->list[member[i]].to);
	mb_buf_free(&names);
}

void ck_check_posts(struct ck_doc *d)
{
	struct posts s = { .d = d, .list = mb_arena_alloc(d->a, CK_NAMES_MAX * sizeof *s.list) };

	collect(&s);
	against_record(&s);
	for (size_t i = 0; i < s.n; i++)
		if (!s.list[i].told) {
			s.list[i].told = true;
			tell(&s, i);
		}
}
