/* Read every object reachable from main and say which are missing or damaged. */
#include "record_impl.h"

#include <stdlib.h>
#include <string.h>

/* Ids seen, by open addressing: an id is as good as a random number. */
struct seen {
	git_oid *slot;
	bool *used;
	size_t n, cap;
};

struct check {
	struct mb_record *rec;
	void (*tell)(void *ctx, const char *line);
	void *ctx;
	struct seen seen;
	git_oid *todo; /* commits to read */
	size_t n_todo, cap_todo, problems;
	struct mb_buf path;
	struct mb_oid commit; /* the one being read: where a problem was met first */
};

static void seen_grow(struct seen *s);

/* @return true when id was not there yet */
static bool seen_add(struct seen *s, const git_oid *id)
{
	size_t i;

	if (s->n * 2 >= s->cap)
		seen_grow(s);
	memcpy(&i, id->id, sizeof(i));
	for (i &= s->cap - 1; s->used[i]; i = (i + 1) & (s->cap - 1))
		if (git_oid_equal(&s->slot[i], id))
			return false;
	s->used[i] = true;
	s->slot[i] = *id;
	s->n++;
	return true;
}

static void seen_grow(struct seen *s)
{
	struct seen old = *s;

	s->cap = old.cap ? old.cap * 2 : 4096;
	s->n = 0;
	s->slot = mb_alloc(s->cap * sizeof(*s->slot));
	s->used = mb_alloc(s->cap * sizeof(*s->used));
	for (size_t i = 0; i < old.cap; i++)
		if (old.used[i])
			seen_add(s, &old.slot[i]);
	free(old.slot);
	free(old.used);
}

static void problem(struct check *c, const struct mb_error *e)
{
	struct mb_buf line;

	c->problems++;
	if (!c->tell)
		return;
	mb_buf_init(&line, 0);
	mb_buf_puts(&line, e->text);
	if (c->path.n)
		mb_buf_printf(&line, " (%.400s as at commit %s)", c->path.p, c->commit.hex);
	c->tell(c->ctx, line.p);
	mb_buf_free(&line);
}

static void later(struct check *c, const git_oid *id)
{
	if (!seen_add(&c->seen, id))
		return;
	if (c->n_todo == c->cap_todo) {
		c->cap_todo = c->cap_todo ? c->cap_todo * 2 : 256;
		c->todo = mb_realloc(c->todo, c->cap_todo * sizeof(*c->todo));
	}
	c->todo[c->n_todo++] = *id;
}

static void check_blob(struct check *c, const git_oid *id)
{
	git_odb_object *obj = NULL;
	struct mb_error e;

	if (mb_object_read(&obj, c->rec, id, GIT_OBJECT_BLOB, &e) != MB_OK)
		problem(c, &e);
	git_odb_object_free(obj);
}

static void check_tree(struct check *c, const git_oid *id, int depth)
{
	git_odb_object *obj = NULL;
	struct mb_tree_it it;
	struct mb_error e;
	size_t old = c->path.n;
	int more;

	/* Not through the cache: what counts is what the disk holds now. */
	if (mb_object_read(&obj, c->rec, id, GIT_OBJECT_TREE, &e) != MB_OK) {
		problem(c, &e);
		return;
	}
	mb_tree_it(&it, obj);
	while ((more = mb_tree_next(&it)) == 1) {
		if ((it.mode & 0170000) == 0160000 || !seen_add(&c->seen, &it.id))
			continue; /* a link to another repository has no object here */
		mb_buf_printf(&c->path, "%s%s", old ? "/" : "", it.name);
		if (c->path.over || depth > MB_FOLDER_DEPTH) {
			mb_fail(&e, MB_EFAIL, "folders nest too deep to be read");
			c->path.over = false;
			problem(c, &e);
		} else if (mb_mode_folder(it.mode)) {
			check_tree(c, &it.id, depth + 1);
		} else {
			check_blob(c, &it.id);
		}
		c->path.n = old;
		c->path.p[old] = 0;
	}
	if (more < 0) {
		mb_tree_malformed(&e, obj);
		problem(c, &e);
	}
	git_odb_object_free(obj);
}

static void check_commit(struct check *c, const git_oid *id)
{
	git_odb_object *obj = NULL;
	git_commit *commit = NULL;
	struct mb_error e;

	mb_oid_out(&c->commit, id);
	if (mb_object_read(&obj, c->rec, id, GIT_OBJECT_COMMIT, &e) != MB_OK) {
		problem(c, &e);
		goto out;
	}
	if (git_commit_lookup(&commit, c->rec->repo, id) < 0) {
		mb_git_fail(&e, MB_EFAIL, "commit %s is malformed", c->commit.hex);
		problem(c, &e);
		goto out;
	}
	if (seen_add(&c->seen, git_commit_tree_id(commit)))
		check_tree(c, git_commit_tree_id(commit), 0);
	for (unsigned i = 0; i < git_commit_parentcount(commit); i++)
		later(c, git_commit_parent_id(commit, i));
out:
	git_commit_free(commit);
	git_odb_object_free(obj);
}

bool mb_record_hashed(struct mb_record *rec, bool yes)
{
	bool before = rec->hashed;

	rec->hashed = yes;
	if (yes)
		mb_tree_forget(rec); /* trees at hand were perhaps not hashed */
	return before;
}

static int check_all(struct check *c, struct mb_error *err)
{
	git_oid tip;
	int g = git_reference_name_to_id(&tip, c->rec->repo, MB_MAIN);

	if (g == GIT_ENOTFOUND)
		return MB_OK; /* an empty home */
	if (g < 0)
		return mb_git_fail(err, MB_EFAIL, "cannot read branch main of %s", c->rec->gitdir);
	later(c, &tip);
	while (c->n_todo) {
		git_oid id = c->todo[--c->n_todo];

		check_commit(c, &id);
	}
	return c->problems ? mb_fail(err, MB_EFAIL,
				     "%zu of the record's objects in %s are missing or damaged; restore them "
				     "from a clone or a backup",
				     c->problems, c->rec->gitdir)
			   : MB_OK;
}

int mb_record_check(struct mb_record *rec, void (*tell)(void *ctx, const char *line), void *ctx,
		    struct mb_error *err)
{
	struct check c = { .rec = rec, .tell = tell, .ctx = ctx };
	bool before = mb_record_hashed(rec, true);
	int rc;

	mb_buf_init(&c.path, 16384);
	rc = check_all(&c, err);
	free(c.todo);
	free(c.seen.slot);
	free(c.seen.used);
	mb_buf_free(&c.path);
	(void)mb_record_hashed(rec, before);
	return rc;
}
