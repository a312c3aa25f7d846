/* The rules as files: of a tree of the record, or of a folder that an admin edits. */
#include "gate_impl.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define RULES_FILE_MAX	((size_t)64 * 1024)
#define RULES_FILES_MAX 400

static int walk_tree(struct mb_rules_file **files, size_t *n, struct mb_arena *a, struct mb_record *rec,
		     const struct mb_oid *tree, const char *prefix, bool tests, int depth,
		     struct mb_error *err)
{
	struct mb_entry *e;
	size_t count;
	int rc = mb_tree_list(&e, &count, a, rec, tree, "", err);

	for (size_t i = 0; rc == MB_OK && i < count; i++) {
		const char *path = mb_arena_printf(a, "%s/%s", prefix, e[i].name);

		if (e[i].folder && !tests && strcmp(path, "rules/tests") == 0)
			continue;
		if (e[i].folder && depth < 3) {
			rc = walk_tree(files, n, a, rec, &e[i].id, path, tests, depth + 1, err);
		} else if (mb_ends(path, ".lua")) {
			struct mb_rules_file *f;

			if (*n == RULES_FILES_MAX)
				return mb_fail(err, MB_EINVAL, "more than %d rule files", RULES_FILES_MAX);
			f = MB_PUSH(a, *files, *n);
			f->path = path;
			rc = mb_blob_read(&f->text, a, rec, &e[i].id, err);
		}
	}
	return rc;
}

int mb_rules_files_of_tree(struct mb_rules_file **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
			   const struct mb_oid *rules_tree, struct mb_error *err)
{
	*out = NULL;
	*n = 0;
	return walk_tree(out, n, a, rec, rules_tree, "rules", true, 0, err);
}

int gate_rule_files(struct mb_rules_file **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
		    const struct mb_oid *rules_tree, struct mb_error *err)
{
	*out = NULL;
	*n = 0;
	return walk_tree(out, n, a, rec, rules_tree, "rules", false, 0, err);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, sorted, so that the order never depends on the disk. */
static int names_in(const char ***out, size_t *n, struct mb_arena *a, const char *folder,
		    struct mb_error *err)
{
	DIR *dir = opendir(folder);
	struct dirent *e;

	*out = NULL;
	*n = 0;
	if (!dir)
		return mb_fail(err, errno == ENOENT ? MB_ENOTFOUND : MB_EFAIL, "%s: %s", folder,
			       strerror(errno));
	while ((e = readdir(dir)))
		if (e->d_name[0] != '.')
			*MB_PUSH(a, *out, *n) = mb_arena_dup(a, e->d_name);
	closedir(dir);
	if (*n)
		qsort(*out, *n, sizeof **out, by_name);
	return MB_OK;
}

static int walk_folder(struct mb_rules_file **files, size_t *n, struct mb_arena *a, const char *folder,
		       const char *prefix, const char *ending, int depth, struct mb_error *err)
{
	const char **names;
	size_t count;
	int rc = names_in(&names, &count, a, folder, err);

	for (size_t i = 0; rc == MB_OK && i < count; i++) {
		const char *disk = mb_arena_printf(a, "%s/%s", folder, names[i]);
		const char *path = mb_arena_printf(a, "%s/%s", prefix, names[i]);
		struct mb_buf text;

		if (!mb_ends(names[i], ending)) {
			DIR *sub = depth < 3 ? opendir(disk) : NULL;

			if (sub) {
				closedir(sub);
				rc = walk_folder(files, n, a, disk, path, ending, depth + 1, err);
			}
			continue;
		}
		if (*n == RULES_FILES_MAX)
			return mb_fail(err, MB_EINVAL, "%s: more than %d rule files", folder,
				       RULES_FILES_MAX);
		if ((rc = mb_read_file(&text, disk, RULES_FILE_MAX, err)) == MB_OK) {
			struct mb_rules_file *f = MB_PUSH(a, *files, *n);

			f->path = path;
			f->text = (struct mb_str){ mb_arena_copy(a, text.p, text.n), text.n };
		}
		mb_buf_free(&text);
	}
	return rc;
}

int mb_rules_files_of_folder(struct mb_rules_file **out, size_t *n, struct mb_arena *a, const char *folder,
			     struct mb_error *err)
{
	*out = NULL;
	*n = 0;
	return walk_folder(out, n, a, folder, "rules", ".lua", 0, err);
}

int rules_files_ending(struct mb_rules_file **out, size_t *n, struct mb_arena *a, const char *folder,
		       const char *prefix, const char *ending, struct mb_error *err)
{
	int rc;

	*out = NULL;
	*n = 0;
	rc = walk_folder(out, n, a, folder, prefix, ending, 0, err);
	return rc == MB_ENOTFOUND ? MB_OK : rc;
}
