/* The file that an envelope is: a page for people, a part for programs, a pack. Written by envelope.c, read by check_proof.c.
 *
 *   Minutebook proof 1            the first line
 *   ...                           the page; no line of it looks like what follows
 *   == for the program ==
 *   Document: ID                  then Path, Event, Commit, Rules, Objects: in this order
 *   TYPE ID PATH                  one line an object, in the order of the pack; PATH "-" for a commit
 *   Pack-Bytes: N
 *   Pack-SHA-256: HEX
 *   Page-SHA-256: HEX             of all bytes before this line; the pack begins behind it */
#ifndef MB_GATE_ENVELOPE_H
#define MB_GATE_ENVELOPE_H

#include "proof.h"

#define ENVELOPE_FIRST	 "Minutebook proof 1\n"
#define ENVELOPE_PROGRAM "== for the program ==\n"
#define ENVELOPE_PACK	 "Pack-SHA-256: "
#define ENVELOPE_LAST	 "Page-SHA-256: "

/** The names of objects, as the trees of a commit, of its first parent and of its rules have them; "-" where they name none.
 *  Only trees that are at hand are looked into. */
void envelope_names(const char **names, struct mb_arena *a, struct mb_record *rec,
		    const struct mb_packed *list, size_t n, const struct remade *r);

#endif
