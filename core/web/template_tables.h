/* What the compiler of templates writes and template.c reads. Nobody else includes this. */
#ifndef MINUTEBOOK_WEB_TEMPLATE_TABLES_H
#define MINUTEBOOK_WEB_TEMPLATE_TABLES_H

#include <stdbool.h>
#include <stdint.h>

enum tpl_type { TPL_TEXT, TPL_NUMBER, TPL_BOOL, TPL_HTML, TPL_URL, TPL_LIST, TPL_MAP, TPL_PAGE };

#define TPL_DEPTH_MAX 12 /* parts within parts */

struct tpl_scope;
struct tpl_key {
	const char *name;
	const struct tpl_scope *child; /* of a list or map */
	uint8_t type;
	bool optional;
};
struct tpl_scope {
	const char *where; /* for messages: "decision.rows" */
	const struct tpl_key *key;
	unsigned n;
	const struct tpl *of; /* set for the root only */
};

enum tpl_op_kind { TPL_OP_BYTES, TPL_OP_VALUE, TPL_OP_SECTION, TPL_OP_INVERTED, TPL_OP_IF };
struct tpl_op {
	uint8_t kind;
	uint8_t depth; /* which of the open parts has the key: 0 is the whole page */
	uint16_t slot; /* its number there */
	uint32_t a, b; /* bytes: from, how many; section: a is the first step behind it */
};
struct tpl {
	const char *name;
	const struct tpl_scope *root;
	const char *bytes;
	const struct tpl_op *op;
	uint32_t n_op;
};

#endif
