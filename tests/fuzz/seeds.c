/* The messages of a record's commits, one file each, as seeds for what reads them back: fuzz_seeds FOLDER */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

static int put(struct mb_arena *a, const char *folder, const char *target, int i, const char *text,
	       struct mb_error *err)
{
	return mb_write_file(mb_arena_printf(a, "%s/%s/commit-%d", folder, target, i), text, strlen(text),
			     0600, err);
}

/* The ruling of a message, without the blanks that fold it. */
static const char *ruling_of(struct mb_arena *a, const char *message)
{
	const char *at = strstr(message, "\nRuling: 1\n");
	struct mb_buf out;
	const char *text;

	mb_buf_init(&out, 0);
	for (const char *p = at ? at + strlen("\nRuling: 1\n") : ""; *p; p++)
		if (*p != ' ' || (p[-1] != '\n'))
			mb_buf_putc(&out, *p);
	text = mb_arena_dup(a, out.p);
	mb_buf_free(&out);
	return text;
}

int main(int argc, char **argv)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_gate *g;
	struct mb_commit c;
	struct mb_oid up;
	int rc = MB_OK;

	if (argc != 2) {
		fprintf(stderr, "usage: fuzz_seeds FOLDER\n");
		return MB_EUSAGE;
	}
	g = fuzz_home();
	c = *mb_gate_tip(g);
	for (int i = 0; rc == MB_OK; i++) {
		if ((rc = put(a, argv[1], "message", i, c.message, &err)) == MB_OK)
			rc = put(a, argv[1], "ruling", i, ruling_of(a, c.message), &err);
		if (rc != MB_OK || !c.parent.hex[0])
			break;
		up = c.parent;
		rc = mb_record_commit(&c, a, mb_gate_record(g), &up, &err);
	}
	if (rc != MB_OK)
		fprintf(stderr, "%s\n", err.text);
	mb_arena_free(a);
	return rc;
}
