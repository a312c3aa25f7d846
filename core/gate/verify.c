/* The record against itself. Each change is taken back to what it was before its effects, judged again under the rules its
 * message names, and what comes out must be the stored ruling and the very bytes of the tree. */
#include "gate_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
	struct mb_gate *g;
	mb_tell tell;
	void *ctx;
	struct mb_verdict *out;
	long last_event;
};

static void problem(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void problem(struct check *c, const char *fmt, ...)
{
	char line[900];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	c->out->problems++;
	c->tell(c->ctx, line);
}

/* ---- back to before the effects -------------------------------------------------------------------------- */

static bool has_event(const struct mb_node *row, const char *key, long event)
{
	const char *said = mb_node_text(row, key);

	return said && strtol(said, NULL, 10) == event;
}

/* Take off the rows that this event appended. When nothing is left that the base had, the key goes too, so that carrying
 * the effects out again gives the same bytes. */
static int take_off(struct mb_buf *text, struct mb_arena *a, const char *field, const struct mb_doc *before,
		    long event, struct mb_error *err)
{
	for (;;) {
		struct mb_matter m;
		const struct mb_node *rows;
		char path[40];
		int rc = mb_matter_parse(&m, a, text->p, text->n, err);

		if (rc != MB_OK)
			return rc;
		rows = m.root ? mb_node_get(m.root, field) : NULL;
		if (!rows || rows->type != MB_LIST || !rows->n ||
		    !has_event(rows->items[rows->n - 1], "event", event))
			return MB_OK;
		if (rows->n == 1 && !(before && mb_doc_node(before, field)))
			return mb_matter_remove(text, field, err);
		snprintf(path, sizeof path, "%s/%zu", field, rows->n - 1);
		if ((rc = mb_matter_remove(text, path, err)) != MB_OK)
			return rc;
	}
}

static int uncure(struct mb_buf *text, struct mb_arena *a, const struct mb_doc *before, long event,
		  struct mb_error *err)
{
	const struct mb_node *old = before ? mb_doc_node(before, "irregular") : NULL, *rows;
	struct mb_matter m;
	int rc = mb_matter_parse(&m, a, text->p, text->n, err);

	rows = rc == MB_OK && m.root ? mb_node_get(m.root, "irregular") : NULL;
	for (size_t i = 0; rc == MB_OK && rows && rows->type == MB_LIST && i < rows->n; i++) {
		char path[40];

		if (!has_event(rows->items[i], "cured_event", event) || !old || i >= old->n)
			continue;
		snprintf(path, sizeof path, "irregular/%zu", i);
		rc = mb_matter_set(text, path, old->items[i], err);
	}
	return rc;
}

/* Documents that effects of this event made: the `doc` of its notices. */
static int made_by_effects(const char ***ids, size_t *n, struct draft *d, struct mb_view *after,
			   const struct mb_difference *diff, size_t n_diff, struct mb_error *err)
{
	for (size_t i = 0; i < n_diff; i++) {
		const struct mb_node *rows;
		const struct mb_doc *doc;
		int rc;

		if (!diff[i].after.hex[0] || !mb_ends(diff[i].path, ".md"))
			continue;
		if ((rc = mb_view_doc(&doc, after, diff[i].path, err)) != MB_OK)
			return rc;
		rows = mb_doc_node(doc, "notices");
		for (size_t k = 0; rows && rows->type == MB_LIST && k < rows->n; k++)
			if (has_event(rows->items[k], "event", d->event) &&
			    mb_node_text(rows->items[k], "doc"))
				*MB_PUSH(d->a, *ids, *n) = mb_node_text(rows->items[k], "doc");
	}
	return MB_OK;
}

static const struct message_act *act_of(const struct message_claim *claim, const char *doc, bool second)
{
	for (size_t i = 0; i < claim->n_acts; i++)
		if (mb_streq(claim->acts[i].doc, doc) && claim->acts[i].second == second)
			return &claim->acts[i];
	return NULL;
}

static int put_back(struct draft *d, const struct message_claim *claim, const struct mb_doc *after,
		    const char *path, struct mb_error *err)
{
	const struct message_act *act = act_of(claim, after ? after->id : "", false);
	const struct mb_doc *before;
	struct draft_file *f;
	int rc = draft_open(&f, d, path, err);

	if (rc != MB_OK || (rc = draft_before(&before, d, f, err)) != MB_OK)
		return rc;
	d->stale = true;
	if (!after) {
		f->removed = true;
		return MB_OK;
	}
	if (!act && act_of(claim, after->id, true))
		return MB_OK; /* the second round starts from the base */
	mb_buf_clear(&f->text);
	mb_buf_put(&f->text, after->raw.p, after->raw.n);
	if (!after->kind)
		return MB_OK;
	if ((rc = take_off(&f->text, d->a, "notices", before, d->event, err)) != MB_OK ||
	    (rc = take_off(&f->text, d->a, "irregular", before, d->event, err)) != MB_OK ||
	    (rc = uncure(&f->text, d->a, before, d->event, err)) != MB_OK)
		return rc;
	if (act) {
		f->follows = act->follows;
		f->role = act->role;
		f->move = mb_kind_move(after->kind, act->event) ? act->event : NULL;
		f->again = act->follows && f->existed && f->before.n == f->text.n &&
			   memcmp(f->before.p, f->text.p, f->text.n) == 0;
	}
	return MB_OK;
}

/* Documents that were judged anew although nothing in them changed have no difference to be found by. */
static int judged_again(struct draft *d, const struct message_claim *claim, struct mb_error *err)
{
	for (size_t i = 0; i < claim->n_acts; i++) {
		const struct message_act *act = &claim->acts[i];
		struct mb_address at;
		struct draft_file *f;
		int rc;

		if (!act->follows || act->second || !act->doc)
			continue;
		if ((rc = mb_address_of(&at, d->a, d->base, act->doc, err)) != MB_OK ||
		    (rc = draft_open(&f, d, at.path, err)) != MB_OK)
			return rc;
		if (f->existed && f->text.n == f->before.n &&
		    memcmp(f->text.p, f->before.p, f->text.n) == 0) {
			f->follows = f->again = true;
			f->move = NULL;
		}
	}
	return MB_OK;
}

static bool listed(const char *const *ids, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(ids[i], id))
			return true;
	return false;
}

static int restore(struct draft *d, const struct message_claim *claim, struct mb_view *after,
		   const struct mb_difference *diff, size_t n, struct mb_error *err)
{
	const char **made = NULL;
	size_t n_made = 0;
	int rc = made_by_effects(&made, &n_made, d, after, diff, n, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_doc *doc = NULL;

		if (diff[i].after.hex[0] && mb_ends(diff[i].path, ".md") &&
		    (rc = mb_view_doc(&doc, after, diff[i].path, err)) != MB_OK)
			return rc;
		if (!mb_ends(diff[i].path, ".md") ||
		    (doc && !diff[i].before.hex[0] && listed(made, n_made, doc->id)))
			continue;
		rc = put_back(d, claim, doc, diff[i].path, err);
	}
	return rc == MB_OK ? judged_again(d, claim, err) : rc;
}

/* ---- one change ------------------------------------------------------------------------------------------ */

static int same_bytes(struct check *c, struct draft *d, const struct mb_commit *commit,
		      const struct mb_difference *diff, size_t n, struct mb_error *err)
{
	struct mb_file *files;
	size_t count;

	draft_files(&files, &count, d);
	for (size_t i = 0; i < n; i++) {
		bool found = false;

		for (size_t k = 0; k < count && !found; k++) {
			struct mb_oid id = { { 0 } };
			int rc;

			if (!mb_streq(files[k].path, diff[i].path))
				continue;
			if (!files[k].remove &&
			    (rc = mb_blob_id(&id, files[k].data.p, files[k].data.n, err)) != MB_OK)
				return rc;
			found = mb_streq(id.hex, diff[i].after.hex);
			files[k].path = found ? "" : files[k].path;
		}
		if (!found && mb_ends(diff[i].path, ".md"))
			problem(c,
				"event %ld: %s is not what the rules and effects of this change make of it",
				d->event, diff[i].path);
	}
	for (size_t k = 0; k < count; k++)
		if (*files[k].path)
			problem(c,
				"event %ld: the rules ask for a change to %s that the record does not have",
				d->event, files[k].path);
	return MB_OK;
}

static void compare_rulings(struct check *c, struct draft *d, const struct message_claim *claim)
{
	struct mb_buf canonical;
	size_t n = strlen(claim->ruling);

	mb_buf_init(&canonical, 0);
	mb_ruling_canonical(&canonical, &d->out->ruling);
	while (canonical.n && canonical.p[canonical.n - 1] == '\n')
		canonical.p[--canonical.n] = '\0';
	while (n && claim->ruling[n - 1] == '\n')
		n--;
	if (canonical.n == n && memcmp(canonical.p, claim->ruling, n) == 0)
		c->out->reproduced++;
	else
		problem(c, "event %ld: judged again, the rules give another ruling than the one stored",
			d->event);
	mb_buf_free(&canonical);
}

static int rejudge(struct check *c, struct draft *d, const struct message_claim *claim,
		   const struct mb_commit *commit, const struct mb_difference *diff, size_t n,
		   struct mb_error *err)
{
	struct mb_event *events;
	struct mb_view *after;
	size_t n_events;
	int rc = mb_view_of_tree(&after, c->g->rec, &commit->tree, mb_rules_schema(d->rules), err);

	if (rc != MB_OK)
		return rc;
	if (claim->daily)
		rc = daily_effects(d, err);
	else if ((rc = restore(d, claim, after, diff, n, err)) == MB_OK)
		rc = draft_judge(d, &events, &n_events, err);
	mb_view_free(after);
	if (rc == MB_EREFUSED) {
		problem(c, "event %ld: the rules refuse what the record shows as accepted", d->event);
		return MB_OK;
	}
	if (rc != MB_OK)
		return rc;
	compare_rulings(c, d, claim);
	return same_bytes(c, d, commit, diff, n, err);
}

/* A gate that stands where main stood before the change. */
static int stand_at(struct mb_gate *then, struct mb_gate *g, const struct mb_commit *parent,
		    const struct message_claim *claim, const struct mb_commit *commit, struct mb_error *err)
{
	struct mb_oid enacted;
	int rc;

	*then = *g;
	then->tip = *parent;
	then->view = NULL;
	then->calendar = NULL;
	memset(&then->rules_tree, 0, sizeof then->rules_tree);
	snprintf(then->rules_tree.hex, sizeof then->rules_tree.hex, "%s", claim->rules);
	if ((rc = gate_rules_of(&then->rules, g, &then->rules_tree, err)) != MB_OK ||
	    (rc = mb_view_of_tree(&then->view, g->rec, &parent->tree, mb_rules_schema(then->rules), err)) !=
		    MB_OK ||
	    (rc = mb_partnership_read(&then->partnership, then->view, err)) != MB_OK ||
	    (rc = mb_calendar_read(&then->calendar, then->view, err)) != MB_OK ||
	    (rc = gate_enacted(&enacted, then->view->arena, then->view, mb_instant_day(commit->recorded),
			       err)) != MB_OK)
		return rc;
	if (!mb_streq(enacted.hex, claim->rules))
		return mb_fail(err, MB_EINVAL, "names rules %.12s, but %.12s were in force", claim->rules,
			       enacted.hex);
	return MB_OK;
}

static int check_change(struct check *c, struct mb_arena *a, const struct mb_commit *commit,
			const struct message_claim *claim, struct mb_error *err)
{
	struct mb_actor actor = { .by = claim->by,
				  .entered_by = claim->entered_by,
				  .on = claim->on,
				  .recorded = commit->recorded,
				  .reason = claim->reason,
				  .waives = claim->waives,
				  .n_waives = claim->n_waives };
	struct mb_difference *diff;
	struct mb_result result = { 0 };
	struct mb_commit parent;
	struct mb_gate then = { 0 };
	struct draft d;
	size_t n;
	int rc = mb_record_commit(&parent, a, c->g->rec, &commit->parent, err);

	if (rc != MB_OK ||
	    (rc = mb_tree_diff(&diff, &n, a, c->g->rec, &parent.tree, &commit->tree, err)) != MB_OK)
		return rc;
	if ((rc = stand_at(&then, c->g, &parent, claim, commit, err)) == MB_OK) {
		draft_begin(&d, &then, a, &actor, &result);
		rc = rejudge(c, &d, claim, commit, diff, n, err);
		draft_end(&d);
	}
	mb_view_free(then.view);
	mb_calendar_free(then.calendar);
	return rc;
}

static int check_commit(struct check *c, const struct mb_oid *id, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct message_claim claim;
	struct mb_commit commit;
	struct mb_error why;
	int rc = mb_record_commit(&commit, a, c->g->rec, id, err);

	if (rc != MB_OK)
		goto out;
	c->out->commits++;
	if (message_read(&claim, a, commit.message, &why) != MB_OK) {
		problem(c, "%.12s passed no gate: %s", id->hex, why.text);
		goto out;
	}
	c->out->rulings++;
	if (claim.event != c->last_event + 1)
		problem(c, "event %ld follows event %ld: event numbers have a gap", claim.event,
			c->last_event);
	c->last_event = claim.event;
	if (claim.founding && !commit.parent.hex[0]) {
		c->out->reproduced++;
		goto out;
	}
	if (check_change(c, a, &commit, &claim, &why) != MB_OK)
		problem(c, "event %ld: %s", claim.event, why.text);
out:
	mb_arena_free(a);
	return rc;
}

/* ---- the record as it stands ----------------------------------------------------------------------------- */

static int check_documents(struct check *c, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(c->g);
	struct mb_arena *a = mb_arena_new();
	struct mb_error why;
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < s->n_kinds; i++) {
		struct mb_ask ask = { .kind = s->kinds[i].name,
				      .since = MB_NO_DAY,
				      .until = MB_NO_DAY,
				      .as_at = MB_NO_DAY,
				      .known_at = MB_NO_DAY };
		struct mb_version_row *rows;
		size_t n;

		if ((rc = mb_index_list(&rows, &n, a, c->g->ix, &ask, err)) != MB_OK)
			break;
		for (size_t k = 0; k < n; k++) {
			const struct mb_doc *doc;

			if (mb_view_doc(&doc, c->g->view, rows[k].path, &why) != MB_OK ||
			    mb_doc_check(doc, c->g->view, a, NULL, NULL, &why) != MB_OK)
				problem(c, "%s", why.text);
		}
	}
	mb_arena_free(a);
	return rc;
}

static void tell_object(void *ctx, const char *line)
{
	problem(ctx, "%s", line);
}

/* First-parent ids, oldest first. */
static int chain(struct mb_oid **out, size_t *n, struct mb_arena *a, struct mb_gate *g, struct mb_error *err)
{
	struct mb_oid at = g->tip.id;

	*out = NULL;
	*n = 0;
	while (at.hex[0]) {
		struct mb_arena *one = mb_arena_new();
		struct mb_commit commit;
		int rc = mb_record_commit(&commit, one, g->rec, &at, err);

		if (rc == MB_OK) {
			*MB_PUSH(a, *out, *n) = at;
			at = commit.parent;
		}
		mb_arena_free(one);
		if (rc != MB_OK)
			return rc;
	}
	for (size_t i = 0; i < *n / 2; i++) {
		struct mb_oid x = (*out)[i];

		(*out)[i] = (*out)[*n - 1 - i];
		(*out)[*n - 1 - i] = x;
	}
	return MB_OK;
}

int mb_gate_verify(struct mb_verdict *out, struct mb_gate *g, mb_tell tell, void *ctx, struct mb_error *err)
{
	struct check c = { .g = g, .tell = tell, .ctx = ctx, .out = out };
	struct mb_arena *a = mb_arena_new();
	struct mb_oid *ids;
	struct mb_error why;
	size_t n;
	int rc;

	memset(out, 0, sizeof *out);
	if ((rc = mb_record_check(g->rec, tell_object, &c, &why)) != MB_OK && !out->problems)
		problem(&c, "%s", why.text);
	if ((rc = chain(&ids, &n, a, g, err)) == MB_OK)
		for (size_t i = 0; rc == MB_OK && i < n; i++)
			rc = check_commit(&c, &ids[i], err);
	if (rc == MB_OK)
		rc = check_documents(&c, err);
	mb_arena_free(a);
	if (rc == MB_OK && out->problems)
		rc = mb_fail(err, MB_EFAIL, "%zu problem%s found", out->problems,
			     out->problems == 1 ? "" : "s");
	return rc;
}
