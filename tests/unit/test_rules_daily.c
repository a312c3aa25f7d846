/* The daily round: the last step due, once, on the working day it falls on. */
#include "rules_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define ACTION "groups/board/actions/2005/CTB-2005-A001.md"
#define OPEN(more)                                                                                           \
	"---\nid: CTB-2005-A001\nkind: action\nstate: open\ntitle: Write to schools\nowner: ann\ndue: "      \
	"2005-10-14\n" more "---\n"

static const char rules[] =
	"workflow 'action' { states = { 'open', 'done' }, ends = { 'done' },\n"
	"  moves = { complete = move { from = 'open', to = 'done', who = 'owner' } } }\n"
	"rule 'chased' { authority = 'ToR 10', was = 'hounded', daily = 'action', while_in = 'open', effects "
	"= {\n"
	"  remind { who = 'owner', on = before('due', working_days(5)), about = 'soon' },\n"
	"  remind { who = 'owner', on = 'due', about = 'today' },\n"
	"  escalate { to = 'chair', on = after('due', working_days(5)), about = 'late' },\n"
	"  escalate { to = 'chair of parent', on = after('due', working_days(param 'overdue_to_parent')), "
	"about = 'very late',\n"
	"             also = report { to = 'parent', purpose = 'overdue action' } } } }\n";

static const struct row {
	const char *name, *on, *action;
	const char *effects; /* kind to/people step, one after the other */
} rows[] = {
	{ "nothing before the first step", "2005-10-05", OPEN(""), "" },
	{ "the first step", "2005-10-07", OPEN(""), "remind ann 2005-10-07;" },
	{ "a day missed is caught up with", "2005-10-13", OPEN(""), "remind ann 2005-10-07;" },
	{ "on the day", "2005-10-14", OPEN(""), "remind ann 2005-10-14;" },
	{ "once only", "2005-10-14",
	  OPEN("notices:\n  - {key: chased|CTB-2005-A001|remind|2005-10-14, step: 2005-10-14}\n"), "" },
	{ "under another name, once only", "2005-10-14",
	  OPEN("notices:\n  - {key: hounded|CTB-2005-A001|remind|2005-10-14, step: 2005-10-14}\n"), "" },
	{ "a name that only begins alike is another", "2005-10-14",
	  OPEN("notices:\n  - {key: hounded out|CTB-2005-A001|remind|2005-10-14, step: 2005-10-14}\n"),
	  "remind ann 2005-10-14;" },
	{ "earlier steps are overtaken", "2005-10-21", OPEN(""), "escalate cath 2005-10-21;" },
	{ "what another rule did is no matter", "2005-10-21",
	  OPEN("notices:\n  - {key: other|CTB-2005-A001|x, step: 2005-11-21}\n"),
	  "escalate cath 2005-10-21;" },
	{ "then the parent hears of it", "2005-10-28", OPEN(""),
	  "escalate kit 2005-10-28;report exec 2005-10-28;" },
	{ "an extension begins anew", "2005-10-14",
	  OPEN("notices:\n  - {key: chased|CTB-2005-A001|remind|2005-10-03, step: 2005-10-03}\n"),
	  "remind ann 2005-10-14;" },
	{ "what has no date is left alone", "2005-10-28",
	  "---\nid: CTB-2005-A001\nkind: action\nstate: open\ntitle: T\n---\n", "" },
	{ "what is done is left alone", "2005-10-28",
	  "---\nid: CTB-2005-A001\nkind: action\nstate: done\ntitle: T\nowner: ann\ndue: 2005-10-14\n---\n",
	  "" },
};

static void tell(struct mb_buf *out, const struct mb_ruling *ruling)
{
	for (size_t i = 0; i < ruling->n_effects; i++) {
		const struct mb_effect *e = &ruling->effects[i];
		const struct mb_node *to = mb_node_get(e->args, "to");
		char iso[MB_ISO_DATE];

		mb_buf_printf(out, "%s", e->kind);
		for (size_t k = 0; to && to->type == MB_LIST && k < to->n; k++)
			mb_buf_printf(out, " %s", to->items[k]->text);
		if (to && to->type == MB_TEXT)
			mb_buf_printf(out, " %s", to->text);
		mb_buf_printf(out, " %s;", mb_day_iso(iso, e->step));
	}
}

static void check(void **state)
{
	const struct row *row = *state;
	const char *texts[] = { rules };
	struct page pages[32];
	size_t n = 0;
	struct mb_arena *a = mb_arena_new();
	struct mb_calendar *calendar = weekdays();
	struct mb_case c = { .calendar = calendar };
	struct mb_ruling ruling;
	struct mb_rules *r = NULL;
	struct mb_error err = { 0 };
	struct mb_buf out;

	for (; world[n].path; n++)
		pages[n] = world[n];
	pages[n++] = (struct page){ ACTION, row->action };
	pages[n] = (struct page){ NULL, NULL };
	if (pack_load(&r, texts, 1, &err) != MB_OK)
		fail_msg("%s", err.text);
	c.after = c.base = pages_view(mb_rules_schema(r), pages);
	c.recorded = (struct mb_instant){ (int64_t)on_day(row->on) * 86400 + 36000, 0 };
	if (mb_rules_daily(&ruling, a, r, &c, &err) != MB_OK)
		fail_msg("%s", err.text);
	mb_buf_init(&out, 0);
	tell(&out, &ruling);
	assert_string_equal(out.p, row->effects);
	mb_buf_free(&out);
	mb_view_free(c.after);
	mb_calendar_free(calendar);
	mb_rules_free(r);
	mb_arena_free(a);
}

static int begin(void **state)
{
	pack_open();
	return 0;
}

static int end(void **state)
{
	pack_close();
	return 0;
}

int main(void)
{
	struct CMUnitTest t[sizeof rows / sizeof *rows];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	return cmocka_run_group_tests_name("rules_daily", t, begin, end);
}
