/* Bytes by a key, bounded; what was not used longest goes first. Whoever holds an entry keeps it alive, also when it has left. */
#include "server.h"

#include <stdlib.h>
#include <string.h>

#define PLACES 8192 /* chains */

struct entry {
	struct cached what; /* first: what is handed out is this */
	struct entry *next; /* in its chain */
	struct entry *newer, *older;
	char *key;
	size_t place, bytes;
	unsigned held;
	bool out; /* no longer in the table */
};

struct cache {
	pthread_mutex_t lock;
	struct entry *chains[PLACES];
	struct entry *newest, *oldest;
	size_t bytes, max, n, hits, misses;
};

struct cache *cache_new(size_t max_bytes)
{
	struct cache *c = mb_alloc(sizeof *c);

	pthread_mutex_init(&c->lock, NULL);
	c->max = max_bytes;
	return c;
}

static void free_entry(struct entry *e)
{
	if (e->what.free)
		e->what.free((void *)(uintptr_t)e->what.p);
	free((void *)(uintptr_t)e->what.type);
	free((void *)(uintptr_t)e->what.etag);
	free(e->key);
	free(e);
}

void cache_free(struct cache *c)
{
	if (!c)
		return;
	for (struct entry *e = c->newest, *older; e; e = older) {
		older = e->older;
		free_entry(e);
	}
	pthread_mutex_destroy(&c->lock);
	free(c);
}

/* FNV-1a. Keys hold what a stranger typed, so chains can be made long, but no longer than the cache has entries. */
static size_t place_of(const char *key)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * UINT64_C(1099511628211);
	return (size_t)((h ^ h >> 32) & (PLACES - 1));
}

static void unlink_use(struct cache *c, struct entry *e)
{
	*(e->newer ? &e->newer->older : &c->newest) = e->older;
	*(e->older ? &e->older->newer : &c->oldest) = e->newer;
	e->newer = e->older = NULL;
}

static void link_use(struct cache *c, struct entry *e)
{
	e->older = c->newest;
	if (c->newest)
		c->newest->newer = e;
	c->newest = e;
	if (!c->oldest)
		c->oldest = e;
}

static void take_out(struct cache *c, struct entry *e)
{
	struct entry **at = &c->chains[e->place];

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	unlink_use(c, e);
	c->bytes -= e->bytes;
	c->n--;
	e->out = true;
	if (e->held == 0)
		free_entry(e);
}

static struct entry *find(struct cache *c, size_t place, const char *key)
{
	struct entry *e = c->chains[place];

	while (e && strcmp(e->key, key) != 0)
		e = e->next;
	return e;
}

const struct cached *cache_get(struct cache *c, const char *key)
{
	size_t place = place_of(key);
	struct entry *e;

	pthread_mutex_lock(&c->lock);
	e = find(c, place, key);
	if (e) {
		e->held++;
		unlink_use(c, e);
		link_use(c, e);
		c->hits++;
	} else {
		c->misses++;
	}
	pthread_mutex_unlock(&c->lock);
	return e ? &e->what : NULL;
}

const struct cached *cache_put(struct cache *c, const char *key, const struct cached *what)
{
	struct entry *e = mb_alloc(sizeof *e), *old;

	e->what = *what;
	e->what.type = what->type ? mb_strdup(what->type) : NULL;
	e->what.etag = what->etag ? mb_strdup(what->etag) : NULL;
	e->key = mb_strdup(key);
	e->place = place_of(key);
	e->bytes = sizeof *e + strlen(key) + what->n;
	e->held = 1;
	pthread_mutex_lock(&c->lock);
	if ((old = find(c, e->place, key)))
		take_out(c, old);
	e->next = c->chains[e->place];
	c->chains[e->place] = e;
	link_use(c, e);
	c->bytes += e->bytes;
	c->n++;
	while (c->bytes > c->max && c->oldest)
		take_out(c, c->oldest);
	pthread_mutex_unlock(&c->lock);
	return &e->what;
}

void cache_done(struct cache *c, const struct cached *x)
{
	struct entry *e = (struct entry *)(uintptr_t)x;
	bool last;

	if (!x)
		return;
	pthread_mutex_lock(&c->lock);
	last = --e->held == 0 && e->out;
	pthread_mutex_unlock(&c->lock);
	if (last)
		free_entry(e);
}

void cache_sums(struct cache *c, size_t *entries, size_t *bytes, size_t *hits, size_t *misses)
{
	pthread_mutex_lock(&c->lock);
	*entries = c->n;
	*bytes = c->bytes;
	*hits = c->hits;
	*misses = c->misses;
	pthread_mutex_unlock(&c->lock);
}
