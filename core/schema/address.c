/* address.c: from ids to paths and back. */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

int mb_address_of_path(struct mb_address *out, struct mb_arena *a, struct mb_view *v, const char *path,
		       struct mb_error *err)
{
	const struct mb_group_code *group;
	const char *code = NULL;
	struct mb_error low = { 0 };
	struct mb_address at;
	int rc = mb_place_of_path(&at, &code, a, v->schema, path, err);

	if (rc != MB_OK)
		return rc;
	if (at.group && !mb_is_group_kind(at.kind)) {
		rc = mb_group_coded(&group, v, at.group, &low);
		if (rc == MB_OK && strcmp(group->slug, at.group) != 0)
			rc = mb_fail(&low, MB_ENOTFOUND, "there is no group '%s'", at.group);
		if (rc != MB_OK)
			return mb_fail(err, rc == MB_ENOTFOUND ? MB_EINVAL : rc, "%s: %s", path, low.text);
		if (code && strcmp(code, group->code) != 0)
			return mb_fail(err, MB_EINVAL, "%s: the code of group '%s' is %s, not %s", path,
				       at.group, group->code, code);
		if (!at.id)
			at.id = mb_arena_printf(a, "%s-%s", group->code, mb_name_in_group(a, &at));
	}
	*out = at;
	return MB_OK;
}

static char *lower(struct mb_arena *a, const char *s)
{
	char *copy = mb_arena_dup(a, s);

	for (char *c = copy; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

static const struct mb_kind *kind_of_letter(const struct mb_schema *s, char letter)
{
	for (size_t i = 0; i < s->n_kinds; i++) {
		const struct mb_kind *k = &s->kinds[i];

		if ((k->lives == MB_LIVES_NUMBERED || k->lives == MB_LIVES_FOLDER) && k->letter == letter)
			return k;
	}
	return NULL;
}

/* "agenda-2" of a meeting at at->path. */
static int of_meeting(struct mb_address *at, struct mb_arena *a, const struct mb_schema *s, const char *tail,
		      struct mb_error *err)
{
	const struct mb_address meeting = *at;
	const char *name = lower(a, tail), **names = NULL;
	size_t n = 0;

	for (size_t i = 0; i < s->n_kinds; i++) {
		const struct mb_kind *k = &s->kinds[i];

		if (k->lives != MB_LIVES_IN_MEETING)
			continue;
		*MB_PUSH(a, names, n) = k->file_name;
		if (!mb_name_numbered(&at->number, name, k->file_name))
			continue;
		at->kind = k;
		at->meeting = meeting.id;
		at->id = mb_arena_printf(a, "%s-%s", meeting.id, name);
		at->path = mb_place_path(a, at, meeting.path);
		return MB_OK;
	}
	return mb_fail(err, MB_ENOTFOUND, "a meeting such as %s has no '%.80s'%s", meeting.id, tail,
		       mb_meant(a, name, names, n));
}

static int of_numbered(struct mb_address *out, struct mb_arena *a, struct mb_view *v,
		       const struct mb_idparts *id, const char *tail, struct mb_error *err)
{
	const struct mb_kind *k = kind_of_letter(v->schema, id->letter);
	struct mb_address at = { .kind = k, .year = id->year, .number = id->number };
	const struct mb_group_code *group;
	int rc;

	at.id = mb_id_write(a, id->code, id->year, id->letter, id->number);
	if (!k)
		return mb_fail(err, MB_ENOTFOUND, "%s: no kind of document in this record has the letter %c",
			       at.id, id->letter);
	rc = mb_group_find(&group, v, id->code, err);
	if (rc == MB_OK && !mb_streq(group->code, id->code)) /* a slug that reads like the code */
		rc = mb_fail(err, MB_ENOTFOUND, "%s: no group has the code %s", at.id, id->code);
	if (rc != MB_OK)
		return rc;
	at.group = group->slug;
	at.path = mb_place_path(a, &at, NULL);
	if (*tail && k->lives != MB_LIVES_FOLDER)
		return mb_fail(err, MB_ENOTFOUND, "%s%s: nothing is kept in the folder of %s %s", at.id, tail,
			       mb_an(k->name), k->name);
	if (*tail && (rc = of_meeting(&at, a, v->schema, tail + 1, err)) != MB_OK)
		return rc;
	*out = at;
	return MB_OK;
}

/* Where the name of the kind begins in "CTB-terms-of-reference-2"; NULL: nowhere. */
static const char *name_in(unsigned *number, const char *low, const struct mb_kind *k)
{
	const char *name = strchr(low, '-');

	while (name && !mb_name_numbered(number, name + 1, k->file_name))
		name = strchr(name + 1, '-');
	return name;
}

/* CTB-terms-of-reference; board-terms-of-reference is understood as well. MB_ENOTFOUND without a message: not of this form. */
static int of_group(struct mb_address *out, struct mb_arena *a, struct mb_view *v, const char *id,
		    struct mb_error *err)
{
	const char *low = lower(a, id);

	for (size_t i = 0; i < v->schema->n_kinds; i++) {
		const struct mb_kind *k = &v->schema->kinds[i];
		struct mb_address at = { .kind = k };
		const struct mb_group_code *group;
		const char *name;
		int rc;

		if (k->lives != MB_LIVES_IN_GROUP || mb_is_group_kind(k) ||
		    !(name = name_in(&at.number, low, k)) || name == low)
			continue;
		rc = mb_group_coded(&group, v, mb_arena_ndup(a, id, (size_t)(name - low)), err);
		if (rc != MB_OK)
			return rc;
		at.group = group->slug;
		at.id = mb_arena_printf(a, "%s-%s", group->code, mb_name_in_group(a, &at));
		at.path = mb_place_path(a, &at, NULL);
		*out = at;
		return MB_OK;
	}
	return MB_ENOTFOUND;
}

static int of_top(struct mb_address *out, struct mb_arena *a, struct mb_view *v, const char *id,
		  struct mb_error *err)
{
	if (!mb_slug_ok(id))
		return MB_ENOTFOUND;
	for (size_t i = 0; i < v->schema->n_kinds; i++) {
		const struct mb_kind *k = &v->schema->kinds[i];
		struct mb_address at = { .kind = k, .id = id };
		const struct mb_doc *d;
		int rc;

		if (k->lives != MB_LIVES_TOP)
			continue;
		at.path = mb_place_path(a, &at, NULL);
		rc = mb_view_at(&d, v, at.path, err);
		if (rc == MB_ENOTFOUND)
			continue;
		if (rc != MB_OK)
			return rc;
		at.id = mb_arena_dup(a, id);
		*out = at;
		return MB_OK;
	}
	return MB_ENOTFOUND;
}

static int nothing_of(struct mb_arena *a, struct mb_view *v, const char *id, struct mb_error *err)
{
	const struct mb_group_code *codes;
	const char **words = NULL;
	size_t n = 0, n_codes;
	int rc = mb_group_codes(&codes, &n_codes, v, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = 0; i < n_codes; i++) {
		*MB_PUSH(a, words, n) = codes[i].slug;
		if (codes[i].code)
			*MB_PUSH(a, words, n) = codes[i].code;
	}
	for (size_t i = 0; i < v->schema->n_kinds; i++) {
		struct mb_query q = { .kind = v->schema->kinds[i].name };
		const char **paths;
		size_t n_paths;

		if (v->schema->kinds[i].lives != MB_LIVES_TOP)
			continue;
		if ((rc = v->ops->list(v, &paths, &n_paths, a, &q, err)) != MB_OK)
			return rc;
		for (size_t p = 0; p < n_paths; p++) {
			const char *name = strrchr(paths[p], '/') + 1;

			*MB_PUSH(a, words, n) = mb_arena_ndup(a, name, strlen(name) - 3);
		}
	}
	return mb_fail(err, MB_ENOTFOUND, "nothing in this record is called '%.80s'%s", id,
		       mb_meant(a, id, words, n));
}

int mb_address_of(struct mb_address *out, struct mb_arena *a, struct mb_view *v, const char *id_or_path,
		  struct mb_error *err)
{
	const struct mb_group_code *group;
	struct mb_error low = { 0 };
	struct mb_idparts id;
	int rc;

	if (strchr(id_or_path, '/') || mb_ends(id_or_path, ".md"))
		return mb_address_of_path(out, a, v, id_or_path, err);
	if (mb_id_read(&id, id_or_path))
		return of_numbered(out, a, v, &id, id_or_path + id.n, err);
	rc = mb_group_find(&group, v, id_or_path, NULL);
	if (rc == MB_OK) {
		*out = (struct mb_address){ .kind = mb_group_kind(v->schema),
					    .group = group->slug,
					    .id = group->slug };
		out->path = mb_place_path(a, out, NULL);
		return MB_OK;
	}
	if (rc != MB_ENOTFOUND)
		return mb_group_find(&group, v, id_or_path, err); /* once more, for its message */
	rc = of_top(out, a, v, id_or_path, err);
	if (rc != MB_ENOTFOUND)
		return rc;
	rc = of_group(out, a, v, id_or_path, &low);
	if (rc == MB_ENOTFOUND && !low.text[0])
		return nothing_of(a, v, id_or_path, err);
	return rc == MB_OK ? rc : mb_fail(err, rc, "%s", low.text);
}
