/* Inside core/gate: what a reader is made of (may_make.c), and what follows from it (may.c). */
#ifndef MB_MAY_H
#define MB_MAY_H

#include "gate_impl.h"

/** A document that names the reader: its path, or the folder it is in, with "/" at the end. */
struct may_own {
	const char *path;
	bool author;
};

/** An audience that partnership.yaml declares. */
struct may_audience {
	const char *id;
	const char **reads; /* "paper", "paper published"; "page" is what has no kind */
	size_t n_reads;
	bool belongs; /* and the reader is one of them */
};

struct mb_reader {
	struct mb_gate *g;  /* borrowed: who holds a role */
	const char *person; /* NULL: the public */
	mb_day on;
	bool public_on;	 /* the record says that the public may read what is public */
	bool known;	 /* a person of the record, not gone */
	bool inside;	 /* has a seat, a post, or works for a partner */
	bool everywhere; /* holds a post that serves every group */
	const char **groups;
	size_t n_groups; /* insider of */
	struct may_own *own;
	size_t n_own;
	struct may_audience *audiences;
	size_t n_audiences;
};

#endif
