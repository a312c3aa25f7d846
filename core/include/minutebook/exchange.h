/* exchange: what leaves the record in other people's formats. So far: JSON, one object a line (jansson). */
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

/* ---- what the record answers, as JSON --------------------------------------------------------------------- */

/** All fields of a document as keys of an object, typed by the declaration; without id, kind and state. */
void mb_json_set_fields(struct mb_json *object, const struct mb_doc *d);
/** Dates as ISO, people, groups and documents by id (a list where the column holds many), the rest as text, number, true or false. */
void mb_json_set_cell(struct mb_json *object, const struct mb_column *column, const struct mb_cell *c);
/** A row: where it is a whole document all fields of it, then the columns that say more. Freed by the caller. */
struct mb_json *mb_json_register_row(const struct mb_register *r, size_t i);
/** The whole answers, each as one object; freed by the caller. */
struct mb_json *mb_json_trail(const struct mb_trail *t);
struct mb_json *mb_json_stands(const struct mb_stands *s);
struct mb_json *mb_json_map(const struct mb_map *m);

/** Append j as one line, line feed included. MB_OK, or MB_EINVAL when the buffer's maximum is passed. */
int mb_json_line(struct mb_buf *out, const struct mb_json *j, struct mb_error *err);

#endif
