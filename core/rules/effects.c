/* effects.c: what a rule asks for, as data: roles become people, "parent" becomes groups, conditions become dates; each gets
 * the key under which it is never done twice. */
#include "effects.h"

#include <stdio.h>
#include <string.h>

/* ---- one effect ------------------------------------------------------------------------------------------ */

static const struct mb_node *notices_of(const struct mb_doc *d)
{
	const struct mb_node *rows = mb_doc_node(d, "notices");

	return rows && rows->type == MB_LIST ? rows : NULL;
}

/* Under the rule's present name or the one that it had: a new name does not begin anew. */
static bool done_already(struct mb_arena *a, const struct mb_doc *d, const struct rule *rule, const char *key)
{
	const struct mb_node *rows = notices_of(d);
	const char *before = rule->was ? mb_arena_printf(a, "%s%s", rule->was, key + strlen(rule->name))
				       : NULL;

	for (size_t i = 0; rows && i < rows->n; i++) {
		const char *done = mb_node_text(rows->items[i], "key");

		if (mb_streq(done, key) || (before && mb_streq(done, before)))
			return true;
	}
	return false;
}

static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h;
}

static bool same_key(const struct judging *j, const char *key, const struct mb_node *args, bool *same_args)
{
	const struct mb_ruling *out = j->out;
	uint32_t h = hash(key);

	for (size_t i = 0; i < out->n_effects; i++)
		if (j->hashes[i] == h && strcmp(out->effects[i].key, key) == 0) {
			*same_args = mb_node_same(out->effects[i].args, args);
			return true;
		}
	return false;
}

static void add_effect(struct making *m)
{
	struct judging *j = m->j;
	const struct rule *rule = &j->r->rules[m->rule - 1];
	const struct val *own = val_get(m->v, "key");
	const char *part = m->target ? m->target : "";
	char step[MB_ISO_DATE];
	struct mb_effect *x;
	const char *key;
	bool same;

	mb_day_iso(step, m->step);
	if (own && (own->type == V_TEXT || own->type == V_INT))
		part = own->type == V_TEXT ? own->text
					   : mb_arena_printf(j->arena, "%lld", (long long)own->num);
	/* What comes round again (a yearly review) has another date each time, whatever it is called. */
	if (m->step != MB_NO_DAY)
		part = own ? mb_arena_printf(j->arena, "%s %s", part, step) : mb_arena_dup(j->arena, step);
	key = mb_arena_printf(j->arena, "%s|%s|%s|%s", rule->name, j->f->doc->id, m->kind, part);
	if (same_key(j, key, m->args, &same)) {
		if (same || !m->target)
			return;
		key = mb_arena_printf(j->arena, "%s %s", key, m->target); /* two people reminded on one day */
		if (same_key(j, key, m->args, &same))
			return;
	}
	if (done_already(j->arena, j->f->doc, rule, key))
		return;
	j->n_hashes = j->out->n_effects;
	*MB_PUSH(j->arena, j->hashes, j->n_hashes) = hash(key);
	x = MB_PUSH(j->arena, j->out->effects, j->out->n_effects);
	*x = (struct mb_effect){ .kind = m->kind,
				 .key = key,
				 .rule = mb_arena_dup(j->arena, rule->name),
				 .step = m->step,
				 .args = m->args };
	x->file = mb_arena_dup(j->arena, m->v->file && *m->v->file ? m->v->file : rule->file);
	x->line = m->v->line ? m->v->line : rule->line;
	x->doc = mb_arena_dup(j->arena, j->f->doc->id);
}

/* "parent": each group at the end of a solid line. */
static int parents_of(const struct mb_line **lines, size_t *n, struct making *m, struct mb_error *err)
{
	struct facts *f = m->j->f;
	struct ask q = { .kind = FACT_LINES, .day = f->today };
	const struct fact *x;
	int rc;

	*n = 0;
	if (!f->doc->group)
		return MB_OK;
	snprintf(q.a, sizeof q.a, "%s", f->doc->group);
	if ((rc = fact_fetch(&x, f, &q, err)) != MB_OK)
		return rc;
	*lines = x->lines;
	*n = x->n;
	return MB_OK;
}

/* One report to one group. */
static int add_report(bool *ok, struct making *m, const char *slug, const char *line, struct mb_error *err)
{
	struct making one = *m;
	struct mb_arena *a = m->j->arena;
	const struct fact *x;
	struct ask q;
	int rc;

	if (!slug || strlen(slug) > 100) {
		*ok = effect_wrong(m, "report names no group");
		return MB_OK;
	}
	q = ask_group(m->j->f, false, slug);
	if ((rc = fact_fetch(&x, m->j->f, &q, err)) != MB_OK)
		return rc;
	if (!x->doc || !x->doc->group) {
		*ok = effect_wrong(m, "report: there is no group '%s'", slug);
		return MB_OK;
	}
	one.args = mb_node_copy(a, m->args);
	one.target = mb_arena_dup(a, x->doc->group);
	mb_node_put(a, one.args, "to", mb_node_new_raw(a, one.target));
	if (line && !mb_node_get(one.args, "line"))
		mb_node_put(a, one.args, "line", mb_node_new_text(a, mb_arena_dup(a, line)));
	add_effect(&one);
	return MB_OK;
}

static int report_subject(bool *ok, struct making *m, struct mb_error *err)
{
	const struct val *v = val_get(m->v, "subject");
	const struct mb_doc *d = m->j->f->doc;
	struct mb_arena *a = m->j->arena;
	const struct fact *x;
	struct ask q;
	int rc;

	if (v && v->type != V_NIL) {
		if (v->type != V_VIEW && v->type != V_TEXT) {
			*ok = effect_wrong(m, "report: 'subject' is a document");
			return MB_OK;
		}
		q = ask_doc(false, v->text);
		if ((rc = fact_fetch(&x, m->j->f, &q, err)) != MB_OK)
			return rc;
		if (!x->doc) {
			*ok = effect_wrong(m, "report: there is no document '%s'", v->text);
			return MB_OK;
		}
		d = x->doc;
	}
	mb_node_put(a, m->args, "subject", mb_node_new_raw(a, mb_arena_dup(a, d->id)));
	if (!mb_node_get(m->args, "title"))
		mb_node_put(a, m->args, "title",
			    mb_node_new_text(a, mb_arena_dup(a, d->title ? d->title : d->id)));
	return MB_OK;
}

static int make_reports(bool *ok, struct making *m, struct mb_error *err)
{
	const struct val *to = val_get(m->v, "to");
	const struct mb_line *lines = NULL;
	size_t n = 0;
	int rc;

	*ok = effect_text(m, "line", "line", false) && effect_text(m, "purpose", "purpose", true) &&
	      effect_text(m, "title", "title", false);
	if (!*ok || (rc = report_subject(ok, m, err)) != MB_OK || !*ok)
		return *ok ? rc : MB_OK;
	if (to && to->type == V_TEXT && strcmp(to->text, "parent") == 0) {
		if ((rc = parents_of(&lines, &n, m, err)) != MB_OK)
			return rc;
		for (size_t i = 0; rc == MB_OK && *ok && i < n; i++)
			if (mb_streq(lines[i].type, "solid"))
				rc = add_report(ok, m, lines[i].to, "solid", err);
		return rc;
	}
	if (to && (to->type == V_TEXT || to->type == V_VIEW))
		return add_report(ok, m, to->text, NULL, err);
	if (!to || to->type != V_TABLE) {
		*ok = effect_wrong(m, "report names no group");
		return MB_OK;
	}
	for (size_t i = 0; *ok && i < to->n; i++)
		if ((rc = add_report(ok, m, to->list[i].text, NULL, err)) != MB_OK)
			return rc;
	return MB_OK;
}

/* An action, or another kind that has what an action has. */
static bool known_kind(struct making *m)
{
	const char *name = mb_node_text(m->args, "as");
	const struct mb_kind *k = mb_schema_kind(m->j->f->schema, name ? name : "action");

	if (k && mb_kind_field(k, "owner") && mb_kind_field(k, "due") && k->lives == MB_LIVES_NUMBERED)
		return true;
	return effect_wrong(m, "create_action: '%s' is no kind with an owner and a due date",
			    name ? name : "action");
}

static int make_action(bool *ok, struct making *m, struct mb_error *err)
{
	const struct val *due = val_get(m->v, "due");
	struct mb_arena *a = m->j->arena;
	struct mb_node *people;
	mb_day day = MB_NO_DAY;
	int rc;

	*ok = effect_text(m, "title", "title", true) && effect_text(m, "as", "as", false) && known_kind(m);
	if (!*ok || (rc = effect_people(ok, m, "owner", err)) != MB_OK || !*ok)
		return *ok ? rc : MB_OK;
	people = mb_node_get(m->args, "to");
	if (people->n > 0)
		mb_node_put(a, m->args, "owner", people->items[0]);
	if (due && ((rc = effect_day(ok, &day, m, due, "due", err)) != MB_OK || !*ok))
		return rc;
	if (day != MB_NO_DAY)
		mb_node_put(a, m->args, "due", mb_node_new_day(a, day));
	m->target = mb_node_text(m->args, "title");
	add_effect(m);
	return MB_OK;
}

/* A move that completes a row says which, since what day and what shows it; one that extends, the new day and why. */
static bool make_advance(struct making *m)
{
	return effect_text(m, "move", "move", true) && effect_text(m, "row", "row", false) &&
	       effect_text(m, "day", "day", false) && effect_text(m, "note", "note", false);
}

static int make_ask(bool *ok, struct making *m, struct mb_error *err)
{
	const struct val *within = val_get(m->v, "within");
	struct mb_arena *a = m->j->arena;
	mb_day day = MB_NO_DAY;
	int rc;

	*ok = effect_text(m, "to_do", "to_do", true) && effect_text(m, "to_do", "about", true);
	if (!*ok || (rc = effect_people(ok, m, "from", err)) != MB_OK || !*ok)
		return *ok ? rc : MB_OK;
	if (within && ((rc = effect_day(ok, &day, m, within, "within", err)) != MB_OK || !*ok))
		return rc;
	if (day != MB_NO_DAY)
		mb_node_put(a, m->args, "due", mb_node_new_day(a, day));
	add_effect(m);
	return MB_OK;
}

static int make_one(bool *ok, struct making *m, struct mb_error *err);

static int make_message(bool *ok, struct making *m, const char *whom, struct mb_error *err)
{
	const struct val *also = val_get(m->v, "also");
	int rc;

	*ok = effect_text(m, "about", "about", true);
	if (!*ok || (rc = effect_people(ok, m, whom, err)) != MB_OK || !*ok)
		return *ok ? rc : MB_OK;
	add_effect(m);
	if (also && also->type == V_TABLE) {
		struct making more = *m;

		more.v = also;
		return make_one(ok, &more, err);
	}
	return MB_OK;
}

static int make_one(bool *ok, struct making *m, struct mb_error *err)
{
	size_t n_keys;
	const char *const *keys = effect_keys(m->v->tag, &n_keys);

	m->kind = NULL;
	for (size_t i = 0; keys && i < n_effect_words; i++)
		if (strcmp(effect_words[i], m->v->tag) == 0)
			m->kind = effect_words[i];
	if (!m->kind) {
		*ok = effect_wrong(m, "its effects hold something that is no effect");
		return MB_OK;
	}
	for (size_t i = 0; i < m->v->n_map; i++) {
		size_t k = 0;

		while (k < n_keys && strcmp(keys[k], m->v->map[i].key) != 0)
			k++;
		if (k == n_keys) {
			*ok = effect_wrong(m, "%s has no '%s'%s", m->kind, m->v->map[i].key,
					   slip_near(m->j->arena, m->v->map[i].key, keys, n_keys));
			return MB_OK;
		}
	}
	m->args = mb_node_new_map(m->j->arena);
	m->target = NULL;
	if (strcmp(m->kind, "create_action") == 0)
		return make_action(ok, m, err);
	if (strcmp(m->kind, "remind") == 0)
		return make_message(ok, m, "who", err);
	if (strcmp(m->kind, "escalate") == 0)
		return make_message(ok, m, "to", err);
	if (strcmp(m->kind, "ask") == 0)
		return make_ask(ok, m, err);
	if (strcmp(m->kind, "report") == 0)
		return make_reports(ok, m, err);
	*ok = effect_doc(m) && (strcmp(m->kind, "advance") == 0 ? make_advance(m)
								: effect_text(m, "rule", "rule", true) &&
									  effect_text(m, "by", "by", false));
	if (*ok)
		add_effect(m);
	return MB_OK;
}

/* ---- all of one rule ------------------------------------------------------------------------------------- */

static void broken(struct judging *j, const struct rule *rule, const char *why)
{
	struct mb_finding *x = judge_finding(j, rule->name, rule->file, rule->line, "effects");

	x->outcome = MB_BROKEN;
	x->authority = mb_arena_dup(j->arena, rule->authority);
	x->reason = mb_arena_dup(j->arena, why);
}

static bool begins(const char *key, const char *rule)
{
	return rule && mb_starts(key, rule) && key[strlen(rule)] == '|';
}

/* The latest step that this rule has carried out for the document already. */
static mb_day last_step(const struct rule *rule, const struct mb_doc *d)
{
	const struct mb_node *rows = notices_of(d);
	mb_day last = MB_NO_DAY, day;

	for (size_t i = 0; rows && i < rows->n; i++) {
		const char *key = mb_node_text(rows->items[i], "key"),
			   *step = mb_node_text(rows->items[i], "step");

		if (key && step && (begins(key, rule->name) || begins(key, rule->was)) &&
		    mb_day_parse(&day, step) && day > last)
			last = day;
	}
	return last; /* MB_NO_DAY is before every day */
}

/* Of the steps that are due, only the last: earlier ones are overtaken. */
static int due_step(bool *ok, mb_day *out, struct making *m, const struct val *list, struct mb_error *err)
{
	mb_day today = m->j->f->today, day;
	int rc;

	*out = MB_NO_DAY;
	for (size_t i = 0; i < list->n; i++) {
		const struct val *on = val_get(&list->list[i], "on");

		if (!on)
			continue;
		m->kind = list->list[i].tag ? list->list[i].tag : "effect";
		if ((rc = effect_day(ok, &day, m, on, "on", err)) != MB_OK || !*ok)
			return rc;
		if (day != MB_NO_DAY && day <= today && day > *out)
			*out = day;
	}
	if (*out != MB_NO_DAY && *out <= last_step(&m->j->r->rules[m->rule - 1], m->j->f->doc))
		*out = MB_NO_DAY;
	return MB_OK;
}

static int make_all(bool *ok, struct making *m, const struct val *list, struct mb_error *err)
{
	mb_day step = MB_NO_DAY, day;
	int rc = MB_OK;

	*ok = true;
	if (list->type != V_TABLE || list->n_map > 0 || list->tag || list->n > RESULT_EFFECTS) {
		*ok = effect_wrong(m, "effects is a list of at most %d effects", RESULT_EFFECTS);
		return MB_OK;
	}
	if (m->daily && ((rc = due_step(ok, &step, m, list, err)) != MB_OK || !*ok))
		return rc;
	for (size_t i = 0; rc == MB_OK && *ok && i < list->n; i++) {
		const struct val *on = val_get(&list->list[i], "on");

		m->v = &list->list[i];
		m->step = MB_NO_DAY;
		if (m->v->type != V_TABLE) {
			*ok = effect_wrong(m, "its effects hold something that is no effect");
			return MB_OK;
		}
		if (m->daily && on) {
			m->kind = m->v->tag ? m->v->tag : "effect";
			if ((rc = effect_day(ok, &day, m, on, "on", err)) != MB_OK || !*ok ||
			    day == MB_NO_DAY || day != step)
				continue;
			m->step = day;
		}
		rc = make_one(ok, m, err);
	}
	return rc;
}

int effects_of(struct judging *j, size_t ordinal, bool daily, struct mb_error *err)
{
	const struct rule *rule = &j->r->rules[ordinal - 1];
	const struct val *list = rule->effects;
	char why[ERROR_TEXT] = "";
	struct making m = { .j = j, .rule = ordinal, .daily = daily, .why = why };
	size_t n_effects = j->out->n_effects;
	struct val made;
	bool ok;
	int rc;

	if (rule->effects_made) {
		enum vm_end end = rule_call(&made, j, ordinal, CALL_EFFECTS, 0, why, err);

		if (end == VM_LATE)
			return MB_EFAIL;
		if (end != VM_FINE) {
			broken(j, rule, why);
			return MB_OK;
		}
		if (made.type == V_NIL)
			return MB_OK;
		list = &made;
	}
	rc = make_all(&ok, &m, list, err);
	if (rc == MB_OK && !ok) { /* all or nothing of one rule */
		j->out->n_effects = n_effects;
		broken(j, rule, why);
	}
	return rc;
}
