/* declare_rule.c: rules, from their tables. What a rule names (events, kinds, states, fields, roles) must exist. */
#include "rules_impl.h"

#include <stdio.h>
#include <string.h>

static const char *const rule_keys[] = {
	"about",    "authority", "source_url", "before", "after",    "daily",	 "while_in",  "when",
	"requires", "effects",	 "mode",       "marks",	 "cures",    "waiver",	 "otherwise", "was",
	"groups",   "regimes",	 "from",       "to",	 "cured_by", "cured_at",
};

static const struct {
	const char *kind;
	const char *keys[8];
} effect_shapes[] = {
	{ "create_action", { "title", "owner", "due", "as", "key", "on" } },
	{ "remind", { "who", "on", "about", "key" } },
	{ "ask", { "from", "to_do", "within", "key", "on" } },
	{ "escalate", { "to", "on", "about", "also", "key" } },
	{ "report", { "to", "line", "purpose", "subject", "title", "on", "key" } },
	{ "advance", { "move", "row", "day", "note", "on", "key" } },
	{ "cure", { "rule", "by", "key" } },
};

const char *const *effect_keys(const char *kind, size_t *n)
{
	for (size_t i = 0; i < sizeof effect_shapes / sizeof *effect_shapes; i++) {
		if (!mb_streq(effect_shapes[i].kind, kind))
			continue;
		for (*n = 0; *n < 8 && effect_shapes[i].keys[*n];)
			++*n;
		return effect_shapes[i].keys;
	}
	*n = 0;
	return NULL;
}

static bool has_text(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

/* ---- events ---------------------------------------------------------------------------------------------- */

static const char *const engine_events[] = { "create", "edit", "sign", "waive", "remove" };

static bool kind_makes(const struct mb_kind *k, const char *event)
{
	return mb_kind_move(k, event) || has_text(engine_events, 5, event);
}

static const char **words_near(size_t *n, struct mb_rules *r, const struct mb_kind *k)
{
	const char **out = NULL;

	*n = 0;
	for (size_t i = 0; k && i < k->n_moves; i++)
		*MB_PUSH(r->arena, out, *n) = k->moves[i].name;
	for (size_t i = 0; k && i < 5; i++)
		*MB_PUSH(r->arena, out, *n) = engine_events[i];
	for (size_t i = 0; !k && i < r->schema.n_kinds; i++)
		*MB_PUSH(r->arena, out, *n) = r->schema.kinds[i].name;
	return out;
}

static void check_event(struct mb_rules *r, const struct declared *d, const char *event, struct slips *s)
{
	const char *dot = strchr(event, '.'), **near, *kind;
	const struct mb_kind *k;
	size_t n;

	if (!dot || !dot[1] || dot == event) {
		slip(s, d->file, d->line, "'%s': an event is written \"paper.approve\" or \"*.approve\"",
		     event);
		return;
	}
	kind = mb_arena_ndup(r->arena, event, (size_t)(dot - event));
	if (strcmp(kind, "*") == 0) {
		for (size_t i = 0; i < r->schema.n_kinds; i++)
			if (strcmp(dot + 1, "*") == 0 || kind_makes(&r->schema.kinds[i], dot + 1))
				return;
		slip(s, d->file, d->line, "no kind has a move '%s'", dot + 1);
		return;
	}
	k = mb_schema_kind(&r->schema, kind);
	if (k && (strcmp(dot + 1, "*") == 0 || kind_makes(k, dot + 1)))
		return;
	near = words_near(&n, r, k);
	if (!k)
		slip(s, d->file, d->line, "unknown kind '%s' in '%s'%s", kind, event,
		     slip_near(r->arena, kind, near, n));
	else
		slip(s, d->file, d->line, "no move '%s'%s", event, slip_near(r->arena, dot + 1, near, n));
}

/* ---- parts of a rule ------------------------------------------------------------------------------------- */

static void read_requires(struct rule *rule, struct mb_rules *r, const struct declared *d, struct slips *s)
{
	const struct val *v = val_get(&d->v, "requires");

	if (!v)
		return;
	if (v->type != V_TABLE || v->n_map > 0 || v->tag) {
		slip(s, d->file, d->line, "requires is a list of requirements");
		return;
	}
	if (v->n > REQUIREMENTS_MAX)
		slip(s, d->file, d->line, "a rule may require %d things; divide it", REQUIREMENTS_MAX);
	for (size_t i = 0; i < v->n && i < REQUIREMENTS_MAX; i++) {
		const struct val *q = &v->list[i];
		struct requirement *req = MB_PUSH(r->arena, rule->requires, rule->n_requires);

		req->name = q->tag ? q->tag : "";
		req->file = q->file && *q->file ? q->file : d->file;
		req->line = q->line ? q->line : d->line;
		if (!q->tag || !has_text(r->requirements, r->n_requirements, q->tag))
			slip(s, d->file, req->line,
			     "requires holds something that is no requirement (place %zu)", i + 1);
	}
}

static void check_effect(struct mb_rules *r, const struct declared *d, const struct val *e, struct slips *s)
{
	size_t n;
	const char *const *keys = effect_keys(e->tag, &n);
	int line = e->line ? e->line : d->line;
	const struct val *also = val_get(e, "also");

	if (!keys) {
		slip(s, d->file, line, "effects holds something that is no effect");
		return;
	}
	declare_keys(r, e, d->file, line, e->tag, keys, n, s);
	if (also)
		check_effect(r, d, also, s);
}

static void read_effects(struct rule *rule, struct mb_rules *r, const struct declared *d, struct slips *s)
{
	const struct val *v = val_get(&d->v, "effects");

	if (!v)
		return;
	if (v->type == V_FUNCTION) {
		rule->effects_made = true;
		return;
	}
	if (v->type != V_TABLE || v->n_map > 0 || v->tag) {
		slip(s, d->file, d->line, "effects is a list of effects, or a function that returns one");
		return;
	}
	if (v->n > RESULT_EFFECTS)
		slip(s, d->file, d->line, "a rule may have %d effects", RESULT_EFFECTS);
	rule->effects = v;
	for (size_t i = 0; i < v->n; i++)
		check_effect(r, d, &v->list[i], s);
}

static void read_waiver(struct rule *rule, struct mb_rules *r, const struct declared *d, struct slips *s)
{
	static const char *const keys[] = { "by", "needs", "note", "minuted" };
	const struct val *v = val_get(&d->v, "waiver");
	const char *needs = val_text(v, "needs");

	if (!v)
		return;
	if (v->type != V_TABLE) {
		slip(s, d->file, d->line, "waiver is { by = ..., needs = \"reason\" }");
		return;
	}
	declare_keys(r, v, d->file, d->line, "waiver", keys, 4, s);
	rule->waivable = true;
	rule->waiver_by = declare_texts(&rule->n_waiver_by, r, d, val_get(v, "by"), "by", s);
	rule->waiver_note = val_text(v, "note");
	rule->waiver_needs_reason = mb_streq(needs, "reason");
	if (val_get(v, "needs") && !rule->waiver_needs_reason)
		slip(s, d->file, d->line, "waiver: needs is \"reason\"");
	if (rule->n_waiver_by == 0)
		slip(s, d->file, d->line, "waiver: by names the role that may waive");
	for (size_t i = 0; i < rule->n_waiver_by; i++)
		if (!rule_role_known(&r->schema, rule->waiver_by[i]))
			slip(s, d->file, d->line, "unknown role '%s'%s", rule->waiver_by[i],
			     slip_near(r->arena, rule->waiver_by[i], r->schema.roles, r->schema.n_roles));
}

static mb_day read_day(const struct declared *d, const char *key, struct slips *s)
{
	const struct val *v = val_get(&d->v, key);
	mb_day day = MB_NO_DAY;

	if (!v)
		return MB_NO_DAY;
	if (v->type == V_DAY)
		return v->day;
	if (v->type != V_TEXT || !mb_day_parse(&day, v->text))
		slip(s, d->file, d->line, "'%s' is a date such as \"2005-10-03\"", key);
	return day;
}

static void read_mode(struct rule *rule, struct mb_rules *r, const struct declared *d, struct slips *s)
{
	static const char *const modes[] = { "refuse", "irregular", "advise" };
	const char *mode = val_text(&d->v, "mode");

	if (!val_get(&d->v, "mode"))
		return;
	for (int i = 0; i < 3; i++)
		if (mb_streq(mode, modes[i]))
			rule->mode = MODE_REFUSE + i;
	if (rule->mode == MODE_BY_MOVE)
		slip(s, d->file, d->line, "mode is \"refuse\", \"irregular\" or \"advise\"%s",
		     mode ? slip_near(r->arena, mode, modes, 3) : "");
}

static const char *text_of(const struct declared *d, const char *key, struct slips *s)
{
	const struct val *v = val_get(&d->v, key);

	if (v && v->type != V_TEXT)
		slip(s, d->file, d->line, "'%s' is a text", key);
	return v && v->type == V_TEXT ? v->text : NULL;
}

static void check_state(struct mb_rules *r, const struct rule *rule, const char *state, struct slips *s)
{
	const char **words = NULL;
	size_t n = 0;

	for (size_t i = 0; i < r->schema.n_kinds; i++) {
		const struct mb_kind *k = &r->schema.kinds[i];

		if (rule->daily && strcmp(k->name, rule->daily) != 0)
			continue;
		for (size_t j = 0; j < k->n_states; j++)
			*MB_PUSH(r->arena, words, n) = k->states[j];
	}
	if (!has_text(words, n, state))
		slip(s, rule->file, rule->line, "unknown state '%s'%s", state,
		     slip_near(r->arena, state, words, n));
}

static void read_attachment(struct rule *rule, struct mb_rules *r, const struct declared *d, struct slips *s)
{
	size_t n;
	const char **near;

	rule->before = declare_texts(&rule->n_before, r, d, val_get(&d->v, "before"), "before", s);
	rule->after = declare_texts(&rule->n_after, r, d, val_get(&d->v, "after"), "after", s);
	rule->daily = text_of(d, "daily", s);
	rule->while_in = declare_texts(&rule->n_while_in, r, d, val_get(&d->v, "while_in"), "while_in", s);
	for (size_t i = 0; i < rule->n_before; i++)
		check_event(r, d, rule->before[i], s);
	for (size_t i = 0; i < rule->n_after; i++)
		check_event(r, d, rule->after[i], s);
	if (rule->daily && !mb_schema_kind(&r->schema, rule->daily)) {
		near = words_near(&n, r, NULL);
		slip(s, d->file, d->line, "daily: unknown kind '%s'%s", rule->daily,
		     slip_near(r->arena, rule->daily, near, n));
	}
	for (size_t i = 0; i < rule->n_while_in; i++)
		check_state(r, rule, rule->while_in[i], s);
	if (rule->n_before + rule->n_after == 0 && !rule->daily)
		slip(s, d->file, d->line,
		     "rule '%s' has neither before nor after nor daily: it would never be asked", rule->name);
	if (rule->n_requires > 0 && rule->n_before == 0)
		slip(s, d->file, d->line, "rule '%s' requires something, but of no event: add before",
		     rule->name);
	if ((rule->n_after > 0 || rule->daily) && !rule->effects && !rule->effects_made)
		slip(s, d->file, d->line, "rule '%s' has no effects", rule->name);
	if (rule->n_before > 0 && rule->n_requires == 0)
		slip(s, d->file, d->line, "rule '%s' requires nothing", rule->name);
}

static void read_rule(struct mb_rules *r, const struct declared *d, struct slips *s)
{
	const struct rule *same = rule_named(r, d->name);
	struct rule *rule = MB_PUSH(r->arena, r->rules, r->n_rules);
	const struct val *when = val_get(&d->v, "when");

	rule->name = d->name;
	rule->file = d->file;
	rule->line = d->line;
	if (same)
		slip(s, d->file, d->line, "a rule of this name is at %s:%d", same->file, same->line);
	if (!*d->name || strchr(d->name, '|') || strchr(d->name, '\n') || strlen(d->name) > 160)
		slip(s, d->file, d->line, "the name of a rule is one short sentence without \"|\"");
	declare_keys(r, &d->v, d->file, d->line, "rule", rule_keys, sizeof rule_keys / sizeof *rule_keys, s);
	if (d->v.n > 0)
		slip(s, d->file, d->line, "rule '%s' holds a value without a name", d->name);
	rule->about = text_of(d, "about", s);
	rule->authority = text_of(d, "authority", s);
	rule->source_url = text_of(d, "source_url", s);
	rule->marks = text_of(d, "marks", s);
	rule->cures = text_of(d, "cures", s);
	rule->otherwise = text_of(d, "otherwise", s);
	rule->cured_by = declare_texts(&rule->n_cured_by, r, d, val_get(&d->v, "cured_by"), "cured_by", s);
	rule->cured_at = declare_texts(&rule->n_cured_at, r, d, val_get(&d->v, "cured_at"), "cured_at", s);
	rule->was = text_of(d, "was", s);
	if (!rule->authority || !*rule->authority)
		slip(s, d->file, d->line, "rule '%s' names no authority", d->name);
	if (when && when->type != V_FUNCTION)
		slip(s, d->file, d->line, "when is a function(r, e)");
	rule->has_when = when && when->type == V_FUNCTION;
	rule->groups = declare_texts(&rule->n_groups, r, d, val_get(&d->v, "groups"), "groups", s);
	rule->regimes = declare_texts(&rule->n_regimes, r, d, val_get(&d->v, "regimes"), "regimes", s);
	rule->from = read_day(d, "from", s);
	rule->to = read_day(d, "to", s);
	read_mode(rule, r, d, s);
	read_requires(rule, r, d, s);
	read_effects(rule, r, d, s);
	read_waiver(rule, r, d, s);
	read_attachment(rule, r, d, s);
}

void declare_rules(struct mb_rules *r, struct slips *s)
{
	for (size_t i = 0; i < r->n_declared; i++)
		if (strcmp(r->declared[i].word, "rule") == 0)
			read_rule(r, &r->declared[i], s);
	if (r->n_rules > RULES_MAX)
		slip(s, r->rules[RULES_MAX].file, r->rules[RULES_MAX].line, "more than %d rules", RULES_MAX);
}
