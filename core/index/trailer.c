/* Trailers: the last paragraph of a message when every line of it is "Key: value" or goes on from the one before. */
#include "index_impl.h"

#include <string.h>

static struct mb_str take_line(const char **p, const char *end)
{
	const char *from = *p, *nl = memchr(from, '\n', (size_t)(end - from));
	const char *to = nl ? nl : end;

	*p = nl ? nl + 1 : end;
	if (to > from && to[-1] == '\r')
		to--;
	return (struct mb_str){ from, (size_t)(to - from) };
}

/* Length of the key when a line opens a trailer, else 0. */
static size_t key_length(struct mb_str line)
{
	size_t n = 0;

	while (n < line.n && ((line.p[n] >= 'A' && line.p[n] <= 'Z') ||
			      (line.p[n] >= 'a' && line.p[n] <= 'z') || line.p[n] == '-'))
		n++;
	return n > 0 && n < line.n && line.p[n] == ':' ? n : 0;
}

static bool goes_on(struct mb_str line)
{
	return line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t');
}

/* The title is never a trailer, so a message of one paragraph has none. */
static struct mb_str last_paragraph(const char *message)
{
	const char *end = message + strlen(message), *p = message, *from = NULL;
	bool first = true, empty = true;

	while (end > message && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	while (p < end) {
		const char *at = p;
		struct mb_str line = take_line(&p, end);

		if (line.n > 0 && empty) {
			from = first ? NULL : at;
			first = false;
		}
		empty = line.n == 0;
	}
	if (!from)
		return (struct mb_str){ NULL, 0 };
	for (p = from; p < end;) {
		bool opens = p == from;
		struct mb_str line = take_line(&p, end);

		if (key_length(line) == 0 && (opens || !goes_on(line)))
			return (struct mb_str){ NULL, 0 };
	}
	return (struct mb_str){ from, (size_t)(end - from) };
}

/* The first of that name: a host may append its own behind ours. */
static bool find(struct mb_str *first_line, const char **rest, const char **end, const char *message,
		 const char *key)
{
	struct mb_str all = last_paragraph(message);
	const char *p = all.p;

	*end = all.n ? all.p + all.n : all.p;
	while (p && p < *end) {
		struct mb_str line = take_line(&p, *end);
		size_t n = key_length(line);

		if (n > 0 && mb_str_eq((struct mb_str){ line.p, n }, key)) {
			*first_line = mb_trim((struct mb_str){ line.p + n + 1, line.n - n - 1 });
			*rest = p;
			return true;
		}
	}
	return false;
}

const char *mb_trailer(struct mb_arena *a, const char *message, const char *key)
{
	struct mb_str value;
	const char *p, *end;
	char *out;
	size_t n;

	if (!message || !find(&value, &p, &end, message, key))
		return NULL;
	out = mb_arena_alloc(a, value.n + (size_t)(end - p) + 2);
	memcpy(out, value.p, value.n);
	n = value.n;
	while (p < end) {
		struct mb_str line = take_line(&p, end);

		if (!goes_on(line))
			break;
		out[n++] = '\n';
		memcpy(out + n, line.p + 1, line.n - 1);
		n += line.n - 1;
	}
	out[n] = '\0';
	return out;
}

long mb_trailer_event(const char *message)
{
	struct mb_str value;
	const char *rest, *end;
	long event = 0;

	if (!message || !find(&value, &rest, &end, message, "Event") || value.n == 0 || value.n > 9)
		return -1;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9')
			return -1;
		event = event * 10 + (value.p[i] - '0');
	}
	return event;
}
