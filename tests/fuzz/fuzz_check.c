/* Any text checked as a paper, with a record at hand and without: every finding says something and lies in the text. */
#include "fuzz.h"

#include <minutebook/reading.h>

#include <stdlib.h>
#include <string.h>

static struct mb_known_person people[] = { { "Helen Marsh", "HM", "Head of Finance", true },
					   { "Tom Fox", NULL, NULL, false } };
static struct mb_known_group groups[] = { { "Children's Trust Strategy Board", "Strategy Board" },
					  { "Early Years Group", NULL } };
static struct mb_known_line lines[] = { { "Early Years Group", "Children's Trust Strategy Board", "solid" } };

static bool has(void *self, const char *id)
{
	return strlen(id) % 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { NULL, "paper", "minutes", "terms-of-reference", "unknown" };
	const struct mb_check_known known = { .people = people,
					      .groups = groups,
					      .lines = lines,
					      .n_people = 2,
					      .n_groups = 2,
					      .n_lines = 1,
					      .has = has,
					      .near = 13000 };
	struct input in = { data, size };
	const char *kind = kinds[choose(&in, sizeof kinds / sizeof *kinds)];
	const bool record = choose(&in, 2);
	struct mb_arena *a = mb_arena_new();
	struct mb_paper_check *check = NULL;
	char *text = text_left(&in);

	mb_check_paper(&check, a, text, in.n, kind, record ? &known : NULL);
	INSIST(check && check->kind);
	for (size_t i = 0; i < check->n_findings; i++) {
		const struct mb_check_finding *f = &check->findings[i];

		INSIST(f->kind && f->words && f->why && f->todo && f->n_places > 0);
		for (size_t k = 0; k < f->n_places; k++) {
			INSIST(f->places[k].line >= 1 && f->places[k].column >= 1);
			INSIST(f->places[k].start <= in.n &&
			       f->places[k].length <= in.n - f->places[k].start);
		}
	}
	free(text);
	mb_arena_free(a);
	return 0;
}
