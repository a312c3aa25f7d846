/* Papers of some six kilobytes, agendas, and minutes with attendance, decisions and actions in the shapes that are read. */
#include "texts.h"

#include <string.h>

#define COUNT(x) (sizeof(x) / sizeof *(x))

static const char *const words[] = {
	"the",	      "partners",  "children", "of",	    "service", "in",	    "families", "and",
	"agreed",     "a",	   "team",     "for",	    "schools", "review",    "with",	"young",
	"people",     "plan",	   "year",     "each",	    "area",    "to",	    "support",	"health",
	"visitors",   "working",   "together", "report",    "shows",   "that",	    "waiting",	"times",
	"fell",	      "where",	   "staff",    "were",	    "based",   "in one",    "building", "budget",
	"remains",    "as agreed", "training", "begins",    "this",    "spring",    "parents",	"asked",
	"volunteers", "centre",	   "borough",  "voluntary", "sector",  "transport", "evenings", "holidays",
};
static const char *const subjects[] = {
	"Joint Teams",	    "Children's Centres", "Speech Therapy",    "Foster Placements", "Play Schemes",
	"School Transport", "Young Carers",	  "Parenting Courses", "Health Visiting",   "Youth Work",
	"Short Breaks",	    "Common Assessment",  "Shared Training",   "Pooled Budgets",    "Leaving Care",
};
static const char *const what[] = {
	"in the North of the Borough", "for the Coming Year", "after the Review",
	"and Their Premises",	       "for the Under Fives", "in Secondary Schools"
};

unsigned chance_below(struct chance *c, unsigned n)
{
	c->state += 0x9e3779b97f4a7c15u; /* splitmix64 */
	uint64_t z = c->state;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ z >> 31) % n);
}

static void sentence(struct mb_buf *out, struct chance *c)
{
	unsigned n = 8 + chance_below(c, 14);

	for (unsigned i = 0; i < n; i++) {
		const char *word = words[chance_below(c, COUNT(words))];

		if (i == 0)
			mb_buf_printf(out, "%c%s", *word >= 'a' ? *word - 'a' + 'A' : *word, word + 1);
		else
			mb_buf_printf(out, " %s", word);
	}
	mb_buf_puts(out, ".\n");
}

static void paragraph(struct mb_buf *out, struct chance *c, unsigned sentences)
{
	for (unsigned i = 0; i < sentences; i++)
		sentence(out, c);
	mb_buf_putc(out, '\n');
}

const char *title_make(struct mb_arena *a, struct chance *c, unsigned number)
{
	return mb_arena_printf(a, "%s %s (%u)", subjects[chance_below(c, COUNT(subjects))],
			       what[chance_below(c, COUNT(what))], number);
}

void paper_write(struct mb_buf *out, const struct paper_text *p)
{
	struct chance c = { p->seed };
	char day[MB_LONG_DATE];
	unsigned parts = 3 + chance_below(&c, 5);

	mb_buf_printf(
		out,
		"%s\n\n%s\n\nThis report is submitted under Agenda Item %u.\n\n# %s\n\n**For Decision**\n\n"
		"**Contact Officer:** %s\n\n## Summary\n\n",
		p->group, mb_day_long(day, p->meeting), p->item, p->title, p->author);
	paragraph(out, &c, 3);
	mb_buf_puts(out, "## Implications\n\n**Financial:** ");
	paragraph(out, &c, 2);
	mb_buf_puts(out, "**Legal:** ");
	paragraph(out, &c, 2);
	mb_buf_printf(
		out,
		"## Recommendations\n\nThe group is asked to agree:\n\n1. The proposals of section 1 are "
		"carried "
		"out from the start of the next year.\n2. Two co-ordinators are appointed, at a cost of no "
		"more "
		"than £%u,000 in a full year.\n\nThe group is asked to note:\n\n3. The result is reported "
		"after twelve months.\n\n## Reasons\n\n",
		10 + chance_below(&c, 80));
	paragraph(out, &c, 4);
	for (unsigned i = 1; i <= parts; i++) {
		mb_buf_printf(out, "## %u. Background, part %u\n\n", i, i);
		for (unsigned k = 0; k < 3; k++)
			paragraph(out, &c, 2 + chance_below(&c, 4));
	}
	if (p->corrected)
		mb_buf_puts(out, "The figures of this section were corrected after finance and legal had "
				 "seen them.\n\n");
	mb_buf_puts(
		out,
		"## Consultees\n\n- Farah Nazir, Head of Finance\n- Leonard Shaw, Head of Legal Services\n");
}

void agenda_write(struct mb_buf *out, const char *group, mb_day day, const struct item_text *items, size_t n)
{
	char when[MB_LONG_DATE];

	mb_buf_printf(out,
		      "# Agenda of the %s\n\n%s at 2.00 pm in Committee Room 2, Wendlebury Town Hall\n\n"
		      "| No | Item | Paper | For |\n|----|------|-------|-----|\n| 1 | Apologies for absence "
		      "| | |\n"
		      "| 2 | Declarations of interest | | |\n| 3 | Minutes of earlier meetings | | decide |\n"
		      "| 4 | Decisions of other groups | | decide |\n",
		      group, mb_day_long(when, day));
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(out, "| %zu | %s | %s | decide |\n", i + 5, items[i].title, items[i].paper);
}

static void names(struct mb_buf *out, const char *head, const char **list, size_t n)
{
	mb_buf_printf(out, "**%s**\n\n", head);
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(out, "- %s\n", list[i]);
	mb_buf_putc(out, '\n');
}

#define IDS_A_CLAUSE 8 /* a list of ids stays readable */

static void deal_with(struct mb_buf *out, const char **ids, size_t n, const char *how)
{
	for (size_t i = 0; i < n; i += IDS_A_CLAUSE) {
		size_t end = i + IDS_A_CLAUSE < n ? i + IDS_A_CLAUSE : n;

		mb_buf_printf(out, "**RESOLVED:** That decision%s ", end - i > 1 ? "s" : "");
		for (size_t k = i; k < end; k++)
			mb_buf_printf(out, "%s%s", k == i ? "" : k + 1 == end ? " and " : ", ", ids[k]);
		mb_buf_printf(out, " be %s.\n\n", how);
	}
}

static void item(struct mb_buf *out, const struct minutes_text *m, size_t i)
{
	char day[MB_LONG_DATE];
	unsigned turn = chance_below(m->chance, (unsigned)m->n_present);
	const char *owner = m->present[turn];

	mb_buf_printf(out, "## %zu. %s (%s)\n\n", i + 5, m->items[i].title, m->items[i].paper);
	paragraph(out, m->chance, 2);
	mb_buf_printf(out,
		      "**RESOLVED:** That\n\n1. the proposals of the report be carried out from the start of "
		      "the next "
		      "year; and\n2. two co-ordinators be appointed as the report sets out.\n\n"
		      "**ACTION:** %.*s to bring the result of %s to the group by %s.\n\n",
		      (int)strcspn(owner, ",("), owner, m->items[i].paper, mb_day_long(day, m->day + 35));
}

void minutes_write(struct mb_buf *out, const struct minutes_text *m)
{
	char day[MB_LONG_DATE], before[MB_LONG_DATE];

	mb_buf_printf(
		out,
		"# Minutes of the %s\n\nHeld on %s at 2.00 pm in Committee Room 2, Wendlebury Town Hall\n\n"
		"## Attendance\n\n",
		m->group, mb_day_long(day, m->day));
	names(out, "Present", m->present, m->n_present);
	mb_buf_puts(out, "**In attendance**\n\n- Beth Corrigan, Board Officer\n\n");
	if (m->n_apologies)
		names(out, "Apologies", m->apologies, m->n_apologies);
	mb_buf_puts(out, "## 1. Apologies for absence\n\nAs listed above.\n\n## 2. Declarations of "
			 "interest\n\nNone.\n\n"
			 "## 3. Minutes of earlier meetings\n\n");
	if (m->before != MB_NO_DAY)
		mb_buf_printf(out,
			      "**RESOLVED:** That the minutes of the meeting held on %s be approved as a "
			      "correct record.\n\n",
			      mb_day_long(before, m->before) + strcspn(before, " ") + 1);
	mb_buf_puts(out, "## 4. Decisions of other groups\n\n");
	deal_with(out, m->ratify, m->n_ratify, "ratified");
	deal_with(out, m->note, m->n_note, "noted");
	for (size_t i = 0; i < m->n_items; i++)
		item(out, m, i);
	mb_buf_printf(out, "## %zu. Date of next meeting\n\nTo be announced.\n", m->n_items + 5);
}
