/* Declared fields in forms: what people type becomes values, values become what a form shows. For any kind, by its declaration.
 *
 * In a form a field is named "f-<name>" (a date "f-<name>-day" ...; a row's "f-<name>-<row>-<column>"), and a hidden "shown" says
 * that it is there: what is not shown is left alone. What is typed is kept as pairs of names and texts, also when it is no value. */
#ifndef MB_WEB_FIELDS_H
#define MB_WEB_FIELDS_H

#include "show.h"

#define FIELD_LINE_MAX 10000  /* bytes of a text of one line; the gate bounds the document */
#define FIELD_TEXT_MAX 200000 /* of a long one, or a list */
#define FIELD_ROWS_MAX 200

struct entry {
	const struct mb_field *f;
	const char *name, *label, *problem; /* problem: what is wrong with what was typed; NULL */
	bool shown;
	bool beside;		     /* of every document: who may read it */
	const struct mb_node *value; /* NULL: empty */
};
struct entries {
	const struct mb_kind *kind;
	struct entry *list;
	size_t n;
	bool wrong; /* one of them has a problem */
};

/** What people may type of a kind, the title first, then what its register shows, then the rest; last who may read it.
 *  Left out: what only moves and minutes change, and rows whose columns nobody declared. d: its values; NULL: none yet. */
void fields_of(struct entries *out, struct web_req *q, const struct mb_kind *k, const struct mb_doc *d);
/** Values from a version of the document in place of those there. */
void fields_take(struct entries *e, struct web_req *q, const struct mb_node *root);
/** It belongs to no group: it stands at the top, or is a group itself. */
bool fields_groupless(const struct mb_kind *k);
/** Can a form make one? Not when it must have something that only moves and minutes set. */
bool fields_make(const struct mb_kind *k);

/** What a form shows of the values. */
struct web_pairs fields_pairs(struct web_req *q, const struct entries *e);
/** What was typed, as values. Those not shown keep theirs. Problems are said in the entries. */
int fields_read(struct entries *e, struct web_req *q, const struct web_pairs *typed, struct mb_error *err);

/** The fields, as typed, in sections of the form; problems in the list above, linked. more: name of rows to show one more of. */
int fields_show(struct web_req *q, struct tpl_map *page, const struct entries *e,
		const struct web_pairs *typed, const char *more, struct mb_error *err);
/** The same unseen, to come back with the next form. */
void fields_hide(struct web_req *q, struct tpl_map *page, const struct web_pairs *typed);
void fields_problem(struct tpl_map *page, const char *text, const char *href);

/** The values as a map for a new document. */
struct mb_node *fields_map(struct web_req *q, const struct entries *e);
/** Put the values into a document's text: what is the same stays byte for byte. */
int fields_write(struct mb_buf *text, struct web_req *q, const struct entries *e, struct mb_error *err);
/** A value in words, for comparing two by eye. */
const char *fields_words(struct web_req *q, const struct mb_field *f, const struct mb_node *value);

/* ---- in registers (register_fields.c) --------------------------------------------------------------------- */

/** What the query asks of fields of a kind (NULL: none), added to the question. */
void register_where(struct mb_register_ask *ask, struct web_req *q, const struct mb_kind *k);
/** Their fields in the filter; and what is chosen of them, with a way to take it out. @return whether anything is */
int register_put_fields(struct web_req *q, struct tpl_map *filter, const struct mb_kind *k,
			struct mb_error *err);
bool register_put_chosen(struct web_req *q, struct tpl_map *filter, const struct mb_kind *k);
/** The rows as one JSON array, each an object on a line of its own. */
int register_json(struct web_req *q, struct web_res *res, const struct mb_register *r, struct mb_error *err);

/* among fields*.c */
void pairs_put(struct web_req *q, struct web_pairs *p, const struct entry *x);
const char *pairs_get(const struct web_pairs *p, const char *name); /* NULL: not there */
const char *pairs_at(const struct web_pairs *p, const char *name, size_t i);
size_t pairs_rows(const struct web_req *q, const struct web_pairs *p, const char *name);
bool field_by_lines(const struct mb_field *f); /* one a line */

#endif
