/* Inside core/registers/: one question, asked from a standpoint. */
#ifndef MB_REGISTERS_IMPL_H
#define MB_REGISTERS_IMPL_H

#include <minutebook/registers.h>

/* ---- looking --------------------------------------------------------------------------------------------- */

struct memo; /* documents that were looked up by id: a register's rows name the same ones again and again */
struct look {
	struct mb_arena *a;
	struct mb_gate *g;
	const struct mb_standpoint *from;
	mb_day day; /* mb_standpoint_day(from) */
	struct memo *memo;
};
struct look look_from(struct mb_arena *a, struct mb_gate *g, const struct mb_standpoint *from);
bool look_may(const struct look *l, const struct mb_doc *d);
bool look_keep(void *reader, const struct mb_version_row *row); /* for questions to the index */
/** The document of a version; one that stands is the view's own, read once for all questions. */
int look_doc(const struct mb_doc **doc, const struct look *l, const struct mb_version_row *row,
	     struct mb_error *err);
/** A document by id or path; MB_ENOTFOUND also when the reader may not see it. */
int look_up(const struct mb_doc **doc, const struct look *l, const char *id, struct mb_error *err);

struct found {
	struct mb_version_row row;
	const struct mb_doc *doc;
};
/** Documents of a kind that the reader may see, by date; none when the kind is not declared. field NULL: all; value NULL:
 *  those that have the field. What does not read as a document is left out. */
int look_list(struct found **out, size_t *n, const struct look *l, const char *kind, const char *group,
	      const char *field, const char *value, struct mb_error *err);
/** The same by a question of the index, whose two clocks are set here. */
int look_ask(struct found **out, size_t *n, const struct look *l, const struct mb_ask *ask,
	     struct mb_error *err);
/** The same, no document read. */
int look_rows(struct mb_version_row **out, size_t *n, const struct look *l, const struct mb_ask *ask,
	      struct mb_error *err);
int look_count(size_t *n, const struct look *l, const struct mb_ask *ask, struct mb_error *err);
/** Documents whose rows carry their own dates (groups, terms of reference): as known, whatever the other clock says. */
int look_standing(struct found **out, size_t *n, const struct look *l, const char *kind, const char *group,
		  struct mb_error *err);

/* ---- small readings of fields ---------------------------------------------------------------------------- */

const char *text_of(const struct mb_node *map, const char *key); /* NULL when absent or empty */
mb_day day_of(const struct mb_node *map, const char *key);
long text_number(bool *has, const char *text); /* whole, its first digits; 0 when it is none */
long number_of(const struct mb_node *map, const char *key);
long field_number(bool *has, const struct mb_doc *d, const char *field);
/** Rows of a list field; NULL, 0 when there are none. */
size_t rows_of(struct mb_node *const **out, const struct mb_doc *d, const char *field);
bool row_in_force(mb_day *from, mb_day *until, const struct mb_node *row, mb_day on);
/** What kind of notice it is, in a word for people: "reminder". NULL: "?". */
const char *notice_word(const char *kind);
bool at_its_end(const struct mb_doc *d); /* its state is one where its kind ends */
/* "be delegated to the Chief Officer; and": one of several, said by itself. */
const char *tidy(struct mb_arena *a, const char *text);
bool among(const char *word, const char *const *words); /* NULL ends them */
const char *joined(struct mb_arena *a, const char *all, const char *with,
		   const char *more); /* all may be NULL */
/** Does a field (a text or a list of texts) hold this value? */
bool field_holds(const struct mb_doc *d, const char *field, const char *value);
/** Title for people; of decisions the words, which are the title. */
const char *short_text(struct mb_arena *a, const char *text, size_t max);

/* ---- cells ----------------------------------------------------------------------------------------------- */

void cell_text(struct mb_cell *c, const char *text);
void cell_day(struct mb_arena *a, struct mb_cell *c, mb_day d);
void cell_number(struct mb_arena *a, struct mb_cell *c, long n);
void cell_yes(struct mb_cell *c, bool yes);
void cell_tag(struct mb_cell *c, const char *word, enum mb_tone tone);
void cell_person(const struct look *l, struct mb_cell *c, const char *id); /* adds one */
void cell_group(const struct look *l, struct mb_cell *c, const char *slug);
void cell_doc(const struct look *l, struct mb_cell *c, const char *id);
struct mb_cell cell_empty(void);
struct mb_cell field_cell(const struct look *l, const struct mb_doc *d, const struct mb_field *f);
struct mb_cell value_cell(const struct look *l, const struct mb_field *f, const struct mb_node *value);
/* As mb_value_lines(). */
void value_lines(const char ***out, size_t *n, const struct look *l, const struct mb_field *f,
		 const struct mb_node *value);
enum mb_cell_type cell_type_of(const struct mb_field *f); /* NULL: text */

/* ---- a register in the making ---------------------------------------------------------------------------- */

struct reg;
struct reg_def {
	const char *name, *title, *about;
	const char *kind;	      /* its rows are documents of this one; NULL */
	const char *kinds[5];	      /* what its rows come from besides; NULL ends them */
	const char *const *standings; /* what its column "standing" may say; NULL: it has none */
	const struct mb_column *columns;
	size_t n_columns;
	bool each;    /* each document of its kind is one row: then the index can cut a page */
	bool as_made; /* rows stay in the order they were made, and are not sorted by date */
	/** Make all rows that the question could mean. */
	int (*read)(struct reg *b, struct mb_error *err);
	/** Sentences about all rows, before those of one state are picked and cut to a page. May be NULL. */
	int (*sum_up)(struct reg *b, struct mb_error *err);
};
extern const struct reg_def *const reg_defs[];
extern const size_t n_reg_defs;

struct reg {
	struct look l;
	const struct reg_def *def; /* NULL: a kind by its columns */
	const struct mb_kind *kind;
	const struct mb_register_ask *ask;
	const char *group; /* slug asked for; NULL */
	struct mb_register *r;
	size_t n_hidden; /* rows made and then left out because they are closed and `all` was not asked */
	void *own;	 /* of the register */
};
/** The question to the index that the register's own question means. */
struct mb_ask reg_index_ask(const struct reg *b);
/** A new row about a document; its cells "id", "group", "state" are set where there are such columns. */
struct mb_register_row *reg_row(struct reg *b, const struct found *f);
struct mb_cell *reg_cell(struct reg *b, struct mb_register_row *row, const char *key);
void reg_note(struct reg *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** Every declared field that has a column of its name is put into it. */
void reg_fields(struct reg *b, struct mb_register_row *row, const struct mb_doc *d);
/** Are only the rows of the page made? */
bool reg_is_paged(const struct reg *b);
/** One row for each document of the register's kind, or where it is paged, of the page. */
int reg_documents(struct reg *b, void (*put)(struct reg *b, struct mb_register_row *row),
		  struct mb_error *err);
/** A kind by its declared columns. */
void kind_columns(struct reg *b);
int kind_documents(struct reg *b, struct mb_error *err);
bool reg_wants_group(const struct reg *b, const char *slug);
const char *reg_count(struct mb_arena *a, size_t n, const char *one, const char *many); /* "3 actions" */

extern const struct reg_def reg_decisions, reg_actions, reg_delegations, reg_conditions, reg_interests,
	reg_reports, reg_terms, reg_memberships, reg_challenges, reg_disputes, reg_forward, reg_irregular,
	reg_notices, reg_corrections;

/* ---- what became of decisions ---------------------------------------------------------------------------- */

struct effect_link {
	const char *target; /* id of the earlier decision */
	const struct mb_doc *by;
};
/** Which decisions name which others, read once for many decisions; each sorted by target. */
struct effects {
	struct effect_link *supersedes, *amends, *rescinds, *ratifies;
	size_t n_supersedes, n_amends, n_rescinds, n_ratifies;
	bool knows_awaits;	    /* else each decision's reports are asked for by themselves */
	struct effect_link *awaits; /* reports that wait to be ratified, by their subject */
	size_t n_awaits;
};
int effects_read(struct effects *out, const struct look *l, struct mb_error *err);
/** For one decision: those that name it. */
int effects_read_of(struct effects *out, const struct look *l, const char *decision, struct mb_error *err);
/** For many decisions: all reports that wait, in one question. */
int effects_read_awaits(struct effects *out, const struct look *l, struct mb_error *err);
/** The place of the first link with this target, or where it would stand. */
size_t effects_first(const struct effect_link *links, size_t n, const char *target);
#define TO_RATIFY "for ratification"
/** Of a kind of report: does one in this state wait? */
bool report_waits(const struct mb_kind *k, const char *state);
int effect_of(struct mb_effect_of *out, const struct look *l, const struct effects *e,
	      const struct mb_doc *decision, struct mb_error *err);
void conditions_of(struct mb_condition **out, size_t *n, const struct look *l, const struct mb_doc *d);
bool is_decision_kind(const char *kind);
enum mb_tone effect_tone(enum mb_effect_state s);
/** Does a decision deal with this recommendation of its paper? */
bool trail_is_about(const struct mb_doc *decision, const char *number, const char *text);

/* ---- the map --------------------------------------------------------------------------------------------- */

int map_findings(struct mb_map *m, const struct look *l, const struct found *groups, size_t n_all,
		 struct mb_error *err);
bool map_leads_up(const struct mb_map_line *line); /* solid or joint */
void map_svg_clean(struct mb_buf *out, const struct mb_map *m, const char *raw, size_t n, const char *id);

#endif
