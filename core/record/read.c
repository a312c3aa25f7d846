/* Reading: the tip, commits, trees, blobs. */
#include "record_impl.h"

#include <string.h>

/* ---- commits --------------------------------------------------------------------------------------------- */

static void fill(struct mb_commit *out, struct mb_arena *a, git_commit *c)
{
	const git_signature *author = git_commit_author(c);

	*out = (struct mb_commit){ 0 };
	mb_oid_out(&out->id, git_commit_id(c));
	mb_oid_out(&out->tree, git_commit_tree_id(c));
	if (git_commit_parentcount(c) > 0)
		mb_oid_out(&out->parent, git_commit_parent_id(c, 0));
	if (git_commit_parentcount(c) > 1)
		mb_oid_out(&out->second, git_commit_parent_id(c, 1));
	out->recorded.utc = git_commit_time(c);
	out->recorded.offset = git_commit_time_offset(c);
	out->author = mb_arena_dup(a, author->name);
	out->author_mail = mb_arena_dup(a, author->email);
	out->message = mb_arena_dup(a, git_commit_message_raw(c));
}

static int read_commit(struct mb_commit *out, struct mb_arena *a, struct mb_record *rec, const git_oid *id,
		       struct mb_error *err)
{
	git_commit *c = NULL;
	git_odb_object *raw = NULL;
	struct mb_oid hex;
	int g = git_commit_lookup(&c, rec->repo, id);

	if (g == 0 && rec->hashed) {
		g = mb_object_read(&raw, rec, id, GIT_OBJECT_COMMIT, err);
		git_odb_object_free(raw);
		if (g != MB_OK) {
			git_commit_free(c);
			return g;
		}
	}
	if (g < 0) {
		mb_oid_out(&hex, id);
		if (g == GIT_ENOTFOUND)
			return mb_fail(err, MB_ENOTFOUND, "there is no commit %s in %s", hex.hex,
				       rec->gitdir);
		return mb_git_fail(err, MB_EFAIL, "commit %s in %s is corrupt, or no commit", hex.hex,
				   rec->gitdir);
	}
	mb_trace_note(rec, id);
	fill(out, a, c);
	git_commit_free(c);
	return MB_OK;
}

int mb_record_tip(struct mb_commit *out, struct mb_arena *a, struct mb_record *rec, struct mb_error *err)
{
	git_reference *ref = NULL;
	int g = git_reference_lookup(&ref, rec->repo, MB_MAIN), rc;

	if (g == GIT_ENOTFOUND)
		return mb_fail(err, MB_ENOTFOUND, "%s has no branch main yet", rec->gitdir);
	if (g < 0)
		return mb_git_fail(err, MB_EFAIL, "cannot read branch main of %s", rec->gitdir);
	if (git_reference_type(ref) != GIT_REFERENCE_DIRECT)
		rc = mb_fail(err, MB_EINVAL,
			     "branch main of %s is a symbolic reference; it must name a commit itself",
			     rec->gitdir);
	else
		rc = read_commit(out, a, rec, git_reference_target(ref), err);
	git_reference_free(ref);
	/* Only an unborn main is "not found" here: a missing tip is a damaged store. */
	return rc == MB_ENOTFOUND
		       ? mb_fail(err, MB_EFAIL,
				 "branch main of %s names a commit that is missing; restore the record from "
				 "a clone or a backup",
				 rec->gitdir)
		       : rc;
}

int mb_record_commit(struct mb_commit *out, struct mb_arena *a, struct mb_record *rec,
		     const struct mb_oid *id, struct mb_error *err)
{
	git_oid g_id;
	int rc = mb_oid_in(&g_id, id, err);

	return rc == MB_OK ? read_commit(out, a, rec, &g_id, err) : rc;
}

int mb_record_depth(size_t *out, struct mb_record *rec, const struct mb_oid *id, struct mb_error *err)
{
	git_oid at;
	size_t depth = 0;
	int rc = mb_oid_in(&at, id, err);
	bool more = true;

	for (; rc == MB_OK && more; depth++) {
		git_odb_object *obj = NULL;
		const char *p;
		size_t n;

		/* The first parent's line follows the tree's: the raw bytes tell without parsing the rest. */
		if ((rc = mb_object_read(&obj, rec, &at, GIT_OBJECT_COMMIT, err)) != MB_OK)
			break;
		p = git_odb_object_data(obj);
		n = git_odb_object_size(obj);
		more = n > 46 + 7 + GIT_OID_HEXSZ && memcmp(p + 46, "parent ", 7) == 0;
		if (more && git_oid_fromstrn(&at, p + 53, GIT_OID_HEXSZ) < 0)
			rc = mb_git_fail(err, MB_EFAIL, "a commit names no proper parent");
		git_odb_object_free(obj);
	}
	if (rc == MB_OK)
		*out = depth;
	return rc;
}

/* ---- trees ----------------------------------------------------------------------------------------------- */

/* Find one name in a tree. @return MB_OK and *found tells. */
static int find(struct mb_tree_it *it, bool *found, struct mb_record *rec, const git_oid *tree,
		const char *name, size_t n, struct mb_error *err)
{
	git_odb_object *obj = NULL;
	int rc, more;

	*found = false;
	if ((rc = mb_tree_read(&obj, rec, tree, err)) != MB_OK)
		return rc;
	mb_tree_it(it, obj);
	while ((more = mb_tree_next(it)) == 1)
		if (it->n == n && memcmp(it->name, name, n) == 0) {
			*found = true;
			break;
		}
	if (more < 0)
		rc = mb_tree_malformed(err, obj);
	it->name = NULL; /* its bytes go with the object */
	git_odb_object_free(obj);
	return rc;
}

/* Walk down from a tree. "" is the tree itself. */
static int walk(git_oid *id, unsigned *mode, bool *found, struct mb_record *rec, const struct mb_oid *tree,
		const char *path, struct mb_error *err)
{
	int rc;

	*found = false;
	*mode = GIT_FILEMODE_TREE;
	if (!tree->hex[0])
		return MB_OK;
	if ((rc = mb_oid_in(id, tree, err)) != MB_OK)
		return rc;
	*found = true;
	for (const char *p = path; rc == MB_OK && *found && *p;) {
		size_t n = strcspn(p, "/");
		struct mb_tree_it it;

		if (!mb_mode_folder(*mode)) {
			*found = false;
			break;
		}
		if ((rc = find(&it, found, rec, id, p, n, err)) != MB_OK || !*found)
			break;
		*id = it.id;
		*mode = it.mode;
		p += n;
		if (*p == '/' && !*++p)
			*found = false; /* a slash at the end names nothing */
	}
	return rc;
}

int mb_tree_entry(struct mb_entry *out, struct mb_arena *a, struct mb_record *rec, const struct mb_oid *tree,
		  const char *path, struct mb_error *err)
{
	const char *slash = strrchr(path, '/');
	git_oid id;
	unsigned mode;
	bool found;
	int rc = walk(&id, &mode, &found, rec, tree, path, err);

	if (rc != MB_OK)
		return rc;
	if (!found)
		return mb_fail(err, MB_ENOTFOUND, "there is no '%.400s' in the record", path);
	*out = (struct mb_entry){ .name = mb_arena_dup(a, slash ? slash + 1 : path),
				  .folder = mb_mode_folder(mode),
				  .mode = mode };
	mb_oid_out(&out->id, &id);
	return MB_OK;
}

int mb_tree_list(struct mb_entry **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
		 const struct mb_oid *tree, const char *path, struct mb_error *err)
{
	git_odb_object *obj = NULL;
	struct mb_entry *list = NULL;
	struct mb_tree_it it;
	size_t count = 0;
	git_oid id;
	unsigned mode;
	bool found;
	int rc, more = 0;

	if ((rc = walk(&id, &mode, &found, rec, tree, path, err)) != MB_OK)
		return rc;
	if (found && mb_mode_folder(mode)) {
		if ((rc = mb_tree_read(&obj, rec, &id, err)) != MB_OK)
			return rc;
		mb_tree_it(&it, obj);
		while ((more = mb_tree_next(&it)) == 1) {
			struct mb_entry *e = MB_PUSH(a, list, count);

			e->name = mb_arena_ndup(a, it.name, it.n);
			e->mode = it.mode;
			e->folder = mb_mode_folder(it.mode);
			mb_oid_out(&e->id, &it.id);
		}
		if (more < 0)
			rc = mb_tree_malformed(err, obj);
		git_odb_object_free(obj);
	}
	if (rc == MB_OK) {
		*out = list;
		*n = count;
	}
	return rc;
}

/* ---- blobs ----------------------------------------------------------------------------------------------- */

int mb_blob_read(struct mb_str *out, struct mb_arena *a, struct mb_record *rec, const struct mb_oid *blob,
		 struct mb_error *err)
{
	git_odb_object *obj = NULL;
	git_object_t type;
	git_oid id;
	size_t n;
	int rc = mb_oid_in(&id, blob, err);

	if (rc != MB_OK)
		return rc;
	/* The size first: what a push brought may be far larger than any document. Damage is told by the read itself. */
	if (git_odb_read_header(&n, &type, rec->odb, &id) == 0 && n > MB_DOC_MAX)
		return mb_fail(err, MB_EINVAL, "blob %s has %zu bytes; a document may have %zu", blob->hex, n,
			       MB_DOC_MAX);
	if ((rc = mb_object_read(&obj, rec, &id, GIT_OBJECT_BLOB, err)) != MB_OK)
		return rc;
	n = git_odb_object_size(obj);
	if (n > MB_DOC_MAX)
		rc = mb_fail(err, MB_EINVAL, "blob %s has %zu bytes; a document may have %zu", blob->hex, n,
			     MB_DOC_MAX);
	else
		*out = (struct mb_str){ mb_arena_ndup(a, git_odb_object_data(obj), n), n };
	git_odb_object_free(obj);
	return rc;
}

int mb_blob_id(struct mb_oid *out, const void *p, size_t n, struct mb_error *err)
{
	git_oid id;
	int rc = mb_git_start(err);

	if (rc != MB_OK)
		return rc;
	if (git_odb_hash(&id, n ? p : "", n, GIT_OBJECT_BLOB) < 0)
		return mb_git_fail(err, MB_EFAIL, "cannot compute an id");
	mb_oid_out(out, &id);
	return MB_OK;
}
