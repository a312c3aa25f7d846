/* ruling.c: a ruling in canonical form, read back, and in words for people. */
#include <minutebook/rules.h>
#include "utf8.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define FINDING_PARTS 8
#define EFFECT_PARTS  5

static const char *const outcome_words[] = {
	[MB_SATISFIED] = "satisfied", [MB_NOT_APPLICABLE] = "not-applicable",
	[MB_WAIVED] = "waived",	      [MB_ADVISED] = "advised",
	[MB_IRREGULAR] = "irregular", [MB_UNSATISFIED] = "unsatisfied",
	[MB_BROKEN] = "broken",
};
#define N_OUTCOMES (sizeof(outcome_words) / sizeof(outcome_words[0]))

const char *mb_outcome_word(enum mb_outcome o)
{
	return (unsigned)o < N_OUTCOMES ? outcome_words[o] : "unknown";
}

/* A value on one line: blanks, line ends and control characters become one blank, none at either end; what is not
 * UTF-8 or turns the text round becomes "?". Values that differ only so are the same value when read back, which is
 * what makes the canonical form its own canonical form. */
static void put_value(struct mb_buf *out, const char *s, bool keep_bars)
{
	size_t left = s ? strlen(s) : 0, len;
	bool blank = false, any = false;

	for (; left > 0; s += len, left -= len) {
		int32_t c = rules_utf8(s, left, &len);

		if ((c >= 0 && c <= ' ') || (c >= 0x7f && c < 0xa0) || rules_splits_line(c)) {
			blank = any;
			continue;
		}
		if (blank)
			mb_buf_putc(out, ' ');
		blank = false;
		any = true;
		if (c < 0 || rules_turns_text(c))
			mb_buf_putc(out, '?');
		else if (c == '|' && !keep_bars)
			mb_buf_putc(out, '/');
		else
			mb_buf_put(out, s, len);
	}
}

/* ---- canonical ------------------------------------------------------------------------------------------- */

static void put_part(struct mb_buf *out, const char *s)
{
	mb_buf_puts(out, " | ");
	put_value(out, s, false);
}

static void put_place(struct mb_buf *out, const char *file, int line)
{
	put_value(out, file, false);
	mb_buf_printf(out, ":%d", line);
}

/* "event doc" as one value: without an event there is no blank in front either. */
static void put_event(struct mb_buf *out, const char *event, const char *doc)
{
	struct mb_buf both;

	mb_buf_init(&both, out->max);
	mb_buf_puts(&both, event);
	mb_buf_putc(&both, ' ');
	mb_buf_puts(&both, doc);
	out->over |= both.over;
	put_part(out, both.p);
	mb_buf_free(&both);
}

static void put_finding(struct mb_buf *out, const struct mb_finding *f)
{
	put_value(out, f->rule, false);
	mb_buf_puts(out, " | ");
	put_place(out, f->file, f->line);
	put_event(out, f->event, f->doc);
	put_part(out, f->requirement);
	put_part(out, mb_outcome_word(f->outcome));
	put_part(out, f->found);
	put_part(out, f->needed);
	put_part(out, f->source);
}

static void put_effect(struct mb_buf *out, const struct mb_effect *e)
{
	mb_buf_puts(out, "effect");
	put_part(out, e->kind);
	mb_buf_puts(out, " | ");
	put_place(out, e->file, e->line);
	put_part(out, e->doc);
	put_part(out, e->key);
}

/* Close a line: no blank at its end (mail programs and editors take it away), and a NUL for the sort. */
static void end_line(struct mb_buf *lines)
{
	if (lines->n > 0 && lines->p[lines->n - 1] == ' ')
		lines->p[--lines->n] = '\0';
	mb_buf_putc(lines, '\0');
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void mb_ruling_canonical(struct mb_buf *out, const struct mb_ruling *ruling)
{
	const char **sorted = mb_alloc((ruling->n_findings + ruling->n_effects) * sizeof(*sorted));
	struct mb_buf lines;
	size_t n = 0;

	mb_buf_init(&lines, out->max);
	for (size_t i = 0; i < ruling->n_findings; i++) {
		if (ruling->findings[i].outcome == MB_NOT_APPLICABLE)
			continue;
		put_finding(&lines, &ruling->findings[i]);
		end_line(&lines);
		n++;
	}
	for (size_t i = 0; i < ruling->n_effects; i++, n++) {
		put_effect(&lines, &ruling->effects[i]);
		end_line(&lines);
	}
	if (lines.over) { /* part of a ruling would be another ruling */
		out->over = true;
		goto out;
	}
	for (size_t i = 0, at = 0; i < n; i++) {
		sorted[i] = lines.p + at;
		at += strlen(lines.p + at) + 1;
	}
	qsort(sorted, n, sizeof(*sorted), by_bytes);
	mb_buf_puts(out, ruling->accepted ? "accepted\n" : "refused\n");
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(out, "%s\n", sorted[i]);
out:
	mb_buf_free(&lines);
	free(sorted);
}

/* ---- read back ------------------------------------------------------------------------------------------- */

/* Cut a line at its bars. @return parts found, which may be more than max */
static int cut_parts(struct mb_str *parts, int max, struct mb_str line)
{
	int n = 0;

	for (;;) {
		const char *bar = memchr(line.p, '|', line.n);
		size_t len = bar ? (size_t)(bar - line.p) : line.n;

		if (n < max)
			parts[n] = mb_trim((struct mb_str){ line.p, len });
		n++;
		if (!bar)
			return n;
		line.p += len + 1;
		line.n -= len + 1;
	}
}

static const char *take(struct mb_arena *a, struct mb_str s)
{
	return mb_arena_ndup(a, s.p, s.n);
}

/* "rules/10-papers.lua:14" */
static bool read_place(const char **file, int *line, struct mb_arena *a, struct mb_str s)
{
	char *text = mb_arena_ndup(a, s.p, s.n), *colon = strrchr(text, ':'), *end;
	long v;

	if (!colon || colon[1] == '\0' || colon[1] == ' ' || colon[1] == '+')
		return false;
	v = strtol(colon + 1, &end, 10);
	if (*end != '\0' || v < INT_MIN || v > INT_MAX)
		return false;
	*colon = '\0';
	*file = text;
	*line = (int)v;
	return true;
}

static bool read_outcome(enum mb_outcome *out, struct mb_str s)
{
	for (size_t i = 0; i < N_OUTCOMES; i++)
		if (mb_str_eq(s, outcome_words[i])) {
			*out = (enum mb_outcome)i;
			return true;
		}
	return false;
}

static int read_finding(struct mb_finding *f, struct mb_arena *a, const struct mb_str *p, int at,
			struct mb_error *err)
{
	const char *blank = memchr(p[2].p, ' ', p[2].n);
	size_t len = blank ? (size_t)(blank - p[2].p) : p[2].n;

	if (!read_place(&f->file, &f->line, a, p[1]))
		return mb_fail(err, MB_EINVAL, "line %d of the ruling: the second part is not file:line", at);
	if (!read_outcome(&f->outcome, p[4]))
		return mb_fail(err, MB_EINVAL, "line %d of the ruling: '%.*s' is not an outcome", at,
			       (int)(p[4].n < 40 ? p[4].n : 40), p[4].p);
	f->rule = take(a, p[0]);
	f->event = mb_arena_ndup(a, p[2].p, len);
	f->doc = take(a, mb_trim((struct mb_str){ p[2].p + len, p[2].n - len }));
	f->requirement = take(a, p[3]);
	f->found = take(a, p[5]);
	f->needed = take(a, p[6]);
	f->source = take(a, p[7]);
	return MB_OK;
}

static int read_effect(struct mb_effect *e, struct mb_arena *a, const struct mb_str *p, int at,
		       struct mb_error *err)
{
	if (!mb_str_eq(p[0], "effect"))
		return mb_fail(err, MB_EINVAL, "line %d of the ruling: five parts, but not an effect", at);
	if (!read_place(&e->file, &e->line, a, p[2]))
		return mb_fail(err, MB_EINVAL, "line %d of the ruling: the third part is not file:line", at);
	e->kind = take(a, p[1]);
	e->doc = take(a, p[3]);
	e->key = take(a, p[4]);
	e->step = MB_NO_DAY;
	return MB_OK;
}

static int read_line(struct mb_ruling *out, struct mb_arena *a, struct mb_str line, int at,
		     struct mb_error *err)
{
	struct mb_str parts[FINDING_PARTS];

	switch (cut_parts(parts, FINDING_PARTS, line)) {
	case FINDING_PARTS:
		return read_finding(MB_PUSH(a, out->findings, out->n_findings), a, parts, at, err);
	case EFFECT_PARTS:
		return read_effect(MB_PUSH(a, out->effects, out->n_effects), a, parts, at, err);
	default:
		return mb_fail(err, MB_EINVAL,
			       "line %d of the ruling: a finding has %d parts between bars, an effect %d", at,
			       FINDING_PARTS, EFFECT_PARTS);
	}
}

int mb_ruling_read(struct mb_ruling *out, struct mb_arena *a, const char *canonical, struct mb_error *err)
{
	struct mb_ruling ruling = { 0 };
	int at = 0;

	for (const char *p = canonical, *next; *p; p = next) {
		const char *nl = strchr(p, '\n');
		struct mb_str line = mb_trim((struct mb_str){ p, nl ? (size_t)(nl - p) : strlen(p) });
		int rc = MB_OK;

		next = nl ? nl + 1 : p + strlen(p);
		if (at++ > 0) {
			if (line.n > 0)
				rc = read_line(&ruling, a, line, at, err);
		} else if (mb_str_eq(line, "accepted")) {
			ruling.accepted = true;
		} else if (!mb_str_eq(line, "refused")) {
			rc = mb_fail(err, MB_EINVAL,
				     "line 1 of the ruling: neither 'accepted' nor 'refused' stands there");
		}
		if (rc != MB_OK)
			return rc;
	}
	if (at == 0)
		return mb_fail(err, MB_EINVAL, "an empty text is no ruling");
	*out = ruling;
	return MB_OK;
}

/* ---- in words -------------------------------------------------------------------------------------------- */

static bool has_words(const char *s)
{
	return s && s[strspn(s, " \t\r\n")] != '\0';
}

static void put_place_words(struct mb_buf *out, const struct mb_finding *f)
{
	if (!has_words(f->file))
		return;
	mb_buf_puts(out, "  (");
	put_value(out, f->file, true);
	if (f->line > 0)
		mb_buf_printf(out, ":%d", f->line);
	mb_buf_puts(out, ")");
}

static void put_detail(struct mb_buf *out, const char *label, const char *value)
{
	if (!has_words(value))
		return;
	mb_buf_printf(out, "    %s: ", label);
	put_value(out, value, true);
	mb_buf_putc(out, '\n');
}

static void put_who(struct mb_buf *out, const struct mb_finding *f)
{
	for (size_t i = 0; i < f->n_who; i++) {
		mb_buf_puts(out, i == 0 ? "" : i + 1 == f->n_who ? " or " : ", ");
		put_value(out, f->who[i], true);
	}
}

/* What was needed and where that number comes from, said once. */
static void put_needed(struct mb_buf *out, const struct mb_finding *f)
{
	bool source = has_words(f->source) && !(f->needed && strstr(f->needed, f->source));

	if (!has_words(f->needed)) {
		put_detail(out, "source", f->source);
		return;
	}
	mb_buf_puts(out, "    needed: ");
	put_value(out, f->needed, true);
	if (source) {
		mb_buf_puts(out, " (");
		put_value(out, f->source, true);
		mb_buf_putc(out, ')');
	}
	mb_buf_putc(out, '\n');
}

/* What would help, and whom to ask for it. */
static void put_help(struct mb_buf *out, const char *label, const char *help, const struct mb_finding *f)
{
	bool named = has_words(help) && f->n_who > 0; /* says itself whom to ask */

	for (size_t i = 0; named && i < f->n_who; i++)
		named = strstr(help, f->who[i]) != NULL;
	if (!has_words(help) && f->n_who == 0)
		return;
	mb_buf_printf(out, "    %s: ", label);
	put_value(out, help, true);
	if (f->n_who > 0 && !named) {
		mb_buf_puts(out, has_words(help) ? "; ask " : "ask ");
		put_who(out, f);
	}
	mb_buf_putc(out, '\n');
}

static void put_head(struct mb_buf *out, const struct mb_finding *f, char mark)
{
	mb_buf_printf(out, "  %c ", mark);
	put_value(out, f->rule, true);
}

static void put_unmet(struct mb_buf *out, const struct mb_finding *f)
{
	put_head(out, f, f->outcome == MB_ADVISED ? 'i' : 'x');
	put_place_words(out, f);
	mb_buf_puts(out, f->outcome == MB_ADVISED ? " - advice only, nothing is stopped\n" : "\n");
	put_detail(out, "found", f->found);
	put_needed(out, f);
	put_help(out, "to satisfy it", f->remedy, f);
	put_detail(out, "authority", f->authority);
}

static void put_irregular(struct mb_buf *out, const struct mb_finding *f)
{
	put_head(out, f, '~');
	mb_buf_puts(out, " - entered, but irregular");
	if (has_words(f->marks)) {
		mb_buf_puts(out, ": ");
		put_value(out, f->marks, true);
	}
	put_place_words(out, f);
	mb_buf_putc(out, '\n');
	put_detail(out, "found", f->found);
	put_needed(out, f);
	put_help(out, "what lifts it", has_words(f->cures) ? f->cures : f->remedy, f);
	put_detail(out, "authority", f->authority);
}

static void put_waived(struct mb_buf *out, const struct mb_finding *f)
{
	put_head(out, f, '-');
	put_place_words(out, f);
	mb_buf_puts(out, " - waived");
	if (f->n_who > 0) {
		mb_buf_puts(out, " by ");
		put_who(out, f);
	}
	mb_buf_puts(out, ": ");
	if (has_words(f->reason))
		put_value(out, f->reason, true);
	else
		mb_buf_puts(out, "no reason is recorded");
	mb_buf_putc(out, '\n');
	put_detail(out, "found", f->found);
	put_needed(out, f);
}

/* A broken rule's words stand in quotes that they cannot end: else they may look like ours, or like another rule's. */
static void put_quoted(struct mb_buf *out, const char *words)
{
	static const char open[] = "\xe2\x80\x9c", close[] = "\xe2\x80\x9d", other[] = "\xe2\x80\x99";
	size_t from;

	mb_buf_puts(out, open);
	from = out->n;
	put_value(out, words, true);
	if (out->n > from)
		for (char *p = strstr(out->p + from, close); p; p = strstr(p, close))
			memcpy(p, other, sizeof other - 1);
	mb_buf_puts(out, close);
}

/* Once a move is accepted, a broken rule can only be one that was to act on it afterwards. */
static void put_broken(struct mb_buf *out, const struct mb_finding *f, bool accepted)
{
	put_head(out, f, '!');
	mb_buf_puts(out, " - the rule itself is broken");
	if (has_words(f->file)) {
		mb_buf_puts(out, " (");
		put_value(out, f->file, true);
		mb_buf_printf(out, ":%d)", f->line);
	}
	mb_buf_puts(out, ": ");
	if (has_words(f->reason))
		put_quoted(out, f->reason);
	else
		mb_buf_puts(out, "it gives no reason");
	mb_buf_puts(out, accepted ? "; the move stands, what the rule asks for is still to be done\n"
				  : "; the record is unchanged\n");
}

static bool same_words(const char *a, const char *b)
{
	return mb_streq(a ? a : "", b ? b : "");
}

/* The same requirement, found the same of another document: said once. */
static bool says_the_same(const struct mb_finding *a, const struct mb_finding *b)
{
	return a->outcome == b->outcome && a->line == b->line && same_words(a->file, b->file) &&
	       same_words(a->rule, b->rule) && same_words(a->requirement, b->requirement) &&
	       same_words(a->found, b->found) && same_words(a->needed, b->needed) &&
	       same_words(a->remedy, b->remedy) && same_words(a->reason, b->reason);
}

static bool said_before(const struct mb_ruling *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (says_the_same(&r->findings[k], &r->findings[i]))
			return true;
	return false;
}

/* Which documents it is said of, when the ruling is about several. */
static void put_docs(struct mb_buf *out, const struct mb_ruling *r, size_t i)
{
	const char *last = r->findings[i].doc;
	bool several = false;

	for (size_t k = 0; k < r->n_findings; k++)
		several |= !same_words(r->findings[k].doc, last);
	if (!several || !has_words(last))
		return;
	mb_buf_puts(out, "    about: ");
	put_value(out, last, true);
	for (size_t k = i + 1; k < r->n_findings; k++)
		if (says_the_same(&r->findings[i], &r->findings[k]) &&
		    !same_words(r->findings[k].doc, last)) {
			last = r->findings[k].doc;
			mb_buf_puts(out, ", ");
			put_value(out, last, true);
		}
	mb_buf_putc(out, '\n');
}

/* What stops the move first, then what marks it, then what was let pass. */
static const enum mb_outcome telling_order[] = { MB_BROKEN, MB_UNSATISFIED, MB_IRREGULAR, MB_WAIVED,
						 MB_ADVISED };

void mb_ruling_words(struct mb_buf *out, const struct mb_ruling *ruling)
{
	size_t met = 0, told = 0;

	for (size_t o = 0; o < sizeof(telling_order) / sizeof(telling_order[0]); o++)
		for (size_t i = 0; i < ruling->n_findings; i++) {
			const struct mb_finding *f = &ruling->findings[i];

			if (f->outcome != telling_order[o])
				continue;
			told++;
			if (said_before(ruling, i))
				continue;
			if (f->outcome == MB_BROKEN)
				put_broken(out, f, ruling->accepted);
			else if (f->outcome == MB_IRREGULAR)
				put_irregular(out, f);
			else if (f->outcome == MB_WAIVED)
				put_waived(out, f);
			else
				put_unmet(out, f);
			put_docs(out, ruling, i);
		}
	for (size_t i = 0; i < ruling->n_findings; i++)
		met += ruling->findings[i].outcome == MB_SATISFIED;
	if (met + told > 0)
		mb_buf_printf(out, "  %zu %srequirement%s met\n", met, told ? "other " : "",
			      met == 1 ? "" : "s");
}
