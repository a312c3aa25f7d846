/* The API, reading: kinds, documents by kind, registers. */
#include "api.h"
#include "show.h"

#include <string.h>

/* ---- kinds ----------------------------------------------------------------------------------------------- */

static const struct api_field column_fields_of_rows[] = {
	{ "name", API_TEXT, API_MUST, "the key in a row", NULL },
	{ "type", API_TEXT, API_MUST, "text, number, bool, date, time, person, group or doc", NULL },
	{ "about", API_TEXT, API_MUST | API_NULL, "what it is for", NULL },
	{ "of", API_TEXT, API_MUST | API_NULL, "the kind that is named", NULL },
	{ "label", API_TEXT, API_MUST | API_NULL, "for people, where the name does not say it well", NULL },
	{ "choices", API_TEXTS, API_MUST, "the only values it may have; none: any", NULL },
	API_END,
};
static const struct api_shape column_shape_of_rows = { "declared-column", "What a row of a field says.",
						       column_fields_of_rows, false };

static const struct api_field field_fields[] = {
	{ "name", API_TEXT, API_MUST, "the key in `fields`", NULL },
	{ "type", API_TEXT, API_MUST,
	  "text, number, bool, date, time, person, people, group, groups, doc, docs, list, rows, map, "
	  "signoffs",
	  NULL },
	{ "about", API_TEXT, API_MUST | API_NULL, "what it is for", NULL },
	{ "of", API_TEXT, API_MUST | API_NULL, "the kind that is named", NULL },
	{ "required", API_BOOL, API_MUST, "must be filled in", NULL },
	{ "managed", API_BOOL, API_MUST, "only moves and minutes change it", NULL },
	{ "label", API_TEXT, API_MUST | API_NULL, "for people, where the name does not say it well", NULL },
	{ "choices", API_TEXTS, API_MUST, "the only values it may have; none: any", NULL },
	{ "columns", API_TEXTS, API_MUST, "of rows: what each says", NULL },
	{ "row", API_LIST, API_MUST, "the columns as fields", &column_shape_of_rows },
	API_END,
};
static const struct api_shape field_shape = { "field", "A field that a kind declares.", field_fields, false };

static const struct api_field move_fields[] = {
	{ "name", API_TEXT, API_MUST, "for POST /documents/{id}/moves", NULL },
	{ "about", API_TEXT, API_MUST | API_NULL, "what it is for", NULL },
	{ "label", API_TEXT, API_MUST | API_NULL, "what a button says of it", NULL },
	{ "by_itself", API_TEXT, API_MUST, "no: people make it; yes: the program does; either", NULL },
	{ "from", API_TEXTS, API_MUST, "states", NULL },
	{ "to", API_TEXT, API_MUST | API_NULL, "state", NULL },
	{ "who", API_TEXTS, API_MUST, "roles", NULL },
	{ "records", API_BOOL, API_MUST, "records a fact: never refused by rules, marked irregular instead",
	  NULL },
	{ "asks", API_TEXTS, API_MUST, "what is said with it: reason, row, or fields that go into `with`",
	  NULL },
	API_END,
};
static const struct api_shape move_shape = { "declared-move", "A move that a kind declares.", move_fields,
					     false };

static const struct api_field kind_fields[] = {
	{ "name", API_TEXT, API_MUST, "for `kind`", NULL },
	{ "title", API_TEXT, API_MUST, "for people", NULL },
	{ "plural", API_TEXT, API_MUST | API_NULL, "name of its register", NULL },
	{ "about", API_TEXT, API_MUST | API_NULL, "what it is", NULL },
	{ "states", API_TEXTS, API_MUST, "the first is where it begins", NULL },
	{ "ends", API_TEXTS, API_MUST, "those of them in which it is done with", NULL },
	{ "fields", API_LIST, API_MUST, "in their order", &field_shape },
	{ "moves", API_LIST, API_MUST, "between states", &move_shape },
	{ "sign_roles", API_TEXTS, API_MUST, "who signs off", NULL },
	API_END,
};
static const struct api_shape kind_shape = { "kind",
					     "A kind of document, as the rules of this record declare it.",
					     kind_fields, false };

static const struct api_field kinds_fields[] = {
	{ "items", API_LIST, API_MUST, "all kinds", &kind_shape },
	API_END,
};
static const struct api_shape kinds_shape = { "kinds", "Every kind of document.", kinds_fields, false };

const char *api_type_word(enum mb_type t)
{
	static const char *const words[] = { "text",   "number", "bool",  "date",   "time",
					     "person", "people", "group", "groups", "doc",
					     "docs",   "list",	 "rows",  "map",    "signoffs" };

	return words[t];
}

static void push_columns(struct mb_json *j, const struct mb_field *f)
{
	struct mb_json *names = mb_json_set_array(j, "columns"), *list = mb_json_set_array(j, "row");

	for (size_t i = 0; i < f->n_columns; i++) {
		const struct mb_field *c = &f->columns[i];
		struct mb_json *x = mb_json_push_object(list);

		mb_json_push_text(names, c->name);
		mb_json_set_text(x, "name", c->name);
		mb_json_set_text(x, "type", api_type_word(c->type));
		mb_json_set_text(x, "about", c->about);
		mb_json_set_text(x, "of", c->of);
		mb_json_set_text(x, "label", c->label);
		mb_json_set_texts(x, "choices", c->choices, c->n_choices);
	}
}

static void push_kind(struct mb_json *list, const struct mb_kind *k)
{
	static const char *const by_itself[] = { "no", "either", "yes" };
	struct mb_json *j = mb_json_push_object(list), *part;

	mb_json_set_text(j, "name", k->name);
	mb_json_set_text(j, "title", k->title);
	mb_json_set_text(j, "plural", k->plural);
	mb_json_set_text(j, "about", k->about);
	mb_json_set_texts(j, "states", k->states, k->n_states);
	mb_json_set_texts(j, "ends", k->ends, k->n_ends);
	part = mb_json_set_array(j, "fields");
	for (size_t i = 0; i < k->n_fields; i++) {
		struct mb_json *f = mb_json_push_object(part);

		mb_json_set_text(f, "name", k->fields[i].name);
		mb_json_set_text(f, "type", api_type_word(k->fields[i].type));
		mb_json_set_text(f, "about", k->fields[i].about);
		mb_json_set_text(f, "of", k->fields[i].of);
		mb_json_set_bool(f, "required", k->fields[i].required);
		mb_json_set_bool(f, "managed", k->fields[i].managed);
		mb_json_set_text(f, "label", k->fields[i].label);
		mb_json_set_texts(f, "choices", k->fields[i].choices, k->fields[i].n_choices);
		push_columns(f, &k->fields[i]);
	}
	part = mb_json_set_array(j, "moves");
	for (size_t i = 0; i < k->n_moves; i++) {
		struct mb_json *m = mb_json_push_object(part);

		mb_json_set_text(m, "name", k->moves[i].name);
		mb_json_set_text(m, "about", k->moves[i].about);
		mb_json_set_text(m, "label", k->moves[i].label);
		mb_json_set_text(m, "by_itself", by_itself[k->moves[i].by_itself]);
		mb_json_set_texts(m, "from", k->moves[i].from, k->moves[i].n_from);
		mb_json_set_text(m, "to", k->moves[i].to);
		mb_json_set_texts(m, "who", k->moves[i].who, k->moves[i].n_who);
		mb_json_set_bool(m, "records", k->moves[i].records);
		mb_json_set_texts(m, "asks", k->moves[i].asks, k->moves[i].n_asks);
	}
	mb_json_set_texts(j, "sign_roles", k->sign_roles, k->n_sign_roles);
}

static int kinds(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(q->g);
	struct mb_json *j, *list;
	int rc = api_begin(q, err);

	if (rc != MB_OK)
		return rc;
	j = mb_json_object();
	list = api_items(j);
	for (size_t i = 0; i < s->n_kinds; i++)
		push_kind(list, &s->kinds[i]);
	return api_done(q, res, j, err);
}

/* ---- documents by kind ----------------------------------------------------------------------------------- */

static const struct api_field documents_query[] = {
	{ "kind", API_TEXT, 0, "one kind only; all when not said; \"page\": plain pages, which have no kind",
	  NULL },
	{ "group", API_TEXT, 0, "of this group", NULL },
	{ "state", API_TEXT, 0, "in this state", NULL },
	{ "since", API_DAY, 0, "dated from this day on", NULL },
	{ "until", API_DAY, 0, "dated up to this day", NULL },
	{ "where", API_TEXT, API_MANY,
	  "FIELD:VALUE: whose field holds this value (FIELD: any value); all must hold", NULL },
	API_END,
};

static int documents_of(struct web_req *q, struct web_res *res, const char *kind, struct mb_error *err)
{
	const char *group = web_query(q, "group"), *state = web_query(q, "state");
	struct mb_ask ask = { .kind = kind && *kind ? kind : NULL, .state = state && *state ? state : NULL };
	struct mb_json *j;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = web_query_day(&ask.since, q, "since", err)) != MB_OK ||
	    (rc = web_query_day(&ask.until, q, "until", err)) != MB_OK ||
	    (rc = web_query_day(&ask.as_at, q, "as-at", err)) != MB_OK ||
	    (rc = web_query_day(&ask.known_at, q, "known-at", err)) != MB_OK ||
	    (rc = api_where(&ask.where, &ask.n_where, q, err)) != MB_OK)
		return rc;
	if (mb_streq(ask.kind, "page"))
		ask.kind = "";
	if (ask.kind && *ask.kind && !mb_schema_kind(mb_gate_schema(q->g), ask.kind))
		return mb_fail(err, MB_EINVAL, "there is no kind '%.60s': GET /api/v1/kinds lists them",
			       kind);
	if (group && *group && (rc = mb_group_named(&ask.group, q->a, q->g, group, err)) != MB_OK)
		return rc;
	if ((rc = api_list_documents(&j, q, &ask, err)) != MB_OK)
		return rc;
	return api_done(q, res, j, err);
}

static int documents(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return documents_of(q, res, web_query(q, "kind"), err);
}

static const struct api_field by_group_query[] = {
	{ "group", API_TEXT, 0, "of this group", NULL },
	{ "state", API_TEXT, 0, "in this state", NULL },
	{ "since", API_DAY, 0, "dated from this day on", NULL },
	{ "until", API_DAY, 0, "dated up to this day", NULL },
	API_END,
};

static int meetings(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return documents_of(q, res, "meeting", err);
}

static int people(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	return documents_of(q, res, "person", err);
}

/* ---- registers ------------------------------------------------------------------------------------------- */

static const struct api_field about_fields[] = {
	{ "name", API_TEXT, API_MUST, "for GET /registers/{name}", NULL },
	{ "title", API_TEXT, API_MUST, "for people", NULL },
	{ "about", API_TEXT, API_MUST | API_NULL, "what it answers", NULL },
	{ "kind", API_TEXT, API_MUST | API_NULL,
	  "whose documents its rows are; null: of several, or rows within documents", NULL },
	{ "standings", API_TEXTS, API_MUST, "what may be asked for as `state` besides the states", NULL },
	API_END,
};
static const struct api_shape about_shape = { "register-about", "A register there is.", about_fields, false };
static const struct api_field registers_fields[] = {
	{ "items", API_LIST, API_MUST, "all of them", &about_shape },
	API_END,
};
static const struct api_shape registers_shape = { "registers", "Every register.", registers_fields, false };

static int registers(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_register_about *all;
	struct mb_json *j, *list;
	size_t n;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = mb_register_list(&all, &n, q->a, q->g, err)) != MB_OK)
		return rc;
	j = mb_json_object();
	list = api_items(j);
	for (size_t i = 0; i < n; i++) {
		struct mb_json *x, *standings;

		if (!all[i].declared)
			continue;
		x = mb_json_push_object(list);
		mb_json_set_text(x, "name", all[i].name);
		mb_json_set_text(x, "title", all[i].title);
		mb_json_set_text(x, "about", all[i].about);
		mb_json_set_text(x, "kind", all[i].kind);
		standings = mb_json_set_array(x, "standings");
		for (size_t k = 0; all[i].standings && all[i].standings[k]; k++)
			mb_json_push_text(standings, all[i].standings[k]);
	}
	return api_done(q, res, j, err);
}

static const struct api_field column_fields[] = {
	{ "key", API_TEXT, API_MUST, "in each row; stable", NULL },
	{ "title", API_TEXT, API_MUST, "for people", NULL },
	{ "about", API_TEXT, API_MUST | API_NULL, "what it says", NULL },
	{ "type", API_TEXT, API_MUST, "text, date, number, yes, tag, person, group, document", NULL },
	{ "many", API_BOOL, API_MUST, "holds a list", NULL },
	API_END,
};
static const struct api_shape column_shape = { "column", "A column of a register.", column_fields, false };
static const struct api_field register_fields[] = {
	{ "name", API_TEXT, API_MUST, "its name", NULL },
	{ "title", API_TEXT, API_MUST, "for people", NULL },
	{ "about", API_TEXT, API_MUST | API_NULL, "what it answers", NULL },
	{ "total", API_WHOLE, API_MUST, "rows on all pages", NULL },
	{ "columns", API_LIST, API_MUST, "what a row says", &column_shape },
	{ "items", API_LIST, API_MUST, "rows", &api_open_shape },
	{ "next", API_TEXT, API_MUST | API_NULL, "address of what follows; null: this was all", NULL },
	{ "notes", API_TEXTS, API_MUST, "what was counted; what could not be answered, and why", NULL },
	API_END,
};
static const struct api_shape register_shape = { "register", "A register, page by page.", register_fields,
						 false };

static const struct api_field register_query[] = {
	{ "group", API_TEXT, 0, "of this group", NULL },
	{ "state", API_TEXT, 0, "in this state, or with this word in the column `standing`", NULL },
	{ "since", API_DAY, 0, "from this day on", NULL },
	{ "until", API_DAY, 0, "up to this day", NULL },
	{ "where", API_TEXT, API_MANY, "FIELD:VALUE; all must hold", NULL },
	{ "overdue", API_BOOL, 0, "only what is open and late", NULL },
	{ "all", API_BOOL, 0, "also what is closed, where the register leaves it out", NULL },
	API_END,
};

static int one_register(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *name = web_param(q, "name");
	struct mb_register_about *all;
	struct mb_json *j = NULL;
	bool there = false;
	size_t n;
	int rc = api_begin(q, err);

	if (rc != MB_OK || (rc = mb_register_list(&all, &n, q->a, q->g, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		const struct mb_kind *k = all[i].kind ? mb_schema_kind(mb_gate_schema(q->g), all[i].kind)
						      : NULL;

		there |= mb_streq(all[i].name, name) ||
			 (k && (mb_streq(k->name, name) || mb_streq(k->plural, name)));
	}
	if (!there)
		return mb_fail(err, MB_ENOTFOUND,
			       "there is no register '%.60s': GET /api/v1/registers lists them", name);
	if ((rc = api_list_register(&j, q, name, err)) != MB_OK)
		return rc;
	return api_done(q, res, j, err);
}

const struct web_route api_read_routes[] = {
	{ WEB_GET, "/api/v1/kinds", kinds, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/documents", documents, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/meetings", meetings, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/people", people, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/registers", registers, WEB_READER, WEB_API | WEB_CACHED },
	{ WEB_GET, "/api/v1/registers/{name}", one_register, WEB_READER, WEB_API | WEB_CACHED },
	{ 0 },
};

const struct api_call api_read_calls[] = {
	{ .run = kinds,
	  .id = "listKinds",
	  .title = "Kinds of document, with their fields, states and moves",
	  .answer = &kinds_shape },
	{ .run = documents,
	  .id = "listDocuments",
	  .title = "Documents, of one kind or all",
	  .flags = API_CLOCKS | API_PAGED,
	  .query = documents_query,
	  .answer = &api_rows_shape },
	{ .run = meetings,
	  .id = "listMeetings",
	  .title = "Meetings",
	  .flags = API_CLOCKS | API_PAGED,
	  .query = by_group_query,
	  .answer = &api_rows_shape },
	{ .run = people,
	  .id = "listPeople",
	  .title = "People",
	  .flags = API_CLOCKS | API_PAGED,
	  .answer = &api_rows_shape },
	{ .run = registers, .id = "listRegisters", .title = "Registers", .answer = &registers_shape },
	{ .run = one_register,
	  .id = "readRegister",
	  .title = "One register: decisions, actions, irregularities, memberships, reports ...",
	  .flags = API_CLOCKS | API_PAGED,
	  .query = register_query,
	  .answer = &register_shape },
	{ 0 },
};
