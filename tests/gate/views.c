/* The same moves judged over the index and over the trees give the same rulings: views HOME
 *
 * Every move of its kind is tried on every document by several people, without landing anything; first over the view that the
 * gate chose (the index), then over one that reads nothing but trees. */
#include "gate_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const people[] = { "beth-corrigan", "helen-marsh", "paul-okafor", "lucy-tran" };
#define N_PEOPLE (sizeof people / sizeof *people)

static size_t accepted, refused, other;

static void put_outcome(struct mb_buf *out, int rc, const struct mb_result *r, const struct mb_error *err)
{
	accepted += rc == MB_OK;
	refused += rc == MB_EREFUSED;
	other += rc != MB_OK && rc != MB_EREFUSED;
	mb_buf_printf(out, "%d %s\n", rc, rc == MB_OK ? "" : err->text);
	mb_ruling_canonical(out, &r->ruling);
	for (size_t i = 0; i < r->n_touched; i++)
		mb_buf_printf(out, "%s %s\n", r->touched[i].id, r->touched[i].what);
	for (size_t i = 0; i < r->n_notes; i++)
		mb_buf_printf(out, "%s\n", r->notes[i]);
}

static void try_moves(struct mb_buf *out, struct mb_gate *g, const struct mb_version_row *row,
		      const struct mb_kind *kind)
{
	mb_day day;

	mb_day_make(&day, 2006, 1, 16);
	for (size_t who = 0; who < N_PEOPLE; who++) {
		const struct mb_actor actor = { .by = people[who],
						.entered_by = people[who],
						.on = MB_NO_DAY,
						.recorded = mb_instant_at(day, 9 * 60),
						.reason = "to see what happens" };

		for (size_t m = 0; m < kind->n_moves + kind->n_sign_roles; m++) {
			struct mb_arena *a = mb_arena_new();
			struct mb_result r = { 0 };
			struct mb_error err = { 0 };
			int rc;

			if (m < kind->n_moves)
				rc = mb_gate_move(&r, a, g, row->id, kind->moves[m].name, NULL, &actor,
						  MB_DRY_RUN, &err);
			else
				rc = mb_gate_sign(&r, a, g, row->id, kind->sign_roles[m - kind->n_moves],
						  &actor, MB_DRY_RUN, &err);
			mb_buf_printf(out, "%s %s %zu: ", row->id, people[who], m);
			put_outcome(out, rc, &r, &err);
			mb_arena_free(a);
		}
	}
}

static void try_daily(struct mb_buf *out, struct mb_gate *g)
{
	for (int month = 10; month <= 16; month++) {
		struct mb_actor actor = { .by = people[0], .entered_by = people[0], .on = MB_NO_DAY };
		struct mb_arena *a = mb_arena_new();
		struct mb_result r = { 0 };
		struct mb_error err = { 0 };
		mb_day day;

		mb_day_make(&day, 2005 + (month - 1) / 12, (month - 1) % 12 + 1, 28);
		actor.recorded = mb_instant_at(day, 9 * 60);
		put_outcome(out, mb_gate_daily(&r, a, g, &actor, MB_DRY_RUN, &err), &r, &err);
		mb_arena_free(a);
	}
}

static int all(struct mb_buf *out, struct mb_gate *g, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(g);
	struct mb_arena *a = mb_arena_new();
	int rc = MB_OK;

	for (size_t k = 0; rc == MB_OK && k < s->n_kinds; k++) {
		struct mb_ask ask = { .kind = s->kinds[k].name,
				      .since = MB_NO_DAY,
				      .until = MB_NO_DAY,
				      .as_at = MB_NO_DAY,
				      .known_at = MB_NO_DAY };
		struct mb_version_row *rows;
		size_t n;

		if (!s->kinds[k].n_moves)
			continue;
		rc = mb_index_list(&rows, &n, a, mb_gate_index(g), &ask, err);
		for (size_t i = 0; rc == MB_OK && i < n; i++)
			try_moves(out, g, &rows[i], &s->kinds[k]);
	}
	try_daily(out, g);
	mb_arena_free(a);
	return rc;
}

static int compare(const struct mb_buf *a, const struct mb_buf *b)
{
	size_t i = 0, from;

	if (a->n == b->n && memcmp(a->p, b->p, a->n) == 0)
		return MB_OK;
	while (i < a->n && i < b->n && a->p[i] == b->p[i])
		i++;
	for (from = i; from > 0 && a->p[from - 1] != '\n';)
		from--;
	fprintf(stderr, "views: by the index: %.300s\nviews: by the trees: %.300s\n", a->p + from,
		b->p + from);
	return MB_EFAIL;
}

int main(int argc, char **argv)
{
	struct mb_error err = { 0 };
	struct mb_buf by_index, by_trees;
	struct mb_gate *g = NULL;
	int rc;

	mb_buf_init(&by_index, 0);
	mb_buf_init(&by_trees, 0);
	if ((rc = mb_gate_open(&g, argc == 2 ? argv[1] : "", &err)) != MB_OK ||
	    (rc = all(&by_index, g, &err)) != MB_OK)
		goto out;
	printf("%zu rulings accept, %zu refuse, %zu acts were malformed\n", accepted, refused, other);
	mb_view_free(g->view);
	g->view = NULL;
	if ((rc = mb_view_of_tree(&g->view, g->rec, &g->tip.tree, mb_rules_schema(g->rules), &err)) !=
		    MB_OK ||
	    (rc = all(&by_trees, g, &err)) != MB_OK)
		goto out;
	rc = compare(&by_index, &by_trees);
	if (rc == MB_OK && (accepted < 100 || refused < 100))
		rc = mb_fail(&err, MB_EFAIL, "too few rulings of either kind to mean anything");
out:
	if (rc != MB_OK)
		fprintf(stderr, "views: %s\n", err.text);
	mb_buf_free(&by_index);
	mb_buf_free(&by_trees);
	mb_gate_close(g);
	return rc;
}
