/* file: put a text into the record through the gate. */
#include "cli.h"

#include <string.h>

static int file_text(struct cli *c, struct mb_str text, struct mb_error *err)
{
	struct mb_filing filing = { .text = text,
				    .file_name = mb_streq(c->words[0], "-") ? "standard input" : c->words[0],
				    .group = cli_option(c, OPT_GROUP),
				    .meeting = cli_option(c, OPT_MEETING),
				    .as_kind = cli_option(c, OPT_AS_KIND) };
	const bool dry = cli_has(c, OPT_DRY_RUN);
	struct mb_result result = { 0 };
	struct mb_reading *reading;
	struct mb_matter matter;
	struct mb_error ignored;
	struct mb_actor actor;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_actor(&actor, c, err)) != MB_OK)
		return rc;
	rc = mb_gate_file(&result, c->a, c->g, &filing, &actor, dry ? MB_DRY_RUN : 0, err);
	if (rc == MB_OK && result.n_touched &&
	    cli_read_text(&reading, &matter, c, text, result.touched[0].kind, &ignored) == MB_OK)
		c->reading = reading;
	return cli_result(c, NULL, &result, rc, dry, err);
}

int cmd_file(struct cli *c, struct mb_error *err)
{
	struct mb_buf text;
	int rc = mb_read_file(&text, c->words[0], MB_DOC_MAX, err);

	if (rc != MB_OK)
		return rc;
	rc = file_text(c, (struct mb_str){ text.p, text.n }, err);
	mb_buf_free(&text);
	return rc;
}
