/* Words as people ask: "what did we decide on the play schemes". Small words carry nothing, endings differ, and spelling slips. */
#include "index_impl.h"

#include <ctype.h>
#include <string.h>

#define LEAST	   4  /* letters of a word whose endings are looked at, and whose spelling may be mended */
#define LONG	   8  /* ... of one in which two letters may be wrong */
#define WORD_MAX   40 /* longer ones are taken as typed */
#define SPELLINGS  6
#define TERMS_MOST 20000 /* of the record, compared with a word that occurs nowhere */

static const char *const small[] = {
	"a",	"about", "after", "all",    "an",   "and",  "any",   "are",  "as",    "at",    "be",
	"been", "but",	 "by",	  "came",   "can",  "come", "could", "did",  "do",    "does",  "done",
	"for",	"from",	 "had",	  "has",    "have", "how",  "i",     "if",   "in",    "into",  "is",
	"it",	"its",	 "know",  "me",	    "my",   "of",   "on",    "or",   "our",   "out",   "ever",
	"say",	"said",	 "she",	  "should", "show", "so",   "some",  "that", "the",   "their", "them",
	"then", "there", "they",  "this",   "to",   "us",   "was",   "we",   "were",  "what",  "what's",
	"when", "where", "which", "who",    "whom", "why",  "will",  "with", "would", "you",   "your",
};

/* Whoever asks what was decided need not say the word that the text says: "RESOLVED", "agreed". */
static const char *const asking[] = { "decide", "decided", "decision", "decisions", "happened" };

/* In lower case, without the marks around it; accents are the engine's to fold. */
static size_t plain(char out[WORD_MAX + 1], struct mb_str s)
{
	size_t n = 0;

	while (s.n && ispunct((unsigned char)s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && ispunct((unsigned char)s.p[s.n - 1]))
		s.n--;
	for (size_t i = 0; i < s.n && n < WORD_MAX; i++)
		out[n++] = (char)tolower((unsigned char)s.p[i]);
	out[n] = '\0';
	return s.n <= WORD_MAX ? n : 0;
}

static bool is_small(const char *word)
{
	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		if (strcmp(small[i], word) == 0)
			return true;
	for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
		if (strcmp(asking[i], word) == 0)
			return true;
	return false;
}

/* What the forms of a word begin with: "decision" of "decisions", "polic" of "policies", "decid" of "decided", "fund" of "funding".
 * Only plain letters: ids, numbers and times are what they are. */
static bool stem(char *word, size_t n)
{
	static const struct {
		const char *end;
		size_t keeps; /* of the ending itself */
	} ends[] = { { "'s", 0 },   { "ies", 0 }, { "ied", 0 }, { "ings", 0 }, { "ing", 0 }, { "ed", 0 },
		     { "sses", 2 }, { "es", 0 },  { "ss", 2 },	{ "s", 0 },    { "e", 0 },   { "y", 0 } };

	for (size_t i = 0; i < n; i++)
		if (!isalpha((unsigned char)word[i]) && word[i] != '\'')
			return false;
	if (n < LEAST)
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t end = strlen(ends[i].end);

		/* "play" is no form of "pla", but "van" one of "vans" */
		if (n >= LEAST - (ends[i].end[0] == 's') + end && strcmp(word + n - end, ends[i].end) == 0) {
			word[n - end + ends[i].keeps] = '\0';
			break;
		}
	}
	return true;
}

static int begins(bool *found, struct mb_index *ix, const char *with, struct mb_error *err)
{
	static const char ask[] = "select 1 from fulltext where fulltext match ?1 limit 1";
	sqlite3_stmt *st;
	struct mb_buf q;
	int rc;

	mb_buf_init(&q, 0);
	ix_put_quoted(&q, mb_str(with), false);
	mb_buf_puts(&q, "*");
	if ((rc = ix_stmt(&st, ix, ask, err)) == MB_OK) {
		ix_bind_text(st, 1, q.p);
		rc = ix_step(found, ix, st, "looking for a word", err);
		ix_done(st);
	}
	mb_buf_free(&q);
	return rc;
}

/* Letters wrong, missing, too many, or two the other way round; counted up to most + 1. */
static size_t apart(const char *a, size_t na, const char *b, size_t nb, size_t most)
{
	size_t before[WORD_MAX + 2], last[WORD_MAX + 2], now[WORD_MAX + 2];

	if (na > WORD_MAX || nb > WORD_MAX || (na > nb ? na - nb : nb - na) > most)
		return most + 1;
	for (size_t j = 0; j <= nb; j++)
		before[j] = last[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t least = now[0] = i;

		for (size_t j = 1; j <= nb; j++) {
			size_t d = last[j - 1] + (a[i - 1] != b[j - 1]);

			d = last[j] + 1 < d ? last[j] + 1 : d;
			d = now[j - 1] + 1 < d ? now[j - 1] + 1 : d;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < d)
				d = before[j - 2] + 1;
			now[j] = d;
			least = d < least ? d : least;
		}
		if (least > most)
			return most + 1;
		memcpy(before, last, sizeof before);
		memcpy(last, now, sizeof last);
	}
	return last[nb];
}

struct spellings {
	char words[SPELLINGS][WORD_MAX + 1];
	size_t n, apart;
};

static void keep_spelling(struct spellings *s, const char *term, size_t n, size_t distance)
{
	if (distance > s->apart)
		return;
	if (distance < s->apart)
		s->n = 0;
	s->apart = distance;
	if (s->n < SPELLINGS) {
		memcpy(s->words[s->n], term, n);
		s->words[s->n++][n] = '\0';
	}
}

/* All of the record's words with the same first letter, which a slip seldom meets, are looked through, those of what the reader may not see too: what is found with them is sifted as ever,
 * and the words themselves are not told. */
static int near_words(struct spellings *out, struct mb_index *ix, const char *word, size_t n,
		      struct mb_error *err)
{
	static const char make[] = "create virtual table if not exists temp.term using fts5vocab('main', "
				   "'fulltext', 'row')";
	static const char ask[] = "select term from temp.term where term >= ?1 and term < ?2 limit ?3";
	const char from[] = { word[0], '\0' }, until[] = { (char)(word[0] + 1), '\0' };
	sqlite3_stmt *st = NULL;
	bool row;
	int rc;

	*out = (struct spellings){ .apart = n < LONG ? 1 : 2 };
	if (n < LEAST || (rc = ix_run(ix, make, err)) != MB_OK)
		return n < LEAST ? MB_OK : rc;
	if ((rc = ix_prepare(&st, ix, ask, err)) != MB_OK)
		return rc;
	ix_bind_text(st, 1, from);
	ix_bind_text(st, 2, until);
	sqlite3_bind_int(st, 3, TERMS_MOST);
	while ((rc = ix_step(&row, ix, st, "looking for a spelling", err)) == MB_OK && row) {
		const char *term = (const char *)sqlite3_column_text(st, 0);
		size_t len = (size_t)sqlite3_column_bytes(st, 0), d;

		if (term && (d = apart(word, n, term, len, out->apart)) <= out->apart)
			keep_spelling(out, term, len, d);
	}
	sqlite3_finalize(st);
	return rc;
}

/* Words side by side must all occur, but what stands in brackets is joined by a word of its own, and comes behind them. */
static void put_either(struct mb_buf *spelt, const struct spellings *s, bool any)
{
	mb_buf_puts(spelt, spelt->n == 0 ? "(" : any ? " OR (" : " AND (");
	for (size_t i = 0; i < s->n; i++) {
		mb_buf_puts(spelt, i ? " OR \"" : "\"");
		mb_buf_puts(spelt, s->words[i]);
		mb_buf_putc(spelt, '"');
	}
	mb_buf_putc(spelt, ')');
}

int ix_everyday(struct mb_buf *q, struct mb_buf *spelt, struct mb_index *ix, struct mb_str typed, bool any,
		struct mb_error *err)
{
	char word[WORD_MAX + 1], forms[WORD_MAX + 1];
	size_t n = plain(word, typed);
	struct spellings near;
	bool found = true;
	int rc;

	if (n && is_small(word))
		return MB_OK;
	memcpy(forms, word, sizeof forms);
	if (n == 0 || !stem(forms, n)) {
		ix_put_quoted(q, typed, any);
		return MB_OK;
	}
	if (strlen(forms) < LEAST) { /* too short to look for all that begins so */
		near = (struct spellings){ .n = 2 };
		memcpy(near.words[0], word, sizeof word);
		memcpy(near.words[1], forms, sizeof forms);
		put_either(spelt, &near, any);
		return MB_OK;
	}
	if ((rc = begins(&found, ix, forms, err)) != MB_OK)
		return rc;
	if (found) {
		ix_put_quoted(q, mb_str(forms), any);
		mb_buf_puts(q, "*");
		return MB_OK;
	}
	if ((rc = near_words(&near, ix, word, n, err)) != MB_OK)
		return rc;
	if (near.n == 0) {
		ix_put_quoted(q, typed, any);
		return MB_OK;
	}
	put_either(spelt, &near, any);
	return MB_OK;
}
