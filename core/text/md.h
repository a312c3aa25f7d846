/* A Markdown page as cmark's tree, with tables put in and raw HTML turned into text. */
#ifndef MB_TEXT_MD_H
#define MB_TEXT_MD_H

#include <minutebook/text.h>

#include <cmark.h>

/* Our own nodes are cmark's custom ones; this, in their user data, says which. */
enum mb_md_kind { MB_MD_OTHER, MB_MD_TABLE, MB_MD_PART, MB_MD_ROW, MB_MD_CELL };

enum mb_md_kind mb_md_kind(cmark_node *n);

/** @return a tree for cmark_node_free() */
cmark_node *mb_md_parse(const char *p, size_t n);
/** cmark's own reading, raw HTML shown as the text it is. */
cmark_node *mb_md_parse_plain(const char *p, size_t n);
/** Put tables in the place of the paragraphs that are tables. */
void mb_md_tables(cmark_node *doc, const char *p, size_t n);

#define MB_MD_COLUMNS 64
/** @return the cells of a delimiter row, their alignment 'l', 'c', 'r' or 0 in align; 0 if it is none */
int mb_md_delimiter(struct mb_str line, char align[MB_MD_COLUMNS]);

#endif
