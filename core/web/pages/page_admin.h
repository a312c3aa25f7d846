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
/** Refused attempts as told to this reader, newest first. None in a copy of a record. */
int audit_refused(struct audit_line **out, size_t *n, struct web_req *q, size_t limit, struct mb_error *err);

/** "Tue 17 Jan 2006 at 14:05" */
const char *admin_when(struct web_req *q, struct mb_instant t);
const char *admin_when_utc(struct web_req *q, int64_t seconds); /* of accounts; 0: "never" */
/** A table with these columns, NULL-ended. */
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
