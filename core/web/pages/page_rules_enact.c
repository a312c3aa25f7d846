/* From a proposal of rules to rules in force: what is still needed, laying it down by one person, bringing it into force by another,
 * in the background (page_rules_enacting.c). The gate does it; nothing is decided here. */
#include "page_rules.h"
#include "templates.h"

#include <string.h>

#define DECISIONS_SHOWN 40

struct enacting {
	struct proposal p;
	char hash[MB_SHA256_HEX];
	size_t slips;
	struct mb_oid tree; /* what the files would be in the record; "" they do not load */
	const char *broken; /* why they do not */
	struct mb_laid_down laid;
	bool is_laid, in_force; /* laid: these very files lie in the record */
	mb_day from;		/* in_force: since when, or from when */
	bool founding, mine;	/* mine: who looks laid them down */
	const char *group;	/* that decides on rules; NULL */
};

static bool is_me(const struct web_req *q, const char *who)
{
	return who && mb_streq(who, q->who.person);
}

static int look(struct enacting *x, struct web_req *q, struct mb_error *err)
{
	struct mb_rules_file *files;
	struct rules_said slips;
	struct mb_enacted *list;
	struct mb_error low = { 0 };
	size_t n, n_list;
	int rc = proposal_open(&x->p, q, err);

	if (rc != MB_OK || (rc = proposal_files(&files, &n, q, &x->p, err)) != MB_OK ||
	    (rc = rules_slips(&slips, q, files, n, err)) != MB_OK ||
	    (rc = mb_gate_enactments(&list, &n_list, q->a, q->g, err)) != MB_OK ||
	    (rc = mb_gate_laid_down(&x->laid, q->a, q->g, err)) != MB_OK)
		return rc;
	rules_hash(x->hash, q->a, files, n);
	x->slips = slips.n;
	rc = mb_gate_rules_tree(&x->tree, q->a, q->g, x->p.rules, &low);
	if (rc == MB_EINVAL || rc == MB_ENOTFOUND)
		x->broken = mb_arena_dup(q->a, low.text);
	else if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	x->is_laid = !x->broken && mb_streq(x->tree.hex, x->laid.rules.hex);
	x->founding = true;
	for (size_t i = 0; i < n_list; i++) {
		x->founding &= list[i].decision == NULL;
		x->in_force = i + 1 == n_list && mb_streq(list[i].rules.hex, x->tree.hex);
		x->from = list[i].from;
	}
	x->mine = is_me(q, x->laid.by) || is_me(q, x->laid.entered_by);
	x->group = mb_node_text(mb_gate_partnership(q->g)->root, "rules_decided_by");
	return MB_OK;
}

/* ---- what is still needed -------------------------------------------------------------------------------- */

static void task(struct tpl_map *part, const char *id, const char *text, const char *href, const char *hint,
		 const char *tag, const char *colour)
{
	struct tpl_map *t = tpl_list_add(part, "tasks"), *mark;

	tpl_set_text(t, "id", id);
	tpl_set_text(t, "text", text);
	if (href)
		tpl_set_url(t, "href", href);
	tpl_set_text(t, "hint", hint);
	tpl_set_bool(t, "done", tag == NULL);
	if (tag) {
		mark = tpl_map(t, "tag");
		tpl_set_text(mark, "text", tag);
		tpl_set_text(mark, "colour", colour);
	}
}

static const char *by_whom(struct web_req *q, const struct enacting *x)
{
	return mb_arena_printf(q->a, "%s on %s",
			       mb_person_name(q->a, q->g, x->laid.by ? x->laid.by : "nobody"),
			       mb_day_words(q->a, mb_instant_day(x->laid.recorded)));
}

static void put_needed(struct web_req *q, struct tpl_map *page, const struct enacting *x)
{
	struct tpl_map *part = tpl_map(show_section(page, "needed", "What it needs"), "tasks_part");
	const char *replayed = replay_words(q, &x->p, x->hash), *tested;
	bool good;

	tested = tests_words(&good, q, &x->p, x->hash);
	task(part, "no-slips", "No slips", proposal_href(q, &x->p, "/check"),
	     x->slips ? mb_arena_printf(q->a, "%zu found", x->slips) : NULL, x->slips ? "To put right" : NULL,
	     "red");
	task(part, "tests", "Tests, all passed", proposal_href(q, &x->p, "/test"),
	     tested ? tested : "They are run again when it is brought into force",
	     !tested ? "Not run"
	     : good  ? NULL
		     : "Some fail",
	     tested ? "red" : "yellow");
	task(part, "replayed", "A replay over the record", proposal_href(q, &x->p, "/replay"),
	     replayed ? replayed
		      : "You have not made one of these files. It is made again when they are brought into "
			"force",
	     replayed ? NULL : "Not by you", "yellow");
	task(part, "laid", "Laid down in the record, for everybody to read", NULL,
	     x->is_laid ? mb_arena_printf(q->a, "By %s", by_whom(q, x))
			: "These very files are not laid down yet",
	     x->is_laid ? NULL : "To do", "blue");
	task(part, "decision", "A decision to cite", NULL,
	     x->group ? mb_arena_printf(q->a, "Recorded, by %s%s", mb_group_title(q->a, q->g, x->group),
					x->founding ? "; not asked for in the founding period" : "")
		      : "partnership.yaml does not say which group decides on rules (rules_decided_by)",
	     x->is_laid ? "Below" : "Afterwards", "grey");
	task(part, "two", "Two people", NULL,
	     x->founding   ? "Founding period: until the first rules come by a decision, one person may do "
			     "both, and the record "
			     "says so"
	     : !x->is_laid ? "Whoever lays it down may not bring it into force"
	     : x->mine	   ? "You laid it down: somebody else brings it into force"
			   : "You are not who laid it down",
	     (x->is_laid && !x->mine) || x->founding ? NULL : "Somebody else", "yellow");
}

/* ---- the form -------------------------------------------------------------------------------------------- */

static int put_decisions(struct web_req *q, struct tpl_map *f, const struct enacting *x, struct mb_error *err)
{
	struct tpl_map *control = tpl_map(f, "choice"), *item;
	struct mb_ask ask = { .kind = "decision",
			      .group = x->group,
			      .since = MB_NO_DAY,
			      .until = MB_NO_DAY,
			      .as_at = MB_NO_DAY,
			      .known_at = MB_NO_DAY };
	const char *chosen = web_field_or(q, "decision", "");
	struct mb_version_row *rows;
	size_t n;
	int rc = web_count(&n, q, &ask, err);

	item = tpl_list_add(control, "items");
	tpl_set_text(item, "value", "");
	tpl_set_text(item, "label", x->founding ? "None: the founding period" : "Choose the decision");
	ask.skip = n > DECISIONS_SHOWN ? n - DECISIONS_SHOWN : 0;
	if (rc != MB_OK || (rc = web_list(&rows, &n, q, &ask, err)) != MB_OK)
		return rc;
	for (size_t i = n; i > 0; i--) {
		item = tpl_list_add(control, "items");
		tpl_set_text(item, "value", rows[i - 1].id);
		tpl_set_textf(item, "label", "%s: %.90s", rows[i - 1].id, rows[i - 1].title);
		tpl_set_bool(item, "chosen", mb_streq(chosen, rows[i - 1].id));
	}
	return MB_OK;
}

static int put_enact(struct web_req *q, struct tpl_map *page, const struct enacting *x, struct mb_error *err)
{
	struct tpl_map *f, *input;
	const char *typed = web_field(q, "from");
	char day[MB_ISO_DATE];
	mb_day any;

	tpl_set_text(page, "what", "Bring it into force");
	f = rules_field(
		page, "decision", "By which decision",
		x->group ? mb_arena_printf(q->a, "The latest of %s", mb_group_title(q->a, q->g, x->group))
			 : NULL);
	input = tpl_map(
		rules_field(page, "from", "From which day", "Today or later: rules never reach back."),
		"input");
	if (!typed || mb_day_parse(&any, typed)) /* a field of dates shows nothing that is none */
		tpl_set_text(input, "type", "date");
	tpl_set_text(input, "width", "10");
	tpl_set_text(input, "value", typed ? typed : mb_arena_dup(q->a, mb_day_iso(day, q->today)));
	show_hidden(page, "do", "enact");
	show_hidden(page, "rules", x->tree.hex);
	tpl_set_text(page, "submit", "Bring into force");
	return put_decisions(q, f, x, err);
}

static void put_lay_down(struct web_req *q, struct tpl_map *page, const struct enacting *x)
{
	struct tpl_map *area;

	tpl_set_text(page, "what", "Lay it down");
	area = tpl_map(rules_field(page, "reason", "Why (it stands in the record)",
				   "For instance the clause of the terms of reference that it carries out."),
		       "area");
	tpl_set_text(area, "value", web_field_or(q, "reason", x->p.title));
	tpl_set_number(area, "rows", 2);
	show_hidden(page, "do", "lay");
	tpl_set_text(page, "submit", "Lay it down in the record");
}

/* What binds whom, and from when, as the proposal stands. */
static const char *lead(struct web_req *q, const struct enacting *x)
{
	if (x->in_force)
		return x->from > q->today
			       ? mb_arena_printf(
					 q->a,
					 "These very rules bind everybody from %s. Until then the rules "
					 "before them do.",
					 mb_day_words(q->a, x->from))
			       : mb_arena_printf(q->a, "These very rules bind everybody since %s.",
						 rules_since(q, x->from));
	if (!x->is_laid && !mb_streq(x->laid.rules.hex, x->p.base))
		return mb_arena_printf(q->a,
				       "Other rules lie in the record, laid down by %s. Laying down this "
				       "proposal takes their "
				       "place; they stay in its history. It binds nobody by that.",
				       by_whom(q, x));
	if (!x->is_laid)
		return "First it is laid down in the record, so that everybody can read it. It binds nobody "
		       "by that: the rules in force go on to bind.";
	return "It is laid down, for everybody to read, and binds nobody yet. When the meeting has decided, "
	       "a "
	       "second person brings it into force, and it binds everybody from the day chosen below.";
}

static const char *title_of(const struct enacting *x)
{
	return x->is_laid ? "Bring into force" : "Lay down for a decision";
}

static int page_of(struct web_req *q, struct web_res *res, const struct enacting *x, const char *problem,
		   struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_step);
	struct web_head head = proposal_head(
		q, &x->p, title_of(x),
		x->is_laid ? "rules enact --decision ID --from DATE"
			   : mb_arena_printf(q->a, "rules propose %s --reason \"...\"", x->p.rules));
	int rc = MB_OK;

	head.wrong = problem != NULL;
	show_head(page, x->p.title, title_of(x), lead(q, x));
	if (x->in_force)
		show_mark(page, x->from > q->today ? "To come" : "In force", MB_TONE_GOOD);
	if (problem) {
		rules_error(page, problem, x->is_laid ? "#from" : "#needed");
		res->status = 400;
	}
	tpl_set_bool(page, "below", true);
	if (!x->in_force) {
		put_needed(q, page, x);
		if (x->broken)
			tpl_set_text(show_section(page, "broken", "The files cannot be read as rules"),
				     "intro", x->broken);
	}
	if (!x->in_force && !x->broken) {
		tpl_set_url(page, "action", proposal_href(q, &x->p, "/enact"));
		tpl_set_text(page, "token", web_token(q, res));
		tpl_set_text(page, "form_key", web_form_key(q, res));
		tpl_set_url(page, "cancel", proposal_href(q, &x->p, ""));
		if (x->is_laid)
			rc = put_enact(q, page, x, err);
		else
			put_lay_down(q, page, x);
	}
	return rc == MB_OK ? web_render(q, res, &head, page, err) : rc;
}

static int ask(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct enacting x = { 0 };
	int rc = look(&x, q, err);

	return rc == MB_OK ? page_of(q, res, &x, NULL, err) : rc;
}

/* ---- doing it -------------------------------------------------------------------------------------------- */

static int lay_down(struct web_req *q, struct web_res *res, const struct enacting *x, struct mb_error *err)
{
	const char *reason = web_field(q, "reason");
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	int rc = web_actor(&actor, q, err);

	if (rc != MB_OK)
		return rc;
	actor.reason = reason && *reason ? reason : NULL;
	rc = mb_gate_propose_rules(&r, q->a, q->g, x->p.rules, &actor, 0, &low);
	if (rc == MB_EINVAL || rc == MB_ENOTFOUND)
		return page_of(q, res, x, low.text, err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	web_notice(q, "success", "%s.", r.headline ? r.headline : "It is laid down already");
	return web_see(res, "%s", proposal_href(q, &x->p, "/enact"));
}

static int from_day(mb_day *out, struct web_req *q, struct mb_error *err)
{
	const char *from = web_field(q, "from");

	*out = MB_NO_DAY;
	if (from && *from && !mb_day_parse(out, from))
		return mb_fail(err, MB_EINVAL, "'%.20s' is no day: write it like 2006-01-13.", from);
	return MB_OK;
}

static int enact(struct web_req *q, struct web_res *res, const struct enacting *x, struct mb_error *err)
{
	const char *decision = web_field(q, "decision"), *seen = web_field_or(q, "rules", "");
	struct mb_error low = { 0 };
	mb_day from;
	int rc;

	if (!mb_streq(seen, x->tree.hex) || !x->is_laid)
		return page_of(q, res, x,
			       "The proposal was changed, or others were laid down, since you opened this "
			       "page. Look at it "
			       "again before you bring it into force.",
			       err);
	if (from_day(&from, q, &low) != MB_OK)
		return page_of(q, res, x, low.text, err);
	rc = enact_start(q, &x->p, decision && *decision ? decision : NULL, from, x->tree.hex, &low);
	if (rc == MB_ECONFLICT)
		return page_of(q, res, x, low.text, err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	return web_see(res, "%s", proposal_href(q, &x->p, "/enacting"));
}

static int carry_out(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct enacting x = { 0 };
	const char *todo = web_field(q, "do");
	int rc = look(&x, q, err);

	if (rc != MB_OK)
		return rc;
	if (mb_streq(todo, "lay"))
		return lay_down(q, res, &x, err);
	if (mb_streq(todo, "enact"))
		return enact(q, res, &x, err);
	return mb_fail(err, MB_EINVAL, "The form is not whole. Load the page again.");
}

const struct web_route rules_enact_routes[] = {
	{ WEB_GET, "/rules/proposals/{proposal}/enact", ask, WEB_ADMIN, WEB_SLOW },
	{ WEB_POST, "/rules/proposals/{proposal}/enact", carry_out, WEB_ADMIN, WEB_ONCE | WEB_SLOW },
	{ 0 },
};
