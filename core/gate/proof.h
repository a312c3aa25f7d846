/* Proof: rulings of the past made again, with a note of what that reads (prove.c, envelope.c, check_proof.c). */
#ifndef MB_GATE_PROOF_H
#define MB_GATE_PROOF_H

#include "past.h"

/** A list that was asked for by a field, and documents of that kind whose texts are not at hand: that they do not belong to
 *  the list is the record's word. */
struct proof_word {
	const char *kind, *group, *field, *value; /* group NULL: of any */
	size_t absent;
};

/** How rulings are made again. */
struct proof_reader {
	struct mb_arena *a;
	struct mb_record *rec; /* borrowed */
	struct mb_gate *g; /* of its own, so that nothing is known beforehand; closed by proof_reader_end() */
	struct mb_trace *
		trace; /* borrowed: objects read are noted in it, but for what only keeps documents out of lists; NULL */
	bool complete;	    /* those too */
	const char **paths; /* of files read, each once */
	size_t n_paths;
	struct proof_word *words;
	size_t n_words;
};
void proof_reader_begin(struct proof_reader *r, struct mb_arena *a, struct mb_record *rec);
void proof_reader_end(struct proof_reader *r);

/** A change of the past and what became of making its ruling again. */
struct remade {
	struct mb_commit commit;
	struct message_claim claim; /* of a change that passed no gate: empty, event 0 */
	struct mb_difference *diff;
	size_t n_diff;
	struct mb_ruling ruling; /* as made again */
	const char *differs;	 /* what does; NULL: ruling and files came out the same, byte for byte */
	const char *input;	 /* a path that does; NULL */
};
/** Everything is in the reader's arena. Not MB_OK only when the commit itself does not read. */
int proof_remake(struct remade *out, struct proof_reader *r, const struct mb_oid *id, struct mb_error *err);
/** The last act on a document that records a fact, or else its last act, among the acts of a claim; NULL none. */
const struct message_act *proof_act(const struct message_claim *c, const char *doc);

#endif
