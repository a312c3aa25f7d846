/* A change of the past taken up again, for `verify`, replay and proof. */
#ifndef MB_GATE_PAST_H
#define MB_GATE_PAST_H

#include "gate_impl.h"

struct past {
	struct mb_gate *g;
	struct mb_commit commit, parent;
	struct message_claim claim;
	struct mb_difference *diff; /* of the commit against its parent */
	size_t n_diff;
	/* after past_judge() */
	struct mb_gate then; /* stands where main stood before the change */
	struct mb_actor actor;
	struct draft d;
	struct mb_result result; /* .ruling is the ruling made anew */
};

/** Read a commit that the gate made, and what it changed. MB_EINVAL when it carries no ruling. Everything is in the arena. */
int past_open(struct past *p, struct mb_arena *a, struct mb_gate *g, const struct mb_oid *id,
	      struct mb_error *err);
/** Judge it again: under these rules, or (NULL) under those that were in force then. The draft then holds the files that rules
 *  and effects make of it. @return MB_OK; MB_EREFUSED with result.ruling; MB_EINVAL the rules named were not in force */
int past_judge(struct past *p, struct mb_arena *a, struct mb_rules *rules, struct mb_error *err);
void past_close(struct past *p);

#endif
