/* What the files of this room share. */
#ifndef MB_SCHEMA_IMPL_H
#define MB_SCHEMA_IMPL_H

#include <minutebook/schema.h>

#define MB_GROUP_FILE "group" /* the kind whose file_name this is, is the group itself */

/* ---- kinds.c --------------------------------------------------------------------------------------------- */

bool mb_is_group_kind(const struct mb_kind *k);
const struct mb_kind *mb_group_kind(const struct mb_schema *s); /* NULL: none declared */
const char *mb_an(const char *noun);				/* "a" or "an" */
/** "; did you mean 'x'?" or "". */
const char *mb_meant(struct mb_arena *a, const char *word, const char *const *words, size_t n);
bool mb_yes(const char *text, bool otherwise); /* true, yes; false, no; anything else: otherwise */

/* ---- place.c: what a path or an id says by its shape alone ------------------------------------------------ */

/** CTB-2005-D014 taken apart, in the case it ought to have. */
struct mb_idparts {
	char code[16], letter;
	int year;
	unsigned number;
	size_t n; /* bytes it took */
};
/** Read an id at the start of s, in any case; what follows must be the end or a hyphen. */
bool mb_id_read(struct mb_idparts *out, const char *s);
char *mb_id_write(struct mb_arena *a, const char *code, int year, char letter, unsigned number);
bool mb_slug_ok(const char *s);
bool mb_code_ok(const char *s);
/** Is s name, or name-2, name-3 ...? number receives 0, 2, 3 ... */
bool mb_name_numbered(unsigned *number, const char *s, const char *name);

/** Take a path apart without a view. at.id is NULL for what lives in a group (its code is not in the path).
 *  MB_ENOTFOUND: no kind's place. MB_EINVAL: meant to be one, but folder, year or letter is wrong. */
int mb_place_of_path(struct mb_address *at, const char **code, struct mb_arena *a, const struct mb_schema *s,
		     const char *path, struct mb_error *err);
/** The path of something with these parts; meeting is a path for MB_LIVES_IN_MEETING, the meeting's own. */
const char *mb_place_path(struct mb_arena *a, const struct mb_address *at, const char *meeting_path);
/** "terms-of-reference", "terms-of-reference-2": the name of the file, without .md, of what lives in a group. */
const char *mb_name_in_group(struct mb_arena *a, const struct mb_address *at);
/** Where documents of a kind live, in words for people: groups/<group>/papers/<year>/<CODE>-<year>-P<number>.md */
const char *mb_place_pattern(struct mb_arena *a, const struct mb_kind *k);

/* ---- doc.c ----------------------------------------------------------------------------------------------- */

/** mb_doc_parse() of a text whose front matter was read already, into the same arena; known NULL: it was not.
 * @param like  another version of the same document: where it binds the same, its hash is taken over; NULL: none at hand */
int mb_doc_read(struct mb_doc **out, struct mb_arena *a, const struct mb_schema *s, const char *path,
		struct mb_str raw, const struct mb_matter *known, const struct mb_doc *like,
		struct mb_error *err);

/* ---- bound.c --------------------------------------------------------------------------------------------- */

/** Do both bind the same, so that their hashes must be the same? They are of kind k. */
bool mb_bound_same(const struct mb_kind *k, const struct mb_doc *a, const struct mb_doc *b);
/** The hash of what a sign-off binds. MB_EINVAL: too large. */
int mb_bound_text(char out[MB_SHA256_HEX], const struct mb_kind *k, const struct mb_node *root,
		  struct mb_str body, struct mb_error *err);

/* ---- query.c --------------------------------------------------------------------------------------------- */

void mb_sort_paths(const char **paths, size_t n);
/** Tell each value for which mb_query_fits() says yes of this field, perhaps more than once. */
void mb_query_values(const struct mb_doc *d, const char *field, void (*each)(void *ctx, const char *value),
		     void *ctx);

/* ---- check_value.c --------------------------------------------------------------------------------------- */

struct mb_check {
	const struct mb_doc *d;
	struct mb_view *v;
	struct mb_arena *a;
	struct mb_error *err;
};
/** MB_EINVAL "<path> line N: ...". */
int mb_wrong(const struct mb_check *c, const struct mb_node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
int mb_check_value(const struct mb_check *c, const struct mb_field *f, const struct mb_node *value);
int mb_check_person(const struct mb_check *c, const char *name, const struct mb_node *value);
int mb_check_group(const struct mb_check *c, const char *name, const struct mb_node *value);

/* ---- audience.c ------------------------------------------------------------------------------------------ */

int mb_check_audience(const struct mb_check *c, const struct mb_node *value);

/* ---- view.c, view_over.c --------------------------------------------------------------------------------- */

struct mb_group_code {
	const char *slug, *code; /* code NULL: the group has none */
};
/** What a view found out once. */
/** The highest number given to documents of a kind in a group and year. */
struct mb_highest {
	const struct mb_kind *kind;
	const char *group;
	int year;
	unsigned number;
};

struct mb_known {
	struct mb_group_code *codes;
	size_t n_codes;
	bool codes_read, partnership_read;
	struct mb_partnership partnership;
	struct mb_highest *highest;
	size_t n_highest;
};
struct mb_known *mb_known(struct mb_view *v);

/** The document at a path. MB_ENOTFOUND names the path only. */
int mb_view_at(const struct mb_doc **out, struct mb_view *v, const char *path, struct mb_error *err);
/** What v is laid over; NULL if nothing. */
struct mb_view *mb_view_under(const struct mb_view *v);
/** Does v itself hold (or remove) this path? */
bool mb_view_overlays(const struct mb_view *v, const char *path);
/** The i-th path that it holds or removes; NULL: there is none, or v is laid over nothing. */
const char *mb_view_overlaid(const struct mb_view *v, size_t i);
/** Does it hold (or remove) any file <name>.md, wherever it lies? */
bool mb_view_overlays_name(const struct mb_view *v, const char *name);

/* ---- cache.c: what tree views share ------------------------------------------------------------------------ */

struct mb_listing {
	const char **paths; /* of files that are the place of the kind, sorted within their folder only */
	struct mb_oid *ids;
	size_t n;
};
void mb_cache_view_begins(struct mb_cache *c);
void mb_cache_view_ends(struct mb_cache *c);
struct mb_arena *mb_cache_arena(struct mb_cache *c);
/** NULL: not there. What is put is in the cache's arena. */
struct mb_doc *mb_cache_doc(struct mb_cache *c, const struct mb_schema *s, const char *path,
			    const struct mb_oid *blob);
/** Parse a text that is in the cache's arena, and keep the document under its bytes. */
int mb_cache_read(struct mb_doc **out, struct mb_cache *c, const struct mb_schema *s, const char *path,
		  struct mb_str raw, const struct mb_matter *known, struct mb_error *err);
/** The same for its bytes at a path, whatever their id. */
struct mb_doc *mb_cache_text(const struct mb_cache *c, const struct mb_schema *s, const char *path,
			     struct mb_str raw);
void mb_cache_put_doc(struct mb_cache *c, const struct mb_schema *s, const char *path,
		      const struct mb_oid *blob, struct mb_doc *d);
const struct mb_listing *mb_cache_listing(struct mb_cache *c, const struct mb_kind *k, const char *folder,
					  const struct mb_oid *tree);
void mb_cache_put_listing(struct mb_cache *c, const struct mb_schema *s, const struct mb_kind *k,
			  const char *folder, const struct mb_oid *tree, const struct mb_listing *l);
/** The partnership as a blob says it; kept is false when it is not there. */
bool mb_cache_partnership(struct mb_partnership *out, struct mb_cache *c, const struct mb_oid *blob);
void mb_cache_put_partnership(struct mb_cache *c, const struct mb_oid *blob, const struct mb_partnership *p);

/* ---- follow.c -------------------------------------------------------------------------------------------- */

struct mb_follow;
struct mb_follow *mb_follow_new(void);
void mb_follow_free(struct mb_follow *f);
void mb_follow_forget(struct mb_follow *f, const struct mb_schema *s);
/** Stand at a tree; read from rec. A failure leaves it where it was. */
int mb_follow_to(struct mb_follow *f, struct mb_record *rec, const struct mb_oid *tree, struct mb_error *err);
bool mb_follow_stands(const struct mb_follow *f, const struct mb_oid *tree);
/** The difference of two trees, for the next step, so that it need not be found out again. */
void mb_follow_tell(struct mb_follow *f, const struct mb_oid *from, const struct mb_oid *to,
		    const struct mb_difference *diff, size_t n);
/** A file (not a folder) of the tree. */
bool mb_follow_file(struct mb_oid *blob, unsigned *mode, const struct mb_follow *f, const char *path);
/** How it reads. a NULL: the document is to live on. */
struct mb_follow_reader {
	const struct mb_schema *schema;
	int (*parse)(struct mb_doc **out, void *ctx, struct mb_arena *a, const char *path,
		     const struct mb_oid *blob, struct mb_error *err);
	void *ctx;
};
/** Paths of the documents of k that match, sorted; they live as long as f. known false: it cannot say. */
int mb_follow_list(bool *known, const char ***paths, size_t *n, struct mb_arena *a, struct mb_follow *f,
		   const struct mb_follow_reader *r, const struct mb_kind *k, const struct mb_query *q,
		   struct mb_error *err);
/** The one that views of this cache share. */
struct mb_follow *mb_cache_follow(struct mb_cache *c);

/* ---- view_tree.c ------------------------------------------------------------------------------------------- */

/** The cache of a view of a tree; NULL when it has none, or is no view of a tree. */
struct mb_cache *mb_view_cache(struct mb_view *v);
/** ... and the blob at a path; NULL when it has none. */
struct mb_cache *mb_tree_view_cache(struct mb_view *v, struct mb_oid *blob, const char *path);

/* ---- groups.c -------------------------------------------------------------------------------------------- */

int mb_group_codes(const struct mb_group_code **out, size_t *n, struct mb_view *v, struct mb_error *err);
/** By slug or (any case) by code. MB_ENOTFOUND with a suggestion. */
int mb_group_find(const struct mb_group_code **out, struct mb_view *v, const char *slug_or_code,
		  struct mb_error *err);
/** ... which must have a code: MB_EINVAL. */
int mb_group_coded(const struct mb_group_code **out, struct mb_view *v, const char *slug_or_code,
		   struct mb_error *err);
int mb_group_doc(const struct mb_doc **out, struct mb_view *v, const char *slug_or_code,
		 struct mb_error *err);
/** One row's `from` and `until`: is it in force? MB_EINVAL names the row's line. */
int mb_row_in_force(bool *out, mb_day *from, mb_day *until, const char *path, const struct mb_node *row,
		    mb_day on, struct mb_error *err);

/* ---- roles.c --------------------------------------------------------------------------------------------- */

int mb_people_ids(const char ***ids, size_t *n, struct mb_arena *a, struct mb_view *v, struct mb_error *err);
/** MB_OK; MB_ENOTFOUND with a suggestion. */
int mb_person_known(struct mb_view *v, const char *id, struct mb_error *err);

#endif
