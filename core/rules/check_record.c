/* check_record.c: what is wrong with a version of the rules for one partnership, as it stands on a day: offices that nobody holds,
 * moves that nobody could make, numbers that some group's terms of reference set beyond what the rules allow. */
#include "rules_impl.h"

#include <string.h>

#define OF_PARENT " of parent"

struct held {
	const char *role;
	bool by_somebody;
};

struct asking {
	struct mb_rules *r;
	struct mb_view *v;
	mb_day on;
	struct slips *s;
	const struct mb_doc **groups;
	size_t n_groups;
	struct held *roles; /* asked for so far */
	size_t n_roles;
};

/* "author", "owner" and the like are fields of the documents themselves. */
static bool is_field(const struct mb_rules *r, const char *role)
{
	const struct mb_field *common = mb_common_field(role);

	if (common && common->type == MB_T_PERSON)
		return true;
	for (size_t i = 0; i < r->schema.n_kinds; i++) {
		const struct mb_field *f = mb_kind_field(&r->schema.kinds[i], role);

		if (f && (f->type == MB_T_PERSON || f->type == MB_T_PEOPLE))
			return true;
	}
	return false;
}

static int look_for_holder(struct held *h, struct asking *q, struct mb_error *err)
{
	const char **people;
	size_t n = 0;
	int rc = mb_role_holders(&people, &n, q->r->arena, q->v, h->role, NULL, q->on, err);

	for (size_t i = 0; rc == MB_OK && n == 0 && i < q->n_groups; i++)
		rc = mb_role_holders(&people, &n, q->r->arena, q->v, h->role, q->groups[i]->id, q->on, err);
	h->by_somebody = n > 0;
	return rc;
}

/* Does anybody in any group, or in the whole partnership, hold this role on the day? */
static int held(bool *out, struct asking *q, const char *role, struct mb_error *err)
{
	struct held *h = NULL;
	int rc;

	*out = true;
	if (strcmp(role, "anyone") == 0 || is_field(q->r, role) || !rule_role_known(&q->r->schema, role))
		return MB_OK; /* a role that is not declared has been told of */
	for (size_t i = 0; !h && i < q->n_roles; i++)
		if (strcmp(q->roles[i].role, role) == 0)
			h = &q->roles[i];
	if (!h) {
		h = MB_PUSH(q->r->arena, q->roles, q->n_roles);
		h->role = role;
		if ((rc = look_for_holder(h, q, err)) != MB_OK)
			return rc;
	}
	*out = h->by_somebody;
	return MB_OK;
}

static void tell_unheld(struct asking *q, const char *file, int line, const char *role, const char *what)
{
	slip(q->s, file, line, "nobody holds the role '%s' today, %s; give it to somebody (%s)", role, what,
	     mb_ends(role, OF_PARENT) ? "a member of a group at the end of a solid line"
				      : "members of a group, or roles in partnership.yaml");
}

static int check_move(struct asking *q, const struct mb_kind *k, const struct mb_move *m,
		      struct mb_error *err)
{
	const char *missing = NULL;
	size_t n_missing = 0;

	for (size_t i = 0; i < m->n_who; i++) {
		bool there;
		int rc = held(&there, q, m->who[i], err);

		if (rc != MB_OK)
			return rc;
		if (!there) {
			missing = m->who[i];
			n_missing++;
		}
	}
	if (n_missing && n_missing == m->n_who)
		tell_unheld(q, m->file, m->line, missing,
			    mb_arena_printf(q->r->arena, "so nobody can make the move '%s.%s'", k->name,
					    m->name));
	return MB_OK;
}

/* Roles that a rule names: those who sign, waive, are asked or told. */
static int check_names(struct asking *q, const struct rule *rule, int line, const struct val *v,
		       struct mb_error *err)
{
	int rc = MB_OK;

	line = v->line ? v->line : line;
	if (v->type == V_TEXT && rule_role_known(&q->r->schema, v->text)) {
		bool there;

		rc = held(&there, q, v->text, err);
		if (rc == MB_OK && !there)
			tell_unheld(
				q, rule->file, line, v->text,
				mb_arena_printf(q->r->arena, "and the rule '%s' counts on it", rule->name));
	}
	for (size_t i = 0; rc == MB_OK && v->type == V_TABLE && i < v->n; i++)
		rc = check_names(q, rule, line, &v->list[i], err);
	for (size_t i = 0; rc == MB_OK && v->type == V_TABLE && i < v->n_map; i++)
		rc = check_names(q, rule, line, &v->map[i].v, err);
	return rc;
}

static int check_rule_roles(struct asking *q, const struct rule *rule, const struct declared *d,
			    struct mb_error *err)
{
	static const char *const keys[] = { "requires", "effects", "waiver" };
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof keys / sizeof *keys; i++)
		if (val_get(&d->v, keys[i]))
			rc = check_names(q, rule, rule->line, val_get(&d->v, keys[i]), err);
	return rc;
}

/* A rule for a group that there is not would never be asked, and nobody would miss it. */
static void check_groups(struct asking *q, const struct rule *rule)
{
	const char **ids = NULL;
	size_t n = 0;

	for (size_t i = 0; i < q->n_groups; i++)
		*MB_PUSH(q->r->arena, ids, n) = q->groups[i]->id;
	for (size_t i = 0; i < rule->n_groups; i++) {
		size_t k = 0;

		while (k < n && strcmp(ids[k], rule->groups[i]) != 0)
			k++;
		if (k == n)
			slip(q->s, rule->file, rule->line,
			     "the rule '%s' is for the group '%s', which the record does not have%s; "
			     "`minutebook groups` shows the names",
			     rule->name, rule->groups[i], slip_near(q->r->arena, rule->groups[i], ids, n));
	}
}

/* The terms of reference in force, read as these rules would have them. */
static int check_terms(struct asking *q, struct mb_error *err)
{
	const struct mb_query query = { .kind = "terms-of-reference", .field = "state", .value = "in force" };
	const struct mb_doc **docs = NULL;
	size_t n = 0;
	int rc = mb_schema_kind(&q->r->schema, query.kind) ? mb_view_list(&docs, &n, q->v, &query, err)
							   : MB_OK;

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_error low = { 0 };

		rc = mb_doc_check(docs[i], q->v, q->r->arena, NULL, NULL, &low);
		if (rc == MB_EFAIL)
			return mb_fail(err, rc, "%s", low.text);
		if (rc != MB_OK) { /* the message names file and line itself */
			q->s->n++;
			q->s->tell(q->s->ctx, low.text);
		}
		rc = MB_OK;
	}
	return rc;
}

static int check_all(struct asking *q, struct mb_error *err)
{
	const struct mb_schema *s = &q->r->schema;
	const struct mb_query groups = { .kind = "group" };
	size_t at = 0;
	int rc = mb_schema_kind(s, "group") ? mb_view_list(&q->groups, &q->n_groups, q->v, &groups, err)
					    : MB_OK;

	for (size_t k = 0; rc == MB_OK && k < s->n_kinds; k++)
		for (size_t m = 0; rc == MB_OK && m < s->kinds[k].n_moves; m++)
			rc = check_move(q, &s->kinds[k], &s->kinds[k].moves[m], err);
	for (size_t i = 0; rc == MB_OK && i < q->r->n_declared; i++)
		if (strcmp(q->r->declared[i].word, "rule") == 0) {
			check_groups(q, &q->r->rules[at]);
			rc = check_rule_roles(q, &q->r->rules[at++], &q->r->declared[i], err);
		}
	return rc == MB_OK ? check_terms(q, err) : rc;
}

int mb_rules_check_record(const struct mb_rules_file *files, size_t n, struct mb_record *rec,
			  const struct mb_oid *tree, mb_day on, mb_tell tell, void *ctx, struct mb_error *err)
{
	struct slips s = { .err = err, .tell = tell, .ctx = ctx };
	struct asking q = { .on = on, .s = &s };
	int rc = mb_rules_load(&q.r, files, n, err);

	if (rc != MB_OK)
		return rc;
	if ((rc = mb_view_of_tree(&q.v, rec, tree, &q.r->schema, err)) == MB_OK)
		rc = check_all(&q, err);
	mb_view_free(q.v);
	mb_rules_free(q.r);
	if (rc == MB_OK && s.n)
		return mb_fail(err, MB_EINVAL, "%zu slip%s between the rules and the record", s.n,
			       s.n == 1 ? "" : "s");
	return rc;
}
