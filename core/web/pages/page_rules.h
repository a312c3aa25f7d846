/* What the pages about rules share. */
#ifndef MB_WEB_PAGE_RULES_H
#define MB_WEB_PAGE_RULES_H

#include "rules_store.h"
#include "show.h"

#include <limits.h>

/** One of the versions that came, or will come, into force. */
struct rules_version {
	struct mb_enacted *list;
	size_t n, at;		      /* at: which of them, from 0 */
	const struct mb_enacted *now; /* in force today */
	struct mb_rules_file *files;
	size_t n_files;
	struct mb_rules *rules;
	const char *query; /* "?version=2" for an other than the one in force; "" */
};
/** The one in force, or the one that the query asks for by its number. rules are to be freed by the caller, also on failure. */
int rules_version_open(struct rules_version *v, struct web_req *q, struct mb_error *err);
/** In the head: is it in force, or earlier, or to come? */
void rules_put_lead(struct web_req *q, struct tpl_map *page, const struct rules_version *v);

/** The tree of the rules in force on the day that it is here. */
int rules_in_force(const struct mb_enacted **out, struct web_req *q, struct mb_error *err);
int rules_of_tree(struct mb_rules_file **out, size_t *n, struct web_req *q, const struct mb_oid *tree,
		  struct mb_error *err);
/** "brought into force by decision CTB-2006-D001", "in the founding period". */
const char *rules_since(struct web_req *q,
			mb_day from); /* "Fri 13 Jan 2006", "the beginning of the record" */
const char *rules_by_words(struct web_req *q, const struct mb_enacted *e);

/** "rules/12-x.lua:12: what is wrong" taken apart; file NULL: it names no place. */
struct rules_place {
	const char *file, *says;
	int line;
};
struct rules_place rules_place(struct mb_arena *a, const char *said);
/** What a check tells, line by line. */
struct rules_said {
	struct mb_arena *a;
	const char **lines;
	size_t n;
};
void rules_hear(void *ctx, const char *line); /* an mb_tell; ctx: struct rules_said */
/** The check of a set of rules, by themselves and against the record. MB_OK also when there are slips. */
int rules_slips(struct rules_said *out, struct web_req *q, const struct mb_rules_file *files, size_t n,
		struct mb_error *err);

/** A file's page: where its lines are. base: "/rules" or "/rules/proposals/p1". */
const char *rules_line_href(struct web_req *q, const char *base, const char *file, int line);
/** Lines of a file as that page shows them. slips: of this file, may be NULL. */
void rules_put_lines(struct web_req *q, struct tpl_map *page, struct mb_str text,
		     const struct rules_said *slips, const char *file, long asked);

/* tables */
struct tpl_map *rules_table(struct tpl_map *part, const char *id, const char *caption,
			    const char *const *heads); /* heads: NULL-ended */
struct tpl_map *rules_name_cell(struct tpl_map *row, const char *text, const char *href, const char *note);
struct tpl_map *rules_cell(struct tpl_map *row, const char *text, const char *href);

/* proposals */
const char *proposal_href(struct web_req *q, const struct proposal *p, const char *tail);
const char *proposal_file_href(struct web_req *q, const struct proposal *p, const char *what,
			       const char *file);
/** Crumbs above every page of a proposal, and its section of the menu. */
struct web_head proposal_head(struct web_req *q, const struct proposal *p, const char *title,
			      const char *command);
void rules_error(struct tpl_map *page, const char *text, const char *href);
/** The way to the handbook's page on writing a rule, where the record has it. */
void rules_put_handbook(struct web_req *q, struct tpl_map *page);
/** One field of a form. */
struct tpl_map *rules_field(struct tpl_map *to, const char *id, const char *label, const char *hint);

/* ---- work that goes on after its reply (rules_work.c) ---- */

/** What every work on a proposal needs in its own thread; the first member of what a kind of work needs besides. A note beside the
 *  proposal says how it stands, so that neither a stop of the server nor a closed window loses that. */
struct rules_work {
	struct web_task *task;
	struct mb_arena *a; /* of the work */
	char home[PATH_MAX], folder[PATH_MAX], note[240], by[200], begun[MB_ISO_DATE], hash[MB_SHA256_HEX];
	mb_day today;
	struct mb_rules_file *files; /* of the proposal as the work found them; hash is theirs */
	size_t n;
};
/** @param task  one of a name is at work at a time
 *  @param note  proposal_own() for what was made with one person's eyes
 *  @param w     from mb_alloc(); it becomes the work's, also on failure
 *  @return MB_ECONFLICT it is at work already, or too many others wait */
int rules_work_begin(struct web_req *q, const struct proposal *p, enum web_lane lane, const char *task,
		     const char *note, void (*run)(struct web_task *t, void *arg), struct rules_work *w,
		     struct mb_error *err);
/** First of all in run: takes up the files. false: it is to end now, and that is noted. End with rules_work_close() all the same. */
bool rules_work_open(struct rules_work *w, struct web_task *t);
void rules_work_close(struct rules_work *w);
/** How it came out: "done", or a word of the work's own. more: what else is known (may be NULL); why: in words (may be NULL). */
int rules_work_note(struct rules_work *w, const char *state, struct mb_node *more, const char *why,
		    struct mb_error *err);
/** It was to end before it was done: by somebody, with the server, or for it took too long. */
void rules_work_ended(struct rules_work *w, struct mb_node *more);

/** How it stands for a page, which gives it a moment to be over. */
struct rules_stand {
	bool at_work, just_over; /* just_over: in that moment */
	struct web_progress progress;
	const struct mb_node *note; /* NULL: it never was */
	const char *state;	    /* of the note; NULL */
};
void rules_stand_look(struct rules_stand *out, struct web_req *q, const struct proposal *p, const char *task,
		      const char *note);
/** The page while it is at work, with the way to look again and to stop it, or when it came to nothing.
 * @param title  of the page; what: "The replay"; nothing: what is true of a work that came to nothing ("Nothing has changed.")
 * @return false: it is done, has a word of its own or never was, and the page says so itself */
bool rules_stand_put(struct web_req *q, struct tpl_map *page, const struct proposal *p,
		     const struct rules_stand *x, const char *title, const char *what, const char *nothing,
		     const char *tail);
/** Why a file could not be written, in words for a form that is shown again. */
const char *rules_unwritten(struct web_req *q, const struct mb_error *why, const char *what);
/** "By Ruth Dimmock on Thu 12 Jan 2006." */
const char *rules_stand_by(struct web_req *q, const struct rules_stand *x);

/** Run the tests of the proposal as it stands: the note "tests", and what they said in tests.txt. */
int tests_start(struct web_req *q, const struct proposal *p, struct mb_error *err);
const char *tests_task(struct web_req *q, const struct proposal *p);
/** What the tests of these very files said, in words; NULL: they were not run. good: all passed. */
const char *tests_words(bool *good, struct web_req *q, const struct proposal *p, const char *hash);
/** Begin a replay of the proposal as it stands, with the eyes of who asks and for nobody else: replay.<person>.tsv and a note. */
int replay_start(struct web_req *q, const struct proposal *p, struct mb_error *err);
const char *replay_task(struct web_req *q, const struct proposal *p);
/** What whoever asks learnt by a replay of these very files: NULL none, or of other files. */
const char *replay_words(struct web_req *q, const struct proposal *p, const char *hash);
/** Begin to bring what is laid down into force; seen: the tree that was looked at. */
int enact_start(struct web_req *q, const struct proposal *p, const char *decision, mb_day from,
		const char *seen, struct mb_error *err);
const char *enact_task(struct web_req *q, const struct proposal *p);

#endif
