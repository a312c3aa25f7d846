/* The past judged again: under other rules beside those in force (what would they have changed?), or under its own (is the
 * record what it says?). One event at a time on the record as it stood: nothing cascades, nothing is written. */
#include "past.h"

#include <stdlib.h>
#include <string.h>

const char *mb_replay_word(enum mb_replay_class c)
{
	static const char *const words[] = { "same",	"other effects", "accepted",	    "irregular",
					     "refused", "broken",	 "cannot be judged" };

	return c < MB_REPLAY_CLASSES ? words[c] : "";
}

void mb_replay_words(struct mb_buf *out, const struct mb_replay_sum *sum)
{
	static const char *const words[] = { "same",
					     "with other effects",
					     "would now be accepted",
					     "would now be marked irregular",
					     "would now be refused",
					     "now broken",
					     "cannot be judged" };
	bool any = false;

	mb_buf_printf(out, "%zu event%s", sum->events, sum->events == 1 ? "" : "s");
	if (sum->attempts_at_hand)
		mb_buf_printf(out, " and %zu attempt%s", sum->attempts, sum->attempts == 1 ? "" : "s");
	for (int i = 0; i < MB_REPLAY_CLASSES; i++)
		if (sum->n[i]) {
			mb_buf_printf(out, "%s%zu %s", any ? ", " : ": ", sum->n[i], words[i]);
			any = true;
		}
}

/* ---- one event under one version ---------------------------------------------------------------------------- */

enum came { CAME_ACCEPTED, CAME_IRREGULAR, CAME_REFUSED, CAME_BROKEN, CAME_UNKNOWN };

struct judged {
	enum came came;
	struct past p;
	struct mb_error why; /* CAME_UNKNOWN */
};

static bool any_is(const struct mb_ruling *r, enum mb_outcome outcome)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (r->findings[i].outcome == outcome)
			return true;
	return false;
}

static int judge_under(struct judged *out, struct mb_arena *a, const struct past *event,
		       struct mb_rules *rules, bool ruling_only)
{
	const struct mb_ruling *r = &out->p.result.ruling;
	int rc;

	out->p = *event;
	out->p.ruling_only = ruling_only;
	rc = past_judge(&out->p, a, rules, &out->why);
	if (any_is(r, MB_BROKEN))
		out->came = CAME_BROKEN;
	else if (rc == MB_EREFUSED && r->n_findings)
		out->came = CAME_REFUSED;
	else if (rc != MB_OK)
		out->came = CAME_UNKNOWN;
	else
		out->came = any_is(r, MB_IRREGULAR) ? CAME_IRREGULAR : CAME_ACCEPTED;
	return rc == MB_EFAIL && out->came == CAME_UNKNOWN ? MB_EFAIL : MB_OK;
}

/* ---- what makes the difference ------------------------------------------------------------------------------ */

static const struct mb_finding *first_of(const struct mb_ruling *r, enum mb_outcome outcome)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (r->findings[i].outcome == outcome)
			return &r->findings[i];
	return NULL;
}

static void point_at(struct mb_replay_case *c, const struct mb_finding *x)
{
	if (!x)
		return;
	c->rule = x->rule;
	c->file = x->file;
	c->line = x->line;
	c->doc = x->doc;
	c->found = x->found;
}

static bool same_effect(const struct mb_effect *x, const struct mb_effect *y)
{
	return mb_streq(x->kind, y->kind) && mb_streq(x->doc, y->doc) && mb_streq(x->key, y->key) &&
	       x->step == y->step && mb_node_same(x->args, y->args);
}

/* An effect of one that the other does not have. */
static const struct mb_effect *beyond(const struct mb_ruling *of, const struct mb_ruling *other)
{
	for (size_t i = 0; i < of->n_effects; i++) {
		bool there = false;

		/* Mostly both are in the same order. */
		if (i < other->n_effects && same_effect(&of->effects[i], &other->effects[i]))
			continue;
		for (size_t k = 0; k < other->n_effects && !there; k++)
			there = same_effect(&of->effects[i], &other->effects[k]);
		if (!there)
			return &of->effects[i];
	}
	return NULL;
}

static bool other_effects(struct mb_replay_case *c, const struct mb_ruling *now,
			  const struct mb_ruling *other)
{
	const struct mb_effect *x = beyond(other, now);

	if (!x)
		x = beyond(now, other);
	if (!x)
		return false;
	c->rule = x->rule;
	c->file = x->file;
	c->line = x->line;
	c->doc = x->doc;
	c->found = x->kind;
	return true;
}

/* Does the finding rest on a field that documents could not have when the event happened? */
static const char *unheard_of(struct mb_arena *a, const struct mb_schema *then, const struct mb_finding *x)
{
	char *words = x && x->absent ? mb_arena_dup(a, x->absent) : NULL, *save = NULL;

	for (char *w = words ? strtok_r(words, " ", &save) : NULL; w; w = strtok_r(NULL, " ", &save)) {
		char *field = strrchr(w, '.');
		const struct mb_kind *k;

		*field++ = '\0';
		k = mb_schema_kind(then, w);
		if (k && !mb_kind_field(k, field) && !mb_common_field(field))
			return mb_arena_printf(a, "a %s had no field '%s' then", w, field);
	}
	return NULL;
}

static const char *state_gone(struct mb_arena *a, const struct mb_doc *doc)
{
	if (!doc || !doc->kind || !doc->kind->n_states)
		return NULL;
	for (size_t k = 0; k < doc->kind->n_states; k++)
		if (mb_streq(doc->kind->states[k], doc->state))
			return NULL;
	return mb_arena_printf(a, "%s was '%s', which is no state of a %s any more", doc->id, doc->state,
			       doc->kind->name);
}

/* A document of the event in a state that the other rules do not know: they have nothing to say of it. */
static const char *unknown_state(struct mb_arena *a, struct judged *other)
{
	struct draft *d = &other->p.d;
	const char *why = NULL;

	for (size_t i = 0; !why && i < d->n; i++) {
		struct draft_file *f = d->files[i];
		const struct mb_doc *doc;

		if (draft_before(&doc, d, f, NULL) == MB_OK)
			why = state_gone(a, doc);
		if (!why && !f->removed && draft_doc(&doc, d, f, NULL) == MB_OK)
			why = state_gone(a, doc);
	}
	return why;
}

static enum mb_replay_class class_of(struct mb_replay_case *c, struct mb_arena *a,
				     const struct mb_schema *then, const struct judged *now,
				     struct judged *other)
{
	const struct mb_ruling *r = &other->p.result.ruling;
	enum mb_outcome outcome = other->came == CAME_REFUSED ? MB_UNSATISFIED : MB_IRREGULAR;

	if (other->came < CAME_BROKEN && (c->why = unknown_state(a, other)))
		return MB_REPLAY_UNKNOWN;
	switch (other->came) {
	case CAME_UNKNOWN:
		c->why = other->why.text;
		if (now->came == CAME_UNKNOWN)
			c->why = now->why.text;
		return MB_REPLAY_UNKNOWN;
	case CAME_BROKEN:
		point_at(c, first_of(r, MB_BROKEN));
		c->why = first_of(r, MB_BROKEN)->reason;
		return now->came == CAME_BROKEN ? MB_REPLAY_SAME : MB_REPLAY_BROKEN;
	case CAME_REFUSED:
	case CAME_IRREGULAR:
		if (now->came == other->came)
			break;
		point_at(c, first_of(r, outcome));
		if ((c->why = unheard_of(a, then, first_of(r, outcome))))
			return MB_REPLAY_UNKNOWN;
		return other->came == CAME_REFUSED ? MB_REPLAY_REFUSED : MB_REPLAY_IRREGULAR;
	case CAME_ACCEPTED:
		if (now->came == CAME_ACCEPTED)
			break;
		if (now->came == CAME_REFUSED)
			point_at(c, first_of(&now->p.result.ruling, MB_UNSATISFIED));
		else if (now->came == CAME_IRREGULAR)
			point_at(c, first_of(&now->p.result.ruling, MB_IRREGULAR));
		return MB_REPLAY_ACCEPTED;
	}
	if (other->came != CAME_REFUSED && other_effects(c, &now->p.result.ruling, r))
		return MB_REPLAY_EFFECTS;
	return MB_REPLAY_SAME;
}

struct replay {
	struct mb_gate *g;
	const struct mb_replay *how;
	struct mb_rules *other;
	struct mb_rules_file *files; /* of the rules in force */
	size_t n_files;
	struct mb_replay_sum *sum;
	mb_tell_case tell;
	void *ctx;
	bool hidden; /* the other rules looked at what is not for the reader, at this event */
};

/* ---- the short way ------------------------------------------------------------------------------------------ */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The lines of a canonical ruling without their places in files, sorted: a rule that only moved down its file is the same. */
static size_t lines_of(const char ***out, struct mb_arena *a, const char *canonical)
{
	char *save = NULL, *line = strtok_r(mb_arena_dup(a, canonical), "\n", &save);
	size_t n = 0;

	for (*out = NULL; line; line = strtok_r(NULL, "\n", &save)) {
		char *place = strstr(line, ".lua:"), *end = place ? place + strlen(".lua:") : NULL;

		if (end)
			memmove(place, end + strspn(end, "0123456789"),
				strlen(end + strspn(end, "0123456789")) + 1);
		*MB_PUSH(a, *out, n) = line;
	}
	if (n > 1)
		qsort(*out, n, sizeof **out, by_text);
	return n;
}

static bool same_file(const struct replay *x, const char *path)
{
	const struct mb_rules_file *mine = NULL, *others = NULL;

	for (size_t i = 0; i < x->n_files; i++)
		if (mb_streq(x->files[i].path, path))
			mine = &x->files[i];
	for (size_t i = 0; i < x->how->n_files; i++)
		if (mb_streq(x->how->files[i].path, path))
			others = &x->how->files[i];
	return mine && others && mine->text.n == others->text.n &&
	       memcmp(mine->text.p, others->text.p, mine->text.n) == 0;
}

/* When the rules in force gave the stored ruling and the others give the same, there is no need to ask the first again - unless
 * effects come out of a file that differs, for a ruling says of effects that they are, not all that they say. */
static bool plainly_same(const struct replay *x, struct mb_arena *a, const struct past *event,
			 const struct judged *other)
{
	const struct mb_ruling *r = &other->p.result.ruling;
	const char **stored, **made;
	struct mb_buf canonical;
	bool same;
	size_t n;

	if (other->came == CAME_UNKNOWN || !mb_streq(event->claim.rules, x->g->rules_tree.hex))
		return false;
	for (size_t i = 0; i < r->n_effects; i++)
		if (!same_file(x, r->effects[i].file))
			return false;
	mb_buf_init(&canonical, 0);
	mb_ruling_canonical(&canonical, r);
	n = lines_of(&made, a, canonical.p);
	mb_buf_free(&canonical);
	same = n == lines_of(&stored, a, event->claim.ruling);
	for (size_t i = 0; same && i < n; i++)
		same = mb_streq(made[i], stored[i]);
	return same;
}

/* What was withdrawn from sight since stays so: the document as it is now counts as well. */
static void see(void *ctx, const struct mb_doc *d)
{
	struct replay *x = ctx;
	const struct mb_doc *now;

	if (!x->hidden &&
	    (!mb_may(x->how->reader, "read", d) || mb_view_doc(&now, x->g->view, d->path, NULL) != MB_OK ||
	     !mb_may(x->how->reader, "read", now)))
		x->hidden = true;
}

/* ---- the whole past ----------------------------------------------------------------------------------------- */

static bool within(mb_day day, mb_day from, mb_day to)
{
	return (from == MB_NO_DAY || day >= from) && (to == MB_NO_DAY || day <= to);
}

/* Not plainly the same: then also whether its effects can be carried out counts. */
static int wholly(struct judged *other, struct mb_arena *a, const struct past *event, struct mb_rules *rules)
{
	past_close(&other->p);
	memset(other, 0, sizeof *other);
	return judge_under(other, a, event, rules, false);
}

static void compare(struct replay *x, struct mb_arena *a, const struct past *event, bool attempt)
{
	const char *message = event->commit.message;
	struct mb_replay_case c = { .event = event->claim.event,
				    .attempt = attempt,
				    .recorded = mb_instant_day(event->commit.recorded),
				    .sentence = mb_arena_ndup(a, message, strcspn(message, "\n")) };
	struct judged now = { 0 }, other = { 0 };
	struct mb_oid tree = { { 0 } };
	struct mb_rules *then;
	int rc;

	x->hidden = false;
	rc = judge_under(&other, a, event, x->other, true);

	memcpy(tree.hex, event->claim.rules, strnlen(event->claim.rules, sizeof tree.hex - 1));
	if (rc == MB_OK && plainly_same(x, a, event, &other)) {
		c.class = MB_REPLAY_SAME;
	} else if (rc == MB_OK && (rc = wholly(&other, a, event, x->other)) == MB_OK &&
		   (rc = judge_under(&now, a, event, x->g->rules, false)) == MB_OK) {
		if (gate_rules_of(&then, x->g, &tree, NULL) != MB_OK)
			then = x->g->rules;
		c.class = class_of(&c, a, mb_rules_schema(then), &now, &other);
	}
	if (x->hidden) {
		c.doc = c.rule = c.file = c.found = NULL;
		c.why = "the other rules look at documents that are not for whoever asked";
		c.class = MB_REPLAY_UNKNOWN;
	} else if (rc != MB_OK) { /* out of time: another event may do */
		c.why = now.came == CAME_UNKNOWN && now.p.g ? now.why.text : other.why.text;
		c.class = MB_REPLAY_UNKNOWN;
	}
	x->sum->n[c.class]++;
	for (size_t i = 0; i < event->n_diff; i++)
		*MB_PUSH(a, c.paths, c.n_paths) = event->diff[i].path;
	if (x->tell)
		x->tell(x->ctx, &c);
	if (now.p.g)
		past_close(&now.p);
	past_close(&other.p);
}

static int one(struct replay *x, struct mb_record *rec, const struct mb_oid *id, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error why;
	struct past event;
	int rc = past_open(&event, a, x->g, rec, id, &why);

	/* What passed no gate is a matter for `verify`; the founding change was nobody's act. */
	if (rc == MB_EINVAL || (rc == MB_OK && !event.commit.parent.hex[0])) {
		rc = MB_OK;
	} else if (rc != MB_OK) {
		rc = mb_fail(err, rc, "%s", why.text);
	} else if (within(mb_instant_day(event.commit.recorded), x->how->from, x->how->to)) {
		if (past_enacts(&event)) {
			x->sum->enactments++;
		} else {
			x->sum->events += !rec;
			x->sum->attempts += rec != NULL;
			compare(x, a, &event, rec != NULL);
		}
	}
	mb_arena_free(a);
	return rc;
}

/* Goes on? */
static bool step(struct replay *x, size_t done, size_t all)
{
	x->sum->stopped = x->how->step && !x->how->step(x->ctx, done, all);
	return !x->sum->stopped;
}

/* before: events that were judged until then */
static int attempts(struct replay *x, size_t before, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_record *rec = NULL;
	struct mb_commit *list;
	struct mb_error why;
	size_t n;
	int rc = mb_attempt_list(&list, &n, a, x->g->rec, &why);

	if (rc == MB_OK)
		rc = mb_attempts_open(&rec, x->g->rec, &why);
	x->sum->attempts_at_hand = rc == MB_OK;
	if (rc == MB_ENOTFOUND)
		rc = MB_OK; /* the report says so */
	else if (rc != MB_OK)
		rc = mb_fail(err, rc, "%s", why.text);
	for (size_t i = 0; rc == MB_OK && rec && i < n && step(x, before + i, before + n); i++)
		rc = one(x, rec, &list[i].id, err);
	mb_record_close(rec);
	mb_arena_free(a);
	return rc;
}

int mb_gate_replay(struct mb_replay_sum *out, struct mb_gate *g, const struct mb_replay *how,
		   mb_tell_case tell, void *ctx, struct mb_error *err)
{
	struct replay x = { .g = g, .how = how, .sum = out, .tell = tell, .ctx = ctx };
	struct mb_arena *a = mb_arena_new();
	struct mb_oid *ids;
	size_t n;
	int rc;

	memset(out, 0, sizeof *out);
	if ((rc = mb_rules_load(&x.other, how->files, how->n_files, err)) == MB_OK &&
	    (rc = mb_rules_files_of_tree(&x.files, &x.n_files, a, g->rec, &g->rules_tree, err)) == MB_OK)
		rc = past_chain(&ids, &n, a, g, err);
	if (rc == MB_OK && how->reader)
		mb_rules_watch(x.other, see, &x);
	for (size_t i = 0; rc == MB_OK && i < n && step(&x, i, n); i++)
		rc = one(&x, NULL, &ids[i], err);
	if (rc == MB_OK && !out->stopped)
		rc = attempts(&x, n, err);
	if (g->cache)
		mb_cache_forget(g->cache->docs, x.other ? mb_rules_schema(x.other) : NULL);
	mb_rules_free(x.other);
	mb_arena_free(a);
	return rc;
}

/* ---- the record against itself ------------------------------------------------------------------------------ */

struct self {
	struct mb_verdict *out;
	mb_tell tell;
	void *ctx;
};

static void self_problem(struct self *x, struct mb_arena *a, const struct past *p, const char *what)
{
	x->out->problems++;
	if (x->tell)
		x->tell(x->ctx, mb_arena_printf(a, "event %ld: %s", p->claim.event, what));
}

static void again(struct self *x, struct mb_arena *a, struct past *p)
{
	struct mb_error why = { 0 };
	struct mb_buf made;
	const char *line;
	int rc;

	p->ruling_only = true;
	rc = past_judge(p, a, NULL, &why);
	mb_buf_init(&made, 0);
	mb_ruling_canonical(&made, &p->result.ruling);
	if (rc != MB_OK && !(rc == MB_EREFUSED && p->result.ruling.n_findings))
		self_problem(x, a, p, why.text);
	else if ((line = past_difference(a, p->claim.ruling, made.p)))
		self_problem(x, a, p, line);
	else
		x->out->reproduced++;
	mb_buf_free(&made);
	past_close(p);
}

int mb_gate_replay_self(struct mb_verdict *out, struct mb_gate *g, mb_day from, mb_day to, mb_tell tell,
			void *ctx, struct mb_error *err)
{
	struct self x = { out, tell, ctx };
	struct mb_arena *a = mb_arena_new();
	struct mb_oid *ids;
	size_t n;
	int rc = past_chain(&ids, &n, a, g, err);

	memset(out, 0, sizeof *out);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_arena *b = mb_arena_new();
		struct mb_error why;
		struct past p;

		if (past_open(&p, b, g, NULL, &ids[i], &why) != MB_OK) {
			out->commits++;
			out->problems++;
			if (tell)
				tell(ctx,
				     mb_arena_printf(b, "%.12s passed no gate: %s", ids[i].hex, why.text));
		} else if (within(mb_instant_day(p.commit.recorded), from, to)) {
			out->commits++;
			out->rulings++;
			if (p.commit.parent.hex[0])
				again(&x, b, &p);
			else
				out->reproduced++;
		}
		mb_arena_free(b);
	}
	mb_arena_free(a);
	if (rc == MB_OK && out->problems)
		rc = mb_fail(err, MB_EFAIL, "%zu ruling%s cannot be made again as stored", out->problems,
			     out->problems == 1 ? "" : "s");
	return rc;
}
