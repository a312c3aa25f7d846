/* What people type to find something - words to search for, an id, a path, a field's value - asked of a small record. */
#include "fuzz.h"

#include <string.h>

static struct mb_gate *gate;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	gate = fuzz_home();
	return 0;
}

static void check_error(int rc, const struct mb_error *err)
{
	INSIST(rc == MB_OK || rc == MB_EINVAL || rc == MB_ENOTFOUND);
	INSIST(rc == MB_OK || (err->code == rc && err->text[0] && !strchr(err->text, '\n')));
}

static void check_place(struct mb_arena *a, const char *text)
{
	const struct mb_doc *doc;
	struct mb_address at = { 0 };
	struct mb_error err = { 0 };
	int rc = mb_path_check(text, &err);

	check_error(rc, &err);
	if ((rc = mb_address_of(&at, a, mb_gate_view(gate), text, &err)) == MB_OK)
		INSIST(at.kind && at.id && at.path && mb_path_check(at.path, NULL) == MB_OK);
	check_error(rc, &err);
	if ((rc = mb_address_of_path(&at, a, mb_gate_view(gate), text, &err)) == MB_OK)
		INSIST(at.path && mb_path_check(at.path, NULL) == MB_OK);
	check_error(rc, &err);
	if ((rc = mb_view_doc(&doc, mb_gate_view(gate), text, &err)) == MB_OK)
		INSIST(doc->id && doc->path);
	check_error(rc, &err);
	if ((rc = mb_person_find(&doc, mb_gate_view(gate), text, &err)) == MB_OK)
		INSIST(mb_streq(doc->kind->name, "person"));
	check_error(rc, &err);
}

static void check_lists(struct mb_arena *a, const char *field, const char *value)
{
	struct mb_wherefield where = { field, value };
	const struct mb_ask ask = { .kind = "paper",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY,
				    .where = &where,
				    .n_where = 1 };
	struct mb_version_row *rows;
	struct mb_error err = { 0 };
	const char **fields;
	size_t n;

	check_error(mb_index_list(&rows, &n, a, mb_gate_index(gate), &ask, &err), &err);
	check_error(mb_index_history(&rows, &n, a, mb_gate_index(gate), value, &err), &err);
	check_error(mb_index_links_to(&rows, &fields, &n, a, mb_gate_index(gate), value, &err), &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct mb_arena *a = mb_arena_new();
	const char *value = choose_text(&in, a, 120), *field = choose_text(&in, a, 30);
	const char *words = mb_arena_ndup(a, (const char *)in.p, in.n);
	struct mb_hit *hits;
	struct mb_error err = { 0 };
	size_t n;
	int rc = mb_index_search(&hits, &n, a, mb_gate_index(gate), words, 20, &err);

	check_error(rc, &err);
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		INSIST(hits[i].row.id && hits[i].snippet);
	check_place(a, value);
	check_lists(a, field, value);
	mb_arena_free(a);
	return 0;
}
