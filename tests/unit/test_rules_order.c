/* The order in which rules stand changes no ruling: a hundred times the shipped packs' files are named anew, so that they load
 * in another order, and the rules within each are shuffled; the same acts are judged the same. */
#include "minutebook/rules.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PACK	  MB_SOURCE_DIR "/plugins/childrens-trust/rules"
#define ORDERS	  100
#define FILES_MAX 64

/* Each prints its whole ruling, since none says what was expected. */
static const char acts[] =
	"local P, M1, M2, D, W, N = 'CTB-2005-P001', 'CTB-2005-M001', 'CTB-2005-M002', 'CTB-2005-D001', "
	"'WFD-2005-D001', "
	"'CTB-2005-M001-minutes'\n"
	"local function act(name, when, given) test(name) { given = given, when = when, expect = { says = "
	"'@' } } end\n"
	"act('approve', { move = 'approve', on = P, by = 'cath', date = '2005-09-23' })\n"
	"act('approve own', { move = 'approve', on = P, by = 'paul', date = '2005-09-23' }, { [P] = { "
	"signoffs = {} } })\n"
	"act('submit', { move = 'submit', on = P, by = 'paul', date = '2005-09-19' }, { [P] = { state = "
	"'draft' } })\n"
	"act('publish', { move = 'publish', on = M1 .. '-agenda', by = 'bo', date = '2005-10-03' })\n"
	"act('publish late', { move = 'publish', on = M1 .. '-agenda', by = 'bo', date = '2005-10-07' })\n"
	"act('supplement', { move = 'publish', on = M1 .. '-agenda-2', by = 'bo', date = '2005-10-07' })\n"
	"act('record', { move = 'record', on = D, by = 'bo', date = '2005-11-17' })\n"
	"act('record inquorate', { move = 'record', on = D, by = 'bo', date = '2005-11-17' },\n"
	"  { [M2] = { attendance = { { person = 'cath', as = 'present' } } } })\n"
	"act('record below', { move = 'record', on = W, by = 'bo', date = '2005-11-24' }, { [W] = { state = "
	"none } })\n"
	"act('approve minutes', { move = 'approve', on = N, by = 'cath', date = '2005-11-15' })\n"
	"act('days', { daily = '2006-06-01' })\n";

struct file {
	char *name, *text; /* "10-papers.lua", "std/10-fields.lua", "tests/00-world.lua" */
};
static struct file pack[FILES_MAX];
static size_t n_pack;
static unsigned seed;

static unsigned below(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return seed / 65536u % n;
}

static void read_folder(const char *folder)
{
	char path[600];
	struct dirent **names = NULL;
	int n;

	snprintf(path, sizeof path, "%s/%s", PACK, folder);
	n = scandir(path, &names, NULL, alphasort);
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		char name[300];
		struct mb_buf text;

		snprintf(name, sizeof name, "%s%s", folder, names[i]->d_name);
		if (mb_ends(name, ".lua") && (!mb_starts(name, "tests/") || mb_ends(name, "00-world.lua"))) {
			snprintf(path, sizeof path, "%s/%s", PACK, name);
			assert_true(n_pack < FILES_MAX);
			assert_int_equal(mb_read_file(&text, path, 1 << 20, NULL), MB_OK);
			pack[n_pack].name = strdup(name);
			pack[n_pack++].text = mb_buf_take(&text);
		}
		free(names[i]);
	}
	free(names);
}

/* Blocks that begin with `rule` in column 0 and end with `}` there, in another order behind all else. */
static char *shuffled(const char *text)
{
	const char *blocks[200];
	size_t lengths[200], n = 0;
	struct mb_buf out;

	mb_buf_init(&out, 0);
	for (const char *p = text; *p;) {
		size_t line = strcspn(p, "\n") + 1;

		if (mb_starts(p, "rule ") || mb_starts(p, "rule(")) {
			const char *end = strstr(p, "\n}\n");

			assert_non_null(end);
			assert_true(n < 200);
			blocks[n] = p;
			lengths[n++] = (size_t)(end + 3 - p);
			p = end + 3;
			continue;
		}
		mb_buf_put(&out, p, line);
		p += line;
	}
	for (size_t i = n; i > 0; i--) {
		size_t k = below((unsigned)i);

		mb_buf_put(&out, blocks[k], lengths[k]);
		blocks[k] = blocks[i - 1];
		lengths[k] = lengths[i - 1];
	}
	return mb_buf_take(&out);
}

/* What was told, without the places of rules, which are what changes. */
static void tell(void *ctx, const char *line)
{
	struct mb_buf *out = ctx;

	if (mb_starts(line, "coverage:"))
		return;
	for (const char *p = line; *p; p++) {
		if (mb_starts(p, "rules/")) {
			p += strcspn(p, ":");
			p += *p ? 1 + strspn(p + 1, "0123456789") : 0;
			mb_buf_puts(out, "(place)");
			if (!*p)
				break;
		}
		mb_buf_putc(out, *p);
	}
	mb_buf_putc(out, '\n');
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Lines sort by file and line too: the same lines are the same ruling. */
static char *lines_sorted(char *text)
{
	const char **lines = NULL;
	size_t n = 0;
	struct mb_arena *a = mb_arena_new();
	struct mb_buf out;
	char *save = NULL;

	mb_buf_init(&out, 0);
	for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save))
		*MB_PUSH(a, lines, n) = l;
	qsort(lines, n, sizeof *lines, by_text);
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(&out, "%s\n", lines[i]);
	mb_arena_free(a);
	return mb_buf_take(&out);
}

static char *judged(bool shuffle)
{
	struct mb_rules_file files[FILES_MAX];
	struct mb_test_sum sum;
	struct mb_arena *a = mb_arena_new();
	struct mb_buf out;
	char *texts[FILES_MAX] = { 0 }, *all;
	size_t n = 0;

	for (; n < n_pack; n++) {
		const char *slash = strrchr(pack[n].name, '/');
		bool plain = !slash && shuffle;

		texts[n] = plain ? shuffled(pack[n].text) : strdup(pack[n].text);
		files[n].path = plain ? mb_arena_printf(a, "rules/%03u-%s", below(1000), pack[n].name)
				      : mb_arena_printf(a, "rules/%s", pack[n].name);
		files[n].text = mb_str(texts[n]);
	}
	files[n++] = (struct mb_rules_file){ "rules/tests/acts_test.lua", mb_str(acts) };
	mb_buf_init(&out, 0);
	assert_int_equal(mb_rules_test(&sum, files, n, NULL, tell, &out, NULL), MB_EINVAL);
	assert_int_equal(sum.failed, 11); /* each says its ruling, and none was an error */
	for (size_t i = 0; i < n_pack; i++)
		free(texts[i]);
	mb_arena_free(a);
	assert_null(strstr(out.p, "when:"));
	all = lines_sorted(out.p);
	mb_buf_free(&out);
	return all;
}

static void the_order_of_files_and_rules_changes_no_ruling(void **state)
{
	char *first = judged(false);

	assert_non_null(strstr(first, "without effect: inquorate"));
	assert_non_null(strstr(first, "effect | report"));
	for (int i = 1; i <= ORDERS; i++) {
		char *again;

		seed = (unsigned)i;
		again = judged(true);
		if (strcmp(again, first) != 0)
			print_error("order %d\n", i);
		assert_string_equal(again, first);
		free(again);
	}
	free(first);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(
		the_order_of_files_and_rules_changes_no_ruling) };
	int rc;

	read_folder("");
	read_folder("std/");
	read_folder("tests/");
	rc = cmocka_run_group_tests_name("rules_order", tests, NULL, NULL);
	for (size_t i = 0; i < n_pack; i++) {
		free(pack[i].name);
		free(pack[i].text);
	}
	return rc;
}
