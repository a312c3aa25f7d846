/* Inside the API: what calls that change something have in common (api_change.c). */
#ifndef MB_WEB_API_CHANGE_H
#define MB_WEB_API_CHANGE_H

#include "api.h"

/* What every such body may have besides its own. */
#define API_ACT_FIELDS                                                                                       \
	{ "reason", API_TEXT, 0, "why; it stands in the record", NULL },                                     \
		{ "on", API_DAY, 0,                                                                          \
		  "the day of the act, where the rules let it be given; today when not said", NULL },        \
		{ "by", API_TEXT, 0, "whose act it is, when you keep the record and enter it for somebody",  \
		  NULL },                                                                                    \
		{ "waives", API_TEXTS, 0, "requirements that are waived, where the rules let you", NULL },   \
	{                                                                                                    \
		"dry_run", API_BOOL, 0, "true: judge it and say what would happen; change nothing", NULL     \
	}

int api_actor(struct mb_actor *out, struct web_req *q, const struct mb_json_value *body,
	      struct mb_error *err);
unsigned api_flags(const struct mb_json_value *body); /* MB_DRY_RUN */

/** What came of it: 200 with the result; 422 with the findings, or with the questions that must be answered first; 409; else the
 *  error. id: what it was done to; NULL: the first touched. */
int api_result(struct web_req *q, struct web_res *res, const char *id, const struct mb_result *r, int rc,
	       bool dry, const struct mb_error *low, struct mb_error *err);
/** The same as an object; *status receives 200 or what kind of problem it is. NULL: no object fits, err says it. */
struct mb_json *api_result_json(unsigned *status, struct web_req *q, const char *id,
				const struct mb_result *r, int rc, bool dry, const struct mb_error *low);

#endif
