/* Three-way merge of two edits of one body, by lines. */
#include "record_impl.h"

static git_merge_file_input input(struct mb_str s)
{
	return (git_merge_file_input){ .version = GIT_MERGE_FILE_INPUT_VERSION,
				       .ptr = s.n ? s.p : "",
				       .size = s.n };
}

int mb_lines_merge(struct mb_buf *out, bool *clash, struct mb_str base, struct mb_str ours,
		   struct mb_str theirs, const char *our_name, const char *their_name, struct mb_error *err)
{
	git_merge_file_input b = input(base), o = input(ours), t = input(theirs);
	git_merge_file_options opts = {
		.version = GIT_MERGE_FILE_OPTIONS_VERSION,
		.our_label = our_name,
		.their_label = their_name,
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

int mb_body_merge(struct mb_buf *out, bool *clash, struct mb_str base, struct mb_str ours,
		  struct mb_str theirs, struct mb_error *err)
{
	return mb_lines_merge(out, clash, base, ours, theirs, "this edit", "the record meanwhile", err);
}
