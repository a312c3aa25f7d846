/* The gate in the future tense: acts that nobody has done are supposed and judged. Nothing is written. */
#ifndef MB_GATE_AHEAD_H
#define MB_GATE_AHEAD_H

#include "gate_impl.h"

/** The record as it would be after some supposed acts. */
struct ahead {
	struct mb_gate *g;
	struct mb_arena *a;
	struct mb_file *files; /* laid over main's tip; their bytes are in the arena */
	size_t n;
	struct mb_view *view;		    /* made when asked for */
	const struct mb_calendar *calendar; /* the record's, unless another is to be counted by */
	size_t *judged;			    /* counts judgements; shared by forks */
};

/** An act that may be supposed. */
struct ahead_act {
	const char *doc;		    /* its id; NULL: a document that is not there yet */
	const char *move;		    /* NULL for a sign-off; of a new document the move from "new" */
	const char *role;		    /* of a sign-off */
	const char *kind, *group, *meeting; /* of a new document */
	int year;
};

void ahead_begin(struct ahead *w, struct mb_arena *a, struct mb_gate *g, size_t *judged);
/** A second world that starts where this one is. */
void ahead_fork(struct ahead *out, const struct ahead *w);
void ahead_end(struct ahead *w);
int ahead_view(struct mb_view **out, struct ahead *w, struct mb_error *err);

/** The ruling over an act by a person at a moment; in the arena given. reason may be NULL. */
int ahead_judge(struct mb_ruling *out, struct mb_arena *a, struct ahead *w, const struct ahead_act *x,
		const char *by, struct mb_instant at, const char *reason, struct mb_error *err);
/** Of the minutes from `low` (at which nothing is unmet) to `high` (at which something is) of one day the first that is too late,
 *  supposing that what is too late stays so for the rest of the day. */
int ahead_too_late(int *minute, struct ahead *w, const struct ahead_act *x, const char *by, mb_day day,
		   int low, int high, struct mb_error *err);
/** Is a finding left unmet? A fact that would enter marked is no lawful act either. */
bool ahead_unmet(const struct mb_finding *x);
size_t ahead_count_unmet(const struct mb_ruling *r);
/** Suppose it done, whatever the rules say. doc (may be NULL) receives the id of a new document. */
int ahead_do(const char **doc, struct ahead *w, const struct ahead_act *x, const char *by,
	     struct mb_instant at, struct mb_error *err);
/** Lay a file over it as it is given (its bytes are copied). */
void ahead_lay(struct ahead *w, const struct mb_file *f);
/** The day on or after `from` and before `end` on which daily rules first have something to say of a document; MB_NO_DAY never. */
int ahead_chased(mb_day *out, struct ahead *w, const char *doc, mb_day from, mb_day end,
		 struct mb_error *err);

/** People who may do it on a day, in the order of the roles that the rules name. */
struct ahead_person {
	const char *person, *role;
};
int ahead_people(struct ahead_person **out, size_t *n, struct mb_arena *a, struct ahead *w,
		 const struct ahead_act *x, mb_day on, struct mb_error *err);

#endif
