/* file: put a text into the record through the gate. What is only likely is asked about: with --review here and now, else the
 * list is told with the command that accepts. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct text_filed {
	struct cli *c;
	struct mb_filing filing;
	struct mb_actor actor;
	const char **accept;
	size_t n_accept;
};

/* ---- answers --------------------------------------------------------------------------------------------- */

/* --accept 1,3,CTB-2005-A003 --accept "H Marsh=helen-marsh": a printed name may hold a comma, so such an answer is not cut. */
static void take_answers(struct text_filed *x)
{
	struct cli *c = x->c;

	for (size_t i = 0; i < c->n_given[OPT_ACCEPT]; i++) {
		char *word = mb_arena_dup(c->a, c->given[OPT_ACCEPT][i]), *save = NULL;

		if (strchr(word, '=') && strchr(word, ' ')) {
			*MB_PUSH(c->a, x->accept, x->n_accept) = word;
			continue;
		}
		for (char *one = strtok_r(word, ",", &save); one; one = strtok_r(NULL, ",", &save)) {
			struct mb_str s = mb_trim(mb_str(one));

			if (s.n)
				*MB_PUSH(c->a, x->accept, x->n_accept) = mb_arena_ndup(c->a, s.p, s.n);
		}
	}
}

/* A word as a shell takes it. */
static const char *quoted(struct cli *c, const char *word)
{
	return *word && strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:") ==
				       strlen(word)
		       ? word
		       : mb_arena_printf(c->a, "\"%s\"", word);
}

static const char *again(struct cli *c)
{
	static const enum cli_option kept[] = { OPT_AS, OPT_GROUP, OPT_MEETING, OPT_AS_KIND, OPT_ON };
	struct mb_buf b;
	const char *done;

	mb_buf_init(&b, 2000);
	mb_buf_printf(&b, "minutebook file %s", quoted(c, c->words[0]));
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (cli_has(c, kept[i]) &&
		    (kept[i] != OPT_ON || c->rehearsal)) /* accepting has a day of its own */
			mb_buf_printf(&b, " %s %s", cli_option_name(kept[i]),
				      quoted(c, cli_option(c, kept[i])));
	done = mb_arena_dup(c->a, b.p);
	mb_buf_free(&b);
	return done;
}

/* ---- review ---------------------------------------------------------------------------------------------- */

/* One line from whoever sits there; NULL at the end of input. */
static const char *ask(char line[200], const char *prompt)
{
	out("%s ", prompt);
	fflush(stdout);
	if (!fgets(line, 200, stdin))
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static void add(struct text_filed *x, const char *answer)
{
	*MB_PUSH(x->c->a, x->accept, x->n_accept) = mb_arena_dup(x->c->a, answer);
}

static int unfinished(struct mb_error *err)
{
	out("\n");
	return mb_fail(err, MB_EFAIL, "the review was not finished: nothing was filed");
}

static int review_name(struct text_filed *x, const struct mb_question *q, struct mb_error *err)
{
	char line[200];
	const char *said;

	for (size_t i = 0; i < q->n_choices; i++)
		out("      %zu: %s (%s)\n", i + 1, cli_person_name(x->c, q->choices[i]), q->choices[i]);
	for (;;) {
		unsigned long n;

		if (!(said = ask(line, "  Which? (a number, or Enter to leave it open)")))
			return unfinished(err);
		n = strtoul(said, NULL, 10);
		if (!*said)
			return MB_OK;
		if (n >= 1 && n <= q->n_choices) {
			add(x, mb_arena_printf(x->c->a, "%s=%s", q->answer, q->choices[n - 1]));
			return MB_OK;
		}
	}
}

static int review_one(struct text_filed *x, const struct mb_question *q, bool *all, struct mb_error *err)
{
	char line[200];
	const char *said;

	cli_question(x->c, q);
	if (q->n_choices)
		return review_name(x, q, err);
	while (!*all || q->must) {
		if (!(said = ask(line, q->must ? "  Is it? (y/n)"
					       : "  Accept? (y/n, a: this and all that follow)")))
			return unfinished(err);
		if (*said == 'y' || *said == 'Y') {
			add(x, q->answer);
			return MB_OK;
		}
		if (*said == 'n' || *said == 'N') {
			if (q->must)
				add(x, mb_arena_printf(x->c->a, "%s=new", q->answer));
			return MB_OK;
		}
		*all = !q->must && (*said == 'a' || *said == 'A');
	}
	add(x, q->answer);
	return MB_OK;
}

static bool must_answer(const struct mb_result *r)
{
	for (size_t i = 0; i < r->n_questions; i++)
		if (r->questions[i].must)
			return true;
	return false;
}

/* Nothing is written before the last answer: the questions come of a filing that is only tried. */
static int review(struct text_filed *x, struct mb_error *err)
{
	struct mb_result tried = { 0 };
	bool all = false;
	int rc = mb_gate_file(&tried, x->c->a, x->c->g, &x->filing, &x->actor, MB_DRY_RUN, err);

	if (rc != MB_OK && !must_answer(&tried))
		return cli_result(x->c, NULL, &tried, rc, true, err);
	rc = MB_OK;
	for (size_t i = 0; rc == MB_OK && i < tried.n_questions; i++)
		rc = review_one(x, &tried.questions[i], &all, err);
	return rc;
}

/* ---- filing ---------------------------------------------------------------------------------------------- */

static int file_text(struct cli *c, struct mb_str text, struct mb_error *err)
{
	struct text_filed x = { .c = c,
				.filing = { .text = text,
					    .file_name = mb_streq(c->words[0], "-") ? "standard input"
										    : c->words[0],
					    .group = cli_option(c, OPT_GROUP),
					    .meeting = cli_option(c, OPT_MEETING),
					    .as_kind = cli_option(c, OPT_AS_KIND),
					    .accept_likely = cli_has(c, OPT_ACCEPT_LIKELY) } };
	const bool dry = cli_has(c, OPT_DRY_RUN);
	struct mb_result result = { 0 };
	struct mb_reading *reading;
	struct mb_matter matter;
	struct mb_error ignored;
	int rc;

	take_answers(&x);
	if ((rc = cli_actor(&x.actor, c, err)) != MB_OK)
		return rc;
	x.filing.accept = x.accept;
	x.filing.n_accept = x.n_accept;
	if (cli_has(c, OPT_REVIEW) && (rc = review(&x, err)) != MB_OK)
		return rc;
	x.filing.accept = x.accept;
	x.filing.n_accept = x.n_accept;
	rc = mb_gate_file(&result, c->a, c->g, &x.filing, &x.actor, dry ? MB_DRY_RUN : 0, err);
	if (rc == MB_OK && result.n_touched &&
	    cli_read_text(&reading, &matter, c, text, result.touched[0].kind, &ignored) == MB_OK)
		c->reading = reading;
	c->again = again(c);
	return cli_result(c, NULL, &result, rc, dry, err);
}

static int may_review(struct cli *c, struct mb_error *err)
{
	if (!cli_has(c, OPT_REVIEW))
		return MB_OK;
	if (cli_has(c, OPT_ACCEPT) || cli_has(c, OPT_ACCEPT_LIKELY))
		return mb_fail(err, MB_EUSAGE,
			       "--review asks for the answers that --accept would give: say one of them");
	if (c->json || mb_streq(c->words[0], "-") || !isatty(STDIN_FILENO))
		return mb_fail(err, MB_EUSAGE,
			       "--review asks on a terminal; without one file the text, look at the list, "
			       "and answer with "
			       "--accept");
	return MB_OK;
}

/* A document's id in place of a file: its text as it stands, to answer what is still open about it. */
static int text_of_document(struct mb_str *out, struct cli *c, struct mb_error *err)
{
	const struct mb_doc *doc;
	struct mb_error ignored;

	if (strchr(c->words[0], '/') || strchr(c->words[0], '.') ||
	    mb_view_doc(&doc, mb_gate_view(c->g), c->words[0], &ignored) != MB_OK || !doc->kind)
		return MB_ENOTFOUND; /* err says that there is no such file */
	*out = (struct mb_str){ mb_arena_copy(c->a, doc->raw.p, doc->raw.n), doc->raw.n };
	return MB_OK;
}

int cmd_file(struct cli *c, struct mb_error *err)
{
	struct mb_buf text;
	struct mb_error no_file;
	struct mb_str stands;
	int rc = may_review(c, err), found;

	if (rc != MB_OK)
		return rc;
	found = mb_read_file(&text, c->words[0], MB_DOC_MAX, &no_file);
	if (found != MB_OK && found != MB_ENOTFOUND)
		return mb_fail(err, found, "%s", no_file.text);
	if ((rc = cli_open(c, err)) == MB_OK) {
		stands = (struct mb_str){ text.p ? text.p : "", text.n };
		if (found == MB_OK || text_of_document(&stands, c, err) == MB_OK)
			rc = file_text(c, stands, err);
		else
			rc = mb_fail(err, MB_ENOTFOUND, "%s", no_file.text);
	} else if (found != MB_OK) {
		rc = mb_fail(err, MB_ENOTFOUND, "%s", no_file.text);
	}
	mb_buf_free(&text);
	return rc;
}
