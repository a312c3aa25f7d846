/* A paper's fields out of its text: title, purpose, officers, implications, recommendations, reasons, lists. */
#include "gate_impl.h"

#include <string.h>

static void put_day(struct draft *d, struct mb_node *map, const char *key, mb_day day)
{
	if (day != MB_NO_DAY)
		mb_node_put(d->a, map, key, mb_node_new_day(d->a, day));
}

static struct mb_node *recommendations(struct draft *d, const struct mb_reading *r)
{
	struct mb_node *list = r->n_recommendations ? mb_node_new_list(d->a) : NULL;

	for (size_t i = 0; i < r->n_recommendations; i++) {
		const struct mb_found_recommendation *x = &r->recommendations[i];
		struct mb_node *row = mb_node_new_map(d->a);

		derive_put(d, row, "number", x->number);
		derive_put(d, row, "kind", x->kind);
		derive_put(d, row, "text", x->text);
		derive_put(d, row, "condition", x->condition);
		derive_put(d, row, "delegate_to", x->delegate_to);
		put_day(d, row, "report_by", x->report_by);
		put_day(d, row, "effect_from", x->effect_from);
		mb_node_push(d->a, list, row);
	}
	return list;
}

static struct mb_node *implications(struct draft *d, const struct mb_reading *r)
{
	struct mb_node *list = r->n_implications ? mb_node_new_list(d->a) : NULL;

	for (size_t i = 0; i < r->n_implications; i++) {
		struct mb_node *row = mb_node_new_map(d->a);

		derive_put(d, row, "heading", r->implications[i].heading);
		derive_put(d, row, "text", r->implications[i].text);
		mb_node_push(d->a, list, row);
	}
	return list;
}

static struct mb_node *texts(struct draft *d, const char *const *list, size_t n)
{
	struct mb_node *out = n ? mb_node_new_list(d->a) : NULL;

	for (size_t i = 0; i < n; i++)
		mb_node_push(d->a, out, mb_node_new_text(d->a, list[i]));
	return out;
}

int derive_paper(struct draft *d, struct draft_file *f, struct mb_error *err)
{
	const struct mb_doc *doc, *before;
	struct mb_reading *r;
	int rc;

	if ((rc = draft_doc(&doc, d, f, err)) != MB_OK || (rc = draft_before(&before, d, f, err)) != MB_OK)
		return rc;
	mb_read_text(&r, d->a, doc->body.p, doc->body.n, "paper", d->on);
	const struct {
		const char *field;
		struct mb_node *value;
	} fields[] = {
		{ "title", derive_text(d, r->title) },
		{ "purpose", derive_text(d, r->purpose) },
		{ "date", r->date == MB_NO_DAY ? NULL : mb_node_new_day(d->a, r->date) },
		{ "report_of", derive_text(d, r->report_of) },
		{ "contact_officer", derive_text(d, r->contact_officer) },
		{ "agenda_item", derive_text(d, r->agenda_item) },
		{ "summary", derive_text(d, r->summary) },
		{ "reasons", derive_text(d, r->reasons) },
		{ "asks_urgency", r->asks_urgency ? mb_node_new_raw(d->a, "true") : NULL },
		{ "implications", implications(d, r) },
		{ "recommendations", recommendations(d, r) },
		{ "consultees", texts(d, r->consultees, r->n_consultees) },
		{ "background_papers", texts(d, r->background, r->n_background) },
	};

	for (size_t i = 0; rc == MB_OK && i < sizeof fields / sizeof *fields; i++)
		rc = derive_say(d, f, before, fields[i].field, fields[i].value, err);
	for (size_t i = 0; i < r->n_notes; i++)
		draft_note(d, "%s", r->notes[i]);
	return rc;
}
