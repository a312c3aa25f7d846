/* From a path to a page. Of a few hundred patterns those that begin with the path's letter are looked at one by one: a comparison of
 * parts, no pattern language. */
#include "server.h"

#include <limits.h>
#include <string.h>

static const char *next_part(const char *p, size_t *n)
{
	while (*p == '/')
		p++;
	*n = (size_t)(strchrnul(p, '/') - p);
	return p;
}

static bool is_rest(const char *part, size_t n)
{
	return n > 5 && memcmp(part + n - 4, "...}", 4) == 0;
}

/* @return how many parts were fixed, plus one; 0: it does not fit. More fixed parts win over fewer. */
static unsigned fits(const char *pattern, const char *path)
{
	unsigned fixed = 1;
	size_t n, len;

	for (;;) {
		pattern = next_part(pattern, &n);
		path = next_part(path, &len);
		if (n == 0 || len == 0)
			return n == 0 && len == 0 ? fixed : 0;
		if (pattern[0] == '{') {
			if (is_rest(pattern, n))
				return fixed;
		} else if (n == len && memcmp(pattern, path, n) == 0) {
			fixed += 2;
		} else {
			return 0;
		}
		pattern += n;
		path += len;
	}
}

/* Of a pattern that fits. */
static void take_params(struct web_pairs *params, struct mb_arena *a, const char *pattern, const char *path)
{
	size_t n, len;

	for (;; pattern += n, path += len) {
		pattern = next_part(pattern, &n);
		path = next_part(path, &len);
		if (n == 0 || len == 0)
			return;
		if (pattern[0] == '{') {
			bool rest = is_rest(pattern, n);
			struct web_pair x = { mb_arena_ndup(a, pattern + 1, n - (rest ? 5 : 2)),
					      { path, len } };

			if (rest)
				x.value.n = strlen(path);
			x.value.p = mb_arena_ndup(a, path, x.value.n);
			*MB_PUSH(a, params->list, params->n) = x;
			if (rest)
				return;
		}
	}
}

/* All patterns by the letter behind their first slash ('{': any letter), made once. */
static struct {
	pthread_once_t once;
	const struct web_route **list;
	size_t from[UCHAR_MAX + 2]; /* where in list a letter begins */
} sorted = { .once = PTHREAD_ONCE_INIT };

static unsigned char letter_of(const struct web_route *r)
{
	return (unsigned char)r->pattern[1];
}

static void sort_routes(void)
{
	size_t at[UCHAR_MAX + 1], n = 0;

	for (size_t t = 0; web_route_tables[t]; t++)
		for (const struct web_route *r = web_route_tables[t]; r->pattern; r++, n++)
			sorted.from[letter_of(r) + 1]++;
	for (size_t i = 1; i < UCHAR_MAX + 2; i++)
		sorted.from[i] += sorted.from[i - 1];
	memcpy(at, sorted.from, sizeof at);
	sorted.list = mb_alloc((n + 1) * sizeof(struct web_route *));
	for (size_t t = 0; web_route_tables[t]; t++)
		for (const struct web_route *r = web_route_tables[t]; r->pattern; r++)
			sorted.list[at[letter_of(r)]++] = r;
}

struct search {
	const char *path;
	bool folder; /* ends with a slash: only the rest of a path may */
	unsigned method, allowed, most;
	const struct web_route *best;
};

static void look_at_letter(struct search *s, unsigned char letter)
{
	for (size_t i = sorted.from[letter]; i < sorted.from[letter + 1]; i++) {
		const struct web_route *r = sorted.list[i];
		unsigned fixed;

		if ((s->folder && !strstr(r->pattern, "...}")) || !(fixed = fits(r->pattern, s->path)))
			continue;
		s->allowed |= r->methods;
		if ((r->methods & s->method) && fixed > s->most) {
			s->most = fixed;
			s->best = r;
		}
	}
}

const struct web_route *route_find(unsigned *allowed, struct web_pairs *params, struct mb_arena *a,
				   unsigned method, const char *path)
{
	size_t end = strlen(path);
	struct search s = { .path = path, .folder = end > 1 && path[end - 1] == '/', .method = method };

	*params = (struct web_pairs){ 0 };
	(void)pthread_once(&sorted.once, sort_routes);
	if (end > 0) {
		look_at_letter(&s, (unsigned char)path[1]);
		if (path[1] != '{')
			look_at_letter(&s, '{');
	}
	*allowed = s.allowed;
	if (s.best)
		take_params(params, a, s.best->pattern, path);
	return s.best;
}

static int check_pattern(const struct web_route *r, struct mb_error *err)
{
	size_t n, open = 0;

	if (r->pattern[0] != '/' || !r->run || !r->methods)
		return mb_fail(err, MB_EINVAL,
			       "route %s: a pattern begins with /, and has methods and a page", r->pattern);
	for (const char *p = next_part(r->pattern, &n); n > 0; p = next_part(p + n, &n)) {
		bool param = p[0] == '{', rest = param && is_rest(p, n);

		if (param && (n < 3 || p[n - 1] != '}' || ++open > MAX_PARAMS))
			return mb_fail(err, MB_EINVAL, "route %s: a parameter is written {name}", r->pattern);
		if (rest && p[n])
			return mb_fail(err, MB_EINVAL, "route %s: {name...} stands at the end", r->pattern);
	}
	return MB_OK;
}

/* The same but for the names of parameters. */
static bool alike(const char *x, const char *y)
{
	size_t n, m;

	for (;;) {
		x = next_part(x, &n);
		y = next_part(y, &m);
		if (n == 0 || m == 0)
			return n == m;
		if ((x[0] == '{') != (y[0] == '{') || (x[0] != '{' && (n != m || memcmp(x, y, n) != 0)))
			return false;
		x += n;
		y += m;
	}
}

int routes_check(struct mb_error *err)
{
	int rc = MB_OK;

	for (size_t t = 0; rc == MB_OK && web_route_tables[t]; t++)
		for (const struct web_route *r = web_route_tables[t]; rc == MB_OK && r->pattern; r++) {
			rc = check_pattern(r, err);
			for (size_t u = 0; rc == MB_OK && web_route_tables[u]; u++)
				for (const struct web_route *s = web_route_tables[u];
				     rc == MB_OK && s->pattern; s++)
					if (s != r && (s->methods & r->methods) &&
					    alike(s->pattern, r->pattern))
						rc = mb_fail(err, MB_EINVAL, "routes %s and %s fit the same",
							     r->pattern, s->pattern);
		}
	return rc;
}
