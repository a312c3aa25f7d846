/* The lexical checks of a rule file: one line a slip, each with the file's name, and never without end. */
#include "fuzz.h"
#include "rules_impl.h"

#include <stdlib.h>
#include <string.h>

static int told;

static void tell(void *ctx, const char *line)
{
	INSIST(mb_starts(line, "rules/50-a.lua") && !strchr(line, '\n'));
	INSIST(mb_text_check(line, strlen(line), NULL) == MB_OK);
	told++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	char *text = text_left(&in);
	const struct mb_rules_file f = { "rules/50-a.lua", { text, in.n } };
	int slips;

	told = 0;
	slips = rules_check_text(&f, tell, NULL);
	INSIST(slips >= 0 && (slips > 0) == (told > 0) && told <= 60);
	free(text);
	return 0;
}
