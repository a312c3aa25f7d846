/* What a text says, as JSON. Places are of the file: line, end_line and column from 1, offset from 0; column, length and
 * offset in bytes. */
#include "cli.h"

#define START_WORDS 8

static void set_place(struct mb_json *j, const struct mb_place *at)
{
	mb_json_set_int(j, "line", at->line);
	mb_json_set_int(j, "end_line", at->end_line);
	mb_json_set_int(j, "column", at->column);
	mb_json_set_int(j, "offset", (long)at->start);
	mb_json_set_int(j, "length", (long)at->length);
}

/* The first words, by which a person finds the place again. */
static void set_start(struct mb_json *j, const char *text)
{
	size_t i = 0;

	for (int words = 0; text[i] && words < START_WORDS; words++) {
		while (text[i] == ' ')
			i++;
		while (text[i] && text[i] != ' ')
			i++;
	}
	mb_json_set_str(j, "start", (struct mb_str){ text, i });
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

static void person(struct mb_json *list, const struct mb_found_person *x)
{
	struct mb_json *j = mb_json_push_object(list);

	mb_json_set_text(j, "name", x->name);
	mb_json_set_text(j, "initials", x->initials);
	mb_json_set_text(j, "role", x->role);
	mb_json_set_text(j, "substitute_for", x->substitute_for);
	mb_json_set_text(j, "items", x->items);
	mb_json_set_bool(j, "late", x->late);
	set_sure(j, x->sure);
	set_place(j, &x->place);
}

static void people(struct mb_json *object, const char *key, const struct mb_found_person *x, size_t n)
{
	struct mb_json *list = mb_json_set_array(object, key);

	for (size_t i = 0; i < n; i++)
		person(list, &x[i]);
}

enum some { SUBSTITUTES, PARTIAL, LATE };

/* The same people again, by what is special about them. */
static void some(struct mb_json *object, const char *key, const struct mb_reading *r, enum some which)
{
	const struct {
		const struct mb_found_person *list;
		size_t n;
	} groups[] = { { r->present, r->n_present }, { r->in_attendance, r->n_in_attendance } };
	struct mb_json *list = mb_json_set_array(object, key);

	for (size_t g = 0; g < 2; g++)
		for (size_t i = 0; i < groups[g].n; i++) {
			const struct mb_found_person *x = &groups[g].list[i];
			bool is = which == SUBSTITUTES ? x->substitute_for != NULL
				  : which == LATE      ? x->late
						       : x->items && !x->late;
			struct mb_json *j;

			if (!is)
				continue;
			j = mb_json_push_object(list);
			mb_json_set_text(j, "name", x->name);
			if (which == SUBSTITUTES)
				mb_json_set_text(j, "for", x->substitute_for);
			else
				mb_json_set_text(j, "items", x->items);
			set_sure(j, x->sure);
			set_place(j, &x->place);
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

static void votes(struct mb_json *object, const struct mb_found_decision *x)
{
	struct mb_json *j;

	if (!x->votes_text && x->votes_for < 0 && x->votes_against < 0 && x->abstentions < 0) {
		mb_json_set_null(object, "votes");
		return;
	}
	j = mb_json_set_object(object, "votes");
	set_votes(j, "for", x->votes_for);
	set_votes(j, "against", x->votes_against);
	set_votes(j, "abstain", x->abstentions);
	mb_json_set_text(j, "text", x->votes_text);
}

static void decisions(struct mb_json *object, const struct mb_reading *r)
{
	struct mb_json *list = mb_json_set_array(object, "decisions");

	for (size_t i = 0; i < r->n_decisions; i++) {
		const struct mb_found_decision *x = &r->decisions[i];
		struct mb_json *j = mb_json_push_object(list), *also;

		mb_json_set_text(j, "item", x->item);
		mb_json_set_text(j, "number", x->number);
		mb_json_set_text(j, "text", x->text);
		set_start(j, x->text);
		mb_json_set_text(j, "kind", x->kind);
		mb_json_set_text(j, "mover", x->mover);
		mb_json_set_text(j, "seconder", x->seconder);
		votes(j, x);
		set_votes(j, "votes_for", x->votes_for);
		set_votes(j, "votes_against", x->votes_against);
		set_votes(j, "abstentions", x->abstentions);
		mb_json_set_text(j, "votes_text", x->votes_text);
		mb_json_set_bool(j, "conditional", x->condition != NULL);
		mb_json_set_text(j, "condition", x->condition);
		mb_json_set_text(j, "delegate_to", x->delegate_to);
		mb_json_set_text(j, "referred_to", x->referred_to);
		mb_json_set_texts(j, "refers", x->refers, x->n_refers);
		mb_json_set_bool(j, "procedural", x->procedural);
		mb_json_set_bool(j, "exempt", x->exempt);
		mb_json_set_bool(j, "withheld", x->withheld);
		set_sure(j, x->sure);
		set_place(j, &x->place);
		also = mb_json_set_array(j, "also");
		for (size_t k = 0; k < x->n_also; k++)
			set_place(mb_json_push_object(also), &x->also[k]);
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

static void term(struct mb_json *object, const char *key, const struct mb_found_term *x)
{
	struct mb_json *j;

	if (!x->text) {
		mb_json_set_null(object, key);
		return;
	}
	j = mb_json_set_object(object, key);
	mb_json_set_text(j, "text", x->text);
	set_sure(j, x->sure);
	set_place(j, &x->place);
}

static void terms(struct mb_json *object, const struct mb_found_terms *t)
{
	struct mb_json *j, *q;

	if (!t) {
		mb_json_set_null(object, "terms");
		return;
	}
	j = mb_json_set_object(object, "terms");
	term(j, "purpose", &t->purpose);
	term(j, "membership", &t->membership);
	mb_json_set_texts(j, "members", t->members, t->n_members);
	term(j, "chair", &t->chair);
	mb_json_set_text(j, "presides", t->presides);
	mb_json_set_text(j, "deputy", t->deputy);
	if (t->quorum.text) {
		q = mb_json_set_object(j, "quorum");
		mb_json_set_text(q, "text", t->quorum.text);
		set_votes(q, "number", t->quorum_number);
		mb_json_set_text(q, "share", t->quorum_share);
		mb_json_set_texts(q, "composition", t->quorum_composition, t->n_quorum_composition);
		set_sure(q, t->quorum.sure);
		set_place(q, &t->quorum.place);
	} else {
		mb_json_set_null(j, "quorum");
	}
	term(j, "frequency", &t->frequency);
	set_votes(j, "meetings_a_year", t->meetings_a_year);
	term(j, "delegation", &t->delegation);
	term(j, "reporting", &t->reporting);
	mb_json_set_text(j, "reports_to", t->reports_to);
	term(j, "review", &t->review);
	mb_json_set_day(j, "review_date", t->review_by);
	mb_json_set_text(j, "review_text", t->review_text);
	mb_json_set_texts(j, "missing", t->missing, t->n_missing);
}

static void not_placed(struct mb_json *object, const struct mb_reading *r)
{
	struct mb_json *list = mb_json_set_array(object, "not_placed");

	for (size_t i = 0; i < r->n_loose; i++) {
		struct mb_json *j = mb_json_push_object(list);

		mb_json_set_text(j, "text", r->loose[i].text);
		mb_json_set_text(j, "why", r->loose[i].why);
		set_place(j, &r->loose[i].place);
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
	some(attendance, "substitutes", r, SUBSTITUTES);
	some(attendance, "partial", r, PARTIAL);
	some(attendance, "late", r, LATE);
	mb_json_set_text(attendance, "public", r->public_text);
	set_votes(attendance, "public_count", r->public_count);
	mb_json_set_bool(attendance, "quorum_stated", r->quorum_stated);
	mb_json_set_bool(attendance, "inquorate_stated", r->inquorate_stated);
	items(j, r);
	decisions(j, r);
	actions(j, r);
	rulings(j, r);
	terms(j, r->terms);
	sections(j, "sections", r->sections, r->n_sections);
	mb_json_set_texts(j, "notes", r->notes, r->n_notes);
	not_placed(j, r);
}
