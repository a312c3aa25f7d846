/* What kind of text it is. The name it gives itself comes first; then the forms that stand in it. */
#include "read.h"

#include <string.h>

struct signs {
	int minutes, agenda, paper, terms, decision;
	int to_verbs, numbered, done_verbs;
	bool named_minutes, named_agenda, named_terms, named_report;
};

static void heading_signs(struct signs *g, struct mb_str s, size_t i)
{
	if (i > 12 || s.n > 160)
		return;
	if (rd_has(s, "terms of reference") && i < 6 && rd_unfinished(s) && s.n < 120)
		g->named_terms = true;
	if (rd_starts(s, "minutes of") || rd_starts(s, "notes of") || rd_has(s, "minutes of") ||
	    rd_has(s, "and minutes") || rd_has(s, "draft minutes") || rd_has(s, "final minutes"))
		g->named_minutes = true;
	else if (rd_starts(s, "agenda") && !rd_starts(s, "agenda item"))
		g->named_agenda = true;
	if (rd_starts(s, "report of") || rd_starts(s, "report by") || rd_starts(s, "report to"))
		g->named_report = true;
	if (rd_starts(s, "decision details") || rd_starts(s, "decision record") ||
	    rd_starts(s, "record of decision"))
		g->decision += 4;
}

static void word_signs(struct signs *g, const struct block *b, size_t i)
{
	static const char *const past[] = { "was",	"were", "noted", "agreed",    "resolved", "reported",
					    "approved", "had",	"said",	 "explained", NULL };
	static const char *const to[] = { "to receive", "to approve", "to consider", "to note", "to agree",
					  "to confirm", "to decide",  "to declare",  NULL };
	struct mb_str s = rd_clip(b->text, 400), w;
	const char *which;
	size_t rest, len, at = 0;
	enum people_group group = rd_people_key(s, &rest);

	if (b->kind != B_ROW && !b->bullet && (b->kind == B_HEADING || !b->label.n))
		heading_signs(g, s, i);
	if (b->kind == B_HEADING && rd_is_any(s, (const char *[]){ "decision", "resolution", NULL }))
		g->decision += 3;
	else if (rd_starts(s, "decision:") || (b->kind == B_PARA && mb_str_eq(s, "Decision:")))
		g->decision++;
	if (group != PEOPLE_NONE)
		g->minutes += group == PEOPLE_PRESENT ? 3 : group == PEOPLE_APOLOGIES && b->label.n ? 0 : 1;
	if (rd_decision_marker(s) && !rd_starts(s, "decision"))
		g->minutes += 3;
	if (rd_action_marker(s))
		g->minutes += 2;
	if (rd_has(rd_clip(s, 200), "resolved"))
		g->minutes += 1;
	if (rd_paper_key(s, &which, &rest))
		g->paper += mb_streq(which, "recommendations") ? 3 : mb_streq(which, "other") ? 1 : 2;
	if (rd_has(s, "for decision") || rd_has(s, "for information"))
		g->paper += b->label.n || b->kind == B_ROW ? 0 : 1;
	if (rd_starts(s, "decision maker") || rd_starts(s, "date of decision") ||
	    rd_starts(s, "is key decision"))
		g->decision += 3;
	if (rd_starts(s, "membership") || rd_starts(s, "quorum") || rd_starts(s, "frequency of meetings"))
		g->terms++;
	if (b->label.n || b->bullet || b->kind == B_ROW)
		g->numbered++;
	if (rd_find_any(rd_clip(s, 30), 0, to, NULL, &len) == 0)
		g->to_verbs++;
	while (rd_word(s, &at, &w))
		g->done_verbs += rd_is_any(rd_trim(w, ".,"), past);
}

/* A table whose header says No, Item, Paper, For. */
static bool agenda_table(struct reader *rd, size_t i)
{
	struct source *src = rd->src;
	struct mb_str cell[CELLS_MAX];
	bool no = false, item = false;
	int n;

	if (!rd_table_begins(src, i))
		return false;
	n = rd_cells(src, &src->b[i], cell);
	for (int k = 0; k < n; k++) {
		no |= rd_is_any(cell[k], (const char *[]){ "no", "no.", "number", "item no", "for", NULL });
		item |= rd_is_any(cell[k],
				  (const char *[]){ "item", "title", "subject", "agenda item", NULL });
	}
	return no && item;
}

const char *rd_kind(struct reader *rd, enum mb_sure *sure)
{
	struct signs g = { 0 };
	struct source *src = rd->src;

	if (rd->matter && rd->matter->root) {
		const char *layout = mb_node_text(rd->matter->root, "layout");

		heading_signs(&g, mb_str(mb_node_text(rd->matter->root, "title")), 0);
		g.decision += mb_streq(layout, "decision") ? 4 : 0;
		g.minutes += mb_streq(layout, "meeting") || mb_streq(layout, "minutes") ? 4 : 0;
	}
	for (size_t i = 0; i < src->count && i < 4000; i++) {
		word_signs(&g, &src->b[i], i);
		if (agenda_table(rd, i))
			g.agenda += 3;
	}
	*sure = MB_SURE;
	if (g.named_terms && !g.named_minutes && g.minutes < 6)
		return "terms-of-reference";
	if (g.decision >= 4 && g.minutes < 4)
		return "decision-record";
	/* R3: the name alone does not make minutes */
	if (g.named_minutes && g.minutes < 3 && g.to_verbs >= 2 && g.done_verbs < g.to_verbs * 2) {
		*sure = MB_LIKELY;
		return "agenda";
	}
	if (g.named_minutes)
		return "minutes";
	if (g.named_report || g.paper >= 6)
		return "paper";
	if (g.named_agenda && g.minutes < 6)
		return "agenda";
	*sure = MB_LIKELY;
	if (g.minutes >= 4 && g.minutes >= g.paper)
		return "minutes";
	if (g.agenda >= 3 || (g.to_verbs >= 3 && g.done_verbs < g.to_verbs))
		return "agenda";
	if (g.paper >= 4)
		return "paper";
	if (g.terms >= 2)
		return "terms-of-reference";
	if (g.decision >= 3)
		return "decision-record";
	return g.minutes >= 2 && g.done_verbs >= 3 ? "minutes" : "unknown";
}
