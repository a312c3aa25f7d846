/* irregularities: what has no effect, or was admitted on terms, until it is cured. */
#include "cli.h"

static void as_json(const struct mb_irregularity *x, const char *group)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "id", x->doc);
	mb_json_set_text(j, "kind", x->kind);
	mb_json_set_text(j, "group", group);
	mb_json_set_text(j, "title", x->title);
	mb_json_set_text(j, "rule", x->rule);
	mb_json_set_text(j, "marks", x->marks);
	mb_json_set_text(j, "found", x->found);
	mb_json_set_text(j, "cures", x->cures);
	mb_json_set_day(j, "since", x->since);
	mb_json_set_int(j, "event", x->event);
	mb_json_set_day(j, "cured", x->cured_on);
	mb_json_set_text(j, "cured_by", x->cured_by);
	out_json(j);
}

static void put(struct cli *c, const struct mb_irregularity *x, const char *group)
{
	out_bold(c, "%s", x->doc);
	out(" \"%s\"%s%s\n", x->title, group ? ", " : "", group ? cli_group_title(c, group) : "");
	cli_fact(c, "Mark", x->marks);
	cli_fact(c, "Rule", x->rule);
	cli_fact(c, "Found", x->found);
	cli_fact(c, "Since", mb_arena_printf(c->a, "%s (event %ld)", cli_day_words(c, x->since), x->event));
	if (x->cured_on != MB_NO_DAY)
		cli_fact(c, "Cured",
			 mb_arena_printf(c->a, "%s: %s", cli_day_words(c, x->cured_on),
					 x->cured_by ? x->cured_by : ""));
	else
		cli_fact(c, "What lifts it", x->cures);
}

int cmd_irregularities(struct cli *c, struct mb_error *err)
{
	const char *group = NULL, *wanted = cli_option(c, OPT_GROUP);
	struct mb_irregularity *list;
	size_t n, shown = 0;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK ||
	    (wanted && (rc = cli_group(&group, c, wanted, err)) != MB_OK) ||
	    (rc = mb_gate_irregularities(&list, &n, c->a, c->g, cli_has(c, OPT_ALL), err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		struct mb_address at = { 0 };
		struct mb_error ignored;

		(void)mb_address_of(&at, c->a, mb_gate_view(c->g), list[i].doc, &ignored);
		if (group && !mb_streq(at.group, group))
			continue;
		shown++;
		if (c->json)
			as_json(&list[i], at.group);
		else
			put(c, &list[i], at.group);
	}
	if (!shown && !c->json)
		out("Nothing is irregular.\n");
	return MB_OK;
}
