/* Decisions: by a marker (sure), or by the words of a sentence (likely, to be asked about). One decision that a paper
 * repeats in the same item is one decision. */
#include "read.h"

#include <string.h>

struct finder {
	struct reader *rd;
	struct seen seen;
	size_t group;	/* first decision of the last RESOLVED: votes below it are for all its clauses */
	bool summary;	/* inside a list that repeats the decisions of the items */
	bool clauses;	/* clauses of a marker are expected */
	bool likely;	/* and how sure they are */
	bool append;	/* what follows belongs to the decision just found */
	bool next_text; /* a marker alone on its line: the next paragraph is the text */
	int item;	/* the item at hand */
};

static struct mb_found_decision *add(struct finder *f, const struct block *b, struct mb_str number,
				     struct mb_str text, enum mb_sure sure)
{
	struct reader *rd = f->rd;
	struct mb_found_decision *d;
	struct mb_str id;
	size_t at = 0;

	text = rd_trim(text, NULL);
	if (rd_count_words(text, 2) < 2 || rd_has(rd_clip(text, 80), "no decision was"))
		return NULL;
	if (f->summary ? rd_seen(rd->a, &f->seen, text, 0x5eed)
		       : rd_seen(rd->a, &f->seen, text, (uint64_t)(b->item + 2) * 2654435761u))
		return NULL;
	if (!f->summary)
		rd_seen(rd->a, &f->seen, text, 0x5eed);
	d = MB_PUSH(rd->a, rd->r->decisions, rd->r->n_decisions);
	d->item = rd_item_label(rd, b);
	d->number = rd_say(rd->a, number);
	d->text = rd_say(rd->a, text);
	d->kind = rd_decision_kind(text);
	d->votes_for = d->votes_against = d->abstentions = -1;
	d->condition = rd_condition(rd->a, text);
	d->delegate_to = rd_delegate(rd->a, text);
	d->referred_to = rd_referred_to(rd->a, text);
	d->procedural = rd_procedural(text);
	d->exempt = (b->item >= 0 && rd->r->items[b->item].exempt) ||
		    rd_has(rd_clip(text, 400), "confidential minutes") ||
		    rd_has(rd_clip(text, 400), "exempt minutes");
	d->sure = sure;
	d->place = rd_place(rd->src, b, text);
	while (rd_id(text, &at, &id))
		*MB_PUSH(rd->a, d->refers, d->n_refers) = rd_say(rd->a, id);
	return d;
}

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

/* A decision's text, cut at "(1) ... (2) ..." when it holds such clauses. */
static void add_text(struct finder *f, const struct block *b, struct mb_str number, struct mb_str text,
		     enum mb_sure sure)
{
	size_t i = next_inline(text, 0, 1), next;
	size_t before = f->rd->r->n_decisions;

	if (i == NPOS || i > 60 || next_inline(text, i + 1, 2) == NPOS) {
		add(f, b, number, text, sure);
	} else {
		for (int n = 1; i != NPOS; n++, i = next) {
			size_t len = inline_number(text, i, n);

			next = next_inline(text, i + len, n + 1);
			add(f, b, rd_sub(text, i, i + len), rd_trim(rd_sub(text, i + len, next), NULL), sure);
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
		add_text(f, b, number, text, MB_SURE);
		f->clauses = f->append = rd_is_lead(text);
	}
}

/* ---- sentences without a marker -------------------------------------------------------------------------- */

static bool ends_with_report(struct mb_str s)
{
	static const char *const things[] = { "report",	  "reports",  "update",	  "presentation", "position",
					      "paper",	  "papers",   "progress", "minutes",	  "plan",
					      "strategy", "accounts", NULL };
	size_t at;

	s = rd_trim(s, ",");
	for (at = s.n; at > 0 && !rd_blank(s.p[at - 1]) && s.n - at < 16; at--)
		;
	return rd_is_any(rd_sub(s, at, s.n), things);
}

static size_t past_word(struct mb_str s, size_t i)
{
	while (i < s.n && !rd_blank(s.p[i]))
		i++;
	while (i < s.n && rd_blank(s.p[i]))
		i++;
	return i;
}

/* R12: does the body itself decide in this sentence? */
static bool body_decides(struct mb_str s)
{
	static const char *const subjects[] = { "board",   "council",	  "panel",     "committee",
						"trust",   "ctb",	  "directors", "trustees",
						"members", "cabinet",	  "executive", "partnership",
						"group",   "councillors", "it was",    "meeting",
						NULL };
	static const char *const verbs[] = { "agreed",	 "resolved",	       "decided", "approved", "noted",
					     "endorsed", "received and noted", NULL };
	static const char *const between[] = {
		"has", "have", "unanimously", "then", "also", "by", "had", NULL
	};
	/* what is agreed to in passing, between people */
	static const char *const slight[] = {
		"with",	   "to email",	   "to contact", "to write",   "to ask",  "to ring", "to meet",
		"to send", "to circulate", "amendments", "to discuss", "to look", NULL
	};
	static const char *const told[] = { "said",	 "told",  "stated",	    "reported that",
					    "explained", "asked", "confirmed that", NULL };
	size_t i = 0, len, which, k, said;

	for (int turns = 0; turns < 6 && (i = rd_find_any(s, i, subjects, &which, &len)) != NPOS;
	     i += len, turns++) {
		k = past_word(s, i + len - 1);
		if (k > i + len + 2)
			continue; /* "Board's", "Committee." */
		while (rd_find_any(rd_clip(rd_sub(s, k, s.n), 14), 0, between, NULL, NULL) == 0) {
			bool by = rd_at(s, k, "by");

			k = past_word(s, k);
			if (by && rd_at(s, k, "the")) { /* "agreed by the Board" comes the other way round */
				k = s.n;
				break;
			}
		}
		if (k >= s.n || rd_find_any(rd_clip(rd_sub(s, k, s.n), 24), 0, verbs, &which, &len) != 0)
			continue;
		said = rd_find_any(s, 0, told, NULL, NULL);
		if (said != NPOS && said < i)
			return false;
		struct mb_str rest = rd_trim(rd_sub(s, k + len, s.n), NULL);

		if (rd_find_any(rest, 0, slight, NULL, NULL) == 0)
			return false;
		/* "noted that ..." only tells; "noted the report" decides */
		if (mb_streq(verbs[which], "noted") && !rd_starts(rest, "the") && !rd_starts(rest, "and"))
			return false;
		return true;
	}
	return false;
}

static bool passive_decision(struct mb_str s)
{
	static const char *const passives[] = { "was noted",
						"were noted",
						"was received",
						"was approved",
						"were approved",
						"was adopted",
						"were adopted",
						"was endorsed",
						"were agreed",
						"was agreed",
						"was deferred",
						"were received",
						NULL };
	size_t i, which;

	if (rd_starts(s, "deferred to"))
		return true;
	/* "The minutes ... All agreed this was a true record and were signed" */
	if (rd_has(s, "minutes") && rd_count_words(s, 6) >= 5 && rd_procedural(s) && !rd_has(s, "be") &&
	    !rd_has(s, "will") && (rd_has(s, "were") || rd_has(s, "agreed") || rd_has(s, "was")))
		return true;
	if ((i = rd_find_any(s, 0, passives, &which, NULL)) == NPOS)
		return false;
	return mb_streq(passives[which], "was deferred") || ends_with_report(rd_sub(s, 0, i));
}

static bool true_record(struct mb_str s)
{
	return (rd_has(s, "true record") || rd_has(s, "correct record")) &&
	       (rd_has(s, "agreed") || rd_has(s, "approved") || rd_has(s, "accepted"));
}

/* "A proposed ..., seconded by B. 6 votes for - Carried": the sentence that proposes, to the result. */
static bool moved(struct finder *f, struct block *b, struct mb_str text)
{
	static const char *const results[] = { "carried",   "unanimously", "unanimous",
					       "votes for", "in favour",   "all agreed",
					       "lost",	    "agreed",	   NULL };
	struct mb_str s;
	size_t at = 0, from;

	while (rd_sentence(text, &at, &s)) {
		s = rd_clip(s, SENTENCE_MAX);
		if ((!rd_has(s, "proposed") && !rd_has(s, "prop") && !rd_has(s, "moved")) ||
		    (!rd_has(s, "seconded") && !rd_has(s, "2nd")))
			continue;
		from = (size_t)(s.p - text.p);
		struct mb_str all = rd_clip(rd_sub(text, from, text.n), SENTENCE_MAX);

		if (rd_find_any(all, 0, results, NULL, NULL) == NPOS)
			return false;
		size_t before = f->rd->r->n_decisions;

		add_text(f, b, (struct mb_str){ "", 0 }, all, MB_LIKELY);
		if (f->rd->r->n_decisions > before && b->item >= 0 &&
		    rd_has(mb_str(f->rd->r->items[b->item].title), "election"))
			f->rd->r->decisions[before].kind = "elected";
		return true;
	}
	return false;
}

static void sentences(struct finder *f, struct block *b, struct mb_str text)
{
	struct mb_str s, before = { NULL, 0 };
	size_t at = 0;

	if (moved(f, b, text))
		return;
	while (rd_sentence(text, &at, &s)) {
		struct mb_str bare = rd_trim(s, ".");

		s = rd_clip(s, SENTENCE_MAX);
		/* "... in a shorter form. Agreed." says what was agreed before */
		if (before.n && (rd_is_any(bare, (const char *[]){ "agreed", "resolved", "unanimously agreed",
								   "this was agreed", NULL }) ||
				 rd_starts(s, "agreed. /")))
			add(f, b, (struct mb_str){ "", 0 }, before, MB_LIKELY);
		else if ((body_decides(s) || passive_decision(s) || true_record(s)) && !rd_action_marker(s)) {
			if (rd_is_lead(s)) {
				f->clauses = f->likely = true;
				f->group = f->rd->r->n_decisions;
				/* "decided to help, subject to:" is the decision; "agreed that:" only announces some */
				f->append = rd_count_words(s, 13) > 12;
				if (f->append)
					add(f, b, (struct mb_str){ "", 0 }, s, MB_LIKELY);
			} else {
				add_text(f, b, (struct mb_str){ "", 0 }, s, MB_LIKELY);
			}
		}
		before = s;
	}
}

/* ---- the pass -------------------------------------------------------------------------------------------- */

static bool votes_line(struct mb_str s)
{
	static const char *const starts[] = { "votes", "voting", "vote", "recorded vote", NULL };
	size_t len;

	return rd_find_any(rd_clip(s, 20), 0, starts, NULL, &len) == 0;
}

static bool movers_line(struct mb_str s)
{
	static const char *const starts[] = {
		"proposed by", "proposed:", "moved by", "upon the proposition", "on the proposition",
		"(proposed",   "proposer",  "prop.",	"seconded by",		NULL
	};
	return rd_find_any(rd_clip(s, 30), 0, starts, NULL, NULL) == 0;
}

static void to_group(struct finder *f, struct mb_str s, bool votes)
{
	for (size_t i = f->group; i < f->rd->r->n_decisions; i++) {
		if (votes) {
			rd_votes(&f->rd->r->decisions[i], f->rd->a, s);
			if (f->rd->r->decisions[i].votes_text)
				f->rd->r->decisions[i].votes_text = rd_say(
					f->rd->a, rd_trim(rd_clip(rd_sub(s,
									 rd_find(s, 0, ":") == NPOS
										 ? 0
										 : rd_find(s, 0, ":") + 1,
									 s.n),
								  400),
							  NULL));
		} else {
			rd_movers(&f->rd->r->decisions[i], f->rd->a, s);
		}
	}
	if (votes)
		f->group = f->rd->r->n_decisions;
}

static bool summary_heading(struct mb_str s)
{
	static const char *const heads[] = { "summary of outcomes",  "decisions",   "outcomes",
					     "summary of decisions", "resolutions", NULL };

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
	size_t before = r->n_decisions;
	struct mb_found_decision *d = add(f, b, b->label, b->text, f->likely ? MB_LIKELY : MB_SURE);

	if (d && r->n_decisions > before) {
		rd_votes(d, f->rd->a, b->text);
		rd_movers(d, f->rd->a, b->text);
	}
}

static void paragraph(struct finder *f, size_t i)
{
	struct block *b = &f->rd->src->b[i];
	struct mb_str text = rd_body(b);
	size_t skip = rd_decision_marker(text), at;

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
			add_text(f, b, b->label, text, MB_SURE);
		return;
	} else {
		f->clauses = f->next_text = f->append = false;
		at = inner_marker(text, 0);
		sentences(f, b, rd_sub(text, 0, at));
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
		marked(f, b, rd_sub(text, 0, at), ref ? 8 : skip, i + 1);
		text = at == NPOS ? (struct mb_str){ text.p, 0 } : rd_sub(text, at, text.n);
	}
}

void rd_decisions(struct reader *rd)
{
	struct finder f = { .rd = rd, .item = -1 };
	struct source *src = rd->src;

	for (size_t i = 0; i < src->count; i++) {
		struct block *b = &src->b[i];

		if (b->kind == B_ROW || b->role == ROLE_PEOPLE || b->role == ROLE_DONE)
			continue;
		if (b->item != f.item) {
			f.item = b->item;
			f.group = rd->r->n_decisions;
			f.clauses = f.next_text = f.summary = f.append = false;
		}
		if (b->kind == B_HEADING || summary_heading(b->text)) {
			bool single = rd_is_any(rd_trim(b->text, ":"),
						(const char *[]){ "decision", "resolution", NULL });

			f.summary = summary_heading(b->text);
			f.clauses = f.likely = f.summary;
			f.next_text = single;
			f.append = false;
			f.group = rd->r->n_decisions;
			continue;
		}
		if (b->role == ROLE_CLAUSE && f.clauses) {
			clause(&f, b);
			continue;
		}
		if (b->role == ROLE_CLAUSE && !rd_decision_marker(b->text))
			continue; /* of some other list */
		if (votes_line(b->text)) {
			to_group(&f, b->text, true);
			f.clauses = false;
			continue;
		}
		if (movers_line(b->text) && rd->r->n_decisions > f.group) {
			to_group(&f, b->text, false);
			to_group(&f, b->text, true);
			continue;
		}
		paragraph(&f, i);
	}
}
