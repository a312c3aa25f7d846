/* attack_world.c: rules from files, a record from an array. */
#include "attack_world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULES_OF_PACK  MB_SOURCE_DIR "/plugins/childrens-trust/rules"
#define RULES_OF_WORLD MB_SOURCE_DIR "/tests/rules/world"

/* ---- rules ----------------------------------------------------------------------------------------------- */

static struct mb_rules_file files[64];
static size_t n_files;

static void add_file(const char *folder, const char *name, const char *as)
{
	struct mb_error err = { 0 };
	struct mb_buf path, as_path, text;

	mb_buf_init(&path, 0);
	mb_buf_init(&as_path, 0);
	mb_buf_printf(&path, "%s/%s", folder, name);
	mb_buf_printf(&as_path, "%s%s", as, name);
	if (n_files == sizeof(files) / sizeof(files[0]) ||
	    mb_read_file(&text, path.p, 1 << 20, &err) != MB_OK) {
		fprintf(stderr, "%s: %s\n", path.p, err.text);
		exit(1);
	}
	files[n_files].path = mb_buf_take(&as_path);
	files[n_files].text.n = text.n;
	files[n_files++].text.p = mb_buf_take(&text);
	mb_buf_free(&path);
}

static void add_folder(const char *folder, const char *as)
{
	struct dirent **names = NULL;
	int n = scandir(folder, &names, NULL, alphasort);

	if (n < 0) {
		perror(folder);
		exit(1);
	}
	for (int i = 0; i < n; i++) {
		if (mb_ends(names[i]->d_name, ".lua"))
			add_file(folder, names[i]->d_name, as);
		free(names[i]);
	}
	free(names);
}

void world_open(void)
{
	add_file(RULES_OF_PACK, "00-words.lua", "rules/");
	add_folder(RULES_OF_PACK "/std", "rules/std/");
	add_folder(RULES_OF_WORLD, "rules/");
}

void world_close(void)
{
	for (size_t i = 0; i < n_files; i++) {
		free((char *)files[i].path);
		free((char *)files[i].text.p);
	}
	n_files = 0;
}

int world_load(struct mb_rules **out, const struct mb_rules_file *more, struct mb_error *err)
{
	struct mb_rules_file all[sizeof(files) / sizeof(files[0]) + 1];

	memcpy(all, files, sizeof(files));
	if (more)
		all[n_files] = *more;
	return mb_rules_load(out, all, n_files + (more ? 1 : 0), err);
}

/* ---- the record ------------------------------------------------------------------------------------------ */

#define PAPER_PATH "groups/ctb/papers/2026/CTB-2026-P001.md"
#define PAPER(state)                                                                                         \
	"---\nid: CTB-2026-P001\nkind: paper\nstate: " state                                                 \
	"\nauthor: ann-field\ntitle: Play areas in the east\n"                                               \
	"meeting: CTB-2026-M001\nconsultees: [schools, police]\namount: 1200\n"                              \
	"recommendations:\n  - {number: 1, kind: decide, text: Agree the plan}\n"                            \
	"signoffs:\n  - {role: finance lead, by: ben-okoro, of: abc, on: 2026-05-01}\n"                      \
	"  - {role: legal lead, by: cleo-marsh, of: abc, on: 2026-05-02}\n---\n# Play areas\n\n## "          \
	"Legal\n\nNone.\n"

struct page {
	const char *path, *text;
};

static const struct page pages_before[] = {
	{ "partnership.yaml", "format: 1\nname: Example Children's Trust\nauthority: Example "
			      "Council\ntime_zone: Europe/London\n" },
	{ "people/ann-field.md", "---\nid: ann-field\nkind: person\nname: Ann Field\npost: Officer\n---\n" },
	{ "people/ben-okoro.md", "---\nid: ben-okoro\nkind: person\nname: Ben Okoro\n---\n" },
	{ "people/cleo-marsh.md", "---\nid: cleo-marsh\nkind: person\nname: Cleo Marsh\n---\n" },
	{ "groups/ctb/group.md",
	  "---\nid: ctb\nkind: group\ntitle: Children's Trust board\ncode: CTB\nregime: partnership\n"
	  "lines:\n  - {to: exec, type: solid}\nmembers:\n  - {person: cleo-marsh, role: chair, voting: "
	  "true}\n"
	  "  - {person: ben-okoro, role: member, voting: true}\n---\n" },
	{ "groups/exec/group.md",
	  "---\nid: exec\nkind: group\ntitle: Executive\ncode: EXE\nregime: partnership\n"
	  "lines:\n  - {to: ctb, type: solid}\n---\n" },
	{ "groups/ctb/meetings/2026/CTB-2026-M001/meeting.md",
	  "---\nid: CTB-2026-M001\nkind: meeting\ntitle: May meeting\ndate: 2026-05-20\n---\n" },
	{ PAPER_PATH, PAPER("draft") },
};
#define N_PAGES (sizeof(pages_before) / sizeof(pages_before[0]))
static struct page pages_after[N_PAGES];

static int pages_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		      struct mb_error *err)
{
	const struct page *page = v->self;

	for (size_t i = 0; i < N_PAGES; i++)
		if (strcmp(page[i].path, path) == 0) {
			*out = mb_str(page[i].text);
			return MB_OK;
		}
	return mb_fail(err, MB_ENOTFOUND, "there is no file %.400s", path);
}

static int pages_list(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		      const struct mb_query *q, struct mb_error *err)
{
	const struct page *page = v->self;

	*paths = NULL;
	*n = 0;
	for (size_t i = 0; i < N_PAGES; i++) {
		const struct mb_doc *d;
		int rc = mb_view_doc(&d, v, page[i].path, err);

		if (rc != MB_OK)
			return rc;
		if (!mb_query_fits(q, d))
			continue;
		*MB_PUSH(a, *paths, *n) = page[i].path;
		for (size_t k = *n - 1; k > 0 && strcmp((*paths)[k - 1], (*paths)[k]) > 0; k--) {
			const char *less = (*paths)[k];

			(*paths)[k] = (*paths)[k - 1];
			(*paths)[k - 1] = less;
		}
	}
	return MB_OK;
}

static const struct mb_view_ops pages_ops = { .read = pages_read, .list = pages_list };

int world_judge(struct mb_ruling *out, struct world *w, struct mb_arena *a, struct mb_rules *rules,
		struct mb_error *err)
{
	struct mb_event e = { .name = "approve" };
	struct mb_claim claim = { .by = "cleo-marsh", .entered_by = "cleo-marsh", .move = "approve" };
	struct mb_case c = { .events = &e, .n_events = 1, .claim = &claim };
	mb_day from, until;
	int rc;

	memcpy(pages_after, pages_before, sizeof(pages_before));
	pages_after[N_PAGES - 1].text = PAPER("approved");
	mb_day_make(&claim.on, 2026, 5, 7);
	mb_day_make(&from, 2000, 1, 1);
	mb_day_make(&until, 2030, 12, 31);
	w->base = c.base = mb_view_new(&pages_ops, mb_rules_schema(rules), (void *)pages_before);
	w->after = c.after = mb_view_new(&pages_ops, mb_rules_schema(rules), pages_after);
	c.calendar = w->calendar = mb_calendar_new(from, until);
	if ((rc = mb_zone_set("Europe/London", err)) != MB_OK ||
	    (rc = mb_view_doc(&e.before, w->base, PAPER_PATH, err)) != MB_OK ||
	    (rc = mb_view_doc(&e.after, w->after, PAPER_PATH, err)) != MB_OK)
		return rc;
	c.recorded = mb_instant_at(claim.on, 600);
	return mb_rules_judge(out, a, rules, &c, err);
}

void world_done(struct world *w)
{
	mb_view_free(w->base);
	mb_view_free(w->after);
	mb_calendar_free(w->calendar);
}
