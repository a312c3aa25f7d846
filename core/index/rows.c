/* Rows of one version of a document: what it is, its fields, what they point at. */
#include "index_impl.h"

#include <string.h>

/* ---- documents and versions ------------------------------------------------------------------------------ */

static int document_id(long long *out, struct mb_index *ix, const char *path, struct mb_error *err)
{
	static const char find[] = "select id from document where path = ?1";
	static const char add[] = "insert into document(path) values(?1)";
	sqlite3_stmt *st;
	bool row;
	int rc;

	if ((rc = ix_stmt(&st, ix, find, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, path);
	rc = ix_step(&row, ix, st, "looking for a document", err);
	if (rc == MB_OK && row)
		*out = sqlite3_column_int64(st, 0);
	ix_done(st);
	if (rc != MB_OK || row)
		return rc;
	if ((rc = ix_stmt(&st, ix, add, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, path);
	if ((rc = ix_exec(ix, st, "adding a document", err)) == MB_OK)
		*out = sqlite3_last_insert_rowid(ix->db);
	return rc;
}

static int replace_standing(struct mb_index *ix, long long doc, long seq, struct mb_error *err)
{
	static const char set[] = "update version set seq_to = ?1 where doc = ?2 and seq_to is null";
	sqlite3_stmt *st;
	int rc;

	if ((rc = ix_stmt(&st, ix, set, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, seq);
	sqlite3_bind_int64(st, 2, doc);
	return ix_exec(ix, st, "replacing a version", err);
}

/* The version that says "removed" keeps the names of what was there, for those who read the history. */
static int add_removal(struct mb_index *ix, long long doc, const struct ix_moment *m, struct mb_error *err)
{
	static const char add[] =
		"insert into version(doc, doc_id, kind, group_, state, title, blob, date_day, seq_from, "
		"on_from,"
		" removed, audience) select doc, doc_id, kind, group_, '', title, '', null, ?2, ?3, 1, "
		"audience from version"
		" where doc = ?1 order by seq_from desc limit 1";
	sqlite3_stmt *st;
	int rc;

	if ((rc = ix_stmt(&st, ix, add, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, doc);
	sqlite3_bind_int64(st, 2, m->seq);
	sqlite3_bind_int(st, 3, m->on);
	return ix_exec(ix, st, "noting a removal", err);
}

static int add_version(long long *vid, struct mb_index *ix, struct mb_arena *a, long long doc,
		       const struct mb_doc *d, const char *blob, const struct ix_moment *m,
		       struct mb_error *err)
{
	static const char add[] =
		"insert into version(doc, doc_id, kind, group_, state, title, blob, "
		"date_day, seq_from, on_from,"
		" removed, body, audience) values(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, ?11,"
		" ?12)";
	mb_day date = d->kind && d->kind->date_field ? mb_doc_day(d, d->kind->date_field) : MB_NO_DAY;
	sqlite3_stmt *st;
	int rc;

	if ((rc = ix_stmt(&st, ix, add, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, doc);
	ix_bind_text(st, 2, d->id);
	ix_bind_text(st, 3, d->kind ? d->kind->name : "");
	ix_bind_text(st, 4, d->group);
	ix_bind_text(st, 5, d->state);
	ix_bind_text(st, 6, d->title);
	ix_bind_text(st, 7, blob);
	ix_bind_day(st, 8, date);
	sqlite3_bind_int64(st, 9, m->seq);
	sqlite3_bind_int(st, 10, m->on);
	if (!d->raw.p)
		sqlite3_bind_int(st, 11, IX_NO_TEXT);
	ix_bind_text(st, 12, mb_audience_of(a, d));
	if ((rc = ix_exec(ix, st, "adding a version", err)) == MB_OK)
		*vid = sqlite3_last_insert_rowid(ix->db);
	return rc;
}

/* ---- fields and links ------------------------------------------------------------------------------------ */

struct fields {
	struct mb_index *ix;
	struct mb_arena *a;
	const struct mb_doc *doc;
	long long vid;
	enum mb_type type; /* declared, of the top-level key being read */
	char name[IX_NAME_MAX + 1];
};

const char *ix_value(struct mb_arena *a, const char *value)
{
	size_t n = strlen(value);
	char hex[MB_SHA256_HEX];

	if (n <= IX_VALUE_MAX)
		return value;
	mb_sha256_hex(hex, value, n);
	return mb_arena_printf(a, "sha256:%s", hex);
}

/* "CTB-2005-D001", also "CTB-2005-M004-minutes", "CTB-2005-M004-agenda-2". */
static bool looks_like_id(const char *s)
{
	const char *p = s;
	size_t n;

	while (*p >= 'A' && *p <= 'Z')
		p++;
	if (p - s < 2 || p - s > 8 || *p++ != '-')
		return false;
	if (strspn(p, "0123456789") != 4 || p[4] != '-')
		return false;
	p += 5;
	if (*p < 'A' || *p > 'Z')
		return false;
	if ((n = strspn(++p, "0123456789")) < 3)
		return false;
	p += n;
	return *p == '\0' || (*p == '-' && p[1] != '\0' &&
			      p[1 + strspn(p + 1, "abcdefghijklmnopqrstuvwxyz-0123456789")] == '\0');
}

/* In rows no types are declared: these keys name people and groups wherever they stand. */
static bool names_somebody(const char *name)
{
	static const char *const keys[] = { "person",	    "by", "entered_by", "substitute_for",
					    "on_behalf_of", "to", "group",	"groups" };
	const char *key = strrchr(name, '.');

	for (size_t i = 0; key && i < sizeof keys / sizeof keys[0]; i++)
		if (strcmp(key + 1, keys[i]) == 0)
			return true;
	return false;
}

static bool points(const struct fields *f, const char *value)
{
	if (strcmp(f->name, "id") == 0)
		return false; /* every document names itself */
	switch (f->type) {
	case MB_T_PERSON:
	case MB_T_PEOPLE:
	case MB_T_GROUP:
	case MB_T_GROUPS:
	case MB_T_DOC:
	case MB_T_DOCS:
		return true;
	case MB_T_ROWS:
	case MB_T_SIGNOFFS:
		return names_somebody(f->name) || looks_like_id(value);
	default:
		return looks_like_id(value);
	}
}

static int add_pair(struct fields *f, const char *sql, const char *first, const char *second,
		    struct mb_error *err)
{
	sqlite3_stmt *st;
	int rc;

	if ((rc = ix_stmt(&st, f->ix, sql, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, first);
	ix_bind_text(st, 2, second);
	sqlite3_bind_int64(st, 3, f->vid);
	return ix_exec(f->ix, st, "adding a field", err);
}

/* The field table holds what a query can ask for and no more (see mb_query_fits): texts and lists of texts at the top,
 * and one level below, in maps and rows. Links are taken from any depth. */
static int add_scalar(struct fields *f, const char *text, int level, struct mb_error *err)
{
	static const char field[] = "insert or ignore into field(name, value, version) values(?1, ?2, ?3)";
	static const char link[] = "insert or ignore into link(target, field, version) values(?1, ?2, ?3)";
	int rc = MB_OK;

	if (level <= 1)
		rc = add_pair(f, field, f->name, ix_value(f->a, text), err);
	if (rc == MB_OK && text[0] && strlen(text) <= IX_VALUE_MAX && points(f, text))
		rc = add_pair(f, link, text, f->name, err);
	return rc;
}

#define TOO_DEEP 2

/* Depth is bounded by the reader of the front matter (MB_YAML_DEPTH). level: of maps; a list of lists is beyond asking. */
static int add_node(struct fields *f, const struct mb_node *node, int level, bool in_list,
		    struct mb_error *err)
{
	size_t at = strlen(f->name);
	int rc = MB_OK;

	if (node->type == MB_TEXT)
		return add_scalar(f, node->text, level, err);
	if (node->type == MB_LIST && in_list)
		level = TOO_DEEP;
	for (size_t i = 0; i < node->n && rc == MB_OK; i++) {
		bool map = node->type == MB_MAP;

		if (map) {
			size_t n = strlen(node->keys[i]);

			if (at + n + 1 > IX_NAME_MAX)
				continue;
			f->name[at] = '.';
			memcpy(f->name + at + 1, node->keys[i], n + 1);
		}
		rc = add_node(f, node->items[i], level + map, !map, err);
		f->name[at] = '\0';
	}
	return rc;
}

static int add_fields(struct fields *f, struct mb_error *err)
{
	const struct mb_node *root = f->doc->matter.root;
	int rc = MB_OK;

	for (size_t i = 0; root && root->type == MB_MAP && i < root->n && rc == MB_OK; i++) {
		const struct mb_field *declared = NULL;

		if (strlen(root->keys[i]) > IX_NAME_MAX)
			continue;
		strcpy(f->name, root->keys[i]);
		if (f->doc->kind)
			declared = mb_kind_field(f->doc->kind, f->name);
		if (f->doc->kind && !declared)
			declared = mb_common_field(f->name);
		f->type = declared ? declared->type : MB_T_TEXT;
		/* A dot in a key of its own would read as a way into rows. */
		rc = add_node(f, root->items[i], strchr(f->name, '.') ? TOO_DEEP : 0, false, err);
	}
	return rc;
}

/* ---- one difference -------------------------------------------------------------------------------------- */

/* What does not read as a governed document is a page that bears its path: it is found, and hides nothing else. */
static void as_page(struct mb_doc *page, struct mb_arena *a, const char *path, struct mb_str raw)
{
	memset(page, 0, sizeof *page);
	page->path = page->title = page->id = path; /* as the id of any page is its path */
	page->raw = raw;
	if (mb_starts(path, "groups/")) {
		const char *from = path + strlen("groups/"), *slash = strchr(from, '/');

		if (slash)
			page->group = mb_arena_ndup(a, from, (size_t)(slash - from));
	}
}

/* The id of what lives in a group begins with the group's code, which is in another file of the same tree. */
static void complete_id(struct mb_doc *d, struct mb_view **view, struct mb_index *ix,
			const struct ix_moment *m)
{
	const struct mb_doc *seen;

	if (!d->kind || d->kind->lives != MB_LIVES_IN_GROUP)
		return;
	if (mb_view_of_tree(view, ix->rec, &m->commit->tree, m->schema, NULL) != MB_OK ||
	    mb_view_doc(&seen, *view, d->path, NULL) != MB_OK)
		return;
	d->id = seen->id;
	d->title = seen->title;
}

static int add_document(struct mb_index *ix, struct mb_arena *a, long long doc, const struct ix_moment *m,
			const struct mb_difference *d, struct mb_error *err)
{
	struct fields f = { .ix = ix, .a = a };
	struct mb_str raw = { NULL, 0 };
	struct mb_view *view = NULL;
	struct mb_doc *read, page;
	struct mb_error why;
	int rc;

	rc = mb_blob_read(&raw, a, ix->rec, &d->after, &why);
	if (rc == MB_EINVAL)
		raw = (struct mb_str){ NULL, 0 }; /* too large for a document */
	else if (rc != MB_OK)
		return mb_fail(err, rc, "%s", why.text);
	if (!raw.p || !m->schema || mb_doc_parse(&read, a, m->schema, d->path, raw, &why) != MB_OK) {
		as_page(&page, a, d->path, raw);
		read = &page;
	}
	complete_id(read, &view, ix, m);
	f.doc = read;
	if ((rc = add_version(&f.vid, ix, a, doc, read, d->after.hex, m, err)) == MB_OK)
		rc = add_fields(&f, err);
	mb_view_free(view);
	return rc;
}

static bool is_document(const char *path, const struct mb_oid *id, unsigned mode)
{
	return id->hex[0] && (mode == 0100644 || mode == 0100755) && mb_ends(path, ".md");
}

int ix_add_difference(struct mb_index *ix, const struct ix_moment *m, const struct mb_difference *d,
		      struct mb_error *err)
{
	bool was = is_document(d->path, &d->before, d->mode_before);
	bool is = is_document(d->path, &d->after, d->mode_after);
	struct mb_arena *a;
	long long doc = 0;
	int rc;

	if ((!was && !is) || (was && is && strcmp(d->before.hex, d->after.hex) == 0))
		return MB_OK;
	if ((rc = document_id(&doc, ix, d->path, err)) != MB_OK ||
	    (rc = replace_standing(ix, doc, m->seq, err)) != MB_OK)
		return rc;
	if (!is)
		return add_removal(ix, doc, m, err);
	a = mb_arena_new();
	rc = add_document(ix, a, doc, m, d, err);
	mb_arena_free(a);
	return rc;
}
