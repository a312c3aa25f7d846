/* Inside the reading room: the text cut into blocks, and the scanners that the parts share. */
#ifndef MB_READING_READ_H
#define MB_READING_READ_H

#include <minutebook/reading.h>

#define NPOS	  ((size_t)-1)
#define CELLS_MAX 16
#define SENTENCE_MAX                                                                                         \
	2000 /* bytes of one sentence that are looked at for forms: bounds the work on a text without stops */
#define NOTES_MAX 100
#define FITS_MAX  200000

/* ---- words ----------------------------------------------------------------------------------------------- */

/* In a block's text words are parted by exactly one of ' ', '\t' (a wide gap) and '\n' (the end of a line). Every
 * scanner takes all three as blank; attendance lists and tables flattened to text live on the difference. */
bool rd_blank(char c);
bool rd_alnum(char c); /* bytes of UTF-8 letters count */
bool rd_upper(char c); /* ASCII capitals, and the first byte of a longer letter */
bool rd_lower(char c);
struct mb_str rd_sub(struct mb_str s, size_t from, size_t to);
struct mb_str rd_trim(struct mb_str s, const char *also); /* blanks and the bytes of `also`, at both ends */
struct mb_str rd_clip(struct mb_str s, size_t max);
/** Does phrase stand at i, as whole words, case apart? A blank in it matches any blank. */
bool rd_at(struct mb_str s, size_t i, const char *phrase);
size_t rd_find(struct mb_str s, size_t from, const char *phrase); /* whole words; NPOS */
bool rd_has(struct mb_str s, const char *phrase);
bool rd_starts(struct mb_str s, const char *phrase);
/** The first of several phrases (ended by NULL). @return its place or NPOS; *which its number, *len its length */
size_t rd_find_any(struct mb_str s, size_t from, const char *const *phrases, size_t *which, size_t *len);
bool rd_is_any(struct mb_str s, const char *const *words); /* the whole of s, case apart */
/** The next sentence from *at on, and past it; false at the end. Titles and single initials end no sentence. */
bool rd_sentence(struct mb_str s, size_t *at, struct mb_str *out);
struct mb_str rd_last_word(struct mb_str s);
bool rd_word(struct mb_str s, size_t *at, struct mb_str *out); /* the next run of non-blanks */
size_t rd_count_words(struct mb_str s, size_t stop);	       /* no further than stop */
bool rd_unfinished(struct mb_str s); /* breaks off without a full stop, colon or semicolon */
int rd_number_word(struct mb_str w); /* "7", "seven", "no": its value; -1 */
/** A document's id, such as CTB-2005-D001, at or after *at. */
bool rd_id(struct mb_str s, size_t *at, struct mb_str *out);
int rd_item_number(struct mb_str s, size_t from,
		   struct mb_str *out); /* "item 6", "agenda item 6": 1 if found */

/* ---- blocks ---------------------------------------------------------------------------------------------- */

enum label_kind { LB_NONE, LB_NUMBER, LB_DECIMAL, LB_REF, LB_PAREN, LB_LETTER };
enum block_kind { B_PARA, B_HEADING, B_ROW };
enum block_role { ROLE_TEXT, ROLE_ITEM, ROLE_CLAUSE, ROLE_PEOPLE, ROLE_DONE };

struct block {
	enum block_kind kind;
	enum label_kind label_kind;
	enum block_role role;
	struct mb_str text;  /* cleaned of marks; of a row: the line as it stands */
	struct mb_str label; /* a number in front, without its stop: "1", "(ii)", "70/17"; n 0 if none */
	struct mb_str mark;  /* the number as printed, stop and all */
	bool bullet, bold;   /* bold: the whole line */
	bool inside;	     /* cut out of a longer paragraph: its title runs into its text */
	int level, indent;   /* of a heading; columns before the text */
	int item;	     /* index of the item it belongs to, or -1 */
	int nest;	     /* of a clause: 1 when it stands inside another */
	size_t lead;	     /* bytes of a bold title that runs into the text; 0: none */
	size_t body;	     /* where the text goes on after an item's title */
	size_t raw, raw_end; /* bytes of the source */
	/* a row */
	int table;	     /* the number of its table */
	bool head, rule;     /* the row of headings; a row that only rules */
	size_t cell, n_cell; /* in source.cells */
	/* of a row of minutes in a table: who acts and by when, of all blocks with this number; 0: none */
	int shared;
	struct mb_str owner, due;
};

struct seg { /* from this byte of the cleaned text on, the source stands at raw + distance */
	const char *text;
	size_t raw;
};

struct source {
	struct mb_arena *a;
	const char *p;
	size_t n;
	size_t *line_at;
	size_t n_lines;
	struct block *b;
	size_t count;
	struct seg *segs;
	size_t n_segs;
	char *clean; /* every block's text, one after another */
	size_t n_clean, clean_max;
	int minutes_tables; /* that were cut into paragraphs */
	int lines_before;   /* of front matter, counted in every place */
	size_t bytes_before;
	struct mb_str *cells; /* of every row, cleaned; "\r" parts the paragraphs of one */
	size_t n_cells;
};

/** What is read of one text: handed from part to part. */
struct reader {
	struct mb_arena *a;
	struct source *src;
	struct mb_reading *r;
	mb_day near;	       /* the meeting's day once known, else what the caller said */
	mb_day next_meeting;   /* MB_NO_DAY until found */
	const char **initials; /* of everybody in the attendance lists, sorted */
	size_t n_initials;
	const struct mb_matter *matter; /* of a document, or NULL */
	struct mb_str whole;		/* front matter and all */
	const char *file;		/* its name, or NULL */
	size_t fits;			/* names compared so far: at most FITS_MAX, whatever the text holds */
};

void rd_split(struct source *src); /* split.c */
void rd_source(struct source *src, struct mb_arena *a, const char *p, size_t n);
/** The number at the start of a line. @return bytes it takes with its stop and blanks, 0 for none */
size_t rd_label(struct mb_str s, struct mb_str *label, enum label_kind *kind);
int rd_label_order(struct mb_str label, bool roman); /* "3", "(iii)", "c)": 3; -1 */
/** Where a run of a block's text (or of a row) stands in the source. */
int rd_line_of(const struct source *src, size_t byte); /* 1-based */
struct mb_place rd_place(const struct source *src, const struct block *b, struct mb_str part);
/** As printed, on one line. */
const char *rd_say(struct mb_arena *a, struct mb_str s);
/** A block with its number in front, on one line. */
const char *rd_say_block(struct mb_arena *a, const struct block *b);
/** Blocks [from, to) as paragraphs parted by an empty line; NULL when they say nothing. */
const char *rd_say_blocks(struct reader *rd, size_t from, size_t to);
struct mb_str rd_body(const struct block *b); /* the text after an item's title */
struct mb_str rd_first_line(struct mb_str s);
/** The cells of a row, cleaned. @return how many */
int rd_cells(const struct source *src, const struct block *b, struct mb_str cells[CELLS_MAX]);
bool rd_table_begins(const struct source *src, size_t i); /* is block i the first row of a table? */
/** The next row of the same table after block i that is no rule. @return src->count if there is none */
size_t rd_next_row(const struct source *src, size_t i);
/** Does a heading, or a line that ends with a colon, stand over a list of people, whatever it is called? */
bool rd_people_list(const struct source *src, size_t i);
void rd_note(struct reader *rd, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- dates ----------------------------------------------------------------------------------------------- */

/** A whole month ("December 2005", "late November"): its last day. */
bool rd_month(mb_day *out, size_t *from, size_t *len, struct mb_str s, mb_day near);
/** Words that say until when: "by 28 October 2005", "within three weeks", "before the next meeting". */
struct due {
	size_t from, to;    /* with the "by" */
	struct mb_str text; /* without it */
	mb_day day;
};
bool rd_due(struct due *out, struct mb_str s, mb_day near, mb_day next_meeting);
bool rd_due_cell(mb_day *out, struct mb_str cell, mb_day near, mb_day next_meeting);
/** The weekday printed before the date at `from`, 1 to 7; 0 if none is. */
int rd_weekday_word(struct mb_str s, size_t from, size_t *len);
void rd_check_weekdays(struct reader *rd);

/* ---- names ----------------------------------------------------------------------------------------------- */

bool rd_is_title(struct mb_str w);		      /* Cllr, Dr, Mrs ... */
bool rd_namelike(struct mb_str s);		      /* could this be a person's name? */
bool rd_initials_like(struct mb_str s);		      /* "HM", "AWa" */
bool rd_role_word(struct mb_str w);		      /* Clerk, team, secretariat: may own an action */
size_t rd_name_forward(struct mb_str s, size_t from); /* end of the name that starts at from; from if none */
size_t rd_name_back(struct mb_str s, size_t to);      /* start of the name that ends at to; to if none */
bool rd_knows_initials(const struct reader *rd, const char *s);

enum people_group { PEOPLE_NONE, PEOPLE_PRESENT, PEOPLE_IN_ATTENDANCE, PEOPLE_APOLOGIES, PEOPLE_ABSENT };

/* ---- parts ----------------------------------------------------------------------------------------------- */

const char *rd_kind(struct reader *rd, enum mb_sure *sure);
void rd_head(struct reader *rd);
void rd_title(struct reader *rd); /* unless a paper's title block has said it */
void rd_paper(struct reader *rd);
void rd_sections(struct reader *rd);
void rd_items(struct reader *rd);
void rd_attendance(struct reader *rd);
void rd_decisions(struct reader *rd);
void rd_actions(struct reader *rd);
void rd_rulings(struct reader *rd); /* urgency, interests, quorum */
void rd_terms(struct reader *rd);   /* terms of reference */
/* front.c: front matter, the name of the file */
void rd_front(struct reader *rd);
void rd_front_people(struct reader *rd);
bool rd_time(struct mb_str s, struct mb_str *out); /* "2.00 pm", "14:00-17:00" */
/** Words that could not be placed, and why. */
void rd_loose(struct reader *rd, const struct block *b, struct mb_str s, const char *why);

/* words that several parts ask for */
/** Is this line, or its start, the head of an attendance list? *rest: where its names begin. */
enum people_group rd_people_key(struct mb_str line, size_t *rest);
bool rd_paper_key(struct mb_str line, const char **which, size_t *rest); /* "Summary:", "Recommendations" */
/** A decision's marker at the start: "RESOLVED that", "Agreed:", "Decision:". @return bytes to skip, 0 for none */
size_t rd_decision_marker(struct mb_str s);
const char *rd_marker_kind(struct mb_str s); /* of a marker such as NOTED, RECOMMENDED; else NULL */
size_t rd_action_marker(struct mb_str s);    /* "ACTION:", "Action 3:"; bytes to skip */
bool rd_is_lead(struct mb_str s);	     /* ends so that a list must follow */
const char *rd_item_label(const struct reader *rd,
			  const struct block *b); /* the number of the block's item, "" if none */
/** The owner at the start of "Paul Okafor to bring ...". @return where the task begins, 0 for none */
size_t rd_owner(struct mb_str s, struct mb_str *who, bool loose);

/* deciding.c: sentences without a marker */
enum deciding { DECIDES_NOT, DECIDES_MAYBE, DECIDES };
enum deciding rd_decides(struct mb_str s);
bool rd_motion(struct mb_str s);      /* proposed and seconded */
size_t rd_result(struct mb_str s);    /* where a result of a vote stands: NPOS */
bool rd_only_result(struct mb_str s); /* a sentence that says how the vote went, and no more */

/* decisions.c's helpers, verbs.c */
const char *rd_decision_kind(struct mb_str text);
bool rd_has_verb(struct mb_str text);	/* does it say agreed, noted ... at all? */
bool rd_done_first(struct mb_str text); /* begins with "noted", "agreed" ... */
bool rd_procedural(struct mb_str text);
void rd_votes(struct mb_found_decision *d, struct mb_arena *a, struct mb_str s);
void rd_movers(struct mb_found_decision *d, struct mb_arena *a, struct mb_str s);
const char *rd_condition(struct mb_arena *a, struct mb_str text);
const char *rd_delegate(struct mb_arena *a, struct mb_str text);
const char *rd_referred_to(struct mb_arena *a, struct mb_str text);

/* agenda.c, recommend.c */
/** What a few words say of an item: paper, part, urgent, exempt. true: nothing else is in them. */
bool rd_item_mark(struct reader *rd, struct mb_found_item *it, struct mb_str s);
struct mb_found_item *rd_new_item(struct reader *rd, const struct block *b, struct mb_str number,
				  struct mb_str title, enum mb_sure sure);
bool rd_agenda_tables(struct reader *rd); /* did any table give items? */
/** Which column of an agenda's table is what; -1: it has none. */
struct rd_columns {
	int number, title, paper, part;
};
/** Are these cells the head of an agenda's table? */
bool rd_agenda_columns(struct rd_columns *c, const struct mb_str *cells, int n);
void rd_recommendations(struct reader *rd, size_t from, size_t to);

/** A set of texts, compared by their letters and figures alone. */
struct seen {
	uint64_t *slot;
	size_t cap, n;
};
bool rd_seen(struct mb_arena *a, struct seen *set, struct mb_str text,
	     uint64_t salt); /* was it there already? adds it */
uint64_t rd_hash(struct mb_str text, uint64_t salt);

#endif
