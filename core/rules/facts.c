/* facts.c: what rules ask of the record. A question that has no answer yet ends the call into Lua; the host answers it here,
 * outside Lua, and the call is made again, which purity makes safe. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAR_PAST   1600
#define FAR_FUTURE 9999

void facts_init(struct facts *f, struct mb_arena *a, const struct mb_schema *s, const struct mb_case *c)
{
	mb_day from, until;

	*f = (struct facts){ .arena = a,
			     .schema = s,
			     .base = c->base,
			     .after = c->after,
			     .calendar = c->calendar,
			     .rehearsal = c->rehearsal };
	if (!c->calendar) {
		mb_day_make(&from, FAR_PAST, 1, 1);
		mb_day_make(&until, FAR_FUTURE, 12, 31);
		f->calendar = f->own_calendar = mb_calendar_new(from, until);
	}
	f->recorded_day = mb_instant_day(c->recorded);
	f->recorded_minute = mb_instant_minute(c->recorded);
	f->on = f->today = f->recorded_day;
}

void facts_free(struct facts *f)
{
	mb_calendar_free(f->own_calendar);
	f->own_calendar = NULL;
}

static void looked(const struct facts *f, const struct mb_doc *d)
{
	if (f->looked && d)
		f->looked(f->looked_ctx, d);
}

void facts_event(struct facts *f, const struct mb_event *e, const struct mb_claim *c)
{
	const struct mb_move *m;

	looked(f, e->before);
	looked(f, e->after);
	f->doc = e->after ? e->after : e->before;
	f->before = e->before;
	f->gone = !e->after;
	f->kind = f->doc->kind;
	f->event = e->name;
	f->role = e->role;
	f->follows = e->follows;
	f->irregular = false;
	f->by = c->by;
	f->entered_by = c->entered_by ? c->entered_by : c->by;
	f->reason = c->reason;
	f->on = c->on == MB_NO_DAY ? f->recorded_day : c->on;
	f->from_state = e->before ? e->before->state : "new";
	f->to_state = e->after ? e->after->state : NULL;
	m = mb_kind_move(f->kind, e->name);
	f->today = m && m->dated_act ? f->on : f->recorded_day;
}

/* ---- questions ------------------------------------------------------------------------------------------- */

static unsigned bucket_of(const struct ask *q)
{
	const char *parts[] = { q->a, q->b, q->c, q->d };
	uint32_t h = 2166136261u ^ (uint32_t)q->kind * 31u ^ (uint32_t)q->day ^ (uint32_t)q->base;

	for (size_t i = 0; i < 4; i++) {
		for (const char *p = parts[i]; *p; p++)
			h = (h ^ (unsigned char)*p) * 16777619u;
		h = (h ^ 0xFF) * 16777619u;
	}
	return h % FACT_BUCKETS;
}

static const struct fact *find(const struct facts *f, const struct ask *q)
{
	for (const struct fact *x = f->bucket[bucket_of(q)]; x; x = x->next)
		if (x->kind == q->kind && x->base == q->base && x->day == q->day && strcmp(x->a, q->a) == 0 &&
		    strcmp(x->b, q->b) == 0 && strcmp(x->c, q->c) == 0 && strcmp(x->d, q->d) == 0)
			return x;
	return NULL;
}

const struct fact *fact_need(lua_State *L, const struct ask *q)
{
	struct vm *vm = vm_of(L);
	const struct fact *x;

	if (!vm->facts)
		luaL_error(L, "this can only be asked while a rule is judged, not at the top of a file");
	x = find(vm->facts, q);
	vm_charge(L, 8);
	if (x)
		return x;
	vm->facts->wanted = *q;
	vm->wants = true;
	lua_pushlightuserdata(L, &vm->wants); /* no rule can catch it, and it allocates nothing */
	lua_error(L);
	return NULL;
}

struct ask ask_doc(bool base, const char *id_or_path)
{
	struct ask q = { .kind = FACT_DOC, .base = base, .day = MB_NO_DAY };

	snprintf(q.a, sizeof q.a, "%s", id_or_path);
	return q;
}

struct ask ask_person(const struct facts *f, bool base, const char *id)
{
	const struct mb_kind *k = mb_schema_kind(f->schema, "person");
	struct ask q = ask_doc(base, id);

	if (k && k->folder && strlen(id) < sizeof q.a - NAME_TEXT)
		snprintf(q.a, sizeof q.a, "%.70s/%.110s.md", k->folder, id);
	return q;
}

struct ask ask_group(const struct facts *f, bool base, const char *slug)
{
	(void)f;
	return ask_doc(base, slug);
}

/* ---- answers --------------------------------------------------------------------------------------------- */

/* Nothing there, or nothing readable there, is an answer; a machine that fails is not. */
static int settle(int rc, struct mb_error *err, const struct mb_error *low)
{
	if (rc == MB_EFAIL)
		return mb_fail(err, MB_EFAIL, "%s", low->text);
	return MB_OK;
}

static void outline(struct fact *x, struct mb_arena *a)
{
	struct mb_heading *h;
	size_t n;
	struct mb_node *list = mb_node_new_list(a);

	if (x->doc) {
		mb_markdown_outline(&h, &n, a, x->doc->body.p, x->doc->body.n);
		for (size_t i = 0; i < n; i++)
			mb_node_push(a, list, mb_node_new_text(a, h[i].text));
	}
	x->value = list;
}

static int answer(struct fact *x, struct facts *f, struct mb_error *err)
{
	struct mb_view *v = x->base ? f->base : f->after;
	struct mb_error low = { 0 };
	struct mb_line *lines = NULL;
	struct mb_member *members = NULL;
	struct mb_query q = { x->a, *x->d ? x->d : NULL, *x->b ? x->b : NULL, *x->b ? x->c : NULL };
	int rc = MB_OK;

	if (!v)
		return MB_OK;
	switch (x->kind) {
	case FACT_DOC:
		rc = mb_view_doc(&x->doc, v, x->a, &low);
		if (rc != MB_OK)
			x->doc = NULL;
		if (strcmp(x->b, "headings") == 0)
			outline(x, f->arena);
		break;
	case FACT_LIST:
		rc = mb_view_list(&x->docs, &x->n, v, &q, &low);
		break;
	case FACT_HOLDERS:
		rc = mb_role_holders(&x->people, &x->n, f->arena, v, x->a, *x->b ? x->b : NULL, x->day, &low);
		break;
	case FACT_LINES:
		rc = mb_group_lines(&lines, &x->n, f->arena, v, x->a, x->day, &low);
		x->lines = lines;
		break;
	case FACT_MEMBERS:
		rc = mb_group_members(&members, &x->n, f->arena, v, x->a, x->day, &low);
		x->members = members;
		break;
	case FACT_PARAM:
		rc = mb_param_value(&x->value, &x->source, f->arena, v, x->a, *x->b ? x->b : NULL, &low);
		if (rc != MB_OK)
			x->value = NULL;
		break;
	}
	if (rc != MB_OK)
		x->n = 0;
	looked(f, x->doc);
	for (size_t i = 0; x->kind == FACT_LIST && i < x->n; i++)
		looked(f, x->docs[i]);
	return settle(rc, err, &low);
}

static int fetch_one(const struct fact **out, struct facts *f, const struct ask *q, struct mb_error *err)
{
	const struct fact *known = find(f, q);
	unsigned b = bucket_of(q);
	struct fact *x;
	int rc;

	if (known) {
		*out = known;
		return MB_OK;
	}
	x = mb_arena_alloc(f->arena, sizeof(*x));
	*x = (struct fact){ .kind = q->kind,
			    .base = q->base,
			    .day = q->day,
			    .a = mb_arena_dup(f->arena, q->a),
			    .b = mb_arena_dup(f->arena, q->b),
			    .c = mb_arena_dup(f->arena, q->c),
			    .d = mb_arena_dup(f->arena, q->d) };
	rc = answer(x, f, err);
	if (rc != MB_OK)
		return rc;
	x->next = f->bucket[b];
	f->bucket[b] = x;
	*out = x;
	return MB_OK;
}

int fact_fetch(const struct fact **out, struct facts *f, const struct ask *q, struct mb_error *err)
{
	struct ask first = *q;
	const struct fact *other;
	int rc;

	for (size_t i = 0; q->also && q->also->type == MB_LIST && i < q->also->n; i++) {
		struct ask one;

		if (q->also->items[i]->type != MB_TEXT)
			continue;
		one = ask_doc(q->base, q->also->items[i]->text);
		if ((rc = fetch_one(&other, f, &one, err)) != MB_OK)
			return rc;
	}
	first.also = NULL;
	return fetch_one(out, f, &first, err);
}

/* ---- asked by the host itself ---------------------------------------------------------------------------- */

static bool kind_has_person(const struct mb_doc *d, const char *field)
{
	const struct mb_field *x = d && d->kind ? mb_kind_field(d->kind, field) : NULL;

	if (!x)
		x = mb_common_field(field);
	return x && (x->type == MB_T_PERSON || x->type == MB_T_PEOPLE);
}

int facts_holders(const char ***people, size_t *n, struct facts *f, const struct mb_doc *d, const char *role,
		  mb_day on, bool base, struct mb_error *err)
{
	struct ask q = { .kind = FACT_HOLDERS, .base = base, .day = on };
	const struct fact *x;
	int rc;

	*people = NULL;
	*n = 0;
	if (kind_has_person(d, role)) {
		const struct mb_node *v = mb_doc_node(d, role);

		if (v && v->type == MB_TEXT && *v->text)
			*MB_PUSH(f->arena, *people, *n) = v->text;
		for (size_t i = 0; v && v->type == MB_LIST && i < v->n; i++)
			if (v->items[i]->type == MB_TEXT)
				*MB_PUSH(f->arena, *people, *n) = v->items[i]->text;
		return MB_OK;
	}
	if (strcmp(role, "anyone") == 0)
		return MB_OK;
	snprintf(q.a, sizeof q.a, "%s", role);
	snprintf(q.b, sizeof q.b, "%s", d && d->group ? d->group : "");
	if ((rc = fact_fetch(&x, f, &q, err)) != MB_OK)
		return rc;
	*people = x->people;
	*n = x->n;
	return MB_OK;
}

int facts_number(long *out, struct facts *f, const struct param_use *p, const char *group,
		 struct mb_error *err)
{
	struct ask q = { .kind = FACT_PARAM, .day = MB_NO_DAY };
	const struct fact *x;
	char *end;
	int rc;

	*out = p->plus;
	if (!p->name[0])
		return MB_OK;
	snprintf(q.a, sizeof q.a, "%s", p->name);
	snprintf(q.b, sizeof q.b, "%s", group ? group : "");
	if ((rc = fact_fetch(&x, f, &q, err)) != MB_OK)
		return rc;
	if (x->value && x->value->type == MB_TEXT) {
		*out += strtol(x->value->text, &end, 10);
		if (*x->value->text && !*end)
			return MB_OK;
	}
	return mb_fail(err, MB_EINVAL, "parameter '%s' is no whole number", p->name);
}

int facts_day(mb_day *out, struct facts *f, const struct mb_doc *d, const char *path, struct mb_error *err)
{
	const char *dot;
	int rc;

	*out = MB_NO_DAY;
	while (d && (dot = strchr(path, '.'))) {
		const char *name = mb_arena_ndup(f->arena, path, (size_t)(dot - path));
		const struct mb_field *field = d->kind ? mb_kind_field(d->kind, name) : NULL;
		const char *id = mb_doc_field(d, name);
		const struct fact *x;
		struct ask q;

		if (!field && strcmp(name, "group") == 0)
			id = d->group;
		if (!id || !*id)
			return MB_OK;
		q = field && field->type == MB_T_PERSON ? ask_person(f, false, id) : ask_doc(false, id);
		if ((rc = fact_fetch(&x, f, &q, err)) != MB_OK)
			return rc;
		d = x->doc;
		path = dot + 1;
	}
	if (d)
		*out = mb_doc_day(d, path);
	return MB_OK;
}
