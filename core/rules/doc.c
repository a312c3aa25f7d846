/* doc.c: the rules in words, a page a kind, made from the declarations alone. No function of a rule is run: what a function works
 * out is said by the rule's own sentence and its `about`. */
#include "rules_impl.h"

#include <string.h>

struct page {
	struct mb_buf *out;
	struct mb_arena *a;
	const struct mb_rules *r;
	const struct mb_kind *k;
};

/* ---- words ----------------------------------------------------------------------------------------------- */

/* Text of a declaration, so that Markdown shows it as it stands. */
static void put_text(struct mb_buf *out, const char *s)
{
	for (; s && *s; s++) {
		if (strchr("\\`*_<>[]#", *s))
			mb_buf_putc(out, '\\');
		mb_buf_putc(out, *s == '\n' ? ' ' : *s);
	}
}

static void put_sentence(struct mb_buf *out, const char *s)
{
	size_t n = s ? strlen(s) : 0;

	if (!n)
		return;
	put_text(out, s);
	mb_buf_puts(out, strchr(".!?", s[n - 1]) ? " " : ". ");
}

static void put_list(struct mb_buf *out, const char *const *list, size_t n, const char *before_last)
{
	for (size_t i = 0; i < n; i++) {
		mb_buf_puts(out, i == 0 ? "" : i + 1 == n ? before_last : ", ");
		put_text(out, list[i]);
	}
}

static void put_roles(struct mb_buf *out, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		mb_buf_puts(out, i == 0 ? "" : i + 1 == n ? " or " : ", ");
		if (strcmp(list[i], "anyone") != 0)
			mb_buf_puts(out, "the ");
		put_text(out, list[i]);
	}
}

/* A parameter with its standard value and how far a group may vary it. */
static void put_param(struct page *p, const struct param_use *use)
{
	const struct mb_param *param = use->name[0] ? mb_schema_param(&p->r->schema, use->name) : NULL;

	if (!use->name[0]) {
		mb_buf_printf(p->out, "%ld", use->plus);
		return;
	}
	mb_buf_printf(p->out, "`%s`", use->name);
	if (use->plus)
		mb_buf_printf(p->out, " %s %ld", use->plus < 0 ? "less" : "plus",
			      use->plus < 0 ? -use->plus : use->plus);
	if (!param || param->standard->type != MB_TEXT)
		return;
	mb_buf_printf(p->out, " (%s unless the terms of reference say otherwise", param->standard->text);
	if (param->has_least)
		mb_buf_printf(p->out, "; at least %ld", param->least);
	if (param->has_most)
		mb_buf_printf(p->out, "; at most %ld", param->most);
	mb_buf_putc(p->out, ')');
}

static void put_span(struct page *p, const struct span *s)
{
	put_param(p, &s->n);
	mb_buf_puts(p->out, s->unit == SPAN_WORKING  ? " working days"
			    : s->unit == SPAN_MONTHS ? " months"
						     : " days");
}

static void put_value(struct page *p, const struct val *v)
{
	char day[MB_LONG_DATE];

	switch (v->type) {
	case V_TEXT:
		put_text(p->out, v->text);
		break;
	case V_INT:
		mb_buf_printf(p->out, "%lld", (long long)v->num);
		break;
	case V_REAL:
		mb_buf_printf(p->out, "%g", v->real);
		break;
	case V_BOOL:
		mb_buf_puts(p->out, v->yes ? "yes" : "no");
		break;
	case V_DAY:
		mb_buf_puts(p->out, mb_day_short(day, v->day));
		break;
	case V_PARAM:
		put_param(p, v->param);
		break;
	case V_SPAN:
		put_span(p, v->span);
		break;
	case V_WHEN:
		put_span(p, &v->when->span);
		mb_buf_printf(p->out, " %s `%s`", v->when->sign < 0 ? "before" : "after", v->when->field);
		break;
	case V_TABLE:
		for (size_t i = 0; i < v->n; i++) {
			mb_buf_puts(p->out, i ? ", " : "");
			put_value(p, &v->list[i]);
		}
		break;
	default:
		mb_buf_puts(p->out, "what the rule works out");
	}
}

/* ---- requirements ---------------------------------------------------------------------------------------- */

static void put_requirement(struct page *p, const struct val *q);

static void put_fields(struct page *p, const struct val *q)
{
	for (size_t i = 0; i < q->n; i++) {
		mb_buf_puts(p->out, i == 0 ? "" : i + 1 == q->n ? " and " : ", ");
		mb_buf_printf(p->out, "`%s`", q->list[i].type == V_TEXT ? q->list[i].text : "?");
	}
}

static void put_clear_days(struct page *p, const struct val *q)
{
	const char *of = val_text(q, "of"), *before = val_text(q, "before");

	if (q->n)
		put_value(p, &q->list[0]);
	mb_buf_printf(p->out, " clear %s days between giving it and `%s`, neither day counted",
		      of ? of : "working", before ? before : "?");
}

static void put_any_of(struct page *p, const struct val *q)
{
	mb_buf_puts(p->out, "one of these is enough: ");
	for (size_t i = 0; i < q->n; i++) {
		mb_buf_puts(p->out, i ? "; or " : "");
		put_requirement(p, &q->list[i]);
	}
}

/* The shipped requirements in words; one that a record defines for itself is shown by its name. */
static void put_requirement(struct page *p, const struct val *q)
{
	const char *name = q->tag ? q->tag : "",
		   *first = q->n && q->list[0].type == V_TEXT ? q->list[0].text : "";

	if (strcmp(name, "check") == 0) {
		put_text(p->out, first);
	} else if (strcmp(name, "has") == 0) {
		put_fields(p, q);
		mb_buf_puts(p->out, q->n > 1 ? " are filled in" : " is filled in");
	} else if (strcmp(name, "has_heading") == 0) {
		mb_buf_puts(p->out, "the text has a heading \"");
		put_value(p, q);
		mb_buf_puts(p->out, "\"");
	} else if (strcmp(name, "signed_off") == 0) {
		mb_buf_puts(p->out, "the ");
		put_text(p->out, first);
		mb_buf_puts(p->out, " has signed off the very text as it stands");
	} else if (strcmp(name, "clear_days") == 0) {
		put_clear_days(p, q);
	} else if (strcmp(name, "quorate") == 0) {
		mb_buf_puts(p->out, "a quorum was present, without those who have an interest: ");
		put_param(p, &(struct param_use){ "quorum", 0 });
	} else if (strcmp(name, "not_by") == 0) {
		mb_buf_printf(p->out, "it is not done, nor entered, by the %s or by who typed the text",
			      first);
	} else if (strcmp(name, "no_interest") == 0) {
		mb_buf_printf(p->out, "%s has no interest in the item",
			      strcmp(first, "actor") == 0 ? "whoever does it" : first);
	} else if (strcmp(name, "at_most") == 0 && q->n > 1) {
		mb_buf_printf(p->out, "`%s` is at most ", first);
		put_value(p, &q->list[1]);
	} else if (strcmp(name, "one_of") == 0 && q->n > 1) {
		mb_buf_printf(p->out, "`%s` is one of: ", first);
		put_value(p, &q->list[1]);
	} else if (strcmp(name, "any_of") == 0) {
		put_any_of(p, q);
	} else {
		mb_buf_printf(p->out, "`%s`: ", name);
		put_value(p, q);
	}
}

/* ---- a rule ---------------------------------------------------------------------------------------------- */

static const struct val *rule_table(const struct page *p, const struct rule *rule)
{
	for (size_t i = 0; i < p->r->n_declared; i++)
		if (strcmp(p->r->declared[i].word, "rule") == 0 &&
		    strcmp(p->r->declared[i].name, rule->name) == 0)
			return &p->r->declared[i].v;
	return NULL;
}

static void put_scope(struct page *p, const struct rule *rule)
{
	char day[MB_LONG_DATE];

	if (rule->n_while_in && !rule->daily) {
		mb_buf_puts(p->out, "Only from: ");
		put_list(p->out, rule->while_in, rule->n_while_in, " or ");
		mb_buf_puts(p->out, ". ");
	}
	if (rule->n_regimes) {
		mb_buf_puts(p->out, "For groups of the regime ");
		put_list(p->out, rule->regimes, rule->n_regimes, " or ");
		mb_buf_puts(p->out, ". ");
	}
	if (rule->n_groups) {
		mb_buf_puts(p->out, "For the groups ");
		put_list(p->out, rule->groups, rule->n_groups, " and ");
		mb_buf_puts(p->out, ". ");
	}
	if (rule->from != MB_NO_DAY)
		mb_buf_printf(p->out, "From %s. ", mb_day_short(day, rule->from));
	if (rule->to != MB_NO_DAY)
		mb_buf_printf(p->out, "Until %s. ", mb_day_short(day, rule->to));
}

static void put_otherwise(struct page *p, const struct rule *rule, bool fact)
{
	bool irregular = rule->mode == MODE_IRREGULAR || (rule->mode == MODE_BY_MOVE && fact);

	if (rule->mode == MODE_ADVISE) {
		mb_buf_puts(p->out, "If not, this is shown and nothing is refused. ");
	} else if (irregular) {
		mb_buf_puts(p->out, "If not, it is entered and marked");
		if (rule->marks) {
			mb_buf_puts(p->out, " \"");
			put_text(p->out, rule->marks);
			mb_buf_puts(p->out, "\"");
		}
		mb_buf_puts(p->out, ", until this cures it: ");
		put_sentence(p->out, rule->cures ? rule->cures : "a correction");
		if (rule->n_cured_by) {
			mb_buf_puts(p->out, "It is for the ");
			for (size_t i = 0; i < rule->n_cured_by; i++) {
				mb_buf_puts(p->out, i ? ", " : "");
				put_text(p->out, rule->cured_by[i]);
			}
			mb_buf_puts(p->out, ". ");
		}
	} else {
		mb_buf_puts(p->out, "If not, it is refused. ");
	}
	if (rule->otherwise) {
		mb_buf_puts(p->out, "What to do instead: ");
		put_sentence(p->out, rule->otherwise);
	}
	if (rule->waivable) {
		put_text(p->out, "It may be waived by ");
		put_roles(p->out, rule->waiver_by, rule->n_waiver_by);
		mb_buf_puts(p->out, rule->waiver_needs_reason ? ", with a stated reason. " : ". ");
	}
}

static void put_source(struct page *p, const struct rule *rule)
{
	mb_buf_puts(p->out, "  Authority: ");
	put_text(p->out, rule->authority);
	mb_buf_printf(p->out, ". Written in `%s`, line %d.\n", rule->file, rule->line);
}

static void put_head(struct page *p, const struct rule *rule)
{
	mb_buf_puts(p->out, "- **");
	put_text(p->out, rule->name);
	mb_buf_puts(p->out, "**. ");
	put_sentence(p->out, rule->about);
}

static void put_guard(struct page *p, const struct rule *rule, bool fact)
{
	const struct val *table = rule_table(p, rule), *requires = table ? val_get(table, "requires") : NULL;

	put_head(p, rule);
	put_scope(p, rule);
	if (rule->has_when)
		mb_buf_puts(p->out, "It does not always apply: a condition stands with the rule. ");
	mb_buf_puts(p->out, "\n");
	for (size_t i = 0; requires && i < requires->n; i++) {
		mb_buf_puts(p->out, "  - ");
		put_requirement(p, &requires->list[i]);
		mb_buf_puts(p->out, "\n");
	}
	mb_buf_puts(p->out, "\n  ");
	put_otherwise(p, rule, fact);
	mb_buf_puts(p->out, "\n");
	put_source(p, rule);
}

static void put_effect(struct page *p, const struct val *e)
{
	const struct val *title = val_get(e, "title"), *on = val_get(e, "on");
	const char *words[] = { "to_do", "about", "purpose", "move" },
		   *who[] = { "from", "who", "to", "owner" };

	mb_buf_puts(p->out, "  - ");
	put_text(p->out, strcmp(e->tag, "create_action") == 0 ? "an action is made" : e->tag);
	for (size_t i = 0; i < 4; i++)
		if (val_get(e, who[i])) {
			mb_buf_puts(p->out, strcmp(who[i], "owner") == 0 ? " for: " : ": ");
			put_value(p, val_get(e, who[i]));
		}
	if (title) {
		mb_buf_puts(p->out, ", ");
		put_value(p, title);
	}
	for (size_t i = 0; i < 4; i++)
		if (val_get(e, words[i])) {
			mb_buf_puts(p->out, ", ");
			put_value(p, val_get(e, words[i]));
		}
	if (on) {
		mb_buf_puts(p->out, on->type == V_TEXT ? ", on the day of " : ", ");
		put_value(p, on);
	}
	if (val_get(e, "within")) {
		mb_buf_puts(p->out, ", within ");
		put_value(p, val_get(e, "within"));
	}
	mb_buf_puts(p->out, "\n");
}

static void put_reaction(struct page *p, const struct rule *rule)
{
	put_head(p, rule);
	put_scope(p, rule);
	mb_buf_puts(p->out, "\n");
	for (size_t i = 0; rule->effects && i < rule->effects->n; i++)
		if (rule->effects->list[i].tag)
			put_effect(p, &rule->effects->list[i]);
	mb_buf_puts(p->out, "\n");
	put_source(p, rule);
}

/* ---- a kind ---------------------------------------------------------------------------------------------- */

static void put_rules_of(struct page *p, const char *event, bool fact)
{
	bool head = false;

	for (size_t i = 0; i < p->r->n_rules; i++) {
		const struct rule *rule = &p->r->rules[i];

		if (!rule_names_event(rule->before, rule->n_before, p->k->name, event))
			continue;
		mb_buf_puts(p->out, head ? "" : "What must hold:\n\n");
		head = true;
		put_guard(p, rule, fact);
	}
	mb_buf_puts(p->out, head ? "\n" : "");
	head = false;
	for (size_t i = 0; i < p->r->n_rules; i++) {
		const struct rule *rule = &p->r->rules[i];

		if (!rule_names_event(rule->after, rule->n_after, p->k->name, event))
			continue;
		mb_buf_puts(p->out, head ? "" : "What follows:\n\n");
		head = true;
		put_reaction(p, rule);
	}
	mb_buf_puts(p->out, head ? "\n" : "");
}

static bool any_rule_of(const struct page *p, const char *event)
{
	for (size_t i = 0; i < p->r->n_rules; i++)
		if (rule_names_event(p->r->rules[i].before, p->r->rules[i].n_before, p->k->name, event) ||
		    rule_names_event(p->r->rules[i].after, p->r->rules[i].n_after, p->k->name, event))
			return true;
	return false;
}

static void put_move(struct page *p, const struct mb_move *m)
{
	mb_buf_puts(p->out, "## ");
	if (m->label) {
		put_text(p->out, m->label);
		mb_buf_puts(p->out, " (");
	}
	put_text(p->out, m->name);
	mb_buf_puts(p->out, m->label ? "): from " : ": from ");
	put_list(p->out, m->from, m->n_from, " or ");
	mb_buf_puts(p->out, " to ");
	put_text(p->out, m->to);
	mb_buf_puts(p->out, "\n\n");
	if (m->about) {
		mb_buf_puts(p->out, "What it does: ");
		put_sentence(p->out, m->about);
	}
	mb_buf_puts(p->out, "By ");
	put_roles(p->out, m->who, m->n_who);
	mb_buf_puts(p->out, ". ");
	if (m->dated_act)
		mb_buf_puts(p->out, "It counts from the day of the act, which may be earlier than the day it "
				    "is entered. ");
	if (m->records)
		mb_buf_puts(p->out, "It records what happened, and so it is marked rather than refused. ");
	if (m->stamp)
		mb_buf_printf(p->out, "The day is kept in `%s`. ", m->stamp);
	mb_buf_puts(p->out, "\n\n");
	put_rules_of(p, m->name, m->records);
}

/* Where a move stands on the way through the states: those that create come first. */
static size_t place_of(const struct mb_kind *k, const struct mb_move *m)
{
	size_t from = k->n_states, to = 0;

	for (size_t i = 0; i < m->n_from; i++)
		for (size_t s = 0; s < k->n_states; s++)
			if (strcmp(m->from[i], "new") == 0)
				from = 0;
			else if (strcmp(m->from[i], k->states[s]) == 0 && s + 1 < from)
				from = s + 1;
	while (to < k->n_states && strcmp(k->states[to], m->to) != 0)
		to++;
	return from * (k->n_states + 1) + to;
}

static void put_moves(struct page *p)
{
	const size_t end = (p->k->n_states + 1) * (p->k->n_states + 1);

	for (size_t place = 0; place <= end; place++)
		for (size_t i = 0; i < p->k->n_moves; i++)
			if (place_of(p->k, &p->k->moves[i]) == place)
				put_move(p, &p->k->moves[i]);
}

static void put_permissions(struct page *p)
{
	const struct mb_kind *k = p->k;

	if (k->n_edit_who) {
		mb_buf_puts(p->out, "## Changing its text\n\nBy ");
		put_roles(p->out, k->edit_who, k->n_edit_who);
		mb_buf_puts(p->out, ", while it is ");
		put_list(p->out, k->edit_in, k->n_edit_in, " or ");
		mb_buf_puts(p->out, ".\n\n");
		put_rules_of(p, "edit", false);
	}
	if (k->n_sign_roles) {
		mb_buf_puts(p->out, "## Signing it off\n\nBy ");
		put_roles(p->out, k->sign_roles, k->n_sign_roles);
		mb_buf_puts(p->out, ", while it is ");
		put_list(p->out, k->sign_in, k->n_sign_in, " or ");
		mb_buf_puts(p->out,
			    ". A sign-off is of the very text; when the text changes it is void.\n\n");
		put_rules_of(p, "sign", false);
	}
	if (any_rule_of(p, "create") && !k->n_states) {
		mb_buf_puts(p->out, "## Entering a new one\n\n");
		put_rules_of(p, "create", false);
	}
}

static void put_daily(struct page *p)
{
	bool head = false;

	for (size_t i = 0; i < p->r->n_rules; i++) {
		const struct rule *rule = &p->r->rules[i];

		if (!mb_streq(rule->daily, p->k->name))
			continue;
		mb_buf_puts(p->out, head ? "" : "## As days pass\n\n");
		head = true;
		put_reaction(p, rule);
	}
	mb_buf_puts(p->out, head ? "\n" : "");
}

static void put_kind(struct page *p)
{
	const struct declared *flow = NULL;

	for (size_t i = 0; i < p->r->n_declared; i++)
		if (strcmp(p->r->declared[i].word, "workflow") == 0 &&
		    strcmp(p->r->declared[i].name, p->k->name) == 0)
			flow = &p->r->declared[i];
	mb_buf_puts(p->out, "# ");
	put_text(p->out, p->k->title);
	mb_buf_puts(p->out, "\n\n");
	put_sentence(p->out, flow && val_text(&flow->v, "about") ? val_text(&flow->v, "about") : p->k->about);
	if (p->k->n_states) {
		mb_buf_puts(p->out, "It begins as ");
		put_text(p->out, p->k->states[0]);
		mb_buf_puts(p->out, "; its states are ");
		put_list(p->out, p->k->states, p->k->n_states, " and ");
		mb_buf_puts(p->out, "; it ends as ");
		put_list(p->out, p->k->ends, p->k->n_ends, " or ");
		mb_buf_puts(p->out, ".");
	} else {
		mb_buf_puts(p->out, "It has no states.");
	}
	mb_buf_puts(p->out, "\n\nThis page is made from the rules by `minutebook rules doc`; change the "
			    "rules, not the page.\n\n");
	put_moves(p);
	put_permissions(p);
	put_daily(p);
}

int mb_rules_doc(struct mb_buf *out, const struct mb_rules *r, const char *kind, struct mb_error *err)
{
	struct page p = { .out = out, .a = mb_arena_new(), .r = r };
	const char **names = NULL;
	bool found = !kind;
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < r->schema.n_kinds; i++) {
		const struct mb_kind *k = &r->schema.kinds[i];

		*MB_PUSH(p.a, names, n) = k->name;
		if (kind ? !mb_streq(kind, k->name) && !mb_streq(kind, k->plural) : k->n_states == 0)
			continue;
		p.k = k;
		put_kind(&p);
		found = true;
	}
	rc = found ? mb_buf_status(out, err)
		   : mb_fail(err, MB_ENOTFOUND, "the rules declare no kind '%.80s'%s", kind,
			     slip_near(p.a, kind, names, n));
	mb_arena_free(p.a);
	return rc;
}
