/* Attendance in a table whose cells hold the keys themselves: "Present:" over a column, "Apologies:" beside another,
 * "Chair:" with the name in the next cell. Each column is read from top to bottom. */
#include "people.h"

#include <string.h>

struct grid {
	struct lists l;
	size_t rows[400];
	size_t n;
};

static struct mb_str cell_of(const struct source *src, size_t row, int column)
{
	struct mb_str cell[CELLS_MAX];
	int n = rd_cells(src, &src->b[row], cell);

	return column >= 0 && column < n && column < CELLS_MAX ? rd_trim(cell[column], "*_")
							       : (struct mb_str){ NULL, 0 };
}

static bool chair_key(struct mb_str s)
{
	return rd_is_any(rd_trim(s, ":"), (const char *[]){ "chair", "chairman", "chairperson", "chaired by",
							    "in the chair", NULL });
}

/* Some other key ends a list: "Distribution:" */
static bool other_key(struct mb_str s)
{
	return s.n > 1 && s.n < 40 && s.p[s.n - 1] == ':';
}

static enum people_group key_of(struct mb_str s, struct mb_str *rest)
{
	size_t past;
	enum people_group g = s.n ? rd_people_key(s, &past) : PEOPLE_NONE;

	*rest = (struct mb_str){ NULL, 0 };
	if (g != PEOPLE_NONE)
		*rest = rd_trim(rd_sub(s, past, s.n), NULL);
	return g;
}

/* The names below a key, or beside it and below; a post may stand in the next column. */
static void names_below(struct grid *g, size_t at, int column, enum people_group group, bool beside)
{
	const struct source *src = g->l.rd->src;
	int role = beside ? -1 : column + 1;

	g->l.group = group;
	for (size_t r = at; r < g->n; r++) {
		struct mb_str s = cell_of(src, g->rows[r], column), post, rest;
		int before = g->l.taken;

		if (beside && r > at) { /* the keys' column goes on: another key ends the list */
			struct mb_str k = cell_of(src, g->rows[r], column - 1);

			if (chair_key(k) || other_key(k) || key_of(k, &rest) != PEOPLE_NONE)
				break;
		}
		if (!beside && r > at && (chair_key(s) || other_key(s) || key_of(s, &rest) != PEOPLE_NONE))
			break;
		if (!s.n)
			continue;
		g->l.b = &src->b[g->rows[r]];
		post = role >= 0 ? cell_of(src, g->rows[r], role) : (struct mb_str){ NULL, 0 };
		if (rd_has(s, "public") && post.n < 30) { /* "Public Members | 3 number" */
			rd_public_words(g->l.rd, post.n ? mb_str(mb_arena_printf(g->l.rd->a, "%s: %s",
										 rd_say(g->l.rd->a, s),
										 rd_say(g->l.rd->a, post)))
							: s);
			continue;
		}
		rd_people_text(&g->l, s, rd_marks_in(s, ',') > 0);
		if (g->l.taken == before + 1 && post.n && key_of(post, &rest) == PEOPLE_NONE &&
		    !other_key(post)) {
			struct mb_found_person *p = rd_last(&g->l, group);

			if (p && !p->role)
				p->role = rd_say(g->l.rd->a, post);
		}
	}
}

size_t rd_people_grid(struct reader *rd, size_t i)
{
	struct source *src = rd->src;
	struct grid g = { .l = { .rd = rd, .b = &src->b[i] } };
	size_t last = i;
	int keys = 0;

	for (size_t r = i; r < src->count && g.n < sizeof(g.rows) / sizeof(g.rows[0]);
	     r = rd_next_row(src, r)) {
		g.rows[g.n++] = r;
		last = r;
	}
	for (size_t r = 0; r < g.n; r++) {
		for (int c = 0; c < CELLS_MAX && (size_t)c < src->b[g.rows[r]].n_cell; c++) {
			struct mb_str s = cell_of(src, g.rows[r], c), rest, next;
			enum people_group group = key_of(s, &rest);

			next = cell_of(src, g.rows[r], c + 1);
			if (chair_key(s) && rd_namelike(next)) {
				rd_take_chair(rd, rd_say(rd->a, next));
				keys++;
			}
			if (group == PEOPLE_NONE || s.n > 400)
				continue;
			keys++;
			if (rest.n) { /* the names are in the key's own cell */
				g.l.group = group;
				g.l.b = &src->b[g.rows[r]];
				rd_people_run(&g.l, rest, true);
			} else {
				names_below(&g, next.n && !other_key(next) ? r : r + 1,
					    next.n && !other_key(next) ? c + 1 : c, group,
					    next.n && !other_key(next));
			}
		}
	}
	if (!keys || !g.l.taken)
		return i;
	for (size_t r = 0; r < g.n; r++)
		src->b[g.rows[r]].role = ROLE_PEOPLE;
	return last + 1;
}
