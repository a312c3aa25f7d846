/* A host tool, run while the program is built: pack OUT.c LIST FILE... writes the files as C arrays, plain and gzipped, each
 * with an address that holds its hash; and what LIST (pictures/pictures.txt) says of the pictures among them. */
#include <minutebook/base.h>

#include "../assets.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *end, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
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

static int pack(struct mb_buf *source, struct mb_buf *list, const char *path, int number)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *dot = strrchr(name, '.');
	struct mb_buf in, gz;
	struct mb_error err;
	char hash[MB_SHA256_HEX];

	mb_buf_init(&gz, 0);
	if (!dot || !type_of(path) || mb_read_file(&in, path, 0, &err) != MB_OK) {
		(void)fprintf(stderr, "pack: %s: not a .css, .js, .svg or .png that can be read\n", path);
		return 1;
	}
	mb_sha256_hex(hash, in.p, in.n);
	hash[16] = '\0';
	bytes(source, "plain", number, (const unsigned char *)in.p, in.n);
	if (!mb_ends(name, ".png")) /* a picture is packed already */
		mb_gzip(&gz, in.p, in.n, 9);
	if (gz.n > 0 && gz.n < in.n)
		bytes(source, "gzip", number, (const unsigned char *)gz.p, gz.n);
	mb_buf_printf(list, "\t{ \"%s\", \"/assets/%.*s-%.12s%s\", \"%s\", \"%s\", plain_%d, %zu, ", name,
		      (int)(dot - name), name, hash, dot, type_of(path), hash, number, in.n);
	if (gz.n > 0 && gz.n < in.n)
		mb_buf_printf(list, "gzip_%d, %zu },\n", number, gz.n);
	else
		mb_buf_puts(list, "0, 0 },\n");
	mb_buf_free(&in);
	mb_buf_free(&gz);
	return 0;
}

/* ---- what the list says of the pictures ------------------------------------------------------------------ */

enum { PICTURE_WIDTH = 820, KEYS = 5 };
static const char *const keys[KEYS] = { "name", "title", "says", "seen", "handbook" };

struct list {
	struct mb_arena *a;
	struct mb_buf *out;
	const char *path, *reader; /* whose pictures follow */
	const char *value[KEYS];   /* of the picture being read */
	char *const *files;
	int n_files, line;
};

static int wrong(const struct list *l, const char *what, const char *which)
{
	(void)fprintf(stderr, "%s:%d: %s%s\n", l->path, l->line, what, which);
	return 1;
}

static void quoted(struct mb_buf *b, const char *s)
{
	mb_buf_putc(b, '"');
	for (; *s; s++)
		mb_buf_printf(b, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
	mb_buf_puts(b, "\", ");
}

/* Width and height stand behind the signature of the file and the name of its first part. */
static int size_of(unsigned *width, unsigned *height, const struct list *l, const char *name)
{
	static const char head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
	struct mb_buf b;
	struct mb_error err;
	const unsigned char *p;
	int rc = -1;

	for (int i = 0; i < l->n_files; i++)
		if (mb_ends(l->files[i], mb_arena_printf(l->a, "/%s", name)) &&
		    mb_read_file(&b, l->files[i], 0, &err) == MB_OK) {
			p = (const unsigned char *)b.p + sizeof head - 1;
			if (b.n > 24 && !memcmp(b.p, head, sizeof head - 1)) {
				*width = (unsigned)p[2] << 8 | p[3]; /* none is wider than 65535 */
				*height = (unsigned)p[6] << 8 | p[7];
				rc = 0;
			}
			mb_buf_free(&b);
		}
	return rc;
}

static int picture_ends(struct list *l)
{
	unsigned width, height;
	const char *file;

	if (!l->value[0])
		return 0;
	for (size_t i = 0; i < KEYS; i++)
		if (!l->value[i])
			return wrong(l, "the picture before this line has no ", keys[i]);
	file = mb_arena_printf(l->a, "%s-%d.png", l->value[0], PICTURE_WIDTH);
	if (!l->reader || size_of(&width, &height, l, file) < 0)
		return wrong(l, l->reader ? "there is no picture " : "nobody is named for ", file);
	mb_buf_puts(l->out, "\t{ ");
	quoted(l->out, file);
	quoted(l->out, l->reader);
	for (size_t i = 1; i < KEYS; i++)
		quoted(l->out, l->value[i]);
	mb_buf_printf(l->out, "%u, %u },\n", width, height);
	memset(l->value, 0, sizeof l->value);
	return 0;
}

static int line_read(struct list *l, struct mb_str line)
{
	const char *colon = memchr(line.p, ':', line.n);
	struct mb_str key = { line.p, colon ? (size_t)(colon - line.p) : 0 };
	const char *value;

	if (line.n == 0 || line.p[0] == '#')
		return 0;
	if (!colon)
		return wrong(l, "this is no \"key: words\"", "");
	line = mb_trim((struct mb_str){ colon + 1, line.n - key.n - 1 });
	value = mb_arena_ndup(l->a, line.p, line.n);
	if (mb_str_eq(key, "for") || mb_str_eq(key, keys[0])) {
		if (picture_ends(l) != 0)
			return 1;
		if (mb_str_eq(key, "for")) {
			l->reader = value;
			return 0;
		}
	}
	for (size_t i = 0; i < KEYS; i++)
		if (mb_str_eq(key, keys[i])) {
			l->value[i] = value;
			return 0;
		}
	return wrong(l, "not a key of a picture: ", mb_arena_ndup(l->a, key.p, key.n));
}

static int pictures(struct mb_buf *out, const char *path, char *const *files, int n)
{
	struct list l = { .a = mb_arena_new(), .out = out, .path = path, .files = files, .n_files = n };
	struct mb_buf b;
	struct mb_error err;
	int rc = 0;

	if (mb_read_file(&b, path, 0, &err) != MB_OK) {
		(void)fprintf(stderr, "pack: %s\n", err.text);
		mb_arena_free(l.a);
		return 1;
	}
	for (const char *p = b.p, *end; rc == 0 && p < b.p + b.n; p = end + (end < b.p + b.n)) {
		end = memchr(p, '\n', b.n - (size_t)(p - b.p));
		end = end ? end : b.p + b.n;
		l.line++;
		rc = line_read(&l, mb_trim((struct mb_str){ p, (size_t)(end - p) }));
	}
	rc = rc ? rc : picture_ends(&l);
	mb_buf_free(&b);
	mb_arena_free(l.a);
	return rc;
}

int main(int argc, char **argv)
{
	struct mb_buf source, list, shown;
	struct mb_error err;
	int rc = argc < 4;

	mb_buf_init(&source, 0);
	mb_buf_init(&list, 0);
	mb_buf_init(&shown, 0);
	mb_buf_puts(&source, "/* Made from assets/dist and pictures by assets/pack.c; not edited. */\n"
			     "#include \"assets.h\"\n\n");
	for (int i = 3; i < argc && rc == 0; i++)
		rc = pack(&source, &list, argv[i], i);
	if (rc == 0)
		rc = pictures(&shown, argv[2], argv + 3, argc - 3);
	mb_buf_printf(&source,
		      "\nconst struct web_asset web_assets[] = {\n%s\t{ 0, 0, 0, 0, 0, 0, 0, 0 },\n};\n",
		      list.p);
	mb_buf_printf(&source,
		      "\nconst struct web_picture web_pictures[] = {\n%s\t{ 0, 0, 0, 0, 0, 0, 0, 0 },\n};\n",
		      shown.p);
	if (rc == 0 && (mb_buf_status(&source, &err) != MB_OK ||
			mb_write_file(argv[1], source.p, source.n, 0644, &err) != MB_OK)) {
		(void)fprintf(stderr, "pack: %s\n", err.text);
		rc = 1;
	}
	mb_buf_free(&source);
	mb_buf_free(&list);
	mb_buf_free(&shown);
	return rc;
}
