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

/** Does the line at c->pos belong to a table? Takes it, and all that goes with it: c->next moves on. */
bool rd_table_line(struct cutter *c, struct mb_str whole);

#endif
