/* Tables: as wide as their cells; on a terminal the widest columns give way first. */
#include "cli.h"

#include <string.h>
#include <wchar.h>

#define GAP 2

/* Ids, dates and names keep their width as long as longer texts can give way. */
static const int floors[] = { 16, 10 };

void table_begin(struct table *t, struct cli *c)
{
	memset(t, 0, sizeof *t);
	t->c = c;
}

void table_head(struct table *t, const char *title)
{
	*MB_PUSH(t->c->a, t->head, t->n_cols) = title;
}

void table_cell(struct table *t, const char *text)
{
	*MB_PUSH(t->c->a, t->cells, t->n_cells) = text ? text : "";
}

static void measure(int *width, const struct table *t)
{
	int all = -GAP;

	for (size_t i = 0; i < t->n_cols; i++)
		width[i] = out_columns(t->head[i]);
	for (size_t i = 0; t->n_cols && i < t->n_cells; i++) {
		int w = out_columns(t->cells[i]);

		if (w > width[i % t->n_cols])
			width[i % t->n_cols] = w;
	}
	for (size_t i = 0; i < t->n_cols; i++)
		all += width[i] + GAP;
	for (size_t f = 0; t->c->width > 0 && f < sizeof floors / sizeof *floors; f++)
		while (all > t->c->width) {
			size_t widest = 0;

			for (size_t i = 1; i < t->n_cols; i++)
				if (width[i] > width[widest])
					widest = i;
			if (width[widest] <= floors[f])
				break;
			width[widest]--;
			all--;
		}
}

/* The text in so many columns, "..." where it was cut. */
static const char *fit(struct mb_arena *a, const char *s, int width)
{
	mbstate_t state = { 0 };
	int columns = 0;
	size_t i = 0;

	if (out_columns(s) <= width)
		return s;
	while (s[i]) {
		wchar_t w;
		size_t len = mbrtowc(&w, s + i, strlen(s + i), &state);
		int wide = len > 0 && len <= strlen(s + i) ? wcwidth(w) : 1;

		if (columns + (wide < 0 ? 1 : wide) > width - 3)
			break;
		if (len == 0 || len > strlen(s + i)) {
			memset(&state, 0, sizeof state);
			len = 1;
		}
		columns += wide < 0 ? 1 : wide;
		i += len;
	}
	return mb_arena_printf(a, "%.*s...", (int)i, s);
}

static const char *one_line(struct mb_arena *a, const char *s)
{
	char *copy = mb_arena_dup(a, s);

	for (char *p = copy; *p; p++)
		if (*p == '\n' || *p == '\r' || *p == '\t')
			*p = ' ';
	return copy;
}

static void put_row(const struct table *t, const int *width, const char *const *cells, bool head)
{
	for (size_t i = 0; i < t->n_cols; i++) {
		const char *text = fit(t->c->a, one_line(t->c->a, cells[i]), width[i]);
		int pad = i + 1 < t->n_cols ? width[i] - out_columns(text) + GAP : 0;

		if (head)
			out_bold(t->c, "%s", text);
		else
			out("%s", text);
		out("%*s", pad, "");
	}
	out("\n");
}

void table_print(struct table *t)
{
	int *width = mb_arena_alloc(t->c->a, t->n_cols * sizeof *width);

	measure(width, t);
	put_row(t, width, t->head, true);
	for (size_t i = 0; i + t->n_cols <= t->n_cells; i += t->n_cols)
		put_row(t, width, t->cells + i, false);
}
