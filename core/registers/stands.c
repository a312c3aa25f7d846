/* The position on a topic: which decisions bear on it, and what each of them is worth on the day. */
#include "registers_impl.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define HITS_MAX 500 /* as many as a search gives */

struct standing {
	const struct look *l;
	struct mb_stands *out;
	struct effects links;
	struct found *decisions;
	size_t n;
	const char **left_out; /* ids of what resolved nothing */
	size_t n_left_out;
};

static void note(struct standing *s, const char *text)
{
	*MB_PUSH(s->l->a, s->out->notes, s->out->n_notes) = text;
}

/* ---- which decisions ------------------------------------------------------------------------------------- */

static void take(struct standing *s, const struct found *f)
{
	/* approving or correcting minutes is no position on what they say */
	if (!f->doc->kind || !is_decision_kind(f->doc->kind->name) || mb_doc_node(f->doc, "approves") ||
	    mb_doc_node(f->doc, "corrects") || mb_streq(mb_doc_field(f->doc, "procedural"), "true"))
		return;
	for (size_t i = 0; i < s->n; i++)
		if (mb_streq(s->decisions[i].doc->path, f->doc->path))
			return;
	*MB_PUSH(s->l->a, s->decisions, s->n) = *f;
}

static int take_id(struct standing *s, const char *id, struct mb_error *err)
{
	const struct look *l = s->l;
	struct found f;
	int rc = mb_doc_at(&f.doc, &f.row, l->a, l->g, l->from, id, err);

	if (rc == MB_OK)
		take(s, &f);
	return rc == MB_ENOTFOUND || rc == MB_EINVAL ? MB_OK : rc;
}

static int having(struct standing *s, const char *kind, const char *field, const char *value,
		  struct mb_error *err)
{
	struct found *found;
	size_t n;
	int rc = look_list(&found, &n, s->l, kind, NULL, field, value, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (is_decision_kind(kind))
			take(s, &found[i]);
		else
			rc = having(s, "decision", "paper", found[i].doc->id, err);
	return rc;
}

static int by_theme(struct standing *s, const char *id, struct mb_error *err)
{
	static const char *const kinds[] = { "decision", "officer-decision", "paper" };
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof kinds / sizeof *kinds; i++)
		rc = having(s, kinds[i], "themes", id, err);
	return rc;
}

/* A decision is told again in reports, agendas and minutes, which must not crowd it out. */
static bool bears_decisions(void *reader, const struct mb_version_row *row)
{
	return (is_decision_kind(row->kind) || mb_streq(row->kind, "paper")) &&
	       (!reader || look_keep(reader, row));
}

static int by_words(struct standing *s, const char *words, struct mb_error *err)
{
	const struct look *l = s->l;
	const struct mb_find f = { .words = words,
				   .limit = HITS_MAX,
				   .bare = true,
				   .keep = bears_decisions,
				   .keep_ctx = (void *)(uintptr_t)l->from->reader };
	struct mb_hit *hits;
	size_t n;
	int rc = mb_index_find(&hits, &n, NULL, l->a, mb_gate_index(l->g), &f, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (is_decision_kind(hits[i].row.kind))
			rc = take_id(s, hits[i].row.path, err);
		else if (mb_streq(hits[i].row.kind, "paper"))
			rc = having(s, "decision", "paper", hits[i].row.id, err);
	if (rc == MB_OK && n == HITS_MAX)
		note(s, mb_arena_printf(
				l->a,
				"More than %d texts have these words; only the %d nearest were looked at. "
				"Ask with more words.",
				HITS_MAX, HITS_MAX));
	return rc;
}

/* What replaced or changed one of them belongs to the position, whatever words it uses. */
static int by_links(struct standing *s, struct mb_error *err)
{
	const struct {
		const struct effect_link *list;
		size_t n;
	} ways[] = { { s->links.supersedes, s->links.n_supersedes },
		     { s->links.amends, s->links.n_amends },
		     { s->links.rescinds, s->links.n_rescinds } };
	int rc = MB_OK;

	for (size_t i = 0; i < s->n; i++)
		for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
			for (size_t k = 0; rc == MB_OK && k < ways[w].n; k++) {
				const char *id = s->decisions[i].doc->id;

				if (mb_streq(ways[w].list[k].target, id))
					rc = take_id(s, ways[w].list[k].by->id, err);
				else if (mb_streq(ways[w].list[k].by->id, id))
					rc = take_id(s, ways[w].list[k].target, err);
			}
	return rc;
}

/* ---- what each is worth ---------------------------------------------------------------------------------- */

#define CHAIN_MAX 40

static void add_chain(struct mb_position *p, const struct look *l, const struct effects *links)
{
	const char *at = p->id;

	for (size_t step = 0; at && step < CHAIN_MAX; step++) {
		const char *before = NULL;
		const struct mb_doc *doc;

		for (size_t i = 0; i < links->n_supersedes && !before; i++)
			if (mb_streq(links->supersedes[i].by->id, at))
				before = links->supersedes[i].target;
		for (size_t i = 0; i < links->n_amends && !before; i++)
			if (mb_streq(links->amends[i].by->id, at))
				before = links->amends[i].target;
		for (size_t i = 0; before && i < p->n_chain; i++)
			if (mb_streq(p->chain[i].id, before)) /* a ring */
				before = NULL;
		if (before && !mb_streq(before, p->id))
			*MB_PUSH(l->a, p->chain, p->n_chain) = (struct mb_ref){
				before, look_up(&doc, l, before, NULL) == MB_OK ? doc->title : before
			};
		at = before;
	}
}

static void place(struct standing *s, const struct mb_position *p)
{
	struct mb_stands *o = s->out;
	struct mb_arena *a = s->l->a;

	switch (p->effect.state) {
	case MB_IN_FORCE:
		*MB_PUSH(a, o->now, o->n_now) = *p;
		break;
	case MB_NOT_YET:
	case MB_CONDITIONAL:
	case MB_WITHOUT_EFFECT:
		*MB_PUSH(a, o->pending, o->n_pending) = *p;
		break;
	case MB_LAPSED:
	case MB_SUPERSEDED:
	case MB_RESCINDED:
		*MB_PUSH(a, o->past, o->n_past) = *p;
		break;
	case MB_NO_RESOLUTION:
		*MB_PUSH(a, s->left_out, s->n_left_out) = p->id;
	}
}

static int weigh(struct standing *s, const struct mb_doc *d, struct mb_error *err)
{
	const struct look *l = s->l;
	struct mb_position p = { .decision = d,
				 .id = d->id,
				 .title = d->title,
				 .group = d->group,
				 .body = mb_group_title(l->a, l->g, d->group),
				 .outcome = mb_doc_field(d, "outcome"),
				 .text = tidy(s->l->a,
					      mb_doc_field(d, "text") ? mb_doc_field(d, "text") : d->title),
				 .date = mb_doc_day(d, "date") };
	int rc = effect_of(&p.effect, l, &s->links, d, err);

	if (rc == MB_OK) {
		add_chain(&p, l, &s->links);
		place(s, &p);
	}
	return rc;
}

static int newest_first(const void *x, const void *y)
{
	const struct mb_position *a = x, *b = y;

	return a->date != b->date ? (a->date > b->date ? -1 : 1) : strcmp(a->id, b->id);
}

static void sort(struct mb_position *p, size_t n)
{
	if (n > 1)
		qsort(p, n, sizeof *p, newest_first);
}

static void say_what_is_missing(struct standing *s)
{
	struct mb_stands *o = s->out;
	const char *ids = NULL;

	for (size_t i = 0; i < s->n_left_out && i < 10; i++)
		ids = joined(s->l->a, ids, ", ", s->left_out[i]);
	if (!s->n)
		note(s, "No decision on this is on record.");
	else if (!o->n_now)
		note(s, o->n_pending ? "Nothing on this is in force; what was decided has no effect yet."
				     : "Nothing on this is in force.");
	if (s->n_left_out)
		note(s, mb_arena_printf(s->l->a,
					"Left out, because there is nothing to carry out (noted, deferred, "
					"recommended): %s%s.",
					ids, s->n_left_out > 10 ? " and more" : ""));
}

/* ---- the answer ------------------------------------------------------------------------------------------ */

/* A theme of partnership.yaml by its id or title. */
static const char *theme_of(struct mb_stands *out, const struct look *l, const char *topic)
{
	const struct mb_node *themes = mb_node_get(mb_gate_partnership(l->g)->root, "themes");

	for (size_t i = 0; themes && themes->type == MB_LIST && i < themes->n; i++) {
		const char *id = text_of(themes->items[i], "id"), *title = text_of(themes->items[i], "title");

		if ((id && mb_str_case_eq(mb_str(topic), id)) ||
		    (title && mb_str_case_eq(mb_str(topic), title))) {
			out->topic = title ? title : id;
			return out->theme = id;
		}
	}
	return NULL;
}

int mb_stands_on(struct mb_stands *out, struct mb_arena *a, struct mb_gate *g,
		 const struct mb_standpoint *from, const char *topic, struct mb_error *err)
{
	const struct look l = look_from(a, g, from);
	struct standing s = { .l = &l, .out = out };
	const char *theme;
	int rc;

	memset(out, 0, sizeof *out);
	out->topic = topic;
	theme = theme_of(out, &l, topic);
	if ((rc = effects_read(&s.links, &l, err)) != MB_OK ||
	    (theme && (rc = by_theme(&s, theme, err)) != MB_OK) ||
	    (!theme && (rc = by_words(&s, topic, err)) != MB_OK) || (rc = by_links(&s, err)) != MB_OK)
		return rc;
	for (size_t i = 0; rc == MB_OK && i < s.n; i++)
		rc = weigh(&s, s.decisions[i].doc, err);
	sort(out->now, out->n_now);
	sort(out->pending, out->n_pending);
	sort(out->past, out->n_past);
	say_what_is_missing(&s);
	return rc;
}
