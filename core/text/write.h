/* Values to YAML text that reads back as the same values. */
#ifndef MB_TEXT_WRITE_H
#define MB_TEXT_WRITE_H

#include "ytree.h"

/* Texts longer than this always stand in double quotes on one line. */
#define MB_Y_LONG 100

/** A text in the quotes it had (style), or in those it needs. flow: inside brackets, where less may stand unquoted. */
void mb_y_put_text(struct mb_buf *out, const struct mb_node *text, enum mb_ystyle style, bool flow);
void mb_y_put_key(struct mb_buf *out, const char *key);
/** Any value on one line. */
void mb_y_put_flow(struct mb_buf *out, const struct mb_node *n);
/** Does this value stand on one line behind its key or dash? */
bool mb_y_one_line(const struct mb_node *n);
/** What stands behind a "key:" or "-" whose own column is col, without a line end after the last line. */
void mb_y_put_behind(struct mb_buf *out, const struct mb_node *n, size_t col, const char *lf);
/** The keys of a map as lines; the first stands where we are, in column col. */
void mb_y_put_entries(struct mb_buf *out, const struct mb_node *map, size_t col, const char *lf);
/** A text of several lines as a "|" scalar from its "|" on, line end included. @return false: not one that can be */
bool mb_y_put_literal(struct mb_buf *out, const char *text, size_t col, const char *lf);
void mb_y_pad(struct mb_buf *out, size_t columns);

#endif
