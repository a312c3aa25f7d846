/* schema: kinds and fields as the record's rules declare them; documents read and checked against them; views of the
 * record at one moment; people, groups, reporting lines, parameters, calendar. */
#ifndef MINUTEBOOK_SCHEMA_H
#define MINUTEBOOK_SCHEMA_H

#include <minutebook/base.h>
#include <minutebook/record.h>
#include <minutebook/text.h>

/* ---- what is declared ------------------------------------------------------------------------------------ */

enum mb_type {
	MB_T_TEXT,
	MB_T_NUMBER,
	MB_T_BOOL,
	MB_T_DATE,
	MB_T_TIME, /* hh:mm */
	MB_T_PERSON,
	MB_T_PEOPLE, /* ids of people */
	MB_T_GROUP,
	MB_T_GROUPS, /* slugs of groups */
	MB_T_DOC,
	MB_T_DOCS, /* ids of documents of kind `of`; of NULL: any governed document */
	MB_T_LIST, /* list of texts */
	MB_T_ROWS, /* list of maps */
	MB_T_MAP,
	MB_T_SIGNOFFS, /* rows {role, by, entered_by, of, on, event} */
};

struct mb_field {
	const char *name, *about;
	const char *label; /* for people, where the name does not say it well; NULL */
	enum mb_type type;
	const char *of; /* MB_T_DOC(S): kind name; else NULL */
	const char *
		*choices; /* the only values it may have, in their order (of a list: each item); none: any */
	size_t n_choices;
	struct mb_field *columns; /* MB_T_ROWS: what a row says, in its order; none: not declared */
	size_t n_columns;
	bool is_long;	   /* a text of several lines */
	bool managed;	   /* only moves and minutes change it */
	bool outside_text; /* not part of what a sign-off binds */
	bool required;
	int line; /* of its declaration */
};

/** Where documents of a kind live, and what their ids look like. <n> has at least three digits. */
enum mb_lives {
	MB_LIVES_NUMBERED, /* groups/<slug>/<folder>/<year>/<CODE>-<year>-<letter><n>.md */
	MB_LIVES_FOLDER,   /* groups/<slug>/<folder>/<year>/<CODE>-<year>-<letter><n>/<name>.md (a meeting) */
	MB_LIVES_IN_MEETING, /* <a meeting's folder>/<name>.md, <name>-2.md; id <meeting id>-<name>, -<name>-2 */
	MB_LIVES_IN_GROUP, /* groups/<slug>/<name>.md, <name>-2.md; id <CODE>-<name>, -<name>-2 (the group itself: id <slug>) */
	MB_LIVES_TOP, /* <folder>/<id>.md; id: lower case letters, digits, hyphens */
};

enum mb_by_itself {
	MB_BY_HAND,   /* a person makes it */
	MB_BY_EITHER, /* the program does when its time comes; a person may, on the page of the one document */
	MB_BY_ITSELF_ONLY, /* the program does: no page offers it */
};

struct mb_move {
	const char *name, *about;
	const char *label; /* what its button says: "Let the paper go on an agenda"; NULL: made of the name */
	enum mb_by_itself by_itself;
	const char **from; /* states; "new" for a move that creates */
	size_t n_from;
	const char *to;
	const char **who; /* roles */
	size_t n_who;
	bool dated_act; /* the day of the act may be given; else the day recorded counts */
	bool records;	/* records a fact: never refused by rules, marked irregular instead */
	const char **
		asks; /* what whoever makes it says with it: "reason", "row" (of completes), or fields that it sets */
	size_t n_asks;
	const char *stamp; /* a date field set to the day of the act; NULL */
	struct {	   /* a row of a field that the move completes; rows NULL: none */
		const char *rows, *on, *by,
			*note; /* the field, and its keys for the day, the person, the words */
	} completes;
	const char *file;
	int line;
};

struct mb_becoming {
	const char *was, *now;
};

struct mb_kind {
	const char *name, *title, *plural, *about; /* "paper", "Paper", "papers" */
	enum mb_lives lives;
	const char *folder, *file_name; /* file_name: the <name> above */
	char letter;			/* 0 when not numbered */
	struct mb_field *fields;
	size_t n_fields;
	const char **states; /* first is the start; none: the kind has no workflow */
	size_t n_states;
	const char **ends;
	size_t n_ends;
	struct mb_becoming
		*becomes; /* states that former rules had, and what documents in them become at enactment */
	size_t n_becomes;
	struct mb_move *moves;
	size_t n_moves;
	const char **edit_who, **edit_in; /* who may edit the text, in which states; none: nobody */
	size_t n_edit_who, n_edit_in;
	const char **sign_roles, **sign_in; /* roles that sign off, in which states */
	size_t n_sign_roles, n_sign_in;
	const char *date_field; /* the field that dates it in registers ("date", "due"); NULL */
	const char **columns;	/* fields a register shows */
	size_t n_columns;
	const char *file;
	int line;
};

struct mb_param {
	const char *name, *about;
	struct mb_node *standard; /* default value; never NULL */
	bool has_least, has_most;
	long least, most;
	int line;
};

struct mb_schema {
	struct mb_kind *kinds;
	size_t n_kinds;
	const char **roles;
	size_t n_roles;
	struct mb_param *params;
	size_t n_params;
};

const struct mb_kind *mb_schema_kind(const struct mb_schema *s, const char *name);
const struct mb_field *mb_kind_field(const struct mb_kind *k, const char *name);
const struct mb_move *mb_kind_move(const struct mb_kind *k, const char *name);
const struct mb_param *mb_schema_param(const struct mb_schema *s, const char *name);
/** Fields every governed document has, whatever its kind declares (managed unless noted): id, kind, state, author, audience,
 *  readers (these three not managed), typed_by, signoffs, waivers, irregular, notices, received, received_text, received_fields.
 *  NULL if name is none of them. */
const struct mb_field *mb_common_field(const char *name);
size_t mb_common_fields(const struct mb_field **out);

/* ---- documents ------------------------------------------------------------------------------------------- */

struct mb_doc {
	const char *path, *id;	    /* id of a page: its path */
	const struct mb_kind *kind; /* NULL: a plain page (no `kind:`, or outside any kind's place) */
	struct mb_str raw;	    /* the whole file */
	struct mb_matter matter;
	struct mb_str body;
	const char *state, *title; /* title: `title`, else `name`, else the first heading, else the id */
	const char *group;	   /* slug, from the path; NULL outside groups/ */
	char text[MB_SHA256_HEX];  /* what a sign-off binds; "" for a page */
};

/** Read a document's bytes. Structure only: fields are not checked (mb_doc_check). raw is borrowed.
 *  MB_EINVAL: front matter does not read; a kind that is not declared; kind and place disagree; id and path disagree.
 *  What lives in a group and does not say its id gets <slug>-<name> here; a view knows the group's code and puts it right. */
int mb_doc_parse(struct mb_doc **out, struct mb_arena *a, const struct mb_schema *s, const char *path,
		 struct mb_str raw, struct mb_error *err);
const struct mb_node *mb_doc_node(const struct mb_doc *d, const char *field); /* NULL when absent */
const char *mb_doc_field(const struct mb_doc *d, const char *field); /* text; NULL when absent or empty */
mb_day mb_doc_day(const struct mb_doc *d, const char *field);	     /* MB_NO_DAY when absent or no date */

/** What a document says of its readers, as one line: "public", "partnership", "group", the id of an audience that
 *  partnership.yaml declares; "@ann @fay" when it names people (`readers`); "" when it says nothing. An exempt document that
 *  says nothing is for its group. What cannot be understood is "@": nobody. */
const char *mb_audience_of(struct mb_arena *a, const struct mb_doc *d);

struct mb_view;
/** Check every field against the declaration: a required one missing, a wrong type, a date that does not exist, an
 *  unknown person, group or document, a state not declared, a key close to a declared one (an error with a
 *  suggestion); other unknown keys are only noted. First error wins; notes (may be NULL) receives plain sentences.
 *  View is used to look up people, groups and documents (with the change laid over). */
int mb_doc_check(const struct mb_doc *d, struct mb_view *v, struct mb_arena *a, const char ***notes,
		 size_t *n_notes, struct mb_error *err);

/** The parts of a governed id or path. */
struct mb_address {
	const struct mb_kind *kind;
	const char *group;   /* slug; NULL for MB_LIVES_TOP */
	const char *meeting; /* id, for what lives in a meeting */
	const char *id, *path;
	int year;
	unsigned number; /* 0 when not numbered; for agenda-2: 2 */
};
/** Take a path apart. MB_ENOTFOUND: the path is no kind's place. MB_EINVAL: it is meant to be one, but its year, letter,
 *  group or the group's code is wrong. */
int mb_address_of_path(struct mb_address *out, struct mb_arena *a, struct mb_view *v, const char *path,
		       struct mb_error *err);
/** Find where an id or path lives (whether it exists or not). MB_ENOTFOUND with a suggestion. A group's code is understood. */
int mb_address_of(struct mb_address *out, struct mb_arena *a, struct mb_view *v, const char *id_or_path,
		  struct mb_error *err);

/* ---- views: the record at one moment --------------------------------------------------------------------- */

struct mb_query {
	const char *kind;  /* required */
	const char *group; /* slug or NULL */
	const char *field,
		*value; /* a declared scalar or list field holding this value; NULL: all. Rows are reached as
					"members.person" */
};

struct mb_view_ops {
	/** The bytes at a path; MB_ENOTFOUND. */
	int (*read)(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		    struct mb_error *err);
	/** Paths of the documents that match, sorted by path. */
	int (*list)(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		    const struct mb_query *q, struct mb_error *err);
	void (*free)(struct mb_view *v); /* frees what self holds, not v; may be NULL */
	/** Paths of the files that stand directly in a folder ("calendar"), sorted; none is no error. May be NULL: then no
	 *  calendar is found. */
	int (*files)(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		     const char *folder, struct mb_error *err);
	/** The document at a path as a cache has it (it outlives the view); *out NULL: read and parse it. May be NULL. */
	int (*parsed)(struct mb_view *v, struct mb_doc **out, const char *path, struct mb_error *err);
};

/** A view caches what it parsed in its own arena until freed; documents got from it live as long as it does. */
struct mb_view {
	const struct mb_view_ops *ops;
	const struct mb_schema *schema; /* borrowed */
	struct mb_arena *arena;
	struct mb_doc **docs; /* cache, private to schema/view.c: an open hash by path */
	size_t n_docs, cap_docs;
	struct mb_known *known; /* cache, private to schema/ */
	void *self;
};

/** For a provider: an empty view, freed with mb_view_free(). ops, s and self are borrowed (ops->free ends self). */
struct mb_view *mb_view_new(const struct mb_view_ops *ops, const struct mb_schema *s, void *self);

/** From a tree of the record: needs no index. rec is borrowed. */
int mb_view_of_tree(struct mb_view **out, struct mb_record *rec, const struct mb_oid *tree,
		    const struct mb_schema *s, struct mb_error *err);
/** Documents, listings and settings that views of trees share, by the ids git gives them: the next commit's view then reads
 *  only what changed. Bounded: when it holds more than about `bytes` and no view uses it, it is emptied. One thread. */
struct mb_cache;
struct mb_cache *mb_cache_new(size_t bytes);
void mb_cache_free(struct mb_cache *c); /* after its views; NULL is fine */
/** mb_doc_parse() that parses the same bytes at the same path only once; the document lives until the cache is emptied. A view
 *  that uses the cache must be open. raw is copied. */
int mb_cache_parse(struct mb_doc **out, struct mb_cache *c, const struct mb_schema *s, const char *path,
		   struct mb_str raw, struct mb_error *err);
/** Set these keys of a document (mb_matter_set_all), whose bytes are text's: out is what it then reads as. Parsed once, for
 *  the proof of the edit and for the document, which the cache keeps as if mb_cache_parse() had read it. */
int mb_cache_set(struct mb_doc **out, struct mb_buf *text, struct mb_cache *c, const struct mb_schema *s,
		 const struct mb_doc *old, const struct mb_node *map, struct mb_error *err);
/** A schema is about to go: what was read under it is never given out again. */
void mb_cache_forget(struct mb_cache *c, const struct mb_schema *s);
int mb_view_of_tree_cached(struct mb_view **out, struct mb_record *rec, const struct mb_oid *tree,
			   const struct mb_schema *s, struct mb_cache *cache, struct mb_error *err);
/** The same for one of many trees that come one after the other: what lists answer is not looked up anew in each but follows
 *  the differences. The view is as good as any when another takes its place, only slower. */
int mb_view_of_tree_followed(struct mb_view **out, struct mb_record *rec, const struct mb_oid *tree,
			     const struct mb_schema *s, struct mb_cache *cache, struct mb_error *err);
/** The tree that `before` (borrowed, a view of a tree with a cache, as is diff) became, by their difference. */
int mb_view_of_tree_changed(struct mb_view **out, struct mb_view *before, struct mb_record *rec,
			    const struct mb_oid *tree, const struct mb_difference *diff, size_t n,
			    struct mb_error *err);
/** Base with files laid over it; files and base are borrowed. */
int mb_view_over(struct mb_view **out, struct mb_view *base, const struct mb_file *files, size_t n,
		 struct mb_error *err);
void mb_view_free(struct mb_view *v);

/** One document by id or path (a group by slug or code). MB_ENOTFOUND (with a suggestion), MB_EINVAL. */
int mb_view_doc(const struct mb_doc **out, struct mb_view *v, const char *id_or_path, struct mb_error *err);
/** The documents that match, sorted by path, in the view's arena. */
int mb_view_list(const struct mb_doc ***out, size_t *n, struct mb_view *v, const struct mb_query *q,
		 struct mb_error *err);
/** What ops->list may use to test one document against a query. */
bool mb_query_fits(const struct mb_query *q, const struct mb_doc *d);
/** The highest number ever given for this kind, group and year, as far as the view sees (removed documents leave a
 *  stub, so nothing is reused), plus one. */
int mb_view_next_number(unsigned *out, struct mb_view *v, const struct mb_kind *k, const char *group,
			int year, struct mb_error *err);
/** The id and path of a new document. meeting: for MB_LIVES_IN_MEETING; slug: for MB_LIVES_TOP. */
int mb_view_new_address(struct mb_address *out, struct mb_arena *a, struct mb_view *v,
			const struct mb_kind *k, const char *group, int year, const char *meeting,
			const char *slug, struct mb_error *err);

/* ---- people, groups, lines, parameters ------------------------------------------------------------------- */

struct mb_line {
	const char *to;		    /* slug */
	const char *type;	    /* solid, dotted, joint */
	const char *accountability; /* professional, political, partnership, statutory; NULL */
};
struct mb_member {
	const char *person, *role, *on_behalf_of; /* ids; role such as "chair", "member" */
	bool voting;
	mb_day from, until; /* MB_NO_DAY: open */
};

/** A group's lines in force on a day, in the order written. */
int mb_group_lines(struct mb_line **out, size_t *n, struct mb_arena *a, struct mb_view *v, const char *group,
		   mb_day on, struct mb_error *err);
int mb_group_members(struct mb_member **out, size_t *n, struct mb_arena *a, struct mb_view *v,
		     const char *group, mb_day on, struct mb_error *err);
/** Who holds a role on a day: members of the group with that role; else partnership-wide roles of partnership.yaml
 *  (`roles: [{role, person, from, until}]`). "<role> of parent": of every group at the end of a solid line. Group may be NULL. */
int mb_role_holders(const char ***people, size_t *n, struct mb_arena *a, struct mb_view *v, const char *role,
		    const char *group, mb_day on, struct mb_error *err);
bool mb_role_holds(struct mb_view *v, const char *person, const char *role, const char *group, mb_day on);
/** A parameter for a group: its terms of reference in force, else the default. source: "terms of reference of <title>" or
 *  "default". MB_ENOTFOUND undeclared. */
int mb_param_value(const struct mb_node **out, const char **source, struct mb_arena *a, struct mb_view *v,
		   const char *name, const char *group, struct mb_error *err);
/** A person by id, name, initials or "Cllr H Marsh" (only an exact id or whole name here). */
int mb_person_find(const struct mb_doc **out, struct mb_view *v, const char *id_or_name,
		   struct mb_error *err);

/** A text in which ids of people stand ("ask helen-marsh"), with their names in their place, commas between two. For showing
 *  only: an id of one part may be a plain word and stays. Appended to out. */
void mb_people_named(struct mb_buf *out, struct mb_view *v, const char *text);

/** partnership.yaml, read once. MB_EINVAL: newer format, no such zone. */
struct mb_partnership {
	int format;
	const char *name, *authority, *time_zone;
	const char *clerk_post; /* the role whose holders may enter things for others */
	bool rehearsal;
	const struct mb_node *root;
};
int mb_partnership_read(struct mb_partnership *out, struct mb_view *v, struct mb_error *err);

/** All calendar files of the record (calendar/NAME.yaml), read into one calendar freed by the caller:
 *  `from`, `until`, `holidays: [{date, name, known, withdrawn}]`. NULL (and MB_OK) when the record has none. */
int mb_calendar_read(struct mb_calendar **out, struct mb_view *v, struct mb_error *err);

#endif
