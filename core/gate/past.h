/* A change of the past taken up again, for `verify`, replay and proof. */
#ifndef MB_GATE_PAST_H
#define MB_GATE_PAST_H

#include "gate_impl.h"

struct past {
	struct mb_gate *g;
	struct mb_record *rec; /* where it lies: the record, or its attempts */
	struct mb_commit commit, parent;
	struct message_claim claim;
	struct mb_difference *diff; /* of the commit against its parent */
	size_t n_diff;
	/** How a tree is looked at while judging; NULL: through the gate's cache. Set between past_open() and past_judge(). */
	int (*look)(struct mb_view **out, struct past *p, const struct mb_oid *tree,
		    const struct mb_schema *s, struct mb_error *err);
	void *look_arg;
	gate_seen seen; /* of the draft; NULL */
	void *seen_ctx;
	bool ruling_only; /* the files that effects would write are not made. Set as `look` is. */
	/* after past_judge() */
	struct mb_gate then; /* stands where main stood before the change */
	struct mb_actor actor;
	struct draft d;
	struct mb_result result; /* .ruling is the ruling made anew */
};

/** Read a commit that the gate made, and what it changed. MB_EINVAL when it carries no ruling. Everything is in the arena.
 * @param rec  the record (NULL), or its attempts */
int past_open(struct past *p, struct mb_arena *a, struct mb_gate *g, struct mb_record *rec,
	      const struct mb_oid *id, struct mb_error *err);
/** Judge it again: under these rules, or (NULL) under those that were in force then. The draft then holds the files that rules
 *  and effects make of it, unless the ruling alone is asked for. @return MB_OK; MB_EREFUSED with result.ruling; MB_EINVAL the rules named were not in force */
int past_judge(struct past *p, struct mb_arena *a, struct mb_rules *rules, struct mb_error *err);
void past_close(struct past *p);
bool past_enacts(const struct past *p); /* does it bring rules into force? */
/** The first line in which two canonical rulings differ, in words; NULL: none. */
const char *past_difference(struct mb_arena *a, const char *stored, const char *made);
/** First-parent ids of main, oldest first. */
int past_chain(struct mb_oid **out, size_t *n, struct mb_arena *a, struct mb_gate *g, struct mb_error *err);

/** Prepare the draft of an enactment of the past (its files are in the draft) for the engine to judge again: its last entry
 *  is testimony, all else is made anew (enact.c). */
int enact_again(struct draft *d, const struct mb_oid *rules_tree, struct mb_error *err);

#endif
