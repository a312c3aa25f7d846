/* The difference of two texts in words. Lines are compared first and words only where lines differ, so that one
 * changed clause in a long text costs what the clause costs. The comparison is Myers' greedy one, with a budget. */
#include <minutebook/text.h>

#include <stdlib.h>
#include <string.h>

#define MAX_STEPS 4000000
/* The trace of a comparison grows with the square of the differences. */
#define MAX_EDITS 2000

struct token {
	struct mb_str s;
	int id; /* equal texts, equal ids */
};

struct tokens {
	struct token *t;
	size_t n;
};

struct diff {
	struct mb_arena *arena; /* of this call */
	struct mb_arena *into;	/* the caller's, for the runs */
	struct mb_diff_run *run;
	size_t n;
	long budget;
};

/* ---- cutting --------------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* General Punctuation: dashes, curly quotes, dots; three bytes each. */
static bool is_typographic(struct mb_str s)
{
	return s.n >= 3 && (unsigned char)s.p[0] == 0xe2 &&
	       ((unsigned char)s.p[1] == 0x80 || (unsigned char)s.p[1] == 0x81);
}

static bool is_word(struct mb_str s)
{
	char c = s.n ? s.p[0] : ' ';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
	       ((unsigned char)c >= 0x80 && !is_typographic(s));
}

static struct mb_str skip(struct mb_str s, size_t n)
{
	return (struct mb_str){ s.p + n, s.n - n };
}

/* "children's" is one word, with either apostrophe; a quotation mark at its end is not part of it. */
static size_t apostrophe(struct mb_str s)
{
	size_t len = s.n && s.p[0] == '\'' ? 1 : s.n > 3 && !memcmp(s.p, "\xe2\x80\x99", 3) ? 3 : 0;

	return len && is_word(skip(s, len)) ? len : 0;
}

static size_t word_length(struct mb_str s)
{
	size_t i = 0, len;

	while (i < s.n && is_space(s.p[i]))
		i++;
	if (i)
		return i;
	if (!is_word(s))
		return is_typographic(s) ? 3 : 1;
	while (i < s.n && (len = is_word(skip(s, i)) ? 1 : apostrophe(skip(s, i))))
		i += len;
	return i;
}

static size_t line_length(struct mb_str s)
{
	const char *lf = memchr(s.p, '\n', s.n);

	return lf ? (size_t)(lf - s.p) + 1 : s.n;
}

static struct tokens cut(struct diff *d, struct mb_str s, size_t (*length)(struct mb_str))
{
	struct tokens out = { 0 };

	while (s.n) {
		size_t len = length(s);

		MB_PUSH(d->arena, out.t, out.n)->s = (struct mb_str){ s.p, len };
		s.p += len;
		s.n -= len;
	}
	return out;
}

static int by_bytes(const void *x, const void *y)
{
	struct mb_str a = (*(struct token *const *)x)->s, b = (*(struct token *const *)y)->s;
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* Sorting gives equal tokens equal numbers; unlike hashing it has no bad case that a stranger could write. */
static void number(struct tokens *a, struct tokens *b)
{
	size_t n = a->n + b->n;
	struct token **all = mb_alloc((n ? n : 1) * sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = i < a->n ? &a->t[i] : &b->t[i - a->n];
	qsort(all, n, sizeof *all, by_bytes);
	for (size_t i = 1; i < n; i++)
		all[i]->id = all[i - 1]->id + (by_bytes(&all[i - 1], &all[i]) != 0);
	free(all);
}

/* ---- runs ------------------------------------------------------------------------------------------------ */

static void add(struct diff *d, enum mb_diff_kind kind, struct mb_str text)
{
	struct mb_diff_run *last = d->n ? &d->run[d->n - 1] : NULL;

	if (!text.n)
		return;
	if (last &&
	    last->kind == kind) /* runs of a kind that touch each other here touch each other in their text */
		last->text.n += text.n;
	else
		*MB_PUSH(d->into, d->run, d->n) = (struct mb_diff_run){ kind, text };
}

/* ---- Myers ----------------------------------------------------------------------------------------------- */

struct trace {
	int **v; /* for each number of edits, how far each diagonal reached: 2 * edits + 1 places */
	int edits;
};

/* The furthest point on diagonal k (x - y) with one more edit than the row before. */
static int step_from(const int *row, int edits, int k)
{
	/* the row before holds diagonals -(edits - 1) .. edits - 1 */
	int down = k < edits - 1 ? row[k + 1 + edits - 1] : -1;		/* insert: x stays */
	int right = k > -(edits - 1) ? row[k - 1 + edits - 1] + 1 : -1; /* delete: x moves on */

	return right > down ? right : down;
}

/* @return false when the budget ran out */
static bool search(struct diff *d, struct trace *tr, const struct tokens *a, const struct tokens *b)
{
	int n = (int)a->n, m = (int)b->n, most = n + m < MAX_EDITS ? n + m : MAX_EDITS;

	tr->v = mb_arena_alloc(d->arena, ((size_t)most + 1) * sizeof *tr->v);
	for (int e = 0; e <= most; e++) {
		int *row = tr->v[e] = mb_arena_alloc(d->arena, (2 * (size_t)e + 1) * sizeof *row);

		for (int k = -e; k <= e; k += 2) {
			int x = e ? step_from(tr->v[e - 1], e, k) : 0, y = x - k;

			if (x < 0 || x > n || y < 0 || y > m) {
				row[k + e] = -2; /* outside: nothing goes on from here */
				continue;
			}
			while (x < n && y < m && a->t[x].id == b->t[y].id) {
				x++, y++;
				d->budget--;
			}
			row[k + e] = x;
			if (x == n && y == m) {
				tr->edits = e;
				return true;
			}
			if (--d->budget < 0)
				return false;
		}
	}
	return false;
}

/* A stretch that differs: old tokens x .. x_end gave way to new tokens y .. y_end. */
struct hunk {
	size_t x, x_end, y, y_end;
};

struct hunks {
	struct hunk *h;
	size_t n;
};

/* Found from the end of the texts to the beginning; touching steps grow one hunk. */
static void step_back(struct diff *d, struct hunks *out, size_t x, size_t y, bool removed)
{
	struct hunk *last = out->n ? &out->h[out->n - 1] : NULL;
	size_t x_end = x + removed, y_end = y + !removed;

	if (last && last->x == x_end && last->y == y_end) {
		last->x = x;
		last->y = y;
	} else {
		*MB_PUSH(d->arena, out->h, out->n) = (struct hunk){ x, x_end, y, y_end };
	}
}

static void backtrack(struct diff *d, struct hunks *out, const struct trace *tr, int x, int y)
{
	for (int e = tr->edits; e > 0; e--) {
		const int *row = tr->v[e - 1];
		int k = x - y, from = step_from(row, e, k);
		bool removed = k > -(e - 1) && from == row[k - 1 + e - 1] + 1 &&
			       !(k < e - 1 && from == row[k + 1 + e - 1]);

		/* the same tokens behind the step are passed over */
		x = from - removed;
		y = from - k - !removed;
		step_back(d, out, (size_t)x, (size_t)y, removed);
	}
	for (size_t i = 0; i < out->n / 2; i++) {
		struct hunk h = out->h[i];

		out->h[i] = out->h[out->n - 1 - i];
		out->h[out->n - 1 - i] = h;
	}
}

static struct hunks compare(struct diff *d, struct tokens a, struct tokens b)
{
	size_t head = 0, tail = 0, least = a.n < b.n ? a.n : b.n;
	struct hunks out = { 0 };
	struct trace tr = { 0 };

	number(&a, &b);
	while (head < least && a.t[head].id == b.t[head].id)
		head++;
	while (tail < least - head && a.t[a.n - 1 - tail].id == b.t[b.n - 1 - tail].id)
		tail++;
	if (head + tail > 0) { /* an empty text has no tokens to point at */
		a = (struct tokens){ a.t + head, a.n - head - tail };
		b = (struct tokens){ b.t + head, b.n - head - tail };
	}
	if (a.n && b.n && search(d, &tr, &a, &b))
		backtrack(d, &out, &tr, (int)a.n, (int)b.n);
	else if (a.n || b.n)
		*MB_PUSH(d->arena, out.h, out.n) = (struct hunk){ 0, a.n, 0, b.n };
	for (size_t i = 0; i < out.n; i++) {
		out.h[i].x += head;
		out.h[i].x_end += head;
		out.h[i].y += head;
		out.h[i].y_end += head;
	}
	return out;
}

/* ---- putting it together --------------------------------------------------------------------------------- */

/* "a b" against "c d": the blank in between is no agreement, and showing it as one makes the reader hop. */
static void join_over_blanks(struct hunks *hs, const struct tokens *a)
{
	size_t n = 0;

	for (size_t i = 0; i < hs->n; i++) {
		struct hunk *h = &hs->h[i], *last = n ? &hs->h[n - 1] : NULL;

		if (last && h->x - last->x_end == 1 && a->t[last->x_end].s.p[0] == ' ' &&
		    last->x < last->x_end && last->y < last->y_end && h->x < h->x_end && h->y < h->y_end) {
			last->x_end = h->x_end;
			last->y_end = h->y_end;
		} else {
			hs->h[n++] = *h;
		}
	}
	hs->n = n;
}

static struct mb_str span(const struct tokens *t, size_t from, size_t to)
{
	if (from == to)
		return (struct mb_str){ 0 };
	return (struct mb_str){ t->t[from].s.p,
				(size_t)(t->t[to - 1].s.p + t->t[to - 1].s.n - t->t[from].s.p) };
}

static void diff_words(struct diff *d, struct mb_str before, struct mb_str after)
{
	struct tokens a = cut(d, before, word_length), b = cut(d, after, word_length);
	struct hunks hs = compare(d, a, b);
	size_t y = 0;

	join_over_blanks(&hs, &a);
	for (size_t i = 0; i < hs.n; i++) {
		const struct hunk *h = &hs.h[i];

		add(d, MB_SAME, span(&b, y, h->y));
		add(d, MB_REMOVED, span(&a, h->x, h->x_end));
		add(d, MB_ADDED, span(&b, h->y, h->y_end));
		y = h->y_end;
	}
	add(d, MB_SAME, span(&b, y, b.n));
}

static void diff_lines(struct diff *d, struct mb_str before, struct mb_str after)
{
	struct tokens a = cut(d, before, line_length), b = cut(d, after, line_length);
	struct hunks hs = compare(d, a, b);
	size_t y = 0;

	for (size_t i = 0; i < hs.n; i++) {
		const struct hunk *h = &hs.h[i];

		add(d, MB_SAME, span(&b, y, h->y));
		diff_words(d, span(&a, h->x, h->x_end), span(&b, h->y, h->y_end));
		y = h->y_end;
	}
	add(d, MB_SAME, span(&b, y, b.n));
}

void mb_word_diff(struct mb_diff_run **out, size_t *count, struct mb_arena *a, struct mb_str before,
		  struct mb_str after)
{
	struct diff d = { .arena = mb_arena_new(), .into = a, .budget = MAX_STEPS };

	diff_lines(&d, before, after);
	*out = d.run;
	*count = d.n;
	mb_arena_free(d.arena);
}
