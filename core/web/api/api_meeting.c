/* The API, meetings: one with all that belongs to it, what must still happen for it; a new one, and its agenda. */
#include "api_change.h"
#include "show.h"

#include <string.h>

struct meeting {
	struct web_req *q;
	struct mb_standpoint from;
	const struct mb_doc *doc;
	struct mb_version_row row;
};

static int open_meeting(struct meeting *m, struct web_req *q, struct mb_error *err)
{
	int rc = api_begin(q, err);

	m->q = q;
	if (rc != MB_OK || (rc = show_from(&m->from, q, err)) != MB_OK ||
	    (rc = mb_doc_at(&m->doc, &m->row, q->a, q->g, &m->from, web_param(q, "id"), err)) != MB_OK)
		return rc;
	if (!m->doc->kind || !mb_streq(m->doc->kind->name, "meeting"))
		return mb_fail(err, MB_ENOTFOUND, "There is no such meeting.");
	return MB_OK;
}

/* ---- what belongs to it ---------------------------------------------------------------------------------- */

static const struct api_field attended_fields[] = {
	{ "person", API_TEXT, API_MUST | API_NULL, "null: the name fits nobody", NULL },
	{ "name", API_TEXT, API_MUST | API_NULL, "as people read it", NULL },
	{ "as", API_TEXT, API_MUST, "present, in attendance, apologies, absent ...", NULL },
	{ "substitute_for", API_TEXT, API_MUST | API_NULL, "a person", NULL },
	{ "on_behalf_of", API_TEXT, API_MUST | API_NULL, "an organisation", NULL },
	{ "mode", API_TEXT, API_MUST | API_NULL, "by telephone ...", NULL },
	API_END,
};
static const struct api_shape attended_shape = { "attended", "A person at a meeting.", attended_fields,
						 false };
static const struct api_field item_fields[] = {
	{ "agenda", API_TEXT, API_MUST, "the agenda it stands in", NULL },
	{ "number", API_TEXT, API_MUST | API_NULL, "as the agenda has it", NULL },
	{ "title", API_TEXT, API_MUST | API_NULL, "as the agenda has it", NULL },
	{ "paper", API_TEXT, API_MUST | API_NULL, "id", NULL },
	{ "part", API_TEXT, API_MUST | API_NULL, "to note, to decide ...", NULL },
	{ "urgent", API_BOOL, API_MUST, "came late", NULL },
	{ "exempt", API_BOOL, API_MUST, "not for the public", NULL },
	API_END,
};
static const struct api_shape item_shape = { "item", "An item of an agenda.", item_fields, false };
static const struct api_field meeting_fields[] = {
	{ "document", API_SHAPE, API_MUST, "the meeting's own page", &api_document_shape },
	{ "agenda", API_LIST, API_MUST, "items, of all agendas of the meeting", &item_shape },
	{ "documents", API_LIST, API_MUST, "agendas, papers and minutes", &api_row_shape },
	{ "attendance", API_LIST, API_MUST, "who came", &attended_shape },
	{ "decisions", API_LIST, API_MUST, "rows of the register `decisions`", &api_open_shape },
	{ "actions", API_LIST, API_MUST, "rows of the register `actions`", &api_open_shape },
	API_END,
};
static const struct api_shape meeting_shape = { "meeting", "A meeting and what belongs to it.",
						meeting_fields, false };

static void push_items(struct mb_json *list, const struct mb_doc *agenda)
{
	const struct mb_node *items = mb_doc_node(agenda, "items");

	for (size_t i = 0; items && items->type == MB_LIST && i < items->n; i++) {
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "agenda", agenda->id);
		mb_json_set_text(j, "number", mb_node_text(items->items[i], "number"));
		mb_json_set_text(j, "title", mb_node_text(items->items[i], "title"));
		mb_json_set_text(j, "paper", mb_node_text(items->items[i], "paper"));
		mb_json_set_text(j, "part", mb_node_text(items->items[i], "part"));
		mb_json_set_bool(j, "urgent", mb_streq(mb_node_text(items->items[i], "urgent"), "true"));
		mb_json_set_bool(j, "exempt", mb_streq(mb_node_text(items->items[i], "exempt"), "true"));
	}
}

static int set_documents(struct mb_json *j, struct meeting *m, struct mb_error *err)
{
	struct mb_json *agenda = mb_json_set_array(j, "agenda"), *list = mb_json_set_array(j, "documents");
	const struct mb_schema *s = mb_gate_schema(m->q->g);
	int rc = MB_OK;

	/* every kind that says which meeting it is for, but what only came out of it */
	for (size_t k = 0; rc == MB_OK && k < s->n_kinds; k++) {
		const struct mb_field *f = mb_kind_field(&s->kinds[k], "meeting");
		struct mb_version_row *rows;
		size_t n = 0;

		if (!f || f->type != MB_T_DOC || mb_streq(s->kinds[k].name, "decision") ||
		    mb_streq(s->kinds[k].name, "action"))
			continue;
		rc = mb_docs_naming(&rows, &n, m->q->a, m->q->g, &m->from, s->kinds[k].name, "meeting",
				    m->doc->id, err);
		for (size_t i = 0; rc == MB_OK && i < n; i++) {
			const struct mb_doc *d;

			api_set_row(mb_json_push_object(list), &rows[i]);
			if ((rc = mb_doc_of_version(&d, m->q->a, m->q->g, &rows[i], err)) == MB_OK)
				push_items(agenda, d);
		}
	}
	return rc;
}

static int set_attendance(struct mb_json *j, struct meeting *m, struct mb_error *err)
{
	struct mb_json *list = mb_json_set_array(j, "attendance");
	struct mb_attended *all;
	size_t n;
	int rc = mb_attendance(&all, &n, m->q->a, m->q->g, m->doc, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_json *x = mb_json_push_object(list);

		mb_json_set_text(x, "person", all[i].person);
		mb_json_set_text(x, "name", all[i].name);
		mb_json_set_text(x, "as", all[i].as);
		mb_json_set_text(x, "substitute_for", all[i].substitute_for);
		mb_json_set_text(x, "on_behalf_of", all[i].on_behalf_of);
		mb_json_set_text(x, "mode", all[i].mode);
	}
	return rc;
}

static int set_outcomes(struct mb_json *j, struct meeting *m, const char *name, struct mb_error *err)
{
	struct mb_wherefield where = { "meeting", m->doc->id };
	const struct mb_register_ask ask = { .name = name,
					     .where = &where,
					     .n_where = 1,
					     .since = MB_NO_DAY,
					     .until = MB_NO_DAY,
					     .all = true };
	struct mb_json *list = mb_json_set_array(j, name);
	struct mb_register r;
	int rc = mb_register_read(&r, m->q->a, m->q->g, &m->from, &ask, err);

	for (size_t i = 0; rc == MB_OK && i < r.n_rows; i++)
		mb_json_push(list, mb_json_register_row(&r, i, web_may_name, m->q));
	return rc;
}

static int meeting(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct meeting m;
	struct mb_json *j;
	int rc = open_meeting(&m, q, err);

	if (rc != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set(j, "document", api_document(q, m.doc, &m.row));
	if ((rc = set_documents(j, &m, err)) != MB_OK || (rc = set_attendance(j, &m, err)) != MB_OK ||
	    (rc = set_outcomes(j, &m, "decisions", err)) != MB_OK ||
	    (rc = set_outcomes(j, &m, "actions", err)) != MB_OK) {
		mb_json_free(j);
		return rc;
	}
	return api_done(q, res, j, err);
}

/* ---- what must still happen ------------------------------------------------------------------------------ */

static const struct api_field doer_fields[] = {
	{ "person", API_TEXT, API_MUST, "id", NULL },
	{ "role", API_TEXT, API_MUST | API_NULL, "as which", NULL },
	{ "only_if", API_TEXT, API_MUST | API_NULL, "what the rules ask of this one besides", NULL },
	API_END,
};
static const struct api_shape doer_shape = { "doer", "Somebody who may do a step.", doer_fields, false };
static const struct api_field due_fields[] = {
	{ "document", API_TEXT, API_MUST | API_NULL,
	  "what it is done to; of what is not filed yet the id that it will have", NULL },
	{ "kind", API_TEXT, API_MUST | API_NULL, "its kind", NULL },
	{ "title", API_TEXT, API_MUST | API_NULL, "its title", NULL },
	{ "act", API_TEXT, API_MUST, "a move, or sign", NULL },
	{ "role", API_TEXT, API_MUST | API_NULL, "of a sign-off", NULL },
	{ "about", API_TEXT, API_MUST | API_NULL, "what the move is for", NULL },
	{ "needed_for", API_TEXT, API_MUST | API_NULL, "what cannot be done without it", NULL },
	{ "who", API_LIST, API_MUST, "the first does it, the others may", &doer_shape },
	{ "first", API_DAY, API_MUST | API_NULL, "first lawful day", NULL },
	{ "last", API_DAY, API_MUST | API_NULL, "last lawful day", NULL },
	{ "last_working", API_DAY, API_MUST | API_NULL, "the last lawful day on which offices are open",
	  NULL },
	{ "by_time", API_TEXT, API_MUST | API_NULL, "of the last day, when it must be done by an hour",
	  NULL },
	{ "open_ended", API_BOOL, API_MUST, "no rule sets an end", NULL },
	{ "after", API_BOOL, API_MUST, "comes after the meeting", NULL },
	{ "chased", API_DAY, API_MUST | API_NULL, "from then on people are reminded", NULL },
	{ "rule", API_TEXT, API_MUST | API_NULL, "that sets the last day", NULL },
	{ "found", API_TEXT, API_MUST | API_NULL, "what it counted", NULL },
	{ "needed", API_TEXT, API_MUST | API_NULL, "what it asks for", NULL },
	{ "blocks", API_TEXTS, API_MUST, "rules that stand in the way even when all before it is done",
	  NULL },
	API_END,
};
static const struct api_shape due_shape = { "due", "One thing that must still happen.", due_fields, false };
static const struct api_field countdown_fields[] = {
	{ "meeting", API_TEXT, API_MUST, "id", NULL },
	{ "title", API_TEXT, API_MUST, "its title", NULL },
	{ "date", API_DAY, API_MUST | API_NULL, "when it is", NULL },
	{ "from", API_DAY, API_MUST | API_NULL, "the day from which days are looked at", NULL },
	{ "items", API_LIST, API_MUST, "in the order in which they must happen", &due_shape },
	API_END,
};
static const struct api_shape countdown_shape = {
	"countdown", "What must still happen for a meeting, and until when it lawfully can.",
	countdown_fields, false
};

static void push_step(struct web_req *q, struct mb_json *list, const struct mb_step *s)
{
	struct mb_json *j = mb_json_push_object(list), *part;

	mb_json_set_text(j, "document", s->doc);
	mb_json_set_text(j, "kind", s->kind);
	mb_json_set_text(j, "title", s->title);
	mb_json_set_text(j, "act", s->act);
	mb_json_set_text(j, "role", s->role);
	mb_json_set_text(j, "about", s->about);
	mb_json_set_text(j, "needed_for", s->needed_for);
	part = mb_json_set_array(j, "who");
	for (size_t i = 0; i < s->n_who; i++) {
		struct mb_json *x = mb_json_push_object(part);

		mb_json_set_text(x, "person", s->who[i].person);
		mb_json_set_text(x, "role", s->who[i].role);
		mb_json_set_text(x, "only_if", s->who[i].only_if);
	}
	mb_json_set_day(j, "first", s->first);
	mb_json_set_day(j, "last", s->last);
	mb_json_set_day(j, "last_working", s->last_working);
	mb_json_set_text(j, "by_time",
			 s->minute < 0 ? NULL
				       : mb_arena_printf(q->a, "%02d:%02d", s->minute / 60, s->minute % 60));
	mb_json_set_bool(j, "open_ended", s->open_ended);
	mb_json_set_bool(j, "after", s->after);
	mb_json_set_day(j, "chased", s->chased);
	mb_json_set_text(j, "rule", s->ends.rule);
	mb_json_set_text(j, "found", s->ends.rule ? s->ends.found : NULL);
	mb_json_set_text(j, "needed", s->ends.rule ? s->ends.needed : NULL);
	part = mb_json_set_array(j, "blocks");
	for (size_t i = 0; i < s->n_blocks; i++)
		mb_json_push_text(part, s->blocks[i].rule);
}

static int countdown(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_countdown c;
	struct mb_actor day;
	struct meeting m;
	struct mb_json *j, *list;
	int rc = open_meeting(&m, q, err);

	if (rc != MB_OK || (rc = web_actor(&day, q, err)) != MB_OK)
		return rc;
	if (!mb_reader_in(q->reader, m.doc->group))
		return mb_fail(err, MB_EREFUSED,
			       "What must still happen for a meeting is for those who belong to its group.");
	if ((rc = mb_gate_countdown(&c, q->a, q->g, mb_arena_dup(q->a, m.doc->id), &day, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_text(j, "meeting", c.meeting);
	mb_json_set_text(j, "title", c.title);
	mb_json_set_day(j, "date", c.date);
	mb_json_set_day(j, "from", c.from);
	list = api_items(j);
	for (size_t i = 0; i < c.n_steps; i++)
		if (web_may_name(q, c.steps[i].doc))
			push_step(q, list, &c.steps[i]);
	return api_done(q, res, j, err);
}

/* ---- meetings -------------------------------------------------------------------------------------------- */

static const struct api_field diary_fields[] = {
	{ "group", API_TEXT, API_MUST, "whose meeting", NULL },
	{ "date", API_DAY, API_MUST, "when", NULL },
	{ "time", API_TEXT, 0, "hh:mm", NULL },
	{ "place", API_TEXT, 0, "where", NULL },
	API_ACT_FIELDS,
	API_END,
};
static const struct api_shape diary_shape = { "new-meeting", "A meeting to be put in the diary.",
					      diary_fields, false };

static int make_meeting(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_json_value body;
	struct mb_actor actor;
	const char *group;
	int rc = api_body(&body, q, err);

	if (rc != MB_OK || (rc = api_actor(&actor, q, &body, err)) != MB_OK ||
	    (rc = mb_group_named(&group, q->a, q->g, mb_json_get(&body, "group")->text, err)) != MB_OK)
		return rc;
	rc = mb_gate_new_meeting(&r, q->a, q->g, group, api_day(&body, "date"), api_text(&body, "time"),
				 api_text(&body, "place"), &actor, api_flags(&body), &low);
	return api_result(q, res, NULL, &r, rc, api_yes(&body, "dry_run"), &low, err);
}

static const struct api_field agenda_fields[] = {
	{ "text", API_TEXT, API_MUST, "the agenda, its items numbered, papers named by their ids", NULL },
	{ "answers", API_TEXTS, 0, "to questions of an answer before", NULL },
	API_ACT_FIELDS,
	API_END,
};
static const struct api_shape agenda_shape = { "agenda", "The agenda of a meeting.", agenda_fields, false };

static int put_agenda(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_filing f = { .as_kind = "agenda" };
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_json_value body;
	const struct mb_doc *d;
	struct mb_actor actor;
	int rc = api_body(&body, q, err);

	if (rc != MB_OK || (rc = web_doc(&d, q, web_param(q, "id"), err)) != MB_OK ||
	    (rc = api_actor(&actor, q, &body, err)) != MB_OK)
		return rc;
	if (!d->kind || !mb_streq(d->kind->name, "meeting"))
		return mb_fail(err, MB_ENOTFOUND, "There is no such meeting.");
	f.meeting = mb_arena_dup(q->a, d->id);
	f.text = mb_str(mb_json_get(&body, "text")->text);
	f.accept = api_texts(&f.n_accept, q->a, &body, "answers");
	rc = mb_gate_file(&r, q->a, q->g, &f, &actor, api_flags(&body), &low);
	return api_result(q, res, NULL, &r, rc, api_yes(&body, "dry_run"), &low, err);
}

const struct web_route api_meeting_routes[] = {
	{ WEB_GET, "/api/v1/meetings/{id}", meeting, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/meetings/{id}/countdown", countdown, WEB_SIGNED_IN, WEB_API | WEB_SLOW },
	{ WEB_POST, "/api/v1/meetings", make_meeting, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ WEB_PUT, "/api/v1/meetings/{id}/agenda", put_agenda, WEB_SIGNED_IN, WEB_API | WEB_RAW | WEB_SLOW },
	{ 0 },
};

const struct api_call api_meeting_calls[] = {
	{ .run = meeting,
	  .id = "readMeeting",
	  .title = "One meeting: agenda, papers, who came, what was decided",
	  .flags = API_CLOCKS,
	  .answer = &meeting_shape },
	{ .run = countdown,
	  .id = "readCountdown",
	  .title = "What must still happen for it, and until when it lawfully can",
	  .answer = &countdown_shape },
	{ .run = make_meeting,
	  .id = "makeMeeting",
	  .title = "Put a meeting in the diary",
	  .body = &diary_shape,
	  .answer = &api_result_shape },
	{ .run = put_agenda,
	  .id = "putAgenda",
	  .title = "File or correct a meeting's agenda",
	  .about = "Once it went out, a further one is a supplement.",
	  .body = &agenda_shape,
	  .answer = &api_result_shape },
	{ 0 },
};
