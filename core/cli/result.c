/* What came of an act, for people and for programs. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static const char *main_doc(const char *doc, const struct mb_result *r)
{
	return r->n_touched ? r->touched[0].id : doc;
}

struct mb_json *cli_result_json(struct cli *c, const char *doc, const struct mb_result *r, int rc, bool dry,
				const struct mb_error *err)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_bool(j, "ok", rc == MB_OK);
	mb_json_set_int(j, "exit", rc);
	mb_json_set_result(j, main_doc(doc, r), r, NULL, NULL);
	mb_json_set_bool(j, "dry_run", dry);
	mb_json_set_bool(j, "rehearsal", c->rehearsal);
	if (rc != MB_OK)
		mb_json_set_text(j, "error",
				 rc == MB_EREFUSED && r->ruling.n_findings ? "refused by a rule" : err->text);
	return j;
}

static void put_touched(struct cli *c, const struct mb_result *r)
{
	int wide = 0, what = 0;

	for (size_t i = 0; i < r->n_touched; i++) {
		int columns = out_columns(r->touched[i].id), n = out_columns(r->touched[i].what);

		wide = columns > wide ? columns : wide;
		what = n > what && n < 40 ? n : what;
	}
	for (size_t i = 0; i < r->n_touched; i++) {
		const struct mb_touched *t = &r->touched[i];
		const char *head = mb_arena_printf(c->a, "  %-*s  %-*s  ", wide, t->id, what, t->what);

		/* A report has its subject's title, which stands above already. */
		if (!t->title || mb_streq(t->title, t->id) || mb_streq(t->kind, "report"))
			out("  %-*s  %s\n", wide, t->id, t->what);
		else
			out_wrapped(c, out_columns(head), head, t->title);
		if (t->was)
			out_wrapped(c, wide + 4, mb_arena_printf(c->a, "  %-*s  was:", wide, ""), t->was);
	}
}

/* ---- questions ------------------------------------------------------------------------------------------- */

void cli_question(struct cli *c, const struct mb_question *q)
{
	const char *head = mb_arena_printf(c->a, "  %s  ", q->answer);
	const char *where = q->line > 0 ? mb_arena_printf(c->a, " (line %d)", q->line) : "";

	if (q->n_choices)
		out_wrapped(c, 6, head, mb_arena_printf(c->a, "%s%s", q->suggestion, where));
	else
		out_wrapped(c, 6, head,
			    mb_arena_printf(c->a, "\"%s\"%s%s%s: %s", q->words,
					    q->item && *q->item ? ", item " : "",
					    q->item && *q->item ? q->item : "", where, q->suggestion));
}

static bool lists_answers(const struct mb_result *r)
{
	for (size_t i = 0; i < r->n_questions; i++)
		if (!r->questions[i].n_choices)
			return true;
	return false;
}

static void put_questions(struct cli *c, const struct mb_result *r)
{
	const char *again = c->again ? c->again
				     : mb_arena_printf(c->a, "minutebook file %s", main_doc("FILE", r));
	const struct mb_question *first = r->questions;

	if (!r->n_questions)
		return;
	out_bold(c, "To be answered");
	out(" - nothing comes of these until they are accepted:\n");
	for (size_t i = 0; i < r->n_questions; i++)
		cli_question(c, &r->questions[i]);
	if (first->must)
		out("Answer them like this:  %s --accept %s  (or %s=new: it is another)\n", again,
		    first->answer, first->answer);
	else if (first->n_choices)
		out("Answer them like this:  %s --accept \"%s=%s\"\n", again, first->answer,
		    first->choices[0]);
	else
		out("Accept them like this:  %s --accept %s%s%s\n", again, first->answer,
		    r->n_questions > 1 ? "," : "",
		    r->n_questions > 1 && !r->questions[1].n_choices ? r->questions[1].answer
		    : r->n_questions > 1			     ? "..."
								     : "");
	if (lists_answers(r) && r->n_questions > 1)
		out("All of them%s:  %s --accept-likely\n", first->n_choices ? " but names" : "", again);
}

/* What the text read again added to the registers, changed in them, dropped from them. */
static void put_changes(const struct mb_result *r)
{
	size_t added = 0, changed = 0, dropped = 0, restored = 0;

	for (size_t i = 0; i < r->n_touched; i++) {
		const char *change = r->touched[i].change;

		added += mb_streq(change, "added");
		changed += mb_streq(change, "changed");
		dropped += mb_streq(change, "dropped");
		restored += mb_streq(change, "restored");
	}
	if (changed + dropped + restored)
		out("  registers: %zu added, %zu changed, %zu dropped%s\n", added, changed, dropped,
		    restored ? ", and what was dropped before is back" : "");
}

static int put_refusal(struct cli *c, const char *doc, const struct mb_result *r, int rc, bool dry,
		       const struct mb_error *err)
{
	struct mb_buf words;

	if (rc != MB_EREFUSED || r->ruling.n_findings == 0) {
		tell("%s%s\n",
		     rc != MB_EREFUSED ? "minutebook: "
		     : dry	       ? "Would not be done: "
				       : "Not done: ",
		     err->text);
		return rc;
	}
	mb_buf_init(&words, 0);
	mb_ruling_words(&words, &r->ruling);
	tell("%s%s\n%s", dry ? "Would not be done: " : "Not done: ", r->headline ? r->headline : err->text,
	     cli_named(c, words.p));
	mb_buf_free(&words);
	return rc;
}

int cli_result(struct cli *c, const char *doc, const struct mb_result *r, int rc, bool dry,
	       const struct mb_error *err)
{
	if (rc != MB_OK)
		c->told = true;
	if (c->json) {
		out_json(cli_result_json(c, doc, r, rc, dry, err));
		return rc;
	}
	if (rc != MB_OK) {
		put_refusal(c, doc, r, rc, dry, err);
		put_questions(c, r);
		return rc;
	}
	if (r->unchanged) {
		out("%s.\n", r->headline);
	} else {
		out_bold(c, "%s: ", dry ? "Would be done" : "Done");
		out("%s\n", r->headline);
		put_touched(c, r);
		put_changes(r);
	}
	for (size_t i = 0; i < r->n_notes; i++)
		out_wrapped(c, 8, "  note:", r->notes[i]);
	if (c->reading)
		cli_reading_sentences(c->reading);
	cli_ruling_words(c, &r->ruling, main_doc(doc, r), false);
	put_questions(c, r);
	if (r->landed)
		out_dim(c, "Event %ld.\n", r->event);
	return rc;
}
