/* The countdown to a meeting: which acts it still needs, in which order, by whom and by when. Each is judged on the coming days,
 * from the last one back, in a record in which the acts before it are supposed done. */
#include "plan.h"

#include <string.h>

static struct mb_instant moment(const struct plan *p, mb_day day, int minute)
{
	struct mb_instant t = mb_instant_at(day, minute);

	return t.utc < p->now.utc ? p->now : t;
}

static int lawful(bool *yes, struct planned *x, struct mb_instant at, struct mb_error *err)
{
	struct mb_arena *scratch = mb_arena_new();
	struct mb_ruling r;
	size_t who;
	int rc = plan_fare(&r, &who, scratch, &x->before, &x->act, at, x->usual, err);

	*yes = rc == MB_OK && ahead_count_unmet(&r) == 0;
	if (*yes)
		x->usual = who;
	mb_arena_free(scratch);
	return rc;
}

/* ---- by when --------------------------------------------------------------------------------------------- */

static const struct mb_finding *same_place(const struct mb_ruling *r, const struct mb_finding *x)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (mb_streq(r->findings[i].rule, x->rule) && r->findings[i].line == x->line &&
		    mb_streq(r->findings[i].requirement, x->requirement))
			return &r->findings[i];
	return NULL;
}

/* What held on the last day and did no longer a moment after it. */
static int explain(struct plan *p, struct planned *x, struct mb_instant too_late, struct mb_error *err)
{
	struct mb_ruling held, failed;
	size_t who;
	int rc = plan_fare(&held, &who, p->a, &x->before, &x->act, moment(p, x->s.last, 0), x->usual, err);

	if (rc == MB_OK)
		rc = plan_fare(&failed, &who, p->a, &x->before, &x->act, too_late, x->usual, err);
	for (size_t i = 0; rc == MB_OK && i < failed.n_findings; i++) {
		const struct mb_finding *before;

		if (!ahead_unmet(&failed.findings[i]) || !(before = same_place(&held, &failed.findings[i])))
			continue;
		x->s.ends = *before;
		x->s.then_found = failed.findings[i].found;
		x->s.ends.authority = failed.findings[i].authority;
		break;
	}
	return rc;
}

/* The minute of the last day from which on it is too late. */
static int cut_off(struct plan *p, struct planned *x, struct mb_error *err)
{
	int low = x->s.last == p->today ? mb_instant_minute(p->now) : 0;
	struct ahead_person *people;
	const char *by = "";
	size_t n;
	bool yes;
	int rc = lawful(&yes, x, moment(p, x->s.last, 1439), err);

	if (rc != MB_OK || yes ||
	    (rc = ahead_people(&people, &n, p->a, &x->before, &x->act, x->s.last, err)) != MB_OK)
		return rc;
	if (x->usual < n)
		by = people[x->usual].person;
	return ahead_too_late(&x->s.minute, &x->before, &x->act, by, x->s.last, low, 1439, err);
}

static int first_day(struct plan *p, struct planned *x, mb_day from, mb_day to, struct mb_error *err)
{
	int rc = MB_OK;
	bool yes;

	for (mb_day day = from; rc == MB_OK && x->s.first == MB_NO_DAY && day <= to; day++)
		if ((rc = lawful(&yes, x, moment(p, day, 0), err)) == MB_OK && yes)
			x->s.first = day;
	return rc;
}

/* Looked for from the end, day by day: so nothing is assumed about the days between. */
static int last_day(struct plan *p, struct planned *x, mb_day from, mb_day to, struct mb_error *err)
{
	int rc = MB_OK;
	bool yes;

	for (mb_day day = to; rc == MB_OK && x->s.last == MB_NO_DAY && day >= from; day--)
		if ((rc = lawful(&yes, x, moment(p, day, 0), err)) == MB_OK && yes)
			x->s.last = day;
	return rc;
}

/* An agenda may go out on a Sunday; who keeps office hours wants to know the day before. */
static int last_working(struct plan *p, struct planned *x, const struct planned *by, struct mb_error *err)
{
	mb_day latest = by && by->s.last_working != MB_NO_DAY ? by->s.last_working : x->s.last;
	int rc = MB_OK;
	bool yes;

	for (mb_day day = latest; rc == MB_OK && x->s.last_working == MB_NO_DAY && day >= x->s.first; day--)
		if (mb_calendar_is_working(p->g->calendar, day, p->today) &&
		    (rc = lawful(&yes, x, moment(p, day, 0), err)) == MB_OK && yes)
			x->s.last_working = day;
	return rc;
}

static int blocks(struct plan *p, struct planned *x, mb_day on, struct mb_error *err)
{
	struct mb_ruling r;
	size_t who;
	int rc = plan_fare(&r, &who, p->a, &x->before, &x->act, moment(p, on, 0), 0, err);

	for (size_t i = 0; rc == MB_OK && i < r.n_findings; i++)
		if (ahead_unmet(&r.findings[i]))
			*MB_PUSH(p->a, x->s.blocks, x->s.n_blocks) = r.findings[i];
	return rc;
}

/* Those who may do it; one whom the rules let do it only with a stated reason comes with what they ask. */
static int people(struct plan *p, struct planned *x, mb_day on, struct mb_error *err)
{
	struct ahead_person *all;
	size_t n;
	int rc = ahead_people(&all, &n, p->a, &x->before, &x->act, on, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_step_person one = { all[i].person, all[i].role, NULL };
		struct mb_ruling r, given = { 0 };

		rc = ahead_judge(&r, p->a, &x->before, &x->act, one.person, moment(p, on, 0), NULL, err);
		if (rc == MB_OK && x->s.first != MB_NO_DAY && ahead_count_unmet(&r) > 0) {
			rc = ahead_judge(&given, p->a, &x->before, &x->act, one.person, moment(p, on, 0),
					 "a reason that is given", err);
			if (rc != MB_OK || ahead_count_unmet(&given) > 0)
				continue;
			for (size_t k = 0; k < r.n_findings; k++)
				if (ahead_unmet(&r.findings[k]) && !one.only_if)
					one.only_if = r.findings[k].remedy ? r.findings[k].remedy
									   : r.findings[k].rule;
		}
		*MB_PUSH(p->a, x->s.who, x->s.n_who) = one;
	}
	return rc;
}

/* What is done before the meeting: up to the meeting's day, or to the step that needs it. */
static int time_before(struct plan *p, struct planned *x, struct mb_error *err)
{
	const struct planned *by = x->needed_by ? &p->steps[x->needed_by - 1] : NULL;
	bool bounded = by && by->s.last != MB_NO_DAY, yes = false;
	mb_day from = p->date - MB_COUNTDOWN_DAYS, to = bounded ? by->s.last : p->date;
	int rc = MB_OK;

	if (from < p->today)
		from = p->today;
	if (by)
		x->s.needed_for = plan_act_words(p, &by->act, by->s.doc);
	if (bounded) { /* it is enough that it can still be done when the next step is due */
		int minute = by->s.minute > 0 ? by->s.minute - 1 : by->s.minute == 0 ? 0 : 1439;

		if ((rc = lawful(&yes, x, moment(p, to, minute), err)) != MB_OK)
			return rc;
		if (yes) {
			x->s.last = to;
			x->s.minute = by->s.minute;
			x->s.open_ended = by->s.open_ended;
		}
	}
	if (!yes && ((rc = last_day(p, x, from, to, err)) != MB_OK || x->s.last == MB_NO_DAY))
		return rc;
	if (!yes) {
		struct mb_instant late;

		if ((rc = cut_off(p, x, err)) != MB_OK)
			return rc;
		late = x->s.minute >= 0 ? mb_instant_at(x->s.last, x->s.minute)
					: mb_instant_at(x->s.last + 1, 0);
		if (x->s.last == p->date && x->s.minute < 0)
			x->s.open_ended = true;
		else if ((rc = explain(p, x, late, err)) != MB_OK)
			return rc;
	}
	if ((rc = first_day(p, x, p->today, x->s.last, err)) != MB_OK)
		return rc;
	return last_working(p, x, by, err);
}

static int time_after(struct plan *p, struct planned *x, struct mb_error *err)
{
	mb_day from = p->date > p->today ? p->date : p->today, to = from + MB_COUNTDOWN_DAYS;
	bool ever;
	int rc = lawful(&ever, x, moment(p, to, 0), err);

	/* What happened may be written down ever after: not on the last day looked at, not on any. */
	if (rc == MB_OK && ever)
		rc = first_day(p, x, from, to, err);
	if (rc == MB_OK && x->s.first != MB_NO_DAY) {
		x->s.open_ended = true;
		rc = ahead_chased(&x->s.chased, &x->before, x->act.doc ? x->act.doc : p->meeting->id, from,
				  to, err);
	}
	return rc;
}

static int find_times(struct plan *p, struct mb_error *err)
{
	int rc = MB_OK;

	for (size_t i = p->n; rc == MB_OK && i-- > 0;) {
		struct planned *x = &p->steps[i];
		mb_day on;

		rc = x->s.after ? time_after(p, x, err) : time_before(p, x, err);
		on = x->s.first != MB_NO_DAY		? x->s.first
		     : x->s.after && p->date > p->today ? p->date
							: p->today;
		if (rc == MB_OK && x->s.first == MB_NO_DAY)
			rc = blocks(p, x, on, err);
		if (rc == MB_OK)
			rc = people(p, x, on, err);
		ahead_end(&x->before);
	}
	return rc;
}

/* ---- the countdown --------------------------------------------------------------------------------------- */

/* Earlier ends first; steps keep their order otherwise, and so none comes before what it needs. */
static bool sooner(const struct planned *x, const struct planned *y)
{
	if (x->s.after || y->s.after || x->s.last == MB_NO_DAY || y->s.last == MB_NO_DAY)
		return false;
	return x->s.last < y->s.last;
}

static void hand_out(struct mb_countdown *out, struct plan *p)
{
	for (size_t i = 1; i < p->n; i++)
		for (size_t k = i; k > 0 && sooner(&p->steps[k], &p->steps[k - 1]); k--) {
			struct planned x = p->steps[k];

			p->steps[k] = p->steps[k - 1];
			p->steps[k - 1] = x;
		}
	for (size_t i = 0; i < p->n; i++)
		*MB_PUSH(p->a, out->steps, out->n_steps) = p->steps[i].s;
}

int mb_gate_countdown(struct mb_countdown *out, struct mb_arena *a, struct mb_gate *g, const char *meeting,
		      const struct mb_actor *day, struct mb_error *err)
{
	struct plan p = { .a = a, .g = g, .now = day->recorded, .today = mb_instant_day(day->recorded) };
	int rc;

	memset(out, 0, sizeof *out);
	if ((rc = mb_gate_refresh(g, err)) != MB_OK ||
	    (rc = mb_view_doc(&p.meeting, g->view, meeting, err)) != MB_OK)
		return rc;
	if (!p.meeting->kind || !mb_streq(p.meeting->kind->name, "meeting"))
		return mb_fail(err, MB_EINVAL, "%s is no meeting: a countdown is to a meeting",
			       p.meeting->id);
	p.date = mb_doc_day(p.meeting, "date");
	if (p.date == MB_NO_DAY)
		return mb_fail(err, MB_EINVAL, "%s has no date", p.meeting->id);
	*out = (struct mb_countdown){ .meeting = mb_arena_dup(a, p.meeting->id),
				      .title = mb_arena_dup(a, p.meeting->title),
				      .date = p.date,
				      .from = p.today };
	if (mb_streq(p.meeting->state, "cancelled"))
		return MB_OK;
	ahead_begin(&p.world, a, g, &out->judged);
	if (p.date >= p.today)
		rc = plan_agendas(&p, err);
	if (rc == MB_OK)
		rc = plan_minutes(&p, err);
	if (rc == MB_OK)
		rc = find_times(&p, err);
	for (size_t i = 0; i < p.n; i++)
		ahead_end(&p.steps[i].before);
	ahead_end(&p.world);
	if (rc == MB_OK)
		hand_out(out, &p);
	return rc;
}
