/* For the tests of the rules room: the pack's real words and requirements, rule texts written in a test, and a record
 * of pages in an array. */
#ifndef RULES_WORLD_H
#define RULES_WORLD_H

#include "minutebook/rules.h"

struct page {
	const char *path, *text;
};

void pack_open(void); /* reads 00-words.lua and std/; ends the process when they are not there */
void pack_close(void);
/** The pack's words and requirements with these texts as rules/50-a.lua, rules/51-a.lua, ... */
int pack_load(struct mb_rules **out, const char *const *texts, size_t n, struct mb_error *err);
/** The same files in an order of its own: seed 0 as they come. */
int pack_load_shuffled(struct mb_rules **out, const char *const *texts, size_t n, unsigned seed,
		       struct mb_error *err);
size_t pack_files(struct mb_rules_file *out, const char *const *texts, size_t n); /* at most 32 */

struct mb_view *pages_view(const struct mb_schema *s, const struct page *pages); /* ends with path NULL */
mb_day on_day(const char *iso);
struct mb_calendar *weekdays(void); /* 2000 to 2030, with one bank holiday on 2005-10-05 */

/** One act upon one document, and what came of it. */
struct act {
	const char *event, *doc, *by, *on; /* on: also the day recorded */
	const char *entered_by, *role, *reason, *waives;
	const char *before, *after; /* the page's text; NULL: is not there */
	int minute;		    /* of the day recorded; 0: 10:00 */
	bool follows;
};
/** Judge an act upon pages; the canonical ruling is put into out, which is initialised here. */
int act_judge(struct mb_buf *out, struct mb_ruling *ruling, struct mb_arena *a, struct mb_rules *r,
	      const struct page *pages, const struct act *act, struct mb_error *err);

extern const struct page world[]; /* a board, an executive above it, five people, a meeting */

#endif
