/* Paragraphs that hold several items: numbers that carry the year inside running text, and minutes that lost all their
 * line ends. The text stays where it is; only the cuts are new. */
#include "read.h"

#include <string.h>

struct mark { /* a number inside the text */
	size_t block, at, len;
	struct mb_str label;
	int order; /* its last part */
	bool item; /* it goes on from the one before */
	bool key;  /* no number but "Present:" */
};

/* Is the number at i spoken of, and no item's? "minute 45/19", "Resolved 16/01/5.01", "(70/17)" */
static bool spoken_of(struct mb_str s, size_t i)
{
	static const char *const words[] = {
		"minute", "minutes", "min",  "resolved",    "resolution",   "item",	"items",
		"no",	  "number",  "ref",  "application", "applications", "planning", "and",
		"of",	  "to",	     "from", "see",	    "under",	    "cheque",	NULL
	};
	size_t end, from;
	struct mb_str w;

	while (i > 0 && rd_blank(s.p[i - 1]))
		i--;
	for (end = from = i; from > 0 && !rd_blank(s.p[from - 1]) && end - from < 20; from--)
		;
	w = rd_sub(s, from, end);
	if (mb_str_eq(w, "Item")) /* "Item 16/01/1" with its capital is the item's own */
		return false;
	return rd_is_any(rd_trim(w, ".,:("), words) || (w.n && w.p[w.n - 1] == '(');
}

static int last_part(struct mb_str label)
{
	size_t i = label.n;
	int v = 0;

	if (memchr(label.p, '/', label.n) && !memchr(label.p, '.', label.n)) {
		const char *slash = memchr(label.p, '/', label.n);
		size_t first = (size_t)(slash - label.p);

		if (!memchr(slash + 1, '/', label.n - first - 1)) /* 70/17: the number comes first */
			return rd_label_order(rd_sub(label, 0, first), false);
	}
	while (i > 0 && label.p[i - 1] >= '0' && label.p[i - 1] <= '9')
		i--;
	for (; i < label.n; i++)
		v = v * 10 + (label.p[i] - '0');
	return v;
}

/* What all numbers of a paper share: "16/01/" of 16/01/4, "/17" of 70/17. */
static bool same_series(struct mb_str a, struct mb_str b)
{
	size_t i = a.n, k = b.n, n;
	const char *p = memchr(a.p, '/', a.n), *q = memchr(b.p, '/', b.n);
	bool two = p && q && !memchr(p + 1, '/', (size_t)(a.p + a.n - p - 1)) &&
		   !memchr(q + 1, '/', (size_t)(b.p + b.n - q - 1));

	if (two) {
		n = (size_t)(a.p + a.n - p);
		return n == (size_t)(b.p + b.n - q) && memcmp(p, q, n) == 0;
	}
	while (i > 0 && a.p[i - 1] >= '0' && a.p[i - 1] <= '9')
		i--;
	while (k > 0 && b.p[k - 1] >= '0' && b.p[k - 1] <= '9')
		k--;
	return i == k && i > 2 && memcmp(a.p, b.p, i) == 0;
}

static void find_refs(struct source *src, struct mark **out, size_t *n)
{
	for (size_t i = 0; i < src->count; i++) {
		const struct block *b = &src->b[i];
		struct mb_str label;
		enum label_kind kind;

		if (b->kind == B_ROW)
			continue;
		if (b->label_kind == LB_REF) {
			struct mark *m = MB_PUSH(src->a, *out, *n);

			*m = (struct mark){ .block = i, .label = b->label, .order = last_part(b->label) };
		}
		for (size_t k = 0; k < b->text.n; k++) {
			struct mb_str rest;
			size_t len;

			if (b->text.p[k] < '0' || b->text.p[k] > '9' ||
			    (k > 0 && !rd_blank(b->text.p[k - 1])))
				continue;
			rest = rd_clip(rd_sub(b->text, k, b->text.n), 24);
			len = rd_label(rest, &label, &kind);
			if (!len || kind != LB_REF || memchr(label.p, '.', label.n) != NULL ||
			    spoken_of(b->text, k))
				continue;
			struct mark *m = MB_PUSH(src->a, *out, *n);

			*m = (struct mark){ i,	   k,	 len, rd_sub(rest, 0, label.n), last_part(label),
					    false, false };
		}
	}
}

/* Numbers that rise one after the other: at least three, and some inside a paragraph. */
static bool rising(struct mark *m, size_t n)
{
	size_t good = 0, inside = 0;
	const struct mark *last = NULL;

	for (size_t i = 0; i < n; i++) {
		if (last && (!same_series(last->label, m[i].label) || m[i].order <= last->order ||
			     m[i].order > last->order + 3))
			continue;
		m[i].item = true;
		last = &m[i];
		good++;
		inside += m[i].len > 0;
	}
	return good >= 3 && inside > 0;
}

/* "1. Apologies ... 2. Minutes ... 3. ..." in one long paragraph. */
static void find_numbers(struct source *src, struct mark **out, size_t *n)
{
	for (size_t i = 0; i < src->count; i++) {
		const struct block *b = &src->b[i];
		size_t before = *n, from = 0;
		int want = 1;

		if (b->kind != B_PARA || b->text.n < 300 || b->bullet)
			continue;
		if (b->label_kind == LB_NUMBER)
			want = rd_label_order(b->label, false) + 1;
		for (size_t k = from; k + 3 < b->text.n; k++) {
			struct mb_str label, rest;
			enum label_kind kind;
			size_t len;

			if (b->text.p[k] < '0' || b->text.p[k] > '9' ||
			    (k > 0 && !rd_blank(b->text.p[k - 1])))
				continue;
			/* after a stop; a colon would make it a list */
			if (k > 1 && !strchr(".!?)", b->text.p[k - 2]))
				continue;
			rest = rd_clip(rd_sub(b->text, k, b->text.n), 24);
			len = rd_label(rest, &label, &kind);
			if (!len || kind != LB_NUMBER || rd_label_order(label, false) != want ||
			    len >= rest.n || !rd_upper(rest.p[len]))
				continue;
			struct mark *m = MB_PUSH(src->a, *out, *n);

			*m = (struct mark){ i, k, len, rd_sub(rest, 0, label.n), want, true, false };
			want++;
		}
		if (*n - before < 3)
			*n = before;
	}
}

static struct block *copy(struct source *src, struct block **list, size_t *n, const struct block *b)
{
	struct block *c = MB_PUSH(src->a, *list, *n);

	*c = *b;
	return c;
}

static size_t raw_of(const struct source *src, const struct block *b, struct mb_str s)
{
	return s.n ? rd_place(src, b, s).start - src->bytes_before : b->raw_end;
}

/* New blocks begin at the marks. */
static void cut(struct source *src, const struct mark *m, size_t n)
{
	struct block *list = NULL;
	size_t count = 0, next = 0;

	for (size_t i = 0; i < src->count; i++) {
		const struct block b = src->b[i];
		struct block *c = copy(src, &list, &count, &b);
		size_t from = 0;
		bool first = true;

		for (; next < n && m[next].block <= i; next++) {
			if (m[next].block < i || !m[next].item || (!m[next].len && !m[next].key))
				continue;
			size_t at = m[next].at;

			c->text = rd_trim(rd_sub(b.text, from, at), NULL);
			c->raw_end = raw_of(src, &b, rd_sub(b.text, at, at + 1));
			if (first && b.label.n && m[next].label.n)
				c->inside = true;
			first = false;
			if (!c->text.n && !c->label.n)
				count--; /* the paragraph began with the number */
			from = at + m[next].len;
			c = copy(src, &list, &count, &b);
			c->kind = B_PARA;
			c->inside = !m[next].key;
			c->bullet = c->bold = false;
			c->label = m[next].label;
			c->mark = m[next].label;
			c->label_kind = m[next].key ? LB_NONE
					: memchr(m[next].label.p, '/', m[next].label.n) ||
							memchr(m[next].label.p, '.', m[next].label.n)
						? LB_REF
						: LB_NUMBER;
			c->raw = raw_of(src, &b, rd_sub(b.text, at, at + 1));
			c->text = rd_trim(rd_sub(b.text, from, b.text.n), NULL);
		}
	}
	src->b = list;
	src->count = count;
}

/* "... held on 4 October. Present: A, B": the list begins a block of its own. */
static void find_keys(struct source *src, struct mark **out, size_t *n)
{
	for (size_t i = 0; i < src->count && i < 12; i++) {
		const struct block *b = &src->b[i];
		size_t rest;

		if (b->kind == B_ROW || b->label.n || b->text.n > 4000 ||
		    rd_people_key(b->text, &rest) != PEOPLE_NONE)
			continue;
		for (size_t k = 2; k + 8 < b->text.n; k++) {
			struct mb_str s;

			if (b->text.p[k] != 'P' || !rd_blank(b->text.p[k - 1]) ||
			    !strchr(".:;", b->text.p[k - 2]))
				continue;
			s = rd_clip(rd_sub(b->text, k, b->text.n), 40);
			if (rd_people_key(s, &rest) != PEOPLE_PRESENT || !memchr(s.p, ':', rest))
				continue;
			struct mark *m = MB_PUSH(src->a, *out, *n);

			*m = (struct mark){
				.block = i, .at = k, .label = { "", 0 }, .item = true, .key = true
			};
			break;
		}
	}
}

void rd_split(struct source *src)
{
	struct mark *m = NULL;
	size_t n = 0;

	find_keys(src, &m, &n);
	if (n)
		cut(src, m, n);
	m = NULL;
	n = 0;
	find_refs(src, &m, &n);
	if (rising(m, n)) {
		cut(src, m, n);
		return;
	}
	m = NULL;
	n = 0;
	find_numbers(src, &m, &n);
	if (n)
		cut(src, m, n);
}
