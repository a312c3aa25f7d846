/* Bringing rules into force, while it is at work and when it is over: in force, or what the engine says when it may not be. */
#include "page_rules.h"
#include "templates.h"

#include <string.h>

/* ---- no ------------------------------------------------------------------------------------------------- */

/* The engine's checks in words for a page; what would do it, and where. */
static const struct {
	const char *asked, *title, *satisfy, *step, *tail;
} plain[] = {
	{ "two_people", "Two different people",
	  "Somebody other than whoever laid it down brings it into force: ask another administrator.", NULL,
	  NULL },
	{ "cites_decision", "A recorded decision",
	  "Choose the decision by which the meeting agreed to these rules.", NULL, NULL },
	{ "decided_by", "Decided by the group that decides on rules", "Choose a decision of that group.",
	  NULL, NULL },
	{ "decision_stands", "A decision that stands", "Choose one that has not been rescinded or replaced.",
	  NULL, NULL },
	{ "agreed", "A decision that agrees",
	  "Choose the decision by which the meeting agreed; this one did not.", NULL, NULL },
	{ "in_order", "A decision in order",
	  "The decision has no effect until what is irregular about it is cured.", "Irregularities",
	  "/irregularities" },
	{ "not_before_recorded", "Rules never reach back", "Choose today or a later day.", NULL, NULL },
	{ "becomes_at_once", "Documents change their state at once",
	  "Choose today: documents change their state with it.", NULL, NULL },
	{ "no_slips", "No slips", "Put right what the check names.", "See the slips", "check" },
	{ "tests_pass", "Tests, all passed", "Put right what the tests show, or write some.", "See the tests",
	  "test" },
	{ "replayed", "A replay over the record", "Start the replay.", "Replay", "replay" },
	{ "documents_fit", "Documents of the record fit",
	  "Make a new field optional, keep the kind and its names, and ask for what is new by a rule.", NULL,
	  NULL },
	{ "way_out", "The way back stays open",
	  "Under these rules nobody could do this any more, and nobody could change the rules again: keep "
	  "the step, and a role "
	  "that somebody holds.",
	  NULL, NULL },
	{ "kind_kept", "Kinds that have documents stay", "Keep the kind declared.", NULL, NULL },
	{ "state_kept", "No document is left without a state",
	  "Say in the workflow what documents in that state become (becomes = { ... }).", NULL, NULL },
};

/* Of the engine's words about a replay only that it was made: its numbers are of everything, whoever reads this. */
static const char *met_words(struct web_req *q, size_t i, const char *found)
{
	return mb_streq(plain[i].asked, "replayed")
		       ? mb_arena_dup(q->a, plain[i].title)
		       : mb_arena_printf(q->a, "%s: %s", plain[i].title, show_named(q, found));
}

/* "2006-01-12 or later" as people write the day. */
static const char *said_day(struct web_req *q, const char *said)
{
	mb_day day;

	if (strlen(said) < 10 || !mb_day_parse(&day, mb_arena_ndup(q->a, said, 10)))
		return said;
	return mb_arena_printf(q->a, "%s%s", mb_day_words(q->a, day), said + 10);
}

static void put_no(struct web_req *q, struct tpl_map *page, const struct proposal *p,
		   const struct mb_finding *f)
{
	struct tpl_map *box = tpl_list_add(page, "findings"), *tag = tpl_map(box, "tag"), *step;
	size_t i = 0, n = sizeof plain / sizeof *plain;

	while (i < n && !mb_streq(plain[i].asked, f->requirement))
		i++;
	tpl_set_text(box, "outcome", "refused");
	tpl_set_text(tag, "text", "Not met");
	tpl_set_text(tag, "colour", "red");
	tpl_set_text(box, "rule", i < n ? plain[i].title : f->requirement);
	tpl_set_text(box, "found", *f->found ? show_named(q, said_day(q, f->found)) : NULL);
	tpl_set_text(box, "needed",
		     mb_streq(f->requirement, "decided_by") ? mb_group_title(q->a, q->g, f->needed)
							    : said_day(q, f->needed));
	tpl_set_text(box, "satisfy", i < n ? plain[i].satisfy : show_named(q, f->remedy));
	if (i < n && plain[i].step) {
		step = tpl_list_add(box, "steps");
		tpl_set_text(step, "text", plain[i].step);
		tpl_set_url(step, "href",
			    *plain[i].tail == '/'
				    ? plain[i].tail
				    : proposal_href(q, p, mb_arena_printf(q->a, "/%s", plain[i].tail)));
	}
}

static struct mb_finding finding_of(const struct mb_node *row)
{
	const char *found = mb_node_text(row, "found"), *needed = mb_node_text(row, "needed"),
		   *asked = mb_node_text(row, "asked"), *remedy = mb_node_text(row, "remedy");

	return (struct mb_finding){ .requirement = asked ? asked : "",
				    .found = found ? found : "",
				    .needed = needed ? needed : "",
				    .remedy = remedy ? remedy : "",
				    .outcome = mb_node_text(row, "met") ? MB_SATISFIED : MB_UNSATISFIED };
}

static const char *asked_by(struct web_req *q, const struct rules_stand *x)
{
	const char *by = rules_stand_by(q, x);

	return by ? mb_arena_printf(q->a, "Asked for b%s", by + 1) : NULL;
}

static int refusal(struct web_req *q, struct web_res *res, const struct proposal *p,
		   const struct rules_stand *x, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_refusal);
	struct web_head head = proposal_head(q, p, "Not brought into force", NULL);
	const struct mb_node *rows = mb_node_get(x->note, "findings");

	show_head(page, p->title, "Not brought into force", asked_by(q, x));
	tpl_set_text(
		page, "summary_text",
		"Minutebook itself asks this of all rules, and no rule can change it. Nothing has changed.");
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		struct mb_finding f = finding_of(rows->items[i]);

		if (f.outcome != MB_SATISFIED) {
			put_no(q, page, p, &f);
			continue;
		}
		for (size_t k = 0; k < sizeof plain / sizeof *plain; k++)
			if (mb_streq(plain[k].asked, f.requirement))
				tpl_set_text(tpl_list_add(page, "met"), "text", met_words(q, k, f.found));
	}
	tpl_set_url(page, "back_to", proposal_href(q, p, "/enact"));
	tpl_set_text(page, "back_text", "Back to what it needs");
	tpl_set_text(page, "token", web_token(q, res));
	return web_render(q, res, &head, page, err);
}

/* ---- how it stands --------------------------------------------------------------------------------------- */

static const char *mine(struct web_req *q)
{
	return proposal_own(q->a, "enact", q->who.person);
}

/* Did what was being enacted come into force, whatever the note came to say of it? */
static int landed(bool *out, struct web_req *q, const struct rules_stand *x, struct mb_error *err)
{
	const char *tree = mb_node_text(x->note, "rules"), *by = mb_node_text(x->note, "by");
	struct mb_enacted *list;
	size_t n;
	int rc = mb_gate_enactments(&list, &n, q->a, q->g, err);

	*out = rc == MB_OK && n && tree && mb_streq(list[n - 1].rules.hex, tree) &&
	       mb_streq(list[n - 1].by, by);
	return rc;
}

/* By whom, by which decision, and whom it binds from when. */
static const char *done_words(struct web_req *q, const struct mb_enacted *e)
{
	const char *decision = e->decision ? mb_arena_printf(q->a, "by decision %s", e->decision)
					   : "without a decision, in the founding period",
		   *by = e->by ? mb_person_name(q->a, q->g, e->by) : "Somebody";

	if (e->from > q->today)
		return mb_arena_printf(q->a,
				       "%s brought it into force %s. It binds everybody from %s; until then "
				       "the rules before it do.",
				       by, decision, mb_day_words(q->a, e->from));
	return mb_arena_printf(q->a, "%s brought it into force %s. It binds everybody from now on.", by,
			       decision);
}

static int done(struct web_req *q, struct web_res *res, const struct proposal *p, const struct rules_stand *x,
		struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_step);
	struct web_head head = proposal_head(q, p, "Brought into force", NULL);
	const char *tree = mb_node_text(x->note, "rules");
	const struct mb_enacted *e = NULL;
	struct mb_enacted *list;
	size_t n;
	int rc = mb_gate_enactments(&list, &n, q->a, q->g, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (mb_streq(list[i].rules.hex, tree))
			e = &list[i];
	show_head(page, p->title, "Brought into force", e ? done_words(q, e) : NULL);
	show_mark(page, e && e->from > q->today ? "To come" : "In force", MB_TONE_GOOD);
	show_act(q, page, "The rules", "/rules", false);
	return web_render(q, res, &head, page, err);
}

/* The engine could not even judge it, or the form was at fault. */
static int not_judged(struct web_req *q, struct web_res *res, const struct proposal *p,
		      const struct rules_stand *x, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_step);
	struct web_head head = proposal_head(q, p, "Not brought into force", NULL);
	const char *why = mb_node_text(x->note, "why"), *by = rules_stand_by(q, x);

	show_head(page, p->title, "Not brought into force",
		  mb_arena_printf(q->a, "Nothing has changed: %s. %s",
				  why ? show_named(q, why) : "it was refused", by ? by : ""));
	show_mark(page, "Not done", MB_TONE_WARN);
	show_act(q, page, "Back to what it needs", proposal_href(q, p, "/enact"), false);
	return web_render(q, res, &head, page, err);
}

static int enacting(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_step);
	struct rules_stand x;
	struct proposal p;
	struct web_head head;
	bool in_force;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK)
		return rc;
	rules_stand_look(&x, q, &p, enact_task(q, &p), mine(q));
	if (x.just_over) /* this page would still show the record as it was */
		return web_see(res, "%s", proposal_href(q, &p, "/enacting"));
	if (!x.at_work && !x.state)
		return web_see(res, "%s", proposal_href(q, &p, "/enact"));
	if (!x.at_work && mb_streq(x.state, "refused"))
		return refusal(q, res, &p, &x, err);
	if (!x.at_work && mb_streq(x.state, "not judged"))
		return not_judged(q, res, &p, &x, err);
	if ((rc = landed(&in_force, q, &x, err)) != MB_OK)
		return rc;
	if (!x.at_work && (in_force || mb_streq(x.state, "done")))
		return done(q, res, &p, &x, err);
	(void)rules_stand_put(q, page, &p, &x, "Bringing it into force", "Bringing it into force",
			      "Nothing has changed: ask for it again.", "/enacting");
	if (!x.at_work)
		show_act(q, page, "Back to what it needs", proposal_href(q, &p, "/enact"), false);
	tpl_set_text(page, "token", web_token(q, res));
	head = proposal_head(q, &p, "Bringing it into force", NULL);
	return web_render(q, res, &head, page, err);
}

static int stop(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct proposal p;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK)
		return rc;
	web_task_stop(q, enact_task(q, &p));
	return web_see(res, "%s", proposal_href(q, &p, "/enacting"));
}

const struct web_route rules_enacting_routes[] = {
	{ WEB_GET, "/rules/proposals/{proposal}/enacting", enacting, WEB_ADMIN, WEB_SLOW },
	{ WEB_POST, "/rules/proposals/{proposal}/enacting", stop, WEB_ADMIN, 0 },
	{ 0 },
};
