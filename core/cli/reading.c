/* What a text says, in words. */
#include "cli.h"

#include <string.h>

int cli_read_text(struct mb_reading **reading, struct mb_matter *matter, struct cli *c, struct mb_str text,
		  const char *as_kind, struct mb_error *err)
{
	int rc;

	if ((rc = mb_text_check(text.p, text.n, err)) != MB_OK ||
	    (rc = mb_matter_parse(matter, c->a, text.p, text.n, err)) != MB_OK)
		return rc;
	if (!as_kind)
		as_kind = mb_node_text(matter->root, "kind");
	mb_read_document(reading, c->a, text, matter, c->words[0], as_kind, MB_NO_DAY);
	return MB_OK;
}

static const char *unsure(enum mb_sure sure)
{
	return sure == MB_SURE ? "" : " (likely)";
}

static void put(struct cli *c, const char *label, const char *value)
{
	cli_fact(c, label, value && *value ? value : NULL);
}

static const char *day_words(struct cli *c, mb_day day, const char *text)
{
	if (day != MB_NO_DAY)
		return cli_day_words(c, day);
	return text ? mb_arena_printf(c->a, "\"%s\"", text) : NULL;
}

static void put_paper(struct cli *c, const struct mb_reading *r)
{
	put(c, "Purpose", r->purpose ? mb_arena_printf(c->a, "for %s", r->purpose) : NULL);
	put(c, "Report of", r->report_of);
	put(c, "Contact officer", r->contact_officer);
	put(c, "Author", r->author);
	put(c, "Agenda item", r->agenda_item);
	put(c, "Urgent", r->asks_urgency ? "asks to be taken as urgent" : NULL);
	put(c, "Summary", r->summary);
	for (size_t i = 0; i < r->n_implications; i++)
		put(c, i ? "" : "Implications", r->implications[i].heading);
	for (size_t i = 0; i < r->n_recommendations; i++) {
		const struct mb_found_recommendation *x = &r->recommendations[i];
		const char *delegate = x->delegate_to
					       ? mb_arena_printf(c->a, " [delegates to %s]", x->delegate_to)
					       : "",
			   *condition = x->condition ? " [conditional]" : "",
			   *by = x->report_by_text
					 ? mb_arena_printf(c->a, " [report back %s]", x->report_by_text)
					 : "";

		put(c, i ? "" : "Recommendations",
		    mb_arena_printf(c->a, "%s (%s, line %d) %s%s%s%s", x->number, x->kind, x->place.line,
				    x->text, condition, delegate, by));
	}
	put(c, "Reasons", r->reasons);
	for (size_t i = 0; i < r->n_consultees; i++)
		put(c, i ? "" : "Consultees", r->consultees[i]);
	for (size_t i = 0; i < r->n_background; i++)
		put(c, i ? "" : "Background papers", r->background[i]);
}

static void put_people(struct cli *c, const char *label, const struct mb_found_person *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put(c, i ? "" : label,
		    mb_arena_printf(c->a, "%s%s%s%s%s%s%s%s", list[i].name, list[i].role ? ", " : "",
				    list[i].role ? list[i].role : "", list[i].substitute_for ? ", for " : "",
				    list[i].substitute_for ? list[i].substitute_for : "",
				    list[i].items ? ", " : "", list[i].items ? list[i].items : "",
				    unsure(list[i].sure)));
}

static void put_items(struct cli *c, const struct mb_reading *r)
{
	for (size_t i = 0; i < r->n_items; i++) {
		const struct mb_found_item *x = &r->items[i];

		put(c, i ? "" : "Items",
		    mb_arena_printf(
			    c->a, "%s %s%s%s%s%s%s%s%s", x->number, x->title, x->paper ? ", paper " : "",
			    x->paper ? x->paper : "", x->part ? ", to " : "", x->part ? x->part : "",
			    x->urgent ? ", urgent" : "", x->exempt ? ", exempt" : "", unsure(x->sure)));
	}
}

static void put_minutes(struct cli *c, const struct mb_reading *r)
{
	put(c, "Presided", r->chair);
	put_people(c, "Present", r->present, r->n_present);
	put_people(c, "In attendance", r->in_attendance, r->n_in_attendance);
	put_people(c, "Apologies", r->apologies, r->n_apologies);
	put_people(c, "Absent", r->absent, r->n_absent);
	put(c, "Public", r->public_text);
	put(c, "Quorum",
	    r->inquorate_stated ? "the text says that the meeting was not quorate"
	    : r->quorum_stated	? "the text says that the meeting was quorate"
				: NULL);
	put_items(c, r);
	for (size_t i = 0; i < r->n_urgencies; i++)
		put(c, i ? "" : "Ruled urgent",
		    mb_arena_printf(c->a, "item %s: %s", r->urgencies[i].item,
				    r->urgencies[i].circumstances ? r->urgencies[i].circumstances
								  : "no special circumstances stated"));
	for (size_t i = 0; i < r->n_interests; i++)
		put(c, i ? "" : "Interests",
		    mb_arena_printf(c->a, "%s%s%s%s%s", r->interests[i].person,
				    r->interests[i].item ? ", item " : "",
				    r->interests[i].item ? r->interests[i].item : "",
				    r->interests[i].nature ? ": " : "",
				    r->interests[i].nature ? r->interests[i].nature : ""));
	for (size_t i = 0; i < r->n_decisions; i++) {
		const struct mb_found_decision *x = &r->decisions[i];

		put(c, i ? "" : "Decisions",
		    mb_arena_printf(c->a, "item %s, %s, line %d: %s%s%s%s%s", *x->item ? x->item : "?",
				    x->kind, x->place.line, x->text, x->votes_text ? " [" : "",
				    x->votes_text ? x->votes_text : "", x->votes_text ? "]" : "",
				    unsure(x->sure)));
	}
	for (size_t i = 0; i < r->n_actions; i++) {
		const struct mb_found_action *x = &r->actions[i];
		const char *due = day_words(c, x->due, x->due_text);

		put(c, i ? "" : "Actions",
		    mb_arena_printf(c->a, "item %s, line %d: %s; %s%s%s%s",
				    x->item && *x->item ? x->item : "?", x->place.line, x->what,
				    x->who ? x->who : "nobody named", due ? ", by " : "", due ? due : "",
				    unsure(x->sure)));
	}
}

static void put_list(struct cli *c, const char *label, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put(c, i ? "" : label, list[i]);
}

static void put_terms(struct cli *c, const struct mb_found_terms *t)
{
	if (!t)
		return;
	put(c, "Purpose", t->purpose.text);
	if (t->n_members)
		put_list(c, "Membership", t->members, t->n_members);
	else
		put(c, "Membership", t->membership.text);
	put(c, "Chair", t->chair.text);
	put(c, "Quorum", t->quorum.text);
	put(c, "Quorum, number",
	    t->quorum_number >= 0 ? mb_arena_printf(c->a, "%d", t->quorum_number) : NULL);
	put(c, "Quorum, share", t->quorum_share);
	put_list(c, "Quorum, who", t->quorum_composition, t->n_quorum_composition);
	put(c, "Frequency", t->frequency.text);
	put(c, "Delegation", t->delegation.text);
	put(c, "Reporting", t->reporting.text);
	put(c, "Reports to", t->reports_to);
	put(c, "Review", t->review.text);
	put(c, "Review by", t->review_by != MB_NO_DAY ? cli_day_words(c, t->review_by) : NULL);
	put_list(c, "Not said", t->missing, t->n_missing);
}

void cli_reading_words(struct cli *c, const struct mb_reading *r)
{
	put(c, "Kind",
	    mb_arena_printf(c->a, "%s%s%s", r->kind, unsure(r->kind_sure), r->draft ? ", draft" : ""));
	put(c, "Title", r->title);
	put(c, "Group", r->body);
	put(c, "Date", day_words(c, r->date, r->date_text));
	put(c, "Time", r->time_held);
	put(c, "Place", r->place_held);
	put(c, "Cancelled", r->cancelled ? "the text says so" : NULL);
	put_paper(c, r);
	put_minutes(c, r);
	put_terms(c, r->terms);
	for (size_t i = 0; i < r->n_notes; i++)
		put(c, i ? "" : "Notes", r->notes[i]);
	for (size_t i = 0; i < r->n_loose; i++)
		put(c, i ? "" : "Not placed",
		    mb_arena_printf(c->a, "line %d: %s (%s)", r->loose[i].place.line, r->loose[i].text,
				    r->loose[i].why));
}

/* ---- how many of what ------------------------------------------------------------------------------------ */

static const char *s(size_t n)
{
	return n == 1 ? "" : "s";
}

static void recommendations(const struct mb_reading *r)
{
	size_t agree = 0, note = 0;

	for (size_t i = 0; i < r->n_recommendations; i++) {
		agree += mb_streq(r->recommendations[i].kind, "agree");
		note += mb_streq(r->recommendations[i].kind, "note");
	}
	out("  read out of it: %zu recommendation%s (%zu to agree, %zu to note), %zu implication%s, %zu "
	    "consultee%s, "
	    "%zu background paper%s\n",
	    r->n_recommendations, s(r->n_recommendations), agree, note, r->n_implications,
	    s(r->n_implications), r->n_consultees, s(r->n_consultees), r->n_background, s(r->n_background));
}

void cli_reading_sentences(const struct mb_reading *r)
{
	if (mb_streq(r->kind, "paper"))
		recommendations(r);
	else if (mb_streq(r->kind, "agenda"))
		out("  read out of it: %zu item%s\n", r->n_items, s(r->n_items));
	else if (mb_streq(r->kind, "minutes"))
		out("  read out of it: %zu present, %zu in attendance, %zu apolog%s, %zu item%s, %zu "
		    "decision%s, %zu action%s\n",
		    r->n_present, r->n_in_attendance, r->n_apologies, r->n_apologies == 1 ? "y" : "ies",
		    r->n_items, s(r->n_items), r->n_decisions, s(r->n_decisions), r->n_actions,
		    s(r->n_actions));
}
