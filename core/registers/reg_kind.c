/* The register of any declared kind: its own columns, and where only a page is wanted only that page is read. */
#include "registers_impl.h"

#include <string.h>

static void add_column(struct reg *b, const char *key, const char *title, enum mb_cell_type type)
{
	for (size_t i = 0; i < b->r->n_columns; i++)
		if (mb_streq(b->r->columns[i].key, key))
			return;
	*MB_PUSH(b->l.a, b->r->columns, b->r->n_columns) = (struct mb_column){ key,  title, NULL,
									       type, false, false };
}

void kind_columns(struct reg *b)
{
	const struct mb_kind *k = b->kind;
	bool title = false;

	b->r->name = k->name;
	b->r->title = k->plural ? mb_label(b->l.a, k->plural) : k->title;
	b->r->about = k->about;
	add_column(b, "id", "Id", MB_CELL_LINK);
	if (k->lives != MB_LIVES_TOP)
		add_column(b, "group", "Group", MB_CELL_GROUP);
	if (k->n_states)
		add_column(b, "state", "State", MB_CELL_TAG);
	if (k->date_field)
		add_column(b, k->date_field, mb_label(b->l.a, k->date_field), MB_CELL_DATE);
	for (size_t i = 0; i < k->n_columns; i++) {
		const char *name = k->columns[i];
		bool heading = mb_streq(name, "title") || mb_streq(name, "name");

		title |= heading;
		add_column(b, heading ? "title" : name, mb_label(b->l.a, name),
			   heading ? MB_CELL_TEXT : cell_type_of(mb_kind_field(k, name)));
	}
	if (!title)
		add_column(b, "title", "Title", MB_CELL_TEXT);
	if (mb_kind_field(k, "due"))
		add_column(b, "days_late", "Days late", MB_CELL_NUMBER);
	add_column(b, "marks", "In order?", MB_CELL_TEXT);
}

static void put_kind(struct reg *b, struct mb_register_row *row)
{
	struct mb_cell *late = reg_cell(b, row, "days_late");
	mb_day due = mb_doc_day(row->doc, "first_due");

	cell_text(reg_cell(b, row, "marks"), mb_open_marks(b->l.a, row->doc));
	if (due == MB_NO_DAY)
		due = mb_doc_day(row->doc, "due");
	if (late && due != MB_NO_DAY && due < b->l.day && !at_its_end(row->doc))
		cell_number(b->l.a, late, (long)b->l.day - due);
}

/* What the index can sift by itself it can also cut to a page. */
bool kind_is_paged(const struct reg *b)
{
	return !b->def && !b->ask->overdue && (b->ask->limit || b->ask->offset);
}

int kind_documents(struct reg *b, struct mb_error *err)
{
	const struct mb_ask all = reg_index_ask(b);
	struct mb_ask page = all;
	struct found *found;
	size_t n;
	int rc;

	if (!kind_is_paged(b))
		return reg_documents(b, put_kind, err);
	page.limit = b->ask->limit;
	page.skip = b->ask->offset;
	if ((rc = look_count(&b->r->total, &b->l, &all, err)) != MB_OK ||
	    (rc = look_ask(&found, &n, &b->l, &page, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		struct mb_register_row *row = reg_row(b, &found[i]);

		reg_fields(b, row, found[i].doc);
		put_kind(b, row);
	}
	return MB_OK;
}
