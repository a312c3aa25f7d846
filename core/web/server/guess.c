/* Guessing is slowed down: per account and per address, doubling, in memory. A restart forgets, which helps nobody much: it
 * takes longer than the wait. The table is bounded; when it is full, what is oldest goes. */
#include "server.h"

#include <stdlib.h>
#include <string.h>

#define PLACES	     4096
#define FIRST_WAIT   2 /* seconds, then 4, 8 ... */
#define LONGEST	     900
#define FORGET_AFTER 3600

struct guess {
	char key[17]; /* the beginning of its hash */
	unsigned failed;
	int64_t last;
};

struct guesses {
	pthread_mutex_t lock;
	struct guess list[PLACES];
	size_t n;
};

struct guesses *guesses_new(void)
{
	struct guesses *g = mb_alloc(sizeof *g);

	pthread_mutex_init(&g->lock, NULL);
	return g;
}

void guesses_free(struct guesses *g)
{
	if (g)
		pthread_mutex_destroy(&g->lock);
	free(g);
}

static struct guess *find(struct guesses *g, const char *key, bool make, int64_t now)
{
	char hash[MB_SHA256_HEX];
	struct guess *old = NULL;

	mb_sha256_hex(hash, key, strlen(key));
	for (size_t i = 0; i < g->n; i++) {
		if (memcmp(g->list[i].key, hash, 16) == 0)
			return &g->list[i];
		if (!old || g->list[i].last < old->last)
			old = &g->list[i];
	}
	if (!make)
		return NULL;
	if (g->n < PLACES)
		old = &g->list[g->n++];
	memset(old, 0, sizeof *old);
	memcpy(old->key, hash, 16);
	old->last = now;
	return old;
}

unsigned guesses_wait(struct guesses *g, const char *key, unsigned freely, int64_t now)
{
	unsigned wait = 0;
	struct guess *x;

	pthread_mutex_lock(&g->lock);
	x = find(g, key, false, now);
	if (x && now - x->last >= FORGET_AFTER)
		x->failed = 0;
	if (x && x->failed >= freely) {
		unsigned doublings = x->failed - freely;
		int64_t all = doublings > 9 ? LONGEST : (int64_t)FIRST_WAIT << doublings;

		if (all > LONGEST)
			all = LONGEST;
		if (now - x->last < all)
			wait = (unsigned)(all - (now - x->last));
	}
	pthread_mutex_unlock(&g->lock);
	return wait;
}

void guesses_failed(struct guesses *g, const char *key, int64_t now)
{
	struct guess *x;

	pthread_mutex_lock(&g->lock);
	x = find(g, key, true, now);
	x->failed++;
	x->last = now;
	pthread_mutex_unlock(&g->lock);
}

void guesses_forget(struct guesses *g, const char *key)
{
	struct guess *x;

	pthread_mutex_lock(&g->lock);
	if ((x = find(g, key, false, 0)))
		x->failed = 0;
	pthread_mutex_unlock(&g->lock);
}
