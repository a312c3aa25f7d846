/* Posts that serve every group stand in partnership.yaml, with who holds them from when to when. A change ends what is held and begins
 * what follows, in place: everything else in that file stays byte for byte. */
#include "gate_impl.h"

#include <string.h>

#define SETTINGS "partnership.yaml"
#define FENCE	 "---\n" /* around it, the file is edited as the head of a page is */

static void read_post(struct mb_post *out, const struct mb_node *row)
{
	const char *from = mb_node_text(row, "from"), *until = mb_node_text(row, "until");

	*out = (struct mb_post){ .role = mb_node_text(row, "role"),
				 .person = mb_node_text(row, "person"),
				 .decision = mb_node_text(row, "decision"),
				 .from = MB_NO_DAY,
				 .until = MB_NO_DAY };
	if (from && !mb_day_parse(&out->from, from))
		out->from = MB_NO_DAY;
	if (until && !mb_day_parse(&out->until, until))
		out->until = MB_NO_DAY;
}

static const struct mb_node *rows_of(const struct mb_partnership *p)
{
	const struct mb_node *rows = mb_node_get(p->root, "roles");

	return rows && rows->type == MB_LIST ? rows : NULL;
}

bool mb_post_held(const struct mb_post *p, mb_day on)
{
	return (p->from == MB_NO_DAY || p->from <= on) && (p->until == MB_NO_DAY || on <= p->until);
}

int mb_gate_posts(struct mb_post **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		  struct mb_error *err)
{
	const struct mb_node *rows = rows_of(mb_gate_partnership(g));

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rows && i < rows->n; i++) {
		struct mb_post x;

		read_post(&x, rows->items[i]);
		if (!x.role || !x.person)
			continue;
		x.role = mb_arena_dup(a, x.role);
		x.person = mb_arena_dup(a, x.person);
		x.decision = x.decision ? mb_arena_dup(a, x.decision) : NULL;
		*MB_PUSH(a, *out, *n) = x;
	}
	return MB_OK;
}

/* ---- may it be ------------------------------------------------------------------------------------------- */

struct change {
	const struct mb_post_change *how;
	const char *person;  /* who takes it over; NULL: nobody */
	const char *instead; /* as how->instead, by id */
	mb_day from;
	struct mb_post *ended; /* of how->role, in force on that day */
	size_t n_ended;
};

static bool a_post(const struct draft *d, const char *role)
{
	const struct mb_node *rows = rows_of(&d->g->partnership);
	const struct mb_schema *s = mb_rules_schema(d->rules);

	for (size_t i = 0; rows && i < rows->n; i++)
		if (mb_streq(mb_node_text(rows->items[i], "role"), role))
			return true;
	for (size_t i = 0; i < s->n_roles; i++)
		if (mb_streq(s->roles[i], role))
			return true;
	return false;
}

static int check_role(const struct draft *d, const char *role, struct mb_error *err)
{
	const struct mb_schema *s = mb_rules_schema(d->rules);
	const char *near = mb_nearest(role, (const char *const *)s->roles, s->n_roles);

	if (a_post(d, role))
		return MB_OK;
	return mb_fail(
		err, MB_EINVAL,
		"'%.80s' is no post here and no role that the rules know%s%.80s%s (see: minutebook posts)",
		role, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static int find_person(const char **out, struct draft *d, const char *name, struct mb_error *err)
{
	const struct mb_doc *doc;
	int rc = mb_person_find(&doc, d->base, name, err);

	if (rc == MB_OK)
		*out = mb_arena_dup(d->a, doc->id);
	return rc;
}

/* Where the partnership says whose decision it takes to take up a post, one that stands must be cited: the same as for rules
 * (enact_checks.c), but it is said at once, as whatever else is wrong with a setting is. */
static int check_decision(struct draft *d, const char *id, bool takes_up, struct mb_error *err)
{
	const char *group = mb_node_text(d->g->partnership.root, "posts_decided_by"), *outcome, *rule;
	const struct mb_doc *doc;
	int rc;

	if (!id && group && takes_up)
		return mb_fail(
			err, MB_EREFUSED,
			"%s lets nobody take up a post without a decision (posts_decided_by: %s): cite a "
			"decision of %s that agreed to it",
			SETTINGS, group, group);
	if (!id)
		return MB_OK;
	if ((rc = mb_view_doc(&doc, d->base, id, err)) != MB_OK)
		return rc;
	outcome = mb_doc_field(doc, "outcome");
	if (!doc->kind || !mb_streq(doc->kind->name, "decision"))
		return mb_fail(err, MB_EINVAL, "%s is no decision: cite the decision by which it is so", id);
	if (group && !mb_streq(doc->group, group))
		return mb_fail(
			err, MB_EREFUSED,
			"%s is a decision of %s, and %s decides on posts (posts_decided_by): cite one of "
			"its decisions",
			id, doc->group, group);
	if (!mb_streq(doc->state, "recorded") && !mb_streq(doc->state, "implemented"))
		return mb_fail(err, MB_EREFUSED, "%s is %s: cite a decision that stands", id, doc->state);
	if (outcome && !mb_streq(outcome, "agreed"))
		return mb_fail(err, MB_EREFUSED,
			       "%s did not agree to anything (%s): cite the decision that did", id, outcome);
	if (doc_irregular(&rule, doc))
		return mb_fail(err, MB_EREFUSED, "%s has no effect until its irregularity is cured", id);
	return MB_OK;
}

/* However the file was changed: what it newly says of a post. */
int posts_check(struct draft *d, struct mb_view *after, struct mb_error *err)
{
	const struct mb_node *old = rows_of(&d->g->partnership), *new;
	struct mb_partnership p;
	int rc = mb_partnership_read(&p, after, err);

	new = rc == MB_OK ? rows_of(&p) : NULL;
	for (size_t i = 0; rc == MB_OK && new &&i < new->n; i++) {
		struct mb_post x, y;
		bool known = false;

		read_post(&x, new->items[i]);
		for (size_t k = 0; old && k < old->n && !known; k++) {
			read_post(&y, old->items[k]);
			known = mb_streq(x.role, y.role) && mb_streq(x.person, y.person) && x.from == y.from;
		}
		if (!known)
			rc = check_decision(d, x.decision, true, err);
	}
	return rc;
}

/* Whoever keeps the record must be somebody on the day, too, on which the change begins. */
static int check_clerk(const struct draft *d, const struct change *c, struct mb_error *err)
{
	const struct mb_node *rows = rows_of(&d->g->partnership);
	char day[MB_LONG_DATE];

	if (c->person || !mb_streq(c->how->role, d->g->partnership.clerk_post))
		return MB_OK;
	for (size_t i = 0; rows && i < rows->n; i++) {
		struct mb_post x;
		bool ends = false;

		read_post(&x, rows->items[i]);
		for (size_t k = 0; k < c->n_ended; k++)
			ends |= mb_streq(c->ended[k].person, x.person);
		if (mb_streq(x.role, c->how->role) && mb_post_held(&x, c->from) && !ends)
			return MB_OK;
	}
	return mb_fail(
		err, MB_EINVAL,
		"nobody would hold the post of %s from %s on, so nobody could keep the record: say who "
		"takes it over",
		c->how->role, mb_day_short(day, c->from));
}

/* ---- the change ------------------------------------------------------------------------------------------ */

static int end_row(struct mb_buf *text, struct draft *d, struct change *c, size_t i, const struct mb_post *x,
		   struct mb_error *err)
{
	char day[MB_LONG_DATE];
	int rc;

	if (c->person && mb_streq(x->person, c->person))
		return mb_fail(err, MB_ECONFLICT, "%s is %s already on %s", c->person, x->role,
			       mb_day_short(day, c->from));
	if (c->how->beside || (c->instead && !mb_streq(x->person, c->instead)))
		return MB_OK;
	if (x->from != MB_NO_DAY && x->from >= c->from)
		return mb_fail(err, MB_EINVAL,
			       "%s becomes %s on %s: what begins then can end the day after at the earliest",
			       x->person, x->role, mb_day_short(day, x->from));
	*MB_PUSH(d->a, c->ended, c->n_ended) = *x;
	if (!c->person && c->how->decision &&
	    (rc = mb_matter_set(text, mb_arena_printf(d->a, "roles/%zu/ended_by", i),
				mb_node_new_raw(d->a, c->how->decision), err)) != MB_OK)
		return rc;
	return mb_matter_set(text, mb_arena_printf(d->a, "roles/%zu/until", i),
			     mb_node_new_day(d->a, c->from - 1), err);
}

static int begin_row(struct mb_buf *text, struct draft *d, const struct change *c, struct mb_error *err)
{
	struct mb_node *row = mb_node_new_map(d->a);

	mb_node_put(d->a, row, "role", mb_node_new_text(d->a, c->how->role));
	mb_node_put(d->a, row, "person", mb_node_new_raw(d->a, c->person));
	mb_node_put(d->a, row, "from", mb_node_new_day(d->a, c->from));
	if (c->how->decision)
		mb_node_put(d->a, row, "decision", mb_node_new_raw(d->a, c->how->decision));
	return mb_matter_append(text, "roles", row, err);
}

static int write_rows(struct mb_buf *text, struct draft *d, struct change *c, struct mb_error *err)
{
	const struct mb_node *rows = rows_of(&d->g->partnership);
	char day[MB_LONG_DATE];
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && rows && i < rows->n; i++) {
		struct mb_post x;

		read_post(&x, rows->items[i]);
		if (mb_streq(x.role, c->how->role) && x.person && mb_post_held(&x, c->from))
			rc = end_row(text, d, c, i, &x, err);
	}
	if (rc == MB_OK && !c->n_ended && (c->instead || !c->person))
		rc = mb_fail(err, MB_ENOTFOUND, "%s the post of %s on %s, so nothing can end",
			     c->instead ? mb_arena_printf(d->a, "%s does not hold", c->instead)
					: "nobody holds",
			     c->how->role, mb_day_short(day, c->from));
	return rc == MB_OK && c->person ? begin_row(text, d, c, err) : rc;
}

/* Whoever takes the same post up later does so all the same. */
static void tell_later(struct draft *d, const struct change *c)
{
	const struct mb_node *rows = rows_of(&d->g->partnership);
	char day[MB_LONG_DATE];

	for (size_t i = 0; c->person && rows && i < rows->n; i++) {
		struct mb_post x;

		read_post(&x, rows->items[i]);
		if (mb_streq(x.role, c->how->role) && x.person && x.from != MB_NO_DAY && x.from > c->from)
			draft_note(d, "%s takes the post up on %s, as was recorded before: both hold it then",
				   x.person, mb_day_short(day, x.from));
	}
}

static const char *name_of(struct draft *d, const char *person)
{
	const struct mb_doc *doc;

	return mb_view_doc(&doc, d->base, mb_arena_printf(d->a, "people/%s.md", person), NULL) == MB_OK
		       ? mb_arena_dup(d->a, doc->title)
		       : person;
}

/* "Beth Corrigan noted that Lucy Tran is board officer from 2 Jan 2006, after Beth Corrigan, by CTB-2005-D003 (...)" */
static const char *headline(struct draft *d, const struct change *c)
{
	char from[MB_LONG_DATE], on[MB_LONG_DATE];
	const char *after = NULL;

	for (size_t i = 0; i < c->n_ended; i++)
		after = mb_arena_printf(d->a, "%s%s%s", after ? after : "", after ? " and " : "",
					name_of(d, c->ended[i].person));
	mb_day_short(on, d->on);
	mb_day_short(from, c->person ? c->from : c->from - 1);
	if (!c->person)
		return mb_arena_printf(d->a, "%s recorded that %s is %s no more after %s%s%s (%s)",
				       name_of(d, d->actor->by), after, c->how->role, from,
				       c->how->decision ? ", by " : "",
				       c->how->decision ? c->how->decision : "", on);
	return mb_arena_printf(d->a, "%s recorded that %s is %s from %s%s%s%s%s (%s)",
			       name_of(d, d->actor->by), name_of(d, c->person), c->how->role, from,
			       after ? ", after " : "", after ? after : "", c->how->decision ? ", by " : "",
			       c->how->decision ? c->how->decision : "", on);
}

static int build(struct draft *d, void *arg, struct mb_error *err)
{
	struct change c = { .how = arg };
	struct draft_file *f;
	struct mb_buf text;
	int rc;

	d->on = mb_instant_day(d->actor->recorded);
	c.from = c.how->from == MB_NO_DAY ? d->on : c.how->from;
	if ((rc = draft_may_set(d, SETTINGS, err)) != MB_OK ||
	    (rc = check_role(d, c.how->role, err)) != MB_OK ||
	    (c.how->person && (rc = find_person(&c.person, d, c.how->person, err)) != MB_OK) ||
	    (c.how->instead && (rc = find_person(&c.instead, d, c.how->instead, err)) != MB_OK) ||
	    (rc = check_decision(d, c.how->decision, c.person != NULL, err)) != MB_OK ||
	    (rc = draft_open(&f, d, SETTINGS, err)) != MB_OK)
		return rc;
	mb_buf_init(&text, MB_DOC_MAX);
	mb_buf_puts(&text, FENCE);
	mb_buf_put(&text, f->before.p, f->before.n);
	if (f->before.n && f->before.p[f->before.n - 1] != '\n')
		mb_buf_putc(&text, '\n');
	mb_buf_puts(&text, FENCE);
	if ((rc = write_rows(&text, d, &c, err)) == MB_OK && (rc = check_clerk(d, &c, err)) == MB_OK &&
	    (rc = mb_buf_status(&text, err)) == MB_OK) {
		mb_buf_clear(&f->text);
		mb_buf_put(&f->text, text.p + strlen(FENCE), text.n - 2 * strlen(FENCE));
		d->stale = true;
		d->headline = headline(d, &c);
		tell_later(d, &c);
	}
	mb_buf_free(&text);
	return rc;
}

int mb_gate_change_post(struct mb_result *out, struct mb_arena *a, struct mb_gate *g,
			const struct mb_post_change *how, const struct mb_actor *actor, unsigned flags,
			struct mb_error *err)
{
	return gate_run(out, a, g, actor, flags, build, (void *)(uintptr_t)how, err);
}
