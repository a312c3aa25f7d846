/* What the pages of administration share. What an administrator may not read is told there no more than elsewhere. */
#ifndef MB_WEB_PAGE_ADMIN_H
#define MB_WEB_PAGE_ADMIN_H

#include "show.h"

/** One thing that somebody did, or tried to do. */
struct audit_line {
	const struct mb_event_row *event; /* NULL: it was refused, and is no part of the record */
	const struct mb_commit *attempt;
	struct mb_instant at;
	const char *by, *entered_by;
	/* told to this reader */
	const char *said; /* one sentence */
	const char *doc;  /* id of a document of it that the reader may read; NULL */
	const char *why;  /* of a refusal: the first rule that was not met; NULL */
};
/** What is asked for, and what came of it. */
struct audit {
	struct web_req *q;
	const char *person, *group, *kind; /* NULL: any */
	mb_day since, until;		   /* recorded; MB_NO_DAY: open */
	bool refused;			   /* nothing else */
	struct audit_line *lines;	   /* newest first */
	size_t n;
	struct mb_version_row *versions; /* audit.c's own: what the events changed, by seq */
	size_t n_versions;
};
/** The lines that were asked for, not yet told. What the reader may not read is of no kind and no group. */
int audit_gather(struct audit *x, struct mb_error *err);
/** Say what n lines from the first on are about. */
int audit_tell(struct audit *x, size_t first, size_t n, struct mb_error *err);
/** Refused attempts, newest first, the first `limit` of them told. None in a copy of a record. */
int audit_refused(struct audit_line **out, size_t *n, struct web_req *q, size_t limit, struct mb_error *err);

/** "Tue 17 Jan 2006 at 14:05" */
const char *admin_when(struct web_req *q, struct mb_instant t);
const char *admin_when_utc(struct web_req *q, int64_t seconds); /* of accounts; 0: "never" */
/** A table with these columns, NULL-ended; "#Members" is one of numbers. */
struct tpl_map *admin_table(struct tpl_map *part, const char *id, const char *caption,
			    const char *const *columns);
/** One cell more: the first of a row names it. */
struct tpl_map *admin_cell(struct tpl_map *row, const char *text, const char *href, bool names);
void admin_tag(struct tpl_map *cell, const char *text, const char *colour);
/** People of the record that the reader may see, by name. */
int admin_people(struct mb_version_row **out, size_t *n, struct web_req *q, struct mb_error *err);
/** A choice among them; q's value of `id` is chosen. */
int admin_choose_person(struct web_req *q, struct tpl_map *part, const char *id, const char *label,
			const char *chosen, const char *any, struct mb_error *err);
/** The way back up. */
#define ADMIN_HEAD(...) WEB_HEAD(.section = "/admin", .crumbs = admin_crumbs, .n_crumbs = 1, __VA_ARGS__)
extern const struct web_link admin_crumbs[1];

#endif
