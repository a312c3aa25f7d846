/* Inside the trail: steps gathered from one document after the other. */
#ifndef MB_TRAIL_IMPL_H
#define MB_TRAIL_IMPL_H

#include "registers_impl.h"

/** A decision, and from which of its sides others may still be found: a body that took up two matters joins them not. */
struct matter {
	const struct mb_doc *doc;
	bool back, forth;
};
struct trail {
	const struct look *l;
	struct mb_trail *out;
	mb_day last;	/* of the step before: what has no date comes behind it */
	mb_day *placed; /* the day that each step is sorted by */
	size_t n_placed;
	const struct mb_doc *paper; /* NULL: there is none */
	struct matter *decisions;   /* on the matter, by date */
	size_t n_decisions;
};

/** A step; group NULL: of no body. Texts are kept as they are. */
struct mb_trail_step *trail_step(struct trail *t, mb_day date, const char *group, const char *what,
				 const char *outcome, const struct mb_doc *doc);
/** Versions of a document that count at both clocks, oldest first. */
size_t trail_history(struct mb_version_row **rows, struct trail *t, const struct mb_doc *d);
int trail_of_paper(struct trail *t, struct mb_error *err);
int trail_of_agendas(struct trail *t, struct mb_error *err);
int trail_of_decision(struct trail *t, const struct mb_doc *d, struct mb_error *err);
int trail_of_reports(struct trail *t, const struct mb_doc *subject, struct mb_error *err);
int trail_of_actions(struct trail *t, const struct mb_doc *decision, struct mb_error *err);

#endif
