/* References to nowhere: a paragraph, section, appendix, recommendation or document that is not there. */
#include "check.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define LABELS_MAX 4096

enum target {
	TO_PARAGRAPH,
	TO_SECTION,
	TO_APPENDIX,
	TO_ANNEX,
	TO_RECOMMENDATION,
	TO_TABLE,
	TO_FIGURE,
	TO_COUNT
};

static const struct {
	const char *word, *plural, *brief;
	enum target to;
} words[] = {
	{ "paragraph", "paragraphs", "para", TO_PARAGRAPH },
	{ "section", "sections", NULL, TO_SECTION },
	{ "appendix", "appendices", NULL, TO_APPENDIX },
	{ "annex", "annexes", NULL, TO_ANNEX },
	{ "recommendation", "recommendations", NULL, TO_RECOMMENDATION },
	{ "table", "tables", NULL, TO_TABLE },
	{ "figure", "figures", NULL, TO_FIGURE },
	{ "clause", "clauses", NULL, TO_PARAGRAPH },
	{ "paras", "paras", NULL, TO_PARAGRAPH },
};

/* A set of labels as text: "3.4.5", "a", "2". */
struct labels {
	uint64_t *slot;
	size_t cap, n;
};

static uint64_t hash(enum target to, const char *s, size_t n)
{
	uint64_t h = (UINT64_C(1469598103934665603) ^ (uint64_t)to) * UINT64_C(1099511628211);

	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint64_t)(unsigned char)tolower((unsigned char)s[i])) * UINT64_C(1099511628211);
	return h ? h : 1;
}

static bool in_set(const struct labels *l, uint64_t h)
{
	for (size_t i = h % l->cap; l->slot[i]; i = (i + 1) % l->cap)
		if (l->slot[i] == h)
			return true;
	return false;
}

static void add(struct labels *l, uint64_t h)
{
	size_t i = h % l->cap;

	while (l->slot[i] && l->slot[i] != h)
		i = (i + 1) % l->cap;
	l->n += !l->slot[i];
	l->slot[i] = h;
}

struct finder {
	struct ck_doc *d;
	struct labels here; /* paragraphs and sections; appendices, tables ... as headed */
	size_t headed[TO_COUNT];
	size_t said[TO_COUNT]
		   [64]; /* the word, plus one, that first refers to A, B ... of what is not in the text */
	bool whole;	 /* a report or the like: what it refers to should stand in it */
	int sections;	 /* the highest number of a section */
};

/* ---- what is there --------------------------------------------------------------------------------------- */

static size_t label_text(char *out, size_t size, const struct ck_block *b, int depth)
{
	int n = 0;

	if (b->style == CK_LETTER)
		return (size_t)snprintf(out, size, "%c", 'a' + b->number[0] - 1);
	for (int i = 0; i < depth; i++)
		n += snprintf(out + n, size - (size_t)n, "%s%d", i ? "." : "", b->number[i]);
	return (size_t)n;
}

static void add_label(struct finder *f, const struct ck_block *b)
{
	char text[80];

	/* 3.4.5 is also a part of 3.4 and of section 3, whether those have a heading or not */
	for (int depth = b->depth; depth > 0; depth--) {
		size_t n = label_text(text, sizeof text, b, depth);

		add(&f->here, hash(TO_PARAGRAPH, text, n));
		add(&f->here, hash(TO_SECTION, text, n));
	}
	if (b->style == CK_R || b->recommends)
		add(&f->here, hash(TO_RECOMMENDATION, text, label_text(text, sizeof text, b, b->depth)));
}

/* "Appendix A: Training plan", "Annex 2", "Table 1 - Costs" at the start of a block. */
static void add_headed(struct finder *f, const struct ck_block *b)
{
	struct ck_doc *d = f->d;
	const size_t w = b->word;

	if (b->style == CK_NUMBER && b->kind == CK_HEADING && b->number[0] > f->sections)
		f->sections = b->number[0];
	if (w + 1 >= b->word_end || !d->word[w + 1].joined)
		return;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct mb_str label = ck_word_str(d, w + 1);
		const size_t end = d->word[w + 1].at + label.n;

		if (!ck_is(d, w, words[i].word))
			continue;
		/* a sentence that begins "Appendix A shows" is no heading */
		if (end < b->text + b->n && !strchr(":-.)\t", d->text[end]) && b->kind != CK_HEADING &&
		    !(end + 1 < b->text + b->n && d->text[end + 1] == '-'))
			continue;
		add(&f->here, hash(words[i].to, label.p, label.n));
		f->headed[words[i].to]++;
	}
}

static void take_stock(struct finder *f)
{
	struct ck_doc *d = f->d;

	for (size_t i = 0; i < d->n_blocks && f->here.n < f->here.cap / 4; i++) {
		const struct ck_block *b = &d->block[i];

		if (b->style != CK_PLAIN)
			add_label(f, b);
		add_headed(f, b);
	}
	for (size_t i = 0; i < d->r->n_recommendations; i++) {
		const char *s = d->r->recommendations[i].number;

		while (*s && !isalnum((unsigned char)*s))
			s++;
		if (*s == 'R')
			s++;
		add(&f->here, hash(TO_RECOMMENDATION, s, strcspn(s, ").:")));
	}
}

/* ---- what is referred to --------------------------------------------------------------------------------- */

/* "of the Children Act 2004", "of Schedule 12A", "of the Constitution": of another text. */
static bool of_another(const struct ck_doc *d, size_t w, size_t end)
{
	static const char *const ours[] = { "this", "the", NULL };
	static const char *const report[] = { "report", "paper", "recommendations", "appendix", "annex",
					      "plan",	NULL };
	static const char *const acts[] = { "act",	"acts", "regulations",	"order",
					    "schedule", "code", "constitution", NULL };
	size_t k;

	for (k = w; k < end && k < w + 9; k++)
		if (d->word[k].cap && ck_is_any(d, k, acts))
			return true;
	k = w;
	/* behind the number: up to four words of a list ("and 19"), then "of" */
	while (k < end && k < w + 5 && !ck_is(d, k, "of") && !ck_is(d, k, "to"))
		k++;
	if (k < end && k < w + 5 && ck_is(d, k, "of")) {
		if (k + 1 < end && ck_is(d, k + 1, "this"))
			return false;
		if (k + 2 < end && ck_is_any(d, k + 1, ours) && ck_is_any(d, k + 2, report) &&
		    !d->word[k + 2].cap)
			return false;
		return true;
	}
	return k < end && ck_is(d, k, "to") && k == w && k + 1 < end && ck_is(d, k + 1, "the");
}

/* In front: "Children Act 2004 section 10", "Terms of reference 5.4", "their paragraph 3" */
static bool after_another(const struct ck_doc *d, size_t w, size_t begin)
{
	static const char *const others[] = { "act",	   "regulations", "code",      "constitution",
					      "guidance",  "schedule",	  "agreement", "orders",
					      "framework", "their",	  "its",       "which",
					      "scheme",	   "statute",	  "directive", NULL };

	for (size_t k = w; k > begin && k + 4 > w; k--)
		if (ck_is_any(d, k - 1, others))
			return true;
	return false;
}

static bool is_label(struct mb_str s, enum target to)
{
	size_t i = 0;

	if (!s.n || s.n > 12)
		return false;
	if (s.n == 1 && isupper((unsigned char)s.p[0]))
		return to == TO_APPENDIX || to == TO_ANNEX || to == TO_TABLE || to == TO_FIGURE;
	if (!isdigit((unsigned char)s.p[0]))
		return false;
	while (i < s.n && (isdigit((unsigned char)s.p[i]) || s.p[i] == '.'))
		i++;
	return i == s.n;
}

/* The label that begins at word w: "3", "3.4.5" (words parted by stops), "A". @return the word behind it, w if none */
static size_t label_at(const struct ck_doc *d, size_t w, size_t end, enum target to, struct mb_str *label)
{
	size_t k = w;

	if (w >= end)
		return w;
	*label = ck_word_str(d, w);
	if (!is_label(*label, to))
		return w;
	for (k = w + 1; k < end && isdigit((unsigned char)ck_word_str(d, k).p[0]); k++) {
		const size_t stop = d->word[k - 1].at + d->word[k - 1].len;

		if (d->word[k].at != stop + 1 || d->text[stop] != '.')
			break;
		label->n = d->word[k].at + d->word[k].len - d->word[w].at;
	}
	return is_label(*label, to) ? k : w;
}

static void nowhere(struct finder *f, size_t w, size_t behind, const char *word, struct mb_str label,
		    const char *why)
{
	struct ck_doc *d = f->d;

	ck_place(d,
		 ck_found(d, "reference", "put the right number, or what is missing",
			  "there is no %s %.*s in this text%s", word, (int)label.n, label.p, why),
		 d->word[w].at, d->word[behind - 1].at + d->word[behind - 1].len);
}

static const char *name_of(enum target to)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].to == to)
			return words[i].word;
	return "part";
}

/* Appendices may be attached as files of their own: then they are only named, one after another from the first. */
static int attached(struct mb_str label)
{
	int value = 0;

	if (label.n == 1 && isupper((unsigned char)label.p[0]))
		return label.p[0] - 'A' + 1;
	for (size_t i = 0; i < label.n; i++)
		value = label.n <= 2 && isdigit((unsigned char)label.p[i]) ? 10 * value + label.p[i] - '0'
									   : 0;
	return value;
}

/* Section 17, section 47, section 106: of an Act that everybody knows. Our own sections are few. */
static bool of_statute(const struct finder *f, size_t w, struct mb_str label)
{
	static const char *const shown[] = { "out", "see", "described", "shown", "given", "explained", NULL };
	const struct ck_doc *d = f->d;
	const int value = attached(label);

	if (label.n > 2 && memchr(label.p, '.', label.n))
		return false;
	if (label.n <= 2 && (value < 10 || value <= f->sections + 3))
		return false;
	return !(w > 0 &&
		 (ck_is(d, w - 1, "see") || (w > 1 && ck_is(d, w - 1, "in") && ck_is_any(d, w - 2, shown))));
}

static void check_one(struct finder *f, size_t w, size_t behind, size_t i, struct mb_str label)
{
	const enum target to = words[i].to;

	if (in_set(&f->here, hash(to, label.p, label.n)))
		return;
	/* a page of decisions names the appendices of many reports */
	if (to != TO_PARAGRAPH && to != TO_SECTION && !f->whole)
		return;
	if (to == TO_APPENDIX || to == TO_ANNEX || to == TO_TABLE || to == TO_FIGURE) {
		const int number = attached(label);

		if (!f->headed[to] && number > 0 && number < 64) {
			/* attached, if those before it are named as well: checked when all have been seen */
			if (!f->said[to][number])
				f->said[to][number] = w + 1;
			return;
		}
	}
	if (to == TO_SECTION && of_statute(f, w, label))
		return;
	nowhere(f, w, behind, words[i].word, label, "");
}

/* Every label of "paragraphs 3.1 to 3.4", "sections 2 and 3", "recommendations 5, 6 and 7". */
static size_t check_labels(struct finder *f, size_t w, size_t i, size_t end)
{
	struct ck_doc *d = f->d;
	struct mb_str label[8];
	size_t from[8], behind[8], n = 0, k = w + 1;

	while (n < 8) {
		size_t next = label_at(d, k, end, words[i].to, &label[n]);

		if (next == k)
			break;
		from[n] = n ? k : w;
		behind[n++] = next;
		k = next;
		if (k < end && ck_is_any(d, k, (const char *const[]){ "and", "to", "or", "&", NULL }))
			k++;
		else if (!(k < end && d->text[d->word[k - 1].at + d->word[k - 1].len] == ',' &&
			   isdigit((unsigned char)ck_word_str(d, k).p[0])))
			break;
		/* "section 3 and appendix 2": the next label has its own word */
	}
	if (!n)
		return w + 1;
	if (!of_another(d, behind[n - 1], end) && !after_another(d, w, d->block[d->word[w].block].word))
		for (size_t j = 0; j < n; j++)
			check_one(f, from[j], behind[j], i, label[j]);
	return behind[n - 1];
}

/* "see 2.30 pm", "see 4.5 per cent" */
static bool is_time(const struct ck_doc *d, size_t w)
{
	return ck_is_any(d, w, (const char *const[]){ "pm", "am", "p", "a", "per", "million", NULL });
}

/* "see 5.3 below": a decimal number needs no word in front. */
static void check_see(struct finder *f, size_t w, size_t end)
{
	struct mb_str label;
	const size_t behind = label_at(f->d, w + 1, end, TO_PARAGRAPH, &label);

	if (behind > w + 1 && memchr(label.p, '.', label.n) && !of_another(f->d, behind, end) &&
	    !is_time(f->d, behind))
		check_one(f, w + 1, behind, 0, label);
}

static void check_words(struct finder *f)
{
	struct ck_doc *d = f->d;

	for (size_t w = 0; w + 1 < d->n_words;) {
		const struct ck_block *b = &d->block[d->word[w].block];
		size_t next = w + 1;

		if (ck_is(d, w, "see"))
			check_see(f, w, b->word_end);

		for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
			if (!ck_is(d, w, words[i].word) && !ck_is(d, w, words[i].plural) &&
			    !(words[i].brief && ck_is(d, w, words[i].brief)))
				continue;
			/* at the start of a block it is a heading of its own, unless a sentence follows */
			if (w == b->word && b->kind == CK_HEADING)
				break;
			if (d->word[w + 1].block == d->word[w].block)
				next = check_labels(f, w, i, b->word_end);
			break;
		}
		w = next;
	}
}

/* Of appendices that are only named, A, B and D: where is C, and is D right? */
static void check_attached(struct finder *f)
{
	struct ck_doc *d = f->d;

	for (int to = 0; to < TO_COUNT; to++) {
		int seen = 0;

		for (int i = 1; i < 64; i++) {
			const size_t w = f->said[to][i];

			if (w && i != seen + 1)
				nowhere(f, w - 1, w + 1, name_of((enum target)to), ck_word_str(d, w),
					", nor is the one before it named");
			if (w)
				seen = i;
		}
	}
}

/* ---- documents by their ids ------------------------------------------------------------------------------ */

static bool is_id(struct mb_str s)
{
	size_t i = 0, n = 0;

	while (i < s.n && isupper((unsigned char)s.p[i]))
		i++;
	if (i < 2 || i > 8 || i + 7 > s.n || s.p[i] != '-')
		return false;
	for (i++; i < s.n && isdigit((unsigned char)s.p[i]); i++)
		n++;
	if (n != 4 || i + 2 >= s.n || s.p[i] != '-' || !isupper((unsigned char)s.p[i + 1]))
		return false;
	for (n = 0, i += 2; i < s.n && isdigit((unsigned char)s.p[i]); i++)
		n++;
	return n >= 3 && (i == s.n || s.p[i] == '-');
}

static void check_ids(struct ck_doc *d)
{
	if (!d->known->has)
		return;
	for (size_t w = 0; w < d->n_words; w++) {
		struct mb_str s = ck_word_str(d, w);

		if (s.n < 11 || !is_id(s) || d->known->has(d->known->self, mb_arena_ndup(d->a, s.p, s.n)))
			continue;
		ck_place(d,
			 ck_found(d, "reference", "look the document up and put its right id",
				  "the record has no document %.*s", (int)s.n, s.p),
			 d->word[w].at, d->word[w].at + s.n);
	}
}

void ck_check_references(struct ck_doc *d)
{
	struct finder f = {
		.d = d, .whole = mb_streq(d->r->kind, "paper") || mb_streq(d->r->kind, "terms-of-reference")
	};

	f.here.cap = 4 * LABELS_MAX;
	f.here.slot = mb_arena_alloc(d->a, f.here.cap * sizeof *f.here.slot);
	take_stock(&f);
	/* minutes and agendas speak of the reports before them */
	if (!mb_streq(d->r->kind, "minutes") && !mb_streq(d->r->kind, "agenda") &&
	    f.here.n < f.here.cap / 4) {
		check_words(&f);
		check_attached(&f);
	}
	check_ids(d);
}
