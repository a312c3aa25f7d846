/* An agenda's rows out of its text, and what waits for its meeting. */
#include "gate_impl.h"

#include <string.h>

static struct mb_node *rows_of(struct draft *d, const struct mb_reading *r)
{
	struct mb_node *list = mb_node_new_list(d->a);

	for (size_t i = 0; i < r->n_items; i++) {
		const struct mb_found_item *x = &r->items[i];
		struct mb_node *row = mb_node_new_map(d->a);

		derive_put(d, row, "number", x->number);
		derive_put(d, row, "title", x->title);
		derive_put(d, row, "paper", x->paper);
		derive_put(d, row, "part", x->part);
		if (x->urgent)
			mb_node_put(d->a, row, "urgent", mb_node_new_raw(d->a, "true"));
		if (x->exempt)
			mb_node_put(d->a, row, "exempt", mb_node_new_raw(d->a, "true"));
		mb_node_push(d->a, list, row);
	}
	return list->n ? list : NULL;
}

/* Reports that wait for this group, so that an item sent to it cannot be forgotten by whoever types the agenda. */
static int brought(struct mb_node **out, struct draft *d, const char *group, struct mb_error *err)
{
	static const char *const waits[] = { "waiting", "on agenda" };
	struct mb_node *list = mb_node_new_list(d->a);

	for (size_t s = 0; s < sizeof waits / sizeof *waits; s++) {
		const struct mb_query q = {
			.kind = "report", .group = group, .field = "state", .value = waits[s]
		};
		const struct mb_doc **docs;
		size_t n;
		int rc = mb_view_list(&docs, &n, d->base, &q, err);

		if (rc != MB_OK)
			return rc;
		for (size_t i = 0; i < n; i++) {
			struct mb_node *row = mb_node_new_map(d->a);

			mb_node_put(d->a, row, "report", mb_node_new_raw(d->a, docs[i]->id));
			derive_put(d, row, "purpose", mb_doc_field(docs[i], "purpose"));
			if (mb_doc_field(docs[i], "subject"))
				mb_node_put(d->a, row, "subject",
					    mb_node_new_raw(d->a, mb_doc_field(docs[i], "subject")));
			mb_node_push(d->a, list, row);
		}
	}
	*out = list->n ? list : NULL;
	return MB_OK;
}

static int note_unknown_papers(struct draft *d, const struct mb_node *rows, struct mb_error *err)
{
	for (size_t i = 0; rows && i < rows->n; i++) {
		const char *paper = mb_node_text(rows->items[i], "paper");
		const struct mb_doc *doc;
		int rc = paper ? mb_view_doc(&doc, d->base, paper, err) : MB_OK;

		if (rc == MB_ENOTFOUND || rc == MB_EINVAL)
			draft_note(d, "item %s names '%s', which is no document of the record: kept as text",
				   mb_node_text(rows->items[i], "number"), paper);
		else if (rc != MB_OK)
			return rc;
	}
	return MB_OK;
}

int derive_brought(struct draft *d, struct draft_file *f, struct mb_error *err)
{
	const struct mb_doc *doc;
	struct mb_node *waiting;
	int rc;

	if ((rc = draft_doc(&doc, d, f, err)) != MB_OK ||
	    (rc = brought(&waiting, d, doc->group, err)) != MB_OK ||
	    (rc = draft_put(d, f, "brought", waiting, err)) != MB_OK)
		return rc;
	if (waiting)
		draft_note(d, "%zu report%s wait%s for this meeting: placed behind the agenda's own items",
			   waiting->n, waiting->n == 1 ? "" : "s", waiting->n == 1 ? "s" : "");
	return MB_OK;
}

/* Rows of an agenda decide nothing: what is only likely among them stands, and is said. */
static void note_unsure(struct draft *d, const struct mb_reading *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_items; i++)
		n += r->items[i].sure != MB_SURE;
	if (n)
		draft_note(d, "%zu of %zu items %s taken for items by their form only: give each a number", n,
			   r->n_items, n == 1 ? "was" : "were");
}

int derive_agenda(struct draft *d, struct draft_file *f, struct mb_error *err)
{
	const struct mb_doc *doc, *before;
	struct mb_reading *r;
	struct mb_node *rows;
	int rc;

	if ((rc = draft_doc(&doc, d, f, err)) != MB_OK || (rc = draft_before(&before, d, f, err)) != MB_OK)
		return rc;
	mb_read_text(&r, d->a, doc->body.p, doc->body.n, "agenda", d->on);
	rows = rows_of(d, r);
	if (!rows)
		draft_note(d, "no items could be read out of this agenda: number them (1. Title) or use a "
			      "table (No | Item | Paper | For)");
	if ((rc = derive_say(d, f, before, "title", derive_text(d, r->title), err)) != MB_OK ||
	    (rc = derive_say(d, f, before, "items", rows, err)) != MB_OK ||
	    (rc = derive_brought(d, f, err)) != MB_OK)
		return rc;
	note_unsure(d, r);
	for (size_t i = 0; i < r->n_notes; i++)
		draft_note(d, "%s", r->notes[i]);
	return note_unknown_papers(d, rows, err);
}
