/* What a text says, as JSON. Places are of the body: line and column from 1, column and length in bytes. */
#include "cli.h"

static void set_place(struct mb_json *j, const struct mb_place *at)
{
	mb_json_set_int(j, "line", at->line);
	mb_json_set_int(j, "column", at->column);
	mb_json_set_int(j, "length", (long)at->length);
}

static void set_sure(struct mb_json *j, enum mb_sure sure)
{
	mb_json_set_text(j, "sure", sure == MB_SURE ? "sure" : "likely");
}

static void set_votes(struct mb_json *j, const char *key, int votes)
{
	if (votes < 0)
		mb_json_set_null(j, key);
	else
		mb_json_set_int(j, key, votes);
}

static void recommendations(struct mb_json *object, const struct mb_reading *r)
{
	struct mb_json *list = mb_json_set_array(object, "recommendations");

	for (size_t i = 0; i < r->n_recommendations; i++) {
		const struct mb_found_recommendation *x = &r->recommendations[i];
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "number", x->number);
		mb_json_set_text(j, "text", x->text);
		mb_json_set_text(j, "kind", x->kind);
		mb_json_set_text(j, "condition", x->condition);
		mb_json_set_text(j, "delegate_to", x->delegate_to);
		mb_json_set_day(j, "report_by", x->report_by);
		mb_json_set_text(j, "report_by_text", x->report_by_text);
		mb_json_set_day(j, "effect_from", x->effect_from);
		mb_json_set_text(j, "effect_from_text", x->from_text);
		set_sure(j, MB_SURE);
		set_place(j, &x->place);
	}
}

static void sections(struct mb_json *object, const char *key, const struct mb_found_section *x, size_t n)
{
	struct mb_json *list = mb_json_set_array(object, key);

	for (size_t i = 0; i < n; i++) {
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "heading", x[i].heading);
		mb_json_set_text(j, "text", x[i].text);
		set_sure(j, MB_SURE);
		set_place(j, &x[i].place);
	}
}

static void people(struct mb_json *object, const char *key, const struct mb_found_person *x, size_t n)
{
	struct mb_json *list = mb_json_set_array(object, key);

	for (size_t i = 0; i < n; i++) {
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "name", x[i].name);
		mb_json_set_text(j, "initials", x[i].initials);
		mb_json_set_text(j, "role", x[i].role);
		mb_json_set_text(j, "substitute_for", x[i].substitute_for);
		mb_json_set_text(j, "items", x[i].items);
		set_sure(j, x[i].sure);
		set_place(j, &x[i].place);
	}
}

static void items(struct mb_json *object, const struct mb_reading *r)
{
	struct mb_json *list = mb_json_set_array(object, "items");

	for (size_t i = 0; i < r->n_items; i++) {
		const struct mb_found_item *x = &r->items[i];
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "number", x->number);
		mb_json_set_text(j, "title", x->title);
		mb_json_set_text(j, "paper", x->paper);
		mb_json_set_text(j, "part", x->part);
		mb_json_set_bool(j, "urgent", x->urgent);
		mb_json_set_bool(j, "exempt", x->exempt);
		set_sure(j, x->sure);
		set_place(j, &x->place);
	}
}

static void decisions(struct mb_json *object, const struct mb_reading *r)
{
	struct mb_json *list = mb_json_set_array(object, "decisions");

	for (size_t i = 0; i < r->n_decisions; i++) {
		const struct mb_found_decision *x = &r->decisions[i];
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "item", x->item);
		mb_json_set_text(j, "number", x->number);
		mb_json_set_text(j, "text", x->text);
		mb_json_set_text(j, "kind", x->kind);
		mb_json_set_text(j, "mover", x->mover);
		mb_json_set_text(j, "seconder", x->seconder);
		set_votes(j, "votes_for", x->votes_for);
		set_votes(j, "votes_against", x->votes_against);
		set_votes(j, "abstentions", x->abstentions);
		mb_json_set_text(j, "votes_text", x->votes_text);
		mb_json_set_text(j, "condition", x->condition);
		mb_json_set_text(j, "delegate_to", x->delegate_to);
		mb_json_set_text(j, "referred_to", x->referred_to);
		mb_json_set_texts(j, "refers", x->refers, x->n_refers);
		mb_json_set_bool(j, "procedural", x->procedural);
		mb_json_set_bool(j, "exempt", x->exempt);
		set_sure(j, x->sure);
		set_place(j, &x->place);
	}
}

static void actions(struct mb_json *object, const struct mb_reading *r)
{
	struct mb_json *list = mb_json_set_array(object, "actions");

	for (size_t i = 0; i < r->n_actions; i++) {
		const struct mb_found_action *x = &r->actions[i];
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "item", x->item);
		mb_json_set_text(j, "what", x->what);
		mb_json_set_text(j, "who", x->who);
		mb_json_set_day(j, "due", x->due);
		mb_json_set_text(j, "due_text", x->due_text);
		set_sure(j, x->sure);
		set_place(j, &x->place);
	}
}

static void rulings(struct mb_json *object, const struct mb_reading *r)
{
	struct mb_json *list = mb_json_set_array(object, "urgencies");

	for (size_t i = 0; i < r->n_urgencies; i++) {
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "item", r->urgencies[i].item);
		mb_json_set_text(j, "by", r->urgencies[i].by);
		mb_json_set_text(j, "circumstances", r->urgencies[i].circumstances);
		set_sure(j, MB_SURE);
		set_place(j, &r->urgencies[i].place);
	}
	list = mb_json_set_array(object, "interests");
	for (size_t i = 0; i < r->n_interests; i++) {
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "person", r->interests[i].person);
		mb_json_set_text(j, "item", r->interests[i].item);
		mb_json_set_text(j, "nature", r->interests[i].nature);
		set_sure(j, MB_SURE);
		set_place(j, &r->interests[i].place);
	}
}

void cli_reading_json(struct mb_json *j, const struct mb_reading *r)
{
	struct mb_json *attendance;

	mb_json_set_text(j, "kind", r->kind);
	set_sure(j, r->kind_sure);
	mb_json_set_text(j, "title", r->title);
	mb_json_set_text(j, "body", r->body);
	mb_json_set_day(j, "date", r->date);
	mb_json_set_text(j, "date_text", r->date_text);
	mb_json_set_text(j, "time", r->time_held);
	mb_json_set_text(j, "place", r->place_held);
	mb_json_set_bool(j, "draft", r->draft);
	mb_json_set_bool(j, "cancelled", r->cancelled);
	mb_json_set_text(j, "purpose", r->purpose);
	mb_json_set_text(j, "report_of", r->report_of);
	mb_json_set_text(j, "contact_officer", r->contact_officer);
	mb_json_set_text(j, "author", r->author);
	mb_json_set_text(j, "agenda_item", r->agenda_item);
	mb_json_set_bool(j, "asks_urgency", r->asks_urgency);
	mb_json_set_text(j, "summary", r->summary);
	sections(j, "implications", r->implications, r->n_implications);
	recommendations(j, r);
	mb_json_set_text(j, "reasons", r->reasons);
	mb_json_set_texts(j, "consultees", r->consultees, r->n_consultees);
	mb_json_set_texts(j, "background_papers", r->background, r->n_background);
	attendance = mb_json_set_object(j, "attendance");
	mb_json_set_text(attendance, "chair", r->chair);
	people(attendance, "present", r->present, r->n_present);
	people(attendance, "in_attendance", r->in_attendance, r->n_in_attendance);
	people(attendance, "apologies", r->apologies, r->n_apologies);
	people(attendance, "absent", r->absent, r->n_absent);
	mb_json_set_text(attendance, "public", r->public_text);
	mb_json_set_bool(attendance, "quorum_stated", r->quorum_stated);
	mb_json_set_bool(attendance, "inquorate_stated", r->inquorate_stated);
	items(j, r);
	decisions(j, r);
	actions(j, r);
	rulings(j, r);
	sections(j, "sections", r->sections, r->n_sections);
	mb_json_set_texts(j, "notes", r->notes, r->n_notes);
}
