/* Doing something with a document: a move, a sign-off. First what would happen and what the rules say; then the act itself. */
#include "acts.h"
#include "templates.h"

#include <string.h>

struct asked {
	const char *id, *title, *move, *role; /* role: of a sign-off, whose move is "sign" */
	const struct mb_move *declared;	      /* NULL for a sign-off */
	const struct mb_kind *kind;
};

static int open_asked(struct asked *x, struct web_req *q, struct mb_error *err)
{
	const struct mb_doc *d;
	int rc = web_doc(&d, q, web_doc_id(q), err);

	if (rc != MB_OK)
		return rc;
	*x = (struct asked){ .id = mb_arena_dup(q->a, d->id),
			     .title = mb_arena_dup(q->a, d->title),
			     .role = web_param(q, "role"),
			     .move = web_param(q, "move") ? web_param(q, "move") : "sign",
			     .kind = d->kind };
	if (!d->kind)
		return mb_fail(err, MB_ENOTFOUND, "This is a plain page: nothing is decided about it.");
	if (!x->role && !(x->declared = mb_kind_move(d->kind, x->move)))
		return mb_fail(err, MB_ENOTFOUND, "There is no such step for this document.");
	return MB_OK;
}

static int act(struct mb_result *out, struct web_req *q, const struct asked *x, unsigned flags,
	       struct mb_error *err)
{
	const char *reason = acts_given(q, "reason");
	struct mb_actor actor;
	int rc = web_actor(&actor, q, err);

	if (rc != MB_OK)
		return rc;
	actor.reason = reason;
	if (x->role)
		return mb_gate_sign(out, q->a, q->g, x->id, x->role, &actor, flags, err);
	return mb_gate_move(out, q->a, q->g, x->id, x->move, acts_evidence(q, x->kind, x->declared), &actor,
			    flags, err);
}

static const char *act_words(struct web_req *q, const struct asked *x)
{
	return x->role ? mb_arena_printf(q->a, "Sign off as %s", x->role)
		       : show_act_words(q, x->kind, x->move);
}

/* ---- what would happen ----------------------------------------------------------------------------------- */

static int put_fields(struct web_req *q, struct tpl_map *page, const struct asked *x, struct mb_error *err)
{
	const struct mb_doc *d;
	int rc = web_doc(&d, q, x->id, err);

	return rc == MB_OK ? acts_fields(q, page, d, x->declared, err) : rc;
}

static const char *action(struct web_req *q, const struct asked *x)
{
	return show_act_href(q, x->id, x->move, x->role);
}

static void put_effects(struct web_req *q, struct tpl_map *page, const struct mb_result *r)
{
	for (size_t i = 0; i < r->n_touched; i++)
		tpl_set_textf(tpl_list_add(page, "what"), "text", "%s: %s", r->touched[i].id,
			      show_named(q, r->touched[i].what));
	for (size_t i = 0; i < r->n_notes; i++)
		tpl_set_text(tpl_list_add(page, "what"), "text", show_named(q, r->notes[i]));
}

static struct web_head head_of(struct web_req *q, const struct asked *x)
{
	return WEB_HEAD(.title = mb_arena_printf(q->a, "%s %s", act_words(q, x), x->id),
			.back = show_doc_href(q, x->id),
			.command = x->role ? mb_arena_printf(q->a, "sign %s --role \"%s\"", x->id, x->role)
					   : mb_arena_printf(q->a, "move %s %s", x->id, x->move));
}

/* ruling: what is not met, or NULL. problem: what the form was sent with; NULL: it is shown for the first time. */
static int confirm(struct web_req *q, struct web_res *res, const struct asked *x, const struct mb_result *r,
		   const char *problem, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_confirm), *item;
	struct web_head head = head_of(q, x);
	struct mb_ruling rest = acts_unasked(q, &r->ruling, x->id, x->declared);
	int rc;

	show_head(page, mb_arena_printf(q->a, "%s, %s", x->id, show_title(q, x->title)), act_words(q, x),
		  x->declared ? show_title(q, x->declared->about)
			      : "For the text as it stands now; a later change of it voids this.");
	if (problem) {
		item = tpl_list_add(tpl_map(page, "errors"), "list");
		tpl_set_text(item, "text", problem);
		tpl_set_url(item, "href",
			    mb_arena_printf(q->a, "#%s",
					    x->declared && x->declared->n_asks ? x->declared->asks[0]
									       : "reason"));
		head.wrong = true;
	}
	put_effects(q, page, r);
	show_findings(q, page, &rest, false);
	if ((rc = put_fields(q, page, x, err)) != MB_OK)
		return rc;
	tpl_set_url(page, "action", action(q, x));
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	tpl_set_text(page, "submit", act_words(q, x));
	tpl_set_url(page, "cancel", show_doc_href(q, x->id));
	return web_render(q, res, &head, page, err);
}

static int refusal(struct web_req *q, struct web_res *res, const struct asked *x, const struct mb_result *r,
		   struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_refusal);
	struct web_head head = head_of(q, x);

	show_head(page, x->id, "Not done", show_title(q, x->title));
	tpl_set_textf(page, "summary_text",
		      "%s: the partnership's rules do not allow this now. Nothing has changed.",
		      act_words(q, x));
	show_findings(q, page, &r->ruling, false);
	for (size_t i = 0; i < r->ruling.n_findings; i++)
		if (r->ruling.findings[i].outcome == MB_SATISFIED &&
		    !mb_streq(r->ruling.findings[i].requirement, "may") &&
		    !mb_streq(r->ruling.findings[i].requirement, "from"))
			tpl_set_text(tpl_list_add(page, "met"), "text", r->ruling.findings[i].rule);
	tpl_set_text(page, "kept", acts_kept(q, x->kind, x->declared));
	tpl_set_url(page, "back_to", show_doc_href(q, x->id));
	tpl_set_textf(page, "back_text", "Back to %s", x->id);
	head.title = mb_arena_printf(q->a, "Not done: %s", act_words(q, x));
	res->status = 422;
	return web_render(q, res, &head, page, err);
}

static int ask(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct asked x;
	int rc = open_asked(&x, q, err);

	if (rc != MB_OK)
		return rc;
	rc = act(&r, q, &x, MB_DRY_RUN, err);
	if (rc == MB_EREFUSED && r.ruling.n_findings && !acts_only_asked(&r.ruling, x.id, x.declared)) {
		rc = refusal(q, res, &x, &r, err);
		res->status = 200; /* it was only asked */
		return rc;
	}
	if (rc != MB_OK && !(rc == MB_EREFUSED && r.ruling.n_findings) && rc != MB_EINVAL && rc != MB_EUSAGE)
		return rc;
	return confirm(q, res, &x, &r, NULL, err);
}

/* The form again, with what was typed and what is still missing. */
static int again(struct web_req *q, struct web_res *res, const struct asked *x, const struct mb_result *r,
		 const char *problem, unsigned status, struct mb_error *err)
{
	res->status = status;
	return confirm(q, res, x, r, problem, err);
}

static int carry_out(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct asked x;
	int rc = open_asked(&x, q, err);

	if (rc != MB_OK)
		return rc;
	rc = act(&r, q, &x, 0, &low);
	if (rc == MB_EREFUSED && r.ruling.n_findings && acts_only_asked(&r.ruling, x.id, x.declared))
		return again(q, res, &x, &r, acts_missing(q, &r.ruling), 422, err);
	if (rc == MB_EREFUSED && r.ruling.n_findings)
		return refusal(q, res, &x, &r, err);
	if (rc == MB_EINVAL || rc == MB_EUSAGE)
		return again(q, res, &x, &r, low.text, 400, err);
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	if (r.unchanged && x.declared)
		return again(q, res, &x, &r, "Nothing was changed: say what is asked for.", 422, err);
	web_notice(q, "success", "%s.", r.headline ? r.headline : "Done");
	return web_see(res, "/d/%s", web_escape(q->a, x.id));
}

const struct web_route acts_routes[] = {
	{ WEB_GET, "/d/{id}/move/{move}", ask, WEB_SIGNED_IN, 0 },
	{ WEB_GET, "/d/{id}/sign/{role}", ask, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/d/{id}/move/{move}", carry_out, WEB_SIGNED_IN, WEB_ONCE },
	{ WEB_POST, "/d/{id}/sign/{role}", carry_out, WEB_SIGNED_IN, WEB_ONCE },
	{ 0 },
};
