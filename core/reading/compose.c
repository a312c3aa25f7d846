/* Minutes out of facts, in the house order: what a form for taking minutes makes. Reading them gives the same facts. */
#include "read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- words ----------------------------------------------------------------------------------------------- */

/* A typed text on one line: blanks and line ends become one blank. */
static void put_line(struct mb_buf *out, const char *s)
{
	bool gap = false, any = false;

	for (; s && *s; s++) {
		if (rd_blank(*s) || *s == '\r') {
			gap = any;
			continue;
		}
		if (gap)
			mb_buf_putc(out, ' ');
		mb_buf_putc(out, *s);
		gap = false;
		any = true;
	}
}

static void put(struct mb_buf *out, const char *before, const char *s, const char *behind)
{
	if (!s || !*s)
		return;
	mb_buf_puts(out, before);
	put_line(out, s);
	mb_buf_puts(out, behind);
}

static bool said(const char *s)
{
	return s && mb_trim(mb_str(s)).n > 0;
}

/* ---- head and attendance --------------------------------------------------------------------------------- */

static void put_head(struct mb_buf *out, const struct mb_minutes_form *f)
{
	const char *body = f->body && strncasecmp(f->body, "the ", 4) == 0 ? f->body + 4 : f->body;
	char day[MB_LONG_DATE];

	put(out, "# Minutes of the ", body ? body : "meeting", "\n\n");
	if (f->date == MB_NO_DAY)
		return;
	mb_buf_printf(out, "Held on %s", mb_day_long(day, f->date));
	put(out, " at ", f->time, "");
	put(out, " in ", f->place, "");
	mb_buf_puts(out, "\n\n");
}

static void put_people(struct mb_buf *out, const char *head, const struct mb_form_person *list, size_t n,
		       const char *chair)
{
	if (!n)
		return;
	mb_buf_printf(out, "**%s**\n\n", head);
	for (size_t i = 0; i < n; i++) {
		put(out, "- ", list[i].name, "");
		if (chair && mb_streq(chair, list[i].name))
			mb_buf_puts(out, " (Chair)");
		put(out, " for ", list[i].stands_for, "");
		put(out, ", ", list[i].role, "");
		mb_buf_putc(out, '\n');
	}
	mb_buf_putc(out, '\n');
}

static void put_attendance(struct mb_buf *out, const struct mb_minutes_form *f)
{
	if (!f->n_present && !f->n_in_attendance && !f->n_apologies && !f->n_absent && !said(f->public_text))
		return;
	mb_buf_puts(out, "## Attendance\n\n");
	put_people(out, "Present", f->present, f->n_present, f->chair);
	put_people(out, "In attendance", f->in_attendance, f->n_in_attendance, NULL);
	put_people(out, "Apologies", f->apologies, f->n_apologies, NULL);
	put_people(out, "Absent", f->absent, f->n_absent, NULL);
	put(out, "", f->public_text, "\n\n");
}

static bool is_of_interests(const struct mb_form_item *item)
{
	return item->title && strcasestr(item->title, "interest");
}

static void put_interests(struct mb_buf *out, const struct mb_minutes_form *f)
{
	for (size_t i = 0; i < f->n_interests; i++) {
		const struct mb_form_interest *x = &f->interests[i];

		put(out, "", x->person, " declared an interest");
		put(out, " in item ", x->item, "");
		put(out, ": ", x->nature, "");
		mb_buf_puts(out, ".\n\n");
	}
}

/* ---- items ----------------------------------------------------------------------------------------------- */

/* The word that announces an outcome. What has none is said by the words of the decision, or, lost, by its votes. */
static const char *marker(const char *outcome)
{
	static const char *const words[][2] = { { "noted", "NOTED" },
						{ "recommended", "RECOMMENDED" },
						{ "referred", "REFERRED" },
						{ "deferred", "DEFERRED" },
						{ "withdrawn", "WITHDRAWN" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mb_streq(outcome, words[i][0]))
			return words[i][1];
	return "RESOLVED";
}

static bool is_lost(const struct mb_form_decision *d)
{
	return mb_streq(d->outcome, "lost");
}

/* Who moved it, and how it was voted: lines below the decision, each of its own. */
static void put_votes(struct mb_buf *out, const struct mb_form_decision *d)
{
	put(out, "Proposed by ", d->mover, "");
	put(out, said(d->mover) ? ", seconded by " : "Seconded by ", d->seconder, "");
	if (said(d->mover) || said(d->seconder))
		mb_buf_puts(out, ".\n\n");
	if (d->counted)
		mb_buf_printf(out, "Votes: %d for, %d against, %d abstention%s%s\n\n", d->votes_for,
			      d->votes_against, d->abstentions, d->abstentions == 1 ? "" : "s",
			      is_lost(d) ? "; lost" : "");
	else if (is_lost(d) && !said(d->votes_text))
		mb_buf_puts(out, "Votes: lost\n\n");
	else
		put(out, "Votes: ", d->votes_text, is_lost(d) ? "; lost\n\n" : "\n\n");
	put(out, "", d->dissent, " asked to be named as voting against.\n\n");
}

static void put_decisions(struct mb_buf *out, const struct mb_form_item *item)
{
	for (size_t i = 0; i < item->n_decisions; i++) {
		mb_buf_printf(out, "**%s:** ", marker(item->decisions[i].outcome));
		put(out, "", item->decisions[i].text, "\n\n");
		put_votes(out, &item->decisions[i]);
	}
}

static bool has_bar(const char *s)
{
	return s && strchr(s, '|');
}

/* In a cell a bar would have to be escaped, and would be read with its mark. */
static bool fits_cells(const struct mb_form_action *x)
{
	return !has_bar(x->what) && !has_bar(x->who) && !has_bar(x->due_text);
}

static void put_due(struct mb_buf *out, const char *before, const struct mb_form_action *x)
{
	char day[MB_LONG_DATE];

	if (x->due == MB_NO_DAY)
		put(out, before, x->due_text, "");
	else /* a due date is no meeting: its weekday says nothing */
		mb_buf_printf(out, "%s%s", before, strchr(mb_day_long(day, x->due), ' ') + 1);
}

static void put_action_line(struct mb_buf *out, const struct mb_form_action *x)
{
	mb_buf_puts(out, "**ACTION:** ");
	put(out, "", x->who, " to ");
	put(out, "", x->what, "");
	put_due(out, " by ", x);
	mb_buf_puts(out, ".\n\n");
}

/* A table, as far as it goes: its cells hold a task, an owner and a day apart, whatever their words are. */
static void put_actions(struct mb_buf *out, const struct mb_form_item *item)
{
	bool table = false;

	for (size_t i = 0; i < item->n_actions; i++) {
		const struct mb_form_action *x = &item->actions[i];
		bool fits = fits_cells(x);

		if (fits && !table)
			mb_buf_puts(out, "| Action | Owner | Due |\n|--------|-------|-----|\n");
		if (!fits && table)
			mb_buf_putc(out, '\n');
		table = fits;
		if (!fits) {
			put_action_line(out, x);
			continue;
		}
		put(out, "| ", x->what, " | ");
		put_line(out, x->who);
		mb_buf_puts(out, " | ");
		put_due(out, "", x);
		mb_buf_puts(out, " |\n");
	}
	if (table)
		mb_buf_putc(out, '\n');
}

static void put_discussion(struct mb_buf *out, const char *text)
{
	struct mb_str s = mb_trim(mb_str(text));

	if (!s.n)
		return;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			mb_buf_putc(out, s.p[i]);
	mb_buf_puts(out, "\n\n");
}

static void put_item(struct mb_buf *out, const struct mb_minutes_form *f, const struct mb_form_item *item,
		     bool interests)
{
	mb_buf_puts(out, "## ");
	put(out, "", item->number, ". ");
	put_line(out, item->title);
	put(out, " (", item->paper, ")");
	mb_buf_puts(out, "\n\n");
	if (said(item->urgent_why)) {
		put(out, "The Chair ruled that item ", item->number,
		    " be taken as urgent because of special circumstances: ");
		put(out, "", item->urgent_why, ".\n\n");
	}
	put_discussion(out, item->discussion);
	if (interests)
		put_interests(out, f);
	put_decisions(out, item);
	put_actions(out, item);
}

void mb_minutes_text(struct mb_buf *out, const struct mb_minutes_form *form)
{
	size_t of_interests = form->n_items;

	put_head(out, form);
	put_attendance(out, form);
	for (size_t i = form->n_items; i > 0; i--)
		if (is_of_interests(&form->items[i - 1]))
			of_interests = i - 1;
	if (form->n_interests && of_interests == form->n_items) {
		mb_buf_puts(out, "### Interests declared\n\n");
		put_interests(out, form);
	}
	for (size_t i = 0; i < form->n_items; i++)
		put_item(out, form, &form->items[i], i == of_interests);
}

/* ---- what would be lost ---------------------------------------------------------------------------------- */

struct lost {
	struct mb_arena *a;
	const char **list;
	size_t n;
	const struct mb_reading *r;
};

static void tell(struct lost *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void tell(struct lost *l, const char *fmt, ...)
{
	char line[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	*MB_PUSH(l->a, l->list, l->n) = mb_arena_dup(l->a, line);
}

/* The same words, blanks and a stop at the end apart. */
static bool same(const char *a, const char *b)
{
	for (;;) {
		while (a && *a && (rd_blank(*a) || *a == '\r'))
			a++;
		while (b && *b && (rd_blank(*b) || *b == '\r'))
			b++;
		if (!a || !*a || !b || !*b)
			return (!a || !*a || strspn(a, " .;,\n") == strlen(a)) &&
			       (!b || !*b || strspn(b, " .;,\n") == strlen(b));
		if (*a != *b)
			return false;
		a++;
		b++;
	}
}

static void check(struct lost *l, const char *what, const char *form, const char *read)
{
	if (!same(form, read))
		tell(l, "%s: \"%.150s\" would be read as \"%.150s\"", what, form ? form : "",
		     read ? read : "nothing");
}

static void check_people(struct lost *l, const char *what, const struct mb_form_person *form, size_t n,
			 const struct mb_found_person *read, size_t n_read, const char *chair)
{
	if (n != n_read)
		tell(l, "%s: %zu name%s would be read as %zu", what, n, n == 1 ? "" : "s", n_read);
	for (size_t i = 0; i < n && i < n_read; i++) {
		check(l, what, form[i].name, read[i].name);
		check(l, "a substitute", form[i].stands_for, read[i].substitute_for);
		if (!mb_streq(form[i].name, chair))
			check(l, "a role", form[i].role, read[i].role);
		if (read[i].sure != MB_SURE)
			tell(l, "%s: \"%.150s\" would not be read as a name for certain", what, form[i].name);
	}
}

static void check_decision(struct lost *l, const struct mb_form_decision *d,
			   const struct mb_found_decision *r, const char *item)
{
	check(l, "a decision", d->text, r->text);
	check(l, "a decision's item", item, r->item);
	if (d->outcome && !mb_streq(d->outcome, r->kind))
		tell(l, "the words of a decision say \"%s\", not \"%s\": \"%.200s\"", r->kind, d->outcome,
		     d->text);
	check(l, "the mover", d->mover, r->mover);
	check(l, "the seconder", d->seconder, r->seconder);
	if (d->counted && (d->votes_for != r->votes_for || d->votes_against != r->votes_against ||
			   d->abstentions != r->abstentions))
		tell(l, "the votes on a decision would be read as %d, %d and %d: \"%.200s\"", r->votes_for,
		     r->votes_against, r->abstentions, d->text);
	if (!d->counted && !is_lost(d))
		check(l, "how it was voted", d->votes_text, r->votes_text);
	if (r->sure != MB_SURE)
		tell(l, "a decision would not be read for certain: \"%.200s\"", d->text);
}

static void check_action(struct lost *l, const struct mb_form_action *x, const struct mb_found_action *r,
			 const char *item)
{
	check(l, "an action", x->what, r->what);
	check(l, "an action's item", item, r->item);
	check(l, "an action's owner", x->who, r->who);
	if (x->due != MB_NO_DAY && x->due != r->due)
		tell(l, "the due date of an action would not be read: \"%.200s\"", x->what);
	if (x->due == MB_NO_DAY)
		check(l, "when an action is due", x->due_text, r->due_text);
	if (r->sure != MB_SURE)
		tell(l, "an action would not be read for certain: \"%.200s\"", x->what);
}

/* Which words of the discussion would be taken for more than they are. */
static void tell_more(struct lost *l, const struct mb_minutes_form *f)
{
	for (size_t i = 0; i < l->r->n_decisions; i++) {
		bool meant = false;

		for (size_t k = 0; k < f->n_items; k++)
			for (size_t d = 0; d < f->items[k].n_decisions; d++)
				meant |= same(f->items[k].decisions[d].text, l->r->decisions[i].text);
		if (!meant)
			tell(l, "these words would be read as a decision: \"%.200s\"",
			     l->r->decisions[i].text);
	}
	for (size_t i = 0; i < l->r->n_actions; i++) {
		bool meant = false;

		for (size_t k = 0; k < f->n_items; k++)
			for (size_t x = 0; x < f->items[k].n_actions; x++)
				meant |= same(f->items[k].actions[x].what, l->r->actions[i].what);
		if (!meant)
			tell(l, "these words would be read as an action: \"%.200s\"", l->r->actions[i].what);
	}
}

static void check_items(struct lost *l, const struct mb_minutes_form *f)
{
	size_t decisions = 0, actions = 0, urgent = 0;

	if (f->n_items != l->r->n_items)
		tell(l, "%zu items in the form would be read as %zu", f->n_items, l->r->n_items);
	for (size_t i = 0; i < f->n_items; i++) {
		const struct mb_form_item *x = &f->items[i];

		if (i < l->r->n_items) {
			check(l, "an item's number", x->number, l->r->items[i].number);
			check(l, "an item's title", x->title, l->r->items[i].title);
			check(l, "an item's paper", x->paper, l->r->items[i].paper);
			if (l->r->items[i].sure != MB_SURE)
				tell(l, "an item would not be read for certain: \"%.200s\"",
				     x->title ? x->title : "");
		}
		for (size_t k = 0; k < x->n_decisions; k++, decisions++)
			if (decisions < l->r->n_decisions)
				check_decision(l, &x->decisions[k], &l->r->decisions[decisions], x->number);
		for (size_t k = 0; k < x->n_actions; k++, actions++)
			if (actions < l->r->n_actions)
				check_action(l, &x->actions[k], &l->r->actions[actions], x->number);
		if (said(x->urgent_why) && urgent < l->r->n_urgencies) {
			check(l, "an urgent item", x->number, l->r->urgencies[urgent].item);
			check(l, "the special circumstances", x->urgent_why,
			      l->r->urgencies[urgent].circumstances);
		}
		urgent += said(x->urgent_why);
	}
	if (decisions != l->r->n_decisions)
		tell(l, "%zu decision%s in the form would be read as %zu", decisions,
		     decisions == 1 ? "" : "s", l->r->n_decisions);
	if (actions != l->r->n_actions)
		tell(l, "%zu action%s in the form would be read as %zu", actions, actions == 1 ? "" : "s",
		     l->r->n_actions);
	if (decisions < l->r->n_decisions || actions < l->r->n_actions)
		tell_more(l, f);
	if (urgent != l->r->n_urgencies)
		tell(l, "%zu rulings of urgency would be read as %zu", urgent, l->r->n_urgencies);
}

static void check_interests(struct lost *l, const struct mb_minutes_form *f)
{
	if (f->n_interests != l->r->n_interests)
		tell(l, "%zu declared interests would be read as %zu", f->n_interests, l->r->n_interests);
	for (size_t i = 0; i < f->n_interests && i < l->r->n_interests; i++) {
		check(l, "who declared an interest", f->interests[i].person, l->r->interests[i].person);
		check(l, "the item of an interest", f->interests[i].item, l->r->interests[i].item);
		check(l, "the nature of an interest", f->interests[i].nature, l->r->interests[i].nature);
	}
}

size_t mb_minutes_lost(const char ***out, struct mb_arena *a, const struct mb_minutes_form *form)
{
	struct lost l = { .a = a };
	struct mb_reading *r;
	struct mb_buf text;

	mb_buf_init(&text, 0);
	mb_minutes_text(&text, form);
	mb_read_text(&r, a, text.p, text.n, NULL, MB_NO_DAY);
	l.r = r;
	if (!mb_streq(r->kind, "minutes") || r->kind_sure != MB_SURE)
		tell(&l, "the text would not be read as minutes for certain");
	check(&l, "the group",
	      form->body && strncasecmp(form->body, "the ", 4) == 0 ? form->body + 4 : form->body, r->body);
	if (form->date != r->date)
		tell(&l, "the date of the meeting would not be read");
	check(&l, "the time", form->time, r->time_held);
	check(&l, "the place", form->place, r->place_held);
	check(&l, "the chair", form->chair, r->chair);
	check_people(&l, "present", form->present, form->n_present, r->present, r->n_present, form->chair);
	check_people(&l, "in attendance", form->in_attendance, form->n_in_attendance, r->in_attendance,
		     r->n_in_attendance, NULL);
	check_people(&l, "apologies", form->apologies, form->n_apologies, r->apologies, r->n_apologies, NULL);
	check_people(&l, "absent", form->absent, form->n_absent, r->absent, r->n_absent, NULL);
	check(&l, "members of the public", form->public_text, r->public_text);
	check_interests(&l, form);
	check_items(&l, form);
	mb_buf_free(&text);
	*out = l.list;
	return l.n;
}
