/* A paper's text cut into blocks for checking: paragraphs, clauses, rows, headings, feet of pages. */
#include "check.h"

#include <ctype.h>
#include <string.h>

#define HEADING_MAX 110 /* bytes */
#define SHORT_LINE  45

struct line {
	size_t from, to; /* without the line end and blanks at both ends */
};

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f';
}

/* ---- plain words ----------------------------------------------------------------------------------------- */

static const struct {
	const char *from;
	char to;
} plain[] = {
	{ "\xe2\x80\x98", '\'' }, { "\xe2\x80\x99", '\'' }, { "\xe2\x80\x9c", '"' }, { "\xe2\x80\x9d", '"' },
	{ "\xe2\x80\x90", '-' },  { "\xe2\x80\x91", '-' },  { "\xe2\x80\x92", '-' }, { "\xe2\x80\x93", '-' },
	{ "\xe2\x80\x94", '-' },  { "\xe2\x88\x92", '-' },  { "\xc2\xa0", ' ' },     { "\xe2\x80\xaf", ' ' },
	{ "\xef\xbb\xbf", ' ' },  { "\xe2\x80\x8b", ' ' },
};

/* The plain byte that stands for the bytes at i, and how many they are. */
static char plain_at(const struct ck_doc *d, size_t i, size_t to, size_t *taken)
{
	*taken = 1;
	if ((unsigned char)d->p[i] < 0x80)
		return d->p[i] == '\f' || d->p[i] == '\r' ? ' ' : d->p[i];
	for (size_t k = 0; k < sizeof plain / sizeof *plain; k++) {
		size_t n = strlen(plain[k].from);

		if (i + n <= to && memcmp(d->p + i, plain[k].from, n) == 0) {
			*taken = n;
			return plain[k].to;
		}
	}
	return d->p[i];
}

/* Marks that only dress the words: ** __ and tags such as <u>, </strong>, and the stroke of an escape. */
static size_t mark_at(const struct ck_doc *d, size_t i, size_t to)
{
	size_t k = i + 1;

	if (i + 1 < to && (d->p[i] == '*' || d->p[i] == '_') && d->p[i + 1] == d->p[i])
		return 2;
	if (d->p[i] == '*')
		return 1;
	if (d->p[i] == '\\' && k < to && ispunct((unsigned char)d->p[k]))
		return 1;
	if (d->p[i] != '<')
		return 0;
	k += k < to && d->p[k] == '/';
	for (size_t from = k; k < to && k - from < 10; k++)
		if (!isalpha((unsigned char)d->p[k]))
			return d->p[k] == '>' && k > from ? k + 1 - i : 0;
	return 0;
}

size_t ck_plain(struct ck_doc *d, size_t from, size_t to)
{
	const size_t start = d->n_text;

	for (size_t i = from, n; i < to; i += n) {
		char c;

		if ((n = mark_at(d, i, to)))
			continue;
		c = plain_at(d, i, to, &n);
		if (c == ' ' &&
		    (d->n_text == start || d->text[d->n_text - 1] == ' ' || d->text[d->n_text - 1] == '\t'))
			continue;
		if (c == '\t' && d->n_text > start && d->text[d->n_text - 1] == ' ')
			d->n_text--;
		if (c == '\t' && (d->n_text == start || d->text[d->n_text - 1] == '\t'))
			continue;
		/* a letter of UTF-8 that is none of those above stays as it is, byte by byte */
		d->text[d->n_text] = c;
		d->raw[d->n_text++] = (uint32_t)i;
	}
	while (d->n_text > start && (d->text[d->n_text - 1] == ' ' || d->text[d->n_text - 1] == '\t'))
		d->n_text--;
	return d->n_text - start;
}

/* ---- lines ----------------------------------------------------------------------------------------------- */

static struct line next_line(struct ck_doc *d, size_t *at)
{
	const char *end = memchr(d->p + *at, '\n', d->n - *at);
	struct line l = { *at, end ? (size_t)(end - d->p) : d->n };

	*MB_PUSH(d->a, d->line_at, d->n_lines) = *at;
	*at = l.to + (end != NULL);
	while (l.to > l.from && blank(d->p[l.to - 1]))
		l.to--;
	while (l.from < l.to && blank(d->p[l.from]))
		l.from++;
	return l;
}

static size_t digits(struct mb_str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && isdigit((unsigned char)s.p[i + n]))
		n++;
	return n;
}

/* "Page 3", "Page 3 of 9", "- 3 -", "32", "This page is intentionally left blank" */
static bool is_page_foot(struct mb_str s)
{
	size_t i = 0, n;

	if (s.n > 60)
		return false;
	if (ck_find(s, "page is intentionally left blank") != CK_NONE)
		return true;
	while (i < s.n && (s.p[i] == '-' || s.p[i] == ' '))
		i++;
	if (s.n - i > 5 && mb_str_case_eq((struct mb_str){ s.p + i, 5 }, "page "))
		i += 5;
	else if (s.n > 8)
		return false;
	if (!(n = digits(s, i)) || n > 4)
		return false;
	i += n;
	if (s.n - i > 4 && mb_str_case_eq((struct mb_str){ s.p + i, 4 }, " of "))
		i += 4 + digits(s, i + 4);
	while (i < s.n && (s.p[i] == '-' || s.p[i] == ' '))
		i++;
	return i == s.n;
}

static bool is_bullet(const struct ck_doc *d, struct line l, size_t *taken)
{
	static const char *const marks[] = { "- ",	 "* ",		 "\xe2\x80\xa2",
					     "\xc2\xb7", "\xef\x82\xb7", "\xe2\x80\x93 ",
					     "+ " };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t n = strlen(marks[i]);

		if (l.to - l.from > n && memcmp(d->p + l.from, marks[i], n) == 0) {
			*taken = n;
			return true;
		}
	}
	return false;
}

static bool is_rule(struct mb_str s) /* ---- ==== ____ and the row under a table's head */
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("-=_*|: \t.", s.p[i]))
			return false;
	return s.n > 0;
}

/* ---- cutting --------------------------------------------------------------------------------------------- */

struct cutter {
	struct ck_doc *d;
	struct ck_block *open; /* may go on in the next line */
	bool gap;
	char last;     /* last byte of the line before, 0 for a blank line */
	size_t last_n; /* its bytes */
};

static struct ck_block *block_new(struct cutter *c, enum ck_kind kind, size_t raw)
{
	struct ck_doc *d = c->d;
	struct ck_block *b;

	if (d->n_text) {
		d->text[d->n_text] = '\n';
		d->raw[d->n_text++] = (uint32_t)raw;
	}
	b = MB_PUSH(d->a, d->block, d->n_blocks);
	*b = (struct ck_block){
		.kind = kind, .gap = c->gap, .raw = raw, .text = d->n_text, .label = raw, .heading = CK_NONE
	};
	c->gap = false;
	return b;
}

static void block_fill(struct cutter *c, struct ck_block *b, size_t from, size_t to)
{
	b->n = ck_plain(c->d, from, to);
	b->raw_end = to;
	c->open = b->kind == CK_PARA ? b : NULL;
}

static void go_on(struct cutter *c, struct line l)
{
	struct ck_doc *d = c->d;
	const size_t had = d->n_text;

	d->text[d->n_text] = ' ';
	d->raw[d->n_text++] = (uint32_t)l.from;
	if (!ck_plain(d, l.from, l.to))
		d->n_text = had;
	c->open->n = d->n_text - c->open->text;
	c->open->raw_end = l.to;
}

/* A line of a wrapped paragraph may begin with "(2)" or "4." by chance. */
static bool may_begin_clause(const struct cutter *c, const struct ck_block *label)
{
	if (!c->open || !c->last || strchr(".;:,?!)", c->last))
		return true;
	if (c->open->style == label->style || (c->open->style != CK_PLAIN && c->open->n < HEADING_MAX))
		return true;
	return c->d->n_text > 4 && (memcmp(c->d->text + c->d->n_text - 4, " and", 4) == 0 ||
				    memcmp(c->d->text + c->d->n_text - 3, " or", 3) == 0);
}

static bool is_row(const struct ck_doc *d, struct line l)
{
	return l.from < l.to && (d->p[l.from] == '|' || memchr(d->p + l.from, '\t', l.to - l.from));
}

static void cut_row(struct cutter *c, struct ck_block label, size_t from, struct line l)
{
	struct ck_doc *d = c->d;
	struct ck_block *b = block_new(c, CK_ROW, l.from);
	size_t start;

	b->style = label.style;
	b->depth = label.depth;
	b->paren = label.paren;
	memcpy(b->number, label.number, sizeof b->number);
	start = b->text;
	block_fill(c, b, from, l.to);
	if (d->p[from] != '|')
		return;
	for (size_t i = start; i < d->n_text; i++)
		if (d->text[i] == '|')
			d->text[i] = '\t';
}

/* The bare words of a part's heading, which may stand without a blank line around them. */
static bool is_part_heading(struct mb_str s)
{
	static const char *const parts[] = { "summary",
					     "summary:",
					     "recommendation",
					     "recommendations",
					     "recommendations:",
					     "recommendation:",
					     "recommendation(s)",
					     "recommendation(s):",
					     "reason(s)",
					     "reasons",
					     "reasons:",
					     "reason(s):",
					     "implications",
					     "implications:",
					     "background",
					     "consultees",
					     "consultees:",
					     "introduction",
					     "conclusion",
					     "background papers",
					     "background papers:",
					     "purpose",
					     NULL };

	return ck_in(s, parts);
}

/* Lines of a list without marks: the one before was too short to be wrapped. */
static bool is_list_line(const struct cutter *c, struct mb_str s)
{
	return c->last_n < SHORT_LINE && isupper((unsigned char)s.p[0]) && c->last != ',';
}

static void cut_line(struct cutter *c, struct line l)
{
	struct ck_doc *d = c->d;
	struct mb_str s = { d->p + l.from, l.to - l.from };
	struct ck_block label = { .style = CK_PLAIN }, *b;
	size_t taken = 0, from = l.from;
	bool bullet;
	int level = 0;

	if (is_page_foot(s) || is_rule(s)) {
		block_fill(c, block_new(c, is_rule(s) ? CK_ROW : CK_PAGE, l.from), l.from,
			   is_rule(s) ? l.from : l.to);
		return;
	}
	while (level < 6 && from + (size_t)level < l.to && d->p[from + (size_t)level] == '#')
		level++;
	if (level && !(from + (size_t)level < l.to && blank(d->p[from + (size_t)level])))
		level = 0;
	from += (size_t)level;
	while (from < l.to && blank(d->p[from]))
		from++;
	bullet = !level && is_bullet(d, (struct line){ from, l.to }, &taken);
	from += taken;
	while (from < l.to && blank(d->p[from]))
		from++;
	if (ck_label(&label, (struct mb_str){ d->p + from, l.to - from }, &taken) &&
	    (bullet || level || may_begin_clause(c, &label)))
		label.label = from;
	else
		label = (struct ck_block){ .style = CK_PLAIN }, taken = 0;
	if (!level && is_row(d, (struct line){ from + taken, l.to })) {
		cut_row(c, label, from + taken, l);
		return;
	}
	if (c->open && !bullet && !level && label.style == CK_PLAIN && !is_part_heading(s) &&
	    !is_list_line(c, s)) {
		go_on(c, l);
		return;
	}
	b = block_new(c, level || is_part_heading(s) ? CK_HEADING : CK_PARA, l.from);
	b->style = label.style;
	b->depth = label.depth;
	b->paren = label.paren;
	memcpy(b->number, label.number, sizeof b->number);
	b->label = label.style == CK_PLAIN ? l.from : label.label;
	b->bullet = bullet;
	b->level = level;
	block_fill(c, b, from + taken, l.to);
}

/* ---- headings -------------------------------------------------------------------------------------------- */

static bool looks_like_heading(const struct ck_doc *d, size_t i)
{
	const struct ck_block *b = &d->block[i], *next = i + 1 < d->n_blocks ? b + 1 : NULL;
	struct mb_str s = ck_block_str(d, b);

	if (b->kind != CK_PARA || b->bullet || !s.n || s.n > HEADING_MAX || !isupper((unsigned char)s.p[0]) ||
	    strchr(".;,!?", s.p[s.n - 1]) || ck_find(s, "asked to") != CK_NONE ||
	    ck_find(s, "recommended to") != CK_NONE)
		return false;
	if (memchr(d->p + b->raw, '\n', b->raw_end - b->raw)) /* over two lines */
		return false;
	if (b->style == CK_PLAIN)
		return b->gap && (!next || next->gap);
	/* a clause of a list has the next clause behind it; a heading has its text */
	return (b->style == CK_NUMBER && !b->paren && next && next->style != b->style) ||
	       (b->style == CK_DECIMAL && next && next->gap && s.n < 60);
}

/* "That the Committee:" */
static bool is_lead(struct mb_str s)
{
	size_t blanks = 0;

	for (size_t i = 0; i < s.n; i++)
		blanks += s.p[i] == ' ';
	return blanks > 1 && s.p[s.n - 1] == ':';
}

/* Among recommendations a short line with a number is one of them, unless it goes on from the heading's own number, or its
 * paragraphs follow: "3. Background", 3.1. */
static bool ends_recommendations(const struct ck_doc *d, size_t i, size_t heading)
{
	const struct ck_block *b = &d->block[i], *next = i + 1 < d->n_blocks ? b + 1 : NULL,
			      *head = &d->block[heading];

	if (b->style == CK_PLAIN)
		return !is_lead(ck_block_str(d, b));
	return b->style == CK_NUMBER &&
	       ((head->style == CK_NUMBER && b->number[0] == head->number[0] + 1) ||
		(next && next->style == CK_DECIMAL && next->number[0] == b->number[0]));
}

static bool opens_recommendations(struct mb_str s)
{
	return s.n < 60 && s.n >= 14 && mb_str_case_eq((struct mb_str){ s.p, 14 }, "recommendation") &&
	       !ck_has_any(s, (const char *const[]){ "of", "in", "from", "by", "for", NULL });
}

static void find_headings(struct ck_doc *d)
{
	size_t heading = CK_NONE;
	bool recommends = false;

	for (size_t i = 0; i < d->n_blocks; i++) {
		struct ck_block *b = &d->block[i];

		if (b->kind == CK_PARA && looks_like_heading(d, i) &&
		    (!recommends || ends_recommendations(d, i, heading)))
			b->kind = CK_HEADING;
		if (b->kind == CK_HEADING) {
			heading = i;
			b->numbered_heading = b->style != CK_PLAIN;
			recommends = opens_recommendations(ck_block_str(d, b));
		}
		b->heading = heading;
		b->recommends = recommends && b->kind != CK_HEADING;
	}
}

void ck_cut(struct ck_doc *d)
{
	struct cutter c = { .d = d, .gap = true };

	/* a block's words are never longer than its bytes, but each block and each line that goes on adds one */
	d->text = mb_arena_alloc(d->a, 2 * d->n + 16);
	d->raw = mb_arena_alloc(d->a, (2 * d->n + 16) * sizeof *d->raw);
	for (size_t at = 0; at < d->n;) {
		const size_t start = at;
		struct line l = next_line(d, &at);

		if (memchr(d->p + start, '\f', l.from - start))
			block_fill(&c, block_new(&c, CK_PAGE, start), start, start);
		if (l.from == l.to) {
			c.open = NULL;
			c.gap = true;
			c.last = '\0';
			continue;
		}
		cut_line(&c, l);
		c.last = d->p[l.to - 1];
		c.last_n = l.to - l.from;
	}
	find_headings(d);
}
