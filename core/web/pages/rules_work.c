/* Work on a proposal of rules that takes longer than a reply may: tests, a replay, bringing it into force. Each leaves a note of how it
 * stands before it begins and when it is over, and pages show that. */
#include "page_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOMENT_MS 600

/* ---- at work --------------------------------------------------------------------------------------------- */

int rules_work_note(struct rules_work *w, const char *state, struct mb_node *more, const char *why,
		    struct mb_error *err)
{
	struct mb_node *map = more ? more : mb_node_new_map(w->a);

	mb_node_put(w->a, map, "state", mb_node_new_text(w->a, state));
	mb_node_put(w->a, map, "by", mb_node_new_text(w->a, w->by));
	mb_node_put(w->a, map, "on", mb_node_new_raw(w->a, w->begun));
	mb_node_put(w->a, map, "files", mb_node_new_text(w->a, w->hash));
	if (why)
		mb_node_put(w->a, map, "why", mb_node_new_text(w->a, why));
	return proposal_set_note(w->a, w->folder, w->note, map, err);
}

void rules_work_ended(struct rules_work *w, struct mb_node *more)
{
	enum web_task_end end = web_task_end(w->task);

	(void)rules_work_note(w,
			      end == WEB_TASK_STOPPED	    ? "stopped"
			      : end == WEB_TASK_SERVER_ENDS ? "server ended"
							    : "too long",
			      more, NULL, NULL);
}

bool rules_work_open(struct rules_work *w, struct web_task *t)
{
	struct mb_error why = { 0 };

	w->task = t;
	w->a = mb_arena_new();
	if (!web_task_step(t, NULL, 0, 0)) {
		rules_work_ended(w, NULL);
		return false;
	}
	if (mb_rules_files_of_folder(&w->files, &w->n, w->a, mb_arena_printf(w->a, "%s/rules", w->folder),
				     &why) != MB_OK) {
		(void)rules_work_note(w, "failed", NULL, why.text, NULL);
		return false;
	}
	rules_hash(w->hash, w->a, w->files, w->n);
	return true;
}

void rules_work_close(struct rules_work *w)
{
	mb_arena_free(w->a);
}

static bool fill(struct rules_work *w, struct web_req *q, const struct proposal *p, const char *note)
{
	const char *home = mb_record_home(mb_gate_record(q->g));

	if (strlen(home) >= sizeof w->home || strlen(p->folder) >= sizeof w->folder ||
	    strlen(q->who.person) >= sizeof w->by || strlen(note) >= sizeof w->note)
		return false;
	strcpy(w->home, home);
	strcpy(w->folder, p->folder);
	strcpy(w->by, q->who.person);
	strcpy(w->note, note);
	w->today = q->today;
	mb_day_iso(w->begun, q->today);
	return true;
}

/* It is noted before it begins, so that whatever ends the server from here on is known of; and if it cannot begin, what stood
 * there stands again. */
int rules_work_begin(struct web_req *q, const struct proposal *p, enum web_lane lane, const char *task,
		     const char *note, void (*run)(struct web_task *t, void *arg), struct rules_work *w,
		     struct mb_error *err)
{
	const struct mb_node *was = proposal_note(q->a, p->folder, note);
	struct web_progress at;
	int rc;

	if (web_task_look(q, task, &at)) {
		free(w);
		return mb_fail(err, MB_ECONFLICT, "It is under way already.");
	}
	if (!fill(w, q, p, note)) {
		free(w);
		return mb_fail(err, MB_EFAIL, "the home's path is too long");
	}
	w->a = q->a;
	rc = rules_work_note(w, "under way", NULL, NULL, err);
	w->a = NULL;
	if (rc != MB_OK) {
		free(w);
		return rc;
	}
	rc = web_task_start(q, lane, task, run, w, err);
	if (rc != MB_OK && !web_task_look(q, task, &at)) {
		if (was)
			(void)proposal_set_note(q->a, p->folder, note, was, NULL);
		else
			(void)unlink(mb_arena_printf(q->a, "%s/%s.yaml", p->folder, note));
	}
	return rc;
}

/* ---- for pages ------------------------------------------------------------------------------------------- */

void rules_stand_look(struct rules_stand *out, struct web_req *q, const struct proposal *p, const char *task,
		      const char *note)
{
	out->just_over = web_task_look(q, task, &out->progress);
	web_task_wait(q, task, MOMENT_MS);
	out->at_work = web_task_look(q, task, &out->progress);
	out->just_over &= !out->at_work;
	out->note = proposal_note(q->a, p->folder, note); /* after the look: what is over has been noted */
	out->state = mb_node_text(out->note, "state");
}

static const char *progress_words(struct web_req *q, const struct web_progress *p)
{
	if (p->waiting)
		return mb_arena_printf(q->a, "Waiting for its turn: %zu other%s come%s first.", p->before,
				       p->before == 1 ? "" : "s", p->before == 1 ? "s" : "");
	if (!p->stage)
		return "It has begun.";
	if (!p->all)
		return mb_arena_printf(q->a, "%s.", p->stage);
	return mb_arena_printf(q->a, "%s: %zu of %zu done.", p->stage, p->done, p->all);
}

static const char *ended_words(struct web_req *q, const struct rules_stand *x, const char *what)
{
	const char *why = mb_node_text(x->note, "why");

	if (mb_streq(x->state, "failed"))
		return mb_arena_printf(q->a, "%s could not be carried out: %s.", what, why ? why : "");
	if (mb_streq(x->state, "stopped"))
		return mb_arena_printf(q->a, "%s was stopped.", what);
	if (mb_streq(x->state, "too long"))
		return mb_arena_printf(q->a,
				       "%s took longer than half an hour and was ended. On the command line "
				       "it may take as long as it needs.",
				       what);
	return mb_arena_printf(q->a, "%s was broken off when the server stopped.", what);
}

const char *rules_stand_by(struct web_req *q, const struct rules_stand *x)
{
	const char *by = mb_node_text(x->note, "by"), *on = mb_node_text(x->note, "on");
	mb_day day;

	if (!by || !on || !mb_day_parse(&day, on))
		return NULL;
	return mb_arena_printf(q->a, "By %s on %s.", mb_person_name(q->a, q->g, by), mb_day_words(q->a, day));
}

bool rules_stand_put(struct web_req *q, struct tpl_map *page, const struct proposal *p,
		     const struct rules_stand *x, const char *title, const char *what, const char *nothing,
		     const char *tail)
{
	static const char *const ends[] = { "failed", "stopped", "too long", "server ended", "under way" };
	const char *href = proposal_href(q, p, tail);

	if (x->at_work) {
		show_head(page, p->title, title,
			  mb_arena_printf(q->a,
					  "%s You may leave this page: it goes on, and what comes of it is "
					  "kept here.",
					  progress_words(q, &x->progress)));
		show_mark(page, x->progress.waiting ? "Waiting" : "Under way", MB_TONE_PLAIN);
		show_act(q, page, "Look again", href, false);
		show_hidden(page, "do", "stop");
		tpl_set_url(page, "action", href);
		tpl_set_text(page, "submit", "Stop it");
		tpl_set_bool(page, "grave", true);
		return true;
	}
	for (size_t i = 0; x->state && i < sizeof ends / sizeof *ends; i++)
		if (mb_streq(x->state, ends[i])) {
			show_head(page, p->title, title,
				  mb_arena_printf(q->a, "%s %s", ended_words(q, x, what), nothing));
			show_mark(page, "Not done", MB_TONE_WARN);
			return true;
		}
	return false;
}
