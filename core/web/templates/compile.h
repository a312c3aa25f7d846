/* The compiler of templates: a host tool, run while the program is built. Its parts share this. */
#ifndef MINUTEBOOK_TEMPLATES_COMPILE_H
#define MINUTEBOOK_TEMPLATES_COMPILE_H

#include <minutebook/base.h>

#include "../template_tables.h"

struct scope;
struct key {
	const char *name, *note;
	enum tpl_type type;
	bool optional, used;
	bool outer; /* of a partial: belongs to the whole page, wherever the partial is included */
	int line;   /* where it is declared */
	const char *file;
	struct scope *child; /* of a list or map */
	struct key *next;
};
struct scope {
	const char *where;
	struct key *first, *last;
	unsigned n, number; /* number: of its table in what is written */
};

/* {{#a}} {{^a}}, and {{?a}}: shown once if there is an a, without going into it */
enum node_kind { NODE_BYTES, NODE_VALUE, NODE_SECTION, NODE_INVERTED, NODE_IF, NODE_PARTIAL };

/* Where in HTML a place of a template stands. Two places agree when all of it agrees. */
enum html_state { IN_TEXT, IN_TAG_NAME, IN_TAG, IN_NAME, BEFORE_VALUE, IN_QUOTES, IN_COMMENT };
struct html {
	enum html_state state;
	char quote;	/* IN_QUOTES */
	char tag[24];	/* open or being read; of IN_TEXT only pre, textarea, script, style, title */
	char attr[40];	/* whose value it is */
	char first;	/* first byte of the value so far, 0: none */
	bool url_first; /* the value began with a declared address */
	bool closing;	/* </tag */
};

struct node {
	enum node_kind kind;
	int line;
	const char *name; /* of the key or partial */
	bool raw;	  /* {{{name}}} */
	const char *p;	  /* NODE_BYTES */
	size_t n;
	bool begins_line;
	struct node *kids, *next;
	struct unit *partial;
};

struct unit { /* one file */
	const char *name, *path;
	struct scope root;
	struct node *nodes;
	bool is_partial, done;
	struct unit *next;
};

struct compiler {
	struct mb_arena *arena;
	const char *folder;
	struct unit *units;
	int depth; /* of partials being read, against one that includes itself */
};

/** Say file:line: what, and end with status 1. */
__attribute__((noreturn, format(printf, 3, 4))) void stop(const char *path, int line, const char *fmt, ...);

extern const char *const type_names[TPL_PAGE + 1];
/** Read keys from the header comment (its bytes p..p+n, first line `line`) into u->root. */
void keys_read(struct compiler *c, struct unit *u, const char *p, size_t n, int line);
/** Add the keys of `from` to `to`, those marked outer to u->root; the same name must be of the same type. */
void keys_merge(struct compiler *c, struct unit *u, struct scope *to, const struct scope *from, int line);
struct key *keys_find(const struct scope *s, const char *name);

/** Read the file "<name>.mustache" or partial "_<name>.mustache" (once), with what it includes. */
struct unit *unit_get(struct compiler *c, const char *name, bool partial, const struct unit *from, int line);

/** Go over literal bytes and copy them, without the blanks that only lay out the template. Stops on HTML in which no
 *  value could be judged. */
void html_walk(struct html *h, const struct unit *u, const struct node *n, struct mb_buf *out);
/** May a value of this type stand here? Stops if not. Notes that it did. */
void html_value(struct html *h, const struct unit *u, int line, const struct key *k, bool raw);
bool html_same(const struct html *a, const struct html *b);
const char *html_name(const struct html *h);

/** Check the whole of a template and append its tables and its entry in the header. */
void unit_write(struct compiler *c, struct unit *u, struct mb_buf *source, struct mb_buf *header);

#endif
