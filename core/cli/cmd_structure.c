/* Groups, lines, members, people, meetings. */
#include "cli.h"

#include <string.h>

/* ---- groups ---------------------------------------------------------------------------------------------- */

struct web {
	struct cli *c;
	mb_day on;
	const struct mb_doc **groups;
	size_t n;
	bool *shown;
	struct mb_line **lines; /* of each group */
	size_t *n_lines;
};

static int load_web(struct web *w, struct cli *c, mb_day on, struct mb_error *err)
{
	const struct mb_query all = { .kind = "group" };
	int rc;

	*w = (struct web){ .c = c, .on = on };
	if ((rc = mb_view_list(&w->groups, &w->n, mb_gate_view(c->g), &all, err)) != MB_OK)
		return rc;
	w->shown = mb_arena_alloc(c->a, w->n + 1);
	w->lines = mb_arena_alloc(c->a, (w->n + 1) * sizeof *w->lines);
	w->n_lines = mb_arena_alloc(c->a, (w->n + 1) * sizeof *w->n_lines);
	for (size_t i = 0; rc == MB_OK && i < w->n; i++)
		rc = mb_group_lines(&w->lines[i], &w->n_lines[i], c->a, mb_gate_view(c->g),
				    w->groups[i]->group, on, err);
	return rc;
}

static bool stands(const struct web *w, size_t i)
{
	mb_day began = mb_doc_day(w->groups[i], "began"), ended = mb_doc_day(w->groups[i], "ended");

	return (began == MB_NO_DAY || began <= w->on) && (ended == MB_NO_DAY || w->on <= ended);
}

static const struct mb_line *line_to(const struct web *w, size_t i, const char *to, bool solid)
{
	for (size_t k = 0; k < w->n_lines[i]; k++)
		if (mb_streq(w->lines[i][k].to, to) && mb_streq(w->lines[i][k].type, "dotted") != solid)
			return &w->lines[i][k];
	return NULL;
}

static bool has_parent(const struct web *w, size_t i)
{
	for (size_t k = 0; k < w->n; k++)
		if (k != i && stands(w, k) && line_to(w, i, w->groups[k]->group, true))
			return true;
	return false;
}

static void put_group(struct web *w, size_t i, int depth, const struct mb_line *line)
{
	const struct mb_doc *g = w->groups[i];
	const char *code = mb_doc_field(g, "code");

	out("%*s%s (%s, %s)", depth * 2, "", g->title, code ? code : "no code", g->group);
	if (line && line->accountability)
		out(" - %s line, %s", line->type, line->accountability);
	if (w->shown[i]) {
		out(" - see above\n");
		return;
	}
	w->shown[i] = true;
	for (size_t k = 0; k < w->n_lines[i]; k++)
		if (mb_streq(w->lines[i][k].type, "dotted"))
			out("; %s hears of it (dotted line)", cli_group_title(w->c, w->lines[i][k].to));
	out("\n");
	for (size_t k = 0; depth < 12 && k < w->n; k++)
		if (k != i && stands(w, k) && line_to(w, k, g->group, true))
			put_group(w, k, depth + 1, line_to(w, k, g->group, true));
}

static void set_lines(struct mb_json *j, const struct mb_line *lines, size_t n)
{
	struct mb_json *list = mb_json_set_array(j, "lines");

	for (size_t i = 0; i < n; i++) {
		struct mb_json *row = mb_json_push_object(list);

		mb_json_set_text(row, "to", lines[i].to);
		mb_json_set_text(row, "type", lines[i].type);
		mb_json_set_text(row, "accountability", lines[i].accountability);
	}
}

static struct mb_json *group_json(const struct mb_doc *g)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "id", g->group);
	mb_json_set_text(j, "code", mb_doc_field(g, "code"));
	mb_json_set_text(j, "title", g->title);
	mb_json_set_text(j, "short", mb_doc_field(g, "short"));
	mb_json_set_text(j, "regime", mb_doc_field(g, "regime"));
	mb_json_set_day(j, "began", mb_doc_day(g, "began"));
	mb_json_set_day(j, "ended", mb_doc_day(g, "ended"));
	return j;
}

static int the_day(mb_day *on, struct cli *c, struct mb_error *err)
{
	int rc = cli_option_day(on, c, OPT_AS_AT, err);

	if (rc == MB_OK && *on == MB_NO_DAY)
		*on = cli_today(c);
	return rc;
}

int cmd_groups(struct cli *c, struct mb_error *err)
{
	struct web w;
	bool any = false;
	mb_day on;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = the_day(&on, c, err)) != MB_OK ||
	    (rc = load_web(&w, c, on, err)) != MB_OK)
		return rc;
	for (size_t i = 0; c->json && i < w.n; i++) {
		struct mb_json *j = group_json(w.groups[i]);

		set_lines(j, w.lines[i], w.n_lines[i]);
		out_json(j);
	}
	if (c->json)
		return MB_OK;
	for (size_t i = 0; i < w.n; i++) {
		any |= stands(&w, i);
		if (stands(&w, i) && !has_parent(&w, i))
			put_group(&w, i, 0, NULL);
	}
	if (!any)
		out("There is no group on that day.\n");
	for (size_t i = 0; i < w.n; i++) /* groups that report to each other in a ring have no top */
		if (stands(&w, i) && !w.shown[i])
			put_group(&w, i, 0, NULL);
	return MB_OK;
}

/* ---- one group ------------------------------------------------------------------------------------------- */

static int params_json(struct mb_json *j, struct cli *c, const char *slug, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(c->g);
	struct mb_json *map = mb_json_set_object(j, "params");

	for (size_t i = 0; i < s->n_params; i++) {
		const struct mb_node *value;
		const char *source;
		struct mb_json *row;
		int rc = mb_param_value(&value, &source, c->a, mb_gate_view(c->g), s->params[i].name, slug,
					err);

		if (rc != MB_OK)
			return rc;
		row = mb_json_set_object(map, s->params[i].name);
		if (value->type == MB_TEXT)
			mb_json_set_number(row, "value", value->text);
		else
			mb_json_set_node(row, "value", value);
		mb_json_set_text(row, "source", source);
	}
	return MB_OK;
}

static int group_as_json(struct cli *c, const struct mb_doc *g, const struct web *w, size_t at,
			 const struct mb_member *m, size_t n, struct mb_error *err)
{
	struct mb_json *j = group_json(g), *list;
	int rc;

	mb_json_set_day(j, "as_at", w->on);
	set_lines(j, w->lines[at], w->n_lines[at]);
	list = mb_json_set_array(j, "below");
	for (size_t i = 0; i < w->n; i++)
		if (line_to(w, i, g->group, true) || line_to(w, i, g->group, false))
			mb_json_push_text(list, w->groups[i]->group);
	list = mb_json_set_array(j, "members");
	for (size_t i = 0; i < n; i++) {
		struct mb_json *row = mb_json_push_object(list);

		mb_json_set_text(row, "person", m[i].person);
		mb_json_set_text(row, "name", cli_person_name(c, m[i].person));
		mb_json_set_text(row, "role", m[i].role);
		mb_json_set_bool(row, "voting", m[i].voting);
		mb_json_set_text(row, "on_behalf_of", m[i].on_behalf_of);
		mb_json_set_day(row, "from", m[i].from);
		mb_json_set_day(row, "until", m[i].until);
	}
	if ((rc = params_json(j, c, g->group, err)) == MB_OK)
		out_json(j);
	else
		mb_json_free(j);
	return rc;
}

static void put_members(struct cli *c, const struct mb_member *m, size_t n)
{
	static const char *const head[] = { "member", "role", "votes", "on behalf of", "from", "until" };
	struct table t;

	table_begin(&t, c);
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		table_head(&t, head[i]);
	for (size_t i = 0; i < n; i++) {
		table_cell(&t, cli_person_name(c, m[i].person));
		table_cell(&t, m[i].role);
		table_cell(&t, m[i].voting ? "yes" : "no");
		table_cell(&t, m[i].on_behalf_of);
		table_cell(&t, cli_day_words(c, m[i].from));
		table_cell(&t, cli_day_words(c, m[i].until));
	}
	if (n)
		table_print(&t);
	else
		out("Nobody is a member on that day.\n");
}

static int put_params(struct cli *c, const char *slug, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(c->g);

	for (size_t i = 0; i < s->n_params; i++) {
		const struct mb_node *value;
		const char *source;
		int rc = mb_param_value(&value, &source, c->a, mb_gate_view(c->g), s->params[i].name, slug,
					err);

		if (rc != MB_OK)
			return rc;
		out("  %-22s %-8s %s (%s)\n", s->params[i].name, value->type == MB_TEXT ? value->text : "",
		    s->params[i].about ? s->params[i].about : "", source);
	}
	return MB_OK;
}

int cmd_group(struct cli *c, struct mb_error *err)
{
	const struct mb_doc *g = NULL;
	struct mb_member *members;
	const char *slug;
	struct web w;
	size_t n, at = 0;
	mb_day on;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = the_day(&on, c, err)) != MB_OK ||
	    (rc = cli_group(&slug, c, c->words[0], err)) != MB_OK ||
	    (rc = load_web(&w, c, on, err)) != MB_OK ||
	    (rc = mb_group_members(&members, &n, c->a, mb_gate_view(c->g), slug, on, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < w.n; i++)
		if (mb_streq(w.groups[i]->group, slug))
			g = w.groups[at = i];
	if (!g)
		return mb_fail(err, MB_ENOTFOUND, "there is no group '%s' (see: minutebook groups)", slug);
	if (c->json)
		return group_as_json(c, g, &w, at, members, n, err);
	out_bold(c, "%s", g->title);
	out(" (%s, %s), as at %s\n", mb_doc_field(g, "code") ? mb_doc_field(g, "code") : "", slug,
	    cli_day_words(c, on));
	for (size_t i = 0; i < w.n_lines[at]; i++)
		out("  %s to %s%s%s%s\n",
		    mb_streq(w.lines[at][i].type, "dotted") ? "tells of itself, by a dotted line,"
							    : "reports",
		    cli_group_title(c, w.lines[at][i].to), w.lines[at][i].accountability ? " (" : "",
		    w.lines[at][i].accountability ? w.lines[at][i].accountability : "",
		    w.lines[at][i].accountability ? ")" : "");
	for (size_t i = 0; i < w.n; i++)
		if (line_to(&w, i, slug, true) || line_to(&w, i, slug, false))
			out("  hears from %s%s\n", w.groups[i]->title,
			    line_to(&w, i, slug, true) ? "" : " by a dotted line");
	out("\n");
	put_members(c, members, n);
	out("\n");
	return put_params(c, slug, err);
}

/* ---- people ---------------------------------------------------------------------------------------------- */

int cmd_people(struct cli *c, struct mb_error *err)
{
	const struct mb_query all = { .kind = "person" };
	const struct mb_doc **people;
	struct table t;
	size_t n;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK ||
	    (rc = mb_view_list(&people, &n, mb_gate_view(c->g), &all, err)) != MB_OK)
		return rc;
	table_begin(&t, c);
	table_head(&t, "id");
	table_head(&t, "name");
	table_head(&t, "post");
	table_head(&t, "organisation");
	for (size_t i = 0; i < n; i++) {
		if (c->json) {
			struct mb_json *j = mb_json_object();

			mb_json_set_text(j, "id", people[i]->id);
			mb_json_set_fields(j, people[i], NULL, NULL);
			out_json(j);
			continue;
		}
		table_cell(&t, people[i]->id);
		table_cell(&t, mb_doc_field(people[i], "name"));
		table_cell(&t, mb_doc_field(people[i], "post"));
		table_cell(&t, mb_doc_field(people[i], "organisation"));
	}
	if (!c->json)
		table_print(&t);
	return MB_OK;
}
