/* Actions: marked ones, tables, lists under a heading, and "AB to do ..." in plain prose (likely). */
#include "read.h"

#include <string.h>

struct hunt {
	struct reader *rd;
	struct seen seen;
	bool list; /* under a heading "Actions" */
};

static struct mb_str bare(struct mb_str s)
{
	return rd_trim(s, ".,;:*");
}

/* Initials, perhaps several: "AB", "AB/CD". */
static bool initials_run(struct mb_str w)
{
	size_t from = 0;

	w = bare(w);
	for (size_t i = 0; i <= w.n; i++) {
		if (i < w.n && w.p[i] != '/' && w.p[i] != '&')
			continue;
		if (!rd_initials_like(rd_sub(w, from, i)))
			return false;
		from = i + 1;
	}
	return w.n > 0;
}

/* May these words own an action? Names, initials, a role, or several of them. */
static bool owner_words(struct mb_str s)
{
	struct mb_str w, last = { NULL, 0 };
	size_t at = 0;
	int n = 0;

	s = rd_trim(s, ".,;:-");
	if (!s.n || s.n > 100 || !rd_upper(s.p[0]))
		return false;
	while (rd_word(s, &at, &w) && n < 9) {
		last = w;
		n++;
	}
	if (n > 8)
		return false;
	if (rd_namelike(s) || initials_run(s) || rd_role_word(last))
		return true;
	/* "Paul Okafor and Esther Lane", "Esther", "Open Standards Team" */
	for (at = 0; rd_word(s, &at, &w);)
		if (!rd_upper(w.p[0]) &&
		    !rd_is_any(bare(w), (const char *[]){ "and", "&", "the", "of", "with", "/", NULL }))
			return false;
	return n > 1 || rd_name_forward(s, 0) > 0;
}

size_t rd_owner(struct mb_str s, struct mb_str *who, bool loose)
{
	static const char *const links[] = { "is to", "are to",	   "was asked to", "were asked to",
					     "will",  "agreed to", "to",	   NULL };
	size_t i, len, which, words;
	struct mb_str head = rd_clip(s, 120), first;
	size_t at = 0;

	i = rd_find_any(head, 0, links, &which, &len);
	if (i == NPOS || !i)
		return 0;
	*who = rd_trim(rd_sub(s, 0, i), ".,;:-");
	words = rd_count_words(*who, 9);
	if (!words || words > 8 || !rd_word(*who, &at, &first))
		return 0;
	/* "agreed to" is an action of a person, a decision of a body; so is "will" only a promise */
	if (!loose && mb_streq(links[which], "will"))
		return 0;
	if (mb_streq(links[which], "agreed to") &&
	    rd_role_word(rd_sub(*who, who->n > 5 ? who->n - 5 : 0, who->n)) && !initials_run(*who))
		return 0;
	if (!loose) {
		static const char *const roles[] = { "the clerk",
						     "clerk",
						     "the secretariat",
						     "the secretary",
						     "secretary",
						     "the chair",
						     "chair",
						     "the chairman",
						     "chairman",
						     "the treasurer",
						     "the board officer",
						     "all",
						     NULL };
		bool role = rd_is_any(*who, roles);

		if (!role && !initials_run(*who) && !(rd_namelike(*who) && which < 4) &&
		    !(rd_namelike(*who) && words < 4))
			return 0;
		if (rd_at(s, i + len, " be")) /* "The swing to be inspected" names no owner */
			return 0;
	} else if (!owner_words(*who)) {
		return 0;
	}
	i += len;
	while (i < s.n && rd_blank(s.p[i]))
		i++;
	return i < s.n && (rd_lower(s.p[i]) || loose) ? i : 0;
}

static bool known_owner(const struct reader *rd, const char *who)
{
	struct mb_str s = mb_str(who);
	size_t from = 0;

	if (!initials_run(s))
		return true;
	for (size_t i = 0; i <= s.n; i++) {
		char one[8];

		if (i < s.n && s.p[i] != '/' && s.p[i] != '&')
			continue;
		if (i - from < sizeof(one)) {
			memcpy(one, s.p + from, i - from);
			one[i - from] = '\0';
			if (!rd_knows_initials(rd, one))
				return false;
		}
		from = i + 1;
	}
	return true;
}

static struct mb_found_action *add(struct hunt *h, const struct block *b, struct mb_str what,
				   struct mb_str who, enum mb_sure sure)
{
	struct reader *rd = h->rd;
	struct mb_found_action *a;
	struct mb_str task = rd_trim(what, NULL);
	struct due due;

	who = rd_trim(who, ".,;:()*-");
	if (task.n < 2 || rd_seen(rd->a, &h->seen, task, rd_hash(who, 1)))
		return NULL;
	a = MB_PUSH(rd->a, rd->r->actions, rd->r->n_actions);
	a->item = rd_item_label(rd, b);
	a->due = MB_NO_DAY;
	a->place = rd_place(rd->src, b, task);
	if (rd_due(&due, rd_clip(task, SENTENCE_MAX), rd->near, rd->next_meeting)) {
		a->due = due.day;
		a->due_text = rd_say(rd->a, due.text);
		/* the words go only where nothing follows them */
		if (bare(rd_sub(task, due.to, task.n)).n == 0 ||
		    mb_str_eq(rd_trim(rd_sub(task, due.to, task.n), ".,;"), ")"))
			task = rd_trim(rd_sub(task, 0, due.from), ",(-");
	}
	a->what = rd_say(rd->a, rd_trim(task, ".;"));
	a->who = who.n ? rd_say(rd->a, who) : NULL;
	a->sure = a->who && !known_owner(rd, a->who) ? MB_LIKELY : sure;
	return a;
}

static void no_owner(struct hunt *h, const struct mb_found_action *a)
{
	if (a && !a->who)
		rd_note(h->rd, "Line %d: an action has no owner: \"%.80s\".", a->place.line, a->what);
}

/* Words that follow a marker, or a member of a list of actions: owner, task, due. */
static void action_text(struct hunt *h, const struct block *b, struct mb_str s, enum mb_sure sure)
{
	struct mb_str who = { NULL, 0 }, what;
	size_t task, i;

	s = rd_trim(s, NULL);
	if (!s.n || rd_is_any(bare(s), (const char *[]){ "none", "nil", "no actions", NULL }))
		return;
	what = s;
	if ((task = rd_owner(s, &who, true)) > 0) {
		what = rd_sub(s, task, s.n);
	} else {
		/* "bring a plan (Paul Okafor)", "Paul Okafor - bring a plan" */
		who = (struct mb_str){ NULL, 0 };
		struct mb_str end = rd_trim(s, ".");

		if (end.n && end.p[end.n - 1] == ')') {
			for (i = end.n - 1; i > 0 && end.p[i] != '('; i--)
				;
			struct mb_str in = rd_sub(end, i + 1, end.n - 1), w;
			size_t at = 0;

			/* in brackets a team may go without its capital */
			if (i > 0 &&
			    (owner_words(in) || (in.n < 60 && rd_word(in, &at, &w) &&
						 rd_role_word(rd_sub(in, in.n > 4 ? in.n - 4 : 0, in.n))))) {
				who = in;
				what = rd_sub(end, 0, i);
			}
		}
		for (i = 1; !who.n && i + 1 < s.n && i < 60; i++)
			if ((s.p[i] == '-' || s.p[i] == ':') && rd_blank(s.p[i + 1]) &&
			    (rd_blank(s.p[i - 1]) || s.p[i] == ':') && owner_words(rd_sub(s, 0, i))) {
				who = rd_sub(s, 0, i);
				what = rd_sub(s, i + 1, s.n);
			}
	}
	no_owner(h, add(h, b, what, who, sure));
}

/* "(Action: Paul Okafor)" or "Action AB" at the end of a sentence: the task is the sentence. */
static bool trailing(struct hunt *h, const struct block *b, struct mb_str s, struct mb_str before)
{
	size_t i = NPOS, from = 0, to;
	struct mb_str who, what, w;

	while ((from = rd_find(s, from, "action")) != NPOS) {
		i = from;
		from += 6;
		if (i > 0 && (s.p[i - 1] == '(' || s.p[i - 1] == '[') && s.p[i] == 'A') {
			for (to = i; to < s.n && s.p[to] != ')' && s.p[to] != ']'; to++)
				;
			who = rd_trim(rd_sub(s, i + 6, to), ":-.");
			what = rd_trim(rd_sub(s, 0, i - 1), NULL);
			if (who.n && who.n < 100 && (what.n || before.n)) {
				no_owner(h, add(h, b, what.n > 3 ? what : before, who, MB_SURE));
				return true;
			}
		}
		size_t at = i + 6;

		if (s.p[i] == 'A' && rd_word(s, &at, &w) &&
		    (initials_run(w) || (rd_starts(w, "clerk") && w.n < 12)) && at + 2 >= s.n) {
			what = rd_trim(rd_sub(s, 0, i), NULL);
			if (what.n > 3 || before.n) {
				add(h, b, what.n > 3 ? what : before, w, MB_SURE);
				return true;
			}
		}
	}
	return false;
}

/* Plain prose: "JF to send ...", "The Clerk was asked to ...". */
static bool prose(struct hunt *h, const struct block *b, struct mb_str s)
{
	struct mb_str who, rest = s;
	size_t task;

	for (;;) {
		if ((task = rd_owner(rest, &who, false)) > 0) {
			add(h, b, rd_sub(rest, task, rest.n), who, MB_LIKELY);
			return true;
		}
		for (task = 0; task < rest.n && rest.p[task] != ';'; task++)
			;
		if (task >= rest.n)
			return false;
		rest = rd_trim(rd_sub(rest, task + 1, rest.n), NULL);
	}
}

/* "... about summer use. / GT": an owner's column flattened to the end of its line. */
static void column_owner(struct hunt *h, const struct block *b, struct mb_str line, size_t before)
{
	size_t i;
	struct mb_str who, what, s;

	line = rd_trim(line, NULL);
	for (i = line.n; i > 0 && line.n - i < 24 && line.p[i - 1] != '/' && line.p[i - 1] != '\t'; i--)
		;
	if (i < 2 || (line.p[i - 1] == '/' && !rd_blank(line.p[i - 2])))
		return;
	who = rd_trim(rd_sub(line, i, line.n), NULL);
	if (!initials_run(who) || !known_owner(h->rd, rd_say(h->rd->a, who)) || h->rd->r->n_actions > before)
		return;
	what = rd_trim(rd_sub(line, 0, i - 1), NULL);
	for (size_t at = 0; rd_sentence(what, &at, &s);) /* the last one */
		line = s;
	if (line.n > 10)
		add(h, b, line, who, MB_LIKELY);
}

static void text(struct hunt *h, const struct block *b, struct mb_str body)
{
	size_t before = h->rd->r->n_actions, at = 0;
	struct mb_str s, last = { NULL, 0 };

	while (rd_sentence(body, &at, &s)) {
		s = rd_clip(s, SENTENCE_MAX);
		if (rd_has(s, "action") && trailing(h, b, s, last))
			continue;
		if (rd_starts(s, "minutes:"))
			s = rd_trim(rd_sub(s, 8, s.n), NULL);
		prose(h, b, s);
		last = s;
	}
	if (body.n < 3000)
		for (struct mb_str rest = body; rest.n;) {
			struct mb_str l = rd_first_line(rest);

			column_owner(h, b, l, before);
			rest = rd_sub(rest, l.n + 1, rest.n);
		}
}

/* ---- tables ---------------------------------------------------------------------------------------------- */

struct columns {
	int what, who, due;
};

static bool header(struct reader *rd, const struct block *b, struct columns *c)
{
	static const char *const whats[] = { "action",		"actions", "task", "action point",
					     "action required", "what",	   NULL };
	static const char *const whos[] = { "owner",	   "responsible",  "responsibility",
					    "by whom",	   "lead",	   "who",
					    "action by",   "lead officer", "responsible officer",
					    "assigned to", "lead person",  NULL };
	static const char *const dues[] = { "due",	"due date",    "by when",     "when",
					    "deadline", "timescale",   "date",	      "target date",
					    "target",	"action date", "complete by", NULL };
	struct mb_str cell[CELLS_MAX];
	int n = rd_cells(rd->src, b, cell);

	*c = (struct columns){ -1, -1, -1 };
	for (int i = 0; i < n; i++) {
		if (c->what < 0 && rd_is_any(cell[i], whats))
			c->what = i;
		else if (c->who < 0 && rd_is_any(cell[i], whos))
			c->who = i;
		else if (c->due < 0 && rd_is_any(cell[i], dues))
			c->due = i;
	}
	return c->what >= 0 && (c->who >= 0 || c->due >= 0);
}

static void row(struct hunt *h, struct block *b, const struct columns *c)
{
	struct mb_str cell[CELLS_MAX];
	int n = rd_cells(h->rd->src, b, cell);
	struct mb_found_action *a;

	b->role = ROLE_DONE;
	if (c->what >= n || !cell[c->what].n)
		return;
	a = add(h, b, cell[c->what], c->who >= 0 && c->who < n ? cell[c->who] : (struct mb_str){ NULL, 0 },
		MB_SURE);
	if (a && c->due >= 0 && c->due < n && cell[c->due].n) {
		a->due_text = rd_say(h->rd->a, cell[c->due]);
		rd_due_cell(&a->due, cell[c->due], h->rd->near, h->rd->next_meeting);
	}
	if (a)
		a->place = rd_place(h->rd->src, b, cell[c->what]);
	no_owner(h, a);
}

/* ---- the pass -------------------------------------------------------------------------------------------- */

static bool actions_heading(struct mb_str s)
{
	static const char *const heads[] = {
		"actions",    "action points",	"action list",	   "summary of actions",
		"action log", "actions agreed", "list of actions", "agreed actions",
		NULL
	};

	return rd_is_any(rd_trim(s, ":."), heads);
}

static void block(struct hunt *h, size_t i)
{
	struct source *src = h->rd->src;
	struct block *b = &src->b[i];
	struct mb_str body = rd_body(b);
	size_t skip = rd_action_marker(body);

	if (b->kind == B_HEADING) {
		h->list = actions_heading(b->text);
		/* "### Action 1." with the task below it */
		if (!h->list && rd_starts(b->text, "action") && rd_action_marker(b->text) == b->text.n &&
		    i + 1 < src->count && src->b[i + 1].kind == B_PARA) {
			action_text(h, &src->b[i + 1], src->b[i + 1].text, MB_SURE);
			src->b[i + 1].role = ROLE_DONE;
		}
	} else if (actions_heading(body)) {
		h->list = true;
	} else if (skip && b->role != ROLE_DONE) {
		struct mb_str rest = rd_sub(body, skip, body.n);

		h->list = !rest.n;
		enum mb_sure sure = MB_SURE;

		/* a second line without a marker may be an action of its own */
		while (rest.n) {
			size_t to = 0, task;
			struct mb_str who;

			do {
				struct mb_str more = rd_first_line(rd_sub(rest, to, rest.n));

				to += more.n + 1;
				task = to < rest.n
					       ? rd_owner(rd_clip(rd_sub(rest, to, rest.n), 200), &who, false)
					       : 0;
			} while (to < rest.n && !task);
			action_text(h, b, rd_sub(rest, 0, to), sure);
			sure = MB_LIKELY;
			rest = rd_sub(rest, to, rest.n);
		}
	} else if (h->list && (b->label.n || b->bullet)) {
		action_text(h, b, b->text, MB_SURE);
	} else {
		if (b->text.n && !b->label.n && !b->bullet)
			h->list = false;
		text(h, b, body);
	}
}

void rd_actions(struct reader *rd)
{
	struct hunt h = { .rd = rd };
	struct source *src = rd->src;
	struct columns c;

	for (size_t i = 0; i < src->count; i++) {
		struct block *b = &src->b[i];

		if (b->role == ROLE_PEOPLE || b->role == ROLE_DONE ||
		    (b->role == ROLE_ITEM && b->kind == B_ROW))
			continue;
		if (b->kind != B_ROW) {
			block(&h, i);
			continue;
		}
		if (rd_table_begins(src, i) && header(rd, b, &c)) {
			size_t next;

			b->role = ROLE_DONE;
			for (; (next = rd_next_row(src, i)) < src->count; i = next)
				row(&h, &src->b[next], &c);
		}
	}
}
