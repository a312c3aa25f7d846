/* What a ruling brings with it, as rows and files of the same change: irregular marks, notices, reports, actions, cures.
 *
 * Every row carries the number of its event, so that a change can be stripped of its effects again and judged anew. */
#include "gate_impl.h"

#include <string.h>

static int open_id(struct draft_file **out, struct draft *d, const char *id, struct mb_error *err)
{
	struct mb_address at;
	struct mb_view *v;
	int rc;

	if ((rc = draft_view(&v, d, err)) != MB_OK || (rc = mb_address_of(&at, d->a, v, id, err)) != MB_OK)
		return rc;
	return draft_open(out, d, at.path, err);
}

/* The row of `irregular` for this rule that is still open; -1 when there is none. */
static long open_row(const struct draft *d, const struct mb_doc *doc, const char *rule)
{
	const struct mb_node *rows = mb_doc_node(doc, "irregular");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (mb_rules_same(d->rules, mb_node_text(rows->items[i], "rule"), rule) &&
		    !mb_node_text(rows->items[i], "cured"))
			return (long)i;
	return -1;
}

#define CORRECTED "the record was corrected: the rule now holds"

/* What was ratified or ruled on stays cured, however often the draft is corrected; what a correction put right may go wrong
 * again with the next one. */
static bool cured_for_good(const struct draft *d, const struct mb_doc *doc, const char *rule)
{
	const struct mb_node *rows = mb_doc_node(doc, "irregular");

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		if (mb_rules_same(d->rules, mb_node_text(rows->items[i], "rule"), rule) &&
		    mb_node_text(rows->items[i], "cured") &&
		    !mb_streq(mb_node_text(rows->items[i], "cured_by"), CORRECTED))
			return true;
	return false;
}

static void put_text(struct mb_arena *a, struct mb_node *map, const char *key, const char *value)
{
	if (value && *value)
		mb_node_put(a, map, key, mb_node_new_text(a, value));
}

static int mark_irregular(struct draft *d, struct draft_file *f, const struct mb_doc *doc,
			  const struct mb_finding *x, struct mb_error *err)
{
	struct mb_node *row;

	if (open_row(d, doc, x->rule) >= 0 || cured_for_good(d, doc, x->rule))
		return MB_OK;
	row = mb_node_new_map(d->a);
	put_text(d->a, row, "rule", x->rule);
	put_text(d->a, row, "marks", x->marks ? x->marks : "irregular");
	mb_node_put(d->a, row, "since", mb_node_new_day(d->a, d->on));
	mb_node_put(d->a, row, "event", mb_node_new_int(d->a, d->event));
	put_text(d->a, row, "found", x->found);
	put_text(d->a, row, "needed", x->needed);
	put_text(d->a, row, "cures", x->cures);
	return draft_append(d, f, "irregular", row, err);
}

static int cure(struct draft *d, struct draft_file *f, const struct mb_doc *doc, const char *rule,
		const char *by, struct mb_error *err)
{
	long at = open_row(d, doc, rule);
	struct mb_node *row;

	if (at < 0)
		return MB_OK;
	row = mb_node_copy(d->a, mb_doc_node(doc, "irregular")->items[at]);
	mb_node_put(d->a, row, "cured", mb_node_new_day(d->a, d->on));
	mb_node_put(d->a, row, "cured_event", mb_node_new_int(d->a, d->event));
	put_text(d->a, row, "cured_by", by);
	return draft_set(d, f, mb_arena_printf(d->a, "irregular/%ld", at), row, err);
}

int draft_mark(struct draft *d, const struct mb_ruling *ruling, struct mb_error *err)
{
	for (size_t i = 0; i < ruling->n_findings; i++) {
		const struct mb_finding *x = &ruling->findings[i];
		const struct mb_doc *doc;
		struct draft_file *f;
		int rc;

		if ((x->outcome != MB_IRREGULAR && x->outcome != MB_SATISFIED) || !x->doc)
			continue;
		if ((rc = open_id(&f, d, x->doc, err)) != MB_OK)
			return rc;
		if (f->removed)
			continue;
		if ((rc = draft_doc(&doc, d, f, err)) != MB_OK)
			return rc;
		if (x->outcome == MB_IRREGULAR)
			rc = mark_irregular(d, f, doc, x, err);
		else if (open_row(d, doc, x->rule) >= 0)
			rc = cure(d, f, doc, x->rule, CORRECTED, err);
		if (rc != MB_OK)
			return rc;
	}
	return MB_OK;
}

/* ---- effects --------------------------------------------------------------------------------------------- */

static const char *arg(const struct mb_effect *e, const char *key)
{
	const struct mb_node *v = mb_node_get(e->args, key);

	if (v && v->type == MB_LIST && v->n)
		v = v->items[0];
	return v && v->type == MB_TEXT && *v->text ? v->text : NULL;
}

static void touched(struct draft *d, const struct mb_doc *doc, const char *what)
{
	*MB_PUSH(d->a, d->out->touched,
		 d->out->n_touched) = (struct mb_touched){ .id = doc->id,
							   .path = doc->path,
							   .kind = doc->kind ? doc->kind->name : "page",
							   .what = what,
							   .title = doc->title };
}

static const char *group_title(struct draft *d, const char *slug)
{
	const struct mb_doc *group;
	struct mb_error ignored;

	return mb_view_doc(&group, d->base, slug, &ignored) == MB_OK ? group->title : slug;
}

/* What is made because of a document is seen by no more people than it: whoever may not read the words of an exempt decision
 * may not read them as the title of a report either. An exempt report is for the group that receives it. */
static void same_sight(struct draft *d, struct mb_node *fields, const char *kind, const struct mb_doc *of)
{
	static const char *const keys[] = { "audience", "readers" };
	const struct mb_kind *k = mb_schema_kind(mb_rules_schema(d->rules), kind);

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (mb_doc_node(of, keys[i]))
			mb_node_put(d->a, fields, keys[i], mb_node_copy(d->a, mb_doc_node(of, keys[i])));
	if (mb_streq(mb_doc_field(of, "exempt"), "true") && k && mb_kind_field(k, "exempt"))
		mb_node_put(d->a, fields, "exempt", mb_node_new_raw(d->a, "true"));
}

/* What an effect is about: the document it names, else the one whose event it follows. */
static int subject_of(const struct mb_doc **out, struct draft *d, const char *id, const struct mb_doc *about,
		      struct mb_error *err)
{
	struct mb_address at;
	struct draft_file *f;
	struct mb_view *v;
	int rc;

	*out = about;
	if (!id || mb_streq(id, about->id))
		return MB_OK;
	if ((rc = draft_view(&v, d, err)) != MB_OK)
		return rc;
	if ((rc = mb_address_of(&at, d->a, v, id, err)) != MB_OK)
		return rc == MB_ENOTFOUND ? MB_OK : rc;
	if ((rc = draft_open(&f, d, at.path, err)) != MB_OK || !f->text.n)
		return rc;
	return draft_doc(out, d, f, err);
}

/* A report waits in the receiving group's own numbering until that group's next meeting. */
static int make_report(const char **made, struct draft *d, const struct mb_effect *e,
		       const struct mb_doc *about, struct mb_error *err)
{
	const char *to = arg(e, "to"), *subject = arg(e, "subject"), *title = arg(e, "title"),
		   *purpose = arg(e, "purpose");
	struct mb_node *fields = mb_node_new_map(d->a);
	struct mb_address at;
	struct draft_file *f;
	const struct mb_doc *doc, *of;
	int rc;

	if (!to)
		return MB_OK; /* nobody to report to: the map of groups shows that as a finding */
	mb_node_put(d->a, fields, "title", mb_node_new_text(d->a, title ? title : about->title));
	mb_node_put(d->a, fields, "purpose", mb_node_new_text(d->a, purpose ? purpose : "to note"));
	mb_node_put(d->a, fields, "subject", mb_node_new_raw(d->a, subject ? subject : about->id));
	mb_node_put(d->a, fields, "since", mb_node_new_day(d->a, d->on));
	mb_node_put(d->a, fields, "rule", mb_node_new_text(d->a, e->rule));
	if (about->group)
		mb_node_put(d->a, fields, "from_group", mb_node_new_raw(d->a, about->group));
	if (arg(e, "line"))
		mb_node_put(d->a, fields, "line", mb_node_new_text(d->a, arg(e, "line")));
	if ((rc = subject_of(&of, d, subject, about, err)) != MB_OK)
		return rc;
	same_sight(d, fields, "report", of);
	rc = draft_new_with(&f, &at, d, "report", to, mb_day_year(d->on), NULL, NULL, fields, err);
	if (rc != MB_OK)
		return rc;
	f->event_less = true;
	if ((rc = draft_doc(&doc, d, f, err)) != MB_OK)
		return rc;
	touched(d, doc,
		mb_arena_printf(d->a, "waits for the next meeting of %s, %s", group_title(d, to),
				purpose ? purpose : "to note"));
	*made = at.id;
	return MB_OK;
}

static int make_action(const char **made, struct draft *d, const struct mb_effect *e,
		       const struct mb_doc *about, struct mb_error *err)
{
	const char *owner = arg(e, "owner"), *due = arg(e, "due"), *title = arg(e, "title"),
		   *as = arg(e, "as") ? arg(e, "as") : "action";
	struct mb_node *fields = mb_node_new_map(d->a);
	struct mb_address at;
	struct draft_file *f;
	const struct mb_doc *doc;
	int rc;

	if (!about->group)
		return mb_fail(err, MB_EINVAL, "rule '%s' makes an action, but %s belongs to no group",
			       e->rule, about->id);
	same_sight(d, fields, as, about);
	if ((rc = draft_new_with(&f, &at, d, as, about->group, mb_day_year(d->on), NULL, NULL, fields,
				 err)) != MB_OK ||
	    (rc = draft_set_text(d, f, "title", title ? title : about->title, err)) != MB_OK ||
	    (rc = draft_set_day(d, f, "set_on", d->on, err)) != MB_OK)
		return rc;
	if (owner && (rc = draft_set_raw(d, f, "owner", owner, err)) != MB_OK)
		return rc;
	if (due && ((rc = draft_set_raw(d, f, "due", due, err)) != MB_OK ||
		    (rc = draft_set_raw(d, f, "first_due", due, err)) != MB_OK))
		return rc;
	if (mb_streq(about->kind->name, "decision") &&
	    (rc = draft_set_raw(d, f, "decision", about->id, err)) != MB_OK)
		return rc;
	f->event_less = true;
	if ((rc = draft_doc(&doc, d, f, err)) != MB_OK)
		return rc;
	touched(d, doc, mb_arena_printf(d->a, "%s made by a rule", as));
	*made = at.id;
	return MB_OK;
}

static int add_notice(struct draft *d, struct draft_file *f, const struct mb_effect *e, const char *made,
		      struct mb_error *err)
{
	struct mb_node *row = mb_node_new_map(d->a), *to = mb_node_get(e->args, "to");

	mb_node_put(d->a, row, "event", mb_node_new_int(d->a, d->event));
	mb_node_put(d->a, row, "on", mb_node_new_day(d->a, mb_instant_day(d->actor->recorded)));
	mb_node_put(d->a, row, "kind", mb_node_new_raw(d->a, e->kind));
	if (!to)
		to = mb_node_get(e->args, "who");
	if (!to)
		to = mb_node_get(e->args, "from");
	if (to)
		mb_node_put(d->a, row, "to", mb_node_copy(d->a, to));
	put_text(d->a, row, "about", arg(e, "about") ? arg(e, "about") : arg(e, "to_do"));
	if (made)
		mb_node_put(d->a, row, "doc", mb_node_new_raw(d->a, made));
	if (e->step != MB_NO_DAY)
		mb_node_put(d->a, row, "step", mb_node_new_day(d->a, e->step));
	put_text(d->a, row, "key", e->key);
	return draft_append(d, f, "notices", row, err);
}

/* A report that an agenda brings up belongs to that agenda's meeting. */
static int place_report(struct draft *d, struct mb_node *fields, const char *by, struct mb_error *err)
{
	const struct mb_doc *doc;
	struct draft_file *agenda;
	const char *meeting;
	int rc;

	if ((rc = open_id(&agenda, d, by, err)) != MB_OK || (rc = draft_doc(&doc, d, agenda, err)) != MB_OK)
		return rc;
	meeting = mb_doc_field(doc, "meeting");
	if (meeting)
		mb_node_put(d->a, fields, "meeting", mb_node_new_raw(d->a, meeting));
	return MB_OK;
}

/* What a move that leads back to its own state does: a row is complete, a day is a later one. Both name what they come of. */
static int fill_advance(struct draft *d, struct draft_file *f, const struct mb_doc *doc,
			const struct mb_move *m, const struct mb_effect *e, struct mb_error *err)
{
	const char *day = arg(e, "day"), *note = arg(e, "note");
	mb_day on = d->on;
	int rc;

	if (!m->completes.rows && !day)
		return MB_OK;
	if (day && !mb_day_parse(&on, day))
		return mb_fail(err, MB_EINVAL, "%s:%d: advance: '%s' is not a date that exists", e->file,
			       e->line, day);
	if (m->completes.rows)
		return draft_complete_row(d, f, doc, m, arg(e, "row"), on, note, err);
	if (!mb_kind_field(doc->kind, "extensions") || !mb_kind_field(doc->kind, "due"))
		return mb_fail(err, MB_EINVAL, "%s:%d: advance: %s has no due date to extend", e->file,
			       e->line, doc->id);
	rc = draft_extend(d, f, doc, day, e->doc, note, err);
	return rc == MB_OK ? draft_set_day(d, f, "due", on, err) : rc;
}

static int advance(struct draft *d, const struct mb_effect *e, bool *advances, struct mb_error *err)
{
	const char *target = arg(e, "doc"), *move = arg(e, "move");
	const struct mb_field *of;
	const struct mb_doc *doc;
	const struct mb_move *m;
	struct draft_file *f;
	struct mb_node *fields;
	int rc;

	if (!target || !move)
		return mb_fail(err, MB_EINVAL, "%s:%d: advance needs a document and a move", e->file,
			       e->line);
	if ((rc = open_id(&f, d, target, err)) != MB_OK || (rc = draft_doc(&doc, d, f, err)) != MB_OK)
		return rc;
	if (!doc->kind || !(m = mb_kind_move(doc->kind, move)))
		return mb_fail(err, MB_EINVAL, "%s:%d: %s has no move '%s'", e->file, e->line, target, move);
	if (mb_streq(doc->state, m->to) && !m->completes.rows && !arg(e, "day"))
		return MB_OK; /* it is there already */
	if ((rc = fill_advance(d, f, doc, m, e, err)) != MB_OK)
		return rc;
	f->second = true;
	f->follows = true;
	f->move = m->name;
	f->what = message_past(d->a, m->name);
	fields = mb_node_new_map(d->a);
	mb_node_put(d->a, fields, "state", mb_node_new_text(d->a, m->to));
	if (m->stamp)
		mb_node_put(d->a, fields, m->stamp, mb_node_new_day(d->a, d->on));
	if (mb_streq(doc->kind->name, "report") && (rc = place_report(d, fields, e->doc, err)) != MB_OK)
		return rc;
	/* what it came of, where the kind has a place for it: approved_by, considered_by, superseded_by */
	of = mb_kind_field(doc->kind, mb_arena_printf(d->a, "%s_by", m->stamp ? m->stamp : m->to));
	if (of && of->type == MB_T_DOC)
		mb_node_put(d->a, fields, of->name, mb_node_new_raw(d->a, e->doc));
	rc = draft_set_all(d, f, fields, err);
	*advances = true;
	return rc;
}

static int carry_out(struct draft *d, const struct mb_effect *e, bool *advances, struct mb_error *err)
{
	const struct mb_doc *about;
	const char *made = NULL;
	struct draft_file *f;
	int rc;

	if (mb_streq(e->kind, "advance"))
		return advance(d, e, advances, err);
	if (mb_streq(e->kind, "cure")) {
		if ((rc = open_id(&f, d, arg(e, "doc") ? arg(e, "doc") : e->doc, err)) != MB_OK ||
		    (rc = draft_doc(&about, d, f, err)) != MB_OK)
			return rc;
		return cure(d, f, about, arg(e, "rule"), arg(e, "by"), err);
	}
	if ((rc = open_id(&f, d, e->doc, err)) != MB_OK || (rc = draft_doc(&about, d, f, err)) != MB_OK)
		return rc;
	if (mb_streq(e->kind, "report"))
		rc = make_report(&made, d, e, about, err);
	else if (mb_streq(e->kind, "create_action"))
		rc = make_action(&made, d, e, about, err);
	else
		touched(d, about,
			mb_arena_printf(d->a, "%s: %s",
					mb_streq(e->kind, "escalate") ? "escalated" : "reminded",
					arg(e, "about") ? arg(e, "about") : ""));
	return rc == MB_OK ? add_notice(d, f, e, made, err) : rc;
}

int draft_effects(struct draft *d, const struct mb_ruling *ruling, bool *advances, struct mb_error *err)
{
	for (size_t i = 0; i < ruling->n_effects; i++) {
		int rc = carry_out(d, &ruling->effects[i], advances, err);

		if (rc != MB_OK)
			return rc;
	}
	return MB_OK;
}
