/* A text before it is filed: what was read out of it for certain, and beside its place each likely thing, to be answered. */
#include "page_review.h"

#include "page_minutes.h"
#include "templates.h"

#include <string.h>

/* What was typed and chosen, to come back with the next form. */
static void put_given(struct tpl_map *page, const struct file_given *given)
{
	show_hidden(page, "text", given->text);
	show_hidden(page, "kind", given->kind);
	show_hidden(page, "group", given->group);
	show_hidden(page, "meeting", given->meeting);
	show_hidden(page, "draft", given->draft);
}

/* ---- a place in the text --------------------------------------------------------------------------------- */

#define AROUND 600 /* bytes of a paragraph that are shown before and behind the words */

static struct mb_str line_of(const char *text, int line)
{
	const char *p = text;

	for (; line > 1 && (p = strchr(p, '\n')) != NULL; line--)
		p++;
	return p ? (struct mb_str){ p, strcspn(p, "\n") } : (struct mb_str){ text, 0 };
}

static bool is_empty(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++;
	return p == end;
}

/* The paragraph around a line, no further than AROUND each way. */
static struct mb_str around(const char *text, struct mb_str line)
{
	const char *from = line.p, *to = line.p + line.n;

	while (from > text) {
		const char *before = from - 1;

		while (before > text && before[-1] != '\n')
			before--;
		if (is_empty(before, from - 1) || line.p - before > AROUND)
			break;
		from = before;
	}
	while (*to) {
		const char *next = to + 1, *end = next + strcspn(next, "\n");

		if (is_empty(next, end) || end - line.p > (ptrdiff_t)line.n + AROUND)
			break;
		to = end;
	}
	return (struct mb_str){ from, (size_t)(to - from) };
}

static void set_part(struct tpl_map *ask, const char *key, const char *from, const char *to)
{
	if (to > from)
		tpl_set_str(ask, key, (struct mb_str){ from, (size_t)(to - from) });
}

/* The words where they stand, with what stands around them; where a text wraps within them, the whole line is marked. */
static void put_place(struct web_req *q, struct tpl_map *ask, const struct mb_question *x, const char *text)
{
	struct mb_str line = line_of(text, x->line), all;
	const char *at;

	if (x->item || x->line)
		tpl_set_textf(ask, "place", "%s%s%s",
			      x->item ? mb_arena_printf(q->a, "Item %s", x->item) : "",
			      x->item && x->line ? ", " : "",
			      x->line ? mb_arena_printf(q->a, "line %d", x->line) : "");
	if (!x->line || !line.n) {
		tpl_set_text(ask, "quote", x->words);
		return;
	}
	all = around(text, line);
	at = x->words && *x->words
		     ? memmem(line.p, all.n - (size_t)(line.p - all.p), x->words, strlen(x->words))
		     : NULL;
	if (at)
		line = (struct mb_str){ at, strlen(x->words) };
	set_part(ask, "before", all.p, line.p);
	tpl_set_str(ask, "quote", line);
	set_part(ask, "behind", line.p + line.n, all.p + all.n);
}

/* ---- questions ------------------------------------------------------------------------------------------- */

struct asking {
	struct web_req *q;
	struct tpl_map *ask;
	const char *name, *chosen;
};

static void add_option(const struct asking *x, const char *which, const char *value, const char *label)
{
	struct tpl_map *o = tpl_list_add(x->ask, "options");

	tpl_set_textf(o, "id", "%s-%s", x->name, which);
	tpl_set_text(o, "value", value);
	tpl_set_text(o, "label", label);
	tpl_set_bool(o, "chosen", mb_streq(value, x->chosen));
}

/* yes: to all that have no choices */
static void put_question(struct web_req *q, struct tpl_map *page, const struct mb_question *x, size_t i,
			 const char *text, bool yes)
{
	struct asking ask = { .q = q,
			      .ask = tpl_list_add(page, "asks"),
			      .name = mb_arena_printf(q->a, "answer-%zu", i),
			      .chosen = x->must && x->n_choices == 0 ? x->answer : "" };

	if (yes)
		ask.chosen = x->n_choices == 0 ? x->answer : web_field_or(q, ask.name, "");
	tpl_set_text(ask.ask, "name", ask.name);
	tpl_set_textf(ask.ask, "question", "%s?", show_title(q, show_named(q, x->suggestion)));
	put_place(q, ask.ask, x, text);
	for (size_t k = 0; k < x->n_choices; k++)
		add_option(&ask, mb_arena_printf(q->a, "%zu", k),
			   mb_arena_printf(q->a, "%s=%s", x->answer, x->choices[k]),
			   mb_person_name(q->a, q->g, x->choices[k]));
	if (x->n_choices == 0)
		add_option(&ask, "yes", x->answer, "Yes");
	if (x->must && x->n_choices == 0)
		add_option(&ask, "no", mb_arena_printf(q->a, "%s=new", x->answer), "No, it is another");
	else
		add_option(&ask, "no", "", x->n_choices ? "None of these" : "No, leave it as text");
}

static void put_questions(struct web_req *q, struct tpl_map *page, const struct mb_result *r,
			  const char *text)
{
	bool yes = mb_streq(web_field(q, "do"), "all");
	size_t plain = 0;

	for (size_t i = 0; i < r->n_questions; i++) {
		put_question(q, page, &r->questions[i], i, text, yes);
		plain += r->questions[i].n_choices == 0;
	}
	if (plain > 1)
		tpl_set_textf(tpl_map(page, "all"), "text", "Answer yes to all %zu", plain);
}

/* What a paper says at its head is lines of its own, not the Markdown that two rules of dashes would make of them. */
static struct mb_str as_read(struct web_req *q, const char *text)
{
	struct mb_matter m;

	if (mb_matter_parse(&m, q->a, text, strlen(text), NULL) != MB_OK || !m.root)
		return mb_str(text);
	return mb_str(mb_arena_printf(q->a, "~~~~~~\n%.*s~~~~~~\n\n%s", (int)(m.yaml_to - m.yaml_from),
				      text + m.yaml_from, text + m.body_from));
}

int review_page(struct web_req *q, struct web_res *res, const struct mb_filing *f,
		const struct file_given *given, const struct mb_result *r, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_review);

	show_head(page, NULL, "Check what was read",
		  r->headline ? mb_arena_printf(q->a, "Nothing is filed yet. What the record would say: %s.",
						r->headline)
			      : "Nothing is filed yet.");
	tpl_set_url(page, "action", "/file/done");
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	put_given(page, given);
	for (size_t i = 0; i < f->n_accept; i++)
		show_hidden(page, mb_arena_printf(q->a, "answer-given-%zu", i), f->accept[i]);
	for (size_t i = 0; i < given->n_lost; i++)
		tpl_set_text(tpl_list_add(page, "lost"), "text", given->lost[i]);
	tpl_set_html(page, "text", web_markdown(q, as_read(q, given->text), 3));
	for (size_t i = 0; i < r->n_touched; i++) {
		struct tpl_map *sure = tpl_list_add(page, "sure");

		tpl_set_textf(sure, "text", "%c%s: %s",
			      *r->touched[i].what >= 'a' && *r->touched[i].what <= 'z'
				      ? *r->touched[i].what - 32
				      : *r->touched[i].what,
			      *r->touched[i].what ? r->touched[i].what + 1 : "",
			      r->touched[i].title ? r->touched[i].title : r->touched[i].id);
		tpl_set_text(sure, "note", r->touched[i].id);
	}
	put_questions(q, page, r, given->text);
	for (size_t i = 0; i < r->n_notes; i++)
		tpl_set_text(tpl_list_add(page, "missing"), "text", show_named(q, r->notes[i]));
	show_findings(q, page, &r->ruling, false);
	tpl_set_text(page, "submit", "File it");
	tpl_set_url(page, "cancel", given->draft ? take_href(q, given->meeting) : "/file");
	tpl_set_text(page, "cancel_text", given->draft ? "Back to the form" : "Back");
	return web_render(q, res,
			  &WEB_HEAD(.title = "Check what was read", .section = "/meetings",
				    .command = "file FILE --dry-run"),
			  page, err);
}

int review_refused(struct web_req *q, struct web_res *res, const struct file_given *given,
		   const struct mb_result *r, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_refusal);

	show_head(page, NULL, "Not filed", NULL);
	tpl_set_text(page, "summary_text",
		     "The partnership's rules do not allow this text to be filed now. Nothing has changed.");
	show_findings(q, page, &r->ruling, false);
	res->status = 422;
	if (given->draft) {
		tpl_set_text(page, "kept",
			     "The draft is kept: go back to it to change it, or file it later.");
		tpl_set_url(page, "back_to", take_href(q, given->meeting));
		tpl_set_text(page, "back_text", "Back to the draft");
		return web_render(q, res, &WEB_HEAD(.title = "Not filed"), page, err);
	}
	tpl_set_text(page, "kept", "Your text is kept: go back to it to change or copy it.");
	tpl_set_url(page, "action", "/file");
	tpl_set_text(page, "token", web_token(q, res));
	put_given(page, given);
	show_hidden(page, "do", "again");
	tpl_set_text(page, "again", "Back to your text");
	tpl_set_url(page, "back_to", "/");
	tpl_set_text(page, "back_text", "Leave it");
	return web_render(q, res, &WEB_HEAD(.title = "Not filed"), page, err);
}
