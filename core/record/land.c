/* Landing: one change becomes one commit on main. */
#include "record_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* libgit2 1.5 writes a commit's seconds as an unsigned 32-bit number: what lies before 1970 or past early 2106 would wrap.
 * A day away from either end, because the zone moves it. */
#define DAY_FIRST 1	/* 1970-01-02 */
#define DAY_LAST  49673 /* 2106-01-01 */

/* A name or address that git can hold: nothing that ends the field, no blanks or punctuation at its ends. */
static const char *field(struct mb_arena *a, const char *s)
{
	static const char crud[] = " .,:;\"'\\";
	char *out = mb_arena_dup(a, s ? s : ""), *w = out;

	for (const char *p = out; *p; p++)
		if ((unsigned char)*p >= 0x20 && *p != 0x7f && *p != '<' && *p != '>')
			*w++ = *p;
	while (w > out && strchr(crud, w[-1]))
		w--;
	*w = 0;
	out += strspn(out, crud);
	return *out ? out : "unknown";
}

static int signature(git_signature **out, struct mb_arena *a, const struct mb_landing *l, struct mb_instant t,
		     struct mb_error *err)
{
	if (git_signature_new(out, field(a, l->author), field(a, l->author_mail), t.utc, t.offset) < 0)
		return mb_git_fail(err, MB_EINVAL, "git cannot hold the author '%.80s'",
				   l->author ? l->author : "");
	return MB_OK;
}

static struct mb_instant author_time(const struct mb_landing *l)
{
	mb_day on = l->on < DAY_FIRST ? DAY_FIRST : l->on > DAY_LAST ? DAY_LAST : l->on;

	return l->on == MB_NO_DAY ? l->recorded : mb_instant_at(on, 12 * 60);
}

int mb_commit_write(git_oid *out, struct mb_made *made, struct mb_record *rec, const struct mb_landing *l,
		    const git_oid *tree_id, const struct mb_parents *parents, struct mb_error *err)
{
	git_signature *author = NULL, *committer = NULL;
	git_commit *parent[2] = { NULL, NULL };
	git_tree *tree = NULL;
	git_buf raw = GIT_BUF_INIT;
	struct mb_arena *a = mb_arena_new();
	int rc;

	if (mb_instant_day(l->recorded) < DAY_FIRST || mb_instant_day(l->recorded) > DAY_LAST) {
		rc = mb_fail(err, MB_EINVAL,
			     "a change can be recorded from 1970 to 2105 only; is the clock of this machine "
			     "right?");
		goto out;
	}
	if ((rc = signature(&author, a, l, author_time(l), err)) != MB_OK ||
	    (rc = signature(&committer, a, l, l->recorded, err)) != MB_OK)
		goto out;
	for (size_t i = 0; i < parents->n; i++)
		if (git_commit_lookup(&parent[i], rec->repo, &parents->id[i]) < 0) {
			rc = mb_git_fail(err, MB_EFAIL, "cannot read a parent commit in %s", rec->gitdir);
			goto out;
		}
	/* Not git_commit_create(): in 1.5.1 it can return 0 on a full disk without a commit. */
	if (git_tree_lookup(&tree, rec->repo, tree_id) < 0 ||
	    git_commit_create_buffer(&raw, rec->repo, author, committer, NULL, l->message ? l->message : "",
				     tree, parents->n, (const git_commit **)parent) < 0) {
		rc = mb_git_fail(err, MB_EFAIL, "cannot make the commit in %s; nothing was changed",
				 rec->gitdir);
		goto out;
	}
	rc = mb_made_write(out, made, rec, raw.ptr, raw.size, GIT_OBJECT_COMMIT, err);
out:
	git_buf_dispose(&raw);
	git_tree_free(tree);
	git_commit_free(parent[1]);
	git_commit_free(parent[0]);
	git_signature_free(committer);
	git_signature_free(author);
	mb_arena_free(a);
	return rc;
}

/* libgit2 syncs each object and the folder it lies in, but not the entry of a new folder in objects/. */
static int sync_objects(struct mb_record *rec, struct mb_error *err)
{
	struct mb_buf path;
	int fd, rc = MB_OK;

	mb_buf_init(&path, 0);
	mb_buf_printf(&path, "%s/objects", rec->gitdir);
	fd = open(path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || mb_sync(fd) < 0)
		rc = mb_fail(err, MB_EFAIL,
			     "the disk is full or failing: cannot sync %s: %s; nothing was changed", path.p,
			     strerror(errno));
	if (fd >= 0)
		close(fd);
	mb_buf_free(&path);
	return rc;
}

/* May this handle move main at all, and does main stand where the change was judged? */
static int may_land(git_oid *base, struct mb_parents *parents, struct mb_record *rec,
		    const struct mb_landing *l, struct mb_error *err)
{
	git_oid tip;
	int g, rc;

	*base = (git_oid){ { 0 } };
	if (!rec->home)
		return mb_fail(err, MB_EREFUSED,
			       "%s is a copy of the record, not its home; changes land at the home only: "
			       "push them there",
			       rec->folder);
	if (getenv("GIT_QUARANTINE_PATH"))
		return mb_fail(err, MB_EREFUSED,
			       "git has not accepted this push yet (GIT_QUARANTINE_PATH is set), so main may "
			       "not move");
	if (l->base && l->base->id.hex[0]) {
		if ((rc = mb_oid_in(base, &l->base->id, err)) != MB_OK)
			return rc;
		parents->id[parents->n++] = *base;
	}
	g = git_reference_name_to_id(&tip, rec->repo, MB_MAIN);
	if (g < 0 && g != GIT_ENOTFOUND)
		return mb_git_fail(err, MB_EFAIL, "cannot read branch main of %s", rec->gitdir);
	if (g == GIT_ENOTFOUND ? parents->n != 0 : !git_oid_equal(&tip, base))
		return mb_fail(err, MB_ECONFLICT,
			       "the record moved on while this change was being judged; judge it again");
	if (!l->second || !l->second->hex[0])
		return MB_OK;
	/* With no base, git would take the push for the first parent, and unjudged commits for the record. */
	if (parents->n == 0)
		return mb_fail(err, MB_EINVAL, "a push cannot be the first change of a record");
	parents->n = 2;
	return mb_oid_in(&parents->id[1], l->second, err);
}

int mb_record_land(struct mb_commit *out, struct mb_arena *a, struct mb_record *rec,
		   const struct mb_landing *l, struct mb_error *err)
{
	struct mb_parents parents = { 0 };
	struct mb_made made = { 0 };
	struct mb_commit landed, judged;
	git_oid base, base_tree, tree, id;
	struct mb_oid hex;
	int rc;

	if ((rc = may_land(&base, &parents, rec, l, err)) != MB_OK)
		return rc;
	/* The tree is read from the commit itself: a wrong one would drop files from the record without a word. */
	if (parents.n && ((rc = mb_record_commit(&judged, a, rec, &l->base->id, err)) != MB_OK ||
			  (rc = mb_oid_in(&base_tree, &judged.tree, err)) != MB_OK))
		return rc;
	if ((rc = mb_files_write(&tree, &made, rec, parents.n ? &base_tree : NULL, l->files, l->n_files,
				 err)) != MB_OK ||
	    (rc = mb_commit_write(&id, &made, rec, l, &tree, &parents, err)) != MB_OK ||
	    (rc = mb_made_read_back(&made, rec, err)) != MB_OK || (rc = sync_objects(rec, err)) != MB_OK)
		goto out;
	/* Read before the swap: once main has moved nothing may fail any more. */
	mb_oid_out(&hex, &id);
	if ((rc = mb_record_commit(&landed, a, rec, &hex, err)) != MB_OK)
		goto out;
	if ((rc = mb_main_swap(rec, &id, &base, err)) == MB_OK)
		*out = landed;
out:
	free(made.id);
	return rc;
}
