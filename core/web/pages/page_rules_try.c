/* A proposal of rules tried on a real case: a document, an act, a person, a day; the ruling under the proposal beside the one under
 * what is in force. Nothing is done. */
#include "page_rules.h"
#include "templates.h"

#include <string.h>

#define OF_A_KIND 15 /* documents of each kind to choose from */

struct trying {
	struct proposal p;
	const char *doc, *title; /* NULL: none chosen yet */
	const struct mb_kind *kind;
	const char *state;
	const char *act, *by, *role; /* act: "approve"; or "sign" with a role */
	mb_day on;
	const char *problem, *problem_at;
};

/* ---- what is asked --------------------------------------------------------------------------------------- */

static void choice(struct tpl_map *control, const char *value, const char *label, bool chosen)
{
	struct tpl_map *item = tpl_list_add(control, "items");

	tpl_set_text(item, "value", value);
	tpl_set_text(item, "label", label);
	tpl_set_bool(item, "chosen", chosen);
}

/* The latest of each kind that moves on, of what this reader may read. */
static int put_documents(struct web_req *q, struct tpl_map *control, const struct trying *x,
			 struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(q->g);
	bool there = false;
	int rc = MB_OK;

	choice(control, "", "Choose a document", !x->doc);
	for (size_t i = 0; rc == MB_OK && i < s->n_kinds; i++) {
		struct mb_ask ask = { .kind = s->kinds[i].name,
				      .since = MB_NO_DAY,
				      .until = MB_NO_DAY,
				      .as_at = MB_NO_DAY,
				      .known_at = MB_NO_DAY };
		struct mb_version_row *rows;
		size_t n, all;

		if (!s->kinds[i].n_moves || (rc = web_count(&all, q, &ask, err)) != MB_OK)
			continue;
		ask.skip = all > OF_A_KIND ? all - OF_A_KIND : 0;
		if ((rc = web_list(&rows, &n, q, &ask, err)) != MB_OK)
			break;
		for (size_t k = n; k > 0; k--) {
			const struct mb_version_row *r = &rows[k - 1];

			there |= mb_streq(r->id, x->doc);
			choice(control, r->id,
			       mb_arena_printf(q->a, "%s: %.70s (%s)", r->id, r->title, r->state),
			       mb_streq(r->id, x->doc));
		}
	}
	if (rc == MB_OK && x->doc && !there)
		choice(control, x->doc, mb_arena_printf(q->a, "%s: %.70s", x->doc, x->title), true);
	return rc;
}

static void put_acts(struct web_req *q, struct tpl_map *control, const struct trying *x)
{
	for (size_t i = 0; i < x->kind->n_moves; i++) {
		const struct mb_move *m = &x->kind->moves[i];
		const char *from = NULL;

		for (size_t k = 0; k < m->n_from; k++)
			if (!mb_streq(m->from[k], "new"))
				from = mb_arena_printf(q->a, "%s%s%s", from ? from : "", from ? " or " : "",
						       m->from[k]);
		if (from)
			choice(control, mb_arena_printf(q->a, "move %s", m->name),
			       mb_arena_printf(q->a, "%s (from %s)", show_act_words(q, x->kind, m->name),
					       from),
			       !x->role && mb_streq(x->act, m->name));
	}
	for (size_t i = 0; i < x->kind->n_sign_roles; i++)
		choice(control, mb_arena_printf(q->a, "sign %s", x->kind->sign_roles[i]),
		       mb_arena_printf(q->a, "Sign off as %s", x->kind->sign_roles[i]),
		       mb_streq(x->role, x->kind->sign_roles[i]));
}

static int put_people(struct web_req *q, struct tpl_map *control, const struct trying *x,
		      struct mb_error *err)
{
	struct mb_ask ask = { .kind = "person",
			      .since = MB_NO_DAY,
			      .until = MB_NO_DAY,
			      .as_at = MB_NO_DAY,
			      .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	size_t n;
	int rc = web_list(&rows, &n, q, &ask, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		choice(control, rows[i].id, rows[i].title, mb_streq(rows[i].id, x->by));
	return rc;
}

static int put_form(struct web_req *q, struct tpl_map *page, const struct trying *x, struct mb_error *err)
{
	struct tpl_map *f, *input;
	char day[MB_ISO_DATE];
	int rc;

	f = rules_field(page, "doc", "Document", NULL);
	if ((rc = put_documents(q, tpl_map(f, "choice"), x, err)) != MB_OK)
		return rc;
	f = rules_field(page, "other", "Or another, by its number", "Such as CTB-2005-P001");
	input = tpl_map(f, "input");
	tpl_set_text(input, "width", "20");
	tpl_set_text(input, "value", x->problem && web_query(q, "other") ? web_query(q, "other") : "");
	tpl_set_bool(input, "code", true);
	if (mb_streq(x->problem_at, "#other"))
		tpl_set_text(f, "error", x->problem);
	tpl_set_url(page, "action", proposal_href(q, &x->p, "/try"));
	tpl_set_text(page, "submit", x->doc ? "Judge" : "Continue");
	if (!x->doc)
		return MB_OK;
	put_acts(q,
		 tpl_map(rules_field(page, "act", "What is done",
				     mb_arena_printf(q->a, "%s is %s now.", x->doc, x->state)),
			 "choice"),
		 x);
	if ((rc = put_people(q, tpl_map(rules_field(page, "by", "By whom", NULL), "choice"), x, err)) !=
	    MB_OK)
		return rc;
	f = rules_field(page, "on", "On which day", NULL);
	if (mb_streq(x->problem_at, "#on"))
		tpl_set_text(f, "error", x->problem);
	input = tpl_map(f, "input");
	tpl_set_text(input, "type", "date");
	tpl_set_text(input, "width", "10");
	tpl_set_text(input, "value",
		     mb_arena_dup(q->a, mb_day_iso(day, x->on == MB_NO_DAY ? q->today : x->on)));
	return MB_OK;
}

/* ---- judging --------------------------------------------------------------------------------------------- */

static int judge(struct mb_result *r, struct web_req *q, struct mb_gate *g, const struct trying *x,
		 struct mb_error *err)
{
	struct mb_actor actor = { .by = x->by,
				  .entered_by = x->by,
				  .on = x->on,
				  .recorded = mb_instant_at(x->on, 12 * 60),
				  .reason = "tried" };

	memset(r, 0, sizeof *r);
	if (x->role)
		return mb_gate_sign(r, q->a, g, x->doc, x->role, &actor, MB_DRY_RUN, err);
	return mb_gate_move(r, q->a, g, x->doc, x->act, NULL, &actor, MB_DRY_RUN, err);
}

static bool any(const struct mb_ruling *r, enum mb_outcome outcome)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (r->findings[i].outcome == outcome)
			return true;
	return false;
}

/* Rules that hold, each once. */
static void put_met(struct tpl_map *side, const struct mb_ruling *r)
{
	for (size_t i = 0; i < r->n_findings; i++) {
		bool again = r->findings[i].outcome != MB_SATISFIED;

		for (size_t k = 0; k < r->n_findings && !again; k++)
			again = mb_streq(r->findings[k].rule, r->findings[i].rule) &&
				(k < i || r->findings[k].outcome == MB_UNSATISFIED) &&
				r->findings[k].outcome != MB_NOT_APPLICABLE;
		if (!again)
			tpl_set_text(tpl_list_add(side, "met"), "text", r->findings[i].rule);
	}
}

/* Whoever writes rules could let them tell what stands in any document: what they looked at decides whether their word is shown. */
struct sight {
	struct web_req *q;
	bool hidden;
};

static void see(void *ctx, const struct mb_doc *d)
{
	struct sight *s = ctx;
	const struct mb_doc *now;

	if (mb_view_doc(&now, mb_gate_view(s->q->g), d->path, NULL) != MB_OK)
		now = d; /* it is only about to be */
	if (!mb_may(s->q->reader, "read", now))
		s->hidden = true;
}

static void put_hidden(struct tpl_map *page, const char *id, const char *title)
{
	struct tpl_map *side = tpl_list_add(page, "sides"), *tag = tpl_map(side, "tag");

	tpl_set_text(side, "id", id);
	tpl_set_text(side, "title", title);
	tpl_set_text(tag, "text", "Not shown");
	tpl_set_text(tag, "colour", "grey");
	tpl_set_text(side, "text",
		     "To say something of this case these rules look at documents that are not for you to "
		     "see. Choose "
		     "another case, or ask somebody who may see them to try this one.");
}

static void put_side(struct web_req *q, struct tpl_map *page, const char *id, const char *title,
		     const struct mb_result *r, int rc, const struct mb_error *why)
{
	struct tpl_map *side = tpl_list_add(page, "sides"), *tag = tpl_map(side, "tag");
	bool refused = rc == MB_EREFUSED && r->ruling.n_findings;

	tpl_set_text(side, "id", id);
	tpl_set_text(side, "title", title);
	tpl_set_text(tag, "text",
		     refused			     ? "Refused"
		     : rc != MB_OK		     ? "Cannot be judged"
		     : any(&r->ruling, MB_IRREGULAR) ? "Entered, marked"
						     : "Allowed");
	tpl_set_text(tag, "colour",
		     refused			     ? "red"
		     : rc != MB_OK		     ? "grey"
		     : any(&r->ruling, MB_IRREGULAR) ? "yellow"
						     : "green");
	if (rc != MB_OK && !refused)
		tpl_set_text(side, "text", show_named(q, why->text));
	show_findings(q, side, &r->ruling, false);
	put_met(side, &r->ruling);
	for (size_t i = 0; rc == MB_OK && i < r->n_touched; i++)
		if (web_may_name(q, r->touched[i].id))
			tpl_set_textf(tpl_list_add(side, "effects"), "text", "%s: %s", r->touched[i].id,
				      show_named(q, r->touched[i].what));
	for (size_t i = 0; rc == MB_OK && i < r->n_notes; i++)
		tpl_set_text(tpl_list_add(side, "effects"), "text", show_named(q, r->notes[i]));
}

/* @param supposed  receives a gate to be closed when the page is written: the ruling borrows from its rules */
static int put_rulings(struct web_req *q, struct tpl_map *page, struct mb_gate **supposed,
		       const struct trying *x, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct sight sight = { .q = q };
	struct mb_rules_file *files;
	size_t n;
	int rc = proposal_files(&files, &n, q, &x->p, err);

	if (rc != MB_OK || (rc = mb_gate_open(supposed, mb_record_home(mb_gate_record(q->g)), err)) != MB_OK)
		return rc;
	if ((rc = mb_gate_suppose(*supposed, files, n, &low)) == MB_OK) {
		mb_rules_watch(mb_gate_rules(*supposed), see, &sight);
		rc = judge(&r, q, *supposed, x, &low);
		mb_rules_watch(mb_gate_rules(*supposed), NULL, NULL);
	}
	if (sight.hidden)
		put_hidden(page, "proposal", "Under the proposal");
	else
		put_side(q, page, "proposal", "Under the proposal", &r, rc, &low);
	rc = judge(&r, q, q->g, x, &low);
	put_side(q, page, "force",
		 mb_arena_printf(q->a, "Under what is in force on %s", mb_day_words(q->a, x->on)), &r, rc,
		 &low);
	return MB_OK;
}

/* ---- the page -------------------------------------------------------------------------------------------- */

static void wrong(struct trying *x, const char *at, const char *text)
{
	x->problem = text;
	x->problem_at = at;
}

static int read_document(struct trying *x, struct web_req *q, struct mb_error *err)
{
	const char *other = web_query(q, "other"), *id = other && *other ? other : web_query(q, "doc");
	const struct mb_doc *d;
	struct mb_error low;
	int rc;

	if (!id || !*id)
		return MB_OK;
	if ((rc = web_doc(&d, q, id, &low)) == MB_EFAIL)
		return mb_fail(err, rc, "%s", low.text);
	if (rc != MB_OK) {
		wrong(x, other && *other ? "#other" : "#doc", mb_arena_dup(q->a, low.text));
	} else if (!d->kind || !d->kind->n_moves) {
		wrong(x, "#other", "Nothing is decided about that: choose another document.");
	} else {
		x->doc = mb_arena_dup(q->a, d->id);
		x->title = mb_arena_dup(q->a, d->title);
		x->state = mb_arena_dup(q->a, d->state ? d->state : "");
		x->kind = d->kind;
	}
	return MB_OK;
}

static void read_act(struct trying *x, struct web_req *q)
{
	const char *act = web_query(q, "act"), *by = web_query(q, "by");
	const struct mb_doc *who;

	if (!x->doc || !act || !by || !*by)
		return;
	if (web_query_day(&x->on, q, "on", NULL) != MB_OK || x->on == MB_NO_DAY) {
		x->on = MB_NO_DAY;
		wrong(x, "#on", "Choose a day, such as 2005-12-16.");
		return;
	}
	x->by = by;
	if (mb_starts(act, "sign "))
		x->role = act + strlen("sign ");
	x->act = x->role ? "sign" : mb_starts(act, "move ") ? act + strlen("move ") : NULL;
	if (x->role ? x->kind->n_sign_roles == 0 : !x->act || !mb_kind_move(x->kind, x->act))
		wrong(x, "#act", "Choose what is done.");
	else if (web_doc(&who, q, mb_arena_printf(q->a, "people/%s.md", by), NULL) != MB_OK)
		wrong(x, "#by", "Choose who does it.");
}

static int try(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_rules_try);
	struct trying x = { .on = MB_NO_DAY };
	struct mb_gate *supposed = NULL;
	struct web_head head;
	int rc = proposal_open(&x.p, q, err);

	if (rc != MB_OK || (rc = read_document(&x, q, err)) != MB_OK)
		return rc;
	read_act(&x, q);
	show_head(page, x.p.title, "Try on a real case",
		  "What would be said, under the proposal and under what is in force. Nothing is done.");
	if (x.problem) {
		rules_error(page, x.problem, x.problem_at);
		res->status = 400;
	}
	rc = put_form(q, page, &x, err);
	if (rc == MB_OK && x.act && !x.problem)
		rc = put_rulings(q, page, &supposed, &x, err);
	head = proposal_head(q, &x.p, "Try",
			     mb_arena_printf(q->a, "try MOVE DOC --rules %s --as PERSON", x.p.rules));
	head.wrong = x.problem != NULL;
	if (rc == MB_OK)
		rc = web_render(q, res, &head, page, err);
	mb_gate_close(supposed);
	return rc;
}

const struct web_route rules_try_routes[] = {
	{ WEB_GET, "/rules/proposals/{proposal}/try", try, WEB_ADMIN, WEB_SLOW },
	{ 0 },
};
