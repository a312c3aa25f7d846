/* Does a decision have effect on a day? Read from the decision and from those that name it. */
#include "registers_impl.h"

#include <minutebook/reading.h>

#include <stdlib.h>
#include <string.h>

const char *mb_effect_word(enum mb_effect_state s)
{
	static const char *const words[] = {
		[MB_IN_FORCE] = "in force",	  [MB_NOT_YET] = "not yet in force",
		[MB_CONDITIONAL] = "conditional", [MB_WITHOUT_EFFECT] = "without effect",
		[MB_LAPSED] = "lapsed",		  [MB_SUPERSEDED] = "superseded",
		[MB_RESCINDED] = "rescinded",	  [MB_NO_RESOLUTION] = "nothing to carry out",
	};

	return words[s];
}

enum mb_tone effect_tone(enum mb_effect_state s)
{
	switch (s) {
	case MB_IN_FORCE:
		return MB_TONE_GOOD;
	case MB_CONDITIONAL:
	case MB_NOT_YET:
		return MB_TONE_WARN;
	case MB_WITHOUT_EFFECT:
		return MB_TONE_BAD;
	default:
		return MB_TONE_PLAIN;
	}
}

bool is_decision_kind(const char *kind)
{
	return mb_streq(kind, "decision") || mb_streq(kind, "officer-decision");
}

/* ---- conditions ------------------------------------------------------------------------------------------ */

void conditions_of(struct mb_condition **out, size_t *n, const struct look *l, const struct mb_doc *d)
{
	const char *single = mb_doc_field(d, "condition");
	struct mb_node *const *rows;
	size_t count = rows_of(&rows, d, "conditions");

	*out = NULL;
	*n = 0;
	for (size_t i = 0; i < count; i++) {
		const char *by = text_of(rows[i], "met_by"), *text = text_of(rows[i], "text");
		mb_day met = day_of(rows[i], "met_on");

		*MB_PUSH(l->a, *out, *n) = (struct mb_condition){
			.decision = d->id,
			.text = text ? text : "",
			.met_by = by ? mb_person_name(l->a, l->g, by) : NULL,
			.evidence = text_of(rows[i], "evidence"),
			.met_on = met != MB_NO_DAY && met > l->day ? MB_NO_DAY : met,
		};
	}
	if (count == 0 && single)
		*MB_PUSH(l->a, *out, *n) =
			(struct mb_condition){ .decision = d->id, .text = single, .met_on = MB_NO_DAY };
}

/* ---- the effect ------------------------------------------------------------------------------------------ */

struct weighing {
	struct mb_effect_of *e;
	const struct look *l;
	const struct mb_doc *d;
};

static int settle(struct weighing *w, enum mb_effect_state s, const char *why)
{
	w->e->state = s;
	w->e->why = why;
	return MB_OK;
}

static bool resolved(const struct mb_doc *d)
{
	static const char *const resolving[] = { "agreed", "elected", NULL };
	const char *outcome = mb_doc_field(d, "outcome");

	return outcome ? among(outcome, resolving) : !mb_streq(d->kind->name, "decision");
}

static const char *day_words(const struct look *l, mb_day d)
{
	return mb_day_words(l->a, d);
}

static mb_day decided_on(const struct mb_doc *d)
{
	return mb_doc_day(d, "date");
}

/* "with effect from 1 April 2006": in the words themselves, where no field has it. */
static mb_day effect_said(const struct mb_doc *d)
{
	const char *said = mb_doc_field(d, "text"), *at = said ? strcasestr(said, "with effect from ") : NULL;
	size_t where, length;
	mb_day day;

	if (!at)
		return MB_NO_DAY;
	at += strlen("with effect from ");
	if (!mb_read_date(&day, &where, &length, mb_str(at), decided_on(d)) || where > strlen("the "))
		return MB_NO_DAY; /* a date further on is about something else */
	return day;
}

/* From when it has effect: as its field says, its words, else the recommendation that it agrees to. */
static mb_day effect_from(const struct look *l, const struct mb_doc *d, const char **paper)
{
	mb_day from = mb_doc_day(d, "effect_from");
	const char *id = mb_doc_field(d, "paper");
	struct mb_node *const *rows;
	const struct mb_doc *p;
	size_t n;

	*paper = NULL;
	if (from == MB_NO_DAY)
		from = effect_said(d);
	if (from != MB_NO_DAY || !id || !resolved(d) || look_up(&p, l, id, NULL) != MB_OK)
		return from;
	n = rows_of(&rows, p, "recommendations");
	for (size_t i = 0; i < n; i++) {
		const char *number = text_of(rows[i], "number"), *text = text_of(rows[i], "text");

		if (day_of(rows[i], "effect_from") == MB_NO_DAY || !trail_is_about(d, number, text))
			continue;
		*paper = mb_arena_printf(l->a, "recommendation %s of %s", number ? number : "?", id);
		return day_of(rows[i], "effect_from");
	}
	return MB_NO_DAY;
}

/* The last day on which something was cured without which it had no effect. */
static mb_day put_in_order(const struct mb_doc *d)
{
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, d, "irregular");
	mb_day last = MB_NO_DAY;

	for (size_t i = 0; i < n; i++)
		if (day_of(rows[i], "cured") > last)
			last = day_of(rows[i], "cured");
	return last;
}

/* Had this decision taken effect by the day, whatever became of it afterwards? */
static bool took_effect(const struct look *l, const struct mb_doc *d)
{
	const char *paper;
	mb_day from = effect_from(l, d, &paper);
	struct mb_condition *conditions;
	size_t n;

	if (!resolved(d) || mb_streq(d->state, "dropped from draft") || mb_open_marks(l->a, d) ||
	    (decided_on(d) != MB_NO_DAY && decided_on(d) > l->day) || (from != MB_NO_DAY && from > l->day))
		return false;
	conditions_of(&conditions, &n, l, d);
	for (size_t i = 0; i < n; i++)
		if (conditions[i].met_on == MB_NO_DAY)
			return false;
	return true;
}

/* Those that name d and took effect by the day; later (may be NULL) receives one that has not. */
static void named_by(struct mb_ref **out, size_t *n, const struct mb_doc **later, const struct look *l,
		     const struct effect_link *links, size_t n_links, const char *id)
{
	for (size_t i = effects_first(links, n_links, id); i < n_links && mb_streq(links[i].target, id);
	     i++) {
		if (took_effect(l, links[i].by))
			*MB_PUSH(l->a, *out, *n) = (struct mb_ref){ links[i].by->id,
								    look_may(l, links[i].by)
									    ? links[i].by->title
									    : links[i].by->id };
		else if (later && resolved(links[i].by) &&
			 !mb_streq(links[i].by->state, "dropped from draft"))
			*later = links[i].by;
	}
}

static const char *refs_words(const struct look *l, const struct mb_ref *refs, size_t n)
{
	const char *all = NULL;

	for (size_t i = 0; i < n; i++)
		all = joined(l->a, all, ", ", refs[i].id);
	return all;
}

/* Ended by another decision, or by a move? */
static bool ended(struct weighing *w, const struct effects *links, const struct mb_doc **later)
{
	struct mb_ref *rescinded = NULL;
	const struct look *l = w->l;
	const char *by = mb_doc_field(w->d, "rescinded_by"), *instead = mb_doc_field(w->d, "superseded_by");
	mb_day day = mb_doc_day(w->d, "rescinded"), gone = mb_doc_day(w->d, "withdrawn");
	size_t n = 0;

	named_by(&rescinded, &n, NULL, l, links->rescinds, links->n_rescinds, w->d->id);
	named_by(&w->e->by, &w->e->n_by, later, l, links->supersedes, links->n_supersedes, w->d->id);
	if (instead && w->e->n_by == 0)
		*MB_PUSH(l->a, w->e->by, w->e->n_by) = (struct mb_ref){ instead, instead };
	if (n && !by)
		by = refs_words(l, rescinded, n);
	if (mb_streq(w->d->state, "rescinded") || n || (day != MB_NO_DAY && day <= l->day)) {
		settle(w, MB_RESCINDED,
		       mb_arena_printf(l->a, "taken back%s%s%s%s", day != MB_NO_DAY ? " on " : "",
				       day != MB_NO_DAY ? day_words(l, day) : "", by ? " by " : "",
				       by ? by : ""));
		return true;
	}
	if (mb_streq(w->d->state, "withdrawn") && (gone == MB_NO_DAY || gone <= l->day)) {
		settle(w, MB_RESCINDED,
		       mb_arena_printf(l->a, "withdrawn%s%s", gone != MB_NO_DAY ? " on " : "",
				       day_words(l, gone)));
		return true;
	}
	if (w->e->n_by || mb_streq(w->d->state, "superseded")) {
		settle(w, MB_SUPERSEDED,
		       w->e->n_by
			       ? mb_arena_printf(l->a, "replaced by %s", refs_words(l, w->e->by, w->e->n_by))
			       : "marked as replaced; the record does not say by which decision");
		return true;
	}
	return false;
}

static int nothing_resolved(struct weighing *w)
{
	const char *outcome = mb_doc_field(w->d, "outcome");

	if (mb_streq(w->d->state, "dropped from draft"))
		return settle(w, MB_NO_RESOLUTION, "a corrected draft of the minutes no longer has it");
	if (mb_streq(outcome, "recommended") || mb_streq(outcome, "referred"))
		return settle(w, MB_NO_RESOLUTION,
			      mb_arena_printf(w->l->a, "%s: another body decides", outcome));
	return settle(w, MB_NO_RESOLUTION, outcome ? outcome : "no outcome is recorded");
}

/* What the reader of "in force" must know besides. */
static const char *besides(struct weighing *w, const struct mb_doc *later)
{
	const struct look *l = w->l;
	const char *awaited = NULL;

	for (size_t i = 0; i < w->e->n_awaits; i++)
		awaited = joined(l->a, awaited, ", ", w->e->awaits[i].title);
	return mb_arena_printf(l->a, "%s%s%s%s%s", awaited ? "; still to be ratified by " : "",
			       awaited ? awaited : "", later ? "; " : "", later ? later->id : "",
			       later ? " replaces it once that has effect" : "");
}

/* The day on which the last of its conditions was met. */
static mb_day last_met(const struct weighing *w)
{
	mb_day day = MB_NO_DAY;

	for (size_t i = 0; i < w->e->n_conditions; i++)
		if (w->e->conditions[i].met_on != MB_NO_DAY &&
		    (day == MB_NO_DAY || w->e->conditions[i].met_on > day))
			day = w->e->conditions[i].met_on;
	return day;
}

static bool after(mb_day day, mb_day other)
{
	return other == MB_NO_DAY || day > other;
}

static int in_force(struct weighing *w, const struct mb_doc *later)
{
	const struct look *l = w->l;
	const char *also = besides(w, later);
	mb_day decided = decided_on(w->d), ordered = put_in_order(w->d), from = w->e->from, met = last_met(w);

	if (met != MB_NO_DAY && after(met, decided) && after(met, from) && after(met, ordered))
		return settle(w, MB_IN_FORCE,
			      mb_arena_printf(l->a, "in force since its condition%s met on %s%s",
					      w->e->n_conditions == 1 ? " was" : "s were", day_words(l, met),
					      also));
	if (from != MB_NO_DAY && (ordered == MB_NO_DAY || ordered <= from))
		return settle(w, MB_IN_FORCE,
			      mb_arena_printf(l->a, "in force since %s%s", day_words(l, from), also));
	if (ordered != MB_NO_DAY && ordered <= l->day && ordered != decided)
		return settle(w, MB_IN_FORCE,
			      mb_arena_printf(l->a, "in force since it was put in order on %s%s",
					      day_words(l, ordered), also));
	return settle(w, MB_IN_FORCE,
		      decided == MB_NO_DAY ? mb_arena_printf(l->a, "in force%s", also)
					   : mb_arena_printf(l->a, "in force since it was decided on %s%s",
							     day_words(l, decided), also));
}

static int in_time(struct weighing *w, const struct mb_doc *later, const char *paper)
{
	const struct look *l = w->l;
	mb_day decided = decided_on(w->d);

	if (w->e->until != MB_NO_DAY && w->e->until < l->day)
		return settle(w, MB_LAPSED,
			      mb_arena_printf(l->a, "its last day was %s", day_words(l, w->e->until)));
	if (decided != MB_NO_DAY && decided > l->day)
		return settle(w, MB_NOT_YET,
			      mb_arena_printf(l->a, "decided later, on %s", day_words(l, decided)));
	if (w->e->n_open)
		return settle(
			w, MB_CONDITIONAL,
			mb_arena_printf(
				l->a, "%zu of %zu condition%s open: %s%s%s", w->e->n_open, w->e->n_conditions,
				w->e->n_conditions == 1 ? "" : "s", w->e->conditions[0].text,
				mb_streq(w->d->state, "implemented") ? "; carried out all the same" : "",
				besides(w, later)));
	if (w->e->from != MB_NO_DAY && w->e->from > l->day)
		return settle(w, MB_NOT_YET,
			      mb_arena_printf(l->a, "with effect from %s%s%s%s%s", day_words(l, w->e->from),
					      paper ? " (" : "", paper ? paper : "", paper ? ")" : "",
					      besides(w, later)));
	return in_force(w, later);
}

/* The open conditions first: the first is the one told. */
static void take_conditions(struct weighing *w)
{
	struct mb_condition *all;
	size_t n, at = 0;

	conditions_of(&all, &n, w->l, w->d);
	w->e->conditions = mb_arena_alloc(w->l->a, (n + 1) * sizeof *all);
	for (int met = 0; met < 2; met++)
		for (size_t i = 0; i < n; i++)
			if ((all[i].met_on != MB_NO_DAY) == met)
				w->e->conditions[at++] = all[i];
	w->e->n_conditions = n;
	for (size_t i = 0; i < n; i++)
		w->e->n_open += all[i].met_on == MB_NO_DAY;
}

static void add_await(struct weighing *w, const struct mb_doc *report)
{
	const struct look *l = w->l;

	*MB_PUSH(l->a, w->e->awaits, w->e->n_awaits) =
		(struct mb_ref){ report->group, mb_group_title(l->a, l->g, report->group) };
}

/* Reports about one decision: few, and only those that wait are read. */
static int ask_awaits(struct weighing *w, const struct mb_kind *k, struct mb_error *err)
{
	struct mb_wherefield where = { "subject", w->d->id };
	const struct mb_ask ask = {
		.kind = "report", .since = MB_NO_DAY, .until = MB_NO_DAY, .where = &where, .n_where = 1
	};
	struct mb_version_row *rows;
	size_t n;
	int rc = look_rows(&rows, &n, w->l, &ask, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_doc *report;

		if (!report_waits(k, rows[i].state))
			continue;
		if ((rc = look_doc(&report, w->l, &rows[i], err)) == MB_OK &&
		    mb_streq(mb_doc_field(report, "purpose"), TO_RATIFY))
			add_await(w, report);
		rc = rc == MB_EINVAL ? MB_OK : rc; /* it does not read as a report */
	}
	return rc;
}

static int take_awaits(struct weighing *w, const struct effects *links, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(w->l->g), "report");

	if (!links->knows_awaits)
		return k ? ask_awaits(w, k, err) : MB_OK;
	for (size_t i = effects_first(links->awaits, links->n_awaits, w->d->id);
	     i < links->n_awaits && mb_streq(links->awaits[i].target, w->d->id); i++)
		add_await(w, links->awaits[i].by);
	return MB_OK;
}

int effect_of(struct mb_effect_of *out, const struct look *l, const struct effects *links,
	      const struct mb_doc *d, struct mb_error *err)
{
	struct weighing w = { out, l, d };
	const struct mb_doc *later = NULL;
	const char *marks, *paper = NULL;
	int rc;

	memset(out, 0, sizeof *out);
	out->from = out->until = MB_NO_DAY;
	if (!d->kind || !is_decision_kind(d->kind->name))
		return mb_fail(err, MB_EINVAL, "%s is not a decision", d->id);
	out->from = effect_from(l, d, &paper);
	out->until = mb_doc_day(d, "effect_until");
	take_conditions(&w);
	named_by(&out->amended_by, &out->n_amended_by, NULL, l, links->amends, links->n_amends, d->id);
	named_by(&out->ratified_by, &out->n_ratified_by, NULL, l, links->ratifies, links->n_ratifies, d->id);
	if ((rc = take_awaits(&w, links, err)) != MB_OK)
		return rc;
	if (mb_streq(d->state, "dropped from draft"))
		return nothing_resolved(&w);
	if (ended(&w, links, &later)) {
		out->n_awaits = 0; /* nobody waits for what is over */
		return MB_OK;
	}
	if (!resolved(d))
		return nothing_resolved(&w);
	if ((marks = mb_open_marks(l->a, d)))
		return settle(&w, MB_WITHOUT_EFFECT, marks);
	return in_time(&w, later, paper);
}

int mb_decision_effect(struct mb_effect_of *out, struct mb_arena *a, struct mb_gate *g,
		       const struct mb_standpoint *from, const struct mb_doc *decision, struct mb_error *err)
{
	const struct look l = look_from(a, g, from);
	struct effects links;
	int rc = effects_read_of(&links, &l, decision->id, err);

	return rc == MB_OK ? effect_of(out, &l, &links, decision, err) : rc;
}

const char *mb_effect_words(struct mb_arena *a, const struct mb_effect_of *e)
{
	const char *word = mb_effect_word(e->state);

	return mb_starts(e->why, word) ? e->why : mb_arena_printf(a, "%s: %s", word, e->why);
}
