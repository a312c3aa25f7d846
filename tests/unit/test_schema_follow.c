/* Views that follow the record from tree to tree, forwards and back, answer as views that look at each tree afresh. */
#include "schema_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TREES 60
#define STEPS 120

struct home {
	char dir[64];
	struct mb_record *rec;
	struct mb_error err;
	struct mb_oid tree[TREES];
};

static unsigned next_of(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % below;
}

/* Papers come, change the values that are asked for, cannot be read for a while, and go; other files as well. */
static struct mb_file change(char *path, char *text, unsigned *seed)
{
	static const char *const states[] = { "draft", "for review", "approved" };
	static const char *const themes[] = { "money", "safety", "[money, staff]", "[]", "\"\"" };
	unsigned kind = next_of(seed, 12);

	if (kind == 0) {
		strcpy(path, "groups/board/terms-of-reference.md");
		sprintf(text, "---\nkind: terms-of-reference\nstate: %s\n---\n",
			next_of(seed, 2) ? "draft" : "in force");
	} else if (kind == 1) {
		sprintf(path, "handbook/page-%u.md", next_of(seed, 3));
		sprintf(text, "# Page %u\n", next_of(seed, 1000));
	} else {
		sprintf(path, "groups/%s-P%03u.md",
			next_of(seed, 2) ? "board/papers/2005/CTB-2005" : "executive/papers/2005/CEX-2005",
			20 + next_of(seed, 8));
		sprintf(text, "---\nkind: paper\ntitle: Nr %u\nstate: %s\nthemes: %s\n---\n",
			next_of(seed, 1000), states[next_of(seed, 3)], themes[next_of(seed, 5)]);
		if (kind == 2)
			strcpy(text, "---\nkind: paper\ntitle: [never closed\n---\n");
	}
	return (struct mb_file){ .path = path, .data = mb_str(text), .remove = kind == 3 || kind == 4 };
}

static int up(void **state)
{
	struct home *h = mb_alloc(sizeof *h);
	struct mb_file *files = mb_alloc(n_trust_files * sizeof *files);
	const char *tmp = getenv("TMPDIR");
	const struct mb_oid none = { "" };
	unsigned seed = 7;

	snprintf(h->dir, sizeof h->dir, "%.40s/mb-follow-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(h->dir));
	must(h, mb_home_init(h->dir, &h->err));
	must(h, mb_record_open(&h->rec, h->dir, &h->err));
	for (size_t i = 0; i < n_trust_files; i++)
		files[i] = file_of(trust_files[i].path, trust_files[i].text);
	must(h, mb_tree_write(&h->tree[0], h->rec, &none, files, n_trust_files, &h->err));
	for (int i = 1; i < TREES; i++) {
		char path[80], text[200];
		struct mb_file file = change(path, text, &seed);

		/* what is not there cannot be removed: then nothing changes */
		if (mb_tree_write(&h->tree[i], h->rec, &h->tree[i - 1], &file, 1, &h->err) != MB_OK)
			h->tree[i] = h->tree[i - 1];
	}
	free(files);
	*state = h;
	return 0;
}

static int down(void **state)
{
	struct home *h = *state;
	char command[128];

	mb_record_close(h->rec);
	snprintf(command, sizeof command, "rm -rf '%s'", h->dir);
	assert_int_equal(system(command), 0);
	free(h);
	return 0;
}

static const struct mb_query queries[] = {
	{ "paper", NULL, NULL, NULL },
	{ "paper", "board", NULL, NULL },
	{ "paper", "../board", NULL, NULL },
	{ "paper", NULL, "themes", "money" },
	{ "paper", "executive", "themes", "money" },
	{ "paper", NULL, "themes", "" },
	{ "paper", NULL, "state", "draft" },
	{ "paper", "board", "state", "approved" },
	{ "paper", NULL, "id", "CTB-2005-P021" },
	{ "paper", NULL, "risks.money", "high" },
	{ "meeting", NULL, "attendance.person", "ann-holt" },
	{ "meeting", NULL, "date", "2005-10-03" },
	{ "group", NULL, "members.person", "ann-holt" },
	{ "person", "board", NULL, NULL },
	{ "terms-of-reference", NULL, "state", "in force" },
	{ "terms-of-reference", NULL, "id", "CEX-terms-of-reference" },
	{ "agenda", "board", NULL, NULL },
	{ "unknown", NULL, NULL, NULL },
};

/* Both must list the same, or both fail. @return how many were listed */
static size_t same_answers(struct mb_view *view, struct mb_view *plain)
{
	size_t listed = 0;

	for (size_t i = 0; i < COUNT(queries); i++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_error err = { 0 }, plain_err = { 0 };
		const char **paths = NULL, **plain_paths = NULL;
		size_t n = 0, n_plain = 0;
		int rc = view->ops->list(view, &paths, &n, a, &queries[i], &err);
		int plain_rc = plain->ops->list(plain, &plain_paths, &n_plain, a, &queries[i], &plain_err);

		if (rc != plain_rc || n != n_plain)
			fail_msg("%s %s %s: %d and %zu, not %d and %zu (%s; %s)", queries[i].kind,
				 queries[i].field ? queries[i].field : "",
				 queries[i].value ? queries[i].value : "", rc, n, plain_rc, n_plain, err.text,
				 plain_err.text);
		assert_string_equal(err.text, plain_err.text);
		for (size_t k = 0; k < n; k++)
			assert_string_equal(paths[k], plain_paths[k]);
		listed += n;
		mb_arena_free(a);
	}
	return listed;
}

static void same_documents(struct mb_view *view, struct mb_view *plain)
{
	static const char *const paths[] = { "groups/board/papers/2005/CTB-2005-P021.md",
					     "groups/executive/papers/2005/CEX-2005-P024.md",
					     "groups/board/terms-of-reference.md", "handbook/page-1.md",
					     "groups/board" };

	for (size_t i = 0; i < COUNT(paths); i++) {
		struct mb_error err = { 0 }, plain_err = { 0 };
		const struct mb_doc *d = NULL, *p = NULL;
		int rc = mb_view_doc(&d, view, paths[i], &err);

		assert_int_equal(rc, mb_view_doc(&p, plain, paths[i], &plain_err));
		assert_string_equal(err.text, plain_err.text);
		if (rc == MB_OK) {
			assert_int_equal(d->raw.n, p->raw.n);
			assert_memory_equal(d->raw.p, p->raw.p, d->raw.n);
			assert_string_equal(d->id, p->id);
		}
	}
}

/* At each step a tree and the one it became; mostly onwards, sometimes anywhere. */
static void they_answer_the_same(void **state)
{
	struct home *h = *state;
	struct mb_cache *cache = mb_cache_new(64 * 1024);
	unsigned seed = 3;
	size_t listed = 0;

	for (int step = 0, at = 0; step < STEPS; step++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_view *before, *after, *plain_before, *plain_after;
		struct mb_difference *diff;
		size_t n;
		int to = at + 1 < TREES && next_of(&seed, 5) ? at + 1 : (int)next_of(&seed, TREES);

		must(h, mb_tree_diff(&diff, &n, a, h->rec, &h->tree[at], &h->tree[to], &h->err));
		must(h,
		     mb_view_of_tree_followed(&before, h->rec, &h->tree[at], &trust_schema, cache, &h->err));
		must(h, mb_view_of_tree_changed(&after, before, h->rec, &h->tree[to], diff, n, &h->err));
		must(h, mb_view_of_tree(&plain_before, h->rec, &h->tree[at], &trust_schema, &h->err));
		must(h, mb_view_of_tree(&plain_after, h->rec, &h->tree[to], &trust_schema, &h->err));
		listed += same_answers(before, plain_before);
		same_documents(before, plain_before);
		same_documents(after, plain_after);
		(void)same_answers(after, plain_after);
		mb_view_free(after);
		mb_view_free(before);
		mb_view_free(plain_after);
		mb_view_free(plain_before);
		mb_arena_free(a);
		if (step % 50 == 49)
			mb_cache_forget(cache, &trust_schema);
		at = to;
	}
	assert_true(listed > STEPS * 20);
	mb_cache_free(cache);
}

/* A view that another has taken the place of goes on as it was. */
static void an_overtaken_view_stays_right(void **state)
{
	struct home *h = *state;
	struct mb_cache *cache = mb_cache_new(1 << 20);
	struct mb_view *old, *new, *plain;

	must(h, mb_view_of_tree_followed(&old, h->rec, &h->tree[1], &trust_schema, cache, &h->err));
	must(h, mb_view_of_tree_followed(&new, h->rec, &h->tree[TREES - 1], &trust_schema, cache, &h->err));
	must(h, mb_view_of_tree(&plain, h->rec, &h->tree[1], &trust_schema, &h->err));
	(void)same_answers(old, plain);
	same_documents(old, plain);
	mb_view_free(plain);
	mb_view_free(new);
	mb_view_free(old);
	mb_cache_free(cache);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test_setup_teardown(they_answer_the_same, up, down),
		cmocka_unit_test_setup_teardown(an_overtaken_view_stays_right, up, down),
	};

	return cmocka_run_group_tests_name("schema_follow", t, NULL, NULL);
}
