/* Registers: list and its short forms. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

struct listing {
	struct cli *c;
	const struct mb_kind *kind;
	struct mb_ask ask;
	bool overdue, lateness;
	mb_day today;
};

/* ---- the question ---------------------------------------------------------------------------------------- */

static int read_where(struct listing *l, struct mb_error *err)
{
	struct cli *c = l->c;
	const char *names[128], *near;
	size_t n = 0;

	for (size_t i = 0; i < l->kind->n_fields && n < 120; i++)
		names[n++] = l->kind->fields[i].name;
	for (size_t i = 0; i < c->n_given[OPT_WHERE]; i++) {
		const char *pair = c->given[OPT_WHERE][i], *equals = strchr(pair, '=');
		char *field, *dot;

		if (!equals || equals == pair || !equals[1])
			return mb_fail(
				err, MB_EUSAGE,
				"--where: write FIELD=VALUE, for instance --where outcome=agreed (not '%s')",
				pair);
		field = mb_arena_ndup(c->a, pair, (size_t)(equals - pair));
		if ((dot = strchr(field, '.')))
			*dot = '\0';
		if (!mb_kind_field(l->kind, field) && !mb_common_field(field)) {
			near = mb_nearest(field, names, n);
			return mb_fail(err, MB_EINVAL, "a %s has no field '%s'%s%s%s", l->kind->name, field,
				       near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
		}
		if (dot)
			*dot = '.';
		*MB_PUSH(c->a, l->ask.where, l->ask.n_where) = (struct mb_wherefield){ field, equals + 1 };
	}
	return MB_OK;
}

static int read_state(struct listing *l, struct mb_error *err)
{
	const char *state = cli_option(l->c, OPT_STATE), *near;

	l->ask.state = state;
	for (size_t i = 0; state && i < l->kind->n_states; i++)
		if (mb_streq(l->kind->states[i], state))
			return MB_OK;
	if (!state)
		return MB_OK;
	near = mb_nearest(state, l->kind->states, l->kind->n_states);
	return mb_fail(err, MB_EINVAL, "a %s has no state '%s'%s%s%s", l->kind->name, state,
		       near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static int read_limit(struct listing *l, struct mb_error *err)
{
	const char *text = cli_option(l->c, OPT_LIMIT);
	char *end;
	long n = text ? strtol(text, &end, 10) : 0;

	if (text && (*end || n < 1))
		return mb_fail(err, MB_EUSAGE, "--limit: '%s' is not a number of rows", text);
	l->ask.limit = (size_t)n;
	return MB_OK;
}

static int read_question(struct listing *l, const char *kind, const char *group, struct mb_error *err)
{
	struct cli *c = l->c;
	int rc;

	if ((rc = cli_kind(&l->kind, c, kind, err)) != MB_OK)
		return rc;
	l->ask.kind = l->kind->name;
	if (group && (rc = cli_group(&l->ask.group, c, group, err)) != MB_OK)
		return rc;
	l->today = cli_today(c);
	l->overdue = cli_has(c, OPT_OVERDUE);
	l->lateness = l->overdue;
	if (l->overdue && !mb_kind_field(l->kind, "due"))
		return mb_fail(err, MB_EUSAGE, "--overdue is for what has a due date; a %s has none",
			       l->kind->name);
	if ((rc = cli_option_day(&l->ask.since, c, OPT_SINCE, err)) != MB_OK ||
	    (rc = cli_option_day(&l->ask.until, c, OPT_UNTIL, err)) != MB_OK ||
	    (rc = cli_option_day(&l->ask.as_at, c, OPT_AS_AT, err)) != MB_OK ||
	    (rc = cli_option_day(&l->ask.known_at, c, OPT_KNOWN_AT, err)) != MB_OK ||
	    (rc = read_state(l, err)) != MB_OK || (rc = read_limit(l, err)) != MB_OK)
		return rc;
	return read_where(l, err);
}

/* ---- the answer ------------------------------------------------------------------------------------------ */

static bool at_its_end(const struct mb_kind *k, const char *state)
{
	for (size_t i = 0; i < k->n_ends; i++)
		if (mb_streq(k->ends[i], state))
			return true;
	return false;
}

static bool is_overdue(const struct listing *l, const struct mb_doc *d)
{
	mb_day due = mb_doc_day(d, "due");

	return due != MB_NO_DAY && due < l->today && !at_its_end(l->kind, d->state);
}

/* Late is late against the first date, whatever was allowed since. */
static long days_late(const struct listing *l, const struct mb_doc *d)
{
	mb_day first = mb_doc_day(d, "first_due");

	if (first == MB_NO_DAY)
		first = mb_doc_day(d, "due");
	return first == MB_NO_DAY || first >= l->today ? 0 : (long)l->today - first;
}

static bool shows_title(const struct mb_kind *k)
{
	for (size_t i = 0; i < k->n_columns; i++)
		if (mb_streq(k->columns[i], "title") || mb_streq(k->columns[i], "name"))
			return true;
	return false;
}

static void put_head(struct table *t, const struct listing *l, bool marks)
{
	table_head(t, "id");
	if (!l->ask.group && l->kind->lives != MB_LIVES_TOP)
		table_head(t, "group");
	if (l->kind->n_states)
		table_head(t, "state");
	if (l->kind->date_field)
		table_head(t, cli_label(l->c, l->kind->date_field));
	for (size_t i = 0; i < l->kind->n_columns; i++)
		if (!mb_streq(l->kind->columns[i], l->kind->date_field))
			table_head(t, cli_label(l->c, l->kind->columns[i]));
	if (!shows_title(l->kind))
		table_head(t, "Title");
	if (l->lateness)
		table_head(t, "days late");
	if (marks)
		table_head(t, "in order?");
}

static void put_row(struct table *t, const struct listing *l, const struct mb_version_row *row,
		    const struct mb_doc *d, bool marks)
{
	struct cli *c = l->c;

	table_cell(t, row->id);
	if (!l->ask.group && l->kind->lives != MB_LIVES_TOP)
		table_cell(t, row->group);
	if (l->kind->n_states)
		table_cell(t, row->state);
	if (l->kind->date_field)
		table_cell(t, cli_day_words(c, row->date));
	for (size_t i = 0; i < l->kind->n_columns; i++) {
		const char *name = l->kind->columns[i];
		const struct mb_field *f = mb_kind_field(l->kind, name);

		if (mb_streq(name, "title") || mb_streq(name, "name"))
			table_cell(t, row->title);
		else if (!mb_streq(name, l->kind->date_field))
			table_cell(t, f ? cli_field_words(c, d, f) : mb_doc_field(d, name));
	}
	if (!shows_title(l->kind))
		table_cell(t, row->title);
	if (l->lateness)
		table_cell(t, mb_arena_printf(c->a, "%ld", days_late(l, d)));
	if (marks)
		table_cell(t, cli_open_marks(c, d));
}

static void row_json(const struct listing *l, const struct mb_version_row *row, const struct mb_doc *d)
{
	struct mb_json *j = mb_json_object();

	cli_row_json(j, row, d);
	mb_json_set_text(j, "marks", cli_open_marks(l->c, d));
	if (l->lateness)
		mb_json_set_int(j, "days_late", days_late(l, d));
	out_json(j);
}

static int answer(struct listing *l, struct mb_error *err)
{
	const struct mb_doc **docs;
	struct mb_version_row *rows;
	bool marks = false;
	struct table t;
	size_t n, shown = 0;
	int rc = mb_index_list(&rows, &n, l->c->a, mb_gate_index(l->c->g), &l->ask, err);

	if (rc != MB_OK)
		return rc;
	docs = mb_arena_alloc(l->c->a, (n + 1) * sizeof *docs);
	for (size_t i = 0; i < n; i++) {
		if ((rc = cli_doc_of(&docs[shown], l->c, &rows[i], err)) != MB_OK)
			return rc;
		if (l->overdue && !is_overdue(l, docs[shown]))
			continue;
		marks |= cli_open_marks(l->c, docs[shown]) != NULL;
		rows[shown++] = rows[i];
	}
	table_begin(&t, l->c);
	if (!l->c->json)
		put_head(&t, l, marks);
	for (size_t i = 0; i < shown; i++)
		if (l->c->json)
			row_json(l, &rows[i], docs[i]);
		else
			put_row(&t, l, &rows[i], docs[i], marks);
	if (!l->c->json && shown)
		table_print(&t);
	else if (!l->c->json)
		out("No %s.\n", l->kind->plural ? l->kind->plural : l->kind->name);
	return MB_OK;
}

static int list(struct cli *c, const char *kind, const char *group, struct mb_error *err)
{
	struct listing l = { .c = c };
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = read_question(&l, kind, group, err)) != MB_OK)
		return rc;
	return answer(&l, err);
}

int cmd_list(struct cli *c, struct mb_error *err)
{
	return list(c, c->words[0], cli_option(c, OPT_GROUP), err);
}

int cmd_register(struct cli *c, struct mb_error *err)
{
	return list(c, c->command->name, cli_option(c, OPT_GROUP), err);
}

int cmd_meetings(struct cli *c, struct mb_error *err)
{
	return list(c, "meetings", c->n_words ? c->words[0] : cli_option(c, OPT_GROUP), err);
}
