/* test_write.c: a test, in the words of rules/tests/, of something that really happened.
 *
 * The tests bring a world of their own: the documents that judging reads, cut down to what rules can see of them (front matter
 * and headings), the groups and people they name, and nothing else. So they say the same when the record goes on. The world has
 * the documents as they stood afterwards; `given` takes back what the event of the test did to its own. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct writer {
	struct mb_arena *a;
	struct mb_buf *out;
	struct mb_rules *r;
	const struct mb_case *c;
	const struct mb_event *e;   /* NULL: of a day */
	const struct mb_doc **docs; /* read while judging, without groups and people */
	size_t n_docs;
	const char **groups, **texts; /* slugs; every short text written, since it may be a person's id */
	size_t n_groups, n_texts;
};

/* ---- Lua ------------------------------------------------------------------------------------------------- */

static void put_string(struct mb_buf *out, const char *s)
{
	mb_buf_putc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			mb_buf_printf(out, "\\%c", *s);
		else if (*s == '\n')
			mb_buf_puts(out, "\\n");
		else if ((unsigned char)*s < 32 || *s == 127)
			mb_buf_printf(out, "\\%03u", (unsigned char)*s);
		else
			mb_buf_putc(out, *s);
	}
	mb_buf_putc(out, '"');
}

static void put_key(struct mb_buf *out, const char *key)
{
	static const char *const taken[] = { "and",   "break", "do",	   "else", "elseif", "end",
					     "false", "for",   "function", "goto", "if",     "in",
					     "local", "nil",   "not",	   "or",   "repeat", "return",
					     "then",  "true",  "until",	   "while" };
	bool plain = *key && !(*key >= '0' && *key <= '9');

	for (const char *p = key; *p; p++)
		plain = plain && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
				  (*p >= '0' && *p <= '9') || *p == '_');
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		plain = plain && strcmp(taken[i], key) != 0;
	if (plain) {
		mb_buf_puts(out, key);
	} else {
		mb_buf_putc(out, '[');
		put_string(out, key);
		mb_buf_putc(out, ']');
	}
	mb_buf_puts(out, " = ");
}

static bool is_number(const char *s)
{
	size_t n = strlen(s), digits;

	s += *s == '-';
	digits = strspn(s, "0123456789");
	return n > 0 && n < 16 && digits > 0 && s[digits] == '\0' && (digits == 1 || *s != '0');
}

static void put_value(struct writer *w, const struct mb_node *n)
{
	if (n->type == MB_TEXT) {
		if (n->raw &&
		    (is_number(n->text) || mb_streq(n->text, "true") || mb_streq(n->text, "false"))) {
			mb_buf_puts(w->out, n->text);
		} else {
			put_string(w->out, n->text);
			if (strlen(n->text) < NAME_TEXT)
				*MB_PUSH(w->a, w->texts, w->n_texts) = n->text;
		}
		return;
	}
	mb_buf_puts(w->out, "{ ");
	for (size_t i = 0; i < n->n; i++) {
		if (i)
			mb_buf_puts(w->out, ", ");
		if (n->type == MB_MAP)
			put_key(w->out, n->keys[i]);
		put_value(w, n->items[i]);
	}
	mb_buf_puts(w->out, n->n ? " }" : "}");
}

/* ---- documents ------------------------------------------------------------------------------------------- */

/* A sign-off is of the text as it stands or of another: a test has no hashes. */
static struct mb_node *signoffs(struct writer *w, const struct mb_node *rows, const char *text)
{
	struct mb_node *copy = mb_node_copy(w->a, rows);

	for (size_t i = 0; copy->type == MB_LIST && i < copy->n; i++) {
		const char *of = mb_node_text(copy->items[i], "of");

		if (of)
			mb_node_put(w->a, copy->items[i], "of",
				    mb_node_new_text(w->a, mb_streq(of, text) ? "now" : "earlier"));
	}
	return copy;
}

/* The front matter as a test has it; the empty map when there is none. */
static struct mb_node *fields_of(struct writer *w, const struct mb_doc *d)
{
	struct mb_node *out = mb_node_new_map(w->a);
	const struct mb_node *root = d->matter.root;

	mb_node_put(w->a, out, "kind", mb_node_new_text(w->a, d->kind->name));
	if (d->group && !mb_kind_field(d->kind, "group"))
		mb_node_put(w->a, out, "group", mb_node_new_text(w->a, d->group));
	for (size_t i = 0; root && i < root->n; i++) {
		struct mb_node *value = root->items[i];

		if (mb_streq(root->keys[i], "id") || mb_streq(root->keys[i], "kind"))
			continue;
		if (mb_streq(root->keys[i], "signoffs"))
			value = signoffs(w, value, d->text);
		mb_node_put(w->a, out, root->keys[i], value);
	}
	return out;
}

static const char *headings(struct writer *w, const struct mb_doc *d)
{
	struct mb_heading *h;
	struct mb_buf b;
	size_t n;
	const char *text;

	mb_buf_init(&b, 0);
	mb_markdown_outline(&h, &n, w->a, d->body.p, d->body.n);
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(&b, "%.*s %s\n\n", h[i].level, "######", h[i].text);
	text = b.n ? mb_arena_dup(w->a, b.p) : NULL;
	mb_buf_free(&b);
	return text;
}

static const char *name_of(struct writer *w, const struct mb_doc *d)
{
	const char *slash = strrchr(d->path, '/');

	if (d->kind->lives != MB_LIVES_TOP || !slash)
		return d->id;
	return mb_arena_printf(w->a, "%.*s", (int)strcspn(slash + 1, "."), slash + 1);
}

static void put_record(struct writer *w, const struct mb_doc *d, const struct mb_node *fields)
{
	const char *body = headings(w, d);

	mb_buf_puts(w->out, "    ");
	put_key(w->out, name_of(w, d));
	mb_buf_puts(w->out, "{\n");
	for (size_t i = 0; i < fields->n; i++) {
		mb_buf_puts(w->out, "      ");
		put_key(w->out, fields->keys[i]);
		put_value(w, fields->items[i]);
		mb_buf_puts(w->out, ",\n");
	}
	if (body) {
		mb_buf_puts(w->out, "      body = ");
		put_string(w->out, body);
		mb_buf_puts(w->out, ",\n");
	}
	mb_buf_puts(w->out, "    },\n");
}

/* ---- the world ------------------------------------------------------------------------------------------- */

static bool kind_is(const struct mb_doc *d, const char *kind)
{
	return d->kind && mb_streq(d->kind->name, kind);
}

static void add_group(struct writer *w, const char *slug)
{
	for (size_t i = 0; i < w->n_groups; i++)
		if (mb_streq(w->groups[i], slug))
			return;
	*MB_PUSH(w->a, w->groups, w->n_groups) = slug;
}

static void add_doc(struct writer *w, const struct mb_doc *d)
{
	const struct mb_doc *meeting;
	struct mb_error ignored;

	if (!d || !d->kind || kind_is(d, "person"))
		return;
	if (d->group)
		add_group(w, d->group);
	if (kind_is(d, "group"))
		return;
	for (size_t i = 0; i < w->n_docs; i++)
		if (mb_streq(w->docs[i]->path, d->path))
			return;
	*MB_PUSH(w->a, w->docs, w->n_docs) = d;
	if (d->kind->lives == MB_LIVES_IN_MEETING && mb_doc_field(d, "meeting") &&
	    mb_view_doc(&meeting, w->c->after, mb_doc_field(d, "meeting"), &ignored) == MB_OK)
		add_doc(w, meeting);
}

static void take_facts(struct writer *w, const struct facts *f)
{
	for (int base = 0; base < 2; base++)
		for (size_t i = 0; i < FACT_BUCKETS; i++)
			for (const struct fact *x = f->bucket[i]; x; x = x->next) {
				if (x->base != (base == 1))
					continue;
				if (x->kind == FACT_DOC)
					add_doc(w, x->doc);
				for (size_t k = 0; x->kind == FACT_LIST && k < x->n; k++)
					add_doc(w, x->docs[k]);
			}
}

static int doc_order(const void *a, const void *b)
{
	return strcmp((*(const struct mb_doc *const *)a)->path, (*(const struct mb_doc *const *)b)->path);
}

static int text_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A group with its lines and members as written: their dates count. The groups its lines lead to come as well, and the
 * terms of reference that give its parameters. */
static int take_groups(struct writer *w, struct mb_error *err)
{
	for (size_t i = 0; i < w->n_groups; i++) { /* the list grows */
		const struct mb_doc *group = NULL, *terms = NULL;
		const struct mb_node *lines;
		int rc = mb_view_doc(&group, w->c->after, w->groups[i], err);

		if (rc == MB_EFAIL)
			return rc;
		lines = group ? mb_doc_node(group, "lines") : NULL;
		for (size_t k = 0; lines && lines->type == MB_LIST && k < lines->n; k++)
			if (mb_node_text(lines->items[k], "to"))
				add_group(w, mb_node_text(lines->items[k], "to"));
		if (mb_view_doc(&terms, w->c->after,
				mb_arena_printf(w->a, "groups/%s/terms-of-reference.md", w->groups[i]),
				err) == MB_OK)
			add_doc(w, terms);
	}
	if (w->n_groups > 1)
		qsort(w->groups, w->n_groups, sizeof *w->groups, text_order);
	if (w->n_docs > 1)
		qsort(w->docs, w->n_docs, sizeof *w->docs, doc_order);
	return MB_OK;
}

static void put_groups(struct writer *w)
{
	static const char *const keys[] = { "title", "code", "regime", "lines", "members" };

	mb_buf_puts(w->out, "  groups = {\n");
	for (size_t i = 0; i < w->n_groups; i++) {
		const struct mb_doc *group;
		struct mb_error ignored;

		if (mb_view_doc(&group, w->c->after, w->groups[i], &ignored) != MB_OK)
			continue;
		mb_buf_puts(w->out, "    ");
		put_key(w->out, w->groups[i]);
		mb_buf_puts(w->out, "{\n");
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			if (mb_doc_node(group, keys[k])) {
				mb_buf_printf(w->out, "      %s = ", keys[k]);
				put_value(w, mb_doc_node(group, keys[k]));
				mb_buf_puts(w->out, ",\n");
			}
		mb_buf_puts(w->out, "    },\n");
	}
	mb_buf_puts(w->out, "  },\n");
}

/* Offices of the whole partnership, as held on the day. */
static int put_roles(struct writer *w, mb_day on, struct mb_error *err)
{
	struct mb_partnership p;
	const struct mb_node *rows;
	const char **done = NULL;
	size_t n_done = 0;
	int rc = mb_partnership_read(&p, w->c->after, err);

	if (rc != MB_OK)
		return rc;
	rows = mb_node_get(p.root, "roles");
	mb_buf_puts(w->out, "  roles = { ");
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *role = mb_node_text(rows->items[i], "role"), **people;
		size_t n, k = 0;

		while (k < n_done && role && !mb_streq(done[k], role))
			k++;
		if (!role || k < n_done)
			continue;
		*MB_PUSH(w->a, done, n_done) = role;
		if ((rc = mb_role_holders(&people, &n, w->a, w->c->after, role, NULL, on, err)) != MB_OK)
			return rc;
		if (n == 0)
			continue;
		put_key(w->out, role);
		mb_buf_puts(w->out, "{ ");
		for (k = 0; k < n; k++) {
			put_value(w, mb_node_new_text(w->a, people[k]));
			mb_buf_puts(w->out, k + 1 < n ? ", " : " }, ");
		}
	}
	mb_buf_puts(w->out, "},\n");
	if (p.clerk_post) {
		mb_buf_puts(w->out, "  clerk_post = ");
		put_string(w->out, p.clerk_post);
		mb_buf_puts(w->out, ",\n");
	}
	return MB_OK;
}

static int put_people(struct writer *w, struct mb_error *err)
{
	static const char *const keys[] = { "name", "initials", "post", "organisation" };
	const struct mb_query q = { .kind = "person" };
	const struct mb_doc **people;
	size_t n;
	int rc = mb_schema_kind(&w->r->schema, "person") ? mb_view_list(&people, &n, w->c->after, &q, err)
							 : MB_ENOTFOUND;

	if (rc != MB_OK)
		return rc == MB_ENOTFOUND ? MB_OK : rc;
	if (w->n_texts > 1)
		qsort(w->texts, w->n_texts, sizeof *w->texts, text_order);
	mb_buf_puts(w->out, "  people = {\n");
	for (size_t i = 0; i < n; i++) {
		const char *id = name_of(w, people[i]);
		bool first = true;

		if (!w->n_texts || !bsearch(&id, w->texts, w->n_texts, sizeof *w->texts, text_order))
			continue;
		mb_buf_puts(w->out, "    ");
		put_key(w->out, id);
		mb_buf_puts(w->out, "{ ");
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
			if (!mb_doc_node(people[i], keys[k]))
				continue;
			mb_buf_printf(w->out, "%s%s = ", first ? "" : ", ", keys[k]);
			put_value(w, mb_doc_node(people[i], keys[k]));
			first = false;
		}
		mb_buf_puts(w->out, " },\n");
	}
	mb_buf_puts(w->out, "  },\n");
	return MB_OK;
}

static void put_records(struct writer *w)
{
	mb_buf_puts(w->out, "  records = {\n");
	for (size_t i = 0; i < w->n_docs; i++)
		put_record(w, w->docs[i], fields_of(w, w->docs[i]));
	mb_buf_puts(w->out, "  },\n");
}

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

	return n && mb_streq(key, "signoffs") ? signoffs(w, n, d->text) : n;
}

static void put_change(struct writer *w, bool *any, const char *key)
{
	mb_buf_puts(w->out, *any ? ", " : "{ ");
	put_key(w->out, key);
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
		put_value(w, value);
	}
	for (size_t i = 0; old && i < old->n; i++)
		if (!(act && moved_by_itself(w, old->keys[i])) && !mb_node_get(now, old->keys[i])) {
			put_change(w, &any, old->keys[i]);
			mb_buf_puts(w->out, "none");
		}
	if (from->body.n != to->body.n || memcmp(from->body.p, to->body.p, to->body.n) != 0) {
		const char *body = headings(w, to);

		put_change(w, &any, "body");
		put_string(w->out,
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
	const char *head = mb_arena_printf(w->a, "  given = { [\"%s\"] = ", name_of(w, w->e->after));

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
		put_string(w->out, w->e->after->state);
		mb_buf_puts(w->out, " },\n");
	}
}

static void put_pair(struct writer *w, const char *key, const char *value)
{
	if (!value)
		return;
	mb_buf_printf(w->out, "    %s = ", key);
	put_string(w->out, value);
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
		put_pair(w, "on", name_of(w, w->e->after));
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
				put_string(w->out, c->waives[i]);
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
	put_string(w->out, e->kind);
	mb_buf_puts(w->out, ", rule = ");
	put_string(w->out, rule ? rule : e->rule);
	if (e->step != MB_NO_DAY)
		mb_buf_printf(w->out, ", on = \"%s\"", mb_day_iso(day, e->step));
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (mb_node_get(e->args, keys[i])) {
			mb_buf_printf(w->out, ", %s = ", keys[i]);
			put_value(w, mb_node_get(e->args, keys[i]));
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
	add_doc(w, x->e->after);
	take_facts(w, &f);
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

static int put_world(struct writer *w, struct mb_error *err)
{
	const struct mb_claim *c = w->c->claim;
	mb_day on = c && c->on != MB_NO_DAY ? c->on : mb_instant_day(w->c->recorded);
	int rc = take_groups(w, err);

	if (rc != MB_OK)
		return rc;
	if (c && c->by)
		*MB_PUSH(w->a, w->texts, w->n_texts) = c->by;
	if (c && c->entered_by)
		*MB_PUSH(w->a, w->texts, w->n_texts) = c->entered_by;
	mb_buf_puts(w->out, "local record = {\n");
	put_groups(w);
	if ((rc = put_roles(w, on, err)) != MB_OK)
		return rc;
	put_records(w);
	if ((rc = put_people(w, err)) != MB_OK)
		return rc;
	mb_buf_puts(w->out, "}\n");
	return MB_OK;
}

static void put_test(struct writer *w, const struct happened *x)
{
	w->e = w->c->n_events ? x->e : NULL;
	mb_buf_puts(w->out, "\ntest ");
	put_string(w->out, x->name);
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
	if (rc == MB_OK && n && (rc = put_world(&w, err)) == MB_OK)
		for (size_t i = 0; i < n; i++)
			put_test(&w, &list[i]);
	mb_arena_free(a);
	return rc;
}
