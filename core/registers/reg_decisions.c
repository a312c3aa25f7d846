/* Decisions with their effect; the conditions that hang on them; corrections of minutes. */
#include "registers_impl.h"

#include <string.h>

/* ---- decisions ------------------------------------------------------------------------------------------- */

static const struct mb_column decision_columns[] = {
	{ "id", "Decision", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "state", "State", NULL, MB_CELL_TAG, true, false },
	{ "date", "Date", NULL, MB_CELL_DATE, false, false },
	{ "title", "What was decided", NULL, MB_CELL_TEXT, false, false },
	{ "outcome", "Outcome", NULL, MB_CELL_TAG, false, false },
	{ "item", "Item", NULL, MB_CELL_TEXT, false, false },
	{ "standing", "Effect", "whether it has effect on the day asked for", MB_CELL_TAG, false, false },
	{ "why", "Why", "what the effect rests on", MB_CELL_TEXT, true, false },
	{ "conditions_met", "Conditions", "how many of its conditions are met", MB_CELL_TEXT, false, false },
	{ "superseded_by", "Superseded by", NULL, MB_CELL_LINK, false, true },
	{ "amended_by", "Amended by", NULL, MB_CELL_LINK, false, true },
	{ "ratified_by", "Ratified by", NULL, MB_CELL_LINK, true, true },
	{ "awaits", "Awaits ratification by", NULL, MB_CELL_GROUP, false, true },
	{ "marks", "In order?", NULL, MB_CELL_TEXT, false, false },
};
static const char *const effects_words[] = {
	"in force",  "not yet in force",     "conditional", "without effect", "lapsed", "superseded",
	"rescinded", "nothing to carry out", NULL
};

static void put_refs(const struct look *l, struct mb_cell *c, const struct mb_ref *refs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		*MB_PUSH(l->a, c->refs, c->n_refs) = refs[i];
		c->text = joined(l->a, c->text, "; ", refs[i].id);
	}
}

static void put_effect(struct reg *b, struct mb_register_row *row, const struct mb_effect_of *e)
{
	const struct look *l = &b->l;

	cell_tag(reg_cell(b, row, "standing"), mb_effect_word(e->state), effect_tone(e->state));
	reg_cell(b, row, "standing")->number = (long)e->state;
	cell_text(reg_cell(b, row, "why"), e->why);
	if (e->n_conditions)
		cell_text(reg_cell(b, row, "conditions_met"),
			  mb_arena_printf(l->a, "%zu of %zu met", e->n_conditions - e->n_open,
					  e->n_conditions));
	reg_cell(b, row, "superseded_by")->text = reg_cell(b, row, "ratified_by")->text = NULL;
	reg_cell(b, row, "superseded_by")->n_refs = 0;
	put_refs(l, reg_cell(b, row, "superseded_by"), e->by, e->n_by);
	put_refs(l, reg_cell(b, row, "amended_by"), e->amended_by, e->n_amended_by);
	put_refs(l, reg_cell(b, row, "ratified_by"), e->ratified_by, e->n_ratified_by);
	for (size_t i = 0; i < e->n_awaits; i++)
		cell_group(l, reg_cell(b, row, "awaits"), e->awaits[i].id);
	cell_text(reg_cell(b, row, "marks"), mb_open_marks(l->a, row->doc));
}

/* What became of few decisions is asked for each; of many, all that names any is read once. */
#define FEW 100

static int read_decisions(struct reg *b, struct mb_error *err)
{
	struct effects links;
	int rc = reg_documents(b, NULL, err);
	bool few = b->r->n_rows <= FEW;

	if (rc == MB_OK && !few && (rc = effects_read(&links, &b->l, err)) == MB_OK)
		rc = effects_read_awaits(&links, &b->l, err);
	for (size_t i = 0; rc == MB_OK && i < b->r->n_rows; i++) {
		const struct mb_doc *d = b->r->rows[i].doc;
		struct mb_effect_of e = { 0 };

		if ((!few || (rc = effects_read_of(&links, &b->l, d->id, err)) == MB_OK) &&
		    (rc = effect_of(&e, &b->l, &links, d, err)) == MB_OK)
			put_effect(b, &b->r->rows[i], &e);
	}
	return rc;
}

static int sum_up_decisions(struct reg *b, struct mb_error *err)
{
	size_t n[MB_NO_RESOLUTION + 1] = { 0 }, awaited = 0;
	const char *all = NULL;

	for (size_t i = 0; i < b->r->n_rows; i++) {
		n[reg_cell(b, &b->r->rows[i], "standing")->number]++;
		awaited += reg_cell(b, &b->r->rows[i], "awaits")->n_refs > 0;
	}
	for (size_t s = 0; s <= MB_NO_RESOLUTION; s++)
		if (n[s])
			all = joined(b->l.a, all, ", ",
				     mb_arena_printf(b->l.a, "%zu %s", n[s],
						     s == MB_NO_RESOLUTION
							     ? "with nothing to carry out"
							     : mb_effect_word((enum mb_effect_state)s)));
	if (all)
		reg_note(b, "%s on %s: %s.", reg_count(b->l.a, b->r->n_rows, "decision", "decisions"),
			 mb_day_words(b->l.a, b->l.day), all);
	if (awaited)
		reg_note(b, "%zu of them still to be ratified by another body.", awaited);
	return MB_OK;
}

const struct reg_def reg_decisions = {
	.name = "decisions",
	.title = "Decisions",
	.about = "What was decided, and whether it has effect on the day.",
	.kind = "decision",
	.each = true,
	.standings = effects_words,
	.columns = decision_columns,
	.n_columns = sizeof decision_columns / sizeof *decision_columns,
	.read = read_decisions,
	.sum_up = sum_up_decisions,
};

/* ---- conditions ------------------------------------------------------------------------------------------ */

static const struct mb_column condition_columns[] = {
	{ "id", "Decision", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "date", "Decided", NULL, MB_CELL_DATE, false, false },
	{ "condition", "Condition", NULL, MB_CELL_TEXT, false, false },
	{ "standing", "Standing", NULL, MB_CELL_TAG, false, false },
	{ "met_on", "Met on", NULL, MB_CELL_DATE, false, false },
	{ "met_by", "Met by", NULL, MB_CELL_TEXT, false, false },
	{ "evidence", "Evidence", NULL, MB_CELL_TEXT, true, false },
	{ "title", "What was decided", NULL, MB_CELL_TEXT, true, false },
};
static const char *const condition_words[] = { "open", "met", NULL };

static void add_conditions(struct reg *b, const struct found *f)
{
	struct mb_condition *conditions;
	size_t n;

	conditions_of(&conditions, &n, &b->l, f->doc);
	for (size_t i = 0; i < n; i++) {
		bool met = conditions[i].met_on != MB_NO_DAY;
		struct mb_register_row *row = reg_row(b, f);

		row->date = mb_doc_day(f->doc, "date");
		cell_day(b->l.a, reg_cell(b, row, "date"), row->date);
		cell_text(reg_cell(b, row, "condition"), conditions[i].text);
		cell_tag(reg_cell(b, row, "standing"), met ? "met" : "open",
			 met ? MB_TONE_GOOD : MB_TONE_WARN);
		if (!met)
			continue;
		cell_day(b->l.a, reg_cell(b, row, "met_on"), conditions[i].met_on);
		cell_text(reg_cell(b, row, "met_by"), conditions[i].met_by);
		cell_text(reg_cell(b, row, "evidence"), conditions[i].evidence);
	}
}

static int read_conditions(struct reg *b, struct mb_error *err)
{
	static const char *const fields[] = { "conditions.text", "condition" };
	int rc = MB_OK;

	for (size_t k = 0; rc == MB_OK && k < 2; k++) {
		struct found *found;
		size_t n, before = b->r->n_rows;

		rc = look_list(&found, &n, &b->l, "decision", b->group, fields[k], NULL, err);
		for (size_t i = 0; rc == MB_OK && i < n; i++) {
			bool there = mb_streq(found[i].doc->state, "dropped from draft");

			for (size_t r = 0; r < before; r++)
				there |= mb_streq(b->r->rows[r].id, found[i].doc->id);
			if (!there)
				add_conditions(b, &found[i]);
		}
	}
	return rc;
}

static int sum_up_conditions(struct reg *b, struct mb_error *err)
{
	size_t open = 0;

	for (size_t i = 0; i < b->r->n_rows; i++)
		open += mb_streq(reg_cell(b, &b->r->rows[i], "standing")->text, "open");
	if (b->r->n_rows)
		reg_note(b, "%s, %zu of them open.",
			 reg_count(b->l.a, b->r->n_rows, "condition", "conditions"), open);
	return MB_OK;
}

const struct reg_def reg_conditions = {
	.name = "conditions",
	.title = "Conditions",
	.about = "What decisions were made subject to, and whether it has been met.",
	.kinds = { "decision", NULL },
	.standings = condition_words,
	.columns = condition_columns,
	.n_columns = sizeof condition_columns / sizeof *condition_columns,
	.read = read_conditions,
	.sum_up = sum_up_conditions,
};

/* ---- corrections ----------------------------------------------------------------------------------------- */

static const struct mb_column correction_columns[] = {
	{ "id", "Decision", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "date", "Date", NULL, MB_CELL_DATE, false, false },
	{ "corrects", "Corrects", "the earlier minutes, which keep their text", MB_CELL_LINK, false, false },
	{ "correction", "Correction", NULL, MB_CELL_TEXT, false, false },
	{ "marks", "In order?", NULL, MB_CELL_TEXT, false, false },
};

static int read_corrections(struct reg *b, struct mb_error *err)
{
	struct found *found;
	size_t n;
	int rc = look_list(&found, &n, &b->l, "decision", b->group, "corrects", NULL, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_register_row *row = reg_row(b, &found[i]);

		reg_fields(b, row, found[i].doc);
		cell_text(reg_cell(b, row, "correction"), mb_doc_field(found[i].doc, "text"));
		cell_text(reg_cell(b, row, "marks"), mb_open_marks(b->l.a, found[i].doc));
	}
	return rc;
}

const struct reg_def reg_corrections = {
	.name = "corrections",
	.title = "Corrections of minutes",
	.about = "Decisions that correct earlier minutes. Both texts are kept.",
	.kinds = { "decision", NULL },
	.columns = correction_columns,
	.n_columns = sizeof correction_columns / sizeof *correction_columns,
	.read = read_corrections,
};
