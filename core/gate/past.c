/* A change of the past taken up again: what it was before its effects, judged anew under some version of the rules. */
#include "past.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- back to before the effects -------------------------------------------------------------------------- */

static bool has_event(const struct mb_node *row, const char *key, long event)
{
	const char *said = mb_node_text(row, key);

	return said && strtol(said, NULL, 10) == event;
}

/* Take off the rows that this event appended. When nothing is left that the base had, the key goes too, so that carrying
 * the effects out again gives the same bytes. */
static int take_off(struct mb_buf *text, const char *field, const struct mb_doc *before,
		    const struct mb_doc *after, long event, struct mb_error *err)
{
	const struct mb_node *had = mb_doc_node(after, field);
	size_t n = had && had->type == MB_LIST ? had->n : 0, kept = n;
	int rc = MB_OK;

	while (kept > 0 && has_event(had->items[kept - 1], "event", event))
		kept--;
	if (n > 0 && kept == 0 && !(before && mb_doc_node(before, field)))
		return mb_matter_remove(text, field, err);
	for (size_t i = n; rc == MB_OK && i > kept; i--) {
		char path[40];

		snprintf(path, sizeof path, "%s/%zu", field, i - 1);
		rc = mb_matter_remove(text, path, err);
	}
	return rc;
}

static int uncure(struct mb_buf *text, struct mb_arena *a, const struct mb_doc *before, long event,
		  struct mb_error *err)
{
	const struct mb_node *old = before ? mb_doc_node(before, "irregular") : NULL, *rows;
	struct mb_matter m;
	int rc = old ? mb_matter_parse(&m, a, text->p, text->n, err) : MB_OK;

	rows = old && rc == MB_OK && m.root ? mb_node_get(m.root, "irregular") : NULL;
	for (size_t i = 0; rc == MB_OK && rows && rows->type == MB_LIST && i < rows->n; i++) {
		char path[40];

		if (!has_event(rows->items[i], "cured_event", event) || !old || i >= old->n)
			continue;
		snprintf(path, sizeof path, "irregular/%zu", i);
		rc = mb_matter_set(text, path, old->items[i], err);
	}
	return rc;
}

static const struct message_act *act_of(const struct message_claim *claim, const char *doc, bool second)
{
	for (size_t i = 0; i < claim->n_acts; i++)
		if (mb_streq(claim->acts[i].doc, doc) && claim->acts[i].second == second)
			return &claim->acts[i];
	return NULL;
}

/* For the ruling alone a document that only the second round moves need not be read as it became: it is made again from the
 * base. It may tell of documents made, though, and then it is. */
static int read_lightly(bool *enough, struct draft *d, const struct message_claim *claim,
			struct mb_view *after, const char *path, struct mb_error *err)
{
	struct mb_address at;
	struct mb_str raw;
	int rc;

	*enough = false;
	if (!d->ruling_only || mb_address_of_path(&at, d->a, after, path, NULL) != MB_OK ||
	    act_of(claim, at.id, false) || !act_of(claim, at.id, true))
		return MB_OK;
	if ((rc = after->ops->read(after, &raw, d->a, path, err)) == MB_OK)
		*enough = !memmem(raw.p, raw.n, "notices", strlen("notices"));
	return rc;
}

/* Documents that effects of this event made: the `doc` of its notices. */
static int made_by_effects(const char ***ids, size_t *n, bool *light, struct draft *d,
			   const struct message_claim *claim, struct mb_view *after,
			   const struct mb_difference *diff, size_t n_diff, struct mb_error *err)
{
	for (size_t i = 0; i < n_diff; i++) {
		const struct mb_node *rows;
		const struct mb_doc *doc;
		int rc;

		if (!diff[i].after.hex[0] || !mb_ends(diff[i].path, ".md"))
			continue;
		if ((rc = read_lightly(&light[i], d, claim, after, diff[i].path, err)) != MB_OK)
			return rc;
		if (light[i])
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
	f->now = after; /* parsed already, as long as nothing is taken off */
	if (!after->kind)
		return MB_OK;
	if ((rc = take_off(&f->text, "notices", before, after, d->event, err)) != MB_OK ||
	    (rc = take_off(&f->text, "irregular", before, after, d->event, err)) != MB_OK ||
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

/* Rules, calendars, settings: what a hand laid down is what it is. */
static int put_plain(struct draft *d, struct mb_view *after, const struct mb_difference *diff,
		     struct mb_error *err)
{
	struct draft_file *f;
	struct mb_str text;
	int rc = draft_open(&f, d, diff->path, err);

	if (rc != MB_OK)
		return rc;
	d->stale = true;
	if (!diff->after.hex[0]) {
		f->removed = true;
		return MB_OK;
	}
	if ((rc = after->ops->read(after, &text, d->a, diff->path, err)) != MB_OK)
		return rc;
	mb_buf_clear(&f->text);
	mb_buf_put(&f->text, text.p, text.n);
	return MB_OK;
}

/* An enactment: rules and entry are given; the documents that change their state with it are the engine's doing. */
static int restore_enactment(struct past *p, struct mb_view *after, struct mb_error *err)
{
	struct mb_entry rules;
	int rc = mb_tree_entry(&rules, p->d.a, p->rec, &p->commit.tree, "rules", err);

	for (size_t i = 0; rc == MB_OK && i < p->n_diff; i++)
		if (mb_streq(p->diff[i].path, ENACTMENTS) || mb_starts(p->diff[i].path, "rules/"))
			rc = put_plain(&p->d, after, &p->diff[i], err);
	return rc == MB_OK ? enact_again(&p->d, &rules.id, err) : rc;
}

bool past_enacts(const struct past *p)
{
	for (size_t i = 0; i < p->n_diff; i++)
		if (mb_streq(p->diff[i].path, ENACTMENTS))
			return true;
	return false;
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
	bool *light = mb_arena_alloc(d->a, n + 1);
	int rc = made_by_effects(&made, &n_made, light, d, claim, after, diff, n, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_doc *doc = NULL;
		struct draft_file *f;

		if (light[i]) { /* the second round starts from the base */
			rc = draft_open(&f, d, diff[i].path, err);
			continue;
		}
		if (diff[i].after.hex[0] && mb_ends(diff[i].path, ".md") &&
		    (rc = mb_view_doc(&doc, after, diff[i].path, err)) != MB_OK)
			return rc;
		if (doc && !diff[i].before.hex[0] && listed(made, n_made, doc->id))
			continue;
		if (mb_ends(diff[i].path, ".md"))
			rc = put_back(d, claim, doc, diff[i].path, err);
		else if ((rc = draft_may_set(d, diff[i].path, err)) == MB_OK)
			rc = put_plain(d, after, &diff[i], err);
	}
	return rc == MB_OK ? judged_again(d, claim, err) : rc;
}

/* ---- where main stood ------------------------------------------------------------------------------------ */

/* The same calendar and the same list of enactments serve commit after commit. */
static int calendar_then(struct past *p, struct mb_error *err)
{
	struct gate_cache *c = gate_cache(p->g);
	struct mb_arena *a = mb_arena_new();
	struct mb_entry e;
	bool there = mb_tree_entry(&e, a, p->rec, &p->parent.tree, "calendar", NULL) == MB_OK;
	int rc = MB_OK;

	mb_arena_free(a);
	if (!there || !mb_streq(e.id.hex, c->calendar_id.hex)) {
		mb_calendar_free(c->calendar);
		c->calendar = NULL;
		memset(&c->calendar_id, 0, sizeof c->calendar_id);
		rc = mb_calendar_read(&c->calendar, p->then.view, err);
		if (rc == MB_OK && there)
			c->calendar_id = e.id;
	}
	p->then.calendar = c->calendar;
	return rc;
}

static int enactments_then(struct past *p, struct mb_error *err)
{
	struct gate_cache *c = gate_cache(p->g);
	struct mb_arena *a = mb_arena_new();
	struct mb_entry e;
	bool there = mb_tree_entry(&e, a, p->rec, &p->parent.tree, ENACTMENTS, NULL) == MB_OK;
	int rc = MB_OK;

	mb_arena_free(a);
	if (there && mb_streq(e.id.hex, c->enactments_id.hex))
		return MB_OK;
	mb_arena_free(c->arena);
	c->arena = mb_arena_new();
	memset(&c->enactments_id, 0, sizeof c->enactments_id);
	rc = enactments_read(&c->list, &c->n, c->arena, p->then.view, err);
	if (rc == MB_OK && there)
		c->enactments_id = e.id;
	return rc;
}

static int in_force_then(struct past *p, struct mb_error *err)
{
	const struct gate_cache *c = gate_cache(p->g);
	const struct enactment *e;
	int rc = enactments_then(p, err);

	if (rc != MB_OK)
		return rc;
	e = enactment_on(c->list, c->n, mb_instant_day(p->commit.recorded));
	if (!e)
		return mb_fail(err, MB_EINVAL, ENACTMENTS ": no rules were in force on that day");
	if (!mb_streq(e->rules.hex, p->claim.rules))
		return mb_fail(err, MB_EINVAL, "names rules %.12s, but %.12s were in force", p->claim.rules,
			       e->rules.hex);
	return MB_OK;
}

static int look_before(struct mb_view **out, struct past *p, struct mb_error *err)
{
	const struct mb_schema *s = mb_rules_schema(p->then.rules);

	return p->look ? p->look(out, p, &p->parent.tree, s, err)
		       : mb_view_of_tree_followed(out, p->rec, &p->parent.tree, s, gate_cache(p->g)->docs,
						  err);
}

static int look_after(struct mb_view **out, struct past *p, struct mb_error *err)
{
	return p->look ? p->look(out, p, &p->commit.tree, mb_rules_schema(p->then.rules), err)
		       : mb_view_of_tree_changed(out, p->then.view, p->rec, &p->commit.tree, p->diff,
						 p->n_diff, err);
}

/* A gate that stands where main stood before the change. */
static int stand(struct past *p, struct mb_rules *rules, struct mb_error *err)
{
	struct mb_gate *then = &p->then, *g = p->g;
	int rc;

	*then = *g;
	then->of = g;
	then->rec = p->rec;
	then->tip = p->parent;
	then->view = NULL;
	then->calendar = NULL;
	memset(&then->rules_tree, 0, sizeof then->rules_tree);
	snprintf(then->rules_tree.hex, sizeof then->rules_tree.hex, "%s", p->claim.rules);
	if (rules)
		then->rules = rules;
	else if ((rc = gate_rules_of(&then->rules, g, &then->rules_tree, err)) != MB_OK)
		return rc;
	if ((rc = look_before(&then->view, p, err)) != MB_OK ||
	    (rc = mb_partnership_read(&then->partnership, then->view, err)) != MB_OK ||
	    (rc = calendar_then(p, err)) != MB_OK)
		return rc;
	return rules ? MB_OK : in_force_then(p, err);
}

/* The commit that was taken up before this one is mostly its parent: it need not be read again. */
static int parent_of(struct past *p, struct mb_arena *a, struct mb_error *err)
{
	struct gate_cache *c = gate_cache(p->g);
	int rc = MB_OK;

	if (mb_streq(c->last.id.hex, p->commit.parent.hex)) {
		p->parent = c->last;
		p->parent.message = mb_arena_dup(a, c->last_message);
	} else {
		rc = mb_record_commit(&p->parent, a, p->rec, &p->commit.parent, err);
	}
	free(c->last_message);
	c->last = p->commit;
	c->last.author = c->last.author_mail = c->last.message = NULL;
	c->last_message = mb_strdup(p->commit.message);
	return rc;
}

int past_open(struct past *p, struct mb_arena *a, struct mb_gate *g, struct mb_record *rec,
	      const struct mb_oid *id, struct mb_error *err)
{
	int rc;

	memset(p, 0, sizeof *p);
	p->g = g;
	p->rec = rec = rec ? rec : g->rec;
	if ((rc = mb_record_commit(&p->commit, a, rec, id, err)) != MB_OK ||
	    (rc = message_read(&p->claim, a, p->commit.message, err)) != MB_OK)
		return rc;
	if (!p->commit.parent.hex[0])
		return MB_OK;
	if ((rc = parent_of(p, a, err)) != MB_OK)
		return rc;
	return mb_tree_diff(&p->diff, &p->n_diff, a, rec, &p->parent.tree, &p->commit.tree, err);
}

int past_judge(struct past *p, struct mb_arena *a, struct mb_rules *rules, struct mb_error *err)
{
	const struct message_claim *c = &p->claim;
	struct mb_view *after = NULL;
	struct mb_event *events;
	size_t n_events;
	int rc = stand(p, rules, err);

	if (rc != MB_OK)
		return rc;
	memset(&p->result, 0, sizeof p->result);
	p->actor = (struct mb_actor){ .by = c->by,
				      .entered_by = c->entered_by,
				      .on = c->on,
				      .recorded = p->commit.recorded,
				      .reason = c->reason,
				      .waives = c->waives,
				      .n_waives = c->n_waives };
	draft_begin(&p->d, &p->then, a, &p->actor, &p->result);
	p->d.seen = p->seen;
	p->d.seen_ctx = p->seen_ctx;
	p->d.ruling_only = p->ruling_only;
	/* under other rules than its own it is replayed, and who might act then is not the question */
	if (!rules && (rc = gate_may_act(&p->then, &p->actor, false, err)) != MB_OK)
		return rc;
	if (c->daily)
		return (rc = daily_effects(&p->d, err)) == MB_OK ? draft_judge(&p->d, &events, &n_events, err)
								 : rc;
	if ((rc = look_after(&after, p, err)) != MB_OK)
		return rc;
	if ((rc = past_enacts(p) ? restore_enactment(p, after, err)
				 : restore(&p->d, c, after, p->diff, p->n_diff, err)) == MB_OK)
		rc = draft_judge(&p->d, &events, &n_events, err);
	mb_view_free(after);
	return rc;
}

void past_close(struct past *p)
{
	draft_end(&p->d);
	mb_view_free(p->then.view);
	p->then.view = NULL;
	p->then.calendar = NULL; /* the cache's */
}

int past_chain(struct mb_oid **out, size_t *n, struct mb_arena *a, struct mb_gate *g, struct mb_error *err)
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

const char *past_difference(struct mb_arena *a, const char *stored, const char *made)
{
	char *save_s = NULL, *save_m = NULL;
	char *s = strtok_r(mb_arena_dup(a, stored), "\n", &save_s),
	     *m = strtok_r(mb_arena_dup(a, made), "\n", &save_m);

	while (s && m && mb_streq(s, m)) {
		s = strtok_r(NULL, "\n", &save_s);
		m = strtok_r(NULL, "\n", &save_m);
	}
	if (!s && !m)
		return NULL;
	return mb_arena_printf(a, "stored: %s; made again: %s", s ? s : "(no more lines)",
			       m ? m : "(no more lines)");
}
