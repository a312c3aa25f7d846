/* People: who sits where, which seats are vacant, what interests were declared. */
#include "registers_impl.h"

#include <string.h>

/* ---- memberships ----------------------------------------------------------------------------------------- */

static const struct mb_column member_columns[] = {
	{ "id", "Page", NULL, MB_CELL_LINK, true, false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "person", "Person", NULL, MB_CELL_PERSON, false, false },
	{ "role", "Role", NULL, MB_CELL_TEXT, false, false },
	{ "voting", "Votes", NULL, MB_CELL_YES, false, false },
	{ "on_behalf_of", "On behalf of", NULL, MB_CELL_LINK, false, false },
	{ "from", "From", NULL, MB_CELL_DATE, false, false },
	{ "until", "Until", NULL, MB_CELL_DATE, false, false },
	{ "standing", "Standing", NULL, MB_CELL_TAG, false, false },
};
static const char *const member_words[] = { "serving", "vacant", "to come", "ended", NULL };

static bool counts_as_voting(const struct mb_node *row)
{
	const char *votes = text_of(row, "voting");

	return !votes || mb_streq(votes, "true") || mb_streq(votes, "yes");
}

static bool same_seat(const struct mb_node *a, const struct mb_node *b)
{
	const char *role_a = text_of(a, "role"), *role_b = text_of(b, "role");

	return mb_streq(role_a ? role_a : "member", role_b ? role_b : "member") &&
	       mb_streq(text_of(a, "on_behalf_of"), text_of(b, "on_behalf_of"));
}

/* A seat that somebody left and nobody of the same role and organisation has taken since. Each leaver of a seat needs a
 * successor of his own. */
static bool left_vacant(struct mb_node *const *rows, size_t n, size_t at, mb_day on)
{
	mb_day from, until, gone = day_of(rows[at], "until");
	size_t successors = 0, later_leavers = 0;

	if (gone == MB_NO_DAY || gone >= on)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (i == at || !same_seat(rows[i], rows[at]) || !text_of(rows[i], "person"))
			continue;
		if (row_in_force(&from, &until, rows[i], on))
			successors += from != MB_NO_DAY && from > day_of(rows[at], "from");
		else if (until != MB_NO_DAY && until < on && (until > gone || (until == gone && i > at)))
			later_leavers++; /* that one's seat is the vacant one */
	}
	return successors == 0 && later_leavers == 0;
}

static void put_member(struct reg *b, const struct found *group, struct mb_node *const *rows, size_t n,
		       size_t at)
{
	const struct mb_node *r = rows[at];
	const char *role = text_of(r, "role"), *organisation = text_of(r, "on_behalf_of"),
		   *person = text_of(r, "person");
	mb_day from, until;
	bool there = row_in_force(&from, &until, r, b->l.day),
	     vacant = there ? !person : left_vacant(rows, n, at, b->l.day);
	struct mb_register_row *row;
	struct mb_cell *c;

	if (!there && !vacant && !b->ask->all) {
		b->n_hidden++;
		return;
	}
	row = reg_row(b, group);
	row->date = from;
	c = reg_cell(b, row, "standing");
	if (!vacant || there)
		cell_person(&b->l, reg_cell(b, row, "person"), person);
	cell_text(reg_cell(b, row, "role"), role ? role : "member");
	cell_yes(reg_cell(b, row, "voting"), counts_as_voting(r));
	cell_doc(&b->l, reg_cell(b, row, "on_behalf_of"), organisation);
	cell_day(b->l.a, reg_cell(b, row, "from"), vacant && !there ? MB_NO_DAY : from);
	cell_day(b->l.a, reg_cell(b, row, "until"), until);
	if (vacant) {
		cell_tag(c, "vacant", MB_TONE_BAD);
		if (!there) /* empty from the day after the last member's last */
			cell_text(reg_cell(b, row, "person"),
				  mb_arena_printf(b->l.a, "(last: %s)",
						  mb_person_name(b->l.a, b->l.g, person)));
	} else if (there) {
		cell_tag(c, "serving", MB_TONE_GOOD);
	} else {
		cell_tag(c, from != MB_NO_DAY && from > b->l.day ? "to come" : "ended", MB_TONE_PLAIN);
	}
}

static bool stands(const struct mb_doc *group, mb_day on)
{
	mb_day began = mb_doc_day(group, "began"), ended = mb_doc_day(group, "ended");

	return (began == MB_NO_DAY || began <= on) && (ended == MB_NO_DAY || on <= ended);
}

/* Who presides, and can the group decide at all? */
static void check_group(struct reg *b, const struct mb_doc *group, struct mb_node *const *rows, size_t n)
{
	const struct mb_node *quorum;
	const char *source;
	size_t voting = 0;
	bool chair = false, has;
	long needed;
	mb_day from, until;

	for (size_t i = 0; i < n; i++) {
		if (!row_in_force(&from, &until, rows[i], b->l.day) || !text_of(rows[i], "person"))
			continue;
		voting += counts_as_voting(rows[i]);
		chair |= mb_streq(text_of(rows[i], "role"), "chair");
	}
	if (!chair)
		reg_note(b, "%s has no chair on %s.", group->title, mb_day_words(b->l.a, b->l.day));
	if (mb_param_value(&quorum, &source, b->l.a, mb_gate_view(b->l.g), "quorum", group->group, NULL) !=
		    MB_OK ||
	    quorum->type != MB_TEXT)
		return;
	needed = text_number(&has, quorum->text);
	if (has && (long)voting < needed)
		reg_note(b, "%s has %s and needs %ld for a quorum (%s).", group->title,
			 reg_count(b->l.a, voting, "voting member", "voting members"), needed, source);
}

static int read_members(struct reg *b, struct mb_error *err)
{
	struct found *groups;
	size_t n;
	int rc = look_standing(&groups, &n, &b->l, "group", b->group, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct mb_node *const *rows;
		size_t count = rows_of(&rows, groups[i].doc, "members");

		if (!b->ask->all && !stands(groups[i].doc, b->l.day))
			continue;
		for (size_t k = 0; k < count; k++)
			put_member(b, &groups[i], rows, count, k);
		if (stands(groups[i].doc, b->l.day))
			check_group(b, groups[i].doc, rows, count);
	}
	return rc;
}

static int sum_up_members(struct reg *b, struct mb_error *err)
{
	size_t serving = 0, vacant = 0;

	for (size_t i = 0; i < b->r->n_rows; i++) {
		const char *word = reg_cell(b, &b->r->rows[i], "standing")->text;

		serving += mb_streq(word, "serving");
		vacant += mb_streq(word, "vacant");
	}
	reg_note(b, "On %s: %s filled, %zu vacant%s.", mb_day_words(b->l.a, b->l.day),
		 reg_count(b->l.a, serving, "seat", "seats"), vacant,
		 b->n_hidden ? mb_arena_printf(b->l.a,
					       "; %zu past or to come are left out; ask for all to see them",
					       b->n_hidden)
			     : "");
	return MB_OK;
}

const struct reg_def reg_memberships = {
	.name = "memberships",
	.title = "Memberships and vacancies",
	.about = "Who sits in which group on the day, and which seats are empty.",
	.kinds = { "group", NULL },
	.standings = member_words,
	.columns = member_columns,
	.n_columns = sizeof member_columns / sizeof *member_columns,
	.as_made = true,
	.read = read_members,
	.sum_up = sum_up_members,
};

/* ---- interests ------------------------------------------------------------------------------------------- */

static const struct mb_column interest_columns[] = {
	{ "id", "Entry", "a declaration of its own, or the meeting at which it was made", MB_CELL_LINK, false,
	  false },
	{ "group", "Group", NULL, MB_CELL_GROUP, false, false },
	{ "declared", "Declared", NULL, MB_CELL_DATE, false, false },
	{ "person", "Person", NULL, MB_CELL_PERSON, false, false },
	{ "nature", "Interest", NULL, MB_CELL_TEXT, false, false },
	{ "matter", "Matter", NULL, MB_CELL_TEXT, false, false },
	{ "until", "Until", NULL, MB_CELL_DATE, false, false },
	{ "standing", "Standing", NULL, MB_CELL_TAG, false, false },
};
static const char *const interest_words[] = { "standing", "at the meeting", "past", NULL };

static void put_interest(struct reg *b, const struct found *f)
{
	mb_day until = mb_doc_day(f->doc, "until_day"), declared = mb_doc_day(f->doc, "declared");
	bool past = (until != MB_NO_DAY && until < b->l.day) || at_its_end(f->doc);
	struct mb_register_row *row;

	if (past && !b->ask->all) {
		b->n_hidden++;
		return;
	}
	row = reg_row(b, f);
	row->date = declared;
	cell_day(b->l.a, reg_cell(b, row, "declared"), declared);
	cell_person(&b->l, reg_cell(b, row, "person"), mb_doc_field(f->doc, "person"));
	cell_text(reg_cell(b, row, "nature"), mb_doc_field(f->doc, "nature"));
	cell_doc(&b->l, reg_cell(b, row, "matter"), mb_doc_field(f->doc, "item"));
	cell_day(b->l.a, reg_cell(b, row, "until"), until);
	cell_tag(reg_cell(b, row, "standing"), past ? "past" : "standing",
		 past ? MB_TONE_PLAIN : MB_TONE_WARN);
}

static void put_declared(struct reg *b, const struct found *meeting)
{
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, meeting->doc, "interests");

	for (size_t i = 0; i < n; i++) {
		struct mb_register_row *row = reg_row(b, meeting);
		const char *item = text_of(rows[i], "item"), *person = text_of(rows[i], "person");

		row->date = mb_doc_day(meeting->doc, "date");
		cell_day(b->l.a, reg_cell(b, row, "declared"), row->date);
		if (person)
			cell_person(&b->l, reg_cell(b, row, "person"), person);
		else
			cell_text(reg_cell(b, row, "person"), text_of(rows[i], "name"));
		cell_text(reg_cell(b, row, "nature"), text_of(rows[i], "nature"));
		if (item)
			cell_text(reg_cell(b, row, "matter"), mb_arena_printf(b->l.a, "item %s", item));
		cell_tag(reg_cell(b, row, "standing"), "at the meeting", MB_TONE_PLAIN);
	}
}

static int read_interests(struct reg *b, struct mb_error *err)
{
	static const char *const marks[] = { "interests.person", "interests.item" };
	struct found *found;
	size_t n;
	int rc = look_list(&found, &n, &b->l, "interest", b->group, NULL, NULL, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		put_interest(b, &found[i]);
	for (size_t k = 0; rc == MB_OK && k < 2; k++) {
		size_t before = b->r->n_rows;

		rc = look_list(&found, &n, &b->l, "meeting", b->group, marks[k], NULL, err);
		for (size_t i = 0; rc == MB_OK && i < n; i++) {
			bool there = false;

			for (size_t r = 0; r < before; r++)
				there |= mb_streq(b->r->rows[r].id, found[i].doc->id);
			if (!there)
				put_declared(b, &found[i]);
		}
	}
	return rc;
}

static int sum_up_interests(struct reg *b, struct mb_error *err)
{
	if (b->n_hidden)
		reg_note(b, "%s left out; ask for all to see them.",
			 reg_count(b->l.a, b->n_hidden, "interest that has ended is",
				   "interests that have ended are"));
	return MB_OK;
}

const struct reg_def reg_interests = {
	.name = "interests",
	.title = "Interests",
	.about = "What people have declared: standing interests, and those declared at a meeting.",
	.kinds = { "interest", "meeting", NULL },
	.standings = interest_words,
	.columns = interest_columns,
	.n_columns = sizeof interest_columns / sizeof *interest_columns,
	.read = read_interests,
	.sum_up = sum_up_interests,
};
