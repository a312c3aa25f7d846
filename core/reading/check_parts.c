/* What a paper for decision must have, a recommendation cut in two by a page's end, and owners whom nobody knows. */
#include "check.h"

#include <ctype.h>
#include <string.h>

/* ---- missing parts --------------------------------------------------------------------------------------- */

static const struct part {
	const char *name;
	const char *heads[6]; /* what its heading may be */
} parts[] = {
	{ "summary",
	  { "summary", "executive summary", "purpose", "purpose of report", "purpose of the report", NULL } },
	{ "financial implications",
	  { "financial", "finance", "financial implications", "resource implications", "resources", NULL } },
	{ "legal implications",
	  { "legal", "legal implications", "legal and constitutional implications", NULL } },
};

/* The words of a heading, or those in front of a paragraph's colon: "Financial: the pilot costs ...". */
static struct mb_str lead(const struct ck_doc *d, const struct ck_block *b, struct mb_str *rest)
{
	struct mb_str s = ck_block_str(d, b);
	const char *colon = memchr(s.p, ':', s.n < 60 ? s.n : 60);

	if (!colon && s.n > 13 && mb_str_case_eq((struct mb_str){ s.p, 9 }, "financial") &&
	    b->kind == CK_HEADING)
		colon = NULL;
	*rest = (struct mb_str){ NULL, 0 };
	if (colon) {
		*rest = mb_trim((struct mb_str){ colon + 1, (size_t)(s.p + s.n - colon - 1) });
		return mb_trim((struct mb_str){ s.p, (size_t)(colon - s.p) });
	}
	if (b->kind == CK_ROW) { /* "Financial implications <tab> none" */
		const char *tab = memchr(s.p, '\t', s.n);

		if (tab) {
			*rest = mb_trim((struct mb_str){ tab + 1, (size_t)(s.p + s.n - tab - 1) });
			return mb_trim((struct mb_str){ s.p, (size_t)(tab - s.p) });
		}
	}
	return b->kind == CK_HEADING ? s : (struct mb_str){ NULL, 0 };
}

/* "Comments of the Head of Finance" and the like say the same under another name. */
static bool heads_part(const struct part *p, struct mb_str head)
{
	if (!head.n)
		return false;
	if (ck_in(head, p->heads))
		return true;
	return head.n < 60 && p != parts &&
	       ck_has_any(head, (const char *const[]){ "implications", "comments", "advice", NULL }) &&
	       (ck_find(head, p == parts + 1 ? "financial" : "legal") != CK_NONE ||
		ck_find(head, p == parts + 1 ? "finance" : "solicitor") != CK_NONE);
}

static bool is_stand_in(struct mb_str s)
{
	static const char *const words[] = { "tbc",
					     "tbc.",
					     "to be confirmed",
					     "to be confirmed.",
					     "to follow",
					     "to follow.",
					     "tba",
					     "xxx",
					     "to be added",
					     NULL };

	return ck_in(mb_trim(s), words);
}

/* "Purpose: For Decision" says what kind of paper it is. */
static bool is_marker(struct mb_str s)
{
	static const char *const words[] = { "for decision", "for information", "decision",
					     "information",  "to note",		NULL };

	return ck_in(s, words);
}

static bool same_or_higher(const struct ck_block *a, const struct ck_block *b)
{
	return b->kind == CK_HEADING && (!a->level || !b->level || b->level <= a->level);
}

static void check_part(struct ck_doc *d, const struct part *p)
{
	const struct ck_block *empty = NULL;
	struct mb_str rest, words = { NULL, 0 };

	for (size_t i = 0; i < d->n_blocks; i++) {
		const struct ck_block *b = &d->block[i], *next = i + 1 < d->n_blocks ? b + 1 : NULL;

		if (!heads_part(p, lead(d, b, &rest)) || is_marker(rest))
			continue;
		words = rest.n				   ? rest
			: next && !same_or_higher(b, next) ? ck_block_str(d, next)
							   : (struct mb_str){ NULL, 0 };
		/* a paragraph under the head of another part is not this one's */
		if (!rest.n && next && next->kind == CK_PARA &&
		    memchr(ck_block_str(d, next).p, ':', ck_block_str(d, next).n < 40 ? next->n : 40) &&
		    b->kind == CK_PARA)
			words.n = 0;
		if (words.n && !is_stand_in(words))
			return;
		empty = b;
	}
	if (empty)
		ck_place(d,
			 ck_found(d, "missing-part", "write it, or say in a sentence that there are none",
				  "under its heading the paper says nothing of its %s", p->name),
			 empty->text, empty->text + empty->n);
	else
		ck_found(d, "missing-part", "write it under a heading of its own",
			 "a paper for decision has a part about its %s; here there is none", p->name);
}

void ck_check_parts(struct ck_doc *d)
{
	bool recommends = d->r->n_recommendations > 0;

	if (!mb_streq(d->r->kind, "paper") || mb_streq(d->r->purpose, "information"))
		return;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (i || !d->r->summary)
			check_part(d, &parts[i]);
	for (size_t i = 0; i < d->n_blocks && !recommends; i++)
		recommends = d->block[i].recommends && d->block[i].n > 0;
	if (!recommends)
		ck_found(d, "missing-part",
			 "say under 'Recommendations' what the group is asked to agree or note",
			 "a paper for decision has recommendations; here there are none");
}

/* ---- a recommendation cut in two -------------------------------------------------------------------------- */

static bool ends_open(struct mb_str s)
{
	return s.n && !strchr(".;:!?)\"'", s.p[s.n - 1]) &&
	       !(s.n > 4 && (mb_str_case_eq((struct mb_str){ s.p + s.n - 4, 4 }, " and") ||
			     mb_str_case_eq((struct mb_str){ s.p + s.n - 3, 3 }, " or")));
}

/* A sentence never ends with one of these. */
static bool ends_hanging(const struct ck_doc *d, const struct ck_block *b)
{
	static const char *const words[] = { "the",   "a",   "an",    "of",    "to",	  "in",
					     "on",    "for", "by",    "with",  "from",	  "that",
					     "which", "at",  "as",    "into",  "its",	  "be",
					     "is",    "are", "their", "under", "between", NULL };

	return b->word_end > b->word && ck_is_any(d, b->word_end - 1, words);
}

void ck_check_splits(struct ck_doc *d)
{
	for (size_t i = 0; i < d->n_blocks; i++) {
		const struct ck_block *b = &d->block[i], *next;
		size_t k = i + 1;
		bool page = false, small;

		if (!b->recommends || b->kind != CK_PARA || b->style == CK_PLAIN ||
		    !ends_open(ck_block_str(d, b)))
			continue;
		while (k < d->n_blocks && (d->block[k].kind == CK_PAGE || !d->block[k].n))
			page = page || d->block[k++].kind == CK_PAGE;
		if (k >= d->n_blocks)
			continue;
		next = &d->block[k];
		if (next->kind != CK_PARA || next->style != CK_PLAIN || (!next->gap && !page))
			continue;
		/* points of a list under it, more than one, are no second half */
		if (next->bullet && k + 1 < d->n_blocks && d->block[k + 1].bullet &&
		    d->block[k + 1].style == CK_PLAIN)
			continue;
		small = islower((unsigned char)d->text[next->text]) ||
			(unsigned char)d->text[next->text] == '(';
		if (!small && !ends_hanging(d, b) && !(page && !ends_open(ck_block_str(d, next))))
			continue;
		ck_place(d,
			 ck_found(d, "recommendation",
				  "join the two halves, so that what is decided is one sentence",
				  page ? "the end of a page cuts this recommendation in two: it goes on in "
					 "line %d"
				       : "this recommendation breaks off and goes on in line %d",
				  ck_line(d, next->text)),
			 b->text, b->text + b->n);
	}
}
