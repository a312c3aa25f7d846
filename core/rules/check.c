/* check.c: what is wrong with a version of the rules, found without an event: names that nothing declares, states that lead
 * nowhere, fields that a function misspells. */
#include "rules_impl.h"

#include <stdio.h>
#include <string.h>

#define KINDS_MAX 100

struct checking {
	struct mb_rules *r;
	struct slips *s;
	const struct rule *rule;
	const struct mb_kind *kinds[KINDS_MAX]; /* that the rule is about */
	size_t n_kinds;
};

static const char *const own_words[] = { "id",	  "kind",    "path",	 "state", "title",
					 "group", "version", "headings", "before" };

static bool has_text(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

/* ---- workflows ------------------------------------------------------------------------------------------- */

static bool leads(const struct mb_kind *k, const bool *reached, const char *state)
{
	for (size_t i = 0; i < k->n_moves; i++) {
		const struct mb_move *m = &k->moves[i];

		if (!mb_streq(m->to, state))
			continue;
		if (has_text(m->from, m->n_from, "new"))
			return true;
		for (size_t s = 0; s < k->n_states; s++)
			if (reached[s] && has_text(m->from, m->n_from, k->states[s]))
				return true;
	}
	return false;
}

static bool has_way_out(const struct mb_kind *k, const char *state)
{
	if (has_text(k->ends, k->n_ends, state))
		return true;
	for (size_t i = 0; i < k->n_moves; i++)
		if (has_text(k->moves[i].from, k->moves[i].n_from, state) && !mb_streq(k->moves[i].to, state))
			return true;
	return false;
}

static void check_workflow(struct mb_rules *r, const struct mb_kind *k, struct slips *s)
{
	bool *reached = mb_arena_alloc(r->arena, k->n_states + 1);
	const char *file = k->file;
	int line = k->line;

	for (size_t i = 0; i < r->n_declared; i++)
		if (strcmp(r->declared[i].word, "workflow") == 0 &&
		    strcmp(r->declared[i].name, k->name) == 0) {
			file = r->declared[i].file;
			line = r->declared[i].line;
		}
	if (k->n_states)
		reached[0] = true;
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < k->n_states; i++)
			if (!reached[i] && leads(k, reached, k->states[i]))
				reached[i] = more = true;
	}
	for (size_t i = 0; i < k->n_states; i++) {
		if (!reached[i])
			slip(s, file, line, "state '%s' of '%s' can never be reached", k->states[i], k->name);
		if (!has_way_out(k, k->states[i]))
			slip(s, file, line,
			     "state '%s' of '%s' has no way out; add a move or list it in ends", k->states[i],
			     k->name);
	}
}

/* ---- paths of fields ------------------------------------------------------------------------------------- */

static const char *field_near(struct mb_rules *r, const struct mb_kind *k, const char *name)
{
	const char **words = NULL;
	const struct mb_field *common;
	size_t n = 0, n_common = mb_common_fields(&common);

	for (size_t i = 0; i < k->n_fields; i++)
		*MB_PUSH(r->arena, words, n) = k->fields[i].name;
	for (size_t i = 0; i < n_common; i++)
		*MB_PUSH(r->arena, words, n) = common[i].name;
	for (size_t i = 0; i < sizeof own_words / sizeof *own_words; i++)
		*MB_PUSH(r->arena, words, n) = own_words[i];
	return slip_near(r->arena, name, words, n);
}

/* The kind that a field leads to; NULL when it leads to none or to any. */
static const struct mb_kind *leads_to(const struct mb_rules *r, const struct mb_kind *k,
				      const struct mb_field *f, const char *name)
{
	if (!f && strcmp(name, "before") == 0)
		return k;
	if ((!f && strcmp(name, "group") == 0) || (f && f->type == MB_T_GROUP))
		return mb_schema_kind(&r->schema, "group");
	if (f && f->type == MB_T_PERSON)
		return mb_schema_kind(&r->schema, "person");
	return f && f->type == MB_T_DOC && f->of ? mb_schema_kind(&r->schema, f->of) : NULL;
}

/* Is "meeting.date" a path from a document of this kind? If not, *bad is the kind that lacks the part in `part`. */
static bool path_known(const struct mb_rules *r, const struct mb_kind *k, const char *path,
		       const struct mb_kind **bad, char part[NAME_TEXT])
{
	while (k && *path) {
		size_t n = strcspn(path, ".");
		const struct mb_field *f;

		if (n >= NAME_TEXT)
			return true; /* refused elsewhere */
		memcpy(part, path, n);
		part[n] = '\0';
		f = mb_kind_field(k, part);
		if (!f)
			f = mb_common_field(part);
		if (!f && !has_text(own_words, sizeof own_words / sizeof *own_words, part)) {
			*bad = k;
			return false;
		}
		k = leads_to(r, k, f, part);
		path += n + (path[n] == '.');
	}
	return true;
}

/* Every kind the rule is about must have the field. */
static void check_path(struct checking *c, const char *file, int line, const char *path)
{
	for (size_t i = 0; i < c->n_kinds; i++) {
		const struct mb_kind *bad;
		char part[NAME_TEXT];

		if (path_known(c->r, c->kinds[i], path, &bad, part))
			continue;
		slip(c->s, file, line, "'%s' has no field '%s'%s", bad->name, part,
		     field_near(c->r, bad, part));
		return;
	}
}

/* In a function one kind is enough: it may look at r.kind first. */
static void check_used_path(struct checking *c, int line, const char *path)
{
	const struct mb_kind *bad = NULL;
	char part[NAME_TEXT];

	for (size_t i = 0; i < c->n_kinds; i++)
		if (path_known(c->r, c->kinds[i], path, &bad, part))
			return;
	if (bad)
		slip(c->s, c->rule->file, line, "'%s' has no field '%s'%s", bad->name, part,
		     field_near(c->r, bad, part));
}

/* ---- requirements and effects ---------------------------------------------------------------------------- */

static void check_param(struct checking *c, const char *file, int line, const char *name)
{
	const char **words = NULL;
	size_t n = 0;

	if (!*name || mb_schema_param(&c->r->schema, name))
		return;
	for (size_t i = 0; i < c->r->schema.n_params; i++)
		*MB_PUSH(c->r->arena, words, n) = c->r->schema.params[i].name;
	slip(c->s, file, line, "unknown parameter '%s'%s", name, slip_near(c->r->arena, name, words, n));
}

static void check_role(struct checking *c, const char *file, int line, const char *role)
{
	if (rule_role_known(&c->r->schema, role))
		return;
	for (size_t i = 0; i < c->n_kinds; i++) {
		const struct mb_field *f = mb_kind_field(c->kinds[i], role);

		if (f && f->type == MB_T_PERSON)
			return;
	}
	slip(c->s, file, line, "unknown role '%s'%s", role,
	     slip_near(c->r->arena, role, c->r->schema.roles, c->r->schema.n_roles));
}

/* Parameters and fields named anywhere in a value. */
static void check_value(struct checking *c, const char *file, int line, const struct val *v)
{
	if (v->line) {
		file = v->file && *v->file ? v->file : file;
		line = v->line;
	}
	if (v->type == V_PARAM)
		check_param(c, file, line, v->param->name);
	if (v->type == V_SPAN)
		check_param(c, file, line, v->span->n.name);
	if (v->type == V_WHEN) {
		check_param(c, file, line, v->when->span.n.name);
		check_path(c, file, line, v->when->field);
	}
	for (size_t i = 0; v->type == V_TABLE && i < v->n; i++)
		check_value(c, file, line, &v->list[i]);
	for (size_t i = 0; v->type == V_TABLE && i < v->n_map; i++)
		check_value(c, file, line, &v->map[i].v);
}

/* not_by "author" before a move that only the author may make leaves nobody. */
static void check_separation(struct checking *c, const struct val *q)
{
	const struct mb_schema *s = &c->r->schema;

	for (size_t k = 0; k < s->n_kinds; k++)
		for (size_t m = 0; m < s->kinds[k].n_moves; m++) {
			const struct mb_move *move = &s->kinds[k].moves[m];

			if (!rule_names_event(c->rule->before, c->rule->n_before, s->kinds[k].name,
					      move->name) ||
			    move->n_who == 0)
				continue;
			for (size_t w = 0; w <= move->n_who; w++) {
				size_t i = 0;

				if (w == move->n_who) {
					slip(c->s, q->file ? q->file : c->rule->file, q->line,
					     "nobody can make the move '%s.%s': only '%s' may, and rule '%s' "
					     "forbids it to them",
					     s->kinds[k].name, move->name, move->who[0], c->rule->name);
					break;
				}
				while (i < q->n && !(q->list[i].type == V_TEXT &&
						     mb_streq(q->list[i].text, move->who[w])))
					i++;
				if (i == q->n)
					break;
			}
		}
}

static void check_requirement(struct checking *c, const struct val *q)
{
	static const char *const all_fields[] = { "has" };
	static const char *const first_field[] = { "at_most", "one_of", "quorate", "not_by" };
	const char *before = val_text(q, "before"), *tag = q->tag ? q->tag : "";
	const char *file = q->file ? q->file : "";

	for (size_t i = 0; i < q->n; i++) {
		const struct val *v = &q->list[i];

		if (v->type == V_TABLE && v->tag)
			check_requirement(c, v);
		if (v->type != V_TEXT)
			continue;
		if (has_text(all_fields, 1, tag) || (i == 0 && has_text(first_field, 4, tag)))
			check_path(c, file, q->line, v->text);
		if (i == 0 && strcmp(tag, "signed_off") == 0)
			check_role(c, file, q->line, v->text);
		if (i == 0 && strcmp(tag, "no_interest") == 0 && strcmp(v->text, "actor") != 0)
			check_path(c, file, q->line, v->text);
	}
	if (strcmp(tag, "not_by") == 0 && !c->rule->has_when)
		check_separation(c, q);
	if (strcmp(tag, "clear_days") == 0 && !before)
		slip(c->s, file, q->line, "clear_days says nothing of 'before'");
	else if (strcmp(tag, "clear_days") == 0)
		check_path(c, file, q->line, before);
}

static void check_roles_in(struct checking *c, const struct val *e, const char *key)
{
	const struct val *v = val_get(e, key);
	const char *file = e->file ? e->file : "";

	if (v && v->type == V_TEXT)
		check_role(c, file, e->line, v->text);
	for (size_t i = 0; v && v->type == V_TABLE && i < v->n; i++)
		if (v->list[i].type == V_TEXT)
			check_role(c, file, e->line, v->list[i].text);
}

static void check_effect(struct checking *c, const struct val *e)
{
	const char *tag = e->tag ? e->tag : "", *on = val_text(e, "on"), *due = val_text(e, "due"),
		   *rule = val_text(e, "rule");
	const struct val *also = val_get(e, "also");
	const char *file = e->file ? e->file : "";
	mb_day d;

	if (strcmp(tag, "remind") == 0)
		check_roles_in(c, e, "who");
	if (strcmp(tag, "create_action") == 0)
		check_roles_in(c, e, "owner");
	if (strcmp(tag, "ask") == 0)
		check_roles_in(c, e, "from");
	if (strcmp(tag, "escalate") == 0)
		check_roles_in(c, e, "to");
	if (on && !mb_day_parse(&d, on))
		check_path(c, file, e->line, on);
	if (due && !mb_day_parse(&d, due))
		check_path(c, file, e->line, due);
	if (strcmp(tag, "cure") == 0 && rule && !rule_named(c->r, rule))
		slip(c->s, file, e->line, "cure names a rule '%s' that there is not", rule);
	if (also && also->type == V_TABLE)
		check_effect(c, also);
}

/* ---- fields in functions --------------------------------------------------------------------------------- */

static bool name_char(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_';
}

const char *rules_past_quoted(const char *p, const char *end, int *line)
{
	const char *from = p;
	size_t level = 0;

	if (end - p > 1 && p[0] == '-' && p[1] == '-')
		p += 2;
	if (p < end && *p == '[') {
		while (p + 1 + level < end && p[1 + level] == '=')
			level++;
		if (p + 1 + level < end && p[1 + level] == '[') {
			for (p += 2 + level; p < end; p++) {
				size_t k = 0;

				*line += *p == '\n';
				if (*p != ']')
					continue;
				while (p + 1 + k < end && p[1 + k] == '=')
					k++;
				if (k == level && p + 1 + k < end && p[1 + k] == ']')
					return p + 2 + k;
			}
			return end;
		}
	}
	if (p > from) { /* a comment to the end of the line */
		while (p < end && *p != '\n')
			p++;
		return p;
	}
	if (*p != '"' && *p != '\'')
		return p;
	for (char quote = *p++; p < end && *p != quote && *p != '\n'; p++)
		p += *p == '\\' && p + 1 < end;
	return p < end && *p != '\n' ? p + 1 : p;
}

/* "r.meeting.date" at p: copy what follows "r." up to what is no name. */
static const char *read_path(const char *p, const char *end, char path[NAME_TEXT])
{
	size_t n = 0;

	while (p < end && n + 1 < NAME_TEXT &&
	       (name_char(*p) || (*p == '.' && p + 1 < end && name_char(p[1]))))
		path[n++] = *p++;
	path[n] = '\0';
	return p;
}

static void check_event_word(struct checking *c, int line, const char *word)
{
	static const char *const words[] = { "name",	  "kind",	  "today",
					     "on",	  "recorded_day", "recorded_minute",
					     "by",	  "entered_by",	  "reason",
					     "role",	  "from_state",	  "to_state",
					     "rehearsal", "follows",	  "irregular" };
	size_t n = sizeof words / sizeof *words;

	char first[NAME_TEXT];

	snprintf(first, sizeof first, "%.*s", (int)strcspn(word, "."), word);
	if (*first && !has_text(words, n, first))
		slip(c->s, c->rule->file, line, "an event has no '%s'%s", first,
		     slip_near(c->r->arena, first, words, n));
}

/* Between the braces of the rule, what functions read of `r` and `e`. */
static void check_functions(struct checking *c, const struct mb_rules_file *f)
{
	const char *p = f->text.p, *end = p + f->text.n;
	int line = 1, depth = 0;
	char path[NAME_TEXT];

	for (; p < end && line < c->rule->line; p++)
		line += *p == '\n';
	while (p < end) {
		const char *next = rules_past_quoted(p, end, &line);

		if (next > p) {
			p = next;
			continue;
		}
		line += *p == '\n';
		if (*p == '{')
			depth++;
		if (*p == '}' && --depth == 0)
			return;
		if (depth > 0 && end - p > 2 && (*p == 'r' || *p == 'e') && p[1] == '.' && name_char(p[2]) &&
		    (p == f->text.p || (!name_char(p[-1]) && p[-1] != '.' && p[-1] != ':'))) {
			char which = *p;

			p = read_path(p + 2, end, path);
			if (which == 'r')
				check_used_path(c, line, path);
			else
				check_event_word(c, line, path);
			continue;
		}
		p++;
	}
}

/* ---- a rule ---------------------------------------------------------------------------------------------- */

static void add_kind(struct checking *c, const struct mb_kind *k)
{
	for (size_t i = 0; i < c->n_kinds; i++)
		if (c->kinds[i] == k)
			return;
	if (k && c->n_kinds < KINDS_MAX)
		c->kinds[c->n_kinds++] = k;
}

static void kinds_of(struct checking *c, const char *const *events, size_t n)
{
	const struct mb_schema *s = &c->r->schema;

	for (size_t i = 0; i < n; i++) {
		const char *dot = strchr(events[i], '.');

		for (size_t k = 0; dot && k < s->n_kinds; k++)
			if (rule_names_event(&events[i], 1, s->kinds[k].name, dot + 1) &&
			    (events[i][0] != '*' || mb_kind_move(&s->kinds[k], dot + 1)))
				add_kind(c, &s->kinds[k]);
	}
}

static void check_rule(struct mb_rules *r, size_t at, const struct declared *d, struct slips *s)
{
	struct checking c = { .r = r, .s = s, .rule = &r->rules[at] };
	const struct val *requires = val_get(&d->v, "requires");

	/* What only advises is a trial of something, or it would be forgotten. */
	if (c.rule->mode == MODE_ADVISE && c.rule->to == MB_NO_DAY)
		slip(s, c.rule->file, c.rule->line,
		     "rule '%s' only advises: say until when, as in to = \"2006-12-31\"", c.rule->name);
	kinds_of(&c, c.rule->before, c.rule->n_before);
	kinds_of(&c, c.rule->after, c.rule->n_after);
	if (c.rule->daily)
		add_kind(&c, mb_schema_kind(&r->schema, c.rule->daily));
	for (size_t i = 0; i < c.rule->n_cured_by; i++)
		check_role(&c, c.rule->file, c.rule->line, c.rule->cured_by[i]);
	for (size_t i = 0; i < c.rule->n_cured_at; i++)
		if (strcmp(c.rule->cured_at[i], "parent") != 0)
			check_used_path(&c, c.rule->line, c.rule->cured_at[i]);
	if (requires) {
		check_value(&c, d->file, d->line, requires);
		for (size_t i = 0; requires->type == V_TABLE && i < requires->n; i++)
			check_requirement(&c, &requires->list[i]);
	}
	if (c.rule->effects) {
		check_value(&c, d->file, d->line, c.rule->effects);
		for (size_t i = 0; i < c.rule->effects->n; i++)
			check_effect(&c, &c.rule->effects->list[i]);
	}
	for (size_t i = 0; i < r->n_files; i++)
		if (strcmp(r->files[i].path, c.rule->file) == 0)
			check_functions(&c, &r->files[i]);
}

int mb_rules_check(const struct mb_rules_file *files, size_t n, mb_tell tell, void *ctx, struct mb_error *err)
{
	struct slips s = { .err = err, .tell = tell, .ctx = ctx };
	struct mb_error low = { 0 };
	struct mb_rules *r = NULL;
	size_t at = 0;
	int rc;

	for (size_t i = 0; i < n; i++)
		if (mb_ends(files[i].path, ".lua"))
			s.n += (size_t)rules_check_text(&files[i], tell, ctx);
	rc = rules_load(&r, files, n, true, &s, &low);
	if (rc == MB_EFAIL)
		return mb_fail(err, rc, "%s", low.text);
	if (rc != MB_OK) {
		tell(ctx, low.text);
		s.n++;
	}
	for (size_t i = 0; rc == MB_OK && i < r->schema.n_kinds; i++)
		if (r->schema.kinds[i].n_states)
			check_workflow(r, &r->schema.kinds[i], &s);
	for (size_t i = 0; rc == MB_OK && i < r->n_declared; i++)
		if (strcmp(r->declared[i].word, "rule") == 0)
			check_rule(r, at++, &r->declared[i], &s);
	if (rc == MB_OK)
		check_calls(r, &s);
	mb_rules_free(r);
	return s.n ? mb_fail(err, MB_EINVAL, "%zu slip%s in the rules", s.n, s.n == 1 ? "" : "s") : MB_OK;
}
