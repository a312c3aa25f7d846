/* enactments.yaml: which rules are in force from when, and by which decision. Entries are only ever added. */
#include "gate_impl.h"

#include <string.h>

static int read_entry(struct enactment *e, const struct mb_node *row, size_t at, struct mb_error *err)
{
	const char *from = mb_node_text(row, "from"), *id = mb_node_text(row, "rules"),
		   *recorded = mb_node_text(row, "recorded");

	if (!from || !id || !mb_day_parse(&e->from, from) || strlen(id) >= sizeof e->rules.hex)
		return mb_fail(err, MB_EINVAL,
			       ENACTMENTS ", entry %zu: needs `rules:` (a tree id) and `from:` (a date)", at);
	memcpy(e->rules.hex, id, strlen(id) + 1);
	if (!recorded || !mb_day_parse(&e->recorded, recorded))
		e->recorded = MB_NO_DAY;
	e->by = mb_node_text(row, "by");
	e->entered_by = mb_node_text(row, "entered_by");
	e->proposed_by = mb_node_text(row, "proposed_by");
	e->proposed_entered_by = mb_node_text(row, "proposed_entered_by");
	e->decision = mb_node_text(row, "decision");
	e->check = mb_node_text(row, "check");
	e->tests = mb_node_text(row, "tests");
	e->replay = mb_node_text(row, "replay");
	e->documents = mb_node_text(row, "documents");
	e->founding = mb_streq(mb_node_text(row, "founding"), "true");
	return MB_OK;
}

int enactments_read(struct enactment **out, size_t *n, struct mb_arena *a, struct mb_view *v,
		    struct mb_error *err)
{
	struct mb_str text;
	struct mb_node *root = NULL;
	const struct mb_node *list;
	int rc = v->ops->read(v, &text, a, ENACTMENTS, err);

	*out = NULL;
	*n = 0;
	if (rc == MB_ENOTFOUND)
		return mb_fail(err, MB_EINVAL,
			       "the record has no " ENACTMENTS ": it does not say which rules are in force");
	if (rc != MB_OK || (rc = mb_yaml_parse(&root, a, text.p, text.n, err)) != MB_OK)
		return rc;
	list = mb_node_get(root, "enactments");
	for (size_t i = 0; rc == MB_OK && list && list->type == MB_LIST && i < list->n; i++)
		rc = read_entry(MB_PUSH(a, *out, *n), list->items[i], i + 1, err);
	return rc;
}

const struct enactment *enactment_on(const struct enactment *list, size_t n, mb_day on)
{
	while (n > 0)
		if (list[--n].from <= on)
			return &list[n];
	return NULL;
}

int mb_gate_enactments(struct mb_enacted **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		       struct mb_error *err)
{
	struct enactment *list;
	int rc = enactments_read(&list, n, a, g->view, err);

	*out = rc == MB_OK ? mb_arena_alloc(a, (*n + 1) * sizeof **out) : NULL;
	for (size_t i = 0; rc == MB_OK && i < *n; i++) {
		const struct enactment *e = &list[i];

		(*out)[i] = (struct mb_enacted){ e->rules,
						 e->from,
						 e->recorded,
						 e->by,
						 e->entered_by,
						 e->proposed_by,
						 e->proposed_entered_by,
						 e->decision,
						 e->check,
						 e->tests,
						 e->replay,
						 e->documents,
						 e->founding };
	}
	return rc;
}

const struct mb_enacted *mb_enacted_on(const struct mb_enacted *list, size_t n, mb_day on)
{
	while (n > 0)
		if (list[--n].from <= on)
			return &list[n];
	return NULL;
}

bool enactments_founding(const struct enactment *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].decision)
			return false;
	return true;
}

int gate_enacted(struct mb_oid *out, struct mb_arena *a, struct mb_view *v, mb_day on, struct mb_error *err)
{
	struct enactment *list;
	const struct enactment *e;
	size_t n;
	int rc = enactments_read(&list, &n, a, v, err);

	if (rc != MB_OK)
		return rc;
	if (!(e = enactment_on(list, n, on)))
		return mb_fail(err, MB_EINVAL, ENACTMENTS ": no rules are in force on that day");
	*out = e->rules;
	return MB_OK;
}

/* ---- one more -------------------------------------------------------------------------------------------- */

static void put(struct mb_arena *a, struct mb_node *map, const char *key, const char *value)
{
	if (value)
		mb_node_put(a, map, key, mb_node_new_text(a, value));
}

static struct mb_node *node_of(struct mb_arena *a, const struct enactment *e)
{
	struct mb_node *map = mb_node_new_map(a);

	put(a, map, "rules", e->rules.hex);
	mb_node_put(a, map, "from", mb_node_new_day(a, e->from));
	mb_node_put(a, map, "recorded", mb_node_new_day(a, e->recorded));
	put(a, map, "by", e->by);
	put(a, map, "entered_by", e->entered_by);
	put(a, map, "proposed_by", e->proposed_by);
	put(a, map, "proposed_entered_by", e->proposed_entered_by);
	put(a, map, "decision", e->decision);
	put(a, map, "check", e->check);
	put(a, map, "tests", e->tests);
	put(a, map, "replay", e->replay);
	put(a, map, "documents", e->documents);
	if (e->founding)
		mb_node_put(a, map, "founding", mb_node_new_raw(a, "true"));
	return map;
}

int enactments_append(struct mb_buf *text, struct mb_arena *a, const struct enactment *e,
		      struct mb_error *err)
{
	const struct mb_node *map = node_of(a, e), *list;
	struct mb_node *root = NULL;
	struct mb_buf entry;
	bool first = true;
	char *save = NULL;
	int rc;

	mb_buf_init(&entry, 0);
	mb_yaml_write(&entry, map);
	if (text->n && text->p[text->n - 1] != '\n')
		mb_buf_putc(text, '\n');
	for (char *line = strtok_r(entry.p, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		mb_buf_printf(text, "%s%s\n", first ? "  - " : "    ", line);
		first = false;
	}
	mb_buf_free(&entry);
	/* Read it back: the file is meant to end with its list. */
	if ((rc = mb_yaml_parse(&root, a, text->p, text->n, err)) != MB_OK)
		return rc;
	list = root ? mb_node_get(root, "enactments") : NULL;
	if (!list || list->type != MB_LIST || !list->n || !mb_node_same(list->items[list->n - 1], map))
		return mb_fail(err, MB_EINVAL,
			       ENACTMENTS
			       " does not end with the list `enactments:`, so that no entry can be added");
	return MB_OK;
}
