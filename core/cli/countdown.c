/* The countdown to a meeting, and the two warnings that come with days: notices that became short, a calendar that ends. */
#include "cli.h"

#include <string.h>

static const char *by_when(struct cli *c, const struct mb_step *s)
{
	if (s->first == MB_NO_DAY)
		return s->after ? "later" : "no lawful day is left";
	if (s->open_ended && s->chased != MB_NO_DAY)
		return mb_arena_printf(c->a, "by %s", cli_day_words(c, s->chased));
	if (s->open_ended)
		return mb_arena_printf(c->a, "from %s", cli_day_words(c, s->first));
	if (s->last_working != s->last && s->last_working != MB_NO_DAY)
		return mb_arena_printf(c->a, "by %s (or, if it must, by %s)",
				       cli_day_words(c, s->last_working), cli_day_words(c, s->last));
	if (s->minute >= 0)
		return mb_arena_printf(c->a, "by %s %02d:%02d", cli_day_words(c, s->last), s->minute / 60,
				       s->minute % 60);
	return mb_arena_printf(c->a, "by %s", cli_day_words(c, s->last));
}

static const char *who_words(struct cli *c, const struct mb_step *s)
{
	const char *all = NULL;

	for (size_t i = 0; i < s->n_who; i++) {
		const struct mb_step_person *x = &s->who[i];

		all = mb_arena_printf(c->a, "%s%s%s (%s)%s%s", all ? all : "",
				      !all	   ? ""
				      : x->only_if ? "; "
						   : " or ",
				      cli_person_name(c, x->person), x->role, x->only_if ? " only if " : "",
				      x->only_if ? x->only_if : "");
	}
	return all ? all : "nobody who may holds the role";
}

static const char *act_words(struct cli *c, const struct mb_step *s)
{
	return s->role ? mb_arena_printf(c->a, "sign %s as %s", s->doc, s->role)
		       : mb_arena_printf(c->a, "%s %s", s->act, s->doc);
}

static void put_step(struct cli *c, size_t number, const struct mb_step *s)
{
	const char *head = mb_arena_printf(c->a, "  %zu. %s:", number, by_when(c, s));

	out_wrapped(c, 5, head, mb_arena_printf(c->a, "%s - %s", act_words(c, s), who_words(c, s)));
	if (s->ends.rule)
		out_wrapped(c, 7, "       ",
			    mb_arena_printf(c->a, "%s: %s, %s needed%s%s%s; a moment later: %s", s->ends.rule,
					    s->ends.found, s->ends.needed, *s->ends.source ? " (" : "",
					    s->ends.source, *s->ends.source ? ")" : "",
					    s->then_found ? s->then_found : ""));
	for (size_t i = 0; i < s->n_blocks; i++) {
		const struct mb_finding *f = &s->blocks[i];

		out_wrapped(c, 7, "     x ",
			    mb_arena_printf(c->a, "%s: %s", f->rule,
					    f->remedy && *f->remedy ? f->remedy
					    : *f->found		    ? f->found
								    : f->needed));
	}
}

static struct mb_json *finding_json(struct mb_json *j, const struct mb_finding *f)
{
	mb_json_set_text(j, "rule", f->rule);
	mb_json_set_text(j, "authority", f->authority);
	mb_json_set_text(j, "found", f->found);
	mb_json_set_text(j, "needed", f->needed);
	mb_json_set_text(j, "source", f->source);
	mb_json_set_text(j, "remedy", f->remedy);
	return j;
}

static void time_json(struct mb_json *j, struct cli *c, const struct mb_step *s)
{
	mb_json_set_day(j, "first", s->first);
	mb_json_set_day(j, "last", s->last);
	mb_json_set_day(j, "last_working", s->last_working);
	mb_json_set_text(j, "before",
			 s->minute >= 0 ? mb_arena_printf(c->a, "%02d:%02d", s->minute / 60, s->minute % 60)
					: NULL);
	mb_json_set_bool(j, "open_ended", s->open_ended);
	mb_json_set_day(j, "chased", s->chased);
}

static void step_json(struct cli *c, const struct mb_countdown *d, size_t number, const struct mb_step *s)
{
	struct mb_json *j = mb_json_object(), *list;

	mb_json_set_int(j, "step", (long)number);
	mb_json_set_text(j, "meeting", d->meeting);
	mb_json_set_text(j, "id", s->doc);
	mb_json_set_text(j, "kind", s->kind);
	mb_json_set_text(j, "act", s->act);
	mb_json_set_text(j, "role", s->role);
	mb_json_set_text(j, "about", s->about);
	mb_json_set_text(j, "needed_for", s->needed_for);
	time_json(j, c, s);
	list = mb_json_set_array(j, "who");
	for (size_t i = 0; i < s->n_who; i++) {
		struct mb_json *who = mb_json_push_object(list);

		mb_json_set_text(who, "person", s->who[i].person);
		mb_json_set_text(who, "role", s->who[i].role);
		mb_json_set_text(who, "only_if", s->who[i].only_if);
	}
	if (s->ends.rule)
		mb_json_set_text(finding_json(mb_json_set_object(j, "ends"), &s->ends), "then_found",
				 s->then_found);
	list = mb_json_set_array(j, "blocks");
	for (size_t i = 0; i < s->n_blocks; i++)
		finding_json(mb_json_push_object(list), &s->blocks[i]);
	out_json(j);
}

int cli_countdown(struct cli *c, const char *meeting, const struct mb_actor *day, struct mb_error *err)
{
	struct mb_countdown d;
	int rc = mb_gate_countdown(&d, c->a, c->g, meeting, day, err);

	if (rc != MB_OK || d.n_steps == 0)
		return rc;
	if (!c->json) {
		out_bold(c, "%s", d.meeting);
		out(" on %s: what must still happen, in this order\n", cli_day_words(c, d.date));
	}
	for (size_t i = 0; i < d.n_steps; i++)
		if (c->json)
			step_json(c, &d, i + 1, &d.steps[i]);
		else
			put_step(c, i + 1, &d.steps[i]);
	if (!c->json)
		out("\n");
	return MB_OK;
}

void cli_calendar_warning(struct cli *c)
{
	const char *warning = mb_gate_calendar_warning(c->a, c->g, cli_today(c));

	if (warning)
		tell("minutebook: %s\n", warning);
}

/* ---- notices that became short ----------------------------------------------------------------------------- */

static void short_json(const struct mb_short_notice *s)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "id", s->doc);
	mb_json_set_text(j, "title", s->title);
	mb_json_set_text(j, "meeting", s->meeting);
	mb_json_set_day(j, "given", s->given);
	mb_json_set_day(j, "date", s->date);
	mb_json_set_text(j, "rule", s->rule);
	mb_json_set_text(j, "authority", s->authority);
	mb_json_set_text(j, "found_then", s->found_then);
	mb_json_set_text(j, "found_now", s->found_now);
	mb_json_set_text(j, "needed", s->needed);
	mb_json_set_text(j, "holiday", s->holiday);
	mb_json_set_bool(j, "to_come", s->to_come);
	out_json(j);
}

int cmd_notices(struct cli *c, struct mb_error *err)
{
	struct mb_short_notice *list;
	size_t n;
	int rc = cli_open(c, err);

	if (rc != MB_OK || (rc = mb_gate_short_notices(&list, &n, c->a, c->g, cli_today(c), err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		const struct mb_short_notice *s = &list[i];

		if (c->json) {
			short_json(s);
			continue;
		}
		out_bold(c, "%s", s->doc);
		out(" \"%s\", given on %s for %s\n", s->title, cli_day_words(c, s->given),
		    cli_day_words(c, s->date));
		out_wrapped(c, 2, "  ", mb_arena_printf(c->a, "became short by %s", s->holiday));
		out_wrapped(c, 2, "  ", mb_arena_printf(c->a, "as known then: %s", s->found_then));
		out_wrapped(c, 2, "  ",
			    mb_arena_printf(c->a, "as known now: %s; %s needed (%s)", s->found_now, s->needed,
					    s->rule));
		out_wrapped(c, 2, "  ",
			    s->to_come
				    ? "the meeting is still to come: move it, or have each item ruled urgent"
				    : "the meeting is past: take advice on what it decided");
	}
	if (n == 0 && !c->json)
		out("No notice became short: all that were lawful when given are so by what is known now.\n");
	cli_calendar_warning(c);
	return MB_OK;
}
