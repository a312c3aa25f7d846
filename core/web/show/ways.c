/* What would satisfy a requirement, as a step: the requirement says what must be done to which document (mb_way), here is the page where
 * it is done, for whoever may do it; for others, who can. */
#include "show.h"

#include <string.h>

#define WAYS_MAX 12 /* of one finding: a longer list helps nobody */

static const struct mb_doc *readable(struct web_req *q, const char *id)
{
	const struct mb_doc *d;
	struct mb_error none;

	return id && web_doc(&d, q, id, &none) == MB_OK ? d : NULL;
}

static bool may_sign(struct web_req *q, const struct mb_doc *d, const char *role)
{
	return mb_may(q->reader, "sign", d) &&
	       mb_role_holds(mb_gate_view(q->g), q->who.person, role, d->group, q->today);
}

static const char *field_words(struct web_req *q, const struct mb_doc *d, const char *name)
{
	const struct mb_field *f = d->kind ? mb_kind_field(d->kind, name) : NULL;

	return f ? mb_column_label(q->a, f) : mb_label(q->a, name);
}

static const char *move_words(struct web_req *q, const char *move, const struct mb_doc *d)
{
	const struct mb_move *m = d->kind ? mb_kind_move(d->kind, move) : NULL;

	return m && m->label ? mb_arena_printf(q->a, "%s: %s", m->label, d->id)
			     : mb_arena_printf(q->a, "%s %s", show_move_words(q, move), d->id);
}

static const char *words(struct web_req *q, const struct mb_way *w, const struct mb_doc *d)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), w->what ? w->what : "");

	if (mb_streq(w->act, "sign"))
		return mb_arena_printf(q->a, "Sign off %s as %s", d->id, w->what);
	if (mb_streq(w->act, "move"))
		return move_words(q, w->what, d);
	if (mb_streq(w->act, "fill"))
		return mb_arena_printf(q->a, "Fill in %s of %s", field_words(q, d, w->what), d->id);
	if (mb_streq(w->act, "edit"))
		return mb_arena_printf(q->a, "Change %s", d->id);
	if (mb_streq(w->act, "cure"))
		return "See what lifts it";
	return mb_arena_printf(q->a, "File %s", k && k->plural ? k->plural : w->what);
}

/* Where the reader does it; NULL: this is not for this reader. */
static const char *href(struct web_req *q, const struct mb_way *w, const struct mb_doc *d)
{
	if (!q->who.person)
		return NULL;
	if (mb_streq(w->act, "file"))
		return show_may_begin(q, w->what, NULL)
			       ? mb_arena_printf(q->a, "/file?kind=%s", web_escape(q->a, w->what))
			       : NULL;
	if (!d)
		return NULL;
	if (mb_streq(w->act, "sign"))
		return may_sign(q, d, w->what) ? show_act_href(q, d->id, NULL, w->what) : NULL;
	if (mb_streq(w->act, "move"))
		return mb_may(q->reader, w->what, d) ? show_act_href(q, d->id, w->what, NULL) : NULL;
	if (mb_streq(w->act, "cure"))
		return "/irregularities";
	return mb_may(q->reader, "edit", d) ? mb_arena_printf(q->a, "/d/%s/edit", web_escape(q->a, d->id))
					    : NULL;
}

static void add_holders(const char **names, struct web_req *q, const struct mb_doc *d, const char *role)
{
	const char *own = mb_streq(role, "author") || mb_kind_field(d->kind, role) ? mb_doc_field(d, role)
										   : NULL,
		   *name;
	const char **people = &own;
	struct mb_error none;
	size_t n = own != NULL;

	if (!own && !mb_streq(role, "anyone") &&
	    mb_role_holders(&people, &n, q->a, mb_gate_view(q->g), role, d->group, q->today, &none) != MB_OK)
		return;
	for (size_t i = 0; i < n; i++) {
		name = mb_person_name(q->a, q->g, people[i]);
		if (!*names || !strstr(*names, name))
			*names = mb_arena_printf(q->a, "%s%s%s", *names ? *names : "", *names ? ", " : "",
						 name);
	}
}

const char *show_who_can(struct web_req *q, const struct mb_way *w)
{
	const struct mb_doc *d = readable(q, w->doc);
	const struct mb_move *m = d && d->kind && w->what ? mb_kind_move(d->kind, w->what) : NULL;
	const char *names = NULL;

	if (!d || !d->kind)
		return NULL;
	if (mb_streq(w->act, "sign"))
		add_holders(&names, q, d, w->what);
	for (size_t i = 0; mb_streq(w->act, "move") && m && i < m->n_who; i++)
		add_holders(&names, q, d, m->who[i]);
	if (mb_streq(w->act, "fill") || mb_streq(w->act, "edit"))
		for (size_t i = 0; i < d->kind->n_edit_who; i++)
			add_holders(&names, q, d, d->kind->edit_who[i]);
	return names;
}

/* Several fields of one text are one step. */
static bool before(const struct mb_finding *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (mb_streq(f->ways[k].doc, f->ways[i].doc) && mb_streq(f->ways[k].act, f->ways[i].act) &&
		    (mb_streq(f->ways[i].act, "edit") || mb_streq(f->ways[k].what, f->ways[i].what)))
			return true;
	return false;
}

const char *show_ways(struct web_req *q, struct tpl_map *box, const struct mb_finding *f)
{
	const char *names = NULL;

	for (size_t i = 0; i < f->n_ways && i < WAYS_MAX; i++) {
		const struct mb_way *w = &f->ways[i];
		const struct mb_doc *d = readable(q, w->doc);
		const char *to = before(f, i) ? NULL : href(q, w, d), *who;
		struct tpl_map *step;

		if (to && web_there(q, to)) {
			step = tpl_list_add(box, "steps");
			tpl_set_text(step, "text", words(q, w, d));
			tpl_set_url(step, "href", to);
		} else if ((who = show_who_can(q, w)) && !(names && strstr(names, who))) {
			names = mb_arena_printf(q->a, "%s%s%s", names ? names : "", names ? ", " : "", who);
		}
	}
	return names;
}
