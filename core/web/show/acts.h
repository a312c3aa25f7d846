/* What a move asks for, as its declaration says: fields to type, read back as evidence; and which findings only lack that (asks.c). */
#ifndef MB_WEB_ACTS_H
#define MB_WEB_ACTS_H

#include "show.h"

/** What the form, else the address, says of a field; NULL when empty. */
const char *acts_given(struct web_req *q, const char *name);
/** The fields that a move asks for, and the reason, which every act may have. m NULL: a sign-off. */
int acts_fields(struct web_req *q, struct tpl_map *page, const struct mb_doc *d, const struct mb_move *m,
		struct mb_error *err);
/** What was typed, as mb_gate_move() takes it; NULL: nothing. */
struct mb_node *acts_evidence(struct web_req *q, const struct mb_kind *k, const struct mb_move *m);
/** Is nothing in the way but what is asked for here? */
bool acts_only_asked(const struct mb_ruling *r, const char *doc, const struct mb_move *m);
/** A ruling without what is asked for here. */
struct mb_ruling acts_unasked(struct web_req *q, const struct mb_ruling *r, const char *doc,
			      const struct mb_move *m);
/** What is still missing, in words. */
const char *acts_missing(struct web_req *q, const struct mb_ruling *r);
/** What was typed, to be read and copied; NULL: nothing. */
const char *acts_kept(struct web_req *q, const struct mb_kind *k, const struct mb_move *m);

#endif
