#include "index_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct mb_field paper_fields[] = {
	{ .name = "title", .type = MB_T_TEXT, .required = true },
	{ .name = "date", .type = MB_T_DATE },
	{ .name = "themes", .type = MB_T_LIST },
	{ .name = "lead", .type = MB_T_PERSON },
	{ .name = "goes_to", .type = MB_T_GROUPS },
	{ .name = "votes", .type = MB_T_ROWS },
};
static struct mb_field decision_fields[] = {
	{ .name = "title", .type = MB_T_TEXT },
	{ .name = "date", .type = MB_T_DATE },
	{ .name = "paper", .type = MB_T_DOC, .of = "paper" },
	{ .name = "supersedes", .type = MB_T_DOCS, .of = "decision" },
};
static struct mb_field action_fields[] = {
	{ .name = "title", .type = MB_T_TEXT },
	{ .name = "due", .type = MB_T_DATE },
	{ .name = "owner", .type = MB_T_PERSON },
	{ .name = "from", .type = MB_T_DOC },
};
static struct mb_field group_fields[] = {
	{ .name = "name", .type = MB_T_TEXT },
	{ .name = "code", .type = MB_T_TEXT },
	{ .name = "members", .type = MB_T_ROWS },
};
static struct mb_field meeting_fields[] = {
	{ .name = "date", .type = MB_T_DATE },
	{ .name = "attendance", .type = MB_T_ROWS },
};
static struct mb_field name_fields[] = { { .name = "name", .type = MB_T_TEXT } };
static struct mb_field map_fields[] = { { .name = "parameters", .type = MB_T_MAP } };
static const char *paper_states[] = { "draft", "approved", "published" };
static const char *decision_states[] = { "in-force", "superseded" };
static const char *action_states[] = { "open", "done" };

#define SOME(x) x, sizeof(x) / sizeof(x)[0]

static struct mb_kind kinds[] = {
	{ .name = "paper",
	  .title = "Paper",
	  .plural = "papers",
	  .lives = MB_LIVES_NUMBERED,
	  .folder = "papers",
	  .letter = 'P',
	  .fields = paper_fields,
	  .n_fields = 6,
	  .states = paper_states,
	  .n_states = 3,
	  .date_field = "date" },
	{ .name = "decision",
	  .title = "Decision",
	  .plural = "decisions",
	  .lives = MB_LIVES_NUMBERED,
	  .folder = "decisions",
	  .letter = 'D',
	  .fields = decision_fields,
	  .n_fields = 4,
	  .states = decision_states,
	  .n_states = 2,
	  .date_field = "date" },
	{ .name = "action",
	  .title = "Action",
	  .plural = "actions",
	  .lives = MB_LIVES_NUMBERED,
	  .folder = "actions",
	  .letter = 'A',
	  .fields = action_fields,
	  .n_fields = 4,
	  .states = action_states,
	  .n_states = 2,
	  .date_field = "due" },
	{ .name = "meeting",
	  .title = "Meeting",
	  .plural = "meetings",
	  .lives = MB_LIVES_FOLDER,
	  .folder = "meetings",
	  .file_name = "meeting",
	  .letter = 'M',
	  .fields = meeting_fields,
	  .n_fields = 2,
	  .date_field = "date" },
	{ .name = "minutes",
	  .title = "Minutes",
	  .plural = "minutes",
	  .lives = MB_LIVES_IN_MEETING,
	  .file_name = "minutes",
	  .fields = name_fields,
	  .n_fields = 1 },
	{ .name = "group",
	  .title = "Group",
	  .plural = "groups",
	  .lives = MB_LIVES_IN_GROUP,
	  .file_name = "group",
	  .fields = group_fields,
	  .n_fields = 3 },
	{ .name = "terms-of-reference",
	  .title = "Terms of reference",
	  .plural = "terms of reference",
	  .lives = MB_LIVES_IN_GROUP,
	  .file_name = "terms-of-reference",
	  .fields = map_fields,
	  .n_fields = 1 },
	{ .name = "person",
	  .title = "Person",
	  .plural = "people",
	  .lives = MB_LIVES_TOP,
	  .folder = "people",
	  .fields = name_fields,
	  .n_fields = 1 },
};

const struct mb_schema world_schema = { .kinds = kinds, .n_kinds = sizeof kinds / sizeof kinds[0] };

mb_day world_day(const char *iso)
{
	mb_day d = MB_NO_DAY;

	assert_true(!iso || mb_day_parse(&d, iso));
	return d;
}

static void must(int rc, const struct mb_error *err)
{
	if (rc != MB_OK)
		fail_msg("%s", err->text);
}

void world_open(struct world *w)
{
	struct mb_error err;

	memset(w, 0, sizeof *w);
	strcpy(w->top, "/tmp/mb-index-XXXXXX");
	assert_non_null(mkdtemp(w->top));
	snprintf(w->home, sizeof w->home, "%s/home", w->top);
	must(mb_home_init(w->home, &err), &err);
	must(mb_record_open(&w->rec, w->home, &err), &err);
	w->a = mb_arena_new();
	w->rules = WORLD_RULES;
	world_put(w, "partnership.yaml", "format: 1\nname: Exampleshire Children's Trust\n");
	world_put(w, "groups/board/group.md",
		  "---\nkind: group\nname: The Board\ncode: CTB\nmembers:\n  - {person: helen-marsh, role: "
		  "chair}\n"
		  "  - {person: esther-lane, role: clerk}\n---\n# The Board\n");
	world_put(w, "people/helen-marsh.md", "---\nkind: person\nname: Helen Marsh\n---\n");
	world_put(w, "people/esther-lane.md", "---\nkind: person\nname: Esther Lane\n---\n");
	world_land(w, "2005-09-01", "2005-09-01");
}

void world_close(struct world *w)
{
	char command[128];

	mb_record_close(w->rec);
	mb_arena_free(w->a);
	snprintf(command, sizeof command, "rm -rf '%s'", w->top);
	assert_int_equal(system(command), 0);
}

static struct mb_file *stage(struct world *w, const char *path)
{
	struct mb_file *f;

	for (size_t i = 0; i < w->n_staged; i++)
		if (strcmp(w->staged[i].path, path) == 0)
			return &w->staged[i];
	f = MB_PUSH(w->a, w->staged, w->n_staged);
	f->path = mb_arena_dup(w->a, path);
	return f;
}

void world_put(struct world *w, const char *path, const char *fmt, ...)
{
	struct mb_file *f = stage(w, path);
	char text[8192];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	f->data = mb_str(mb_arena_dup(w->a, text));
}

void world_remove(struct world *w, const char *path)
{
	stage(w, path)->remove = true;
}

void world_land(struct world *w, const char *on, const char *recorded)
{
	struct mb_landing l = { .base = &w->tip, .files = w->staged, .n_files = w->n_staged };
	struct mb_error err;

	l.author = "Helen Marsh";
	l.author_mail = "helen@example.org";
	l.on = world_day(on);
	l.recorded.utc = (int64_t)world_day(recorded) * 86400 + 43200;
	w->event++;
	l.message = w->foreign
			    ? "edited by hand\n"
			    : mb_arena_printf(
				      w->a,
				      "Helen Marsh changed %zu files\n\nEvent: %ld\nOn: %s\nBy: helen-marsh\n"
				      "Entered-By: esther-lane\nRules: %s\nRuling: 1\n satisfied\n",
				      w->n_staged, w->event, on, w->rules);
	must(mb_record_land(&w->tip, w->a, w->rec, &l, &err), &err);
	w->staged = NULL;
	w->n_staged = 0;
}

void world_rewind(struct world *w, const struct mb_oid *to)
{
	char command[256];
	struct mb_error err;

	snprintf(command, sizeof command, "git -C '%s' update-ref refs/heads/main %s", mb_record_path(w->rec),
		 to->hex);
	assert_int_equal(system(command), 0);
	must(mb_record_tip(&w->tip, w->a, w->rec, &err), &err);
}

char *world_file(struct world *w, const char *name)
{
	return mb_arena_printf(w->a, "%s/%s", w->home, name);
}

struct mb_index *world_index(struct world *w)
{
	struct mb_index *ix = NULL;
	struct mb_error err;

	must(mb_index_open(&ix, w->rec, &world_schema, NULL, NULL, &err), &err);
	return ix;
}

const char *world_names(struct mb_arena *a, const struct mb_version_row *rows, size_t n)
{
	const char *out = "";

	for (size_t i = 0; i < n; i++) {
		const char *slash = strrchr(rows[i].path, '/'), *name = slash ? slash + 1 : rows[i].path;

		out = mb_arena_printf(a, "%s%s%.*s", out, i ? " " : "", (int)(strlen(name) - 3), name);
	}
	return out;
}
