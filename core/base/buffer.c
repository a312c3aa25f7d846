/* buffer.c: growing buffers with a maximum. */
#include <minutebook/base.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an empty buffer points to, so that `p` can always be read as a string. Only ever holds its NUL. */
static char empty[1];

void mb_buf_init(struct mb_buf *b, size_t max)
{
	*b = (struct mb_buf){ .p = empty, .max = max ? max : MB_BUF_MAX_DEFAULT };
}

void mb_buf_free(struct mb_buf *b)
{
	if (b->cap)
		free(b->p);
	mb_buf_init(b, b->max);
}

void mb_buf_clear(struct mb_buf *b)
{
	b->n = 0;
	b->over = false;
	if (b->cap)
		b->p[0] = '\0';
}

/* Room for n bytes more and the NUL, or false for ever after. */
static bool make_room(struct mb_buf *b, size_t n)
{
	size_t cap;

	if (b->max == 0) /* a zeroed buffer that nobody initialised */
		mb_buf_init(b, 0);
	if (b->over || n > b->max - b->n) {
		b->over = true;
		return false;
	}
	if (b->n + n < b->cap)
		return true;
	cap = b->cap > b->max / 2 ? b->max + 1 : b->cap * 2;
	if (cap < 64)
		cap = 64;
	if (cap <= b->n + n)
		cap = b->n + n + 1;
	b->p = mb_realloc(b->cap ? b->p : NULL, cap);
	b->cap = cap;
	return true;
}

void mb_buf_put(struct mb_buf *b, const void *p, size_t n)
{
	if (n == 0 || !make_room(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void mb_buf_puts(struct mb_buf *b, const char *s)
{
	if (s)
		mb_buf_put(b, s, strlen(s));
}

void mb_buf_putc(struct mb_buf *b, char c)
{
	mb_buf_put(b, &c, 1);
}

void mb_buf_printf(struct mb_buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0) {
		b->over = true; /* longer than an int can say */
	} else if (n > 0 && make_room(b, (size_t)n)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

int mb_buf_status(const struct mb_buf *b, struct mb_error *err)
{
	if (!b->over)
		return MB_OK;
	return mb_fail(err, MB_EINVAL, "too large: it would be over the limit of %zu bytes", b->max);
}

char *mb_buf_take(struct mb_buf *b)
{
	char *p = b->cap ? b->p : mb_strdup("");

	mb_buf_init(b, b->max);
	return p;
}
