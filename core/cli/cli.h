/* Inside core/cli: one run of the program. */
#ifndef MB_CLI_H
#define MB_CLI_H

#include <minutebook/exchange.h>
#include <minutebook/gate.h>
#include <minutebook/reading.h>
#include <minutebook/registers.h>

/* ---- options and commands -------------------------------------------------------------------------------- */

enum cli_option {
	OPT_HOME,
	OPT_AS,
	OPT_ON,
	OPT_JSON,
	OPT_HELP,
	OPT_VERSION, /* of every command */
	OPT_NAME,
	OPT_TEMPLATE,
	OPT_REHEARSAL,
	OPT_GROUP,
	OPT_MEETING,
	OPT_AS_KIND,
	OPT_DRY_RUN,
	OPT_AS_AT,
	OPT_KNOWN_AT,
	OPT_FILE,
	OPT_REASON,
	OPT_WAIVE,
	OPT_SET,
	OPT_ROLE,
	OPT_STATE,
	OPT_SINCE,
	OPT_UNTIL,
	OPT_WHERE,
	OPT_OVERDUE,
	OPT_ALL,
	OPT_LIMIT,
	OPT_RULES,
	OPT_TIME,
	OPT_PLACE,
	OPT_AGAINST,
	OPT_SELF,
	OPT_FROM,
	OPT_TO,
	OPT_DECISION,
	OPT_OUT,
	OPT_ENVELOPE,
	OPT_COMPLETE,
	OPT_CSV,
	OPT_SVG,
	OPT_ACCEPT,
	OPT_ACCEPT_LIKELY,
	OPT_REVIEW,
	OPT_REPORT,
	OPT_LISTEN,
	OPT_UNIX,
	OPT_LISTEN_ANYWAY,
	OPT_HEADER,
	OPT_ORIGIN,
	OPT_DEBUG,
	OPT_ADMIN,
	OPT_COUNT,
};
#define OPT(x) (UINT64_C(1) << OPT_##x)

/* What --on may mean to a command outside a rehearsal. */
enum cli_on {
	ON_NOTHING, /* the day recorded counts */
	ON_ACT,	    /* the day of the act */
	ON_ASK,	    /* the day a question is asked for */
};

struct cli;
struct cli_command {
	const char *name; /* one word, or two: "meeting new" */
	int (*run)(struct cli *c, struct mb_error *err);
	int min, max; /* words behind the name; max -1: any number */
	enum cli_on on;
	uint64_t options; /* beside those of every command */
	const char *usage, *about, *example;
};
extern const struct cli_command cli_commands[];
extern const size_t cli_n_commands;

struct cli {
	struct mb_arena *a;
	struct mb_gate *g; /* after cli_open() */
	const struct cli_command *command;
	const char **words; /* behind the command's name */
	size_t n_words;
	const char **given[OPT_COUNT]; /* values in the order given; "" for an option without one */
	size_t n_given[OPT_COUNT];
	bool json, colour, rehearsal;
	bool as_file; /* what is printed is to be kept as a file: nothing else goes with it */
	bool told;    /* the failure has been told: nothing more to say */
	int width;    /* of the terminal; 0: none, nothing is cut or wrapped */
	mb_day on;    /* of --on */
	int minute;   /* of --on; -1: not given */
	const struct mb_reading *reading; /* of the text filed, told with the result; NULL */
	const char *again; /* the command that files the same text again, to be followed by answers; NULL */
};

const char *cli_option(const struct cli *c, enum cli_option o); /* the last value given, else NULL */
bool cli_has(const struct cli *c, enum cli_option o);
int cli_parse(struct cli *c, int argc, char **argv, struct mb_error *err);
const char *cli_option_name(enum cli_option o);
/** The day given to an option; MB_NO_DAY when it was not given. MB_EINVAL: no such date. */
int cli_option_day(mb_day *out, const struct cli *c, enum cli_option o, struct mb_error *err);
void cli_help_all(struct cli *c);
int cli_help_topic(struct cli *c, const char *const *words, size_t n, struct mb_error *err);

/* ---- home, actor ----------------------------------------------------------------------------------------- */

/** Find the home, open it, see what --on means in it. */
int cli_open(struct cli *c, struct mb_error *err);
/** cli_open(), to judge by the rules of the folder given by --rules, when one is given. */
int cli_open_trying(struct cli *c, struct mb_error *err);
int cli_find_home(const char **out, struct cli *c, struct mb_error *err);
/** The folder of a part of the program's data: "repo-template", "plugins/childrens-trust". */
int cli_data_folder(const char **out, struct cli *c, const char *part, struct mb_error *err);

/** Who acts: --as or the person signed in; on and recorded by --on or the clock. */
int cli_actor(struct mb_actor *out, struct cli *c, struct mb_error *err);
/** The same for a question about a day (next, try, daily --dry-run): the day asked for is also the day recorded. */
int cli_actor_asking(struct mb_actor *out, struct cli *c, struct mb_error *err);
mb_day cli_today(const struct cli *c); /* --on where it counts, else the clock's */

/* ---- output ---------------------------------------------------------------------------------------------- */

/** To standard output. Control characters out of a document never reach the terminal as such. */
void out(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void out_bold(const struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void out_dim(const struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void out_removed(const struct cli *c, struct mb_str text);
void out_added(const struct cli *c, struct mb_str text);
void out_str(struct mb_str text);
/** The bytes as they are, for a file or a program; on a terminal as out_str(). */
void out_file(struct mb_str text);
/** A paragraph, wrapped on a terminal, each line behind `indent` blanks; `first` stands in the first line's indent. */
void out_wrapped(const struct cli *c, int indent, const char *first, const char *text);
/** To standard error. */
void tell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/** One object as one line on standard output; frees it. */
void out_json(struct mb_json *j);
/** Columns a text takes on a terminal. */
int out_columns(const char *s);
/** Did everything reach standard output? */
int out_finish(struct mb_error *err);

struct table {
	struct cli *c;
	const char **head;
	size_t n_cols;
	const char **cells; /* n_cells, row by row */
	size_t n_cells;
};
void table_begin(struct table *t, struct cli *c);
void table_head(struct table *t, const char *title);
void table_cell(struct table *t, const char *text); /* NULL: empty */
void table_print(struct table *t);

void progress_begin(
	const char *what); /* shown when standard error is a terminal and it takes over a second */
void progress_end(void);
/** A bar, redrawn in place; nothing when standard error is no terminal. done == all ends it. */
void progress_bar(const char *what, size_t done, size_t all);

/* ---- results of acts ------------------------------------------------------------------------------------- */

/** Tell what came of an act (rc, r) and give rc back. doc: what it was about, for JSON; NULL: the first touched. */
int cli_result(struct cli *c, const char *doc, const struct mb_result *r, int rc, bool dry,
	       const struct mb_error *err);
/** The same as an object. */
struct mb_json *cli_result_json(struct cli *c, const char *doc, const struct mb_result *r, int rc, bool dry,
				const struct mb_error *err);
/** One question in words, as a list has it; and as an object. */
void cli_question(struct cli *c, const struct mb_question *q);
/** People by their names where a ruling's words have ids. */
const char *cli_named(struct cli *c, const char *text);
/** To standard output: the requirements that held for `doc` (NULL: any), then what did not, as mb_ruling_words() has it.
 * @param workflow  the workflow's own requirements too */
void cli_ruling_words(struct cli *c, const struct mb_ruling *r, const char *doc, bool workflow);

/* ---- documents ------------------------------------------------------------------------------------------- */

/** From where the record is looked at: these clocks and today, or those of --as-at and --known-at. */
struct mb_standpoint cli_standpoint(const struct cli *c, mb_day as_at, mb_day known_at);
int cli_standpoint_given(struct mb_standpoint *out, const struct cli *c, struct mb_error *err);
/** Where a document given by id, code or path lives. */
int cli_path(const char **out, struct cli *c, const char *doc, struct mb_error *err);
int cli_group(const char **out, struct cli *c, const char *group, struct mb_error *err);
/** The document of a version. */
int cli_doc_of(const struct mb_doc **out, struct cli *c, const struct mb_version_row *row,
	       struct mb_error *err);
/** Documents of a kind whose field names id, as at a day. */
int cli_linked(struct mb_version_row **rows, size_t *n, struct cli *c, const char *kind, const char *field,
	       const char *id, mb_day as_at, struct mb_error *err);
const char *cli_person_name(struct cli *c, const char *id); /* id itself when nobody has it */
const char *cli_group_title(struct cli *c, const char *slug);
const char *cli_label(struct cli *c, const char *field); /* "contact_officer": "Contact officer" */
const char *cli_day_words(struct cli *c, mb_day d);	 /* "Tue 11 Oct 2005"; "" for none */
void cli_row_json(struct mb_json *object, const struct mb_version_row *row, const struct mb_doc *d);
void cli_fact(struct cli *c, const char *label, const char *value); /* a labelled line; none for NULL */
int cli_facts(struct cli *c, const struct mb_standpoint *from, const struct mb_doc *d, struct mb_error *err);
/** What a document came of, and what came of it. */
int cli_whole(struct cli *c, const struct mb_standpoint *from, const struct mb_doc *d, struct mb_error *err);
int cli_whole_json(struct mb_json *object, struct cli *c, const struct mb_standpoint *from,
		   const struct mb_doc *d, struct mb_error *err);
/** A register as table with its notes, as JSON or as CSV; of the last two the notes go to standard error. */
int cli_put_register(struct cli *c, const struct mb_register *r, const struct mb_standpoint *from,
		     bool one_group, struct mb_error *err);

/* ---- what a text says ------------------------------------------------------------------------------------ */

/** Read a text with front matter or without. MB_EINVAL. */
int cli_read_text(struct mb_reading **out, struct mb_matter *matter, struct cli *c, struct mb_str text,
		  const char *as_kind, struct mb_error *err);
void cli_reading_words(struct cli *c, const struct mb_reading *r); /* every find */
void cli_reading_sentences(const struct mb_reading *r);		   /* how many of what */
void cli_reading_json(struct mb_json *object, const struct mb_reading *r);

/* ---- the stored ruling ----------------------------------------------------------------------------------- */

/** Read the ruling out of a message of the gate. */
int cli_stored_ruling(struct mb_ruling *out, struct cli *c, const char *message, struct mb_error *err);

/* ---- days to come ---------------------------------------------------------------------------------------- */

/** What must still happen for a meeting, by whom and by when; nothing is said when there is nothing. */
int cli_countdown(struct cli *c, const char *meeting, const struct mb_actor *day, struct mb_error *err);
/** To standard error, when the bank holidays known end soon. */
void cli_calendar_warning(struct cli *c);

/* ---- commands -------------------------------------------------------------------------------------------- */

int cmd_init(struct cli *c, struct mb_error *err);
int cmd_groups(struct cli *c, struct mb_error *err);
int cmd_group(struct cli *c, struct mb_error *err);
int cmd_people(struct cli *c, struct mb_error *err);
int cmd_meeting_new(struct cli *c, struct mb_error *err);
int cmd_meetings(struct cli *c, struct mb_error *err);
int cmd_read(struct cli *c, struct mb_error *err);
int cmd_check_paper(struct cli *c, struct mb_error *err);
int cmd_file(struct cli *c, struct mb_error *err);
int cmd_import(struct cli *c, struct mb_error *err);
int cmd_corrections(struct cli *c, struct mb_error *err);
int cmd_show(struct cli *c, struct mb_error *err);
int cmd_edit(struct cli *c, struct mb_error *err);
int cmd_diff(struct cli *c, struct mb_error *err);
int cmd_history(struct cli *c, struct mb_error *err);
int cmd_move(struct cli *c, struct mb_error *err);
int cmd_sign(struct cli *c, struct mb_error *err);
int cmd_try(struct cli *c, struct mb_error *err);
int cmd_news(struct cli *c, struct mb_error *err);
int cmd_post(struct cli *c, struct mb_error *err);
int cmd_posts(struct cli *c, struct mb_error *err);
int cmd_next(struct cli *c, struct mb_error *err);
int cmd_why(struct cli *c, struct mb_error *err);
int cmd_list(struct cli *c, struct mb_error *err);
int cmd_register(struct cli *c, struct mb_error *err); /* decisions, actions, papers, reports */
int cmd_trail(struct cli *c, struct mb_error *err);
int cmd_stands(struct cli *c, struct mb_error *err);
int cmd_lines(struct cli *c, struct mb_error *err);
int cmd_irregularities(struct cli *c, struct mb_error *err);
int cmd_search(struct cli *c, struct mb_error *err);
int cmd_daily(struct cli *c, struct mb_error *err);
int cmd_verify(struct cli *c, struct mb_error *err);
int cmd_prove(struct cli *c, struct mb_error *err);
int cmd_check_proof(struct cli *c, struct mb_error *err);
int cmd_index_rebuild(struct cli *c, struct mb_error *err);
int cmd_index_check(struct cli *c, struct mb_error *err);
int cmd_rules_check(struct cli *c, struct mb_error *err);
int cmd_rules_test(struct cli *c, struct mb_error *err);
int cmd_rules_copy(struct cli *c, struct mb_error *err);
int cmd_rules_doc(struct cli *c, struct mb_error *err);
int cmd_rules_replay(struct cli *c, struct mb_error *err);
int cmd_rules_propose(struct cli *c, struct mb_error *err);
int cmd_rules_enact(struct cli *c, struct mb_error *err);
int cmd_rules_upgrade(struct cli *c, struct mb_error *err);
int cmd_notices(struct cli *c, struct mb_error *err);
int cmd_serve(struct cli *c, struct mb_error *err);
int cmd_account(struct cli *c, struct mb_error *err); /* all of its family */
int cmd_help(struct cli *c, struct mb_error *err);
int cmd_version(struct cli *c, struct mb_error *err);

#endif
