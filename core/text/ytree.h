/* The tree behind mb_yaml_parse(): public nodes that also know which bytes of the text are theirs. */
#ifndef MB_TEXT_YTREE_H
#define MB_TEXT_YTREE_H

#include <minutebook/text.h>

/** How a value is written in the text. */
enum mb_ystyle {
	MB_Y_NULL,    /* nothing stands there */
	MB_Y_PLAIN,   /* text without quotes */
	MB_Y_SINGLE,  /* '...' */
	MB_Y_DOUBLE,  /* "..." */
	MB_Y_LITERAL, /* | */
	MB_Y_FOLDED,  /* > */
	MB_Y_FLOW,    /* [...] or {...} */
	MB_Y_BLOCK,   /* lines with "-" or "key:" */
	MB_Y_PAIR,    /* the map in [a: 1], which has no brackets of its own */
};

struct mb_ynode {
	struct mb_node pub;	/* first, so that a struct mb_node we read is a struct mb_ynode */
	struct mb_ynode **keys; /* MB_MAP: the nodes of pub.keys */
	enum mb_ystyle style;
	bool colon;	       /* a key: a ":" stands behind it */
	size_t beg, core, end; /* with and without &anchor and !tag; one past the last byte of its own */
	size_t dash;	       /* an item of a block list: its "-" */
	size_t behind;	       /* a value or a block item: one past its ":" or "-" */
	const char *anchor, *tag;
};

static inline struct mb_ynode *mb_y(const struct mb_node *n)
{
	return (struct mb_ynode *)n;
}

static inline struct mb_ynode *mb_y_child(const struct mb_ynode *n, size_t i)
{
	return mb_y(n->pub.items[i]);
}

/** A part of a text that is YAML: offsets count from p, so that they hold for the whole document. */
struct mb_yspan {
	const char *p;
	size_t from, to;
	int line; /* 1-based line of `from` */
};

/** Read a checked text (mb_text_check). *out is NULL when it holds nothing.
 * @param unsure  receives NULL, or why the places in the tree cannot be trusted (the values can) */
int mb_ytree_read(struct mb_ynode **out, const char **unsure, struct mb_arena *a, const struct mb_yspan *s,
		  struct mb_error *err);

/** One past the blanks, line ends and comments (in flow: commas) from i on. */
size_t mb_y_gap(const struct mb_yspan *s, size_t i, bool flow);

#endif
