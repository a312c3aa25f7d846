/* test_run.c: the tests beside the rules.
 *
 *   test "no clearance, no approval" {
 *     given  = { P1 = { signoffs = { { role = "legal lead", by = "leo" } } } },           -- laid over the world
 *     when   = { move = "approve", on = "P1", by = "cleo", date = "2026-05-01" },          -- or { daily = "2026-05-01" }
 *     expect = { refused_by = "finance and legal clear a paper", says = { "finance lead" } },
 *   }
 * A test with `world = { .. }` has a world of its own in place of the shared one. `when` also takes entered_by, recorded (a date), time ("17:30"), role (of move = "sign"), reason, waives, follows, and set = { field =
 * value }, what the act changes besides. `expect` takes allowed, refused_by, irregular, waived, advised, broken, says, effects, count,
 * no_effects; each part must hold. Each test runs in a fresh state. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct covered {
	bool held, refused;
};

struct running {
	const struct mb_rules_file *files;
	size_t n_files;
	struct mb_rules *r; /* with the tests: for what there is to cover */
	const struct mb_calendar *calendar;
	const struct val *world;
	struct covered **requirements; /* by ordinal of rule and requirement */
	size_t *effects;	       /* by ordinal of rule: how often any was seen */
	bool **moves;		       /* by kind and move */
	mb_tell tell;
	void *ctx;
	struct mb_test_sum *sum;
};

/* One test. */
struct one {
	struct running *run;
	const struct declared *d;
	struct mb_arena *arena;
	struct mb_rules *r;
	struct test_world w;
	struct mb_ruling ruling;
	size_t faults;
};

static void fault(struct one *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void fault(struct one *t, const char *fmt, ...)
{
	char what[600], line[900];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	if (t->faults++ == 0) {
		snprintf(line, sizeof line, "failed: %.200s (%.120s:%d)", t->d->name, t->d->file, t->d->line);
		t->run->tell(t->run->ctx, line);
	}
	snprintf(line, sizeof line, "  %s", what);
	t->run->tell(t->run->ctx, line);
}

/* ---- what happens ---------------------------------------------------------------------------------------- */

static bool day_of(mb_day *out, struct one *t, const struct val *when, const char *key, mb_day otherwise)
{
	const struct val *v = val_get(when, key);

	*out = otherwise;
	if (!v)
		return true;
	if (v->type == V_DAY)
		*out = v->day;
	else if (v->type != V_TEXT || !mb_day_parse(out, v->text))
		return fault(t, "when: '%s' is no date", key), false;
	return true;
}

static struct mb_instant moment(const struct val *when, mb_day day)
{
	const char *time = val_text(when, "time");
	long hour = 10, minute = 0;
	char *end;

	if (time) {
		hour = strtol(time, &end, 10);
		minute = *end == ':' ? strtol(end + 1, NULL, 10) : 60;
	}
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
		hour = 10;
		minute = 0;
	}
	return (struct mb_instant){ (int64_t)day * 86400 + hour * 3600 + minute * 60, 0 };
}

static void append_row(struct one *t, struct mb_node *fields, const char *key, struct mb_node *row)
{
	struct mb_node *rows = mb_node_get(fields, key), *more = mb_node_new_list(t->arena);

	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++)
		mb_node_push(t->arena, more, rows->items[i]);
	mb_node_push(t->arena, more, row);
	mb_node_put(t->arena, fields, key, more);
}

static void put_text(struct one *t, struct mb_node *map, const char *key, const char *value)
{
	if (value)
		mb_node_put(t->arena, map, key, mb_node_new_text(t->arena, value));
}

/* What the move itself changes in the document. */
static void apply_move(struct one *t, struct mb_node *fields, const struct test_record *r, const char *move,
		       const struct mb_claim *claim, const struct val *when)
{
	const struct mb_move *m = mb_kind_move(r->kind, move);
	struct mb_node *set = val_get(when, "set") ? val_node(t->arena, val_get(when, "set")) : NULL;
	struct mb_node *row = mb_node_new_map(t->arena);

	if (m)
		put_text(t, fields, "state", m->to);
	else if (mb_streq(mb_node_text(fields, "state"), "new"))
		put_text(t, fields, "state", "");
	if (m && m->stamp)
		mb_node_put(t->arena, fields, m->stamp, mb_node_new_day(t->arena, claim->on));
	put_text(t, row, "by", claim->by);
	mb_node_put(t->arena, row, "on", mb_node_new_day(t->arena, claim->on));
	if (strcmp(move, "sign") == 0) {
		put_text(t, row, "role", val_text(when, "role"));
		append_row(t, fields, "signoffs", row);
	}
	for (size_t i = 0; strcmp(move, "waive") == 0 && i < claim->n_waives; i++) {
		struct mb_node *one = mb_node_copy(t->arena, row);

		put_text(t, one, "rule", claim->waives[i]);
		put_text(t, one, "reason", claim->reason);
		append_row(t, fields, "waivers", one);
	}
	for (size_t i = 0; set && set->type == MB_MAP && i < set->n; i++)
		mb_node_put(t->arena, fields, set->keys[i], test_world_ids(&t->w, set->items[i]));
}

static void read_waives(struct one *t, struct mb_claim *claim, const struct val *when)
{
	const struct val *v = val_get(when, "waives");

	if (v && v->type == V_TEXT)
		*MB_PUSH(t->arena, claim->waives, claim->n_waives) = v->text;
	for (size_t i = 0; v && v->type == V_TABLE && i < v->n; i++)
		if (v->list[i].type == V_TEXT)
			*MB_PUSH(t->arena, claim->waives, claim->n_waives) = v->list[i].text;
}

static bool names(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

static bool is_new(const struct test_record *r, const char *move)
{
	const struct mb_move *m = mb_kind_move(r->kind, move);

	return strcmp(move, "create") == 0 || mb_streq(mb_node_text(r->fields, "state"), "new") ||
	       (m && names(m->from, m->n_from, "new") && !mb_node_text(r->fields, "state"));
}

static int judge(struct one *t, struct mb_case *c, struct mb_event *e, const struct test_record *r, bool made,
		 const struct test_page *page, struct mb_error *err)
{
	int rc;

	c->base = test_world_view(&t->w, made ? r->path : NULL, NULL);
	c->after = test_world_view(&t->w, NULL, page);
	rc = mb_view_doc(&e->after, c->after, r->path, err);
	if (rc == MB_OK && !made)
		rc = mb_view_doc(&e->before, c->base, r->path, err);
	if (rc == MB_OK)
		rc = mb_rules_judge(&t->ruling, t->arena, t->r, c, err);
	return rc;
}

static bool run_move(struct one *t, struct mb_case *c, struct mb_claim *claim, const struct val *when,
		     const char *move)
{
	const char *on = val_text(when, "on");
	struct test_record *r = on ? test_world_find(&t->w, on) : NULL;
	struct mb_event e = { .name = move, .role = val_text(when, "role") };
	const struct val *follows = val_get(when, "follows");
	struct test_record after;
	struct test_page page;
	struct mb_error err = { 0 };
	bool made;

	if (!r)
		return fault(t, "when: there is no record '%s' in the world", on ? on : "?"), false;
	made = is_new(r, move);
	after = *r;
	after.fields = mb_node_copy(t->arena, r->fields);
	apply_move(t, after.fields, r, move, claim, when);
	page.path = r->path;
	if (!test_world_text(&page.text, &t->w, &after))
		return fault(t, "%s", t->w.why), false;
	e.follows = follows && follows->type == V_BOOL && follows->yes;
	c->events = &e;
	c->n_events = 1;
	if (judge(t, c, &e, r, made, &page, &err) != MB_OK)
		return fault(t, "%s", err.text), false;
	for (size_t k = 0; k < t->run->r->schema.n_kinds; k++) /* for the coverage */
		for (size_t m = 0; m < t->run->r->schema.kinds[k].n_moves; m++)
			if (mb_streq(t->run->r->schema.kinds[k].name, r->kind->name) &&
			    mb_streq(t->run->r->schema.kinds[k].moves[m].name, move) && t->ruling.accepted)
				t->run->moves[k][m] = true;
	return true;
}

static bool run_day(struct one *t, struct mb_case *c)
{
	struct mb_error err = { 0 };

	c->base = test_world_view(&t->w, NULL, NULL);
	c->after = test_world_view(&t->w, NULL, NULL);
	if (mb_rules_daily(&t->ruling, t->arena, t->r, c, &err) != MB_OK)
		return fault(t, "%s", err.text), false;
	return true;
}

static bool happens(struct one *t)
{
	const struct val *when = val_get(&t->d->v, "when"), *own = val_get(&t->d->v, "world");
	const char *move = val_text(when, "move"), *by = val_text(when, "by"),
		   *entered = val_text(when, "entered_by");
	struct mb_claim claim = { .by = by,
				  .entered_by = entered ? entered : by,
				  .move = move,
				  .reason = val_text(when, "reason") };
	struct mb_case c = { .claim = &claim, .calendar = t->run->calendar };
	mb_day standard, recorded;
	bool ok;

	mb_day_make(&standard, 2026, 1, 5);
	if (!when || (!move && !val_get(when, "daily")))
		return fault(t, "when says neither move nor daily"), false;
	if (!test_world_make(&t->w, own ? own : t->run->world, val_get(&t->d->v, "given"), by,
			     claim.entered_by))
		return fault(t, "%s", t->w.why), false;
	if (!day_of(&claim.on, t, when, move ? "date" : "daily", standard) ||
	    !day_of(&recorded, t, when, "recorded", claim.on))
		return false;
	read_waives(t, &claim, when);
	c.recorded = moment(when, recorded);
	ok = move ? run_move(t, &c, &claim, when, move) : run_day(t, &c);
	mb_view_free(c.after);
	mb_view_free(c.base);
	return ok;
}

/* ---- what is expected ------------------------------------------------------------------------------------ */

static bool any_outcome(const struct mb_ruling *r, enum mb_outcome o, const char *rule)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (r->findings[i].outcome == o && (!rule || mb_streq(r->findings[i].rule, rule)))
			return true;
	return false;
}

/* true, false or the name of a rule. */
static void expect_outcome(struct one *t, const struct val *expect, const char *key, enum mb_outcome o)
{
	const struct val *v = val_get(expect, key);
	bool want, is;

	if (!v)
		return;
	want = v->type == V_TEXT || (v->type == V_BOOL && v->yes);
	is = any_outcome(&t->ruling, o, v->type == V_TEXT ? v->text : NULL);
	if (want != is)
		fault(t, "expected %s%s%s, and it is %s", want ? "" : "not ", key,
		      v->type == V_TEXT ? " by that rule" : "", is ? "so" : "not so");
}

static void expect_words(struct one *t, const struct val *expect, const char *all)
{
	const struct val *v = val_get(expect, "says");

	if (v && v->type == V_TEXT && !strstr(all, v->text))
		fault(t, "expected the words '%s'", v->text);
	for (size_t i = 0; v && v->type == V_TABLE && i < v->n; i++)
		if (v->list[i].type == V_TEXT && !strstr(all, v->list[i].text))
			fault(t, "expected the words '%s'", v->list[i].text);
}

static bool holds_value(const struct mb_node *is, const struct mb_node *want)
{
	if (!is)
		return false;
	if (want->type == MB_LIST) {
		for (size_t i = 0; i < want->n; i++)
			if (!holds_value(is, want->items[i]))
				return false;
		return true;
	}
	if (is->type == MB_LIST) {
		for (size_t i = 0; i < is->n; i++)
			if (mb_node_same(is->items[i], want))
				return true;
		return false;
	}
	return mb_node_same(is, want);
}

static bool effect_fits(struct one *t, const struct mb_effect *e, const struct val *want)
{
	for (size_t i = 0; i < want->n_map; i++) {
		const char *key = want->map[i].key;
		struct mb_node *v = test_world_ids(&t->w, val_node(t->arena, &want->map[i].v));
		const char *is = strcmp(key, "kind") == 0				    ? e->kind
				 : strcmp(key, "rule") == 0 && strcmp(e->kind, "cure") != 0 ? e->rule
				 : strcmp(key, "key") == 0				    ? e->key
											    : NULL;

		if (strcmp(key, "on") == 0) {
			char iso[MB_ISO_DATE];

			is = mb_day_iso(iso, e->step);
			if (v->type != MB_TEXT || strcmp(iso, v->text) != 0)
				return false;
			continue;
		}
		if (strcmp(key, "about_doc") == 0 ||
		    (strcmp(key, "doc") == 0 && !mb_node_get(e->args, "doc")))
			is = e->doc; /* `doc` of advance and cure is what they change */
		if (strcmp(key, "people") == 0 || strcmp(key, "who") == 0)
			key = "to";
		if (is ? v->type != MB_TEXT || strcmp(is, v->text) != 0
		       : !holds_value(mb_node_get(e->args, key), v))
			return false;
	}
	return true;
}

static void expect_effects(struct one *t, const struct val *expect)
{
	const struct val *v = val_get(expect, "effects"), *count = val_get(expect, "count"),
			 *none = val_get(expect, "no_effects");

	for (size_t i = 0; v && v->type == V_TABLE && i < v->n; i++) {
		bool found = false;

		for (size_t k = 0; v->list[i].type == V_TABLE && k < t->ruling.n_effects; k++)
			found = found || effect_fits(t, &t->ruling.effects[k], &v->list[i]);
		if (!found)
			fault(t, "expected effect %zu (%s), which did not happen", i + 1,
			      val_text(&v->list[i], "kind") ? val_text(&v->list[i], "kind") : "?");
	}
	if (count && count->type == V_INT && (size_t)count->num != t->ruling.n_effects)
		fault(t, "expected %lld effects, not %zu", (long long)count->num, t->ruling.n_effects);
	if (none && none->type == V_BOOL && none->yes && t->ruling.n_effects)
		fault(t, "expected no effects, not %zu", t->ruling.n_effects);
}

static void tell_lines(struct one *t, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		char *line = mb_arena_printf(t->arena, "  | %.*s", (int)n, text);

		t->run->tell(t->run->ctx, line);
		text += n + (text[n] == '\n');
	}
}

static void compare(struct one *t)
{
	static const char *const keys[] = { "allowed", "refused_by", "irregular", "waived", "advised",
					    "broken",  "says",	     "effects",	  "count",  "no_effects" };
	const struct val *expect = val_get(&t->d->v, "expect"), *allowed = val_get(expect, "allowed");
	const char *refused_by = val_text(expect, "refused_by");
	struct mb_buf all;

	if (!expect || expect->type != V_TABLE || expect->n_map == 0) {
		fault(t, "expect says nothing");
		return;
	}
	for (size_t i = 0; i < expect->n_map; i++) {
		size_t k = 0;

		while (k < sizeof keys / sizeof *keys && strcmp(keys[k], expect->map[i].key) != 0)
			k++;
		if (k == sizeof keys / sizeof *keys)
			fault(t, "expect has no '%s'%s", expect->map[i].key,
			      slip_near(t->arena, expect->map[i].key, keys, sizeof keys / sizeof *keys));
	}
	if (allowed && allowed->type == V_BOOL && allowed->yes != t->ruling.accepted)
		fault(t, "expected to be %s", allowed->yes ? "allowed" : "refused");
	if (refused_by && (t->ruling.accepted || !any_outcome(&t->ruling, MB_UNSATISFIED, refused_by)))
		fault(t, "expected to be refused by '%s'", refused_by);
	expect_outcome(t, expect, "irregular", MB_IRREGULAR);
	expect_outcome(t, expect, "waived", MB_WAIVED);
	expect_outcome(t, expect, "advised", MB_ADVISED);
	expect_outcome(t, expect, "broken", MB_BROKEN);
	mb_buf_init(&all, 0);
	mb_ruling_words(&all, &t->ruling);
	mb_ruling_canonical(&all, &t->ruling);
	for (size_t i = 0; i < t->ruling.n_findings; i++)
		if (t->ruling.findings[i].outcome != MB_SATISFIED && t->ruling.findings[i].remedy)
			mb_buf_printf(&all, "help: %s\n", t->ruling.findings[i].remedy);
	expect_words(t, expect, all.p);
	expect_effects(t, expect);
	if (t->faults)
		tell_lines(t, all.p);
	mb_buf_free(&all);
}

/* ---- coverage -------------------------------------------------------------------------------------------- */

static void cover(struct running *run, const struct mb_ruling *ruling)
{
	for (size_t i = 0; i < run->r->n_rules; i++) {
		const struct rule *rule = &run->r->rules[i];

		for (size_t k = 0; k < ruling->n_findings; k++) {
			const struct mb_finding *x = &ruling->findings[k];

			for (size_t q = 0; mb_streq(x->rule, rule->name) && q < rule->n_requires; q++) {
				if (rule->requires[q].line != x->line ||
				    !mb_streq(rule->requires[q].name, x->requirement))
					continue;
				if (x->outcome == MB_SATISFIED)
					run->requirements[i][q].held = true;
				else if (x->outcome != MB_BROKEN && x->outcome != MB_NOT_APPLICABLE)
					run->requirements[i][q].refused = true;
			}
		}
		for (size_t k = 0; k < ruling->n_effects; k++)
			run->effects[i] += mb_streq(ruling->effects[k].rule, rule->name);
	}
}

static void gap(struct running *run, const char *file, int line, const char *what, const char *name,
		const char *how)
{
	char text[600];

	snprintf(text, sizeof text, "coverage: %s:%d: %s '%s' %s in any test", file, line, what, name, how);
	run->tell(run->ctx, text);
	run->sum->gaps++;
}

static void tell_gaps(struct running *run)
{
	for (size_t i = 0; i < run->r->n_rules; i++) {
		const struct rule *rule = &run->r->rules[i];

		for (size_t q = 0; q < rule->n_requires; q++) {
			char what[80];

			snprintf(what, sizeof what, "requirement %zu (%.40s) of", q + 1,
				 rule->requires[q].name);
			if (!run->requirements[i][q].held)
				gap(run, rule->requires[q].file, rule->requires[q].line, what, rule->name,
				    "never holds");
			if (!run->requirements[i][q].refused)
				gap(run, rule->requires[q].file, rule->requires[q].line, what, rule->name,
				    "never refuses");
		}
		if ((rule->effects || rule->effects_made) && run->effects[i] == 0)
			gap(run, rule->file, rule->line, "the effects of", rule->name, "never happen");
	}
	for (size_t k = 0; k < run->r->schema.n_kinds; k++)
		for (size_t m = 0; m < run->r->schema.kinds[k].n_moves; m++)
			if (!run->moves[k][m])
				gap(run, run->r->schema.kinds[k].moves[m].file,
				    run->r->schema.kinds[k].moves[m].line, run->r->schema.kinds[k].name,
				    run->r->schema.kinds[k].moves[m].name, "is never made");
}

/* ---- all tests ------------------------------------------------------------------------------------------- */

static void run_one(struct running *run, const struct declared *d)
{
	struct one t = { .run = run, .d = d, .arena = mb_arena_new() };
	struct mb_error err = { 0 };

	if (mb_rules_load(&t.r, run->files, run->n_files, &err) != MB_OK) {
		fault(&t, "%s", err.text);
	} else {
		t.w.arena = t.arena;
		t.w.schema = &t.r->schema;
		if (happens(&t))
			compare(&t);
		cover(run, &t.ruling);
	}
	if (t.faults)
		run->sum->failed++;
	else
		run->sum->passed++;
	mb_rules_free(t.r);
	mb_arena_free(t.arena);
}

static void prepare(struct running *run)
{
	struct mb_arena *a = run->r->arena;

	run->requirements = mb_arena_alloc(a, (run->r->n_rules + 1) * sizeof(*run->requirements));
	run->effects = mb_arena_alloc(a, (run->r->n_rules + 1) * sizeof(*run->effects));
	run->moves = mb_arena_alloc(a, (run->r->schema.n_kinds + 1) * sizeof(*run->moves));
	for (size_t i = 0; i < run->r->n_rules; i++)
		run->requirements[i] = mb_arena_alloc(a, (run->r->rules[i].n_requires + 1) *
								 sizeof(**run->requirements));
	for (size_t i = 0; i < run->r->schema.n_kinds; i++)
		run->moves[i] = mb_arena_alloc(a, run->r->schema.kinds[i].n_moves + 1);
	for (size_t i = 0; i < run->r->n_declared; i++)
		if (strcmp(run->r->declared[i].word, "world") == 0)
			run->world = &run->r->declared[i].v;
}

int mb_rules_test(struct mb_test_sum *sum, const struct mb_rules_file *files, size_t n,
		  const struct mb_calendar *calendar, mb_tell tell, void *ctx, struct mb_error *err)
{
	return mb_rules_test_by_steps(sum, files, n, calendar, tell, NULL, ctx, err);
}

/* Is it to go on? */
static bool goes_on(struct running *run, bool (*step)(void *ctx, size_t done, size_t all), size_t all)
{
	if (!run->sum->stopped && step)
		run->sum->stopped = !step(run->ctx, run->sum->passed + run->sum->failed, all);
	return !run->sum->stopped;
}

static size_t count_tests(const struct mb_rules *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_declared; i++)
		n += strcmp(r->declared[i].word, "test") == 0;
	return n;
}

int mb_rules_test_by_steps(struct mb_test_sum *sum, const struct mb_rules_file *files, size_t n,
			   const struct mb_calendar *calendar, mb_tell tell,
			   bool (*step)(void *ctx, size_t done, size_t all), void *ctx, struct mb_error *err)
{
	struct running run = {
		.files = files, .n_files = n, .calendar = calendar, .tell = tell, .ctx = ctx, .sum = sum
	};
	struct mb_error low = { 0 };
	struct slips s = { .err = &low };
	size_t all;
	int rc = rules_load(&run.r, files, n, true, &s, &low);

	memset(sum, 0, sizeof(*sum));
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", low.text);
	prepare(&run);
	all = count_tests(run.r);
	for (size_t i = 0; i < run.r->n_declared; i++)
		if (strcmp(run.r->declared[i].word, "test") == 0 && goes_on(&run, step, all))
			run_one(&run, &run.r->declared[i]);
	if (!sum->stopped)
		tell_gaps(&run);
	mb_rules_free(run.r);
	if (sum->stopped)
		return mb_fail(err, MB_EFAIL, "stopped after %zu of %zu tests", sum->passed + sum->failed,
			       all);
	return sum->failed ? mb_fail(err, MB_EINVAL, "%zu of %zu tests failed", sum->failed,
				     sum->passed + sum->failed)
			   : MB_OK;
}
