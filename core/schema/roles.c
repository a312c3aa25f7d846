/* roles.c: people, and who holds what. */
#include "schema_impl.h"

#include <string.h>

#define OF_PARENT     " of parent"
#define PARENTS_DEPTH 8

static const struct mb_kind *person_kind(const struct mb_schema *s)
{
	const struct mb_kind *k = mb_schema_kind(s, "person");

	return k && k->lives == MB_LIVES_TOP ? k : NULL;
}

int mb_people_ids(const char ***ids, size_t *n, struct mb_arena *a, struct mb_view *v, struct mb_error *err)
{
	const struct mb_kind *k = person_kind(v->schema);
	struct mb_query q = { .kind = "person" };
	const char **paths = NULL;
	size_t count = 0;
	int rc = k ? v->ops->list(v, &paths, &count, a, &q, err) : MB_OK;

	*ids = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < count; i++) {
		const char *name = strrchr(paths[i], '/') + 1;

		*MB_PUSH(a, *ids, *n) = mb_arena_ndup(a, name, strlen(name) - 3);
	}
	return rc;
}

static int person_at(const struct mb_doc **out, struct mb_view *v, const char *id, struct mb_error *err)
{
	const struct mb_kind *k = person_kind(v->schema);
	char path[MB_PATH_MAX];

	if (!k || !mb_slug_ok(id) || strlen(id) + strlen(k->folder) + 5 > sizeof path)
		return mb_fail(err, MB_ENOTFOUND, "there is no person '%.80s'", id ? id : "");
	strcpy(path, k->folder);
	strcat(path, "/");
	strcat(path, id);
	strcat(path, ".md");
	return mb_view_at(out, v, path, err);
}

int mb_person_known(struct mb_view *v, const char *id, struct mb_error *err)
{
	const struct mb_doc *d;
	const char **ids;
	struct mb_arena *a;
	size_t n;
	int rc = person_at(&d, v, id, err);

	if (rc != MB_ENOTFOUND)
		return rc;
	a = mb_arena_new();
	if ((rc = mb_people_ids(&ids, &n, a, v, err)) == MB_OK)
		rc = mb_fail(err, MB_ENOTFOUND, "there is no person '%.80s'%s", id ? id : "",
			     mb_meant(a, id, ids, n));
	mb_arena_free(a);
	return rc;
}

int mb_person_find(const struct mb_doc **out, struct mb_view *v, const char *id_or_name, struct mb_error *err)
{
	struct mb_query q = { .kind = "person" };
	const struct mb_doc **people = NULL, *found = NULL;
	const char **words = NULL;
	struct mb_arena *a;
	size_t n = 0, n_words = 0;
	int rc = person_at(out, v, id_or_name, NULL);

	if (rc == MB_OK)
		return rc;
	if (rc != MB_ENOTFOUND)
		return person_at(out, v, id_or_name, err); /* for its message */
	if (person_kind(v->schema) && (rc = mb_view_list(&people, &n, v, &q, err)) != MB_OK)
		return rc;
	a = mb_arena_new();
	rc = MB_OK;
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const char *name = mb_doc_field(people[i], "name");

		*MB_PUSH(a, words, n_words) = people[i]->id;
		if (!name)
			continue;
		*MB_PUSH(a, words, n_words) = name;
		if (!mb_str_case_eq(mb_str(id_or_name), name))
			continue;
		if (found)
			rc = mb_fail(err, MB_EINVAL, "two people are called %.80s: say %s or %s", name,
				     found->id, people[i]->id);
		found = people[i];
	}
	if (rc == MB_OK && !found)
		rc = mb_fail(err, MB_ENOTFOUND, "there is no person '%.80s'%s", id_or_name ? id_or_name : "",
			     mb_meant(a, id_or_name, words, n_words));
	if (rc == MB_OK)
		*out = found;
	mb_arena_free(a);
	return rc;
}

/* ---- roles ----------------------------------------------------------------------------------------------- */

struct holders {
	const char **people;
	size_t n;
	struct mb_arena *a;
};

static void add(struct holders *h, const char *person)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->people[i], person) == 0)
			return;
	*MB_PUSH(h->a, h->people, h->n) = mb_arena_dup(h->a, person);
}

static int of_group(struct holders *h, struct mb_view *v, const char *role, const char *group, mb_day on,
		    int depth, struct mb_error *err);

/* Without the partnership's own roles: a parent's chair is the parent's or nobody. */
static int of_parents(struct holders *h, struct mb_view *v, const char *role, const char *group, mb_day on,
		      int depth, struct mb_error *err)
{
	struct mb_line *lines;
	size_t n;
	int rc;

	if (depth >= PARENTS_DEPTH)
		return mb_fail(err, MB_EINVAL, "a role may be that of a parent %d times over, not more",
			       PARENTS_DEPTH);
	if ((rc = mb_group_lines(&lines, &n, h->a, v, group, on, err)) != MB_OK)
		return rc;
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (strcmp(lines[i].type, "solid") == 0)
			rc = of_group(h, v, role, lines[i].to, on, depth + 1, err);
	return rc;
}

static int of_group(struct holders *h, struct mb_view *v, const char *role, const char *group, mb_day on,
		    int depth, struct mb_error *err)
{
	struct mb_member *members;
	size_t n, len = strlen(role);
	int rc;

	if (mb_ends(role, OF_PARENT))
		return of_parents(h, v, mb_arena_ndup(h->a, role, len - strlen(OF_PARENT)), group, on, depth,
				  err);
	if ((rc = mb_group_members(&members, &n, h->a, v, group, on, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (strcmp(role, "member") == 0 || strcmp(members[i].role, role) == 0)
			add(h, members[i].person);
	return MB_OK;
}

static int of_partnership(struct holders *h, struct mb_view *v, const char *role, mb_day on,
			  struct mb_error *err)
{
	struct mb_partnership p;
	const struct mb_node *rows;
	int rc = mb_partnership_read(&p, v, err);

	if (rc == MB_ENOTFOUND)
		return MB_OK;
	rows = rc == MB_OK ? mb_node_get(p.root, "roles") : NULL;
	for (size_t i = 0; rc == MB_OK && rows && rows->type == MB_LIST && i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *person = mb_node_text(row, "person");
		mb_day from, until;
		bool in_force;

		rc = mb_row_in_force(&in_force, &from, &until, "partnership.yaml", row, on, err);
		if (rc == MB_OK && in_force && person && mb_streq(mb_node_text(row, "role"), role))
			add(h, person);
	}
	return rc;
}

int mb_role_holders(const char ***people, size_t *n, struct mb_arena *a, struct mb_view *v, const char *role,
		    const char *group, mb_day on, struct mb_error *err)
{
	struct holders h = { .a = a };
	int rc = MB_OK;

	if (strcmp(role, "anyone") == 0)
		rc = mb_people_ids(&h.people, &h.n, a, v, err);
	else if (group)
		rc = of_group(&h, v, role, group, on, 0, err);
	if (rc == MB_OK && h.n == 0)
		rc = of_partnership(&h, v, role, on, err);
	if (rc != MB_OK)
		return rc;
	*people = h.people;
	*n = h.n;
	return MB_OK;
}

bool mb_role_holds(struct mb_view *v, const char *person, const char *role, const char *group, mb_day on)
{
	struct mb_arena *a;
	const char **people;
	const struct mb_doc *d;
	size_t n = 0;
	bool holds = false;

	if (!person)
		return false;
	if (strcmp(role, "anyone") == 0)
		return person_at(&d, v, person, NULL) == MB_OK;
	a = mb_arena_new();
	if (mb_role_holders(&people, &n, a, v, role, group, on, NULL) == MB_OK)
		for (size_t i = 0; !holds && i < n; i++)
			holds = strcmp(people[i], person) == 0;
	mb_arena_free(a);
	return holds;
}
