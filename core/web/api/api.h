/* Inside core/web: the JSON API. What a call takes and gives is said once, in tables: requests are checked against them, and
 * /api/v1/openapi.json is made of them (openapi.c), so that neither can say what the other does not. */
#ifndef MB_WEB_API_H
#define MB_WEB_API_H

#include "web.h"

#include <minutebook/exchange.h>
#include <minutebook/registers.h>

enum api_type {
	API_TEXT,
	API_DAY,   /* "2005-10-11" */
	API_TIME,  /* a moment: "2005-10-11T09:00:00+01:00" */
	API_WHOLE, /* a whole number */
	API_BOOL,
	API_TEXTS,  /* a list of texts */
	API_SHAPE,  /* an object of `shape` */
	API_LIST,   /* a list of objects of `shape` */
	API_FIELDS, /* a document's own fields, as its kind declares them */
	API_ANY,
};
enum {
	API_MUST = 1, /* must be there */
	API_NULL = 2, /* may be null */
	API_MANY = 4, /* of a query: may be given several times */
};
struct api_shape;
struct api_field {
	const char *name;
	enum api_type type;
	unsigned flags;
	const char *about;
	const struct api_shape *shape;
};
#define API_END                                                                                              \
	{                                                                                                    \
		NULL, API_ANY, 0, NULL, NULL                                                                 \
	}
/** An object. fields are ended by API_END. open: it has other keys besides, named by what the record declares. */
struct api_shape {
	const char *name, *about;
	const struct api_field *fields;
	bool open;
};

enum {
	API_CLOCKS = 1, /* takes as-at and known-at */
	API_PAGED = 2,	/* takes limit and cursor */
	API_MATCH = 4,	/* needs If-Match */
};
/** What a route of the API is. Each has one, found by its page. */
struct api_call {
	web_page run;
	const char *id; /* "listDocuments" */
	const char *title, *about;
	unsigned flags;
	const struct api_field *query; /* NULL: none of its own */
	const struct api_shape *body;  /* NULL: none */
	const struct api_shape *answer;
	unsigned status; /* of success; 0: 200 */
};
/** All tables of calls, each ended by one without run. */
extern const struct api_call *const api_call_tables[];
const struct api_call *api_call_of(web_page run); /* NULL */
/** Every route has its call and back; ids are told apart. MB_EINVAL says which. */
int api_check(struct mb_error *err);
const char *api_method(unsigned m); /* "get" */

/** First in each page: the query has nothing that the call does not take. MB_EINVAL. */
int api_begin(struct web_req *q, struct mb_error *err);
/** The body, as the call says it is. MB_EINVAL: no JSON, a field unknown, missing or of another type. */
int api_body(struct mb_json_value *out, struct web_req *q, struct mb_error *err);
const char *api_text(const struct mb_json_value *body, const char *key); /* NULL: absent, null, "" */
bool api_yes(const struct mb_json_value *body, const char *key);
/** A list of texts; *n receives how many. */
const char **api_texts(size_t *n, struct mb_arena *a, const struct mb_json_value *body, const char *key);
/** A day of a body that was checked: MB_NO_DAY when absent. */
mb_day api_day(const struct mb_json_value *body, const char *key);

/** Send j, which is freed. */
int api_done(struct web_req *q, struct web_res *res, struct mb_json *j, struct mb_error *err);
/** Send a refusal, which is freed: problem_json(), added to. */
int api_problem(struct web_res *res, struct mb_json *j, struct mb_error *err);

/* ---- lists ------------------------------------------------------------------------------------------------ */

#define API_ROWS     50
#define API_ROWS_MAX 500
const struct api_field *api_query_part(const struct api_call *c,
				       size_t part); /* own, clocks, pages; NULL past the last */
size_t api_limit(const struct web_req *q);
/** The keys "items" and "next", given what comes next: cursor NULL: nothing. @return the list */
struct mb_json *api_items(struct mb_json *object);
void api_next(struct web_req *q, struct mb_json *object, const char *cursor);
/** `where=field:value`, as often as it is given. MB_EINVAL */
int api_where(struct mb_wherefield **out, size_t *n, struct web_req *q, struct mb_error *err);
/** A list of documents, paged by its last row, so that rows that come or go before it move nothing. */
int api_list_documents(struct mb_json **out, struct web_req *q, const struct mb_ask *ask,
		       struct mb_error *err);
/** A register, likewise. */
int api_list_register(struct mb_json **out, struct web_req *q, const char *name, struct mb_error *err);

/* ---- what several calls give (api_shapes.c) ----------------------------------------------------------------- */

/** The type of a field in a word. */
const char *api_type_word(enum mb_type t);
extern const struct api_shape api_row_shape, api_rows_shape, api_document_shape, api_ruling_shape,
	api_result_shape, api_finding_shape, api_open_shape, api_problem_shape, api_question_shape;
/** Summary of a version: what a list has of a document. */
void api_set_row(struct mb_json *object, const struct mb_version_row *row);
/** A document whole, with what the reader may do with it now. */
struct mb_json *api_document(struct web_req *q, const struct mb_doc *d, const struct mb_version_row *row);
/** "CTB-2005-M001 ...": a change's headline names what it began with, which this reader may not be meant to know. */
const char *api_headline(const struct mb_version_row *row);

#endif
