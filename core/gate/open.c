/* Opening a record for work: tip, rules in force, partnership, calendar, view, index. */
#include "gate_impl.h"

#include <stdlib.h>
#include <string.h>

int gate_rules_of(struct mb_rules **out, struct mb_gate *g, const struct mb_oid *rules_tree,
		  struct mb_error *err)
{
	struct mb_arena *a;
	struct mb_rules_file *files = NULL;
	struct mb_rules *rules = NULL;
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < g->n_versions; i++)
		if (mb_streq(g->versions[i].tree.hex, rules_tree->hex)) {
			*out = g->versions[i].rules;
			return MB_OK;
		}
	if (g->n_versions == MB_VERSIONS_MAX)
		return mb_fail(err, MB_EFAIL, "more than %d versions of the rules at once", MB_VERSIONS_MAX);
	a = mb_arena_new();
	if ((rc = mb_rules_files_of_tree(&files, &n, a, g->rec, rules_tree, err)) == MB_OK &&
	    (rc = mb_rules_load(&rules, files, n, err)) == MB_OK) {
		g->versions[g->n_versions++] = (struct rules_version){ *rules_tree, rules };
		*out = rules;
	}
	mb_arena_free(a);
	return rc;
}

int gate_enacted(struct mb_oid *out, struct mb_arena *a, struct mb_view *v, mb_day on, struct mb_error *err)
{
	struct mb_str text;
	struct mb_node *root = NULL;
	const struct mb_node *list;
	const char *tree = NULL;
	int rc = v->ops->read(v, &text, a, "enactments.yaml", err);

	if (rc == MB_ENOTFOUND)
		return mb_fail(err, MB_EINVAL,
			       "the record has no enactments.yaml: it does not say which rules are in force");
	if (rc != MB_OK || (rc = mb_yaml_parse(&root, a, text.p, text.n, err)) != MB_OK)
		return rc;
	list = mb_node_get(root, "enactments");
	for (size_t i = 0; list && list->type == MB_LIST && i < list->n; i++) {
		const char *from = mb_node_text(list->items[i], "from"),
			   *id = mb_node_text(list->items[i], "rules");
		mb_day day;

		if (!from || !id || !mb_day_parse(&day, from) || strlen(id) >= sizeof out->hex)
			return mb_fail(
				err, MB_EINVAL,
				"enactments.yaml, entry %zu: needs `rules:` (a tree id) and `from:` (a date)",
				i + 1);
		if (day <= on)
			tree = id;
	}
	if (!tree)
		return mb_fail(err, MB_EINVAL, "enactments.yaml: no rules are in force on that day");
	memset(out, 0, sizeof *out);
	memcpy(out->hex, tree, strlen(tree));
	return MB_OK;
}

static int give_schema(void *ctx, const struct mb_schema **out, const char *rules_tree, struct mb_error *err)
{
	struct mb_gate *g = ctx;
	struct mb_oid tree = { { 0 } };
	struct mb_rules *rules;
	int rc;

	if (!rules_tree || strlen(rules_tree) >= sizeof tree.hex)
		return mb_fail(err, MB_EINVAL, "a commit names no rules");
	memcpy(tree.hex, rules_tree, strlen(rules_tree));
	rc = gate_rules_of(&rules, g, &tree, err);
	if (rc == MB_OK)
		*out = mb_rules_schema(rules);
	return rc;
}

static void forget_tip(struct mb_gate *g)
{
	mb_view_free(g->view);
	mb_calendar_free(g->calendar);
	mb_arena_free(g->arena);
	g->view = NULL;
	g->calendar = NULL;
	g->arena = NULL;
	memset(&g->tip, 0, sizeof g->tip);
}

/* The rules in force are named by enactments.yaml; a bare tree view without kinds is enough to read that. */
static int load_rules(struct mb_gate *g, struct mb_error *err)
{
	static const struct mb_schema none;
	struct mb_view *bare = NULL;
	int rc = mb_view_of_tree(&bare, g->rec, &g->tip.tree, &none, err);

	if (rc == MB_OK)
		rc = gate_enacted(&g->rules_tree, g->arena, bare, mb_instant_day(mb_now()), err);
	mb_view_free(bare);
	return rc == MB_OK ? gate_rules_of(&g->rules, g, &g->rules_tree, err) : rc;
}

int mb_gate_refresh(struct mb_gate *g, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_commit tip;
	int rc = mb_record_tip(&tip, a, g->rec, err);

	if (rc == MB_OK && g->view && mb_streq(tip.id.hex, g->tip.id.hex)) {
		mb_arena_free(a);
		return MB_OK;
	}
	if (rc != MB_OK) {
		mb_arena_free(a);
		return rc;
	}
	forget_tip(g);
	g->arena = a;
	g->tip = tip;
	if ((rc = load_rules(g, err)) != MB_OK)
		goto out;
	if (!g->ix)
		rc = mb_index_open(&g->ix, g->rec, mb_rules_schema(g->rules), give_schema, g, err);
	else
		rc = mb_index_catch_up(g->ix, err);
	if (rc != MB_OK)
		goto out;
	rc = mb_view_of_index(&g->view, g->ix, &g->tip.tree, mb_rules_schema(g->rules), err);
	if (rc == MB_ECONFLICT) /* another process landed between the two looks: the trees answer as well */
		rc = mb_view_of_tree(&g->view, g->rec, &g->tip.tree, mb_rules_schema(g->rules), err);
	if (rc == MB_OK && (rc = mb_partnership_read(&g->partnership, g->view, err)) == MB_OK &&
	    (rc = mb_zone_set(g->partnership.time_zone ? g->partnership.time_zone : "UTC", err)) == MB_OK)
		rc = mb_calendar_read(&g->calendar, g->view, err);
out:
	if (rc != MB_OK)
		forget_tip(g);
	return rc;
}

int mb_gate_open(struct mb_gate **out, const char *path, struct mb_error *err)
{
	struct mb_gate *g = mb_alloc(sizeof *g);
	int rc = mb_record_open(&g->rec, path, err);

	if (rc == MB_OK)
		rc = mb_gate_refresh(g, err);
	if (rc == MB_ENOTFOUND && g->rec)
		rc = mb_fail(err, MB_EINVAL,
			     "%s holds an empty record: it was not laid down whole; make it again with init",
			     path);
	if (rc != MB_OK)
		mb_gate_close(g);
	else
		*out = g;
	return rc;
}

void mb_gate_close(struct mb_gate *g)
{
	if (!g)
		return;
	forget_tip(g);
	mb_index_close(g->ix);
	for (size_t i = 0; i < g->n_versions; i++)
		mb_rules_free(g->versions[i].rules);
	mb_record_close(g->rec);
	free(g);
}

struct mb_record *mb_gate_record(struct mb_gate *g)
{
	return g->rec;
}

struct mb_index *mb_gate_index(struct mb_gate *g)
{
	return g->ix;
}

struct mb_rules *mb_gate_rules(struct mb_gate *g)
{
	return g->rules;
}

const struct mb_schema *mb_gate_schema(struct mb_gate *g)
{
	return mb_rules_schema(g->rules);
}

const struct mb_partnership *mb_gate_partnership(struct mb_gate *g)
{
	return &g->partnership;
}

const struct mb_calendar *mb_gate_calendar(struct mb_gate *g)
{
	return g->calendar;
}

struct mb_view *mb_gate_view(struct mb_gate *g)
{
	return g->view;
}

const struct mb_commit *mb_gate_tip(struct mb_gate *g)
{
	return &g->tip;
}

int mb_gate_operator(const char **out, struct mb_arena *a, struct mb_gate *g, struct mb_error *err)
{
	int rc = mb_home_setting(out, a, g->rec, "operator", err);

	if (rc == MB_ENOTFOUND)
		return mb_fail(err, MB_ENOTFOUND,
			       "nobody is signed in on this machine: say who you are with `git -C %s config "
			       "minutebook.operator <person>`",
			       mb_record_path(g->rec));
	return rc;
}
