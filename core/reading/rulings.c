/* Urgency rulings, declared interests, and what is said of a quorum. */
#include "read.h"

#include <string.h>

/* "The Chair ruled that item 6 be taken as urgent because of special circumstances: ..." */
static void urgency(struct reader *rd, const struct block *b, struct mb_str s)
{
	static const char *const ruled[] = { "ruled",	   "agreed",   "decided",
					     "determined", "accepted", "was of the opinion",
					     "consented",  NULL };
	static const char *const because[] = { "because of",
					       "because",
					       "on the grounds that",
					       "on the grounds of",
					       "on the ground that",
					       "by reason of",
					       "due to",
					       "owing to",
					       "for the reason that",
					       "in view of",
					       "in order",
					       "so as",
					       "as",
					       NULL };
	static const char *const openings[] = { "the following special circumstances",
						"special circumstances",
						"the special circumstances",
						"of special circumstances",
						"that",
						"were",
						"are",
						"namely",
						"where",
						NULL };
	struct mb_found_urgency *u;
	struct mb_str number, why;
	size_t i = rd_find_any(s, 0, ruled, NULL, NULL), len, which, at;

	if (i == NPOS || !i || rd_starts(s, "to consider"))
		return;
	/* "there were no urgent items" rules nothing */
	if (!rd_has(s, "as urgent") && !rd_has(s, "urgency") && !rd_has(s, "as an urgent item") &&
	    !rd_has(s, "urgent business"))
		return;
	u = MB_PUSH(rd->a, rd->r->urgencies, rd->r->n_urgencies);
	u->item = rd_item_number(s, 0, &number) ? rd_say(rd->a, number) : rd_item_label(rd, b);
	u->by = rd_say(rd->a, rd_trim(rd_sub(s, 0, i), ",:"));
	u->place = rd_place(rd->src, b, s);
	/* "taken as urgent as ...": the reason stands behind the word */
	at = rd_find_any(s, i, (const char *[]){ "urgency", "urgent", NULL }, NULL, &len);
	i = rd_find_any(s, at == NPOS ? i : at + len, because, &which, &len);
	if (i == NPOS)
		return;
	why = rd_trim(rd_sub(s, i + len, s.n), ",:");
	for (int turns = 0; turns < 3 && rd_find_any(rd_clip(why, 40), 0, openings, NULL, &len) == 0; turns++)
		why = rd_trim(rd_sub(why, len, why.n), ",:-");
	why = rd_trim(why, ".");
	if (why.n)
		u->circumstances = rd_say(rd->a, why);
}

/* "Paul Okafor declared an interest in item 5: trustee of the provider." */
static void interest(struct reader *rd, const struct block *b, struct mb_str s, bool under_heading)
{
	static const char *const verbs[] = { "declared", "has declared", "disclosed", "declares", NULL };
	static const char *const reasons[] = { "because", "as",		  "due to", "that",
					       "being",	  "by virtue of", NULL };
	struct mb_found_interest *in;
	struct mb_str number, who, rest;
	size_t len, i = rd_find_any(s, 0, verbs, NULL, &len), end;

	if (i == NPOS || !i || rd_starts(s, "no") || rd_starts(s, "there"))
		return;
	rest = rd_trim(rd_sub(s, i + len, s.n), NULL);
	if (!rd_has(rest, "interest") && !rd_has(rest, "interests") &&
	    !(under_heading && (rd_starts(rest, "that") || rd_starts(rest, "as"))))
		return;
	who = rd_trim(rd_sub(s, 0, i), ",");
	/* "Ann Bell, a guest, declared": the name begins the sentence */
	end = rd_name_forward(who, 0);
	if (end > 0 && rd_namelike(rd_sub(who, 0, end)))
		who = rd_sub(who, 0, end);
	else
		who = rd_sub(who, rd_name_back(who, who.n), who.n);
	if (!who.n)
		return;
	in = MB_PUSH(rd->a, rd->r->interests, rd->r->n_interests);
	in->person = rd_say(rd->a, who);
	in->item = rd_item_number(rest, 0, &number) ? rd_say(rd->a, number) : NULL;
	in->place = rd_place(rd->src, b, s);
	for (i = 0; i < rest.n && rest.p[i] != ':'; i++)
		;
	if (i < rest.n) {
		rest = rd_sub(rest, i + 1, rest.n);
	} else if ((i = rd_find_any(rest, 0, reasons, NULL, &len)) != NPOS) {
		rest = rd_sub(rest, i + len, rest.n);
	} else {
		return;
	}
	rest = rd_trim(rest, ".,");
	if (rest.n)
		in->nature = rd_say(rd->a, rest);
}

static void quorum(struct mb_reading *r, struct mb_str s)
{
	static const char *const lacks[] = { "inquorate",
					     "not quorate",
					     "no quorum",
					     "lack of a quorum",
					     "lack of quorum",
					     "without a quorum",
					     "quorum was not present",
					     "not a quorum",
					     "quorum not present",
					     "no longer quorate",
					     NULL };

	if (rd_find_any(s, 0, lacks, NULL, NULL) != NPOS)
		r->inquorate_stated = true;
	else if (rd_has(s, "quorate") || rd_has(s, "quorum"))
		r->quorum_stated = true;
}

void rd_rulings(struct reader *rd)
{
	struct source *src = rd->src;

	for (size_t i = 0; i < src->count; i++) {
		const struct block *b = &src->b[i];
		bool heading = b->item >= 0 &&
			       rd_has(rd_clip(mb_str(rd->r->items[b->item].title), 200), "interest");
		struct mb_str s;
		size_t at = 0;

		heading = heading || (b->item >= 0 &&
				      rd_has(rd_clip(mb_str(rd->r->items[b->item].title), 200), "interests"));
		while (rd_sentence(b->text, &at, &s)) {
			bool urgent = false, declared = false, quorate = false;
			struct mb_str w;
			size_t k = 0;

			/* one look at the words spares three looks for phrases */
			s = rd_clip(s, SENTENCE_MAX);
			while (rd_word(s, &k, &w)) {
				char c = (char)(w.p[0] | 32);

				urgent |= c == 'u' && (rd_starts(w, "urgent") || rd_starts(w, "urgency"));
				declared |= c == 'd' &&
					    (rd_starts(w, "declared") || rd_starts(w, "disclosed"));
				quorate |= (c == 'q' || c == 'i') &&
					   (rd_starts(w, "quorate") || rd_starts(w, "quorum") ||
					    rd_starts(w, "inquorate"));
			}
			if (urgent)
				urgency(rd, b, s);
			if (declared)
				interest(rd, b, s, heading);
			if (quorate)
				quorum(rd->r, s);
		}
	}
}
