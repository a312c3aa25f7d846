/* rules_world.c: see rules_world.h. */
#include "rules_world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PACK	  MB_SOURCE_DIR "/plugins/childrens-trust/rules"
#define FILES_MAX 32
#define PAGES_MAX 64

static struct mb_rules_file files[FILES_MAX];
static size_t n_files;

const struct page world[] = {
	{ "partnership.yaml",
	  "format: 1\nname: Testshire Children's Trust\nclerk_post: clerk\n"
	  "roles:\n  - {role: clerk, person: kit}\n  - {role: finance lead, person: fay}\n" },
	{ "people/ann.md", "---\nid: ann\nkind: person\nname: Ann Field\n---\n" },
	{ "people/bo.md", "---\nid: bo\nkind: person\nname: Bo Reed\n---\n" },
	{ "people/cath.md", "---\nid: cath\nkind: person\nname: Cath Moss\n---\n" },
	{ "people/fay.md", "---\nid: fay\nkind: person\nname: Fay Hill\n---\n" },
	{ "people/kit.md", "---\nid: kit\nkind: person\nname: Kit Dale\n---\n" },
	{ "groups/board/group.md",
	  "---\nid: board\nkind: group\ntitle: Children's Trust board\ncode: CTB\nregime: partnership\n"
	  "lines:\n  - {to: exec, type: solid}\nmembers:\n"
	  "  - {person: cath, role: chair, voting: true}\n"
	  "  - {person: bo, role: board officer, voting: false}\n"
	  "  - {person: ann, role: member, voting: true}\n"
	  "  - {person: fay, role: member, voting: true}\n---\n" },
	{ "groups/exec/group.md", "---\nid: exec\nkind: group\ntitle: Executive\ncode: EXE\nmembers:\n"
				  "  - {person: kit, role: chair, voting: true}\n---\n" },
	{ "groups/board/meetings/2005/CTB-2005-M001/meeting.md",
	  "---\nid: CTB-2005-M001\nkind: meeting\ntitle: October\ndate: 2005-10-11\nattendance:\n"
	  "  - {person: cath, as: present}\n  - {person: ann, as: present}\n  - {person: fay, as: "
	  "apologies}\n"
	  "interests:\n  - {person: ann, item: \"4\", nature: trustee}\n---\n" },
	{ NULL, NULL },
};

static char *joined(const char *a, const char *b)
{
	struct mb_buf s;

	mb_buf_init(&s, 0);
	mb_buf_puts(&s, a);
	mb_buf_puts(&s, b);
	return mb_buf_take(&s);
}

static void add_file(const char *folder, const char *name, const char *as)
{
	struct mb_error err = { 0 };
	char *with_slash = joined(folder, "/"), *path = joined(with_slash, name);
	struct mb_buf text;

	if (n_files == FILES_MAX || mb_read_file(&text, path, 1 << 20, &err) != MB_OK) {
		fprintf(stderr, "%s: %s\n", path, err.text);
		exit(1);
	}
	files[n_files].path = joined(as, name);
	files[n_files].text.n = text.n;
	files[n_files++].text.p = mb_buf_take(&text);
	free(with_slash);
	free(path);
}

void pack_open(void)
{
	struct dirent **names = NULL;
	int n = scandir(PACK "/std", &names, NULL, alphasort);

	add_file(PACK, "00-words.lua", "rules/");
	if (n < 0) {
		perror(PACK "/std");
		exit(1);
	}
	for (int i = 0; i < n; i++) {
		if (mb_ends(names[i]->d_name, ".lua"))
			add_file(PACK "/std", names[i]->d_name, "rules/std/");
		free(names[i]);
	}
	free(names);
}

void pack_close(void)
{
	for (size_t i = 0; i < n_files; i++) {
		free((char *)files[i].path);
		free((char *)files[i].text.p);
	}
	n_files = 0;
}

size_t pack_files(struct mb_rules_file *out, const char *const *texts, size_t n)
{
	static const char *const paths[] = { "rules/50-a.lua", "rules/51-a.lua", "rules/52-a.lua",
					     "rules/53-a.lua" };

	memcpy(out, files, n_files * sizeof(*files));
	for (size_t i = 0; i < n; i++)
		out[n_files + i] = (struct mb_rules_file){ paths[i], mb_str(texts[i]) };
	return n_files + n;
}

int pack_load_shuffled(struct mb_rules **out, const char *const *texts, size_t n, unsigned seed,
		       struct mb_error *err)
{
	struct mb_rules_file all[FILES_MAX];
	size_t count = pack_files(all, texts, n);

	for (size_t i = count; seed && i > 1; i--) {
		size_t k = (seed = seed * 1103515245u + 12345u) / 65536u % i;
		struct mb_rules_file swap = all[i - 1];

		all[i - 1] = all[k];
		all[k] = swap;
	}
	return mb_rules_load(out, all, count, err);
}

int pack_load(struct mb_rules **out, const char *const *texts, size_t n, struct mb_error *err)
{
	return pack_load_shuffled(out, texts, n, 0, err);
}

/* ---- pages ----------------------------------------------------------------------------------------------- */

static int pages_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		      struct mb_error *err)
{
	for (const struct page *p = v->self; p->path; p++)
		if (strcmp(p->path, path) == 0) {
			*out = mb_str(p->text);
			return MB_OK;
		}
	return mb_fail(err, MB_ENOTFOUND, "there is no file %.200s", path);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int pages_list(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		      const struct mb_query *q, struct mb_error *err)
{
	*paths = NULL;
	*n = 0;
	for (const struct page *p = v->self; p->path; p++) {
		const struct mb_doc *d;
		int rc;

		if (!mb_ends(p->path, ".md") ||
		    (mb_streq(q->kind, "group") && !mb_ends(p->path, "/group.md")))
			continue;
		if ((rc = mb_view_doc(&d, v, p->path, err)) != MB_OK)
			return rc;
		if (mb_query_fits(q, d))
			*MB_PUSH(a, *paths, *n) = p->path;
	}
	if (*n > 1)
		qsort(*paths, *n, sizeof(**paths), by_text);
	return MB_OK;
}

struct mb_view *pages_view(const struct mb_schema *s, const struct page *pages)
{
	static const struct mb_view_ops ops = { .read = pages_read, .list = pages_list };

	return mb_view_new(&ops, s, (void *)pages);
}

mb_day on_day(const char *iso)
{
	mb_day d;

	if (!mb_day_parse(&d, iso)) {
		fprintf(stderr, "no date: %s\n", iso);
		exit(1);
	}
	return d;
}

struct mb_calendar *weekdays(void)
{
	struct mb_calendar *c = mb_calendar_new(on_day("2000-01-01"), on_day("2030-12-31"));

	mb_calendar_add(c, on_day("2005-10-05"), "a bank holiday", MB_NO_DAY);
	return c;
}

/* ---- acts ------------------------------------------------------------------------------------------------ */

static void with_page(struct page *out, const struct page *pages, const char *path, const char *text)
{
	size_t n = 0;

	for (; pages->path; pages++)
		if (strcmp(pages->path, path) != 0 && n + 2 < PAGES_MAX)
			out[n++] = *pages;
	if (text)
		out[n++] = (struct page){ path, text };
	out[n] = (struct page){ NULL, NULL };
}

int act_judge(struct mb_buf *out, struct mb_ruling *ruling, struct mb_arena *a, struct mb_rules *r,
	      const struct page *pages, const struct act *act, struct mb_error *err)
{
	struct page base[PAGES_MAX], after[PAGES_MAX];
	const char *waives[] = { act->waives };
	struct mb_event e = { .name = act->event, .role = act->role, .follows = act->follows };
	struct mb_claim claim = { .by = act->by,
				  .entered_by = act->entered_by ? act->entered_by : act->by,
				  .move = act->event,
				  .reason = act->reason,
				  .on = on_day(act->on),
				  .waives = waives,
				  .n_waives = act->waives != NULL };
	struct mb_case c = { .events = &e, .n_events = 1, .claim = &claim };
	struct mb_calendar *calendar = weekdays();
	int rc = MB_OK;

	with_page(base, pages, act->doc, act->before);
	with_page(after, pages, act->doc, act->after);
	c.base = pages_view(mb_rules_schema(r), base);
	c.after = pages_view(mb_rules_schema(r), after);
	c.calendar = calendar;
	c.recorded = (struct mb_instant){ (int64_t)claim.on * 86400 + (act->minute ? act->minute : 600) * 60,
					  0 };
	if (act->before)
		rc = mb_view_doc(&e.before, c.base, act->doc, err);
	if (rc == MB_OK && act->after)
		rc = mb_view_doc(&e.after, c.after, act->doc, err);
	if (rc == MB_OK)
		rc = mb_rules_judge(ruling, a, r, &c, err);
	mb_buf_init(out, 0);
	if (rc == MB_OK)
		mb_ruling_canonical(out, ruling);
	mb_view_free(c.after);
	mb_view_free(c.base);
	mb_calendar_free(calendar);
	return rc;
}
