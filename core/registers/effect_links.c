/* Which decisions name which, and which reports about them wait: read once, looked up often. */
#include "registers_impl.h"

#include <stdlib.h>
#include <string.h>

static void add_links(struct effect_link **out, size_t *n, const struct look *l, const struct mb_doc *by,
		      const char *field)
{
	const struct mb_node *node = mb_doc_node(by, field);

	if (node && node->type == MB_TEXT && *node->text)
		*MB_PUSH(l->a, *out, *n) = (struct effect_link){ node->text, by };
	for (size_t i = 0; node && node->type == MB_LIST && i < node->n; i++)
		if (node->items[i]->type == MB_TEXT && *node->items[i]->text)
			*MB_PUSH(l->a, *out, *n) = (struct effect_link){ node->items[i]->text, by };
}

static int by_target(const void *x, const void *y)
{
	const struct effect_link *a = x, *b = y;
	int order = strcmp(a->target, b->target);

	return order ? order : strcmp(a->by->id, b->by->id);
}

/* target NULL: all there are. */
static int read_links(struct effect_link **out, size_t *n, const struct look *l, const char *field,
		      const char *target, struct mb_error *err)
{
	struct mb_standpoint everybody = *l->from;
	struct look all = *l;
	struct found *found;
	size_t count;
	int rc;

	/* What replaced a decision counts for whoever reads, also where only its id may be told. */
	everybody.reader = NULL;
	all.from = &everybody;
	rc = look_list(&found, &count, &all, "decision", NULL, field, target, err);
	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		add_links(out, n, l, found[i].doc, field);
	if (*n > 1)
		qsort(*out, *n, sizeof **out, by_target);
	return rc;
}

bool report_waits(const struct mb_kind *k, const char *state)
{
	const struct mb_doc probe = { .kind = k, .state = state };

	return !at_its_end(&probe) && !mb_streq(state, "lapsed");
}

/* State by state, so that the many that were dealt with long ago are not read. */
int effects_read_awaits(struct effects *out, const struct look *l, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(l->g), "report");
	struct mb_wherefield where = { "purpose", TO_RATIFY };
	struct mb_ask ask = {
		.kind = "report", .since = MB_NO_DAY, .until = MB_NO_DAY, .where = &where, .n_where = 1
	};
	int rc = MB_OK;

	for (size_t s = 0; k && rc == MB_OK && s < k->n_states; s++) {
		struct found *found;
		size_t n = 0;

		ask.state = k->states[s];
		if (report_waits(k, k->states[s]))
			rc = look_ask(&found, &n, l, &ask, err);
		for (size_t i = 0; rc == MB_OK && i < n; i++)
			add_links(&out->awaits, &out->n_awaits, l, found[i].doc, "subject");
	}
	if (out->n_awaits > 1)
		qsort(out->awaits, out->n_awaits, sizeof *out->awaits, by_target);
	out->knows_awaits = true;
	return rc;
}

static int read_all(struct effects *out, const struct look *l, const char *target, struct mb_error *err)
{
	int rc;

	memset(out, 0, sizeof *out);
	if ((rc = read_links(&out->supersedes, &out->n_supersedes, l, "supersedes", target, err)) != MB_OK ||
	    (rc = read_links(&out->amends, &out->n_amends, l, "amends", target, err)) != MB_OK ||
	    (rc = read_links(&out->rescinds, &out->n_rescinds, l, "rescinds", target, err)) != MB_OK)
		return rc;
	return read_links(&out->ratifies, &out->n_ratifies, l, "ratifies", target, err);
}

int effects_read(struct effects *out, const struct look *l, struct mb_error *err)
{
	return read_all(out, l, NULL, err);
}

int effects_read_of(struct effects *out, const struct look *l, const char *decision, struct mb_error *err)
{
	return read_all(out, l, decision, err);
}

/* The first link with this target. */
size_t effects_first(const struct effect_link *links, size_t n, const char *id)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(links[mid].target, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}
