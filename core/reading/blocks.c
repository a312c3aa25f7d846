/* Asking blocks: numbers in front, places, cells, and their words on one line. */
#include "read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool digit_at(struct mb_str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

static size_t digits(struct mb_str s, size_t i)
{
	size_t n = 0;

	while (digit_at(s, i + n))
		n++;
	return n;
}

static bool gap_at(struct mb_str s, size_t i)
{
	return i >= s.n || rd_blank(s.p[i]) || (unsigned char)s.p[i] == 0xc2 || s.p[i] == '*';
}

/* "70/17", "16/01/4", "17.03.02", "16/01/5.01": numbers that carry the year */
static size_t ref_label(struct mb_str s)
{
	size_t a = digits(s, 0), b, c, i;
	char sep;

	if (!a || a > 3 || a >= s.n || (s.p[a] != '/' && s.p[a] != '.'))
		return 0;
	sep = s.p[a];
	b = digits(s, a + 1);
	i = a + 1 + b;
	if (b != 2)
		return 0;
	if (i < s.n && s.p[i] == sep) {
		c = digits(s, i + 1);
		if (a != 2 || c < 1 || c > 2)
			return 0;
		i += 1 + c;
		if (sep == '/' && i < s.n && s.p[i] == '.' && digits(s, i + 1) > 0)
			i += 1 + digits(s, i + 1);
		return gap_at(s, i) ? i : 0;
	}
	if (i < s.n && s.p[i] >= 'a' && s.p[i] <= 'z' && gap_at(s, i + 1))
		i++;
	return sep == '/' && gap_at(s, i) ? i : 0;
}

/* "4.1", "5.10.2" followed by words; not "10.30 am", not "1.5%" */
static size_t decimal_label(struct mb_str s)
{
	size_t n = digits(s, 0), i = n;

	if (!n || n > 3)
		return 0;
	while (i < s.n && s.p[i] == '.' && digits(s, i + 1) > 0 && digits(s, i + 1) <= 3)
		i += 1 + digits(s, i + 1);
	if (i == n)
		return 0;
	if (i < s.n && s.p[i] == '.')
		i++;
	if (!gap_at(s, i))
		return 0;
	n = i;
	while (n < s.n && rd_blank(s.p[n]))
		n++;
	return rd_at(s, n, "am") || rd_at(s, n, "pm") || rd_at(s, n, "a.m") || rd_at(s, n, "p.m") ? 0 : i;
}

/* "(1)", "(ii)", "a)", "iv.", "R3" */
static size_t letter_label(struct mb_str s, enum label_kind *kind)
{
	bool open = s.n && s.p[0] == '(';
	size_t i = open, n = digits(s, i);

	if (open && n && n <= 3 && i + n < s.n && s.p[i + n] == ')') {
		*kind = LB_PAREN;
		return i + n + 1;
	}
	*kind = LB_LETTER;
	if (!open && s.n > 1 && s.p[0] == 'R' && (n = digits(s, 1)) > 0 && n <= 2) {
		i = 1 + n;
		if (i < s.n && (s.p[i] == '.' || s.p[i] == ':' || s.p[i] == ')'))
			i++;
		return gap_at(s, i) ? i : 0;
	}
	for (n = 0; i + n < s.n && (rd_lower(s.p[i + n]) || (s.p[i + n] >= 'A' && s.p[i + n] <= 'Z')); n++)
		;
	if (!n || n > 5 || i + n >= s.n)
		return 0;
	if (n > 1)
		for (size_t k = 0; k < n; k++)
			if (!strchr("ivxIVX", s.p[i + k]))
				return 0;
	i += n;
	if (s.p[i] == ')')
		return gap_at(s, i + 1) || open ? i + 1 : 0;
	/* "A. Smith" is a name, "a. the budget" a clause */
	return !open && s.p[i] == '.' && rd_lower(s.p[0]) && i + 1 < s.n && rd_blank(s.p[i + 1]) ? i + 1 : 0;
}

static size_t number_label(struct mb_str s, size_t *stop)
{
	size_t n = digits(s, 0), i = n, k;

	if (!n || n > 3)
		return 0;
	if (i < s.n && rd_lower(s.p[i]) && i + 1 < s.n && (s.p[i + 1] == '.' || s.p[i + 1] == ')'))
		i++; /* 51a. */
	*stop = i;
	if (i < s.n && s.p[i] == '\\')
		i++;
	if (i < s.n && (s.p[i] == '.' || s.p[i] == ')')) {
		i++;
		return gap_at(s, i) || rd_upper(s.p[i]) ? i : 0;
	}
	for (k = i; k < s.n && rd_blank(s.p[k]); k++)
		;
	if (k < s.n && s.p[k] == '/' && gap_at(s, k + 1) && k + 1 < s.n)
		return k + 1;
	return k - i >= 2 && k < s.n && rd_upper(s.p[k]) ? k : 0;
}

size_t rd_label(struct mb_str s, struct mb_str *label, enum label_kind *kind)
{
	size_t stop = 0, n;

	*label = (struct mb_str){ s.p, 0 };
	*kind = LB_NONE;
	if (!s.n)
		return 0;
	if ((n = ref_label(s)) > 0) {
		*kind = LB_REF;
		stop = n;
	} else if ((n = decimal_label(s)) > 0) {
		*kind = LB_DECIMAL;
		stop = s.p[n - 1] == '.' ? n - 1 : n;
	} else if ((n = number_label(s, &stop)) > 0) {
		*kind = LB_NUMBER;
	} else if ((n = letter_label(s, kind)) > 0) {
		stop = s.p[n - 1] == '.' || s.p[n - 1] == ':' || (s.p[n - 1] == ')' && s.p[0] != '(') ? n - 1
												      : n;
	} else {
		*kind = LB_NONE;
		return 0;
	}
	label->n = stop;
	while (n < s.n && rd_blank(s.p[n]))
		n++;
	if (*kind == LB_NUMBER && n + 1 < s.n && s.p[n] == '/' && rd_blank(s.p[n + 1]))
		n += 2; /* "1. / Present" */
	return n;
}

int rd_label_order(struct mb_str label, bool roman)
{
	int v = 0, last = 0;

	label = rd_trim(label, "().R");
	if (!label.n || label.n > 6)
		return -1;
	if (digit_at(label, 0)) {
		for (size_t i = 0; i < label.n && digit_at(label, i); i++)
			v = v * 10 + (label.p[i] - '0');
		return v;
	}
	if (!roman)
		return label.n == 1 ? (label.p[0] | 32) - 'a' + 1 : -1;
	for (size_t i = label.n; i-- > 0;) {
		char ch = (char)(label.p[i] | 32);
		int x = ch == 'i' ? 1 : ch == 'v' ? 5 : ch == 'x' ? 10 : -1;

		if (x < 0)
			return -1;
		v += x < last ? -x : x;
		last = x;
	}
	return v;
}

/* The byte of the source behind a byte of cleaned text. */
static size_t behind(const struct source *src, const char *p)
{
	size_t lo = 0, hi = src->n_segs;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (src->segs[mid].text <= p)
			lo = mid;
		else
			hi = mid;
	}
	return src->segs[lo].raw + (size_t)(p - src->segs[lo].text);
}

int rd_line_of(const struct source *src, size_t byte)
{
	size_t lo = 0, hi = src->n_lines;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (src->line_at[mid] <= byte)
			lo = mid;
		else
			hi = mid;
	}
	return (int)lo + 1;
}

struct mb_place rd_place(const struct source *src, const struct block *b, struct mb_str part)
{
	struct mb_place at = { .line = 1, .column = 1, .start = b->raw };
	size_t end = b->raw_end;

	if (part.n && part.p >= src->p && part.p < src->p + src->n) {
		at.start = (size_t)(part.p - src->p);
		end = at.start + part.n;
	} else if (part.n && src->n_segs && part.p >= src->clean && part.p < src->clean + src->n_clean) {
		at.start = behind(src, part.p);
		end = behind(src, part.p + part.n - 1) + 1;
	}
	at.length = end > at.start ? end - at.start : 0;
	if (src->n_lines) {
		at.line = rd_line_of(src, at.start);
		at.column = (int)(at.start - src->line_at[at.line - 1]) + 1;
	}
	at.end_line = at.length && src->n_lines ? rd_line_of(src, end - 1) : at.line;
	at.line += src->lines_before;
	at.end_line += src->lines_before;
	at.start += src->bytes_before;
	return at;
}

const char *rd_say(struct mb_arena *a, struct mb_str s)
{
	char *out;

	s = rd_trim(s, NULL);
	out = mb_arena_ndup(a, s.p ? s.p : "", s.n);
	for (char *p = out; *p; p++)
		if (rd_blank(*p))
			*p = ' ';
	return out;
}

const char *rd_say_block(struct mb_arena *a, const struct block *b)
{
	if (b->mark.n)
		return mb_arena_printf(a, "%.*s %s", (int)b->mark.n, b->mark.p, rd_say(a, b->text));
	return rd_say(a, b->text);
}

const char *rd_say_blocks(struct reader *rd, size_t from, size_t to)
{
	const struct block *b = rd->src->b;
	size_t n = 0, at = 0;
	char *out;

	for (size_t i = from; i < to; i++)
		n += b[i].mark.n + b[i].text.n + 3;
	if (!n)
		return NULL;
	out = mb_arena_alloc(rd->a, n + 1);
	for (size_t i = from; i < to; i++) {
		struct mb_str t = rd_trim(b[i].text, NULL);

		if (!b[i].mark.n && !t.n)
			continue;
		if (at) {
			out[at++] = '\n';
			if (b[i].kind != B_ROW || b[i - 1].kind != B_ROW)
				out[at++] = '\n';
		}
		if (b[i].mark.n) {
			memcpy(out + at, b[i].mark.p, b[i].mark.n);
			at += b[i].mark.n;
			out[at++] = ' ';
		}
		for (size_t k = 0; k < t.n; k++)
			out[at++] = rd_blank(t.p[k]) ? ' ' : t.p[k];
	}
	return at ? out : NULL;
}

struct mb_str rd_body(const struct block *b)
{
	return b->kind == B_ROW ? (struct mb_str){ b->text.p, 0 }
				: rd_trim(rd_sub(b->text, b->body, b->text.n), NULL);
}

struct mb_str rd_first_line(struct mb_str s)
{
	const char *end = s.n ? memchr(s.p, '\n', s.n) : NULL;

	return end ? rd_sub(s, 0, (size_t)(end - s.p)) : s;
}

int rd_cells(const struct source *src, const struct block *b, struct mb_str cells[CELLS_MAX])
{
	int n = b->n_cell < CELLS_MAX ? (int)b->n_cell : CELLS_MAX;

	for (int i = 0; i < n; i++)
		cells[i] = src->cells[b->cell + (size_t)i];
	return n;
}

bool rd_table_begins(const struct source *src, size_t i)
{
	const struct block *b = &src->b[i];

	return b->kind == B_ROW && !b->rule &&
	       (b->head || i == 0 || src->b[i - 1].kind != B_ROW || src->b[i - 1].table != b->table);
}

size_t rd_next_row(const struct source *src, size_t i)
{
	int table = src->b[i].table;

	for (i++; i < src->count && src->b[i].kind == B_ROW && src->b[i].table == table; i++)
		if (!src->b[i].rule)
			return i;
	return src->count;
}

void rd_note(struct reader *rd, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	if (rd->r->n_notes >= NOTES_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	*MB_PUSH(rd->a, rd->r->notes, rd->r->n_notes) = mb_arena_dup(rd->a, text);
}

#define LOOSE_MAX 200

void rd_loose(struct reader *rd, const struct block *b, struct mb_str s, const char *why)
{
	struct mb_found_loose *l;

	if (rd->r->n_loose >= LOOSE_MAX)
		return;
	l = MB_PUSH(rd->a, rd->r->loose, rd->r->n_loose);
	l->text = rd_say(rd->a, rd_clip(s, SENTENCE_MAX));
	l->why = why;
	l->place = rd_place(rd->src, b, s);
}

/* Is the line of the form "Name, Body" or "Name - Body (Chair)"? */
static bool person_line(struct mb_str s)
{
	size_t i;

	s = rd_trim(rd_clip(rd_first_line(s), 120), NULL);
	for (i = 0; i < s.n && s.p[i] != ',' && s.p[i] != '(' && s.p[i] != '\t' &&
		    !(s.p[i] == '-' && i && rd_blank(s.p[i - 1])) && (unsigned char)s.p[i] != 0xe2;
	     i++)
		;
	return rd_namelike(rd_sub(s, 0, i));
}

bool rd_people_list(const struct source *src, size_t i)
{
	static const char *const not [] = { "apologies", "interest", "interests", "action",	 "actions",
					    "decision",	 "election", "co-option", "nominations", "absent",
					    "contact",	 "apology",  NULL };
	const struct block *b = &src->b[i];
	size_t n = 0, people = 0, rest;

	if (b->kind == B_ROW || b->label.n || b->bullet || !b->text.n || b->text.n > 80 ||
	    (b->kind != B_HEADING && !rd_is_lead(b->text) && !b->bold) ||
	    rd_people_key(b->text, &rest) != PEOPLE_NONE || rd_find_any(b->text, 0, not, NULL, NULL) != NPOS)
		return false;
	for (size_t k = i + 1; k < src->count && k < i + 8 && src->b[k].bullet; k++, n++)
		people += person_line(src->b[k].text);
	return n >= 3 && people + 1 >= n;
}
