/* Proposals of rules: folders of rule files beside the record (<home>/proposals/p1/rules/...), so that `minutebook rules check
 * --rules`, `test`, `replay --against` take them as they are. Nothing here is in force, and nothing of it is in the record until it
 * is laid down. What a file was before each change is kept (kept/<hash>), the latest of them. A deleted proposal is put aside with its
 * rules; what was kept of work on it goes. */
#ifndef MB_WEB_RULES_STORE_H
#define MB_WEB_RULES_STORE_H

#include "web.h"

#define RULES_FILE_BYTES ((size_t)64 * 1024) /* as the gate reads them */
#define PROPOSALS_MAX	 60
#define RULES_FILES_MOST 400
#define KEPT_MOST	 200	/* texts that files had, in one proposal */
#define REPORTS_MOST	 4	/* of replays, in one proposal */
#define PROPOSAL_HALF	 "half" /* the folder in which one is being made */

struct proposal_change {
	const char *file, *by; /* "rules/12-large-sums.lua"; an id */
	mb_day on;
	bool removed;
};

struct proposal {
	const char *id, *title, *owner; /* "p1"; id of a person */
	mb_day made;
	const char *base;		 /* tree of the rules that it was begun from */
	const char *folder;		 /* on disk; its rules are below it in rules/ */
	const char *rules;		 /* that folder */
	struct proposal_change *changes; /* the last of each file */
	size_t n_changes;
};

/** All of them, the newest first. */
int proposals_list(struct proposal **out, size_t *n, struct web_req *q, struct mb_error *err);
/** The one named in the address ({proposal}). MB_ENOTFOUND. */
int proposal_open(struct proposal *out, struct web_req *q, struct mb_error *err);
/** A new one with these files. MB_EINVAL: no title, too many. */
int proposal_new(const char **id, struct web_req *q, const char *title, const char *base,
		 const struct mb_rules_file *files, size_t n, struct mb_error *err);
int proposal_files(struct mb_rules_file **out, size_t *n, struct web_req *q, const struct proposal *p,
		   struct mb_error *err);
/** "12-large-sums.lua" or "rules/tests/x_test.lua" as a path of rules/. MB_EINVAL says what a name may be. */
int rules_path(const char **out, struct mb_arena *a, const char *given, struct mb_error *err);
/** The text of a file and its hash, by which a later save says what it began from. MB_ENOTFOUND. */
int proposal_read(struct mb_str *out, char hash[MB_SHA256_HEX], struct web_req *q, const struct proposal *p,
		  const char *path, struct mb_error *err);
/** Save a file. base: hash of the text that the edit began from; "": the file is new. text.p NULL: take the file away.
 *  @return MB_ECONFLICT somebody else saved it meanwhile, nothing is written; MB_EINVAL the text cannot be one of a rule file */
int proposal_save(struct web_req *q, const struct proposal *p, const char *path, struct mb_str text,
		  const char *base, struct mb_error *err);
/** Put it aside (<home>/proposals/deleted/). */
int proposal_delete(struct web_req *q, const struct proposal *p, struct mb_error *err);
/** One hash of all files: what a report is about. */
void rules_hash(char hash[MB_SHA256_HEX], struct mb_arena *a, const struct mb_rules_file *files, size_t n);
const struct mb_rules_file *rules_file(const struct mb_rules_file *files, size_t n, const char *path);

/* rules_keep.c: what stands beside the files of one */

/** Keep a text that a file has or had, by its hash; one that is there already becomes the newest. */
int proposal_keep(struct mb_arena *a, const char *folder, struct mb_str text, struct mb_error *err);
/** What a file was when it had this hash ("": nothing). MB_ENOTFOUND: only the latest are kept. */
int proposal_kept(struct mb_str *out, struct mb_arena *a, const char *folder, const char *hash,
		  struct mb_error *err);
/** What is remembered of work on it ("tests"): a small map. NULL: nothing, or it is not whole. */
const struct mb_node *proposal_note(struct mb_arena *a, const char *folder, const char *name);
int proposal_set_note(struct mb_arena *a, const char *folder, const char *name, const struct mb_node *map,
		      struct mb_error *err);
/** The name of what one person alone may open, for it was made with his eyes: "replay.ruth-dimmock". */
const char *proposal_own(struct mb_arena *a, const char *what, const char *person);
/** Of the files in a folder whose names begin and end so: only the newest `most` stay. */
void proposal_prune(struct mb_arena *a, const char *folder, const char *begins, const char *ends,
		    size_t most);
/** Take away all but the rules and what it is about. */
void proposal_strip(struct mb_arena *a, const char *folder);
/** A folder and what is in it. Links are not followed. */
void proposal_erase(const char *folder);
/** Before the first request: what a killed server left half made goes. */
void proposals_tidy(const char *home);

#endif
