/* reading: what a text says - its kind, body and date, attendance, items, recommendations, decisions, actions.
 *
 * Reading never changes, reorders or renumbers anything: numbers are labels, texts are as printed (a paragraph's lines
 * joined by one blank), and every find carries its place. Work is linear in the text. */
#ifndef MINUTEBOOK_READING_H
#define MINUTEBOOK_READING_H

#include <minutebook/base.h>
#include <minutebook/text.h>

enum mb_sure { MB_SURE, MB_LIKELY };

/** Where in the text: of mb_read_text() the body handed in, of mb_read_document() the whole of it. */
struct mb_place {
	int line, column;     /* 1-based; column in bytes */
	size_t start, length; /* bytes from the start */
	int end_line;	      /* the line of the last byte */
};

struct mb_found_person {
	const char *name;     /* as printed, titles and all */
	const char *initials; /* as printed behind the name, else NULL */
	const char
		*role; /* "Chair", or the words in brackets or behind the dash: post or organisation; NULL */
	const char *substitute_for; /* a name, else NULL */
	const char *items; /* "items 1 to 5" when present for some only, "from item 4" when late; else NULL */
	bool late;	   /* came when the meeting had begun */
	enum mb_sure sure;
	struct mb_place place;
};

struct mb_found_recommendation {
	const char *number;	 /* as printed: "3", "(ii)", "R3"; "" if none */
	const char *text;	 /* whole, also across a page break */
	const char *kind;	 /* "agree", "note", or "recommend" when nothing says which */
	const char *condition;	 /* the words of "subject to ...", else NULL */
	const char *delegate_to; /* who, when it delegates; else NULL */
	mb_day report_by; /* a date by which to report back ("before 1 April 2006", "in December 2005": its last day) */
	const char *report_by_text; /* the words; NULL if none */
	const char *from_text;	    /* "with effect from ..."'s words; NULL */
	mb_day effect_from;
	struct mb_place place;
};

struct mb_found_section {
	const char *heading, *text; /* an implication ("Financial"), or any other headed part */
	struct mb_place place;
};

struct mb_found_item {
	const char *number; /* as printed: "6", "70/17", "4.1"; "" if none */
	const char *title;
	const char *paper; /* a paper's id or the words naming it ("Doc 2", "attached"), else NULL */
	const char
		*part; /* "decide", "recommend", "note", "advise" when the row or note says so, else NULL */
	bool urgent;   /* marked as urgent in an agenda */
	bool exempt;
	enum mb_sure sure;
	struct mb_place place;
};

struct mb_found_decision {
	const char *item;   /* the number of the item it stands in; "" if none */
	const char *number; /* its own number, as printed: "(1)", "16/01/5.01"; "" if none */
	const char *text;   /* the very words, marker excluded: "that the report be noted" */
	const char *kind;   /* agreed noted deferred referred recommended elected withdrawn rejected lost */
	const char *mover, *seconder;		   /* NULL if not said */
	int votes_for, votes_against, abstentions; /* -1 if not said; unanimous: see votes_text */
	const char *votes_text; /* "unanimous", "Carried", "7 in favour, 1 abstention"; NULL */
	const char *condition;	/* "subject to ..."; NULL */
	const char *delegate_to;
	const char *referred_to; /* the body it was referred or recommended to; NULL */
	const char **refers;	 /* ids of documents named in it ("CTB-2005-D001"), n_refers of them */
	size_t n_refers;
	bool procedural; /* approving minutes, excluding the public, adjourning */
	bool exempt;
	bool withheld; /* decided, but its words stand in minutes that are not here */
	enum mb_sure sure;
	struct mb_place place;
	struct mb_place *also; /* where the same decision stands again, n_also places */
	size_t n_also;
};

struct mb_found_action {
	const char *item;
	const char *what;
	const char *who;      /* as printed: initials, name, role; NULL when nobody is named */
	mb_day due;	      /* MB_NO_DAY when not a date */
	const char *due_text; /* as printed; NULL */
	enum mb_sure sure;
	struct mb_place place;
};

/** "The Chair ruled that item 6 be taken as urgent because ..." */
struct mb_found_urgency {
	const char *item;
	const char *by;		   /* as printed: "The Chair", a name */
	const char *circumstances; /* the special circumstances; NULL when not stated */
	struct mb_place place;
};

struct mb_found_interest {
	const char *person, *item, *nature; /* item, nature may be NULL */
	struct mb_place place;
};

/** Words that should have meant something and could not be placed. */
struct mb_found_loose {
	const char *text, *why;
	struct mb_place place;
};

/** One thing that terms of reference settle. */
struct mb_found_term {
	const char *text; /* as printed; NULL when the text does not say */
	enum mb_sure sure;
	struct mb_place place;
};

/** Terms of reference. Each part also as data where words give it; -1, NULL or MB_NO_DAY where they do not. */
struct mb_found_terms {
	struct mb_found_term purpose, membership, chair, quorum, frequency, delegation, reporting, review;
	const char **members; /* one a line, as printed */
	size_t n_members;
	const char *presides, *deputy; /* who is in the chair, and who when they are away */
	int quorum_number;	       /* "four members": 4 */
	const char *quorum_share;      /* "one third", "50%" */
	const char *
		*quorum_composition; /* "at least one health partner", "including either the Chair or ..." */
	size_t n_quorum_composition;
	int meetings_a_year;	 /* "quarterly": 4 */
	const char *reports_to;	 /* the body's name */
	mb_day review_by;	 /* a day by which they are reviewed next */
	const char *review_text; /* "annually", "October 2020" */
	const char **missing;	 /* usual parts that are not there: "quorum" */
	size_t n_missing;
};

struct mb_reading {
	const char *kind; /* "paper" "agenda" "minutes" "terms-of-reference" "decision-record" "unknown" */
	enum mb_sure kind_sure;
	const char *title, *body; /* body: the name of the group whose text it is; NULL when not said */
	mb_day date;		  /* of the meeting; MB_NO_DAY when not said */
	const char *date_text;
	const char *place_held, *time_held;
	bool draft, cancelled;

	/* a paper */
	const char *purpose;				  /* "decision", "information"; NULL */
	const char *report_of, *contact_officer, *author; /* as printed; NULL */
	const char *summary, *reasons;
	const char *agenda_item; /* number of the agenda item it is for; NULL */
	bool asks_urgency;	 /* says it is submitted as urgent, for the chair to decide */
	struct mb_found_section *implications;
	size_t n_implications;
	struct mb_found_recommendation *recommendations;
	size_t n_recommendations;
	const char **consultees, **background;
	size_t n_consultees, n_background;

	/* minutes and agendas */
	const char *chair; /* who presided, as printed; NULL */
	struct mb_found_person *present, *in_attendance, *apologies, *absent;
	size_t n_present, n_in_attendance, n_apologies, n_absent;
	const char *public_text; /* "3 members of the public"; NULL */
	int public_count;	 /* 3; -1 when not said */
	bool quorum_stated, inquorate_stated;
	struct mb_found_item *items;
	struct mb_found_decision *decisions;
	struct mb_found_action *actions;
	struct mb_found_urgency *urgencies;
	struct mb_found_interest *interests;
	size_t n_items, n_decisions, n_actions, n_urgencies, n_interests;

	struct mb_found_section *sections; /* every headed part, in order (terms of reference, papers) */
	size_t n_sections;
	struct mb_found_terms *terms; /* of terms of reference, else NULL */
	const char **notes;	      /* what was not understood, or contradicts itself, in plain words */
	size_t n_notes;
	struct mb_found_loose *loose; /* what could not be placed */
	size_t n_loose;
};

/** Read a text (front matter already taken off). Never fails: a text that says nothing is "unknown".
 * @param as_kind  what the reader is told it is ("minutes"), or NULL to find out
 * @param near     a day near which the text was written, to complete "15 November"; MB_NO_DAY if not known */
void mb_read_text(struct mb_reading **out, struct mb_arena *a, const char *p, size_t n, const char *as_kind,
		  mb_day near);

/** Read a whole document: what its front matter says of title, body, date and who was there counts where the text says
 *  nothing, and so does a date in the file's name.
 * @param matter     of this text, as mb_matter_parse() gave it
 * @param file_name  where the text came from, or NULL
 * Places, also those named in notes, are of the whole text, front matter counted. */
void mb_read_document(struct mb_reading **out, struct mb_arena *a, struct mb_str text,
		      const struct mb_matter *matter, const char *file_name, const char *as_kind,
		      mb_day near);
/** Does this text hold two meetings? Each of two heads ("Minutes of ...") has a day of its own and its own attendance.
 *  first, second: the first line of each head, filled when it does */
bool mb_read_two_meetings(struct mb_place *first, struct mb_place *second, const char *p, size_t n);

/** Find the first date in a run of words ("Tuesday, 11th October 2005", "11/10/05", "2005-10-11", "11 Oct").
 *  near completes a missing year (the nearest such day on or after it). @return true, *from and *len say where it stands */
bool mb_read_date(mb_day *out, size_t *from, size_t *len, struct mb_str s, mb_day near);

/** A person's name for matching: titles (Cllr, Dr, Ms ...) off, lower case, single blanks. */
void mb_name_key(char *out, size_t size, const char *name);
/** Does `printed` ("Cllr H Marsh", "HM", "Helen", "Marsh") fit this person? 0 no, 1 by initials or part, 2 by surname and
 *  first initial, 3 the whole name. */
int mb_name_fits(const char *printed, const char *name, const char *initials);

/* ---- a paper checked for its author ---------------------------------------------------------------------- */

/** What the record knows, handed in so that a paper is also held against it. All borrowed; any part may be empty. */
struct mb_check_known {
	struct mb_known_person {
		const char *name, *initials, *post; /* initials, post may be NULL */
		bool serves;			    /* in some group or post on the day */
	} * people;
	struct mb_known_group {
		const char *title, *brief; /* "Children's Trust Strategy Board", "Strategy Board" or NULL */
	} * groups;
	struct mb_known_line {
		const char *from, *to, *type; /* titles; "solid", "dotted", "joint" */
	} * lines;
	size_t n_people, n_groups, n_lines;
	bool (*has)(void *self, const char *id); /* is there such a document? NULL: ids are not looked up */
	void *self;
	mb_day near; /* a day near which the paper was written; MB_NO_DAY */
};

struct mb_check_finding {
	const char *kind;  /* one of mb_check_kinds() */
	const char *words; /* the words in question, as printed */
	const char *why, *todo;
	struct mb_place
		*places; /* in the order of the text, n_places >= 1; a missing part has the first line */
	size_t n_places;
};

struct mb_paper_check {
	const char *kind;		   /* what the text was taken for: mb_reading.kind */
	struct mb_check_finding *findings; /* by first place */
	size_t n_findings;
	bool more; /* there were more than are told */
};

/** Look for what an author wants to know before a paper goes out: dates that cannot be, names that drift, references to
 *  nowhere, missing parts and the like. Never fails; says nothing about a text without fault. Linear in the text.
 * @param as_kind  NULL to find out
 * @param known    NULL without a record */
void mb_check_paper(struct mb_paper_check **out, struct mb_arena *a, const char *p, size_t n,
		    const char *as_kind, const struct mb_check_known *known);
/** All kinds of finding, ended by NULL. */
const char *const *mb_check_kinds(void);

/* ---- minutes out of facts -------------------------------------------------------------------------------- */

struct mb_form_person {
	const char *name;
	const char *role;	/* post or organisation; NULL */
	const char *stands_for; /* a name, for a substitute; NULL */
};
struct mb_form_decision {
	const char *text;    /* "That the report be noted" */
	const char *outcome; /* as mb_found_decision.kind; NULL: what the words say */
	const char *mover, *seconder;
	bool counted;
	int votes_for, votes_against, abstentions; /* when counted */
	const char *votes_text;			   /* when not: "unanimous"; NULL */
	const char *dissent;			   /* who asked to be named as against; NULL */
};
struct mb_form_action {
	const char *what, *who; /* who: NULL for nobody */
	mb_day due;		/* MB_NO_DAY: due_text */
	const char *due_text;	/* "next meeting"; NULL */
};
struct mb_form_interest {
	const char *person, *item, *nature; /* item, nature: NULL when not said */
};
struct mb_form_item {
	const char *number, *title;
	const char *paper;	/* an id; NULL */
	const char *urgent_why; /* the special circumstances for which the chair ruled it urgent; NULL */
	const char *discussion; /* paragraphs parted by empty lines; NULL */
	const struct mb_form_decision *decisions;
	const struct mb_form_action *actions;
	size_t n_decisions, n_actions;
};
/** What a form for taking minutes asks for. All texts are plain words of one line, but for the discussion. */
struct mb_minutes_form {
	const char *body;
	mb_day date;
	const char *time, *place;
	const char *chair; /* one of those present */
	const struct mb_form_person *present, *in_attendance, *apologies, *absent;
	size_t n_present, n_in_attendance, n_apologies, n_absent;
	const char *public_text; /* "3 members of the public"; NULL */
	const struct mb_form_interest *interests;
	size_t n_interests;
	const struct mb_form_item *items;
	size_t n_items;
};
/** The form as minutes in the house order, which mb_read_text() reads back for certain. */
void mb_minutes_text(struct mb_buf *out, const struct mb_minutes_form *form);
/** What of the form would not be read back as it was meant, and what would be read that it does not say: plain sentences,
 *  to be shown beside the form before anything is filed. None is the usual case. @return how many */
size_t mb_minutes_lost(const char ***out, struct mb_arena *a, const struct mb_minutes_form *form);

/* ---- agendas, made and changed --------------------------------------------------------------------------- */

struct mb_agenda_form {
	const char *body; /* the group's name */
	mb_day date;
	const char *time, *place; /* NULL where not known */
	const char *const *items; /* titles */
	size_t n_items;
};
/** An agenda as a table, which mb_read_text() reads back. Appended to out. */
void mb_agenda_text(struct mb_buf *out, const struct mb_agenda_form *form);

struct mb_agenda_item {
	const char *title, *paper, *part; /* paper: an id; part: "decide" ...; NULL or "": none */
	const char *number;		  /* of the first item of a text that has none yet; NULL: 1 */
};
enum mb_agenda_act { MB_AGENDA_UP, MB_AGENDA_DOWN, MB_AGENDA_TAKE_OFF, MB_AGENDA_ADD };
struct mb_agenda_change {
	enum mb_agenda_act act;
	size_t item; /* which, from 0, in the order of the reading; MB_AGENDA_ADD: not read */
	struct mb_agenda_item added;
};
/** Can items be moved by lines (rows of a table, headings, numbered lines)? */
bool mb_agenda_can_change(const char *p, size_t n);
/** The body of an agenda with one change of its items; appended to out. Every byte that is no item's stays, numbers keep their
 *  places and close up where they ran on. The result is read again and must have just these items.
 * @return MB_OK; MB_ENOTFOUND no such item; MB_EINVAL it is not written so that this can be done (says what to do) */
int mb_agenda_change(struct mb_buf *out, struct mb_str body, const struct mb_agenda_change *change,
		     struct mb_error *err);

#endif
