/* lines: the map of groups, as a nested list with what is wrong with it, and as a drawing. */
#include "cli.h"

#include <string.h>

static const char *dates(struct cli *c, const struct mb_map_line *l)
{
	if (l->since == MB_NO_DAY && l->until == MB_NO_DAY)
		return "";
	return mb_arena_printf(c->a, "%s%s%s%s", l->since != MB_NO_DAY ? " since " : "",
			       cli_day_words(c, l->since), l->until != MB_NO_DAY ? " until " : "",
			       cli_day_words(c, l->until));
}

static void put_dotted(struct cli *c, const struct mb_map *m, size_t group, int indent)
{
	for (size_t i = 0; i < m->n_lines; i++)
		if (m->lines[i].from == group && mb_streq(m->lines[i].type, "dotted"))
			out("%*s  tells %s of itself by a dotted line%s%s%s%s\n", indent, "",
			    m->groups[m->lines[i].to].title, m->lines[i].accountability ? " (" : "",
			    m->lines[i].accountability ? m->lines[i].accountability : "",
			    m->lines[i].accountability ? ")" : "", dates(c, &m->lines[i]));
}

static void put_place(struct cli *c, const struct mb_map *m, const struct mb_map_place *p)
{
	const struct mb_map_group *g = &m->groups[p->group];
	int indent = (int)(p->depth < 20 ? p->depth : 20) * 2;

	out("%*s%s (%s)", indent, "", g->title, *g->code ? g->code : g->slug);
	if (p->line != SIZE_MAX) {
		const struct mb_map_line *l = &m->lines[p->line];

		out(" - %s line%s%s%s", l->type, l->accountability ? ", " : "",
		    l->accountability ? l->accountability : "", dates(c, l));
	}
	out("%s\n", p->again ? " - see above" : "");
	if (!p->again)
		put_dotted(c, m, p->group, indent);
}

static int write_svg(struct cli *c, const struct mb_map *m, const char *file, struct mb_error *err)
{
	struct mb_buf svg;
	int rc;

	mb_buf_init(&svg, 0);
	mb_buf_puts(&svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if ((rc = mb_map_svg(&svg, m, NULL, err)) == MB_OK &&
	    (rc = mb_write_file(file, svg.p, svg.n, 0644, err)) == MB_OK && !c->json)
		tell("The drawing is in %s.\n", file);
	mb_buf_free(&svg);
	return rc;
}

int cmd_lines(struct cli *c, struct mb_error *err)
{
	const char *svg = cli_option(c, OPT_SVG);
	struct mb_standpoint from;
	struct mb_map m;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_standpoint_given(&from, c, err)) != MB_OK ||
	    (rc = mb_map_read(&m, c->a, c->g, &from, err)) != MB_OK)
		return rc;
	if (c->json) {
		out_json(mb_json_map(&m));
		return svg ? write_svg(c, &m, svg, err) : MB_OK;
	}
	out("Groups and whom they report to, on %s\n\n", cli_day_words(c, m.on));
	for (size_t i = 0; i < m.n_list; i++)
		put_place(c, &m, &m.list[i]);
	if (!m.n_groups)
		out("There is no group on that day.\n");
	out("\n%s\n",
	    m.n_findings ? "Findings" : "Nothing to remark: no loop, no orphan, no line told in two ways.");
	for (size_t i = 0; i < m.n_findings; i++)
		out_wrapped(c, 4, "  - ",
			    mb_arena_printf(c->a, "%s: %s", mb_map_fault_word(m.findings[i].fault),
					    m.findings[i].text));
	return svg ? write_svg(c, &m, svg, err) : MB_OK;
}
