/* declare_workflow.c: states and moves, who may make them, who may edit and sign. */
#include "rules_impl.h"

#include <string.h>

static bool has_text(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

static void check_states(struct mb_rules *r, const struct mb_kind *k, const char *file, int line,
			 const char *const *names, size_t n, bool new_allowed, struct slips *s)
{
	for (size_t i = 0; i < n; i++)
		if (!has_text(k->states, k->n_states, names[i]) &&
		    !(new_allowed && strcmp(names[i], "new") == 0))
			slip(s, file, line, "unknown state '%s' of '%s'%s", names[i], k->name,
			     slip_near(r->arena, names[i], k->states, k->n_states));
}

static void check_roles(struct mb_rules *r, const struct mb_kind *k, const char *file, int line,
			const char *const *names, size_t n, struct slips *s)
{
	for (size_t i = 0; i < n; i++) {
		const struct mb_field *own = mb_kind_field(k, names[i]);

		if (!rule_role_known(&r->schema, names[i]) && !(own && own->type == MB_T_PERSON))
			slip(s, file, line, "unknown role '%s'%s", names[i],
			     slip_near(r->arena, names[i], r->schema.roles, r->schema.n_roles));
	}
}

static bool flag(const struct declared *d, const struct val *table, const char *key, int line,
		 struct slips *s)
{
	const struct val *v = val_get(table, key);

	if (v && v->type != V_BOOL)
		slip(s, d->file, line, "'%s' is true or false", key);
	return v && v->type == V_BOOL && v->yes;
}

static void read_stamp(struct mb_move *m, const struct mb_kind *k, const struct declared *d,
		       struct mb_rules *r, struct slips *s)
{
	const struct mb_field *f;
	const char *names[200];
	size_t n = 0;

	if (!m->stamp)
		return;
	f = mb_kind_field(k, m->stamp);
	if (f && f->type == MB_T_DATE)
		return;
	for (size_t i = 0; i < k->n_fields && n < 200; i++)
		if (k->fields[i].type == MB_T_DATE)
			names[n++] = k->fields[i].name;
	slip(s, d->file, m->line, "move '%s': '%s' has no date field '%s'%s", m->name, k->name, m->stamp,
	     slip_near(r->arena, m->stamp, names, n));
}

/* completes = { rows = "conditions", on = "met_on", by = "met_by", note = "evidence" } */
static void read_completes(struct mb_move *m, const struct mb_kind *k, const struct declared *d,
			   struct mb_rules *r, const struct val *v, struct slips *s)
{
	static const char *const keys[] = { "rows", "on", "by", "note" };
	const struct mb_field *f;

	if (!v)
		return;
	if (v->type != V_TABLE) {
		slip(s, d->file, m->line,
		     "move '%s': completes is { rows = ..., on = ..., by = ..., note = ... }", m->name);
		return;
	}
	declare_keys(r, v, d->file, m->line, "completes", keys, sizeof keys / sizeof *keys, s);
	m->completes.rows = val_text(v, "rows");
	m->completes.on = val_text(v, "on");
	m->completes.by = val_text(v, "by");
	m->completes.note = val_text(v, "note");
	f = m->completes.rows ? mb_kind_field(k, m->completes.rows) : NULL;
	if (!f || f->type != MB_T_ROWS || !m->completes.on)
		slip(s, d->file, m->line,
		     "move '%s': completes names a field of rows of '%s', and the key for the day (on)",
		     m->name, k->name);
}

/* asks = { "due", "reason" }: fields that may be said with the move, and the words of the act itself. */
static void read_asks(struct mb_move *m, const struct mb_kind *k, const struct declared *d,
		      struct mb_rules *r, const struct val *v, struct slips *s)
{
	const char *names[200];
	size_t n = 0;

	m->asks = declare_texts(&m->n_asks, r, d, v, "asks", s);
	for (size_t i = 0; i < k->n_fields && n < 200; i++)
		if (!k->fields[i].managed)
			names[n++] = k->fields[i].name;
	for (size_t i = 0; i < m->n_asks; i++) {
		const struct mb_field *f = mb_kind_field(k, m->asks[i]);
		bool extends = mb_kind_field(k, "extensions") &&
			       (mb_streq(m->asks[i], "due") || mb_streq(m->asks[i], "allowed_by"));

		if (mb_streq(m->asks[i], "reason") || (mb_streq(m->asks[i], "row") && m->completes.rows) ||
		    extends || (f && !f->managed))
			continue;
		slip(s, d->file, m->line, "move '%s': '%s' is nothing that can be said with a move of '%s'%s",
		     m->name, m->asks[i], k->name, slip_near(r->arena, m->asks[i], names, n));
	}
}

/* by_itself = true, or "or by hand" where a person may make it as well. */
static void read_by_itself(struct mb_move *m, const struct declared *d, const struct val *v, struct slips *s)
{
	if (!v)
		return;
	if (v->type == V_BOOL && v->yes)
		m->by_itself = MB_BY_ITSELF_ONLY;
	else if (v->type == V_TEXT && mb_streq(v->text, "or by hand"))
		m->by_itself = MB_BY_EITHER;
	else if (v->type != V_BOOL)
		slip(s, d->file, m->line, "move '%s': by_itself is true, false or \"or by hand\"", m->name);
}

static void read_move(struct mb_kind *k, struct mb_rules *r, const struct declared *d,
		      const struct val_entry *e, struct slips *s)
{
	static const char *const keys[] = { "from",	 "to",	 "who",	  "dated", "records",  "stamp",
					    "completes", "asks", "about", "label", "by_itself" };
	static const char *const engine[] = { "create", "edit", "sign", "waive" };
	struct mb_move *m;
	const char *dated;

	if (e->v.type != V_TABLE || !mb_streq(e->v.tag, "move")) {
		slip(s, d->file, d->line,
		     "move '%s' of '%s' is written move { from = ..., to = ..., who = ... }", e->key,
		     k->name);
		return;
	}
	m = MB_PUSH(r->arena, k->moves, k->n_moves);
	m->name = e->key;
	m->file = d->file;
	m->line = e->v.line ? e->v.line : d->line;
	if (has_text(engine, 4, m->name))
		slip(s, d->file, m->line, "'%s' is an event of its own and cannot be the name of a move",
		     m->name);
	declare_keys(r, &e->v, d->file, m->line, "a move", keys, sizeof keys / sizeof *keys, s);
	m->about = val_text(&e->v, "about");
	m->label = val_text(&e->v, "label");
	read_by_itself(m, d, val_get(&e->v, "by_itself"), s);
	m->from = declare_texts(&m->n_from, r, d, val_get(&e->v, "from"), "from", s);
	m->to = val_text(&e->v, "to");
	m->who = declare_texts(&m->n_who, r, d, val_get(&e->v, "who"), "who", s);
	if (m->n_from == 0 || !m->to || m->n_who == 0)
		slip(s, d->file, m->line, "move '%s' of '%s' needs from, to and who", m->name, k->name);
	check_states(r, k, d->file, m->line, m->from, m->n_from, true, s);
	if (m->to)
		check_states(r, k, d->file, m->line, &m->to, 1, false, s);
	else
		m->to = "";
	check_roles(r, k, d->file, m->line, m->who, m->n_who, s);
	dated = val_text(&e->v, "dated");
	if (val_get(&e->v, "dated") && !mb_streq(dated, "act") && !mb_streq(dated, "recorded"))
		slip(s, d->file, m->line, "move '%s': dated is \"act\" or \"recorded\"", m->name);
	m->dated_act = mb_streq(dated, "act");
	m->records = flag(d, &e->v, "records", m->line, s);
	m->stamp = val_text(&e->v, "stamp");
	read_stamp(m, k, d, r, s);
	read_completes(m, k, d, r, val_get(&e->v, "completes"), s);
	read_asks(m, k, d, r, val_get(&e->v, "asks"), s);
}

static void read_permission(struct mb_kind *k, struct mb_rules *r, const struct declared *d, const char *key,
			    const char *roles_key, const char ***roles, size_t *n_roles, const char ***states,
			    size_t *n_states, struct slips *s)
{
	const char *keys[] = { roles_key, "while_in" };
	const struct val *v = val_get(&d->v, key);

	if (!v)
		return;
	if (v->type != V_TABLE) {
		slip(s, d->file, d->line, "'%s' of workflow \"%s\" is a table", key, k->name);
		return;
	}
	declare_keys(r, v, d->file, d->line, key, keys, 2, s);
	*roles = declare_texts(n_roles, r, d, val_get(v, roles_key), roles_key, s);
	*states = declare_texts(n_states, r, d, val_get(v, "while_in"), "while_in", s);
	check_roles(r, k, d->file, d->line, *roles, *n_roles, s);
	check_states(r, k, d->file, d->line, *states, *n_states, false, s);
}

/* becomes = { ["in clearance"] = "draft" }: states of former rules, and what their documents become. */
static void read_becomes(struct mb_kind *k, struct mb_rules *r, const struct declared *d, struct slips *s)
{
	const struct val *v = val_get(&d->v, "becomes");

	if (!v)
		return;
	if (v->type != V_TABLE || v->n > 0) {
		slip(s, d->file, d->line, "becomes of \"%s\" is { [\"former state\"] = \"state\" }", k->name);
		return;
	}
	for (size_t i = 0; i < v->n_map; i++) {
		const struct val_entry *e = &v->map[i];

		if (e->v.type != V_TEXT) {
			slip(s, d->file, d->line, "becomes of \"%s\": '%s' becomes a state", k->name, e->key);
			continue;
		}
		if (has_text(k->states, k->n_states, e->key))
			slip(s, d->file, d->line, "becomes of \"%s\": '%s' is still a state of it", k->name,
			     e->key);
		check_states(r, k, d->file, d->line, &e->v.text, 1, false, s);
		*MB_PUSH(r->arena, k->becomes, k->n_becomes) = (struct mb_becoming){ e->key, e->v.text };
	}
}

static struct mb_kind *kind_of(struct mb_rules *r, const struct declared *d, struct slips *s)
{
	const char *names[200];
	size_t n = 0;

	for (size_t i = 0; i < r->schema.n_kinds; i++) {
		if (strcmp(r->schema.kinds[i].name, d->name) == 0)
			return &r->schema.kinds[i];
		if (n < 200)
			names[n++] = r->schema.kinds[i].name;
	}
	slip(s, d->file, d->line, "workflow of an unknown kind '%s'%s", d->name,
	     slip_near(r->arena, d->name, names, n));
	return NULL;
}

static void read_workflow(struct mb_rules *r, const struct declared *d, struct slips *s)
{
	static const char *const keys[] = { "about", "states", "ends", "moves", "edit", "sign", "becomes" };
	struct mb_kind *k = kind_of(r, d, s);
	const struct val *moves = val_get(&d->v, "moves");

	if (!k)
		return;
	if (k->n_states) {
		slip(s, d->file, d->line, "'%s' has a workflow already", k->name);
		return;
	}
	declare_keys(r, &d->v, d->file, d->line, "workflow", keys, sizeof keys / sizeof *keys, s);
	k->states = declare_texts(&k->n_states, r, d, val_get(&d->v, "states"), "states", s);
	k->ends = declare_texts(&k->n_ends, r, d, val_get(&d->v, "ends"), "ends", s);
	if (k->n_states == 0)
		slip(s, d->file, d->line, "workflow \"%s\" has no states", k->name);
	if (has_text(k->states, k->n_states, "new"))
		slip(s, d->file, d->line,
		     "'new' is where a document comes from, and cannot be a state of '%s'", k->name);
	check_states(r, k, d->file, d->line, k->ends, k->n_ends, false, s);
	if (moves && (moves->type != V_TABLE || moves->n > 0))
		slip(s, d->file, d->line, "moves of \"%s\" are { name = move { ... }, ... }", k->name);
	for (size_t i = 0; moves && moves->type == V_TABLE && i < moves->n_map; i++)
		read_move(k, r, d, &moves->map[i], s);
	read_becomes(k, r, d, s);
	read_permission(k, r, d, "edit", "who", &k->edit_who, &k->n_edit_who, &k->edit_in, &k->n_edit_in, s);
	read_permission(k, r, d, "sign", "roles", &k->sign_roles, &k->n_sign_roles, &k->sign_in,
			&k->n_sign_in, s);
}

void declare_workflows(struct mb_rules *r, struct slips *s)
{
	for (size_t i = 0; i < r->n_declared; i++)
		if (strcmp(r->declared[i].word, "workflow") == 0)
			read_workflow(r, &r->declared[i], s);
}
