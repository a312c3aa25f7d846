/* Inside the reading room: a paper checked for its author. Its text is cut more finely than for reading (read.h): every line that
 * could be a page's foot, a step, a numbered clause stands alone, and all words lie in one array. */
#ifndef MB_READING_CHECK_H
#define MB_READING_CHECK_H

#include <minutebook/reading.h>

#define CK_FINDINGS_MAX 200
#define CK_NAMES_MAX	256 /* different names that are compared with each other */
#define CK_DEPTH	6   /* parts of a decimal number */
#define CK_NONE		((size_t)-1)

enum ck_kind { CK_PARA, CK_HEADING, CK_ROW, CK_PAGE }; /* CK_PAGE: a page's foot or number, a form feed */
enum ck_style {
	CK_PLAIN,   /* no label */
	CK_NUMBER,  /* 1. 1) (1) */
	CK_DECIMAL, /* 1.2, 3.4.5 */
	CK_LETTER,  /* a) (a) a. */
	CK_ROMAN,   /* (ii) */
	CK_R,	    /* R3 */
};

struct ck_block {
	enum ck_kind kind;
	enum ck_style style;
	int number[CK_DEPTH], depth; /* the label's value: one part, more for CK_DECIMAL */
	bool paren;		     /* the label stood in brackets */
	bool bullet, gap;	     /* gap: a blank line stands before it */
	bool numbered_heading;
	int level;	       /* of a Markdown heading, else 0 */
	size_t text, n;	       /* in ck_doc.text, label and marks off */
	size_t label;	       /* raw place of the label */
	size_t word, word_end; /* its words in ck_doc.word */
	size_t raw, raw_end;
	size_t heading;	 /* index of the heading it stands under (itself for a heading); CK_NONE */
	bool recommends; /* stands in the recommendations */
};

struct ck_word {
	uint32_t at, len, block;
	bool cap;    /* begins with a capital */
	bool caps;   /* two or more letters, all capitals */
	bool joined; /* one blank and nothing else parts it from the word before, in the same block */
};

enum ck_part { CK_WHOLE, CK_EARLY, CK_MID, CK_LATE }; /* of a month */
struct ck_date {
	size_t at, len; /* in ck_doc.text */
	size_t block;
	int day, month, year; /* day 0: a month; year 0: not said; month 0: never */
	int weekday;	      /* 1 to 7 as printed, 0 if none */
	enum ck_part part;
	bool no_such;		 /* such a day does not exist */
	bool in_range, range_to; /* the first, the second of "from ... to ..." */
};

struct ck_doc {
	struct mb_arena *a;
	const char *p;
	size_t n;
	char *text;    /* every block's words, blocks parted by '\n', cells of a row by '\t' */
	uint32_t *raw; /* where each byte of text stands in p */
	size_t n_text;
	size_t *line_at;
	size_t n_lines;
	struct ck_block *block;
	size_t n_blocks;
	struct ck_word *word;
	size_t n_words;
	struct ck_date *date;
	size_t n_dates;
	const struct mb_reading *r;
	const struct mb_check_known *known; /* never NULL */
	struct mb_paper_check *out;
};

/* ---- the text (check_text.c, check_words.c) -------------------------------------------------------------- */

void ck_cut(struct ck_doc *d);
/** One blank for a run, curly quotes and long dashes plain, marks of emphasis gone. @return bytes written */
size_t ck_plain(struct ck_doc *d, size_t from, size_t to);
void ck_words(struct ck_doc *d);
bool ck_label(struct ck_block *b, struct mb_str s, size_t *taken);
struct mb_str ck_str(const struct ck_doc *d, size_t from, size_t to);
struct mb_str ck_word_str(const struct ck_doc *d, size_t w);
bool ck_is(const struct ck_doc *d, size_t w, const char *word); /* case apart; false past the end */
bool ck_is_any(const struct ck_doc *d, size_t w, const char *const *words);
bool ck_in(struct mb_str s, const char *const *words);
/** Does the lower-case `phrase` stand in s as whole words, case apart? @return its place, CK_NONE if not */
size_t ck_find(struct mb_str s, const char *phrase);
bool ck_has_any(struct mb_str s, const char *const *phrases);
struct mb_str ck_block_str(const struct ck_doc *d, const struct ck_block *b);
size_t ck_word_at(const struct ck_doc *d, size_t text_at); /* the first word at or behind a byte of text */

/* ---- findings (check.c) ---------------------------------------------------------------------------------- */

/** A new finding, or NULL when there are enough. fmt makes `why`. */
struct mb_check_finding *ck_found(struct ck_doc *d, const char *kind, const char *todo, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/** Add a place, from and to in d->text; the first gives the finding its words. f may be NULL. */
void ck_place(struct ck_doc *d, struct mb_check_finding *f, size_t from, size_t to);
int ck_line(const struct ck_doc *d, size_t text_at);

/* ---- words compared (check_alike.c) ---------------------------------------------------------------------- */

#define CK_STEM	      24
#define CK_NAME_WORDS 8
/** A name in its parts: lower case, without 's and plural, "and", "of", "the" dropped. */
struct ck_name {
	char stem[CK_NAME_WORDS][CK_STEM];
	size_t n;
	unsigned joins; /* bit i: "and" or a comma stands before word i */
};
void ck_name_add(struct ck_name *name, struct mb_str word, bool join);
void ck_name_of(struct ck_name *name, const char *s);
bool ck_same_name(const struct ck_name *a, const struct ck_name *b);
bool ck_same_letters(const struct ck_name *a, const struct ck_name *b); /* Child Care, Childcare */
bool ck_tail_of(const struct ck_name *tail, const struct ck_name *name);
/** One is a slip of the other: strategy and strategic, commision and commission. */
bool ck_near(const char *a, const char *b);
bool ck_same_words(const struct ck_name *a, const struct ck_name *b); /* in another order */
/** Is `less` the same as `more` without one inner word? */
bool ck_one_dropped(const struct ck_name *less, const struct ck_name *more);
/** The only place at which two names of the same length differ; -1 for none or more than one. */
int ck_one_differs(const struct ck_name *a, const struct ck_name *b);

/* ---- the checks ------------------------------------------------------------------------------------------ */

void ck_dates(struct ck_doc *d); /* finds them */
/** First and last day a date can mean; false when its year is not said. */
bool ck_span(mb_day *from, mb_day *to, const struct ck_date *at);
void ck_check_days(struct ck_doc *d);
void ck_check_timetables(struct ck_doc *d);
void ck_check_years(struct ck_doc *d);
void ck_check_numbers(struct ck_doc *d);
void ck_check_references(struct ck_doc *d);
void ck_check_bodies(struct ck_doc *d);
void ck_check_posts(struct ck_doc *d);
void ck_check_people(struct ck_doc *d);
void ck_check_lines(struct ck_doc *d);
void ck_check_parts(struct ck_doc *d);
void ck_check_splits(struct ck_doc *d);
void ck_check_owners(struct ck_doc *d);

/* A post in the text: "Head of Finance". */
struct ck_post {
	size_t word, end, subject; /* words; subject: the first behind "of" */
	struct ck_name head, name; /* "head"; "finance" */
};
/** The post that begins at word w. @return false if none does */
bool ck_post_at(struct ck_post *out, const struct ck_doc *d, size_t w);
/** The body whose name ends with word w ("Board"). *from: its first word. */
bool ck_body_at(struct ck_name *out, size_t *from, const struct ck_doc *d, size_t w);

#endif
