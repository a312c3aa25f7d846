/* partnership.c: what the record says of the whole. */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

#define FORMAT_MAX    1
#define STANDARD_ZONE "Europe/London"
#define FILE_NAME     "partnership.yaml"

/* Only whether there is such a zone: reading an old record must not move the clock of the process. */
static int check_zone(const char *zone, struct mb_error *err)
{
	struct mb_error low = { 0 };
	int rc = mb_zone_check(zone, &low);

	return rc == MB_OK ? rc : mb_fail(err, rc, FILE_NAME ": %s", low.text);
}

static int read_format(int *out, const struct mb_node *root, struct mb_error *err)
{
	const char *text = mb_node_text(root, "format");
	char *end = NULL;
	long format = text ? strtol(text, &end, 10) : 0;

	if (!text || *end || format < 1 || format > 1000000)
		return mb_fail(err, MB_EINVAL,
			       FILE_NAME ": it must say which format the record has, as in `format: %d`",
			       FORMAT_MAX);
	if (format > FORMAT_MAX)
		return mb_fail(err, MB_EINVAL,
			       "this record is of format %ld; this program reads up to format %d: use a "
			       "newer Minutebook",
			       format, FORMAT_MAX);
	*out = (int)format;
	return MB_OK;
}

static int read_all(struct mb_partnership *p, struct mb_arena *a, struct mb_view *v, struct mb_error *err)
{
	struct mb_error low = { 0 };
	struct mb_node *root = NULL;
	struct mb_str raw;
	const char *text;
	int rc = v->ops->read(v, &raw, a, FILE_NAME, err);

	if (rc != MB_OK)
		return rc;
	if ((rc = mb_yaml_parse(&root, a, raw.p ? raw.p : "", raw.n, &low)) != MB_OK)
		return mb_fail(err, rc, FILE_NAME " %s", low.text);
	if (!root || root->type != MB_MAP)
		return mb_fail(err, MB_EINVAL,
			       FILE_NAME " must be lines of `key: value`, such as `format: 1`");
	if ((rc = read_format(&p->format, root, err)) != MB_OK)
		return rc;
	p->root = root;
	p->name = (text = mb_node_text(root, "name")) ? text : "the partnership";
	p->authority = mb_node_text(root, "authority");
	p->time_zone = (text = mb_node_text(root, "time_zone")) ? text : STANDARD_ZONE;
	p->clerk_post = mb_node_text(root, "clerk_post");
	p->rehearsal = mb_yes(mb_node_text(root, "rehearsal"), false);
	return check_zone(p->time_zone, err);
}

int mb_partnership_read(struct mb_partnership *out, struct mb_view *v, struct mb_error *err)
{
	struct mb_view *under = mb_view_under(v);
	struct mb_known *known;

	if (under && !mb_view_overlays(v, FILE_NAME))
		return mb_partnership_read(out, under, err);
	known = mb_known(v);
	if (!known->partnership_read) {
		struct mb_partnership p = { 0 };
		struct mb_oid blob;
		struct mb_cache *c = mb_tree_view_cache(v, &blob, FILE_NAME);
		int rc = MB_OK;

		if (!c || !mb_cache_partnership(&p, c, &blob)) {
			rc = read_all(&p, c ? mb_cache_arena(c) : v->arena, v, err);
			if (rc == MB_OK && c)
				mb_cache_put_partnership(c, &blob, &p);
		}
		if (rc != MB_OK)
			return rc;
		known->partnership = p;
		known->partnership_read = true;
	}
	*out = known->partnership;
	return MB_OK;
}
