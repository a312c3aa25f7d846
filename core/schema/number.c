/* number.c: ids never given before. */
#include "schema_impl.h"

#include <string.h>

#define SUPPLEMENTS_MAX 999

/* By the folder and not the code: a group that changed its code goes on counting. */
static void look_at(struct mb_highest *h, struct mb_arena *a, const struct mb_schema *s, const char *path)
{
	struct mb_address at;
	const char *code;

	if (mb_place_of_path(&at, &code, a, s, path, NULL) == MB_OK && at.kind == h->kind &&
	    mb_streq(at.group, h->group) && at.year == h->year && at.number > h->number)
		h->number = at.number;
}

/* What lies below a change does not change with it, and is looked through once. */
static int highest_below(struct mb_highest *h, struct mb_view *v, struct mb_error *err)
{
	struct mb_query q = { .kind = h->kind->name, .group = h->group };
	struct mb_known *known = mb_known(v);
	struct mb_highest *kept;
	const char **paths = NULL, *folder;
	struct mb_arena *a;
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < known->n_highest; i++) {
		kept = &known->highest[i];
		if (kept->kind == h->kind && mb_streq(kept->group, h->group) && kept->year == h->year) {
			h->number = kept->number;
			return MB_OK;
		}
	}
	a = mb_arena_new();
	folder = mb_arena_printf(a, "groups/%s/%s/%04d/", h->group, h->kind->folder, h->year);
	rc = v->ops->list(v, &paths, &n, a, &q, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (mb_starts(paths[i], folder))
			look_at(h, a, v->schema, paths[i]);
	mb_arena_free(a);
	if (rc == MB_OK) {
		kept = MB_PUSH(v->arena, known->highest, known->n_highest);
		*kept = *h;
		kept->group = mb_arena_dup(v->arena, h->group);
	}
	return rc;
}

/* Also what a change removes counts: its number is not free again. */
static int highest(struct mb_highest *h, struct mb_view *v, struct mb_error *err)
{
	struct mb_view *under = mb_view_under(v);
	struct mb_arena *a;
	const char *path;
	int rc = under ? highest(h, under, err) : highest_below(h, v, err);

	if (rc != MB_OK || !under)
		return rc;
	a = mb_arena_new();
	for (size_t i = 0; (path = mb_view_overlaid(v, i)); i++)
		look_at(h, a, v->schema, path);
	mb_arena_free(a);
	return MB_OK;
}

int mb_view_next_number(unsigned *out, struct mb_view *v, const struct mb_kind *k, const char *group,
			int year, struct mb_error *err)
{
	struct mb_highest h = { .kind = k, .group = group, .year = year };
	int rc;

	if (k->lives != MB_LIVES_NUMBERED && k->lives != MB_LIVES_FOLDER)
		return mb_fail(err, MB_EINVAL, "%s are not numbered", k->plural ? k->plural : k->name);
	if ((rc = highest(&h, v, err)) == MB_OK)
		*out = h.number + 1;
	return rc;
}

static int new_numbered(struct mb_address *at, struct mb_arena *a, struct mb_view *v, struct mb_error *err)
{
	const struct mb_group_code *group;
	int rc = mb_group_coded(&group, v, at->group, err);

	if (rc != MB_OK)
		return rc;
	if (at->year < 1 || at->year > 9999)
		return mb_fail(err, MB_EINVAL, "%d is not a year that %s %s can have", at->year,
			       mb_an(at->kind->name), at->kind->name);
	at->group = group->slug;
	if ((rc = mb_view_next_number(&at->number, v, at->kind, at->group, at->year, err)) != MB_OK)
		return rc;
	at->id = mb_id_write(a, group->code, at->year, at->kind->letter, at->number);
	at->path = mb_place_path(a, at, NULL);
	return MB_OK;
}

static int new_in_meeting(struct mb_address *at, struct mb_arena *a, struct mb_view *v, const char *meeting,
			  struct mb_error *err)
{
	const struct mb_kind *k = at->kind;
	const struct mb_doc *m;
	int rc;

	if (!meeting)
		return mb_fail(err, MB_EUSAGE, "say of which meeting this is the %s", k->name);
	if ((rc = mb_view_doc(&m, v, meeting, err)) != MB_OK)
		return rc;
	if (!m->kind || m->kind->lives != MB_LIVES_FOLDER)
		return mb_fail(err, MB_EINVAL, "%s is not a meeting; %s lives in a meeting's folder", m->id,
			       k->name);
	at->group = mb_arena_dup(a, m->group);
	at->meeting = mb_arena_dup(a, m->id);
	for (at->number = 0; at->number <= SUPPLEMENTS_MAX; at->number += at->number ? 1 : 2) {
		const struct mb_doc *d;

		at->path = mb_place_path(a, at, m->path);
		at->id = at->number ? mb_arena_printf(a, "%s-%s-%u", m->id, k->file_name, at->number)
				    : mb_arena_printf(a, "%s-%s", m->id, k->file_name);
		rc = mb_view_at(&d, v, at->path, err);
		if (rc == MB_ENOTFOUND) {
			struct mb_address check;

			if ((rc = mb_address_of_path(&check, a, v, at->path, err)) == MB_OK)
				at->year = check.year;
			return rc;
		}
		if (rc != MB_OK)
			return rc;
	}
	return mb_fail(err, MB_EINVAL, "%s has %d of %s already", m->id, SUPPLEMENTS_MAX, k->name);
}

static int must_be_free(const struct mb_address *at, struct mb_view *v, struct mb_error *err)
{
	const struct mb_doc *d;
	int rc = mb_view_at(&d, v, at->path, err);

	if (rc == MB_OK)
		return mb_fail(err, MB_ECONFLICT, "%s is there already; change it, or give another id",
			       at->path);
	return rc == MB_ENOTFOUND ? MB_OK : rc;
}

/* What a group has one of is followed by others of it: new terms of reference stand beside those in force. */
static int new_beside(struct mb_address *at, struct mb_arena *a, struct mb_view *v, const char *code,
		      struct mb_error *err)
{
	for (at->number = 0; at->number <= SUPPLEMENTS_MAX; at->number += at->number ? 1 : 2) {
		const struct mb_doc *d;
		int rc;

		at->path = mb_place_path(a, at, NULL);
		at->id = mb_arena_printf(a, "%s-%s", code, mb_name_in_group(a, at));
		if ((rc = mb_view_at(&d, v, at->path, err)) != MB_OK)
			return rc == MB_ENOTFOUND ? MB_OK : rc;
	}
	return mb_fail(err, MB_EINVAL, "%s has %d of %s already", code, SUPPLEMENTS_MAX, at->kind->name);
}

static int new_in_group(struct mb_address *at, struct mb_arena *a, struct mb_view *v, const char *slug,
			struct mb_error *err)
{
	const struct mb_group_code *group;
	int rc;

	if (mb_is_group_kind(at->kind)) {
		at->group = at->id = mb_arena_dup(a, slug ? slug : at->group);
		if (!mb_slug_ok(at->id))
			return mb_fail(err, MB_EINVAL,
				       "'%.80s' cannot be the id of a group: use lower case letters, digits "
				       "and hyphens",
				       at->id ? at->id : "");
	} else {
		if ((rc = mb_group_coded(&group, v, at->group, err)) != MB_OK)
			return rc;
		at->group = group->slug;
		return new_beside(at, a, v, group->code, err);
	}
	at->path = mb_place_path(a, at, NULL);
	return must_be_free(at, v, err);
}

static int new_at_top(struct mb_address *at, struct mb_arena *a, struct mb_view *v, const char *slug,
		      struct mb_error *err)
{
	if (!mb_slug_ok(slug))
		return mb_fail(
			err, MB_EINVAL,
			"'%.80s' cannot be the id of %s %s: use lower case letters, digits and hyphens",
			slug ? slug : "", mb_an(at->kind->name), at->kind->name);
	at->id = mb_arena_dup(a, slug);
	at->path = mb_place_path(a, at, NULL);
	return must_be_free(at, v, err);
}

int mb_view_new_address(struct mb_address *out, struct mb_arena *a, struct mb_view *v,
			const struct mb_kind *k, const char *group, int year, const char *meeting,
			const char *slug, struct mb_error *err)
{
	struct mb_address at = { .kind = k, .group = group };
	bool in_group = k->lives != MB_LIVES_TOP && k->lives != MB_LIVES_IN_MEETING;
	int rc = MB_EINVAL;

	if (in_group && !group && !(slug && mb_is_group_kind(k)))
		return mb_fail(err, MB_EUSAGE, "say of which group the new %s is", k->name);
	switch (k->lives) {
	case MB_LIVES_NUMBERED:
	case MB_LIVES_FOLDER:
		at.year = year;
		rc = new_numbered(&at, a, v, err);
		break;
	case MB_LIVES_IN_MEETING:
		rc = new_in_meeting(&at, a, v, meeting, err);
		break;
	case MB_LIVES_IN_GROUP:
		rc = new_in_group(&at, a, v, slug, err);
		break;
	case MB_LIVES_TOP:
		at.group = NULL;
		rc = new_at_top(&at, a, v, slug, err);
		break;
	}
	if (rc == MB_OK)
		*out = at;
	return rc;
}
