/* The register of any declared kind: its own columns. */
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
	b->r->title = mb_kind_plural(b->l.a, k);
	b->r->about = k->about;
	add_column(b, "id", "Id", MB_CELL_LINK);
	if (k->lives != MB_LIVES_TOP)
		add_column(b, "group", "Group", MB_CELL_GROUP);
	if (k->n_states)
		add_column(b, "state", "State", MB_CELL_TAG);
	if (k->date_field)
		add_column(b, k->date_field, mb_field_label(b->l.a, mb_kind_field(k, k->date_field)),
			   MB_CELL_DATE);
	for (size_t i = 0; i < k->n_columns; i++) {
		const char *name = k->columns[i];
		const struct mb_field *f = mb_kind_field(k, name);
		bool heading = mb_streq(name, "title") || mb_streq(name, "name");

		title |= heading;
		add_column(b, heading ? "title" : name,
			   f ? mb_field_label(b->l.a, f) : mb_label(b->l.a, name),
			   heading ? MB_CELL_TEXT : cell_type_of(f));
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

int kind_documents(struct reg *b, struct mb_error *err)
{
	return reg_documents(b, put_kind, err);
}
