/* memory.c: the heap that never says no, and arenas. */
#include <minutebook/base.h>

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK ((size_t)32 * 1024)
#define FIRST ((size_t)960) /* many arenas hold a path or two, and zeroing costs */
#define SMALL                                                                                                \
	((size_t)1024) /* up to here malloc() keeps what was freed at hand, which calloc() does not use */
#define SPARE 16       /* chunks that a thread keeps for its next arenas */
/* From here on an allocation has a chunk of its own, so that it cannot waste most of one. */
#define LARGE (CHUNK / 4)

#if defined(__SANITIZE_ADDRESS__)
#define WATCHED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED true
#endif
#endif
#ifndef WATCHED
#define WATCHED false /* true: each allocation by itself, so that AddressSanitizer sees past its ends */
#endif

struct chunk {
	struct chunk *next;
	size_t used, cap;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct mb_arena {
	struct chunk *head; /* the one being filled; full and large ones behind it */
};

/* _exit and not abort: a core file would hold people's papers, and 1 is what callers know as "we were let down". */
static _Noreturn void out_of_memory(void)
{
	static const char text[] = "minutebook: out of memory; nothing was changed\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(MB_EFAIL);
	_exit(MB_EFAIL);
}

void *mb_alloc(size_t n)
{
	void *p = n <= SMALL ? malloc(n ? n : 1) : calloc(1, n);

	if (!p)
		out_of_memory();
	return n <= SMALL ? memset(p, 0, n) : p;
}

void *mb_realloc(void *p, size_t n)
{
	void *q = realloc(p, n ? n : 1);

	if (!q)
		out_of_memory();
	return q;
}

void mb_have_pages(void *p, size_t n)
{
#ifdef MADV_POPULATE_WRITE
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = ((uintptr_t)p + page - 1) & ~(page - 1),
		  to = ((uintptr_t)p + n) & ~(page - 1);

	if (from < to)
		(void)madvise((void *)from, to - from, MADV_POPULATE_WRITE);
#else
	(void)p, (void)n;
#endif
}

char *mb_strndup(const char *s, size_t n)
{
	char *copy;

	if (!s)
		return NULL;
	n = strnlen(s, n);
	copy = mb_alloc(n + 1);
	memcpy(copy, s, n);
	return copy;
}

char *mb_strdup(const char *s)
{
	return s ? mb_strndup(s, strlen(s)) : NULL;
}

/* ---- chunks ---------------------------------------------------------------------------------------------- */

/* Arenas come and go by the thousand: a thread keeps some of their chunks, zeroed, for the next ones. */
struct spare {
	struct chunk *list;
	size_t n;
};
static _Thread_local struct spare spare;
static pthread_once_t spare_once = PTHREAD_ONCE_INIT;
static pthread_key_t spare_key;

static void spare_end(void *of_thread)
{
	struct spare *s = of_thread;

	for (struct chunk *c = s->list, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	*s = (struct spare){ 0 };
}

static void spare_key_make(void)
{
	if (pthread_key_create(&spare_key, spare_end) != 0)
		out_of_memory();
}

static void chunk_free(struct chunk *c)
{
	if (WATCHED || c->cap != CHUNK || spare.n == SPARE) {
		free(c);
		return;
	}
	if (!spare.list) {
		(void)pthread_once(&spare_once, spare_key_make);
		if (pthread_setspecific(spare_key, &spare) != 0) {
			free(c);
			return;
		}
	}
	memset(c->bytes, 0, c->used);
	c->used = 0;
	c->next = spare.list;
	spare.list = c;
	spare.n++;
}

static struct chunk *chunk_new(size_t cap)
{
	struct chunk *c = cap == CHUNK ? spare.list : NULL;

	if (c) {
		spare.list = c->next;
		spare.n--;
		c->next = NULL;
		return c;
	}
	if (cap > SIZE_MAX - sizeof(*c))
		out_of_memory();
	if (!WATCHED && cap == CHUNK) {
		c = mb_realloc(NULL, sizeof(*c) + cap);
		mb_have_pages(c, sizeof(*c) + cap);
		memset(c, 0, sizeof(*c) + cap);
	} else {
		c = mb_alloc(sizeof(*c) + cap);
	}
	c->cap = cap;
	return c;
}

/* ---- arenas ---------------------------------------------------------------------------------------------- */

struct mb_arena *mb_arena_new(void)
{
	return mb_alloc(sizeof(struct mb_arena));
}

void mb_arena_free(struct mb_arena *a)
{
	if (!a)
		return;
	for (struct chunk *c = a->head, *next; c; c = next) {
		next = c->next;
		chunk_free(c);
	}
	free(a);
}

void *mb_arena_alloc(struct mb_arena *a, size_t n)
{
	const size_t align = _Alignof(max_align_t);
	struct chunk *c = a->head;
	void *p;

	if (WATCHED || n >= LARGE) {
		struct chunk *own = chunk_new(n);

		own->used = n;
		if (!c) {
			a->head = own;
		} else { /* behind the head, which may still have room */
			own->next = c->next;
			c->next = own;
		}
		return own->bytes;
	}
	n = n ? (n + align - 1) & ~(align - 1) : align;
	if (!c || c->cap - c->used < n) {
		c = chunk_new(a->head || n > FIRST ? CHUNK : FIRST);
		c->next = a->head;
		a->head = c;
	}
	p = c->bytes + c->used;
	c->used += n;
	return p;
}

char *mb_arena_ndup(struct mb_arena *a, const char *s, size_t n)
{
	char *copy;

	if (!s)
		return NULL;
	n = strnlen(s, n);
	copy = mb_arena_alloc(a, n + 1);
	memcpy(copy, s, n);
	return copy;
}

char *mb_arena_copy(struct mb_arena *a, const void *p, size_t n)
{
	char *copy = mb_arena_alloc(a, n + 1);

	if (n > 0)
		memcpy(copy, p, n);
	return copy;
}

char *mb_arena_dup(struct mb_arena *a, const char *s)
{
	return s ? mb_arena_ndup(a, s, strlen(s)) : NULL;
}

char *mb_arena_printf(struct mb_arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	text = mb_arena_alloc(a, n < 0 ? 1 : (size_t)n + 1);
	if (n > 0)
		vsnprintf(text, (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return text;
}

void *mb_arena_grow(struct mb_arena *a, void *list, size_t count, size_t size)
{
	unsigned char *p = list;

	/* The count alone tells the room there is: 4 to begin with, doubled whenever a power of two is full. */
	if (count == 0 || (count >= 4 && (count & (count - 1)) == 0)) {
		size_t room = count ? count * 2 : 4;

		if (room < count || room > SIZE_MAX / size)
			out_of_memory();
		p = mb_arena_alloc(a, room * size);
		if (count)
			memcpy(p, list, count * size);
	}
	memset(p + count * size, 0, size); /* it may have been used before, and popped */
	return p;
}
