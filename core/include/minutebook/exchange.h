/* exchange: the record in other people's formats. So far: JSON, one object a line, and JSON that strangers send (jansson). */
#ifndef MINUTEBOOK_EXCHANGE_H
#define MINUTEBOOK_EXCHANGE_H

#include <minutebook/base.h>
#include <minutebook/registers.h>
#include <minutebook/text.h>

/* ---- JSON out -------------------------------------------------------------------------------------------- */

/** An object or an array in the making. What is put into another belongs to it; only the outermost is freed. */
struct mb_json;

struct mb_json *mb_json_object(void);
void mb_json_free(struct mb_json *j); /* NULL is fine */

/* Set a key of an object; a key set again is replaced. Bytes that are not UTF-8 become U+FFFD. */
void mb_json_set_text(struct mb_json *object, const char *key, const char *value);  /* NULL: null */
void mb_json_set_str(struct mb_json *object, const char *key, struct mb_str value); /* may hold NUL bytes */
void mb_json_set_int(struct mb_json *object, const char *key, long value);
void mb_json_set_bool(struct mb_json *object, const char *key, bool value);
void mb_json_set_null(struct mb_json *object, const char *key);
void mb_json_set_day(struct mb_json *object, const char *key, mb_day day); /* "2005-10-11"; MB_NO_DAY: null */
/** "45000" as a whole number, "12.5" as a real one; what is no number stays text. */
void mb_json_set_number(struct mb_json *object, const char *key, const char *text);
void mb_json_set_texts(struct mb_json *object, const char *key, const char *const *list, size_t n);
/** A YAML value: maps as objects, lists as arrays, every scalar as text. NULL: null. */
void mb_json_set_node(struct mb_json *object, const char *key, const struct mb_node *node);
struct mb_json *mb_json_set_object(struct mb_json *object,
				   const char *key); /* new and empty; belongs to object */
struct mb_json *mb_json_set_array(struct mb_json *object, const char *key);

void mb_json_push_text(struct mb_json *array, const char *value);
struct mb_json *mb_json_push_object(struct mb_json *array); /* new and empty; belongs to array */
/* value, made apart, belongs to the array or object from now on. */
void mb_json_push(struct mb_json *array, struct mb_json *value);
void mb_json_set(struct mb_json *object, const char *key, struct mb_json *value);
/** What was put under a key; NULL: nothing. Belongs to object. */
struct mb_json *mb_json_under(struct mb_json *object, const char *key);

/* ---- JSON in --------------------------------------------------------------------------------------------- */

enum mb_json_type { MB_J_NULL, MB_J_BOOL, MB_J_WHOLE, MB_J_REAL, MB_J_TEXT, MB_J_LIST, MB_J_OBJECT };

/** A value that somebody sent. */
struct mb_json_value {
	enum mb_json_type type;
	const char *text;  /* MB_J_TEXT; of a number, true and false as it is written */
	long whole;	   /* MB_J_WHOLE; MB_J_BOOL: 1 or 0 */
	const char **keys; /* MB_J_OBJECT: n keys, in their order */
	struct mb_json_value *items;
	size_t n;
};
#define MB_JSON_DEPTH  32
#define MB_JSON_VALUES 20000 /* a form of a thousand rows has fewer; what is counted is commas and brackets */

/** Read one JSON text (RFC 8259). Depth and number of values are looked at before anything is made.
 * @return MB_OK; MB_EINVAL, with the line: no JSON, not UTF-8, a key twice, a NUL or another control character in a text, too
 *         deep, too many values, a number too large */
int mb_json_read(struct mb_json_value *out, struct mb_arena *a, const char *p, size_t n,
		 struct mb_error *err);
const struct mb_json_value *mb_json_get(const struct mb_json_value *object,
					const char *key); /* NULL: absent */
const char *mb_json_word(enum mb_json_type t);		  /* "a text", "a list" ... */
/** As the front matter of a document would have it; keys whose value is null are left out. */
struct mb_node *mb_json_node(struct mb_arena *a, const struct mb_json_value *v);

/* ---- what the record answers, as JSON --------------------------------------------------------------------- */

/** Is what is said of this document (an id) for whoever asks? NULL in its place: everything is. */
typedef bool (*mb_json_may)(void *ctx, const char *doc);
/** All fields of a document as keys of an object, typed by the declaration; without id, kind and state. Documents that a field
 *  names and may() says no to are left out. */
void mb_json_set_fields(struct mb_json *object, const struct mb_doc *d, mb_json_may may, void *ctx);
/** Dates as ISO, people, groups and documents by id (a list where the column holds many), the rest as text, number, true or false. */
void mb_json_set_cell(struct mb_json *object, const struct mb_column *column, const struct mb_cell *c);
/** A row: where it is a whole document all fields of it, then the columns that say more. Freed by the caller. */
struct mb_json *mb_json_register_row(const struct mb_register *r, size_t i, mb_json_may may, void *ctx);
/** The whole answers, each as one object; freed by the caller. */
struct mb_json *mb_json_trail(const struct mb_trail *t);
struct mb_json *mb_json_stands(const struct mb_stands *s);
struct mb_json *mb_json_map(const struct mb_map *m);

/* ---- what came of an act ---------------------------------------------------------------------------------- */

/** "findings": what the rules found. doc NULL: of every document that may() says yes to. */
void mb_json_set_findings(struct mb_json *object, const struct mb_ruling *r, const char *doc, mb_json_may may,
			  void *ctx);
void mb_json_set_question(struct mb_json *object, const struct mb_question *q);
/** id, landed, unchanged, event, headline, touched, questions, notes, findings, effects. doc: what it was done to; NULL: the first
 *  that was touched. may NULL: all; else what is said of documents it says no to is left out. */
void mb_json_set_result(struct mb_json *object, const char *doc, const struct mb_result *r, mb_json_may may,
			void *ctx);

/** Append j as one line, line feed included. MB_OK, or MB_EINVAL when the buffer's maximum is passed. */
int mb_json_line(struct mb_buf *out, const struct mb_json *j, struct mb_error *err);

#endif
