/* A report: its title block, its headed parts, its recommendations in one run. */
#include "read.h"

#include <string.h>

struct parts {
	struct reader *rd;
	const char *which;   /* the headed part at hand */
	int level;	     /* of its heading, 0 when it has none of its own */
	size_t from;	     /* block where the part's text begins */
	struct mb_str first; /* words on the heading's own line */
	const char *heading;
	struct mb_place place;
	bool reported; /* past "Report of": the contact from here on is the report's own */
	bool ended;    /* past consultees and background papers: what follows is annexed */
};

/* ---- the title block ------------------------------------------------------------------------------------- */

static bool marker_line(struct mb_str l, size_t *at)
{
	static const char *const words[] = { "for decision", "for information", "for noting", "for approval",
					     NULL };
	size_t len, i = rd_find_any(l, 0, words, NULL, &len);

	if (i == NPOS || rd_trim(rd_sub(l, i + len, l.n), ".:)*").n ||
	    (i > 0 && l.p[i - 1] != '\t' && l.p[i - 1] != '(' && l.p[i - 1] != ' '))
		return false;
	*at = i;
	return i == 0 || l.p[i - 1] == '\t' || rd_trim(rd_sub(l, 0, i), "(").n == 0 || l.p[i - 1] == '(';
}

/* "Title ...\tFor Decision", over one or more lines; or the marker alone on its line. */
static void title_block(struct reader *rd, size_t i)
{
	struct block *b = &rd->src->b[i];
	struct mb_str rest = b->text;
	struct mb_buf t;

	if (rd->r->purpose || b->text.n > 1200)
		return;
	mb_buf_init(&t, 4096);
	while (rest.n) {
		struct mb_str l = rd_first_line(rest);
		size_t at;

		rest = rd_sub(rest, l.n + 1, rest.n);
		if (marker_line(l, &at)) {
			rd->r->purpose = rd_has(rd_sub(l, at, l.n), "decision") ||
							 rd_has(rd_sub(l, at, l.n), "approval")
						 ? "decision"
						 : "information";
			l = rd_trim(rd_sub(l, 0, at), "(");
		}
		l = rd_trim(l, NULL);
		if (t.n && l.n)
			mb_buf_putc(&t, ' ');
		mb_buf_put(&t, l.p, l.n);
	}
	if (rd->r->purpose && t.n && !rd->r->title && b->kind == B_PARA)
		rd->r->title = rd_say(rd->a, (struct mb_str){ t.p, t.n });
	mb_buf_free(&t);
}

static struct mb_str after_label(struct mb_str s, const char *label)
{
	size_t n = strlen(label);

	return rd_trim(rd_first_line(rd_trim(rd_sub(s, n, s.n), ":")), ":,*");
}

/* "Contact Officer:" with a value behind it, or a row of labels with the values below. */
static void contact(struct parts *ps, const struct block *b, struct mb_str s)
{
	struct mb_str first = rd_first_line(s), below, name;
	size_t i;

	if (ps->rd->r->contact_officer && !ps->reported)
		return;
	for (i = 0; i < first.n && first.p[i] != ':' && first.p[i] != '\t'; i++)
		;
	name = rd_trim(rd_sub(first, i, first.n), ":");
	if (!name.n || memchr(first.p, '\t', first.n)) {
		below = rd_first_line(rd_trim(rd_sub(s, first.n, s.n), NULL));
		for (i = 0; i < below.n && below.p[i] != '\t'; i++)
			;
		if (below.n)
			name = rd_sub(below, 0, i);
	}
	name = rd_trim(name, ",:*");
	if (name.n && name.n < 120)
		ps->rd->r->contact_officer = rd_say(ps->rd->a, name);
}

static void head_line(struct parts *ps, size_t i)
{
	struct reader *rd = ps->rd;
	struct block *b = &rd->src->b[i];
	struct mb_str s = rd_clip(b->text, 1200), number;
	struct mb_reading *r = rd->r;

	if (!r->report_of && (rd_starts(s, "report of") || rd_starts(s, "report by"))) {
		struct mb_str who = after_label(s, "report of");

		if (rd_starts(who, "the"))
			who = rd_trim(rd_sub(who, 3, who.n), NULL);
		if (who.n && who.n < 160)
			r->report_of = rd_say(rd->a, who);
		ps->reported = true;
	}
	if (!r->author && (rd_starts(s, "author:") || rd_starts(s, "report author:")))
		r->author = rd_say(rd->a,
				   after_label(s, rd_starts(s, "author") ? "author" : "report author"));
	if (!r->agenda_item && rd_find(s, 0, "agenda item") != NPOS &&
	    rd_item_number(s, rd_find(s, 0, "agenda item"), &number))
		r->agenda_item = rd_say(rd->a, rd_trim(number, "."));
	if ((rd_has(s, "matter of urgency") || rd_has(s, "as urgent") || rd_has(s, "100B(4)") ||
	     rd_has(s, "urgent item")) &&
	    (rd_has(s, "asked") || rd_has(s, "submitted") || rd_has(s, "considered")))
		r->asks_urgency = true;
	title_block(rd, i);
}

/* ---- implications and lists ------------------------------------------------------------------------------ */

/* "Crime and Disorder: Proposals ..." at the start of a paragraph: bytes up to the colon. */
static size_t short_heading(struct mb_str s)
{
	static const char *const small[] = { "and", "of", "the",	  "for",	"to",
					     "on",  "in", "implications", "management", NULL };
	struct mb_str w;
	size_t i, at = 0;
	int n = 0;

	for (i = 0; i < s.n && i < 60 && s.p[i] != ':' && s.p[i] != '\n' && s.p[i] != '.'; i++)
		;
	if (!i || i >= s.n || s.p[i] != ':' || !rd_upper(s.p[0]))
		return 0;
	while (rd_word(rd_sub(s, 0, i), &at, &w)) {
		if (n++ > 5 || (!rd_upper(w.p[0]) && w.p[0] != '&' && !rd_is_any(w, small)))
			return 0;
	}
	return i;
}

static struct mb_found_section *section(struct reader *rd, struct mb_found_section **list, size_t *n,
					const char *heading, struct mb_place place)
{
	struct mb_found_section *s = MB_PUSH(rd->a, *list, *n);

	s->heading = heading;
	s->text = "";
	s->place = place;
	return s;
}

static void set_text(struct reader *rd, struct mb_found_section *s, struct mb_str first, size_t from,
		     size_t to)
{
	const char *more = from < to ? rd_say_blocks(rd, from, to) : NULL;

	first = rd_trim(first, NULL);
	if (first.n && more)
		s->text = mb_arena_printf(rd->a, "%s\n\n%s", rd_say(rd->a, first), more);
	else
		s->text = first.n ? rd_say(rd->a, first) : more ? more : "";
}

static void implications(struct parts *ps, size_t from, size_t to)
{
	struct reader *rd = ps->rd;
	struct mb_reading *r = rd->r;
	struct mb_found_section *open = NULL;
	struct mb_str first = { NULL, 0 };
	size_t begun = from;

	for (size_t i = from; i <= to; i++) {
		const struct block *b = i < to ? &rd->src->b[i] : NULL;
		size_t n = b && b->kind == B_PARA ? short_heading(b->text) : 0;
		bool head = b && (n || b->kind == B_HEADING || (b->bold && b->text.n < 80));

		if (b && !head)
			continue;
		if (open)
			set_text(rd, open, first, begun, i);
		if (!b)
			break;
		open = section(rd, &r->implications, &r->n_implications,
			       rd_say(rd->a, rd_trim(rd_sub(b->text, 0, n ? n : b->text.n), ":")),
			       rd_place(rd->src, b, b->text));
		first = n ? rd_sub(b->text, n + 1, b->text.n) : (struct mb_str){ NULL, 0 };
		begun = i + 1;
	}
}

/* Members of a list of names or papers: bullets, numbers, or one a line. */
static void members(struct parts *ps, const char ***list, size_t *n, struct mb_str first, size_t from,
		    size_t to)
{
	struct reader *rd = ps->rd;
	bool bullets = from < to && (rd->src->b[from].bullet || rd->src->b[from].label.n);

	for (size_t i = from; i <= to; i++) {
		struct mb_str rest = i == from ? first : (struct mb_str){ NULL, 0 };

		for (int turn = 0; turn < 2; turn++) {
			if (turn == 1) {
				if (i >= to || (bullets && !rd->src->b[i].bullet && !rd->src->b[i].label.n))
					break;
				rest = rd->src->b[i].text;
			}
			while (rest.n) {
				struct mb_str l = rd->src->b[i < to	 ? i
							     : from < to ? from
									 : 0]
									  .bullet &&
								  turn == 1
							  ? rest
							  : rd_first_line(rest);

				if (rd_trim(l, ".").n &&
				    !rd_is_any(rd_trim(l, "."), (const char *[]){ "none", "nil", NULL }))
					*MB_PUSH(rd->a, *list, *n) = rd_say(rd->a, l);
				rest = rd_sub(rest, l.n + 1, rest.n);
			}
		}
		if (i < to && bullets && !rd->src->b[i].bullet && !rd->src->b[i].label.n)
			break; /* a paragraph after the list belongs to what is annexed */
	}
}

/* ---- parts ----------------------------------------------------------------------------------------------- */

static const char *joined(struct parts *ps, size_t to)
{
	struct mb_found_section s = { .text = "" };

	set_text(ps->rd, &s, ps->first, ps->from, to);
	return *s.text ? s.text : NULL;
}

static void close_part(struct parts *ps, size_t to)
{
	struct mb_reading *r = ps->rd->r;

	if (!ps->which)
		return;
	if (mb_streq(ps->which, "summary") && !r->summary)
		r->summary = joined(ps, to);
	else if (mb_streq(ps->which, "reasons") && !r->reasons)
		r->reasons = joined(ps, to);
	else if (mb_streq(ps->which, "recommendations") && !r->n_recommendations)
		rd_recommendations(ps->rd, ps->from, to);
	else if (mb_streq(ps->which, "implications") && !r->n_implications)
		implications(ps, ps->from, to);
	else if (mb_streq(ps->which, "consultees") && !r->n_consultees)
		members(ps, &r->consultees, &r->n_consultees, ps->first, ps->from, to);
	else if (mb_streq(ps->which, "background") && !r->n_background)
		members(ps, &r->background, &r->n_background, ps->first, ps->from, to);
	if (r->n_consultees && r->n_background)
		ps->ended = true;
	ps->which = NULL;
}

/* "Financial implications" as a heading of its own, outside "Implications". */
static bool own_implication(const struct block *b)
{
	return b->kind == B_HEADING && rd_has(b->text, "implications") && rd_count_words(b->text, 7) > 1;
}

void rd_paper(struct reader *rd)
{
	struct parts ps = { .rd = rd };
	struct source *src = rd->src;
	bool head = true;

	for (size_t i = 0; i < src->count && !ps.ended; i++) {
		struct block *b = &src->b[i];
		const char *which;
		size_t rest = 0;
		bool known, inside;

		if (b->kind == B_ROW)
			continue;
		known = rd_paper_key(rd_clip(b->text, 600), &which, &rest);
		/* a heading ends a part, unless it stands below the part's own */
		inside = ps.which && ps.level && b->kind == B_HEADING && b->level > ps.level;
		if (b->bullet) /* "- Appendices" is a member of a list */
			known = false;
		if (own_implication(b) && !(ps.which && mb_streq(ps.which, "implications"))) {
			size_t end = i + 1;

			close_part(&ps, i);
			while (end < src->count && src->b[end].kind != B_HEADING)
				end++;
			set_text(rd,
				 section(rd, &rd->r->implications, &rd->r->n_implications,
					 rd_say(rd->a, b->text), rd_place(src, b, b->text)),
				 (struct mb_str){ NULL, 0 }, i + 1, end);
			continue;
		}
		if (known && mb_streq(which, "contact")) {
			if (ps.which && !head)
				close_part(&ps, i);
			contact(&ps, b, b->text);
			head_line(&ps, i);
			continue;
		}
		if (known && !inside) {
			close_part(&ps, i);
			ps.which = which;
			ps.level = b->kind == B_HEADING ? b->level : 0;
			ps.from = i + 1;
			ps.first = rd_sub(b->text, rest, b->text.n);
			head = false;
			continue;
		}
		if (ps.which && !inside &&
		    (b->kind == B_HEADING ||
		     (b->label.n && b->label_kind == LB_NUMBER && !b->bullet && b->text.n < 120 &&
		      rd_unfinished(b->text) && !mb_streq(ps.which, "recommendations") &&
		      !mb_streq(ps.which, "background") && !mb_streq(ps.which, "consultees"))))
			close_part(&ps, i);
		if (head)
			head_line(&ps, i);
	}
	close_part(&ps, src->count);
}

/* Every headed part, in order. */
void rd_sections(struct reader *rd)
{
	struct source *src = rd->src;
	struct mb_found_section *open = NULL;
	struct mb_str first = { NULL, 0 };
	size_t begun = 0;

	for (size_t i = 0; i <= src->count; i++) {
		const struct block *b = i < src->count ? &src->b[i] : NULL;
		const char *which;
		size_t rest = 0;
		bool key = false, title;

		if (b && b->kind == B_ROW)
			continue;
		title = b && b->kind == B_PARA && b->label_kind == LB_NUMBER && !b->bullet && b->text.n &&
			b->text.n < 100 && !memchr(b->text.p, '\n', b->text.n) && rd_upper(b->text.p[0]) &&
			rd_unfinished(b->text);
		key = b && b->kind == B_PARA && !b->bullet && !b->label.n &&
		      rd_paper_key(rd_clip(b->text, 600), &which, &rest);
		if (b && b->kind == B_PARA && !key && !b->bullet && !b->label.n &&
		    (rest = short_heading(b->text)) > 0 && (rest + 1 >= b->text.n)) {
			key = true;
			rest++;
		}
		if (b && b->kind != B_HEADING && !(b->bold && b->text.n < 100) && !key && !title)
			continue;
		if (open)
			set_text(rd, open, first, begun, i);
		if (!b)
			break;
		if (!key)
			rest = b->text.n;
		open = section(rd, &rd->r->sections, &rd->r->n_sections,
			       rd_say(rd->a, rd_trim(rd_sub(b->text, 0, rest), ":")),
			       rd_place(src, b, b->text));
		first = rd_sub(b->text, rest, b->text.n);
		begun = i + 1;
	}
}
