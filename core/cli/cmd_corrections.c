/* corrections: decisions that correct earlier minutes, and the place there that each speaks of. Both texts stay. */
#include "cli.h"

static void as_json(const struct mb_correction *x)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "decision", x->decision);
	mb_json_set_text(j, "group", x->group);
	mb_json_set_day(j, "date", x->date);
	mb_json_set_text(j, "text", x->text);
	mb_json_set_text(j, "minutes", x->minutes);
	mb_json_set_text(j, "address", x->address);
	mb_json_set_text(j, "old_words", x->old_words);
	mb_json_set_text(j, "new_words", x->new_words);
	mb_json_set_bool(j, "found", x->found);
	if (x->found)
		mb_json_set_int(j, "line", x->line);
	else
		mb_json_set_null(j, "line");
	out_json(j);
}

static const char *where(struct cli *c, const struct mb_correction *x)
{
	if (!x->minutes)
		return "not found: the record does not hold the minutes that it speaks of";
	if (x->found)
		return mb_arena_printf(c->a, "found: line %d of the text of %s", x->line, x->minutes);
	return x->old_words ? "not found: these words do not stand in those minutes"
			    : "not found: it names no words of them";
}

static void put(struct cli *c, const struct mb_correction *x)
{
	out_bold(c, "%s", x->decision);
	out(" (%s), %s\n", cli_group_title(c, x->group), cli_day_words(c, x->date));
	cli_fact(c, "Decided", x->text);
	cli_fact(c, "Corrects", x->minutes);
	cli_fact(c, "At", x->address);
	cli_fact(c, "Old words", x->old_words);
	cli_fact(c, "New words", x->new_words);
	cli_fact(c, "There", where(c, x));
}

int cmd_corrections(struct cli *c, struct mb_error *err)
{
	const char *group = NULL, *wanted = cli_option(c, OPT_GROUP);
	struct mb_correction *list;
	size_t n;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK ||
	    (wanted && (rc = cli_group(&group, c, wanted, err)) != MB_OK) ||
	    (rc = mb_gate_corrections(&list, &n, c->a, c->g, group, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (c->json)
			as_json(&list[i]);
		else
			put(c, &list[i]);
	if (!n && !c->json)
		out("No decision corrects earlier minutes.\n");
	return MB_OK;
}
