/* irregularities: what has no effect, or was admitted on terms, until it is cured. */
#include "cli.h"

#include <string.h>

static const char *cell(const struct mb_register *r, const struct mb_register_row *row, const char *key)
{
	for (size_t i = 0; i < r->n_columns; i++)
		if (mb_streq(r->columns[i].key, key))
			return row->cells[i].text;
	return NULL;
}

static void put(struct cli *c, const struct mb_register *r, const struct mb_register_row *row)
{
	const char *cured = cell(r, row, "cured"), *by = cell(r, row, "cured_by"),
		   *people = cell(r, row, "who");

	out_bold(c, "%s", row->id);
	out(" \"%s\"%s%s\n", row->title, *row->group ? ", " : "",
	    *row->group ? cli_group_title(c, row->group) : "");
	cli_fact(c, "Mark", cell(r, row, "marks"));
	cli_fact(c, "Rule", cell(r, row, "rule"));
	cli_fact(c, "Found", cell(r, row, "found") ? cli_named(c, cell(r, row, "found")) : NULL);
	cli_fact(c, "Since",
		 mb_arena_printf(c->a, "%s (event %s)", cell(r, row, "since") ? cell(r, row, "since") : "?",
				 cell(r, row, "event") ? cell(r, row, "event") : "?"));
	if (cured) {
		cli_fact(c, "Cured", mb_arena_printf(c->a, "%s: %s", cured, by ? by : ""));
		return;
	}
	cli_fact(c, "What lifts it", cell(r, row, "cures"));
	cli_fact(c, "Who can",
		 people ? mb_arena_printf(c->a, "%s: %s", cell(r, row, "can"), people) : cell(r, row, "can"));
	if (cell(r, row, "meeting"))
		cli_fact(c, "At",
			 mb_arena_printf(c->a, "%s, %s of %s", cell(r, row, "meeting"),
					 cell(r, row, "meeting_on"), cell(r, row, "body")));
	else if (cell(r, row, "body"))
		cli_fact(c, "At",
			 mb_arena_printf(c->a, "no meeting of %s in the diary yet", cell(r, row, "body")));
}

int cmd_irregularities(struct cli *c, struct mb_error *err)
{
	struct mb_register_ask ask = { .name = "irregularities",
				       .group = cli_option(c, OPT_GROUP),
				       .since = MB_NO_DAY,
				       .until = MB_NO_DAY,
				       .all = cli_has(c, OPT_ALL) };
	struct mb_standpoint from;
	struct mb_register r;
	int rc;

	c->as_file = cli_has(c, OPT_CSV);
	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_standpoint_given(&from, c, err)) != MB_OK ||
	    (rc = mb_register_read(&r, c->a, c->g, &from, &ask, err)) != MB_OK)
		return rc;
	if (cli_has(c, OPT_CSV) || c->json)
		return cli_put_register(c, &r, &from, false, err);
	for (size_t i = 0; i < r.n_rows; i++)
		put(c, &r, &r.rows[i]);
	if (!r.n_rows)
		out("Nothing is irregular.\n");
	return MB_OK;
}
