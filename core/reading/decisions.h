/* Finding decisions: what decisions.c and prose.c share. */
#ifndef MB_READING_DECISIONS_H
#define MB_READING_DECISIONS_H

#include "read.h"

#define GIST_MAX 32 /* words of a decision by which it is known again */
#define SAME_MAX 64 /* decisions looked back at for the same again */

struct gist {
	uint32_t word[GIST_MAX];
	size_t n;
};

struct told { /* beside each decision */
	uint64_t hash;
	struct gist gist;
	int item;
	bool summary, label;
};

struct finder {
	struct reader *rd;
	struct told *told;
	size_t n_told;
	size_t pending;	  /* a motion whose result is not told yet, NPOS: none */
	size_t group;	  /* first decision of the last RESOLVED: votes below it are for all its clauses */
	const char *kind; /* what the marker says: NOTED, RECOMMENDED; else NULL */
	bool summary;	  /* inside a list that repeats the decisions of the items */
	bool label;	  /* under "Decision:", before "Minutes:" */
	bool note;	  /* in what an agenda says of the item, before its minutes */
	bool closed;	  /* the public has been excluded */
	bool clauses;	  /* clauses of a marker are expected */
	bool verbs;	  /* only those that begin with what was done: "noted", "agreed" */
	bool likely;	  /* and how sure they are */
	bool append;	  /* what follows belongs to the decision just found */
	bool next_text;	  /* a marker alone on its line: the next paragraph is the text */
	int item;	  /* the item at hand */
};

/** A new decision; NULL when it says nothing or was told before (then it has one place more). */
struct mb_found_decision *rd_add_decision(struct finder *f, const struct block *b, struct mb_str number,
					  struct mb_str text, enum mb_sure sure);
/** The same, but cut at clauses, with votes and movers. */
void rd_add_text(struct finder *f, const struct block *b, struct mb_str number, struct mb_str text,
		 enum mb_sure sure);
/** The sentences of a block that has no marker. */
void rd_prose(struct finder *f, size_t block, struct mb_str text);

#endif
