/* What the tests of core/record share: a home in a folder of its own, landings, and plain git to judge the result. */
#ifndef MB_RECORD_WORLD_H
#define MB_RECORD_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <minutebook/record.h>

struct world {
	char *dir, *home; /* a new folder, and the home within it */
	struct mb_record *rec;
	struct mb_arena *a;
	struct mb_error err;
};

int world_up(void **state);   /* an empty home, opened */
int world_down(void **state); /* removes the folder */

/** Run by the shell in the world's folder; its exit status. must() fails the test instead and shows the output. */
int sh(struct world *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void must(struct world *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** What a command printed, without the last newline; in the arena. */
const char *out_of(struct world *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

struct mb_file put(const char *path, const char *text);
struct mb_file gone(const char *path);
#define N(a) (sizeof(a) / sizeof((a)[0]))

/** A landing of these files on the present tip (or none), with all else filled in. */
struct mb_landing landing(struct world *w, const struct mb_file *files, size_t n);
/** Land, which must succeed. */
struct mb_commit land(struct world *w, const struct mb_file *files, size_t n);
/** partnership.yaml and one page, landed. */
struct mb_commit land_first(struct world *w);

void assert_says(const struct mb_error *err, const char *part);
#define assert_ok(w, call)                                                                                   \
	do {                                                                                                 \
		int rc_ = (call);                                                                            \
		if (rc_ != MB_OK)                                                                            \
			fail_msg("%s: %d %s", #call, rc_, (w)->err.text);                                    \
	} while (0)

#endif
