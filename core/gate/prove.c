/* prove: the chain behind a document, each link made again from git. Which links there are is read from the documents as they
 * stand; whether they hold is asked of the changes that made them. */
#include "prove.h"

#include <stdlib.h>
#include <string.h>

/* ---- steps ----------------------------------------------------------------------------------------------- */

struct mb_proof_step *prove_step(struct proving *x, const char *what, const char *doc, const struct made *by)
{
	struct mb_proof_step *s = MB_PUSH(x->a, x->out->steps, x->out->n_steps);

	s->what = what;
	s->doc = doc;
	s->event = by ? by->r.claim.event : 0;
	s->differs = by ? by->r.differs : NULL;
	s->says = "";
	if (by && by->r.differs && by->r.claim.event)
		s->differs = mb_arena_printf(x->a, "event %ld: %s", by->r.claim.event, by->r.differs);
	return s;
}

const char *prove_day(struct proving *x, mb_day day)
{
	char text[MB_LONG_DATE];

	return mb_arena_dup(x->a, mb_day_short(text, day));
}

/* ---- the changes that made it ---------------------------------------------------------------------------- */

static bool touches(const struct mb_difference *diff, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(diff[i].path, path))
			return true;
	return false;
}

static struct made *made_by(struct proving *x, const struct mb_oid *id)
{
	for (size_t i = 0; i < x->n_made; i++)
		if (mb_streq(x->made[i]->r.commit.id.hex, id->hex))
			return x->made[i];
	return NULL;
}

/* The ruling of a commit made again, once. */
static int make_again(struct made **out, struct proving *x, size_t at, struct mb_error *err)
{
	struct made *m = made_by(x, &x->chain[at].id);
	int rc;

	if (!m) {
		m = mb_arena_alloc(x->a, sizeof *m);
		m->at = at;
		if ((rc = proof_remake(&m->r, &x->reader, &x->chain[at].id, err)) != MB_OK)
			return rc;
		*MB_PUSH(x->a, x->made, x->n_made) = m;
	}
	*out = m;
	return MB_OK;
}

/* All changes to a file, oldest first, each made again. */
int prove_history(struct made ***out, size_t *n, struct proving *x, const char *path, struct mb_error *err)
{
	*out = NULL;
	*n = 0;
	for (size_t i = 0; i < x->n_chain; i++) {
		struct made *m;
		int rc;

		if (!touches(x->chain[i].diff, x->chain[i].n_diff, path))
			continue;
		if ((rc = make_again(&m, x, i, err)) != MB_OK)
			return rc;
		*MB_PUSH(x->a, *out, *n) = m;
	}
	return MB_OK;
}

/* The whole first-parent chain with what each commit changed: raw trees are compared only where they differ. */
static int read_chain(struct proving *x, struct mb_error *err)
{
	struct mb_oid none = { { 0 } }, before = none, *ids;
	size_t n;
	int rc = past_chain(&ids, &n, x->a, x->g, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_arena *one = mb_arena_new();
		struct link *link = MB_PUSH(x->a, x->chain, x->n_chain);
		struct mb_commit commit;

		link->id = ids[i];
		if ((rc = mb_record_commit(&commit, one, x->g->rec, &ids[i], err)) == MB_OK) {
			rc = mb_tree_diff(&link->diff, &link->n_diff, x->a, x->g->rec, &before, &commit.tree,
					  err);
			before = commit.tree;
		}
		mb_arena_free(one);
	}
	return rc;
}

/* The last change that made this event of the document. */
const struct made *prove_act(struct made *const *history, size_t n, const char *doc, const char *event)
{
	while (n > 0) {
		const struct message_claim *c = &history[--n]->r.claim;

		for (size_t i = 0; i < c->n_acts; i++)
			if (mb_streq(c->acts[i].doc, doc) && (!event || mb_streq(c->acts[i].event, event)))
				return history[n];
	}
	return NULL;
}

/* ---- what the rulings read ------------------------------------------------------------------------------- */

static const char *word_for(const char *path)
{
	static const struct {
		const char *starts, *ends, *word;
	} words[] = { { "groups/", "/group.md", "membership" },
		      { "people/", "", "person" },
		      { "calendar/", "", "calendar" },
		      { "rules/", "", "rules" },
		      { ENACTMENTS, "", "rules" },
		      { "partnership.yaml", "", "roles" } };

	if (mb_starts(path, "groups/") && strstr(path, "/terms-of-reference"))
		return "terms of reference";
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mb_starts(path, words[i].starts) && mb_ends(path, words[i].ends))
			return words[i].word;
	return strstr(path, "/interests/") ? "interests" : "input";
}

static bool was_read(const struct proving *x, const char *path)
{
	if (mb_starts(path, "rules/"))
		return true; /* read by the id of their tree, not by name */
	for (size_t i = 0; i < x->reader.n_paths; i++)
		if (mb_streq(x->reader.paths[i], path))
			return true;
	return false;
}

static bool enacts(const struct link *link)
{
	return touches(link->diff, link->n_diff, ENACTMENTS);
}

static int read_enactments(struct mb_str *out, struct proving *x, const struct link *link, bool before,
			   struct mb_error *err)
{
	for (size_t i = 0; i < link->n_diff; i++) {
		const struct mb_difference *d = &link->diff[i];
		const struct mb_oid *id = before ? &d->before : &d->after;

		if (mb_streq(d->path, ENACTMENTS) && id->hex[0])
			return mb_blob_read(out, x->a, x->g->rec, id, err);
	}
	*out = (struct mb_str){ "", 0 };
	return MB_OK;
}

/* To judge every enactment of a long life again would take as long as that life. The one that brought in the rules that judged is
 * (prove_rules); of the others it is enough that they bear a ruling and leave what stood in the list as it stood. */
static int check_enactment(struct proving *x, const struct link *link, const char *path, struct mb_error *err)
{
	struct message_claim claim;
	struct mb_str before, after;
	struct mb_commit commit;
	struct mb_error why;
	struct mb_proof_step *s;
	const char *differs = NULL;
	int rc = mb_record_commit(&commit, x->a, x->g->rec, &link->id, err);

	if (rc != MB_OK || (rc = read_enactments(&before, x, link, true, err)) != MB_OK ||
	    (rc = read_enactments(&after, x, link, false, err)) != MB_OK)
		return rc;
	if (message_read(&claim, x->a, commit.message, &why) != MB_OK) {
		claim.event = 0;
		differs = mb_arena_printf(x->a, "%.12s passed no gate: %s", commit.id.hex, why.text);
	} else if (after.n <= before.n || memcmp(before.p, after.p, before.n) != 0) {
		path = ENACTMENTS;
		differs = mb_arena_printf(x->a, "event %ld: entries that stood in it were changed",
					  claim.event);
	}
	if (differs) {
		s = prove_step(x, word_for(path), path, NULL);
		s->event = claim.event;
		s->says = "what the rulings read";
		s->differs = differs;
	}
	return MB_OK;
}

/* Whatever made or changed a file that one of the rulings read must itself prove. */
int prove_inputs(struct proving *x, struct mb_error *err)
{
	size_t n_sound = 0, n_before = x->n_made;
	struct mb_proof_step *s;

	for (size_t i = 1; i < x->n_chain; i++) {
		const struct link *link = &x->chain[i];
		const char *path = NULL;
		struct made *m;
		int rc;

		for (size_t k = 0; k < link->n_diff && !path; k++)
			path = was_read(x, link->diff[k].path) ? link->diff[k].path : NULL;
		if (!path)
			continue;
		if (enacts(link)) {
			if ((rc = check_enactment(x, link, path, err)) != MB_OK)
				return rc;
			continue;
		}
		if ((rc = make_again(&m, x, i, err)) != MB_OK)
			return rc;
		if (!m->r.differs || m->at_step) {
			n_sound += !m->r.differs;
			continue;
		}
		path = m->r.input && was_read(x, m->r.input) ? m->r.input : path;
		s = prove_step(x, word_for(path), path, m);
		s->says = "what the rulings read";
	}
	s = prove_step(x, "input", NULL, NULL);
	s->says = mb_arena_printf(x->a,
				  "%zu files were read for these rulings; the %zu changes that made them "
				  "prove again (%zu beside those above)",
				  x->reader.n_paths, n_sound, x->n_made - n_before);
	return MB_OK;
}

/* ---- any document ---------------------------------------------------------------------------------------- */

static const char *act_words(struct proving *x, const struct made *m, const char *doc)
{
	const struct message_claim *c = &m->r.claim;
	const char *words = NULL;

	for (size_t i = 0; i < c->n_acts; i++)
		if (mb_streq(c->acts[i].doc, doc))
			words = mb_arena_printf(
				x->a, "%s%s%s%s", words ? words : "", words ? ", " : "",
				message_past(x->a, c->acts[i].event),
				c->acts[i].role ? mb_arena_printf(x->a, " as %s", c->acts[i].role) : "");
	if (!words && m->r.claim.founding)
		words = "laid down";
	return words ? words : "changed by what another act brought with it";
}

void prove_ruling(struct proving *x, struct made *m, const char *doc)
{
	struct mb_proof_step *s = prove_step(x, "ruling", doc, m);
	size_t met = 0;

	for (size_t i = 0; i < m->r.ruling.n_findings; i++)
		met += mb_streq(m->r.ruling.findings[i].doc, doc);
	m->at_step = true;
	if (m->r.differs)
		s->says = act_words(x, m, doc);
	else
		s->says = mb_arena_printf(
			x->a, "%s by %s on %s; made again: the same, byte for byte (%zu findings about it)",
			act_words(x, m, doc), m->r.claim.by, prove_day(x, m->r.claim.on), met);
}

/* The list of enactments that judged m: as the record stood before it. */
static int enactments_for(struct enactment **list, size_t *n, struct proving *x, const struct made *m,
			  struct mb_error *err)
{
	static const struct mb_schema none;
	struct mb_oid tree = m->r.commit.tree;
	struct mb_view *v;
	struct mb_commit parent;
	int rc;

	if (m->r.commit.parent.hex[0]) {
		if ((rc = mb_record_commit(&parent, x->a, x->g->rec, &m->r.commit.parent, err)) != MB_OK)
			return rc;
		tree = parent.tree;
	}
	if ((rc = mb_view_of_tree(&v, x->g->rec, &tree, &none, err)) != MB_OK)
		return rc;
	rc = enactments_read(list, n, x->a, v, err);
	mb_view_free(v);
	return rc;
}

/* Each enactment adds one entry, so the k-th change to the list made the k-th. */
static int enacted_by(struct made **out, struct proving *x, size_t entry, struct mb_error *err)
{
	*out = NULL;
	for (size_t i = 0; i < x->n_chain; i++)
		if (enacts(&x->chain[i]) && entry-- == 0)
			return make_again(out, x, i, err);
	return MB_OK;
}

/* Which rules judged, and what brought them into force. */
int prove_rules(struct proving *x, const struct made *m, struct mb_error *err)
{
	struct mb_proof_step *s;
	struct enactment *list;
	const struct enactment *e;
	struct made *by;
	size_t n;
	int rc;

	if (!m->r.claim.event)
		return MB_OK;
	if ((rc = enactments_for(&list, &n, x, m, err)) != MB_OK)
		return rc;
	e = enactment_on(list, n, mb_instant_day(m->r.commit.recorded));
	if (!e || !mb_streq(e->rules.hex, m->r.claim.rules)) {
		s = prove_step(x, "rules", ENACTMENTS, NULL);
		s->says = mb_arena_printf(x->a, "version %.12s", m->r.claim.rules);
		s->differs = "no entry brings these rules into force on that day";
		return MB_OK;
	}
	if ((rc = enacted_by(&by, x, (size_t)(e - list), err)) != MB_OK)
		return rc;
	s = prove_step(x, "rules", ENACTMENTS, by);
	if (!by)
		s->differs = "no change of the record added the entry that brings these rules into force";
	s->says = mb_arena_printf(x->a, "version %.12s, entry %zu of " ENACTMENTS ": entered by %s%s%s, %s",
				  m->r.claim.rules, (size_t)(e - list) + 1, e->by ? e->by : "nobody named",
				  e->recorded != MB_NO_DAY ? " on " : "",
				  e->recorded != MB_NO_DAY ? prove_day(x, e->recorded) : "",
				  e->decision ? mb_arena_printf(x->a, "by decision %s", e->decision)
					      : "for the founding period, without a decision");
	return MB_OK;
}

static const struct made *proving_event(struct proving *x, struct made *const *history, size_t n)
{
	const struct made *m = NULL;

	for (size_t k = x->doc->kind ? x->doc->kind->n_moves : 0; k > 0 && !m; k--)
		if (x->doc->kind->moves[k - 1].records)
			m = prove_act(history, n, x->doc->id, x->doc->kind->moves[k - 1].name);
	if (!m)
		m = prove_act(history, n, x->doc->id, NULL);
	return m ? m : n ? history[n - 1] : NULL;
}

static int prove_all(struct proving *x, struct mb_error *err)
{
	struct made **history;
	const struct made *m;
	size_t n;
	int rc = prove_history(&history, &n, x, x->doc->path, err);

	if (rc != MB_OK)
		return rc;
	m = proving_event(x, history, n);
	if (m) {
		x->out->event = m->r.claim.event;
		x->out->commit = m->r.commit.id;
		x->out->ruling = m->r.claim.ruling;
	}
	if (m && x->doc->kind && mb_streq(x->doc->kind->name, "decision") &&
	    (rc = prove_decision(x, m, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		prove_ruling(x, history[i], x->out->id);
	if (m && (rc = prove_rules(x, m, err)) != MB_OK)
		return rc;
	if (m && mb_streq(x->doc->kind ? x->doc->kind->name : "", "decision") &&
	    (rc = prove_outcome(x, err)) != MB_OK)
		return rc;
	return prove_inputs(x, err);
}

int mb_gate_prove(struct mb_proof *out, struct mb_arena *a, struct mb_gate *g, const char *doc,
		  struct mb_error *err)
{
	struct proving x = { .a = a, .g = g, .out = out };
	bool hashed;
	int rc = mb_view_doc(&x.doc, g->view, doc, err);

	memset(out, 0, sizeof *out);
	if (rc != MB_OK)
		return rc;
	hashed = mb_record_hashed(g->rec, true);
	out->id = mb_arena_dup(a, x.doc->id);
	out->path = mb_arena_dup(a, x.doc->path);
	out->kind = x.doc->kind ? mb_arena_dup(a, x.doc->kind->name) : "page";
	out->title = mb_arena_dup(a, x.doc->title);
	proof_reader_begin(&x.reader, a, g->rec);
	x.reader.complete = true;
	if ((rc = read_chain(&x, err)) == MB_OK)
		rc = prove_all(&x, err);
	proof_reader_end(&x.reader);
	(void)mb_record_hashed(g->rec, hashed);
	out->rulings = x.n_made;
	for (size_t i = 0; i < out->n_steps; i++)
		out->n_differ += out->steps[i].differs != NULL;
	for (size_t i = 0; rc == MB_OK && i < out->n_steps; i++)
		if (out->steps[i].differs)
			rc = mb_fail(err, MB_EFAIL, "%s does not prove: %s%s%s: %s", out->id,
				     out->steps[i].what, out->steps[i].doc ? " " : "",
				     out->steps[i].doc ? out->steps[i].doc : "", out->steps[i].differs);
	return rc;
}
