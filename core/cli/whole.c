/* show: what a document came of, and what came of it. */
#include "cli.h"

#include <string.h>

struct whole {
	struct cli *c;
	const struct mb_standpoint *from;
	const struct mb_doc *d;
	const struct mb_doc *paper, *meeting, *minutes; /* what the document names; NULL when it does not */
};

static const struct mb_doc *named(struct whole *t, const char *field)
{
	const char *id = mb_doc_field(t->d, field);
	const struct mb_doc *doc;

	return id && mb_doc_at(&doc, NULL, t->c->a, t->c->g, t->from, id, NULL) == MB_OK ? doc : NULL;
}

static struct whole begin(struct cli *c, const struct mb_standpoint *from, const struct mb_doc *d)
{
	struct whole t = { .c = c, .from = from, .d = d };

	t.paper = named(&t, "paper");
	t.meeting = named(&t, "meeting");
	t.minutes = named(&t, "minutes");
	return t;
}

/* ---- for people ------------------------------------------------------------------------------------------ */

static const char *with_title(struct cli *c, const struct mb_doc *d)
{
	return mb_arena_printf(c->a, "%s \"%s\"%s%s", d->id, d->title, d->state ? ", " : "",
			       d->state ? d->state : "");
}

static const char *votes_words(struct cli *c, const struct mb_node *votes)
{
	const char *all = mb_node_text(votes, "said"); /* the minutes' own words, where they have some */

	if (all)
		return all;
	for (size_t i = 0; votes && votes->type == MB_MAP && i < votes->n; i++) {
		const char *value = votes->items[i]->type == MB_TEXT ? votes->items[i]->text : "";

		all = mb_arena_printf(c->a, "%s%s%s %s", all ? all : "", all ? "; " : "", value,
				      votes->keys[i]);
	}
	return all;
}

/* Those of a document's facts that are read from one field. */
static int put_facts_of(struct whole *t, const struct mb_doc *d, const char *key, struct mb_error *err)
{
	struct mb_fact *facts;
	size_t n;
	int rc = mb_facts(&facts, &n, t->c->a, t->c->g, t->from, d, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (mb_streq(facts[i].key, key))
			cli_fact(t->c, facts[i].label, facts[i].value.text);
	return rc;
}

static int put_meeting(struct whole *t, struct mb_error *err)
{
	struct cli *c = t->c;
	const struct mb_finding *quorum;
	const char *chair;
	bool source;
	int rc;

	if (!t->meeting)
		return MB_OK;
	cli_fact(c, "Meeting", with_title(c, t->meeting));
	if (!mb_streq(t->d->kind->name, "decision"))
		return MB_OK;
	if ((chair = mb_doc_field(t->meeting, "chaired_by")))
		cli_fact(c, "Presided", cli_person_name(c, chair));
	if ((rc = put_facts_of(t, t->meeting, "attendance", err)) != MB_OK ||
	    !(quorum = mb_stored_finding(c->a, c->g, t->from, t->d, "quorate")))
		return rc;
	source = *quorum->source && !strstr(quorum->needed, quorum->source);
	cli_fact(c, "Quorum",
		 mb_arena_printf(c->a, "%s: found %s; needed %s%s%s%s", mb_outcome_word(quorum->outcome),
				 quorum->found, quorum->needed, source ? " (" : "",
				 source ? quorum->source : "", source ? ")" : ""));
	return MB_OK;
}

static void put_words(struct whole *t)
{
	struct cli *c = t->c;
	struct mb_str words;
	long line;

	if (!t->minutes)
		return;
	words = mb_very_words(&line, c->a, c->g, t->from, t->d);
	cli_fact(c, "Minutes", with_title(c, t->minutes));
	if (words.n)
		cli_fact(c, "The very words",
			 mb_arena_printf(c->a, "\"%s\" (line %ld of the minutes)",
					 mb_arena_ndup(c->a, words.p, words.n), line));
	else if (mb_doc_field(t->d, "text"))
		cli_fact(c, "The words", mb_doc_field(t->d, "text"));
}

static const char *particulars(struct cli *c, const struct mb_doc *d)
{
	static const char *const dates[] = {
		"due", "first_due", "considered", "approved", "published", NULL
	};
	const char *all = mb_doc_field(d, "purpose");

	if (mb_doc_field(d, "owner"))
		all = mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? ", " : "",
				      cli_person_name(c, mb_doc_field(d, "owner")));
	for (const char *const *field = dates; *field; field++) {
		mb_day day = mb_doc_day(d, *field);

		if (day == MB_NO_DAY || (mb_streq(*field, "first_due") && day == mb_doc_day(d, "due")))
			continue;
		all = mb_arena_printf(c->a, "%s%s%s %s", all ? all : "", all ? ", " : "",
				      mb_streq(*field, "first_due") ? "first due" : *field,
				      cli_day_words(c, day));
	}
	return all;
}

static void put_relation(struct whole *t, const struct mb_relation *r, const char *label)
{
	struct cli *c = t->c;
	const struct mb_doc *doc = r->doc;
	const char *more = particulars(c, doc), *marks = mb_open_marks(c->a, doc);
	bool elsewhere = !mb_streq(doc->group, t->d->group);

	cli_fact(c, label,
		 mb_arena_printf(c->a, "%s, %s%s%s: %s%s%s%s%s%s", doc->id, doc->state ? doc->state : "",
				 elsewhere ? ", " : "", elsewhere ? cli_group_title(c, doc->group) : "",
				 doc->title, more ? " (" : "", more ? more : "", more ? ")" : "",
				 marks ? " - " : "", marks ? marks : ""));
}

static int put_relations(struct whole *t, struct mb_error *err)
{
	struct mb_relation *all;
	size_t n;
	int rc = mb_relations(&all, &n, t->c->a, t->c->g, t->from, t->d, err);

	for (size_t i = 0, k; rc == MB_OK && i < n; i = k) {
		const struct mb_kind *kind = all[i].kind;

		for (k = i + 1; k < n && all[k].kind == kind && mb_streq(all[k].field, all[i].field);)
			k++;
		for (size_t x = i; x < k; x++)
			put_relation(t, &all[x],
				     x > i ? ""
					   : cli_label(t->c, k - i == 1 || !kind->plural ? kind->name
											 : kind->plural));
	}
	return rc;
}

static int put_effect(struct whole *t, struct mb_error *err)
{
	struct mb_effect_of e = { 0 };
	int rc;

	if (!mb_streq(t->d->kind->name, "decision"))
		return MB_OK;
	if ((rc = mb_decision_effect(&e, t->c->a, t->c->g, t->from, t->d, err)) == MB_OK)
		cli_fact(t->c, "Effect", mb_effect_words(t->c->a, &e));
	return rc;
}

int cli_whole(struct cli *c, const struct mb_standpoint *from, const struct mb_doc *d, struct mb_error *err)
{
	struct whole t;
	int rc = MB_OK;

	if (!d->kind)
		return MB_OK;
	t = begin(c, from, d);
	if (t.paper) {
		cli_fact(c, "Paper", with_title(c, t.paper));
		rc = put_facts_of(&t, t.paper, "signoffs", err);
	}
	if (rc == MB_OK && mb_doc_node(d, "place"))
		rc = put_meeting(&t, err);
	if (rc != MB_OK)
		return rc;
	cli_fact(c, "Votes", votes_words(c, mb_doc_node(d, "votes")));
	put_words(&t);
	if ((rc = put_effect(&t, err)) != MB_OK)
		return rc;
	return put_relations(&t, err);
}

/* ---- for programs ---------------------------------------------------------------------------------------- */

static int push_relations(struct mb_json *list, struct whole *t, struct mb_error *err)
{
	struct mb_relation *all;
	size_t n;
	int rc = mb_relations(&all, &n, t->c->a, t->c->g, t->from, t->d, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct mb_doc *doc = all[i].doc;
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "id", doc->id);
		mb_json_set_text(j, "kind", all[i].kind->name);
		mb_json_set_text(j, "field", all[i].field);
		mb_json_set_text(j, "group", doc->group);
		mb_json_set_text(j, "state", doc->state);
		mb_json_set_text(j, "title", doc->title);
		mb_json_set_text(j, "purpose", mb_doc_field(doc, "purpose"));
		mb_json_set_text(j, "owner", mb_doc_field(doc, "owner"));
		mb_json_set_day(j, "due", mb_doc_day(doc, "due"));
		mb_json_set_day(j, "first_due", mb_doc_day(doc, "first_due"));
	}
	return rc;
}

static void set_meeting(struct mb_json *trail, struct whole *t)
{
	struct mb_json *j = mb_json_set_object(trail, "meeting");
	const struct mb_finding *quorum = mb_stored_finding(t->c->a, t->c->g, t->from, t->d, "quorate");

	mb_json_set_text(j, "id", t->meeting->id);
	mb_json_set_day(j, "date", mb_doc_day(t->meeting, "date"));
	mb_json_set_text(j, "chaired_by", mb_doc_field(t->meeting, "chaired_by"));
	mb_json_set_node(j, "attendance", mb_doc_node(t->meeting, "attendance"));
	if (!quorum) {
		mb_json_set_null(j, "quorum");
		return;
	}
	j = mb_json_set_object(j, "quorum");
	mb_json_set_text(j, "outcome", mb_outcome_word(quorum->outcome));
	mb_json_set_text(j, "found", quorum->found);
	mb_json_set_text(j, "needed", quorum->needed);
	mb_json_set_text(j, "source", quorum->source);
}

static int set_effect(struct mb_json *trail, struct whole *t, struct mb_error *err)
{
	struct mb_effect_of e = { 0 };
	struct mb_json *j;
	int rc;

	if (!mb_streq(t->d->kind->name, "decision")) {
		mb_json_set_null(trail, "effect");
		return MB_OK;
	}
	if ((rc = mb_decision_effect(&e, t->c->a, t->c->g, t->from, t->d, err)) != MB_OK)
		return rc;
	j = mb_json_set_object(trail, "effect");
	mb_json_set_text(j, "state", mb_effect_word(e.state));
	mb_json_set_text(j, "why", e.why);
	return MB_OK;
}

int cli_whole_json(struct mb_json *object, struct cli *c, const struct mb_standpoint *from,
		   const struct mb_doc *d, struct mb_error *err)
{
	struct mb_json *trail = mb_json_set_object(object, "trail"), *j;
	struct mb_str words;
	struct whole t;
	long line;
	int rc;

	if (!d->kind)
		return MB_OK;
	t = begin(c, from, d);
	mb_json_set_text(trail, "paper", t.paper ? t.paper->id : NULL);
	mb_json_set_node(trail, "signoffs", mb_doc_node(t.paper ? t.paper : d, "signoffs"));
	if (t.meeting)
		set_meeting(trail, &t);
	else
		mb_json_set_null(trail, "meeting");
	mb_json_set_node(trail, "votes", mb_doc_node(d, "votes"));
	if (t.minutes && mb_doc_node(d, "place")) {
		words = mb_very_words(&line, c->a, c->g, from, d);
		j = mb_json_set_object(trail, "words");
		mb_json_set_text(j, "minutes", t.minutes->id);
		mb_json_set_int(j, "line", line);
		mb_json_set_number(j, "length", mb_node_text(mb_doc_node(d, "place"), "length"));
		mb_json_set_str(j, "text", words);
	} else {
		mb_json_set_null(trail, "words");
	}
	if ((rc = set_effect(trail, &t, err)) != MB_OK)
		return rc;
	return push_relations(mb_json_set_array(trail, "linked"), &t, err);
}
