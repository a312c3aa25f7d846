/* check-paper: what an author wants to know before a paper goes out. With a record at hand it is also held against that. */
#include "cli.h"

#include <stdlib.h>

struct against {
	struct cli *c;
	struct mb_check_known known;
};

static bool has_document(void *self, const char *id)
{
	struct against *x = self;
	const struct mb_doc *doc;
	struct mb_error ignored;

	return mb_view_doc(&doc, mb_gate_view(x->c->g), id, &ignored) == MB_OK;
}

/* Members of any group, and the holders of posts that serve every group. */
static int who_serves(const char ***out, size_t *n, struct cli *c, const struct mb_doc **groups,
		      size_t n_groups, mb_day on, struct mb_error *err)
{
	const struct mb_node *roles = mb_node_get(mb_gate_partnership(c->g)->root, "roles");
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < n_groups; i++) {
		struct mb_member *list;
		size_t count;

		rc = mb_group_members(&list, &count, c->a, mb_gate_view(c->g), groups[i]->group, on, err);
		for (size_t k = 0; rc == MB_OK && k < count; k++)
			*MB_PUSH(c->a, *out, *n) = list[k].person;
	}
	for (size_t i = 0; roles && roles->type == MB_LIST && i < roles->n; i++) {
		const char *person = mb_node_text(roles->items[i], "person"),
			   *role = mb_node_text(roles->items[i], "role");

		if (person && role && mb_role_holds(mb_gate_view(c->g), person, role, NULL, on))
			*MB_PUSH(c->a, *out, *n) = person;
	}
	return rc;
}

static int know_people(struct against *x, const struct mb_doc **groups, size_t n_groups, mb_day on,
		       struct mb_error *err)
{
	const struct mb_query all = { .kind = "person" };
	struct mb_check_known *k = &x->known;
	const struct mb_doc **people;
	const char **serving = NULL;
	size_t n, n_serving = 0;
	int rc;

	if ((rc = mb_view_list(&people, &n, mb_gate_view(x->c->g), &all, err)) != MB_OK ||
	    (rc = who_serves(&serving, &n_serving, x->c, groups, n_groups, on, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		struct mb_known_person *p = MB_PUSH(x->c->a, k->people, k->n_people);

		*p = (struct mb_known_person){ people[i]->title, mb_doc_field(people[i], "initials"),
					       mb_doc_field(people[i], "post"), false };
		for (size_t j = 0; j < n_serving && !p->serves; j++)
			p->serves = mb_streq(serving[j], people[i]->id);
	}
	return MB_OK;
}

static int know_groups(struct against *x, const struct mb_doc **groups, size_t n, mb_day on,
		       struct mb_error *err)
{
	struct mb_check_known *k = &x->known;
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_line *lines;
		size_t count;

		*MB_PUSH(x->c->a, k->groups, k->n_groups) =
			(struct mb_known_group){ groups[i]->title, mb_doc_field(groups[i], "short") };
		rc = mb_group_lines(&lines, &count, x->c->a, mb_gate_view(x->c->g), groups[i]->group, on,
				    err);
		for (size_t j = 0; rc == MB_OK && j < count; j++)
			*MB_PUSH(x->c->a, k->lines, k->n_lines) = (struct mb_known_line){
				groups[i]->title, cli_group_title(x->c, lines[j].to), lines[j].type
			};
	}
	return rc;
}

/* No record where one stands is no failure: then the paper is checked by itself. One that was named must open. */
static int open_record(struct against *x, bool *there, struct mb_error *err)
{
	const struct mb_query all = { .kind = "group" };
	const struct mb_doc **groups;
	const char *home;
	mb_day on;
	size_t n;
	int rc = cli_find_home(&home, x->c, err);

	*there = rc == MB_OK;
	if (rc == MB_ENOTFOUND)
		return MB_OK;
	if (rc != MB_OK || (rc = cli_open(x->c, err)) != MB_OK ||
	    (rc = mb_view_list(&groups, &n, mb_gate_view(x->c->g), &all, err)) != MB_OK)
		return rc;
	on = cli_today(x->c);
	x->known.near = on;
	x->known.has = has_document;
	x->known.self = x;
	if ((rc = know_groups(x, groups, n, on, err)) != MB_OK)
		return rc;
	return know_people(x, groups, n, on, err);
}

/* ---- telling --------------------------------------------------------------------------------------------- */

static void tell_json(const struct mb_check_finding *f, int above)
{
	struct mb_json *j = mb_json_object(), *list;

	mb_json_set_text(j, "kind", f->kind);
	mb_json_set_int(j, "line", f->places[0].line + above);
	mb_json_set_text(j, "words", f->words);
	mb_json_set_text(j, "why", f->why);
	mb_json_set_text(j, "todo", f->todo);
	list = mb_json_set_array(j, "places");
	for (size_t i = 0; i < f->n_places; i++) {
		struct mb_json *row = mb_json_push_object(list);

		mb_json_set_int(row, "line", f->places[i].line + above);
		mb_json_set_int(row, "column", f->places[i].column);
		mb_json_set_int(row, "length", (long)f->places[i].length);
	}
	out_json(j);
}

static void tell_words(struct cli *c, const struct mb_check_finding *f, int above)
{
	out_bold(c, "Line %d", f->places[0].line + above);
	for (size_t i = 1; i < f->n_places && i < 8; i++)
		if (f->places[i].line != f->places[i - 1].line)
			out(", %d", f->places[i].line + above);
	out(": %s\n", f->kind);
	if (*f->words)
		out_wrapped(c, 2, "", mb_arena_printf(c->a, "\"%s\"", f->words));
	out_wrapped(c, 2, "", f->why);
	out_wrapped(c, 2, "", mb_arena_printf(c->a, "What to do: %s.", f->todo));
}

static int tell_all(struct cli *c, const struct mb_paper_check *check, int above, bool record)
{
	for (size_t i = 0; i < check->n_findings; i++)
		if (c->json)
			tell_json(&check->findings[i], above);
		else
			tell_words(c, &check->findings[i], above);
	if (!c->json && check->n_findings)
		out("%zu thing%s to look at%s.\n", check->n_findings, check->n_findings == 1 ? "" : "s",
		    check->more ? ", and more behind them" : "");
	else if (!c->json)
		out("Nothing found%s.\n", record ? "" : " (checked by itself: no record is at hand)");
	if (!check->n_findings)
		return MB_OK;
	c->told = true;
	return MB_EFAIL;
}

int cmd_check_paper(struct cli *c, struct mb_error *err)
{
	struct against x = { .c = c, .known = { .near = MB_NO_DAY } };
	const char *as_kind = cli_option(c, OPT_AS_KIND);
	struct mb_paper_check *check;
	struct mb_matter matter;
	struct mb_buf text;
	bool record = false;
	int rc = mb_read_file(&text, c->words[0], MB_DOC_MAX, err);

	if (rc != MB_OK)
		return rc;
	if ((rc = mb_text_check(text.p, text.n, err)) != MB_OK ||
	    (rc = mb_matter_parse(&matter, c->a, text.p, text.n, err)) != MB_OK ||
	    (rc = open_record(&x, &record, err)) != MB_OK)
		goto out;
	if (!as_kind)
		as_kind = mb_node_text(matter.root, "kind");
	mb_check_paper(&check, c->a, text.p + matter.body_from, text.n - matter.body_from, as_kind, &x.known);
	rc = tell_all(c, check, matter.body_from ? matter.body_line - 1 : 0, record);
out:
	mb_buf_free(&text);
	return rc;
}
