/* May this person do that to this document? Every page, feed, export and answer of the API asks here. */
#include "may.h"

#include <string.h>

bool mb_reader_in(const struct mb_reader *r, const char *group)
{
	if (!r->known || !group || !*group)
		return false;
	for (size_t i = 0; i < r->n_groups; i++)
		if (mb_streq(r->groups[i], group))
			return true;
	return r->everywhere;
}

static const struct may_own *own(const struct mb_reader *r, const char *path)
{
	for (size_t i = 0; r->known && path && i < r->n_own; i++)
		if (mb_streq(r->own[i].path, path) ||
		    (mb_ends(r->own[i].path, "/") && mb_starts(path, r->own[i].path)))
			return &r->own[i];
	return NULL;
}

/* "@ann @fay": ids have no blanks. */
static bool named(const struct mb_reader *r, const char *line)
{
	size_t n = r->known ? strlen(r->person) : 0;

	for (const char *p = line; n > 0 && (p = strchr(p, '@')); p++)
		if (strncmp(p + 1, r->person, n) == 0 && (p[1 + n] == ' ' || p[1 + n] == '\0'))
			return true;
	return false;
}

/* How well "paper published" says what this is: 2 kind and state, 1 kind, 0 not at all. */
static int fits(const char *words, const char *kind, const char *state)
{
	size_t n;

	if (!kind || !*kind)
		kind = "page";
	n = strlen(kind);
	if (strncmp(words, kind, n) != 0)
		return 0;
	if (!words[n])
		return 1;
	return words[n] == ' ' && state && mb_streq(words + n + 1, state) ? 2 : 0;
}

static const char *usual(const struct mb_reader *r, const char *kind, const char *state)
{
	const char *found = NULL;
	int best = 0;

	for (size_t i = 0; i < r->n_audiences; i++)
		for (size_t k = 0; k < r->audiences[i].n_reads; k++) {
			int fit = fits(r->audiences[i].reads[k], kind, state);

			if (fit > best) {
				best = fit;
				found = r->audiences[i].id;
			}
		}
	return found;
}

static const struct may_audience *declared(const struct mb_reader *r, const char *audience)
{
	for (size_t i = 0; i < r->n_audiences; i++)
		if (mb_streq(r->audiences[i].id, audience))
			return &r->audiences[i];
	return NULL;
}

static struct may_ruling of(bool yes, enum may_ground ground)
{
	return (struct may_ruling){ .yes = yes, .ground = ground };
}

static struct may_ruling of_insiders(const struct mb_reader *r, const char *path, const char *group)
{
	if (group && *group)
		for (size_t i = 0; r->known && i < r->n_groups; i++)
			if (mb_streq(r->groups[i], group))
				return of(true, MAY_MEMBER);
	if (r->everywhere && r->known)
		return of(true, MAY_POST);
	return of(own(r, path) != NULL, own(r, path) ? MAY_OWN : MAY_NO_MEMBER);
}

static struct may_ruling of_audience(const struct mb_reader *r, const char *path, const char *group,
				     const char *audience)
{
	const struct may_audience *x;

	if (mb_streq(audience, "public"))
		return of(r->known || r->public_on, r->known ? MAY_KNOWN : MAY_PUBLIC);
	if (mb_streq(audience, "partnership")) {
		if (r->inside)
			return of(true, MAY_INSIDE);
		return of(own(r, path) != NULL, own(r, path) ? MAY_OWN : MAY_NOT_INSIDE);
	}
	if (mb_streq(audience, "group"))
		return of_insiders(r, path, group);
	x = declared(r, audience);
	if (x && x->belongs)
		return of(true, MAY_BELONGS);
	return of(own(r, path) != NULL, own(r, path) ? MAY_OWN : x ? MAY_NO_PART : MAY_UNDECLARED);
}

struct may_ruling may_rule(const struct mb_reader *r, const char *path, const char *kind, const char *state,
			   const char *group, const char *audience)
{
	const struct may_own *mine;
	struct may_ruling x;
	const char *said = NULL;
	bool says = *audience;

	if (audience[0] == '@') {
		mine = own(r, path);
		x = named(r, audience)	   ? of(true, MAY_NAMED)
		    : mine && mine->author ? of(true, MAY_AUTHOR)
					   : of(false, MAY_NOT_NAMED);
		x.audience = audience;
		x.from = MAY_FROM_DOCUMENT;
		return x;
	}
	if (!says && !(said = usual(r, kind, state)))
		audience = group && *group ? "group" : "partnership";
	x = of_audience(r, path, group, said ? said : audience);
	x.from = said ? MAY_FROM_KIND : says ? MAY_FROM_DOCUMENT : MAY_FROM_NOWHERE;
	x.audience = said ? said : audience;
	return x;
}

static bool reads(const struct mb_reader *r, const char *path, const char *kind, const char *state,
		  const char *group, const char *audience)
{
	return may_rule(r, path, kind, state, group, audience).yes;
}

bool mb_may_read(const struct mb_reader *r, const struct mb_version_row *row)
{
	return reads(r, row->path, row->kind, row->state, row->group, row->audience) &&
	       (row->until == 0 ||
		reads(r, row->path, row->kind, row->now_state, row->group, row->now_audience));
}

/* ---- doing ----------------------------------------------------------------------------------------------- */

static bool one_of(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; word && i < n; i++)
		if (mb_streq(words[i], word))
			return true;
	return false;
}

/* A role is a field of the document that names a person, or held in its group. */
static bool holds(const struct mb_reader *r, const struct mb_doc *d, const char *role)
{
	if (mb_streq(role, "author") || mb_kind_field(d->kind, role))
		return mb_streq(mb_doc_field(d, role), r->person);
	return mb_role_holds(mb_gate_view(r->g), r->person, role, d->group, r->on);
}

static bool holds_any(const struct mb_reader *r, const struct mb_doc *d, const char *const *roles, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (holds(r, d, roles[i]))
			return true;
	return false;
}

/* Where no workflow says who edits, whoever keeps the record does: the group's officer, or the holder of the clerk's post. The
 * rules judge an edit of a kind without states the same way (rules/workflow.c). */
static bool edits(const struct mb_reader *r, const struct mb_doc *d)
{
	const struct mb_kind *k = d->kind;
	const char *clerk = mb_gate_partnership(r->g)->clerk_post;

	if (!k || (k->n_states == 0 && k->n_edit_who == 0))
		return clerk && mb_role_holds(mb_gate_view(r->g), r->person, clerk, d->group, r->on);
	return (k->n_states == 0 || one_of(k->edit_in, k->n_edit_in, d->state)) &&
	       holds_any(r, d, k->edit_who, k->n_edit_who);
}

bool mb_may(const struct mb_reader *r, const char *action, const struct mb_doc *d)
{
	struct mb_arena *a = mb_arena_new();
	const struct mb_kind *k = d->kind;
	const struct mb_move *m;
	bool yes = reads(r, d->path, k ? k->name : "", d->state, d->group, mb_audience_of(a, d));

	mb_arena_free(a);
	if (!yes || mb_streq(action, "read"))
		return yes;
	if (!r->known)
		return false;
	if (mb_streq(action, "edit"))
		return edits(r, d);
	if (mb_streq(action, "sign"))
		return k && one_of(k->sign_in, k->n_sign_in, d->state) &&
		       holds_any(r, d, k->sign_roles, k->n_sign_roles);
	m = k ? mb_kind_move(k, action) : NULL;
	return m && one_of(m->from, m->n_from, d->state) && holds_any(r, d, m->who, m->n_who);
}

/* A role that the new document itself gives: whoever begins it may be its author, or a person that a field of it names. */
static bool role_of_own(const struct mb_kind *k, const char *role)
{
	const struct mb_field *f = mb_kind_field(k, role);

	return mb_streq(role, "author") || (f && f->type == MB_T_PERSON);
}

bool mb_may_make(const struct mb_reader *r, const char *kind, const char *group)
{
	const struct mb_kind *k = r->known ? mb_schema_kind(mb_gate_schema(r->g), kind) : NULL;

	for (size_t i = 0; k && i < k->n_moves; i++) {
		const struct mb_move *m = &k->moves[i];

		if (!one_of(m->from, m->n_from, "new") || !mb_streq(m->to, k->states[0]))
			continue; /* the latter: taken over from the past, which is another way in */
		for (size_t w = 0; w < m->n_who; w++)
			if (mb_streq(m->who[w], "anyone") || role_of_own(k, m->who[w]) ||
			    mb_role_holds(mb_gate_view(r->g), r->person, m->who[w], group, r->on))
				return true;
	}
	return false;
}
