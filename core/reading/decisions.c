/* Decisions: by a marker (sure), or by the words of a sentence (sure or likely, as the form is). One decision that a
 * paper repeats - in a summary, under "Decision:", at the end of the minutes - is one decision with several places. */
#include "decisions.h"

#include <string.h>

/* ---- clauses inside one paragraph ------------------------------------------------------------------------ */

/* "(n)" or "(i)" of this order at i: its length. */
static size_t inline_number(struct mb_str s, size_t i, int want)
{
	struct mb_str label;
	enum label_kind kind;

	if (i >= s.n || s.p[i] != '(' || (i > 0 && !rd_blank(s.p[i - 1])))
		return 0;
	rd_label(rd_clip(rd_sub(s, i, s.n), 12), &label, &kind);
	if ((kind != LB_PAREN && kind != LB_LETTER) ||
	    (rd_label_order(label, false) != want && rd_label_order(label, true) != want))
		return 0;
	return label.n;
}

static size_t next_inline(struct mb_str s, size_t i, int want)
{
	for (; i < s.n; i++)
		if (s.p[i] == '(' && inline_number(s, i, want))
			return i;
	return NPOS;
}

/* "To note A.\nTo note B." are two decisions. */
static bool by_lines(struct finder *f, const struct block *b, struct mb_str text, enum mb_sure sure)
{
	struct mb_str rest = text;
	size_t lines = 0, same = 0;

	while (rest.n) {
		struct mb_str l = rd_first_line(rest);

		lines += rd_trim(l, NULL).n > 0;
		same += (rd_starts(l, "to") || rd_starts(l, "that")) && rd_has_verb(rd_clip(l, 60));
		rest = rd_sub(rest, l.n + 1, rest.n);
	}
	if (lines < 2 || same != lines)
		return false;
	while (text.n) {
		struct mb_str l = rd_first_line(text);

		rd_add_decision(f, b, (struct mb_str){ "", 0 }, l, sure);
		text = rd_sub(text, l.n + 1, text.n);
	}
	return true;
}

/* A decision's text, cut at "(1) ... (2) ..." when it holds such clauses. */
void rd_add_text(struct finder *f, const struct block *b, struct mb_str number, struct mb_str text,
		 enum mb_sure sure)
{
	size_t i = next_inline(text, 0, 1), next;
	size_t before = f->rd->r->n_decisions;

	if (i == NPOS || i > 60 || next_inline(text, i + 1, 2) == NPOS) {
		if (!by_lines(f, b, text, sure))
			rd_add_decision(f, b, number, text, sure);
	} else {
		for (int n = 1; i != NPOS; n++, i = next) {
			size_t len = inline_number(text, i, n);

			next = next_inline(text, i + len, n + 1);
			rd_add_decision(f, b, rd_sub(text, i, i + len),
					rd_trim(rd_sub(text, i + len, next), NULL), sure);
		}
	}
	if (f->rd->r->n_decisions > before)
		f->group = before;
	for (size_t k = before; k < f->rd->r->n_decisions; k++) {
		rd_votes(&f->rd->r->decisions[k], f->rd->a, text);
		rd_movers(&f->rd->r->decisions[k], f->rd->a, text);
	}
}

/* ---- markers --------------------------------------------------------------------------------------------- */

/* A marker inside a paragraph, after a stop: "... RESOLVED that", "Resolved 16/01/5.01 ...". */
static size_t inner_marker(struct mb_str s, size_t from)
{
	for (size_t i = from; i + 6 < s.n; i++) {
		if ((s.p[i] != 'R' && s.p[i] != 'A') || (i > 0 && rd_alnum(s.p[i - 1])))
			continue;
		struct mb_str rest = rd_sub(s, i, s.n);
		bool caps = rest.p[1] >= 'A' && rest.p[1] <= 'Z';
		struct mb_str label;
		enum label_kind kind;

		if (rest.n < 9 || strncasecmp(rest.p, rest.p[0] == 'R' ? "resolved" : "agreed",
					      rest.p[0] == 'R' ? 8 : 6) != 0)
			continue;
		if (caps ? rd_decision_marker(rd_clip(rest, 200)) > 0 && !rd_at(rest, 0, "agreed to")
			 : rest.p[0] == 'R' &&
				    rd_label(rd_trim(rd_clip(rd_sub(rest, 8, rest.n), 24), NULL), &label,
					     &kind) &&
				    kind == LB_REF)
			return i;
		/* "... opinion. Resolved that" */
		if (i > 1 && (s.p[i - 2] == '.' || s.p[i - 2] == ':') &&
		    rd_decision_marker(rd_clip(rest, 200)) &&
		    (rd_at(rest, 0, "resolved that") || rd_at(rest, 0, "resolved:") ||
		     rd_at(rest, 0, "agreed that") || rd_at(rest, 0, "agreed:")))
			return i;
	}
	return NPOS;
}

/* "A moved, B seconded" and then RESOLVED: one decision, and it is what was resolved. */
static void drop_pending(struct finder *f, const struct block *b)
{
	struct mb_reading *r = f->rd->r;
	size_t i = f->pending;

	f->pending = NPOS;
	if (i == NPOS || i >= r->n_decisions || f->told[i].item != b->item)
		return;
	memmove(&r->decisions[i], &r->decisions[i + 1], (r->n_decisions - i - 1) * sizeof(*r->decisions));
	memmove(&f->told[i], &f->told[i + 1], (f->n_told - i - 1) * sizeof(*f->told));
	r->n_decisions--;
	f->n_told--;
	f->group = f->group > i ? f->group - 1 : f->group;
}

/* From a marker at the start of s: the number of its own, if it has one, and its words. */
static void marked(struct finder *f, struct block *b, struct mb_str s, size_t skip, size_t next_block)
{
	struct mb_str number = { "", 0 }, label, text;
	enum label_kind kind;
	size_t n, at = 0;

	text = rd_trim(rd_sub(s, skip, s.n), NULL);
	n = rd_label(rd_clip(text, 24), &label, &kind);
	if (n && kind == LB_REF) {
		number = label;
		text = rd_trim(rd_sub(text, n, text.n), ":-");
		/* a numbered resolution inside running text ends with its sentence */
		if (rd_sentence(text, &at, &label))
			text = label;
	}
	f->clauses = f->next_text = f->likely = f->append = false;
	f->kind = rd_marker_kind(s);
	drop_pending(f, b);
	if (!text.n ||
	    (text.n < 8 && rd_is_any(rd_trim(text, ":-,"), (const char *[]){ "that", "to", NULL }))) {
		const struct block *next = next_block < f->rd->src->count ? &f->rd->src->b[next_block] : NULL;

		f->clauses = next && (next->label.n || next->bullet) && next->role != ROLE_ITEM;
		f->next_text = !f->clauses;
		f->group = f->rd->r->n_decisions;
	} else if (rd_is_lead(text) && !rd_has_verb(rd_clip(text, SENTENCE_MAX))) {
		f->clauses = true;
		f->group = f->rd->r->n_decisions;
	} else {
		rd_add_text(f, b, number, text, MB_SURE);
		f->clauses = f->append = rd_is_lead(text);
	}
	if (!f->clauses && !f->next_text)
		f->kind = NULL;
}

/* ---- the pass -------------------------------------------------------------------------------------------- */

static bool votes_line(struct mb_str s)
{
	static const char *const starts[] = { "votes",	     "voting",	     "vote",	  "recorded vote",
					      "for (",	     "against (",    "abstain (", "abstentions (",
					      "abstained (", "in favour (",  "result",	  "for:",
					      "against:",    "abstentions:", NULL };
	size_t len, i = rd_find_any(rd_clip(s, 20), 0, starts, NULL, &len);

	return i == 0 && (s.p[len - 1] == '(' ? s.n > len && s.p[len] >= '0' && s.p[len] <= '9' : true);
}

static bool movers_line(struct mb_str s)
{
	static const char *const starts[] = {
		"proposed by",	      "proposed:", "moved by",	"upon the proposition",
		"on the proposition", "(proposed", "proposer",	"prop.",
		"seconded by",	      "moved:",	   "seconded:", NULL
	};
	return rd_find_any(rd_clip(s, 30), 0, starts, NULL, NULL) == 0;
}

/* "Votes: 2 for, 5 against; lost" */
static bool says_lost(struct mb_str s)
{
	struct mb_str line = rd_trim(s, "."), w = rd_last_word(line), before;

	before = rd_trim(rd_sub(line, 0, line.n - w.n), NULL);
	return mb_str_case_eq(w, "lost") && before.n &&
	       (before.p[before.n - 1] == ';' || before.p[before.n - 1] == ':');
}

/* What a line below says of the last decisions: how they were voted on, who moved them. */
static void to_group(struct finder *f, struct mb_str s, bool votes)
{
	struct mb_arena *a = f->rd->a;
	size_t colon = rd_find(rd_clip(s, 40), 0, ":");
	bool list = s.n && (s.p[0] | 32) != 'v' &&
		    memchr(s.p, '(', s.n < 20 ? s.n : 20); /* "For (18)" and the names */

	for (size_t i = f->group; i < f->rd->r->n_decisions; i++) {
		struct mb_found_decision *d = &f->rd->r->decisions[i];
		const char *had = d->votes_text;

		if (!votes) {
			rd_movers(d, a, s);
			continue;
		}
		rd_votes(d, a, s);
		if (says_lost(s))
			d->kind = "lost";
		if (list && had && strlen(had) > 4000)
			continue;
		if (list)
			d->votes_text = had ? mb_arena_printf(a, "%s; %s", had, rd_say(a, rd_clip(s, 2000)))
					    : rd_say(a, rd_clip(s, 2000));
		else if (d->votes_text)
			d->votes_text = rd_say(
				a,
				rd_trim(rd_clip(rd_sub(s, colon == NPOS ? 0 : colon + 1, s.n), 400), NULL));
	}
}

static bool summary_heading(struct mb_str s)
{
	static const char *const heads[] = { "summary of outcomes",
					     "decisions",
					     "outcomes",
					     "summary of decisions",
					     "resolutions",
					     "decisions taken",
					     "decisions made",
					     "summary of resolutions",
					     "key decisions",
					     "summary of key decisions",
					     "decision summary",
					     "outcomes of the meeting",
					     NULL };

	return rd_is_any(rd_trim(s, ":."), heads);
}

static void clause(struct finder *f, struct block *b)
{
	struct mb_reading *r = f->rd->r;

	if ((b->nest > 0 || f->append) &&
	    r->n_decisions > f->group) { /* a clause of a clause: part of its text */
		struct mb_found_decision *d = &r->decisions[r->n_decisions - 1];

		if (strlen(d->text) < 16384)
			d->text = mb_arena_printf(f->rd->a, "%s %s", d->text, rd_say_block(f->rd->a, b));
		return;
	}
	if (f->verbs && !rd_done_first(b->text))
		return;
	size_t before = r->n_decisions;
	struct mb_found_decision *d = rd_add_decision(f, b, b->label, b->text,
						      f->likely ? MB_LIKELY : MB_SURE);

	if (d && r->n_decisions > before) {
		rd_votes(d, f->rd->a, b->text);
		rd_movers(d, f->rd->a, b->text);
	}
}

static void paragraph(struct finder *f, size_t i)
{
	struct block *b = &f->rd->src->b[i];
	struct mb_str text = rd_body(b), lead = { NULL, 0 };
	size_t skip, at, before;

	if (b->role == ROLE_ITEM && b->kind == B_PARA && text.n && rd_lower(text.p[0]))
		text = b->text; /* "Minutes of the last meeting were confirmed": the title runs on */
	skip = rd_decision_marker(text);

	if (skip) {
		/* a label "Decision:" above a RESOLVED is only a label */
		struct mb_str rest = rd_trim(rd_sub(text, skip, text.n), NULL);
		size_t again = rd_decision_marker(rest);

		if (again) {
			text = rest;
			skip = again;
		}
		at = inner_marker(text, skip);
		marked(f, b, rd_sub(text, 0, at), skip, i + 1);
		text = at == NPOS ? (struct mb_str){ text.p, 0 } : rd_sub(text, at, text.n);
	} else if (f->next_text && text.n && b->role != ROLE_ITEM) {
		f->next_text = false;
		f->clauses = rd_is_lead(text);
		f->append = f->clauses && rd_has_verb(rd_clip(text, SENTENCE_MAX));
		f->likely = false;
		if (!f->clauses || f->append)
			rd_add_text(f, b, b->label, text, MB_SURE);
		return;
	} else {
		f->clauses = f->next_text = f->append = false;
		f->kind = NULL;
		at = inner_marker(text, 0);
		rd_prose(f, i, rd_sub(text, 0, at));
		if (at != NPOS)
			lead = rd_sub(text, at > 300 ? at - 300 : 0, at);
		text = at == NPOS ? (struct mb_str){ text.p, 0 } : rd_sub(text, at, text.n);
	}
	while (text.n) {
		bool ref;
		struct mb_str label;
		enum label_kind kind;

		skip = rd_decision_marker(rd_clip(text, 200));
		ref = !skip ||
		      (rd_label(rd_trim(rd_clip(rd_sub(text, 8, text.n), 24), NULL), &label, &kind) &&
		       kind == LB_REF && text.p[1] == 'e');
		at = inner_marker(text, 8);
		before = f->rd->r->n_decisions;
		marked(f, b, rd_sub(text, 0, at), ref ? 8 : skip, i + 1);
		/* "Upon the proposition of A, seconded by B, it was RESOLVED" */
		if (lead.n && f->rd->r->n_decisions && f->rd->r->n_decisions >= before)
			rd_movers(&f->rd->r->decisions[f->rd->r->n_decisions - 1], f->rd->a, lead);
		lead.n = 0;
		text = at == NPOS ? (struct mb_str){ text.p, 0 } : rd_sub(text, at, text.n);
	}
}

/* Do the items of this page carry an agenda's words above their "Minutes:"? */
static bool page_of_items(const struct source *src)
{
	int n = 0;

	for (size_t i = 0; i < src->count && n < 2; i++)
		n += src->b[i].kind == B_PARA && rd_starts(src->b[i].text, "minutes:");
	return n > 1;
}

/* The fields of a record of a decision that are about it: "Alternative options considered:" */
static bool record_field(struct mb_str s)
{
	static const char *const fields[] = { "decision status",
					      "is key decision",
					      "is subject to call in",
					      "purpose",
					      "reason for the decision",
					      "reasons for the decision",
					      "reasons for decision",
					      "reason for decision",
					      "alternative options",
					      "other options considered",
					      "implementation",
					      "interests and nature",
					      "report author",
					      "publication date",
					      "date of decision",
					      "effective from",
					      "decision maker",
					      "contact",
					      "background",
					      "consultation",
					      "declarations of interest",
					      "reasons",
					      NULL };
	size_t colon = rd_find(rd_clip(s, 80), 0, ":");

	return colon != NPOS && rd_find_any(rd_clip(s, 40), 0, fields, NULL, NULL) == 0;
}

/* "Minutes:", "Decision:" part what was to be done from what was. true: nothing else is in the block. */
static bool part_label(struct finder *f, const struct block *b)
{
	struct mb_str s = b->text;

	if (rd_starts(s, "minutes:") || rd_starts(s, "minutes text:")) {
		f->note = f->label = false;
		f->clauses = f->next_text = false;
		return !rd_trim(rd_sub(s, 8, s.n), NULL).n;
	}
	if (rd_starts(s, "decision:") || rd_starts(s, "decisions:") || rd_starts(s, "decision made")) {
		f->note = false;
		f->label = true;
	} else if (mb_streq(f->rd->r->kind, "decision-record") && record_field(s)) {
		f->note = true; /* what stands there is no decision */
		f->clauses = f->next_text = f->label = false;
	} else if (rd_starts(s, "additional documents:") || rd_starts(s, "supporting documents:") ||
		   rd_starts(s, "documents:")) {
		f->clauses = f->next_text = false;
		return true;
	}
	return false;
}

static void one_block(struct finder *f, size_t i, bool page)
{
	struct reader *rd = f->rd;
	struct block *b = &rd->src->b[i];

	if (b->item != f->item) {
		f->item = b->item;
		f->group = rd->r->n_decisions;
		f->clauses = f->next_text = f->summary = f->append = f->label = false;
		f->kind = NULL;
		f->note = page && b->item >= 0;
	}
	if (part_label(f, b))
		return;
	if (b->kind == B_HEADING || summary_heading(b->text)) {
		bool single = rd_is_any(rd_trim(b->text, ":"),
					(const char *[]){ "decision", "resolution", NULL });

		f->summary = summary_heading(b->text);
		f->clauses = f->likely = f->summary;
		f->likely = false;
		f->next_text = single;
		f->append = false;
		f->kind = NULL;
		f->group = rd->r->n_decisions;
		return;
	}
	if (b->role == ROLE_CLAUSE && f->clauses) {
		clause(f, b);
		return;
	}
	f->verbs = false;
	if (b->role == ROLE_CLAUSE && !rd_decision_marker(b->text) &&
	    rd_decides(rd_clip(b->text, SENTENCE_MAX)) != DECIDES)
		return; /* of some other list */
	if (votes_line(b->text)) {
		to_group(f, b->text, true);
		f->clauses = false;
		return;
	}
	if (movers_line(b->text) && rd->r->n_decisions > f->group) {
		to_group(f, b->text, false);
		to_group(f, b->text, true);
		return;
	}
	if (f->note && !rd_decision_marker(rd_body(b)))
		return;
	paragraph(f, i);
}

/* A record of one decision may be nothing but its words. */
static void bare_record(struct finder *f)
{
	const struct source *src = f->rd->src;

	if (f->rd->r->n_decisions || !mb_streq(f->rd->r->kind, "decision-record"))
		return;
	for (size_t i = 0; i < src->count; i++) {
		const struct block *b = &src->b[i];

		if (b->kind == B_PARA && b->role == ROLE_TEXT &&
		    (rd_starts(b->text, "to") || rd_starts(b->text, "that")) &&
		    rd_has_verb(rd_clip(b->text, 60)))
			rd_add_text(f, b, b->label, b->text, MB_SURE);
	}
}

void rd_decisions(struct reader *rd)
{
	struct finder f = { .rd = rd, .item = -1, .pending = NPOS };
	struct source *src = rd->src;
	bool page = page_of_items(src);

	for (size_t i = 0; i < src->count; i++)
		if (src->b[i].kind != B_ROW && src->b[i].role != ROLE_PEOPLE && src->b[i].role != ROLE_DONE)
			one_block(&f, i, page);
	bare_record(&f);
}
