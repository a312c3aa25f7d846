/* search: all text, taken literally. */
#include "cli.h"

#include <stdlib.h>

#define HITS 50

int cmd_search(struct cli *c, struct mb_error *err)
{
	const char *words = "", *limit = cli_option(c, OPT_LIMIT);
	struct mb_hit *hits;
	size_t n, most = HITS;
	char *end;
	int rc;

	for (size_t i = 0; i < c->n_words; i++)
		words = mb_arena_printf(c->a, "%s%s%s", words, i ? " " : "", c->words[i]);
	if (limit) {
		long given = strtol(limit, &end, 10);

		if (*end || given < 1)
			return mb_fail(err, MB_EUSAGE, "--limit: '%s' is not a number of rows", limit);
		most = (size_t)given;
	}
	if ((rc = cli_open(c, err)) != MB_OK ||
	    (rc = mb_index_search(&hits, &n, c->a, mb_gate_index(c->g), words, most, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		const struct mb_version_row *row = &hits[i].row;

		if (c->json) {
			struct mb_json *j = mb_json_object();

			cli_row_json(j, row, NULL);
			mb_json_set_text(j, "snippet", hits[i].snippet);
			out_json(j);
			continue;
		}
		out_bold(c, "%s", row->id && *row->id ? row->id : row->path);
		out(" \"%s\"%s%s\n", row->title, row->state && *row->state ? ", " : "",
		    row->state ? row->state : "");
		out_wrapped(c, 4, "", hits[i].snippet);
	}
	if (n == 0 && !c->json)
		out("Nothing found.\n");
	return MB_OK;
}
