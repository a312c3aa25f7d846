/* index: SQLite, derived from the record's first-parent chain; delete it at any time and it comes back the same. */
#ifndef MINUTEBOOK_INDEX_H
#define MINUTEBOOK_INDEX_H

#include <minutebook/base.h>
#include <minutebook/record.h>
#include <minutebook/schema.h>

/* ---- trailers of a commit that the gate made ------------------------------------------------------------- */

/** The value of a trailer of the last paragraph ("Event: 12"); a folded value's lines are joined by "\n" with the
 *  one leading blank off. NULL if there is none. Of two of a name the first counts. A paragraph that holds any other
 *  line, and a message's title, are no trailers. */
const char *mb_trailer(struct mb_arena *a, const char *message, const char *key);
long mb_trailer_event(const char *message); /* of `Event:`; -1 when the commit carries none */

/* ---- opening and catching up ----------------------------------------------------------------------------- */

struct mb_index;

/** Gives the kinds declared by a rules tree (the `Rules:` trailer); what it returns stays owned by the giver. */
typedef int (*mb_schema_giver)(void *ctx, const struct mb_schema **out, const char *rules_tree,
			       struct mb_error *err);

/** Open <home>/index.sqlite (WAL), or for a record that is no home an index in memory, and catch up with main's tip.
 *  A missing, older-format, damaged, or foreign index (its chain is not this record's) is built anew by itself.
 * @param giver  may be NULL when the newest schema serves for all (then `schema` is used) */
int mb_index_open(struct mb_index **out, struct mb_record *rec, const struct mb_schema *schema,
		  mb_schema_giver giver, void *giver_ctx, struct mb_error *err);
void mb_index_close(struct mb_index *ix);
/** Catch up with main's tip (cheap when there is nothing new). Full text is left for the next search. */
int mb_index_catch_up(struct mb_index *ix, struct mb_error *err);
/** Throw it away and build it again; *rows receives the number of versions. */
int mb_index_rebuild(struct mb_index *ix, size_t *rows, struct mb_error *err);
/** Compare every row with a rebuild in memory; differences are told one by one. MB_OK same, MB_EFAIL different. */
int mb_index_check(struct mb_index *ix, void (*tell)(void *ctx, const char *line), void *ctx,
		   struct mb_error *err);

/* ---- asking ---------------------------------------------------------------------------------------------- */

/* Rows are in the arena; their texts are never NULL ("" when there is none). Answers are as of the last catching up. An
 * index found damaged while asking is built again and asked again. */

/** A commit of the chain as the index knows it. seq counts from 1 at the root. */
struct mb_event_row {
	long seq, event;
	struct mb_oid commit, tree;
	struct mb_instant recorded;
	mb_day on;
	const char *by, *entered_by, *headline, *rules;
};

/** A version of a document. */
struct mb_version_row {
	const char *path, *id, *kind, *group, *state, *title;
	struct mb_oid blob;
	mb_day date;	      /* of the kind's date_field */
	long seq, until;      /* the version came with seq and was replaced by until (0: still stands) */
	bool removed;	      /* this version says that the document was removed */
	const char *audience; /* as mb_audience_of(): what the document says of its readers; "" nothing */
	/* of the newest version, whatever clocks are asked: what was taken out of sight stays so in the past */
	const char *now_state, *now_audience;
	struct mb_event_row event; /* of seq */
};

/** Is this row wanted? Asked while the index is being read: it must not ask the index. The row has neither event nor blob, and
 *  its texts are gone after the call. */
typedef bool (*mb_keep)(void *ctx, const struct mb_version_row *row);

struct mb_ask {
	const char *kind; /* NULL: any governed kind; "": plain pages */
	const char *group, *state;
	const char *const *states; /* any of these; NULL: whichever */
	size_t n_states;
	bool but_states;     /* any but these */
	mb_day since, until; /* of the kind's date; MB_NO_DAY: open */
	mb_day as_at; /* in force on: the last version whose act was on or before this day; MB_NO_DAY: now */
	mb_day known_at; /* of what was recorded by the end of this day; MB_NO_DAY: now */
	struct mb_wherefield {
		const char *field, *value; /* as struct mb_query; value NULL: any, so long as there is one */
	} * where;			   /* all must hold; at most 32 */
	size_t n_where;
	bool newest_first;  /* the other way round: by date then id backwards, those without a date first */
	size_t limit, skip; /* limit 0: all. With keep they count what is kept */
	mb_keep keep;	    /* NULL: every row */
	void *keep_ctx;
};

/** The versions that stand (at the two clocks asked for), sorted by date then id; those without a date last; or all that the
 *  other way round. */
int mb_index_list(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		  const struct mb_ask *ask, struct mb_error *err);
/** How many there are; limit and skip do not count. */
int mb_index_count(size_t *n, struct mb_index *ix, const struct mb_ask *ask, struct mb_error *err);
/** All versions of one document, oldest first. MB_ENOTFOUND when it never was. */
int mb_index_history(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		     const char *path, struct mb_error *err);
/** One document at two clocks (MB_NO_DAY: now). MB_ENOTFOUND: not there then. */
int mb_index_version(struct mb_version_row *out, struct mb_arena *a, struct mb_index *ix, const char *path,
		     mb_day as_at, mb_day known_at, struct mb_error *err);
/** Documents whose fields name this id (of a document, person or group), newest version only; sorted by path. fields[i]
 *  is the field of (*out)[i] that does: a document that names it twice stands there twice. */
int mb_index_links_to(struct mb_version_row **out, const char ***fields, size_t *n, struct mb_arena *a,
		      struct mb_index *ix, const char *id, struct mb_error *err);
/** Events, oldest first; event 0: all, else that one. */
int mb_index_events(struct mb_event_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix, long event,
		    struct mb_error *err);
/** Every version, removals included, that came with the events seq `from` to `until`, in their order, then by path. */
int mb_index_changes(struct mb_version_row **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		     long from, long until, struct mb_error *err);
/** A document that stands, and was not known as it stands: now, and as it was known (was.seq 0: not at all). */
struct mb_news_row {
	struct mb_version_row now, was;
};
struct mb_index_news_ask {
	long since;	    /* what had come by this seq is known */
	const char *person; /* so is what this person entered; NULL */
	const char *
		nobodys; /* ... but for events whose headline begins so: a machine enters them in somebody's name; NULL */
	size_t limit; /* 0: all */
	size_t most;  /* versions looked at, newest first; 0: all */
	mb_keep keep; /* of `now`; NULL: every row */
	void *keep_ctx;
};
/** What is new, newest first: one row a document, plain pages too. *more (may be NULL): the limit, or `most`, ended it early. Costs
 *  what has come since, whatever the record's size. */
int mb_index_news(struct mb_news_row **out, size_t *n, bool *more, struct mb_arena *a, struct mb_index *ix,
		  const struct mb_index_news_ask *ask, struct mb_error *err);
/** The tree that main had at the end of a day (as known at). MB_ENOTFOUND before the first event. */
int mb_index_tree_at(struct mb_event_row *out, struct mb_arena *a, struct mb_index *ix, mb_day known_at,
		     struct mb_error *err);

struct mb_hit {
	struct mb_version_row row;
	const char *
		snippet; /* a line or two of plain text around the words, which stand between « and »; not HTML */
};
/** Full text over the newest versions (title, body, and texts of fields), best first. Words are taken literally: all must
 *  occur; a "quoted phrase" must occur as such; no operator of the search engine can be reached. Case and
 *  accents make no difference. limit 0: 50; at most 500. MB_EINVAL no words, too many, not UTF-8. */
int mb_index_search(struct mb_hit **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		    const char *words, size_t limit, struct mb_error *err);

enum mb_find_how {
	MB_FIND_LITERAL, /* as above */
	MB_FIND_EVERYDAY, /* small words ("what", "did", "the") left out; other endings too ("schemes": "scheme"); a word that occurs
			   * nowhere: those nearest to it in spelling. Quoted phrases as they are */
	MB_FIND_ANY, /* the same, and one of the words will do: those with more and rarer ones first */
};
/** The same, asked for exactly. Zeroed but for the words: everything, quoted. */
struct mb_find {
	const char *words;
	enum mb_find_how how;
	const char *kind, *group; /* NULL: any */
	size_t limit, skip;	  /* limit 0: 50; at most 500; both count what is kept */
	bool bare;		  /* no snippets: cutting one reads its document */
	mb_keep keep;		  /* NULL: whatever is found */
	void *keep_ctx;
};
#define MB_FIND_COUNTED 300 /* counting ends here: whoever finds more asks again with more words */
/** total (may be NULL): how many there are whatever the limit; MB_FIND_COUNTED or more: at least that many. */
int mb_index_find(struct mb_hit **out, size_t *n, size_t *total, struct mb_arena *a, struct mb_index *ix,
		  const struct mb_find *f, struct mb_error *err);

/** Snippets for hits that were found bare, with the same words and in the same way. */
int mb_index_quote(struct mb_hit *hits, size_t n, struct mb_arena *a, struct mb_index *ix, const char *words,
		   enum mb_find_how how, struct mb_error *err);

/** Asked between steps of something long: false ends it early. */
typedef bool (*mb_go_on)(void *ctx);
/** Read now the texts that the next search would have to read first: all of them after an import, in steps between which others
 *  may write. go_on may be NULL. */
int mb_index_read_texts(struct mb_index *ix, mb_go_on go_on, void *ctx, struct mb_error *err);

/** The same over what keep wants, from the skip-th of that on: what is not kept is neither counted nor quoted. */
int mb_index_search_kept(struct mb_hit **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
			 const char *words, size_t limit, size_t skip, mb_keep keep, void *ctx,
			 struct mb_error *err);

/** A view at main's tip whose lists are answered by the index; it stays at this tree when the index goes on, and must be
 *  freed before the index is closed. MB_ECONFLICT when tree is not the tip's (catch up first). */
int mb_view_of_index(struct mb_view **out, struct mb_index *ix, const struct mb_oid *tree,
		     const struct mb_schema *s, struct mb_error *err);

/* ---- a store of one's own -------------------------------------------------------------------------------- */

/* What belongs to this machine and not to the record (accounts, the mail that is still to go out) is kept in a database of its
 * own in the home: unlike the index it cannot be built again. One thread a handle; several processes may have it open. */
struct mb_store;

/** Open <file> (mode 0600, WAL, synced at every change), made if missing.
 * @param steps  SQL that brings the store from version i to i + 1; each is run once, in a transaction. A store of a later
 *               version than there are steps is MB_EINVAL: a newer program made it. */
int mb_store_open(struct mb_store **out, const char *file, const char *const *steps, size_t n_steps,
		  struct mb_error *err);
void mb_store_close(struct mb_store *s);

struct mb_value {
	char type; /* 't' text, 'i' whole number, 0 NULL */
	int64_t i;
	const char *t;
};
#define MB_STORE_TEXT(x) ((struct mb_value){ 't', 0, (x) }) /* NULL is stored as NULL */
#define MB_STORE_INT(x)	 ((struct mb_value){ 'i', (int64_t)(x), NULL })

/** Run one statement, a constant, with its parameters ?1, ?2 ... *changed (may be NULL): how many rows it changed. */
int mb_store_run(size_t *changed, struct mb_store *s, const char *sql, const struct mb_value *in, size_t n_in,
		 struct mb_error *err);
/** Ask: rows of `width` values each, one behind the other in the arena. */
int mb_store_ask(struct mb_value **rows, size_t *n_rows, size_t width, struct mb_arena *a, struct mb_store *s,
		 const char *sql, const struct mb_value *in, size_t n_in, struct mb_error *err);
/** What stands between these is kept whole or not at all. A run that fails within must be followed by keep = false. */
int mb_store_begin(struct mb_store *s, struct mb_error *err);
int mb_store_end(struct mb_store *s, bool keep, struct mb_error *err);

#endif
