/* rules: the Lua host - sandbox, vocabulary, rulings, daily reactions, checks, tests.
 *
 * A ruling is a pure function of (rules, base view, after view, events, claim, recorded, calendar). Inside Lua there is no
 * I/O and no allocation of ours: what a rule reads and is not loaded yet ends the call, the host loads it, and the call
 * is made again - which purity makes safe. */
#ifndef MINUTEBOOK_RULES_H
#define MINUTEBOOK_RULES_H

#include <minutebook/base.h>
#include <minutebook/schema.h>

/* ---- a version of the rules ------------------------------------------------------------------------------ */

struct mb_rules; /* one loaded version: a Lua state, declared once, evaluated many times */

struct mb_rules_file {
	const char
		*path; /* "rules/10-papers.lua", "rules/std/20-signoffs.lua", "rules/tests/papers_test.lua" */
	struct mb_str text;
};

/** Load and declare. Files under rules/std/ first, then the others by path; rules/tests/ are not loaded here.
 * @return MB_OK; MB_EINVAL with file and line: does not load, declares nonsense, breaks a limit */
int mb_rules_load(struct mb_rules **out, const struct mb_rules_file *files, size_t n, struct mb_error *err);
void mb_rules_free(struct mb_rules *r);
const struct mb_schema *mb_rules_schema(const struct mb_rules *r); /* lives as long as r */
/** The Lua that runs, as it names itself: "Lua 5.4.4". */
const char *mb_rules_lua_release(void);
/** What judges in this process, and what a test of its Lua found, once and at first need: "minutebook 0.1.0, Lua 5.4.4 (compiles
 *  wrongly: index by comparison, bits of constants)". It stands in the message of each change, outside the canonical ruling. */
const char *mb_rules_judged_with(void);
/** Do two names mean one rule: the same name, or the one that it had before (`was`)? */
bool mb_rules_same(const struct mb_rules *r, const char *one, const char *other);
/** Who can lift what a rule has marked, and at whose meeting, as the rule says (`cured_by`, `cured_at`). */
struct mb_cure {
	const char *const *roles; /* n_roles; none: the body itself, at its meeting */
	size_t n_roles;
	const char *const *
		at; /* n_at: "group", "parent", or fields of the marked document that lead to a document, group or
				  meeting, the first that is filled; none: "group" */
	size_t n_at;
};
/** @return false: no such rule now (out is then empty). Borrowed from the rules. */
bool mb_rules_cure(struct mb_cure *out, const struct mb_rules *r, const char *rule);

/* ---- judging --------------------------------------------------------------------------------------------- */

/** One thing that a change does to one governed document. */
struct mb_event {
	const char
		*name; /* a declared move ("approve", also one from "new"), or "create" (no move declared from
					       new), "edit", "sign", "waive", "remove" */
	const struct mb_doc *before, *after; /* NULL: did not exist / is gone */
	const char *role;		     /* for "sign"; else NULL */
	bool follows; /* done by the gate because of another event of the change (minutes, `advance`): who may make
					       it is not asked, its rules are */
};

struct mb_claim {
	const char *by, *entered_by; /* ids of people: whose act; who is signed in */
	mb_day on;		     /* the day of the act */
	const char *move, *reason;   /* NULL if none */
	const char **waives;	     /* names of rules */
	size_t n_waives;
};

struct mb_case {
	struct mb_view *base, *after; /* base may be NULL for the founding change */
	const struct mb_event *events;
	size_t n_events;
	const struct mb_claim *claim;
	struct mb_instant recorded;
	const struct mb_calendar *calendar;
	bool rehearsal;
};

/** Told of each document before a rule may learn anything of it: those of the events, and whatever rules ask for. */
typedef void (*mb_looked)(void *ctx, const struct mb_doc *d);
/** Whoever may change rules could let them tell what is in any document, so whoever shows a ruling of rules that bind nobody yet
 *  must know what they looked at. fn NULL: nobody is told. */
void mb_rules_watch(struct mb_rules *r, mb_looked fn, void *ctx);

enum mb_outcome {
	MB_SATISFIED,
	MB_NOT_APPLICABLE, /* a `when` said no */
	MB_WAIVED,
	MB_ADVISED,	/* mode "advise": not met, shown only */
	MB_IRREGULAR,	/* not met; entered marked, without effect until cured */
	MB_UNSATISFIED, /* not met: refused */
	MB_BROKEN,	/* the rule itself failed: refused, says so */
};
const char *mb_outcome_word(enum mb_outcome o); /* "satisfied", "not-applicable", ... */

/** A way to meet a requirement, as the requirement itself says: for a page that offers it. */
struct mb_way {
	const char *
		act; /* "say" with the act, "fill" a field, "edit" the text, "sign" off, "move", "file", have "cure"d */
	const char *what; /* "reason"; the field; the role; the move; the kind; NULL for "edit" and "cure" */
	const char *doc;  /* id of the document; NULL: none, or (say) the one at hand */
};

/** What one requirement of one rule (or the workflow itself) says of one event. */
struct mb_finding {
	const char *
		rule; /* the rule's sentence; "<kind> workflow" for the workflow's own: from-state, who may */
	const char *file;
	int line;		 /* of the requirement */
	const char *doc, *event; /* id; event name */
	const char *requirement; /* "clear_days"; "may", "from" for the workflow's own */
	enum mb_outcome outcome;
	const char *found, *needed,
		*source;    /* ids and dates only: these are compared byte for byte. "" if none */
	const char *remedy; /* what would satisfy it, for people; NULL */
	const char **who;   /* people who can do that, n_who */
	size_t n_who;
	struct mb_way
		*ways; /* to do it: all of them where there are several. Of no part in the canonical form */
	size_t n_ways;
	const char *authority; /* source of the power */
	const char *
		marks; /* for irregular: "without effect: inquorate", "urgent, for the chair to rule at the meeting" */
	const char *cures;  /* what lifts it, for people; NULL */
	const char *reason; /* of a waiver or a breakdown; NULL */
	const char *
		absent; /* fields that were asked for and are not in their documents: "paper.amount minutes.approved"; NULL.
				     Of no part in the canonical form */
};

struct mb_effect {
	const char *kind; /* create_action remind ask escalate report advance cure */
	const char *key;  /* rule, document and own key or date condition: never carried out twice */
	const char *rule, *file;
	int line;
	const char *doc; /* the document it is about */
	mb_day step;	 /* daily: the date of the step; else MB_NO_DAY */
	struct mb_node *
		args; /* map; people and groups resolved to ids: {to: [..] or slug, about, due, purpose, line, title, move, ...} */
};

struct mb_ruling {
	bool accepted;
	struct mb_finding *findings;
	size_t n_findings;
	struct mb_effect *
		effects; /* only when accepted; those whose key stands in the document's `notices` left out */
	size_t n_effects;
};

/** Judge the events. A refusal is MB_OK with accepted false.
 *  A broken `before` rule refuses. A broken `after` rule leaves the move standing and is a finding MB_BROKEN.
 * @return MB_OK; MB_EFAIL not evaluated (wall clock, machine): nothing is known, try again */
int mb_rules_judge(struct mb_ruling *out, struct mb_arena *a, struct mb_rules *r, const struct mb_case *c,
		   struct mb_error *err);

/** What `daily` rules ask for on a day: for each rule and document the last step due and not yet carried out (earlier
 *  ones are overtaken: no floods, no repeats). The claim of the case is not read; recorded gives the day. Events given: only
 *  of their documents. */
int mb_rules_daily(struct mb_ruling *out, struct mb_arena *a, struct mb_rules *r, const struct mb_case *c,
		   struct mb_error *err);

/** The ruling in canonical form: "accepted" or "refused", then one line a finding (not-applicable ones left out) and
 *  effect, sorted bytewise: `rule | file:line | event doc | requirement | outcome | found | needed | source` and
 *  `effect | kind | file:line | doc | key`. Ids and dates only; line ends and "|" in values are replaced by blanks and "/". */
void mb_ruling_canonical(struct mb_buf *out, const struct mb_ruling *ruling);
/** Read a canonical form back (for `why`): what is not in it stays NULL. */
int mb_ruling_read(struct mb_ruling *out, struct mb_arena *a, const char *canonical, struct mb_error *err);
/** In words for people, one block a finding that is not satisfied, then how many were met (rules-api.md 3.7). */
void mb_ruling_words(struct mb_buf *out, const struct mb_ruling *ruling);

/* ---- in words -------------------------------------------------------------------------------------------- */

/** A page in Markdown about a kind's workflow, made from the declarations: states, who may move it on, what must hold and by
 *  which authority, what follows. kind NULL: all kinds with a workflow, one after the other.
 *  @return MB_OK; MB_ENOTFOUND no such kind (with a suggestion) */
int mb_rules_doc(struct mb_buf *out, const struct mb_rules *r, const char *kind, struct mb_error *err);

/** One rule in few words. Borrowed from the rules. */
struct mb_rule_about {
	const char *name, *about, *authority, *source_url, *file; /* about, source_url: NULL */
	int line;
	const char *const *before, *const *after; /* "paper.approve"; n_before, n_after */
	size_t n_before, n_after;
	const char *daily; /* the kind it looks at every day; NULL */
	enum mb_outcome
		not_met; /* what not meeting it comes to: MB_UNSATISFIED, MB_IRREGULAR, MB_ADVISED; a rule that only
					  lets something follow: MB_SATISFIED */
	mb_day from, to; /* MB_NO_DAY: open */
};
/** Every rule, in the order of the files. */
void mb_rules_list(struct mb_rule_about **out, size_t *n, struct mb_arena *a, const struct mb_rules *r);

/* ---- checks and tests ------------------------------------------------------------------------------------ */

typedef void (*mb_tell)(void *ctx, const char *line);

/** Name every slip: unknown field, role, parameter, move, state; unreachable state, dead end; misspelt key; a rule without
 *  authority; the two expression forms Lua 5.4.4 miscompiles; control and bidirectional characters. MB_OK none, MB_EINVAL some. */
int mb_rules_check(const struct mb_rules_file *files, size_t n, mb_tell tell, void *ctx,
		   struct mb_error *err);

/** Name what is wrong with rules for the partnership as a tree of its record has it on a day: a role that nobody holds, a move
 *  that nobody could make, terms of reference that these rules do not allow. MB_OK nothing, MB_EINVAL something. */
int mb_rules_check_record(const struct mb_rules_file *files, size_t n, struct mb_record *rec,
			  const struct mb_oid *tree, mb_day on, mb_tell tell, void *ctx,
			  struct mb_error *err);

struct mb_test_sum {
	size_t passed, failed;
	size_t gaps; /* requirements never seen to hold or refuse, effects never seen, moves never made */
	bool stopped;
};
/** Run rules/tests/ (given / when / expect), each in a fresh state; failures print the whole ruling; then the coverage
 *  gaps. Calendar may be NULL (weekdays only). MB_OK all passed, MB_EINVAL some failed. */
int mb_rules_test(struct mb_test_sum *sum, const struct mb_rules_file *files, size_t n,
		  const struct mb_calendar *calendar, mb_tell tell, void *ctx, struct mb_error *err);
/** The same, for whoever may want to stop it: step (may be NULL) is called with ctx before each test, and false stops there. Then
 *  nothing is said of gaps. @return also MB_EFAIL: it was stopped, which is never "all passed" */
int mb_rules_test_by_steps(struct mb_test_sum *sum, const struct mb_rules_file *files, size_t n,
			   const struct mb_calendar *calendar, mb_tell tell,
			   bool (*step)(void *ctx, size_t done, size_t all), void *ctx, struct mb_error *err);

/** Write a test, in the words of rules/tests/, of each event of a case (none: of the daily run), with a world of its own: what
 *  judging it reads. Appended to out; the case's views stay as they are.
 * @param name  how the tests' names begin */
int mb_rules_test_write(struct mb_buf *out, struct mb_rules *r, const struct mb_case *c, const char *name,
			struct mb_error *err);

#endif
