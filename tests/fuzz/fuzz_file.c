/* Any text filed through the gate, or put in the place of a document, in a dry run: an answer, and the record as it was. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static struct mb_gate *gate;
static char tip[sizeof(struct mb_oid)];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	gate = fuzz_home();
	memcpy(tip, &mb_gate_tip(gate)->id, sizeof tip);
	return 0;
}

static void check_result(int rc, const struct mb_result *r, const struct mb_error *err)
{
	INSIST(rc == MB_OK || rc == MB_EREFUSED || rc == MB_EINVAL || rc == MB_ENOTFOUND ||
	       rc == MB_ECONFLICT);
	INSIST(rc == MB_OK || (err->code == rc && err->text[0] && !strchr(err->text, '\n')));
	INSIST(!r->landed && !memcmp(tip, &mb_gate_tip(gate)->id, sizeof tip));
	if (rc != MB_OK)
		return;
	INSIST(r->unchanged || r->n_touched > 0);
	for (size_t i = 0; i < r->n_touched; i++)
		INSIST(r->touched[i].id && r->touched[i].path &&
		       mb_path_check(r->touched[i].path, NULL) == MB_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const groups[] = { "strategy-board", NULL, "executive-group" };
	static const char *const meetings[] = { "CTB-2005-M001", NULL };
	static const char *const kinds[] = { NULL, "paper", "agenda", "minutes", "decision" };
	static const char *const docs[] = { "CTB-2005-P001", "CTB-2005-M001", "CTB-2005-M001-minutes",
					    "CTB-2005-M001-agenda", "strategy-board" };
	static const char *const people[] = { "beth-corrigan", "paul-okafor", "helen-marsh" };
	struct input in = { data, size };
	bool edit = choose(&in, 3) == 1;
	struct mb_filing filing = { .group = groups[choose(&in, 3)],
				    .meeting = meetings[choose(&in, 2)],
				    .as_kind = kinds[choose(&in, 5)] };
	const char *doc = docs[choose(&in, 5)], *who = people[choose(&in, 3)];
	struct mb_actor actor = { .by = who, .entered_by = who, .on = MB_NO_DAY };
	struct mb_arena *a = mb_arena_new();
	struct mb_result r = { 0 };
	struct mb_error err = { 0 };
	char *text = text_left(&in);
	mb_day day;
	int rc;

	INSIST(mb_day_make(&day, 2005, 10, 14));
	actor.recorded = mb_instant_at(day, 600);
	filing.text = (struct mb_str){ text, in.n };
	rc = edit ? mb_gate_edit(&r, a, gate, doc, filing.text, &(struct mb_oid){ "" }, &actor, MB_DRY_RUN,
				 &err)
		  : mb_gate_file(&r, a, gate, &filing, &actor, MB_DRY_RUN, &err);
	check_result(rc, &r, &err);
	free(text);
	mb_arena_free(a);
	return 0;
}
