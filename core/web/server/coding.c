/* Accept-Encoding (RFC 9110, 12.5.3): may the reply be sent gzipped? */
#include "server.h"

#define Q_MAX	 1000 /* weights have three digits behind the point */
#define Q_ABSENT (-1)

/* "1", "0.5", "0.123": in thousandths. Q_ABSENT: no weight. */
static int weight(const char *p, size_t n)
{
	int q, scale = 100;

	if (n < 1 || n > 5 || (p[0] != '0' && p[0] != '1') || (n > 1 && p[1] != '.'))
		return Q_ABSENT;
	q = (p[0] - '0') * Q_MAX;
	for (size_t i = 2; i < n; i++, scale /= 10) {
		if (p[i] < '0' || p[i] > '9')
			return Q_ABSENT;
		q += (p[i] - '0') * scale;
	}
	return q > Q_MAX ? Q_ABSENT : q;
}

static struct mb_str part(const char **at, char stop)
{
	const char *p = *at, *end = p;

	while (*end && *end != ',' && *end != stop)
		end++;
	*at = end;
	return mb_trim((struct mb_str){ p, (size_t)(end - p) });
}

/* One coding and its weight; whatever cannot be read counts as not wanted. @return the weight */
static int coding(struct mb_str *name, const char **at)
{
	int q = Q_MAX;

	*name = part(at, ';');
	while (**at == ';') {
		struct mb_str x;

		++*at;
		x = part(at, ';');
		q = x.n > 2 && (x.p[0] | 0x20) == 'q' && x.p[1] == '=' ? weight(x.p + 2, x.n - 2) : Q_ABSENT;
		if (q == Q_ABSENT)
			q = 0;
	}
	return q;
}

bool takes_gzip(const char *header)
{
	int gzip = Q_ABSENT, plain = Q_ABSENT, rest = Q_ABSENT;

	for (const char *p = header; p && *p;) {
		struct mb_str name;
		int q = coding(&name, &p);

		if (mb_str_case_eq(name, "gzip") || mb_str_case_eq(name, "x-gzip"))
			gzip = q;
		else if (mb_str_case_eq(name, "identity"))
			plain = q;
		else if (mb_str_case_eq(name, "*"))
			rest = q;
		if (*p == ',')
			p++;
	}
	if (gzip == Q_ABSENT)
		gzip = rest;
	/* Whoever says nothing of plain bytes takes them only for want of better. */
	return gzip > 0 && gzip >= plain;
}
