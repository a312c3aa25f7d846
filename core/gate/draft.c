/* A change in the making: documents opened, edited in place, created. Nothing here touches the record. */
#include "gate_impl.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

void draft_begin(struct draft *d, struct mb_gate *g, struct mb_arena *a, const struct mb_actor *actor,
		 struct mb_result *out)
{
	long last = mb_trailer_event(g->tip.message);

	*d = (struct draft){ .g = g, .a = a, .base = g->view, .stale = true, .actor = actor, .out = out };
	d->on = actor->on == MB_NO_DAY ? mb_instant_day(actor->recorded) : actor->on;
	d->event = last < 0 ? 1 : last + 1;
	d->rules = g->rules;
	d->rules_tree = g->rules_tree;
	d->calendar = g->calendar;
	d->rehearsal = g->partnership.rehearsal;
}

void draft_end(struct draft *d)
{
	mb_view_free(d->after);
	for (size_t i = 0; i < d->n; i++)
		mb_buf_free(&d->files[i]->text);
	d->after = NULL;
	d->n = 0;
}

/* The file as the base has it: parsed already, if it keeps what it parsed. */
static int read_before(struct draft_file *f, struct draft *d, struct mb_error *err)
{
	struct mb_doc *doc = NULL;

	if (!d->base)
		return MB_ENOTFOUND;
	if (d->base->ops->parsed && mb_ends(f->path, ".md") &&
	    d->base->ops->parsed(d->base, &doc, f->path, NULL) == MB_OK && doc) {
		f->was = doc;
		f->before = doc->raw;
		return MB_OK;
	}
	return d->base->ops->read(d->base, &f->before, d->a, f->path, err);
}

int draft_open(struct draft_file **out, struct draft *d, const char *path, struct mb_error *err)
{
	struct draft_file *f;
	int rc;

	for (size_t i = 0; i < d->n; i++)
		if (mb_streq(d->files[i]->path, path)) {
			*out = d->files[i];
			return MB_OK;
		}
	if ((rc = mb_path_check(path, err)) != MB_OK)
		return rc;
	f = mb_arena_alloc(d->a, sizeof *f);
	f->path = mb_arena_dup(d->a, path);
	mb_buf_init(&f->text, MB_DOC_MAX);
	rc = read_before(f, d, err);
	if (rc == MB_OK) {
		f->existed = true;
		mb_buf_put(&f->text, f->before.p, f->before.n);
	} else if (rc != MB_ENOTFOUND) {
		return rc;
	}
	*MB_PUSH(d->a, d->files, d->n) = f;
	*out = f;
	return MB_OK;
}

void draft_files(struct mb_file **out, size_t *n, struct draft *d)
{
	*out = NULL;
	*n = 0;
	for (size_t i = 0; i < d->n; i++) {
		struct draft_file *f = d->files[i];
		struct mb_file *file;

		if (f->removed ? !f->existed
			       : (f->existed ? f->before.n == f->text.n &&
						       memcmp(f->before.p, f->text.p, f->text.n) == 0
					     : f->text.n == 0))
			continue;
		file = MB_PUSH(d->a, *out, *n);
		file->path = f->path;
		file->remove = f->removed;
		if (!f->removed)
			file->data = (struct mb_str){ f->text.p, f->text.n };
	}
}

static const struct mb_schema *schema_of(const struct draft *d)
{
	return mb_rules_schema(d->rules);
}

/* In the past the same texts come up again and again, event after event: they are parsed once for all of them. */
static int parse(const struct mb_doc **out, struct draft *d, const char *path, struct mb_str raw,
		 struct mb_error *err)
{
	struct mb_doc *doc;
	int rc;

	if (d->g->of) {
		rc = mb_cache_parse(&doc, gate_cache(d->g)->docs, schema_of(d), path, raw, err);
	} else {
		raw.p = mb_arena_copy(d->a, raw.p,
				      raw.n); /* the buffer moves when the document is edited further */
		rc = mb_doc_parse(&doc, d->a, schema_of(d), path, raw, err);
	}
	if (rc == MB_OK)
		*out = doc;
	return rc;
}

/* What is asked for again and again within a change is compared, which costs less than parsing. */
static int parse_once(const struct mb_doc **memo, struct draft *d, const char *path, struct mb_str raw,
		      struct mb_error *err)
{
	if (*memo && (*memo)->raw.n == raw.n && memcmp((*memo)->raw.p, raw.p, raw.n) == 0)
		return MB_OK;
	return parse(memo, d, path, raw, err);
}

int draft_doc(const struct mb_doc **out, struct draft *d, struct draft_file *f, struct mb_error *err)
{
	int rc = parse_once(&f->now, d, f->path, (struct mb_str){ f->text.p ? f->text.p : "", f->text.n },
			    err);

	if (rc == MB_OK)
		*out = f->now;
	return rc;
}

int draft_before(const struct mb_doc **out, struct draft *d, struct draft_file *f, struct mb_error *err)
{
	int rc = f->existed ? parse_once(&f->was, d, f->path, f->before, err) : MB_OK;

	*out = rc == MB_OK ? f->was : NULL;
	return rc;
}

/* The bytes of a file where they stay: its buffer moves when it is edited further. What it was parsed from is such a place. */
static const char *lasting(struct draft *d, const struct mb_file *file)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct mb_doc *now = d->files[i]->now;

		if (d->files[i]->path != file->path)
			continue;
		if (now && now->raw.n == file->data.n && memcmp(now->raw.p, file->data.p, now->raw.n) == 0)
			return now->raw.p;
	}
	return mb_arena_copy(d->a, file->data.p, file->data.n);
}

int draft_view(struct mb_view **out, struct draft *d, struct mb_error *err)
{
	struct mb_file *files;
	size_t n;
	int rc = MB_OK;

	if (d->stale || !d->after) {
		mb_view_free(d->after);
		d->after = NULL;
		draft_files(&files, &n, d);
		for (size_t i = 0; i < n; i++)
			if (!files[i].remove)
				files[i].data.p = lasting(d, &files[i]);
		rc = mb_view_over(&d->after, d->base, files, n, err);
		d->stale = rc != MB_OK;
	}
	*out = d->after;
	return rc;
}

int draft_new(struct draft_file **out, struct mb_address *where, struct draft *d, const char *kind,
	      const char *group, int year, const char *meeting, const char *slug, struct mb_error *err)
{
	return draft_new_with(out, where, d, kind, group, year, meeting, slug, NULL, err);
}

int draft_new_with(struct draft_file **out, struct mb_address *where, struct draft *d, const char *kind,
		   const char *group, int year, const char *meeting, const char *slug,
		   const struct mb_node *fields, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(schema_of(d), kind);
	struct mb_view *v;
	struct mb_node *map;
	struct mb_buf front;
	struct draft_file *f;
	int rc;

	if (!k)
		return mb_fail(err, MB_EINVAL, "kind '%s' is not one this record's rules declare", kind);
	if ((rc = draft_view(&v, d, err)) != MB_OK ||
	    (rc = mb_view_new_address(where, d->a, v, k, group, year, meeting, slug, err)) != MB_OK ||
	    (rc = draft_open(&f, d, where->path, err)) != MB_OK)
		return rc;
	if (f->existed || f->text.n)
		return mb_fail(err, MB_ECONFLICT, "%s is already used", where->id);
	map = mb_node_new_map(d->a);
	mb_node_put(d->a, map, "id", mb_node_new_raw(d->a, where->id));
	mb_node_put(d->a, map, "kind", mb_node_new_raw(d->a, kind));
	if (k->n_states)
		mb_node_put(d->a, map, "state", mb_node_new_text(d->a, k->states[0]));
	for (size_t i = 0; fields && i < fields->n; i++)
		mb_node_put(d->a, map, fields->keys[i], fields->items[i]);
	mb_buf_init(&front, 0);
	mb_yaml_write(&front, map);
	mb_buf_printf(&f->text, "---\n%s---\n", front.p);
	mb_buf_free(&front);
	d->stale = true;
	*out = f;
	return MB_OK;
}

int draft_set(struct draft *d, struct draft_file *f, const char *path, const struct mb_node *value,
	      struct mb_error *err)
{
	d->stale = true;
	return mb_matter_set(&f->text, path, value, err);
}

int draft_set_all(struct draft *d, struct draft_file *f, const struct mb_node *fields, struct mb_error *err)
{
	const struct mb_doc *doc;
	struct mb_doc *set;
	int rc;

	d->stale = true;
	if (!d->g->of || !mb_ends(f->path, ".md"))
		return mb_matter_set_all(&f->text, fields, err);
	if ((rc = draft_doc(&doc, d, f, err)) == MB_OK &&
	    (rc = mb_cache_set(&set, &f->text, gate_cache(d->g)->docs, schema_of(d), doc, fields, err)) ==
		    MB_OK)
		f->now = set;
	return rc;
}

int draft_set_text(struct draft *d, struct draft_file *f, const char *path, const char *value,
		   struct mb_error *err)
{
	return draft_set(d, f, path, mb_node_new_text(d->a, value), err);
}

int draft_set_raw(struct draft *d, struct draft_file *f, const char *path, const char *value,
		  struct mb_error *err)
{
	return draft_set(d, f, path, mb_node_new_raw(d->a, value), err);
}

int draft_set_day(struct draft *d, struct draft_file *f, const char *path, mb_day day, struct mb_error *err)
{
	return draft_set(d, f, path, mb_node_new_day(d->a, day), err);
}

int draft_append(struct draft *d, struct draft_file *f, const char *path, const struct mb_node *item,
		 struct mb_error *err)
{
	d->stale = true;
	return mb_matter_append(&f->text, path, item, err);
}

int draft_unset(struct draft *d, struct draft_file *f, const char *path, struct mb_error *err)
{
	int rc = mb_matter_remove(&f->text, path, err);

	d->stale = true;
	return rc == MB_ENOTFOUND ? MB_OK : rc;
}

int draft_put(struct draft *d, struct draft_file *f, const char *path, const struct mb_node *value,
	      struct mb_error *err)
{
	const struct mb_doc *doc;
	int rc = draft_doc(&doc, d, f, err);

	if (rc != MB_OK)
		return rc;
	if (mb_node_same(mb_node_at(doc->matter.root, path), value))
		return MB_OK; /* no rewriting of what stands: a change of one field is a one-line difference */
	return value ? draft_set(d, f, path, value, err) : draft_unset(d, f, path, err);
}

int draft_put_exempt(struct draft *d, struct draft_file *f, const char *kind, bool on, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(mb_rules_schema(d->rules), kind);

	if (!k || !mb_kind_field(k, "exempt"))
		return MB_OK;
	return draft_put(d, f, "exempt", on ? mb_node_new_raw(d->a, "true") : NULL, err);
}

void draft_note(struct draft *d, const char *fmt, ...)
{
	char text[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < d->out->n_notes; i++)
		if (mb_streq(d->out->notes[i], text))
			return;
	*MB_PUSH(d->a, d->out->notes, d->out->n_notes) = mb_arena_dup(d->a, text);
}
