/* The partnership's own settings: what cannot be read again must never be let in. */
#include "gate_impl.h"

static int check_holders(const struct mb_partnership *p, struct mb_arena *a, struct mb_view *v,
			 struct mb_error *err)
{
	const struct mb_node *roles = mb_node_get(p->root, "roles");

	if (roles && roles->type != MB_LIST)
		return mb_fail(err, MB_EINVAL, "partnership.yaml line %d: `roles` must be a list",
			       roles->line);
	for (size_t i = 0; roles && i < roles->n; i++) {
		const char *role = mb_node_text(roles->items[i], "role"),
			   *person = mb_node_text(roles->items[i], "person");
		const struct mb_doc *doc;

		if (!role || !person)
			return mb_fail(err, MB_EINVAL,
				       "partnership.yaml line %d: each of `roles` needs a role and a person",
				       roles->items[i]->line);
		if (mb_view_doc(&doc, v, mb_arena_printf(a, "people/%s.md", person), NULL) != MB_OK)
			return mb_fail(err, MB_EINVAL,
				       "partnership.yaml line %d: there is no person '%s' (people/%s.md)",
				       roles->items[i]->line, person, person);
	}
	return MB_OK;
}

/* Somebody must always be able to act: a record whose clerk's post nobody holds can never be put right through the gate. */
static int check_clerk(const struct mb_partnership *p, struct mb_arena *a, struct mb_view *v, mb_day on,
		       struct mb_error *err)
{
	const char **holders;
	size_t n = 0;
	int rc;

	if (!p->clerk_post)
		return mb_fail(err, MB_EINVAL,
			       "partnership.yaml names no `clerk_post`: nobody could keep the record");
	if ((rc = mb_role_holders(&holders, &n, a, v, p->clerk_post, NULL, on, err)) == MB_OK && n == 0)
		rc = mb_fail(
			err, MB_EINVAL,
			"partnership.yaml: nobody would hold the post of %s, so nobody could keep the record",
			p->clerk_post);
	return rc;
}

int settings_check(struct mb_view *v, mb_day on, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_calendar *calendar = NULL;
	struct mb_partnership p;
	int rc;

	if ((rc = mb_partnership_read(&p, v, err)) == MB_OK && (rc = check_holders(&p, a, v, err)) == MB_OK &&
	    (rc = check_clerk(&p, a, v, on, err)) == MB_OK)
		rc = mb_calendar_read(&calendar, v, err);
	mb_calendar_free(calendar);
	mb_arena_free(a);
	return rc;
}
