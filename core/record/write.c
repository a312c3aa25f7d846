/* Writing objects: blobs, and the trees that a base becomes with some files put or removed. No ref moves here. */
#include "record_impl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- objects made ---------------------------------------------------------------------------------------- */

int mb_made_write(git_oid *out, struct mb_made *made, struct mb_record *rec, const void *p, size_t n,
		  git_object_t type, struct mb_error *err)
{
	errno = 0;
	if (git_odb_write(out, rec->odb, n ? p : "", n, type) < 0)
		return mb_git_write_fail(err, rec, git_object_type2string(type));
	if (made->n == made->cap) {
		made->cap = made->cap ? made->cap * 2 : 32;
		made->id = mb_realloc(made->id, made->cap * sizeof(*made->id));
	}
	made->id[made->n++] = *out;
	return MB_OK;
}

int mb_made_read_back(const struct mb_made *made, struct mb_record *rec, struct mb_error *err)
{
	struct mb_oid hex;

	for (size_t i = 0; i < made->n; i++) {
		git_odb_object *obj = NULL;

		if (git_odb_read(&obj, rec->odb, &made->id[i]) < 0 || !mb_object_true(obj)) {
			git_odb_object_free(obj);
			mb_oid_out(&hex, &made->id[i]);
			return mb_git_fail(
				err, MB_EFAIL,
				"the disk is full or failing: object %s was written to %s but does not read "
				"back; nothing was changed",
				hex.hex, rec->gitdir);
		}
		git_odb_object_free(obj);
	}
	return MB_OK;
}

/* ---- trees ----------------------------------------------------------------------------------------------- */

struct entry {
	const char *name;
	size_t n;
	unsigned mode; /* 0: gone */
	git_oid id;
};

struct writer {
	struct mb_record *rec;
	struct mb_made *made;
	struct mb_arena *arena;
};

/* What stands in one folder: the base's entries sorted by plain name for the search, then what is added. */
struct folder {
	struct entry *base, *added;
	size_t n_base, n_added;
};

/* Paths with "/" before every other byte, so that all that concerns one name stands together: a, a/x, a.md. */
static int by_path(const void *pa, const void *pb)
{
	const char *a = (*(const struct mb_file *const *)pa)->path,
		   *b = (*(const struct mb_file *const *)pb)->path;

	while (*a && *a == *b)
		a++, b++;
	return (*a == '/' ? 1 : (unsigned char)*a + (*a != 0)) -
	       (*b == '/' ? 1 : (unsigned char)*b + (*b != 0));
}

static int by_name(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	return mb_name_cmp(a->name, a->n, false, b->name, b->n, false);
}

static int in_git_order(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	return mb_name_cmp(a->name, a->n, mb_mode_folder(a->mode), b->name, b->n, mb_mode_folder(b->mode));
}

static int load(struct folder *f, struct writer *w, const git_oid *base, struct mb_error *err)
{
	git_odb_object *obj = NULL;
	struct mb_tree_it it;
	int rc, more;

	if ((rc = mb_tree_read(&obj, w->rec, base, err)) != MB_OK)
		return rc;
	mb_tree_it(&it, obj);
	while ((more = mb_tree_next(&it)) == 1) {
		struct entry *e = MB_PUSH(w->arena, f->base, f->n_base);

		*e = (struct entry){ mb_arena_ndup(w->arena, it.name, it.n), it.n, it.mode, it.id };
	}
	if (more < 0)
		rc = mb_tree_malformed(err, obj);
	git_odb_object_free(obj);
	if (f->n_base > 1)
		qsort(f->base, f->n_base, sizeof(*f->base), by_name);
	return rc;
}

/* Write what stands now, unless it is what stood before. An empty folder is no folder: *out_mode 0. */
static int store(git_oid *out, bool *empty, struct writer *w, struct folder *f, const git_oid *base,
		 struct mb_error *err)
{
	struct entry *all = mb_alloc((f->n_base + f->n_added + 1) * sizeof(*all));
	struct mb_buf raw;
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < f->n_base; i++)
		if (f->base[i].mode)
			all[n++] = f->base[i];
	for (size_t i = 0; i < f->n_added; i++)
		all[n++] = f->added[i];
	if (n > 1)
		qsort(all, n, sizeof(*all), in_git_order);
	mb_buf_init(&raw, 0);
	for (size_t i = 0; i < n; i++) {
		mb_buf_printf(&raw, "%o ", all[i].mode);
		mb_buf_put(&raw, all[i].name, all[i].n + 1); /* its NUL is the separator */
		mb_buf_put(&raw, all[i].id.id, GIT_OID_RAWSZ);
	}
	free(all);
	*empty = n == 0;
	if ((rc = mb_buf_status(&raw, err)) == MB_OK) {
		if (git_odb_hash(out, raw.p, raw.n, GIT_OBJECT_TREE) < 0)
			rc = mb_git_fail(err, MB_EFAIL, "cannot compute an id");
		else if (!base || !git_oid_equal(out, base))
			rc = mb_made_write(out, w->made, w->rec, raw.p, raw.n, GIT_OBJECT_TREE, err);
	}
	mb_buf_free(&raw);
	return rc;
}

/* Put a file where `was` stands, or nothing stands. */
static int put(struct entry *now, struct writer *w, const struct entry *was, const struct mb_file *file,
	       struct mb_error *err)
{
	unsigned type = was ? was->mode & 0170000 : 0;

	if (was && type != 0100000 && !mb_mode_folder(was->mode))
		return mb_fail(err, MB_EINVAL, "'%s' is %s in the record and cannot be written as a file",
			       file->path, mb_mode_word(was->mode));
	if (file->data.n > MB_DOC_MAX)
		return mb_fail(err, MB_EINVAL, "'%s' has %zu bytes; a document may have %zu", file->path,
			       file->data.n, MB_DOC_MAX);
	now->mode = type == 0100000 && was->mode & 0100 ? 0100755 : 0100644;
	if (git_odb_hash(&now->id, file->data.n ? file->data.p : "", file->data.n, GIT_OBJECT_BLOB) < 0)
		return mb_git_fail(err, MB_EFAIL, "cannot compute an id");
	if (was && git_oid_equal(&now->id, &was->id))
		return MB_OK;
	return mb_made_write(&now->id, w->made, w->rec, file->data.p, file->data.n, GIT_OBJECT_BLOB, err);
}

static int write_folder(git_oid *out, bool *empty, struct writer *w, const git_oid *base,
			const struct mb_file *const *files, size_t n, size_t at, struct mb_error *err);

/* All that concerns one name of a folder: files[0] may be the name itself, the others lie below it. */
static int apply(struct folder *f, struct writer *w, const struct mb_file *const *files, size_t n, size_t at,
		 struct mb_error *err)
{
	const char *path = files[0]->path;
	struct entry now = { .name = path + at, .n = strcspn(path + at, "/") }, *was = NULL;
	const struct mb_file *self = path[at + now.n] ? NULL : files[0];
	bool empty = true, was_folder;
	int rc = MB_OK;

	now.name = mb_arena_ndup(w->arena, now.name, now.n);
	if (f->n_base)
		was = bsearch(&now, f->base, f->n_base, sizeof(*was), by_name);
	was_folder = was && mb_mode_folder(was->mode);
	if (self && self->remove && (!was || was_folder))
		return mb_fail(err, MB_ENOTFOUND, "'%s' cannot be removed: there is no such file", path);
	if (self) {
		files++;
		n--;
	}
	if (n && !strchr(files[0]->path + at, '/'))
		return mb_fail(err, MB_EINVAL, "'%s' is given twice in one change", path);
	if (n && was && !was_folder && !(self && self->remove))
		return mb_fail(err, MB_EINVAL, "'%s' cannot be written: '%.*s' is %s, not a folder",
			       files[0]->path, (int)(at + now.n), path, mb_mode_word(was->mode));
	if (n) {
		rc = write_folder(&now.id, &empty, w, was_folder ? &was->id : NULL, files, n, at + now.n + 1,
				  err);
		now.mode = empty ? 0 : 0040000;
	}
	if (rc == MB_OK && self && !self->remove) {
		if (!empty || (was_folder && !n))
			return mb_fail(err, MB_EINVAL, "'%s' cannot be written: it is a folder", path);
		rc = put(&now, w, was_folder ? NULL : was, self, err);
	}
	if (rc != MB_OK)
		return rc;
	if (was) {
		was->mode = now.mode;
		was->id = now.id;
	} else if (now.mode) {
		*MB_PUSH(w->arena, f->added, f->n_added) = now;
	}
	return MB_OK;
}

/* at: where this folder's names begin in the paths. */
static int write_folder(git_oid *out, bool *empty, struct writer *w, const git_oid *base,
			const struct mb_file *const *files, size_t n, size_t at, struct mb_error *err)
{
	struct folder f = { 0 };
	int rc = base ? load(&f, w, base, err) : MB_OK;

	for (size_t i = 0, j; rc == MB_OK && i < n; i = j) {
		const char *name = files[i]->path + at;
		size_t len = strcspn(name, "/");

		for (j = i + 1; j < n; j++) {
			const char *other = files[j]->path + at;

			if (strncmp(name, other, len) != 0 || (other[len] && other[len] != '/'))
				break;
		}
		rc = apply(&f, w, files + i, j - i, at, err);
	}
	return rc == MB_OK ? store(out, empty, w, &f, base, err) : rc;
}

int mb_files_write(git_oid *tree, struct mb_made *made, struct mb_record *rec, const git_oid *base_tree,
		   const struct mb_file *files, size_t n, struct mb_error *err)
{
	struct writer w = { rec, made, mb_arena_new() };
	const struct mb_file **sorted = mb_alloc((n + 1) * sizeof(*sorted));
	bool empty;
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		sorted[i] = &files[i];
		/* A path that should never have entered may still be removed, if it is no longer than a path can be. */
		if (!files[i].remove)
			rc = mb_path_check(files[i].path, err);
		else if (strlen(files[i].path) > (size_t)4 * MB_PATH_MAX)
			rc = mb_fail(err, MB_EINVAL, "a path that starts '%.80s' is too long", files[i].path);
	}
	if (rc == MB_OK) {
		if (n > 1)
			qsort(sorted, n, sizeof(*sorted), by_path);
		rc = write_folder(tree, &empty, &w, base_tree, sorted, n, 0, err);
	}
	free(sorted);
	mb_arena_free(w.arena);
	return rc;
}

int mb_tree_write(struct mb_oid *out, struct mb_record *rec, const struct mb_oid *base_tree,
		  const struct mb_file *files, size_t n, struct mb_error *err)
{
	struct mb_made made = { 0 };
	git_oid base, tree;
	int rc = MB_OK;

	if (base_tree->hex[0] && (rc = mb_oid_in(&base, base_tree, err)) != MB_OK)
		return rc;
	rc = mb_files_write(&tree, &made, rec, base_tree->hex[0] ? &base : NULL, files, n, err);
	free(made.id);
	if (rc == MB_OK)
		mb_oid_out(out, &tree);
	return rc;
}
