/* What is said of an item - its paper, what it is for, urgent, exempt - and agendas that are tables. */
#include "read.h"

#include <string.h>

static const char *part_word(struct mb_str s)
{
	static const struct {
		const char *says, *part;
	} known[] = { { "for decision", "decide" },
		      { "to decide", "decide" },
		      { "for approval", "decide" },
		      { "for agreement", "decide" },
		      { "decision", "decide" },
		      { "decide", "decide" },
		      { "for recommendation", "recommend" },
		      { "to recommend", "recommend" },
		      { "recommend", "recommend" },
		      { "for information", "note" },
		      { "for noting", "note" },
		      { "to note", "note" },
		      { "information", "note" },
		      { "note", "note" },
		      { "for advice", "advise" },
		      { "to advise", "advise" },
		      { "for comment", "advise" },
		      { "advice", "advise" },
		      { "advise", "advise" },
		      { "approval", "decide" },
		      { "agreement", "decide" } };

	s = rd_trim(s, ".,;:()*");
	for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
		if (rd_at(s, 0, known[k].says) && strlen(known[k].says) == s.n)
			return known[k].part;
	return NULL;
}

/* Words that name a paper without an id: "(copy attached)", "Doc 2", "pdf icon PDF 48 KB". */
static bool paper_words(struct mb_str s, struct mb_str *out)
{
	static const char *const words[] = { "copy attached",	"attached",	"to follow",
					     "tabled",		"pdf icon pdf", "verbal",
					     "report attached", "oral report",	NULL };
	static const char *const numbered[] = { "doc", "paper", "appendix", "enclosure",
						"enc", "annex", "pages",    NULL };
	size_t which, len, i = rd_find_any(s, 0, words, &which, &len), to;

	if (i != NPOS) {
		*out = rd_sub(s, i, mb_streq(words[which], "pdf icon pdf") ? s.n : i + len);
		return true;
	}
	for (i = 0; (i = rd_find_any(s, i, numbered, &which, &len)) != NPOS; i += len) {
		for (to = i + len; to < s.n && (rd_blank(s.p[to]) || s.p[to] == '.'); to++)
			;
		if (to >= s.n || s.p[to] < '0' || s.p[to] > '9')
			continue;
		for (; to < s.n && s.p[to] != ')' && s.p[to] != ',' && s.p[to] != '.' && s.p[to] != '\n';
		     to++)
			;
		*out = rd_sub(s, i, to);
		return true;
	}
	return false;
}

/* What a few words in brackets or a line below an item say of it. true: nothing else is in them. */
bool rd_item_mark(struct reader *rd, struct mb_found_item *it, struct mb_str s)
{
	struct mb_str id, words, bare = rd_trim(s, ".,;:()*[]");
	const char *part;
	size_t at = 0;
	bool all = false;

	if (rd_id(s, &at, &id)) {
		if (!it->paper)
			it->paper = rd_say(rd->a, id);
		all = id.n == bare.n;
	} else if (bare.n < 60 && paper_words(bare, &words)) {
		if (!it->paper)
			it->paper = rd_say(rd->a, words);
		all = words.n == bare.n;
	}
	if ((part = part_word(bare)) != NULL) {
		it->part = it->part ? it->part : part;
		return true;
	}
	if (rd_is_any(bare, (const char *[]){ "urgent", "urgent item", "exempt", "exempt item",
					      "confidential", "private", NULL })) {
		if ((bare.p[0] | 32) == 'u')
			it->urgent = true;
		else
			it->exempt = true;
		return true;
	}
	return all;
}

/* Take bracketed marks and the tails of web pages off the end of a title. */
static struct mb_str strip_marks(struct reader *rd, struct mb_found_item *it, struct mb_str t)
{
	size_t i, at = 0;
	struct mb_str id;

	if ((i = rd_find(t, 0, "pdf icon pdf")) != NPOS ||
	    ((i = rd_find(t, 0, "pdf")) != NPOS && i > 0 && rd_has(rd_sub(t, i, t.n), "kb"))) {
		it->paper = rd_say(rd->a, rd_sub(t, i, t.n));
		t = rd_trim(rd_sub(t, 0, i), NULL);
	}
	for (int turns = 0; turns < 6 && t.n && (t.p[t.n - 1] == ')' || t.p[t.n - 1] == ']'); turns++) {
		char open = t.p[t.n - 1] == ')' ? '(' : '[';

		for (i = t.n - 1; i > 0 && t.p[i] != open; i--)
			;
		if (!i || t.n - i > 60 || !rd_item_mark(rd, it, rd_sub(t, i + 1, t.n - 1)))
			break;
		t = rd_trim(rd_sub(t, 0, i), "-");
	}
	if (!it->paper && rd_id(t, &at, &id))
		it->paper = rd_say(rd->a, id);
	return rd_trim(t, ":");
}

struct mb_found_item *rd_new_item(struct reader *rd, const struct block *b, struct mb_str number,
				  struct mb_str title, enum mb_sure sure)
{
	struct mb_found_item *it = MB_PUSH(rd->a, rd->r->items, rd->r->n_items);

	it->number = rd_say(rd->a, number);
	it->sure = sure;
	it->place = rd_place(rd->src, b, title.n ? title : b->text);
	title = strip_marks(rd, it, rd_trim(title, NULL));
	it->title = rd_say(rd->a, title);
	if (rd_has(rd_clip(title, 300), "exempt") || rd_has(rd_clip(title, 300), "confidential item"))
		it->exempt = true;
	return it;
}

/* ---- an agenda's table ----------------------------------------------------------------------------------- */

bool rd_agenda_columns(struct rd_columns *c, const struct mb_str *cell, int n)
{
	static const char *const numbers[] = { "no", "no.", "number", "item no", "item no.", "#", NULL };
	static const char *const titles[] = { "item", "title", "subject", "agenda item", "topic", NULL };
	static const char *const papers[] = { "paper",	  "papers",    "document", "report",
					      "paper(s)", "reference", NULL };
	static const char *const parts[] = {
		"for", "purpose", "part", "action required", "for decision", "decision or information", NULL
	};

	*c = (struct rd_columns){ -1, -1, -1, -1 };
	for (int i = 0; i < n; i++) {
		if (c->number < 0 && rd_is_any(cell[i], numbers))
			c->number = i;
		else if (c->title < 0 && rd_is_any(cell[i], titles))
			c->title = i;
		else if (c->paper < 0 && rd_is_any(cell[i], papers))
			c->paper = i;
		else if (c->part < 0 && rd_is_any(cell[i], parts))
			c->part = i;
	}
	return c->title >= 0 && (c->number >= 0 || c->part >= 0 || c->paper >= 0);
}

static bool agenda_header(struct reader *rd, const struct block *b, struct rd_columns *c)
{
	struct mb_str cell[CELLS_MAX];

	return rd_agenda_columns(c, cell, rd_cells(rd->src, b, cell));
}

static void agenda_row(struct reader *rd, struct block *b, const struct rd_columns *c)
{
	struct mb_str cell[CELLS_MAX], number = { "", 0 };
	int n = rd_cells(rd->src, b, cell);
	struct mb_found_item *it;

	if (c->title >= n || !cell[c->title].n)
		return;
	if (c->number >= 0 && c->number < n)
		number = rd_trim(cell[c->number], ".");
	it = rd_new_item(rd, b, number, cell[c->title], MB_SURE);
	b->item = (int)rd->r->n_items - 1;
	b->role = ROLE_ITEM;
	for (int i = 0; i < n; i++)
		if (i != c->title && i != c->number)
			rd_item_mark(rd, it, cell[i]);
	if (c->part >= 0 && c->part < n) {
		struct mb_str p = cell[c->part];

		it->part = it->part ? it->part : part_word(rd_sub(p, 0, p.n));
		it->urgent = it->urgent || rd_has(p, "urgent");
		it->exempt = it->exempt || rd_has(p, "exempt");
		for (size_t at = 0; !it->part;) {
			struct mb_str w;

			if (!rd_word(p, &at, &w))
				break;
			it->part = part_word(w);
		}
	}
}

bool rd_agenda_tables(struct reader *rd)
{
	struct source *src = rd->src;
	struct rd_columns c;
	size_t before = rd->r->n_items;

	for (size_t i = 0; i < src->count; i++) {
		size_t next;

		if (src->b[i].role != ROLE_TEXT || !rd_table_begins(src, i) ||
		    !agenda_header(rd, &src->b[i], &c))
			continue;
		src->b[i].role = ROLE_DONE;
		for (; (next = rd_next_row(src, i)) < src->count; i = next)
			agenda_row(rd, &src->b[next], &c);
	}
	return rd->r->n_items > before;
}
