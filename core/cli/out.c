/* Words to the terminal. What comes out of documents may hold anything: control characters are shown as '?'. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#define WRAP_MAX 100 /* a line longer than this reads badly, however wide the window */

/* Would this character steer a terminal, or turn the direction of writing? */
static bool steers(wchar_t w)
{
	return (w < 0x20 && w != '\n' && w != '\t') || (w >= 0x7f && w < 0xa0) ||
	       (w >= 0x202a && w <= 0x202e) || (w >= 0x2066 && w <= 0x2069);
}

static void put(FILE *to, const char *p, size_t n)
{
	mbstate_t state = { 0 };

	for (size_t i = 0; i < n;) {
		wchar_t w;
		size_t len = mbrtowc(&w, p + i, n - i, &state);

		if (len == 0 || len > n) { /* a NUL byte, or not UTF-8 */
			memset(&state, 0, sizeof state);
			len = 1;
			w = 1;
		}
		if (steers(w))
			putc('?', to);
		else
			fwrite(p + i, 1, len, to);
		i += len;
	}
}

static void __attribute__((format(printf, 2, 0))) vput(FILE *to, const char *fmt, va_list args)
{
	char *text = NULL;
	int n = vasprintf(&text, fmt, args);

	if (n < 0)
		abort();
	put(to, text, (size_t)n);
	free(text);
}

void out(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vput(stdout, fmt, args);
	va_end(args);
}

void out_str(struct mb_str text)
{
	put(stdout, text.p, text.n);
}

void out_file(struct mb_str text)
{
	if (isatty(STDOUT_FILENO))
		out_str(text);
	else
		fwrite(text.p, 1, text.n, stdout); /* out_finish() sees what failed */
}

void out_bold(const struct cli *c, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fputs(c->colour ? "\033[1m" : "", stdout);
	vput(stdout, fmt, args);
	fputs(c->colour ? "\033[0m" : "", stdout);
	va_end(args);
}

void out_dim(const struct cli *c, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fputs(c->colour ? "\033[2m" : "", stdout);
	vput(stdout, fmt, args);
	fputs(c->colour ? "\033[0m" : "", stdout);
	va_end(args);
}

static void marked(const struct cli *c, const char *colour, const char *open, const char *close,
		   struct mb_str text)
{
	fputs(c->colour ? colour : "", stdout);
	fputs(open, stdout);
	put(stdout, text.p, text.n);
	fputs(close, stdout);
	fputs(c->colour ? "\033[0m" : "", stdout);
}

void out_removed(const struct cli *c, struct mb_str text)
{
	marked(c, "\033[31m", "[-", "-]", text);
}

void out_added(const struct cli *c, struct mb_str text)
{
	marked(c, "\033[32m", "{+", "+}", text);
}

void tell(const char *fmt, ...)
{
	va_list args;

	fflush(stdout);
	va_start(args, fmt);
	vput(stderr, fmt, args);
	va_end(args);
}

int out_columns(const char *s)
{
	mbstate_t state = { 0 };
	int columns = 0;

	while (*s) {
		wchar_t w;
		size_t len = mbrtowc(&w, s, strlen(s), &state);
		int wide = 1;

		if (len == 0 || len > strlen(s)) {
			memset(&state, 0, sizeof state);
			len = 1;
		} else if ((wide = wcwidth(w)) < 0) {
			wide = 1;
		}
		columns += wide;
		s += len;
	}
	return columns;
}

void out_wrapped(const struct cli *c, int indent, const char *first, const char *text)
{
	int width = c->width > WRAP_MAX ? WRAP_MAX : c->width, at = out_columns(first);

	out("%s", first);
	for (; at < indent; at++)
		out(" ");
	for (const char *p = text; *p;) {
		size_t word = strcspn(p, " \t\r\n"), blank = strspn(p + word, " \t\r\n");
		char *copy = mb_strndup(p, word);
		int columns = out_columns(copy);

		if (word && width > 0 && at > indent && at + 1 + columns > width) {
			out("\n%*s", indent, "");
			at = indent;
		} else if (word && at > indent) {
			out(" ");
			at++;
		}
		out("%s", copy);
		at += columns;
		p += word + blank;
		free(copy);
	}
	out("\n");
}

void out_json(struct mb_json *j)
{
	struct mb_error err;
	struct mb_buf line;

	mb_buf_init(&line, 0);
	if (mb_json_line(&line, j, &err) == MB_OK)
		fwrite(line.p, 1, line.n, stdout);
	else
		tell("minutebook: %s\n", err.text);
	mb_buf_free(&line);
	mb_json_free(j);
}

int out_finish(struct mb_error *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return MB_OK;
	return mb_fail(err, MB_EFAIL, "the answer could not be written: %s", strerror(errno));
}
