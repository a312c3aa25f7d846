/* test_write.c: a test, in the words of rules/tests/, of something that really happened. */
#include "test_write.h"

#include <string.h>

/* ---- what happens ---------------------------------------------------------------------------------------- */

static bool moved_by_itself(const struct writer *w, const char *key)
{
	const struct mb_move *m = mb_kind_move(w->e->after->kind, w->e->name);

	return mb_streq(key, "id") || mb_streq(key, "kind") || (m && mb_streq(key, "state")) ||
	       (m && m->stamp && mb_streq(key, m->stamp)) ||
	       (mb_streq(w->e->name, "sign") && mb_streq(key, "signoffs")) ||
	       (mb_streq(w->e->name, "waive") && mb_streq(key, "waivers"));
}

static const struct mb_node *field(struct writer *w, const struct mb_doc *d, const char *key)
{
	const struct mb_node *n = mb_doc_node(d, key);

	return n && mb_streq(key, "signoffs") ? write_signoffs(w, n, d->text) : n;
}

static void put_change(struct writer *w, bool *any, const char *key)
{
	mb_buf_puts(w->out, *any ? ", " : "{ ");
	write_key(w->out, key);
	*any = true;
}

/* The fields in which a document differs from another, as a table; nothing when there are none.
 * @param act  without what the move does by itself */
static bool put_changes(struct writer *w, const char *before, const struct mb_doc *from,
			const struct mb_doc *to, bool act)
{
	const struct mb_node *old = from->matter.root, *now = to->matter.root;
	size_t start = w->out->n;
	bool any = false;

	mb_buf_puts(w->out, before);
	for (size_t i = 0; now && i < now->n; i++) {
		const struct mb_node *value = field(w, to, now->keys[i]);

		if (mb_streq(now->keys[i], "id") || (act && moved_by_itself(w, now->keys[i])) ||
		    mb_node_same(field(w, from, now->keys[i]), value))
			continue;
		put_change(w, &any, now->keys[i]);
		write_value(w, value);
	}
	for (size_t i = 0; old && i < old->n; i++)
		if (!(act && moved_by_itself(w, old->keys[i])) && !mb_node_get(now, old->keys[i])) {
			put_change(w, &any, old->keys[i]);
			mb_buf_puts(w->out, "none");
		}
	if (from->body.n != to->body.n || memcmp(from->body.p, to->body.p, to->body.n) != 0) {
		const char *body = write_headings(w, to);

		put_change(w, &any, "body");
		write_string(w->out,
			     mb_arena_printf(w->a, "%s%s words.\n", body ? body : "", act ? "New" : "Old"));
	}
	if (any)
		mb_buf_puts(w->out, " }");
	else
		w->out->p[w->out->n = start] = '\0';
	return any;
}

/* The document that the event is about, as it stood before; one that is new is not there yet. */
static void put_given(struct writer *w)
{
	const char *head = mb_arena_printf(w->a, "  given = { [\"%s\"] = ", write_name(w, w->e->after));

	if (!w->e->before)
		mb_buf_printf(w->out, "%s{ state = \"new\" } },\n", head);
	else if (put_changes(w, head, w->e->after, w->e->before, false))
		mb_buf_puts(w->out, " },\n");
}

/* What the act changed besides what the move itself does. */
static void put_set(struct writer *w)
{
	if (w->e->before) {
		if (put_changes(w, "    set = ", w->e->before, w->e->after, true))
			mb_buf_puts(w->out, ",\n");
	} else if (!mb_kind_move(w->e->after->kind, w->e->name) && w->e->after->state) {
		mb_buf_puts(w->out, "    set = { state = ");
		write_string(w->out, w->e->after->state);
		mb_buf_puts(w->out, " },\n");
	}
}

static void put_pair(struct writer *w, const char *key, const char *value)
{
	if (!value)
		return;
	mb_buf_printf(w->out, "    %s = ", key);
	write_string(w->out, value);
	mb_buf_puts(w->out, ",\n");
}

static void put_when(struct writer *w)
{
	const struct mb_claim *c = w->c->claim;
	mb_day recorded = mb_instant_day(w->c->recorded), on = c && c->on != MB_NO_DAY ? c->on : recorded;
	int minute = mb_instant_minute(w->c->recorded);
	char day[MB_ISO_DATE], time[16];

	mb_buf_puts(w->out, "  when = {\n");
	snprintf(time, sizeof time, "%02d:%02d", minute / 60 % 24, minute % 60);
	if (!w->e) {
		put_pair(w, "daily", mb_day_iso(day, recorded));
	} else {
		put_pair(w, "move", w->e->name);
		put_pair(w, "on", write_name(w, w->e->after));
		put_pair(w, "role", w->e->role);
		put_pair(w, "by", c->by);
		if (c->entered_by && !mb_streq(c->entered_by, c->by))
			put_pair(w, "entered_by", c->entered_by);
		put_pair(w, "date", mb_day_iso(day, on));
		if (on != recorded)
			put_pair(w, "recorded", mb_day_iso(day, recorded));
		put_pair(w, "time", time);
		put_pair(w, "reason", c->reason);
		if (c->n_waives) {
			mb_buf_puts(w->out, "    waives = { ");
			for (size_t i = 0; i < c->n_waives; i++) {
				write_string(w->out, c->waives[i]);
				mb_buf_puts(w->out, i + 1 < c->n_waives ? ", " : " },\n");
			}
		}
		if (w->e->follows)
			mb_buf_puts(w->out, "    follows = true,\n");
		put_set(w);
	}
	mb_buf_puts(w->out, "  },\n");
}

/* ---- what came of it ------------------------------------------------------------------------------------- */

static void put_outcome(struct writer *w, const struct mb_ruling *r, const char *key, enum mb_outcome o)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (r->findings[i].outcome == o) {
			put_pair(w, key, r->findings[i].rule);
			return;
		}
}

static void put_effect(struct writer *w, const struct mb_effect *e)
{
	static const char *const keys[] = { "to", "purpose", "line", "about", "title", "due", "move", "doc" };
	const char *rule = mb_node_text(e->args, "rule"); /* of a cure: the rule whose mark it lifts */
	char day[MB_ISO_DATE];

	mb_buf_puts(w->out, "      { kind = ");
	write_string(w->out, e->kind);
	mb_buf_puts(w->out, ", rule = ");
	write_string(w->out, rule ? rule : e->rule);
	if (e->step != MB_NO_DAY)
		mb_buf_printf(w->out, ", on = \"%s\"", mb_day_iso(day, e->step));
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (mb_node_get(e->args, keys[i])) {
			mb_buf_printf(w->out, ", %s = ", keys[i]);
			write_value(w, mb_node_get(e->args, keys[i]));
		}
	mb_buf_puts(w->out, " },\n");
}

static void put_expect(struct writer *w, const struct mb_ruling *r)
{
	mb_buf_printf(w->out, "  expect = {\n    allowed = %s,\n", r->accepted ? "true" : "false");
	if (!r->accepted)
		put_outcome(w, r, "refused_by", MB_UNSATISFIED);
	put_outcome(w, r, "irregular", MB_IRREGULAR);
	put_outcome(w, r, "waived", MB_WAIVED);
	put_outcome(w, r, "advised", MB_ADVISED);
	put_outcome(w, r, "broken", MB_BROKEN);
	if (r->n_effects) {
		mb_buf_puts(w->out, "    effects = {\n");
		for (size_t i = 0; i < r->n_effects; i++)
			put_effect(w, &r->effects[i]);
		mb_buf_puts(w->out, "    },\n");
	}
	if (w->e)
		mb_buf_printf(w->out, "    count = %zu,\n", r->n_effects);
	mb_buf_puts(w->out, "  },\n");
}

/* ---- the tests ------------------------------------------------------------------------------------------- */

/* One thing that happened, judged by itself. */
struct happened {
	const char *name;
	const struct mb_event *e; /* NULL: a day passed */
	struct mb_ruling ruling;
};

static int judge_one(struct writer *w, struct happened *x, struct mb_error *err)
{
	struct mb_case one = *w->c;
	struct facts f;
	int rc;

	one.events = x->e;
	one.n_events = 1;
	facts_init(&f, w->a, &w->r->schema, &one);
	rc = w->c->n_events ? judge_events(&x->ruling, w->a, w->r, &one, &f, err)
			    : judge_day(&x->ruling, w->a, w->r, &one, &f, err);
	write_add_doc(w, x->e->after);
	write_take_facts(w, &f);
	facts_free(&f);
	return rc;
}

/* Of a day: each document about which something was due. */
static int days_events(struct mb_event **out, size_t *n, struct writer *w, struct mb_error *err)
{
	struct mb_ruling all;
	int rc = mb_rules_daily(&all, w->a, w->r, w->c, err);

	for (size_t i = 0; rc == MB_OK && i < all.n_effects; i++) { /* sorted by document */
		const char *id = all.effects[i].doc;

		if (*n && mb_streq((*out)[*n - 1].after->id, id))
			continue;
		*MB_PUSH(w->a, *out, *n) = (struct mb_event){ .name = "daily" };
		rc = mb_view_doc(&(*out)[*n - 1].after, w->c->after, id, err);
	}
	return rc;
}

static void put_test(struct writer *w, const struct happened *x)
{
	w->e = w->c->n_events ? x->e : NULL;
	mb_buf_puts(w->out, "\ntest ");
	write_string(w->out, x->name);
	mb_buf_puts(w->out, " {\n  world = record,\n");
	if (w->e)
		put_given(w);
	put_when(w);
	put_expect(w, &x->ruling);
	mb_buf_puts(w->out, "}\n");
}

int mb_rules_test_write(struct mb_buf *out, struct mb_rules *r, const struct mb_case *c, const char *name,
			struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct writer w = { .a = a, .out = out, .r = r, .c = c };
	const struct mb_event *events = c->events;
	struct mb_event *due = NULL;
	struct happened *list = NULL;
	size_t n = 0, n_events = c->n_events;
	int rc = MB_OK;

	if (n_events == 0) {
		rc = days_events(&due, &n_events, &w, err);
		events = due;
	}
	for (size_t i = 0; rc == MB_OK && i < n_events; i++) {
		const struct mb_event *e = &events[i];
		struct happened *x;

		if (!e->after || !e->after->kind) /* a page, or something taken away: no test can say it */
			continue;
		x = MB_PUSH(a, list, n);
		x->e = e;
		x->name = mb_arena_printf(a, "%s: %s %s", name, e->name, e->after->id);
		rc = judge_one(&w, x, err);
	}
	if (rc == MB_OK && n && (rc = write_world(&w, err)) == MB_OK)
		for (size_t i = 0; i < n; i++)
			put_test(&w, &list[i]);
	mb_arena_free(a);
	return rc;
}
