#include "schema_world.h"

#include <stdlib.h>
#include <string.h>

/* ---- kinds ----------------------------------------------------------------------------------------------- */

#define FIELDS(list) .fields = (list), .n_fields = COUNT(list)
#define STATES(list) .states = (list), .n_states = COUNT(list)

static struct mb_field person[] = { { .name = "name", .type = MB_T_TEXT, .required = true },
				    { .name = "organisation", .type = MB_T_DOC, .of = "organisation" } };
static struct mb_field organisation[] = { { .name = "name", .type = MB_T_TEXT, .required = true } };
static struct mb_field group[] = { { .name = "name", .type = MB_T_TEXT, .required = true },
				   { .name = "code", .type = MB_T_TEXT, .required = true },
				   { .name = "members", .type = MB_T_ROWS },
				   { .name = "lines", .type = MB_T_ROWS },
				   { .name = "succeeds", .type = MB_T_GROUPS } };
static struct mb_field terms[] = { { .name = "params", .type = MB_T_MAP } };
static struct mb_field meeting[] = { { .name = "date", .type = MB_T_DATE, .required = true },
				     { .name = "start", .type = MB_T_TIME },
				     { .name = "attendance", .type = MB_T_ROWS },
				     { .name = "joint_with", .type = MB_T_GROUPS } };
static struct mb_field agenda[] = { { .name = "items", .type = MB_T_ROWS } };
static struct mb_field paper[] = { { .name = "title", .type = MB_T_TEXT, .required = true },
				   { .name = "meeting", .type = MB_T_DOC, .of = "meeting" },
				   { .name = "cost", .type = MB_T_NUMBER },
				   { .name = "urgent", .type = MB_T_BOOL },
				   { .name = "themes", .type = MB_T_LIST },
				   { .name = "contacts", .type = MB_T_PEOPLE },
				   { .name = "refers_to", .type = MB_T_DOCS },
				   { .name = "goes_to", .type = MB_T_GROUP },
				   { .name = "published_on", .type = MB_T_DATE, .managed = true },
				   { .name = "note", .type = MB_T_TEXT, .outside_text = true },
				   { .name = "risks", .type = MB_T_MAP } };
static struct mb_field decision[] = { { .name = "date", .type = MB_T_DATE, .required = true } };
static struct mb_field action[] = { { .name = "title", .type = MB_T_TEXT },
				    { .name = "owner", .type = MB_T_PERSON, .required = true },
				    { .name = "due", .type = MB_T_DATE } };
static const char *paper_states[] = { "draft", "for review", "approved", "removed" };
static const char *terms_states[] = { "draft", "in force" };
static struct mb_move paper_moves[] = { { .name = "submit", .to = "for review" },
					{ .name = "approve", .to = "approved" } };

static struct mb_kind kinds[] = {
	{ .name = "person", .plural = "people", .lives = MB_LIVES_TOP, .folder = "people", FIELDS(person) },
	{ .name = "organisation",
	  .plural = "organisations",
	  .lives = MB_LIVES_TOP,
	  .folder = "organisations",
	  FIELDS(organisation) },
	{ .name = "group",
	  .plural = "groups",
	  .lives = MB_LIVES_IN_GROUP,
	  .file_name = "group",
	  FIELDS(group) },
	{ .name = "terms-of-reference",
	  .plural = "terms of reference",
	  .lives = MB_LIVES_IN_GROUP,
	  .file_name = "terms-of-reference",
	  FIELDS(terms),
	  STATES(terms_states) },
	{ .name = "meeting",
	  .plural = "meetings",
	  .lives = MB_LIVES_FOLDER,
	  .folder = "meetings",
	  .file_name = "meeting",
	  .letter = 'M',
	  FIELDS(meeting) },
	{ .name = "agenda",
	  .plural = "agendas",
	  .lives = MB_LIVES_IN_MEETING,
	  .file_name = "agenda",
	  FIELDS(agenda) },
	{ .name = "minutes", .plural = "minutes", .lives = MB_LIVES_IN_MEETING, .file_name = "minutes" },
	{ .name = "paper",
	  .plural = "papers",
	  .lives = MB_LIVES_NUMBERED,
	  .folder = "papers",
	  .letter = 'P',
	  FIELDS(paper),
	  STATES(paper_states),
	  .moves = paper_moves,
	  .n_moves = COUNT(paper_moves) },
	{ .name = "decision",
	  .plural = "decisions",
	  .lives = MB_LIVES_NUMBERED,
	  .folder = "decisions",
	  .letter = 'D',
	  FIELDS(decision) },
	{ .name = "action",
	  .plural = "actions",
	  .lives = MB_LIVES_NUMBERED,
	  .folder = "actions",
	  .letter = 'A',
	  FIELDS(action) },
	{ .name = "report",
	  .plural = "reports",
	  .lives = MB_LIVES_NUMBERED,
	  .folder = "reports",
	  .letter = 'R' },
	{ .name = "interest",
	  .plural = "interests",
	  .lives = MB_LIVES_NUMBERED,
	  .folder = "interests",
	  .letter = 'I' },
};

static struct mb_node four = { .type = MB_TEXT, .text = "4", .raw = true };
static struct mb_node five_days = { .type = MB_TEXT, .text = "5", .raw = true };
static struct mb_param params[] = {
	{ .name = "quorum", .standard = &four, .has_least = true, .least = 3, .has_most = true, .most = 12 },
	{ .name = "notice_days", .standard = &five_days },
};

const struct mb_schema trust_schema = {
	.kinds = kinds, .n_kinds = COUNT(kinds), .params = params, .n_params = COUNT(params)
};

/* ---- the record ------------------------------------------------------------------------------------------ */

const struct text_file trust_files[] = {
	{ "partnership.yaml", "format: 1\nname: Ambleford Children's Trust\nauthority: Ambleford Council\n"
			      "time_zone: Europe/London\nclerk_post: clerk\nroles:\n"
			      "  - {role: clerk, person: cleo-marsh}\n"
			      "  - {role: finance lead, person: ann-holt, until: 2005-03-31}\n"
			      "  - {role: finance lead, person: fay-lund, from: 2005-04-01}\n" },
	{ "calendar/england.yaml", "from: 2000-01-01\nuntil: 2027-12-31\nholidays:\n"
				   "  - {date: 2005-12-26, name: Boxing Day}\n"
				   "  - {date: 2002-06-03, name: Golden Jubilee, known: 2000-11-23}\n"
				   "  - {date: 2002-05-27, name: Spring}\n"
				   "  - {date: 2002-05-27, withdrawn: true, known: 2000-11-23}\n" },
	{ "calendar/local.yaml",
	  "from: 2004-01-01\nuntil: 2010-12-31\nholidays:\n  - {date: 2005-07-01, name: Founders}\n" },
	{ "calendar/README.md", "About these.\n" },
	{ "handbook/welcome.md", "# Welcome\n\nHow we work.\n" },
	{ "people/ann-holt.md", "---\nkind: person\nname: Ann Holt\norganisation: council\n---\n" },
	{ "people/cleo-marsh.md", "---\nkind: person\nname: Cleo Marsh\n---\n" },
	{ "people/fay-lund.md", "---\nkind: person\nname: Fay Lund\n---\n" },
	{ "people/sam-reed.md", "---\nkind: person\nname: Sam Reed\n---\n" },
	{ "people/sam-reed-2.md", "---\nkind: person\nname: Sam Reed\n---\n" },
	{ "organisations/council.md", "---\nkind: organisation\nname: Ambleford Council\n---\n" },
	{ "groups/board/group.md",
	  "---\nkind: group\nname: Strategy Board\ncode: CTB\nmembers:\n"
	  "  - {person: ann-holt, role: chair, from: 2004-01-01, until: 2005-06-30}\n"
	  "  - {person: fay-lund, role: chair, from: 2005-07-01}\n"
	  "  - {person: ann-holt, role: member, from: 2005-07-01}\n"
	  "  - {person: sam-reed, voting: false, on_behalf_of: council}\n"
	  "---\nThe board.\n" },
	{ "groups/board/terms-of-reference.md", "---\nkind: terms-of-reference\nstate: in force\n"
						"params: {quorum: 6}\n---\n# Terms\n" },
	{ "groups/board-sub/group.md", "---\nkind: group\nname: Sub-group\ncode: SUB\nlines:\n"
				       "  - {to: executive, type: solid, accountability: partnership}\n"
				       "---\n" },
	{ "groups/executive/group.md",
	  "---\nkind: group\nname: Executive Group\ncode: CEX\nmembers:\n"
	  "  - {person: cleo-marsh, role: chair}\n"
	  "lines:\n"
	  "  - {to: board, type: solid, accountability: partnership, from: 2004-01-01}\n"
	  "  - {to: board-sub, type: dotted, until: 2004-12-31}\n"
	  "---\n" },
	{ "groups/executive/terms-of-reference.md",
	  "---\nkind: terms-of-reference\nid: CEX-terms-of-reference\n"
	  "params: {quorum: 9}\n---\n" },
	{ "groups/board/meetings/2005/CTB-2005-M001/meeting.md",
	  "---\nkind: meeting\ndate: 2005-10-03\nstart: 09:30\n"
	  "attendance:\n  - {person: fay-lund, as: chair}\n---\n" },
	{ "groups/board/meetings/2005/CTB-2005-M001/agenda.md",
	  "---\nkind: agenda\n---\n# Agenda for 3 October\n" },
	{ "groups/board/meetings/2005/CTB-2005-M001/agenda-2.md", "---\nkind: agenda\n---\n" },
	{ "groups/board/meetings/2005/CTB-2005-M001/notes.md", "Rough notes.\n" },
	{ "groups/board/papers/2004/CTB-2004-P009.md", "---\nkind: paper\ntitle: Older\n---\n" },
	{ "groups/board/papers/2005/CTB-2005-P001.md",
	  "---\nkind: paper\nid: CTB-2005-P001\ntitle: Placement budget\n"
	  "state: approved\nthemes: [money, care]\n---\n\nWe ask.\n" },
	{ "groups/board/papers/2005/CTB-2005-P002.md",
	  "---\nkind: paper\ntitle: Outreach\nthemes: [schools]\n---\n\nText.\n" },
	{ "groups/board/papers/2005/CTB-2005-P014.md",
	  "---\nkind: paper\ntitle: Gone\nstate: removed\n---\n" },
	{ "groups/executive/papers/2005/CEX-2005-P001.md",
	  "---\nkind: paper\ntitle: Rota\nthemes: [money]\n---\n" },
};
const size_t n_trust_files = COUNT(trust_files);

/* ---- the view -------------------------------------------------------------------------------------------- */

static int texts_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		      struct mb_error *err)
{
	struct text_record *r = v->self;

	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->files[i].path, path) == 0) {
			r->reads++;
			*out = mb_str(r->files[i].text);
			return MB_OK;
		}
	return mb_fail(err, MB_ENOTFOUND, "%s is not there", path);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int texts_list(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		      const struct mb_query *q, struct mb_error *err)
{
	struct text_record *r = v->self;

	*paths = NULL;
	*n = 0;
	for (size_t i = 0; i < r->n; i++) {
		struct mb_doc *d;

		if (mb_doc_parse(&d, a, v->schema, r->files[i].path, mb_str(r->files[i].text), NULL) ==
			    MB_OK &&
		    mb_query_fits(q, d))
			*MB_PUSH(a, *paths, *n) = r->files[i].path;
	}
	if (*n)
		qsort(*paths, *n, sizeof **paths, by_text);
	return MB_OK;
}

static int texts_files(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		       const char *folder, struct mb_error *err)
{
	struct text_record *r = v->self;
	size_t len = strlen(folder);

	*paths = NULL;
	*n = 0;
	for (size_t i = 0; i < r->n; i++) {
		const char *path = r->files[i].path;

		if (mb_starts(path, folder) && path[len] == '/' && !strchr(path + len + 1, '/'))
			*MB_PUSH(a, *paths, *n) = path;
	}
	return MB_OK;
}

struct mb_view *view_of_texts(struct text_record *r)
{
	static const struct mb_view_ops whole = { .read = texts_read,
						  .list = texts_list,
						  .files = texts_files };
	static const struct mb_view_ops bare = { .read = texts_read, .list = texts_list };

	return mb_view_new(r->cannot_list_files ? &bare : &whole, &trust_schema, r);
}

int trust_up(void **state)
{
	struct world *w = mb_alloc(sizeof *w);

	w->record = (struct text_record){ .files = trust_files, .n = n_trust_files };
	w->view = view_of_texts(&w->record);
	w->a = mb_arena_new();
	*state = w;
	return 0;
}

int trust_down(void **state)
{
	struct world *w = *state;

	mb_view_free(w->view);
	mb_arena_free(w->a);
	free(w);
	return 0;
}

void says(const struct mb_error *err, const char *part)
{
	if (!strstr(err->text, part))
		fail_msg("\"%s\" does not say \"%s\"", err->text, part);
	assert_null(strchr(err->text, '\n'));
}

struct mb_file file_of(const char *path, const char *text)
{
	return (struct mb_file){ .path = path, .data = mb_str(text), .remove = !text };
}

mb_day day_of(const char *iso)
{
	mb_day d;

	if (!iso)
		return MB_NO_DAY;
	assert_true(mb_day_parse(&d, iso));
	return d;
}
