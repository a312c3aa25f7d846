/* The first page's part about work: the countdown to the next meeting, what meetings that have been still need, what could move on. */
#include "home.h"

#include <string.h>

#define LOOK_BACK 60 /* days */
#define MEETINGS  6

int home_countdown(struct web_req *q, struct tpl_map *part, const char *meeting, const char *group,
		   struct mb_error *err)
{
	struct mb_countdown c;
	int rc;

	tpl_set_text(part, "tasks_title",
		     q->who.clerk ? "What must still happen, in this order" : "What waits for you");
	if (!mb_reader_in(q->reader, group))
		return MB_OK;
	if ((rc = show_countdown(&c, q, meeting, err)) != MB_OK)
		return rc;
	show_steps(q, part, "step", &c, q->who.clerk ? NULL : q->who.person);
	if (!q->who.clerk)
		return MB_OK;
	tpl_set_url(part, "more", mb_arena_printf(q->a, "/move-on?meeting=%s", web_escape(q->a, meeting)));
	if (show_may_begin(q, "agenda", group))
		tpl_set_url(part, "build",
			    mb_arena_printf(q->a, "/meetings/%s/agenda", web_escape(q->a, meeting)));
	return MB_OK;
}

int home_held(struct web_req *q, struct tpl_map *page, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "meeting",
				    .since = q->today - LOOK_BACK,
				    .until = q->today - 1,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct tpl_map *p = NULL;
	struct mb_version_row *rows;
	size_t n;
	int rc = web_list(&rows, &n, q, &ask, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = n > MEETINGS ? n - MEETINGS : 0; rc == MB_OK && i < n; i++) {
		const char *text, *href, *note;
		struct mb_countdown c;

		if ((rc = show_countdown(&c, q, rows[i].id, err)) != MB_OK ||
		    !show_next_step(&text, &href, &note, q, &c))
			continue;
		if (!p)
			p = home_panel(page, "held", "Meetings that have been", "");
		home_item(q, p, mb_arena_printf(q->a, "%s: %s", text, rows[i].title), href, note);
	}
	return rc;
}

int home_moves(struct web_req *q, struct tpl_map *page, struct mb_error *err)
{
	struct move_on_step *steps;
	struct tpl_map *p = NULL;
	size_t n;
	int rc = move_on_steps(&steps, &n, q, "paper", err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		if (!p) {
			p = home_panel(page, "move-on", "Move papers on", "");
			home_more(p, "Other documents", "/move-on");
		}
		home_item(q, p, steps[i].words, steps[i].href,
			  mb_arena_printf(q->a, steps[i].n == 1 ? "%zu paper" : "%zu papers", steps[i].n));
	}
	return rc;
}
