/* text: front matter (YAML read by libyaml, edited in place), Markdown and pipe tables (cmark), word differences. */
#ifndef MINUTEBOOK_TEXT_H
#define MINUTEBOOK_TEXT_H

#include <minutebook/base.h>

/* ---- YAML values ----------------------------------------------------------------------------------------- */

enum mb_node_type { MB_TEXT, MB_LIST, MB_MAP };

/** A YAML value as a plain tree in an arena. Scalars stay the text they are ("yes" is "yes"): a field's
 *  declaration gives the type. An empty value (`key:`) is an MB_TEXT with text "". */
struct mb_node {
	enum mb_node_type type;
	const char *text; /* MB_TEXT: NUL-terminated, never NULL */
	/* MB_TEXT: write it without quotes where YAML lets it stand so (dates, numbers, ids, true/false); set on reading
	 * for what stood without quotes */
	bool raw;
	const char **keys;	/* MB_MAP: n keys, in the order of the text */
	struct mb_node **items; /* MB_MAP: n values; MB_LIST: n items */
	size_t n;
	int line; /* 1-based line in the text it was read from; 0 when made by us */
};

#define MB_YAML_DEPTH 64
#define MB_YAML_NODES 100000

/** Read one YAML text (partnership.yaml, a calendar).
 * @return MB_OK (*out NULL for an empty text); MB_EINVAL, each with its own message and line: not UTF-8, does not
 *         parse, more than one document, a key twice, an alias, a control character made by an escape, a key that is
 *         no text, deeper than MB_YAML_DEPTH, over MB_YAML_NODES. "line 3: ..." in front, so that a caller puts the path */
int mb_yaml_parse(struct mb_node **out, struct mb_arena *a, const char *p, size_t n, struct mb_error *err);

struct mb_node *mb_node_get(const struct mb_node *map, const char *key); /* NULL: no map or no such key */
/* its text; NULL if absent, not text, or "" */
const char *mb_node_text(const struct mb_node *map, const char *key);
const struct mb_node *mb_node_at(const struct mb_node *n, const char *path); /* "attendance/0/person" */
/* by value, keys in any order; NULL equals NULL */
bool mb_node_same(const struct mb_node *a, const struct mb_node *b);

struct mb_node *mb_node_new_text(struct mb_arena *a, const char *s); /* quoted when written, if it must be */
struct mb_node *mb_node_new_raw(struct mb_arena *a, const char *s);
struct mb_node *mb_node_new_int(struct mb_arena *a, long v);
struct mb_node *mb_node_new_day(struct mb_arena *a, mb_day d);
struct mb_node *mb_node_new_list(struct mb_arena *a);
struct mb_node *mb_node_new_map(struct mb_arena *a);
void mb_node_push(struct mb_arena *a, struct mb_node *list, struct mb_node *item);
/* replaces or adds */
void mb_node_put(struct mb_arena *a, struct mb_node *map, const char *key, struct mb_node *value);
struct mb_node *mb_node_copy(struct mb_arena *a, const struct mb_node *n);

/** Write a map as block YAML for a NEW text (never for one that stands: use mb_matter_*). A list item or map whose
 *  parts are all scalars or lists of scalars goes on one line in flow form; long text (over 100 bytes, or with line
 *  ends) becomes a quoted scalar on one line. What is written reads back as the same values, provided texts hold no
 *  control characters and keys are at most 1000 bytes. */
void mb_yaml_write(struct mb_buf *out, const struct mb_node *map);

/* ---- a document's front matter --------------------------------------------------------------------------- */

/** Where the parts of a Markdown document lie. Without front matter: root NULL, yaml_to == body_from == 0 (or the BOM's 3). */
struct mb_matter {
	struct mb_node *root;	   /* a map; NULL when there is no front matter */
	size_t yaml_from, yaml_to; /* bytes between the two `---` lines */
	size_t body_from;	   /* first byte of the body */
	int body_line;		   /* 1-based line of body_from */
	const char *unsure;	   /* why it cannot be edited in place; NULL: it can */
};

/** Split and read a document. Front matter opens with `---` on the first line and ends at the first `---` or `...`
 *  in column 0. MB_EINVAL as mb_yaml_parse, or front matter that is not a map, or one that is never closed. */
int mb_matter_parse(struct mb_matter *out, struct mb_arena *a, const char *p, size_t n, struct mb_error *err);

/* Edits of front matter in place. `text` holds the whole document and is replaced on success, untouched on failure.
 * Every byte outside the change stays: comments, order, quoting, unknown keys, CRLF, BOM, a missing final newline.
 * The result is parsed again and must be the old tree with exactly that change, else MB_EINVAL says why (anchored
 * value, key stands twice, ...). `path` is keys and indexes joined by "/". A document without front matter gets one. */

/** Set, or add at the end of its map; maps missing on the way are made. Any value: scalars keep the old quoting style
 *  where they can; a list or map over one of its type is changed only where it differs, else it is replaced. A value
 *  equal to the old one changes nothing. MB_EINVAL when the path leads below a text or to an item that is not there. */
int mb_matter_set(struct mb_buf *text, const char *path, const struct mb_node *value, struct mb_error *err);
/** Set the keys of a map at the top, one after the other: all of them or none. */
int mb_matter_set_all(struct mb_buf *text, const struct mb_node *map, struct mb_error *err);
/** The same for a text whose front matter is known; out receives what it is then, in a. */
int mb_matter_set_known(struct mb_matter *out, struct mb_buf *text, struct mb_arena *a,
			const struct mb_matter *known, const struct mb_node *map, struct mb_error *err);
/** Append to a list; a missing, empty or null list is made. */
int mb_matter_append(struct mb_buf *text, const char *path, const struct mb_node *item, struct mb_error *err);
/** Remove a key or an item. MB_ENOTFOUND when it is not there. */
int mb_matter_remove(struct mb_buf *text, const char *path, struct mb_error *err);
/** Replace the body, keeping the front matter's bytes. */
int mb_matter_set_body(struct mb_buf *text, const char *body, size_t n, struct mb_error *err);

/** Three-way merge of front matter by top-level key: ours with the keys that only theirs changed. The body is ours.
 * @param clash  receives the names of the keys both changed differently (arena), *n_clash of them; then MB_ECONFLICT */
int mb_matter_merge(struct mb_buf *out, const char ***clash, size_t *n_clash, struct mb_arena *a,
		    struct mb_str base, struct mb_str ours, struct mb_str theirs, struct mb_error *err);

/* ---- Markdown -------------------------------------------------------------------------------------------- */

/** CommonMark with pipe tables to HTML. Safe mode: dangerous links are dropped, raw HTML is shown as the text it is (so
 *  no word is lost). The text is a body (no front matter). With neither in play the bytes are plain cmark's. */
void mb_markdown_html(struct mb_buf *out, const char *p, size_t n);
/** The words without the marks, one block a paragraph: for searching, for a terminal, and for comparing. List items
 *  keep "- " or "3. ", cells of a table row are parted by " | ". Appended to out, as the HTML is. */
void mb_markdown_plain(struct mb_buf *out, const char *p, size_t n);

struct mb_heading {
	int level, line; /* 1 to 6; 1-based line in the body */
	const char *text;
};
void mb_markdown_outline(struct mb_heading **out, size_t *count, struct mb_arena *a, const char *p, size_t n);

/** Cut one row of a pipe table into trimmed cells (`\|` is left as written). @return cells found, at most max are stored */
int mb_table_cut(struct mb_str line, struct mb_str *cells, int max);
/** Is this line a delimiter row (`|---|:--|`)? @return its number of cells, 0 if it is none */
int mb_table_delimiter(struct mb_str line);

/* ---- differences ----------------------------------------------------------------------------------------- */

enum mb_diff_kind { MB_SAME, MB_REMOVED, MB_ADDED };
struct mb_diff_run {
	enum mb_diff_kind kind;
	struct mb_str text; /* borrowed from the old or the new text */
};
/** The difference of two texts in words (a word, a run of blanks, a mark of punctuation are the units), as runs whose
 *  MB_SAME and MB_ADDED parts joined are the new text, and MB_SAME and MB_REMOVED the old. Work is bounded: where the
 *  texts differ too much a whole stretch is shown as removed and added. */
void mb_word_diff(struct mb_diff_run **out, size_t *count, struct mb_arena *a, struct mb_str before,
		  struct mb_str after);

#endif
