/* next: what is open here, to whom, and what is missing. */
#include "cli.h"

#include <string.h>

static const char *names(struct cli *c, const struct mb_open_move *m)
{
	const char *all = NULL;

	for (size_t i = 0; i < m->n_who; i++)
		all = mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? ", " : "",
				      cli_person_name(c, m->who[i]));
	if (all)
		return all;
	for (size_t i = 0; m->move && i < m->move->n_who; i++)
		if (mb_streq(m->move->who[i], "anyone"))
			return "anybody";
	return "nobody holds the role";
}

static void as_json(struct cli *c, const char *doc, const struct mb_open_move *m)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "id", doc);
	mb_json_set_text(j, "move", m->move ? m->move->name : "sign");
	mb_json_set_text(j, "role", m->role);
	mb_json_set_text(j, "to", m->move ? m->move->to : NULL);
	mb_json_set_text(j, "about", m->move ? m->move->about : NULL);
	mb_json_set_texts(j, "who", m->who, m->n_who);
	mb_json_set_bool(j, "allowed", m->ruling.accepted);
	mb_json_set_findings(j, &m->ruling, NULL, NULL, NULL);
	out_json(j);
}

/* What a finding asks for, said shortly. */
static const char *missing(struct cli *c, const struct mb_finding *f)
{
	if (f->remedy && *f->remedy)
		return cli_named(c, f->remedy);
	return cli_named(c, mb_arena_printf(c->a, "%s: found %s%s%s", f->rule,
					    f->found && *f->found ? f->found : "nothing",
					    f->needed && *f->needed ? ", needed " : "",
					    f->needed ? f->needed : ""));
}

static void put_open(struct cli *c, const struct mb_open_move *m)
{
	const char *what = m->move ? m->move->name : mb_arena_printf(c->a, "sign as %s", m->role);
	const char *head = mb_arena_printf(c->a, "  %s %-22s ", m->ruling.accepted ? "+" : "x", what);

	out_wrapped(c, out_columns(head), head,
		    mb_arena_printf(c->a, "%s%s%s", names(c, m), m->move && m->move->about ? " - " : "",
				    m->move && m->move->about ? m->move->about : ""));
	for (size_t i = 0; i < m->ruling.n_findings; i++) {
		const struct mb_finding *f = &m->ruling.findings[i];

		if (f->outcome == MB_UNSATISFIED || f->outcome == MB_BROKEN)
			out_wrapped(c, 17, "      missing:", missing(c, f));
		else if (f->outcome == MB_IRREGULAR)
			out_wrapped(c, 17, "      irregular:",
				    mb_arena_printf(c->a, "%s (%s)", f->marks ? f->marks : f->rule,
						    missing(c, f)));
	}
}

static int one(struct cli *c, const char *id, const struct mb_actor *day, struct mb_error *err)
{
	const struct mb_doc *doc;
	struct mb_open_move *list;
	size_t n;
	int rc = mb_view_doc(&doc, mb_gate_view(c->g), id, err);

	if (rc != MB_OK)
		return rc;
	if (!c->json) {
		out_bold(c, "%s", doc->id);
		out(" \"%s\"%s%s\n", doc->title, doc->state ? ", " : "", doc->state ? doc->state : "");
	}
	id = mb_arena_dup(c->a, doc->id);
	if ((rc = mb_gate_next(&list, &n, c->a, c->g, id, day, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (c->json)
			as_json(c, id, &list[i]);
		else
			put_open(c, &list[i]);
	if (n == 0 && !c->json)
		out("  nothing further: no move is open\n");
	return MB_OK;
}

/* ---- a meeting: all that belongs to it --------------------------------------------------------------------- */

static int papers_of(struct cli *c, const struct mb_version_row *agenda, const struct mb_actor *day,
		     struct mb_error *err)
{
	const struct mb_doc *doc;
	const struct mb_node *rows;
	int rc = cli_doc_of(&doc, c, agenda, err);

	rows = rc == MB_OK ? mb_doc_node(doc, "items") : NULL;
	for (size_t i = 0; rc == MB_OK && rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *paper = mb_node_text(rows->items[i], "paper");
		const struct mb_doc *found;
		struct mb_error ignored;

		if (paper && mb_view_doc(&found, mb_gate_view(c->g), paper, &ignored) == MB_OK)
			rc = one(c, paper, day, err);
	}
	return rc;
}

static int reports_of(struct cli *c, const char *group, struct mb_error *err)
{
	static const char *const waiting[] = { "waiting", "on agenda" };

	for (size_t s = 0; s < sizeof waiting / sizeof *waiting; s++) {
		const struct mb_ask ask = { .kind = "report",
					    .group = group,
					    .state = waiting[s],
					    .since = MB_NO_DAY,
					    .until = MB_NO_DAY,
					    .as_at = MB_NO_DAY,
					    .known_at = MB_NO_DAY };
		struct mb_version_row *rows;
		size_t n;
		int rc = mb_index_list(&rows, &n, c->a, mb_gate_index(c->g), &ask, err);

		for (size_t i = 0; rc == MB_OK && i < n; i++) {
			const struct mb_doc *d;
			const char *purpose, *subject;

			if ((rc = cli_doc_of(&d, c, &rows[i], err)) != MB_OK)
				break;
			purpose = mb_doc_field(d, "purpose");
			subject = mb_doc_field(d, "subject");
			if (c->json) {
				struct mb_json *j = mb_json_object();

				mb_json_set_text(j, "id", d->id);
				mb_json_set_text(j, "waits_as", d->state);
				mb_json_set_text(j, "purpose", purpose);
				mb_json_set_text(j, "subject", subject);
				mb_json_set_text(j, "title", d->title);
				out_json(j);
			} else {
				out("%s waits for this meeting (%s), %s: %s \"%s\"\n", d->id, d->state,
				    purpose ? purpose : "to note", subject ? subject : "", d->title);
			}
		}
		if (rc != MB_OK)
			return rc;
	}
	return MB_OK;
}

static int of_meeting(struct cli *c, const char *id, const char *group, const struct mb_actor *day,
		      struct mb_error *err)
{
	static const char *const kinds[] = { "agenda", "minutes" };
	int rc = MB_OK;

	for (size_t k = 0; rc == MB_OK && k < sizeof kinds / sizeof *kinds; k++) {
		struct mb_version_row *rows;
		size_t n;

		if (!mb_schema_kind(mb_gate_schema(c->g), kinds[k]))
			continue;
		if ((rc = cli_linked(&rows, &n, c, kinds[k], "meeting", id, MB_NO_DAY, err)) != MB_OK)
			return rc;
		if (n == 0 && !c->json)
			out("%s: not filed yet\n", cli_label(c, kinds[k]));
		for (size_t i = 0; rc == MB_OK && i < n; i++) {
			rc = one(c, rows[i].id, day, err);
			if (rc == MB_OK && k == 0)
				rc = papers_of(c, &rows[i], day, err);
		}
	}
	return rc == MB_OK ? reports_of(c, group, err) : rc;
}

int cmd_next(struct cli *c, struct mb_error *err)
{
	const struct mb_doc *doc;
	const char *id, *group;
	struct mb_actor day;
	bool meeting;
	int rc;

	if ((rc = cli_open_trying(c, err)) != MB_OK || (rc = cli_actor_asking(&day, c, err)) != MB_OK ||
	    (rc = mb_view_doc(&doc, mb_gate_view(c->g), c->words[0], err)) != MB_OK)
		return rc;
	if (!doc->kind)
		return mb_fail(err, MB_EINVAL, "%s is a plain page: it has no workflow", doc->path);
	id = mb_arena_dup(c->a, doc->id);
	group = mb_arena_dup(c->a, doc->group);
	meeting = mb_streq(doc->kind->name, "meeting");
	cli_calendar_warning(c);
	if (meeting && (rc = cli_countdown(c, id, &day, err)) != MB_OK)
		return rc;
	if ((rc = one(c, id, &day, err)) == MB_OK && meeting)
		rc = of_meeting(c, id, group, &day, err);
	return rc;
}
