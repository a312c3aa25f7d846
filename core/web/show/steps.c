/* What must still happen for a meeting, as the gate works it out: each step with its page, and the clock of its notice. */
#include "show.h"

#include <string.h>

const char *show_move_words(struct web_req *q, const char *move)
{
	char *s = mb_arena_dup(q->a, move);

	for (char *p = s; *p; p++)
		if (*p == '_')
			*p = ' ';
	if (*s >= 'a' && *s <= 'z')
		*s = (char)(*s - 32);
	return s;
}

const char *show_act_words(struct web_req *q, const struct mb_kind *k, const char *move)
{
	const struct mb_move *m = k ? mb_kind_move(k, move) : NULL;

	return m && m->label ? m->label : show_move_words(q, move);
}

const char *show_act_href(struct web_req *q, const char *doc, const char *move, const char *role)
{
	return role ? mb_arena_printf(q->a, "/d/%s/sign/%s", web_doc_name(q->a, doc), web_escape(q->a, role))
		    : mb_arena_printf(q->a, "/d/%s/move/%s", web_doc_name(q->a, doc), move);
}

bool show_may_begin(struct web_req *q, const char *kind, const char *group)
{
	return q->reader && mb_may_make(q->reader, kind, group);
}

const char *show_new_href(struct web_req *q, const char *kind, const char *meeting)
{
	const char *form = mb_arena_printf(q->a, "/meetings/%s/%s/take", web_escape(q->a, meeting), kind),
		   *page = mb_arena_printf(q->a, "/meetings/%s/%s", web_escape(q->a, meeting), kind);

	return web_there(q, form) ? form
	       : web_there(q, page)
		       ? page
		       : mb_arena_printf(q->a, "/file?kind=%s&meeting=%s", kind, web_escape(q->a, meeting));
}

const char *const *show_usual_items(size_t *n, struct web_req *q, const struct mb_doc *group)
{
	const struct mb_node *list = mb_doc_node(group, "usual_items");
	const char **items = NULL;

	*n = 0;
	for (size_t i = 0; list && list->type == MB_LIST && i < list->n; i++)
		if (list->items[i]->type == MB_TEXT)
			*MB_PUSH(q->a, items, *n) = mb_arena_dup(q->a, list->items[i]->text);
	return items;
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

static const char *hint(struct web_req *q, const struct mb_step *s)
{
	const char *who = s->n_who ? mb_person_name(q->a, q->g, s->who[0].person) : "nobody holds the role",
		   *when = "";

	if (s->after && s->first != MB_NO_DAY)
		when = mb_arena_printf(q->a, ", from %s", mb_day_words(q->a, s->first));
	if (s->last != MB_NO_DAY && !s->open_ended)
		when = s->minute >= 0
			       ? mb_arena_printf(q->a, ", by %s %02d:%02d", mb_day_words(q->a, s->last),
						 s->minute / 60, s->minute % 60)
			       : mb_arena_printf(q->a, ", by %s", mb_day_words(q->a, s->last));
	return mb_arena_printf(q->a, "%s%s%s%s%s", who, s->n_who && s->who[0].role ? " (" : "",
			       s->n_who && s->who[0].role ? s->who[0].role : "",
			       s->n_who && s->who[0].role ? ")" : "", when);
}

static bool is_of(const struct mb_step *s, const char *person)
{
	for (size_t i = 0; i < s->n_who; i++)
		if (mb_streq(s->who[i].person, person))
			return true;
	return false;
}

static bool mine(struct web_req *q, const struct mb_step *s)
{
	return q->who.clerk || is_of(s, q->who.person);
}

/* The page where it is done, for whoever may; else the document; nothing for who may not read it. */
static const char *step_href(struct web_req *q, const struct mb_countdown *c, const struct mb_step *s)
{
	const struct mb_standpoint from = {
		.as_at = MB_NO_DAY, .known_at = MB_NO_DAY, .today = q->today, .reader = q->reader
	};
	const struct mb_doc *doc;
	struct mb_error none;

	if (mb_view_doc(&doc, mb_gate_view(q->g), s->doc, &none) != MB_OK)
		return mine(q, s) ? show_new_href(q, s->kind, c->meeting) : NULL;
	if (mb_doc_at(&doc, NULL, q->a, q->g, &from, s->doc, &none) != MB_OK)
		return NULL;
	return mine(q, s) ? show_act_href(q, s->doc, s->act, s->role) : show_doc_href(q, s->doc);
}

static const char *step_words(struct web_req *q, const struct mb_step *s, bool readable)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), s->kind);
	const struct mb_move *m = k && !s->role ? mb_kind_move(k, s->act) : NULL;
	const char *act = m && m->label ? m->label
					: mb_arena_printf(
						  q->a, "%s the %s",
						  s->role ? mb_arena_printf(q->a, "Sign off, as %s,", s->role)
							  : show_move_words(q, s->act),
						  s->kind);

	return readable && s->title && !mb_streq(s->title, s->doc)
		       ? mb_arena_printf(q->a, "%s: %s", act, s->title)
		       : act;
}

static void put_step(struct web_req *q, struct tpl_map *part, const char *id, const struct mb_countdown *c,
		     const struct mb_step *s)
{
	struct tpl_map *task = tpl_list_add(part, "tasks"), *tag = tpl_map(task, "tag");
	bool late = s->last != MB_NO_DAY && !s->open_ended && s->last < q->today,
	     never = !s->after && s->first == MB_NO_DAY;
	const struct mb_doc *doc;
	struct mb_error none;
	bool there = mb_view_doc(&doc, mb_gate_view(q->g), s->doc, &none) == MB_OK,
	     readable = there && mb_may(q->reader, "read", doc);
	const char *href = step_href(q, c, s);

	tpl_set_text(task, "id", id);
	tpl_set_text(task, "text", step_words(q, s, readable));
	tpl_set_text(task, "hint", hint(q, s));
	if (href)
		tpl_set_url(task, "href", href);
	tpl_set_text(tag, "text",
		     late	   ? "Late"
		     : s->n_blocks ? (never ? "Not allowed" : "Waits")
		     : s->after	   ? "Afterwards"
				   : "To do");
	tpl_set_text(tag, "colour", late ? "red" : s->n_blocks ? "yellow" : "blue");
}

void show_until(struct web_req *q, const struct mb_countdown *c)
{
	for (size_t i = 0; i < c->n_steps; i++) {
		const struct mb_step *s = &c->steps[i];
		int64_t end = s->last == q->today && s->minute >= 0 ? mb_instant_at(s->last, s->minute).utc
								    : 0;

		if (end > q->now.utc && (!q->until || end < q->until))
			q->until = end;
	}
}

int show_countdown(struct mb_countdown *c, struct web_req *q, const char *meeting, struct mb_error *err)
{
	struct mb_actor day = {
		.by = q->who.person, .entered_by = q->who.person, .on = MB_NO_DAY, .recorded = q->now
	};
	int rc = mb_gate_countdown(c, q->a, q->g, meeting, &day, err);

	if (rc == MB_OK)
		show_until(q, c);
	return rc;
}

void show_steps(struct web_req *q, struct tpl_map *part, const char *prefix, const struct mb_countdown *c,
		const char *person)
{
	for (size_t i = 0; i < c->n_steps; i++)
		if (!person || is_of(&c->steps[i], person))
			put_step(q, part, mb_arena_printf(q->a, "%s-%zu", prefix, i + 1), c, &c->steps[i]);
}

bool show_next_step(const char **text, const char **href, const char **note, struct web_req *q,
		    const struct mb_countdown *c)
{
	for (size_t i = 0; i < c->n_steps; i++) {
		const struct mb_step *s = &c->steps[i];

		if (s->n_blocks || !mine(q, s) || !(*href = step_href(q, c, s)))
			continue;
		*text = step_words(q, s, false);
		*note = hint(q, s);
		return true;
	}
	return false;
}

/* ---- the clock of the notice ----------------------------------------------------------------------------- */

static void clock_days(struct web_req *q, struct tpl_map *notice, const char *days)
{
	for (const char *p = days; *p;) {
		char iso[11] = "";
		mb_day day;

		strncat(iso, p, 10);
		if (strlen(iso) != 10 || !mb_day_parse(&day, iso))
			break;
		tpl_set_text(tpl_list_add(notice, "days"), "text", mb_day_words(q->a, day));
		p += 10 + (p[10] == ' ');
	}
}

void show_clock(struct web_req *q, struct tpl_map *page, const struct mb_countdown *c)
{
	for (size_t i = 0; i < c->n_steps; i++) {
		const struct mb_step *s = &c->steps[i];
		const char *days = s->ends.found ? strstr(s->ends.found, "counted: ") : NULL;
		struct tpl_map *notice;

		if (!s->ends.rule || !days || s->last == MB_NO_DAY)
			continue;
		notice = tpl_map(page, "notice");
		tpl_set_textf(
			notice, "sentence", "The %s goes out by %s%s.", s->kind, mb_day_words(q->a, s->last),
			s->minute >= 0 ? mb_arena_printf(q->a, ", %02d:%02d", s->minute / 60, s->minute % 60)
				       : "");
		tpl_set_textf(notice, "proof", "%s: %s needed%s%s.", s->ends.rule,
			      s->ends.needed ? s->ends.needed : "",
			      s->ends.source && *s->ends.source ? ", by the " : "",
			      s->ends.source ? s->ends.source : "");
		clock_days(q, notice, days + 9);
		return;
	}
}

/* ---- what stands in the way ------------------------------------------------------------------------------ */

static bool there(const struct mb_ruling *r, const struct mb_finding *f)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (mb_streq(r->findings[i].rule, f->rule) && mb_streq(r->findings[i].doc, f->doc) &&
		    r->findings[i].line == f->line && mb_streq(r->findings[i].found, f->found))
			return true;
	return false;
}

bool show_blocks(struct web_req *q, struct tpl_map *page, const struct mb_countdown *c)
{
	struct mb_ruling r = { 0 };
	struct tpl_map *part;

	for (size_t i = 0; i < c->n_steps; i++)
		for (size_t k = 0; !c->steps[i].after && k < c->steps[i].n_blocks; k++)
			if (!there(&r, &c->steps[i].blocks[k]))
				*MB_PUSH(q->a, r.findings, r.n_findings) = c->steps[i].blocks[k];
	if (r.n_findings == 0)
		return false;
	part = tpl_map(show_section(page, "in-the-way", "What stands in the way"), "findings_part");
	show_findings(q, part, &r, false);
	return true;
}
