/* The record through the reader's eyes: what a page may look at, and whose act a form is. */
#include "server.h"

int web_actor(struct mb_actor *out, struct web_req *q, struct mb_error *err)
{
	*out = (struct mb_actor){
		.by = q->who.person, .entered_by = q->who.person, .on = MB_NO_DAY, .recorded = q->now
	};
	return q->who.person ? MB_OK : mb_fail(err, MB_EREFUSED, "Sign in first.");
}

int web_doc(const struct mb_doc **out, struct web_req *q, const char *id, struct mb_error *err)
{
	struct mb_error low;
	int rc = mb_view_doc(out, mb_gate_view(q->g), id, &low);

	if (rc == MB_OK && mb_may(q->reader, "read", *out))
		return MB_OK;
	if (rc == MB_EFAIL)
		return mb_fail(err, rc, "%s", low.text);
	*out = NULL;
	return mb_fail(err, MB_ENOTFOUND,
		       "There is no document called '%.80s' here, or it is not for you to see. Sign in, or "
		       "search for it.",
		       id);
}

static bool keep(void *ctx, const struct mb_version_row *row)
{
	return mb_may_read(ctx, row);
}

int web_list(struct mb_version_row **out, size_t *n, struct web_req *q, const struct mb_ask *ask,
	     struct mb_error *err)
{
	struct mb_ask mine = *ask;

	mine.keep = keep;
	mine.keep_ctx = q->reader;
	return mb_index_list(out, n, q->a, mb_gate_index(q->g), &mine, err);
}

int web_count(size_t *n, struct web_req *q, const struct mb_ask *ask, struct mb_error *err)
{
	struct mb_ask mine = *ask;

	mine.keep = keep;
	mine.keep_ctx = q->reader;
	return mb_index_count(n, mb_gate_index(q->g), &mine, err);
}

int web_find(struct mb_hit **out, size_t *n, size_t *total, struct web_req *q, const struct mb_find *f,
	     struct mb_error *err)
{
	struct mb_find mine = *f;

	mine.keep = keep;
	mine.keep_ctx = q->reader;
	return mb_index_find(out, n, total, q->a, mb_gate_index(q->g), &mine, err);
}

int web_search(struct mb_hit **out, size_t *n, struct web_req *q, const char *words, size_t limit,
	       size_t skip, struct mb_error *err)
{
	const struct mb_find f = { .words = words, .limit = limit, .skip = skip };

	return web_find(out, n, NULL, q, &f, err);
}

bool web_may_name(void *ctx, const char *id)
{
	struct web_req *q = ctx;
	const struct mb_doc *d;

	return !id || mb_view_doc(&d, mb_gate_view(q->g), id, NULL) != MB_OK || mb_may(q->reader, "read", d);
}
