/* A mark that a document bears: who can cure it, and at which meeting. */
#include "gate_impl.h"

#include <string.h>

struct marks {
	struct mb_arena *a;
	struct mb_gate *g;
	mb_day day;
};

/* ---- at which meeting ------------------------------------------------------------------------------------ */

static bool to_come(const struct marks *m, const struct mb_doc *meeting)
{
	mb_day day = mb_doc_day(meeting, "date");

	return day != MB_NO_DAY && day >= m->day && mb_streq(meeting->state, "planned");
}

/* The earliest to come; of several bodies (two at the end of solid lines) that of whichever meets first. */
static int next_meeting(struct mb_cure_of *x, const struct marks *m, const char *group, struct mb_error *err)
{
	const struct mb_query q = { .kind = "meeting", .group = group };
	const struct mb_doc **list;
	size_t n;
	int rc;

	if (!mb_schema_kind(mb_gate_schema(m->g), "meeting"))
		return MB_OK;
	if ((rc = mb_view_list(&list, &n, m->g->view, &q, err)) != MB_OK)
		return rc;
	if (!x->body)
		x->body = mb_arena_dup(m->a, group);
	for (size_t i = 0; i < n; i++) {
		mb_day day = mb_doc_day(list[i], "date");

		if (!to_come(m, list[i]) || (x->meeting && x->meeting_on <= day))
			continue;
		x->meeting = mb_arena_dup(m->a, list[i]->id);
		x->meeting_on = day;
		x->body = mb_arena_dup(m->a, group);
	}
	return MB_OK;
}

static int meetings_of_parents(struct mb_cure_of *x, const struct marks *m, const char *group,
			       struct mb_error *err)
{
	struct mb_line *lines;
	size_t n;
	int rc = mb_group_lines(&lines, &n, m->a, m->g->view, group, m->day, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (!mb_streq(lines[i].type, "dotted"))
			rc = next_meeting(x, m, lines[i].to, err);
	return rc;
}

/* What a field of the marked document leads to: a meeting, a group, a document of a group. */
static int meeting_by_field(struct mb_cure_of *x, const struct marks *m, const struct mb_doc *doc,
			    const char *field, struct mb_error *err)
{
	const struct mb_node *value = mb_doc_node(doc, field);
	const struct mb_doc *to;

	if (value && value->type == MB_LIST)
		value = value->n ? value->items[0] : NULL;
	if (!value || value->type != MB_TEXT || !*value->text ||
	    mb_view_doc(&to, m->g->view, value->text, NULL) != MB_OK)
		return MB_OK;
	if (to->kind && mb_streq(to->kind->name, "meeting") && to_come(m, to)) {
		x->body = mb_arena_dup(m->a, to->group);
		x->meeting = mb_arena_dup(m->a, to->id);
		x->meeting_on = mb_doc_day(to, "date");
		return MB_OK;
	}
	return to->group ? next_meeting(x, m, to->group, err) : MB_OK;
}

static int meeting(struct mb_cure_of *x, const struct marks *m, const struct mb_doc *doc,
		   const struct mb_cure *cure, struct mb_error *err)
{
	static const char *const own[] = { "group" };
	const char *const *at = cure->n_at ? cure->at : own;
	size_t n = cure->n_at ? cure->n_at : 1;
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < n && !x->body; i++) {
		if (mb_streq(at[i], "parent"))
			rc = doc->group ? meetings_of_parents(x, m, doc->group, err) : MB_OK;
		else if (mb_streq(at[i], "group"))
			rc = doc->group ? next_meeting(x, m, doc->group, err) : MB_OK;
		else
			rc = meeting_by_field(x, m, doc, at[i], err);
	}
	return rc;
}

/* ---- who can --------------------------------------------------------------------------------------------- */

static int who_can(struct mb_cure_of *x, const struct marks *m, const struct mb_doc *doc,
		   const struct mb_cure *cure, struct mb_error *err)
{
	const struct mb_doc *body;
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < cure->n_roles; i++) {
		const char **people;
		size_t n;

		x->can = mb_arena_printf(m->a, "%s%s%s", x->can ? x->can : "", x->can ? ", " : "",
					 cure->roles[i]);
		rc = mb_role_holders(&people, &n, m->a, m->g->view, cure->roles[i],
				     x->body ? x->body : doc->group, m->day, err);
		for (size_t k = 0; rc == MB_OK && k < n; k++)
			*MB_PUSH(m->a, x->who, x->n_who) = mb_arena_dup(m->a, people[k]);
	}
	if (rc == MB_OK && !x->can && x->body && mb_view_doc(&body, m->g->view, x->body, NULL) == MB_OK)
		x->can = mb_arena_dup(m->a, body->title);
	return rc;
}

/* ---- one mark -------------------------------------------------------------------------------------------- */

int mb_gate_cure(struct mb_cure_of *out, struct mb_arena *a, struct mb_gate *g, const struct mb_doc *doc,
		 const char *rule, mb_day day, struct mb_error *err)
{
	const struct marks m = { .a = a, .g = g, .day = day };
	struct mb_cure cure;
	int rc;

	*out = (struct mb_cure_of){ .meeting_on = MB_NO_DAY };
	(void)mb_rules_cure(&cure, g->rules, rule);
	if ((rc = meeting(out, &m, doc, &cure, err)) == MB_OK)
		rc = who_can(out, &m, doc, &cure, err);
	return rc;
}
