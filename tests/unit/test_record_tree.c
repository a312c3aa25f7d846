/* Trees: entries and lists, writing with puts and removals, differences, and what may stand where. */
#include "record_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct mb_oid nothing;

/* A tree with things only a push can bring: a symbolic link, a link to a repository, an executable. */
static struct mb_commit odd_tree(struct world *w)
{
	struct mb_commit c;

	land_first(w);
	must(w, "git clone -q home/record.git odd && cd odd && ln -s welcome.md handbook/link && "
		"mkdir -p groups/board Tools && echo t >groups/board/group.md && echo '#!' >Tools/run && "
		"chmod +x Tools/run && "
		"git add . && git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),vendor && "
		"git commit -qm odd && git push -q origin HEAD:refs/heads/main");
	assert_ok(w, mb_record_tip(&c, w->a, w->rec, &w->err));
	return c;
}

static void entries_are_found_by_path(void **state)
{
	struct world *w = *state;
	struct mb_commit c = odd_tree(w);
	static const struct row {
		const char *path;
		int rc;
		unsigned mode;
		const char *name;
	} rows[] = {
		{ "", MB_OK, 0040000, "" },
		{ "partnership.yaml", MB_OK, 0100644, "partnership.yaml" },
		{ "handbook", MB_OK, 0040000, "handbook" },
		{ "handbook/welcome.md", MB_OK, 0100644, "welcome.md" },
		{ "handbook/link", MB_OK, 0120000, "link" },
		{ "Tools/run", MB_OK, 0100755, "run" },
		{ "vendor", MB_OK, 0160000, "vendor" },
		{ "handbook/welcome.md/x", MB_ENOTFOUND, 0, NULL },
		{ "vendor/x", MB_ENOTFOUND, 0, NULL },
		{ "handbook/", MB_ENOTFOUND, 0, NULL },
		{ "handbook//welcome.md", MB_ENOTFOUND, 0, NULL },
		{ "/handbook", MB_ENOTFOUND, 0, NULL },
		{ "Handbook", MB_ENOTFOUND, 0, NULL },
		{ "hand", MB_ENOTFOUND, 0, NULL },
		{ "..", MB_ENOTFOUND, 0, NULL },
	};

	for (size_t i = 0; i < N(rows); i++) {
		struct mb_entry e;

		if (mb_tree_entry(&e, w->a, w->rec, &c.tree, rows[i].path, &w->err) != rows[i].rc)
			fail_msg("'%s': %s", rows[i].path, w->err.text);
		if (rows[i].rc != MB_OK)
			continue;
		assert_string_equal(e.name, rows[i].name);
		assert_int_equal(e.mode, rows[i].mode);
		assert_int_equal(e.folder, rows[i].mode == 0040000);
		assert_string_equal(e.id.hex,
				    out_of(w, "git -C home/record.git rev-parse main:%s", rows[i].path));
	}
}

static void a_folder_is_listed_in_gits_order(void **state)
{
	struct world *w = *state;
	const struct mb_file files[] = { put("a/x", "1"), put("a.md", "2"), put("a0", "3"), put("b", "4") };
	struct mb_oid tree;
	struct mb_entry *e = NULL;
	size_t n = 9;

	assert_ok(w, mb_tree_write(&tree, w->rec, &nothing, files, N(files), &w->err));
	assert_ok(w, mb_tree_list(&e, &n, w->a, w->rec, &tree, "", &w->err));
	assert_int_equal(n, 4);
	assert_string_equal(e[0].name, "a.md");
	assert_string_equal(e[1].name, "a");
	assert_true(e[1].folder);
	assert_string_equal(e[2].name, "a0");
	assert_ok(w, mb_tree_list(&e, &n, w->a, w->rec, &tree, "a", &w->err));
	assert_int_equal(n, 1);
	assert_ok(w, mb_tree_list(&e, &n, w->a, w->rec, &tree, "none/such", &w->err));
	assert_int_equal(n, 0);
	assert_ok(w, mb_tree_list(&e, &n, w->a, w->rec, &tree, "b", &w->err));
	assert_int_equal(n, 0);
	assert_ok(w, mb_tree_list(&e, &n, w->a, w->rec, &nothing, "", &w->err));
	assert_int_equal(n, 0);
	assert_string_equal(out_of(w, "git -C home/record.git ls-tree -r --name-only %s", tree.hex),
			    "a.md\na/x\na0\nb");
}

static void blobs_are_read_whole_and_bounded(void **state)
{
	struct world *w = *state;
	struct mb_str text;
	struct mb_oid id, tree;
	struct mb_entry e;
	char *big = mb_alloc(MB_DOC_MAX + 1);
	struct mb_file f = { .path = "big.md", .data = { big, MB_DOC_MAX } };

	memset(big, 'x', MB_DOC_MAX + 1);
	assert_ok(w, mb_tree_write(&tree, w->rec, &nothing, &f, 1, &w->err));
	assert_ok(w, mb_tree_entry(&e, w->a, w->rec, &tree, "big.md", &w->err));
	assert_ok(w, mb_blob_read(&text, w->a, w->rec, &e.id, &w->err));
	assert_int_equal(text.n, MB_DOC_MAX);
	assert_int_equal(text.p[text.n], 0);
	assert_ok(w, mb_blob_id(&id, big, MB_DOC_MAX, &w->err));
	assert_string_equal(id.hex, e.id.hex);
	f.data.n++;
	assert_int_equal(mb_tree_write(&tree, w->rec, &nothing, &f, 1, &w->err), MB_EINVAL);
	assert_says(&w->err, "'big.md' has 1048577 bytes");
	strcpy(id.hex,
	       out_of(w, "head -c 1048577 /dev/zero | git -C home/record.git hash-object -w --stdin"));
	assert_int_equal(mb_blob_read(&text, w->a, w->rec, &id, &w->err), MB_EINVAL);
	assert_says(&w->err, "1048577 bytes");
	free(big);

	assert_ok(w, mb_blob_id(&id, NULL, 0, &w->err));
	assert_string_equal(id.hex, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
	assert_int_equal(mb_blob_read(&text, w->a, w->rec, &id, &w->err), MB_EFAIL);
	assert_says(&w->err, "blob e69de29bb2d1d6434b8b29ae775ad8c2e48c5391 is missing");
	assert_int_equal(mb_blob_read(&text, w->a, w->rec, &tree, &w->err), MB_EFAIL);
	assert_says(&w->err, "is a tree, where a blob was expected");
	assert_int_equal(mb_blob_read(&text, w->a, w->rec, &nothing, &w->err), MB_EINVAL);
}

/* Each row starts from: d/e/f.md, d/g.md, file, other/x.md */
static void writing_a_tree(void **state)
{
	struct world *w = *state;
	static const struct row {
		const char *name;
		struct mb_file files[3];
		size_t n;
		int rc;
		const char *names; /* or what the error says */
	} rows[] = {
		{ "nothing", { { 0 } }, 0, MB_OK, "d/e/f.md d/g.md file other/x.md" },
		{ "a new file at the top",
		  { { "a", { "1", 1 }, 0 } },
		  1,
		  MB_OK,
		  "a d/e/f.md d/g.md file other/x.md" },
		{ "new folders",
		  { { "d/e/n/m/k.md", { "1", 1 }, 0 } },
		  1,
		  MB_OK,
		  "d/e/f.md d/e/n/m/k.md d/g.md file other/x.md" },
		{ "a removal that empties a folder",
		  { { .path = "d/e/f.md", .remove = true } },
		  1,
		  MB_OK,
		  "d/g.md file other/x.md" },
		{ "removals that empty two folders",
		  { { .path = "d/e/f.md", .remove = true }, { .path = "d/g.md", .remove = true } },
		  2,
		  MB_OK,
		  "file other/x.md" },
		{ "a file becomes a folder",
		  { { .path = "file", .remove = true }, { "file/x.md", { "1", 1 }, 0 } },
		  2,
		  MB_OK,
		  "d/e/f.md d/g.md file/x.md other/x.md" },
		{ "a folder becomes a file",
		  { { "other", { "1", 1 }, 0 }, { .path = "other/x.md", .remove = true } },
		  2,
		  MB_OK,
		  "d/e/f.md d/g.md file other" },
		{ "a file and its neighbours by name",
		  { { "x.md", { "1", 1 }, 0 }, { "x/y", { "2", 1 }, 0 }, { "x-z", { "3", 1 }, 0 } },
		  3,
		  MB_OK,
		  "d/e/f.md d/g.md file other/x.md x-z x.md x/y" },
		{ "below a file",
		  { { "file/x.md", { "1", 1 }, 0 } },
		  1,
		  MB_EINVAL,
		  "'file' is a file, not a folder" },
		{ "over a folder", { { "d", { "1", 1 }, 0 } }, 1, MB_EINVAL, "it is a folder" },
		{ "over a folder that keeps a file",
		  { { "d", { "1", 1 }, 0 }, { .path = "d/e/f.md", .remove = true } },
		  2,
		  MB_EINVAL,
		  "it is a folder" },
		{ "both a file and a folder",
		  { { "n", { "1", 1 }, 0 }, { "n/x", { "1", 1 }, 0 } },
		  2,
		  MB_EINVAL,
		  "it is a folder" },
		{ "twice", { { "n", { "1", 1 }, 0 }, { "n", { "2", 1 }, 0 } }, 2, MB_EINVAL, "given twice" },
		{ "put and removed",
		  { { "file", { "1", 1 }, 0 }, { .path = "file", .remove = true } },
		  2,
		  MB_EINVAL,
		  "given twice" },
		{ "remove what is not there",
		  { { .path = "d/none.md", .remove = true } },
		  1,
		  MB_ENOTFOUND,
		  "'d/none.md' cannot be removed" },
		{ "remove a folder",
		  { { .path = "d", .remove = true } },
		  1,
		  MB_ENOTFOUND,
		  "'d' cannot be removed" },
		{ "remove below what is not there",
		  { { .path = "no/such.md", .remove = true } },
		  1,
		  MB_ENOTFOUND,
		  "cannot be removed" },
		{ "a bad path", { { "../x", { "1", 1 }, 0 } }, 1, MB_EINVAL, "'..'" },
	};
	const struct mb_file first[] = { put("d/e/f.md", "f"), put("d/g.md", "g"), put("file", "file"),
					 put("other/x.md", "x") };
	struct mb_oid base, tree;

	assert_ok(w, mb_tree_write(&base, w->rec, &nothing, first, N(first), &w->err));
	for (size_t i = 0; i < N(rows); i++) {
		if (mb_tree_write(&tree, w->rec, &base, rows[i].files, rows[i].n, &w->err) != rows[i].rc)
			fail_msg("%s: %s", rows[i].name, w->err.text);
		if (rows[i].rc != MB_OK)
			assert_says(&w->err, rows[i].names);
		else
			assert_string_equal(out_of(w,
						   "git -C home/record.git ls-tree -r --name-only %s | xargs",
						   tree.hex),
					    rows[i].names);
	}
	must(w, "git -C home/record.git fsck --strict");
}

static void an_unchanged_tree_keeps_its_id_and_writes_nothing(void **state)
{
	struct world *w = *state;
	struct mb_commit c = land_first(w);
	const struct mb_file same[] = { put("handbook/welcome.md", "# Welcome\n") };
	const struct mb_file all[] = { gone("handbook/welcome.md"), gone("partnership.yaml") };
	const char *before = out_of(w, "find home -type f | wc -l");
	struct mb_oid tree;

	assert_ok(w, mb_tree_write(&tree, w->rec, &c.tree, same, N(same), &w->err));
	assert_string_equal(tree.hex, c.tree.hex);
	assert_string_equal(out_of(w, "find home -type f | wc -l"), before);
	assert_ok(w, mb_tree_write(&tree, w->rec, &c.tree, all, N(all), &w->err));
	assert_string_equal(tree.hex, "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

static void odd_entries_survive_a_write_but_are_not_written_over(void **state)
{
	struct world *w = *state;
	struct mb_commit c = odd_tree(w);
	const struct mb_file run[] = { put("Tools/run", "#!/bin/sh\n"), put("handbook/new.md", "n") };
	const struct mb_file link[] = { put("handbook/link", "x") }, below[] = { put("vendor/x", "x") };
	const struct mb_file drop[] = { gone("handbook/link"), gone("vendor") };
	struct mb_oid tree;

	assert_ok(w, mb_tree_write(&tree, w->rec, &c.tree, run, N(run), &w->err));
	assert_string_equal(out_of(w, "git -C home/record.git ls-tree -r %s | cut -c1-6 | xargs", tree.hex),
			    "100755 100644 120000 100644 100644 100644 160000");
	assert_int_equal(mb_tree_write(&tree, w->rec, &c.tree, link, N(link), &w->err), MB_EINVAL);
	assert_says(&w->err, "is a symbolic link");
	assert_int_equal(mb_tree_write(&tree, w->rec, &c.tree, below, N(below), &w->err), MB_EINVAL);
	assert_says(&w->err, "'vendor' is a link to another repository");
	assert_ok(w, mb_tree_write(&tree, w->rec, &c.tree, drop, N(drop), &w->err));
}

static void what_may_stand_where(void **state)
{
	struct world *w = *state;
	struct mb_commit c;
	const struct mb_file more[] = { put("groups/t\305\267/A.md", "x"),
					put("groups/\303\211cole/\320\226.md", "x") };
	static const struct row {
		const char *path;
		int rc;
		const char *says;
	} rows[] = {
		{ "handbook/new.md", MB_OK, NULL },
		{ "handbook/welcome.md", MB_OK, NULL },
		{ "groups/t\305\267/A.md", MB_OK, NULL },
		{ "quite/new/place.md", MB_OK, NULL },
		{ "handbook/Welcome.md", MB_EINVAL, "only in letter case from 'handbook/welcome.md'" },
		{ "Handbook/other.md", MB_EINVAL, "'Handbook' differs only in letter case from 'handbook'" },
		{ "PARTNERSHIP.YAML", MB_EINVAL, "only in letter case" },
		{ "tools/walk", MB_EINVAL, "only in letter case from 'Tools'" },
		{ "groups/T\305\266/b.md", MB_EINVAL, "only in letter case" },
		{ "groups/\303\251cole/b.md", MB_EINVAL, "only in letter case" },
		{ "groups/\303\211cole/\320\266.md", MB_EINVAL, "only in letter case" },
		{ "groups/ecole/b.md", MB_OK, NULL },
		{ "handbook/welcome.md/x", MB_EINVAL, "'handbook/welcome.md' is a file, not a folder" },
		{ "handbook/link/x", MB_EINVAL, "'handbook/link' is a symbolic link" },
		{ "handbook/link", MB_EINVAL, "is a symbolic link" },
		{ "handbook", MB_EINVAL, "is a folder" },
		{ "vendor", MB_EINVAL, "is a link to another repository" },
		{ "vendor/x", MB_EINVAL, "is a link to another repository" },
		{ "../x", MB_EINVAL, "'..'" },
	};

	odd_tree(w);
	c = land(w, more, N(more));
	for (size_t i = 0; i < N(rows); i++) {
		if (mb_path_fits(w->rec, &c.tree, rows[i].path, &w->err) != rows[i].rc)
			fail_msg("%s: %s", rows[i].path, w->err.text);
		if (rows[i].says)
			assert_says(&w->err, rows[i].says);
	}
	assert_ok(w, mb_path_fits(w->rec, &nothing, "any/thing.md", &w->err));
}

/* The difference as one line: "-path", "+path", "~path". */
static const char *difference(struct world *w, const struct mb_oid *a, const struct mb_oid *b)
{
	struct mb_difference *d = NULL;
	struct mb_buf line;
	const char *out;
	size_t n = 0;

	assert_ok(w, mb_tree_diff(&d, &n, w->a, w->rec, a, b, &w->err));
	mb_buf_init(&line, 0);
	for (size_t i = 0; i < n; i++) {
		if (i)
			assert_true(strcmp(d[i - 1].path, d[i].path) < 0);
		assert_int_equal(d[i].mode_before != 0, d[i].before.hex[0] != 0);
		assert_int_equal(d[i].mode_after != 0, d[i].after.hex[0] != 0);
		mb_buf_printf(&line, "%s%c%s", i ? " " : "",
			      !d[i].before.hex[0] ? '+'
			      : d[i].after.hex[0] ? '~'
						  : '-',
			      d[i].path);
	}
	out = mb_arena_ndup(w->a, line.p, line.n);
	mb_buf_free(&line);
	return out;
}

static void differences_are_files_sorted_by_path(void **state)
{
	struct world *w = *state;
	const struct mb_file first[] = { put("a", "1"), put("a.md", "1"), put("b/c/d.md", "1"),
					 put("b/e.md", "1"), put("z/y.md", "1") };
	const struct mb_file second[] = { gone("a"),	    put("a/x.md", "2"), put("a.md", "2"),
					  gone("b/c/d.md"), put("b/c", "1"),	put("n/m/k.md", "1") };
	struct mb_oid t1, t2;

	assert_ok(w, mb_tree_write(&t1, w->rec, &nothing, first, N(first), &w->err));
	assert_ok(w, mb_tree_write(&t2, w->rec, &t1, second, N(second), &w->err));
	assert_string_equal(difference(w, &nothing, &t1), "+a +a.md +b/c/d.md +b/e.md +z/y.md");
	assert_string_equal(difference(w, &t1, &nothing), "-a -a.md -b/c/d.md -b/e.md -z/y.md");
	assert_string_equal(difference(w, &t1, &t1), "");
	assert_string_equal(difference(w, &nothing, &nothing), "");
	assert_string_equal(difference(w, &t1, &t2), "-a ~a.md +a/x.md +b/c -b/c/d.md +n/m/k.md");
	assert_string_equal(difference(w, &t2, &t1), "+a ~a.md -a/x.md -b/c +b/c/d.md -n/m/k.md");
}

static void a_change_of_mode_alone_is_a_difference(void **state)
{
	struct world *w = *state;
	struct mb_commit c = odd_tree(w), c2;
	struct mb_difference *d = NULL;
	size_t n = 0;

	must(w,
	     "cd odd && chmod -x Tools/run && git commit -qm mode Tools/run && git push -q origin HEAD:main");
	assert_ok(w, mb_record_tip(&c2, w->a, w->rec, &w->err));
	assert_ok(w, mb_tree_diff(&d, &n, w->a, w->rec, &c.tree, &c2.tree, &w->err));
	assert_int_equal(n, 1);
	assert_string_equal(d->path, "Tools/run");
	assert_string_equal(d->before.hex, d->after.hex);
	assert_int_equal(d->mode_before, 0100755);
	assert_int_equal(d->mode_after, 0100644);
}

static void two_thousand_files(void **state)
{
	struct world *w = *state;
	struct mb_file *files = mb_arena_alloc(w->a, 2000 * sizeof(*files));
	struct mb_oid t1, t2;
	struct mb_difference *d = NULL;
	size_t n = 0;

	for (int i = 0; i < 2000; i++)
		files[i] = put(
			mb_arena_printf(w->a, "groups/g%02d/papers/2026/P%04d.md", i * 7 % 20, i * 13 % 2000),
			mb_arena_printf(w->a, "paper %d\n", i));
	assert_ok(w, mb_tree_write(&t1, w->rec, &nothing, files, 2000, &w->err));
	assert_ok(w, mb_tree_diff(&d, &n, w->a, w->rec, &nothing, &t1, &w->err));
	assert_int_equal(n, 2000);
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(d[i - 1].path, d[i].path) < 0);
	files[1000].data = mb_str("revised\n");
	assert_ok(w, mb_tree_write(&t2, w->rec, &t1, files, 2000, &w->err));
	assert_string_equal(difference(w, &t1, &t2), mb_arena_printf(w->a, "~%s", files[1000].path));
	assert_string_equal(
		out_of(w, "git -C home/record.git diff-tree -r --name-only %s %s", t1.hex, t2.hex),
		files[1000].path);
	assert_string_equal(out_of(w, "git -C home/record.git ls-tree -r %s | wc -l", t1.hex), "2000");
}

static void the_deepest_path_can_be_written_and_compared(void **state)
{
	struct world *w = *state;
	char deep[MB_PATH_MAX + 1] = "";
	struct mb_file f = put(deep, "x");
	struct mb_oid tree;
	struct mb_entry e;

	for (int i = 0; i < MB_PATH_MAX; i++)
		deep[i] = i % 2 ? '/' : 'a';
	deep[MB_PATH_MAX - 1] = 'a';
	deep[MB_PATH_MAX] = 0;
	assert_ok(w, mb_tree_write(&tree, w->rec, &nothing, &f, 1, &w->err));
	assert_ok(w, mb_tree_entry(&e, w->a, w->rec, &tree, deep, &w->err));
	assert_string_equal(difference(w, &nothing, &tree), mb_arena_printf(w->a, "+%s", deep));
}

/* Thirty objects can describe 10^30 files: comparing must end, and say why. */
static void a_tree_bomb_and_a_bottomless_tree_are_refused(void **state)
{
	struct world *w = *state;
	struct mb_oid tree;
	struct mb_difference *d = NULL;
	size_t n = 0;

	strcpy(tree.hex, out_of(w, "cd home/record.git; b=$(echo x | git hash-object -w --stdin); t=$(for i "
				   "in 0 1 2 3 4 5 6 7 8 "
				   "9; do printf '100644 blob %%s\\t%%s\\n' $b $i; done | git mktree); for j "
				   "in $(seq 29); do "
				   "t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %%s\\t%%s\\n' "
				   "$t $i; done | git "
				   "mktree); done; echo $t"));
	assert_int_equal(mb_tree_diff(&d, &n, w->a, w->rec, &nothing, &tree, &w->err), MB_EINVAL);
	assert_says(&w->err, "over 500000");
	strcpy(tree.hex,
	       out_of(w,
		      "cd home/record.git; t=$(echo x | git hash-object -w --stdin); t=$(printf '100644 blob "
		      "%%s\\tx\\n' $t | git mktree); for i in $(seq 220); do t=$(printf '040000 tree "
		      "%%s\\ta\\n' $t | git mktree); done; echo $t"));
	assert_int_equal(mb_tree_diff(&d, &n, w->a, w->rec, &nothing, &tree, &w->err), MB_EINVAL);
	assert_says(&w->err, "too deep");
}

static void a_malformed_tree_is_told(void **state)
{
	struct world *w = *state;
	static const char *const bytes[] = {
		"100644 b\\0%s100644 a\\0%s", /* out of order */
		"100644 a\\0%s100644 a\\0%s", /* a name twice */
		"100644 a\\0short",	      "100644 \\0%s", "garbage", "100644", "77777777777777 a\\0%s",
	};

	for (size_t i = 0; i < N(bytes); i++) {
		struct mb_oid tree;
		struct mb_entry *e = NULL;
		struct mb_difference *d = NULL;
		size_t n = 0;
		const char *id = "aaaaaaaaaaaaaaaaaaaa";

		strcpy(tree.hex, out_of(w,
					"printf '%s' '%s' '%s' | git -C home/record.git hash-object -t tree "
					"--literally -w "
					"--stdin",
					bytes[i], id, id));
		assert_int_equal(mb_tree_list(&e, &n, w->a, w->rec, &tree, "", &w->err), MB_EFAIL);
		assert_says(&w->err, "malformed");
		assert_int_equal(mb_tree_diff(&d, &n, w->a, w->rec, &nothing, &tree, &w->err), MB_EFAIL);
	}
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_up, world_down)
	const struct CMUnitTest tests[] = {
		T(entries_are_found_by_path),
		T(a_folder_is_listed_in_gits_order),
		T(blobs_are_read_whole_and_bounded),
		T(writing_a_tree),
		T(an_unchanged_tree_keeps_its_id_and_writes_nothing),
		T(odd_entries_survive_a_write_but_are_not_written_over),
		T(what_may_stand_where),
		T(differences_are_files_sorted_by_path),
		T(a_change_of_mode_alone_is_a_difference),
		T(two_thousand_files),
		T(the_deepest_path_can_be_written_and_compared),
		T(a_tree_bomb_and_a_bottomless_tree_are_refused),
		T(a_malformed_tree_is_told),
	};

	return cmocka_run_group_tests_name("record_tree", tests, NULL, NULL);
}
