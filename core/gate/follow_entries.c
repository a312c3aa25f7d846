/* Paragraphs and rows of the parts that tell of earlier actions, and what they say of how one stands. */
#include "follow.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ENTRY_MAX 1200 /* bytes of one paragraph or row that are looked at */

struct cutting {
	struct mb_arena *a;
	struct entry *entries;
	size_t n_entries;
	int from, to;
	const char *item;
};

bool follow_has(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strcasestr(s, *words))
			return true;
	return false;
}

/* ---- entries --------------------------------------------------------------------------------------------- */

static struct mb_str line_at(struct mb_str *rest)
{
	const char *end = memchr(rest->p, '\n', rest->n);
	struct mb_str line = { rest->p, end ? (size_t)(end - rest->p) : rest->n };
	size_t skip = line.n + (end != NULL);

	rest->p += skip;
	rest->n -= skip;
	return line;
}

static bool begins(struct mb_str s)
{
	size_t i = 0;

	if (!s.n || strchr("-*+#|", s.p[0]))
		return true;
	while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (i && s.p[i] == '.')))
		i++;
	return i && i < s.n && (s.p[i] == ' ' || s.p[i] == ')');
}

#define CELLS 16

/* Which column says how an action stands; -1: none is headed so. */
static int said_column(struct mb_str line)
{
	struct mb_str cell[CELLS];
	int n = mb_table_cut(line, cell, CELLS);

	for (int i = 0; i < n && i < CELLS; i++) {
		static const char *const heads[] = { "comment",	 "update", "progress", "status", "outcome",
						     "position", "rag",	   "result",   NULL };
		char head[40];

		snprintf(head, sizeof head, "%.*s", (int)cell[i].n, cell[i].p);
		if (follow_has(head, heads))
			return i;
	}
	return -1;
}

static void add_row(struct cutting *f, struct mb_str line, int at, int column)
{
	struct mb_str cell[CELLS];
	int n = mb_table_cut(line, cell, CELLS);
	struct entry *e = MB_PUSH(f->a, f->entries, f->n_entries);
	struct mb_buf all;

	mb_buf_init(&all, 4 * ENTRY_MAX);
	for (int i = 0; i < n && i < CELLS; i++)
		if (i != column && all.n + cell[i].n < ENTRY_MAX)
			mb_buf_printf(&all, "%s%.*s", all.n ? " | " : "", (int)cell[i].n, cell[i].p);
	*e = (struct entry){ .text = mb_arena_dup(f->a, all.p), .item = f->item, .line = at, .row = true };
	e->said = column >= 0 && column < n ? mb_arena_ndup(f->a, cell[column].p, cell[column].n) : e->text;
	mb_buf_free(&all);
}

static void add_text(struct cutting *f, struct mb_str s, int at)
{
	struct entry *e;
	char *text;

	s = mb_trim(s);
	if (s.n < 4 || s.p[0] == '#')
		return;
	e = MB_PUSH(f->a, f->entries, f->n_entries);
	text = mb_arena_ndup(f->a, s.p, s.n < ENTRY_MAX ? s.n : ENTRY_MAX);
	for (char *p = text; *p; p++)
		if (*p == '\n' || *p == '\r' || *p == '\t')
			*p = ' ';
	*e = (struct entry){ .text = text, .said = text, .item = f->item, .line = at };
}

static void cut(struct cutting *f, struct mb_str body)
{
	struct mb_str rest = body, open = { NULL, 0 };
	int at = 1, began = 0, column = -1;

	for (; rest.n && at < f->to; at++) {
		struct mb_str line = line_at(&rest), s = mb_trim(line);

		if (at <= f->from)
			continue;
		if (open.n && begins(s)) {
			add_text(f, open, began);
			open.n = 0;
		}
		if (s.n && s.p[0] == '|') {
			struct mb_str next = rest;

			if (mb_table_delimiter(mb_trim(line_at(&next))))
				column = said_column(s);
			else if (!mb_table_delimiter(s))
				add_row(f, s, at, column);
		} else if (s.n) {
			if (!open.n) {
				open = s;
				began = at;
			} else {
				open.n = (size_t)(s.p + s.n - open.p);
			}
		}
	}
	if (open.n)
		add_text(f, open, began);
}

void follow_cut(struct entry **out, size_t *n, struct mb_arena *a, struct mb_str body, int from, int to,
		const char *item)
{
	struct cutting f = { .a = a, .from = from, .to = to, .item = item };

	cut(&f, body);
	*out = f.entries;
	*n = f.n_entries;
}

/* ---- how it stands --------------------------------------------------------------------------------------- */

enum stands follow_stands(const char *said)
{
	static const char *const carried[] = { "carried forward",
					       "carry forward",
					       "c/f",
					       "ongoing",
					       "on-going",
					       "in hand",
					       "in progress",
					       "not done",
					       "not yet",
					       "outstanding",
					       "on hold",
					       "deferred",
					       "to be completed",
					       "postponed",
					       "extended",
					       "still open",
					       "remains open",
					       "incomplete",
					       "will be done",
					       "under way",
					       "not completed",
					       "not been",
					       NULL };
	static const char *const done[] = { "completed",     "complete",    "done",
					    "closed",	     "discharged",  "actioned",
					    "has been sent", "carried out", "had been sent",
					    "now in place",  NULL };

	static const char *const denied[] = { "not extended",
					      "not be extended",
					      "no extension",
					      "not be carried",
					      "not carried",
					      "not be postponed",
					      NULL };

	if (follow_has(said, denied))
		return SAYS_NOTHING;
	return follow_has(said, carried) ? SAYS_CARRIED : follow_has(said, done) ? SAYS_DONE : SAYS_NOTHING;
}
