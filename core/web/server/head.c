/* The head of a request, header by header: what is wanted is kept, and what two programs on the way could read differently is refused
 * before anything of the body is looked at. libmicrohttpd is lenient here (it takes the first of two lengths, a length beside chunks,
 * blanks in names); behind a proxy that reads otherwise, one request would become two. */
#include "server.h"

#include <stddef.h>
#include <string.h>

#define HOST_MAX 261 /* a name of 255 bytes, and a port */

/* A header that may stand once, or a list that may go over several lines: then with what stands between its parts. */
static const struct known {
	const char *name;
	size_t n, at;
	const char *between; /* NULL: once */
} all[] = {
#define ONE(name, field)                                                                                     \
	{                                                                                                    \
		name, sizeof(name) - 1, offsetof(struct incoming, field), NULL                               \
	}
#define LIST(name, field, glue)                                                                              \
	{                                                                                                    \
		name, sizeof(name) - 1, offsetof(struct incoming, field), glue                               \
	}
	ONE("Host", host),
	ONE("Content-Length", length),
	ONE("Transfer-Encoding", coding),
	ONE("Content-Type", type),
	ONE("Origin", origin),
	ONE("Sec-Fetch-Site", fetch_site),
	ONE("Authorization", authorization),
	LIST("Cookie", cookie, "; "),
	LIST("Accept", accepts, ", "),
	LIST("Accept-Encoding", encodings, ", "),
	LIST("If-None-Match", if_none_match, ", "),
	LIST("If-Match", if_match, ", "),
	LIST("X-Forwarded-For", forwarded_for, ", "), /* each proxy may add a line: the last counts */
#undef ONE
#undef LIST
};

static bool letter(unsigned char c)
{
	return (unsigned)((c | 0x20) - 'a') < 26 || c == '-' || (unsigned)(c - '0') < 10 ||
	       (c && strchr("!#$%&'*+.^_`|~", c));
}

static bool name_ok(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!letter((unsigned char)p[i]))
			return false;
	return n > 0;
}

static bool value_ok(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)p[i] < 0x20 && p[i] != '\t') || p[i] == 0x7f)
			return false;
	return true;
}

static void keep(struct head *h, const char **to, const char *between, struct mb_str value)
{
	const char *text = mb_arena_copy(h->a, value.p, value.n);

	if (*to && !between)
		h->twice = true;
	else
		*to = *to ? mb_arena_printf(h->a, "%s%s%s", *to, between, text) : text;
}

void head_take(struct head *h, const char *name, size_t n_name, const char *value, size_t n_value)
{
	struct mb_str v = { value, value ? n_value : 0 };

	if (!name_ok(name, n_name) || !value_ok(value, v.n)) {
		h->malformed = true;
		return;
	}
	while (v.n > 0 && (v.p[v.n - 1] == ' ' || v.p[v.n - 1] == '\t'))
		v.n--;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (all[i].n == n_name && strncasecmp(all[i].name, name, n_name) == 0) {
			keep(h, (const char **)(void *)((char *)h->in + all[i].at), all[i].between, v);
			return;
		}
	if (h->person && strlen(h->person) == n_name && strncasecmp(h->person, name, n_name) == 0)
		keep(h, &h->in->header_person, NULL, v);
}

int head_check(const struct head *h, struct mb_error *err)
{
	const struct incoming *in = h->in;

	if (h->malformed)
		return mb_fail(err, MB_EINVAL, "The request has a header that is none, so nothing was done.");
	if (h->twice)
		return mb_fail(err, MB_EINVAL,
			       "The request has a header twice that may stand once, so nothing was done.");
	if (!in->coding)
		return MB_OK;
	if (in->length || h->old || strcasecmp(in->coding, "chunked") != 0)
		return mb_fail(
			err, MB_EINVAL,
			"The request does not say clearly how long it is, so nothing was done. Send its "
			"length, or chunks and nothing else.");
	return MB_OK;
}

/* "name", "name:80", "[::1]:80". What comes of it stands in links. */
bool host_ok(const char *host)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	const char *p = host;
	size_t n;

	if (*p == '[') {
		n = strspn(p + 1, "0123456789abcdefABCDEF:.");
		if (n == 0 || p[1 + n] != ']')
			return false;
		p += n + 2;
	} else {
		for (n = 0; p[n] && (strchr(letters, p[n]) || strchr("-._", p[n]));)
			n++;
		if (n == 0)
			return false;
		p += n;
	}
	if (*p == ':') {
		n = strspn(p + 1, "0123456789");
		if (n > 5)
			return false;
		p += n + 1;
	}
	return !*p && p - host <= HOST_MAX;
}

/* "http://host/path?query", as it is sent to a proxy, means the same as the path, and its host counts (RFC 9112, 3.2.2). */
const char *absolute_path(const char **host, struct mb_arena *a, const char *target)
{
	size_t scheme = strncasecmp(target, "http://", 7) == 0	  ? 7
			: strncasecmp(target, "https://", 8) == 0 ? 8
								  : 0,
	       n = strcspn(target + scheme, "/?");

	if (!scheme)
		return target;
	*host = mb_arena_ndup(a, target + scheme, n);
	target += scheme + n;
	return *target == '/' ? target : mb_arena_printf(a, "/%s", target);
}
