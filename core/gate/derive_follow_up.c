/* What minutes say of earlier actions: "matters arising", "actions from the last meeting" and their tables. It is proposed, and
 * nothing is closed or put off that nobody accepted. */
#include "follow.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define WORDS_HELD 60 /* per cent of an action's words that a paragraph about it has */

struct follow {
	struct minutes *m;
	struct draft *d;
	const struct mb_doc **open;
	size_t n_open;
	bool *seen;
	struct entry *entries;
	size_t n_entries;
	int from, to; /* lines of the part at hand; to is past it */
	bool last;    /* it is about the actions of an earlier meeting, by its title */
	const char *item;
	struct mb_node *rows; /* {id, item, as}: what was accepted, now or before */
};

/* ---- which parts of the text ----------------------------------------------------------------------------- */

static bool about_actions(const char *title)
{
	static const char *const words[] = { "actions from",
					     "action log",
					     "actions of the last",
					     "previous actions",
					     "outstanding actions",
					     "review of actions",
					     "progress on actions",
					     "update on actions",
					     "actions arising",
					     "actions outstanding",
					     NULL };

	return follow_has(title, words);
}

static bool follows_up(const char *title)
{
	return about_actions(title) ||
	       follow_has(title, (const char *[]){ "matters arising", "matter arising", NULL });
}

/* ---- which action ---------------------------------------------------------------------------------------- */

static bool names_id(const char *text, const char *id)
{
	const char *at = strstr(text, id);

	return at && !(at[strlen(id)] >= '0' && at[strlen(id)] <= '9');
}

/* "Item 6(2)", "Minute 242": the number behind the word. */
static bool names_item(const char *text, const char *item)
{
	static const char *const words[] = { "item ", "minute " };
	size_t n = strlen(item);

	for (size_t i = 0; n && i < sizeof words / sizeof *words; i++)
		for (const char *at = text; (at = strcasestr(at, words[i])); at++) {
			const char *number = at + strlen(words[i]);

			if (strncmp(number, item, n) == 0 &&
			    !strchr("0123456789./", number[n] ? number[n] : ' '))
				return true;
		}
	return false;
}

/* The latest meeting at which any of the actions still open was set: what "item 6" without a date is of. */
static mb_day latest(const struct follow *f)
{
	mb_day day = MB_NO_DAY;

	for (size_t i = 0; i < f->n_open; i++) {
		mb_day set = mb_doc_day(f->open[i], "set_on");

		day = set != MB_NO_DAY && set > day ? set : day;
	}
	return day;
}

static long by_item(const struct follow *f, const char *text)
{
	mb_day day = latest(f);
	long found = -1;

	for (size_t i = 0; i < f->n_open; i++) {
		const char *item = mb_doc_field(f->open[i], "item");

		if (!item || mb_doc_day(f->open[i], "set_on") != day || !names_item(text, item))
			continue;
		if (found >= 0)
			return -1; /* several under one item: nothing says which */
		found = (long)i;
	}
	return found;
}

static long action_of(const struct follow *f, const struct entry *e)
{
	long best = -1;
	int most = WORDS_HELD - 1;
	bool tie = false;

	for (size_t i = 0; i < f->n_open; i++) {
		int has = derive_held(f->open[i]->title, e->text);

		if (names_id(e->text, f->open[i]->id))
			return (long)i;
		if (has == most && best >= 0)
			tie = true;
		if (has > most) {
			most = has;
			best = (long)i;
			tie = false;
		}
	}
	if (best >= 0 && !tie)
		return best;
	return best >= 0 ? -1 : by_item(f, e->text);
}

/* ---- until when ------------------------------------------------------------------------------------------ */

/* Does a sentence end in these bytes? "8.1" and "2.00 pm" end none. */
static bool sentence_ends(const char *p, size_t n)
{
	for (size_t i = 1; i + 1 < n; i++)
		if (p[i] == '.' && (p[i + 1] == ' ' || p[i + 1] == '\n') &&
		    !(p[i - 1] >= '0' && p[i - 1] <= '9'))
			return true;
	return false;
}

/* "Date of next meeting: Tuesday 15 November 2005"; a day of the sentence after it is of something else. */
mb_day derive_next_meeting(const struct minutes *m)
{
	const char *body = m->doc->body.p,
		   *at = m->doc->body.n ? memmem(body, m->doc->body.n, "ext meeting", 11) : NULL;

	while (at) {
		size_t left = m->doc->body.n - (size_t)(at - body), from, len;
		mb_day day;

		if (mb_read_date(&day, &from, &len, (struct mb_str){ at, left < 160 ? left : 160 },
				 m->date) &&
		    day > m->date && !sentence_ends(at, from))
			return day;
		at = memmem(at + 1, left - 1, "ext meeting", 11);
	}
	return MB_NO_DAY;
}

static mb_day new_due(const struct follow *f, const struct mb_doc *action, const char *said)
{
	mb_day due = mb_doc_day(action, "due"), day;
	size_t from, len;

	if (mb_read_date(&day, &from, &len, mb_str(said), f->m->date) && day > f->m->date)
		return due == MB_NO_DAY || day > due ? day : MB_NO_DAY;
	day = derive_next_meeting(f->m);
	return day != MB_NO_DAY && (due == MB_NO_DAY || day > due) ? day : MB_NO_DAY;
}

/* ---- what comes of it ------------------------------------------------------------------------------------ */

static bool leads(const struct mb_doc *doc, const struct mb_move *move)
{
	for (size_t i = 0; move && i < move->n_from; i++)
		if (mb_streq(move->from[i], doc->state))
			return true;
	return false;
}

static const char *source(struct follow *f, const struct entry *e)
{
	return mb_arena_printf(f->d->a, "minutes of %s, item %s", f->m->meeting->id,
			       e->item && *e->item ? e->item : "without a number");
}

static void put_row(struct follow *f, const struct mb_doc *action, const struct entry *e, const char *as)
{
	struct mb_node *row = mb_node_new_map(f->d->a);

	mb_node_put(f->d->a, row, "id", mb_node_new_raw(f->d->a, mb_arena_dup(f->d->a, action->id)));
	derive_put(f->d, row, "item", e->item);
	derive_put(f->d, row, "as", as);
	mb_node_push(f->d->a, f->rows, row);
}

static int open_action(struct draft_file **out, struct follow *f, const struct mb_doc *action,
		       const struct mb_move *move, const char *what, struct mb_error *err)
{
	int rc = draft_open(out, f->d, action->path, err);

	if (rc != MB_OK)
		return rc;
	(*out)->follows = true;
	(*out)->move = move->name;
	(*out)->what = what;
	(*out)->change = "changed";
	return draft_set_text(f->d, *out, "state", move->to, err);
}

static int complete(struct follow *f, const struct mb_doc *action, const struct entry *e,
		    const struct mb_move *move, struct mb_error *err)
{
	struct draft_file *file;
	int rc = open_action(&file, f, action, move, "done, as these minutes say", err);

	if (rc == MB_OK && move->stamp)
		rc = draft_set_day(f->d, file, move->stamp, f->m->date, err);
	return rc == MB_OK
		       ? draft_set_text(f->d, file, "outcome",
					mb_arena_printf(f->d->a, "%s: %.300s", source(f, e), e->said), err)
		       : rc;
}

/* Who makes the move gives the minutes as the reason, unless another was given. */
static void give_reason(struct follow *f, const char *reason)
{
	struct mb_actor *actor;

	if (f->d->actor->reason)
		return;
	actor = mb_arena_alloc(f->d->a, sizeof *actor);
	*actor = *f->d->actor;
	actor->reason = reason;
	f->d->actor = actor;
}

static int extend(struct follow *f, const struct mb_doc *action, const struct entry *e,
		  const struct mb_move *move, mb_day to, struct mb_error *err)
{
	struct mb_arena *a = f->d->a;
	struct mb_node *row = mb_node_new_map(a);
	char day[MB_LONG_DATE];
	struct draft_file *file;
	int rc = open_action(&file, f, action, move,
			     mb_arena_printf(a, "carried forward to %s", mb_day_short(day, to)), err);

	if (rc != MB_OK)
		return rc;
	if (mb_doc_field(action, "due"))
		mb_node_put(a, row, "from", mb_node_new_raw(a, mb_doc_field(action, "due")));
	mb_node_put(a, row, "to", mb_node_new_day(a, to));
	mb_node_put(a, row, "by", mb_node_new_raw(a, f->d->actor->by));
	derive_put(f->d, row, "reason", source(f, e));
	mb_node_put(a, row, "on", mb_node_new_day(a, f->d->on));
	mb_node_put(a, row, "event", mb_node_new_int(a, f->d->event));
	give_reason(f, source(f, e));
	rc = draft_append(f->d, file, "extensions", row, err);
	return rc == MB_OK ? draft_set_day(f->d, file, "due", to, err) : rc;
}

static int propose(struct follow *f, const struct mb_doc *action, const struct entry *e, struct mb_error *err)
{
	enum stands how = follow_stands(e->said);
	const struct mb_move *move = how == SAYS_NOTHING
					     ? NULL
					     : mb_kind_move(action->kind,
							    how == SAYS_DONE ? "complete" : "extend");
	struct mb_question q = { .words = e->text, .item = e->item, .line = e->line };
	mb_day due = how == SAYS_CARRIED ? new_due(f, action, e->said) : MB_NO_DAY;
	char day[MB_LONG_DATE];

	if (!leads(action, move) || (how == SAYS_CARRIED && f->d->on_trust))
		return MB_OK;
	if (how == SAYS_CARRIED && due == MB_NO_DAY) {
		draft_note(f->d,
			   "line %d says that %s goes on, but not until when: give it a day with `minutebook "
			   "move %s "
			   "extend --set due=DATE`",
			   e->line + f->d->line_shift, action->id, action->id);
		return MB_OK;
	}
	if (e->said != e->text)
		q.words = mb_arena_printf(f->d->a, "%s | %s", e->text, e->said);
	q.what = how == SAYS_DONE ? "done" : "carried forward";
	q.doc = mb_arena_dup(f->d->a, action->id);
	q.suggestion = how == SAYS_DONE ? mb_arena_printf(f->d->a, "mark %s as done: \"%.200s\"", action->id,
							  action->title)
					: mb_arena_printf(f->d->a, "carry %s forward to %s: \"%.200s\"",
							  action->id, mb_day_short(day, due), action->title);
	if (!ask_about(f->d, &q))
		return MB_OK;
	put_row(f, action, e, q.what);
	return how == SAYS_DONE ? complete(f, action, e, move, err) : extend(f, action, e, move, due, err);
}

/* ---- the pass -------------------------------------------------------------------------------------------- */

static int gather(struct follow *f, struct mb_error *err)
{
	static const char *const states[] = { "open", "received" };

	for (size_t s = 0; s < sizeof states / sizeof *states; s++) {
		const struct mb_query q = {
			.kind = "action", .group = f->m->doc->group, .field = "state", .value = states[s]
		};
		const struct mb_doc **list;
		size_t n;
		int rc = mb_view_list(&list, &n, f->d->base, &q, err);

		if (rc != MB_OK)
			return rc;
		for (size_t i = 0; i < n; i++) {
			mb_day set = mb_doc_day(list[i], "set_on");

			if (set != MB_NO_DAY && set < f->m->date)
				*MB_PUSH(f->d->a, f->open, f->n_open) = list[i];
		}
	}
	f->seen = mb_arena_alloc(f->d->a, f->n_open + 1);
	for (size_t i = 0; i < f->n_open; i++) /* a decision settles it */
		for (size_t k = 0; k < f->m->n_extended; k++)
			f->seen[i] |= mb_streq(f->open[i]->id, f->m->extended[k]);
	return MB_OK;
}

/* "protocol: all have now signed. Closed", "form for the fund: done, in use since April": nobody is asked to do what is done. An
 * action that asks somebody "to complete the form" says so otherwise. */
static bool told_as_done(const char *what)
{
	static const char *const words[] = { "closed",	 "done",       "completed", "complete",
					     "actioned", "discharged", NULL };
	struct mb_str s = mb_trim(mb_str(what));

	while (s.n && strchr(".) ", s.p[s.n - 1]))
		s.n--;
	for (size_t w = 0; words[w]; w++) {
		size_t n = strlen(words[w]);
		const char *at = what;

		if (s.n > n + 1 && strncasecmp(s.p + s.n - n, words[w], n) == 0) {
			struct mb_str head = mb_trim((struct mb_str){ s.p, s.n - n });

			if (head.n && strchr(".:-;(", head.p[head.n - 1]))
				return true;
		}
		for (; (at = strcasestr(at, words[w])); at++)
			if (at > what + 1 && at[-1] == ' ' && strchr(":-", at[-2]) &&
			    strchr(" ,.;", at[n] ? at[n] : ' '))
				return true;
	}
	return false;
}

/* An action that the reading found in such a part and that only tells of an earlier one is no new action. */
static void mark_told(struct follow *f, const struct mb_node *before, bool *told)
{
	const struct mb_reading *r = f->m->r;

	for (size_t i = 0; i < r->n_actions; i++) {
		const struct mb_found_action *x = &r->actions[i];
		const struct entry *e = NULL;
		bool known = false;

		if (x->place.line <= f->from || x->place.line >= f->to)
			continue;
		for (size_t k = 0; k < f->n_entries && f->entries[k].line <= x->place.line; k++)
			e = &f->entries[k];
		for (size_t k = 0; k < f->n_open; k++)
			known |= derive_held(f->open[k]->title, x->what) >= MB_ALIKE_SAME;
		for (size_t k = 0; before && before->type == MB_LIST && k < before->n && e; k++) {
			const char *id = mb_node_text(before->items[k], "id");
			const struct mb_doc *doc;
			struct mb_error ignored;

			known |= id && mb_view_doc(&doc, f->d->base, id, &ignored) == MB_OK &&
				 derive_held(doc->title, x->what) >= MB_ALIKE_SAME;
		}
		told[i] = known || (f->last && e && e->row) || told_as_done(x->what);
		if (!known && told[i])
			draft_note(f->d,
				   "line %d tells of an action of an earlier meeting that the record does "
				   "not have: "
				   "kept as text",
				   x->place.line + f->d->line_shift);
	}
}

/* What these very minutes brought about when they were filed before is not asked again. */
static bool followed(const struct mb_node *before, const char *id)
{
	for (size_t i = 0; before && before->type == MB_LIST && i < before->n; i++)
		if (mb_streq(mb_node_text(before->items[i], "id"), id))
			return true;
	return false;
}

static int part(struct follow *f, const struct mb_node *before, bool *told, struct mb_error *err)
{
	int rc = MB_OK;

	f->entries = NULL;
	f->n_entries = 0;
	follow_cut(&f->entries, &f->n_entries, f->d->a, f->m->doc->body, f->from, f->to, f->item);
	mark_told(f, before, told);
	for (size_t i = 0; rc == MB_OK && i < f->n_entries; i++) {
		long at = action_of(f, &f->entries[i]);

		if (at < 0 || f->seen[at] || followed(before, f->open[at]->id) ||
		    follow_stands(f->entries[i].said) == SAYS_NOTHING)
			continue;
		f->seen[at] = true;
		rc = propose(f, f->open[at], &f->entries[i], err);
	}
	return rc;
}

int derive_follow_up(struct minutes *m, bool *told, struct mb_error *err)
{
	struct follow f = { .m = m, .d = m->d, .rows = mb_node_new_list(m->d->a) };
	const struct mb_node *before = m->before ? mb_doc_node(m->before, "followed_up") : NULL;
	struct draft_file *file;
	bool any = false;
	int rc = MB_OK;

	for (size_t i = 0; i < m->r->n_items; i++)
		any |= follows_up(m->r->items[i].title ? m->r->items[i].title : "");
	if (!any || (rc = gather(&f, err)) != MB_OK)
		return rc;
	for (size_t i = 0; before && before->type == MB_LIST && i < before->n; i++)
		mb_node_push(m->d->a, f.rows, mb_node_copy(m->d->a, before->items[i]));
	for (size_t i = 0; rc == MB_OK && i < m->r->n_items; i++) {
		const struct mb_found_item *x = &m->r->items[i];

		if (!x->title || !follows_up(x->title))
			continue;
		f.from = x->place.line;
		f.to = i + 1 < m->r->n_items ? m->r->items[i + 1].place.line : INT32_MAX;
		f.last = about_actions(x->title);
		f.item = x->number;
		rc = part(&f, before, told, err);
	}
	if (rc != MB_OK || !mb_kind_field(m->doc->kind, "followed_up"))
		return rc;
	if ((rc = draft_open(&file, m->d, m->doc->path, err)) != MB_OK)
		return rc;
	return draft_put(m->d, file, "followed_up", f.rows->n ? f.rows : NULL, err);
}
