/* cache.c: what views of trees share. Git's ids name their bytes for ever, so nothing here goes stale; it only grows, and is
 * emptied as a whole when it has grown too far and nobody looks. */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

enum what { DOC, TEXT, LATEST, LISTING, PARTNERSHIP };

struct entry {
	enum what what;
	uint64_t hash;
	const void *of;			/* schema of a document, kind of a listing */
	const struct mb_schema *schema; /* NULL: forgotten */
	const char *path;
	struct mb_oid id;
	struct mb_doc *doc;
	struct mb_listing listing;
	struct mb_partnership partnership;
};

struct mb_cache {
	struct mb_arena *arena;
	struct entry **at; /* an open hash, a power of two, never full */
	size_t n, cap;
	size_t cost, limit;
	size_t views;
	struct mb_follow *follow; /* made when first asked for; stays when the rest is emptied */
};

struct mb_cache *mb_cache_new(size_t bytes)
{
	struct mb_cache *c = mb_alloc(sizeof *c);

	c->arena = mb_arena_new();
	c->limit = bytes;
	return c;
}

void mb_cache_free(struct mb_cache *c)
{
	if (!c)
		return;
	mb_follow_free(c->follow);
	free(c->at);
	mb_arena_free(c->arena);
	free(c);
}

struct mb_follow *mb_cache_follow(struct mb_cache *c)
{
	if (!c->follow)
		c->follow = mb_follow_new();
	return c->follow;
}

void mb_cache_view_begins(struct mb_cache *c)
{
	if (c->views++ > 0 || c->cost <= c->limit)
		return;
	free(c->at);
	mb_arena_free(c->arena);
	c->arena = mb_arena_new();
	c->at = NULL;
	c->n = c->cap = c->cost = 0;
}

void mb_cache_view_ends(struct mb_cache *c)
{
	c->views--;
}

struct mb_arena *mb_cache_arena(struct mb_cache *c)
{
	return c->arena;
}

/* The ids are hashes already; the path and the pointer tell apart what one blob is in two places and under two schemas. */
static uint64_t mix(enum what what, const void *of, const char *path, const struct mb_oid *id)
{
	uint64_t h = 14695981039346656037u ^ (uint64_t)(uintptr_t)of ^ (uint64_t)what << 60; /* FNV-1a */

	for (const char *s = id->hex; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	for (const char *s = path; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h ^ h >> 29;
}

static struct entry *find(const struct mb_cache *c, enum what what, const void *of, const char *path,
			  const struct mb_oid *id)
{
	uint64_t h = mix(what, of, path, id);

	for (size_t i = (size_t)h & (c->cap - 1); c->cap && c->at[i]; i = (i + 1) & (c->cap - 1)) {
		struct entry *e = c->at[i];

		if (e->hash == h && e->what == what && e->of == of && strcmp(e->id.hex, id->hex) == 0 &&
		    strcmp(e->path, path) == 0 && (e->schema || what == PARTNERSHIP))
			return e;
	}
	return NULL;
}

static void place(struct entry **at, size_t cap, struct entry *e)
{
	size_t i = (size_t)e->hash & (cap - 1);

	while (at[i])
		i = (i + 1) & (cap - 1);
	at[i] = e;
}

static struct entry *put(struct mb_cache *c, struct entry made)
{
	struct entry *e = mb_arena_alloc(c->arena, sizeof *e);

	if (c->n * 2 >= c->cap) {
		size_t cap = c->cap ? c->cap * 2 : 1024;
		struct entry **at = mb_alloc(cap * sizeof *at);

		for (size_t i = 0; i < c->cap; i++)
			if (c->at[i])
				place(at, cap, c->at[i]);
		free(c->at);
		c->at = at;
		c->cap = cap;
	}
	*e = made;
	place(c->at, c->cap, e);
	c->n++;
	c->cost += sizeof *e + 64;
	return e;
}

static struct entry *put_by_id(struct mb_cache *c, enum what what, const void *of, const struct mb_schema *s,
			       const char *path, const struct mb_oid *id)
{
	return put(c, (struct entry){ .what = what,
				      .hash = mix(what, of, path, id),
				      .of = of,
				      .schema = s,
				      .path = mb_arena_dup(c->arena, path),
				      .id = *id });
}

void mb_cache_forget(struct mb_cache *c, const struct mb_schema *s)
{
	for (size_t i = 0; c && i < c->cap; i++)
		if (c->at[i] && c->at[i]->schema == s)
			c->at[i]->schema = NULL;
	if (c)
		mb_follow_forget(c->follow, s);
}

struct mb_doc *mb_cache_doc(struct mb_cache *c, const struct mb_schema *s, const char *path,
			    const struct mb_oid *blob)
{
	const struct entry *e = find(c, DOC, s, path, blob);

	return e ? e->doc : NULL;
}

/* Eight bytes at a time: this finds candidates, whose bytes are then compared. */
static uint64_t text_hash(const struct mb_schema *s, const char *path, struct mb_str raw)
{
	uint64_t h = 14695981039346656037u ^ (uint64_t)(uintptr_t)s ^ (uint64_t)raw.n << 32, word;

	for (; *path; path++)
		h = (h ^ (unsigned char)*path) * 1099511628211u;
	for (size_t i = 0; i + sizeof word <= raw.n; i += sizeof word) {
		memcpy(&word, raw.p + i, sizeof word);
		h = (h ^ word) * 1099511628211u;
		h ^= h >> 32;
	}
	for (size_t i = raw.n - raw.n % sizeof word; i < raw.n; i++)
		h = (h ^ (unsigned char)raw.p[i]) * 1099511628211u;
	return h ^ h >> 29;
}

/* What parsing it takes, by measure. */
static size_t cost_of(const struct mb_doc *d)
{
	return 1024 + d->raw.n * 9;
}

/* The version of a document that was read last. */
static struct entry *latest(const struct mb_cache *c, const struct mb_schema *s, const char *path)
{
	static const struct mb_oid any = { "" };

	return find(c, LATEST, s, path, &any);
}

int mb_cache_read(struct mb_doc **out, struct mb_cache *c, const struct mb_schema *s, const char *path,
		  struct mb_str raw, const struct mb_matter *known, struct mb_error *err)
{
	static const struct mb_oid any = { "" };
	struct entry *last = latest(c, s, path);
	int rc = mb_doc_read(out, c->arena, s, path, raw, known, last ? last->doc : NULL, err);

	if (rc != MB_OK) {
		c->cost += raw.n;
		return rc;
	}
	if (!last)
		last = put_by_id(c, LATEST, s, s, path, &any);
	last->doc = *out;
	put(c, (struct entry){ .what = TEXT,
			       .hash = text_hash(s, path, raw),
			       .of = s,
			       .schema = s,
			       .path = (*out)->path,
			       .doc = *out });
	c->cost += cost_of(*out);
	return MB_OK;
}

void mb_cache_put_doc(struct mb_cache *c, const struct mb_schema *s, const char *path,
		      const struct mb_oid *blob, struct mb_doc *d)
{
	put_by_id(c, DOC, s, s, path, blob)->doc = d;
}

static struct mb_doc *doc_of_text(const struct mb_cache *c, uint64_t h, const struct mb_schema *s,
				  const char *path, struct mb_str raw)
{
	for (size_t i = (size_t)h & (c->cap - 1); c->cap && c->at[i]; i = (i + 1) & (c->cap - 1)) {
		const struct entry *e = c->at[i];

		if (e->hash == h && e->what == TEXT && e->schema == s && strcmp(e->path, path) == 0 &&
		    e->doc->raw.n == raw.n && memcmp(e->doc->raw.p, raw.p, raw.n) == 0)
			return e->doc;
	}
	return NULL;
}

struct mb_doc *mb_cache_text(const struct mb_cache *c, const struct mb_schema *s, const char *path,
			     struct mb_str raw)
{
	return doc_of_text(c, text_hash(s, path, raw), s, path, raw);
}

int mb_cache_parse(struct mb_doc **out, struct mb_cache *c, const struct mb_schema *s, const char *path,
		   struct mb_str raw, struct mb_error *err)
{
	if ((*out = mb_cache_text(c, s, path, raw)))
		return MB_OK;
	raw.p = mb_arena_copy(c->arena, raw.p, raw.n);
	return mb_cache_read(out, c, s, path, raw, NULL, err);
}

int mb_cache_set(struct mb_doc **out, struct mb_buf *text, struct mb_cache *c, const struct mb_schema *s,
		 const struct mb_doc *old, const struct mb_node *map, struct mb_error *err)
{
	struct mb_matter m;
	struct mb_str raw;
	int rc = mb_matter_set_known(&m, text, c->arena, &old->matter, map, err);

	if (rc != MB_OK)
		return rc;
	raw = (struct mb_str){ mb_arena_copy(c->arena, text->p, text->n), text->n };
	return mb_cache_read(out, c, s, old->path, raw, &m, err);
}

const struct mb_listing *mb_cache_listing(struct mb_cache *c, const struct mb_kind *k, const char *folder,
					  const struct mb_oid *tree)
{
	const struct entry *e = find(c, LISTING, k, folder, tree);

	return e ? &e->listing : NULL;
}

void mb_cache_put_listing(struct mb_cache *c, const struct mb_schema *s, const struct mb_kind *k,
			  const char *folder, const struct mb_oid *tree, const struct mb_listing *l)
{
	put_by_id(c, LISTING, k, s, folder, tree)->listing = *l;
	c->cost += l->n * 4 * sizeof *l->ids; /* lists double as they grow */
}

bool mb_cache_partnership(struct mb_partnership *out, struct mb_cache *c, const struct mb_oid *blob)
{
	const struct entry *e = find(c, PARTNERSHIP, NULL, "", blob);

	if (e)
		*out = e->partnership;
	return e != NULL;
}

void mb_cache_put_partnership(struct mb_cache *c, const struct mb_oid *blob, const struct mb_partnership *p)
{
	put_by_id(c, PARTNERSHIP, NULL, NULL, "", blob)->partnership = *p;
	c->cost += 16 * 1024;
}
