/* Rules come into force: laid down as a proposal, then enacted by an entry in enactments.yaml. The engine's own checks
 * (enact_checks.c) are the ruling, so that no rule can close the door behind itself. */
#include "past.h"

#include <stdio.h>
#include <string.h>

struct proposal {
	const char *folder;
	struct mb_rules_file *files; /* of the folder, or of rules/ in the record */
	size_t n;
	struct mb_rules_file *pack; /* an upgrade's copy of the pack; for the next upgrade */
	size_t n_pack;
	const char *decision;
	mb_day from;
	const char *check, *tests, *replay;
	const struct mb_oid *expect;
	const struct mb_reader *reader;
};

/* ---- the files of rules/ ---------------------------------------------------------------------------------- */

static int rules_entry(struct mb_oid *out, struct draft *d, struct mb_error *err)
{
	struct mb_entry e;
	int rc = mb_tree_entry(&e, d->a, d->g->rec, &d->g->tip.tree, "rules", err);

	if (rc == MB_OK)
		*out = e.id;
	return rc;
}

/* What the folder no longer has goes. Of other than rule files only the copy of the pack comes along; what else lies in rules/
 * stays as it is. */
static int lay_down(struct draft *d, const struct proposal *p, struct mb_error *err)
{
	struct mb_rules_file *old;
	struct draft_file *f;
	struct mb_oid rules;
	size_t n_old;
	int rc;

	if ((rc = rules_entry(&rules, d, err)) != MB_OK ||
	    (rc = mb_rules_files_of_tree(&old, &n_old, d->a, d->g->rec, &rules, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n_old; i++) {
		if ((rc = draft_open(&f, d, old[i].path, err)) != MB_OK)
			return rc;
		f->removed = true;
	}
	for (size_t i = 0; i < p->n + p->n_pack; i++) {
		const struct mb_rules_file *file = i < p->n ? &p->files[i] : &p->pack[i - p->n];

		if ((rc = draft_open(&f, d, file->path, err)) != MB_OK)
			return rc;
		f->removed = false;
		mb_buf_clear(&f->text);
		mb_buf_put(&f->text, file->text.p, file->text.n);
	}
	d->stale = true;
	return MB_OK;
}

/* The id that rules/ has with the draft's files, as a tree of its own. changed: the draft changes them. */
static int rules_tree(struct mb_oid *out, bool *changed, struct draft *d, struct mb_error *err)
{
	struct mb_file *files, *below = NULL;
	struct mb_oid base;
	size_t n, n_below = 0;
	int rc = rules_entry(&base, d, err);

	if (rc != MB_OK)
		return rc;
	draft_files(&files, &n, d);
	for (size_t i = 0; i < n; i++)
		if (mb_starts(files[i].path, "rules/")) {
			struct mb_file *f = MB_PUSH(d->a, below, n_below);

			*f = files[i];
			f->path += strlen("rules/");
		}
	*changed = n_below > 0;
	*out = base;
	return n_below ? mb_tree_write(out, d->g->rec, &base, below, n_below, err) : MB_OK;
}

static int build_proposal(struct draft *d, void *arg, struct mb_error *err)
{
	const struct proposal *p = arg;
	char day[MB_LONG_DATE];
	const struct mb_doc *who;
	struct mb_file *files;
	size_t n;
	int rc = lay_down(d, p, err);

	if (rc != MB_OK ||
	    (rc = mb_view_doc(&who, d->base, mb_arena_printf(d->a, "people/%s.md", d->actor->by), err)) !=
		    MB_OK)
		return rc;
	d->on = mb_instant_day(d->actor->recorded);
	draft_files(&files, &n, d);
	d->headline = mb_arena_printf(d->a,
				      "%s proposed rules: %zu file%s changed, nothing in force changes (%s)",
				      who->title, n, n == 1 ? "" : "s", mb_day_short(day, d->on));
	return MB_OK;
}

static int folder_files(struct proposal *p, struct mb_arena *a, const char *folder, struct mb_error *err)
{
	struct mb_rules *rules = NULL;
	int rc = mb_rules_files_of_folder(&p->files, &p->n, a, folder, err);

	if (rc == MB_OK)
		rc = rules_files_ending(&p->pack, &p->n_pack, a, mb_arena_printf(a, "%s/" PACK_BASE, folder),
					"rules/" PACK_BASE, ".base", err);
	if (rc == MB_ENOTFOUND)
		return mb_fail(err, rc, "there is no folder %s: name the one that holds the rule files",
			       folder);
	if (rc == MB_OK && p->n == 0)
		return mb_fail(
			err, MB_ENOTFOUND,
			"%s holds no rule files (*.lua): name the folder that holds them, such as a copy of "
			"rules/ of the record",
			folder);
	for (size_t i = 0; rc == MB_OK && i < p->n; i++)
		rc = mb_text_check(p->files[i].text.p, p->files[i].text.n, NULL) == MB_OK
			     ? MB_OK
			     : mb_fail(err, MB_EINVAL, "%s is not plain UTF-8 text", p->files[i].path);
	if (rc == MB_OK)
		rc = mb_rules_load(&rules, p->files, p->n, err);
	mb_rules_free(rules);
	return rc;
}

int mb_gate_propose_rules(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *folder,
			  const struct mb_actor *actor, unsigned flags, struct mb_error *err)
{
	struct proposal p = { .folder = folder };
	int rc = folder_files(&p, a, folder, err);

	memset(out, 0, sizeof *out);
	return rc == MB_OK ? gate_run(out, a, g, actor, flags, build_proposal, &p, err) : rc;
}

int mb_gate_rules_tree(struct mb_oid *out, struct mb_arena *a, struct mb_gate *g, const char *folder,
		       struct mb_error *err)
{
	const struct mb_actor nobody = {
		.by = "", .entered_by = "", .on = MB_NO_DAY, .recorded = g->tip.recorded
	};
	struct proposal p = { .folder = folder };
	struct mb_result none = { 0 };
	struct draft d;
	bool changed;
	int rc = folder_files(&p, a, folder, err);

	if (rc != MB_OK)
		return rc;
	draft_begin(&d, g, a, &nobody, &none);
	if ((rc = lay_down(&d, &p, err)) == MB_OK)
		rc = rules_tree(out, &changed, &d, err);
	draft_end(&d);
	return rc;
}

/* ---- who proposed ----------------------------------------------------------------------------------------- */

static int rules_of(struct mb_oid *out, struct mb_arena *a, struct mb_record *rec, const struct mb_commit *c,
		    struct mb_error *err)
{
	struct mb_entry e;
	int rc = mb_tree_entry(&e, a, rec, &c->tree, "rules", err);

	if (rc == MB_OK)
		*out = e.id;
	return rc;
}

/* Whoever last changed a file of rules/, on the record as it stands. */
int mb_gate_laid_down(struct mb_laid_down *out, struct mb_arena *a, struct mb_gate *g, struct mb_error *err)
{
	struct mb_commit at = g->tip, before;
	struct mb_oid then;
	int rc = rules_of(&out->rules, a, g->rec, &at, err);

	while (rc == MB_OK && at.parent.hex[0]) {
		struct mb_arena *b = mb_arena_new();
		bool same = false;

		if ((rc = mb_record_commit(&before, b, g->rec, &at.parent, err)) == MB_OK &&
		    (rc = rules_of(&then, b, g->rec, &before, err)) == MB_OK &&
		    (same = mb_streq(out->rules.hex, then.hex))) {
			at = before;
			at.message = mb_arena_dup(a, before.message);
			at.author = at.author_mail = NULL;
		}
		mb_arena_free(b);
		if (!same)
			break;
	}
	if (rc != MB_OK)
		return rc;
	out->by = mb_trailer(a, at.message, "By");
	out->entered_by = mb_trailer(a, at.message, "Entered-By");
	if (mb_streq(out->by, out->entered_by))
		out->entered_by = NULL;
	out->recorded = at.recorded;
	return MB_OK;
}

static int find_people(struct enactment *e, struct draft *d, bool changed, struct mb_error *err)
{
	struct mb_laid_down last;
	int rc = MB_OK;

	e->by = d->actor->by;
	e->entered_by = d->actor->entered_by;
	if (changed) {
		e->proposed_by = e->by;
		e->proposed_entered_by = e->entered_by;
	} else if ((rc = mb_gate_laid_down(&last, d->a, d->g, err)) == MB_OK) {
		e->proposed_by = last.by;
		e->proposed_entered_by = last.entered_by;
	}
	if (mb_streq(e->entered_by, e->by))
		e->entered_by = NULL;
	if (mb_streq(e->proposed_entered_by, e->proposed_by))
		e->proposed_entered_by = NULL;
	return rc;
}

/* ---- the change -------------------------------------------------------------------------------------------- */

static int append(struct draft *d, const struct enactment *e, struct mb_error *err)
{
	struct draft_file *f;
	int rc = draft_open(&f, d, ENACTMENTS, err);

	if (rc != MB_OK)
		return rc;
	mb_buf_clear(&f->text);
	mb_buf_put(&f->text, f->before.p, f->before.n);
	d->stale = true;
	return enactments_append(&f->text, d->a, e, err);
}

static bool one_person(const struct enactment *e)
{
	const char *who[2] = { e->by, e->entered_by }, *whose[2] = { e->proposed_by, e->proposed_entered_by };

	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 2; k++)
			if (who[i] && mb_streq(who[i], whose[k]))
				return true;
	return false;
}

static int headline(struct draft *d, const struct enactment *e, struct mb_error *err)
{
	char from[MB_LONG_DATE], on[MB_LONG_DATE];
	const struct mb_doc *who;
	int rc = mb_view_doc(&who, d->base, mb_arena_printf(d->a, "people/%s.md", e->by), err);

	if (rc == MB_OK)
		d->headline = mb_arena_printf(
			d->a, "%s enacted rules %.12s, in force from %s%s%s%s (%s)", who->title, e->rules.hex,
			mb_day_short(from, e->from), e->decision ? ", by decision " : "",
			e->decision ? e->decision : "", e->founding ? ", in the founding period" : "",
			mb_day_short(on, d->on));
	return rc;
}

/* What is common to making an enactment and making it again: people, founding period, documents that move. */
static int prepare(struct draft *d, struct enactment *e, bool changed, struct mb_rules **new,
		   struct mb_error *err)
{
	struct enactment *list;
	size_t n;
	int rc;

	d->on = e->recorded = mb_instant_day(d->actor->recorded);
	d->enactment = e;
	if ((rc = gate_rules_of(new, d->g, &e->rules, err)) != MB_OK ||
	    (rc = enactments_read(&list, &n, d->a, d->base, err)) != MB_OK ||
	    (rc = find_people(e, d, changed, err)) != MB_OK ||
	    (rc = enact_find_becoming(e, d, mb_rules_schema(*new), err)) != MB_OK)
		return rc;
	e->founding = enactments_founding(list, n) && (!e->decision || one_person(e));
	return headline(d, e, err);
}

static int build_enactment(struct draft *d, void *arg, struct mb_error *err)
{
	const struct proposal *p = arg;
	struct enactment *e = mb_arena_alloc(d->a, sizeof *e);
	struct mb_rules *new;
	bool changed;
	int rc;

	*e = (struct enactment){ .from = p->from == MB_NO_DAY ? mb_instant_day(d->actor->recorded) : p->from,
				 .decision = p->decision,
				 .check = p->check,
				 .tests = p->tests,
				 .replay = p->replay,
				 .reader = p->reader };
	if ((p->folder && (rc = lay_down(d, p, err)) != MB_OK) ||
	    (rc = rules_tree(&e->rules, &changed, d, err)) != MB_OK)
		return rc;
	if (p->expect && !mb_streq(p->expect->hex, e->rules.hex))
		return mb_fail(err, MB_ECONFLICT,
			       "other rules were laid down meanwhile than those that you looked at: look at "
			       "them first");
	if (mb_streq(e->rules.hex, d->rules_tree.hex))
		return mb_fail(err, MB_EINVAL,
			       "these very rules (%.12s) are in force already: edit them in a folder, or lay "
			       "a proposal "
			       "down with `minutebook rules propose DIR`",
			       e->rules.hex);
	if ((rc = prepare(d, e, changed, &new, err)) != MB_OK ||
	    (rc = enact_documents_fit(&e->documents, d, mb_rules_schema(new), p->reader, err)) != MB_OK)
		return rc;
	return append(d, e, err);
}

int enact_again(struct draft *d, const struct mb_oid *rules, struct mb_error *err)
{
	struct enactment *e = mb_arena_alloc(d->a, sizeof *e), *list;
	bool changed = false;
	struct mb_rules *new;
	struct mb_view *v;
	size_t n;
	int rc = draft_view(&v, d, err);

	if (rc != MB_OK || (rc = enactments_read(&list, &n, d->a, v, err)) != MB_OK)
		return rc;
	if (!n)
		return mb_fail(err, MB_EINVAL, ENACTMENTS " has lost its entries");
	*e = list[n - 1];
	e->rules = *rules;
	for (size_t i = 0; i < d->n; i++)
		changed |= mb_starts(d->files[i]->path, "rules/");
	if ((rc = prepare(d, e, changed, &new, err)) != MB_OK)
		return rc;
	return append(d, e, err);
}

/* ---- what is found out beforehand --------------------------------------------------------------------------- */

struct lines {
	mb_tell tell;
	void *ctx;
	size_t n;
	const struct mb_enactment *how;
};

static bool step_tests(void *ctx, size_t done, size_t all)
{
	const struct lines *l = ctx;

	return !l->how->step || l->how->step(l->how->ctx, MB_ENACT_TESTS, done, all);
}

static bool step_replay(void *ctx, size_t done, size_t all)
{
	const struct lines *l = ctx;

	return !l->how->step || l->how->step(l->how->ctx, MB_ENACT_REPLAY, done, all);
}

static void count_line(void *ctx, const char *line)
{
	struct lines *l = ctx;

	l->n++;
	/* What tests leave uncovered is told by `rules test`; here only what stands in the way. */
	if (l->tell && !mb_starts(line, "coverage:"))
		l->tell(l->ctx, line);
}

/* Slips, tests, replay: their outcome becomes words of the entry, and the engine judges by these words. */
static int examine(struct proposal *p, struct mb_arena *a, struct mb_gate *g,
		   const struct mb_enactment *asked, mb_tell tell, void *ctx, struct mb_error *err)
{
	struct lines slips = { tell, ctx, 0, asked };
	struct mb_replay how = {
		.files = p->files, .n_files = p->n, .from = MB_NO_DAY, .to = MB_NO_DAY, .step = step_replay
	};
	struct mb_replay_sum sum;
	struct mb_test_sum tests = { 0 };
	struct mb_buf words;
	int rc = mb_rules_check(p->files, p->n, count_line, &slips, err);

	if (rc != MB_OK && rc != MB_EINVAL)
		return rc;
	p->check = rc == MB_OK ? mb_arena_printf(a, "no slips in %zu files", p->n)
			       : mb_arena_printf(a, "%zu slip%s", slips.n, slips.n == 1 ? "" : "s");
	if (rc == MB_OK) {
		rc = mb_rules_test_by_steps(&tests, p->files, p->n, g->calendar, count_line, step_tests,
					    &slips, err);
		if (rc != MB_OK && rc != MB_EINVAL)
			return rc;
	}
	p->tests = tests.failed ? mb_arena_printf(a, "%zu passed, %zu failed", tests.passed, tests.failed)
				: mb_arena_printf(a, "%zu passed", tests.passed);
	if ((rc = mb_gate_replay(&sum, g, &how, NULL, &slips, err)) != MB_OK)
		return rc;
	if (sum.stopped)
		return mb_fail(err, MB_EFAIL, "the replay was stopped: nothing has changed");
	mb_buf_init(&words, 0);
	mb_replay_words(&words, &sum);
	p->replay = mb_arena_dup(a, words.p);
	mb_buf_free(&words);
	return MB_OK;
}

int mb_gate_enact(struct mb_result *out, struct mb_arena *a, struct mb_gate *g,
		  const struct mb_enactment *how, const struct mb_actor *actor, unsigned flags, mb_tell tell,
		  void *ctx, struct mb_error *err)
{
	struct proposal p = { .folder = how->folder,
			      .decision = how->decision,
			      .from = how->from,
			      .expect = how->expect,
			      .reader = how->reader };
	struct mb_actor doing = *actor;
	struct mb_entry e;
	int rc;

	memset(out, 0, sizeof *out);
	if (!mb_record_is_home(g->rec))
		return mb_fail(err, MB_EREFUSED,
			       "%s is a copy of the record, not its home: rules are enacted at the home only",
			       mb_record_home(g->rec));
	if ((rc = mb_gate_refresh(g, err)) != MB_OK ||
	    (rc = gate_stand_on(g, mb_instant_day(actor->recorded), err)) != MB_OK)
		return rc;
	if (how->folder)
		rc = folder_files(&p, a, how->folder, err);
	else if ((rc = mb_tree_entry(&e, a, g->rec, &g->tip.tree, "rules", err)) == MB_OK)
		rc = mb_rules_files_of_tree(&p.files, &p.n, a, g->rec, &e.id, err);
	if (rc != MB_OK || (rc = examine(&p, a, g, how, tell, ctx, err)) != MB_OK ||
	    (rc = mb_gate_refresh(g, err)) != MB_OK)
		return rc;
	if (how->now)
		doing.recorded = how->now(how->ctx, g);
	return gate_run(out, a, g, &doing, flags, build_enactment, &p, err);
}
