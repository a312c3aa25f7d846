/* What is not in order, and what was sent out about documents: rows that the gate wrote into them. */
#include "registers_impl.h"

#include <string.h>

/* Documents of any kind that have this field. */
static int having(struct found **out, size_t *n, struct reg *b, const char *field, struct mb_error *err)
{
	return look_list(out, n, &b->l, NULL, b->group, field, NULL, err);
}

/* ---- irregularities -------------------------------------------------------------------------------------- */

static const struct mb_column irregular_columns[] = {
	{ "id", "Document", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "since", "Since", NULL, MB_CELL_DATE, false, false },
	{ "title", "Title", NULL, MB_CELL_TEXT, false, false },
	{ "standing", "Standing", NULL, MB_CELL_TAG, false, false },
	{ "marks", "Mark", NULL, MB_CELL_TEXT, false, false },
	{ "rule", "Rule", NULL, MB_CELL_TEXT, true, false },
	{ "found", "Found", NULL, MB_CELL_TEXT, true, false },
	{ "cures", "What lifts it", NULL, MB_CELL_TEXT, false, false },
	{ "can", "Who can", NULL, MB_CELL_TEXT, false, false },
	{ "who", "People", "who hold those posts", MB_CELL_PERSON, true, false },
	{ "body", "Body", "whose meeting cures it", MB_CELL_GROUP, true, false },
	{ "meeting", "At", "the next meeting of that body in the diary", MB_CELL_LINK, false, false },
	{ "meeting_on", "On", "the day of that meeting", MB_CELL_DATE, false, false },
	{ "cured", "Cured", NULL, MB_CELL_DATE, false, false },
	{ "cured_by", "Cured by", NULL, MB_CELL_TEXT, false, false },
	{ "event", "Event", NULL, MB_CELL_NUMBER, true, false },
};
static const char *const irregular_words[] = { "open", "cured", NULL };

/* Who lifts an open mark, and at which meeting: as from the day asked about. */
static int put_cure(struct reg *b, const struct found *f, struct mb_register_row *row, const char *rule,
		    struct mb_error *err)
{
	struct mb_cure_of cure;
	int rc = rule ? mb_gate_cure(&cure, b->l.a, b->l.g, f->doc, rule, b->l.day, err) : MB_OK;

	if (rc != MB_OK || !rule)
		return rc;
	cell_text(reg_cell(b, row, "can"), cure.can);
	for (size_t i = 0; i < cure.n_who; i++)
		cell_person(&b->l, reg_cell(b, row, "who"), cure.who[i]);
	if (cure.body)
		cell_group(&b->l, reg_cell(b, row, "body"), cure.body);
	if (cure.meeting)
		cell_doc(&b->l, reg_cell(b, row, "meeting"), cure.meeting);
	cell_day(b->l.a, reg_cell(b, row, "meeting_on"), cure.meeting_on);
	return MB_OK;
}

static int put_mark(struct reg *b, const struct found *f, const struct mb_node *r, struct mb_error *err)
{
	static const char *const texts[] = { "marks", "rule", "found", "cures", "cured_by" };
	mb_day cured = day_of(r, "cured");
	bool open = cured == MB_NO_DAY || cured > b->l.day;
	struct mb_register_row *row;

	if (!open && !b->ask->all) {
		b->n_hidden++;
		return MB_OK;
	}
	row = reg_row(b, f);
	row->date = day_of(r, "since");
	cell_day(b->l.a, reg_cell(b, row, "since"), row->date);
	cell_tag(reg_cell(b, row, "standing"), open ? "open" : "cured", open ? MB_TONE_BAD : MB_TONE_GOOD);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		cell_text(reg_cell(b, row, texts[i]), text_of(r, texts[i]));
	cell_day(b->l.a, reg_cell(b, row, "cured"), open ? MB_NO_DAY : cured);
	if (text_of(r, "event"))
		cell_number(b->l.a, reg_cell(b, row, "event"), number_of(r, "event"));
	return open ? put_cure(b, f, row, text_of(r, "rule"), err) : MB_OK;
}

static int read_irregular(struct reg *b, struct mb_error *err)
{
	struct found *found;
	size_t n;
	int rc = having(&found, &n, b, "irregular.marks", err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_node *const *rows;
		size_t count = rows_of(&rows, found[i].doc, "irregular");

		for (size_t k = 0; rc == MB_OK && k < count; k++)
			rc = put_mark(b, &found[i], rows[k], err);
	}
	return rc;
}

static int sum_up_irregular(struct reg *b, struct mb_error *err)
{
	if (b->n_hidden)
		reg_note(b, "%s left out; ask for all to see them.",
			 reg_count(b->l.a, b->n_hidden, "cured irregularity is", "cured irregularities are"));
	return MB_OK;
}

const struct reg_def reg_irregular = {
	.name = "irregularities",
	.title = "Irregularities",
	.about = "What has no effect, or was admitted on terms, until it is cured; and what cures it.",
	.kinds = { NULL },
	.standings = irregular_words,
	.columns = irregular_columns,
	.n_columns = sizeof irregular_columns / sizeof *irregular_columns,
	.read = read_irregular,
	.sum_up = sum_up_irregular,
};

/* ---- notices --------------------------------------------------------------------------------------------- */

static const struct mb_column notice_columns[] = {
	{ "id", "Document", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "on", "On", NULL, MB_CELL_DATE, false, false },
	{ "what", "What", NULL, MB_CELL_TAG, false, false },
	{ "to", "To", NULL, MB_CELL_TEXT, false, false },
	{ "about", "About", NULL, MB_CELL_TEXT, false, false },
	{ "made", "As", "the report or action that was made", MB_CELL_LINK, false, false },
	{ "title", "Title", NULL, MB_CELL_TEXT, true, false },
};

static void add_reader(struct reg *b, struct mb_cell *c, const char *what, const char *id)
{
	const char *title = mb_streq(what, "report") ? mb_group_title(b->l.a, b->l.g, id)
						     : mb_person_name(b->l.a, b->l.g, id);

	*MB_PUSH(b->l.a, c->refs, c->n_refs) = (struct mb_ref){ id, title };
	c->text = joined(b->l.a, c->text, ", ", title);
}

static void put_notice(struct reg *b, const struct found *f, const struct mb_node *r)
{
	struct mb_register_row *row = reg_row(b, f);
	const struct mb_node *to = mb_node_get(r, "to");
	const char *what = text_of(r, "kind");
	struct mb_cell *c = reg_cell(b, row, "to");

	row->date = day_of(r, "on");
	cell_day(b->l.a, reg_cell(b, row, "on"), row->date);
	cell_tag(reg_cell(b, row, "what"), notice_word(what), MB_TONE_PLAIN);
	if (to && to->type == MB_TEXT && *to->text)
		add_reader(b, c, what, to->text);
	for (size_t i = 0; to && to->type == MB_LIST && i < to->n; i++)
		if (to->items[i]->type == MB_TEXT)
			add_reader(b, c, what, to->items[i]->text);
	cell_text(reg_cell(b, row, "about"), text_of(r, "about"));
	if (!reg_cell(b, row, "about")->text)
		cell_text(reg_cell(b, row, "about"), text_of(r, "title"));
	cell_doc(&b->l, reg_cell(b, row, "made"), text_of(r, "doc"));
}

static int read_notices(struct reg *b, struct mb_error *err)
{
	struct found *found;
	size_t n;
	int rc = having(&found, &n, b, "notices.key", err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_node *const *rows;
		size_t count = rows_of(&rows, found[i].doc, "notices");

		for (size_t k = 0; k < count; k++)
			put_notice(b, &found[i], rows[k]);
	}
	return rc;
}

const struct reg_def reg_notices = {
	.name = "notices",
	.title = "Notices",
	.about = "Reminders, escalations, reports and actions that the rules have sent out, with the day and "
		 "to whom.",
	.kinds = { NULL },
	.columns = notice_columns,
	.n_columns = sizeof notice_columns / sizeof *notice_columns,
	.read = read_notices,
};
