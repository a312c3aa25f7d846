/* squeeze.c: bytes made smaller and back, by zlib. */
#include <minutebook/base.h>

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#define WINDOW	  15 /* bits; 16 more ask for gzip's own head and tail */
#define AS_GZIP	  16
#define MEMORY	  9
#define PART_SIZE 16384

/* Out of memory ends the process here as elsewhere, so squeezing cannot fail. */
static voidpf room_for(voidpf unused, uInt items, uInt size)
{
	return mb_alloc((size_t)items * size);
}

static void give_back(voidpf unused, voidpf p)
{
	free(p);
}

static void squeeze(struct mb_buf *out, const void *p, size_t n, int level, int window)
{
	z_stream z = { .zalloc = room_for, .zfree = give_back, .next_in = (z_const Bytef *)p };
	unsigned char part[PART_SIZE];
	int rc = deflateInit2(&z, level, Z_DEFLATED, window, MEMORY, Z_DEFAULT_STRATEGY);

	while (rc == Z_OK) {
		if (z.avail_in == 0) {
			z.avail_in = n < PART_SIZE ? (uInt)n
						   : PART_SIZE; /* its counter is narrower than ours */
			n -= z.avail_in;
		}
		z.next_out = part;
		z.avail_out = sizeof part;
		rc = deflate(&z, n == 0 ? Z_FINISH : Z_NO_FLUSH);
		mb_buf_put(out, part, sizeof part - z.avail_out);
	}
	(void)deflateEnd(&z);
}

void mb_gzip(struct mb_buf *out, const void *p, size_t n, int level)
{
	squeeze(out, p, n, level, WINDOW + AS_GZIP);
}

void mb_deflate(struct mb_buf *out, const void *p, size_t n, int level)
{
	squeeze(out, p, n, level, WINDOW);
}

bool mb_inflate(void *room, size_t n, size_t *used, const void *p, size_t n_in)
{
	z_stream z = { .zalloc = room_for,
		       .zfree = give_back,
		       .next_in = (z_const Bytef *)p,
		       .avail_in = n_in > UINT_MAX ? UINT_MAX : (uInt)n_in,
		       .next_out = room,
		       .avail_out = (uInt)n + 1 };
	bool whole;

	*used = 0;
	if (n >= UINT_MAX || inflateInit(&z) != Z_OK)
		return false;
	whole = inflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out == n;
	*used = z.total_in;
	(void)inflateEnd(&z);
	return whole;
}
