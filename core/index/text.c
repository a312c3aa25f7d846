/* Full text, made when a search first needs it: one row for each distinct text of the versions that stand. */
#include "index_impl.h"

#include <string.h>

#define BATCH_BYTES ((size_t)24 * 1024 * 1024) /* of text landed in one transaction: some seconds */
#define MANY	    5000		       /* so many to come: worth a large table of words in memory */

/* ---- the words of a document ----------------------------------------------------------------------------- */

/* Structure, and digests: nobody searches for these as words. */
static bool is_structure(const char *key)
{
	return strcmp(key, "kind") == 0 || strcmp(key, "state") == 0 || strcmp(key, "signoffs") == 0;
}

static void put_scalars(struct mb_buf *out, const struct mb_node *node)
{
	if (node->type == MB_TEXT) {
		mb_buf_putc(out, ' ');
		mb_buf_puts(out, node->text);
		return;
	}
	for (size_t i = 0; i < node->n; i++)
		put_scalars(out, node->items[i]);
}

/* On one line; « and » are ours, they mark what was found. */
static void flatten(struct mb_buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		unsigned char c = (unsigned char)b->p[i];

		if (c == 0xc2 && i + 1 < b->n && (((unsigned char)b->p[i + 1] | 0x10) == 0xbb)) {
			b->p[n++] = '"';
			i++;
		} else if (c <= ' ') {
			if (n > 0 && b->p[n - 1] != ' ')
				b->p[n++] = ' ';
		} else {
			b->p[n++] = b->p[i];
		}
	}
	b->n = n;
	b->p[n] = '\0';
}

void ix_words(struct mb_buf *out, struct mb_arena *a, struct mb_str raw, const char *doc_id)
{
	struct mb_matter matter;
	struct mb_error why;
	bool has_id = false;

	if (mb_text_check(raw.p, raw.n, &why) != MB_OK)
		return;
	memset(&matter, 0, sizeof matter);
	if (mb_matter_parse(&matter, a, raw.p, raw.n, &why) != MB_OK)
		memset(&matter, 0, sizeof matter); /* then all of it is text */
	mb_markdown_plain(out, raw.p + matter.body_from, raw.n - matter.body_from);
	for (size_t i = 0; matter.root && i < matter.root->n; i++) {
		has_id = has_id || strcmp(matter.root->keys[i], "id") == 0;
		if (!is_structure(matter.root->keys[i]))
			put_scalars(out, matter.root->items[i]);
	}
	if (!has_id) {
		mb_buf_putc(out, ' ');
		mb_buf_puts(out, doc_id);
	}
	flatten(out);
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

struct pending {
	long long vid;
	const char *title, *doc_id;
	struct mb_oid blob;
};

static int find_body(long long *out, struct mb_index *ix, const char *sha256, struct mb_error *err)
{
	static const char find[] = "select id from body where sha256 = ?1";
	sqlite3_stmt *st;
	bool row;
	int rc;

	*out = 0;
	if ((rc = ix_stmt(&st, ix, find, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, sha256);
	if ((rc = ix_step(&row, ix, st, "looking for a text", err)) == MB_OK && row)
		*out = sqlite3_column_int64(st, 0);
	ix_done(st);
	return rc;
}

static int add_body(long long *out, struct mb_index *ix, const char *sha256, const char *title,
		    const char *words, struct mb_error *err)
{
	static const char body[] = "insert into body(sha256) values(?1)";
	static const char text[] = "insert into fulltext(rowid, title, words) values(?1, ?2, ?3)";
	sqlite3_stmt *st;
	int rc;

	if ((rc = ix_stmt(&st, ix, body, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, sha256);
	if ((rc = ix_exec(ix, st, "adding a text", err)) != MB_OK)
		return rc;
	*out = sqlite3_last_insert_rowid(ix->db);
	if ((rc = ix_stmt(&st, ix, text, err)) != MB_OK)
		return rc;
	sqlite3_bind_int64(st, 1, *out);
	ix_bind_text(st, 2, title);
	ix_bind_text(st, 3, words);
	return ix_exec(ix, st, "adding a text", err);
}

static int index_text(size_t *bytes, struct mb_index *ix, const struct pending *p, struct mb_error *err)
{
	static const char set[] = "update version set body = ?1 where vid = ?2";
	struct mb_arena *a = mb_arena_new();
	struct mb_buf words, whole;
	struct mb_str raw;
	char sha256[MB_SHA256_HEX];
	sqlite3_stmt *st;
	long long body;
	int rc;

	mb_buf_init(&words, 0);
	mb_buf_init(&whole, 0);
	if ((rc = mb_blob_read(&raw, a, ix->rec, &p->blob, err)) != MB_OK)
		goto out;
	ix_words(&words, a, raw, p->doc_id);
	mb_buf_puts(&whole, p->title);
	mb_buf_putc(&whole, '\n');
	mb_buf_put(&whole, words.p, words.n);
	*bytes += whole.n;
	mb_sha256_hex(sha256, whole.p, whole.n);
	if ((rc = find_body(&body, ix, sha256, err)) != MB_OK)
		goto out;
	if (body == 0 && (rc = add_body(&body, ix, sha256, p->title, words.p, err)) != MB_OK)
		goto out;
	if ((rc = ix_stmt(&st, ix, set, err)) != MB_OK)
		goto out;
	sqlite3_bind_int64(st, 1, body);
	sqlite3_bind_int64(st, 2, p->vid);
	rc = ix_exec(ix, st, "adding a text", err);
out:
	mb_buf_free(&words);
	mb_buf_free(&whole);
	mb_arena_free(a);
	return rc;
}

/* ---- what is still to come ------------------------------------------------------------------------------- */

static int count_pending(size_t *out, struct mb_index *ix, struct mb_error *err)
{
	static const char ask[] =
		"select count(*) from version where body is null and seq_to is null and not removed";
	sqlite3_stmt *st;
	bool row;
	int rc;

	if ((rc = ix_stmt(&st, ix, ask, err)) != MB_OK)
		return rc;
	if ((rc = ix_step(&row, ix, st, "counting texts", err)) == MB_OK)
		*out = (size_t)sqlite3_column_int64(st, 0);
	ix_done(st);
	return rc;
}

static int take_pending(struct pending **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
			struct mb_error *err)
{
	static const char ask[] =
		"select vid, title, doc_id, blob from version"
		" where body is null and seq_to is null and not removed order by vid limit 20000";
	sqlite3_stmt *st;
	bool row = true;
	int rc;

	*out = NULL;
	*n = 0;
	if ((rc = ix_stmt(&st, ix, ask, err)) != MB_OK)
		return rc;
	while ((rc = ix_step(&row, ix, st, "listing texts", err)) == MB_OK && row) {
		struct pending *p = MB_PUSH(a, *out, *n);

		p->vid = sqlite3_column_int64(st, 0);
		p->title = ix_text(a, st, 1);
		p->doc_id = ix_text(a, st, 2);
		ix_oid(&p->blob, st, 3);
	}
	ix_done(st);
	return rc;
}

static int text_batch(struct mb_index *ix, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct pending *p;
	size_t n, bytes = 0;
	int rc;

	if ((rc = ix_begin(ix, err)) != MB_OK)
		goto out;
	/* Asked for behind the lock: another process may have done them. */
	rc = take_pending(&p, &n, a, ix, err);
	for (size_t i = 0; rc == MB_OK && i < n && bytes < BATCH_BYTES; i++)
		rc = index_text(&bytes, ix, &p[i], err);
	if (rc == MB_OK)
		rc = ix_commit(ix, err);
	if (rc != MB_OK)
		ix_rollback(ix);
out:
	mb_arena_free(a);
	return rc;
}

static int tune(struct mb_index *ix, const char *sql, struct mb_error *err)
{
	int rc;

	if ((rc = ix_begin(ix, err)) != MB_OK)
		return rc;
	if ((rc = ix_run(ix, sql, err)) == MB_OK)
		rc = ix_commit(ix, err);
	if (rc != MB_OK)
		ix_rollback(ix);
	return rc;
}

int ix_text_catch_up(struct mb_index *ix, mb_go_on go_on, void *ctx, struct mb_error *err)
{
	size_t n = 0;
	bool many;
	int rc;

	if ((rc = count_pending(&n, ix, err)) != MB_OK || n == 0)
		return rc;
	many = n > MANY;
	if (many)
		rc = tune(ix, "insert into fulltext(fulltext, rank) values('hashsize', 67108864)", err);
	while (rc == MB_OK && n > 0 && (!go_on || go_on(ctx)))
		if ((rc = text_batch(ix, err)) == MB_OK)
			rc = count_pending(&n, ix, err);
	if (many && rc == MB_OK && n == 0)
		rc = tune(ix,
			  "insert into fulltext(fulltext) values('optimize');"
			  "insert into fulltext(fulltext, rank) values('hashsize', 1048576)",
			  err);
	return rc;
}
