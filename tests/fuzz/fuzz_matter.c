/* A document cut into front matter and body; its body replaced; two edits of it merged. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static int lines_before(const char *p, size_t n)
{
	int line = 1;

	for (size_t i = 0; i < n; i++)
		line += p[i] == '\n';
	return line;
}

static void check_parts(const struct mb_matter *m, const char *text, size_t n)
{
	INSIST(m->body_from <= n && m->yaml_from <= m->yaml_to && m->yaml_to <= m->body_from);
	if (m->root)
		INSIST(m->root->type == MB_MAP);
	INSIST(m->body_line == lines_before(text, m->body_from));
}

static void check_set_body(struct mb_arena *a, const struct mb_matter *m, const char *text, size_t n)
{
	struct mb_matter after;
	struct mb_buf b;

	mb_buf_init(&b, 0);
	mb_buf_put(&b, text, n);
	if (mb_matter_set_body(&b, "# Another body\n", 15, NULL) == MB_OK) {
		INSIST(b.n >= m->body_from + 15 && !memcmp(b.p, text, m->body_from));
		INSIST(mb_matter_parse(&after, a, b.p, b.n, NULL) == MB_OK);
		INSIST(mb_node_same(m->root, after.root) && b.n - after.body_from == 15);
	} else {
		INSIST(b.n == n && (!n || !memcmp(b.p, text, n)));
	}
	mb_buf_free(&b);
}

static void check_merge(struct mb_arena *a, struct mb_str base, struct mb_str ours, struct mb_str theirs)
{
	struct mb_error err = { 0 };
	const char **clash = NULL;
	struct mb_matter m;
	size_t n_clash = 0;
	struct mb_buf out;
	int rc;

	mb_buf_init(&out, 0);
	rc = mb_matter_merge(&out, &clash, &n_clash, a, base, ours, theirs, &err);
	if (rc == MB_OK)
		INSIST(mb_matter_parse(&m, a, out.p, out.n, NULL) == MB_OK);
	else
		INSIST(err.text[0] && (rc != MB_ECONFLICT || n_clash > 0));
	mb_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct mb_arena *a = mb_arena_new();
	size_t one = choose(&in, 4096), two = choose(&in, 4096);
	char *text = text_left(&in);
	struct mb_error err = { 0 };
	struct mb_matter m;

	if (mb_matter_parse(&m, a, text, in.n, &err) == MB_OK) {
		check_parts(&m, text, in.n);
		check_set_body(a, &m, text, in.n);
	} else {
		INSIST(err.code == MB_EINVAL && err.text[0] && !strchr(err.text, '\n'));
	}
	one = one < in.n ? one : in.n;
	two = two < in.n - one ? two : in.n - one;
	check_merge(a, (struct mb_str){ text, one }, (struct mb_str){ text + one, two },
		    (struct mb_str){ text + one + two, in.n - one - two });
	free(text);
	mb_arena_free(a);
	return 0;
}
