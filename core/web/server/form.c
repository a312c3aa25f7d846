/* multipart/form-data (RFC 7578), decoded from a whole body that is bounded already. Parts, names and headers are counted;
 * what does not parse is refused whole, never taken in part. Fuzzed: tests/fuzz/fuzz_web_form.c */
#include "server.h"

#include <string.h>

struct multipart {
	struct mb_arena *a;
	struct web_pairs *fields;
	struct web_file **files; /* NULL: none are taken */
	size_t *n_files;
	const char *p, *end;
	const char *mark; /* "--boundary" */
	size_t n_mark;
	struct mb_error *err;
};

struct part {
	const char *name, *file, *type; /* file NULL: a plain field */
};

static int broken(const struct multipart *m, const char *how)
{
	return mb_fail(m->err, MB_EINVAL, "the form arrived broken (%s); send it again", how);
}

/* RFC 2046: 1 to 70 characters of a known set, not ending with a blank. */
static const char *boundary_of(struct mb_arena *a, const char *type)
{
	const char *p = strcasestr(type, "boundary="), *end;
	size_t n;

	if (!p)
		return NULL;
	p += strlen("boundary=");
	if (*p == '"') {
		end = strchr(++p, '"');
		if (!end)
			return NULL;
	} else {
		end = p + strcspn(p, "; \t");
	}
	n = (size_t)(end - p);
	if (n < 1 || n > 70 || p[n - 1] == ' ' ||
	    strspn(p, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=? ") < n)
		return NULL;
	return mb_arena_printf(a, "--%.*s", (int)n, p);
}

/* A parameter of a header, as browsers write it: quotes and line ends in a name come as %22, %0D, %0A. NULL: not there. */
static const char *parameter(struct mb_arena *a, struct mb_str line, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i + n + 2 < line.n; i++) {
		const char *p = line.p + i, *close;

		if ((*p != ';' && *p != ' ') || strncmp(p + 1, name, n) != 0 || p[1 + n] != '=' ||
		    p[2 + n] != '"')
			continue;
		p += n + 3;
		close = memchr(p, '"', (size_t)(line.p + line.n - p));
		return close ? mb_arena_copy(a, p, (size_t)(close - p)) : NULL;
	}
	return NULL;
}

/* The last part of what a client calls its file, readable and short: it is shown, and never used as a path. */
static const char *file_name(struct mb_arena *a, const char *said)
{
	const char *p = said;
	char *name;

	for (const char *c = said; *c; c++)
		if (*c == '/' || *c == '\\')
			p = c + 1;
	name = mb_arena_ndup(a, p, 200);
	for (size_t n = strlen(name); n > 0 && mb_text_check(name, n, NULL) != MB_OK;)
		name[--n] = '\0'; /* cut within a character */
	for (char *c = name; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = ' ';
	return name;
}

static int read_headers(struct part *out, struct multipart *m)
{
	const char *from = m->p;

	*out = (struct part){ .type = "text/plain" };
	for (;;) {
		const char *stop = memmem(m->p, (size_t)(m->end - m->p), "\r\n", 2);
		struct mb_str line;

		if (!stop || stop - from > MAX_PART_HEADER)
			return broken(m, "a part's head does not end");
		line = (struct mb_str){ m->p, (size_t)(stop - m->p) };
		m->p = stop + 2;
		if (line.n == 0)
			break;
		if (memchr(line.p, '\0', line.n))
			return broken(m, "a part's head is no text");
		if (line.n > 20 && strncasecmp(line.p, "content-disposition:", 20) == 0) {
			const char *file = parameter(m->a, line, "filename");

			out->name = parameter(m->a, line, "name");
			out->file = file ? file_name(m->a, file) : NULL;
		} else if (line.n > 13 && strncasecmp(line.p, "content-type:", 13) == 0) {
			struct mb_str type = mb_trim((struct mb_str){ line.p + 13, line.n - 13 });

			out->type = mb_arena_copy(m->a, type.p, type.n > 100 ? 100 : type.n);
		}
	}
	if (!out->name)
		return broken(m, "a part has no name");
	if (strlen(out->name) > MAX_NAME)
		return mb_fail(m->err, MB_EINVAL, "the name of a field is longer than %d bytes", MAX_NAME);
	return MB_OK;
}

static int take_file(struct multipart *m, const struct part *part, const char *p, size_t n)
{
	struct web_file *f;

	if (mb_text_check(part->name, strlen(part->name), NULL) != MB_OK ||
	    mb_text_check(part->type, strlen(part->type), NULL) != MB_OK)
		return broken(m, "a part's name is no text");
	if (!m->files)
		return mb_fail(m->err, MB_EINVAL, "this form takes no files");
	if (*m->n_files >= MAX_FILES)
		return mb_fail(m->err, MB_EINVAL, "more than %d files at once", MAX_FILES);
	f = MB_PUSH(m->a, *m->files, *m->n_files);
	*f = (struct web_file){ part->name, part->file, part->type, { p, n } };
	return MB_OK;
}

int pair_add(struct web_pairs *out, struct mb_arena *a, char *name, size_t n_name, char *value,
	     size_t n_value, struct mb_error *err);

static int take_field(struct multipart *m, const struct part *part, const char *p, size_t n)
{
	if (memchr(p, '\0', n))
		return mb_fail(m->err, MB_EINVAL, "the field '%.80s' is no readable text", part->name);
	return pair_add(m->fields, m->a, mb_arena_dup(m->a, part->name), strlen(part->name),
			mb_arena_copy(m->a, p, n), n, m->err);
}

/* One part: from behind its boundary to the line end before the next. *last: that was the closing boundary. */
static int take_part(struct multipart *m, bool *last)
{
	const char *from, *next;
	struct part part;
	int rc = read_headers(&part, m);

	if (rc != MB_OK)
		return rc;
	from = m->p;
	/* The content ends where a line begins with the boundary; an empty one has the blank line's own end before it. */
	for (next = from - 2;; next++) {
		next = memmem(next, (size_t)(m->end - next), "\r\n--", 4);
		if (!next)
			return broken(m, "it ends within a part");
		if ((size_t)(m->end - next) >= m->n_mark + 4 && memcmp(next + 2, m->mark, m->n_mark) == 0 &&
		    (memcmp(next + 2 + m->n_mark, "\r\n", 2) == 0 ||
		     memcmp(next + 2 + m->n_mark, "--", 2) == 0))
			break;
	}
	m->p = next + 2 + m->n_mark;
	*last = m->p[0] == '-';
	m->p += 2;
	if (next < from)
		next = from;
	return part.file ? take_file(m, &part, from, (size_t)(next - from))
			 : take_field(m, &part, from, (size_t)(next - from));
}

static int multipart(struct multipart *m)
{
	size_t parts = 0;
	bool last = false;
	int rc = MB_OK;

	if ((size_t)(m->end - m->p) < m->n_mark + 2 || memcmp(m->p, m->mark, m->n_mark) != 0)
		return broken(m, "it does not begin with its boundary");
	m->p += m->n_mark;
	if (memcmp(m->p, "--", 2) == 0)
		return MB_OK;
	if (memcmp(m->p, "\r\n", 2) != 0)
		return broken(m, "it does not begin with its boundary");
	m->p += 2;
	while (rc == MB_OK && !last) {
		if (++parts > MAX_FIELDS + MAX_FILES)
			return mb_fail(m->err, MB_EINVAL, "more than %d parts in one form",
				       MAX_FIELDS + MAX_FILES);
		rc = take_part(m, &last);
	}
	return rc;
}

static bool type_is(const char *type, const char *name)
{
	size_t n = strlen(name);

	return type && strncasecmp(type, name, n) == 0 && (!type[n] || type[n] == ';' || type[n] == ' ');
}

int form_parse(struct web_pairs *out, struct web_file **files, size_t *n_files, struct mb_arena *a,
	       const char *type, const char *p, size_t n, struct mb_error *err)
{
	struct multipart m = {
		.a = a, .fields = out, .files = files, .n_files = n_files, .p = p, .end = p + n, .err = err
	};

	if (type_is(type, "application/x-www-form-urlencoded"))
		return form_urlencoded(out, a, p, n, err);
	if (!type_is(type, "multipart/form-data"))
		return mb_fail(err, MB_EUSAGE,
			       "a form must be sent as application/x-www-form-urlencoded or "
			       "multipart/form-data");
	if (!(m.mark = boundary_of(a, type)))
		return broken(&m, "its boundary is not said");
	m.n_mark = strlen(m.mark);
	return multipart(&m);
}
