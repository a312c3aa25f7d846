/* read: what Minutebook sees in a text, filing nothing. */
#include "cli.h"

int cmd_read(struct cli *c, struct mb_error *err)
{
	struct mb_reading *reading;
	struct mb_matter matter;
	struct mb_buf text;
	int rc = mb_read_file(&text, c->words[0], MB_DOC_MAX, err);

	if (rc != MB_OK)
		return rc;
	rc = cli_read_text(&reading, &matter, c, (struct mb_str){ text.p, text.n },
			   cli_option(c, OPT_AS_KIND), err);
	if (rc == MB_OK && c->json) {
		struct mb_json *j = mb_json_object();

		cli_reading_json(j, reading);
		mb_json_set_node(j, "front_matter", matter.root);
		mb_json_set_int(j, "body_line", matter.body_line);
		out_json(j);
	} else if (rc == MB_OK) {
		cli_reading_words(c, reading);
	}
	mb_buf_free(&text);
	return rc;
}
