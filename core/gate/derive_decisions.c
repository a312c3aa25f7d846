/* The decision log out of minutes: ids are given once and stay with the same item's same words. */
#include "gate_impl.h"

#include <string.h>
#include <strings.h>

struct log {
	struct minutes *m;
	struct draft *d;
	const struct mb_doc *minutes, *meeting;
	const struct mb_reading *r;
	const struct mb_doc **old; /* decisions this meeting had, n_old */
	size_t n_old;
	bool *taken;
	struct same *finds; /* of each decision of the reading */
	const struct mb_doc **agendas;
	size_t n_agendas;
	mb_day date;
};

static bool mentions(const char *text, const char *word)
{
	return strcasestr(text, word) != NULL;
}

/* ---- what it is about ------------------------------------------------------------------------------------ */

static const char *known(struct log *l, const char *id, const char *kind)
{
	const struct mb_doc *doc;
	struct mb_error ignored;

	return id && mb_view_doc(&doc, l->d->base, id, &ignored) == MB_OK && doc->kind &&
			       mb_streq(doc->kind->name, kind)
		       ? doc->id
		       : NULL;
}

static const char *paper_of(struct log *l, const char *item)
{
	for (size_t i = 0; i < l->r->n_items; i++)
		if (mb_streq(l->r->items[i].number, item) && known(l, l->r->items[i].paper, "paper"))
			return l->r->items[i].paper;
	for (size_t i = 0; i < l->n_agendas; i++) {
		const struct mb_node *rows = mb_doc_node(l->agendas[i], "items");

		for (size_t k = 0; rows && k < rows->n; k++)
			if (mb_streq(mb_node_text(rows->items[k], "number"), item) &&
			    known(l, mb_node_text(rows->items[k], "paper"), "paper"))
				return mb_node_text(rows->items[k], "paper");
	}
	return NULL;
}

/* The minutes that a decision speaks of: by id, by the day of their meeting, or the last held before this one. */
static const char *minutes_meant(struct log *l, const struct mb_found_decision *x)
{
	const struct mb_query q = { .kind = "meeting", .group = l->minutes->group };
	const struct mb_doc **meetings, *meant = NULL;
	struct mb_error ignored;
	size_t n, from, len;
	mb_day said = MB_NO_DAY, latest = MB_NO_DAY;
	const char *id;

	for (size_t i = 0; i < x->n_refers; i++)
		if ((id = known(l, x->refers[i], "minutes")))
			return id;
	if (mb_view_list(&meetings, &n, l->d->base, &q, &ignored) != MB_OK)
		return NULL;
	(void)mb_read_date(&said, &from, &len, mb_str(x->text), MB_NO_DAY);
	for (size_t i = 0; i < n; i++) {
		mb_day day = mb_doc_day(meetings[i], "date");

		if (day == MB_NO_DAY || day >= l->date || (said != MB_NO_DAY && day != said) ||
		    (latest != MB_NO_DAY && day < latest) || !mb_streq(meetings[i]->state, "held"))
			continue;
		latest = day;
		meant = meetings[i];
	}
	return meant ? known(l, mb_arena_printf(l->d->a, "%s-minutes", meant->id), "minutes") : NULL;
}

static struct mb_node *id_node(struct log *l, const char *id)
{
	return id ? mb_node_new_raw(l->d->a, id) : NULL;
}

static struct mb_node *flag(struct log *l, bool on)
{
	return on ? mb_node_new_raw(l->d->a, "true") : NULL;
}

static struct mb_node *votes(struct log *l, const struct mb_found_decision *x)
{
	struct mb_node *map = mb_node_new_map(l->d->a);

	if (x->votes_for >= 0)
		mb_node_put(l->d->a, map, "for", mb_node_new_int(l->d->a, x->votes_for));
	if (x->votes_against >= 0)
		mb_node_put(l->d->a, map, "against", mb_node_new_int(l->d->a, x->votes_against));
	if (x->abstentions >= 0)
		mb_node_put(l->d->a, map, "abstained", mb_node_new_int(l->d->a, x->abstentions));
	derive_put(l->d, map, "said", x->votes_text);
	return map->n ? map : NULL;
}

static struct mb_node *refers(struct log *l, const struct mb_found_decision *x)
{
	struct mb_node *list = x->n_refers ? mb_node_new_list(l->d->a) : NULL;

	for (size_t i = 0; i < x->n_refers; i++)
		mb_node_push(l->d->a, list, mb_node_new_raw(l->d->a, x->refers[i]));
	return list;
}

/* What it does to earlier decisions: those named in it, when its words say so. */
static struct mb_node *earlier(struct log *l, const struct mb_found_decision *x, const char *const *words)
{
	struct mb_node *list = mb_node_new_list(l->d->a);
	bool said = false;

	for (; *words; words++)
		said |= mentions(x->text, *words);
	for (size_t i = 0; said && i < x->n_refers; i++)
		if (known(l, x->refers[i], "decision"))
			mb_node_push(l->d->a, list, mb_node_new_raw(l->d->a, x->refers[i]));
	return list->n ? list : NULL;
}

static const char *const supersede[] = { "supersede", "in place of", "replac", NULL };
static const char *const amend[] = { "be amended", "is amended", "amend decision", "varied", NULL };
static const char *const rescind[] = { "rescind", "revoke", NULL };

#define ALIKE 50 /* per cent of words in common that make a decision that of a recommendation */

/* The number of the paper's recommendation that it takes up, when its words tell. */
static const char *recommendation(struct log *l, const struct mb_found_decision *x)
{
	const char *paper = paper_of(l, x->item), *number = NULL;
	const struct mb_node *rows;
	const struct mb_doc *doc;
	struct mb_error ignored;
	int best = ALIKE - 1;

	if (!paper || mb_view_doc(&doc, l->d->base, paper, &ignored) != MB_OK)
		return NULL;
	rows = mb_doc_node(doc, "recommendations");
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *text = mb_node_text(rows->items[i], "text");
		int alike = text ? mb_words_alike(text, x->text) : 0;

		if (alike <= best)
			continue;
		best = alike;
		number = mb_node_text(rows->items[i], "number");
	}
	return number;
}

/* A condition that was met stays met while its words are the same. */
static struct mb_node *conditions(struct log *l, const struct mb_doc *old, const char *condition)
{
	const struct mb_node *had = old ? mb_doc_node(old, "conditions") : NULL;
	struct mb_node *list, *row;

	if (!condition)
		return NULL;
	if (had && had->type == MB_LIST && had->n && mb_streq(mb_node_text(had->items[0], "text"), condition))
		return mb_node_copy(l->d->a, had);
	list = mb_node_new_list(l->d->a);
	row = mb_node_new_map(l->d->a);
	derive_put(l->d, row, "text", condition);
	mb_node_push(l->d->a, list, row);
	return list;
}

static bool names_group(struct log *l, const struct mb_found_decision *x, const char *slug)
{
	const struct mb_doc *group;
	struct mb_error ignored;
	const char *brief;

	if (mb_view_doc(&group, l->d->base, slug, &ignored) != MB_OK)
		return false;
	brief = mb_doc_field(group, "short");
	return mentions(x->text, group->title) || (brief && mentions(x->text, brief));
}

/* The proposed terms of reference that it adopts: those of the group it names, else the group's own. */
static const char *adopted(struct log *l, const struct mb_found_decision *x)
{
	const struct mb_query q = { .kind = "terms-of-reference" };
	const struct mb_doc **list, *own = NULL;
	struct mb_error ignored;
	size_t n;

	if (!mentions(x->text, "terms of reference") ||
	    !(mentions(x->text, "adopt") || mentions(x->text, "approve") || mentions(x->text, "agreed")) ||
	    mb_view_list(&list, &n, l->d->base, &q, &ignored) != MB_OK)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (!list[i]->kind->n_states || !mb_streq(list[i]->state, list[i]->kind->states[0]))
			continue;
		if (mb_streq(list[i]->group, l->minutes->group))
			own = list[i];
		else if (names_group(l, x, list[i]->group))
			return list[i]->id;
	}
	return own ? own->id : NULL;
}

/* The delegation it is taken under, when it names one. */
static const char *under(struct log *l, const struct mb_found_decision *x)
{
	const char *id = NULL;

	for (size_t i = 0; !id && i < x->n_refers; i++)
		id = known(l, x->refers[i], "delegation");
	return id;
}

static const char *ratified(struct log *l, const struct mb_found_decision *x)
{
	const char *id = NULL;

	if (!mentions(x->text, "ratif"))
		return NULL;
	for (size_t i = 0; !id && i < x->n_refers; i++)
		id = known(l, x->refers[i], "decision");
	return id;
}

static const char *short_title(struct mb_arena *a, const char *text)
{
	size_t n = strlen(text), cut = 110;

	if (n > 5 && strncasecmp(text, "that ", 5) == 0) {
		text += 5;
		n -= 5;
	}
	/* a clause's own end is not part of a title: "...; and" */
	if (n > 4 && strcmp(text + n - 4, " and") == 0)
		n -= 4;
	while (n && strchr(";,. ", text[n - 1]))
		n--;
	if (n <= cut)
		return mb_arena_ndup(a, text, n);
	while (cut > 60 && text[cut] != ' ')
		cut--;
	while (cut > 0 && ((unsigned char)text[cut] & 0xc0) == 0x80)
		cut--;
	return mb_arena_printf(a, "%.*s ...", (int)cut, text);
}

/* ---- one decision ---------------------------------------------------------------------------------------- */

/* Fields that the rules of this record may not have yet (`rules upgrade` brings them) are left out then. */
static int fill_if_known(struct log *l, struct draft_file *f, const struct mb_doc *old,
			 const struct mb_found_decision *x, struct mb_error *err)
{
	const struct mb_kind *k = mb_schema_kind(mb_rules_schema(l->d->rules), "decision");
	const struct {
		const char *field;
		struct mb_node *value;
	} fields[] = {
		{ "recommendation", derive_text(l->d, recommendation(l, x)) },
		{ "conditions", conditions(l, old, x->condition) },
		{ "supersedes", earlier(l, x, supersede) },
		{ "amends", earlier(l, x, amend) },
		{ "rescinds", earlier(l, x, rescind) },
		{ "under", id_node(l, under(l, x)) },
		{ "adopts", id_node(l, adopted(l, x)) },
		{ "meets", derive_meets(l->m, x, old) },
		{ "extends", derive_extends(l->m, x) },
	};
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof fields / sizeof *fields; i++)
		if (mb_kind_field(k, fields[i].field))
			rc = draft_put(l->d, f, fields[i].field, fields[i].value, err);
	return rc;
}

static int fill(struct log *l, struct draft_file *f, const struct mb_doc *old,
		const struct mb_found_decision *x, struct mb_error *err)
{
	struct mb_arena *a = l->d->a;
	bool speaks_of_minutes = mentions(x->text, "minutes");
	bool corrects = correction_said(x->text);
	bool approves = speaks_of_minutes &&
			(mentions(x->text, "approved") || mentions(x->text, "correct record") ||
			 mentions(x->text, "confirmed") || mentions(x->text, "agreed"));
	const char *meant = corrects || approves ? minutes_meant(l, x) : NULL;
	const struct {
		const char *field;
		struct mb_node *value;
	} fields[] = {
		{ "title", derive_text(l->d, short_title(a, x->text)) },
		{ "date", mb_node_new_day(a, l->date) },
		{ "meeting", id_node(l, l->meeting->id) },
		{ "item", derive_text(l->d, x->item) },
		{ "number", derive_text(l->d, x->number) },
		{ "text", derive_text(l->d, x->text) },
		{ "outcome", derive_text(l->d, x->kind) },
		{ "paper", id_node(l, paper_of(l, x->item)) },
		{ "minutes", id_node(l, l->minutes->id) },
		{ "place", derive_place(a, &x->place) },
		{ "mover", derive_text(l->d, x->mover) },
		{ "seconder", derive_text(l->d, x->seconder) },
		{ "votes", votes(l, x) },
		{ "condition", derive_text(l->d, x->condition) },
		{ "delegate_to", derive_text(l->d, x->delegate_to) },
		{ "referred_to", derive_text(l->d, x->referred_to) },
		{ "refers", refers(l, x) },
		{ "approves", id_node(l, approves ? meant : NULL) },
		{ "corrects",
		  id_node(l, corrects && !(approves && !mentions(x->text, "subject to")) ? meant : NULL) },
		{ "ratifies", id_node(l, ratified(l, x)) },
		{ "procedural", flag(l, x->procedural) },
		{ "exempt", flag(l, x->exempt) },
	};
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof fields / sizeof *fields; i++)
		rc = draft_put(l->d, f, fields[i].field, fields[i].value, err);
	if (rc == MB_OK)
		rc = fill_if_known(l, f, old, x, err);
	if (rc == MB_OK && approves && !meant)
		draft_note(l->d, "item %s approves minutes, but which ones could not be found in the record",
			   x->item);
	return rc;
}

/* A likely find is a decision once somebody has said so; what was said of the same words before still holds. */
static bool is_decision(struct log *l, const struct mb_found_decision *x, const struct mb_doc *old)
{
	const struct mb_question q = {
		.what = "decision",
		.words = x->text,
		.item = x->item,
		.line = x->place.line,
		.suggestion = mb_arena_printf(l->d->a, "record this as a decision (%s)", x->kind),
	};

	return x->sure == MB_SURE || ask_likely(l->d, &q, old && !mb_streq(old->state, "dropped from draft"));
}

static int restore(struct log *l, struct draft_file *f, const struct mb_doc *old, struct mb_error *err)
{
	int rc = draft_set_text(l->d, f, "state", old->kind->states[0], err);

	f->what = "back in the draft";
	f->change = "restored";
	f->move = "restore";
	return rc == MB_OK ? draft_unset(l->d, f, "dropped", err) : rc;
}

static int open_one(struct draft_file **f, const char **id, struct log *l, const struct mb_found_decision *x,
		    const struct mb_doc *old, struct mb_error *err)
{
	struct mb_address at;
	bool same = old && mb_streq(mb_doc_field(old, "text"), x->text);
	int rc = old ? draft_open(f, l->d, old->path, err)
		     : draft_new(f, &at, l->d, "decision", l->minutes->group, mb_day_year(l->date), NULL,
				 NULL, err);

	if (rc != MB_OK)
		return rc;
	*id = old ? old->id : at.id;
	(*f)->follows = true;
	(*f)->again = old && l->m->attendance_changed;
	(*f)->what = !old   ? mb_arena_printf(l->d->a, "decision recorded: %s", x->kind)
		     : same ? "the same words, at their new place"
			    : "corrected";
	(*f)->change = !old ? "added" : same ? NULL : "changed";
	(*f)->had_words = old && !same ? mb_arena_dup(l->d->a, mb_doc_field(old, "text")) : NULL;
	if (old && mb_streq(old->state, "dropped from draft"))
		return restore(l, *f, old, err);
	return old ? MB_OK
		   : derive_receive(l->d, *f, mb_schema_kind(mb_rules_schema(l->d->rules), "decision"), err);
}

static int one(struct log *l, size_t i, struct mb_node *rows, struct mb_error *err)
{
	const struct mb_found_decision *x = &l->r->decisions[i];
	const struct mb_doc *old = l->finds[i].doc;
	struct mb_node *row = derive_place(l->d->a, &x->place);
	struct draft_file *f;
	const char *id;
	int rc;

	if (!is_decision(l, x, old))
		return MB_OK;
	if ((rc = open_one(&f, &id, l, x, old, err)) != MB_OK || (rc = fill(l, f, old, x, err)) != MB_OK)
		return rc;
	mb_node_put(l->d->a, row, "id", mb_node_new_raw(l->d->a, id));
	derive_put(l->d, row, "item", x->item);
	mb_node_push(l->d->a, rows, row);
	return MB_OK;
}

/* A decision that the corrected draft no longer has keeps its id and its words. */
static int drop_missing(struct log *l, struct mb_error *err)
{
	for (size_t i = 0; i < l->n_old; i++) {
		struct draft_file *f;
		int rc;

		if (l->taken[i] || mb_streq(l->old[i]->state, "dropped from draft"))
			continue;
		if ((rc = draft_open(&f, l->d, l->old[i]->path, err)) != MB_OK)
			return rc;
		f->follows = true;
		f->move = "drop";
		f->what = "dropped from the draft: keeps its number";
		f->change = "dropped";
		if ((rc = draft_set_text(l->d, f, "state", "dropped from draft", err)) != MB_OK ||
		    (rc = draft_set_day(l->d, f, "dropped", l->d->on, err)) != MB_OK)
			return rc;
	}
	return MB_OK;
}

static int match(struct log *l, struct mb_error *err)
{
	const struct mb_reading *r = l->r;

	l->taken = mb_arena_alloc(l->d->a, l->n_old + 1);
	l->finds = mb_arena_alloc(l->d->a, (r->n_decisions + 1) * sizeof *l->finds);
	for (size_t i = 0; i < r->n_decisions; i++)
		l->finds[i] = (struct same){ .text = r->decisions[i].text,
					     .item = r->decisions[i].item,
					     .line = r->decisions[i].place.line };
	return derive_match(l->m, l->finds, r->n_decisions, l->old, l->taken, l->n_old, "text",
			    "same decision");
}

int derive_decisions(struct minutes *m, struct mb_node *rows, struct mb_error *err)
{
	const struct mb_query mine = {
		.kind = "decision", .group = m->doc->group, .field = "meeting", .value = m->meeting->id
	};
	const struct mb_query agendas = {
		.kind = "agenda", .group = m->doc->group, .field = "meeting", .value = m->meeting->id
	};
	struct log l = {
		.m = m, .d = m->d, .minutes = m->doc, .meeting = m->meeting, .r = m->r, .date = m->date
	};
	int rc;

	if ((rc = mb_view_list(&l.old, &l.n_old, m->d->base, &mine, err)) != MB_OK ||
	    (rc = mb_view_list(&l.agendas, &l.n_agendas, m->d->base, &agendas, err)) != MB_OK ||
	    (rc = match(&l, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < m->r->n_decisions; i++)
		if ((rc = one(&l, i, rows, err)) != MB_OK)
			return rc;
	return drop_missing(&l, err);
}
