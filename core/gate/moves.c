/* Moves, sign-offs, waivers, edits, new meetings: each builds a draft and goes the one way. */
#include "gate_impl.h"

#include <stdlib.h>
#include <string.h>

struct act {
	const char *doc, *move, *role;
	const struct mb_node *evidence;
	struct mb_str text;
	const struct mb_oid *base;
	const char *group, *time, *place;
	mb_day date;
};

static int open_doc(struct draft_file **f, const struct mb_doc **doc, struct draft *d, const char *id,
		    struct mb_error *err)
{
	int rc = mb_view_doc(doc, d->base, id, err);

	return rc == MB_OK ? draft_open(f, d, (*doc)->path, err) : rc;
}

static struct mb_node *text_row(struct draft *d, const char *key, const char *value, struct mb_node *row)
{
	derive_put(d, row, key, value);
	return row;
}

static void put_when(struct draft *d, struct mb_node *row)
{
	mb_node_put(d->a, row, "on", mb_node_new_day(d->a, d->on));
	mb_node_put(d->a, row, "event", mb_node_new_int(d->a, d->event));
}

/* ---- moves ----------------------------------------------------------------------------------------------- */

static int unknown_move(const struct mb_doc *doc, const char *move, struct mb_error *err)
{
	const char *names[64], *near;
	size_t n = 0;

	if (!doc->kind || !doc->kind->n_moves)
		return mb_fail(err, MB_EINVAL, "%s is a document that has no moves", doc->id);
	for (; n < doc->kind->n_moves && n < 64; n++)
		names[n] = doc->kind->moves[n].name;
	near = mb_nearest(move, names, n);
	return mb_fail(err, MB_EINVAL, "a %s has no move '%s'%s%s%s (see: minutebook next %s)",
		       doc->kind->name, move, near ? "; did you mean '" : "", near ? near : "",
		       near ? "'?" : "", doc->id);
}

static int add_waivers(struct draft *d, struct draft_file *f, const struct mb_doc *doc, struct mb_error *err)
{
	int rc = MB_OK;

	if (!d->actor->n_waives)
		return mb_fail(err, MB_EUSAGE, "say which rule is waived: --waive \"the rule's name\"");
	for (size_t i = 0; rc == MB_OK && i < d->actor->n_waives; i++) {
		struct mb_node *row = mb_node_new_map(d->a);

		text_row(d, "rule", d->actor->waives[i], row);
		mb_node_put(d->a, row, "by", mb_node_new_raw(d->a, d->actor->by));
		text_row(d, "reason", d->actor->reason, row);
		put_when(d, row);
		if (*doc->text)
			mb_node_put(d->a, row, "of", mb_node_new_raw(d->a, doc->text));
		rc = draft_append(d, f, "waivers", row, err);
	}
	f->what = "waiver recorded";
	return rc;
}

/* An extension keeps what the due date was, who allowed the new one, and why. The first due date is not touched. */
int draft_extend(struct draft *d, struct draft_file *f, const struct mb_doc *doc, const char *to,
		 const char *decision, const char *reason, struct mb_error *err)
{
	struct mb_node *row = mb_node_new_map(d->a);
	mb_day day;

	if (!mb_day_parse(&day, to))
		return mb_fail(err, MB_EINVAL, "due: %s is not a date that exists (write 2005-11-30)", to);
	if (mb_doc_field(doc, "due"))
		mb_node_put(d->a, row, "from", mb_node_new_raw(d->a, mb_doc_field(doc, "due")));
	mb_node_put(d->a, row, "to", mb_node_new_day(d->a, day));
	mb_node_put(d->a, row, "by", mb_node_new_raw(d->a, d->actor->by));
	text_row(d, "reason", reason, row);
	if (decision)
		mb_node_put(d->a, row, "decision", mb_node_new_raw(d->a, decision));
	put_when(d, row);
	return draft_append(d, f, "extensions", row, err);
}

/* Which row a move completes: the one that is named by its number, else the only one still open. */
static int row_meant(size_t *at, struct draft *d, const struct mb_doc *doc, const struct mb_move *m,
		     const char *named, struct mb_error *err)
{
	const struct mb_node *rows = mb_doc_node(doc, m->completes.rows);
	size_t n = rows && rows->type == MB_LIST ? rows->n : 0, open = 0;
	const char *list = "";
	char *end;

	for (size_t i = 0; i < n; i++) {
		if (mb_node_text(rows->items[i], m->completes.on))
			continue;
		open++;
		*at = i;
		list = mb_arena_printf(
			d->a, "%s%s%zu (%.80s)", list, *list ? ", " : "", i + 1,
			mb_node_text(rows->items[i], "text") ? mb_node_text(rows->items[i], "text") : "");
	}
	if (named) {
		*at = (size_t)strtoul(named, &end, 10) - 1;
		if (*end || *at >= n)
			return mb_fail(err, MB_EINVAL, "row: %s has no row '%s' in `%s`", doc->id, named,
				       m->completes.rows);
		if (mb_node_text(rows->items[*at], m->completes.on))
			return mb_fail(err, MB_EINVAL, "row %s of `%s` is complete already", named,
				       m->completes.rows);
		return MB_OK;
	}
	if (open == 0)
		return mb_fail(err, MB_EINVAL, "%s has no open row in `%s`", doc->id, m->completes.rows);
	return open == 1 ? MB_OK : mb_fail(err, MB_EUSAGE, "say which with --set row=NUMBER: %.180s", list);
}

/* A condition is met, say: the row gets the day, the person and the words that show it. */
int draft_complete_row(struct draft *d, struct draft_file *f, const struct mb_doc *doc,
		       const struct mb_move *m, const char *named, mb_day on, const char *note,
		       struct mb_error *err)
{
	struct mb_node *row;
	size_t at = 0;
	int rc = row_meant(&at, d, doc, m, named, err);

	if (rc != MB_OK)
		return rc;
	row = mb_node_copy(d->a, mb_doc_node(doc, m->completes.rows)->items[at]);
	mb_node_put(d->a, row, m->completes.on, mb_node_new_day(d->a, on));
	if (m->completes.by)
		mb_node_put(d->a, row, m->completes.by, mb_node_new_raw(d->a, d->actor->by));
	if (m->completes.note)
		text_row(d, m->completes.note, note, row);
	return draft_set(d, f, mb_arena_printf(d->a, "%s/%zu", m->completes.rows, at), row, err);
}

static int take_evidence(struct draft *d, struct draft_file *f, const struct mb_doc *doc, const struct act *x,
			 const struct mb_move *m, struct mb_error *err)
{
	const struct mb_node *map = x->evidence;
	int rc = MB_OK;

	for (size_t i = 0; map && rc == MB_OK && i < map->n; i++) {
		const char *key = map->keys[i];

		if (mb_streq(key, "row") && m->completes.rows)
			continue;
		if (mb_streq(key, "due") && mb_kind_field(doc->kind, "extensions") &&
		    map->items[i]->type == MB_TEXT)
			rc = draft_extend(d, f, doc, map->items[i]->text, mb_node_text(map, "allowed_by"),
					  d->actor->reason, err);
		else if (mb_streq(key, "allowed_by") && mb_kind_field(doc->kind, "extensions") &&
			 mb_node_get(map, "due"))
			continue; /* stands in the row */
		else if (mb_common_field(key) ||
			 (mb_kind_field(doc->kind, key) && mb_kind_field(doc->kind, key)->managed))
			return mb_fail(err, MB_EREFUSED,
				       "`%s` is not typed by hand: it changes by moves and by the minutes",
				       key);
		if (rc == MB_OK)
			rc = draft_set(d, f, key, map->items[i], err);
	}
	return rc;
}

static int stamp(struct draft *d, struct draft_file *f, const struct mb_move *m, struct mb_error *err)
{
	if (!m->stamp)
		return MB_OK;
	return draft_set_day(d, f, m->stamp, m->dated_act ? d->on : mb_instant_day(d->actor->recorded), err);
}

static int build_move(struct draft *d, void *arg, struct mb_error *err)
{
	const struct act *x = arg;
	const struct mb_doc *doc;
	const struct mb_move *m;
	struct draft_file *f;
	int rc = open_doc(&f, &doc, d, x->doc, err);

	if (rc != MB_OK)
		return rc;
	if (mb_streq(x->move, "waive") && doc->kind)
		return add_waivers(d, f, doc, err);
	m = doc->kind ? mb_kind_move(doc->kind, x->move) : NULL;
	if (!m)
		return unknown_move(doc, x->move, err);
	if (d->actor->n_waives)
		return mb_fail(err, MB_EREFUSED,
			       "a waiver is the officer's own act, not that of whoever makes the move: "
			       "record it first with `minutebook --as OFFICER move %s waive --waive \"RULE\" "
			       "--reason \"...\"`",
			       doc->id);
	if (!m->dated_act) /* the day recorded counts: nobody dates an approval back */
		d->on = mb_instant_day(d->actor->recorded);
	f->move = m->name;
	if ((rc = draft_set_text(d, f, "state", m->to, err)) != MB_OK ||
	    (rc = stamp(d, f, m, err)) != MB_OK || (rc = take_evidence(d, f, doc, x, m, err)) != MB_OK)
		return rc;
	if (m->completes.rows && (rc = draft_complete_row(d, f, doc, m, mb_node_text(x->evidence, "row"),
							  d->on, d->actor->reason, err)) != MB_OK)
		return rc;
	if (mb_kind_field(doc->kind, "brought") && doc->kind->n_states &&
	    mb_streq(doc->state, doc->kind->states[0]))
		return derive_brought(d, f, err);
	return MB_OK;
}

int mb_gate_move(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *doc,
		 const char *move, const struct mb_node *evidence, const struct mb_actor *actor,
		 unsigned flags, struct mb_error *err)
{
	struct act x = { .doc = doc, .move = move, .evidence = evidence };

	return gate_run(out, a, g, actor, flags, build_move, &x, err);
}

/* ---- sign-offs ------------------------------------------------------------------------------------------- */

static int build_sign(struct draft *d, void *arg, struct mb_error *err)
{
	const struct act *x = arg;
	const struct mb_doc *doc;
	struct mb_node *row = mb_node_new_map(d->a);
	struct draft_file *f;
	int rc = open_doc(&f, &doc, d, x->doc, err);

	if (rc != MB_OK)
		return rc;
	if (!doc->kind || !doc->kind->n_sign_roles)
		return mb_fail(err, MB_EINVAL, "%s is a document that nobody signs off", doc->id);
	d->on = mb_instant_day(d->actor->recorded);
	f->role = x->role;
	text_row(d, "role", x->role, row);
	mb_node_put(d->a, row, "by", mb_node_new_raw(d->a, d->actor->by));
	if (!mb_streq(d->actor->by, d->actor->entered_by))
		mb_node_put(d->a, row, "entered_by", mb_node_new_raw(d->a, d->actor->entered_by));
	mb_node_put(d->a, row, "of", mb_node_new_raw(d->a, doc->text));
	put_when(d, row);
	return draft_append(d, f, "signoffs", row, err);
}

int mb_gate_sign(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *doc,
		 const char *role, const struct mb_actor *actor, unsigned flags, struct mb_error *err)
{
	struct act x = { .doc = doc, .role = role };

	return gate_run(out, a, g, actor, flags, build_sign, &x, err);
}

/* ---- the same over a draft that nobody will land (ahead.c) ------------------------------------------------- */

int draft_make_move(struct draft *d, const char *doc, const char *move, struct mb_error *err)
{
	struct act x = { .doc = doc, .move = move };

	return build_move(d, &x, err);
}

int draft_sign_off(struct draft *d, const char *doc, const char *role, struct mb_error *err)
{
	struct act x = { .doc = doc, .role = role };

	return build_sign(d, &x, err);
}

/* ---- edits ----------------------------------------------------------------------------------------------- */

static int guard_field(const struct mb_doc *before, const struct mb_doc *after, const struct mb_field *f,
		       struct mb_error *err)
{
	if (!f->managed || mb_streq(f->name, "state") ||
	    mb_node_same(mb_doc_node(before, f->name), mb_doc_node(after, f->name)))
		return MB_OK;
	return mb_fail(err, MB_EREFUSED,
		       "%s: `%s` is not typed by hand: it changes by moves and by the minutes; put it back "
		       "as it was",
		       before->id, f->name);
}

static int guard(struct draft *d, struct draft_file *f, const struct mb_doc *before, struct mb_error *err)
{
	const struct mb_field *common;
	const struct mb_doc *after;
	size_t n = mb_common_fields(&common);
	int rc = draft_doc(&after, d, f, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		rc = guard_field(before, after, &common[i], err);
	for (size_t i = 0; rc == MB_OK && i < before->kind->n_fields; i++)
		rc = guard_field(before, after, &before->kind->fields[i], err);
	return rc;
}

static int overtaken(const struct act *x, const char *where, struct mb_error *err)
{
	return mb_fail(
		err, MB_ECONFLICT,
		"%s was changed by somebody else meanwhile%s: take the present text (minutebook show) and "
		"put your change into it; nothing was overwritten",
		x->doc, where);
}

/* Somebody edited from an older text: keep what both did, or say so. */
static int merge(struct mb_buf *out, struct draft *d, const struct act *x, struct mb_str now,
		 struct mb_error *err)
{
	struct mb_str base;
	struct mb_buf body, front;
	struct mb_matter mb, mn, mt;
	const char **clash;
	size_t n_clash;
	bool overlap = false;
	int rc;

	mb_buf_init(&body, MB_DOC_MAX);
	mb_buf_init(&front, MB_DOC_MAX);
	if ((rc = mb_blob_read(&base, d->a, d->g->rec, x->base, err)) != MB_OK ||
	    (rc = mb_matter_parse(&mb, d->a, base.p, base.n, err)) != MB_OK ||
	    (rc = mb_matter_parse(&mn, d->a, now.p, now.n, err)) != MB_OK ||
	    (rc = mb_matter_parse(&mt, d->a, x->text.p, x->text.n, err)) != MB_OK ||
	    (rc = mb_matter_merge(&front, &clash, &n_clash, d->a, base, now, x->text, err)) != MB_OK)
		goto out;
	rc = mb_body_merge(&body, &overlap, (struct mb_str){ base.p + mb.body_from, base.n - mb.body_from },
			   (struct mb_str){ now.p + mn.body_from, now.n - mn.body_from },
			   (struct mb_str){ x->text.p + mt.body_from, x->text.n - mt.body_from }, err);
	if (rc == MB_OK && overlap)
		rc = overtaken(x, ", in the same lines", err);
	if (rc == MB_OK && (rc = mb_matter_set_body(&front, body.p, body.n, err)) == MB_OK)
		mb_buf_put(out, front.p, front.n);
out:
	mb_buf_free(&body);
	mb_buf_free(&front);
	return rc;
}

int draft_may_set(struct draft *d, const char *path, struct mb_error *err)
{
	const char *post = d->g->partnership.clerk_post;

	if (mb_streq(path, "enactments.yaml"))
		return mb_fail(err, MB_EREFUSED,
			       "enactments.yaml is not edited by hand: rules come into force by enactment");
	/* Rules are proposed by anybody: nothing in force changes until somebody else enacts them. */
	if (!mb_ends(path, ".md") && !mb_starts(path, "rules/") &&
	    !(post && mb_role_holds(d->base, d->actor->by, post, NULL, d->on)))
		return mb_fail(err, MB_EREFUSED,
			       "%s is the partnership's own setting: only the %s changes it", path,
			       post ? post : "clerk");
	return MB_OK;
}

/* A page is put together as a document is; settings and rules are not: two halves of them need not be a whole. What is not
 * there is as good as empty, so whoever began a page that somebody else has made meanwhile is told. */
static int edit_from(struct draft_file *f, struct draft *d, const struct act *x, struct mb_error *err)
{
	struct mb_oid now, none;
	int rc = mb_blob_id(&now, f->existed ? f->before.p : "", f->existed ? f->before.n : 0, err);

	if (rc != MB_OK || (rc = mb_blob_id(&none, "", 0, err)) != MB_OK)
		return rc;
	if (mb_streq(now.hex, x->base->hex)) {
		mb_buf_put(&f->text, x->text.p, x->text.n);
		return MB_OK;
	}
	if (!f->existed || !mb_ends(f->path, ".md") || mb_streq(x->base->hex, none.hex))
		return overtaken(x, "", err);
	return merge(&f->text, d, x, f->before, err);
}

static int edit_file(struct draft *d, const struct act *x, const char *path, struct mb_error *err)
{
	struct draft_file *f;
	int rc = draft_open(&f, d, path, err);

	if (rc != MB_OK || (rc = draft_may_set(d, path, err)) != MB_OK)
		return rc;
	mb_buf_clear(&f->text);
	d->stale = true;
	if (x->base && x->base->hex[0])
		return edit_from(f, d, x, err);
	mb_buf_put(&f->text, x->text.p, x->text.n);
	return MB_OK;
}

static int build_edit(struct draft *d, void *arg, struct mb_error *err)
{
	const struct act *x = arg;
	const struct mb_doc *before = NULL, *after;
	struct mb_oid now;
	struct draft_file *f;
	const struct mb_move *m;
	int rc;

	if ((rc = mb_text_check(x->text.p, x->text.n, err)) != MB_OK)
		return rc;
	if (strchr(x->doc, '/') && !mb_ends(x->doc, ".md"))
		return edit_file(d, x, x->doc, err);
	rc = mb_view_doc(&before, d->base, x->doc, err);
	if (rc == MB_ENOTFOUND && strchr(x->doc, '/') && mb_path_check(x->doc, NULL) == MB_OK)
		return edit_file(d, x, x->doc, err); /* a new page */
	if (rc != MB_OK)
		return mb_streq(x->doc, "partnership.yaml") || mb_streq(x->doc, "enactments.yaml")
			       ? edit_file(d, x, x->doc, err)
			       : rc;
	if (!before->kind)
		return edit_file(d, x, before->path, err);
	if ((rc = draft_open(&f, d, before->path, err)) != MB_OK ||
	    (rc = mb_blob_id(&now, before->raw.p, before->raw.n, err)) != MB_OK)
		return rc;
	mb_buf_clear(&f->text);
	d->stale = true;
	if (x->base && x->base->hex[0] && !mb_streq(x->base->hex, now.hex))
		rc = merge(&f->text, d, x, f->before, err);
	else
		mb_buf_put(&f->text, x->text.p, x->text.n);
	if (rc != MB_OK || (rc = guard(d, f, before, err)) != MB_OK ||
	    (rc = draft_doc(&after, d, f, err)) != MB_OK)
		return rc;
	if (f->before.n == f->text.n && memcmp(f->before.p, f->text.p, f->text.n) == 0)
		return MB_OK;
	if (!mb_streq(after->state, before->state)) { /* a hand-written state is the request for that move */
		for (size_t i = 0; i < before->kind->n_moves; i++) {
			m = &before->kind->moves[i];
			for (size_t k = 0; mb_streq(m->to, after->state) && k < m->n_from; k++)
				if (mb_streq(m->from[k], before->state) &&
				    (rc = stamp(d, f, m, err)) != MB_OK)
					return rc;
		}
		return MB_OK;
	}
	return draft_typed(d, f, err);
}

int mb_gate_edit(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *doc,
		 struct mb_str text, const struct mb_oid *base, const struct mb_actor *actor, unsigned flags,
		 struct mb_error *err)
{
	struct act x = { .doc = doc, .text = text, .base = base };

	return gate_run(out, a, g, actor, flags, build_edit, &x, err);
}

/* ---- meetings -------------------------------------------------------------------------------------------- */

static int build_meeting(struct draft *d, void *arg, struct mb_error *err)
{
	const struct act *x = arg;
	const struct mb_doc *group;
	const struct mb_doc **list;
	struct mb_address at;
	struct draft_file *f;
	char day[MB_LONG_DATE];
	size_t n;
	int rc = mb_view_doc(&group, d->base, x->group, err);

	if (rc != MB_OK)
		return rc;
	if (!group->kind || !mb_streq(group->kind->name, "group"))
		return mb_fail(err, MB_ENOTFOUND, "there is no group '%s' (see: minutebook groups)",
			       x->group);
	const struct mb_query q = { .kind = "meeting", .group = group->group };

	if ((rc = mb_view_list(&list, &n, d->base, &q, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (mb_doc_day(list[i], "date") == x->date && !mb_streq(list[i]->state, "cancelled"))
			return mb_fail(err, MB_ECONFLICT, "%s already has a meeting on %s: %s", group->title,
				       mb_day_short(day, x->date), list[i]->id);
	mb_day_long(day, x->date);
	if ((rc = draft_new(&f, &at, d, "meeting", group->group, mb_day_year(x->date), NULL, NULL, err)) !=
		    MB_OK ||
	    (rc = draft_set_text(d, f, "title", mb_arena_printf(d->a, "%s, %s", group->title, day), err)) !=
		    MB_OK ||
	    (rc = draft_set_day(d, f, "date", x->date, err)) != MB_OK)
		return rc;
	if (x->time && (rc = draft_set(d, f, "time", mb_node_new_text(d->a, x->time), err)) != MB_OK)
		return rc;
	if (x->place && (rc = draft_set_text(d, f, "place", x->place, err)) != MB_OK)
		return rc;
	f->what = "set up";
	return draft_typed(d, f, err);
}

int mb_gate_new_meeting(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const char *group,
			mb_day date, const char *time, const char *place, const struct mb_actor *actor,
			unsigned flags, struct mb_error *err)
{
	struct act x = { .group = group, .date = date, .time = time, .place = place };

	return gate_run(out, a, g, actor, flags, build_meeting, &x, err);
}
