/* params.c: the numbers that a group's terms of reference set. */
#include "schema_impl.h"

#include <string.h>

#define TERMS	  "terms-of-reference"
#define IN_FORCE  "in force"
#define TERMS_MAX 999

/* Of the terms of reference that a group has had, those in force; a proposal beside them and what it replaced do not bind. */
static int in_force(const struct mb_doc **out, struct mb_arena *a, struct mb_view *v, const char *group,
		    struct mb_error *err)
{
	*out = NULL;
	for (int n = 1; n <= TERMS_MAX; n++) {
		const struct mb_doc *terms;
		int rc = mb_view_at(&terms, v,
				    n == 1 ? mb_arena_printf(a, "groups/%s/" TERMS ".md", group)
					   : mb_arena_printf(a, "groups/%s/" TERMS "-%d.md", group, n),
				    err);

		if (rc == MB_ENOTFOUND)
			return MB_OK;
		if (rc != MB_OK)
			return rc;
		if (mb_streq(terms->state, IN_FORCE)) {
			*out = terms;
			return MB_OK;
		}
	}
	return MB_OK;
}

static int set_by_terms(const struct mb_node **out, const char **source, struct mb_arena *a,
			struct mb_view *v, const char *name, const char *group, struct mb_error *err)
{
	const struct mb_doc *of, *terms;
	const struct mb_node *value;
	int rc = mb_group_doc(&of, v, group, err);

	if (rc != MB_OK || (rc = in_force(&terms, a, v, of->id, err)) != MB_OK || !terms)
		return rc;
	value = mb_node_get(mb_doc_node(terms, "params"), name);
	if (!value || (value->type == MB_TEXT && !value->text[0]))
		return MB_OK;
	*out = value;
	*source = mb_arena_printf(a, "terms of reference of %s", of->title);
	return MB_OK;
}

int mb_param_value(const struct mb_node **out, const char **source, struct mb_arena *a, struct mb_view *v,
		   const char *name, const char *group, struct mb_error *err)
{
	const struct mb_param *p = mb_schema_param(v->schema, name);
	const struct mb_node *value = NULL;
	const char **names = NULL, *of = "default";
	size_t n = 0;
	int rc = MB_OK;

	if (!p) {
		for (size_t i = 0; i < v->schema->n_params; i++)
			*MB_PUSH(a, names, n) = v->schema->params[i].name;
		return mb_fail(err, MB_ENOTFOUND, "no rule declares a parameter '%.80s'%s", name ? name : "",
			       mb_meant(a, name, names, n));
	}
	if (group)
		rc = set_by_terms(&value, &of, a, v, name, group, err);
	if (rc != MB_OK)
		return rc;
	*out = value ? value : p->standard;
	if (source)
		*source = of;
	return MB_OK;
}
