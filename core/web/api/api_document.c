/* The API, one document: what it says, what may be done with it, how it came to be so, what names it. */
#include "api.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

/* ---- the document ---------------------------------------------------------------------------------------- */

static int whole(struct web_req *q, struct web_res *res, const char *id, struct mb_error *err)
{
	struct mb_version_row row;
	struct mb_standpoint from;
	const struct mb_doc *d;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_doc_at(&d, &row, q->a, q->g, &from, id, err)) != MB_OK)
		return rc;
	res->etag = mb_arena_printf(q->a, "%s-", row.blob.hex);
	return api_done(q, res, api_document(q, d, &row), err);
}

static int document(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return whole(q, res, web_param(q, "id"), err);
}

/* A page without a kind has its path for a name, and slashes are parts of an address. */
static int page(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return whole(q, res, web_param(q, "path"), err);
}

/* ---- moves ----------------------------------------------------------------------------------------------- */

static const struct api_field move_fields[] = {
	{ "move", API_TEXT, API_MUST,
	  "for POST /documents/{id}/moves; \"sign\": POST /documents/{id}/signoffs", NULL },
	{ "role", API_TEXT, API_MUST | API_NULL, "of a sign-off", NULL },
	{ "to", API_TEXT, API_MUST | API_NULL, "the state it leads to", NULL },
	{ "about", API_TEXT, API_MUST | API_NULL, "what it is for", NULL },
	{ "who", API_TEXTS, API_MUST, "people who may", NULL },
	{ "mine", API_BOOL, API_MUST, "you are one of them, or keep the record", NULL },
	{ "allowed", API_BOOL, API_MUST, "the rules would accept it today, of the first of them", NULL },
	{ "findings", API_LIST, API_MUST, "what they found", &api_finding_shape },
	API_END,
};
static const struct api_shape move_shape = { "move", "A move or sign-off, judged without being done.",
					     move_fields, false };
static const struct api_field moves_fields[] = {
	{ "id", API_TEXT, API_MUST, "the document", NULL },
	{ "items", API_LIST, API_MUST, "what its state allows", &move_shape },
	API_END,
};
static const struct api_shape moves_shape = { "moves", "What may happen to a document now.", moves_fields,
					      false };

static void push_move(struct web_req *q, struct mb_json *list, const struct mb_open_move *m)
{
	struct mb_json *j = mb_json_push_object(list);
	bool mine = q->who.clerk;

	for (size_t k = 0; k < m->n_who; k++)
		mine |= mb_streq(m->who[k], q->who.person);
	mb_json_set_text(j, "move", m->move ? m->move->name : "sign");
	mb_json_set_text(j, "role", m->role);
	mb_json_set_text(j, "to", m->move ? m->move->to : NULL);
	mb_json_set_text(j, "about", m->move ? m->move->about : NULL);
	mb_json_set_texts(j, "who", m->who, m->n_who);
	mb_json_set_bool(j, "mine", mine);
	mb_json_set_bool(j, "allowed", m->ruling.accepted);
	mb_json_set_findings(j, &m->ruling, NULL, web_may_name, q);
}

static int moves(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_open_move *open = NULL;
	const struct mb_doc *d;
	struct mb_actor day;
	struct mb_json *j, *list;
	const char *id;
	size_t n = 0;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = web_doc(&d, q, web_param(q, "id"), err)) != MB_OK ||
	    (rc = web_actor(&day, q, err)) != MB_OK)
		return rc;
	id = mb_arena_dup(q->a, d->id);
	if (d->kind && (rc = mb_gate_next(&open, &n, q->a, q->g, id, &day, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_text(j, "id", id);
	list = api_items(j);
	for (size_t i = 0; i < n; i++)
		push_move(q, list, &open[i]);
	return api_done(q, res, j, err);
}

/* ---- every version --------------------------------------------------------------------------------------- */

static const struct api_field version_fields[] = {
	{ "event", API_WHOLE, API_MUST, "number of the change", NULL },
	{ "headline", API_TEXT, API_MUST, "the change in a sentence", NULL },
	{ "recorded", API_TIME, API_MUST, "when it was recorded", NULL },
	{ "on", API_DAY, API_MUST | API_NULL, "the day that it counts from", NULL },
	{ "by", API_TEXT, API_MUST | API_NULL, "whose act it was", NULL },
	{ "entered_by", API_TEXT, API_MUST | API_NULL, "who typed it in", NULL },
	{ "state", API_TEXT, API_MUST | API_NULL, "the state it was in then", NULL },
	{ "title", API_TEXT, API_MUST, "its title then", NULL },
	{ "version", API_TEXT, API_MUST, "of the text", NULL },
	{ "removed", API_BOOL, API_MUST, "it was taken out with this change", NULL },
	API_END,
};
static const struct api_shape version_shape = { "version", "A version of a document.", version_fields,
						false };
static const struct api_field history_fields[] = {
	{ "id", API_TEXT, API_MUST, "the document", NULL },
	{ "items", API_LIST, API_MUST, "oldest first", &version_shape },
	{ "next", API_TEXT, API_MUST | API_NULL, "address of what follows; null: this was all", NULL },
	API_END,
};
static const struct api_shape history_shape = { "history", "Every version of a document.", history_fields,
						false };

static const char *full(const char *s)
{
	return s && *s ? s : NULL;
}

static void set_version(struct mb_json *j, const struct mb_version_row *v)
{
	char recorded[MB_ISO_TIME];

	mb_json_set_int(j, "event", v->event.event);
	mb_json_set_text(j, "headline", api_headline(v));
	mb_json_set_text(j, "recorded", mb_instant_iso(recorded, v->event.recorded));
	mb_json_set_day(j, "on", v->event.on);
	mb_json_set_text(j, "by", full(v->event.by));
	mb_json_set_text(j, "entered_by", full(v->event.entered_by));
	mb_json_set_text(j, "state", full(v->state));
	mb_json_set_text(j, "title", v->title);
	mb_json_set_text(j, "version", v->blob.hex);
	mb_json_set_bool(j, "removed", v->removed);
}

/* The versions that this reader may read, and the document's id. */
static int versions(struct mb_version_row **out, size_t *n, const char **id, struct web_req *q,
		    struct mb_error *err)
{
	struct mb_version_row *all;
	const struct mb_doc *d;
	size_t count;
	int rc = web_doc(&d, q, web_param(q, "id"), err);

	*out = NULL;
	*n = 0;
	if (rc != MB_OK)
		return rc;
	*id = mb_arena_dup(q->a, d->id);
	rc = mb_index_history(&all, &count, q->a, mb_gate_index(q->g), mb_arena_dup(q->a, d->path), err);
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		if (mb_may_read(q->reader, &all[i]))
			*MB_PUSH(q->a, *out, *n) = all[i];
	return rc;
}

static int history(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	long after = web_query_number(q, "cursor", 0, 1L << 40, -1);
	size_t n, shown = 0, most = api_limit(q);
	struct mb_version_row *rows;
	struct mb_json *j, *list;
	const char *id, *last = NULL, *next = NULL;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = versions(&rows, &n, &id, q, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_text(j, "id", id);
	list = api_items(j);
	for (size_t i = 0; i < n; i++) {
		if (rows[i].event.event <= after)
			continue;
		if (shown++ == most) {
			next = last;
			break;
		}
		set_version(mb_json_push_object(list), &rows[i]);
		last = mb_arena_printf(q->a, "%ld", rows[i].event.event);
	}
	api_next(q, j, next);
	return api_done(q, res, j, err);
}

/* ---- the stored ruling ----------------------------------------------------------------------------------- */

static int ruling_of(struct mb_ruling *out, struct web_req *q, const struct mb_oid *commit,
		     struct mb_error *err)
{
	struct mb_commit c;
	const char *text;
	int rc = mb_record_commit(&c, q->a, mb_gate_record(q->g), commit, err);

	if (rc != MB_OK)
		return rc;
	text = mb_trailer(q->a, c.message, "Ruling");
	text = text ? strchr(text, '\n') : NULL;
	return text ? mb_ruling_read(out, q->a, text + 1, err)
		    : mb_fail(err, MB_ENOTFOUND, "This change carries no ruling.");
}

static int ruling(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct mb_version_row *v = NULL;
	struct mb_version_row *rows;
	struct mb_ruling r = { 0 };
	char recorded[MB_ISO_TIME], *end;
	long event = strtol(web_param(q, "event"), &end, 10);
	struct mb_json *j;
	const char *id;
	size_t n;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = versions(&rows, &n, &id, q, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n && !*end; i++)
		if (rows[i].event.event == event)
			v = &rows[i];
	if (!v)
		return mb_fail(err, MB_ENOTFOUND,
			       "There is no change of that number to this document: GET "
			       "/api/v1/documents/{id}/history lists them.");
	if ((rc = ruling_of(&r, q, &v->event.commit, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_text(j, "id", id);
	mb_json_set_int(j, "event", event);
	mb_json_set_text(j, "headline", api_headline(v));
	mb_json_set_day(j, "on", v->event.on);
	mb_json_set_text(j, "recorded", mb_instant_iso(recorded, v->event.recorded));
	mb_json_set_text(j, "by", full(v->event.by));
	mb_json_set_text(j, "entered_by", full(v->event.entered_by));
	mb_json_set_bool(j, "accepted", r.accepted);
	mb_json_set_findings(j, &r, id, NULL, NULL);
	return api_done(q, res, j, err);
}

/* ---- two versions in words ------------------------------------------------------------------------------- */

static const struct api_field changed_fields[] = {
	{ "field", API_TEXT, API_MUST, "its name", NULL },
	{ "before", API_ANY, API_MUST | API_NULL, "its value then", NULL },
	{ "after", API_ANY, API_MUST | API_NULL, "its value later", NULL },
	API_END,
};
static const struct api_shape changed_shape = { "changed-field", "A field that changed.", changed_fields,
						false };
static const struct api_field run_fields[] = {
	{ "kind", API_TEXT, API_MUST, "same, added, removed", NULL },
	{ "text", API_TEXT, API_MUST, "the words", NULL },
	API_END,
};
static const struct api_shape run_shape = { "run", "Words that stayed, came or went.", run_fields, false };
static const struct api_field compare_fields[] = {
	{ "id", API_TEXT, API_MUST, "the document", NULL },
	{ "from", API_SHAPE, API_MUST, "the earlier version", &version_shape },
	{ "to", API_SHAPE, API_MUST, "the later one", &version_shape },
	{ "fields", API_LIST, API_MUST, "those that changed", &changed_shape },
	{ "runs", API_LIST, API_MUST,
	  "the text; what is same and added is the later, same and removed the earlier", &run_shape },
	API_END,
};
static const struct api_shape compare_shape = { "comparison", "What changed between two versions.",
						compare_fields, false };
static const struct api_field compare_query[] = {
	{ "from", API_WHOLE, 0, "event of the earlier version; the one before the last when not said", NULL },
	{ "to", API_WHOLE, 0, "event of the later version; the last when not said", NULL },
	API_END,
};

static void push_fields(struct mb_json *list, const struct mb_doc *a, const struct mb_doc *b)
{
	for (size_t i = 0; b->kind && i < b->kind->n_fields; i++) {
		const char *name = b->kind->fields[i].name;
		struct mb_json *j;

		if (mb_node_same(mb_doc_node(a, name), mb_doc_node(b, name)))
			continue;
		j = mb_json_push_object(list);
		mb_json_set_text(j, "field", name);
		mb_json_set_node(j, "before", mb_doc_node(a, name));
		mb_json_set_node(j, "after", mb_doc_node(b, name));
	}
}

static void push_runs(struct web_req *q, struct mb_json *list, struct mb_str before, struct mb_str after)
{
	struct mb_diff_run *runs;
	size_t n;

	mb_word_diff(&runs, &n, q->a, before, after);
	for (size_t i = 0; i < n; i++) {
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "kind",
				 runs[i].kind == MB_SAME    ? "same"
				 : runs[i].kind == MB_ADDED ? "added"
							    : "removed");
		mb_json_set_str(j, "text", runs[i].text);
	}
}

static int pick(const struct mb_version_row **out, const struct mb_version_row *rows, size_t n, long event,
		size_t otherwise, struct mb_error *err)
{
	*out = event < 0 ? &rows[otherwise] : NULL;
	for (size_t i = 0; i < n; i++)
		if (rows[i].event.event == event)
			*out = &rows[i];
	return *out ? MB_OK : mb_fail(err, MB_ENOTFOUND, "event %ld is none of this document's", event);
}

static int compare(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct mb_version_row *a, *b;
	struct mb_version_row *all, *rows = NULL;
	const struct mb_doc *was, *now;
	struct mb_json *j;
	const char *id;
	size_t n_all, n = 0;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = versions(&all, &n_all, &id, q, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n_all; i++)
		if (!all[i].removed)
			*MB_PUSH(q->a, rows, n) = all[i];
	if (n == 0)
		return mb_fail(err, MB_ENOTFOUND, "There is no version of this that you may read.");
	if ((rc = pick(&a, rows, n, web_query_number(q, "from", 0, 1L << 40, -1), n > 1 ? n - 2 : 0, err)) !=
		    MB_OK ||
	    (rc = pick(&b, rows, n, web_query_number(q, "to", 0, 1L << 40, -1), n - 1, err)) != MB_OK ||
	    (rc = mb_doc_of_version(&was, q->a, q->g, a, err)) != MB_OK ||
	    (rc = mb_doc_of_version(&now, q->a, q->g, b, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_text(j, "id", id);
	set_version(mb_json_set_object(j, "from"), a);
	set_version(mb_json_set_object(j, "to"), b);
	push_fields(mb_json_set_array(j, "fields"), was, now);
	push_runs(q, mb_json_set_array(j, "runs"), was->body, now->body);
	return api_done(q, res, j, err);
}

/* ---- what names it, and its way through every body --------------------------------------------------------- */

static const struct api_field link_fields[] = {
	{ "field", API_TEXT, API_MUST, "of the other document, that names this one", NULL },
	{ "id", API_TEXT, API_MUST, "the other document", NULL },
	{ "kind", API_TEXT, API_MUST, "its kind", NULL },
	{ "group", API_TEXT, API_MUST | API_NULL, "its group", NULL },
	{ "state", API_TEXT, API_MUST | API_NULL, "its state", NULL },
	{ "title", API_TEXT, API_MUST, "its title", NULL },
	API_END,
};
static const struct api_shape link_shape = { "link", "A document that names this one.", link_fields, false };
static const struct api_field links_fields[] = {
	{ "id", API_TEXT, API_MUST, "the document", NULL },
	{ "items", API_LIST, API_MUST, "by kind and field", &link_shape },
	API_END,
};
static const struct api_shape links_shape = { "links", "What names a document.", links_fields, false };

static int links(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_relation *all;
	struct mb_standpoint from;
	const struct mb_doc *d;
	struct mb_json *j, *list;
	size_t n;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_doc_at(&d, NULL, q->a, q->g, &from, web_param(q, "id"), err)) != MB_OK ||
	    (rc = mb_relations(&all, &n, q->a, q->g, &from, d, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	mb_json_set_text(j, "id", d->id);
	list = api_items(j);
	for (size_t i = 0; i < n; i++) {
		struct mb_json *x = mb_json_push_object(list);

		mb_json_set_text(x, "field", all[i].field);
		mb_json_set_text(x, "id", all[i].doc->id);
		mb_json_set_text(x, "kind", all[i].kind->name);
		mb_json_set_text(x, "group", all[i].doc->group);
		mb_json_set_text(x, "state", full(all[i].doc->state));
		mb_json_set_text(x, "title", all[i].doc->title);
	}
	return api_done(q, res, j, err);
}

static const struct api_field step_fields[] = {
	{ "date", API_DAY, API_MUST | API_NULL, "null: not known", NULL },
	{ "group", API_TEXT, API_MUST | API_NULL, "where", NULL },
	{ "body", API_TEXT, API_MUST | API_NULL, "its name", NULL },
	{ "what", API_TEXT, API_MUST, "paper filed, consulted, decided, ratified ...", NULL },
	{ "outcome", API_TEXT, API_MUST | API_NULL, "in words", NULL },
	{ "document", API_TEXT, API_MUST | API_NULL, "id", NULL },
	{ "title", API_TEXT, API_MUST | API_NULL, "its title", NULL },
	{ "event", API_WHOLE, API_MUST | API_NULL, "null: not known", NULL },
	API_END,
};
static const struct api_shape step_shape = { "step", "A step of a matter.", step_fields, false };
static const struct api_field trail_fields[] = {
	{ "id", API_TEXT, API_MUST, "what was asked for", NULL },
	{ "kind", API_TEXT, API_MUST | API_NULL, "its kind", NULL },
	{ "group", API_TEXT, API_MUST | API_NULL, "its group", NULL },
	{ "title", API_TEXT, API_MUST | API_NULL, "its title", NULL },
	{ "recommendation", API_TEXT, API_MUST | API_NULL,
	  "its number, when one was asked for (CTB-2005-P001#3)", NULL },
	{ "text", API_TEXT, API_MUST | API_NULL, "its words", NULL },
	{ "now", API_TEXT, API_MUST | API_NULL, "where the matter stands", NULL },
	{ "steps", API_LIST, API_MUST, "by date", &step_shape },
	API_END,
};
static const struct api_shape trail_shape = { "trail", "One matter through every body.", trail_fields,
					      false };

static int trail(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_standpoint from;
	struct mb_trail t;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = show_from(&from, q, err)) != MB_OK ||
	    (rc = mb_trail_follow(&t, q->a, q->g, &from, web_param(q, "id"), err)) != MB_OK)
		return rc;
	return api_done(q, res, mb_json_trail(&t), err);
}

const struct web_route api_document_routes[] = {
	{ WEB_GET, "/api/v1/documents/{id}", document, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/pages/{path...}", page, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/documents/{id}/moves", moves, WEB_SIGNED_IN, WEB_API },
	{ WEB_GET, "/api/v1/documents/{id}/history", history, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/documents/{id}/rulings/{event}", ruling, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/documents/{id}/compare", compare, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/documents/{id}/links", links, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/documents/{id}/trail", trail, WEB_READER, WEB_API | WEB_CACHED },
	{ 0 },
};

const struct api_call api_document_calls[] = {
	{ .run = document,
	  .id = "readDocument",
	  .title = "One document: fields, text, state, what you may do",
	  .about = "The ETag is for If-Match when you change it.",
	  .flags = API_CLOCKS,
	  .answer = &api_document_shape },
	{ .run = page,
	  .id = "readPage",
	  .title = "One plain page, by its path in the record, slashes as they are",
	  .flags = API_CLOCKS,
	  .answer = &api_document_shape },
	{ .run = moves,
	  .id = "listMoves",
	  .title = "What may happen to it now, judged without being done",
	  .answer = &moves_shape },
	{ .run = history,
	  .id = "listVersions",
	  .title = "Every version",
	  .flags = API_PAGED,
	  .answer = &history_shape },
	{ .run = ruling,
	  .id = "readRuling",
	  .title = "Why: what the rules said when a change was made",
	  .answer = &api_ruling_shape },
	{ .run = compare,
	  .id = "compareVersions",
	  .title = "What changed between two versions, in words",
	  .query = compare_query,
	  .answer = &compare_shape },
	{ .run = links,
	  .id = "listLinks",
	  .title = "What names it",
	  .flags = API_CLOCKS,
	  .answer = &links_shape },
	{ .run = trail,
	  .id = "readTrail",
	  .title = "One matter through every body",
	  .about = "Of a decision, a paper, or one recommendation of a paper (CTB-2005-P001%233).",
	  .flags = API_CLOCKS,
	  .answer = &trail_shape },
	{ 0 },
};
