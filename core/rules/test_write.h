/* test_write.h: what writing a test of something real shares. test_write_world.c writes the world that the test brings along,
 * test_write.c what happened in it and what came of it. */
#ifndef MB_RULES_TEST_WRITE_H
#define MB_RULES_TEST_WRITE_H

#include "rules_impl.h"

struct writer {
	struct mb_arena *a;
	struct mb_buf *out;
	struct mb_rules *r;
	const struct mb_case *c;
	const struct mb_event *e;   /* NULL: of a day */
	const struct mb_doc **docs; /* read while judging, without groups and people */
	size_t n_docs;
	const char **groups, **texts; /* slugs; every short text written, since it may be a person's id */
	size_t n_groups, n_texts;
};

/** A text, key (with its `=`) or value as Lua reads it. Short texts of values are kept in texts. */
void write_string(struct mb_buf *out, const char *s);
void write_key(struct mb_buf *out, const char *key);
void write_value(struct writer *w, const struct mb_node *n);

/** A sign-off is of the text as it stands or of another: a test has no hashes. In w->a. */
struct mb_node *write_signoffs(struct writer *w, const struct mb_node *rows, const char *text);
/** The headings of a body, which is all that rules see of it; NULL: none. */
const char *write_headings(struct writer *w, const struct mb_doc *d);
const char *write_name(struct writer *w, const struct mb_doc *d); /* what a test calls the document */

/** What judging read belongs to the world. */
void write_add_doc(struct writer *w, const struct mb_doc *d);
void write_take_facts(struct writer *w, const struct facts *f);
/** `local record = { ... }`: groups, roles, documents and people of the day. Fails as the index does. */
int write_world(struct writer *w, struct mb_error *err);

#endif
