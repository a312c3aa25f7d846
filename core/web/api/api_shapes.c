/* What several calls of the API give, and how the record's answers are put into it. */
#include "api.h"

#include <ctype.h>
#include <string.h>

/* ---- a document ------------------------------------------------------------------------------------------ */

/* What lists and the document itself both say of it. */
#define ROW_FIELDS                                                                                           \
	{ "id", API_TEXT, API_MUST, "what it is called everywhere; of a plain page its path", NULL },        \
		{ "kind", API_TEXT, API_MUST | API_NULL, "as GET /kinds lists them; null: a plain page",     \
		  NULL },                                                                                    \
		{ "group", API_TEXT, API_MUST | API_NULL, "whose it is", NULL },                             \
		{ "state", API_TEXT, API_MUST | API_NULL, "where it is in its kind's workflow", NULL },      \
		{ "title", API_TEXT, API_MUST, "what people call it", NULL },                                \
		{ "date", API_DAY, API_MUST | API_NULL, "that lists sort it by", NULL },                     \
		{ "path", API_TEXT, API_MUST, "the file in the record", NULL },                              \
		{ "version", API_TEXT, API_MUST, "of its text; for If-Match", NULL },                        \
		{ "event", API_WHOLE, API_MUST, "number of the change that this version came with", NULL },  \
		{ "recorded", API_TIME, API_MUST, "when that was", NULL },                                   \
		{ "on", API_DAY, API_MUST | API_NULL, "the day that the change counts from", NULL },         \
	{                                                                                                    \
		"by", API_TEXT, API_MUST | API_NULL, "whose act it was", NULL                                \
	}

static const struct api_field row_fields[] = {
	ROW_FIELDS,
	API_END,
};
const struct api_shape api_row_shape = { "summary", "What a list says of a document.", row_fields, false };

static const struct api_field rows_fields[] = {
	{ "items", API_LIST, API_MUST, "by date and id, those without a date last", &api_row_shape },
	{ "next", API_TEXT, API_MUST | API_NULL, "address of what follows; null: this was all", NULL },
	API_END,
};
const struct api_shape api_rows_shape = { "summaries", "Documents, page by page.", rows_fields, false };

static const struct api_field may_fields[] = {
	{ "edit", API_BOOL, API_MUST, "change its fields and text", NULL },
	{ "sign", API_BOOL, API_MUST, "sign it off", NULL },
	{ "moves", API_TEXTS, API_MUST,
	  "moves that its state and your roles allow; the rules are asked when one is tried, or by GET "
	  "/documents/{id}/moves",
	  NULL },
	API_END,
};
static const struct api_shape may_shape = { "may", "What you may do with a document now.", may_fields,
					    false };

static const struct api_field document_fields[] = {
	ROW_FIELDS,
	{ "fields", API_FIELDS, API_MUST, "as its kind declares them, and what moves and minutes wrote",
	  NULL },
	{ "body", API_TEXT, API_MUST, "the text, in Markdown", NULL },
	{ "marks", API_TEXT, API_MUST | API_NULL, "what is irregular about it and not cured", NULL },
	{ "may", API_SHAPE, API_MUST, "what you may do with it", &may_shape },
	API_END,
};
const struct api_shape api_document_shape = { "document", "A document whole.", document_fields, false };

static const char *full(const char *s)
{
	return s && *s ? s : NULL;
}

void api_set_row(struct mb_json *j, const struct mb_version_row *row)
{
	char recorded[MB_ISO_TIME];

	mb_json_set_text(j, "id", row->id);
	mb_json_set_text(j, "kind", full(row->kind));
	mb_json_set_text(j, "group", full(row->group));
	mb_json_set_text(j, "state", full(row->state));
	mb_json_set_text(j, "title", row->title);
	mb_json_set_day(j, "date", row->date);
	mb_json_set_text(j, "path", row->path);
	mb_json_set_text(j, "version", row->blob.hex);
	mb_json_set_int(j, "event", row->event.event);
	mb_json_set_text(j, "recorded", mb_instant_iso(recorded, row->event.recorded));
	mb_json_set_day(j, "on", row->event.on);
	mb_json_set_text(j, "by", full(row->event.by));
}

struct mb_json *api_document(struct web_req *q, const struct mb_doc *d, const struct mb_version_row *row)
{
	struct mb_json *j = mb_json_object(), *may, *moves;

	api_set_row(j, row);
	mb_json_set_fields(mb_json_set_object(j, "fields"), d, web_may_name, q);
	mb_json_set_str(j, "body", d->body);
	mb_json_set_text(j, "marks", mb_open_marks(q->a, d));
	may = mb_json_set_object(j, "may");
	mb_json_set_bool(may, "edit", mb_may(q->reader, "edit", d));
	mb_json_set_bool(may, "sign", mb_may(q->reader, "sign", d));
	moves = mb_json_set_array(may, "moves");
	for (size_t i = 0; d->kind && i < d->kind->n_moves; i++)
		if (mb_may(q->reader, d->kind->moves[i].name, d))
			mb_json_push_text(moves, d->kind->moves[i].name);
	return j;
}

/* EYG-2006-M001 is not named by what is said of EYG-2006-M001-minutes. */
static bool names(const char *headline, const char *id)
{
	size_t n = strlen(id);

	for (const char *p = strstr(headline, id); p; p = strstr(p + 1, id))
		if (p[n] != '-' && !isalnum((unsigned char)p[n]))
			return true;
	return false;
}

const char *api_headline(const struct mb_version_row *row)
{
	return names(row->event.headline, row->id) ? row->event.headline
						   : "Changed together with another document";
}

/* ---- what the rules said --------------------------------------------------------------------------------- */

static const struct api_field way_fields[] = {
	{ "act", API_TEXT, API_MUST, "say with the act, fill a field, edit the text, sign, move, file, cure",
	  NULL },
	{ "what", API_TEXT, API_MUST | API_NULL, "which field, role, move or kind", NULL },
	{ "doc", API_TEXT, API_MUST | API_NULL, "of which document", NULL },
	API_END,
};
static const struct api_shape way_shape = { "way", "A step that meets a requirement.", way_fields, false };

static const struct api_field finding_fields[] = {
	{ "rule", API_TEXT, API_MUST, "the rule's sentence", NULL },
	{ "file", API_TEXT, API_MUST | API_NULL, "where it stands", NULL },
	{ "line", API_WHOLE, API_MUST, "line of that file", NULL },
	{ "doc", API_TEXT, API_MUST | API_NULL, "the document it was asked about", NULL },
	{ "event", API_TEXT, API_MUST | API_NULL, "what was to happen", NULL },
	{ "requirement", API_TEXT, API_MUST | API_NULL,
	  "its name; \"may\" and \"from\" are the workflow's own", NULL },
	{ "outcome", API_TEXT, API_MUST, "satisfied, unsatisfied, irregular, waived ...", NULL },
	{ "found", API_TEXT, API_MUST | API_NULL, "what the record says", NULL },
	{ "needed", API_TEXT, API_MUST | API_NULL, "what the rule asks for", NULL },
	{ "source", API_TEXT, API_MUST | API_NULL, "where that number or text comes from", NULL },
	{ "remedy", API_TEXT, API_MUST | API_NULL, "what would satisfy it", NULL },
	{ "who", API_TEXTS, API_MUST, "people who can do that", NULL },
	{ "ways", API_LIST, API_MUST, "steps to do it: all of them where there are several", &way_shape },
	{ "authority", API_TEXT, API_MUST | API_NULL, "source of the power", NULL },
	{ "marks", API_TEXT, API_MUST | API_NULL, "how it was marked, when it was not refused", NULL },
	{ "cures", API_TEXT, API_MUST | API_NULL, "what lifts the mark", NULL },
	{ "reason", API_TEXT, API_MUST | API_NULL, "of a waiver", NULL },
	API_END,
};
const struct api_shape api_finding_shape = { "finding", "What one requirement of a rule came to.",
					     finding_fields, false };

static const struct api_field ruling_fields[] = {
	{ "id", API_TEXT, API_MUST, "the document", NULL },
	{ "event", API_WHOLE, API_MUST, "number of the change", NULL },
	{ "headline", API_TEXT, API_MUST, "the change in a sentence", NULL },
	{ "on", API_DAY, API_MUST | API_NULL, "the day that it counts from", NULL },
	{ "recorded", API_TIME, API_MUST, "when it was recorded", NULL },
	{ "by", API_TEXT, API_MUST | API_NULL, "whose act it was", NULL },
	{ "entered_by", API_TEXT, API_MUST | API_NULL, "who typed it in", NULL },
	{ "accepted", API_BOOL, API_MUST, "true: what stands in the record was accepted", NULL },
	{ "findings", API_LIST, API_MUST, "about this document, as they were stored then",
	  &api_finding_shape },
	API_END,
};
const struct api_shape api_ruling_shape = { "ruling",
					    "What the rules said, as it was stored; never worked out anew.",
					    ruling_fields, false };

/* ---- what came of a change ------------------------------------------------------------------------------- */

static const struct api_field question_fields[] = {
	{ "answer", API_TEXT, API_MUST,
	  "send this among `answers` for yes; where there are choices followed by = and one of them; where "
	  "`must`, followed by "
	  "=new for no",
	  NULL },
	{ "what", API_TEXT, API_MUST, "decision, action, name ...", NULL },
	{ "words", API_TEXT, API_MUST | API_NULL, "of the text", NULL },
	{ "item", API_TEXT, API_MUST | API_NULL, "number of the item it stands in", NULL },
	{ "line", API_WHOLE, API_MUST | API_NULL, "of the text that was sent", NULL },
	{ "suggestion", API_TEXT, API_MUST | API_NULL, "what yes does", NULL },
	{ "doc", API_TEXT, API_MUST | API_NULL, "the document it is about", NULL },
	{ "choices", API_TEXTS, API_MUST, "ids of people", NULL },
	{ "must", API_BOOL, API_MUST, "nothing can be filed until it is answered", NULL },
	API_END,
};
const struct api_shape api_question_shape = { "question", "Something read out of a text that is not certain.",
					      question_fields, false };

static const struct api_field touched_fields[] = {
	{ "id", API_TEXT, API_MUST, "the document", NULL },
	{ "path", API_TEXT, API_MUST | API_NULL, "its file", NULL },
	{ "kind", API_TEXT, API_MUST | API_NULL, "its kind", NULL },
	{ "what", API_TEXT, API_MUST, "what was done to it", NULL },
	{ "title", API_TEXT, API_MUST | API_NULL, "what people call it", NULL },
	{ "change", API_TEXT, API_MUST | API_NULL,
	  "of what was read out of a text: added, changed, dropped, restored", NULL },
	{ "was", API_TEXT, API_MUST | API_NULL, "the words it had, when they changed", NULL },
	API_END,
};
static const struct api_shape touched_shape = { "touched", "A document of a change.", touched_fields, false };

static const struct api_field effect_fields[] = {
	{ "kind", API_TEXT, API_MUST, "create_action, remind, report, advance ...", NULL },
	{ "key", API_TEXT, API_MUST, "carried out once only", NULL },
	{ "rule", API_TEXT, API_MUST | API_NULL, "that asked for it", NULL },
	{ "doc", API_TEXT, API_MUST | API_NULL, "the document it is about", NULL },
	{ "step", API_DAY, API_MUST | API_NULL, "of a daily rule: its day", NULL },
	{ "args", API_ANY, API_MUST | API_NULL, "what the rule says of it", NULL },
	API_END,
};
static const struct api_shape effect_shape = { "effect", "What the rules brought about besides.",
					       effect_fields, false };

static const struct api_field result_fields[] = {
	{ "id", API_TEXT, API_MUST | API_NULL, "the document that was acted on, or came into being", NULL },
	{ "done", API_BOOL, API_MUST, "false: it was only tried, or there was nothing to change", NULL },
	{ "dry_run", API_BOOL, API_MUST, "it was asked only what would happen", NULL },
	{ "landed", API_BOOL, API_MUST, "the record has changed", NULL },
	{ "unchanged", API_BOOL, API_MUST, "the record said so already", NULL },
	{ "event", API_WHOLE, API_MUST | API_NULL, "number of the change", NULL },
	{ "headline", API_TEXT, API_MUST | API_NULL, "the change in a sentence", NULL },
	{ "version", API_TEXT, API_NULL, "of the document now; for If-Match", NULL },
	{ "touched", API_LIST, API_MUST, "the documents of the change", &touched_shape },
	{ "questions", API_LIST, API_MUST, "what is not certain: nothing comes of it until it is accepted",
	  &api_question_shape },
	{ "notes", API_TEXTS, API_MUST, "what was seen, put back, or could not be placed", NULL },
	{ "findings", API_LIST, API_MUST, "what the rules found", &api_finding_shape },
	{ "effects", API_LIST, API_MUST, "what they brought about", &effect_shape },
	API_END,
};
const struct api_shape api_result_shape = { "result", "What came of a change.", result_fields, false };

static const struct api_field problem_fields[] = {
	{ "type", API_TEXT, API_MUST, "address of the explanation", NULL },
	{ "title", API_TEXT, API_MUST, "the kind of problem", NULL },
	{ "status", API_WHOLE, API_MUST, "the HTTP status", NULL },
	{ "detail", API_TEXT, API_MUST, "what is wrong here and what to do", NULL },
	{ "headline", API_TEXT, API_NULL, "of a refusal: what was to happen", NULL },
	{ "findings", API_LIST, 0, "of a refusal: what the rules found", &api_finding_shape },
	{ "questions", API_LIST, 0, "what must be answered first", &api_question_shape },
	{ "version", API_TEXT, API_NULL, "of a conflict: the version that stands now", NULL },
	{ "by", API_TEXT, API_NULL, "of a conflict: who made it", NULL },
	API_END,
};
const struct api_shape api_problem_shape = { "problem", "Why nothing was done (RFC 9457).", problem_fields,
					     false };

static const struct api_field no_fields[] = { API_END };
const struct api_shape api_open_shape = {
	"row", "Keys are those of the register's columns, and of the document's fields.", no_fields, true
};
