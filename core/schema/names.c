/* names.c: people's names in place of their ids, for texts that rulings made of ids alone. */
#include "schema_impl.h"

#include <stdio.h>
#include <string.h>

static bool id_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

static bool word_char(char c)
{
	return id_char(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '/' || (unsigned char)c >= 0x80;
}

/* An id of two parts at least ("helen-marsh"): "may" and "mark" are words, whoever bears them. */
static const char *name_of(struct mb_view *v, const char *p, size_t n)
{
	char path[MB_PATH_MAX];
	const struct mb_doc *d;

	if (!memchr(p, '-', n) || p[0] == '-' || p[n - 1] == '-' || n + 12 > sizeof path)
		return NULL;
	(void)snprintf(path, sizeof path, "people/%.*s.md", (int)n, p);
	return mb_view_doc(&d, v, path, NULL) == MB_OK ? d->title : NULL;
}

void mb_people_named(struct mb_buf *out, struct mb_view *v, const char *text)
{
	const char *p = text;
	bool after_name = false;

	while (*p) {
		size_t n = 0;
		const char *name = NULL;

		while (id_char(p[n]))
			n++;
		if (n && (p == text || !word_char(p[-1])) && !word_char(p[n]) &&
		    !(p[n] == '.' && word_char(p[n + 1])))
			name = name_of(v, p, n);
		if (name) {
			if (after_name) { /* ids are parted by a blank, names need more */
				out->p[--out->n] = '\0';
				mb_buf_puts(out, ", ");
			}
			mb_buf_puts(out, name);
			p += n;
			after_name = *p == ' ';
			if (after_name)
				mb_buf_putc(out, *p++);
			continue;
		}
		after_name = false;
		mb_buf_put(out, p, n ? n : 1);
		p += n ? n : 1;
	}
}
