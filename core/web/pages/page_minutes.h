/* Inside core/web: taking minutes. The form is a list of named fields, kept as such while minutes are taken (drafts.c):
 *
 *	time place chair public others      as typed
 *	p-PERSON, p-PERSON-who              how a member came (present apologies substitute absent), and who came instead
 *	i-KEY-person -item -interest -effect   one declared interest
 *	t-KEY-number -title -paper -late -urgent -text   one item; late: what would put it in order
 *	t-KEY-d-KEY-text -outcome -for -against -abstain -dissent   a decision of it
 *	t-KEY-a-KEY-what -owner -due        an action of it
 *
 * A field that was not sent is one that was not changed: a radio that nobody chose, a row that another page added. */
#ifndef MB_WEB_PAGE_MINUTES_H
#define MB_WEB_PAGE_MINUTES_H

#include "accounts.h"
#include "show.h"

#include <minutebook/reading.h>

struct take_person {
	const char *id, *name, *role, *body; /* body: on whose behalf; NULL */
	bool voting;
};

struct taking {
	struct web_req *q;
	const char *id, *title, *group, *group_title;
	mb_day date;
	const char *time, *place;
	const char *minutes; /* filed already: id; NULL */
	struct take_person *people;
	size_t n_people;
	struct web_pairs fields;
	long base;	  /* the version of the draft that they are a change of; 0: there was none */
	struct draft now; /* as it stands in the store */
};

/* ---- fields (page_minutes_fields.c) ---------------------------------------------------------------------- */

const char *take_get(const struct web_pairs *f, const char *name); /* NULL: not sent */
/** The field of a row: take_of(t, "t-1-d-2", "text"); "" when it was not sent. */
const char *take_of(const struct taking *t, const char *row, const char *field);
void take_set(struct mb_arena *a, struct web_pairs *f, const char *name, const char *value);
/** What of a form belongs to minutes: tokens, buttons and strangers' fields are left out. */
struct web_pairs take_own_fields(struct mb_arena *a, const struct web_pairs *form);
const char *take_encode(struct mb_arena *a, const struct web_pairs *f);
int take_decode(struct web_pairs *out, struct mb_arena *a, const char *text, struct mb_error *err);
/** Keys of the rows below a prefix ("t-", "t-1-d-"), in the order in which they first occur: "t-1", "t-2". */
size_t take_rows(const char ***out, struct mb_arena *a, const struct web_pairs *f, const char *prefix);
/** One more row, empty: "t-1-d-x7". False: this is no name of a row. */
bool take_add(struct mb_arena *a, struct web_pairs *f, const char *row);
/** A key that nobody else has made. */
const char *take_key(struct mb_arena *a);
/** Is anything but blanks in this row? Words that the page itself put there do not count. */
bool take_filled(const struct taking *t, const char *row);
bool take_same(const struct web_pairs *x, const struct web_pairs *y);

struct take_clash {
	const char *name, *mine, *theirs;
};
/** Join what two people changed of one form. What both changed is in clashes, and in out as theirs. */
void take_merge(struct web_pairs *out, struct take_clash **clashes, size_t *n, struct mb_arena *a,
		const struct web_pairs *base, const struct web_pairs *mine, const struct web_pairs *theirs);

/* ---- from the record (page_minutes_from.c) --------------------------------------------------------------- */

/** The meeting of the address, for somebody who may file its minutes. MB_ENOTFOUND to all others. */
int take_open(struct taking *t, struct web_req *q, struct mb_error *err);
/** Fields that a form begins with; of one that was begun, items that have come onto the agenda since. */
int take_prepare(struct taking *t, struct mb_error *err);

/* ---- into a text (page_minutes_text.c) ------------------------------------------------------------------- */

struct take_problem {
	const char *text, *field; /* field: the id of its control */
};
/** The form as minutes. Problems are what only the person who takes them can put right. */
void take_form(struct mb_minutes_form *out, struct take_problem **problems, size_t *n, struct taking *t);

struct take_quorum {
	const char *line; /* NULL: the rules in force count none */
	bool short_of;
};
/** As the gate would count it if a decision were recorded now, and for each item in which somebody declared an interest. */
int take_quorum(struct take_quorum *out, struct taking *t, struct mb_error *err);

/* ---- as a page (page_minutes_form.c) --------------------------------------------------------------------- */

int take_page(struct web_req *q, struct web_res *res, struct taking *t, const struct take_problem *problems,
	      size_t n_problems, struct mb_error *err);
int take_clash_page(struct web_req *q, struct web_res *res, struct taking *t, const struct web_pairs *merged,
		    const struct take_clash *clashes, size_t n, struct mb_error *err);
/** The choices of that page, put into t->fields. */
void take_settle(struct taking *t);
const char *take_saved_words(struct taking *t); /* "Saved 10:05 by Priya Nair"; NULL: nothing is saved */
const char *take_href(struct web_req *q, const char *meeting);

#endif
