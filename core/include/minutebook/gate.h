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
/** The view at main's tip as of the last call of the gate; valid until the next change lands or mb_gate_refresh(). */
struct mb_view *mb_gate_view(struct mb_gate *g);
const struct mb_commit *mb_gate_tip(struct mb_gate *g);
/** Look at main again (another process may have landed something); rules, view and index follow. */
int mb_gate_refresh(struct mb_gate *g, struct mb_error *err);
/** The person signed in on this machine: the home's setting "operator". MB_ENOTFOUND says how to set it. */
int mb_gate_operator(const char **out, struct mb_arena *a, struct mb_gate *g, struct mb_error *err);

/** Make a new home from a template folder. Files named *.in have @NAME@, @DATE@ filled in. In the founding change all
 *  files of the template and of the pack's rules are laid down and the rules come into force for the founding period.
 * @param pack  folder of the governance plugin (its rules/ is copied to rules/, its handbook/ to handbook/) */
struct mb_init {
	const char *dir, *template_dir, *pack_dir, *name;
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
	const char *id, *path, *kind, *what; /* what: "filed", "corrected", "approve", "signed off as finance lead", "report made" ... */
	const char *title;
};

struct mb_result {
	bool accepted;		 /* by the rules */
	bool landed;		 /* false for a dry run or when nothing changed */
	bool unchanged;		 /* the record already says so */
	long event;
	const char *headline;	 /* one sentence for people */
	struct mb_ruling ruling;
	struct mb_touched *touched; /* documents of the change, in the order that tells the story */
	size_t n_touched;
	const char **notes;	 /* what was seen, put back, or could not be placed */
	size_t n_notes;
	struct mb_commit commit; /* when landed */
};

enum { MB_DRY_RUN = 1 };

/* All of these judge and land under the home's lock. A refusal by a rule is MB_EREFUSED with result filled (and the attempt
 * kept); bad input is MB_EINVAL; the same document changed meanwhile and the texts clash: MB_ECONFLICT. */

struct mb_filing {
	struct mb_str text;
	const char *file_name; /* for messages; NULL */
	const char *group, *meeting, *as_kind; /* NULL: read out of the text */
};
/** Put a text into the record: its kind is read, its fields and registers are read out of it. */
int mb_gate_file(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const struct mb_filing *filing,
		 const struct mb_actor *actor, unsigned flags, struct mb_error *err);
/** Replace a document's whole text (front matter and body). base: blob id the edit began from, "" the present one; when it
 *  is older, the edit is merged. */
int mb_gate_edit(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *doc, struct mb_str text,
		 const struct mb_oid *base, const struct mb_actor *actor, unsigned flags, struct mb_error *err);
/** Make a move ("approve"); "waive" records a waiver of actor->waives. evidence: extra fields the move sets (map or NULL):
 *  an extension's new due date. */
int mb_gate_move(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *doc, const char *move,
		 const struct mb_node *evidence, const struct mb_actor *actor, unsigned flags, struct mb_error *err);
int mb_gate_sign(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *doc, const char *role,
		 const struct mb_actor *actor, unsigned flags, struct mb_error *err);
int mb_gate_new_meeting(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *group, mb_day date,
			const char *time, const char *place, const struct mb_actor *actor, unsigned flags, struct mb_error *err);
/** One day's reminders and escalations; lands one commit if anything fires. */
int mb_gate_daily(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const struct mb_actor *actor,
		  unsigned flags, struct mb_error *err);

/* ---- asking ---------------------------------------------------------------------------------------------- */

/** A move that the document's state allows, judged for its likeliest actor without doing it. */
struct mb_open_move {
	const struct mb_move *move; /* NULL for a sign-off */
	const char *role;	    /* of a sign-off, else NULL */
	const char **who;	    /* people who may make it, n_who */
	size_t n_who;
	struct mb_ruling ruling; /* for who[0] (or nobody) on the day */
};
int mb_gate_next(struct mb_open_move **out, size_t *n, struct mb_arena *a, struct mb_gate *g, const char *doc,
		 const struct mb_actor *day, struct mb_error *err);

/** An act without effect, or admitted on terms, not yet cured (or cured, when all is asked for). */
struct mb_irregularity {
	const char *doc, *kind, *title, *rule, *marks, *found, *cures;
	mb_day since;
	long event;
	const char *cured_by; /* words; NULL while open */
	mb_day cured_on;
};
int mb_gate_irregularities(struct mb_irregularity **out, size_t *n, struct mb_arena *a, struct mb_gate *g, bool all,
			   struct mb_error *err);

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

#endif
