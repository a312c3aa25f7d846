/* What a bank holiday proclaimed later does to notices already given, and how far the calendar reaches. */
#include "ahead.h"

#include <string.h>

#define AROUND 60 /* days before notice and after the meeting that a rule may look at besides */

/* ---- notices that became short --------------------------------------------------------------------------- */

/* A day that was a working day when notice was given, and is a bank holiday as known on `now`. */
static mb_day new_holiday(const struct mb_calendar *c, mb_day given, mb_day date, mb_day now)
{
	for (mb_day d = given + 1; d < date; d++)
		if (mb_calendar_is_working(c, d, given) && !mb_calendar_is_working(c, d, now))
			return d;
	return MB_NO_DAY;
}

static const char *holiday_words(struct mb_arena *a, const struct mb_calendar *c, mb_day d, mb_day given,
				 mb_day now)
{
	char day[MB_LONG_DATE], since[MB_LONG_DATE];
	mb_day known = given;

	while (known < now && mb_calendar_is_working(c, d, known))
		known++;
	return mb_arena_printf(a, "%s (%s), known since %s", mb_day_short(day, d),
			       mb_calendar_holiday(c, d, now), mb_day_short(since, known));
}

/* The bank holidays around a notice as if all that is known now had been known always. */
static struct mb_calendar *hindsight(const struct mb_calendar *c, mb_day given, mb_day date, mb_day now)
{
	struct mb_calendar *all = mb_calendar_new(given - AROUND, mb_calendar_until(c));

	for (mb_day d = given - AROUND; d <= date + AROUND && d <= mb_calendar_until(c); d++)
		if (mb_calendar_holiday(c, d, now))
			mb_calendar_add(all, d, mb_calendar_holiday(c, d, now), MB_NO_DAY);
	return all;
}

static const struct mb_finding *same_place(const struct mb_ruling *r, const struct mb_finding *x)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (mb_streq(r->findings[i].rule, x->rule) && r->findings[i].line == x->line &&
		    mb_streq(r->findings[i].requirement, x->requirement))
			return &r->findings[i];
	return NULL;
}

struct given {
	const struct mb_doc *agenda, *meeting;
	const char *move, *by;
	struct mb_instant at;
	mb_day date;
};

/* The record with the agenda not yet out: only its state goes back, so that giving notice can be judged again. */
static int before_notice(struct ahead *w, const struct given *x, struct mb_error *err)
{
	struct mb_file f = { .path = x->agenda->path };
	struct mb_buf text;
	int rc;

	mb_buf_init(&text, MB_DOC_MAX);
	mb_buf_put(&text, x->agenda->raw.p, x->agenda->raw.n);
	rc = mb_matter_set(&text, "state", mb_node_new_text(w->a, x->agenda->kind->states[0]), err);
	f.data = (struct mb_str){ text.p, text.n };
	if (rc == MB_OK)
		ahead_lay(w, &f);
	mb_buf_free(&text);
	return rc;
}

static int compare(struct mb_short_notice **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		   const struct given *x, mb_day today, struct mb_error *err)
{
	const struct ahead_act act = { .doc = x->agenda->id, .move = x->move };
	mb_day given = mb_instant_day(x->at), now = today < x->date ? today : x->date;
	mb_day holiday = new_holiday(g->calendar, given, x->date, now);
	struct mb_calendar *all;
	struct mb_ruling then, since;
	size_t judged = 0;
	struct ahead w;
	int rc;

	if (holiday == MB_NO_DAY)
		return MB_OK;
	all = hindsight(g->calendar, given, x->date, now);
	ahead_begin(&w, a, g, &judged);
	if ((rc = before_notice(&w, x, err)) == MB_OK &&
	    (rc = ahead_judge(&then, a, &w, &act, x->by, x->at, NULL, err)) == MB_OK) {
		w.calendar = all;
		rc = ahead_judge(&since, a, &w, &act, x->by, x->at, NULL, err);
	}
	for (size_t i = 0; rc == MB_OK && i < since.n_findings; i++) {
		const struct mb_finding *f = &since.findings[i], *before = same_place(&then, f);

		if (!ahead_unmet(f) || !before || ahead_unmet(before))
			continue;
		*MB_PUSH(a, *out, *n) = (struct mb_short_notice){
			.doc = mb_arena_dup(a, x->agenda->id),
			.title = mb_arena_dup(a, x->agenda->title),
			.meeting = mb_arena_dup(a, x->meeting->id),
			.rule = f->rule,
			.authority = f->authority,
			.given = given,
			.date = x->date,
			.found_then = before->found,
			.found_now = f->found,
			.needed = f->needed,
			.holiday = holiday_words(a, g->calendar, holiday, given, now),
			.to_come = x->date >= today,
		};
	}
	ahead_end(&w);
	mb_calendar_free(all);
	return rc;
}

/* When it was given, by whom: the event that brought the agenda into its second state. */
static int when_given(struct given *x, struct mb_arena *a, struct mb_gate *g, struct mb_error *err)
{
	const struct mb_kind *k = x->agenda->kind;
	struct mb_version_row *rows;
	size_t n;
	int rc = mb_index_history(&rows, &n, a, g->ix, x->agenda->path, err);

	for (size_t i = 0; rc == MB_OK && i < n && !x->move; i++)
		if (mb_streq(rows[i].state, k->states[1])) {
			x->at = rows[i].event.recorded;
			x->by = rows[i].event.by;
			for (size_t m = 0; m < k->n_moves && !x->move; m++)
				if (mb_streq(k->moves[m].to, k->states[1]))
					x->move = k->moves[m].name;
		}
	return rc;
}

int mb_gate_short_notices(struct mb_short_notice **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
			  mb_day today, struct mb_error *err)
{
	const struct mb_kind *k;
	struct mb_version_row *rows;
	size_t count;
	int rc;

	*out = NULL;
	*n = 0;
	if ((rc = mb_gate_refresh(g, err)) != MB_OK || !g->calendar ||
	    !(k = mb_schema_kind(mb_gate_schema(g), "agenda")) || k->n_states < 2)
		return rc;
	const struct mb_ask ask = { .kind = k->name,
				    .state = k->states[1],
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };

	if ((rc = mb_index_list(&rows, &count, a, g->ix, &ask, err)) != MB_OK)
		return rc;
	for (size_t i = 0; rc == MB_OK && i < count; i++) {
		struct given x = { 0 };
		const char *meeting;
		struct mb_error ignored;

		if ((rc = mb_view_doc(&x.agenda, g->view, rows[i].path, err)) != MB_OK)
			return rc;
		meeting = mb_doc_field(x.agenda, "meeting");
		if (!meeting || mb_view_doc(&x.meeting, g->view, meeting, &ignored) != MB_OK ||
		    (x.date = mb_doc_day(x.meeting, "date")) == MB_NO_DAY)
			continue;
		if ((rc = when_given(&x, a, g, err)) == MB_OK && x.move)
			rc = compare(out, n, a, g, &x, today, err);
	}
	return rc;
}

/* ---- how far the calendar reaches ------------------------------------------------------------------------ */

const char *mb_gate_calendar_warning(struct mb_arena *a, struct mb_gate *g, mb_day today)
{
	char day[MB_LONG_DATE];
	mb_day until;

	if (!g->calendar)
		return "The record has no calendar of bank holidays: no notice can be certified. Add "
		       "calendar/england-and-wales.yaml.";
	until = mb_calendar_until(g->calendar);
	if (until - today > MB_CALENDAR_WARNING_DAYS)
		return NULL;
	return mb_arena_printf(
		a,
		"The bank holidays known %s on %s: no notice is certified for a meeting after that. "
		"Add the next year to the calendar (calendar/) and raise `until`.",
		until < today ? "ended" : "end", mb_day_short(day, until));
}
