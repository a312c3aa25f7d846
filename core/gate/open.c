/* Opening a record for work: tip, rules in force, partnership, calendar, view, index. */
#include "gate_impl.h"

#include <stdlib.h>
#include <string.h>

#define CACHE_BYTES ((size_t)48 * 1024 * 1024)

/* A place for one more version: a free one, or that of the version longest unused which nothing borrows. */
static struct rules_version *room_for_version(struct mb_gate *g)
{
	struct rules_version *oldest = NULL;

	if (g->n_versions < MB_VERSIONS_MAX)
		return &g->versions[g->n_versions++];
	for (size_t i = 0; i < g->n_versions; i++) {
		struct rules_version *v = &g->versions[i];

		if (v->rules != g->rules && v->rules != g->of_index && (!oldest || v->used < oldest->used))
			oldest = v;
	}
	if (g->cache)
		mb_cache_forget(g->cache->docs, mb_rules_schema(oldest->rules));
	mb_rules_free(oldest->rules);
	return oldest;
}

int gate_rules_of(struct mb_rules **out, struct mb_gate *g, const struct mb_oid *rules_tree,
		  struct mb_error *err)
{
	struct mb_arena *a;
	struct mb_rules_file *files = NULL;
	struct mb_rules *rules = NULL;
	size_t n = 0;
	int rc;

	if (g->of)
		g = g->of;
	for (size_t i = 0; i < g->n_versions; i++)
		if (mb_streq(g->versions[i].tree.hex, rules_tree->hex)) {
			g->versions[i].used = ++g->uses;
			*out = g->versions[i].rules;
			return MB_OK;
		}
	a = mb_arena_new();
	if ((rc = gate_rule_files(&files, &n, a, g->rec, rules_tree, err)) == MB_OK &&
	    (rc = mb_rules_load(&rules, files, n, err)) == MB_OK) {
		*room_for_version(g) = (struct rules_version){ *rules_tree, rules, ++g->uses };
		*out = rules;
	}
	mb_arena_free(a);
	return rc;
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
static int rules_on(struct mb_oid *out, struct mb_gate *g, mb_day day, struct mb_error *err)
{
	static const struct mb_schema none;
	struct mb_view *bare = NULL;
	struct enactment *list;
	size_t n;
	int rc = mb_view_of_tree(&bare, g->rec, &g->tip.tree, &none, err);

	if (rc == MB_OK && (rc = enactments_read(&list, &n, g->arena, bare, err)) == MB_OK)
		g->founding = enactments_founding(list, n);
	if (rc == MB_OK)
		rc = gate_enacted(out, g->arena, bare, day, err);
	mb_view_free(bare);
	return rc;
}

static int look(struct mb_gate *g, struct mb_error *err)
{
	int rc = MB_ECONFLICT;

	if (!g->supposed) /* the index knows documents by the kinds that were in force */
		rc = mb_view_of_index(&g->view, g->ix, &g->tip.tree, mb_rules_schema(g->rules), err);
	if (rc == MB_ECONFLICT) /* another process landed between the two looks: the trees answer as well */
		rc = mb_view_of_tree(&g->view, g->rec, &g->tip.tree, mb_rules_schema(g->rules), err);
	if (rc == MB_OK && (rc = mb_partnership_read(&g->partnership, g->view, err)) == MB_OK &&
	    (rc = mb_zone_set(g->partnership.time_zone ? g->partnership.time_zone : "UTC", err)) == MB_OK)
		rc = mb_calendar_read(&g->calendar, g->view, err);
	return rc;
}

/* The day a change is recorded decides, and not the day on which the record was opened: rules come into force at
 * midnight, and a rehearsal has days of its own. */
int gate_stand_on(struct mb_gate *g, mb_day day, struct mb_error *err)
{
	struct mb_oid tree;
	struct mb_rules *rules;
	int rc = g->supposed ? MB_OK : rules_on(&tree, g, day, err);

	if (rc != MB_OK || g->supposed || mb_streq(tree.hex, g->rules_tree.hex))
		return rc;
	if ((rc = gate_rules_of(&rules, g, &tree, err)) != MB_OK)
		return rc;
	mb_view_free(g->view);
	mb_calendar_free(g->calendar);
	g->view = NULL;
	g->calendar = NULL;
	g->rules = rules;
	g->rules_tree = tree;
	if ((rc = look(g, err)) != MB_OK)
		forget_tip(g);
	return rc;
}

struct gate_cache *gate_cache(struct mb_gate *g)
{
	if (g->of)
		g = g->of;
	if (!g->cache) {
		g->cache = mb_alloc(sizeof *g->cache);
		g->cache->docs = mb_cache_new(CACHE_BYTES);
	}
	return g->cache;
}

static void free_cache(struct gate_cache *c)
{
	if (!c)
		return;
	mb_cache_free(c->docs);
	free(c->last_message);
	mb_calendar_free(c->calendar);
	mb_arena_free(c->arena);
	free(c);
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
	if ((rc = rules_on(&g->rules_tree, g, mb_instant_day(mb_now()), err)) != MB_OK ||
	    (rc = gate_rules_of(&g->rules, g, &g->rules_tree, err)) != MB_OK)
		goto out;
	if (!g->ix) {
		g->of_index = g->rules;
		rc = mb_index_open(&g->ix, g->rec, mb_rules_schema(g->rules), give_schema, g, err);
	} else {
		rc = mb_index_catch_up(g->ix, err);
	}
	if (g->supposed)
		g->rules = g->supposed;
	if (rc == MB_OK)
		rc = look(g, err);
out:
	if (rc != MB_OK)
		forget_tip(g);
	return rc;
}

int mb_gate_suppose(struct mb_gate *g, const struct mb_rules_file *files, size_t n, struct mb_error *err)
{
	struct mb_rules *rules;
	int rc = mb_rules_load(&rules, files, n, err);

	if (rc != MB_OK)
		return rc;
	forget_tip(g); /* its view borrows the kinds of the rules until now */
	mb_rules_free(g->supposed);
	g->supposed = rules;
	return mb_gate_refresh(g, err);
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
	free_cache(g->cache);
	for (size_t i = 0; i < g->n_versions; i++)
		mb_rules_free(g->versions[i].rules);
	mb_rules_free(g->supposed);
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

bool mb_gate_founding(const struct mb_gate *g)
{
	return g->founding;
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
