/* Actions in tables: a log with a row an action, and the column beside minutes that says who acts. */
#include "actions.h"

#include <string.h>

struct columns {
	int what, who, due;
};

static bool in(struct mb_str cell, const char *const *words)
{
	return rd_find_any(rd_clip(cell, 60), 0, words, NULL, NULL) != NPOS && rd_count_words(cell, 6) < 6;
}

/* "Action", "Action 2016-17", "Actions agreed" */
static bool what_cell(struct mb_str s)
{
	static const char *const whats[] = { "action point", "action required", "task",
					     "what",	     "activity",	NULL };
	struct mb_str w;
	size_t at = 0;

	if (rd_is_any(s, whats))
		return true;
	if (!rd_word(s, &at, &w) ||
	    !rd_is_any(rd_trim(w, ":"), (const char *[]){ "action", "actions", NULL }))
		return false;
	if (!rd_word(s, &at, &w))
		return true;
	return (w.p[0] >= '0' && w.p[0] <= '9') ||
	       rd_is_any(w, (const char *[]){ "agreed", "points", "point", "required", "to", "needed", "item",
					      NULL });
}

static bool header(struct reader *rd, const struct block *b, struct columns *c)
{
	static const char *const whos[] = { "owner",	    "responsible", "responsibility", "by whom",
					    "lead",	    "who",	   "action by",	     "assigned to",
					    "lead officer", "lead person", "officer",	     NULL };
	static const char *const dues[] = { "due",
					    "due date",
					    "by when",
					    "when",
					    "deadline",
					    "timescale",
					    "timescales",
					    "date",
					    "target date",
					    "target",
					    "action date",
					    "complete by",
					    "completion date",
					    NULL };
	struct mb_str cell[CELLS_MAX];
	int n = rd_cells(rd->src, b, cell);

	*c = (struct columns){ -1, -1, -1 };
	for (int i = 0; i < n; i++) {
		struct mb_str s = rd_trim(cell[i], ":*_");

		if (c->what < 0 && what_cell(s))
			c->what = i;
		else if (c->who < 0 && in(s, whos))
			c->who = i;
		else if (c->due < 0 && in(s, dues))
			c->due = i;
	}
	return c->what >= 0 && (c->who >= 0 || c->due >= 0);
}

/* The members of a cell that holds a list; 1 when it holds none. */
static size_t members(struct mb_str s, struct mb_str *out, size_t max)
{
	size_t n = 0, from = 0;

	for (size_t i = 0; i <= s.n && n < max; i++) {
		if (i < s.n && s.p[i] != '\r')
			continue;
		struct mb_str one = rd_trim(rd_sub(s, from, i), NULL);

		if (one.n)
			out[n++] = one;
		from = i + 1;
	}
	return n;
}

static bool bullet(struct mb_str s)
{
	return s.n > 2 && s.p[0] == '-' && rd_blank(s.p[1]);
}

static void one(struct hunt *h, const struct block *b, struct mb_str what, struct mb_str who,
		struct mb_str due)
{
	struct reader *rd = h->rd;
	struct mb_found_action *a;

	if (bullet(what))
		what = rd_trim(rd_sub(what, 1, what.n), NULL);
	if (rd_is_any(rd_trim(who, ".-"), (const char *[]){ "tbc", "none", "n/a", "note", NULL }))
		who = (struct mb_str){ NULL, 0 };
	h->salt = rd_hash(due, 3); /* the same task for another day is another action */
	a = rd_add_action(h, b, what, who, MB_SURE);
	h->salt = 0;
	if (a && due.n) {
		a->due_text = rd_say(rd->a, due);
		rd_due_cell(&a->due, due, rd->near, rd->next_meeting);
		rd_no_year(rd, a);
	}
	rd_no_owner(h, a);
}

static void row(struct hunt *h, struct block *b, const struct columns *c)
{
	struct mb_str cell[CELLS_MAX], what[20], who[20] = { { NULL, 0 } }, due[20] = { { NULL, 0 } },
						 none = { NULL, 0 };
	int n = rd_cells(h->rd->src, b, cell);
	size_t tasks, owners, days;
	bool list = true;

	b->role = ROLE_DONE;
	if (c->what >= n || !cell[c->what].n || what_cell(cell[c->what]))
		return;
	tasks = members(cell[c->what], what, 20);
	owners = c->who >= 0 && c->who < n ? members(cell[c->who], who, 20) : 0;
	days = c->due >= 0 && c->due < n ? members(cell[c->due], due, 20) : 0;
	for (size_t i = 0; i < tasks; i++)
		list = list && bullet(what[i]);
	if (list && tasks > 1 && (owners == tasks || owners < 2) && (days == tasks || days < 2)) {
		for (size_t i = 0; i < tasks; i++)
			one(h, b, what[i],
			    owners == tasks ? who[i]
			    : owners	    ? who[0]
					    : none,
			    days == tasks ? due[i]
			    : days	  ? due[0]
					  : none);
		return;
	}
	if (owners > 1 || days > 1)
		rd_note(h->rd,
			"Line %d: one row holds %zu owners and %zu dates, which cannot be paired with what "
			"is to be done.",
			rd_place(h->rd->src, b, cell[c->what]).line, owners, days);
	one(h, b, cell[c->what],
	    owners > 1			? who[0]
	    : c->who >= 0 && c->who < n ? cell[c->who]
					: none,
	    days > 1			? due[0]
	    : c->due >= 0 && c->due < n ? cell[c->due]
					: none);
}

size_t rd_action_table(struct hunt *h, size_t i)
{
	struct source *src = h->rd->src;
	struct columns c;
	size_t next;

	if (src->b[i].role == ROLE_DONE || !header(h->rd, &src->b[i], &c))
		return i;
	src->b[i].role = ROLE_DONE;
	for (; (next = rd_next_row(src, i)) < src->count; i = next)
		row(h, &src->b[next], &c);
	return i;
}

/* ---- beside minutes -------------------------------------------------------------------------------------- */

/* Is the owner of an action among those who stand in the column? */
static bool among(const char *who, struct mb_str owners)
{
	return who && rd_has(owners, who);
}

/* The last sentence of the row that says something. */
static const struct block *last_said(struct hunt *h, int row_number, struct mb_str *out)
{
	const struct source *src = h->rd->src;
	const struct block *found = NULL;

	for (size_t i = h->first; i < src->count && src->b[i].shared == row_number; i++) {
		struct mb_str body = rd_body(&src->b[i]), s;

		if (src->b[i].kind == B_ROW || src->b[i].role == ROLE_ITEM)
			body = src->b[i].role == ROLE_ITEM ? body : (struct mb_str){ NULL, 0 };
		for (size_t at = 0; rd_sentence(body, &at, &s);)
			if (rd_count_words(s, 3) > 2) {
				*out = s;
				found = &src->b[i];
			}
	}
	return found;
}

void rd_row_owner(struct hunt *h)
{
	struct mb_reading *r = h->rd->r;
	const struct block *b = &h->rd->src->b[h->first], *said;
	struct mb_str owner = rd_trim(b->owner, ".,;:*-"), what = { NULL, 0 };
	bool found = false;
	int row_number = h->shared;

	h->shared = 0;
	if (!owner.n || rd_is_any(owner, (const char *[]){ "note", "none", "n/a", "noted", "to note", "info",
							   "information", "decision", "for information",
							   "closed", "complete", NULL }))
		return;
	if (!rd_owner_words(owner) && !rd_initials_run(owner)) {
		rd_action_text(h, b, owner, MB_SURE); /* the column says what is to be done */
		return;
	}
	for (size_t i = h->had; i < r->n_actions; i++) {
		if (!among(r->actions[i].who, owner))
			continue;
		found = true;
		r->actions[i].sure = MB_SURE;
		if (b->due.n && !r->actions[i].due_text) {
			r->actions[i].due_text = rd_say(h->rd->a, b->due);
			rd_due_cell(&r->actions[i].due, b->due, h->rd->near, h->rd->next_meeting);
			rd_no_year(h->rd, &r->actions[i]);
		}
	}
	if (found || !(said = last_said(h, row_number, &what)))
		return;
	struct mb_found_action *a = rd_add_action(h, said, what, owner, MB_LIKELY);

	if (a && b->due.n) {
		a->due_text = rd_say(h->rd->a, b->due);
		rd_due_cell(&a->due, b->due, h->rd->near, h->rd->next_meeting);
		rd_no_year(h->rd, a);
	}
}
