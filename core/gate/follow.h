/* What minutes say of earlier actions, cut into entries. */
#ifndef MB_GATE_FOLLOW_H
#define MB_GATE_FOLLOW_H

#include "gate_impl.h"

struct entry {				/* a paragraph, a list member or a row of a table, on one line */
	const char *text, *said, *item; /* said: the words about how it stands */
	int line;
	bool row;
};

/** The entries between two lines of a body, both left out. */
void follow_cut(struct entry **out, size_t *n, struct mb_arena *a, struct mb_str body, int from, int to,
		const char *item);
enum stands { SAYS_NOTHING, SAYS_DONE, SAYS_CARRIED };
enum stands follow_stands(const char *said);
/** Does any of these words (ended by NULL) stand in s, case apart? */
bool follow_has(const char *s, const char *const *words);

#endif
