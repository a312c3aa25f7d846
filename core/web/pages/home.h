/* The first page: its boxes, and the part that says what is to be done (home_work.c). */
#ifndef MB_WEB_HOME_H
#define MB_WEB_HOME_H

#include "show.h"

struct tpl_map *home_panel(struct tpl_map *page, const char *id, const char *title, const char *none);
void home_more(struct tpl_map *panel, const char *text, const char *href);
void home_item(struct web_req *q, struct tpl_map *panel, const char *text, const char *href,
	       const char *note);

/** The next meeting: what it is called, when it begins, where. m: the map "meeting" of the page. */
void home_meeting(struct web_req *q, struct tpl_map *m, const struct mb_version_row *v,
		  const struct mb_doc *d);
/** What must still happen for a meeting: all of it for the secretary, for others what is theirs. */
int home_countdown(struct web_req *q, struct tpl_map *part, const char *meeting, const char *group,
		   struct mb_error *err);
/** Meetings that have been, with the next thing that they need. */
int home_held(struct web_req *q, struct tpl_map *page, struct mb_error *err);
/** What is new since the reader's last visit (page_news.c), of whom there is one. *any: something is. */
int home_news(bool *any, struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from,
	      struct mb_error *err);
/** "You were last here on Tue 24 Nov 2026." */
const char *home_last_visit(struct web_req *q);
/** How many documents the reader may move on in one step, step by step. */
int home_moves(struct web_req *q, struct tpl_map *page, struct mb_error *err);

/** A step that is the reader's for several documents (page_move_on.c). */
struct move_on_step {
	const char *words, *href; /* "Approve: papers" */
	size_t n;
};
int move_on_steps(struct move_on_step **out, size_t *n, struct web_req *q, const char *kind,
		  struct mb_error *err);

#endif
