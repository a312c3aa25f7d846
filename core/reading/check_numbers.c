/* Numbering with a gap, or with one number twice. Numbers are labels; but who refers to them counts on their order. */
#include "check.h"

#include <ctype.h>
#include <string.h>

#define OPEN_MAX 12
#define GAP_MAX	 3 /* a wider one is another list */

/* A list that may go on: numbers of one style, of a decimal those with the same beginning. */
struct open_list {
	enum ck_style style;
	bool paren;
	int prefix[CK_DEPTH], depth; /* depth: parts of the prefix */
	int last;
	size_t block; /* of the last */
};

struct state {
	struct ck_doc *d;
	struct open_list list[OPEN_MAX]; /* newest last */
	size_t n;
	size_t bare; /* the last block with a bullet and no number: a number may have been lost there */
};

static int value(const struct ck_block *b)
{
	return b->number[b->depth - 1];
}

static bool belongs(const struct open_list *l, const struct ck_block *b)
{
	if (l->style != b->style || l->paren != b->paren ||
	    (b->style == CK_DECIMAL && l->depth != b->depth - 1))
		return false;
	return b->style != CK_DECIMAL ||
	       memcmp(l->prefix, b->number, (size_t)l->depth * sizeof *l->prefix) == 0;
}

static void begin(struct state *s, const struct ck_block *b, size_t i)
{
	struct open_list l = {
		.style = b->style, .paren = b->paren, .depth = b->depth - 1, .last = value(b), .block = i
	};

	memcpy(l.prefix, b->number, sizeof l.prefix);
	if (s->n == OPEN_MAX) {
		memmove(s->list, s->list + 1, (OPEN_MAX - 1) * sizeof *s->list);
		s->n--;
	}
	s->list[s->n++] = l;
}

static void go_on(struct state *s, size_t k, const struct ck_block *b, size_t i)
{
	s->list[k].last = value(b);
	s->list[k].block = i;
	/* what was inside it is over; decimals keep their own place */
	if (b->style != CK_DECIMAL)
		s->n = k + 1;
}

static const char *printed(struct ck_doc *d, const struct ck_block *b, int number)
{
	static const char *const numerals[] = { "i",  "ii", "iii", "iv",  "v",	  "vi",	 "vii", "viii",
						"ix", "x",  "xi",  "xii", "xiii", "xiv", "xv" };
	struct mb_buf text;
	const char *out;

	mb_buf_init(&text, 200);
	for (int i = 0; i < b->depth - 1; i++)
		mb_buf_printf(&text, "%d.", b->number[i]);
	if (b->style == CK_LETTER)
		mb_buf_printf(&text, "%c", 'a' + number - 1);
	else if (b->style == CK_ROMAN && number <= 15)
		mb_buf_puts(&text, numerals[number - 1]);
	else
		mb_buf_printf(&text, "%s%d", b->style == CK_R ? "R" : "", number);
	out = mb_arena_dup(d->a, text.p);
	mb_buf_free(&text);
	return out;
}

static void tell_gap(struct state *s, const struct open_list *l, const struct ck_block *b)
{
	struct ck_doc *d = s->d;
	const int missing = value(b) - l->last - 1;
	struct mb_check_finding *f;

	/* between the two stands a paragraph of the same list that has lost its number */
	if (b->bullet && s->bare != CK_NONE && s->bare > l->block)
		return;
	f = ck_found(d, "numbering",
		     "put in what is missing, or number anew and look at what refers to these numbers",
		     missing == 1 ? "%s follows %s: %s is missing" : "%s follows %s: %s and more are missing",
		     printed(d, b, value(b)), printed(d, b, l->last), printed(d, b, l->last + 1));
	ck_place(d, f, b->text, b->text + (b->n < 60 ? b->n : 60));
	ck_place(d, f, d->block[l->block].text,
		 d->block[l->block].text + (d->block[l->block].n < 60 ? d->block[l->block].n : 60));
}

static void tell_twice(struct state *s, const struct open_list *l, const struct ck_block *b)
{
	struct ck_doc *d = s->d;
	struct mb_check_finding *f = ck_found(d, "numbering",
					      "number anew and look at what refers to these numbers",
					      "the number %s stands twice: see line %d",
					      printed(d, b, value(b)), ck_line(d, d->block[l->block].text));

	ck_place(d, f, b->text, b->text + (b->n < 60 ? b->n : 60));
}

/* An (i) behind (h) is a letter, behind nothing a numeral. */
static void settle_style(const struct state *s, struct ck_block *b)
{
	if (b->style != CK_ROMAN || b->raw_end <= b->label)
		return;
	for (size_t k = s->n; k-- > 0;) {
		const struct open_list *l = &s->list[k];
		const char letter = s->d->p[b->label + b->paren];

		if (l->style == CK_ROMAN && l->paren == b->paren)
			return;
		if (l->style != CK_LETTER || l->paren != b->paren ||
		    (letter != 'i' && letter != 'v' && letter != 'x'))
			continue;
		if (letter - 'a' == l->last || letter - 'a' == l->last + 1) {
			b->style = CK_LETTER;
			b->number[0] = letter - 'a' + 1;
			return;
		}
	}
}

static void take(struct state *s, size_t i)
{
	struct ck_block *b = &s->d->block[i];
	size_t gap = CK_NONE, twice = CK_NONE;
	bool headings = false;

	settle_style(s, b);
	for (size_t k = s->n; k-- > 0;) {
		const struct open_list *l = &s->list[k];

		const bool heading = s->d->block[l->block].kind == CK_HEADING;

		if (!belongs(l, b))
			continue;
		/* a heading goes on from the headings, not from an older list that happens to stop one before it */
		headings = headings || heading;
		if (l->last + 1 == value(b) && (heading || !headings || b->kind != CK_HEADING)) {
			go_on(s, k, b, i);
			return;
		}
		if (gap == CK_NONE && value(b) > l->last && value(b) - l->last - 1 <= GAP_MAX)
			gap = k;
		if (twice == CK_NONE && value(b) == l->last && value(b) > 1)
			twice = k;
	}
	if (twice != CK_NONE) {
		tell_twice(s, &s->list[twice], b);
		go_on(s, twice, b, i);
		return;
	}
	/* 3.1 after 2.4: a part of its own; 3.2 without 3.1 has lost its first */
	if (gap != CK_NONE) {
		tell_gap(s, &s->list[gap], b);
		go_on(s, gap, b, i);
		return;
	}
	if (b->style == CK_DECIMAL && value(b) == 2 && i > 0 && b->depth == 2) {
		struct open_list before = { .style = CK_DECIMAL, .depth = 1, .last = 0 };

		/* the part's own heading is the last that was read */
		for (size_t k = s->n; k-- > 0;)
			if (s->list[k].style == CK_NUMBER && s->list[k].last == b->number[0] &&
			    i - s->list[k].block < 12) {
				before.block = s->list[k].block;
				tell_gap(s, &before, b);
				break;
			}
	}
	begin(s, b, i);
}

/* A whole sentence behind a bullet may be a numbered paragraph that has lost its number; a point of a list is none. */
static bool is_bare(const struct ck_doc *d, const struct ck_block *b)
{
	const struct mb_str s = ck_block_str(d, b);

	return b->kind == CK_PARA && b->bullet && b->style == CK_PLAIN && s.n > 40 &&
	       isupper((unsigned char)s.p[0]) && s.p[s.n - 1] == '.';
}

static bool counts(const struct ck_block *b)
{
	return b->style != CK_PLAIN && b->depth > 0 && value(b) > 0 && value(b) < 400 && (b->kind != CK_PAGE);
}

/* The first cells of a table's rows, when they are plain numbers: 1, 2, 4. */
static int row_number(const struct ck_doc *d, const struct ck_block *b)
{
	struct mb_str s = ck_block_str(d, b);
	int value = 0;
	size_t i = 0;

	while (s.n && (s.p[0] == '\t' || s.p[0] == ' ')) /* the border of a pipe table */
		s.p++, s.n--;
	for (; i < s.n && i < 3 && isdigit((unsigned char)s.p[i]); i++)
		value = 10 * value + s.p[i] - '0';
	return b->kind == CK_ROW && i > 0 &&
			       ((i < s.n && s.p[i] == '\t') ||
				(i + 1 < s.n && s.p[i] == ' ' && s.p[i + 1] == '\t'))
		       ? value
		       : 0;
}

static void check_rows(struct ck_doc *d)
{
	int last = 0;
	size_t at = CK_NONE;

	for (size_t i = 0; i < d->n_blocks; i++) {
		const struct ck_block *b = &d->block[i];
		const int value = row_number(d, b);
		struct mb_check_finding *f;

		if (b->kind != CK_ROW) {
			last = 0;
			continue;
		}
		/* only from the second row on, and only where one number is missing: else the column is no numbering */
		if (value && last > 1 && value == last + 2) {
			f = ck_found(d, "numbering", "put in what is missing, or number anew",
				     "row %d follows row %d: %d is missing", value, last, last + 1);
			ck_place(d, f, b->text, b->text + (b->n < 60 ? b->n : 60));
			ck_place(d, f, d->block[at].text,
				 d->block[at].text + (d->block[at].n < 60 ? d->block[at].n : 60));
		}
		if (value) {
			/* 1, 2, 3 so far? */
			last = value == 1 || value == last + 1 || (last > 1 && value == last + 2) ? value : 0;
			at = i;
		}
	}
}

void ck_check_numbers(struct ck_doc *d)
{
	struct state s = { .d = d, .bare = CK_NONE };

	for (size_t i = 0; i < d->n_blocks; i++) {
		struct ck_block *b = &d->block[i];

		if (is_bare(d, b))
			s.bare = i;
		if (b->kind == CK_HEADING && b->level && b->style == CK_PLAIN)
			for (size_t k = 0; k < s.n; k++) /* a new part: its lists begin where they like */
				if (s.list[k].style == CK_NUMBER &&
				    d->block[s.list[k].block].kind != CK_HEADING)
					s.list[k].last = -100;
		if (counts(b))
			take(&s, i);
	}
	check_rows(d);
}
