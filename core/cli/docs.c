/* Documents by id, as at a day, and what their ids and fields are called for people. */
#include "cli.h"

#include <ctype.h>
#include <string.h>

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
	const struct mb_query all = { .kind = "group" };
	const struct mb_doc *doc, **groups;
	size_t n = 0;
	int rc = mb_view_doc(&doc, mb_gate_view(c->g), group, err);

	if (rc == MB_OK && doc->kind && mb_streq(doc->kind->name, "group")) {
		*slug = mb_arena_dup(c->a, doc->group);
		return MB_OK;
	}
	if (rc != MB_OK && rc != MB_ENOTFOUND)
		return rc;
	if ((rc = mb_view_list(&groups, &n, mb_gate_view(c->g), &all, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (mb_str_case_eq(mb_str(group), groups[i]->title) ||
		    (mb_doc_field(groups[i], "short") &&
		     mb_str_case_eq(mb_str(group), mb_doc_field(groups[i], "short")))) {
			*slug = mb_arena_dup(c->a, groups[i]->group);
			return MB_OK;
		}
	return mb_fail(err, MB_ENOTFOUND, "there is no group '%.80s' (see: minutebook groups)", group);
}

int cli_kind(const struct mb_kind **kind, struct cli *c, const char *word, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(c->g);
	const char **words = NULL, *near;
	size_t n = 0;

	for (size_t i = 0; i < s->n_kinds; i++) {
		*kind = &s->kinds[i];
		if (mb_streq((*kind)->name, word) || mb_streq((*kind)->plural, word))
			return MB_OK;
		*MB_PUSH(c->a, words, n) = (*kind)->name;
		if ((*kind)->plural)
			*MB_PUSH(c->a, words, n) = (*kind)->plural;
	}
	near = mb_nearest(word, words, n);
	return mb_fail(err, MB_EINVAL, "'%.80s' is no kind of document that this record knows%s%s%s", word,
		       near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

int cli_doc_of(const struct mb_doc **doc, struct cli *c, const struct mb_version_row *row,
	       struct mb_error *err)
{
	struct mb_doc *parsed;
	struct mb_str raw;
	int rc = mb_blob_read(&raw, c->a, mb_gate_record(c->g), &row->blob, err);

	if (rc == MB_OK &&
	    (rc = mb_doc_parse(&parsed, c->a, mb_gate_schema(c->g), row->path, raw, err)) == MB_OK)
		*doc = parsed;
	return rc;
}

int cli_doc_at(const struct mb_doc **doc, struct mb_version_row *row, struct cli *c, const char *id,
	       mb_day as_at, struct mb_error *err)
{
	struct mb_version_row found;
	const struct mb_doc *now;
	const char *path;
	int rc = cli_path(&path, c, id, err);

	if (rc != MB_OK)
		return rc;
	rc = mb_index_version(&found, c->a, mb_gate_index(c->g), path, as_at, MB_NO_DAY, err);
	if (rc == MB_ENOTFOUND && as_at == MB_NO_DAY &&
	    mb_view_doc(&now, mb_gate_view(c->g), id, err) == MB_OK)
		return mb_fail(err, MB_EFAIL,
			       "%s is in the record but not in its index: run minutebook index rebuild", id);
	if (rc != MB_OK)
		return rc;
	if (row)
		*row = found;
	return cli_doc_of(doc, c, &found, err);
}

int cli_linked(struct mb_version_row **rows, size_t *n, struct cli *c, const char *kind, const char *field,
	       const char *id, mb_day as_at, struct mb_error *err)
{
	struct mb_wherefield where = { field, id };
	const struct mb_ask ask = { .kind = kind,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = as_at,
				    .known_at = MB_NO_DAY,
				    .where = &where,
				    .n_where = 1 };

	return mb_index_list(rows, n, c->a, mb_gate_index(c->g), &ask, err);
}

/* ---- for people ------------------------------------------------------------------------------------------ */

static const char *title_at(struct cli *c, const char *path, const char *otherwise)
{
	const struct mb_doc *doc;
	struct mb_error ignored;

	if (mb_path_check(path, NULL) != MB_OK ||
	    mb_view_doc(&doc, mb_gate_view(c->g), path, &ignored) != MB_OK)
		return otherwise;
	return mb_arena_dup(c->a, doc->title);
}

const char *cli_person_name(struct cli *c, const char *id)
{
	return id ? title_at(c, mb_arena_printf(c->a, "people/%s.md", id), id) : "";
}

const char *cli_group_title(struct cli *c, const char *slug)
{
	return slug ? title_at(c, mb_arena_printf(c->a, "groups/%s/group.md", slug), slug) : "";
}

const char *cli_label(struct cli *c, const char *field)
{
	char *label = mb_arena_dup(c->a, field);

	for (char *p = label; *p; p++)
		if (*p == '_' || *p == '-')
			*p = ' ';
	*label = (char)toupper((unsigned char)*label);
	return label;
}

const char *cli_day_words(struct cli *c, mb_day d)
{
	char text[MB_LONG_DATE];

	return d == MB_NO_DAY ? "" : mb_arena_dup(c->a, mb_day_short(text, d));
}

static const char *joined(struct cli *c, const struct mb_node *list,
			  const char *(*name)(struct cli *, const char *))
{
	const char *all = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const char *one = list->items[i]->type == MB_TEXT ? list->items[i]->text : NULL;

		if (one)
			all = mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? "; " : "",
					      name ? name(c, one) : one);
	}
	return all;
}

const char *cli_field_words(struct cli *c, const struct mb_doc *d, const struct mb_field *f)
{
	const struct mb_node *node = mb_doc_node(d, f->name);
	const char *text = node && node->type == MB_TEXT && *node->text ? node->text : NULL;
	mb_day day;

	if (!node || (node->type != MB_TEXT && node->n == 0))
		return NULL;
	if (node->type == MB_LIST && f->type != MB_T_ROWS && f->type != MB_T_SIGNOFFS)
		return joined(c, node,
			      f->type == MB_T_PEOPLE   ? cli_person_name
			      : f->type == MB_T_GROUPS ? cli_group_title
						       : NULL);
	if (!text)
		return node->type == MB_LIST ? mb_arena_printf(c->a, "%zu", node->n) : NULL;
	switch (f->type) {
	case MB_T_DATE:
		return mb_day_parse(&day, text) ? cli_day_words(c, day) : text;
	case MB_T_PERSON:
		return cli_person_name(c, text);
	case MB_T_GROUP:
		return cli_group_title(c, text);
	case MB_T_BOOL:
		return mb_streq(text, "true") || mb_streq(text, "yes") ? "yes" : "no";
	default:
		return text;
	}
}

const char *cli_open_marks(struct cli *c, const struct mb_doc *d)
{
	const struct mb_node *rows = mb_doc_node(d, "irregular");
	const char *all = NULL;

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *marks = mb_node_text(rows->items[i], "marks");

		if (marks && !mb_node_text(rows->items[i], "cured"))
			all = mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? "; " : "", marks);
	}
	return all;
}

/* ---- for programs ---------------------------------------------------------------------------------------- */

static void set_field(struct mb_json *object, const char *key, const struct mb_node *node, enum mb_type type)
{
	if (node && node->type == MB_TEXT && type == MB_T_NUMBER)
		mb_json_set_number(object, key, node->text);
	else if (node && node->type == MB_TEXT && type == MB_T_BOOL)
		mb_json_set_bool(object, key, mb_streq(node->text, "true") || mb_streq(node->text, "yes"));
	else if (node && node->type == MB_TEXT && !*node->text)
		mb_json_set_null(object, key);
	else
		mb_json_set_node(object, key, node);
}

void cli_fields_json(struct mb_json *object, const struct mb_doc *d)
{
	const struct mb_field *common;
	size_t n = mb_common_fields(&common);
	const struct mb_node *root = d->matter.root;

	for (size_t i = 0; root && i < root->n; i++) {
		const char *key = root->keys[i];
		const struct mb_field *f = d->kind ? mb_kind_field(d->kind, key) : NULL;

		for (size_t k = 0; !f && k < n; k++)
			if (mb_streq(common[k].name, key))
				f = &common[k];
		if (!mb_streq(key, "id") && !mb_streq(key, "kind") && !mb_streq(key, "state"))
			set_field(object, key, root->items[i], f ? f->type : MB_T_TEXT);
	}
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
		cli_fields_json(object, d);
	mb_json_set_text(object, "title", row->title);
}
