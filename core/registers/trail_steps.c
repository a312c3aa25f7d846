/* The steps of one matter: paper, agendas, decisions, reports, actions. */
#include "trail_impl.h"

#include <string.h>

/* ---- the paper ------------------------------------------------------------------------------------------- */

static void states_of_paper(struct trail *t)
{
	const struct look *l = t->l;
	struct mb_version_row *rows;
	size_t n = trail_history(&rows, t, t->paper);
	const char *was = NULL;

	for (size_t i = 0; i < n; i++) {
		struct mb_trail_step *s;

		if (was && mb_streq(was, rows[i].state))
			continue;
		s = trail_step(t, rows[i].event.on, t->paper->group,
			       was ? mb_arena_printf(l->a, "paper %s", rows[i].state) : "paper filed",
			       mb_arena_printf(l->a, "by %s", mb_person_name(l->a, l->g, rows[i].event.by)),
			       t->paper);
		s->event = rows[i].event.event;
		was = rows[i].state;
	}
}

static void consulted(struct trail *t)
{
	const struct mb_node *list = mb_doc_node(t->paper, "consultees");
	const char *all = NULL;

	for (size_t i = 0; list && list->type == MB_LIST && i < list->n; i++)
		if (list->items[i]->type == MB_TEXT)
			all = joined(t->l->a, all, "; ", list->items[i]->text);
	if (all)
		trail_step(t, MB_NO_DAY, t->paper->group, "consulted", all, t->paper);
}

static void signed_off(struct trail *t)
{
	const struct look *l = t->l;
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, t->paper, "signoffs");

	for (size_t i = 0; i < n; i++) {
		const char *role = text_of(rows[i], "role"), *by = text_of(rows[i], "by");
		bool stands = mb_streq(text_of(rows[i], "of"), t->paper->text);
		struct mb_trail_step *s = trail_step(
			t, day_of(rows[i], "on"), t->paper->group,
			mb_arena_printf(l->a, "signed off as %s", role ? role : "?"),
			mb_arena_printf(l->a, "by %s, %s", by ? mb_person_name(l->a, l->g, by) : "?",
					stands ? "for the text as it stands" : "for an earlier text: void"),
			t->paper);

		s->event = number_of(rows[i], "event");
	}
}

int trail_of_paper(struct trail *t, struct mb_error *err)
{
	states_of_paper(t);
	t->last = MB_NO_DAY;
	for (size_t i = 0; i < t->out->n_steps && t->last == MB_NO_DAY; i++)
		t->last = t->out->steps[i].date; /* consultation stands with the filing */
	consulted(t);
	signed_off(t);
	return MB_OK;
}

/* ---- the meetings it went to ----------------------------------------------------------------------------- */

static bool decided_there(const struct trail *t, const char *meeting)
{
	for (size_t i = 0; i < t->n_decisions; i++)
		if (mb_streq(mb_doc_field(t->decisions[i].doc, "meeting"), meeting))
			return true;
	return false;
}

/* A meeting that had it on its agenda and left no decision on it. */
static int without_decision(struct trail *t, const char *meeting, struct mb_error *err)
{
	const struct look *l = t->l;
	const struct mb_doc *m;
	struct found *minutes;
	size_t n;
	mb_day on;
	int rc;

	if (!meeting || decided_there(t, meeting) || look_up(&m, l, meeting, NULL) != MB_OK)
		return MB_OK;
	on = mb_doc_day(m, "date");
	if ((rc = look_list(&minutes, &n, l, "minutes", NULL, "meeting", meeting, err)) != MB_OK)
		return rc;
	if (mb_streq(m->state, "cancelled"))
		trail_step(t, on, m->group, "meeting cancelled", NULL, m);
	else if (n)
		trail_step(t, on, m->group, "at the meeting", "the minutes record no decision on it",
			   minutes[0].doc);
	else
		trail_step(t, on, m->group,
			   on != MB_NO_DAY && on > l->day ? "meeting to come" : "at the meeting",
			   on != MB_NO_DAY && on > l->day ? NULL : "no minutes are filed", m);
	return MB_OK;
}

int trail_of_agendas(struct trail *t, struct mb_error *err)
{
	const struct look *l = t->l;
	struct found *agendas;
	size_t n;
	int rc = look_list(&agendas, &n, l, "agenda", NULL, "items.paper", t->paper->id, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_doc *a = agendas[i].doc;
		struct mb_node *const *rows;
		size_t count = rows_of(&rows, a, "items");

		for (size_t k = 0; k < count; k++) {
			const char *number = text_of(rows[k], "number"), *part = text_of(rows[k], "part");

			if (mb_streq(text_of(rows[k], "paper"), t->paper->id))
				trail_step(t, mb_doc_day(a, "published"), a->group, "on the agenda",
					   mb_arena_printf(l->a, "item %s%s%s%s%s", number ? number : "?",
							   part ? ", to " : "", part ? part : "",
							   a->state ? "; agenda " : "",
							   a->state ? a->state : ""),
					   a);
		}
		rc = without_decision(t, mb_doc_field(a, "meeting"), err);
	}
	return rc;
}

/* ---- decisions ------------------------------------------------------------------------------------------- */

/* What it does to another decision, if anything. */
static const char *deed(const struct mb_doc *d, const char **field)
{
	static const struct {
		const char *field, *deed;
	} deeds[] = { { "rescinds", "took back" },
		      { "supersedes", "replaced" },
		      { "amends", "amended" },
		      { "ratifies", "ratified" } };

	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
		if (mb_doc_node(d, deeds[i].field)) {
			*field = deeds[i].field;
			return deeds[i].deed;
		}
	return NULL;
}

/* " CTB-2005-D002"; nothing where its words name more than the one that the field can hold. */
static const char *targets(struct trail *t, const struct mb_doc *d, const char *field)
{
	const struct mb_node *node = mb_doc_node(d, field), *named = mb_doc_node(d, "refers");
	const char *all = NULL;

	if (node && node->type == MB_TEXT)
		return named && named->type == MB_LIST && named->n > 1
			       ? ""
			       : mb_arena_printf(t->l->a, " %s", node->text);
	for (size_t i = 0; node && node->type == MB_LIST && i < node->n; i++)
		if (node->items[i]->type == MB_TEXT)
			all = joined(t->l->a, all, ", ", node->items[i]->text);
	return all ? mb_arena_printf(t->l->a, " %s", all) : "";
}

static void marks(struct trail *t, const struct mb_doc *d)
{
	const struct look *l = t->l;
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, d, "irregular");

	for (size_t i = 0; i < n; i++) {
		const char *by = text_of(rows[i], "cured_by"), *mark = text_of(rows[i], "marks");
		mb_day cured = day_of(rows[i], "cured");

		trail_step(t, day_of(rows[i], "since"), d->group, "marked", mark, d)->event = number_of(
			rows[i], "event");
		if (cured != MB_NO_DAY)
			trail_step(t, cured, d->group, "cured",
				   mb_arena_printf(l->a, "%s%s%s", mark ? mark : "", by ? ": " : "",
						   by ? by : ""),
				   d)
				->event = number_of(rows[i], "cured_event");
	}
}

static void conditions(struct trail *t, const struct mb_doc *d)
{
	const struct look *l = t->l;
	struct mb_condition *all;
	size_t n;

	conditions_of(&all, &n, l, d);
	for (size_t i = 0; i < n; i++) {
		bool met = all[i].met_on != MB_NO_DAY;

		trail_step(t, all[i].met_on, d->group, met ? "condition met" : "condition open",
			   met && all[i].evidence
				   ? mb_arena_printf(l->a, "%s (%s)", all[i].text, all[i].evidence)
				   : all[i].text,
			   d);
	}
}

int trail_of_decision(struct trail *t, const struct mb_doc *d, struct mb_error *err)
{
	const struct look *l = t->l;
	const char *outcome = mb_doc_field(d, "outcome"), *text = mb_doc_field(d, "text"), *field = NULL;
	const char *said = mb_node_text(mb_doc_node(d, "votes"), "said"), *what = deed(d, &field);
	mb_day on = mb_doc_day(d, "date"), from = mb_doc_day(d, "effect_from"),
	       gone = mb_doc_day(d, "rescinded");
	struct mb_version_row *rows;
	struct mb_trail_step *s;

	s = trail_step(t, on, d->group,
		       what ? mb_arena_printf(l->a, "%s%s", what, targets(t, d, field)) : "decided",
		       mb_arena_printf(l->a, "%s: %s%s%s%s", outcome ? outcome : "recorded",
				       tidy(l->a, text ? text : d->title), said ? " (" : "", said ? said : "",
				       said ? ")" : ""),
		       d);
	if (trail_history(&rows, t, d))
		s->event = rows[0].event.event;
	marks(t, d);
	t->last = on;
	conditions(t, d);
	if (from != MB_NO_DAY)
		trail_step(t, from, d->group, from <= l->day ? "took effect" : "takes effect", NULL, d);
	if (gone != MB_NO_DAY)
		trail_step(t, gone, d->group, "taken back", mb_doc_field(d, "rescinded_by"), d);
	t->last = on;
	return MB_OK;
}

/* ---- what came of it ------------------------------------------------------------------------------------- */

int trail_of_reports(struct trail *t, const struct mb_doc *subject, struct mb_error *err)
{
	const struct look *l = t->l;
	struct found *found;
	size_t n;
	int rc = look_list(&found, &n, l, "report", NULL, "subject", subject->id, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_doc *r = found[i].doc;
		const char *purpose = mb_doc_field(r, "purpose"), *line = mb_doc_field(r, "line"),
			   *by = mb_doc_field(r, "considered_by");
		mb_day on = mb_doc_day(r, "considered");

		trail_step(t, mb_doc_day(r, "since"), r->group, "reported up",
			   mb_arena_printf(l->a, "%s%s%s%s%s", purpose ? purpose : "", line ? ", " : "",
					   line ? line : "", line ? " line" : "",
					   on == MB_NO_DAY ? mb_arena_printf(l->a, "; %s", r->state) : ""),
			   r)
			->event = found[i].row.event.event;
		if (on != MB_NO_DAY)
			trail_step(t, on, r->group, "considered",
				   by ? mb_arena_printf(l->a, "by %s", by) : NULL, r);
	}
	return rc;
}

static void extensions(struct trail *t, const struct mb_doc *a)
{
	const struct look *l = t->l;
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, a, "extensions");

	for (size_t i = 0; i < n; i++) {
		const char *by = text_of(rows[i], "by"), *why = text_of(rows[i], "reason"),
			   *decision = text_of(rows[i], "decision");

		trail_step(t, day_of(rows[i], "on"), a->group, "action extended",
			   mb_arena_printf(l->a, "to %s by %s%s%s%s%s",
					   mb_day_words(l->a, day_of(rows[i], "to")),
					   by ? mb_person_name(l->a, l->g, by) : "?",
					   decision ? ", as decided in " : "", decision ? decision : "",
					   why ? ": " : "", why ? why : ""),
			   a)
			->event = number_of(rows[i], "event");
	}
}

static void action(struct trail *t, const struct found *f)
{
	const struct look *l = t->l;
	const struct mb_doc *a = f->doc;
	const char *owner = mb_doc_field(a, "owner"), *named = mb_doc_field(a, "owner_text"),
		   *outcome = mb_doc_field(a, "outcome");
	mb_day first = mb_doc_day(a, "first_due"), done = mb_doc_day(a, "done_on"),
	       set = mb_doc_day(a, "set_on");

	trail_step(t, set, a->group, "action set",
		   mb_arena_printf(l->a, "%s: %s%s%s; %s",
				   owner   ? mb_person_name(l->a, l->g, owner)
				   : named ? named
					   : "?",
				   a->title, first != MB_NO_DAY ? ", first due " : "",
				   mb_day_words(l->a, first), a->state ? a->state : ""),
		   a);
	extensions(t, a);
	if (done != MB_NO_DAY)
		trail_step(t, done, a->group, "action done",
			   first != MB_NO_DAY && done > first
				   ? mb_arena_printf(l->a, "%ld days after the date first promised%s%s",
						     (long)done - first, outcome ? ": " : "",
						     outcome ? outcome : "")
				   : outcome,
			   a);
}

/* What else was made of it: a power given, a day promised, an answer to a challenge. */
static int others(struct trail *t, const struct mb_doc *d, struct mb_error *err)
{
	static const struct {
		const char *kind, *field, *what, *date;
	} made[] = { { "delegation", "given_by", "power given", "valid_from" },
		     { "milestone", "decision", "promised for", "due" },
		     { "challenge", "decision", "answers a challenge", "raised" },
		     { "terms-of-reference", "adopted_by", "terms of reference adopted", "adopted" } };
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof made / sizeof *made; i++) {
		struct found *found;
		size_t n;

		rc = look_list(&found, &n, t->l, made[i].kind, NULL, made[i].field, d->id, err);
		for (size_t k = 0; rc == MB_OK && k < n; k++)
			trail_step(t, mb_doc_day(found[k].doc, made[i].date), found[k].doc->group,
				   made[i].what, found[k].doc->title, found[k].doc);
	}
	return rc;
}

int trail_of_actions(struct trail *t, const struct mb_doc *decision, struct mb_error *err)
{
	struct found *found;
	size_t n;
	int rc = look_list(&found, &n, t->l, "action", NULL, "decision", decision->id, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		action(t, &found[i]);
	return rc == MB_OK ? others(t, decision, err) : rc;
}
