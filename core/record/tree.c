/* Raw trees: one pass over a tree's entries, and the difference of two trees. */
#include "record_impl.h"

#include <string.h>

/* A few small objects can describe a tree of billions of files, so a comparison has an end. */
#define DIFF_FILES_MAX 500000
#define DIFF_TREES_MAX 500000
#define DIFF_PATH_MAX  4096

bool mb_mode_folder(unsigned mode)
{
	return (mode & 0170000) == 0040000;
}

void mb_tree_it(struct mb_tree_it *it, git_odb_object *tree)
{
	*it = (struct mb_tree_it){ .p = git_odb_object_data(tree) };
	it->end = it->p + git_odb_object_size(tree);
}

int mb_tree_next(struct mb_tree_it *it)
{
	const char *p = it->p, *last = it->name, *nul;
	size_t n_last = it->n;
	bool last_folder = mb_mode_folder(it->mode);

	if (p == it->end)
		return 0;
	for (it->mode = 0; p < it->end && *p >= '0' && *p <= '7' && it->mode < 01000000; p++)
		it->mode = it->mode << 3 | (unsigned)(*p - '0');
	if (p == it->p || p == it->end || *p != ' ')
		return -1;
	p++;
	nul = memchr(p, 0, (size_t)(it->end - p));
	if (!nul || nul == p || it->end - nul < 1 + GIT_OID_RAWSZ)
		return -1;
	it->name = p;
	it->n = (size_t)(nul - p);
	memcpy(it->id.id, nul + 1, GIT_OID_RAWSZ);
	it->p = nul + 1 + GIT_OID_RAWSZ;
	/* A name twice, or out of order, would let two readers see two different records. */
	if (last && mb_name_cmp(last, n_last, last_folder, it->name, it->n, mb_mode_folder(it->mode)) >= 0)
		return -1;
	return 1;
}

int mb_tree_malformed(struct mb_error *err, git_odb_object *tree)
{
	struct mb_oid hex;

	mb_oid_out(&hex, git_odb_object_id(tree));
	return mb_fail(err, MB_EFAIL, "tree %s is malformed: an entry is cut short or out of order", hex.hex);
}

int mb_name_cmp(const char *a, size_t na, bool a_folder, const char *b, size_t nb, bool b_folder)
{
	size_t n = na < nb ? na : nb;
	int c = memcmp(a, b, n), ca, cb;

	if (c != 0)
		return c;
	ca = na > n ? (unsigned char)a[n] : a_folder ? '/' : 0;
	cb = nb > n ? (unsigned char)b[n] : b_folder ? '/' : 0;
	if (ca != cb || (na == n && nb == n))
		return ca - cb;
	return na < nb ? -1 : 1; /* a folder "a" against a malformed name "a/..." */
}

struct diff {
	struct mb_record *rec;
	struct mb_arena *arena;
	struct mb_difference *list;
	size_t n, n_trees;
	struct mb_buf path;
};

struct side {
	git_odb_object *tree;
	struct mb_tree_it it;
	int more;
};

static int side_next(struct side *s, struct mb_error *err)
{
	s->more = mb_tree_next(&s->it);
	return s->more < 0 ? mb_tree_malformed(err, s->tree) : MB_OK;
}

static int side_open(struct side *s, struct diff *d, const git_oid *id, struct mb_error *err)
{
	int rc;

	if (!id)
		return MB_OK;
	if (++d->n_trees > DIFF_TREES_MAX)
		return mb_fail(err, MB_EINVAL,
			       "this change touches over %d folders, which is more than a record holds",
			       DIFF_TREES_MAX);
	if ((rc = mb_tree_read(&s->tree, d->rec, id, err)) != MB_OK)
		return rc;
	mb_tree_it(&s->it, s->tree);
	return side_next(s, err);
}

static int diff_trees(struct diff *d, const git_oid *before, const git_oid *after, int depth,
		      struct mb_error *err);

static int diff_entry(struct diff *d, const struct mb_tree_it *a, const struct mb_tree_it *b, int depth,
		      struct mb_error *err)
{
	const struct mb_tree_it *either = a ? a : b;
	size_t old = d->path.n;
	int rc = MB_OK;

	mb_buf_put(&d->path, either->name, either->n);
	if (old + either->n + 2 > DIFF_PATH_MAX || depth > MB_FOLDER_DEPTH) {
		rc = mb_fail(err, MB_EINVAL, "a path that starts '%.80s' is too long or nests too deep",
			     d->path.p);
	} else if (mb_mode_folder(either->mode)) {
		mb_buf_putc(&d->path, '/');
		rc = diff_trees(d, a ? &a->id : NULL, b ? &b->id : NULL, depth + 1, err);
	} else if (d->n >= DIFF_FILES_MAX) {
		rc = mb_fail(err, MB_EINVAL, "this change touches over %d files; make it in parts",
			     DIFF_FILES_MAX);
	} else {
		struct mb_difference *f = MB_PUSH(d->arena, d->list, d->n);

		f->path = mb_arena_ndup(d->arena, d->path.p, d->path.n);
		if (a) {
			mb_oid_out(&f->before, &a->id);
			f->mode_before = a->mode;
		}
		if (b) {
			mb_oid_out(&f->after, &b->id);
			f->mode_after = b->mode;
		}
	}
	d->path.n = old;
	d->path.p[old] = 0;
	return rc;
}

/* Both lists are in git's order and a folder sorts apart from a file of the same name, so one merge pass pairs what
 * belongs together, and a file that became a folder is a removal and additions. */
static int diff_trees(struct diff *d, const git_oid *before, const git_oid *after, int depth,
		      struct mb_error *err)
{
	struct side a = { 0 }, b = { 0 };
	int rc;

	if ((rc = side_open(&a, d, before, err)) != MB_OK || (rc = side_open(&b, d, after, err)) != MB_OK)
		goto out;
	while (rc == MB_OK && (a.more || b.more)) {
		int c = !b.more	  ? -1
			: !a.more ? 1
				  : mb_name_cmp(a.it.name, a.it.n, mb_mode_folder(a.it.mode), b.it.name,
						b.it.n, mb_mode_folder(b.it.mode));

		if (c != 0 || a.it.mode != b.it.mode || !git_oid_equal(&a.it.id, &b.it.id))
			rc = diff_entry(d, c <= 0 ? &a.it : NULL, c >= 0 ? &b.it : NULL, depth, err);
		if (rc == MB_OK && c <= 0)
			rc = side_next(&a, err);
		if (rc == MB_OK && c >= 0)
			rc = side_next(&b, err);
	}
out:
	git_odb_object_free(b.tree);
	git_odb_object_free(a.tree);
	return rc;
}

int mb_tree_diff(struct mb_difference **out, size_t *n, struct mb_arena *a, struct mb_record *rec,
		 const struct mb_oid *before, const struct mb_oid *after, struct mb_error *err)
{
	struct diff d = { .rec = rec, .arena = a };
	git_oid from, to;
	int rc = MB_OK;

	if ((before->hex[0] && (rc = mb_oid_in(&from, before, err)) != MB_OK) ||
	    (after->hex[0] && (rc = mb_oid_in(&to, after, err)) != MB_OK))
		return rc;
	if (strcmp(before->hex, after->hex) != 0) {
		mb_buf_init(&d.path, (size_t)2 * DIFF_PATH_MAX);
		rc = diff_trees(&d, before->hex[0] ? &from : NULL, after->hex[0] ? &to : NULL, 0, err);
		mb_buf_free(&d.path);
	}
	if (rc == MB_OK) {
		*out = d.list;
		*n = d.n;
	}
	return rc;
}
