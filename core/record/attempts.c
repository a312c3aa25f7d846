/* Refused changes: a commit each in attempts.git, which borrows the record's objects and is no part of it. */
#include "record_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ATTEMPTS "refs/attempts/"

int mb_attempts_open(struct mb_record **out, struct mb_record *rec, struct mb_error *err)
{
	struct mb_buf path;
	int rc;

	if (!rec->home)
		return mb_fail(err, MB_ENOTFOUND,
			       "%s is a copy of the record; refused attempts are kept at its home only",
			       rec->folder);
	mb_buf_init(&path, 0);
	mb_buf_printf(&path, "%s/attempts.git", rec->folder);
	rc = mb_is_folder(path.p)
		     ? mb_record_open_git(out, path.p, path.p, false, err)
		     : mb_fail(err, MB_ENOTFOUND, "%s is missing; refused attempts cannot be kept or shown",
			       path.p);
	mb_buf_free(&path);
	return rc;
}

/* Sortable, and unlike any other: the moment in UTC and the commit's own id. */
static int name_ref(char out[64], const git_oid *id, struct mb_instant recorded, struct mb_error *err)
{
	time_t t = (time_t)recorded.utc;
	struct tm tm;
	struct mb_oid hex;
	char stamp[32];

	if (!gmtime_r(&t, &tm) || strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%S", &tm) == 0)
		return mb_fail(err, MB_EINVAL, "an attempt has no proper time");
	mb_oid_out(&hex, id);
	snprintf(out, 64, ATTEMPTS "%s-%.8s", stamp, hex.hex);
	return MB_OK;
}

/* The same attempt within the same second is the same attempt: its ref is there, and says the same. */
static int keep_ref(struct mb_record *view, const git_oid *id, struct mb_instant recorded,
		    struct mb_error *err)
{
	char name[64];
	int rc = name_ref(name, id, recorded, err);

	return rc == MB_OK ? mb_ref_make(view, name, id, err) : rc;
}

int mb_attempt_keep(struct mb_record *rec, const struct mb_landing *attempt, struct mb_error *err)
{
	struct mb_parents parents = { 0 };
	struct mb_made made = { 0 };
	struct mb_arena *a = mb_arena_new();
	struct mb_record *view = NULL;
	struct mb_commit base;
	git_oid base_tree, tree, id;
	bool locked = false;
	int rc;

	if ((rc = mb_attempts_open(&view, rec, err)) != MB_OK || (rc = mb_home_lock(rec, err)) != MB_OK)
		goto out;
	locked = true; /* what mb_ref_make() asks for */
	if (attempt->base && attempt->base->id.hex[0]) {
		if ((rc = mb_record_commit(&base, a, view, &attempt->base->id, err)) != MB_OK ||
		    (rc = mb_oid_in(&parents.id[0], &base.id, err)) != MB_OK ||
		    (rc = mb_oid_in(&base_tree, &base.tree, err)) != MB_OK)
			goto out;
		parents.n = 1;
	}
	/* A push's tip is no parent here: git throws its objects away when the push is refused. */
	if ((rc = mb_files_write(&tree, &made, view, parents.n ? &base_tree : NULL, attempt->files,
				 attempt->files ? attempt->n_files : 0, err)) != MB_OK ||
	    (rc = mb_commit_write(&id, &made, view, attempt, &tree, &parents, err)) != MB_OK ||
	    (rc = mb_made_read_back(&made, view, err)) != MB_OK)
		goto out;
	rc = keep_ref(view, &id, attempt->recorded, err);
out:
	if (locked)
		mb_home_unlock(rec);
	free(made.id);
	mb_record_close(view);
	mb_arena_free(a);
	return rc;
}

static int oldest_first(const void *pa, const void *pb)
{
	const struct mb_commit *a = pa, *b = pb;

	if (a->recorded.utc != b->recorded.utc)
		return a->recorded.utc < b->recorded.utc ? -1 : 1;
	return strcmp(a->id.hex, b->id.hex);
}

int mb_attempt_list(struct mb_commit **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
		    struct mb_error *err)
{
	git_reference_iterator *it = NULL;
	git_reference *ref = NULL;
	struct mb_record *view = NULL;
	struct mb_commit *list = NULL;
	struct mb_oid id;
	size_t count = 0;
	int g, rc;

	if ((rc = mb_attempts_open(&view, rec, err)) != MB_OK)
		return rc;
	if ((g = git_reference_iterator_glob_new(&it, view->repo, ATTEMPTS "*")) < 0)
		goto out;
	while (rc == MB_OK && (g = git_reference_next(&ref, it)) == 0) {
		if (git_reference_type(ref) == GIT_REFERENCE_DIRECT) {
			struct mb_commit *c = MB_PUSH(a, list, count);

			mb_oid_out(&id, git_reference_target(ref));
			rc = mb_record_commit(c, a, view, &id, err);
		}
		git_reference_free(ref);
	}
out:
	if (rc == MB_OK && g < 0 && g != GIT_ITEROVER)
		rc = mb_git_fail(err, MB_EFAIL, "cannot list the refused attempts in %s", view->gitdir);
	git_reference_iterator_free(it);
	mb_record_close(view);
	if (rc == MB_OK) {
		if (count > 1)
			qsort(list, count, sizeof(*list), oldest_first);
		*out = list;
		*n = count;
	}
	return rc;
}
