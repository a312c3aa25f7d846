/* What the pages about rules share. */
#ifndef MB_WEB_PAGE_RULES_H
#define MB_WEB_PAGE_RULES_H

#include "rules_store.h"
#include "show.h"

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
void rules_hide(struct tpl_map *page, const char *name, const char *value);
void rules_error(struct tpl_map *page, const char *text, const char *href);
/** One field of a form. */
struct tpl_map *rules_field(struct tpl_map *to, const char *id, const char *label, const char *hint);

/** What the tests of these very files said, in words; NULL: they were not run. good: all passed. */
const char *tests_words(bool *good, struct web_req *q, const struct proposal *p, const char *hash);
/** Begin a replay of the proposal as it stands now, as a task of this name: it writes replay.tsv and the note "replay". */
int replay_start(struct web_req *q, const struct proposal *p, const char *name, struct mb_error *err);
/** What a replay of these very files said: NULL none, or of other files. */
const char *replay_words(struct web_req *q, const struct proposal *p, const char *hash);

#endif
