/* What came of an act, as JSON: one shape for the command line and the API. */
#include <minutebook/exchange.h>

void mb_json_set_question(struct mb_json *object, const struct mb_question *q)
{
	mb_json_set_text(object, "answer", q->answer);
	mb_json_set_text(object, "what", q->what);
	mb_json_set_text(object, "words", q->words);
	mb_json_set_text(object, "item", q->item);
	if (q->line > 0)
		mb_json_set_int(object, "line", q->line);
	else
		mb_json_set_null(object, "line");
	mb_json_set_text(object, "suggestion", q->suggestion);
	mb_json_set_text(object, "doc", q->doc);
	mb_json_set_texts(object, "choices", q->choices, q->n_choices);
	mb_json_set_bool(object, "must", q->must);
}

static void push_finding(struct mb_json *list, const struct mb_finding *f, mb_json_may may, void *ctx)
{
	struct mb_json *j = mb_json_push_object(list), *ways;

	mb_json_set_text(j, "rule", f->rule);
	mb_json_set_text(j, "file", f->file);
	mb_json_set_int(j, "line", f->line);
	mb_json_set_text(j, "doc", f->doc);
	mb_json_set_text(j, "event", f->event);
	mb_json_set_text(j, "requirement", f->requirement);
	mb_json_set_text(j, "outcome", mb_outcome_word(f->outcome));
	mb_json_set_text(j, "found", f->found);
	mb_json_set_text(j, "needed", f->needed);
	mb_json_set_text(j, "source", f->source);
	mb_json_set_text(j, "remedy", f->remedy);
	mb_json_set_texts(j, "who", f->who, f->n_who);
	ways = mb_json_set_array(j, "ways");
	for (size_t i = 0; i < f->n_ways; i++) {
		struct mb_json *way = mb_json_push_object(ways);

		mb_json_set_text(way, "act", f->ways[i].act);
		mb_json_set_text(way, "what", f->ways[i].what);
		mb_json_set_text(way, "doc",
				 f->ways[i].doc && (!may || may(ctx, f->ways[i].doc)) ? f->ways[i].doc
										      : NULL);
	}
	mb_json_set_text(j, "authority", f->authority);
	mb_json_set_text(j, "marks", f->marks);
	mb_json_set_text(j, "cures", f->cures);
	mb_json_set_text(j, "reason", f->reason);
}

void mb_json_set_findings(struct mb_json *object, const struct mb_ruling *r, const char *doc, mb_json_may may,
			  void *ctx)
{
	struct mb_json *list = mb_json_set_array(object, "findings");

	for (size_t i = 0; i < r->n_findings; i++)
		if ((!doc || mb_streq(r->findings[i].doc, doc)) && (!may || may(ctx, r->findings[i].doc)))
			push_finding(list, &r->findings[i], may, ctx);
}

static void push_touched(struct mb_json *list, const struct mb_touched *t)
{
	struct mb_json *j = mb_json_push_object(list);

	mb_json_set_text(j, "id", t->id);
	mb_json_set_text(j, "path", t->path);
	mb_json_set_text(j, "kind", t->kind);
	mb_json_set_text(j, "what", t->what);
	mb_json_set_text(j, "title", t->title);
	mb_json_set_text(j, "change", t->change);
	mb_json_set_text(j, "was", t->was);
}

static void push_effect(struct mb_json *list, const struct mb_effect *e)
{
	struct mb_json *j = mb_json_push_object(list);

	mb_json_set_text(j, "kind", e->kind);
	mb_json_set_text(j, "key", e->key);
	mb_json_set_text(j, "rule", e->rule);
	mb_json_set_text(j, "doc", e->doc);
	mb_json_set_day(j, "step", e->step);
	mb_json_set_node(j, "args", e->args);
}

void mb_json_set_result(struct mb_json *object, const char *doc, const struct mb_result *r, mb_json_may may,
			void *ctx)
{
	struct mb_json *list;

	mb_json_set_text(object, "id", doc ? doc : r->n_touched ? r->touched[0].id : NULL);
	mb_json_set_bool(object, "landed", r->landed);
	mb_json_set_bool(object, "unchanged", r->unchanged);
	if (r->landed)
		mb_json_set_int(object, "event", r->event);
	else
		mb_json_set_null(object, "event");
	mb_json_set_text(object, "headline", r->headline);
	list = mb_json_set_array(object, "touched");
	for (size_t i = 0; i < r->n_touched; i++)
		if (!may || may(ctx, r->touched[i].id))
			push_touched(list, &r->touched[i]);
	list = mb_json_set_array(object, "questions");
	for (size_t i = 0; i < r->n_questions; i++)
		mb_json_set_question(mb_json_push_object(list), &r->questions[i]);
	mb_json_set_texts(object, "notes", r->notes, r->n_notes);
	mb_json_set_findings(object, &r->ruling, NULL, may, ctx);
	list = mb_json_set_array(object, "effects");
	for (size_t i = 0; i < r->ruling.n_effects; i++)
		if (!may || may(ctx, r->ruling.effects[i].doc))
			push_effect(list, &r->ruling.effects[i]);
}
