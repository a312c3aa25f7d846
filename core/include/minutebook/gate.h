/* gate: the one way in. change -> events -> fields checked -> ruling -> effects -> one commit -> index.
 * Also what reads the record whole: daily run, next, verify.
 *
 * Nothing else in the program writes the record. */
#ifndef MINUTEBOOK_GATE_H
#define MINUTEBOOK_GATE_H

#include <minutebook/base.h>
#include <minutebook/index.h>
#include <minutebook/record.h>
#include <minutebook/rules.h>
#include <minutebook/schema.h>

/* ---- a record opened for work ---------------------------------------------------------------------------- */

struct mb_gate;

/** Open a record (home or copy) with the rules in force and the index caught up. Sets the process's time zone. */
int mb_gate_open(struct mb_gate **out, const char *path, struct mb_error *err);
void mb_gate_close(struct mb_gate *g);
struct mb_record *mb_gate_record(struct mb_gate *g);
struct mb_index *mb_gate_index(struct mb_gate *g);
struct mb_rules *mb_gate_rules(struct mb_gate *g); /* in force now */
const struct mb_schema *mb_gate_schema(struct mb_gate *g);
const struct mb_partnership *mb_gate_partnership(struct mb_gate *g);
const struct mb_calendar *mb_gate_calendar(struct mb_gate *g);
/** Is the record in its founding period: no decision has brought rules into force yet, so one person may change them? */
bool mb_gate_founding(const struct mb_gate *g);
/** The view at main's tip as of the last call of the gate; valid until the next change lands or mb_gate_refresh(). */
struct mb_view *mb_gate_view(struct mb_gate *g);
const struct mb_commit *mb_gate_tip(struct mb_gate *g);
/** Judge from now on by these rules as if they were in force, to try them: every act must be a dry run, all others are
 *  MB_EREFUSED. Views, documents and schema got from the gate before are gone. MB_EINVAL they do not load. */
int mb_gate_suppose(struct mb_gate *g, const struct mb_rules_file *files, size_t n, struct mb_error *err);
/** Look at main again (another process may have landed something); rules, view and index follow. */
int mb_gate_refresh(struct mb_gate *g, struct mb_error *err);
/** The person signed in on this machine: the home's setting "operator". MB_ENOTFOUND says how to set it. */
int mb_gate_operator(const char **out, struct mb_arena *a, struct mb_gate *g, struct mb_error *err);

/** Make a new home from a template folder. Files named *.in have @NAME@, @DATE@ filled in. In the founding change all
 *  files of the template and of the pack's rules are laid down and the rules come into force for the founding period.
 *  handbook/rules-<kind>.md says in words what the rules of each kind are.
 * @param packs  folders of governance plugins: of each, rules/ is copied to rules/, handbook/ to handbook/. No two may have a
 *               file of the same path */
struct mb_init {
	const char *dir, *template_dir, *name;
	const char *const *packs;
	size_t n_packs;
	bool rehearsal;
	struct mb_instant recorded;
};
int mb_gate_init(const struct mb_init *how, struct mb_error *err);

/* ---- changes --------------------------------------------------------------------------------------------- */

/** Who does something, and when. */
struct mb_actor {
	const char *by, *entered_by;
	mb_day on;		    /* the day of the act; MB_NO_DAY: the day recorded */
	struct mb_instant recorded; /* of the gate's clock; in a rehearsal as given */
	const char *reason;
	const char **waives;
	size_t n_waives;
};

struct mb_touched {
	const char *id, *path, *kind,
		*what; /* what: "filed", "corrected", "approve", "signed off as finance lead", "report made" ... */
	const char *title;
	const char *
		change; /* of what is read out of a text: "added" "changed" "dropped" "restored"; else NULL */
	const char *was; /* the words it had, when they changed */
};

/** Something that was read out of a text and is not certain. Nothing comes of it until whoever files accepts it. */
struct mb_question {
	/* What mb_filing.accept takes for yes: the number of the likely find in this text ("3": it stays the same however often
	 * the text is filed), the id of the document it is about ("CTB-2005-A003"), or, where there are choices, the words as
	 * printed, to be followed by "=" and one of them ("H Marsh=helen-marsh") */
	const char *answer;
	/* "decision" "action" "present" "in attendance" "apologies" "absent" "name" "same decision" "same action" "done"
	 * "carried forward" */
	const char *what;
	const char *words;	/* of the text */
	const char *item;	/* number of the item it stands in; NULL */
	int line;		/* in the text handed in, front matter counted; 0: not known */
	const char *suggestion; /* what accepting does, as a sentence without a stop */
	const char *doc;	/* the document it is about; NULL */
	const char **choices;	/* ids of people */
	size_t n_choices;
	bool must; /* nothing can be filed until it is answered; "=new" behind an id says no */
};

struct mb_result {
	bool accepted;	/* by the rules */
	bool landed;	/* false for a dry run or when nothing changed */
	bool unchanged; /* the record already says so */
	long event;
	const char *headline; /* one sentence for people */
	struct mb_ruling ruling;
	struct mb_touched *touched; /* documents of the change, in the order that tells the story */
	size_t n_touched;
	const char **notes; /* what was seen, put back, or could not be placed */
	size_t n_notes;
	struct mb_question
		*questions; /* open ones, in the order of the text; also when the filing was not done */
	size_t n_questions;
	struct mb_commit commit; /* when landed */
};

enum { MB_DRY_RUN = 1 };

/* All of these judge and land under the home's lock. A refusal by a rule is MB_EREFUSED with result filled (and the attempt
 * kept); bad input is MB_EINVAL; the same document changed meanwhile and the texts clash: MB_ECONFLICT. */

struct mb_filing {
	struct mb_str text;
	const char *file_name;		       /* for messages; NULL */
	const char *group, *meeting, *as_kind; /* NULL: read out of the text */
	const char *const *accept;	       /* answers to questions, n_accept */
	size_t n_accept;
	bool accept_likely; /* yes to all that have no choices */
	bool fresh;	    /* a new document, whatever stands there with the same title: made in a form */
	bool received; /* past minutes, taken over on trust: a missing meeting is made, nothing is judged */
};
/** Put a text into the record: its kind is read, its fields and registers are read out of it. What is sure is filed; what is
 *  only likely is asked about in out->questions. Filing the same text again with answers adds what they accept; without any
 *  there is nothing to change. A corrected draft moves an id only to the same item with clearly the same words (MB_ALIKE_SAME);
 *  where that is doubtful nothing is filed until it is answered (MB_EINVAL, out->questions filled). */
int mb_gate_file(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const struct mb_filing *filing,
		 const struct mb_actor *actor, unsigned flags, struct mb_error *err);
#define MB_ALIKE_SAME 75 /* per cent: clearly the same words */
#define MB_ALIKE_ASK  40 /* below: other words */
/** How alike two texts are in words, 0 to 100: twice what they share over what both have, words that carry meaning counted
 *  three times as much as "the", "that", "be" ... Case, order and punctuation do not count. */
int mb_words_alike(const char *a, const char *b);
/** Replace a document's whole text (front matter and body). base: blob id the edit began from, "" the present one; when it
 *  is older, the edit is merged (settings and rules are not: MB_ECONFLICT). A page that was to be made began from the empty blob. */
int mb_gate_edit(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *doc,
		 struct mb_str text, const struct mb_oid *base, const struct mb_actor *actor, unsigned flags,
		 struct mb_error *err);
/** Make a move ("approve"); "waive" records a waiver of actor->waives. evidence: extra fields the move sets (map or NULL):
 *  an extension's new due date. */
int mb_gate_move(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *doc,
		 const char *move, const struct mb_node *evidence, const struct mb_actor *actor,
		 unsigned flags, struct mb_error *err);
int mb_gate_sign(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *doc,
		 const char *role, const struct mb_actor *actor, unsigned flags, struct mb_error *err);
int mb_gate_new_meeting(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *group,
			mb_day date, const char *time, const char *place, const struct mb_actor *actor,
			unsigned flags, struct mb_error *err);
#define MB_DAILY_HEADLINE "Daily run for " /* so begins the headline of a change that nobody made by hand */
/** One day's reminders and escalations; lands one commit if anything fires. */
int mb_gate_daily(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const struct mb_actor *actor,
		  unsigned flags, struct mb_error *err);

/* ---- posts ----------------------------------------------------------------------------------------------- */

/** Who holds a post that serves every group, as partnership.yaml says. */
struct mb_post {
	const char *role, *person;
	mb_day from, until;   /* both included; MB_NO_DAY: open */
	const char *decision; /* by which it is so; NULL: none is cited */
};
/** All of them, past ones too, in the order in which they stand there. */
int mb_gate_posts(struct mb_post **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		  struct mb_error *err);
bool mb_post_held(const struct mb_post *p, mb_day on);

struct mb_post_change {
	const char *role;
	const char *person; /* who takes it up, by id or name; NULL: nobody does */
	const char *
		instead; /* whose holding ends the day before, by id or name; NULL: everybody's who then holds it */
	bool beside;	      /* ... or nobody's: it is held by several */
	mb_day from;	      /* first day that it is so; MB_NO_DAY: the day recorded */
	const char *decision; /* NULL: none. Needed where partnership.yaml says `posts_decided_by: <group>` */
};
/** Say who holds a post from a day on. Only the holder of the clerk's post changes the partnership's settings.
 *  MB_EREFUSED not this person's to do, or no decision that bears it; MB_EINVAL no such post, a day before the holding began, or nobody
 *  would keep the record; MB_ECONFLICT holds it already; MB_ENOTFOUND no such person, or nobody whose holding could end. */
int mb_gate_change_post(struct mb_result *out, struct mb_arena *a, struct mb_gate *g,
			const struct mb_post_change *how, const struct mb_actor *actor, unsigned flags,
			struct mb_error *err);

/* ---- who may see and do what ------------------------------------------------------------------------------ */

/** What one person may see and do on a day, worked out once. It outlives the gate's view, and asks the gate's present one who
 *  holds a role. */
struct mb_reader;
/** @param person  id in the record; NULL or "": the public, who sees nothing unless partnership.yaml says `public: true` */
int mb_reader_new(struct mb_reader **out, struct mb_arena *a, struct mb_gate *g, const char *person,
		  mb_day on, struct mb_error *err);
/** May the reader do this to a document? One function for pages, feeds, exports, the API and the command line.
 *  Reading: the document's own `readers` or `audience` counts; else the audience of partnership.yaml that `reads` its kind and
 *  state; else it is for the group's insiders, and what is in no group for the partnership. Insiders are the group's members on
 *  the day, those of a group that succeeds it, holders of the posts that serve every group, and whom the document itself names
 *  (author, owner). Doing asks the declared roles and states besides; the rules are asked by the gate, later.
 * @param action  "read", "edit", "sign", or the name of a move of its kind; any other word: false */
bool mb_may(const struct mb_reader *r, const char *action, const struct mb_doc *doc);
/** May the reader read this version, by its row alone? Of a version that was replaced, also the newest must be readable:
 *  what was withdrawn from sight stays so in the past. */
bool mb_may_read(const struct mb_reader *r, const struct mb_version_row *row);
/** May the reader bring a new document of a kind into a group: holds a role there that a move from "new" of the kind names? The
 *  rules are asked by the gate, later. */
bool mb_may_make(const struct mb_reader *r, const char *kind, const char *group);
bool mb_reader_in(const struct mb_reader *r, const char *group); /* an insider of the group on the day */

/** The decision of mb_may(reader, "read", doc) and what it rests on, in words. Both come from the same function. */
struct mb_may_why {
	bool may;
	const char *whom;   /* "Everybody", "The members of Early Years and its officers" */
	const char *from;   /* where that is said: "The document itself says so." */
	const char *reason; /* of this reader: "Holds a post that serves every group." */
};
void mb_may_explain(struct mb_may_why *out, struct mb_arena *a, const struct mb_reader *r,
		    const struct mb_doc *doc);

/** What a reader is, on the day: for whoever looks after access. Borrowed from the reader. */
struct mb_reader_about {
	bool known;	     /* a person of the record who has not left; false: sees what the public sees */
	bool inside;	     /* has a seat or a post, or works for a partner */
	const char **groups; /* slugs; members, or of a group that succeeds it */
	size_t n_groups;
	const char **posts; /* that serve every group */
	size_t n_posts;
	const char **
		audiences; /* titles of those the partnership declares besides the usual ones, to which the reader belongs */
	size_t n_audiences;
	size_t n_own; /* documents that name the reader in a field, and so are open to him or her */
};
void mb_reader_about(struct mb_reader_about *out, struct mb_arena *a, const struct mb_reader *r);

/** When the record or its index was last checked on this machine, and how it ended. A setting of the home. */
struct mb_checked {
	struct mb_instant at; /* by the clock on the wall, also in a rehearsal */
	bool sound;
	long event; /* the last one then */
};
enum mb_check { MB_CHECK_RECORD, MB_CHECK_INDEX };
/** Kept where it can be: a copy, or a home that cannot be written, keeps none (MB_EREFUSED, MB_EFAIL). */
int mb_gate_checked(struct mb_gate *g, enum mb_check what, bool sound, struct mb_error *err);
/** MB_ENOTFOUND: never. */
int mb_gate_last_check(struct mb_checked *out, struct mb_arena *a, struct mb_gate *g, enum mb_check what,
		       struct mb_error *err);

/* ---- asking ---------------------------------------------------------------------------------------------- */

/** A move that the document's state allows and that is not the program's own, judged for its likeliest actor without doing it. */
struct mb_open_move {
	const struct mb_move *move; /* NULL for a sign-off */
	const char *role;	    /* of a sign-off, else NULL */
	const char **who;	    /* people who may make it, n_who */
	size_t n_who;
	struct mb_ruling ruling; /* for who[0] (or nobody) on the day */
};
int mb_gate_next(struct mb_open_move **out, size_t *n, struct mb_arena *a, struct mb_gate *g, const char *doc,
		 const struct mb_actor *day, struct mb_error *err);

/** Who can cure a mark of a document, as the rules in force say. */
struct mb_cure_of {
	const char
		*can; /* in the words of the rule: roles, or the title of the body; NULL: nobody is named */
	const char **who; /* the people who hold those roles on the day, n_who */
	size_t n_who;
	const char *body;    /* slug of the group whose meeting cures it; NULL: nobody's */
	const char *meeting; /* its next one in the diary; NULL: none yet */
	mb_day meeting_on;
};
/** @param rule  that made the mark ("rule" of the document's row in `irregular`)
 *  @param day   from which on meetings are looked for, and on which roles are held */
int mb_gate_cure(struct mb_cure_of *out, struct mb_arena *a, struct mb_gate *g, const struct mb_doc *doc,
		 const char *rule, mb_day day, struct mb_error *err);

/** A decision that corrects earlier minutes, and the place it speaks of. Both texts stay as they are. */
struct mb_correction {
	const char *decision, *text, *group; /* id; its words; slug */
	mb_day date;
	const char *minutes;		   /* those corrected; NULL: the record does not hold them */
	const char *address;		   /* as the decision says: "page 2", "minute 12/09c"; NULL */
	const char *old_words, *new_words; /* as the decision says; NULL */
	bool found; /* the old words, or the numbered minute, stand in the older text ... */
	int line;   /* ... there: a line of its body */
};
/** @param group  slug; NULL: of all groups */
int mb_gate_corrections(struct mb_correction **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
			const char *group, struct mb_error *err);

/* ---- past minutes, taken over ---------------------------------------------------------------------------- */

/** What became of one file of a folder. */
struct mb_import_file {
	const char *path; /* below the folder */
	/* "imported", "already here" (the same text was taken over before), "left out" (why says the reason) */
	const char *what;
	const char *why;
	const char *minutes, *meeting; /* ids; NULL unless imported or already here */
	mb_day date;
	long event;
	size_t decisions, actions, followed_up; /* documents */
	const struct mb_question *likely;	/* not accepted: open */
	size_t n_likely;
	const char **notes; /* what was not read, or not for certain */
	size_t n_notes;
};
struct mb_import {
	const char *folder;
	const char *group; /* slug: of all texts; NULL: each says it itself */
	bool accept_likely, dry;
	/** Called before each text is taken over; false stops between two meetings. May be NULL. */
	bool (*step)(void *ctx, size_t done, size_t all);
	void *ctx;
};
struct mb_import_sum {
	struct mb_import_file *files; /* by date, those left out behind */
	size_t n_files, imported, here, left_out, decisions, actions, likely;
	bool stopped;
};
#define MB_IMPORT_FILES_MAX 20000
/** Take over past minutes from a folder of text files (.md .txt .markdown), the oldest first, each meeting as one change
 *  dated by its day. What was taken over before is known by the hash of its file. What cannot be placed is left out and said.
 * @return MB_OK also when files were left out or it was stopped; MB_ENOTFOUND no such folder; MB_EINVAL too many files;
 *         MB_EREFUSED the rules refused all there was (who may take over?), out filled;
 *         what else ends it (a full disk) leaves the meetings before it imported, and out filled */
int mb_gate_import(struct mb_import_sum *out, struct mb_arena *a, struct mb_gate *g,
		   const struct mb_import *how, const struct mb_actor *actor, struct mb_error *err);

/* ---- the gate in the future tense ------------------------------------------------------------------------ */

#define MB_COUNTDOWN_DAYS 60 /* days looked at: up to the meeting, and after it */

/** Somebody who may do a step. */
struct mb_step_person {
	const char *person, *role;
	const char *only_if; /* what the rules ask of this one besides; NULL: nothing */
};

/** One thing that must still happen for a meeting, and until when it lawfully can. */
struct mb_step {
	const char *doc, *kind, *title; /* doc: of what is not filed yet the id it will have */
	const char *act;		/* the name of a move, or "sign" */
	const char *role;		/* of a sign-off, else NULL */
	const char *about;		/* what the move is for, in the words of its declaration; NULL */
	const char *needed_for;	    /* "publish CTB-2005-M001-agenda": cannot be done without this; NULL */
	struct mb_step_person *who; /* the first does it; the others may */
	size_t n_who;
	mb_day first; /* first lawful day, from the day asked; MB_NO_DAY: none among the days looked at */
	mb_day last;  /* last lawful day; MB_NO_DAY: none, or (open_ended) no rule sets an end */
	mb_day last_working; /* the last lawful day on which offices are open; MB_NO_DAY: none */
	int minute; /* of the last day, from which on it is too late; -1: lawful to the end of that day */
	bool open_ended;
	bool after;    /* comes after the meeting */
	mb_day chased; /* from this day on people are reminded of it; MB_NO_DAY: never */
	struct mb_finding
		ends; /* what sets the last day, as found on it: the days counted; rule NULL: needed_for does */
	const char *then_found;	   /* the same a moment too late; NULL */
	struct mb_finding *blocks; /* what stands in the way even when every step before it is done */
	size_t n_blocks;
};

struct mb_countdown {
	const char *meeting, *title;
	mb_day date, from;
	struct mb_step *steps; /* in the order in which they must happen */
	size_t n_steps;
	size_t judged; /* rulings asked for on the way */
};

/** Suppose the acts that a meeting still needs, one after the other, and judge each on the coming days. Nothing is written.
 *  The rules in force today are asked, with the bank holidays known today.
 * @param day  whose `recorded` is the moment from which on days are looked at; `by` is not read
 * @return MB_OK; MB_ENOTFOUND; MB_EINVAL that is no meeting */
int mb_gate_countdown(struct mb_countdown *out, struct mb_arena *a, struct mb_gate *g, const char *meeting,
		      const struct mb_actor *day, struct mb_error *err);

/** What a paper still needs, before an agenda that carries it can go out as far as the paper is concerned. */
struct mb_fit {
	const char *doc;
	struct mb_step *steps; /* acts on it, in their order, without days; none: it is ready */
	size_t n_steps;
};
/** Suppose an agenda with nothing but this paper on it, one after the other for each of n papers. Nothing is written.
 *  fits has room for n. day: as for mb_gate_countdown(). MB_EINVAL that is no agenda of a meeting */
int mb_gate_fit(struct mb_fit *fits, struct mb_arena *a, struct mb_gate *g, const char *agenda,
		const char *const *papers, size_t n, const struct mb_actor *day, struct mb_error *err);

/* ---- notices and the calendar ---------------------------------------------------------------------------- */

/** A notice that was lawful by the bank holidays known when it was given and would be short by those known now. */
struct mb_short_notice {
	const char *doc, *title, *meeting, *rule, *authority;
	mb_day given, date; /* published on; of the meeting */
	const char *found_then, *found_now, *needed;
	const char *holiday; /* the day that was proclaimed later, its name, and when it became known */
	bool to_come;	     /* the meeting is still to come: it can be moved */
};
int mb_gate_short_notices(struct mb_short_notice **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
			  mb_day today, struct mb_error *err);

#define MB_CALENDAR_WARNING_DAYS 90
/** One sentence when the bank holidays known end within 90 days of a day (or have ended, or there are none); else NULL. */
const char *mb_gate_calendar_warning(struct mb_arena *a, struct mb_gate *g, mb_day today);

/* ---- checking -------------------------------------------------------------------------------------------- */

struct mb_verdict {
	size_t commits, rulings, reproduced, problems;
};
/** The record against itself: git objects, event numbers without gaps, ids and places, links, every state change has its
 *  ruling, every ruling is made again from the trees and compared byte for byte, every effect's files too. Problems are
 *  told one by one. MB_OK sound, MB_EFAIL problems. */
int mb_gate_verify(struct mb_verdict *out, struct mb_gate *g, mb_tell tell, void *ctx, struct mb_error *err);

/** The rules files of a tree of the record (rules/ and below), or of a folder on disk, for checks and tests. */
int mb_rules_files_of_tree(struct mb_rules_file **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
			   const struct mb_oid *rules_tree, struct mb_error *err);
int mb_rules_files_of_folder(struct mb_rules_file **out, size_t *n, struct mb_arena *a, const char *folder,
			     struct mb_error *err);

/** Tests, in the words of rules/tests/, of what a change really was: one for each document it acted on. Appended to out.
 *  MB_ENOTFOUND no such event; MB_EINVAL it changed nothing that a rule judges. */
int mb_gate_test_of(struct mb_buf *out, struct mb_gate *g, long event, struct mb_error *err);

/* ---- the life of the rules: proposed, replayed, enacted -------------------------------------------------- */

/** Lay the files of a folder down as rules/ of the record. Nothing in force changes. Who does this has proposed them. */
int mb_gate_propose_rules(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *folder,
			  const struct mb_actor *actor, unsigned flags, struct mb_error *err);

enum mb_enact_stage { MB_ENACT_TESTS, MB_ENACT_REPLAY };
/** Bring rules into force by an entry in enactments.yaml. The engine's own checks are the ruling: two people, a decision
 *  that stands, no date in the past, slips, tests, replay, ways out, states. What cannot be loaded is MB_EINVAL, an empty
 *  folder MB_ENOTFOUND. */
struct mb_enactment {
	const char *folder;   /* NULL: rules/ as they lie in the record */
	const char *decision; /* NULL: none, in the founding period */
	mb_day from;	      /* MB_NO_DAY: the day recorded */
	const struct mb_oid *
		expect; /* the rules that were looked at; NULL: whatever lies there. MB_ECONFLICT others do now */
	/** Called before each test and each event that is replayed; false stops it (MB_EFAIL, nothing has changed). May be NULL. */
	bool (*step)(void *ctx, enum mb_enact_stage stage, size_t done, size_t all);
	/** For what takes minutes: when it is recorded, asked when tests and replay are done. NULL: as the actor says. */
	struct mb_instant (*now)(void *ctx, struct mb_gate *g);
	void *ctx; /* of both */
	/** Who will read why it was refused; NULL: everything may be named. */
	const struct mb_reader *reader;
};
/** tell (may be NULL) receives what checks and tests say, line by line. */
int mb_gate_enact(struct mb_result *out, struct mb_arena *a, struct mb_gate *g,
		  const struct mb_enactment *how, const struct mb_actor *actor, unsigned flags, mb_tell tell,
		  void *ctx, struct mb_error *err);

/** Rules that came into force, or will. */
struct mb_enacted {
	struct mb_oid rules;   /* their tree */
	mb_day from, recorded; /* recorded: MB_NO_DAY the record does not say */
	const char *by, *entered_by, *proposed_by, *proposed_entered_by; /* ids; NULL */
	const char *decision;				/* NULL: none was cited, in the founding period */
	const char *check, *tests, *replay, *documents; /* what was found out beforehand, in words; NULL */
	bool founding;
};
/** All of them, in the order in which they were recorded. */
int mb_gate_enactments(struct mb_enacted **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		       struct mb_error *err);
/** Which of them governs a day: the last that is in force by then; NULL: none. */
const struct mb_enacted *mb_enacted_on(const struct mb_enacted *list, size_t n, mb_day on);

/** The rules as they lie in the record, laid down but perhaps not in force, and who laid them down. */
struct mb_laid_down {
	struct mb_oid rules;
	const char *by, *entered_by; /* entered_by: NULL when the same */
	struct mb_instant recorded;
};
int mb_gate_laid_down(struct mb_laid_down *out, struct mb_arena *a, struct mb_gate *g, struct mb_error *err);
/** The tree that the files of a folder would be in the record, beside what else lies in its rules/: equal ids, equal rules. Writes
 *  no change. Errors as mb_gate_propose_rules(). */
int mb_gate_rules_tree(struct mb_oid *out, struct mb_arena *a, struct mb_gate *g, const char *folder,
		       struct mb_error *err);

enum mb_replay_class {
	MB_REPLAY_SAME,
	MB_REPLAY_EFFECTS,   /* the same outcome, other effects */
	MB_REPLAY_ACCEPTED,  /* would now be accepted */
	MB_REPLAY_IRREGULAR, /* would now be marked */
	MB_REPLAY_REFUSED,
	MB_REPLAY_BROKEN,  /* a rule now breaks */
	MB_REPLAY_UNKNOWN, /* cannot be judged: field missing then, kind or move no longer known */
	MB_REPLAY_CLASSES
};
const char *mb_replay_word(enum mb_replay_class c); /* "same", "other effects", "accepted" ... */

/** One event judged under both versions. Valid during the call only. */
struct mb_replay_case {
	enum mb_replay_class class;
	long event;   /* of an attempt: the number it would have had */
	bool attempt; /* it was refused then, and is no part of the record */
	mb_day recorded;
	const char *sentence; /* its headline */
	const char *doc, *rule, *file,
		*found; /* of what makes the difference; NULL: nothing does, or nothing is known */
	int line;
	const char *why;    /* MB_REPLAY_UNKNOWN, MB_REPLAY_BROKEN: the reason */
	const char **paths; /* files that the event changed: who may read of it */
	size_t n_paths;
};
typedef void (*mb_tell_case)(void *ctx, const struct mb_replay_case *c);

struct mb_replay_sum {
	size_t events, attempts;
	size_t enactments;     /* not replayed: the engine judges them, not the rules */
	bool attempts_at_hand; /* false in a copy of the record */
	size_t n[MB_REPLAY_CLASSES];
	bool stopped;
};
struct mb_replay {
	const struct mb_rules_file *files; /* the version to judge by beside the one in force */
	size_t n_files;
	mb_day from, to; /* days recorded; MB_NO_DAY: open */
	/** Called before each event and attempt; false stops there, and the sums are of what was judged until then. May be NULL. */
	bool (*step)(void *ctx, size_t done, size_t all);
	/** Who will read of it; NULL: everything. An event that the other rules judge by a document which is not for that reader is
	 *  MB_REPLAY_UNKNOWN: its outcome would tell of it. */
	const struct mb_reader *reader;
};
/** Judge each event of the record, and each attempt where they are at hand, on the record as it stood then, under the
 *  rules in force now and under others. Nothing cascades and nothing is written. MB_EINVAL: the others do not load. */
int mb_gate_replay(struct mb_replay_sum *out, struct mb_gate *g, const struct mb_replay *how,
		   mb_tell_case tell, void *ctx, struct mb_error *err);
/** "9 events and 2 attempts: 8 same, 1 would now be refused" */
void mb_replay_words(struct mb_buf *out, const struct mb_replay_sum *sum);

/** Make every ruling again under the version then in force and compare it with the stored one. Differences are told.
 *  @return MB_OK; MB_EFAIL some differ or cannot be made again */
int mb_gate_replay_self(struct mb_verdict *out, struct mb_gate *g, mb_day from, mb_day to, mb_tell tell,
			void *ctx, struct mb_error *err);

/** A newer pack joined with the record's own rules, as a folder outside the record. */
struct mb_upgrade {
	size_t taken, kept, merged, conflicts; /* files */
};
/** Base is the pack that the record was founded with or last upgraded to. Conflicts are marked in the files.
 *  MB_ENOTFOUND no rules in pack; MB_EINVAL out is not empty. */
int mb_gate_upgrade(struct mb_upgrade *sum, struct mb_gate *g, const char *pack, const char *out,
		    mb_tell tell, void *ctx, struct mb_error *err);

/* ---- proof ----------------------------------------------------------------------------------------------- */

/** One link of the chain behind a document, proved again from the record alone. */
struct mb_proof_step {
	const char *
		what; /* "paper", "sign-off", "approval", "publication", "notice", "attendance", "quorum", "membership",
			     "interests", "terms of reference", "rules", "ruling", "minutes", "ratification", "report",
			     "irregularity", "input" */
	const char *doc;     /* id or path of what it is about */
	long event;	     /* that it rests on; 0: none */
	const char *says;    /* what was found, in words */
	const char *differs; /* NULL: it proves again; else what does not, and which input */
};
struct mb_proof {
	const char *id, *path, *kind, *title;
	long event; /* of the ruling that the rest leads up to */
	struct mb_oid commit;
	const char *ruling; /* canonical, as stored */
	struct mb_proof_step *steps;
	size_t n_steps, n_differ;
	size_t rulings; /* made again */
};
/** Prove a document: for a decision its papers, sign-offs, notice, attendance, quorum, membership, interests, terms of
 *  reference, rules, ruling, and what became of it; for any other document the rulings of its own events. Reads git, not the index's
 *  word, for what it compares.
 * @return MB_OK all proves again; MB_EFAIL out is filled, and err names the first input that differs; MB_ENOTFOUND */
int mb_gate_prove(struct mb_proof *out, struct mb_arena *a, struct mb_gate *g, const char *doc,
		  struct mb_error *err);

#define MB_ENVELOPE_MAX ((size_t)72 * 1024 * 1024)

struct mb_envelope {
	const char *doc; /* id or path */
	long event;	 /* whose ruling is proved; 0: the one that recorded the document, or its last */
	bool complete;	 /* enclose also what was only looked at to keep it out of a list */
};
struct mb_envelope_sum {
	struct mb_oid commit;
	long event;
	size_t bytes, pack_bytes, commits, trees, blobs;
	size_t on_word; /* documents not enclosed that the record says do not matter */
};
/** One ruling as a file that anybody can check offline: a page that says how, then a promisor pack. Appended to out, which the
 *  caller has initialised with MB_ENVELOPE_MAX. It is checked as by mb_check_proof() before it is given out.
 *  MB_ENOTFOUND no such document or event; MB_EFAIL the ruling does not prove again (err says what differs). */
int mb_gate_envelope(struct mb_buf *out, struct mb_envelope_sum *sum, struct mb_arena *a, struct mb_gate *g,
		     const struct mb_envelope *how, struct mb_error *err);

struct mb_proof_check {
	const char *doc, *headline, *partnership, *by;
	long event;
	mb_day on, recorded;
	bool rehearsal, founding;
	struct mb_oid commit, rules;
	const char *ruling;   /* canonical: stored, and made again the same */
	const char **checked; /* sentences: what was found to hold */
	size_t n_checked;
	const char **trust; /* sentences: what the file alone cannot show */
	size_t n_trust;
};
/** Check an envelope with nothing else at hand. No home is needed; nothing is written anywhere.
 * @return MB_OK; MB_EINVAL no envelope, cut short, or bytes changed (says which part); MB_EFAIL it is whole and does not
 *         prove (says which input) */
int mb_check_proof(struct mb_proof_check *out, struct mb_arena *a, const void *p, size_t n,
		   struct mb_error *err);

#endif
