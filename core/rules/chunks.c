/* chunks.c: what Lua made of a file's text, kept within this process. The same files are loaded again and again: each test has a
 * fresh state, a replay goes through many versions that share most files, and each thread of a server has a state of its own.
 *
 * Compiled code can do anything, so none is ever taken from outside: it is part of the program, made from the very same text
 * while it was built (shipped/), or was dumped by this process from a text that loaded and ran, and does not outlive it. */
#include "rules_impl.h"
#include "shipped/shipped.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define KEPT_BYTES ((size_t)8 * 1024 * 1024) /* texts and code together; the oldest go first */

struct chunk {
	struct chunk *next; /* newer */
	char *path;
	struct mb_str text,
		code; /* code.p NULL: seen once; most are never loaded twice, so the dump waits for that */
	size_t uses;
	bool shipped; /* text and code are the program's own */
	bool dropped; /* out of the list, to be freed by the last user */
};

static struct {
	pthread_mutex_t lock;
	struct chunk *oldest, **end;
	size_t bytes;
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER, .end = &kept.oldest };

static void chunk_free(struct chunk *c)
{
	free(c->path);
	if (!c->shipped) {
		free((char *)c->text.p);
		free((char *)c->code.p);
	}
	free(c);
}

static size_t bytes_of(const struct chunk *c)
{
	return sizeof *c + (c->shipped ? 0 : c->text.n + c->code.n);
}

static void drop_oldest(void)
{
	struct chunk *c = kept.oldest;

	kept.oldest = c->next;
	if (!kept.oldest)
		kept.end = &kept.oldest;
	kept.bytes -= bytes_of(c);
	c->dropped = true;
	if (c->uses == 0)
		chunk_free(c);
}

static bool same_file(const struct mb_rules_file *f, const char *path, struct mb_str text)
{
	return f->text.n == text.n && strcmp(f->path, path) == 0 && memcmp(f->text.p, text.p, text.n) == 0;
}

static struct chunk *find(const struct mb_rules_file *f)
{
	for (struct chunk *c = kept.oldest; c; c = c->next)
		if (same_file(f, c->path, c->text))
			return c;
	return NULL;
}

static const struct shipped_rule *shipped(const struct mb_rules_file *f)
{
	if (strcmp(lua_ident, shipped_lua) != 0) /* Lua was upgraded since */
		return NULL;
	for (const struct shipped_rule *s = shipped_rules; s->path; s++)
		if (same_file(f, s->path, s->text))
			return s;
	return NULL;
}

static struct chunk *add(const struct mb_rules_file *f)
{
	struct chunk *c = mb_alloc(sizeof(*c));
	const struct shipped_rule *s = shipped(f);

	c->path = mb_strdup(f->path);
	c->shipped = s != NULL;
	if (s) {
		c->text = s->text;
		c->code = s->code;
	} else {
		c->text.p = memcpy(mb_alloc(f->text.n + 1), f->text.p, f->text.n);
		c->text.n = f->text.n;
	}
	*kept.end = c;
	kept.end = &c->next;
	kept.bytes += bytes_of(c);
	return c;
}

struct chunk *chunk_of(bool *again, const struct mb_rules_file *f)
{
	struct chunk *c;

	pthread_mutex_lock(&kept.lock);
	c = find(f);
	*again = c != NULL;
	if (!c)
		c = add(f);
	c->uses++;
	while (kept.bytes > KEPT_BYTES && kept.oldest != c)
		drop_oldest();
	pthread_mutex_unlock(&kept.lock);
	return c;
}

struct mb_str chunk_code(struct chunk *c)
{
	struct mb_str code;

	pthread_mutex_lock(&kept.lock); /* once there it stays as it is */
	code = c->code;
	pthread_mutex_unlock(&kept.lock);
	return code;
}

static int write_code(lua_State *L, const void *p, size_t n, void *buf)
{
	(void)L;
	mb_buf_put(buf, p, n);
	return 0;
}

void chunk_keep(struct chunk *c, lua_State *L)
{
	struct mb_str code;
	struct mb_buf b;

	mb_buf_init(&b, KEPT_BYTES / 8);
	if (lua_dump(L, write_code, &b, 0) != 0 ||
	    mb_buf_status(&b, NULL) != MB_OK) { /* 0: with its lines, for errors */
		mb_buf_free(&b);
		return;
	}
	code.n = b.n;
	code.p = mb_buf_take(&b);
	pthread_mutex_lock(&kept.lock);
	if (!c->code.p) { /* another thread may have been quicker */
		if (!c->dropped)
			kept.bytes += code.n;
		c->code = code;
		code.p = NULL;
	}
	pthread_mutex_unlock(&kept.lock);
	free((char *)code.p);
}

void chunk_done(struct chunk *c)
{
	pthread_mutex_lock(&kept.lock);
	if (--c->uses == 0 && c->dropped)
		chunk_free(c);
	pthread_mutex_unlock(&kept.lock);
}
