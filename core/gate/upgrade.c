/* A newer pack: what it changed since the record took it over, joined with what the partnership changed itself. The outcome is a
 * folder outside the record, to be looked through, tested, proposed and enacted like any other. */
#include "gate_impl.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

struct three {
	struct mb_gate *g;
	struct mb_arena *a;
	const char *out;
	struct mb_rules_file *base, *ours, *theirs;
	size_t n_base, n_ours, n_theirs;
	struct mb_upgrade *sum;
	mb_tell tell;
	void *ctx;
};

static const struct mb_rules_file *file_at(const struct mb_rules_file *list, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(list[i].path, path))
			return &list[i];
	return NULL;
}

static bool same(const struct mb_rules_file *x, const struct mb_rules_file *y)
{
	return x && y && x->text.n == y->text.n && memcmp(x->text.p, y->text.p, x->text.n) == 0;
}

static void say(struct three *t, const char *path, const char *what)
{
	if (t->tell)
		t->tell(t->ctx, mb_arena_printf(t->a, "%s: %s", path, what));
}

/* ---- the folder ---------------------------------------------------------------------------------------------- */

static int make_folder(const char *path, struct mb_error *err)
{
	if (mkdir(path, 0777) == 0 || errno == EEXIST)
		return MB_OK;
	return mb_fail(err, errno == ENOENT ? MB_ENOTFOUND : MB_EFAIL, "%s: %s", path, strerror(errno));
}

static int empty_folder(const char *path, struct mb_error *err)
{
	struct dirent *e;
	bool empty = true;
	DIR *dir;
	int rc = make_folder(path, err);

	if (rc != MB_OK)
		return rc;
	if (!(dir = opendir(path)))
		return mb_fail(err, MB_EINVAL, "%s: %s", path, strerror(errno));
	while ((e = readdir(dir)))
		empty &= mb_streq(e->d_name, ".") || mb_streq(e->d_name, "..");
	closedir(dir);
	return empty ? MB_OK : mb_fail(err, MB_EINVAL, "%s is not empty: name a new folder", path);
}

/* rel such as "std/10-fields.lua". */
static int put_file(struct three *t, const char *rel, struct mb_str text, struct mb_error *err)
{
	char *path = mb_arena_printf(t->a, "%s/%s", t->out, rel);
	int rc = MB_OK;

	for (char *p = path + strlen(t->out) + 1; rc == MB_OK && (p = strchr(p, '/')); p++) {
		*p = '\0';
		rc = make_folder(path, err);
		*p = '/';
	}
	return rc == MB_OK ? mb_write_file(path, text.p ? text.p : "", text.n, 0666, err) : rc;
}

/* ---- three ways ---------------------------------------------------------------------------------------------- */

static int both_changed(struct three *t, const char *rel, const struct mb_rules_file *base,
			const struct mb_rules_file *ours, const struct mb_rules_file *theirs,
			struct mb_error *err)
{
	struct mb_buf merged;
	bool clash = false;
	int rc;

	mb_buf_init(&merged, MB_DOC_MAX);
	rc = mb_lines_merge(&merged, &clash, base ? base->text : mb_str(""), ours->text, theirs->text,
			    "the partnership's own", "the newer pack", err);
	if (rc == MB_OK)
		rc = put_file(t, rel, (struct mb_str){ merged.p, merged.n }, err);
	mb_buf_free(&merged);
	*(clash ? &t->sum->conflicts : &t->sum->merged) += 1;
	say(t, rel,
	    clash ? "both changed the same lines: they are marked, choose between them"
		  : "both changed it, joined");
	return rc;
}

static int join(struct three *t, const char *path, struct mb_error *err)
{
	const struct mb_rules_file *base = file_at(t->base, t->n_base, path),
				   *ours = file_at(t->ours, t->n_ours, path),
				   *theirs = file_at(t->theirs, t->n_theirs, path);
	const char *rel = path + strlen("rules/");

	if (ours && theirs && !same(ours, theirs) && !same(ours, base) && !same(theirs, base))
		return both_changed(t, rel, base, ours, theirs, err);
	if (ours && theirs && !same(theirs, base) && !same(ours, theirs)) {
		t->sum->taken++;
		say(t, rel, "newer, taken from the pack");
		return put_file(t, rel, theirs->text, err);
	}
	if (ours && theirs) {
		if (!same(ours, theirs)) {
			t->sum->kept++;
			say(t, rel, "the partnership's own, kept");
		}
		return put_file(t, rel, ours->text, err);
	}
	if (ours && same(ours, base)) {
		t->sum->taken++;
		say(t, rel, "no longer in the pack, left out");
		return MB_OK;
	}
	if (ours) {
		t->sum->kept++;
		say(t, rel,
		    base ? "no longer in the pack, but changed by the partnership: kept, look whether it is "
			   "still wanted"
			 : "the partnership's own, kept");
		return put_file(t, rel, ours->text, err);
	}
	if (same(theirs, base)) {
		say(t, rel, "the partnership took it out: left out");
		return MB_OK;
	}
	t->sum->taken++;
	say(t, rel,
	    base ? "the partnership took it out, but it is newer in the pack: look whether it is wanted now"
		 : "new in the pack");
	return put_file(t, rel, theirs->text, err);
}

static int join_all(struct three *t, struct mb_error *err)
{
	int rc = empty_folder(t->out, err);

	for (size_t i = 0; rc == MB_OK && i < t->n_ours; i++)
		rc = join(t, t->ours[i].path, err);
	for (size_t i = 0; rc == MB_OK && i < t->n_theirs; i++)
		if (!file_at(t->ours, t->n_ours, t->theirs[i].path))
			rc = join(t, t->theirs[i].path, err);
	/* The pack as it is goes along, so that the next upgrade knows what was whose. */
	for (size_t i = 0; rc == MB_OK && i < t->n_theirs; i++)
		rc = put_file(
			t, mb_arena_printf(t->a, PACK_BASE "/%s.base", t->theirs[i].path + strlen("rules/")),
			t->theirs[i].text, err);
	return rc;
}

/* ---- the pack that the record began with ---------------------------------------------------------------------- */

static int walk_base(struct three *t, const struct mb_oid *tree, const char *prefix, int depth,
		     struct mb_error *err)
{
	struct mb_entry *e;
	size_t n;
	int rc = mb_tree_list(&e, &n, t->a, t->g->rec, tree, "", err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const char *path = mb_arena_printf(t->a, "%s/%s", prefix, e[i].name);

		if (e[i].folder && depth < 3) {
			rc = walk_base(t, &e[i].id, path, depth + 1, err);
		} else if (mb_ends(path, ".base")) {
			struct mb_rules_file *f = MB_PUSH(t->a, t->base, t->n_base);

			f->path = mb_arena_ndup(t->a, path, strlen(path) - strlen(".base"));
			rc = mb_blob_read(&f->text, t->a, t->g->rec, &e[i].id, err);
		}
	}
	return rc;
}

static int find_base(struct three *t, struct mb_error *err)
{
	struct enactment *list;
	struct mb_entry e;
	size_t n;
	int rc;

	if (mb_tree_entry(&e, t->a, t->g->rec, &t->g->rules_tree, PACK_BASE, NULL) == MB_OK && e.folder)
		return walk_base(t, &e.id, "rules", 0, err);
	if ((rc = enactments_read(&list, &n, t->a, t->g->view, err)) != MB_OK)
		return rc;
	if (!n)
		return mb_fail(err, MB_EINVAL,
			       ENACTMENTS
			       " has no entries: it is not known which pack the record began with");
	return mb_rules_files_of_tree(&t->base, &t->n_base, t->a, t->g->rec, &list[0].rules, err);
}

int mb_gate_upgrade(struct mb_upgrade *sum, struct mb_gate *g, const char *pack, const char *out,
		    mb_tell tell, void *ctx, struct mb_error *err)
{
	struct three t = { .g = g, .a = mb_arena_new(), .out = out, .sum = sum, .tell = tell, .ctx = ctx };
	const char *rules = mb_arena_printf(t.a, "%s/rules", pack);
	struct stat st;
	int rc;

	memset(sum, 0, sizeof *sum);
	if (stat(rules, &st) != 0 || !S_ISDIR(st.st_mode))
		rules = pack;
	if ((rc = mb_rules_files_of_folder(&t.theirs, &t.n_theirs, t.a, rules, err)) == MB_OK &&
	    t.n_theirs == 0)
		rc = mb_fail(err, MB_ENOTFOUND,
			     "%s holds no rule files (*.lua): name the folder of the newer pack", pack);
	if (rc == MB_OK &&
	    (rc = mb_rules_files_of_tree(&t.ours, &t.n_ours, t.a, g->rec, &g->rules_tree, err)) == MB_OK &&
	    (rc = find_base(&t, err)) == MB_OK)
		rc = join_all(&t, err);
	mb_arena_free(t.a);
	return rc;
}
