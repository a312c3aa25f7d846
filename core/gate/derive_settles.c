/* What a decision says of earlier ones and of their actions: that a condition is met, that a date is put off. Only what is named by
 * its id is taken for certain; whether it has that effect is for the rules to say. */
#include "gate_impl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HELD	     60 /* per cent of a condition's words that a sentence about it has */
#define SENTENCE_MAX 600

static bool word_here(const char *text, const char *at, size_t n)
{
	return (at == text || !isalnum((unsigned char)at[-1])) && !isalnum((unsigned char)at[n]);
}

/* The first of these words, as words of their own; NULL: none. *n: its length. */
static const char *first_of(const char *text, const char *const *words, size_t *n)
{
	const char *best = NULL;

	for (; *words; words++)
		for (const char *at = text; (at = strcasestr(at, *words)); at++)
			if (word_here(text, at, strlen(*words))) {
				if (!best || at < best) {
					best = at;
					*n = strlen(*words);
				}
				break;
			}
	return best;
}

static const struct mb_doc *known(struct minutes *m, const char *id, const char *kind)
{
	const struct mb_doc *doc;
	struct mb_error ignored;

	return mb_view_doc(&doc, m->d->base, id, &ignored) == MB_OK && doc->kind &&
			       mb_streq(doc->kind->name, kind)
		       ? doc
		       : NULL;
}

/* ---- conditions that are met ----------------------------------------------------------------------------- */

/* Behind "condition": where it is said, and plainly, to be met. */
static const char *met_said(const char *text)
{
	static const char *const met[] = { "met",	 "satisfied",	  "fulfilled",
					   "discharged", "complied with", NULL };
	static const char *const names[] = { "condition", "conditions", NULL };
	static const char *const doubts[] = { "not",	 "yet to", "until",   "unless",
					      "once",	 "if",	   "whether", "subject to",
					      "when",	 "cannot", "nor",     "should be",
					      "must be", "to be",  "be met",  NULL };
	const char *from, *at, *doubt;
	size_t n, len;

	if (!(from = first_of(text, names, &n)) || !(at = first_of(from + n, met, &len)))
		return NULL;
	doubt = first_of(text, doubts, &n);
	while (doubt && doubt < from && strncasecmp(doubt, "to be", 5) == 0)
		doubt = first_of(doubt + 5, doubts, &n); /* "to be noted that the condition ..." */
	return doubt && doubt <= at ? NULL : at + len;
}

/* The sentences of the item above the decision, each on one line. */
static const char **sentences(size_t *n, struct minutes *m, const struct mb_found_decision *x)
{
	struct mb_str body = m->doc->body;
	const char **out = NULL;
	struct mb_buf now;
	int from = 0, line = 1;

	*n = 0;
	for (size_t i = 0; i < m->r->n_items; i++)
		if (m->r->items[i].place.line <= x->place.line)
			from = m->r->items[i].place.line;
	mb_buf_init(&now, 4 * SENTENCE_MAX);
	for (size_t i = 0; i < body.n && line < x->place.line; i++) {
		bool end = line > from && body.p[i] == '.' &&
			   (i + 1 >= body.n || isspace((unsigned char)body.p[i + 1]));

		if (line > from && (now.n || !isspace((unsigned char)body.p[i])) && now.n < SENTENCE_MAX)
			mb_buf_put(&now, isspace((unsigned char)body.p[i]) ? " " : body.p + i, 1);
		if ((end || (body.p[i] == '\n' && i + 1 < body.n && body.p[i + 1] == '\n')) && now.n) {
			*MB_PUSH(m->d->a, out, *n) = mb_arena_ndup(m->d->a, now.p, now.n);
			mb_buf_clear(&now);
		}
		line += body.p[i] == '\n';
	}
	if (now.n)
		*MB_PUSH(m->d->a, out, *n) = mb_arena_ndup(m->d->a, now.p, now.n);
	mb_buf_free(&now);
	return out;
}

/* The one day that a text names; MB_NO_DAY: none, or several. */
static mb_day only_day(struct mb_str text, mb_day near)
{
	mb_day day = MB_NO_DAY, more;
	size_t from, len, other, n;

	if (!mb_read_date(&day, &from, &len, text, near) ||
	    mb_read_date(&more, &other, &n, (struct mb_str){ text.p + from + len, text.n - from - len },
			 near))
		return MB_NO_DAY;
	return day;
}

/* The day of a sentence, or of the part of it that tells of the condition. */
static mb_day day_told(struct mb_arena *a, const char *sentence, const char *condition, mb_day near)
{
	mb_day day = MB_NO_DAY;

	if (derive_held(condition, sentence) < HELD)
		return MB_NO_DAY;
	day = only_day(mb_str(sentence), near);
	for (const char *p = sentence; day == MB_NO_DAY && *p;) {
		size_t n = strcspn(p, ",;");

		if (derive_held(condition, mb_arena_ndup(a, p, n)) >= HELD)
			day = only_day((struct mb_str){ p, n }, near);
		p += n + (p[n] != '\0');
	}
	return day;
}

/* Since when: the day behind "met on", else the one that the minutes give just above, where they tell how it came about. */
static mb_day met_on(const char **evidence, struct minutes *m, const struct mb_found_decision *x,
		     const char *behind, const struct mb_doc *d, const char *condition)
{
	mb_day decided = mb_doc_day(d, "date"), day = only_day(mb_str(behind), decided);
	const char **told;
	size_t n;

	*evidence = x->text;
	if (day != MB_NO_DAY && day <= m->date && day >= decided)
		return day;
	told = sentences(&n, m, x);
	for (size_t i = n; i-- > 0;) {
		day = day_told(m->d->a, told[i], condition, decided);
		if (day == MB_NO_DAY || day > m->date || day < decided)
			continue;
		*evidence = mb_arena_printf(m->d->a, "%s (%s)", x->text, told[i]);
		return day;
	}
	return m->date;
}

static void add_met(struct mb_node *list, struct minutes *m, const struct mb_found_decision *x,
		    const char *behind, const struct mb_doc *d, size_t at)
{
	const struct mb_node *row = mb_doc_node(d, "conditions")->items[at];
	const char *text = mb_node_text(row, "text"), *evidence;
	struct mb_node *met = mb_node_new_map(m->d->a);

	if (text && strncasecmp(text, "subject to ", 11) == 0)
		text += 11;
	mb_node_put(m->d->a, met, "decision", mb_node_new_raw(m->d->a, d->id));
	mb_node_put(m->d->a, met, "row", mb_node_new_int(m->d->a, (long)at + 1));
	mb_node_put(m->d->a, met, "on",
		    mb_node_new_day(m->d->a, met_on(&evidence, m, x, behind, d, text ? text : "")));
	derive_put(m->d, met, "evidence", mb_arena_printf(m->d->a, "%.400s", evidence));
	mb_node_push(m->d->a, list, met);
}

/* Did this decision say so when its minutes were filed before? Then it says it again, though the row is closed by now. */
static bool said_before(const struct mb_doc *old, const char *id, size_t at)
{
	const struct mb_node *rows = old ? mb_doc_node(old, "meets") : NULL;

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *row = mb_node_text(rows->items[i], "row");

		if (mb_streq(mb_node_text(rows->items[i], "decision"), id) && row &&
		    strtoul(row, NULL, 10) == at + 1)
			return true;
	}
	return false;
}

/* Of several conditions: all, when it speaks of "conditions"; else the one whose words it has. */
static void meet_of(struct mb_node *list, struct minutes *m, const struct mb_found_decision *x,
		    const char *behind, const struct mb_doc *d, const struct mb_doc *old)
{
	const struct mb_node *rows = mb_doc_node(d, "conditions");
	bool all = strcasestr(x->text, "conditions") != NULL, tie = false;
	size_t n = rows && rows->type == MB_LIST ? rows->n : 0, open = 0, one = 0;
	int best = -1;

	for (size_t i = 0; i < n; i++) {
		const char *text = mb_node_text(rows->items[i], "text");
		int has = derive_held(text ? text : "", x->text);

		if (mb_node_text(rows->items[i], "met_on") && !said_before(old, d->id, i))
			continue;
		open++;
		if (all)
			add_met(list, m, x, behind, d, i);
		tie = has == best || (tie && has < best);
		if (has > best) {
			best = has;
			one = i;
			tie = false;
		}
	}
	if (!all && open && !(tie && open > 1))
		add_met(list, m, x, behind, d, one);
	else if (!all && open)
		draft_note(m->d,
			   "item %s says that a condition of %s is met, but not which of %zu: `minutebook "
			   "move %s "
			   "meet --set row=NUMBER`",
			   x->item, d->id, open, d->id);
}

struct mb_node *derive_meets(struct minutes *m, const struct mb_found_decision *x, const struct mb_doc *old)
{
	const char *behind = met_said(x->text);
	struct mb_node *list;
	bool named = false;

	if (!behind || m->d->on_trust)
		return NULL;
	list = mb_node_new_list(m->d->a);
	for (size_t i = 0; i < x->n_refers; i++) {
		const struct mb_doc *d = known(m, x->refers[i], "decision");

		if (!d || mb_streq(mb_doc_field(d, "meeting"), m->meeting->id))
			continue;
		named = true;
		meet_of(list, m, x, behind, d, old);
	}
	if (!named)
		draft_note(
			m->d,
			"item %s says that a condition is met, but names no decision by its id: say it with "
			"`minutebook move DECISION meet --reason \"...\"`",
			x->item);
	return list->n ? list : NULL;
}

/* ---- dates that are put off ------------------------------------------------------------------------------ */

static const char *put_off_said(const char *text)
{
	static const char *const words[] = { "extended",	"extend",
					     "extending",	"extension",
					     "be given until",	"be allowed until",
					     "have until",	"be carried forward",
					     "carried forward", "be put back",
					     "be put off",	"put back",
					     "postponed",	"be deferred",
					     "a later date",	"new date",
					     "new due date",	"revised date",
					     "due date be",	"be moved to",
					     "be allowed to",	"further time",
					     "more time",	"target date be",
					     "deadline be",	NULL };
	static const char *const doubts[] = {
		"not be extended", "not extended", "no extension",     "no further extension", "not be given",
		"not to extend",   "refused",	   "not be postponed", "not be put back",      NULL
	};
	size_t n;

	return first_of(text, doubts, &n) ? NULL : first_of(text, words, &n);
}

/* Does "from" lead up to this day? Then it is the old one. */
static bool is_old(const char *text, size_t at)
{
	static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
					    "friday", "saturday", "sunday",    NULL };

	while (at && isspace((unsigned char)text[at - 1]))
		at--;
	for (size_t i = 0; days[i]; i++)
		if (at >= strlen(days[i]) &&
		    strncasecmp(text + at - strlen(days[i]), days[i], strlen(days[i])) == 0)
			at -= strlen(days[i]);
	while (at && isspace((unsigned char)text[at - 1]))
		at--;
	return (at >= 4 && strncasecmp(text + at - 4, "from", 4) == 0) ||
	       (at >= 2 && strncasecmp(text + at - 2, "of", 2) == 0);
}

/* Until when: the first day behind those words that is not the old one, or "the next meeting". */
static mb_day put_off_to(const struct minutes *m, const char *said)
{
	static const char *const next[] = { "next meeting", "following meeting", NULL };
	const char *at = said;
	mb_day day;
	size_t from, len, n;

	while (mb_read_date(&day, &from, &len, mb_str(at), m->date)) {
		if (!is_old(at, from) && day > m->date)
			return day;
		at += from + len;
	}
	return first_of(said, next, &n) ? derive_next_meeting(m) : MB_NO_DAY;
}

struct mb_node *derive_extends(struct minutes *m, const struct mb_found_decision *x)
{
	const char *said = put_off_said(x->text);
	struct mb_node *list;

	if (!said || m->d->on_trust)
		return NULL;
	list = mb_node_new_list(m->d->a);
	for (size_t i = 0; i < x->n_refers; i++) {
		const struct mb_doc *action = known(m, x->refers[i], "action");
		mb_day to = action ? put_off_to(m, said) : MB_NO_DAY;
		struct mb_node *row;

		if (!action)
			continue;
		if (to == MB_NO_DAY) {
			draft_note(m->d,
				   "item %s puts off %s, but not until when: give it a day with `minutebook "
				   "move %s "
				   "extend --set due=DATE --set allowed_by=DECISION`",
				   x->item, action->id, action->id);
			continue;
		}
		row = mb_node_new_map(m->d->a);
		mb_node_put(m->d->a, row, "action", mb_node_new_raw(m->d->a, action->id));
		mb_node_put(m->d->a, row, "to", mb_node_new_day(m->d->a, to));
		mb_node_push(m->d->a, list, row);
		*MB_PUSH(m->d->a, m->extended, m->n_extended) = action->id;
	}
	return list->n ? list : NULL;
}
