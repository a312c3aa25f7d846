/* doc.c: reading one document. */
#include "schema_impl.h"

#include <string.h>

#define HEADING_WITHIN ((size_t)8 * 1024) /* a first heading further down names a part, not the document */

/* "groups/x.md line 4: ..." whether the lower message begins with a line or not. */
static int of_path(const char *path, int rc, const struct mb_error *low, struct mb_error *err)
{
	return mb_fail(err, rc, "%s%s %s", path, mb_starts(low->text, "line ") ? "" : ":", low->text);
}

static int read_matter(struct mb_doc *d, struct mb_arena *a, const struct mb_matter *known,
		       struct mb_error *err)
{
	struct mb_error low = { 0 };
	int rc = MB_OK;

	if (d->raw.n > MB_DOC_MAX)
		return mb_fail(err, MB_EINVAL,
			       "%s is larger than %zu bytes; put large material into an attachment", d->path,
			       MB_DOC_MAX);
	if (known)
		d->matter = *known;
	else if (mb_ends(d->path, ".md"))
		rc = mb_matter_parse(&d->matter, a, d->raw.p ? d->raw.p : "", d->raw.n, &low);
	if (rc != MB_OK)
		return of_path(d->path, rc, &low, err);
	d->body = (struct mb_str){ d->raw.p ? d->raw.p + d->matter.body_from : "",
				   d->raw.n - d->matter.body_from };
	return MB_OK;
}

static int unknown_kind(const struct mb_doc *d, struct mb_arena *a, const struct mb_schema *s,
			const char *kind, struct mb_error *err)
{
	const char **names = NULL;
	size_t n = 0;

	for (size_t i = 0; i < s->n_kinds; i++)
		*MB_PUSH(a, names, n) = s->kinds[i].name;
	return mb_fail(err, MB_EINVAL, "%s line %d: kind '%.80s' is not one this record knows%s", d->path,
		       mb_node_get(d->matter.root, "kind")->line, kind, mb_meant(a, kind, names, n));
}

/* Kind and place must say the same: else a paper could hide from the rules of papers by where it lies. */
static int find_kind(struct mb_doc *d, struct mb_address *at, const char **code, struct mb_arena *a,
		     const struct mb_schema *s, struct mb_error *err)
{
	const struct mb_node *said = mb_node_get(d->matter.root, "kind");
	const char *kind = mb_node_text(d->matter.root, "kind");
	const struct mb_kind *k = mb_schema_kind(s, kind);
	struct mb_error low = { 0 };
	int rc;

	if (said && said->type != MB_TEXT)
		return mb_fail(err, MB_EINVAL, "%s line %d: kind must be one word", d->path, said->line);
	if (kind && !k)
		return unknown_kind(d, a, s, kind, err);
	rc = mb_place_of_path(at, code, a, s, d->path, &low);
	if (rc == MB_EINVAL)
		return mb_fail(err, rc, "%s", low.text);
	if (rc == MB_OK && !kind)
		return mb_fail(err, MB_EINVAL, "%s has no kind, and %s live there; add the line `kind: %s`",
			       d->path, at->kind->plural ? at->kind->plural : at->kind->name, at->kind->name);
	if (rc == MB_OK && at->kind != k)
		return mb_fail(err, MB_EINVAL, "%s line %d: this is the place of %s %s, not of %s %s",
			       d->path, said->line, mb_an(at->kind->name), at->kind->name, mb_an(kind), kind);
	if (rc == MB_ENOTFOUND && kind)
		return mb_fail(err, MB_EINVAL, "%s line %d: %s %s does not live here but at %s", d->path,
			       said->line, mb_an(kind), kind, mb_place_pattern(a, k));
	d->kind = rc == MB_OK ? k : NULL;
	return MB_OK;
}

/* An id in a group carries the group's code, which only a view knows: mb_view_doc() looks closer. */
static bool id_may_be(const char *tail, const char *id)
{
	size_t n = strlen(id), k = strlen(tail);

	return n > k + 1 && mb_ends(id, tail) && id[n - k - 1] == '-';
}

static int find_id(struct mb_doc *d, const struct mb_address *at, struct mb_arena *a, struct mb_error *err)
{
	const struct mb_node *said = mb_node_get(d->matter.root, "id");
	const char *id = mb_node_text(d->matter.root, "id");
	const char *name = at->id ? NULL : mb_name_in_group(a, at);

	if (said && said->type != MB_TEXT)
		return mb_fail(err, MB_EINVAL, "%s line %d: id must be one word", d->path, said->line);
	if (at->id && id && strcmp(id, at->id) != 0)
		return mb_fail(err, MB_EINVAL,
			       "%s line %d: the id is %.80s but the path says %s; a file is never renamed",
			       d->path, said->line, id, at->id);
	if (name && id && !id_may_be(name, id))
		return mb_fail(err, MB_EINVAL, "%s line %d: the id is %.80s but must be <CODE>-%s", d->path,
			       said->line, id, name);
	if (at->id)
		d->id = at->id;
	else
		d->id = id ? id : mb_arena_printf(a, "%s-%s", at->group, name);
	return MB_OK;
}

static const char *find_title(const struct mb_doc *d, struct mb_arena *a)
{
	const char *title = mb_doc_field(d, "title");
	struct mb_heading *headings;
	size_t n = d->body.n, count = 0;

	if (!title)
		title = mb_doc_field(d, "name");
	if (title || !mb_ends(d->path, ".md"))
		return title ? title : d->id;
	if (n > HEADING_WITHIN)
		for (n = HEADING_WITHIN; n > 0 && d->body.p[n - 1] != '\n';)
			n--;
	mb_markdown_outline(&headings, &count, a, d->body.p, n);
	return count > 0 && headings[0].text && headings[0].text[0] ? headings[0].text : d->id;
}

static const char *find_group(struct mb_arena *a, const char *path)
{
	const char *slug = path + strlen("groups/"), *slash;

	if (!mb_starts(path, "groups/") || !(slash = strchr(slug, '/')))
		return NULL;
	return mb_arena_ndup(a, slug, (size_t)(slash - slug));
}

int mb_doc_parse(struct mb_doc **out, struct mb_arena *a, const struct mb_schema *s, const char *path,
		 struct mb_str raw, struct mb_error *err)
{
	return mb_doc_read(out, a, s, path, raw, NULL, NULL, err);
}

int mb_doc_read(struct mb_doc **out, struct mb_arena *a, const struct mb_schema *s, const char *path,
		struct mb_str raw, const struct mb_matter *known, const struct mb_doc *like,
		struct mb_error *err)
{
	struct mb_doc *d = mb_arena_alloc(a, sizeof *d);
	struct mb_address at = { 0 };
	const char *code = NULL;
	int rc;

	d->path = mb_arena_dup(a, path);
	d->raw = raw;
	if ((rc = read_matter(d, a, known, err)) != MB_OK ||
	    (rc = find_kind(d, &at, &code, a, s, err)) != MB_OK)
		return rc;
	d->id = d->path;
	d->group = find_group(a, path);
	d->state = mb_doc_field(d, "state");
	if (d->kind) {
		if ((rc = find_id(d, &at, a, err)) != MB_OK)
			return rc;
		if (like && mb_bound_same(d->kind, d, like))
			memcpy(d->text, like->text, sizeof d->text);
		else if ((rc = mb_bound_text(d->text, d->kind, d->matter.root, d->body, err)) != MB_OK)
			return rc;
		if (!d->state && d->kind->n_states > 0)
			d->state = d->kind->states[0];
	}
	d->title = find_title(d, a);
	*out = d;
	return MB_OK;
}

const struct mb_node *mb_doc_node(const struct mb_doc *d, const char *field)
{
	return mb_node_get(d->matter.root, field);
}

const char *mb_doc_field(const struct mb_doc *d, const char *field)
{
	return mb_node_text(d->matter.root, field);
}

mb_day mb_doc_day(const struct mb_doc *d, const char *field)
{
	const char *text = field ? mb_doc_field(d, field) : NULL;
	mb_day day;

	return text && mb_day_parse(&day, text) ? day : MB_NO_DAY;
}
