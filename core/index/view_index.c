/* A view whose lists are answered by rows, and whose bytes come from the tree: it must say what a view of the tree says. */
#include "index_impl.h"

#include <stdlib.h>
#include <string.h>

#define LISTS_KEPT 64 /* one change asks the same again and again */

struct kept_list {
	const char *kind, *group, *field, *value; /* in the view's arena, as are the paths */
	const char **paths;
	size_t n;
};

struct indexed {
	struct mb_index *ix;
	long seq; /* the commit whose tree this is: the index may go on while the view stands */
	struct mb_oid commit, tree;
	struct kept_list lists[LISTS_KEPT];
	size_t n_lists;
};

static bool is_file(const struct mb_entry *e)
{
	return e->mode == 0100644 || e->mode == 0100755;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort_paths(const char **paths, size_t n)
{
	if (n > 1)
		qsort(paths, n, sizeof *paths, by_text);
}

static int indexed_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
			struct mb_error *err)
{
	struct indexed *t = v->self;
	struct mb_entry e;
	int rc = mb_tree_entry(&e, a, t->ix->rec, &t->tree, path, err);

	if (rc != MB_OK)
		return rc;
	if (!is_file(&e))
		return mb_fail(err, MB_ENOTFOUND, "%s is not a file of the record", path);
	return mb_blob_read(out, a, t->ix->rec, &e.id, err);
}

static int indexed_files(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
			 const char *folder, struct mb_error *err)
{
	struct indexed *t = v->self;
	struct mb_entry *e = NULL;
	size_t count = 0;
	int rc = mb_tree_list(&e, &count, a, t->ix->rec, &t->tree, folder, err);

	*paths = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < count; i++)
		if (is_file(&e[i]))
			*MB_PUSH(a, *paths, *n) = mb_arena_printf(a, "%s/%s", folder, e[i].name);
	sort_paths(*paths, *n);
	return rc;
}

/* ---- lists ----------------------------------------------------------------------------------------------- */

static int take_paths(const char ***paths, size_t *n, struct mb_arena *a, struct mb_index *ix,
		      sqlite3_stmt *st, struct mb_error *err)
{
	bool row;
	int rc;

	while ((rc = ix_step(&row, ix, st, "listing documents", err)) == MB_OK && row)
		*MB_PUSH(a, *paths, *n) = ix_text(a, st, 0);
	return rc;
}

/* Is the chain that the view was made on still the index's? @param last  is its commit the last one indexed */
static int still_there(bool *last, const struct indexed *t, struct mb_error *err)
{
	static const char ask[] = "select oid, (select max(seq) from commit_) from commit_ where seq = ?1";
	struct mb_oid oid = { "" };
	sqlite3_stmt *st;
	bool row;
	int rc;

	if ((rc = ix_stmt(&st, t->ix, ask, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, t->seq);
	if ((rc = ix_step(&row, t->ix, st, "finding its place", err)) == MB_OK && row) {
		ix_oid(&oid, st, 0);
		*last = (long)sqlite3_column_int64(st, 1) == t->seq;
	}
	ix_done(st);
	if (rc == MB_OK && strcmp(oid.hex, t->commit.hex) != 0)
		rc = mb_fail(err, MB_ECONFLICT, "the record's history was replaced meanwhile; begin anew");
	return rc;
}

/* State and id are what the document is, not what its front matter says. */
enum by { BY_NOTHING, BY_STATE, BY_ID, BY_FIELD, BY_COUNT };

#define LIST                                                                                                 \
	"select d.path from version v join document d on d.id = v.doc where v.kind = ?1 and not v.removed"
#define NOW	 LIST " and v.seq_to is null"
#define THEN	 LIST " and v.seq_from <= ?2 and (v.seq_to is null or v.seq_to > ?2)"
#define OF_GROUP " and v.group_ = ?3"
#define STATE	 " and v.state = ?5 and ?5 <> ''"
#define ID	 " and v.doc_id = ?5"
#define FIELD	 " and v.vid in (select version from field where name = ?4 and value = ?5)"

/* Whole texts, so that each is prepared once: last or not, of a group or not, by what. */
static const char *const list_asks[2][2][BY_COUNT] = {
	{ { THEN, THEN STATE, THEN ID, THEN FIELD },
	  { THEN OF_GROUP, THEN OF_GROUP STATE, THEN OF_GROUP ID, THEN OF_GROUP FIELD } },
	{ { NOW, NOW STATE, NOW ID, NOW FIELD },
	  { NOW OF_GROUP, NOW OF_GROUP STATE, NOW OF_GROUP ID, NOW OF_GROUP FIELD } },
};

static int list_rows(const char ***paths, size_t *n, struct mb_arena *a, const struct indexed *t, bool last,
		     const struct mb_query *q, struct mb_error *err)
{
	enum by by = BY_NOTHING;
	sqlite3_stmt *st;
	int rc;

	if (q->field && q->value)
		by = strcmp(q->field, "state") == 0 ? BY_STATE
		     : strcmp(q->field, "id") == 0  ? BY_ID
						    : BY_FIELD;
	if ((rc = ix_stmt(&st, t->ix, list_asks[last][q->group != NULL][by], err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, q->kind);
	if (!last)
		sqlite3_bind_int64(st, 2, t->seq);
	if (q->group)
		ix_bind_text(st, 3, q->group);
	if (by == BY_FIELD)
		ix_bind_text(st, 4, q->field);
	if (by != BY_NOTHING)
		ix_bind_text(st, 5, by == BY_FIELD ? ix_value(a, q->value) : q->value);
	rc = take_paths(paths, n, a, t->ix, st, err);
	ix_done(st);
	return rc;
}

/* Files indexed as pages that may lie in a place of this kind: they did not read as documents under the rules of their
 * commit, or the kind was declared later. */
static int list_pages(const char ***paths, size_t *n, struct mb_arena *a, const struct indexed *t,
		      const struct mb_kind *k, const struct mb_query *q, struct mb_error *err)
{
	static const char ask[] = "select d.path from version v join document d on d.id = v.doc where v.kind "
				  "= '' and not v.removed"
				  " and v.seq_from <= ?1 and (v.seq_to is null or v.seq_to > ?1)"
				  " and substr(d.path, 1, length(?2)) = ?2 and (?3 = '' or v.group_ = ?3)";
	sqlite3_stmt *st;
	int rc;

	if ((rc = ix_stmt(&st, t->ix, ask, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, t->seq);
	ix_bind_text(st, 2, k->lives == MB_LIVES_TOP ? mb_arena_printf(a, "%s/", k->folder) : "groups/");
	ix_bind_text(st, 3, q->group);
	rc = take_paths(paths, n, a, t->ix, st, err);
	ix_done(st);
	sort_paths(*paths, *n);
	return rc;
}

/* The id of what lives in a group begins with a code that another file may change without this one having a new version:
 * then the rows only say which documents there are (one a group), and the documents which they are. */
static bool ask_documents(const struct mb_kind *k, const struct mb_query *q)
{
	return k->lives == MB_LIVES_IN_GROUP && q->field && q->value && strcmp(q->field, "id") == 0;
}

/* Only a document of kind k in a place of kind k reads as one. */
static bool lies_where_it_could(const struct mb_schema *s, const struct mb_kind *k, const char *path)
{
	struct mb_arena *a = mb_arena_new();
	const char *text = mb_arena_printf(a, "---\nkind: %s\n---\n", k->name);
	struct mb_doc *d;
	bool yes = mb_doc_parse(&d, a, s, path, mb_str(text), NULL) == MB_OK && d->kind == k;

	mb_arena_free(a);
	return yes;
}

static int list_once(struct mb_view *v, const char ***paths, size_t *n, const char ***pages, size_t *n_pages,
		     struct mb_arena *a, const struct mb_kind *k, const struct mb_query *q,
		     struct mb_error *err)
{
	const struct indexed *t = v->self;
	bool last = false;
	int rc;

	*paths = *pages = NULL;
	*n = *n_pages = 0;
	if ((rc = ix_run(t->ix, "begin", err)) !=
	    MB_OK) /* one state of the file for the questions that follow */
		return rc;
	if ((rc = still_there(&last, t, err)) == MB_OK &&
	    (rc = list_rows(paths, n, a, t, last, q, err)) == MB_OK)
		rc = list_pages(pages, n_pages, a, t, k, q, err);
	ix_rollback(t->ix);
	return rc;
}

/* Of the candidates those that fit, as the documents themselves say. */
static int sift(const char ***paths, size_t *n, struct mb_view *v, struct mb_arena *a,
		const struct mb_query *q, const char *const *from, size_t n_from, struct mb_error *err)
{
	const struct mb_doc *d;
	int rc;

	for (size_t i = 0; i < n_from; i++) {
		if (q->field && q->value && (rc = mb_view_doc(&d, v, from[i], err)) != MB_OK)
			return rc;
		if (!q->field || !q->value || mb_query_fits(q, d))
			*MB_PUSH(a, *paths, *n) = from[i];
	}
	return MB_OK;
}

static int list_anew(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
		     const struct mb_query *q, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(v->schema, q->kind);
	struct mb_query rows = *q;
	struct indexed *t = v->self;
	const char **pages, **doubtful = NULL;
	size_t n_pages, n_doubtful = 0;
	int rc;

	*paths = NULL;
	*n = 0;
	if (!k)
		return MB_OK;
	if (ask_documents(k, q))
		rows.field = rows.value = NULL;
	do
		rc = list_once(v, paths, n, &pages, &n_pages, a, k, &rows, err);
	while (rc != MB_OK && ix_recover(t->ix, err));
	if (rc != MB_OK)
		return rc;
	if (ask_documents(k, q)) {
		doubtful = *paths;
		n_doubtful = *n;
		*paths = NULL;
		*n = 0;
	}
	for (size_t i = 0; i < n_pages; i++)
		if (lies_where_it_could(v->schema, k, pages[i]))
			*MB_PUSH(a, doubtful, n_doubtful) = pages[i];
	sort_paths(doubtful, n_doubtful);
	rc = sift(paths, n, v, a, q, doubtful, n_doubtful, err);
	sort_paths(*paths, *n);
	return rc;
}

static bool is_kept(const struct kept_list *l, const struct mb_query *q)
{
	return mb_streq(l->kind, q->kind) && mb_streq(l->group, q->group) && mb_streq(l->field, q->field) &&
	       mb_streq(l->value, q->value);
}

static void keep(struct mb_view *v, const struct mb_query *q, const char **paths, size_t n)
{
	struct indexed *t = v->self;
	struct kept_list *l;

	if (t->n_lists == LISTS_KEPT)
		return;
	l = &t->lists[t->n_lists++];
	*l = (struct kept_list){ .kind = mb_arena_dup(v->arena, q->kind),
				 .group = mb_arena_dup(v->arena, q->group),
				 .field = mb_arena_dup(v->arena, q->field),
				 .value = mb_arena_dup(v->arena, q->value) };
	for (size_t i = 0; i < n; i++)
		*MB_PUSH(v->arena, l->paths, l->n) = mb_arena_dup(v->arena, paths[i]);
}

/* The view's tree does not change, so an answer stays true. */
static int indexed_list(struct mb_view *v, const char ***paths, size_t *n, struct mb_arena *a,
			const struct mb_query *q, struct mb_error *err)
{
	const struct indexed *t = v->self;
	int rc;

	for (size_t i = 0; i < t->n_lists; i++)
		if (is_kept(&t->lists[i], q)) {
			*n = t->lists[i].n;
			*paths = *n ? mb_arena_alloc(a, *n * sizeof **paths) : NULL;
			if (*n)
				memcpy(*paths, t->lists[i].paths, *n * sizeof **paths);
			return MB_OK;
		}
	if ((rc = list_anew(v, paths, n, a, q, err)) == MB_OK)
		keep(v, q, *paths, *n);
	return rc;
}

static void indexed_free(struct mb_view *v)
{
	free(v->self);
}

static const struct mb_view_ops indexed_ops = {
	.read = indexed_read, .list = indexed_list, .free = indexed_free, .files = indexed_files
};

int mb_view_of_index(struct mb_view **out, struct mb_index *ix, const struct mb_oid *tree,
		     const struct mb_schema *s, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_event_row tip;
	struct indexed *t;
	int rc;

	rc = mb_index_tree_at(&tip, a, ix, MB_NO_DAY, err);
	if (rc == MB_ENOTFOUND || (rc == MB_OK && strcmp(tip.tree.hex, tree->hex) != 0))
		rc = mb_fail(err, MB_ECONFLICT, "the index does not stand at this tree; catch up first");
	if (rc == MB_OK) {
		t = mb_alloc(sizeof *t);
		t->ix = ix;
		t->seq = tip.seq;
		t->commit = tip.commit;
		t->tree = *tree;
		*out = mb_view_new(&indexed_ops, s, t);
	}
	mb_arena_free(a);
	return rc;
}
