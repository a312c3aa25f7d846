/* follow.c: which files a tree of the record holds, and which of its documents hold a value, followed from one tree to the
 * next by their difference. Views that go along the past one by one ask here instead of walking and parsing anew: what
 * is kept grows with the documents of the record, not with its events. */
#include "schema_impl.h"

#include <stdlib.h>
#include <string.h>

#define SORTED_MAX 4 /* schemas at a time: one is usual, two when rules are compared */

struct file {
	const char *path;
	struct mb_oid blob;
	unsigned mode; /* 0: not in the tree where we stand */
};

struct files { /* on the heap, for they shrink as well */
	struct file **at;
	size_t n, cap;
};

/** Documents of one kind that hold this value in a field, and perhaps some that held it: they are looked at before they
 *  are given out. */
struct value {
	const char *text;
	struct files files;
};

struct by_field {
	const char *field;
	struct value **at; /* an open hash, a power of two */
	size_t n, cap;
	struct files fresh; /* came or changed since it was last asked */
	bool unreadable;    /* one of them could not be parsed: reading all of them will say so */
};

struct of_kind {
	struct files files; /* sorted by path */
	struct by_field *fields;
	size_t n_fields;
};

struct sorted {
	const struct mb_schema *schema;
	struct mb_arena *arena; /* of texts of values */
	struct of_kind *kinds;	/* beside those of the schema */
	unsigned long used;
};

struct mb_follow {
	struct mb_oid tree; /* where we stand; "" : nowhere */
	struct mb_arena *arena;
	struct file **at; /* all files ever met, by path: an open hash */
	size_t n, cap;
	struct sorted sorted[SORTED_MAX];
	size_t n_sorted;
	unsigned long uses;
	/* a difference that somebody knows already */
	struct mb_arena *told_arena;
	struct mb_oid told_from, told_to;
	const struct mb_difference *told;
	size_t n_told;
};

struct mb_follow *mb_follow_new(void)
{
	struct mb_follow *f = mb_alloc(sizeof *f);

	f->arena = mb_arena_new();
	return f;
}

static void free_sorted(struct sorted *s)
{
	for (size_t k = 0; k < s->schema->n_kinds; k++) {
		struct of_kind *of = &s->kinds[k];

		for (size_t i = 0; i < of->n_fields; i++) {
			struct by_field *x = &of->fields[i];

			for (size_t v = 0; v < x->cap; v++)
				if (x->at[v])
					free(x->at[v]->files.at);
			free(x->at);
			free(x->fresh.at);
		}
		free(of->files.at);
	}
	mb_arena_free(s->arena);
}

void mb_follow_free(struct mb_follow *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n_sorted; i++)
		free_sorted(&f->sorted[i]);
	free(f->at);
	mb_arena_free(f->told_arena);
	mb_arena_free(f->arena);
	free(f);
}

void mb_follow_forget(struct mb_follow *f, const struct mb_schema *s)
{
	for (size_t i = 0; f && i < f->n_sorted; i++)
		if (f->sorted[i].schema == s) {
			free_sorted(&f->sorted[i]);
			f->sorted[i] = f->sorted[--f->n_sorted];
			return;
		}
}

/* ---- files ----------------------------------------------------------------------------------------------- */

static size_t hash(const char *s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

static struct file **slot(struct file **at, size_t cap, const char *path)
{
	size_t i = hash(path) & (cap - 1);

	while (at[i] && strcmp(at[i]->path, path) != 0)
		i = (i + 1) & (cap - 1);
	return &at[i];
}

static struct file *file_at(struct mb_follow *f, const char *path)
{
	struct file **place;

	if (f->n * 2 >= f->cap) {
		size_t cap = f->cap ? f->cap * 2 : 1024;
		struct file **at = mb_alloc(cap * sizeof(*at));

		for (size_t i = 0; i < f->cap; i++)
			if (f->at[i])
				*slot(at, cap, f->at[i]->path) = f->at[i];
		free(f->at);
		f->at = at;
		f->cap = cap;
	}
	place = slot(f->at, f->cap, path);
	if (!*place) {
		*place = mb_arena_alloc(f->arena, sizeof **place);
		**place = (struct file){ .path = mb_arena_dup(f->arena, path) };
		f->n++;
	}
	return *place;
}

static void put_at(struct files *x, size_t at, struct file *file)
{
	if (x->n == x->cap) {
		x->cap = x->cap ? x->cap * 2 : 4;
		x->at = mb_realloc(x->at, x->cap * sizeof(*x->at));
	}
	memmove(x->at + at + 1, x->at + at, (x->n - at) * sizeof(*x->at));
	x->at[at] = file;
	x->n++;
}

static void take_at(struct files *x, size_t at)
{
	x->n--;
	memmove(x->at + at, x->at + at + 1, (x->n - at) * sizeof(*x->at));
}

/* The first place whose path is not before this one. */
static size_t place_of(const struct files *x, const char *path)
{
	size_t low = 0, high = x->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(x->at[mid]->path, path) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* ---- documents by kind ----------------------------------------------------------------------------------- */

static bool is_file(unsigned mode)
{
	return mode == 0100644 || mode == 0100755;
}

static struct of_kind *kind_of(struct sorted *s, const char *path)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_address at;
	const char *code;
	struct of_kind *of = NULL;

	if (mb_place_of_path(&at, &code, a, s->schema, path, NULL) == MB_OK)
		of = &s->kinds[at.kind - s->schema->kinds];
	mb_arena_free(a);
	return of;
}

/* The file is, or is no longer, in the tree, or its text is another. */
static void sort_in(struct sorted *s, struct file *file)
{
	struct of_kind *of = kind_of(s, file->path);
	bool there = is_file(file->mode), was;
	size_t at;

	if (!of)
		return;
	at = place_of(&of->files, file->path);
	was = at < of->files.n && of->files.at[at] == file;
	if (there && !was)
		put_at(&of->files, at, file);
	else if (!there && was)
		take_at(&of->files, at);
	for (size_t i = 0; there && i < of->n_fields; i++)
		put_at(&of->fields[i].fresh, of->fields[i].fresh.n, file);
}

static struct sorted *sorted_by(struct mb_follow *f, const struct mb_schema *schema)
{
	struct sorted *s = NULL;

	for (size_t i = 0; i < f->n_sorted; i++)
		if (f->sorted[i].schema == schema) {
			f->sorted[i].used = ++f->uses;
			return &f->sorted[i];
		}
	if (f->n_sorted == SORTED_MAX) {
		for (size_t i = 0; i < f->n_sorted; i++)
			if (!s || f->sorted[i].used < s->used)
				s = &f->sorted[i];
		free_sorted(s);
	} else {
		s = &f->sorted[f->n_sorted++];
	}
	*s = (struct sorted){ .schema = schema, .arena = mb_arena_new(), .used = ++f->uses };
	s->kinds = mb_arena_alloc(s->arena, (schema->n_kinds + 1) * sizeof *s->kinds);
	for (size_t i = 0; i < f->cap; i++)
		if (f->at[i] && f->at[i]->mode)
			sort_in(s, f->at[i]);
	return s;
}

/* ---- from tree to tree ----------------------------------------------------------------------------------- */

void mb_follow_tell(struct mb_follow *f, const struct mb_oid *from, const struct mb_oid *to,
		    const struct mb_difference *diff, size_t n)
{
	struct mb_difference *copy;

	mb_arena_free(f->told_arena);
	f->told_arena = mb_arena_new();
	copy = mb_arena_alloc(f->told_arena, (n + 1) * sizeof *copy);
	for (size_t i = 0; i < n; i++) {
		copy[i] = diff[i];
		copy[i].path = mb_arena_dup(f->told_arena, diff[i].path);
	}
	f->told_from = *from;
	f->told_to = *to;
	f->told = copy;
	f->n_told = n;
}

int mb_follow_to(struct mb_follow *f, struct mb_record *rec, const struct mb_oid *tree, struct mb_error *err)
{
	const struct mb_difference *diff = f->told;
	struct mb_difference *own;
	struct mb_arena *a;
	size_t n = f->n_told;
	int rc = MB_OK;

	if (strcmp(f->tree.hex, tree->hex) == 0)
		return MB_OK;
	a = mb_arena_new();
	if (!diff || strcmp(f->told_from.hex, f->tree.hex) != 0 || strcmp(f->told_to.hex, tree->hex) != 0) {
		rc = mb_tree_diff(&own, &n, a, rec, &f->tree, tree, err);
		diff = own;
	}
	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct file *file = file_at(f, diff[i].path);

		file->blob = diff[i].after;
		file->mode = diff[i].after.hex[0] ? diff[i].mode_after : 0;
		for (size_t k = 0; k < f->n_sorted; k++)
			sort_in(&f->sorted[k], file);
	}
	if (rc == MB_OK)
		f->tree = *tree;
	mb_arena_free(a);
	return rc;
}

bool mb_follow_stands(const struct mb_follow *f, const struct mb_oid *tree)
{
	return f && strcmp(f->tree.hex, tree->hex) == 0;
}

bool mb_follow_file(struct mb_oid *blob, unsigned *mode, const struct mb_follow *f, const char *path)
{
	const struct file *file = f->cap ? *slot(f->at, f->cap, path) : NULL;

	if (!file || !file->mode)
		return false;
	*blob = file->blob;
	*mode = file->mode;
	return true;
}

/* ---- documents by value ---------------------------------------------------------------------------------- */

static struct value **value_slot(struct value **at, size_t cap, const char *text)
{
	size_t i = hash(text) & (cap - 1);

	while (at[i] && strcmp(at[i]->text, text) != 0)
		i = (i + 1) & (cap - 1);
	return &at[i];
}

struct noting {
	struct by_field *x;
	struct file *file;
	struct mb_arena *arena;
};

static void note_value(void *ctx, const char *text)
{
	const struct noting *to = ctx;
	struct by_field *x = to->x;
	struct value **v;

	if (x->n * 2 >= x->cap) {
		size_t cap = x->cap ? x->cap * 2 : 64;
		struct value **at = mb_alloc(cap * sizeof(*at));

		for (size_t i = 0; i < x->cap; i++)
			if (x->at[i])
				*value_slot(at, cap, x->at[i]->text) = x->at[i];
		free(x->at);
		x->at = at;
		x->cap = cap;
	}
	v = value_slot(x->at, x->cap, text);
	if (!*v) {
		*v = mb_arena_alloc(to->arena, sizeof **v);
		(*v)->text = mb_arena_dup(to->arena, text);
		x->n++;
	}
	for (size_t i = (*v)->files.n; i > 0; i--)
		if ((*v)->files.at[i - 1] == to->file)
			return;
	put_at(&(*v)->files, (*v)->files.n, to->file);
}

/* What came since it was last asked is read now, each for the values it holds; nothing of it is kept. */
static void read_fresh(struct by_field *x, struct sorted *s, const struct mb_follow_reader *r)
{
	for (size_t i = 0; !x->unreadable && i < x->fresh.n; i++) {
		struct noting to = { x, x->fresh.at[i], s->arena };
		struct mb_arena *a;
		struct mb_doc *d;

		if (!is_file(to.file->mode)) /* came and went */
			continue;
		a = mb_arena_new();
		if (r->parse(&d, r->ctx, a, to.file->path, &to.file->blob, NULL) == MB_OK)
			mb_query_values(d, x->field, note_value, &to);
		else
			x->unreadable = true;
		mb_arena_free(a);
	}
	x->fresh.n = 0;
}

static struct by_field *field_of(struct of_kind *of, struct sorted *s, const char *field)
{
	struct by_field *x;

	for (size_t i = 0; i < of->n_fields; i++)
		if (strcmp(of->fields[i].field, field) == 0)
			return &of->fields[i];
	x = MB_PUSH(s->arena, of->fields, of->n_fields);
	*x = (struct by_field){ .field = mb_arena_dup(s->arena, field) };
	for (size_t i = 0; i < of->files.n; i++)
		put_at(&x->fresh, i, of->files.at[i]);
	return x;
}

static int with_value(bool *known, const char ***paths, size_t *n, struct mb_arena *a, struct by_field *x,
		      const struct mb_follow_reader *r, const struct mb_query *q, struct mb_error *err)
{
	struct value *v = x->cap ? *value_slot(x->at, x->cap, q->value) : NULL;
	int rc;

	*known = !x->unreadable;
	for (size_t i = 0; *known && v && i < v->files.n;) {
		struct file *file = v->files.at[i];
		const struct mb_query any_group = { q->kind, NULL, q->field, q->value };
		struct mb_doc *d = NULL;

		if (is_file(file->mode) &&
		    (rc = r->parse(&d, r->ctx, NULL, file->path, &file->blob, err)) != MB_OK)
			return rc;
		if (!d || !mb_query_fits(&any_group, d)) {
			take_at(&v->files, i); /* it held it once */
			continue;
		}
		if (mb_query_fits(q, d))
			*MB_PUSH(a, *paths, *n) = file->path;
		i++;
	}
	mb_sort_paths(*paths, *n);
	return MB_OK;
}

/* In a group all documents of a kind lie below its folder. */
static void of_group(const char ***paths, size_t *n, struct mb_arena *a, const struct files *x,
		     const struct mb_kind *k, const char *group)
{
	const char *below = group ? mb_arena_printf(a, "groups/%s/", group) : "";

	if (group && k->lives == MB_LIVES_TOP)
		return;
	for (size_t i = place_of(x, below); i < x->n && mb_starts(x->at[i]->path, below); i++)
		*MB_PUSH(a, *paths, *n) = x->at[i]->path;
}

int mb_follow_list(bool *known, const char ***paths, size_t *n, struct mb_arena *a, struct mb_follow *f,
		   const struct mb_follow_reader *r, const struct mb_kind *k, const struct mb_query *q,
		   struct mb_error *err)
{
	struct sorted *s = sorted_by(f, r->schema);
	struct of_kind *of = &s->kinds[k - r->schema->kinds];
	struct by_field *x;

	*paths = NULL;
	*n = 0;
	*known = true;
	if (!q->field || !q->value) {
		of_group(paths, n, a, &of->files, k, q->group);
		return MB_OK;
	}
	if (k->lives == MB_LIVES_IN_GROUP) { /* few, and their ids are completed view by view */
		*known = false;
		return MB_OK;
	}
	x = field_of(of, s, q->field);
	read_fresh(x, s, r);
	return with_value(known, paths, n, a, x, r, q, err);
}
