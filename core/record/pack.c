/* Objects apart from their record: which ones are read, a pack of just those, and such a pack opened again in memory.
 *
 * The pack is written and read by hand, because libgit2 writes one with deltas, and what reads a stranger's file must
 * bound every length in it. */
#include "record_impl.h"

#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>

#define HEADER	    12 /* "PACK", version, number of objects */
#define TRAILER	    20
#define OBJECT_MAX  ((size_t)8 * 1024 * 1024) /* a folder of 100,000 documents */
#define PACK_LEVEL  9
#define OBJECT_HEAD 10 /* bytes of an object's type and length, at most */

/* ---- what is read ---------------------------------------------------------------------------------------- */

struct mb_trace {
	struct mb_arena *arena;
	struct mb_oid *ids; /* in the arena */
	size_t n;
	size_t *slot, cap; /* an open hash of places in ids, plus one; a power of two, never full */
};

struct mb_trace *mb_trace_new(void)
{
	struct mb_trace *t = mb_alloc(sizeof *t);

	t->arena = mb_arena_new();
	return t;
}

void mb_trace_free(struct mb_trace *t)
{
	if (!t)
		return;
	mb_arena_free(t->arena);
	free(t->slot);
	free(t);
}

size_t mb_trace_ids(const struct mb_oid **out, const struct mb_trace *t)
{
	*out = t->ids;
	return t->n;
}

struct mb_trace *mb_record_trace(struct mb_record *rec, struct mb_trace *t)
{
	struct mb_trace *old = rec->trace;

	rec->trace = t;
	return old;
}

/* Where an id stands, or the free slot where it would: ids are as good as random, so their first digits place them. */
static size_t *slot_of(struct mb_trace *t, const char *hex)
{
	char head[9] = { 0 };
	size_t i;

	memcpy(head, hex, 8);
	i = strtoul(head, NULL, 16) & (t->cap - 1);
	while (t->slot[i] && strcmp(t->ids[t->slot[i] - 1].hex, hex) != 0)
		i = (i + 1) & (t->cap - 1);
	return &t->slot[i];
}

static void grow(struct mb_trace *t)
{
	free(t->slot);
	t->cap = t->cap ? t->cap * 2 : 256;
	t->slot = mb_alloc(t->cap * sizeof *t->slot);
	for (size_t i = 0; i < t->n; i++)
		*slot_of(t, t->ids[i].hex) = i + 1;
}

void mb_trace_note(struct mb_record *rec, const git_oid *id)
{
	struct mb_trace *t = rec->trace;
	struct mb_oid hex = { { 0 } };
	size_t *slot;

	if (!t)
		return;
	if (t->n * 2 >= t->cap)
		grow(t);
	mb_oid_out(&hex, id);
	slot = slot_of(t, hex.hex);
	if (*slot)
		return;
	*MB_PUSH(t->arena, t->ids, t->n) = hex;
	*slot = t->n;
}

bool mb_object_there(struct mb_record *rec, const struct mb_oid *id)
{
	git_oid oid;

	return mb_oid_in(&oid, id, NULL) == MB_OK && git_odb_exists(rec->odb, &oid);
}

/* ---- writing --------------------------------------------------------------------------------------------- */

static void put_be32(struct mb_buf *out, uint32_t v)
{
	unsigned char b[4] = { (unsigned char)(v >> 24), (unsigned char)(v >> 16), (unsigned char)(v >> 8),
			       (unsigned char)v };

	mb_buf_put(out, b, sizeof b);
}

static void put_object(struct mb_buf *out, enum mb_packed_type type, const void *p, size_t n)
{
	size_t rest = n >> 4;
	unsigned char c = (unsigned char)(type << 4 | (n & 15));

	for (; rest; rest >>= 7) {
		mb_buf_putc(out, (char)(c | 0x80));
		c = rest & 0x7f;
	}
	mb_buf_putc(out, (char)c);
	mb_deflate(out, p, n, PACK_LEVEL);
}

static int pack_one(struct mb_buf *out, struct mb_packed *told, size_t start, struct mb_record *rec,
		    const struct mb_oid *id, struct mb_error *err)
{
	git_odb_object *obj = NULL;
	git_object_t type;
	git_oid oid;
	int rc = mb_oid_in(&oid, id, err);

	if (rc != MB_OK)
		return rc;
	if (git_odb_read(&obj, rec->odb, &oid) < 0)
		return mb_git_fail(err, MB_EFAIL, "object %s of %s does not read", id->hex, rec->gitdir);
	if (!mb_object_true(obj)) {
		git_odb_object_free(obj);
		return mb_fail(err, MB_EFAIL,
			       "object %s of %s is corrupt: its bytes are not those it is named by", id->hex,
			       rec->gitdir);
	}
	type = git_odb_object_type(obj);
	*told = (struct mb_packed){ .id = *id,
				    .type = (enum mb_packed_type)type, /* git numbers them so in packs too */
				    .at = out->n - start,
				    .size = git_odb_object_size(obj) };
	if (type != GIT_OBJECT_COMMIT && type != GIT_OBJECT_TREE && type != GIT_OBJECT_BLOB)
		rc = mb_fail(err, MB_EINVAL, "object %s is a %s", id->hex, git_object_type2string(type));
	else if (told->size > OBJECT_MAX)
		rc = mb_fail(err, MB_EINVAL, "object %s has %zu bytes; in a proof it may have %zu", id->hex,
			     told->size, OBJECT_MAX);
	else
		put_object(out, told->type, git_odb_object_data(obj), told->size);
	git_odb_object_free(obj);
	return rc;
}

int mb_pack_write(struct mb_buf *out, struct mb_packed **list, struct mb_arena *a, struct mb_record *rec,
		  const struct mb_oid *ids, size_t n, struct mb_error *err)
{
	struct mb_packed *all = mb_arena_alloc(a, (n + 1) * sizeof *all);
	unsigned char sum[TRAILER];
	size_t start = out->n, bytes = 0;
	int rc = MB_OK;

	if (n > MB_PACK_OBJECTS)
		return mb_fail(err, MB_EINVAL, "%zu objects are more than a proof may have (%d)", n,
			       MB_PACK_OBJECTS);
	mb_buf_put(out, "PACK", 4);
	put_be32(out, 2);
	put_be32(out, (uint32_t)n);
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		rc = pack_one(out, &all[i], start, rec, &ids[i], err);
		bytes += all[i].size;
		if (rc == MB_OK && (bytes > MB_PACK_MAX || out->over))
			rc = mb_fail(err, MB_EINVAL, "a proof may hold %zu bytes, and this needs more",
				     MB_PACK_MAX);
	}
	if (rc != MB_OK)
		return rc;
	mb_sha1(sum, out->p + start, out->n - start);
	mb_buf_put(out, sum, sizeof sum);
	if (list)
		*list = all;
	return mb_buf_status(out, err);
}

/* ---- reading --------------------------------------------------------------------------------------------- */

struct source {
	const unsigned char *p;
	size_t at, end; /* end: where the trailer begins */
};

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Type and length of the next object. false: cut short, or nothing that we write. */
static bool read_head(struct mb_packed *out, struct source *s)
{
	unsigned char c;
	int shift = 4;

	out->at = s->at;
	if (s->at >= s->end)
		return false;
	c = s->p[s->at++];
	out->type = (enum mb_packed_type)(c >> 4 & 7);
	out->size = c & 15;
	while (c & 0x80) {
		if (s->at >= s->end || s->at - out->at >= OBJECT_HEAD || out->size > OBJECT_MAX)
			return false;
		c = s->p[s->at++];
		out->size |= (size_t)(c & 0x7f) << shift;
		shift += 7;
	}
	return out->type >= MB_PACKED_COMMIT && out->type <= MB_PACKED_BLOB && out->size <= OBJECT_MAX;
}

/* Unpack exactly x->size bytes. One byte more of room shows an object that is longer than it says. */
static bool unpack(unsigned char *room, const struct mb_packed *x, struct source *s)
{
	size_t used;
	bool fine = mb_inflate(room, x->size, &used, s->p + s->at, s->end - s->at);

	s->at += used;
	return fine;
}

static int read_object(struct mb_packed *out, git_odb *odb, struct source *s, const char *name, size_t i,
		       struct mb_error *err)
{
	unsigned char *room;
	git_oid id;
	int g;

	if (!read_head(out, s))
		return mb_fail(err, MB_EINVAL, "%s: object %zu is cut short, or is none that a proof holds",
			       name, i + 1);
	room = mb_alloc(out->size + 1);
	if (!unpack(room, out, s)) {
		free(room);
		return mb_fail(err, MB_EINVAL, "%s: object %zu is damaged: it does not unpack", name, i + 1);
	}
	/* libgit2 hashes it and looks whether a tree or commit is well formed. */
	g = git_odb_write(&id, odb, out->size ? (const void *)room : "", out->size, (git_object_t)out->type);
	free(room);
	if (g < 0)
		return mb_git_fail(err, MB_EINVAL, "%s: object %zu is not well formed", name, i + 1);
	mb_oid_out(&out->id, &id);
	return MB_OK;
}

static int open_in_memory(struct mb_record **out, const char *name, struct mb_error *err)
{
	struct mb_record *rec = mb_alloc(sizeof *rec);
	git_odb_backend *memory = NULL;

	rec->lock_fd = -1;
	rec->folder = mb_strdup(name);
	rec->gitdir = mb_strdup(name);
	if (git_odb_new(&rec->odb) < 0 || git_mempack_new(&memory) < 0)
		goto fail;
	if (git_odb_add_backend(rec->odb, memory, 1) < 0) {
		memory->free(memory);
		goto fail;
	}
	if (git_repository_wrap_odb(&rec->repo, rec->odb) < 0)
		goto fail;
	*out = rec;
	return MB_OK;
fail:
	mb_git_fail(err, MB_EFAIL, "cannot hold objects in memory");
	mb_record_close(rec);
	return MB_EFAIL;
}

static int read_all(struct mb_record *rec, struct mb_packed *list, size_t *n_read, size_t count,
		    struct source *s, const char *name, struct mb_error *err)
{
	unsigned char sum[TRAILER];
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++) {
		int rc = read_object(&list[i], rec->odb, s, name, i, err);

		if (rc != MB_OK)
			return rc;
		*n_read = i + 1;
		if ((bytes += list[i].size) > MB_PACK_MAX)
			return mb_fail(err, MB_EINVAL, "%s unpacks to more than %zu bytes", name,
				       MB_PACK_MAX);
	}
	if (s->at != s->end)
		return mb_fail(err, MB_EINVAL, "%s: %zu bytes stand behind its last object", name,
			       s->end - s->at);
	mb_sha1(sum, s->p, s->end);
	if (memcmp(sum, s->p + s->end, TRAILER) != 0)
		return mb_fail(err, MB_EINVAL, "%s: its closing hash is wrong", name);
	return MB_OK;
}

int mb_pack_read(struct mb_record **out, struct mb_packed **list, size_t *n_read, struct mb_arena *a,
		 const void *p, size_t n, const char *name, struct mb_error *err)
{
	struct source s = { .p = p, .at = HEADER };
	struct mb_record *rec = NULL;
	size_t count;
	int rc = mb_git_start(err);

	*list = NULL;
	*n_read = 0;
	if (rc != MB_OK)
		return rc;
	if (n < HEADER + TRAILER || n > MB_PACK_MAX || memcmp(p, "PACK", 4) != 0 || be32(s.p + 4) != 2)
		return mb_fail(err, MB_EINVAL, "%s is no pack of git, or is cut short", name);
	count = be32(s.p + 8);
	if (count > MB_PACK_OBJECTS || count > n)
		return mb_fail(err, MB_EINVAL, "%s says that it holds %zu objects; a proof may hold %d", name,
			       count, MB_PACK_OBJECTS);
	s.end = n - TRAILER;
	*list = mb_arena_alloc(a, (count + 1) * sizeof **list);
	if ((rc = open_in_memory(&rec, name, err)) == MB_OK)
		rc = read_all(rec, *list, n_read, count, &s, name, err);
	if (rc == MB_OK)
		*out = rec;
	else
		mb_record_close(rec);
	return rc;
}
