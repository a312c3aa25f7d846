/* The way through: lock, refresh, build, derive, check, judge, carry out effects, land. */
#include "gate_impl.h"

#include <stdio.h>
#include <string.h>

#define TRIES 5 /* main can move under the home's lock only by a push; each try judges anew on the new tip */

/* ---- who acts -------------------------------------------------------------------------------------------- */

static int known_person(struct mb_gate *g, const char *id, struct mb_error *err)
{
	const struct mb_doc *doc;
	char path[MB_PATH_MAX];
	int rc;

	snprintf(path, sizeof path, "people/%s.md", id ? id : "");
	if (!id || mb_path_check(path, NULL) != MB_OK)
		return mb_fail(err, MB_ENOTFOUND, "no person is named: say who acts");
	rc = mb_view_doc(&doc, g->view, path, err);
	if (rc == MB_ENOTFOUND)
		return mb_fail(err, MB_ENOTFOUND,
			       "there is no person '%s' in this record (see: minutebook people)", id);
	return rc;
}

int gate_may_act(struct mb_gate *g, const struct mb_actor *actor, bool dry, struct mb_error *err)
{
	const char *post = g->partnership.clerk_post;
	char last[MB_ISO_TIME];
	int rc = known_person(g, actor->by, err);

	if (rc != MB_OK || (rc = known_person(g, actor->entered_by, err)) != MB_OK)
		return rc;
	if (!dry && actor->recorded.utc < g->tip.recorded.utc) /* "as known at" would have no answer */
		return mb_fail(err, MB_EINVAL,
			       "the last change is recorded at %s, and time does not run backwards: give a "
			       "later day",
			       mb_instant_iso(last, g->tip.recorded));
	if (mb_streq(actor->by, actor->entered_by))
		return MB_OK;
	if (!post || !mb_role_holds(g->view, actor->entered_by, post, NULL, mb_instant_day(actor->recorded)))
		return mb_fail(err, MB_EREFUSED, "%s may not enter things for %s: that needs the post of %s",
			       actor->entered_by, actor->by,
			       post ? post : "clerk (partnership.yaml names none)");
	return MB_OK;
}

/* ---- what is read out of texts --------------------------------------------------------------------------- */

static bool body_changed(const struct mb_doc *before, const struct mb_doc *after)
{
	return !before || before->body.n != after->body.n ||
	       memcmp(before->body.p, after->body.p, after->body.n) != 0;
}

static int derive(struct draft *d, struct mb_error *err)
{
	static const struct {
		const char *kind;
		int (*read_out)(struct draft *, struct draft_file *, struct mb_error *);
	} readers[] = { { "paper", derive_paper },
			{ "agenda", derive_agenda },
			{ "minutes", derive_minutes } };
	size_t n = d->n; /* what deriving adds is not derived from */

	for (size_t i = 0; i < n; i++) {
		struct draft_file *f = d->files[i];
		const struct mb_doc *before, *after;
		int rc;

		if (f->removed || !mb_ends(f->path, ".md"))
			continue;
		if ((rc = draft_doc(&after, d, f, err)) != MB_OK ||
		    (rc = draft_before(&before, d, f, err)) != MB_OK)
			return rc;
		for (size_t k = 0; after->kind && k < sizeof readers / sizeof *readers; k++)
			if (mb_streq(after->kind->name, readers[k].kind) &&
			    (f->again_read || body_changed(before, after)) &&
			    (rc = readers[k].read_out(d, f, err)) != MB_OK)
				return rc;
	}
	return MB_OK;
}

/* ---- fields ---------------------------------------------------------------------------------------------- */

static int check_file(struct draft *d, struct draft_file *f, struct mb_error *err)
{
	const struct mb_doc *doc;
	const char **notes = NULL;
	size_t n_notes = 0;
	struct mb_view *v;
	int rc;

	if (f->removed ||
	    (d->enactment && f->event_less)) /* the engine sees whether documents fit the new rules */
		return MB_OK;
	if (mb_buf_status(&f->text, NULL) != MB_OK)
		return mb_fail(err, MB_EINVAL,
			       "%s is larger than %zu bytes, the most that one document may have", f->path,
			       MB_DOC_MAX);
	if (!f->existed && (rc = mb_path_fits(d->g->rec, &d->g->tip.tree, f->path, err)) != MB_OK)
		return rc;
	if (!mb_ends(f->path, ".md"))
		return mb_text_check(f->text.p, f->text.n, err);
	if ((rc = draft_doc(&doc, d, f, err)) != MB_OK || (rc = draft_view(&v, d, err)) != MB_OK)
		return rc;
	rc = mb_doc_check(doc, v, d->a, &notes, &n_notes, err);
	for (size_t i = 0; rc == MB_OK && i < n_notes; i++)
		draft_note(d, "%s", notes[i]);
	return rc;
}

static int check(struct draft *d, struct mb_error *err)
{
	struct mb_file *files;
	struct mb_view *v;
	bool settings = false, posts = false;
	size_t n;
	int rc;

	draft_files(&files, &n, d);
	for (size_t i = 0; i < n; i++) {
		struct draft_file *f;

		if ((rc = draft_open(&f, d, files[i].path, err)) != MB_OK ||
		    (rc = check_file(d, f, err)) != MB_OK)
			return rc;
		settings |= !mb_ends(files[i].path, ".md") || mb_starts(files[i].path, "people/");
		posts |= mb_streq(files[i].path, "partnership.yaml");
	}
	if (!settings || (rc = draft_view(&v, d, err)) != MB_OK)
		return settings ? rc : MB_OK;
	rc = settings_check(v, mb_instant_day(d->actor->recorded), err);
	return rc == MB_OK && posts ? posts_check(d, v, err) : rc;
}

/* A changed text voids what was signed for the old one; whoever changes it is told. */
static int tell_voided(struct draft *d, struct mb_error *err)
{
	for (size_t i = 0; i < d->n; i++) {
		struct draft_file *f = d->files[i];
		const struct mb_doc *before, *after;
		const struct mb_node *rows;
		int rc;

		if (!f->existed || f->removed || !mb_ends(f->path, ".md"))
			continue;
		if ((rc = draft_before(&before, d, f, err)) != MB_OK ||
		    (rc = draft_doc(&after, d, f, err)) != MB_OK)
			return rc;
		rows = mb_doc_node(before, "signoffs");
		for (size_t k = 0;
		     rows && rows->type == MB_LIST && !mb_streq(before->text, after->text) && k < rows->n;
		     k++)
			if (mb_streq(mb_node_text(rows->items[k], "of"), before->text))
				draft_note(d,
					   "the text has changed: the sign-off of %s as %s no longer holds",
					   mb_node_text(rows->items[k], "by"),
					   mb_node_text(rows->items[k], "role"));
	}
	return MB_OK;
}

/* ---- what people are told -------------------------------------------------------------------------------- */

static void tell_events(struct draft *d, const struct mb_event *events, size_t n)
{
	struct mb_touched *effects = d->out->touched;
	size_t n_effects = d->out->n_touched;

	d->out->touched = NULL;
	d->out->n_touched = 0;
	for (int follows = 0; follows < 2; follows++)
		for (size_t i = 0; i < n; i++) {
			const struct mb_doc *doc = events[i].after ? events[i].after : events[i].before;
			const char *what = message_past(d->a, events[i].name), *change = NULL, *was = NULL;

			if (events[i].follows != (follows == 1))
				continue;
			if (events[i].role)
				what = mb_arena_printf(d->a, "signed off as %s", events[i].role);
			for (size_t k = 0; k < d->n; k++)
				if (mb_streq(d->files[k]->path, doc->path) && d->files[k]->what) {
					what = d->files[k]->what;
					change = d->files[k]->change;
					was = d->files[k]->had_words;
				}
			*MB_PUSH(d->a, d->out->touched, d->out->n_touched) =
				(struct mb_touched){ .id = doc->id,
						     .path = doc->path,
						     .kind = doc->kind ? doc->kind->name : "page",
						     .what = what,
						     .title = doc->title,
						     .change = change,
						     .was = was };
		}
	for (size_t i = 0; i < n_effects; i++)
		*MB_PUSH(d->a, d->out->touched, d->out->n_touched) = effects[i];
}

/* ---- landing --------------------------------------------------------------------------------------------- */

static const char *mail_of(struct draft *d)
{
	return mb_arena_printf(d->a, "%s@people.invalid", d->actor->by); /* RFC 6761: never a real address */
}

static struct mb_landing landing_of(struct draft *d, const char *message, struct mb_file **files, size_t *n)
{
	draft_files(files, n, d);
	return (struct mb_landing){ .base = &d->g->tip,
				    .files = *files,
				    .n_files = *n,
				    .author = d->actor->by,
				    .author_mail = mail_of(d),
				    .on = d->on,
				    .recorded = d->actor->recorded,
				    .message = message };
}

/* A refused attempt is kept apart from the record, so that a replay can say what another rule would have done with it. That
 * it cannot be kept (a full disk) is no reason to hide the refusal itself. */
static void keep_attempt(struct draft *d, const struct mb_event *events, size_t n)
{
	struct mb_buf message;
	struct mb_landing attempt;
	struct mb_file *files;
	size_t n_files;
	struct mb_error ignored;

	mb_buf_init(&message, 0);
	message_write(&message, d, events, n);
	attempt = landing_of(d, message.p, &files, &n_files);
	(void)mb_attempt_keep(d->g->rec, &attempt, &ignored);
	mb_buf_free(&message);
}

static int land(struct draft *d, const struct mb_event *events, size_t n, struct mb_error *err)
{
	struct mb_buf message;
	struct mb_landing landing;
	struct mb_file *files;
	size_t n_files;
	int rc;

	mb_buf_init(&message, 0);
	message_write(&message, d, events, n);
	landing = landing_of(d, message.p, &files, &n_files);
	if ((rc = mb_buf_status(&message, err)) == MB_OK)
		rc = mb_record_land(&d->out->commit, d->a, d->g->rec, &landing, err);
	mb_buf_free(&message);
	if (rc == MB_OK) {
		struct mb_error later;

		d->out->landed = true;
		d->out->event = d->event;
		/* The change is in the record; an index that cannot follow now catches up at the next look. */
		(void)mb_gate_refresh(d->g, &later);
	}
	return rc;
}

static int pass(struct draft *d, unsigned flags, draft_builder build, void *arg, struct mb_error *err)
{
	struct mb_event *events = NULL;
	struct mb_file *files;
	size_t n = 0, n_files;
	int rc;

	if ((rc = gate_may_act(d->g, d->actor, flags & MB_DRY_RUN, err)) != MB_OK ||
	    (rc = build(d, arg, err)) != MB_OK || (rc = derive(d, err)) != MB_OK ||
	    (rc = questions_end(d, err)) != MB_OK)
		return rc;
	draft_files(&files, &n_files, d);
	if (n_files == 0) {
		d->out->unchanged = d->out->accepted = true;
		d->out->headline = "Nothing to change: the record already says so";
		return MB_OK;
	}
	if ((rc = check(d, err)) != MB_OK)
		return rc;
	if ((rc = tell_voided(d, err)) != MB_OK)
		return rc;
	rc = draft_judge(d, &events, &n, err);
	d->out->headline = message_headline(d, events, n);
	tell_events(d, events, n);
	if (rc == MB_EREFUSED && d->out->ruling.n_findings && !(flags & MB_DRY_RUN))
		keep_attempt(d, events, n);
	if (rc != MB_OK || (rc = check(d, err)) != MB_OK || (flags & MB_DRY_RUN))
		return rc;
	return land(d, events, n, err);
}

int gate_run(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const struct mb_actor *actor,
	     unsigned flags, draft_builder build, void *arg, struct mb_error *err)
{
	bool dry = flags & MB_DRY_RUN;
	int rc = MB_OK;

	memset(out, 0, sizeof *out);
	if (!dry && g->supposed)
		return mb_fail(err, MB_EREFUSED, "these rules are only tried: nothing is entered under them");
	if (!dry && !mb_record_is_home(g->rec))
		return mb_fail(err, MB_EREFUSED,
			       "%s is a copy of the record, not its home: only the home takes changes",
			       mb_record_home(g->rec));
	if (!dry && (rc = mb_home_lock(g->rec, err)) != MB_OK)
		return rc;
	for (int i = 0; i < TRIES; i++) {
		struct draft d;
		bool moved;

		if ((rc = mb_gate_refresh(g, err)) != MB_OK ||
		    (rc = gate_stand_on(g, mb_instant_day(actor->recorded), err)) != MB_OK)
			break;
		memset(out, 0, sizeof *out);
		draft_begin(&d, g, a, actor, out);
		rc = pass(&d, flags, build, arg, err);
		moved = rc == MB_ECONFLICT && out->accepted;
		draft_end(&d);
		if (!moved)
			break;
	}
	if (!dry)
		mb_home_unlock(g->rec);
	return rc;
}
