/* What deriving shares: names to people, fields that a hand has not changed. */
#include "gate_impl.h"

#include <string.h>

struct mb_node *derive_text(struct draft *d, const char *s)
{
	return s && *s ? mb_node_new_text(d->a, s) : NULL;
}

void derive_put(struct draft *d, struct mb_node *map, const char *key, const char *value)
{
	if (value && *value)
		mb_node_put(d->a, map, key, mb_node_new_text(d->a, value));
}

int derive_say(struct draft *d, struct draft_file *f, const struct mb_doc *before, const char *field,
	       struct mb_node *value, struct mb_error *err)
{
	const struct mb_doc *now;
	const struct mb_node *has, *had = before ? mb_doc_node(before, field) : NULL;
	int rc = draft_doc(&now, d, f, err);

	if (rc != MB_OK)
		return rc;
	has = mb_doc_node(now, field);
	if (has && !mb_node_same(has, had))
		return MB_OK;
	if (!value && !had)
		return MB_OK;
	return draft_put(d, f, field, value, err);
}

/* ---- people ---------------------------------------------------------------------------------------------- */

static bool is_member(struct draft *d, const char *person, const char *group, mb_day on)
{
	return group && mb_role_holds(d->base, person, "member", group, on);
}

static const char *one_of(const char *id, const char **ids, size_t n)
{
	for (size_t i = 0; id && i < n; i++)
		if (mb_streq(ids[i], id))
			return ids[i];
	return NULL;
}

const char *derive_person(struct draft *d, const char *printed, const char *group, mb_day on,
			  const char *before, int line)
{
	const struct mb_query q = { .kind = "person" };
	const struct mb_doc **people;
	const char **best = NULL, *settled;
	struct mb_error ignored;
	int best_score = 0;
	size_t n, n_best = 0;

	if (!printed || mb_view_list(&people, &n, d->base, &q, &ignored) != MB_OK)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		int fits = mb_name_fits(printed, people[i]->title, mb_doc_field(people[i], "initials")),
		    score;

		if (mb_streq(printed, people[i]->id))
			fits = 3;
		if (!fits)
			continue;
		score = 2 * fits + is_member(d, people[i]->id, group, on);
		if (score > best_score) {
			n_best = 0;
			best_score = score;
		}
		if (score == best_score)
			*MB_PUSH(d->a, best, n_best) = people[i]->id;
	}
	if (n_best < 2)
		return n_best ? best[0] : NULL;
	settled = one_of(before, best, n_best);
	return settled ? settled : ask_name(d, printed, best, n_best, line);
}

struct mb_node *derive_place(struct mb_arena *a, const struct mb_place *at)
{
	struct mb_node *map = mb_node_new_map(a);

	mb_node_put(a, map, "line", mb_node_new_int(a, at->line));
	mb_node_put(a, map, "length", mb_node_new_int(a, (long)at->length));
	return map;
}
