/* trail: one matter through every body. stands: what holds on a topic today. */
#include "cli.h"

#include <string.h>

/* ---- trail ----------------------------------------------------------------------------------------------- */

static void put_step(struct cli *c, const struct mb_trail_step *s, const char *group, bool same_day)
{
	const char *day = s->date == MB_NO_DAY || same_day ? "" : cli_day_words(c, s->date);
	const char *where = *s->group && !mb_streq(s->group, group) ? s->body : NULL;

	out_wrapped(c, 19, mb_arena_printf(c->a, "  %-15s  ", day),
		    mb_arena_printf(c->a, "%s%s%s%s%s%s%s%s", s->what, where ? ", " : "", where ? where : "",
				    s->outcome ? ": " : "", s->outcome ? s->outcome : "", s->doc ? " [" : "",
				    s->doc ? s->doc : "", s->doc ? "]" : ""));
}

int cmd_trail(struct cli *c, struct mb_error *err)
{
	struct mb_standpoint from;
	struct mb_trail t;
	mb_day last = MB_NO_DAY;
	const char *when;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_standpoint_given(&from, c, err)) != MB_OK ||
	    (rc = mb_trail_follow(&t, c->a, c->g, &from, c->words[0], err)) != MB_OK)
		return rc;
	if (c->json) {
		out_json(mb_json_trail(&t));
		return MB_OK;
	}
	out_bold(c, "%s%s%s %s\n", t.id, t.number ? "#" : "", t.number ? t.number : "",
		 t.number ? t.text : t.title);
	if ((when = mb_standpoint_words(c->a, &from)))
		out_dim(c, "%s\n", when);
	out("%s\n\n", cli_group_title(c, t.group));
	for (size_t i = 0; i < t.n_steps; i++) {
		put_step(c, &t.steps[i], t.group, t.steps[i].date == last);
		if (t.steps[i].date != MB_NO_DAY)
			last = t.steps[i].date;
	}
	out("\n");
	out_wrapped(c, 0, "", mb_arena_printf(c->a, "Now: %s", t.now));
	return MB_OK;
}

/* ---- stands ---------------------------------------------------------------------------------------------- */

static const char *ids(struct cli *c, const struct mb_ref *refs, size_t n)
{
	const char *all = NULL;

	for (size_t i = 0; i < n; i++)
		all = mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? ", " : "", refs[i].id);
	return all;
}

static void put_position(struct cli *c, const struct mb_position *p)
{
	const struct mb_effect_of *e = &p->effect;

	out_bold(c, "%s", p->id);
	out(", %s, %s, %s\n", p->body, cli_day_words(c, p->date), p->outcome ? p->outcome : "decided");
	out_wrapped(c, 4, "    ", p->text);
	cli_fact(c, "Effect", mb_effect_words(c->a, e));
	for (size_t i = 0; i < e->n_conditions; i++) {
		const struct mb_condition *x = &e->conditions[i];

		cli_fact(c, i ? "" : "Conditions",
			 x->met_on == MB_NO_DAY
				 ? mb_arena_printf(c->a, "%s: open", x->text)
				 : mb_arena_printf(c->a, "%s: met on %s%s%s", x->text,
						   cli_day_words(c, x->met_on), x->evidence ? ", " : "",
						   x->evidence ? x->evidence : ""));
	}
	cli_fact(c, "Amended by", ids(c, e->amended_by, e->n_amended_by));
	cli_fact(c, "Ratified by", ids(c, e->ratified_by, e->n_ratified_by));
	cli_fact(c, "Superseded by", ids(c, e->by, e->n_by));
	cli_fact(c, "Comes from", ids(c, p->chain, p->n_chain));
}

static void put_positions(struct cli *c, const char *title, const struct mb_position *p, size_t n)
{
	if (!n)
		return;
	out("\n");
	out_bold(c, "%s\n", title);
	for (size_t i = 0; i < n; i++)
		put_position(c, &p[i]);
}

int cmd_stands(struct cli *c, struct mb_error *err)
{
	struct mb_standpoint from;
	const char *topic = NULL;
	struct mb_stands s;
	int rc;

	for (size_t i = 0; i < c->n_words; i++)
		topic = mb_arena_printf(c->a, "%s%s%s", topic ? topic : "", topic ? " " : "", c->words[i]);
	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_standpoint_given(&from, c, err)) != MB_OK ||
	    (rc = mb_stands_on(&s, c->a, c->g, &from, topic, err)) != MB_OK)
		return rc;
	if (c->json) {
		out_json(mb_json_stands(&s));
		return MB_OK;
	}
	out_bold(c, "%s%s", s.theme ? "Theme: " : "", s.topic);
	out(", %s%s%s\n", from.as_at == MB_NO_DAY ? "as it stands on " : "in force on ",
	    cli_day_words(c, mb_standpoint_day(&from)),
	    from.known_at == MB_NO_DAY
		    ? ""
		    : mb_arena_printf(c->a, ", as known on %s", cli_day_words(c, from.known_at)));
	put_positions(c, "In force", s.now, s.n_now);
	put_positions(c, "Decided, but without effect", s.pending, s.n_pending);
	put_positions(c, "No longer", s.past, s.n_past);
	if (s.n_notes)
		out("\n");
	for (size_t i = 0; i < s.n_notes; i++)
		out_wrapped(c, 0, "", s.notes[i]);
	return MB_OK;
}
