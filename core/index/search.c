/* Full text. What a person types never reaches the engine's own language: each word goes in as a quoted string. */
#include "index_impl.h"

#include <string.h>

#define TYPED_MAX      1000 /* bytes of a search */
#define WORDS_MAX      40
#define LIMIT_STANDARD 50
#define LIMIT_MAX      500

/* ---- from what was typed to a question ------------------------------------------------------------------- */

static bool has_letters(struct mb_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
			return true;
	}
	return false;
}

/* Side by side they must all occur. An AND between them would do so too, but then a sign without a letter, such as a
 * dash, would occur nowhere; side by side it is passed over. */
void ix_put_quoted(struct mb_buf *q, struct mb_str s, bool any)
{
	mb_buf_puts(q, q->n == 0 ? "\"" : any ? " OR \"" : " \"");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"') /* cut away before, but safety must not hang on that */
			mb_buf_putc(q, '"');
		mb_buf_putc(q, s.p[i]);
	}
	mb_buf_putc(q, '"');
}

/* Length of a quotation mark at p (plain, or as Word sets them), else 0. */
static size_t quote_at(const char *p)
{
	if (*p == '"')
		return 1;
	return strncmp(p, "\xe2\x80\x9c", 3) == 0 || strncmp(p, "\xe2\x80\x9d", 3) == 0 ? 3 : 0;
}

static int write_words(struct mb_buf *q, struct mb_buf *spelt, struct mb_index *ix, const char *typed,
		       enum mb_find_how how, struct mb_error *err)
{
	struct mb_error why;
	const char *p = typed;
	int words = 0, rc;

	if (strlen(typed) > TYPED_MAX)
		return mb_fail(err, MB_EINVAL, "the search is longer than %d bytes; use fewer words",
			       TYPED_MAX);
	if (mb_text_check(typed, strlen(typed), &why) != MB_OK)
		return mb_fail(err, MB_EINVAL, "the search is no readable text: %s", why.text);
	while (*p) {
		struct mb_str s = { p, 0 };
		size_t quote = quote_at(p);

		if (quote) {
			s.p = p += quote; /* an unclosed quotation runs to the end */
			while (*p && !quote_at(p))
				p++;
			s.n = (size_t)(p - s.p);
			p += *p ? quote_at(p) : 0;
		} else {
			while (*p && !strchr(" \t\r\n", *p) && !quote_at(p))
				p++;
			s.n = (size_t)(p - s.p);
			if (s.n == 0)
				p++;
		}
		if (!has_letters(s))
			continue;
		if (++words > WORDS_MAX)
			return mb_fail(err, MB_EINVAL, "more than %d words to search for; use fewer",
				       WORDS_MAX);
		if (quote || how == MB_FIND_LITERAL)
			ix_put_quoted(q, s, how == MB_FIND_ANY);
		else if ((rc = ix_everyday(q, spelt, ix, s, how == MB_FIND_ANY, err)) != MB_OK)
			return rc;
	}
	if (words == 0)
		return mb_fail(err, MB_EINVAL, "no words to search for");
	return mb_buf_status(q, err);
}

static int write_question(struct mb_buf *q, struct mb_index *ix, const char *typed, enum mb_find_how how,
			  struct mb_error *err)
{
	struct mb_buf spelt;
	int rc;

	mb_buf_init(&spelt, 0);
	rc = write_words(q, &spelt, ix, typed, how, err);
	if (rc == MB_OK && q->n == 0 && spelt.n == 0) /* nothing but small words: they are what is meant */
		rc = write_words(q, &spelt, ix, typed, MB_FIND_LITERAL, err);
	if (rc == MB_OK && spelt.n > 0) {
		mb_buf_puts(q, q->n == 0 ? "" : how == MB_FIND_ANY ? " OR " : " AND ");
		mb_buf_put(q, spelt.p, spelt.n);
	}
	mb_buf_free(&spelt);
	return rc == MB_OK ? mb_buf_status(q, err) : rc;
}

/* ---- snippets -------------------------------------------------------------------------------------------- */

/* The texts of the hits, and of nothing else, go into a table of their own that keeps its content: so the same
 * engine marks what it found, folded letters and phrases included. */
static int fill_snippets(struct mb_index *ix, const struct mb_hit *hits, size_t n, struct mb_error *err)
{
	static const char add[] = "insert into temp.snippet(rowid, title, words) values(?1, ?2, ?3)";
	sqlite3_stmt *st = NULL;
	int rc;

	if ((rc = ix_prepare(&st, ix, add, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n && rc == MB_OK; i++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_buf words;
		struct mb_str raw;

		mb_buf_init(&words, 0);
		if ((rc = mb_blob_read(&raw, a, ix->rec, &hits[i].row.blob, err)) == MB_OK) {
			ix_words(&words, a, raw, hits[i].row.id);
			sqlite3_bind_int64(st, 1, (sqlite3_int64)i);
			ix_bind_text(st, 2, hits[i].row.title);
			ix_bind_text(st, 3, words.p);
			rc = ix_exec(ix, st, "cutting snippets", err);
		}
		mb_buf_free(&words);
		mb_arena_free(a);
	}
	sqlite3_finalize(st);
	return rc;
}

static int cut_snippets(struct mb_index *ix, struct mb_arena *a, struct mb_hit *hits, size_t n,
			const char *question, struct mb_error *err)
{
	static const char ask[] = "select rowid, snippet(snippet, -1, '«', '»', '…', 30) from temp.snippet"
				  " where snippet match ?1";
	sqlite3_stmt *st = NULL;
	bool row;
	int rc;

	if ((rc = ix_prepare(&st, ix, ask, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, question);
	while ((rc = ix_step(&row, ix, st, "cutting snippets", err)) == MB_OK && row) {
		sqlite3_int64 i = sqlite3_column_int64(st, 0);

		if (i >= 0 && (size_t)i < n)
			hits[i].snippet = ix_text(a, st, 1);
	}
	sqlite3_finalize(st);
	return rc;
}

/* ---- asking ---------------------------------------------------------------------------------------------- */

struct finding {
	struct mb_index *ix;
	const struct mb_find *f;
	struct ix_sieve sieve;
	struct mb_hit **hits;
	size_t *n, *total;
};

/* The versions that have the text. Several may: one text in two places is kept once. */
static int take_versions(struct finding *x, struct mb_arena *a, sqlite3_stmt *st, sqlite3_int64 body,
			 struct mb_error *err)
{
	bool row;
	int rc;

	sqlite3_bind_int64(st, 1, body);
	while ((rc = ix_step(&row, x->ix, st, "searching", err)) == MB_OK && row) {
		struct mb_hit *hit;
		bool wanted = ix_sift(&x->sieve, st);

		if (!wanted || *x->n >= x->sieve.limit)
			continue;
		hit = MB_PUSH(a, *x->hits, *x->n);
		ix_read_version(&hit->row, a, st);
		hit->snippet = hit->row.title;
	}
	sqlite3_reset(st);
	return rc;
}

static bool enough(const struct finding *x)
{
	return x->total ? x->sieve.kept >= MB_FIND_COUNTED : x->sieve.full;
}

/* Only the engine's own rows are put in order; what they are versions of is read one by one, until there are enough. */
static int find(struct finding *x, struct mb_arena *a, const char *question, struct mb_error *err)
{
	/* A word of the title weighs ten in the text. */
	static const char best[] = "select rowid from fulltext where fulltext match ?1"
				   " order by bm25(fulltext, 10.0, 1.0), rowid";
	static const char of_body[] = "select " IX_VERSION_COLUMNS IX_VERSION_FROM
				      "where v.body = ?1 and v.seq_to is null and not v.removed"
				      " and (?2 is null or v.kind = ?2) and (?3 is null or v.group_ = ?3)"
				      " order by d.path";
	const struct mb_find *f = x->f;
	sqlite3_stmt *st, *versions = NULL;
	bool row;
	int rc;

	if ((rc = ix_text_catch_up(x->ix, NULL, NULL, err)) != MB_OK ||
	    (rc = ix_stmt(&st, x->ix, best, err)) != MB_OK ||
	    (rc = ix_stmt(&versions, x->ix, of_body, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, question);
	if (f->kind)
		ix_bind_text(versions, 2, f->kind);
	if (f->group)
		ix_bind_text(versions, 3, f->group);
	while (!enough(x) && (rc = ix_step(&row, x->ix, st, "searching", err)) == MB_OK && row)
		if ((rc = take_versions(x, a, versions, sqlite3_column_int64(st, 0), err)) != MB_OK)
			break;
	ix_done(st);
	ix_done(versions);
	return rc;
}

/* All in one transaction, which is given up: else each text would be merged into the table as it comes. */
static int quote(struct mb_hit *hits, size_t n, struct mb_arena *a, struct mb_index *ix, const char *question,
		 struct mb_error *err)
{
	static const char make[] = "create virtual table if not exists temp.snippet using fts5(title, words,"
				   " tokenize = 'unicode61 remove_diacritics 2')";
	int rc;

	if (n == 0)
		return MB_OK;
	if ((rc = ix_run(ix, make, err)) != MB_OK || (rc = ix_run(ix, "savepoint quote", err)) != MB_OK)
		return rc;
	if ((rc = fill_snippets(ix, hits, n, err)) == MB_OK)
		rc = cut_snippets(ix, a, hits, n, question, err);
	sqlite3_exec(ix->db, "rollback to quote; release quote", NULL, NULL, NULL);
	return rc;
}

static int find_once(struct finding *x, struct mb_arena *a, const char *question, struct mb_error *err)
{
	const struct mb_find *f = x->f;
	size_t limit = f->limit ? f->limit : LIMIT_STANDARD;
	int rc;

	*x->hits = NULL;
	*x->n = 0;
	x->sieve = (struct ix_sieve){ .keep = f->keep,
				      .ctx = f->keep_ctx,
				      .skip = f->skip,
				      .limit = limit < LIMIT_MAX ? limit : LIMIT_MAX };
	rc = find(x, a, question, err);
	if (x->total)
		*x->total = x->sieve.kept;
	return rc == MB_OK && !f->bare ? quote(*x->hits, *x->n, a, x->ix, question, err) : rc;
}

int mb_index_find(struct mb_hit **out, size_t *n, size_t *total, struct mb_arena *a, struct mb_index *ix,
		  const struct mb_find *f, struct mb_error *err)
{
	struct finding x = { .ix = ix, .f = f, .hits = out, .n = n, .total = total };
	struct mb_buf question;
	int rc;

	*out = NULL;
	*n = 0;
	if (total)
		*total = 0;
	mb_buf_init(&question, 0);
	rc = f->how == MB_FIND_LITERAL ? MB_OK : ix_text_catch_up(ix, NULL, NULL, err);
	if (rc == MB_OK)
		rc = write_question(&question, ix, f->words, f->how, err);
	if (rc == MB_OK)
		do
			rc = find_once(&x, a, question.p, err);
		while (rc != MB_OK && ix_recover(ix, err));
	mb_buf_free(&question);
	return rc;
}

int mb_index_quote(struct mb_hit *hits, size_t n, struct mb_arena *a, struct mb_index *ix, const char *words,
		   enum mb_find_how how, struct mb_error *err)
{
	struct mb_buf question;
	int rc;

	mb_buf_init(&question, 0);
	rc = write_question(&question, ix, words, how, err);
	if (rc == MB_OK)
		do
			rc = quote(hits, n, a, ix, question.p, err);
		while (rc != MB_OK && ix_recover(ix, err));
	mb_buf_free(&question);
	return rc;
}

int mb_index_read_texts(struct mb_index *ix, mb_go_on go_on, void *ctx, struct mb_error *err)
{
	int rc;

	do
		rc = ix_text_catch_up(ix, go_on, ctx, err);
	while (rc != MB_OK && ix_recover(ix, err));
	return rc;
}

int mb_index_search_kept(struct mb_hit **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
			 const char *words, size_t limit, size_t skip, mb_keep keep, void *ctx,
			 struct mb_error *err)
{
	const struct mb_find f = {
		.words = words, .limit = limit, .skip = skip, .keep = keep, .keep_ctx = ctx
	};

	return mb_index_find(out, n, NULL, a, ix, &f, err);
}

int mb_index_search(struct mb_hit **out, size_t *n, struct mb_arena *a, struct mb_index *ix,
		    const char *words, size_t limit, struct mb_error *err)
{
	return mb_index_search_kept(out, n, a, ix, words, limit, 0, NULL, NULL, err);
}
