/* Registers: list and its short forms. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* ---- the question ---------------------------------------------------------------------------------------- */

static int read_where(struct mb_register_ask *ask, struct cli *c, struct mb_error *err)
{
	for (size_t i = 0; i < c->n_given[OPT_WHERE]; i++) {
		const char *pair = c->given[OPT_WHERE][i], *equals = strchr(pair, '=');

		if (!equals || equals == pair || !equals[1])
			return mb_fail(
				err, MB_EUSAGE,
				"--where: write FIELD=VALUE, for instance --where outcome=agreed (not '%s')",
				pair);
		*MB_PUSH(c->a, ask->where, ask->n_where) = (struct mb_wherefield){
			mb_arena_ndup(c->a, pair, (size_t)(equals - pair)), equals + 1
		};
	}
	return MB_OK;
}

static int read_question(struct mb_register_ask *ask, struct mb_standpoint *from, struct cli *c,
			 struct mb_error *err)
{
	const char *limit = cli_option(c, OPT_LIMIT);
	char *end;
	long n = limit ? strtol(limit, &end, 10) : 0;
	int rc;

	if (limit && (*end || n < 1))
		return mb_fail(err, MB_EUSAGE, "--limit: '%s' is not a number of rows", limit);
	if (c->json && cli_has(c, OPT_CSV))
		return mb_fail(err, MB_EUSAGE, "--json or --csv: one of them");
	ask->limit = (size_t)n;
	ask->state = cli_option(c, OPT_STATE);
	ask->overdue = cli_has(c, OPT_OVERDUE);
	ask->all = cli_has(c, OPT_ALL);
	if ((rc = cli_option_day(&ask->since, c, OPT_SINCE, err)) != MB_OK ||
	    (rc = cli_option_day(&ask->until, c, OPT_UNTIL, err)) != MB_OK ||
	    (rc = cli_standpoint_given(from, c, err)) != MB_OK)
		return rc;
	return read_where(ask, c, err);
}

/* ---- the answer ------------------------------------------------------------------------------------------ */

static bool filled(const struct mb_register *r, size_t column)
{
	for (size_t i = 0; i < r->n_rows; i++)
		if (r->rows[i].cells[column].text)
			return true;
	return false;
}

/* A group takes less room by its short name in paths. */
static const char *cell_words(const struct mb_register *r, size_t row, size_t column)
{
	const struct mb_cell *c = &r->rows[row].cells[column];

	return r->columns[column].type == MB_CELL_GROUP && c->n_refs == 1 ? c->refs[0].id : c->text;
}

static void put_table(struct cli *c, const struct mb_register *r, bool one_group)
{
	struct table t;
	bool *shown = mb_arena_alloc(c->a, r->n_columns + 1);

	table_begin(&t, c);
	for (size_t i = 0; i < r->n_columns; i++) {
		shown[i] = !r->columns[i].detail && !(one_group && mb_streq(r->columns[i].key, "group")) &&
			   filled(r, i);
		if (shown[i])
			table_head(&t, r->columns[i].title);
	}
	for (size_t k = 0; k < r->n_rows; k++)
		for (size_t i = 0; i < r->n_columns; i++)
			if (shown[i])
				table_cell(&t, cell_words(r, k, i));
	table_print(&t);
}

static int put_csv(const struct mb_register *r, struct mb_error *err)
{
	struct mb_buf csv;
	int rc;

	mb_buf_init(&csv, 0);
	mb_register_csv(&csv, r);
	if ((rc = mb_buf_status(&csv, err)) == MB_OK)
		out_file((struct mb_str){ csv.p, csv.n });
	mb_buf_free(&csv);
	return rc;
}

/* "Nothing" in the words of the register. */
static const char *none(struct cli *c, const struct mb_register *r)
{
	char *title = mb_arena_dup(c->a, r->title);

	if (*title >= 'A' && *title <= 'Z')
		*title = (char)(*title - 'A' + 'a');
	return mb_arena_printf(c->a, "No %s.", title);
}

int cli_put_register(struct cli *c, const struct mb_register *r, const struct mb_standpoint *from,
		     bool one_group, struct mb_error *err)
{
	const char *when = mb_standpoint_words(c->a, from);

	if (cli_has(c, OPT_CSV)) {
		for (size_t i = 0; i < r->n_notes; i++)
			tell("%s\n", r->notes[i]);
		return put_csv(r, err);
	}
	for (size_t i = 0; c->json && i < r->n_rows; i++)
		out_json(mb_json_register_row(r, i, NULL, NULL));
	for (size_t i = 0; c->json && i < r->n_notes; i++)
		tell("%s\n", r->notes[i]);
	if (c->json)
		return MB_OK;
	if (when)
		out_dim(c, "%s, %s\n", r->title, when);
	if (r->n_rows)
		put_table(c, r, one_group);
	else
		out("%s\n", none(c, r));
	if (r->n_notes)
		out("\n");
	for (size_t i = 0; i < r->n_notes; i++)
		out_wrapped(c, 0, "", r->notes[i]);
	if (r->total > r->n_rows)
		out("%zu of %zu are shown.\n", r->n_rows, r->total);
	return MB_OK;
}

static int list(struct cli *c, const char *name, const char *group, struct mb_error *err)
{
	struct mb_register_ask ask = { .name = name, .group = group };
	struct mb_standpoint from;
	struct mb_register r;
	int rc;

	c->as_file = cli_has(c, OPT_CSV);
	if ((rc = cli_open(c, err)) != MB_OK || (rc = read_question(&ask, &from, c, err)) != MB_OK ||
	    (rc = mb_register_read(&r, c->a, c->g, &from, &ask, err)) != MB_OK)
		return rc;
	return cli_put_register(c, &r, &from, group != NULL, err);
}

static int put_names(struct cli *c, struct mb_error *err)
{
	struct mb_register_about *all;
	size_t n;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = mb_register_list(&all, &n, c->a, c->g, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		struct mb_json *j;

		if (!c->json) {
			out("  %-20s %s%s\n", all[i].name, all[i].about ? all[i].about : all[i].title,
			    all[i].declared ? "" : " (not in this record's rules)");
			continue;
		}
		j = mb_json_object();
		mb_json_set_text(j, "name", all[i].name);
		mb_json_set_text(j, "title", all[i].title);
		mb_json_set_text(j, "about", all[i].about);
		mb_json_set_text(j, "kind", all[i].kind);
		mb_json_set_bool(j, "declared", all[i].declared);
		out_json(j);
	}
	return MB_OK;
}

int cmd_list(struct cli *c, struct mb_error *err)
{
	return c->n_words ? list(c, c->words[0], cli_option(c, OPT_GROUP), err) : put_names(c, err);
}

int cmd_register(struct cli *c, struct mb_error *err)
{
	return list(c, c->command->name, cli_option(c, OPT_GROUP), err);
}

int cmd_meetings(struct cli *c, struct mb_error *err)
{
	return list(c, "meetings", c->n_words ? c->words[0] : cli_option(c, OPT_GROUP), err);
}
