/* heap.c: memory for one Lua state. A state is tens of thousands of small objects that come and go together: they are cut
 * from slabs, kept by size when freed, and given back all at once. */
#include "rules_impl.h"

#include <stdlib.h>
#include <string.h>

#define GRAIN ((size_t)16)	  /* sizes are rounded up to it, and it is the alignment */
#define SLAB  ((size_t)64 * 1024) /* bytes asked of malloc at a time */

/* Under AddressSanitizer each object is malloc's own, so that it sees past the ends. */
#if defined(__SANITIZE_ADDRESS__)
#define WATCHED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED true
#endif
#endif
#ifndef WATCHED
#define WATCHED false
#endif

struct slab {
	struct slab *next;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct freed {
	struct freed *next;
};

static bool small(size_t n)
{
	return !WATCHED && n <= HEAP_SMALL;
}

static size_t class_of(size_t n)
{
	return (n + GRAIN - 1) / GRAIN;
}

static void *take(struct heap *h, size_t n)
{
	size_t class = class_of(n), bytes = class * GRAIN;
	struct freed *f = h->freed[class];

	if (f) {
		h->freed[class] = f->next;
		return f;
	}
	if (h->left < bytes) { /* what is left of the last slab, under HEAP_SMALL bytes, stays unused */
		struct slab *s = malloc(sizeof(*s) + SLAB);

		if (!s)
			return NULL;
		mb_have_pages(s->bytes, SLAB); /* nearly all of it will be written */
		s->next = h->slabs;
		h->slabs = s;
		h->at = s->bytes;
		h->left = SLAB;
	}
	h->at += bytes;
	h->left -= bytes;
	return h->at - bytes;
}

static void give_back(struct heap *h, void *p, size_t n)
{
	struct freed *f = p;
	size_t class = class_of(n);

	f->next = h->freed[class];
	h->freed[class] = f;
}

void *heap_new(struct heap *h, size_t n)
{
	return small(n) ? take(h, n) : malloc(n);
}

void heap_free(struct heap *h, void *p, size_t n)
{
	if (p && small(n))
		give_back(h, p, n);
	else
		free(p);
}

void *heap_resize(struct heap *h, void *p, size_t old, size_t n)
{
	void *q;

	if (!small(old) && !small(n))
		return realloc(p, n);
	if (small(old) && small(n) && class_of(old) == class_of(n))
		return p;
	q = heap_new(h, n);
	if (!q)
		return NULL;
	memcpy(q, p, old < n ? old : n);
	heap_free(h, p, old);
	return q;
}

void heap_end(struct heap *h)
{
	for (struct slab *s = h->slabs, *next; s; s = next) {
		next = s->next;
		free(s);
	}
	*h = (struct heap){ 0 };
}
