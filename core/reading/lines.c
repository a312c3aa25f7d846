/* The text cut into blocks: headings, paragraphs, list members, table rows. Marks go, words stay, and every byte of
 * a block's text can be led back to its place in the source. Page furniture joins nothing and parts nothing. */
#include "lines.h"

#include <string.h>

static void put(struct cutter *c, char ch, size_t raw)
{
	struct source *src = c->src;
	struct block *b = &src->b[src->count - 1];
	struct seg *last = src->n_segs ? &src->segs[src->n_segs - 1] : NULL;
	const char *at = src->clean + src->n_clean;

	if (src->n_clean + 1 >= src->clean_max)
		return; /* it cannot happen: no byte is cleaned more than twice */
	if (!last || last->raw + (size_t)(at - last->text) != raw) {
		struct seg *s = MB_PUSH(src->a, src->segs, src->n_segs);

		s->text = at;
		s->raw = raw;
	}
	src->clean[src->n_clean++] = ch;
	b->text.n++;
	b->raw_end = raw + 1 > b->raw_end ? raw + 1 : b->raw_end;
}

void rd_add_blank(struct cutter *c, char ch, size_t raw)
{
	struct source *src = c->src;
	struct block *b = &src->b[src->count - 1];

	if (!b->text.n)
		return;
	if (rd_blank(b->text.p[b->text.n - 1])) {
		if (ch == '\n' || (ch == '\t' && b->text.p[b->text.n - 1] == ' '))
			src->clean[src->n_clean - 1] = ch;
		return;
	}
	put(c, ch, raw);
}

/* A tag of HTML: its end, or 0. Cells and rows of HTML tables become gaps and lines. */
static size_t tag(struct cutter *c, struct mb_str s, size_t i, size_t raw)
{
	static const char *const lines[] = { "br", "tr", "p", "div", "li", "table", NULL };
	static const char *const gaps[] = { "td", "th", NULL };
	size_t end = i + 1, name;

	if (end < s.n && s.p[end] == '/')
		end++;
	if (end >= s.n || !((s.p[end] | 32) >= 'a' && (s.p[end] | 32) <= 'z'))
		return 0;
	for (name = end; end < s.n && rd_alnum(s.p[end]); end++)
		;
	struct mb_str w = rd_sub(s, name, end);

	while (end < s.n && end - i < 300 && s.p[end] != '>' && s.p[end] != '<')
		end++;
	if (end >= s.n || s.p[end] != '>' || w.n > 10)
		return 0;
	if (rd_is_any(w, lines))
		rd_add_blank(c, '\n', raw + i);
	else if (rd_is_any(w, gaps))
		rd_add_blank(c, '\t', raw + i);
	return end + 1;
}

static size_t entity(struct cutter *c, struct mb_str s, size_t i, size_t raw)
{
	static const struct {
		const char *name, *as;
	} known[] = { { "&nbsp;", " " },  { "&amp;", "&" }, { "&lt;", "<" },  { "&gt;", ">" },
		      { "&quot;", "\"" }, { "&#39;", "'" }, { "&apos;", "'" } };

	for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++) {
		size_t n = strlen(known[k].name);

		if (i + n > s.n || memcmp(s.p + i, known[k].name, n) != 0)
			continue;
		if (known[k].as[0] == ' ')
			rd_add_blank(c, ' ', raw + i);
		else
			put(c, known[k].as[0], raw + i);
		return i + n;
	}
	return 0;
}

static size_t run_of(struct mb_str s, size_t i)
{
	size_t n = 1;

	while (i + n < s.n && s.p[i + n] == s.p[i])
		n++;
	return n;
}

/* Is the run of * or _ at i emphasis? A lone star between blanks, a signature line and a name_with_bars are not. */
static bool emphasis(struct mb_str s, size_t i, size_t n)
{
	bool before = i == 0 || rd_blank(s.p[i - 1]), after = i + n >= s.n || rd_blank(s.p[i + n]);

	if (s.p[i] == '*')
		return n <= 6 && (n >= 2 || !(before && after));
	return n <= 2 && !(before && after) &&
	       (i == 0 || i + n >= s.n || !rd_alnum(s.p[i - 1]) || !rd_alnum(s.p[i + n]));
}

static size_t blanks(struct cutter *c, struct mb_str s, size_t i, size_t raw)
{
	size_t from = i, n = 0;
	bool tab = false;

	while (i < s.n) {
		if (s.p[i] == '\t' || s.p[i] == '\f' || s.p[i] == '\v')
			tab = true, i++;
		else if (s.p[i] == ' ' || s.p[i] == '\r')
			i++;
		else if ((unsigned char)s.p[i] == 0xc2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xa0)
			i += 2;
		else
			break;
		n++;
	}
	if (n)
		rd_add_blank(c, tab || n > 1 ? '\t' : ' ', raw + from);
	return i;
}

/* Add a run of the source to the last block, cleaned. */
void rd_add(struct cutter *c, struct mb_str s)
{
	size_t raw = (size_t)(s.p - c->src->p), i = 0, n, to;

	while (i < s.n) {
		if ((to = blanks(c, s, i, raw)) > i) { /* NOLINT(bugprone-branch-clone): order decides */
			i = to;
		} else if (s.p[i] == '\\' && i + 1 < s.n && strchr("\\`*_{}[]()#+-.!|>~/'\"&", s.p[i + 1]) &&
			   s.p[i + 1]) {
			put(c, s.p[i + 1], raw + i + 1);
			i += 2;
		} else if (s.p[i] == '*' || s.p[i] == '_') {
			n = run_of(s, i);
			if (!emphasis(s, i, n))
				for (size_t k = 0; k < n; k++)
					put(c, s.p[i], raw + i + k);
			i += n;
		} else if ((s.p[i] == '<' && (to = tag(c, s, i, raw)) > 0) ||
			   (s.p[i] == '&' && (to = entity(c, s, i, raw)) > 0)) {
			i = to;
		} else {
			put(c, s.p[i], raw + i);
			i++;
		}
	}
}

struct block *rd_start_block(struct cutter *c, enum block_kind kind, size_t raw, int indent)
{
	struct source *src = c->src;
	struct block *b;

	if (src->count) { /* a blank left at the end of the last one */
		b = &src->b[src->count - 1];
		while (b->text.n && rd_blank(b->text.p[b->text.n - 1]))
			b->text.n--;
	}
	b = MB_PUSH(src->a, src->b, src->count);
	b->kind = kind;
	b->text = (struct mb_str){ src->clean + src->n_clean, 0 };
	b->raw = b->raw_end = raw;
	b->indent = indent;
	b->item = -1;
	c->open = kind == B_PARA;
	return b;
}

/* ---- what a line is -------------------------------------------------------------------------------------- */

static bool only_of(struct mb_str s, const char *chars)
{
	for (size_t i = 0; i < s.n; i++)
		if (!s.p[i] || !strchr(chars, s.p[i]))
			return false;
	return true;
}

static bool digits_only(struct mb_str s)
{
	return s.n > 0 && only_of(s, "0123456789");
}

/* Lines that belong to the page and not to the text: "Page 1 of 3", a signature line, a comment. */
static bool furniture(struct mb_str s, bool alone)
{
	struct mb_str w = { NULL, 0 }, of = { NULL, 0 }, last = { NULL, 0 }, more;
	size_t at = 0;

	if (s.n > 200)
		return false;
	if (s.n >= 7 && memcmp(s.p, "<!--", 4) == 0 && memcmp(s.p + s.n - 3, "-->", 3) == 0)
		return true;
	if (rd_starts(s, "signed") || rd_starts(s, "signature"))
		return memmem(s.p, s.n, "____", 4) || memmem(s.p, s.n, "....", 4);
	if (s.n > 3 && only_of(s, "_"))
		return true;
	if (alone && s.n <= 3 && digits_only(s))
		return true;
	if (!rd_starts(s, "page"))
		return false;
	at = 4;
	if (!rd_word(s, &at, &w) || !digits_only(w))
		return false;
	return !rd_word(s, &at, &of) ||
	       ((mb_str_case_eq(of, "of") || mb_str_eq(of, "/")) && rd_word(s, &at, &last) &&
		digits_only(last) && !rd_word(s, &at, &more));
}

/* Does a line open a part of its own, even in the middle of a paragraph? */
static bool opens_part(struct mb_str s)
{
	static const char *const keys[] = { "votes",	     "voting",
					    "minutes",	     "venue",
					    "contact",	     "documents",
					    "purpose",	     "chair",
					    "report author", "place",
					    "time",	     "date of decision",
					    "location",	     "additional documents",
					    "presented by",  NULL };
	size_t rest, len;

	s = rd_clip(rd_trim(s, "*_#"), 200);
	if (rd_people_key(s, &rest) != PEOPLE_NONE || rd_decision_marker(s) || rd_action_marker(s))
		return true;
	return rd_find_any(rd_clip(s, 24), 0, keys, NULL, &len) == 0 && s.n > len && s.p[len] == ':';
}

/* "Item 3 Budget", "Item 3: Budget": bytes up to the title. */
static size_t item_word(struct mb_str s, struct mb_str *label)
{
	size_t i = 4, from;

	if (s.n < 8 || s.n > 140 || memcmp(s.p, "Item", 4) != 0 || !rd_blank(s.p[4]))
		return 0;
	while (i < s.n && rd_blank(s.p[i]))
		i++;
	for (from = i; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && i < from + 3; i++)
		;
	if (i == from || i >= s.n || !(rd_blank(s.p[i]) || strchr(":.-)", s.p[i])))
		return 0;
	*label = rd_sub(s, from, i);
	while (i < s.n && (rd_blank(s.p[i]) || strchr(":.-)", s.p[i])))
		i++;
	return i < s.n && rd_upper(s.p[i]) ? i : 0;
}

/* Does a line inside a paragraph begin a numbered part? "4.5 million" does so only among decimal clauses. */
static bool opens_list(struct cutter *c, struct mb_str s)
{
	struct mb_str label;
	enum label_kind kind;

	const struct block *b = &c->src->b[c->src->count - 1];

	if (!rd_label(rd_trim(rd_clip(s, 60), "*"), &label, &kind))
		return item_word(s, &label) > 0;
	if (kind != LB_DECIMAL || b->label_kind == LB_DECIMAL)
		return true;
	/* "3.1 ..." below "3. Title" */
	return b->label_kind == LB_NUMBER && label.n > b->label.n &&
	       memcmp(label.p, b->label.p, b->label.n) == 0 && label.p[b->label.n] == '.';
}

/* A line set off to the right after one that was finished: a bullet whose mark was lost. */
static bool set_off(struct cutter *c, struct mb_str s, int indent)
{
	const struct block *b = &c->src->b[c->src->count - 1];
	struct mb_str last = b->text;
	size_t rest;

	if (indent < c->indent + 3 || !rd_upper(s.p[0]) || !last.n || strchr(",;:&(-", last.p[last.n - 1]))
		return false;
	return rd_people_key(rd_clip(last, 60), &rest) == PEOPLE_NONE && !b->label.n &&
	       rd_count_words(s, 4) > 3 && !rd_at(last, last.n - 3 < last.n ? last.n - 3 : 0, "and");
}

static size_t bullet(struct mb_str s)
{
	static const char *const marks[] = { "-",	 "*",		"+", "\xe2\x80\xa2", "\xe2\x97\xa6",
					     "\xc2\xb7", "\xe2\x96\xaa" };

	for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++) {
		size_t n = strlen(marks[k]);

		if (s.n > n && memcmp(s.p, marks[k], n) == 0 &&
		    (rd_blank(s.p[n]) || (unsigned char)s.p[n] == 0xc2)) {
			while (n < s.n && rd_blank(s.p[n]))
				n++;
			return n;
		}
	}
	return 0;
}

static bool all_bold(struct mb_str s)
{
	size_t n;

	s = rd_trim(s, ":");
	if (s.n < 5 || (memcmp(s.p, "**", 2) != 0 && memcmp(s.p, "__", 2) != 0) ||
	    memcmp(s.p, s.p + s.n - 2, 2) != 0)
		return false;
	n = s.n > 160 ? 0 : s.n - 4;
	return n && !memmem(s.p + 2, n, s.p, 2);
}

static void heading(struct cutter *c, struct mb_str s)
{
	size_t level = run_of(s, 0), n;
	struct block *b = rd_start_block(c, B_HEADING, (size_t)(s.p - c->src->p), 0);
	struct mb_str t = rd_trim(rd_trim(rd_sub(s, level, s.n), "#"), "*_");

	b->level = (int)level;
	n = rd_label(t, &b->label, &b->label_kind);
	if (!n && (n = item_word(t, &b->label)) > 0)
		b->label_kind = LB_NUMBER;
	b->mark = rd_trim(rd_sub(t, 0, n), NULL);
	rd_add(c, rd_sub(t, n, t.n));
}

/* A line that begins a list member or a paragraph. */
static void begin(struct cutter *c, struct mb_str s, int indent)
{
	size_t n = bullet(s), strip = 0;
	struct block *b = rd_start_block(c, B_PARA, (size_t)(s.p - c->src->p), indent);
	const char *end;
	bool bold;

	b->bullet = n > 0;
	s = rd_sub(s, n, s.n);
	bold = all_bold(s);
	while (strip < s.n && strip < 3 && (s.p[strip] == '*' || s.p[strip] == '_'))
		strip++;
	n = rd_label(rd_sub(s, strip, s.n), &b->label, &b->label_kind);
	if (!n && !b->bullet && (n = item_word(rd_sub(s, strip, s.n), &b->label)) > 0)
		b->label_kind = LB_NUMBER;
	b->bold = bold;
	if (n) {
		b->mark = rd_trim(rd_sub(s, strip, strip + n), "*");
		/* "**1.** Title": the stars that close go with the number */
		s = rd_sub(s, strip + n, s.n);
		while (s.n && s.p[0] == '*')
			s.p++, s.n--;
	}
	/* "**1) Apologies** Mr Fox": what is bold is the title */
	if (n && strip >= 2 && !bold && (end = memmem(s.p ? s.p : "", s.n, "**", 2)) != NULL && end > s.p &&
	    (end + 2 >= s.p + s.n || rd_blank(end[2]) || end[2] == ':')) {
		rd_add(c, rd_sub(s, 0, (size_t)(end - s.p)));
		b = &c->src->b[c->src->count - 1];
		b->lead = b->text.n;
		s = rd_sub(s, (size_t)(end - s.p), s.n);
	}
	rd_add(c, s);
}

static bool underline(struct cutter *c, struct mb_str s)
{
	struct source *src = c->src;
	struct block *b = src->count ? &src->b[src->count - 1] : NULL;

	if (!c->open || !b || b->kind != B_PARA || b->bullet || !b->text.n || s.n < 3 ||
	    !(only_of(s, "=") || only_of(s, "-")) || b->text.n > 200 || memchr(b->text.p, '\n', b->text.n))
		return false;
	b->kind = B_HEADING;
	b->level = s.p[0] == '=' ? 1 : 2;
	c->open = false;
	return true;
}

void rd_line(struct cutter *c, struct mb_str whole, bool alone)
{
	struct mb_str s = rd_trim(whole, "\f");

	while (s.n > 2 && memcmp(s.p, "\xc2\xa0", 2) == 0) /* a hard blank before "1." */
		s = rd_trim(rd_sub(s, 2, s.n), "\f");
	int indent = 0;
	size_t hashes;

	for (const char *p = whole.p; p < s.p; p++)
		indent += *p == '\t' ? 8 : 1;
	if (!s.n) {
		c->paused = c->paused || c->open;
		c->open = false;
		return;
	}
	if (furniture(s, alone)) {
		c->bridge = c->open || c->paused;
		return;
	}
	/* a sentence that goes on after the foot of a page */
	if (c->bridge && c->paused && c->src->count && rd_lower(s.p[0]) &&
	    c->src->b[c->src->count - 1].kind == B_PARA && rd_unfinished(c->src->b[c->src->count - 1].text))
		c->open = true;
	c->bridge = c->paused = false;
	if (underline(c, s))
		return;
	hashes = s.p[0] == '#' ? run_of(s, 0) : 0;
	if (hashes && hashes <= 6 && (hashes == s.n || rd_blank(s.p[hashes]))) {
		heading(c, s);
		return;
	}
	if (s.n >= 3 && (only_of(s, "-") || only_of(s, "=") || only_of(s, "* ") || only_of(s, "+-=")) &&
	    s.p[0] != ' ') {
		c->open = false;
		return;
	}
	if (!c->open || bullet(s) || opens_list(c, s) || opens_part(s) || set_off(c, s, indent)) {
		begin(c, s, indent);
		c->indent = indent;
		return;
	}
	c->indent = indent;
	rd_add_blank(c, '\n', (size_t)(s.p - c->src->p));
	rd_add(c, s);
}

void rd_source(struct source *src, struct mb_arena *a, const char *p, size_t n)
{
	struct cutter c = { .src = src };
	bool was_blank = true;

	*src = (struct source){ .a = a, .p = p ? p : "", .n = p ? n : 0 };
	src->clean_max = 2 * src->n + 16;
	src->clean = mb_arena_alloc(a, src->clean_max);
	if (src->n >= 3 && memcmp(src->p, "\xef\xbb\xbf", 3) == 0)
		c.next = 3;
	for (size_t at = 0; at < src->n; at++) {
		const char *end = memchr(src->p + at, '\n', src->n - at);

		*MB_PUSH(a, src->line_at, src->n_lines) = at;
		if (!end)
			break;
		at = (size_t)(end - src->p);
	}
	while (c.next < src->n) {
		const char *end;
		struct mb_str s;

		c.pos = c.next;
		end = memchr(src->p + c.pos, '\n', src->n - c.pos);
		s = (struct mb_str){ src->p + c.pos, end ? (size_t)(end - src->p) - c.pos : src->n - c.pos };
		c.next = c.pos + s.n + 1;
		if (rd_table_line(&c, s)) {
			was_blank = true;
			continue;
		}
		rd_line(&c, s,
			was_blank && (c.next >= src->n || src->p[c.next] == '\n' || src->p[c.next] == '\r'));
		was_blank = rd_trim(s, "\f").n == 0;
		if (!was_blank)
			c.before = s;
	}
	if (src->count) {
		struct block *b = &src->b[src->count - 1];

		while (b->kind != B_ROW && b->text.n && rd_blank(b->text.p[b->text.n - 1]))
			b->text.n--;
	}
}
