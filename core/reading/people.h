/* Reading who was there: one person, one line, one list. Shared by people.c and attendance.c. */
#ifndef MB_READING_PEOPLE_H
#define MB_READING_PEOPLE_H

#include "read.h"

struct lists { /* where people go */
	struct reader *rd;
	enum people_group group;
	const struct block *b;
	int taken;	       /* from the part at hand */
	bool two_words;	       /* lines hold two names and then a body, without a mark */
	int posts_from;	       /* 1: columns below the names have been read */
	struct mb_str instead; /* who came instead of the person at hand */
};

bool rd_nobody(struct mb_str s); /* "none", "as listed above" */
bool rd_chair_word(struct mb_str s);
bool rd_chair_role(const char *role);
/** "5 Members of the Public": kept as words. true: that is what the line says. */
bool rd_public_line(struct reader *rd, struct mb_str s);
void rd_public_words(struct reader *rd, struct mb_str s);
void rd_flattened(struct lists *l, struct mb_str s);
/** Somebody came for somebody else. */
void rd_stands_in(struct lists *l, struct mb_str who, const char *for_whom);
void rd_take_chair(struct reader *rd, const char *name);
/** A new person in a group's list; pointers into that list may move. */
struct mb_found_person *rd_push(struct lists *l, enum people_group group);
struct mb_found_person *rd_last(struct lists *l, enum people_group group); /* of a group's list; NULL */
/** One person. alone: nobody else stands on the line. false: this is no person. */
bool rd_person(struct lists *l, struct mb_str s, bool alone);
size_t rd_marks_in(struct mb_str s, char c); /* how many, brackets not counted */
/** "A, B (Chair), C and D" */
void rd_run_on(struct lists *l, struct mb_str s);
/** The lines of one block. inlined: the first stood behind the key. false: a line was no part of a list. */
bool rd_people_text(struct lists *l, struct mb_str s, bool inlined);
/** The same, where keys of further lists may stand inside: "A and B Present: C. Apologies: D". */
bool rd_people_run(struct lists *l, struct mb_str s, bool inlined);
/** A table whose cells hold the keys ("Present:", "Apologies:") and the names. @return rows past it, or i if it is none */
size_t rd_people_grid(struct reader *rd, size_t i);

#endif
