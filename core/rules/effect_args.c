/* effect_args.c: the parts of an effect - roles become people, conditions become dates. */
#include "effects.h"

#include <stdio.h>
#include <string.h>

bool effect_wrong(struct making *m, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(m->why, ERROR_TEXT, fmt, ap);
	va_end(ap);
	return false;
}

static bool in_list(const struct mb_node *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (mb_streq(list->items[i]->text, text))
			return true;
	return false;
}

/* ---- people ---------------------------------------------------------------------------------------------- */

/* A role in words, or the id of a person. */
static int add_people(bool *ok, struct making *m, struct mb_node *people, const struct val *v,
		      struct mb_error *err)
{
	struct facts *f = m->j->f;
	const struct mb_field *own = mb_kind_field(f->kind, v->text);
	const struct fact *x;
	const char **found;
	struct ask q;
	size_t n;
	int rc;

	*ok = true;
	if (v->type == V_TEXT && (rule_role_known(f->schema, v->text) || (own && own->type == MB_T_PERSON))) {
		if ((rc = facts_holders(&found, &n, f, f->doc, v->text, f->today, false, err)) != MB_OK)
			return rc;
		for (size_t i = 0; i < n; i++)
			if (!in_list(people, found[i]))
				mb_node_push(
					m->j->arena, people,
					mb_node_new_raw(m->j->arena, mb_arena_dup(m->j->arena, found[i])));
		return MB_OK;
	}
	if (strlen(v->text) > 100) {
		*ok = effect_wrong(m, "%s names neither a role nor a person", m->kind);
		return MB_OK;
	}
	q = ask_person(f, false, v->text);
	if ((rc = fact_fetch(&x, f, &q, err)) != MB_OK)
		return rc;
	if (!x->doc)
		*ok = effect_wrong(m, "%s: '%s' is neither a role nor a person", m->kind, v->text);
	else if (!in_list(people, v->text))
		mb_node_push(m->j->arena, people,
			     mb_node_new_raw(m->j->arena, mb_arena_dup(m->j->arena, v->text)));
	return MB_OK;
}

int effect_people(bool *ok, struct making *m, const char *key, struct mb_error *err)
{
	const struct val *v = val_get(m->v, key);
	struct mb_arena *a = m->j->arena;
	struct mb_node *people = mb_node_new_list(a);
	const char *role = "";
	int rc = MB_OK;

	*ok = true;
	if (!v || v->type == V_NIL) {
		*ok = effect_wrong(m, "%s says nothing of '%s'", m->kind, key);
		return MB_OK;
	}
	if (v->type == V_TEXT || v->type == V_VIEW) {
		rc = add_people(ok, m, people, v, err);
		role = v->text;
	} else if (v->type == V_TABLE && v->n_map == 0) {
		for (size_t i = 0; rc == MB_OK && *ok && i < v->n; i++) {
			if (v->list[i].type == V_TEXT || v->list[i].type == V_VIEW)
				rc = add_people(ok, m, people, &v->list[i], err);
			else
				*ok = effect_wrong(m, "%s: '%s' is a role or a list of roles", m->kind, key);
			role = mb_arena_printf(a, "%s%s%s", role, i ? ", " : "",
					       v->list[i].text ? v->list[i].text : "");
		}
	} else {
		*ok = effect_wrong(m, "%s: '%s' is a role or a list of roles", m->kind, key);
	}
	mb_node_put(a, m->args, "to", people);
	mb_node_put(a, m->args, "role", mb_node_new_text(a, mb_arena_dup(a, role)));
	m->target = mb_arena_dup(a, role);
	return rc;
}

/* ---- dates ----------------------------------------------------------------------------------------------- */

/* A date, "due", "2005-10-03", after("meeting.date", ...), or a span from today. MB_NO_DAY when the field is empty. */
int effect_day(bool *ok, mb_day *out, struct making *m, const struct val *v, const char *key,
	       struct mb_error *err)
{
	struct facts *f = m->j->f;
	mb_day from = f->today;
	const struct span *span;
	long n;
	int rc, sign = 1;

	*ok = true;
	*out = MB_NO_DAY;
	switch (v->type) {
	case V_NIL:
		return MB_OK;
	case V_DAY:
		*out = v->day;
		return MB_OK;
	case V_TEXT:
		return mb_day_parse(out, v->text) ? MB_OK : facts_day(out, f, f->doc, v->text, err);
	case V_SPAN:
		span = v->span;
		break;
	case V_WHEN:
		span = &v->when->span;
		sign = v->when->sign;
		if ((rc = facts_day(&from, f, f->doc, v->when->field, err)) != MB_OK || from == MB_NO_DAY)
			return rc;
		break;
	default:
		*ok = effect_wrong(m, "%s: '%s' is no date", m->kind, key);
		return MB_OK;
	}
	rc = facts_number(&n, f, &span->n, f->doc->group, err);
	if (rc != MB_OK) {
		*ok = rc == MB_EFAIL ||
		      effect_wrong(m, "%s: '%s' counts by a parameter that is no number", m->kind, key);
		return rc == MB_EFAIL ? rc : MB_OK;
	}
	if (n > 4000 || n < -4000 || !span_add(out, f->calendar, from, span->unit, sign * n, f->recorded_day))
		*ok = effect_wrong(m, "%s: '%s' lies beyond the end of the calendar", m->kind, key);
	return MB_OK;
}

/* ---- documents and texts --------------------------------------------------------------------------------- */

bool effect_text(struct making *m, const char *key, const char *as, bool needed)
{
	const struct val *v = val_get(m->v, key);
	struct mb_arena *a = m->j->arena;
	const struct mb_node *n;

	if (!v || v->type == V_NIL)
		return needed ? effect_wrong(m, "%s says nothing of '%s'", m->kind, key) : true;
	if (v->type == V_TABLE || v->type == V_FUNCTION || v->type == V_SPAN || v->type == V_WHEN ||
	    v->type == V_PARAM)
		return effect_wrong(m, "%s: '%s' is a text", m->kind, key);
	n = val_node(a, v);
	mb_node_put(a, m->args, as, mb_node_new_text(a, mb_arena_dup(a, n->text)));
	return true;
}

/* The document that advance and cure speak of: the first value without a name. */
bool effect_doc(struct making *m)
{
	const struct val *v = m->v->n > 0 ? &m->v->list[0] : NULL;
	struct mb_arena *a = m->j->arena;
	const char *id = NULL;

	if (v && (v->type == V_VIEW || v->type == V_TEXT))
		id = v->text;
	if (!id)
		return effect_wrong(m, "%s names no document", m->kind);
	mb_node_put(a, m->args, "doc", mb_node_new_raw(a, mb_arena_dup(a, id)));
	m->target = mb_arena_dup(a, id);
	return true;
}
