/* The small world in which the attacks on the rules host are tried: a board, an executive that reports to it and to which it
 * reports (a circle), three people, a meeting, one paper that its chair approves on 7 May 2026. */
#ifndef ATTACK_WORLD_H
#define ATTACK_WORLD_H

#include "minutebook/rules.h"

void world_open(void); /* reads the standard rules; ends the process when they are not there */
void world_close(void);
/** Load words, standard requirements, the world and its innocent rules, and one file more (NULL: none). */
int world_load(struct mb_rules **out, const struct mb_rules_file *more, struct mb_error *err);

/** The record before and after, and the calendar, for one set of rules. */
struct world {
	struct mb_view *base, *after;
	struct mb_calendar *calendar;
};
/** Judge the chair's approval. The ruling lives as long as the arena and the world, which is ended with world_done()
 *  whatever came of it. */
int world_judge(struct mb_ruling *out, struct world *w, struct mb_arena *a, struct mb_rules *rules,
		struct mb_error *err);
void world_done(struct world *w);

#endif
