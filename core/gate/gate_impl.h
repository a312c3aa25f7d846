/* Inside core/gate: the open gate, and a change in the making ("draft"). */
#ifndef MB_GATE_IMPL_H
#define MB_GATE_IMPL_H

#include <minutebook/gate.h>
#include <minutebook/reading.h>

#define MB_VERSIONS_MAX 64 /* rules versions kept loaded in one process */

struct rules_version {
	struct mb_oid tree;
	struct mb_rules *rules;
	unsigned long used; /* when last, by the gate's own count */
};

/** Documents in a state that the new rules do not know, by kind and state. */
struct becoming {
	const char *kind, *was,
		*now;		  /* now NULL: the new rules do not say; was NULL: the kind itself is gone */
	const char *first, *last; /* ids */
	size_t n;
	bool hidden; /* some are not for whoever reads why it was refused */
};

/** An entry of enactments.yaml. The words of checks made at enactment stand in it as testimony. */
struct enactment {
	struct mb_oid rules;
	mb_day from, recorded;
	const char *by, *entered_by, *proposed_by, *proposed_entered_by; /* entered_by: NULL when the same */
	const char *decision;						 /* NULL: none cited */
	const char *check, *tests, *replay, *documents;
	bool founding;
	/* of the one in the making (enact.c) */
	const struct becoming *becoming;
	size_t n_becoming;
	const struct mb_reader *reader; /* of a refusal; NULL: everything may be named */
};

/** What taking up many changes of the past shares, each kept by the id git gives it. */
struct gate_cache {
	struct mb_cache *docs;
	struct mb_oid calendar_id, enactments_id; /* "" : none yet */
	struct mb_calendar *calendar;
	struct mb_arena *arena; /* of the list */
	struct enactment *list;
	size_t n;
	struct mb_commit last; /* taken up last: mostly the parent of the next */
	char *last_message;
};

struct mb_gate {
	struct mb_record *rec;
	struct mb_index *ix;
	struct mb_arena *arena; /* of the present tip: partnership, commit, paths */
	struct mb_commit tip;
	struct mb_view *view;
	struct mb_rules *rules; /* in force at the tip; borrowed from versions */
	struct mb_oid rules_tree;
	bool founding; /* as enactments.yaml at the tip says */
	struct mb_partnership partnership;
	struct mb_calendar *calendar;
	struct rules_version versions[MB_VERSIONS_MAX];
	size_t n_versions;
	unsigned long uses;
	struct mb_rules *supposed; /* judged by in place of those in force, for trying them; NULL */
	struct mb_rules *of_index; /* those the index was opened with: it borrows their kinds */
	struct gate_cache *cache;  /* made when the past is first taken up */
	struct mb_gate *
		of; /* a gate that stands in the past: the one it was made from, which holds what is loaded */
};

/** The files that load: mb_rules_files_of_tree() without rules/tests/, which most commands need not read. */
int gate_rule_files(struct mb_rules_file **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
		    const struct mb_oid *rules_tree, struct mb_error *err);
/** The rules of a tree id, loaded once in a process. */
int gate_rules_of(struct mb_rules **out, struct mb_gate *g, const struct mb_oid *rules_tree,
		  struct mb_error *err);
/** Judge from now on by the rules in force on that day, as main has them. */
int gate_stand_on(struct mb_gate *g, mb_day day, struct mb_error *err);
struct gate_cache *gate_cache(struct mb_gate *g);

/** Files of a folder whose names end so; none when there is no such folder. */
int rules_files_ending(struct mb_rules_file **out, size_t *n, struct mb_arena *a, const char *folder,
		       const char *prefix, const char *ending, struct mb_error *err);

/* ---- enactments.yaml ------------------------------------------------------------------------------------- */

#define ENACTMENTS "enactments.yaml"
#define PACK_BASE  "pack" /* below rules/: the pack as last taken over, each file's name ending in .base */
/** Its entries, in the order written. */
int enactments_read(struct enactment **out, size_t *n, struct mb_arena *a, struct mb_view *v,
		    struct mb_error *err);
/** The entry in force on a day: the last one written whose day has come. NULL: none. */
const struct enactment *enactment_on(const struct enactment *list, size_t n, mb_day on);
/** Before the first entry that cites a decision. */
bool enactments_founding(const struct enactment *list, size_t n);
/** One more entry at the end of the file's text. */
int enactments_append(struct mb_buf *text, struct mb_arena *a, const struct enactment *e,
		      struct mb_error *err);
/** Which rules tree is in force on a day, by enactments.yaml of a view. */
int gate_enacted(struct mb_oid *out, struct mb_arena *a, struct mb_view *v, mb_day on, struct mb_error *err);

/* ---- a change in the making ------------------------------------------------------------------------------ */

/** One document of the change. */
struct draft_file {
	const char *path;
	bool existed;	      /* in the base */
	struct mb_str before; /* its bytes there */
	struct mb_buf text;   /* its bytes after */
	bool removed;
	const char *move; /* the move that shall explain a change of state; NULL: find the one */
	const char *role; /* of a sign-off */
	const char *what; /* for people: "filed", "corrected" ... */
	bool follows;	  /* comes of another file of the change (minutes, an effect) */
	bool second;	  /* its event belongs to the second round (`advance`) */
	bool again;	  /* judged anew although its own bytes stand (its meeting's attendance changed) */
	const char *change, *had_words; /* struct mb_touched's change and was */
	bool again_read; /* its text is read although it stands: answers may add to what was read out of it */
	bool event_less; /* only engine rows (notices, irregular) change: no event */
	const struct mb_doc *was,
		*now; /* as last parsed, before and after; what they were parsed from stands in them */
};

/** Shown each case just before it is judged. */
typedef int (*gate_seen)(void *ctx, struct mb_rules *r, const struct mb_case *c, struct mb_error *err);

struct draft {
	gate_seen seen; /* NULL: nobody looks on */
	void *seen_ctx;
	struct mb_gate *g;
	struct mb_arena *a;    /* the caller's: lives as long as the result */
	struct mb_view *base;  /* borrowed */
	struct mb_view *after; /* base with the files laid over; made anew when `stale` */
	bool stale;
	struct draft_file **files;
	size_t n;
	const struct mb_actor *actor;
	mb_day on;  /* resolved day of the act */
	long event; /* the number it will have */
	struct mb_rules *rules;
	struct mb_calendar *calendar;
	struct mb_oid rules_tree;
	bool rehearsal;
	bool daily;		     /* effects without events */
	bool advances;		     /* ... some of which move documents on: a round of their own */
	bool ruling_only;	     /* of the past only the ruling is wanted, not the files it leaves */
	struct enactment *enactment; /* the change brings rules into force: the engine judges it */
	const char *headline;	     /* set by the builder, or made from the events */
	struct mb_result *out;
	struct mb_node *evidence;
	/* a text that is filed (file.c, questions.c) */
	const struct mb_filing *filing; /* NULL: something else goes on */
	bool *used;			/* which of its answers have been taken */
	int line_shift;			/* from a line of the stored body to one of the text handed in */
	size_t n_likely;		/* likely finds so far: the numbers of questions */
	const char **names;		/* printed names that were asked about, n_names */
	size_t n_names;
	bool must_answer;
	bool on_trust; /* the minutes are of the past: so is what is read out of them */
};

void draft_begin(struct draft *d, struct mb_gate *g, struct mb_arena *a, const struct mb_actor *actor,
		 struct mb_result *out);
void draft_end(struct draft *d);

/** The file at a path, loaded from the base at first use (existed says whether it was there). Never fails for a path
 *  that is not there: its text is then empty. */
int draft_open(struct draft_file **out, struct draft *d, const char *path, struct mb_error *err);
/** The document a draft file reads as now; lives in the draft's arena. */
int draft_doc(const struct mb_doc **out, struct draft *d, struct draft_file *f, struct mb_error *err);
/** ... and as it read in the base; *out NULL when it was not there. */
int draft_before(const struct mb_doc **out, struct draft *d, struct draft_file *f, struct mb_error *err);
/** The record with the draft laid over; valid until the next change of the draft. */
int draft_view(struct mb_view **out, struct draft *d, struct mb_error *err);
/** A new document of a kind with its front matter (kind, id, state) written; group NULL for what lives on top. */
int draft_new(struct draft_file **out, struct mb_address *where, struct draft *d, const char *kind,
	      const char *group, int year, const char *meeting, const char *slug, struct mb_error *err);
/** ... with these fields (a map) behind them, written in one go; NULL: none. */
int draft_new_with(struct draft_file **out, struct mb_address *where, struct draft *d, const char *kind,
		   const char *group, int year, const char *meeting, const char *slug,
		   const struct mb_node *fields, struct mb_error *err);
int draft_set(struct draft *d, struct draft_file *f, const char *path, const struct mb_node *value,
	      struct mb_error *err);
int draft_set_text(struct draft *d, struct draft_file *f, const char *path, const char *value,
		   struct mb_error *err);
int draft_set_raw(struct draft *d, struct draft_file *f, const char *path, const char *value,
		  struct mb_error *err);
int draft_set_day(struct draft *d, struct draft_file *f, const char *path, mb_day day, struct mb_error *err);
int draft_append(struct draft *d, struct draft_file *f, const char *path, const struct mb_node *item,
		 struct mb_error *err);
/** Set these keys at once. */
int draft_set_all(struct draft *d, struct draft_file *f, const struct mb_node *fields, struct mb_error *err);
/** An extension in its row: from the present due date to `to` (YYYY-MM-DD), by the actor, allowed by `decision` or NULL. */
int draft_extend(struct draft *d, struct draft_file *f, const struct mb_doc *doc, const char *to,
		 const char *decision, const char *reason, struct mb_error *err);
/** Complete the row that a move completes, as of a day: the one of number `named`, or, NULL, the only one still open. */
int draft_complete_row(struct draft *d, struct draft_file *f, const struct mb_doc *doc,
		       const struct mb_move *m, const char *named, mb_day on, const char *note,
		       struct mb_error *err);
/** Remove a key if it is there. */
int draft_unset(struct draft *d, struct draft_file *f, const char *path, struct mb_error *err);
/** Set when value is not NULL, else unset. */
int draft_put(struct draft *d, struct draft_file *f, const char *path, const struct mb_node *value,
	      struct mb_error *err);
/** Say of a document that it is exempt, or no longer; left out where the rules of this record have no such field yet
 *  (`rules upgrade` brings it). */
int draft_put_exempt(struct draft *d, struct draft_file *f, const char *kind, bool on, struct mb_error *err);
void draft_note(struct draft *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** A move, a sign-off, put into a draft as mb_gate_move() and mb_gate_sign() would. */
int draft_make_move(struct draft *d, const char *doc, const char *move, struct mb_error *err);
int draft_sign_off(struct draft *d, const char *doc, const char *role, struct mb_error *err);
/** A change that brings rules into force: the engine's own findings are its ruling (enact_checks.c). */
int enact_judge(struct draft *d, struct mb_error *err);
/** Documents in states that the new rules do not have move with the enactment, or stand in its way. */
int enact_find_becoming(struct enactment *e, struct draft *d, const struct mb_schema *new,
			struct mb_error *err);
/** Each document of the record read under the new rules: "47 documents fit", or what does not. reader: who will read that. */
int enact_documents_fit(const char **words, struct draft *d, const struct mb_schema *new,
			const struct mb_reader *reader, struct mb_error *err);

/** Carry out what the daily rules ask for on the day of the draft. */
int daily_effects(struct draft *d, struct mb_error *err);
/** Remember who typed for somebody else: separation of duties looks at both. */
int draft_typed(struct draft *d, struct draft_file *f, struct mb_error *err);

/** May partnership.yaml and the calendars of this view be read again, do the holders they name exist, is there a clerk on
 *  that day? Asked whenever one of them, or a person, changes. MB_EINVAL. */
int settings_check(struct mb_view *v, mb_day on, struct mb_error *err);

/* ---- what is read out of a text (derive_*.c) ------------------------------------------------------------- */

/** Fill the fields that the body of f says. Called for each paper, agenda and minutes created or edited by the change;
 *  minutes also make and change their meeting, decisions and actions. A field that the hand changed is left alone. */
int derive_paper(struct draft *d, struct draft_file *f, struct mb_error *err);
int derive_agenda(struct draft *d, struct draft_file *f, struct mb_error *err);
int derive_minutes(struct draft *d, struct draft_file *f, struct mb_error *err);
/** Place what waits for an agenda's group on it (anew each time it is edited, and when it goes out). */
int derive_brought(struct draft *d, struct draft_file *f, struct mb_error *err);
/** Set a field that was read out of a text, unless a hand gave it another value (before: NULL for a new document). */
int derive_say(struct draft *d, struct draft_file *f, const struct mb_doc *before, const char *field,
	       struct mb_node *value, struct mb_error *err);
/** A text node, or NULL for NULL and "". */
struct mb_node *derive_text(struct draft *d, const char *s);
void derive_put(struct draft *d, struct mb_node *map, const char *key, const char *value);
/** One run over minutes (derive_minutes.c): what its parts share. */
struct minutes {
	struct draft *d;
	const struct mb_doc *doc, *meeting;
	const struct mb_doc *before; /* the minutes as they were; NULL: new */
	const struct mb_reading *r, *r_before;
	mb_day date;
	bool attendance_changed;
	const char **
		extended; /* actions that a decision of these minutes extends, n_extended: nobody is asked about */
	size_t n_extended;
};
/** Which conditions of earlier decisions a decision finds met: rows {decision, row, on, evidence}; NULL: none.
 *  old: the decision as it stood when the minutes were filed before, or NULL */
struct mb_node *derive_meets(struct minutes *m, const struct mb_found_decision *x, const struct mb_doc *old);
/** Which actions it extends: rows {action, to}; NULL: none. They are noted in m->extended. */
struct mb_node *derive_extends(struct minutes *m, const struct mb_found_decision *x);
/** The day of the next meeting as the minutes give it, when it is later than theirs; else MB_NO_DAY. */
mb_day derive_next_meeting(const struct minutes *m);
/** Decisions and actions out of the minutes' reading; rows receives {id, item, line, length} for the minutes. */
int derive_decisions(struct minutes *m, struct mb_node *rows, struct mb_error *err);
int derive_actions(struct minutes *m, const struct mb_node *decision_rows, struct mb_node *rows,
		   struct mb_error *err);
/** What the minutes say of actions that stand already: questions, and the moves they bring when accepted. told[i] is set
 *  for each action of the reading that only repeats such a one. */
int derive_follow_up(struct minutes *m, bool *told, struct mb_error *err);
/** The move by which past documents of a kind come in on trust, `receive` from "new"; NULL when the rules have none. */
const struct mb_move *received_move(const struct mb_kind *k);
/** In a filing of past minutes (d->on_trust): a new document's move and state, and the day on which it was received. */
int derive_receive(struct draft *d, struct draft_file *f, const struct mb_kind *k, struct mb_error *err);

/** How much of these words stand in a text, in per cent, weighed as mb_words_alike() does. */
int derive_held(const char *words, const char *text);

/** A find and the document that stood for it before. */
struct same {
	const char *text, *item;
	int line;
	const struct mb_doc *doc; /* NULL: none */
};
/** Give each of n finds the old document that it is: the same words under the same item, else clearly the same
 *  (MB_ALIKE_SAME), the closest pairs first. Doubtful pairs are asked about. taken[i]: old[i] has found its find. */
int derive_match(struct minutes *m, struct same *finds, size_t n, const struct mb_doc *const *old,
		 bool *taken, size_t n_old, const char *field, const char *what);

/** Does a decision with this text correct earlier minutes? */
bool correction_said(const char *text);
/** Which words it takes out and puts in (c->text is read; old_words and new_words stay NULL where it does not say). */
void correction_words(struct mb_correction *c, struct mb_arena *a);

/* ---- questions (questions.c) ----------------------------------------------------------------------------- */

/** Ask about the next likely find of the text. before: it was accepted when the text was filed earlier. @return accepted */
bool ask_likely(struct draft *d, const struct mb_question *q, bool before);
/** Ask about a document. q->must: the filing waits for the answer. @return accepted */
bool ask_about(struct draft *d, const struct mb_question *q);
/** Ask whom a printed name means, once a name. @return one of the choices, or NULL */
const char *ask_name(struct draft *d, const char *printed, const char **choices, size_t n, int line);
/** After all was asked. MB_EINVAL: an answer to no question, or one that must be given is missing. */
int questions_end(struct draft *d, struct mb_error *err);

/** {line, length} of a find. */
struct mb_node *derive_place(struct mb_arena *a, const struct mb_place *at);
/** The one person a printed name fits, preferring members of the group; NULL when none does. Of several the one meant is
 *  asked for; `before` (may be NULL) is whom the same words meant when they were filed earlier.
 *  @param line  where the name is printed, for the question; 0: not known */
const char *derive_person(struct draft *d, const char *printed, const char *group, mb_day on,
			  const char *before, int line);

/* ---- the way through ------------------------------------------------------------------------------------- */

/** Build a change: put files into the draft. May be called again when main moved. */
typedef int (*draft_builder)(struct draft *d, void *arg, struct mb_error *err);
/** Is it somebody of this record who acts, entered by whom it may be, and not before the last change? For `verify`, too.
 * @param dry  a question about another day: time may run backwards */
int gate_may_act(struct mb_gate *g, const struct mb_actor *actor, bool dry, struct mb_error *err);
/** Has it a mark that is not cured? Of which rule? */
bool doc_irregular(const char **rule, const struct mb_doc *doc);
/** May posts be taken up as this partnership.yaml says they are? */
int posts_check(struct draft *d, struct mb_view *after, struct mb_error *err);
/** May the actor change a file that is no Markdown: settings, calendars, drafts of rules? */
int draft_may_set(struct draft *d, const char *path, struct mb_error *err);
/** Lock, refresh, build, derive, check, judge, carry out effects, land; again when main moved meanwhile. */
int gate_run(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const struct mb_actor *actor,
	     unsigned flags, draft_builder build, void *arg, struct mb_error *err);

/** The events of the draft's files, in the order of the files. second: those of the second round only. */
int draft_events(struct mb_event **out, size_t *n, struct draft *d, bool second, struct mb_error *err);
/** May these events be dated as the draft is? MB_EREFUSED says which may not. */
int draft_dated(struct draft *d, const struct mb_event *events, size_t n, struct mb_error *err);
/** Judge, write irregular marks, carry out effects, judge the second round: fills out->ruling and the files.
 *  @return MB_EREFUSED when a rule said no (out->ruling says which) */
int draft_judge(struct draft *d, struct mb_event **events, size_t *n, struct mb_error *err);
/** Turn a ruling's irregular findings and effects into rows and files of the draft. advances: set when any `advance` fired. */
int draft_mark(struct draft *d, const struct mb_ruling *ruling, struct mb_error *err);
int draft_effects(struct draft *d, const struct mb_ruling *ruling, bool *advances, struct mb_error *err);
/** The files as the record's room takes them (unchanged ones left out). */
void draft_files(struct mb_file **out, size_t *n, struct draft *d);

/* ---- the commit message ---------------------------------------------------------------------------------- */

void message_write(struct mb_buf *out, struct draft *d, const struct mb_event *events, size_t n);
const char *message_headline(struct draft *d, const struct mb_event *events, size_t n);
const char *message_past(struct mb_arena *a, const char *move); /* "approve" -> "approved" */

struct message_act {
	const char *event, *doc, *role;
	bool follows, second;
};
struct message_claim {
	long event;
	mb_day on;
	const char *by, *entered_by, *reason, *rules, *ruling;
	const char **waives;
	size_t n_waives;
	struct message_act *acts;
	size_t n_acts;
	bool rehearsal, founding, daily;
};
/** Read back what message_write wrote. MB_EINVAL when a trailer is missing or malformed. */
int message_read(struct message_claim *out, struct mb_arena *a, const char *message, struct mb_error *err);

#endif
