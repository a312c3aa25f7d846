/* show: one document, with its trail. */
#include "cli.h"

static int as_json(struct cli *c, const struct mb_version_row *row, const struct mb_doc *d,
		   const struct mb_standpoint *from, struct mb_error *err)
{
	struct mb_json *j = mb_json_object();
	int rc;

	cli_row_json(j, row, d);
	mb_json_set_text(j, "recorded_by", row->event.by);
	mb_json_set_day(j, "on", row->event.on);
	mb_json_set_day(j, "as_at", from->as_at);
	mb_json_set_str(j, "body", d->body);
	mb_json_set_str(j, "source", d->raw);
	mb_json_set_text(j, "text_hash", d->text[0] ? d->text : NULL);
	if (!d->kind || !mb_kind_field(d->kind, "text"))
		mb_json_set_str(j, "text", d->body);
	if ((rc = cli_whole_json(j, c, from, d, err)) == MB_OK)
		out_json(j);
	else
		mb_json_free(j);
	return rc;
}

int cmd_show(struct cli *c, struct mb_error *err)
{
	struct mb_version_row row;
	const struct mb_doc *d;
	const char *marks, *when;
	struct mb_standpoint from;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_standpoint_given(&from, c, err)) != MB_OK ||
	    (rc = mb_doc_at(&d, &row, c->a, c->g, &from, c->words[0], err)) != MB_OK)
		return rc;
	if (c->json)
		return as_json(c, &row, d, &from, err);
	out_bold(c, "%s\n", d->title);
	if (d->kind)
		out("%s %s%s%s", d->kind->title ? d->kind->title : d->kind->name, d->id, d->state ? ", " : "",
		    d->state ? d->state : "");
	else
		out("Page %s", d->path);
	if ((when = mb_standpoint_words(c->a, &from)))
		out(", %s", when);
	out(" (since event %ld, %s)\n", row.event.event, cli_day_words(c, row.event.on));
	if ((marks = mb_open_marks(c->a, d)))
		out_bold(c, "%s\n", marks);
	out("\n");
	if ((rc = cli_facts(c, &from, d, err)) != MB_OK || (rc = cli_whole(c, &from, d, err)) != MB_OK)
		return rc;
	if (mb_trim(d->body).n) {
		out("\n");
		out_str(mb_trim(d->body));
		out("\n");
	}
	return MB_OK;
}
