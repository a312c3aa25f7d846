/* What the tests of core/schema share: the kinds of a small partnership, its record as texts, and a view of those. */
#ifndef MB_SCHEMA_WORLD_H
#define MB_SCHEMA_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <minutebook/schema.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

extern const struct mb_schema trust_schema;

struct text_file {
	const char *path, *text;
};
extern const struct text_file trust_files[];
extern const size_t n_trust_files;

struct text_record {
	const struct text_file *files;
	size_t n;
	unsigned reads; /* how often a file was read */
	bool cannot_list_files;
};
/** A view of texts; self is the record, borrowed. */
struct mb_view *view_of_texts(struct text_record *r);

struct world {
	struct text_record record;
	struct mb_view *view;
	struct mb_arena *a;
	struct mb_error err;
};
int trust_up(void **state);
int trust_down(void **state);

void says(const struct mb_error *err, const char *part);
struct mb_file file_of(const char *path, const char *text);
mb_day day_of(const char *iso);
#define must(w, call)                                                                                        \
	do {                                                                                                 \
		int rc_ = (call);                                                                            \
		if (rc_ != MB_OK)                                                                            \
			fail_msg("%s: %d %s", #call, rc_, (w)->err.text);                                    \
	} while (0)

#endif
