/* A countdown in the making: what it needs (plan.c), and by when (countdown.c). */
#ifndef MB_GATE_PLAN_H
#define MB_GATE_PLAN_H

#include "ahead.h"

/* An act of the countdown, and the supposed record it is done in. */
struct planned {
	struct ahead_act act;
	struct ahead before;
	size_t needed_by; /* number of a step, from 1; 0: of none */
	size_t usual;	  /* the person who could do it last time it was asked */
	struct mb_step s;
};

struct plan {
	struct mb_arena *a;
	struct mb_gate *g;
	struct ahead world; /* everything planned so far is done in it */
	struct mb_instant now;
	mb_day today, date;
	const struct mb_doc *meeting;
	struct planned *steps;
	size_t n;
};

/** The best ruling that any of the people who may do it gets, tried from the usual one on; *who is his number. */
int plan_fare(struct mb_ruling *best, size_t *who, struct mb_arena *a, struct ahead *w,
	      const struct ahead_act *x, struct mb_instant at, size_t usual, struct mb_error *err);
const char *plan_act_words(struct plan *p, const struct ahead_act *x, const char *doc);
/** Put the acts on the list that the agendas, and the minutes, of the meeting still need. */
int plan_agenda(struct plan *p, const char *id, struct mb_error *err); /* of one agenda and its papers */
int plan_agendas(struct plan *p, struct mb_error *err);
int plan_minutes(struct plan *p, struct mb_error *err);

#endif
