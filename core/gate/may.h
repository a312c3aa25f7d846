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
	const char *id, *title;
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
	const char **posts;
	size_t n_posts;
	const char **groups;
	size_t n_groups; /* insider of */
	struct may_own *own;
	size_t n_own;
	struct may_audience *audiences;
	size_t n_audiences;
};

/** On what a decision about reading rests. */
enum may_ground {
	MAY_NAMED,
	MAY_AUTHOR,
	MAY_KNOWN,
	MAY_PUBLIC, /* yes or no: as the record's public pages are on or off */
	MAY_INSIDE,
	MAY_MEMBER,
	MAY_POST,
	MAY_BELONGS,
	MAY_OWN,
	/* and what it fails for */
	MAY_NOT_NAMED,
	MAY_NOT_INSIDE,
	MAY_NO_MEMBER,
	MAY_NO_PART,
	MAY_UNDECLARED,
};
/** Where it is said who the document is for. */
enum may_from { MAY_FROM_DOCUMENT, MAY_FROM_KIND, MAY_FROM_NOWHERE };
struct may_ruling {
	bool yes;
	enum may_ground ground;
	enum may_from from;
	const char *audience; /* as mb_audience_of(), never "" */
};
/** The decision that mb_may(), mb_may_read() and mb_may_why() give out. */
struct may_ruling may_rule(const struct mb_reader *r, const char *path, const char *kind, const char *state,
			   const char *group, const char *audience);

#endif
