/* What the fuzz targets share. A target says what must hold of every input; the sanitizers say the rest.
 *
 * An input is a text with choices behind it: choices are taken off its end, so that any plain text is a fair seed. */
#ifndef MB_FUZZ_H
#define MB_FUZZ_H

#include <minutebook/base.h>
#include <minutebook/gate.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

struct input {
	const uint8_t *p;
	size_t n;
};

/** A number from 0 to below - 1; 0 when the input is used up. */
unsigned choose(struct input *in, unsigned below);
/** Up to max bytes off the end, as a text (a NUL in it ends it). */
char *choose_text(struct input *in, struct mb_arena *a, unsigned max);
/** What is left, in a block of its own of exactly that size, so that reading past it is seen. Freed by the caller. */
char *text_left(const struct input *in);

/** End the process, and so report the input, unless it holds. */
#define INSIST(holds) ((holds) ? (void)0 : insist_failed(#holds, __FILE__, __LINE__))
_Noreturn void insist_failed(const char *what, const char *file, int line);

/** A rehearsal's home in a temporary folder, taken away when the process ends: a meeting, its agenda, a paper with
 *  sign-offs and its minutes have been filed. */
struct mb_gate *fuzz_home(void);
/** One of the story's papers. In the arena. */
struct mb_str fuzz_paper(struct mb_arena *a, const char *name);

#endif
