/* Rulings in words: those just given, and those that stand in the record. */
#include "cli.h"

#include <string.h>

/* "found 5 (needed 4; terms of reference of ...)", as short as it goes. */
static const char *met(struct mb_arena *a, const struct mb_finding *f)
{
	const bool source = f->source && *f->source && !(f->needed && strstr(f->needed, f->source));

	if (!f->found || !*f->found)
		return f->needed ? f->needed : "";
	if (!f->needed || !*f->needed)
		return f->found;
	return mb_arena_printf(a, "%s (needed: %s%s%s)", f->found, f->needed, source ? "; " : "",
			       source ? f->source : "");
}

struct choice {
	const char *doc; /* NULL: any */
	bool workflow; /* its own findings too: from that state, by that person. Met by every move, so seldom told */
};

static bool worth_telling(const struct mb_finding *f, const struct choice *choice)
{
	return f->outcome == MB_SATISFIED && (!choice->doc || mb_streq(f->doc, choice->doc)) &&
	       (choice->workflow || (!mb_streq(f->requirement, "may") && !mb_streq(f->requirement, "from")));
}

/* One line a rule, its requirements behind each other. */
static void put_met(struct cli *c, const struct mb_ruling *r, size_t first, const struct choice *choice)
{
	const struct mb_finding *f = &r->findings[first];
	const char *all = NULL, **said = NULL;
	size_t n_said = 0;

	for (size_t i = 0; i < first; i++) /* told already */
		if (worth_telling(&r->findings[i], choice) && mb_streq(r->findings[i].rule, f->rule))
			return;
	for (size_t i = first; i < r->n_findings; i++) {
		const char *words = met(c->a, &r->findings[i]);
		size_t k = 0;

		if (!worth_telling(&r->findings[i], choice) || !mb_streq(r->findings[i].rule, f->rule))
			continue;
		while (k < n_said && !mb_streq(said[k], words))
			k++;
		if (k < n_said) /* the same of another document */
			continue;
		*MB_PUSH(c->a, said, n_said) = words;
		all = mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? "; " : "", cli_named(c, words));
	}
	out_wrapped(c, 4, "  +", mb_arena_printf(c->a, "%s%s%s", f->rule, *all ? ": " : "", all));
}

const char *cli_named(struct cli *c, const char *text)
{
	struct mb_buf named;
	const char *s;

	if (!c->g || !mb_gate_view(c->g))
		return text;
	mb_buf_init(&named, 0);
	mb_people_named(&named, mb_gate_view(c->g), text);
	s = mb_arena_dup(c->a, named.n ? named.p : "");
	mb_buf_free(&named);
	return s;
}

void cli_ruling_words(struct cli *c, const struct mb_ruling *r, const char *doc, bool workflow)
{
	const struct choice choice = { doc, workflow };
	struct mb_ruling rest = { .accepted = r->accepted };
	struct mb_buf words;
	size_t unmet = 0;

	for (size_t i = 0; i < r->n_findings; i++)
		if (worth_telling(&r->findings[i], &choice))
			put_met(c, r, i, &choice);
		else
			*MB_PUSH(c->a, rest.findings, rest.n_findings) = r->findings[i];
	for (size_t i = 0; i < rest.n_findings; i++)
		unmet += rest.findings[i].outcome != MB_SATISFIED;
	if (unmet == 0) {
		if (rest.n_findings)
			out("  + %zu more requirement%s met\n", rest.n_findings,
			    rest.n_findings == 1 ? "" : "s");
		return;
	}
	mb_buf_init(&words, 0);
	mb_ruling_words(&words, &rest);
	out("%s", cli_named(c, words.p));
	mb_buf_free(&words);
}

/* ---- what the record keeps ------------------------------------------------------------------------------- */

int cli_stored_ruling(struct mb_ruling *ruling, struct cli *c, const char *message, struct mb_error *err)
{
	const char *text = mb_trailer(c->a, message, "Ruling"), *lines = text ? strchr(text, '\n') : NULL;

	memset(ruling, 0, sizeof *ruling);
	if (!lines)
		return mb_fail(err, MB_ENOTFOUND, "this change carries no ruling");
	return mb_ruling_read(ruling, c->a, lines + 1, err);
}
