/* Inside core/web: a text on its way into the record, shown before it is filed; and the drafts of minutes that wait. */
#ifndef MB_WEB_PAGE_REVIEW_H
#define MB_WEB_PAGE_REVIEW_H

#include "web.h"

struct file_given {
	const char *text, *kind, *group, *meeting; /* NULL: read out of the text */
	const char *draft; /* the draft that it was made from: "CTB-2006-M001:7"; NULL */
	const char **lost; /* what of that draft the text does not say as it was meant */
	size_t n_lost;
};
/** Show what would be read out of it, what the rules refuse, or the form again. Nothing is filed. */
int file_check(struct web_req *q, struct web_res *res, const struct file_given *given, struct mb_error *err);

/** The form of /file again, with what was given. problem may be NULL. */
int file_form(struct web_req *q, struct web_res *res, const struct file_given *given, const char *problem,
	      struct mb_error *err);

/* page_review.c */
struct mb_filing;
struct mb_result;
int review_page(struct web_req *q, struct web_res *res, const struct mb_filing *f,
		const struct file_given *given, const struct mb_result *r, struct mb_error *err);
int review_refused(struct web_req *q, struct web_res *res, const struct file_given *given,
		   const struct mb_result *r, struct mb_error *err);

/* page_minutes.c */
/** Minutes were filed that were made from a draft: it ends, unless somebody has changed it since. */
void minutes_filed(struct web_req *q, const char *draft);
/** May the reader take the minutes of any group? */
int may_take_minutes(bool *out, struct web_req *q, struct mb_error *err);
struct draft_waiting {
	const char *meeting, *title, *href, *saved; /* saved: "Saved 10:05 by Priya Nair" */
};
/** Minutes being taken of meetings whose minutes the reader may file. stamp: for web_res.drafts. */
int drafts_waiting(struct draft_waiting **out, size_t *n, const char **stamp, struct web_req *q,
		   struct mb_error *err);

#endif
