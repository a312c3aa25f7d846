/* Finding actions: what actions.c and action_rows.c share. */
#ifndef MB_READING_ACTIONS_H
#define MB_READING_ACTIONS_H

#include "read.h"

struct hunt {
	struct reader *rd;
	struct seen seen;
	bool list; /* under a heading "Actions" */
	int item;
	uint64_t salt; /* what else tells two actions apart */
	/* a row of minutes in a table: its number, first block, and the actions found before it */
	int shared;
	size_t first, had;
};

struct mb_str rd_bare_words(struct mb_str s);		       /* marks off at both ends */
bool rd_initials_run(struct mb_str w);			       /* "AB", "AB/CD" */
bool rd_known_owner(const struct reader *rd, const char *who); /* of initials: were they there? */
bool rd_owner_words(struct mb_str s);			       /* may these words own an action? */
struct mb_found_action *rd_add_action(struct hunt *h, const struct block *b, struct mb_str what,
				      struct mb_str who, enum mb_sure sure);
void rd_no_owner(struct hunt *h, const struct mb_found_action *a);
void rd_no_year(struct reader *rd, const struct mb_found_action *a);
/** Words that follow a marker, or a member of a list of actions: owner, task, due. */
void rd_action_text(struct hunt *h, const struct block *b, struct mb_str s, enum mb_sure sure);
/** A table of actions, one a row. @return its last block, or i if it is none */
size_t rd_action_table(struct hunt *h, size_t i);
/** Who stands beside a row of minutes owns what its text asks for. */
void rd_row_owner(struct hunt *h);

#endif
