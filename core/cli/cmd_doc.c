/* show: one document, with its trail. */
#include "cli.h"

static int as_json(struct cli *c, const struct mb_version_row *row, const struct mb_doc *d, mb_day as_at,
		   struct mb_error *err)
{
	struct mb_json *j = mb_json_object();
	int rc;

	cli_row_json(j, row, d);
	mb_json_set_text(j, "recorded_by", row->event.by);
	mb_json_set_day(j, "on", row->event.on);
	mb_json_set_day(j, "as_at", as_at);
	mb_json_set_str(j, "body", d->body);
	mb_json_set_str(j, "source", d->raw);
	mb_json_set_text(j, "text_hash", d->text[0] ? d->text : NULL);
	if (!d->kind || !mb_kind_field(d->kind, "text"))
		mb_json_set_str(j, "text", d->body);
	if ((rc = cli_trail_json(j, c, d, as_at, err)) == MB_OK)
		out_json(j);
	else
		mb_json_free(j);
	return rc;
}

int cmd_show(struct cli *c, struct mb_error *err)
{
	struct mb_version_row row;
	const struct mb_doc *d;
	const char *marks;
	mb_day as_at;
	int rc;

	if ((rc = cli_option_day(&as_at, c, OPT_AS_AT, err)) != MB_OK || (rc = cli_open(c, err)) != MB_OK ||
	    (rc = cli_doc_at(&d, &row, c, c->words[0], as_at, err)) != MB_OK)
		return rc;
	if (c->json)
		return as_json(c, &row, d, as_at, err);
	out_bold(c, "%s\n", d->title);
	if (d->kind)
		out("%s %s%s%s", d->kind->title ? d->kind->title : d->kind->name, d->id, d->state ? ", " : "",
		    d->state ? d->state : "");
	else
		out("Page %s", d->path);
	if (as_at != MB_NO_DAY)
		out(", as at %s", cli_day_words(c, as_at));
	out(" (since event %ld, %s)\n", row.event.event, cli_day_words(c, row.event.on));
	if ((marks = cli_open_marks(c, d)))
		out_bold(c, "%s\n", marks);
	out("\n");
	cli_facts(c, d);
	if ((rc = cli_trail(c, d, as_at, err)) != MB_OK)
		return rc;
	if (mb_trim(d->body).n) {
		out("\n");
		out_str(mb_trim(d->body));
		out("\n");
	}
	return MB_OK;
}
