/* Minutes that are being taken, as the facts that a text is made of, and how the gate counts those who came. */
#include "page_minutes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct making {
	struct taking *t;
	struct mb_arena *a;
	struct mb_minutes_form *f;
	struct take_problem *problems;
	size_t n_problems;
};

static void problem(struct making *m, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
static void problem(struct making *m, const char *field, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	*MB_PUSH(m->a, m->problems, m->n_problems) = (struct take_problem){ mb_arena_dup(m->a, text),
									    mb_arena_dup(m->a, field) };
}

/* NULL for nothing but blanks. */
static const char *words(struct making *m, const char *s)
{
	struct mb_str x = mb_trim(mb_str(s));

	return x.n ? mb_arena_ndup(m->a, x.p, x.n) : NULL;
}

static const char *field(struct making *m, const char *row, const char *name)
{
	return words(m, take_of(m->t, row, name));
}

static const char *alone(struct making *m, const char *name)
{
	const char *v = take_get(&m->t->fields, name);

	return v ? words(m, v) : NULL;
}

/* ---- who came -------------------------------------------------------------------------------------------- */

struct people {
	struct mb_form_person *list;
	size_t n;
};

static void add(struct making *m, struct people *p, const char *name, const char *role, const char *for_whom)
{
	*MB_PUSH(m->a, p->list, p->n) = (struct mb_form_person){ name, role, for_whom };
}

static void members(struct making *m, struct people *present, struct people *apologies, struct people *absent)
{
	for (size_t i = 0; i < m->t->n_people; i++) {
		const struct take_person *p = &m->t->people[i];
		const char *row = mb_arena_printf(m->a, "p-%s", p->id), *as = take_get(&m->t->fields, row),
			   *who = field(m, row, "who");

		if (mb_streq(as, "present")) {
			add(m, present, p->name, p->body, NULL);
		} else if (mb_streq(as, "substitute") && who) {
			add(m, present, who, p->body, p->name);
			add(m, apologies, p->name, p->body, NULL);
		} else if (mb_streq(as, "substitute")) {
			problem(m, mb_arena_printf(m->a, "%s-who", row), "Say who came instead of %s.",
				p->name);
		} else if (mb_streq(as, "apologies")) {
			add(m, apologies, p->name, p->body, NULL);
		} else if (mb_streq(as, "absent")) {
			add(m, absent, p->name, p->body, NULL);
		} else {
			problem(m, mb_arena_printf(m->a, "%s-p", row), "Say whether %s came.", p->name);
		}
	}
}

/* "Priya Nair, minute taker", one a line */
static void others(struct making *m, struct people *out)
{
	const char *text = take_get(&m->t->fields, "others");
	char *copy = mb_arena_dup(m->a, text ? text : ""), *line;

	while ((line = strsep(&copy, "\n")) != NULL) {
		char *comma = strchr(line, ',');
		const char *name, *role = comma ? words(m, comma + 1) : NULL;

		if (comma)
			*comma = '\0';
		if ((name = words(m, line)) != NULL)
			add(m, out, name, role, NULL);
	}
}

static void preside(struct making *m)
{
	const char *chair = alone(m, "chair");
	char typed[200], key[200];

	if (!chair) {
		problem(m, "chair", "Say who presided.");
		return;
	}
	mb_name_key(typed, sizeof typed, chair);
	for (size_t i = 0; i < m->f->n_present; i++) {
		mb_name_key(key, sizeof key, m->f->present[i].name);
		if (mb_streq(key, typed))
			m->f->chair = m->f->present[i].name;
	}
	if (!m->f->chair)
		problem(m, "chair", "%s presided, and is not among those present. Say who presided.", chair);
}

static void attendance(struct making *m)
{
	struct people present = { 0 }, apologies = { 0 }, absent = { 0 }, here = { 0 };

	members(m, &present, &apologies, &absent);
	others(m, &here);
	m->f->present = present.list;
	m->f->n_present = present.n;
	m->f->apologies = apologies.list;
	m->f->n_apologies = apologies.n;
	m->f->absent = absent.list;
	m->f->n_absent = absent.n;
	m->f->in_attendance = here.list;
	m->f->n_in_attendance = here.n;
	m->f->public_text = alone(m, "public");
	preside(m);
}

/* ---- interests and items --------------------------------------------------------------------------------- */

static void interests(struct making *m)
{
	const char **rows;
	size_t n = take_rows(&rows, m->a, &m->t->fields, "i-"), count = 0;
	struct mb_form_interest *list = NULL;

	for (size_t i = 0; i < n; i++) {
		const char *person = field(m, rows[i], "person"), *nature = field(m, rows[i], "interest"),
			   *effect = field(m, rows[i], "effect");

		if (!take_filled(m->t, rows[i]))
			continue;
		if (!person)
			problem(m, mb_arena_printf(m->a, "%s-person", rows[i]),
				"Say who declared the interest.");
		if (effect)
			nature = mb_arena_printf(m->a, "%s%s%s", nature ? nature : "", nature ? "; " : "",
						 effect);
		*MB_PUSH(m->a, list, count) = (struct mb_form_interest){ person, field(m, rows[i], "item"),
									 nature };
	}
	m->f->interests = list;
	m->f->n_interests = count;
}

static bool number(int *out, const char *s)
{
	char *end;
	long n = s ? strtol(s, &end, 10) : 0;

	*out = (int)n;
	return !s || (!*end && n >= 0 && n < 10000);
}

/* Three numbers; or, alone in the first place, words such as "unanimous". */
static void votes(struct making *m, struct mb_form_decision *d, const char *row)
{
	const char *in_favour = field(m, row, "for"), *against = field(m, row, "against"),
		   *abstain = field(m, row, "abstain");

	if (!in_favour && !against && !abstain)
		return;
	d->counted = number(&d->votes_for, in_favour) && number(&d->votes_against, against) &&
		     number(&d->abstentions, abstain);
	if (d->counted)
		return;
	if (in_favour && !against && !abstain)
		d->votes_text = in_favour;
	else
		problem(m, mb_arena_printf(m->a, "%s-for", row), "Votes are numbers: \"%s\", \"%s\", \"%s\".",
			in_favour ? in_favour : "", against ? against : "", abstain ? abstain : "");
}

static void decisions(struct making *m, struct mb_form_item *item, const char *row)
{
	const char **rows;
	size_t n = take_rows(&rows, m->a, &m->t->fields, mb_arena_printf(m->a, "%s-d-", row)), count = 0;
	struct mb_form_decision *list = NULL;

	for (size_t i = 0; i < n; i++) {
		struct mb_form_decision d = { .text = field(m, rows[i], "text"),
					      .outcome = field(m, rows[i], "outcome"),
					      .dissent = field(m, rows[i], "dissent") };

		if (!take_filled(m->t, rows[i]))
			continue;
		if (!d.text)
			problem(m, mb_arena_printf(m->a, "%s-text", rows[i]),
				"Give the wording of the decision in \"%s\".", item->title);
		votes(m, &d, rows[i]);
		*MB_PUSH(m->a, list, count) = d;
	}
	item->decisions = list;
	item->n_decisions = count;
}

static void actions(struct making *m, struct mb_form_item *item, const char *row)
{
	const char **rows;
	size_t n = take_rows(&rows, m->a, &m->t->fields, mb_arena_printf(m->a, "%s-a-", row)), count = 0;
	struct mb_form_action *list = NULL;

	for (size_t i = 0; i < n; i++) {
		struct mb_form_action x = { .what = field(m, rows[i], "what"),
					    .who = field(m, rows[i], "owner"),
					    .due = MB_NO_DAY,
					    .due_text = field(m, rows[i], "due") };
		size_t from, len;

		if (!take_filled(m->t, rows[i]))
			continue;
		if (!x.what)
			problem(m, mb_arena_printf(m->a, "%s-what", rows[i]),
				"Say what is to be done in \"%s\".", item->title);
		if (x.due_text && mb_read_date(&x.due, &from, &len, mb_str(x.due_text), m->t->date) &&
		    (from > 0 || x.due_text[from + len]))
			x.due = MB_NO_DAY; /* "the week after 3 May" is no day */
		*MB_PUSH(m->a, list, count) = x;
	}
	item->actions = list;
	item->n_actions = count;
}

static void items(struct making *m)
{
	const char **rows;
	size_t n = take_rows(&rows, m->a, &m->t->fields, "t-"), count = 0;
	struct mb_form_item *list = NULL;

	for (size_t i = 0; i < n; i++) {
		struct mb_form_item x = { .number = field(m, rows[i], "number"),
					  .title = field(m, rows[i], "title"),
					  .paper = field(m, rows[i], "paper"),
					  .urgent_why = field(m, rows[i], "urgent"),
					  .discussion = field(m, rows[i], "text") };

		if (!x.title && !x.number && !take_filled(m->t, rows[i]))
			continue; /* added, and then not needed */
		if (!x.title) {
			problem(m, mb_arena_printf(m->a, "%s-title", rows[i]),
				"Give the item that you added a title.");
			x.title = "";
		}
		decisions(m, &x, rows[i]);
		actions(m, &x, rows[i]);
		*MB_PUSH(m->a, list, count) = x;
	}
	m->f->items = list;
	m->f->n_items = count;
}

void take_form(struct mb_minutes_form *out, struct take_problem **problems, size_t *n, struct taking *t)
{
	struct making m = { .t = t, .a = t->q->a, .f = out };

	*out = (struct mb_minutes_form){ .body = t->group_title, .date = t->date };
	out->time = alone(&m, "time");
	out->place = alone(&m, "place");
	attendance(&m);
	interests(&m);
	items(&m);
	*problems = m.problems;
	*n = m.n_problems;
}

/* ---- the quorum ------------------------------------------------------------------------------------------ */

#define ASKED 20 /* items with an interest that are asked about; a meeting has fewer */

/* A decision of no matter, and one for each item in which somebody declared an interest: what the gate finds of each is what
 * it would find of a real one. */
static size_t suppose(struct mb_minutes_form *f, struct mb_arena *a)
{
	struct mb_form_item *list = mb_arena_alloc(a, (ASKED + 1) * sizeof *list);
	struct mb_form_decision *d = mb_arena_alloc(a, (ASKED + 1) * sizeof *d);
	size_t n = 1;

	list[0] = (struct mb_form_item){ .number = "0", .title = "Present" };
	for (size_t i = 0; i < f->n_items && n <= ASKED; i++)
		for (size_t k = 0; k < f->n_interests; k++)
			if (f->items[i].number && mb_streq(f->items[i].number, f->interests[k].item)) {
				list[n++] = (struct mb_form_item){ .number = f->items[i].number,
								   .title = f->items[i].title };
				break;
			}
	for (size_t i = 0; i < n; i++) {
		d[i] = (struct mb_form_decision){ .text = mb_arena_printf(a, "That supposition %zu be agreed",
									  i + 1) };
		list[i].decisions = &d[i];
		list[i].n_decisions = 1;
	}
	f->items = list;
	f->n_items = n;
	return n;
}

/* "present: a b c; missing: d": how many are named behind a word, "nobody" being none; SIZE_MAX: it is not said so */
static size_t counted(const char *found, const char *word)
{
	const char *p = strstr(found, word);
	size_t n = 0;

	if (!p)
		return SIZE_MAX;
	p += strlen(word);
	if (mb_starts(p, "nobody"))
		return 0;
	for (; *p && *p != ';'; n++) {
		p += strspn(p, " ");
		p += strcspn(p, " ;");
	}
	return n;
}

/* What else was found, besides who is there and who is not. */
static const char *besides(struct web_req *q, const char *found)
{
	char *copy = mb_arena_dup(q->a, found), *part;
	const char *all = "";

	while ((part = strsep(&copy, ";")) != NULL) {
		part += strspn(part, " ");
		if (!mb_starts(part, "present: ") && !mb_starts(part, "missing: ") && *part)
			all = mb_arena_printf(q->a, "%s; %s", all, part);
	}
	return show_named(q, all);
}

static const char *in_words(struct web_req *q, const struct mb_finding *f)
{
	bool met = f->outcome == MB_SATISFIED;
	size_t n = f->found ? counted(f->found, "present: ") : SIZE_MAX;
	const char *whence;

	if (n == SIZE_MAX)
		return mb_arena_printf(q->a, "%s: %s; needed: %s.", met ? "Quorate" : "Not quorate",
				       f->found ? show_named(q, f->found) : "nothing", f->needed);
	whence = strstr(f->needed, " ("); /* "4 (terms of reference of ...)" */
	whence = whence ? whence : f->needed + strlen(f->needed);
	return mb_arena_printf(q->a, "%s: %zu voting member%s counted, %.*s needed%s%s.",
			       met ? "Quorate" : "Not quorate", n, n == 1 ? "" : "s",
			       (int)(whence - f->needed), f->needed, whence, besides(q, f->found));
}

/* The finding about the i-th supposed decision: documents that the filing would make come in the order of the text. */
static const struct mb_finding *finding_of(const struct mb_result *r, size_t i)
{
	for (size_t k = 0; k < r->n_touched; k++) {
		if (!mb_streq(r->touched[k].kind, "decision") || i-- > 0)
			continue;
		for (size_t x = 0; x < r->ruling.n_findings; x++)
			if (mb_streq(r->ruling.findings[x].requirement, "quorate") &&
			    mb_streq(r->ruling.findings[x].doc, r->touched[k].id))
				return &r->ruling.findings[x];
		return NULL;
	}
	return NULL;
}

int take_quorum(struct take_quorum *out, struct taking *t, struct mb_error *err)
{
	struct web_req *q = t->q;
	struct mb_minutes_form f;
	struct take_problem *problems;
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	struct mb_buf text;
	size_t n;
	int rc;

	*out = (struct take_quorum){ 0 };
	take_form(&f, &problems, &n, t);
	n = suppose(&f, q->a);
	if ((rc = web_actor(&actor, q, err)) != MB_OK)
		return rc;
	mb_buf_init(&text, 0);
	mb_minutes_text(&text, &f);
	rc = mb_gate_file(&r, q->a, q->g,
			  &(struct mb_filing){ .text = { text.p, text.n },
					       .group = t->group,
					       .meeting = t->id,
					       .as_kind = "minutes" },
			  &actor, MB_DRY_RUN, &low);
	mb_buf_free(&text);
	if (rc != MB_OK && rc != MB_EREFUSED && rc != MB_EINVAL)
		return mb_fail(err, rc, "%s", low.text);
	for (size_t i = 0; i < n; i++) {
		const struct mb_finding *x = finding_of(&r, i);

		if (!x || (i > 0 && x->outcome == MB_SATISFIED))
			continue;
		out->short_of |= x->outcome != MB_SATISFIED;
		out->line = mb_arena_printf(q->a, "%s%s%s%s%s", out->line ? out->line : "", i ? " Item " : "",
					    i ? f.items[i].number : "", i ? ": " : "", in_words(q, x));
	}
	return MB_OK;
}
