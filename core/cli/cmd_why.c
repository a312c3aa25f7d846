/* why: the ruling as it was stored, never made anew; and attempts that were refused. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define ATTEMPTS_SHOWN 10 /* to people; programs get all */

struct told {
	struct mb_commit commit;
	bool done;
};

/* Does the message's list of acts name this document? */
static bool acts_on(struct mb_arena *a, const char *message, const char *id)
{
	char *acts = mb_arena_dup(a, mb_trailer(a, message, "Acts")), *save = NULL;

	if (!acts)
		return false;
	for (char *line = strtok_r(acts, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *doc = strchr(line, ' ');

		if (!doc)
			continue;
		doc[1 + strcspn(doc + 1, " ")] = '\0';
		if (mb_streq(doc + 1, id))
			return true;
	}
	return false;
}

/* The event asked for, or the last that made a version of this document. */
static int landed(struct told *found, bool *any, struct cli *c, const char *path, const char *word,
		  struct mb_error *err)
{
	struct mb_version_row *rows = NULL;
	struct mb_event_row *events;
	char *end = NULL;
	size_t n = 0, n_events;
	long event = word ? strtol(word, &end, 10) : 0;
	int rc;

	*any = false;
	if (word && (*end || end == word || event < 1))
		return mb_fail(err, MB_EUSAGE,
			       "'%s' is not the number of an event (see: minutebook history %s)", word,
			       c->words[0]);
	rc = mb_index_history(&rows, &n, c->a, mb_gate_index(c->g), path, err);
	if (rc == MB_ENOTFOUND && !word)
		return MB_OK; /* there may be attempts */
	if (rc != MB_OK)
		return rc;
	found->done = *any = true;
	if (!word)
		return mb_record_commit(&found->commit, c->a, mb_gate_record(c->g), &rows[n - 1].event.commit,
					err);
	for (size_t i = 0; i < n; i++)
		if (rows[i].event.event == event)
			return mb_record_commit(&found->commit, c->a, mb_gate_record(c->g),
						&rows[i].event.commit, err);
	if ((rc = mb_index_events(&events, &n_events, c->a, mb_gate_index(c->g), event, err)) != MB_OK)
		return rc;
	if (n_events == 0)
		return mb_fail(err, MB_ENOTFOUND, "there is no event %ld", event);
	return mb_fail(err, MB_ENOTFOUND, "event %ld did not touch %s (see: minutebook history %s)", event,
		       c->words[0], c->words[0]);
}

static int attempts(struct told **list, size_t *n, struct cli *c, const char *id, struct mb_error *err)
{
	struct mb_commit *all;
	size_t n_all;
	int rc = mb_attempt_list(&all, &n_all, c->a, mb_gate_record(c->g), err);

	if (rc == MB_ENOTFOUND) /* a copy: attempts stay with the home */
		return MB_OK;
	for (size_t i = 0; rc == MB_OK && i < n_all; i++)
		if (acts_on(c->a, all[i].message, id)) {
			struct told *t = MB_PUSH(c->a, *list, *n);

			t->commit = all[i];
		}
	return rc;
}

static int latest_first(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	if (x->commit.recorded.utc != y->commit.recorded.utc)
		return x->commit.recorded.utc < y->commit.recorded.utc ? 1 : -1;
	return (int)x->done - (int)y->done;
}

static const char *headline(struct mb_arena *a, const char *message)
{
	return mb_arena_ndup(a, message, strcspn(message, "\n"));
}

static size_t about(const struct mb_ruling *r, const char *id)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_findings; i++)
		n += mb_streq(r->findings[i].doc, id);
	return n;
}

static void as_json(struct cli *c, const struct told *t, const struct mb_ruling *r, const char *id)
{
	struct mb_json *j = mb_json_object(), *list;
	char recorded[MB_ISO_TIME];
	const char *text = mb_trailer(c->a, t->commit.message, "Ruling");

	mb_json_set_text(j, "id", id);
	mb_json_set_bool(j, "done", t->done);
	if (t->done)
		mb_json_set_int(j, "event", mb_trailer_event(t->commit.message));
	else
		mb_json_set_null(j, "event");
	mb_json_set_text(j, "headline", headline(c->a, t->commit.message));
	mb_json_set_text(j, "on", mb_trailer(c->a, t->commit.message, "On"));
	mb_json_set_text(j, "recorded", mb_instant_iso(recorded, t->commit.recorded));
	mb_json_set_text(j, "by", mb_trailer(c->a, t->commit.message, "By"));
	mb_json_set_text(j, "entered_by", mb_trailer(c->a, t->commit.message, "Entered-By"));
	mb_json_set_text(j, "reason", mb_trailer(c->a, t->commit.message, "Reason"));
	mb_json_set_bool(j, "rehearsal", mb_trailer(c->a, t->commit.message, "Rehearsal") != NULL);
	mb_json_set_bool(j, "accepted", r->accepted);
	mb_json_set_findings(j, r, about(r, id) ? id : NULL, NULL, NULL);
	mb_json_set_int(j, "other_findings", about(r, id) ? (long)(r->n_findings - about(r, id)) : 0);
	list = mb_json_set_array(j, "effects");
	for (size_t i = 0; i < r->n_effects; i++) {
		struct mb_json *row = mb_json_push_object(list);

		mb_json_set_text(row, "kind", r->effects[i].kind);
		mb_json_set_text(row, "doc", r->effects[i].doc);
		mb_json_set_text(row, "key", r->effects[i].key);
	}
	mb_json_set_text(j, "ruling", text && strchr(text, '\n') ? strchr(text, '\n') + 1 : NULL);
	out_json(j);
}

static void put(struct cli *c, const struct told *t, const struct mb_ruling *r, const char *id)
{
	struct mb_ruling own = { .accepted = r->accepted };
	const char *by = mb_trailer(c->a, t->commit.message, "By"),
		   *entered = mb_trailer(c->a, t->commit.message, "Entered-By"),
		   *reason = mb_trailer(c->a, t->commit.message, "Reason");
	if (t->done)
		out_bold(c, "Event %ld: ", mb_trailer_event(t->commit.message));
	else
		out_bold(c, "Not done: ");
	out("%s\n", headline(c->a, t->commit.message));
	out_dim(c, "  recorded %s%s%s\n", cli_day_words(c, mb_instant_day(t->commit.recorded)),
		entered && !mb_streq(by, entered) ? ", entered by " : "",
		entered && !mb_streq(by, entered) ? cli_person_name(c, entered) : "");
	if (reason)
		out("  reason given: %s\n", reason);
	for (size_t i = 0; i < r->n_findings; i++)
		if (about(r, id) == 0 || mb_streq(r->findings[i].doc, id))
			*MB_PUSH(c->a, own.findings, own.n_findings) = r->findings[i];
	if (own.n_findings)
		cli_ruling_words(c, &own, NULL, true);
	else
		out("  no rule had anything to ask\n");
	for (size_t i = 0; i < r->n_effects; i++)
		if (mb_streq(r->effects[i].doc, id))
			out("  > %s, by the rule in %s:%d\n", r->effects[i].kind, r->effects[i].file,
			    r->effects[i].line);
	if (own.n_findings < r->n_findings)
		out("  (%zu more findings of the same change are about other documents)\n",
		    r->n_findings - own.n_findings);
}

static int tell_all(struct cli *c, const struct told *list, size_t n, const char *id, struct mb_error *err)
{
	size_t shown = 0;

	for (size_t i = 0; i < n; i++) {
		struct mb_ruling ruling;
		int rc = cli_stored_ruling(&ruling, c, list[i].commit.message, err);

		if (rc != MB_OK)
			return rc;
		if (c->json)
			as_json(c, &list[i], &ruling, id);
		else if (list[i].done || shown++ < ATTEMPTS_SHOWN)
			put(c, &list[i], &ruling, id);
	}
	if (!c->json && shown > ATTEMPTS_SHOWN)
		out("(%zu older attempts are not shown: --json has them all)\n", shown - ATTEMPTS_SHOWN);
	return MB_OK;
}

int cmd_why(struct cli *c, struct mb_error *err)
{
	struct told *list = NULL, one = { 0 };
	struct mb_address at = { 0 };
	const char *path, *id;
	size_t n = 0;
	bool any;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_path(&path, c, c->words[0], err)) != MB_OK ||
	    (rc = landed(&one, &any, c, path, c->n_words > 1 ? c->words[1] : NULL, err)) != MB_OK)
		return rc;
	id = mb_address_of_path(&at, c->a, mb_gate_view(c->g), path, err) == MB_OK ? at.id : path;
	if (c->n_words == 1 && (rc = attempts(&list, &n, c, id, err)) != MB_OK)
		return rc;
	if (any)
		*MB_PUSH(c->a, list, n) = one;
	if (n == 0)
		return mb_fail(err, MB_ENOTFOUND, "%s: no such document, and nobody tried to file it",
			       c->words[0]);
	qsort(list, n, sizeof *list, latest_first);
	return tell_all(c, list, n, id, err);
}
