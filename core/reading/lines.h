/* Cutting a text into blocks: what lines.c and tables.c share. */
#ifndef MB_READING_LINES_H
#define MB_READING_LINES_H

#include "read.h"

enum table_form { TABLE_NONE, TABLE_PIPE, TABLE_GRID, TABLE_RULED, TABLE_HTML };

struct cutter {
	struct source *src;
	bool open;   /* the last block is a paragraph that a further line may join */
	size_t pos;  /* start of the line at hand */
	size_t next; /* start of the line after it */

	bool paused; /* it was open, and an empty line came */
	bool bridge; /* a page ended inside it */
	int indent;  /* of the last line of the paragraph that is open */

	/* the table at hand, tables.c */
	enum table_form form;
	int table;	      /* its number */
	int columns;	      /* as its head says; 0 if unknown */
	bool minutes;	      /* its rows are minutes: number, item, text, who acts */
	bool spaced;	      /* rows are parted by empty lines */
	struct mb_str before; /* the last line that said something */
	size_t table_end;     /* where the last row ended */
	bool bar;	      /* a line of one bar came: a table whose cells run over lines */
	bool no_end;	      /* no </table> stands further on */
	struct {
		int number, title, text, who, due;
	} at;			 /* columns of a minutes table; -1: none */
	int edge[CELLS_MAX + 1]; /* grid and ruled: where the columns begin, in letters */
};

struct block *rd_start_block(struct cutter *c, enum block_kind kind, size_t raw, int indent);
/** Add a run of the source to the last block, cleaned. */
void rd_add(struct cutter *c, struct mb_str s);
void rd_add_blank(struct cutter *c, char ch, size_t raw);
/** One line of the text, or of a cell. */
void rd_line(struct cutter *c, struct mb_str whole, bool alone);

struct part { /* one line of one cell, as it stands */
	int cell;
	struct mb_str s;
};

struct row {
	struct part *parts;
	size_t n_parts;
	int cells;
	struct mb_str whole; /* from the first byte to the last */
	bool head;
};

/* tables.c: rows, and those that hold minutes */
void rd_row_part(struct cutter *c, struct row *r, int cell, struct mb_str s);
/** Is this the head of a table that holds minutes? Sets c->minutes and c->at. */
void rd_settle_table(struct cutter *c, const struct mb_str *cell, int n);
bool rd_number_cell(struct mb_str s, struct mb_str *label, enum label_kind *kind);
struct mb_str rd_clean_cell(struct cutter *c, const struct row *r, int cell);
void rd_minutes_row(struct cutter *c, const struct row *r);
/* pipes.c */
void rd_begin_table(struct cutter *c, enum table_form form, int columns);
void rd_emit_row(struct cutter *c, const struct row *r, bool first);
struct mb_str rd_raw_line(const struct cutter *c, size_t at, size_t *next);
bool rd_ends_in_bar(struct mb_str s);
struct mb_str rd_bare_line(struct mb_str s); /* hard blanks off, too */
void rd_pipe_row(struct cutter *c, struct mb_str s);

/** Does the line at c->pos belong to a table? Takes it, and all that goes with it: c->next moves on. */
bool rd_table_line(struct cutter *c, struct mb_str whole);

#endif
