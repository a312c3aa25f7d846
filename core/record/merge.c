/* Three-way merge of two edits of one body, by lines. */
#include "record_impl.h"

#include <string.h>

static git_merge_file_input input(struct mb_str s)
{
	return (git_merge_file_input){ .version = GIT_MERGE_FILE_INPUT_VERSION,
				       .ptr = s.n ? s.p : "",
				       .size = s.n };
}

struct marks {
	const char *ours, *theirs; /* names */
	unsigned short size;	   /* signs in a row; 0: git's seven */
};

static int merge(struct mb_buf *out, bool *clash, struct mb_str base, struct mb_str ours,
		 struct mb_str theirs, const struct marks *marks, struct mb_error *err)
{
	git_merge_file_input b = input(base), o = input(ours), t = input(theirs);
	git_merge_file_options opts = {
		.version = GIT_MERGE_FILE_OPTIONS_VERSION,
		.our_label = marks->ours,
		.their_label = marks->theirs,
		.marker_size = marks->size,
	};
	git_merge_file_result merged = { 0 };
	int rc = mb_git_start(err);

	if (rc != MB_OK)
		return rc;
	if (base.n > MB_DOC_MAX || ours.n > MB_DOC_MAX || theirs.n > MB_DOC_MAX)
		return mb_fail(err, MB_EINVAL, "a text is too large to merge; %zu bytes is the most",
			       MB_DOC_MAX);
	if (git_merge_file(&merged, &b, &o, &t, &opts) < 0)
		return mb_git_fail(err, MB_EFAIL, "cannot merge the two texts");
	*clash = !merged.automergeable;
	mb_buf_put(out, merged.ptr, merged.len);
	git_merge_file_result_free(&merged);
	return mb_buf_status(out, err);
}

int mb_lines_merge(struct mb_buf *out, bool *clash, struct mb_str base, struct mb_str ours,
		   struct mb_str theirs, const char *our_name, const char *their_name, struct mb_error *err)
{
	return merge(out, clash, base, ours, theirs, &(struct marks){ our_name, their_name, 0 }, err);
}

int mb_body_merge(struct mb_buf *out, bool *clash, struct mb_str base, struct mb_str ours,
		  struct mb_str theirs, struct mb_error *err)
{
	return mb_lines_merge(out, clash, base, ours, theirs, "this edit", "the record meanwhile", err);
}

/* ---- part by part ---------------------------------------------------------------------------------------- */

#define MARK_MAX 60000

/* The longest run of one sign that marks are made of. */
static size_t longest_run(struct mb_str s)
{
	size_t most = 0, run = 0;

	for (size_t i = 0; i < s.n; i++) {
		run = i > 0 && s.p[i] == s.p[i - 1] ? run + 1 : 1;
		if (run > most && strchr("<=>", s.p[i]) && s.p[i])
			most = run;
	}
	return most;
}

static bool is_mark(struct mb_str line, char sign, size_t size)
{
	if (line.n < size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (line.p[i] != sign)
			return false;
	return true;
}

/* A text with marks of this size, taken apart. */
static size_t take_apart(struct mb_merge_part **out, struct mb_arena *a, struct mb_str whole, size_t size)
{
	struct mb_merge_part *part = NULL, *now = NULL; /* now: NULL between the parts */
	struct mb_str *side = NULL;
	size_t n = 0;

	for (const char *p = whole.p, *end = whole.p + whole.n; p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		struct mb_str line = { p, (size_t)((stop ? stop + 1 : end) - p) };

		p += line.n;
		if (is_mark(line, '<', size)) {
			now = MB_PUSH(a, part, n);
			*now = (struct mb_merge_part){ true, { p, 0 }, { p, 0 } };
			side = &now->ours;
		} else if (now && is_mark(line, '=', size)) {
			side = &now->theirs;
			side->p = p;
		} else if (now && is_mark(line, '>', size)) {
			now = NULL;
		} else {
			if (!now) {
				now = MB_PUSH(a, part, n);
				*now = (struct mb_merge_part){ false, { line.p, 0 }, { line.p, 0 } };
				side = &now->ours;
			}
			side->n += line.n;
		}
	}
	for (size_t i = 0; i < n; i++)
		if (!part[i].clash)
			part[i].theirs = part[i].ours;
	*out = part;
	return n;
}

int mb_merge_parts(struct mb_merge_part **out, size_t *n, struct mb_arena *a, struct mb_str base,
		   struct mb_str ours, struct mb_str theirs, struct mb_error *err)
{
	const struct mb_str text[] = { base, ours, theirs };
	struct mb_buf merged;
	size_t size = 7;
	bool clash;
	int rc;

	/* one sign more than any text has in a row: no line of a text can be taken for a mark */
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		size_t run = longest_run(text[i]);

		size = run >= size ? run + 1 : size;
	}
	if (size > MARK_MAX)
		return mb_fail(err, MB_EINVAL,
			       "a text has one sign over %d times in a row: it cannot be merged", MARK_MAX);
	mb_buf_init(&merged, 0);
	rc = merge(&merged, &clash, base, ours, theirs, &(struct marks){ "", "", (unsigned short)size }, err);
	if (rc == MB_OK)
		*n = take_apart(out, a, (struct mb_str){ mb_arena_copy(a, merged.p, merged.n), merged.n },
				size);
	mb_buf_free(&merged);
	return rc;
}
