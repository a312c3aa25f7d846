/* What a client calls a page: path, query, cookies. Read strictly: what cannot be a page of ours is refused, not mended. */
#include "server.h"

#include <string.h>

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Percent signs (and + in a form) undone. false: half a percent sign, or a NUL. */
static bool undo(char **out, size_t *n_out, struct mb_arena *a, const char *p, size_t n, bool plus)
{
	char *s = mb_arena_alloc(a, n + 1);
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		char c = p[i];

		if (c == '%') {
			int high = i + 2 < n ? hex(p[i + 1]) : -1, low = i + 2 < n ? hex(p[i + 2]) : -1;

			if (i + 2 >= n || high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (!c)
			return false;
		s[k++] = c;
	}
	*out = s;
	*n_out = k;
	return true;
}

/* Line ends become LF, as browsers send CR LF for what stood as LF. */
static size_t unix_lines(char *s, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (s[i] != '\r')
			s[k++] = s[i];
		else if (i + 1 >= n || s[i + 1] != '\n')
			s[k++] = '\n';
	s[k] = '\0';
	return k;
}

int pair_add(struct web_pairs *out, struct mb_arena *a, char *name, size_t n_name, char *value,
	     size_t n_value, struct mb_error *err)
{
	struct mb_error low;

	if (out->n >= MAX_FIELDS)
		return mb_fail(err, MB_EINVAL, "more than %d fields in one form", MAX_FIELDS);
	if (n_name > MAX_NAME)
		return mb_fail(err, MB_EINVAL, "the name of a field is longer than %d bytes", MAX_NAME);
	n_value = unix_lines(value, n_value);
	if (mb_text_check(name, n_name, NULL) != MB_OK)
		return mb_fail(err, MB_EINVAL, "the name of a field is no readable text");
	if (mb_text_check(value, n_value, &low) != MB_OK)
		return mb_fail(err, MB_EINVAL, "the field '%.80s' is no readable text: %.200s", name,
			       low.text);
	*MB_PUSH(a, out->list, out->n) = (struct web_pair){ name, { value, n_value } };
	return MB_OK;
}

int form_urlencoded(struct web_pairs *out, struct mb_arena *a, const char *p, size_t n, struct mb_error *err)
{
	const char *end = p + n;
	int rc = MB_OK;

	while (rc == MB_OK && p < end) {
		const char *stop = memchr(p, '&', (size_t)(end - p)), *equals;
		char *name, *value;
		size_t n_name, n_value;

		if (!stop)
			stop = end;
		equals = memchr(p, '=', (size_t)(stop - p));
		if (stop > p) {
			const char *from = equals ? equals + 1 : stop;

			if (!undo(&name, &n_name, a, p, (size_t)((equals ? equals : stop) - p), true) ||
			    !undo(&value, &n_value, a, from, (size_t)(stop - from), true))
				return mb_fail(err, MB_EINVAL,
					       "the form is broken: a percent sign without its two digits");
			rc = pair_add(out, a, name, n_name, value, n_value, err);
		}
		p = stop + 1;
	}
	return rc;
}

/* A part of a path may be any name of a document, but no step up and nothing that another program would read as one. */
static bool path_ok(const char *path, size_t n)
{
	if (n == 0 || path[0] != '/' || strlen(path) != n || mb_text_check(path, n, NULL) != MB_OK)
		return false;
	for (const char *p = path; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f || *p == '\\')
			return false;
		if (*p != '/')
			continue;
		if (p[1] == '/' || (p[1] == '.' && (!p[2] || p[2] == '/')) ||
		    (p[1] == '.' && p[2] == '.' && (!p[3] || p[3] == '/')))
			return false;
	}
	return true;
}

int target_parse(const char **path, struct web_pairs *query, struct mb_arena *a, const char *target,
		 struct mb_error *err)
{
	const char *mark = strchr(target, '?');
	size_t n = mark ? (size_t)(mark - target) : strlen(target), n_path;
	char *decoded;

	if (strlen(target) > MAX_TARGET)
		return mb_fail(err, MB_EINVAL, "the address is longer than %d bytes", MAX_TARGET);
	/* A percent-encoded slash within a part would make one part two. */
	for (size_t i = 0; i + 2 < n; i++)
		if (target[i] == '%' && target[i + 1] == '2' && (target[i + 2] | 0x20) == 'f')
			return mb_fail(err, MB_ENOTFOUND, "there is no page at this address");
	if (!undo(&decoded, &n_path, a, target, n, false) || !path_ok(decoded, n_path))
		return mb_fail(err, MB_ENOTFOUND, "there is no page at this address");
	*path = decoded;
	return mark ? form_urlencoded(query, a, mark + 1, strlen(mark + 1), err) : MB_OK;
}

const char *cookie_find(struct mb_arena *a, const char *header, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = header; p && *p;) {
		const char *stop = p + strcspn(p, ";");

		while (*p == ' ')
			p++;
		if (strncmp(p, name, n) == 0 && p[n] == '=')
			return mb_arena_ndup(a, p + n + 1, (size_t)(stop - p) - n - 1);
		p = *stop ? stop + 1 : stop;
	}
	return NULL;
}

const char *web_doc_name(struct mb_arena *a, const char *id)
{
	char *s = mb_arena_dup(a, id);

	for (char *p = s; (p = strchr(p, '/')); p++)
		*p = '~';
	return web_escape(a, s);
}

const char *web_escape(struct mb_arena *a, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = mb_arena_alloc(a, 3 * strlen(s) + 1), *p = out;

	for (; *s; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') ||
		    strchr("-_.~", *s)) {
			*p++ = *s;
		} else {
			*p++ = '%';
			*p++ = digits[(unsigned char)*s >> 4];
			*p++ = digits[(unsigned char)*s & 15];
		}
	return out;
}
