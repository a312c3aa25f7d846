/* A small record with the kinds that registers read (tests/fixtures/registers), laid down file by file: what rules would make
 * of it is not the matter. Groups board (HTB) below executive (HEX); people ann-hale, ben-ode, cleo-marr. */
#ifndef REGISTERS_WORLD_H
#define REGISTERS_WORLD_H

#include <minutebook/registers.h>

struct world {
	char top[64], home[80];
	struct mb_arena *a;
	struct mb_gate *g;
	struct mb_standpoint from; /* today is 2006-03-01 until a test says otherwise */
	struct mb_commit tip;
	const char *rules;
	long event;
	struct mb_file *staged;
	size_t n_staged;
};

void world_open(struct world *w);
void world_close(struct world *w);
/** For the next landing: a whole file; a document of the board (HTB-2005-...) by its fields, ended by a line end each. */
void world_put(struct world *w, const char *path, const char *text);
void world_doc(struct world *w, const char *kind, const char *id, const char *state, const char *fields);
/** Land what was put, as an act of a day, recorded on a day, and look at the record again. */
void world_land(struct world *w, const char *on, const char *recorded);
mb_day world_day(const char *iso); /* NULL: MB_NO_DAY */

/** A whole register; the test fails when it cannot be read. */
struct mb_register world_register(struct world *w, const char *name);
struct mb_register world_ask(struct world *w, const struct mb_register_ask *ask);
/** "HTB-2005-D001 in force; HTB-2005-D002 superseded": one column behind each row's id. */
const char *world_column(struct world *w, const struct mb_register *r, const char *key);
/** All notes, joined by a blank. */
const char *world_notes(struct world *w, const struct mb_register *r);

#endif
