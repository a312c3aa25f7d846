/* A document: front matter between two lines "---", and a Markdown body. */
#include "matter.h"

#include <string.h>

int mb_yaml_parse(struct mb_node **out, struct mb_arena *a, const char *p, size_t n, struct mb_error *err)
{
	size_t bom = n >= 3 && !memcmp(p, "\xef\xbb\xbf", 3) ? 3 : 0;
	struct mb_ynode *root = NULL;
	const char *unsure;
	int rc = mb_text_check(p, n, err);

	if (rc == MB_OK)
		rc = mb_ytree_read(&root, &unsure, a, &(struct mb_yspan){ p, bom, n, 1 }, err);
	if (rc == MB_OK)
		*out = root ? &root->pub : NULL;
	return rc;
}

/* Is the line at i the mark and nothing but blanks? @return one past its line end, or 0 */
static size_t mark_line(const char *p, size_t n, size_t i, const char *mark)
{
	if (n - i < 3 || memcmp(p + i, mark, 3) != 0)
		return 0;
	for (i += 3; i < n && (p[i] == ' ' || p[i] == '\t' || p[i] == '\r');)
		i++;
	if (i < n && p[i] != '\n')
		return 0;
	return i < n ? i + 1 : n;
}

/* No YAML can hold "---" in column 0, not even inside a | text, so the first such line closes. */
static size_t find_close(const char *p, size_t n, size_t from, size_t *behind)
{
	for (size_t i = from; i < n;) {
		const char *lf = memchr(p + i, '\n', n - i);

		if ((*behind = mark_line(p, n, i, "---")) || (*behind = mark_line(p, n, i, "...")))
			return i;
		if (!lf)
			break;
		i = (size_t)(lf - p) + 1;
	}
	return 0;
}

static int split(struct mb_matter *m, const char *p, size_t n, struct mb_error *err)
{
	size_t bom = n >= 3 && !memcmp(p, "\xef\xbb\xbf", 3) ? 3 : 0;
	size_t from = mark_line(p, n, bom, "---");

	*m = (struct mb_matter){ .yaml_from = bom, .yaml_to = bom, .body_from = bom, .body_line = 1 };
	if (!from)
		return MB_OK;
	m->yaml_to = find_close(p, n, from, &m->body_from);
	if (!m->yaml_to)
		return mb_fail(err, MB_EINVAL,
			       "line 1: the front matter opens with \"---\" and is never closed; put a line "
			       "\"---\" below it");
	m->yaml_from = from;
	for (size_t i = 0; i < m->body_from; i++)
		m->body_line += p[i] == '\n';
	return MB_OK;
}

int mb_matter_read(struct mb_matter *out, const char **unsure, struct mb_arena *a, const char *p, size_t n,
		   struct mb_error *err)
{
	struct mb_ynode *root = NULL;
	struct mb_matter m;
	int rc;

	*unsure = NULL;
	if ((rc = mb_text_check(p, n, err)) != MB_OK || (rc = split(&m, p, n, err)) != MB_OK)
		return rc;
	if (m.body_from > m.yaml_to) {
		struct mb_yspan s = { p, m.yaml_from, m.yaml_to, 2 };

		if ((rc = mb_ytree_read(&root, unsure, a, &s, err)) != MB_OK)
			return rc;
		if (!root) {
			root = mb_arena_alloc(a, sizeof *root);
			root->pub.type = MB_MAP;
			root->pub.line = 2;
			root->style = MB_Y_BLOCK;
			root->beg = root->core = root->end = m.yaml_to;
		}
		if (root->pub.type != MB_MAP)
			return mb_fail(err, MB_EINVAL,
				       "line %d: front matter must be lines of \"key: value\"",
				       root->pub.line);
		m.root = &root->pub;
		m.unsure = *unsure;
	}
	*out = m;
	return MB_OK;
}

int mb_matter_parse(struct mb_matter *out, struct mb_arena *a, const char *p, size_t n, struct mb_error *err)
{
	const char *unsure;

	return mb_matter_read(out, &unsure, a, p, n, err);
}

int mb_matter_set_body(struct mb_buf *text, const char *body, size_t n, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_matter m, again;
	struct mb_buf made;
	int rc;

	mb_buf_init(&made, text->max);
	rc = mb_matter_parse(&m, a, text->p, text->n, err);
	if (rc == MB_OK) {
		mb_buf_put(&made, text->p, m.body_from);
		/* A closing "---" at the very end of the file needs its line end before a body can follow. */
		if (m.root && n && text->p[m.body_from - 1] != '\n')
			mb_buf_putc(&made, '\n');
		mb_buf_put(&made, body, n);
		rc = mb_buf_status(&made, err);
	}
	if (rc == MB_OK)
		rc = mb_matter_parse(&again, a, made.p, made.n, err);
	if (rc == MB_OK && !m.root && again.root)
		rc = mb_fail(err, MB_EINVAL,
			     "a body cannot open with \"---\" where there is no front matter");
	if (rc == MB_OK)
		mb_y_replace(text, &made);
	mb_buf_free(&made);
	mb_arena_free(a);
	return rc;
}

void mb_y_replace(struct mb_buf *text, const struct mb_buf *made)
{
	mb_buf_clear(text);
	mb_buf_put(text, made->p, made->n);
}
