/* judge.c: the ruling over a change: the workflow's findings, then every rule that applies, requirement by requirement. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- calling a rule -------------------------------------------------------------------------------------- */

struct call {
	size_t rule, requirement; /* ordinals from 1 */
	enum call_what what;
	struct facts *f;
};

static void push_record_and_event(lua_State *L, const struct call *c)
{
	const struct facts *f = c->f;

	view_push_doc(L, f->doc, f->gone);
	view_push_event(L);
}

static int call_in_lua(lua_State *L)
{
	const struct call *c = lua_touserdata(L, 1);

	vm_push(L, SLOT_RULES);
	lua_rawgeti(L, -1, (lua_Integer)c->rule);
	if (c->what == CALL_REQUIREMENT) {
		lua_pushliteral(L, "requires");
		lua_rawget(L, -2);
		lua_rawgeti(L, -1, (lua_Integer)c->requirement);
		vm_push(L, SLOT_REQUIREMENTS);
		lua_rawgetp(L, -2, &vm_slots[SLOT_TAG]);
		lua_rawget(L, -2);
		lua_pushvalue(L, -3);
		push_record_and_event(L, c);
		lua_call(L, 3, 1);
		return 1;
	}
	lua_pushstring(L, c->what == CALL_WHEN ? "when" : "effects");
	lua_rawget(L, -2);
	push_record_and_event(L, c);
	lua_call(L, 2, 1);
	return 1;
}

/* Take the answer out of Lua, then look whether the rule left something behind. */
static enum vm_end take_answer(struct val *v, struct judging *j, struct vm *vm, enum vm_end end,
			       const struct call *c, char *text)
{
	struct val_limit lim = {
		.depth = RESULT_DEPTH, .values = RESULT_VALUES, .text = RESULT_TEXT, .total = RESULT_TOTAL
	};
	char guard_text[ERROR_TEXT];

	if (end == VM_FINE && !val_read(v, j->f->arena, vm->L, -1, &lim)) {
		snprintf(text, ERROR_TEXT, "its answer holds %.200s", lim.why);
		end = VM_FAULT;
	}
	vm_done(vm);
	if (guard_broken(vm, j->r, c->rule, c->what, c->requirement, guard_text)) {
		memcpy(text, guard_text, sizeof guard_text);
		end = VM_FAULT;
		rules_drop_vm(j->r); /* with it goes what was remembered */
	}
	return end;
}

enum vm_end rule_call(struct val *v, struct judging *j, size_t rule, enum call_what what, size_t requirement,
		      char *text, struct mb_error *err)
{
	struct call c = { rule, requirement, what, j->f };
	const struct fact *x;
	struct vm *vm;
	enum vm_end end;
	long given_up = 0;

	if (rules_vm(&vm, j->r, err) != MB_OK)
		return VM_LATE;
	vm->facts = j->f;
	vm->examined = false;
	for (int restarts = 0;; restarts++) {
		vm_clock_start(vm); /* the time of reading the record is not the rule's */
		end = vm_run(vm, call_in_lua, &c, j->left, text);
		if (end != VM_WANTS)
			break;
		given_up += j->left - vm->budget;
		if (restarts == VM_RESTARTS || given_up > VM_RESTART_STEPS) {
			snprintf(text, ERROR_TEXT,
				 "it asks for more than %d documents one by one, or works too long between "
				 "them",
				 VM_RESTARTS);
			end = VM_FAULT;
			break;
		}
		/* What a call that was given up left behind must not reach the next one. */
		if (guard_broken(vm, j->r, rule, what, requirement, text))
			rules_drop_vm(j->r);
		else
			vm->facts = NULL;
		if (fact_fetch(&x, j->f, &j->f->wanted, err) != MB_OK || rules_vm(&vm, j->r, err) != MB_OK)
			return VM_LATE;
		vm->facts = j->f;
	}
	vm->facts = NULL;
	j->left = vm->budget;
	if (end == VM_FINE || end == VM_FAULT)
		return take_answer(v, j, vm, end, &c, text);
	rules_drop_vm(j->r); /* an interrupted state is not used again */
	if (end == VM_LATE)
		mb_fail(err, MB_EFAIL,
			"not evaluated: the rule '%s' took too long on this machine; try again",
			j->r->rules[rule - 1].name);
	return end;
}

/* ---- findings -------------------------------------------------------------------------------------------- */

struct mb_finding *judge_finding(struct judging *j, const char *rule, const char *file, int line,
				 const char *requirement)
{
	struct mb_finding *x = MB_PUSH(j->arena, j->out->findings, j->out->n_findings);

	x->rule = mb_arena_dup(j->arena, rule);
	x->file = mb_arena_dup(j->arena, file);
	x->line = line;
	x->doc = mb_arena_dup(j->arena, j->f->doc ? j->f->doc->id : "");
	x->event = mb_arena_dup(j->arena, j->f->event);
	x->requirement = mb_arena_dup(j->arena, requirement);
	x->outcome = MB_SATISFIED;
	x->found = x->needed = x->source = "";
	return x;
}

static const char *words_of(struct mb_arena *a, const struct val *table, const char *key)
{
	const struct val *v = val_get(table, key);
	const struct mb_node *n;

	if (!v || v->type == V_NIL || v->type == V_TABLE || v->type == V_FUNCTION)
		return NULL;
	n = val_node(a, v);
	return *n->text ? n->text : NULL;
}

static void people_of(struct judging *j, struct mb_finding *x, const struct val *v)
{
	if (v && (v->type == V_TEXT || v->type == V_VIEW))
		*MB_PUSH(j->arena, x->who, x->n_who) = mb_arena_dup(j->arena, v->text);
	for (size_t i = 0; v && v->type == V_TABLE && i < v->n; i++)
		if (v->list[i].type == V_TEXT || v->list[i].type == V_VIEW)
			*MB_PUSH(j->arena, x->who, x->n_who) = mb_arena_dup(j->arena, v->list[i].text);
}

static void way_of(struct judging *j, struct mb_finding *x, const struct val *v)
{
	static const char *const acts[] = { "say", "fill", "edit", "sign", "move", "file", "cure" };
	const char *doc = v->type == V_TABLE ? words_of(j->arena, v, "doc") : NULL;

	for (size_t i = 0; v->type == V_TABLE && i < sizeof acts / sizeof *acts; i++) {
		const struct val *what = val_get(v, acts[i]);

		if (!what || what->type == V_NIL)
			continue;
		*MB_PUSH(j->arena, x->ways, x->n_ways) = (struct mb_way){
			acts[i], what->type == V_BOOL ? NULL : words_of(j->arena, v, acts[i]), doc
		};
		return;
	}
}

/* `step` of an answer: one way, or a list of them. */
static void ways_of(struct judging *j, struct mb_finding *x, const struct val *v)
{
	if (!v || v->type != V_TABLE)
		return;
	if (v->n == 0)
		way_of(j, x, v);
	for (size_t i = 0; i < v->n; i++)
		way_of(j, x, &v->list[i]);
}

static struct mb_finding *broken(struct judging *j, const struct rule *rule, const char *file, int line,
				 const char *requirement, const char *text)
{
	struct mb_finding *x = judge_finding(j, rule->name, file, line, requirement);

	x->outcome = MB_BROKEN;
	x->authority = mb_arena_dup(j->arena, rule->authority);
	x->reason = mb_arena_dup(j->arena, text);
	x->remedy = "the rule itself failed: it must be put right before this can be done";
	return x;
}

/* The row of a waiver of this rule for the text as it stands, by somebody other than who acts now. */
static const struct mb_node *waiver_row(const struct judging *j, const struct rule *rule)
{
	const struct mb_node *rows = mb_doc_node(j->f->doc, "waivers");

	for (size_t i = 0; rule->waivable && rows && rows->type == MB_LIST && i < rows->n; i++) {
		const struct mb_node *row = rows->items[i];
		const char *name = mb_node_text(row, "rule"), *of = mb_node_text(row, "of");

		if ((mb_streq(name, rule->name) || (name && mb_streq(name, rule->was))) &&
		    (!of || strcmp(of, j->f->doc->text) == 0) && !mb_streq(mb_node_text(row, "by"), j->f->by))
			return row;
	}
	return NULL;
}

/* "...; or the chair (cath) waives it, giving a reason" */
static int add_way_round(struct judging *j, struct mb_finding *x, const struct rule *rule,
			 struct mb_error *err)
{
	const char *base = x->remedy ? mb_arena_printf(j->arena, "%s; or ", x->remedy) : "";
	char *who = "";

	if (!rule->waivable)
		return MB_OK;
	for (size_t i = 0; i < rule->n_waiver_by; i++) {
		const char **people;
		char *names = "";
		size_t n;
		int rc = facts_holders(&people, &n, j->f, j->f->doc, rule->waiver_by[i], j->f->on, false,
				       err);

		if (rc != MB_OK)
			return rc;
		for (size_t k = 0; k < n; k++)
			names = mb_arena_printf(j->arena, "%s%s%s", names, k ? ", " : "", people[k]);
		who = mb_arena_printf(j->arena, "%s%sthe %s%s%s%s", who, i ? " or " : "", rule->waiver_by[i],
				      n ? " (" : "", names, n ? ")" : "");
	}
	x->remedy = mb_arena_printf(j->arena, "%s%s waives it%s", base, who,
				    rule->waiver_needs_reason ? ", giving a reason" : "");
	return MB_OK;
}

static int not_met(struct judging *j, struct mb_finding *x, const struct rule *rule, struct mb_error *err)
{
	const struct mb_node *row = waiver_row(j, rule);
	const struct mb_move *m = mb_kind_move(j->f->kind, j->f->event);
	int mode = rule->mode;

	if (mode == MODE_BY_MOVE)
		mode = m && m->records ? MODE_IRREGULAR : MODE_REFUSE;
	if (row) {
		x->outcome = MB_WAIVED;
		x->reason = mb_arena_dup(j->arena, mb_node_text(row, "reason"));
		return MB_OK;
	}
	if (!x->remedy)
		x->remedy = mb_arena_dup(j->arena, rule->otherwise);
	else if (rule->otherwise)
		x->remedy = mb_arena_printf(j->arena, "%s; or %s", x->remedy, rule->otherwise);
	if (mode == MODE_ADVISE) {
		x->outcome = MB_ADVISED;
	} else if (mode == MODE_IRREGULAR) {
		x->outcome = MB_IRREGULAR;
		x->marks = mb_arena_dup(j->arena, rule->marks ? rule->marks : "irregular");
		x->cures = mb_arena_dup(j->arena, rule->cures);
	} else {
		x->outcome = MB_UNSATISFIED;
		j->refused = true;
	}
	return add_way_round(j, x, rule, err);
}

/* ---- one rule -------------------------------------------------------------------------------------------- */

bool rule_names_event(const char *const *list, size_t n, const char *kind, const char *event)
{
	for (size_t i = 0; i < n; i++) {
		const char *dot = strchr(list[i], '.');
		size_t k = (size_t)(dot - list[i]);
		bool of_kind = strncmp(list[i], "*.", 2) == 0 ||
			       (strlen(kind) == k && strncmp(list[i], kind, k) == 0);

		if (of_kind && (strcmp(dot + 1, event) == 0 || strcmp(dot + 1, "*") == 0))
			return true;
	}
	return false;
}

static bool listed(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(list[i], word))
			return true;
	return false;
}

bool rule_applies(const struct judging *j, const struct rule *rule)
{
	const struct facts *f = j->f;
	const struct mb_move *m = mb_kind_move(f->kind, f->event);
	mb_day day = m && m->records ? f->on : f->recorded_day;
	const struct mb_doc *group = NULL;

	if ((rule->from != MB_NO_DAY && day < rule->from) || (rule->to != MB_NO_DAY && day > rule->to))
		return false;
	if (rule->n_groups && !listed(rule->groups, rule->n_groups, f->doc->group))
		return false;
	if (rule->n_while_in &&
	    !listed(rule->while_in, rule->n_while_in, rule->daily ? f->doc->state : f->from_state))
		return false;
	if (rule->n_regimes == 0)
		return true;
	if (!f->doc->group || mb_view_doc(&group, f->after, f->doc->group, NULL) != MB_OK)
		return false;
	return listed(rule->regimes, rule->n_regimes, mb_doc_field(group, "regime"));
}

/* A rule that breaks is not asked further: whatever it says then is worth nothing. */
static int judge_requirement(struct judging *j, size_t ordinal, size_t at, bool *holds, bool *ends,
			     struct mb_error *err)
{
	const struct rule *rule = &j->r->rules[ordinal - 1];
	const struct requirement *req = &rule->requires[at];
	char text[ERROR_TEXT] = "";
	struct mb_finding *x;
	struct val v;
	const struct val *ok;
	enum vm_end end;

	j->f->n_absent = 0;
	end = rule_call(&v, j, ordinal, CALL_REQUIREMENT, at + 1, text, err);
	if (end == VM_LATE)
		return MB_EFAIL;
	*holds = false;
	if (end == VM_FINE && (v.type != V_TABLE || !val_get(&v, "ok"))) {
		snprintf(text, sizeof text, "it gives no { ok = ... }");
		end = VM_FAULT;
	}
	if (end != VM_FINE) {
		broken(j, rule, req->file, req->line, req->name, text);
		j->refused = *ends = true;
		return MB_OK;
	}
	ok = val_get(&v, "ok");
	*holds = ok->type != V_NIL && !(ok->type == V_BOOL && !ok->yes);
	x = judge_finding(j, rule->name, req->file, req->line, req->name);
	x->authority = mb_arena_dup(j->arena, rule->authority);
	x->found = words_of(j->arena, &v, "found");
	x->needed = words_of(j->arena, &v, "needed");
	x->source = words_of(j->arena, &v, "source");
	x->found = x->found ? x->found : "";
	x->needed = x->needed ? x->needed : "";
	x->source = x->source ? x->source : "";
	if (*holds)
		return MB_OK;
	for (size_t i = 0; i < j->f->n_absent; i++)
		x->absent = mb_arena_printf(j->arena, "%s%s%s.%s", x->absent ? x->absent : "",
					    x->absent ? " " : "", j->f->absent[i].kind->name,
					    j->f->absent[i].field);
	x->remedy = words_of(j->arena, &v, "remedy");
	people_of(j, x, val_get(&v, "who"));
	ways_of(j, x, val_get(&v, "step"));
	return not_met(j, x, rule, err);
}

/* Does `when` let the rule speak? A broken one is a finding; it then does not. */
static int ask_when(bool *applies, struct judging *j, size_t ordinal, bool refuses, struct mb_error *err)
{
	const struct rule *rule = &j->r->rules[ordinal - 1];
	char text[ERROR_TEXT] = "";
	struct val v;
	enum vm_end end;

	*applies = true;
	j->left = VM_RUN_STEPS;
	if (!rule->has_when)
		return MB_OK;
	end = rule_call(&v, j, ordinal, CALL_WHEN, 0, text, err);
	if (end == VM_LATE)
		return MB_EFAIL;
	if (end != VM_FINE) {
		*applies = false;
		broken(j, rule, rule->file, rule->line, "when", text);
		j->refused = j->refused || refuses;
		return MB_OK;
	}
	*applies = v.type != V_NIL && !(v.type == V_BOOL && !v.yes);
	return MB_OK;
}

static int judge_rule(struct judging *j, size_t ordinal, struct mb_error *err)
{
	const struct rule *rule = &j->r->rules[ordinal - 1];
	size_t before = j->out->n_findings;
	bool applies, holds = false, all = true, ends = false;
	int rc = ask_when(&applies, j, ordinal, true, err);

	if (rc != MB_OK)
		return rc;
	if (!applies) {
		if (j->out->n_findings == before)
			judge_finding(j, rule->name, rule->file, rule->line, "when")->outcome =
				MB_NOT_APPLICABLE;
		return MB_OK;
	}
	for (size_t i = 0; rc == MB_OK && !ends && i < rule->n_requires; i++)
		if (strcmp(rule->requires[i].name, "check") != 0) {
			rc = judge_requirement(j, ordinal, i, &holds, &ends, err);
			all = all && holds;
		}
	/* A function would only stumble over what a declared requirement is about to report. */
	for (size_t i = 0; rc == MB_OK && all && !ends && i < rule->n_requires; i++)
		if (strcmp(rule->requires[i].name, "check") == 0)
			rc = judge_requirement(j, ordinal, i, &holds, &ends, err);
	return rc;
}

/* ---- the ruling ------------------------------------------------------------------------------------------ */

static int finding_order(const void *a, const void *b)
{
	const struct mb_finding *x = a, *y = b;
	int c;

	if ((c = strcmp(x->doc, y->doc)) || (c = strcmp(x->event, y->event)) ||
	    (c = strcmp(x->rule, y->rule)) || (c = strcmp(x->file, y->file)) || (c = x->line - y->line) ||
	    (c = strcmp(x->requirement, y->requirement)) || (c = strcmp(x->found, y->found)))
		return c;
	return strcmp(x->needed, y->needed);
}

static int effect_order(const void *a, const void *b)
{
	const struct mb_effect *x = a, *y = b;
	int c;

	if ((c = strcmp(x->doc, y->doc)) || (c = strcmp(x->rule, y->rule)) || (c = x->line - y->line))
		return c;
	return strcmp(x->key, y->key);
}

int judge_case_finish(struct judging *j)
{
	struct mb_ruling *out = j->out;

	if (out->n_findings > 1)
		qsort(out->findings, out->n_findings, sizeof(*out->findings), finding_order);
	if (out->n_effects > 1)
		qsort(out->effects, out->n_effects, sizeof(*out->effects), effect_order);
	return MB_OK;
}

static int judge_event(struct judging *j, const struct mb_event *e, struct mb_error *err)
{
	int rc;

	facts_event(j->f, e, j->c->claim);
	if (!j->f->kind)
		return MB_OK; /* a plain page */
	if (!j->c->base) {    /* the founding change lays down who may do what: there is nobody to ask yet */
		struct mb_finding *x = judge_finding(
			j, mb_arena_printf(j->arena, "%s workflow", j->f->kind->name), j->f->kind->file,
			j->f->kind->line, "may");

		x->found = "founding";
		return MB_OK;
	}
	rc = workflow_judge(j, e, err);
	for (size_t i = 0; rc == MB_OK && i < j->r->n_rules; i++) {
		const struct rule *rule = &j->r->rules[i];

		if (rule_names_event(rule->before, rule->n_before, j->f->kind->name, e->name) &&
		    rule_applies(j, rule))
			rc = judge_rule(j, i + 1, err);
	}
	return rc;
}

static bool entered_irregular(const struct judging *j)
{
	for (size_t i = 0; i < j->out->n_findings; i++) {
		const struct mb_finding *x = &j->out->findings[i];

		if (x->outcome == MB_IRREGULAR && strcmp(x->doc, j->f->doc->id) == 0 &&
		    strcmp(x->event, j->f->event) == 0)
			return true;
	}
	return false;
}

static int event_effects(struct judging *j, const struct mb_event *e, struct mb_error *err)
{
	int rc = MB_OK;

	facts_event(j->f, e, j->c->claim);
	j->f->irregular = entered_irregular(j);
	for (size_t i = 0; rc == MB_OK && j->f->kind && i < j->r->n_rules; i++) {
		const struct rule *rule = &j->r->rules[i];
		const char *kind = j->f->kind->name;
		bool applies;

		if ((!rule->effects && !rule->effects_made) ||
		    (!rule_names_event(rule->after, rule->n_after, kind, e->name) &&
		     !rule_names_event(rule->before, rule->n_before, kind, e->name)) ||
		    !rule_applies(j, rule))
			continue;
		rc = ask_when(&applies, j, i + 1, false, err);
		if (rc == MB_OK && applies)
			rc = effects_of(j, i + 1, false, err);
	}
	return rc;
}

int judge_events(struct mb_ruling *out, struct mb_arena *a, struct mb_rules *r, const struct mb_case *c,
		 struct facts *f, struct mb_error *err)
{
	struct judging j = { .r = r, .f = f, .arena = a, .c = c, .out = out };
	int rc = MB_OK;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; rc == MB_OK && i < c->n_events; i++)
		rc = judge_event(&j, &c->events[i], err);
	out->accepted = rc == MB_OK && !j.refused;
	for (size_t i = 0; rc == MB_OK && out->accepted && c->base && i < c->n_events; i++)
		rc = event_effects(&j, &c->events[i], err);
	judge_case_finish(&j);
	return rc;
}

int mb_rules_judge(struct mb_ruling *out, struct mb_arena *a, struct mb_rules *r, const struct mb_case *c,
		   struct mb_error *err)
{
	struct mb_arena *own = mb_arena_new();
	struct facts f;
	int rc;

	facts_init(&f, own, &r->schema, c);
	f.looked = r->looked;
	f.looked_ctx = r->looked_ctx;
	rc = judge_events(out, a, r, c, &f, err);
	facts_free(&f);
	mb_arena_free(own);
	return rc;
}
