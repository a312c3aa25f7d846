/* A host tool, run while the program is built: pack OUT.c FILE... writes the files as C arrays, plain and gzipped, each
 * with an address that holds its hash. */
#include <minutebook/base.h>

#include "../assets.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

static const struct {
	const char *end, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
};

static const char *type_of(const char *path)
{
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (mb_ends(path, types[i].end))
			return types[i].type;
	return NULL;
}

static void bytes(struct mb_buf *b, const char *name, int number, const unsigned char *p, size_t n)
{
	mb_buf_printf(b, "static const unsigned char %s_%d[] = {", name, number);
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(b, "%s%u,", i % 32 == 0 ? "\n\t" : "", p[i]);
	mb_buf_puts(b, "\n};\n");
}

/* Without name and time, so that the same bytes give the same result. */
static int squeeze(struct mb_buf *out, const struct mb_buf *in)
{
	z_stream z = { .next_in = (Bytef *)in->p, .avail_in = (uInt)in->n };
	int rc = deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
	unsigned char part[4096];

	while (rc == Z_OK) {
		z.next_out = part;
		z.avail_out = sizeof part;
		rc = deflate(&z, Z_FINISH);
		mb_buf_put(out, part, sizeof part - z.avail_out);
	}
	(void)deflateEnd(&z);
	return rc == Z_STREAM_END ? 0 : -1;
}

static int pack(struct mb_buf *source, struct mb_buf *list, const char *path, int number)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *dot = strrchr(name, '.');
	struct mb_buf in, gz;
	struct mb_error err;
	char hash[MB_SHA256_HEX];

	mb_buf_init(&gz, 0);
	if (!dot || !type_of(path) || mb_read_file(&in, path, 0, &err) != MB_OK) {
		(void)fprintf(stderr, "pack: %s: not a .css, .js or .svg that can be read\n", path);
		return 1;
	}
	mb_sha256_hex(hash, in.p, in.n);
	hash[16] = '\0';
	bytes(source, "plain", number, (const unsigned char *)in.p, in.n);
	if (squeeze(&gz, &in) < 0)
		return 1;
	bytes(source, "gzip", number, (const unsigned char *)gz.p, gz.n);
	mb_buf_printf(list, "\t{ \"%s\", \"/assets/%.*s-%.12s%s\", \"%s\", \"%s\", plain_%d, %zu, ", name,
		      (int)(dot - name), name, hash, dot, type_of(path), hash, number, in.n);
	if (gz.n < in.n)
		mb_buf_printf(list, "gzip_%d, %zu },\n", number, gz.n);
	else
		mb_buf_puts(list, "0, 0 },\n");
	mb_buf_free(&in);
	mb_buf_free(&gz);
	return 0;
}

int main(int argc, char **argv)
{
	struct mb_buf source, list;
	struct mb_error err;
	int rc = argc < 3;

	mb_buf_init(&source, 0);
	mb_buf_init(&list, 0);
	mb_buf_puts(&source,
		    "/* Made from assets/dist by assets/pack.c; not edited. */\n#include \"assets.h\"\n\n");
	for (int i = 2; i < argc && rc == 0; i++)
		rc = pack(&source, &list, argv[i], i);
	mb_buf_printf(&source,
		      "\nconst struct web_asset web_assets[] = {\n%s\t{ 0, 0, 0, 0, 0, 0, 0, 0 },\n};\n",
		      list.p);
	if (rc == 0 && mb_write_file(argv[1], source.p, source.n, 0644, &err) != MB_OK) {
		(void)fprintf(stderr, "pack: %s\n", err.text);
		rc = 1;
	}
	mb_buf_free(&source);
	mb_buf_free(&list);
	return rc;
}
