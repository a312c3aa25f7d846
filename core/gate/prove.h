/* Inside prove: the chain behind a document (prove.c; a decision's in prove_decision.c). */
#ifndef MB_GATE_PROVE_H
#define MB_GATE_PROVE_H

#include "proof.h"

/** A commit of the first-parent chain. */
struct link {
	struct mb_oid id;
	struct mb_difference *diff;
	size_t n_diff;
};

/** A change made again. */
struct made {
	struct remade r;
	size_t at;    /* in the chain */
	bool at_step; /* told in a step of its own */
};

struct proving {
	struct mb_arena *a;
	struct mb_gate *g;
	struct mb_proof *out;
	const struct mb_doc *doc;
	struct proof_reader reader;
	struct link *chain;
	size_t n_chain;
	struct made **made;
	size_t n_made;
};

/** One more step, resting on a change (NULL: on none): what differs in that differs here. */
struct mb_proof_step *prove_step(struct proving *x, const char *what, const char *doc, const struct made *by);
const char *prove_day(struct proving *x, mb_day day);
/** All changes to a file, oldest first, each made again. */
int prove_history(struct made ***out, size_t *n, struct proving *x, const char *path, struct mb_error *err);
/** The last of them that made this event of the document (NULL: any). */
const struct made *prove_act(struct made *const *history, size_t n, const char *doc, const char *event);
void prove_ruling(struct proving *x, struct made *m, const char *doc);
int prove_rules(struct proving *x, const struct made *m, struct mb_error *err);
int prove_inputs(struct proving *x, struct mb_error *err);

/** What a decision rests on, recorded by m: papers, notice, attendance, quorum, membership, interests, parameters. */
int prove_decision(struct proving *x, const struct made *m, struct mb_error *err);
/** What became of it: approval of the minutes, ratification, reports up. */
int prove_outcome(struct proving *x, struct mb_error *err);

#endif
