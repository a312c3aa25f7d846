/* Corrections of earlier minutes: a decision here, the older text there. Both are kept, and linked; nothing is rewritten. */
#include "gate_impl.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

bool correction_said(const char *text)
{
	static const char *const words[] = { "correction",  "corrected", "amended", "amendment",
					     "should read", "to read",	 NULL };
	/* these are said of much else, and are meant of minutes only where a place in them is named */
	static const char *const placed[] = { "substituted for",  "substitute", "be replaced by",
					      "be replaced with", "be deleted", "deletion of",
					      "be inserted",	  "delete",	"insertion of",
					      "should be",	  NULL };

	if (!strcasestr(text, "minute") && !strcasestr(text, "correct record"))
		return false;
	for (size_t i = 0; words[i]; i++)
		if (strcasestr(text, words[i]))
			return true;
	for (size_t i = 0; placed[i]; i++)
		if (strcasestr(text, placed[i]) &&
		    (strcasestr(text, "in minute") || strcasestr(text, "in the minutes") ||
		     strcasestr(text, "subject to the ")))
			return true;
	/* "subject to Ann Bell being listed as attending" */
	return strcasestr(text, "subject to") && strcasestr(text, "being listed");
}

/* ---- where it says so ------------------------------------------------------------------------------------ */

static bool figure_or_word(struct mb_str w)
{
	static const char *const numbers[] = { "one", "two",   "three", "four", "five",
					       "six", "seven", "eight", "nine", "ten" };

	for (size_t i = 0; i < w.n; i++)
		if (isdigit((unsigned char)w.p[i]))
			return true;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (mb_str_case_eq(w, numbers[i]))
			return true;
	return false;
}

static bool word_at(const char *text, size_t *at, struct mb_str *w)
{
	size_t i = *at, from;

	while (text[i] && (isspace((unsigned char)text[i]) || strchr(",;:.()", text[i])))
		i++;
	for (from = i; text[i] && !isspace((unsigned char)text[i]) && !strchr(",;:()", text[i]); i++)
		;
	*w = (struct mb_str){ text + from, i - from };
	while (w->n && w->p[w->n - 1] == '.')
		w->n--;
	*at = i;
	return i > from;
}

/* "page 2", "page six, penultimate paragraph, second line", "Minute 12/09c": as the decision says it, joined by commas. */
static void read_address(struct mb_correction *c, struct mb_arena *a)
{
	static const char *const numbered[] = {
		"page", "minute", "item", "paragraph", "section", "line", NULL
	};
	struct mb_buf said;
	struct mb_str had = { NULL, 0 }, w, next;
	size_t at = 0, peek;

	mb_buf_init(&said, 300);
	while (word_at(c->text, &at, &w)) {
		bool place = false;

		for (size_t i = 0; numbered[i]; i++)
			place |= mb_str_case_eq(w, numbered[i]);
		peek = at;
		if (place && word_at(c->text, &peek, &next) && figure_or_word(next))
			mb_buf_printf(&said, "%s%.*s %.*s", said.n ? ", " : "", (int)w.n, w.p, (int)next.n,
				      next.p);
		else if (had.n && (mb_str_case_eq(w, "paragraph") || mb_str_case_eq(w, "line")) &&
			 !mb_str_case_eq(had, "the") && !mb_str_case_eq(had, "a"))
			mb_buf_printf(&said, "%s%.*s %.*s", said.n ? ", " : "", (int)had.n, had.p, (int)w.n,
				      w.p);
		had = w;
	}
	if (said.n)
		c->address = mb_arena_dup(a, said.p);
	else if (strcasestr(c->text, "being listed"))
		c->address = "attendance";
	mb_buf_free(&said);
}

/* ---- where that stands in the older text ----------------------------------------------------------------- */

static bool passed_over(char c)
{
	return isspace((unsigned char)c) || c == '*' || c == '_' || c == '#';
}

/* Do these words begin at p, blanks and marks of emphasis apart? */
static bool reads(const char *p, const char *end, const char *words)
{
	while (*words) {
		if (passed_over(*words)) {
			words++;
			continue;
		}
		while (p < end && passed_over(*p))
			p++;
		if (p >= end || tolower((unsigned char)*p) != tolower((unsigned char)*words))
			return false;
		p++;
		words++;
	}
	return true;
}

static int line_of_words(struct mb_str body, const char *words)
{
	int line = 1;

	for (size_t i = 0; i < body.n; i++) {
		if (!passed_over(body.p[i]) &&
		    tolower((unsigned char)body.p[i]) == tolower((unsigned char)*words) &&
		    reads(body.p + i, body.p + body.n, words))
			return line;
		line += body.p[i] == '\n';
	}
	return 0;
}

/* The line that bears the number of "minute 12/09c" or "item 5" in front. */
static int line_of_number(struct mb_str body, const char *address)
{
	const char *at = address ? strcasestr(address, "minute ") : NULL, *number;
	size_t n;
	int line = 1;

	if (!at)
		at = address ? strcasestr(address, "item ") : NULL;
	if (!at || !(number = strchr(at, ' ')))
		return 0;
	n = strcspn(++number, ",");
	for (size_t i = 0; i < body.n; i++) {
		if (i == 0 || body.p[i - 1] == '\n') {
			size_t k = i;

			while (k < body.n && (body.p[k] == ' ' || body.p[k] == '#' || body.p[k] == '*'))
				k++;
			if (body.n - k > n && strncasecmp(body.p + k, number, n) == 0 &&
			    !isalnum((unsigned char)body.p[k + n]))
				return line;
		}
		line += body.p[i] == '\n';
	}
	return 0;
}

static int locate(struct mb_correction *c, struct mb_view *v, struct mb_error *err)
{
	const struct mb_doc *doc;
	int rc = c->minutes ? mb_view_doc(&doc, v, c->minutes, err) : MB_ENOTFOUND;

	if (rc == MB_ENOTFOUND) {
		c->minutes = NULL;
		return MB_OK;
	}
	if (rc != MB_OK)
		return rc;
	c->line = c->old_words && *c->old_words ? line_of_words(doc->body, c->old_words)
						: line_of_number(doc->body, c->address);
	c->found = c->line > 0;
	return MB_OK;
}

int mb_gate_corrections(struct mb_correction **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
			const char *group, struct mb_error *err)
{
	const struct mb_query q = { .kind = "decision", .group = group };
	const struct mb_doc **docs;
	size_t count;
	int rc = mb_view_list(&docs, &count, g->view, &q, err);

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < count; i++) {
		const char *text = mb_doc_field(docs[i], "text"),
			   *corrects = mb_doc_field(docs[i], "corrects");
		struct mb_correction *c;

		if (!text || mb_streq(docs[i]->state, "dropped from draft") ||
		    (!corrects && !correction_said(text)))
			continue;
		c = MB_PUSH(a, *out, *n);
		*c = (struct mb_correction){ .decision = mb_arena_dup(a, docs[i]->id),
					     .text = mb_arena_dup(a, text),
					     .group = mb_arena_dup(a, docs[i]->group),
					     .date = mb_doc_day(docs[i], "date"),
					     .minutes = mb_arena_dup(a, corrects) };
		correction_words(c, a);
		read_address(c, a);
		rc = locate(c, g->view, err);
	}
	return rc;
}
