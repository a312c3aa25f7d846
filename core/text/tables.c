/* Pipe tables over plain cmark. cmark sees a table as a paragraph. Its source lines are looked at again; the texts of all
 * cells become one-line paragraphs of a second text, which cmark parses in one go; their inlines move into our nodes.
 * Behind the cells stands the page itself when it defines links, so that [x][ref] works in a cell. */
#include "md.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A row of one cell is filled up to the header's width, so few bytes make many cells. */
#define MAX_CELLS 20000

struct table {
	cmark_node *node;      /* the paragraph (or heading) in the page */
	int first, head, last; /* its lines, and the header row's, from 1 */
	bool rule;	       /* "---" right below: cmark took it all for a heading */
	int cols, rows;	       /* rows without the header */
	char align[MB_MD_COLUMNS];
	int lead;  /* line of the text before the table in the second text, 0: none */
	int *cell; /* line of each cell there, 0: empty */
};

struct page {
	struct mb_arena *arena;
	struct mb_str *line;
	size_t lines;
	struct table *table;
	size_t tables;
	size_t cells;	    /* of all tables */
	struct mb_buf sown; /* the second text */
	int next_line;	    /* in it */
	char mark[8];	    /* opens a cell: "# x" and "- x" stay paragraphs */
};

/* ---- rows ------------------------------------------------------------------------------------------------ */

/* Not strchr: that finds NUL too. */
static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct mb_str trim(struct mb_str s)
{
	while (s.n && is_blank(s.p[0]))
		s.p++, s.n--;
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

int mb_table_cut(struct mb_str line, struct mb_str *cells, int max)
{
	struct mb_str s = trim(line), c;
	size_t from = 0;
	int n = 0;

	if (s.n && s.p[0] == '|')
		s.p++, s.n--;
	for (size_t i = 0; i <= s.n; i++) {
		if (i + 1 < s.n && s.p[i] == '\\' && s.p[i + 1] == '|') {
			i++; /* whatever stands before the backslash: GFM cuts before it looks at anything else */
			continue;
		}
		if (i < s.n && s.p[i] != '|')
			continue;
		c = trim((struct mb_str){ s.p + from, i - from });
		if (i == s.n && n && !c.n)
			break; /* behind the last pipe */
		if (n < max)
			cells[n] = c;
		n++;
		from = i + 1;
	}
	return n;
}

int mb_md_delimiter(struct mb_str line, char align[MB_MD_COLUMNS])
{
	struct mb_str c[MB_MD_COLUMNS];
	int n = mb_table_cut(line, c, MB_MD_COLUMNS);

	if (n > MB_MD_COLUMNS)
		return 0;
	for (int i = 0; i < n; i++) {
		bool left = c[i].n && c[i].p[0] == ':', right = c[i].n > 1 && c[i].p[c[i].n - 1] == ':';

		if (c[i].n <= (size_t)left + right)
			return 0;
		for (size_t k = left; k < c[i].n - right; k++)
			if (c[i].p[k] != '-')
				return 0;
		align[i] = left && right ? 'c' : left ? 'l' : right ? 'r' : 0;
	}
	return n;
}

int mb_table_delimiter(struct mb_str line)
{
	char align[MB_MD_COLUMNS];

	return mb_md_delimiter(line, align);
}

/* ---- source lines ---------------------------------------------------------------------------------------- */

static void split_lines(struct page *g, struct mb_str text)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] != '\n' && text.p[i] != '\r')
			continue;
		*MB_PUSH(g->arena, g->line, g->lines) = (struct mb_str){ text.p + from, i - from };
		if (i + 1 < text.n && text.p[i] == '\r' && text.p[i + 1] == '\n')
			i++;
		from = i + 1;
	}
}

struct place {
	int quotes; /* block quotes around the paragraph: each line has as many ">", or is lazy */
	int first, column;
};

/* A line of a paragraph without what its containers put before it. A paragraph's first line has list markers before
 * it, so its column counts; later lines have only ">" and blanks. @return false for a lazy line */
static bool own_text(struct mb_str *out, const struct page *g, const struct place *at, int line)
{
	struct mb_str s = g->line[line - 1];

	if (line == at->first) {
		size_t skip = (size_t)at->column - 1;

		skip = skip < s.n ? skip : s.n;
		*out = trim((struct mb_str){ s.p + skip, s.n - skip });
		return true;
	}
	for (int q = 0; q < at->quotes; q++) {
		struct mb_str t = trim(s);

		if (!t.n || t.p[0] != '>') {
			*out = t;
			return false;
		}
		s.n -= (size_t)(t.p + 1 - s.p);
		s.p = t.p + 1;
	}
	*out = trim(s);
	return true;
}

static bool is_underline(struct mb_str s)
{
	size_t k = 0;

	while (k < s.n && s.p[k] == s.p[0])
		k++;
	return s.n && k == s.n && (s.p[0] == '-' || s.p[0] == '=');
}

/* cmark 0.30.2 often gives a setext heading one line too many: its last line is the first that underlines. */
static int heading_end(const struct page *g, const struct place *at, int last)
{
	struct mb_str s;

	for (int z = at->first + 1; z < last; z++)
		if (own_text(&s, g, at, z) && is_underline(s))
			return z;
	return last;
}

/* ---- finding tables -------------------------------------------------------------------------------------- */

/* A header row, and below it a delimiter row of as many cells; one of them has a pipe. heading: the last line underlines
 * one, so it delimits nothing. */
static bool find_head(struct table *t, const struct page *g, const struct place *at, bool heading)
{
	struct mb_str s, h, cells[MB_MD_COLUMNS];

	for (int i = t->first; i < t->last - heading; i++) {
		if (!own_text(&s, g, at, i + 1) || !s.n ||
		    (s.p[0] != '|' && s.p[0] != ':' && s.p[0] != '-') ||
		    !(t->cols = mb_md_delimiter(s, t->align)))
			continue;
		if (!own_text(&h, g, at, i) || mb_table_cut(h, cells, MB_MD_COLUMNS) != t->cols ||
		    (!memchr(s.p, '|', s.n) && !memchr(h.p, '|', h.n)))
			continue;
		t->head = i;
		return true;
	}
	return false;
}

static void sow_line(struct page *g, const char *before, struct mb_str s)
{
	mb_buf_puts(&g->sown, before);
	mb_buf_put(&g->sown, s.p, s.n);
	mb_buf_putc(&g->sown, '\n');
	g->next_line++;
}

/* "\|" is a pipe, also in code. @return the cell's line, 0 for an empty one */
static int sow_cell(struct page *g, struct mb_str c)
{
	int line = g->next_line;

	if (!c.n)
		return 0;
	mb_buf_puts(&g->sown, g->mark);
	for (size_t i = 0; i < c.n; i++)
		if (!(c.p[i] == '\\' && i + 1 < c.n && c.p[i + 1] == '|'))
			mb_buf_putc(&g->sown, c.p[i]);
	mb_buf_puts(&g->sown, "\n\n");
	g->next_line += 2;
	return line;
}

/* What stands before the header row is a paragraph of its own. Its later lines are indented, so that "2." stays text. */
static void sow_lead(struct page *g, struct table *t, const struct place *at)
{
	struct mb_str s;

	if (t->head == t->first)
		return;
	t->lead = g->next_line;
	for (int i = t->first; i < t->head; i++) {
		own_text(&s, g, at, i);
		sow_line(g, i == t->first ? "" : "    ", s);
	}
	sow_line(g, "", (struct mb_str){ "", 0 });
}

static void sow_row(struct page *g, struct table *t, size_t row, struct mb_str s)
{
	struct mb_str cells[MB_MD_COLUMNS];
	int n = mb_table_cut(s, cells, MB_MD_COLUMNS);

	for (int k = 0; k < t->cols; k++)
		t->cell[row * (size_t)t->cols + (size_t)k] = k < n ? sow_cell(g, cells[k]) : 0;
}

static void sow_table(struct page *g, struct table *t, const struct place *at)
{
	struct mb_str s;

	t->cell = mb_arena_alloc(g->arena, ((size_t)t->rows + 1) * (size_t)t->cols * sizeof *t->cell);
	sow_lead(g, t, at);
	own_text(&s, g, at, t->head);
	sow_row(g, t, 0, s);
	for (int r = 1; r <= t->rows; r++) {
		own_text(&s, g, at, t->head + 1 + r);
		sow_row(g, t, (size_t)r, s);
	}
}

/* Is this paragraph (or heading) a table? Then its texts are sown. */
static void look_at(struct page *g, cmark_node *n)
{
	bool heading = cmark_node_get_type(n) == CMARK_NODE_HEADING;
	struct place at = { .first = cmark_node_get_start_line(n), .column = cmark_node_get_start_column(n) };
	struct table t = { .node = n, .first = at.first, .last = cmark_node_get_end_line(n) };
	struct mb_str s;

	if (at.first < 1 || at.column < 1)
		return; /* not from the page: text that was HTML */
	if ((size_t)t.last > g->lines)
		t.last = (int)g->lines;
	if (t.last <= t.first)
		return;
	for (cmark_node *p = cmark_node_parent(n); p; p = cmark_node_parent(p))
		at.quotes += cmark_node_get_type(p) == CMARK_NODE_BLOCK_QUOTE;
	if (heading) {
		t.last = heading_end(g, &at, t.last);
		t.rule = own_text(&s, g, &at, t.last) && s.n > 2 && s.p[0] == '-';
	}
	if (!find_head(&t, g, &at, heading))
		return;
	t.rows = t.last - t.head - 1 - t.rule;
	/* Too many cells: it stays a paragraph, and no text is lost. */
	if (g->cells + ((size_t)t.rows + 1) * (size_t)t.cols > MAX_CELLS)
		return;
	g->cells += ((size_t)t.rows + 1) * (size_t)t.cols;
	sow_table(g, &t, &at);
	*MB_PUSH(g->arena, g->table, g->tables) = t;
}

static void find_tables(struct page *g, cmark_node *doc)
{
	cmark_iter *it = cmark_iter_new(doc);
	cmark_event_type ev;

	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);
		cmark_node_type t = cmark_node_get_type(n);

		if (ev == CMARK_EVENT_ENTER && (t == CMARK_NODE_PARAGRAPH || t == CMARK_NODE_HEADING))
			look_at(g, n);
	}
	cmark_iter_free(it);
}

/* ---- building -------------------------------------------------------------------------------------------- */

static cmark_node *custom(cmark_node *into, cmark_node_type type, enum mb_md_kind kind, const char *enter,
			  const char *leave)
{
	cmark_node *n = cmark_node_new(type);

	cmark_node_set_on_enter(n, enter);
	cmark_node_set_on_exit(n, leave);
	cmark_node_set_user_data(n, (void *)(intptr_t)kind);
	if (into)
		cmark_node_append_child(into, n);
	return n;
}

/* A cell's paragraph opens with the mark, which goes. */
static void drop_mark(const struct page *g, cmark_node *text)
{
	char *rest = mb_strdup(cmark_node_get_literal(text) + strlen(g->mark) - 1);

	cmark_node_set_literal(text, rest[0] == ' ' ? rest + 1 : rest);
	free(rest);
}

static void build_cell(const struct page *g, cmark_node *row, cmark_node *from, bool head, char align)
{
	static const char *const open[2][4] = {
		{ "<td>", "<td align=\"left\">", "<td align=\"center\">", "<td align=\"right\">" },
		{ "<th>", "<th align=\"left\">", "<th align=\"center\">", "<th align=\"right\">" },
	};
	int a = align == 'l' ? 1 : align == 'c' ? 2 : align == 'r' ? 3 : 0;
	/* An inline node with its own line end: a block one would put line ends inside <td>. */
	cmark_node *td = custom(row, CMARK_NODE_CUSTOM_INLINE, MB_MD_CELL, open[head][a],
				head ? "</th>\n" : "</td>\n");
	cmark_node *k, *next;

	if (!from)
		return;
	drop_mark(g, cmark_node_first_child(from));
	for (k = cmark_node_first_child(from); k; k = next) {
		next = cmark_node_next(k);
		cmark_node_unlink(k);
		cmark_node_append_child(td, k);
	}
}

static void build_table(const struct page *g, const struct table *t, cmark_node *const *at)
{
	cmark_node *table = custom(NULL, CMARK_NODE_CUSTOM_BLOCK, MB_MD_TABLE, "<table>", "</table>"),
		   *part = NULL;

	for (int k = t->lead; k && k < t->lead + (t->head - t->first); k++)
		if (at[k]) { /* nothing is left of definitions alone */
			cmark_node_unlink(at[k]);
			cmark_node_insert_before(t->node, at[k]);
		}
	for (int r = 0; r <= t->rows; r++) {
		cmark_node *row;

		if (r < 2)
			part = custom(table, CMARK_NODE_CUSTOM_BLOCK, MB_MD_PART, r ? "<tbody>" : "<thead>",
				      r ? "</tbody>" : "</thead>");
		row = custom(part, CMARK_NODE_CUSTOM_BLOCK, MB_MD_ROW, "<tr>", "</tr>");
		for (int c = 0; c < t->cols; c++)
			build_cell(g, row, at[t->cell[r * t->cols + c]], r == 0, t->align[c]);
	}
	cmark_node_insert_before(t->node, table);
	if (t->rule)
		cmark_node_insert_before(t->node, cmark_node_new(CMARK_NODE_THEMATIC_BREAK));
	cmark_node_unlink(t->node);
	cmark_node_free(t->node);
}

static bool is_cell(const struct page *g, cmark_node *n)
{
	cmark_node *first = n ? cmark_node_first_child(n) : NULL;

	return first && cmark_node_get_type(n) == CMARK_NODE_PARAGRAPH &&
	       cmark_node_get_type(first) == CMARK_NODE_TEXT &&
	       !strncmp(cmark_node_get_literal(first), g->mark, strlen(g->mark) - 1);
}

/* Has every cell become the paragraph that was sown? If ever not, the page is shown without tables. */
static bool all_came_up(const struct page *g, cmark_node *const *at)
{
	for (size_t i = 0; i < g->tables; i++) {
		const struct table *t = &g->table[i];

		for (int k = 0; k < t->cols * (t->rows + 1); k++)
			if (t->cell[k] && !is_cell(g, at[t->cell[k]]))
				return false;
	}
	return true;
}

/* A private character that the page does not hold, and a blank: "*x*" then opens as at a line start. */
static bool choose_mark(struct page *g, struct mb_str text)
{
	for (int i = 0; i < 64; i++) {
		char c[4] = { (char)0xee, (char)0x80, (char)(0x80 + i), 0 };

		if (!memmem(text.p, text.n, c, 3)) {
			memcpy(g->mark, c, 3);
			g->mark[3] = ' ';
			return true;
		}
	}
	return false;
}

static void graft(struct page *g, struct mb_str text)
{
	cmark_node **at = mb_arena_alloc(g->arena, ((size_t)g->next_line + 1) * sizeof *at);
	cmark_node *second;

	if (memmem(text.p, text.n, "]:", 2))
		mb_buf_put(&g->sown, text.p, text.n);
	if (mb_buf_status(&g->sown, NULL) != MB_OK)
		return;
	second = mb_md_parse_plain(g->sown.p, g->sown.n);
	for (cmark_node *n = cmark_node_first_child(second); n; n = cmark_node_next(n)) {
		int line = cmark_node_get_start_line(n);

		if (line > 0 && line < g->next_line)
			at[line] = n;
	}
	if (all_came_up(g, at))
		for (size_t i = 0; i < g->tables; i++)
			build_table(g, &g->table[i], at);
	cmark_node_free(second);
}

void mb_md_tables(cmark_node *doc, const char *p, size_t n)
{
	size_t bom = n >= 3 && !memcmp(p, "\xef\xbb\xbf", 3) ? 3 : 0;
	struct mb_str text = { p + bom, n - bom };
	struct page g = { .arena = mb_arena_new(), .next_line = 1 };

	mb_buf_init(&g.sown, 0);
	if (choose_mark(&g, text)) {
		split_lines(&g, text);
		find_tables(&g, doc);
		if (g.tables)
			graft(&g, text);
	}
	mb_buf_free(&g.sown);
	mb_arena_free(g.arena);
}
