/* Any text as a rule file beside the pack's words and requirements: it is declared, or refused with its name and line,
 * and neither needs more than its share of steps and bytes. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX 16

static struct mb_rules_file files[FILES_MAX];
static size_t n_files;

/* The files of a folder; only: the one of that name. */
static int add_folder(const char *folder, const char *as, const char *only)
{
	static struct mb_arena *a; /* kept to the end, and reachable */
	struct mb_rules_file *all;
	struct mb_error err = { 0 };
	size_t n;

	a = a ? a : mb_arena_new();
	if (mb_rules_files_of_folder(&all, &n, a, folder, &err) != MB_OK) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	for (size_t i = 0; i < n && n_files + 1 < FILES_MAX; i++)
		if (mb_starts(all[i].path, as) && (!only || mb_ends(all[i].path, only)))
			files[n_files++] = all[i];
	return 0;
}

static void tell(void *ctx, const char *line)
{
	INSIST(line && !strchr(line, '\n'));
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	add_folder(MB_SOURCE_DIR "/plugins/childrens-trust/rules", "rules/std/", NULL);
	add_folder(MB_SOURCE_DIR "/plugins/childrens-trust/rules", "rules/", "/00-words.lua");
	INSIST(n_files > 1 && n_files + 1 < FILES_MAX);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	bool whole_check = choose(&in, 4) == 1;
	char *text = text_left(&in);
	struct mb_error err = { 0 };
	struct mb_rules *r = NULL;
	int rc;

	files[n_files] = (struct mb_rules_file){ "rules/50-a.lua", { text, in.n } };
	if (whole_check)
		rc = mb_rules_check(files, n_files + 1, tell, NULL, &err);
	else
		rc = mb_rules_load(&r, files, n_files + 1, &err);
	if (rc == MB_OK)
		INSIST(whole_check || mb_rules_schema(r));
	else
		INSIST(err.code == rc && err.text[0] && !strchr(err.text, '\n'));
	mb_rules_free(r);
	free(text);
	return 0;
}
