/* Actions: marked ones, tables, lists under a heading, and "AB to do ..." in plain prose (likely). */
#include "actions.h"

#include <string.h>

/* "15 November" is completed by the meeting's day, and said to be. */
void rd_no_year(struct reader *rd, const struct mb_found_action *a)
{
	char iso[MB_ISO_DATE];
	int figures = 0;
	size_t from, len;
	mb_day d;

	if (a->due == MB_NO_DAY || !a->due_text ||
	    !mb_read_date(&d, &from, &len, mb_str(a->due_text), a->due))
		return;
	for (const char *p = a->due_text + from; p < a->due_text + from + len; p++)
		figures += *p >= '0' && *p <= '9';
	if (figures > 2 && mb_read_date(&d, &from, &len, mb_str(a->due_text), MB_NO_DAY))
		return;
	rd_note(rd,
		"Line %d: \"%.60s\" has no year; it is taken for %s, the next such day after the meeting.",
		a->place.line, a->due_text, mb_day_iso(iso, a->due));
}

/* A likely action of the same person in nearly the same words. */
static struct mb_found_action *rd_action_before(struct hunt *h, struct mb_str task, struct mb_str who)
{
	struct mb_reading *r = h->rd->r;
	struct seen words = { 0 };
	struct mb_str w;
	size_t at = 0, n = 0;

	while (n < 60 && rd_word(task, &at, &w))
		if ((w = rd_bare_words(w)).n > 3)
			n += !rd_seen(h->rd->a, &words, w, 0);
	for (size_t i = r->n_actions, turns = 0; n > 2 && i-- > 0 && turns < 40; turns++) {
		struct mb_found_action *a = &r->actions[i];
		size_t same = 0, of = 0;

		if (a->sure == MB_SURE || !a->who || !mb_str_case_eq(who, a->who))
			continue;
		for (at = 0; of < 60 && rd_word(mb_str(a->what), &at, &w);)
			if ((w = rd_bare_words(w)).n > 3) {
				struct seen copy = words; /* asking adds nothing that matters */

				of++;
				same += rd_seen(h->rd->a, &copy, w, 0);
			}
		if (same * 4 >= 3 * (of < n ? of : n) && of > 2)
			return a;
	}
	return NULL;
}

struct mb_found_action *rd_add_action(struct hunt *h, const struct block *b, struct mb_str what,
				      struct mb_str who, enum mb_sure sure)
{
	struct reader *rd = h->rd;
	struct mb_found_action *a;
	struct mb_str task = rd_trim(what, NULL);
	struct due due;

	who = rd_trim(who, ".,;:()*-");
	if (task.n < 2 || rd_seen(rd->a, &h->seen, task, rd_hash(who, 1 + h->salt)))
		return NULL;
	if (h->list && sure == MB_SURE && (a = rd_action_before(h, task, who)) != NULL) {
		const char *item = a->item; /* the list at the end says it again: surer, and in full */

		*a = (struct mb_found_action){ .item = item };
	} else {
		a = MB_PUSH(rd->a, rd->r->actions, rd->r->n_actions);
		a->item = rd_item_label(rd, b);
	}
	a->due = MB_NO_DAY;
	a->place = rd_place(rd->src, b, task);
	if (rd_due(&due, rd_clip(task, SENTENCE_MAX), rd->near, rd->next_meeting)) {
		a->due = due.day;
		a->due_text = rd_say(rd->a, due.text);
		rd_no_year(rd, a);
		/* the words go only where nothing follows them */
		if (rd_bare_words(rd_sub(task, due.to, task.n)).n == 0 ||
		    mb_str_eq(rd_trim(rd_sub(task, due.to, task.n), ".,;"), ")"))
			task = rd_trim(rd_sub(task, 0, due.from), ",(-");
	}
	a->what = rd_say(rd->a, rd_trim(task, ".;"));
	a->who = who.n ? rd_say(rd->a, who) : NULL;
	a->sure = a->who && !rd_known_owner(rd, a->who) ? MB_LIKELY : sure;
	return a;
}

void rd_no_owner(struct hunt *h, const struct mb_found_action *a)
{
	if (a && !a->who)
		rd_note(h->rd, "Line %d: an action has no owner: \"%.80s\".", a->place.line, a->what);
}

/* Words that follow a marker, or a member of a list of actions: owner, task, due. */
void rd_action_text(struct hunt *h, const struct block *b, struct mb_str s, enum mb_sure sure)
{
	struct mb_str who = { NULL, 0 }, what;
	size_t task, i;

	s = rd_trim(s, NULL);
	if (!s.n || rd_is_any(rd_bare_words(s), (const char *[]){ "none", "nil", "no actions", NULL }))
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
			if (i > 0 && (rd_owner_words(in) ||
				      (in.n < 60 && rd_word(in, &at, &w) &&
				       rd_role_word(rd_sub(in, in.n > 4 ? in.n - 4 : 0, in.n))))) {
				who = in;
				what = rd_sub(end, 0, i);
			}
		}
		for (i = 1; !who.n && i + 1 < s.n && i < 60; i++)
			if ((s.p[i] == '-' || s.p[i] == ':') && rd_blank(s.p[i + 1]) &&
			    (rd_blank(s.p[i - 1]) || s.p[i] == ':') && rd_owner_words(rd_sub(s, 0, i))) {
				who = rd_sub(s, 0, i);
				what = rd_sub(s, i + 1, s.n);
			}
	}
	rd_no_owner(h, rd_add_action(h, b, what, who, sure));
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
				rd_no_owner(h, rd_add_action(h, b, what.n > 3 ? what : before, who, MB_SURE));
				return true;
			}
		}
		size_t at = i + 6;

		if (s.p[i] == 'A' && rd_word(s, &at, &w) &&
		    (rd_initials_run(w) || (rd_starts(w, "clerk") && w.n < 12)) && at + 2 >= s.n) {
			what = rd_trim(rd_sub(s, 0, i), NULL);
			if (what.n > 3 || before.n) {
				rd_add_action(h, b, what.n > 3 ? what : before, w, MB_SURE);
				return true;
			}
		}
	}
	return false;
}

/* "The Board asked Ann Bell to bring a plan", "requested that the team need to write". */
static bool asked(struct hunt *h, const struct block *b, struct mb_str s)
{
	static const char *const verbs[] = { "asked that", "requested that", "asked", "requested",
					     "tasked",	   "instructed",     NULL };
	size_t len, i = rd_find_any(s, 0, verbs, NULL, &len), to, nlen;
	struct mb_str rest, who;

	if (i == NPOS || (i > 3 && rd_at(s, i - 4, "was")) || (i > 4 && rd_at(s, i - 5, "were")) ||
	    rd_starts(s, "to"))
		return false;
	rest = rd_trim(rd_sub(s, i + len, s.n), NULL);
	to = rd_find_any(rd_clip(rest, 80), 0,
			 (const char *[]){ "need to", "needs to", "should", "to", NULL }, NULL, &nlen);
	if (to == NPOS || !to)
		return false;
	who = rd_trim(rd_sub(rest, 0, to), ",");
	if (!rd_owner_words(who) &&
	    !(rd_starts(who, "the") && rd_count_words(who, 6) < 6 && rd_role_word(rd_last_word(who))))
		return false;
	if (rd_is_any(who, (const char *[]){ "members", "all members", "attendees", "the board",
					     "the committee", NULL }))
		return false;
	rest = rd_trim(rd_sub(rest, to + nlen, rest.n), NULL);
	if (!rest.n || !rd_lower(rest.p[0]) || rd_starts(rest, "be") || rd_starts(rest, "declare") ||
	    rd_starts(rest, "leave"))
		return false;
	rd_add_action(h, b, rest, who, MB_LIKELY);
	return true;
}

/* "AB will send it": an action of somebody who was there; "NHS will", "AB will be away" are none. */
static bool only_promised(struct hunt *h, struct mb_str s, struct mb_str who, size_t task)
{
	struct mb_str link = rd_sub(s, (size_t)(who.p - s.p) + who.n, task);

	if (!rd_has(link, "will") || !rd_initials_run(who))
		return false;
	return !rd_known_owner(h->rd, rd_say(h->rd->a, who)) || rd_at(s, task, "be") ||
	       rd_at(s, task, "have");
}

/* Does an owner's words stand at i, in the middle of a sentence? Only roles and initials of people who were there. */
static size_t inside(struct hunt *h, struct mb_str s, size_t i, struct mb_str *who)
{
	size_t task = rd_owner(rd_clip(rd_sub(s, i, s.n), 200), who, false);

	if (!task || only_promised(h, rd_sub(s, i, s.n), *who, task))
		return 0;
	if (rd_initials_run(*who) && !rd_known_owner(h->rd, rd_say(h->rd->a, *who)) &&
	    !(i > 1 && s.p[i - 2] == ';'))
		return 0;
	if (rd_namelike(*who) && !rd_initials_run(*who))
		return 0; /* "and Ann Bell to the chair" */
	return i + task;
}

static size_t next_part(struct mb_str s, size_t i);

/* A task ends where the next owner's begins: "AB to draft it and CD to send it". */
static size_t next_owner(struct hunt *h, struct mb_str s, size_t from)
{
	struct mb_str who;

	for (int turns = 0; turns < 20; turns++) {
		size_t before = from;

		from = next_part(s, from);
		if (from >= s.n)
			return s.n;
		if (inside(h, s, from, &who)) {
			size_t end = from;

			while (end > before && (rd_blank(s.p[end - 1]) || strchr(",;-", s.p[end - 1])))
				end--;
			return end >= 4 && rd_at(s, end - 3, "and") ? end - 4 : end;
		}
	}
	return s.n;
}

static size_t next_part(struct mb_str s, size_t i)
{
	for (; i + 1 < s.n; i++) {
		if (rd_blank(s.p[i]) && rd_at(s, i + 1, "and"))
			return i + 5;
		if ((s.p[i] == ';' || s.p[i] == ',' || s.p[i] == '-') && rd_blank(s.p[i + 1]))
			return i + 2;
		if ((unsigned char)s.p[i] == 0xe2 && i + 3 < s.n && (unsigned char)s.p[i + 1] == 0x80 &&
		    rd_blank(s.p[i + 3]))
			return i + 4;
	}
	return s.n;
}

/* "Bob to update the site": a first name that one of those present bears. @return where the task begins */
static size_t first_name(struct hunt *h, struct mb_str s, struct mb_str *who)
{
	struct mb_reading *r = h->rd->r;
	struct mb_str to;
	const char *name;
	size_t at = 0, fits = 0;

	if (!s.n || !rd_upper(s.p[0]) || !rd_word(s, &at, who) || !rd_word(s, &at, &to) ||
	    !mb_str_case_eq(to, "to"))
		return 0;
	while (at < s.n && rd_blank(s.p[at]))
		at++;
	if (at >= s.n || !rd_lower(s.p[at]) || rd_at(s, at, "be"))
		return 0;
	name = rd_say(h->rd->a, *who);
	for (size_t i = 0; i < r->n_present && i < 200 && h->rd->fits++ < FITS_MAX; i++)
		fits += mb_name_fits(name, r->present[i].name, NULL) > 0;
	for (size_t i = 0; i < r->n_in_attendance && i < 200 && h->rd->fits++ < FITS_MAX; i++)
		fits += mb_name_fits(name, r->in_attendance[i].name, NULL) > 0;
	return fits == 1 ? at : 0;
}

/* Plain prose: "JF to send ...", "The Clerk was asked to ...". */
static bool prose(struct hunt *h, const struct block *b, struct mb_str s)
{
	struct mb_str who;
	size_t task, from = 0, taken = h->rd->r->n_actions;

	if (((task = rd_owner(s, &who, false)) > 0 && !only_promised(h, s, who, task)) ||
	    (task = first_name(h, s, &who)) > 0) {
		size_t end = next_owner(h, s, task);

		rd_add_action(h, b, rd_sub(s, task, end), who, MB_LIKELY);
		from = end < s.n ? end : s.n;
	} else if (asked(h, b, s)) {
		return true;
	}
	for (int turns = 0; turns < 40 && from < s.n; turns++) {
		struct mb_str rest;

		from = from && turns == 0 && taken < h->rd->r->n_actions ? from : next_part(s, from);
		rest = rd_sub(s, from, s.n);
		if (rest.n && (task = inside(h, s, from, &who)) > 0) {
			size_t end = next_owner(h, s, task);

			rd_add_action(h, b, rd_sub(s, task, end), who, MB_LIKELY);
			from = end;
		}
	}
	return h->rd->r->n_actions > taken;
}

/* Where the words of a line end before an owner's column that was flattened to its end: "... use. / GT"; 0: no such. */
static size_t owner_column(struct hunt *h, struct mb_str line, struct mb_str *who)
{
	size_t i;

	line = rd_trim(line, NULL);
	for (i = line.n; i > 0 && line.n - i < 24 && line.p[i - 1] != '/' && line.p[i - 1] != '\t'; i--)
		;
	if (i < 2 || (line.p[i - 1] == '/' && !rd_blank(line.p[i - 2])) ||
	    (line.p[i - 1] != '/' && line.p[i - 1] != '\t'))
		return 0;
	*who = rd_trim(rd_sub(line, i, line.n), NULL);
	if (!(rd_initials_run(*who) && rd_known_owner(h->rd, rd_say(h->rd->a, *who))) &&
	    !rd_is_any(*who, (const char *[]){ "clerk", "all", "secretary", "chair", NULL }))
		return 0;
	return i - 1;
}

/* The owner beside a line owns what its last sentence says, unless a sentence of the line was theirs already. */
static void column_owner(struct hunt *h, const struct block *b, struct mb_str what, struct mb_str who)
{
	struct mb_str s, task;
	struct mb_reading *r = h->rd->r;
	int from = rd_place(h->rd->src, b, what).line, to = rd_place(h->rd->src, b, who).end_line;

	task = what = rd_trim(what, NULL);
	if (rd_count_words(what, 4) < 4)
		return;
	for (size_t k = r->n_actions, turns = 0; k-- > 0 && turns < 20; turns++)
		if (r->actions[k].place.line <= to && r->actions[k].place.end_line >= from &&
		    r->actions[k].who && mb_str_case_eq(who, r->actions[k].who))
			return;
	for (size_t k = 0; rd_sentence(what, &k, &s);) /* the last one that says something */
		if (rd_count_words(s, 4) > 3)
			task = s;
	rd_add_action(h, b, task, who, MB_LIKELY);
}

/* "AN, CQ": nothing but initials of people who were there, behind what they are to do. */
static bool only_owners(struct hunt *h, struct mb_str s)
{
	struct mb_str w;
	size_t at = 0, n = 0;

	if (s.n > 40)
		return false;
	while (rd_word(s, &at, &w)) {
		w = rd_bare_words(w);
		if (rd_is_any(w, (const char *[]){ "and", "&", NULL }))
			continue;
		if (!rd_initials_run(w) || !rd_known_owner(h->rd, rd_say(h->rd->a, w)))
			return false;
		n++;
	}
	return n > 0;
}

static void chunk(struct hunt *h, const struct block *b, struct mb_str body)
{
	size_t at = 0;
	struct mb_str s, last = { NULL, 0 };

	while (rd_sentence(body, &at, &s)) {
		s = rd_clip(s, SENTENCE_MAX);
		if (rd_has(s, "action") && trailing(h, b, s, last))
			continue;
		if (rd_starts(s, "minutes:"))
			s = rd_trim(rd_sub(s, 8, s.n), NULL);
		if (last.n && only_owners(h, s)) {
			rd_add_action(h, b, last, s, MB_LIKELY);
			last.n = 0;
			continue;
		}
		prose(h, b, s);
		last = s;
	}
}

static void running_text(struct hunt *h, const struct block *b, struct mb_str body)
{
	size_t from = 0, at = 0;
	struct mb_str who;

	while (at < body.n) { /* a line with an owner beside it ends what goes before */
		struct mb_str l = rd_first_line(rd_sub(body, at, body.n));
		size_t end = l.n < 2000 ? owner_column(h, l, &who) : 0;

		if (end) {
			size_t lead = (size_t)(rd_trim(l, NULL).p - l.p);
			struct mb_str words = rd_sub(body, from, at + lead + end);

			chunk(h, b, words);
			column_owner(h, b, words, who);
			from = at + l.n + 1;
		}
		at += l.n + 1;
	}
	chunk(h, b, rd_sub(body, from, body.n));
}

/* "AB to publish the plan; CD to brief the police" behind one marker. */
static void several(struct hunt *h, const struct block *b, struct mb_str s, enum mb_sure sure)
{
	struct mb_str who;

	for (int turns = 0; turns < 20; turns++) {
		size_t semi = 0, from;

		while (semi < s.n && s.p[semi] != ';')
			semi++;
		for (from = semi; from < s.n && (s.p[from] == ';' || rd_blank(s.p[from])); from++)
			;
		if (from >= s.n || !rd_owner(rd_clip(rd_sub(s, from, s.n), 200), &who, true))
			break;
		rd_action_text(h, b, rd_sub(s, 0, semi), sure);
		s = rd_sub(s, from, s.n);
	}
	rd_action_text(h, b, s, sure);
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
			rd_action_text(h, &src->b[i + 1], src->b[i + 1].text, MB_SURE);
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
			several(h, b, rd_sub(rest, 0, to), sure);
			sure = MB_LIKELY;
			rest = rd_sub(rest, to, rest.n);
		}
	} else if (h->list && (b->label.n || b->bullet)) {
		rd_action_text(h, b, b->text, MB_SURE);
	} else {
		if (b->text.n && !b->label.n && !b->bullet)
			h->list = false;
		running_text(h, b, body);
	}
}

void rd_actions(struct reader *rd)
{
	struct hunt h = { .rd = rd, .item = -1 };
	struct source *src = rd->src;

	for (size_t i = 0; i < src->count; i++) {
		struct block *b = &src->b[i];

		if (h.shared && b->shared != h.shared)
			rd_row_owner(&h);
		if (b->shared && b->shared != h.shared) {
			h.shared = b->shared;
			h.first = i;
			h.had = rd->r->n_actions;
		}
		if (b->role == ROLE_PEOPLE || b->role == ROLE_DONE ||
		    (b->role == ROLE_ITEM && b->kind == B_ROW))
			continue;
		if (b->kind != B_ROW) {
			if (b->item != h.item) /* a list of actions ends with its item */
				h.list = false;
			h.item = b->item;
			block(&h, i);
			continue;
		}
		if (rd_table_begins(src, i))
			i = rd_action_table(&h, i);
	}
	if (h.shared)
		rd_row_owner(&h);
}
