/* registers: what the record answers. Registers, one matter's trail, what stands on a topic, the map of groups; a document's
 * facts in words. For whoever shows them: a terminal, a page, a file.
 *
 * Everything given out lies in the arena `a`, or is borrowed from the gate and stays valid until a change lands or
 * mb_gate_refresh(). Answers come from the index and the documents that it names; history is not walked. Texts are plain
 * (never HTML) and in the record's own words where there are any. One thread a gate. */
#ifndef MINUTEBOOK_REGISTERS_H
#define MINUTEBOOK_REGISTERS_H

#include <minutebook/base.h>
#include <minutebook/gate.h>
#include <minutebook/index.h>
#include <minutebook/schema.h>

/* ---- from where the record is looked at ------------------------------------------------------------------ */

/** Two clocks and a reader. */
struct mb_standpoint {
	mb_day as_at;	 /* in force on this day; MB_NO_DAY: today, with all that the record says now */
	mb_day known_at; /* from what was recorded by the end of this day; MB_NO_DAY: from all of it */
	mb_day today; /* which day it is; days late are counted to as_at, else to known_at, else to this one. Required */
	/** Who asks; NULL: who may see everything. What the reader may not see makes no row, is not counted, and where another
	 *  document names it only its id (ids say nothing) stands. */
	const struct mb_reader *reader;
};
/** The day that an answer is for. */
mb_day mb_standpoint_day(const struct mb_standpoint *from);
/** Both clocks in words: "in force on Tue 11 Oct 2005, as known on ..."; NULL when both are now. */
const char *mb_standpoint_words(struct mb_arena *a, const struct mb_standpoint *from);

/** A document by id, code or path. row (may be NULL) receives its version. MB_ENOTFOUND: not there then, or not for this reader. */
int mb_doc_at(const struct mb_doc **doc, struct mb_version_row *row, struct mb_arena *a, struct mb_gate *g,
	      const struct mb_standpoint *from, const char *id, struct mb_error *err);
/** The document of a version. */
int mb_doc_of_version(const struct mb_doc **doc, struct mb_arena *a, struct mb_gate *g,
		      const struct mb_version_row *row, struct mb_error *err);
/** A group by slug, code, title or short name. MB_ENOTFOUND. */
int mb_group_named(const char **slug, struct mb_arena *a, struct mb_gate *g, const char *words,
		   struct mb_error *err);
/** Documents of a kind whose field names id ("members.person" reaches into rows), in the order of their dates. */
int mb_docs_naming(struct mb_version_row **rows, size_t *n, struct mb_arena *a, struct mb_gate *g,
		   const struct mb_standpoint *from, const char *kind, const char *field, const char *id,
		   struct mb_error *err);

/* ---- names and values in words --------------------------------------------------------------------------- */

const char *mb_person_name(struct mb_arena *a, struct mb_gate *g,
			   const char *id); /* id itself when nobody has it */
const char *mb_group_title(struct mb_arena *a, struct mb_gate *g,
			   const char *slug);		     /* slug itself likewise */
const char *mb_label(struct mb_arena *a, const char *field); /* "contact_officer": "Contact officer" */
const char *mb_kind_plural(struct mb_arena *a, const struct mb_kind *k);  /* "Call-ins" */
const char *mb_field_label(struct mb_arena *a, const struct mb_field *f); /* as declared, else as above */
const char *mb_day_words(struct mb_arena *a, mb_day d);			  /* "Tue 11 Oct 2005"; "" for none */
/** A text with the days in it as people write them: "2005-10-05" is Wed 5 Oct 2005. */
const char *mb_days_named(struct mb_arena *a, const char *text);
/** Marks of a document's irregular rows that are not cured, joined by "; "; NULL: it is in order. */
const char *mb_open_marks(struct mb_arena *a, const struct mb_doc *d);

enum mb_cell_type {
	MB_CELL_TEXT,
	MB_CELL_DATE,	/* day */
	MB_CELL_NUMBER, /* number */
	MB_CELL_YES,	/* number: 1 yes, 0 no */
	MB_CELL_TAG,	/* one of few words, with a tone */
	MB_CELL_PERSON, /* refs: people */
	MB_CELL_GROUP,	/* refs: groups by slug */
	MB_CELL_LINK,	/* refs: documents */
};
enum mb_tone { MB_TONE_PLAIN, MB_TONE_GOOD, MB_TONE_WARN, MB_TONE_BAD };

struct mb_ref {
	const char *id;	   /* of a person or document; slug of a group */
	const char *title; /* name or title; the id when it has none, is not there, or may not be seen */
};
struct mb_cell {
	const char *text; /* in words, whatever the type; NULL: empty */
	mb_day day;	  /* MB_NO_DAY when it is no date */
	long number;	  /* whole; 0 when it is none */
	struct mb_ref *refs;
	size_t n_refs;
	enum mb_tone tone;
};
/** A field's value, typed by its declaration: people and groups with their names, documents with their ids. */
struct mb_cell mb_field_cell(struct mb_arena *a, struct mb_gate *g, const struct mb_standpoint *from,
			     const struct mb_doc *d, const struct mb_field *f);

/** A value in words, a line for each item of a list, each row by its declared columns, each value of a map with the way to it
 *  ("Quorum, at least: 4"). value NULL: none. */
void mb_value_lines(const char ***out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		    const struct mb_standpoint *from, const struct mb_field *f, const struct mb_node *value);
/** false: only the program reads it, such as where in the minutes a decision was found. */
bool mb_field_for_people(const struct mb_field *f);
/** What a column is called within a sentence: "on behalf of". */
const char *mb_column_label(struct mb_arena *a, const struct mb_field *column);

/** One line of a document's page. */
struct mb_fact {
	const char *key;   /* the field it is read from: "owner", "signoffs" */
	const char *label; /* "Owner"; "" continues the line above */
	enum mb_cell_type type;
	struct mb_cell value;
	const struct mb_field *rows; /* a row of this field, which mb_rows_table() shows as well; else NULL */
};
/** A document's facts: its fields (those of its register first), then attendance, sign-offs, waivers, extensions, marks and
 *  notices, a line each. What stands in its trail or is its text is left out. Of a plain page none. */
int mb_facts(struct mb_fact **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
	     const struct mb_standpoint *from, const struct mb_doc *d, struct mb_error *err);

/** One person at a meeting. */
struct mb_attended {
	const char *person; /* id; NULL when the minutes' name fits nobody */
	const char *name;
	const char *as;		    /* "present", "in attendance", "apologies", "absent" ... */
	const char *substitute_for; /* id; NULL */
	const char *substitute_for_name, *on_behalf_of, *mode; /* NULL where not said */
};
/** Who attended a meeting, in the order of the minutes; grouped by `as` in the order present, in attendance, apologies, absent,
 *  others. */
int mb_attendance(struct mb_attended **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		  const struct mb_doc *meeting, struct mb_error *err);

/* ---- registers ------------------------------------------------------------------------------------------- */

struct mb_column {
	const char *key, *title,
		*about; /* key is stable: CSV and JSON are read by programs. about may be NULL */
	enum mb_cell_type type;
	bool detail; /* long, or seldom asked for: a narrow table may leave it out */
	bool many;   /* people, groups or documents, any number; else at most one */
};
/** One row. */
struct mb_register_row {
	const char *id, *path, *kind;	   /* of the document that it is read from */
	const char *group, *state, *title; /* "" when there is none */
	mb_day date;			   /* that it is sorted by; MB_NO_DAY */
	long event;			   /* that the version came with */
	const struct mb_doc *doc;
	struct mb_cell *cells; /* one for each column */
};
struct mb_register {
	const char *name, *title, *about;
	bool whole; /* each row is a whole document of one kind, and not a row within one */
	struct mb_column *columns;
	size_t n_columns;
	struct mb_register_row *rows;
	size_t n_rows;
	size_t total; /* before offset and limit; notes count all of them */
	const char **
		notes; /* sentences that belong under it: what was counted, what could not be answered and why */
	size_t n_notes;
};

struct mb_register_ask {
	const char *name;    /* of a register, or a kind by name or plural */
	const char *group;   /* slug, code or title; NULL: all */
	const char *state;   /* of the documents, or a word of the column "standing"; NULL: any */
	mb_day since, until; /* of the register's date; MB_NO_DAY: open */
	struct mb_wherefield
		*where; /* on fields of the documents, or where rows are none on columns; all must hold */
	size_t n_where;
	bool overdue;	   /* only what is open and late against its first date */
	bool open;	   /* of documents of one kind: what is closed is not read, as if it were not there */
	bool all;	   /* also what is closed, where a register leaves it out: cured, past, ended */
	bool newest_first; /* of what happened, which has a column "date"; what falls due stays in its order */
	/** No sentences about all rows are wanted: then where it can be, only the documents of the page are read. */
	bool unsummed;
	size_t offset, limit; /* limit 0: all */
};

/** What can be asked for: the registers made by the program, then each declared kind that has no register of its own. */
struct mb_register_about {
	const char *name, *title, *about;
	const char *kind; /* that its rows are documents of; NULL: of several, or rows within documents */
	const char *const *
		standings; /* what its column "standing" may say, NULL-ended: may be asked for as `state`; NULL */
	bool declared;	   /* the rules of this record declare a kind that its rows come from */
};
int mb_register_list(struct mb_register_about **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		     struct mb_error *err);

/** Answer a register. Of a kind that the record's rules do not declare it is empty and a note says so.
 *  Registers: decisions, actions, delegations, conditions, interests, reports, terms-reviews, memberships, challenges, disputes,
 *  forward-plan, irregularities, notices, corrections; and every declared kind by its declared columns.
 * @return MB_OK; MB_EINVAL no such register, field or state (with a suggestion); MB_ENOTFOUND no such group; MB_EUSAGE
 *         `overdue` of what has no due date */
int mb_register_read(struct mb_register *out, struct mb_arena *a, struct mb_gate *g,
		     const struct mb_standpoint *from, const struct mb_register_ask *ask,
		     struct mb_error *err);

/** As CSV for spreadsheets: BOM, CRLF, a header row of titles, dates as ISO. A cell that a spreadsheet would read as a formula
 *  (it begins with = + - @, tab or line end) gets an apostrophe in front; numbers of our own do not. Appended to out. */
void mb_register_csv(struct mb_buf *out, const struct mb_register *r);

/* ---- the effect of a decision ---------------------------------------------------------------------------- */

enum mb_effect_state {
	MB_IN_FORCE,
	MB_NOT_YET,	   /* its day comes later, or it is decided later than the day asked for */
	MB_CONDITIONAL,	   /* a condition is still open */
	MB_WITHOUT_EFFECT, /* marked irregular and not cured */
	MB_LAPSED,	   /* its last day has passed */
	MB_SUPERSEDED,
	MB_RESCINDED,
	MB_NO_RESOLUTION, /* nothing was resolved: deferred, lost, withdrawn, rejected, noted, or dropped from the draft */
};
const char *mb_effect_word(enum mb_effect_state s); /* "in force", "not yet in force" ... */
struct mb_effect_of;
const char *mb_effect_words(struct mb_arena *a,
			    const struct mb_effect_of *e); /* the word and why, once each */

struct mb_condition {
	const char *decision, *text, *met_by, *evidence; /* met_by: name; NULL where not said */
	mb_day met_on;					 /* MB_NO_DAY: open */
};
struct mb_effect_of {
	enum mb_effect_state state;
	const char *why;    /* one sentence */
	mb_day from, until; /* MB_NO_DAY: open */
	struct mb_ref *by;  /* later decisions that superseded it */
	size_t n_by;
	struct mb_ref *amended_by, *ratified_by;
	size_t n_amended_by, n_ratified_by;
	struct mb_ref *awaits; /* groups before which it still lies to be ratified */
	size_t n_awaits;
	struct mb_condition *conditions;
	size_t n_conditions, n_open;
};
int mb_decision_effect(struct mb_effect_of *out, struct mb_arena *a, struct mb_gate *g,
		       const struct mb_standpoint *from, const struct mb_doc *decision, struct mb_error *err);

/* ---- one matter through every body ----------------------------------------------------------------------- */

struct mb_trail_step {
	mb_day date;	   /* MB_NO_DAY: not known */
	const char *group; /* slug; "" for none */
	const char *body;  /* its title; "" */
	const char *
		what; /* "paper filed", "consulted", "signed off", "on the agenda", "decided", "ratified", "reported up" ... */
	const char *outcome; /* in words; NULL */
	const char *doc;     /* id; NULL */
	const char *title;   /* of doc; NULL */
	long event;	     /* 0: not known */
};
struct mb_trail {
	const char *id, *kind, *title, *group;
	const char *number, *text;   /* of the recommendation asked for; NULL */
	struct mb_trail_step *steps; /* in the order of their dates; what has none comes where it belongs */
	size_t n_steps;
	const char *now; /* where the matter stands, in a sentence */
};
/** Follow one decision, paper, or one recommendation of a paper ("CTB-2005-P001#3") through every body: paper, consultation,
 *  sign-offs, each meeting it went to and the outcome there, what it changed or replaced, reports up, actions, effect.
 * @return MB_OK; MB_ENOTFOUND no such document or recommendation; MB_EINVAL that is nothing that is decided on */
int mb_trail_follow(struct mb_trail *out, struct mb_arena *a, struct mb_gate *g,
		    const struct mb_standpoint *from, const char *id, struct mb_error *err);

/** A document that names another. */
struct mb_relation {
	const struct mb_kind *kind;
	const char *field;
	const struct mb_doc *doc;
};
/** Every document that names this one in a declared field, by kind and field. */
int mb_relations(struct mb_relation **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		 const struct mb_standpoint *from, const struct mb_doc *d, struct mb_error *err);

/** The minutes' own words that a decision or action was read from; p NULL when they are not at hand. line counts in the body. */
struct mb_str mb_very_words(long *line, struct mb_arena *a, struct mb_gate *g,
			    const struct mb_standpoint *from, const struct mb_doc *d);

/** The stored finding of a requirement about a document ("quorate"), of the newest ruling that has one; NULL. */
const struct mb_finding *mb_stored_finding(struct mb_arena *a, struct mb_gate *g,
					   const struct mb_standpoint *from, const struct mb_doc *d,
					   const char *requirement);

/* ---- what stands ----------------------------------------------------------------------------------------- */

struct mb_position {
	const struct mb_doc *decision;
	const char *id, *title, *group, *body, *outcome, *text; /* text: the words resolved */
	mb_day date;
	struct mb_effect_of effect;
	struct mb_ref *
		chain; /* the decisions that it amends or supersedes, nearest first, back to the first of them */
	size_t n_chain;
};
struct mb_stands {
	const char *topic;	 /* the words asked for, or the theme's title */
	const char *theme;	 /* id; NULL: asked by words */
	struct mb_position *now; /* in force, newest first */
	size_t n_now;
	struct mb_position *pending; /* decided but without effect: not yet, conditional, irregular */
	size_t n_pending;
	struct mb_position *past; /* superseded, rescinded, lapsed */
	size_t n_past;
	const char **notes;
	size_t n_notes;
};
/** The position on a topic: a theme by id or title, else words, all of which must occur. Decisions on it are those that bear the
 *  theme or the words, those whose paper does, and those that supersede, amend or are superseded by one of them.
 * @return MB_OK also when there is none (a note says so); MB_EINVAL no words */
int mb_stands_on(struct mb_stands *out, struct mb_arena *a, struct mb_gate *g,
		 const struct mb_standpoint *from, const char *topic, struct mb_error *err);

/** The rows of one field as a table by its declared columns, those that no row fills left out. false: there are none. */
bool mb_rows_table(struct mb_register *out, struct mb_arena *a, struct mb_gate *g,
		   const struct mb_standpoint *from, const struct mb_doc *d, const struct mb_field *f);

/* ---- what is new ----------------------------------------------------------------------------------------- */

enum mb_news_sort {
	MB_NEWS_NEW,   /* not there then, or not for this reader */
	MB_NEWS_STATE, /* in another state */
	MB_NEWS_OTHER, /* other words or fields */
};
struct mb_news {
	struct mb_version_row row; /* as it stands */
	enum mb_news_sort sort;
	const char *what; /* "New decision", "Paper now approved", "Action changed: due, owner" */
	bool yours; /* a field names the person who asks as the one who has it: says so in `what` when that is new */
};
struct mb_news_ask {
	long since;	    /* what had come by this event is known */
	const char *person; /* whose news: what this person entered is none; NULL: nobody's */
	const char *kind, *group;
	size_t limit; /* documents looked at more closely; 0: all */
	size_t most;  /* versions looked at in all; 0: all */
};
/** Documents that the reader may see now and that are new, or changed in more than reminders and the like, newest first. People and
 *  organisations are left out. Costs what has come since. *more (may be NULL): limit or most ended it early. from's clocks must both
 *  be now. */
int mb_news_read(struct mb_news **out, size_t *n, bool *more, struct mb_arena *a, struct mb_gate *g,
		 const struct mb_standpoint *from, const struct mb_news_ask *ask, struct mb_error *err);
/** Several of one kind and sort in a few words: "7 new decisions", "4 papers now approved", "3 actions changed". */
const char *mb_news_several(struct mb_arena *a, struct mb_gate *g, const struct mb_news *one, size_t n);
/** The newest event recorded before a day; 0: none was. What has come since is new. */
int mb_event_before(long *out, struct mb_arena *a, struct mb_gate *g, mb_day day, struct mb_error *err);

/* ---- the map of groups ----------------------------------------------------------------------------------- */

struct mb_map_group {
	const char *slug, *title, *code, *regime;
	const char *remit; /* what it is for, from its own page or its terms of reference; NULL */
	mb_day began, ended;
	size_t members;
};
struct mb_map_line {
	size_t from, to;		   /* places in groups */
	const char *type, *accountability; /* "solid", "dotted", "joint"; accountability NULL when not said */
	mb_day since, until;
};
/** The groups as a nested list: each below those it reports to. */
struct mb_map_place {
	size_t group, depth;
	size_t line; /* that it hangs on; SIZE_MAX at the top */
	bool again;  /* it stands further up already, with all that is below it */
};
enum mb_map_fault {
	MB_MAP_LOOP,
	MB_MAP_ORPHAN, /* no line to or from it */
	MB_MAP_NO_ROUTE, /* no way up to the group that decides the rules or a group without a parent that others report to */
	MB_MAP_TWO_WAYS,   /* a line described in two ways */
	MB_MAP_SAME_REMIT, /* two groups for the same thing */
	MB_MAP_UNCOVERED,  /* a priority that no group covers */
	MB_MAP_NOBODY,	   /* a line to a group that is not there on the day */
};
const char *mb_map_fault_word(enum mb_map_fault f); /* "loop", "orphan" ... */
struct mb_map_finding {
	enum mb_map_fault fault;
	const char *text;    /* one sentence with what was found where */
	const char **groups; /* slugs */
	size_t n_groups;
};
struct mb_map {
	mb_day on;
	struct mb_map_group *groups; /* that exist on the day, by title */
	size_t n_groups;
	struct mb_map_line *lines; /* in force on the day */
	size_t n_lines;
	struct mb_map_place *list;
	size_t n_list;
	struct mb_map_finding *findings;
	size_t n_findings;
};
int mb_map_read(struct mb_map *out, struct mb_arena *a, struct mb_gate *g, const struct mb_standpoint *from,
		struct mb_error *err);
/** The map as an SVG element without XML head, to stand in a page or a file: role img, title and description, colours of the
 *  text around it, no links, no scripts, no fixed size. Show the list beside it. Appended to out.
 *
 *  Drawn by graphviz, which keeps state for the whole process: call it under one lock of the process, and never in two threads.
 *  It takes some milliseconds and graphviz 2.43 loses some 4 KB each time: keep a drawing as long as main's tip stays.
 * @param id  prefix of the ids within, so that two drawings may stand in one page; NULL: "map"
 * @return MB_OK; MB_EFAIL graphviz failed (nothing is appended) */
int mb_map_svg(struct mb_buf *out, const struct mb_map *m, const char *id, struct mb_error *err);

#endif
