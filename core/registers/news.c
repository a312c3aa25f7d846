/* What is new to one reader, document by document, in words. What a document was is told only to whom it was for then. */
#include "registers_impl.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define LABELS 4 /* of changed fields that are named; the others are counted */

struct telling {
	struct look look;
	const struct mb_news_ask *ask;
};

static bool for_reader(const struct telling *t, const struct mb_version_row *row)
{
	const struct mb_reader *r = t->look.from->reader;

	return !r || mb_may_read(r, row);
}

static bool wanted(void *ctx, const struct mb_version_row *row)
{
	const struct telling *t = ctx;
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(t->look.g), row->kind);

	if ((t->ask->kind && !mb_streq(row->kind, t->ask->kind)) ||
	    (t->ask->group && !mb_streq(row->group, t->ask->group)) || (k && k->lives == MB_LIVES_TOP))
		return false;
	return for_reader(t, row);
}

/* "Terms of reference" within a sentence. */
static const char *lower(struct mb_arena *a, const char *words)
{
	char *s = mb_arena_dup(a, words);

	if (isupper((unsigned char)s[0]) && !isupper((unsigned char)s[1]))
		s[0] = (char)tolower((unsigned char)s[0]);
	return s;
}

/* ---- whose it is ------------------------------------------------------------------------------------------- */

static bool one_of(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(words[i], word))
			return true;
	return false;
}

/* A field that names a person, and by it gives a part in what becomes of the document: an action's owner. */
static bool gives_part(const struct mb_kind *k, const struct mb_field *f)
{
	if (f->type != MB_T_PERSON || mb_streq(f->name, "author"))
		return false;
	for (size_t i = 0; i < k->n_moves; i++)
		if (one_of(k->moves[i].who, k->moves[i].n_who, f->name))
			return true;
	return one_of(k->edit_who, k->n_edit_who, f->name) || one_of(k->sign_roles, k->n_sign_roles, f->name);
}

static const struct mb_field *has_it(const struct mb_kind *k, const struct mb_doc *d, const char *person)
{
	for (size_t i = 0; k && d && person && i < k->n_fields; i++)
		if (gives_part(k, &k->fields[i]) && mb_streq(mb_doc_field(d, k->fields[i].name), person))
			return &k->fields[i];
	return NULL;
}

static bool could_have_it(const struct mb_kind *k)
{
	for (size_t i = 0; k && i < k->n_fields; i++)
		if (gives_part(k, &k->fields[i]))
			return true;
	return false;
}

/* ---- what is other than it was ----------------------------------------------------------------------------- */

static bool other(const struct mb_doc *a, const struct mb_doc *b, const char *field)
{
	const struct mb_node *x = mb_doc_node(a, field), *y = mb_doc_node(b, field);

	return x != y && !(x && y && mb_node_same(x, y));
}

/* "due, owner, contact officer and 2 more"; NULL: none. */
static const char *fields_changed(struct mb_arena *a, const struct mb_kind *k, const struct mb_doc *was,
				  const struct mb_doc *now)
{
	const char *all = NULL;
	size_t n = 0;

	for (size_t i = 0; i < k->n_fields; i++) {
		if (mb_common_field(k->fields[i].name) || !other(was, now, k->fields[i].name))
			continue;
		if (n++ < LABELS)
			all = joined(a, all, ", ", lower(a, mb_field_label(a, &k->fields[i])));
	}
	return n > LABELS ? mb_arena_printf(a, "%s and %zu more", all, n - LABELS) : all;
}

/* Reminders, and who typed it in, are no news to those who read it. */
static const char *changes(struct mb_arena *a, const struct mb_kind *k, const struct mb_doc *was,
			   const struct mb_doc *now)
{
	const char *marks = mb_open_marks(a, now), *before = mb_open_marks(a, was), *fields, *all = NULL;

	if (was->body.n != now->body.n || memcmp(was->body.p, now->body.p, now->body.n) != 0)
		all = "new wording";
	if (!k)
		return all ? all : "changed";
	if ((fields = fields_changed(a, k, was, now)))
		all = joined(a, all, "; ", mb_arena_printf(a, "changed: %s", fields));
	if (other(was, now, "signoffs"))
		all = joined(a, all, "; ", "sign-offs");
	if (other(was, now, "waivers"))
		all = joined(a, all, "; ", "a rule was waived");
	if (other(was, now, "audience") || other(was, now, "readers"))
		all = joined(a, all, "; ", "who may read it");
	if (marks && !mb_streq(marks, before))
		all = joined(a, all, "; ", marks);
	if (!marks && before)
		all = joined(a, all, "; ", "put right");
	return all;
}

/* ---- one document ------------------------------------------------------------------------------------------ */

static const char *capital(struct mb_arena *a, const char *words)
{
	char *s = mb_arena_dup(a, words);

	s[0] = (char)toupper((unsigned char)s[0]);
	return s;
}

/* A version that does not read under the rules of today is told by its row alone. */
static const struct mb_doc *doc_of(const struct telling *t, const struct mb_version_row *row, bool needed)
{
	const struct mb_doc *d;

	return needed && look_doc(&d, &t->look, row, NULL) == MB_OK ? d : NULL;
}

/* Of what is no news there are no words. */
static struct mb_news tell(const struct telling *t, const struct mb_news_row *row)
{
	struct mb_arena *a = t->look.a;
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(t->look.g), row->now.kind);
	const char *kind = k ? lower(a, k->title) : "page", *person = t->ask->person, *what;
	bool known = row->was.seq > 0 && for_reader(t, &row->was);
	const struct mb_doc *now = doc_of(t, &row->now, known || (person && could_have_it(k))),
			    *was = doc_of(t, &row->was, known);
	const struct mb_field *mine = has_it(k, now, person);
	struct mb_news out = { .row = row->now, .sort = MB_NEWS_NEW, .yours = mine != NULL };

	if (!known) {
		out.what = mb_arena_printf(a, "New %s", kind);
	} else if (*row->now.state && !mb_streq(row->was.state, row->now.state)) {
		out.sort = MB_NEWS_STATE;
		out.what = mb_arena_printf(a, "%s now %s", kind, row->now.state);
	} else if ((what = now && was ? changes(a, k, was, now) : "changed")) {
		out.sort = MB_NEWS_OTHER;
		out.what = mb_arena_printf(a, "%s%s%s", kind, mb_starts(what, "changed") ? " " : ": ", what);
	}
	if (out.what && mine && has_it(k, was, person) != mine)
		out.what = mb_arena_printf(a, "%s; you are its %s", out.what,
					   lower(a, mb_field_label(a, mine)));
	if (out.what)
		out.what = capital(a, out.what);
	return out;
}

/* ---- all of them ------------------------------------------------------------------------------------------- */

static int seq_of(long *out, const struct look *l, long event, struct mb_error *err)
{
	struct mb_event_row *rows;
	size_t n;
	int rc;

	*out = 0;
	if (event <= 0)
		return MB_OK;
	if ((rc = mb_index_events(&rows, &n, l->a, mb_gate_index(l->g), event, err)) != MB_OK)
		return rc;
	/* An event that the record does not have, for it was set back to an earlier state: nothing can have come since. */
	*out = n ? rows[n - 1].seq : LONG_MAX;
	return MB_OK;
}

/* Newest first; of what came together, first what brought the others. */
static int in_order(const void *x, const void *y)
{
	const struct mb_version_row *a = &((const struct mb_news_row *)x)->now,
				    *b = &((const struct mb_news_row *)y)->now;
	bool named_a = strstr(a->event.headline, a->id), named_b = strstr(b->event.headline, b->id);

	if (a->seq != b->seq)
		return a->seq < b->seq ? 1 : -1;
	return named_a != named_b ? named_b - named_a : strcmp(a->path, b->path);
}

int mb_news_read(struct mb_news **out, size_t *n, bool *more, struct mb_arena *a, struct mb_gate *g,
		 const struct mb_standpoint *from, const struct mb_news_ask *ask, struct mb_error *err)
{
	struct telling t = { .look = look_from(a, g, from), .ask = ask };
	struct mb_news_row *rows = NULL;
	size_t n_rows = 0;
	long since;
	int rc = seq_of(&since, &t.look, ask->since, err);

	*out = NULL;
	*n = 0;
	if (rc == MB_OK)
		rc = mb_index_news(&rows, &n_rows, more, a, mb_gate_index(g),
				   &(struct mb_index_news_ask){ .since = since,
								.person = ask->person,
								.nobodys = MB_DAILY_HEADLINE,
								.limit = ask->limit,
								.most = ask->most,
								.keep = wanted,
								.keep_ctx = &t },
				   err);
	if (rc == MB_OK && n_rows > 1)
		qsort(rows, n_rows, sizeof *rows, in_order);
	for (size_t i = 0; rc == MB_OK && i < n_rows; i++) {
		struct mb_news one = tell(&t, &rows[i]);

		if (one.what)
			*MB_PUSH(a, *out, *n) = one;
	}
	return rc;
}

const char *mb_news_several(struct mb_arena *a, struct mb_gate *g, const struct mb_news *one, size_t n)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(g), one->row.kind);
	const char *kind = !k ? "pages" : k->plural ? k->plural : k->name;

	if (one->sort == MB_NEWS_NEW)
		return mb_arena_printf(a, "%zu new %s", n, kind);
	if (one->sort == MB_NEWS_STATE)
		return mb_arena_printf(a, "%zu %s now %s", n, kind, one->row.state);
	return mb_arena_printf(a, "%zu %s changed", n, kind);
}

int mb_event_before(long *out, struct mb_arena *a, struct mb_gate *g, mb_day day, struct mb_error *err)
{
	struct mb_event_row row;
	int rc = mb_index_tree_at(&row, a, mb_gate_index(g), day - 1, err);

	*out = rc == MB_OK && row.event > 0 ? row.event : 0;
	return rc == MB_ENOTFOUND ? MB_OK : rc;
}
