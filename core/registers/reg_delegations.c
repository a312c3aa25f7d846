/* Delegations: what may be decided in a group's place, how far, until when, and whether that was kept. */
#include "registers_impl.h"

#include <string.h>

static const struct mb_column columns[] = {
	{ "id", "Delegation", NULL, MB_CELL_LINK, false, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "state", "State", NULL, MB_CELL_TAG, true, false },
	{ "valid_from", "From", NULL, MB_CELL_DATE, false, false },
	{ "valid_until", "Until", NULL, MB_CELL_DATE, false, false },
	{ "title", "What may be decided", NULL, MB_CELL_TEXT, false, false },
	{ "given_to", "Given to", NULL, MB_CELL_TEXT, false, false },
	{ "limit", "Limit", "pounds for each decision", MB_CELL_NUMBER, false, false },
	{ "matters", "Matters", NULL, MB_CELL_TEXT, true, false },
	{ "in_consultation_with", "In consultation with", NULL, MB_CELL_TEXT, true, false },
	{ "given_by", "Given by", NULL, MB_CELL_LINK, true, false },
	{ "standing", "Standing", NULL, MB_CELL_TAG, false, false },
	{ "used", "Used", "decisions that cite it", MB_CELL_NUMBER, false, false },
	{ "amount_used", "Amount used", "pounds in all", MB_CELL_NUMBER, false, false },
	{ "uses", "Decisions under it", NULL, MB_CELL_LINK, true, true },
	{ "outside", "Outside it", "decisions above the limit or outside its time", MB_CELL_LINK, false,
	  true },
	{ "marks", "In order?", NULL, MB_CELL_TEXT, false, false },
};
static const char *const words[] = { "in force", "unused",  "not yet",	"expired",
				     "ended",	 "revoked", "exceeded", NULL };

/* Its last day: what was laid down, or the day it was ended before that. */
static mb_day last_day(const struct mb_doc *d)
{
	mb_day until = mb_doc_day(d, "valid_until"), ended = mb_doc_day(d, "ended");

	return ended != MB_NO_DAY && (until == MB_NO_DAY || ended < until) ? ended : until;
}

static bool outside(const struct mb_doc *delegation, const struct mb_doc *use, long amount, bool has_amount)
{
	bool limited;
	long limit = field_number(&limited, delegation, "limit");
	mb_day on = mb_doc_day(use, "date"), from = mb_doc_day(delegation, "valid_from"),
	       until = last_day(delegation);

	return (limited && has_amount && amount > limit) ||
	       (on != MB_NO_DAY && from != MB_NO_DAY && on < from) ||
	       (on != MB_NO_DAY && until != MB_NO_DAY && on > until);
}

struct use {
	size_t n, n_outside;
	long amount;
};

static int uses_of(struct use *u, struct reg *b, struct mb_register_row *row, const char *kind,
		   struct mb_error *err)
{
	struct found *found;
	size_t n;
	int rc = look_list(&found, &n, &b->l, kind, NULL, "under", row->id, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		bool has;
		long amount = field_number(&has, found[i].doc, "amount");

		if (mb_streq(found[i].doc->state, "dropped from draft") ||
		    mb_streq(found[i].doc->state, "withdrawn"))
			continue;
		u->n++;
		u->amount += amount;
		cell_doc(&b->l, reg_cell(b, row, "uses"), found[i].doc->id);
		if (!outside(row->doc, found[i].doc, amount, has))
			continue;
		u->n_outside++;
		cell_doc(&b->l, reg_cell(b, row, "outside"), found[i].doc->id);
	}
	return rc;
}

static void stand(struct reg *b, struct mb_register_row *row, const struct use *u)
{
	struct mb_cell *c = reg_cell(b, row, "standing");
	mb_day from = mb_doc_day(row->doc, "valid_from"), until = last_day(row->doc);

	if (u->n_outside)
		cell_tag(c, "exceeded", MB_TONE_BAD);
	else if (mb_streq(row->state, "revoked"))
		cell_tag(c, "revoked", MB_TONE_PLAIN);
	else if (until != MB_NO_DAY && until < b->l.day)
		cell_tag(c, "expired", MB_TONE_PLAIN);
	else if (at_its_end(row->doc))
		cell_tag(c, "ended", MB_TONE_PLAIN);
	else if (from != MB_NO_DAY && from > b->l.day)
		cell_tag(c, "not yet", MB_TONE_PLAIN);
	else
		cell_tag(c, u->n ? "in force" : "unused", u->n ? MB_TONE_GOOD : MB_TONE_WARN);
}

static void given_to(struct reg *b, struct mb_register_row *row)
{
	struct mb_cell *c = reg_cell(b, row, "given_to");
	const char *role = mb_doc_field(row->doc, "to_role");

	cell_person(&b->l, c, mb_doc_field(row->doc, "to_person"));
	cell_group(&b->l, c, mb_doc_field(row->doc, "to_group"));
	c->text = joined(b->l.a, c->text, "; ", role);
}

static int read_delegations(struct reg *b, struct mb_error *err)
{
	int rc = reg_documents(b, NULL, err);

	for (size_t i = 0; rc == MB_OK && i < b->r->n_rows; i++) {
		struct mb_register_row *row = &b->r->rows[i];
		struct use u = { 0 };

		given_to(b, row);
		if ((rc = uses_of(&u, b, row, "decision", err)) != MB_OK ||
		    (rc = uses_of(&u, b, row, "officer-decision", err)) != MB_OK)
			break;
		cell_number(b->l.a, reg_cell(b, row, "used"), (long)u.n);
		if (u.amount)
			cell_number(b->l.a, reg_cell(b, row, "amount_used"), u.amount);
		stand(b, row, &u);
		cell_text(reg_cell(b, row, "marks"), mb_open_marks(b->l.a, row->doc));
	}
	return rc;
}

/* What minutes delegate in words and nobody entered here. */
static int not_entered(struct reg *b, struct mb_error *err)
{
	struct found *found;
	const char *all = NULL;
	size_t n, count = 0;
	int rc = look_list(&found, &n, &b->l, "decision", b->group, "delegate_to", NULL, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		bool there = !mb_streq(mb_doc_field(found[i].doc, "outcome"), "agreed") ||
			     mb_streq(found[i].doc->state, "dropped from draft");

		for (size_t k = 0; k < b->r->n_rows; k++)
			there |= mb_streq(mb_doc_field(b->r->rows[k].doc, "given_by"), found[i].doc->id);
		if (there)
			continue;
		if (count++ < 5)
			all = joined(b->l.a, all, "; ",
				     mb_arena_printf(b->l.a, "%s (to %s)", found[i].doc->id,
						     mb_doc_field(found[i].doc, "delegate_to")));
	}
	if (count)
		reg_note(b, "%s something with no entry here: %s%s.",
			 count == 1 ? "One decision delegates"
				    : mb_arena_printf(b->l.a, "%zu decisions delegate", count),
			 all, count > 5 ? " and more" : "");
	return rc;
}

static int sum_up(struct reg *b, struct mb_error *err)
{
	const char *all = NULL;

	for (const char *const *w = words; *w; w++) {
		size_t n = 0;

		for (size_t i = 0; i < b->r->n_rows; i++)
			n += mb_streq(reg_cell(b, &b->r->rows[i], "standing")->text, *w);
		if (n)
			all = joined(b->l.a, all, ", ", mb_arena_printf(b->l.a, "%zu %s", n, *w));
	}
	if (all)
		reg_note(b, "%s on %s: %s.", reg_count(b->l.a, b->r->n_rows, "delegation", "delegations"),
			 mb_day_words(b->l.a, b->l.day), all);
	return not_entered(b, err);
}

const struct reg_def reg_delegations = {
	.name = "delegations",
	.title = "Delegations",
	.about = "What may be decided in a group's place, how far and until when, and how that was used.",
	.kind = "delegation",
	.each = true,
	.standings = words,
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.read = read_delegations,
	.sum_up = sum_up,
};
