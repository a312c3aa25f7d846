/* Documents by id, as at a day, and what their ids and fields are called for people. */
#include "cli.h"

#include <string.h>

struct mb_standpoint cli_standpoint(const struct cli *c, mb_day as_at, mb_day known_at)
{
	return (struct mb_standpoint){ .as_at = as_at, .known_at = known_at, .today = cli_today(c) };
}

int cli_standpoint_given(struct mb_standpoint *out, const struct cli *c, struct mb_error *err)
{
	mb_day as_at, known_at;
	int rc;

	if ((rc = cli_option_day(&as_at, c, OPT_AS_AT, err)) == MB_OK &&
	    (rc = cli_option_day(&known_at, c, OPT_KNOWN_AT, err)) == MB_OK)
		*out = cli_standpoint(c, as_at, known_at);
	return rc;
}

int cli_path(const char **path, struct cli *c, const char *doc, struct mb_error *err)
{
	struct mb_address at;
	int rc;

	if (strchr(doc, '/') && (rc = mb_path_check(doc, err)) != MB_OK)
		return rc;
	rc = mb_address_of(&at, c->a, mb_gate_view(c->g), doc, err);
	if (rc == MB_OK) {
		*path = mb_arena_dup(c->a, at.path);
		return MB_OK;
	}
	if (rc == MB_ENOTFOUND &&
	    (strchr(doc, '/') || mb_ends(doc, ".md") || mb_ends(doc, ".yaml"))) { /* a page */
		*path = doc;
		return MB_OK;
	}
	return rc;
}

int cli_group(const char **slug, struct cli *c, const char *group, struct mb_error *err)
{
	return mb_group_named(slug, c->a, c->g, group, err);
}

int cli_doc_of(const struct mb_doc **doc, struct cli *c, const struct mb_version_row *row,
	       struct mb_error *err)
{
	return mb_doc_of_version(doc, c->a, c->g, row, err);
}

int cli_linked(struct mb_version_row **rows, size_t *n, struct cli *c, const char *kind, const char *field,
	       const char *id, mb_day as_at, struct mb_error *err)
{
	const struct mb_standpoint from = cli_standpoint(c, as_at, MB_NO_DAY);

	return mb_docs_naming(rows, n, c->a, c->g, &from, kind, field, id, err);
}

const char *cli_person_name(struct cli *c, const char *id)
{
	return mb_person_name(c->a, c->g, id);
}

const char *cli_group_title(struct cli *c, const char *slug)
{
	return mb_group_title(c->a, c->g, slug);
}

const char *cli_label(struct cli *c, const char *field)
{
	return mb_label(c->a, field);
}

const char *cli_day_words(struct cli *c, mb_day d)
{
	return mb_day_words(c->a, d);
}

void cli_row_json(struct mb_json *object, const struct mb_version_row *row, const struct mb_doc *d)
{
	mb_json_set_text(object, "id", row->id);
	mb_json_set_text(object, "kind", row->kind && *row->kind ? row->kind : "page");
	mb_json_set_text(object, "group", row->group);
	mb_json_set_text(object, "state", row->state && *row->state ? row->state : NULL);
	mb_json_set_text(object, "title", row->title);
	mb_json_set_day(object, "date", row->date);
	mb_json_set_text(object, "path", row->path);
	mb_json_set_int(object, "event", row->event.event);
	if (d)
		mb_json_set_fields(object, d, NULL, NULL);
	mb_json_set_text(object, "title", row->title);
}
