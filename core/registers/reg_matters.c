/* Challenges and disputes: at which stage, since when, and what came of them. */
#include "registers_impl.h"

#include <string.h>

/* ---- challenges ------------------------------------------------------------------------------------------ */

static const struct mb_column challenge_columns[] = {
	{ "id", "Challenge", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "state", "State", NULL, MB_CELL_TAG, false, false },
	{ "raised", "Raised", NULL, MB_CELL_DATE, false, false },
	{ "title", "Challenge", NULL, MB_CELL_TEXT, false, false },
	{ "raised_by", "Raised by", NULL, MB_CELL_PERSON, false, false },
	{ "from_organisation", "From", NULL, MB_CELL_LINK, true, false },
	{ "to_organisation", "To", NULL, MB_CELL_LINK, false, false },
	{ "owner", "To be answered by", NULL, MB_CELL_PERSON, false, false },
	{ "response_due", "Answer due", NULL, MB_CELL_DATE, false, false },
	{ "responded", "Answered", NULL, MB_CELL_DATE, false, false },
	{ "standing", "Standing", NULL, MB_CELL_TAG, false, false },
	{ "days_late", "Days late", NULL, MB_CELL_NUMBER, false, false },
	{ "outcome", "What came of it", NULL, MB_CELL_TEXT, true, false },
	{ "decision", "Decision", NULL, MB_CELL_LINK, true, false },
	{ "actions", "Actions", NULL, MB_CELL_LINK, true, true },
	{ "closed", "Closed", NULL, MB_CELL_DATE, true, false },
	{ "marks", "In order?", NULL, MB_CELL_TEXT, false, false },
};
static const char *const challenge_words[] = { "answer awaited",
					       "answer overdue",
					       "answered in time",
					       "answered late",
					       "answered",
					       "closed without an answer",
					       NULL };

static void put_challenge(struct reg *b, struct mb_register_row *row)
{
	mb_day due = mb_doc_day(row->doc, "response_due"), answered = mb_doc_day(row->doc, "responded"), upto;
	bool open = answered == MB_NO_DAY || answered > b->l.day;
	struct mb_cell *c = reg_cell(b, row, "standing");

	cell_text(reg_cell(b, row, "marks"), mb_open_marks(b->l.a, row->doc));
	if (open && at_its_end(row->doc)) {
		cell_tag(c, "closed without an answer", MB_TONE_WARN);
		return;
	}
	upto = open ? b->l.day : answered;
	if (due != MB_NO_DAY && due < upto) {
		cell_tag(c, open ? "answer overdue" : "answered late", open ? MB_TONE_BAD : MB_TONE_WARN);
		cell_number(b->l.a, reg_cell(b, row, "days_late"), (long)upto - due);
	} else {
		cell_tag(c,
			 open		    ? "answer awaited"
			 : due == MB_NO_DAY ? "answered"
					    : "answered in time",
			 open ? MB_TONE_WARN : MB_TONE_GOOD);
	}
}

static int read_challenges(struct reg *b, struct mb_error *err)
{
	return reg_documents(b, put_challenge, err);
}

/* ---- disputes -------------------------------------------------------------------------------------------- */

static const struct mb_column dispute_columns[] = {
	{ "id", "Dispute", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "state", "State", NULL, MB_CELL_TAG, false, false },
	{ "raised", "Raised", NULL, MB_CELL_DATE, false, false },
	{ "title", "Dispute", NULL, MB_CELL_TEXT, false, false },
	{ "raised_by", "Raised by", NULL, MB_CELL_PERSON, false, false },
	{ "against", "With", NULL, MB_CELL_TEXT, false, false },
	{ "about", "About", NULL, MB_CELL_LINK, true, false },
	{ "stage_started", "At this stage since", NULL, MB_CELL_DATE, false, false },
	{ "days_in_stage", "Days in stage", NULL, MB_CELL_NUMBER, false, false },
	{ "days_open", "Days open", NULL, MB_CELL_NUMBER, false, false },
	{ "standing", "Standing", NULL, MB_CELL_TAG, false, false },
	{ "outcome", "What came of it", NULL, MB_CELL_TEXT, true, false },
	{ "referred_to", "Referred to", NULL, MB_CELL_TEXT, true, false },
	{ "settled", "Ended", NULL, MB_CELL_DATE, false, false },
	{ "marks", "In order?", NULL, MB_CELL_TEXT, false, false },
};
static const char *const dispute_words[] = { "open", "ended", NULL };

static void put_dispute(struct reg *b, struct mb_register_row *row)
{
	mb_day raised = mb_doc_day(row->doc, "raised"), stage = mb_doc_day(row->doc, "stage_started");
	mb_day settled = mb_doc_day(row->doc, "settled");
	bool over = at_its_end(row->doc);
	mb_day upto = over && settled != MB_NO_DAY ? settled : b->l.day;

	if (stage == MB_NO_DAY) {
		stage = raised; /* the first stage begins when it is raised */
		cell_day(b->l.a, reg_cell(b, row, "stage_started"), stage);
	}
	if (raised != MB_NO_DAY && raised <= upto)
		cell_number(b->l.a, reg_cell(b, row, "days_open"), (long)upto - raised);
	if (!over && stage != MB_NO_DAY && stage <= upto)
		cell_number(b->l.a, reg_cell(b, row, "days_in_stage"), (long)upto - stage);
	cell_tag(reg_cell(b, row, "standing"), over ? "ended" : "open", over ? MB_TONE_PLAIN : MB_TONE_WARN);
	cell_text(reg_cell(b, row, "marks"), mb_open_marks(b->l.a, row->doc));
}

static int read_disputes(struct reg *b, struct mb_error *err)
{
	return reg_documents(b, put_dispute, err);
}

/* ---- both ------------------------------------------------------------------------------------------------ */

static int sum_up(struct reg *b, struct mb_error *err)
{
	const char *all = NULL;

	for (const char *const *w = b->def->standings; *w; w++) {
		size_t n = 0;

		for (size_t i = 0; i < b->r->n_rows; i++)
			n += mb_streq(reg_cell(b, &b->r->rows[i], "standing")->text, *w);
		if (n)
			all = joined(b->l.a, all, ", ", mb_arena_printf(b->l.a, "%zu %s", n, *w));
	}
	if (all)
		reg_note(b, "On %s: %s.", mb_day_words(b->l.a, b->l.day), all);
	return MB_OK;
}

const struct reg_def reg_challenges = {
	.name = "challenges",
	.title = "Challenges",
	.about = "What partners asked each other to account for, the answers, and what came of them.",
	.kind = "challenge",
	.each = true,
	.standings = challenge_words,
	.columns = challenge_columns,
	.n_columns = sizeof challenge_columns / sizeof *challenge_columns,
	.read = read_challenges,
	.sum_up = sum_up,
};

const struct reg_def reg_disputes = {
	.name = "disputes",
	.title = "Disputes",
	.about = "What partners could not settle where it arose, and at which stage it is.",
	.kind = "dispute",
	.each = true,
	.standings = dispute_words,
	.columns = dispute_columns,
	.n_columns = sizeof dispute_columns / sizeof *dispute_columns,
	.read = read_disputes,
	.sum_up = sum_up,
};
