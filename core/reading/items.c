/* Items: headings with a number, numbered titles, numbers that carry the year, rows of an agenda's table, or - when
 * there is none of these - lines that stand like titles. Lists that follow a lead-in are told from items here. */
#include "read.h"

#include <string.h>

enum mode { BY_HEADING, BY_NUMBER, BY_REF, BY_TITLE };

struct list { /* a list that a lead-in opened */
	bool open;
	int depth;
	enum label_kind kind[2];
	int expect[2];
};

struct scan {
	struct reader *rd;
	enum mode mode;
	int level;     /* of the headings that are items */
	bool labelled; /* those headings carry numbers */
	bool agenda;
	bool dry;    /* only count */
	bool surely; /* headings without numbers are sure */
	int last;    /* number of the last item, -1 before the first */
	size_t found;
	struct list list;
};

/* R8: what items without numbers are called */
static bool usual_title(struct mb_str s)
{
	static const char *const titles[] = { "apologies",	    "declaration",
					      "declarations",	    "minutes",
					      "matters arising",    "urgent business",
					      "any other business", "exclusion of",
					      "date of next",	    "date and time of next",
					      "dates of",	    "welcome",
					      "public questions",   "actions from",
					      "introductions",	    "aob",
					      "next meeting",	    NULL };
	size_t len;

	return rd_find_any(rd_clip(s, 40), 0, titles, NULL, &len) == 0;
}

/* Do the longer words begin with capitals, as in a title? */
static bool in_capitals(struct mb_str s)
{
	struct mb_str w;
	size_t at = 0, n = 0, upper = 0;

	if (s.n && strchr(".;", s.p[s.n - 1]))
		return false;
	while (rd_word(s, &at, &w)) {
		if (w.p[0] >= '0' && w.p[0] <= '9')
			return false;
		if (w.n > 3)
			n++, upper += rd_upper(w.p[0]);
	}
	return n && upper * 10 >= n * 7;
}

static bool title_like(struct mb_str text)
{
	struct mb_str s = rd_trim(rd_first_line(text), NULL);

	return s.n > 0 && s.n <= 140 && !rd_lower(s.p[0]) && !strchr(".;,", s.p[s.n - 1]);
}

static bool list_heading(struct mb_str s)
{
	static const char *const heads[] = { "actions",
					     "action points",
					     "action list",
					     "decisions",
					     "recommendations",
					     "summary of outcomes",
					     "outcomes",
					     "decision",
					     "actions agreed",
					     "attendance",
					     "summary of decisions",
					     "action log",
					     "agreed actions",
					     "list of actions",
					     "summary of actions",
					     "context",
					     "post meeting note",
					     "post-meeting note",
					     "annex",
					     "background",
					     "contents",
					     "summary",
					     "notes",
					     "decisions taken",
					     "key decisions",
					     "resolution",
					     NULL };
	s = rd_trim(s, ":.");
	return rd_is_any(s, heads);
}

static bool order_is(const struct block *b, int want)
{
	return rd_label_order(b->label, false) == want || rd_label_order(b->label, true) == want;
}

/* Does a numbered block carry the open list on? */
static bool carries_on(struct scan *sc, struct block *b, const struct block *before)
{
	struct list *l = &sc->list;
	enum label_kind k = b->label_kind;

	if (!l->depth) {
		if (!order_is(b, 1))
			return false;
		l->kind[0] = k;
		l->expect[0] = 2;
		l->depth = 1;
		b->nest = 0;
		return true;
	}
	if (l->depth == 2 && l->kind[1] == k && order_is(b, l->expect[1])) {
		l->expect[1]++;
		b->nest = 1;
		return true;
	}
	if (l->kind[0] == k && order_is(b, l->expect[0])) {
		/* "3. Minutes" after clauses 1 and 2 of item 2 is the next item and no clause */
		if (sc->mode == BY_NUMBER && k == LB_NUMBER && l->expect[0] == sc->last + 1 &&
		    title_like(b->text) && !rd_unfinished(before->text))
			return false;
		l->expect[0]++;
		l->depth = 1;
		b->nest = 0;
		return true;
	}
	if (l->depth == 1 && k != l->kind[0] && order_is(b, 1)) {
		l->kind[1] = k;
		l->expect[1] = 2;
		l->depth = 2;
		b->nest = 1;
		return true;
	}
	return false;
}

static size_t title_length(struct mb_str s);

static bool number_is_item(struct scan *sc, const struct block *b)
{
	int n = rd_label_order(b->label, false);

	if (b->label_kind != LB_NUMBER || b->bullet || b->indent > 6 || n < 0)
		return false;
	if ((sc->last >= 0 && n == sc->last + 1) || b->inside)
		return true;
	if (sc->last < 0 || n > sc->last)
		return sc->agenda || b->lead || !b->text.n || title_like(b->text) ||
		       b->text.p[title_length(b->text) - 1] == ':';
	/* back to an earlier number: a list inside an item, unless it reads like a title; letters (51a) go with it */
	return title_like(b->text) && b->indent < 3 && !sc->agenda && b->text.n < 80 && (n > 1 || b->bold);
}

static void open_list(struct scan *sc, struct mb_str text)
{
	sc->list = (struct list){ .open = rd_is_lead(text) };
}

/* ---- making an item -------------------------------------------------------------------------------------- */

/* How long is the title at the start of this text? */
static size_t title_length(struct mb_str s)
{
	struct mb_str first = rd_first_line(s), sentence;
	size_t at = 0;

	/* "Minutes: The minutes were agreed", "Apologies. None." */
	for (size_t i = 0; i < first.n && i < 100; i++)
		if (first.p[i] == ':' && i + 1 < first.n && rd_blank(first.p[i + 1])) {
			if (first.n == s.n && s.n < 100 && !usual_title(s) &&
			    in_capitals(rd_sub(s, i + 1, s.n)))
				break; /* "Children's Trust: Shadow Arrangements" */
			return i + 1;
		}
	if (first.n > 100 && rd_sentence(first, &at, &sentence) && sentence.n <= 140)
		return at;
	return first.n;
}

/* A title that runs into its text: a usual one, or up to its stop; what two columns left apart has none. */
static size_t run_in_title(struct mb_str s)
{
	static const char *const usual[] = { "apologies for absence",
					     "apologies",
					     "declarations of interest",
					     "declaration of interest",
					     "declarations of interests",
					     "minutes of the last meeting",
					     "minutes of the previous meeting",
					     "minutes of previous meeting",
					     "minutes of last meeting",
					     "minutes",
					     "matters arising",
					     "any other business",
					     "date of next meeting",
					     "welcome and introductions",
					     "welcome",
					     "planning applications",
					     "planning",
					     "finance",
					     "correspondence",
					     "highways",
					     "public participation",
					     NULL };
	struct mb_str sentence;
	size_t len, at = 0;

	for (size_t i = 0; i < s.n && i < 100; i++) {
		if (s.p[i] == ':' && i + 1 < s.n && rd_blank(s.p[i + 1]))
			return i + 1;
		if (s.p[i] == '.' && i > 3 && rd_lower(s.p[i - 1]) && rd_lower(s.p[i - 2]) &&
		    rd_lower(s.p[i - 3]))
			break; /* a sentence ended, so that no title goes on */
	}
	if (rd_find_any(rd_clip(s, 40), 0, usual, NULL, &len) == 0)
		return len;
	return rd_sentence(s, &at, &sentence) && sentence.n <= 80 ? at : s.n < 80 ? s.n : 0;
}

/* "Discussion topic 2: ...": 2 */
static struct mb_str topic_number(struct mb_str title)
{
	static const char *const words[] = { "discussion topic", "topic", "agenda item", "item",
					     "discussion item",	 NULL };
	size_t len, i, to;

	if (rd_find_any(rd_clip(title, 24), 0, words, NULL, &len) != 0)
		return (struct mb_str){ "", 0 };
	for (i = len; i < title.n && rd_blank(title.p[i]); i++)
		;
	for (to = i; to < title.n && title.p[to] >= '0' && title.p[to] <= '9' && to < i + 3; to++)
		;
	return to > i && to < title.n && strchr(":.- ", title.p[to]) ? rd_sub(title, i, to)
								     : (struct mb_str){ "", 0 };
}

/* "Joint teams: the five managers": on an agenda nothing is told below a title, so all of the line belongs to it. */
static bool whole_line(const struct scan *sc, const struct block *b)
{
	struct mb_str s = b->text;

	return sc->agenda && b->label.n && s.n > 0 && s.n < 100 && !memchr(s.p, '\n', s.n) &&
	       !usual_title(s) && !strchr(".;:", s.p[s.n - 1]);
}

static void item(struct scan *sc, size_t i, enum mb_sure sure)
{
	struct source *src = sc->rd->src;
	struct block *b = &src->b[i], *t = b;
	struct mb_str title;

	sc->found++;
	if (b->label.n && b->label_kind == LB_NUMBER)
		sc->last = rd_label_order(b->label, false);
	if (sc->dry)
		return;
	b->role = ROLE_ITEM;
	/* a number alone on its line: the title is the next line that says something */
	if (!b->text.n && i + 1 < src->count && src->b[i + 1].kind == B_PARA && !src->b[i + 1].label.n)
		t = &src->b[i + 1];
	t->body = t->lead ? t->lead
		  : t->kind == B_HEADING ||
				  (t->bold && t->text.n < 120 && !memchr(t->text.p, '\n', t->text.n))
			  ? t->text.n
		  : b->inside	      ? run_in_title(t->text)
		  : whole_line(sc, t) ? t->text.n
				      : title_length(t->text);
	title = rd_sub(t->text, 0, t->body);
	if (t != b) {
		t->role = ROLE_DONE;
		b->body = b->text.n;
	}
	rd_new_item(sc->rd, t, b->label.n ? b->label : topic_number(title), title, sure);
}

/* ---- the pass -------------------------------------------------------------------------------------------- */

static bool plain_title(const struct scan *sc, size_t i)
{
	const struct source *src = sc->rd->src;
	const struct block *b = &src->b[i], *next = i + 1 < src->count ? b + 1 : NULL;
	struct mb_str s = b->text;

	if (sc->mode != BY_TITLE || i == 0 || b->role != ROLE_TEXT || b->bullet || s.n < 3 || s.n > 80 ||
	    memchr(s.p, '\n', s.n) || strchr(".,;:?!", s.p[s.n - 1]) || !next ||
	    (next->role == ROLE_PEOPLE && !usual_title(s)))
		return false;
	if (list_heading(s))
		return false;
	return usual_title(s) || (sc->found && next->kind == B_PARA && next->text.n > s.n) ||
	       (i > 1 && src->b[i - 1].role == ROLE_PEOPLE && next->text.n > s.n);
}

/* "Item: 4", and "Title: ..." on the line below: an item given as fields. */
static bool fields(struct scan *sc, struct block *b)
{
	struct mb_str number, l, rest;

	if (!rd_starts(b->text, "item") || !rd_item_number(rd_clip(b->text, 24), 0, &number))
		return false;
	rest = rd_trim(rd_sub(b->text, (size_t)(number.p - b->text.p) + number.n, b->text.n), ":.-");
	l = rd_first_line(rest);
	sc->found++;
	if (sc->dry || !l.n)
		return l.n > 0;
	b->role = ROLE_ITEM;
	b->body = (size_t)(l.p - b->text.p) + l.n;
	rd_new_item(sc->rd, b, number, rd_starts(l, "title:") ? rd_sub(l, 6, l.n) : l, MB_LIKELY);
	return true;
}

static void pass(struct scan *sc)
{
	struct source *src = sc->rd->src;
	const struct block *before = NULL;

	sc->last = -1;
	sc->found = 0;
	sc->list = (struct list){ .open = false };
	for (size_t i = 0; i < src->count; i++) {
		struct block *b = &src->b[i];
		size_t rest;

		if (b->kind == B_ROW || b->role == ROLE_DONE)
			continue;
		if (rd_people_list(src, i) || b->role == ROLE_PEOPLE) {
			sc->list.open = false; /* a list of people opens none of clauses */
			before = b;
			continue;
		}
		if (b->kind == B_HEADING) {
			bool own = sc->mode == BY_HEADING && b->role != ROLE_PEOPLE &&
				   b->level == sc->level && !list_heading(b->text);

			if (own && (sc->labelled ? b->label.n || usual_title(b->text)
						 : rd_people_key(b->text, &rest) == PEOPLE_NONE))
				item(sc, i, b->label.n || sc->surely ? MB_SURE : MB_LIKELY);
			sc->list = (struct list){ .open = list_heading(b->text) || rd_is_lead(b->text) };
		} else if (b->label.n) {
			if (sc->list.open && carries_on(sc, b, before)) {
				if (!sc->dry)
					b->role = ROLE_CLAUSE;
			} else if ((sc->mode == BY_NUMBER && number_is_item(sc, b)) ||
				   (sc->mode == BY_REF && b->label_kind == LB_REF && !b->bullet)) {
				item(sc, i, MB_SURE);
				open_list(sc, sc->dry ? b->text : rd_body(b));
			} else {
				open_list(sc, b->text);
			}
		} else if (b->bullet) {
			if (sc->list.open && b->role == ROLE_TEXT && !sc->dry)
				b->role = ROLE_CLAUSE;
		} else if (sc->mode == BY_TITLE && fields(sc, b)) {
			sc->list.open = false;
		} else if (plain_title(sc, i)) {
			item(sc, i, MB_LIKELY);
			sc->list.open = false;
		} else if (b->text.n && !(sc->list.open && rd_lower(b->text.p[0]) && before &&
					  rd_unfinished(before->text))) {
			sc->list = (struct list){ .open = rd_is_lead(b->text) || list_heading(b->text) };
		}
		before = b;
	}
}

static void choose(struct scan *sc)
{
	struct source *src = sc->rd->src;
	size_t refs = 0, plain_heads = 0, numbers;
	int first_level = 0;

	sc->mode = BY_NUMBER;
	sc->dry = true;
	pass(sc);
	numbers = sc->found;
	sc->dry = false;
	for (size_t i = 0; i < src->count; i++) {
		const struct block *b = &src->b[i];
		size_t rest;

		if (b->kind == B_HEADING && b->label.n) {
			sc->mode = BY_HEADING;
			sc->level = b->level;
			sc->labelled = true;
			return;
		}
		refs += b->kind == B_PARA && b->label_kind == LB_REF && !b->bullet;
		if (b->kind == B_HEADING && b->level > 1 && rd_people_key(b->text, &rest) == PEOPLE_NONE &&
		    !list_heading(b->text)) {
			if (!first_level)
				first_level = b->level;
			plain_heads += b->level == first_level;
		}
	}
	if (refs >= 3 && refs > numbers) {
		sc->mode = BY_REF;
	} else if (numbers > plain_heads || (numbers && sc->agenda)) {
		sc->mode = BY_NUMBER;
	} else if (plain_heads) {
		sc->mode = BY_HEADING;
		sc->level = first_level;
		sc->surely = plain_heads > 2;
	} else {
		sc->mode = BY_TITLE;
	}
}

/* Lines below an item: which paper, what for. */
static void details(struct reader *rd)
{
	struct source *src = rd->src;
	bool agenda = mb_streq(rd->r->kind, "agenda");
	int at = -1;
	size_t next = 0;

	for (size_t i = 0; i < src->count; i++) {
		struct block *b = &src->b[i];

		if (b->role == ROLE_ITEM && b->item < 0 && next < rd->r->n_items)
			at = (int)next++;
		else if (b->kind == B_HEADING && b->role == ROLE_TEXT && b->level <= 2)
			at = -1;
		b->item = at;
		if (!agenda || at < 0 || b->kind == B_ROW)
			continue;
		struct mb_str text = rd_clip(rd_body(b), SENTENCE_MAX), id;
		size_t k = 0;

		if (!rd->r->items[at].paper && rd_id(text, &k, &id))
			rd->r->items[at].paper = rd_say(rd->a, id);
		while (text.n) {
			struct mb_str l = rd_first_line(text);
			struct mb_str say = rd_trim(l, NULL);

			for (k = 0; k < say.n && say.p[k] != ':'; k++)
				;
			if (say.n < 100)
				rd_item_mark(rd, &rd->r->items[at],
					     k < say.n && k < 20 ? rd_sub(say, k + 1, say.n) : say);
			if (rd_starts(say, "urgent"))
				rd->r->items[at].urgent = true;
			text = rd_sub(text, l.n + 1, text.n);
		}
	}
}

static void repeated(struct reader *rd)
{
	struct seen once = { 0 }, twice = { 0 };

	for (size_t i = 0; i < rd->r->n_items; i++) {
		struct mb_str n = mb_str(rd->r->items[i].number);

		if (n.n && rd_seen(rd->a, &once, n, 0) && !rd_seen(rd->a, &twice, n, 0))
			rd_note(rd, "The item number %s stands more than once, again on line %d.",
				rd->r->items[i].number, rd->r->items[i].place.line);
	}
}

void rd_items(struct reader *rd)
{
	struct scan sc = { .rd = rd, .agenda = mb_streq(rd->r->kind, "agenda") };

	if (!mb_streq(rd->r->kind, "minutes") && rd_agenda_tables(rd)) {
		repeated(rd);
		return;
	}
	choose(&sc);
	pass(&sc);
	details(rd);
	repeated(rd);
}
