/* What the editing of front matter shares. */
#ifndef MB_TEXT_MATTER_H
#define MB_TEXT_MATTER_H

#include "ytree.h"

/** mb_matter_parse, and whether the places in the tree can be trusted. */
int mb_matter_read(struct mb_matter *out, const char **unsure, struct mb_arena *a, const char *p, size_t n,
		   struct mb_error *err);

/** Put the bytes of made (which must fit) in the place of text's own. */
void mb_y_replace(struct mb_buf *text, const struct mb_buf *made);

/** A place in front matter, step by step (a key may hold a "/"). */
struct mb_ypath {
	const char *const *steps;
	size_t n;
};

enum mb_yedit { MB_Y_SET, MB_Y_APPEND, MB_Y_REMOVE };
int mb_matter_edit(struct mb_buf *text, enum mb_yedit what, struct mb_ypath path, const struct mb_node *value,
		   struct mb_error *err);

/** Set a list or map over one of its type by small edits, and anything over its like by none.
 * @return false: not done, text untouched; set it as a whole */
bool mb_matter_fit(struct mb_buf *text, struct mb_ypath path, const struct mb_node *value);

/** The child of a list or map that a step names: a key, or the number of an item. */
#define MB_NOWHERE ((size_t)-1)
size_t mb_y_step(const struct mb_node *n, const char *step);

#endif
