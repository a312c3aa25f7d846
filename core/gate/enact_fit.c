/* What rules about to come into force find in the record: documents in states that they do not have, and whether every document still
 * fits its declaration. */
#include "past.h"

#include <string.h>

/* ---- states that are no more ------------------------------------------------------------------------------- */

static bool has_state(const struct mb_kind *k, const char *state)
{
	for (size_t i = 0; k && i < k->n_states; i++)
		if (mb_streq(k->states[i], state))
			return true;
	return false;
}

static const char *becomes(const struct mb_kind *k, const char *state)
{
	for (size_t i = 0; k && i < k->n_becomes; i++)
		if (mb_streq(k->becomes[i].was, state))
			return k->becomes[i].now;
	return NULL;
}

static int move_documents(struct becoming *b, struct draft *d, const struct mb_kind *k,
			  const struct mb_reader *reader, struct mb_error *err)
{
	const struct mb_query q = { .kind = k->name, .field = b->was ? "state" : NULL, .value = b->was };
	const struct mb_doc **docs;
	int rc = mb_view_list(&docs, &b->n, d->base, &q, err);

	if (rc != MB_OK || b->n == 0)
		return rc;
	b->first = mb_arena_dup(d->a, docs[0]->id);
	b->last = mb_arena_dup(d->a, docs[b->n - 1]->id);
	for (size_t i = 0; reader && i < b->n; i++)
		b->hidden |= !mb_may(reader, "read", docs[i]);
	for (size_t i = 0; rc == MB_OK && b->now && i < b->n; i++) {
		struct draft_file *f;

		if ((rc = draft_open(&f, d, docs[i]->path, err)) == MB_OK &&
		    (rc = draft_set_text(d, f, "state", b->now, err)) == MB_OK)
			f->event_less = true;
	}
	return rc;
}

int enact_find_becoming(struct enactment *e, struct draft *d, const struct mb_schema *new,
			struct mb_error *err)
{
	const struct mb_schema *old = mb_rules_schema(d->rules);
	struct becoming *all = NULL;
	size_t n = 0;
	int rc = MB_OK;

	for (size_t i = 0; i < old->n_kinds; i++) {
		const struct mb_kind *was = &old->kinds[i], *now = mb_schema_kind(new, was->name);
		struct becoming gone = { .kind = was->name };

		if (!now) {
			if ((rc = move_documents(&gone, d, was, e->reader, err)) != MB_OK)
				return rc;
			if (gone.n)
				*MB_PUSH(d->a, all, n) = gone;
			continue;
		}
		for (size_t s = 0; s < was->n_states; s++) {
			struct becoming b = { .kind = was->name, .was = was->states[s] };

			if (has_state(now, b.was) || !now->n_states)
				continue;
			b.now = becomes(now, b.was);
			if ((rc = move_documents(&b, d, was, e->reader, err)) != MB_OK)
				return rc;
			if (b.n)
				*MB_PUSH(d->a, all, n) = b;
		}
	}
	e->becoming = all;
	e->n_becoming = n;
	return MB_OK;
}

/* ---- do documents fit? -------------------------------------------------------------------------------------- */

/* What does not fit is named only to whoever may read it: new declarations could ask a document anything. */
static int fits(const char **misfit, size_t *n, struct mb_arena *a, struct mb_view *v, struct mb_view *base,
		const struct mb_kind *k, const struct mb_reader *reader, struct mb_error *err)
{
	const struct mb_query q = { .kind = k->name };
	struct mb_error why, before;
	const char **paths;
	size_t count;
	int rc = v->ops->list(v, &paths, &count, a, &q, err);

	for (size_t i = 0; rc == MB_OK && i < count; i++, ++*n) {
		const struct mb_doc *doc, *now;

		if (mb_view_doc(&doc, v, paths[i], &why) == MB_OK &&
		    mb_doc_check(doc, v, a, NULL, NULL, &why) == MB_OK)
			continue;
		if (*misfit || mb_view_doc(&now, base, paths[i], &before) != MB_OK ||
		    mb_doc_check(now, base, a, NULL, NULL, &before) != MB_OK)
			continue; /* it did not fit the former rules either */
		*misfit = reader && !mb_may(reader, "read", now)
				  ? "a document that is not for you to see does not fit"
				  : mb_arena_dup(a, why.text);
	}
	return rc;
}

/* As the change would leave it. */
int enact_documents_fit(const char **words, struct draft *d, const struct mb_schema *new,
			const struct mb_reader *reader, struct mb_error *err)
{
	struct mb_view *v = NULL;
	const char *misfit = NULL;
	struct mb_oid tree;
	struct mb_file *files;
	size_t n, count = 0;
	int rc;

	draft_files(&files, &n, d);
	if ((rc = mb_tree_write(&tree, d->g->rec, &d->g->tip.tree, files, n, err)) != MB_OK ||
	    (rc = mb_view_of_tree(&v, d->g->rec, &tree, new, err)) != MB_OK)
		return rc;
	for (size_t i = 0; rc == MB_OK && i < new->n_kinds; i++)
		rc = fits(&misfit, &count, d->a, v, d->base, &new->kinds[i], reader, err);
	mb_view_free(v);
	*words = misfit ? misfit : mb_arena_printf(d->a, "%zu documents fit", count);
	return rc;
}
