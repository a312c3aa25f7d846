/* A new document of any kind that the rules in force declare: what there is, a form made from the declaration, and the gate. */
#include "fields.h"
#include "templates.h"

#include <string.h>

#define MEETINGS_BACK 200 /* days; of earlier meetings nothing new is begun here */

struct begun {
	const struct mb_kind *kind;
	const char *group, *meeting, *text, *problem, *problem_at;
	struct entries fields;
	struct web_pairs typed;
	struct mb_version_row *places; /* groups, or meetings, where the reader may begin one */
	size_t n_places;
};

static bool filled(const char *s)
{
	return s && *s;
}

/* ---- who may, and where ---------------------------------------------------------------------------------- */

/* A kind without a workflow is kept by whoever keeps the record; its rules may say otherwise when it is done. */
static bool may_begin(struct web_req *q, const struct mb_kind *k, const char *group)
{
	return k->n_states ? show_may_begin(q, k->name, group) : q->who.clerk;
}

static int places_of(struct mb_version_row **out, size_t *n, struct web_req *q, const struct mb_kind *k,
		     struct mb_error *err)
{
	bool meetings = k->lives == MB_LIVES_IN_MEETING;
	const struct mb_ask ask = { .kind = meetings ? "meeting" : "group",
				    .since = meetings ? q->today - MEETINGS_BACK : MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	size_t count;
	int rc = web_list(&rows, &count, q, &ask, err);

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		if (may_begin(q, k, rows[i].group))
			*MB_PUSH(q->a, *out, *n) = rows[i];
	return rc;
}

bool show_may_make(struct web_req *q, const struct mb_kind *k)
{
	struct mb_error ignored = { 0 };
	struct mb_version_row *rows;
	size_t n;

	if (!q->who.person || !fields_make(k))
		return false;
	if (fields_groupless(k))
		return may_begin(q, k, NULL);
	return places_of(&rows, &n, q, k, &ignored) == MB_OK && n > 0;
}

const char *show_make_href(struct web_req *q, const struct mb_kind *k)
{
	return k->lives == MB_LIVES_FOLDER ? "/new-meeting"
					   : mb_arena_printf(q->a, "/new/%s", web_escape(q->a, k->name));
}

const char *show_make_words(struct web_req *q, const struct mb_kind *k)
{
	char *words = mb_arena_dup(q->a, k->title);

	if (*words >= 'A' && *words <= 'Z' && !(words[1] >= 'A' && words[1] <= 'Z'))
		*words = (char)(*words + 32);
	return words;
}

static const char *roles_of(struct web_req *q, const struct mb_kind *k)
{
	const char *all = NULL;

	for (size_t i = 0; i < k->n_moves; i++) {
		const struct mb_move *m = &k->moves[i];

		for (size_t r = 0;
		     mb_streq(m->from[0], "new") && mb_streq(m->to, k->states[0]) && r < m->n_who; r++)
			all = all ? mb_arena_printf(q->a, "%s or the %s", all, m->who[r]) : m->who[r];
	}
	return all ? show_named(q, all) : NULL;
}

static int may_not(struct web_req *q, const struct mb_kind *k, struct mb_error *err)
{
	const char *roles = roles_of(q, k);

	if (!fields_make(k) || (k->n_states && !roles))
		return mb_fail(
			err, MB_EREFUSED,
			"%s: these come of other things in the record, such as minutes, and are not begun "
			"in a form.",
			mb_kind_plural(q->a, k));
	return mb_fail(err, MB_EREFUSED, "%s: a new one is entered by the %s. Ask one of them.",
		       mb_kind_plural(q->a, k), roles ? roles : "officer who keeps the record");
}

/* ---- what there is --------------------------------------------------------------------------------------- */

static int all(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *s = show_section(page, "kinds", "What is it?"),
		       *part = NULL;
	const struct mb_schema *schema = mb_gate_schema(q->g);

	show_head(page, NULL, "Something new",
		  "What you may enter, each in a form of its own. A text that is written already is filed as "
		  "it is.");
	for (size_t i = 0; i < schema->n_kinds; i++) {
		const struct mb_kind *k = &schema->kinds[i];
		struct tpl_map *item;

		if (!show_may_make(q, k))
			continue;
		part = part ? part : tpl_map(s, "agenda_part");
		item = tpl_list_add(part, "agenda");
		tpl_set_text(item, "title", k->title);
		tpl_set_text(item, "note", k->about);
		tpl_set_url(item, "href", show_make_href(q, k));
	}
	if (!part)
		tpl_set_text(s, "empty", "There is nothing that you may enter in a form.");
	show_link(q, page, "File a text", "/file");
	return web_render(q, res, &WEB_HEAD(.title = "Something new", .section = "/registers"), page, err);
}

/* ---- the form -------------------------------------------------------------------------------------------- */

static void put_places(struct web_req *q, struct tpl_map *page, const struct begun *x)
{
	bool meetings = x->kind->lives == MB_LIVES_IN_MEETING;
	struct tpl_map *f = tpl_list_add(tpl_list_add(page, "sections"), "fields"), *c, *item;
	const char *chosen = meetings ? x->meeting : x->group, *name = meetings ? "meeting" : "group";

	tpl_set_text(f, "id", name);
	tpl_set_text(f, "name", name);
	tpl_set_text(f, "label", meetings ? "Meeting" : "Group");
	if (mb_streq(x->problem_at, name))
		tpl_set_text(f, "error", x->problem);
	c = tpl_map(f, "choice");
	if (x->n_places != 1) {
		item = tpl_list_add(c, "items");
		tpl_set_text(item, "value", "");
		tpl_set_text(item, "label", "Choose");
	}
	for (size_t i = 0; i < x->n_places; i++) {
		const char *value = meetings ? x->places[i].id : x->places[i].group;

		item = tpl_list_add(c, "items");
		tpl_set_text(item, "value", value);
		tpl_set_text(item, "label",
			     meetings ? mb_arena_printf(q->a, "%s (%s)", x->places[i].title, x->places[i].id)
				      : x->places[i].title);
		tpl_set_bool(item, "chosen", mb_streq(value, chosen));
	}
}

static void put_text(struct tpl_map *page, const struct begun *x)
{
	struct tpl_map *f = tpl_list_add(tpl_list_add(page, "sections"), "fields"),
		       *area = tpl_map(f, "area");

	tpl_set_text(f, "id", "text");
	tpl_set_text(f, "name", "text");
	tpl_set_text(f, "label", x->kind->lives == MB_LIVES_IN_MEETING ? "The text" : "The text (optional)");
	tpl_set_text(f, "hint", "Headings begin with #, lists with - or 1.; an empty line parts paragraphs.");
	tpl_set_text(area, "value", x->text);
	tpl_set_number(area, "rows", 10);
}

static int form(struct web_req *q, struct web_res *res, const struct begun *x, struct mb_error *err)
{
	const char *more = web_field(q, "do");
	struct tpl_map *page = tpl_data(q->a, &tpl_form);
	struct web_head head =
		WEB_HEAD(.title = mb_arena_printf(q->a, "New %s", show_make_words(q, x->kind)),
			 .section = mb_arena_printf(q->a, "/%s", x->kind->plural), .back = "/new",
			 .command = mb_arena_printf(q->a, "file FILE --as-kind %s", x->kind->name),
			 .wrong = x->problem || x->fields.wrong);
	int rc;

	show_head(page, NULL, head.title, x->kind->about);
	if (x->problem)
		fields_problem(page, x->problem, mb_arena_printf(q->a, "#%s", x->problem_at));
	if (!fields_groupless(x->kind))
		put_places(q, page, x);
	more = more && mb_starts(more, "more:") ? more + 5 : NULL;
	if ((rc = fields_show(q, page, &x->fields, &x->typed, more, err)) != MB_OK)
		return rc;
	put_text(page, x);
	if (head.wrong)
		res->status = 400;
	tpl_set_urlf(page, "action", "/new/%s", x->kind->name);
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	tpl_set_text(page, "submit", "Save");
	tpl_set_urlf(page, "cancel", "/registers/%s", x->kind->name);
	return web_render(q, res, &head, page, err);
}

/* What was typed for a kind that the rules declared then and do not now. */
static int gone(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *s, *part;

	show_head(page, NULL, "This kind of document is no longer there",
		  "The rules in force have changed since you opened the form. Nothing was saved. What you "
		  "typed "
		  "stands below: copy what you still need.");
	s = show_section(page, "typed", "What you typed");
	part = tpl_map(s, "summary_part");
	for (size_t i = 0; i < q->form.n; i++) {
		const char *name = q->form.list[i].name;

		if (mb_starts(name, "f-"))
			show_fact_text(part, mb_label(q->a, name + 2), q->form.list[i].value.p);
		else if (mb_streq(name, "text"))
			show_fact_text(part, "The text", q->form.list[i].value.p);
	}
	show_link(q, page, "Something new", "/new");
	res->status = 404;
	return web_render(q, res, &WEB_HEAD(.title = "No longer there"), page, err);
}

static const struct mb_kind *kind_of(struct web_req *q)
{
	const struct mb_schema *schema = mb_gate_schema(q->g);
	const char *name = web_param(q, "kind");
	const struct mb_kind *k = mb_schema_kind(schema, name);

	for (size_t i = 0; !k && i < schema->n_kinds; i++)
		if (mb_streq(schema->kinds[i].plural, name))
			k = &schema->kinds[i];
	return k;
}

static int open_begun(struct begun *x, struct web_req *q, const struct web_pairs *typed, struct mb_error *err)
{
	const char *group = pairs_get(typed, "group"), *meeting = pairs_get(typed, "meeting"),
		   *text = pairs_get(typed, "text");
	int rc;

	if (!x->kind)
		return mb_fail(err, MB_ENOTFOUND, "The rules in force know no such kind of document.");
	if (!fields_make(x->kind))
		return may_not(q, x->kind, err);
	if (fields_groupless(x->kind)) {
		if (x->kind->n_states && !may_begin(q, x->kind, NULL))
			return may_not(q, x->kind, err);
	} else {
		if ((rc = places_of(&x->places, &x->n_places, q, x->kind, err)) != MB_OK)
			return rc;
		if (x->n_places == 0)
			return may_not(q, x->kind, err);
	}
	x->typed = *typed;
	x->group = filled(group) ? group : NULL;
	x->meeting = filled(meeting) ? meeting : NULL;
	x->text = filled(text) ? text : "";
	fields_of(&x->fields, q, x->kind, NULL);
	return MB_OK;
}

static int blank(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct begun x = { .kind = kind_of(q) };
	int rc = open_begun(&x, q, &q->query, err);

	if (rc != MB_OK)
		return rc;
	return x.kind->lives == MB_LIVES_FOLDER ? web_see(res, "/new-meeting") : form(q, res, &x, err);
}

/* ---- saving ---------------------------------------------------------------------------------------------- */

static int refused(struct web_req *q, struct web_res *res, const struct begun *x, const struct mb_result *r,
		   struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_refusal);

	show_head(page, x->kind->title, "Not saved", NULL);
	tpl_set_text(page, "summary_text",
		     "The partnership's rules do not allow this to be entered now. Nothing has changed.");
	show_findings(q, page, &r->ruling, false);
	tpl_set_text(page, "kept", "What you typed is kept: go back to it to change or copy it.");
	tpl_set_urlf(page, "action", "/new/%s", x->kind->name);
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	fields_hide(q, page, &x->typed);
	show_hidden(page, "group", x->group);
	show_hidden(page, "meeting", x->meeting);
	show_hidden(page, "text", x->text);
	show_hidden(page, "do", "again");
	tpl_set_text(page, "again", "Back to what you typed");
	tpl_set_urlf(page, "back_to", "/registers/%s", x->kind->name);
	tpl_set_text(page, "back_text", "Leave it");
	res->status = 422;
	return web_render(q, res, &WEB_HEAD(.title = "Not saved"), page, err);
}

/* "groups/.../CTB-2006-K001.md line 7: title: ..." is of no file that anybody has seen yet. */
static const char *plain_words(const char *text)
{
	const char *p = strstr(text, ".md");

	if (!p || memchr(text, ' ', (size_t)(p - text)))
		return text;
	p += 3;
	if (mb_starts(p, " line "))
		p += 6 + strspn(p + 6, "0123456789");
	return mb_starts(p, ": ") ? p + 2 : text;
}

/* The control that a sentence is about: it begins with the field's name, or else it is about the whole. */
static const char *blamed(const struct begun *x)
{
	for (size_t i = 0; i < x->fields.n; i++) {
		const char *name = x->fields.list[i].f->name;

		if (mb_starts(x->problem, name) && strchr(" :", x->problem[strlen(name)]) &&
		    x->problem[strlen(name)])
			return x->fields.list[i].name;
	}
	return x->fields.n ? x->fields.list[0].name : "text";
}

static bool place_missing(struct begun *x)
{
	bool meetings = x->kind->lives == MB_LIVES_IN_MEETING;
	const char *chosen = meetings ? x->meeting : x->group;

	if (fields_groupless(x->kind))
		return false;
	for (size_t i = 0; chosen && i < x->n_places; i++)
		if (mb_streq(meetings ? x->places[i].id : x->places[i].group, chosen))
			return false;
	x->problem = meetings ? "Choose the meeting that it belongs to"
		     : chosen ? "Choose a group for which you may enter it"
			      : "Choose the group that it belongs to";
	x->problem_at = meetings ? "meeting" : "group";
	return true;
}

/* As a text with its head, the way anything is filed. */
static int file(struct mb_result *r, struct web_req *q, const struct begun *x, struct mb_error *err)
{
	struct mb_filing how = { .as_kind = x->kind->name, .meeting = x->meeting, .fresh = true };
	struct mb_node *map = fields_map(q, &x->fields);
	struct mb_actor actor;
	struct mb_buf text;
	int rc = web_actor(&actor, q, err);

	if (rc != MB_OK)
		return rc;
	how.group = fields_groupless(x->kind) || x->kind->lives == MB_LIVES_IN_MEETING ? NULL : x->group;
	mb_node_put(q->a, map, "author", mb_node_new_raw(q->a, q->who.person));
	mb_buf_init(&text, 0);
	mb_buf_puts(&text, "---\n");
	mb_yaml_write(&text, map);
	mb_buf_printf(&text, "---\n%s%s%s", *x->text ? "\n" : "", x->text,
		      *x->text && !mb_ends(x->text, "\n") ? "\n" : "");
	if ((rc = mb_buf_status(&text, err)) == MB_OK) {
		how.text = (struct mb_str){ text.p, text.n };
		rc = mb_gate_file(r, q->a, q->g, &how, &actor, 0, err);
	}
	mb_buf_free(&text);
	return rc;
}

static int save(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *todo = web_field(q, "do");
	struct begun x = { .kind = kind_of(q) };
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	int rc;

	if (!x.kind)
		return gone(q, res, err);
	if ((rc = open_begun(&x, q, &q->form, err)) != MB_OK)
		return rc;
	if (x.kind->lives == MB_LIVES_FOLDER)
		return web_see(res, "/new-meeting");
	if (filled(todo))
		return form(q, res, &x, err);
	if ((rc = fields_read(&x.fields, q, &x.typed, err)) != MB_OK)
		return rc;
	if (place_missing(&x) || x.fields.wrong)
		return form(q, res, &x, err);
	rc = file(&r, q, &x, &low);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refused(q, res, &x, &r, err);
	if (rc == MB_EFAIL)
		return mb_fail(err, rc, "%s", low.text);
	if (rc != MB_OK) {
		x.problem = mb_arena_dup(q->a, plain_words(low.text));
		x.problem_at = blamed(&x);
		return form(q, res, &x, err);
	}
	web_notice(q, "success", "%s.", r.headline ? r.headline : "Saved");
	return r.n_touched ? web_see(res, "/d/%s", web_escape(q->a, r.touched[0].id))
			   : web_see(res, "/registers/%s", web_escape(q->a, x.kind->name));
}

const struct web_route new_routes[] = {
	{ WEB_GET, "/new", all, WEB_SIGNED_IN, WEB_CACHED },
	{ WEB_GET, "/new/{kind}", blank, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/new/{kind}", save, WEB_SIGNED_IN, WEB_ONCE },
	{ 0 },
};
