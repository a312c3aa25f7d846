/* Putting a meeting in the diary: what is usual for the group is filled in, and the agenda begun with its usual items. */
#include "show.h"
#include "templates.h"

#include <minutebook/reading.h>

#include <string.h>

struct wish {
	const char *group, *date, *time, *place;
	bool agenda; /* begin it */
};

static bool filled(const char *s)
{
	return s && *s;
}

static const char *asked(struct web_req *q, const char *name)
{
	return web_field(q, name) ? web_field(q, name) : web_query(q, name);
}

static struct wish wish_of(struct web_req *q)
{
	struct wish w = { asked(q, "group"), asked(q, "date"), asked(q, "time"), asked(q, "place"), false };

	w.agenda = q->method == WEB_POST ? mb_streq(web_field(q, "agenda"), "usual") : true;
	return w;
}

/* What the group says of its meetings; where it says nothing, as at its last one. */
static int put_usual(struct wish *w, struct web_req *q, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "meeting",
				    .group = w->group,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	const char *time = NULL, *place = NULL;
	struct mb_version_row *rows;
	const struct mb_doc *d;
	size_t n;
	int rc = web_doc(&d, q, w->group, err);

	if (rc != MB_OK)
		return rc;
	if (mb_doc_field(d, "usual_time"))
		time = mb_arena_dup(q->a, mb_doc_field(d, "usual_time"));
	if (mb_doc_field(d, "usual_place"))
		place = mb_arena_dup(q->a, mb_doc_field(d, "usual_place"));
	if ((!time || !place) && (rc = web_list(&rows, &n, q, &ask, err)) == MB_OK)
		for (size_t i = n; rc == MB_OK && i-- > 0 && (!time || !place);) {
			if ((rc = mb_doc_of_version(&d, q->a, q->g, &rows[i], err)) != MB_OK)
				return rc;
			if (!time && mb_doc_field(d, "time"))
				time = mb_arena_dup(q->a, mb_doc_field(d, "time"));
			if (!place && mb_doc_field(d, "place"))
				place = mb_arena_dup(q->a, mb_doc_field(d, "place"));
		}
	w->time = filled(w->time) ? w->time : time;
	w->place = filled(w->place) ? w->place : place;
	return rc;
}

/* ---- the form -------------------------------------------------------------------------------------------- */

static struct tpl_map *field(struct tpl_map *section, const char *id, const char *label, const char *hint)
{
	struct tpl_map *f = tpl_list_add(section, "fields");

	tpl_set_text(f, "id", id);
	tpl_set_text(f, "name", id);
	tpl_set_text(f, "label", label);
	tpl_set_text(f, "hint", hint);
	return f;
}

static void input(struct tpl_map *section, const char *id, const char *label, const char *hint,
		  const char *type, const char *value)
{
	struct tpl_map *c = tpl_map(field(section, id, label, hint), "input");

	tpl_set_text(c, "type", type);
	tpl_set_text(c, "value", value);
	tpl_set_text(c, "width", mb_streq(type, "text") ? NULL : "10");
}

static void put_error(struct tpl_map *page, const char *problem)
{
	struct tpl_map *item = tpl_list_add(tpl_map(page, "errors"), "list");

	tpl_set_text(item, "text", problem);
	tpl_set_url(item, "href", "#date");
}

/* Groups whose meetings the reader calls. */
static int put_groups(struct web_req *q, struct tpl_map *choice, const char *chosen, struct mb_error *err)
{
	const struct mb_ask groups = { .kind = "group",
				       .since = MB_NO_DAY,
				       .until = MB_NO_DAY,
				       .as_at = MB_NO_DAY,
				       .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	size_t n;
	int rc = web_list(&rows, &n, q, &groups, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct tpl_map *item;

		if (!show_may_begin(q, "meeting", rows[i].group))
			continue;
		item = tpl_list_add(choice, "items");
		tpl_set_text(item, "value", rows[i].group);
		tpl_set_text(item, "label", rows[i].title);
		tpl_set_bool(item, "chosen", mb_streq(rows[i].group, chosen));
	}
	return rc;
}

static int form(struct web_req *q, struct web_res *res, const struct wish *w, const char *problem,
		struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_form), *s = tpl_list_add(page, "sections"), *c;
	struct web_head head = WEB_HEAD(.title = "Put a meeting in the diary", .section = "/meetings",
					.command = "meeting new GROUP DATE", .wrong = problem != NULL);
	const char *usual = "Left empty: as is usual for the group.";
	int rc;

	show_head(page, NULL, "Put a meeting in the diary", NULL);
	if (problem) {
		put_error(page, problem);
		res->status = 400;
	}
	if ((rc = put_groups(q, tpl_map(field(s, "group", "Group", NULL), "choice"), w->group, err)) != MB_OK)
		return rc;
	input(s, "date", "Day", NULL, "date", w->date);
	input(s, "time", "Time", usual, "time", w->time);
	input(s, "place", "Place", usual, "text", w->place);
	c = field(s, "agenda-field", "The agenda", NULL);
	tpl_set_text(c, "name", "agenda"); /* what is sent; the group of boxes has an id of its own */
	c = tpl_list_add(tpl_map(c, "checks"), "items");
	tpl_set_text(c, "id", "agenda");
	tpl_set_text(c, "value", "usual");
	tpl_set_text(c, "label", "Begin it with the usual items of the group");
	tpl_set_text(c, "hint", "A draft, to be changed before it goes out.");
	tpl_set_bool(c, "checked", w->agenda);
	c = tpl_list_add(page, "buttons");
	tpl_set_text(c, "name", "do");
	tpl_set_text(c, "value", "usual");
	tpl_set_text(c, "text", "Fill in what is usual");
	tpl_set_url(page, "action", "/new-meeting");
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	tpl_set_text(page, "submit", "Put it in the diary");
	tpl_set_url(page, "cancel", "/meetings");
	return web_render(q, res, &head, page, err);
}

static int blank(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct wish w = wish_of(q);
	int rc = filled(w.group) ? put_usual(&w, q, err) : MB_OK;

	return rc == MB_OK ? form(q, res, &w, NULL, err) : rc;
}

static int refused(struct web_req *q, struct web_res *res, const struct mb_result *r, struct mb_error *err)
{
	static const char *const names[] = { "group", "date", "time", "place" };
	struct tpl_map *page = tpl_data(q->a, &tpl_refusal);
	const char *back = "/new-meeting";

	show_head(page, NULL, "Not put in the diary", NULL);
	tpl_set_text(page, "summary_text",
		     "The partnership's rules do not allow this meeting to be put in the diary now. Nothing "
		     "has changed.");
	show_findings(q, page, &r->ruling, false);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (filled(web_field(q, names[i])))
			back = mb_arena_printf(q->a, "%s%c%s=%s", back, strchr(back, '?') ? '&' : '?',
					       names[i], web_escape(q->a, web_field(q, names[i])));
	tpl_set_url(page, "back_to", back);
	tpl_set_text(page, "back_text", "Back to the form");
	res->status = 422;
	return web_render(q, res, &WEB_HEAD(.title = "Not put in the diary"), page, err);
}

/* ---- done ------------------------------------------------------------------------------------------------ */

/* A change of its own: if it is refused, the meeting stands all the same, and why is said. */
static void begin_agenda(struct web_req *q, const struct wish *w, mb_day day, const char *meeting)
{
	struct mb_agenda_form form = { .date = day, .time = w->time, .place = w->place };
	struct mb_filing f = { .meeting = meeting, .group = w->group, .as_kind = "agenda" };
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	struct mb_buf text;
	const struct mb_doc *group;
	int rc = web_doc(&group, q, w->group, &low);

	mb_buf_init(&text, 0);
	if (rc == MB_OK) {
		form.body = mb_arena_dup(q->a, group->title);
		form.items = show_usual_items(&form.n_items, q, group);
		if (form.n_items == 0)
			return; /* the group has none: it is begun where it is built */
		mb_agenda_text(&text, &form);
		f.text = (struct mb_str){ text.p, text.n };
		if ((rc = mb_buf_status(&text, &low)) == MB_OK && (rc = web_actor(&actor, q, &low)) == MB_OK)
			rc = mb_gate_file(&r, q->a, q->g, &f, &actor, 0, &low);
	}
	mb_buf_free(&text);
	if (rc != MB_OK)
		web_notice(q, "important", "The agenda was not begun: %s", low.text);
}

static int make(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct wish w = wish_of(q);
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	const char *id;
	mb_day day;
	int rc;

	if (filled(w.group) && (rc = put_usual(&w, q, err)) != MB_OK)
		return rc;
	if (mb_streq(web_field(q, "do"), "usual"))
		return form(q, res, &w, NULL, err);
	if (!filled(w.group) || !filled(w.date) || !mb_day_parse(&day, w.date))
		return form(q, res, &w, "Say which group and which day, such as 2006-01-17.", err);
	if ((rc = web_actor(&actor, q, err)) != MB_OK)
		return rc;
	rc = mb_gate_new_meeting(&r, q->a, q->g, w.group, day, filled(w.time) ? w.time : NULL,
				 filled(w.place) ? w.place : NULL, &actor, 0, &low);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refused(q, res, &r, err);
	if (rc != MB_OK)
		return rc == MB_EFAIL ? mb_fail(err, rc, "%s", low.text) : form(q, res, &w, low.text, err);
	web_notice(q, "success", "%s.", r.headline ? r.headline : "Done");
	if (!r.n_touched)
		return web_see(res, "/meetings");
	id = mb_arena_dup(q->a, r.touched[0].id);
	if (w.agenda)
		begin_agenda(q, &w, day, id);
	return web_see(res, "/meetings/%s", web_escape(q->a, id));
}

const struct web_route new_meeting_routes[] = {
	{ WEB_GET, "/new-meeting", blank, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/new-meeting", make, WEB_SIGNED_IN, WEB_ONCE },
	{ 0 },
};
