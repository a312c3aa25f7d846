/* A small record for the tests of the index: a home in a temporary folder, a hand-made schema, commits as the gate
 * would write them. */
#ifndef INDEX_WORLD_H
#define INDEX_WORLD_H

#include <minutebook/index.h>

#define WORLD_RULES "00000000000000000000000000000000000000aa"

struct world {
	char top[64], home[80];
	struct mb_record *rec;
	struct mb_arena *a;
	struct mb_commit tip;
	long event;
	struct mb_file *staged;
	size_t n_staged;
	const char *rules; /* what the next commits name */
	bool foreign;	   /* the next commits have no trailers */
};

extern const struct mb_schema world_schema;

/** A home with one commit of 2005-09-01: partnership.yaml, a group (board, code CTB) and two people. */
void world_open(struct world *w);
void world_close(struct world *w);
/** For the next commit. */
void world_put(struct world *w, const char *path, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void world_remove(struct world *w, const char *path);
/** Land what was put. on: the day of the act; recorded: the day it passed the gate, at noon. */
void world_land(struct world *w, const char *on, const char *recorded);
/** Set main back to a commit, as a forced push around the gate would. */
void world_rewind(struct world *w, const struct mb_oid *to);
char *world_file(struct world *w, const char *name); /* a path in the home */

struct mb_index *world_index(struct world *w);
/** The paths of rows joined by blanks, each without folder and ".md". */
const char *world_names(struct mb_arena *a, const struct mb_version_row *rows, size_t n);
mb_day world_day(const char *iso); /* NULL: MB_NO_DAY */

#endif
