/* home.c: a small record to fuzz upon. */
#include "fuzz.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[PATH_MAX];
static struct mb_gate *gate;

static int take_away(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	return remove(path);
}

static void clean_up(void)
{
	mb_gate_close(gate);
	nftw(folder, take_away, 16, FTW_DEPTH | FTW_PHYS);
}

static void must(int rc, const struct mb_error *err)
{
	if (rc == MB_OK)
		return;
	fprintf(stderr, "the record to fuzz upon could not be made: %s\n", err->text);
	exit(1); /* not abort(): no input is to blame */
}

struct mb_str fuzz_paper(struct mb_arena *a, const char *name)
{
	const char *path = mb_arena_printf(a, "%s/tests/fixtures/story/%s", MB_SOURCE_DIR, name);
	struct mb_error err = { 0 };
	struct mb_str text;
	struct mb_buf b;

	must(mb_read_file(&b, path, MB_DOC_MAX, &err), &err);
	text = (struct mb_str){ mb_arena_copy(a, b.p, b.n), b.n };
	mb_buf_free(&b);
	return text;
}

static struct mb_actor actor_on(const char *by, const char *iso)
{
	struct mb_actor actor = { .by = by, .entered_by = by, .on = MB_NO_DAY };
	mb_day day;

	INSIST(mb_day_parse(&day, iso));
	actor.recorded = mb_instant_at(day, 10 * 60);
	return actor;
}

static void file_paper(struct mb_arena *a, const char *name, const char *by, const char *iso)
{
	const struct mb_filing filing = { .text = fuzz_paper(a, name),
					  .group = "strategy-board",
					  .meeting = "CTB-2005-M001" };
	const struct mb_actor actor = actor_on(by, iso);
	struct mb_result result;
	struct mb_error err = { 0 };

	must(mb_gate_file(&result, a, gate, &filing, &actor, 0, &err), &err);
}

static void sign(struct mb_arena *a, const char *doc, const char *role, const char *by, const char *iso)
{
	const struct mb_actor actor = actor_on(by, iso);
	struct mb_result result;
	struct mb_error err = { 0 };

	must(mb_gate_sign(&result, a, gate, doc, role, &actor, 0, &err), &err);
}

static void move(struct mb_arena *a, const char *doc, const char *name, const char *by, const char *iso)
{
	const struct mb_actor actor = actor_on(by, iso);
	struct mb_result result;
	struct mb_error err = { 0 };

	must(mb_gate_move(&result, a, gate, doc, name, NULL, &actor, 0, &err), &err);
}

struct mb_gate *fuzz_home(void)
{
	static const char *const packs[] = { MB_SOURCE_DIR "/plugins/childrens-trust",
					     MB_SOURCE_DIR "/plugins/council-committee" };
	struct mb_init how = { .template_dir = MB_SOURCE_DIR "/repo-template",
			       .packs = packs,
			       .n_packs = sizeof packs / sizeof *packs,
			       .name = "The partnership of Wendlebury",
			       .rehearsal = true };
	const char *tmp = getenv("TMPDIR");
	struct mb_actor secretary;
	struct mb_arena *a = mb_arena_new();
	struct mb_result result;
	struct mb_error err = { 0 };
	mb_day day;

	snprintf(folder, sizeof folder, "%s/minutebook-fuzz.XXXXXX", tmp ? tmp : "/tmp");
	INSIST(mkdtemp(folder) && mb_day_make(&day, 2005, 10, 11));
	must(mb_zone_set("Europe/London", &err), &err);
	how.dir = mb_arena_printf(a, "%s/home", folder);
	how.recorded = actor_on("", "2005-09-01").recorded;
	atexit(clean_up);
	must(mb_gate_init(&how, &err), &err);
	must(mb_gate_open(&gate, how.dir, &err), &err);
	secretary = actor_on("beth-corrigan", "2005-09-19");
	must(mb_gate_new_meeting(&result, a, gate, "strategy-board", day, "14:00", NULL, &secretary, 0, &err),
	     &err);
	file_paper(a, "report.md", "paul-okafor", "2005-09-19");
	sign(a, "CTB-2005-P001", "finance lead", "farah-nazir", "2005-09-20");
	sign(a, "CTB-2005-P001", "legal lead", "leonard-shaw", "2005-09-20");
	move(a, "CTB-2005-P001", "approve", "helen-marsh", "2005-09-23");
	file_paper(a, "agenda.md", "beth-corrigan", "2005-10-03");
	move(a, "CTB-2005-M001-agenda", "publish", "beth-corrigan", "2005-10-03");
	file_paper(a, "minutes-1.md", "beth-corrigan", "2005-10-13");
	mb_arena_free(a);
	return gate;
}
